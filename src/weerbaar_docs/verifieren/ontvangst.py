# SPDX-License-Identifier: EUPL-1.2
"""A sealed message + the Ontvangstbewijs of its delivery -> whether that very message was delivered.

A receipt is a record of the sender, read back from the target; nobody signed it. What it proves is that the bytes are the same.
"""

from __future__ import annotations

from typing import Any, Final

from weerbaar_docs.canonical import read_json, sha256
from weerbaar_docs.encryption.framing import is_encrypted_message
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.verifieren.uitslag import Feit, NietTeControleren, Schakel, Uitslag, broken, link, require

_VELDEN: Final = {"identificatie": str, "plugin": str, "sha256": str, "bytes": int, "plaats": str}


def verifieer_verzegeld(versleuteld: bytes, bewijs: bytes) -> Uitslag:
    """Verify a sealed message by its receipt, without any key."""
    feiten = [Feit(titel="Verzegeld bericht", waarde=f"{len(versleuteld)} bytes, SHA-256 {sha256(versleuteld)}")]
    try:
        found = read_json(bewijs)
    except ValidationError:
        found = None
    if _is_receipt(found) and found["plugin"].isprintable() and found["identificatie"].isprintable():
        feiten.append(Feit(titel="Bezorgd", waarde=f"{found['identificatie']} via {found['plugin']}"))
    return Uitslag(
        soort="verzegelde zending",
        feiten=tuple(feiten),
        schakels=(link("bericht", "bericht", lambda: _sealed(versleuteld)), receipt_link(bewijs, versleuteld)),
    )


def receipt_link(bewijs: bytes, versleuteld: bytes | None) -> Schakel:
    """Give the link of a receipt; without the sealed message it cannot be checked."""
    return link(
        "ontvangstbewijs", "ontvangstbewijs", lambda: _received(bewijs, versleuteld), vereist=versleuteld is not None
    )


def _sealed(versleuteld: bytes) -> str:
    require(is_encrypted_message(versleuteld), "dit is niet precies één versleuteld bericht")
    return "één versleuteld bericht; wat erin zit ziet alleen de ontvanger"


def _received(bewijs: bytes, versleuteld: bytes | None) -> str:
    found = read_json(bewijs)
    if not _is_receipt(found):
        raise broken("dit is geen ontvangstbewijs van weerbaar-docs")
    if versleuteld is None:
        raise NietTeControleren("het gaat over het verzegelde bericht: geef dat bestand (.pgp) om het te controleren")
    require(
        (found["sha256"], found["bytes"]) == (sha256(versleuteld), len(versleuteld)),
        "het ontvangstbewijs is van een ander bericht",
    )
    return "byte voor byte dit bericht is bezorgd en teruggelezen"


def _is_receipt(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and set(found) == set(_VELDEN)
        and all(type(found[name]) is kind for name, kind in _VELDEN.items())
    )
