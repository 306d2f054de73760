# SPDX-License-Identifier: EUPL-1.2
"""What a context may hold besides JSON: pictures and formatted text, as values that cannot change or carry XML.

docxtpl's own objects (RichText, Listing, InlineImage, Subdoc) hold XML that anybody may have written; they are refused
by name. These take their place:

1. `Afbeelding` for InlineImage: with alt text, drawn again from its pixels, so that nothing rides along.
2. `OpgemaakteTekst` for RichText, in `{{r x }}` or `{{ x }}`; `OpgemaakteAlineas` for RichTextParagraph, in `{{p x }}`.
3. `Regels` for Listing: each of its alineas a paragraph like the one it stands in, with tabs and line breaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, NoReturn

from weerbaar_docs.errors import RenderingError

REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_STYLE: Final = re.compile(r"[\w-]{1,100}")
_FONT: Final = re.compile(r"[\w .-]{1,60}")
_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2})?")
_LINK: Final = re.compile(r"https://[^\s\"<>\\^`{|}]{1,2000}")
_LARGEST_POINT: Final = 400
_LARGEST_MM: Final = 560.0  # the largest page of Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Afbeelding:
    """A picture in a template: `{{ foto }}`. JPEG, PNG, WebP or TIFF; it keeps its proportions."""

    inhoud: bytes = field(repr=False)
    alt: str = field(repr=False)
    breedte_mm: float

    def __post_init__(self) -> None:
        """Refuse a picture that nobody could read aloud, or that has no place on a page."""
        _check_text(self.alt)
        if not self.alt.strip():
            _refuse("een afbeelding heeft geen beschrijving", "Geef als `alt` wat er op de afbeelding te zien is.")
        if not 0 < self.breedte_mm <= _LARGEST_MM:
            _refuse("de breedte van een afbeelding past niet op een pagina", "Geef een breedte in millimeters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tekststuk:
    """A piece of text with its own looks; `kleur` and `arcering` are six hexadecimal digits, `stijl` a style's id."""

    tekst: str = field(repr=False)
    vet: bool = False
    cursief: bool = False
    onderstreept: bool = False
    doorgehaald: bool = False
    hoogte: Literal["", "boven", "onder"] = ""
    kleur: str = ""
    arcering: str = ""
    grootte_pt: float = 0
    lettertype: str = ""
    stijl: str = ""
    taal: str = ""
    link: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no colour, style, font, language or https link."""
        _check_text(self.tekst)
        kinds = (
            ("kleur", _COLOUR), ("arcering", _COLOUR), ("stijl", _STYLE), ("lettertype", _FONT), ("taal", _LANGUAGE),
            ("link", _LINK),
        )  # fmt: skip
        for name, pattern in kinds:
            if getattr(self, name) and not pattern.fullmatch(getattr(self, name)):
                _refuse(f"`{name}` van een tekststuk heeft geen geldige waarde", "Zie de docstring van `Tekststuk`.")
        if not 0 <= self.grootte_pt <= _LARGEST_POINT:
            _refuse("`grootte_pt` van een tekststuk heeft geen geldige waarde", "Geef een aantal punten tot 400.")


@dataclass(frozen=True, slots=True)
class OpgemaakteTekst:
    """Pieces of text within a paragraph."""

    stukken: tuple[Tekststuk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alinea:
    """A paragraph of formatted text; `stijl` is a style's id."""

    stukken: tuple[Tekststuk, ...]
    stijl: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no style."""
        if self.stijl and not _STYLE.fullmatch(self.stijl):
            _refuse("`stijl` van een alinea heeft geen geldige waarde", "Geef de id van een stijl van het sjabloon.")


@dataclass(frozen=True, slots=True)
class OpgemaakteAlineas:
    """Whole paragraphs, between those of the template."""

    alineas: tuple[Alinea, ...]


@dataclass(frozen=True, slots=True)
class Regels:
    r"""Text that becomes paragraphs like the one it stands in; `\n` in it is a line break, `\t` a tab."""

    alineas: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse control characters."""
        for alinea in self.alineas:
            _check_text(alinea)


WAARDEN: Final = (Afbeelding, OpgemaakteTekst, OpgemaakteAlineas, Regels)


def _check_text(text: str) -> None:
    if REFUSED.search(text):
        _refuse("een tekst bevat een stuurteken", "Verwijder het onzichtbare teken.")


def _refuse(melding: str, oplossing: str) -> NoReturn:
    raise RenderingError.because("DOCX-OPMAAK", melding, oplossing)
