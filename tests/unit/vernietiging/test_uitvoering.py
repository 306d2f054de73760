# SPDX-License-Identifier: EUPL-1.2
"""After destruction nothing of a dossier opens for anybody, the others are as they were, and the log still verifies."""

from __future__ import annotations

import dataclasses
import itertools
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from dossierbouw import begun
from storebouw import DOSSIER_ID, HOUDER, NU, SLEUTEL, Winkel, audit_lines, during, join
from vernietigbouw import AFGEROND, INGETROKKEN, INHOUD, LOPEND, TERMIJNEN, fill, sealed_of, wraps_of
from weerbaar_docs.dossiers import toegang
from weerbaar_docs.dossiers.bewaren import record
from weerbaar_docs.dossiers.lezen import list_dossiers, read
from weerbaar_docs.encryption.certificaat import Certificaat, Subsleutel
from weerbaar_docs.errors import ConsentError, EncryptionError, StoreError, ValidationError
from weerbaar_docs.registers.sleutelrijen import Verificatie, insert, keys
from weerbaar_docs.store import (
    DatabaseBlobs,
    FolderBlobs,
    add_holder,
    data_key,
    open_engine,
    open_sealed,
    reading,
    referenced,
    writing,
)
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.check import check_store
from weerbaar_docs.store.crypto import unwrap
from weerbaar_docs.store.grants import grant
from weerbaar_docs.store.restore import restore
from weerbaar_docs.store.tables import BLOB, DATASLEUTEL, DOSSIER, DOSSIER_VERSIE, LEVERING
from weerbaar_docs.vernietiging import (
    NIET_BELOOFD,
    by_term,
    by_withdrawal,
    clear_destroyed,
    destroy,
    destroy_all,
    forget_in_back_up,
    list_destroyable,
)

LATER = date(NU.year + 1, NU.month, NU.day + 1)
KIJK = by_term(TERMIJNEN, LATER)


@pytest.fixture
def winkel(opslag, url):
    return fill(opslag, url)


@pytest.fixture
def later(klok, winkel):
    """Move the clock of the store past the terms."""
    klok.nu += timedelta(days=366)
    return klok


def number(opslag, kijk=KIJK):
    with opslag.look() as connection:
        return kijk(connection).controlegetal


def carry_out(opslag, kijk=KIJK, **options):
    return destroy_all(opslag, number(opslag, kijk), kijk, **options)


def statuses(winkel):
    return {row["id"]: row["status"] for row in winkel.rows(DOSSIER)}


def files(winkel, cluster_of):
    """Give the bytes of all files that the database itself keeps rows in."""
    if winkel.engine.dialect.name == "sqlite":
        database = Path(winkel.engine.url.database)
        return {path.name: path.read_bytes() for path in database.parent.glob(f"{database.name}*")}
    cluster = cluster_of()
    cluster.admin("CHECKPOINT")
    with winkel.engine.connect() as connection:
        oid = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    folder = cluster.folder / "data" / "base" / str(oid)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def database_files(winkel, request):
    return lambda: files(winkel, lambda: request.getfixturevalue("cluster"))


def pieces(wrap):
    """Give the parts of a wrap that would be enough to know it by; its first bytes are the same in all."""
    return [wrap[start : start + 16] for start in range(4, len(wrap) - 15, 16)]


