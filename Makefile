# `make` only starts what uv and nox do; see README.md.
.PHONY: setup setup-tests demo test test-lang test-alles mutatie lint format

setup:
	@sh tools/setup.sh

setup-tests:
	@sh tools/setup.sh tests

demo: setup
	@.venv/bin/weerbaar-docs demo

test: setup-tests
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox -s gate

test-lang: setup-tests
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox -s lang

test-alles: setup-tests
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox

mutatie: setup-tests
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox -s mutatie

lint: setup
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox -s lint

format: setup
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .
