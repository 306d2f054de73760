# SPDX-License-Identifier: EUPL-1.2
"""A signed PDF + Zegelvertrouwen -> Handtekening: whether it is under one of the seals that somebody trusts, offline.

(1) the certificate of the seal itself has to be among the given ones: an issuer gives seals to others too;
(2) the chain is followed as far as the given certificates go, to a self-signed one if it can: on a chain that stops at the
seal, or at an issuer halfway, no list says that what comes after was revoked;
(3) who has a list has the issuer too, so a seal of which the given lists say nothing by lack of an issuer is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from asn1crypto import x509

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.pades.checking import UITGEVER_ONBEKEND, verify_pdf
from weerbaar_docs.pades.eigen_lijsten import is_list_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from weerbaar_docs.pades.checking import Handtekening

ZEGEL_VAN_ANDER: Final = "ZEGEL-VAN-ANDER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zegelvertrouwen:
    """What is believed of the seals of one organisation (all DER).

    `certificaten` are its seals and their issuers, `tsa_vertrouwd` those of time-stamping services, `intrekkingslijsten` CRLs.
    """

    certificaten: tuple[bytes, ...] = field(default=(), repr=False)
    tsa_vertrouwd: tuple[bytes, ...] = field(default=(), repr=False)
    intrekkingslijsten: tuple[bytes, ...] = field(default=(), repr=False)

    def roots(self) -> Iterator[tuple[bytes, ...]]:
        """Give what to take for the end of the chain, the furthest first; at last the seals themselves, without own lists."""
        loaded = [(der, x509.Certificate.load(der)) for der in self.certificaten]
        yield tuple(der for der, found in loaded if found.self_signed != "no")
        yield tuple(der for der, found in loaded if found.self_signed != "no" or found.ca)
        if not any(is_list_of(lijst, self.certificaten) for lijst in self.intrekkingslijsten):
            yield self.certificaten


def verify_seal(pdf: bytes, vertrouwen: Zegelvertrouwen, *, now: datetime) -> Handtekening:
    """Check that a PDF is under one of these seals; raises VerificationError (ZEGEL-VAN-ANDER: of another with the same issuer)."""
    found = _by_issuers(pdf, vertrouwen, now)
    if found.ondertekenaar_sha256 not in {sha256(der) for der in vertrouwen.certificaten}:
        raise VerificationError.because(
            ZEGEL_VAN_ANDER,
            "het zegel is van een uitgever die u vertrouwt, maar zijn eigen certificaat is niet opgegeven",
            "Een uitgever geeft ook anderen een zegel. Gebruik het bestand niet, of geef het certificaat van het zegel zelf op.",
        )
    return found


def _by_issuers(pdf: bytes, vertrouwen: Zegelvertrouwen, now: datetime) -> Handtekening:
    unknown: VerificationError | None = None
    for roots in dict.fromkeys((*vertrouwen.roots(),)):
        try:
            return verify_pdf(
                pdf,
                vertrouwd=roots,
                tussen=vertrouwen.certificaten,
                now=now,
                tsa_vertrouwd=vertrouwen.tsa_vertrouwd,
                intrekkingslijsten=vertrouwen.intrekkingslijsten,
            )
        except VerificationError as error:
            if error.meldingen[0].melding != UITGEVER_ONBEKEND:
                raise
            unknown = error
    assert unknown is not None  # roots() gives at least one
    raise unknown