def test_a_destroyed_dossier_opens_for_nobody_and_its_key_is_in_no_byte_of_the_database(
    opslag, winkel, later, database_files
):
    colleague = join(opslag, "MW-0002", "adviseur")
    with writing(opslag.engine) as connection:
        for dossier in (AFGEROND, LOPEND):
            add_holder(connection, winkel.key(dossier), "MW-0002", publiek=colleague.sleutel.publiek, now=NU)
    sealed, wraps = sealed_of(winkel, AFGEROND), wraps_of(winkel, AFGEROND)
    assert len(sealed) == 5
    assert len(wraps) == 2
    assert all(any(wrap["omhulling"] in data for data in database_files().values()) for wrap in wraps)

    assert {v["dossier"] for v in carry_out(opslag).verklaringen} == {AFGEROND, INGETROKKEN}

    for own in (SLEUTEL, colleague.sleutel):
        with pytest.raises(EncryptionError, match="OPSLAG-DATASLEUTEL"), reading(opslag.engine) as connection:
            data_key(connection, AFGEROND, sleutel=own)
    for (name, data), wrap in itertools.product(database_files().items(), wraps):
        assert not any(piece in data for piece in pieces(wrap["omhulling"])), name
    keys = [
        unwrap(row["omhulling"], row["bereik"], sleutel=SLEUTEL)
        for row in winkel.rows(DATASLEUTEL)
        if row["houder"] == HOUDER
    ]
    assert {key.bereik for key in keys} == {LOPEND, "register"}
    for (data, soort, sha256), key in itertools.product(sealed, keys):
        with pytest.raises(EncryptionError):
            open_sealed(data, key, soort=soort, sha256=sha256)


def test_what_was_sealed_is_removed_where_it_can_be_and_the_rows_stay_as_noise(opslag, winkel, later):
    names = {row["blob_sha256"] for row in winkel.rows(DOSSIER_VERSIE) if row["dossier"] != LOPEND}
    rows = {table: len(winkel.rows(table)) for table in (DOSSIER, DOSSIER_VERSIE)}
    carry_out(opslag)
    for name in names:
        with pytest.raises(StoreError, match="OPSLAG-WEG"):
            opslag.blobs.get(name)
    assert {table: len(winkel.rows(table)) for table in rows} == rows
    with reading(opslag.engine) as connection:
        assert not referenced(connection) & names


def test_the_other_dossiers_are_as_they_were(opslag, winkel, later):
    before = sealed_of(winkel, LOPEND)
    carry_out(opslag)
    assert statuses(winkel) == {AFGEROND: "vernietigd", INGETROKKEN: "vernietigd", LOPEND: "aangemeld"}
    assert sealed_of(winkel, LOPEND) == before
    (data, soort, sha256), key = before[0], winkel.key(LOPEND)
    assert open_sealed(data, key, soort=soort, sha256=sha256) == INHOUD


def test_the_log_tells_each_destruction_and_still_verifies(opslag, winkel, later):
    carry_out(opslag)
    assert set(audit_lines(opslag)[1:]) == {(HOUDER, "vernietigd", d, "gelukt") for d in (AFGEROND, INGETROKKEN)}


def test_a_verklaring_says_what_when_who_and_what_is_not_promised_and_nothing_of_the_content(opslag, winkel, later):
    found = {v["dossier"]: v for v in carry_out(opslag).verklaringen}[AFGEROND]
    assert (found["door"], found["grond"], found["sleutels"]) == (HOUDER, "bewaartermijn", 1)
    assert found["vernietigd_op"] == "2027-05-05T09:00:00Z"
    assert [v["nummer"] for v in found["versies"]] == [1, 2]
    assert len(found["vaststellingen"]) == 1
    assert found["niet_beloofd"] == list(NIET_BELOOFD)
    assert any("SSD" in line for line in NIET_BELOOFD)
    assert any("ack-up" in line for line in NIET_BELOOFD)
    assert "Kanarie" not in str(found)


def test_a_trial_destroys_nothing_and_says_what_it_would_destroy(opslag, winkel, later):
    assert len(carry_out(opslag, proef=True).verklaringen) == 2
    assert "vernietigd" not in statuses(winkel).values()
    assert all(wraps_of(winkel, dossier) for dossier in (AFGEROND, INGETROKKEN))
    assert len(sealed_of(winkel, AFGEROND)) == 5
    assert len(audit_lines(opslag)) == 1


