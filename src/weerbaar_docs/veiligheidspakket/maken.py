# SPDX-License-Identifier: EUPL-1.2
"""A checked veiligheidspakket -> its parts filled, composed and set as one document, with a kenmerk that names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weerbaar_docs.brief import require_own_words
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import title_of
from weerbaar_docs.rendering.bundel import render_bundel
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.veiligheidspakket.controleren import check_pakket, organisatie_van
from weerbaar_docs.veiligheidspakket.gegevens import contexten, gekozen
from weerbaar_docs.veiligheidspakket.onderdelen import ONDERDELEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from weerbaar_docs.rendering import Document

NAAM = "veiligheidspakket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Veiligheidspakket:
    """The document, its kenmerk, the codes of the parts that still have to be verified, and of those that it leaves out."""

    kenmerk: str
    document: Document
    te_verifieren: tuple[str, ...]
    zonder: tuple[str, ...]


def make_pakket(
    gegevens: Mapping[str, Any],
    contactpunten: Sequence[Mapping[str, Any]],
    *,
    datum: date,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Veiligheidspakket:
    """Make the pack of a starting bestuurder; the same arguments give the same bytes.

    Raises ValidationError with all faults of the data (schema, R-CONT-1, versions), and RenderingError for parts that
    cannot be one document or have words of another kind of organisation (R-BRIEF-2).
    """
    gegevens, contactpunten = thaw(gegevens), thaw(list(contactpunten))
    check_pakket(gegevens, contactpunten, datum=datum, eigen={own.document for own in huisstijl.sjablonen})
    delen = contexten(gegevens, contactpunten, datum=datum)
    pakket = delen[0][1]["pakket"]
    document = render_bundel(NAAM, delen, datum=datum, titel=title_of(pakket["kenmerk"]), huisstijl=huisstijl)
    require_own_words(document, organisatie_van(gegevens))
    given = {onderdeel.code for onderdeel, _ in gekozen(gegevens)}
    return Veiligheidspakket(
        kenmerk=pakket["kenmerk"],
        document=document,
        te_verifieren=tuple(
            onderdeel.code
            for (onderdeel, _), deel in zip(gekozen(gegevens), pakket["onderdelen"], strict=True)
            if not deel["actueel"]
        ),
        zonder=tuple(onderdeel.code for onderdeel in ONDERDELEN if onderdeel.code not in given),
    )
