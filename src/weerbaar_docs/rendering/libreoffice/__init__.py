# SPDX-License-Identifier: EUPL-1.2
"""Filled DOCX -> PDF/A-3a and PDF/UA-1 with LibreOffice, for templates outside the subset of the typst engine.

1. What could reach the network, run a macro or differ from run to run is refused beforehand (admission.py).
2. LibreOffice works in a child process without network, in memory only, and is killed when it is late (pool.py).
3. Its PDF is mended until it conforms, and has the same bytes every time (repair.py).

>>> to_pdf(docx, titel="Bericht WD-01234567", datum=date(2026, 11, 22))  # doctest: +SKIP
"""

from __future__ import annotations

import atexit
import json
import os
import threading
from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.libreoffice.admission import admit
from weerbaar_docs.rendering.libreoffice.installation import find_installation, fonts_sha256
from weerbaar_docs.rendering.libreoffice.pool import Limits, Pool
from weerbaar_docs.rendering.libreoffice.repair import repair

if TYPE_CHECKING:
    from datetime import date

__all__ = ["ENGINE", "Limits", "Pool", "admit", "engine_versie", "find_installation", "fonts_sha256", "to_pdf"]

ENGINE = "libreoffice"
_lock = threading.Lock()
_pools: list[Pool] = []


def engine_versie() -> str:
    """Give the version of LibreOffice; raises RenderingError when it is not there."""
    return find_installation().versie


def to_pdf(docx: bytes, *, titel: str, datum: date, gegevens: bytes | None = None, pool: Pool | None = None) -> bytes:
    """Give the PDF of a filled DOCX; `gegevens` (JSON) is attached as gegevens.json.

    Without `pool` the one of this process is used, which starts with the first document and ends with the process.
    Raises RenderingError; no text of the document is quoted.
    """
    if gegevens is not None:
        _check_json(gegevens)
    admit(docx)
    raw = (pool or _own_pool()).convert(docx)
    return repair(raw, titel=titel, datum=datum, gegevens=gegevens)


def _check_json(gegevens: bytes) -> None:
    try:
        json.loads(gegevens.decode("utf-8"))
    except ValueError:
        pass
    else:
        return
    raise RenderingError.because("PDF-BIJLAGE", "de gegevens zijn geen geldige JSON", "Geef JSON in UTF-8.")


def _own_pool() -> Pool:
    with _lock:
        if not _pools:
            _pools.append(Pool(find_installation()))
            atexit.register(_close)
            os.register_at_fork(after_in_child=_disown)
        return _pools[0]


def _close() -> None:
    for pool in _pools:
        pool.close()


def _disown() -> None:
    for pool in _pools:
        pool.disown()
    _pools.clear()
