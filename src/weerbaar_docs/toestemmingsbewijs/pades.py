# SPDX-License-Identifier: EUPL-1.2
"""PadesBewijs -> Bewezen: the bestuurder filled in the form of the statement and signed it with an own certificate.

(1) exactly one signature, that covers the whole file, under a certificate that is pinned for this bestuurder, for which two people
vouch (vier_ogen.py) and that is no seal of the BVA or the CCV; (2) it was set in the period of the statement; (3) the file is the blank form that the statement
names, with nothing else changed than what is filled in; (4) it carries this very statement and its check number; (5) what is
ticked is that the toestemming is given.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import ConsentError, WeerbaarDocsError
from weerbaar_docs.model import utc_moment
from weerbaar_docs.pades import Zegelvertrouwen, read_ingevuld, verify_seal
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toestemming import check_number
from weerbaar_docs.toestemmingsbewijs.bewezen import Bewezen
from weerbaar_docs.toestemmingsbewijs.vier_ogen import require_four_eyes
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from weerbaar_docs.consent import Registers
    from weerbaar_docs.toestemming import PadesBewijs

SPELING: Final = timedelta(minutes=5)
_VERLEEND: Final = "verleen"
_ANDERS: Final = {
    None: "op het formulier is niets aangekruist",
    "weiger": "de bestuurder heeft op het formulier geweigerd",
    "terug": "de bestuurder heeft op het formulier om iets anders gevraagd",
}


def verify_pades(
    bewijs: PadesBewijs, verklaring: bytes, *, uitgesloten: Collection[str], registers: Registers, now: datetime
) -> Bewezen:
    """Check the signed form against the certificates that are pinned for the dossier; raises as `check_formulier`."""
    statement = checked_statement("toestemming", verklaring)
    pinned = registers.bestuurder_zegels.get(statement["dossier"])
    if pinned is None or not pinned.certificaten:
        raise _refusal(
            "TOES-SLEUTEL",
            "er is geen certificaat van de bestuurder dat twee sleutelbeheerders vastlegden voordat het formulier werd gemaakt",
            "Gebruik een formulier met een handtekening op papier, of leg het vast (bestuurder certificaat) en maak een nieuw formulier.",
        )
    require_four_eyes(
        registers.bestuurder_zegels_door.get(statement["dossier"], ()),
        uitgesloten=uitgesloten,
        medewerkers=registers.medewerkers,
        op=nederlandse_dag(now),
    )
    seals = {*registers.bva_zegels.certificaten, *registers.ccv_zegels.certificaten}
    if seals & set(pinned.certificaten):
        raise _refusal(
            "TOES-ROL", "het certificaat van de bestuurder is ook van de BVA of het CCV", "Herstel het register."
        )
    signed = check_formulier(bewijs.formulier, verklaring, pinned, now=now)
    return Bewezen(soort="pades", moment=signed, opent_op=utc_moment(statement["geldig_van"]))


def check_formulier(formulier: bytes, verklaring: bytes, vertrouwd: Zegelvertrouwen, *, now: datetime) -> datetime:
    """Check that a form is signed under one of these certificates and gives this toestemming; give the moment.

    Raises ConsentError, ValidationError (the statement) or VerificationError (the file).
    """
    statement = checked_statement("toestemming", verklaring)
    found = verify_seal(formulier, vertrouwd, now=now)
    if not found.dekt_hele_bestand:  # (1)
        raise _refusal(
            "TOES-FORMULIER",
            "de handtekening dekt niet het hele formulier",
            "Gebruik het formulier zoals de bestuurder het ondertekende.",
        )
    if not utc_moment(statement["geldig_van"]) - SPELING <= found.tijd <= now + SPELING:  # (2)
        raise _refusal(
            "TOES-FORMULIER",
            "het formulier is niet in de periode van de toestemming ondertekend",
            "Vraag de bestuurder om een nieuwe toestemming.",
        )
    filled = read_ingevuld(formulier, blanco_sha256=statement["formulier_sha256"])  # (3)
    if filled.bijlage != verklaring or filled.teksten.get("controlegetal") != check_number(verklaring):  # (4)
        raise _refusal(
            "TOES-FORMULIER",
            "het formulier is voor een andere toestemming gemaakt",
            "Gebruik het formulier dat bij deze verklaring hoort.",
        )
    if filled.keuze != _VERLEEND:  # (5)
        raise _refusal(
            "TOES-KEUZE",
            _ANDERS.get(filled.keuze, "op het formulier staat geen toestemming"),
            "Leg vast wat de bestuurder koos; er gaat niets naar de werkgever.",
        )
    return found.tijd


def _refusal(code: str, melding: str, oplossing: str) -> WeerbaarDocsError:
    return ConsentError.because(code, melding, oplossing)
