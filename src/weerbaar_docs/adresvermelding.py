# SPDX-License-Identifier: EUPL-1.2
"""A text -> whether a Dutch address seems to stand in it: a postcode, or a street with a number.

(1) however it is written: capitals, accents, invisible characters and blanks make no difference; (2) a size, a year and the number
of a norm are none, as long as their words are in small letters; (3) a street whose name says nowhere that it is one is not seen
(docs/adr/0024).
"""

from __future__ import annotations

import re
from typing import Final

from weerbaar_docs.woorden import vlak

STRAATSOORT: Final = "(?:straat|laan|weg|plein|kade|gracht|singel|dijk|hof|steeg|dreef|plantsoen|boulevard|pad)"
# What follows a number of four digits in ordinary Dutch; in capitals it is taken for a postcode.
_GEEN_LETTERS: Final = (
    r"(?:en|of|is|in|op|te|de|er|om|nu|al|we|ze|je|zo|na|af|ex|mm|cm|dm|km|kg|ha|st|kW|kN|kV|Nm|mA|Hz|dB|Wp)\b"
)
_POSTCODE: Final = rf"(?<!EN[ -])(?<!ISO[ -])\b[1-9][0-9]{{3}} ?(?!{_GEEN_LETTERS})[A-Za-z]{{2}}\b"
_HUISNUMMER: Final = (
    r"\.?,? ?(?:(?i:nr|no|nummer|huisnummer)\.? ?)?"
    r"[1-9][0-9]{0,4}(?![0-9]|[.,][0-9]| ?(?:%|(?:x|m|mm|cm|m2|m3|meter|stuks?|graden|uur|dagen|weken)\b))"
)
_STRAAT: Final = (
    rf"(?:\b(?i:[a-z'-]{{2,}}{STRAATSOORT}|str)"
    r"|\b(?:Straat|Laan|Plein|Hof|Dreef|Singel|Dijk|Kade|Gracht|Steeg|Brink|Markt)"
    rf"|\b(?i:laan|plein) (?i:van|der) (?:[\w'-]+ ){{0,3}}[\w'-]+){_HUISNUMMER}"
)
_ADRES: Final = re.compile(f"{_POSTCODE}|{_STRAAT}")


def noemt_adres(tekst: str) -> bool:
    """Say whether a postcode, or a street with a number, seems to stand in a text."""
    return _ADRES.search(vlak(tekst, hoofdletters=True)) is not None
