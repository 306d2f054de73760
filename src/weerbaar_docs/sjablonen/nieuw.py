# SPDX-License-Identifier: EUPL-1.2
"""A document -> a starter for its template: a small Word file in which everything that the lint asks for is there.

Styles, language, title, room for the stamp, page numbers and a table with a heading row; staff go on from it in Word.
"""

from __future__ import annotations

from typing import Final

from weerbaar_docs.formuliervelden import NAAMRUIMTE, VELDEN
from weerbaar_docs.sjablonen.contracten import contract
from weerbaar_docs.sjablonen.word import contents, linked, paragraph, table, tag, when, word_file

_RUIMTE: Final = "\u00a0" * 60  # what holds the place of a field to write in


def starter(document: str) -> bytes:
    """Give a template for a document that passes the lint; raises UsageError for an unknown document."""
    contract(document)
    return word_file(_BEGIN[document]())


def _adviesrapport() -> str:
    return (
        tag("set rapport = rapportinhoud.adviesrapport")
        + paragraph("Adviesrapport", "Title")
        + paragraph("Voor {{ rapportinhoud.bestuurder | naam }}")
        + paragraph(
            "Kenmerk {{ rapport.rapportnummer }}, versie {{ rapport.versie }}, {{ rapport.opgesteld_op | datum }}"
        )
        + when("not bva_besluit", paragraph("CONCEPT"))
        + paragraph("Bevindingen", "Heading1")
        + tag("for bevinding in rapport.bevindingen")
        + paragraph("{{ bevinding.id }}: {{ bevinding.tekst }}")
        + tag("endfor")
        + paragraph("Maatregelen", "Heading1")
        + table(
            ("Nummer", "Maatregel", "Betaler"),
            "maatregel in rapportinhoud | beoordeeld(bva_besluit)",
            ("{{ maatregel.nummer }}", "{{ maatregel.titel }}", "{{ maatregel.betaler | woord }}"),
        )
        + when(
            "bva_besluit",
            paragraph("Vaststelling", "Heading1")
            + paragraph("Besluit {{ bva_besluit.besluitnummer }} van {{ bva_besluit.besloten_op | datum }}."),
        )
    )


def _werkgeversversie() -> str:
    return (
        tag("set versie = werkgeversversie")
        + paragraph("Maatregelen voor de werkgever", "Title")
        + when("versie.voorvertoning", paragraph("VOORVERTONING"))
        + paragraph("Kenmerk {{ versie.kenmerk }}, {{ versie.datum | datum }}")
        + paragraph("Wat u moet doen", "Heading1")
        + table(
            ("Nummer", "Maatregel", "Betaler"),
            "maatregel in versie.maatregelen",
            ("{{ maatregel.nummer }}", "{{ maatregel.titel }}", "{{ maatregel.betaler | woord }}"),
        )
    )


def _maatregelenoverzicht() -> str:
    return (
        tag("set overzicht = maatregelenoverzicht")
        + paragraph("Maatregelenoverzicht", "Title")
        + paragraph("Kenmerk {{ overzicht.kenmerk }}, {{ overzicht.datum | datum }}")
        + table(
            ("Nr.", "Maatregel", "Betaler"),
            "maatregel in overzicht.maatregelen",
            ("{{ maatregel.nummer }}", "{{ maatregel.titel }}", "{{ maatregel.betaler | woord }}"),
        )
    )


def _brief(pad: str, inhoud: str) -> str:
    return (
        paragraph("{{ huisstijl.retouradres }}")
        + tag(f"for regel in {pad}adresregels")
        + paragraph("{{ regel }}")
        + tag("endfor")
        + paragraph(f"Datum {{{{ {pad}datum | datum }}}}")
        + paragraph(f"Ons kenmerk {{{{ {pad}kenmerk }}}}")
        + paragraph("Bericht", "Title")
        + paragraph(f"{{{{ {pad}aanhef }}}}")
        + inhoud
        + paragraph("Met vriendelijke groet,")
        + paragraph("{{ huisstijl.ondertekenaar.functie }}")
    )


def _brief_werkgever() -> str:
    bijlagen = tag("for bijlage in brief.bijlagen") + paragraph("{{ bijlage.titel }}") + tag("endfor")
    return _brief("brief.", paragraph("Bij deze brief vindt u de stukken.") + bijlagen)


