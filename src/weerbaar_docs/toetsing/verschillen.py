# SPDX-License-Identifier: EUPL-1.2
"""Concept + definitief rapport -> every difference in their text, each in the place in which a besluit may change it.

(1) both were made with one template, engine and library from one rapportinhoud, so what differs is what the besluit makes differ;
(2) in our own template that is a closed list of places (`Plaats`), and a difference anywhere else is refused by its heading; an
    organisation's own template has its own headings, and its differences are shown as they are;
(3) a measure changes only when the besluit changes it or does not establish it;
(4) the digest over the list is what the toetser agrees with: another list is another digest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.rendering import docx
from weerbaar_docs.rendering.package import read_package
from weerbaar_docs.vergelijken.tekst import Alineawijziging, vergelijk_alineas, vergelijk_woorden

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.rendering import Document

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
]
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PAD: Final = "{urn:schemas-microsoft-com:vml}textpath"
_RAND: Final = re.compile(r"word/(header|footer)[0-9]*\.xml")
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

    def as_json(self, masker: str | None = None) -> dict[str, Any]:
        """Give the object that `--json` prints; with a masker without the words."""
        return {
            "plaats": self.plaats,
            "soort": self.alinea.soort,
            "kop": self.alinea.kop if masker is None else masker,
            "stukken": [
                {"soort": stuk.soort, "tekst": stuk.tekst if masker is None else masker} for stuk in self.alinea.stukken
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verschillen:
    """All differences, in reading order."""

    lijst: tuple[Verschil, ...]

    @property
    def sha256(self) -> str:
        """Give the digest over the whole list, texts included."""
        return digest([verschil.as_json() for verschil in self.lijst])

    @property
    def plaatsen(self) -> frozenset[Plaats]:
        """Give the places in which something differs."""
        return frozenset(verschil.plaats for verschil in self.lijst)


def differences(
    concept: Document, definitief: Document, bva_besluit: Mapping[str, Any], *, eigen_sjabloon: bool = False
) -> Verschillen:
    """Give what the besluit changes; raises VerificationError for a difference where none can come from it."""
    alineas = vergelijk_alineas(docx.alineas(concept.docx), docx.alineas(definitief.docx))
    anders = {d["nummer"] for d in bva_besluit["per_maatregel"] if d["oordeel"] != "vastgesteld"}
    found = [
        *_edges(concept.docx, definitief.docx),
        *(
            Verschil(plaats="eigen_sjabloon" if eigen_sjabloon else _place(alinea, anders), alinea=alinea)
            for alinea in alineas
        ),
    ]
    return Verschillen(lijst=tuple(found))


def _place(alinea: Alineawijziging, anders: set[str]) -> Plaats:
    for plaats, kop in _KOPPEN.items():
        if kop.fullmatch(alinea.kop):
            whole = " ".join((alinea.kop, *(stuk.tekst for stuk in alinea.stukken)))
            about = _NUMMER.findall(alinea.kop if plaats == "maatregel" else whole)
            if plaats in _PER_MAATREGEL and about and not anders & set(about):
                break
            return plaats
    raise _elsewhere(alinea.kop)


def _edges(concept: bytes, definitief: bytes) -> Iterator[Verschil]:
    """Compare what stands above and below every page: only the watermark goes."""
    oud, nieuw = (_edge_words(filled) for filled in (concept, definitief))
    for name in sorted({*oud, *nieuw}):
        before, after = oud.get(name, ""), nieuw.get(name, "")
        if before == after:
            continue
        if " ".join(before.replace(_WATERMERK, "", 1).split()) != after:
            raise _elsewhere("boven of onder aan de pagina")
        stukken = vergelijk_woorden(before, after)
        yield Verschil(plaats="watermerk", alinea=Alineawijziging(soort="gewijzigd", kop="", stukken=stukken))


def _edge_words(filled: bytes) -> dict[str, str]:
    trees = read_package(filled).trees
    return {name: " ".join(" ".join(_words(trees[name])).split()) for name in trees if _RAND.fullmatch(name)}


def _words(tree: Any) -> Iterator[str]:
    for node in tree.iter(f"{_W}t", _PAD):
        yield node.get("string", "") if node.tag == _PAD else node.text or ""


def _elsewhere(kop: str) -> VerificationError:
    known = kop if re.fullmatch(r"[0-9]{1,2}( [^\W\d]+){0,6}|M-[0-9]{2}.*|boven of onder.*", kop) else "het rapport"
    shown = known[:4] if known.startswith("M-") else known
    return VerificationError.because(
        "BVA-VERSCHIL",
        f"onder {shown} verschilt het definitieve rapport van het concept, en dat volgt niet uit het besluit",
        "Stel niet vast; laat het sjabloon en het programma controleren.",
    )
