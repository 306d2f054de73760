# SPDX-License-Identifier: EUPL-1.2
"""What each verifier gives: which proof held, of when it is, and from when the gate may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Bewijssoort = Literal["inkt", "openpgp", "pades"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewezen:
    """A proof that holds: `moment` is when it was complete, `opent_op` the first moment at which the gate may open (aware)."""

    soort: Bewijssoort
    moment: datetime
    opent_op: datetime