def _brief_contactgegevens() -> str:
    rows = table(
        ("Wat", "Wat wij van u hebben"),
        None,
        ("Organisatie", "{{ organisatie.naam }}"),
        ("OIN", "{{ organisatie.oin }}"),
        ("Loket", "{{ contactpunt.naam }}"),
    )
    return _brief("", paragraph("Klopt dit nog?") + rows + paragraph("Laat het ons weten als er iets niet klopt."))


def _brief_regeling() -> str:
    return _brief(
        "",
        paragraph("Er is iets veranderd voor {{ organisatie.naam }}.")
        + paragraph("Heeft u vragen? U kunt terecht bij {{ contactpunt.naam }}."),
    )


def _brief_afspraak() -> str:
    return _brief(
        "brief.",
        paragraph("Op {{ afspraak.dag }} {{ afspraak.datum | datum }} om {{ afspraak.van }} uur spreken wij u."),
    )


def _brief_intrekking() -> str:
    return _brief("brief.", paragraph("De toestemming is ingetrokken op {{ intrekking.ingetrokken_op | datum }}."))


def _brief_vaststelling() -> str:
    rows = table(
        ("Maatregel", "Oordeel"),
        "maatregel in besluit.maatregelen",
        ("{{ maatregel.titel }}", "{{ maatregel.oordeel | woord }}"),
    )
    return _brief(
        "brief.", paragraph("Besluit {{ besluit.besluitnummer }} van {{ besluit.besloten_op | datum }}.") + rows
    )


def _brief_vergoeding() -> str:
    rows = table(
        ("Post", "Bewijsstuk", "Bedrag"),
        "post in vergoeding.posten",
        ("{{ post.post | woord }}", "{{ post.bewijsstuk }}", "{{ post.bedrag_incl_btw | bedrag }}"),
    )
    return _brief("brief.", rows + paragraph("U krijgt {{ vergoeding.vergoed_incl_btw | bedrag }}."))


def _informatieblad() -> str:
    return paragraph("Informatieblad", "Title") + paragraph("De vier domeinen: werk, wonen, informatie en verplaatsen.")


def _toetsingsblad() -> str:
    return (
        paragraph("Toetsingsblad", "Title")
        + paragraph("Rapport {{ toetsingsblad.rapportnummer }}, {{ toetsingsblad.rapport_sha256 }}")
        + table(
            ("Criterium", "Oordeel"),
            "item in toetsingsblad.criteria",
            ("{{ item.naam | woord }}", "{{ item.oordeel | default('', true) }}"),
        )
        + table(
            ("Nr.", "Maatregel", "Oordeel"),
            "item in toetsingsblad.maatregelen",
            ("{{ item.naam }}", "{{ item.titel }}", "{{ item.oordeel | default('', true) }}"),
        )
    )


def _vangnetaanvraag() -> str:
    return (
        paragraph("Vangnetaanvraag", "Title")
        + paragraph("{{ vangnet.organisatie.naam }}, {{ vangnet.aanvraagnummer }}")
        + table(
            ("Post", "Bedrag"),
            "post in vangnet.kosten",
            ("{{ post.omschrijving }}", "{{ post.bedrag_incl_btw | bedrag }}"),
        )
        + paragraph("Gevraagd: {{ vangnet.gevraagd_bedrag | bedrag }}")
    )


def _uitvoeringsopdracht() -> str:
    return _brief("brief.", paragraph("{{ opdracht.titel }}") + paragraph("{{ opdracht.specificatie }}"))


def _voortgangsoverzicht() -> str:
    return (
        paragraph("Voortgangsoverzicht", "Title")
        + paragraph("Kenmerk {{ voortgangsoverzicht.kenmerk }}, {{ voortgangsoverzicht.datum | datum }}")
        + table(
            ("Nummer", "Maatregel", "Status"),
            "maatregel in voortgangsoverzicht.maatregelen",
            ("{{ maatregel.nummer }}", "{{ maatregel.titel }}", "{{ maatregel.status | woord }}"),
        )
    )


def _vernietigingsverklaring() -> str:
    return (
        paragraph("Vernietigingsverklaring", "Title")
        + paragraph("Dossier {{ verklaring.dossier }}, vernietigd op {{ vernietigd_op }} door {{ verklaring.door }}")
        + paragraph("Gemaakt op {{ datum | datum }}")
        + paragraph("Wat niet is beloofd", "Heading1")
        + tag("for zin in verklaring.niet_beloofd")
        + paragraph("{{ zin }}")
        + tag("endfor")
    )


