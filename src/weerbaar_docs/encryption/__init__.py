# SPDX-License-Identifier: EUPL-1.2
"""One function per purpose of encryption, each with its own sealed type; the sealing role.

Vrijgave -> werkgever, or CCV levering on paper (Zending); Bewaarstuk -> the store; Indiening -> BVA; Besluitpakket -> CCV;
Bestuurderszending -> bestuurder; Afdruk -> CCV levering, to be printed; NeutraleBrief -> the organisation that it was
written for. Nothing here loads a connector, and no other function encrypts to the key of a werkgever.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from weerbaar_docs import pakketnamen
from weerbaar_docs.brief import Werkgeversbrief, check_brief
from weerbaar_docs.canonical import sha256
from weerbaar_docs.consent import Registers, Vrijgave, recheck
from weerbaar_docs.encryption.package import ALLES_IN_EEN, check_sender, pack, package_parts, unpack
from weerbaar_docs.errors import ConsentError, EncryptionError
from weerbaar_docs.neutrale_brief import NeutraleBrief, check_neutral_letter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from weerbaar_docs.encryption.achterkant import Achterkant
    from weerbaar_docs.encryption.package import Sleutelbeheer
    from weerbaar_docs.keys import Sleutel, Sleutelregister
    from weerbaar_docs.redaction import Route


class Versleutelaar(Protocol):
    """Who signs with an own key and encrypts: a ring of ours, or somebody's own GnuPG home."""

    def sign_detached(self, data: bytes, *, signer: str) -> bytes:
        """Give a binary detached signature; raises EncryptionError."""

    def sign_and_encrypt(self, data: bytes, *, signer: str, recipients: Sequence[str], doel: str) -> bytes:
        """Give a signed binary message for exactly these recipients; raises EncryptionError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zending:
    """Ciphertext for one werkgever (on paper: for CCV levering, who prints it); all that a connector ever sees."""

    identificatie: str
    ontvanger_oin: str
    versleuteld: bytes = field(repr=False)
    sha256: str
    vertrouwelijkheidaanduiding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A recipient as the sleutelregister knows it: looked up there, of the right kind, valid on the date."""

    sleutels: Sleutelregister
    vingerafdruk: str
    op: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewaarstuk:
    """What only the sealing role may read of a dossier: the established report, files for the werkgever, form and scan."""

    inhoud: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indiening:
    """What an adviseur hands in, sealed to the BVA."""

    inhoud: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Besluitpakket:
    """What the BVA sends back, sealed to CCV levering."""

    inhoud: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bestuurderszending:
    """What goes to the bestuurder, sealed to the bestuurder's own key."""

    inhoud: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Afdruk:
    """What is printed for somebody without a key, sealed to CCV levering: who prints has that key."""

    inhoud: bytes = field(repr=False)


def seal_for_werkgever(
    vrijgave: Vrijgave,
    brief: Werkgeversbrief,
    *,
    ring: Versleutelaar,
    afzender: str,
    registers: Registers,
    now: datetime,
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN,
) -> Zending:
    """Check the Vrijgave once more from bytes, use its nonce and encrypt to the pinned key of the werkgever.

    `brief` was written for this werkgever and report; `afzender` is the fingerprint of CCV levering.
    Raises ConsentError or EncryptionError; then nothing is made and the nonce is as it was.
    """
    statement, package = _released_package(
        vrijgave,
        brief,
        "via_ccv",
        ring=ring,
        afzender=afzender,
        registers=registers,
        now=now,
        sleutelbeheer=sleutelbeheer,
    )
    ontvanger = statement["ontvanger"]
    versleuteld = ring.sign_and_encrypt(
        package, signer=afzender, recipients=[ontvanger["sleutel_vingerafdruk"]], doel="vrijgave"
    )
    return _used(vrijgave, statement, versleuteld, registers)


def seal_on_paper(
    vrijgave: Vrijgave,
    brief: Werkgeversbrief,
    *,
    ring: Versleutelaar,
    afzender: str,
    registers: Registers,
    now: datetime,
    ontvanger: Pin,
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN,
) -> Zending:
    """Go through the same gate for a werkgever without a key: sealed to CCV levering (`ontvanger`), to be printed there.

    Raises ConsentError or EncryptionError; then nothing is made and the nonce is as it was.
    """
    statement, package = _released_package(
        vrijgave,
        brief,
        "op_papier",
        ring=ring,
        afzender=afzender,
        registers=registers,
        now=now,
        sleutelbeheer=sleutelbeheer,
    )
    versleuteld = seal_for_print(Afdruk(inhoud=package), ring=ring, afzender=afzender, ontvanger=ontvanger)
    return _used(vrijgave, statement, versleuteld, registers)


def seal_neutral_letter(
    brief: NeutraleBrief,
    *,
    ring: Versleutelaar,
    afzender: str,
    ontvanger: Pin,
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN,
) -> Zending:
    """Encrypt a letter that is about no dossier to the pinned key of the organisation that it was written for.

    Raises EncryptionError for another letter, another recipient or a key that is not a werkgever's.
    """
    sleutel = _pinned(ontvanger, "werkgever", "neutrale_brief")
    check_neutral_letter(brief, sleutel.houder)
    versleuteld = ring.sign_and_encrypt(
        _package({pakketnamen.BRIEF: brief.pdf}, ring, afzender, sleutelbeheer),
        signer=afzender,
        recipients=[sleutel.vingerafdruk],
        doel="neutrale_brief",
    )
    return _zending(brief.oin, versleuteld, "vertrouwelijk")


