# SPDX-License-Identifier: EUPL-1.2
"""Domein werk: what an adviseur finds at the workplace, and what helps."""

from __future__ import annotations

from weerbaar_docs.voorbeelddata.thema import ALLEN, BESLOTEN, Standaardmaatregel, Thema

WERK = (
    Thema(
        tekst="Bezoekers lopen zonder registratie langs de receptie naar de bestuursgang (‘even doorlopen mag’). De spreekkamer heeft één uitgang en geen noodknop.",
        ernst="hoog",
        zichtbaar_voor=ALLEN,
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Bezoekers registreren en begeleiden",
                omschrijving="Alle bezoekers van $bestuur melden zich bij de receptie, worden geregistreerd (naam, tijd, gastheer) en worden opgehaald en weer uitgeleid.",
                motivering="Zo komt niemand ongezien op de bestuursgang.",
                voor_werkgever=(
                    "Laat iedere bezoeker zich melden bij de receptie. Noteer naam, tijd en gastheer. De gastheer haalt de bezoeker op.",
                    "Zo is altijd bekend wie er in het gebouw is.",
                ),
                urgentie="hoog",
                rol="werkgever",
            ),
            Standaardmaatregel(
                soort="elektronisch",
                titel="Noodknop in de spreekkamer en de werkkamer",
                omschrijving="Vaste noodknop (stil alarm) in de spreekkamer en onder het bureau, aangesloten op de installatie van het $gebouw; opvolging door twee aangewezen collega’s.",
                motivering="Bij agressie in een gesprek is binnen een minuut hulp ter plaatse.",
                voor_werkgever=(
                    "Plaats een vaste noodknop in de spreekkamer en bij het bureau. Sluit beide aan op de bestaande installatie en leg vast wie een melding opvolgt.",
                    "Zo is tijdens gesprekken snel hulp beschikbaar.",
                ),
                urgentie="hoog",
                rol="leverancier",
                excl="1180.00",
                vorm="verstrekking",
                grondslag="arbo_werkplek",
                norm="NEN 2654-serie (n.t.b.)",
            ),
        ),
    ),
    Thema(
        tekst="De spreekkamer ligt aan het einde van een doodlopende gang; het bureau staat zó dat de bezoeker tussen de bestuurder en de deur zit.",
        ernst="middel",
        zichtbaar_voor=ALLEN,
        voor_werkgever="De indeling van de spreekkamer is beoordeeld.",
        maatregelen=(
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Spreekkamer met tweede uitgang",
                omschrijving="Doorgang van 0,93 × 2,12 m naar de naastgelegen vergaderkamer maken, met vrijloopdeurdranger; bureau een kwartslag draaien.",
                motivering="De bestuurder kan de ruimte altijd verlaten.",
                voor_werkgever=(
                    "Laat een doorgang naar de kamer ernaast maken en pas de opstelling van het meubilair aan.",
                    "Een tweede uitgang hoort bij een goed ingerichte spreekkamer.",
                ),
                rol="werkgever",
                excl="3465.50",
                vorm="verstrekking",
                grondslag="arbo_werkplek",
            ),
        ),
    ),
    Thema(
        tekst="De agenda staat tot op het kwartier op https://www.voorbeeld.nl/agenda?week=12&wie=<bestuurder>&x=1, met locatie & reistijd.",
        zichtbaar_voor=ALLEN,
        voor_werkgever="De openbare agenda is bekeken.",
        maatregelen=(
            Standaardmaatregel(
                soort="gedrag",
                titel="Openbare agenda vertraagd en zonder locatie publiceren",
                omschrijving="Publiceer activiteiten achteraf, of zonder exacte locatie & tijd; vooraf alleen wat voor het publiek bedoeld is.",
                motivering="Kwaadwillenden kunnen nu aflezen waar de bestuurder wanneer is.",
                voor_werkgever=(
                    "Publiceer werkbezoeken na afloop. Spreek af wie dit vóór publicatie controleert.",
                    "De agenda blijft openbaar en bevat alleen wat nodig is.",
                ),
                urgentie="direct",
                rol="werkgever",
            ),
        ),
    ),
    Thema(
        tekst="De bestuurder heeft nog geen training gevolgd in het omgaan met intimidatie; bij het laatste inloopspreekuur liep een gesprek hoog op.",
        zichtbaar_voor=ALLEN,
        voor_werkgever="Er is gesproken over scholing.",
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Training ‘Omgaan met intimidatie en bedreiging’",
                omschrijving="Deelname aan een training van één dag, met oefengesprekken; na een half jaar een terugkomdag.",
                motivering="Wie geoefend heeft, herkent een dreigend gesprek eerder en houdt de regie.",
                voor_werkgever=(
                    "Bied de training aan en plan haar in overleg. Reserveer ook een terugkomdag.",
                    "Oefenen vergroot de handelingsmogelijkheden.",
                ),
                rol="werkgever",
                excl="875.00",
                btw=0,
                vorm="verstrekking",
                grondslag="scholing",
            ),
        ),
    ),
    Thema(
        tekst="Bij drukbezochte vergaderingen van $raad is er na 22.00 uur geen toezicht meer; bestuurders lopen alleen naar de parkeerplaats.",
        ernst="hoog",
        zichtbaar_voor=ALLEN,
        voor_werkgever="Het toezicht bij avondvergaderingen is beoordeeld.",
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Toezicht bij avondvergaderingen",
                omschrijving="Gastheer of toezichthouder aanwezig tot het gebouw leeg is, bij ≥ 25 aangemelde insprekers twee; begeleiding naar de auto.",
                motivering="Na afloop is de bestuurder het best benaderbaar en het minst beschermd.",
                voor_werkgever=(
                    "Zorg voor een toezichthouder tot het gebouw leeg is en schaal op bij veel insprekers.",
                    "Zo verloopt ook het einde van de avond volgens afspraak.",
                ),
                rol="werkgever",
                jaarlijks="1860.00",
                vorm="verstrekking",
                grondslag="arbo_werkplek",
            ),
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Vast aanspreekpunt bij de politie",
                omschrijving="Het basisteam wijst één contactpersoon aan; de griffie meldt vooraf welke vergaderingen onrust kunnen geven.",
                motivering="Korte lijnen schelen tijd als het spannend wordt.",
                voor_werkgever=(
                    "Maak met het basisteam afspraken over één contactpersoon en over het vooraf melden van vergaderingen.",
                    "Zo zijn de lijnen kort.",
                ),
                urgentie="laag",
                rol="politie",
            ),
        ),
    ),
    Thema(
        tekst="Post voor de bestuurder wordt ongeopend op het bureau gelegd; pakketten van onbekende afzenders ook.",
        ernst="laag",
        zichtbaar_voor=ALLEN,
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Postprocedure voor onbekende afzenders",
                omschrijving="De postkamer opent poststukken volgens de vaste werkwijze; verdachte poststukken gaan niet naar de bestuursgang.",
                motivering="De postkamer is daarvoor ingericht, de werkkamer niet.",
                voor_werkgever=(
                    "Laat de postkamer alle poststukken openen volgens de vaste werkwijze en oefen die ieder jaar.",
                    "De postkamer is daarvoor ingericht.",
                ),
                urgentie="laag",
                rol="werkgever",
            ),
        ),
    ),
    Thema(
        tekst="Er is een actueel agressieprotocol en meldingen worden binnen één werkdag opgepakt; dat werkt goed.",
        soort="sterk_punt",
        ernst=None,
        zichtbaar_voor=ALLEN,
    ),
    Thema(
        tekst="Bij een inspreekavond heeft een bezoeker “ik weet waar je auto staat” geroepen. De bestuurder heeft aangifte onder nummer gedaan.",
        soort="incident",
        ernst="hoog",
        zichtbaar_voor=BESLOTEN,
    ),
)
