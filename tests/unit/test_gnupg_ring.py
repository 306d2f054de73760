# SPDX-License-Identifier: EUPL-1.2
"""Real GnuPG in short homes; every refusal has a test."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from weerbaar_docs.encryption.gnupg import Sleutelring, sessie
from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat
from weerbaar_docs.errors import EncryptionError

DATA = b"%PDF-1.7\nFictieve inhoud\n" + os.urandom(300_000)
EARLY = datetime(2020, 1, 1, tzinfo=UTC)


def now():
    return datetime.now(UTC)


def gpg(ring, *args, data=b"", at=None):
    """Run gpg itself in the home of a ring, to make what the door would never make."""
    clock = ["--faked-system-time", f"{int(at.timestamp())}!"] if at else []
    fixed = [
        "--no-options",
        "--batch",
        "--yes",
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        "",
        "--trust-model",
        "always",
    ]
    command = ["gpg", "--homedir", str(ring.home), "--status-fd", "2", *fixed, *clock, *args]
    return subprocess.run(command, input=data, capture_output=True, check=False, timeout=60)


def make(ring, user_id="Fictief", *, algo="ed25519", sub="cv25519", expires="never", sub_expires="never", at=None):
    """Make a key with gpg itself and give its fingerprint."""
    done = gpg(ring, "--quick-gen-key", user_id, algo, "sign", expires, at=at)
    assert done.returncode == 0, done.stderr
    fingerprint = done.stderr.split(b"KEY_CREATED P ")[1][:40].decode()
    if sub:
        added = gpg(ring, "--quick-add-key", fingerprint, sub, "encr", sub_expires, at=at)
        assert added.returncode == 0, added.stderr
    return fingerprint


def revoke(ring, fingerprint):
    text = (ring.home / "openpgp-revocs.d" / f"{fingerprint}.rev").read_text().replace(":-----BEGIN", "-----BEGIN")
    done = gpg(ring, "--import", data=text.encode())
    assert done.returncode == 0, done.stderr


def exported(ring, *fingerprints, secret=False):
    done = gpg(ring, "--export-secret-keys" if secret else "--export", *fingerprints)
    assert done.stdout
    return done.stdout


def refused(code):
    return pytest.raises(EncryptionError, match=rf"^{code}")


@pytest.fixture
def ring():
    with Sleutelring() as made:
        yield made


@pytest.fixture
def other():
    with Sleutelring() as made:
        yield made


@pytest.fixture(scope="module")
def people():
    """Two people in one ring: afzender and ontvanger."""
    with Sleutelring() as made:
        yield made, made.generate("Fictief afzender"), made.generate("Fictief ontvanger")


def test_round_trip_gives_the_same_bytes(people):
    ring, sender, recipient = people
    message = ring.sign_and_encrypt(DATA, signer=sender, recipients=[recipient], doel="test")
    assert not message.startswith(b"-----")
    assert ring.decrypt_and_verify(message, signer=sender, now=now()) == DATA


def test_message_size_does_not_depend_on_content(people):
    ring, sender, recipient = people
    sizes = {
        len(ring.sign_and_encrypt(data, signer=sender, recipients=[recipient], doel="test")) // 64
        for data in (b"a" * 100_000, os.urandom(100_000))
    }
    assert max(sizes) - min(sizes) <= 1


def test_detached_signature_round_trip(people):
    ring, sender, _ = people
    before = now()
    signature = ring.sign_detached(DATA, signer=sender)
    made = ring.verify_detached(DATA, signature, signer=sender, not_before=before, now=now())
    assert abs(made - before) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "form",
    [
        lambda f: f.lower(),
        lambda f: f[-16:],
        lambda f: f[-8:],
        lambda f: "0x" + f,
        lambda f: f + "!",
        lambda f: f + "\n",
        lambda f: "Fictief",
        lambda f: "",
        lambda f: "ontvanger@example.nl",
        lambda f: "--output",
        " ".join,
    ],
)
def test_only_full_fingerprints_are_accepted(people, form):
    ring, sender, recipient = people
    with refused("SLEUTEL-VINGERAFDRUK"):
        ring.sign_and_encrypt(b"x", signer=sender, recipients=[form(recipient)], doel="test")
    with refused("SLEUTEL-VINGERAFDRUK"):
        ring.sign_detached(b"x", signer=form(sender))
    with refused("SLEUTEL-VINGERAFDRUK"):
        ring.inspect(form(sender))


def test_unknown_signer_and_recipient_are_refused(people):
    ring, sender, recipient = people
    with refused("SLEUTEL-ONBEKEND"):
        ring.sign_and_encrypt(b"x", signer="A" * 40, recipients=[recipient], doel="test")
    with refused("SLEUTEL-ONBEKEND"):
        ring.sign_and_encrypt(b"x", signer=sender, recipients=["A" * 40], doel="test")
    with refused("SLEUTEL-ONBEKEND"):
        ring.sign_and_encrypt(b"x", signer=sender, recipients=[recipient, "A" * 64], doel="test")


def test_fingerprint_of_a_subkey_is_refused(people):
    ring, sender, recipient = people
    subkey = ring.inspect(recipient).versleutelsubsleutels[0]
    with refused("SLEUTEL-ONBEKEND"):
        ring.sign_and_encrypt(b"x", signer=sender, recipients=[subkey], doel="test")


def test_signer_without_secret_key_is_refused(people, other):
    ring, sender, _ = people
    other.import_public(ring.export_public(sender), vingerafdruk=sender)
    with refused("SLEUTEL-ONDERTEKENAAR"):
        other.sign_detached(b"x", signer=sender)


def test_no_or_double_recipient_is_refused(people):
    ring, sender, recipient = people
    for recipients in ([], [recipient, recipient]):
        with refused("SLEUTEL-ONTVANGERS"):
            ring.sign_and_encrypt(b"x", signer=sender, recipients=recipients, doel="test")


def test_recorder_is_told_before_every_encryption():
    told = []
    with Sleutelring(recorder=lambda doel, recipients: told.append((doel, tuple(recipients)))) as ring:
        sender, recipient = ring.generate("Fictief a"), ring.generate("Fictief b")
        ring.sign_detached(b"x", signer=sender)
        assert told == []
        ring.sign_and_encrypt(b"x", signer=sender, recipients=[recipient, sender], doel="vrijgave")
    assert told == [("vrijgave", (recipient, sender))]


def test_a_recorder_that_fails_stops_the_encryption():
    def full(_doel, _recipients):
        raise OSError("schijf vol")

    with Sleutelring(recorder=full) as ring:
        key = ring.generate("Fictief")
        with pytest.raises(OSError, match="schijf vol"):
            ring.sign_and_encrypt(b"x", signer=key, recipients=[key], doel="test")


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("SLEUTEL-VERLOPEN", "is verlopen", {"expires": "seconds=86400", "at": EARLY}),
        ("SLEUTEL-SUBSLEUTEL", "versleutelsubsleutel die verlopen", {"sub_expires": "seconds=86400", "at": EARLY}),
        ("SLEUTEL-SUBSLEUTEL", "geen subsleutel", {"sub": None}),
        ("SLEUTEL-ZWAK", "te kort", {"algo": "rsa2048", "sub": "rsa2048"}),
        ("SLEUTEL-ZWAK", "te kort", {"sub": "rsa2048"}),
    ],
)
def test_unfit_recipient_is_refused_with_the_reason(ring, other, code, text, kind):
    sender = ring.generate("Fictief afzender")
    recipient = make(other, **kind)
    ring.import_public(exported(other, recipient), vingerafdruk=recipient)
    for recipients in ([recipient], [sender, recipient]):
        with refused(code) as caught:
            ring.sign_and_encrypt(DATA, signer=sender, recipients=recipients, doel="test")
        assert text in str(caught.value)


def test_revoked_recipient_is_refused_with_the_reason(ring, other):
    sender, recipient = ring.generate("Fictief afzender"), make(other)
    good = exported(other, recipient)
    revoke(other, recipient)
    ring.import_public(exported(other, recipient), vingerafdruk=recipient)
    assert ring.inspect(recipient).ingetrokken
    with refused("SLEUTEL-INGETROKKEN"):
        ring.sign_and_encrypt(DATA, signer=sender, recipients=[recipient], doel="test")
    with refused("SLEUTEL"):  # an older copy of the certificate does not undo the revocation
        ring.import_public(good, vingerafdruk=recipient)
        ring.sign_and_encrypt(DATA, signer=sender, recipients=[recipient], doel="test")


def test_recipient_that_lapses_after_import_is_refused_with_the_reason(ring, other):
    sender, recipient = ring.generate("Fictief afzender"), make(other, expires="seconds=2")
    ring.import_public(exported(other, recipient), vingerafdruk=recipient)
    time.sleep(3)
    with refused("SLEUTEL-VERLOPEN"):
        ring.sign_and_encrypt(DATA, signer=sender, recipients=[recipient], doel="test")


def test_wrong_certificate_for_the_pin_is_refused(ring, other):
    wanted, given = make(other, "Fictief"), make(other, "Fictief")
    with refused("SLEUTEL-PIN"):
        ring.import_public(exported(other, given), vingerafdruk=wanted)
    with refused("SLEUTEL-ONBEKEND"):
        ring.inspect(wanted)


def test_two_certificates_in_one_file_are_refused(ring, other):
    one, two = make(other, "Fictief een"), make(other, "Fictief twee")
    for first, second in ((one, two), (two, one), (one, one)):
        with refused("SLEUTEL-CERTIFICAAT"):
            ring.import_public(exported(other, first) + exported(other, second), vingerafdruk=one)
    assert gpg(ring, "--list-keys", "--with-colons").stdout.count(b"\npub:") == 0


def test_secret_material_is_refused_as_public_certificate(ring, other):
    key = make(other)
    for data in (exported(other, key, secret=True), exported(other, key) + exported(other, key, secret=True)):
        with refused("SLEUTEL"):
            ring.import_public(data, vingerafdruk=key)
    assert not list(ring.home.glob("private-keys-v1.d/*"))


@pytest.mark.parametrize(
    "data", [b"", b"geen sleutel", b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END", b"\x99\x00"]
)
def test_unreadable_certificate_is_refused(ring, data):
    with refused("SLEUTEL-CERTIFICAAT"):
        ring.import_public(data, vingerafdruk="A" * 40)
    with refused("SLEUTEL-CERTIFICAAT"):
        ring.inspect_certificate(data)


def test_certificate_of_an_unknown_version_is_refused_with_the_reason(ring):
    with refused("SLEUTEL-CERTIFICAAT") as caught:
        ring.import_public(b"\xc6\x01\x06", vingerafdruk="A" * 64)
    assert "versie" in str(caught.value)


def test_secret_key_moves_to_another_ring(people, ring):
    first, sender, _ = people
    assert ring.import_secret(first.export_secret(sender), vingerafdruk=sender) == sender
    signature = ring.sign_detached(b"x", signer=sender)
    first.verify_detached(b"x", signature, signer=sender, not_before=now(), now=now())
    with refused("SLEUTEL-GEHEIM"):
        ring.import_secret(first.export_public(sender))


def test_inspect_tells_the_state(ring):
    until = (now() + timedelta(days=30)).date()
    state = ring.inspect(ring.generate("Fictief", expires=until))
    assert isinstance(state, Sleutelstaat)
    assert (state.algoritme, state.lengte, state.kan_versleutelen) == ("EdDSA", 255, True)
    assert (state.verlopen, state.ingetrokken, state.weigering()) == (False, False, None)
    assert state.verloopt is not None
    assert state.verloopt.date() == until
    assert len(state.versleutelsubsleutels) == 1
    assert ring.inspect(ring.generate("Fictief twee")).verloopt is None
    assert "Fictief" not in repr(state)


def test_inspect_certificate_takes_nothing_in(ring, other):
    key = make(other)
    assert ring.inspect_certificate(exported(other, key)).vingerafdruk == key
    with refused("SLEUTEL-ONBEKEND"):
        ring.inspect(key)


@pytest.mark.parametrize("place", [30, 200, 1000, -200, -30, -1])
def test_changed_ciphertext_is_refused(people, place):
    ring, sender, recipient = people
    message = bytearray(ring.sign_and_encrypt(b"x" * 5000, signer=sender, recipients=[recipient], doel="test"))
    message[place] ^= 1
    with refused("SLEUTEL"):
        ring.decrypt_and_verify(bytes(message), signer=sender, now=now())


def test_truncated_or_doubled_ciphertext_is_refused(people):
    ring, sender, recipient = people
    message = ring.sign_and_encrypt(b"x" * 5000, signer=sender, recipients=[recipient], doel="test")
    for bad in (message[:-1], message[: len(message) // 2], message + message, b"", b"x"):
        with refused("SLEUTEL"):
            ring.decrypt_and_verify(bad, signer=sender, now=now())


def test_unsigned_ciphertext_is_refused(people):
    ring, sender, recipient = people
    message = gpg(ring, "--encrypt", "--recipient", recipient, data=b"x").stdout
    with refused("SLEUTEL-HANDTEKENING"):
        ring.decrypt_and_verify(message, signer=sender, now=now())


def test_signed_but_unencrypted_message_is_refused(people):
    ring, sender, _ = people
    message = gpg(ring, "--sign", "--local-user", sender, data=b"x").stdout
    with refused("SLEUTEL-ONTCIJFEREN"):
        ring.decrypt_and_verify(message, signer=sender, now=now())


def test_password_encrypted_message_is_refused(people):
    ring, sender, _ = people
    message = gpg(ring, "--passphrase", "x", "--symmetric", data=b"x").stdout
    assert message
    with Sleutelring(wachtwoord="x") as reader:
        reader.import_public(ring.export_public(sender), vingerafdruk=sender)
        with refused("SLEUTEL"):
            reader.decrypt_and_verify(message, signer=sender, now=now())


def test_message_signed_by_someone_else_is_refused(people):
    ring, sender, recipient = people
    message = ring.sign_and_encrypt(b"x", signer=recipient, recipients=[recipient], doel="test")
    with refused("SLEUTEL-HANDTEKENING"):
        ring.decrypt_and_verify(message, signer=sender, now=now())


def test_a_message_that_is_signed_only_is_read_of_who_may_send_it(people):
    ring, sender, recipient = people
    plain = ("--compress-algo", "none", "--sign", "--local-user", sender)
    message = gpg(ring, *plain, data=DATA).stdout
    assert ring.read_signed(message, signers=[recipient, sender], now=now()) == (DATA, sender)
    sealed = gpg(ring, *plain, "--encrypt", "--recipient", recipient, data=DATA).stdout
    twice = gpg(ring, *plain, "--local-user", recipient, data=DATA).stdout
    detached = ring.sign_detached(DATA, signer=sender)
    for bad in (sealed, twice, detached, message + message, b"x", b""):
        with refused("SLEUTEL-HANDTEKENING"):
            ring.read_signed(bad, signers=[recipient, sender], now=now())
    with refused("SLEUTEL-HANDTEKENING"):
        ring.read_signed(message, signers=[recipient], now=now())
    with refused("SLEUTEL-ONDERTEKENTIJD"):
        ring.read_signed(message, signers=[sender], now=now() - timedelta(days=1))


def test_a_message_is_for_exactly_whom_it_was_made(people):
    ring, sender, recipient = people
    message = ring.sign_and_encrypt(DATA, signer=sender, recipients=[recipient], doel="test")
    ring.require_made_for(message, [recipient])
    for others in ([sender], [sender, recipient], []):
        with refused("SLEUTEL-ONTVANGERS"):
            ring.require_made_for(message, others)


def test_message_with_two_signers_is_refused(people):
    ring, sender, recipient = people
    both = ("--local-user", recipient, "--local-user", sender)
    message = gpg(ring, "--sign", "--encrypt", "--recipient", recipient, *both, data=b"x").stdout
    with refused("SLEUTEL-HANDTEKENING"):
        ring.decrypt_and_verify(message, signer=sender, now=now())


def test_message_for_another_key_is_refused(people, other):
    ring, sender, _ = people
    stranger = make(other)
    other.import_public(ring.export_public(sender), vingerafdruk=sender)
    message = gpg(other, "--encrypt", "--recipient", sender, data=b"x").stdout
    assert message
    message = gpg(other, "--encrypt", "--recipient", stranger, data=b"x").stdout
    with refused("SLEUTEL-ONTCIJFEREN"):
        ring.decrypt_and_verify(message, signer=sender, now=now())


def test_signature_over_other_data_is_refused(people):
    ring, sender, _ = people
    signature = ring.sign_detached(b"x", signer=sender)
    with refused("SLEUTEL-HANDTEKENING"):
        ring.verify_detached(b"y", signature, signer=sender, not_before=EARLY, now=now())


def test_signature_by_someone_else_is_refused(people):
    ring, sender, recipient = people
    signature = ring.sign_detached(b"x", signer=recipient)
    with refused("SLEUTEL-HANDTEKENING"):
        ring.verify_detached(b"x", signature, signer=sender, not_before=EARLY, now=now())


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 0)])
def test_two_signatures_in_one_blob_are_refused(people, order):
    ring, sender, recipient = people
    made = [ring.sign_detached(b"x", signer=sender), ring.sign_detached(b"x", signer=recipient)]
    with refused("SLEUTEL-HANDTEKENING"):
        ring.verify_detached(b"x", made[order[0]] + made[order[1]], signer=sender, not_before=EARLY, now=now())


@pytest.mark.parametrize(
    "bad", [b"", b"x", b"\x00" * 100, b"-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n"]
)
def test_unreadable_signature_is_refused(people, bad):
    ring, sender, _ = people
    with refused("SLEUTEL-HANDTEKENING"):
        ring.verify_detached(b"x", bad, signer=sender, not_before=EARLY, now=now())


def test_inline_message_is_no_detached_signature(people):
    ring, sender, _ = people
    for act in ("--sign", "--clear-sign"):
        message = gpg(ring, act, "--local-user", sender, data=b"x\n").stdout
        assert message
        with refused("SLEUTEL-HANDTEKENING"):
            ring.verify_detached(b"x\n", message, signer=sender, not_before=EARLY, now=now())


def test_signature_in_text_mode_or_with_sha1_is_refused(people):
    ring, sender, _ = people
    for extra in (["--textmode"], ["--digest-algo", "SHA1"]):
        signature = gpg(ring, "--detach-sign", *extra, "--local-user", sender, data=b"x").stdout
        with refused("SLEUTEL-HANDTEKENING"):
            ring.verify_detached(b"x", signature, signer=sender, not_before=EARLY, now=now())


def test_signature_outside_the_period_is_refused(people):
    ring, sender, _ = people
    signature = ring.sign_detached(b"x", signer=sender)
    moment = now()
    ring.verify_detached(b"x", signature, signer=sender, not_before=moment + timedelta(minutes=4), now=moment)
    for earliest, latest in (
        (EARLY, moment - timedelta(minutes=6)),
        (moment + timedelta(minutes=6), moment + timedelta(days=1)),
    ):
        with refused("SLEUTEL-ONDERTEKENTIJD"):
            ring.verify_detached(b"x", signature, signer=sender, not_before=earliest, now=latest)


def test_signature_from_the_future_is_refused(people):
    ring, sender, recipient = people
    tomorrow = now() + timedelta(days=1)
    signature = gpg(ring, "--detach-sign", "--local-user", sender, data=b"x", at=tomorrow).stdout
    with refused("SLEUTEL-ONDERTEKENTIJD"):
        ring.verify_detached(b"x", signature, signer=sender, not_before=EARLY, now=now())
    both = ("--sign", "--encrypt", "--recipient", recipient, "--local-user", sender)
    message = gpg(ring, *both, data=b"x", at=tomorrow).stdout
    with refused("SLEUTEL-ONDERTEKENTIJD"):
        ring.decrypt_and_verify(message, signer=sender, now=now())


def test_signature_of_an_expired_key_is_refused(ring):
    key = make(ring, expires="seconds=86400", at=EARLY)
    at = EARLY + timedelta(hours=1)
    signature = gpg(ring, "--detach-sign", "--local-user", key, data=b"x", at=at).stdout
    assert signature
    ring.import_public(exported(ring, key), vingerafdruk=key)
    with refused("SLEUTEL-HANDTEKENING") as caught:
        ring.verify_detached(b"x", signature, signer=key, not_before=EARLY, now=now())
    assert "verlopen" in str(caught.value)


def test_signature_of_a_revoked_key_is_refused(ring):
    key = ring.generate("Fictief")
    signature = ring.sign_detached(b"x", signer=key)
    revoke(ring, key)
    with refused("SLEUTEL-HANDTEKENING") as caught:
        ring.verify_detached(b"x", signature, signer=key, not_before=EARLY, now=now())
    assert "ingetrokken" in str(caught.value)
    with refused("SLEUTEL-ONDERTEKENAAR"):
        ring.sign_detached(b"x", signer=key)


UNUSUAL = ["Gemeente Ångström", "A\u2028B", "A\u0085B", "A\u000bB", "A:B\\x3aC", "A\tB %0A", "Ω" * 60]


@pytest.mark.parametrize("text", UNUSUAL)
@pytest.mark.parametrize("state", ["goed", "fout", "verlopen", "ingetrokken"])
def test_user_ids_with_unusual_characters_change_no_verdict(ring, people, text, state):
    first, pinned, _ = people
    ring.import_public(first.export_public(pinned), vingerafdruk=pinned)
    with Sleutelring() as stranger:
        expired = {"expires": "seconds=86400", "at": EARLY} if state == "verlopen" else {}
        key = make(stranger, f"X{text}{pinned} X", **expired)
        signature = gpg(
            stranger, "--detach-sign", "--local-user", key, data=b"x", at=EARLY if state == "verlopen" else None
        ).stdout
        if state == "ingetrokken":
            revoke(stranger, key)
        certificate = exported(stranger, key)
    with refused("SLEUTEL-PIN"):
        ring.import_public(certificate, vingerafdruk=pinned)
    ring.import_public(certificate, vingerafdruk=key)
    data = b"y" if state == "fout" else b"x"
    with refused("SLEUTEL-HANDTEKENING"):
        ring.verify_detached(data, signature, signer=pinned, not_before=EARLY, now=now())
    if state == "goed":
        ring.verify_detached(data, signature, signer=key, not_before=EARLY, now=now())
    else:
        with refused("SLEUTEL-HANDTEKENING"):
            ring.verify_detached(data, signature, signer=key, not_before=EARLY, now=now())
    assert ring.inspect(key).vingerafdruk == key


def alive(home):
    """Give the processes that are at work in a home (a zombie is not)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str(home) in (entry / "cmdline").read_text(errors="replace"):
                found.append(entry.name)
        except OSError:
            continue
    return found