def open_zending(versleuteld: bytes, *, ring: Achterkant, afzender: str, now: datetime) -> dict[str, bytes]:
    """Decrypt a zending as the werkgever, check the sender's signatures and every digest of the manifest.

    Gives the files by name, the manifest and its signature too. Raises EncryptionError or VerificationError.
    """
    parts = unpack(ring.decrypt_and_verify(versleuteld, signer=afzender, now=now), pakket="zending")
    check_sender(parts, controle=ring, afzender=afzender, not_before=ring.inspect(afzender).aangemaakt, now=now)
    return parts


def seal_for_store(
    stuk: Bewaarstuk, *, ring: Versleutelaar, afzender: str, ontvanger: Pin, bestuurder: Pin | None = None
) -> bytes:
    """Seal a file to CCV levering, and an established report to the key of the bestuurder too, if there is one."""
    ook = () if bestuurder is None else (_pinned(bestuurder, "bestuurder", "bewaarstuk").vingerafdruk,)
    return _seal(stuk, Bewaarstuk, "bewaarstuk", ring, afzender, ontvanger, "ccv_levering", ook=ook)


def seal_for_bva(stuk: Indiening, *, ring: Versleutelaar, afzender: str, ontvanger: Pin) -> bytes:
    """Seal an Indiening to the BVA."""
    return _seal(stuk, Indiening, "indiening", ring, afzender, ontvanger, "bva")


def seal_for_ccv(stuk: Besluitpakket, *, ring: Versleutelaar, afzender: str, ontvanger: Pin) -> bytes:
    """Seal a Besluitpakket to CCV levering."""
    return _seal(stuk, Besluitpakket, "besluitpakket", ring, afzender, ontvanger, "ccv_levering")


def seal_for_bestuurder(stuk: Bestuurderszending, *, ring: Versleutelaar, afzender: str, ontvanger: Pin) -> bytes:
    """Seal a Bestuurderszending to the bestuurder's pinned key."""
    return _seal(stuk, Bestuurderszending, "bestuurderszending", ring, afzender, ontvanger, "bestuurder")


def seal_for_print(stuk: Afdruk, *, ring: Versleutelaar, afzender: str, ontvanger: Pin) -> bytes:
    """Seal what is to be printed to CCV levering."""
    return _seal(stuk, Afdruk, "afdruk", ring, afzender, ontvanger, "ccv_levering")


def _released_package(
    vrijgave: Vrijgave,
    brief: Werkgeversbrief,
    route: Route,
    *,
    ring: Versleutelaar,
    afzender: str,
    registers: Registers,
    now: datetime,
    sleutelbeheer: Sleutelbeheer,
) -> tuple[dict[str, Any], bytes]:
    """Check the Vrijgave from bytes, for the route that this door is for; give its statement and the package."""
    statement = recheck(vrijgave, registers=registers, now=now)
    if statement["route"] != route:
        raise ConsentError.because(
            "R-TOES-2", "de bestuurder koos een andere route", "Volg de gekozen route van de bestuurder."
        )
    check_brief(brief, vrijgave.stukken.vastgesteld.definitief.rapport.inhoud)
    return statement, _package(package_parts(vrijgave, brief.pdf), ring, afzender, sleutelbeheer)


def _used(vrijgave: Vrijgave, statement: dict[str, Any], versleuteld: bytes, registers: Registers) -> Zending:
    """Use the nonce: whoever comes second gets no ciphertext."""
    registers.nonces.use(statement["nonce"], statement["toestemming_id"])
    inhoud = vrijgave.stukken.vastgesteld.definitief.rapport.inhoud
    return _zending(statement["ontvanger"]["oin"], versleuteld, inhoud["adviesrapport"]["vertrouwelijkheidaanduiding"])


def _package(parts: Mapping[str, bytes], ring: Versleutelaar, afzender: str, sleutelbeheer: Sleutelbeheer) -> bytes:
    return pack(
        parts,
        pakket="zending",
        sign=lambda manifest: ring.sign_detached(manifest, signer=afzender),
        sleutelbeheer=sleutelbeheer,
    )


def _seal(
    stuk: Bewaarstuk | Indiening | Besluitpakket | Bestuurderszending | Afdruk,
    sealed_type: type,
    doel: str,
    ring: Versleutelaar,
    afzender: str,
    ontvanger: Pin,
    soort: str,
    *,
    ook: tuple[str, ...] = (),
) -> bytes:
    if type(stuk) is not sealed_type:
        raise EncryptionError.because(
            "SLEUTEL-STUK", f"dit is geen stuk voor {doel}", "Gebruik de functie die bij dit stuk hoort."
        )
    sleutel = _pinned(ontvanger, soort, doel)
    return ring.sign_and_encrypt(stuk.inhoud, signer=afzender, recipients=[sleutel.vingerafdruk, *ook], doel=doel)


def _pinned(ontvanger: Pin, soort: str, doel: str) -> Sleutel:
    sleutel = ontvanger.sleutels.lookup(ontvanger.vingerafdruk)
    if sleutel.soort != soort:
        raise EncryptionError.because(
            "SLEUTEL-DOEL", f"deze sleutel is niet voor {doel}", "Kies de sleutel van de juiste ontvanger."
        )
    sleutel.check(ontvanger.op)
    return sleutel


def _zending(oin: str, versleuteld: bytes, vertrouwelijkheidaanduiding: str) -> Zending:
    return Zending(
        identificatie=f"WD-{secrets.token_hex(16)}",
        ontvanger_oin=oin,
        versleuteld=versleuteld,
        sha256=sha256(versleuteld),
        vertrouwelijkheidaanduiding=vertrouwelijkheidaanduiding,
    )
