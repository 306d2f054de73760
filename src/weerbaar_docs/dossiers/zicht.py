# SPDX-License-Identifier: EUPL-1.2
"""A dossier + a doelgroep -> what that doelgroep may see of it, and what was left out and why; then its readable lines.

(1) `x-doelgroep` of every field in the schemas decides, and a field is open only when every field above it is;
(2) a bevinding or bijlage that names its own readers (`zichtbaar_voor`, `doelgroep`) is for those alone;
(3) the name of somebody else is left out where their function or role says enough;
(4) labels are the titles of the schemas, so that what is read is named as it was entered.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering.filters import bedrag, datum, woord
from weerbaar_docs.termijnen import NEDERLAND, moment, nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

_SUFFIX: Final = ".schema.json"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_EIGEN_LEZERS: Final = ("zichtbaar_voor", "doelgroep")
_NUMMER: Final = ("nummer", "id", "maatregel", "besluitnummer", "toestemming_id")
# Of other people the function or role is enough; the schema shows it next to the name.
_NAMEN_VAN_ANDEREN: Final = frozenset(
    {
        ("adviesrapport", "opgesteld_door", "naam"),
        ("bva_besluiten", "toetser", "naam"),
        ("gesprek_werkgever", "deelnemers", "naam"),
        ("organisatie", "contactpersoon", "naam"),
    }
)
# A value of one of these forms identifies nobody.
_SAYS_NOTHING: Final = frozenset(
    {
        "enum",
        "const",
        "Datum",
        "Moment",
        "Bedrag",
        "Dossiernummer",
        "Maatregelnummer",
        "Bevindingnummer",
        "Controlegetal",
        "Versie",
    }
)
NAAM, DOELGROEP, LEZERS = "naam van een ander", "andere doelgroep", "niet voor u bestemd"


class _Plek(NamedTuple):
    """A schema and the document that its own references are about."""

    schema: Mapping[str, Any]
    root: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zicht:
    """What a doelgroep sees (plain JSON), and how much was left out for which reason, per part."""

    gegevens: dict[str, Any] = field(repr=False)
    weggelaten: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regel:
    """One readable line: what it is, and its value in Dutch."""

    label: str
    waarde: str = field(repr=False)

    def as_json(self) -> dict[str, str]:
        """Give the object that a template sees."""
        return {"label": self.label, "waarde": self.waarde}


@dataclass(frozen=True, slots=True, kw_only=True)
class Veld:
    """A place in a dossier as its schema describes it: how it is called, from its part down to itself."""

    namen: tuple[str, ...]
    sleutel: str
    plek: _Plek = field(repr=False)

    def tekst(self, value: Any) -> str:
        """Write a value of this place in Dutch: the fields of an object below each other, a digest as it is."""
        return _text(value, self.plek) or ("" if value is None or isinstance(value, (dict, list)) else str(value))

    def gemaskeerd(self, value: Any, masker: str) -> Any:
        """Give a value of this place (plain JSON) with the texts in it masked, as `masked` does."""
        return _mask(value, self.plek, self.sleutel, masker)


def visible(gegevens: Mapping[str, Any], wie: str) -> Zicht:
    """Give what `wie` (a doelgroep of the schemas) may see of a dossier."""
    weg: Counter[tuple[str, str]] = Counter()
    seen = _see(thaw(gegevens), _dossier(), (), wie, weg)
    return Zicht(gegevens=seen, weggelaten=dict(sorted(weg.items())))


def masked(gegevens: Mapping[str, Any], masker: str) -> dict[str, Any]:
    """Give a dossier with every text and house number masked that is no date, amount, number of a part or fixed word."""
    found: dict[str, Any] = _mask(thaw(gegevens), _dossier(), "", masker)
    return found


def titel(deel: str) -> str:
    """Give the title of a part of the dossier."""
    return str(_dossier().schema["properties"][deel]["title"])


def veld(pad: Sequence[str]) -> Veld:
    """Give the place that these steps lead to: names of fields, and in a list `sleutel=naam` or a number from nought."""
    plek, namen, sleutel = _dossier(), list[str](), ""
    for step in pad:
        if plek.schema.get("type") == "array" or "items" in plek.schema:
            plek = _resolve(_Plek(plek.schema.get("items", {}), plek.root))
            key, named, name = step.partition("=")
            which = _text(name, _field(plek, key)[1]) if named else str(int(step) + 1)
            title = plek.schema.get("title")
            namen = [*namen, f"{title} {which}"] if named and title else [*namen[:-1], f"{namen[-1]} {which}"]
        else:
            sleutel = step
            name, plek = _field(plek, step)
            namen.append(name)
    return Veld(namen=tuple(namen), sleutel=sleutel, plek=plek)


def lines(deel: str, value: Any) -> Iterator[Regel]:
    """Give the readable lines of one part of a dossier; digests, which nobody reads, are left to the data file."""
    schema, root = _dossier()
    yield from _read(value, _resolve(_Plek(schema["properties"][deel], root)), "")


def _mask(value: Any, plek: _Plek, key: str, masker: str) -> Any:
    schema, root = plek
    if isinstance(value, dict):
        fields = ((name, schema.get("properties", {}).get(name, {})) for name in value)
        return {name: _mask(value[name], _resolve(_Plek(part, root)), name, masker) for name, part in fields}
    if isinstance(value, list):
        items = _resolve(_Plek(schema.get("items", {}), root))
        return [_mask(item, items, key, masker) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return masker if "nummer" in key else value
    return value if _SAYS_NOTHING & {*schema, schema.get("title")} else masker


def _see(value: Any, plek: _Plek, pad: tuple[str, ...], wie: str, weg: Counter[tuple[str, str]]) -> Any:
    schema, root = plek
    if isinstance(value, list):
        items = _resolve(_Plek(schema.get("items", {}), root))
        kept = [item for item in value if _meant_for(item, wie)]
        if len(kept) < len(value):
            weg[pad[0], LEZERS] += len(value) - len(kept)
        return [_see(item, items, pad, wie, weg) for item in kept]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    found = {}
    for key, item in value.items():
        part, below = schema["properties"][key], (*pad, key)
        if below in _NAMEN_VAN_ANDEREN:
            weg[below[0], NAAM] += 1
        elif wie not in part["x-doelgroep"]:
            weg[below[0], DOELGROEP] += 1
        else:
            found[key] = _see(item, _resolve(_Plek(part, root)), below, wie, weg)
    return found


def _meant_for(item: Any, wie: str) -> bool:
    return not isinstance(item, dict) or all(wie in item[key] for key in _EIGEN_LEZERS if key in item)


def _read(value: Any, plek: _Plek, label: str) -> Iterator[Regel]:
    """Give a line per field of the part, and per item of a list in it; what is inside those stands below each other."""
    schema, _ = plek
    if isinstance(value, dict):
        for key, item in value.items():
            name, below = _field(plek, key)
            if isinstance(item, list) and any(isinstance(part, dict) for part in item):
                yield from _read(item, below, name)
            else:
                yield from _line(name, _text(item, below))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        items = _resolve(_Plek(schema.get("items", {}), plek.root))
        label = str(items.schema.get("title", label))
        for i, item in enumerate(value, 1):
            key = _naming(item)
            shown = {name: part for name, part in item.items() if name != key}
            yield from _line(f"{label} {item[key] if key else i}".strip(), _text(shown, items))
    else:
        yield from _line(label, _text(value, plek))


def _text(value: Any, plek: _Plek) -> str:
    """Write a value: a list in one line, the fields of an object below each other."""
    if value is None or (isinstance(value, str) and _SHA256.fullmatch(value)):
        return ""
    if isinstance(value, dict):
        named = ((_field(plek, key), item) for key, item in value.items())
        written = ((name, _text(item, below)) for (name, below), item in named)
        return "\n".join(f"{name}: {text}" for name, text in written if text)
    if isinstance(value, list):
        items = _resolve(_Plek(plek.schema.get("items", {}), plek.root))
        return "; ".join(text.replace("\n", ", ") for item in value if (text := _text(item, items)))
    return _written(value, plek.schema)


def _field(plek: _Plek, key: str) -> tuple[str, _Plek]:
    part = plek.schema.get("properties", {}).get(key)
    if part is None:
        return key.replace("_", " ").capitalize(), _Plek({}, plek.root)
    return str(part["title"]), _resolve(_Plek(part, plek.root))


def _line(label: str, waarde: str) -> Iterator[Regel]:
    if waarde:
        yield Regel(label=label, waarde=waarde)


def _naming(item: Mapping[str, Any]) -> str | None:
    return next((key for key in _NUMMER if key in item), None)


def _written(value: Any, schema: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if not isinstance(value, str):
        return str(value)
    if schema.get("title") == "Bedrag":
        return bedrag(value)
    return next((write(value) for form, write in _VORMEN if form.fullmatch(value)), value)


def day_and_hour(at: datetime) -> str:
    """Give an aware moment as a reader here says it: "3 juni 2026, 16.52 uur"."""
    return f"{datum(nederlandse_dag(at).isoformat())}, {at.astimezone(NEDERLAND):%H.%M} uur"


def _in_fours(value: str) -> str:
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


# What is written as an enumeration is read as one; free text has spaces or capitals.
_VORMEN: Final = (
    (re.compile(r"\d{4}-\d{2}-\d{2}T.+"), lambda value: day_and_hour(moment(value))),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), datum),
    (re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}"), _in_fours),
    (re.compile(r"(?!\d+$)[a-z0-9]+(_[a-z0-9]+)*"), woord),
)


# --- schemas -----------------------------------------------------------------------------------


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    loaded = (json.loads(read_resource("schemas", n)) for n in list_resources("schemas") if n.endswith(_SUFFIX))
    return {schema["$id"]: schema for schema in loaded}


@cache
def _dossier() -> _Plek:
    schema = next(s for name, s in _schemas().items() if name.split(":")[-2] == "dossier")
    return _Plek(schema, schema)


def _resolve(plek: _Plek) -> _Plek:
    """Follow references, and past a null into what is there when something is."""
    schema, root = plek
    if "$ref" in schema:
        address, _, fragment = schema["$ref"].partition("#")
        root = _schemas()[address] if address else root
        target: Any = root
        for step in fragment.strip("/").split("/"):
            target = target[step] if step else target
        return _resolve(_Plek(target, root))
    if "anyOf" in schema:
        return _resolve(_Plek(next((p for p in schema["anyOf"] if p.get("type") != "null"), {}), root))
    return plek
