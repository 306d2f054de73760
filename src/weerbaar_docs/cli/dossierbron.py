# SPDX-License-Identifier: EUPL-1.2
"""A DOSSIER that a person named -> its data: a file, or a dossier of the store (WB-2026-000123, or @2 for version 2)."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weerbaar_docs.dossiers.lezen import Dossierstand

_IN_OPSLAG = re.compile(r"(WB-[0-9]{4}-[0-9]{6}|D-[0-9a-f]{32})(?:@([1-9][0-9]{0,8}))?")


def read_stored(text: str, *, shown: bool) -> Dossierstand | None:
    """Read a dossier of the store; None when the text names none. The logboek says whether personal data are `shown`."""
    from weerbaar_docs.dossiers.lezen import read
    from weerbaar_docs.werkplek import open_here

    named = _IN_OPSLAG.fullmatch(text)
    if named is None:
        return None
    return read(
        open_here(os.environ),
        named[1],
        versie=int(named[2]) if named[2] else None,
        handeling="persoonsgegevens_getoond" if shown else "dossier_gelezen",
    )


def note_readable(*texts: str) -> None:
    """Write to the logboek of which dossiers of the store readable data are about to be on a disk."""
    from weerbaar_docs.dossiers.uitgeven import note_plaintext
    from weerbaar_docs.werkplek import open_here

    for kenmerk in dict.fromkeys(found[1] for text in texts if (found := _IN_OPSLAG.fullmatch(text))):
        note_plaintext(open_here(os.environ), kenmerk)
