# SPDX-License-Identifier: EUPL-1.2
"""Every single thing that somebody can do to a chain is found, called by its name, at the right line."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditbouw import START, VELDEN, lines, regels
from weerbaar_docs.audit.chain import append, verify
from weerbaar_docs.audit.reading import MEESTE_BEVINDINGEN
from weerbaar_docs.audit.regel import BEGIN, GENESIS, Kop
from weerbaar_docs.canonical import canonical_bytes, digest
from weerbaar_docs.errors import VerificationError

PATIENT = settings(deadline=None)  # a busy machine pauses
GROOT = 30
CHAIN = lines(GROOT)
PLACES = st.integers(min_value=0, max_value=GROOT - 1)


def found(changed: list[bytes], **more: Any) -> list[tuple[str, int]]:
    return [(m.code, int(m.pad[1:])) for m in verify(changed, **more).meldingen]


def rewritten(line: bytes, **fields: Any) -> bytes:
    """A line with other fields and a digest that fits them."""
    value = {**json.loads(line), **fields}
    del value["sha256"]
    return canonical_bytes({**value, "sha256": digest(value)})


@pytest.mark.parametrize("aantal", [0, 1, 2, 9, 200])
def test_a_whole_chain_has_no_findings_and_gives_its_head(aantal: int) -> None:
    chain = regels(aantal)
    bevindingen = verify([r.as_bytes() for r in chain])
    assert bevindingen.gaaf
    assert bevindingen.aantal == aantal
    assert bevindingen.kop == (chain[-1].kop if chain else BEGIN)
    bevindingen.require()


def test_line_ends_of_a_file_do_not_matter() -> None:
    assert found([line + b"\n" for line in CHAIN]) == []


def test_a_chain_can_be_verified_from_a_known_head_on() -> None:
    seventh = json.loads(CHAIN[6])
    known = Kop(7, seventh["sha256"])
    assert found(CHAIN[7:], na=known) == []
    assert found(CHAIN[7:], na=Kop(7, GENESIS)) == [("AUDIT-GEWIJZIGD", 8)]
    assert found([*CHAIN[7:9], *CHAIN[10:]], na=known) == [("AUDIT-VERWIJDERD", 10)]


@PATIENT
@given(PLACES, st.data())
def test_any_changed_byte_is_found_at_its_line(place: int, data: st.DataObject) -> None:
    line = CHAIN[place]
    at = data.draw(st.integers(0, len(line) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != line[at]))
    changed = [*CHAIN[:place], line[:at] + bytes([byte]) + line[at + 1 :], *CHAIN[place + 1 :]]
    [(code, line_number)] = found(changed)
    assert code in ("AUDIT-GEWIJZIGD", "AUDIT-VORM")
    assert line_number == place + 1


CHANGES = st.sampled_from(
    [
        {"wie": "MW-0002"}, {"wie": "systeem"}, {"uitkomst": "geweigerd:R-TOES-6"}, {"object": "logboek"},
        {"moment": "2026-05-22T18:00:00Z"}, {"herkomst": "bezorger@M-00000001"}, {"handeling": "teruggezet"},
    ]
)  # fmt: skip


@PATIENT
@given(PLACES, CHANGES)
def test_a_changed_field_is_found_at_its_line(place: int, fields: dict[str, str]) -> None:
    value = {**json.loads(CHAIN[place]), **fields}
    changed = [*CHAIN[:place], canonical_bytes(value), *CHAIN[place + 1 :]]
    expected = [] if changed == CHAIN else [("AUDIT-GEWIJZIGD", place + 1)]
    assert found(changed) == expected


@PATIENT
@given(st.integers(0, GROOT - 2), CHANGES)
def test_a_line_rewritten_with_a_digest_of_its_own_is_found(place: int, fields: dict[str, str]) -> None:
    changed = [*CHAIN[:place], rewritten(CHAIN[place], **fields), *CHAIN[place + 1 :]]
    expected = [] if changed == CHAIN else [("AUDIT-GEWIJZIGD", place + 1)]
    assert found(changed) == expected


@PATIENT
@given(PLACES)
def test_a_line_with_a_name_in_it_is_no_line(place: int) -> None:
    value = {**json.loads(CHAIN[place]), "wie": "J. Voorbeeld"}
    assert found([*CHAIN[:place], canonical_bytes(value), *CHAIN[place + 1 :]]) == [("AUDIT-VORM", place + 1)]


@pytest.mark.parametrize("first", range(GROOT))
def test_any_two_swapped_lines_are_found_where_they_stand(first: int) -> None:
    for second in range(first + 1, GROOT):
        changed = list(CHAIN)
        changed[first], changed[second] = changed[second], changed[first]
        told = found(changed)
        assert {code for code, _ in told} == {"AUDIT-VERWISSELD"}
        assert told[0][1] == first + 1
        # When the two are close, the second one fits again after the lines that came too early.
        assert {place for _, place in told} <= {first + 1, second + 1}
        assert len(told) == 2 or second - first < 3 or second > GROOT - 3


@PATIENT
@given(st.integers(0, GROOT - 2), st.integers(1, 10))
def test_removed_lines_are_found_where_they_were(place: int, count: int) -> None:
    end = min(place + count, GROOT - 1)
    [melding] = verify([*CHAIN[:place], *CHAIN[end:]]).meldingen
    assert (melding.code, melding.pad) == ("AUDIT-VERWIJDERD", f"/{place + 1}")
    which = f"regel {end} ontbreekt" if end == place + 1 else f"de regels {place + 1} tot en met {end} ontbreken"
    assert which in melding.melding


@PATIENT
@given(PLACES, st.integers(0, GROOT))
def test_a_copied_line_is_found_where_it_stands_too_much(place: int, at: int) -> None:
    changed = [*CHAIN[:at], CHAIN[place], *CHAIN[at:]]
    [(code, number)] = found(changed)
    assert code == "AUDIT-DUBBEL"
    assert changed[number - 1] == CHAIN[place]
    assert number == (at + 1 if at != place else place + 2)


@PATIENT
@given(st.integers(0, GROOT - 2))
def test_an_inserted_line_that_fits_its_predecessor_is_found(place: int) -> None:
    before = regels(GROOT)[place].kop
    forged = append(before, **{**VELDEN, "object": "logboek"}).as_bytes()
    told = found([*CHAIN[: place + 1], forged, *CHAIN[place + 1 :]])
    # Before the very last line nothing says which of two lines with one number is the true one.
    assert told in ([("AUDIT-INGEVOEGD", place + 2)], [("AUDIT-DUBBEL", place + 3)])
    assert told[0][0] == "AUDIT-INGEVOEGD" or place == GROOT - 2


@PATIENT
@given(st.integers(0, GROOT), st.binary(max_size=30))
def test_an_inserted_line_of_rubbish_is_found(place: int, rubbish: bytes) -> None:
    assert found([*CHAIN[:place], rubbish, *CHAIN[place:]]) == [("AUDIT-VORM", place + 1)]


@PATIENT
@given(st.lists(st.sampled_from(CHAIN), max_size=GROOT + 3))
def test_nothing_but_the_chain_or_its_beginning_is_whole(chosen: list[bytes]) -> None:
    assert verify(chosen).gaaf == (chosen == CHAIN[: len(chosen)])


def forged(line: bytes, data: st.DataObject) -> bytes:
    """A line that is whole by itself: any number, any predecessor."""
    number = data.draw(st.integers(1, GROOT + 2))
    before = json.loads(data.draw(st.sampled_from(CHAIN)))["sha256"]
    return rewritten(line, volgnummer=number, vorige_sha256=before, wie="MW-0666")


@PATIENT
@given(st.data())
def test_no_pile_of_forged_lines_goes_unseen(data: st.DataObject) -> None:
    changed = list(CHAIN)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(changed) - 1))
        act = data.draw(st.sampled_from(["forge", "insert", "remove", "copy"]))
        if act in ("forge", "remove"):
            changed.pop(place)
        if act in ("forge", "insert"):
            changed.insert(place, forged(CHAIN[0], data))
        if act == "copy":
            changed.insert(place, data.draw(st.sampled_from(CHAIN)))
    assert verify(changed).gaaf == linked(changed)


def linked(chain: list[bytes]) -> bool:
    """The plain definition of a chain, to hold verify against."""
    before = {"volgnummer": 0, "sha256": GENESIS}
    for line in chain:
        value = json.loads(line)
        if (value["volgnummer"] - 1, value["vorige_sha256"]) != (before["volgnummer"], before["sha256"]):
            return False
        before = value
    return True


@PATIENT
@given(st.integers(0, GROOT - 1))
def test_a_cut_end_is_found_against_an_anchor_and_only_then(place: int) -> None:
    last = json.loads(CHAIN[-1])["sha256"]
    assert found(CHAIN[:place]) == []
    assert found(CHAIN[:place], ankers={GROOT: last}) == [("AUDIT-AFGEKAPT", place + 1)]


@PATIENT
@given(st.integers(0, GROOT - 1), st.integers(1, GROOT))
def test_a_chain_rewritten_to_its_end_is_found_against_an_anchor_and_only_then(place: int, anchor: int) -> None:
    chain = regels(GROOT)
    again = [r.as_bytes() for r in regels(GROOT - place, na=chain[place - 1].kop if place else BEGIN, wie="MW-0666")]
    changed = [*CHAIN[:place], *again]
    assert found(changed) == []
    told = found(changed, ankers={anchor: chain[anchor - 1].sha256})
    assert told == ([("AUDIT-HERSCHREVEN", anchor)] if anchor > place else [])


def test_a_rewritten_part_is_bounded_by_the_last_good_anchor() -> None:
    chain = regels(GROOT)
    changed = [*CHAIN[:12], *(r.as_bytes() for r in regels(GROOT - 12, na=chain[11].kop, wie="MW-0666"))]
    ankers = {n: chain[n - 1].sha256 for n in (5, 10, 20, 30)}
    [melding] = verify(changed, ankers=ankers).meldingen
    assert "in de regels 11 tot en met 20 herschreven" in melding.melding


def test_several_faults_are_each_named() -> None:
    changed = [*CHAIN[:4], *CHAIN[5:10], b"weg", *CHAIN[11:20], CHAIN[3], *CHAIN[20:]]
    assert found(changed) == [("AUDIT-VERWIJDERD", 5), ("AUDIT-VORM", 10), ("AUDIT-DUBBEL", 20)]


def test_reading_stops_when_there_is_too_much_wrong() -> None:
    bevindingen = verify(b"rommel" for _ in range(10_000))
    assert bevindingen.aantal < MEESTE_BEVINDINGEN + 20
    assert bevindingen.meldingen[-1].code == "AUDIT-MEER"


def test_findings_are_an_error_when_asked_and_quote_nothing() -> None:
    changed = [canonical_bytes({**json.loads(CHAIN[0]), "wie": "J. Voorbeeld"}), *CHAIN[1:]]
    with pytest.raises(VerificationError, match="AUDIT-VORM") as error:
        verify(changed).require()
    assert "Voorbeeld" not in str(error.value) + "".join(error.value.diagnostics())
    assert error.value.exit_code == 8


def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    def peak(aantal: int) -> int:
        def endless() -> Any:
            kop = BEGIN
            for _ in range(aantal):
                regel = append(kop, **{**VELDEN, "moment": START})
                kop = regel.kop
                yield regel.as_bytes()

        tracemalloc.start()
        assert verify(endless()).aantal == aantal
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(10)
    assert peak(3000) < peak(300) + 20_000
