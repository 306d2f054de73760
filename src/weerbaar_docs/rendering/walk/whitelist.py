# SPDX-License-Identifier: EUPL-1.2
"""What of WordprocessingML is understood, and what may be passed over and why; the rest is refused.

A property that is lost silently would change a document that somebody has established. So each element that has
no effect here stands in a table together with the reason.
"""

from __future__ import annotations

_NONE: frozenset[str] = frozenset()
_EDITING = "only for editing in Word"
_EAST_ASIAN = "for East Asian or complex script text, which the fonts do not have and which is refused as a character"

# Element of pPr -> the attributes that are understood (val is always one).
PPR: dict[str, frozenset[str]] = {
    "pStyle": _NONE,
    "jc": _NONE,
    "ind": frozenset({"left", "right", "start", "end", "firstLine", "hanging"}),
    "spacing": frozenset({"before", "after", "line", "lineRule"}),
    "contextualSpacing": _NONE,
    "keepNext": _NONE,
    "keepLines": _NONE,
    "widowControl": _NONE,
    "pageBreakBefore": _NONE,
    "tabs": _NONE,
    "pBdr": _NONE,
    "numPr": _NONE,
    "outlineLvl": _NONE,
    "shd": frozenset({"color", "fill", "themeFill", "themeFillTint", "themeFillShade", "themeColor"}),
}
PPR_IGNORED: dict[str, str] = {
    "rPr": "the paragraph mark; read apart",
    "suppressAutoHyphens": "nothing is hyphenated",
    "autoSpaceDE": _EAST_ASIAN,
    "autoSpaceDN": _EAST_ASIAN,
    "adjustRightInd": _EAST_ASIAN,
    "snapToGrid": "only with a document grid of lines, which is refused",
    "overflowPunct": _EAST_ASIAN,
    "kinsoku": _EAST_ASIAN,
    "wordWrap": _EAST_ASIAN,
    "topLinePunct": _EAST_ASIAN,
    "suppressLineNumbers": "line numbers are refused",
    "cnfStyle": "repeats what the table style says",
    "textAlignment": "only where characters on a line differ in size",
    "divId": "of web pages",
    "mirrorIndents": "mirrored margins are refused",
}
RPR: dict[str, frozenset[str]] = {
    "rStyle": _NONE,
    "b": _NONE,
    "i": _NONE,
    "u": frozenset({"color"}),
    "color": frozenset({"themeColor", "themeTint", "themeShade"}),
    "sz": _NONE,
    "rFonts": frozenset(
        ["ascii", "hAnsi", "cs", "eastAsia", "hint", "asciiTheme", "hAnsiTheme", "cstheme", "csTheme", "eastAsiaTheme"]
    ),
    "caps": _NONE,
    "vertAlign": _NONE,
    "spacing": _NONE,
}
RPR_IGNORED: dict[str, str] = {
    "bCs": _EAST_ASIAN,
    "iCs": _EAST_ASIAN,
    "szCs": _EAST_ASIAN,
    "lang": "the language of the document is nl-NL",
    "noProof": _EDITING,
    "kern": "kerning is always on",
    "webHidden": "of web pages",
    "cs": _EAST_ASIAN,
    "specVanish": "only with vanish, which is refused",
    "snapToGrid": "only with a document grid of lines, which is refused",
}
RPR_WHEN_OFF = frozenset(["strike", "dstrike", "smallCaps", "vanish", "shadow", "outline", "emboss", "imprint"])

MARKS: dict[str, str] = {
    "proofErr": _EDITING,
    "bookmarkStart": "nothing refers to it",
    "bookmarkEnd": "nothing refers to it",
    "lastRenderedPageBreak": "where Word broke the page the last time",
    "permStart": _EDITING,
    "permEnd": _EDITING,
    "annotationRef": "of comments, which are refused",
}
SECTION_IGNORED: dict[str, str] = {
    "docGrid": "no effect on Latin text without a grid of lines",
    "noEndnote": "endnotes are refused",
    "formProt": _EDITING,
}
TABLE_IGNORED: dict[str, str] = {
    "tblStyle": "read apart",
    "tblW": "the widths of the columns decide (w:tblGrid)",
    "tblLook": "only with conditional formatting, which is refused",
    "tblStyleRowBandSize": "only with conditional formatting, which is refused",
    "tblStyleColBandSize": "only with conditional formatting, which is refused",
    "tblCaption": "an alternative text that PDF does not need: the cells are tagged",
    "tblDescription": "an alternative text that PDF does not need: the cells are tagged",
    "tblOverlap": "only of floating tables",
}
ROW_IGNORED: dict[str, str] = {"cnfStyle": "repeats what the table style says", "jc": "the table's own jc decides"}
CELL_IGNORED: dict[str, str] = {
    "tcW": "the widths of the columns decide (w:tblGrid)",
    "cnfStyle": "repeats what the table style says",
    "noWrap": "only with columns that fit themselves to their content",
    "hideMark": "only of rows without text",
}
