# SPDX-License-Identifier: EUPL-1.2
"""Somebody's own GnuPG home signs, seals and opens; nothing is made of a folder that is none, and the ring has the last word."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from achterkantbouw import Geweigerd, nu
from sleutelbouw import NAAM, Smidse
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.external_home import require_key_in_home, run_in_home, sign_in_home
from weerbaar_docs.encryption.framing import is_encrypted_message
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.signature_form import read_form

DATA = b"%PDF-1.7\nFictieve inhoud\n" * 500
GNUPG = "/usr/bin/gpg"
VROEG = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def smidse():
    """A home of somebody with two keys."""
    with Smidse() as made:
        yield made


@pytest.fixture(scope="module")
def eigen(smidse):
    return [smidse.make(), smidse.make(name="FICTIEF Tweede sleutel")]


@pytest.fixture(scope="module")
def gemeld():
    return []


@pytest.fixture(scope="module")
def ring(smidse, eigen, gemeld):
    """A ring that has those keys pinned."""
    with Sleutelring(recorder=lambda *told: gemeld.append(told)) as made:
        for key in eigen:
            made.import_public(smidse.export(key), vingerafdruk=key)
        yield made


@pytest.fixture(scope="module")
def ander(ring):
    """A key of which the secret part is in the ring alone."""
    return ring.generate("Fictief ander")


@pytest.fixture
def thuis(smidse, ring):
    return EigenThuis(home=smidse.home, ring=ring)


@pytest.fixture
def shim(tmp_path, monkeypatch):
    """Put a program in the place of gpg; `DAAR` in it is a folder of its own."""

    def put(text):
        program = tmp_path / "programma" / "gpg"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\nDAAR={tmp_path}\n{text}\n")
        program.chmod(0o755)
        monkeypatch.setattr("weerbaar_docs.encryption.external_home.BINARIES", f"{program.parent}:/usr/bin:/bin")
        return program

    return put


@contextlib.contextmanager
def elders(melding):
    """Expect the one refusal of a home, with these words."""
    with Geweigerd("SLEUTEL-THUIS-ELDERS") as caught:
        yield
    assert melding in caught.value.meldingen[0].melding


# --- signing -----------------------------------------------------------------------------------


def test_a_home_signs_with_the_key_that_was_asked(thuis, eigen):
    for key in eigen:
        made = thuis.sign_detached(DATA, signer=key)
        assert nu() - thuis.ring.verify_detached(DATA, made, signer=key, not_before=VROEG, now=nu()) < timedelta(
            minutes=5
        )
        assert read_form(made).gehasht[3] == 10  # SHA-512


def test_a_key_that_is_not_in_the_home_signs_nothing(smidse, ander):
    with elders("niet ondertekend"):
        sign_in_home(DATA, home=smidse.home, signer=ander)


@pytest.mark.parametrize("form", [NAAM, "F" * 39, "F" * 41, "f" * 40, "F" * 63, "0x" + "F" * 40, ""])
def test_a_key_is_named_by_its_whole_fingerprint(smidse, form):
    with elders("vingerafdruk ontbreekt"):
        sign_in_home(DATA, home=smidse.home, signer=form)
    with elders("staat de geheime sleutel van deze medewerker niet"):
        require_key_in_home(smidse.home, form)


def test_the_secret_part_of_a_key_is_in_the_home_or_it_is_said(thuis, smidse, eigen, ander):
    for key in eigen:
        thuis.require_key(key)
    smidse.gpg("--import", data=thuis.ring.export_public(ander))
    with elders("staat de geheime sleutel van deze medewerker niet"):
        thuis.require_key(ander)


def test_a_home_that_does_not_exist_and_a_gpg_that_does_not_are_named(smidse, eigen, tmp_path, monkeypatch):
    (tmp_path / "bestand").touch()
    for home in (tmp_path / "weg", tmp_path / "bestand"):
        with elders("GnuPG-map, het programma gpg"):
            sign_in_home(DATA, home=home, signer=eigen[0])
        with elders("GnuPG-map, het programma gpg"):
            run_in_home(DATA, ["--list-keys"], home=home)
    monkeypatch.setattr("weerbaar_docs.encryption.external_home.BINARIES", "/bestaat/niet")
    with elders("het programma gpg"):
        sign_in_home(DATA, home=smidse.home, signer=eigen[0])


def test_a_folder_that_is_no_home_is_not_made_one(eigen, tmp_path):
    (tmp_path / "anders.txt").touch()
    with elders("geen sleutels van GnuPG"):
        sign_in_home(DATA, home=tmp_path, signer=eigen[0])
    assert [path.name for path in tmp_path.iterdir()] == ["anders.txt"]


@pytest.mark.parametrize("name", ["pubring.kbx", "pubring.gpg", "private-keys-v1.d"])
def test_each_way_in_which_gnupg_keeps_keys_makes_a_home(eigen, tmp_path, shim, name):
    shim("echo getekend")
    home = tmp_path / "thuis"
    home.mkdir()
    (home / name).mkdir() if name.endswith(".d") else (home / name).touch()
    assert sign_in_home(DATA, home=home, signer=eigen[0]) == b"getekend\n"


def test_a_home_may_be_named_from_where_one_is(thuis, smidse, eigen, monkeypatch):
    monkeypatch.chdir(smidse.home.parent)
    made = sign_in_home(DATA, home=smidse.home.relative_to(smidse.home.parent), signer=eigen[0])
    assert thuis.ring.verify_detached(DATA, made, signer=eigen[0], not_before=VROEG, now=nu())


# --- gpg that fails ----------------------------------------------------------------------------


def test_gpg_that_does_not_answer_in_time_or_not_at_all_is_a_refusal(smidse, eigen, shim):
    program = shim("exec sleep 60")
    with elders("niet op tijd"):
        sign_in_home(DATA, home=smidse.home, signer=eigen[0], timeout=0.2)
    program.write_text("#!/bestaat/niet\n")
    with elders("niet op tijd"):
        sign_in_home(DATA, home=smidse.home, signer=eigen[0])


@pytest.mark.parametrize("text", ["echo half; exit 2", "exit 2", "exit 0"])
def test_gpg_that_fails_gives_no_half_of_anything(smidse, eigen, shim, text):
    shim(text)
    with elders("niet ondertekend"):
        sign_in_home(DATA, home=smidse.home, signer=eigen[0])
    assert run_in_home(DATA, ["--decrypt"], home=smidse.home) == b""


def test_gpg_gets_what_a_pinentry_needs_of_the_environment_and_nothing_else(smidse, eigen, shim, tmp_path, monkeypatch):
    monkeypatch.setenv("GNUPGHOME", "/een/ander/thuis")
    monkeypatch.setenv("WEERBAAR_PROEF", "KANARIE")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    program = shim(f'env > $DAAR/omgeving\nexec {GNUPG} "$@"')
    assert sign_in_home(DATA, home=smidse.home, signer=eigen[0])
    said = dict(line.split("=", 1) for line in (tmp_path / "omgeving").read_text().splitlines())
    for name in ("PWD", "OLDPWD", "SHLVL", "_"):
        said.pop(name, None)
    assert said.items() >= {"DISPLAY": ":7", "PATH": f"{program.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}.items()
    needed = {"HOME", "TERM", "GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR"}
    assert "WAYLAND_DISPLAY" not in said
    assert set(said) <= needed | {"PATH", "LC_ALL"}


# --- sealing and opening -----------------------------------------------------------------------


def test_what_a_home_seals_is_by_who_was_asked_and_for_exactly_the_pinned_keys_that_were(thuis, eigen, ander, gemeld):
    for signer, other in (eigen, reversed(eigen)):
        made = thuis.sign_and_encrypt(DATA, signer=signer, recipients=[ander, other], doel="test")
        assert is_encrypted_message(made)
        thuis.ring.require_made_for(made, [ander, other])
        assert gemeld[-1] == ("test", (ander, other))
        assert thuis.ring.decrypt_and_verify(made, signer=signer, now=nu()) == DATA


def test_to_a_key_that_is_not_pinned_no_home_seals(thuis, smidse, eigen):
    unknown = smidse.make(name="FICTIEF Onbekend")
    with Geweigerd("SLEUTEL-ONBEKEND"):
        thuis.sign_and_encrypt(DATA, signer=eigen[0], recipients=[unknown], doel="test")


def test_the_keys_to_seal_to_lie_in_the_home_of_the_ring_while_it_lasts(thuis, eigen, ander, shim, tmp_path):
    shim(f'printf "%s\\n" "$@" > $DAAR/gevraagd\nls -A {thuis.ring.home} > $DAAR/lag\nexec {GNUPG} "$@"')
    before = sorted(path.name for path in thuis.ring.home.iterdir())
    assert thuis.sign_and_encrypt(DATA, signer=eigen[0], recipients=[ander, eigen[1]], doel="test")
    asked = (tmp_path / "gevraagd").read_text().splitlines()
    files = [asked[place + 1] for place, word in enumerate(asked) if word == "--recipient-file"]
    assert len(files) == 2
    for file in files:
        folder, _, name = file.rpartition("/")
        assert folder == str(thuis.ring.home)
        assert name.startswith("pin-")
        assert name in (tmp_path / "lag").read_text().splitlines()
    assert sorted(path.name for path in thuis.ring.home.iterdir()) == before


def test_a_message_of_a_home_for_one_more_than_was_asked_is_refused(thuis, eigen, ander, shim):
    shim(f'exec {GNUPG} --trust-model always --recipient {eigen[1]} "$@"')
    with Geweigerd("SLEUTEL-ONTVANGERS"):
        thuis.sign_and_encrypt(DATA, signer=eigen[0], recipients=[ander], doel="test")


def test_what_is_for_a_key_of_the_home_opens_to_who_signed_it(thuis, eigen, ander):
    made = thuis.ring.sign_and_encrypt(DATA, signer=ander, recipients=[eigen[0]], doel="test")
    assert thuis.open_message(made, signers=[eigen[1], ander], now=nu()) == (DATA, ander)
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        thuis.open_message(made, signers=eigen, now=nu())
    with Geweigerd("SLEUTEL-ONDERTEKENTIJD"):
        thuis.open_message(made, signers=[ander], now=nu() - timedelta(days=1))


def test_what_is_for_another_or_was_changed_does_not_open(thuis, eigen, ander):
    signers = [ander]
    made = thuis.ring.sign_and_encrypt(DATA, signer=ander, recipients=[eigen[0]], doel="test")
    away = thuis.ring.sign_and_encrypt(DATA, signer=ander, recipients=[ander], doel="test")
    for bad in (away, made[:-1], made[:-30] + bytes([made[-30] ^ 1]) + made[-29:], made + made, b"", b"platte tekst"):
        with Geweigerd("SLEUTEL-ONTCIJFEREN"):
            thuis.open_message(bad, signers=signers, now=nu())


def test_what_is_signed_and_not_encrypted_is_not_opened(thuis, smidse, eigen):
    signed = smidse.gpg("--compress-algo", "none", "--sign", "--local-user", eigen[0], data=DATA).stdout
    assert thuis.ring.read_signed(signed, signers=eigen, now=nu()) == (DATA, eigen[0])
    with Geweigerd("SLEUTEL-ONTCIJFEREN"):
        thuis.open_message(signed, signers=eigen, now=nu())
