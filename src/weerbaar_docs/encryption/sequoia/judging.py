# SPDX-License-Identifier: EUPL-1.2
"""What Sequoia read of a signature -> whether it holds: one signature, the pinned signer, a key that is still good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.fouten import bad_signature

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.encryption.sequoia.deur import Gelezen, LosseHandtekening
    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat

_GOOD_HASHES: Final = frozenset({"SHA256", "SHA384", "SHA512", "SHA3_256", "SHA3_512"})
_VERSION: Final = 4


def require_live(state: Sleutelstaat) -> None:
    """Raise EncryptionError when no signature of this key counts any more, also one that was set in time."""
    if state.ingetrokken:
        raise bad_signature("de handtekening is gezet met een ingetrokken sleutel")
    if state.verlopen:
        raise bad_signature("de handtekening is gezet met een sleutel die verlopen is")
    if not state.primair.bruikbaar:
        raise bad_signature("de handtekening is gezet met een sleutel die niet geldig is")


def check_detached(found: LosseHandtekening, state: Sleutelstaat, now: datetime) -> datetime:
    """Give the time of a good detached signature by a key of this certificate; raises EncryptionError."""
    if not found.sleutel:
        if found.uitgever in state.alle_vingerafdrukken:
            _require_part(state, found.uitgever)
        raise bad_signature(
            "de handtekening hoort niet bij deze gegevens of is van een andere sleutel dan is vastgelegd"
        )
    if found.versie != _VERSION or not found.binair or found.digest not in _GOOD_HASHES or found.gezet is None:
        raise bad_signature("de handtekening gebruikt een verouderde of ongewone vorm")
    if found.verloopt is not None and found.verloopt <= now:
        raise bad_signature("de handtekening is verlopen")
    _require_part(state, found.sleutel)
    return found.gezet


def check_opened(found: Gelezen, state: Sleutelstaat) -> None:
    """Raise EncryptionError unless a message holds one signature, good and by a key of this certificate."""
    own = [i for i in found.gevraagd if any(k.endswith(i) for k in state.alle_vingerafdrukken)]
    if len(found.gevraagd) != 1 or not own:
        raise bad_signature("er staat geen handtekening, of meer dan één, of die van een ander")
    if len(found.goed) != 1 or found.goed[0][0] != state.vingerafdruk:
        raise bad_signature("er staat geen geldige handtekening")
    _require_part(state, found.goed[0][1])


def _require_part(state: Sleutelstaat, fingerprint: str) -> None:
    part = next((k for k in state.delen if k.vingerafdruk == fingerprint), None)
    if part is None:
        raise bad_signature("de handtekening is van een andere sleutel dan is vastgelegd")
    if part.ingetrokken:
        raise bad_signature("de handtekening is gezet met een ingetrokken sleutel")
    if not part.bruikbaar:
        raise bad_signature("de handtekening is gezet met een sleutel die verlopen is")
