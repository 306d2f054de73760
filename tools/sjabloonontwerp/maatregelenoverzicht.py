# SPDX-License-Identifier: EUPL-1.2
"""The maatregelenoverzicht with the division of costs."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    NA_LIJST,
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


def maatregelenoverzicht() -> bytes:
    """What is done and who pays, without a word on why."""
    o = "maatregelenoverzicht"
    merking = para("{{ " + o + ".vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _overzicht_maatregelen() + _overzicht_kosten(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ " + o + ".datum | datum }} · Kenmerk {{ " + o + ".kenmerk }}", "Header"),
        footer=para("Maatregelenoverzicht {{ " + o + ".kenmerk }}, versie {{ " + o + ".versie }}" + PAGINA, "Footer"),
        mark=None,
    )


def _overzicht_maatregelen() -> str:
    return (
        tags("set overzicht = maatregelenoverzicht", "set organisatie = maatregelenoverzicht.organisatie")
        + para("Maatregelenoverzicht", "Title")
        + para("Maatregelen en kosten voor de veiligheid van uw {{ overzicht.ambt | woord_klein }}", "Subtitle")
        + facts(
            ("Organisatie", "{{ organisatie.naam }}"),
            ("Kenmerk", "{{ overzicht.kenmerk }}"),
            ("Versie", "{{ overzicht.versie }}"),
            ("Datum", "{{ overzicht.datum | datum }}"),
            "if overzicht.besluit",
            ("Besluit BVA", "{{ overzicht.besluit.besluitnummer }} van {{ overzicht.besluit.besloten_op | datum }}"),
            "endif",
        )
        + para("Controlegetal van de vaststelling (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_TABEL)
        + para("{{ overzicht.vaststelling_sha256 }}", "Kleinschrift")
        + heading(1, "1 Maatregelen")
        + when(
            "overzicht.maatregelen",
            para("U neemt deze maatregelen altijd over. De omschrijving is die van het besluit van de BVA."),
            table(
                [750, 3105, 1350, 1050, 1700, 1400],
                ["Nr.", "Maatregel", "Uitvoerder", "Urgentie", "Termijn", "Vorm"],
                "for maatregel in overzicht.maatregelen",
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
            heading(2, "Omschrijving"),
            each(
                "maatregel in overzicht.maatregelen",
                heading(3, "{{ maatregel.nummer }} {{ maatregel.titel }}"),
                when("maatregel.omschrijving", para("{{ maatregel.omschrijving }}")),
                when("maatregel.norm", para("Norm: {{ maatregel.norm }}")),
                para(
                    "Domein: {{ maatregel.domein | woord_klein }}. Grondslag: {{ maatregel.grondslag | woord_klein }}."
                ),
            ),
            tags("else"),
            para("Er zijn geen maatregelen voor u als werkgever."),
        )
    )


def voorwaarden(bron: str) -> str:
    """Say when a maatregel may be ordered and when it comes back, under the table of what it costs."""
    voor = f"{bron}.voorwaarden."
    return (
        when(
            f"{voor}pkvw == 'geldig' and {bron}.maatregelen | selectattr('pkvw_voorwaarde') | list",
            para(
                "De woning heeft een certificaat van het Politiekeurmerk Veilig Wonen (PKVW), geldig tot en met {{ "
                + voor
                + "pkvw_geldig_tot | datum }}. Controleer op de dag van de opdracht of het nog geldt. Dat doet u voor {{ "
                + bron
                + ".maatregelen | selectattr('pkvw_voorwaarde') | map(attribute='nummer') | opsomming }}.",
                direct=NA_TABEL,
            ),
        )
        + when(
            f"{voor}pkvw == 'uitzondering'",
            para(
                "De BVA is akkoord met een uitzondering op het Politiekeurmerk Veilig Wonen (PKVW). U wacht er niet op.",
                direct=NA_TABEL,
            ),
        )
        + when(
            f"{bron}.maatregelen | selectattr('betaler', 'equalto', 'aangehouden_pkvw') | list",
            para(
                "Maatregelen die zijn aangehouden voert u nog niet uit. Dat kan pas als het Politiekeurmerk Veilig Wonen (PKVW) in orde is.",
                direct=NA_TABEL,
            ),
        )
        + when(
            f"{voor}einde_ambt_op and {bron}.maatregelen | selectattr('verstrekkingsvorm', 'equalto',"
            " 'ter_beschikking_stelling') | list",
            para(
                "Het ambt eindigt op {{ " + voor + "einde_ambt_op | datum }}. Wat in bruikleen is, neemt u dan terug."
            ),
        )
    )


def _overzicht_kosten() -> str:
    return (
        heading(1, "2 Kosten en wie betaalt")
        + when(
            "overzicht.maatregelen",
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
                "for maatregel in overzicht.maatregelen",
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
                    "**{{ overzicht.kosten_raming.eenmalig_excl_btw | bedrag }}**",
                    "",
                    "**{{ overzicht.kosten_raming.eenmalig_incl_btw | bedrag }}**",
                    "**{{ overzicht.kosten_raming.jaarlijks_incl_btw | bedrag }}**",
                    "",
                ],
                right=(2, 3, 4, 5),
            ),
            heading(2, "Per betaler"),
            table(
                [3355, 1200, 1600, 1600, 1600],
                ["Betaler", "Aantal", "Eenmalig excl. btw", "Eenmalig incl. btw", "Per jaar incl. btw"],
                "for deel in overzicht.per_betaler",
                [
                    "{{ deel.betaler | woord }}",
                    "{{ deel.aantal_maatregelen }}",
                    "{{ deel.eenmalig_excl_btw | bedrag }}",
                    "{{ deel.eenmalig_incl_btw | bedrag }}",
                    "{{ deel.jaarlijks_incl_btw | bedrag }}",
                ],
                "endfor",
                right=(1, 2, 3, 4),
            ),
        )
        + voorwaarden("overzicht")
        + para(
            "De kosten komen ten laste van uw organisatie. Bevoegd is {{ organisatie.type | orgaan }}"
            " (artikel {{ organisatie.type | artikel }}, derde lid, van de " + REGELING + ").",
        )
        + para(
            "Vraag de bestuurder geen eigen bijdrage voor deze maatregelen. Wil de bestuurder een duurdere uitvoering, dan betaalt hij of zij het verschil zelf."
        )
        + heading(1, "3 Zorgvuldig omgaan met dit overzicht")
        + bullet("Deel dit overzicht alleen met medewerkers die de maatregelen uitvoeren.")
        + bullet("Zet het niet in een openbare agenda, een openbaar dossier of een gewone e-mail.")
        + bullet("Geef een leverancier alleen de gegevens die hij voor zijn opdracht nodig heeft.")
        + para(
            "Heeft u vragen? Neem contact op met {{ huisstijl.contact.naam }} ({{ huisstijl.contact.email }}). Noem alleen het kenmerk.",
            direct=NA_LIJST,
        )
    )
