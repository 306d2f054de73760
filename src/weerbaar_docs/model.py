# SPDX-License-Identifier: EUPL-1.2
"""The nouns: Dossier and Adviesrapport, frozen, and what a digest covers (no I/O).

`rapportinhoud` is the closed object of all that a template of the report can see;
`rapport_sha256` and `vaststelling_sha256` are SHA-256 over its RFC 8785 bytes (see docs/adr/0002).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
ORGANISATIETYPEN: Final = ("gemeente", "provincie", "waterschap")
ORGANISATIE = ("type", "naam", "oin")
BESTUURDER_WEG = ("email", "telefoon", "voorkeurskanaal", "openpgp")
DELEN = ("woonplek", "pkvw", "gesprek_werkgever", "gesprek_bestuurder", "adviesrapport")


def freeze(value: Any) -> Any:
    """Give a JSON value that cannot be changed: mappings as proxies, arrays as tuples."""
    if isinstance(value, dict):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(freeze(item) for item in value)
    return value


def thaw(value: Any) -> Any:
    """Give plain dicts and lists again, a copy that may be changed or serialised."""
    if isinstance(value, (dict, MappingProxyType)):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [thaw(item) for item in value]
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A validated dossier; `gegevens` is its frozen JSON (schema `dossier`)."""

    dossiernummer: str
    gegevens: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adviesrapport:
    """The rapportinhoud of a dossier and the digest that stands for it."""

    inhoud: Mapping[str, Any] = field(repr=False)
    rapport_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verklaring:
    """A signed statement: its RFC 8785 bytes and a detached OpenPGP signature over them."""

    verklaring: bytes = field(repr=False)
    handtekening: bytes = field(repr=False)


def utc_text(moment: datetime) -> str:
    """Give an aware moment as signed statements write it: UTC, to the second, with a Z."""
    return moment.astimezone(UTC).strftime(_MOMENT)


def utc_moment(text: str) -> datetime:
    """Read a moment of a signed statement."""
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)


def rapportinhoud(gegevens: Mapping[str, Any]) -> dict[str, Any]:
    """Give the closed object that the report's template sees and that rapport_sha256 covers.

    `gegevens` is a dossier with an adviesrapport (plain or frozen JSON); the parts of plain JSON are not copied.
    """
    plain = _plain(gegevens)
    return {
        "dossiernummer": plain["dossiernummer"],
        "organisatie": {key: plain["organisatie"][key] for key in ORGANISATIE},
        "bestuurder": {key: value for key, value in plain["bestuurder"].items() if key not in BESTUURDER_WEG},
        **{key: plain[key] for key in DELEN if key in plain},
    }


def rapport_digest(gegevens: Mapping[str, Any]) -> str:
    """Give rapport_sha256 of a dossier."""
    return digest(rapportinhoud(gegevens))


def vaststelling_digest(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any]) -> str:
    """Give vaststelling_sha256: the digest over rapportinhoud and the besluit on it."""
    return digest({"rapportinhoud": _plain(inhoud), "bva_besluit": _plain(bva_besluit)})


def _plain(value: Mapping[str, Any]) -> Any:
    return value if type(value) is dict else thaw(value)
