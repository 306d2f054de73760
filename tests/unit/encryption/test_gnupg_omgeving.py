# SPDX-License-Identifier: EUPL-1.2
"""What gpg is given and what stays of it: an environment of our own, no password in the agent, and a line in the log."""

from __future__ import annotations

import threading

import pytest

from achterkantbouw import people
from logregels import Lines
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.gnupg.running import GPG
from weerbaar_docs.logs import listening

GNUPG = "/usr/bin/gpg"
DATA = b"fictieve inhoud " * 500


@pytest.fixture(scope="module")
def mensen():
    made = people("gnupg")
    yield made
    made.ring.close()


@pytest.mark.parametrize("stream", [False, True])
def test_gpg_gets_an_environment_of_our_own_and_nothing_waits_for_it_afterwards(mensen, tmp_path, monkeypatch, stream):
    monkeypatch.setenv("GNUPGHOME", "/een/ander/thuis")
    monkeypatch.setenv("WEERBAAR_PROEF", "KANARIE")
    shim = tmp_path / "gpg"
    shim.write_text(f'#!/bin/sh\nenv > {tmp_path}/omgeving\nexec {GNUPG} "$@"\n')
    shim.chmod(0o755)
    ring = Sleutelring(binary=str(shim))
    for wie in (mensen.afzender, mensen.ontvanger):
        ring.import_secret(mensen.ring.export_secret(wie))
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
    if stream:
        (tmp_path / "bron").write_bytes(DATA)
        with (tmp_path / "bron").open("rb") as source:
            ring.sign_and_encrypt_stream(source, tmp_path / "bericht", **given)
    else:
        ring.sign_and_encrypt(DATA, **given)
    names = {line.partition("=")[0] for line in (tmp_path / "omgeving").read_text().splitlines()}
    assert names - {"PWD", "OLDPWD", "SHLVL", "_"} == {"PATH", "LC_ALL"}
    timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    for timer in timers:
        timer.join(5)
    assert [timer for timer in timers if timer.is_alive()] == []


def test_the_agent_keeps_no_password():
    with Sleutelring(wachtwoord="geheim") as ring:
        gpg = GPG(GNUPG, ring.home, 60.0)
        made = gpg.run(["--quick-gen-key", "Fictief", "ed25519", "sign", "never"], passphrase="geheim")
        [[_, key]] = [fields[:2] for name, fields in made.statuses if name == "KEY_CREATED"]
        secret = bytes(gpg.run(["--export-secret-keys", key], passphrase="geheim").data)
        ring.import_secret(secret)
        assert ring.sign_detached(DATA, signer=key)
        assert gpg.run(["--detach-sign", "--local-user", key], DATA).returncode != 0


def test_the_log_says_which_step_gpg_took_and_for_how_long(mensen, tmp_path):
    (tmp_path / "bron").write_bytes(DATA)
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
    told = Lines()
    with listening(told):
        mensen.sign(DATA)
        mensen.ring.inspect(mensen.afzender)
        with (tmp_path / "bron").open("rb") as source:
            mensen.ring.sign_and_encrypt_stream(source, tmp_path / "bericht", **given)
        mensen.ring.generate("Fictief c")
    found = [(event, fields.get("stap"), fields["ms"] >= 0) for _, event, fields in told.lines]
    steps = ["ondertekenen", "opzoeken", "verzegelen", "maken", "maken", "opzoeken"]
    assert found == [("gpg", step, True) for step in steps]


def test_the_log_says_no_step_of_what_is_none():
    told = Lines()
    with listening(told), Sleutelring():
        pass
    assert [sorted(fields) for _, event, fields in told.lines if event == "gpg"] == [["ms"]]  # gpg --version
