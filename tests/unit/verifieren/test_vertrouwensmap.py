# SPDX-License-Identifier: EUPL-1.2
"""A file that fits nowhere in a folder of trust is refused by its name: it never counts, and is never skipped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.verifieren import read_vertrouwen

_, ZEGEL = make_zegel("CCV", now=datetime(2026, 3, 1, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("leesmij.txt", b"x", "is geen certificaat, intrekkingslijst, OpenPGP-sleutel of medewerkers.json"),
        ("Medewerkers.json", b"[]", "is geen certificaat, intrekkingslijst, OpenPGP-sleutel of medewerkers.json"),
        ("zegel.der", ZEGEL, "begint niet met bva, ccv, bestuurder of tijd"),
        ("bva.pem", b"x", "is geen leesbaar X.509-certificaat"),
        ("bva.crl", b"x", "is geen leesbare, volledige intrekkingslijst"),
        ("bva.asc", b"x", "is geen leesbare openbare OpenPGP-sleutel"),
    ],
)
def test_a_file_that_fits_nowhere_is_refused_by_its_name(name, data, reason):
    with pytest.raises(ValidationError) as caught:
        read_vertrouwen({"ccv.der": ZEGEL, name: data})
    [fault] = caught.value.meldingen
    assert fault.code == "VERTROUW-BESTAND"
    assert fault.melding.startswith(f"{name} {reason}")
    named = ("bva-….pem", "ccv-….pem", "tijd-….pem", ".crl", ".asc", ".pgp", "medewerkers.json")
    assert [word for word in named if word not in fault.oplossing] == []


def test_the_name_of_a_refused_file_is_told_as_one_line():
    with pytest.raises(ValidationError) as caught:
        read_vertrouwen({"a\nb\u202e.txt": b""})
    assert "a b\N{REPLACEMENT CHARACTER}.txt" in caught.value.meldingen[0].melding
