# SPDX-License-Identifier: EUPL-1.2
"""A copy that was put back stays shut for everything until two sleutelbeheerders decide, and they decide once."""

from __future__ import annotations

import functools
import time
from dataclasses import replace

import pytest

from failpoints import killed_at, moments, spread
from herstelbouw import Mensen
from storebouw import NU, audit_lines, medewerker
from weerbaar_docs.audit.checkpoint import Checkpoint, checkpoint_name, checkpoint_statement, pack_checkpoint
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.errors import ConsentError, EncryptionError, StoreError, VerificationError
from weerbaar_docs.registers.herstel import Ondertekend, decide, decisions, recorded, restore_statement
from weerbaar_docs.registers.medewerkers import add_medewerker, change_medewerker
from weerbaar_docs.store import FolderBlobs, data_key, new_holder_key, open_engine, writing
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.crypto import REGISTER
from weerbaar_docs.store.restore import restore
from weerbaar_docs.store.tables import HERSTELBESLUIT


@pytest.fixture(scope="module")
def mensen():
    with Sleutelring() as ring:
        yield Mensen.make(ring)


def work(opslag, times=1):
    for _ in range(times):
        with opslag.act("bevraagd", object="register"):
            pass


@pytest.fixture(params=["sqlite", "postgresql"])
def terug(request, mensen, tmp_path):
    """Give a way to open a copy that was put back, older than the last of two checkpoints."""
    return put_back(mensen, tmp_path, new_url(request, request.param, tmp_path))


def new_url(request, kind, tmp_path):
    if kind == "postgresql":
        return request.getfixturevalue("cluster").new
    names = iter("abcdef")
    return lambda: f"sqlite:///{tmp_path / next(names) / 'opslag.db'}"


@pytest.fixture
def sqlite_terug(mensen, tmp_path):
    names = iter("abcdef")
    return put_back(mensen, tmp_path, lambda: f"sqlite:///{tmp_path / next(names) / 'opslag.db'}")


def put_back(mensen, tmp_path, new, meddle=lambda _: None):
    blobs, folder = FolderBlobs(tmp_path / "stukken"), tmp_path / "checkpoints"
    old = mensen.set_up(new(), blobs)
    meddle(old)
    work(old)
    mensen.checkpoint(old, folder)
    back_up(old.engine, blobs, tmp_path / "kopie", now=NU)
    work(old, 3)
    mensen.checkpoint(old, folder)
    old.engine.dispose()
    url = new()

    def again(url=url):
        engine = open_engine(url)
        restore(engine, blobs, tmp_path / "kopie")
        engine.dispose()

    def opened(wie="MW-0001", url=url):
        return mensen.open(url, blobs, folder, wie)

    again()
    opened.again, opened.new, opened.folder = again, new, folder
    return opened


def lines(opslag):
    return audit_lines(opslag)


def test_everything_is_refused_and_nothing_is_written(terug):
    opslag = terug()
    before = lines(opslag)
    for handeling in ("bevraagd", "vastgelegd", "teruggezet", "checkpoint"):
        with (
            pytest.raises(VerificationError, match="AUDIT-TERUGGEZET") as caught,
            opslag.act(handeling, object="opslag"),
        ):
            pytest.fail("the act began")
        assert caught.value.exit_code == 8
        assert "twee sleutelbeheerders" in caught.value.diagnostics()[0]
    assert lines(opslag) == before
    opslag.engine.dispose()


def test_two_decide_and_it_works_again_for_everybody(terug, mensen):
    opslag = terug()
    besluit = decide(opslag, [mensen.besluit(opslag, wie) for wie in ("MW-0001", "MW-0002")])
    assert besluit.medewerkers == ("MW-0001", "MW-0002")
    opslag.engine.dispose()
    later = terug("MW-0002")
    work(later)
    assert [line[1] for line in lines(later)][-2:] == ["teruggezet", "bevraagd"]
    mensen.checkpoint(later, terug.folder)
    later.engine.dispose()
    current = terug()
    assert current.laatste.volgnummer == len(
        lines(current)
    )  # the one of the new branch, not the higher one that was left
    current.engine.dispose()
    latest = terug()
    work(latest)
    latest.engine.dispose()


@pytest.mark.parametrize(
    ("wie", "error"),
    [
        (["MW-0001"], VerificationError),
        (["MW-0001", "MW-0001"], ConsentError),
        (["MW-0001", "MW-0003"], ConsentError),
        (["MW-0001", "MW-0002", "MW-0001"], VerificationError),
        ([], VerificationError),
    ],
)
def test_less_than_two_sleutelbeheerders_open_nothing(sqlite_terug, mensen, wie, error):
    opslag = sqlite_terug()
    before = lines(opslag)
    with pytest.raises(error):
        decide(opslag, [mensen.besluit(opslag, een) for een in wie])
    assert lines(opslag) == before
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        sqlite_terug().require_open()


