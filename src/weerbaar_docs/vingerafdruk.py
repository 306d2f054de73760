# SPDX-License-Identifier: EUPL-1.2
"""A fingerprint as people type, read and say it <-> the one form in which the registers hold it.

(1) typed with spaces, small letters, colons or 0x in front it is the same fingerprint;
(2) a short id (8 or 16 characters) is refused: anyone can make a key that has it;
(3) in words each byte is one word, from two lists in turn as the PGP word list does it: a word too many, a word left
    out and two words the wrong way round are heard at once;
(4) capitals and accents make no difference when words are typed.

    words(normalise("0xa1b2 c3d4 ..."))  # ("...", "...", ...): 20 words for 40 characters
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from weerbaar_docs.errors import EncryptionError

_WOORDENLIJST = Path(__file__).with_name("vingerafdruk_woorden.txt")
_VOLLEDIG = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
_WOORDEN = re.compile("[g-wyz]", re.IGNORECASE)  # what hexadecimal has not, 0x in front of it included
_KORT: Final = frozenset({8, 16, 32})
_BYTE = 256


def normalise(text: str) -> str:
    """Give a typed fingerprint as 40 (or 64) capitals and digits; raises EncryptionError, which quotes nothing."""
    plain = re.sub(r"[\s:\u00a0-]", "", text).upper().removeprefix("0X")
    if _VOLLEDIG.fullmatch(plain):
        return plain
    if len(plain) in _KORT and re.fullmatch(r"[0-9A-F]*", plain):
        melding = "dit is een kort sleutelnummer; iemand anders kan een sleutel met hetzelfde nummer maken"
    else:
        melding = "dit is geen volledige vingerafdruk"
    raise EncryptionError.because(
        "SLEUTEL-VINGERAFDRUK", melding, "Geef de hele vingerafdruk: 40 (of 64) cijfers en letters A tot en met F."
    )


def read(text: str) -> str:
    """Give the fingerprint that somebody typed as characters or as words; raises EncryptionError, which quotes nothing."""
    return from_words(text) if _WOORDEN.search(text) else normalise(text)


def groups(vingerafdruk: str) -> tuple[str, ...]:
    """Give a fingerprint in groups of four, as it stands on a sleutelblad and is read aloud."""
    full = normalise(vingerafdruk)
    return tuple(full[i : i + 4] for i in range(0, len(full), 4))


def words(vingerafdruk: str) -> tuple[str, ...]:
    """Give a fingerprint in words, one per byte."""
    lists = woordenlijsten()
    return tuple(lists[i % 2][byte] for i, byte in enumerate(bytes.fromhex(normalise(vingerafdruk))))


def from_words(text: str) -> str:
    """Give the fingerprint that was said in words; raises EncryptionError that names the place of the first mistake."""
    said = [_plain(word) for word in re.split(r"[\s,;.]+", text) if word]
    lists = [{word: number for number, word in enumerate(side)} for side in woordenlijsten()]
    values: list[int] = []
    for place, word in enumerate(said):
        if word not in lists[place % 2]:
            raise _misheard(place + 1, other=word in lists[1 - place % 2])
        values.append(lists[place % 2][word])
    return normalise(bytes(values).hex())


@cache
def woordenlijsten() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the words for the first, third, ... byte and those for the others; read once."""
    lines = _WOORDENLIJST.read_text(encoding="ascii").split("\n")
    pairs = [line.split(" ") for line in lines if line and not line.startswith("#")]
    if len(pairs) != _BYTE:
        raise ValueError("vingerafdruk_woorden.txt does not hold 256 pairs")
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def _misheard(place: int, *, other: bool) -> EncryptionError:
    melding = (
        f"woord {place} staat op een plaats waar het niet kan: er is een woord weggevallen, te veel of verwisseld"
        if other
        else f"woord {place} staat niet in de woordenlijst voor vingerafdrukken"
    )
    return EncryptionError.because(
        "SLEUTEL-WOORDEN", melding, "Lees de woorden opnieuw voor, in de volgorde van het sleutelblad."
    )
