# SPDX-License-Identifier: EUPL-1.2
"""The finder finds a canary in every form in which something could be left behind, or "0 hits" would mean nothing."""

from __future__ import annotations

import base64
import gzip
import io
import json
import sqlite3
import urllib.parse
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canaries import MERK, Finder, canary_dossier, word
from weerbaar_docs.validation import validate

TEKST = f"Aan de Dorpsstraat woont {word(7)}, sinds 2019."


def zipped(raw):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", raw)
    return out.getvalue()


FORMS = {
    "utf-8": str.encode,
    "upper": lambda t: t.upper().encode(),
    "utf-16-le": lambda t: t.encode("utf-16-le"),
    "utf-16-be": lambda t: t.encode("utf-16-be"),
    "hex": lambda t: t.encode().hex().encode(),
    "hex upper": lambda t: t.encode().hex().upper().encode(),
    "base64": lambda t: base64.b64encode(t.encode()),
    "base64 + 1": lambda t: base64.b64encode(b"x" + t.encode()),
    "base64 + 2": lambda t: base64.b64encode(b"xy" + t.encode()),
    "base64 utf-16": lambda t: base64.b64encode(t.encode("utf-16-le")),
    "json": lambda t: json.dumps({"a": "é" + t}).encode(),
    "escapes": lambda t: "".join(f"\\u{ord(c):04X}" for c in t).encode(),
    "percent": lambda t: "".join(f"%{ord(c):02X}" for c in t).encode(),
    "url": lambda t: urllib.parse.quote(t).encode(),
    "zlib": lambda t: b"voor" + zlib.compress(t.encode()) + b"na",
    "gzip": lambda t: b"voor" + gzip.compress(t.encode()),
    "deflate": lambda t: zlib.compress(t.encode(), wbits=-15),
    "zip": lambda t: zipped(t.encode()),
    "zip in zlib": lambda t: zlib.compress(zipped(t.encode())),
    "pdf": lambda t: b"<< >>\nstream\n" + zlib.compress(t.encode(), 3) + b"\nendstream",
    "base64 in zlib": lambda t: zlib.compress(base64.b64encode(t.encode())),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_canary_is_found_in_every_form(form):
    assert Finder().in_bytes(FORMS[form](TEKST), "x")


@pytest.mark.parametrize("form", FORMS)
def test_a_number_is_found_in_every_form(form):
    assert Finder({"+31880090012": "/x"}).in_bytes(FORMS[form]("bel +31880090012 of"), "x")


@given(st.binary(max_size=300), st.binary(max_size=300), st.sampled_from(["utf-8", "utf-16-le"]))
def test_a_canary_is_found_wherever_it_stands(before, after, kind):
    raw = before + word(1).encode(kind) + after
    assert Finder().in_bytes(raw, "x")
    assert Finder().in_bytes(base64.b64encode(raw), "x")


@pytest.mark.parametrize("place", [4096 * n - k for n in (1, 2) for k in (0, 1, 3, 9, 40)])
@pytest.mark.parametrize("form", ["utf-8", "hex", "zlib", "escapes", "base64 utf-16"])
def test_a_canary_is_found_again_and_again_in_a_file_that_was_searched_before(form, place):
    finder, empty = Finder(), bytes(12000)
    assert finder.in_bytes(empty, "x") == []
    part = FORMS[form](word(1))
    changed = empty[:place] + part + empty[place + len(part) :]
    assert finder.in_bytes(changed, "x")
    assert finder.in_bytes(changed, "x")
    assert finder.in_bytes(empty, "x") == []


@pytest.mark.parametrize("form", FORMS)
def test_where_no_canary_is_none_is_found(form):
    assert Finder({"+31880090012": "/x"}).in_bytes(FORMS[form]("Aan de Dorpsstraat, bel +31207654321"), "x") == []


def test_a_deleted_row_is_found_in_the_file_of_a_database(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("CREATE TABLE t (a TEXT)")
        connection.execute("INSERT INTO t VALUES (?)", (TEKST,))
        connection.commit()
        connection.execute("DELETE FROM t")
    connection.close()
    assert Finder().in_folder(tmp_path)
    assert Finder().in_folder(tmp_path, except_for=(tmp_path / "a.db",)) == []


def test_a_name_of_a_file_is_searched_too(tmp_path):
    (tmp_path / f"{word(3)}.pdf").touch()
    assert Finder().in_folder(tmp_path)


def test_a_canary_dossier_is_valid_and_has_canaries_in_all_that_is_personal():
    made = canary_dossier()
    validate(made.json)
    planted = set(made.plaatsen.values())
    for pad in (
        "/bestuurder/achternaam",
        "/bestuurder/voornaam",
        "/bestuurder/email",
        "/bestuurder/telefoon",
        "/woonplek/adres/straatnaam",
        "/woonplek/adres/postcode",
        "/woonplek/adres/woonplaats",
        "/organisatie/contactpersoon/naam",
        "/organisatie/contactpersoon/telefoon",
        "/adviesrapport/maatregelen/0/omschrijving",
    ):
        assert pad in planted
    assert len(planted) > 80
    assert made.json.lower().count(MERK.encode()) > 80
    for value in made.plaatsen:
        assert made.finder().in_bytes(f"x {value} y".encode(), "x")