def test_one_key_does_not_stand_for_two_people(sqlite_terug, mensen):
    opslag = sqlite_terug()
    een, ander = mensen.besluit(opslag, "MW-0001"), mensen.besluit(opslag, "MW-0002", by="MW-0001")
    for second in (ander, replace(ander, certificaat=mensen.certificaat("MW-0002"))):
        with pytest.raises(EncryptionError):
            decide(opslag, [een, second])


def change(opslag, nummer, **changes):
    with opslag.act("medewerker_gewijzigd", object=nummer) as act:
        change_medewerker(act, nummer, changes)


def give_the_second_one_another_key(opslag, pin):
    change(opslag, "MW-0002", vingerafdruk=pin, van="2020-01-01")
    return "MW-0002"


def appoint_nobody(opslag, pin):
    gegevens = medewerker("MW-0004", "sleutelbeheerder", vingerafdruk=pin, van="2020-01-01")
    with opslag.act("medewerker_gewijzigd", object="MW-0004") as act:
        add_medewerker(act, gegevens, publiek=new_holder_key("MW-0004").publiek)
    return "MW-0004"


def give_the_role_to_the_adviseur(opslag, pin):
    change(opslag, "MW-0003", vingerafdruk=pin, rollen=["sleutelbeheerder"])
    return "MW-0003"


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.lang)])
@pytest.mark.parametrize("way", [give_the_second_one_another_key, appoint_nobody, give_the_role_to_the_adviseur])
def test_one_beheerder_does_not_decide_for_two(mensen, request, tmp_path, way, kind):
    """With a key of his own (here that of the logboek) for the second one: in the copy too, that counts after a week."""
    nummers, new = [], new_url(request, kind, tmp_path)
    terug = put_back(mensen, tmp_path, new, lambda old: nummers.append(way(old, mensen.sleutels["logboek"])))
    opslag, [nummer] = terug(), nummers
    before = lines(opslag)
    both = [mensen.besluit(opslag, "MW-0001"), mensen.forge(opslag, nummer, by="logboek")]
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD") as caught:
        decide(opslag, both)
    assert nummer in str(caught.value)
    assert lines(opslag) == before
    again = terug()
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        again.require_open()
    for opened in (opslag, again):
        opened.engine.dispose()


def test_whose_signature_does_not_count_yet_is_told_before_he_signs(mensen, request, tmp_path):
    meddle = functools.partial(give_the_second_one_another_key, pin=mensen.sleutels["logboek"])
    terug = put_back(mensen, tmp_path, new_url(request, "sqlite", tmp_path), meddle)
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD"):
        restore_statement(terug("MW-0002"), reden="schijf_stuk")


def test_both_have_to_sign_the_same(sqlite_terug, mensen):
    opslag = sqlite_terug()
    both = [mensen.besluit(opslag, "MW-0001"), mensen.besluit(opslag, "MW-0002", reden="inbraak")]
    with pytest.raises(VerificationError, match="niet hetzelfde"):
        decide(opslag, both)


def test_a_decision_is_about_this_copy_and_the_last_checkpoint(sqlite_terug, mensen):
    opslag = sqlite_terug()
    other = Checkpoint(register=opslag.register, volgnummer=99, sha256="a" * 64, moment=opslag.laatste.moment)
    both = [mensen.besluit(replace(opslag, laatste=other), wie) for wie in ("MW-0001", "MW-0002")]
    with pytest.raises(VerificationError, match="ander checkpoint"):
        decide(opslag, both)


def test_an_open_store_has_nothing_to_decide(sqlite_terug, mensen):
    opslag = sqlite_terug()
    both = [mensen.besluit(opslag, wie) for wie in ("MW-0001", "MW-0002")]
    decide(opslag, both)
    later = sqlite_terug()
    with pytest.raises(StoreError, match="OPSLAG-OPEN-AL"):
        decide(later, both)
    with pytest.raises(StoreError, match="OPSLAG-OPEN-AL"):
        restore_statement(later, reden="oefening")


@pytest.mark.lang
def test_a_decision_of_before_excuses_no_second_copy(sqlite_terug, mensen, tmp_path):
    """The branch went on with a checkpoint of its own; then a copy of right after the decision is put back."""
    opslag = sqlite_terug()
    decide(opslag, [mensen.besluit(opslag, wie) for wie in ("MW-0001", "MW-0002")])
    back_up(opslag.engine, opslag.blobs, tmp_path / "na-besluit", now=NU)
    later = sqlite_terug()
    work(later)
    time.sleep(1)
    mensen.checkpoint(later, sqlite_terug.folder)
    url = sqlite_terug.new()
    engine = open_engine(url)
    restore(engine, opslag.blobs, tmp_path / "na-besluit")
    engine.dispose()
    again = sqlite_terug(url=url)
    assert len(again.besluiten) == 1
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        work(again)
    decide(again, [mensen.besluit(again, wie) for wie in ("MW-0001", "MW-0002")])
    work(sqlite_terug(url=url))


