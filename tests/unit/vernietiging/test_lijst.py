# SPDX-License-Identifier: EUPL-1.2
"""The list has what is past the organisation's term, and nobody carries out another list than the one he saw."""

from __future__ import annotations

from datetime import date

import pytest

from storebouw import NU
from vernietigbouw import AFGEROND, INGETROKKEN, LOPEND, TERMIJN, TERMIJNEN, fill
from weerbaar_docs.bewaartermijnen import Bewaartermijn
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.vernietiging import Vernietigingslijst, list_destroyable, list_withdrawn

LATER = date(NU.year + 1, NU.month, NU.day + 1)


def listed(opslag, termijnen, peildatum, **options):
    with opslag.look() as connection:
        return list_destroyable(connection, termijnen, peildatum, **options)


@pytest.fixture
def winkel(opslag, url):
    return fill(opslag, url)


def test_a_dossier_is_listed_from_the_day_after_its_term_and_only_in_a_last_status(opslag, winkel):
    assert listed(opslag, TERMIJNEN, date(NU.year + 1, NU.month, NU.day)).regels == ()
    found = listed(opslag, TERMIJNEN, LATER)
    assert {(r.object, r.soort, r.vanaf) for r in found.regels} == {
        (AFGEROND, "dossier_afgerond", LATER),
        (INGETROKKEN, "aanmelding_zonder_advies", LATER),
    }
    assert LOPEND not in str(listed(opslag, TERMIJNEN, date(2100, 1, 1)))


def test_a_kind_without_a_term_is_never_listed(opslag, winkel):
    found = listed(opslag, {"dossier_afgerond": TERMIJN}, date(2100, 1, 1))
    assert [r.object for r in found.regels] == [AFGEROND]
    assert "/bewaartermijnen/aanmelding_zonder_advies" in {m.pad for m in found.meldingen}
    assert listed(opslag, {}, date(2100, 1, 1)).regels == ()


def test_the_list_can_be_asked_for_one_dossier(opslag, winkel):
    assert [r.object for r in listed(opslag, TERMIJNEN, LATER, dossier=AFGEROND).regels] == [AFGEROND]
    assert listed(opslag, TERMIJNEN, LATER, dossier=LOPEND).regels == ()


def test_a_term_can_count_from_the_first_version(opslag, winkel):
    termijn = Bewaartermijn(duur="P1D", vanaf="eerste_vastlegging", grondslag="Besluit 1 (fictief)")
    found = listed(opslag, {"dossier_afgerond": termijn}, LATER)
    assert [r.vanaf for r in found.regels] == [date(NU.year, NU.month, NU.day + 2)]


def test_the_check_number_is_over_the_ground_and_every_line(opslag, winkel):
    found = listed(opslag, TERMIJNEN, LATER)
    others = [
        Vernietigingslijst(grond="intrekking", regels=found.regels),
        Vernietigingslijst(grond="bewaartermijn", regels=found.regels[:1]),
        Vernietigingslijst(grond="bewaartermijn", regels=found.regels[::-1]),
    ]
    assert len({found.controlegetal, *(other.controlegetal for other in others)}) == 4
    assert [len(group) for group in found.controlegetal.split("-")] == [5] * 4
    assert listed(opslag, TERMIJNEN, date(2100, 1, 1)).controlegetal == found.controlegetal
    assert found.as_json()["controlegetal"] == found.controlegetal


def test_withdrawal_is_a_ground_for_who_withdrew_alone(opslag, winkel):
    with opslag.look() as connection:
        assert [r.object for r in list_withdrawn(connection, INGETROKKEN).regels] == [INGETROKKEN]
        for other in (AFGEROND, LOPEND, "D-" + "9" * 32):
            with pytest.raises(ValidationError, match="VERNIETIGING-GROND"):
                list_withdrawn(connection, other)
