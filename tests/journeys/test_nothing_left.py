# SPDX-License-Identifier: EUPL-1.2
"""Every command, on a dossier full of canaries, leaves none of them behind: not when it ends, not when it is killed.

A command without a scenario fails here, so that nobody forgets. What the user asked for is not searched: the dossier
that was given, and the folder of `--leesbaar-op-schijf`.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from canaries import MERK, OPENBAAR, Finder, canary_dossier, plant, word
from dossierbouw import request_of
from postgresql import Cluster
from scenarios import SCENARIOS, STORY, WITHOUT_DOSSIER, command_of
from weerbaar_docs._resources import read_resource
from weerbaar_docs.consent import release
from weerbaar_docs.delivery import deliver_in_own_process
from weerbaar_docs.encryption import seal_for_werkgever
from weerbaar_docs.encryption.gnupg_door import Sleutelring
from weerbaar_docs.establishing import establish
from weerbaar_docs.logs import listening
from weerbaar_docs.logs.writing import opened
from weerbaar_docs.pades import verify_pdf
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.rendering import render_concept
from weerbaar_docs.stamping import stamp
from weerbaar_docs.toestemming import ask
from weerbaar_docs.validation import adviesrapport, validate
from weerbaar_docs.voorbeelddata import maak
from zandbak import LIMIT, Sandbox, walk, writes

MOMENTS = (0.5, 0.8)  # of its normal duration: when a command is killed


@pytest.fixture(scope="module")
def kanarie():
    return canary_dossier("concept")


@pytest.fixture
def kanarie_van_oefening(oefening):
    return plant(json.loads(oefening.dossier_json))


@pytest.fixture
def sandbox(tmp_path, kanarie):
    made = Sandbox(tmp_path / "z")
    made.prepare({"dossier.json": kanarie.json})
    yield made
    shutil.rmtree(made.run)


def test_every_command_has_a_scenario():
    assert set(walk()) == set(SCENARIOS) | {command_of(arguments) for _, *arguments in STORY}


def test_the_search_would_find_what_a_command_leaves_readable(sandbox, kanarie):
    process = sandbox.start(SCENARIOS["rapport", "maak"][0][1:], 0)
    assert process.wait(LIMIT) == 0
    found = kanarie.finder().in_folder(sandbox.path, except_for=(sandbox.invoer,))
    assert {Path(line.partition(" > ")[0].partition(": ")[0]).suffix for line in found} >= {".docx", ".pdf"}


@pytest.mark.parametrize("path", SCENARIOS, ids=" ".join)
def test_a_command_leaves_no_canary(path, sandbox, kanarie):
    for number, (code, *arguments) in enumerate(SCENARIOS[path]):
        process = sandbox.start(arguments, number)
        assert process.wait(LIMIT) == code, (sandbox.path / f"uit-{number}").read_text()
    assert (sandbox.path / "logs.jsonl").stat().st_size
    assert sandbox.left(kanarie.finder()) == []
    assert list((sandbox.path / "tmp").iterdir()) == []


@pytest.mark.parametrize("path", sorted(set(SCENARIOS) - WITHOUT_DOSSIER), ids=" ".join)
def test_a_command_that_is_killed_leaves_no_canary(path, sandbox, kanarie):
    arguments = sandbox.filled(SCENARIOS[path][0][1:])
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
    assert sandbox.left(kanarie.finder()) == []


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


# What may be shown: the organisations themselves, not who works there.
BEKEND = r"(/organisaties/[0-9]+)?/(?!contactpersoon|openpgp).*"
BEKEND_IN_DOSSIER = r"/organisatie/(?!contactpersoon|openpgp).*"


@pytest.fixture(scope="module")
def voorraad():
    """Give the files of a user, full of canaries, the values that are searched by themselves, and a key with one in its name."""
    files, values = {}, {}
    dossier = maak("gemeente", 3, "concept")
    examples = {
        soort: json.loads(read_resource("schemas", f"{soort}.schema.json"))["examples"][0]
        for soort in ("organisatieregister", "contactpunt")
    }
    for start, (soort, gegevens, openbaar) in enumerate(
        (
            ("organisatieregister", examples["organisatieregister"], BEKEND),
            ("contactpunt", examples["contactpunt"], ".*"),
            ("dossier", dossier, BEKEND_IN_DOSSIER),
        )
    ):
        made = plant(gegevens, soort, openbaar=openbaar, start=1000 * start)
        files[soort] = made.gegevens
        values |= {value: pad for value, pad in made.values().items() if not re.fullmatch(openbaar, pad)}
    heel = files["dossier"]
    oin = heel["organisatie"]["oin"]
    files |= {"werkgever": heel["organisatie"], "bestuurder": heel["bestuurder"], "aanvraag": request_of(heel, oin)}
    data = {f"{name}.json": json.dumps(value).encode() for name, value in files.items()}
    with Sleutelring() as ring:
        pin = ring.generate(f"{word(99999)} <{word(99998).lower()}@voorbeeld.nl>")
        data["sleutel.pgp"] = ring.export_public(pin)
    return data, values, {"OIN": oin, "PIN": pin, "HEEL": heel["dossiernummer"]}


@pytest.fixture(scope="module")
def cluster():
    """Give a server of its own, for all its files are searched: that of the session holds every other test's databases."""
    made = Cluster()
    yield made
    made.stop()
    shutil.rmtree(made.folder)


