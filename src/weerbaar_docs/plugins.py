# SPDX-License-Identifier: EUPL-1.2
"""Find plugins through their entry points, one by one: a failing plugin never stops the rest."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import pluggy

from weerbaar_docs import hookspecs
from weerbaar_docs.errors import PluginError
from weerbaar_docs.zaaksysteem import API_VERSIE

if TYPE_CHECKING:
    from weerbaar_docs.zaaksysteem import Connector


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugins:
    """The connectors that were found, and why others were not loaded."""

    connectors: dict[str, type[Connector]]
    distributies: dict[str, str]
    fouten: tuple[PluginError, ...]

    def connector(self, naam: str) -> type[Connector]:
        """Give the connector class of this name; raise PluginError naming what is there."""
        if naam not in self.connectors:
            known = ", ".join(sorted(self.connectors)) or "geen"
            raise _fault(naam, "er is geen connector met deze naam", f"Installeer de plugin. Aanwezig: {known}.")
        return self.connectors[naam]


def load_plugins() -> Plugins:
    """Load every installed plugin of entry point group `weerbaar_docs`."""
    connectors: dict[str, type[Connector]] = {}
    distributies: dict[str, str] = {}
    fouten: list[PluginError] = []
    for entry in sorted(entry_points(group=hookspecs.PROJECT), key=lambda e: e.name):
        distribution = entry.dist.name if entry.dist else entry.name
        try:
            found = _announced(entry.load(), entry.name)
        except PluginError as error:
            fouten.append(error)
            continue
        except Exception as error:  # noqa: BLE001 - a plugin may fail in any way; the rest must still work
            fouten.append(
                _fault(
                    distribution, f"de plugin laadt niet ({type(error).__name__})", "Installeer een passende versie."
                )
            )
            continue
        for name, connector in found.items():
            if name in connectors:
                fouten.append(_fault(distribution, f"connector {name} bestaat al", "Verwijder een van beide plugins."))
                continue
            connectors[name] = connector
            distributies[name] = distribution
    return Plugins(connectors=connectors, distributies=distributies, fouten=tuple(fouten))


def _announced(module: Any, name: str) -> dict[str, type[Connector]]:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(module, name=name)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError:
        raise _fault(name, "de plugin noemt een onbekende hook", "Controleer de namen van de hooks.") from None
    found: dict[str, type[Connector]] = {}
    for announced in manager.hook.weerbaar_zaaksystemen():
        found.update(announced)
    for connector in found.values():
        if getattr(connector, "api_versie", None) != API_VERSIE:
            raise _fault(name, f"de plugin is niet voor API-versie {API_VERSIE}", "Installeer een passende versie.")
    return found


def _fault(name: str, melding: str, oplossing: str) -> PluginError:
    return PluginError.because("PLUGIN", f"{name}: {melding}", oplossing)
