# SPDX-License-Identifier: EUPL-1.2
"""A Word template -> everything that is wrong with it, at once, each thing with its place (no I/O).

(1) nothing in the template can switch a rule off; (2) no datum is quoted, only names of fields and tags;
(3) what makes a file unreadable is told alone, because then nothing else can be seen;
(4) a rule is one function over the package, or one line of `regels.py` for what docxtpl-lint finds.

    uitslag = lint(Path("adviesrapport.docx").read_bytes(), "adviesrapport")
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.rendering.gedrukt import ALLES
from weerbaar_docs.sjablonen import opmaakregels, pakketregels
from weerbaar_docs.sjablonen.constructies import check_constructions
from weerbaar_docs.sjablonen.contracten import GESTEMPELD, contract, documenten
from weerbaar_docs.sjablonen.docxtpl_deur import read_tags
from weerbaar_docs.sjablonen.figuren import check_figures
from weerbaar_docs.sjablonen.gebrek import BESTAND, Gebrek, Plaats, gebrek
from weerbaar_docs.sjablonen.pakket import read_pakket, unreadable
from weerbaar_docs.sjablonen.regels import LINT_VERSIE, REGELS
from weerbaar_docs.sjablonen.stempelvak import check_stamp_box
from weerbaar_docs.sjablonen.taal import check_sentences
from weerbaar_docs.sjablonen.uitdrukkingen import Gebruik
from weerbaar_docs.sjablonen.velden import read_fields, unused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from weerbaar_docs.rendering.engine import PdfEngine
    from weerbaar_docs.sjablonen.pakket import Pakket

__all__ = [
    "BESTAND",
    "LINT_VERSIE",
    "REGELS",
    "Gebrek",
    "Gebruik",
    "Lintuitslag",
    "Plaats",
    "contract",
    "documenten",
    "gebrek",
    "lint",
    "unused",
    "velden_json",
]

_PAKKETREGELS: Final[tuple[Callable[[Pakket], Iterator[Gebrek]], ...]] = (
    pakketregels.check_code,
    pakketregels.check_ways_out,
    pakketregels.check_active_fields,
    pakketregels.check_people,
    opmaakregels.check_revisions,
    opmaakregels.check_hidden,
    opmaakregels.check_bullets,
    opmaakregels.check_tables,
    opmaakregels.check_pictures,
    opmaakregels.check_language,
    opmaakregels.check_title,
    check_figures,
    check_sentences,
)
_GENOEMD: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lintuitslag:
    """What the lint found in a template, in the order of the document, and the fields that it uses."""

    document: str
    template_sha256: str
    gebreken: tuple[Gebrek, ...]
    gebruik: tuple[Gebruik, ...] = ()

    @property
    def fouten(self) -> tuple[Gebrek, ...]:
        """Give what keeps the template from being used."""
        return tuple(g for g in self.gebreken if g.ernst == "fout")

    @property
    def velden(self) -> tuple[str, ...]:
        """Give the data fields that the template uses, each once; a * follows one of which all that is in it is used."""
        used = (g for g in self.gebruik if not f"{g.pad}.".startswith("huisstijl."))
        return tuple(sorted({f"{g.pad}{ALLES if g.heel else ''}" for g in used}))

    @property
    def waarschuwingen(self) -> tuple[Gebrek, ...]:
        """Give what somebody should look at."""
        return tuple(g for g in self.gebreken if g.ernst != "fout")

    def as_json(self) -> dict[str, Any]:
        """Give one entry of `sjablonen` in schema `sjabloonlint`."""
        return {
            "document": self.document,
            "template_sha256": self.template_sha256,
            "fouten": len(self.fouten),
            "waarschuwingen": len(self.waarschuwingen),
            "gebreken": [g.as_json() for g in self.gebreken],
        }

    def raise_for_faults(self) -> None:
        """Raise RenderingError with every finding when one of them is a fault."""
        if self.fouten:
            raise RenderingError(*(g.as_melding() for g in self.gebreken))


def lint(docx: bytes, document: str, *, motoren: Sequence[PdfEngine] = (TypstEngine(),)) -> Lintuitslag:
    """Find everything that is wrong with a template for a document; raises UsageError for an unknown document.

    `motoren` are the PDF engines there are, by preference: what the first cannot set is a warning when another can.
    """
    contract(document)
    try:
        pakket = read_pakket(docx)
    except RenderingError as error:
        return _uitslag(docx, document, [unreadable(melding) for melding in error.meldingen], ())
    gelezen = read_tags(pakket)
    gebruik, faults = read_fields(gelezen, document)
    found = [found for rule in _PAKKETREGELS for found in rule(pakket)]
    found += [*gelezen.gebreken, *faults, *_not_used(document, gebruik)]
    found += check_stamp_box(pakket) if document in GESTEMPELD else ()
    found += check_constructions(docx, pakket, motoren)
    return _uitslag(docx, document, found, gebruik)


def velden_json() -> bytes:
    """Give the fields that each of our own templates uses, for templates/velden.json."""
    made = {naam: lint(read_resource("templates", f"{naam}.docx"), naam).velden for naam in documenten()}
    return json.dumps(made, indent=1).encode() + b"\n"


def _not_used(document: str, gebruik: Sequence[Gebruik]) -> Iterator[Gebrek]:
    names = [pad for pad in unused(document, gebruik) if not pad.startswith("huisstijl.")]
    if names:
        more = f" en nog {len(names) - _GENOEMD}" if len(names) > _GENOEMD else ""
        shown = ", ".join(names[:_GENOEMD])
        yield gebrek("SJABLOON-ONGEBRUIKT", BESTAND, f"het sjabloon gebruikt niet: {shown}{more}")


def _uitslag(docx: bytes, document: str, found: list[Gebrek], gebruik: tuple[Gebruik, ...]) -> Lintuitslag:
    ordered = sorted(dict.fromkeys(found), key=lambda g: (*g.plaats.order, g.code, g.melding))
    return Lintuitslag(document=document, template_sha256=sha256(docx), gebreken=tuple(ordered), gebruik=gebruik)
