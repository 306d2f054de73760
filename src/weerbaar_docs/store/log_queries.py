# SPDX-License-Identifier: EUPL-1.2
"""Questions to the audit log of a store: which lines there are, and what came after its last checkpoint.

Lines come out as they stand there: whether they are whole is for verify to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from weerbaar_docs.audit.regel import SOORT
from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.model import utc_moment, utc_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoekvraag:
    """Which lines to give; what is None does not matter. `laatste` is how many at most, the newest ones."""

    vanaf: datetime | None = None
    tot: datetime | None = None
    wie: str | None = None
    handeling: str | None = None
    object: str | None = None
    laatste: int | None = None


def find_lines(connection: Connection, vraag: Zoekvraag) -> list[dict[str, Any]]:
    """Give lines in order, as they stand there; `tot` is the moment that comes after them."""
    columns = AUDITREGEL.c
    query = select(AUDITREGEL).order_by(columns.volgnummer.desc()).limit(vraag.laatste)
    for name in ("wie", "handeling", "object"):
        if (value := getattr(vraag, name)) is not None:
            query = query.where(columns[name] == value)
    if vraag.vanaf is not None:
        query = query.where(columns.moment >= utc_text(vraag.vanaf))
    if vraag.tot is not None:
        query = query.where(columns.moment < utc_text(vraag.tot))
    return [{"soort": SOORT, **row} for row in connection.execute(query).mappings()][::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How the log stands to its last checkpoint (None: there never was one): what came after it."""

    laatste: datetime | None
    regels_sinds: int
    leveringen_sinds: int


def read_stand(connection: Connection) -> Stand:
    """Give what `checkpoint_due` asks."""
    columns = AUDITREGEL.c
    made = select(columns.volgnummer, columns.moment).where(
        columns.handeling == "checkpoint", columns.uitkomst == "gelukt"
    )
    last = connection.execute(made.order_by(columns.volgnummer.desc()).limit(1)).first()
    after = columns.volgnummer > (0 if last is None else last.volgnummer)
    count = select(func.count()).select_from(AUDITREGEL).where(after)
    delivered = count.where(columns.handeling == "bezorgd", columns.uitkomst == "gelukt")
    return Stand(
        laatste=None if last is None else utc_moment(last.moment),
        regels_sinds=connection.execute(count).scalar_one(),
        leveringen_sinds=connection.execute(delivered).scalar_one(),
    )
