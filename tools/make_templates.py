# SPDX-License-Identifier: EUPL-1.2
"""Make the Word templates in templates/ from their design in tools/sjabloonontwerp; a test holds them equal, byte for byte.

    .venv/bin/python tools/make_templates.py [folder [template ...]]

The design is the source: a template that was edited in Word is overwritten here. An organisation edits a copy of its own
in Word and registers it (docs/how-to/sjabloon.md).
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from sjabloonontwerp.adviesrapport import adviesrapport
from sjabloonontwerp.brieven import (
    WERKGEVERS,
    brief_afspraak_bestuurder,
    brief_afspraak_werkgever,
    brief_contactgegevens,
    brief_intrekking_bestuurder,
    brief_intrekking_werkgever,
    brief_regeling,
    brief_vaststelling,
    brief_vergoeding_2021,
    brief_werkgever,
)
from sjabloonontwerp.formulieren import afschrift, ontvangstformulier, toestemmingsformulier
from sjabloonontwerp.informatieblad import informatieblad
from sjabloonontwerp.inzage import inzage
from sjabloonontwerp.maatregelenoverzicht import maatregelenoverzicht
from sjabloonontwerp.sleutelblad import sleutelblad
from sjabloonontwerp.toetsingsblad import toetsingsblad
from sjabloonontwerp.uitvoering import uitvoeringsopdracht, voortgangsoverzicht
from sjabloonontwerp.veiligheidspakket import PAKKET
from sjabloonontwerp.vangnetaanvraag import vangnetaanvraag
from sjabloonontwerp.vergelijking import vergelijking
from sjabloonontwerp.verificatie import verificatie
from sjabloonontwerp.vernietigingsverklaring import vernietigingsverklaring
from sjabloonontwerp.werkgeversversie import werkgeversversie

TEMPLATES = {
    "afschrift_toestemming.docx": afschrift,
    "ontvangstformulier.docx": ontvangstformulier,
    "toestemmingsformulier.docx": toestemmingsformulier,
    "verificatie.docx": verificatie,
    "vergelijking.docx": vergelijking,
    "inzage.docx": inzage,
    "maatregelenoverzicht.docx": maatregelenoverzicht,
    "sleutelblad.docx": sleutelblad,
    "adviesrapport.docx": adviesrapport,
    "adviesrapport_werkgever.docx": werkgeversversie,
    **{f"brief_werkgever_{soort}.docx": partial(brief_werkgever, soort) for soort in WERKGEVERS},
    "brief_afspraak_bestuurder.docx": brief_afspraak_bestuurder,
    "brief_afspraak_werkgever.docx": brief_afspraak_werkgever,
    "brief_contactgegevens.docx": brief_contactgegevens,
    "brief_vaststelling.docx": brief_vaststelling,
    "brief_vergoeding_2021.docx": brief_vergoeding_2021,
    "vernietigingsverklaring.docx": vernietigingsverklaring,
    "brief_intrekking_bestuurder.docx": brief_intrekking_bestuurder,
    "brief_intrekking_werkgever.docx": brief_intrekking_werkgever,
    **{f"brief_regeling_{soort}.docx": partial(brief_regeling, soort) for soort in WERKGEVERS},
    "informatieblad.docx": informatieblad,
    "toetsingsblad.docx": toetsingsblad,
    "uitvoeringsopdracht.docx": uitvoeringsopdracht,
    "vangnetaanvraag.docx": vangnetaanvraag,
    "voortgangsoverzicht.docx": voortgangsoverzicht,
    **{f"{naam}.docx": make for naam, make in PAKKET.items()},
}


def main(folder: Path, names: list[str]) -> None:
    for name, make in TEMPLATES.items():
        if not names or name.removesuffix(".docx") in names:
            (folder / name).write_bytes(make())
            print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "templates", sys.argv[2:])
