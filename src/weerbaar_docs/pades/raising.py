# SPDX-License-Identifier: EUPL-1.2
"""A signed PDF -> the same bytes with what a higher level needs after them.

A document time stamp proves when the signature was there (B-T); a DSS holds the certificates, CRLs and OCSP answers of
seal and time-stamping service (B-LT); a second document time stamp proves when those were there (B-LTA).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from weerbaar_docs.errors import ConfigError, StampingError, ValidationError, WeerbaarDocsError
from weerbaar_docs.pades.checking import verify_pdf
from weerbaar_docs.pades.intrekking import ONBEKEND, Bewijs, collect
from weerbaar_docs.pades.niveau import Voorzieningen, reaches
from weerbaar_docs.pades.running import QuietWriter, open_writer, run
from weerbaar_docs.pades.tijdstempel import Tijdstempelaar, TsaUitvalError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from asn1crypto import x509

    from weerbaar_docs.pades.checking import Handtekening

_TIJDSTEMPELVELD: Final = "Tijdstempel"
_DIENST: Final = "de tijdstempeldienst"


def check_raisable(pdf: bytes, voorzieningen: Voorzieningen, *, now: datetime) -> Handtekening:
    """Give the signature of a file that can be raised to the level of `voorzieningen`; asks nobody.

    Raises VerificationError when it does not hold, StampingError for a file that has the level or does something when opened.
    """
    if not voorzieningen.vertrouwd or voorzieningen.niveau == "B-B":
        raise ConfigError.because(
            "ZEGEL-INSTELLING",
            "om te verhogen is nodig tot welk niveau, en met welke certificaten het zegel wordt gecontroleerd",
            "Zet in [zegel] bij niveau B-T, B-LT of B-LTA, bij vertrouwd het pad van het certificaat van de uitgever van het zegel, "
            "en bij tsa_adres en tsa_vertrouwd het adres en het certificaat van de tijdstempeldienst.",
        )
    found = verify_pdf(pdf, vertrouwd=voorzieningen.vertrouwd, tsa_vertrouwd=voorzieningen.tsa_vertrouwd, now=now)
    if reaches(found.niveau, voorzieningen.niveau) and voorzieningen.niveau != "B-LTA":
        raise StampingError.because(
            "ZEGEL-NIVEAU",
            f"het bestand heeft niveau {found.niveau} al",
            "Er hoeft niets te gebeuren; kies anders een hoger niveau.",
        )
    _require_still(pdf)
    return found


def raise_pdf(pdf: bytes, voorzieningen: Voorzieningen, *, now: datetime) -> bytes:
    """Append what the level of `voorzieningen` needs; a B-LTA file gets fresh proof.

    Raises as `check_raisable` does, and StampingError when the level cannot be reached.
    """
    found = check_raisable(pdf, voorzieningen, now=now)
    try:
        return run(lambda: _raise(pdf, voorzieningen, found, now))
    except TsaUitvalError as error:
        uitval = str(error)
    raise StampingError.because(
        "ZEGEL-TIJDSTEMPEL",
        f"de tijdstempeldienst gaf geen tijdstempel: {uitval}",
        "Controleer in [zegel] tsa_adres en tsa_vertrouwd, en probeer het later opnieuw.",
    )


def _require_still(pdf: bytes) -> None:
    """Raise StampingError for a file with scripts or actions: proof behind it would make it look better than it is."""
    from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud  # noqa: PLC0415 - pypdf is slow to load, and few files are raised

    try:
        read_inhoud(pdf, stil=True, tekst=False, hoogstens=len(pdf))  # its reader took it already
    except ValidationError as error:
        reason = error.meldingen[0].melding
    else:
        return
    raise StampingError.because("ZEGEL-PDF", reason, "Verhoog alleen een PDF die weerbaar-docs heeft gemaakt.")


async def add_levels(
    pdf: bytes,
    bewijzen: Sequence[Bewijs],
    tijdstempelaar: Tijdstempelaar,
    *,
    voorzieningen: Voorzieningen,
    now: datetime,
) -> bytes:
    """Add the DSS of B-LT, and the time stamp over it of B-LTA, to a file whose time is proven.

    `bewijzen` are of the seal; those of the time-stamping services that the tijdstempelaar knows are collected here.
    """
    proofs = [
        *bewijzen,
        *[await _of_service(leaf, tijdstempelaar, voorzieningen, now) for leaf in _leaves(tijdstempelaar, now)],
    ]
    if proofs:
        pdf = _with_dss(pdf, proofs)
    if reaches(voorzieningen.niveau, "B-LTA"):
        pdf = await _with_timestamp(pdf, tijdstempelaar)
    return pdf


async def _raise(pdf: bytes, v: Voorzieningen, found: Handtekening, now: datetime) -> bytes:
    tijdstempelaar = Tijdstempelaar(v, now)
    if not found.tijd_bewezen:
        pdf = await _with_timestamp(pdf, tijdstempelaar)
    if not reaches(v.niveau, "B-LT"):
        return pdf
    seal, *timestamps = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
    if reaches(found.niveau, "B-LT"):
        # What is older was proven in time, and may have expired since; only the newest time stamp has no proof over it.
        tijdstempelaar.keep(t.signed_data for t in timestamps[-1:])
        return await add_levels(pdf, [], tijdstempelaar, voorzieningen=v, now=now)
    tijdstempelaar.keep((*(t.signed_data for t in timestamps), *extract_tst_data_iter(seal.signer_info, signed=False)))
    bewijs = await collect(
        seal.signer_cert, seal.other_embedded_certs, v.vertrouwd, wie="het zegel", voorzieningen=v, now=now
    )
    return await add_levels(pdf, [bewijs], tijdstempelaar, voorzieningen=v, now=now)


async def _of_service(
    leaf: x509.Certificate, tijdstempelaar: Tijdstempelaar, v: Voorzieningen, now: datetime
) -> Bewijs:
    others = tijdstempelaar.certificaten.values()
    try:
        return await collect(leaf, others, v.tsa_vertrouwd, wie=_DIENST, voorzieningen=v, now=now)
    except StampingError as error:
        if error.meldingen[0].code == ONBEKEND:
            raise
        reason = error.meldingen[0].melding
    raise TsaUitvalError(reason)  # its certificate is wrong, and not a server out of reach


def _leaves(tijdstempelaar: Tijdstempelaar, now: datetime) -> list[x509.Certificate]:
    """Give the certificates that make time stamps and are valid now; what else came along are their issuers."""
    return [
        certificate
        for certificate in tijdstempelaar.certificaten.values()
        if certificate.extended_key_usage_value is not None
        and "time_stamping" in certificate.extended_key_usage_value.native
        and certificate.not_valid_after >= now
    ]


def _with_dss(pdf: bytes, proofs: list[Bewijs]) -> bytes:
    writer = open_writer(pdf)
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[c for proof in proofs for c in proof.certificaten],
        crls=[c for proof in proofs for c in proof.crls],
        ocsps=[o for proof in proofs for o in proof.ocsps],
    )
    return _written(writer)


async def _with_timestamp(pdf: bytes, tijdstempelaar: Tijdstempelaar) -> bytes:
    try:
        writer = open_writer(pdf)
        number = len(writer.prev.embedded_signatures)
        stamper = PdfTimeStamper(
            tijdstempelaar, field_name=f"{_TIJDSTEMPELVELD}{number}", readable_field_name="Tijdstempel"
        )
        return bytes((await stamper.async_timestamp_pdf(writer, "sha256")).getvalue())
    except (TsaUitvalError, WeerbaarDocsError):
        raise
    except Exception as error:  # noqa: BLE001
        kind = type(error).__name__
    raise StampingError.because(
        "ZEGEL-PDF",
        f"aan de PDF is geen tijdstempel toe te voegen ({kind})",
        "Verhoog alleen een PDF die weerbaar-docs heeft ondertekend.",
    )


def _written(writer: QuietWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
