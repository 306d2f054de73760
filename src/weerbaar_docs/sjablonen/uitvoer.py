# SPDX-License-Identifier: EUPL-1.2
"""A Lintuitslag -> text of at most 80 columns by place, JSON, or SARIF 2.1.0 for the tools of a build server."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from weerbaar_docs.sjablonen.regels import LINT_VERSIE, REGELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weerbaar_docs.sjablonen import Lintuitslag
    from weerbaar_docs.sjablonen.gebrek import Gebrek

BREED: Final = 80
_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ERNST: Final = {"fout": "error", "waarschuwing": "warning"}


def as_text(naam: str, uitslag: Lintuitslag) -> list[str]:
    """Give the lines that a person reads: the findings by place, and what to do about each kind."""
    count = f"{_number(len(uitslag.fouten), 'fout', 'fouten')}, {_number(len(uitslag.waarschuwingen), 'waarschuwing', 'waarschuwingen')}"
    lines = [f"{naam}: {'niet in orde' if uitslag.fouten else 'in orde'}, {count}"]
    for plaats, found in groupby(uitslag.gebreken, key=lambda g: str(g.plaats)):
        lines += ["", plaats]
        lines += [line for g in found for line in _finding(g)]
    return lines


def as_json(results: Sequence[tuple[str, Lintuitslag]]) -> dict[str, Any]:
    """Give the object of schema `sjabloonlint` over templates by name."""
    return {
        "soort": "sjabloonlint/v1",
        "lint_versie": LINT_VERSIE,
        "sjablonen": [{"bestand": naam, **uitslag.as_json()} for naam, uitslag in results],
    }


def as_sarif(results: Sequence[tuple[str, Lintuitslag]]) -> dict[str, Any]:
    """Give one SARIF log over templates by name; places are logical, for a Word file has no lines."""
    codes = sorted({g.code for _, uitslag in results for g in uitslag.gebreken})
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "weerbaar-docs sjabloon lint",
                        "version": LINT_VERSIE,
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "results": [
                    _result(naam, g, codes.index(g.code)) for naam, uitslag in results for g in uitslag.gebreken
                ],
            }
        ],
    }


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _finding(g: Gebrek) -> Iterator[str]:
    yield from _wrapped(f"{g.ernst} {g.code}: {g.melding}", "  ", "    ")
    yield from _wrapped(f"Wat nu: {g.oplossing}", "    ", "      ")


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, BREED, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _rule(code: str) -> dict[str, Any]:
    regel = REGELS[code]
    return {
        "id": code,
        "shortDescription": {"text": regel.titel},
        "help": {"text": regel.oplossing},
        "defaultConfiguration": {"level": _ERNST[regel.ernst]},
    }


def _result(naam: str, g: Gebrek, index: int) -> dict[str, Any]:
    return {
        "ruleId": g.code,
        "ruleIndex": index,
        "level": _ERNST[g.ernst],
        "message": {"text": f"{g.melding}. {g.oplossing}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": _uri(naam)}},
                "logicalLocations": [{"fullyQualifiedName": str(g.plaats), "kind": "element"}],
            }
        ],
    }


def _uri(naam: str) -> str:
    return quote(naam)
