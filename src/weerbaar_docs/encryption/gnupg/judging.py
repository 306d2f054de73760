# SPDX-License-Identifier: EUPL-1.2
"""What gpg said of a signature or a message -> whether it holds: one signature, the pinned signer, a plausible time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from weerbaar_docs.encryption.achterkant import check_moment
from weerbaar_docs.encryption.fouten import bad_signature
from weerbaar_docs.encryption.gnupg.status import BAD_RESULT, has, values

GOOD_HASHES: Final = frozenset({"8", "9", "10", "12", "14"})  # RFC 9580, 9.5: SHA-2 and SHA-3 of 256 bits and more
_BAD_SIGNATURE: Final = frozenset(
    {"BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "NODATA", "NO_PUBKEY", "UNEXPECTED"}
)


def is_decrypted(result: Any) -> bool:
    """Say whether exactly one integrity-protected message was decrypted, with its signature inside."""
    order = [key for key, _ in result.statuses]
    once = ("BEGIN_DECRYPTION", "DECRYPTION_INFO", "PLAINTEXT", "DECRYPTION_OKAY", "END_DECRYPTION")
    if result.returncode not in {0, 1, 2} or any(order.count(key) != 1 for key in once):
        return False
    info = values(result, "DECRYPTION_INFO")[0]
    protected = info[0] != "0" or (len(info) > 2 and info[2] != "0")  # noqa: PLR2004
    inside = order[order.index("BEGIN_DECRYPTION") : order.index("END_DECRYPTION")]
    return protected and "PLAINTEXT" in inside and inside.count("NEWSIG") == order.count("NEWSIG")


def signature_time(result: Any, signer: str, not_before: datetime, now: datetime) -> datetime:
    """Give the time of the one good signature by the signer's primary key or a subkey of it; raises EncryptionError."""
    once = all(len(values(result, key)) == 1 for key in ("NEWSIG", "GOODSIG", "VALIDSIG"))
    if result.returncode != 0 or not once or has(result, _BAD_SIGNATURE | BAD_RESULT):
        raise bad_signature(_why(result))
    fields = values(result, "VALIDSIG")[0]
    if len(fields) < 10 or fields[9] != signer:  # noqa: PLR2004
        raise bad_signature("de handtekening is van een andere sleutel dan is vastgelegd")
    if fields[7] not in GOOD_HASHES or fields[8] != "00":
        raise bad_signature("de handtekening gebruikt een verouderde of ongewone vorm")
    return check_moment(datetime.fromtimestamp(int(fields[2]), UTC), not_before, now)


def signer_of(result: Any) -> str | None:
    """Give the primary fingerprint of who signed a message that is signed and nothing else; None for all others."""
    made = [fields[9] for fields in values(result, "VALIDSIG") if len(fields) > 9]  # noqa: PLR2004
    encrypted = has(result, frozenset({"BEGIN_DECRYPTION", "ENC_TO"}))
    return made[0] if len(made) == 1 and not encrypted else None


def _why(result: Any) -> str:
    reasons = {
        "REVKEYSIG": "de handtekening is gezet met een ingetrokken sleutel",
        "EXPKEYSIG": "de handtekening is gezet met een sleutel die verlopen is",
        "EXPSIG": "de handtekening is verlopen",
        "BADSIG": "de handtekening hoort niet bij deze gegevens",
        "ERRSIG": "de handtekening is niet te controleren of van een onbekende sleutel",
    }
    found = [text for key, text in reasons.items() if values(result, key)]
    if found:
        return found[0]
    if len(values(result, "NEWSIG")) > 1:
        return "er staat meer dan één handtekening"
    return "er staat geen geldige handtekening"
