# SPDX-License-Identifier: EUPL-1.2
"""A digest -> a token of the configured time-stamping service (RFC 3161), checked before it goes into a file.

Whatever is wrong with the service is a `TsaUitvalError`, and nothing else is: refused or slow, an answer that is no token
of this digest, a certificate that is not trusted for time stamps, a clock that differs more than five minutes from ours.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import tsp, x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from weerbaar_docs.pades.netwerk import OnbereikbaarError, ask, server_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from weerbaar_docs.pades.niveau import Voorzieningen

# What asn1crypto, cryptography and pyHanko make of an answer that is no token.
_ONLEESBAAR: Final = (
    *(AttributeError, AssertionError, LookupError, NotImplementedError, TypeError, ValueError),
    *(PathError, TimestampRequestError, UnsupportedAlgorithm),
)
SPELING: Final = timedelta(minutes=5)


class TsaUitvalError(Exception):
    """The time-stamping service did not give a usable token; its text is a Dutch reason."""


class Tijdstempelaar(TimeStamper):
    """Asks for tokens, and keeps the certificates that come along in `certificaten`."""

    def __init__(self, voorzieningen: Voorzieningen, now: datetime) -> None:
        """Ask the service of these voorzieningen, at a moment that its clock has to agree with."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._voorzieningen = voorzieningen
        self._now = now
        self.certificaten: dict[bytes, x509.Certificate] = {}

    async def async_request_tsa_response(self, req: Any) -> Any:
        """Send one request; raises TsaUitvalError."""
        v = self._voorzieningen
        try:
            answer = await ask(
                v.tsa_adres,
                servers=(server_of(v.tsa_adres),),
                wachttijd=v.wachttijd,
                soort="application/timestamp-query",
                vraag=req.dump(),
                aanmelding=v.tsa_aanmelding,
            )
        except OnbereikbaarError as error:
            reason = str(error)
        else:
            return tsp.TimeStampResp.load(answer)
        raise TsaUitvalError(reason)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """Give a token that holds; raises TsaUitvalError."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            status = await self._status(token, message_digest, md_algorithm)
        except TsaUitvalError:
            raise
        except _ONLEESBAAR:
            token = status = None
        if status is None:
            raise TsaUitvalError("het antwoord van de tijdstempeldienst is geen goed tijdstempel")
        self._judge(status)
        self.keep([token["content"]])
        return token

    def keep(self, tokens: Iterable[Any]) -> None:
        """Keep the certificates of tokens (SignedData): their proof belongs in the file too."""
        for token in tokens:
            self.certificaten |= {wrapped.chosen.dump(): wrapped.chosen for wrapped in token["certificates"]}

    async def _status(self, token: Any, digest: bytes, algorithm: str) -> TimestampSignatureStatus:
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(der) for der in self._voorzieningen.tsa_vertrouwd],
            allow_fetching=False,
            moment=self._now,
        )
        found = await validate_tst_signed_data(
            token["content"], context, lambda asked: digest if asked == algorithm else b""
        )
        return TimestampSignatureStatus(**found)

    def _judge(self, status: TimestampSignatureStatus) -> None:
        if not (status.intact and status.valid):
            raise TsaUitvalError("het antwoord van de tijdstempeldienst is geen goed tijdstempel")
        if not status.trusted:
            raise TsaUitvalError("het certificaat van de tijdstempeldienst is niet te vertrouwen")
        if abs(status.timestamp - self._now) > SPELING:
            raise TsaUitvalError(
                "de klok van de tijdstempeldienst wijkt meer dan vijf minuten af van die van deze computer"
            )
