# SPDX-License-Identifier: EUPL-1.2
"""What changed between two versions of a report."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    NA_LIJST,
    PAGINA,
    build,
    bullet,
    each,
    facts,
    heading,
    para,
    runs,
    when,
)


def vergelijking() -> bytes:
    """What changed between two versions: what came underlined, what went struck out, and both in words."""
    merking = para("{{ vergelijking.vertrouwelijkheid | upper }}", "Merking")
    return build(
        _vergelijking_kop() + _vergelijking_gegevens() + _vergelijking_tekst(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ vergelijking.datum | datum }} · Kenmerk {{ vergelijking.kenmerk }}", "Header"),
        footer=para("Vergelijking {{ vergelijking.kenmerk }}" + PAGINA, "Footer"),
        mark=None,
    )


def _stukken(bron: str) -> str:
    """Give runs for the pieces of a text: what went struck out, what came underlined, both named."""

    def run(text: str, look: str = "") -> str:
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    return (
        run("{% for stuk in " + bron + " %}{% if not loop.first %} {% endif %}{% if stuk.soort == 'weg' %}[weg: ")
        + run("{{ stuk.tekst }}", '<w:strike/><w:color w:val="8A1C1C"/>')
        + run("]{% elif stuk.soort == 'nieuw' %}[nieuw: ")
        + run("{{ stuk.tekst }}", '<w:color w:val="1B5E20"/><w:u w:val="single"/>')
        + run("]{% else %}{{ stuk.tekst }}{% endif %}{% endfor %}")
    )


def _stukalinea(begin: str, bron: str) -> str:
    return f"<w:p><w:pPr></w:pPr>{runs(begin)}{_stukken(bron)}</w:p>"


def _vergelijking_kop() -> str:
    return (
        para("Vergelijking", "Title")
        + para("Wat er is veranderd tussen twee versies", "Subtitle")
        + facts(
            ("Kenmerk", "{{ vergelijking.kenmerk }}"),
            ("Datum", "{{ vergelijking.datum | datum }}"),
            ("Oud", "{{ vergelijking.oud.omschrijving }}"),
            ("Nieuw", "{{ vergelijking.nieuw.omschrijving }}"),
        )
        + heading(1, "Samenvatting")
        + each("zin in vergelijking.samenvatting", bullet("{{ zin }}"))
        + para(
            "Zo leest u dit: wat nieuw is, is onderstreept en staat achter het woord ‘nieuw’. Wat weg is, is doorgehaald en staat"
            " achter het woord ‘weg’. Al het andere is gelijk gebleven.",
            direct=NA_LIJST,
        )
    )


def _vergelijking_gegevens() -> str:
    return (
        heading(1, "Gegevens")
        + when("not vergelijking.hoofdstukken", para("In de gegevens is niets veranderd."))
        + each(
            "hoofdstuk in vergelijking.hoofdstukken",
            heading(2, "{{ hoofdstuk.titel }}"),
            each(
                "wijziging in hoofdstuk.wijzigingen",
                _stukalinea("**{{ wijziging.onderdeel }}:** ", "wijziging.stukken"),
            ),
        )
    )


def _vergelijking_tekst() -> str:
    return (
        heading(1, "Tekst van het rapport")
        + when("not vergelijking.tekst", para("Hierin is geen verschil te melden; zie de samenvatting."))
        + each(
            "deel in vergelijking.tekst",
            heading(2, "{{ deel.kop }}"),
            each(
                "alinea in deel.alineas",
                _stukalinea("{% if alinea.soort == 'verplaatst' %}[verplaatst] {% endif %}", "alinea.stukken"),
            ),
        )
        + when(
            "vergelijking.paginas",
            heading(1, "Pagina’s"),
            each("zin in vergelijking.paginas", bullet("{{ zin }}")),
        )
        + heading(1, "Vergeleken bestanden")
        + para("Aan deze controlegetallen (SHA-256) herkent u de bestanden.", direct="<w:keepNext/>")
        + bullet("Oud: {{ vergelijking.oud.sha256 }}")
        + bullet("Nieuw: {{ vergelijking.nieuw.sha256 }}")
    )
