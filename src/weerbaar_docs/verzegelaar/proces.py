# SPDX-License-Identifier: EUPL-1.2
"""The sealing role's process: one job from stdin, one answer to stdout."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from weerbaar_docs.afscherming import shield
from weerbaar_docs.errors import EncryptionError, WeerbaarDocsError

if TYPE_CHECKING:
    from weerbaar_docs.verzegelaar import Gedaan


def _answer(data: bytes) -> dict[str, Any]:
    try:
        made = _done(json.loads(data))
    except WeerbaarDocsError as error:
        return _fault(error)
    except Exception as error:  # noqa: BLE001 - the edge of the process: a traceback could quote a report
        return _fault(
            EncryptionError.because(
                "VERZEGELAAR",
                f"bij het verzegelen ging iets mis dat niet voorzien was ({type(error).__name__})",
                "Meld dit aan de makers, zonder het dossier.",
            )
        )
    bestand = None if made.bestand is None else base64.b64encode(made.bestand).decode()
    return {"waarde": made.waarde, "bestand": bestand}


def _done(job: dict[str, Any]) -> Gedaan:
    from weerbaar_docs.verzegelaar.taken import do  # noqa: PLC0415 - after the process was shielded

    return do(job["taak"], job["kenmerk"], job["home"], job["opties"], os.environ)


def _fault(error: WeerbaarDocsError) -> dict[str, Any]:
    return {"fout": {"soort": type(error).__name__, "meldingen": [m.as_json() for m in error.meldingen]}}


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked ends this process, and says so
    shield()
    answer = json.dumps(_answer(sys.stdin.buffer.read())).encode()
    with contextlib.suppress(BrokenPipeError):  # who asked is gone; what was done is recorded
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
