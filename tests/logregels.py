# SPDX-License-Identifier: EUPL-1.2
"""What was told to a log, kept in memory."""

from __future__ import annotations


class Lines:
    """A Logger that remembers."""

    def __init__(self):
        self.lines = []

    def info(self, event, **velden):
        self.lines.append(("info", event, velden))

    def warning(self, event, **velden):
        self.lines.append(("warning", event, velden))

    def error(self, event, **velden):
        self.lines.append(("error", event, velden))
