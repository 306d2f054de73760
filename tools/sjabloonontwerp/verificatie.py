# SPDX-License-Identifier: EUPL-1.2
"""Whether a document holds."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import AFZENDER, PAGINA, build, bullet, each, facts, heading, para, when


def verificatie() -> bytes:
    """Whether a document holds: what it says of itself, and every link with its verdict."""
    return build(
        para("Controle", "Title")
        + para("Of een document klopt, schakel voor schakel", "Subtitle")
        + facts(
            ("Kenmerk", "{{ verificatie.kenmerk }}"),
            ("Datum", "{{ verificatie.datum | datum }}"),
            ("Gecontroleerd", "{{ verificatie.soort }}"),
        )
        + heading(1, "Uitkomst")
        + para("**{{ verificatie.slot }}**")
        + when(
            "verificatie.feiten",
            heading(1, "Wat het van zichzelf zegt"),
            each("feit in verificatie.feiten", bullet("**{{ feit.titel }}:** {{ feit.waarde }}")),
        )
        + when(
            "verificatie.schakels",
            heading(1, "Wat klopt en wat niet"),
            each(
                "schakel in verificatie.schakels",
                bullet("**{{ schakel.titel }}:** {{ schakel.oordeel | upper }}. {{ schakel.uitleg }}"),
            ),
        )
        + heading(1, "Gecontroleerd bestand")
        + para("Aan dit controlegetal (SHA-256) herkent u wat is gecontroleerd: {{ verificatie.sha256 }}"),
        first=AFZENDER,
        later=para("Datum {{ verificatie.datum | datum }} · Kenmerk {{ verificatie.kenmerk }}", "Header"),
        footer=para("Controle {{ verificatie.kenmerk }}" + PAGINA, "Footer"),
        mark=None,
    )
