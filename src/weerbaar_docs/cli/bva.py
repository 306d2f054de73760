# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs bva`: what the BVA does on its own machine."""

from __future__ import annotations

import click

from weerbaar_docs.cli import bva_verhoog


@click.group()
def entry() -> None:
    """Beoordeel rapporten, stel ze vast en onderteken ze."""


bva_verhoog.register(entry)
