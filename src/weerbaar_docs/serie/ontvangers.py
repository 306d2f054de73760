# SPDX-License-Identifier: EUPL-1.2
"""Bytes of a file with recipients (JSON, CSV or XLSX) -> organisaties, each of them whole, none of them twice.

(1) all faults of all rows come at once, each with its row, and its column as the file has it; (2) a row of CSV or XLSX has the columns
of `KOLOMMEN`, or an OIN alone, and then `bekend` (the register) says the rest; (3) an organisatie that has ended gets no letter: in a list it is a fault, of a register it is left out, for there it belongs; (4) a table that unpacks to more
than it can be is refused before it is read.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import read_json
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.model import ORGANISATIETYPEN
from weerbaar_docs.validation import schema_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

GROOTSTE: Final = 20_000
_GROOTSTE_TABEL: Final = 40_000_000  # bytes of a JSON, or of an XLSX unpacked
_MEESTE_CELLEN: Final = 1_000_000
_CEL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_LANGSTE_GETAL: Final = 9
_GETALLEN: Final = frozenset({"postbusnummer", "antwoordnummer", "huisnummer"})
_POST: Final = (
    *("postbusnummer", "antwoordnummer", "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging"),
    *("postcode", "woonplaats"),
)
_CONTACT: Final = ("functie", "email", "telefoon")
KOLOMMEN: Final = ("oin", "naam", "type", *_CONTACT, *_POST, "plaats", "tooi_uri", "rsin", "fictief")
_NODIG: Final = frozenset({"oin"})
_JA_NEE: Final = {"ja": True, "nee": False}
_DEEL: Final = re.compile(r"/(?:contactpersoon|postadres)(?=/|\Z)")


def read_ontvangers(
    data: bytes, vorm: str, *, op: date, bekend: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give the organisaties of a file; `vorm` is json, csv or xlsx, `bekend` are the organisaties of the register by OIN.

    Raises ValidationError with every fault of every row.
    """
    rows = list(_READERS[vorm](data, op)) if vorm in _READERS else None
    if rows is None:
        raise _fault_of_file(
            "dit is geen bestand met ontvangers", "Geef een bestand dat op .json, .csv of .xlsx eindigt."
        )
    if not 0 < len(rows) <= GROOTSTE:
        raise _fault_of_file("er staan geen ontvangers in, of te veel", f"Geef 1 tot {GROOTSTE} ontvangers per keer.")
    found: list[dict[str, Any]] = []
    meldingen: list[Melding] = []
    for place, row in rows:
        oin = row.get("oin")
        known = bekend.get(oin) if set(row) == _NODIG and isinstance(oin, str) else None
        whole = row if known is None else dict(known)
        faults = list(_faults(place, whole, op))
        meldingen += faults if vorm == "json" or known is not None else _of_columns(place, whole, faults)
        found.append(whole)
    meldingen += _twice([place for place, _ in rows], found)
    if meldingen:
        raise ValidationError(*meldingen)
    return found


def _faults(place: str, row: Mapping[str, Any], op: date) -> Iterator[Melding]:
    faults = schema_faults("organisatie", row)
    yield from (
        Melding(code=m.code, ernst=m.ernst, pad=f"{place}{m.pad}", melding=m.melding, oplossing=m.oplossing)
        for m in faults
    )
    if faults:
        return
    if _has_ended(row, op):
        yield _fault(place, "deze organisatie is opgehouden te bestaan", "Schrijf de opvolger.", "/geldig_tot")
    if str(row.get("geldig_van") or "") > op.isoformat():
        yield _fault(place, "deze organisatie bestaat nog niet", "Schrijf haar als het zover is.", "/geldig_van")
    first = row["naam"].casefold().split()[:1]
    if first in ([soort] for soort in ORGANISATIETYPEN if soort != row["type"]):
        yield _fault(
            place, "de naam is van een ander soort organisatie dan het type", "Verbeter een van beide.", "/type"
        )
    if len(row["naam"].splitlines()) > 1:
        yield _fault(place, "in de naam staat een regeleinde", "Zet de naam op één regel.", "/naam")


def _of_columns(place: str, row: Mapping[str, Any], faults: Iterable[Melding]) -> Iterator[Melding]:
    """Tell the faults of a row of a table by its columns, which are not the fields of an organisatie."""
    if set(row) == _NODIG:
        yield _fault(
            place,
            "deze organisatie staat niet in het register",
            "Controleer het OIN, of vul ook de andere kolommen in.",
            "/oin",
        )
        return
    for fault in faults:
        column = replace(fault, pad=_DEEL.sub("", fault.pad))
        if column.pad == f"{place}/fictief":
            column = _fault(place, "hier staat geen ja of nee", "Schrijf ja of nee, of laat de cel leeg.", "/fictief")
        yield column


def _has_ended(row: Mapping[str, Any], op: date) -> bool:
    return str(row.get("geldig_tot") or "9999-12-31") < op.isoformat()


