# SPDX-License-Identifier: EUPL-1.2
"""CRLs that somebody has himself + the chain of a seal -> whether one of its certificates was revoked, offline.

(1) a list counts when the issuer of the certificate signed it, whether or not the certificate names an address for it;
(2) who was revoked after the moment that is proven was not revoked then; (3) a list of which this cannot be said (a delta, or
of several issuers) is refused, never skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID

from weerbaar_docs.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_PEM: Final = b"-----BEGIN X509 CRL-----"
ZEGEL_INGETROKKEN: Final = "het zegel is ingetrokken"
UITGEVER_INGETROKKEN: Final = "een uitgever van het zegel is ingetrokken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lijstoordeel:
    """What the lists say: why the seal does not hold (or nothing), and of when the list is that was asked about the seal."""

    reden: str = ""
    lijst_van: datetime | None = None


def read_crls(data: bytes) -> tuple[bytes, ...]:
    """Give the CRLs (DER) in a file of PEM or DER; raises VerificationError."""
    blocks = [_PEM + block for block in data.split(_PEM)[1:]]
    try:
        lists = [x509.load_pem_x509_crl(b) for b in blocks] if blocks else [x509.load_der_x509_crl(data)]
        whole = all(_is_whole(lijst) for lijst in lists)
    except ValueError:
        whole = False
    if not whole:
        raise VerificationError.because(
            "ZEGEL-INTREKKINGSLIJST",
            "een bestand is geen leesbare, volledige intrekkingslijst (CRL) van één uitgever",
            "Vraag de uitgever van het zegel om zijn volledige CRL, als PEM of DER.",
        )
    return tuple(lijst.public_bytes(Encoding.DER) for lijst in lists)


def is_list_of(lijst: bytes, certificaten: Sequence[bytes]) -> bool:
    """Say whether one of these certificates (DER) signed this CRL (DER): else it says nothing about any of them."""
    try:
        loaded = x509.load_der_x509_crl(lijst)
        return any(_is_of(loaded, x509.load_der_x509_certificate(der)) for der in certificaten)
    except (UnsupportedAlgorithm, TypeError, ValueError):  # a key or certificate that no list can be checked with
        return False


def judge_by_lists(path: Any, lijsten: Sequence[bytes], moment: datetime) -> Lijstoordeel:
    """Judge a chain of pyHanko (None: there is none) by these lists, at a moment."""
    if path is None or not lijsten:
        return Lijstoordeel()
    chain = [x509.load_der_x509_certificate(found.dump()) for found in path.iter_certs(include_root=True)]
    loaded = [x509.load_der_x509_crl(der) for der in lijsten]
    asked: list[datetime] = []
    for issuer, certificate in pairwise(chain):
        own = [lijst for lijst in loaded if _is_of(lijst, issuer)]
        if any(_names(lijst, certificate, moment) for lijst in own):
            return Lijstoordeel(reden=ZEGEL_INGETROKKEN if certificate is chain[-1] else UITGEVER_INGETROKKEN)
        asked = [lijst.last_update_utc for lijst in own]
    return Lijstoordeel(lijst_van=max(asked, default=None))


def _is_of(lijst: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    key: Any = issuer.public_key()
    return bool(lijst.issuer == issuer.subject and lijst.is_signature_valid(key))


def _names(lijst: x509.CertificateRevocationList, certificate: x509.Certificate, moment: datetime) -> bool:
    entry = lijst.get_revoked_certificate_by_serial_number(certificate.serial_number)
    return entry is not None and entry.revocation_date_utc <= moment


def _is_whole(lijst: x509.CertificateRevocationList) -> bool:
    """Say whether a list says it all itself: no changes to another list, no certificates of other issuers."""
    found = {extension.oid: extension.value for extension in lijst.extensions}
    place: Any = found.get(ExtensionOID.ISSUING_DISTRIBUTION_POINT)
    return ExtensionOID.DELTA_CRL_INDICATOR not in found and not (place is not None and place.indirect_crl)
