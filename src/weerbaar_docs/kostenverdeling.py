# SPDX-License-Identifier: EUPL-1.2
"""adviesrapport and besluit -> kostenverdeling: who pays which maatregel (Regeling, art. 2.9, 3.9 and 4.9).

The rules, in this order: no costs; the bestuurder's own; het Rijk; no besluit yet; ter beschikking
gesteld; not established; another grondslag; PKVW or an accepted exception; otherwise on hold.
The functions are total: every schema-valid maatregel has exactly one of the eight payers.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal

from weerbaar_docs.uitvoeringsstatus import BRUIKLEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Betaler = Literal[
    "geen_kosten",
    "bestuurder",
    "rijk",
    "onbepaald",
    "werkgever",
    "werkgever_facultatief",
    "geen_aanspraak",
    "aangehouden_pkvw",
]

HOOGSTE_VERGOEDING_2021 = Decimal("2400.00")
_FISCAAL = {
    "regeling_veilige_woonplek": "eindheffing_veilige_woon_en_werkplek",
    "stelsel_werkgeverskosten": "eindheffing_veilige_woon_en_werkplek",
    "arbo_werkplek": "gerichte_vrijstelling_arbo",
    "ict_voorziening": "ict_voorziening",
    "scholing": "scholing",
    "eigen_verantwoordelijkheid": "geen",
    "stelsel_rijk": "geen",
}
_CENT = Decimal("0.01")


def inclusief(excl: str, btw: int) -> str:
    """Give the amount including btw, rounded half up to the cent (R-KOST-1)."""
    return euro(Decimal(excl) * (100 + btw) / 100)


def euro(amount: Decimal) -> str:
    """Give an amount as the schema writes it: two decimals, half up."""
    return str(amount.quantize(_CENT, rounding=ROUND_HALF_UP))


def som(amounts: Iterable[str]) -> str:
    """Give the sum of amounts that are already rounded (R-KOST-2)."""
    return euro(sum((Decimal(amount) for amount in amounts), Decimal(0)))


def kosteloos(maatregel: Mapping[str, Any]) -> bool:
    """Say whether a maatregel costs nothing, once and yearly."""
    kosten = maatregel["kosten"]
    return Decimal(kosten["eenmalig_incl_btw"]) == 0 and Decimal(kosten["jaarlijks_incl_btw"]) == 0


def voor_bestuurder(maatregel: Mapping[str, Any]) -> bool:
    """Say whether a maatregel is the bestuurder's own: PKVW level or eigen verantwoordelijkheid."""
    return bool(maatregel["pkvw_niveau"]) or maatregel["grondslag"] == "eigen_verantwoordelijkheid"


def leest_werkgever(maatregel: Mapping[str, Any]) -> bool:
    """Say whether the werkgever gets to read a maatregel once it is established (R-RED-3)."""
    rol: str = maatregel["uitvoerder"]["rol"]
    grondslag: str = maatregel["grondslag"]
    if rol == "werkgever":
        return True
    if voor_bestuurder(maatregel):
        return False
    return rol == "leverancier" if kosteloos(maatregel) else grondslag != "stelsel_rijk"


def fiscale_grondslag(maatregel: Mapping[str, Any]) -> str:
    """Give why a maatregel that the werkgever pays is no taxed wage (Besluit, art. 3.3.1 to 3.3.3 and 3.3.8 under j)."""
    grondslag: str = maatregel["grondslag"]
    return "geen" if voor_bestuurder(maatregel) else _FISCAAL[grondslag]


def pkvw_geldig(pkvw: Mapping[str, Any] | None, datum: str) -> bool:
    """Say whether the PKVW certificate is valid on a date (ISO); the last day counts."""
    if pkvw is None or pkvw["status"] != "geldig":
        return False
    begin, end = pkvw["afgegeven_op"], pkvw["geldig_tot"]
    return begin is not None and end is not None and begin <= datum <= end


def pkvw_blokkeert_alles(besluit: Mapping[str, Any]) -> bool:
    """Say whether, by the policy of this besluit, a missing PKVW holds every measure and not those for the woonplek alone."""
    return besluit.get("pkvw_blokkeert") == "alle"


