# SPDX-License-Identifier: EUPL-1.2
"""A job, by name and ids alone -> done in the sealing role's own process, with its answer: a value, and at most one sealed file.

(1) the process opens the store itself, with its own configuration; what it reads of a report never comes back readable;
(2) it loads no connector, leaves no core and cannot be looked into by another program of this user;
(3) whatever goes wrong comes back as the error that it was there, and a process that ends without an answer is an error too.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs import errors
from weerbaar_docs.errors import EncryptionError, Melding, WeerbaarDocsError

if TYPE_CHECKING:
    from pathlib import Path

Taak = Literal["verstrek", "vraag", "verzegel", "afdruk"]
_MODULE: Final = "weerbaar_docs.verzegelaar.proces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gedaan:
    """What the sealing role did: what may be shown of it, and the sealed file, if it made one."""

    waarde: dict[str, Any]
    bestand: bytes | None = field(default=None, repr=False)


def ask_sealer(taak: Taak, kenmerk: str, *, home: Path, **opties: Any) -> Gedaan:
    """Let the sealing role do a job on a dossier; `home` is the GnuPG home with the key of CCV levering.

    Raises what went wrong there, and EncryptionError when it gave no answer.
    """
    job = json.dumps({"taak": taak, "kenmerk": kenmerk, "home": str(home), "opties": opties}).encode()
    done = subprocess.run([sys.executable, "-P", "-m", _MODULE], input=job, stdout=subprocess.PIPE, check=False)
    try:
        answer = json.loads(done.stdout)  # of our own process: it may be as large as a report with its photos
    except ValueError:
        raise EncryptionError.because(
            "VERZEGELAAR",
            "het proces dat verzegelt eindigde zonder antwoord",
            "Kijk met toestemming toon wat er is vastgelegd, en probeer het opnieuw.",
        ) from None
    if "fout" in answer:
        raise _error(answer["fout"])
    bestand = answer["bestand"]
    return Gedaan(waarde=answer["waarde"], bestand=None if bestand is None else base64.b64decode(bestand))


def _error(fout: dict[str, Any]) -> WeerbaarDocsError:
    kind = getattr(errors, fout["soort"])
    found: WeerbaarDocsError = kind(*(Melding(**melding) for melding in fout["meldingen"]))
    return found
