# SPDX-License-Identifier: EUPL-1.2
"""Bytes -> sealed bytes that open only as what they are: this dossier, this kind, this digest (AES-256-GCM).

(1) every scope (`bereik`: a pseudonymous dossier id, or REGISTER) has a data key of its own;
(2) that key is kept wrapped, once per holder, to the holder's public key (HPKE, RFC 9180), so that who adds a holder
    needs nobody's secret; without a wrap nothing opens;
(3) the associated data are the RFC 8785 bytes of scope, kind and digest, so that sealed bytes cannot change places;
(4) the digest covers random bytes before the content, or a telephone number could be guessed from it;
(5) a failure says that it failed: never what, for whom or with which key.

>>> sleutel = new_data_key("D-0")
>>> stuk = seal(b"inhoud", sleutel, soort="bijlage")
>>> open_sealed(stuk.inhoud, sleutel, soort="bijlage", sha256=stuk.sha256)
b'inhoud'
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.errors import EncryptionError, ValidationError

MERK: Final = b"WDV1"
REGISTER: Final = "register"  # the scope of what belongs to no dossier: keys, medewerkers, organisaties
_KEY, _NONCE, _TAG, _SALT = 32, 12, 16, 16
_HPKE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_SOORT_SLEUTEL: Final = "houdersleutel/v1"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Houdersleutel:
    """The own key (X25519) of who may open data keys: a medewerker by id, or a process; only in memory and its file."""

    houder: str
    prive: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.prive) != _KEY:
            raise _bad_holder_key()

    @property
    def publiek(self) -> bytes:
        """Give the public half, 32 bytes: what others wrap to."""
        return X25519PrivateKey.from_private_bytes(self.prive).public_key().public_bytes_raw()

    def as_bytes(self) -> bytes:
        """Give the content of the holder's own key file."""
        return canonical_bytes({"soort": _SOORT_SLEUTEL, "houder": self.houder, "prive": _text(self.prive)})

    @classmethod
    def from_bytes(cls, data: bytes) -> Houdersleutel:
        """Read a key file; raises EncryptionError, which quotes nothing of it."""
        try:
            value = read_json(data)
            if set(value) == {"soort", "houder", "prive"} and value["soort"] == _SOORT_SLEUTEL:
                return cls(houder=value["houder"], prive=base64.b64decode(value["prive"], validate=True))
        except (ValidationError, TypeError, ValueError):
            pass
        raise _bad_holder_key()


def new_data_key(bereik: str) -> Datasleutel:
    """Make the data key of a scope."""
    return Datasleutel(bereik=bereik, sleutel=secrets.token_bytes(_KEY))


def new_holder_key(houder: str) -> Houdersleutel:
    """Make the key of a holder."""
    return Houdersleutel(houder=houder, prive=X25519PrivateKey.generate().private_bytes_raw())


def wrap(datasleutel: Datasleutel, houder: str, *, publiek: bytes) -> bytes:
    """Give the data key as this holder may keep it; raises EncryptionError when the public key is none."""
    try:
        to = X25519PublicKey.from_public_bytes(publiek)
        return MERK + _HPKE.encrypt(datasleutel.sleutel, to, _wrap_info(datasleutel.bereik, houder))
    except ValueError:  # also a point to which nobody has a key
        pass
    raise _bad_holder_key()


def unwrap(omhulling: bytes, bereik: str, *, sleutel: Houdersleutel) -> Datasleutel:
    """Give the data key of a scope from a holder's wrap; raises EncryptionError when it does not open."""
    own = X25519PrivateKey.from_private_bytes(sleutel.prive)
    try:
        if omhulling.startswith(MERK):
            found = _HPKE.decrypt(omhulling[len(MERK) :], own, _wrap_info(bereik, sleutel.houder))
            return Datasleutel(bereik=bereik, sleutel=found)
    except (InvalidTag, ValueError):
        pass
    raise _does_not_open()


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


def _wrap_info(bereik: str, houder: str) -> bytes:
    return canonical_bytes({"dossier": bereik, "soort": "datasleutel", "houder": houder})


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
    raise _does_not_open()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _does_not_open() -> EncryptionError:
    return EncryptionError.because(
        "OPSLAG-ZEGEL",
        "een bewaard stuk gaat niet open: het is beschadigd, verwisseld of van een andere sleutel",
        "Stop; laat de beheerder de opslag en de houdersleutel controleren.",
    )


def _bad_holder_key() -> EncryptionError:
    return EncryptionError.because(
        "OPSLAG-HOUDERSLEUTEL",
        "dit is geen houdersleutel, of niet het hele openbare deel",
        "Geef het bestand of het openbare deel zoals het is gemaakt (medewerker maak-sleutel).",
    )
