# SPDX-License-Identifier: EUPL-1.2
"""Jinja's tree of a part -> proof that whatever the data are, the XML comes out well-formed.

Every way through the template is followed with the elements that are open there: the branches of an `if` must leave
the same ones open, a `for` those it began with. A template without that proof (there are good ones) is parsed again for
every document, which costs twice as much; with it the text can be written as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAG: Final = re.compile(r"<(/?)([\w:.-]+)((?:[^<>\"]|\"[^\"<]*\")*?)(/?)>")
_UNFINISHED: Final = re.compile(r"<(/?[\w:.-]+)((?:[^<>\"]|\"[^\"<]*\")*)(\"[^\"<]*)?$")


class _UnprovenError(Exception):
    """This template has to be looked at document by document."""


@dataclass(frozen=True, slots=True)
class _State:
    """The elements that are open, and the tag that is being written: its name, and a quote if in an attribute."""

    stack: tuple[str, ...] = ()
    tag: str = ""


def is_always_well_formed(template: nodes.Template) -> bool:
    """Say whether the text that this template gives is well-formed XML whatever the data are."""
    try:
        return _body(template.body, _State()) == _State()
    except _UnprovenError:
        return False


def _body(statements: Iterable[nodes.Node], state: _State) -> _State:
    for statement in statements:
        state = _statement(statement, state)
    return state


def _statement(node: nodes.Node, state: _State) -> _State:
    if isinstance(node, nodes.Output):
        for child in node.nodes:
            state = _text(child.data, state) if isinstance(child, nodes.TemplateData) else _value(state)
        return state
    if isinstance(node, nodes.If):
        return _if(node, state)
    if isinstance(node, nodes.For):
        if _body(node.body, state) != state or _body(node.else_, state) != state:
            raise _UnprovenError
        return state
    if isinstance(node, (nodes.Macro, nodes.AssignBlock)):
        if any("<" in data.data for data in node.find_all(nodes.TemplateData)):
            raise _UnprovenError  # its XML comes out somewhere else
        return state
    if isinstance(node, nodes.With):
        return _body(node.body, state)
    if isinstance(node, nodes.Assign):
        return state
    raise _UnprovenError


def _if(node: nodes.If, state: _State) -> _State:
    ends = {_body(node.body, state), _body(node.else_, state)}
    ends |= {_body(branch.body, state) for branch in node.elif_}
    if len(ends) > 1:
        raise _UnprovenError
    return ends.pop()


def _value(state: _State) -> _State:
    """Let a value be text: it fits in an element or between the quotes of an attribute."""
    if state.tag and not state.tag.endswith('"'):
        raise _UnprovenError
    return state


def _text(data: str, state: _State) -> _State:
    text = f"<{state.tag}{data}" if state.tag else data
    unfinished = _UNFINISHED.search(text)
    if unfinished:
        text = text[: unfinished.start()]
    stack = list(state.stack)
    for closing, name, _attributes, empty in _TAG.findall(text):
        if closing and (not stack or stack.pop() != name):
            raise _UnprovenError
        if not closing and not empty:
            stack.append(name)
    if "<" in _TAG.sub("", text):
        raise _UnprovenError
    tag = f"{unfinished[1]} {(unfinished[3] and chr(34)) or ''}" if unfinished else ""
    return _State(tuple(stack), tag)
