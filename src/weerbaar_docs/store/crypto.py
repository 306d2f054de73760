# SPDX-License-Identifier: EUPL-1.2
"""Bytes -> sealed bytes that open only as what they are: this dossier, this kind, this digest (AES-256-GCM).

(1) every scope (`bereik`: a pseudonymous dossier id, or REGISTER) has a data key of its own;
(2) that key is kept wrapped, once per holder, under the holder's master key; without a wrap nothing opens;
(3) the associated data are the RFC 8785 bytes of scope, kind and digest, so that sealed bytes cannot change places;
(4) the digest covers random bytes before the content, or a telephone number could be guessed from it;
(5) a failure says that it failed: never what, for whom or with which key.

>>> sleutel = new_data_key("D-0")
>>> stuk = seal(b"inhoud", sleutel, soort="bijlage")
>>> open_sealed(stuk.inhoud, sleutel, soort="bijlage", sha256=stuk.sha256)
b'inhoud'
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.errors import EncryptionError

if TYPE_CHECKING:
    from collections.abc import Mapping

MERK: Final = b"WDV1"
REGISTER: Final = "register"  # the scope of what belongs to no dossier: keys, medewerkers, organisaties
_KEY, _NONCE, _TAG, _SALT = 32, 12, 16, 16
_LARGEST = 2**31 - 1 - _TAG


@dataclass(frozen=True, slots=True, kw_only=True)
class Datasleutel:
    """The data key of one scope; only in memory."""

    bereik: str
    sleutel: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzegeld:
    """Sealed bytes, and the SHA-256 of what is in them (random bytes first), without which they do not open."""

    inhoud: bytes = field(repr=False)
    sha256: str


class Sleutelbron(Protocol):
    """Where the master keys of holders come from: a key ring, a file, a hardware module."""

    def master_key(self, houder: str) -> bytes:
        """Give the 32 bytes of this holder's master key; raise EncryptionError when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class GegevenSleutels:
    """A Sleutelbron of bytes that the caller has."""

    sleutels: Mapping[str, bytes] = field(repr=False)

    def master_key(self, houder: str) -> bytes:
        """Give the master key of a holder; raises EncryptionError when it is not there."""
        key = self.sleutels.get(houder)
        if key is None:
            raise EncryptionError.because(
                "OPSLAG-HOOFDSLEUTEL",
                "de hoofdsleutel van deze houder is er niet",
                "Geef de hoofdsleutel van de opslag.",
            )
        return key


def new_data_key(bereik: str) -> Datasleutel:
    """Make the data key of a scope."""
    return Datasleutel(bereik=bereik, sleutel=secrets.token_bytes(_KEY))


def wrap(datasleutel: Datasleutel, houder: str, *, bron: Sleutelbron) -> bytes:
    """Give the data key as this holder may keep it; raises EncryptionError when the master key is not 32 bytes."""
    return _seal(datasleutel.sleutel, _master(bron, houder), _wrap_aad(datasleutel.bereik, houder))


def unwrap(omhulling: bytes, bereik: str, houder: str, *, bron: Sleutelbron) -> Datasleutel:
    """Give the data key of a scope from a holder's wrap; raises EncryptionError when it does not open."""
    return Datasleutel(bereik=bereik, sleutel=_open(omhulling, _master(bron, houder), _wrap_aad(bereik, houder)))


def seal(inhoud: bytes, datasleutel: Datasleutel, *, soort: str) -> Verzegeld:
    """Seal bytes as this kind of thing of the key's scope; raises EncryptionError when they are 2 GiB or more."""
    salted = secrets.token_bytes(_SALT) + inhoud
    digest = sha256(salted)
    sealed = _seal(salted, datasleutel.sleutel, _aad(datasleutel.bereik, soort, digest))
    return Verzegeld(inhoud=sealed, sha256=digest)


def open_sealed(verzegeld: bytes, datasleutel: Datasleutel, *, soort: str, sha256: str) -> bytes:
    """Give the bytes; raises EncryptionError unless scope, kind and digest are those of the sealing, bit for bit."""
    return _open(verzegeld, datasleutel.sleutel, _aad(datasleutel.bereik, soort, sha256))[_SALT:]


def is_sealed(inhoud: bytes) -> bool:
    """Tell whether bytes have the form of sealed bytes (not whether they open)."""
    return inhoud.startswith(MERK) and len(inhoud) >= len(MERK) + _NONCE + _TAG


def _aad(bereik: str, soort: str, digest: str) -> bytes:
    return canonical_bytes({"dossier": bereik, "soort": soort, "sha256": digest})


def _wrap_aad(bereik: str, houder: str) -> bytes:
    return canonical_bytes({"dossier": bereik, "soort": "datasleutel", "houder": houder})


def _master(bron: Sleutelbron, houder: str) -> bytes:
    key = bron.master_key(houder)
    if len(key) != _KEY:
        raise EncryptionError.because(
            "OPSLAG-HOOFDSLEUTEL", "de hoofdsleutel heeft geen 32 bytes", "Geef de hoofdsleutel zoals hij is gemaakt."
        )
    return key


def _seal(inhoud: bytes, key: bytes, aad: bytes) -> bytes:
    if len(inhoud) > _LARGEST:
        raise EncryptionError.because("OPSLAG-GROOT", "dit stuk is te groot voor de opslag", "Bewaar het in delen.")
    nonce = secrets.token_bytes(_NONCE)
    return MERK + nonce + AESGCM(key).encrypt(nonce, inhoud, aad)


def _open(verzegeld: bytes, key: bytes, aad: bytes) -> bytes:
    if is_sealed(verzegeld):
        start = len(MERK) + _NONCE
        try:
            return AESGCM(key).decrypt(verzegeld[len(MERK) : start], verzegeld[start:], aad)
        except InvalidTag:
            pass
    raise EncryptionError.because(
        "OPSLAG-ZEGEL",
        "een bewaard stuk gaat niet open: het is beschadigd, verwisseld of van een andere sleutel",
        "Stop; laat de beheerder de opslag en de hoofdsleutel controleren.",
    )
