# SPDX-License-Identifier: EUPL-1.2
"""The child process that sets documents with Typst: the tree of a document on stdin -> PDF on stdout.

It gets a path to typst and needs nothing else but the standard library:

1. A message is one byte (kind), eight bytes (length, big endian) and that many bytes. In: `D` JSON with the font folders,
   the name of one of our Typst files (`document`, `stempel`) and its inputs. Out: `P` a PDF, `F` why there is none: Typst's words up to the first that it quotes.
2. Memory has a limit, no core is ever dumped, no other program sees into it (Linux), and it ends when nobody holds the other end of its pipe.
3. What Typst keeps of a document, to set the next one faster, is dropped after each answer: it is a person's dossier.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import select
import sys
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

STANDARDS: list[Any] = ["a-3a", "ua-1"]
_FOLDER = Path(__file__).parent
# The artwork of a stamp becomes part of another file, as an artifact: no tags of its own.
_OPTIONS: dict[str, dict[str, Any]] = {
    "document": {"pdf_standards": STANDARDS},
    "stempel": {"pdf_standards": ["a-3b"], "pdf_tags": False},
}
_PR_SET_DUMPABLE = 4  # <linux/prctl.h>
_HEAD = 9
_KEPT = 11  # compilations after which Typst drops what it keeps of a document


def main() -> None:
    """Serve documents until the pipe closes."""
    settings = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # a core that is piped to a program heeds no limit
    resource.setrlimit(resource.RLIMIT_DATA, (settings["memory_bytes"],) * 2)
    threading.Thread(target=_follow_parent, daemon=True).start()
    sys.path.append(settings["typst"])
    while _serve():
        _forget()


def _follow_parent() -> None:
    """End at once when nobody holds the other end of the pipe, also in the middle of a document."""
    poll = select.poll()
    poll.register(sys.stdin.fileno(), 0)
    poll.poll()
    os._exit(0)


def _serve() -> bool:
    asked = _read()
    if asked is not None:
        _write(*_set(**json.loads(asked)))
    return asked is not None


def _read() -> bytes | None:
    head = sys.stdin.buffer.read(_HEAD)
    size = int.from_bytes(head[1:], "big")
    body = sys.stdin.buffer.read(size)
    return body if len(head) == _HEAD and head[:1] == b"D" and len(body) == size else None


def _write(kind: bytes, body: bytes) -> None:
    sys.stdout.buffer.write(kind + len(body).to_bytes(8, "big") + body)
    sys.stdout.buffer.flush()


def _set(fonts: list[str], bron: str, inputs: dict[str, str]) -> tuple[bytes, bytes]:
    """Make one PDF; only the fonts in these folders are used, and the clock of the machine is not."""
    import typst  # noqa: PLC0415 - its path is only known now

    try:
        source = _FOLDER / f"{bron}.typ"
        compiler = typst.Compiler(str(source), root=str(_FOLDER), font_paths=_fonts(tuple(fonts)))
        made: Any = compiler.compile(format="pdf", sys_inputs=inputs, timestamp=0, **_OPTIONS[bron])
    except typst.TypstError as error:
        return b"F", _kind_of(str(error.message)).encode("ascii", "replace")
    return b"P", made


@lru_cache(maxsize=8)
def _fonts(folders: tuple[str, ...]) -> Any:
    import typst  # noqa: PLC0415 - its path is only known now

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _forget() -> None:
    """Let Typst drop all that it keeps, by setting nothing a few times."""
    for _ in range(_KEPT):
        _nothing().compile(input=b"", format="svg")


@lru_cache(maxsize=1)
def _nothing() -> Any:
    import typst  # noqa: PLC0415 - its path is only known now

    return typst.Compiler(b"", root=str(_FOLDER), font_paths=_fonts(()))


def _kind_of(message: str) -> str:
    """Give the start of Typst's message up to the first quoted value: it may quote the document."""
    return re.split(r"[\"`(]", message, maxsplit=1)[0].strip()[:80]


if __name__ == "__main__":
    main()
