# SPDX-License-Identifier: EUPL-1.2
"""The running text of sample reports, the words of each kind of organisation, and text that breaks naive software."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from weerbaar_docs.rules import besluit

if TYPE_CHECKING:
    from collections.abc import Mapping

WOORDEN: Mapping[str, Mapping[str, str]] = {
    "gemeente": {
        "gebouw": "gemeentehuis",
        "bestuur": "het college",
        "raad": "de gemeenteraad",
        "besluit": "de opvanglocatie",
    },
    "provincie": {
        "gebouw": "provinciehuis",
        "bestuur": "gedeputeerde staten",
        "raad": "provinciale staten",
        "besluit": "de stikstofaanpak",
    },
    "waterschap": {
        "gebouw": "waterschapshuis",
        "bestuur": "het dagelijks bestuur",
        "raad": "het algemeen bestuur",
        "besluit": "het peilbesluit",
    },
}
RISICOS: Mapping[str, tuple[str, ...]] = {
    "gemeente": (
        "Vergunningprocedure mestvergister (spoor 2) leidt tot protest bij raadsvergaderingen",
        "Sluiting van een drugspand (art. 13b Opiumwet); familie van de huurder zoekt verhaal",
        "Besluit over een opvanglocatie; bewonersavond liep uit de hand",
        "Handhaving op een illegaal evenemententerrein",
        "Herinrichting van de markt & het weren van auto’s uit het centrum",
    ),
    "provincie": (
        "Stikstofaanpak: trekkers bij het provinciehuis en bij een gedeputeerde thuis",
        "Plaatsing van windturbines (≥ 200 m) langs de grens met een natuurgebied",
        "Ontheffing voor het verjagen van de wolf; berichten van twee kanten",
        "Onteigening voor een rondweg",
        "Sluiting van twee buslijnen",
    ),
    "waterschap": (
        "Peilbesluit: agrariërs en natuurorganisaties staan tegenover elkaar",
        "Dijkversterking met grondverwerving; twee eigenaren weigeren de toegang",
        "Onttrekkingsverbod bij droogte; controleurs zijn bedreigd",
        "Kap van 140 bomen op een kering",
        "Verhoging van de heffing met 11,4 %",
    ),
}
DREIGING = (
    "De dreiging is hoofdzakelijk lokaal & thema-gebonden. Er is geen aanwijzing voor georganiseerde criminaliteit, wél voor toenemende verharding (‘we weten waar je woont’).",
    "In het afgelopen jaar zijn vier berichten met een persoonlijke toon ontvangen; één daarvan is door de politie beoordeeld. Daders lijken alleen te handelen.",
    "Rond het besluit over $besluit is de toon op sociale media verhard. De bestuurder is het gezicht van dat besluit en wordt bij naam genoemd.",
    "Openbare bronnen laten zien dat adres en gezinssamenstelling eenvoudig te achterhalen zijn («doxing» ligt voor de hand).",
    "De politie ziet op dit moment geen concrete voorbereidingshandelingen; de algemene waakzaamheid blijft nodig.",
)
RISICO_WOONPLEK = (
    "Hoofdrisico’s: brandstichting via de brievenbus, ingooien van ruiten, ongezien naderen via de achterzijde.",
    "De woning is ’s avonds makkelijk te observeren; de vluchtmogelijkheden vanaf de verdieping zijn beperkt.",
    "De weerstand van gevel en deuren is wisselend; sociale controle is er vooral overdag.",
    "De kans op een incident is klein tot matig, het gevolg voor de bewoners kan groot zijn.",
)
VOOR_WERKGEVER = (
    "De bestuurder heeft een zichtbaar ambt. Sommige onderwerpen leiden tot spanning. Die beoordeling volgt uit de gesprekken en uit openbare bronnen.",
    "De maatregelen zijn preventief en vullen elkaar aan. Voer ze daarom in samenhang uit en bespreek de planning met de bestuurder.",
    "De ontvangst van bezoek verloopt volgens vaste afspraken en bij een voorval is snel hulp beschikbaar.",
    "Begin met wat direct kan; voor het overige geldt de planning per maatregel.",
)
STELSEL = {
    True: "Het bevoegd gezag heeft maatregelen genomen binnen het stelsel; het advies is daarop afgestemd.",
    False: "De politie heeft na overleg geen aanvullende maatregelen geadviseerd (mededeling bestuurder).",
}
WIJZIGINGEN = (
    "Na terugkoppeling van de BVA: kosten nader onderbouwd, twee motiveringen verduidelijkt en de risicobeoordeling van de woonplek aangevuld.",
    "Naar aanleiding van het besluit over versie 1 zijn de norm & de urgentie van enkele maatregelen herzien; de bevindingen zijn gelijk gebleven.",
)
TOELICHTING_AANPAK = (
    "Protocol ‘Zó gaan we met elkaar om’ vastgesteld in 2024; oefening < 1× per jaar.",
    "Meldpunt is bekend bij ± 60 % van de medewerkers; zie https://www.voorbeeld.nl/meldpunt?soort=agressie&taal=nl.",
)
PKVW_TEKORTEN = (
    ("Beslag achterdeur zonder SKG-keurmerk", "283.14"),
    ("Geen rookmelder op zolder", "39.95"),
    ("Verlichting bij de zijdeur ontbreekt", "121.00"),
    ("Bovenlicht bijkeuken niet afsluitbaar", "64.13"),
)
UITZONDERING: Mapping[str, str] = {
    "huur_medewerking_geweigerd": "De verhuurder heeft na drie verzoeken schriftelijk geweigerd mee te werken aan aanpassing van deuren en kozijnen; een gang naar de huurcommissie duurt naar verwachting langer dan een half jaar.",
    "vve_medewerking_geweigerd": "De vereniging van eigenaren heeft in haar vergadering met 18 tegen 7 stemmen geweigerd de hoofdtoegang aan te passen; de bestuurder kan dat niet zelf afdwingen of uitvoeren.",
    "gemeenschappelijke_delen": "De tekorten betreffen uitsluitend gemeenschappelijke delen van het complex (entree, galerij en bergingen), waarover de bestuurder niet alleen kan beschikken.",
    "monument_vergunning": "De woning is beschermd; voor ander hang- en sluitwerk en gelaagd glas is een vergunning nodig die volgens de monumentencommissie niet of pas over lange tijd kan worden verleend.",
    "bouwtechnisch_onmogelijk": "De kozijnen dragen geen zwaarder beslag; vervanging vraagt een ingreep in de dragende gevel die niet in verhouding staat tot de resterende duur van het ambt.",
    "tijdelijke_woonruimte": "De bestuurder woont hoogstens acht maanden in deze woning, in afwachting van de oplevering van de definitieve woning, die al wel aan de eisen van het keurmerk voldoet.",
    "acute_dreiging": "De politie acht uitstel tot na de certificering onverantwoord; de maatregelen moeten binnen enkele dagen zijn getroffen en kunnen niet wachten op het onderzoek.",
    "anders": "Het PKVW-bedrijf heeft bevestigd dat het onderzoek door omstandigheden buiten de macht van de bestuurder niet voor het ingaan van het ambt kan plaatsvinden; een datum is nog niet bekend.",
}
NIET_VASTGESTELD = (
    "De maatregel staat niet in verhouding tot het beoordeelde risico.",
    "Deze voorziening valt samen met een maatregel uit het stelsel bewaken en beveiligen.",
)
IN_OVERLEG = "Bespreek de uitvoering met de bestuurder."
AL_GEDAAN = " Uitgevoerd vóór de afgifte van het certificaat."
GEWIJZIGD = "Uit te voeren na overleg met de leverancier over een sobere, doelmatige uitvoering."
CRITERIA = besluit.CRITERIA
OPMERKING = "Zie de notitie bij het toetsblad; «kosten» & planning graag per maatregel onderbouwen."

# Text that is harmless on paper and breaks naive templates, XML, URLs or fonts.
LASTIG = (
    "Notitie adviseur: «{{ niet invullen }}» stond op een briefje bij de router.",
    "In de export van de scan stond letterlijk {% raw %}{{ adres }}{% endraw %}.",
    "Zie ook https://www.voorbeeld.nl/zoek?q=slot&soort=<anker>&x=1#top.",
    "Gemeten: 3,60 × 2,35 m, ± 20 %, ≥ 5 lux, ≤ 1,5 m, ≈ 12 m².",
    "De monteur sprak van een “dubbel‑wandige” kast, ‘zo goed als nieuw’ – en <b>niet</b> van staal & glas.",
    "Tekens: ÆÇÖØÚÛ âäåçèéëóöøúı \u0132 \u0133; het kenteken\u00adplaatje is verwijderd.",
    "De bewaker van ’t Sluisje (d’Oude Sluis) kent de weg; van 't pad af is de deur te zien.",
    '{# geen opmerking #} ${HOME} %s \\n =HYPERLINK("https://www.voorbeeld.nl")',
)
# As long as the schema allows in one word; nothing in the domain allows the 10,000 that a reader may meet elsewhere.
LANGSTE_WOORD = "Hoog" + "spanningsmast" * 615


def fill(text: str, soort: str) -> str:
    """Give a text with the words of the kind of organisation; other signs stay as they are."""
    return Template(text).safe_substitute(WOORDEN[soort])
