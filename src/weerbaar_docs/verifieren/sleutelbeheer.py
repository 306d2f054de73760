# SPDX-License-Identifier: EUPL-1.2
"""The files of a package -> who holds which key, as its manifest claims, held against the keys that signed.

(1) `gescheiden` is a claim of who sent it: one key that signed for both the BVA and the CCV shows that it is not so, and no
package can show that it is; (2) `alles-in-een` claims nothing, and says what that costs; (3) a key is the same under another
subkey, and a seal under another certificate.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.package import ALLES_IN_EEN, MANIFEST
from weerbaar_docs.encryption.packets import keys, read_packets
from weerbaar_docs.encryption.signature_form import read_form
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.validation import checked_statement
from weerbaar_docs.verifieren.uitslag import NietTeControleren, Schakel, link, require
from weerbaar_docs.verifieren.verklaringen import part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk
    from weerbaar_docs.verifieren.verklaringen import Verificatie

_KOSTEN: Final = (
    "alles-in-een: wie bij de computer met de sleutels kan, kan zowel voor de BVA als voor het CCV tekenen, "
    "dus de een bewijst niets over de ander"
)


def custody_link(
    parts: Mapping[str, bytes],
    stukken: Mapping[str, Pdfstuk],
    verificatie: Verificatie,
    *,
    bva: Collection[str],
    ccv: Collection[str],
) -> Schakel:
    """Give the link of who holds the keys; `bva` and `ccv` are the files that each of them signed."""

    def check() -> str:
        primaries = _primaries(verificatie)
        theirs, ours = (set(_keys(parts, stukken, names, primaries)) for names in (bva, ccv))
        return _judged(checked_statement("manifest", part(parts, MANIFEST))["sleutelbeheer"], theirs, ours)

    return link("sleutelbeheer", "sleutelbeheer", check, vereist=False)


def _judged(vorm: str, bva: set[str], ccv: set[str]) -> str:
    if vorm == ALLES_IN_EEN:
        raise NietTeControleren(_KOSTEN)
    require(not bva & ccv, "het pakket zegt gescheiden sleutelbeheer, maar voor BVA en CCV tekende dezelfde sleutel")
    if not bva or not ccv:
        raise NietTeControleren("gescheiden, zegt de afzender; in dit pakket tekende maar een van beide")
    return "gescheiden, zegt de afzender: BVA en CCV tekenden elk met een eigen sleutel; op welke computer die staan is niet te zien"


def _keys(
    parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], names: Collection[str], primaries: Mapping[str, str]
) -> Iterator[str]:
    """Give the keys that signed these files, as the signatures themselves name them: other links say whether they hold."""
    for name in names:
        with contextlib.suppress(VerificationError):
            if name in stukken:
                yield stukken[name].handtekening.sleutel_sha256
            elif f"{name}.sig" in parts:
                uitgever = read_form(parts[f"{name}.sig"]).uitgever
                yield primaries.get(uitgever, uitgever)


def _primaries(verificatie: Verificatie) -> dict[str, str]:
    found: dict[str, str] = {}
    for sleutel in verificatie.vertrouwen.sleutels:
        with contextlib.suppress(ValueError):
            found |= {key.vingerafdruk: sleutel.vingerafdruk for key in keys(read_packets(sleutel.certificaat))}
    return found
