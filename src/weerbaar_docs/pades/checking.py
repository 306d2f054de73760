# SPDX-License-Identifier: EUPL-1.2
"""A signed PDF + trusted certificates -> Handtekening, offline: who signed, when, at which level, and what was added.

A signature holds when (1) there is exactly one, before any document time stamp, (2) it is intact and valid, (3) its
certificate leads to a trusted one, and (4) it covers the whole file, or all that came after it is proof for a higher level:
a DSS or a document time stamp, as pyHanko's difference analysis judges.
The level is the one that is proven with what was given: without trusted certificates of the time-stamping service it is B-B.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.status import SignatureCoverageLevel

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.hybride import HYBRIDE, is_hybrid
from weerbaar_docs.pades.eigen_lijsten import UITGEVER_INGETROKKEN, ZEGEL_INGETROKKEN
from weerbaar_docs.pades.running import run
from weerbaar_docs.pades.tijdlijn import Bevinding, examine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asn1crypto import x509

    from weerbaar_docs.pades.niveau import Niveau

_SPELING: Final = timedelta(minutes=5)
_EINDE: Final = re.compile(rb"startxref\s{1,2}[0-9]{1,10}\s{1,2}%%EOF\s{0,2}")
UITGEVER_ONBEKEND: Final = "het zegel is van een uitgever die niet vertrouwd is"
_REDENEN: Final = {
    AdESIndeterminate.REVOKED_NO_POE: ZEGEL_INGETROKKEN,
    AdESIndeterminate.REVOKED_CA_NO_POE: UITGEVER_INGETROKKEN,
    AdESFailure.REVOKED: ZEGEL_INGETROKKEN,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: UITGEVER_ONBEKEND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handtekening:
    """What a good PDF signature says: whose certificate (SHA-256 of its DER), when, over what, and how much is proven.

    `tijd` is the signer's own word; `bewezen_tijd` is when a trusted time stamp says that the signature was there.
    `lijst_van` is of when the list is, of those that were given, that does not name the certificate as revoked.
    `dekt_hele_bestand` is false when proof for a higher level was added after it; nothing else may be.
    """

    ondertekenaar_sha256: str
    tijd: datetime
    dekt_hele_bestand: bool
    niveau: Niveau = "B-B"
    bewezen_tijd: datetime | None = None
    lijst_van: datetime | None = None

    @property
    def tijd_bewezen(self) -> bool:
        """Say whether a trusted time stamp proves when the signature was there."""
        return self.bewezen_tijd is not None


def verify_pdf(
    pdf: bytes,
    *,
    vertrouwd: Sequence[bytes],
    now: datetime,
    tsa_vertrouwd: Sequence[bytes] = (),
    intrekkingslijsten: Sequence[bytes] = (),
    tussen: Sequence[bytes] = (),
) -> Handtekening:
    """Check the one signature of a PDF against trusted certificates (DER); raises VerificationError.

    `tsa_vertrouwd` are the trusted certificates of time-stamping services; `intrekkingslijsten` are CRLs (DER) that you
    have yourself: for a file that carries none, also when the certificate names no address for it. `tussen` are
    certificates to find the way to a trusted one with, and are not trusted for that.
    """
    if is_hybrid(pdf):
        raise _refused(HYBRIDE)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        encrypted = reader.encrypted
        signatures = [] if encrypted else reader.embedded_signatures
    except Exception:  # noqa: BLE001
        signatures = None
    if signatures is None:
        raise _refused("de PDF is niet te lezen")
    if encrypted:
        raise _refused("de PDF is versleuteld")
    if [s.sig_object_type for s in signatures[:1]] != ["/Sig"] or any(
        s.sig_object_type != "/DocTimeStamp" for s in signatures[1:]
    ):
        raise _refused("de PDF heeft niet precies één handtekening")
    try:
        found = run(lambda: examine(reader, vertrouwd, tsa_vertrouwd, intrekkingslijsten, now, tussen))
    except Exception:  # noqa: BLE001
        found = None
    if found is None:
        raise _refused("de handtekening is niet te controleren")
    _require_whole(pdf, found)
    return _judge(signatures[0].signer_cert, found, now)


def _require_whole(pdf: bytes, found: Bevinding) -> None:
    status = found.status
    if not (status.intact and status.valid and found.tijdstempels_heel):
        raise _refused("de PDF is veranderd na het ondertekenen")
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return
    proof_only = (
        found.met_bewijs
        and status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}
    )
    # The difference analysis sees what a PDF reader sees; bytes after the last end of file are nothing to either.
    if not proof_only or not _EINDE.fullmatch(pdf[pdf.rfind(b"startxref") :]):
        raise _refused("de handtekening dekt niet het hele bestand: er is later iets toegevoegd")


def _judge(certificate: x509.Certificate, found: Bevinding, now: datetime) -> Handtekening:
    status, proven = found.status, found.bewezen_tijd
    # Whether an expired certificate was revoked nobody can say any more, but for what was put into the file in time.
    lasts = proven if proven is not None and found.niveau in {"B-LT", "B-LTA"} else now
    _require_valid(certificate, lasts)
    if not status.trusted:
        reason = _REDENEN.get(status.trust_problem_indic)
        raise _refused(reason or "de handtekening is niet gezet met een zegel dat nu vertrouwd en geldig is")
    if found.lijsten.reden:
        raise _refused(found.lijsten.reden)
    made: datetime | None = status.signer_reported_dt
    if made is None or made.tzinfo is None or made > (proven or now) + _SPELING:
        raise _refused("het tijdstip van de handtekening ontbreekt of ligt in de toekomst")
    if made < certificate.not_valid_before:
        raise _refused("het zegel was nog niet geldig op het tijdstip van de handtekening")
    return Handtekening(
        ondertekenaar_sha256=sha256(certificate.dump()),
        tijd=made.astimezone(UTC),
        dekt_hele_bestand=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        niveau=found.niveau,
        bewezen_tijd=None if proven is None else proven.astimezone(UTC),
        lijst_van=found.lijsten.lijst_van,
    )


def _require_valid(certificate: x509.Certificate, moment: datetime) -> None:
    if moment > certificate.not_valid_after + _SPELING:
        raise _refused("het zegel is niet meer geldig, en het bestand draagt geen bewijs dat zolang meegaat")
    if moment < certificate.not_valid_before - _SPELING:
        raise _refused("het zegel is nog niet geldig, of de klok van deze computer loopt achter")


def _refused(melding: str) -> VerificationError:
    return VerificationError.because(
        "ZEGEL-CONTROLE", melding, "Gebruik het bestand niet; vraag de afzender om het origineel."
    )
