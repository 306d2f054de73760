# SPDX-License-Identifier: EUPL-1.2
"""Domein wonen: what the woningscan finds in and around the house, and what helps."""

from __future__ import annotations

from weerbaar_docs.voorbeelddata.thema import ALLEN, Standaardmaatregel, Thema

# A paragraph of well over 1,000 characters: reports have them, and pages must break inside them.
_OPRIJLAAN = (
    "Bewoners en bezoekers naderen de woning over een 34 meter lange, onverlichte oprijlaan, aan weerszijden begrensd door een haag van circa 2,10 m hoog. "
    "Vanaf de openbare weg is de voordeur niet te zien; omgekeerd ziet de bewoner een bezoeker pas op < 1,5 m van de deur. "
    "De videodeurbel (bouwjaar ± 2017, de fabrikant levert geen updates meer) werkt alleen bij > 5 lux en slaat beelden onversleuteld op bij een buitenlandse aanbieder. "
    "Aan de achterzijde sluit de tuin aan op een recreatiepad; het hekwerk (h = 0,90 m) vormt geen barrière. "
    "De schuifpui – 3,60 × 2,35 m, enkelzijdig gehard glas – heeft één sluitpunt. "
    "In de zomermaanden staat het bovenlicht van de bijkeuken ’s nachts open vanwege de kat. "
    "Pakketbezorgers leggen pakketten volgens vaste afspraak in de onafgesloten berging, waar ook de meterkast en de router zijn; daarmee is de berging feitelijk een toegang tot zowel de woning als het netwerk. "
    "De buren aan de westzijde zijn doordeweeks niet thuis en de eerstvolgende woning ligt op ruim 120 meter; sociale controle is er dus vooral in het weekend. "
    "Dit alles bij elkaar maakt dat iemand ongezien tot aan de gevel kan komen en daar enige tijd kan blijven."
)

