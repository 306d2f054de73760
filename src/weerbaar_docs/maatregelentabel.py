# SPDX-License-Identifier: EUPL-1.2
"""Data of the maatregelenoverzicht -> the same as a spreadsheet (XLSX), the same bytes on every machine.

(1) no cell is a formula: a text is stored as text whatever it begins with, and marked so that it stays text when somebody
edits it; (2) amounts, weeks and percentages are numbers; (3) no properties: nothing in it says who made it, when or with what;
(4) stored without squeezing, because what deflate makes of the same bytes differs per machine.
"""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from weerbaar_docs.rendering.filters import datum, woord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Cel = str | int | Decimal | None

_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KOP: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The places of cellXfs in xl/styles.xml.
_TEKST, _KOPCEL, _BEDRAG, _GETAL, _VET, _VET_BEDRAG = range(1, 7)
KOLOMMEN: Final[Mapping[str, Callable[[Mapping[str, Any]], Cel]]] = {
    "Nummer": lambda m: m["nummer"],
    "Domein": lambda m: woord(m["domein"]),
    "Maatregel": lambda m: m["titel"],
    "Omschrijving": lambda m: m["omschrijving"],
    "Norm": lambda m: m["norm"],
    "Uitvoerder": lambda m: woord(m["uitvoerder"]),
    "Urgentie": lambda m: woord(m["urgentie"]),
    "Binnen weken": lambda m: m["uitvoeren_binnen_weken"],
    "Vorm": lambda m: woord(m["verstrekkingsvorm"]),
    "Grondslag": lambda m: woord(m["grondslag"]),
    "Eenmalig excl. btw": lambda m: Decimal(m["kosten"]["eenmalig_excl_btw"]),
    "Btw in procenten": lambda m: m["kosten"]["btw_percentage"],
    "Eenmalig incl. btw": lambda m: Decimal(m["kosten"]["eenmalig_incl_btw"]),
    "Per jaar incl. btw": lambda m: Decimal(m["kosten"]["jaarlijks_incl_btw"]),
    "Betaler": lambda m: woord(m["betaler"]),
}
_BREEDTE: Final = (10, 14, 36, 60, 24, 18, 14, 12, 24, 34, 16, 12, 16, 16, 34)
_TOTAAL: Final = {
    "Eenmalig excl. btw": "eenmalig_excl_btw",
    "Eenmalig incl. btw": "eenmalig_incl_btw",
    "Per jaar incl. btw": "jaarlijks_incl_btw",
}
_BLADEN: Final = ("Maatregelen", "Kosten per betaler", "Over dit overzicht")


def maatregelentabel(overzicht: Mapping[str, Any]) -> bytes:
    """Give the spreadsheet of an overview as `maatregelenoverzicht` gives it: measures, costs per payer, and what it is about.

    Raises LookupError, TypeError, ValueError, AttributeError or ArithmeticError for data of another form.
    """
    merking = woord(overzicht["vertrouwelijkheidaanduiding"]).upper()
    sheets = (
        _sheet(_maatregelen(overzicht), _BREEDTE, merking),
        _sheet(_per_betaler(overzicht), (34, 12, 16, 16, 16), merking),
        _sheet(_over(overzicht), (34, 70), merking),
    )
    files = {**_PARTS, **{f"xl/worksheets/sheet{n}.xml": _KOP + xml for n, xml in enumerate(sheets, start=1)}}
    return _zipped({name: text.encode() for name, text in files.items()})


def _maatregelen(overzicht: Mapping[str, Any]) -> list[str]:
    rows = [[read(m) for read in KOLOMMEN.values()] for m in overzicht["maatregelen"]]
    totals = [overzicht["kosten_raming"][_TOTAAL[kop]] if kop in _TOTAAL else None for kop in KOLOMMEN]
    last: list[Cel] = ["Totaal", *(None if total is None else Decimal(total) for total in totals[1:])]
    return [_row(1, list(KOLOMMEN), _KOPCEL), *_rows(rows), _row(len(rows) + 2, last, _VET)]