def test_another_list_than_the_one_that_was_seen_is_not_carried_out(opslag, winkel, later):
    seen = number(opslag)
    winkel.begin("D-" + "4" * 32)
    winkel.status("aanmelding_ingetrokken", "D-" + "4" * 32)
    for wrong in (seen, "", "AAAAA-BBBBB-CCCCC-DDDDD"):
        with pytest.raises(ConsentError, match="VERNIETIGING-LIJST"):
            destroy_all(opslag, wrong, KIJK)
    assert "vernietigd" not in statuses(winkel).values()
    assert destroy_all(opslag, number(opslag).lower().replace("-", ""), KIJK).geweigerd == ()


def test_a_dossier_that_changed_after_the_list_is_left_alone_and_named(opslag, winkel, later):
    with opslag.look() as connection:
        lijst = list_destroyable(connection, TERMIJNEN, LATER)
    winkel.version(2, INHOUD, INGETROKKEN)
    with writing(opslag.engine) as connection:
        connection.execute(
            DOSSIER.update().where(DOSSIER.c.id == INGETROKKEN), {"gewijzigd_op": "2027-05-01T00:00:00Z"}
        )
    regel = next(r for r in lijst.regels if r.object == INGETROKKEN)
    with pytest.raises(ValidationError, match="VERNIETIGING-GEWIJZIGD"):
        destroy(opslag, regel, KIJK)
    assert audit_lines(opslag)[-1] == (HOUDER, "vernietigd", INGETROKKEN, "geweigerd:GEGEVENS")
    assert winkel.key(INGETROKKEN)


def test_no_date_that_somebody_names_makes_a_term_end_before_the_clock_of_the_store_says_so(opslag, winkel):
    found = carry_out(opslag, by_term(TERMIJNEN, date(2100, 1, 1)))
    assert found.verklaringen == ()
    assert {(d, e.meldingen[0].code) for d, e in found.geweigerd} == {
        (AFGEROND, "VERNIETIGING-TE-VROEG"),
        (INGETROKKEN, "VERNIETIGING-TE-VROEG"),
    }
    assert winkel.key(AFGEROND)


def test_only_a_beheerder_destroys(opslag, winkel, later):
    other = join(opslag, "MW-0002", "adviseur", "secretariaat", "sleutelbeheerder")
    found = carry_out(other)
    assert found.verklaringen == ()
    assert {e.meldingen[0].code for _, e in found.geweigerd} == {"MEDEWERKER-ROL"}
    assert winkel.key(AFGEROND)


def test_who_withdrew_need_not_wait_for_a_term(opslag, winkel):
    kijk = by_withdrawal(INGETROKKEN)
    found = carry_out(opslag, kijk)
    assert [(v["dossier"], v["grond"]) for v in found.verklaringen] == [(INGETROKKEN, "intrekking")]
    assert statuses(winkel)[INGETROKKEN] == "vernietigd"


def pin(opslag, houder, vingerafdruk):
    """Put a key of a bestuurder in the register, as if it had been checked."""
    sub = Subsleutel(vingerafdruk="C" * 40, algoritme="ECDH", bits=255, kromme="cv25519", aangemaakt=NU, verloopt=None)
    gegevens = Certificaat(
        vingerafdruk=vingerafdruk,
        soort="bestuurder",
        algoritme="EdDSA",
        bits=255,
        kromme="ed25519",
        aangemaakt=NU,
        verloopt=None,
        subsleutels=(sub,),
        kan_ondertekenen=True,
        inhoud=b"Kanarie <kanarie@voorbeeld.nl>",
    )
    made = Verificatie(op="2026-05-04", wijze="fysiek_overhandigd", door=HOUDER, contactpunt=None)
    with opslag.act("sleutel_gewijzigd", object="register") as act:
        insert(act, gegevens, houder, made)


def test_the_register_forgets_whose_the_key_of_a_destroyed_bestuurder_was(opslag, winkel, later):
    pin(opslag, AFGEROND, "A" * 40)
    pin(opslag, LOPEND, "B" * 40)
    carry_out(opslag)
    with opslag.act("bevraagd", object="register") as act:
        found = {rij.houder: rij for rij in keys(act)}
    assert (found[AFGEROND].vingerafdruk, found[AFGEROND].certificaat) == ("0" * 40, b"")
    assert found[AFGEROND].vervallen_reden == "houder_weg"
    assert (found[LOPEND].vingerafdruk, found[LOPEND].vervallen_op) == ("B" * 40, None)


