# SPDX-License-Identifier: EUPL-1.2
"""What every package has: the manifest over all its files, the sender's signature under it, and only files of its kind.

A file that its kind of package does not have is refused whatever it is called: nothing says who may read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.package import HANDTEKENING, MANIFEST, check_parts
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.validation import checked_statement
from weerbaar_docs.verifieren.uitslag import Feit, Schakel, link, require
from weerbaar_docs.verifieren.verklaringen import ALTIJD, part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.verifieren.verklaringen import Verificatie

KLOK: Final = "%d-%m-%Y %H:%M"
_INGEDIEND: Final = ("rapportinhoud.json", "huisstijl.json", "indiening.json", "indiening.json.sig")
_ATTESTEN: Final = tuple(f"verklaringen/attest-{n}.json{end}" for n in (1, 2) for end in ("", ".sig"))
NAMEN: Final[Mapping[str, frozenset[str]]] = {
    soort: frozenset({MANIFEST, HANDTEKENING, *names})
    for soort, names in {
        "zending": (
            *("brief.pdf", "LEESMIJ.txt", "rapport.pdf", "werkgeversversie.pdf", "maatregelen.json"),
            *("verklaringen/vaststelling.json", "verklaringen/vaststelling.json.sig"),
            *("verklaringen/toestemming.json", "verklaringen/toestemming.json.sig", *_ATTESTEN),
        ),
        "indiening": (
            *(*_INGEDIEND, "concept.pdf", "herkomst.json", "toetsingsblad.json"),
            *("vorige/rapportinhoud.json", "vorige/bva_besluit.json"),
        ),
        "besluitpakket": (
            *(*_INGEDIEND, "bva_besluit.json", "vaststelling.json", "vaststelling.json.sig"),
            *("definitief.pdf", "rapport.pdf", "meelezer.json", "meelezer.json.sig"),
        ),
    }.items()
}


def manifest_links(
    parts: Mapping[str, bytes], controle: Verificatie, signers: tuple[str, ...], who: str, *, soort: str
) -> list[Schakel]:
    """Give the links of manifest, sender and names; `signers` are the fingerprints of who may have sent such a package."""
    return [
        link("manifest", "manifest", lambda: _manifest(parts)),
        link("afzender", "afzender", lambda: _sender(parts, controle, signers, who)),
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
        if "bva_besluit.json" in parts:
            return "besluitpakket"
        return "indiening" if "concept.pdf" in parts else "zending"
    return kind


def _manifest(parts: Mapping[str, bytes]) -> str:
    manifest = check_parts(parts)
    return f"alle {len(manifest['bestanden'])} bestanden zijn precies wat het manifest noemt"


def _names(parts: Mapping[str, bytes], soort: str) -> str:
    require(set(parts) <= NAMEN[soort], f"er zit een bestand bij dat niet in een {soort} hoort")
    return f"alleen bestanden die in een {soort} horen"


def _sender(parts: Mapping[str, bytes], controle: Verificatie, signers: tuple[str, ...], who: str) -> str:
    part(parts, MANIFEST)
    signer, made = controle.signed_by(parts, MANIFEST, signers, ALTIJD)
    return f"ondertekend door {who} met sleutel {signer} op {made:{KLOK}} UTC"
