# SPDX-License-Identifier: EUPL-1.2
"""Ctrl-C ends the command at any moment: one line, exit code 130, nothing written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from weerbaar_docs._resources import read_resource

# Runs the command and sends itself a signal when it comes to import a certain module.
SIGNAL = """
import os, signal, sys
module, number, arguments = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
def hook(event, given):
    if event == "import" and given[0] == module:
        act()
def act():
    os.kill(os.getpid(), number)
"""
LOST = """
class Verdwenen:
    def __del__(self):
        os.kill(os.getpid(), number)
def act():
    Verdwenen()
"""
RUN = """
sys.addaudithook(hook)
from weerbaar_docs.cli import main
main(arguments)
"""


@pytest.fixture
def rapport(tmp_path):
    sample = tmp_path / "dossier.json"
    sample.write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.invoer.json"))
    return ["rapport", "maak", str(sample), "--uit", str(tmp_path / "uit"), "--leesbaar-op-schijf"]


def start(code, *arguments):
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


EARLY = ["weerbaar_docs.cli.app", "click", "click.core", "weerbaar_docs.cli.output"]
LATE = [
    "weerbaar_docs.cli.reading",
    "weerbaar_docs.documenten.rapport",
    "weerbaar_docs.validation",
    "docxtpl",
    "weerbaar_docs.rendering.typst_engine",
]


@pytest.mark.parametrize("module", EARLY + LATE)
@pytest.mark.parametrize("number", ["2", "15"])
def test_an_interrupt_during_any_import_is_one_line_and_130(rapport, tmp_path, module, number):
    done = start(SIGNAL + RUN, module, number, *rapport)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "Afgebroken.")
    assert not (tmp_path / "uit").exists()


@pytest.mark.lang
@pytest.mark.parametrize(
    "module", ["weerbaar_docs.cli.output", "weerbaar_docs.validation", "weerbaar_docs.rendering.typst_engine"]
)
def test_an_interrupt_that_gets_lost_still_stops_the_writing(rapport, tmp_path, module):
    done = start(SIGNAL + LOST + RUN, module, "2", *rapport)
    assert done.returncode == 130
    assert done.stderr.endswith("Afgebroken.\n")
    assert not (tmp_path / "uit").exists()


def test_an_interrupt_in_code_made_from_text_ends_with_130_too(rapport, tmp_path):
    act = "def act():\n    exec('os.kill(os.getpid(), number)')\n"
    (tmp_path / "proefmodule.py").write_text(SIGNAL + act + RUN)
    command = [sys.executable, "-m", "proefmodule", "weerbaar_docs.documenten.rapport", "2", *rapport]
    assert subprocess.run(command, check=False, capture_output=True, cwd=tmp_path).returncode == 130


@pytest.mark.lang
def test_a_signal_that_the_caller_ignores_stays_ignored(rapport, tmp_path):
    ignore = "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    done = start(SIGNAL + ignore + RUN, "weerbaar_docs.documenten.rapport", "1", *rapport)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "uit").iterdir())) == 3


def test_the_entry_imports_nothing_heavy():
    code = (
        "import sys; import weerbaar_docs.cli as entry; assert callable(entry.main)\n"
        "assert not {'click', 'json', 'weerbaar_docs.errors', 'weerbaar_docs.cli.app'} & set(sys.modules)"
    )
    assert start(code).returncode == 0
