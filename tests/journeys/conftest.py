# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest

from fasenbouw import keys, walk
from wegbouw import Stappen


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


@pytest.fixture(scope="session")
def stappen(fasen, tmp_path_factory):
    """Give the CCV at each step of the bestuurder's choice, walked once."""
    return Stappen(fasen, tmp_path_factory.mktemp("stappen"), tmp_path_factory.mktemp("gelopen"))


@pytest.fixture
def weg_op(stappen, tmp_path):
    """Give the way at a step."""
    return lambda stap: stappen.at(stap, tmp_path)
