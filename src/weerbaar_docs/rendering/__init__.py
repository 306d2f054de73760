# SPDX-License-Identifier: EUPL-1.2
"""Adviesrapport + template -> Conceptrapport (document 2): fill the Word template, turn it into PDF/A-3a + PDF/UA-1.

(1) a report template sees {rapportinhoud, bva_besluit, huisstijl} and nothing else; without a besluit it is a CONCEPT;
(2) template and engine are those of the huisstijl, and herkomst names both; titles are neutral (R-META-1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes, digest, sha256
from weerbaar_docs.model import Adviesrapport, thaw
from weerbaar_docs.rendering import docx
from weerbaar_docs.rendering.gedrukt import printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl, check_huisstijl
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Herkomst:
    """Where rendered bytes come from; the same herkomst and data give the same bytes."""

    template_sha256: str
    engine: str
    engine_versie: str
    fonts_sha256: str
    bibliotheek_versie: str
    datum: str

    def as_json(self) -> dict[str, str]:
        """Give the object that goes into vaststelling/v1."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A rendered document: the editable Word file, its PDF and their herkomst."""

    docx: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    herkomst: Herkomst

    @property
    def pdf_sha256(self) -> str:
        """The digest of the unstamped, unsigned PDF."""
        return sha256(self.pdf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conceptrapport:
    """The report as the BVA gets to see it before the besluit: marked CONCEPT, never signed."""

    rapport: Adviesrapport
    document: Document


def render(
    document: str,
    context: Mapping[str, Any],
    *,
    datum: date,
    titel: str,
    huisstijl: Huisstijl = HUISSTIJL,
    gegevens: Mapping[str, Any] | None = None,
    pdf: bool = True,
) -> Document:
    """Fill the template of a document and make its PDF; `gegevens` go with the PDF as JSON unless the huisstijl says no.

    Raises ValidationError (huisstijl), PluginError (the template's engine is not there), or RenderingError when the
    template or the data cannot be rendered.
    """
    check_huisstijl(huisstijl)
    style = thaw(huisstijl.gegevens)
    check_part("huisstijl", style)
    sjabloon = huisstijl.sjabloon(document)
    motor = huisstijl.motor(sjabloon)
    filled = docx.fill(sjabloon.docx, {**thaw(context), "huisstijl": style}, datum=datum, titel=titel)
    bare = gegevens is None or document in huisstijl.zonder_gegevens
    attached = None if bare else canonical_bytes(thaw(gegevens))
    return Document(
        docx=filled,
        pdf=motor.to_pdf(filled, titel=titel, datum=datum, gegevens=attached) if pdf else b"",
        herkomst=Herkomst(
            template_sha256=sha256(sjabloon.docx),
            engine=motor.naam,
            engine_versie=motor.versie,
            fonts_sha256=motor.fonts_sha256,
            bibliotheek_versie=version("weerbaar-docs"),
            datum=datum.isoformat(),
        ),
    )


def render_rapport(
    rapport: Adviesrapport,
    bva_besluit: Mapping[str, Any] | None,
    *,
    datum: date,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Document:
    """Render the bestuurdersversie; with a besluit it is definitief, without it a CONCEPT."""
    context = {"rapportinhoud": rapport.inhoud, "bva_besluit": bva_besluit}
    return render(
        "adviesrapport",
        context,
        huisstijl=huisstijl,
        datum=datum,
        titel=neutral_title(rapport.rapport_sha256),
        gegevens=printed(thaw(context), huisstijl.sjabloon("adviesrapport").velden),
    )


def render_concept(rapport: Adviesrapport, *, datum: date, huisstijl: Huisstijl = HUISSTIJL) -> Conceptrapport:
    """Render the concept: no besluit, watermark CONCEPT, payers not yet known."""
    return Conceptrapport(rapport=rapport, document=render_rapport(rapport, None, datum=datum, huisstijl=huisstijl))


def neutral_title(sha: str) -> str:
    """Give a title that tells nothing of its subject (R-META-1)."""
    return title_of(f"WD-{sha[:8]}")


def neutral_kenmerk(value: Any) -> str:
    """Give what a document about a JSON value is called: of the same value the same, and nothing of what it says (R-META-1)."""
    return f"WD-{digest(value)[:16]}"


def title_of(kenmerk: str) -> str:
    """Give the title of a document that has a kenmerk, which is neutral itself."""
    return f"Bericht {kenmerk}"
