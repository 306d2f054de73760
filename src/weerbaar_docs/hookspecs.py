# SPDX-License-Identifier: EUPL-1.2
"""How a plugin announces itself. A hook announces, it never carries data of a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from weerbaar_docs.rendering.engine import PdfEngine
    from weerbaar_docs.zaaksysteem import Connector

PROJECT = "weerbaar_docs"
INHOUD = "weerbaar_docs_inhoud"  # the entry point group of plugins that see what documents say
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def weerbaar_zaaksystemen() -> dict[str, type[Connector]]:
    """Give the connectors of this plugin: name -> class. A name that two plugins claim is an error."""
    raise NotImplementedError


@hookspec
def register_pdf_engines() -> list[PdfEngine]:
    """Give the PDF engines of this plugin.

    An engine sees the content of documents. So it is announced in the entry point group `weerbaar_docs_inhoud`, and is
    loaded only when its distribution, version and RECORD stand in the configuration (`plugins.inhoud`).
    """
    raise NotImplementedError
