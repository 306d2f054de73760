# SPDX-License-Identifier: EUPL-1.2
"""Dossiers to destroy, in a store of either kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storebouw import NU, TOT_CONCEPT, Winkel, sha
from weerbaar_docs.bewaartermijnen import Bewaartermijn, Soort
from weerbaar_docs.model import utc_text
from weerbaar_docs.store import Opslag
from weerbaar_docs.store.tables import BESLUIT, DATASLEUTEL, DOSSIER_VERSIE, TOESTEMMING

INGETROKKEN = "D-" + "1" * 32
AFGEROND = "D-" + "2" * 32
LOPEND = "D-" + "3" * 32
INHOUD = b"Kanariestraat 17 te Voorbeeldstad, belt +31880097531"
TERMIJN = Bewaartermijn(duur="P1Y", vanaf="laatste_wijziging", grondslag="Besluit 1 (fictief)")
TERMIJNEN: dict[Soort, Bewaartermijn] = {"dossier_afgerond": TERMIJN, "aanmelding_zonder_advies": TERMIJN}
_TOT_AFGEROND = (
    *TOT_CONCEPT,
    "ter_toetsing",
    "vastgesteld",
    "bij_bestuurder",
    "door_bestuurder_zelf_verstrekt",
    "afgerond",
)


def fill(opslag: Opslag, url: str, *, moment: datetime = NU) -> Winkel:
    """Make three dossiers with content: a withdrawn aanmelding, one that is finished, and one that goes on."""
    winkel = Winkel(engine=opslag.engine, blobs=opslag.blobs, url=url, moment=utc_text(moment))
    for dossier in (INGETROKKEN, AFGEROND, LOPEND):
        winkel.begin(dossier)
    winkel.version(1, INHOUD, INGETROKKEN)
    winkel.status("aanmelding_ingetrokken", INGETROKKEN)
    _prove(winkel)
    winkel.version(2, INHOUD, AFGEROND, rapport=winkel.rows(DOSSIER_VERSIE)[-1]["rapport_sha256"])
    for status in _TOT_AFGEROND:
        winkel.status(status, AFGEROND)
    winkel.version(1, INHOUD, LOPEND)
    return winkel


def _prove(winkel: Winkel) -> None:
    """Put in the tables what the statuses up to afgerond ask for, with a levering whose bytes are there."""
    winkel.version(1, INHOUD, AFGEROND, rapport=sha("rapport"))
    winkel.besluit(dossier=AFGEROND)
    winkel.toestemming(dossier=AFGEROND, id="T-1", nonce="1")
    winkel.toestemming(dossier=AFGEROND, id="T-2", nonce="2", route="via_bestuurder", sleutel_pseudoniem=None)
    winkel.levering(dossier=AFGEROND, toestemming="T-1")


def sealed_of(winkel: Winkel, dossier: str) -> list[tuple[bytes, str, str]]:
    """Give all that is sealed in the scope of a dossier: (bytes, soort, sha256)."""
    rows: list[tuple[bytes, str, str]] = []
    for table, soort in ((BESLUIT, "besluit"), (TOESTEMMING, "toestemming")):
        rows += [(r["inhoud"], soort, r["sha256"]) for r in winkel.rows(table) if r["dossier"] == dossier]
    versions = [r for r in winkel.rows(DOSSIER_VERSIE) if r["dossier"] == dossier]
    return rows + [(winkel.blobs.get(r["blob_sha256"]), "dossier", r["sha256"]) for r in versions]


def wraps_of(winkel: Winkel, dossier: str) -> list[dict[str, Any]]:
    return [row for row in winkel.rows(DATASLEUTEL) if row["bereik"] == dossier]
