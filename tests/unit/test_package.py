# SPDX-License-Identifier: EUPL-1.2
"""A package is its files under a signed manifest: any other bytes, wherever they changed, are one kind of refusal."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.package import (
    MANIFEST,
    MANIFEST_SIG,
    OPVULLING,
    check_parts,
    check_sender,
    pack,
    padded_size,
    read_zip,
    unpack,
    without_padding,
)
from weerbaar_docs.encryption.signature_form import canonical_signature, check_form
from weerbaar_docs.errors import EncryptionError, ValidationError, VerificationError

PARTS = {"brief.pdf": b"%PDF fictief " * 20, "verklaringen/toestemming.json": b"{}"}
# A signature as GnuPG 2.2 wrote it, by a key of which nobody kept the secret part: only its form counts where it is used.
SIGNATURE = bytes.fromhex(
    "88750400160a001d16210487dd47255a1b2245ac72df47e2fa777278c4586f05026b0356e3000a0910e2fa777278c4586f4a060100fc029678"
    "a6bfeb6eed483bae998440615573fb3afcd3e971115afc25c08c2004010098d653703821afc818536681bc6bf0751c31b3c8fad5a2f88351cf"
    "908f96b302"
)
SIGNED = b"x" * 500


def zipped(files, compression=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, data, compression)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def afzender():
    """Give a ring with one key, and what signs with it."""
    with Sleutelring() as ring:
        pin = ring.generate("afzender (fictief)")
        yield ring, pin, lambda data: ring.sign_detached(data, signer=pin)


@pytest.fixture(scope="module")
def pakket(afzender):
    return pack(PARTS, pakket="zending", sign=afzender[2])


def holds(package, afzender):
    """Say whether a package holds: as a zip, under its manifest, by its sender."""
    ring, pin, _ = afzender
    now = datetime.now(UTC)
    try:
        parts = unpack(package, pakket="zending")
        check_sender(parts, controle=ring, afzender=pin, not_before=now - timedelta(hours=1), now=now)
    except (VerificationError, EncryptionError):
        return False
    return True


def test_what_is_packed_comes_out_the_same_with_its_manifest(pakket, afzender):
    parts = unpack(pakket, pakket="zending")
    assert {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}} == PARTS
    assert read_json(parts[MANIFEST]) == {
        "soort": "manifest/v1",
        "pakket": "zending",
        "sleutelbeheer": "alles-in-een",
        "bestanden": [{"naam": n, "sha256": sha256(d), "bytes": len(d)} for n, d in sorted(PARTS.items())],
    }
    filled = {name: data for name, data in files_of(pakket).items() if name not in parts}
    assert (list(filled), set(filled[OPVULLING])) == ([OPVULLING], {0})
    assert zipped({**parts, **filled}) == pakket
    assert holds(pakket, afzender)


def files_of(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_who_sees_only_how_long_a_package_is_learns_one_of_few_sizes():
    sizes = [
        len(pack({"brief.pdf": bytes(n)}, pakket="zending", sign=lambda _: SIGNATURE))
        for n in range(300_000, 308_000, 61)
    ]
    assert set(sizes) == {303_104, 311_296}
    assert len({padded_size(size) for size in range(2**20, 2**21)}) <= 2 * 20


@pytest.mark.parametrize(
    ("size", "padded"),
    [
        *((size, size) for size in range(1, 9)),
        *((9, 10), (10, 10), (11, 12), (15, 16), (16, 16), (17, 18), (33, 36), (1_000, 1_024), (1_024, 1_024)),
        *((1_025, 1_088), (300_000, 303_104), (303_105, 311_296), (10**9, 1_006_632_960)),
    ],
)
def test_a_size_is_padded_to_the_next_of_few(size, padded):
    assert padded_size(size) == padded


@given(st.integers(min_value=1, max_value=2**40))
def test_few_sizes_are_a_little_more_and_never_less(size):
    padded = padded_size(size)
    assert size <= padded <= size * 1.125
    assert padded_size(padded) == padded


def test_a_package_of_one_kind_is_not_taken_for_another(pakket):
    for other in ("indiening", "besluitpakket"):
        with pytest.raises(VerificationError, match=f"geen {other}"):
            unpack(pakket, pakket=other)


def test_any_other_byte_anywhere_in_a_package_is_refused(pakket):
    for place in range(len(pakket)):
        changed = bytearray(pakket)
        changed[place] ^= 1 << place % 8
        try:
            parts = unpack(bytes(changed), pakket="zending")
        except VerificationError:
            continue
        # What is left is the signature itself, of which the form still holds: whether it is good, GnuPG has to say.
        assert parts[MANIFEST_SIG] != unpack(pakket, pakket="zending")[MANIFEST_SIG]
        assert {**parts, MANIFEST_SIG: b""} == {**unpack(pakket, pakket="zending"), MANIFEST_SIG: b""}


def signatures_that_differ(signature, data):
    """Give the signatures with one byte changed whose form still holds, and how many had another form."""
    left, refused = [], 0
    for place in range(len(signature)):
        for value in range(1, 256):
            changed = signature[:place] + bytes([signature[place] ^ value]) + signature[place + 1 :]
            try:
                check_form(changed, data)
            except VerificationError:
                refused += 1
                continue
            left.append(changed)
    return left, refused


def test_the_form_of_a_signature_leaves_only_bytes_that_its_mathematics_covers():
    left, refused = signatures_that_differ(SIGNATURE, SIGNED)
    numbers = len(SIGNATURE) - 2 * (2 + 32)
    assert refused > 0
    assert left
    assert all(changed[:numbers] == SIGNATURE[:numbers] for changed in left)


@pytest.mark.lang
def test_gnupg_refuses_every_other_byte_of_the_signature_under_a_manifest(afzender):
    ring, pin, sign = afzender
    now = datetime.now(UTC)
    data = b'{"soort":"manifest/v1"}'
    signature = canonical_signature(sign(data))
    left, _ = signatures_that_differ(signature, data)
    for changed in left[::13]:
        with pytest.raises(EncryptionError):
            ring.verify_detached(data, changed, signer=pin, not_before=now - timedelta(hours=1), now=now)


def test_gnupg_refuses_a_changed_signature_whose_form_holds(afzender):
    ring, pin, sign = afzender
    now = datetime.now(UTC)
    data = b'{"soort":"manifest/v1"}'
    left, _ = signatures_that_differ(canonical_signature(sign(data)), data)
    for changed in left[:: len(left) // 12]:
        with pytest.raises(EncryptionError):
            ring.verify_detached(data, changed, signer=pin, not_before=now - timedelta(hours=1), now=now)


def other_forms():
    body = SIGNATURE[2:]
    unhashed = body.index(bytes.fromhex("000a0910"))
    yield "new header", b"\xc2" + SIGNATURE[1:]
    yield "long length", b"\x89\x00" + SIGNATURE[1:]
    yield (
        "more outside the hash",
        b"\x88" + bytes([len(body) + 3]) + body[:unhashed] + b"\x00\x0d\x02\x64x" + body[unhashed + 2 :],
    )
    yield (
        "nothing outside the hash",
        b"\x88" + bytes([len(body) - 10]) + body[:unhashed] + b"\0\0" + body[unhashed + 12 :],
    )


@pytest.mark.parametrize(("_naam", "signature"), list(other_forms()))
def test_another_way_to_write_the_same_signature_is_refused_and_can_be_made_canonical(_naam, signature):
    with pytest.raises(VerificationError):
        check_form(signature, SIGNED)
    assert canonical_signature(signature) == SIGNATURE


@given(st.binary(max_size=200))
def test_what_is_no_signature_is_one_kind_of_refusal(data):
    for act in (canonical_signature, lambda found: check_form(found, SIGNED)):
        with pytest.raises(VerificationError):
            act(data)


@pytest.mark.parametrize("cut", range(0, len(SIGNATURE), 3))
def test_a_signature_that_is_cut_off_is_refused(cut):
    with pytest.raises(VerificationError):
        check_form(SIGNATURE[:cut], SIGNED)


def test_the_check_names_the_first_file_that_is_not_as_listed(pakket):
    parts = unpack(pakket, pakket="zending")
    for changed, text in (
        ({**parts, "brief.pdf": b"anders"}, "brief.pdf is niet wat het manifest noemt"),
        ({n: d for n, d in parts.items() if n != "brief.pdf"}, "brief.pdf staat in het manifest en ontbreekt"),
        ({**parts, "geheim van Jansen.txt": b""}, "er is een bestand dat het manifest niet noemt"),
        (
            {n: d for n, d in parts.items() if n != MANIFEST_SIG},
            "de handtekening onder het manifest ontbreekt (manifest.json.sig)",
        ),
        ({n: d for n, d in parts.items() if n != MANIFEST}, "het manifest ontbreekt (manifest.json)"),
    ):
        with pytest.raises(VerificationError) as caught:
            check_parts(changed)
        assert [(m.code, m.melding) for m in caught.value.meldingen] == [("PAKKET", text)]
        assert "Jansen" not in str(caught.value)


def test_the_check_gives_the_manifest_and_the_sender_gives_the_moment(pakket, afzender):
    ring, pin, _ = afzender
    now = datetime.now(UTC)
    parts = unpack(pakket, pakket="zending")
    assert check_parts(parts) == check_parts(parts, pakket="zending") == read_json(parts[MANIFEST])
    made = check_sender(parts, controle=ring, afzender=pin, not_before=now - timedelta(hours=1), now=now)
    assert abs(made - now) < timedelta(minutes=5)


@pytest.mark.parametrize(
    "change", [lambda made: b"\xc2" + made[1:], lambda made: made + b"\0", lambda _: b"\x88\x01\x04"]
)
def test_a_manifest_under_a_signature_of_another_form_is_refused(pakket, change):
    parts = unpack(pakket, pakket="zending")
    with pytest.raises(VerificationError, match="HANDTEKENING-VORM"):
        check_parts({**parts, MANIFEST_SIG: change(parts[MANIFEST_SIG])})


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b"[]", b"null", b"1", b'"x"', b"{}", b'{"bestanden":1}', b'{ "bestanden": [] }', b"\xff", b"[" * 9999],
)
def test_a_bad_manifest_is_refused(pakket, manifest):
    with pytest.raises(VerificationError):
        unpack(zipped({**unpack(pakket, pakket="zending"), MANIFEST: manifest}), pakket="zending")


@pytest.mark.parametrize("field", ["pakket", "sleutelbeheer"])
def test_a_manifest_without_the_kind_of_package_or_a_word_about_the_keys_is_refused(pakket, field):
    parts = unpack(pakket, pakket="zending")
    manifest = {key: value for key, value in read_json(parts[MANIFEST]).items() if key != field}
    with pytest.raises(VerificationError):
        check_parts({**parts, MANIFEST: canonical_bytes(manifest)})


def test_nobody_who_was_not_told_so_claims_that_keys_are_held_apart(afzender):
    told = pack(PARTS, pakket="zending", sign=afzender[2], sleutelbeheer="gescheiden")
    assert read_json(unpack(told, pakket="zending")[MANIFEST])["sleutelbeheer"] == "gescheiden"


@pytest.mark.parametrize("claimed", ["onbekend", "", None, True])
def test_another_word_about_the_keys_is_refused_by_who_writes_and_by_who_reads(pakket, claimed):
    with pytest.raises(ValidationError):
        pack(PARTS, pakket="zending", sign=lambda _: SIGNATURE, sleutelbeheer=claimed)
    parts = unpack(pakket, pakket="zending")
    manifest = {**read_json(parts[MANIFEST]), "sleutelbeheer": claimed}
    with pytest.raises(VerificationError, match="niet de juiste vorm"):
        check_parts({**parts, MANIFEST: canonical_bytes(manifest)})


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_package_that_was_squeezed_is_refused_before_it_is_read(pakket, compression):
    with pytest.raises(VerificationError, match="geen pakket van weerbaar-docs"):
        read_zip(zipped(unpack(pakket, pakket="zending"), compression))


def test_a_package_of_which_one_file_was_squeezed_is_refused_before_it_is_read(pakket):
    buffer = io.BytesIO(pakket)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("erbij.txt", b"x" * 100, zipfile.ZIP_DEFLATED)
    with pytest.raises(VerificationError, match="geen pakket van weerbaar-docs"):
        read_zip(buffer.getvalue())


def test_a_package_that_would_be_too_large_is_refused_before_it_is_read(pakket, monkeypatch):
    parts = unpack(pakket, pakket="zending")
    size = sum(map(len, parts.values()))
    monkeypatch.setattr("weerbaar_docs.encryption.package.MAX_BYTES", size)
    assert read_zip(pakket) == parts
    monkeypatch.setattr("weerbaar_docs.encryption.package.MAX_BYTES", size - 1)
    with pytest.raises(VerificationError, match="te groot"):
        read_zip(pakket)


def test_the_zeros_that_fill_a_package_up_are_no_part_of_it():
    filled = {**PARTS, OPVULLING: bytes(1000)}
    assert without_padding(filled) == without_padding(PARTS) == PARTS
    assert without_padding({**PARTS, OPVULLING: b""}) == PARTS
    for sign in (b"x", b"~"):
        other = {**PARTS, OPVULLING: bytes(10) + sign, "leeg.bin": bytes(10)}
        assert without_padding(other) == other


@pytest.mark.parametrize("name", ["../buiten.pdf", "/buiten.pdf", "a/../../b", "a\\b", "a b", "é.pdf", "", "a//b"])
def test_a_package_with_a_path_in_a_name_is_refused(name):
    with pytest.raises(ValidationError):
        pack({name: b"x"}, pakket="zending", sign=lambda _: SIGNATURE)


@given(st.binary(max_size=300))
def test_bytes_that_nobody_packed_are_refused(data):
    with pytest.raises(VerificationError):
        unpack(data, pakket="zending")
