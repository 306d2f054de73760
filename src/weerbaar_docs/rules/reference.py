# SPDX-License-Identifier: EUPL-1.2
"""The Dutch reference page of all rules, made from the rules themselves."""

from __future__ import annotations

from weerbaar_docs.rules import REGELS

_KOP = """# De regels

Dit bestand is gemaakt uit de regels in `weerbaar_docs.rules` (`python tools/make_reference.py`); wijzig de regels, niet dit
bestand. `weerbaar-docs uitleg R-...` toont dezelfde tekst.

| regel | ernst | bij | wat | bron | wat nu |
|---|---|---|---|---|---|
"""


def make_reference() -> str:
    """Give the page as Markdown."""
    rows = (
        (regel.id, regel.ernst, regel.moment, f"**{regel.titel}.** {regel.uitleg}", regel.bron, regel.herstel)
        for regel in REGELS
    )
    return _KOP + "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)
