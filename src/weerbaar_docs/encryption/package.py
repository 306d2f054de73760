# SPDX-License-Identifier: EUPL-1.2
"""What is inside a zending: a deterministic zip of files under a manifest that names the digest of each."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from weerbaar_docs.canonical import canonical_bytes, read_statement, sha256
from weerbaar_docs.errors import ValidationError, VerificationError, WeerbaarDocsError
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.consent import Vrijgave

MANIFEST = "manifest.json"
MAX_BYTES = 200_000_000
# What zipfile raises for bytes that nobody packed (RuntimeError: an encrypted file), and what reading the manifest does.
_NO_PACKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
    ValidationError,
)
LEESMIJ = """Dit pakket is versleuteld voor uw organisatie en ondertekend door het CCV.

1. Open de stukken alleen op een werkplek die daarvoor bedoeld is.
2. manifest.json noemt van elk bestand de SHA-256. Klopt een waarde niet? Gebruik het bestand dan niet en
   neem contact op met de afzender.
3. brief.pdf is de begeleidende brief. De andere PDF is het stuk voor u.
   Zit maatregelen.json erbij, dan bevat dat dezelfde gegevens voor uw eigen systeem.
4. Zet deze stukken niet in een openbaar systeem en noem ze niet in een openbare agenda.
5. Bevestig de ontvangst aan de afzender.
"""


def package_parts(vrijgave: Vrijgave, brief: bytes) -> dict[str, bytes]:
    """Give the files of a zending by name: stukken, letter, statements with their proofs, LEESMIJ."""
    definitief = vrijgave.stukken.vastgesteld.definitief
    return {
        **{stuk.bestandsnaam: stuk.inhoud for stuk in vrijgave.stukken.stukken},
        "brief.pdf": brief,
        "LEESMIJ.txt": LEESMIJ.encode(),
        "verklaringen/vaststelling.json": definitief.verklaring,
        "verklaringen/vaststelling.json.sig": definitief.handtekening,
        "verklaringen/toestemming.json": vrijgave.verklaring,
        **_proof_parts(vrijgave),
    }


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Make the zip, the manifest included; the same parts give the same bytes."""
    manifest = {
        "soort": "manifest/v1",
        "bestanden": [
            {"naam": name, "sha256": sha256(data), "bytes": len(data)} for name, data in sorted(parts.items())
        ],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted({**parts, MANIFEST: canonical_bytes(manifest)}.items()):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o600 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpack(package: bytes) -> dict[str, bytes]:
    """Read the zip and hold every file against the manifest; raises VerificationError, naming the first fault."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
                raise _broken("het pakket is te groot")
            if any(info.compress_type != zipfile.ZIP_DEFLATED for info in archive.infolist()):
                raise _broken("het pakket is geen pakket van weerbaar-docs")
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        listed = read_statement(parts.pop(MANIFEST))["bestanden"]
    except _NO_PACKAGE:
        raise _broken("het pakket is geen pakket van weerbaar-docs") from None
    found = [{"naam": name, "sha256": sha256(data), "bytes": len(data)} for name, data in sorted(parts.items())]
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in parts):
        raise _broken("een bestand in het pakket heeft een naam die niet mag")
    if found != listed:
        raise _broken("een bestand in het pakket is niet wat het manifest noemt")
    return parts


def _proof_parts(vrijgave: Vrijgave) -> dict[str, bytes]:
    bewijs = vrijgave.bewijs
    if isinstance(bewijs, OpenpgpBewijs):
        return {"verklaringen/toestemming.json.sig": bewijs.handtekening}
    assert isinstance(bewijs, InktBewijs)
    parts = {}
    for number, item in enumerate(bewijs.attesten, start=1):
        parts[f"verklaringen/attest-{number}.json"] = item.verklaring
        parts[f"verklaringen/attest-{number}.json.sig"] = item.handtekening
    return parts


def _broken(melding: str) -> WeerbaarDocsError:
    return VerificationError.because("PAKKET", melding, "Gebruik het niet en neem contact op met de afzender.")
