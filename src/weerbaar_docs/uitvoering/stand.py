# SPDX-License-Identifier: EUPL-1.2
"""The stand of the uitvoering: how far each maatregel of one maatregelen.json is, as the werkgever keeps it.

(1) a stand belongs to one vaststelling and is not read with the maatregelen of another; (2) every change is judged whole
(`judging`); (3) each function gives a new stand and leaves the old one as it is; (4) what does not fit a new status goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import read_json
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.kostenverdeling import som
from weerbaar_docs.uitvoering.aanhouding import end_of_ambt
from weerbaar_docs.uitvoering.gegevens import maatregel
from weerbaar_docs.uitvoering.judging import require_sound
from weerbaar_docs.uitvoeringsstatus import BEGONNEN, BRUIKLEEN, KLAAR
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_SOORT: Final = "uitvoeringsstand"
# The statuses that these fields tell something of; with another status they would tell the CCV what is not so.
_HOORT_BIJ: Final = {"opgedragen_op": (*BEGONNEN, "uitgesteld", "vervallen"), "gereed_op": KLAAR, "terugname": KLAAR}


def new_stand(overzicht: Mapping[str, Any]) -> dict[str, Any]:
    """Give the stand in which nothing has begun."""
    return {
        "vaststelling_sha256": overzicht["vaststelling_sha256"],
        "pkvw": [],
        "einde_ambt_op": None,
        "akkoord_terugmelding_op": None,
        "uitvoering": [],
    }


def read_stand(data: bytes, overzicht: Mapping[str, Any]) -> dict[str, Any]:
    """Read a stand; raises ValidationError for one that is not whole, or of another vaststelling."""
    found: dict[str, Any] = read_json(data)
    check_part(_SOORT, found)
    if found["vaststelling_sha256"] != overzicht["vaststelling_sha256"]:
        raise ValidationError.because(
            "UITVOERING-STAND",
            "deze stand hoort bij een andere vaststelling",
            "Gebruik de maatregelen.json waarmee u begon, of begin een nieuwe stand.",
            pad="/vaststelling_sha256",
        )
    require_sound(found, overzicht)
    return found


def change_stand(stand: Mapping[str, Any], overzicht: Mapping[str, Any], regel: Mapping[str, Any]) -> dict[str, Any]:
    """Set fields of one maatregel (schema `uitvoering`, `maatregel` names it; None takes a field away).

    A maatregel in bruikleen that is carried out gets the end of the ambt as the day on which it comes back (R-TBS-1).
    Raises UsageError for a maatregel that is not there, and ValidationError for a stand that does not hold.
    """
    own = maatregel(overzicht, regel["maatregel"])
    rows = {row["maatregel"]: row for row in stand["uitvoering"]}
    known = {"status": "niet_gestart", **rows.get(own["nummer"], {})}
    status = regel.get("status", known["status"])
    row = {name: value for name, value in known.items() if status in _HOORT_BIJ.get(name, (status,))} | dict(regel)
    einde = end_of_ambt(stand, overzicht)
    if own["verstrekkingsvorm"] == BRUIKLEEN and row["status"] == "uitgevoerd" and einde and "terugname" not in row:
        row["terugname"] = {"uiterlijk_op": einde}
    rows[own["nummer"]] = {name: value for name, value in row.items() if value is not None}
    after = {**stand, "uitvoering": [rows[nummer] for nummer in sorted(rows)]}
    return _checked(after, overzicht, ordered=own["nummer"] if "opgedragen_op" in regel else None)


def set_pkvw(
    stand: Mapping[str, Any], overzicht: Mapping[str, Any], *, geldig_tot: date, gezien_op: date
) -> dict[str, Any]:
    """Note a certificate that the werkgever saw, beside those of other days: an order stands on what was seen by then.

    One of the same day is corrected. Raises ValidationError when it had ended on that day.
    """
    if geldig_tot < gezien_op:
        raise ValidationError.because(
            "UITVOERING-DAG", "dit certificaat is op de dag van zien al verlopen", "Vraag naar een geldig certificaat."
        )
    seen = {"geldig_tot": geldig_tot.isoformat(), "gezien_op": gezien_op.isoformat()}
    others = [certificaat for certificaat in stand["pkvw"] if certificaat["gezien_op"] != seen["gezien_op"]]
    return _checked({**stand, "pkvw": [*others, seen]}, overzicht)


def set_end_of_ambt(stand: Mapping[str, Any], overzicht: Mapping[str, Any], einde: date) -> dict[str, Any]:
    """Note when the ambt ends; what was lent is due on that day (R-TBS-1), also when it lapsed since."""
    rows = [
        {**row, "terugname": {**row.get("terugname", {}), "uiterlijk_op": einde.isoformat()}}
        if "terugname" in row
        or (row["status"] == "uitgevoerd" and maatregel(overzicht, row["maatregel"])["verstrekkingsvorm"] == BRUIKLEEN)
        else row
        for row in stand["uitvoering"]
    ]
    return _checked({**stand, "einde_ambt_op": einde.isoformat(), "uitvoering": rows}, overzicht)


def take_back(stand: Mapping[str, Any], overzicht: Mapping[str, Any], nummer: str, op: date) -> dict[str, Any]:
    """Note that what was lent is back; raises ValidationError for what is not lent, or was not yet."""
    row = regel_of(stand, nummer)
    uiterlijk = row.get("terugname", {}).get("uiterlijk_op") or end_of_ambt(stand, overzicht) or op.isoformat()
    terugname = {"uiterlijk_op": uiterlijk, "teruggenomen_op": op.isoformat()}
    return change_stand(stand, overzicht, {"maatregel": nummer, "terugname": terugname})


def regel_of(stand: Mapping[str, Any], nummer: str) -> dict[str, Any]:
    """Give the stand of one maatregel; what has none has not begun."""
    found = (dict(row) for row in stand["uitvoering"] if row["maatregel"] == nummer)
    return next(found, {"maatregel": nummer, "status": "niet_gestart"})


def uitgegeven(stand: Mapping[str, Any]) -> str:
    """Give the sum of the invoices so far, in euros."""
    return som(row["factuur_incl_btw"] for row in stand["uitvoering"] if "factuur_incl_btw" in row)


def _checked(stand: dict[str, Any], overzicht: Mapping[str, Any], *, ordered: str | None = None) -> dict[str, Any]:
    check_part(_SOORT, stand)
    require_sound(stand, overzicht, ordered=ordered)
    return stand
