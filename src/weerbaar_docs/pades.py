# SPDX-License-Identifier: EUPL-1.2
"""The only door to pyHanko: the PAdES B-B signature of a PDF and its check, both offline.

A signature holds when (1) there is exactly one, (2) it is intact and valid, (3) its certificate leads to a trusted one
and (4) it covers the whole file, so that nothing was added afterwards.
"""

from __future__ import annotations

import asyncio
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import StampingError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VELD = "Zegel"
_SPELING = timedelta(minutes=5)
_SEAL = {"non_repudiation", "digital_signature"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handtekening:
    """What a good PDF signature says: whose certificate (SHA-256 of its DER), when, and over what."""

    ondertekenaar_sha256: str
    tijd: datetime
    dekt_hele_bestand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Zegel:
    """A certificate with its private key; `vingerafdruk` is the SHA-256 of the certificate."""

    vingerafdruk: str
    onderwerp: str = field(repr=False)
    certificaat: bytes = field(repr=False)
    _signer: Any = field(repr=False)

    @classmethod
    def from_pkcs12(cls, data: bytes, passphrase: bytes | None = None) -> Self:
        """Open a PKCS#12 file; raises StampingError."""
        try:
            signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=passphrase)
        except (ValueError, TypeError, AttributeError):
            signer = None
        if signer is None or signer.signing_cert is None:
            raise StampingError.because(
                "ZEGEL-BESTAND",
                "het zegel is niet te openen",
                "Controleer of het een PKCS#12-bestand (.p12) met sleutel is en of het wachtwoord klopt.",
            )
        der: bytes = signer.signing_cert.dump()
        subject: str = signer.signing_cert.subject.human_friendly
        return cls(vingerafdruk=sha256(der), onderwerp=subject, certificaat=der, _signer=signer)


def sign_pdf(pdf: bytes, zegel: Zegel, *, reden: str, now: datetime) -> bytes:
    """Append a PAdES B-B certification signature with an invisible field; raises StampingError.

    `reden` is readable for everyone who has the file. Neither place nor machine is put into it.
    """
    certificate = x509.Certificate.load(zegel.certificaat)
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        raise StampingError.because(
            "ZEGEL-GELDIG", "het zegel is op dit moment niet geldig", "Gebruik een zegel dat nu geldig is."
        )
    metadata = PdfSignatureMetadata(
        field_name=VELD,
        md_algorithm="sha256",
        reason=reden,
        certify=True,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    try:
        writer = _Writer(io.BytesIO(pdf), strict=True)
        signer = _SignerAt(metadata, signer=zegel._signer, new_field_spec=SigFieldSpec(VELD, box=None))  # noqa: SLF001
        signer.moment = now.astimezone(UTC)
        return bytes(_apart(lambda: signer.sign_pdf(writer)).getvalue())
    except Exception as error:  # noqa: BLE001
        kind = type(error).__name__
    raise StampingError.because(
        "ZEGEL-PDF",
        f"de PDF is niet te ondertekenen ({kind})",
        "Onderteken alleen een PDF die weerbaar-docs heeft gemaakt en die nog geen handtekening heeft.",
    )


def verify_pdf(pdf: bytes, *, vertrouwd: Sequence[bytes], now: datetime) -> Handtekening:
    """Check the one signature of a PDF against trusted certificates (DER); raises VerificationError."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        signatures = reader.embedded_signatures
    except Exception:  # noqa: BLE001
        signatures = None
    if signatures is None:
        raise _refused("de PDF is niet te lezen")
    if len(signatures) != 1:
        raise _refused("de PDF heeft niet precies één handtekening")
    try:
        status = _validate(signatures[0], vertrouwd, now)
    except Exception:  # noqa: BLE001
        status = None
    if status is None:
        raise _refused("de handtekening is niet te controleren")
    return _judge(signatures[0], status, now)


class _Writer(IncrementalPdfFileWriter):
    """An incremental writer that leaves Info and XMP alone: no clock, time zone or product of this machine in them."""

    def _update_meta(self) -> None:
        return


class _SignerAt(PdfSigner):
    """A PdfSigner that writes the given moment instead of the machine's local time."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        result = super().init_signing_session(*args, **kwargs)
        session = result[0] if isinstance(result, tuple) else result
        session.system_time = self.moment
        return result


def _validate(signature: Any, vertrouwd: Sequence[bytes], now: datetime) -> Any:
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in vertrouwd],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=now,
    )
    # pyHanko logs a traceback with the certificate's subject when a check fails; the caller gets a reason without it
    logging.getLogger("pyhanko.sign.validation.generic_cms").addFilter(_no_log)
    usage = KeyUsageConstraints(key_usage=_SEAL, match_all_key_usages=False)
    return _apart(lambda: validate_pdf_signature(signature, context, key_usage_settings=usage))


def _no_log(_record: logging.LogRecord) -> bool:
    return False


def _judge(signature: Any, status: Any, now: datetime) -> Handtekening:
    if not status.intact or not status.valid:
        raise _refused("de PDF is veranderd na het ondertekenen")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise _refused("de handtekening dekt niet het hele bestand: er is later iets toegevoegd")
    if not status.trusted:
        raise _refused("de handtekening is niet gezet met een zegel dat nu vertrouwd en geldig is")
    made: datetime | None = status.signer_reported_dt
    certificate = signature.signer_cert
    if made is None or made.tzinfo is None or made > now + _SPELING:
        raise _refused("het tijdstip van de handtekening ontbreekt of ligt in de toekomst")
    if not certificate.not_valid_before <= made <= now <= certificate.not_valid_after + _SPELING:
        raise _refused("het zegel was niet geldig op het tijdstip van de handtekening")
    return Handtekening(
        ondertekenaar_sha256=sha256(certificate.dump()), tijd=made.astimezone(UTC), dekt_hele_bestand=True
    )


def _apart(act: Callable[[], Any]) -> Any:
    """Run pyHanko, which starts an event loop of its own, also when the caller has one running."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return act()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(act).result()


def _refused(melding: str) -> VerificationError:
    error = VerificationError.because(
        "ZEGEL-CONTROLE", melding, "Gebruik het bestand niet; vraag de afzender om het origineel."
    )
    assert isinstance(error, VerificationError)
    return error
