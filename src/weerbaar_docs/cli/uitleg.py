# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs uitleg R-...`: what a rule asks, where it comes from and how to mend a breach."""

from __future__ import annotations

import difflib

import click

from weerbaar_docs.cli.app import root
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.errors import UsageError


@click.argument("regel", metavar="REGEL")
def _uitleg(uitvoer: Uitvoer, regel: str) -> None:
    """Leg een regel uit: wat hij betekent, waar hij vandaan komt en wat u kunt doen."""
    from weerbaar_docs.rules import REGELS

    known = {r.id: r for r in REGELS}
    found = known.get(regel.upper())
    if found is None:
        near = difflib.get_close_matches(regel.upper(), known, n=1)
        raise UsageError.because(
            "REGEL-ONBEKEND",
            "deze regel bestaat niet",
            f"Bedoelt u {near[0]}?" if near else "Zie weerbaar-docs regels voor alle regels.",
        )
    lines = [
        f"{found.id}  {found.titel}",
        "",
        f"Wat:     {found.uitleg}",
        f"Ernst:   {found.ernst}, bij {found.moment}",
        f"Bron:    {found.bron}",
        f"Wat nu:  {found.herstel}",
    ]
    if found.impliceert:
        lines.append(f"Gaat vaak samen met: {', '.join(found.impliceert)}")
    uitvoer.data(found.as_json(), lines)


entry = command(root, "uitleg")(_uitleg)
