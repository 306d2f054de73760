# SPDX-License-Identifier: EUPL-1.2
"""On PostgreSQL the role that works every day owns nothing, and can do its work."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storebouw import SLEUTEL, audit_lines, join, new_opslag
from weerbaar_docs.errors import StoreError
from weerbaar_docs.store import FolderBlobs, open_engine, open_opslag, writing
from weerbaar_docs.store.grants import grant


@pytest.fixture
def worker(cluster, tmp_path, klok):
    """Give a store as its owner set it up, opened in a role of its own."""
    url = cluster.new()
    role = url.partition("?")[0].rpartition("/")[2] + "_werk"
    cluster.admin(f"CREATE ROLE {role} LOGIN")
    owner = open_engine(url)
    blobs = FolderBlobs(tmp_path / "stukken")
    new_opslag(owner, blobs, klok)
    grant(owner, role)
    grant(owner, role)
    engine = open_engine(url.replace("wd@", f"{role}@"))
    yield open_opslag(engine, blobs, SLEUTEL, rol="opdrachtregel", clock=klok)
    engine.dispose()
    owner.dispose()


def test_it_does_the_work(worker):
    other = join(worker, "MW-0002", "adviseur")
    with other.act("bevraagd", object="register"):
        pass
    assert [line[1] for line in audit_lines(worker)] == ["opslag_ingericht", "medewerker_gewijzigd", "bevraagd"]


ROUNDABOUT = (
    "ALTER TABLE auditregel DISABLE TRIGGER ALL",
    "ALTER TABLE dossier DISABLE TRIGGER wd_dossier_bewijs_update",
    "DROP TABLE auditregel",
    "TRUNCATE auditregel",
    "UPDATE auditregel SET wie = 'systeem'",
    "DELETE FROM auditregel",
    "UPDATE toestemming SET geldig_tot = '9999'",
    "DELETE FROM intrekking",
    "DELETE FROM nonce",
    "DELETE FROM sleutel",
    "DELETE FROM bericht",
    "DELETE FROM sleutelwissel",
    "UPDATE sleutelwissel SET oud = nieuw",
    "INSERT INTO overgang VALUES ('aangemeld', 'verzonden')",
    "UPDATE status SET begin = 1",
    "UPDATE geheim SET sha256 = sha256",
    "UPDATE alembic_version SET version_num = '0001'",
    "CREATE OR REPLACE FUNCTION wd_dossier_bewijs_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "SET session_replication_role = replica",
)


def test_it_cannot_get_round_the_rules(worker):
    for statement in ROUNDABOUT:
        with pytest.raises(StoreError), writing(worker.engine) as connection:
            connection.execute(text(statement))


@pytest.mark.parametrize("role", ["wd", "niemand", "x; DROP TABLE dossier"])
def test_no_owner_and_no_unknown_role_is_given_rights(cluster, tmp_path, klok, role):
    engine = open_engine(cluster.new())
    new_opslag(engine, FolderBlobs(tmp_path / "stukken"), klok)
    with pytest.raises(StoreError, match="OPSLAG-ROL"):
        grant(engine, role)
    engine.dispose()


def test_sqlite_has_no_roles(sqlite_winkel):
    with pytest.raises(StoreError, match="OPSLAG-ROL"):
        grant(sqlite_winkel.engine, "iemand")
