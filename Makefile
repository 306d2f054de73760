# `make` only starts what uv and nox do; see README.md.
.PHONY: setup demo test test-lang test-alles lint format

setup:
	@sh tools/setup.sh

demo: setup
	@.venv/bin/weerbaar-docs demo

test: setup
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox -s gate

test-lang: setup
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox -s lang

test-alles: setup
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox

lint: setup
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox -s lint

format: setup
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .
