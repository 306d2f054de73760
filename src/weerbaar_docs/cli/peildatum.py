# SPDX-License-Identifier: EUPL-1.2
"""The day on which a command judges: what a person gave, or today in the Netherlands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def day_or_today(given: date | None) -> date:
    """Give a day, or today in the Netherlands."""
    from weerbaar_docs.termijnen import nederlandse_dag

    return given or nederlandse_dag(datetime.now(UTC))
