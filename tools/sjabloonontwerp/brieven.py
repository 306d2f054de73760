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
    row,
    table_start,
    when,
)
from weerbaar_docs.rendering import filters

BRIEF_STIJL = {
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="0"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="20"/>',
    )
}


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
            uw_kenmerk="{% if brief.uw_kenmerk %}{{ brief.uw_kenmerk }}{% else %}–{% endif %}",
            bijlagen="{{ brief.bijlagen | length }}",
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
        _brief_kop("", betreft="Controle van uw gegevens", uw_kenmerk="–", bijlagen="0") + _contactgegevens_tekst(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ datum | datum }} · Kenmerk {{ kenmerk }}", "Header"),
        footer=para("{{ huisstijl.organisatie }}" + PAGINA, "Footer"),
        mark=None,
        styles=BRIEF_STIJL,
    )


def _brief_kop(bron: str, *, betreft: str, uw_kenmerk: str, bijlagen: str) -> str:
    left, gap, right = 5400, 1155, 2800
    adres = para(
        "Retouradres {{ huisstijl.retouradres }}", "Kleinschrift", '<w:spacing w:before="600" w:after="160"/>'
    ) + each(f"regel in {bron}adresregels", para("{{ regel }}", "Gegevens"))
    labels = (
        ("Datum", "{{ " + bron + "datum | datum }}"),
        ("Kenmerk", "{{ " + bron + "kenmerk }}"),
        ("Uw kenmerk", uw_kenmerk),
        ("Bijlage(n)", bijlagen),
    )
    kolom = "".join(
        para(label, "Kleinschrift", f'<w:spacing w:before="{600 if i == 0 else 60}" w:after="0"/>')
        + para(value, "Tabeltekst")
        for i, (label, value) in enumerate(labels)
    )
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in ((left, adres), (gap, para("", "Gegevens")), (right, kolom))
    )
    return (
        table_start([left, gap, right], bordered=False)
        + row(cells)
        + "</w:tbl>"
        + para(f"**Betreft** {betreft}", direct='<w:spacing w:before="440" w:after="240"/>')
        + para("{{ " + bron + "aanhef }}", direct='<w:spacing w:after="200"/>')
    )


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
            " Noem daarbij alleen ons kenmerk. Schrijf niets over de inhoud."
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
        + para("Dan hoeft u niets te doen.")
        + _brief_slot()
    )


def _brief_slot() -> str:
    return (
        para("Hoogachtend,", "Gegevens", '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="120"/>')
        + para("{{ huisstijl.organisatie }},\nnamens deze,", "Gegevens", '<w:keepNext/><w:spacing w:after="760"/>')
        + when("huisstijl.ondertekenaar.naam", para("{{ huisstijl.ondertekenaar.naam }}", "Gegevens", "<w:keepNext/>"))
        + para("{{ huisstijl.ondertekenaar.functie }}", "Gegevens", '<w:keepNext/><w:spacing w:after="200"/>')
    )
