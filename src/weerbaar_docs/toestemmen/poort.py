# SPDX-License-Identifier: EUPL-1.2
"""The registers of a store -> what the gate trusts when it is asked about one dossier.

A certificate of the bestuurder, for a form that he signs with PAdES, is pinned by two sleutelbeheerders who each compared it. Who
wrote the advice (`adviseurs_of`) helps to prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import sha256
from weerbaar_docs.consent import AFKOELTIJD, Registers
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold, insert, pieces
from weerbaar_docs.errors import ConsentError, EncryptionError
from weerbaar_docs.pades import Zegelvertrouwen, read_certificates
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toestemmen.stand import choice_state, look_at_choice, require_same
from weerbaar_docs.toestemmen.stukken import new_record, records
from weerbaar_docs.toestemmingsbewijs.vier_ogen import VIER_OGEN
from weerbaar_docs.toetsing.bij_ccv.rijen import INDIENING, sender_of
from weerbaar_docs.zegelinstellingen import believed_seals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.keys import Handtekeningcontrole
    from weerbaar_docs.nonces import NonceRegister
    from weerbaar_docs.store import Act, Opslag
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


@dataclass(frozen=True, slots=True, kw_only=True)
class Poortinstelling:
    """What the gate takes from the configuration: whose seals are believed, and how long it stays shut after ink."""

    bva_zegels: Zegelvertrouwen
    ccv_zegels: Zegelvertrouwen
    afkoeltijd: timedelta = AFKOELTIJD


def gate_settings(config: Configuratie) -> Poortinstelling:
    """Give what the gate takes from the configuration."""
    return Poortinstelling(
        bva_zegels=believed_seals(config, "bva"),
        ccv_zegels=believed_seals(config, "ccv"),
        afkoeltijd=timedelta(hours=config.get("toestemming.afkoeltijd_uren")),
    )


def gate_registers(
    act: Act,
    opslag: Opslag,
    stand: Dossierstand,
    *,
    vertrouwen: Vertrouwen,
    controle: Handtekeningcontrole,
    nonces: NonceRegister,
    instelling: Poortinstelling,
    vraag: Mapping[str, Any],
) -> Registers:
    """Give what the gate trusts for this dossier and this question (or the toestemming on it).

    A certificate counts that was pinned before the question; the cooling time is never shorter than the form said.
    """
    pinned = _standing(records(act, opslag, stand, "certificaat", alle=True), vraag["verklaring"]["geldig_van"])
    own = {} if pinned is None else {stand.dossier: Zegelvertrouwen(certificaten=(pinned.der,))}
    door = {} if pinned is None else {stand.dossier: pinned.door}
    return Registers(
        sleutels=vertrouwen.sleutels,
        medewerkers=vertrouwen.medewerkers,
        nonces=nonces,
        controle=controle,
        bva_zegels=instelling.bva_zegels,
        ccv_zegels=instelling.ccv_zegels,
        geheim=opslag.geheim,
        bestuurder_zegels=own,
        bestuurder_zegels_door=door,
        afkoeltijd=max(instelling.afkoeltijd, timedelta(hours=vraag["afkoeltijd_uren"])),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staand:
    """The certificate that stands, and who pinned it."""

    der: bytes
    door: frozenset[str]


def _standing(found: list[dict[str, Any]], before: str) -> _Staand | None:
    """Give the certificate that was the last to be pinned by two people before a moment, unless it was retired, even later.

    What takes its place retires it, and one pin of before then counts for nothing: an old certificate wants two people again.
    """
    door: dict[str, frozenset[str]] = {}
    last: _Staand | None = None
    for record in found:
        der = record["der"]
        if record.get("vervallen"):
            door.pop(der, None)
            last = None if last is not None and last.der.hex() == der else last
        elif record["op"] < before:
            door[der] = door.get(der, frozenset()) | {record["door"]}
            if len(door[der]) >= VIER_OGEN:
                last = _Staand(der=bytes.fromhex(der), door=door[der])
                door = {der: door[der]}
    return last


@dataclass(frozen=True, slots=True, kw_only=True)
class Gepind:
    """A certificate that was pinned: its SHA-256 (hex), and whether two people did, so that it counts."""

    sha256: str
    telt: bool


def pin_certificate(
    opslag: Opslag, kenmerk: str, data: bytes, *, vingerafdruk: str, vervallen: bool = False, proef: bool = False
) -> Gepind:
    """Pin the certificate (PEM or DER) with which the bestuurder signs; `vingerafdruk` is the SHA-256 that was compared.

    With `vervallen` one sleutelbeheerder retires it, also for a form that is out already.

    Of those that two people pinned, the last one before a question counts for it. Raises EncryptionError when it is another,
    ConsentError for the adviseur of the dossier, StampingError for what is no certificate.
    """
    stand = read(opslag, kenmerk)
    keuzestand = look_at_choice(opslag, stand)
    with noted(opslag, "vastgelegd", stand.dossier):
        found = read_certificates(data)
        der = found[0].dump() if len(found) == 1 else b""
        if sha256(der) != vingerafdruk.replace(":", "").replace(" ", "").lower():
            raise EncryptionError.because(
                "SLEUTEL-VINGERAFDRUK",
                "de vingerafdruk is niet die van dit ene certificaat",
                "Vergelijk de SHA-256 van het certificaat met de bestuurder zelf, en geef die met --vingerafdruk.",
            )
        if not vervallen:
            require_no_adviseur(opslag, stand)
    told = {"der": der.hex(), "vervallen": vervallen}
    rows = [] if proef else [new_record(opslag, stand, "certificaat", opslag.now(), **told)]
    with opslag.act("vastgelegd", object=stand.dossier, proef=proef) as act:
        hold(act, stand)
        require_role(act, "sleutelbeheerder")
        # A question that was put meanwhile would believe a certificate that says it was there before.
        require_same(keuzestand, choice_state(act, opslag, stand))
        known = records(act, opslag, stand, "certificaat", alle=True)
        insert(act, rows)
    standing = _standing([*known, {**told, "door": opslag.wie, "op": ""}], "Z")  # after every moment
    return Gepind(sha256=sha256(der), telt=standing is not None and standing.der == der)


def adviseurs_of(opslag: Opslag, stand: Dossierstand) -> frozenset[str]:
    """Give who handed in a report of this dossier: what the bestuurder decides is not for them to attest."""
    with opslag.act("dossier_gelezen", object=stand.dossier) as act:
        return frozenset(sender_of(package) for package in pieces(act, opslag, stand, INDIENING))


def require_no_adviseur(opslag: Opslag, stand: Dossierstand) -> None:
    """Raise ConsentError when the adviseur himself would prove a toestemming; the gate would refuse that later."""
    if opslag.wie in adviseurs_of(opslag, stand):
        raise ConsentError.because(
            "TOES-ROL",
            "wie het advies schreef, helpt niet bewijzen dat de bestuurder toestemming geeft",
            "Laat een andere medewerker met dezelfde rol dit doen.",
        )
