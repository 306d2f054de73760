# SPDX-License-Identifier: EUPL-1.2
"""The README's code runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

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
