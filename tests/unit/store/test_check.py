# SPDX-License-Identifier: EUPL-1.2
"""Whatever is wrong with a store is named, with what to do; a whole one is ok in every point."""

from __future__ import annotations

import sqlite3

import pytest

from auditbouw import VELDEN
from storebouw import NU
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.store import DatabaseBlobs, FolderBlobs, migrate, open_engine, seal, writing
from weerbaar_docs.store.check import check_store
from weerbaar_docs.store.tables import BLOB, DOSSIER_VERSIE

OVERGANG = "wd_dossier_overgang_update"
DOET = f"EXECUTE FUNCTION {OVERGANG}()"


def points(winkel):
    return {punt.naam: punt for punt in check_store(winkel.engine, winkel.blobs)}


def wrong(winkel):
    return {naam: punt.melding for naam, punt in points(winkel).items() if punt.uitslag != "ok"}


def tamper(winkel, *statements):
    """Do what an owner of the file or the tables can do."""
    with writing(winkel.engine) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def log(winkel, lines=3):
    with writing(winkel.engine) as connection:
        for _ in range(lines):
            SqlAuditlog(connection).append(**VELDEN)


def test_a_whole_store_is_ok_in_every_point(winkel):
    winkel.fill()
    log(winkel)
    found = points(winkel)
    assert wrong(winkel) == {}
    assert {"database", "schema", "bewaking", "stukken", "logboek"} <= set(found)
    if winkel.engine.dialect.name == "sqlite":
        assert {"instellingen", "rechten", "logbestand", "ruimte"} <= set(found)
    assert all(punt.melding for punt in found.values())


def test_looking_changes_nothing(sqlite_winkel):
    sqlite_winkel.fill()
    before = sqlite_winkel.rows(DOSSIER_VERSIE)
    with sqlite_winkel.engine.connect() as connection:
        changes = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        check_store(sqlite_winkel.engine, sqlite_winkel.blobs)
        assert connection.exec_driver_sql("PRAGMA data_version").scalar_one() == changes
    assert sqlite_winkel.rows(DOSSIER_VERSIE) == before


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP TRIGGER wd_dossier_overgang_update", "wd_dossier_overgang_update ontbreekt"),
        ("DROP TRIGGER auditregel_wijzigen", "auditregel_wijzigen ontbreekt"),
        ("CREATE TRIGGER eigen AFTER INSERT ON nonce BEGIN SELECT 1; END", "eigen is vreemd"),
        ("CREATE TABLE eigen (x TEXT)", "eigen is vreemd"),
        ("DROP TABLE sjabloon", "sjabloon ontbreekt"),
        ("ALTER TABLE sjabloon ADD COLUMN extra TEXT", "sjabloon is gewijzigd"),
    ],
)
def test_sqlite_names_the_guard_that_was_touched(sqlite_winkel, statement, told):
    tamper(sqlite_winkel, statement)
    assert told in wrong(sqlite_winkel)["bewaking"]


def test_sqlite_names_a_trigger_that_lost_its_teeth(sqlite_winkel):
    tamper(
        sqlite_winkel,
        "DROP TRIGGER wd_dossier_overgang_update",
        "CREATE TRIGGER wd_dossier_overgang_update BEFORE UPDATE ON dossier FOR EACH ROW WHEN 0 BEGIN SELECT 1; END",
    )
    assert "wd_dossier_overgang_update is gewijzigd" in wrong(sqlite_winkel)["bewaking"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER TABLE dossier DISABLE TRIGGER wd_dossier_overgang_update", "wd_dossier_overgang_update is gewijzigd"),
        ("ALTER TABLE dossier ENABLE REPLICA TRIGGER wd_dossier_overgang_update", "overgang_update is gewijzigd"),
        ("DROP TRIGGER wd_dossier_overgang_update ON dossier", "wd_dossier_overgang_update ontbreekt"),
        ("DROP FUNCTION auditregel_bewaak() CASCADE", "auditregel_bewaak ontbreekt"),
        (
            f"CREATE OR REPLACE FUNCTION {OVERGANG}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "functie wd_dossier_overgang_update is gewijzigd",
        ),
        (
            f"CREATE OR REPLACE TRIGGER {OVERGANG} BEFORE INSERT ON dossier FOR EACH ROW EXECUTE FUNCTION {OVERGANG}()",
            "trigger wd_dossier_overgang_update is gewijzigd",
        ),
        (
            f"CREATE OR REPLACE TRIGGER {OVERGANG} BEFORE UPDATE ON dossier FOR EACH ROW WHEN (false) {DOET}",
            "trigger wd_dossier_overgang_update is gewijzigd",
        ),
        (
            "CREATE TRIGGER eigen BEFORE UPDATE ON nonce FOR EACH ROW EXECUTE FUNCTION wd_nonce_blijvend_update()",
            "trigger eigen is vreemd",
        ),
        ("ALTER FUNCTION wd_dossier_overgang_update() RESET ALL", "functie wd_dossier_overgang_update is gewijzigd"),
    ],
)
def test_postgresql_names_the_guard_that_was_touched(postgresql_winkel, statement, told):
    tamper(postgresql_winkel, statement)
    assert told in wrong(postgresql_winkel)["bewaking"]


