# SPDX-License-Identifier: EUPL-1.2
"""A sealed zending or bestuurderszending + the GnuPG home of whom it is for -> Geopend: its files, and what verifying them found.

(1) only CCV levering, as the reader trusts it, may have signed the message; (2) what comes out is held against its manifest;
(3) a package in which a link is broken gives nothing; (4) a link that cannot be checked, because somebody is not among those
whom the reader trusts, is told and stops nothing: a werkgever knows the CCV, and perhaps not the BVA.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.package import check_parts, read_zip
from weerbaar_docs.errors import ValidationError, VerificationError
from weerbaar_docs.verifieren import Verificatie, trusted_ring, verifieer_delen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.verifieren import Uitslag, Vertrouwenslijst


_KINDS: Final = ("zending", "bestuurderszending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Geopend:
    """The files of a zending by name, the manifest and its signature too, and each link of the chain that they hold."""

    bestanden: Mapping[str, bytes] = field(repr=False)
    uitslag: Uitslag


def open_pakket(versleuteld: bytes, *, home: Path, vertrouwen: Vertrouwenslijst, now: datetime) -> Geopend:
    """Decrypt a zending with a key of this GnuPG home and verify all that is in it.

    Raises ValidationError (nobody is trusted as the CCV), EncryptionError (it is for another, was changed, or is not from the
    CCV) or VerificationError, naming the first link that is broken.
    """
    afzenders = vertrouwen.fingerprints("ccv_levering")
    with trusted_ring(vertrouwen) as ring:
        if ring is None or not afzenders:
            raise ValidationError.because(
                "VERTROUW-CCV",
                "in de map met wie u vertrouwt staat geen sleutel van het CCV",
                "Zet de openbare sleutel van CCV levering erin (ccv-….asc), na vergelijking van de vingerafdruk.",
            )
        thuis = EigenThuis(home=home, ring=ring)
        package, _ = thuis.open_message(versleuteld, signers=afzenders, now=now)
        bestanden = read_zip(package)
        _require_for_receiver(bestanden)
        uitslag = verifieer_delen(bestanden, verificatie=Verificatie(vertrouwen=vertrouwen, openpgp=ring, now=now))
    if uitslag.oordeel == "fout":
        uitslag.require()
    return Geopend(bestanden=bestanden, uitslag=uitslag)


def _require_for_receiver(bestanden: Mapping[str, bytes]) -> None:
    """Raise VerificationError unless this is a package of a kind that CCV levering sends to somebody."""
    if check_parts(bestanden)["pakket"] not in _KINDS:
        raise VerificationError.because(
            "PAKKET",
            "dit is geen pakket dat het CCV aan een werkgever of bestuurder stuurt",
            "Gebruik het niet; vraag het CCV.",
        )
