# SPDX-License-Identifier: EUPL-1.2
"""An opened store + the folder of its checkpoints -> the store as far as they let it act.

A store that goes on after an older copy was put back has lost what others rely on, so it is shut before anything is
written (registers/herstel.py). Rules:
(1) the file with the highest number is held against the log: one line is read, and when it is there no more is needed,
    for whoever signed it, the log is not older than it says;
(2) only when that line is missing are signatures checked, and decisions of sleutelbeheerders looked for;
(3) a file counts by the number in it and has the name that goes with it, so that nobody puts an old one in front;
(4) a folder that cannot be read now (a share that is away) keeps nobody from working.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from weerbaar_docs.audit.checkpoint import Checkpoint, checkpoint_name, unpack_checkpoint
from weerbaar_docs.errors import DeliveryError, VerificationError, WeerbaarDocsError
from weerbaar_docs.logboek.map import read_folder
from weerbaar_docs.model import utc_moment
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.logboek.plaats import Plaats
    from weerbaar_docs.store.opslag import Opslag


def hold_to_checkpoints(opslag: Opslag, plaats: Plaats) -> Opslag:
    """Give the store with the checkpoint that it has to answer to; raises EncryptionError for a key that is not the pinned one."""
    with contextlib.suppress(DeliveryError):
        newest = next(_newest_first(opslag, plaats), None)
        if newest is not None:
            held = replace(opslag, laatste=newest[0])
            if _is_open(held):
                return held
            # Every opening would load GnuPG's door for what is hardly ever needed.
            from weerbaar_docs.registers.herstel import with_last_checkpoint  # noqa: PLC0415

            files = (data for _, data in _newest_first(opslag, plaats))
            pin, certificaat = plaats.sleutel.vingerafdruk, plaats.sleutel.certificaat
            return with_last_checkpoint(opslag, files, vingerafdruk=pin, certificaat=certificaat)
    return opslag


def _is_open(opslag: Opslag) -> bool:
    try:
        opslag.require_open()
    except VerificationError:
        return False
    return True


def _newest_first(opslag: Opslag, plaats: Plaats) -> Iterator[tuple[Checkpoint, bytes]]:
    """Give what the files of this log say, unchecked, each with its bytes."""
    for name, data in read_folder(plaats.map, newest_first=True):
        with contextlib.suppress(WeerbaarDocsError):
            signed = unpack_checkpoint(data)
            statement = checked_statement("checkpoint", signed.verklaring)
            if statement["register"] == opslag.register and name == checkpoint_name(signed.verklaring):
                says = Checkpoint(
                    register=opslag.register,
                    volgnummer=statement["volgnummer"],
                    sha256=statement["sha256"],
                    moment=utc_moment(statement["moment"]),
                )
                yield says, data
