# SPDX-License-Identifier: EUPL-1.2
"""Rules on carrying out the maatregelen, of a dossier; what the werkgever keeps is judged by `uitvoering.judging` (docs/adr/0020)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.kostenverdeling import betaler
from weerbaar_docs.rules.regel import Bevinden, Regel, geldend_besluit, uitvoeringen
from weerbaar_docs.uitvoeringsstatus import BEGONNEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _wie(gegevens: Mapping[str, Any], maatregel: Mapping[str, Any]) -> str:
    return betaler(maatregel, besluit=geldend_besluit(gegevens), pkvw=gegevens.get("pkvw"))


def _ref_4(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, regel, maatregel in uitvoeringen(gegevens):
        if maatregel is None:
            yield Bevinden(
                pad=f"{pad}/maatregel",
                melding=f"maatregel {regel['maatregel']} bestaat niet",
                oplossing="Herstel het nummer of verwijder de regel.",
            )


def _uitv_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, regel, maatregel in uitvoeringen(gegevens):
        if maatregel is None or regel["status"] not in BEGONNEN:
            continue
        wie = _wie(gegevens, maatregel)
        if wie in ("aangehouden_pkvw", "onbepaald", "geen_aanspraak"):
            yield Bevinden(
                pad=f"{pad}/status",
                melding=f"{regel['maatregel']} is begonnen, maar de betaler is {wie}",
                oplossing="Wacht met de opdracht, of herstel het PKVW of het besluit.",
            )


def _uitv_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, regel, _ in uitvoeringen(gegevens):
        if regel["status"] == "uitgevoerd" and "gereed_op" not in regel:
            yield Bevinden(
                pad=pad, melding=f"{regel['maatregel']} is uitgevoerd zonder datum", oplossing="Vul gereed_op in."
            )


def _uitv_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    if any(t["status"] == "verleend" for t in gegevens.get("toestemmingen", ())):
        return
    for pad, regel, maatregel in uitvoeringen(gegevens):
        if maatregel is None or regel["status"] not in BEGONNEN:
            continue
        wie = _wie(gegevens, maatregel)
        if wie.startswith("werkgever") or maatregel["uitvoerder"]["rol"] == "werkgever":
            yield Bevinden(
                pad=f"{pad}/status",
                melding=f"de werkgever voert {regel['maatregel']} uit zonder toestemming van de bestuurder",
                oplossing="Controleer of de bestuurder het advies zelf heeft verstrekt.",
            )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-REF-4",
        ernst="fout",
        moment="uitvoering",
        titel="Uitgevoerde maatregel bestaat",
        uitleg="De uitgevoerde maatregel bestaat.",
        bron="Ontwerpkeuze van weerbaar_docs",
        herstel="Herstel het nummer, of verwijder de regel.",
        vind=_ref_4,
    ),
    Regel(
        id="R-UITV-1",
        ernst="fout",
        moment="uitvoering",
        titel="Geen opdracht zonder betaler",
        uitleg="Geen opdracht bij aangehouden, onbepaald of geen aanspraak.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 4 en 5",
        herstel="Wacht met de opdracht, of herstel het PKVW of het besluit.",
        vind=_uitv_1,
    ),
    Regel(
        id="R-UITV-2",
        ernst="fout",
        moment="uitvoering",
        titel="Uitgevoerd heeft een datum",
        uitleg="Een uitgevoerde maatregel heeft een datum.",
        bron="Ontwerpkeuze van weerbaar_docs",
        herstel="Vul gereed_op in.",
        vind=_uitv_2,
    ),
    Regel(
        id="R-UITV-3",
        ernst="waarschuwing",
        moment="uitvoering",
        titel="Werkgever wacht op toestemming",
        uitleg="De werkgever voert niet uit zonder toestemming.",
        bron="Werkwijze CCV: de werkgever ontvangt na toestemming",
        herstel="Controleer of de bestuurder het advies zelf heeft verstrekt.",
        vind=_uitv_3,
    ),
)
