# SPDX-License-Identifier: EUPL-1.2
"""A proof of toestemming <-> what is kept of it: as it came, so that the gate checks the same bytes again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import VerificationError
from weerbaar_docs.model import Verklaring
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs, PadesBewijs

if TYPE_CHECKING:
    from weerbaar_docs.toestemming import Bewijs

# The word of the schema `toestemming` for each proof.
SOORT: Final = {InktBewijs: "natte_handtekening", OpenpgpBewijs: "openpgp", PadesBewijs: "pades"}


def as_record(bewijs: Bewijs) -> dict[str, Any]:
    """Give what is kept of a proof."""
    soort = SOORT[type(bewijs)]
    if isinstance(bewijs, InktBewijs):
        attesten = [{"verklaring": a.verklaring.hex(), "handtekening": a.handtekening.hex()} for a in bewijs.attesten]
        return {"soort": soort, "scan_sha256": bewijs.scan_sha256, "attesten": attesten}
    data = bewijs.handtekening if isinstance(bewijs, OpenpgpBewijs) else bewijs.formulier
    return {"soort": soort, "bytes": data.hex()}


def from_record(value: dict[str, Any]) -> Bewijs:
    """Give the proof again; raises VerificationError for what is none."""
    try:
        return _read(value)
    except (KeyError, TypeError, ValueError):
        pass
    raise VerificationError.because(
        "TOES-BEWIJS", "het bewaarde bewijs is geen bewijs meer", "Stop; laat de beheerder de opslag controleren."
    )


def attest_of(value: dict[str, Any]) -> Verklaring:
    """Give an attest again."""
    return Verklaring(verklaring=bytes.fromhex(value["verklaring"]), handtekening=bytes.fromhex(value["handtekening"]))


def _read(value: dict[str, Any]) -> Bewijs:
    if value["soort"] == SOORT[InktBewijs]:
        return InktBewijs(
            scan_sha256=value["scan_sha256"], attesten=tuple(attest_of(item) for item in value["attesten"])
        )
    data = bytes.fromhex(value["bytes"])
    if value["soort"] == SOORT[OpenpgpBewijs]:
        return OpenpgpBewijs(handtekening=data)
    if value["soort"] == SOORT[PadesBewijs]:
        return PadesBewijs(formulier=data)
    raise ValueError(value["soort"])
