# SPDX-License-Identifier: EUPL-1.2
"""The register keeps since when somebody is sleutelbeheerder with this very key, and nobody can tell it another day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storebouw import HOUDER, NU, join, medewerker
from weerbaar_docs.dossiers.lezen import work_in_store
from weerbaar_docs.errors import StoreError, ValidationError
from weerbaar_docs.registers.medewerkers import add_medewerker, change_medewerker, medewerkers
from weerbaar_docs.sleutelbeheerders import WACHTTIJD
from weerbaar_docs.store import FolderBlobs, new_holder_key, open_engine, open_opslag, sealed_row
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.restore import restore
from weerbaar_docs.store.tables import MEDEWERKER
from weerbaar_docs.termijnen import nederlandse_dag

BEGIN = nederlandse_dag(NU)
TWEEDE = "MW-0002"


def since(opslag, nummer=TWEEDE):
    with opslag.act("bevraagd", object="register") as act:
        return medewerkers(act.connection, act.register_key()).of(nummer).sleutelbeheerder_sinds


def change(opslag, nummer=TWEEDE, **changes):
    with opslag.act("medewerker_gewijzigd", object=nummer) as act:
        change_medewerker(act, nummer, changes)


@pytest.fixture
def later(opslag, klok):
    """Give the store ten days after the second sleutelbeheerder came."""
    join(opslag, TWEEDE, "sleutelbeheerder")
    klok.nu += timedelta(days=10)
    return opslag


def test_who_sets_the_store_up_and_who_is_taken_in_count_from_that_day(opslag, klok):
    assert since(opslag, HOUDER) == BEGIN
    klok.nu += timedelta(days=3)
    join(opslag, TWEEDE, "sleutelbeheerder")
    join(opslag, "MW-0003", "adviseur")
    assert since(opslag) == BEGIN + timedelta(days=3)
    assert since(opslag, "MW-0003") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"rollen": ["adviseur", "sleutelbeheerder"]},
        {"rollen": ["sleutelbeheerder"]},
        {"tot": "2026-12-31"},
        {"van": "2025-01-01"},
        {"van": "2026-05-01"},
        {"vingerafdruk": medewerker(TWEEDE)["vingerafdruk"]},
    ],
)
def test_another_change_does_not_begin_the_wait_again(later, changes):
    change(later, **changes)
    assert since(later) == BEGIN


def test_another_key_begins_the_wait_again(later, klok):
    change(later, vingerafdruk="B" * 40)
    assert since(later) == BEGIN + timedelta(days=10)
    klok.nu += timedelta(days=1)
    change(later, vingerafdruk=medewerker(TWEEDE)["vingerafdruk"])
    assert since(later) == BEGIN + timedelta(days=11)


def test_a_role_that_is_taken_and_given_again_begins_the_wait_again(later):
    change(later, rollen=["adviseur"])
    assert since(later) is None
    change(later, rollen=["sleutelbeheerder"])
    assert since(later) == BEGIN + timedelta(days=10)


def test_a_role_given_to_who_was_there_for_years_begins_the_wait(later):
    join(later, "MW-0003", "adviseur")
    change(later, "MW-0003", rollen=["adviseur", "sleutelbeheerder"], van="2020-01-01")
    assert since(later, "MW-0003") == BEGIN + timedelta(days=10)


def test_who_comes_back_after_the_last_day_waits_again(later):
    change(later, tot="2026-05-08")
    assert since(later) == BEGIN
    change(later, tot="2026-05-09")
    assert since(later) == BEGIN
    change(later, tot=None)
    assert since(later) == BEGIN + timedelta(days=10)


def test_who_leaves_later_than_was_thought_does_not_wait_again(later):
    change(later, tot="2026-05-20")
    change(later, tot=None)
    assert since(later) == BEGIN


def test_who_comes_in_later_counts_from_the_first_day(opslag, klok):
    with opslag.act("medewerker_gewijzigd", object=TWEEDE) as act:
        gegevens = medewerker(TWEEDE, "sleutelbeheerder", van="2026-06-01")
        add_medewerker(act, gegevens, publiek=new_holder_key(TWEEDE).publiek)
    assert since(opslag) == date(2026, 6, 1)
    klok.nu += timedelta(days=10)
    change(opslag, rollen=["adviseur", "sleutelbeheerder"])
    assert since(opslag) == date(2026, 6, 1)
    change(opslag, van="2026-01-01")
    assert since(opslag) == BEGIN + timedelta(days=10)


def test_a_first_day_that_is_put_off_puts_off_the_wait(later):
    change(later, van="2026-06-01")
    change(later, van="2026-01-01")
    assert since(later) == BEGIN + timedelta(days=10)


def test_nobody_says_since_when(later):
    told = {"sleutelbeheerder_sinds": "2020-01-01"}
    gegevens, publiek = medewerker("MW-0003", "sleutelbeheerder", **told), new_holder_key("MW-0003").publiek
    with pytest.raises(ValidationError, match="SCHEMA"):
        change(later, **told)
    with (
        pytest.raises(ValidationError, match="SCHEMA"),
        later.act("medewerker_gewijzigd", object="MW-0003") as act,
    ):
        add_medewerker(act, gegevens, publiek=publiek)
    assert since(later) == BEGIN


def test_two_numbers_never_have_one_key(later):
    """Not even for a moment: a key goes from one to another by a key in between, and that begins the wait."""
    join(later, "MW-0003", "adviseur")
    with pytest.raises(StoreError, match="OPSLAG-VERBAND"):
        change(later, "MW-0003", vingerafdruk=medewerker(TWEEDE)["vingerafdruk"], rollen=["sleutelbeheerder"])
    change(later, vingerafdruk="B" * 40)
    change(later, "MW-0003", vingerafdruk=medewerker(TWEEDE)["vingerafdruk"], rollen=["sleutelbeheerder"])
    assert since(later) == since(later, "MW-0003") == BEGIN + timedelta(days=10)


def forget(opslag, nummer=TWEEDE):
    """Make of a row what the program wrote before it kept the day."""
    with opslag.act("medewerker_gewijzigd", object=nummer) as act:
        key = act.register_key()
        given = medewerkers(act.connection, key).of(nummer).given()
        row = sealed_row(given, key, soort="medewerker", id=nummer)
        act.connection.execute(MEDEWERKER.update().where(MEDEWERKER.c.id == nummer), row)


def test_a_row_of_before_is_read_and_counts_when_it_was_recorded_again(later):
    forget(later)
    assert since(later) is None
    change(later, rollen=["sleutelbeheerder"])
    assert since(later) == BEGIN + timedelta(days=10)


def test_a_back_up_brings_the_day_back(later, tmp_path):
    blobs = FolderBlobs(tmp_path / "opslag" / "stukken")
    back_up(later.engine, blobs, tmp_path / "kopie", now=later.clock())
    engine = open_engine(f"sqlite:///{tmp_path / 'terug' / 'opslag.db'}")
    restore(engine, blobs, tmp_path / "kopie")
    copy = open_opslag(engine, blobs, later.sleutel, rol="opdrachtregel", clock=later.clock)
    assert since(copy) == BEGIN
    engine.dispose()


# --- everybody sees it ------------------------------------------------------------------------


def signals(opslag, **options):
    taken = work_in_store(opslag, **options).taken
    return {taak.dossier: taak for taak in taken if taak.soort == "sleutelbeheerder_nieuw"}


def test_a_new_key_stands_on_the_daily_list_of_everybody_until_it_counts(later, klok):
    adviseur = join(later, "MW-0003", "adviseur")
    assert signals(adviseur) == {}
    change(later, vingerafdruk="B" * 40)
    found = signals(adviseur)[TWEEDE]
    assert found.wat == (
        "MW-0002 is sinds 2026-05-14 sleutelbeheerder met een (andere) sleutel; klopt dat niet, meld het dan vóór "
        "2026-05-21 bij de CISO."
    )
    assert found.uiterlijk_op == date(2026, 5, 20)
    assert "sleutelbeheerder" in found.wie
    assert "beheerder" in found.wie.split()
    klok.nu += WACHTTIJD - timedelta(days=1)
    assert set(signals(later)) == {TWEEDE}
    klok.nu += timedelta(days=1)
    assert signals(later) == {}


def test_who_was_replaced_and_lost_the_role_still_sees_who_came(later):
    victim = join(later, "MW-0003", "sleutelbeheerder")
    change(later, "MW-0003", rollen=["adviseur"])
    join(later, "MW-0004", "sleutelbeheerder")
    assert set(signals(victim)) == {"MW-0004"}


def test_what_is_not_known_is_work_for_a_beheerder(later):
    forget(later)
    found = signals(later)[TWEEDE]
    assert (found.wie, found.ernst) == ("beheerder", "vandaag")
    change(later, tot="2026-05-08")
    assert signals(later) == {}
