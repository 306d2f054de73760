# SPDX-License-Identifier: EUPL-1.2
"""What is stopped stays stopped, also when somebody seals at that very moment."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import true

from storebouw import DOSSIER_ID, NU, SLEUTEL, sha
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.store import writing
from weerbaar_docs.store.leveringen import lock_sealing, require_not_stopped, stop_leveringen, void_toestemmingen
from weerbaar_docs.store.opslag import Act
from weerbaar_docs.store.tables import INTREKKING, LEVERING

TST = "TST-2026-0001"


def act(connection):
    return Act(connection=connection, now=NU, wie=SLEUTEL.houder, sleutel=SLEUTEL, geheim=b"fictief")


def rows(winkel):
    return [(row["status"], row["versleuteld"]) for row in winkel.rows(LEVERING)]


def test_a_levering_that_is_stopped_loses_its_ciphertext_and_keeps_its_digest(winkel):
    winkel.fill()
    winkel.levering()
    with writing(winkel.engine) as connection:
        assert stop_leveringen(act(connection), LEVERING.c.dossier == DOSSIER_ID) == ["L-1"]
        assert stop_leveringen(act(connection), true()) == []
    assert rows(winkel) == [("gestaakt", None)]
    assert winkel.rows(LEVERING)[0]["sha256"] == sha("zending")


def test_who_voids_while_somebody_seals_waits_and_finds_what_was_sealed(winkel):
    winkel.fill()
    sealing, written = threading.Event(), threading.Event()

    def seal():
        with writing(winkel.engine) as connection:
            lock_sealing(connection)
            sealing.set()
            time.sleep(0.5)
            row = {"id": "L-1", "dossier": DOSSIER_ID, "toestemming": TST, "route": "via_ccv", "status": "verzegeld"}
            digests = {"vaststelling_sha256": sha("vaststelling"), "eind_sha256": sha("eind"), "sha256": sha("zending")}
            rest = {"vertrouwelijkheidaanduiding": "vertrouwelijk", "versleuteld": b"zending"}
            moments = {"gemaakt_op": winkel.moment, "gewijzigd_op": winkel.moment}
            connection.execute(LEVERING.insert(), {**row, **digests, **rest, **moments})
        written.set()

    thread = threading.Thread(target=seal)
    thread.start()
    assert sealing.wait(20)
    with writing(winkel.engine) as connection:
        assert void_toestemmingen(act(connection), true()) == {TST}
        assert written.wait(20)
    thread.join()
    assert rows(winkel) == [("gestaakt", None)]
    assert [row["toestemming"] for row in winkel.rows(INTREKKING)] == [TST]


def test_a_question_from_before_everything_was_stopped_counts_no_more(opslag):
    with opslag.look() as connection:
        require_not_stopped(connection, "2026-05-04T08:00:00Z")
    with opslag.act("gestaakt", object="opslag"):
        pass
    with opslag.look() as connection:
        for moment in ("2026-05-04T08:00:00Z", "2026-05-04T09:00:00Z"):
            with pytest.raises(ConsentError, match="TOES-GESTAAKT"):
                require_not_stopped(connection, moment)
        require_not_stopped(connection, "2026-05-04T09:00:01Z")
