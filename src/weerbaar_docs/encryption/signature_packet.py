# SPDX-License-Identifier: EUPL-1.2
"""A file with a detached signature -> its one packet, without what may stand around it."""

from __future__ import annotations

import base64

from weerbaar_docs.encryption.fouten import encryption_error
from weerbaar_docs.encryption.framing import SIGNATURE, only_packet


def read_signature(data: bytes) -> bytes:
    """Give the packet of a detached signature, armored or not, and nothing that stands around it."""
    if not data.lstrip().startswith(b"-----BEGIN PGP SIGNATURE-----"):
        return data
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2].partition(b"-----END")[0]
    lines = [line.strip() for line in body.split(b"\n") if not line.startswith(b"=")]
    try:
        return base64.b64decode(b"".join(lines), validate=True)
    except ValueError:
        return b""


def require_one_packet(signature: bytes) -> None:
    """Raise EncryptionError for all but one signature packet: others and comments would be skipped, and we would pack them."""
    if only_packet(signature, tag=SIGNATURE) is None:
        raise encryption_error(
            "SLEUTEL-HANDTEKENING",
            "dit is niet precies één handtekening",
            "Vraag de handtekening opnieuw, als los bestand zonder toevoegingen (read_signature leest ook .asc).",
        )
