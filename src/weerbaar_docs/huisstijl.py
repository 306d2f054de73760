# SPDX-License-Identifier: EUPL-1.2
"""Configuratie + Opslag -> the Huisstijl with which this computer makes documents.

(1) the templates of the organisation that a document is for go before those of `standaard`, and these before our own;
(2) the loket and the steunpunten are contactpunten of the register, which knows when they were checked (R-CONT-1);
(3) a computer that was never given a store has our own templates; one with a store that it cannot open makes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import ConfigError
from weerbaar_docs.pdf_engines import load_pdf_engines
from weerbaar_docs.registers.contactpunten import contactpunten
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
    sjablonen, punten = ((), {}) if opslag is None else _registered(opslag, voor, _named(config))
    return Huisstijl(
        gegevens={**GEGEVENS, **_sender(config), **_loketten(config, punten)},
        sjablonen=sjablonen,
        motoren=pdf_engines(config),
        zonder_gegevens=frozenset(config.get("pdf.zonder_gegevens")),
    )


def pdf_engines(config: Configuratie) -> PdfEngines:
    """Give the engines of this computer, with the organisation's own fonts; what was not loaded stands in `fouten`."""
    fontmappen = tuple(home_path(folder) for folder in config.get("pdf.lettertypen"))
    return load_pdf_engines(config.get("plugins.inhoud"), fontmappen=fontmappen)


def _sender(config: Configuratie) -> dict[str, Any]:
    """Give who sends: what the configuration says of the organisatie and of who signs."""
    section = config.section("huisstijl")
    signs = {"naam": section["ondertekenaar"], "functie": section["functie"]}
    return {
        **{name: section[name] for name in ("organisatie", "afdeling", "kleur", "retouradres")},
        "ondertekenaar": signs | ({"namens": section["namens"]} if section["namens"] else {}),
    }


def _named(config: Configuratie) -> tuple[str, ...]:
    loket = config.get("huisstijl.loket")
    return (*((loket,) if loket else ()), *config.get("huisstijl.steunpunten"))


def _loketten(config: Configuratie, punten: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Give the loket and the steunpunten of the register that the configuration names; the rest stays as it is without one.

    Raises ConfigError when there is no register, or no mail address of the loket in it.
    """
    missing = [id_ for id_ in _named(config) if id_ not in punten]
    loket: str = config.get("huisstijl.loket")
    found: dict[str, Any] = {}
    if missing or (loket and not punten[loket]["email"]):
        raise ConfigError.because(
            "CONTACT-HUISSTIJL",
            "de huisstijl noemt een contactpunt dat niet in het register staat, of een loket zonder e-mailadres",
            "Leg het vast met contact leg-vast, of verbeter huisstijl.loket en huisstijl.steunpunten.",
        )
    if loket:
        found["contact"] = {name: punten[loket][name] for name in ("naam", "email", "geverifieerd_op")}
    if steunpunten := config.get("huisstijl.steunpunten"):
        found["steunpunten"] = [{name: punten[id_][name] for name in ("naam", "doel")} for id_ in steunpunten]
    return found


def _registered(
    opslag: Opslag, voor: str, named: tuple[str, ...]
) -> tuple[tuple[Sjabloon, ...], dict[str, Mapping[str, Any]]]:
    """Read, in one act, the templates for a name and the contactpunten that the configuration names."""
    with opslag.act("bevraagd", object="register") as act:
        known = contactpunten(act.connection, act.register_key()) if named else []
        punten = {item["id"]: item["contactpunt"] for item in known if item["id"] in named}
        return huisstijl_sjablonen(act, huisstijl=voor), punten
