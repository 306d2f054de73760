# SPDX-License-Identifier: EUPL-1.2
"""A signed PDF -> how far its time stamps and its DSS prove the signature, from the newest to the oldest, offline.

(1) the newest time stamp has to hold now; each older one, and at last the signature, at the moment that the next one proves;
(2) a time stamp that is not trusted proves nothing, and one that is not intact condemns the file;
(3) B-LT only when nothing in the chain of the seal was revoked, by what the DSS holds; else B-T, as without a DSS;
(4) B-LTA only when a trusted time stamp came after that DSS.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import crl, x509
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import collect_timing_info
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from weerbaar_docs.pades.zegel import SEAL_USAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from weerbaar_docs.pades.niveau import Niveau

_TOLERANTIE: Final = timedelta(minutes=5)
_USAGE: Final = KeyUsageConstraints(key_usage=set(SEAL_USAGE), match_all_key_usages=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bevinding:
    """What pyHanko says of the signature, and what the rest of the file proves about it."""

    status: Any = field(repr=False)
    niveau: Niveau
    bewezen_tijd: datetime | None
    stempels_heel: bool
    met_bewijs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kennis:
    """What is trusted, and what is known about revocation."""

    wortels: tuple[x509.Certificate, ...]
    tijd_wortels: tuple[x509.Certificate, ...]
    certificaten: tuple[x509.Certificate, ...]
    crls: tuple[Any, ...]
    ocsps: tuple[Any, ...]

    def context(self, moment: datetime, *, tijd: bool = False, streng: bool = False) -> ValidationContext:
        return ValidationContext(
            trust_roots=self.tijd_wortels if tijd else self.wortels,
            other_certs=self.certificaten,
            crls=self.crls,
            ocsps=self.ocsps,
            allow_fetching=False,
            revocation_mode="require" if streng else "soft-fail",
            # What was asked right after the signature also tells about the moment of the signature.
            retroactive_revinfo=True,
            moment=moment,
        )


async def examine(
    reader: Any, vertrouwd: Sequence[bytes], tijd_vertrouwd: Sequence[bytes], lijsten: Sequence[bytes], now: datetime
) -> Bevinding:
    """Walk the time stamps from the newest to the oldest, then judge the signature at the moment they prove."""
    seal, *stamps = reader.embedded_signatures
    dss = _dss(reader)
    kennis = _kennis(dss, vertrouwd, tijd_vertrouwd, lijsten)
    moment, whole, after_dss = now, True, False
    for stamp in reversed(stamps):
        status = await async_validate_pdf_timestamp(stamp, kennis.context(moment, tijd=True), skip_diff=True)
        whole = whole and bool(status.intact and status.valid)
        if status.trusted and status.timestamp <= moment + _TOLERANTIE:
            moment = status.timestamp
            after_dss = after_dss or _dss(HistoricalResolver(reader, stamp.signed_revision)) is not None
    found = await collect_timing_info(
        seal.signer_info, kennis.context(moment, tijd=True), raw_digest=seal.compute_digest
    )
    token = found.get("timestamp_validity")
    whole = whole and (token is None or bool(token.intact and token.valid))
    if token is not None and token.trusted and token.timestamp <= moment + _TOLERANTIE:
        moment = token.timestamp
    proven = None if moment is now else moment
    streng, status = await _signature(seal, kennis, moment, try_strict=dss is not None and proven is not None)
    return Bevinding(
        status=status,
        niveau="B-B" if proven is None else "B-T" if not streng else "B-LTA" if after_dss else "B-LT",
        bewezen_tijd=proven,
        stempels_heel=whole,
        met_bewijs=bool(stamps) or dss is not None,
    )


async def _signature(seal: Any, kennis: _Kennis, moment: datetime, *, try_strict: bool) -> tuple[bool, Any]:
    if try_strict:
        status = await _at(seal, kennis.context(moment, streng=True), kennis, moment)
        if status.trusted:
            return True, status
    return False, await _at(seal, kennis.context(moment), kennis, moment)


async def _at(seal: Any, context: ValidationContext, kennis: _Kennis, moment: datetime) -> Any:
    return await async_validate_pdf_signature(
        seal,
        context,
        ts_validation_context=kennis.context(moment, tijd=True),
        key_usage_settings=_USAGE,
    )


def _kennis(dss: Any, vertrouwd: Sequence[bytes], tijd_vertrouwd: Sequence[bytes], lijsten: Sequence[bytes]) -> _Kennis:
    context = None if dss is None else dss.as_validation_context({"trust_roots": [], "allow_fetching": False})
    return _Kennis(
        wortels=tuple(x509.Certificate.load(der) for der in vertrouwd),
        tijd_wortels=tuple(x509.Certificate.load(der) for der in tijd_vertrouwd),
        certificaten=() if dss is None else tuple(dss.load_certs()),
        crls=(*(() if context is None else context.crls), *(crl.CertificateList.load(der) for der in lijsten)),
        ocsps=() if context is None else tuple(context.ocsps),
    )


def _dss(handler: Any) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(handler)
    except NoDSSFoundError:
        return None
