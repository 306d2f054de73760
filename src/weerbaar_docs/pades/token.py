# SPDX-License-Identifier: EUPL-1.2
"""A PKCS#11 token (smart card, HSM) -> a signer whose key never leaves it; needs the extra `weerbaar-docs[pkcs11]`.

The session stays open as long as the Zegel is there. Each raw signature is checked with the certificate before it is used,
so that a key and a certificate that are no pair are found at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pkcs11
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from pkcs11 import exceptions as fouten
from pyhanko.sign.pkcs11 import PKCS11Signer

from weerbaar_docs.errors import StampingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from asn1crypto import x509

_NIET: Final = "het token met de sleutel is niet te gebruiken: "


def open_token(module: Path, token: str, sleutel: str, pin: bytes, certificaten: Sequence[x509.Certificate]) -> Any:
    """Log in on a token by its label and find the key (and without `certificaten` its certificate) by theirs.

    Raises StampingError.
    """
    own, *chain = certificaten or (None,)
    session = None
    try:
        session, bare = _log_in(module, token, pin)
        signer = _TokenSigner(
            session, key_label=sleutel, cert_label=sleutel, signing_cert=own, ca_chain=chain, use_raw_mechanism=bare
        )
        signer.signing_cert  # noqa: B018 - found now, and once
    except Exception as error:  # noqa: BLE001 - its text quotes labels
        reason, advice = _reason(error, logged_in=session is not None)
    else:
        return signer
    if session is not None:
        session.close()
    raise StampingError.because("ZEGEL-TOKEN", _NIET + reason, advice)


def _log_in(module: Path, token: str, pin: bytes) -> tuple[Any, bool]:
    slots = pkcs11.lib(str(module)).get_slots(token_present=True)
    found = next((slot for slot in slots if slot.get_token().label == token), None)
    if found is None:
        raise fouten.TokenNotPresent
    # Some tokens only sign a digest that was made outside them.
    bare = pkcs11.Mechanism.ECDSA_SHA256 not in found.get_mechanisms()
    text = pin.decode()
    try:
        return found.get_token().open(user_pin=text), bare
    except fouten.UserAlreadyLoggedIn:  # a token lets a whole process in at once, by the pin of its first session
        return found.get_token().open(), bare


def _reason(error: Exception, *, logged_in: bool) -> tuple[str, str]:
    if isinstance(error, (fouten.PinIncorrect, fouten.PinInvalid, fouten.PinLenRange, UnicodeDecodeError)):
        return "de pincode klopt niet", "Verbeter de pincode; na enkele fouten blokkeert een token zichzelf."
    if isinstance(error, fouten.PinLocked):
        return "de pincode is geblokkeerd", "Vraag de beheerder van het token om het vrij te geven."
    if isinstance(error, fouten.TokenNotPresent):
        return "er is geen token met deze naam", "Controleer of het is aangesloten, en pkcs11_token in [zegel]."
    if logged_in and type(error) is pkcs11.PKCS11Error:
        return "de sleutel of het certificaat staat er niet op", "Controleer pkcs11_sleutel in [zegel]."
    return f"het geeft een fout ({type(error).__name__})", "Controleer pkcs11_module in [zegel] en het token zelf."


class _TokenSigner(PKCS11Signer):
    """A signer on a token that checks what the token gave."""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        raw: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
        if not dry_run and not _fits(self.signing_cert.dump(), raw, data):
            raise StampingError.because(
                "ZEGEL-PAAR",
                "de sleutel op het token hoort niet bij het certificaat",
                "Geef het certificaat dat bij deze sleutel is uitgegeven.",
            )
        return raw


def _fits(der: bytes, raw: bytes, data: bytes) -> bool:
    key = pyca.load_der_x509_certificate(der).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(raw, data, padding.PKCS1v15(), SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(raw, data, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
