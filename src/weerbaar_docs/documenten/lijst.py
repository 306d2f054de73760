# SPDX-License-Identifier: EUPL-1.2
"""Every document of this program in one table: who reads it, of what it is made, by which module, and with which command.

A test holds each row to the templates, schemas, modules, commands and guides that there are; docs/reference/documenten.md is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAAK: Final = "document maak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentregel:
    """A document: its number (None for a sheet that goes along with another), its title, and where all of it is.

    `schema` is that of its data, `module` a path in src/weerbaar_docs and `handleiding` one in docs. Of `opdrachten` the first
    makes it; another makes the same later on, or a part.
    """

    nummer: int | None
    titel: str
    lezer: str
    sjablonen: tuple[str, ...]
    schema: str | None
    module: str
    opdrachten: tuple[str, ...]
    handleiding: str | None


DOCUMENTEN: Final = (
    Documentregel(
        nummer=1,
        titel="Bevestiging van een afspraak",
        lezer="bestuurder; werkgever",
        sjablonen=("brief_afspraak_bestuurder", "brief_afspraak_werkgever", "informatieblad"),
        schema="planning",
        module="documenten/afspraak.py",
        opdrachten=(MAAK,),
        handleiding="how-to/brieven.md",
    ),
    Documentregel(
        nummer=2,
        titel="Adviesrapport",
        lezer="bestuurder, BVA",
        sjablonen=("adviesrapport",),
        schema="adviesrapport",
        module="rendering/__init__.py",
        opdrachten=("rapport maak", "bva besluit"),
        handleiding="how-to/toetsing.md",
    ),
    Documentregel(
        nummer=3,
        titel="Adviesrapport, versie voor de werkgever",
        lezer="werkgever",
        sjablonen=("adviesrapport_werkgever",),
        schema="adviesrapport",
        module="werkgeversversie.py",
        opdrachten=("rapport maak --versie werkgever", "toestemming vraag"),
        handleiding="how-to/toestemming.md",
    ),
    Documentregel(
        nummer=4,
        titel="Toetsingsblad",
        lezer="BVA",
        sjablonen=("toetsingsblad",),
        schema="beoordeling",
        module="toetsing/blad.py",
        opdrachten=("bva blad",),
        handleiding="how-to/toetsing.md",
    ),
    Documentregel(
        nummer=5,
        titel="Besluit van de BVA: brief, en laatste bladzijde van het adviesrapport",
        lezer="bestuurder",
        sjablonen=("brief_vaststelling",),
        schema="bva_besluit",
        module="documenten/vaststelling.py",
        opdrachten=(MAAK, "bva besluit"),
        handleiding="how-to/brieven.md",
    ),
    Documentregel(
        nummer=6,
        titel="Toestemmingsformulier",
        lezer="bestuurder",
        sjablonen=("toestemmingsformulier",),
        schema="toestemmingsformulier",
        module="toestemmingsformulier/__init__.py",
        opdrachten=("toestemming vraag",),
        handleiding="how-to/toestemming.md",
    ),
    Documentregel(
        nummer=7,
        titel="Brief bij de stukken",
        lezer="werkgever",
        sjablonen=("brief_werkgever_gemeente", "brief_werkgever_provincie", "brief_werkgever_waterschap"),
        schema="werkgeversbrief",
        module="brief.py",
        opdrachten=("levering plan",),
        handleiding="how-to/toestemming.md",
    ),
    Documentregel(
        nummer=8,
        titel="Maatregelenoverzicht",
        lezer="werkgever",
        sjablonen=("maatregelenoverzicht",),
        schema="maatregelen",
        module="maatregelenoverzicht.py",
        opdrachten=("toestemming vraag", "uitvoering tabel"),
        handleiding="how-to/uitvoering.md",
    ),
    Documentregel(
        nummer=9,
        titel="Uitvoeringsopdracht",
        lezer="leverancier",
        sjablonen=("uitvoeringsopdracht",),
        schema="uitvoeringsopdracht",
        module="uitvoering/opdracht.py",
        opdrachten=("uitvoering opdracht",),
        handleiding="how-to/uitvoering.md",
    ),
    Documentregel(
        nummer=10,
        titel="Voortgangsoverzicht",
        lezer="werkgever, bestuurder",
        sjablonen=("voortgangsoverzicht",),
        schema="uitvoeringsstand",
        module="uitvoering/voortgang.py",
        opdrachten=("uitvoering overzicht", "uitvoering terugmeld"),
        handleiding="how-to/uitvoering.md",
    ),
    Documentregel(
        nummer=11,
        titel="Vangnetaanvraag",
        lezer="ministerie",
        sjablonen=("vangnetaanvraag",),
        schema="vangnetaanvraag",
        module="documenten/vangnet.py",
        opdrachten=(MAAK,),
        handleiding="how-to/brieven.md",
    ),
    Documentregel(
        nummer=12,
        titel="Veiligheidspakket",
        lezer="startende bestuurder",
        sjablonen=(
            "pakket_voorwoord",
            "pakket_ondersteuningsteam",
            "pakket_woningscan_veiligheidsgesprek",
            "pakket_zelfscan",
            "pakket_training",
            "pakket_aangifte_melden_schade",
            "pakket_stelsel_bewaken_beveiligen",
            "pakket_debriefing_nazorg",
            "pakket_sipa",
            "pakket_steunpunten",
        ),
        schema="veiligheidspakket",
        module="veiligheidspakket/__init__.py",
        opdrachten=("veiligheidspakket maak",),
        handleiding="how-to/veiligheidspakket.md",
    ),
    Documentregel(
        nummer=13,
        titel="Brief aan alle organisaties",
        lezer="elke organisatie",
        sjablonen=(
            "brief_regeling_gemeente",
            "brief_regeling_provincie",
            "brief_regeling_waterschap",
            "brief_contactgegevens",
        ),
        schema="contactpunt",
        module="neutrale_brief.py",
        opdrachten=("brief serie",),
        handleiding="how-to/brieven.md",
    ),
    Documentregel(
        nummer=14,
        titel="Intrekking van een toestemming",
        lezer="bestuurder; werkgever",
        sjablonen=("brief_intrekking_bestuurder", "brief_intrekking_werkgever"),
        schema="toestemming",
        module="documenten/intrekking.py",
        opdrachten=(MAAK,),
        handleiding="how-to/brieven.md",
    ),
    Documentregel(
        nummer=15,
        titel="Vernietigingsverklaring",
        lezer="bestuurder, dossier",
        sjablonen=("vernietigingsverklaring",),
        schema="vernietigingsverklaring",
        module="vernietiging/document.py",
        opdrachten=("vernietiging verklaring",),
        handleiding="how-to/brieven.md",
    ),
    Documentregel(
        nummer=16,
        titel="Besluit over de vergoeding van de regeling 2021",
        lezer="bestuurder",
        sjablonen=("brief_vergoeding_2021",),
        schema="vergoeding_2021",
        module="documenten/vergoeding.py",
        opdrachten=(MAAK,),
        handleiding="how-to/brieven.md",
    ),
    Documentregel(
        nummer=None,
        titel="Afschrift van wat de bestuurder besliste",
        lezer="bestuurder",
        sjablonen=("afschrift_toestemming",),
        schema="afschrift",
        module="afschrift.py",
        opdrachten=("bestuurder verstrek --wat afschrift",),
        handleiding="how-to/toestemming.md",
    ),
    Documentregel(
        nummer=None,
        titel="Formulier voor ontvangst, bij een exemplaar op papier",
        lezer="bestuurder; werkgever",
        sjablonen=("ontvangstformulier",),
        schema="ontvangstformulier",
        module="ontvangstformulier.py",
        opdrachten=("bestuurder verstrek", "levering afdruk"),
        handleiding="how-to/toestemming.md",
    ),
    Documentregel(
        nummer=None,
        titel="Kopie van de eigen gegevens",
        lezer="bestuurder",
        sjablonen=("inzage",),
        schema="dossier",
        module="dossiers/inzage.py",
        opdrachten=("dossier inzage",),
        handleiding=None,
    ),
    Documentregel(
        nummer=None,
        titel="Sleutelblad",
        lezer="werkgever",
        sjablonen=("sleutelblad",),
        schema="sleutelblad",
        module="sleutelblad.py",
        opdrachten=("sleutel sleutelblad",),
        handleiding=None,
    ),
    Documentregel(
        nummer=None,
        titel="Vergelijking van twee versies",
        lezer="adviseur, BVA",
        sjablonen=("vergelijking",),
        schema="vergelijking",
        module="vergelijken/document.py",
        opdrachten=("rapport vergelijk",),
        handleiding="how-to/vergelijken.md",
    ),
    Documentregel(
        nummer=None,
        titel="Verslag van een controle",
        lezer="wie controleert",
        sjablonen=("verificatie",),
        schema=None,
        module="verifieren/document.py",
        opdrachten=("verifieer",),
        handleiding="how-to/verifieren.md",
    ),
)


def elders() -> tuple[Documentregel, ...]:
    """Give the documents that another command than `document maak` makes."""
    return tuple(regel for regel in DOCUMENTEN if MAAK not in regel.opdrachten)


def opdracht_elders(naam: str) -> str | None:
    """Give the command that makes the document with this template; None for a name that no other command knows."""
    return next((regel.opdrachten[0] for regel in elders() if naam in regel.sjablonen), None)