def test_destroying_again_finds_nothing_left(opslag, winkel, later):
    carry_out(opslag)
    again = carry_out(opslag)
    assert (again.verklaringen, again.geweigerd, again.rest) == ((), (), None)


def test_blobs_in_the_database_are_removed_too(opslag, url, klok):
    here = dataclasses.replace(opslag, blobs=DatabaseBlobs(opslag.engine, clock=klok))
    winkel = fill(here, url)
    klok.nu += timedelta(days=366)
    before = len(winkel.rows(BLOB))
    carry_out(here)
    assert len(winkel.rows(BLOB)) == before - 3


def test_the_ciphertext_of_a_levering_goes_with_its_dossier(opslag, winkel, later):
    assert [row["versleuteld"] for row in winkel.rows(LEVERING)] == [b"zending"]
    carry_out(opslag)
    assert [(row["status"], row["versleuteld"]) for row in winkel.rows(LEVERING)] == [("gestaakt", None)]


def test_a_reader_that_holds_on_to_old_pages_is_named_and_the_rest_is_done_later(
    opslag, winkel, later, url, database_files
):
    wrap = wraps_of(winkel, AFGEROND)[0]["omhulling"]
    other = open_engine(url)
    with reading(other) as connection:
        assert connection.execute(DOSSIER.select()).all()
        fast(opslag)
        found = carry_out(opslag)
    other.dispose()
    assert found.rest.meldingen[0].code == "OPSLAG-BEZET"
    assert len(found.verklaringen) == 2
    assert any(wrap in data for data in database_files().values())
    assert carry_out(opslag).rest is None
    assert not any(wrap[4:] in data for data in database_files().values())


def fast(opslag):
    """Wait less long for the reader than a user would."""
    if opslag.engine.dialect.name == "sqlite":
        opslag.engine.dispose()
        event.listen(opslag.engine, "connect", lambda c, _r: c.execute("PRAGMA busy_timeout=200"))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)  # a file has no roles
def test_a_role_that_may_not_clear_is_told_so(opslag, winkel, later, url):
    role = f"wd_schrijver_{url.partition('?')[0].rpartition('/')[2]}"
    with opslag.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
    grant(opslag.engine, role)
    engine = open_engine(url.replace("//wd@", f"//{role}@"))
    found = carry_out(dataclasses.replace(opslag, engine=engine))
    engine.dispose()
    assert len(found.verklaringen) == 2
    assert found.rest.meldingen[0].code == "OPSLAG-OPRUIMEN"
    assert clear_destroyed(opslag) > 0


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)  # SQLite has one writer at a time
@pytest.mark.parametrize("first", ["grant", "destroy"])
def test_access_that_is_given_during_a_destruction_puts_no_wrap_back(opslag, url, first):
    join(opslag, "MW-0002", "adviseur")
    kept, _ = begun(opslag)
    winkel = Winkel(engine=opslag.engine, blobs=opslag.blobs, url=url)
    winkel.status("aanmelding_ingetrokken", kept.dossier)
    kijk = by_withdrawal(kept.dossier)
    [regel] = kijk_at(opslag, kijk)
    acts = {
        "grant": ("INSERT INTO datasleutel", lambda store: toegang.grant(store, kept.dossier, "MW-0002")),
        "destroy": ("UPDATE dossier", lambda store: destroy(store, regel, kijk)),
    }
    [second] = set(acts) - {first}
    statement, act = acts[first]
    refused = during(opslag, url, statement, act, lambda: acts[second][1](opslag))
    assert statuses(winkel) == {kept.dossier: "vernietigd"}
    assert wraps_of(winkel, kept.dossier) == []
    assert refused == (["DOSSIER-VERNIETIGD"] if second == "grant" else [])


