# SPDX-License-Identifier: EUPL-1.2
"""told events -> lines of JSON in a file or on stderr, by structlog; nothing of structlog's or logging's own is set.

(1) a file is private (0600), only appended to, and a line is one write;
(2) a line that cannot be written is lost: a full disk stops no delivery.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

import structlog

from weerbaar_docs.errors import ConfigError
from weerbaar_docs.model import utc_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from structlog.typing import EventDict

    from weerbaar_docs.logs import Logger

STDERR: Final = "-"
NIVEAUS: Final = {"info": 20, "waarschuwing": 30, "fout": 40}
_NAMEN: Final = {"info": "info", "warning": "waarschuwing", "error": "fout"}


@contextlib.contextmanager
def opened(bestand: str, *, niveau: str, opdracht: str) -> Iterator[Logger]:
    """Give a Logger that writes lines of at least this level; `opdracht` comes from the list of commands, never from a person.

    Raises ConfigError when the file cannot be used.
    """
    descriptor = os.dup(2) if bestand == STDERR else _open(bestand)
    try:
        yield _logger(descriptor, niveau).bind(opdracht=opdracht, loop=secrets.token_hex(4))
    finally:
        os.close(descriptor)


def _logger(descriptor: int, niveau: str) -> Any:
    return structlog.wrap_logger(
        _Lines(descriptor),
        processors=[_headed, structlog.processors.JSONRenderer(sort_keys=False)],
        wrapper_class=structlog.make_filtering_bound_logger(NIVEAUS[niveau]),
        context_class=dict,
        cache_logger_on_first_use=False,
    )


def _headed(_logger: Any, method: str, event: EventDict) -> EventDict:
    """Put in front what every line begins with."""
    head = {"moment": utc_text(datetime.now(UTC)), "niveau": _NAMEN[method], "gebeurtenis": event.pop("event")}
    return cast("EventDict", {**head, **event})


class _Lines:
    """What structlog hands its lines to."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def info(self, line: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self._descriptor, f"{line}\n".encode())

    warning = error = info


def _open(bestand: str) -> int:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(bestand, flags, 0o600)
    except (OSError, ValueError):
        raise _unusable() from None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise _unusable()


def _unusable() -> ConfigError:
    return ConfigError.because(
        "LOGS-BESTAND",
        "het logbestand is niet te maken of te openen, of is geen gewoon bestand",
        "Controleer logs.bestand: de map moet er zijn, en u moet erin mogen schrijven.",
    )
