# SPDX-License-Identifier: EUPL-1.2
"""What was destroyed of a dossier, for the bestuurder and for the archive."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    BREED,
    NA_LIJST,
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


def vernietigingsverklaring() -> bytes:
    return build(
        _wat() + _hoe_en_wat_niet(),
        first=AFZENDER,
        later=AFZENDER + para("Dossier {{ verklaring.dossier }}", "Header"),
        footer=para("Vernietigingsverklaring van {{ datum | datum }}" + PAGINA, "Footer"),
        mark=None,
    )


def _wat() -> str:
    return (
        para("Vernietigingsverklaring", "Title")
        + para("Wat er van een dossier is vernietigd", "Subtitle")
        + heading(1, "Wat is vernietigd")
        + para(
            "De sleutels waarmee dit dossier versleuteld was, zijn verwijderd. Zonder die sleutels kan niemand het lezen."
            " Verderop staat wat wij daarbij niet kunnen beloven. Op dit blad staat niets van de inhoud."
        )
        + facts(
            ("Dossier", "{{ verklaring.dossier }}"),
            ("Versies", "{{ verklaring.versies | length }}"),
            ("Sleutels verwijderd", "{{ verklaring.sleutels }}"),
        )
        + heading(1, "Wanneer en waarom")
        + facts(
            ("Vernietigd op", "{{ vernietigd_op }}"),
            ("Reden", "{{ verklaring.reden }}"),
        )
        + heading(1, "Door wie")
        + facts(
            ("Beheerder", "{{ verklaring.door }}"),
            ("Logboek", "{{ verklaring.register }}"),
        )
    )


def _hoe_en_wat_niet() -> str:
    return (
        heading(1, "Kopieën en wat niet kon")
        + para("Niet alles ligt in onze hand. Dit kunnen wij niet beloven:")
        + each("zin in verklaring.niet_beloofd", bullet("{{ zin }}"))
        + para(
            "Heeft uw werkgever stukken gekregen? Die staan niet in dit dossier. Vraag uw werkgever zelf om ze te vernietigen.",
            direct=NA_LIJST,
        )
        + heading(1, "Controlegetallen")
        + para("Met deze getallen is later te zien over welke bestanden dit gaat. Ze zeggen niets over de inhoud.")
        + when(
            "verklaring.versies",
            table(
                [1400, BREED - 1400],
                ["Versie", "Controlegetal (SHA-256)"],
                "for versie in verklaring.versies",
                ["{{ versie.nummer }}", "{{ versie.sha256 }}"],
                "endfor",
            ),
        )
        + when(
            "verklaring.vaststellingen",
            para("Controlegetallen van wat de BVA had vastgesteld:", direct="<w:keepNext/>" + NA_LIJST),
            each("getal in verklaring.vaststellingen", para("{{ getal }}", "Kleinschrift")),
        )
    )
