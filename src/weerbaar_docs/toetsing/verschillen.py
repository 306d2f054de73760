# SPDX-License-Identifier: EUPL-1.2
"""Concept + definitief rapport -> every difference in their text and looks, each in the place in which a besluit may change it.

(1) both were made with one template, engine and library from one rapportinhoud, so what differs is what the besluit makes differ;
(2) in our own template that is a closed list of places (`Plaats`), and a difference anywhere else is refused by its heading;
(3) a measure changes only when the besluit changes it or does not establish it;
(4) an organisation's own template has its own headings and may say of the besluit what it likes: its differences are shown as
    they are, and those about measures that were simply established are called `vastgestelde_maatregel`;
(5) words that are struck through or cannot be read are no longer the same words, and other looks of the same words are a
    difference too; what all paragraphs share (styles, lists, settings) can't differ;
    a paragraph that is new, gone or moved is one with its looks, and one without words is one that may cover others;
(6) the digest over the besluit and the list is what the toetser agrees with: not every word of a besluit is printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.rendering import docx
from weerbaar_docs.rendering.package import PRINTED, read_package
from weerbaar_docs.toetsing.beoordelen import besluit_digest
from weerbaar_docs.vergelijken.tekst import Alineawijziging, Tekstdeel, vergelijk_alineas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.rendering import Document
    from weerbaar_docs.rendering.package import Package

Plaats = Literal[
    "watermerk",
    "voorblad",
    "maatregelenlijst",
    "maatregel",
    "vandaag",
    "kosten",
    "vervolg",
    "vaststellingsblad",
    "eigen_sjabloon",
    "vastgestelde_maatregel",
]
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PAD: Final = "{urn:schemas-microsoft-com:vml}textpath"
_RAND: Final = re.compile(r"word/(header|footer)[0-9]*\.xml")
_IN_RAND: Final = "boven of onder aan de pagina"
# What the paragraphs are compared with already, and the date of the file.
_IN_ALINEAS: Final = re.compile(r"\[Content_Types\]\.xml|.*\.rels|word/media/.*|docProps/core\.xml")
_WATERMERK: Final = "CONCEPT"
_NUMMER: Final = re.compile(r"M-[0-9]{2}(?![0-9])")
_KOPPEN: Final[Mapping[Plaats, re.Pattern[str]]] = {
    "voorblad": re.compile(r""),
    "maatregelenlijst": re.compile(r"Maatregelen (werk|wonen|informatie|verplaatsen)"),
    "maatregel": re.compile(r"M-[0-9]{2} .*", re.DOTALL),
    "vandaag": re.compile(r"7 .*"),
    "kosten": re.compile(r"8 .*|Totaal per betaler"),
    "vervolg": re.compile(r"9 .*"),
    "vaststellingsblad": re.compile(r"10 .*"),
}
# Where a paragraph changes for the measures that it is about, and for no other.
_PER_MAATREGEL: Final = ("maatregelenlijst", "maatregel", "vandaag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verschil:
    """One difference: in which place, and the paragraph as it was and as it became."""

    plaats: Plaats
    alinea: Alineawijziging

    def as_json(self) -> dict[str, Any]:
        """Give the object that the digest is taken over, words and looks included."""
        return {
            "plaats": self.plaats,
            "soort": self.alinea.soort,
            "kop": self.alinea.kop,
            "stukken": [{"soort": stuk.soort, "tekst": stuk.tekst} for stuk in self.alinea.stukken],
            "opmaak": [list(look) for look in self.alinea.opmaak],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verschillen:
    """All differences that a besluit makes, in reading order."""

    besluit_sha256: str
    lijst: tuple[Verschil, ...] = ()

    @property
    def sha256(self) -> str:
        """Give the digest over the besluit and the whole list, texts included."""
        return digest({"besluit_sha256": self.besluit_sha256, "lijst": [verschil.as_json() for verschil in self.lijst]})


def differences(
    concept: Document, definitief: Document, bva_besluit: Mapping[str, Any], *, eigen_sjabloon: bool = False
) -> Verschillen:
    """Give what the besluit changes; raises VerificationError for a difference where none can come from it."""
    oud, nieuw = (read_package(document.docx) for document in (concept, definitief))
    _require_same_parts(oud, nieuw)
    anders = {d["nummer"] for d in bva_besluit["per_maatregel"] if d["oordeel"] != "vastgesteld"}
    place = _own_place if eigen_sjabloon else _place
    found = [
        *_watermarks(oud, nieuw),
        *(
            Verschil(plaats=place(alinea, anders), alinea=alinea)
            for alinea in (*_edges(oud, nieuw), *_body(concept, definitief))
        ),
    ]
    return Verschillen(besluit_sha256=besluit_digest(bva_besluit), lijst=tuple(found))


def _body(concept: Document, definitief: Document) -> tuple[Alineawijziging, ...]:
    return vergelijk_alineas(*(docx.alineas(document.docx, opmaak=True) for document in (concept, definitief)))


def _place(alinea: Alineawijziging, anders: set[str]) -> Plaats:
    if alinea.soort == "opmaak":  # our own template never gives the same words other looks
        raise _elsewhere(alinea.kop)
    for plaats, kop in _KOPPEN.items():
        if kop.fullmatch(alinea.kop):
            about = _measures(alinea, heading_only=plaats == "maatregel")
            if plaats in _PER_MAATREGEL and about and not anders & about:
                break
            return plaats
    raise _elsewhere(alinea.kop)


def _own_place(alinea: Alineawijziging, anders: set[str]) -> Plaats:
    """Give the place in a template of which we know no heading; it may say of any measure that it was established."""
    about = _measures(alinea, heading_only=False)
    return "vastgestelde_maatregel" if about and not anders & about else "eigen_sjabloon"


def _measures(alinea: Alineawijziging, *, heading_only: bool) -> set[str]:
    texts = (alinea.kop,) if heading_only else (alinea.kop, *(stuk.tekst for stuk in alinea.stukken))
    return set(_NUMMER.findall(" ".join(texts)))


def _require_same_parts(oud: Package, nieuw: Package) -> None:
    """Raise VerificationError when something differs that no paragraph holds: a template fills in paragraphs alone."""
    parts = [
        {name: data for name, data in package.items() if not (PRINTED.fullmatch(name) or _IN_ALINEAS.fullmatch(name))}
        for package in (oud, nieuw)
    ]
    if parts[0] != parts[1]:
        raise _elsewhere("opmaak van het hele rapport")


def _watermarks(oud: Package, nieuw: Package) -> Iterator[Verschil]:
    """Take the watermark out of what stands above and below every page, and tell of each part that it goes from."""
    for name in filter(_RAND.fullmatch, oud):
        gone, left = (_without_watermark(package.trees.get(name)) for package in (oud, nieuw))
        if left:
            raise _elsewhere(_IN_RAND)
        if gone:
            stuk = Tekstdeel(soort="weg", tekst=_WATERMERK)
            yield Verschil(plaats="watermerk", alinea=Alineawijziging(soort="gewijzigd", kop="", stukken=(stuk,)))


def _without_watermark(tree: Any) -> int:
    """Take each run with the watermark out of a tree, and the paragraph that held nothing else; give how many there were."""
    paths = [] if tree is None else [path for path in tree.iter(_PAD) if path.get("string", "").strip() == _WATERMERK]
    for path in paths:
        run = next(path.iterancestors(f"{_W}r"))
        holder = run.getparent()
        holder.remove(run)
        if holder.tag == f"{_W}p" and all(child.tag == f"{_W}pPr" for child in holder):
            holder.getparent().remove(holder)
    return len(paths)


def _edges(oud: Package, nieuw: Package) -> Iterator[Alineawijziging]:
    """Compare what else stands above and below every page."""
    for name in sorted(filter(_RAND.fullmatch, {*oud, *nieuw})):
        sides = (docx.of_part(package, name, opmaak=True) if name in package else () for package in (oud, nieuw))
        yield from (replace(alinea, kop=_IN_RAND) for alinea in vergelijk_alineas(*sides))


def _elsewhere(kop: str) -> VerificationError:
    known = (
        kop
        if re.fullmatch(r"[0-9]{1,2}( [^\W\d]+){0,6}|M-[0-9]{2}.*|boven of onder.*|opmaak.*", kop)
        else "het rapport"
    )
    shown = known[:4] if known.startswith("M-") else known
    return VerificationError.because(
        "BVA-VERSCHIL",
        f"onder {shown} verschilt het definitieve rapport van het concept, en dat volgt niet uit het besluit",
        "Stel niet vast; laat het sjabloon en het programma controleren.",
    )
