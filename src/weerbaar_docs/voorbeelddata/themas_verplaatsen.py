# SPDX-License-Identifier: EUPL-1.2
"""Domein verplaatsen: routes and means of transport, and what helps."""

from __future__ import annotations

from weerbaar_docs.voorbeelddata.thema import ALLEN, Standaardmaatregel, Thema

VERPLAATSEN = (
    Thema(
        tekst="Vaste fietsroute van 07:40–08:05 langs de vaart; de terugweg is bij donker vrijwel verlaten. Een sportapp deelt de route met onbekenden.",
        maatregelen=(
            Standaardmaatregel(
                soort="gedrag",
                titel="Routes en tijden variëren",
                omschrijving="Wissel route, tijd en vervoermiddel; zet sportapps op privé en knip begin en eind van de route af.",
                motivering="Wie niet voorspelbaar is, is moeilijker op te wachten.",
                urgentie="direct",
            ),
        ),
    ),
    Thema(
        tekst="De dienstauto staat ’s avonds vóór de woning en heeft een sierplaatje “BAAS 1” naast het kenteken\u00adplaatje.",
        ernst="laag",
        zichtbaar_voor=ALLEN,
        voor_werkgever="Het stallen van de dienstauto is beoordeeld.",
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Dienstauto neutraal en uit het zicht",
                omschrijving="Dienstauto in een afgesloten garage of bij het $gebouw stallen; sierplaatje verwijderen, ramen achter getint laten.",
                motivering="De auto verraadt nu wie waar woont.",
                voor_werkgever=(
                    "Stal de dienstauto in een afgesloten ruimte en laat herkenningstekens weg.",
                    "Dit beperkt de herkenbaarheid.",
                ),
                rol="werkgever",
            ),
        ),
    ),
    Thema(
        tekst="Na avondafspraken reist de bestuurder alleen; een telefoontje “ik ben thuis” is de enige controle.",
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="elektronisch",
                titel="Persoonsalarm voor onderweg, in bruikleen",
                omschrijving="Draagbaar alarm met spraakverbinding en locatie alleen tijdens een melding; opvolging door een meldkamer.",
                motivering="Onderweg is er nu geen enkele manier om stil hulp te vragen.",
                voor_werkgever=(
                    "Stel een draagbaar alarm met opvolging beschikbaar voor de duur van het ambt.",
                    "Zo is ook buiten het gebouw hulp bereikbaar.",
                ),
                urgentie="hoog",
                rol="leverancier",
                excl="189.50",
                jaarlijks="347.40",
                vorm="ter_beschikking_stelling",
                grondslag="arbo_werkplek",
            ),
        ),
    ),
    Thema(
        tekst="De bestuurder rijdt ± 25.000 km per jaar en is één keer klemgereden op een parallelweg.",
        soort="incident",
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Training veilig en vooruitziend rijden",
                omschrijving="Dagtraining met oefeningen in herkennen van volgen en klemrijden, en in rustig wegrijden.",
                motivering="Rijvaardigheid helpt alleen als zij geoefend is.",
                voor_werkgever=(
                    "Bied een dagtraining vooruitziend rijden aan.",
                    "De training past bij het aantal reisdagen.",
                ),
                urgentie="laag",
                rol="leverancier",
                excl="495.00",
                btw=21,
                vorm="verstrekking",
                grondslag="scholing",
            ),
        ),
    ),
    Thema(
        tekst="De vaste parkeerplaats bij het $gebouw is herkenbaar aan een bordje met de functie en ligt naast de openbare fietsenstalling.",
        zichtbaar_voor=ALLEN,
        voor_werkgever="De parkeerplaats is beoordeeld.",
        maatregelen=(
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Parkeerplaats zonder functiebordje, met verlichting",
                omschrijving="Bordje verwijderen; parkeervak binnen de slagboom aanwijzen en twee armaturen bijplaatsen.",
                motivering="Een bordje nodigt uit tot opwachten of bekladden.",
                voor_werkgever=(
                    "Verwijder het bordje, wijs een vak binnen de slagboom aan en verbeter de verlichting.",
                    "Goede verlichting is prettig voor iedereen.",
                ),
                rol="werkgever",
                excl="646.20",
                vorm="verstrekking",
                grondslag="arbo_werkplek",
            ),
        ),
    ),
    Thema(
        tekst="De bestuurder reist veel met het openbaar vervoer en leest daar stukken; medereizigers kunnen meelezen.",
        ernst="laag",
        maatregelen=(
            Standaardmaatregel(
                soort="gedrag",
                titel="Onderweg niet over het werk bellen of lezen",
                omschrijving="Geen vertrouwelijke stukken of gesprekken in de trein; voorkeur voor een plek met rug naar de wand.",
                motivering="Kost niets en voorkomt dat anderen meekijken.",
            ),
            Standaardmaatregel(
                soort="elektronisch",
                titel="Privacyfilter voor tablet en laptop",
                omschrijving="Afneembaar filter van 13,3″ en 10,9″.",
                motivering="Maakt meelezen vanaf de zijkant onmogelijk.",
                voor_werkgever=("Verstrek privacyfilters voor de apparaten.", "Zo kan onderweg worden gewerkt."),
                urgentie="laag",
                rol="werkgever",
                excl="74.38",
                vorm="verstrekking",
                grondslag="ict_voorziening",
            ),
        ),
    ),
    Thema(
        tekst="Bij openbare optredens na het besluit over $besluit is twee keer een groep ‘wachters’ gezien. De politie heeft dit beoordeeld binnen het stelsel.",
        ernst="hoog",
        stelsel=True,
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Begeleid vervoer bij openbare optredens",
                omschrijving="Vervoer en begeleiding worden geregeld vanuit het stelsel bewaken en beveiligen; hier alleen opgenomen voor het totaalbeeld.",
                motivering="Volgt uit de beoordeling van de politie en het openbaar ministerie.",
                urgentie="direct",
                rol="politie",
                excl="4800.00",
                btw=0,
                jaarlijks="2400.00",
                vorm="verstrekking",
                grondslag="stelsel_rijk",
            ),
        ),
    ),
    Thema(
        tekst="Geen bijzonderheden: de bestuurder werkt veel thuis en reist op wisselende tijden.",
        soort="sterk_punt",
        ernst=None,
        zichtbaar_voor=ALLEN,
    ),
)
