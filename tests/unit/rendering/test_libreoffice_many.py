# SPDX-License-Identifier: EUPL-1.2
"""Many conversions, one in twenty of them poisoned: nothing is lost, nothing hangs, memory stays flat."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import writerbouw
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import libreoffice
from weerbaar_docs.rendering.libreoffice import process

POISON_EVERY = 20
SECONDS = 6
ROWS = 60_000
MB = 2**20
SIGNALS = {"killed": signal.SIGKILL, "stopped": signal.SIGSTOP, "crashed": signal.SIGSEGV}
KINDS = ("truncated", "killed", "stopped", "crashed", "huge")


def letter(number):
    document = writerbouw.plain()
    document.add_heading(f"Brief {number}", 1)
    for _ in range(3):
        document.add_paragraph(f"Regel van brief {number}. " * 20)
    return writerbouw.saved(document)


def huge():
    """One table of very many rows: Writer needs far longer than it gets."""
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>cel</w:t></w:r></w:p></w:tc>" * 3 + "</w:tr>"
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 3 + "</w:tblGrid>"
    table = f"<w:tbl><w:tblPr/>{grid}{row * ROWS}</w:tbl>".encode()
    return writerbouw.replaced(letter(0), "word/document.xml", b"<w:sectPr", table + b"<w:p/><w:sectPr")


def poison(kind):
    return {"truncated": letter(0)[:4000], "huge": huge()}.get(kind, letter(0))


def hurt(pool, sort, done):
    """Send a signal to a LibreOffice that is at work, as soon as there is one."""
    until = time.monotonic() + 30
    while time.monotonic() < until and not done.is_set():
        for worker in pool.workers():
            for pid in process._descendants(worker.pid):
                with contextlib.suppress(OSError):
                    if b"soffice.bin" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        os.kill(pid, sort)
                        return
        time.sleep(0.01)


def run(pool, number, files):
    """Convert document `number`; give what came of it and the highest memory of a worker seen."""
    kind = KINDS[number // POISON_EVERY % len(KINDS)] if number % POISON_EVERY == 0 else ""
    done = threading.Event()
    thread = threading.Thread(target=hurt, args=(pool, SIGNALS.get(kind), done))
    if kind in SIGNALS:
        thread.start()
    try:
        made = pool.convert(files.get(kind) or files[number % 5])
        outcome = "made" if made.startswith(b"%PDF") and made.rstrip().endswith(b"%%EOF") else "broken"
    except RenderingError as error:
        outcome = error.meldingen[0].code
    finally:
        done.set()
        if kind in SIGNALS:
            thread.join()
    return kind, outcome, max((worker.memory() for worker in pool.workers()), default=0), resident()


def resident():
    return process._resident(os.getpid())


@pytest.mark.lang
@pytest.mark.parametrize("conversions", [200, pytest.param(1000, marks=pytest.mark.alles)])
def test_many_conversions_with_poison_among_them(conversions):
    files = {kind: poison(kind) for kind in KINDS} | {number: letter(number) for number in range(5)}
    assert len(zipfile.ZipFile(io.BytesIO(files["huge"])).read("word/document.xml")) > 1_000_000
    limits = libreoffice.Limits(seconds=SECONDS, documents=50, recycle_bytes=400 * MB, memory_bytes=700 * MB)
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    with libreoffice.Pool(libreoffice.find_installation(), size=2, limits=limits) as pool:
        with ThreadPoolExecutor(2) as threads:
            results = list(threads.map(lambda number: run(pool, number, files), range(conversions)))
        held = [pid for worker in pool.workers() for pid in process._descendants(worker.pid)]
    assert len(results) == conversions
    for kind, outcome, memory, _own in results:
        expected = {"truncated": {"PDF-GEWEIGERD"}, "huge": {"PDF-WERKER", "made"}}.get(kind, {"made"})
        assert outcome in expected, kind
        assert memory < 1000 * MB
    own = [own for *_rest, own in results]
    assert max(own[conversions // 2 :]) - max(own[: conversions // 2]) < 20 * MB
    time.sleep(1)
    assert not [pid for pid in held if Path(f"/proc/{pid}/cmdline").exists()]
    assert len(list(Path("/proc/self/fd").iterdir())) <= descriptors
