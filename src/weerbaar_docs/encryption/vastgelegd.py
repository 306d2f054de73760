# SPDX-License-Identifier: EUPL-1.2
"""The pins of one ring: which keys take part, whose secret part is there, for what one may encrypt to each; the recorder.

Both back ends ask here, so that neither has a rule of its own: (1) full fingerprints that were taken in; (2) each recipient
once, usable now, for a purpose of its kind; (3) the recorder is told before anything is made, and may stop it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.encryption.achterkant import full_fingerprint
from weerbaar_docs.encryption.fouten import encryption_error, refuse, wrong_recipients
from weerbaar_docs.keys import DOELEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from weerbaar_docs.encryption.achterkant import Recorder
    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat
    from weerbaar_docs.keys import Sleutelsoort


class Vastgelegd:
    """What a ring took in; `state` gives what is known of a key by its fingerprint."""

    def __init__(self, state: Callable[[str], Sleutelstaat], recorder: Recorder | None) -> None:
        """Begin without keys."""
        self._state = state
        self._recorder = recorder
        self._pins: set[str] = set()
        self._secret: set[str] = set()
        self._doelen: dict[str, frozenset[str]] = {}

    def add(self, vingerafdruk: str, *, geheim: bool = False, soort: Sleutelsoort | None = None) -> None:
        """Let a key take part: to sign when its secret part is there, and to encrypt to for what its kind is for."""
        self._pins.add(vingerafdruk)
        if geheim:
            self._secret.add(vingerafdruk)
        if soort is not None:
            self._doelen[vingerafdruk] = DOELEN[soort]

    def pinned(self, vingerafdruk: str) -> str:
        """Give the fingerprint of a key that takes part."""
        if full_fingerprint(vingerafdruk) not in self._pins:
            raise encryption_error(
                "SLEUTEL-ONBEKEND",
                "een gevraagde sleutel zit niet in de sleutelring",
                "Neem de sleutel eerst op in het sleutelregister, met controle van de vingerafdruk.",
            )
        return vingerafdruk

    def signer(self, vingerafdruk: str) -> str:
        """Give the fingerprint of a key whose secret part is here."""
        if self.pinned(vingerafdruk) not in self._secret:
            raise encryption_error(
                "SLEUTEL-ONDERTEKENAAR",
                "van de ondertekenaar is geen geheime sleutel aanwezig",
                "Laat de houder van de sleutel zelf ondertekenen.",
            )
        return vingerafdruk

    def recipient(self, vingerafdruk: str) -> str:
        """Give the fingerprint of a key to which can be encrypted."""
        refuse(self._state(self.pinned(vingerafdruk)))
        return vingerafdruk

    def recipients(self, vingerafdrukken: Sequence[str], *, doel: str) -> list[str]:
        """Give who may be encrypted to for this purpose, and tell the recorder."""
        wanted = [self.recipient(r) for r in vingerafdrukken]
        if not wanted or len(set(wanted)) != len(wanted):
            raise wrong_recipients()
        if any(doel not in self._doelen.get(r, (doel,)) for r in wanted):
            raise encryption_error(
                "SLEUTEL-DOEL", f"deze sleutel is niet voor {doel}", "Kies de sleutel van de juiste ontvanger."
            )
        if self._recorder is not None:
            self._recorder(doel, tuple(wanted))
        return wanted
