# SPDX-License-Identifier: EUPL-1.2
"""Mutation testing of the gate: change one thing in a function, and see whether a test notices.

Each mutant lives in a forked child, which gives the function its changed code and runs the tests that call it (in this process), up to the
first that fails: what no test calls has survived. Words for people (the texts of errors) and defaults of arguments are not mutated. The
file of results does not know the source: remove it when that changed.

    python tools/mutate.py consent toestemmingsbewijs.inkt --uit mutaties.jsonl --tests tests/unit/test_toestemmingsbewijs.py
"""

import argparse
import ast
import codecs
import contextlib
import copy
import importlib
import importlib.util
import inspect
import io
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
SECONDEN = 300  # for the tests of one mutant
MEEGAAN = 150  # seconds that a chain is used; a signature may be five minutes from its moment
COMPARE = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
BINARY = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.FloorDiv: ast.Mult,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.Mod: ast.Mult,
}  # fmt: skip
NAMES = {"any": "all", "all": "any", "max": "min", "min": "max"}
# The functions that make an error: their texts are for people.
SPEAKERS = {
    *("because", "_refusal", "_refused", "_error", "fout", "Melding", "broken", "_broken", "require", "_fault"),
    *("encryption_error", "bad_signature", "not_made", "unreadable", "cannot", "cannot_open", "cannot_encrypt"),
}


def mutants(tree):
    """Give (description, line, function that changes a copy of the tree) for each thing to change."""
    for index, node in enumerate(ast.walk(tree)):
        line = getattr(node, "lineno", 0)
        for what, change in changes(node):
            yield f"{what}", line, index, change


def changes(node):
    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            other = COMPARE[type(op)]
            yield f"{type(op).__name__} -> {other.__name__}", lambda x, n=n, other=other: x.ops.__setitem__(n, other())
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{type(node.op).__name__} -> {other.__name__}", lambda x: setattr(x, "op", other())
        for n in range(len(node.values)):
            yield f"without operand {n + 1}", lambda x, n=n: x.values.pop(n)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", lambda x: (setattr(x, "op", ast.UAdd()), setattr(x, "operand", call("bool", x.operand)))
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        other = BINARY[type(node.op)]
        yield f"{type(node.op).__name__} -> {other.__name__}", lambda x: setattr(x, "op", other())
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield "test -> False", lambda x: setattr(x, "test", ast.Constant(False))
        if not isinstance(node, ast.While):
            yield "test -> True", lambda x: setattr(x, "test", ast.Constant(True))
    if isinstance(node, ast.comprehension):
        for n in range(len(node.ifs)):
            yield f"without condition {n + 1}", lambda x, n=n: x.ifs.pop(n)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in NAMES:
        yield f"{node.id} -> {NAMES[node.id]}", lambda x: setattr(x, "id", NAMES[x.id])
    if isinstance(node, ast.Constant) and not hasattr(node, "talk"):
        if type(node.value) is bool:
            yield f"{node.value} -> {not node.value}", lambda x: setattr(x, "value", not x.value)
        elif type(node.value) is int:
            yield f"{node.value} -> {node.value + 1}", lambda x: setattr(x, "value", x.value + 1)
        elif type(node.value) in (str, bytes) and node.value and not is_codec(node.value):
            extra = "~" if isinstance(node.value, str) else b"~"
            yield f"{node.value!r} -> with a sign before it", lambda x: setattr(x, "value", extra + x.value)
    if isinstance(node, (ast.Expr, ast.Raise)) and not (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ):
        yield f"without {ast.unparse(node)[:60]!r}", "drop"
    if isinstance(node, ast.Return) and not is_nothing(node.value):
        yield "return None", lambda x: setattr(x, "value", ast.Constant(None))
    if isinstance(node, ast.Call):
        for n, keyword in enumerate(node.keywords):
            # Only Python in FIPS mode sees for what a digest is used.
            if keyword.arg and keyword.arg != "usedforsecurity" and not hasattr(node, "talk"):
                yield f"without {keyword.arg}=", lambda x, n=n: x.keywords.pop(n)
    if isinstance(node, (ast.Continue, ast.Break)):
        yield f"without {type(node).__name__.lower()}", "drop"


def is_codec(value):
    """Say whether a text names an encoding, which Python finds with a sign before it too: then nothing changes."""
    with contextlib.suppress(LookupError, TypeError, ValueError):
        return codecs.lookup("~" + value) == codecs.lookup(value)
    return False


def call(name, value):
    return ast.Call(ast.Name(name, ast.Load()), [value], [])


def is_nothing(node):
    """Say whether to return this is as to return None: nothing, None, or False."""
    return node is None or (isinstance(node, ast.Constant) and (node.value is None or node.value is False))


class Drop(ast.NodeTransformer):
    def __init__(self, target):
        self.target = target

    def visit(self, node):
        return ast.copy_location(ast.Pass(), node) if node is self.target else super().visit(node)


