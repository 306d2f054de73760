# SPDX-License-Identifier: EUPL-1.2
"""Rows for a store in tests: a dossier on its way, with real sealed content."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event

from weerbaar_docs.audit.chain import verify
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.model import utc_moment, utc_text
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.medewerkers import add_medewerker
from weerbaar_docs.sleutelbeheerders import WACHTTIJD
from weerbaar_docs.store import (
    BlobStore,
    Houdersleutel,
    Opslag,
    create_data_key,
    data_key,
    new_holder_key,
    open_engine,
    open_opslag,
    reading,
    seal,
    writing,
)
from weerbaar_docs.store.clearing import checkpoint
from weerbaar_docs.store.data_keys import delete_wraps
from weerbaar_docs.store.loading import without_triggers
from weerbaar_docs.store.tables import (
    BESLUIT,
    DOSSIER,
    DOSSIER_VERSIE,
    LEVERING,
    TOESTEMMING,
    VERNIETIGINGSVERKLARING,
)

NU = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MOMENT = utc_text(NU)
HOUDER = "MW-0001"
SLEUTEL = Houdersleutel(houder=HOUDER, prive=bytes(range(32)))
DOSSIER_ID = "D-" + "a" * 32
LANG_GENOEG = WACHTTIJD + timedelta(days=1)  # for a signature of a sleutelbeheerder to count
TOT_CONCEPT = ("contact_gelegd", "gepland", "gesprek_werkgever", "gesprek_bestuurder", "concept")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Winkel:
    """A store and the shortest way to fill it."""

    engine: Engine
    blobs: BlobStore
    url: str
    moment: str = MOMENT

    def insert(self, table: Any, **values: Any) -> None:
        with writing(self.engine) as connection:
            connection.execute(table.insert(), values)

    def rows(self, table: Any) -> list[dict[str, Any]]:
        with reading(self.engine) as connection:
            return [dict(row) for row in connection.execute(table.select()).mappings()]

    def status(self, naar: str, dossier: str = DOSSIER_ID) -> None:
        with writing(self.engine) as connection:
            connection.execute(DOSSIER.update().where(DOSSIER.c.id == dossier), {"status": naar})

    def begin(self, dossier: str = DOSSIER_ID) -> None:
        """Make a dossier with its data key."""
        with writing(self.engine) as connection:
            connection.execute(DOSSIER.insert(), {"id": dossier, "status": "aangemeld", "gewijzigd_op": self.moment})
            create_data_key(connection, dossier, houders={HOUDER: SLEUTEL.publiek}, now=NU)

    def key(self, dossier: str = DOSSIER_ID):
        with reading(self.engine) as connection:
            return data_key(connection, dossier, sleutel=SLEUTEL)

    def destroy_key(self, dossier: str = DOSSIER_ID) -> int:
        """Take a dossier's key away from everybody, as its destruction does; give how many wraps there were."""
        with writing(self.engine) as connection, without_triggers(connection):  # no status says that it was destroyed
            deleted = delete_wraps(connection, dossier)
        checkpoint(self.engine)
        return deleted

    def version(self, nummer: int, inhoud: bytes, dossier: str = DOSSIER_ID, rapport: str | None = None) -> str:
        """Save a version: the blob first, then its row and the dossier's pointer in one transaction."""
        sealed = seal(inhoud, self.key(dossier), soort="dossier")
        naam = self.blobs.put(sealed.inhoud)
        with writing(self.engine) as connection:
            row = {"dossier": dossier, "nummer": nummer, "sha256": sealed.sha256, "blob_sha256": naam}
            connection.execute(DOSSIER_VERSIE.insert(), {**row, "rapport_sha256": rapport, "gemaakt_op": self.moment})
            connection.execute(DOSSIER.update().where(DOSSIER.c.id == dossier), {"versie": nummer})
        return naam

    def besluit(self, tekst: bytes = b"besluit", dossier: str = DOSSIER_ID, **changed: Any) -> dict[str, Any]:
        sealed = seal(tekst, self.key(dossier), soort="besluit")
        row = {
            "id": "B-1",
            "dossier": dossier,
            "versie": 1,
            "rapport_sha256": sha("rapport"),
            "uitkomst": "vastgesteld",
            "vaststelling_sha256": sha("vaststelling"),
            "eind_sha256": sha("eind"),
            "sha256": sealed.sha256,
            "inhoud": sealed.inhoud,
            "besloten_op": self.moment,
            **changed,
        }
        self.insert(BESLUIT, **row)
        return row

    def toestemming(self, tekst: bytes = b"toestemming", dossier: str = DOSSIER_ID, **changed: Any) -> dict[str, Any]:
        sealed = seal(tekst, self.key(dossier), soort="toestemming")
        row = {
            "id": "TST-2026-0001",
            "dossier": dossier,
            "vaststelling_sha256": sha("vaststelling"),
            "eind_sha256": sha("eind"),
            "route": "via_ccv",
            "sleutel_pseudoniem": sha("sleutel"),
            "geldig_van": self.moment,
            "geldig_tot": utc_text(utc_moment(self.moment) + timedelta(days=30)),
            "nonce": "0" * 32,
            "sha256": sealed.sha256,
            "inhoud": sealed.inhoud,
            **changed,
        }
        self.insert(TOESTEMMING, **row)
        return row

    def levering(self, **changed: Any) -> None:
        row = {
            "id": "L-1",
            "dossier": DOSSIER_ID,
            "toestemming": "TST-2026-0001",
            "vaststelling_sha256": sha("vaststelling"),
            "eind_sha256": sha("eind"),
            "route": "via_ccv",
            "sha256": sha("zending"),
            "vertrouwelijkheidaanduiding": "vertrouwelijk",
            "versleuteld": b"zending",
            "status": "verzegeld",
            "gemaakt_op": self.moment,
            "gewijzigd_op": self.moment,
            **changed,
        }
        self.insert(LEVERING, **row)

    def prove(self, dossier: str) -> None:
        """Put everything in the tables that any status may ask for, on version 1."""
        self.version(1, b"inhoud", dossier, rapport=sha("rapport"))
        self.besluit(id=f"B-{dossier}", dossier=dossier)
        for route in ("via_ccv", "via_bestuurder"):
            own = {"id": f"T-{dossier}-{route}", "nonce": f"{route}-{dossier}", "route": route}
            key = sha("sleutel") if route == "via_ccv" else None
            self.toestemming(dossier=dossier, **own, sleutel_pseudoniem=key)
        self.levering(id=f"L-{dossier}", dossier=dossier, toestemming=f"T-{dossier}-via_ccv")
        sealed = seal(b"verklaring", self.key(dossier), soort="verklaring")
        kept = {"gemaakt_op": self.moment, "sha256": sealed.sha256, "gegevens": sealed.inhoud}
        self.insert(VERNIETIGINGSVERKLARING, dossier=dossier, **kept)

    def fill(self) -> None:
        """Make one dossier with a version, a besluit and a toestemming."""
        self.begin()
        self.version(1, b"inhoud", rapport=sha("rapport"))
        self.besluit()
        self.toestemming()


