# SPDX-License-Identifier: EUPL-1.2
"""Chance that is the same everywhere: a generator seeded from the SHA-256 of what it is for."""

from __future__ import annotations

import random

from weerbaar_docs.canonical import sha256


def kans(*delen: object) -> random.Random:
    """Give the generator that belongs to these words and numbers; equal parts give equal draws in any process."""
    seed = sha256("\x1f".join(map(str, delen)).encode())
    return random.Random(int(seed, 16))  # noqa: S311 - samples, not secrets


def one_in(r: random.Random, n: int) -> bool:
    """Say whether this is the one case in n."""
    return r.randrange(n) == 0


def rondom(r: random.Random, bedrag: str) -> str:
    """Give an amount within a fifth of another, to the cent; zero stays zero."""
    centen = int(bedrag.replace(".", ""))
    centen = centen * r.randrange(800, 1201) // 1000
    return f"{centen // 100}.{centen % 100:02d}"
