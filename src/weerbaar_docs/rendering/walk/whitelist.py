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
    "suppressAutoHyphens": _NONE,
    "tabs": _NONE,
    "pBdr": _NONE,
    "numPr": _NONE,
    "outlineLvl": _NONE,
    "shd": frozenset({"color", "fill", "themeFill", "themeFillTint", "themeFillShade", "themeColor"}),
}
PPR_IGNORED: dict[str, str] = {
    "framePr": "the place of a frame; read apart",
    "sectPr": "the end of a section; read apart",
    "rPr": "the paragraph mark; read apart",
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
    "smallCaps": _NONE,
    "highlight": _NONE,
    "shd": PPR["shd"],
    "strike": _NONE,
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
    "w14:ligatures": "the ligatures of the font are used as it says itself",
    "w14:numForm": "the figures of the font are used as it says itself",
    "w14:numSpacing": "the figures of the font are used as it says itself",
    "w14:stylisticSets": "the standard shapes of the font are used",
    "w14:cntxtAlts": "the standard shapes of the font are used",
    "snapToGrid": "only with a document grid of lines, which is refused",
}
# A property that is refused, unless it says that there is nothing special.
NEUTRAL: dict[str, frozenset[str]] = {
    "bdr": frozenset({"nil", "none"}),
    "bidi": frozenset({"0", "false", "off"}),
    "bidiVisual": frozenset({"0", "false", "off"}),
    "effect": frozenset({"none"}),
    "em": frozenset({"none"}),
    "fitText": frozenset({"0"}),
    "position": frozenset({"0"}),
    "rtl": frozenset({"0", "false", "off"}),
    "textDirection": frozenset({"lrTb", "lr", "tb"}),
    "textboxTightWrap": frozenset({"none"}),
    "w": frozenset({"100", "100%"}),
    **dict.fromkeys(
        ["strike", "dstrike", "vanish", "shadow", "outline", "emboss", "imprint", "oMath"],
        frozenset({"0", "false", "off"}),
    ),
}

