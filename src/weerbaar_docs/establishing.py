# SPDX-License-Identifier: EUPL-1.2
"""Conceptrapport + bva_besluit -> DefinitiefRapport, with the BVA's signed statement `vaststelling/v1`.

Rules, in this order:
1. the adviseur handed this report in with a signed statement `indiening/v1`; the toetser is a registered toetser,
   another person with another key (R-BVA-5);
2. the besluit is on this very rapport_sha256 (R-BVA-1) and keeps the rules of moment `besluit`;
3. teruggestuurd ends here: nothing definitief is made;
4. the report is rendered anew from {rapportinhoud, bva_besluit}, and whoever decides agrees with that very document;
5. the BVA's key signs the statement over both digests, the unstamped PDF and its herkomst.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import digest, read_statement, sha256
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.keys import check_act, require_distinct
from weerbaar_docs.model import Adviesrapport, Verklaring, freeze, thaw, utc_moment, utc_text, vaststelling_digest
from weerbaar_docs.rendering import Conceptrapport, Document, render_rapport
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.rules import evaluate
from weerbaar_docs.validation import check_part, checked_statement, statement_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from weerbaar_docs.keys import Handtekeningcontrole, Medewerker, Medewerkersregister


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitiefRapport:
    """The report as established, not yet stamped, with the BVA's signed statement on it."""

    rapport: Adviesrapport
    indiening: Verklaring
    bva_besluit: Mapping[str, Any] = field(repr=False)
    document: Document
    vaststelling_sha256: str
    verklaring: bytes = field(repr=False)
    handtekening: bytes = field(repr=False)


def submission(concept: Conceptrapport, *, medewerker: str, now: datetime) -> bytes:
    """Make the bytes of `indiening/v1`, with which the adviseur hands in a concept, for that adviseur to sign."""
    statement = {
        "soort": "indiening/v1",
        "rapport_sha256": concept.rapport.rapport_sha256,
        "pdf_sha256": concept.document.pdf_sha256,
        "medewerker": medewerker,
        "moment": utc_text(now),
    }
    return statement_bytes("indiening", statement)


def check_indiening(
    indiening: Verklaring,
    rapport_sha256: str,
    *,
    medewerkers: Medewerkersregister,
    controle: Handtekeningcontrole,
    now: datetime,
) -> Medewerker:
    """Check who handed in this report, from the signed statement; give that adviseur.

    Raises ValidationError, ConsentError (no adviseur on that day) or EncryptionError (the signature does not hold).
    """
    statement = checked_statement("indiening", indiening.verklaring)
    if statement["rapport_sha256"] != rapport_sha256:
        raise ValidationError.because(
            "INDIENING-RAPPORT", "de indiening gaat over een ander rapport", "Laat de adviseur deze versie indienen."
        )
    opsteller, _ = check_act(
        indiening,
        statement,
        "adviseur",
        medewerkers=medewerkers,
        controle=controle,
        not_before=utc_moment(statement["moment"]),
        now=now,
    )
    return opsteller


def establish(
    concept: Conceptrapport,
    bva_besluit: Mapping[str, Any],
    *,
    indiening: Verklaring,
    toetser: str,
    medewerkers: Medewerkersregister,
    controle: Handtekeningcontrole,
    sign: Callable[[bytes], bytes],
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
    agree: Callable[[Document], None] | None = None,
) -> DefinitiefRapport:
    """Establish a concept; `sign` makes a detached OpenPGP signature with the key of `toetser` (an id).

    `agree` is given what would be signed, before it is, and raises when that is not what was agreed with.
    Raises ValidationError (the besluit breaks a rule or sends the report back) or ConsentError (wrong person).
    """
    if not isinstance(concept, Conceptrapport):
        raise ValidationError.because(
            "STAP-CONCEPT", "vaststellen kan alleen met een conceptrapport", "Maak eerst het concept (render_concept)."
        )
    check_part("bva_besluit", thaw(bva_besluit))
    besloten_op = date.fromisoformat(bva_besluit["besloten_op"])
    opsteller = check_indiening(
        indiening, concept.rapport.rapport_sha256, medewerkers=medewerkers, controle=controle, now=now
    )
    if read_statement(indiening.verklaring)["pdf_sha256"] != concept.document.pdf_sha256:
        raise ValidationError.because(
            "INDIENING-RAPPORT", "de indiening gaat over een ander concept", "Laat de adviseur dit concept indienen."
        )
    require_distinct(opsteller, medewerkers.require(toetser, "toetser", besloten_op))
    _check_besluit(concept.rapport, bva_besluit)

    document = render_rapport(concept.rapport, bva_besluit, datum=besloten_op, huisstijl=huisstijl)
    if agree is not None:
        agree(document)
    facts = stated(concept.rapport.inhoud, bva_besluit, document.pdf)
    statement = {"soort": "vaststelling/v1", **facts, "herkomst": document.herkomst.as_json(), "toetser": toetser}
    verklaring = statement_bytes("vaststelling", statement)
    return DefinitiefRapport(
        rapport=concept.rapport,
        indiening=indiening,
        bva_besluit=freeze(thaw(bva_besluit)),
        document=document,
        vaststelling_sha256=facts["vaststelling_sha256"],
        verklaring=verklaring,
        handtekening=sign(verklaring),
    )


def stated(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any], pdf: bytes) -> dict[str, str]:
    """Give what `vaststelling/v1` says of a report, its besluit and its unstamped file: who checks one works it out anew."""
    return {
        "besluitnummer": bva_besluit["besluitnummer"],
        "besloten_op": bva_besluit["besloten_op"],
        "rapport_sha256": digest(thaw(inhoud)),
        "vaststelling_sha256": vaststelling_digest(inhoud, bva_besluit),
        "pdf_sha256": sha256(pdf),
    }


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
