# SPDX-License-Identifier: EUPL-1.2
"""A dossier in the store: every version whole, every look and refusal a line, nobody first by accident, nothing in clear."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from dossierbouw import NUMMER, begun, imported, know_employer, request_of, sample
from storebouw import HOUDER, NU, Klok, audit_lines, join, new_opslag
from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.bewaren import create, import_dossier, record, remove
from weerbaar_docs.dossiers.lezen import history, list_dossiers, read, read_bijlage, work_in_store
from weerbaar_docs.dossiers.toegang import grant, withdraw
from weerbaar_docs.dossiers.uitgeven import copy_of_dossier, export_dossier, note_plaintext
from weerbaar_docs.errors import ConsentError, EncryptionError, ValidationError
from weerbaar_docs.model import rapport_digest
from weerbaar_docs.registers.medewerkers import change_medewerker
from weerbaar_docs.store import DatabaseBlobs, open_engine, open_sealed, reading, referenced
from weerbaar_docs.store.tables import DOSSIER_VERSIE
from weerbaar_docs.voorbeelddata import string_leaves

KANARIE = "Kanariestraatje"


def codes(error: pytest.ExceptionInfo[Any]) -> set[str]:
    return {m.code for m in error.value.meldingen}


def contact(gegevens: dict[str, Any]) -> dict[str, Any]:
    return {**gegevens["aanmelding"], "contact_gelegd_op": gegevens["aanmelding"]["contact_gelegd_op"]}


# --- beginning --------------------------------------------------------------------------------


def test_a_new_dossier_is_kept_with_its_first_version_and_status(opslag):
    kept, gegevens = begun(opslag)
    assert (kept.versie, kept.status, kept.dossiernummer) == (1, "aangemeld", NUMMER)
    stand = read(opslag, NUMMER)
    assert stand.gegevens["bestuurder"] == gegevens["bestuurder"]
    assert stand.gegevens["organisatie"] == gegevens["organisatie"]
    assert "DOSSIER-VERVANGER" in {m.code for m in kept.meldingen}
    assert (HOUDER, "vastgelegd", kept.dossier, "gelukt") in audit_lines(opslag)
    assert (HOUDER, "dossier_gelezen", kept.dossier, "gelukt") in audit_lines(opslag)


def test_without_a_number_the_store_picks_one_that_is_free(opslag):
    kept, _ = begun(opslag, nummer=None)
    assert read(opslag, kept.dossiernummer).dossier == kept.dossier


def test_the_same_number_is_refused_and_the_first_stays(opslag):
    begun(opslag)
    before = read(opslag, NUMMER).gegevens
    with pytest.raises(ValidationError) as error:
        begun(opslag)
    assert codes(error) == {"DOSSIER-BESTAAT"}
    assert read(opslag, NUMMER).gegevens == before


def test_a_werkgever_that_is_not_in_the_register_has_no_dossier(opslag):
    with pytest.raises(ValidationError) as error:
        create(opslag, request_of(sample(), "00000001999900018000"))
    assert codes(error) == {"ORGANISATIE-ONBEKEND"}
    assert list_dossiers(opslag) == []


def test_a_refused_beginning_leaves_a_line_and_nothing_else(opslag):
    gegevens = sample()
    aanvraag = request_of(gegevens, know_employer(opslag, gegevens))
    with pytest.raises(ValidationError):
        create(opslag, {**aanvraag, "woonplek": {}}, dossiernummer=NUMMER)
    assert audit_lines(opslag)[-1][1:] == ("vastgelegd", opslag.pseudonym(NUMMER), "geweigerd:GEGEVENS")
    assert list_dossiers(opslag) == []


def test_a_trial_keeps_nothing_and_writes_no_blob(opslag, tmp_path):
    kept, _ = begun(opslag, proef=True)
    assert kept.status == "aangemeld"
    assert list_dossiers(opslag) == []
    assert not list((tmp_path / "opslag" / "stukken").rglob("*"))


@pytest.mark.parametrize(
    ("fase", "status"),
    [
        ("aangemeld", "aangemeld"),
        ("gepland", "gepland"),
        ("concept", "concept"),
        ("vastgesteld", "concept"),
        ("verzonden", "concept"),
        ("in_uitvoering", "concept"),
    ],
)
def test_a_dossier_from_elsewhere_is_at_most_a_concept_here_and_says_why(opslag, fase, status):
    kept, gegevens = imported(opslag, fase)
    assert kept.status == status
    told = {m.code for m in kept.meldingen}
    assert ("DOSSIER-STATUS" in told) == (fase != status)
    stand = read(opslag, kept.dossiernummer)
    assert "status" not in stand.gegevens
    if "bva_besluiten" in gegevens:
        assert stand.gegevens["bva_besluiten"] == gegevens["bva_besluiten"]
        assert rapport_digest(stand.gegevens) == rapport_digest(gegevens)


def test_a_report_that_was_decided_elsewhere_changes_in_a_new_version_only(opslag, klok):
    klok.nu = NU.replace(year=2027)
    kept, gegevens = imported(opslag, "vastgesteld")
    bevinding = {**gegevens["adviesrapport"]["bevindingen"][0], "tekst": "Anders."}
    with pytest.raises(ValidationError) as error:
        record(opslag, kept.dossiernummer, "bevinding", bevinding)
    assert codes(error) == {"DOSSIER-VERSIE"}
    done = record(opslag, kept.dossiernummer, "bevinding", bevinding, nieuwe_versie=True)
    assert done.status == "concept"


# --- changing ---------------------------------------------------------------------------------


def test_a_part_makes_the_next_version_and_moves_the_status(opslag):
    _, gegevens = begun(opslag)
    done = record(opslag, NUMMER, "aanmelding", contact(gegevens))
    assert (done.versie, done.status, done.handelingen) == (2, "contact_gelegd", ("contact_leggen",))
    for afspraak in gegevens["planning"]["afspraken"]:
        if afspraak["soort"].startswith("gesprek_"):
            done = record(opslag, NUMMER, "afspraak", afspraak)
    assert done.status == "gepland"
    for soort in ("gesprek_werkgever", "gesprek_bestuurder"):
        done = record(opslag, NUMMER, soort, gegevens[soort])
        assert done.status == soort
    assert [v.nummer for v in history(opslag, NUMMER)] == list(range(1, done.versie + 1))
    assert "contact_gelegd_op" not in read(opslag, NUMMER, versie=1).gegevens["aanmelding"]


def test_a_step_too_early_is_refused_with_a_line(opslag):
    kept, gegevens = begun(opslag)
    with pytest.raises(ValidationError) as error:
        record(opslag, NUMMER, "gesprek_werkgever", gegevens["gesprek_werkgever"])
    assert codes(error) == {"STATUS-OVERGANG"}
    assert audit_lines(opslag)[-1][1:] == ("vastgelegd", kept.dossier, "geweigerd:GEGEVENS")
    assert read(opslag, NUMMER).laatste == 1


def test_who_was_overtaken_is_told_and_loses_nothing(opslag):
    _, gegevens = begun(opslag)
    record(opslag, NUMMER, "aanmelding", contact(gegevens), versie=1)
    with pytest.raises(ValidationError) as error:
        record(opslag, NUMMER, "bestuurder", gegevens["bestuurder"], versie=1)
    assert codes(error) == {"DOSSIER-INGEHAALD"}
    assert read(opslag, NUMMER).laatste == 2


def test_what_the_table_gives_to_one_role_another_may_not_do(opslag):
    _, gegevens = begun(opslag)
    join(opslag, "MW-0002", "adviseur")
    grant(opslag, NUMMER, "MW-0002")
    adviseur = as_holder(opslag, "MW-0003", "adviseur")
    with pytest.raises(ConsentError) as error:
        record(adviseur, NUMMER, "aanmelding", contact(gegevens))
    assert codes(error) == {"MEDEWERKER-ROL"}
    assert read(opslag, NUMMER).status == "aangemeld"


def as_holder(opslag, nummer, *rollen):
    other = join(opslag, nummer, *rollen)
    grant(opslag, NUMMER, nummer)
    return other


def test_the_data_of_a_werkgever_come_from_the_register_and_not_from_who_records(opslag):
    _, gegevens = begun(opslag)
    other = {**gegevens["organisatie"]["openpgp"], "vingerafdruk": "E" * 40}
    record(opslag, NUMMER, "organisatie", {**gegevens["organisatie"], "openpgp": other})
    assert read(opslag, NUMMER).gegevens["organisatie"] == gegevens["organisatie"]
    with pytest.raises(ValidationError) as error:
        record(opslag, NUMMER, "organisatie", {"oin": "00000001999999990000"})
    assert codes(error) == {"ORGANISATIE-ONBEKEND"}


def test_a_trial_of_a_change_changes_nothing(opslag):
    _, gegevens = begun(opslag)
    done = record(opslag, NUMMER, "aanmelding", contact(gegevens), proef=True)
    assert done.status == "contact_gelegd"
    assert read(opslag, NUMMER).laatste == 1


def test_removing_a_part_is_a_version_too(opslag):
    kept, gegevens = imported(opslag, "concept")
    used = {b for m in gegevens["adviesrapport"]["maatregelen"] for b in m["bevindingen"]}
    nieuw = {**gegevens["adviesrapport"]["bevindingen"][0]}
    nieuw.pop("id")
    added = record(opslag, kept.dossiernummer, "bevinding", nieuw)
    assert added.onderdeel not in used
    gone = remove(opslag, kept.dossiernummer, "bevinding", added.onderdeel)
    assert gone.versie == 3
    assert read(opslag, kept.dossiernummer).gegevens == read(opslag, kept.dossiernummer, versie=1).gegevens


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "PNG")
    return out.getvalue()


def test_a_bijlage_is_kept_sealed_and_comes_back(opslag):
    kept, _ = imported(opslag, "concept")
    deel = {"soort": "foto", "doelgroep": ["bva"], "alternatieve_tekst": "Een vlak.", "hoort_bij": "B-01"}
    added = record(opslag, kept.dossiernummer, "bijlage", deel, inhoud=picture())
    (made,) = [
        b for b in read(opslag, kept.dossiernummer).gegevens["adviesrapport"]["bijlagen"] if b["id"] == added.onderdeel
    ]
    assert sha256(read_bijlage(opslag, kept.dossiernummer, added.onderdeel)) == made["sha256"]
    with pytest.raises(ValidationError):
        read_bijlage(opslag, kept.dossiernummer, "F-99")
    named = f"-{added.onderdeel}.jpg"
    assert [n for n in export_dossier(opslag, kept.dossiernummer).bestanden if n.endswith(named)]
    assert not copy_of_dossier(opslag, kept.dossiernummer).bijlagen  # this one is for the BVA alone
    record(opslag, kept.dossiernummer, "bijlage", {"id": added.onderdeel, "doelgroep": ["bva", "bestuurder"]})
    (given,) = copy_of_dossier(opslag, kept.dossiernummer).bijlagen
    assert given.endswith(named)


# --- who may see ------------------------------------------------------------------------------


def test_who_has_no_access_sees_a_pseudonym_and_a_status_alone(opslag):
    kept, _ = begun(opslag)
    other = join(opslag, "MW-0002", "adviseur")
    (regel,) = list_dossiers(other)
    assert (regel.dossier, regel.dossiernummer, regel.status) == (kept.dossier, None, "aangemeld")
    with pytest.raises(EncryptionError):
        read(other, NUMMER)
    assert audit_lines(opslag)[-1] == ("MW-0002", "dossier_gelezen", kept.dossier, "geweigerd:SLEUTEL")
    assert work_in_store(other).gesloten == 1


def test_who_treats_no_dossiers_any_more_reads_none(opslag):
    kept, _ = begun(opslag)
    other = join(opslag, "MW-0002", "adviseur")
    grant(opslag, kept.dossiernummer, "MW-0002")
    assert [regel.dossiernummer for regel in list_dossiers(other)] == [kept.dossiernummer]
    with opslag.act("medewerker_gewijzigd", object="MW-0002") as act:
        change_medewerker(act, "MW-0002", {"rollen": ["toetser"]})
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        read(other, kept.dossiernummer)
    assert [regel.dossiernummer for regel in list_dossiers(other)] == [None]
    assert work_in_store(other).dossiers == 0


def test_one_damaged_dossier_does_not_hide_the_others(opslag, tmp_path):
    kept, _ = begun(opslag)
    other, _ = begun(opslag, nummer="WB-2026-000124")
    with opslag.look() as connection:
        query = select(DOSSIER_VERSIE.c.blob_sha256).where(DOSSIER_VERSIE.c.dossier == kept.dossier)
        blob = connection.execute(query).scalar_one()
    next((tmp_path / "opslag" / "stukken").rglob(blob)).unlink()
    assert {regel.dossiernummer for regel in list_dossiers(opslag)} == {None, other.dossiernummer}
    assert (kept.dossier, "dossier_onleesbaar") in {(t.dossier, t.soort) for t in work_in_store(opslag).taken}


def test_access_is_given_and_taken_and_the_last_keeps_it(opslag):
    begun(opslag)
    other = join(opslag, "MW-0002", "adviseur")
    with pytest.raises(EncryptionError):
        grant(other, NUMMER, "MW-0002")
    assert grant(opslag, NUMMER, "MW-0002") == {HOUDER, "MW-0002"}
    assert read(other, NUMMER).dossiernummer == NUMMER
    assert withdraw(opslag, NUMMER, HOUDER) == {"MW-0002"}
    with pytest.raises(EncryptionError):
        read(opslag, NUMMER)
    with pytest.raises(ValidationError) as error:
        withdraw(other, NUMMER, "MW-0002")
    assert codes(error) == {"TOEGANG-LAATSTE"}


def test_access_is_for_who_treats_dossiers(opslag):
    begun(opslag)
    join(opslag, "MW-0002", "toetser")
    with pytest.raises(ConsentError) as error:
        grant(opslag, NUMMER, "MW-0002")
    assert codes(error) == {"TOEGANG-ROL"}


def test_a_vervanger_named_at_the_beginning_can_open_it_at_once(opslag):
    other = join(opslag, "MW-0002", "secretariaat")
    kept, _ = begun(opslag, houders=["MW-0002"])
    assert kept.houders == {HOUDER, "MW-0002"}
    assert "DOSSIER-VERVANGER" not in {m.code for m in kept.meldingen}
    assert read(other, NUMMER).versie == 1


@pytest.mark.parametrize("kenmerk", ["WB-2026-999999", "D-" + "0" * 32])
def test_a_dossier_that_is_not_there_is_one_clear_refusal(opslag, kenmerk):
    with pytest.raises(ValidationError) as error:
        read(opslag, kenmerk)
    assert codes(error) == {"DOSSIER-ONBEKEND"}


def test_a_name_is_no_way_to_ask_for_a_dossier(opslag):
    with pytest.raises(ValidationError) as error:
        read(opslag, "van der Luchtkasteel")
    assert codes(error) == {"DOSSIER-KENMERK"}


# --- giving out -------------------------------------------------------------------------------


def test_an_export_and_a_copy_are_lines_of_their_own(opslag):
    kept, _ = imported(opslag, "verzonden")
    uitvoer = export_dossier(opslag, kept.dossiernummer)
    assert len(uitvoer.bestanden) == 3  # the dossier, and two files of metadata
    copy = copy_of_dossier(opslag, kept.dossiernummer)
    assert b"veiligheidsadviseur" in copy.gegevens  # MW-0001 read it, as a role
    assert b"MW-0001" not in copy.gegevens
    note_plaintext(opslag, kept.dossiernummer)
    told = [line[1] for line in audit_lines(opslag) if line[2] == kept.dossier]
    assert told == ["vastgelegd", "geexporteerd", "inzage_gegeven", "leesbaar_opgeslagen"]


# --- what is on the disk ----------------------------------------------------------------------


def assert_nothing_in_clear(folder: Path, gegevens: dict[str, Any]) -> None:
    own = {t for _, t in string_leaves(gegevens["bestuurder"]) if len(t) > 8}
    own |= {gegevens["woonplek"]["adres"]["straatnaam"], gegevens["dossiernummer"]}
    for path in folder.rglob("*"):
        try:
            data = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:  # a running server renames and removes files of its own
            continue
        assert not [text for text in own if text.encode() in data], path.name


def test_nothing_of_a_dossier_is_in_clear_anywhere(opslag, tmp_path, cluster):
    gegevens = sample("concept")
    gegevens["woonplek"]["adres"]["straatnaam"] = KANARIE
    gegevens["adviesrapport"]["bevindingen"][0]["tekst"] += f" In de {KANARIE}."
    kept = import_dossier(opslag, gegevens)
    record(opslag, kept.dossiernummer, "bestuurder", gegevens["bestuurder"])
    with pytest.raises(ValidationError):
        record(opslag, kept.dossiernummer, "bestuurder", {**gegevens["bestuurder"], KANARIE: KANARIE})
    work_in_store(opslag)
    list_dossiers(opslag)
    export_dossier(opslag, kept.dossiernummer)
    cluster.admin("CHECKPOINT")
    for folder in (tmp_path, cluster.folder):
        assert_nothing_in_clear(folder, gegevens)


def test_versions_that_changed_places_do_not_open(opslag):
    _, gegevens = begun(opslag)
    record(opslag, NUMMER, "aanmelding", contact(gegevens))
    with reading(opslag.engine) as connection:
        rows = [dict(r) for r in connection.execute(DOSSIER_VERSIE.select()).mappings()]
    one, two = sorted(rows, key=lambda r: r["nummer"])
    assert (one["sha256"], one["blob_sha256"]) != (two["sha256"], two["blob_sha256"])
    key = read(opslag, NUMMER).sleutel
    with pytest.raises(EncryptionError):
        open_sealed(opslag.blobs.get(one["blob_sha256"]), key, soort="dossier/2", sha256=one["sha256"])


def test_with_the_blobs_in_the_database_it_is_the_same(url):
    engine = open_engine(url)
    opslag = new_opslag(engine, DatabaseBlobs(engine, clock=lambda: NU), Klok())
    _, gegevens = begun(opslag)
    assert record(opslag, NUMMER, "aanmelding", contact(gegevens)).versie == 2
    assert read(opslag, NUMMER).gegevens["aanmelding"]["contact_gelegd_op"]
    assert work_in_store(opslag).dossiers == 1
    engine.dispose()


# --- two at once, and killed ------------------------------------------------------------------

CHILD = """
import os, signal, sys
from pathlib import Path
from storebouw import SLEUTEL, Klok
from dossierbouw import NUMMER
from weerbaar_docs.dossiers.bewaren import record
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.store import FolderBlobs, open_engine, open_opslag
from weerbaar_docs.store import blobs as module
url, folder, seam, times = sys.argv[1:]

