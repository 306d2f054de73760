# SPDX-License-Identifier: EUPL-1.2
"""How a plugin announces itself. A hook announces, it never carries data of a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from weerbaar_docs.zaaksysteem import Connector

PROJECT = "weerbaar_docs"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def weerbaar_zaaksystemen() -> dict[str, type[Connector]]:
    """Give the connectors of this plugin: name -> class. A name that two plugins claim is an error."""
    raise NotImplementedError