def _twice(places: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[Melding]:
    oins = [row.get("oin") for row in rows]
    times = Counter(oin for oin in oins if isinstance(oin, str))
    for place, oin in zip(places, oins, strict=True):
        if isinstance(oin, str) and times[oin] > 1:
            yield _fault(place, f"deze organisatie staat er {times[oin]} keer in", "Laat één regel staan.", "/oin")


# --- the three forms ----------------------------------------------------------------------------------------------


def _read_json(data: bytes, op: date) -> Iterator[tuple[str, dict[str, Any]]]:
    found: Any = read_json(data, _GROOTSTE_TABEL)
    items = found.get("organisaties") if isinstance(found, dict) else found
    if not isinstance(items, list):
        raise _fault_of_file("hier staat geen lijst van organisaties", "Geef een lijst, of een organisatieregister.")
    for number, item in enumerate(items):
        if not (isinstance(found, dict) and isinstance(item, dict) and _has_ended(item, op)):
            yield f"/organisaties/{number}", item if isinstance(item, dict) else {"oin": item}


def _read_csv(data: bytes, _op: date) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _fault_of_file("het bestand is geen UTF-8", "Sla het op als ‘CSV UTF-8’.") from None
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        rows = list(_filled(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error:
        raise _fault_of_file("het bestand is geen hele CSV", "Sla het opnieuw op vanuit uw spreadsheet.") from None
    yield from _table(rows)


def _read_xlsx(data: bytes, _op: date) -> Iterator[tuple[str, dict[str, Any]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - it takes a while, and few files are XLSX

    found: list[tuple[int, list[str]]] | None = None
    try:
        if _is_small(data):
            sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size is not believed
            found = list(itertools.islice(_filled(sheet.iter_rows(values_only=True)), GROOTSTE + 2))
    except Exception:  # noqa: BLE001 - what openpyxl says of a broken file is of every kind
        found = None
    if found is None:
        raise _fault_of_file("het bestand is geen spreadsheet die hier te lezen is", "Sla het op als XLSX of CSV.")
    yield from _table(found)


def _is_small(data: bytes) -> bool:
    """Say whether an XLSX unpacks to what can be read here: openpyxl makes an object of every cell."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > _GROOTSTE_TABEL:
            return False
        sheets = [info for info in archive.infolist() if info.filename.endswith(".xml")]
        return sum(len(_CEL.findall(archive.read(info))) for info in sheets) <= _MEESTE_CELLEN


def _filled(rows: Iterable[Iterable[Any]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        cells = [_cell(value) for value in row]
        if any(cells):
            yield number, cells


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _table(rows: list[tuple[int, list[str]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    head = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    unknown = [name for name in head if name and name not in KOLOMMEN]
    if unknown or "oin" not in head or len(set(filter(None, head))) != len([name for name in head if name]):
        raise _fault_of_file(
            "de eerste regel noemt niet de kolommen die hier horen",
            f"Gebruik, elk hoogstens één keer: {', '.join(KOLOMMEN)}; alleen oin is verplicht als de organisatie in het register staat.",
        )
    for number, row in rows[1:]:
        named = [*zip([*head, *[""] * len(row)], row, strict=False)]
        if any(cell.strip() for name, cell in named if not name):
            raise _fault_of_file(
                f"regel {number} heeft meer cellen dan er kolommen zijn",
                "Zet een cel met een scheidingsteken erin tussen aanhalingstekens.",
            )
        cells = {name: cell.strip() for name, cell in named if cell.strip()}
        if cells:
            yield f"/regel/{number}", _organisatie(cells)


def _organisatie(cells: Mapping[str, str]) -> dict[str, Any]:
    if set(cells) == _NODIG:
        return dict(cells)
    post: dict[str, Any] = {name: cells[name] for name in _POST if name in cells}
    post |= {name: int(cells[name]) for name in _GETALLEN & set(post) if _is_number(cells[name])}
    kind = next((soort for soort in ("postbus", "antwoordnummer") if {soort, f"{soort}nummer"} & set(post)), "straat")
    own: dict[str, Any] = {
        name: cells[name] for name in ("oin", "naam", "type", "plaats", "tooi_uri", "rsin") if name in cells
    }
    contact = {name: cells[name] for name in _CONTACT if name in cells}
    if "fictief" in cells:
        own["fictief"] = _JA_NEE.get(cells["fictief"].casefold(), cells["fictief"])
    if "postcode" in post:
        post["postcode"] = post["postcode"].replace(" ", "").upper()
    return {**own, "contactpersoon": contact, "postadres": {"soort": kind, **post}, "zaaksysteem": {"plugin": "map"}}


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LANGSTE_GETAL


_READERS: Final = {"json": _read_json, "csv": _read_csv, "xlsx": _read_xlsx}


def _fault(place: str, melding: str, oplossing: str, pad: str) -> Melding:
    return Melding(code="BRIEF-ONTVANGER", ernst="fout", pad=f"{place}{pad}", melding=melding, oplossing=oplossing)


def _fault_of_file(melding: str, oplossing: str) -> ValidationError:
    return ValidationError.because("BRIEF-ONTVANGERS", melding, oplossing)
