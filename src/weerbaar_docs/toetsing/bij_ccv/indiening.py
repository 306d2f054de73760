# SPDX-License-Identifier: EUPL-1.2
"""The newest version of a dossier -> Ingezonden: handed in at the BVA, with its sealed file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.dossiers.lezen import identify, open_dossier
from weerbaar_docs.dossiers.stukken import hold, insert, pieces, put, require_status, step
from weerbaar_docs.encryption import Indiening, seal_for_bva
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.package import ALLES_IN_EEN
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import freeze, rapport_digest
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toetsing.afgifte import hand_over
from weerbaar_docs.toetsing.bij_ccv.rijen import INDIENING, report_in, sender_of
from weerbaar_docs.toetsing.indienen import Vorige, concept_of, hand_in
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted
from weerbaar_docs.toetsing.vervangen import Vervanging, acting_for, require_substitute
from weerbaar_docs.validation import adviesrapport, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.encryption.package import Sleutelbeheer
    from weerbaar_docs.keys import Medewerker
    from weerbaar_docs.rendering import Conceptrapport
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.rules import Instellingen
    from weerbaar_docs.store import Act, Opslag
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingezonden:
    """What was handed in: of which dossier and version, with which digests, and the sealed file for the BVA (none of a trial)."""

    dossier: str
    dossiernummer: str
    rapport_versie: int
    rapport_sha256: str
    pdf_sha256: str
    bestand: bytes | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        names = ("dossier", "dossiernummer", "rapport_versie", "rapport_sha256", "pdf_sha256")
        sealed = None if self.bestand is None else sha256(self.bestand)
        return {**{name: getattr(self, name) for name in names}, "sha256": sealed}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Indiener:
    """The adviseur with his own key, whom he believes, and how keys are held."""

    adviseur: Medewerker
    thuis: EigenThuis
    vertrouwen: Vertrouwen
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN

    def sign(self, data: bytes) -> bytes:
        return self.thuis.sign_detached(data, signer=self.adviseur.vingerafdruk)

    def seal(self, package: bytes) -> bytes:
        pin = self.vertrouwen.pin("bva")
        return seal_for_bva(
            Indiening(inhoud=package), ring=self.thuis, afzender=self.adviseur.vingerafdruk, ontvanger=pin
        )


def hand_in_dossier(
    opslag: Opslag,
    kenmerk: str,
    *,
    home: Path,
    huisstijl: Callable[[str], Huisstijl],
    write: Callable[[bytes], None],
    voor: str | None = None,
    vervangingen: Iterable[Vervanging] = (),
    instellingen: Instellingen | None = None,
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN,
    proef: bool = False,
) -> Ingezonden:
    """Hand in the newest version of the report; `home` has the adviseur's own key, `write` keeps the sealed file.

    Raises ValidationError (the report is not ready), ConsentError (role, substitution) or EncryptionError; then nothing was
    handed in. What `write` raises comes after that: it stands. With `proef` nothing is signed.
    """
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("dossier_gelezen", object=pseudoniem) as act:
        stand = open_dossier(act, opslag.blobs, pseudoniem)
        vorige = _last(act, opslag, stand)
    vertrouwen = trusted(opslag)
    with noted(opslag, "ingediend", pseudoniem), ring_of(vertrouwen) as ring:
        require_status(stand, "indienen", "concept")
        wie = replace(_who(opslag, EigenThuis(home=home, ring=ring), vertrouwen), sleutelbeheer=sleutelbeheer)
        concept, package = _made(opslag, stand, vorige, wie, huisstijl, instellingen, proef=proef)
        sealed = None if package is None else wie.seal(package)
    rows = [] if package is None else [put(opslag, stand, INDIENING, package)]
    with opslag.act("ingediend", object=pseudoniem, proef=proef) as act, acting_for(opslag, act, "ingediend", voor):
        hold(act, stand)
        require_role(act, "adviseur")
        if voor is not None:
            require_substitute(vervangingen, voor=voor, door=act.wie, op=stand.vandaag)
        insert(act, rows)
        step(act, stand, "ter_toetsing")
    if sealed is not None:
        _give_out(write, sealed)
    return _sent(stand, concept, sealed)


def hand_in_again(
    opslag: Opslag, kenmerk: str, *, home: Path, write: Callable[[bytes], None], proef: bool = False
) -> str | None:
    """Seal what was handed in once more, for a file that was lost on its way; give its digest, None with `proef`.

    Raises ValidationError when nothing lies at the BVA, ConsentError or EncryptionError.
    """
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("dossier_gelezen", object=pseudoniem) as act:
        stand = open_dossier(act, opslag.blobs, pseudoniem)
        kept = pieces(act, opslag, stand, INDIENING)
    vertrouwen = trusted(opslag)
    with noted(opslag, "ingediend", pseudoniem), ring_of(vertrouwen) as ring:
        require_status(stand, "opnieuw verzenden", "ter_toetsing")
        wie = _who(opslag, EigenThuis(home=home, ring=ring), vertrouwen)
        package = _own(kept, stand, wie.adviseur)
        sealed = None if proef else wie.seal(package)
    with opslag.act("ingediend", object=pseudoniem, proef=proef) as act:
        hold(act, stand)
        require_role(act, "adviseur")
    if sealed is None:
        return None
    _give_out(write, sealed)
    return sha256(sealed)


def _who(opslag: Opslag, thuis: EigenThuis, vertrouwen: Vertrouwen) -> _Indiener:
    """Give who hands in; raises ConsentError for no adviseur, EncryptionError unless his key and that of the BVA are here."""
    adviseur = vertrouwen.medewerkers.require(opslag.wie, "adviseur", vertrouwen.op)
    thuis.require_key(adviseur.vingerafdruk)
    vertrouwen.pin("bva")
    return _Indiener(adviseur=adviseur, thuis=thuis, vertrouwen=vertrouwen)


def _made(
    opslag: Opslag,
    stand: Dossierstand,
    vorige: Vorige | None,
    wie: _Indiener,
    huisstijl: Callable[[str], Huisstijl],
    instellingen: Instellingen | None,
    *,
    proef: bool,
) -> tuple[Conceptrapport, bytes | None]:
    """Give the concept, and the package with it unless this is a trial."""
    rapport = adviesrapport(validate(canonical_bytes(stand.gegevens), instellingen=instellingen))
    style, now = huisstijl(rapport.inhoud["organisatie"]["oin"]), opslag.now()
    if proef:
        return concept_of(rapport, now=now, huisstijl=style), None
    made = hand_in(
        rapport,
        medewerker=wie.adviseur,
        sign=wie.sign,
        controle=wie.thuis.ring,
        now=now,
        huisstijl=style,
        vorige=vorige,
        sleutelbeheer=wie.sleutelbeheer,
    )
    return made.concept, made.pakket


def _sent(stand: Dossierstand, concept: Conceptrapport, sealed: bytes | None) -> Ingezonden:
    return Ingezonden(
        dossier=stand.dossier,
        dossiernummer=stand.dossiernummer,
        rapport_versie=concept.rapport.inhoud["adviesrapport"]["versie"],
        rapport_sha256=concept.rapport.rapport_sha256,
        pdf_sha256=concept.document.pdf_sha256,
        bestand=sealed,
    )


def _own(kept: Iterable[bytes], stand: Dossierstand, adviseur: Medewerker) -> bytes:
    """Give the package of this version that this adviseur handed in: the BVA believes one signer."""
    now = rapport_digest(stand.gegevens)
    package = next((p for p in kept if sha256(canonical_bytes(report_in(p))) == now), None)
    if package is None or sender_of(package) != adviseur.id:
        raise ValidationError.because(
            "INDIENING-ANDER",
            "deze versie is niet door u ingediend",
            "Laat de adviseur die haar indiende haar opnieuw verzenden.",
        )
    return package


def _last(act: Act, opslag: Opslag, stand: Dossierstand) -> Vorige | None:
    """Give the version that was handed in before this one, with the last besluit on it."""
    versie = stand.gegevens["adviesrapport"]["versie"] if "adviesrapport" in stand.gegevens else 0
    found = [report_in(package) for package in pieces(act, opslag, stand, INDIENING)]
    older = [r for r in found if r["adviesrapport"]["versie"] < versie]
    if not older:
        return None
    last = max(older, key=lambda r: int(r["adviesrapport"]["versie"]))
    digest = sha256(canonical_bytes(last))
    besluiten = [b for b in stand.gegevens.get("bva_besluiten", ()) if b["rapport_sha256"] == digest]
    return Vorige(inhoud=freeze(last), bva_besluit=freeze(besluiten[-1]) if besluiten else None)


def _give_out(write: Callable[[bytes], None], sealed: bytes) -> None:
    hand_over(write, sealed, gedaan="Er is ingediend", opnieuw="rapport dien-in --opnieuw")
