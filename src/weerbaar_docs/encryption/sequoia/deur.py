# SPDX-License-Identifier: EUPL-1.2
"""The only door to pysequoia: keys and bytes in, bytes out, and of every error only that there was one.

What pysequoia says of an error is a backtrace with paths of the machine that it was built on; it goes no further than here.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple

from weerbaar_docs.encryption.fouten import encryption_error

try:
    import pysequoia
except ImportError:
    raise encryption_error(
        "SLEUTEL-SEQUOIA",
        "de achterkant sequoia is gekozen en pysequoia is niet geïnstalleerd of start niet",
        "Installeer weerbaar-docs[sequoia], of kies de achterkant gnupg.",
    ) from None

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

Certificaat = pysequoia.Cert
GeheimeSleutel = pysequoia.Tsk
Ondertekenaar = pysequoia.PySigner
Ontcijferaar = pysequoia.PyDecryptor
_NO_SIGNATURE = "Signature verification failed"


class Geweigerd(Exception):  # noqa: N818 - it is never seen outside this package
    """Sequoia did not do it; `handtekening` says that it was about a signature."""

    def __init__(self, *, handtekening: bool = False) -> None:
        """Keep nothing else."""
        super().__init__()
        self.handtekening = handtekening


class Gelezen(NamedTuple):
    """What came out of a message, and of its signatures: the ids that were asked for, and those that are good."""

    inhoud: bytes
    gevraagd: list[str]
    goed: list[tuple[str, str]]


class LosseHandtekening(NamedTuple):
    """What stands in a detached signature: `uitgever` it names, `sleutel` made it; empty when it does not hold."""

    versie: int
    binair: bool
    digest: str
    gezet: datetime | None
    verloopt: datetime | None
    uitgever: str
    sleutel: str


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Turn what Sequoia throws into our own error; a panic in Rust is no Exception."""
    told: Geweigerd | None = None
    try:
        yield
    except (RuntimeError, ValueError, TypeError, OverflowError, OSError) as error:
        told = Geweigerd(handtekening=str(error).startswith(_NO_SIGNATURE))
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        told = Geweigerd()
    if told is not None:
        raise told from None


def read_public(data: bytes) -> Certificaat:
    """Read a certificate."""
    with _quiet():
        return pysequoia.Cert.from_bytes(data)


def read_secret(data: bytes) -> GeheimeSleutel:
    """Read a secret key."""
    with _quiet():
        return pysequoia.Tsk.from_bytes(data)


def judged(certificate: Certificaat) -> tuple[bool, datetime | None]:
    """Give whether Sequoia holds a certificate revoked, and when it expires by Sequoia's reading."""
    with _quiet():
        return certificate.is_revoked, certificate.expiration


def written(key: Certificaat | GeheimeSleutel) -> bytes:
    """Give a certificate or secret key as binary OpenPGP; what was read cannot always be written again."""
    with _quiet():
        return bytes(key)


def public_part(key: GeheimeSleutel) -> Certificaat:
    """Give the certificate of a secret key."""
    with _quiet():
        return key.extract_certificate()


def fingerprint(certificate: Certificaat) -> str:
    """Give the fingerprint of the primary key, in capitals."""
    with _quiet():
        return certificate.fingerprint.upper()


def key_packets(data: bytes) -> tuple[str, ...]:
    """Give the fingerprint of each key packet, secret or public, in their order."""
    with _quiet():
        return tuple(p.fingerprint.upper() for p in pysequoia.packet.PacketPile.from_bytes(data) if p.fingerprint)


def merged(one: Certificaat, other: Certificaat) -> Certificaat:
    """Give what two copies of one certificate hold together."""
    with _quiet():
        return one.merge(other)


def generate(user_id: str, seconds: int | None) -> GeheimeSleutel:
    """Make a key of Curve25519 that is valid for these seconds, or without end."""
    with _quiet():
        return pysequoia.Tsk.generate(user_id, cipher_suite=pysequoia.CipherSuite.Cv25519, validity_seconds=seconds)


def signer(key: GeheimeSleutel, password: str | None) -> Ondertekenaar:
    """Open the part of a secret key that signs."""
    with _quiet():
        return key.signer(password)


def decryptor(key: GeheimeSleutel, password: str | None) -> Ontcijferaar:
    """Open the part of a secret key that decrypts."""
    with _quiet():
        return key.decryptor(password)


def sign(data: bytes, by: Ondertekenaar) -> bytes:
    """Give a binary detached signature."""
    with _quiet():
        return bytes(pysequoia.sign(by, bytes(data), mode=pysequoia.SignatureMode.DETACHED, armor=False))


def seal(data: bytes, *, by: Ondertekenaar, to: Sequence[Certificaat]) -> bytes:
    """Sign and encrypt to every key that can be encrypted to in these certificates."""
    with _quiet():
        return bytes(pysequoia.encrypt(bytes=bytes(data), recipients=to, signer=by, armor=False))


def seal_file(source: str, target: str, *, by: Ondertekenaar, to: Sequence[Certificaat]) -> None:
    """Do so from path to path."""
    with _quiet():
        pysequoia.encrypt_file(source, target, recipients=to, signer=by, armor=False)


def open_message(data: bytes, *, key: Ontcijferaar, by: Certificaat) -> Gelezen:
    """Decrypt and look for signatures by this certificate."""
    asked: list[str] = []
    with _quiet():
        made = pysequoia.decrypt(bytes(data), decryptor=key, store=_store(by, asked))
        return Gelezen(made.bytes or b"", asked, _good(made.valid_sigs))


def open_file(source: str, target: str, *, key: Ontcijferaar, by: Certificaat) -> Gelezen:
    """Do so from path to path; `inhoud` stays empty."""
    asked: list[str] = []
    with _quiet():
        made = pysequoia.decrypt_file(source, target, decryptor=key, store=_store(by, asked))
        return Gelezen(b"", asked, _good(made.valid_sigs))


def read_detached(signature: bytes, data: bytes, *, by: Certificaat) -> LosseHandtekening:
    """Read a detached signature, and check it over data by this certificate."""
    key = ""
    with _quiet():
        found = pysequoia.Sig.from_bytes(signature)
    with contextlib.suppress(Geweigerd), _quiet():
        good = _good(pysequoia.verify(bytes(data), store=lambda _ids: [by], signature=found).valid_sigs)
        key = good[0][1] if len(good) == 1 and good[0][0] == by.fingerprint.upper() else ""
    with _quiet():
        return LosseHandtekening(
            versie=found.version,
            binair=found.signature_type == pysequoia.packet.SignatureType.Binary,
            digest=str(found.hash_algorithm).rpartition(".")[2],
            gezet=found.created,
            verloopt=found.expiration,
            uitgever=(found.issuer_fingerprint or "").upper(),
            sleutel=key,
        )


def _store(by: Certificaat, asked: list[str]) -> Any:
    def store(ids: list[str]) -> list[Certificaat]:
        asked.extend(i.upper() for i in ids)
        return [by]

    return store


def _good(signatures: Sequence[Any]) -> list[tuple[str, str]]:
    return [(s.certificate.upper(), s.signing_key.upper()) for s in signatures]
