# SPDX-License-Identifier: EUPL-1.2
"""Zaakstand -> the concept that was handed in, as a readable PDF; the logboek says so before it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs.toetsing.bij_bva.stand import Toetsing, Zaakstand


def give_concept(toetsing: Toetsing, stand: Zaakstand, *, write: Callable[[bytes], None], proef: bool = False) -> str:
    """Write the concept of an indiening that was read; with `proef` nothing is. Give its digest, which the adviseur signed."""
    document = stand.ingediend.concept.document
    with toetsing.opslag.act("leesbaar_opgeslagen", object=stand.indiening, proef=proef):
        pass
    if not proef:
        write(document.pdf)
    return document.pdf_sha256