MARKS: dict[str, str] = {
    "bookmarkEnd": "the start says where a bookmark stands",
    "proofErr": _EDITING,
    "lastRenderedPageBreak": "where Word broke the page the last time",
    "permStart": _EDITING,
    "permEnd": _EDITING,
    "annotationRef": "of comments, which are refused",
}
# Element that holds text -> the attributes that are understood or have no effect; rsid* always are.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "p": _NONE,
    "r": _NONE,
    "t": _NONE,
    "tab": _NONE,
    "noBreakHyphen": _NONE,
    "softHyphen": _NONE,
    "cr": _NONE,
    "tbl": _NONE,
    "tr": _NONE,
    "tc": _NONE,
    "instrText": _NONE,
    "bookmarkStart": frozenset({"id", "name", "colFirst", "colLast", "displacedByCustomXml"}),
    "br": frozenset({"type", "clear"}),
    "hyperlink": frozenset({"anchor", "history", "tooltip", "tgtFrame", "docLocation"}),
    "fldChar": frozenset({"fldCharType", "dirty", "fldLock"}),
    "fldSimple": frozenset({"instr", "dirty", "fldLock"}),
    "footnoteReference": frozenset({"id"}),
    "endnoteReference": frozenset({"id"}),
}
SECTION: dict[str, frozenset[str]] = {
    "headerReference": frozenset({"type"}),
    "footerReference": frozenset({"type"}),
    "titlePg": _NONE,
    "pgSz": frozenset({"w", "h", "orient", "code"}),
    "pgMar": frozenset({"top", "bottom", "left", "right", "header", "footer", "gutter"}),
    "cols": frozenset({"num", "space", "sep", "equalWidth"}),
    "pgNumType": frozenset({"fmt", "start"}),
    "type": _NONE,
    "docGrid": frozenset({"type", "linePitch", "charSpace"}),
    "vAlign": _NONE,
}
SECTION_IGNORED: dict[str, str] = {
    "noEndnote": "endnotes stand at the end of the document",
    "footnotePr": "the numbers of notes; read apart",
    "endnotePr": "the numbers of notes; read apart",
    "formProt": _EDITING,
    "paperSrc": "of a printer",
    "printerSettings": "of a printer",
}
TABLE: dict[str, frozenset[str]] = {
    "tblStyle": _NONE,
    "tblBorders": _NONE,
    "tblCellMar": _NONE,
    "tblInd": frozenset({"w", "type"}),
    "tblpPr": frozenset(
        [
            "leftFromText",
            "rightFromText",
            "topFromText",
            "bottomFromText",
            "vertAnchor",
            "horzAnchor",
            "tblpX",
            "tblpY",
            "tblpXSpec",
            "tblpYSpec",
        ]
    ),
    "jc": _NONE,
    "tblLayout": frozenset({"type"}),
}
TABLE_IGNORED: dict[str, str] = {
    "tblW": "the widths of the columns decide (w:tblGrid)",
    "tblLook": "read apart",
    "tblStyleRowBandSize": "read apart",
    "tblStyleColBandSize": "only with vertical bands, which are refused",
    "tblCaption": "an alternative text that PDF does not need: the cells are tagged",
    "tblDescription": "an alternative text that PDF does not need: the cells are tagged",
    "tblOverlap": "only of floating tables, which may not overlap here",
}
ROW: dict[str, frozenset[str]] = {
    "tblHeader": _NONE,
    "cantSplit": _NONE,
    "trHeight": frozenset({"hRule"}),
    "gridBefore": _NONE,
    "gridAfter": _NONE,
}
ROW_IGNORED: dict[str, str] = {
    "cnfStyle": "repeats what the table style says",
    "jc": "the table's own jc decides",
    "wBefore": "the widths of the columns decide (w:tblGrid)",
    "wAfter": "the widths of the columns decide (w:tblGrid)",
    "divId": "of web pages",
}
CELL: dict[str, frozenset[str]] = {
    "gridSpan": _NONE,
    "vMerge": _NONE,
    "shd": PPR["shd"],
    "tcBorders": _NONE,
    "tcMar": _NONE,
    "vAlign": _NONE,
}
CELL_IGNORED: dict[str, str] = {
    "tcW": "the widths of the columns decide (w:tblGrid)",
    "cnfStyle": "repeats what the table style says",
    "noWrap": "only with columns that fit themselves to their content",
    "hideMark": "only of rows without text",
}
LEVEL: dict[str, frozenset[str]] = {
    "start": _NONE,
    "numFmt": _NONE,
    "lvlText": _NONE,
    "pPr": _NONE,
    "rPr": _NONE,
    "lvlJc": _NONE,
    "suff": _NONE,
    "isLgl": _NONE,
}
LEVEL_IGNORED: dict[str, str] = {
    "pStyle": "the style names its list itself",
    "nsid": _EDITING,
    "tmpl": _EDITING,
}
STYLE_READ = frozenset(["name", "basedOn", "pPr", "rPr", "tblPr", "tblStylePr", "trPr", "tcPr"])
STYLE_IGNORED: dict[str, str] = dict.fromkeys(
    ["aliases", "next", "link", "autoRedefine", "hidden", "uiPriority", "semiHidden", "unhideWhenUsed", "qFormat",
     "locked", "personal", "personalCompose", "personalReply", "rsid"],
    _EDITING,
)  # fmt: skip
# Settings that change the page are read or refused when on; of the rest Word itself says that they are not printed.
SETTINGS_REFUSED = frozenset(
    ["mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop",
     "bookFoldPrinting", "bookFoldRevPrinting", "printTwoOnOne", "displayBackgroundShape", "noLineBreaksAfter",
     "noLineBreaksBefore", "strictFirstAndLastChars"]
)  # fmt: skip
