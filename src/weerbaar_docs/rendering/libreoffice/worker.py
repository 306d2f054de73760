# SPDX-License-Identifier: EUPL-1.2
"""The child process that holds one warm LibreOffice: DOCX on stdin -> PDF on stdout.

It runs under the Python that has LibreOffice's `uno`, so it uses the standard library only:

1. A message is one byte (kind), eight bytes (length, big endian) and that many bytes. In: `D` a DOCX.
   Out: `R` ready, `P` a PDF, `F` the document was refused. Nothing of a document is ever in a refusal.
2. Everything that LibreOffice writes lies in one private folder, in memory: profile, temporary files, sockets.
   After each document what came with it is deleted; at the end the folder goes.
3. LibreOffice dies with this process, and this process when its pipe closes.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable

TMP = Path("/tmp")
START_SECONDS = 40
HIDDEN: dict[str, Any] = {"Hidden": True}
RESTART = (79, 81)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_MS_NOSUID_NODEV = 2 | 4
_EXPORT = {
    "SelectPdfVersion": 3,
    "UseTaggedPDF": True,
    "PDFUACompliance": True,
    "ExportBookmarks": True,
    "ExportNotes": False,
    "ExportFormFields": False,
    "UseLosslessCompression": True,
    "ReduceImageResolution": False,
    "ExportLinksRelativeFsys": False,
    "ConvertOOoTargetToPDFTarget": False,
}


def main() -> None:
    """Serve documents until the pipe closes."""
    settings = json.loads(sys.argv[1])
    _libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    profile = _profile(settings)
    folder = _private_folder(settings)
    threading.Thread(target=_follow_supervisor, args=(folder,), daemon=True).start()
    try:
        office = _Office(settings, folder, profile)
        _write(b"R", json.dumps([] if settings["isolated"] else _sockets(office.process.pid)).encode())
        while (document := _read()) is not None:
            _write(*office.convert(document))
    finally:
        _end(folder)


def _follow_supervisor(folder: Path) -> None:
    """End at once when nobody holds the other end of the pipe, also in the middle of a document."""
    poll = select.poll()
    poll.register(sys.stdin.fileno(), 0)
    poll.poll()
    _end(folder)


def _end(folder: Path) -> None:
    """Take everything along; the first process of a namespace takes its namespace by going."""
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _private_folder(settings: dict[str, Any]) -> Path:
    """Give an empty folder in memory; with mounts of our own /tmp is new too, where LibreOffice puts its sockets."""
    if settings["isolated"]:
        options = f"size={settings['disk_bytes']},mode=0700".encode()
        if _libc().mount(b"weerbaar", bytes(TMP), b"tmpfs", _MS_NOSUID_NODEV, options):
            raise OSError(ctypes.get_errno(), "mount")
    return Path(tempfile.mkdtemp(prefix="weerbaar-", dir=settings["folder"]))


def _read() -> bytes | None:
    head = sys.stdin.buffer.read(9)
    if len(head) < 9 or head[:1] != b"D":  # noqa: PLR2004
        return None
    size = int.from_bytes(head[1:], "big")
    body = sys.stdin.buffer.read(size)
    return body if len(body) == size else None


def _write(kind: bytes, body: bytes) -> None:
    out = sys.stdout.buffer
    out.write(kind + len(body).to_bytes(8, "big") + body)
    out.flush()


class _Office:
    """LibreOffice, started once (a fresh profile makes it ask for one restart), and its desktop over a socket."""

    def __init__(self, settings: dict[str, Any], folder: Path, profile: dict[str, str]) -> None:
        self.folder = folder
        for name in ("profile/user", "home", "tmp", "work", "cache"):
            (folder / name).mkdir(parents=True, mode=0o700)
        for name, text in profile.items():
            (folder / name).write_text(text.replace("FOLDER", escape(str(folder))), encoding="utf-8")
        self.process = _start(settings, folder)
        if self.process.wait() in RESTART:
            self.process = _start(settings, folder)
        threading.Thread(target=self._follow, daemon=True).start()
        self.desktop = _connect(self.process, folder)
        self._warm_up()

    def _follow(self) -> None:
        """End at once when LibreOffice does: whoever waits for us must not wait for the time-out."""
        self.process.wait()
        _end(self.folder)

    def _warm_up(self) -> None:
        """Wait until a document can be opened: the socket listens before LibreOffice is ready, and it says nothing."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            document = self.desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, _properties(HIDDEN))
            if document is not None:
                document.close(True)  # noqa: FBT003
                return
            time.sleep(0.05)
        raise TimeoutError

    def convert(self, docx: bytes) -> tuple[bytes, bytes]:
        work = self.folder / "work"
        source, target = work / "in.docx", work / "out.pdf"
        source.write_bytes(docx)
        try:
            reason = self._export(source, target)
            return (b"F", reason.encode()) if reason else (b"P", target.read_bytes())
        except Exception as error:  # noqa: BLE001
            self._ping()
            return b"F", type(error).__name__.encode()
        finally:
            for name in ("work", "tmp"):
                _empty(self.folder / name)

    def _ping(self) -> None:
        """Tell a refused document from a LibreOffice that is gone: then there is no answer, and somebody tries again."""
        try:
            self.desktop.supportsService("com.sun.star.frame.Desktop")
        except Exception:  # noqa: BLE001
            _end(self.folder)

    def _export(self, source: Path, target: Path) -> str:
        load = {**HIDDEN, "ReadOnly": True, "MacroExecutionMode": 0, "UpdateDocMode": 0}
        load["FilterName"] = "MS Word 2007 XML"
        document = self.desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, _properties(load))
        if document is None:
            return "niet te openen"
        try:
            indexes = document.getDocumentIndexes()
            for number in range(indexes.getCount()):
                indexes.getByIndex(number).update()
            export = {"FilterName": "writer_pdf_Export", "FilterData": _any(_properties(_EXPORT))}
            document.storeToURL(target.as_uri(), _properties(export))
        finally:
            document.close(True)  # noqa: FBT003
        return ""