def kijk_at(opslag, kijk):
    with opslag.look() as connection:
        return kijk(connection).regels


def test_a_wrap_that_came_back_gives_nobody_access_or_a_version_and_is_deleted_again(opslag, url):
    join(opslag, "MW-0002", "adviseur")
    kept, gegevens = begun(opslag)
    winkel = Winkel(engine=opslag.engine, blobs=opslag.blobs, url=url)
    [wrap] = wraps_of(winkel, kept.dossier)
    winkel.status("aanmelding_ingetrokken", kept.dossier)
    kijk = by_withdrawal(kept.dossier)
    [regel] = kijk_at(opslag, kijk)
    destroy(opslag, regel, kijk)
    winkel.insert(DATASLEUTEL, **wrap)
    with pytest.raises(ValidationError, match="DOSSIER-VERNIETIGD"):
        toegang.grant(opslag, kept.dossier, "MW-0002")
    with pytest.raises(ValidationError, match="STATUS-OVERGANG"):
        record(opslag, kept.dossier, "bestuurder", gegevens["bestuurder"])
    clear_destroyed(opslag)
    assert wraps_of(winkel, kept.dossier) == []
    assert audit_lines(opslag)[-1] == (HOUDER, "vernietigd", kept.dossier, "gelukt")


CHILD = """
import os, signal, sys
from datetime import date, timedelta
from pathlib import Path
from sqlalchemy import event
from storebouw import NU, SLEUTEL, Klok
from vernietigbouw import TERMIJNEN
from weerbaar_docs.store import FolderBlobs, open_engine, open_opslag
from weerbaar_docs.vernietiging import by_term, destroy_all
from weerbaar_docs.vernietiging import uitvoering
url, folder, seam = sys.argv[1:]
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
opslag = open_opslag(open_engine(url), FolderBlobs(Path(folder)), SLEUTEL, rol="beheer", clock=Klok(NU + timedelta(days=366)))
kijk = by_term(TERMIJNEN, date(NU.year + 1, NU.month, NU.day + 1))
with opslag.look() as connection:
    lijst = kijk(connection)
if seam == "after_wraps":
    event.listen(opslag.engine, "after_cursor_execute", lambda c, k, s, *_: s.startswith("DELETE FROM datasleutel") and die())
if seam == "after_status":
    event.listen(opslag.engine, "after_cursor_execute", lambda c, k, s, *_: s.startswith("UPDATE dossier") and die())
if seam == "after_first":
    real, seen = uitvoering.destroy, []
    def destroy(*a, **k):
        if seen: die()
        seen.append(1)
        return real(*a, **k)
    uitvoering.destroy = destroy
if seam == "before_clearing":
    uitvoering.clear_destroyed = die
if seam == "after_checkpoint":
    FolderBlobs.remove = die
destroy_all(opslag, lijst.controlegetal, kijk)
"""


SEAMS = ("after_wraps", "after_status", "before_clearing", "after_checkpoint")


