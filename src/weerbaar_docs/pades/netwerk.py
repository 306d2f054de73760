# SPDX-License-Identifier: EUPL-1.2
"""An address -> the bytes that a server gives for it: the only use that signing makes of the net.

(1) only servers that the configuration names, whatever address a certificate mentions; no redirect, no proxy, no cookie;
(2) one deadline for the whole exchange, and a largest size; (3) the reason of a failure quotes nothing the server said.
"""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Collection

_LARGEST: Final = 20_000_000
_OK: Final = 200
_POORT: Final = {"http": 80, "https": 443}


class OnbereikbaarError(Exception):
    """A server that gives no answer; its text is a Dutch reason without an address."""


async def ask(
    adres: str,
    *,
    servers: Collection[str],
    wachttijd: float,
    soort: str = "",
    vraag: bytes | None = None,
    aanmelding: tuple[str, str] | None = None,
) -> bytes:
    """Get an address, or post `vraag` of a media type to it; raises OnbereikbaarError."""
    if not is_allowed(adres, servers):
        raise OnbereikbaarError("de server staat niet in de instellingen")
    try:
        async with asyncio.timeout(wachttijd), _session(wachttijd, aanmelding) as session:
            return await _exchange(session, adres, soort, vraag)
    except TimeoutError:
        reason = "de server antwoordt niet op tijd"
    except aiohttp.ClientConnectorCertificateError:
        reason = "het certificaat van de server is niet te vertrouwen"
    except (aiohttp.ClientConnectionError, OSError):
        reason = "de server is niet bereikbaar"
    except (aiohttp.ClientError, ValueError):
        reason = "de server geeft geen goed antwoord"
    raise OnbereikbaarError(reason)


def is_allowed(adres: str, servers: Collection[str]) -> bool:
    """Say whether an address is one of http or https on a configured server."""
    try:
        found = urlsplit(adres)
        host, port = (found.hostname or "").lower(), found.port or _POORT.get(found.scheme, 0)
    except ValueError:
        return False
    named = {server.lower() for server in servers}
    standard = port == _POORT.get(found.scheme)
    return found.scheme in _POORT and bool(host) and (f"{host}:{port}" in named or (standard and host in named))


def server_of(adres: str) -> str:
    """Give `naam:poort` of an address."""
    found = urlsplit(adres)
    return f"{(found.hostname or '').lower()}:{found.port or _POORT[found.scheme]}"


def _session(wachttijd: float, aanmelding: tuple[str, str] | None) -> aiohttp.ClientSession:
    headers = {"User-Agent": "weerbaar-docs"}
    if aanmelding is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(aanmelding).encode()).decode()
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=wachttijd),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        headers=headers,
    )


async def _exchange(session: aiohttp.ClientSession, adres: str, soort: str, vraag: bytes | None) -> bytes:
    headers = {"Content-Type": soort} if vraag is not None else {}
    method = "GET" if vraag is None else "POST"
    async with session.request(method, adres, data=vraag, headers=headers, allow_redirects=False) as answer:
        if answer.status != _OK:
            raise OnbereikbaarError("de server weigert het verzoek")
        parts, size = [], 0
        async for part in answer.content.iter_chunked(65_536):
            parts.append(part)
            size += len(part)
            if size > _LARGEST:
                raise OnbereikbaarError("het antwoord van de server is te groot")
        return b"".join(parts)