def test_home_is_short_private_and_gone_after_close():
    with Sleutelring() as ring:
        key = ring.generate("Fictief")
        ring.sign_detached(b"x", signer=key)
        home = ring.home
        assert len(str(home)) <= 80
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert alive(home)
    assert not home.exists()
    end = time.monotonic() + 2
    while alive(home) and time.monotonic() < end:
        time.sleep(0.01)
    assert not alive(home)
    with refused("SLEUTEL-GESLOTEN"):
        ring.sign_detached(b"x", signer=key)
    ring.close()


def test_home_is_gone_after_an_error_and_after_garbage_collection():
    broken = Sleutelring()
    with refused("SLEUTEL-ONBEKEND"), broken:
        broken.inspect("A" * 40)
    assert not broken.home.exists()
    forgotten = Sleutelring()
    home = forgotten.home
    del forgotten
    assert not home.exists()


def test_the_home_of_a_killed_process_is_cleared_by_the_next_one():
    base = Path(f"/tmp/wdk{os.getpid()}")
    base.mkdir(mode=0o700)
    code = (
        "import os, pathlib; from weerbaar_docs.encryption.gnupg import Sleutelring;"
        f"ring = Sleutelring(basis=pathlib.Path({str(base)!r})); ring.generate('Fictief');"
        "os.kill(os.getpid(), 9)"
    )
    try:
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
        (left,) = base.iterdir()
        with Sleutelring(basis=base) as living, Sleutelring(basis=base) as other:
            assert not left.exists()
            assert {living.home, other.home} == set(base.iterdir())
            key = living.generate("Fictief")
            assert living.sign_detached(b"x", signer=key)
        end = time.monotonic() + 2
        while alive(left) and time.monotonic() < end:
            time.sleep(0.01)
        assert not alive(left)
    finally:
        base.rmdir()


