# SPDX-License-Identifier: EUPL-1.2
"""Sealed leveringen that must not go any more: stopped, and their ciphertext deleted, in a transaction of the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from weerbaar_docs.model import utc_text
from weerbaar_docs.store.tables import LEVERING

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from weerbaar_docs.store.opslag import Act


def stop_leveringen(act: Act, which: ColumnElement[bool]) -> list[str]:
    """Stop the leveringen that are ready and not gone; give their ids. The digest of each stays in its row."""
    ready = (LEVERING.c.status == "verzegeld") & which
    found = sorted(act.connection.execute(select(LEVERING.c.id).where(ready)).scalars())
    stopped = {"status": "gestaakt", "versleuteld": None, "gewijzigd_op": utc_text(act.now)}
    act.connection.execute(LEVERING.update().where(LEVERING.c.id.in_(found)), stopped)
    return found
