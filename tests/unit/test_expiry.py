# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.errors import EncryptionError
from weerbaar_docs.expiry import warnings
from weerbaar_docs.keys import Sleutel

DAY = date(2026, 3, 1)


def key(*, tot=None, geverifieerd=DAY):
    return Sleutel(
        vingerafdruk="A" * 40,
        houder="00000001002564440000",
        soort="werkgever",
        certificaat=b"",
        geverifieerd_op=geverifieerd,
        geverifieerd_wijze="telefonisch_teruggebeld",
        geldig_tot=tot,
    )


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (61, None), (60, "SLEUTEL-VERLOOPT-60"), (31, "SLEUTEL-VERLOOPT-60"), (30, "SLEUTEL-VERLOOPT-30"),
        (8, "SLEUTEL-VERLOOPT-30"), (7, "SLEUTEL-VERLOOPT-7"), (0, "SLEUTEL-VERLOOPT-7"), (-1, "SLEUTEL-VERLOOPT-NU"),
    ],
)  # fmt: skip
def test_key_warns_at_60_30_and_7_days(days, code):
    assert [m.code for m in warnings(key(tot=DAY + timedelta(days=days)), DAY)] == ([code] if code else [])


def test_key_without_an_end_never_lapses_and_1970_is_nowhere():
    assert warnings(key(), DAY) == ()
    assert warnings(key(geverifieerd=date(2055, 1, 1)), date(2055, 6, 1)) == ()


@pytest.mark.parametrize(
    ("op", "code"),
    [
        (date(2026, 12, 30), None),
        (date(2026, 12, 31), "SLEUTEL-VERIFICATIE-60"),
        (date(2027, 2, 22), "SLEUTEL-VERIFICATIE-7"),
        (date(2027, 3, 1), "SLEUTEL-VERIFICATIE-7"),
        (date(2027, 3, 2), "SLEUTEL-VERIFICATIE-NU"),
    ],
)
def test_verification_warns_before_twelve_months_are_over(op, code):
    assert [m.code for m in warnings(key(), op)] == ([code] if code else [])


def test_both_ends_are_told_at_once():
    found = warnings(key(tot=date(2027, 2, 25)), date(2027, 2, 20))
    assert [m.code for m in found] == ["SLEUTEL-VERLOOPT-7", "SLEUTEL-VERIFICATIE-30"]
    assert [m.ernst for m in found] == ["waarschuwing", "waarschuwing"]
    assert "over 5 dagen" in found[0].melding


@given(st.integers(-400, 400), st.integers(0, 800))
def test_what_is_a_fout_here_is_what_a_delivery_refuses(days, age):
    sleutel = key(tot=DAY + timedelta(days=days), geverifieerd=DAY - timedelta(days=age))
    refused = False
    try:
        sleutel.check(DAY)
    except EncryptionError:
        refused = True
    assert refused == any(m.ernst == "fout" for m in warnings(sleutel, DAY))
