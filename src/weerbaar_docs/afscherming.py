# SPDX-License-Identifier: EUPL-1.2
"""A process that is going to hold plaintext -> one that leaves none behind: no core, no other program that looks in, no loud library."""

from __future__ import annotations

import ctypes
import logging
import sys
import warnings
from typing import Final

_PR_SET_DUMPABLE: Final = 4  # <linux/prctl.h>


def shield() -> None:
    """Shield this process from here on."""
    _silence()
    _leave_no_core()


def _silence() -> None:
    """Let nobody but the command itself talk: what a library says in a log or a warning may quote a dossier."""
    logging.disable(logging.CRITICAL)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _leave_no_core() -> None:
    """Let no crash write a dossier to a disk, and no other program of this user look into the memory (Linux)."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A core that is piped to a program heeds no limit; this it does heed.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