def test_home_lies_in_the_runtime_folder_when_there_is_one(monkeypatch, tmp_path):
    short = Path(f"/tmp/wdx{os.getpid()}")
    short.mkdir(mode=0o700)
    try:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
        with Sleutelring() as ring:
            assert ring.home.parent == short
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/tmp/" + "x" * 90)
        with Sleutelring() as ring:
            assert ring.home.parent == Path("/tmp")
    finally:
        short.rmdir()
    with refused("SLEUTEL-THUIS"):
        Sleutelring(basis=tmp_path / ("x" * 90))


def test_missing_gpg_names_the_package(monkeypatch):
    with refused("SLEUTEL-GPG") as caught:
        Sleutelring(binary="/bestaat/niet/gpg")
    assert "gnupg" in caught.value.diagnostics()[0]
    with refused("SLEUTEL-GPG"):
        Sleutelring(binary="/bin/false")
    monkeypatch.setattr(sessie, "BINARIES", "/bestaat/niet")
    with refused("SLEUTEL-GPG"):
        Sleutelring()


def test_configuration_outside_the_home_has_no_say(monkeypatch, tmp_path, people):
    (tmp_path / ".gnupg").mkdir(mode=0o700)
    (tmp_path / ".gnupg" / "gpg.conf").write_text("encrypt-to AAAAAAAA\nbad-option\n")
    fake = tmp_path / "gpg"
    fake.write_text("#!/bin/sh\nexit 9\n")
    fake.chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GNUPGHOME", str(tmp_path / ".gnupg"))
    monkeypatch.setenv("PATH", str(tmp_path))
    first, sender, _ = people
    with Sleutelring() as ring:
        ring.import_secret(first.export_secret(sender))
        (ring.home / "gpg.conf").write_text("bad-option\n")
        assert ring.sign_and_encrypt(b"x", signer=sender, recipients=[sender], doel="test")


