# SPDX-License-Identifier: EUPL-1.2
"""Bytes of a template -> a compiled template, made once and kept in a cache that is bounded in count and in bytes.

Each part with fields becomes a Jinja template; all others are deflated once and copied as they are.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Template, TemplateSyntaxError

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.docx.anonymising import anonymise
from weerbaar_docs.rendering.docx.packing import Member, member
from weerbaar_docs.rendering.docx.patching import Source, patch
from weerbaar_docs.rendering.docx.sandbox import Environment
from weerbaar_docs.rendering.docx.structure import is_always_well_formed
from weerbaar_docs.rendering.package import PRINTED, parse_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TEMPLATES: Final = 16
MAX_CACHE_BYTES: Final = 64_000_000
_MAX_SOURCE: Final = 10_000_000
_MAX_BRACES: Final = 100_000  # two or three for each tag; Jinja takes seconds to compile so many
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
# What a template costs in memory, per character of its source: the source, Jinja's code and Python's code.
_COST: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part with fields; `proven` says that its XML is well-formed whatever the data are."""

    source: Source
    template: Template
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A template that is ready to be filled."""

    parts: Mapping[str, Part]
    fixed: Mapping[str, Member]
    changeable: Mapping[str, bytes]
    names: frozenset[str]
    size: int


@dataclass(slots=True)
class TemplateCache:
    """The compiled templates that were used last."""

    found: OrderedDict[str, Compiled] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, template: bytes) -> Compiled:
        """Give the compiled template, by the SHA-256 of its bytes."""
        key = sha256(template)
        with self.lock:
            if key in self.found:
                self.found.move_to_end(key)
                return self.found[key]
        compiled = compile_template(template)
        with self.lock:
            self.found[key] = compiled
            while len(self.found) > MAX_TEMPLATES or self._bytes() > MAX_CACHE_BYTES:
                self.found.popitem(last=False)
        return compiled

    def _bytes(self) -> int:
        return sum(compiled.size for compiled in self.found.values())


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Give the sandbox of all templates."""
    return Environment()


def compile_template(template: bytes) -> Compiled:
    """Compile a template; raises RenderingError with the place of what is wrong."""
    files = anonymise(template)
    sources = _patched(files)
    parts = {source.part: _compile(source) for source in sources}
    fixed = {name: member(data) for name, data in files.items() if name not in parts}
    changeable = {name: data for name, data in files.items() if name.endswith(".rels") or name == "[Content_Types].xml"}
    return Compiled(
        parts=parts,
        fixed=fixed,
        changeable=changeable,
        names=frozenset(_NAME.findall(" ".join(source.text for source in sources))),
        size=sum(len(source.text) for source in sources) * _COST + sum(len(one.deflated) for one in fixed.values()),
    )


def _patched(files: Mapping[str, bytes]) -> list[Source]:
    found = {name: data for name, data in files.items() if PRINTED.fullmatch(name)}
    if sum(map(len, found.values())) > _MAX_SOURCE or sum(data.count(b"{") for data in found.values()) > _MAX_BRACES:
        raise RenderingError.because(
            "DOCX-GROOT", "het sjabloon heeft te veel tekst of invulvelden", "Splits het sjabloon in meer documenten."
        )
    return [patch(name, parse_xml(data, name)) for name, data in found.items()]


def _parsed(source: Source) -> Any:
    try:
        return environment().parse(source.text)
    except TemplateSyntaxError as error:
        problem, line = error.message or "", error.lineno
    except (RecursionError, MemoryError):
        problem, line = "een uitdrukking is te diep genest", 0
    raise _wrong(source, problem, line)


def _compile(source: Source) -> Part:
    tree = _parsed(source)
    proven = is_always_well_formed(tree)
    problem, line = "", 0
    try:
        return Part(source=source, template=environment().from_string(tree), proven=proven)
    except TemplateSyntaxError as error:  # of Jinja's second pass: an unknown filter
        problem, line = error.message or "", error.lineno
    except (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError):
        problem = "lussen of uitdrukkingen zijn te diep genest"
    raise _wrong(source, problem, line)


def _wrong(source: Source, problem: str, line: int) -> RenderingError:
    return RenderingError.because(
        "DOCX-SJABLOON",
        f"een invulveld in {source.part} klopt niet ({problem})",
        "Herstel het invulveld in het sjabloon; gebruik alleen filters uit docs/reference/sjabloonfilters.md.",
        pad=source.place(line),
    )