def die(*_): os.kill(os.getpid(), signal.SIGKILL)

real = module._write
def write(path, data):
    if seam == "half_blob":
        path.write_bytes(data[: len(data) // 2]); die()
    real(path, data)
    if seam == "before_rename": die()
module._write = write
engine = open_engine(url)
opslag = open_opslag(engine, FolderBlobs(Path(folder)), SLEUTEL, rol="opdrachtregel", clock=Klok())
from sqlalchemy import event
SEAMS = {"before_row": "INSERT INTO dossier_versie", "before_pointer": "UPDATE dossier SET", "before_line": "INSERT INTO auditregel"}
if seam in SEAMS:
    seen = []
    def killer(conn, cursor, statement, *_):
        if statement.startswith("INSERT INTO dossier_versie"): seen.append(1)
        if statement.startswith(SEAMS[seam]) and (seen or seam == "before_row"): die()
    event.listen(engine, "before_cursor_execute", killer)
if seam == "at_commit":
    def late(conn):
        if not conn.get_execution_options().get("weerbaar_docs_reader") and armed: die()
    armed = []
    event.listen(engine, "before_cursor_execute", lambda c, k, s, *_: armed.append(1) if "dossier_versie" in s and s.startswith("INSERT") else None)
    event.listen(engine, "commit", late)
print("klaar", flush=True)
for n in range(int(times)):
    bestuurder = read(opslag, NUMMER).gegevens["bestuurder"]
    done = record(opslag, NUMMER, "bestuurder", {**bestuurder, "telefoon": f"+3188000{os.getpid() % 10000:04d}"})
    print(done.versie, flush=True)
"""


def child(url: str, folder: Path, seam: str, times: int) -> subprocess.Popen[str]:
    env = {"PYTHONPATH": ":".join(sys.path), "HOME": str(folder.parent)}
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, url, str(folder), seam, str(times)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )


def check_whole(opslag) -> int:
    versions = history(opslag, NUMMER)
    newest = read(opslag, NUMMER)
    assert [v.nummer for v in versions] == list(range(1, newest.laatste + 1))
    for version in versions:
        assert read(opslag, NUMMER, versie=version.nummer).gegevens["dossiernummer"] == NUMMER
    return newest.laatste


@pytest.mark.lang
def test_two_processes_that_write_at_once_lose_nothing(opslag, url, tmp_path):
    begun(opslag)
    folder = tmp_path / "opslag" / "stukken"
    running = [child(url, folder, "", 4) for _ in range(2)]
    told = [process.communicate(timeout=120) for process in running]
    numbers = sorted(int(line) for out, _ in told for line in out.split() if line.isdecimal())
    assert numbers == list(range(2, len(numbers) + 2)), told
    assert check_whole(opslag) == len(numbers) + 1
    assert len(numbers) >= 4  # who is overtaken three times is told so


@pytest.mark.parametrize(
    "seam", ["half_blob", "before_rename", "before_row", "before_pointer", "before_line", "at_commit"]
)
def test_a_kill_inside_a_change_leaves_the_old_version_whole(opslag, url, tmp_path, seam):
    begun(opslag)
    folder = tmp_path / "opslag" / "stukken"
    process = child(url, folder, seam, 1)
    out, err = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, err
    assert out.split() == ["klaar"]
    assert check_whole(opslag) == 1
    assert audit_lines(opslag)
    with reading(opslag.engine) as connection:
        keep = referenced(connection)
    assert opslag.blobs.collect(keep, before=NU.replace(year=2999)) <= 1
    gegevens = read(opslag, NUMMER).gegevens
    assert_nothing_in_clear(tmp_path, gegevens)
    assert record(opslag, NUMMER, "bestuurder", gegevens["bestuurder"]).versie == 2