def test_gpg_that_hangs_is_stopped(tmp_path):
    slow = tmp_path / "gpg"
    slow.write_text('#!/bin/sh\ncase "$*" in *--list-config*) exec /usr/bin/gpg "$@";; esac\nexec sleep 30\n')
    slow.chmod(0o755)
    start = time.monotonic()
    with Sleutelring(binary=str(slow), timeout=1.0) as ring, refused("SLEUTEL-TIJD"):
        ring.generate("Fictief")
    assert time.monotonic() - start < 10


def test_gpg_that_stops_reading_gives_a_reason_and_no_bytes(tmp_path, people):
    first, sender, recipient = people
    shim = tmp_path / "gpg"
    shim.write_text('#!/bin/sh\ncase "$*" in *--encrypt*) echo half; exit 2;; esac\nexec /usr/bin/gpg "$@"\n')
    shim.chmod(0o755)
    with Sleutelring(binary=str(shim)) as ring:
        ring.import_secret(first.export_secret(sender))
        ring.import_public(first.export_public(recipient), vingerafdruk=recipient)
        with refused("SLEUTEL-VERSLEUTELEN"):
            ring.sign_and_encrypt(DATA, signer=sender, recipients=[recipient], doel="test")


def test_gpg_that_adds_a_recipient_is_caught(tmp_path, people):
    first, sender, recipient = people
    shim = tmp_path / "gpg"
    shim.write_text(
        f'#!/bin/sh\ncase "$*" in *--encrypt*) exec /usr/bin/gpg --recipient {sender} "$@";; esac\nexec /usr/bin/gpg "$@"\n'
    )
    shim.chmod(0o755)
    with Sleutelring(binary=str(shim)) as ring:
        ring.import_secret(first.export_secret(sender))
        ring.import_public(first.export_public(recipient), vingerafdruk=recipient)
        with refused("SLEUTEL-ONTVANGERS"):
            ring.sign_and_encrypt(DATA, signer=sender, recipients=[recipient], doel="test")


