# SPDX-License-Identifier: EUPL-1.2
"""Importing the library does nothing to the application that imports it (and neither does being importable)."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys

import pytest

import weerbaar_docs

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(weerbaar_docs.__path__, "weerbaar_docs.")
    if not module.name.startswith("weerbaar_docs.cli") and ".migrations." not in module.name
)
# Runs in a process of its own; it prints what changed while the modules were imported.
WATCH = """
import logging, os, signal, sys, threading, warnings

here = os.path.dirname(os.path.realpath(sys.argv[1]))
allowed = [os.path.realpath(p) for p in (sys.prefix, sys.base_prefix, os.path.dirname(os.__file__), here)]
allowed += [os.path.realpath(p) for p in sys.path if p]
allowed += [os.path.join(os.path.dirname(here), folder) for folder in ("schemas", "templates", "voorbeelden")]
seen = []

def watch(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__",) or event in ("subprocess.Popen", "os.system", "os.fork", "os.exec"):
        seen.append(event)
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        path, _, flags = arguments
        path = os.path.realpath(os.fsdecode(path))
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            if not path.endswith(".pyc") and "__pycache__" not in path:
                seen.append("schrijft " + path)
        elif not any(path.startswith(folder) for folder in allowed) and not path.startswith(("/usr/share/zoneinfo", "/etc/mime")):
            seen.append("leest " + path)

class Environment(type(os.environ)):
    pass

def read(self, key, _original=type(os.environ).__getitem__):
    caller = sys._getframe(1)
    while caller and caller.f_globals.get("__name__", "").startswith(("os", "_collections_abc", "collections")):
        caller = caller.f_back
    if caller and caller.f_globals.get("__name__", "").startswith("weerbaar_docs"):
        seen.append("omgeving " + str(key))
    return _original(self, key)

import importlib, json, structlog, sqlalchemy  # what a host may have and have set
signals = {number: signal.getsignal(number) for number in signal.valid_signals()}
handlers = list(logging.root.handlers)
disabled, level, filters = logging.root.manager.disable, logging.root.level, list(warnings.filters)
configured = structlog.get_config()
hook, excepthook = sys.excepthook, threading.excepthook
descriptors = set(os.listdir("/proc/self/fd"))
type(os.environ).__getitem__ = read
sys.addaudithook(watch)
for name in sys.argv[2:]:
    importlib.import_module(name)
found = list(seen)
found += [f"thread {thread.name}" for thread in threading.enumerate() if thread is not threading.main_thread()]
found += [f"handler {handler}" for handler in logging.root.handlers if handler not in handlers]
ours = [name for name in logging.root.manager.loggerDict if name.startswith("weerbaar_docs")]
found += [f"logger {name}" for name in ours]
found += [f"signal {n}" for n, value in signals.items() if signal.getsignal(n) is not value]
found += ["logging"] * ((disabled, level) != (logging.root.manager.disable, logging.root.level))
found += ["warnings"] * (filters != [f for f in warnings.filters if f in filters])
found += ["structlog"] * (structlog.get_config() != configured)
found += ["excepthook"] * ((hook, excepthook) != (sys.excepthook, threading.excepthook))
found += ["descriptor " + d for d in set(os.listdir("/proc/self/fd")) - descriptors if os.path.exists(f"/proc/self/fd/{d}")]
print(json.dumps(found))
"""


def changed_by(*modules):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "WEERBAAR_CONFIG": "/bestaat/niet"}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(weerbaar_docs.__file__), *modules],
        capture_output=True,
        check=False,
        env=environment,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return json.loads(done.stdout)


def test_importing_the_library_changes_nothing_in_the_process():
    assert changed_by("weerbaar_docs") == []


def test_importing_every_module_but_the_command_changes_nothing_in_the_process():
    assert len(MODULES) > 80
    assert changed_by(*MODULES) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "import threading; threading.Thread(target=threading.Event().wait, daemon=True, name='x').start()",
            "thread x",
        ),
        ("import socket; socket.socket().close(); socket.getaddrinfo('localhost', 1)", "socket.getaddrinfo"),
        ("import logging; logging.basicConfig()", "handler"),
        ("import logging; logging.getLogger('weerbaar_docs.x')", "logger weerbaar_docs.x"),
        ("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)", "signal 15"),
        ("import structlog; structlog.configure(processors=[])", "structlog"),
        ("open('/etc/passwd').close()", "leest /etc/passwd"),
        ("import os; __name__ = 'weerbaar_docs.x'; os.environ.get('HOME')", "omgeving HOME"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
    ],
    ids=lambda value: value[-20:],
)
def test_the_watch_sees_a_module_that_does_something(code, expected, tmp_path, monkeypatch):
    (tmp_path / "stoort.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    assert any(found.startswith(expected) for found in changed_by("stoort"))
