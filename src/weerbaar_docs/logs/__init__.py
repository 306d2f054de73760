# SPDX-License-Identifier: EUPL-1.2
"""What an administrator may see of how the library runs: events from a closed list, never a name, address or text.

(1) nothing is told to anybody until somebody listens: importing this configures no logging and opens nothing;
(2) an event and its fields come from `velden`; what is not on that list, or not of its form, is dropped and counted;
(3) an exception is its class, our code and our line: never its text, which may quote a dossier;
(4) a log changes nothing: a listener that fails is let go.

This is not the audit log: it proves nothing, and may be thrown away.

    with listening(structlog.get_logger()):  # or any other Logger
        ...
"""

from __future__ import annotations

import contextlib
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.logs.velden import closed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.logs.velden import Gebeurtenis

__all__ = ["Logger", "listening", "measured", "tell"]


class Logger(Protocol):
    """Who listens: a structlog logger, or anything else with these methods."""

    def info(self, event: str, **velden: Any) -> Any:
        """Take an event of normal work."""

    def warning(self, event: str, **velden: Any) -> Any:
        """Take an event in which something was refused."""

    def error(self, event: str, **velden: Any) -> Any:
        """Take an event in which something failed that should not."""


_LOGGER: ContextVar[Logger | None] = ContextVar("weerbaar_docs_logger", default=None)


@contextlib.contextmanager
def listening(logger: Logger) -> Iterator[None]:
    """Tell this logger what happens, until the end and in this context alone."""
    before = _LOGGER.set(logger)
    try:
        yield
    finally:
        _LOGGER.reset(before)


def tell(gebeurtenis: Gebeurtenis, **velden: Any) -> None:
    """Tell an event to who listens; `fout` is the exception that came of it."""
    logger = _LOGGER.get()
    if logger is None:
        return
    event, fields = closed(gebeurtenis, velden)
    with contextlib.suppress(Exception):
        _method(logger, velden.get("fout"))(event, **fields)


@contextlib.contextmanager
def measured(gebeurtenis: Gebeurtenis, **velden: Any) -> Iterator[None]:
    """Tell an event when it is over: how many milliseconds it took, and what it failed on if it failed."""
    start = time.monotonic()
    try:
        yield
    except BaseException as error:
        tell(gebeurtenis, **velden, ms=milliseconds(start), fout=error)
        raise
    tell(gebeurtenis, **velden, ms=milliseconds(start))


def milliseconds(start: float) -> int:
    """Give the milliseconds since a moment of `time.monotonic`."""
    return round((time.monotonic() - start) * 1000)


def _method(logger: Logger, fout: BaseException | None) -> Any:
    if fout is None:
        return logger.info
    return logger.warning if isinstance(fout, WeerbaarDocsError) else logger.error
