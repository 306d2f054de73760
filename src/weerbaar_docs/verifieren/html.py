# SPDX-License-Identifier: EUPL-1.2
"""Uitslag -> one HTML file for the dossier: nothing in it acts, and nothing is fetched from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from weerbaar_docs.verifieren.tonen import slotregel
from weerbaar_docs.verifieren.uitslag import WOORD, masked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from weerbaar_docs.verifieren.uitslag import Uitslag

_PAGE: Final = """<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Controle van een document</title>
<style>
body {{ font-family: Arial, sans-serif; line-height: 1.5; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff }}
table {{ border-collapse: collapse; width: 100%; margin: 0 0 2rem }}
caption {{ text-align: left; font-size: 1.25rem; font-weight: bold; padding: .5rem 0 }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #767676; overflow-wrap: anywhere }}
.slot {{ border: 3px solid #111; padding: 1rem; font-weight: bold }}
.fout {{ font-weight: bold; color: #8a0000 }}
</style>
</head>
<body>
<main>
<h1>Controle van een {soort}</h1>
<p>Gecontroleerd op {moment} UTC. SHA-256 van wat is gecontroleerd: {sha256}.</p>
<p class="slot">{slot}</p>
<table>
<caption>Wat het van zichzelf zegt</caption>
<thead><tr><th scope="col">Onderwerp</th><th scope="col">Gegeven</th></tr></thead>
<tbody>
{feiten}
</tbody>
</table>
<table>
<caption>Wat klopt en wat niet</caption>
<thead><tr><th scope="col">Schakel</th><th scope="col">Oordeel</th><th scope="col">Uitleg</th></tr></thead>
<tbody>
{schakels}
</tbody>
</table>
</main>
</body>
</html>
"""


def as_html(uitslag: Uitslag, *, sha256: str, now: datetime, masker: str | None = None) -> bytes:
    """Give the report of a verification as one HTML page (UTF-8); a masker hides what is personal."""
    feiten = (_row(f.titel, masked(f, masker)) for f in uitslag.feiten)
    schakels = (_row(s.titel, WOORD[s.oordeel], s.uitleg, kind=s.oordeel) for s in uitslag.schakels)
    return _PAGE.format(
        soort=escape(uitslag.soort),
        moment=f"{now:%d-%m-%Y %H:%M}",
        sha256=sha256,
        slot=escape(slotregel(uitslag)),
        feiten="\n".join(feiten),
        schakels="\n".join(schakels),
    ).encode()


def _row(head: str, *cells: str, kind: str = "") -> str:
    return f'<tr><th scope="row">{escape(head)}</th>{"".join(_cells(cells, kind))}</tr>'


def _cells(cells: Iterable[str], kind: str) -> Iterable[str]:
    for number, cell in enumerate(cells):
        marked = ' class="fout"' if kind == "fout" and number == 0 else ""
        yield f"<td{marked}>{escape(cell)}</td>"
