# SPDX-License-Identifier: EUPL-1.2
"""A JSON Schema -> what a template may ask of a value of that form: which fields, which items, text or number.

A Vorm without schemas is anything at all: of such a value nothing is known, so nothing is wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._resources import read_resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Schema = Mapping[str, Any]

_SOORTEN: Final = {
    "object": "object",
    "array": "lijst",
    "string": "tekst",
    "integer": "getal",
    "number": "getal",
    "boolean": "ja of nee",
}
_JSON: Final = {bool: "boolean", int: "integer", float: "number", str: "string", dict: "object", list: "array"}
_MAX_DIEPTE: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Vorm:
    """The form of a value and the path at which it stands in the contract (empty: no datum of the contract)."""

    pad: str = ""
    schemas: tuple[Schema, ...] = ()

    @property
    def soorten(self) -> frozenset[str]:
        """Give what the value can be, in Dutch words; empty when nothing is known."""
        return frozenset(_soort(schema) for schema in self.schemas) - {"leeg"}

    @property
    def bekend(self) -> bool:
        """Say whether anything is known of the value."""
        return bool(self.schemas)

    def namen(self) -> list[str]:
        """Give the names of the fields."""
        return sorted({name for schema in self.schemas for name in schema.get("properties", {})})

    def veld(self, naam: str) -> Vorm | None:
        """Give a field; None when the form has no such field."""
        if not self.bekend:
            return Vorm()
        found = [s["properties"][naam] for s in self.schemas if naam in s.get("properties", {})]
        found = found or [open_ for s in self.schemas if isinstance(open_ := s.get("additionalProperties"), dict)]
        if not found:
            return None
        return vorm(found, f"{self.pad}.{naam}".lstrip("."))

    def item(self) -> Vorm:
        """Give the items of a list."""
        found = [s["items"] for s in self.schemas if isinstance(s.get("items"), dict)]
        return vorm(found, f"{self.pad}[]" if self.pad else "") if found else Vorm()

    def of(self, ander: Vorm) -> Vorm:
        """Give the form of a value that is one or the other."""
        if not self.bekend or not ander.bekend:
            return Vorm(pad=self.pad)
        return Vorm(pad=self.pad, schemas=(*self.schemas, *ander.schemas))

    def bladeren(self, diepte: int = 0) -> Iterator[Vorm]:
        """Give the leaves under this form: what can be printed."""
        fields = [veld for naam in self.namen() if (veld := self.veld(naam)) is not None]
        under = [*fields, self.item()] if "lijst" in self.soorten else fields
        if diepte > _MAX_DIEPTE or not any(part.bekend for part in under):
            yield self
            return
        for part in under:
            if part.bekend:
                yield from part.bladeren(diepte + 1)


def vorm(schemas: list[Schema], pad: str = "") -> Vorm:
    """Make a Vorm of schemas, references followed and alternatives spread out."""
    return Vorm(pad=pad, schemas=tuple(found for schema in schemas for found in _alternatives(schema)))


def _alternatives(schema: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _alternatives(_referred(schema["$ref"]))
    elif "anyOf" in schema and "properties" not in schema:
        for one in schema["anyOf"]:
            yield from _alternatives(one)
    else:
        yield schema


def _referred(ref: str) -> Schema:
    address, _, fragment = ref.partition("#")
    found = _document(address.split(":")[3])
    for step in fragment.strip("/").split("/") if fragment else ():
        found = found[step]
    return found


def _absolute(schema: Any, address: str) -> Any:
    """Give a part of a schema in which references within its document name that document."""
    if isinstance(schema, dict):
        return {
            key: f"{address}{value}" if key == "$ref" and str(value).startswith("#") else _absolute(value, address)
            for key, value in schema.items()
        }
    return [_absolute(item, address) for item in schema] if isinstance(schema, list) else schema


@cache
def _document(name: str) -> Schema:
    found: Schema = _absolute(
        json.loads(read_resource("schemas", f"{name}.schema.json")), f"urn:weerbaar-docs:schema:{name}:1.0"
    )
    return found


def _soort(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, str):
        return _SOORTEN.get(kind, "leeg")
    values = schema.get("enum", [schema["const"]] if "const" in schema else [""])
    kinds = {_SOORTEN[_JSON[type(value)]] for value in values if value is not None}
    return kinds.pop() if len(kinds) == 1 else "tekst"
