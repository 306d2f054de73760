# SPDX-License-Identifier: EUPL-1.2
"""Ingediend + bva_besluit -> the package `besluitpakket`, signed by the toetser, not sealed yet.

(1) the definitief rapport is made with what the concept was made with, or nothing is decided (BVA-HERKOMST);
(2) the besluit and what it says differently were shown, and agreed with by their digest: another is another agreement; it is
    held against the very document that is signed, before it is;
(3) established: statement, unstamped file, stamp and seal; sent back: the besluit alone, under the toetser's signature;
(4) the huisstijl of the indiening goes along, so that whoever has the package can make the report again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.encryption.package import ALLES_IN_EEN, pack
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.establishing import establish
from weerbaar_docs.keys import require_distinct
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import render_rapport
from weerbaar_docs.stamping import stamp
from weerbaar_docs.toetsing.beoordelen import besluit_digest, check_besluit
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Beslissers:
    """Who decides, and whom the BVA believes; `sign` signs with the key of `toetser`, held as `sleutelbeheer` says."""

    toetser: Medewerker
    medewerkers: Medewerkersregister
    controle: Handtekeningcontrole
    sign: Callable[[bytes], bytes] = field(repr=False)
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Voornemen:
    """A besluit that is about to be taken; `akkoord` is the digest of it and of its differences, which the toetser agreed with."""

    ingediend: Ingediend
    bva_besluit: Mapping[str, Any] = field(repr=False)
    akkoord: str
    beslissers: Beslissers
    zegel: Zegel | None
    now: datetime
    meelezing: Verklaring | None = None

    @property
    def stelt_vast(self) -> bool:
        """Say whether it establishes the report, wholly or in part."""
        return bool(self.bva_besluit["uitkomst"] != "teruggestuurd")


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
        return Verschillen(besluit_sha256=besluit_digest(bva_besluit))
    besloten_op = date.fromisoformat(bva_besluit["besloten_op"])
    made = render_rapport(ingediend.rapport, bva_besluit, datum=besloten_op, huisstijl=ingediend.huisstijl)
    return _compare(ingediend, made, bva_besluit)


def decide(voornemen: Voornemen) -> Besluitstukken:
    """Take the besluit.

    Raises ConsentError (wrong person, other differences), ValidationError, VerificationError or StampingError; then
    nothing was signed but what nobody gets.
    """
    _check(voornemen)
    established = _establish(voornemen)
    beslissers = voornemen.beslissers
    package = pack(
        {**_told(voornemen), **_proof(established)},
        pakket="besluitpakket",
        sign=beslissers.sign,
        sleutelbeheer=beslissers.sleutelbeheer,
    )
    return Besluitstukken(bva_besluit=voornemen.bva_besluit, vastgesteld=established, pakket=package)


def check_decision(voornemen: Voornemen) -> None:
    """Check all of a besluit that can be checked before anything is signed; raises as `decide` does."""
    _check(voornemen)
    require_agreement(preview(voornemen.ingediend, voornemen.bva_besluit), voornemen.akkoord)


def _check(voornemen: Voornemen) -> None:
    """Check everything but the agreement, which is with a document that is still to be made."""
    ingediend, besluit, beslissers = voornemen.ingediend, voornemen.bva_besluit, voornemen.beslissers
    require_distinct(ingediend.opsteller, beslissers.toetser)
    check_besluit(ingediend.rapport.inhoud, besluit)
    beslissers.medewerkers.require(beslissers.toetser.id, "toetser", date.fromisoformat(besluit["besloten_op"]))
    if voornemen.meelezing is not None:
        check_reading(
            voornemen.meelezing,
            besluit,
            toetser=beslissers.toetser,
            opsteller=ingediend.opsteller,
            medewerkers=beslissers.medewerkers,
            controle=beslissers.controle,
            now=voornemen.now,
        )
    if voornemen.stelt_vast:
        _required_zegel(voornemen)


def _told(voornemen: Voornemen) -> dict[str, bytes]:
    """Give the files of every package: what was decided on what, and who read it along."""
    ingediend, meelezing = voornemen.ingediend, voornemen.meelezing
    return {
        pakketnamen.BESLUIT: canonical_bytes(thaw(voornemen.bva_besluit)),
        pakketnamen.INHOUD: canonical_bytes(thaw(ingediend.rapport.inhoud)),
        pakketnamen.HUISSTIJL: canonical_bytes(thaw(ingediend.huisstijl.gegevens)),
        pakketnamen.INDIENING: ingediend.indiening.verklaring,
        pakketnamen.INDIENING_SIG: ingediend.indiening.handtekening,
        **(
            {}
            if meelezing is None
            else {pakketnamen.MEELEZER: meelezing.verklaring, pakketnamen.MEELEZER_SIG: meelezing.handtekening}
        ),
    }


def _proof(established: VastgesteldRapport | None) -> dict[str, bytes]:
    """Give the files of an established report; none of one that was sent back."""
    if established is None:
        return {}
    definitief = established.definitief
    return {
        pakketnamen.VASTSTELLING: definitief.verklaring,
        pakketnamen.VASTSTELLING_SIG: definitief.handtekening,
        pakketnamen.DEFINITIEF: definitief.document.pdf,
        pakketnamen.RAPPORT: established.pdf,
    }


def require_agreement(found: Verschillen, akkoord: str) -> None:
    """Raise ConsentError unless these are the differences that were agreed with."""
    if found.sha256 != akkoord:
        raise ConsentError.because(
            "BVA-AKKOORD",
            "er is geen akkoord op precies deze verschillen tussen concept en definitief rapport",
            "Bekijk de verschillen (bva besluit zonder akkoord) en geef het controlegetal dat daarbij staat.",
        )


def _required_zegel(voornemen: Voornemen) -> Zegel:
    zegel = voornemen.zegel
    if zegel is None:
        raise ConsentError.because(
            "BVA-ZEGEL", "vaststellen kan alleen met het zegel van de BVA", "Stel het zegel in onder [zegel]."
        )
    zegel.require_valid(voornemen.now)
    return zegel


def _establish(voornemen: Voornemen) -> VastgesteldRapport | None:
    """Give the stamped report that was agreed with; None when it is sent back, and that nothing changes was agreed with."""
    ingediend, besluit, beslissers = voornemen.ingediend, voornemen.bva_besluit, voornemen.beslissers
    if not voornemen.stelt_vast:
        require_agreement(preview(ingediend, besluit), voornemen.akkoord)
        return None
    definitief = establish(
        ingediend.concept,
        besluit,
        indiening=ingediend.indiening,
        toetser=beslissers.toetser.id,
        medewerkers=beslissers.medewerkers,
        controle=beslissers.controle,
        sign=beslissers.sign,
        now=voornemen.now,
        huisstijl=ingediend.huisstijl,
        agree=lambda made: require_agreement(_compare(ingediend, made, besluit), voornemen.akkoord),
    )
    return stamp(definitief, zegel=_required_zegel(voornemen), now=voornemen.now)


def _compare(ingediend: Ingediend, made: Document, bva_besluit: Mapping[str, Any]) -> Verschillen:
    concept = ingediend.concept.document
    require_same_herkomst(made.herkomst.as_json(), concept.herkomst.as_json(), code="BVA-HERKOMST")
    own = any(sjabloon.document == "adviesrapport" for sjabloon in ingediend.huisstijl.sjablonen)
    return differences(concept, made, bva_besluit, eigen_sjabloon=own)
