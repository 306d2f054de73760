# SPDX-License-Identifier: EUPL-1.2
"""An opened store + the folder of its checkpoints -> whether the log in it is that log, and not older: one line is read.

A store that goes on after an older copy was put back has lost what others rely on, so it has to be shut before anything
is written. A folder that cannot be read now (a share that is away) keeps nobody from working: the check is then left to
the next opening, and to `logboek verifieer`. A signature is checked only when a file says that something is wrong.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.audit.checkpoint import Checkpoint, require_current, unpack_checkpoint
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.audit.verzameling import collect
from weerbaar_docs.errors import DeliveryError, VerificationError, WeerbaarDocsError
from weerbaar_docs.logboek.map import read_folder
from weerbaar_docs.model import utc_moment
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.audit.onderzoek import Herstel
    from weerbaar_docs.logboek.plaats import Logboeksleutel
    from weerbaar_docs.store.opslag import Opslag


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bestand:
    name: str
    data: bytes = field(repr=False)
    says: Checkpoint


def require_not_restored(
    opslag: Opslag, folder: Path, sleutels: Sequence[Logboeksleutel], *, herstel: Iterable[Herstel] = ()
) -> None:
    """Raise VerificationError when the log is older than, or another than, that of the newest checkpoint in a folder."""
    decisions = tuple(herstel)
    with contextlib.suppress(DeliveryError):
        for file in _newest_first(folder, opslag.register):
            if any(decision.leaves(file.says) for decision in decisions):
                continue
            try:
                with opslag.look() as connection:
                    require_current(SqlAuditlog(connection), file.says)
            except VerificationError:
                if _holds(file, sleutels, opslag.now()):
                    raise
            else:
                return


def _newest_first(folder: Path, register: str) -> Iterator[_Bestand]:
    for name, data in read_folder(folder, newest_first=True):
        with contextlib.suppress(WeerbaarDocsError):
            statement = checked_statement("checkpoint", unpack_checkpoint(data).verklaring)
            if statement["register"] == register:
                says = Checkpoint(
                    register=register,
                    volgnummer=statement["volgnummer"],
                    sha256=statement["sha256"],
                    moment=utc_moment(statement["moment"]),
                )
                yield _Bestand(name=name, data=data, says=says)


def _holds(file: _Bestand, sleutels: Sequence[Logboeksleutel], now: datetime) -> bool:
    from weerbaar_docs.logboek.ondertekenen import pinned  # noqa: PLC0415 - every opening would load GnuPG's door

    with pinned(sleutels) as (controle, made):
        found = collect([(file.name, file.data)], signers=made, controle=controle, now=now)
    return bool(found.checkpoints)
