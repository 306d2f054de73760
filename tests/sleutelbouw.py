# SPDX-License-Identifier: EUPL-1.2
"""Keys of every bad sort, made with gpg itself: what the door would never make."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from weerbaar_docs.encryption.home import Thuis

FIXED = [
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
TOEN = datetime(2020, 1, 1, tzinfo=UTC)
# Whose name must never be seen in an error, a repr or a log.
NAAM = "FICTIEF Kanarievogel <kanarie@voorbeeld.nl>"


class Smidse:
    """A home of gpg in which keys are made; use it in a `with`."""

    def __init__(self):
        self._thuis = Thuis()
        self.home: Path = self._thuis.path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._thuis.close()

    def gpg(self, *args, data=b"", at=None, check=True):
        clock = ["--faked-system-time", f"{int(at.timestamp())}!"] if at else []
        command = ["gpg", "--homedir", str(self.home), "--status-fd", "2", *FIXED, *clock, *args]
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=120)
        assert done.returncode == 0 or not check, done.stderr
        return done

    def make(
        self, *, name=NAAM, algo="ed25519", sub="cv25519", expires="never", sub_expires="never", at=None, extra=()
    ):
        """Make a key with a subkey to encrypt to, and give its fingerprint."""
        made = self.gpg(*extra, "--quick-gen-key", name, algo, "sign", expires, at=at)
        fingerprint = made.stderr.split(b"KEY_CREATED P ")[1][:40].decode()
        if sub:
            self.gpg(*extra, "--quick-add-key", fingerprint, sub, "encr", sub_expires, at=at)
        return fingerprint

    def make_by_hand(self, parameters, *, at=None, extra=()):
        """Make a key of an old kind (DSA, ElGamal) from the parameters of --gen-key."""
        text = f"%no-protection\n{parameters}\nName-Real: FICTIEF Kanarievogel\nExpire-Date: 0\n%commit\n"
        made = self.gpg(*extra, "--full-gen-key", data=text.encode(), at=at)
        return made.stderr.split(b"KEY_CREATED ")[1][2:42].decode()

    def export(self, *fingerprints, armor=False, secret=False):
        command = "--export-secret-keys" if secret else "--export"
        return self.gpg(*(["--armor"] if armor else []), command, *fingerprints).stdout

    def revoke(self, fingerprint):
        text = (self.home / "openpgp-revocs.d" / f"{fingerprint}.rev").read_text().replace(":-----BEGIN", "-----BEGIN")
        self.gpg("--import", data=text.encode())

    def edit(self, fingerprint, *answers, at=None, extra=()):
        """Give answers to --edit-key one by one, as a person at a prompt does."""
        told = "\n".join([*answers, "save", ""]).encode()
        return self.gpg(
            *extra, "--no-batch", "--no-tty", "--command-fd", "0", "--edit-key", fingerprint, data=told, at=at
        )


def new_packet(tag, body):
    """Give one packet with a length of five octets."""
    return bytes([0xC0 | tag, 0xFF]) + len(body).to_bytes(4) + body
