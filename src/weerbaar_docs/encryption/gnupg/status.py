# SPDX-License-Identifier: EUPL-1.2
"""Bytes that gpg wrote -> status lines and certificates; lines end at newlines only, and user ids are skipped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from weerbaar_docs.encryption.sleutelstaat import Deelsleutel, Sleutelstaat

Statusregel = tuple[str, list[str]]
BAD_RESULT: Final = frozenset({"INV_RECP", "INV_SGNR", "NO_RECP", "NO_SGNR", "FAILURE", "ERROR"})
_ALGORITHMS: Final = {1: "RSA", 2: "RSA", 3: "RSA", 16: "ElGamal", 17: "DSA", 18: "ECDH", 19: "ECDSA", 22: "EdDSA"}


def status_lines(raw: bytes) -> list[Statusregel]:
    """Read status bytes; a field is what stands between single spaces."""
    lines: list[Statusregel] = []
    for line in raw.split(b"\n"):
        if line.startswith(b"[GNUPG:] "):
            keyword, *rest = line[9:].decode("utf-8", "backslashreplace").split(" ")
            lines.append((keyword, rest))
    return lines


def values(result: Any, keyword: str) -> list[list[str]]:
    """Give the fields of every status line with this keyword."""
    return [fields for key, fields in result.statuses if key == keyword]


def has(result: Any, keywords: frozenset[str]) -> bool:
    """Say whether one of these keywords was written."""
    return any(key in keywords for key, _ in result.statuses)


def succeeded(result: Any) -> bool:
    """Say whether gpg ended well and complained of nothing: its return code alone does not say it."""
    return result.returncode == 0 and not has(result, BAD_RESULT)


def moment(text: str) -> datetime | None:
    """Read seconds since 1970; None for nothing."""
    return datetime.fromtimestamp(int(text), UTC) if text else None


def read_colons(data: bytes) -> list[Sleutelstaat]:
    """Read `--with-colons` records: a certificate each."""
    found: list[Sleutelstaat] = []
    record: list[str] = []
    for line in data.split(b"\n"):
        fields = line.decode("utf-8", "backslashreplace").split(":")
        if fields[0] in {"pub", "sec", "sub", "ssb"}:
            record = fields
        elif fields[0] == "fpr" and record:
            key = _key_packet(record, fields[9])
            if record[0] in {"pub", "sec"}:
                found.append(Sleutelstaat(primair=key, geheim=record[0] == "sec"))
            elif found:
                last = found.pop()
                secret = last.geheim or record[0] == "ssb"
                found.append(Sleutelstaat(primair=last.primair, subsleutels=(*last.subsleutels, key), geheim=secret))
            record = []
    return found


def _key_packet(record: list[str], fingerprint: str) -> Deelsleutel:
    number = int(record[3])
    made = moment(record[5])
    assert made is not None
    return Deelsleutel(
        vingerafdruk=fingerprint,
        algoritme=_ALGORITHMS.get(number, f"algoritme {number}"),
        lengte=int(record[2]),
        aangemaakt=made,
        verloopt=moment(record[6]),
        geldigheid=record[1][:1],
        mogelijkheden=record[11],
    )
