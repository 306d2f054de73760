# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.errors import ConsentError, EncryptionError, ValidationError
from weerbaar_docs.keys import (
    Medewerker,
    Medewerkersregister,
    Sleutel,
    Sleutelregister,
    check_act,
    require_distinct,
)
from weerbaar_docs.model import Verklaring, utc_text

A, B, C = "A" * 40, "B" * 40, "C" * 64
OIN = "00000001002564440000"
DAY = date(2026, 3, 1)


def key(**changes):
    fields = {
        "vingerafdruk": A,
        "houder": OIN,
        "soort": "werkgever",
        "certificaat": b"CANARY",
        "geverifieerd_op": DAY,
        "geverifieerd_wijze": "telefonisch_teruggebeld",
        "geldig_tot": None,
    }
    return Sleutel(**{**fields, **changes})


def person(**changes):
    fields = {"id": "MW-0001", "rollen": frozenset({"adviseur"}), "vingerafdruk": A, "van": DAY, "tot": None}
    return Medewerker(**{**fields, **changes})


def test_key_is_found_by_fingerprint_and_by_holder():
    register = Sleutelregister((key(), key(vingerafdruk=B, soort="ccv_levering", houder="CCV")))
    assert register.lookup(B).soort == "ccv_levering"
    assert register.for_holder(OIN, "werkgever") == key()
    assert register.for_holder(OIN, "bestuurder") is None
    assert [k.vingerafdruk for k in register] == [A, B]


def test_unknown_fingerprint_is_refused():
    with pytest.raises(EncryptionError, match="SLEUTEL-ONBEKEND"):
        Sleutelregister((key(),)).lookup(B)


@pytest.mark.parametrize(
    "bad", ["", "A" * 39, "a" * 40, "A" * 41, "A" * 16, "0x" + "A" * 40, "A" * 40 + "\n", "G" * 40]
)
def test_only_full_fingerprints_are_accepted(bad):
    for act in (lambda: key(vingerafdruk=bad), lambda: person(vingerafdruk=bad), lambda: Sleutelregister().lookup(bad)):
        with pytest.raises(EncryptionError, match="SLEUTEL-VINGERAFDRUK"):
            act()


def test_duplicate_fingerprint_is_refused():
    with pytest.raises(EncryptionError, match="SLEUTEL-DUBBEL"):
        Sleutelregister((key(), key(houder="iemand anders")))


def test_two_keys_of_one_holder_and_kind_are_refused():
    with pytest.raises(EncryptionError, match="SLEUTEL-MEERDERE"):
        Sleutelregister((key(), key(vingerafdruk=B))).for_holder(OIN, "werkgever")


@pytest.mark.parametrize("changes", [{"soort": "iets"}, {"houder": ""}, {"geverifieerd_wijze": " "}])
def test_incomplete_key_is_refused(changes):
    with pytest.raises(EncryptionError, match="SLEUTEL-REGISTER"):
        key(**changes)


def test_certificate_is_not_in_the_repr():
    assert "CANARY" not in repr(Sleutelregister((key(),)))


def test_registers_cannot_be_changed():
    with pytest.raises(AttributeError):
        key().vingerafdruk = B
    with pytest.raises(AttributeError):
        person().rollen = frozenset()


@pytest.mark.parametrize(
    ("changes", "op", "text"),
    [
        ({}, date(2027, 3, 1), None),
        ({}, date(2027, 3, 2), "langer dan 12 maanden"),
        ({}, date(2026, 2, 28), "nog niet geverifieerd"),
        ({"geldig_tot": date(2026, 6, 1)}, date(2026, 6, 1), None),
        ({"geldig_tot": date(2026, 6, 1)}, date(2026, 6, 2), "verlopen"),
        ({"geverifieerd_op": date(2024, 2, 29)}, date(2025, 3, 1), None),
        ({"geverifieerd_op": date(2024, 2, 29)}, date(2025, 3, 2), "langer"),
    ],
)
def test_key_is_checked_on_a_date(changes, op, text):
    if text is None:
        key(**changes).check(op)
        return
    with pytest.raises(EncryptionError, match="R-PGP-1") as caught:
        key(**changes).check(op)
    assert text in str(caught.value)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_key_is_always_valid_on_the_day_of_its_verification(day, months):
    key(geverifieerd_op=day).check(day, maanden=months)


def test_register_of_medewerkers_round_trip():
    register = Medewerkersregister(
        (
            person(tot=date(2027, 1, 1)),
            person(id="MW-0002", vingerafdruk=B, rollen=frozenset({"toetser", "beheerder"})),
            person(
                id="MW-0003",
                vingerafdruk="C" * 40,
                rollen=frozenset({"sleutelbeheerder"}),
                sleutelbeheerder_sinds=date(2026, 3, 2),
            ),
        )
    )
    assert Medewerkersregister.from_json(register.to_json()) == register
    assert len(list(register)) == 3