def _inzage() -> str:
    return (
        paragraph("Uw gegevens", "Title")
        + paragraph("Kenmerk {{ inzage.kenmerk }}, {{ inzage.datum | datum }}")
        + tag("for onderdeel in inzage.onderdelen")
        + paragraph("{{ onderdeel.titel }}", "Heading1")
        + paragraph("{{ onderdeel.doel }} {{ onderdeel.herkomst }}")
        + table(("Gegeven", "Waarde"), "regel in onderdeel.regels", ("{{ regel.label }}", "{{ regel.waarde }}"))
        + tag("endfor")
    )


def _sleutelblad() -> str:
    return (
        paragraph("Sleutelblad", "Title")
        + paragraph("Datum {{ sleutelblad.datum | datum }}")
        + when("sleutelblad.organisatie", paragraph("Voor {{ sleutelblad.organisatie.naam }}"))
        + paragraph("Stuur de openbare sleutel naar {{ sleutelblad.stuur_naar }}.")
        + paragraph("Lees aan de telefoon deze vingerafdruk voor.")
        + table(("Tekens", "Woorden"), "regel in regels", ("{{ regel.tekens }}", "{{ regel.woorden }}"))
    )


def _afschrift() -> str:
    return (
        paragraph("Afschrift", "Title")
        + paragraph("Kenmerk {{ afschrift.record_id }}, {{ woorden.besloten_op }}")
        + paragraph("Uw besluit: {{ afschrift.besluit | woord }}.")
        + table(
            ("Bestand", "Bytes", "Begin van het controlegetal"),
            "stuk in woorden.stukken",
            ("{{ stuk.documentsoort | woord }}", "{{ stuk.bytes }}", "{{ stuk.begin }}"),
        )
    )


def _ontvangstformulier() -> str:
    return (
        paragraph("Ontvangst", "Title")
        + paragraph("Kenmerk {{ ontvangst.kenmerk }}, {{ ontvangst.datum | datum }}")
        + paragraph("{{ ontvangst.naam }} heeft exemplaar {{ ontvangst.exemplaar }} gekregen.")
        + paragraph("Controlegetal {{ ontvangst.controlegetal }}")
        + paragraph("Datum en handtekening:")
    )


def _toestemmingsformulier() -> str:
    fields = (
        paragraph(veld.tekst) + linked(f"{NAAMRUIMTE}{naam}", "□" if veld.waarde else _RUIMTE)
        for naam, veld in VELDEN.items()
    )
    return (
        paragraph("Machtiging tot verstrekking", "Title")
        + paragraph("Voor {{ formulier.naam }}, kenmerk {{ formulier.kenmerk }}, {{ formulier.datum | datum }}")
        + table(
            ("Bestand", "Bytes", "Begin van het controlegetal"),
            "stuk in formulier.stukken",
            ("{{ stuk.documentsoort | woord }}", "{{ stuk.bytes }}", "{{ stuk.begin }}"),
        )
        + paragraph("Geldig van {{ formulier.van }} tot {{ formulier.tot }}.")
        + "".join(fields)
    )


def _stukken(bron: str) -> str:
    return (
        f"{{% for stuk in {bron} %}}{{% if stuk.soort == 'gelijk' %}}{{{{ stuk.tekst }}}} {{% else %}}"
        "[{{ stuk.soort }}: {{ stuk.tekst }}] {% endif %}{% endfor %}"
    )


def _vergelijking() -> str:
    return (
        paragraph("Vergelijking", "Title")
        + paragraph("Kenmerk {{ vergelijking.kenmerk }}, {{ vergelijking.datum | datum }}")
        + tag("for zin in vergelijking.samenvatting")
        + paragraph("{{ zin }}")
        + tag("endfor")
        + tag("for hoofdstuk in vergelijking.hoofdstukken")
        + paragraph("{{ hoofdstuk.titel }}", "Heading1")
        + tag("for wijziging in hoofdstuk.wijzigingen")
        + paragraph("{{ wijziging.onderdeel }}: " + _stukken("wijziging.stukken"))
        + tag("endfor")
        + tag("endfor")
        + tag("for deel in vergelijking.tekst")
        + paragraph("{{ deel.kop }}", "Heading1")
        + tag("for alinea in deel.alineas")
        + paragraph("{{ alinea.soort }}: " + _stukken("alinea.stukken"))
        + tag("endfor")
        + tag("endfor")
    )


