# SPDX-License-Identifier: EUPL-1.2
"""What every package has: the manifest over all its files, and the sender's signature under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.package import MANIFEST, check_parts
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.validation import checked_statement
from weerbaar_docs.verifieren.uitslag import Feit, Schakel, link
from weerbaar_docs.verifieren.verklaringen import ALTIJD, part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.verifieren.verklaringen import Controle

KLOK: Final = "%d-%m-%Y %H:%M"


def manifest_links(parts: Mapping[str, bytes], controle: Controle, signers: tuple[str, ...], who: str) -> list[Schakel]:
    """Give the links of manifest and sender; `signers` are the fingerprints of who may have sent such a package."""
    return [
        link("manifest", "manifest", lambda: _manifest(parts)),
        link("afzender", "afzender", lambda: _sender(parts, controle, signers, who)),
    ]


def manifest_facts(parts: Mapping[str, bytes]) -> list[Feit]:
    """Give what the manifest says, if it can be read."""
    try:
        manifest = checked_statement("manifest", parts.get(MANIFEST, b""))
    except ValidationError:
        return []
    return [
        Feit(
            titel="Pakket", waarde=f"{manifest['pakket']}, {len(manifest['bestanden'])} bestanden ({manifest['soort']})"
        )
    ]


def pakketsoort(parts: Mapping[str, bytes]) -> str:
    """Give the kind of package by its manifest; by the files that only one kind has when the manifest cannot be read."""
    try:
        kind: str = checked_statement("manifest", parts.get(MANIFEST, b""))["pakket"]
    except ValidationError:
        if "bva_besluit.json" in parts:
            return "besluitpakket"
        return "indiening" if "concept.pdf" in parts else "zending"
    return kind


def _manifest(parts: Mapping[str, bytes]) -> str:
    manifest = check_parts(parts)
    return f"alle {len(manifest['bestanden'])} bestanden zijn precies wat het manifest noemt"


def _sender(parts: Mapping[str, bytes], controle: Controle, signers: tuple[str, ...], who: str) -> str:
    part(parts, MANIFEST)
    signer, made = controle.signed_by(parts, MANIFEST, signers, ALTIJD)
    return f"ondertekend door {who} met sleutel {signer} op {made:{KLOK}} UTC"
