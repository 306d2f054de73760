# SPDX-License-Identifier: EUPL-1.2
"""A text -> its words and dates in a plain form, however they were written: the eyes of all that looks what a text gives away.

Capitals, accents, invisible and look-alike characters, other digits, dashes and spaces make no difference. R-RED-2 (`treffers`),
R-META-1 and R-BRIEF-2 (`rules.brief`), VANGNET-INHOUD, OPDRACHT-INHOUD and `adresvermelding` look through it (docs/adr/0024).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WOORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)*")
_KORT = 4
_WIT = str.maketrans("\t\n\r", "   ")
_DEEL = re.compile(r"[^\W\d_]+|\d+")
# A capital in the middle of a sentence; at its beginning every word has one.
_NAAM = re.compile(r"(?<=[^.!?:;\n] )[A-ZÀ-ÖØ-Þ][^\W_]+")
_UMLAUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe"})
_MAANDEN = ("jan", "feb", "m(?:aa)?rt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DAGEN = (
    "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
    "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien", "twintig", "eenentwintig",
    "tweeentwintig", "drieentwintig", "vierentwintig", "vijfentwintig", "zesentwintig", "zevenentwintig",
    "achtentwintig", "negenentwintig", "dertig", "eenendertig",
)  # fmt: skip
_RANG = {"eerste": 1, "derde": 3, "achtste": 8} | {
    dag + uitgang: n for n, dag in enumerate(_DAGEN, 1) for uitgang in ("", "e", "de", "ste")
}
_DAG = rf"(?P<{{}}>\d{{{{1,2}}}}|{'|'.join(sorted(_RANG, key=len, reverse=True))})"
_MAAND = rf"(?P<{{}}>{'|'.join(_MAANDEN)})[a-z]*"
_TUSSEN = r" ?[-/. ] ?"
_DATUM = (
    re.compile(rf"(?<!\d)(?:19|20)\d\d(?:{_TUSSEN})?(?P<m>0?[1-9]|1[0-2])(?:{_TUSSEN})?(?P<d>[0-2]?\d|3[01])(?!\d)"),
    re.compile(rf"(?<!\d)(?P<d>[0-2]?\d|3[01])(?:{_TUSSEN})?(?P<m>0?[1-9]|1[0-2])(?:{_TUSSEN})?(?:19|20)\d\d(?!\d)"),
    re.compile(r"(?<![\d.,])(?P<d>[0-2]?\d|3[01])[-/.](?P<m>0?[1-9]|1[0-2])(?!\d|[.,]\d)"),
    re.compile(rf"(?<![a-z\d]){_DAG.format('d')}(?:e|de|ste)?(?: van)?[-. ]?{_MAAND.format('m')}"),
    re.compile(rf"(?<![a-z\d]){_MAAND.format('m')}[-. ]?{_DAG.format('d')}(?![a-z\d])"),
)
# Letters of other alphabets that look like ours, and ours with a stroke; what is not here falls apart by NFKD.
_GELIJKENIS = str.maketrans(
    "аеорсухісјѕһԁԛԝвкмнтгпАВЕКМНОРСТУХІЈЅαβεικνορτυχγηωΑΒΕΖΗΙΚΜΝΟΡΤΥΧøłđıŧħĸ",
    "aeopcyxicjshdqwbkmhtrnabekmhopctyxijsabeiknoptuxynwabezhikmnoptyxoldithk",
)
_LIGATUREN = {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ĳ": "ij"}


class _Fold(dict[int, str | None]):
    """The plain form of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = found = _fold(chr(code))
        return found


def _fold(char: str) -> str | None:
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return None
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd" or char == "\u2212":
        return "-"
    if category.startswith("Z") or char in "\t\n\r":
        return " "
    if char in "’‘ʼ´`′":
        return "'"
    split = unicodedata.normalize("NFKD", char.translate(_GELIJKENIS).casefold())
    plain = "".join(_LIGATUREN.get(c, c) for c in split if unicodedata.category(c) not in ("Mn", "Cf"))
    return plain.translate(_GELIJKENIS)


_FOLD = _Fold()


class Woorden(NamedTuple):
    """The words of a text in plain form, in order, and those that are written as a name."""

    vormen: list[str]
    namen: frozenset[str]


def plat(tekst: str) -> str:
    """Give a text in small letters without accents, invisible or look-alike characters.

    Blanks stay as many as they were. Take this to cut a text into words or parts; to search for a pattern, take `vlak`.
    """
    if tekst.isascii():
        return tekst.lower().translate(_WIT) if not tekst.isprintable() else tekst.lower()
    return tekst.translate(_FOLD)


def vlak(tekst: str, *, hoofdletters: bool = False) -> str:
    """Give a text as `plat` does, with every run of blanks as one space; with its capitals when asked for.

    Take this for a pattern that has a space in it: two spaces or a line's end between its words are no way around. Ask for the
    capitals where one tells a name from a word.
    """
    plain = "".join(plat(c).upper() if c.isupper() else plat(c) for c in tekst) if hoofdletters else plat(tekst)
    return " ".join(plain.split())


def woorden(tekst: str) -> Woorden:
    """Give the words of a text; a decimal number is one word."""
    return Woorden(_WOORD.findall(plat(tekst)), frozenset(plat(naam) for naam in _NAAM.findall(tekst)))


def delen(tekst: str) -> list[list[str]]:
    """Give the runs of letters and of digits of a text in plain form: as written, and with umlauts spelled out."""
    return [_DEEL.findall(plat(t)) for t in dict.fromkeys((tekst, tekst.translate(_UMLAUT)))]


def staat_in(naald: list[list[str]], tekst: list[list[str]]) -> bool | None:
    """Say whether a name or address stands in a text (both as `delen`).

    True: as words of its own; None: inside another word; else False. Spaces, dashes, points and a genitive s make no
    difference, nor does ae, oe or ue for an umlaut.
    """
    found = [_staat_in("".join(n), t) for n in naald for t in tekst]
    return True if True in found else None if None in found else False


def _staat_in(zoek: str, tekst: list[str]) -> bool | None:
    if not zoek:
        return False
    if len(zoek) <= _KORT:  # so short a name would be found across the words of any text
        return any(deel in (zoek, f"{zoek}s") for deel in tekst)
    hooi, begin, eind = "", set(), set()
    for deel in tekst:
        begin.add(len(hooi))
        hooi += deel
        eind.add(len(hooi))
    inside: bool | None = False
    at = hooi.find(zoek)
    while at >= 0:
        end = at + len(zoek)
        if at in begin and (end in eind or (hooi[end : end + 1] == "s" and end + 1 in eind)):
            return True
        inside = None
        at = hooi.find(zoek, at + 1)
    return inside


def datums(tekst: str) -> Iterator[tuple[int, int]]:
    """Give month and day of every date in a text, in figures or in words, in whatever order."""
    line = vlak(tekst)
    for form in _DATUM:
        for match in form.finditer(line):
            maand, dag = match["m"], match["d"]
            number = (
                int(maand) if maand.isdecimal() else next(n for n, v in enumerate(_MAANDEN, 1) if re.match(v, maand))
            )
            yield number, int(dag) if dag.isdecimal() else _RANG[dag]
