# SPDX-License-Identifier: EUPL-1.2
"""Rules on amounts: recomputed, never trusted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from weerbaar_docs.kostenverdeling import fiscale_grondslag, inclusief, som, verdeel, voor_bestuurder
from weerbaar_docs.rules.rapport import DIGESTS
from weerbaar_docs.rules.regel import Bevinden, Regel, geldend_besluit, maatregelen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BEDRAGEN = ("eenmalig_excl_btw", "eenmalig_incl_btw", "jaarlijks_incl_btw")


def _nl(amount: str) -> str:
    return amount.replace(".", ",")


def _kost_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        kosten = maatregel["kosten"]
        excl, btw, incl = kosten["eenmalig_excl_btw"], kosten["btw_percentage"], kosten["eenmalig_incl_btw"]
        goed = inclusief(excl, btw)
        if incl != goed:
            factor = f"{1 + Decimal(btw) / 100:.2f}"
            yield Bevinden(
                pad=f"{pad}/kosten/eenmalig_incl_btw",
                melding=f"{maatregel['nummer']}: {_nl(excl)} × {_nl(factor)} = {_nl(goed)}, er staat {_nl(incl)}",
                oplossing="Herstel het bedrag met of zonder btw.",
            )


def _kost_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    if "adviesrapport" not in gegevens:
        return
    raming = gegevens["adviesrapport"]["kosten_raming"]
    for veld in _BEDRAGEN:
        goed = som(m["kosten"][veld] for _, m in maatregelen(gegevens))
        if raming[veld] != goed:
            yield Bevinden(
                pad=f"/adviesrapport/kosten_raming/{veld}",
                melding=f"de som van de maatregelen is {_nl(goed)}, er staat {_nl(raming[veld])}",
                oplossing="Herstel het totaal of het bedrag van een maatregel.",
            )


def _kost_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        kosten = maatregel["kosten"]
        nul = all(Decimal(kosten[veld]) == 0 for veld in _BEDRAGEN)
        if nul != (kosten["basis"] == "nihil"):
            melding = (
                "heeft geen kosten, maar de basis is niet nihil" if nul else "heeft kosten, maar de basis is nihil"
            )
            yield Bevinden(
                pad=f"{pad}/kosten/basis",
                melding=f"{maatregel['nummer']} {melding}",
                oplossing="Herstel de basis of de bedragen.",
            )


def _kost_4(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        kosten = maatregel["kosten"]
        if maatregel["soort"] == "gedrag" and any(Decimal(kosten[veld]) > 0 for veld in _BEDRAGEN):
            yield Bevinden(
                pad=f"{pad}/kosten",
                melding=f"{maatregel['nummer']} is een gedragsmaatregel met kosten",
                oplossing="Controleer de soort en de bedragen.",
            )


def _fisc_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        fiscaal = maatregel.get("fiscaal")
        if fiscaal is not None and not voor_bestuurder(maatregel) and Decimal(fiscaal["eigen_bijdrage"]) != 0:
            yield Bevinden(
                pad=f"{pad}/fiscaal/eigen_bijdrage",
                melding=f"{maatregel['nummer']} is voor de werkgever en heeft een eigen bijdrage van de bestuurder",
                oplossing="Zet de eigen bijdrage op 0.00; maak van een meerwens een eigen maatregel van de bestuurder.",
            )


def _fisc_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        fiscaal = maatregel.get("fiscaal")
        if fiscaal is not None and fiscaal["grondslag"] != fiscale_grondslag(maatregel):
            yield Bevinden(
                pad=f"{pad}/fiscaal/grondslag",
                melding=f"{maatregel['nummer']} heeft een andere fiscale grondslag dan uit de grondslag volgt",
                oplossing=f"Kies {fiscale_grondslag(maatregel)}, of herstel de grondslag van de maatregel.",
            )


def _bet_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    staat = gegevens.get("kostenverdeling")
    if staat is None:
        return
    if "adviesrapport" not in gegevens:
        yield Bevinden(
            pad="/kostenverdeling",
            melding="er is een kostenverdeling zonder adviesrapport",
            oplossing="Verwijder de kostenverdeling.",
        )
        return
    goed = verdeel(gegevens, geldend_besluit(gegevens))
    for veld in ("peildatum", "per_maatregel", "per_betaler"):
        if _unordered(staat[veld]) != _unordered(goed[veld]):
            yield Bevinden(
                pad=f"/kostenverdeling/{veld}",
                melding=f"{veld} is niet wat uit rapport en besluit volgt",
                oplossing="Laat de kostenverdeling opnieuw afleiden.",
            )


def _unordered(value: Any) -> Any:
    return value if isinstance(value, str) else sorted(sorted((k, str(v)) for k, v in item.items()) for item in value)


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-KOST-1",
        ernst="fout",
        moment="indienen",
        titel="Btw klopt per maatregel",
        uitleg="Inclusief btw is exclusief btw maal (1 + btw), half naar boven op de cent.",
        bron="Ontwerpkeuze van weerbaar_docs (afronding per regel)",
        herstel="Herstel het bedrag met of zonder btw.",
        vind=_kost_1,
        impliceert=(*DIGESTS, "R-KOST-2", "R-BET-1"),
    ),
    Regel(
        id="R-KOST-2",
        ernst="fout",
        moment="indienen",
        titel="Totalen kloppen",
        uitleg="kosten_raming is de som van de afgeronde regels.",
        bron="Ontwerpkeuze van weerbaar_docs (som van afgeronde regels)",
        herstel="Herstel het totaal, of het bedrag van een maatregel.",
        vind=_kost_2,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-KOST-3",
        ernst="fout",
        moment="indienen",
        titel="Nihil is nul",
        uitleg="De basis is nihil als en alleen als alle kosten nul zijn.",
        bron="Ontwerpkeuze van weerbaar_docs",
        herstel="Zet de basis op nihil, of vul de kosten in.",
        vind=_kost_3,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-KOST-4",
        ernst="waarschuwing",
        moment="indienen",
        titel="Gedrag kost niets",
        uitleg="Een gedragsmaatregel heeft geen kosten.",
        bron="Informatie van het CCV: gedragsaanpassingen kosten niets",
        herstel="Controleer de soort en de bedragen.",
        vind=_kost_4,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-FISC-1",
        ernst="fout",
        moment="indienen",
        titel="Geen eigen bijdrage",
        uitleg="Een maatregel van de werkgever heeft geen eigen bijdrage; een meerwens is een eigen maatregel van de bestuurder.",
        bron="Handboek Loonheffingen, gerichte vrijstelling arbovoorzieningen",
        herstel="Zet de eigen bijdrage op 0.00, of splits de meerwens af.",
        vind=_fisc_1,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-FISC-2",
        ernst="fout",
        moment="indienen",
        titel="Fiscale grondslag klopt",
        uitleg="De fiscale grondslag volgt uit de grondslag van de maatregel.",
        bron="Rechtspositiebesluit decentrale politieke ambtsdragers, art. 3.3.1 tot en met 3.3.3 en 3.3.8 onder j",
        herstel="Verwijder de fiscale grondslag; weerbaar-docs leidt haar opnieuw af.",
        vind=_fisc_2,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-BET-1",
        ernst="fout",
        moment="besluit",
        titel="Kostenverdeling is afgeleid",
        uitleg="De kostenverdeling (per maatregel, per betaler, peildatum) is wat uit rapport en besluit volgt.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 3, 4, 5 en 7",
        herstel="Verwijder de kostenverdeling uit het dossier; weerbaar-docs leidt haar opnieuw af.",
        vind=_bet_1,
    ),
)
