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
import hmac
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.model import thaw
from weerbaar_docs.werkgeversversie import werkgeversversie
from weerbaar_docs.woorden import Woorden, datums, delen, plat, staat_in, woorden

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from weerbaar_docs.errors import Ernst

Soort = Literal["woordgroep", "getal", "eigennaam", "zeldzaam_woord", "adres", "naam", "incidentdatum"]

_NOOIT: tuple[Soort, ...] = ("adres", "naam", "incidentdatum")
_GROEP = 4
_KORTSTE_NAAM = 2
_WOORDENLIJST = Path(__file__).with_name("gewone_woorden.txt")
_VORM = re.compile(
    r"[a-z][a-z0-9_]*|[A-Z]{1,4}-[0-9A-Z-]+|[0-9a-f]{64}|\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?|[\d.]+|\d{4}[A-Z]{2}"
)
# Fields that hold words however few they are; elsewhere a single small word is a value of an enumeration.
_VRIJ = frozenset(
    {
        "weerbaarheidsaanpak", "werkplek", "onderdelen", "lokale_risicos", "tekst", "tekst_voor_werkgever",
        "samenvatting", "omschrijving", "motivering", "toelichting", "titel", "norm", "alternatieve_tekst", "tekorten",
        "naam", "functie", "functiebenaming", "wijzigingen_t_o_v_vorige_versie", "verleend_door",
    }
)  # fmt: skip
# A number, or a code such as P4A or C1.07; one digit alone says nothing.
_CODE = re.compile(r"\d.*\d|\d.*[^\W\d]|[^\W\d].*\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Treffer:
    """One thing that comes back: where it stands, where it was left out, and the key by which a person confirms it.

    `ernst` is fout for what may never come back. The text itself is for the person who judges, never for a log. `sleutel` is
    16 hex digits that stand for kind, place and text in this very report: who does not have the report learns nothing of the
    text from it, and in a changed report nothing is confirmed.
    """

    soort: Soort
    pad: str
    bron: str
    tekst: str = field(repr=False)
    sleutel: str

    @property
    def ernst(self) -> Ernst:
        """Say whether this may be confirmed (waarschuwing) or never stays (fout)."""
        return "fout" if self.soort in _NOOIT else "waarschuwing"


def treffers(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any] | None) -> list[Treffer]:
    """Give every Treffer that any choice of the bestuurder can lead to, each once, in the order of the texts.

    What the bestuurder may still leave out counts as left out beside everything that stays, so that the BVA judges
    once and no later choice asks for another besluit.
    """
    getoond = list(_getoond(inhoud, bva_besluit))
    gelezen = [woorden(tekst.tekst) for tekst in getoond]
    nooit = _nooit(inhoud)
    weg = [*_weggelaten(inhoud, getoond), *(t for t in getoond if t.onderdeel)]
    index = _index(weg, _kandidaten(gelezen, gewone_woorden() | _eigen_woorden(inhoud)))
    found: dict[tuple[str, str, str], _Vondst] = {}
    for tekst, words in zip(getoond, gelezen, strict=True):
        for vondst in (*_vast(tekst, words, nooit), *_vrij(tekst, words, index)):
            found.setdefault((vondst.soort, vondst.pad, vondst.tekst), vondst)
    for tekst in _gedrukt(inhoud, bva_besluit):
        for vondst in _vast(tekst, woorden(tekst.tekst), nooit):
            found.setdefault((vondst.soort, vondst.pad, vondst.tekst), vondst)
    geheim = _geheim_van(inhoud)
    return [Treffer(**vondst._asdict(), sleutel=_sleutel(vondst, geheim)) for vondst in found.values()]


def open_treffers(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any]) -> list[Treffer]:
    """Give the Treffers that the besluit does not confirm, or that nobody can confirm."""
    bevestigd = set(bva_besluit.get("redactie_bevestigd", ()))
    return [t for t in treffers(inhoud, bva_besluit) if t.ernst == "fout" or t.sleutel not in bevestigd]