def test_a_row_that_somebody_wrote_in_the_database_opens_nothing(sqlite_terug, mensen):
    opslag = sqlite_terug()
    decide(opslag, [mensen.besluit(opslag, wie) for wie in ("MW-0001", "MW-0002")])
    with writing(opslag.engine) as connection:
        for act in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER wd_herstelbesluit_blijvend_{act}")
        connection.execute(HERSTELBESLUIT.delete().where(HERSTELBESLUIT.c.medewerker == "MW-0002"))
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        sqlite_terug().require_open()


def test_an_outsider_gets_what_was_signed(sqlite_terug, mensen):
    opslag = sqlite_terug()
    both = [mensen.besluit(opslag, wie) for wie in ("MW-0001", "MW-0002")]
    made = decide(opslag, both)
    with opslag.look() as connection:
        key = data_key(connection, REGISTER, sleutel=opslag.sleutel)
        ((een, ander),) = recorded(connection, key)
        assert decisions(connection, key, register=opslag.register, now=opslag.now()) == (made,)
    assert {een.verklaring, ander.verklaring} == {stuk.verklaring for stuk in both}
    assert type(een) is Ondertekend


def test_no_name_of_a_signer_is_in_the_database(sqlite_terug, mensen, tmp_path):
    opslag = sqlite_terug()
    decide(opslag, [mensen.besluit(opslag, wie) for wie in ("MW-0001", "MW-0002")])
    for path in tmp_path.rglob("opslag.db*"):
        assert b"(fictief)" not in path.read_bytes()


def test_files_that_are_no_checkpoint_of_this_log_change_nothing(sqlite_terug):
    (sqlite_terug.folder / "checkpoint-9999999999999999-x.txt").write_bytes(b"onzin\n")
    (sqlite_terug.folder / "zomaar").write_bytes(b"")
    assert sqlite_terug().laatste.volgnummer > 3
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        sqlite_terug().require_open()


def test_a_file_that_was_forged_to_fit_opens_nothing(sqlite_terug, mensen):
    """Whoever put the copy back wrote on in it, and signed a checkpoint of that with another key."""
    copy = replace(sqlite_terug(), laatste=None)
    for _ in range(10):  # another act than before: the same one in the same second would be the same line
        with copy.act("bevraagd", object="opslag"):
            pass
    with copy.look() as connection:
        kop = SqlAuditlog(connection).head()
    forged = mensen.sign("MW-0001", checkpoint_statement(kop, register=copy.register, now=NU))
    data = pack_checkpoint(forged)
    (sqlite_terug.folder / checkpoint_name(data)).write_bytes(data)
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        sqlite_terug().require_open()


def test_without_checkpoints_the_store_is_open(sqlite_terug):
    for path in sqlite_terug.folder.iterdir():
        path.unlink()
    opslag = sqlite_terug()
    assert opslag.laatste is None
    work(opslag)


def test_a_store_that_is_swapped_while_it_is_open_shuts(sqlite_terug, mensen):
    """A process that runs for days looks at every act, not only when it starts."""
    opslag = sqlite_terug()
    decide(opslag, [mensen.besluit(opslag, wie) for wie in ("MW-0001", "MW-0002")])
    later = sqlite_terug()
    work(later)
    time.sleep(1)  # moments have whole seconds: this checkpoint is later than the one that the decision left
    mensen.checkpoint(later, sqlite_terug.folder)
    running = sqlite_terug()
    work(running)
    url = sqlite_terug.new()
    sqlite_terug.again(url)
    swapped = replace(running, engine=open_engine(url))
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        work(swapped)
    with swapped.look() as connection:
        assert SqlAuditlog(connection).head().volgnummer < running.laatste.volgnummer


@pytest.mark.lang
def test_a_killed_decision_leaves_the_store_shut_or_open(mensen, tmp_path):
    names = iter(f"n{number}" for number in range(100))
    terug = put_back(mensen, tmp_path, lambda: f"sqlite:///{tmp_path / next(names) / 'opslag.db'}")
    opslag = terug()
    both = [mensen.besluit(opslag, wie) for wie in ("MW-0001", "MW-0002")]
    opslag.engine.dispose()

    def fresh():
        url = terug.new()
        terug.again(url)
        return url

    def act(url):
        decide(terug(url=url), both)

    first, killed = fresh(), 0
    for moment in spread(moments(act, first), 14):
        url = fresh()
        killed += killed_at(
            moment, act, url
        )  # GnuPG's own files make one moment more or less: the last may come too late
        found = terug(url=url)
        try:
            found.require_open()
        except VerificationError:
            decide(found, both)
        work(terug(url=url))
        assert [line[1] for line in lines(found)].count("teruggezet") == 1
    assert killed >= 12
