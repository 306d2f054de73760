# SPDX-License-Identifier: EUPL-1.2
"""Jinja's tree of a template -> the same tree, checked, with the places marked where work has to be paid for.

1. Only the statements of a form letter: if, for, set, with, macro. No include, import, block or call-back.
2. Loops, slices, `~` and what a template puts in a list of its own go through filters that `sandbox` has for them.
3. Lists that a template makes hold no lists of data, so that nothing grows without work that is counted.
"""

from __future__ import annotations

from typing import Any, Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from weerbaar_docs.rendering.docx.values import REFUSED

LOOP, PLAIN, GLUE, SLICED = "_lus", "_los", "_plak", "_deel"
_STATEMENTS: Final = (nodes.Output, nodes.For, nodes.If, nodes.Assign, nodes.AssignBlock, nodes.With, nodes.Macro)
_STATEMENT_NAMES: Final = {"CallBlock": "call", "FilterBlock": "filter", "FromImport": "from", "Scope": "autoescape"}
_HIDDEN: Final = {"varargs", "kwargs", "caller"}


def check(tree: nodes.Template) -> nodes.Template:
    """Check a template's tree; raises TemplateSyntaxError, with the line, for what a template may not say."""
    checked: nodes.Template = _Checking().visit(tree)
    return checked


def line_of(node: nodes.Node) -> int:
    """Give the line of a node; Jinja gives none to the node around `autoescape`, but to what is in it."""
    return next((found.lineno for found in (node, *node.find_all(nodes.Node)) if found.lineno), 1)


class _Checking(NodeTransformer):
    """Refuse what a template may not say, and make loops, lists and `~` pay."""

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        if isinstance(node, nodes.Stmt) and not isinstance(node, _STATEMENTS):
            name = _STATEMENT_NAMES.get(type(node).__name__, type(node).__name__.lower())
            raise _refused(f"de opdracht `{name}` bestaat hier niet", node)
        return super().generic_visit(node, *args, **kwargs)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = _call_filter(LOOP, node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _call_filter(GLUE, nodes.List(node.nodes, lineno=node.lineno))

    def visit_List(self, node: nodes.List) -> nodes.Node:
        self.generic_visit(node)
        node.items = [_plain(item) for item in node.items]
        return node

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        self.generic_visit(node)
        if node.ctx == "load":
            node.items = [_plain(item) for item in node.items]
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:
        self.generic_visit(node)
        node.value = _plain(node.value)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):  # Jinja takes a slice without asking the sandbox
            node.node = _call_filter(SLICED, node.node)
        return node

    def visit_Pow(self, node: nodes.Pow) -> nodes.Node:
        raise _refused("machtsverheffen (`**`) bestaat hier niet", node)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        if node.name in _HIDDEN:
            raise _refused(f"`{node.name}` bestaat hier niet", node)
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Node:
        if isinstance(node.value, str) and REFUSED.search(node.value):
            raise _refused("er staat een stuurteken in het invulveld", node)
        return node


def _plain(item: nodes.Expr) -> nodes.Expr:
    """Let a list in a template hold data that are no lists themselves; lists that are written out may nest."""
    return item if isinstance(item, (nodes.Const, nodes.List, nodes.Tuple, nodes.Dict)) else _call_filter(PLAIN, item)


def _call_filter(name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _refused(problem: str, node: nodes.Node) -> TemplateSyntaxError:
    return TemplateSyntaxError(problem, line_of(node))
