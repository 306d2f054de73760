# SPDX-License-Identifier: EUPL-1.2
"""A statement of toestemming + its proof -> Bewezen: one verifier per proof, one kind of result.

- ink (`inkt.py`): two medewerkers attest the signed form and the call back; the gate opens after the cooling time;
- OpenPGP (`openpgp.py`): the bestuurder signed the statement with the key that is pinned for this dossier;
- PAdES (`pades.py`): the bestuurder filled in and signed the form, under a certificate that is pinned for this dossier.

E-mail and word of mouth have no verifier: they can refuse or withdraw, and open nothing. Whether the gate opens is decided in
consent.py alone, which calls `verify` and nothing else of this package.

    bewezen = verify(bewijs, verklaring=vraag.verklaring, uitgesloten=frozenset({"MW-0001"}), registers=registers, now=now)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.toestemming import Bewijs, InktBewijs, OpenpgpBewijs, PadesBewijs
from weerbaar_docs.toestemmingsbewijs.bewezen import Bewezen
from weerbaar_docs.toestemmingsbewijs.inkt import verify_ink
from weerbaar_docs.toestemmingsbewijs.openpgp import verify_openpgp
from weerbaar_docs.toestemmingsbewijs.pades import verify_pades

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from weerbaar_docs.consent import Registers

__all__ = ["Bewezen", "verify"]


def verify(
    bewijs: Bewijs, *, verklaring: bytes, uitgesloten: Collection[str], registers: Registers, now: datetime
) -> Bewezen:
    """Check the proof of these bytes of `toestemming/v1`; raises ConsentError, EncryptionError or VerificationError.

    `uitgesloten` are the ids of the medewerkers who may not attest, nor vouch for a key: the adviseur and the toetser of the
    dossier. The gate is shut while now is before `opent_op`: that is for the caller.
    """
    if isinstance(bewijs, OpenpgpBewijs):
        return verify_openpgp(bewijs, verklaring, uitgesloten=uitgesloten, registers=registers, now=now)
    if isinstance(bewijs, PadesBewijs):
        return verify_pades(bewijs, verklaring, uitgesloten=uitgesloten, registers=registers, now=now)
    assert isinstance(bewijs, InktBewijs)
    return verify_ink(bewijs, verklaring, uitgesloten=uitgesloten, registers=registers, now=now)
