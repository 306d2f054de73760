# SPDX-License-Identifier: EUPL-1.2
"""The tags of a part -> the fields that it uses, with their form and place, and what is wrong with its expressions.

(1) every part is filled on its own, so a name that the text sets is not there in a header;
(2) a name is followed through `set`, `for` and filters to the field of the contract that it stands for;
(3) an expression that cannot be followed (a call, a name made while filling, an attribute with an underscore) is refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from weerbaar_docs.sjablonen import filters
from weerbaar_docs.sjablonen.contracten import ONDER_DIGEST, TEKST, contract, dossier, list_
from weerbaar_docs.sjablonen.gebrek import gebrek
from weerbaar_docs.sjablonen.vorm import Vorm, vorm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weerbaar_docs.sjablonen.docxtpl_deur import Gelezen, Tag
    from weerbaar_docs.sjablonen.gebrek import Gebrek, Plaats

_CELOPMAAK: Final = ("cellbg", "colspan", "hm", "vm")
_LUS: Final = vorm(
    [
        {
            "type": "object",
            "properties": {
                **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth"), {"type": "integer"}),
                **dict.fromkeys(("first", "last"), {"type": "boolean"}),
            },
        }
    ]
)
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
class _Reader:
    """The walk over the expressions of one part."""

    document: str
    tags: Sequence[Tag]
    gebruik: list[Gebruik] = field(default_factory=list)
    gebreken: list[Gebrek] = field(default_factory=list)
    gezet: dict[str, Tag] = field(default_factory=dict)
    gelezen: set[str] = field(default_factory=set)

    def fault(self, code: str, node: nodes.Node, melding: str) -> None:
        found = gebrek(code, self.tag(node).plaats, melding)
        if found not in self.gebreken:
            self.gebreken.append(found)

    def tag(self, node: nodes.Node) -> Tag:
        return self.tags[min(max(node.lineno, 1), len(self.tags)) - 1]


def read_fields(gelezen: Gelezen, document: str) -> tuple[tuple[Gebruik, ...], tuple[Gebrek, ...]]:
    """Give the fields of the contract that a template uses, and the faults in its expressions."""
    gebruik: list[Gebruik] = []
    gebreken: list[Gebrek] = []
    for tags in gelezen.delen.values():
        good = [t for t in tags if t.soort != "comment" and (t.plaats, t.kolom) not in gelezen.onleesbaar]
        tree, read, faults = _parsed(good)
        reader = _Reader(document=document, tags=read)
        if tree is not None:
            _statements(reader, tree.body, {name: _root(document, name) for name in contract(document).namen()})
            gebreken += _unused_names(reader)
        gebruik += reader.gebruik
        gebreken += [*faults, *reader.gebreken]
    return tuple(gebruik), tuple(gebreken)


def unused(document: str, gebruik: Sequence[Gebruik]) -> list[str]:
    """Give the fields of the contract that a template does not use; a value that is used whole counts for its parts."""
    used = {g.pad for g in gebruik}
    whole = tuple(f"{g.pad}{mark}" for g in gebruik if g.heel for mark in ".[")
    return [
        blad.pad
        for blad in contract(document).bladeren()
        if blad.pad not in used and not blad.pad.startswith(whole)
    ]


# --- reading --------------------------------------------------------------------------------------------------------


def _parsed(tags: list[Tag]) -> tuple[nodes.Template | None, list[Tag], list[Gebrek]]:
    """Parse with one tag to a line; a tag that jinja2 refuses is reported and left out, and the rest read again."""
    left, faults = list(tags), []
    environment = ImmutableSandboxedEnvironment()
    while left:
        try:
            return environment.parse("\n".join(_line(tag) for tag in left)), left, faults
        except TemplateSyntaxError as error:
            at = min(max(error.lineno, 1), len(left)) - 1
        tag = left.pop(at)
        faults.append(gebrek("SJABLOON-SYNTAX", tag.plaats, f"het invulveld {tag.tekst} is niet te lezen"))
        left = _balanced(left, tag)
    return None, left, faults


def _line(tag: Tag) -> str:
    if tag.soort == "expr":
        return "{{ " + tag.inhoud + " }}"
    word, _, rest = tag.inhoud.partition(" ")
    return "{{ " + rest + " }}" if word in _CELOPMAAK and rest else "{% " + tag.inhoud + " %}"


def _balanced(tags: list[Tag], gone: Tag) -> list[Tag]:
    """Leave out the end of a block whose beginning was left out, so that it is not reported as well."""
    word = gone.inhoud.split(" ", maxsplit=1)[0] if gone.soort == "stmt" else ""
    depth = 1
    for i, tag in enumerate(tags):
        if not word or _order(tag) < _order(gone) or tag.soort != "stmt":
            continue
        first = tag.inhoud.split(" ", maxsplit=1)[0]
        depth += (first == word) - (first == f"end{word}")
        if depth == 0:
            return tags[:i] + tags[i + 1 :]
    return tags


def _order(tag: Tag) -> tuple[int, int]:
    return tag.plaats.alinea or 0, tag.kolom


def _root(document: str, name: str) -> Vorm:
    return contract(document).veld(name) or Vorm()


# --- statements -----------------------------------------------------------------------------------------------------


def _statements(reader: _Reader, body: Sequence[nodes.Node], scope: dict[str, Vorm]) -> None:
    for node in body:
        _statement(reader, node, scope)


def _statement(reader: _Reader, node: nodes.Node, scope: dict[str, Vorm]) -> None:
    if isinstance(node, nodes.Output):
        for printed in node.nodes:
            if not isinstance(printed, nodes.TemplateData):
                _print(reader, printed, scope)
    elif isinstance(node, nodes.For):
        _loop(reader, node, scope)
    elif isinstance(node, nodes.If):
        _form(reader, node.test, scope)
        _statements(reader, [*node.body, *node.elif_, *node.else_], scope)
    elif isinstance(node, nodes.Assign):
        _assign(reader, node.target, _form(reader, node.node, scope), scope)
    elif isinstance(node, nodes.AssignBlock):
        _statements(reader, node.body, dict(scope))
        _assign(reader, node.target, vorm([TEKST]), scope)
    elif isinstance(node, nodes.With):
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            _assign(reader, target, _form(reader, value, scope), inner)
        _statements(reader, node.body, inner)
    elif isinstance(node, nodes.FilterBlock):
        _filter_known(reader, node.filter)
        _statements(reader, node.body, dict(scope))
    else:
        _unsafe(reader, node)


def _loop(reader: _Reader, node: nodes.For, scope: dict[str, Vorm]) -> None:
    over = _form(reader, node.iter, scope)
    if over.soorten and "lijst" not in over.soorten:
        reader.fault("SJABLOON-LUS", node, f"de lus gaat over {_shown(over)}, en dat is geen lijst")
    inner = {**scope, "loop": _LUS}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = over.item()
    else:
        inner |= {name.name: Vorm() for name in node.target.find_all(nodes.Name)}
    if node.test is not None:
        _form(reader, node.test, inner)
    _statements(reader, node.body, inner)
    _statements(reader, node.else_, dict(scope))


def _assign(reader: _Reader, target: nodes.Node, value: Vorm, scope: dict[str, Vorm]) -> None:
    if not isinstance(target, nodes.Name):
        _unsafe(reader, target)
        return
    reader.gezet.setdefault(target.name, reader.tag(target))
    scope[target.name] = value.of(scope[target.name]) if target.name in scope else value


def _unused_names(reader: _Reader) -> Iterator[Gebrek]:
    for name, tag in reader.gezet.items():
        if name not in reader.gelezen:
            yield gebrek("SJABLOON-NAAM-ONGEBRUIKT", tag.plaats, f"de naam {name} wordt gezet en niet gebruikt")


def _print(reader: _Reader, node: nodes.Node, scope: dict[str, Vorm]) -> None:
    found = _form(reader, node, scope)
    if found.soorten and not found.soorten & {"tekst", "getal"}:
        reader.fault("SJABLOON-AFDRUK", node, f"{_shown(found)} is {' of '.join(sorted(found.soorten))} en geen tekst")
    if reader.tag(node).voorvoegsel in {"r", "p"} and reader.tag(node).soort == "expr" and found.bekend:
        reader.fault("SJABLOON-OBJECT", node, f"{_shown(found)} is gewone tekst, en zo komt die niet in het document")


# --- expressions ----------------------------------------------------------------------------------------------------


def _form(reader: _Reader, node: nodes.Node, scope: dict[str, Vorm]) -> Vorm:
    """Give the form of an expression; every field in it is noted, every fault in it reported."""
    if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
        return _noted(reader, node, _followed(reader, node, scope))
    if isinstance(node, nodes.Filter):
        return _filter(reader, node, scope)
    if isinstance(node, nodes.CondExpr):
        _form(reader, node.test, scope)
        first = _form(reader, node.expr1, scope)
        return first.of(_form(reader, node.expr2, scope)) if node.expr2 is not None else first
    if isinstance(node, (nodes.And, nodes.Or)):
        left, right = _form(reader, node.left, scope), _form(reader, node.right, scope)
        return left.of(right)
    if isinstance(node, nodes.Test) and node.name not in filters.TESTS:
        reader.fault("SJABLOON-TEST", node, f"de test is {node.name} bestaat niet")
    if isinstance(node, _VERBODEN) or _multiplies_text(node):
        _unsafe(reader, node)
    found = [_form(reader, child, scope) for child in node.iter_child_nodes()]
    return _composed(node, found)


def _composed(node: nodes.Node, parts: list[Vorm]) -> Vorm:
    if isinstance(node, nodes.List):
        item = parts[0] if parts and all(part.soorten == parts[0].soorten for part in parts) else Vorm()
        return Vorm(schemas=(list_({"anyOf": list(item.schemas)}),)) if item.bekend else Vorm()
    if isinstance(node, (nodes.Compare, nodes.Not, nodes.Test)):
        return vorm([{"type": "boolean"}])
    if isinstance(node, (nodes.Concat, nodes.TemplateData)) or _is_text(node):
        return vorm([TEKST])
    return Vorm()


def _followed(reader: _Reader, node: nodes.Node, scope: dict[str, Vorm]) -> Vorm:
    """Follow a name with dots to its field."""
    if isinstance(node, nodes.Name):
        reader.gelezen.add(node.name)
        if node.name not in scope:
            _unknown(reader, node, node.name, dossier())
        return scope.get(node.name, Vorm())
    if not isinstance(node, (nodes.Getattr, nodes.Getitem)):
        return _form(reader, node, scope)
    owner = _followed(reader, node.node, scope)
    key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
    if isinstance(key, int):
        return owner.item()
    if not isinstance(key, str) or key.startswith("_"):
        _unsafe(reader, node)
        return Vorm()
    return _field_of(reader, node, owner, key)


def _field_of(reader: _Reader, node: nodes.Node, owner: Vorm, key: str) -> Vorm:
    found = owner.veld(key)
    if found is None:
        _unknown(reader, node, f"{owner.pad}.{key}".lstrip("."), owner)
        return Vorm()
    return found


def _filter(reader: _Reader, node: nodes.Filter, scope: dict[str, Vorm]) -> Vorm:
    invoer = _form(reader, node.node, scope) if node.node is not None else Vorm()
    if node.name in filters.HEEL:
        _note(reader, node, invoer, heel=True)
    given = [_form(reader, value, scope) for value in (*node.args, *(pair.value for pair in node.kwargs))]
    if not _filter_known(reader, node):
        return Vorm()
    if node.name in filters.OVER_LIJSTEN and invoer.soorten and "lijst" not in invoer.soorten:
        reader.fault("SJABLOON-LIJST", node, f"het filter {node.name} wil een lijst, en {_shown(invoer)} is dat niet")
        return Vorm()
    if node.name == "default":
        return invoer.of(given[0]) if given else invoer
    if node.name == "map":
        return _mapped(reader, node, invoer)
    if node.name in filters.OVER_VELDEN and node.args:
        _path(reader, node, invoer.item(), node.args[0])
    attribute = _keyword(node, "attribute")
    if attribute is not None:
        _path(reader, node, invoer.item(), attribute)
    return filters.result(node.name, invoer)


def _filter_known(reader: _Reader, node: nodes.Filter) -> bool:
    if node.name not in filters.NAMEN:
        reader.fault("SJABLOON-FILTER", node, f"het filter {node.name} bestaat niet, of mag niet in een sjabloon")
    return node.name in filters.NAMEN


def _mapped(reader: _Reader, node: nodes.Filter, invoer: Vorm) -> Vorm:
    attribute = _keyword(node, "attribute")
    if attribute is not None:
        item = _path(reader, node, invoer.item(), attribute)
    elif node.args and isinstance(node.args[0], nodes.Const) and node.args[0].value in filters.NAMEN:
        _note(reader, node, invoer.item())
        item = filters.result(node.args[0].value, invoer.item())
    else:
        reader.fault("SJABLOON-FILTER", node, "het filter map noemt geen bekend filter of veld")
        return Vorm()
    return Vorm(pad=item.pad, schemas=(list_({"anyOf": list(item.schemas)}),)) if item.bekend else Vorm()


def _path(reader: _Reader, node: nodes.Node, item: Vorm, name: nodes.Node) -> Vorm:
    """Follow the dotted name of a field that stands as a text in a filter."""
    value = getattr(name, "value", None)
    if not isinstance(value, str) or any(step.startswith("_") for step in value.split(".")):
        _unsafe(reader, node)
        return Vorm()
    for step in value.split("."):
        item = _field_of(reader, node, item, step)
    return _noted(reader, node, item)


def _keyword(node: nodes.Filter, name: str) -> nodes.Node | None:
    return next((pair.value for pair in node.kwargs if pair.key == name), None)


def _noted(reader: _Reader, node: nodes.Node, found: Vorm) -> Vorm:
    _note(reader, node, found)
    return found


def _note(reader: _Reader, node: nodes.Node, found: Vorm, *, heel: bool = False) -> None:
    if found.pad and found.bekend:
        plaats = reader.tag(node).plaats
        reader.gebruik.append(Gebruik(pad=found.pad, soorten=found.soorten, plaats=plaats, heel=heel))


def _unknown(reader: _Reader, node: nodes.Node, pad: str, owner: Vorm) -> None:
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


def _near(pad: str, owner: Vorm, reader: _Reader) -> str:
    import difflib  # noqa: PLC0415 - only for a fault

    name = pad.rpartition(".")[2]
    known = owner.namen() if "." in pad else [*contract(reader.document).namen(), *reader.gezet]
    near = difflib.get_close_matches(name, known, n=1)
    return f" (bedoelt u {near[0]}?)" if near else ""


def _unsafe(reader: _Reader, node: nodes.Node) -> None:
    reader.fault("SJABLOON-ONVEILIG", node, f"{reader.tag(node).tekst} doet meer dan een veld invullen")


def _multiplies_text(node: nodes.Node) -> bool:
    sides: tuple[Any, ...] = (node.left, node.right) if isinstance(node, nodes.Mul) else ()
    return any(_is_text(side) or isinstance(side, (nodes.List, nodes.Concat)) for side in sides)


def _is_text(node: Any) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _shown(found: Vorm) -> str:
    return found.pad or "dit"


def places(gebruik: Sequence[Gebruik]) -> dict[str, Counter[str]]:
    """Give per field how often it is used in which place."""
    found: dict[str, Counter[str]] = {}
    for g in gebruik:
        found.setdefault(g.pad, Counter())[str(g.plaats)] += 1
    return found
