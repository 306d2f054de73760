# SPDX-License-Identifier: EUPL-1.2
"""Where the lines of an audit log are kept: a Protocol, so that steps do not know about databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from weerbaar_docs.audit.regel import Auditregel, Handeling, Kop


class Auditlog(Protocol):
    """An append-only log that shares the transaction of the change it tells of: both are kept, or neither."""

    def append(
        self,
        *,
        moment: datetime,
        wie: str,
        handeling: Handeling,
        object: str,  # noqa: A002 - the field of that name
        uitkomst: str,
        herkomst: str,
    ) -> Auditregel:
        """Add one line in the caller's transaction; raises ValidationError when a field has not its form."""
        ...

    def read(self, vanaf: int = 1) -> Generator[bytes]:
        """Give the lines from a number on as canonical bytes, in order, as they stand there: unchecked; close it when you stop."""
        ...

    def head(self) -> Kop:
        """Give the head of the chain, `BEGIN` when there are no lines."""
        ...
