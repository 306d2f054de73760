# SPDX-License-Identifier: EUPL-1.2
"""OpenpgpBewijs -> Bewezen: the bestuurder signed the bytes of the statement with an own key.

(1) the key is pinned for the dossier of the statement and counts today (R-PGP-1); (2) two people vouch for it
(vier_ogen.py); (3) it is no key of a medewerker;
(4) exactly one good signature by that key, of the period of the statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import ConsentError
from weerbaar_docs.model import utc_moment
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toestemmingsbewijs.bewezen import Bewezen
from weerbaar_docs.toestemmingsbewijs.vier_ogen import require_four_eyes
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from weerbaar_docs.consent import Registers
    from weerbaar_docs.toestemming import OpenpgpBewijs


def verify_openpgp(
    bewijs: OpenpgpBewijs, verklaring: bytes, *, uitgesloten: Collection[str], registers: Registers, now: datetime
) -> Bewezen:
    """Check the signature of the bestuurder; raises ConsentError or EncryptionError."""
    statement = checked_statement("toestemming", verklaring)
    sleutel = registers.sleutels.for_holder(statement["dossier"], "bestuurder")
    if sleutel is None:
        raise ConsentError.because(
            "TOES-SLEUTEL",
            "van de bestuurder is geen sleutel vastgelegd",
            "Gebruik een formulier met handtekening.",
        )
    sleutel.check(nederlandse_dag(now))  # (1)
    require_four_eyes(  # (2)
        sleutel.vergeleken_door,
        uitgesloten=uitgesloten,
        medewerkers=registers.medewerkers,
        op=nederlandse_dag(now),
    )
    if any(m.vingerafdruk == sleutel.vingerafdruk for m in registers.medewerkers):  # (3)
        raise ConsentError.because(
            "TOES-ROL", "de sleutel van de bestuurder is ook van een medewerker", "Herstel het sleutelregister."
        )
    van = utc_moment(statement["geldig_van"])
    signed = registers.controle.verify_detached(  # (4)
        verklaring, bewijs.handtekening, signer=sleutel.vingerafdruk, not_before=van, now=now
    )
    return Bewezen(soort="openpgp", moment=signed, opent_op=van)
