# SPDX-License-Identifier: EUPL-1.2
"""What every package has: the manifest over all its files, the sender's signature under it, and only files of its kind.

A file that its kind of package does not have is refused whatever it is called: nothing says who may read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, check_parts
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.pakketnamen import (
    AFSCHRIFT_JSON,
    BESLUIT,
    BIJ_MEELEZEN,
    BIJ_VASTSTELLING,
    BRIEF,
    CONCEPT,
    IN_BESLUITPAKKET,
    IN_INDIENING,
    LEESMIJ,
    ONTVANGST,
    VAN_VORIGE,
    VOOR_BESTUURDER,
    VOOR_WERKGEVER,
    ZENDING_VERKLARINGEN,
)
from weerbaar_docs.validation import checked_statement
from weerbaar_docs.verifieren.uitslag import Feit, Schakel, link, require
from weerbaar_docs.verifieren.verklaringen import VROEGSTE, part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.verifieren.verklaringen import Verificatie

KLOK: Final = "%d-%m-%Y %H:%M"
NAMEN: Final[Mapping[str, frozenset[str]]] = {
    soort: frozenset({MANIFEST, MANIFEST_SIG, *names})
    for soort, names in {
        "zending": (
            *(BRIEF, LEESMIJ, ONTVANGST),
            *(*VOOR_WERKGEVER, *ZENDING_VERKLARINGEN),
        ),
        "bestuurderszending": (LEESMIJ, *VOOR_WERKGEVER, *VOOR_BESTUURDER, AFSCHRIFT_JSON),
        "indiening": (*IN_INDIENING, *VAN_VORIGE),
        "besluitpakket": (
            *IN_BESLUITPAKKET,
            *BIJ_VASTSTELLING,
            *BIJ_MEELEZEN,
        ),
    }.items()
}


def manifest_links(
    parts: Mapping[str, bytes], verificatie: Verificatie, signers: tuple[str, ...], who: str, *, soort: str
) -> list[Schakel]:
    """Give the links of manifest, sender and names; `signers` are the fingerprints of who may have sent such a package."""
    return [
        link("manifest", "manifest", lambda: _manifest(parts)),
        link("afzender", "afzender", lambda: _sender(parts, verificatie, signers, who)),
        link("bestanden", "bestanden", lambda: _names(parts, soort)),
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
        ),
        Feit(titel="Sleutelbeheer", waarde=manifest["sleutelbeheer"]),
    ]


def pakketsoort(parts: Mapping[str, bytes]) -> str:
    """Give the kind of package by its manifest; by the files that only one kind has when the manifest cannot be read."""
    try:
        kind: str = checked_statement("manifest", parts.get(MANIFEST, b""))["pakket"]
    except ValidationError:
        if BESLUIT in parts:
            return "besluitpakket"
        return "indiening" if CONCEPT in parts else "zending"
    return kind


def _manifest(parts: Mapping[str, bytes]) -> str:
    manifest = check_parts(parts)
    return f"alle {len(manifest['bestanden'])} bestanden zijn precies wat het manifest noemt"


def _names(parts: Mapping[str, bytes], soort: str) -> str:
    require(set(parts) <= NAMEN[soort], f"er zit een bestand bij dat niet in een {soort} hoort")
    return f"alleen bestanden die in een {soort} horen"


def _sender(parts: Mapping[str, bytes], verificatie: Verificatie, signers: tuple[str, ...], who: str) -> str:
    part(parts, MANIFEST)
    signer, made = verificatie.signed_by(parts, MANIFEST, signers, VROEGSTE)
    return f"ondertekend door {who} met sleutel {signer} op {made:{KLOK}} UTC"
