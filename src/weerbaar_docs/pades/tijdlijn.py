# SPDX-License-Identifier: EUPL-1.2
"""A signed PDF -> how far its time stamps and its DSS prove the signature, from the newest to the oldest, offline.

(1) the newest time stamp has to hold now; each older one, and at last the signature, at the moment that the next one proves;
(2) a time stamp that is not trusted proves nothing, and one that is not intact condemns the file;
(3) B-LT only when the DSS tells of each certificate that it was not revoked; else B-T, as without a DSS;
(4) B-LTA only when a trusted time stamp came after that DSS.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import x509
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import collect_timing_info, extract_tst_data_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from weerbaar_docs.pades.eigen_lijsten import Lijstoordeel, judge_by_lists
from weerbaar_docs.pades.zegel import SEAL_USAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from weerbaar_docs.pades.niveau import Niveau

# pyHanko's own policy also lets title, XMP, version and MarkInfo change after signing; a raise needs none of these.
AANVULLINGEN: Final = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys={"/AcroForm", "/DSS", "/Extensions"}),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)
_TOLERANTIE: Final = timedelta(minutes=5)
_USAGE: Final = KeyUsageConstraints(key_usage=set(SEAL_USAGE), match_all_key_usages=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bevinding:
    """What pyHanko says of the signature, and what the rest of the file proves about it."""

    status: Any = field(repr=False)
    niveau: Niveau
    bewezen_tijd: datetime | None
    tijdstempels_heel: bool
    met_bewijs: bool
    lijsten: Lijstoordeel = field(default_factory=Lijstoordeel)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kennis:
    """What is trusted, and what is known about revocation."""

    vertrouwd: tuple[x509.Certificate, ...]
    tsa_vertrouwd: tuple[x509.Certificate, ...]
    certificaten: tuple[x509.Certificate, ...]
    crls: tuple[Any, ...]
    ocsps: tuple[Any, ...]

    def context(self, moment: datetime, *, tsa: bool = False, streng: bool = False) -> ValidationContext:
        """Give what to check at a moment with: `streng` demands proof for each certificate that none was revoked."""
        return ValidationContext(
            trust_roots=self.tsa_vertrouwd if tsa else self.vertrouwd,
            other_certs=self.certificaten,
            # What the DSS holds tells about the moment of the signature; years later it is stale and says nothing.
            crls=self.crls if streng else (),
            ocsps=self.ocsps if streng else (),
            allow_fetching=False,
            revocation_mode="require" if streng else "soft-fail",
            retroactive_revinfo=True,  # it was asked for right after that moment
            moment=moment,
        )


async def examine(
    reader: Any,
    vertrouwd: Sequence[bytes],
    tsa_vertrouwd: Sequence[bytes],
    lijsten: Sequence[bytes],
    now: datetime,
    tussen: Sequence[bytes] = (),
) -> Bevinding:
    """Walk the time stamps from the newest to the oldest, then judge the signature at the moment they prove."""
    seal, *timestamps = reader.embedded_signatures
    dss = _dss(reader)
    kennis = _kennis(dss, vertrouwd, tsa_vertrouwd, tussen)
    moment, whole, after_dss, proof = now, True, False, None
    for timestamp in (*reversed(timestamps), *([seal] if _has_token(seal) else [])):
        check = functools.partial(_token if timestamp is seal else _timestamp, timestamp)
        status = await check(kennis.context(moment, tsa=True))
        whole = whole and bool(status.intact and status.valid)
        if status.trusted and status.timestamp <= moment + _TOLERANTIE:
            moment, proof = status.timestamp, check
            after_dss = after_dss or (timestamp is not seal and _had_dss(reader, timestamp))
    strict = None if dss is None or proof is None else await _strict(seal, proof, kennis, moment)
    lasting = strict is not None and bool(strict.trusted)
    status = strict or await _signature(seal, kennis, moment)
    return Bevinding(
        status=status,
        niveau="B-B" if proof is None else "B-T" if not lasting else "B-LTA" if after_dss else "B-LT",
        bewezen_tijd=None if proof is None else moment,
        tijdstempels_heel=whole,
        met_bewijs=bool(timestamps) or dss is not None,
        lijsten=judge_by_lists(status.validation_path, lijsten, moment),
    )


async def _strict(seal: Any, proof: Callable[[Any], Any], kennis: _Kennis, moment: datetime) -> Any:
    """Judge by what the DSS holds; None when it does not tell of each certificate whether it was revoked."""
    timestamp = await proof(kennis.context(moment, tsa=True, streng=True))
    status = await _signature(seal, kennis, moment, streng=True)
    return status if status.revoked or (status.trusted and timestamp.trusted) else None


async def _timestamp(timestamp: Any, context: ValidationContext) -> Any:
    return await async_validate_pdf_timestamp(timestamp, context, skip_diff=True)


async def _token(seal: Any, context: ValidationContext) -> Any:
    found = await collect_timing_info(seal.signer_info, context, raw_digest=seal.compute_digest)
    return found["timestamp_validity"]


def _has_token(seal: Any) -> bool:
    return next(iter(extract_tst_data_iter(seal.signer_info, signed=False)), None) is not None


async def _signature(seal: Any, kennis: _Kennis, moment: datetime, *, streng: bool = False) -> Any:
    return await async_validate_pdf_signature(
        seal,
        kennis.context(moment, streng=streng),
        ts_validation_context=kennis.context(moment, tsa=True) if _has_token(seal) else None,
        diff_policy=AANVULLINGEN,
        key_usage_settings=_USAGE,
    )


def _had_dss(reader: Any, timestamp: Any) -> bool:
    return _dss(HistoricalResolver(reader, timestamp.signed_revision)) is not None


def _kennis(dss: Any, vertrouwd: Sequence[bytes], tsa_vertrouwd: Sequence[bytes], tussen: Sequence[bytes]) -> _Kennis:
    context = None if dss is None else dss.as_validation_context({"trust_roots": [], "allow_fetching": False})
    return _Kennis(
        vertrouwd=tuple(x509.Certificate.load(der) for der in vertrouwd),
        tsa_vertrouwd=tuple(x509.Certificate.load(der) for der in tsa_vertrouwd),
        certificaten=(*(x509.Certificate.load(der) for der in tussen), *(() if dss is None else dss.load_certs())),
        crls=() if context is None else tuple(context.crls),
        ocsps=() if context is None else tuple(context.ocsps),
    )


def _dss(handler: Any) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(handler)
    except NoDSSFoundError:
        return None
