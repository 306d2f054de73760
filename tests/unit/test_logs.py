# SPDX-License-Identifier: EUPL-1.2
"""The logs take only what is on the closed list, whatever a caller tries, and a log changes nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

import weerbaar_docs
from logregels import Lines
from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli import run
from weerbaar_docs.errors import StoreError, ValidationError
from weerbaar_docs.logs import listening, measured, tell
from weerbaar_docs.logs.velden import CODES, VELDEN
from weerbaar_docs.store import open_engine

GEHEIM = "Jansen-Kanarie, Dorpsstraat 1"
HOOFD = {"moment", "niveau", "gebeurtenis", "opdracht", "loop"}


def told(*events, **velden):
    lines = Lines()
    with listening(lines):
        for event in events or ("gpg",):
            tell(event, **velden)
    return lines.lines


@given(
    st.sampled_from([*VELDEN, "naam", "event", "exc_info"]), st.text() | st.binary() | st.lists(st.text()) | st.none()
)
def test_no_free_text_fits_in_any_field(name, value):
    if name == "event":
        return  # the name of the event itself
    ((_, _, fields),) = told(**{name: value})
    if fields != {"weggelaten": 1}:
        assert re.fullmatch(
            r"D-[0-9a-f]{32}|MW-\d{4}|WD-[0-9a-f]{32}|[0-9a-f]{64}|\d{4}|sqlite|postgresql|[a-z]+", value
        )


@pytest.mark.parametrize(
    "value", [GEHEIM, "jansen", "9999AB", "D-" + "g" * 32, "12345", -1, 1.5, True, "D-" + "a" * 32 + "\n"]
)
def test_a_value_that_is_not_of_its_form_is_left_out_and_counted(value):
    for name in VELDEN:
        assert told(**{name: value}) == [("info", "gpg", {"weggelaten": 1})]


def test_what_is_on_the_list_is_told():
    fields = {
        "aantal": 3,
        "ms": 12,
        "database": "sqlite",
        "stap": "verzegelen",
        "dossier": "D-" + "0" * 32,
        "medewerker": "MW-0001",
        "zending": "WD-" + "0" * 32,
        "sha256": "0" * 64,
        "versie": "0002",
    }
    assert told(**fields) == [("info", "gpg", fields)]


def test_an_event_that_is_not_on_the_list_loses_its_name():
    assert told(GEHEIM, naam=GEHEIM) == [("info", "onbekende_gebeurtenis", {"weggelaten": 2})]


def test_an_exception_is_its_class_our_code_and_our_line():
    def fail():
        geheim = GEHEIM  # noqa: F841 - a local that a traceback with values would show
        tell("gpg")
        open_engine(f"onzin://{GEHEIM}")

    lines = Lines()
    with listening(lines), pytest.raises(weerbaar_docs.WeerbaarDocsError), measured("weigering"):
        fail()
    level, event, fields = lines.lines[-1]
    assert (level, event) == ("warning", "weigering")
    assert fields["soort"] == "ConfigError"
    assert fields["code"] == "OPSLAG-ADRES"
    assert re.fullmatch(r"weerbaar_docs\.store\.engine:\d+", fields["plaats"])
    assert set(fields) == {"ms", "soort", "code", "plaats"}


def test_an_exception_with_a_made_up_code_or_class_tells_neither():
    strange = type("Jansen", (ValidationError,), {})
    ((level, _, fields),) = told(fout=strange.because("JANSEN-1", GEHEIM, GEHEIM, pad=GEHEIM))
    assert (level, fields) == ("warning", {"soort": "anders"})
    ((level, _, fields),) = told(fout=ValueError(GEHEIM))
    assert (level, fields) == ("error", {"soort": "ValueError"})


def test_every_code_of_the_library_may_be_told():
    source = "\n".join(path.read_text() for path in Path(weerbaar_docs.__file__).parent.rglob("*.py"))
    used = re.findall(r'(?:because\(|_error\(|_fault\(|code=)\s*"([A-Z]+)[-"A-Z0-9]', source)
    assert len(used) > 50
    assert set(used) <= CODES


def test_nobody_hears_anything_unless_they_listen():
    lines = Lines()
    tell("gpg", ms=1)
    with listening(lines):
        pass
    tell("gpg", ms=1)
    assert lines.lines == []


def test_a_listener_that_fails_changes_nothing():
    class Broken(Lines):
        def info(self, event, **velden):
            raise StoreError.because("OPSLAG-VOL", "vol", "Maak ruimte.")

    with listening(Broken()), measured("gpg"):
        result = 1
    assert result == 1


def test_a_host_listens_with_its_own_structlog():
    with structlog.testing.capture_logs() as found, listening(structlog.get_logger()):
        tell("gpg", ms=1, naam=GEHEIM)
    assert found == [{"event": "gpg", "log_level": "info", "ms": 1, "weggelaten": 1}]


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / f"{GEHEIM.partition(',')[0]}.json"
    path.write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.invoer.json"))
    return str(path)


@pytest.fixture
def logfile(tmp_path, monkeypatch):
    path = tmp_path / "logs.jsonl"
    monkeypatch.setenv("WEERBAAR_LOGS_BESTAND", str(path))
    return path


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_command_makes_no_noise_unless_the_configuration_asks_for_logs(sample, capsys):
    assert run(["valideer", sample]) == 0
    assert capsys.readouterr().err == ""


def test_a_command_logs_its_begin_and_end_in_a_private_file(sample, logfile):
    assert run(["valideer", sample]) == 0
    assert run(["valideer", sample + "x"]) == 3
    assert run(["rapport", "maak", sample, "--uit", "x"]) == 2
    lines = read(logfile)
    assert [line["gebeurtenis"] for line in lines] == ["opdracht_begonnen", "opdracht_klaar"] * 3
    assert [line["opdracht"] for line in lines[::2]] == ["valideer", "valideer", "rapport maak"]
    assert [line["afsluitcode"] for line in lines[1::2]] == [0, 3, 2]
    assert lines[5]["code"] == "LEESBAAR-OP-SCHIJF"
    assert lines[0]["loop"] == lines[1]["loop"] != lines[2]["loop"]
    assert all(set(line) <= HOOFD | set(VELDEN) | {"soort", "code", "plaats"} for line in lines)
    assert logfile.stat().st_mode & 0o777 == 0o600
    assert "Jansen" not in logfile.read_text()


def test_a_level_leaves_out_what_is_below_it(sample, logfile, monkeypatch):
    monkeypatch.setenv("WEERBAAR_LOGS_NIVEAU", "waarschuwing")
    assert run(["valideer", sample]) == 0
    assert run(["rapport", "maak", sample, "--uit", "x"]) == 2
    assert [line["niveau"] for line in read(logfile)] == ["waarschuwing"]


def test_logs_can_go_to_stderr_and_nobody_need_read_them(sample):
    command = [sys.executable, "-m", "weerbaar_docs.cli", "valideer", sample]
    environment = {**os.environ, "WEERBAAR_LOGS_BESTAND": "-"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert [json.loads(line)["gebeurtenis"] for line in done.stderr.splitlines()] == [
        "opdracht_begonnen",
        "opdracht_klaar",
    ]
    with Path("/dev/full").open("wb") as full:
        assert (
            subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=full, check=False).returncode == 0
        )


@pytest.mark.parametrize("kind", ["folder", "fifo", "link", "nowhere", "no name"])
def test_a_log_file_that_cannot_be_used_is_one_clear_error(kind, sample, tmp_path, monkeypatch, capsys):
    path = tmp_path / "logs"
    make = {"folder": path.mkdir, "fifo": lambda: os.mkfifo(path), "link": lambda: path.symlink_to(sample)}
    make.get(kind, lambda: None)()
    named = {"nowhere": tmp_path / "weg" / "logs", "no name": "x" * 300}.get(kind, path)
    monkeypatch.setenv("WEERBAAR_LOGS_BESTAND", str(named))
    assert run(["valideer", sample]) == 2
    assert "LOGS-BESTAND" in capsys.readouterr().err


def test_a_configuration_that_is_wrong_is_told_by_the_command_that_needs_it(sample, logfile, monkeypatch, capsys):
    monkeypatch.setenv("WEERBAAR_LOGS_NIVEAU", "alles")
    assert run(["valideer", sample]) == 2
    assert "/logs/niveau" in capsys.readouterr().err
    assert run(["regels"]) == 0
    assert not logfile.exists()


def test_the_libraries_of_a_command_say_nothing():
    code = (
        "import logging, warnings\n"
        "from weerbaar_docs import cli\n"
        "from weerbaar_docs.cli import app\n"
        f"app.run = lambda _: [logging.getLogger('pyhanko').error('{GEHEIM}'), warnings.warn('{GEHEIM}')] and 0\n"
        "cli.main([])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr == b""


def test_every_call_of_gpg_is_told_with_its_step(oefening):
    lines = Lines()
    with listening(lines):
        signature = oefening.ccv.ring.sign_detached(b"x", signer=oefening.ccv.vingerafdruk)
        oefening.ccv.ring.verify_detached(
            b"x", signature, signer=oefening.ccv.vingerafdruk, not_before=oefening.nu, now=oefening.na_bedenktijd
        )
        oefening.ccv.ring.inspect(oefening.ccv.vingerafdruk)
    assert [fields["stap"] for _, _, fields in lines.lines] == ["ondertekenen", "controleren", "opzoeken"]
    assert all(set(fields) == {"ms", "stap"} for _, _, fields in lines.lines)
