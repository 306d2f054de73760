# SPDX-License-Identifier: EUPL-1.2
"""What filling one document may cost, counted and not timed: the same template and data always stop at one point.

The clock is only the last resort, for what the counting would miss.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

MAX_STEPS: Final = 2_000_000
MAX_CHARACTERS: Final = 60_000_000
MAX_SECONDS: Final = 20.0
_LOOK_AT_CLOCK: Final = 63  # every 64th time


class TooMuchError(Exception):
    """A template asks for more work than a document may cost."""


@dataclass(slots=True)
class Budget:
    """What one document may still cost: steps of a loop or of a filter, and characters of text."""

    steps: int = MAX_STEPS
    characters: int = MAX_CHARACTERS
    deadline: float = field(default_factory=lambda: time.monotonic() + MAX_SECONDS)
    times: int = 0

    def spend(self, steps: int, characters: int = 0) -> None:
        """Pay for work that is about to be done; raises TooMuchError."""
        self.steps -= steps
        self.characters -= characters
        self.times += 1
        late = not self.times & _LOOK_AT_CLOCK and time.monotonic() > self.deadline
        if self.steps < 0 or self.characters < 0 or late:
            raise TooMuchError


BUDGET: Final[ContextVar[Budget]] = ContextVar("budget")
