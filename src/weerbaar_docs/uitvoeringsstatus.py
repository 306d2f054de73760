# SPDX-License-Identifier: EUPL-1.2
"""The statuses of a maatregel that is carried out, in a dossier and in a stand of the werkgever (schema `uitvoering`)."""

from __future__ import annotations

from typing import Final

STATUSSEN: Final = (
    "niet_gestart",
    "wacht_op_pkvw",
    "opgedragen",
    "in_uitvoering",
    "uitgevoerd",
    "uitgesteld",
    "vervallen",
)
LOPEND: Final = ("opgedragen", "in_uitvoering")
BEGONNEN: Final = (*LOPEND, "uitgevoerd")
KLAAR: Final = ("uitgevoerd", "vervallen")
# The verstrekkingsvorm of what is lent, and goes back when the ambt ends (lid 7).
BRUIKLEEN: Final = "ter_beschikking_stelling"
