# SPDX-License-Identifier: EUPL-1.2
"""A command that is killed in a copy of the organisations, and what is looked at after each kill."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from failpoints import killed_on
from fasenbouw import changes
from toetsbouw import Beide
from weerbaar_docs.encryption.framing import is_encrypted_message
from weerbaar_docs.store.tables import (
    BESLUIT,
    BIJLAGE,
    DOSSIER,
    DOSSIER_VERSIE,
    INDIENING,
    INTREKKING,
    LEVERING,
    NONCE,
    TOESTEMMING,
    TOETSSTUK,
)

TABLES = (
    *(INDIENING, TOETSSTUK, DOSSIER, DOSSIER_VERSIE, BESLUIT, BIJLAGE),
    *(TOESTEMMING, NONCE, INTREKKING, LEVERING),
)
UIT = "uit"
# What the same command says when it was done just before the kill, and when only its file was there.
WAS_DONE, FILE_IS_THERE = 3, 2


@dataclass(frozen=True, kw_only=True)
class Stap:
    """A command, where and by whom it is typed, the act that it is, and how somebody sees that it was done.

    On the way `nothing_yet` it dies before anything was done, on `in_between` after its commit or its file, and before the other.
    """

    fase: str
    bij: str
    zit: str
    handeling: str
    words: Callable[[Any, Any], tuple[str, ...]]
    done: Callable[[Any, Any], bool]
    nothing_yet: tuple[str, ...]
    in_between: tuple[str, ...] = ()


def again(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out what is agreed with: the file of a besluit that was taken asks for nothing."""
    agrees = "--akkoord-met-verschillen"
    return words[: words.index(agrees)] if agrees in words else words


@dataclass(frozen=True, kw_only=True)
class Moord:
    """A command that is killed in a copy of both organisations, and what is looked at after each kill."""

    stap: Stap
    beide: Beide
    words: tuple[str, ...]

    @property
    def organisatie(self):
        return getattr(self.beide, self.stap.bij)

    def state(self):
        """Give what the store has, and how often its logboek says that this act was done; its chain holds."""
        opslag = self.organisatie.opslag()
        with opslag.look() as connection:
            rows = [sorted(map(repr, connection.execute(table.select()).all())) for table in TABLES]
        opslag.engine.dispose()
        return rows, changes(self.organisatie, self.stap.handeling)

    def check(self, before):
        """See that all of it was done or nothing, and that what was sent is whole; give what there is now."""
        rows, done = now = self.state()
        assert (rows != before[0]) == (done > before[1])
        assert done <= 1 or self.stap.handeling == "vastgelegd"
        uit = self.beide.post / UIT
        assert not uit.exists() or is_encrypted_message(uit.read_bytes())
        return now

    def die_on(self, way):
        assert killed_on(way, lambda: self.beide.type(self.organisatie, *self.words))

    def finish(self):
        """Type the command once more, and do what its refusal says when a kill came after all or a part of it."""
        words = self.words
        if self.stap.in_between:
            there = (self.beide.post / UIT).exists()
            said = self.beide.type(self.organisatie, *words, code=FILE_IS_THERE if there else WAS_DONE)
            refused = said["fout"][0]["code"]
            words = (*words, "--overschrijf") if refused == "BESTAND-BESTAAT" else (*again(words), "--opnieuw")
        self.beide.type(self.organisatie, *words)


def await_watchers(sandbox):
    """Wait until the homes of GnuPG that a killed command left are gone: their watchers take a moment (encryption/home.py)."""
    end = time.monotonic() + 10
    while list(sandbox.run.glob("wd-*")) and time.monotonic() < end:
        time.sleep(0.02)
