# SPDX-License-Identifier: EUPL-1.2
"""A reader that leaves is no fault; output that cannot be written is one clear line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli.output import Uitvoer

FULL = "/dev/full"
pytestmark = pytest.mark.skipif(not Path(FULL).exists(), reason="needs /dev/full")


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "dossier.json"
    path.write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.invoer.json"))
    return path


def commands(sample):
    yield ["--help"]
    yield ["--version"]
    yield ["rapport", "maak", "--help"]
    yield ["config", "toon"]
    yield ["valideer", str(sample)]
    yield ["valideer", str(sample), "--json"]


def start(arguments, out, err=subprocess.PIPE):
    command = [sys.executable, "-m", "weerbaar_docs.cli", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}  # as users run it
    return subprocess.run(command, check=False, stdout=out, stderr=err, text=True, env=environment)


def start_without_reader(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return start(arguments, writing)
    finally:
        os.close(writing)


def test_a_full_stdout_is_one_clear_error(sample):
    with Path(FULL).open("w") as full:
        for arguments in commands(sample):
            done = start(arguments, full)
            assert done.returncode == 7, arguments
            assert "de uitvoer kon niet worden geschreven (ENOSPC)" in done.stderr
            assert "ONVERWACHT" not in done.stderr
            assert "Exception" not in done.stderr
            if "--json" in arguments:
                assert json.loads(done.stderr)["fout"][0]["code"] == "UITVOER-SCHRIJVEN"


def test_what_was_written_before_stdout_was_full_stays_whole(sample, tmp_path):
    uit = tmp_path / "uit"
    with Path(FULL).open("w") as full:
        done = start(["rapport", "maak", str(sample), "--uit", str(uit), "--leesbaar-op-schijf"], full)
    assert done.returncode == 7
    assert len(list(uit.iterdir())) == 3


def test_a_reader_that_left_is_silent_and_changes_no_exit_code(sample, tmp_path):
    for arguments in commands(sample):
        done = start_without_reader(arguments)
        assert (done.returncode, done.stderr) == (0, ""), arguments
    broken = tmp_path / "kapot.json"
    broken.write_text("{")
    done = start_without_reader(["valideer", str(sample), str(broken)])
    assert (done.returncode, done.stderr) == (3, "")


def test_a_full_stderr_changes_no_exit_code(tmp_path):
    with Path(FULL).open("w") as full:
        assert start(["valideer"], subprocess.DEVNULL, full).returncode == 2
        assert start(["config", "toon", "--config", str(tmp_path)], subprocess.DEVNULL, full).returncode == 2
        assert start(["--help"], full, full).returncode == 7


def test_no_line_for_people_moves_the_cursor(capsys):
    evil = "a\rb\x1b[2Kc\x85d\u202ee\tf\ng"
    people, machine = (Uitvoer(as_json=as_json, toon_persoonsgegevens=True) for as_json in (False, True))
    people.data(None, [evil])
    people.progress(evil)
    machine.progress(evil)
    out, err = capsys.readouterr()
    assert (out, err) == (2 * "a?b?[2Kc?d?e f\ng\n", "a?b?[2Kc?d?e f\ng\n")
    machine.data({"titel": evil}, [])
    assert json.loads(capsys.readouterr().out) == {"titel": evil}
    assert people.personal(evil) == "a b\x1b[2Kc d\u202ee f g"
