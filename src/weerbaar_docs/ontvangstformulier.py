# SPDX-License-Identifier: EUPL-1.2
"""A copy on paper -> the form on which the bestuurder, or for the werkgever its secretaris, signs that he has it (Document).

(1) it says which copy, of which file, by its whole digest; (2) who signs, signs for having received it and for nothing
else; (3) titles are neutral and no data ride along (R-META-1); (4) the same input gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from weerbaar_docs.canonical import digest
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from datetime import datetime

Kanaal = Literal["overhandigen", "post_aangetekend"]
Voor = Literal["bestuurder", "werkgever"]


def make_ontvangstformulier(
    *,
    voor: Voor,
    kenmerk: str,
    naam: str,
    documentsoort: str,
    exemplaar: int,
    sha256: str,
    kanaal: Kanaal,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Document:
    """Make the receipt form of copy number `exemplaar` of a file with this SHA-256; `naam` is who signs, as in an address.

    Raises ValidationError (schema `ontvangstformulier`) or RenderingError.
    """
    gegevens = {
        "voor": voor,
        "kenmerk": kenmerk,
        "datum": nederlandse_dag(now).isoformat(),
        "naam": naam,
        "documentsoort": documentsoort,
        "exemplaar": exemplaar,
        "kanaal": kanaal,
        "controlegetal": " ".join(sha256[start : start + 4] for start in range(0, len(sha256), 4)),
    }
    check_part("ontvangstformulier", gegevens)
    return render(
        "ontvangstformulier",
        {"ontvangst": gegevens},
        huisstijl=huisstijl,
        datum=nederlandse_dag(now),
        titel=neutral_title(digest(gegevens)),
    )
