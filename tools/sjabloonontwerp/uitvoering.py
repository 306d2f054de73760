# SPDX-License-Identifier: EUPL-1.2
"""What the werkgever makes himself: the order to a leverancier, and the voortgangsoverzicht."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    BREED,
    NA_LIJST,
    NA_TABEL,
    PAGINA,
    build,
    bullet,
    each,
    facts,
    heading,
    para,
    table,
    when,
)
from sjabloonontwerp.brieven import dossierbrief

_GUNNING = "opdracht.soort == 'gunning'"


def uitvoeringsopdracht() -> bytes:
    """Nothing of why, for whom or what else: a leverancier who talks gives nothing away."""
    return dossierbrief(
        heading(1, "Opdracht")
        + when(
            _GUNNING,
            para("Hierbij geven wij u opdracht voor: **{{ opdracht.titel }}**."),
            para("Het bedrag is {{ opdracht.bedrag_incl_btw | bedrag }}, met btw."),
            para("Het werk is op dit adres:", "Gegevens", "<w:keepNext/>"),
            each("regel in opdracht.uitvoeringsadres", para("{{ regel }}", "Adres")),
        )
        + when(
            f"not ({_GUNNING})",
            para(
                "Wij vragen u een offerte voor: **{{ opdracht.titel }}**. Het adres krijgt u pas als wij u de opdracht geven."
            ),
        )
        + heading(1, "Specificatie", NA_LIJST)
        + para("{{ opdracht.specificatie }}")
        + when("brief.bijlagen", para("De tekeningen horen bij deze specificatie."))
        + heading(1, "Norm")
        + when("opdracht.norm", para("Het werk voldoet aan: {{ opdracht.norm }}."))
        + when("not opdracht.norm", para("Er geldt geen bijzondere norm. Het werk is goed en deugdelijk."))
        + heading(1, "Planning")
        + para(
            "Het werk is klaar op {{ opdracht.gereed_uiterlijk_op | datum }}, of eerder. Maak vooraf een afspraak met ons. Kom niet"
            " onaangekondigd."
        )
        + heading(1, "Geheimhouding")
        + bullet("Deel deze brief alleen met wie het werk doet.")
        + bullet("Maak geen foto’s, behalve voor het werk zelf. Gebruik ze nergens anders voor.")
        + bullet("Noem dit werk niet als referentie en zet het niet op internet.")
        + bullet("Vernietig deze brief, het adres en de tekeningen als het werk is betaald.")
        + heading(1, "Factuuradres")
        + each("regel in opdracht.factuur.adresregels", para("{{ regel }}", "Adres"))
        + para(
            "Vermeld op de factuur: {{ opdracht.factuur.vermeld }}. Zet er geen namen en geen adres van het werk op.",
            direct="<w:keepNext/><w:keepLines/>" + NA_LIJST,
        )
    )


def voortgangsoverzicht() -> bytes:
    """How far it is, and no word on why."""
    v = "voortgangsoverzicht"
    merking = para("{{ " + v + ".vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    afzender = para("**{{ " + v + ".organisatie.naam }}**", "Header")
    return build(
        _stand(v) + _termijnen(v),
        first=merking + afzender,
        later=merking + para("Datum {{ " + v + ".datum | datum }} · Kenmerk {{ " + v + ".kenmerk }}", "Header"),
        footer=para("Voortgangsoverzicht {{ " + v + ".kenmerk }}, versie {{ " + v + ".versie }}" + PAGINA, "Footer"),
        mark=None,
    )


def _stand(v: str) -> str:
    return (
        para("Voortgangsoverzicht", "Title")
        + para("Hoe ver de maatregelen zijn", "Subtitle")
        + facts(
            ("Organisatie", "{{ " + v + ".organisatie.naam }}"),
            ("Kenmerk", "{{ " + v + ".kenmerk }}, versie {{ " + v + ".versie }}"),
            ("Stand op", "{{ " + v + ".datum | datum }}"),
        )
        + para("Controlegetal van de vaststelling (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_TABEL)
        + para("{{ " + v + ".vaststelling_sha256 }}", "Kleinschrift")
        + heading(1, "Status per maatregel")
        + when(f"not {v}.maatregelen", para("Er zijn geen maatregelen voor de werkgever."))
        + when(
            f"{v}.maatregelen",
            para("{{ " + v + ".maatregelen | figuur_voortgang }}", direct="<w:keepNext/>"),
            table(
                [BREED - 1500, 1500],
                ["Status", "Aantal"],
                f"for deel in {v}.aantallen",
                ["{{ deel.status | woord }}", "{{ deel.aantal }}"],
                "endfor",
                right=(1,),
            ),
            para("", "Kleinschrift"),
            table(
                [900, 5755, 2700],
                ["Nr.", "Maatregel", "Status"],
                f"for maatregel in {v}.maatregelen",
                ["{{ maatregel.nummer }}", "{{ maatregel.titel }}", "{{ maatregel.status | woord }}"],
                "endfor",
            ),
        )
    )


def _termijnen(v: str) -> str:
    dag = "{{% if maatregel.{0} %}}{{{{ maatregel.{0} | datum }}}}{{% endif %}}"
    terug = f"{v}.maatregelen | selectattr('terug_uiterlijk_op') | list"
    return (
        when(
            f"{v}.maatregelen | selectattr('opgedragen_op') | list",
            heading(1, "Termijnen"),
            table(
                [900, 2255, 2400, 2000, 1800],
                ["Nr.", "Opgedragen op", "Klaar uiterlijk op", "Klaar op", "Op tijd"],
                f"for maatregel in {v}.maatregelen if maatregel.opgedragen_op",
                [
                    "{{ maatregel.nummer }}",
                    dag.format("opgedragen_op"),
                    dag.format("uiterlijk_op"),
                    dag.format("gereed_op"),
                    "{% if maatregel.te_laat %}**Te laat**{% endif %}",
                ],
                "endfor",
            ),
            para("De termijn telt vanaf de opdracht. Het is geen wettelijke termijn.", "Kleinschrift", NA_TABEL),
        )
        + when(
            f"{v}.maatregelen | selectattr('wacht') | list",
            heading(1, "Aangehouden"),
            each(
                f"maatregel in {v}.maatregelen if maatregel.wacht",
                bullet("**{{ maatregel.nummer }} {{ maatregel.titel }}:** {{ maatregel.wacht }}."),
            ),
        )
        + when(
            terug,
            heading(1, "Bruikleen"),
            para("Deze zaken zijn geleend voor de duur van het ambt. Daarna gaan ze terug."),
            table(
                [900, 4455, 2000, 2000],
                ["Nr.", "Maatregel", "Terug op", "Teruggenomen op"],
                f"for maatregel in {v}.maatregelen if maatregel.terug_uiterlijk_op",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    dag.format("terug_uiterlijk_op"),
                    dag.format("teruggenomen_op"),
                ],
                "endfor",
            ),
        )
        + heading(1, "Zorgvuldig omgaan met dit overzicht")
        + bullet("Deel dit overzicht alleen met medewerkers die de maatregelen uitvoeren.")
        + bullet("Zet het niet in een openbare agenda, een openbaar dossier of een gewone e-mail.")
    )
