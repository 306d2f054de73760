# SPDX-License-Identifier: EUPL-1.2
"""Every command, on a dossier full of canaries, leaves none of them behind: not when it ends, not when it is killed.

(1) a command without a scenario in which it succeeds, or that writes and is not killed, fails here, so that nobody forgets;
(2) the search is after every call and after every kill; the files of a database server are searched after the last;
(3) what the user asked for is not searched: what was given, and the folder of `--leesbaar-op-schijf`.
"""

from __future__ import annotations

import io
import itertools
import json
import logging
import re
import shutil
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfWriter

from canaries import MERK, OPENBAAR, Finder, canary_dossier, plant, word
from dossierbouw import request_of
from kantoor import BEGONNEN, Kantoor, Mensen
from pdfs import PDF
from pki import Pki
from postgresql import Cluster
from scenarios import (
    CALLS,
    ELDERS,
    FEWEST,
    KILLED,
    KILLED_ELDERS,
    SCENARIOS,
    STORY,
    WITHOUT_DOSSIER,
    WITHOUT_STORE,
    command_of,
    moments,
    story_of_kills,
)
from sleutelbouw import Smidse
from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.consent import release
from weerbaar_docs.delivery import deliver_in_own_process
from weerbaar_docs.encryption import seal_for_werkgever
from weerbaar_docs.establishing import establish
from weerbaar_docs.logs import listening
from weerbaar_docs.logs.writing import opened
from weerbaar_docs.maatregelenoverzicht import maatregelenoverzicht
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.pades import sign_pdf, verify_pdf
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.rendering import render_concept
from weerbaar_docs.stamping import stamp
from weerbaar_docs.store import open_engine
from weerbaar_docs.toestemming import ask
from weerbaar_docs.validation import adviesrapport, validate
from weerbaar_docs.voorbeelddata import maak
from weerbaar_docs.werkgeversversie import werkgeversversie
from zandbak import BY_KILL, Sandbox, Starter, walk, writes


@pytest.fixture(scope="module")
def starter():
    with Starter() as made:
        yield made


@pytest.fixture(scope="module")
def kanarie():
    return canary_dossier("concept")


@pytest.fixture(scope="module")
def vinder(kanarie):
    """Give one finder to all: what it knows to be empty it does not look through again."""
    return kanarie.finder()


@pytest.fixture
def kanarie_van_oefening(oefening):
    return plant(json.loads(oefening.dossier_json))


@pytest.fixture(scope="module")
def tijdstempels():
    """A certificate authority with a time-stamping service of today, for commands read the clock."""
    made = Pki(datetime.now(UTC).replace(microsecond=0))
    yield made
    made.close()


@pytest.fixture(scope="module")
def getekend(kanarie, tijdstempels):
    """A signed PDF that carries the dossier, without the proof that `bva verhoog` adds."""
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.add_attachment("gegevens.json", kanarie.json)
    out = io.BytesIO()
    writer.write(out)
    p = tijdstempels
    return sign_pdf(out.getvalue(), p.zegel(p.seal(), "B-B"), reden="Vaststelling", now=p.nu)


OPDRACHT = json.dumps(
    json.loads(read_resource("schemas", "uitvoeringsopdracht.schema.json"))["examples"][1]
    | {"titel": "Werk aan een deur (fictief)"}
).encode()


def maatregelen_of(kanarie):
    """Give the maatregelen.json of the dossier with canaries, as if all of it was established and free."""
    gegevens = kanarie.gegevens
    made = maatregelenoverzicht(
        werkgeversversie(rapportinhoud(gegevens), None, vaststelling_sha256="0" * 64, datum="2026-05-21")
    )
    made["besluit"] = {"besluitnummer": "BVA-2026-0001", "besloten_op": "2026-05-18"}
    for maatregel in made["maatregelen"]:
        maatregel |= {"betaler": "werkgever", "pkvw_voorwaarde": False}
    return canonical_bytes(made)


@pytest.fixture
def sandbox(tmp_path, starter, kanarie, tijdstempels, getekend):
    invoer = tmp_path / "z" / "invoer"
    zegel = {
        "WEERBAAR_ZEGEL_NIVEAU": "B-T",
        "WEERBAAR_ZEGEL_VERTROUWD": str(invoer / "wortel.pem"),
        "WEERBAAR_ZEGEL_TSA_ADRES": f"{tijdstempels.adres}/tsa",
        "WEERBAAR_ZEGEL_TSA_VERTROUWD": str(invoer / "tsa.pem"),
    }
    made = Sandbox(tmp_path / "z", starter, zegel)
    ander = kanarie.json.replace(word(0)[:-4].encode(), word(10000)[:-4].encode())  # other canaries in the same places
    files = {"wortel.pem": tijdstempels.root.pem, "tsa.pem": tijdstempels.tsa_root.pem, "getekend.pdf": getekend}
    files |= {"maatregelen.json": maatregelen_of(kanarie), "opdracht.json": OPDRACHT}
    files |= {name: json.dumps(data).encode() for name, data in pakket().items()}
    made.prepare({"dossier.json": kanarie.json, "ander.json": ander, **files})
    yield made
    shutil.rmtree(made.run)