def medewerker(nummer: str, *rollen: str, **changed: Any) -> dict[str, Any]:
    """Give a medewerker with a fingerprint of his own."""
    vingerafdruk = sha(nummer).upper()[:40]
    return {"id": nummer, "rollen": sorted(rollen), "vingerafdruk": vingerafdruk, "van": "2026-01-01", **changed}


@dataclass
class Klok:
    """A clock that a test moves."""

    nu: datetime = NU

    def __call__(self) -> datetime:
        return self.nu


def new_opslag(engine: Engine, blobs: BlobStore, klok: Klok) -> Opslag:
    """Give a set-up store in which MW-0001 is everything but toetser."""
    rollen = ("adviseur", "beheerder", "secretariaat", "sleutelbeheerder")
    return set_up(engine, blobs, SLEUTEL, medewerker(HOUDER, *rollen), clock=klok)


def join(opslag: Opslag, nummer: str, *rollen: str) -> Opslag:
    """Take a medewerker into the register and give the store as that medewerker opens it."""
    own = new_holder_key(nummer)
    with opslag.act("medewerker_gewijzigd", object=nummer) as act:
        add_medewerker(act, medewerker(nummer, *rollen), publiek=own.publiek)
    return open_opslag(opslag.engine, opslag.blobs, own, rol="opdrachtregel", clock=opslag.clock)


def audit_lines(opslag: Opslag) -> list[tuple[str, str, str, str]]:
    """Give (wie, handeling, object, uitkomst) of every line, after checking the chain."""
    with opslag.look() as connection:
        lines = list(SqlAuditlog(connection).read())
    assert verify(lines).gaaf
    values = [json.loads(line) for line in lines]
    return [(v["wie"], v["handeling"], v["object"], v["uitkomst"]) for v in values]


@contextlib.contextmanager
def pausing(opslag: Opslag, url: str, statement: str, pause: Callable[[], None]) -> Iterator[Opslag]:
    """Give the store through an engine of its own, which pauses once before a statement."""
    engine, waiting = open_engine(url), [pause]

    def wait(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        if text.startswith(statement) and waiting:
            waiting.pop()()

    event.listen(engine, "before_cursor_execute", wait)
    yield replace(opslag, engine=engine)
    engine.dispose()


def during(
    opslag: Opslag, url: str, statement: str, act: Callable[[Opslag], object], other: Callable[[], object]
) -> list[str]:
    """Do an act, and another that begins just before a statement of it; give the codes with which the other was refused."""
    refused: list[str] = []

    def also() -> None:
        try:
            other()
        except WeerbaarDocsError as error:
            refused.extend(melding.code for melding in error.meldingen)

    thread = threading.Thread(target=also)

    def pause() -> None:
        thread.start()
        thread.join(1)

    with pausing(opslag, url, statement, pause) as paused:
        act(paused)
    thread.join()
    return refused
