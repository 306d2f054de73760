# SPDX-License-Identifier: EUPL-1.2
"""A stand of the uitvoering -> all that is wrong with it, at once.

1. What was ordered was free on its own day (R-UITV-1, R-PKVW-3, UITVOERING-BETALER), and the besluit was there (UITVOERING-DAG);
   what costs nothing or is lent needs no besluit (R-NUL-1, lid 7). Whether the ambt had ended is asked of a new order alone: its end
   may come to be known later.
2. What is carried out has a day (R-UITV-2), not before its order, and nothing else has one (UITVOERING-DAG).
3. What was lent goes back when the ambt ends (R-TBS-1), and nothing goes back that was not lent (UITVOERING-BRUIKLEEN).

A rule is named where it says this of a dossier as well; there `rules.uitvoering`, `rules.pkvw` and `rules.bruikleen` judge, and
docs/adr/0020 says why not one of the two. What no rule says has a code of its own.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.uitvoering.aanhouding import PKVW, aanhouding, end_of_ambt, regel_van_aanhouding, waits_for_pkvw
from weerbaar_docs.uitvoeringsstatus import BEGONNEN, BRUIKLEEN, KLAAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def require_sound(stand: Mapping[str, Any], overzicht: Mapping[str, Any], *, ordered: str | None = None) -> None:
    """Raise ValidationError with every fault of a stand; `ordered` is the number of a maatregel that this change orders."""
    meldingen = list(_faults(stand, overzicht, ordered))
    if meldingen:
        raise ValidationError(*meldingen)


def _faults(stand: Mapping[str, Any], overzicht: Mapping[str, Any], ordered: str | None) -> Iterator[Melding]:
    known = {m["nummer"]: m for m in overzicht["maatregelen"]}
    einde = end_of_ambt(stand, overzicht)
    seen: set[str] = set()
    for i, row in enumerate(stand["uitvoering"]):
        pad, nummer = f"/uitvoering/{i}", row["maatregel"]
        if nummer not in known or nummer in seen:
            code, wat = (
                ("UITVOERING-DUBBEL", "staat er twee keer in")
                if nummer in seen
                else ("R-REF-4", "staat niet in maatregelen.json")
            )
            yield Melding.fout(code, f"{pad}/maatregel", f"maatregel {nummer} {wat}", "Herstel of verwijder de regel.")
            continue
        seen.add(nummer)
        if row["status"] in BEGONNEN:
            yield from _order_faults(row, known[nummer], stand, overzicht, pad)
        if nummer == ordered and einde is not None and row.get("opgedragen_op", "") > einde:
            yield Melding.fout(
                "UITVOERING-DAG",
                f"{pad}/opgedragen_op",
                f"{nummer} is opgedragen na het einde van het ambt",
                "Draag na die dag niets meer op, of herstel de dag met `uitvoering einde-ambt`.",
            )
        yield from _done_faults(row, pad)
        yield from _loan_faults(row, known[nummer], einde, pad)


def _order_faults(
    row: Mapping[str, Any],
    own: Mapping[str, Any],
    stand: Mapping[str, Any],
    overzicht: Mapping[str, Any],
    pad: str,
) -> Iterator[Melding]:
    nummer, op, regel = own["nummer"], row.get("opgedragen_op"), regel_van_aanhouding(own)
    if op is None and waits_for_pkvw(own):
        yield Melding.fout(
            "UITVOERING-DAG", pad, f"{nummer} is begonnen zonder dag van de opdracht", "Vul opgedragen_op in."
        )
    elif op is None and own["betaler"] == "bestuurder":
        return  # carried out, and nobody but the bestuurder ordered it
    elif reden := aanhouding(own, overzicht, stand, date.fromisoformat(op or overzicht["datum"])):
        yield Melding.fout(
            regel,
            f"{pad}/opgedragen_op",
            f"{nummer} mag niet worden opgedragen: {reden}",
            "Wacht met de opdracht, of leg het certificaat vast met `uitvoering keurmerk`."
            if regel == PKVW
            else "Draag deze maatregel niet op; vraag het CCV wat er is besloten.",
        )
    needs_besluit = own["betaler"] != "geen_kosten" and own["verstrekkingsvorm"] != BRUIKLEEN
    if op is not None and needs_besluit and op < overzicht["besluit"]["besloten_op"]:
        yield Melding.fout(
            "UITVOERING-DAG", f"{pad}/opgedragen_op", f"{nummer} is opgedragen vóór het besluit", "Controleer de dag."
        )


def _done_faults(row: Mapping[str, Any], pad: str) -> Iterator[Melding]:
    nummer, gereed = row["maatregel"], row.get("gereed_op")
    if gereed is None:
        if row["status"] == "uitgevoerd":
            yield Melding.fout("R-UITV-2", pad, f"{nummer} is uitgevoerd zonder datum", "Vul gereed_op in.")
    elif row["status"] not in KLAAR:
        wat = f"{nummer} is niet uitgevoerd, maar heeft een dag waarop het klaar was"
        yield Melding.fout(
            "UITVOERING-DAG", f"{pad}/gereed_op", wat, "Zet de status op uitgevoerd, of laat de dag weg."
        )
    elif gereed < row.get("opgedragen_op", ""):
        yield Melding.fout(
            "UITVOERING-DAG", f"{pad}/gereed_op", f"{nummer} is klaar vóór de opdracht", "Controleer beide datums."
        )


def _loan_faults(row: Mapping[str, Any], own: Mapping[str, Any], einde: str | None, pad: str) -> Iterator[Melding]:
    nummer, terugname, pad_terug = own["nummer"], row.get("terugname"), f"{pad}/terugname"
    if terugname is None:
        if own["verstrekkingsvorm"] == BRUIKLEEN and row["status"] == "uitgevoerd" and einde is not None:
            wat = f"{nummer} is in bruikleen, maar terugname is niet gepland"
            yield Melding.fout("R-TBS-1", pad, wat, "Leg terugname vast.")
        return
    if own["verstrekkingsvorm"] != BRUIKLEEN:
        yield Melding.fout("UITVOERING-BRUIKLEEN", pad_terug, f"{nummer} is geen bruikleen", "Verwijder de terugname.")
    elif "gereed_op" not in row:
        wat = f"{nummer} is nog niet in bruikleen gegeven"
        yield Melding.fout(
            "UITVOERING-BRUIKLEEN",
            pad_terug,
            wat,
            "Zet de status eerst op uitgevoerd, met de dag waarop het klaar was.",
        )
    elif terugname.get("teruggenomen_op", row["gereed_op"]) < row["gereed_op"]:
        wat = f"{nummer} is terug vóór de dag waarop het klaar was"
        yield Melding.fout("UITVOERING-DAG", f"{pad_terug}/teruggenomen_op", wat, "Controleer beide datums.")
    elif einde is not None and terugname["uiterlijk_op"] != einde:
        wat = f"de bruikleen van {nummer} eindigt niet op de dag waarop het ambt eindigt"
        yield Melding.fout("R-TBS-1", f"{pad_terug}/uiterlijk_op", wat, "Neem de dag over waarop het ambt eindigt.")