class _Vondst(NamedTuple):
    """What a Treffer is of, without its key."""

    soort: Soort
    pad: str
    bron: str
    tekst: str


def _geheim_van(inhoud: Mapping[str, Any]) -> bytes:
    """Give the key of the keys: with a plain digest, who sees masked output could try words."""
    return hashlib.sha256(b"treffer/v1|" + canonical_bytes(thaw(inhoud))).digest()


def _sleutel(vondst: _Vondst, geheim: bytes) -> str:
    stands_for = f"{vondst.soort}|{vondst.pad}|{vondst.tekst}".encode()
    return hmac.digest(geheim, stands_for, "sha256").hex()[:16]


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


def _gedrukt(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any] | None) -> Iterator[_Tekst]:
    """Give the numbers that stand on the werkgever's version."""
    yield _Tekst("/adviesrapport/rapportnummer", inhoud["adviesrapport"]["rapportnummer"])
    if bva_besluit is not None:
        yield _Tekst("/bva_besluit/besluitnummer", bva_besluit["besluitnummer"])


def _weggelaten(inhoud: Mapping[str, Any], getoond: list[_Tekst]) -> Iterator[_Tekst]:
    """Give every text of the rapportinhoud that the werkgever never reads, by its place: a copy of it is a leak."""
    shown = {tekst.pad for tekst in getoond}
    for key, part in inhoud.items():
        if key not in ("organisatie", "dossiernummer"):
            for pad, tekst in _teksten(part, (key,), vrij=False):
                place = "".join(f"/{step}" for step in pad)
                if place not in shown:
                    yield _Tekst(place, tekst)


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
    return {vorm for text in texts for vorm in woorden(text).vormen}


# --- hits ------------------------------------------------------------------------------------------------------------

_Bron = tuple["Soort", _Tekst]
_Index = dict[tuple[str, ...], list[_Bron]]


def _kandidaten(gelezen: list[Woorden], gewoon: Collection[str]) -> dict[str, Soort | None]:
    """Give every word that is read, with what it is when it was left out: a number, a rare word or nothing by itself."""
    return {vorm: _soort(vorm, gewoon) for words in gelezen for vorm in words.vormen}


def _soort(vorm: str, gewoon: Collection[str]) -> Soort | None:
    if _CODE.search(vorm):
        return "getal"
    if len(vorm) <= 2 or vorm in gewoon:  # noqa: PLR2004 - one or two letters say nothing
        return None
    return None if all(part in gewoon or len(part) == 1 for part in vorm.split("'")) else "zeldzaam_woord"


def _index(weg: Iterable[_Tekst], kandidaten: Mapping[str, Soort | None]) -> _Index:
    """Give kind and sources of what is or may be left out, as far as it is made of words that are read."""
    index: _Index = {}
    for tekst in weg:
        words = woorden(tekst.tekst)
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


def _groep(words: Woorden, start: int) -> tuple[str, ...]:
    return tuple(words.vormen[start : start + _GROEP])


def _bron(index: _Index, key: tuple[str, ...], tekst: _Tekst) -> _Bron | None:
    """Give the first source that can be left out while this text stays."""
    for soort, bron in index.get(key, ()):
        if not bron.onderdeel or bron.onderdeel != tekst.onderdeel:
            return soort, bron
    return None


def _vrij(tekst: _Tekst, words: Woorden, index: _Index) -> Iterator[_Vondst]:
    yield from _woordgroepen(tekst, words, index)
    for vorm in words.vormen:
        hit = _bron(index, (vorm,), tekst)
        # A name that is a common word too (De Groot) is a name only where it is written as one.
        if hit is not None and (hit[0] != "eigennaam" or vorm in words.namen or vorm not in gewone_woorden()):
            yield _Vondst(hit[0], tekst.pad, hit[1].pad, vorm)


