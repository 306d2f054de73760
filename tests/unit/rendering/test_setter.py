# SPDX-License-Identifier: EUPL-1.2
"""The child process of the typst engine: limits on time and memory, a fresh start, nothing that is left behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from docxbouw import docx, p, sectie
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.typst_engine import Limits, Setter, stamp_artwork, to_pdf

DATUM = date(2026, 11, 22)
LETTER = docx(p("Een brief.") + sectie())
LONG = docx("".join(p(f"Alinea {n}. " + "Een zin in gewone taal. " * 20) for n in range(1500)) + sectie())


def made(setter, document=LETTER):
    return to_pdf(document, titel="Bericht WD-0", datum=DATUM, setter=setter)


@pytest.fixture
def setter():
    found = Setter()
    yield found
    found.close()


def child_of(setter):
    return setter._child._process.pid


def test_a_document_that_takes_too_long_is_given_up_and_its_child_ends(setter):
    made(setter)
    child = child_of(setter)
    setter.limits = Limits(seconds=0.2)
    with pytest.raises(RenderingError, match=r"PDF-WERKER.*duurt te lang"):
        made(setter, LONG)
    assert not Path(f"/proc/{child}").exists()
    setter.limits = Limits()
    assert PdfReader(io.BytesIO(made(setter))).pages


def test_a_document_that_wants_too_much_memory_is_given_up():
    small = Setter(Limits(memory_bytes=48 * 2**20))
    assert PdfReader(io.BytesIO(made(small))).pages
    with pytest.raises(RenderingError, match=r"PDF-WERKER.*te veel geheugen"):
        made(small, LONG)
    small.close()


def test_a_child_that_was_killed_between_two_documents_is_replaced_unseen(setter):
    first = made(setter)
    os.kill(child_of(setter), signal.SIGKILL)
    assert made(setter) == first


def test_a_child_makes_so_many_documents_and_then_another_takes_over():
    few = Setter(Limits(documents=2))
    made(few)
    child = child_of(few)
    made(few)
    assert few._child is None
    made(few)
    assert child_of(few) != child
    few.close()


def test_threads_share_one_child(setter):
    found = []
    threads = [threading.Thread(target=lambda: found.append(made(setter))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_the_child_knows_nothing_of_our_environment_and_files(setter, tmp_path):
    with (tmp_path / "geheim").open("w"):
        made(setter)
        child = Path(f"/proc/{child_of(setter)}")
        if os.geteuid() != 0:  # only root may look into it
            with pytest.raises(PermissionError):
                (child / "environ").read_bytes()
            return
        assert (child / "environ").read_bytes() == b"MALLOC_PERTURB_=165\0"
        opened = [str(each.readlink()) for each in (child / "fd").iterdir()]
    assert all(name.startswith(("pipe:", "/dev/null", "anon_inode:")) for name in opened)


CALLER = """
import sys
from datetime import date
from weerbaar_docs.rendering.typst_engine import _setter, to_pdf
docx = sys.stdin.buffer.read()
if len(docx) < 5000:
    to_pdf(docx, titel="Bericht", datum=date(2026, 11, 22))
    print(_setter._child._process.pid, flush=True)
else:
    import threading, time
    threading.Thread(target=to_pdf, args=(docx,), kwargs=dict(titel="Bericht", datum=date(2026, 11, 22)), daemon=True).start()
    while _setter._child is None:
        time.sleep(0.01)
    time.sleep(0.3)
    print(_setter._child._process.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("document", [LETTER, LONG], ids=["at its end", "killed while it waits"])
def test_the_child_ends_with_its_parent(document):
    parent = subprocess.Popen([sys.executable, "-c", CALLER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    parent.stdin.write(document)
    parent.stdin.close()
    child = int(parent.stdout.readline())
    if document is LONG:
        parent.kill()
    parent.wait()
    until = time.monotonic() + 10
    while alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    parent.stdout.close()
    assert not alive(child)


def alive(pid):
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False


def test_a_forked_process_has_a_child_of_its_own():
    made_here = to_pdf(LETTER, titel="Bericht WD-0", datum=DATUM)
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        same = to_pdf(LETTER, titel="Bericht WD-0", datum=DATUM) == made_here
        os.write(write, b"1" if same else b"0")
        os._exit(0)
    os.waitpid(pid, 0)
    assert os.read(read, 1) == b"1"
    assert to_pdf(LETTER, titel="Bericht WD-0", datum=DATUM) == made_here
    os.close(read)
    os.close(write)


def test_the_words_of_a_stamp_are_set_in_the_same_child_and_leave_it_for_documents(setter):
    words = {"regels": ["VASTGESTELD", "Besluit X"], "vel": 62, "hoog": 18, "breed": 44}
    first = made(setter)
    child = child_of(setter)
    art = stamp_artwork(words, setter=setter)
    assert "VASTGESTELD" in PdfReader(io.BytesIO(art)).pages[0].extract_text()
    assert "/StructTreeRoot" not in PdfReader(io.BytesIO(art)).root_object
    assert stamp_artwork(words, setter=setter) == art
    assert made(setter) == first
    assert child_of(setter) == child


def test_the_words_of_a_stamp_that_take_too_long_are_given_up(setter):
    setter.limits = Limits(seconds=0)
    with pytest.raises(RenderingError, match=r"PDF-WERKER.*duurt te lang"):
        stamp_artwork({"regels": ["X"], "vel": 62, "hoog": 18, "breed": 44}, setter=setter)
