# SPDX-License-Identifier: EUPL-1.2
"""Both back ends under one name, with people in them: what every test of the contract begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.sequoia import Sequoiaring
from weerbaar_docs.errors import EncryptionError

if TYPE_CHECKING:
    from weerbaar_docs.encryption.achterkant import Achterkant

RINGEN = {"gnupg": Sleutelring, "sequoia": Sequoiaring}
VROEG = datetime(2020, 1, 1, tzinfo=UTC)
# What an error may never hold: names of people, and words from inside a library.
VERBODEN = ("Kanarie", "CANARY", "backtrace", "sequoia_openpgp", "pyo3", "Traceback", "/tmp/")


@dataclass(frozen=True, kw_only=True)
class Mensen:
    """Somebody who sends and somebody who receives, in one ring, with their secret keys."""

    naam: str
    ring: Achterkant
    afzender: str
    ontvanger: str

    def seal(self, data: bytes, **changed: Any) -> bytes:
        given = {"signer": self.afzender, "recipients": [self.ontvanger], "doel": "test"} | changed
        return self.ring.sign_and_encrypt(data, **given)

    def open(self, message: bytes, **changed: Any) -> bytes:
        return self.ring.decrypt_and_verify(message, **({"signer": self.afzender, "now": nu()} | changed))

    def sign(self, data: bytes, **changed: Any) -> bytes:
        return self.ring.sign_detached(data, **({"signer": self.afzender} | changed))

    def verify(self, data: bytes, signature: bytes, **changed: Any) -> datetime:
        given = {"signer": self.afzender, "not_before": VROEG, "now": nu()} | changed
        return self.ring.verify_detached(data, signature, **given)


def nu() -> datetime:
    return datetime.now(UTC)


def people(naam: str, **options: Any) -> Mensen:
    """Make a ring with two people in it; who asks closes it."""
    ring = RINGEN[naam](**options)
    return Mensen(naam=naam, ring=ring, afzender=ring.generate("Fictief a"), ontvanger=ring.generate("Fictief b"))


class Geweigerd:
    """A refusal by one of these codes, that says in Dutch what to do and quotes nothing."""

    def __init__(self, *codes: str) -> None:
        self._raises = pytest.raises(EncryptionError)
        self._codes = codes

    def __enter__(self) -> Any:
        self._caught = self._raises.__enter__()
        return self._caught

    def __exit__(self, *error: object) -> bool:
        done = self._raises.__exit__(*error)
        refusal = self._caught.value
        assert refusal.meldingen[0].code in self._codes or not self._codes, refusal.meldingen
        assert all(m.code.startswith("SLEUTEL") and m.oplossing for m in refusal.meldingen)
        told = repr(refusal) + "".join(refusal.diagnostics()) + repr(refusal.__cause__)
        assert not [word for word in VERBODEN if word in told]
        assert refusal.__suppress_context__ or refusal.__context__ is None
        return done