def _woordgroepen(tekst: _Tekst, words: Woorden, index: _Index) -> Iterator[_Vondst]:
    """Give the longest word groups that were left out somewhere."""
    start, last = 0, len(words.vormen) - _GROEP
    while start <= last:
        bron = _bron(index, _groep(words, start), tekst)
        end = start
        while end <= last and _bron(index, _groep(words, end), tekst):
            end += 1
        if bron is not None:
            group = " ".join(words.vormen[start : end + _GROEP - 1])
            yield _Vondst("woordgroep", tekst.pad, bron[1].pad, group)
        start = max(end, start + 1)


class _Nooit(NamedTuple):
    """What may never come back, worked out once for a report."""

    geheimen: list[_Geheim]
    incidenten: list[tuple[str, str, frozenset[tuple[int, int]]]]


class _Geheim(NamedTuple):
    """A name or a part of the address; `gewoon`: it is made of common words, so that it may be meant as such."""

    soort: Soort
    bron: str
    waarde: str
    delen: list[list[str]]
    vormen: list[str]
    gewoon: bool


def _nooit(inhoud: Mapping[str, Any]) -> _Nooit:
    geheimen = []
    for soort, bron, waarde in _geheim(inhoud):
        vormen = woorden(waarde).vormen
        gewoon = soort == "naam" and gewone_woorden().issuperset(vormen)
        geheimen.append(_Geheim(soort, bron, waarde, delen(waarde), vormen, gewoon))
    incidenten = [
        (f"/adviesrapport/bevindingen/{i}/tekst", str(b["id"]), frozenset(datums(b["tekst"])))
        for i, b in enumerate(inhoud["adviesrapport"]["bevindingen"])
        if b["soort"] == "incident"
    ]
    return _Nooit(geheimen, incidenten)


def _vast(gelezen: _Tekst, words: Woorden, nooit: _Nooit) -> Iterator[_Vondst]:
    """Give what may never come back; inside another word a person judges whether it is that."""
    pad, tekst = gelezen.pad, gelezen.tekst
    parts = delen(tekst)
    for geheim in nooit.geheimen:
        found = staat_in(geheim.delen, parts)
        if found is False:
            continue
        # A name that is a common word (Groot) is surely meant only where it is written as a name.
        zeker = found is True and (not geheim.gewoon or words.namen.issuperset(geheim.vormen))
        if zeker or found is None or geheim.waarde in tekst:
            yield _Vondst(geheim.soort if zeker else "eigennaam", pad, geheim.bron, geheim.waarde)
    shown = set(datums(tekst))
    for bron, nummer, dagen in nooit.incidenten:
        if shown & dagen:
            yield _Vondst("incidentdatum", pad, bron, nummer)


def _geheim(inhoud: Mapping[str, Any]) -> Iterator[tuple[Soort, str, str]]:
    """Give kind, place and value of every part of the address and the name, also in the forms that people shorten to."""
    adres, bestuurder = inhoud["woonplek"]["adres"], inhoud["bestuurder"]
    for veld in ("straatnaam", "postcode", "bag_nummeraanduiding_id"):
        if waarde := adres.get(veld):
            yield "adres", f"/woonplek/adres/{veld}", waarde
            if veld == "straatnaam" and waarde.endswith("straat"):
                yield "adres", f"/woonplek/adres/{veld}", waarde.removesuffix("aat")
    for veld in ("achternaam", "voornaam"):
        waarde = bestuurder.get(veld) or ""
        parts = [part for part in re.split(r"[\s\-–—]+", waarde) if len(part) > _KORTSTE_NAAM and part[:1].isupper()]
        for part in dict.fromkeys((waarde, *parts)):
            if part:
                yield "naam", f"/bestuurder/{veld}", part


@cache
def gewone_woorden() -> frozenset[str]:
    """Give the common Dutch words, in plain form, that say nothing by themselves."""
    return frozenset(plat(line) for line in _WOORDENLIJST.read_text(encoding="utf-8").split("\n") if line)