WONEN = (
    Thema(
        tekst="De brievenbus zit in de voordeur; er is geen brandwerende opvangbak en de mat eronder is van kokos.",
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Vrijstaande brievenbus, brandwerend uitgevoerd",
                omschrijving="Vrijstaande brievenbus aan de perceelgrens (min. 8 m uit de gevel) plaatsen; bestaande klep dichtzetten met een brandwerend paneel.",
                motivering="Brandbare vloeistof kan dan niet meer de gang in.",
                voor_werkgever=(
                    "Laat een vrijstaande, brandwerende brievenbus plaatsen. De plek bepaalt de leverancier samen met de bestuurder.",
                    "De brievenbus is een standaardonderdeel van een veilige woonplek.",
                ),
                urgentie="hoog",
                rol="leverancier",
                excl="412.40",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        tekst="De voordeur is dicht; er is geen zicht op wie er belt. De deurketting is met twee schroeven van 15 mm bevestigd.",
        maatregelen=(
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Deurspion en kierstandhouder",
                omschrijving="Deurspion op 1,55 m en een kierstandhouder met SKG-keur; past bij de eisen van het keurmerk.",
                motivering="Zicht op de bezoeker hoort bij het PKVW-niveau.",
                rol="pkvw_bedrijf",
                excl="96.69",
                pkvw_niveau=True,
                norm="PKVW bestaande bouw",
            ),
            Standaardmaatregel(
                soort="elektronisch",
                titel="Video-intercom met scherm",
                omschrijving="Bekabelde video-intercom, opslag in huis, nachtzicht tot 6 m; bedienbaar vanaf de verdieping.",
                motivering="De bewoners hoeven niet naar de deur om te zien wie er staat.",
                voor_werkgever=(
                    "Laat een bekabelde video-intercom met opslag in huis plaatsen.",
                    "Zicht op bezoek draagt bij aan een veilige woonplek.",
                ),
                rol="leverancier",
                excl="743.80",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        tekst="Schuifpui en bovenlichten hebben één sluitpunt; het beslag van de achterdeur draagt geen SKG-keurmerk. De berging heeft een oplegslot uit de bouwtijd.",
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Meerpuntssluiting schuifpui en bovenlichten",
                omschrijving="SKG**-beslag en afsluitbare uitzetters; cilinders gelijksluitend, sleutels op naam.",
                motivering="Nodig om drie minuten inbraakwerend te zijn.",
                urgentie="hoog",
                rol="pkvw_bedrijf",
                excl="683.47",
                pkvw_niveau=True,
                norm="NEN 5096, weerstandsklasse 2",
            ),
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Berging afsluitbaar maken",
                omschrijving="Bijzetslot en hoekprofiel op de bergingsdeur, router naar de meterkast in huis.",
                motivering="De berging geldt bij het keurmerk als deel van de woning.",
                excl="148.76",
                pkvw_niveau=True,
            ),
        ),
    ),
    Thema(
        niet_bij=("appartement", "woonboot"),
        tekst="Op de zolderverdieping ontbreekt een rookmelder; de rookmelder op de overloop is van 2009 en geeft geen signaal meer.",
        maatregelen=(
            Standaardmaatregel(
                soort="elektronisch",
                titel="Gekoppelde rookmelders op elke verdieping",
                omschrijving="Drie gekoppelde rookmelders met een batterij voor tien jaar.",
                motivering="Eis van het keurmerk; ’s nachts telt elke minuut.",
                urgentie="direct",
                excl="89.26",
                pkvw_niveau=True,
                norm="NEN 2555",
            ),
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Blusmiddelen en vluchtladder",
                omschrijving="Schuimblusser (6 l) in de gang, blusdeken in de keuken, vluchtladder op de eerste verdieping.",
                motivering="Bij brand in de gang is er nu maar één vluchtweg.",
                voor_werkgever=(
                    "Verstrek een schuimblusser, een blusdeken en een vluchtladder.",
                    "Brandveiligheid is onderdeel van een veilige woonplek.",
                ),
                rol="leverancier",
                excl="214.05",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        niet_bij=("appartement", "woonboot"),
        tekst=_OPRIJLAAN,
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Groen snoeien en bewegingsverlichting",
                omschrijving="Haag terug tot ≤ 1,20 m; vier ledarmaturen met bewegingssensor, ± 20 m uit elkaar.",
                motivering="Wie nadert, is dan te zien vanaf de weg én vanuit huis.",
                voor_werkgever=(
                    "Laat het groen terugbrengen en armaturen met bewegingssensor plaatsen.",
                    "Goed zicht en goede verlichting dragen bij aan een veilige woonplek.",
                ),
                rol="leverancier",
                excl="1290.08",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Hekwerk aan de achterzijde",
                omschrijving="Dubbelstaafmat van 1,80 m over 22 m, met afsluitbare poort; begroeiing met doornige heester.",
                motivering="Het recreatiepad geeft nu ongehinderd toegang tot de tuin.",
                voor_werkgever=(
                    "Laat een hekwerk met afsluitbare poort plaatsen. Vraag zo nodig eerst een vergunning aan.",
                    "Een duidelijke grens maakt ongewenst bezoek minder waarschijnlijk.",
                ),
                rol="leverancier",
                excl="3127.27",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        tekst="Ruiten aan de straatzijde: dubbel glas HR++ zonder gelaagde binnenruit; ≥ 40 % van de gevel is glas.",
        ernst="hoog",
        zichtbaar_voor=ALLEN,
        voor_werkgever="De beglazing is beoordeeld.",
        maatregelen=(
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Gelaagd letselveilig glas straatzijde",
                omschrijving="Drie ruiten (totaal 11,4 m²) vervangen door gelaagd glas klasse P4A; kozijnen blijven.",
                motivering="Een steen komt dan niet meer binnen.",
                voor_werkgever=(
                    "Laat drie ruiten vervangen door gelaagd glas van klasse P4A.",
                    "Gelaagd glas biedt meer weerstand.",
                ),
                urgentie="hoog",
                rol="leverancier",
                excl="5346.28",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
                norm="NEN-EN 356",
            ),
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Isolatie en kozijnherstel bij de beglazing",
                omschrijving="Kozijnen herstellen en schilderen waar het nieuwe glas dat vraagt (arbeid, verlaagd tarief).",
                motivering="Zonder herstel houdt het zwaardere glas niet.",
                voor_werkgever=(
                    "Laat de kozijnen herstellen waar het nieuwe glas dat vraagt.",
                    "Dit hoort bij het plaatsen van de beglazing.",
                ),
                rol="leverancier",
                excl="987.16",
                btw=9,
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        tekst="Er is geen alarminstallatie. Bij het incident van vorig jaar duurde het 17 minuten voordat hulp aanwezig was.",
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="elektronisch",
                titel="Alarminstallatie met doormelding",
                omschrijving="Bekabelde installatie met 6 magneetcontacten, 4 detectoren en 2 glasbreukmelders; vaste en mobiele overvalknop; doormelding naar een particuliere alarmcentrale.",
                motivering="Snelle, zekere alarmering verkort de tijd tot hulp.",
                voor_werkgever=(
                    "Laat een bekabelde installatie met overvalknoppen en doormelding aanleggen. Sluit ook het abonnement af.",
                    "Alarmering met doormelding verkort de tijd tot hulp.",
                ),
                urgentie="hoog",
                rol="leverancier",
                excl="2845.00",
                jaarlijks="599.40",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
                norm="VRKI 2.0, EL2/AT2/RE2 (indicatief)",
            ),
            Standaardmaatregel(
                soort="elektronisch",
                titel="Mobiele noodknop, in bruikleen",
                omschrijving="Twee draagbare noodknoppen voor in en om huis, tot de vaste installatie gereed is en daarna als aanvulling.",
                motivering="Overbrugt de levertijd van de vaste installatie.",
                voor_werkgever=(
                    "Stel twee draagbare noodknoppen beschikbaar voor de duur van het ambt. Neem ze daarna terug.",
                    "Zo is er ook tijdens de levertijd alarmering.",
                ),
                urgentie="direct",
                rol="leverancier",
                excl="318.00",
                jaarlijks="120.00",
                vorm="ter_beschikking_stelling",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        tekst="Er zijn geen camera’s; in de straat zijn in een half jaar twee keer banden lekgestoken zonder dat er beelden waren.",
        maatregelen=(
            Standaardmaatregel(
                soort="elektronisch",
                titel="Camera’s aan voor- en achterzijde",
                omschrijving="Drie camera’s met versleutelde opslag in Nederland, bewaartermijn ≤ 28 dagen; de openbare weg afschermen met privacymaskering.",
                motivering="Beelden schrikken af en helpen bij opsporing.",
                voor_werkgever=(
                    "Laat drie camera’s plaatsen. Bewaar beelden hoogstens 28 dagen en scherm de openbare weg af.",
                    "Cameratoezicht op eigen terrein helpt voorkomen en ophelderen.",
                ),
                rol="leverancier",
                excl="1494.21",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
            Standaardmaatregel(
                soort="elektronisch",
                titel="Tijdelijke camera-unit",
                omschrijving="Verplaatsbare unit op batterij, voor hoogstens twaalf weken na een incident.",
                motivering="Direct inzetbaar, zonder graafwerk.",
                voor_werkgever=(
                    "Stel zo nodig een verplaatsbare unit beschikbaar.",
                    "De unit is direct inzetbaar en gaat daarna terug.",
                ),
                urgentie="laag",
                rol="werkgever",
                excl="0.00",
                jaarlijks="936.00",
                vorm="ter_beschikking_stelling",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        tekst="De sleutel van de achterdeur ligt in een bloempot “voor noodgevallen”; pakketten gaan naar de buren op nummer 14.",
        maatregelen=(
            Standaardmaatregel(
                soort="gedrag",
                titel="Reservesleutel en pakketafspraken",
                omschrijving="Geen sleutel in de bloempot; pakketten uitsluitend op een afhaalpunt of op het $gebouw laten bezorgen.",
                motivering="Kost niets en kan vandaag.",
                urgentie="direct",
            ),
        ),
    ),
    Thema(
        tekst="Het naambord vermeldt de volledige familienaam en de voornamen van alle bewoners.",
        maatregelen=(
            Standaardmaatregel(
                soort="gedrag",
                titel="Naambord verwijderen",
                omschrijving="Verwijder het naambord; laat het huisnummer goed zichtbaar voor hulpdiensten.",
                motivering="Het bord bevestigt wie hier woont.",
                urgentie="direct",
            ),
        ),
    ),
    Thema(
        tekst="Er is geen ruimte waar bewoners zich bij een overval kan terugtrekken; de deur van de ouderslaapkamer is van karton met honingraat.",
        ernst="hoog",
        maatregelen=(
            Standaardmaatregel(
                soort="bouwkundig",
                titel="Slaapkamer als veilige ruimte inrichten",
                omschrijving="Massieve deur met meerpuntssluiting van binnenuit, gsm-bereik controleren, noodknop binnen handbereik.",
                motivering="De bewoners kunnen daar veilig wachten op hulp.",
                voor_werkgever=(
                    "Laat één kamer van een massieve deur met sluiting van binnenuit voorzien.",
                    "Zo is er een plek om op hulp te wachten.",
                ),
                rol="leverancier",
                excl="2231.41",
                vorm="verstrekking",
                grondslag="regeling_veilige_woonplek",
            ),
        ),
    ),
    Thema(
        tekst="Na de beoordeling door politie en openbaar ministerie is de woning tijdelijk opgenomen in het stelsel; een deel van de kosten is aangemerkt als werkgeverskosten.",
        ernst="hoog",
        stelsel=True,
        maatregelen=(
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Objectbeveiliging vanuit het stelsel",
                omschrijving="Rijdende surveillance door de politie volgens het besluit van het bevoegd gezag.",
                motivering="Volgt uit de beoordeling binnen het stelsel bewaken en beveiligen.",
                urgentie="direct",
                rol="politie",
                excl="7250.00",
                btw=0,
                vorm="verstrekking",
                grondslag="stelsel_rijk",
            ),
            Standaardmaatregel(
                soort="organisatorisch",
                titel="Aanvullende beveiliger in de avond",
                omschrijving="Particuliere beveiliger van 19.00 tot 23.00 uur, zolang het stelsel dat vraagt.",
                motivering="Door het bevoegd gezag aangemerkt als werkgeverskosten.",
                voor_werkgever=(
                    "Neem een beveiliger in dienst voor de uren die het bevoegd gezag noemt.",
                    "Deze kosten zijn aangemerkt als werkgeverskosten.",
                ),
                urgentie="direct",
                rol="werkgever",
                excl="3960.00",
                vorm="verstrekking",
                grondslag="stelsel_werkgeverskosten",
            ),
        ),
    ),
    Thema(
        tekst="Door de brievenbus is vloeistof gegoten (“stank, geen brand”). Er is aangifte gedaan met domiciliekeuze.",
        soort="incident",
        ernst="hoog",
    ),
    Thema(
        bewoner="ouder",
        tekst="Een inwonende ouder heeft dagelijks zorg nodig en kan niet zelfstandig de trap af; de thuiszorg heeft een sleutel.",
        soort="persoonsomstandigheid",
        ernst=None,
        zichtbaar_voor=("bestuurder",),
    ),
    Thema(
        tekst="De woning ligt in een buurt met veel aanloop; de buren kennen elkaar en letten op.",
        soort="sterk_punt",
        ernst=None,
    ),
)
