# SPDX-License-Identifier: EUPL-1.2
"""One expression of a tag -> the form of its value; every field in it is noted, every fault in it reported.

An expression that cannot be followed (a call, a name made while filling, an attribute with an underscore) is refused.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes

from weerbaar_docs.rendering.docx.language import line_of
from weerbaar_docs.rendering.filters import FIGUREN, NAMEN, TESTS
from weerbaar_docs.sjablonen import filters
from weerbaar_docs.sjablonen.contracten import ONDER_DIGEST, TEKST, contract, dossier, list_
from weerbaar_docs.sjablonen.gebrek import gebrek
from weerbaar_docs.sjablonen.vorm import Vorm, vorm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weerbaar_docs.sjablonen.gebrek import Gebrek, Plaats
    from weerbaar_docs.sjablonen.tag import Tag

_VERBODEN: Final = (
    nodes.Call, nodes.CallBlock, nodes.Macro, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block,
    nodes.Pow,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Gebruik:
    """A field of the contract where a template uses it; `heel` says that all that is in it is used at once."""

    pad: str
    soorten: frozenset[str]
    plaats: Plaats
    heel: bool = False


@dataclass(slots=True)
class Lezer:
    """The walk over the expressions of one part."""

    document: str
    tags: Sequence[Tag]
    gebruik: list[Gebruik] = field(default_factory=list)
    gebreken: dict[Gebrek, None] = field(default_factory=dict)
    gezet: dict[str, Tag] = field(default_factory=dict)
    gelezen: set[str] = field(default_factory=set)
    wortels: frozenset[str] = frozenset()
    afgedrukt: nodes.Node | None = None

    def __post_init__(self) -> None:
        self.wortels = frozenset(contract(self.document).namen())

    def fault(self, code: str, node: nodes.Node, melding: str) -> None:
        """Report a fault of a tag, once."""
        self.gebreken.setdefault(gebrek(code, self.tag(node).plaats, melding))

    def tag(self, node: nodes.Node) -> Tag:
        """Give the tag in which a node stands: there is one to a line."""
        return self.tags[min(line_of(node), len(self.tags)) - 1]


def form(reader: Lezer, node: nodes.Node, scope: dict[str, Vorm]) -> Vorm:
    """Give the form of an expression; every field in it is noted, every fault in it reported."""
    if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
        return _noted(reader, node, _followed(reader, node, scope))
    if isinstance(node, nodes.Filter):
        return _filter(reader, node, scope)
    if isinstance(node, nodes.CondExpr):
        counted(reader, node.test, scope)
        first = form(reader, node.expr1, scope)
        return first.of(form(reader, node.expr2, scope)) if node.expr2 is not None else first
    if isinstance(node, (nodes.And, nodes.Or)):
        left, right = form(reader, node.left, scope), form(reader, node.right, scope)
        return left.of(right)
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        reader.fault("SJABLOON-TEST", node, f"de test is {node.name} bestaat niet")
    if isinstance(node, _VERBODEN) or _multiplies_text(node):
        unsafe(reader, node)
    found = [form(reader, child, scope) for child in node.iter_child_nodes()]
    return _composed(node, found)


def counted(reader: Lezer, node: nodes.Node, scope: dict[str, Vorm]) -> Vorm:
    """Give the form of an expression of which only matters how much there is: of a list no item is noted."""
    if isinstance(node, nodes.Not):
        counted(reader, node.node, scope)
        return _composed(node, [])
    if not isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
        return form(reader, node, scope)
    found = _followed(reader, node, scope)
    _note(reader, node, found)
    return found


def _composed(node: nodes.Node, parts: list[Vorm]) -> Vorm:
    if isinstance(node, nodes.List):
        item = parts[0] if parts and all(part.soorten == parts[0].soorten for part in parts) else Vorm()
        return Vorm(schemas=(list_({"anyOf": list(item.schemas)}),)) if item.bekend else Vorm()
    if isinstance(node, (nodes.Compare, nodes.Not, nodes.Test)):
        return vorm([{"type": "boolean"}])
    if isinstance(node, (nodes.Concat, nodes.TemplateData)) or _is_text(node):
        return vorm([TEKST])
    return Vorm()


def _followed(reader: Lezer, node: nodes.Node, scope: dict[str, Vorm]) -> Vorm:
    """Follow a name with dots to its field."""
    if isinstance(node, nodes.Name):
        reader.gelezen.add(node.name)
        if node.name not in scope:
            _unknown(reader, node, node.name, dossier())
        return scope.get(node.name, Vorm())
    if not isinstance(node, (nodes.Getattr, nodes.Getitem)):
        return form(reader, node, scope)
    owner = _followed(reader, node.node, scope)
    key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
    if isinstance(key, int):
        return owner.item()
    if not isinstance(key, str) or key.startswith("_"):
        unsafe(reader, node)
        return Vorm()
    return _field_of(reader, node, owner, key)


def _field_of(reader: Lezer, node: nodes.Node, owner: Vorm, key: str) -> Vorm:
    found = owner.veld(key)
    if found is None:
        _unknown(reader, node, f"{owner.pad}.{key}".lstrip("."), owner)
        return Vorm()
    return found


def _filter(reader: Lezer, node: nodes.Filter, scope: dict[str, Vorm]) -> Vorm:
    read = counted if node.name in filters.TELT else form
    invoer = read(reader, node.node, scope) if node.node is not None else Vorm()
    given = [form(reader, value, scope) for value in (*node.args, *(pair.value for pair in node.kwargs))]
    if not _filter_known(reader, node):
        return Vorm()
    if node.name in FIGUREN and node is not reader.afgedrukt:
        reader.fault("SJABLOON-FIGUUR", node, f"met wat het filter {node.name} geeft kan een invulveld niets meer doen")
    _note_read(reader, node, node.name, (invoer, *given))
    if node.name in filters.OVER_LIJSTEN and invoer.soorten and "lijst" not in invoer.soorten:
        reader.fault("SJABLOON-LIJST", node, f"het filter {node.name} wil een lijst, en {shown(invoer)} is dat niet")
        return Vorm()
    if node.name in {"d", "default"}:
        return invoer.of(given[0]) if given else invoer
    if node.name == "map":
        return _mapped(reader, node, invoer)
    if node.name in filters.OVER_VELDEN and node.args:
        _path(reader, node, invoer.item(), node.args[0])
    attribute = _keyword(node, "attribute")
    if attribute is not None:
        _path(reader, node, invoer.item(), attribute)
    return filters.result(node.name, invoer)


def _filter_known(reader: Lezer, node: nodes.Filter) -> bool:
    """Say whether a template may use this filter; report it when not."""
    if node.name not in NAMEN:
        reader.fault("SJABLOON-FILTER", node, f"het filter {node.name} bestaat niet, of mag niet in een sjabloon")
    return node.name in NAMEN


def _mapped(reader: Lezer, node: nodes.Filter, invoer: Vorm) -> Vorm:
    attribute = _keyword(node, "attribute")
    if attribute is not None:
        item = _path(reader, node, invoer.item(), attribute)
    elif node.args and isinstance(node.args[0], nodes.Const) and node.args[0].value in NAMEN - FIGUREN:
        _note(reader, node, invoer.item())
        _note_read(reader, node, node.args[0].value, (invoer.item(),))
        item = filters.result(node.args[0].value, invoer.item())
    else:
        reader.fault("SJABLOON-FILTER", node, "het filter map noemt geen bekend filter of veld")
        return Vorm()
    return Vorm(pad=item.pad, schemas=(list_({"anyOf": list(item.schemas)}),)) if item.bekend else Vorm()


def _path(reader: Lezer, node: nodes.Node, item: Vorm, name: nodes.Node) -> Vorm:
    """Follow the dotted name of a field that stands as a text in a filter."""
    value = getattr(name, "value", None)
    if not isinstance(value, str) or any(step.startswith("_") for step in value.split(".")):
        unsafe(reader, node)
        return Vorm()
    for step in value.split("."):
        item = _field_of(reader, node, item, step)
    return _noted(reader, node, item)


def _keyword(node: nodes.Filter, name: str) -> nodes.Node | None:
    return next((pair.value for pair in node.kwargs if pair.key == name), None)


def _noted(reader: Lezer, node: nodes.Node, found: Vorm) -> Vorm:
    """Note a field, and of a list of plain values its items too: who names it may use them."""
    _note(reader, node, found)
    if "lijst" in found.soorten and "object" not in found.item().soorten:
        _note(reader, node, found.item())
    return found


def _note(reader: Lezer, node: nodes.Node, found: Vorm, *, heel: bool = False) -> None:
    if found.bekend and found.pad.split(".")[0].removesuffix("[]") in reader.wortels:
        plaats = reader.tag(node).plaats
        reader.gebruik.append(Gebruik(pad=found.pad, soorten=found.soorten, plaats=plaats, heel=heel))


def _note_read(reader: Lezer, node: nodes.Node, naam: str, values: Sequence[Vorm]) -> None:
    """Note what a filter reads by itself of its input and of its arguments."""
    if naam in filters.HEEL:
        _note(reader, node, values[0], heel=True)
    for value, pads in zip(values, filters.LEEST.get(naam, ()), strict=False):
        for pad in pads:
            _note_below(reader, node, value, pad)


def _note_below(reader: Lezer, node: nodes.Node, value: Vorm, pad: str) -> None:
    """Note the field that a filter reads by itself, where the value has it."""
    found: Vorm | None = value
    for step in pad.split("."):
        name = step.removesuffix("[]")
        found = found.veld(name) if found is not None and name else found
        found = found.item() if found is not None and step.endswith("[]") else found
    if found is not None:
        _noted(reader, node, found)


def _unknown(reader: Lezer, node: nodes.Node, pad: str, owner: Vorm) -> None:
    if reader.document in ONDER_DIGEST and _in_dossier(pad):
        reader.fault("SJABLOON-DIGEST", node, f"het veld {pad} hoort niet bij wat de BVA vaststelt")
    else:
        reader.fault("SJABLOON-VELD", node, f"het veld {pad} staat niet in het contract{_near(pad, owner, reader)}")


def _in_dossier(pad: str) -> bool:
    """Say whether a field is one of the dossier, so that only the contract keeps it out."""
    found: Vorm | None = dossier()
    for step in pad.removeprefix("rapportinhoud.").split("."):
        found = found.veld(step.removesuffix("[]")) if found is not None else None
        if found is not None and step.endswith("[]"):
            found = found.item()
    return found is not None and found.bekend


def _near(pad: str, owner: Vorm, reader: Lezer) -> str:
    name = pad.rpartition(".")[2]
    known = owner.namen() if "." in pad else [*contract(reader.document).namen(), *reader.gezet]
    near = difflib.get_close_matches(name, known, n=1)
    return f" (bedoelt u {near[0]}?)" if near else ""


def unsafe(reader: Lezer, node: nodes.Node) -> None:
    """Report an expression that does more than filling in a field."""
    reader.fault("SJABLOON-ONVEILIG", node, f"{reader.tag(node).tekst} doet meer dan een veld invullen")


def _multiplies_text(node: nodes.Node) -> bool:
    sides: tuple[Any, ...] = (node.left, node.right) if isinstance(node, nodes.Mul) else ()
    return any(_is_text(side) or isinstance(side, (nodes.List, nodes.Concat)) for side in sides)


def _is_text(node: Any) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def shown(found: Vorm) -> str:
    """Give how a melding calls a value: its path in the contract, or `dit`."""
    return found.pad or "dit"
