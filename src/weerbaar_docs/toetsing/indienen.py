# SPDX-License-Identifier: EUPL-1.2
"""Adviesrapport (+ the version that came before) -> the package `indiening`, signed by the adviseur, not sealed yet.

(1) the concept is rendered here and now; the statement `indiening/v1` names its digest and that of its data;
(2) what the toetser has to judge (`toetsingsblad`) is worked out from the data, so that the BVA can work it out again;
(3) a version that was handed in before goes along with the besluit on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes, read_statement, sha256
from weerbaar_docs.encryption.package import ALLES_IN_EEN, pack
from weerbaar_docs.errors import EncryptionError
from weerbaar_docs.establishing import submission
from weerbaar_docs.model import Adviesrapport, Verklaring, freeze, thaw
from weerbaar_docs.rendering import render_concept
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.rules.besluit import CRITERIA
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.treffers import treffers
from weerbaar_docs.vergelijken.gegevens import wijzigingen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from weerbaar_docs.encryption.package import Sleutelbeheer
    from weerbaar_docs.keys import Handtekeningcontrole, Medewerker
    from weerbaar_docs.rendering import Conceptrapport


@dataclass(frozen=True, slots=True, kw_only=True)
class Vorige:
    """The version that was handed in before, and what the BVA decided on it."""

    inhoud: Mapping[str, Any] = field(repr=False)
    bva_besluit: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indieningspakket:
    """What an adviseur hands in: the concept, his signed statement and the package with both."""

    concept: Conceptrapport
    indiening: Verklaring
    pakket: bytes = field(repr=False)


def hand_in(
    rapport: Adviesrapport,
    *,
    medewerker: Medewerker,
    sign: Callable[[bytes], bytes],
    controle: Handtekeningcontrole,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
    vorige: Vorige | None = None,
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN,
) -> Indieningspakket:
    """Render the concept, have it signed (`sign`: detached, by this medewerker's key) and pack it.

    Raises RenderingError, or EncryptionError when the signature is not that of the medewerker.
    """
    concept = concept_of(rapport, now=now, huisstijl=huisstijl)
    verklaring = submission(concept, medewerker=medewerker.id, now=now)
    signed = Verklaring(verklaring=verklaring, handtekening=_signed(verklaring, medewerker, sign, controle, now))
    parts = {
        pakketnamen.INDIENING: verklaring,
        pakketnamen.INDIENING_SIG: signed.handtekening,
        pakketnamen.INHOUD: canonical_bytes(thaw(concept.rapport.inhoud)),
        pakketnamen.CONCEPT: concept.document.pdf,
        pakketnamen.HERKOMST: canonical_bytes(concept.document.herkomst.as_json()),
        pakketnamen.HUISSTIJL: canonical_bytes(thaw(huisstijl.gegevens)),
        pakketnamen.TOETSINGSBLAD: canonical_bytes(toetsingsblad(concept.rapport.inhoud, vorige)),
        **_previous(vorige),
    }
    package = pack(parts, pakket="indiening", sign=sign, sleutelbeheer=sleutelbeheer)
    return Indieningspakket(concept=concept, indiening=signed, pakket=package)


def concept_of(rapport: Adviesrapport, *, now: datetime, huisstijl: Huisstijl = HUISSTIJL) -> Conceptrapport:
    """Render the concept of what would be handed in now: nothing is signed. Raises RenderingError."""
    return render_concept(
        as_sent(canonical_bytes(thaw(rapport.inhoud))), datum=nederlandse_dag(now), huisstijl=huisstijl
    )


def as_sent(inhoud: bytes) -> Adviesrapport:
    """Give the report of its RFC 8785 bytes: a template lists what is in the data in its order, and both sides have this one."""
    return Adviesrapport(inhoud=freeze(read_statement(inhoud)), rapport_sha256=sha256(inhoud))


def toetsingsblad(inhoud: Mapping[str, Any], vorige: Vorige | None) -> dict[str, Any]:
    """Give what the toetser has to judge, and where this version differs from the one before: places, no texts."""
    plain = thaw(inhoud)
    rapport = plain["adviesrapport"]
    found = treffers(plain, None)
    return {
        "soort": "toetsingsblad/v1",
        "rapportnummer": rapport["rapportnummer"],
        "rapport_versie": rapport["versie"],
        "criteria": list(CRITERIA),
        "maatregelen": [m["nummer"] for m in rapport["maatregelen"]],
        "treffers": [
            {"sleutel": t.sleutel, "soort": t.soort, "ernst": t.ernst, "pad": t.pad, "bron": t.bron} for t in found
        ],
        "pkvw_uitzondering": plain["pkvw"]["status"] == "uitzondering",
        "vorige_versie": None if vorige is None else vorige.inhoud["adviesrapport"]["versie"],
        "verschillen": []
        if vorige is None
        else [f"{w.soort} {w.pointer}" for w in wijzigingen(thaw(vorige.inhoud), plain)],
    }


def _previous(vorige: Vorige | None) -> dict[str, bytes]:
    if vorige is None:
        return {}
    parts = {pakketnamen.VORIGE_INHOUD: canonical_bytes(thaw(vorige.inhoud))}
    return (
        parts
        if vorige.bva_besluit is None
        else {**parts, pakketnamen.VORIG_BESLUIT: canonical_bytes(thaw(vorige.bva_besluit))}
    )


def _signed(
    data: bytes,
    medewerker: Medewerker,
    sign: Callable[[bytes], bytes],
    controle: Handtekeningcontrole,
    now: datetime,
) -> bytes:
    made = sign(data)
    try:
        controle.verify_detached(data, made, signer=medewerker.vingerafdruk, not_before=now, now=now)
    except EncryptionError as error:
        raise EncryptionError(*error.meldingen) from None
    return made
