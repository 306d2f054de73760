# SPDX-License-Identifier: EUPL-1.2
"""A certificate as it was sent -> what gpg makes of it, in a home of its own that takes in what another refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.achterkant import full_fingerprint
from weerbaar_docs.encryption.fouten import secret_in_public, unreadable
from weerbaar_docs.encryption.gnupg.judging import GOOD_HASHES
from weerbaar_docs.encryption.gnupg.sessie import Sessie
from weerbaar_docs.encryption.gnupg.status import moment

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat

_LENIENT: Final = ("--ignore-time-conflict", "--allow-weak-digest-algos")
_BINDINGS: Final = frozenset({"10", "11", "12", "13", "18", "1f"})  # RFC 9580, 5.2.1: a name, a subkey, the key itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Zelfhandtekening:
    """A good signature by which a certificate binds a name or a subkey (`voor`) to itself."""

    voor: str
    gezet: datetime
    digest: str

    @property
    def zwak(self) -> bool:
        """Say whether its digest is one that can be forged (MD5, SHA-1, RIPEMD-160)."""
        return self.digest not in GOOD_HASHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Onderzoek:
    """What gpg makes of a certificate that was sent in: its state, its self-signatures, and it without photographs."""

    staat: Sleutelstaat
    handtekeningen: tuple[Zelfhandtekening, ...]
    certificaat: bytes = field(repr=False)


def examine(
    data: bytes,
    *,
    vingerafdruk: str,
    eerder: bytes = b"",
    binary: str | None = None,
    basis: Path | None = None,
    timeout: float = 60.0,
) -> Onderzoek:
    """Look at one public certificate in a home of its own, which is gone afterwards.

    `eerder` is the same certificate as it was known: what was revoked there stays so. Times that conflict and weak digests are let in here, so that the caller can name them as what they are. Raises
    EncryptionError when gpg cannot take it in at all: it has no name that the key itself has signed.
    """
    pin = full_fingerprint(vingerafdruk)
    sessie = Sessie(wachtwoord=None, binary=binary, basis=basis, timeout=timeout, extra=_LENIENT)
    try:
        for known in (eerder, data) if eerder else (data,):
            state = sessie.read_certificate(known, pin)
            if state.geheim:
                raise secret_in_public()
            sessie.take_in(known, state)
        return _examined(sessie, pin)
    finally:
        sessie.close()


def _examined(sessie: Sessie, pin: str) -> Onderzoek:
    listed = sessie.run(["--check-sigs", pin])
    made = sessie.run(["--export-options", "export-minimal,no-export-attributes", "--export", pin])
    if listed.returncode != 0 or made.returncode != 0 or not made.data:
        raise unreadable("GnuPG kan de sleutel niet onderzoeken")
    return Onderzoek(
        staat=sessie.list_key(pin),
        handtekeningen=_self_signatures(listed.data, pin),
        certificaat=bytes(made.data),
    )


def _self_signatures(data: bytes, primary: str) -> tuple[Zelfhandtekening, ...]:
    """Read `--check-sigs` records: only what gpg verified, and only by the key itself."""
    found: list[Zelfhandtekening] = []
    bound = ""
    for line in data.split(b"\n"):
        fields = line.decode("utf-8", "backslashreplace").split(":")
        if fields[0] == "fpr":
            bound = fields[9]
        elif fields[0] == "sig" and fields[1] == "!" and fields[4] == primary[-16:] and fields[10][:2] in _BINDINGS:
            made = moment(fields[5])
            assert made is not None
            found.append(Zelfhandtekening(voor=bound, gezet=made, digest=fields[15]))
    return tuple(found)
