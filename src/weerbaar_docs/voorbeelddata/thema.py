# SPDX-License-Identifier: EUPL-1.2
"""The building blocks of a sample report: a finding and the measures that answer it."""

from __future__ import annotations

from dataclasses import dataclass

ALLEN = ("bestuurder", "bva", "werkgever")
BESLOTEN = ("bestuurder", "bva")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standaardmaatregel:
    """One measure of the sample catalogue; amounts are the middle of a range, the default is free of charge.

    `voor_werkgever` holds omschrijving and motivering of the werkgeversversie. In all texts `$gebouw`,
    `$bestuur`, `$raad` and `$besluit` become the words of the kind of organisation.
    """

    soort: str
    titel: str
    omschrijving: str
    motivering: str
    voor_werkgever: tuple[str, str] | None = None
    urgentie: str = "normaal"
    rol: str = "bestuurder"
    excl: str = "0.00"
    btw: int = 21
    jaarlijks: str = "0.00"
    vorm: str = "geen"
    grondslag: str = "eigen_verantwoordelijkheid"
    pkvw_niveau: bool = False
    norm: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thema:
    """One finding, who may see it, and its measures (none for a strength or a circumstance).

    A theme with a `bewoner` is for a household with one; `niet_bij` names the kinds of home that it does not fit.
    """

    tekst: str
    soort: str = "kwetsbaarheid"
    ernst: str | None = "middel"
    zichtbaar_voor: tuple[str, ...] = BESLOTEN
    voor_werkgever: str | None = None
    maatregelen: tuple[Standaardmaatregel, ...] = ()
    stelsel: bool = False
    bewoner: str | None = None
    niet_bij: tuple[str, ...] = ()
