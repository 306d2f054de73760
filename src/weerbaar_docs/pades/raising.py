# SPDX-License-Identifier: EUPL-1.2
"""A signed PDF -> the same bytes with what a higher level needs after them.

A document time stamp proves when the signature was there (B-T); a DSS holds the certificates, CRLs and OCSP answers of
seal and time-stamping service (B-LT); a second document time stamp proves when those were there (B-LTA).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from weerbaar_docs.errors import ConfigError, StampingError, WeerbaarDocsError
from weerbaar_docs.pades.checking import verify_pdf
from weerbaar_docs.pades.intrekking import Bewijs, collect
from weerbaar_docs.pades.niveau import Voorzieningen, reaches
from weerbaar_docs.pades.running import QuietWriter, open_writer, run
from weerbaar_docs.pades.tijdstempel import Stempelaar, TsaUitvalError

if TYPE_CHECKING:
    from datetime import datetime

_STEMPELVELD = "Tijdstempel"


def raise_pdf(pdf: bytes, voorzieningen: Voorzieningen, *, now: datetime) -> bytes:
    """Append what the level of `voorzieningen` needs; a B-LTA file gets fresh proof.

    Raises VerificationError when the signature does not hold, StampingError when the level cannot be reached.
    """
    if not voorzieningen.zegel_wortels or voorzieningen.niveau == "B-B":
        raise ConfigError.because(
            "ZEGEL-INSTELLING",
            "om te verhogen is nodig naar welk niveau, en welk certificaat het zegel vertrouwt",
            "Geef in [zegel] niveau en vertrouwd.",
        )
    found = verify_pdf(pdf, vertrouwd=voorzieningen.zegel_wortels, tijd_vertrouwd=voorzieningen.tsa_wortels, now=now)
    if reaches(found.niveau, voorzieningen.niveau) and voorzieningen.niveau != "B-LTA":
        raise StampingError.because(
            "ZEGEL-NIVEAU",
            f"het bestand heeft niveau {found.niveau} al",
            "Er hoeft niets te gebeuren; kies anders een hoger niveau.",
        )
    try:
        return run(lambda: _raise(pdf, voorzieningen, bewezen=found.tijd_bewezen, now=now))
    except TsaUitvalError as error:
        reden = str(error)
    raise StampingError.because(
        "ZEGEL-TIJDSTEMPEL",
        f"de tijdstempeldienst gaf geen tijdstempel: {reden}",
        "Controleer in [zegel] tsa_adres en tsa_vertrouwd, en probeer het later opnieuw.",
    )


async def add_levels(
    pdf: bytes, bewijs: Bewijs, stempelaar: Stempelaar, *, voorzieningen: Voorzieningen, now: datetime
) -> bytes:
    """Add the DSS of B-LT, and the time stamp over it of B-LTA, to a file whose time is proven."""
    proofs = [bewijs]
    for leaf in _leaves(stempelaar.certificaten.values()):
        others = stempelaar.certificaten.values()
        proofs.append(
            await collect(
                leaf,
                others,
                voorzieningen.tsa_wortels,
                wie="de tijdstempeldienst",
                voorzieningen=voorzieningen,
                now=now,
            )
        )
    pdf = _with_dss(pdf, proofs)
    if reaches(voorzieningen.niveau, "B-LTA"):
        pdf = await _with_stamp(pdf, stempelaar)
    return pdf


async def _raise(pdf: bytes, v: Voorzieningen, *, bewezen: bool, now: datetime) -> bytes:
    stempelaar = Stempelaar(v, now)
    if not bewezen:
        pdf = await _with_stamp(pdf, stempelaar)
    if not reaches(v.niveau, "B-LT"):
        return pdf
    signatures = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
    seal = signatures[0]
    stempelaar.certificaten |= {c.dump(): c for c in _token_certificates(signatures)}
    bewijs = await collect(
        seal.signer_cert, seal.other_embedded_certs, v.zegel_wortels, wie="het zegel", voorzieningen=v, now=now
    )
    return await add_levels(pdf, bewijs, stempelaar, voorzieningen=v, now=now)


def _token_certificates(signatures: Any) -> list[Any]:
    tokens = [s.signed_data for s in signatures[1:]]
    tokens += list(extract_tst_data_iter(signatures[0].signer_info, signed=False))
    return [wrapped.chosen for token in tokens for wrapped in token["certificates"]]


def _leaves(certificates: Any) -> list[Any]:
    """Give the certificates that make time stamps; what else came along are their issuers."""
    return [
        c
        for c in certificates
        if c.extended_key_usage_value is not None and "time_stamping" in c.extended_key_usage_value.native and not c.ca
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


async def _with_stamp(pdf: bytes, stempelaar: Stempelaar) -> bytes:
    try:
        writer = open_writer(pdf)
        number = len(writer.prev.embedded_signatures)
        stamper = PdfTimeStamper(stempelaar, field_name=f"{_STEMPELVELD}{number}", readable_field_name="Tijdstempel")
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
