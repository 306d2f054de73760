# SPDX-License-Identifier: EUPL-1.2
"""The fields of the form: their names, what a screen reader says of them, and the address that marks their place.

(1) in the Word template a field is a link to its reserved address (.invalid never leads anywhere); what is linked gives
the place and the size; (2) these names and no other become fields, each once; (3) nothing is filled in beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Keuze = Literal["verleen", "weiger", "terug"]

NAAMRUIMTE: Final = "https://veld.invalid/"
KEUZE: Final = "keuze"
PLAATS: Final = "plaats"
DATUM: Final = "datum"
HANDTEKENING: Final = "handtekening"
CONTROLEGETAL: Final = "controlegetal"
KEUZES: Final[tuple[Keuze, ...]] = get_args(Keuze)
KEUZE_TEKST: Final = "Uw keuze: kies één van de drie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Veld:
    """A place to fill in: the field that it belongs to, and for a box to tick the value that it stands for."""

    naam: str
    soort: Literal["vakje", "tekst", "handtekening"]
    tekst: str
    waarde: str = ""
    lengte: int = 0
    alleen_lezen: bool = False


VELDEN: Final[Mapping[str, Veld]] = {
    f"{KEUZE}/verleen": Veld(naam=KEUZE, soort="vakje", waarde="verleen", tekst="Ik geef toestemming"),
    f"{KEUZE}/weiger": Veld(naam=KEUZE, soort="vakje", waarde="weiger", tekst="Ik geef geen toestemming"),
    f"{KEUZE}/terug": Veld(naam=KEUZE, soort="vakje", waarde="terug", tekst="Ik wil iets anders"),
    PLAATS: Veld(naam=PLAATS, soort="tekst", tekst="Plaats waar u tekent", lengte=60),
    DATUM: Veld(naam=DATUM, soort="tekst", tekst="Datum waarop u tekent", lengte=30),
    HANDTEKENING: Veld(naam=HANDTEKENING, soort="handtekening", tekst="Uw handtekening"),
    CONTROLEGETAL: Veld(
        naam=CONTROLEGETAL,
        soort="tekst",
        tekst="Controlegetal: dit getal lezen wij voor als wij u terugbellen",
        lengte=23,
        alleen_lezen=True,
    ),
}
