# SPDX-License-Identifier: EUPL-1.2
"""The README's code runs as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from weerbaar_docs.cli import root

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zaaksysteem").mkdir()
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert "WD-" in capsys.readouterr().out
    assert len(list((tmp_path / "zaaksysteem").iterdir())) == 2


def test_the_debian_packages_of_the_readme_are_those_of_the_setup():
    setup = (Path(__file__).parents[2] / "tools" / "setup.sh").read_text(encoding="utf-8")
    for package in ("gnupg", "python3-venv"):
        assert package in README
        assert package in setup


def commands(page):
    for block in re.findall(r"```(?:sh|cron)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        yield from re.findall(r"weerbaar-docs ([^#\n]+)", block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_on_a_page_is_there_with_its_options(page):
    for line in commands(page):
        words, command = shlex.split(line), root
        while isinstance(command, click.Group):
            found = command.get_command(click.Context(command), words[0])
            assert found, line
            command, words = found, words[1:]
        options = {option for param in command.params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_the_pages_name_commands():
    assert sum(len(list(commands(page))) for page in PAGES) > 30