def _verificatie() -> str:
    return (
        paragraph("Controle", "Title")
        + paragraph("Kenmerk {{ verificatie.kenmerk }}, {{ verificatie.datum | datum }}")
        + paragraph("{{ verificatie.slot }}")
        + tag("for feit in verificatie.feiten")
        + paragraph("{{ feit.titel }}: {{ feit.waarde }}")
        + tag("endfor")
        + tag("for schakel in verificatie.schakels")
        + paragraph("{{ schakel.titel }}, {{ schakel.oordeel }}: {{ schakel.uitleg }}")
        + tag("endfor")
    )


def _pakket_voorwoord() -> str:
    return (
        paragraph("Veiligheidspakket", "Title")
        + paragraph("Voor de {{ pakket.ambt }} van {{ pakket.organisatie.naam }}")
        + paragraph("Kenmerk {{ pakket.kenmerk }}, {{ pakket.datum | datum }}")
        + contents()
        + paragraph("Voorwoord", "Heading1")
        + paragraph("Dit pakket is voor {{ pakket.lezers }}.")
    )


def _pakketonderdeel() -> str:
    return (
        paragraph("{{ onderdeel.nummer }}. {{ onderdeel.titel }}", "Heading1")
        + when(
            "onderdeel.actueel",
            paragraph("Nagekeken op {{ onderdeel.geverifieerd_op | datum }}, versie {{ onderdeel.versie }}"),
        )
        + when(
            "not onderdeel.actueel",
            paragraph("Te verifiëren: de feiten komen {{ onderdeel.feiten_van }}. Versie {{ onderdeel.versie }}"),
        )
        + paragraph("Schrijf hier uw tekst.")
    )


def _pakket_steunpunten() -> str:
    return (
        paragraph("Steunpunten", "Heading1")
        + tag("for punt in contactpunten")
        + paragraph("{{ punt.naam }}")
        + paragraph("{{ punt.doel }}")
        + when("punt.telefoon", paragraph("{{ punt.telefoon }}"))
        + when("punt.email", paragraph("{{ punt.email }}"))
        + when("punt.url", paragraph("{{ punt.url }}"))
        + paragraph("Nagekeken op {{ punt.geverifieerd_op | datum }}")
        + tag("endfor")
    )


_BEGIN: Final = {
    "adviesrapport": _adviesrapport,
    "adviesrapport_werkgever": _werkgeversversie,
    "afschrift_toestemming": _afschrift,
    "brief_afspraak_bestuurder": _brief_afspraak,
    "brief_afspraak_werkgever": _brief_afspraak,
    "brief_contactgegevens": _brief_contactgegevens,
    "brief_intrekking_bestuurder": _brief_intrekking,
    "brief_intrekking_werkgever": _brief_intrekking,
    "brief_regeling_gemeente": _brief_regeling,
    "brief_regeling_provincie": _brief_regeling,
    "brief_regeling_waterschap": _brief_regeling,
    "brief_vaststelling": _brief_vaststelling,
    "brief_vergoeding_2021": _brief_vergoeding,
    "brief_werkgever_gemeente": _brief_werkgever,
    "brief_werkgever_provincie": _brief_werkgever,
    "brief_werkgever_waterschap": _brief_werkgever,
    "informatieblad": _informatieblad,
    "inzage": _inzage,
    "maatregelenoverzicht": _maatregelenoverzicht,
    "ontvangstformulier": _ontvangstformulier,
    "pakket_aangifte_melden_schade": _pakketonderdeel,
    "pakket_debriefing_nazorg": _pakketonderdeel,
    "pakket_ondersteuningsteam": _pakketonderdeel,
    "pakket_sipa": _pakketonderdeel,
    "pakket_steunpunten": _pakket_steunpunten,
    "pakket_stelsel_bewaken_beveiligen": _pakketonderdeel,
    "pakket_training": _pakketonderdeel,
    "pakket_voorwoord": _pakket_voorwoord,
    "pakket_woningscan_veiligheidsgesprek": _pakketonderdeel,
    "pakket_zelfscan": _pakketonderdeel,
    "sleutelblad": _sleutelblad,
    "toestemmingsformulier": _toestemmingsformulier,
    "toetsingsblad": _toetsingsblad,
    "uitvoeringsopdracht": _uitvoeringsopdracht,
    "vangnetaanvraag": _vangnetaanvraag,
    "vergelijking": _vergelijking,
    "verificatie": _verificatie,
    "vernietigingsverklaring": _vernietigingsverklaring,
    "voortgangsoverzicht": _voortgangsoverzicht,
}
