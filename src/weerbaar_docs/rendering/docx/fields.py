# SPDX-License-Identifier: EUPL-1.2
"""Jinja source of a template's parts -> every field that it asks of the data, with its place.

1. A name is followed to where it comes from: through `set`, `for`, macros and the filters that keep what they get.
2. An element of a list, and a value under a key that only the data know, is written `[]`.
3. What another filter derives starts with that filter: `(rapportinhoud|beoordeeld)[].titel`.
4. A use that `is defined`, `default` or a condition around it allows to be absent is `optioneel`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from jinja2 import nodes

from weerbaar_docs.rendering.docx.writing import CONTEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from weerbaar_docs.rendering.docx.patching import Source

Gebruik = Literal["waarde", "lus", "voorwaarde", "toewijzing"]

_KEEPING: Final = {
    "list",
    "sort",
    "unique",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "default",
    "d",
    "kosteloos",
}
_PICKING: Final = {"first", "last", "min", "max"}
_BY_ATTRIBUTE: Final = {"selectattr", "rejectattr"}
_LOOPED_METHODS: Final = {"values", "items"}
_MAX_MACROS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Veld:
    """One use of a field in a template.

    `pad` is where it stands in the context, as in "rapportinhoud.adviesrapport.maatregelen[].titel", and
    `geschreven` what the template says, as in "maatregel.titel". `lus` is the pad of the list whose loop gave the name,
    or empty. `filters` are those applied to it, in order. `alinea` counts the paragraphs of the part from 1; 0 is unknown.
    """

    pad: str
    geschreven: str
    gebruik: Gebruik
    lus: str = ""
    filters: tuple[str, ...] = ()
    optioneel: bool = False
    onderdeel: str
    alinea: int

    @property
    def naam(self) -> str:
        """The first name of the pad: the key of the context that the field needs; empty for a derived value."""
        return "" if self.pad.startswith("(") else self.pad.partition(".")[0].partition("[")[0]


@dataclass(frozen=True, slots=True)
class _Ref:
    """Where a value comes from: steps from the context, and the list whose loop gave it."""

    steps: tuple[str, ...]
    lus: str = ""

    def __truediv__(self, step: str) -> _Ref:
        return replace(self, steps=(*self.steps, step))

    @property
    def pad(self) -> str:
        return ".".join(self.steps).replace(".[]", "[]")


@dataclass(frozen=True, slots=True)
class _Scope:
    names: Mapping[str, _Ref | None]
    gebruik: Gebruik = "waarde"
    known: frozenset[str] = frozenset()
    filters: tuple[str, ...] = ()
    optioneel: bool = False
    macros: int = 0


def read_fields(trees: Iterable[tuple[Source, nodes.Template]]) -> tuple[Veld, ...]:
    """Give every use of a field in these parts, in the order in which they stand."""
    found: list[Veld] = []
    for source, tree in trees:
        _Reader(source, found).body(tree.body, _Scope({}))
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class _Reader:
    source: Source
    found: list[Veld]
    macros: dict[str, nodes.Macro] = field(default_factory=dict)

    def body(self, statements: Iterable[nodes.Node], scope: _Scope) -> _Scope:
        for statement in statements:
            scope = self.statement(statement, scope)
        return scope

    def statement(self, node: nodes.Node, scope: _Scope) -> _Scope:
        """Read a statement; give the scope of what comes after it."""
        if isinstance(node, nodes.For):
            self._for(node, scope)
        elif isinstance(node, nodes.If):
            self._if(node, scope)
        elif isinstance(node, nodes.Assign):
            return _bound(scope, node.target, self.value(node.node, replace(scope, gebruik="toewijzing")))
        elif isinstance(node, nodes.AssignBlock):
            self.body(node.body, scope)
            return _bound(scope, node.target, None)
        elif isinstance(node, nodes.With):
            values = [self.value(value, scope) for value in node.values]
            inner = scope
            for target, value in zip(node.targets, values, strict=True):
                inner = _bound(inner, target, value)
            self.body(node.body, inner)
        elif isinstance(node, nodes.Macro):
            self.macros[node.name] = node
            return _bound(scope, nodes.Name(node.name, "store"), None)
        else:
            self._children(node, scope)
        return scope

    def _children(self, node: nodes.Node, scope: _Scope) -> None:
        inner = scope
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self.value(child, inner)
            else:
                inner = self.statement(child, inner)

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        walked = self.value(node.iter, replace(scope, gebruik="lus"))
        element = None if walked is None else _Ref((*walked.steps, "[]"), lus=walked.pad)
        inner = _bound(_bound(scope, nodes.Name("loop", "store"), None), node.target, element)
        if node.test is not None:
            self.value(node.test, replace(inner, gebruik="voorwaarde"))
            inner = replace(inner, known=inner.known | self._asked(node.test, inner))
        self.body(node.body, inner)
        self.body(node.else_, scope)

    def _if(self, node: nodes.If, scope: _Scope) -> None:
        self.value(node.test, replace(scope, gebruik="voorwaarde"))
        self.body(node.body, replace(scope, known=scope.known | self._asked(node.test, scope)))
        self.body([*node.elif_, *node.else_], scope)

    def _asked(self, test: nodes.Node, scope: _Scope) -> frozenset[str]:
        """Give the pads that must be there for the test to hold."""
        if isinstance(test, nodes.And):
            return self._asked(test.left, scope) | self._asked(test.right, scope)
        if isinstance(test, nodes.Test) and test.name == "defined":
            ref = _Reader(self.source, []).value(test.node, scope)
            return frozenset() if ref is None else frozenset({ref.pad})
        return frozenset()

    def value(self, node: nodes.Node, scope: _Scope) -> _Ref | None:
        """Read an expression; give where its value comes from, if it is a piece of the data."""
        if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            ref = self._ref(node, scope)
            if ref is not None and not isinstance(getattr(node, "arg", None), nodes.Slice):
                self._use(ref, node, scope)
            return ref
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._filter(node, scope)
        if isinstance(node, nodes.Call):
            return self._call(node, scope)
        self._other(node, replace(scope, filters=()))
        return None

    def _other(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.And):
            self.value(node.left, scope)
            self.value(node.right, replace(scope, known=scope.known | self._asked(node.left, scope)))
        elif isinstance(node, nodes.CondExpr):
            self.value(node.test, replace(scope, gebruik="voorwaarde"))
            self.value(node.expr1, replace(scope, known=scope.known | self._asked(node.test, scope)))
            if node.expr2 is not None:
                self.value(node.expr2, scope)
        elif isinstance(node, nodes.Test):
            asks = node.name in {"defined", "undefined"}
            self.value(node.node, replace(scope, optioneel=scope.optioneel or asks))
            for argument in node.args:
                self.value(argument, scope)
        else:
            self._children(node, scope)

    def _ref(self, node: nodes.Node, scope: _Scope) -> _Ref | None:
        if isinstance(node, nodes.Name):
            return scope.names.get(node.name, _Ref((node.name,)))
        if isinstance(node, nodes.Getattr):
            owner = self._ref_or_value(node.node, scope)
            return None if owner is None else owner / node.attr
        if isinstance(node, nodes.Getitem):
            owner = self._ref_or_value(node.node, scope)
            key = node.arg
            if isinstance(key, nodes.Slice):
                self._children(key, replace(scope, filters=()))
                return owner
            if not isinstance(key, nodes.Const):
                self.value(key, replace(scope, filters=()))
            named = isinstance(key, nodes.Const) and isinstance(key.value, str)
            return (
                None if owner is None else owner / (str(key.value) if named and isinstance(key, nodes.Const) else "[]")
            )
        return None

    def _ref_or_value(self, node: nodes.Node, scope: _Scope) -> _Ref | None:
        if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            return self._ref(node, scope)
        return self.value(node, replace(scope, filters=()))

    def _filter(self, node: nodes.Filter, scope: _Scope) -> _Ref | None:
        assert node.node is not None
        if node.name in CONTEXTS or node.name.startswith("_"):
            return self.value(node.node, scope)  # ours, not the template's
        optional = scope.optioneel or node.name in {"default", "d"}
        ref = self.value(node.node, replace(scope, filters=(node.name, *scope.filters), optioneel=optional))
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self.value(argument, replace(scope, filters=()))
        if ref is None:
            return None
        attribute = _attribute(node)
        if attribute:
            element = _Ref((*ref.steps, "[]", *attribute.split(".")), lus=ref.pad)
            self._use(element, node, replace(scope, filters=(node.name, *scope.filters)))
        if node.name == "map":
            return replace(ref, steps=("(" + ref.pad + "|map)",)) if not attribute else _mapped(ref, attribute)
        if node.name in _KEEPING:
            return ref
        if node.name in _PICKING:
            return ref / "[]"
        return replace(ref, steps=(f"({ref.pad}|{node.name})",))

    def _call(self, node: nodes.Call, scope: _Scope) -> _Ref | None:
        plain = replace(scope, filters=())
        arguments = [self.value(argument, plain) for argument in node.args]
        named = {keyword.key: self.value(keyword.value, plain) for keyword in node.kwargs}
        if isinstance(node.node, nodes.Name) and node.node.name in self.macros and scope.macros < _MAX_MACROS:
            macro = self.macros[node.node.name]
            names = dict(zip((argument.name for argument in macro.args), arguments, strict=False))
            given = {argument.name: named.get(argument.name, names.get(argument.name)) for argument in macro.args}
            self.body(macro.body, replace(plain, names={**scope.names, **given}, macros=scope.macros + 1))
            return None
        if isinstance(node.node, nodes.Getattr):
            return self._method(node, node.node, scope)
        self._ref_or_value(node.node, plain)
        return None

    def _method(self, node: nodes.Call, method: nodes.Getattr, scope: _Scope) -> _Ref | None:
        """Read `owner.method(...)`: of what it gives, only that of dicts is a piece of the data."""
        if method.attr == "get" and node.args and isinstance(node.args[0], nodes.Const):
            owner = self._ref_or_value(method.node, scope)
            ref = None if owner is None else owner / str(node.args[0].value)
            if ref is not None:
                self._use(ref, node, replace(scope, optioneel=True))
            return ref
        owner = self.value(method.node, replace(scope, filters=()))
        return owner if method.attr in _LOOPED_METHODS else None

    def _use(self, ref: _Ref, node: nodes.Node, scope: _Scope) -> None:
        if ref.steps[0].startswith("(") and len(ref.steps) == 1:
            return  # what a filter made, not a field
        self.found.append(
            Veld(
                pad=ref.pad,
                geschreven=_written(node),
                gebruik=scope.gebruik,
                lus=ref.lus,
                filters=scope.filters,
                optioneel=scope.optioneel or any(ref.pad == pad for pad in scope.known),
                onderdeel=self.source.part,
                alinea=self.source.alinea(node.lineno),
            )
        )


def _bound(scope: _Scope, target: nodes.Node, ref: _Ref | None) -> _Scope:
    if isinstance(target, nodes.Name):
        return replace(scope, names={**scope.names, target.name: ref})
    names = [name.name for name in target.find_all(nodes.Name)]
    unpacked: dict[str, _Ref | None] = dict.fromkeys(names[:-1]) | dict.fromkeys(names[-1:], ref)  # key, value
    return replace(scope, names={**scope.names, **unpacked})


def _mapped(ref: _Ref, attribute: str) -> _Ref:
    return replace(ref, steps=(f"({ref.pad}|map:{attribute})",))


def _attribute(node: nodes.Filter) -> str:
    """Give the attribute of each element that a filter looks at, if it stands there in so many words."""
    named = [keyword.value for keyword in node.kwargs if keyword.key == "attribute"]
    places = [*(node.args[:1] if node.name in _BY_ATTRIBUTE else []), *named]
    return next(
        (place.value for place in places if isinstance(place, nodes.Const) and isinstance(place.value, str)), ""
    )


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        key = node.arg.value if isinstance(node.arg, nodes.Const) else "..."
        return f"{_written(node.node)}[{key}]"
    if isinstance(node, nodes.Call):
        return f"{_written(node.node)}(...)"
    if isinstance(node, nodes.Filter):
        return f"{_written(node.node)}|{node.name}" if node.node is not None else node.name
    return "(...)"
