# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs uitleg CODE`: what a rule asks, where it comes from and how to mend a breach; of another code, where to read on."""

from __future__ import annotations

import difflib
import re
from typing import Final

import click

from weerbaar_docs.cli.app import root
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.errors import UsageError

_CODE: Final = re.compile(r"([A-Z]+)(?:-[A-Z0-9]+)*")
# The guide for a melding, by the first word of its code (`logs.velden.CODES`); what is not here has none of its own.
_WOORDEN: Final = {
    "docs/explanation/logboek.md": ("AUDIT", "LOGBOEK"),
    "docs/explanation/logs.md": ("LOGS",),
    "docs/explanation/vernietiging.md": ("BEWAARTERMIJN", "VERNIETIGING"),
    "docs/how-to/back-up.md": ("BACKUP", "HERSTEL"),
    "docs/how-to/brieven.md": ("ADRES", "BRIEF", "CONTACT", "DOCUMENT", "VANGNET"),
    "docs/how-to/ondertekenen.md": ("HANDTEKENING", "STEMPEL", "ZEGEL"),
    "docs/how-to/opslag.md": ("DOSSIER", "MEDEWERKER", "OPSLAG", "ORGANISATIE", "REGISTER", "SLEUTEL", "TOEGANG"),
    "docs/how-to/pakket_openen.md": ("PAKKET",),
    "docs/how-to/sjabloon.md": ("DOCX", "LETTERTYPE", "PDF", "SJABLOON"),
    "docs/how-to/toestemming.md": ("EXEMPLAAR", "FORMULIER", "KANAAL", "KEUZE", "LEVERING", "OMVANG", "ROUTE", "TOES"),
    "docs/how-to/toetsing.md": ("BEOORDELING", "BESLUIT", "BVA", "INDIENING", "MEELEZING", "VERVANGING"),
    "docs/how-to/uitvoering.md": ("OPDRACHT", "STAND", "UITVOERING"),
    "docs/how-to/veiligheidspakket.md": ("BUNDEL", "VEILIGHEIDSPAKKET"),
    "docs/how-to/verifieren.md": ("VERIFIEER", "VERTROUW"),
}
HANDLEIDINGEN: Final = {woord: guide for guide, woorden in _WOORDEN.items() for woord in woorden}


@click.argument("code", metavar="CODE")
def _uitleg(uitvoer: Uitvoer, code: str) -> None:
    """Leg een regel uit: wat hij betekent, waar hij vandaan komt en wat u kunt doen.

    Van de code van een andere melding: waar u verder leest.
    """
    from weerbaar_docs.rules import REGELS

    known = {r.id: r for r in REGELS}
    found = known.get(code.upper())
    if found is None:
        _tell_of_melding(uitvoer, code.upper(), list(known))
        return
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


def _tell_of_melding(uitvoer: Uitvoer, code: str, known: list[str]) -> None:
    """Say of a code that begins as ours do that it is no rule; raises UsageError for anything else."""
    from weerbaar_docs.logs.velden import CODES

    match = _CODE.fullmatch(code)
    if match is None or match[1] == "R" or match[1] not in CODES:
        near = difflib.get_close_matches(code, known, n=1)
        raise UsageError.because(
            "REGEL-ONBEKEND",
            "deze regel bestaat niet",
            f"Bedoelt u {near[0]}?" if near else "Zie weerbaar-docs regels voor alle regels.",
        )
    uitleg = "Dit is geen regel, maar de code van een melding. De melding zegt zelf wat er mis is en wat u kunt doen."
    guide = HANDLEIDINGEN.get(match[1])
    uitvoer.data(
        {"code": code, "soort": "melding", "uitleg": uitleg, "handleiding": guide},
        [code, "", uitleg, f"Lees verder in {guide or 'docs/how-to'}."],
    )


entry = command(root, "uitleg")(_uitleg)
