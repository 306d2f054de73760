# SPDX-License-Identifier: EUPL-1.2
"""The fonts that a PDF may use: those of packages that we depend on and of folders that an organisation points at.

1. Never a font of the machine: the same document must give the same bytes everywhere.
2. A font that is there is used; else one with the same widths, with a note; else the font is refused by name.
3. A face (bold, italic) that a family does not have is refused too: it would silently become another one.
4. Of a substitute the widths are used, of the font that was asked for the height of a line.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from weerbaar_docs.errors import ConfigError
from weerbaar_docs.rendering.sfnt import Face, read_face

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "Arimo"
_ARIAL = (0.905, 0.212, 0.033)  # hhea of Arimo, in em: what Word takes as one line of Arial
STANDARD_LINE = (sum(_ARIAL), _ARIAL[1])  # the height of a line and the part of it below the base line
_PACKAGES = ("fontpkg_arimo", "font_caladea")
_ENDINGS = frozenset({".ttf", ".otf"})
# Fonts with the same widths, in the order in which they are taken.
_SAME_WIDTHS: dict[str, tuple[str, ...]] = {
    "arial": ("Arimo", "Liberation Sans"),
    "helvetica": ("Arimo", "Liberation Sans"),
    "liberation sans": ("Arimo",),
    "arial narrow": ("Liberation Sans Narrow",),
    "calibri": ("Carlito",),
    "cambria": ("Caladea",),
    "courier new": ("Cousine", "Liberation Mono", "TeX Gyre Cursor"),
    "georgia": ("Gelasio",),
    "liberation mono": ("Cousine", "TeX Gyre Cursor"),
    "liberation serif": ("Tinos", "TeX Gyre Termes"),
    "times new roman": ("Tinos", "Liberation Serif", "TeX Gyre Termes"),
}
# What Word takes as the line of these fonts; a substitute may have the widths but another line.
_LINES = {**dict.fromkeys(("arial", "arimo", "helvetica", "liberation sans"), _ARIAL),
          "times new roman": (0.891, 0.216, 0.042), "liberation serif": (0.891, 0.216, 0.042),
          "courier new": (0.833, 0.300, 0.0), "liberation mono": (0.833, 0.300, 0.0)}  # fmt: skip
_UNREMARKABLE = frozenset({"arial", "helvetica", "liberation sans"})  # our own templates ask for Arial and mean Arimo


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettertype:
    """A font as a document asks for it: the family that it is set in, its line and its faces (bold, italic)."""

    family: str
    ascent: float
    descent: float
    gap: float
    faces: frozenset[tuple[bool, bool]]
    codepoints: frozenset[int]
    vervangt: bool = False

    @property
    def line(self) -> float:
        """The height of one line, in em."""
        return self.ascent + self.descent + self.gap


class Lettertypen:
    """The fonts of some folders by the names that documents use."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._families: dict[str, list[Face]] = {}
        self._found: dict[str, Lettertype | None] = {}
        for path in _files(folders):
            face = _face(path)
            self._families.setdefault(face.family.lower(), []).append(face)

    def covers(self, family: str) -> frozenset[int]:
        """Give the code points that every face of a family has a glyph for."""
        found = self.find(family)
        return found.codepoints if found else frozenset()

    def find(self, name: str) -> Lettertype | None:
        """Give the font for a name, itself or one with the same widths; None when there is none."""
        asked = name.strip().lower()
        if asked not in self._found:
            self._found[asked] = self._find(asked)
        return self._found[asked]

    def _find(self, asked: str) -> Lettertype | None:
        if asked in self._families:
            return _made(self._families[asked], _LINES.get(asked), vervangt=False)
        for family in _SAME_WIDTHS.get(asked, ()):
            if family.lower() in self._families:
                return _made(self._families[family.lower()], _LINES.get(asked), vervangt=asked not in _UNREMARKABLE)
        return None

    def sha256(self) -> str:
        """Give one SHA-256 over the names and bytes of all font files."""
        total = hashlib.sha256()
        for path in _files(self.folders):
            total.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return total.hexdigest()


@lru_cache(maxsize=8)
def lettertypen(fontmappen: tuple[Path, ...] = ()) -> Lettertypen:
    """Give the fonts of our packages and of an organisation's own folders, read once.

    Raises ConfigError when a folder is not there or holds something that is not a font.
    """
    for folder in fontmappen:
        if not folder.is_dir():
            raise ConfigError.because(
                "LETTERTYPE-MAP", "de map met lettertypen is er niet", "Noem een bestaande map.", pad=str(folder)
            )
    return Lettertypen((*_package_folders(), *fontmappen))


def fonts_sha256(fontmappen: tuple[Path, ...] = ()) -> str:
    """Give one SHA-256 over all font files that a document may be set in."""
    return lettertypen(fontmappen).sha256()


def standard_font() -> bytes:
    """Give the file of the upright standard font: what is drawn after the engine is embedded from it."""
    for path in _files(tuple(_package_folders())):
        face = _face(path)
        if face.family == FAMILY and not face.italic:
            return path.read_bytes()
    raise ConfigError.because(
        "LETTERTYPE-MAP", "het standaardlettertype is er niet", "Installeer weerbaar-docs opnieuw.", pad=FAMILY
    )


def is_supported(name: str, fontmappen: tuple[Path, ...] = ()) -> bool:
    """Say whether a font name of a template may be set without moving a line."""
    return lettertypen(fontmappen).find(name) is not None


@cache
def codepoints() -> frozenset[int]:
    """Give the code points that every face of the standard font has a glyph for."""
    found = lettertypen().find(FAMILY)
    return found.codepoints if found else frozenset()


def _package_folders() -> Iterator[Path]:
    for package in _PACKAGES:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent / "files"


def _files(folders: tuple[Path, ...]) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in _ENDINGS and path.is_file()
    ]


def _face(path: Path) -> Face:
    try:
        return read_face(path.read_bytes())
    except ValueError:
        pass
    raise ConfigError.because(
        "LETTERTYPE-BESTAND", "dit is geen leesbaar lettertype", "Haal het bestand uit de map.", pad=str(path)
    )


def _made(faces: list[Face], line: tuple[float, float, float] | None, *, vervangt: bool) -> Lettertype:
    ascent, descent, gap = line or faces[0].metrics
    return Lettertype(
        family=faces[0].family,
        ascent=ascent,
        descent=descent,
        gap=gap,
        faces=frozenset(
            (bold, face.italic) for face in faces for bold in ((False, True) if face.variable else (face.bold,))
        ),
        codepoints=frozenset.intersection(*(face.codepoints for face in faces)),
        vervangt=vervangt,
    )