def prepare(function):
    """Mark what is not to be changed: docstrings, annotations, and the words in errors."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        function.body = body[1:] or [ast.Pass()]
    function.decorator_list, function.returns = [], None
    arguments = function.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        argument.annotation = None
    # Defaults are no part of the code that is exchanged.
    arguments.defaults, arguments.kw_defaults = [], [None] * len(arguments.kwonlyargs)
    for node in ast.walk(function):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
            node.annotation.talk = True
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in SPEAKERS:
            words = node.args[1:] if len(node.args) > 1 else node.args
            for word in (*words, *(k.value for k in node.keywords)):
                for part in ast.walk(word):
                    part.talk = True
        if isinstance(node, ast.keyword) and node.arg == "usedforsecurity":
            node.value.talk = True
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"TypeVar", "cast"}:
            for part in ast.walk(node):
                part.talk = True
    return function


def functions(tree, prefix=""):
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{node.name}.")


def of_module(name):
    """Give (function path, description, line, code) of all mutants of a module."""
    module = importlib.import_module(f"weerbaar_docs.{name}")
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    for path, node in functions(tree):
        plain = prepare(node)
        for nr, (what, line, index, change) in enumerate(mutants(plain)):
            if line == 0:
                continue
            changed = copy.deepcopy(plain)
            target = list(ast.walk(changed))[index]
            if change == "drop":
                changed = Drop(target).visit(changed)
            else:
                change(target)
            code = compiled(changed, module.__file__)
            if code is not None:
                yield path, nr, what, line, code


def compiled(function, filename):
    tree = ast.parse("from __future__ import annotations")
    tree.body.append(function)
    try:
        whole = compile(ast.fix_missing_locations(tree), filename, "exec")
    except (SyntaxError, ValueError, TypeError):
        return None
    return next(const for const in whole.co_consts if inspect.iscode(const) and const.co_name == function.name)


def install(name, path, code):
    owner = importlib.import_module(f"weerbaar_docs.{name}")
    *classes, function = path.split(".")
    for part in classes:
        owner = getattr(owner, part)
    found = inspect.getattr_static(owner, function)
    found = getattr(found, "__func__", getattr(found, "fget", getattr(found, "__wrapped__", found)))
    found.__code__ = code


class Seen:
    """Note which functions of ours each test calls, and how long it takes.

    A fixture of a whole file counts for the first test that uses it.
    """

    def __init__(self, told):
        self.told, self.found = told, {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        called, start = set(), time.monotonic()

        def note(frame, event, _argument):
            if event == "call" and frame.f_code.co_filename.startswith(str(ROOT / "src")):
                called.add((frame.f_code.co_filename, frame.f_code.co_qualname))

        threading.setprofile(note)
        sys.setprofile(note)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
            self.found[item.nodeid] = [time.monotonic() - start, sorted(called)]

    def pytest_sessionfinish(self):
        self.told.write_text(json.dumps(self.found))


class Given:
    """Give the tests the chain that is there already; of those that call the function, what noticed a mutant before comes first."""

    def __init__(self, first, covers, told, **values):
        self.first, self.covers, self.told, self.values = first, covers, told, values

    def pytest_collection_modifyitems(self, items):
        rank = {test: n for n, test in enumerate(self.first)}
        if self.covers is not None:
            items[:] = [item for item in items if item.nodeid in self.covers]
        took = self.covers or {}
        items.sort(key=lambda item: (rank.get(item.nodeid, len(rank)), took.get(item.nodeid, 0)))

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.told.write_text(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef, request):
        if fixturedef.argname not in self.values:
            return None
        value = self.values[fixturedef.argname]
        fixturedef.cached_result = (value, fixturedef.cache_key(request), None)
        return value


def in_child(run):
    """Run in a fork; give whether it noticed, and how long it took."""
    start, pid = time.monotonic(), os.fork()
    if pid == 0:
        os.setsid()
        with open(os.environ.get("MUTATE_LOG", os.devnull), "w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        code = 1
        with contextlib.suppress(BaseException):
            code = run()
        os._exit(int(code))
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0, time.monotonic() - start
        if time.monotonic() - start > SECONDEN:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return True, time.monotonic() - start
        time.sleep(0.02)


ZONDER = "not sequoia and not without_its_control"
NOTICED = []  # the tests that noticed a mutant, the last one first
SEEN = {}  # test -> how long it took, and the functions that it called


def fixtures(keten, folder):
    """Give the fixtures that are there already, the register of nonces being a copy."""
    from poortbouw import Proef

    from weerbaar_docs.nonces import FileNonceRegister

    shutil.copytree(keten.o.registers.nonces._folder, folder / "nonces")
    object.__setattr__(keten.o.registers, "nonces", FileNonceRegister(folder / "nonces"))
    return {"keten": keten, "oefening": keten.o, "proef": Proef(keten=keten, map=folder / "nonces")}


def covering(name, path):
    """Give the tests that call a function, with how long each took."""
    file = importlib.import_module(f"weerbaar_docs.{name}").__file__
    return {test: took for test, (took, called) in SEEN.items() if [file, path] in called}


def tried(keten, tests, welke, name="", path="", code=None):
    """Run the tests with one mutant, in a copy of what they write to; give whether one failed, and how long that took."""
    folder = Path(tempfile.mkdtemp(prefix="mutant-"))
    covers = None if code is None else covering(name, path)

    def run():
        made = {} if keten is None else fixtures(keten, folder)
        if code is not None:
            install(name, path, code)
        given = [Given(NOTICED, covers, folder / "told", **made)]
        if code is None:
            given.append(Seen(folder / "seen"))
        options = [
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
            "-p",
            "no:xdist",
            "--basetemp",
            str(folder / "t"),
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",  # poortbouw has imported hypothesis by now
            "-k",
            welke,
        ]
        ended = pytest.main([*options, *tests], plugins=given)
        nothing_to_run = code is not None and ended == pytest.ExitCode.NO_TESTS_COLLECTED
        return ended != pytest.ExitCode.OK and not nothing_to_run

    try:
        result = in_child(run)
        if (folder / "told").exists():
            test = (folder / "told").read_text()
            NOTICED[:] = [test, *(other for other in NOTICED if other != test)]
        if (folder / "seen").exists():
            SEEN.update(json.loads((folder / "seen").read_text()))
        return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def chain():
    spec = importlib.util.spec_from_file_location("keten_van_de_tests", ROOT / "tests" / "conftest.py")
    conftest = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = conftest
    spec.loader.exec_module(conftest)
    return conftest


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--tests", nargs="+", required=True)
    parser.add_argument("--uit", type=Path, required=True)
    parser.add_argument("--deel", default="1/1", help="which part of the mutants, as 1/2")
    parser.add_argument("--welke", default=ZONDER, help="which of the tests, as pytest's -k")
    parser.add_argument("--zonder-keten", action="store_true", help="the tests need no dossier that went the whole way")
    parser.add_argument("--alleen-overlevers", action="store_true", help="try again only what survived in the file")
    given = parser.parse_args()
    os.chdir(ROOT)
    before = [json.loads(line) for line in given.uit.read_text().splitlines()] if given.uit.exists() else []
    key = lambda r: (r["module"], r["functie"], r["wat"], r["nr"])
    known = {key(r): r for r in before}
    part, parts = (int(x) for x in given.deel.split("/"))
    with contextlib.closing(
        (Proefronde if given.zonder_keten else ProefrondeMetKeten)(given.tests, given.welke)
    ) as keten:
        for n, (module, mutant) in enumerate((m, x) for m in given.modules for x in of_module(m)):
            path, nr, what, line, code = mutant
            row = {"module": module, "functie": path, "nr": nr, "wat": what}
            old = known.get(key(row))
            if n % parts != part - 1 or (old and (old["gezien"] or not given.alleen_overlevers)):
                continue
            noticed, took = tried(keten.fresh(), given.tests, given.welke, module, path, code)
            known[key(row)] = row = {**row, "gezien": noticed, "seconden": round(took, 1)}
            with given.uit.open("a") as file:
                file.write(json.dumps(row) + "\n")
            if not noticed:
                print(f"survived: {module}:{line} {path}: {what}", flush=True)
    rows = list(known.values())
    alive = [r for r in rows if not r["gezien"]]
    print(f"{len(rows)} mutants, {len(alive)} survived")


class Proefronde:
    """Tests that have to pass without a mutant first; these make all that they need."""

    def __init__(self, tests, welke):
        self.tests, self.welke, self.checked = tests, welke, False

    def fresh(self):
        self.check(None)

    def check(self, keten):
        if self.checked:
            return
        noticed, took = tried(keten, self.tests, self.welke)
        if noticed:
            sys.exit("the tests fail without a mutant")
        print(f"without a mutant: {took:.1f} s", flush=True)
        self.checked = True

    def close(self):
        """Leave nothing: there is nothing."""


class ProefrondeMetKeten(Proefronde):
    """A chain that is made anew after some minutes: a signature of later is not of its moment, and every test would fail."""

    def __init__(self, tests, welke):
        super().__init__(tests, welke)
        self.conftest, self.o, self.made = chain(), None, 0

    def fresh(self):
        if self.o is None or time.monotonic() - self.made > MEEGAAN:
            self.close()
            from weerbaar_docs.oefening import Oefenomgeving

            self.o, self.made = Oefenomgeving(achterkant="sequoia"), time.monotonic()
            self.o.__enter__()
            self.keten = self.conftest.make_keten(self.o)
            self.check(self.keten)
        return self.keten

    def close(self):
        if self.o is not None:
            self.o.__exit__(None, None, None)


if __name__ == "__main__":
    main()
