# SPDX-License-Identifier: EUPL-1.2
"""Ctrl-C and its kin: raised once, and remembered, because an import or a finalizer may swallow what was raised."""

from __future__ import annotations

import signal


class Afbreking:
    """The handler of signals during a command: it raises KeyboardInterrupt, so that what is held is cleaned up."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.gezien = False

    def __call__(self, _number: int, _frame: object) -> None:
        self.gezien = True
        raise KeyboardInterrupt


def is_interrupted() -> bool:
    """Say whether a signal came during this command, swallowed or not."""
    handlers = (signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    return any(isinstance(handler, Afbreking) and handler.gezien for handler in handlers)


def check_interrupt() -> None:
    """Raise KeyboardInterrupt when a signal came; called before anything is written."""
    if is_interrupted():
        raise KeyboardInterrupt
