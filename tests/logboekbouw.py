# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints by a real key, and what somebody with every right in the database can do to a log."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text

from auditbouw import install, stored
from weerbaar_docs.audit.checkpoint import checkpoint_name, checkpoint_statement, pack_checkpoint
from weerbaar_docs.audit.regel import Kop
from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.canonical import digest
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.logboek.plaats import Logboeksleutel
from weerbaar_docs.model import Verklaring

REGISTER = "REG-" + "0" * 32
UIT = {
    "sqlite": [f"DROP TRIGGER auditregel_{name}" for name in ("toevoegen", "wijzigen", "verwijderen")],
    "postgresql": ["DROP TRIGGER auditregel_rij ON auditregel", "DROP TRIGGER auditregel_tabel ON auditregel"],
}
Regel = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Houder:
    """The ring of whoever holds the logboek key: never the application."""

    ring: Sleutelring
    sleutel: str
    ander: str

    @property
    def openbaar(self) -> Logboeksleutel:
        """What everybody may have."""
        return Logboeksleutel(vingerafdruk=self.sleutel, certificaat=self.ring.export_public(self.sleutel))

    def checkpoint(self, kop: Kop, *, by: str = "", register: str = REGISTER, **more: Any) -> tuple[str, bytes]:
        """Give (name, bytes) of a signed checkpoint."""
        statement = checkpoint_statement(kop, register=register, now=more.get("now", datetime.now(UTC)))
        signature = self.ring.sign_detached(statement, signer=by or self.sleutel)
        data = pack_checkpoint(Verklaring(verklaring=statement, handtekening=signature))
        return checkpoint_name(data), data


def kop(lines: Sequence[bytes]) -> Kop:
    last = json.loads(lines[-1])
    return Kop(last["volgnummer"], last["sha256"])


def attack(engine: Engine, *statements: str) -> None:
    """Do as an owner may: take the triggers away, run these, and put the triggers back."""
    with engine.begin() as connection:
        for statement in (*UIT[engine.dialect.name], *statements):
            connection.execute(text(statement))
        install(connection)


def rewrite(engine: Engine, change: Callable[[list[Regel]], list[Regel]]) -> None:
    """Put other lines in place of those that are there, behind the triggers' back."""
    lines = [{k: v for k, v in json.loads(line).items() if k != "soort"} for line in stored(engine)]
    changed = change(lines)
    with engine.begin() as connection:
        for statement in (*UIT[engine.dialect.name], "DELETE FROM auditregel"):
            connection.execute(text(statement))
        for line in changed:
            connection.execute(AUDITREGEL.insert().values(line))
        install(connection)


def rechained(lines: list[Regel], start: int, **fields: Any) -> list[Regel]:
    """Give lines that are other ones from a place on, each with a digest that fits and fitting the one before."""
    found = [dict(line) for line in lines]
    for number in range(start, len(found)):
        rest = {k: v for k, v in {**found[number], **fields, "soort": "auditregel/v1"}.items() if k != "sha256"}
        rest["vorige_sha256"] = found[number - 1]["sha256"] if number else "0" * 64
        found[number] = {k: v for k, v in {**rest, "sha256": digest(rest)}.items() if k != "soort"}
    return found