def _empty(folder: Path) -> None:
    """Delete the files; the folders are LibreOffice's own, and it needs them as long as it lives."""
    for path in folder.rglob("*"):
        if not path.is_dir():
            path.unlink()


def _profile(settings: dict[str, Any]) -> dict[str, str]:
    """Give the files of a new profile; they are read before /tmp is another one, as we may lie in there."""
    here = Path(__file__).parent
    fonts = "".join(f"<dir>{escape(name)}</dir>" for name in settings["fonts"])
    return {
        "profile/user/registrymodifications.xcu": (here / "profile.xcu").read_text(encoding="utf-8"),
        "fonts.conf": (here / "fonts.conf").read_text(encoding="utf-8").replace("FONTS", fonts),
    }


def _sockets(pid: int) -> list[str]:
    """Give the sockets that LibreOffice made: whoever kills it has to delete them."""
    held = {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()}
    lines = Path("/proc/net/unix").read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    return [line.split()[7] for line in lines if len(line.split()) > 7 and f"socket:[{line.split()[6]}]" in held]  # noqa: PLR2004


def _start(settings: dict[str, Any], folder: Path) -> subprocess.Popen[bytes]:
    program = Path(settings["program"])
    environment = {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "SAL_USE_VCLPLUGIN": "svp",
        "SAL_DISABLE_OPENCL": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PATH": "/usr/bin:/bin",
        "MALLOC_PERTURB_": "165",  # memory is overwritten when it is freed: it held a document
        "MALLOC_ARENA_MAX": "2",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    arguments = [
        str(program / "soffice.bin"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--invisible", "--nocrashreport", "--nodefault", "--nofirststartwizard",
        "--nolockcheck", "--nologo", "--norestore", f"--accept=pipe,name={folder.name};urp",
    ]  # fmt: skip
    null = subprocess.DEVNULL
    return subprocess.Popen(
        arguments,
        env=environment,
        stdin=null,
        stdout=null,
        stderr=null,
        cwd=folder,
        preexec_fn=_limits(settings),  # noqa: PLW1509
    )


def _limits(settings: dict[str, Any]) -> Callable[[], None]:
    libc, parent = _libc(), os.getpid()
    size, disk = settings["memory_bytes"], settings["disk_bytes"]

    def apply() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))

    return apply


def _connect(process: subprocess.Popen[bytes], folder: Path) -> Any:
    import uno  # noqa: PLC0415

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            context = resolver.resolve(f"uno:pipe,name={folder.name};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.02)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise TimeoutError


def _properties(values: dict[str, Any]) -> tuple[Any, ...]:
    from com.sun.star.beans import PropertyValue  # noqa: PLC0415

    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def _any(values: tuple[Any, ...]) -> object:
    import uno  # noqa: PLC0415

    return uno.Any("[]com.sun.star.beans.PropertyValue", values)


if __name__ == "__main__":
    main()
