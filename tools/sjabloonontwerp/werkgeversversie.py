# SPDX-License-Identifier: EUPL-1.2
"""The adviesrapport as the werkgever sees it."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    NA_TABEL,
    PAGINA,
    REGELING,
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
from sjabloonontwerp.maatregelenoverzicht import voorwaarden


def werkgeversversie() -> bytes:
    v = "werkgeversversie"
    merking = para("{{ " + v + ".vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _werkgever_1_tot_3() + _werkgever_4_tot_7(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ " + v + ".datum | datum }} · Kenmerk {{ " + v + ".kenmerk }}", "Header"),
        footer=para(
            "Adviesrapport voor de werkgever {{ " + v + ".kenmerk }}, versie {{ " + v + ".versie }}" + PAGINA, "Footer"
        ),
        mark=(f"{v}.voorvertoning", "VOORVERTONING"),
    )


def _werkgever_1_tot_3() -> str:
    return (
        tags("set versie = werkgeversversie", "set organisatie = werkgeversversie.organisatie")
        + para("Adviesrapport voor de werkgever", "Title")
        + para("Maatregelen voor de veiligheid van uw {{ versie.ambt | woord_klein }}", "Subtitle")
        + facts(
            ("Organisatie", "{{ organisatie.naam }}"),
            ("Ambt", "{{ versie.ambt | woord }}"),
            ("Kenmerk", "{{ versie.kenmerk }}"),
            ("Versie", "{{ versie.versie }}"),
            ("Datum", "{{ versie.datum | datum }}"),
            "if versie.besluit",
            ("Besluit BVA", "{{ versie.besluit.besluitnummer }} van {{ versie.besluit.besloten_op | datum }}"),
            "endif",
        )
        + when(
            "versie.vaststelling_sha256",
            para("Controlegetal van de vaststelling (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_TABEL),
            para("{{ versie.vaststelling_sha256 }}", "Kleinschrift"),
        )
        + heading(1, "1 Doel en vertrouwelijkheid")
        + para(
            "Dit rapport is voor u als werkgever. Het zegt welke maatregelen u uitvoert of betaalt, en waarom. U krijgt het alleen met"
            " toestemming van de bestuurder. De beveiligingsautoriteit (BVA) van het ministerie van Binnenlandse Zaken en Koninkrijksrelaties"
            " stelt de maatregelen vast."
        )
        + bullet("Deel dit rapport alleen met medewerkers die de maatregelen uitvoeren.")
        + bullet("Zet het niet in een openbare agenda, een openbaar dossier of een gewone e-mail.")
        + bullet("Geef een leverancier alleen de gegevens die hij voor zijn opdracht nodig heeft.")
        + heading(1, "2 Beoordeling op hoofdlijnen")
        + when("versie.niveau", para("Niveau van de dreiging: **{{ versie.niveau | woord_klein }}**."))
        + when(
            "versie.beoordeling",
            para("{{ versie.beoordeling }}"),
            tags("else"),
            para("Deze versie bevat geen beoordeling op hoofdlijnen."),
        )
        + when(
            "versie.bevindingen",
            heading(2, "Bevindingen"),
            each(
                "bevinding in versie.bevindingen",
                bullet("**{{ bevinding.id }}, {{ bevinding.domein | woord_klein }}.** {{ bevinding.tekst }}"),
            ),
        )
        + heading(1, "3 Maatregelen voor de werkgever")
        + when(
            "versie.maatregelen",
            para("U neemt deze maatregelen altijd over. De omschrijving is die van het besluit van de BVA."),
            tags("else"),
            para("Er zijn geen maatregelen voor u als werkgever."),
        )
        + each(
            "domein in ['werk', 'wonen', 'informatie', 'verplaatsen'] if versie.maatregelen | selectattr('domein', 'equalto', domein) | list",
            heading(2, "{{ domein | woord }}"),
            each(
                "maatregel in versie.maatregelen | selectattr('domein', 'equalto', domein)",
                heading(3, "{{ maatregel.nummer }} {{ maatregel.titel }}"),
                when("maatregel.omschrijving", para("{{ maatregel.omschrijving }}")),
                when("maatregel.motivering", para("**Waarom:** {{ maatregel.motivering }}")),
                when("maatregel.norm", para("Norm: {{ maatregel.norm }}")),
            ),
        )
    )


def _werkgever_4_tot_7() -> str:
    return (
        heading(1, "4 Verdeling")
        + when(
            "versie.maatregelen",
            table(
                [750, 2905, 1250, 750, 1250, 1150, 1300],
                [
                    "Nr.",
                    "Maatregel",
                    "Eenmalig excl. btw",
                    "Btw",
                    "Eenmalig incl. btw",
                    "Per jaar incl. btw",
                    "Betaler",
                ],
                "for maatregel in versie.maatregelen",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    "{{ maatregel.kosten.eenmalig_excl_btw | bedrag }}",
                    "{{ maatregel.kosten.btw_percentage }} %",
                    "{{ maatregel.kosten.eenmalig_incl_btw | bedrag }}",
                    "{{ maatregel.kosten.jaarlijks_incl_btw | bedrag }}",
                    "{{ maatregel.betaler | woord }}",
                ],
                "endfor",
                [
                    "",
                    "**Totaal**",
                    "**{{ versie.kosten_raming.eenmalig_excl_btw | bedrag }}**",
                    "",
                    "**{{ versie.kosten_raming.eenmalig_incl_btw | bedrag }}**",
                    "**{{ versie.kosten_raming.jaarlijks_incl_btw | bedrag }}**",
                    "",
                ],
                right=(2, 3, 4, 5),
            ),
        )
        + para(
            "De kosten komen ten laste van uw organisatie. Bevoegd is {{ organisatie.type | orgaan }}"
            " (artikel {{ organisatie.type | artikel }}, derde lid, van de " + REGELING + ").",
            direct=NA_TABEL,
        )
        + voorwaarden("versie")
        + heading(1, "5 Uitvoering en planning")
        + when(
            "versie.maatregelen",
            table(
                [750, 3105, 1350, 1050, 1700, 1400],
                ["Nr.", "Maatregel", "Uitvoerder", "Urgentie", "Termijn", "Vorm"],
                "for maatregel in versie.maatregelen",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    "{{ maatregel.uitvoerder | woord }}",
                    "{{ maatregel.urgentie | woord }}",
                    "{% if maatregel.uitvoeren_binnen_weken %}binnen {{ maatregel.uitvoeren_binnen_weken }} weken{% else %}geen vaste termijn{% endif %}",
                    "{{ maatregel.verstrekkingsvorm | woord }}",
                ],
                "endfor",
            ),
        )
        + para(
            "Bespreek de planning met de bestuurder. Maatregelen aan de woning voert u alleen uit in overleg en na afspraak.",
            direct=NA_TABEL,
        )
        + para("Bruikleen eindigt als het ambt eindigt. Spreek vooraf af hoe u de spullen terugneemt.")
        + heading(1, "6 Grondslag en fiscaal")
        + when(
            "versie.maatregelen",
            table(
                [900, 5055, 3400],
                ["Nr.", "Maatregel", "Grondslag"],
                "for maatregel in versie.maatregelen",
                ["{{ maatregel.nummer }}", "{{ maatregel.titel }}", "{{ maatregel.grondslag | woord }}"],
                "endfor",
            ),
        )
        + para(
            "Vraag de bestuurder geen eigen bijdrage voor deze maatregelen. Wil de bestuurder een duurdere uitvoering, dan betaalt hij of zij het verschil zelf.",
            direct=NA_TABEL,
        )
        + when(
            "organisatie.type == 'gemeente'",
            para(
                "Voorzieningen voor een veilige woon- en werkplek zijn aangewezen als eindheffingsbestanddeel"
                " (artikel 3.3.8, onder j, van het Rechtspositiebesluit decentrale politieke ambtsdragers)."
            ),
        )
        + para("Vraag uw salarisadministratie hoe u de kosten verwerkt.")
        + heading(1, "7 Contact")
        + para(
            "Heeft u vragen over dit rapport? Neem contact op met {{ huisstijl.contact.naam }} ({{ huisstijl.contact.email }}). Noem alleen het kenmerk."
        )
    )