def pakket():
    """Give what a veiligheidspakket is made of, with canaries in all its texts."""
    gegevens, punt = (
        json.loads(read_resource("schemas", f"{soort}.schema.json"))["examples"][0]
        for soort in ("veiligheidspakket", "contactpunt")
    )
    gegevens["ontvanger"] |= {"naam": word(0), "organisatie": f"gemeente {word(1)}"}
    punt |= {name: word(number) for number, name in enumerate(("naam", "doel", "openingstijden", "bron"), start=2)}
    return {"veiligheid.json": gegevens, "punten.json": [punt]}


def test_every_command_has_a_scenario_in_which_it_succeeds():
    calls = [*CALLS, *(call for calls in SCENARIOS.values() for call in calls)]
    assert {command_of(arguments) for code, *arguments in calls if code == 0} == set(walk()) - ELDERS


def test_every_command_that_changes_something_of_a_dossier_is_killed():
    killed = {command_of(step[1:]) for step, is_killed in story_of_kills() if is_killed} | (set(SCENARIOS) & KILLED)
    assert killed == KILLED
    assert {path for path in set(walk()) - killed if writes(path)} <= WITHOUT_DOSSIER | KILLED_ELDERS | WITHOUT_STORE


def test_the_search_would_find_what_a_command_leaves_readable(sandbox, vinder):
    assert sandbox.call(SCENARIOS["rapport", "maak"][0][1:]) == 0
    found = vinder.in_folder(sandbox.path, except_for=(sandbox.invoer,))
    assert {Path(line.partition(" > ")[0].partition(": ")[0]).suffix for line in found} >= {".docx", ".pdf"}


def test_a_command_that_the_shell_starts_leaves_no_canary_either(sandbox, vinder):
    assert sandbox.start(SCENARIOS["rapport", "treffers"][0][1:]) == 0
    assert sandbox.left(vinder) + list(sandbox.tijdelijk.iterdir()) == []


@pytest.mark.parametrize("path", SCENARIOS, ids=" ".join)
def test_a_command_leaves_no_canary(path, sandbox, vinder):
    for code, *arguments in SCENARIOS[path]:
        assert sandbox.call(arguments) == code, sandbox.said.read_text()
        assert sandbox.left(vinder) + vinder.in_bytes(sandbox.said.read_bytes(), "wat er werd gezegd") == []
        assert list(sandbox.tijdelijk.iterdir()) == []
    assert (sandbox.path / "logs.jsonl").stat().st_size


@pytest.mark.parametrize("path", sorted(set(SCENARIOS) & KILLED), ids=" ".join)
def test_a_command_that_is_killed_leaves_no_canary(path, sandbox, vinder):
    code, *arguments = SCENARIOS[path][0]
    arguments += ["--overschrijf"] if "--uit" in arguments else []
    assert kill_until_done(sandbox, arguments, vinder) == code


CONTROLE_MISLUKT = 8
# A kill may come after the change and before the end; then the same command finds it done.
DONE_BEFORE = (2, 3, 4, 5, CONTROLE_MISLUKT)


def kill_until_done(sandbox, arguments, finder):
    """Kill a command later and later, until it is done before the kill; search after each and give the exit code."""
    for number, moment in enumerate(moments()):
        code = sandbox.call(arguments, after=moment)
        await_watchers(sandbox)
        assert sandbox.left(finder) == [], (arguments, moment)
        if code != BY_KILL:
            assert number >= FEWEST, f"{command_of(arguments)} was killed {number} times"
            return code
    raise AssertionError


def await_watchers(sandbox):
    """Wait until the homes of GnuPG that a killed command left are gone: their watchers take a moment (encryption/home.py)."""
    end = time.monotonic() + 10
    while list(sandbox.run.glob("wd-*")) and time.monotonic() < end:
        time.sleep(0.02)


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
    """Give the files of a user full of canaries, the finder of what is kept, that of what is shown, words, and people."""
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
    naam = f"{word(99999)} <{word(99998).lower()}@voorbeeld.nl>"
    with Smidse() as smidse:
        mensen = Mensen.make(smidse, lambda wie: f"{wie} {naam}")
        oud, nieuw = (smidse.make(name=f"{n} {naam}", at=datetime.now(UTC) - 2 * BEGONNEN) for n in ("oud", "nieuw"))
        data |= {"sleutel.pgp": smidse.export(oud), "nieuwesleutel.pgp": smidse.export(nieuw)}
        yield Voorraad(
            data=data,
            bewaard=Finder(values, merken=(MERK, OPENBAAR)),
            getoond=Finder(values),
            words={"OIN": oin, "PIN": oud, "HEEL": heel["dossiernummer"]},
            mensen=mensen,
        )


@dataclass(frozen=True, kw_only=True)
class Voorraad:
    """What a user has before the first command, and what looks for it afterwards."""

    data: dict[str, bytes]
    bewaard: Finder
    getoond: Finder
    words: dict[str, str]
    mensen: Mensen


