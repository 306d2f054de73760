# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.errors import EncryptionError
from weerbaar_docs.vingerafdruk import from_words, groups, normalise, woordenlijsten, words
from weerbaar_docs.vingerafdruk import read as read_typed

FULL = "A1B2C3D4E5F60718293A4B5C6D7E8F9001122334"
fingerprints = (
    st.sampled_from([20, 32]).flatmap(lambda n: st.binary(min_size=n, max_size=n)).map(lambda b: b.hex().upper())
)
_SAME_SOUND = [
    ("ij", "y"), ("ei", "y"), ("au", "ou"), ("sch", "sg"), ("ch", "g"), ("ck", "k"), ("c", "k"), ("ph", "f"),
    ("v", "f"), ("z", "s"), ("q", "k"), ("x", "ks"), ("dt", "t"), ("th", "t"),
]  # fmt: skip


def distance(one, two):
    """Give how many letters differ, are missing or are too many (Levenshtein)."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        new = [i]
        for j, b in enumerate(two, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (a != b)))
        row = new
    return row[-1]


def sound(word):
    """Give a Dutch word as it sounds, roughly."""
    for written, heard in _SAME_SOUND:
        word = word.replace(written, heard)
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub("en$", "e", re.sub("b$", "p", re.sub("d$", "t", word)))


@pytest.mark.parametrize(
    "typed",
    [
        FULL,
        FULL.lower(),
        f"0x{FULL}",
        f"0X{FULL.lower()}",
        " ".join(FULL[i : i + 4] for i in range(0, 40, 4)),
        "A1B2 C3D4 E5F6 0718 293A  4B5C 6D7E 8F90 0112 2334\n",
        ":".join(FULL[i : i + 2] for i in range(0, 40, 2)),
        "A1B2\u00a0C3D4 E5F6-0718 293A 4B5C 6D7E 8F90\t0112 2334",
    ],
)
def test_fingerprint_is_read_as_people_type_it(typed):
    assert normalise(typed) == FULL


@pytest.mark.parametrize("short", [FULL[-8:], FULL[-16:], f"0x{FULL[-16:]}", "0112 2334", FULL[:32]])
def test_short_id_is_refused_with_the_reason(short):
    with pytest.raises(EncryptionError, match="kort sleutelnummer"):
        normalise(short)


@pytest.mark.parametrize("bad", ["", "x", FULL[:-1], FULL + "0", FULL + "!", "G" * 40, "Kanarie", "--output", FULL * 2])
def test_anything_else_is_refused_unquoted(bad):
    with pytest.raises(EncryptionError, match="SLEUTEL-VINGERAFDRUK") as caught:
        normalise(bad)
    assert not bad or bad not in " ".join(caught.value.diagnostics())


@given(fingerprints)
def test_groups_and_words_say_the_fingerprint_and_nothing_else(fingerprint):
    assert "".join(groups(fingerprint)) == fingerprint
    said = words(fingerprint)
    assert len(said) == len(fingerprint) // 2
    assert from_words(" ".join(said)) == fingerprint
    assert from_words("\n".join(said).upper()) == fingerprint
    assert from_words(", ".join(said) + ".") == fingerprint


@given(fingerprints, st.data())
def test_swapped_missing_and_doubled_words_are_heard(fingerprint, data):
    said = list(words(fingerprint))
    place = data.draw(st.integers(0, len(said) - 2))
    swapped = [*said[:place], said[place + 1], said[place], *said[place + 2 :]]
    missing = said[:place] + said[place + 1 :]
    doubled = [*said[:place], said[place], *said[place:]]
    for wrong in (swapped, missing, doubled):
        with pytest.raises(EncryptionError, match="SLEUTEL-WOORDEN") as caught:
            from_words(" ".join(wrong))
        assert not any(word in str(caught.value) for word in wrong)


def test_missing_last_word_is_heard():
    with pytest.raises(EncryptionError, match="SLEUTEL-VINGERAFDRUK"):
        from_words(" ".join(words(FULL)[:-1]))


def test_unknown_word_is_refused_with_its_place():
    with pytest.raises(EncryptionError, match="woord 3 staat niet"):
        from_words(" ".join([*words(FULL)[:2], "onbekend", *words(FULL)[3:]]))


def test_lists_hold_512_words_of_a_plain_kind():
    one, other = woordenlijsten()
    assert len(one) == len(other) == 256
    assert len({*one, *other}) == 512
    assert all(re.fullmatch("[a-z]{4,7}", word) for word in one)
    assert all(re.fullmatch("[a-z]{7,12}", word) for word in other)


@pytest.mark.lang
def test_no_two_words_look_or_sound_alike():
    every = [word for side in woordenlijsten() for word in side]
    heard = {word: sound(word) for word in every}
    near = [
        (a, b)
        for a, b in combinations(every, 2)
        if abs(len(a) - len(b)) < 2 and (distance(a, b) < 2 or distance(heard[a], heard[b]) < 2)
    ]
    assert near == []
    assert [(a, b) for a in every for b in every if a != b and a in b] == []


def test_lists_never_change():
    """Papers with words on them are out: what a word means stays what it is."""
    said = "poster paviljoen spiegel saxofoon vlot verrekijker beker balustrade duif eekhoorntje"
    rest = "inkt ijsvogel lasagne labyrint oogst marmelade appel astronaut dorp diamanten"
    assert " ".join(words(FULL)) == f"{said} {rest}"


@given(st.binary(min_size=20, max_size=20))
def test_what_is_typed_may_be_characters_or_words(raw):
    full = raw.hex().upper()
    for typed in (full, f"0x{full.lower()}", " ".join(groups(full)), " ".join(words(full))):
        assert read_typed(typed) == full
