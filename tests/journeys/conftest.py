# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest

from fasenbouw import keys, walk


@pytest.fixture(scope="session")
def kast():
    """Give the keys of everybody in both organisations."""
    with keys() as made:
        yield made


@pytest.fixture(scope="session")
def fasen(tmp_path_factory, kast):
    """Give both organisations at each step of one way, walked once."""
    return walk(tmp_path_factory.mktemp("fasen"), tmp_path_factory.mktemp("weg"), kast)


@pytest.fixture
def op(fasen, tmp_path):
    """Give both organisations at a step of the way."""
    return lambda fase: fasen.at(fase, tmp_path)
