# SPDX-License-Identifier: EUPL-1.2
"""Dossiers in a store for tests: a werkgever in the register, and a sample taken in or begun there."""

from __future__ import annotations

import copy
from typing import Any

from weerbaar_docs.dossiers.bewaren import Bewaard, create, import_dossier
from weerbaar_docs.registers.organisaties import put_organisatie
from weerbaar_docs.store import Opslag
from weerbaar_docs.voorbeelddata import maak

Gegevens = dict[str, Any]
NUMMER = "WB-2026-000123"


def sample(fase: str = "concept", zaad: int = 3, soort: str = "gemeente") -> Gegevens:
    return copy.deepcopy(maak(soort, zaad, fase))


def know_employer(opslag: Opslag, gegevens: Gegevens) -> str:
    with opslag.act("organisatie_gewijzigd", object="register") as act:
        put_organisatie(act, gegevens["organisatie"])
    return str(gegevens["organisatie"]["oin"])


def request_of(gegevens: Gegevens, oin: str) -> Gegevens:
    aanmelding = {
        k: v for k, v in gegevens["aanmelding"].items() if k not in ("contact_uiterlijk_op", "contact_gelegd_op")
    }
    return {
        "oin": oin,
        "fictief": True,
        "bestuurder": gegevens["bestuurder"],
        "woonplek": gegevens["woonplek"],
        "aanmelding": aanmelding,
    }


def begun(opslag: Opslag, *, nummer: str | None = NUMMER, **opties: Any) -> tuple[Bewaard, Gegevens]:
    gegevens = sample("concept")
    return create(
        opslag, request_of(gegevens, know_employer(opslag, gegevens)), dossiernummer=nummer, **opties
    ), gegevens


def imported(opslag: Opslag, fase: str = "concept", **opties: Any) -> tuple[Bewaard, Gegevens]:
    gegevens = sample(fase)
    return import_dossier(opslag, gegevens, **opties), gegevens
