# SPDX-License-Identifier: EUPL-1.2
"""Rules on what may start without waiting (no costs), and on what goes back at the end of the ambt (lid 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.kostenverdeling import kosteloos
from weerbaar_docs.rules.regel import Bevinden, Regel, einde_ambt, uitvoeringen
from weerbaar_docs.uitvoeringsstatus import BRUIKLEEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _nul_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, regel, maatregel in uitvoeringen(gegevens):
        if maatregel is not None and regel["status"] == "wacht_op_pkvw" and kosteloos(maatregel):
            yield Bevinden(
                pad=f"{pad}/status",
                melding=f"{regel['maatregel']} kost niets en hoeft niet op het PKVW te wachten",
                oplossing="Voer deze maatregel zo snel mogelijk uit.",
            )


def _tbs_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    einde = einde_ambt(gegevens)
    for pad, regel, maatregel in uitvoeringen(gegevens):
        if maatregel is None or maatregel["verstrekkingsvorm"] != BRUIKLEEN:
            continue
        terugname = regel.get("terugname")
        if einde is not None and regel["status"] == "uitgevoerd" and terugname is None:
            yield Bevinden(
                pad=pad,
                melding=f"{regel['maatregel']} is in bruikleen en het ambt eindigt, maar terugname is niet gepland",
                oplossing="Leg terugname vast, met de dag waarop het ambt eindigt als uiterste datum.",
            )
        elif terugname is not None and einde is not None and terugname["uiterlijk_op"] != einde:
            yield Bevinden(
                pad=f"{pad}/terugname/uiterlijk_op",
                melding=f"de bruikleen van {regel['maatregel']} eindigt niet op de dag waarop het ambt eindigt",
                oplossing="Neem einde_ambt_op over als uiterste datum.",
            )


def _tbs_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, regel, maatregel in uitvoeringen(gegevens):
        if (
            maatregel is not None
            and regel["status"] == "wacht_op_pkvw"
            and maatregel["verstrekkingsvorm"] == BRUIKLEEN
            and not kosteloos(maatregel)
        ):
            yield Bevinden(
                pad=f"{pad}/status",
                melding=f"{regel['maatregel']} is in bruikleen en hoeft niet op het PKVW te wachten",
                oplossing="Stel de maatregel ter beschikking; het PKVW is daarvoor geen voorwaarde.",
            )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-NUL-1",
        ernst="waarschuwing",
        moment="uitvoering",
        titel="Wat niets kost hoeft niet te wachten",
        uitleg="Een maatregel zonder kosten mag beginnen vóór het PKVW en vóór de vaststelling.",
        bron="Informatie van het CCV: voer kosteloze adviezen zo snel mogelijk door",
        herstel="Laat de maatregel beginnen; zet de status niet op wacht_op_pkvw.",
        vind=_nul_1,
    ),
    Regel(
        id="R-TBS-1",
        ernst="fout",
        moment="uitvoering",
        titel="Bruikleen eindigt met het ambt",
        uitleg="Een maatregel in bruikleen geldt voor de duur van het ambt en gaat daarna terug.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 7",
        herstel="Leg de terugname vast, met einde_ambt_op als uiterste datum.",
        vind=_tbs_1,
    ),
    Regel(
        id="R-TBS-2",
        ernst="waarschuwing",
        moment="uitvoering",
        titel="Bruikleen wacht niet op het PKVW",
        uitleg="Voor een maatregel in bruikleen is het PKVW geen voorwaarde.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 7",
        herstel="Stel de maatregel ter beschikking; zet de status niet op wacht_op_pkvw.",
        vind=_tbs_2,
    ),
)
