# SPDX-License-Identifier: EUPL-1.2
"""Conceptrapport + bva_besluit -> DefinitiefRapport, with the BVA's signed statement `vaststelling/v1`.

Rules, in this order:
1. the toetser is a registered toetser, another person with another key than the opsteller (R-BVA-5);
2. the besluit is on this very rapport_sha256 (R-BVA-1) and keeps the rules of moment `besluit`;
3. teruggestuurd ends here: nothing definitief is made;
4. the report is rendered anew from {rapportinhoud, bva_besluit};
5. the BVA's key signs the statement over both digests, the unstamped PDF and its herkomst.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.errors import ConsentError, ValidationError
from weerbaar_docs.keys import require_distinct
from weerbaar_docs.model import Adviesrapport, freeze, thaw, vaststelling_digest
from weerbaar_docs.rendering import Conceptrapport, Document, render_rapport
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.rules import evaluate
from weerbaar_docs.validation import check_part, check_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.keys import Medewerker, Medewerkersregister


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitiefRapport:
    """The report as established, not yet stamped, with the BVA's signed statement on it."""

    rapport: Adviesrapport
    bva_besluit: Mapping[str, Any] = field(repr=False)
    document: Document
    vaststelling_sha256: str
    verklaring: bytes = field(repr=False)
    handtekening: bytes = field(repr=False)


def establish(
    concept: Conceptrapport,
    bva_besluit: Mapping[str, Any],
    *,
    opsteller: Medewerker,
    toetser: Medewerker,
    medewerkers: Medewerkersregister,
    sign: Callable[[bytes], bytes],
    huisstijl: Mapping[str, Any] = HUISSTIJL,
) -> DefinitiefRapport:
    """Establish a concept; `sign` makes a detached OpenPGP signature with the toetser's own key.

    Raises ValidationError (the besluit breaks a rule or sends the report back) or ConsentError (wrong person).
    """
    if not isinstance(concept, Conceptrapport):
        raise ValidationError.because(
            "STAP-CONCEPT", "vaststellen kan alleen met een conceptrapport", "Maak eerst het concept (render_concept)."
        )
    check_part("bva_besluit", thaw(bva_besluit))
    besloten_op = date.fromisoformat(bva_besluit["besloten_op"])
    registered = (
        medewerkers.require(opsteller.id, "adviseur", besloten_op),
        medewerkers.require(toetser.id, "toetser", besloten_op),
    )
    require_distinct(*registered)
    if registered != (opsteller, toetser):
        raise ConsentError.because(
            "MEDEWERKER-ANDERS",
            "de opsteller of de toetser is niet zoals het medewerkersregister hem kent",
            "Gebruik de medewerker uit het register.",
        )
    _check_besluit(concept.rapport, bva_besluit)

    document = render_rapport(concept.rapport, bva_besluit, datum=besloten_op, huisstijl=huisstijl)
    vaststelling_sha256 = vaststelling_digest(concept.rapport.inhoud, bva_besluit)
    statement = {
        "soort": "vaststelling/v1",
        "besluitnummer": bva_besluit["besluitnummer"],
        "rapport_sha256": concept.rapport.rapport_sha256,
        "vaststelling_sha256": vaststelling_sha256,
        "pdf_sha256": document.pdf_sha256,
        "herkomst": document.herkomst.as_json(),
        "toetser": toetser.id,
        "besloten_op": bva_besluit["besloten_op"],
    }
    check_statement("vaststelling", statement)
    verklaring = canonical_bytes(statement)
    return DefinitiefRapport(
        rapport=concept.rapport,
        bva_besluit=freeze(thaw(bva_besluit)),
        document=document,
        vaststelling_sha256=vaststelling_sha256,
        verklaring=verklaring,
        handtekening=sign(verklaring),
    )


def _check_besluit(rapport: Adviesrapport, bva_besluit: Mapping[str, Any]) -> None:
    gegevens = {**thaw(rapport.inhoud), "bva_besluiten": [thaw(bva_besluit)]}
    faults = [m for m in evaluate(gegevens, momenten=("besluit",)) if m.ernst == "fout"]
    if faults:
        raise ValidationError(*faults)
    if bva_besluit["uitkomst"] == "teruggestuurd":
        raise ValidationError.because(
            "BVA-TERUGGESTUURD",
            "de BVA heeft het rapport teruggestuurd",
            "Maak een nieuwe versie van het rapport en dien die opnieuw in.",
            pad="/bva_besluiten/0/uitkomst",
        )
