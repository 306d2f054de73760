# SPDX-License-Identifier: EUPL-1.2
"""InktBewijs -> Bewezen: two medewerkers attest a form signed in ink, and one of them called the bestuurder back.

(1) each attest is on this statement, this scan and this check number; (2) it is signed by a medewerker with the role
secretariaat, on the day that it names; (3) they are two people with two keys (no third:
who verifies the package would not know of one), and neither is the adviseur or the toetser; (4) one of them called back; (5) the gate opens after the cooling time, counted from the last attest, or at once when both
attest that it is spoed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import ConsentError, WeerbaarDocsError
from weerbaar_docs.keys import check_act
from weerbaar_docs.model import utc_moment
from weerbaar_docs.toestemming import check_number
from weerbaar_docs.toestemmingsbewijs.bewezen import Bewezen
from weerbaar_docs.toestemmingsbewijs.vier_ogen import VIER_OGEN
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from weerbaar_docs.consent import Registers
    from weerbaar_docs.toestemming import InktBewijs


def verify_ink(
    bewijs: InktBewijs, verklaring: bytes, *, uitgesloten: Collection[str], registers: Registers, now: datetime
) -> Bewezen:
    """Check the attests; raises ConsentError, EncryptionError or ValidationError."""
    van = utc_moment(checked_statement("toestemming", verklaring)["geldig_van"])
    attests = [checked_statement("attest", item.verklaring) for item in bewijs.attesten]
    ids: set[str] = set()
    fingerprints: set[str] = set()
    latest = van
    for item, statement in zip(bewijs.attesten, attests, strict=True):
        _require_this_form(statement, verklaring, bewijs.scan_sha256)  # (1)
        medewerker, signed = check_act(  # (2)
            item,
            statement,
            "secretariaat",
            medewerkers=registers.medewerkers,
            controle=registers.controle,
            not_before=van,
            now=now,
        )
        ids.add(medewerker.id)
        fingerprints.add(medewerker.vingerafdruk)
        latest = max(latest, utc_moment(statement["moment"]), signed)
    if {len(bewijs.attesten), len(ids), len(fingerprints)} != {VIER_OGEN} or ids & set(uitgesloten):  # (3)
        raise _refusal(
            "TOES-VIEROGEN",
            "er zijn geen twee attesten van twee verschillende medewerkers, anders dan de adviseur en de toetser",
            "Laat precies twee medewerkers attesteren.",
        )
    if not any(statement["teruggebeld"] for statement in attests):  # (4)
        raise _refusal(
            "TOES-TERUGBELLEN",
            "de bestuurder is niet teruggebeld",
            "Bel de bestuurder terug en lees het controlegetal voor.",
        )
    spoed = all(statement.get("spoed", False) for statement in attests)
    return Bewezen(soort="inkt", moment=latest, opent_op=latest if spoed else latest + registers.afkoeltijd)  # (5)


def _require_this_form(statement: dict[str, Any], verklaring: bytes, scan_sha256: str) -> None:
    about = tuple(statement[key] for key in ("verklaring_sha256", "scan_sha256", "controlegetal"))
    if about != (sha256(verklaring), scan_sha256, check_number(verklaring)):
        raise _refusal(
            "TOES-ATTEST",
            "een attest gaat over een ander formulier",
            "Laat de medewerker dit formulier attesteren.",
        )


def _refusal(code: str, melding: str, oplossing: str) -> WeerbaarDocsError:
    return ConsentError.because(code, melding, oplossing)