def betaler(
    maatregel: Mapping[str, Any],
    *,
    besluit: Mapping[str, Any] | None,
    pkvw: Mapping[str, Any] | None,
) -> Betaler:
    """Derive who pays a maatregel; a besluit that returns the report counts as none.

    What a missing PKVW blocks is a policy of the besluit (`pkvw_blokkeert`): measures for the woonplek alone, or all.
    """
    if kosteloos(maatregel):
        return "geen_kosten"
    if voor_bestuurder(maatregel):
        return "bestuurder"
    if maatregel["grondslag"] == "stelsel_rijk":
        return "rijk"
    oordeel = _oordeel(maatregel, besluit)
    if besluit is None or oordeel is None:
        return "onbepaald"
    return _by_besluit(maatregel, oordeel, besluit, pkvw)


def verdeel(inhoud: Mapping[str, Any], besluit: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give the kostenverdeling of a rapportinhoud under a besluit (schema `kostenverdeling`)."""
    rapport, pkvw = inhoud["adviesrapport"], inhoud.get("pkvw")
    besluit = vaststellend(besluit)
    paid = [(m, betaler(m, besluit=besluit, pkvw=pkvw)) for m in rapport["maatregelen"]]
    return {
        "afgeleid": True,
        "peildatum": rapport["opgesteld_op"] if besluit is None else besluit["besloten_op"],
        "per_maatregel": [{"maatregel": m["nummer"], "betaler": wie} for m, wie in paid],
        "per_betaler": [
            _totals(wie, [m["kosten"] for m, ander in paid if ander == wie]) for wie in sorted({wie for _, wie in paid})
        ],
    }


def pkvw_voorwaarde(maatregel: Mapping[str, Any], besluit: Mapping[str, Any] | None) -> bool:
    """Say whether the werkgever pays this maatregel only when the PKVW is in order (lid 5 under b)."""
    return betaler(maatregel, besluit=besluit, pkvw=None) == "aangehouden_pkvw"


def vaststellend(besluit: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Give the besluit, or None when it returns the report: then nothing is decided yet."""
    if besluit is None or besluit["uitkomst"] == "teruggestuurd":
        return None
    return besluit


def vergoeding_2021(vergoeding: Mapping[str, Any]) -> str:
    """Give what the regeling of 2021 pays: the costs including btw, up to 2,400 euro (R-OUD-1)."""
    return euro(min(Decimal(som(post["bedrag_incl_btw"] for post in vergoeding["posten"])), HOOGSTE_VERGOEDING_2021))


def _oordeel(maatregel: Mapping[str, Any], besluit: Mapping[str, Any] | None) -> str | None:
    besluit = vaststellend(besluit)
    if besluit is None:
        return None
    return next((d["oordeel"] for d in besluit["per_maatregel"] if d["nummer"] == maatregel["nummer"]), None)


def _by_besluit(
    maatregel: Mapping[str, Any],
    oordeel: str,
    besluit: Mapping[str, Any],
    pkvw: Mapping[str, Any] | None,
) -> Betaler:
    vastgesteld = oordeel != "niet_vastgesteld"
    if maatregel["verstrekkingsvorm"] == BRUIKLEEN:
        return "werkgever" if vastgesteld else "werkgever_facultatief"
    if not vastgesteld:
        return "geen_aanspraak"
    if maatregel["grondslag"] != "regeling_veilige_woonplek" and not pkvw_blokkeert_alles(besluit):
        return "werkgever"
    if pkvw_geldig(pkvw, besluit["besloten_op"]) or uitzondering_akkoord(pkvw, besluit):
        return "werkgever"
    return "aangehouden_pkvw"


def uitzondering_akkoord(pkvw: Mapping[str, Any] | None, besluit: Mapping[str, Any]) -> bool:
    """Say whether this besluit accepts that the woning has no PKVW (R-PKVW-4)."""
    return pkvw is not None and pkvw["status"] == "uitzondering" and besluit["pkvw_uitzondering_akkoord"] is True


def _totals(wie: str, kosten: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "betaler": wie,
        "aantal_maatregelen": len(kosten),
        "eenmalig_incl_btw": som(k["eenmalig_incl_btw"] for k in kosten),
        "jaarlijks_incl_btw": som(k["jaarlijks_incl_btw"] for k in kosten),
    }
