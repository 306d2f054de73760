# SPDX-License-Identifier: EUPL-1.2
"""Make the Word templates in templates/ for the first time; from then on staff edit them in Word.

    .venv/bin/python tools/make_templates.py [folder]

It overwrites what is there, so run it only to start again from the shipped design.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Mm

from weerbaar_docs.rendering import filters
from weerbaar_docs.rendering.docx import anonymise, pack, properties

BLAUW, GRIJS, LIJN, VLAK = "154273", "595959", "BFC7D1", "E8EDF4"
BREED = 9355  # dxa: A4 less margins of 25 and 20 mm
NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
KEPT = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Header", "Footer")
TECHNICAL = ("Default Paragraph Font", "Normal Table", "No List")

STYLES: dict[str, tuple[str, str]] = {
    "Normal": ("<w:widowControl/>", ""),
    "Title": (
        '<w:keepNext/><w:spacing w:before="120" w:after="40" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="52"/>',
    ),
    "Subtitle": (
        '<w:keepNext/><w:spacing w:before="0" w:after="280"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="26"/>',
    ),
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="400" w:after="120" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="30"/>',
    ),
    "Heading 2": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="24"/>',
    ),
    "Heading 3": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="40"/><w:outlineLvl w:val="2"/>',
        "<w:b/>",
    ),
    "List Bullet": ('<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>', ""),
    "Header": (
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:right="3628"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="16"/>',
    ),
    "Footer": (
        (
            f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{LIJN}"/></w:pBdr>'
            f'<w:tabs><w:tab w:val="right" w:pos="{BREED}"/></w:tabs>'
            '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        ),
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="16"/>',
    ),
}
OWN_STYLES: dict[str, tuple[str, str, str]] = {
    "Merking": ("Header", '<w:spacing w:after="40"/>', f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="18"/>'),
    "Tabeltekst": (
        "Normal",
        '<w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/>',
        '<w:sz w:val="18"/>',
    ),
    "Tabelkop": ("Tabeltekst", "<w:keepNext/>", f'<w:b/><w:color w:val="{BLAUW}"/>'),
    "Gegevens": ("Normal", '<w:spacing w:before="0" w:after="0"/>', ""),
    "Kleinschrift": (
        "Normal",
        '<w:spacing w:before="0" w:after="0"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="15"/>',
    ),
    "Watermerk": ("Header", '<w:spacing w:line="20" w:lineRule="exact"/>', '<w:sz w:val="2"/>'),
}


def style_id(name: str) -> str:
    return name.replace(" ", "")


def runs(text: str) -> str:
    """Give runs for a text in which **bold**, a line break and [[PAGE]] or [[NUMPAGES]] have a meaning."""
    bold, out = False, []
    for piece in re.split(r"(\*\*|\n|\t|\[\[[A-Z]+\]\])", text):
        look = "<w:rPr><w:b/></w:rPr>" if bold else ""
        if piece == "**":
            bold = not bold
        elif piece in ("\n", "\t"):
            out.append(f"<w:r>{look}<w:{'br' if piece == chr(10) else 'tab'}/></w:r>")
        elif piece.startswith("[["):
            field = (
                '<w:fldChar w:fldCharType="begin"/>',
                f'<w:instrText xml:space="preserve"> {piece.strip("[]")} </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
            out.extend(f"<w:r>{look}{part}</w:r>" for part in field)
        elif piece:
            out.append(f'<w:r>{look}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(out)


def para(text: str, style: str = "Normal", direct: str = "") -> str:
    named = "" if style == "Normal" else f'<w:pStyle w:val="{style_id(style)}"/>'
    return f"<w:p><w:pPr>{named}{direct}</w:pPr>{runs(text)}</w:p>"


def tags(*texts: str) -> str:
    """Give one paragraph per {%p ... %} tag."""
    return "".join(para("{%p " + text + " %}") for text in texts)


def when(condition: str, *content: str) -> str:
    return tags(f"if {condition}") + "".join(content) + tags("endif")


def each(loop: str, *content: str) -> str:
    return tags(f"for {loop}") + "".join(content) + tags("endfor")


def bullet(text: str) -> str:
    return para(text, "List Bullet")


def heading(level: int, text: str, direct: str = "") -> str:
    return para(text, f"Heading {level}", direct)


def cell(  # noqa: PLR0913 - the looks of a cell
    width: int, text: str, style: str, *, shade: bool = False, right: bool = False, keep: bool = False, span: int = 1
) -> str:
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>' + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
    if shade:
        look += f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{BLAUW}"/></w:tcBorders>'
        look += f'<w:shd w:val="clear" w:color="auto" w:fill="{VLAK}"/>'
    direct = ("<w:keepNext/>" if keep else "") + ('<w:jc w:val="right"/>' if right else "")
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{para(text, style, direct)}</w:tc>"


def table_start(widths: list[int], *, bordered: bool) -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LIJN}"'
    none = 'w:val="nil"'
    edges = "".join(
        f"<w:{edge} {line if bordered and edge in ('top', 'bottom', 'insideH') else none}/>"
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    side = 90 if bordered else 0
    margins = "".join(
        f'<w:{edge} w:w="{size}" w:type="dxa"/>'
        for edge, size in (
            ("top", 50 if bordered else 20),
            ("left", side),
            ("bottom", 50 if bordered else 20),
            ("right", 90),
        )
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def row(cells: str, *, header: bool = False, split: bool = False) -> str:
    whole = "" if split else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"


def table(
    widths: list[int], head: list[str], *rows: list[str] | str, right: tuple[int, ...] = (), split: bool = False
) -> str:
    """Give a bordered table; a row that is a text is a {%tr ... %} tag; `split` for rows that may pass a page."""
    out = table_start(widths, bordered=True)
    out += row(
        "".join(
            cell(w, t, "Tabelkop", shade=True, right=i in right)
            for i, (w, t) in enumerate(zip(widths, head, strict=True))
        ),
        header=True,
    )
    for line in rows:
        if isinstance(line, str):
            out += row(cell(sum(widths), "{%tr " + line + " %}", "Tabeltekst", span=len(widths)))
        else:
            out += row(
                "".join(
                    cell(w, t, "Tabeltekst", right=i in right)
                    for i, (w, t) in enumerate(zip(widths, line, strict=True))
                ),
                split=split,
            )
    return out + "</w:tbl>"


def facts(*rows: tuple[str, str] | str, left: int = 2600) -> str:
    """Give a borderless table of label and value; a row that is a text is a {%tr ... %} tag."""
    out = table_start([left, BREED - left], bordered=False)
    last = max(i for i, line in enumerate(rows) if not isinstance(line, str))
    for i, line in enumerate(rows):
        if isinstance(line, str):
            out += row(cell(BREED, "{%tr " + line + " %}", "Gegevens", span=2))
        else:
            label, value, keep = f"**{line[0]}**", line[1], i < last
            out += row(cell(left, label, "Gegevens", keep=keep) + cell(BREED - left, value, "Gegevens", keep=keep))
    return out + "</w:tbl>"


def watermark(number: int, text: str) -> str:
    """Give the WordArt watermark that Word itself makes (Ontwerpen > Watermerk)."""
    formulas = "".join(
        f'<v:f eqn="{e}"/>'
        for e in (
            "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0",
            "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5",
        )
    )  # fmt: skip
    return (
        '<w:p><w:pPr><w:pStyle w:val="Watermerk"/></w:pPr><w:r><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
        f'<v:formulas>{formulas}</v:formulas><v:path textpathok="t" o:connecttype="custom"'
        ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136"'
        ' style="position:absolute;margin-left:0;margin-top:0;width:460pt;height:115pt;rotation:315;z-index:-251658752;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
        f'<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="{text}"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r></w:p>'
    )


def put(container: Any, xml: str, *, before: Any = None) -> None:
    for node in parse_xml(f"<w:body {NS}>{xml}</w:body>"):
        if before is None:
            container.append(node)
        else:
            before.addprevious(node)


def set_styles(document: Any, changed: dict[str, tuple[str, str]]) -> None:
    root = document.styles.element
    wanted = {*KEPT, *TECHNICAL}
    for node in list(root):
        if node.tag.endswith("}latentStyles"):
            root.remove(node)
        elif node.tag.endswith("}docDefaults"):
            root.replace(node, parse_xml(
                f'<w:docDefaults {NS}><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
                '<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
                '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
            ))  # fmt: skip
        elif node.tag.endswith("}style") and document.styles.element.get_by_id(node.styleId).name_val.lower() not in {
            w.lower() for w in wanted
        }:
            root.remove(node)
    for name, (ppr, rpr) in (STYLES | changed).items():
        look(document.styles[name].element, ppr, rpr)
    for name, (base, ppr, rpr) in OWN_STYLES.items():
        root.append(parse_xml(
            f'<w:style {NS} w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="{style_id(base)}"/><w:qFormat/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>'
        ))  # fmt: skip
    # LibreOffice puts no link in a PDF that has not this style.
    root.append(
        parse_xml(f'<w:style {NS} w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>')
    )


def look(style: Any, ppr: str, rpr: str) -> None:
    for node in list(style):
        if node.tag.rpartition("}")[2] in ("pPr", "rPr", "link", "semiHidden"):
            style.remove(node)
    put(style, f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr>")


def set_package(document: Any) -> None:
    for rid, relation in list(document.part.rels.items()):
        if relation.reltype.rpartition("/")[2] in (
            "theme",
            "webSettings",
            "fontTable",
            "stylesWithEffects",
            "customXml",
        ):
            document.part.rels.pop(rid)
    numbering = document.part.numbering_part.element
    for node in list(numbering):
        numbering.remove(node)
    put(numbering, (
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="\u2022"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:color w:val="{BLAUW}"/></w:rPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    ))  # fmt: skip
    settings = document.settings.element
    for node in list(settings):
        settings.remove(node)
    put(settings, (
        '<w:defaultTabStop w:val="708"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting'
        ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="nl-NL"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    ))  # fmt: skip


def build(  # noqa: PLR0913 - the parts of a template
    body: str,
    *,
    first: str,
    later: str,
    footer: str,
    mark: tuple[str, str] | None,
    styles: dict[str, tuple[str, str]] | None = None,
) -> bytes:
    """Give the bytes of a template; `mark` is the condition and the text of the watermark."""
    document = Document()
    set_styles(document, styles or {})
    set_package(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(32), Mm(22)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    for number, (part, xml) in enumerate(
        (
            (section.first_page_header, first),
            (section.header, later),
            (section.first_page_footer, footer),
            (section.footer, footer),
        )
    ):
        part.is_linked_to_previous = False
        root = part.part.element
        for node in list(root):
            root.remove(node)
        stamp = when(mark[0], watermark(number + 1, mark[1])) if mark and number < 2 else ""
        put(root, xml + stamp)
    sectpr = document.element.body.sectPr
    for node in list(sectpr):
        if node.tag.endswith("}cols"):
            sectpr.remove(node)
    put(document.element.body, body, before=sectpr)
    target = io.BytesIO()
    document.save(target)
    return pack(anonymise(target.getvalue()) | properties("Sjabloon", date(2026, 1, 1)))


NA_LIJST = '<w:spacing w:before="160"/>'
NA_TABEL = '<w:spacing w:before="240"/>'
REGELING = "Regeling rechtspositie decentrale politieke ambtsdragers"
AFZENDER = para("**{{ huisstijl.organisatie }}**", "Header") + para("{{ huisstijl.afdeling }}", "Header")
PAGINA = "\tPagina [[PAGE]] van [[NUMPAGES]]"


def adviesrapport() -> bytes:
    r = "rapportinhoud.adviesrapport"
    merking = para("{{ " + r + ".vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _rapport_kop() + _rapport_1_tot_5() + _rapport_maatregelen() + _rapport_kosten() + _rapport_slot(),
        first=merking + AFZENDER,
        later=merking
        + para("Datum {{ " + r + ".opgesteld_op | datum }} · Kenmerk {{ " + r + ".rapportnummer }}", "Header"),
        footer=para("Adviesrapport {{ " + r + ".rapportnummer }}, versie {{ " + r + ".versie }}" + PAGINA, "Footer"),
        mark=("not bva_besluit", "CONCEPT"),
    )


def _rapport_kop() -> str:
    return (
        tags(
            "set rapport = rapportinhoud.adviesrapport",
            "set bestuurder = rapportinhoud.bestuurder",
            "set organisatie = rapportinhoud.organisatie",
            "set maatregelen = rapportinhoud | beoordeeld(bva_besluit)",
            "set ambt = bestuurder.functiebenaming | default(bestuurder.ambt | woord_klein)",
        )
        + para("Adviesrapport", "Title")
        + para("Advies over uw veiligheid als {{ ambt }}", "Subtitle")
        + facts(
            ("Voor", "{{ bestuurder | naam }}"),
            (
                "Ambt",
                "{% if bestuurder.waarnemend is defined and bestuurder.waarnemend %}Waarnemend {% endif %}{{ ambt }} bij {{ organisatie.naam }}",
            ),
            ("Kenmerk", "{{ rapport.rapportnummer }}"),
            ("Versie", "{{ rapport.versie }}"),
            ("Datum", "{{ rapport.opgesteld_op | datum }}"),
            ("Opgesteld door", "{{ rapport.opgesteld_door.naam }}, {{ rapport.opgesteld_door.functie }}"),
            ("Dossier", "{{ rapportinhoud.dossiernummer }}"),
            (
                "Status",
                "{% if bva_besluit %}{{ bva_besluit.uitkomst | woord }} op {{ bva_besluit.besloten_op | datum }}{% else %}Concept, nog niet vastgesteld{% endif %}",
            ),
        )
        + heading(1, "Samenvatting")
        + para(
            "Dit rapport gaat over uw veiligheid als {{ ambt }}. U leest wat wij hebben gezien, welke maatregelen wij adviseren en wie ze betaalt."
        )
        + bullet("Het niveau van de dreiging is **{{ rapport.dreigingsanalyse.niveau | woord_klein }}**.")
        + bullet("Het risico in en om uw woning is **{{ rapport.risicobeoordeling_woonplek.niveau | woord_klein }}**.")
        + bullet("Aantal bevindingen: **{{ rapport.bevindingen | length }}**.")
        + when(
            "maatregelen",
            bullet(
                "Aantal maatregelen: **{{ maatregelen | length }}**. Aantal zonder kosten: **{{ maatregelen | kosteloos | length }}**."
            ),
            bullet(
                "Alle maatregelen samen kosten naar schatting {{ rapport.kosten_raming.eenmalig_incl_btw | bedrag }} eenmalig"
                " en {{ rapport.kosten_raming.jaarlijks_incl_btw | bedrag }} per jaar. Deze bedragen zijn inclusief btw."
            ),
            tags("else"),
            bullet("Er zijn nu geen maatregelen nodig."),
        )
        + para(
            "Dit rapport is vertrouwelijk. Bewaar het op een veilige plek. U bepaalt zelf of uw werkgever het krijgt.",
            direct=NA_LIJST,
        )
        + when(
            "rapport.wijzigingen_t_o_v_vorige_versie is defined",
            heading(2, "Wat is er veranderd sinds de vorige versie"),
            para("{{ rapport.wijzigingen_t_o_v_vorige_versie }}"),
        )
    )


def _rapport_1_tot_5() -> str:
    w = "rapportinhoud.gesprek_werkgever"
    b = "rapportinhoud.gesprek_bestuurder"
    return (
        heading(1, "1 Aanleiding en werkwijze")
        + para(
            "Als {{ ambt }} kunt u te maken krijgen met intimidatie, bedreiging, agressie of geweld. Daarom heeft u recht op een advies"
            " over uw veiligheid en op passende maatregelen. Dat staat in artikel {{ organisatie.type | artikel }} van de "
            + REGELING
            + "."
        )
        + para("Wij hebben gekeken naar vier domeinen: werk, wonen, informatie en verplaatsen.")
        + when(
            f"{w} is defined",
            heading(2, "Gesprek met uw werkgever"),
            para(
                "Op {{ "
                + w
                + ".gehouden_op | datum }} spraken wij met uw werkgever ({{ "
                + w
                + ".vorm | woord_klein }})."
                " Aan tafel zaten: {{ " + w + ".deelnemers | map(attribute='rol') | map('woord_klein') | opsomming }}."
            ),
            when(
                f"{w}.lokale_risicos",
                para("Uw werkgever noemde deze lokale risico’s:", direct="<w:keepNext/>"),
                each(f"risico in {w}.lokale_risicos", bullet("{{ risico }}")),
            ),
            when(
                f"{w}.weerbaarheidsaanpak | ja_onderdelen",
                para("Uw organisatie heeft dit al geregeld:", direct="<w:keepNext/>" + NA_LIJST),
                each(f"onderdeel in {w}.weerbaarheidsaanpak | ja_onderdelen", bullet("{{ onderdeel | woord }}")),
            ),
            when(
                f"{w}.weerbaarheidsaanpak.toelichting is defined",
                para("{{ " + w + ".weerbaarheidsaanpak.toelichting }}", direct=NA_LIJST),
            ),
            when(
                f"{w}.werkplek is defined and {w}.werkplek.bijzonderheden is defined",
                para("Over uw werkplek: {{ " + w + ".werkplek.bijzonderheden }}"),
            ),
        )
        + when(
            f"{b} is defined",
            heading(2, "Gesprek met u en woningscan"),
            para(
                "Op {{ "
                + b
                + ".gehouden_op | datum }} spraken wij met u, bij u thuis. Wij deden toen ook een woningscan."
                " Wij bespraken de domeinen {{ " + b + ".besproken_domeinen | map('woord_klein') | opsomming }}."
            ),
            when(
                f"{b}.onderdelen is defined and {b}.onderdelen | ja_onderdelen",
                para("Wij keken naar: {{ " + b + ".onderdelen | ja_onderdelen | map('woord_klein') | opsomming }}."),
            ),
        )
        + heading(1, "2 Dreigingsanalyse")
        + para(
            "Niveau van de dreiging: **{{ rapport.dreigingsanalyse.niveau | woord_klein }}**.", direct="<w:keepNext/>"
        )
        + para("{{ rapport.dreigingsanalyse.samenvatting }}")
        + para("Wij gebruikten deze bronnen: {{ rapport.dreigingsanalyse.bronnen | map('woord_klein') | opsomming }}.")
        + when(
            "rapport.dreigingsanalyse.stelsel_bewaken_en_beveiligen.van_toepassing",
            para("Voor u gelden ook maatregelen uit het stelsel bewaken en beveiligen. Die staan niet in dit rapport."),
            tags("else"),
            para("Er gelden voor u geen maatregelen uit het stelsel bewaken en beveiligen."),
        )
        + when(
            "rapport.dreigingsanalyse.stelsel_bewaken_en_beveiligen.toelichting is defined",
            para("{{ rapport.dreigingsanalyse.stelsel_bewaken_en_beveiligen.toelichting }}"),
        )
        + heading(1, "3 Risicobeoordeling woonplek")
        + when(
            "rapportinhoud.woonplek is defined",
            facts(
                ("Adres", "{{ rapportinhoud.woonplek.adres | adresregel }}"),
                "if rapportinhoud.woonplek.woningtype is defined",
                ("Soort woning", "{{ rapportinhoud.woonplek.woningtype | woord }}"),
                "endif",
                ("Eigendom", "{{ rapportinhoud.woonplek.eigendom | woord }}"),
                "if rapportinhoud.woonplek.ontheffing_woonplaats",
                (
                    "Ontheffing woonplaats",
                    "Verleend op {{ rapportinhoud.woonplek.ontheffing_woonplaats.verleend_op | datum }} door {{ rapportinhoud.woonplek.ontheffing_woonplaats.verleend_door }}",
                ),
                "endif",
            ),
        )
        + para(
            "Risico in en om uw woning: **{{ rapport.risicobeoordeling_woonplek.niveau | woord_klein }}**.",
            direct="<w:keepNext/>" + NA_TABEL,
        )
        + para("{{ rapport.risicobeoordeling_woonplek.samenvatting }}")
        + heading(1, "4 Bevindingen")
        + para(
            "Hier leest u wat wij hebben gezien en gehoord. Elke bevinding heeft een nummer. De maatregelen verwijzen daarnaar."
        )
        + each(
            "domein in ['werk', 'wonen', 'informatie', 'verplaatsen']",
            heading(2, "{{ domein | woord }}"),
            each(
                "bevinding in rapport.bevindingen | selectattr('domein', 'equalto', domein)",
                heading(
                    3,
                    "{{ bevinding.id }} {{ bevinding.soort | woord }}{% if bevinding.ernst is defined %}, ernst {{ bevinding.ernst | woord_klein }}{% endif %}",
                ),
                para("{{ bevinding.tekst }}"),
                tags("else"),
                para("Geen bijzonderheden."),
            ),
        )
        + _rapport_pkvw()
    )


def _rapport_pkvw() -> str:
    p = "rapportinhoud.pkvw"
    return (
        heading(1, "5 Politiekeurmerk Veilig Wonen (PKVW)")
        + para(
            "Uw woning moet een geldig certificaat van het Politiekeurmerk Veilig Wonen hebben. Pas dan betaalt uw werkgever de maatregelen"
            " aan uw woning. U regelt en betaalt het keurmerk zelf. Alleen in een uitzonderlijk geval kan het zonder."
        )
        + when(
            f"{p} is defined",
            facts(
                ("Status", "{{ " + p + ".status | woord }}"),
                f"if {p}.certificaatnummer",
                ("Certificaatnummer", "{{ " + p + ".certificaatnummer }}"),
                "endif",
                f"if {p}.afgegeven_op",
                ("Afgegeven op", "{{ " + p + ".afgegeven_op | datum }}"),
                "endif",
                f"if {p}.geldig_tot",
                ("Geldig tot", "{{ " + p + ".geldig_tot | datum }}"),
                "endif",
                f"if {p}.pkvw_bedrijf is defined and {p}.pkvw_bedrijf",
                ("PKVW-bedrijf", "{{ " + p + ".pkvw_bedrijf }}"),
                "endif",
            ),
            when(
                f"{p}.tekorten is defined and {p}.tekorten",
                heading(2, "Wat uw woning nog nodig heeft voor het keurmerk"),
                each(
                    f"tekort in {p}.tekorten",
                    bullet(
                        "{{ tekort.omschrijving }}{% if tekort.raming_incl_btw is defined %} (ongeveer {{ tekort.raming_incl_btw | bedrag }}){% endif %}"
                    ),
                ),
            ),
            when(
                f"{p}.uitzondering",
                heading(2, "Uitzondering"),
                para("Wij vragen de BVA om een uitzondering. De reden is:", direct="<w:keepNext/>"),
                each(f"grond in {p}.uitzondering.gronden", bullet("{{ grond | woord }}")),
                para("{{ " + p + ".uitzondering.motivering }}"),
            ),
        )
    )


def _rapport_maatregelen() -> str:
    m = "maatregel"
    return (
        heading(1, "6 Maatregelen per domein")
        + when(
            "maatregelen",
            para(
                "Per domein ziet u eerst een overzicht. Daarna leest u wat elke maatregel inhoudt en waarom wij die adviseren."
            ),
            tags("else"),
            para("Er zijn nu geen maatregelen nodig."),
        )
        + each(
            "domein in ['werk', 'wonen', 'informatie', 'verplaatsen'] if maatregelen | selectattr('domein', 'equalto', domein) | list",
            heading(2, "Maatregelen {{ domein | woord_klein }}"),
            table(
                [750, 4005, 1400, 1100, 2100],
                ["Nr.", "Maatregel", "Uitvoerder", "Urgentie", "Termijn"],
                "for maatregel in maatregelen | selectattr('domein', 'equalto', domein)",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}{% if maatregel.oordeel == 'niet_vastgesteld' %} (niet vastgesteld){% endif %}",
                    "{{ maatregel.uitvoerder.rol | woord }}",
                    "{{ maatregel.urgentie | woord }}",
                    "{% if maatregel.uitvoeren_binnen_weken is defined %}binnen {{ maatregel.uitvoeren_binnen_weken }} weken{% else %}geen vaste termijn{% endif %}",
                ],
                "endfor",
            ),
            each(
                f"{m} in maatregelen | selectattr('domein', 'equalto', domein)",
                heading(3, "{{ maatregel.nummer }} {{ maatregel.titel }}"),
                when(
                    "maatregel.oordeel == 'niet_vastgesteld'",
                    para("**Niet vastgesteld door de BVA.** Reden: {{ maatregel.besluit_motivering }}"),
                ),
                when(
                    "maatregel.oordeel == 'gewijzigd_vastgesteld'",
                    para("**Gewijzigd vastgesteld door de BVA.** Reden: {{ maatregel.besluit_motivering }}"),
                ),
                para("{{ maatregel.omschrijving }}"),
                para("**Waarom:** {{ maatregel.motivering }} (bevinding {{ maatregel.bevindingen | opsomming }})"),
                para(
                    "Soort: {{ maatregel.soort | woord_klein }}. Grondslag: {{ maatregel.grondslag | woord_klein }}."
                    "{% if maatregel.verstrekkingsvorm != 'geen' %} Vorm: {{ maatregel.verstrekkingsvorm | woord_klein }}.{% endif %}"
                    "{% if maatregel.norm is defined %} Norm: {{ maatregel.norm }}.{% endif %}"
                    "{% if maatregel.pkvw_niveau %} Nodig voor het PKVW.{% endif %}"
                    "{% if maatregel.afhankelijk_van is defined %} Kan pas na {{ maatregel.afhankelijk_van | opsomming }}.{% endif %}"
                ),
            ),
        )
        + heading(1, "7 Wat kunt u vandaag al doen")
        + para(
            "Deze maatregelen kosten niets. U hoeft niet te wachten op het keurmerk of op uw werkgever.",
            direct="<w:keepNext/>",
        )
        + each(
            "maatregel in maatregelen | kosteloos | selectattr('uitvoerder.rol', 'equalto', 'bestuurder') | rejectattr('oordeel', 'equalto', 'niet_vastgesteld')",
            bullet("**{{ maatregel.titel }}** ({{ maatregel.nummer }}). {{ maatregel.omschrijving }}"),
            tags("else"),
            para("Er zijn nu geen kosteloze maatregelen voor uzelf."),
        )
    )


def _rapport_kosten() -> str:
    return (
        heading(1, "8 Kosten en wie betaalt")
        + when(
            "bva_besluit",
            para("De beveiligingsautoriteit (BVA) heeft besloten. Daaruit volgt wie elke maatregel betaalt."),
            tags("else"),
            para("De beveiligingsautoriteit (BVA) moet dit rapport nog vaststellen. Daarna staat vast wie betaalt."),
        )
        + when(
            "maatregelen",
            table(
                [750, 2905, 1250, 750, 1250, 1150, 1300],
                [
                    "Nr.",
                    "Maatregel",
                    "Eenmalig excl. btw",
                    "Btw",
                    "Eenmalig incl. btw",
                    "Per jaar incl. btw",
                    "Betaler",
                ],
                "for maatregel in maatregelen",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    "{{ maatregel.kosten.eenmalig_excl_btw | bedrag }}",
                    "{{ maatregel.kosten.btw_percentage }} %",
                    "{{ maatregel.kosten.eenmalig_incl_btw | bedrag }}",
                    "{{ maatregel.kosten.jaarlijks_incl_btw | bedrag }}",
                    "{{ maatregel.betaler | woord }}",
                ],
                "endfor",
                [
                    "",
                    "**Totaal**",
                    "**{{ rapport.kosten_raming.eenmalig_excl_btw | bedrag }}**",
                    "",
                    "**{{ rapport.kosten_raming.eenmalig_incl_btw | bedrag }}**",
                    "**{{ rapport.kosten_raming.jaarlijks_incl_btw | bedrag }}**",
                    "",
                ],
                right=(2, 3, 4, 5),
            ),
            when(
                "bva_besluit",
                heading(2, "Totaal per betaler"),
                tags("set verdeling = rapportinhoud | kostenverdeling(bva_besluit)"),
                table(
                    [3755, 1800, 1900, 1900],
                    ["Betaler", "Aantal maatregelen", "Eenmalig incl. btw", "Per jaar incl. btw"],
                    "for regel in verdeling.per_betaler",
                    [
                        "{{ regel.betaler | woord }}",
                        "{{ regel.aantal_maatregelen }}",
                        "{{ regel.eenmalig_incl_btw | bedrag }}",
                        "{{ regel.jaarlijks_incl_btw | bedrag }}",
                    ],
                    "endfor",
                    right=(1, 2, 3),
                ),
                para("Peildatum van deze verdeling: {{ verdeling.peildatum | datum }}.", direct=NA_TABEL),
            ),
            para(
                "Wat voor het keurmerk nodig is, betaalt u zelf. De kosten van dit advies betaalt u niet.",
                direct=NA_TABEL,
            ),
            tags("else"),
            para("Er zijn geen kosten, want er zijn geen maatregelen nodig."),
        )
    )


def _rapport_slot() -> str:
    return (
        heading(1, "9 Vervolg en toelichtingsgesprek")
        + when(
            "bva_besluit",
            bullet("Lees dit rapport rustig door. Begin met de maatregelen uit hoofdstuk 7."),
            bullet(
                "U kiest wat uw werkgever krijgt: het hele rapport, een kortere versie of alleen het overzicht van maatregelen."
            ),
            bullet("Uw werkgever krijgt niets zonder uw toestemming. U kunt uw toestemming altijd intrekken."),
            bullet(
                "Uw werkgever moet de maatregelen uitvoeren die voor zijn rekening komen. Hij beoordeelt ze niet opnieuw."
            ),
            tags("else"),
            bullet(
                "Dit is een concept. De beveiligingsautoriteit (BVA) van het ministerie van BZK toetst het rapport."
            ),
            bullet("Na de vaststelling krijgt u het definitieve rapport. Uw werkgever krijgt nu nog niets."),
        )
        + bullet("Verhuist u? Meld dat dan. Voor een nieuwe woning is een nieuw advies nodig.")
        + when(
            "rapport.toelichtingsgesprek_aangeboden is defined and rapport.toelichtingsgesprek_aangeboden",
            para(
                "Wilt u uitleg bij dit rapport? Maak dan een afspraak met de veiligheidsadviseur, via {{ huisstijl.contact.naam }} ({{ huisstijl.contact.email }}).",
                direct=NA_LIJST,
            ),
            tags("else"),
            para(
                "Heeft u vragen? Neem contact op met {{ huisstijl.contact.naam }} ({{ huisstijl.contact.email }}).",
                direct=NA_LIJST,
            ),
        )
        + heading(1, "Steunpunten")
        + para("**Is er direct gevaar? Bel 112.**", direct="<w:keepNext/>")
        + each("steunpunt in huisstijl.steunpunten", bullet("**{{ steunpunt.naam }}.** {{ steunpunt.doel }}"))
        + when("bva_besluit", _vaststellingsblad())
    )


def _vaststellingsblad() -> str:
    return (
        heading(1, "10 Vaststelling BVA", "<w:pageBreakBefore/>")
        + para(
            "De beveiligingsautoriteit (BVA) van het ministerie van Binnenlandse Zaken en Koninkrijksrelaties heeft dit rapport getoetst."
            " Dat staat in artikel {{ organisatie.type | artikel }}, vierde lid, van de " + REGELING + "."
        )
        + facts(
            ("Besluit", "{{ bva_besluit.uitkomst | woord }}"),
            ("Besluitnummer", "{{ bva_besluit.besluitnummer }}"),
            "if bva_besluit.kenmerk is defined",
            ("Kenmerk BVA", "{{ bva_besluit.kenmerk }}"),
            "endif",
            ("Datum besluit", "{{ bva_besluit.besloten_op | datum }}"),
            ("Rapport", "{{ bva_besluit.rapportnummer }}, versie {{ bva_besluit.rapport_versie }}"),
            ("Getoetst door", "{{ bva_besluit.toetser.naam }}, {{ bva_besluit.toetser.functie }}"),
            "if bva_besluit.pkvw_uitzondering_akkoord is not none",
            (
                "Uitzondering PKVW",
                "{% if bva_besluit.pkvw_uitzondering_akkoord %}Akkoord{% else %}Niet akkoord{% endif %}",
            ),
            "endif",
            left=2300,
        )
        + para("Controlegetal van het rapport (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_TABEL)
        + para("{{ bva_besluit.rapport_sha256 }}", "Kleinschrift", '<w:spacing w:after="160"/>')
        + table(
            [5255, 1500, 2600],
            ["Getoetst", "Oordeel", "Opmerking"],
            "for toets in bva_besluit.toetsing",
            [
                "{{ toets.criterium | woord }}",
                "{{ toets.oordeel | woord }}",
                "{% if toets.opmerking is defined %}{{ toets.opmerking }}{% else %}Geen{% endif %}",
            ],
            "endfor",
        )
        + when(
            "bva_besluit.per_maatregel | rejectattr('oordeel', 'equalto', 'vastgesteld') | list",
            para("Bij deze maatregelen wijkt het besluit af van het advies:", direct="<w:keepNext/>" + NA_TABEL),
            table(
                [900, 2500, 5955],
                ["Nr.", "Oordeel", "Reden"],
                "for regel in bva_besluit.per_maatregel | rejectattr('oordeel', 'equalto', 'vastgesteld')",
                ["{{ regel.nummer }}", "{{ regel.oordeel | woord }}", "{{ regel.motivering }}"],
                "endfor",
            ),
            para("De andere maatregelen zijn vastgesteld zoals ze in dit rapport staan.", direct=NA_TABEL),
            tags("else"),
            para("Alle maatregelen zijn vastgesteld zoals ze in dit rapport staan.", direct=NA_TABEL),
        )
    )


def werkgeversversie() -> bytes:
    v = "werkgeversversie"
    merking = para("{{ " + v + ".vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _werkgever_1_tot_3() + _werkgever_4_tot_7(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ " + v + ".datum | datum }} · Kenmerk {{ " + v + ".kenmerk }}", "Header"),
        footer=para(
            "Adviesrapport voor de werkgever {{ " + v + ".kenmerk }}, versie {{ " + v + ".versie }}" + PAGINA, "Footer"
        ),
        mark=(f"{v}.voorvertoning", "VOORVERTONING"),
    )


def _werkgever_1_tot_3() -> str:
    return (
        tags("set versie = werkgeversversie", "set organisatie = werkgeversversie.organisatie")
        + para("Adviesrapport voor de werkgever", "Title")
        + para("Maatregelen voor de veiligheid van uw {{ versie.ambt | woord_klein }}", "Subtitle")
        + facts(
            ("Organisatie", "{{ organisatie.naam }}"),
            ("Ambt", "{{ versie.ambt | woord }}"),
            ("Kenmerk", "{{ versie.kenmerk }}"),
            ("Versie", "{{ versie.versie }}"),
            ("Datum", "{{ versie.datum | datum }}"),
            "if versie.besluit",
            ("Besluit BVA", "{{ versie.besluit.besluitnummer }} van {{ versie.besluit.besloten_op | datum }}"),
            "endif",
        )
        + when(
            "versie.vaststelling_sha256",
            para("Controlegetal van de vaststelling (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_TABEL),
            para("{{ versie.vaststelling_sha256 }}", "Kleinschrift"),
        )
        + heading(1, "1 Doel en vertrouwelijkheid")
        + para(
            "Dit rapport is voor u als werkgever. Het zegt welke maatregelen u uitvoert of betaalt, en waarom. U krijgt het alleen met"
            " toestemming van de bestuurder. De beveiligingsautoriteit (BVA) van het ministerie van Binnenlandse Zaken en Koninkrijksrelaties"
            " stelt de maatregelen vast."
        )
        + bullet("Deel dit rapport alleen met medewerkers die de maatregelen uitvoeren.")
        + bullet("Zet het niet in een openbare agenda, een openbaar dossier of een gewone e-mail.")
        + bullet("Geef een leverancier alleen de gegevens die hij voor zijn opdracht nodig heeft.")
        + heading(1, "2 Beoordeling op hoofdlijnen")
        + when("versie.niveau", para("Niveau van de dreiging: **{{ versie.niveau | woord_klein }}**."))
        + when(
            "versie.beoordeling",
            para("{{ versie.beoordeling }}"),
            tags("else"),
            para("Deze versie bevat geen beoordeling op hoofdlijnen."),
        )
        + when(
            "versie.bevindingen",
            heading(2, "Bevindingen"),
            each(
                "bevinding in versie.bevindingen",
                bullet("**{{ bevinding.id }}, {{ bevinding.domein | woord_klein }}.** {{ bevinding.tekst }}"),
            ),
        )
        + heading(1, "3 Maatregelen voor de werkgever")
        + when(
            "versie.maatregelen",
            para("U neemt deze maatregelen altijd over. De omschrijving is die van het besluit van de BVA."),
            tags("else"),
            para("Er zijn geen maatregelen voor u als werkgever."),
        )
        + each(
            "domein in ['werk', 'wonen', 'informatie', 'verplaatsen'] if versie.maatregelen | selectattr('domein', 'equalto', domein) | list",
            heading(2, "{{ domein | woord }}"),
            each(
                "maatregel in versie.maatregelen | selectattr('domein', 'equalto', domein)",
                heading(3, "{{ maatregel.nummer }} {{ maatregel.titel }}"),
                when("maatregel.omschrijving", para("{{ maatregel.omschrijving }}")),
                when("maatregel.motivering", para("**Waarom:** {{ maatregel.motivering }}")),
                when("maatregel.norm", para("Norm: {{ maatregel.norm }}")),
            ),
        )
    )


def _werkgever_4_tot_7() -> str:
    return (
        heading(1, "4 Verdeling")
        + when(
            "versie.maatregelen",
            table(
                [750, 2905, 1250, 750, 1250, 1150, 1300],
                [
                    "Nr.",
                    "Maatregel",
                    "Eenmalig excl. btw",
                    "Btw",
                    "Eenmalig incl. btw",
                    "Per jaar incl. btw",
                    "Betaler",
                ],
                "for maatregel in versie.maatregelen",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    "{{ maatregel.kosten.eenmalig_excl_btw | bedrag }}",
                    "{{ maatregel.kosten.btw_percentage }} %",
                    "{{ maatregel.kosten.eenmalig_incl_btw | bedrag }}",
                    "{{ maatregel.kosten.jaarlijks_incl_btw | bedrag }}",
                    "{{ maatregel.betaler | woord }}",
                ],
                "endfor",
                [
                    "",
                    "**Totaal**",
                    "**{{ versie.kosten_raming.eenmalig_excl_btw | bedrag }}**",
                    "",
                    "**{{ versie.kosten_raming.eenmalig_incl_btw | bedrag }}**",
                    "**{{ versie.kosten_raming.jaarlijks_incl_btw | bedrag }}**",
                    "",
                ],
                right=(2, 3, 4, 5),
            ),
        )
        + para(
            "De kosten komen ten laste van uw organisatie. Bevoegd is {{ organisatie.type | orgaan }}"
            " (artikel {{ organisatie.type | artikel }}, derde lid, van de " + REGELING + ").",
            direct=NA_TABEL,
        )
        + when(
            "versie.maatregelen | selectattr('betaler', 'equalto', 'aangehouden_pkvw') | list",
            para(
                "Maatregelen die zijn aangehouden voert u nog niet uit. Dat kan pas als het Politiekeurmerk Veilig Wonen (PKVW) in orde is."
            ),
        )
        + heading(1, "5 Uitvoering en planning")
        + when(
            "versie.maatregelen",
            table(
                [750, 3105, 1350, 1050, 1700, 1400],
                ["Nr.", "Maatregel", "Uitvoerder", "Urgentie", "Termijn", "Vorm"],
                "for maatregel in versie.maatregelen",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    "{{ maatregel.uitvoerder | woord }}",
                    "{{ maatregel.urgentie | woord }}",
                    "{% if maatregel.uitvoeren_binnen_weken %}binnen {{ maatregel.uitvoeren_binnen_weken }} weken{% else %}geen vaste termijn{% endif %}",
                    "{{ maatregel.verstrekkingsvorm | woord }}",
                ],
                "endfor",
            ),
        )
        + para(
            "Bespreek de planning met de bestuurder. Maatregelen aan de woning voert u alleen uit in overleg en na afspraak.",
            direct=NA_TABEL,
        )
        + para("Bruikleen eindigt als het ambt eindigt. Spreek vooraf af hoe u de spullen terugneemt.")
        + heading(1, "6 Grondslag en fiscaal")
        + when(
            "versie.maatregelen",
            table(
                [900, 5055, 3400],
                ["Nr.", "Maatregel", "Grondslag"],
                "for maatregel in versie.maatregelen",
                ["{{ maatregel.nummer }}", "{{ maatregel.titel }}", "{{ maatregel.grondslag | woord }}"],
                "endfor",
            ),
        )
        + para(
            "Vraag de bestuurder geen eigen bijdrage voor deze maatregelen. Wil de bestuurder een duurdere uitvoering, dan betaalt hij of zij het verschil zelf.",
            direct=NA_TABEL,
        )
        + when(
            "organisatie.type == 'gemeente'",
            para(
                "Voorzieningen voor een veilige woon- en werkplek zijn aangewezen als eindheffingsbestanddeel"
                " (artikel 3.3.8, onder j, van het Rechtspositiebesluit decentrale politieke ambtsdragers)."
            ),
        )
        + para("Vraag uw salarisadministratie hoe u de kosten verwerkt.")
        + heading(1, "7 Contact")
        + para(
            "Heeft u vragen over dit rapport? Neem contact op met {{ huisstijl.contact.naam }} ({{ huisstijl.contact.email }}). Noem alleen het kenmerk."
        )
    )


def maatregelenoverzicht() -> bytes:
    """What is done and who pays, without a word on why."""
    o = "maatregelenoverzicht"
    merking = para("{{ " + o + ".vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _overzicht_maatregelen() + _overzicht_kosten(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ " + o + ".datum | datum }} · Kenmerk {{ " + o + ".kenmerk }}", "Header"),
        footer=para("Maatregelenoverzicht {{ " + o + ".kenmerk }}, versie {{ " + o + ".versie }}" + PAGINA, "Footer"),
        mark=None,
    )


def _overzicht_maatregelen() -> str:
    return (
        tags("set overzicht = maatregelenoverzicht", "set organisatie = maatregelenoverzicht.organisatie")
        + para("Maatregelenoverzicht", "Title")
        + para("Maatregelen en kosten voor de veiligheid van uw {{ overzicht.ambt | woord_klein }}", "Subtitle")
        + facts(
            ("Organisatie", "{{ organisatie.naam }}"),
            ("Kenmerk", "{{ overzicht.kenmerk }}"),
            ("Versie", "{{ overzicht.versie }}"),
            ("Datum", "{{ overzicht.datum | datum }}"),
            "if overzicht.besluit",
            ("Besluit BVA", "{{ overzicht.besluit.besluitnummer }} van {{ overzicht.besluit.besloten_op | datum }}"),
            "endif",
        )
        + para("Controlegetal van de vaststelling (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_TABEL)
        + para("{{ overzicht.vaststelling_sha256 }}", "Kleinschrift")
        + heading(1, "1 Maatregelen")
        + when(
            "overzicht.maatregelen",
            para("U neemt deze maatregelen altijd over. De omschrijving is die van het besluit van de BVA."),
            table(
                [750, 3105, 1350, 1050, 1700, 1400],
                ["Nr.", "Maatregel", "Uitvoerder", "Urgentie", "Termijn", "Vorm"],
                "for maatregel in overzicht.maatregelen",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    "{{ maatregel.uitvoerder | woord }}",
                    "{{ maatregel.urgentie | woord }}",
                    "{% if maatregel.uitvoeren_binnen_weken %}binnen {{ maatregel.uitvoeren_binnen_weken }} weken{% else %}geen vaste termijn{% endif %}",
                    "{{ maatregel.verstrekkingsvorm | woord }}",
                ],
                "endfor",
            ),
            heading(2, "Omschrijving"),
            each(
                "maatregel in overzicht.maatregelen",
                heading(3, "{{ maatregel.nummer }} {{ maatregel.titel }}"),
                when("maatregel.omschrijving", para("{{ maatregel.omschrijving }}")),
                when("maatregel.norm", para("Norm: {{ maatregel.norm }}")),
                para(
                    "Domein: {{ maatregel.domein | woord_klein }}. Grondslag: {{ maatregel.grondslag | woord_klein }}."
                ),
            ),
            tags("else"),
            para("Er zijn geen maatregelen voor u als werkgever."),
        )
    )


def _overzicht_kosten() -> str:
    return (
        heading(1, "2 Kosten en wie betaalt")
        + when(
            "overzicht.maatregelen",
            table(
                [750, 2905, 1250, 750, 1250, 1150, 1300],
                [
                    "Nr.",
                    "Maatregel",
                    "Eenmalig excl. btw",
                    "Btw",
                    "Eenmalig incl. btw",
                    "Per jaar incl. btw",
                    "Betaler",
                ],
                "for maatregel in overzicht.maatregelen",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    "{{ maatregel.kosten.eenmalig_excl_btw | bedrag }}",
                    "{{ maatregel.kosten.btw_percentage }} %",
                    "{{ maatregel.kosten.eenmalig_incl_btw | bedrag }}",
                    "{{ maatregel.kosten.jaarlijks_incl_btw | bedrag }}",
                    "{{ maatregel.betaler | woord }}",
                ],
                "endfor",
                [
                    "",
                    "**Totaal**",
                    "**{{ overzicht.kosten_raming.eenmalig_excl_btw | bedrag }}**",
                    "",
                    "**{{ overzicht.kosten_raming.eenmalig_incl_btw | bedrag }}**",
                    "**{{ overzicht.kosten_raming.jaarlijks_incl_btw | bedrag }}**",
                    "",
                ],
                right=(2, 3, 4, 5),
            ),
            heading(2, "Per betaler"),
            table(
                [3355, 1200, 1600, 1600, 1600],
                ["Betaler", "Aantal", "Eenmalig excl. btw", "Eenmalig incl. btw", "Per jaar incl. btw"],
                "for deel in overzicht.per_betaler",
                [
                    "{{ deel.betaler | woord }}",
                    "{{ deel.aantal_maatregelen }}",
                    "{{ deel.eenmalig_excl_btw | bedrag }}",
                    "{{ deel.eenmalig_incl_btw | bedrag }}",
                    "{{ deel.jaarlijks_incl_btw | bedrag }}",
                ],
                "endfor",
                right=(1, 2, 3, 4),
            ),
        )
        + when(
            "overzicht.maatregelen | selectattr('betaler', 'equalto', 'aangehouden_pkvw') | list",
            para(
                "Maatregelen die zijn aangehouden voert u nog niet uit. Dat kan pas als het Politiekeurmerk Veilig Wonen (PKVW) in orde is.",
                direct=NA_TABEL,
            ),
        )
        + para(
            "De kosten komen ten laste van uw organisatie. Bevoegd is {{ organisatie.type | orgaan }}"
            " (artikel {{ organisatie.type | artikel }}, derde lid, van de " + REGELING + ").",
            direct=NA_TABEL,
        )
        + para(
            "Vraag de bestuurder geen eigen bijdrage voor deze maatregelen. Wil de bestuurder een duurdere uitvoering, dan betaalt hij of zij het verschil zelf."
        )
        + heading(1, "3 Zorgvuldig omgaan met dit overzicht")
        + bullet("Deel dit overzicht alleen met medewerkers die de maatregelen uitvoeren.")
        + bullet("Zet het niet in een openbare agenda, een openbaar dossier of een gewone e-mail.")
        + bullet("Geef een leverancier alleen de gegevens die hij voor zijn opdracht nodig heeft.")
        + para(
            "Heeft u vragen? Neem contact op met {{ huisstijl.contact.naam }} ({{ huisstijl.contact.email }}). Noem alleen het kenmerk.",
            direct=NA_LIJST,
        )
    )


BRIEF_STIJL = {
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="0"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="20"/>',
    )
}


# Per kind of werkgever: whether its competent body is one or many, who pays, and the short name of that body.
WERKGEVERS = {
    "gemeente": ("is", "de gemeente", "het college"),
    "provincie": ("zijn", "de provincie", "gedeputeerde staten"),
    "waterschap": ("is", "het waterschap", "het dagelijks bestuur"),
}


def brief_werkgever(soort: str) -> bytes:
    merking = para("{{ brief.vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _brief_kop(
            "brief.",
            betreft="{{ brief.betreft }}",
            uw_kenmerk="{% if brief.uw_kenmerk %}{{ brief.uw_kenmerk }}{% else %}–{% endif %}",
            bijlagen="{{ brief.bijlagen | length }}",
        )
        + _brief_tekst(soort),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ brief.datum | datum }} · Kenmerk {{ brief.kenmerk }}", "Header"),
        footer=para("{{ huisstijl.organisatie }}" + PAGINA, "Footer"),
        mark=None,
        styles=BRIEF_STIJL,
    )


def brief_contactgegevens() -> bytes:
    """A letter that holds nothing of any dossier: does the organisation still have these contact data and this key?"""
    merking = para("VERTROUWELIJK", "Merking")
    return build(
        _brief_kop("", betreft="Controle van uw gegevens", uw_kenmerk="–", bijlagen="0") + _contactgegevens_tekst(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ datum | datum }} · Kenmerk {{ kenmerk }}", "Header"),
        footer=para("{{ huisstijl.organisatie }}" + PAGINA, "Footer"),
        mark=None,
        styles=BRIEF_STIJL,
    )


def _brief_kop(bron: str, *, betreft: str, uw_kenmerk: str, bijlagen: str) -> str:
    left, gap, right = 5400, 1155, 2800
    adres = para(
        "Retouradres {{ huisstijl.retouradres }}", "Kleinschrift", '<w:spacing w:before="600" w:after="160"/>'
    ) + each(f"regel in {bron}adresregels", para("{{ regel }}", "Gegevens"))
    labels = (
        ("Datum", "{{ " + bron + "datum | datum }}"),
        ("Kenmerk", "{{ " + bron + "kenmerk }}"),
        ("Uw kenmerk", uw_kenmerk),
        ("Bijlage(n)", bijlagen),
    )
    kolom = "".join(
        para(label, "Kleinschrift", f'<w:spacing w:before="{600 if i == 0 else 60}" w:after="0"/>')
        + para(value, "Tabeltekst")
        for i, (label, value) in enumerate(labels)
    )
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in ((left, adres), (gap, para("", "Gegevens")), (right, kolom))
    )
    return (
        table_start([left, gap, right], bordered=False)
        + row(cells)
        + "</w:tbl>"
        + para(f"**Betreft** {betreft}", direct='<w:spacing w:before="440" w:after="240"/>')
        + para("{{ " + bron + "aanhef }}", direct='<w:spacing w:after="200"/>')
    )


def _brief_tekst(soort: str) -> str:
    werkwoord, betaler, kort = WERKGEVERS[soort]
    orgaan = filters.orgaan(soort)
    return (
        heading(1, "Toezending")
        + para(
            "Hierbij ontvangt u een vertrouwelijk advies met bijlagen. U krijgt dit als werkgever. De bestuurder om wie het gaat heeft"
            " toestemming gegeven om u deze stukken te sturen. De beveiligingsautoriteit (BVA) van het ministerie van Binnenlandse Zaken en"
            " Koninkrijksrelaties heeft de maatregelen vastgesteld."
        )
        + heading(1, "Wat wordt van u verwacht")
        + para(
            "U neemt de vastgestelde maatregelen altijd over en u bekostigt ze. U hoeft ze niet opnieuw te beoordelen. In de bijlagen staat"
            " wat u uitvoert, binnen welke termijn en wie betaalt. Bespreek de planning met de bestuurder."
        )
        + heading(1, "Bevoegd orgaan en kosten")
        + para(
            f"{orgaan[0].upper()}{orgaan[1:]} {werkwoord} bevoegd om de maatregelen te verstrekken."
            f" De kosten komen ten laste van {betaler}. Dat staat in artikel {filters.artikel(soort)}, derde lid, van de {REGELING}."
            f" Regel zo nodig een mandaat, zodat de stukken zelf niet op een agenda van {kort} hoeven te staan."
        )
        + heading(1, "Vertrouwelijk behandelen")
        + bullet("Deel de stukken alleen met medewerkers die ze voor de uitvoering nodig hebben.")
        + bullet("Zet ze niet in openbare agenda’s of openbare dossiers.")
        + bullet("Krijgt u een verzoek op grond van de Wet open overheid (Woo)? Overleg dan eerst met ons.")
        + heading(1, "Gesprek met de adviseur")
        + para("Wilt u een toelichting? U kunt een afspraak maken met de veiligheidsadviseur.")
        + heading(1, "Ontvangst bevestigen")
        + para(
            "Wilt u de ontvangst bevestigen? Dat kan bij {{ huisstijl.contact.naam }}, via {{ huisstijl.contact.email }}."
            " Noem daarbij alleen ons kenmerk. Schrijf niets over de inhoud."
        )
        + _brief_slot()
        + when(
            "brief.bijlagen",
            para("**Bijlagen**", "Gegevens", "<w:keepNext/>"),
            each(
                "bijlage in brief.bijlagen", para("{{ loop.index }}. {{ bijlage.titel }}", "Gegevens", "<w:keepNext/>")
            ),
        )
    )


def _contactgegevens_tekst() -> str:
    return (
        heading(1, "Kloppen uw gegevens nog?")
        + para(
            "Wij sturen uw organisatie soms vertrouwelijke berichten. Die zijn altijd versleuteld, zodat alleen u ze kunt openen."
            " Daarvoor gebruiken wij de gegevens hieronder. Wilt u controleren of ze nog kloppen?"
        )
        + facts(
            ("Organisatie", "{{ organisatie.naam }}"),
            ("OIN", "{{ organisatie.oin }}"),
            ("E-mail", "{{ organisatie.contactpersoon.email }}"),
            "if organisatie.contactpersoon.telefoon is defined",
            ("Telefoon", "{{ organisatie.contactpersoon.telefoon }}"),
            "endif",
            "if organisatie.openpgp is defined",
            ("Sleutel", "{{ organisatie.openpgp.vingerafdruk }}"),
            ("Gecontroleerd op", "{{ organisatie.openpgp.geverifieerd_op | datum }}"),
            "endif",
        )
        + heading(1, "Klopt er iets niet?")
        + para(
            "Geef de wijziging door aan {{ contactpunt.naam }}. Een wijziging van de sleutel nemen wij pas over nadat wij u hebben"
            " teruggebeld op een nummer dat wij al kennen."
        )
        + when("contactpunt.telefoon", bullet("Telefoon: {{ contactpunt.telefoon }}"))
        + when("contactpunt.email", bullet("E-mail: {{ contactpunt.email }}"))
        + when("contactpunt.openingstijden", bullet("Bereikbaar: {{ contactpunt.openingstijden }}"))
        + heading(1, "Alles in orde?")
        + para("Dan hoeft u niets te doen.")
        + _brief_slot()
    )


def _brief_slot() -> str:
    return (
        para("Hoogachtend,", "Gegevens", '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="120"/>')
        + para("{{ huisstijl.organisatie }},\nnamens deze,", "Gegevens", '<w:keepNext/><w:spacing w:after="760"/>')
        + when("huisstijl.ondertekenaar.naam", para("{{ huisstijl.ondertekenaar.naam }}", "Gegevens", "<w:keepNext/>"))
        + para("{{ huisstijl.ondertekenaar.functie }}", "Gegevens", '<w:keepNext/><w:spacing w:after="200"/>')
    )


def inzage() -> bytes:
    """The copy of his own data for the bestuurder (AVG, art. 15)."""
    merking = para("VERTROUWELIJK", "Merking")
    return build(
        _inzage_gegevens() + _inzage_gebruik() + _inzage_rechten(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ inzage.datum | datum }} · Kenmerk {{ inzage.kenmerk }}", "Header"),
        footer=para("Kopie van uw gegevens, kenmerk {{ inzage.kenmerk }}" + PAGINA, "Footer"),
        mark=None,
    )


def _inzage_gegevens() -> str:
    return (
        para("Kopie van uw gegevens", "Title")
        + para("Wat wij van u hebben, waarvoor, en wie het heeft gezien", "Subtitle")
        + facts(
            ("Kenmerk", "{{ inzage.kenmerk }}"),
            ("Datum", "{{ inzage.datum | datum }}"),
            ("Dossiernummer", "{{ inzage.dossiernummer }}"),
        )
        + heading(1, "1 Wat is dit?")
        + para(
            "Dit is een kopie van alle gegevens die wij over u hebben in dit dossier. U heeft recht op deze kopie. Dat staat in"
            " artikel 15 van de Algemene verordening gegevensbescherming (AVG). Dezelfde gegevens zitten als gegevensbestand (JSON)"
            " bij deze PDF. Daarin staan ook de controlegetallen, die u hier niet ziet."
        )
        + bullet("Bewaar deze kopie op een veilige plek. Er staan gegevens in over uw woning en uw veiligheid.")
        + bullet("Stuur haar niet door met gewone e-mail.")
        + heading(1, "2 Waarom hebben wij uw gegevens?")
        + para(
            "Wij gebruiken uw gegevens om u te adviseren over uw veiligheid en die van uw gezin. En om te zorgen dat de maatregelen"
            " worden vastgesteld en uitgevoerd. Geen computer neemt een besluit over u: dat doen altijd mensen."
        )
        + when(
            "inzage.verwerking.grondslag",
            para("Dit mogen wij op grond van: {{ inzage.verwerking.grondslag }}."),
            tags("else"),
            para("Wilt u weten op welke wettelijke grond wij dit doen? Vraag het ons; u krijgt dan apart antwoord."),
        )
        + when("inzage.verwerking.doorgifte", para("{{ inzage.verwerking.doorgifte }}"))
        + heading(1, "3 Welke gegevens hebben wij?")
        + each(
            "onderdeel in inzage.onderdelen",
            heading(2, "{{ onderdeel.titel }}"),
            para("**Waarvoor:** {{ onderdeel.doel }}\n**Van wie:** {{ onderdeel.herkomst }}", direct="<w:keepNext/>"),
            table(
                [3600, BREED - 3600],
                ["Gegeven", "Wat er staat"],
                "for regel in onderdeel.regels",
                ["{{ regel.label }}", "{{ regel.waarde }}"],
                "endfor",
                split=True,  # an item can be longer than a page
            ),
        )
    )


def _inzage_gebruik() -> str:
    return (
        heading(1, "4 Wie heeft gegevens van u gekregen?")
        + when(
            "inzage.verstrekkingen",
            table(
                [2900, 3000, BREED - 5900],
                ["Wanneer", "Aan wie", "Wat"],
                "for v in inzage.verstrekkingen",
                ["{{ v.wanneer }}", "{{ v.aan }}", "{{ v.wat }}"],
                "endfor",
            ),
            tags("else"),
            para("Volgens onze administratie heeft niemand buiten onze organisatie gegevens uit dit dossier gekregen."),
        )
        + heading(1, "5 Wie heeft in uw dossier gewerkt of gekeken?")
        + para("Wij noemen de rol van onze medewerkers, niet hun naam.", direct="<w:keepNext/>")
        + when(
            "inzage.gebruik",
            table(
                [2600, 3000, 1000, BREED - 6600],
                ["Rol", "Wat", "Aantal", "Wanneer"],
                "for g in inzage.gebruik",
                ["{{ g.rol }}", "{{ g.wat }}", "{{ g.aantal }}", "{{ g.wanneer }}"],
                "endfor",
                right=(2,),
            ),
            tags("else"),
            para("Hiervan is niets vastgelegd."),
        )
        + heading(1, "6 Hoe lang bewaren wij uw gegevens?")
        + when(
            "inzage.verwerking.duur",
            para(
                "Wij bewaren ze {{ inzage.verwerking.duur }}{% if inzage.verwerking.startgebeurtenis %}, vanaf:"
                " {{ inzage.verwerking.startgebeurtenis }}{% endif %}.{% if inzage.verwerking.termijn_grondslag %} Dit staat in:"
                " {{ inzage.verwerking.termijn_grondslag }}.{% endif %}"
            ),
            tags("else"),
            para("Voor dit dossier is nog geen bewaartermijn vastgesteld. Wij laten het u weten als dat is gebeurd."),
        )
        + heading(1, "7 Wat staat hier niet in?")
        + when(
            "inzage.weggelaten",
            para(
                "Een paar gegevens krijgt u niet te zien. Hieronder staat hoeveel, en waarom.", direct="<w:keepNext/>"
            ),
            table(
                [3600, BREED - 3600],
                ["Waar", "Waarom"],
                "for w in inzage.weggelaten",
                ["{{ w.wat }}", "{{ w.waarom }}"],
                "endfor",
            ),
            para("Bent u het hier niet mee eens? Vraag ons dan om er opnieuw naar te kijken.", direct=NA_TABEL),
            tags("else"),
            para("Wij hebben niets weggelaten."),
        )
    )


def _inzage_rechten() -> str:
    return (
        heading(1, "8 Uw rechten")
        + bullet("**Verbeteren.** Klopt er iets niet? Dan passen wij het aan.")
        + bullet(
            "**Verwijderen.** U kunt vragen om gegevens weg te halen. Soms moeten wij ze bewaren; dan leggen wij uit waarom."
        )
        + bullet("**Beperken en bezwaar maken.** U kunt vragen om uw gegevens minder of niet meer te gebruiken.")
        + bullet("**Meenemen.** Het gegevensbestand bij deze PDF kunt u zelf bewaren of aan een ander geven.")
        + bullet(
            "**Toestemming intrekken.** Dat kan altijd en hoeft u niet uit te leggen. Wat al is gebeurd, draait dat niet terug."
        )
        + bullet("**Klagen.** Dat kan bij ons en bij {{ inzage.verwerking.toezicht }}.")
        + heading(1, "9 Vragen")
        + para(
            "Neem contact op met {{ huisstijl.contact.naam }}, via {{ huisstijl.contact.email }}. Noem daarbij alleen het kenmerk"
            " {{ inzage.kenmerk }}. Schrijf niets over de inhoud."
        )
    )


BLAD_STIJL = {
    "Title": (
        '<w:keepNext/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="40"/>',
    ),
    "Subtitle": (
        '<w:keepNext/><w:spacing w:before="0" w:after="120"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="22"/>',
    ),
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="180" w:after="60" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="24"/>',
    ),
    "List Bullet": ('<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="40"/>', ""),
}


def sleutelblad() -> bytes:
    """One A4 for a werkgever: how to make a key, whom to send it to, and how both sides check it."""
    return build(
        _sleutelblad_maken() + _sleutelblad_sturen() + _sleutelblad_controle(),
        first=AFZENDER,
        later=AFZENDER,
        footer=para("Sleutelblad van {{ sleutelblad.datum | datum }}" + PAGINA, "Footer"),
        mark=None,
        styles=BLAD_STIJL,
    )


def _sleutelblad_maken() -> str:
    stappen = (
        ["1", "Kies **Bestand > Nieuw OpenPGP-sleutelpaar**. Vul de naam van uw organisatie of afdeling in, niet die van een persoon. Vul een e-mailadres in dat u samen leest."],
        ["2", "Open **Geavanceerde instellingen**. Kies **ECDSA/EdDSA ed25519 + ECDH cv25519**. Kan dat niet? Kies dan RSA 4096. Laat de sleutel na **2 jaar** verlopen."],
        ["3", "Kies een sterke wachtzin. Bewaar die in de wachtwoordkluis van uw organisatie."],
        ["4", "Open de **details** van de sleutel. Maak een **intrekkingscertificaat** en bewaar het apart, op een veilige plaats. Daarmee trekt u de sleutel in als u hem kwijt bent."],
        ["5", "Kies **Exporteren**. U krijgt de **openbare** sleutel: een bestand dat eindigt op .asc. Deel nooit de geheime sleutel, ook niet met ons."],
    )  # fmt: skip
    return (
        para("Zo maakt u een sleutel voor uw organisatie", "Title")
        + para(
            "{% if sleutelblad.organisatie %}{{ sleutelblad.organisatie.naam }} · OIN {{ sleutelblad.organisatie.oin }}"
            "{% else %}Organisatie: ............................................................... OIN: ........................................{% endif %}",
            "Subtitle",
        )
        + para(
            "Wij sturen u soms stukken die alleen u mag lezen. Die versleutelen wij met uw OpenPGP-sleutel. Maakt u een nieuwe sleutel,"
            " of vervangt u de oude? Doe het zo."
        )
        + heading(1, "1. Maak de sleutel (met Kleopatra, in Gpg4win)")
        + table([700, BREED - 700], ["Stap", "Wat u doet"], *stappen)
        + para(
            'Werkt u met de opdrachtregel? **gpg --quick-gen-key "Afdeling (organisatie) <adres>" future-default default 2y** en daarna'
            " **gpg --armor --output sleutel.asc --export VINGERAFDRUK**. GnuPG bewaart het intrekkingscertificaat in de map openpgp-revocs.d.",
            "Normal",
            '<w:spacing w:before="100"/>',
        )
    )


def _sleutelblad_sturen() -> str:
    return (
        heading(1, "2. Stuur ons de openbare sleutel")
        + para(
            "Stuur het bestand naar **{{ sleutelblad.stuur_naar }}**. Schrijf niets over een dossier of een persoon."
        )
        + heading(1, "3. Wij bellen u terug")
        + bullet(
            "Wij bellen u op een nummer dat al in ons organisatieregister staat. Wij gebruiken nooit een nummer uit een e-mail of brief over"
            " deze sleutel. Gebruik ook zelf nooit zo’n nummer."
        )
        + bullet(
            "U leest de vingerafdruk voor van uw eigen scherm (Kleopatra: Details; of gpg --fingerprint). Wij lezen mee."
        )
        + bullet("Verschilt er één teken of één woord? Dan nemen wij de sleutel niet op.")
    )


def _sleutelblad_controle() -> str:
    return (
        heading(1, "4. Vingerafdruk van uw sleutel")
        + when(
            "sleutelblad.vingerafdruk",
            para("Dit is de vingerafdruk die wij van u hebben. Vink elke regel af die klopt.", direct="<w:keepNext/>"),
            tags("else"),
            para(
                "Vul de vingerafdruk in: tien groepen van vier tekens. De woorden vullen wij samen in.",
                direct="<w:keepNext/>",
            ),
        )
        + _regels([900, 2300, 5055, 1100])
        + para(
            "Gecontroleerd op: ....................................  Door (CCV): ....................................  Met: ....................................",
            "Tabeltekst",
            '<w:spacing w:before="160"/>',
        )
    )


def _regels(widths: list[int]) -> str:
    """Give the lines that both sides tick off, larger than other tables: they are read aloud."""
    ruim = '<w:spacing w:before="40" w:after="40"/>'
    texts = ("{{ loop.index }}", "**{{ regel.tekens or leeg }}**", "{{ regel.woorden }}", "")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{para(text, "Gegevens", ruim)}</w:tc>'
        for width, text in zip(widths, texts, strict=True)
    )
    tag = "".join(
        row(cell(sum(widths), "{%tr " + t + " %}", "Tabeltekst", span=4)) for t in ("for regel in regels", "endfor")
    )
    begin, end = tag[: tag.index("</w:tr>") + 7], tag[tag.index("</w:tr>") + 7 :]
    made = table(widths, ["Regel", "Tekens", "In woorden", "Klopt"])
    return tags("set leeg = '............................'") + made.replace(
        "</w:tbl>", begin + row(cells) + end + "</w:tbl>"
    )


def vergelijking() -> bytes:
    """What changed between two versions: what came underlined, what went struck out, and both in words."""
    merking = para("{{ vergelijking.vertrouwelijkheid | upper }}", "Merking")
    return build(
        _vergelijking_kop() + _vergelijking_gegevens() + _vergelijking_tekst(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ vergelijking.datum | datum }} · Kenmerk {{ vergelijking.kenmerk }}", "Header"),
        footer=para("Vergelijking {{ vergelijking.kenmerk }}" + PAGINA, "Footer"),
        mark=None,
    )


def _stukken(bron: str) -> str:
    """Give runs for the pieces of a text: what went struck out, what came underlined, both named."""

    def run(text: str, look: str = "") -> str:
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    return (
        run("{% for stuk in " + bron + " %}{% if not loop.first %} {% endif %}{% if stuk.soort == 'weg' %}[weg: ")
        + run("{{ stuk.tekst }}", '<w:strike/><w:color w:val="8A1C1C"/>')
        + run("]{% elif stuk.soort == 'nieuw' %}[nieuw: ")
        + run("{{ stuk.tekst }}", '<w:color w:val="1B5E20"/><w:u w:val="single"/>')
        + run("]{% else %}{{ stuk.tekst }}{% endif %}{% endfor %}")
    )


def _stukalinea(begin: str, bron: str) -> str:
    return f"<w:p><w:pPr></w:pPr>{runs(begin)}{_stukken(bron)}</w:p>"


def _vergelijking_kop() -> str:
    return (
        para("Vergelijking", "Title")
        + para("Wat er is veranderd tussen twee versies", "Subtitle")
        + facts(
            ("Kenmerk", "{{ vergelijking.kenmerk }}"),
            ("Datum", "{{ vergelijking.datum | datum }}"),
            ("Oud", "{{ vergelijking.oud.omschrijving }}"),
            ("Nieuw", "{{ vergelijking.nieuw.omschrijving }}"),
        )
        + heading(1, "Samenvatting")
        + each("zin in vergelijking.samenvatting", bullet("{{ zin }}"))
        + para(
            "Zo leest u dit: wat nieuw is, is onderstreept en staat achter het woord ‘nieuw’. Wat weg is, is doorgehaald en staat"
            " achter het woord ‘weg’. Al het andere is gelijk gebleven.",
            direct=NA_LIJST,
        )
    )


def _vergelijking_gegevens() -> str:
    return (
        heading(1, "Gegevens")
        + when("not vergelijking.hoofdstukken", para("In de gegevens is niets veranderd."))
        + each(
            "hoofdstuk in vergelijking.hoofdstukken",
            heading(2, "{{ hoofdstuk.titel }}"),
            each(
                "wijziging in hoofdstuk.wijzigingen",
                _stukalinea("**{{ wijziging.onderdeel }}:** ", "wijziging.stukken"),
            ),
        )
    )


def _vergelijking_tekst() -> str:
    return (
        heading(1, "Tekst van het rapport")
        + when("not vergelijking.tekst", para("Hierin is geen verschil te melden; zie de samenvatting."))
        + each(
            "deel in vergelijking.tekst",
            heading(2, "{{ deel.kop }}"),
            each(
                "alinea in deel.alineas",
                _stukalinea("{% if alinea.soort == 'verplaatst' %}[verplaatst] {% endif %}", "alinea.stukken"),
            ),
        )
        + when(
            "vergelijking.paginas",
            heading(1, "Pagina’s"),
            each("zin in vergelijking.paginas", bullet("{{ zin }}")),
        )
        + heading(1, "Vergeleken bestanden")
        + para("Aan deze controlegetallen (SHA-256) herkent u de bestanden.", direct="<w:keepNext/>")
        + bullet("Oud: {{ vergelijking.oud.sha256 }}")
        + bullet("Nieuw: {{ vergelijking.nieuw.sha256 }}")
    )


def verificatie() -> bytes:
    """Whether a document holds: what it says of itself, and every link with its verdict."""
    return build(
        para("Controle", "Title")
        + para("Of een document klopt, schakel voor schakel", "Subtitle")
        + facts(
            ("Kenmerk", "{{ verificatie.kenmerk }}"),
            ("Datum", "{{ verificatie.datum | datum }}"),
            ("Gecontroleerd", "{{ verificatie.soort }}"),
        )
        + heading(1, "Uitkomst")
        + para("**{{ verificatie.slot }}**")
        + when(
            "verificatie.feiten",
            heading(1, "Wat het van zichzelf zegt"),
            each("feit in verificatie.feiten", bullet("**{{ feit.titel }}:** {{ feit.waarde }}")),
        )
        + when(
            "verificatie.schakels",
            heading(1, "Wat klopt en wat niet"),
            each(
                "schakel in verificatie.schakels",
                bullet("**{{ schakel.titel }}:** {{ schakel.oordeel | upper }}. {{ schakel.uitleg }}"),
            ),
        )
        + heading(1, "Gecontroleerd bestand")
        + para("Aan dit controlegetal (SHA-256) herkent u wat is gecontroleerd: {{ verificatie.sha256 }}"),
        first=AFZENDER,
        later=para("Datum {{ verificatie.datum | datum }} · Kenmerk {{ verificatie.kenmerk }}", "Header"),
        footer=para("Controle {{ verificatie.kenmerk }}" + PAGINA, "Footer"),
        mark=None,
    )


VELD_ADRES = "https://veld.invalid/"
VAKJE = '<w:keepNext/><w:tabs><w:tab w:val="left" w:pos="600"/></w:tabs><w:spacing w:after="60"/><w:ind w:left="600" w:hanging="600"/>'
VIERKANT = "\u25a1"
WIT = "\u2002"  # LibreOffice gives a link over no-break spaces no tag


def veld(naam: str, tekst: str, grootte: int) -> str:
    """Give a link that becomes a field of the form: what is linked gives the place and the size."""
    look = f'<w:rPr><w:rStyle w:val="Hyperlink"/><w:sz w:val="{grootte}"/></w:rPr>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> HYPERLINK "{VELD_ADRES}{naam}" </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f'<w:t xml:space="preserve">{tekst}</w:t>',
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{look}{part}</w:r>" for part in parts)


def vakje(naam: str, tekst: str) -> str:
    """Give a line with a box to tick, by pen or on a screen."""
    return f"<w:p><w:pPr>{VAKJE}</w:pPr>{veld(naam, VIERKANT, 36)}{runs(chr(9) + tekst)}</w:p>"


def invulvak(titel: str, naam: str, *, hoog: bool = False) -> str:
    """Give a title with a frame under it to fill in, by pen or on a screen."""
    return _vak(titel, veld(naam, WIT * (13 if hoog else 36), 80 if hoog else 28))


def schrijfvak(titel: str, *, hoog: bool = False) -> str:
    """Give a title with a frame under it to write in with a pen."""
    return _vak(titel, f'<w:r><w:rPr><w:sz w:val="{80 if hoog else 28}"/></w:rPr><w:t>\u00a0</w:t></w:r>')


def _vak(titel: str, inhoud: str) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="2" w:color="{GRIJS}"/>'
        for edge in ("top", "left", "bottom", "right")
    )
    direct = f'<w:keepNext/><w:pBdr>{edges}</w:pBdr><w:spacing w:after="60"/><w:ind w:left="60" w:right="3900"/>'
    title = para(f"**{titel}**", direct='<w:keepNext/><w:spacing w:before="160" w:after="50"/>')
    return title + f"<w:p><w:pPr>{direct}</w:pPr>{inhoud}</w:p>"


def toestemmingsformulier() -> bytes:
    """What a bestuurder decides about: one choice, its files, and what happens then."""
    return build(
        _formulier_kop() + _formulier_stukken() + _formulier_daarna() + _formulier_keuze(),
        first=AFZENDER,
        later=AFZENDER + para("Kenmerk {{ formulier.kenmerk }}", "Header"),
        footer=para("Formulier {{ formulier.kenmerk }} van {{ formulier.datum | datum }}" + PAGINA, "Footer"),
        mark=None,
        styles=FORMULIER_STIJL,
    )


FORMULIER_STIJL = {
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="26"/>',
    ),
    "Subtitle": (
        '<w:keepNext/><w:spacing w:before="0" w:after="160"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="24"/>',
    ),
}


def _formulier_kop() -> str:
    return (
        para("Machtiging tot verstrekking", "Title")
        + para("U beslist wat uw werkgever krijgt{# taal-b1 #}", "Subtitle")
        + facts(
            ("Voor", "{{ formulier.naam }}"),
            ("Ambt", "{{ formulier.ambt }}, {{ formulier.organisatie }}"),
            ("Kenmerk", "{{ formulier.kenmerk }}"),
            ("Datum", "{{ formulier.datum | datum }}"),
        )
        + heading(1, "Waarover beslist u?")
        + para(
            "Er is een advies over uw veiligheid. U heeft ons laten weten wat u met uw werkgever wilt delen."
            " Wij hebben daarna de bestanden voor die keuze gemaakt. Dit formulier gaat over die ene keuze en over die bestanden."
        )
        + para(
            "U bent vrij om toestemming te geven of te weigeren. Weigert u? Dat heeft geen gevolgen voor uw ambt."
            " U hoeft ook niet te zeggen waarom."
        )
    )


def _formulier_stukken() -> str:
    return (
        heading(1, "Wat krijgt uw werkgever?")
        + when(
            "formulier.route == 'via_bestuurder'",
            para(
                "U krijgt de bestanden hieronder van ons. U geeft ze daarna zelf aan uw werkgever. Wij sturen uw werkgever niets."
            ),
            tags("elif formulier.route == 'op_papier'"),
            para(
                "Wij drukken de bestanden hieronder af. De ontvanger krijgt ze op papier en tekent voor de ontvangst."
            ),
            tags("else"),
            para(
                "Wij sturen de bestanden hieronder naar uw werkgever. Wij versleutelen ze. Alleen uw werkgever kan ze dan openen."
            ),
        )
        + facts(
            "if formulier.ontvanger",
            ("Ontvanger", "{{ formulier.ontvanger.functie }} van {{ formulier.ontvanger.organisatie }}"),
            "endif",
            (
                "Omvang",
                "{% if formulier.omvang == 'volledig_rapport' %}Het hele rapport, zoals u het heeft gekregen"
                "{% elif formulier.omvang == 'werkgeversversie' %}Het rapport voor uw werkgever"
                "{% else %}Alleen het overzicht van de maatregelen{% endif %}",
            ),
            (
                "Weggelaten",
                "{% if formulier.uitgesloten_onderdelen %}{{ formulier.uitgesloten_onderdelen | map('woord_klein') | list | opsomming }}"
                "{% elif formulier.omvang == 'volledig_rapport' %}Niets"
                "{% elif formulier.omvang == 'alleen_maatregelenoverzicht' %}Het rapport zelf"
                "{% else %}Niets meer dan altijd wordt weggelaten uit het rapport voor een werkgever{% endif %}",
            ),
            ("Geldig", "Van {{ formulier.van }} tot {{ formulier.tot }}"),
        )
        + when(
            "formulier.uitgesloten_onderdelen and formulier.route != 'via_bestuurder'",
            para(
                "Uw werkgever kan lezen welke onderdelen u heeft weggelaten. Wat erin stond, leest hij niet.",
                direct=NA_TABEL,
            ),
        )
        + para(
            "{% if formulier.stukken | length == 1 %}Het gaat om één bestand, en om geen ander:"
            "{% else %}Het gaat om deze {{ formulier.stukken | length }} bestanden, en om geen andere:{% endif %}",
            direct='<w:keepNext/><w:spacing w:before="120"/>',
        )
        + table(
            [3755, 2800, 2800],
            ["Bestand", "Grootte", "Begin van het controlegetal"],
            "for stuk in formulier.stukken",
            [
                "{{ stuk.documentsoort | woord }}",
                "{% if stuk.paginas %}{{ stuk.paginas }} pagina{% if stuk.paginas != 1 %}’s{% endif %}, {% endif %}{{ stuk.bytes }} bytes",
                "{{ stuk.begin }}",
            ],
            "endfor",
        )
        + when(
            "formulier.route != 'via_bestuurder'",
            para(
                "Er gaan een brief en bewijzen van uw keuze mee. Daarin staat niets uit het rapport.", direct=NA_LIJST
            ),
        )
    )


def _formulier_daarna() -> str:
    return (
        heading(1, "Wat gebeurt er als u toestemming geeft?")
        + bullet(
            "Tekent u met een pen? Dan bellen wij u terug op het nummer dat u bij het huisbezoek gaf. Wij lezen het controlegetal voor."
            " Klopt het niet met het getal op dit formulier? Zeg dat. Dan gebeurt er niets."
        )
        + when(
            "formulier.wachttijd_uren",
            bullet(
                "Daarna wachten wij nog {{ formulier.wachttijd_uren }} uur. Zo kunt u zich nog bedenken. Alleen bij spoed wachten wij korter."
            ),
        )
        + bullet(
            "Tekent u met een digitale handtekening? Dan controleren wij die. Wij bellen en wachten dan niet."
            "{% if formulier.route != 'via_bestuurder' %} Dit formulier gaat dan mee als bewijs.{% endif %}"
        )
        + bullet(
            "Wat u ook besluit: u krijgt een afschrift. Daarop staat wat u heeft besloten en om welke bestanden het gaat."
        )
        + heading(1, "U kunt altijd van gedachten veranderen")
        + para(
            "U kunt de machtiging elk moment intrekken. Dat mag op elke manier, ook met een telefoontje. U hoeft niet te zeggen waarom."
            " Wij stoppen dan meteen. {% if formulier.route == 'via_bestuurder' %}Wat u zelf al heeft gegeven, kunnen wij niet terughalen."
            "{% else %}Heeft uw werkgever de bestanden al? Dan vragen wij hem om ze te vernietigen.{% endif %}"
        )
        + heading(1, "Heeft u vragen?")
        + para(
            "Neem contact op met {{ huisstijl.contact.naam }}{% if formulier.telefoon %}: bel {{ formulier.telefoon }} of{% else %}:{% endif %}"
            " mail {{ huisstijl.contact.email }}. U mag ook uw adviseur bellen."
        )
        + when("formulier.grondslag", heading(1, "Grondslag"), para("{{ formulier.grondslag }}"))
    )


def _formulier_keuze() -> str:
    return (
        heading(1, "Uw keuze")
        + para(
            "Kies één van de drie. Vul dit formulier in op papier of op uw computer.",
            direct="<w:keepNext/>",
        )
        + vakje(
            "keuze/verleen",
            "**Ik geef toestemming.** {% if formulier.route == 'via_bestuurder' %}Ik wil deze bestanden krijgen. Ik geef ze zelf aan mijn werkgever."
            "{% else %}De ontvanger mag precies deze bestanden krijgen.{% endif %}",
        )
        + vakje("keuze/weiger", "**Ik geef geen toestemming.** Mijn werkgever krijgt van u niets uit het rapport.")
        + vakje(
            "keuze/terug",
            "**Ik wil iets anders.** Bel mij. Er gebeurt niets totdat ik een nieuw formulier heb getekend.",
        )
        + invulvak("Plaats", "plaats")
        + invulvak("Datum", "datum")
        + invulvak("Handtekening", "handtekening", hoog=True)
        + invulvak("Controlegetal", "controlegetal")
        + para(
            "Dit getal hoort bij uw keuze en bij deze bestanden. Wij vullen het in. Lees mee als wij u bellen: elk teken moet kloppen."
        )
    )


def afschrift() -> bytes:
    """What a bestuurder keeps after a decision: what he decided, about which files, and how to withdraw."""
    return build(
        _afschrift_kop() + _afschrift_gegevens() + _afschrift_slot(),
        first=AFZENDER,
        later=AFZENDER + para("Kenmerk {{ afschrift.record_id }}", "Header"),
        footer=para("Afschrift {{ afschrift.record_id }} van {{ afschrift.opgemaakt_op | datum }}" + PAGINA, "Footer"),
        mark=None,
        styles=FORMULIER_STIJL,
    )


def _afschrift_kop() -> str:
    return (
        para("Afschrift", "Title")
        + para("Wat u heeft besloten over uw stukken{# taal-b1 #}", "Subtitle")
        + when(
            "afschrift.besluit == 'verleend'",
            para("**U heeft toestemming gegeven.** Hieronder staat waarvoor precies."),
            tags("elif afschrift.besluit == 'geweigerd'"),
            para(
                "**U heeft geen toestemming gegeven.** Uw werkgever krijgt van ons niets uit het rapport. Dat heeft geen gevolgen voor uw ambt."
            ),
            tags("elif afschrift.besluit == 'ingetrokken'"),
            para(
                "**U heeft uw toestemming ingetrokken.** Wij zijn gestopt. Is er al iets bezorgd? Dan vragen wij uw werkgever om het te vernietigen."
            ),
            tags("else"),
            para(
                "**U wilt iets anders.** Er gebeurt niets totdat u een nieuw formulier heeft getekend. Wij bellen u daarover."
            ),
        )
    )


def _afschrift_gegevens() -> str:
    return (
        facts(
            ("Kenmerk", "{{ afschrift.record_id }}"),
            ("Besloten op", "{{ woorden.besloten_op }}"),
            ("Waaruit dat blijkt", "{{ woorden.bewijs | woord }}"),
            "if woorden.ontvanger",
            ("Ontvanger", "{{ woorden.ontvanger }}"),
            "endif",
            (
                "Route",
                "{% if woorden.route == 'via_bestuurder' %}U geeft de bestanden zelf{% elif woorden.route == 'op_papier' %}Op papier"
                "{% else %}Versleuteld, door ons verstuurd{% endif %}",
            ),
            (
                "Weggelaten",
                "{% if afschrift.uitgesloten_onderdelen %}{{ afschrift.uitgesloten_onderdelen | map('woord_klein') | list | opsomming }}"
                "{% else %}Geen onderdelen{% endif %}",
            ),
            "if afschrift.besluit == 'verleend'",
            ("Geldig", "Van {{ woorden.van }} tot {{ woorden.tot }}"),
            "endif",
        )
        + heading(1, "Om deze bestanden gaat het")
        + table(
            [3755, 2800, 2800],
            ["Bestand", "Grootte", "Begin van het controlegetal"],
            "for stuk in woorden.stukken",
            ["{{ stuk.documentsoort | woord }}", "{{ stuk.bytes }} bytes", "{{ stuk.begin }}"],
            "endfor",
        )
    )


def _afschrift_slot() -> str:
    return (
        when(
            "afschrift.besluit == 'verleend'",
            heading(1, "U kunt dit altijd intrekken"),
            para(
                "Dat mag elk moment en op elke manier, ook met een telefoontje. U hoeft niet te zeggen waarom. Wij stoppen dan meteen."
            ),
        )
        + heading(1, "Klopt er iets niet?")
        + para(
            "Laat het ons direct weten. Neem contact op met {{ huisstijl.contact.naam }}: mail {{ huisstijl.contact.email }}."
            " U mag ook uw adviseur bellen."
        )
        + when("woorden.grondslag", heading(1, "Grondslag"), para("{{ woorden.grondslag }}"))
        + heading(1, "Waaraan u dit herkent")
        + facts(
            ("Controlegetal", "{{ afschrift.controlegetal }}"),
            ("Verklaring", "{{ woorden.begin }} (begin van de SHA-256)"),
            ("Afschrift", "{{ afschrift.schema_version }}, opgemaakt op {{ afschrift.opgemaakt_op | datum }}"),
        )
        + para(
            "Het controlegetal stond ook op uw formulier.",
            direct=NA_LIJST,
        )
    )


def ontvangstformulier() -> bytes:
    """What a bestuurder, or the secretaris of the werkgever, signs for a copy on paper."""
    return build(
        para("Ontvangst van een exemplaar", "Title")
        + para("U tekent alleen dat u het heeft gekregen{# taal-b1 #}", "Subtitle")
        + facts(
            ("Kenmerk", "{{ ontvangst.kenmerk }}"),
            ("Voor", "{{ ontvangst.naam }}"),
            ("Stuk", "{{ ontvangst.documentsoort | woord }}"),
            ("Exemplaar", "Nummer {{ ontvangst.exemplaar }}"),
            (
                "Hoe",
                "{% if ontvangst.kanaal == 'overhandigen' %}Aan u overhandigd{% else %}Met de post, aangetekend{% endif %}"
                " op {{ ontvangst.datum | datum }}",
            ),
            ("Controlegetal", "{{ ontvangst.controlegetal }}"),
        )
        + heading(1, "Wat u met dit formulier doet")
        + bullet("Kijk of dit het stuk en het exemplaar zijn die u heeft gekregen.")
        + bullet("Zet hieronder de plaats, de datum en uw handtekening.")
        + when(
            "ontvangst.kanaal == 'overhandigen'",
            bullet("Geef het formulier aan wie u het exemplaar gaf."),
            tags("else"),
            bullet("Stuur het formulier terug naar: {{ huisstijl.retouradres }}."),
        )
        + when(
            "ontvangst.voor == 'bestuurder'",
            para(
                "U zegt hiermee niets over wat in het stuk staat. U geeft er ook geen toestemming mee. Daarvoor krijgt u een ander formulier.",
                direct=NA_LIJST,
            ),
            para("Is de envelop open of beschadigd? Teken dan niet en bel uw adviseur."),
            tags("else"),
            para("U zegt hiermee niets over wat in het stuk staat.", direct=NA_LIJST),
            para("Is de envelop open of beschadigd? Teken dan niet en bel {{ huisstijl.contact.naam }}."),
        )
        + heading(1, "Ik heb dit exemplaar gekregen")
        + schrijfvak("Plaats")
        + schrijfvak("Datum")
        + schrijfvak("Handtekening", hoog=True),
        first=AFZENDER,
        later=AFZENDER + para("Kenmerk {{ ontvangst.kenmerk }}", "Header"),
        footer=para("Ontvangst {{ ontvangst.kenmerk }}, exemplaar {{ ontvangst.exemplaar }}" + PAGINA, "Footer"),
        mark=None,
        styles=FORMULIER_STIJL,
    )


TEMPLATES = {
    "afschrift_toestemming.docx": afschrift,
    "ontvangstformulier.docx": ontvangstformulier,
    "toestemmingsformulier.docx": toestemmingsformulier,
    "verificatie.docx": verificatie,
    "vergelijking.docx": vergelijking,
    "inzage.docx": inzage,
    "maatregelenoverzicht.docx": maatregelenoverzicht,
    "sleutelblad.docx": sleutelblad,
    "adviesrapport.docx": adviesrapport,
    "adviesrapport_werkgever.docx": werkgeversversie,
    **{f"brief_werkgever_{soort}.docx": partial(brief_werkgever, soort) for soort in WERKGEVERS},
    "brief_contactgegevens.docx": brief_contactgegevens,
}


def main(folder: Path) -> None:
    for name, make in TEMPLATES.items():
        (folder / name).write_bytes(make())
        print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "templates")
