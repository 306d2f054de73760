# SPDX-License-Identifier: EUPL-1.2
"""The package `indiening` -> Ingediend, with everything in it checked from bytes and worked out again.

(1) who signed the manifest is the adviseur of the signed statement `indiening/v1`, on these data and this concept;
(2) the data keep the schemas and the rules that a report keeps when it is handed in;
(3) the concept is made anew from the data with the own template and engine, and is that file, byte for byte;
(4) the toetsingsblad is what follows from the data, and from the version before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes, digest, read_json, read_statement
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, check_sender, unpack
from weerbaar_docs.errors import ValidationError, VerificationError
from weerbaar_docs.establishing import check_indiening
from weerbaar_docs.keys import SPELING_MOMENT
from weerbaar_docs.model import Verklaring, freeze, utc_moment
from weerbaar_docs.rendering import Conceptrapport, render_concept
from weerbaar_docs.rules import evaluate
from weerbaar_docs.stamping_pdf import attached_gegevens
from weerbaar_docs.toetsing.indienen import Vorige, as_sent, toetsingsblad
from weerbaar_docs.toetsing.pakket import possible, require_names
from weerbaar_docs.validation import check_herkomst, check_part, checked_statement
from weerbaar_docs.vergelijken import read_kant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from weerbaar_docs.keys import Handtekeningcontrole, Medewerker, Medewerkersregister
    from weerbaar_docs.model import Adviesrapport
    from weerbaar_docs.rendering.huisstijl import Huisstijl

_DOCUMENT: Final = "adviesrapport"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingediend:
    """What was handed in and holds: the concept with its data, who wrote it, and what there is to judge."""

    concept: Conceptrapport
    indiening: Verklaring
    opsteller: Medewerker
    toetsingsblad: Mapping[str, Any] = field(repr=False)
    vorige: Vorige | None
    huisstijl: Huisstijl = field(repr=False)

    @property
    def rapport(self) -> Adviesrapport:
        """Give the report with its digest."""
        return self.concept.rapport


def read_indiening(
    package: bytes,
    *,
    afzender: str,
    medewerkers: Medewerkersregister,
    controle: Handtekeningcontrole,
    huisstijl: Callable[[str], Huisstijl],
    now: datetime,
) -> Ingediend:
    """Check a package that `afzender` (a fingerprint) sent; `huisstijl` gives the own templates for an OIN.

    Raises VerificationError, ValidationError, ConsentError or EncryptionError, naming what does not hold.
    """
    parts = _parts(package, afzender, controle, now)
    inhoud = _inhoud(parts[pakketnamen.INHOUD])
    rapport = as_sent(parts[pakketnamen.INHOUD])
    signed = Verklaring(verklaring=parts[pakketnamen.INDIENING], handtekening=parts[pakketnamen.INDIENING_SIG])
    opsteller = check_indiening(signed, rapport.rapport_sha256, medewerkers=medewerkers, controle=controle, now=now)
    if opsteller.vingerafdruk != afzender:
        raise _broken("INDIENING-AFZENDER", "wie het pakket stuurde, is niet de adviseur die indient")
    vorige = _vorige(parts, inhoud)
    blad = read_json(parts[pakketnamen.TOETSINGSBLAD])
    if canonical_bytes(toetsingsblad(inhoud, vorige)) != parts[pakketnamen.TOETSINGSBLAD]:
        raise _broken("INDIENING-TOETSINGSBLAD", "het toetsingsblad volgt niet uit het rapport")
    style = _style(huisstijl(inhoud["organisatie"]["oin"]), parts)
    return Ingediend(
        concept=_concept(rapport, parts, style, signed),
        indiening=signed,
        opsteller=opsteller,
        toetsingsblad=freeze(blad),
        vorige=vorige,
        huisstijl=style,
    )


def require_same_herkomst(found: Mapping[str, str], expected: Mapping[str, str], *, code: str) -> None:
    """Raise VerificationError naming what differs in how two documents were made; the day in them may differ."""
    other = sorted(name for name in expected if name != "datum" and found.get(name) != expected[name])
    if other:
        raise VerificationError.because(
            code,
            f"het document is hier anders gemaakt dan bij de ander: {', '.join(other)}",
            "Gebruik op beide plaatsen hetzelfde sjabloon, dezelfde lettertypen en dezelfde versie van weerbaar-docs.",
        )


def _parts(package: bytes, afzender: str, controle: Handtekeningcontrole, now: datetime) -> dict[str, bytes]:
    parts = unpack(package, pakket="indiening")
    also = (MANIFEST, MANIFEST_SIG, pakketnamen.VORIGE_INHOUD, pakketnamen.VORIG_BESLUIT)
    require_names(parts, pakketnamen.IN_INDIENING, also=also)
    moment = utc_moment(checked_statement("indiening", parts[pakketnamen.INDIENING])["moment"])
    not_before = possible(moment) - SPELING_MOMENT
    check_sender(parts, controle=controle, afzender=afzender, not_before=not_before, now=now)
    return parts


def _inhoud(data: bytes) -> dict[str, Any]:
    inhoud = read_statement(data)
    if not isinstance(inhoud, dict):
        raise _broken("INDIENING-INHOUD", "de inhoud van het rapport heeft niet de juiste vorm")
    read_kant(canonical_bytes({"rapportinhoud": inhoud, "bva_besluit": None}))
    for name in ("woonplek", "pkvw", "gesprek_werkgever", "gesprek_bestuurder", "adviesrapport"):
        check_part(name, inhoud.get(name))
    faults = [m for m in evaluate(inhoud, momenten=("indienen",)) if m.ernst == "fout"]
    if faults:
        raise ValidationError(*faults)
    return inhoud


def _vorige(parts: Mapping[str, bytes], inhoud: Mapping[str, Any]) -> Vorige | None:
    if pakketnamen.VORIGE_INHOUD not in parts:
        if pakketnamen.VORIG_BESLUIT in parts:
            raise _broken("INDIENING-VORIGE", "er is een besluit op een vorige versie, maar niet die versie zelf")
        return None
    oud = read_statement(parts[pakketnamen.VORIGE_INHOUD])
    read_kant(canonical_bytes({"rapportinhoud": oud, "bva_besluit": None}))
    besluit = read_statement(parts[pakketnamen.VORIG_BESLUIT]) if pakketnamen.VORIG_BESLUIT in parts else None
    if besluit is not None:
        check_part("bva_besluit", besluit)
    same = oud["adviesrapport"]["rapportnummer"] == inhoud["adviesrapport"]["rapportnummer"]
    earlier = oud["adviesrapport"]["versie"] < inhoud["adviesrapport"]["versie"]
    fits = besluit is None or besluit["rapport_sha256"] == digest(oud)
    if not (same and earlier and fits and oud["dossiernummer"] == inhoud["dossiernummer"]):
        raise _broken("INDIENING-VORIGE", "de vorige versie hoort niet bij dit rapport of bij haar besluit")
    return Vorige(inhoud=freeze(oud), bva_besluit=None if besluit is None else freeze(besluit))


def _style(eigen: Huisstijl, parts: Mapping[str, bytes]) -> Huisstijl:
    """Give the own templates with what they see of the huisstijl of the sender, and with or without data as he has it."""
    bare = attached_gegevens(parts[pakketnamen.CONCEPT]) is None
    without = eigen.zonder_gegevens | {_DOCUMENT} if bare else eigen.zonder_gegevens - {_DOCUMENT}
    return replace(eigen, gegevens=freeze(read_statement(parts[pakketnamen.HUISSTIJL])), zonder_gegevens=without)


def _concept(
    rapport: Adviesrapport, parts: Mapping[str, bytes], huisstijl: Huisstijl, signed: Verklaring
) -> Conceptrapport:
    herkomst = read_statement(parts[pakketnamen.HERKOMST])
    check_herkomst(herkomst)
    made = render_concept(rapport, datum=date.fromisoformat(herkomst["datum"]), huisstijl=huisstijl)
    require_same_herkomst(made.document.herkomst.as_json(), herkomst, code="INDIENING-HERKOMST")
    stated = read_statement(signed.verklaring)["pdf_sha256"]
    if made.document.pdf != parts[pakketnamen.CONCEPT] or made.document.pdf_sha256 != stated:
        raise _broken("INDIENING-CONCEPT", "het conceptrapport is niet van deze gegevens gemaakt")
    return made


def _broken(code: str, melding: str) -> VerificationError:
    return VerificationError.because(
        code, melding, "Gebruik het niet; vraag de adviseur om dit rapport opnieuw in te dienen."
    )
