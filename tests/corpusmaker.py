# SPDX-License-Identifier: EUPL-1.2
"""Name -> bytes of the corpus: written by us as Word does, or by LibreOffice Writer, without a trace of people or machines."""

from __future__ import annotations

import inspect
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import corpusschrijver
import corpuswoord
from weerbaar_docs.rendering.docx import pack
from worddocs import unzipped

FOLDER = Path(__file__).parent / "corpus"
Make = Callable[[], bytes]
_FILTER = "docx:MS Word 2007 XML"
_TRACES = re.compile(
    rb"<(Application|AppVersion|TotalTime|Template|dc:creator|cp:lastModifiedBy|cp:revision|dcterms:\w+)\b[^>]*>[^<]*</\1>"
)
_MARKS = re.compile(rb' w:rsid\w*="[^"]*"|(?<=<w14:docId w14:val=")[^"]*')


def word() -> dict[str, Make]:
    """The files that we write ourselves."""
    return {f"woord_{name}": make for name, make in _own(corpuswoord)}


def word_file(name: str) -> bytes:
    """One of those files."""
    return _clean(word()[name]())


def writer() -> dict[str, Make]:
    """What Writer opens and saves."""
    return {f"writer_{name}": make for name, make in _own(corpusschrijver)}


def _own(module: object) -> Iterator[tuple[str, Make]]:
    """The functions that make a whole document: they have a docstring without a full stop, and no parameters."""
    for name, found in inspect.getmembers(module, inspect.isfunction):
        whole = found.__doc__ and not found.__doc__.endswith(".") and not inspect.signature(found).parameters
        if found.__module__ == getattr(module, "__name__", "") and whole:
            yield name, found


def made(names: set[str]) -> Iterator[tuple[str, bytes]]:
    """Give the files with these names, or all."""
    yield from ((name, word_file(name)) for name in word() if not names or name in names)
    sources = {name: make() for name, make in writer().items() if not names or name in names}
    yield from saved_by_writer(sources).items()


def saved_by_writer(sources: dict[str, bytes]) -> dict[str, bytes]:
    """Let LibreOffice open these documents and save them as .docx."""
    if not sources:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        paths = []
        for name, data in sources.items():
            paths.append(home / f"{name}.{'docx' if data.startswith(b'PK') else 'fodt'}")
            paths[-1].write_bytes(data)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            _FILTER,
            "--outdir",
            str(home / "uit"),
        ]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=240)
        return {name: _clean((home / "uit" / f"{name}.docx").read_bytes()) for name in sources}


def _clean(docx: bytes) -> bytes:
    """Drop what names a person, a program or a moment, and give the zip fixed dates."""
    return pack(
        {
            name: _MARKS.sub(b"", _TRACES.sub(b"", data)) if name.endswith(".xml") else data
            for name, data in unzipped(docx).items()
        }
    )


def holds() -> dict[str, str]:
    """What each file holds: the docstring of the function that makes it."""
    return {name: str(make.__doc__) for name, make in sorted((word() | writer()).items())}