@pytest.mark.lang
def test_password_opens_the_key_and_a_wrong_one_does_not(ring):
    done = gpg(ring, "--passphrase", "goed", "--quick-gen-key", "Fictief", "ed25519", "sign", "never")
    key = done.stderr.split(b"KEY_CREATED P ")[1][:40].decode()
    locked = gpg(ring, "--passphrase", "goed", "--export-secret-keys", key).stdout
    with Sleutelring(wachtwoord="goed") as opened:
        opened.import_secret(locked, vingerafdruk=key)
        assert opened.sign_detached(b"x", signer=key)
        assert opened.export_secret(key)
    for wrong in ("fout", "", None):
        with Sleutelring(wachtwoord=wrong) as shut:
            shut.import_secret(locked)
            with refused("SLEUTEL-ONDERTEKENAAR"):
                shut.sign_detached(b"x", signer=key)
            with refused("SLEUTEL-CERTIFICAAT"):
                shut.export_secret(key)


@pytest.mark.parametrize("text", ["een\ntwee", "een\r", "\x00"])
def test_password_of_more_than_one_line_is_refused(text):
    with refused("SLEUTEL-WACHTWOORD"):
        Sleutelring(wachtwoord=text)


def test_empty_password_eats_no_plaintext(people):
    first, sender, _ = people
    with Sleutelring(wachtwoord="") as ring:
        ring.import_secret(first.export_secret(sender))
        message = ring.sign_and_encrypt(DATA, signer=sender, recipients=[sender], doel="test")
    assert first.decrypt_and_verify(message, signer=sender, now=now()) == DATA


