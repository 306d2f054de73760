# SPDX-License-Identifier: EUPL-1.2
"""Domein informatie: what can be found online or over the home network, and what helps."""

from __future__ import annotations

from weerbaar_docs.voorbeelddata.thema import ALLEN, BESLOTEN, Standaardmaatregel, Thema

INFORMATIE = (
    Thema(
        tekst="Het woonadres is via een zoekmachine in ≤ 3 stappen te vinden: een oude inschrijving in het Handelsregister, foto’s op een makelaarssite en een openbaar verenigingsblad.",
        ernst="hoog",
        zichtbaar_voor=ALLEN,
        voor_werkgever="De vindbaarheid van persoonlijke gegevens is onderzocht.",
        maatregelen=(
            Standaardmaatregel(
                soort="online",
                titel="Adres in het Handelsregister afschermen",
                omschrijving="Verzoek om afscherming van het bezoekadres indienen bij de Kamer van Koophandel (art. 51 lid 3 Handelsregisterbesluit 2008); oude eenmanszaak laten uitschrijven.",
                motivering="Zolang het adres openbaar is, heeft andere opschoning weinig zin.",
                urgentie="direct",
                excl="42.30",
                btw=0,
            ),
            Standaardmaatregel(
                soort="online",
                titel="Gegevens online laten opschonen",
                omschrijving="Verwijderverzoeken bij zoekmachines, makelaarssites en activiteiten-apps; na zes weken een hercontrole en een eindverslag aan de bestuurder.",
                motivering="Een leverancier kent de procedures en houdt vol tot het gelukt is.",
                voor_werkgever=(
                    "Laat een leverancier verwijderverzoeken doen. Hij rapporteert uitsluitend aan de bestuurder.",
                    "Zo zijn persoonlijke gegevens minder makkelijk te vinden.",
                ),
                urgentie="hoog",
                rol="leverancier",
                excl="1250.00",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        tekst="De router thuis heeft nog het fabriekswachtwoord; gasten, televisie en werklaptop zitten in hetzelfde netwerk. Eén wachtwoord wordt bij vier diensten gebruikt.",
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="online",
                titel="Thuisnetwerk gescheiden inrichten",
                omschrijving="Router vervangen, apart netwerk voor het werk, automatische updates aan; beheer op afstand uit.",
                motivering="Een lek in een speelgoedcamera mag niet bij de werklaptop uitkomen.",
                voor_werkgever=(
                    "Verstrek een router en richt een apart netwerk in voor het werk.",
                    "Zo zijn werkgegevens buiten kantoor even goed beschermd.",
                ),
                rol="werkgever",
                excl="389.26",
                vorm="verstrekking",
                grondslag="ict_voorziening",
            ),
            Standaardmaatregel(
                soort="online",
                titel="Wachtwoordmanager en tweestapsverificatie",
                omschrijving="Wachtwoordmanager voor alle huisgenoten; tweestapsverificatie op e-mail, DigiD en sociale media.",
                motivering="Hergebruikte wachtwoorden zijn de meest gebruikte ingang.",
                voor_werkgever=(
                    "Verstrek een wachtwoordmanager en help bij het instellen.",
                    "Sterke, unieke wachtwoorden zijn de basis.",
                ),
                urgentie="hoog",
                rol="werkgever",
                jaarlijks="71.88",
                vorm="verstrekking",
                grondslag="ict_voorziening",
            ),
        ),
    ),
    Thema(
        bewoner="kind",
        tekst="De kinderen plaatsen foto’s van thuis op openbare profielen; op twee foto’s zijn straatnaambord en voordeur te zien.",
        maatregelen=(
            Standaardmaatregel(
                soort="gedrag",
                titel="Afspraken over sociale media in het gezin",
                omschrijving="Profielen op besloten zetten, oude foto’s nalopen, geen locatie delen; afspraken samen opschrijven.",
                motivering="Afspraken werken beter als iedereen weet waarom ze er zijn.",
                urgentie="direct",
            ),
        ),
    ),
    Thema(
        tekst="Er is geen verstrekkingsbeperking in de Basisregistratie Personen; verenigingen en kerken kunnen adresgegevens opvragen.",
        ernst="laag",
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Verstrekkingsbeperking BRP aanvragen",
                omschrijving="Bij burgerzaken een verstrekkingsbeperking aanvragen voor alle huisgenoten.",
                motivering="Kosteloos en binnen een week geregeld.",
                urgentie="direct",
            ),
        ),
    ),
    Thema(
        tekst="Privé- en werkberichten komen binnen op één telefoon waarvan het nummer in een oude bestuursgids staat; er is al eens een sim-wissel geprobeerd.",
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="elektronisch",
                titel="Tweede telefoon in bruikleen",
                omschrijving="Beheerde telefoon met nieuw, niet gepubliceerd nummer; het oude nummer doorschakelen naar het bestuurssecretariaat.",
                motivering="Het bekende nummer is niet meer te redden, een nieuw wel te beschermen.",
                voor_werkgever=(
                    "Stel een beheerde telefoon beschikbaar zolang het ambt duurt. Publiceer het nummer niet.",
                    "Zo blijven zakelijk en privé gescheiden.",
                ),
                urgentie="hoog",
                rol="werkgever",
                excl="412.40",
                jaarlijks="216.00",
                vorm="ter_beschikking_stelling",
                grondslag="ict_voorziening",
            ),
        ),
    ),
    Thema(
        tekst="Rond besluiten over $besluit verschijnen tientallen berichten per dag; niemand houdt bij wanneer toon of frequentie verandert.",
        zichtbaar_voor=ALLEN,
        voor_werkgever="De aandacht op sociale media is besproken.",
        maatregelen=(
            Standaardmaatregel(
                soort="online",
                titel="Signalering van online dreiging",
                omschrijving="Abonnement op een dienst die openbare berichten volgt en bij vooraf afgesproken signalen belt; geen profielen van burgers.",
                motivering="Een omslag in toon gaat vaak vooraf aan een incident.",
                voor_werkgever=(
                    "Neem een abonnement op een signaleringsdienst en leg vast wie een melding beoordeelt.",
                    "Vroeg weten geeft tijd om te handelen.",
                ),
                urgentie="laag",
                rol="leverancier",
                excl="150.00",
                jaarlijks="1188.00",
                vorm="verstrekking",
                grondslag="ict_voorziening",
            ),
        ),
    ),
    Thema(
        bewoner="partner",
        tekst="De partner heeft de eigen profielen al op besloten gezet en de naam uit het telefoonboek laten halen.",
        soort="sterk_punt",
        ernst=None,
        zichtbaar_voor=BESLOTEN,
    ),
)
