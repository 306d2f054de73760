# SPDX-License-Identifier: EUPL-1.2
"""Destroying dossiers: first a list that anyone may see, then, by a beheerder who names that very list, the data keys.

1. `lijst`: what the store knows in clear + the organisation's terms -> Vernietigingslijst;
2. `uitvoering`: that list -> destroyed dossiers, an audit line and a vernietigingsverklaring for each;
3. `verklaring`: those are kept, and shown again.
"""

from __future__ import annotations

from weerbaar_docs.vernietiging.lijst import Kijk, Vernietigingslijst, list_destroyable, list_withdrawn
from weerbaar_docs.vernietiging.uitvoering import (
    NIET_BELOOFD,
    Uitkomst,
    by_term,
    by_withdrawal,
    clear_destroyed,
    destroy,
    destroy_all,
    forget_in_back_up,
)
from weerbaar_docs.vernietiging.verklaring import verklaringen

__all__ = [
    "NIET_BELOOFD",
    "Kijk",
    "Uitkomst",
    "Vernietigingslijst",
    "by_term",
    "by_withdrawal",
    "clear_destroyed",
    "destroy",
    "destroy_all",
    "forget_in_back_up",
    "list_destroyable",
    "list_withdrawn",
    "verklaringen",
]
