# SPDX-License-Identifier: EUPL-1.2
"""Data of the maatregelenoverzicht -> the measures as CSV, for a system that takes no spreadsheet.

(1) no cell is a formula: one that begins as a formula would gets an apostrophe before it; (2) it opens as a table in a Dutch
spreadsheet: semicolons, a decimal comma, UTF-8 with a byte order mark, and line ends of RFC 4180.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.maatregelentabel import KOLOMMEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.maatregelentabel import Cel

# With a blank before it a formula is one too, for some; a tab or a line end is dropped by others before they look.
_FORMULE: Final = frozenset("=+-@\t\r\n|%＝＋－＠")
_BOM: Final = "\ufeff"


def maatregelenlijst(overzicht: Mapping[str, Any]) -> bytes:
    """Give the measures of an overview as `maatregelenoverzicht` gives it, a row each, with the heads of the spreadsheet.

    Raises LookupError, TypeError, ValueError, AttributeError or ArithmeticError for data of another form.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(KOLOMMEN)
    for maatregel in overzicht["maatregelen"]:
        writer.writerow([_cell(read(maatregel)) for read in KOLOMMEN.values()])
    return (_BOM + text.getvalue()).encode()


def _cell(value: Cel) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return harmless(str(value))


def harmless(text: str) -> str:
    """Give a text that a spreadsheet takes for a text, whatever it begins with."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff")[:1] in _FORMULE and text.strip() else text
