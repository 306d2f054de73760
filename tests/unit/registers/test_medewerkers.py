# SPDX-License-Identifier: EUPL-1.2
"""Who may act and who may open: changed by a beheerder alone, and never behind the program's back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from storebouw import DOSSIER_ID, HOUDER, MOMENT, SLEUTEL, Winkel, audit_lines, during, join, medewerker
from weerbaar_docs.dossiers.toegang import grant, withdraw
from weerbaar_docs.errors import ConsentError, EncryptionError, StoreError, ValidationError, VerificationError
from weerbaar_docs.registers.medewerkers import (
    add_medewerker,
    change_medewerker,
    left_with_keys,
    medewerkers,
    public_key,
    require_in_service,
)
from weerbaar_docs.store import (
    add_holder,
    create_data_key,
    data_key,
    new_holder_key,
    open_opslag,
    remove_holder,
    writing,
)
from weerbaar_docs.store.data_keys import holders, scopes
from weerbaar_docs.store.tables import DOSSIER

SWAP = (
    "UPDATE {0} SET gegevens = (SELECT gegevens FROM {0} WHERE id = 'MW-0001'), "
    "sha256 = (SELECT sha256 FROM {0} WHERE id = 'MW-0001') WHERE id = 'MW-0002'"
)
NIEUW = new_holder_key("MW-0002")


def register(opslag):
    with opslag.act("bevraagd", object="register") as act:
        return medewerkers(act.connection, act.register_key())


def everything(opslag):
    with opslag.act("bevraagd", object="register") as act:
        key = act.register_key()
        medewerkers(act.connection, key)
        public_key(act.connection, key, "MW-0002")


def change(opslag, nummer, **changes):
    with opslag.act("medewerker_gewijzigd", object=nummer) as act:
        return change_medewerker(act, nummer, changes)


def test_a_new_medewerker_is_in_the_register_with_roles_and_keys(opslag):
    join(opslag, "MW-0002", "adviseur", "secretariaat")
    found = register(opslag).of("MW-0002")
    assert found.rollen == {"adviseur", "secretariaat"}
    assert found.vingerafdruk == medewerker("MW-0002")["vingerafdruk"]


@pytest.mark.parametrize(
    "gegevens",
    [
        medewerker("MW-0001", "adviseur", vingerafdruk="A" * 40),
        medewerker("MW-0002", "adviseur", vingerafdruk=medewerker("MW-0001")["vingerafdruk"]),
        medewerker("MW-0002", "baas"),
        medewerker("MW-0002"),
        medewerker("MW-2", "adviseur"),
        medewerker("MW-0002", "adviseur", naam="een naam"),
        medewerker("MW-0002", "adviseur", vingerafdruk="ABC"),
    ],
)
def test_a_bad_or_known_medewerker_is_refused(opslag, gegevens):
    with pytest.raises(ValidationError), opslag.act("medewerker_gewijzigd", object="MW-0002") as act:
        add_medewerker(act, gegevens, publiek=NIEUW.publiek)
    assert [m.id for m in register(opslag)] == [HOUDER]


@pytest.mark.parametrize("text", [" ", "\u00a0", "\u200b", "A\nB", "A\n", "\tA", "A\u2028B"])
@pytest.mark.parametrize("name", ["naam", "functie"])
def test_what_a_besluit_prints_of_a_toetser_is_one_line_that_says_something(opslag, name, text):
    join(opslag, "MW-0002", "toetser")
    change(opslag, "MW-0002", naam="T. Oetser (fictief)", functie="toetser")
    with pytest.raises(ValidationError) as caught:
        change(opslag, "MW-0002", **{name: text})
    assert "één regel" in caught.value.meldingen[0].melding
    found = register(opslag).of("MW-0002")
    assert (found.naam, found.functie) == ("T. Oetser (fictief)", "toetser")
    assert change(opslag, "MW-0002", naam="Ö").naam == "Ö"


def test_a_medewerker_without_a_whole_public_key_is_refused(opslag):
    with pytest.raises(EncryptionError), opslag.act("medewerker_gewijzigd", object="MW-0002") as act:
        add_medewerker(act, medewerker("MW-0002", "adviseur"), publiek=b"kort")
    assert [m.id for m in register(opslag)] == [HOUDER]


def test_two_medewerkers_do_not_share_a_key(opslag):
    with (
        pytest.raises(ValidationError, match="HOUDER-ZELFDE"),
        opslag.act("medewerker_gewijzigd", object="MW-0002") as act,
    ):
        add_medewerker(act, medewerker("MW-0002", "adviseur"), publiek=SLEUTEL.publiek)
    assert [m.id for m in register(opslag)] == [HOUDER]


@pytest.mark.parametrize("rollen", [("adviseur",), ("secretariaat", "sleutelbeheerder", "toetser")])
def test_only_a_beheerder_changes_the_register(opslag, rollen):
    other = join(opslag, "MW-0002", *rollen)
    with (
        pytest.raises(ConsentError, match="MEDEWERKER-ROL"),
        other.act("medewerker_gewijzigd", object="MW-0003") as act,
    ):
        add_medewerker(act, medewerker("MW-0003", "beheerder"), publiek=NIEUW.publiek)
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        change(other, "MW-0002", rollen=["beheerder"])
    assert audit_lines(opslag)[-1] == ("MW-0002", "medewerker_gewijzigd", "MW-0002", "geweigerd:TOESTEMMING")


def test_who_has_left_opens_nothing_any_more_and_stays_known(opslag):
    other = join(opslag, "MW-0002", "adviseur")
    change(opslag, "MW-0002", tot="2026-05-03")
    with pytest.raises(EncryptionError, match="OPSLAG-DATASLEUTEL"):
        open_opslag(other.engine, other.blobs, other.sleutel, rol="opdrachtregel", clock=opslag.clock)
    assert register(opslag).of("MW-0002").tot is not None


def test_who_has_left_is_sent_away_before_anybody_took_his_keys(opslag, klok):
    other = join(opslag, "MW-0002", "adviseur")
    change(opslag, "MW-0002", tot="2026-05-04")
    require_in_service(other)
    klok.nu += timedelta(days=1)
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        require_in_service(other)
    with opslag.act("bevraagd", object="register") as act:
        [left] = left_with_keys(act.connection, act.register_key(), date(2026, 5, 5))
    assert left.id == "MW-0002"
    change(opslag, "MW-0002", tot="2026-05-04")
    with opslag.act("bevraagd", object="register") as act:
        assert left_with_keys(act.connection, act.register_key(), date(2026, 5, 5)) == []


def test_who_leaves_later_still_works_today(opslag):
    other = join(opslag, "MW-0002", "adviseur")
    change(opslag, "MW-0002", tot="2026-12-31")
    assert len(list(register(other))) == 2


def test_nobody_leaves_a_dossier_behind_that_no_one_can_open(opslag):
    other = join(opslag, "MW-0002", "adviseur")
    with writing(opslag.engine) as connection:
        connection.execute(DOSSIER.insert(), {"id": DOSSIER_ID, "status": "aangemeld", "gewijzigd_op": MOMENT})
        create_data_key(connection, DOSSIER_ID, houders={"MW-0002": other.sleutel.publiek}, now=opslag.clock())
    with pytest.raises(StoreError, match="HOUDER-LAATSTE"):
        change(opslag, "MW-0002", tot="2026-05-03")
    assert len(list(register(other))) == 2


@pytest.mark.parametrize("changes", [{"tot": "2026-05-03"}, {"rollen": ["adviseur"]}])
def test_there_is_always_a_beheerder(opslag, changes):
    with pytest.raises(ConsentError, match="MEDEWERKER-BEHEERDER"):
        change(opslag, HOUDER, **changes)
    join(opslag, "MW-0002", "beheerder")
    if "rollen" in changes:
        change(opslag, HOUDER, **changes)
        assert register(opslag).of(HOUDER).rollen == {"adviseur"}


ONLY_POSTGRESQL = pytest.mark.parametrize("url", ["postgresql"], indirect=True)  # SQLite has one writer at a time


@ONLY_POSTGRESQL
def test_two_beheerders_who_step_down_at_once_leave_one(opslag, url):
    second = join(opslag, "MW-0002", "beheerder")
    refused = during(
        opslag,
        url,
        "INSERT INTO auditregel",
        lambda first: change(first, HOUDER, rollen=["adviseur"]),
        lambda: change(second, "MW-0002", rollen=["adviseur"]),
    )
    assert refused == ["MEDEWERKER-BEHEERDER"]
    assert {m.id for m in register(opslag) if "beheerder" in m.rollen} == {"MW-0002"}


def held_by_two(opslag, url):
    """Give the medewerkers who alone hold a dossier."""
    pair = [join(opslag, nummer, "adviseur") for nummer in ("MW-0002", "MW-0003")]
    winkel = Winkel(engine=opslag.engine, blobs=opslag.blobs, url=url)
    winkel.begin()
    with writing(opslag.engine) as connection:
        for other in pair:
            key = data_key(connection, DOSSIER_ID, sleutel=SLEUTEL)
            add_holder(connection, key, other.wie, publiek=other.sleutel.publiek, now=opslag.clock())
        remove_holder(connection, DOSSIER_ID, HOUDER)
    return pair


def leave(opslag, nummer):
    return change(opslag, nummer, tot="2026-05-03")


@ONLY_POSTGRESQL
@pytest.mark.parametrize("how", ["leaves", "gives_it_up"])
def test_the_last_two_of_a_dossier_who_go_at_once_leave_one(opslag, url, how):
    _, third = held_by_two(opslag, url)
    others = {
        "leaves": lambda: leave(opslag, "MW-0003"),
        "gives_it_up": lambda: withdraw(third, DOSSIER_ID, "MW-0003"),
    }
    refused = during(opslag, url, "INSERT INTO auditregel", lambda store: leave(store, "MW-0002"), others[how])
    assert refused == [{"leaves": "HOUDER-LAATSTE", "gives_it_up": "TOEGANG-LAATSTE"}[how]]
    with opslag.look() as connection:
        assert holders(connection, DOSSIER_ID) == {"MW-0003"}


@ONLY_POSTGRESQL
def test_who_leaves_while_he_is_given_access_gets_none(opslag, url):
    join(opslag, "MW-0002", "adviseur")
    Winkel(engine=opslag.engine, blobs=opslag.blobs, url=url).begin()
    refused = during(
        opslag,
        url,
        "INSERT INTO auditregel",
        lambda store: leave(store, "MW-0002"),
        lambda: grant(opslag, DOSSIER_ID, "MW-0002"),
    )
    assert len(refused) == 1
    with opslag.look() as connection:
        assert scopes(connection, "MW-0002") == set()


def test_a_holder_has_the_public_key_that_he_gave(opslag):
    other = join(opslag, "MW-0002", "adviseur")
    with opslag.act("bevraagd", object="register") as act:
        key = act.register_key()
        assert public_key(act.connection, key, "MW-0002") == other.sleutel.publiek
        assert public_key(act.connection, key, HOUDER) == SLEUTEL.publiek
        with pytest.raises(StoreError, match="HOUDER-ONBEKEND"):
            public_key(act.connection, key, "MW-0009")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE medewerker SET vingerafdruk = 'A' WHERE id = 'MW-0002'",
        "UPDATE medewerker SET tot = '2030-01-01' WHERE id = 'MW-0002'",
        "INSERT INTO medewerker_rol VALUES ('MW-0002', 'beheerder')",
        "DELETE FROM medewerker_rol WHERE medewerker = 'MW-0002'",
        SWAP.format("medewerker"),
        SWAP.format("houder"),
    ],
)
def test_what_was_written_behind_the_programs_back_is_found(opslag, statement):
    join(opslag, "MW-0002", "adviseur")
    with writing(opslag.engine) as connection:
        connection.execute(text(statement))
    with pytest.raises((StoreError, VerificationError), match=r"OPSLAG-ONGELIJK|REGISTER-STAND"):
        everything(opslag)