@pytest.fixture
def winkel(tmp_path, url, voorraad):
    """Give a sandbox with an empty store of either kind."""
    data, values, words = voorraad
    adres = url if url.startswith("postgresql") else f"sqlite:///{tmp_path}/z/opslag/opslag.db"
    sandbox = Sandbox(tmp_path / "z", {"WEERBAAR_OPSLAG_ADRES": adres}, words)
    sandbox.prepare(data)
    yield sandbox, Finder(values, merken=(MERK, OPENBAAR))
    shutil.rmtree(sandbox.run)


def kept(sandbox, finder, request):
    """Search all that is kept: files, the rows of a server as they leave it, and the files of that server."""
    found = sandbox.left(finder)
    adres = sandbox.extra["WEERBAAR_OPSLAG_ADRES"]
    if adres.startswith("postgresql"):
        found += finder.in_postgresql(adres)
        cluster = request.getfixturevalue("cluster")
        cluster.admin("CHECKPOINT")
        found += finder.in_folder(cluster.folder)
    return found


def test_every_command_of_the_store_keeps_no_canary_and_shows_none(winkel, request):
    sandbox, finder = winkel
    codes = sandbox.run_all(arguments for _, *arguments in STORY)
    said = {path.name: path.read_bytes() for path in sandbox.path.glob("uit-*")}
    assert [(got, call) for got, call in zip(codes, STORY, strict=True) if got != call[0]] == []
    shown = Finder(finder.other)
    assert [line for name, data in said.items() for line in shown.in_bytes(data, name)] == []
    for path in sandbox.path.glob("uit-*"):
        path.unlink()  # it may show the name of a werkgever
    assert kept(sandbox, finder, request) == []
    assert list((sandbox.path / "tmp").iterdir()) == []


def test_the_search_finds_what_a_store_would_keep_readable(winkel, request):
    sandbox, finder = winkel
    (sandbox.path / "opslag").mkdir(mode=0o700)
    (sandbox.path / "opslag" / "opslag.db").write_bytes((sandbox.invoer / "werkgever.json").read_bytes())
    assert kept(sandbox, finder, request)


def test_a_command_of_the_store_that_is_killed_keeps_no_canary(winkel, request):
    sandbox, finder = winkel
    calls = {command_of(arguments): arguments for code, *arguments in STORY if code == 0}
    killed = kill_at_work(sandbox, [calls["opslag", "init"]])
    sandbox.run_all(arguments for _, *arguments in STORY)
    for path in sandbox.path.glob("uit-*"):
        path.unlink()
    killed += kill_at_work(sandbox, [arguments for path, arguments in calls.items() if writes(path)])
    assert killed
    assert kept(sandbox, finder, request) == []


def kill_at_work(sandbox, calls):
    """Start commands together and kill each a moment after its log says that it works; give how many had not ended."""
    log = sandbox.path / "logs.jsonl"
    before = log.stat().st_size if log.exists() else 0
    running = {" ".join(command_of(call)): sandbox.start(call, f"gedood-{n}") for n, call in enumerate(calls)}
    killed, limit = 0, time.monotonic() + LIMIT
    while running and time.monotonic() < limit:
        lines = log.read_bytes()[before:].splitlines() if log.exists() else []
        begun = {json.loads(line)["opdracht"] for line in lines if line.endswith(b"}")}
        for name in begun & set(running):
            process = running.pop(name)
            time.sleep(0.03 * (len(running) % 4))
            os.killpg(process.pid, signal.SIGKILL)
            killed += process.wait(LIMIT) == -signal.SIGKILL
        time.sleep(0.005)
    for process in running.values():
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(LIMIT)
    assert not running
    return killed
