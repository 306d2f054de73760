# SPDX-License-Identifier: EUPL-1.2
"""maatregelen.json and the stand -> the voortgangsoverzicht (document 10): status, terms and what waits, and no finding at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import digest
from weerbaar_docs.rendering import Document, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.uitvoering.aanhouding import PKVW, aanhouding, end_of_ambt, regel_van_aanhouding
from weerbaar_docs.uitvoering.stand import regel_of
from weerbaar_docs.uitvoeringsstatus import BEGONNEN, BRUIKLEEN, KLAAR

if TYPE_CHECKING:
    from collections.abc import Mapping

_SJABLOON: Final = "voortgangsoverzicht"
_KOP: Final = ("kenmerk", "versie", "vertrouwelijkheidaanduiding", "vaststelling_sha256")


def voortgang(overzicht: Mapping[str, Any], stand: Mapping[str, Any], op: date) -> dict[str, Any]:
    """Give how far each maatregel is on a day: {kenmerk, ..., maatregelen: [{nummer, titel, status, ...}], aantallen}.

    `uiterlijk_op` counts the weeks of the advice from the order; `wacht` says why a maatregel may not be ordered now.
    """
    rows = [_row(m, overzicht, stand, op) for m in overzicht["maatregelen"]]
    return {
        **{name: overzicht[name] for name in _KOP},
        "organisatie": overzicht["organisatie"],
        "datum": op.isoformat(),
        "maatregelen": rows,
        "aantallen": [
            {"status": status, "aantal": count}
            for status in dict.fromkeys(row["status"] for row in rows)
            if (count := sum(row["status"] == status for row in rows))
        ],
    }


def make_voortgang(
    overzicht: Mapping[str, Any], stand: Mapping[str, Any], *, op: date, huisstijl: Huisstijl = HUISSTIJL
) -> Document:
    """Render the voortgangsoverzicht of a day; raises RenderingError."""
    gegevens = voortgang(overzicht, stand, op)
    titel = f"Overzicht WD-{digest(gegevens)[:8]}"
    return render(_SJABLOON, {"voortgangsoverzicht": gegevens}, huisstijl=huisstijl, datum=op, titel=titel)


def _row(own: Mapping[str, Any], overzicht: Mapping[str, Any], stand: Mapping[str, Any], op: date) -> dict[str, Any]:
    regel = regel_of(stand, own["nummer"])
    begun = regel["status"] in BEGONNEN or regel["status"] in KLAAR
    wacht = None if begun else aanhouding(own, overzicht, stand, op)
    uiterlijk = _due(own, regel)
    return {
        "nummer": own["nummer"],
        "titel": own["titel"],
        "status": _status(own, regel, wacht),
        "opgedragen_op": regel.get("opgedragen_op"),
        "uiterlijk_op": uiterlijk,
        "gereed_op": regel.get("gereed_op"),
        "te_laat": uiterlijk is not None and regel["status"] not in KLAAR and uiterlijk < op.isoformat(),
        "wacht": wacht,
        **_loan(own, overzicht, stand, regel),
    }


def _status(own: Mapping[str, Any], regel: Mapping[str, Any], wacht: str | None) -> str:
    """Give the status as it is on the day: whether a maatregel waits for the PKVW is found, not what was noted of it."""
    if wacht is not None and regel_van_aanhouding(own) == PKVW:
        return "wacht_op_pkvw"
    noted: str = regel["status"]
    return "niet_gestart" if noted == "wacht_op_pkvw" else noted


def _due(own: Mapping[str, Any], regel: Mapping[str, Any]) -> str | None:
    weken, begin = own["uitvoeren_binnen_weken"], regel.get("opgedragen_op")
    if weken is None or begin is None:
        return None
    try:
        return (date.fromisoformat(begin) + timedelta(weeks=weken)).isoformat()
    except OverflowError:
        return None  # so many weeks are no term


def _loan(
    own: Mapping[str, Any], overzicht: Mapping[str, Any], stand: Mapping[str, Any], regel: Mapping[str, Any]
) -> dict[str, str | None]:
    terugname = regel.get("terugname", {})
    lent = own["verstrekkingsvorm"] == BRUIKLEEN and regel["status"] == "uitgevoerd"
    return {
        "terug_uiterlijk_op": terugname.get("uiterlijk_op") or (end_of_ambt(stand, overzicht) if lent else None),
        "teruggenomen_op": terugname.get("teruggenomen_op"),
    }
