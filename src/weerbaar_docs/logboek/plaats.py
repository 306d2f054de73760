# SPDX-License-Identifier: EUPL-1.2
"""Configuratie -> where this computer finds the last checkpoint, and the public key of it.

It is read at every opening of the store, so it loads nothing that is not needed for that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ConfigError, Melding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.config import Configuratie

_GROOTSTE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Logboeksleutel:
    """The public half of a logboek key, and the fingerprint that it has to have, known from elsewhere."""

    vingerafdruk: str
    certificaat: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plaats:
    """Where this computer can look for the last checkpoint, and the key that it is signed with."""

    map: Path
    sleutel: Logboeksleutel


def known_place(config: Configuratie) -> Plaats | None:
    """Give the configured folder and key, None without them; raises ConfigError when the key cannot be read."""
    section = config.section("logboek")
    if not all(section[naam] for naam in ("map", "sleutel", "sleutelbestand")):
        return None
    return Plaats(map=Path(section["map"]), sleutel=own_key(section))


def own_key(section: Mapping[str, Any]) -> Logboeksleutel:
    """Give the configured key."""
    data = _read(Path(section["sleutelbestand"]), "sleutelbestand")
    return Logboeksleutel(vingerafdruk=section["sleutel"], certificaat=data)


def setting_fault(naam: str, melding: str) -> Melding:
    """Give the melding about one setting of `[logboek]`."""
    return Melding(
        code="LOGBOEK-INSTELLING",
        ernst="fout",
        pad=f"/logboek/{naam}",
        melding=melding,
        oplossing="Vul [logboek] aan in de configuratie.",
    )


def _read(path: Path, naam: str) -> bytes:
    try:
        if path.is_file():
            with path.open("rb") as handle:
                return handle.read(_GROOTSTE)
    except OSError:
        pass
    raise ConfigError(setting_fault(naam, "het bestand is er niet of is niet te lezen"))
