# SPDX-License-Identifier: EUPL-1.2
"""A report goes from the CCV to the BVA and back: two homes, two stores, two users, and files in between."""

from __future__ import annotations

import contextlib

import pytest

from toetsbouw import TOETSER, Sleutelkast, copy_of, furnish


@pytest.fixture(scope="module")
def wereld(tmp_path_factory):
    """Make keys and stores once."""
    with contextlib.ExitStack() as stack:
        kast = Sleutelkast.make(stack)
        map_ = tmp_path_factory.mktemp("wereld")
        yield map_, kast, furnish(map_, kast)


@pytest.fixture
def beide(wereld, tmp_path, capsys, monkeypatch):
    map_, kast, nummers = wereld
    found = copy_of(map_, tmp_path, kast, capsys, monkeypatch)
    found.nummers = nummers
    return found


def test_a_report_is_established_and_recorded(beide):
    nummer = beide.nummers[0]
    file = beide.hand_in(nummer)
    assert beide.status(nummer) == "ter_toetsing"
    indiening = beide.receive(file)
    assert beide.judge(indiening)["ontbreekt"] == []
    said = beide.take_in(beide.decide(indiening))
    assert said["status"] == beide.status(nummer) == "vastgesteld"
    assert said["toetser"] == TOETSER
    assert beide.ccv.refusals() == []