def test_postgresql_names_a_constraint_that_is_gone(postgresql_winkel):
    tamper(
        postgresql_winkel,
        "ALTER TABLE besluit DROP CONSTRAINT ck_besluit_uitkomst",
        "ALTER TABLE bijlage DROP CONSTRAINT fk_bijlage_dossier",
        "ALTER TABLE bijlage ADD CONSTRAINT fk_bijlage_dossier FOREIGN KEY (dossier) REFERENCES dossier (id) NOT VALID",
    )
    told = wrong(postgresql_winkel)["database"]
    assert "ck_besluit_uitkomst ontbreekt" in told
    assert "fk_bijlage_dossier geldt niet" in told


def test_a_row_that_refers_to_nothing_is_named(sqlite_winkel, tmp_path):
    sqlite_winkel.fill()
    raw = sqlite3.connect(tmp_path / "opslag" / "opslag.db")  # foreign keys are off for who asks for nothing
    raw.execute("DROP TRIGGER wd_dossier_blijvend_delete")
    raw.execute("DELETE FROM dossier")
    raw.commit()
    raw.close()
    assert "dossier_versie verwijst naar niets" in wrong(sqlite_winkel)["database"]


def test_a_damaged_database_file_is_named(sqlite_winkel, tmp_path):
    sqlite_winkel.fill()
    log(sqlite_winkel, 200)
    sqlite_winkel.engine.dispose()
    path = tmp_path / "opslag" / "opslag.db"
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'auditregel'").fetchone()
    (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    with path.open("r+b") as handle:
        handle.seek((page - 1) * size)
        handle.write(b"\xff" * size)
    found = wrong(sqlite_winkel)
    assert "database" in found
    assert "logboek" in found


def test_a_missing_and_a_changed_blob_are_named_and_orphans_counted(sqlite_winkel, tmp_path):
    sqlite_winkel.begin()
    names = [sqlite_winkel.version(n, b"%d" % n) for n in (1, 2, 3)]
    folder = tmp_path / "opslag" / "stukken"
    (folder / names[0][:2] / names[0]).unlink()
    changed = folder / names[1][:2] / names[1]
    changed.write_bytes(changed.read_bytes() + b"x")
    sqlite_winkel.blobs.put(seal(b"los", sqlite_winkel.key(), soort="bijlage").inhoud)
    found = points(sqlite_winkel)
    assert found["stukken"].uitslag == "fout"
    assert names[0][:16] in found["stukken"].melding
    assert names[1][:16] in found["stukken"].melding
    assert names[2][:16] not in found["stukken"].melding
    assert found["wezen"].uitslag == "let op"
    assert "1 stukken" in found["wezen"].melding


def test_blobs_in_the_database_are_looked_at_as_well(winkel):
    blobs = DatabaseBlobs(winkel.engine, clock=lambda: NU)
    inside = type(winkel)(engine=winkel.engine, blobs=blobs, url=winkel.url)
    inside.fill()
    assert wrong(inside) == {}
    with writing(winkel.engine) as connection:
        connection.execute(BLOB.delete())
    assert "stukken" in wrong(inside)


def test_a_log_that_was_tampered_with_is_named(winkel):
    log(winkel)
    if winkel.engine.dialect.name == "sqlite":
        off = "DROP TRIGGER auditregel_wijzigen"
    else:
        off = "ALTER TABLE auditregel DISABLE TRIGGER USER"
    tamper(winkel, off, "UPDATE auditregel SET wie = 'MW-0666' WHERE volgnummer = 2")
    found = wrong(winkel)
    assert "regel 2" in found["logboek"]
    assert "bewaking" in found


def test_an_older_and_a_newer_version_are_told_apart(winkel):
    migrate(winkel.engine, to="0003")
    assert points(winkel)["schema"].uitslag == "let op"
    tamper(winkel, "UPDATE alembic_version SET version_num = '9999'")
    assert points(winkel)["schema"].uitslag == "fout"


def test_an_empty_database_is_told_and_never_raises(url, tmp_path):
    engine = open_engine(url)
    found = {punt.naam: punt for punt in check_store(engine, FolderBlobs(tmp_path / "stukken"))}
    assert found["schema"].uitslag == found["stukken"].uitslag == found["logboek"].uitslag == "fout"
    engine.dispose()


def test_open_modes_are_named(sqlite_winkel, tmp_path):
    sqlite_winkel.fill()
    (tmp_path / "opslag" / "opslag.db-wal").chmod(0o644)
    (tmp_path / "opslag").chmod(0o755)
    assert {"opslag.db-wal", "opslag"} <= set(wrong(sqlite_winkel)["rechten"].split(": ")[1].split(", "))


def test_a_store_that_left_wal_is_named(sqlite_winkel, tmp_path):
    sqlite_winkel.engine.dispose()
    raw = sqlite3.connect(tmp_path / "opslag" / "opslag.db")
    raw.execute("PRAGMA journal_mode=DELETE")
    raw.close()
    # opening it puts it right again
    assert points(sqlite_winkel)["instellingen"].uitslag == "ok"
