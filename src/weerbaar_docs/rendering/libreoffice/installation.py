# SPDX-License-Identifier: EUPL-1.2
"""Where LibreOffice, its Python and its fonts are on this machine, and how well a worker can be shut in.

1. LibreOffice is found by `soffice` on the PATH; nothing is downloaded.
2. A PDF is set in the fonts of FONTS only, whose digest belongs to the herkomst.
3. With namespaces a worker has no network, a file system in memory of its own and dies as a whole. Where the system
   gives none it gets the same folders in /dev/shm, and of the network only what its settings refuse.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from weerbaar_docs.errors import RenderingError

PACKAGES = "libreoffice-writer-nogui python3-uno fonts-croscore"
FONTS = Path("/usr/share/fonts/truetype/croscore")
_NAMESPACES = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child=KILL")
_AS_USER = (*_NAMESPACES, "--user", "--map-root-user")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One LibreOffice: its program folder, the Python that has its `uno`, its version and its fonts."""

    program: Path
    python: str
    versie: str
    fonts: Path


def find_installation() -> Installation:
    """Find LibreOffice; raises RenderingError that says what to install."""
    found = shutil.which("soffice")
    if found is None:
        raise _missing("LibreOffice is niet geïnstalleerd (soffice staat niet in het PATH)")
    program = Path(found).resolve().parent
    if not (program / "soffice.bin").exists():
        raise _missing(f"{found} hoort niet bij een volledige LibreOffice (soffice.bin ontbreekt)")
    if not any(FONTS.glob("*.ttf")):
        raise _missing("de lettertypen Arimo, Tinos en Cousine ontbreken (fonts-croscore)")
    return Installation(program=program, python=_python(program), versie=_version(program), fonts=FONTS)


def fonts_sha256() -> str:
    """Give one SHA-256 over the names and bytes of all font files."""
    return _fonts_sha256(FONTS)


@cache
def _fonts_sha256(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.ttf")):
        total.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


@cache
def _python(program: Path) -> str:
    for candidate in (str(program / "python"), "/usr/bin/python3", shutil.which("python3") or ""):
        if candidate and Path(candidate).exists():
            done = subprocess.run([candidate, "-I", "-c", "import uno"], capture_output=True, check=False)
            if done.returncode == 0:
                return candidate
    raise _missing("geen Python op deze machine kan LibreOffice besturen (de module uno ontbreekt)")


@cache
def _version(program: Path) -> str:
    """Read the version from the files of LibreOffice: asking the program takes a second."""
    texts = [(program / name).read_text(encoding="utf-8", errors="replace") for name in ("bootstraprc", "versionrc")]
    product = re.search(r"ProductKey=LibreOffice ([0-9.]+)", texts[0])
    build = re.search(r"buildid=(\S+)", texts[1])
    return f"{product[1] if product else 'onbekend'} ({build[1] if build else 'onbekend'})"


@cache
def isolation() -> tuple[str, ...]:
    """Give the command that shuts a worker in, or nothing where the system does not allow it."""
    for prefix in (_NAMESPACES, _AS_USER):
        probe = [*prefix, "mount", "-t", "tmpfs", "weerbaar", "/tmp"]  # noqa: S108
        try:
            if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
                return prefix
        except OSError:
            break
    return ()


def work_folder() -> str:
    """Give the folder for a worker without a file system of its own: in memory where there is such a folder."""
    shared = Path("/dev/shm")  # noqa: S108
    return str(shared if shared.is_dir() else tempfile.gettempdir())


def _missing(melding: str) -> RenderingError:
    return RenderingError.because(
        "PDF-LIBREOFFICE",
        f"{melding}; dit sjabloon kan alleen met LibreOffice een PDF worden",
        f"Installeer op Debian of Ubuntu: sudo apt-get install --no-install-recommends {PACKAGES}",
    )
