# SPDX-License-Identifier: EUPL-1.2
"""Certificates -> proof that none of them was revoked: an OCSP answer or a CRL for each, from configured servers alone.

A server that gives no answer is an error here and lowers no level: a seal of which nobody can say that it still holds is
not used at a level that promises so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.errors import (
    ExpiredError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
)
from pyhanko_certvalidator.fetchers.common_utils import format_ocsp_request, process_ocsp_response_data

from weerbaar_docs.errors import StampingError
from weerbaar_docs.pades.netwerk import OnbereikbaarError, ask, is_allowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from weerbaar_docs.pades.niveau import Voorzieningen

ONBEKEND: Final = "ZEGEL-INTREKKING"
_REDENEN: Final = (
    (RevokedError, "ZEGEL-INGETROKKEN", "een certificaat van {wie} is ingetrokken", "Gebruik een ander zegel, en meld het aan de beheerder."),
    (ExpiredError, "ZEGEL-GELDIG", "een certificaat van {wie} is niet meer geldig", "Gebruik certificaten die nu geldig zijn."),
    (NotYetValidError, "ZEGEL-GELDIG", "een certificaat van {wie} is nog niet geldig", "Controleer de klok van deze computer."),
    (PathBuildingError, "ZEGEL-UITGEVER", "een certificaat van {wie} is van een uitgever die niet vertrouwd is", "Controleer in [zegel] vertrouwd en tsa_vertrouwd, en of de tussenliggende certificaten erbij zijn."),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewijs:
    """What a later check needs and cannot ask for: certificates, CRLs and OCSP answers."""

    certificaten: tuple[x509.Certificate, ...] = field(repr=False)
    crls: tuple[Any, ...] = field(repr=False)
    ocsps: tuple[Any, ...] = field(repr=False)


async def collect(
    eigen: x509.Certificate,
    andere: Iterable[x509.Certificate],
    wortels: Sequence[bytes],
    *,
    wie: str,
    voorzieningen: Voorzieningen,
    now: datetime,
) -> Bewijs:
    """Build the chain of a certificate and prove that nothing in it was revoked; raises StampingError.

    `wie` is the Dutch name of its holder's role.
    """
    others = list(andere)
    roots = [x509.Certificate.load(der) for der in wortels]
    chain = await _chain(eigen, others, roots, wie, now)
    crls: list[Any] = []
    ocsps: list[Any] = []
    for certificate, issuer in zip(chain[1:], chain, strict=False):
        found = await _status(certificate, issuer, voorzieningen)
        if isinstance(found, crl.CertificateList):
            crls.append(found)
        elif found is not None:
            ocsps.append(found)
    await _validate(eigen, _context(others, roots, now, crls, ocsps), wie)
    return Bewijs(certificaten=tuple(chain), crls=tuple(crls), ocsps=tuple(ocsps))


async def _chain(
    eigen: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    wie: str,
    now: datetime,
) -> list[x509.Certificate]:
    """Give the certificates from the root down to the one itself."""
    return list(await _validate(eigen, _context(others, roots, now), wie))


def _context(
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    now: datetime,
    crls: Sequence[Any] | None = None,
    ocsps: Sequence[Any] | None = None,
) -> ValidationContext:
    return ValidationContext(
        trust_roots=roots,
        other_certs=others,
        crls=crls,
        ocsps=ocsps,
        allow_fetching=False,
        revocation_mode="soft-fail" if crls is None else "require",
        moment=now,
    )


async def _validate(eigen: x509.Certificate, context: ValidationContext, wie: str) -> Any:
    try:
        return await CertificateValidator(eigen, validation_context=context).async_validate_usage(set())
    except Exception as error:  # noqa: BLE001 - its text quotes the subject
        found = next((row[1:] for row in _REDENEN if isinstance(error, row[0])), None)
    if found is None:
        raise _unknown(wie, "er zijn geen goede gegevens over intrekking")
    raise StampingError.because(found[0], found[1].format(wie=wie), found[2])


async def _status(certificate: x509.Certificate, issuer: x509.Certificate, v: Voorzieningen) -> Any:
    """Ask the first allowed server that answers, OCSP before CRL; None when the certificate names none of them."""
    reason = None
    for address in _allowed(certificate.ocsp_urls, v):
        try:
            return await _ask_ocsp(certificate, issuer, address, v)
        except (OnbereikbaarError, ValueError) as error:
            reason = error
    for address in _allowed((u for point in certificate.crl_distribution_points for u in _urls(point)), v):
        try:
            return crl.CertificateList.load(await ask(address, servers=v.servers, wachttijd=v.wachttijd), strict=True)
        except (OnbereikbaarError, ValueError) as error:
            reason = error
    if reason is not None:
        raise _unknown(
            "het zegel of de tijdstempeldienst",
            str(reason) if isinstance(reason, OnbereikbaarError) else "het antwoord is niet te lezen",
        )
    return None


async def _ask_ocsp(
    certificate: x509.Certificate, issuer: x509.Certificate, address: str, v: Voorzieningen
) -> ocsp.OCSPResponse:
    request = format_ocsp_request(certificate, AuthorityWithCert(issuer), certid_hash_algo="sha1", request_nonces=False)
    answer = await ask(
        address, servers=v.servers, wachttijd=v.wachttijd, soort="application/ocsp-request", vraag=request.dump()
    )
    try:
        return process_ocsp_response_data(answer, ocsp_request=request, ocsp_url=address)
    except Exception:  # noqa: BLE001 - its text quotes the address
        found = None
    raise ValueError(found)


def _allowed(addresses: Iterable[str], v: Voorzieningen) -> list[str]:
    return [address for address in addresses if is_allowed(address, v.servers)]


def _urls(point: Any) -> list[str]:
    name = point["distribution_point"]
    if name.name != "full_name":
        return []
    return [general.native for general in name.chosen if general.name == "uniform_resource_identifier"]


def _unknown(wie: str, reden: str) -> StampingError:
    return StampingError.because(
        ONBEKEND,
        f"of een certificaat van {wie} is ingetrokken, is nu niet te zeggen: {reden}",
        "Probeer het later opnieuw, controleer in [zegel] servers, of onderteken op niveau B-T.",
    )
