# SPDX-License-Identifier: EUPL-1.2
"""Two sleutelbeheerders decide that a restored copy counts: no less, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditbouw import fill, regels
from weerbaar_docs.audit.checkpoint import Checkpoint
from weerbaar_docs.audit.herstelbesluit import (
    Herstelbesluit,
    check_herstelbesluit,
    herstelbesluit_statement,
    require_decided,
)
from weerbaar_docs.audit.regel import BEGIN, Kop
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.errors import ConsentError, EncryptionError, ValidationError, VerificationError
from weerbaar_docs.keys import Medewerker, Medewerkersregister
from weerbaar_docs.model import Verklaring
from weerbaar_docs.sleutelbeheerders import WACHTTIJD

REGISTER = "REG-" + "0" * 32
NU = datetime.now(UTC).replace(microsecond=0)
CHAIN = regels(9)
LAATSTE = Checkpoint(register=REGISTER, volgnummer=9, sha256=CHAIN[8].sha256, moment=NU - timedelta(minutes=30))
KOP = CHAIN[4].kop


@pytest.fixture(scope="module")
def mensen() -> Iterator[Any]:
    """Give a ring, three sleutelbeheerders (the third an adviseur only), and the register that names them."""
    with Sleutelring() as ring:
        keys = [ring.generate(f"Medewerker {n} (fictief)") for n in (1, 2, 3)]
        gisteren = NU.date() - timedelta(days=1)
        staf = [
            Medewerker(
                id=f"MW-000{n}",
                rollen=frozenset(rollen),
                vingerafdruk=key,
                van=gisteren,
                sleutelbeheerder_sinds=gisteren - WACHTTIJD if "sleutelbeheerder" in rollen else None,
            )
            for n, key, rollen in zip(
                (1, 2, 3), keys, (["sleutelbeheerder"], ["sleutelbeheerder"], ["adviseur"]), strict=True
            )
        ]
        yield ring, {m.id: m.vingerafdruk for m in staf}, Medewerkersregister(tuple(staf))


def signed(mensen: Any, wie: str, *, by: str | None = None, **changed: Any) -> Verklaring:
    ring, keys, _ = mensen
    given = {"kop": KOP, "achtergelaten": LAATSTE, "reden": "schijf_stuk", "now": datetime.now(UTC), **changed}
    kop, achtergelaten = given.pop("kop"), given.pop("achtergelaten")
    statement = herstelbesluit_statement(kop, achtergelaten, medewerker=wie, **given)
    return Verklaring(verklaring=statement, handtekening=ring.sign_detached(statement, signer=keys[by or wie]))


def check(mensen: Any, *verklaringen: Verklaring, register: str = REGISTER) -> Herstelbesluit:
    ring, _, staf = mensen
    now = datetime.now(UTC)
    return check_herstelbesluit(verklaringen, register=register, medewerkers=staf, controle=ring, now=now)


def besluit(kop: Kop = KOP, achtergelaten: Checkpoint = LAATSTE) -> Herstelbesluit:
    return Herstelbesluit(
        register=REGISTER,
        kop=kop,
        achtergelaten=achtergelaten,
        reden="oefening",
        medewerkers=("MW-0001", "MW-0002"),
        moment=NU,
    )


def test_two_sleutelbeheerders_decide(mensen: Any) -> None:
    found = check(mensen, signed(mensen, "MW-0001"), signed(mensen, "MW-0002"))
    assert (found.kop, found.achtergelaten) == (KOP, LAATSTE)
    assert found.medewerkers == ("MW-0001", "MW-0002")
    assert LAATSTE.moment < found.moment <= datetime.now(UTC)


def test_one_is_not_enough_and_neither_is_a_crowd(mensen: Any) -> None:
    een, ander = signed(mensen, "MW-0001"), signed(mensen, "MW-0002")
    for verklaringen in ((), (een,), (een, ander, een)):
        with pytest.raises(VerificationError, match="AUDIT-HERSTELBESLUIT"):
            check(mensen, *verklaringen)


def test_the_same_person_twice_is_one_person(mensen: Any) -> None:
    with pytest.raises(ConsentError, match="MEDEWERKER-ZELFDE"):
        check(mensen, signed(mensen, "MW-0001"), signed(mensen, "MW-0001", reden="schijf_stuk"))


def test_one_key_does_not_sign_for_two(mensen: Any) -> None:
    with pytest.raises(EncryptionError, match="SLEUTEL-HANDTEKENING"):
        check(mensen, signed(mensen, "MW-0001"), signed(mensen, "MW-0002", by="MW-0001"))


def test_an_adviseur_decides_nothing(mensen: Any) -> None:
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        check(mensen, signed(mensen, "MW-0001"), signed(mensen, "MW-0003"))


@pytest.mark.parametrize(
    "changed",
    [
        {"kop": CHAIN[3].kop},
        {"kop": Kop(KOP.volgnummer, "f" * 64)},
        {"achtergelaten": Checkpoint(register=REGISTER, volgnummer=8, sha256="a" * 64, moment=LAATSTE.moment)},
        {"reden": "inbraak"},
    ],
)
def test_both_have_to_decide_the_same(mensen: Any, changed: dict[str, Any]) -> None:
    with pytest.raises(VerificationError, match="besluiten niet hetzelfde"):
        check(mensen, signed(mensen, "MW-0001"), signed(mensen, "MW-0002", **changed))


def test_a_decision_is_about_one_log(mensen: Any) -> None:
    both = signed(mensen, "MW-0001"), signed(mensen, "MW-0002")
    with pytest.raises(VerificationError, match="ander logboek"):
        check(mensen, *both, register="REG-" + "1" * 32)


def test_a_copy_that_is_not_older_needs_no_decision(mensen: Any) -> None:
    both = [signed(mensen, wie, kop=CHAIN[8].kop) for wie in ("MW-0001", "MW-0002")]
    with pytest.raises(VerificationError, match="niet ouder"):
        check(mensen, *both)


def test_nobody_decides_before_the_checkpoint_that_is_left(mensen: Any) -> None:
    later = Checkpoint(register=REGISTER, volgnummer=9, sha256=LAATSTE.sha256, moment=NU + timedelta(hours=3))
    both = [signed(mensen, wie, achtergelaten=later) for wie in ("MW-0001", "MW-0002")]
    with pytest.raises((ConsentError, EncryptionError)):
        check(mensen, *both)


def test_a_changed_statement_does_not_hold(mensen: Any) -> None:
    een, ander = signed(mensen, "MW-0001"), signed(mensen, "MW-0002")
    words = een.verklaring.replace(b"schijf_stuk", b"oefening")
    others = ander.verklaring.replace(b"schijf_stuk", b"oefening")
    with pytest.raises(EncryptionError, match="SLEUTEL-HANDTEKENING"):
        check(
            mensen,
            Verklaring(verklaring=words, handtekening=een.handtekening),
            Verklaring(verklaring=others, handtekening=ander.handtekening),
        )


def test_a_reason_is_one_of_the_list(mensen: Any) -> None:
    with pytest.raises(ValidationError):
        signed(mensen, "MW-0001", reden="omdat ik het zeg")


def test_an_empty_log_can_be_decided_on(mensen: Any) -> None:
    both = [signed(mensen, wie, kop=BEGIN) for wie in ("MW-0001", "MW-0002")]
    assert check(mensen, *both).kop == BEGIN


# --- which checkpoints it leaves -------------------------------------------------------------------------------------


def at(volgnummer: int, minutes: int, sha: str = "b" * 64, register: str = REGISTER) -> Checkpoint:
    moment = LAATSTE.moment + timedelta(minutes=minutes)
    return Checkpoint(register=register, volgnummer=volgnummer, sha256=sha, moment=moment)


@pytest.mark.parametrize(
    ("checkpoint", "left"),
    [
        (LAATSTE, True),
        (at(7, -5), True),
        (at(6, 0), True),
        (at(5, -5), False),  # the copy itself has this line
        (at(9, 0), False),  # another line than the one that was left
        (at(10, -5), False),  # beyond what they knew of
        (at(7, 1), False),  # set after the decision knew of the last one
        (at(7, -5, register="REG-" + "1" * 32), False),
    ],
)
def test_only_what_lay_between_the_copy_and_the_last_checkpoint_is_left(checkpoint: Checkpoint, *, left: bool) -> None:
    assert besluit().leaves(checkpoint) is left


# --- what it opens ---------------------------------------------------------------------------------------------------


@pytest.fixture
def log(engine: Any) -> Iterator[SqlAuditlog]:
    """Give a log of five lines."""
    fill(engine, 5)
    with engine.connect() as connection:
        yield SqlAuditlog(connection)


def test_a_restored_log_stays_shut_without_a_decision(log: SqlAuditlog) -> None:
    kop = log.head()
    last = at(9, 0)
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        require_decided(log, last)
    made = besluit(kop, last)
    assert require_decided(log, last, [made]) == made


def test_a_decision_about_another_copy_opens_nothing(log: SqlAuditlog) -> None:
    last = at(9, 0)
    for other in (besluit(Kop(5, "f" * 64), last), besluit(Kop(6, "f" * 64), last), besluit(log.head(), at(8, 0))):
        with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
            require_decided(log, last, [other])


def test_an_old_decision_excuses_no_second_copy(log: SqlAuditlog) -> None:
    """The log went on to 7 after a decision, a checkpoint was set, and then the same copy was put back again."""
    old = besluit(log.head(), at(9, 0))
    with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
        require_decided(log, at(7, 20), [old])


def test_a_log_that_is_current_needs_no_decision(log: SqlAuditlog) -> None:
    kop = log.head()
    checkpoint = Checkpoint(register=REGISTER, volgnummer=5, sha256=kop.sha256, moment=NU)
    assert require_decided(log, checkpoint) is None
