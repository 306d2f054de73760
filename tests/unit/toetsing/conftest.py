# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest

from stappenbouw import stepped


@pytest.fixture(scope="module")
def stappen():
    """Give one way through the pure steps; of each file its own, for its moment stands still."""
    with stepped() as made:
        yield made
