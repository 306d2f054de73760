# SPDX-License-Identifier: EUPL-1.2
"""The stand of the uitvoering: how far each maatregel of one maatregelen.json is, as the werkgever keeps it.

(1) a stand belongs to one vaststelling and is not read with the maatregelen of another; (2) every change is judged whole:
what was ordered was free on its day, what is done has a day, and what is lent ends with the ambt; (3) each function gives a new
stand and leaves the old one as it is.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import read_json
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.kostenverdeling import som
from weerbaar_docs.uitvoering.aanhouding import aanhouding
from weerbaar_docs.uitvoering.gegevens import maatregel
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BEGONNEN: Final = ("opgedragen", "in_uitvoering", "uitgevoerd")
BRUIKLEEN: Final = "ter_beschikking_stelling"
_SOORT: Final = "uitvoeringsstand"


def new_stand(overzicht: Mapping[str, Any]) -> dict[str, Any]:
    """Give the stand in which nothing has begun."""
    return {
        "vaststelling_sha256": overzicht["vaststelling_sha256"],
        "pkvw": None,
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
    _check(found, overzicht)
    return found


def change_stand(stand: Mapping[str, Any], overzicht: Mapping[str, Any], regel: Mapping[str, Any]) -> dict[str, Any]:
    """Set fields of one maatregel (schema `uitvoering`, `maatregel` names it; None takes a field away).

    A maatregel in bruikleen that is carried out gets the end of the ambt as the day on which it comes back (R-TBS-1).
    Raises UsageError for a maatregel that is not there, and ValidationError for a stand that does not hold.
    """
    own = maatregel(overzicht, regel["maatregel"])
    rows = {row["maatregel"]: row for row in stand["uitvoering"]}
    row = {"status": "niet_gestart", **rows.get(own["nummer"], {}), **regel}
    einde = end_of_ambt(stand, overzicht)
    if own["verstrekkingsvorm"] == BRUIKLEEN and row["status"] == "uitgevoerd" and einde and "terugname" not in row:
        row["terugname"] = {"uiterlijk_op": einde}
    rows[own["nummer"]] = {name: value for name, value in row.items() if value is not None}
    return _checked({**stand, "uitvoering": [rows[nummer] for nummer in sorted(rows)]}, overzicht)


def set_pkvw(
    stand: Mapping[str, Any], overzicht: Mapping[str, Any], *, geldig_tot: date, gezien_op: date
) -> dict[str, Any]:
    """Note a certificate that the werkgever saw; raises ValidationError when it had ended on that day."""
    if geldig_tot < gezien_op:
        raise ValidationError.because(
            "R-PKVW-3", "dit certificaat is op de dag van zien al verlopen", "Vraag naar een geldig certificaat."
        )
    seen = {"geldig_tot": geldig_tot.isoformat(), "gezien_op": gezien_op.isoformat()}
    return _checked({**stand, "pkvw": seen}, overzicht)


def set_end_of_ambt(stand: Mapping[str, Any], overzicht: Mapping[str, Any], einde: date) -> dict[str, Any]:
    """Note when the ambt ends; what is lent and not yet back is due on that day (R-TBS-1)."""
    rows = [
        {**row, "terugname": {**row.get("terugname", {}), "uiterlijk_op": einde.isoformat()}}
        if maatregel(overzicht, row["maatregel"])["verstrekkingsvorm"] == BRUIKLEEN and row["status"] == "uitgevoerd"
        else row
        for row in stand["uitvoering"]
    ]
    return _checked({**stand, "einde_ambt_op": einde.isoformat(), "uitvoering": rows}, overzicht)


def take_back(stand: Mapping[str, Any], overzicht: Mapping[str, Any], nummer: str, op: date) -> dict[str, Any]:
    """Note that what was lent is back; raises ValidationError for what is not lent, or not known to end."""
    row = regel_of(stand, nummer)
    uiterlijk = row.get("terugname", {}).get("uiterlijk_op") or end_of_ambt(stand, overzicht) or op.isoformat()
    terugname = {"uiterlijk_op": uiterlijk, "teruggenomen_op": op.isoformat()}
    return change_stand(stand, overzicht, {"maatregel": nummer, "terugname": terugname})


def end_of_ambt(stand: Mapping[str, Any], overzicht: Mapping[str, Any]) -> str | None:
    """Give the day (ISO) on which the ambt ends: as the werkgever noted it, else as the CCV knew it."""
    known: str | None = stand["einde_ambt_op"] or overzicht["voorwaarden"]["einde_ambt_op"]
    return known


def regel_of(stand: Mapping[str, Any], nummer: str) -> dict[str, Any]:
    """Give the stand of one maatregel; what has none has not begun."""
    found = (dict(row) for row in stand["uitvoering"] if row["maatregel"] == nummer)
    return next(found, {"maatregel": nummer, "status": "niet_gestart"})


def uitgegeven(stand: Mapping[str, Any]) -> str:
    """Give the sum of the invoices so far, in euros."""
    return som(row["factuur_incl_btw"] for row in stand["uitvoering"] if "factuur_incl_btw" in row)


def _checked(stand: dict[str, Any], overzicht: Mapping[str, Any]) -> dict[str, Any]:
    check_part(_SOORT, stand)
    _check(stand, overzicht)
    return stand


def _check(stand: Mapping[str, Any], overzicht: Mapping[str, Any]) -> None:
    meldingen = list(_faults(stand, overzicht))
    if meldingen:
        raise ValidationError(*meldingen)


def _faults(stand: Mapping[str, Any], overzicht: Mapping[str, Any]) -> Iterator[Melding]:
    known = {m["nummer"]: m for m in overzicht["maatregelen"]}
    seen: set[str] = set()
    for i, row in enumerate(stand["uitvoering"]):
        pad, nummer = f"/uitvoering/{i}", row["maatregel"]
        if nummer not in known or nummer in seen:
            wat = "staat er twee keer in" if nummer in seen else "staat niet in maatregelen.json"
            yield _fault("R-REF-4", f"{pad}/maatregel", f"maatregel {nummer} {wat}", "Herstel of verwijder de regel.")
            continue
        seen.add(nummer)
        yield from _faults_of(row, known[nummer], stand, overzicht, pad)


def _faults_of(
    row: Mapping[str, Any],
    own: Mapping[str, Any],
    stand: Mapping[str, Any],
    overzicht: Mapping[str, Any],
    pad: str,
) -> Iterator[Melding]:
    nummer = own["nummer"]
    if row["status"] in BEGONNEN:
        op = row.get("opgedragen_op")
        if op is None and own["pkvw_voorwaarde"]:
            yield _fault("R-UITV-1", pad, f"{nummer} is begonnen zonder dag van de opdracht", "Vul opgedragen_op in.")
        elif reden := aanhouding(own, overzicht, stand, date.fromisoformat(op or overzicht["datum"])):
            yield _fault(
                "R-PKVW-3" if own["pkvw_voorwaarde"] else "R-UITV-1",
                f"{pad}/opgedragen_op",
                f"{nummer} mag niet worden opgedragen: {reden}",
                "Wacht met de opdracht, of leg het certificaat vast met `uitvoering keurmerk`.",
            )
    if row["status"] == "uitgevoerd" and "gereed_op" not in row:
        yield _fault("R-UITV-2", pad, f"{nummer} is uitgevoerd zonder datum", "Vul gereed_op in.")
    if row.get("gereed_op", "9999-12-31") < row.get("opgedragen_op", ""):
        yield _fault("R-UITV-2", f"{pad}/gereed_op", f"{nummer} is klaar vóór de opdracht", "Controleer beide datums.")
    yield from _loan_faults(row, own, end_of_ambt(stand, overzicht), pad)


def _loan_faults(row: Mapping[str, Any], own: Mapping[str, Any], einde: str | None, pad: str) -> Iterator[Melding]:
    terugname = row.get("terugname")
    if terugname is None:
        if own["verstrekkingsvorm"] == BRUIKLEEN and row["status"] == "uitgevoerd" and einde is not None:
            yield _fault(
                "R-TBS-1",
                pad,
                f"{own['nummer']} is in bruikleen, maar terugname is niet gepland",
                "Leg terugname vast.",
            )
    elif own["verstrekkingsvorm"] != BRUIKLEEN:
        yield _fault("R-TBS-1", f"{pad}/terugname", f"{own['nummer']} is geen bruikleen", "Verwijder de terugname.")
    elif einde is not None and terugname["uiterlijk_op"] != einde:
        yield _fault(
            "R-TBS-1",
            f"{pad}/terugname/uiterlijk_op",
            f"de bruikleen van {own['nummer']} eindigt niet op de dag waarop het ambt eindigt",
            "Neem de dag over waarop het ambt eindigt.",
        )


def _fault(code: str, pad: str, melding: str, oplossing: str) -> Melding:
    return Melding(code=code, ernst="fout", pad=pad, melding=melding, oplossing=oplossing)