@pytest.fixture(scope="module")
def server():
    """Give a server of its own, for all its files are searched: that of the session holds every other test's databases."""
    made = Cluster()
    yield made
    made.stop()
    shutil.rmtree(made.folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def kantoor(tmp_path, request, starter, voorraad):
    """Give an office with an empty store of either kind."""
    yield from office(tmp_path, request, starter, voorraad, "server")


@pytest.fixture(params=["sqlite", "postgresql"])
def kantoor_met_lek(tmp_path, request, starter, voorraad):
    """Give an office in which something is left on purpose, so not on the server that is searched."""
    yield from office(tmp_path, request, starter, voorraad, "cluster")


def office(tmp_path, request, starter, voorraad, server):
    numbers = itertools.count(1)

    def new():
        if request.param == "postgresql":
            return request.getfixturevalue(server).new()
        return f"sqlite:///{tmp_path}/z/opslag-{next(numbers)}/opslag.db"

    made = Kantoor(tmp_path / "z", starter, words=dict(voorraad.words), mensen=voorraad.mensen, new=new)
    made.prepare(voorraad.data)
    made.move()
    yield made
    shutil.rmtree(made.run)


def kept(kantoor, finder):
    """Search all that is kept: files, and the rows of the server in use as they leave it."""
    found = kantoor.left(finder)
    if kantoor.adressen[-1].startswith("postgresql"):
        found += finder.in_postgresql(kantoor.adressen[-1])
    return found


def kept_by_server(kantoor, finder, request):
    """Search the files of a server too, its write-ahead log among them, in which all stays that was ever written."""
    if not kantoor.adressen[-1].startswith("postgresql"):
        return []
    server = request.getfixturevalue("server")
    server.admin("CHECKPOINT")
    found = [line for adres in kantoor.adressen for line in finder.in_postgresql(adres)]
    return found + finder.in_folder(server.folder, except_for=server.installed)


@pytest.mark.lang
def test_every_command_of_the_store_keeps_no_canary_and_shows_none(kantoor, voorraad, request):
    for step in STORY:
        if callable(step):
            step(kantoor)
            continue
        code, *arguments = step
        assert kantoor.call(arguments) == code, (arguments, kantoor.said.read_text())
        shown = voorraad.getoond.in_bytes(kantoor.said.read_bytes(), "wat er werd gezegd")
        assert [*kept(kantoor, voorraad.bewaard), *shown] == [], arguments
        assert list(kantoor.tijdelijk.iterdir()) == [], arguments
    assert kept_by_server(kantoor, voorraad.bewaard, request) == []


@pytest.mark.lang
@pytest.mark.parametrize("kantoor", ["sqlite", pytest.param("postgresql", marks=pytest.mark.alles)], indirect=True)
def test_a_command_of_the_store_that_is_killed_keeps_no_canary(kantoor, voorraad, request):
    for step, is_killed in story_of_kills():
        if callable(step):
            step(kantoor)
            continue
        code, *arguments = step
        got = kill_until_done(kantoor, arguments, voorraad.bewaard) if is_killed else kantoor.call(arguments)
        assert got in {code, *DONE_BEFORE}, (arguments, kantoor.said.read_text())
        assert kept(kantoor, voorraad.bewaard) == [], arguments
    assert kept_by_server(kantoor, voorraad.bewaard, request) == []


LEAKS = {
    "name of a file": lambda k: (k.path / "home" / word(1).lower()).touch(),
    "log": lambda k: (k.path / "logs.jsonl").write_text(word(1)),
    "runtime folder": lambda k: (k.run / "x").write_text(word(1)),
    "temporary file": lambda k: (k.tijdelijk / "x").write_bytes(word(1).encode("utf-16-le")),
    "what a command wrote": lambda k: (k.path / "wissel-1").write_bytes(zlib.compress(word(1).encode())),
    "row": lambda k: add_table(k.adressen[0], word(1)),
}


def add_table(adres, text):
    """Leave a row with a text in a database."""
    engine = open_engine(adres)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE los (tekst TEXT)")
        connection.exec_driver_sql(f"INSERT INTO los VALUES ('{text}')")
    engine.dispose()


def test_the_search_finds_what_a_step_leaves_readable_anywhere(kantoor_met_lek, voorraad):
    kantoor = kantoor_met_lek
    assert kantoor.call(STORY[0][1:]) == 0
    before = kept(kantoor, voorraad.bewaard)
    assert before == []
    for place, leak in LEAKS.items():
        leak(kantoor)
        found = kept(kantoor, voorraad.bewaard)
        assert len(found) > len(before), place
        before = found


def test_the_search_finds_what_a_command_that_is_killed_leaves_readable(kantoor_met_lek, voorraad):
    LEAKS["temporary file"](kantoor_met_lek)
    with pytest.raises(AssertionError, match=MERK):
        kill_until_done(kantoor_met_lek, STORY[0][1:], voorraad.bewaard)
