# SPDX-License-Identifier: EUPL-1.2
"""The Jinja environment of templates: no globals, few filters and methods, and all work is paid for.

1. Only the filters and tests of `filters.py`; only methods that read.
2. Every loop, call, filter, operator and text is paid for from the `Budget` of the document, by its size, before the
   work is done: a loop in a loop, a text that doubles and a macro that calls itself stop, always at the same point.
3. Operators work on numbers, `+` also on texts; `**` and `text * number` do not exist.
4. XML that a macro or block made stays whole: no filter, slice or method takes it apart.
"""

from __future__ import annotations

import functools
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from weerbaar_docs.rendering.docx.budget import BUDGET, TooMuchError
from weerbaar_docs.rendering.docx.language import GLUE, LOOP, PLAIN, SLICED, check
from weerbaar_docs.rendering.docx.writing import CONTEXTS, literal
from weerbaar_docs.rendering.filters import FILTERS, JINJA_FILTERS, TESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

_MAX_NUMBER: Final = 10**15
_CHARACTERS_PER_STEP: Final = 64
_FILTER_COST, _CALL_COST = 4, 20  # in steps of a loop
_SHORT: Final = 63  # loops that need no look at the clock
_CHUNK: Final = 512  # pieces of text between two looks at the size

_METHODS: Final[dict[type, frozenset[str]]] = {
    str: frozenset([
        "capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdigit", "islower",
        "isnumeric", "isspace", "isupper", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rpartition",
        "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper",
    ]),
    dict: frozenset(["get", "items", "keys", "values"]),
    list: frozenset(["count", "index"]),
    tuple: frozenset(["count", "index"]),
    LoopContext: frozenset(["cycle", "changed"]),
}  # fmt: skip
_OF_TEXT: Final = frozenset(["capitalize", "lower", "title", "trim", "upper", "wordcount"])

_OPERATORS: Final = {"+", "-", "*", "/", "//", "%"}
_SIZED: Final = (list, dict, tuple)
_EQUAL: Final = ("equalto", "eq", "==")
_EQUAL_ARGUMENTS: Final = 2


