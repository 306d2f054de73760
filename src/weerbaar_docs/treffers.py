# SPDX-License-Identifier: EUPL-1.2
"""rapportinhoud + the data of the werkgever's version -> Treffers: what was left out and comes back all the same.

Leaving a field out does not help when its text is retold elsewhere, so the texts that remain are held against all
texts that do not (R-RED-2):

- word groups of four words and more, numbers, proper names and words that are not common Dutch: a person looks at each
  and confirms it in the besluit, by its `sleutel`;
- an address, the name of the bestuurder, the date of an incident: never.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from weerbaar_docs.werkgeversversie import werkgeversversie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from weerbaar_docs.errors import Ernst

Soort = Literal["woordgroep", "getal", "eigennaam", "zeldzaam_woord", "adres", "naam", "incidentdatum"]

_NOOIT: tuple[Soort, ...] = ("adres", "naam", "incidentdatum")
_GROEP = 4
_WOORDENLIJST = Path(__file__).with_name("gewone_woorden.txt")
_WOORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
# A capital in the middle of a sentence; at its beginning every word has one.
_NAAM = re.compile(r"(?<=[^.!?:;\n] )[A-ZÀ-ÖØ-Þ][^\W_]+")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_VORM = re.compile(
    r"[a-z][a-z0-9_]*|[A-Z]{1,4}-[0-9A-Z-]+|[0-9a-f]{64}|\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?|[\d.]+|\d{4}[A-Z]{2}"
)
_VRIJ = frozenset({"weerbaarheidsaanpak", "werkplek", "onderdelen", "lokale_risicos"})
# A number, or a code such as P4A or C1.07; one digit alone says nothing.
_CODE = re.compile(r"\d.*\d|\d.*[^\W\d]|[^\W\d].*\d")
_MAANDEN = ("jan", "feb", "m(?:aa)?rt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DAGEN = (
    "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
    "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien", "twintig", "eenentwintig",
    "tweeentwintig", "drieentwintig", "vierentwintig", "vijfentwintig", "zesentwintig", "zevenentwintig",
    "achtentwintig", "negenentwintig", "dertig", "eenendertig",
)  # fmt: skip
_DATUM = re.compile(
    r"\b(?P<j>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b|\b(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})(?:[-/.]\d{2,4})?\b"
    rf"|\b(?P<d3>\d{{1,2}}|{'|'.join(_DAGEN)})(?:e|de|ste)? (?P<m3>{'|'.join(_MAANDEN)})[a-z]*\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Treffer:
    """One thing that comes back: where it stands, where it was left out, and the key by which a person confirms it.

    `ernst` is fout for what may never come back. The text itself is for the person who judges, never for a log.
    """

    soort: Soort
    pad: str
    bron: str
    tekst: str = field(repr=False)

    @property
    def ernst(self) -> Ernst:
        """Say whether this may be confirmed (waarschuwing) or never stays (fout)."""
        return "fout" if self.soort in _NOOIT else "waarschuwing"

    @property
    def sleutel(self) -> str:
        """The 16 hex digits that stand for kind, place and text."""
        return hashlib.sha256(f"{self.soort}|{self.pad}|{self.tekst}".encode()).hexdigest()[:16]


class _Woorden(NamedTuple):
    """The words of a text in plain form, in order, and those that are written as a name."""

    vormen: list[str]
    namen: frozenset[str]


def treffers(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any] | None) -> list[Treffer]:
    """Give every Treffer that any choice of the bestuurder can lead to, each once, in the order of the texts.

    What the bestuurder may still leave out counts as left out beside everything that stays, so that the BVA judges
    once and no later choice asks for another besluit.
    """
    getoond = list(_getoond(inhoud, bva_besluit))
    gelezen = [_woorden(tekst.tekst) for tekst in getoond]
    weg = [*_weggelaten(inhoud, getoond), *(t for t in getoond if t.onderdeel)]
    index = _index(weg, _kandidaten(gelezen, _gewone_woorden() | _eigen_woorden(inhoud)))
    found: dict[str, Treffer] = {}
    for tekst, words in zip(getoond, gelezen, strict=True):
        for treffer in (*_vast(tekst, words, inhoud), *_vrij(tekst, words, index)):
            found.setdefault(treffer.sleutel, treffer)
    return list(found.values())


def open_treffers(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any]) -> list[Treffer]:
    """Give the Treffers that the besluit does not confirm, or that nobody can confirm."""
    bevestigd = set(bva_besluit.get("redactie_bevestigd", ()))
    return [t for t in treffers(inhoud, bva_besluit) if t.ernst == "fout" or t.sleutel not in bevestigd]


# --- what remains and what was left out ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tekst:
    """A text of the rapportinhoud; `onderdeel` is the part with which the bestuurder may leave it out."""

    pad: str
    tekst: str
    onderdeel: str = ""


def _getoond(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any] | None) -> Iterator[_Tekst]:
    """Give what the werkgever reads in free words when nothing is excluded."""
    versie = werkgeversversie(inhoud, bva_besluit, datum="")
    rapport = inhoud["adviesrapport"]
    yield _Tekst("/adviesrapport/beoordeling_voor_werkgever", versie["beoordeling"], "dreigingsanalyse")
    bevindingen = {b["id"]: (i, b) for i, b in enumerate(rapport["bevindingen"])}
    for b in versie["bevindingen"]:
        i, bron = bevindingen[b["id"]]
        veld = "tekst_voor_werkgever" if bron.get("tekst_voor_werkgever") else "tekst"
        yield _Tekst(f"/adviesrapport/bevindingen/{i}/{veld}", b["tekst"], f"bevindingen_{b['domein']}")
    maatregelen = {m["nummer"]: i for i, m in enumerate(rapport["maatregelen"])}
    for m in versie["maatregelen"]:
        pad = f"/adviesrapport/maatregelen/{maatregelen[m['nummer']]}"
        omschrijving = f"{pad}/tekst_voor_werkgever/omschrijving"
        if m["oordeel"] == "gewijzigd_vastgesteld":
            omschrijving = f"/bva_besluit/per_maatregel/{m['nummer']}/gewijzigde_omschrijving"
        motivering = f"{pad}/tekst_voor_werkgever/motivering"
        places = (
            (f"{pad}/titel", "titel"),
            (omschrijving, "omschrijving"),
            (motivering, "motivering"),
            (f"{pad}/norm", "norm"),
        )
        yield from (_Tekst(place, m[veld]) for place, veld in places if m[veld])


def _weggelaten(inhoud: Mapping[str, Any], getoond: list[_Tekst]) -> Iterator[_Tekst]:
    """Give every text of the rapportinhoud that the werkgever never reads."""
    shown = {tekst.tekst for tekst in getoond}
    for key, part in inhoud.items():
        if key not in ("organisatie", "dossiernummer"):
            for pad, tekst in _teksten(part, (key,), vrij=False):
                if tekst not in shown:
                    yield _Tekst("".join(f"/{step}" for step in pad), tekst)


def _teksten(value: Any, pad: tuple[str | int, ...], *, vrij: bool) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        if vrij or not _VORM.fullmatch(value):
            yield pad, value
        return
    items = value.items() if hasattr(value, "items") else enumerate(value) if isinstance(value, list | tuple) else ()
    for key, item in items:
        if item and not isinstance(item, int):
            yield from _teksten(item, (*pad, key), vrij=vrij or key in _VRIJ)


def _eigen_woorden(inhoud: Mapping[str, Any]) -> set[str]:
    """Give the words that the werkgever knows already: its own name and the ambt."""
    bestuurder = inhoud["bestuurder"]
    texts = (inhoud["organisatie"]["naam"], bestuurder["ambt"].replace("_", " "), bestuurder.get("functiebenaming", ""))
    return {vorm for text in texts for vorm in _woorden(text).vormen}


# --- hits ------------------------------------------------------------------------------------------------------------

_Bron = tuple["Soort", _Tekst]
_Index = dict[tuple[str, ...], list[_Bron]]


def _kandidaten(gelezen: list[_Woorden], gewoon: Collection[str]) -> dict[str, Soort | None]:
    """Give every word that is read, with what it is when it was left out: a number, a rare word or nothing by itself."""
    return {vorm: _soort(vorm, gewoon) for words in gelezen for vorm in words.vormen}


def _soort(vorm: str, gewoon: Collection[str]) -> Soort | None:
    if _CODE.search(vorm):
        return "getal"
    if len(vorm) <= 2 or vorm in gewoon:  # noqa: PLR2004 - one or two letters say nothing
        return None
    parts = re.split(r"['.,]", vorm)
    return None if all(part in gewoon or len(part) == 1 for part in parts) else "zeldzaam_woord"


def _index(weg: Iterable[_Tekst], kandidaten: Mapping[str, Soort | None]) -> _Index:
    """Give kind and sources of what is or may be left out, as far as it is made of words that are read."""
    index: _Index = {}
    for tekst in weg:
        words = _woorden(tekst.tekst)
        run = 0
        for i, vorm in enumerate(words.vormen):
            if vorm not in kandidaten:
                run = 0
                continue
            run += 1
            if run >= _GROEP:
                index.setdefault(_groep(words, i - _GROEP + 1), []).append(("woordgroep", tekst))
            soort: Soort | None = "eigennaam" if vorm in words.namen else kandidaten[vorm]
            if soort is not None:
                index.setdefault((vorm,), []).append((soort, tekst))
    return index


def _groep(words: _Woorden, start: int) -> tuple[str, ...]:
    return tuple(words.vormen[start : start + _GROEP])


def _bron(index: _Index, key: tuple[str, ...], tekst: _Tekst) -> _Bron | None:
    """Give the first source that can be left out while this text stays."""
    for soort, bron in index.get(key, ()):
        if not bron.onderdeel or bron.onderdeel != tekst.onderdeel:
            return soort, bron
    return None


def _vrij(tekst: _Tekst, words: _Woorden, index: _Index) -> Iterator[Treffer]:
    yield from _woordgroepen(tekst, words, index)
    for vorm in words.vormen:
        hit = _bron(index, (vorm,), tekst)
        # A name that is a common word too (De Groot) is a name only where it is written as one.
        if hit is not None and (hit[0] != "eigennaam" or vorm in words.namen or vorm not in _gewone_woorden()):
            yield Treffer(soort=hit[0], pad=tekst.pad, bron=hit[1].pad, tekst=vorm)


def _woordgroepen(tekst: _Tekst, words: _Woorden, index: _Index) -> Iterator[Treffer]:
    """Give the longest word groups that were left out somewhere."""
    start, last = 0, len(words.vormen) - _GROEP
    while start <= last:
        bron = _bron(index, _groep(words, start), tekst)
        end = start
        while end <= last and _bron(index, _groep(words, end), tekst):
            end += 1
        if bron is not None:
            group = " ".join(words.vormen[start : end + _GROEP - 1])
            yield Treffer(soort="woordgroep", pad=tekst.pad, bron=bron[1].pad, tekst=group)
        start = max(end, start + 1)


def _vast(gelezen: _Tekst, words: _Woorden, inhoud: Mapping[str, Any]) -> Iterator[Treffer]:
    """Give what may never come back."""
    pad, tekst = gelezen.pad, gelezen.tekst
    plain = f" {_regel(words)} "
    compact = re.sub(r"\W", "", plain)
    adres, bestuurder = inhoud["woonplek"]["adres"], inhoud["bestuurder"]
    for veld in ("straatnaam", "postcode", "bag_nummeraanduiding_id"):
        waarde = adres.get(veld)
        if waarde and (
            f" {_regel(_woorden(waarde))} " in plain
            or (veld != "straatnaam" and _plat(waarde).replace(" ", "") in compact)
        ):
            yield Treffer(soort="adres", pad=pad, bron=f"/woonplek/adres/{veld}", tekst=waarde)
    for veld in ("achternaam", "voornaam"):
        waarde = bestuurder.get(veld)
        naam = _woorden(waarde or "").vormen
        # A name that is a common word (Groot) is meant only where it is written as a name.
        gewoon = all(vorm in _gewone_woorden() for vorm in naam)
        if naam and f" {' '.join(naam)} " in plain and (not gewoon or words.namen.issuperset(naam)):
            yield Treffer(soort="naam", pad=pad, bron=f"/bestuurder/{veld}", tekst=waarde)
    shown = set(_datums(tekst))
    for i, b in enumerate(inhoud["adviesrapport"]["bevindingen"]):
        if b["soort"] == "incident" and shown.intersection(_datums(b["tekst"])):
            yield Treffer(
                soort="incidentdatum", pad=pad, bron=f"/adviesrapport/bevindingen/{i}/tekst", tekst=str(b["id"])
            )


def _datums(tekst: str) -> Iterator[tuple[int, int]]:
    """Give month and day of every date in a text, in figures or in words."""
    for match in _DATUM.finditer(_plat(tekst)):
        woord, dag = match["m3"], match["d3"]
        if woord is None:
            yield int(match["m"] or match["m2"]), int(match["d"] or match["d2"])
        else:
            maand = next(n for n, vorm in enumerate(_MAANDEN, 1) if re.match(vorm, woord))
            yield maand, int(dag) if dag.isdecimal() else _DAGEN.index(dag) + 1


# --- words -----------------------------------------------------------------------------------------------------------


@cache
def _gewone_woorden() -> frozenset[str]:
    return frozenset(_plat(line) for line in _WOORDENLIJST.read_text(encoding="utf-8").split("\n") if line)


def _woorden(tekst: str) -> _Woorden:
    clean = tekst.replace("\u00ad", "")
    return _Woorden(_WOORD.findall(_plat(clean)), frozenset(_plat(naam) for naam in _NAAM.findall(clean)))


def _regel(words: _Woorden) -> str:
    return " ".join(words.vormen)


def _plat(tekst: str) -> str:
    """Give a text in small letters without diacritics."""
    if tekst.isascii():
        return tekst.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFKD", tekst.casefold().replace("’", "'")))
