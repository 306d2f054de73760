# SPDX-License-Identifier: EUPL-1.2
"""A file with a detached signature -> its one packet, without what may stand around it."""

from __future__ import annotations

import base64

from weerbaar_docs.encryption.fouten import encryption_error


def read_signature(data: bytes) -> bytes:
    """Give the packet of a detached signature, armored or not, and nothing that stands around it."""
    if not data.lstrip().startswith(b"-----BEGIN PGP SIGNATURE-----"):
        return data
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2].partition(b"-----END")[0]
    lines = [line.strip() for line in body.split(b"\n") if line.strip() and not line.startswith(b"=")]
    try:
        return base64.b64decode(b"".join(lines), validate=True)
    except ValueError:
        return b""


def require_one_packet(signature: bytes) -> None:
    """Raise EncryptionError for all but one signature packet: others and comments would be skipped, and we would pack them."""
    size = len(signature)
    head, length = 0, -1
    if size > 2 and signature[0] & 0xFC == 0x88:  # old format, tag 2  # noqa: PLR2004 - RFC 9580, 4.2.2
        kind = signature[0] & 3
        head, length = (0, -1) if kind == 3 else (1 + (1 << kind), int.from_bytes(signature[1 : 1 + (1 << kind)]))  # noqa: PLR2004
    elif size > 2 and signature[0] == 0xC2:  # new format, tag 2  # noqa: PLR2004 - RFC 9580, 4.2.1
        first = signature[1]
        if first < 192:  # noqa: PLR2004
            head, length = 2, first
        elif first < 224:  # noqa: PLR2004
            head, length = 3, ((first - 192) << 8) + signature[2] + 192
        elif first == 255:  # noqa: PLR2004
            head, length = 6, int.from_bytes(signature[2:6])
    if head + length != size:
        raise encryption_error(
            "SLEUTEL-HANDTEKENING",
            "dit is niet precies één handtekening",
            "Vraag de handtekening opnieuw, als los bestand zonder toevoegingen (read_signature leest ook .asc).",
        )
