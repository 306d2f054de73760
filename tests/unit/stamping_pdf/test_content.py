# SPDX-License-Identifier: EUPL-1.2
"""The operators of a page: a text is one operand, whatever parentheses its glyphs happen to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.stamping_pdf.content import operations, text_of

PLAIN = st.binary(max_size=4).map(lambda b: b.translate(None, b"()\\"))
TEXTS = st.recursive(
    PLAIN, lambda inner: st.lists(st.one_of(PLAIN, inner.map(lambda b: b"(" + b + b")")), max_size=4).map(b"".join)
)


@given(TEXTS)
def test_a_text_with_pairs_of_parentheses_in_it_is_one_operand(text):
    assert list(operations(b"BT (" + text + b") Tj ET")) == [(b"BT", []), (b"Tj", [b"(" + text + b")"]), (b"ET", [])]
    assert text_of(b"(" + text + b")") == text


@pytest.mark.parametrize("deep", [1, 2, 3, 4, 10, 100])
def test_pairs_may_stand_deep_inside_each_other(deep):
    text = b"\x00(" * deep + b"\x00B\\)" + b"\x00)" * deep
    assert list(operations(b"(" + text + b")Tj")) == [(b"Tj", [b"(" + text + b")"])]


@pytest.mark.parametrize("bad", [b"(a Tj", b"a) Tj", b"(" * 200 + b")" * 200 + b" Tj", b"{ Tj"])
def test_what_is_no_token_is_refused(bad):
    with pytest.raises(ValueError, match="token"):
        list(operations(bad))