def test_key_data_and_plaintext_stay_out_of_the_log(caplog, people):
    first, sender, recipient = people
    caplog.set_level(logging.DEBUG)
    logging.getLogger("gnupg").setLevel(logging.DEBUG)
    with Sleutelring() as ring:
        ring.import_secret(first.export_secret(sender))
        ring.import_public(first.export_public(recipient), vingerafdruk=recipient)
        ring.sign_and_encrypt(b"CANARY", signer=sender, recipients=[recipient], doel="test")
        with refused("SLEUTEL"):
            ring.verify_detached(b"CANARY", b"x", signer=sender, not_before=EARLY, now=now())
    assert [record for record in caplog.records if record.name == "gnupg"] == []


def test_errors_hold_no_user_id(ring, other):
    sender = ring.generate("Fictief CANARY")
    recipient = make(other, "CANARY <canary@example.nl>", sub=None)
    ring.import_public(exported(other, recipient), vingerafdruk=recipient)
    with refused("SLEUTEL-SUBSLEUTEL") as caught:
        ring.sign_and_encrypt(b"x", signer=sender, recipients=[recipient], doel="test")
    text = repr(caught.value) + "".join(caught.value.diagnostics())
    assert "CANARY" not in text
    assert recipient not in text
    assert str(ring.home) not in text
