# SPDX-License-Identifier: EUPL-1.2
"""A value of the context -> XML for the place where the template prints it.

1. In the text of a run (`literal`, the rule): escaped, a line break is one; pictures and formatted text close the run
   and open it again.
2. In an attribute, between runs, between paragraphs and in other text elements: the filters of `CONTEXTS`, which
   `patching` puts there. A value that does not fit its place is an error, never broken XML.
3. What a part of the file needs besides its XML (pictures, links) is written down in its `Placing`.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined
from markupsafe import Markup

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import Melding, RenderingError, ValidationError
from weerbaar_docs.rendering.docx.values import (
    Afbeelding,
    Alinea,
    OpgemaakteAlineas,
    OpgemaakteTekst,
    Regels,
    Tekststuk,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PARAGRAPH_MARK: Final = "<?nieuwe-alinea?>"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_SPECIAL: Final = re.compile("[&<>\n]")
_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB: Final = '</w:t><w:tab/><w:t xml:space="preserve">'
_AS_PLAIN: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": " ", "\t": " "})
_OPEN: Final = '<w:r><w:t xml:space="preserve">'
_CLOSE: Final = "</w:t></w:r>"
_EMU_PER_MM: Final = 36_000


@dataclass(slots=True)
class Placing:
    """What the part being filled needs besides those `taken`: relations of its own (to their id), media, and paragraphs still to be split."""

    taken: str = ""
    relations: dict[tuple[str, str], str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict, repr=False)
    split: bool = False

    def relate(self, kind: str, target: str) -> str:
        """Give the id of a relation to this target."""
        number = len(self.relations) + 1 + self.taken.count('"rIdWd')  # a filled file may be a template again
        return self.relations.setdefault((kind, target), f"rIdWd{number}")


PLACING: Final[ContextVar[Placing]] = ContextVar("placing")


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
        return f"<w:r><w:drawing>{_picture(value)}</w:drawing></w:r>"
    if texts and (type(value) in {str, int} or isinstance(value, StrictUndefined)):
        return f"{_OPEN}{literal(value)}{_CLOSE}"
    raise TypeError  # None, a bool, a list or an object would be printed as Python writes it


def _paragraph(alinea: Alinea) -> str:
    style = f'<w:pPr><w:pStyle w:val="{alinea.stijl}"/></w:pPr>' if alinea.stijl else ""
    return f"<w:p>{style}{''.join(map(_run, alinea.stukken))}</w:p>"


def _run(stuk: Tekststuk) -> str:
    run = f'<w:r>{_looks(stuk)}<w:t xml:space="preserve">{literal(stuk.tekst)}</w:t></w:r>'
    if not stuk.link:
        return run
    identifier = PLACING.get().relate("hyperlink", stuk.link)
    return f'<w:hyperlink r:id="{identifier}" xmlns:r="{_RELATIONS}">{run}</w:hyperlink>'


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


def _picture(afbeelding: Afbeelding) -> str:
    from weerbaar_docs.bijlagen.beeld import draw_again  # noqa: PLC0415 - Pillow is for templates with pictures only

    kind = "jpeg" if afbeelding.inhoud.startswith(b"\xff\xd8\xff") else "png"
    meldingen: tuple[Melding, ...] = ()
    try:
        data, breedte, hoogte = draw_again(afbeelding.inhoud, mediatype=f"image/{kind}")
    except ValidationError as error:
        meldingen = error.meldingen
    if meldingen:
        raise RenderingError(*meldingen)
    name = f"media/wd{sha256(data)[:24]}.{kind}"
    placing = PLACING.get()
    placing.media[name] = data
    identifier = placing.relate("image", name)
    cx = round(afbeelding.breedte_mm * _EMU_PER_MM)
    cy = round(cx * hoogte / breedte)
    alt = _plain(afbeelding.alt)
    return (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="1" name="Afbeelding" descr="{alt}"/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="Afbeelding"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{identifier}" xmlns:r="{_RELATIONS}"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline>"
    )
