# SPDX-License-Identifier: EUPL-1.2
"""An indiening that was judged, and an agreement with what changes -> Besloten: a besluit in the store, and its sealed file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.errors import ValidationError, VerificationError
from weerbaar_docs.model import vaststelling_digest
from weerbaar_docs.store.data_keys import lock_dossier
from weerbaar_docs.toetsing.besluiten import Beslissers, Voornemen, check_decision, decide
from weerbaar_docs.toetsing.bij_bva.beoordeling import treats
from weerbaar_docs.toetsing.bij_bva.rijen import PAKKET, insert_piece, piece, received, update
from weerbaar_docs.toetsing.bij_bva.stand import look, require_open
from weerbaar_docs.toetsing.bij_bva.verzending import give_out, sealed_for_ccv
from weerbaar_docs.toetsing.bij_bva.voorstel import besluit_now, kept_reading
from weerbaar_docs.toetsing.meelezen import require_reading
from weerbaar_docs.toetsing.vertrouwen import ring_of
from weerbaar_docs.toetsing.vervangen import acting_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from weerbaar_docs.encryption.package import Sleutelbeheer
    from weerbaar_docs.pades import Zegel
    from weerbaar_docs.stamping import VastgesteldRapport
    from weerbaar_docs.store import Act
    from weerbaar_docs.toetsing.besluiten import Besluitstukken
    from weerbaar_docs.toetsing.bij_bva.stand import Toetsing, Zaakstand
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


@dataclass(frozen=True, slots=True, kw_only=True)
class Besloten:
    """A besluit that was taken, with the sealed file for the CCV; of a trial there is neither package nor file."""

    indiening: str
    bva_besluit: Mapping[str, Any] = field(repr=False)
    vaststelling_sha256: str | None
    stukken: Besluitstukken | None = field(default=None, repr=False)
    bestand: bytes | None = field(default=None, repr=False)

    @property
    def vastgesteld(self) -> VastgesteldRapport | None:
        """Give the established report; None when it was sent back, and of a trial."""
        return None if self.stukken is None else self.stukken.vastgesteld

    @property
    def niveau(self) -> str | None:
        """Give the level of the signature under the established report."""
        return None if self.vastgesteld is None else self.vastgesteld.niveau

    @property
    def uitval(self) -> str:
        """Say why that level is lower than what was asked for; empty when it is not."""
        return "" if self.vastgesteld is None else self.vastgesteld.uitval

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        established = self.vastgesteld
        names = ("besluitnummer", "uitkomst", "besloten_op", "rapport_sha256")
        return {
            "indiening": self.indiening,
            **{name: self.bva_besluit[name] for name in names},
            "vaststelling_sha256": self.vaststelling_sha256,
            "eind_sha256": None if established is None else established.eind_sha256,
            "niveau": self.niveau,
            "uitval": self.uitval,
            "sha256": None if self.bestand is None else sha256(self.bestand),
        }


def decide_indiening(
    toetsing: Toetsing,
    kenmerk: str,
    *,
    akkoord: str,
    home: Path,
    zegel: Zegel | None,
    write: Callable[[bytes], None],
    meelezer: bool = False,
    voor: str | None = None,
    proef: bool = False,
) -> Besloten:
    """Take the besluit and seal its package to the CCV; `home` has the toetser's own key, `write` keeps the sealed file.

    `akkoord` is the digest of the differences that were shown. Raises ConsentError, ValidationError, VerificationError,
    StampingError or EncryptionError; then nothing is decided. What `write` raises comes after the besluit: it stands.
    With `proef` all is checked that can be before the first signature, and none is made.
    """
    opslag = toetsing.opslag
    stand, vertrouwen = look(toetsing, kenmerk, "dossier_gelezen")
    with noted(opslag, "besloten", kenmerk), ring_of(vertrouwen) as ring:
        require_open(stand)
        thuis = EigenThuis(home=home, ring=ring)
        beslissers = _deciders(opslag.wie, thuis, vertrouwen, toetsing.sleutelbeheer)
        voornemen = Voornemen(
            ingediend=stand.ingediend,
            bva_besluit=besluit_now(toetsing, stand, beslissers.toetser),
            akkoord=akkoord,
            beslissers=beslissers,
            zegel=zegel,
            now=opslag.now(),
            meelezing=require_reading(kept_reading(stand)) if meelezer else kept_reading(stand),
        )
        thuis.require_key(beslissers.toetser.vingerafdruk)
        made = _try(kenmerk, voornemen, vertrouwen) if proef else _take(kenmerk, voornemen, thuis, vertrouwen)
    _keep(toetsing, stand, made, voor=voor)
    if made.bestand is not None:
        give_out(write, made.bestand)
    return made


def _deciders(wie: str, thuis: EigenThuis, vertrouwen: Vertrouwen, sleutelbeheer: Sleutelbeheer) -> Beslissers:
    toetser = vertrouwen.medewerkers.require(wie, "toetser", vertrouwen.op)
    return Beslissers(
        toetser=toetser,
        medewerkers=vertrouwen.medewerkers,
        controle=thuis.ring,
        sign=lambda data: thuis.sign_detached(data, signer=toetser.vingerafdruk),
        sleutelbeheer=sleutelbeheer,
    )


def _try(kenmerk: str, voornemen: Voornemen, vertrouwen: Vertrouwen) -> Besloten:
    check_decision(voornemen)
    vertrouwen.pin("ccv_levering")
    return _decided(kenmerk, voornemen)


def _take(kenmerk: str, voornemen: Voornemen, thuis: EigenThuis, vertrouwen: Vertrouwen) -> Besloten:
    stukken = decide(voornemen)
    sealed = sealed_for_ccv(stukken.pakket, voornemen.beslissers.toetser, thuis, vertrouwen)
    return replace(_decided(kenmerk, voornemen), stukken=stukken, bestand=sealed)


def _decided(kenmerk: str, voornemen: Voornemen) -> Besloten:
    besluit, inhoud = voornemen.bva_besluit, voornemen.ingediend.rapport.inhoud
    return Besloten(
        indiening=kenmerk,
        bva_besluit=besluit,
        vaststelling_sha256=vaststelling_digest(inhoud, besluit) if voornemen.stelt_vast else None,
    )


def _keep(toetsing: Toetsing, stand: Zaakstand, made: Besloten, *, voor: str | None) -> None:
    """Keep the besluit; of a trial do all of it but the package, and take it back."""
    opslag, kenmerk, proef = toetsing.opslag, stand.indiening, made.stukken is None
    dossier = opslag.pseudonym(stand.ingediend.rapport.inhoud["dossiernummer"])
    row = None
    if made.stukken is not None:
        row = piece(opslag, kenmerk, dossier, PAKKET, made.stukken.pakket, stand.sleutel, proef=proef)
    with opslag.act("besloten", object=kenmerk, proef=proef) as act, acting_for(opslag, act, "besloten", voor):
        lock_dossier(act.connection, dossier)
        staat = stand.staat._replace(toetser=treats(toetsing, act, stand, voor), niveau=made.niveau, uitval=made.uitval)
        _refuse_overtaken(act, stand, dossier)
        _refuse_decided(act, stand)
        if row is not None:
            insert_piece(act, row)
        update(act, stand.gezien, staat, stand.sleutel, status="besloten")


def _refuse_overtaken(act: Act, stand: Zaakstand, dossier: str) -> None:
    newest = max(int(row["versie"]) for row in received(act.connection, dossier))
    if newest > stand.ingediend.toetsingsblad["rapport_versie"]:
        raise ValidationError.because(
            "INDIENING-INGEHAALD",
            "van dit rapport is een latere versie ontvangen",
            "Beoordeel en besluit over de laatste versie.",
        )


def _refuse_decided(act: Act, stand: Zaakstand) -> None:
    """Raise VerificationError when the logboek knows of a besluit that the store forgot: a status can be put back by hand."""
    taken = select(AUDITREGEL.c.volgnummer).where(
        AUDITREGEL.c.handeling == "besloten",
        AUDITREGEL.c.object == stand.indiening,
        AUDITREGEL.c.uitkomst == "gelukt",
    )
    if act.connection.execute(taken.limit(1)).first() is not None:
        raise VerificationError.because(
            "INDIENING-LOGBOEK",
            "volgens het logboek is over deze indiening al besloten, en volgens de opslag niet",
            "Besluit niet; laat de opslag onderzoeken (opslag controleer) en vraag het CCV wat het heeft ontvangen.",
        )
