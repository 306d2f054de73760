# SPDX-License-Identifier: EUPL-1.2
"""The request for the financieel vangnet of 2016."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import BREED, NA_LIJST, NA_TABEL, PAGINA, build, facts, heading, para, table


def vangnetaanvraag() -> bytes:
    kop = para("**{{ vangnet.organisatie.naam }}**", "Header")
    merking = para("VERTROUWELIJK", "Merking")
    return build(
        _wie() + _kosten() + _vraag(),
        first=merking + kop,
        later=merking + para("Datum {{ vangnet.datum | datum }} · Kenmerk {{ vangnet.aanvraagnummer }}", "Header"),
        footer=para("Vangnetaanvraag {{ vangnet.aanvraagnummer }}" + PAGINA, "Footer"),
        mark=None,
    )


def _wie() -> str:
    return (
        para("Vangnetaanvraag", "Title")
        + para("Aan het ministerie van Binnenlandse Zaken en Koninkrijksrelaties", "Subtitle")
        + para(
            "Het financieel vangnet van 2016 was een voorlopige voorziening. Deze aanvraag noemt geen naam en geen adres van de"
            " ambtsdrager."
        )
        + heading(1, "Aanvrager")
        + facts(
            ("Gemeente", "{{ vangnet.organisatie.naam }}"),
            ("OIN", "{{ vangnet.organisatie.oin }}"),
            ("Aanvraag", "{{ vangnet.aanvraagnummer }}"),
            ("Datum", "{{ vangnet.datum | datum }}"),
            ("Ambt", "{{ vangnet.ambt | woord }}"),
        )
        + heading(1, "Aangifte en advies")
        + facts(
            "if vangnet.aangifte.gedaan",
            ("Aangifte", "{{ vangnet.aangifte.datum | datum }}, {{ vangnet.aangifte.vorm | woord_klein }}"),
            "endif",
            ("Advies", "{{ vangnet.advies.datum | datum }}, door {{ vangnet.advies.instantie }}"),
        )
    )


def _kosten() -> str:
    return (
        heading(1, "Kosten boven PKVW")
        + table(
            [3855, 1900, 1900, BREED - 7655],
            ["Post", "Gemaakt op", "Niveau PKVW", "Bedrag met btw"],
            "for post in vangnet.kosten",
            [
                "{{ post.omschrijving }}",
                "{{ post.gemaakt_op | datum }}",
                "{% if post.pkvw_niveau %}ja, telt niet mee{% else %}nee{% endif %}",
                "{{ post.bedrag_incl_btw | bedrag }}",
            ],
            "endfor",
            ["**Totaal**", "", "", "**{{ vangnet.kosten_totaal | bedrag }}**"],
            ["Waarvan voor het keurmerk", "", "", "{{ vangnet.kosten_pkvw | bedrag }}"],
            ["**Boven het keurmerk**", "", "", "**{{ vangnet.kosten_werkgever_boven_pkvw | bedrag }}**"],
            right=(3,),
        )
        + para(
            "PKVW is het Politiekeurmerk Veilig Wonen. Wat daarvoor nodig is, komt niet voor het vangnet in aanmerking.",
            "Kleinschrift",
            NA_TABEL,
        )
        + heading(1, "Begroting")
        + para(
            "De begroting van de gemeente is {{ vangnet.gemeentebegroting_totaal | bedrag }}. De kosten boven het keurmerk zijn"
            " {{ vangnet.promille }} promille daarvan."
        )
    )


def _vraag() -> str:
    return (
        heading(1, "Onevenredigheid")
        + para("{{ vangnet.onevenredigheid_toelichting }}")
        + heading(1, "Gevraagd bedrag")
        + para(
            "De gemeente vraagt een bijdrage van **{{ vangnet.gevraagd_bedrag | bedrag }}**.", direct="<w:keepNext/>"
        )
        + para(
            "Bij deze aanvraag hoort een kostenstaat. Stuur het rapport over de ambtsdrager niet mee.",
            direct="<w:keepNext/>" + NA_LIJST,
        )
        + para("Ondertekening namens de gemeente: ................................", direct=NA_TABEL)
    )
