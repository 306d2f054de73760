# SPDX-License-Identifier: EUPL-1.2
"""A pysequoia that does something else than it was asked, or nothing: what it made is looked at before it leaves."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pysequoia
import pytest

from achterkantbouw import Geweigerd, nu, people
from weerbaar_docs.encryption.sequoia import Sequoiaring, ring

DATA = b"fictieve inhoud " * 500


@pytest.fixture(scope="module")
def mensen():
    made = people("sequoia")
    yield made
    made.ring.close()


@pytest.fixture
def files(tmp_path):
    """Give a file to seal, and where its message and its content come."""
    made = SimpleNamespace(bron=tmp_path / "bron", bericht=tmp_path / "bericht", terug=tmp_path / "terug")
    made.bron.write_bytes(DATA)
    return made


def fails(*_given, **_named):
    raise RuntimeError("a backtrace with /paths/of/a/machine")


def seal_file(mensen, files):
    with files.bron.open("rb") as source:
        given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
        mensen.ring.sign_and_encrypt_stream(source, files.bericht, **given)


def open_file(mensen, files):
    with files.bericht.open("rb") as source:
        mensen.ring.decrypt_and_verify_stream(source, files.terug, signer=mensen.afzender, now=nu())


# --- what it makes -----------------------------------------------------------------------------


def test_a_signature_over_something_else_is_not_given_out(mensen, monkeypatch):
    honest = pysequoia.sign
    monkeypatch.setattr(pysequoia, "sign", lambda by, _data, **named: honest(by, b"iets anders", **named))
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.sign(DATA)


def test_what_cannot_be_done_has_its_own_reason(mensen, files, monkeypatch):
    for name in ("sign", "encrypt", "encrypt_file"):
        monkeypatch.setattr(pysequoia, name, fails)
    with Geweigerd("SLEUTEL-ONDERTEKENAAR"):
        mensen.sign(DATA)
    with Geweigerd("SLEUTEL-VERSLEUTELEN"):
        mensen.seal(DATA)
    with Geweigerd("SLEUTEL-VERSLEUTELEN"):
        seal_file(mensen, files)
    assert not files.bericht.exists()
    monkeypatch.setattr(pysequoia, "Tsk", SimpleNamespace(generate=fails))
    with Geweigerd("SLEUTEL-MAKEN"):
        mensen.ring.generate("Fictief")


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (lambda message, _: message[:300], "SLEUTEL-VERSLEUTELEN"),
        (lambda _message, seal: seal(to="afzender"), "SLEUTEL-ONTVANGERS"),
        (lambda _message, seal: seal(to="beiden"), "SLEUTEL-ONTVANGERS"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_message_is_looked_at_before_it_is_given_out(mensen, files, monkeypatch, lie, code, stream):
    made = {
        "afzender": mensen.seal(DATA, recipients=[mensen.afzender]),
        "beiden": mensen.seal(DATA, recipients=[mensen.afzender, mensen.ontvanger]),
    }
    told = lie(mensen.seal(DATA), lambda to: made[to])

    def write(_source, target, **_named):
        Path(target).write_bytes(told)

    monkeypatch.setattr(pysequoia, "encrypt", lambda **_named: told)
    monkeypatch.setattr(pysequoia, "encrypt_file", write)
    with Geweigerd(code):
        seal_file(mensen, files) if stream else mensen.seal(DATA)
    assert not files.bericht.exists()


def test_one_right_recipient_does_not_stand_for_another(mensen, monkeypatch):
    ander = mensen.ring.generate("Fictief c")
    told = mensen.seal(DATA, recipients=[mensen.ontvanger, ander])
    monkeypatch.setattr(pysequoia, "encrypt", lambda **_named: told)
    with Geweigerd("SLEUTEL-ONTVANGERS"):
        mensen.seal(DATA, recipients=[mensen.ontvanger, mensen.afzender])


# --- what it opens -----------------------------------------------------------------------------


def signature(certificate, key):
    return SimpleNamespace(certificate=certificate.lower(), signing_key=key.lower())


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("lie", ["none", "two", "of another", "by no key of his", "nobody asked", "asked twice"])
def test_what_was_opened_has_one_signature_of_who_should_have_sent_it(mensen, files, monkeypatch, lie, stream):
    state = mensen.ring.inspect(mensen.afzender)
    [own] = {key.vingerafdruk for key in state.delen if "s" in key.mogelijkheden.lower()} - {mensen.afzender} or [
        mensen.afzender
    ]
    good = signature(mensen.afzender, own)
    valid = {
        "none": [],
        "two": [good, good],
        "of another": [signature(mensen.ontvanger, own)],
        "by no key of his": [signature(mensen.afzender, "F" * 40)],
    }.get(lie, [good])
    asked = {"nobody asked": 0, "asked twice": 2}.get(lie, 1)

    def opened(*_given, store, **_named):
        for _ in range(asked):
            store([own.lower()])
        return SimpleNamespace(bytes=b"wat een ander schreef", valid_sigs=valid)

    files.bericht.write_bytes(mensen.seal(DATA))
    monkeypatch.setattr(pysequoia, "decrypt", opened)
    monkeypatch.setattr(pysequoia, "decrypt_file", opened)
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        open_file(mensen, files) if stream else mensen.open(files.bericht.read_bytes())
    assert not files.terug.exists()


@pytest.mark.parametrize("lie", ["none", "two", "of another"])
def test_a_verified_signature_is_one_of_who_should_have_signed(mensen, monkeypatch, lie):
    made = mensen.sign(DATA)
    good = signature(mensen.afzender, mensen.afzender)
    valid = {"none": [], "two": [good, good], "of another": [signature(mensen.ontvanger, mensen.afzender)]}[lie]
    monkeypatch.setattr(pysequoia, "verify", lambda *_given, **_named: SimpleNamespace(valid_sigs=valid))
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        mensen.verify(DATA, made)


def test_a_stream_without_a_good_signature_gives_no_file(mensen, files):
    other = people("sequoia")
    for wie in (mensen.afzender, mensen.ontvanger):
        other.ring.import_public(mensen.ring.export_public(wie), vingerafdruk=wie)
    files.bericht.write_bytes(
        other.ring.sign_and_encrypt(DATA, signer=other.afzender, recipients=[mensen.ontvanger], doel="test")
    )
    other.ring.close()
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        open_file(mensen, files)
    assert not files.terug.exists()


# --- its limits --------------------------------------------------------------------------------


def test_a_message_that_is_too_large_is_refused_before_it_is_opened(mensen, files, monkeypatch):
    message = mensen.seal(DATA)
    files.bericht.write_bytes(message)
    monkeypatch.setattr(ring, "GROOTSTE_BERICHT", len(message))
    assert mensen.open(message) == DATA
    monkeypatch.setattr(ring, "GROOTSTE_BERICHT", len(message) - 1)
    with Geweigerd("SLEUTEL-ONTCIJFEREN"):
        mensen.open(message)
    monkeypatch.setattr(ring, "_LARGEST_FLAT", len(message))
    open_file(mensen, files)
    files.terug.unlink()
    monkeypatch.setattr(ring, "_LARGEST_FLAT", len(message) - 1)
    with Geweigerd("SLEUTEL-ACHTERKANT"):
        open_file(mensen, files)
    assert not files.terug.exists()


def test_the_recorder_hears_nothing_of_what_nobody_here_can_sign(tmp_path):
    told = []
    with Sequoiaring(recorder=lambda **said: told.append(said)) as made, Sequoiaring() as other:
        key, stranger = made.generate("Fictief"), other.generate("Fictief ander")
        made.import_public(other.export_public(stranger), vingerafdruk=stranger)
        given = {"signer": stranger, "recipients": [key], "doel": "test"}
        with Geweigerd("SLEUTEL-ONDERTEKENAAR"):
            made.sign_and_encrypt(DATA, **given)
        source = tmp_path / "bron"
        source.write_bytes(DATA)
        with source.open("rb") as file, Geweigerd("SLEUTEL-ONDERTEKENAAR"):
            made.sign_and_encrypt_stream(file, tmp_path / "bericht", **given)
    assert told == []
    with Geweigerd("SLEUTEL-GESLOTEN"):
        made.inspect(key)
