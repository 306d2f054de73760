# SPDX-License-Identifier: EUPL-1.2
"""The only place that uses docxtpl-lint: the tags of a template, and what docxtpl would do wrong with them.

(1) its findings come out in our words, with our places; (2) a comment in the template that switches its rules off is a
finding itself and switches nothing off; (3) it gets the parts that pakket.py read, within limits, and reads no file itself.

Its `core` is used, not its stable API, because that API obeys such comments and opens files: so the version is pinned.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docxtpl_lint import core
from docxtpl_lint.reader import _walk_part

from weerbaar_docs.sjablonen.elders import check_elsewhere, tags_elsewhere
from weerbaar_docs.sjablonen.gebrek import Cel, Gebrek, Plaats, gebrek
from weerbaar_docs.sjablonen.tag import Tag, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weerbaar_docs.sjablonen.pakket import Pakket

# A rule of docxtpl-lint -> our code and sentence; `{}` are its parameters.
_ONZE: Final[dict[str, tuple[str, str]]] = {
    "DTL001": ("SJABLOON-TAG-OPEN", "het invulveld {tekst} wordt niet gesloten met {close}"),
    "DTL002": ("SJABLOON-TAG-ALINEAS", "het invulveld {tekst} loopt door tot in alinea {end_para}"),
    "DTL101": ("SJABLOON-BLOK-OPEN", "{tekst} heeft geen end{kw}"),
    "DTL102": ("SJABLOON-BLOK-LOS", "{tekst} hoort bij geen begin"),
    "DTL106": ("SJABLOON-LUSNAAM", "de naam {name} bestaat alleen in zijn lus"),
    "DTL201": ("SJABLOON-TAG-TEKEN", "in {tekst} staat een % of }} waar dat niet kan"),
    "DTL202": ("SJABLOON-TAG-SPATIE", "in {tekst} staat een spatie voor {prefix}"),
    "DTL203": ("SJABLOON-TAG-TABEL", "{tekst} staat niet in een tabel"),
    "DTL204": ("SJABLOON-TAG-PAAR", "{tekst} sluit een begin met andere letters"),
    "DTL205": ("SJABLOON-TAG-TABELLEN", "{tekst} sluit een lus uit tabel {t1}, maar staat in tabel {t2}"),
    "DTL206": ("SJABLOON-TAG-RIJ", "{tekst} staat in dezelfde rij als het begin van de lus"),
    "DTL207": ("SJABLOON-TAG-CEL", "{tekst} staat in een andere rij dan het begin van de lus"),
    "DTL208": ("SJABLOON-TAG-CELOPMAAK", "{tekst} staat niet in een tabelcel"),
    "DTL209": ("SJABLOON-TAG-TEKST", "naast {tekst} staat tekst, en die gaat verloren"),
    "DTL210": ("SJABLOON-TAG-ALINEA", "{tekst} staat in dezelfde alinea als het begin"),
}
_REVISIE: Final = ("SJABLOON-REVISIE", "een invulveld staat in verwijderde tekst, en wordt toch gevuld")
_UITGEZET: Final = re.compile(r"docxtpl-lint\s*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gelezen:
    """The tags of a template by part, the findings about them, and the tags that cannot be read as jinja2."""

    delen: dict[str, tuple[Tag, ...]]
    gebreken: tuple[Gebrek, ...]
    onleesbaar: frozenset[tuple[Plaats, int]]


def read_tags(pakket: Pakket) -> Gelezen:
    """Read the tags of a template."""
    paragraphs: list[Any] = []
    issues: list[Any] = []
    delen: dict[str, tuple[Tag, ...]] = {}
    for deel, placed in pakket.zichtbaar.items():
        root = placed[0][0]
        own = list(_walk_part(root, deel))
        paragraphs += own
        found = core.scan_tags("", own, issues)
        issues += core.check_blocks("", found)
        issues += core.check_docxtpl_tags("", found, own)
        with contextlib.suppress(RecursionError):  # too deep to follow; velden.py reports it
            issues += [issue for issue in core.check_jinja("", core.analyse(found)) if issue.rule == "DTL106"]
        delen[deel] = tuple(_tag(tag) for tag in found)
    for tag in tags_elsewhere(pakket):
        delen[tag.plaats.deel] = (*delen.get(tag.plaats.deel, ()), tag)
    return Gelezen(
        delen={deel: tuple(sorted(tags, key=lambda tag: tag.plaats.alinea or 0)) for deel, tags in delen.items()},
        gebreken=(*_ours(issues), *_deleted(paragraphs), *_switched_off(delen), *check_elsewhere(pakket)),
        onleesbaar=frozenset(
            (_plaats(issue.location), issue.location.column)
            for issue in issues
            if issue.rule in {"DTL001", "DTL101", "DTL102", "DTL202"}
        ),
    )


def _ours(issues: Sequence[Any]) -> Iterator[Gebrek]:
    for issue in issues:
        code, melding = _ONZE[issue.rule]
        shown = shorten(issue.snippet)
        yield gebrek(code, _plaats(issue.location), melding.format(**{**issue.params, "tekst": shown}))


def _deleted(paragraphs: Sequence[Any]) -> Iterator[Gebrek]:
    for p in paragraphs:
        if p.deleted_code:
            yield gebrek(_REVISIE[0], _of_paragraph(p), _REVISIE[1])


def _switched_off(delen: dict[str, tuple[Tag, ...]]) -> Iterator[Gebrek]:
    for tags in delen.values():
        for tag in tags:
            if tag.soort == "comment" and _UITGEZET.search(tag.inhoud):
                yield gebrek("SJABLOON-ONDERDRUKT", tag.plaats, "een opmerking probeert een controle uit te zetten")


def _tag(tag: Any) -> Tag:
    return Tag(
        plaats=_of_paragraph(tag.para),
        soort=tag.kind,
        voorvoegsel=tag.prefix,
        inhoud=" ".join(tag.body.split("\n")),
        tekst=shorten(tag.raw),
        kolom=tag.col,
    )


def _of_paragraph(p: Any) -> Plaats:
    return Plaats(deel=p.part, alinea=p.index, cellen=tuple(Cel(c.table, c.row, c.col) for c in p.cells))


def _plaats(location: Any) -> Plaats:
    return Plaats(
        deel=location.part,
        alinea=location.paragraph or None,
        cellen=tuple(Cel(c.table, c.row, c.col) for c in location.cells),
    )
