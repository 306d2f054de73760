# SPDX-License-Identifier: EUPL-1.2
"""Rules on the financieel vangnet of 2016: off by default, and never granted by a machine."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from weerbaar_docs.rules.regel import Bevinden, Regel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _vang_1(aanvraag: Mapping[str, Any]) -> Iterator[Bevinden]:
    aangifte, advies = aanvraag["aangifte"], aanvraag["advies"]
    if not aangifte["gedaan"]:
        yield Bevinden(
            pad="/aangifte/gedaan",
            melding="zonder aangifte kan er geen aanvraag voor het vangnet zijn",
            oplossing="Doe eerst aangifte, en laat politie en openbaar ministerie adviseren.",
        )
    elif aangifte["datum"] > advies["datum"]:
        yield Bevinden(
            pad="/advies/datum",
            melding="het advies is van vóór de aangifte",
            oplossing="Controleer de datums: eerst aangifte, dan advies, dan kosten.",
        )
    for i, post in enumerate(aanvraag["kosten"]):
        if post["gemaakt_op"] < advies["datum"]:
            yield Bevinden(
                pad=f"/kosten/{i}/gemaakt_op",
                melding="deze kosten zijn van vóór het advies",
                oplossing="Verwijder de post: alleen kosten na het advies komen in aanmerking.",
            )


def _vang_2(aanvraag: Mapping[str, Any]) -> Iterator[Bevinden]:
    boven = sum((Decimal(p["bedrag_incl_btw"]) for p in aanvraag["kosten"] if not p["pkvw_niveau"]), Decimal(0))
    if Decimal(aanvraag["kosten_werkgever_boven_pkvw"]) != boven:
        yield Bevinden(
            pad="/kosten_werkgever_boven_pkvw",
            melding="het bedrag is niet de som van de posten boven het niveau van het PKVW",
            oplossing="Herstel het bedrag, of kijk per post of die boven het PKVW uitgaat.",
        )


def _vang_3(aanvraag: Mapping[str, Any]) -> Iterator[Bevinden]:
    if aanvraag["organisatie"]["type"] != "gemeente":
        yield Bevinden(
            pad="/organisatie/type",
            melding="alleen een gemeente kan het vangnet aanvragen",
            oplossing="Neem contact op met het ministerie voor een provincie of waterschap.",
        )
    if Decimal(aanvraag["gevraagd_bedrag"]) > Decimal(aanvraag["kosten_werkgever_boven_pkvw"]):
        yield Bevinden(
            pad="/gevraagd_bedrag",
            melding="er wordt meer gevraagd dan de kosten van de werkgever",
            oplossing="Vraag hoogstens de kosten van de werkgever boven het PKVW.",
        )


REGELS: tuple[Regel, ...] = tuple(
    Regel(
        id=nummer,
        ernst="fout",
        moment="invoer",
        titel=titel,
        uitleg=uitleg,
        bron="Circulaire financieel vangnet, 2016 (voorlopige voorziening)",
        herstel=herstel,
        vind=vind,
        document="vangnetaanvraag",
        impliceert=impliceert,
    )
    for nummer, titel, uitleg, herstel, vind, impliceert in (
        (
            "R-VANG-1",
            "Aangifte, advies, kosten",
            "Eerst is er aangifte, dan advies van politie en openbaar ministerie, dan pas kosten.",
            "Controleer de datums en verwijder kosten van vóór het advies.",
            _vang_1,
            (),
        ),
        (
            "R-VANG-2",
            "Alleen boven het PKVW",
            "Alleen kosten boven het niveau van het Politiekeurmerk Veilig Wonen tellen mee.",
            "Herstel het bedrag: de som van de posten zonder pkvw_niveau.",
            _vang_2,
            ("R-VANG-3",),
        ),
        (
            "R-VANG-3",
            "Alleen een gemeente, niet meer dan de kosten",
            "Alleen een gemeente vraagt aan, en hoogstens de kosten van de werkgever.",
            "Verlaag het gevraagde bedrag; een provincie of waterschap overlegt met het ministerie.",
            _vang_3,
            (),
        ),
    )
)
