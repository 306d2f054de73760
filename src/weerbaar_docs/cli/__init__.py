# SPDX-License-Identifier: EUPL-1.2
"""The entry of the command `weerbaar-docs`: first the signals, then everything else.

Nothing but the standard library is imported before the handlers stand, so that Ctrl-C in the first moments ends as it
does later: one line and exit code 130, never a traceback.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weerbaar_docs.cli.app import root as root
    from weerbaar_docs.cli.app import run as run

INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code."""
    # What the caller ignores (nohup, a job in the background) stays ignored.
    numbers = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    _handle(numbers, _leave)
    from weerbaar_docs.afscherming import shield
    from weerbaar_docs.cli.app import run
    from weerbaar_docs.cli.interrupt import Afbreking

    try:
        _handle(numbers, Afbreking())
        shield()
        code = run(sys.argv[1:] if arguments is None else arguments)
        _handle(numbers, signal.SIG_IGN)  # what is left to clean up takes a moment and must not be cut off
    except KeyboardInterrupt:
        _handle(numbers, signal.SIG_IGN)
        code = INTERRUPTED
    # An interrupt in code that a library made from text leaves a note in CPython, by which it would end with SIGINT
    # instead of our exit code; the next such code wipes the note.
    exec("")  # noqa: S102 - nothing is executed
    sys.exit(code)


def _handle(numbers: Iterable[signal.Signals], handler: Any) -> None:
    for number in numbers:
        signal.signal(number, handler)


def _leave(_number: int, _frame: object) -> NoReturn:
    """End at once: nothing is held yet, and an exception could get lost in the import that it cuts off."""
    os.write(2, b"Afgebroken.\n")
    os._exit(INTERRUPTED)


def __getattr__(name: str) -> Any:
    """Load the command itself when it is first used."""
    if name not in {"root", "run"}:
        raise AttributeError(name)
    from weerbaar_docs.cli import app

    return getattr(app, name)
