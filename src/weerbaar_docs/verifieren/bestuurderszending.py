# SPDX-License-Identifier: EUPL-1.2
"""The files that the bestuurder was given -> their links: from CCV levering, and each document what it says it is.

The form is his to sign: it is held against the statement that it carries by `toestemming lees`, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.encryption.package import MANIFEST
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.pakketnamen import OVERZICHT, RAPPORT, WERKGEVERSVERSIE
from weerbaar_docs.verifieren.pakket import manifest_facts, manifest_links
from weerbaar_docs.verifieren.pdf import data_links, pdf_links
from weerbaar_docs.verifieren.pdf_feiten import pdf_facts
from weerbaar_docs.verifieren.sleutelbeheer import custody_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk
    from weerbaar_docs.verifieren.uitslag import Feit, Schakel
    from weerbaar_docs.verifieren.verklaringen import Verificatie


def copy_links(
    parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], verificatie: Verificatie, huisstijl: Huisstijl
) -> list[Schakel]:
    """Give every link of a bestuurderszending."""
    levering = verificatie.vertrouwen.fingerprints("ccv_levering")
    links = manifest_links(parts, verificatie, levering, "CCV levering", soort="bestuurderszending")
    for name in (RAPPORT, WERKGEVERSVERSIE, OVERZICHT):
        if name in stukken:
            links += [*pdf_links(stukken[name]), *data_links(stukken[name], huisstijl)]
    return [
        *links,
        custody_link(parts, stukken, verificatie, bva=(RAPPORT,), ccv=(MANIFEST, WERKGEVERSVERSIE, OVERZICHT)),
    ]


def copy_facts(parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], _verificatie: Verificatie) -> list[Feit]:
    """Give what the documents say of themselves."""
    facts = manifest_facts(parts)
    for name in (RAPPORT, WERKGEVERSVERSIE, OVERZICHT):
        try:
            facts += pdf_facts(stukken[name]) if name in stukken else []
        except WeerbaarDocsError:
            continue
    return facts
