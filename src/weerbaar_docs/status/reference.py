# SPDX-License-Identifier: EUPL-1.2
"""The table -> docs/reference/statussen.md: two diagrams, the rows, the voorwaarden and the gevolgen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from weerbaar_docs.rules import REGELS
from weerbaar_docs.status.gevolgen import GEVOLGEN
from weerbaar_docs.status.overgangen import (
    EIND,
    HANDELINGEN,
    INTREKBAAR,
    KEUZE,
    NA_VASTSTELLING,
    OVERGANGEN,
    RAPPORT,
    TOT_EN_MET_AFGEROND,
    VERNIETIGBAAR,
    VOORBEREIDING,
    ZONDER_TOESTEMMING,
)
from weerbaar_docs.status.procesregels import PROCESREGELS, mag_kosteloos_starten
from weerbaar_docs.status.stand import MEDEWERKERS, STATUSSEN
from weerbaar_docs.status.voorwaarden import VOORWAARDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weerbaar_docs.status.overgangen import Overgang
    from weerbaar_docs.status.stand import Status, Wie

# In this order the reader meets them; a group is named in table and diagram instead of its statuses.
_GROEPEN: Final[dict[str, tuple[Status, ...]]] = {
    "elke status tot en met afgerond": TOT_EN_MET_AFGEROND,
    "elke status vóór de toestemming": (*VOORBEREIDING, *RAPPORT, *KEUZE),
    "elke status na de vaststelling": NA_VASTSTELLING,
    "elke status met een gegeven toestemming": INTREKBAAR,
    "elke status na weigeren, intrekken of verlopen": ZONDER_TOESTEMMING,
    "elke status waarna vernietigd mag worden": VERNIETIGBAAR,
}
_BLIJFT: Final = "(blijft)"
_ZIJPADEN: Final = ("nieuwe_versie", "aanmelding_intrekken", "verhuizen", "einde_ambt", "vernietigen", "intrekken")

_KOP: Final = """\
# De statussen van een dossier

Dit bestand is gemaakt uit de tabel `weerbaar_docs.status.OVERGANGEN` (`python tools/make_reference.py`); wijzig de tabel,
niet dit bestand. De status is informatie: de poort leest de ondertekende verklaringen, niet de status van een dossier.
"""

_UITLEG = {regel.id: regel.uitleg for regel in REGELS}


def make_reference() -> str:
    """Give the Markdown text of docs/reference/statussen.md."""
    parts = (
        _KOP,
        "## De hoofdweg\n",
        _diagram(_main_edges()),
        "## De zijpaden\n",
        _diagram(_side_edges()),
        "## De overgangen\n",
        _table(("status", "handeling", "wie", "voorwaarde", "naar", "gevolgen"), _rows()),
        *_groups(),
        "## De handelingen\n",
        _table(("handeling", "gegevens die nodig zijn"), ((h.naam, _codes(h.feiten)) for h in HANDELINGEN.values())),
        "## De voorwaarden\n",
        _table(("voorwaarde", "betekenis", "bron"), ((_code(v.naam), v.tekst, v.bron) for v in VOORWAARDEN.values())),
        "## De gevolgen\n",
        _table(("gevolg", "betekenis"), ((_code(g.naam), g.tekst) for g in GEVOLGEN.values())),
        "## De procesregels\n",
        _table(
            ("regel", "betekenis", "handeling", "voorwaarde", "gevolg"),
            (
                (p.id, _UITLEG[p.id], _codes(p.handelingen), _codes(p.voorwaarden), _codes(p.gevolgen))
                for p in PROCESREGELS
            ),
        ),
        f"Kosteloze maatregelen mogen starten (R-NUL-1) bij: {', '.join(s for s in STATUSSEN if mag_kosteloos_starten(s))}.\n",
    )
    return "\n".join(parts)


def _main_edges() -> Iterator[tuple[str, str, str]]:
    for o in OVERGANGEN:
        side = o.handeling in _ZIJPADEN and (o.status, o.handeling) not in (
            ("teruggestuurd", "nieuwe_versie"),
            ("toestemming_verleend", "intrekken"),
        )
        if not side and o.status != o.naar:
            yield o.status or "[*]", o.naar, o.handeling
    yield "afgerond", "[*]", ""


def _side_edges() -> Iterator[tuple[str, str, str]]:
    for handeling in _ZIJPADEN:
        for naar in dict.fromkeys(o.naar for o in OVERGANGEN if o.handeling == handeling):
            found = {o.status for o in OVERGANGEN if (o.handeling, o.naar) == (handeling, naar) and o.status}
            found -= {"teruggestuurd"} if handeling == "nieuwe_versie" else set()
            yield _group(found), naar, handeling
    yield "vernietigd", "[*]", ""


def _diagram(edges: Iterable[tuple[str, str, str]]) -> str:
    labels: dict[tuple[str, str], list[str]] = {}
    for begin, end, label in edges:
        known = labels.setdefault((begin, end), [])
        if label and label not in known:
            known.append(label)
    names = {name: f"groep_{i}" for i, name in enumerate(_GROEPEN, start=1)}
    used = [name for name in names if any(name == begin for begin, _ in labels)]
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{name}" as {names[name]}' for name in used]
    for (begin, end), text in labels.items():
        lines.append(f"    {names.get(begin, begin)} --> {end}" + (f" : {' of '.join(text)}" if text else ""))
    return "\n".join([*lines, "```", ""])


def _rows() -> Iterator[tuple[str, ...]]:
    same: dict[Overgang, list[Status | None]] = {}
    for o in OVERGANGEN:
        naar = _BLIJFT if o.naar == o.status else o.naar
        same.setdefault(replace(o, status=None, naar=cast("Status", naar)), []).append(o.status)
    for o, statussen in same.items():
        group = [status for status in statussen if status is not None]
        where = _group(group) if group else "(begin)"
        yield where, o.handeling, _wie(o.wie), _codes(o.voorwaarden), o.naar, _codes(o.gevolgen)


def _groups() -> Iterator[str]:
    yield "Waar de tabel een groep noemt:\n"
    yield _table(("groep", "statussen"), ((naam, ", ".join(_ordered(s))) for naam, s in _GROEPEN.items()))
    yield f"Eindstatussen: {', '.join(EIND)}; daarna kan alleen nog vernietigen.\n"


def _group(statussen: Iterable[Status]) -> str:
    found = set(statussen)
    name = next((naam for naam, leden in _GROEPEN.items() if set(leden) == found), None)
    return name or ", ".join(_ordered(found))


def _ordered(statussen: Iterable[Status]) -> list[Status]:
    return sorted(statussen, key=STATUSSEN.index)


def _wie(wie: tuple[Wie, ...]) -> str:
    if not set(MEDEWERKERS) <= set(wie):
        return ", ".join(wie)
    return ", ".join([*(w for w in wie if w not in MEDEWERKERS), "elke medewerker"])


def _table(kop: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [kop, tuple("---" for _ in kop), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(_code(name) for name in names) or "—"


def _code(name: str) -> str:
    return f"`{name}`"
