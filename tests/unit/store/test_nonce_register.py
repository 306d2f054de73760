# SPDX-License-Identifier: EUPL-1.2
"""The gate's register in the database: a toestemming is sealed once, and never after its withdrawal."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from storebouw import NU
from weerbaar_docs.canonical import read_statement
from weerbaar_docs.errors import ConsentError, StoreError
from weerbaar_docs.nonces import NonceRegister
from weerbaar_docs.store import StoreNonceRegister, open_engine
from weerbaar_docs.store.tables import INTREKKING, NONCE

TST = "TST-2026-0001"


@pytest.fixture
def register(winkel) -> NonceRegister:
    return StoreNonceRegister(winkel.engine, clock=lambda: NU)


def test_a_nonce_is_used_once(register):
    assert not register.is_used("n1")
    register.use("n1", TST)
    assert register.is_used("n1")
    for toestemming in (TST, "TST-2026-0002"):
        with pytest.raises(ConsentError, match="TOES-GEBRUIKT"):
            register.use("n1", toestemming)
    assert not register.is_used("n2")


def test_a_withdrawal_stays_and_stops_the_use(register, winkel):
    assert not register.is_withdrawn(TST)
    register.withdraw(TST)
    register.withdraw(TST)
    assert register.is_withdrawn(TST)
    with pytest.raises(ConsentError, match="R-TOES-6"):
        register.use("n1", TST)
    assert not register.is_used("n1")
    register.use("n1", "TST-2026-0002")
    assert len(winkel.rows(INTREKKING)) == 1


def test_the_moment_of_the_use_is_kept(register, winkel):
    register.use("n1", TST)
    assert winkel.rows(NONCE) == [{"nonce": "n1", "toestemming": TST, "gebruikt_op": "2026-05-04T09:00:00Z"}]


def test_a_store_that_is_gone_refuses_everything(url):
    engine = open_engine(url)
    register = StoreNonceRegister(engine, clock=lambda: NU)
    for act in (lambda: register.is_used("n"), lambda: register.use("n", TST), lambda: register.is_withdrawn(TST)):
        with pytest.raises(StoreError, match="OPSLAG-LEEG"):
            act()
    engine.dispose()


def test_the_gate_closes_on_a_toestemming_that_this_register_has(register, keten):
    registers = replace(keten.o.registers, nonces=register)
    vraag = keten.ask(toestemming_id="TST-2026-0666")
    given = {"registers": registers, "now": keten.o.na_bedenktijd}
    keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag), **given)
    register.use(read_statement(vraag.verklaring)["nonce"], "TST-2026-0666")
    with pytest.raises(ConsentError, match="TOES-GEBRUIKT"):
        keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag), **given)
    register.withdraw("TST-2026-0666")
    with pytest.raises(ConsentError, match="R-TOES-6"):
        keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag), **given)


CHILD = """
import sys
from storebouw import NU
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.store import StoreNonceRegister, open_engine
engine = open_engine(sys.argv[1])
register = StoreNonceRegister(engine, clock=lambda: NU)
print("klaar", flush=True)
sys.stdin.readline()
for number in range(20):
    if sys.argv[2] == "withdraw":
        register.withdraw(f"T-{number}")
        continue
    try:
        register.use(f"n-{number}", f"T-{number}")
        print(number, flush=True)
    except ConsentError:
        pass
engine.dispose()
"""


def race(url, *acts):
    """Start processes, let them go together, and give what each one printed."""
    env = {"PYTHONPATH": ":".join(sys.path)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": env}
    children = [subprocess.Popen([sys.executable, "-c", CHILD, url, act], **pipes) for act in acts]
    for child in children:
        assert child.stdout.readline() == "klaar\n"
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()
    told = [child.communicate(timeout=120)[0].split() for child in children]
    assert [child.returncode for child in children] == [0] * len(children)
    return told


@pytest.mark.lang
def test_eight_processes_use_a_nonce_once(register, winkel):
    told = race(winkel.url, *["use"] * 8)
    assert sorted(int(number) for numbers in told for number in numbers) == list(range(20))


@pytest.mark.lang
def test_a_use_and_a_withdrawal_at_once_come_one_after_the_other(register, winkel):
    *users, _withdrawer = race(winkel.url, "use", "use", "withdraw")
    used = [int(number) for numbers in users for number in numbers]
    assert sorted(used) == sorted({int(row["nonce"].removeprefix("n-")) for row in winkel.rows(NONCE)})
    assert all(register.is_withdrawn(f"T-{number}") for number in range(20))
    for number in range(20):
        with pytest.raises(ConsentError):
            register.use(f"n-{number}", f"T-{number}")
