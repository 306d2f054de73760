# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import canonical_bytes, read_json, read_statement
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import freeze, rapport_digest, rapportinhoud, thaw, vaststelling_digest

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


@given(VALUES)
def test_canonical_bytes_read_back_as_the_same_value(value):
    assert read_json(canonical_bytes(value)) == value


@given(VALUES)
def test_our_fast_way_of_writing_is_rfc_8785(value):
    assert canonical_bytes(value) == rfc8785.dumps(value)


def test_what_the_fast_way_cannot_write_goes_the_long_way():
    assert canonical_bytes({"\ue000": 1, "\U0001f600": 2}) == rfc8785.dumps({"\ue000": 1, "\U0001f600": 2})
    assert canonical_bytes(1.0) == b"1"
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_bytes(2**53)


@given(VALUES)
def test_thaw_undoes_freeze(value):
    assert thaw(freeze(value)) == value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a": 1, "a": 2}', "JSON-DUBBEL"),
        (b"\xef\xbb\xbf{}", "JSON-BOM"),
        (b'{"a": "\xe9"}', "JSON-UTF8"),
        (b'{"a": NaN}', "JSON-GETAL"),
        (b'{"a": 1.5}', "JSON-KOMMAGETAL"),
        (b'{"a": 1', "JSON-VORM"),
        (b"[" * 100_000, "JSON-VORM"),
        (b"1" * 5000, "JSON-VORM"),
        (b" " * 5_000_001, "JSON-GROOT"),
    ],
)
def test_read_json_refuses_with_one_clear_code_and_no_value(data, code):
    with pytest.raises(ValidationError) as caught:
        read_json(data)
    assert [m.code for m in caught.value.meldingen] == [code]


@pytest.mark.parametrize("data", [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":"e\xcc\x81"}'])
def test_a_statement_must_be_its_own_canonical_form(data):
    with pytest.raises(ValidationError):
        read_statement(data)


def test_the_digests_of_the_sample_are_those_that_others_computed():
    sample = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    besluit = sample["bva_besluiten"][0]
    assert rapport_digest(sample) == besluit["rapport_sha256"]
    assert vaststelling_digest(rapportinhoud(sample), besluit) == sample["toestemmingen"][0]["vaststelling_sha256"]


def test_rapportinhoud_holds_no_contact_data_and_no_key():
    sample = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    assert not {"email", "telefoon", "openpgp", "voorkeurskanaal"} & set(rapportinhoud(sample)["bestuurder"])
