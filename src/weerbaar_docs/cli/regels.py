# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs regels`: every rule in one list."""

from __future__ import annotations

from weerbaar_docs.cli.app import root
from weerbaar_docs.cli.output import Uitvoer, command


def _regels(uitvoer: Uitvoer) -> None:
    """Geef alle regels, met ernst en moment."""
    from weerbaar_docs.rules import REGELS

    lines = [f"{r.id:<10} {r.ernst:<12} {r.moment:<11} {r.titel}" for r in REGELS]
    uitvoer.data({"regels": [r.as_json() for r in REGELS]}, lines)


entry = command(root, "regels")(_regels)
