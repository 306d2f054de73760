# SPDX-License-Identifier: EUPL-1.2
"""The letters."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    NA_LIJST,
    PAGINA,
    REGELING,
    build,
    bullet,
    each,
    facts,
    heading,
    para,
    table,
    when,
)
from weerbaar_docs.rendering import filters

BRIEF_STIJL = {
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="0"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="20"/>',
    )
}


def _kader(links: int, boven: int, breed: int, hoog: int) -> str:
    """Give a frame at a place on the page; all in mm."""
    x, y, w, h = (round(mm * 1440 / 25.4) for mm in (links, boven, breed, hoog))
    return (
        f'<w:framePr w:w="{w}" w:h="{h}" w:hRule="exact" w:wrap="none"'
        f' w:vAnchor="page" w:hAnchor="page" w:x="{x}" w:y="{y}"/>'
    )


# The window of a DL envelope (DIN 680: 90 by 45 mm, 20 mm from the left and 15 mm from below, of 110 by 220 mm) shows
# 20-100 by 50-84 mm of a sheet that is folded in three, however it slides; and never more than 10-110 by 39-95 mm.
VENSTER = _kader(25, 50, 75, 34)
KOLOM = _kader(125, 44, 65, 53)
REGEL = '<w:tabs><w:tab w:val="left" w:pos="1134"/></w:tabs>'
INSPRINGEN = '<w:ind w:left="1134" w:hanging="1134"/>'
ONDER_VENSTER = REGEL + '<w:spacing w:before="3860"/>' + INSPRINGEN

# Per kind of werkgever: whether its competent body is one or many, who pays, and the short name of that body.
WERKGEVERS = {
    "gemeente": ("is", "de gemeente", "het college"),
    "provincie": ("zijn", "de provincie", "gedeputeerde staten"),
    "waterschap": ("is", "het waterschap", "het dagelijks bestuur"),
}


def brief_werkgever(soort: str) -> bytes:
    uw_kenmerk = _referentie("Uw kenmerk", "{{ brief.uw_kenmerk }}", condition="brief.uw_kenmerk")
    return dossierbrief(_brief_tekst(soort), referenties=uw_kenmerk)


def dossierbrief(tekst: str, referenties: str = "") -> bytes:
    """Give a letter of a dossier: its head, this text, the signature and the list of bijlagen."""
    bijlagen = _referentie("Bijlage(n)", "{{ brief.bijlagen | length }}", condition="brief.bijlagen")
    return _brief(
        _brief_kop("brief.", betreft="{{ brief.betreft }}", referenties=referenties + bijlagen)
        + tekst
        + _brief_slot()
        + _bijlagen(),
        bron="brief.",
        merking="{{ brief.vertrouwelijkheidaanduiding | woord | upper }}",
    )


def _brief(inhoud: str, *, bron: str, merking: str, noten: tuple[str, ...] = ()) -> bytes:
    """Give a letter with what stands above and below every page; `bron` is where its datum and kenmerk are."""
    boven = para(merking, "Merking")
    return build(
        inhoud,
        first=boven + AFZENDER,
        later=boven + para(f"Datum {{{{ {bron}datum | datum }}}} · Kenmerk {{{{ {bron}kenmerk }}}}", "Header"),
        footer=para("{{ huisstijl.organisatie }}" + PAGINA, "Footer"),
        mark=None,
        styles=BRIEF_STIJL,
        noten=noten,
    )


# Per kind of werkgever: who of it are meant, its secretaris, and how one speaks of it.
_LEZERS = {
    "gemeente": ("burgemeesters en wethouders", "gemeentesecretaris", "uw gemeente"),
    "provincie": ("commissarissen van de Koning en gedeputeerden", "provinciesecretaris", "uw provincie"),
    "waterschap": ("dagelijks bestuurders van waterschappen", "secretaris-directeur", "uw waterschap"),
}


def brief_regeling(soort: str) -> bytes:
    """The letter to every werkgever of a kind on the regeling; no word of another kind (R-BRIEF-2)."""
    wie, secretaris, uw = _LEZERS[soort]
    werkwoord, betaler, _ = WERKGEVERS[soort]
    orgaan = filters.orgaan(soort)
    return _brief(
        _brief_kop(
            "",
            betreft="Regeling voor een veilige woonplek",
            referenties=_referentie("Uw kenmerk", "") + _referentie("Bijlage(n)", "geen"),
        )
        + para(
            f"Sinds 1 januari 2024 hebben {wie} recht op passende maatregelen voor een veilige woonplek.[[NOOT1]]"
            f" Met deze brief leest u wat dat betekent voor {uw} als werkgever, en wat wij van u vragen."
        )
        + heading(1, "Wat regelt de regeling")
        + para(
            "Een bestuurder kan bij het Centrum voor Criminaliteitspreventie en Veiligheid (CCV) een advies op maat krijgen. Dat gaat"
            " over vier domeinen: werk, wonen, informatie en verplaatsen. De beveiligingsautoriteit (BVA) van het ministerie van Binnenlandse Zaken en Koninkrijksrelaties stelt de maatregelen vast."
            " U neemt die maatregelen altijd over en u bekostigt ze."
        )
        + para(
            f"De kosten komen ten laste van {betaler}. Bevoegd {werkwoord} {orgaan}.[[NOOT2]] De bestuurder zorgt zelf voor het"
            " Politiekeurmerk Veilig Wonen (PKVW). Alleen in uitzonderlijke gevallen kan de BVA daarvan afwijken."
        )
        + heading(1, "Hoe het gaat")
        + bullet("U of de bestuurder meldt aan bij het CCV. Liefst al vóór de bestuurder aantreedt.")
        + bullet("Het CCV neemt binnen drie werkdagen contact op. Het spreekt altijd eerst met u.")
        + bullet("Daarna volgt een gesprek bij de bestuurder thuis, met een scan van de woning.")
        + bullet("De bestuurder krijgt het rapport. U krijgt alleen iets als de bestuurder dat toestaat.")
        + heading(1, "Wat wij van u vragen")
        + bullet(f"Vertel uw bestuurders dat deze regeling er is. Als {secretaris} kunt u hen ook aanmelden.")
        + bullet("Spreek af wie binnen uw organisatie de opdrachten geeft en de rekeningen betaalt.")
        + bullet("Houd stukken over maatregelen uit openbare agenda’s en openbare dossiers.")
        + heading(1, "Vragen")
        + para(
            "U kunt terecht bij {{ contactpunt.naam }}. De gegevens zijn nagekeken op {{ contactpunt.geverifieerd_op | datum }}."
        )
        + when("contactpunt.telefoon", bullet("Telefoon: {{ contactpunt.telefoon }}"))
        + when("contactpunt.email", bullet("E-mail: {{ contactpunt.email }}"))
        + when("contactpunt.url", bullet("Website: {{ contactpunt.url }}"))
        + para(
            "Wilt u deze brief delen met uw bestuurders? Dat mag. Er staat niets vertrouwelijks in.",
            direct="<w:keepNext/><w:keepLines/>" + NA_LIJST,
        )
        + _brief_slot(),
        bron="",
        merking="{{ organisatie.naam }}",
        noten=(
            f"Artikel {filters.artikel(soort)} van de {REGELING}.",
            f"Artikel {filters.artikel(soort)}, derde lid, van de {REGELING}.",
        ),
    )


_TIJD = "{{ afspraak.van }}{% if afspraak.tot %} tot {{ afspraak.tot }}{% endif %} uur"


def brief_afspraak_bestuurder() -> bytes:
    return dossierbrief(
        heading(1, "Uw afspraak")
        + when(
            "afspraak.soort == 'toelichting_op_rapport'",
            para("U heeft een afspraak met onze adviseur. Hij of zij licht het rapport toe."),
        )
        + when(
            "afspraak.soort != 'toelichting_op_rapport'",
            para(
                "U heeft een afspraak met onze adviseur. In deze brief leest u wanneer dat is en hoe u zich voorbereidt."
            ),
        )
        + heading(1, "Datum, tijd en plaats")
        + facts(
            ("Datum", "{{ afspraak.dag }} {{ afspraak.datum | datum }}"),
            ("Tijd", _TIJD),
            (
                "Plaats",
                "{% if afspraak.vorm == 'thuis' %}bij u thuis{% elif afspraak.vorm == 'op_locatie' %}op de plaats die wij met u"
                " afspraken{% elif afspraak.vorm == 'telefonisch' %}per telefoon, wij bellen u{% else %}online, u krijgt van ons"
                " een link{% endif %}",
            ),
            left=1600,
        )
        + when(
            "afspraak.gelijktijdig_pkvw_onderzoek",
            para(
                "Een bedrijf voor het Politiekeurmerk Veilig Wonen (PKVW) bekijkt tegelijk uw woning.", direct=NA_LIJST
            ),
        )
        + heading(1, "Wat gaan we bespreken")
        + para(
            "Wij bespreken vier onderwerpen: uw werk, uw woning, uw informatie en hoe u reist. U vertelt alleen wat u wilt vertellen."
        )
        + when("afspraak.vorm == 'thuis'", para("De adviseur loopt ook met u door en om uw woning."))
        + heading(1, "Voorbereiding")
        + bullet("Heeft u een zelfscan gekregen? Vul die dan vooraf in.")
        + bullet("Heeft u papieren van het PKVW? Leg ze klaar.")
        + bullet("Vertel uw huisgenoten dat wij komen. Zij mogen erbij zijn.")
        + _verzetten()
        + heading(1, "Hoe gaan wij met uw gegevens om")
        + para(
            "Wij schrijven alleen op wat nodig is voor het advies. Uw werkgever krijgt niets te zien zonder uw toestemming."
            " Daarover beslist u later zelf. U kunt ons altijd vragen welke gegevens wij van u hebben.",
            direct="<w:keepNext/><w:keepLines/>",
        )
    )


def _verzetten() -> str:
    return heading(1, "Verzetten") + para(
        "Kunt u niet? Neem dan contact op met {{ huisstijl.contact.naam }}, via {{ huisstijl.contact.email }}."
        " Noem alleen ons kenmerk."
    )


def brief_afspraak_werkgever() -> bytes:
    """What a werkgever learns of an afspraak is when it is and how he prepares: nothing of a bestuurder, his home or why."""
    return dossierbrief(
        heading(1, "Uw afspraak")
        + para(
            "U heeft een afspraak met onze adviseur. In deze brief leest u wanneer dat is en hoe u zich voorbereidt."
        )
        + heading(1, "Datum, tijd en plaats")
        + facts(
            ("Datum", "{{ afspraak.dag }} {{ afspraak.datum | datum }}"),
            ("Tijd", _TIJD),
            ("Plaats", "online, u krijgt van ons een link"),
            left=1600,
        )
        + heading(1, "Wat gaan we bespreken")
        + para("Wij bespreken hoe uw organisatie met agressie en intimidatie omgaat, en wat er lokaal speelt.")
        + heading(1, "Voorbereiding")
        + bullet("Nodig alleen mensen uit bij wie dit onderwerp bij het werk hoort.")
        + bullet("Leg het protocol klaar voor agressie, en de afspraken over melden en nazorg.")
        + bullet("Zet in agenda’s geen namen van bestuurders en geen onderwerp.")
        + _verzetten()
        + heading(1, "Hoe gaan wij met uw gegevens om")
        + para(
            "Wij schrijven alleen op wat nodig is. Wat een bestuurder ons vertelt, delen wij niet met u, tenzij hij of zij dat"
            " toestaat.",
            direct="<w:keepNext/><w:keepLines/>",
        )
    )


def brief_intrekking_bestuurder() -> bytes:
    return dossierbrief(
        heading(1, "Wat is ingetrokken")
        + para(
            "U heeft op {{ intrekking.ingetrokken_op | datum }} uw toestemming ingetrokken. Het gaat om de toestemming van"
            " {{ intrekking.gegeven_op | datum }}. Daarmee mocht uw werkgever stukken krijgen over het advies aan u."
        )
        + heading(1, "Wat blijft")
        + bullet("Het advies blijft van u. U mag het altijd gebruiken.")
        + bullet("Op deze toestemming geven wij uw werkgever niets meer.")
        + bullet("Maatregelen die niets kosten, kunt u gewoon blijven doen.")
        + bullet("Wilt u later toch toestemming geven? Dat kan. Wij leggen u dan alles opnieuw voor.")
        + heading(1, "Verzoek tot vernietiging")
        + when(
            "intrekking.kenmerk_zending",
            para(
                "Uw werkgever kreeg op {{ intrekking.verzonden_op | datum }} al stukken van ons. Dat kunnen wij niet ongedaan maken."
                " Wij vragen uw werkgever om die stukken te vernietigen. Wij vragen ook om een bevestiging. U hoort van ons wat"
                " het antwoord is."
            ),
        )
        + when(
            "not intrekking.kenmerk_zending and intrekking.route == 'via_bestuurder'",
            para(
                "Wij hebben uw werkgever niets gestuurd. Heeft u zelf stukken gegeven? Vraag uw werkgever dan om die te"
                " vernietigen. Wij helpen u daar graag bij."
            ),
        )
        + when(
            "not intrekking.kenmerk_zending and intrekking.route != 'via_bestuurder'",
            para("Uw werkgever heeft van ons niets gekregen. Er hoeft dus niets vernietigd te worden."),
        )
        + heading(1, "Lopende opdrachten")
        + when(
            "intrekking.lopende_opdrachten",
            para(
                "Voor {{ intrekking.lopende_opdrachten }} {{ 'maatregel' if intrekking.lopende_opdrachten == 1 else 'maatregelen' }}"
                " is al opdracht gegeven. Bespreek met uw werkgever of dat doorgaat. Wij zeggen geen opdrachten af.",
                direct="<w:keepNext/><w:keepLines/>",
            ),
        )
        + when(
            "not intrekking.lopende_opdrachten",
            para("Er lopen geen opdrachten, voor zover wij weten.", direct="<w:keepNext/><w:keepLines/>"),
        )
    )


def brief_intrekking_werkgever() -> bytes:
    """No word of why: the werkgever learns that it ended and what to do with what he has."""
    return dossierbrief(
        heading(1, "Wat is ingetrokken")
        + para(
            "Op {{ intrekking.verzonden_op | datum }} kreeg u stukken van ons, met kenmerk {{ intrekking.kenmerk_zending }}. De"
            " toestemming daarvoor is op {{ intrekking.ingetrokken_op | datum }} ingetrokken."
        )
        + heading(1, "Wat blijft")
        + bullet("U krijgt op deze toestemming niets meer van ons.")
        + bullet("Vraag de bestuurder niet naar de reden. Die hoeft niemand te geven.")
        + bullet("De stukken blijven vertrouwelijk, ook nu.")
        + heading(1, "Verzoek tot vernietiging")
        + para(
            "Wij vragen u de stukken te vernietigen, met alle kopieën en afdrukken. Denk ook aan e-mail, back-ups en wat u aan een"
            " leverancier gaf. Bevestig ons daarna wat is vernietigd en wanneer. Kunt u iets niet vernietigen? Schrijf ons dan wat en"
            " op welke grond."
        )
        + heading(1, "Lopende opdrachten")
        + para(
            "Loopt er al een opdracht? Bespreek met de bestuurder of die doorgaat. Geef geen nieuwe opdrachten op grond van deze stukken."
        )
        + heading(1, "Uw bevestiging")
        + para(
            "U kunt antwoorden aan {{ huisstijl.contact.naam }}, via {{ huisstijl.contact.email }}. Noem alleen ons kenmerk. Schrijf"
            " niets over de inhoud.",
            direct="<w:keepNext/><w:keepLines/>",
        )
    )


def brief_vaststelling() -> bytes:
    return dossierbrief(
        heading(1, "Besluit")
        + para(
            "De beveiligingsautoriteit (BVA) heeft het advies aan u beoordeeld. De BVA hoort bij het ministerie van Binnenlandse Zaken"
            " en Koninkrijksrelaties."
        )
        + when("besluit.uitkomst == 'vastgesteld'", para("De BVA heeft **alle maatregelen** vastgesteld."))
        + when("besluit.uitkomst != 'vastgesteld'", para("De BVA heeft **een deel van de maatregelen** vastgesteld."))
        + facts(
            ("Besluit", "{{ besluit.besluitnummer }} van {{ besluit.besloten_op | datum }}"),
            ("Rapport", "{{ besluit.rapportnummer }}, versie {{ besluit.rapport_versie }}"),
            left=1600,
        )
        + when(
            "besluit.maatregelen",
            para("Dit is het oordeel per maatregel.", direct="<w:keepNext/>" + NA_LIJST),
            table(
                [1100, 5455, 2800],
                ["Nummer", "Maatregel", "Oordeel"],
                "for maatregel in besluit.maatregelen",
                ["{{ maatregel.nummer }}", "{{ maatregel.titel }}", "{{ maatregel.oordeel | woord }}"],
                "endfor",
            ),
        )
        + when(
            "not besluit.maatregelen",
            para("In dit advies staan geen maatregelen. Ook dat is een besluit.", direct=NA_LIJST),
        )
        + heading(1, "Grondslag")
        + para("Dit besluit steunt op artikel {{ besluit.artikel }}, vierde lid, van de " + REGELING + ".")
        + when(
            "besluit.maatregelen | rejectattr('oordeel', 'equalto', 'vastgesteld') | list",
            heading(1, "Wat anders is dan in het advies"),
            each(
                "maatregel in besluit.maatregelen if maatregel.oordeel != 'vastgesteld'",
                para("**{{ maatregel.nummer }} {{ maatregel.titel }}**", "Gegevens", "<w:keepNext/>" + NA_LIJST),
                when(
                    "maatregel.oordeel == 'niet_vastgesteld'",
                    para("Deze maatregel is niet vastgesteld. De reden: {{ maatregel.motivering }}"),
                ),
                when(
                    "maatregel.oordeel != 'niet_vastgesteld'",
                    para("Deze maatregel is gewijzigd. De reden: {{ maatregel.motivering }}", direct="<w:keepNext/>"),
                    para("De maatregel is nu: {{ maatregel.gewijzigde_omschrijving }}"),
                ),
            ),
        )
        + heading(1, "Hoe verder")
        + para(
            "U krijgt het rapport van ons. Uw werkgever krijgt niets zonder uw toestemming. Wij leggen u dat apart voor."
            " Heeft u vragen? Bel of schrijf {{ huisstijl.contact.naam }}, via {{ huisstijl.contact.email }}. Noem alleen ons kenmerk.",
        )
        + para("Controlegetal van het rapport (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_LIJST)
        + para("{{ besluit.rapport_sha256 }}", "Kleinschrift", "<w:keepNext/>")
    )


def brief_vergoeding_2021() -> bytes:
    return dossierbrief(
        heading(1, "Aanspraak")
        + para(
            "U vroeg een vergoeding voor maatregelen in en om uw woning. Daarvoor geldt de regeling van 2021. Die liep tot en met"
            " 31 december 2023. Uw woning heeft een geldig certificaat van het Politiekeurmerk Veilig Wonen (PKVW). Daarom krijgt u de"
            " vergoeding."
        )
        + heading(1, "Posten")
        + table(
            [2900, 1950, 2855, 1650],
            ["Post", "Kosten gemaakt op", "Bewijsstuk", "Bedrag met btw"],
            "for post in vergoeding.posten",
            [
                "{{ post.post | woord }}",
                "{{ post.kosten_gemaakt_op | datum }}",
                "{{ post.bewijsstuk }}",
                "{{ post.bedrag_incl_btw | bedrag }}",
            ],
            "endfor",
            ["**Samen**", "", "", "**{{ vergoeding.kosten_incl_btw | bedrag }}**"],
            right=(3,),
        )
        + heading(1, "Vergoed bedrag")
        + para("U krijgt **{{ vergoeding.vergoed_incl_btw | bedrag }}**.")
        + when(
            "vergoeding.kosten_incl_btw != vergoeding.vergoed_incl_btw",
            para(
                "Dat is minder dan uw kosten. De vergoeding is namelijk ten hoogste {{ vergoeding.hoogstens_incl_btw | bedrag }}, met btw."
            ),
        )
        + heading(1, "Bewijsstukken")
        + para(
            "Bij elke post hoort een bewijsstuk. Welk dat is, staat in de tabel. Bewaar uw bewijsstukken goed. De vergoeding is er één"
            " keer per woning.",
            direct="<w:keepNext/><w:keepLines/>",
        )
    )


def brief_contactgegevens() -> bytes:
    """A letter that holds nothing of any dossier: does the organisation still have these contact data and this key?"""
    return _brief(
        _brief_kop("", betreft="Controle van uw gegevens") + _contactgegevens_tekst(), bron="", merking="VERTROUWELIJK"
    )


def _brief_kop(bron: str, *, betreft: str, referenties: str = "") -> str:
    """Give the head of a letter: what stands in the window, the reference column beside it, and what the letter is about."""
    adres = para(
        "Retouradres {{ huisstijl.retouradres }}", "Kleinschrift", VENSTER + '<w:spacing w:after="100"/>'
    ) + each(f"regel in {bron}adresregels", para("{{ regel }}", "Adres", VENSTER), direct=VENSTER)
    return (
        adres
        + para("**{{ huisstijl.afdeling }}**\n{{ huisstijl.organisatie }}", "Referentie", KOLOM)
        + _referentie("Contact", "{{ huisstijl.contact.naam }}\n{{ huisstijl.contact.email }}")
        + _referentie("Kenmerk", "{{ " + bron + "kenmerk }}")
        + referenties
        + para("Datum\t{{ " + bron + "datum | datum }}", "Gegevens", ONDER_VENSTER)
        + para(f"Betreft\t{betreft}", "Gegevens", REGEL + '<w:spacing w:after="360"/>' + INSPRINGEN)
        + para("{{ " + bron + "aanhef }}", direct='<w:spacing w:after="200"/>')
    )


def _referentie(label: str, value: str, *, condition: str = "") -> str:
    found = para(f"**{label}**\n{value}", "Referentie", KOLOM)
    return when(condition, found, direct=KOLOM) if condition else found


def _brief_tekst(soort: str) -> str:
    werkwoord, betaler, kort = WERKGEVERS[soort]
    orgaan = filters.orgaan(soort)
    return (
        heading(1, "Toezending")
        + para(
            "Hierbij ontvangt u een vertrouwelijk advies met bijlagen. U krijgt dit als werkgever. De bestuurder om wie het gaat heeft"
            " toestemming gegeven om u deze stukken te sturen. De beveiligingsautoriteit (BVA) van het ministerie van Binnenlandse Zaken en"
            " Koninkrijksrelaties heeft de maatregelen vastgesteld."
        )
        + heading(1, "Wat wordt van u verwacht")
        + para(
            "U neemt de vastgestelde maatregelen altijd over en u bekostigt ze. U hoeft ze niet opnieuw te beoordelen. In de bijlagen staat"
            " wat u uitvoert, binnen welke termijn en wie betaalt. Bespreek de planning met de bestuurder."
        )
        + heading(1, "Bevoegd orgaan en kosten")
        + para(
            f"{orgaan[0].upper()}{orgaan[1:]} {werkwoord} bevoegd om de maatregelen te verstrekken."
            f" De kosten komen ten laste van {betaler}. Dat staat in artikel {filters.artikel(soort)}, derde lid, van de {REGELING}."
            f" Regel zo nodig een mandaat, zodat de stukken zelf niet op een agenda van {kort} hoeven te staan."
        )
        + heading(1, "Vertrouwelijk behandelen")
        + bullet("Deel de stukken alleen met medewerkers die ze voor de uitvoering nodig hebben.")
        + bullet("Zet ze niet in openbare agenda’s of openbare dossiers.")
        + bullet("Krijgt u een verzoek op grond van de Wet open overheid (Woo)? Overleg dan eerst met ons.")
        + heading(1, "Gesprek met de adviseur")
        + para("Wilt u een toelichting? U kunt een afspraak maken met de veiligheidsadviseur.")
        + heading(1, "Ontvangst bevestigen")
        + para(
            "Wilt u de ontvangst bevestigen? Dat kan bij {{ huisstijl.contact.naam }}, via {{ huisstijl.contact.email }}."
            " Noem daarbij alleen ons kenmerk. Schrijf niets over de inhoud.",
            direct="<w:keepNext/><w:keepLines/>",
        )
    )


def _bijlagen() -> str:
    return when(
        "brief.bijlagen",
        para("**Bijlagen**", "Gegevens", "<w:keepNext/>"),
        each("bijlage in brief.bijlagen", para("{{ loop.index }}. {{ bijlage.titel }}", "Gegevens", "<w:keepNext/>")),
    )


def _contactgegevens_tekst() -> str:
    return (
        heading(1, "Kloppen uw gegevens nog?")
        + para(
            "Wij sturen uw organisatie soms vertrouwelijke berichten. Die zijn altijd versleuteld, zodat alleen u ze kunt openen."
            " Daarvoor gebruiken wij de gegevens hieronder. Wilt u controleren of ze nog kloppen?"
        )
        + facts(
            ("Organisatie", "{{ organisatie.naam }}"),
            ("OIN", "{{ organisatie.oin }}"),
            ("E-mail", "{{ organisatie.contactpersoon.email }}"),
            "if organisatie.contactpersoon.telefoon is defined",
            ("Telefoon", "{{ organisatie.contactpersoon.telefoon }}"),
            "endif",
            "if organisatie.openpgp is defined",
            ("Sleutel", "{{ organisatie.openpgp.vingerafdruk }}"),
            ("Gecontroleerd op", "{{ organisatie.openpgp.geverifieerd_op | datum }}"),
            "endif",
        )
        + heading(1, "Klopt er iets niet?")
        + para(
            "Geef de wijziging door aan {{ contactpunt.naam }}. Een wijziging van de sleutel nemen wij pas over nadat wij u hebben"
            " teruggebeld op een nummer dat wij al kennen."
        )
        + when("contactpunt.telefoon", bullet("Telefoon: {{ contactpunt.telefoon }}"))
        + when("contactpunt.email", bullet("E-mail: {{ contactpunt.email }}"))
        + when("contactpunt.openingstijden", bullet("Bereikbaar: {{ contactpunt.openingstijden }}"))
        + heading(1, "Alles in orde?")
        + para("Dan hoeft u niets te doen.", direct="<w:keepNext/>")
        + _brief_slot()
    )


def _brief_slot() -> str:
    return (
        para("Hoogachtend,", "Gegevens", '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="120"/>')
        + para(
            "{{ huisstijl.ondertekenaar.namens | default(huisstijl.organisatie) }},\nnamens deze,",
            "Gegevens",
            '<w:keepNext/><w:spacing w:after="760"/>',
        )
        + when("huisstijl.ondertekenaar.naam", para("{{ huisstijl.ondertekenaar.naam }}", "Gegevens", "<w:keepNext/>"))
        + para("{{ huisstijl.ondertekenaar.functie }}", "Gegevens", '<w:keepNext/><w:spacing w:after="200"/>')
    )
