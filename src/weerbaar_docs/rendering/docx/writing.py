# SPDX-License-Identifier: EUPL-1.2
"""A value of the context -> XML for the place where the template prints it.

1. In the text of a run (`literal`, the rule): escaped, a line break is one; pictures and formatted text close the run
   and open it again.
2. In an attribute, between runs, between paragraphs and in other text elements: the filters of `CONTEXTS`, which
   `patching` puts there. A value that does not fit its place is an error, never broken XML.
3. What a part of the file needs besides its XML (pictures, links) is written down in its `Placing`.
4. More than one figure (`Figuren`) are paragraphs below each other, each like the one they stand in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined
from markupsafe import Markup

from weerbaar_docs.rendering.docx.pictures import RELATIONS, figure, picture
from weerbaar_docs.rendering.docx.placing import PLACING
from weerbaar_docs.rendering.docx.values import (
    Afbeelding,
    Alinea,
    OpgemaakteAlineas,
    OpgemaakteTekst,
    Regels,
    Tekststuk,
)
from weerbaar_docs.rendering.figuren import Figuren

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs.rendering.figuren import Figuur

PARAGRAPH_MARK: Final = "<?nieuwe-alinea?>"
_SPECIAL: Final = re.compile("[&<>\n]")
_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB: Final = '</w:t><w:tab/><w:t xml:space="preserve">'
_AS_PLAIN: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": " ", "\t": " "})
_OPEN: Final = '<w:r><w:t xml:space="preserve">'
_CLOSE: Final = "</w:t></w:r>"


def literal(value: Any) -> str:
    """Write a value as text of a run: it reads exactly as the value does, and only a line break becomes one."""
    kind = type(value)
    if kind is str:
        return _escaped(value) if _SPECIAL.search(value) else value
    if kind is int or isinstance(value, (Markup, StrictUndefined)):
        return str(value)  # of an undefined: raises, with its name
    if isinstance(value, Regels):
        PLACING.get().split = True
        return PARAGRAPH_MARK.join(_escaped(alinea).replace("\t", _TAB) for alinea in value.alineas)
    if isinstance(value, Figuren) and len(value.figuren) > 1:
        PLACING.get().split = True
        return PARAGRAPH_MARK.join(f"{_CLOSE}{_figure(figuur)}{_OPEN}" for figuur in value.figuren)
    return f"{_CLOSE}{_runs(value)}{_OPEN}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", _BREAK)


def in_attribuut(value: Any) -> Markup:
    """Write a value inside an attribute."""
    return _plain(value)


def als_tekst(value: Any) -> Markup:
    """Write a value in an element that holds nothing but text."""
    return _plain(value)


def als_run(value: Any) -> Markup:
    """Write a value between the runs of a paragraph."""
    text = value if isinstance(value, Markup) else _runs(value, texts=True)
    return Markup(text)  # noqa: S704 - _runs escapes


def als_blok(value: Any) -> Markup:
    """Write a value between paragraphs."""
    if isinstance(value, Markup):
        return value
    alineas = value.alineas if isinstance(value, OpgemaakteAlineas) else None
    if alineas is None:
        return Markup(f"<w:p>{_runs(value, texts=True)}</w:p>")  # noqa: S704 - _runs escapes
    return Markup("".join(map(_paragraph, alineas)))  # noqa: S704 - _paragraph escapes


CONTEXTS: Final[dict[str, Callable[..., Any]]] = {f.__name__: f for f in (in_attribuut, als_tekst, als_run, als_blok)}


def _plain(value: Any) -> Markup:
    if isinstance(value, Markup):
        if "<" in value:
            raise TypeError  # elements do not fit in an attribute
        return Markup(value.replace('"', "&quot;"))  # noqa: S704 - escaped already
    if type(value) not in {str, int}:
        if isinstance(value, StrictUndefined):
            str(value)  # raises, with its name
        raise TypeError
    return Markup(str(value).translate(_AS_PLAIN))  # noqa: S704 - the table escapes


def _runs(value: Any, *, texts: bool = False) -> str:
    if isinstance(value, OpgemaakteTekst):
        return "".join(map(_run, value.stukken))
    if isinstance(value, Afbeelding):
        return f"<w:r><w:drawing>{picture(value)}</w:drawing></w:r>"
    if isinstance(value, Figuren):
        return "".join(map(_figure, value.figuren))
    if texts and (type(value) in {str, int} or isinstance(value, StrictUndefined)):
        return f"{_OPEN}{literal(value)}{_CLOSE}"
    raise TypeError  # None, a bool, a list or an object would be printed as Python writes it


def _figure(figuur: Figuur) -> str:
    return f"<w:r><w:drawing>{figure(figuur)}</w:drawing></w:r>"


def _paragraph(alinea: Alinea) -> str:
    style = f'<w:pPr><w:pStyle w:val="{alinea.stijl}"/></w:pPr>' if alinea.stijl else ""
    return f"<w:p>{style}{''.join(map(_run, alinea.stukken))}</w:p>"


def _run(stuk: Tekststuk) -> str:
    run = f'<w:r>{_looks(stuk)}<w:t xml:space="preserve">{literal(stuk.tekst)}</w:t></w:r>'
    if not stuk.link:
        return run
    identifier = PLACING.get().relate("hyperlink", stuk.link)
    return f'<w:hyperlink r:id="{identifier}" xmlns:r="{RELATIONS}">{run}</w:hyperlink>'


def _looks(stuk: Tekststuk) -> str:
    """Write the properties of a run in the order of the schema."""
    half_points = round(stuk.grootte_pt * 2)
    height = {"boven": "superscript", "onder": "subscript"}.get(stuk.hoogte, "")
    found = [
        stuk.stijl and f'<w:rStyle w:val="{stuk.stijl}"/>',
        stuk.lettertype
        and f'<w:rFonts w:ascii="{stuk.lettertype}" w:hAnsi="{stuk.lettertype}" w:cs="{stuk.lettertype}"/>',
        stuk.vet and "<w:b/>",
        stuk.cursief and "<w:i/>",
        stuk.doorgehaald and "<w:strike/>",
        stuk.kleur and f'<w:color w:val="{stuk.kleur}"/>',
        half_points and f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>',
        stuk.onderstreept and '<w:u w:val="single"/>',
        stuk.arcering and f'<w:shd w:val="clear" w:color="auto" w:fill="{stuk.arcering}"/>',
        height and f'<w:vertAlign w:val="{height}"/>',
        stuk.taal and f'<w:lang w:val="{stuk.taal}"/>',
    ]
    looks = "".join(str(look) for look in found if look)
    return f"<w:rPr>{looks}</w:rPr>" if looks else ""
