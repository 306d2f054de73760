# SPDX-License-Identifier: EUPL-1.2
"""Who vouches for a key or certificate of the bestuurder -> two people, or a refusal.

Who alone could pin a key could give toestemming for somebody else. So two sleutelbeheerders compared it, each in that role with
that key for long enough (sleutelbeheerders.py), and neither is the adviseur or the toetser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import ConsentError
from weerbaar_docs.sleutelbeheerders import counts

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from weerbaar_docs.keys import Medewerkersregister

# So many people stand behind each proof: who attest the form, or compared the key or certificate that signed it.
VIER_OGEN: Final = 2


def require_four_eyes(
    door: Collection[str], *, uitgesloten: Collection[str], medewerkers: Medewerkersregister, op: date
) -> None:
    """Raise ConsentError unless two of these medewerkers (ids) count on a day, as two people with two keys."""
    people = [m for m in medewerkers if m.id in set(door) - set(uitgesloten) and counts(m, op)]
    if len({m.id for m in people}) < VIER_OGEN or len({m.vingerafdruk for m in people}) < VIER_OGEN:
        raise ConsentError.because(
            "TOES-VIEROGEN",
            "de sleutel of het certificaat van de bestuurder is niet vergeleken door twee sleutelbeheerders die meetellen, anders"
            " dan de adviseur en de toetser",
            "Laat ook een ander vergelijken (sleutel controleer, bestuurder certificaat); wie kort sleutelbeheerder is, telt nog niet mee.",
        )
