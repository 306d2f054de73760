# SPDX-License-Identifier: EUPL-1.2
"""What the advice is about: the four domeinen, for who gets a gesprek."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import AFZENDER, NA_LIJST, PAGINA, build, bullet, heading, para

_DOMEINEN = {
    "Werk": (
        "Dit gaat over de plek waar u werkt, over hoe u uw rol vervult en over hoe de organisatie met agressie omgaat.",
        "Hoe komt een bezoeker bij uw werkkamer?",
        "Met wie kunt u praten als er iets gebeurt?",
        "Welke afspraken zijn er over melden en nazorg?",
    ),
    "Wonen": (
        "Dit gaat over de woning en over wie er wonen. We kijken naar sloten, licht, zicht en brand, en naar gewoonten.",
        "Wat is van buiten te zien?",
        "Welke deuren en ramen kan iemand bereiken?",
        "Heeft de woning het Politiekeurmerk Veilig Wonen (PKVW)?",
    ),
    "Informatie": (
        "Dit gaat over wat er over u en uw huisgenoten te vinden is, op internet en in registers, en over uw apparaten.",
        "Staat uw adres of telefoonnummer ergens openbaar?",
        "Wat delen u en uw huisgenoten op sociale media?",
        "Hoe zijn uw telefoon en uw accounts afgeschermd?",
    ),
    "Verplaatsen": (
        "Dit gaat over hoe u reist, met welk vervoer en langs welke weg.",
        "Zijn uw vaste ritten te voorspellen?",
        "Hoe komt u thuis na een late vergadering?",
        "Waar staat uw auto of fiets?",
    ),
}


def informatieblad() -> bytes:
    return build(
        _begin() + "".join(_domein(naam, *regels) for naam, regels in _DOMEINEN.items()) + _slot(),
        first=AFZENDER,
        later=AFZENDER,
        footer=para("Informatieblad {{ brief.datum | datum }}" + PAGINA, "Footer"),
        mark=None,
    )


def _begin() -> str:
    return (
        para("Informatieblad", "Title")
        + para("De vier domeinen van het gesprek", "Subtitle")
        + para(
            "In het gesprek komen vier onderwerpen langs. Wij noemen dat domeinen. Bij elk domein staan vragen om alvast over na te"
            " denken. U hoeft niets op te schrijven."
        )
    )


def _domein(naam: str, uitleg: str, *vragen: str) -> str:
    return heading(1, naam) + para(uitleg, direct="<w:keepNext/>") + "".join(bullet(vraag) for vraag in vragen)


def _slot() -> str:
    return heading(1, "En daarna") + para(
        "De adviseur schrijft een rapport met maatregelen. Sommige kosten niets en kunt u meteen doen. Over andere beslist eerst het"
        " ministerie. Wie wat te zien krijgt, leest u in de brief bij dit blad.",
        direct=NA_LIJST,
    )