@pytest.mark.parametrize("seam", ["after_first", *(pytest.param(seam, marks=pytest.mark.lang) for seam in SEAMS)])
def test_killed_anywhere_a_dossier_is_whole_or_destroyed_and_doing_it_again_finishes_it(
    seam, opslag, winkel, later, url, tmp_path, database_files
):
    wraps = {dossier: wraps_of(winkel, dossier)[0]["omhulling"] for dossier in (AFGEROND, INGETROKKEN)}
    command = [sys.executable, "-c", CHILD, url, str(tmp_path / "opslag" / "stukken"), seam]
    done = subprocess.run(command, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=False, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    for dossier, status in statuses(winkel).items():
        assert bool(wraps_of(winkel, dossier)) == (status != "vernietigd")
        assert ((HOUDER, "vernietigd", dossier, "gelukt") in audit_lines(opslag)) == (status == "vernietigd")
    rest = carry_out(opslag)
    assert (rest.geweigerd, rest.rest) == ((), None)
    assert list(statuses(winkel).values()).count("vernietigd") == 2
    assert not any(wrap[4:] in data for wrap in wraps.values() for data in database_files().values())
    assert DOSSIER_ID not in statuses(winkel)


@pytest.fixture
def copy(opslag, winkel, tmp_path):
    """Give a back-up of the store with its three dossiers."""
    back_up(opslag.engine, opslag.blobs, tmp_path / "kopie", now=NU)
    return tmp_path / "kopie"


def opens_in(folder, dossier, place):
    """Put a back-up back, and say what its holder reads of a dossier there."""
    engine = open_engine(f"sqlite:///{place / 'hersteld.db'}")
    blobs = FolderBlobs(place / "stukken")
    restore(engine, blobs, folder)
    try:
        with reading(engine) as connection:
            key = data_key(connection, dossier, sleutel=SLEUTEL)
            row = (
                connection.execute(DOSSIER_VERSIE.select().where(DOSSIER_VERSIE.c.dossier == dossier))
                .mappings()
                .first()
            )
        return open_sealed(blobs.get(row["blob_sha256"]), key, soort="dossier", sha256=row["sha256"])
    except EncryptionError as error:
        return error.meldingen[0].code
    finally:
        engine.dispose()


@pytest.mark.lang
def test_a_back_up_of_before_opens_until_its_keys_are_replaced_and_the_rest_of_it_still_does(
    opslag, winkel, copy, later, tmp_path
):
    carry_out(opslag)
    assert opens_in(copy, INGETROKKEN, tmp_path / "voor") == INHOUD
    assert forget_in_back_up(opslag, copy, proef=True) == 2
    assert opens_in(copy, INGETROKKEN, tmp_path / "proef") == INHOUD
    assert forget_in_back_up(opslag, copy) == 2
    assert opens_in(copy, INGETROKKEN, tmp_path / "na") == "OPSLAG-DATASLEUTEL"
    assert opens_in(copy, LOPEND, tmp_path / "ander") == INHOUD
    assert forget_in_back_up(opslag, copy) == 0
    assert audit_lines(opslag)[-1] == (HOUDER, "vernietigd", "opslag", "gelukt")


def test_only_a_beheerder_takes_keys_out_of_a_back_up(opslag, winkel, copy, later, tmp_path):
    carry_out(opslag)
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        forget_in_back_up(join(opslag, "MW-0002", "adviseur"), copy)
    assert opens_in(copy, INGETROKKEN, tmp_path / "na") == INHOUD


def test_after_destruction_the_store_can_be_checked_backed_up_and_put_back(opslag, winkel, later, tmp_path):
    carry_out(opslag)
    assert [p.naam for p in check_store(opslag.engine, opslag.blobs) if p.uitslag == "fout"] == []
    back_up(opslag.engine, opslag.blobs, tmp_path / "daarna", now=NU)
    assert opens_in(tmp_path / "daarna", LOPEND, tmp_path / "a") == INHOUD
    assert opens_in(tmp_path / "daarna", AFGEROND, tmp_path / "b") == "OPSLAG-DATASLEUTEL"


def test_a_real_dossier_is_gone_for_its_reader_and_the_lists_go_on_without_it(opslag, url):
    gone, _ = begun(opslag)
    stays, _ = begun(opslag, nummer="WB-2026-000124")
    Winkel(engine=opslag.engine, blobs=opslag.blobs, url=url).status("aanmelding_ingetrokken", gone.dossier)
    assert read(opslag, gone.dossier).gegevens
    carry_out(opslag, by_withdrawal(gone.dossier))
    with pytest.raises(EncryptionError, match="OPSLAG-DATASLEUTEL"):
        read(opslag, gone.dossier)
    assert {(r.dossier, r.status) for r in list_dossiers(opslag)} == {
        (gone.dossier, "vernietigd"),
        (stays.dossier, "aangemeld"),
    }
    assert read(opslag, stays.dossier).gegevens
