# SPDX-License-Identifier: EUPL-1.2
"""bytes of a PDF -> what its signature says, whoever made it: for whoever verifies, where checking.py is for our own files.

(1) the reason, moment and certificate are told also when nobody trusts them; (2) what came after the signature is judged by
pyHanko's difference analysis: only proof about the signature itself may be added; (3) hybrid files, which show one reader
other objects than another, are refused; (4) no network, and no error but VerificationError.
"""

from __future__ import annotations

import io
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.hybride import HYBRIDE, is_hybrid
from weerbaar_docs.pades.tijdlijn import AANVULLINGEN

if TYPE_CHECKING:
    from collections.abc import Sequence

Later = Literal["niets", "bewijs", "inhoud"]
_SPELING = timedelta(minutes=5)
_LOGS = ("pyhanko.sign.validation.generic_cms", "pyhanko.sign.diff_analysis.policies", "pyhanko.pdf_utils.xref")
_EINDE = re.compile(rb"startxref\s+[0-9]+\s+%%EOF\s?\Z")
_STAART = 64
_SEAL = {"non_repudiation", "digital_signature"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfHandtekening:
    """One signature: whether it holds in itself, what came later, and whether one of the given certificates stands behind it.

    `sleutel_sha256` is of the public key alone: two certificates of one key have the same.
    """

    heel: bool
    later: Later
    vertrouwd: bool
    geldig_op: bool
    certificaat_sha256: str
    sleutel_sha256: str
    onderwerp: str = field(repr=False)
    uitgever: str = field(repr=False)
    van: datetime
    tot: datetime
    gezet: datetime | None
    reden: str
    veld: str


def pdf_handtekening(pdf: bytes, *, vertrouwd: Sequence[bytes], now: datetime) -> PdfHandtekening:
    """Give the one signature of a PDF against trusted certificates (DER); raises VerificationError when there is not one."""
    for name in _LOGS:  # tracebacks with the certificate's subject, and the structure of the file
        logging.getLogger(name).addFilter(_no_log)
    if is_hybrid(pdf):
        raise _refused(HYBRIDE)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        signatures = list(reader.embedded_regular_signatures)
    except Exception:  # noqa: BLE001 - of a file by anyone
        raise _refused("de PDF is niet te lezen") from None
    if len(signatures) != 1:
        raise _refused("de PDF is niet ondertekend" if not signatures else "de PDF heeft meer dan één handtekening")
    try:
        with ThreadPoolExecutor(max_workers=1) as pool:  # pyHanko starts an event loop of its own
            return pool.submit(_examine, signatures[0], pdf, vertrouwd, now).result()
    except Exception:  # noqa: BLE001
        raise _refused("de handtekening in de PDF is niet te controleren") from None


def _examine(signature: Any, pdf: bytes, vertrouwd: Sequence[bytes], now: datetime) -> PdfHandtekening:
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in vertrouwd],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=now,
    )
    status = validate_pdf_signature(
        signature,
        context,
        diff_policy=AANVULLINGEN,
        key_usage_settings=KeyUsageConstraints(key_usage=_SEAL, match_all_key_usages=False),
    )
    certificate = signature.signer_cert
    made = status.signer_reported_dt
    made = made.astimezone(UTC) if made is not None and made.tzinfo is not None else None
    return PdfHandtekening(
        heel=bool(status.intact and status.valid),
        later=_later(status, pdf),
        vertrouwd=bool(status.trusted),
        geldig_op=made is not None
        and certificate.not_valid_before <= made <= now + _SPELING
        and now <= certificate.not_valid_after + _SPELING,
        certificaat_sha256=sha256(certificate.dump()),
        sleutel_sha256=sha256(certificate.public_key.dump()),
        onderwerp=str(certificate.subject.human_friendly),
        uitgever=str(certificate.issuer.human_friendly),
        van=certificate.not_valid_before,
        tot=certificate.not_valid_after,
        gezet=made,
        reden=str(signature.sig_object.get("/Reason", "")),
        veld=str(signature.field_name),
    )


def _later(status: Any, pdf: bytes) -> Later:
    """Say what came after the signature: bytes that belong to no revision are contents too, whatever they are."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "niets"
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and _EINDE.search(pdf[-_STAART:])
    return "bewijs" if whole and status.modification_level == ModificationLevel.LTA_UPDATES else "inhoud"


def _no_log(_record: logging.LogRecord) -> bool:
    return False


def _refused(melding: str) -> VerificationError:
    return VerificationError.because(
        "PDF-HANDTEKENING", melding, "Gebruik het bestand niet; vraag de afzender om het origineel."
    )