def _per_betaler(overzicht: Mapping[str, Any]) -> list[str]:
    head = ["Betaler", "Aantal", *_TOTAAL]
    rows = [
        [woord(line["betaler"]), line["aantal_maatregelen"], *(Decimal(line[key]) for key in _TOTAAL.values())]
        for line in overzicht["per_betaler"]
    ]
    return [_row(1, head, _KOPCEL), *_rows(rows)]


def _over(overzicht: Mapping[str, Any]) -> list[str]:
    besluit = overzicht["besluit"]
    rows: list[list[Cel]] = [
        ["Organisatie", overzicht["organisatie"]["naam"]],
        ["Ambt", woord(overzicht["ambt"])],
        ["Kenmerk", overzicht["kenmerk"]],
        ["Versie", overzicht["versie"]],
        ["Datum", datum(overzicht["datum"])],
        ["Besluit BVA", besluit["besluitnummer"]],
        ["Datum besluit", datum(besluit["besloten_op"])],
        ["Controlegetal van de vaststelling (SHA-256)", overzicht["vaststelling_sha256"]],
    ]
    return [_row(1, ["Gegeven", "Waarde"], _KOPCEL), *_rows(rows)]


def _rows(rows: Iterable[Sequence[Cel]]) -> list[str]:
    return [_row(number, row, _TEKST) for number, row in enumerate(rows, start=2)]


def _row(number: int, values: Sequence[Cel], style: int) -> str:
    cells = "".join(_cell(f"{_letter(i)}{number}", value, style) for i, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: Cel, style: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return f'<c r="{place}" s="{_VET_BEDRAG if style == _VET else _BEDRAG}"><v>{value:f}</v></c>'
    if isinstance(value, int):
        return f'<c r="{place}" s="{_GETAL}"><v>{value:d}</v></c>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'


def _letter(index: int) -> str:
    return chr(ord("A") + index)


def _text(value: str) -> str:
    """Write a text as XML; `_x000D_` is how a spreadsheet names a character, also one that XML cannot hold."""
    literal = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
    named = re.sub(r"[\x00-\x08\x0b-\x1f]", lambda found: f"_x{ord(found[0]):04X}_", literal)
    return escape(re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", named))


def _sheet(rows: Sequence[str], widths: Sequence[int], merking: str) -> str:
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, start=1))
    return (
        f'<worksheet {_MAIN}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;C{escape(merking)}</oddHeader>"
        "<oddFooter>&amp;CPagina &amp;P van &amp;N</oddFooter></headerFooter></worksheet>"
    )


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # or the system where it is made
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def _styles() -> str:
    fonts = '<font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>'
    fills = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    top = '<alignment vertical="top" wrapText="1"/>'
    text = 'quotePrefix="1" applyAlignment="1"'  # stays a text when somebody edits the cell
    xfs = (
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" {text}>{top}</xf>',
        f'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" {text}>{top}</xf>',
        f'<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">{top}</xf>',
        f'<xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">{top}</xf>',
        f'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" {text}>{top}</xf>',
        f'<xf numFmtId="164" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1">{top}</xf>',
    )
    return (
        f'<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="&quot;€&quot;\\ #,##0.00"/></numFmts>'
        f'<fonts count="2">{fonts}</fonts><fills count="2">{fills}</fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(xfs)}">{"".join(xfs)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _parts() -> dict[str, str]:
    """Give the parts that are the same in every table, in the order of the zip."""
    numbers = range(1, len(_BLADEN) + 1)
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers
    )
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, _BLADEN, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    # The header row stands on every page that is printed.
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n - 1}">\'{name}\'!$1:$1</definedName>'
        for n, name in zip(numbers, _BLADEN, strict=True)
    )
    style = len(_BLADEN) + 1
    return {
        "[Content_Types].xml": f'{_KOP}<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_KOP}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_KOP}<workbook {_MAIN} xmlns:r="{_REL}"><sheets>{sheets}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_KOP}<Relationships xmlns="{package}/relationships">{links}'
        f'<Relationship Id="rId{style}" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _KOP + _styles(),
    }


_PARTS: Final = _parts()
