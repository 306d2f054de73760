# SPDX-License-Identifier: EUPL-1.2
"""A statement + a signature by the logboek key -> the file of a checkpoint; the key is somebody's own, never ours.

(1) the signature is made in the holder's own GnuPG home, or elsewhere and brought here as a file;
(2) either way it counts only when it is by the pinned key, over these bytes, within the hour of their moment;
(3) public certificates are all that checking needs.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.audit.checkpoint import check_checkpoint, checkpoint_name, pack_checkpoint
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.model import Verklaring

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from weerbaar_docs.audit.checkpoint import Checkpoint
    from weerbaar_docs.keys import Handtekeningcontrole
    from weerbaar_docs.logboek.plaats import Logboeksleutel


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpointbestand:
    """A checked checkpoint as the file that leaves the machine."""

    naam: str
    inhoud: bytes = field(repr=False)
    checkpoint: Checkpoint


@contextlib.contextmanager
def pinned(sleutels: Sequence[Logboeksleutel]) -> Iterator[tuple[Handtekeningcontrole, dict[str, datetime]]]:
    """Give who checks signatures by these keys, and since when each key exists; raises EncryptionError."""
    with Sleutelring() as ring:
        made = {}
        for sleutel in sleutels:
            ring.import_public(sleutel.certificaat, vingerafdruk=sleutel.vingerafdruk)
            made[sleutel.vingerafdruk] = ring.inspect(sleutel.vingerafdruk).aangemaakt
        yield ring, made


def complete(
    verklaring: bytes, handtekening: bytes, *, register: str, sleutel: Logboeksleutel, now: datetime
) -> Checkpointbestand:
    """Check a signature over the statement of a checkpoint and give the file; raises as `check_checkpoint` does."""
    inhoud = pack_checkpoint(Verklaring(verklaring=verklaring, handtekening=handtekening))
    with pinned([sleutel]) as (controle, made):
        checkpoint = check_checkpoint(
            inhoud,
            register=register,
            signer=sleutel.vingerafdruk,
            controle=controle,
            not_before=made[sleutel.vingerafdruk],
            now=now,
        )
    return Checkpointbestand(naam=checkpoint_name(inhoud), inhoud=inhoud, checkpoint=checkpoint)
