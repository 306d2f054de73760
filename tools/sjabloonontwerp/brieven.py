# SPDX-License-Identifier: EUPL-1.2
"""The letters."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    PAGINA,
    REGELING,
    build,
    bullet,
    each,
    facts,
    heading,
    para,
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
    merking = para("{{ brief.vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _brief_kop(
            "brief.",
            betreft="{{ brief.betreft }}",
            referenties=_referentie("Uw kenmerk", "{{ brief.uw_kenmerk }}", condition="brief.uw_kenmerk")
            + _referentie("Bijlage(n)", "{{ brief.bijlagen | length }}", condition="brief.bijlagen"),
        )
        + _brief_tekst(soort),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ brief.datum | datum }} · Kenmerk {{ brief.kenmerk }}", "Header"),
        footer=para("{{ huisstijl.organisatie }}" + PAGINA, "Footer"),
        mark=None,
        styles=BRIEF_STIJL,
    )


def brief_contactgegevens() -> bytes:
    """A letter that holds nothing of any dossier: does the organisation still have these contact data and this key?"""
    merking = para("VERTROUWELIJK", "Merking")
    return build(
        _brief_kop("", betreft="Controle van uw gegevens") + _contactgegevens_tekst(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ datum | datum }} · Kenmerk {{ kenmerk }}", "Header"),
        footer=para("{{ huisstijl.organisatie }}" + PAGINA, "Footer"),
        mark=None,
        styles=BRIEF_STIJL,
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
        + _brief_slot()
        + when(
            "brief.bijlagen",
            para("**Bijlagen**", "Gegevens", "<w:keepNext/>"),
            each(
                "bijlage in brief.bijlagen", para("{{ loop.index }}. {{ bijlage.titel }}", "Gegevens", "<w:keepNext/>")
            ),
        )
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
