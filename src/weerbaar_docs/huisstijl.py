# SPDX-License-Identifier: EUPL-1.2
"""Configuratie + Opslag -> the Huisstijl with which this computer makes documents.

(1) the templates of the organisation that a document is for go before those of `standaard`, and these before our own;
(2) a computer that was never given a store has our own templates; one with a store that it cannot open makes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.pdf_engines import load_pdf_engines
from weerbaar_docs.registers.sjablonen import STANDAARD, huisstijl_sjablonen
from weerbaar_docs.rendering.huisstijl import GEGEVENS, Huisstijl
from weerbaar_docs.verwijzing import home_path
from weerbaar_docs.werkplek import existing_engine, open_configured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.rendering.engine import PdfEngines
    from weerbaar_docs.rendering.huisstijl import Sjabloon
    from weerbaar_docs.store import Opslag


def huisstijl_here(config: Configuratie, environment: Mapping[str, str], *, voor: str = STANDAARD) -> Huisstijl:
    """Open the store, if there is one, and give the huisstijl for documents `voor` an OIN or a name."""
    opslag = None if existing_engine(config, environment) is None else open_configured(config, environment)
    return huisstijl_of(config, opslag, voor=voor)


def huisstijl_of(config: Configuratie, opslag: Opslag | None, *, voor: str = STANDAARD) -> Huisstijl:
    """Give the huisstijl with the templates of a store; raises ConfigError, or as `huisstijl_sjablonen` does."""
    return Huisstijl(
        gegevens={**GEGEVENS, **config.section("huisstijl")},
        sjablonen=() if opslag is None else _registered(opslag, voor),
        motoren=pdf_engines(config),
        zonder_gegevens=frozenset(config.get("pdf.zonder_gegevens")),
    )


def pdf_engines(config: Configuratie) -> PdfEngines:
    """Give the engines of this computer, with the organisation's own fonts; what was not loaded stands in `fouten`."""
    fontmappen = tuple(home_path(folder) for folder in config.get("pdf.lettertypen"))
    return load_pdf_engines(config.get("plugins.inhoud"), fontmappen=fontmappen)


def _registered(opslag: Opslag, voor: str) -> tuple[Sjabloon, ...]:
    with opslag.act("bevraagd", object="register") as act:
        return huisstijl_sjablonen(act, huisstijl=voor)
