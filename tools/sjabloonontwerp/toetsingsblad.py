# SPDX-License-Identifier: EUPL-1.2
"""What the BVA judges of a report, and how."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    BREED,
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

_B = "toetsingsblad"
_OPEN = "................................"
_OORDEEL = "{% if item.oordeel %}{{ item.oordeel | woord }}{% else %}" + _OPEN + "{% endif %}"


def toetsingsblad() -> bytes:
    merking = para("{{ " + _B + ".vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _wat() + _oordelen() + _rest(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ " + _B + ".datum | datum }} · Kenmerk {{ " + _B + ".kenmerk }}", "Header"),
        footer=para("Toetsingsblad {{ " + _B + ".kenmerk }}" + PAGINA, "Footer"),
        mark=None,
    )


def _veld(naam: str) -> str:
    return "{{ " + _B + "." + naam + " }}"


def _ingevuld(naam: str) -> str:
    return "{% if " + _B + "." + naam + " %}" + _veld(naam) + "{% else %}" + _OPEN + "{% endif %}"


def _wat() -> str:
    return (
        para("Toetsingsblad", "Title")
        + para("Wat de beveiligingsautoriteit (BVA) van dit rapport beoordeelt", "Subtitle")
        + heading(1, "Rapportgegevens")
        + facts(
            ("Rapport", _veld("rapportnummer") + ", versie " + _veld("rapport_versie")),
            ("Opgesteld door", _veld("opsteller")),
            ("Behandeld door", _ingevuld("toetser")),
            ("Datum", "{{ " + _B + ".datum | datum }}"),
        )
        + heading(1, "Digest")
        + para("Controlegetal van het rapport (SHA-256):", "Kleinschrift", "<w:keepNext/>")
        + para(_veld("rapport_sha256"), "Kleinschrift")
        + para("Controlegetal van de PDF die is ingediend (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_TABEL)
        + para(_veld("concept_sha256"), "Kleinschrift")
    )


def _oordelen() -> str:
    return (
        heading(1, "Toetscriteria")
        + table(
            [5655, BREED - 5655],
            ["Criterium", "Oordeel"],
            f"for item in {_B}.criteria",
            ["{{ item.naam | woord }}", _OORDEEL],
            "endfor",
        )
        + _toelichting("criteria", "{{ item.naam | woord }}")
        + heading(1, "Oordeel per maatregel")
        + when(
            f"{_B}.maatregelen",
            table(
                [900, 4755, BREED - 5655],
                ["Nr.", "Maatregel", "Oordeel"],
                f"for item in {_B}.maatregelen",
                ["{{ item.naam }}", "{{ item.titel }}", _OORDEEL],
                "endfor",
            ),
        )
        + when(f"not {_B}.maatregelen", para("Dit rapport heeft geen maatregelen."))
        + _toelichting("maatregelen", "{{ item.naam }}")
    )


def _toelichting(lijst: str, naam: str) -> str:
    return each(
        f"item in {_B}.{lijst} if item.toelichting",
        para(f"**{naam}**", "Gegevens", "<w:keepNext/>" + NA_TABEL),
        each("deel in item.toelichting", para("{{ deel.wat }}: {{ deel.tekst }}")),
    )


def _rest() -> str:
    return (
        heading(1, "PKVW-uitzondering")
        + when(f"not {_B}.pkvw_uitzondering", para("Er is geen uitzondering gevraagd."))
        + when(
            f"{_B}.pkvw_uitzondering",
            para(
                "Er is een uitzondering gevraagd op het Politiekeurmerk Veilig Wonen (PKVW). De motivering staat in het rapport."
            ),
            para(
                "Oordeel: {% if "
                + _B
                + ".pkvw_akkoord %}{{ "
                + _B
                + ".pkvw_akkoord | woord_klein }}{% else %}"
                + _OPEN
                + "{% endif %}"
            ),
        )
        + heading(1, "Verschil met vorige versie")
        + when(f"not {_B}.vorige_versie", para("Dit is de eerste versie."))
        + when(
            f"{_B}.vorige_versie",
            para("De vorige versie was " + _veld("vorige_versie") + "."),
            when(
                f"not {_B}.vorige_ontvangen",
                para("Die versie is hier nooit ontvangen. Zij is zoals de adviseur haar meestuurde."),
            ),
            when(
                f"{_B}.verschillen",
                table(
                    [2000, BREED - 2000],
                    ["Wat", "Onderdeel"],
                    f"for item in {_B}.verschillen",
                    ["{{ item.soort | woord }}", "{{ item.onderdeel }}"],
                    "endfor",
                ),
            ),
            when(f"not {_B}.verschillen", para("In de gegevens is niets veranderd.")),
        )
        + when(
            f"{_B}.treffers",
            heading(1, "Treffers"),
            para("Op deze plaatsen kan iets terugkomen wat is weggelaten. Bevestig ze, of laat de tekst wijzigen."),
            table(
                [2600, BREED - 2600],
                ["Soort", "Plaats"],
                f"for item in {_B}.treffers",
                ["{{ item.soort | woord }}", "{{ item.plaats }}"],
                "endfor",
            ),
        )
        + heading(1, "Besluit")
        + facts(
            (
                "Uitkomst",
                "{% if " + _B + ".uitkomst %}{{ " + _B + ".uitkomst | woord }}{% else %}" + _OPEN + "{% endif %}",
            ),
            ("Besluitnummer", _ingevuld("besluitnummer")),
            ("Meegelezen door", _ingevuld("meelezer")),
        )
        + when(
            f"{_B}.ontbreekt",
            para("**Nog te beoordelen**", "Gegevens", "<w:keepNext/>" + NA_TABEL),
            each(f"wat in {_B}.ontbreekt", bullet("{{ wat }}")),
        )
    )
