# SPDX-License-Identifier: EUPL-1.2
"""What a reader must not miss: changes, comments and hidden text away; language, headings of tables, alt texts there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.sjablonen.gebrek import BESTAND, Gebrek, Plaats, gebrek
from weerbaar_docs.sjablonen.pakket import W, placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.sjablonen.pakket import Pakket

_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_DECORATIEF: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_REVISIES: Final = tuple(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
)
_OPMERKINGEN: Final = tuple(f"{W}{name}" for name in ("commentReference", "commentRangeStart", "commentRangeEnd"))
_VERBORGEN: Final = tuple(f"{W}{name}" for name in ("vanish", "specVanish"))
_UIT: Final = frozenset({"0", "false", "off", "none"})
_ONZICHTBAAR: Final = 2  # half points: a letter of one point or less
_SYMBOLEN: Final = frozenset({"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings"})
_KADER: Final = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")


def on(element: Any) -> bool:
    """Say whether a switch of Word is on."""
    return (element.get(f"{W}val") or "1").lower() not in _UIT


def check_revisions(pakket: Pakket) -> Iterator[Gebrek]:
    """Report tracked changes and comments."""
    for element, plaats in pakket.elements():
        if element.tag in _REVISIES or element.tag.endswith("Change"):
            yield gebrek("SJABLOON-REVISIE", plaats, "hier staat een bijgehouden wijziging")
        elif element.tag in _OPMERKINGEN:
            yield gebrek("SJABLOON-OPMERKING", plaats, "hier staat een opmerking")
    settings = pakket.bomen.get("word/settings.xml")
    tracked = settings.find(f"{W}trackRevisions") if settings is not None else None
    if tracked is not None and on(tracked):
        yield gebrek("SJABLOON-REVISIE", BESTAND, "wijzigingen bijhouden staat aan")
    if any(
        root.find(f"{W}comment") is not None for name, root in pakket.bomen.items() if name.startswith("word/comments")
    ):
        yield gebrek("SJABLOON-OPMERKING", BESTAND, "het bestand bevat opmerkingen")


def check_hidden(pakket: Pakket) -> Iterator[Gebrek]:
    """Report text that no reader sees: hidden, or too small to read, by itself or by its style."""
    styles = pakket.bomen.get("word/styles.xml")
    hidden = frozenset(
        style.get(f"{W}styleId", "")
        for style in (styles.iterfind(f"{W}style") if styles is not None else ())
        if _hides(style.find(f"{W}rPr"))
    )
    for run, plaats in pakket.elements(f"{W}r"):
        named = [run.find(f"{W}rPr/{W}rStyle"), *(p.find(f"{W}pPr/{W}pStyle") for p in run.iterancestors(f"{W}p"))]
        by_style = any(style is not None and style.get(f"{W}val") in hidden for style in named[:2])
        if _says_something(run) and (by_style or _hides(run.find(f"{W}rPr"))):
            yield gebrek(
                "SJABLOON-VERBORGEN", plaats, "hier staat verborgen tekst, of tekst die te klein is om te lezen"
            )


def _hides(properties: Any) -> bool:
    if properties is None:
        return False
    size = properties.find(f"{W}sz")
    return any(element.tag in _VERBORGEN and on(element) for element in properties) or (
        size is not None and _number(size) <= _ONZICHTBAAR
    )


def _says_something(run: Any) -> bool:
    return any((node.text or "").strip() for node in run.iter(f"{W}t", f"{W}instrText"))


def _styled(pakket: Pakket) -> Iterator[tuple[Any, Plaats]]:
    yield from pakket.elements()
    for name, deel in (("word/styles.xml", "stijlen"), ("word/numbering.xml", "lijsten")):
        if name in pakket.bomen:
            yield from placed(pakket.bomen[name], deel)


def _number(element: Any) -> float:
    text = element.get(f"{W}val") or ""
    return float(text) if text.isdigit() else float("inf")


def check_bullets(pakket: Pakket) -> Iterator[Gebrek]:
    """Report characters that only a symbol font shows: a screen reader says nothing, or the wrong thing."""
    for element, plaats in _styled(pakket):
        text = (
            element.get(f"{W}val") if element.tag == f"{W}lvlText" else element.text if element.tag == f"{W}t" else ""
        )
        fonts = {value.lower() for key, value in element.attrib.items() if element.tag in (f"{W}rFonts", f"{W}sym")}
        if element.tag == f"{W}sym" or fonts & _SYMBOLEN or any(_private(char) for char in text or ""):
            yield gebrek("SJABLOON-OPSOMTEKEN", plaats, "hier staat een teken uit een symboollettertype")


def _private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


def check_tables(pakket: Pakket) -> Iterator[Gebrek]:
    """Report tables with borders whose first row does not repeat as a heading; without borders a table is layout."""
    bordered = _bordered_styles(pakket)
    for table, plaats in pakket.elements(f"{W}tbl"):
        rows = [row for row in table.iterchildren(f"{W}tr") if not _is_tag_row(row)]
        cells = max((len(row.findall(f"{W}tc")) for row in rows), default=0)
        if len(rows) * cells > 1 and _has_borders(table, bordered):
            header = rows[0].find(f"{W}trPr/{W}tblHeader")
            if header is None or not on(header):
                place = Plaats(deel=plaats.deel, cellen=plaats.cellen)
                yield gebrek("SJABLOON-TABELKOP", place, "deze tabel heeft geen kopregel die zich herhaalt")


def _is_tag_row(row: Any) -> bool:
    text = "".join(node.text or "" for node in row.iter(f"{W}t")).strip()
    return text.startswith("{%tr") and text.endswith("%}")


def _has_borders(table: Any, bordered: frozenset[str]) -> bool:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    own = [*table.iterfind(f"{W}tblPr/{W}tblBorders"), *table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")]
    if any(_draws(borders) for borders in own):
        return True
    return style is not None and style.get(f"{W}val") in bordered and not own


def _bordered_styles(pakket: Pakket) -> frozenset[str]:
    root = pakket.bomen.get("word/styles.xml")
    styles = root.iterfind(f"{W}style") if root is not None else ()
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in styles
        if any(_draws(borders) for borders in style.iter(f"{W}tblBorders"))
    )


def _draws(borders: Any) -> bool:
    sides = (borders.find(f"{W}{name}") for name in _KADER)
    return any(side is not None and side.get(f"{W}val") not in {"nil", "none", None} for side in sides)


def check_pictures(pakket: Pakket) -> Iterator[Gebrek]:
    """Report pictures that a screen reader cannot tell of."""
    for element, plaats in pakket.elements(f"{_WP}docPr"):
        decorative = next(element.iter(_DECORATIEF), None)
        if not (element.get("descr") or "").strip() and (decorative is None or decorative.get("val") != "1"):
            yield gebrek("SJABLOON-ALT", plaats, "dit plaatje heeft geen alternatieve tekst")
    for element, plaats in pakket.elements(f"{_V}imagedata"):
        shape = element.getparent()
        if not (shape.get("alt") or "").strip():
            yield gebrek("SJABLOON-ALT", plaats, "dit plaatje heeft geen alternatieve tekst")


def check_language(pakket: Pakket) -> Iterator[Gebrek]:
    """Report a document that does not say that it is in Dutch, and text that says it is not."""
    styles = pakket.bomen.get("word/styles.xml")
    found = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang") if styles is not None else None
    if found is None or not (found.get(f"{W}val") or "").lower().startswith("nl"):
        yield gebrek("SJABLOON-TAAL", BESTAND, "de standaardtaal van het document is niet Nederlands")
    for element, plaats in pakket.elements(f"{W}lang"):
        language = element.get(f"{W}val") or "nl"
        if not language.lower().startswith("nl"):
            yield gebrek(
                "SJABLOON-TAAL", plaats, "deze tekst staat in een andere taal dan Nederlands", ernst="waarschuwing"
            )


def check_title(pakket: Pakket) -> Iterator[Gebrek]:
    """Report a file without a title (a filled document always gets its own, neutral one)."""
    core = pakket.bomen.get("docProps/core.xml")
    title = next(core.iter(f"{_DC}title"), None) if core is not None else None
    if title is None or not (title.text or "").strip():
        yield gebrek("SJABLOON-TITEL", BESTAND, "het bestand heeft geen titel")
