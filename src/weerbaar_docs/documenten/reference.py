# SPDX-License-Identifier: EUPL-1.2
"""The table of documents -> docs/reference/documenten.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.documenten.lijst import DOCUMENTEN

if TYPE_CHECKING:
    from weerbaar_docs.documenten.lijst import Documentregel

_KOP: Final = """# De documenten

Dit bestand is gemaakt uit `weerbaar_docs.documenten.lijst` (`python tools/make_reference.py`); wijzig dat, niet dit bestand.
Elk document komt uit een of meer sjablonen in `templates/`. Zijn gegevens hebben een schema in `schemas/`, en zijn module staat in
`src/weerbaar_docs/`. Staan er twee opdrachten, dan maakt de eerste het document; de tweede maakt het later nog eens, of een deel ervan.

"""
_TABEL: Final = "| nr. | document | voor wie | opdracht | sjablonen | schema | module | handleiding |\n|---|---|---|---|---|---|---|---|\n"
_ANDERE: Final = """
## Andere bladen

Bladen die bij een document horen, of die alleen laten zien wat er is.

"""


def make_reference() -> str:
    """Give the whole page."""
    numbered = "".join(_row(regel) for regel in DOCUMENTEN if regel.nummer is not None)
    others = "".join(_row(regel) for regel in DOCUMENTEN if regel.nummer is None)
    return f"{_KOP}{_TABEL}{numbered}{_ANDERE}{_TABEL}{others}"


def _row(regel: Documentregel) -> str:
    guide = regel.handleiding
    cells = (
        "" if regel.nummer is None else str(regel.nummer),
        regel.titel,
        regel.lezer,
        _code(*regel.opdrachten),
        _code(*regel.sjablonen),
        _code(regel.schema),
        _code(regel.module),
        "" if guide is None else f"[{guide.rpartition('/')[2].removesuffix('.md')}](../{guide})",
    )
    return f"| {' | '.join(cells)} |\n"


def _code(*names: str | None) -> str:
    return ", ".join(f"`{name}`" for name in names if name is not None)
