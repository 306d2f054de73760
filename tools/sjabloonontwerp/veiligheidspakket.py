# SPDX-License-Identifier: EUPL-1.2
"""The parts of the veiligheidspakket, each a template of its own; the voorwoord brings the page and the styles of the whole."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    BLAUW,
    BREED,
    GRIJS,
    NA_LIJST,
    PAGINA,
    build,
    bullet,
    each,
    facts,
    heading,
    para,
    table,
    tags,
    when,
)

WIT, GEEL, OKER = "FFFFFF", "FFF4D6", "8A5A00"


def _vlak(*sides: str) -> str:
    """Give the blue plane behind the title: borders of the same colour make room around the words."""
    edges = "".join(f'<w:{side} w:val="single" w:sz="48" w:space="24" w:color="{BLAUW}"/>' for side in sides)
    return f'<w:pBdr>{edges}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{BLAUW}"/>'


STIJLEN = {
    "Normal": ('<w:widowControl/><w:spacing w:after="140" w:line="288" w:lineRule="auto"/>', '<w:sz w:val="21"/>'),
    "Title": (
        (
            f"<w:keepNext/>{_vlak('top', 'left', 'right')}"
            '<w:spacing w:before="3000" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:left="600" w:right="600"/>'
        ),
        f'<w:b/><w:color w:val="{WIT}"/><w:sz w:val="72"/>',
    ),
    "Subtitle": (
        (
            f"<w:keepNext/>{_vlak('left', 'bottom', 'right')}"
            '<w:spacing w:before="0" w:after="900" w:line="264" w:lineRule="auto"/><w:ind w:left="600" w:right="600"/>'
        ),
        f'<w:color w:val="{WIT}"/><w:sz w:val="30"/>',
    ),
    "Heading 1": (
        (
            f'<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="{BLAUW}"/></w:pBdr>'
            '<w:spacing w:before="0" w:after="200" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>'
        ),
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="40"/>',
    ),
    "Heading 2": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="300" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="25"/>',
    ),
    "List Bullet": ('<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="80"/>', ""),
}
EIGEN = {
    "toc 1": (
        "Normal",
        f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{BREED}"/></w:tabs><w:spacing w:before="0" w:after="150"/>',
        '<w:sz w:val="22"/>',
    ),
    "Inhoudkop": (
        "Normal",
        '<w:keepNext/><w:pageBreakBefore/><w:spacing w:before="0" w:after="240" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="40"/>',
    ),
    "Inleiding": ("Normal", '<w:keepLines/><w:spacing w:after="180"/>', f'<w:color w:val="{BLAUW}"/><w:sz w:val="25"/>'),
    "Nagekeken": ("Normal", '<w:keepNext/><w:spacing w:before="0" w:after="220"/>', f'<w:color w:val="{GRIJS}"/><w:sz w:val="18"/>'),
    "Te verifieren": (
        "Normal",
        (
            f'<w:keepNext/><w:keepLines/><w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="{OKER}"/></w:pBdr>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{GEEL}"/><w:spacing w:before="0" w:after="240"/><w:ind w:left="227"/>'
        ),
        '<w:sz w:val="19"/>',
    ),
    "Onthoud": (
        "Normal",
        (
            f'<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="{BLAUW}"/></w:pBdr>'
            '<w:shd w:val="clear" w:color="auto" w:fill="E8EDF4"/><w:spacing w:before="240" w:after="120"/><w:ind w:left="227"/>'
        ),
        "",
    ),
}  # fmt: skip
GEMEENTE = "pakket.organisatie.type == 'gemeente'"
PROVINCIE = "pakket.organisatie.type == 'provincie'"
BURGEMEESTER = "pakket.ambt == 'burgemeester'"
WERKGEVER = "{{ pakket.woorden.werkgever }}"
SECRETARIS = "{{ pakket.woorden.secretaris }}"
MERKING = para("{{ pakket.vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
KAART = "Kijk bij ‘Steunpunten’ achter in dit pakket."


def _pakket(body: str) -> bytes:
    return build(
        body,
        first=MERKING + AFZENDER,
        later=MERKING + para("Veiligheidspakket · {{ pakket.organisatie.naam }}", "Header"),
        footer=para("Veiligheidspakket van {{ pakket.datum | datum }} · {{ pakket.kenmerk }}" + PAGINA, "Footer"),
        mark=None,
        styles=STIJLEN,
        own=EIGEN,
    )


def _onderdeel(inleiding: str, *body: str) -> bytes:
    head = heading(1, "{{ onderdeel.nummer }}. {{ onderdeel.titel }}{# taal-b1 #}") + when(
        "onderdeel.actueel",
        para("Nagekeken op {{ onderdeel.geverifieerd_op | datum }}, versie {{ onderdeel.versie }}", "Nagekeken"),
        tags("else"),
        para(
            "**Te verifiëren.** De feiten in dit onderdeel komen {{ onderdeel.feiten_van }}."
            "{% if onderdeel.geverifieerd_op %} Ze zijn het laatst nagekeken op {{ onderdeel.geverifieerd_op | datum }}."
            "{% else %} Niemand heeft ze daarna nagekeken.{% endif %}"
            " Vraag na of ze nog kloppen voordat u erop rekent. Versie {{ onderdeel.versie }}.",
            "Te verifieren",
        ),
    )
    return _pakket(head + para(inleiding, "Inleiding") + "".join(body))


def _onthoud(text: str) -> str:
    return para(f"**Onthoud:** {text}", "Onthoud")


def _punten(*texts: str) -> str:
    return "".join(map(bullet, texts))


def _inhoudsopgave() -> str:
    """Give the field that Word and both engines fill; Word does so when the file is opened (dirty), so no words stand in it."""
    parts = (
        '<w:fldChar w:fldCharType="begin" w:dirty="true"/>',
        '<w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>\u00a0</w:t>",  # LibreOffice makes no index of a field without a result
        '<w:fldChar w:fldCharType="end"/>',
    )
    return '<w:p><w:pPr><w:pStyle w:val="toc1"/></w:pPr>' + "".join(f"<w:r>{part}</w:r>" for part in parts) + "</w:p>"


def voorwoord() -> bytes:
    """The title page, the table of contents and the voorwoord."""
    return _pakket(
        para("Veiligheidspakket{# taal-b1 #}", "Title")
        + para("Voor een veilige start als {{ pakket.ambt }}", "Subtitle")
        + facts(
            ("Ambt", "{{ pakket.ambt }}"),
            ("Organisatie", "{{ pakket.organisatie.naam }}"),
            ("Bedoeld voor", "{{ pakket.lezers }}"),
            ("Datum", "{{ pakket.datum | datum }}"),
            ("Kenmerk", "{{ pakket.kenmerk }}"),
        )
        + para("Inhoud", "Inhoudkop")
        + _inhoudsopgave()
        + heading(1, "Voorwoord", "<w:pageBreakBefore/>")
        + para(
            f"U begint als {{{{ pakket.ambt }}}}. U staat midden in de samenleving en veel mensen kennen straks uw gezicht."
            " Dat is mooi werk. Helaas hoort er soms agressie, intimidatie of bedreiging bij.",
            "Inleiding",
        )
        + para(
            "Dat hoeft u niet gewoon te vinden. U hoeft het ook niet alleen op te lossen. In dit pakket leest u wat u zelf kunt"
            f" doen, wat uw {WERKGEVER} voor u doet en wie u verder helpt."
        )
        + heading(2, "Zo gebruikt u dit pakket")
        + _punten(
            "Lees het een keer helemaal door, liefst nog voor uw eerste werkdag.",
            "Vraag daarna de woningscan aan en doe de zelfscan. Wacht niet tot er iets gebeurt.",
            "Bespreek het pakket thuis. Ook uw huisgenoten kunnen met uw ambt te maken krijgen.",
            f"Maak een afspraak met uw {SECRETARIS}. Spreek af wie u belt als er iets is, ook in het weekend.",
            "Bewaar het pakket op een vaste plek. Achterin staan de steunpunten.",
        )
        + _onthoud("bent u nu in gevaar? Bel dan eerst het alarmnummer. Lezen kan later.")
        + heading(2, "Hoe actueel is dit pakket?")
        + para(
            "Van elk onderdeel ziet u hieronder de versie en de dag waarop iemand het heeft nagekeken. Staat er"
            " ‘te verifiëren’? Vraag dan eerst na of de tekst nog klopt.",
            direct="<w:keepNext/>",
        )
        + table(
            [BREED - 4100, 1300, 2800],
            ["Onderdeel", "Versie", "Nagekeken op"],
            "for deel in pakket.onderdelen",
            [
                "{{ deel.nummer }}. {{ deel.titel }}",
                "{{ deel.versie }}",
                "{% if deel.actueel %}{{ deel.geverifieerd_op | datum }}{% else %}te verifiëren{% endif %}",
            ],
            "endfor",
        )
    )


def ondersteuningsteam() -> bytes:
    return _onderdeel(
        "Wordt u bedreigd, geïntimideerd of lastiggevallen? Of twijfelt u of het zover is? Het"
        " Ondersteuningsteam Weerbaar Bestuur denkt met u mee.",
        heading(2, "Wat doet het team?"),
        para(
            "Het team luistert naar u en denkt mee over uw volgende stap. Soms is dat een stap die kan, soms een die echt"
            " nodig is. Wat u vertelt, blijft vertrouwelijk."
        ),
        heading(2, "Voor wie is het?"),
        when(
            GEMEENTE,
            para(
                "Het team is er voor burgemeesters, wethouders en raadsleden. U kunt dus ook een wethouder of een raadslid op het"
                " team wijzen."
            ),
            tags("else"),
            para(
                "Het team is er voor lokale bestuurders en volksvertegenwoordigers. In onze bron staat niet of"
                f" het ook bestuurders van uw soort organisatie helpt. Vraag dat na, zelf of via uw {SECRETARIS}."
            ),
        ),
        heading(2, "Wanneer neemt u contact op?"),
        _punten(
            "U krijgt berichten die u bang of onrustig maken, op papier of online.",
            "Iemand zoekt u thuis op, of valt uw gezin lastig.",
            "U merkt dat een besluit onder druk komt te staan.",
            "U weet niet of u aangifte wilt doen, of hoe.",
            "Een collega vertelt u over een bedreiging en u wilt goed reageren.",
        ),
        para(
            "Het hoeft niet eerst erg te worden. Een vroeg gesprek geeft u meer keus dan een laat gesprek.",
            direct=NA_LIJST,
        ),
        _onthoud(f"het team is geen vervanging van de politie. Voelt u zich bedreigd? Meld het dan ook daar. {KAART}"),
    )


def woningscan() -> bytes:
    return _onderdeel(
        "U krijgt een advies over uw veiligheid dat bij u past. Dat begint met een gesprek en een scan van uw woning. Het kost u niets.",
        heading(2, "Wat houdt het in?"),
        para(
            "Het Centrum voor Criminaliteitspreventie en Veiligheid (CCV) doet het onderzoek. Een adviseur van het CCV kijkt naar"
            " vier kanten van uw leven als bestuurder:"
        ),
        _punten(
            f"**Werk:** uw werkplek, hoe u uw taak uitvoert en hoe weerbaar uw {WERKGEVER} is.",
            "**Wonen:** uw woning, de bewoners en hoe u het huis gebruikt.",
            "**Informatie:** wat u en uw gezin online en in de media laten zien.",
            "**Verplaatsen:** hoe u reist en welke routes u kiest.",
        ),
        heading(2, "Zo gaat het, stap voor stap"),
        _punten(
            f"**Aanmelden.** Dat doet u zelf of uw {WERKGEVER} doet het. Liefst al voordat u begint.",
            "**Afspraak.** Binnen drie werkdagen zoekt het CCV contact met u, om de gesprekken te plannen.",
            f"**Gesprek met uw werkgever.** Het CCV spreekt eerst online met uw {WERKGEVER}.",
            "**Gesprek met u.** Dat is bij u thuis. De adviseur doet dan ook de woningscan.",
            "**Advies.** De adviseur schrijft een rapport. Het ministerie van Binnenlandse Zaken en Koninkrijksrelaties heeft een"
            " eigen beveiligingsautoriteit, de BVA. Die toetst het rapport en stelt de maatregelen vast.",
            f"**Uw toestemming.** U krijgt het rapport als eerste. Uw {WERKGEVER} krijgt het pas als u dat goed vindt. Dat kan via"
            " uzelf of via het CCV.",
            "**Uitvoeren.** Wilt u uitleg bij het rapport? Dan kunt u een afspraak maken met de adviseur.",
        ),
        heading(2, "Wie betaalt wat?", "<w:pageBreakBefore/>"),
        para(
            "Eerst moet uw woning het Politiekeurmerk Veilig Wonen (PKVW) hebben. Daar zorgt u zelf voor, en u betaalt het"
            " ook zelf. Alleen in een bijzonder geval kan dat anders."
        ),
        para(
            f"Heeft u het keurmerk? Dan betaalt uw {WERKGEVER} alle maatregelen die de BVA voor uw woning vaststelt. Uw"
            f" {WERKGEVER} neemt die altijd over. Een apart akkoord is daar niet voor nodig."
        ),
        para(
            "Dit staat in artikel {{ pakket.woorden.artikel }} van de Regeling rechtspositie decentrale politieke ambtsdragers."
            " De kosten komen voor rekening van uw "
            f"{WERKGEVER}. Formeel ligt de bevoegdheid bij {{{{ pakket.woorden.orgaan }}}}. In de praktijk regelt uw {SECRETARIS}"
            " het vaak."
        ),
        heading(2, "Goed om te weten"),
        _punten(
            "Adviezen die niets kosten, kunt u meteen opvolgen. U hoeft daarvoor niet op het keurmerk te wachten.",
            "Het onderzoek voor het keurmerk en het gesprek met het CCV kunnen op dezelfde dag.",
            "Gaat u verhuizen? Dan kunt u opnieuw maatregelen krijgen. Daar is wel een nieuw advies voor nodig.",
            "Soms krijgt u een maatregel in bruikleen, zolang u in het ambt zit. Daarna geeft u die terug.",
        ),
        when(
            GEMEENTE + " or " + PROVINCIE,
            para(
                f"Woont u nog niet in uw {WERKGEVER}? Vertel dat bij de aanmelding. Dat kan uitmaken voor de maatregelen aan uw woning.",
                direct=NA_LIJST,
            ),
        ),
        _onthoud("vraag de scan aan voordat er iets gebeurt. Dan is uw huis op orde als het nodig is."),
    )


def zelfscan() -> bytes:
    return _onderdeel(
        "Hoe veilig bent u nu? Met de zelfscan persoonlijke veiligheid brengt u dat zelf in beeld. U krijgt advies en tips die"
        " bij uw situatie passen.",
        heading(2, "Waarom een zelfscan?"),
        para(
            "Veel kunt u zelf doen. Bewust gedrag maakt u zekerder. U hoeft daarvoor niet bang of wantrouwig te worden."
            " Angst maakt juist onzeker."
        ),
        heading(2, "Wat u zich kunt afvragen"),
        _punten(
            "Wat is er over mij en mijn gezin online te vinden? Wie kan dat zien?",
            "Weten mijn huisgenoten wat zij wel en niet delen op sociale media?",
            "Wie kan bij mijn huis komen zonder dat ik het merk?",
            "Reis ik altijd op dezelfde tijd langs dezelfde weg?",
            "Weet ik wie ik bel als er iets gebeurt? Weten mijn huisgenoten dat ook?",
            "Wat vind ik nog bij mijn ambt horen? En waar ligt mijn grens?",
        ),
        heading(2, "Zo haalt u er het meeste uit"),
        para(
            "Neem er rustig de tijd voor en doe de scan samen met uw huisgenoten. Schrijf op wat u opvalt. Kies daarna één ding"
            " dat u deze week verandert, en één ding dat u met een ander bespreekt."
        ),
        para(
            "Neem uw uitkomst mee naar het gesprek met de adviseur van het CCV. De zelfscan en de woningscan vullen elkaar aan. De"
            " ene gaat over wat u zelf ziet, bij de andere kijkt een vakman mee."
        ),
        _onthoud(
            "doe de scan opnieuw als er iets verandert. Denk aan een verhuizing, een kind erbij of een lastig besluit."
        ),
    )


def training() -> bytes:
    return _onderdeel(
        "Een dreigende situatie komt vaak onverwacht. In een training oefent u vooraf wat u dan doet. Dat geeft rust als het"
        " echt gebeurt.",
        heading(2, "Voor wie is de training?"),
        when(
            GEMEENTE,
            para(
                "De training gaat over intimidatie en bedreiging en is gemaakt voor burgemeesters en wethouders. Het"
                " opleidingsinstituut van de Dienst Justitiële Inrichtingen (DJI) geeft haar."
            ),
            tags("else"),
            para(
                "De training gaat over intimidatie en bedreiging en is gemaakt voor lokale bestuurders. Het"
                " opleidingsinstituut van de Dienst Justitiële Inrichtingen (DJI) geeft haar. Vraag na of u als"
                " {{ pakket.ambt }} ook mee kunt doen."
            ),
        ),
        heading(2, "Wat leert u?"),
        _punten(
            "U herkent het begin. Druk op een bestuurder begint vaak klein, en dan valt het nog niet op.",
            "U weegt elk signaal: doe ik iets, of juist niet?",
            "U kijkt naar uw eigen gedrag. Hoe zichtbaar wilt u zijn, ook online? Waar maakt dat u kwetsbaar?",
            "U bepaalt uw grens. Wat vindt u nog bij uw rol horen, en wanneer haalt u er een ander bij?",
            "U leert een paar eenvoudige manieren om uzelf te beschermen. Wie dat kan, voelt zich rustiger.",
        ),
        heading(2, "Hoe gaat het?"),
        para(
            "U oefent in een kleine groep met echte voorbeelden en met ervaringen van de deelnemers. U bespreekt ook wie u"
            f" helpt: binnen uw {WERKGEVER} en daarbuiten. En u leert hoe u na een incident de draad weer oppakt."
        ),
        heading(2, "Hoe meldt u zich aan?"),
        para(f"Vraag uw {SECRETARIS} hoe u zich aanmeldt, en wie de training betaalt."),
        _onthoud("te lang zelf blijven oplossen is een bekend risico. Hulp vragen hoort bij goed besturen."),
    )


def aangifte() -> bytes:
    return _onderdeel(
        "Is er iets gebeurd? Praat dan met de politie. U kunt aangifte doen of een melding. Beide helpen, ook als u twijfelt of"
        " het strafbaar is.",
        heading(2, "Waarom aangifte doen?"),
        _punten(
            "Met uw aangifte kunnen politie en Openbaar Ministerie wegen of er maatregelen nodig zijn.",
            "Uw aangifte kan het begin zijn van een onderzoek naar de dader.",
            "Uw aangifte kan helpen om schade vergoed te krijgen.",
            "U laat zien dat u en uw organisatie dit niet gewoon vinden.",
        ),
        heading(2, "Twijfelt u? Meld het dan"),
        para(
            "Misschien vindt u dat dit nu eenmaal bij uw werk hoort. Of u weet niet of het strafbaar is. Bespreek het dan"
            " toch met de politie. Zij adviseert u of aangifte zin heeft. De politie bewaart uw melding ook. Gebeurt er later weer"
            " iets, dan kan zij de dreiging beter inschatten."
        ),
        heading(2, "Uw adres of naam afschermen"),
        para(
            "Wilt u niet dat de dader uw adres of uw naam leest? Er zijn drie manieren om aangifte te doen die daarbij"
            " helpen. Vraag de politie welke in uw geval kan:",
            direct="<w:keepNext/>",
        ),
        table(
            [2900, BREED - 2900],
            ["Vorm", "Wat is anders?"],
            ["**Aangifte onder nummer**", "In de aangifte staat een nummer in plaats van uw naam."],
            ["**Domiciliekeuze**", "U kiest een ander adres dan uw huis, bijvoorbeeld dat van uw werk."],
            ["**Beperkt anonieme aangifte**", "Niet iedereen ziet wie u bent. De politie legt uit wie wel."],
        ),
        heading(2, "Spreek dit vooraf af"),
        _punten(
            "Gaat u zelf naar de politie, of doet iemand anders het namens u?",
            f"Wie binnen uw {WERKGEVER} gaat met u mee en houdt contact met de politie?",
            "Wat vertelt u aan collega’s, aan de pers en thuis? Wat straalt u daarmee uit?",
            "Wie bewaart de berichten, foto’s en namen van getuigen?",
        ),
        heading(2, "Schade"),
        para(
            "Heeft u schade? Noem die meteen in uw aangifte. Maak foto’s en bewaar bonnen. Vertel het ook uw"
            f" {SECRETARIS}, dan kan uw {WERKGEVER} met u meedenken."
        ),
        _onthoud("gooi niets weg. Ook een bericht dat u liever vergeet, kan later nodig zijn."),
    )


def stelsel() -> bytes:
    return _onderdeel(
        "Wordt de dreiging ernstig? Dan kunt u te maken krijgen met het stelsel bewaken en beveiligen. Dit onderdeel legt uit wie"
        " dan wat doet.",
        heading(2, "Wat is het stelsel?"),
        para(
            "Het stelsel is een geheel van regels en afspraken. Het doel is om aanslagen op mensen, gebouwen en diensten te"
            " voorkomen. De politie, het Openbaar Ministerie, inlichtingendiensten en het bestuur werken erin samen."
        ),
        heading(2, "Drie lagen"),
        para("Uw veiligheid rust op drie lagen. Elke laag komt boven op de vorige.", direct="<w:keepNext/>"),
        table(
            [2300, BREED - 2300],
            ["Wie", "Waarvoor"],
            ["**1. Uzelf**", "De gewone zorg voor uw veiligheid, zoals goede sloten op uw huis."],
            [
                f"**2. Uw {WERKGEVER}**",
                "Een veilige werkplek, en de maatregelen die in het advies over u zijn vastgesteld.",
            ],
            ["**3. De overheid**", "Extra maatregelen, als u en uw werkgever de dreiging samen niet meer aankunnen."],
        ),
        heading(2, "Wat gebeurt er na uw melding?"),
        _punten(
            "U doet aangifte of een melding bij de politie. Dat is het startpunt.",
            "De politie weegt of de dreiging reden geeft voor maatregelen.",
            "Is dat zo? Dan laat het Openbaar Ministerie de dreiging verder uitzoeken en besluit het wat nodig is.",
            f"Soms krijgt uw {WERKGEVER} het advies om iets te doen aan uw woning of werkplek.",
            "In ernstige gevallen nemen politie en Openbaar Ministerie zelf maatregelen. Denk aan toezicht met camera’s. Alleen in"
            " het uiterste geval krijgt iemand persoonlijke beveiliging.",
        ),
        para("Het is altijd maatwerk. Niemand kan u dus vooraf zeggen welke maatregelen u krijgt.", direct=NA_LIJST),
        heading(2, "Wat betekent dit voor u?"),
        when(
            BURGEMEESTER,
            para(
                "U bent straks zelf verantwoordelijk voor de openbare orde. Gaat de dreiging over uzelf? Dan wegen politie"
                " en Openbaar Ministerie wat er nodig is. Spreek nu al af wie u vervangt in zo’n geval."
            ),
            tags("else"),
            para(
                f"Praat bij een dreiging meteen met uw {SECRETARIS} en met de politie. U hoeft niet te wachten tot u zeker weet dat"
                " het ernstig is."
            ),
        ),
        para(
            "Volg afspraken over uw veiligheid precies op en praat er zo min mogelijk over. Maatregelen helpen minder als veel"
            " mensen ze kennen."
        ),
        _onthoud("het advies van het CCV is er om dreiging voor te zijn. Het stelsel is er als er dreiging is."),
    )


def nazorg() -> bytes:
    return _onderdeel(
        "Een incident doet iets met u, en met de mensen om u heen. Ook als u denkt dat het meevalt. Neem de tijd om erop terug te"
        " kijken.",
        heading(2, "Wat u kunt merken"),
        para(
            "Bedreiging en intimidatie geven spanning. Misschien slaapt u slechter, of schrikt u sneller."
            " Ongemerkt kan het ook uw besluiten kleuren. Sommige bestuurders gaan een lastig gesprek uit de weg. Ook uw"
            " gezin kan er last van hebben."
        ),
        para(
            "Wie het vaak meemaakt, raakt eraan gewend. Dan lijkt het of het bij de functie hoort. Juist dan praten mensen er niet"
            " meer over, en dat helpt niet."
        ),
        heading(2, "De debriefing: samen terugkijken"),
        para("Plan na een incident een gesprek met wie erbij was. Houd het kort en rustig. Bespreek:"),
        _punten(
            "Wat is er precies gebeurd, en in welke volgorde?",
            "Wat ging goed? Wat wilt u een volgende keer anders?",
            f"Wat moet er veranderen in uw {WERKGEVER}, in uw agenda of thuis?",
            "Wie heeft er nu nog iets nodig?",
        ),
        para("Leg de afspraken vast, en kijk na een paar weken of ze zijn uitgevoerd.", direct=NA_LIJST),
        heading(2, "De nazorg: weer gewoon verder"),
        _punten(
            "Vertel uw verhaal aan iemand die u vertrouwt. Praten lucht op.",
            "Vraag thuis hoe het gaat, ook aan kinderen. Herhaal die vraag na een maand.",
            "Pak uw werk in uw eigen tempo op. Gewone dingen geven houvast.",
            "Blijven de klachten, of worden ze erger? Zoek dan hulp bij uw huisarts of een andere deskundige.",
            f"Vraag uw {SECRETARIS} welke hulp uw {WERKGEVER} kan regelen, ook voor uw gezin.",
        ),
        heading(2, "Als het een collega overkomt"),
        para(
            "Bel dezelfde dag. Luister, en geef niet meteen raad. Vraag wat de ander nodig heeft. Vraag het over twee weken nog"
            " eens. Soms komt de klap pas als de aandacht weg is."
        ),
        _onthoud(f"hulp vragen is geen zwakte. U beschermt er uw werk en uw gezin mee. {KAART}"),
    )


def sipa() -> bytes:
    return _onderdeel(
        "Krijgt u een signaal dat een politieke ambtsdrager misschien niet integer handelt? Het Steunpunt Integriteitsonderzoek"
        " Politieke Ambtsdragers (SIPA) denkt mee over de aanpak.",
        heading(2, "Wat doet het SIPA?"),
        para(
            "Het SIPA geeft advies over de vraag hoe u met zo’n signaal omgaat. Het advies gaat vooral over het onderzoek: hoe"
            " ziet een goed onderzoek eruit, en waar let u op?"
        ),
        heading(2, "Wat doet het SIPA niet?"),
        para(
            "Het SIPA onderzoekt zelf niets. Het neemt ook geen besluit over. U en uw organisatie blijven verantwoordelijk voor de"
            " aanpak en voor de uitvoering."
        ),
        heading(2, "Voor wie is het?"),
        when(
            BURGEMEESTER,
            para(
                "Het SIPA adviseert burgemeesters. Een signaal komt vaak bij u terecht. Bel het SIPA dan vroeg, dus voordat u een"
                " onderzoek begint."
            ),
        ),
        when(
            GEMEENTE + " and not " + BURGEMEESTER,
            para(
                "Het SIPA adviseert burgemeesters. Krijgt u als wethouder een signaal? Bespreek het met de burgemeester. Die kan het"
                " SIPA om advies vragen."
            ),
        ),
        when(
            "not " + GEMEENTE,
            para(
                "In onze bron staat niet of het SIPA ook voor uw soort organisatie werkt. Vraag dat na voordat u"
                " erop rekent."
            ),
        ),
        para(
            "Wil {{ pakket.woorden.vertegenwoordiging }} zelf een onderzoek laten doen? Ook dan kan advies van het SIPA helpen."
        ),
        heading(2, "Zo begint u goed"),
        _punten(
            "Schrijf op wat u precies hoorde of zag, van wie en wanneer.",
            "Vertel het aan zo min mogelijk mensen. Dat beschermt ook degene over wie het gaat.",
            "Trek nog geen conclusie. Een signaal is geen bewijs.",
            "Vraag eerst advies, en kies daarna pas de aanpak.",
        ),
        _onthoud("een zorgvuldige start is het halve werk. Een fout in het begin haalt u later niet meer in."),
    )


def steunpunten() -> bytes:
    """Where the reader can turn: nothing of it is written here, all of it comes from contactpunten."""
    return _pakket(
        heading(1, "Steunpunten en telefoonnummers{# taal-b1 #}")
        + para(
            "Hier vindt u wie u kunt bellen of mailen. Bij elk steunpunt staat wanneer iemand de gegevens heeft nagekeken.",
            "Inleiding",
        )
        + _onthoud("bent u nu in gevaar? Bel dan eerst het alarmnummer.")
        + each(
            "punt in contactpunten",
            heading(2, "{{ punt.naam }}"),
            para("{{ punt.doel }}", direct="<w:keepNext/>"),
            facts(
                "if punt.telefoon",
                ("Telefoon", "{{ punt.telefoon }}"),
                "endif",
                "if punt.email",
                ("E-mail", "{{ punt.email }}"),
                "endif",
                "if punt.url",
                ("Website", "{{ punt.url }}"),
                "endif",
                "if punt.openingstijden",
                ("Bereikbaar", "{{ punt.openingstijden }}"),
                "endif",
                ("Nagekeken op", "{{ punt.geverifieerd_op | datum }}"),
            ),
        )
        + heading(2, "Staat uw steunpunt er niet bij?")
        + para(
            "Dan hebben wij er geen gegevens van die zijn nagekeken. Liever geen nummer dan een verkeerd nummer. Vraag het aan uw"
            f" {SECRETARIS}, of zoek het op bij de organisatie zelf."
        )
        + para("Zet geen vertrouwelijke dingen in een gewone e-mail. Vraag liever of u gebeld kunt worden.")
    )


PAKKET = {
    "pakket_voorwoord": voorwoord,
    "pakket_ondersteuningsteam": ondersteuningsteam,
    "pakket_woningscan_veiligheidsgesprek": woningscan,
    "pakket_zelfscan": zelfscan,
    "pakket_training": training,
    "pakket_aangifte_melden_schade": aangifte,
    "pakket_stelsel_bewaken_beveiligen": stelsel,
    "pakket_debriefing_nazorg": nazorg,
    "pakket_sipa": sipa,
    "pakket_steunpunten": steunpunten,
}
