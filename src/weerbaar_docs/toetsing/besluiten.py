# SPDX-License-Identifier: EUPL-1.2
"""Ingediend + bva_besluit -> the package `besluitpakket`, signed by the toetser, not sealed yet.

(1) the definitief rapport is made with what the concept was made with, or nothing is decided (BVA-HERKOMST);
(2) what it says differently was shown, and agreed with by the digest of that list: another list is another agreement;
(3) established: statement, unstamped file, stamp and seal; sent back: the besluit alone, under the toetser's signature;
(4) the huisstijl of the indiening goes along, so that whoever has the package can make the report again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.encryption.package import ALLES_IN_EEN, pack
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.establishing import establish
from weerbaar_docs.keys import require_distinct
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import render_rapport
from weerbaar_docs.stamping import stamp
from weerbaar_docs.toetsing import indienen
from weerbaar_docs.toetsing.beoordelen import check_besluit
from weerbaar_docs.toetsing.meelezen import check_reading
from weerbaar_docs.toetsing.ontvangen import require_same_herkomst
from weerbaar_docs.toetsing.verschillen import Verschillen, differences

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from weerbaar_docs.encryption.package import Sleutelbeheer
    from weerbaar_docs.keys import Handtekeningcontrole, Medewerker, Medewerkersregister
    from weerbaar_docs.model import Verklaring
    from weerbaar_docs.pades import Zegel
    from weerbaar_docs.rendering import Document
    from weerbaar_docs.stamping import VastgesteldRapport
    from weerbaar_docs.toetsing.ontvangen import Ingediend

BESLUIT: Final = "bva_besluit.json"
VASTSTELLING: Final = "vaststelling.json"
VASTSTELLING_SIG: Final = "vaststelling.json.sig"
DEFINITIEF: Final = "definitief.pdf"
RAPPORT: Final = "rapport.pdf"
MEELEZER: Final = "meelezer.json"
MEELEZER_SIG: Final = "meelezer.json.sig"
ALTIJD: Final = (BESLUIT, indienen.INHOUD, indienen.HUISSTIJL_JSON, indienen.VERKLARING, indienen.HANDTEKENING)
BIJ_VASTSTELLING: Final = (VASTSTELLING, VASTSTELLING_SIG, DEFINITIEF, RAPPORT)
BIJ_MEELEZEN: Final = (MEELEZER, MEELEZER_SIG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beslissers:
    """Who decides, and whom the BVA believes; `sign` signs with the key of `toetser`, held as `sleutelbeheer` says."""

    toetser: Medewerker
    medewerkers: Medewerkersregister
    controle: Handtekeningcontrole
    sign: Callable[[bytes], bytes] = field(repr=False)
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Besluitstukken:
    """What was decided: the besluit, the established report unless it was sent back, and the package for the CCV."""

    bva_besluit: Mapping[str, Any] = field(repr=False)
    vastgesteld: VastgesteldRapport | None
    pakket: bytes = field(repr=False)


def preview(ingediend: Ingediend, bva_besluit: Mapping[str, Any]) -> Verschillen:
    """Give what the definitief rapport says differently; nothing when the report is sent back.

    Raises VerificationError when the difference does not follow from the besluit, naming where.
    """
    if bva_besluit["uitkomst"] == "teruggestuurd":
        return Verschillen(lijst=())
    besloten_op = date.fromisoformat(bva_besluit["besloten_op"])
    made = render_rapport(ingediend.rapport, bva_besluit, datum=besloten_op, huisstijl=ingediend.huisstijl)
    return _compare(ingediend, made, bva_besluit)


def decide(
    ingediend: Ingediend,
    bva_besluit: Mapping[str, Any],
    *,
    akkoord: str,
    beslissers: Beslissers,
    zegel: Zegel | None,
    now: datetime,
    meelezing: Verklaring | None = None,
) -> Besluitstukken:
    """Take the besluit; `akkoord` is the digest of the differences that the toetser agreed with.

    Raises ConsentError (wrong person, other differences), ValidationError, VerificationError or StampingError; then
    nothing was signed but what nobody gets.
    """
    check_decision(
        ingediend, bva_besluit, akkoord=akkoord, beslissers=beslissers, zegel=zegel, now=now, meelezing=meelezing
    )
    parts = {
        BESLUIT: canonical_bytes(thaw(bva_besluit)),
        indienen.INHOUD: canonical_bytes(thaw(ingediend.rapport.inhoud)),
        indienen.HUISSTIJL_JSON: canonical_bytes(thaw(ingediend.huisstijl.gegevens)),
        indienen.VERKLARING: ingediend.indiening.verklaring,
        indienen.HANDTEKENING: ingediend.indiening.handtekening,
        **({} if meelezing is None else {MEELEZER: meelezing.verklaring, MEELEZER_SIG: meelezing.handtekening}),
    }
    established = None
    if bva_besluit["uitkomst"] != "teruggestuurd":
        assert zegel is not None
        established = _establish(ingediend, bva_besluit, beslissers, zegel, now)
        require_agreement(_compare(ingediend, established.definitief.document, bva_besluit), akkoord)
        parts |= {
            VASTSTELLING: established.definitief.verklaring,
            VASTSTELLING_SIG: established.definitief.handtekening,
            DEFINITIEF: established.definitief.document.pdf,
            RAPPORT: established.pdf,
        }
    package = pack(parts, pakket="besluitpakket", sign=beslissers.sign, sleutelbeheer=beslissers.sleutelbeheer)
    return Besluitstukken(bva_besluit=bva_besluit, vastgesteld=established, pakket=package)


def check_decision(
    ingediend: Ingediend,
    bva_besluit: Mapping[str, Any],
    *,
    akkoord: str,
    beslissers: Beslissers,
    zegel: Zegel | None,
    now: datetime,
    meelezing: Verklaring | None = None,
) -> None:
    """Check all of a besluit that can be checked before anything is signed; raises as `decide` does."""
    toetser = beslissers.toetser
    require_distinct(ingediend.opsteller, toetser)
    check_besluit(ingediend.rapport.inhoud, bva_besluit)
    beslissers.medewerkers.require(toetser.id, "toetser", date.fromisoformat(bva_besluit["besloten_op"]))
    require_agreement(preview(ingediend, bva_besluit), akkoord)
    if meelezing is not None:
        check_reading(
            meelezing,
            bva_besluit,
            toetser=toetser,
            opsteller=ingediend.opsteller,
            medewerkers=beslissers.medewerkers,
            controle=beslissers.controle,
            now=now,
        )
    if bva_besluit["uitkomst"] != "teruggestuurd":
        _require_zegel(zegel, now)


def require_agreement(found: Verschillen, akkoord: str) -> None:
    """Raise ConsentError unless these are the differences that were agreed with."""
    if found.sha256 != akkoord:
        raise ConsentError.because(
            "BVA-AKKOORD",
            "er is geen akkoord op precies deze verschillen tussen concept en definitief rapport",
            "Bekijk de verschillen (bva besluit zonder akkoord) en geef het controlegetal dat daarbij staat.",
        )


def _require_zegel(zegel: Zegel | None, now: datetime) -> None:
    if zegel is None:
        raise ConsentError.because(
            "BVA-ZEGEL", "vaststellen kan alleen met het zegel van de BVA", "Stel het zegel in onder [zegel]."
        )
    zegel.require_valid(now)


def _establish(
    ingediend: Ingediend, bva_besluit: Mapping[str, Any], beslissers: Beslissers, zegel: Zegel, now: datetime
) -> VastgesteldRapport:
    definitief = establish(
        ingediend.concept,
        bva_besluit,
        indiening=ingediend.indiening,
        toetser=beslissers.toetser.id,
        medewerkers=beslissers.medewerkers,
        controle=beslissers.controle,
        sign=beslissers.sign,
        now=now,
        huisstijl=ingediend.huisstijl,
    )
    return stamp(definitief, zegel=zegel, now=now)


def _compare(ingediend: Ingediend, made: Document, bva_besluit: Mapping[str, Any]) -> Verschillen:
    concept = ingediend.concept.document
    require_same_herkomst(made.herkomst.as_json(), concept.herkomst.as_json(), code="BVA-HERKOMST")
    own = any(sjabloon.document == "adviesrapport" for sjabloon in ingediend.huisstijl.sjablonen)
    return differences(concept, made, bva_besluit, eigen_sjabloon=own)
