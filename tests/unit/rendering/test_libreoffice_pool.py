# SPDX-License-Identifier: EUPL-1.2
"""Workers are shut in, die as a whole, and leave nothing of a document; a failing one costs a retry, not a document."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT

import writerbouw
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import libreoffice
from weerbaar_docs.rendering.libreoffice import installation, process
from weerbaar_docs.rendering.libreoffice.process import DocumentRefusedError, Worker, WorkerFailedError

CANARY = "Kanarievogel Zwaluwstaart"
SUPERVISOR = """
import sys, time
from weerbaar_docs.rendering import libreoffice
pool = libreoffice.Pool(libreoffice.find_installation(), size=1)
pool.convert(sys.stdin.buffer.read())
print(pool.workers()[0].pid, flush=True)
time.sleep(int(sys.argv[1]))
pool.convert(b"")
"""


@pytest.fixture(scope="module")
def found():
    return libreoffice.find_installation()


@pytest.fixture(params=["shut in", "without namespaces"])
def way(request, monkeypatch):
    """Both ways of running a worker: with namespaces, and where the system gives none."""
    if request.param != "shut in":
        monkeypatch.setattr(process, "isolation", tuple)
    return request.param


def simple(text=CANARY):
    document = writerbouw.plain()
    document.add_paragraph(text)
    return writerbouw.saved(document)


def linked(address):
    """A picture that lies elsewhere: refused by admit(), so it only gets here around it."""
    document = writerbouw.plain()
    paragraph = document.add_paragraph("Afbeelding: ")
    writerbouw.add_picture(paragraph, "elders")
    other = document.part.relate_to(address, RT.IMAGE, is_external=True)
    for blip in paragraph._p.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"):
        blip.attrib.clear()
        blip.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}link", other)
    return writerbouw.saved(document)


def started(found):
    return Worker(found, memory=1500 * 2**20, start_seconds=60)


def family(pid):
    return process._descendants(pid)


def gone(pids, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def office(worker):
    return next(pid for pid in family(worker.pid) if "soffice.bin" in command(pid))


def command(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    return ""


def left_behind():
    """What workers may have left in the folders for temporary files."""
    places = [Path("/tmp"), Path("/dev/shm"), Path("/var/tmp")]
    return {path for place in places for path in place.iterdir() if path.name.startswith(("weerbaar-", "OSL_", "lu"))}


def test_a_linked_picture_is_never_fetched(found, way):
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen():
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, _address = server.accept()
                    calls.append(connection)
                    connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        worker = started(found)
        try:
            address = f"http://127.0.0.1:{server.getsockname()[1]}/pixel.png"
            assert worker.convert(linked(address), seconds=60).startswith(b"%PDF")
        finally:
            worker.kill()
            done.set()
            thread.join()
    assert calls == []


@pytest.mark.skipif(not installation.isolation(), reason="this system gives no namespaces")
def test_a_worker_has_no_network_and_a_file_system_of_its_own(found):
    worker = started(found)
    try:
        pid = office(worker)
        for kind in ("net", "mnt", "pid"):
            assert Path(f"/proc/{pid}/ns/{kind}").readlink() != Path(f"/proc/self/ns/{kind}").readlink()
        assert "weerbaar /tmp tmpfs" in Path(f"/proc/{pid}/mounts").read_text(encoding="utf-8")
    finally:
        worker.kill()


def test_nothing_of_a_document_is_left_in_files(found, way):
    before = left_behind()
    worker = started(found)
    try:
        pid = office(worker)
        worker.convert(simple(), seconds=60)
        places = [Path(f"/proc/{pid}/root/tmp")] if way == "shut in" else sorted(left_behind() - before)
        files = [path for place in places for path in [place, *place.rglob("*")] if path.is_file()]
        assert len(files) > 3
        for path in files:
            assert path.suffix not in {".docx", ".pdf"}
            held = path.read_bytes()
            for encoding in ("utf-8", "utf-16-le"):
                assert CANARY.encode(encoding) not in held
    finally:
        worker.kill()
    assert left_behind() <= before


def test_macros_are_off_and_the_proxy_leads_nowhere():
    text = Path(process.__file__).with_name("profile.xcu").read_text(encoding="utf-8")
    for name, value in (("MacroSecurityLevel", "3"), ("DisableMacrosExecution", "true"), ("ooInetHTTPProxyPort", "9")):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in text


@pytest.mark.parametrize("sort", [signal.SIGKILL, pytest.param(signal.SIGSEGV, marks=pytest.mark.lang)])
def test_a_crash_of_libreoffice_costs_a_retry_and_not_the_document(found, way, sort):
    with libreoffice.Pool(found, size=1) as pool:
        pool.convert(simple())
        first = pool.workers()[0]
        os.kill(office(first), sort)
        assert pool.convert(simple()).startswith(b"%PDF")
        assert [worker.pid for worker in pool.workers()] != [first.pid]
        assert gone(family(first.pid))


@pytest.mark.lang
def test_a_stopped_worker_is_killed_at_its_deadline_and_the_document_is_done_by_another(found):
    with libreoffice.Pool(found, size=1, limits=libreoffice.Limits(seconds=10)) as pool:
        pool.convert(simple())
        first = pool.workers()[0]
        held = family(first.pid)
        os.kill(office(first), signal.SIGSTOP)
        began = time.monotonic()
        assert pool.convert(simple()).startswith(b"%PDF")
        assert 9 < time.monotonic() - began < 60
        assert gone(held)


@pytest.mark.lang
def test_a_document_that_takes_too_long_twice_is_an_error_and_nothing_stays(found):
    with libreoffice.Pool(found, size=1, limits=libreoffice.Limits(seconds=0.01)) as pool:
        with pytest.raises(RenderingError, match="PDF-WERKER") as caught:
            pool.convert(simple())
        assert pool.workers() == []
    assert CANARY not in str(caught.value)


def test_a_document_that_is_refused_leaves_the_worker_alive(found):
    worker = started(found)
    try:
        with pytest.raises(DocumentRefusedError) as caught:
            worker.convert(b"PK\x03\x04 afgebroken", seconds=60)
        assert len(str(caught.value)) < 80
        assert worker.convert(simple(), seconds=60).startswith(b"%PDF")
    finally:
        worker.kill()


@pytest.mark.lang
def test_a_worker_is_replaced_after_its_number_of_documents(found):
    with libreoffice.Pool(found, size=1, limits=libreoffice.Limits(documents=2)) as pool:
        pids = []
        for _ in range(4):
            pool.convert(simple())
            pids.append([worker.pid for worker in pool.workers()])
    assert len(pids[0]) == len(pids[2]) == 1
    assert pids[1] == pids[3] == []
    assert pids[0] != pids[2]


@pytest.mark.lang
def test_a_worker_above_its_memory_is_replaced(found):
    with libreoffice.Pool(found, size=1, limits=libreoffice.Limits(recycle_bytes=1)) as pool:
        pool.convert(simple())
        assert pool.workers() == []


@pytest.mark.lang
def test_no_more_documents_at_once_than_workers(found):
    with libreoffice.Pool(found, size=2) as pool:
        made = []
        threads = [threading.Thread(target=lambda: made.append(pool.convert(simple()))) for _ in range(6)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            assert len(pool.workers()) <= 2
            time.sleep(0.05)
        assert len(made) == 6


def test_a_closed_pool_has_no_processes_and_takes_no_documents(found):
    with libreoffice.Pool(found, size=1) as pool:
        pool.convert(simple())
        held = family(pool.workers()[0].pid)
        assert len(held) > 1
    assert gone(held)
    with pytest.raises(RenderingError):
        pool.convert(simple())


@pytest.mark.lang
@pytest.mark.parametrize("busy", [False, True])
def test_a_supervisor_that_is_killed_leaves_no_libreoffice_behind(found, busy):
    command = [sys.executable, "-c", SUPERVISOR, "2" if busy else "600"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as supervisor:
        supervisor.stdin.write(simple())
        supervisor.stdin.close()
        held = family(int(supervisor.stdout.readline()))
        busiest = next(pid for pid in held if "soffice.bin" in globals()["command"](pid))
        if busy:  # its worker now waits for a LibreOffice that never answers
            os.kill(busiest, signal.SIGSTOP)
            time.sleep(3)
        supervisor.kill()
    assert gone(held)


def test_a_worker_that_is_killed_takes_libreoffice_along(found, way):
    worker = started(found)
    held = family(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)
    assert gone([pid for pid in held if pid != worker.pid])
    with pytest.raises(WorkerFailedError):
        worker.convert(simple(), seconds=5)
    worker.kill()


@pytest.mark.lang
def test_a_forked_child_lets_go_of_the_workers_of_its_parent(found):
    with libreoffice.Pool(found, size=1) as pool:
        pool.convert(simple())
        pid = os.fork()
        if pid == 0:
            pool.disown()
            os._exit(len(pool.workers()))
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert pool.convert(simple()).startswith(b"%PDF")


ON_ITS_OWN = """
import sys
from datetime import date
from weerbaar_docs.rendering import libreoffice
docx = sys.stdin.buffer.read()
made = {libreoffice.to_pdf(docx, titel="Bericht", datum=date(2026, 11, 22)) for _ in range(2)}
print(len(made), libreoffice._pools[0].workers()[0].pid)
"""


@pytest.mark.lang
def test_a_process_has_a_pool_of_its_own_that_ends_with_it():
    before = left_behind()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", ON_ITS_OWN]
    done = subprocess.run(command, input=simple(), capture_output=True, env=environment, check=True)
    made, pid = done.stdout.split()
    assert int(made) == 1
    assert gone([int(pid)])
    assert left_behind() <= before
