# SPDX-License-Identifier: EUPL-1.2
"""Making artifacts changes marks only: what is drawn, and in which order, stays the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.rendering.libreoffice.marks import Marks

DRAWN = ["0 0 m 5 5 l S", "1 0 0 RG", "q", "Q", "0 0 5 5 re\nf*", "BT /F1 10 Tf<01>Tj ET", "/Im1 Do", "0.5 w"]
OPEN = ["/P<</MCID {}>>BDC", "/List#20Bullet<</MCID {}>>BDC", "/Artifact BMC", "/Span<</ActualText<FEFF00A0>>>\nBDC"]


@st.composite
def contents(draw):
    """A content stream whose marks pair up."""
    pieces, depth, mcid = [], 0, 0
    for kind in draw(st.lists(st.sampled_from(["draw", "open", "close"]), max_size=30)):
        if kind == "draw":
            pieces.append(draw(st.sampled_from(DRAWN)))
        elif kind == "open":
            pieces.append(draw(st.sampled_from(OPEN)).format(mcid))
            depth, mcid = depth + 1, mcid + 1
        elif depth:
            pieces.append("EMC")
            depth -= 1
    return "\n".join([*pieces, *["EMC"] * depth]).encode()


def unmarked(content):
    return b"".join(Marks.of(content).pieces[::2]).split()


@given(contents(), st.sets(st.integers(0, 5)))
def test_what_is_drawn_stays_and_nothing_is_drawn_outside_a_mark(content, drawings):
    made = Marks.of(content).with_artifacts(drawings)
    if made is None:
        assert not re.search(rb"/MCID (%s)\b" % b"|".join(b"%d" % d for d in drawings or {99}), content)
        made = content
    assert unmarked(made) == unmarked(content)
    again = Marks.of(made)
    assert again.with_artifacts(set()) is None
    assert not again.untagged_text()


def test_text_outside_all_marks_is_seen_and_text_inside_is_placed():
    assert Marks.of(b"BT <01>Tj ET").untagged_text()
    marks = Marks.of(b"/P<</MCID 4>>BDC BT <01>Tj ET EMC /Figure<</MCID 5>>BDC 0 0 m S EMC")
    assert not marks.untagged_text()
    assert marks.writing() == {4}


def test_a_drawing_becomes_an_artifact():
    made = Marks.of(b"/Figure<</MCID 5>>BDC 0 0 m S EMC 1 1 m S ").with_artifacts({5})
    assert made == b"/Artifact BMC 0 0 m S EMC\n/Artifact BMC\n 1 1 m S \nEMC\n"


@pytest.mark.parametrize("content", [b"EMC", b"/P<</MCID 1>>BDC", b"EMC /P<</MCID 1>>BDC"])
def test_marks_that_do_not_pair_up_are_an_error(content):
    with pytest.raises(ValueError, match="marks"):
        Marks.of(content)
