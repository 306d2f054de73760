# SPDX-License-Identifier: EUPL-1.2
"""Names that say nothing without the key: keyed digests (HMAC-SHA-256) in place of numbers that lead to a person."""

from __future__ import annotations

import hashlib
import hmac


def pseudonym(dossiernummer: str, geheim: bytes) -> str:
    """Give the pseudonymous dossier id: D- and 32 hex of a keyed digest."""
    return "D-" + _keyed(dossiernummer, geheim)[:32]


def object_pseudonym(soort: str, kenmerk: str, geheim: bytes) -> str:
    """Give the pseudonym of anything but a dossier (a key, an organisatie, a file): O- and 32 hex of a keyed digest.

    `soort` keeps two kinds apart that number alike.
    """
    return "O-" + _keyed(f"{soort}/{kenmerk}", geheim)[:32]


def machine_pseudonym(naam: str, geheim: bytes) -> str:
    """Give the pseudonym of a machine: M- and 8 hex of a keyed digest, for a machine's name may be a person's."""
    return "M-" + _keyed(f"machine/{naam}", geheim)[:8]


def _keyed(text: str, geheim: bytes) -> str:
    return hmac.new(geheim, text.encode(), hashlib.sha256).hexdigest()