def test_medewerker_acts_in_a_role_held_on_that_date():
    register = Medewerkersregister((person(tot=date(2026, 12, 31)),))
    assert register.require("MW-0001", "adviseur", date(2026, 12, 31)).vingerafdruk == A
    assert register.require("MW-0001", "adviseur", DAY).id == "MW-0001"


@pytest.mark.parametrize(
    ("who", "role", "op", "text"),
    [
        ("MW-0002", "adviseur", DAY, "staat niet in"),
        ("MW-0001", "toetser", DAY, "niet de rol toetser"),
        ("MW-0001", "adviseur", date(2026, 2, 28), "niet op deze datum"),
        ("MW-0001", "adviseur", date(2027, 1, 1), "niet op deze datum"),
    ],
)
def test_medewerker_without_the_role_is_refused(who, role, op, text):
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL") as caught:
        Medewerkersregister((person(tot=date(2026, 12, 31)),)).require(who, role, op)
    assert text in str(caught.value)


def test_double_id_or_key_of_medewerkers_is_refused():
    for other in (person(vingerafdruk=B), person(id="MW-0002")):
        with pytest.raises(EncryptionError, match="SLEUTEL-DUBBEL"):
            Medewerkersregister((person(), other))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "jan"},
        {"id": "MW-00012"},
        {"id": "MW-0001\n"},
        {"rollen": frozenset()},
        {"rollen": frozenset({"baas"})},
        {"tot": date(2026, 1, 1)},
        {"sleutelbeheerder_sinds": date(2026, 3, 1)},  # an adviseur
    ],
)
def test_invalid_medewerker_is_refused(changes):
    with pytest.raises(EncryptionError, match="MEDEWERKER-REGISTER"):
        person(**changes)


ROW = {"id": "MW-0001", "rollen": ["adviseur"], "vingerafdruk": A, "van": "2026-03-01", "tot": None}


@pytest.mark.parametrize(
    "value",
    [[], {}, {"medewerkers": {}}, {"medewerkers": [1]}, {"medewerkers": [], "meer": 1}]
    + [
        {"medewerkers": [{**ROW, **bad}]}
        for bad in (
            {"naam": "x"},
            {"id": 1},
            {"rollen": "adviseur"},
            {"rollen": [1]},
            {"rollen": [["adviseur"]]},
            {"rollen": ["adviseur", "adviseur"]},
            {"van": "1-3-2026"},
            {"van": "20260301"},
            {"van": None},
            {"van": "2026-02-30"},
            {"tot": 3},
            {"sleutelbeheerder_sinds": "1-3-2026", "rollen": ["sleutelbeheerder"]},
            {"sleutelbeheerder_sinds": "2026-03-01"},
            {"vingerafdruk": None},
        )
    ],
)
def test_register_in_another_form_is_refused(value):
    with pytest.raises(EncryptionError, match="MEDEWERKER-REGISTER"):
        Medewerkersregister.from_json(json.dumps(value).encode())


def test_register_that_is_no_json_is_refused():
    with pytest.raises(ValidationError):
        Medewerkersregister.from_json(b"{")


def test_four_eyes_are_two_ids_and_two_keys():
    require_distinct(person(), person(id="MW-0002", vingerafdruk=B))
    for other in (person(vingerafdruk=B), person(id="MW-0002"), person()):
        with pytest.raises(ConsentError, match="MEDEWERKER-ZELFDE"):
            require_distinct(person(), other)


def test_long_fingerprint_is_accepted():
    assert Sleutelregister((key(vingerafdruk=C),)).lookup(C).vingerafdruk == C


@pytest.mark.parametrize("hour", [22, 23])
def test_a_role_begins_at_midnight_here_and_not_at_midnight_utc(hour):
    """In winter it is the next day here at 23.00 UTC."""
    evening = datetime(2026, 2, 28, hour, 30, tzinfo=UTC)

    class Signed:
        def verify_detached(self, data, signature, *, signer, not_before, now):
            return evening

    def act():
        return check_act(
            Verklaring(verklaring=b"", handtekening=b""),
            {"medewerker": "MW-0001", "moment": utc_text(evening)},
            "adviseur",
            medewerkers=Medewerkersregister((person(van=DAY),)),
            controle=Signed(),
            not_before=evening,
            now=evening,
        )

    if hour == 23:
        assert act() == (person(van=DAY), evening)
    else:
        with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
            act()
