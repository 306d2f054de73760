# SPDX-License-Identifier: EUPL-1.2
"""Whatever bytes come out of a zending, what is no whole package is one kind of refusal."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.encryption.package import MANIFEST, pack, unpack
from weerbaar_docs.errors import VerificationError

PARTS = {"brief.pdf": b"%PDF fictief " * 50, "verklaringen/toestemming.json": b"{}"}
PACKAGE = pack(PARTS)


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_what_is_packed_comes_out_the_same():
    assert unpack(PACKAGE) == PARTS


def test_a_file_that_does_not_inflate_is_refused():
    start = PACKAGE.index(b"brief.pdf") + len("brief.pdf")
    with pytest.raises(VerificationError):
        unpack(PACKAGE[:start] + b"\xff" * 8 + PACKAGE[start + 8 :])


def test_an_encrypted_file_is_refused():
    central = PACKAGE.index(b"PK\x01\x02")
    with pytest.raises(VerificationError):
        unpack(PACKAGE[: central + 8] + b"\x01" + PACKAGE[central + 9 :])


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b"[]", b"null", b"1", b'"x"', b"{}", b'{"bestanden":1}', b'{ "bestanden": [] }', b"\xff", b"[" * 9999],
)
def test_a_bad_manifest_is_refused(manifest):
    with pytest.raises(VerificationError):
        unpack(zipped({**PARTS, MANIFEST: manifest}))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression_than_ours_is_refused(compression):
    with zipfile.ZipFile(io.BytesIO(PACKAGE)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert json.loads(files[MANIFEST])["bestanden"]
    with pytest.raises(VerificationError):
        unpack(zipped(files, compression))


@given(st.data())
def test_any_change_of_any_bytes_is_refused_or_harmless(data):
    place = data.draw(st.integers(0, len(PACKAGE) - 1))
    changed = data.draw(st.binary(min_size=1, max_size=8))
    package = PACKAGE[:place] + changed + PACKAGE[place + len(changed) :]
    with contextlib.suppress(VerificationError):
        assert unpack(package) == PARTS
