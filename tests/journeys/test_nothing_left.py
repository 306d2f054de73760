# SPDX-License-Identifier: EUPL-1.2
"""Every command, on a dossier full of canaries, leaves none of them behind: not when it ends, not when it is killed.

A command without a scenario fails here, so that nobody forgets. What the user asked for is not searched: the dossier
that was given, and the folder of `--leesbaar-op-schijf`.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

import weerbaar_docs
from canaries import canary_dossier, plant
from weerbaar_docs.cli import root
from weerbaar_docs.consent import release
from weerbaar_docs.delivery import deliver_in_own_process
from weerbaar_docs.encryption import seal_for_werkgever
from weerbaar_docs.establishing import establish
from weerbaar_docs.logs import listening
from weerbaar_docs.logs.writing import opened
from weerbaar_docs.pades import verify_pdf
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.rendering import render_concept
from weerbaar_docs.stamping import stamp
from weerbaar_docs.toestemming import ask
from weerbaar_docs.validation import adviesrapport, validate

MOMENTS = (0.35, 0.6, 0.85)  # of its normal duration: when a command is killed
LIMIT = 60


@dataclass(frozen=True)
class Sandbox:
    """A home, a temporary folder and a log of its own; `invoer` is what the user has, `leesbaar` what they asked for."""

    path: Path

    @property
    def invoer(self):
        return self.path / "invoer"

    @property
    def leesbaar(self):
        return self.path / "leesbaar"

    @property
    def environment(self):
        own = {"HOME": "home", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run"}
        return {
            **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
            "PYTHONPATH": str(Path(weerbaar_docs.__file__).parents[1]),
            **{name: str(self.path / folder) for name, folder in own.items()},
            "WEERBAAR_LOGS_BESTAND": str(self.path / "logs.jsonl"),
        }

    def prepare(self, data):
        for folder in ("home", "tmp", "run", "invoer"):
            (self.path / folder).mkdir(mode=0o700)
        (self.invoer / "dossier.json").write_bytes(data)

    def start(self, arguments, number):
        with (self.path / f"uit-{number}").open("wb") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "weerbaar_docs.cli", *arguments],
                env=self.environment,
                cwd=self.path / "home",
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )


def scenario(sandbox, *arguments):
    names = {"DOSSIER": sandbox.invoer / "dossier.json", "LEESBAAR": sandbox.leesbaar, "MAP": sandbox.path / "map"}
    return [str(names.get(part, part)) for part in arguments]


# Per command its calls, each after the exit code that it should have.
SCENARIOS = {
    ("config", "toon"): [(0, "config", "toon", "--herkomst")],
    ("demo",): [(0, "demo", "--uit", "LEESBAAR")],
    ("plugin", "lijst"): [(0, "plugin", "lijst")],
    ("rapport", "maak"): [
        (0, "rapport", "maak", "DOSSIER", "--uit", "LEESBAAR", "--leesbaar-op-schijf"),
        (0, "rapport", "maak", "DOSSIER", "--uit", "MAP", "--leesbaar-op-schijf", "--proef"),
        (2, "rapport", "maak", "DOSSIER", "--uit", "MAP"),
    ],
    ("rapport", "treffers"): [
        (0, "rapport", "treffers", "DOSSIER"),
        (0, "rapport", "treffers", "DOSSIER", "--json"),
    ],
    ("regels",): [(0, "regels")],
    ("uitleg",): [(0, "uitleg", "R-PKVW-4"), (2, "uitleg", "R-X")],
    ("valideer",): [
        (0, "valideer", "DOSSIER"),
        (0, "valideer", "DOSSIER", "--json"),
        (3, "valideer", "DOSSIER", "--soort", "contactpunt"),
    ],
    ("voorbeeld",): [(0, "voorbeeld", "--uit", "MAP")],
}
WITHOUT_DOSSIER = {("config", "toon"), ("demo",), ("plugin", "lijst"), ("regels",), ("uitleg",), ("voorbeeld",)}


def walk(command, path=()):
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), (*path, name))
    else:
        yield path


@pytest.fixture(scope="module")
def kanarie():
    return canary_dossier("concept")


@pytest.fixture
def kanarie_van_oefening(oefening):
    return plant(json.loads(oefening.dossier_json))


@pytest.fixture
def sandbox(tmp_path, kanarie):
    made = Sandbox(tmp_path / "z")
    made.path.mkdir()
    made.prepare(kanarie.json)
    return made


def test_every_command_has_a_scenario():
    assert set(walk(root)) == set(SCENARIOS)


def test_the_search_would_find_what_a_command_leaves_readable(sandbox, kanarie):
    process = sandbox.start(scenario(sandbox, *SCENARIOS["rapport", "maak"][0][1:]), 0)
    assert process.wait(LIMIT) == 0
    found = kanarie.finder().in_folder(sandbox.path, except_for=(sandbox.invoer,))
    assert {Path(line.partition(" > ")[0].partition(": ")[0]).suffix for line in found} >= {".docx", ".pdf"}


@pytest.mark.parametrize("path", SCENARIOS, ids=" ".join)
def test_a_command_leaves_no_canary(path, sandbox, kanarie):
    for number, (code, *arguments) in enumerate(SCENARIOS[path]):
        process = sandbox.start(scenario(sandbox, *arguments), number)
        assert process.wait(LIMIT) == code, (sandbox.path / f"uit-{number}").read_text()
    assert (sandbox.path / "logs.jsonl").stat().st_size
    assert left(sandbox, kanarie) == []
    assert list((sandbox.path / "tmp").iterdir()) == []


@pytest.mark.parametrize("path", sorted(set(SCENARIOS) - WITHOUT_DOSSIER), ids=" ".join)
def test_a_command_that_is_killed_leaves_no_canary(path, sandbox, kanarie):
    arguments = scenario(sandbox, *SCENARIOS[path][0][1:])
    begin = time.monotonic()
    sandbox.start(arguments, 0).wait(LIMIT)
    duration = time.monotonic() - begin
    killed = 0
    for number, part in enumerate(MOMENTS, 1):
        process = sandbox.start([*arguments, "--overschrijf"] if "--uit" in arguments else arguments, number)
        time.sleep(duration * part)
        os.killpg(process.pid, signal.SIGKILL)  # also when it has ended: it is not waited for yet
        killed += process.wait(LIMIT) == -signal.SIGKILL
    assert killed
    assert left(sandbox, kanarie) == []


def left(sandbox, kanarie):
    return kanarie.finder().in_folder(sandbox.path, except_for=(sandbox.invoer, sandbox.leesbaar))


def test_no_library_logs_a_canary_even_in_a_host_that_logs_everything(oefening, caplog, tmp_path, kanarie_van_oefening):
    """Our own log takes only its closed list; here a host listens to everybody at DEBUG, with our events too."""
    o, kanarie = oefening, kanarie_van_oefening
    with (
        caplog.at_level(logging.DEBUG),
        opened(str(tmp_path / "logs"), niveau="info", opdracht="x") as log,
        listening(log),
    ):
        dossier = validate(kanarie.json)
        concept = render_concept(adviesrapport(dossier), datum=o.vandaag)
        definitief = establish(concept, o.besluit(concept), indiening=o.indiening(concept), **o.bva)
        vastgesteld = stamp(definitief, zegel=o.bva_zegel, now=o.nu)
        verify_pdf(vastgesteld.pdf, vertrouwd=[o.bva_certificaat], now=o.nu)
        stukken = prepare(vastgesteld, Keuze(route="via_ccv", omvang="werkgeversversie"), zegel=o.ccv_zegel, now=o.nu)
        vraag = ask(stukken, ontvanger=o.werkgever, now=o.nu, **o.vraag)
        vrijgave = release(stukken, vraag.verklaring, o.formulier_getekend(vraag), now=o.na_bedenktijd, **o.poort)
        zending = seal_for_werkgever(vrijgave, o.brief(dossier), now=o.na_bedenktijd, **o.verzegelaar)
        deliver_in_own_process(zending, "map", {"map": str(tmp_path)})
        logging.getLogger("host").warning("gehoord")
    told = "\n".join(
        f"{record.name} {record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records
    )
    assert "gehoord" in told
    assert kanarie.finder().in_bytes(told.encode(), "log of the host") == []
    lines = [json.loads(line) for line in (tmp_path / "logs").read_text().splitlines()]
    assert {line["gebeurtenis"] for line in lines} == {"gpg", "bezorging"}
    assert not any("weggelaten" in line for line in lines)
    assert kanarie.finder().in_folder(tmp_path) == []
