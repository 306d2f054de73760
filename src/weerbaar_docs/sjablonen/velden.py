# SPDX-License-Identifier: EUPL-1.2
"""The tags of a part -> the fields that it uses, with their form and place, and what is wrong with its expressions.

(1) every part is filled on its own, so a name that the text sets is not there in a header;
(2) a name is followed through `set`, `for` and filters to the field of the contract that it stands for;
(3) a tag that cannot be read is reported and left out, and the rest is read all the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from weerbaar_docs.sjablonen.contracten import GETAL, JA_NEE, TEKST, contract, object_
from weerbaar_docs.sjablonen.gebrek import gebrek
from weerbaar_docs.sjablonen.uitdrukkingen import Gebruik, Lezer, counted, form, shown, unsafe
from weerbaar_docs.sjablonen.vorm import Vorm, vorm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from weerbaar_docs.sjablonen.docxtpl_deur import Gelezen
    from weerbaar_docs.sjablonen.gebrek import Gebrek
    from weerbaar_docs.sjablonen.tag import Tag

_MAX_ONLEESBAAR: Final = 100  # after so many the rest of the part is not read any more
_CELOPMAAK: Final = ("cellbg", "colspan", "hm", "vm")
_GETALLEN: Final = ("index", "index0", "revindex", "revindex0", "length", "depth")
_LUS: Final = vorm([object_(**dict.fromkeys(_GETALLEN, GETAL), first=JA_NEE, last=JA_NEE)])


def read_fields(gelezen: Gelezen, document: str) -> tuple[tuple[Gebruik, ...], tuple[Gebrek, ...]]:
    """Give the fields of the contract that a template uses, and the faults in its expressions."""
    gebruik: list[Gebruik] = []
    gebreken: list[Gebrek] = []
    for tags in gelezen.delen.values():
        good = [t for t in tags if t.soort != "comment" and (t.plaats, t.kolom) not in gelezen.onleesbaar]
        tree, read, faults = _parsed(good)
        reader = Lezer(document=document, tags=read)
        try:
            if tree is not None:
                _statements(reader, tree.body, {name: _root(document, name) for name in contract(document).namen()})
                gebreken += _unused_names(reader)
        except RecursionError:
            faults.append(_too_deep(read))
        gebruik += reader.gebruik
        gebreken += [*faults, *reader.gebreken]
    return tuple(gebruik), tuple(gebreken)


def unused(document: str, gebruik: Sequence[Gebruik]) -> list[str]:
    """Give the fields of the contract that a template does not use; a value that is used whole counts for its parts."""
    used = {g.pad for g in gebruik}
    whole = tuple(f"{g.pad}{mark}" for g in gebruik if g.heel for mark in ".[")
    return [
        blad.pad for blad in contract(document).bladeren() if blad.pad not in used and not blad.pad.startswith(whole)
    ]


# --- reading --------------------------------------------------------------------------------------------------------


def _parsed(tags: list[Tag]) -> tuple[nodes.Template | None, list[Tag], list[Gebrek]]:
    """Parse with one tag to a line; a tag that jinja2 refuses is reported and left out, and the rest read again."""
    left = list(tags)
    faults: list[Gebrek] = []
    environment = ImmutableSandboxedEnvironment()
    while left and len(faults) < _MAX_ONLEESBAAR:
        try:
            return environment.parse("\n".join(_line(tag) for tag in left)), left, faults
        except TemplateSyntaxError as error:
            at = min(max(error.lineno, 1), len(left)) - 1
        except RecursionError:
            return None, left, [*faults, _too_deep(left)]
        tag = left.pop(at)
        faults.append(gebrek("SJABLOON-SYNTAX", tag.plaats, f"het invulveld {tag.tekst} is niet te lezen"))
        left = _balanced(left, tag)
    return None, left, faults


def _too_deep(tags: list[Tag]) -> Gebrek:
    longest = max(tags, key=lambda tag: len(tag.inhoud))
    return gebrek("SJABLOON-SYNTAX", longest.plaats, "een invulveld of blok is te diep genest om te lezen")


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


def _statements(reader: Lezer, body: Sequence[nodes.Node], scope: dict[str, Vorm]) -> None:
    for node in body:
        _statement(reader, node, scope)


def _statement(reader: Lezer, node: nodes.Node, scope: dict[str, Vorm]) -> None:
    read = _LEZERS.get(type(node))
    if read is None:
        unsafe(reader, node)
    else:
        read(reader, node, scope)


def _output(reader: Lezer, node: Any, scope: dict[str, Vorm]) -> None:
    for printed in node.nodes:
        if not isinstance(printed, nodes.TemplateData):
            _print(reader, printed, scope)


def _if(reader: Lezer, node: Any, scope: dict[str, Vorm]) -> None:
    counted(reader, node.test, scope)
    _statements(reader, [*node.body, *node.elif_, *node.else_], scope)


def _set(reader: Lezer, node: Any, scope: dict[str, Vorm]) -> None:
    _assign(reader, node.target, form(reader, node.node, scope), scope)


def _set_block(reader: Lezer, node: Any, scope: dict[str, Vorm]) -> None:
    _statements(reader, node.body, dict(scope))
    _assign(reader, node.target, vorm([TEKST]), scope)


def _with(reader: Lezer, node: Any, scope: dict[str, Vorm]) -> None:
    inner = dict(scope)
    for target, value in zip(node.targets, node.values, strict=True):
        _assign(reader, target, form(reader, value, scope), inner)
    _statements(reader, node.body, inner)


def _loop(reader: Lezer, node: Any, scope: dict[str, Vorm]) -> None:
    over = counted(reader, node.iter, scope)
    if over.soorten and "lijst" not in over.soorten:
        reader.fault("SJABLOON-LUS", node, f"de lus gaat over {shown(over)}, en dat is geen lijst")
    inner = {**scope, "loop": _LUS}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = over.item()
    else:
        inner |= {name.name: Vorm() for name in node.target.find_all(nodes.Name)}
    if node.test is not None:
        form(reader, node.test, inner)
    _statements(reader, node.body, inner)
    _statements(reader, node.else_, dict(scope))


def _assign(reader: Lezer, target: nodes.Node, value: Vorm, scope: dict[str, Vorm]) -> None:
    if not isinstance(target, nodes.Name):
        unsafe(reader, target)
        return
    reader.gezet.setdefault(target.name, reader.tag(target))
    scope[target.name] = value.of(scope[target.name]) if target.name in scope else value


def _unused_names(reader: Lezer) -> Iterator[Gebrek]:
    for name, tag in reader.gezet.items():
        if name not in reader.gelezen:
            yield gebrek("SJABLOON-NAAM-ONGEBRUIKT", tag.plaats, f"de naam {name} wordt gezet en niet gebruikt")


def _print(reader: Lezer, node: nodes.Node, scope: dict[str, Vorm]) -> None:
    reader.afgedrukt = node
    found = form(reader, node, scope)
    if found.soorten and not found.soorten & {"tekst", "getal"}:
        reader.fault("SJABLOON-AFDRUK", node, f"{shown(found)} is {' of '.join(sorted(found.soorten))} en geen tekst")
    if reader.tag(node).voorvoegsel in {"r", "p"} and reader.tag(node).soort == "expr" and found.bekend:
        reader.fault("SJABLOON-OBJECT", node, f"{shown(found)} is gewone tekst, en zo komt die niet in het document")


_LEZERS: Final[dict[type[nodes.Node], Callable[[Lezer, Any, dict[str, Vorm]], None]]] = {
    nodes.Output: _output,
    nodes.For: _loop,
    nodes.If: _if,
    nodes.Assign: _set,
    nodes.AssignBlock: _set_block,
    nodes.With: _with,
}


def places(gebruik: Sequence[Gebruik]) -> dict[str, Counter[str]]:
    """Give per field how often it is used in which place."""
    found: dict[str, Counter[str]] = {}
    for g in gebruik:
        found.setdefault(g.pad, Counter())[str(g.plaats)] += 1
    return found