class Missing(StrictUndefined):
    """An undefined whose error says the missing name and nothing of the object that lacks it."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


class _Code(CodeGenerator):
    """Write each value through `literal` alone: Jinja's own escaping on top would cost and would not be XML's."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        const = node.as_const(frame.eval_ctx)
        return str(const if isinstance(node, nodes.TemplateData) else literal(const))

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Look in a dict without a call: most fields of most templates are `variable.key.key`."""
        if not isinstance(node.node, (nodes.Name, nodes.Getattr)):
            super().visit_Getattr(node, frame)
            return
        key = repr(node.attr)
        self.write(f"(holder[{key}] if type(holder := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {key} in holder else environment.getattr(holder, {key}))")


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox that every template is compiled and filled in."""

    code_generator_class = _Code
    intercepted_binops = frozenset(_OPERATORS)

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Missing, finalize=literal)
        known = {name: self.filters[name] for name in JINJA_FILTERS}
        own = FILTERS | CONTEXTS | {"join": _join}
        own |= {name: _by_attribute(known[name], keep=name == "selectattr") for name in ("selectattr", "rejectattr")}
        self.filters = {name: _paid(name, function) for name, function in (known | own).items()}
        self.filters |= {LOOP: _loop, PLAIN: _scalar, GLUE: _glue, SLICED: _sliced}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.globals = {}
        self.concat = _concat  # type: ignore[method-assign]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return check(super()._parse(source, name, filename))

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:  # before the methods of dict: a field may be called `items`
            return obj[attribute]
        if isinstance(obj, Markup):
            raise SecurityError(attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Markup):  # a piece of XML is no XML
            raise SecurityError("getitem")
        return super().getitem(obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(obj, (Macro, LoopContext)):
            return True
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        return name in _METHODS.get(type(owner), frozenset())

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063 - Jinja's
        BUDGET.get().spend(_CALL_COST + _size((getattr(__obj, "__self__", None), *args), _CHARACTERS_PER_STEP))
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and type(left) is str and type(right) is str:
            BUDGET.get().spend(1, len(left) + len(right))
            return left + right
        return self.binop_table[operator](_number(left), _number(right))


def _number(value: Any) -> float:
    if isinstance(value, StrictUndefined):
        str(value)  # raises its own error, with the name
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > _MAX_NUMBER:
        raise TypeError
    return value


def _size(values: Iterable[Any], characters_per_step: int) -> int:
    """Count what a function will look at: elements of lists and, if it walks through them, characters of texts."""
    return sum(
        len(value) // characters_per_step if isinstance(value, str) else len(value)
        for value in values
        if isinstance(value, (str, list, tuple, dict))
    )


def _paid(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a filter pay by the size of what it gets, and take no XML for text."""
    of_text = name in _OF_TEXT
    per_step = _CHARACTERS_PER_STEP if of_text or name in CONTEXTS else 1

    @functools.wraps(function)
    def paid(*args: Any, **kwargs: Any) -> Any:
        # Written out: this runs for every filter of every field.
        cost = _FILTER_COST
        for value in args:
            kind = type(value)
            if kind is str:
                cost += len(value) // per_step
            elif kind in _SIZED:
                cost += len(value) * _FILTER_COST
            elif kind is Markup and name not in CONTEXTS:
                raise SecurityError(name)
            elif of_text and kind is not int and not isinstance(value, StrictUndefined):
                raise TypeError  # Jinja would take what Python writes of it
        budget = BUDGET.get()
        budget.steps -= cost
        if budget.steps < 0:
            raise TooMuchError
        return function(*args, **kwargs)

    return paid


def _by_attribute(function: Callable[..., Any], *, keep: bool) -> Callable[..., Any]:
    """Give selectattr or rejectattr with a short way for what templates ask most: is this attribute equal to that."""

    @pass_context
    def select(context: Context, values: Iterable[Any], attribute: Any, *test: Any) -> Iterable[Any]:
        if len(test) != _EQUAL_ARGUMENTS or test[0] not in _EQUAL or not _is_path(attribute):
            return cast("Iterable[Any]", function(context, values, attribute, *test))
        get, wanted, items = context.environment.getitem, test[1], list(values)
        found = items
        for step in attribute.split("."):
            found = [x[step] if type(x) is dict and step in x else get(x, step) for x in found]
        return [item for item, value in zip(items, found, strict=True) if (value == wanted) is keep]

    return select


def _is_path(attribute: Any) -> bool:
    return type(attribute) is str and not any(map(str.isdigit, attribute.split(".")))


def _loop(value: Any) -> Any:
    """Pay for a loop before it starts, and look at the clock while it runs."""
    if isinstance(value, StrictUndefined):
        return value
    items = value if isinstance(value, (list, tuple, dict, str)) else _listed(value)
    BUDGET.get().spend(1 + len(items))
    return _ticking(items) if len(items) > _SHORT else items


def _ticking(items: Iterable[Any]) -> Iterator[Any]:
    budget = BUDGET.get()
    for item in items:
        budget.spend(0)
        yield item


def _listed(values: Iterable[Any]) -> list[Any]:
    found = []
    for value in values:
        BUDGET.get().spend(1)
        found.append(value)
    return found


def _scalar(value: Any) -> Any:
    if isinstance(value, (list, tuple, dict, LoopContext)):
        raise TypeError
    return value


def _sliced(value: Any) -> Any:
    """Pay for a slice, and take none of XML."""
    if isinstance(value, StrictUndefined):
        return value
    if type(value) not in {str, list, tuple}:
        raise TypeError
    BUDGET.get().spend(1 + _size((value,), _CHARACTERS_PER_STEP))
    return value


def _glue(values: list[Any]) -> Any:
    """Do what `~` does, for texts and numbers; with XML among them the result is XML."""
    if any(isinstance(value, Markup) for value in values):
        return Markup(_concat(literal(value) for value in values))  # noqa: S704 - literal escapes
    return _concat(str(_printable(value)) for value in values)


def _join(values: Iterable[Any], delimiter: str = "", attribute: str | None = None) -> str:
    """Do what Jinja's join does, for texts and numbers."""
    if attribute is not None:
        values = [value[attribute] for value in values]
    texts = [str(_printable(value)) for value in values]
    BUDGET.get().spend(len(texts), sum(map(len, texts)) + len(delimiter) * len(texts))
    return str(delimiter).join(texts)


def _printable(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int, StrictUndefined)):
        raise TypeError
    return value


def _concat(pieces: Iterable[str]) -> str:
    """Join the text of a document, macro or block, and stop when it grows too large."""
    budget, found, source = BUDGET.get(), [], iter(pieces)
    while chunk := list(islice(source, _CHUNK)):
        budget.spend(0, sum(map(len, chunk)))
        found += chunk
    return "".join(found)
