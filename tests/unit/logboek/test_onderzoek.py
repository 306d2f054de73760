# SPDX-License-Identifier: EUPL-1.2
"""What lines, checkpoints and herstelbesluiten say together, each finding at its place; honest logs have none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditbouw import START, VELDEN, regels
from weerbaar_docs.audit.chain import append
from weerbaar_docs.audit.checkpoint import Checkpoint
from weerbaar_docs.audit.onderzoek import Onderzoek, investigate
from weerbaar_docs.audit.regel import BEGIN, Kop
from weerbaar_docs.errors import VerificationError

REGISTER = "REG-" + "0" * 32
CHAIN = regels(30, handeling="dossier_gelezen")
LINES = [r.as_bytes() for r in CHAIN]
NU = START + timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Besluit:
    """What two sleutelbeheerders decided; how that is checked is not the matter here."""

    kop: Kop
    moment: datetime
    tot: datetime
    register: str = REGISTER

    def leaves(self, checkpoint: Checkpoint) -> bool:
        return checkpoint.volgnummer > self.kop.volgnummer and checkpoint.moment <= self.tot


def at(number: int, seconds: float = 0, chain: Any = CHAIN, **changed: Any) -> Checkpoint:
    fields = {"sha256": chain[number - 1].sha256, "register": REGISTER, "volgnummer": number}
    return Checkpoint(moment=START + timedelta(seconds=number + seconds), **{**fields, **changed})


def look(changed: list[bytes], *checkpoints: Checkpoint, **more: Any) -> Onderzoek:
    return investigate(changed, checkpoints, **{"now": NU, **more})


def told(changed: list[bytes], *checkpoints: Checkpoint, **more: Any) -> list[tuple[str, str, str]]:
    return [(m.code, m.pad, m.ernst) for m in look(changed, *checkpoints, **more).meldingen]


def test_an_honest_log_has_no_finding_and_says_how_far_it_is_covered():
    onderzoek = look(LINES, at(10), at(20))
    assert (onderzoek.aantal, onderzoek.kop, onderzoek.gedekt_tot) == (30, CHAIN[-1].kop, 20)
    assert onderzoek.meldingen == ()
    onderzoek.require()


def test_a_fault_is_an_error_and_a_warning_is_not():
    with pytest.raises(VerificationError, match="AUDIT-AFGEKAPT"):
        look(LINES[:9], at(10)).require()
    late = look(LINES, at(10), now=NU + timedelta(days=4))
    assert [m.code for m in late.meldingen] == ["AUDIT-GAT"]
    late.require()


@settings(deadline=None)
@given(st.integers(1, 30), st.integers(0, 29))
def test_a_cut_log_is_found_wherever_the_checkpoint_is(number: int, left: int):
    found = told(LINES[:left], at(number))
    assert found == ([("AUDIT-AFGEKAPT", f"/{left + 1}", "fout")] if left < number else [])


def branched(kop: Kop, aantal: int) -> list[Any]:
    """What was written after a copy was put back: other lines, later."""
    found: list[Any] = []
    for number in range(aantal):
        moment = START + timedelta(seconds=100 + number)
        found.append(append(found[-1].kop if found else kop, **{**VELDEN, "moment": moment, "wie": "systeem"}))
    return found


def test_a_herstelbesluit_explains_later_checkpoints_of_the_part_that_was_left():
    chain = [*CHAIN[:12], *branched(CHAIN[11].kop, 10)]
    now = [r.as_bytes() for r in chain]
    besluit = Besluit(
        register=REGISTER, kop=CHAIN[11].kop, moment=START + timedelta(seconds=90), tot=START + timedelta(seconds=89)
    )
    before, after = [at(10), at(20)], at(16, 100, chain)
    assert {code for code, _, ernst in told(now, *before, after) if ernst == "fout"} == {
        "AUDIT-HERSCHREVEN",
        "AUDIT-TERUGGEZET",
    }
    assert told(now, *before, after, herstel=[besluit]) == [("AUDIT-HERSTELD", "/20", "waarschuwing")]
    assert look(now, *before, after, herstel=[besluit]).gedekt_tot == 16


def test_a_herstelbesluit_covers_no_checkpoint_that_the_deciders_did_not_know_of():
    besluit = Besluit(
        register=REGISTER, kop=CHAIN[11].kop, moment=START + timedelta(seconds=25), tot=START + timedelta(seconds=15)
    )
    found = told(LINES[:12], at(20), herstel=[besluit])
    assert found == [("AUDIT-AFGEKAPT", "/13", "fout"), ("AUDIT-TERUGGEZET", "/12", "fout")]


def test_the_head_that_a_herstelbesluit_names_binds_the_log():
    besluit = Besluit(
        register=REGISTER,
        kop=Kop(12, "f" * 64),
        moment=START + timedelta(seconds=90),
        tot=START + timedelta(seconds=89),
    )
    assert told(LINES, at(10), herstel=[besluit]) == [("AUDIT-HERSCHREVEN", "/12", "fout")]


def test_a_second_herstelbesluit_may_go_back_before_the_first():
    first = Besluit(
        register=REGISTER, kop=CHAIN[19].kop, moment=START + timedelta(seconds=50), tot=START + timedelta(seconds=40)
    )
    second = Besluit(
        register=REGISTER, kop=CHAIN[4].kop, moment=START + timedelta(seconds=90), tot=START + timedelta(seconds=89)
    )
    now = [*LINES[:5], *(r.as_bytes() for r in branched(CHAIN[4].kop, 3))]
    assert told(now, at(4), at(25), herstel=[first, second]) == [("AUDIT-HERSTELD", "/25", "waarschuwing")]


def test_several_registers_are_never_taken_together():
    other = Besluit(register="REG-" + "1" * 32, kop=BEGIN, moment=NU, tot=NU)
    for more in ({"herstel": [other]}, {}):
        with pytest.raises(VerificationError, match="AUDIT-REGISTER"):
            look(LINES, at(10), *([] if more else [at(11, register="REG-" + "1" * 32)]), **more)


def marked(*places: int) -> list[Any]:
    """A chain that says at these places that a checkpoint was made."""
    found: list[Any] = []
    for number in range(1, 31):
        handeling = "checkpoint" if number in places else "vastgelegd"
        fields = {**VELDEN, "moment": START + timedelta(seconds=number), "handeling": handeling}
        found.append(append(found[-1].kop if found else BEGIN, **fields))
    return found


@settings(deadline=None)
@given(st.sets(st.integers(2, 30), min_size=1), st.data())
def test_a_missing_checkpoint_is_found_at_the_line_that_tells_of_it(places: set[int], data: st.DataObject):
    chain = marked(*places)
    ordered = sorted(places)
    gone = data.draw(st.sampled_from(ordered))
    kept = [at(place - 1, 0.5, chain) for place in ordered if place != gone]
    every = [r.as_bytes() for r in chain]
    assert told(every, *kept, at(gone - 1, 0.5, chain)) == []
    expected = [("AUDIT-CHECKPOINT-WEG", f"/{gone}", "waarschuwing")] if kept else []
    assert told(every, *kept) == expected


def test_a_clock_that_is_set_back_is_found_once_where_it_happened():
    chain: list[Any] = []
    for number in range(20):
        moment = START + timedelta(seconds=number) - (timedelta(hours=2) if number >= 8 else timedelta())
        chain.append(append(chain[-1].kop if chain else BEGIN, **{**VELDEN, "moment": moment}))
    assert told([r.as_bytes() for r in chain]) == [("AUDIT-KLOK", "/9", "waarschuwing")]


def test_clocks_of_machines_may_differ_a_little():
    chain: list[Any] = []
    for number in range(20):
        moment = START + timedelta(seconds=number + 240 * (number % 2))
        chain.append(append(chain[-1].kop if chain else BEGIN, **{**VELDEN, "moment": moment}))
    assert told([r.as_bytes() for r in chain]) == []


def test_lines_older_than_the_checkpoint_before_them_and_younger_than_the_one_over_them_are_found():
    later = [at(10, 3600)]
    assert told(LINES, *later) == [("AUDIT-KLOK", "/11", "waarschuwing")]
    early = [at(10, -3600)]
    assert told(LINES, *early) == [("AUDIT-KLOK", "/10", "waarschuwing")]


def test_lines_that_stood_long_without_a_checkpoint_are_named():
    week = 7 * 86_400
    found = look(LINES, at(10), at(20, week), now=START + timedelta(days=7, hours=1)).meldingen
    assert [(m.code, m.pad) for m in found if m.code == "AUDIT-GAT"] == [("AUDIT-GAT", "/20")]
    assert told(LINES, at(10), at(10, week), now=START + timedelta(days=7, hours=1), hoogstens_dagen=6) == [
        ("AUDIT-KLOK", "/11", "waarschuwing")
    ]
    assert told(LINES, at(30), now=NU + timedelta(days=400)) == []


def test_rubbish_is_a_fault_and_never_a_clock():
    assert told([*LINES[:4], b"\xff" * 50, *LINES[5:]]) == [("AUDIT-VORM", "/5", "fout")]
    assert told([b'{"moment":"9999-99-99T00:00:00Z"}', *LINES[1:]])[0] == ("AUDIT-VORM", "/1", "fout")
