# SPDX-License-Identifier: EUPL-1.2
"""One PDF -> whose seal is on it, and whether that held when it was set and holds now.

(1) a report is sealed by the BVA, everything else by the CCV: a good seal of the wrong one is no good seal; (2) an issuer
gives seals to others too: a seal is the one that is trusted when its own certificate is, and its issuer tells of revocation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from weerbaar_docs.errors import VerificationError
from weerbaar_docs.pades import verify_seal
from weerbaar_docs.pades.vertrouwd_zegel import ZEGEL_VAN_ANDER
from weerbaar_docs.verifieren.pakket import KLOK
from weerbaar_docs.verifieren.uitslag import NietTeControleren, broken

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.pades.onderzoek import PdfHandtekening
    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk

_ZEGEL: Final[dict[str, Literal["BVA", "CCV"]]] = {
    "adviesrapport": "BVA",
    "werkgeversversie": "CCV",
    "maatregelenoverzicht": "CCV",
    "brief": "CCV",
}


def trusted_seal(stuk: Pdfstuk) -> str:
    """Say whose seal it is and how far it is proven; raises VerificationError or NietTeControleren."""
    found, who = stuk.handtekening, _ZEGEL[stuk.soort]
    certificate = f"zegel met SHA-256 {found.certificaat_sha256[:16]}"
    vertrouwen = stuk.vertrouwen.seals(who)
    if not vertrouwen.certificaten:
        _check_clock(found, stuk.now)
        raise NietTeControleren(
            f"{certificate}; van wie dat is, is onbekend: er is geen vertrouwd zegel van {who} opgegeven"
        )
    try:
        held = verify_seal(stuk.pdf, vertrouwen, now=stuk.now)
    except VerificationError as error:
        [melding] = error.meldingen
        if melding.code == ZEGEL_VAN_ANDER:
            raise NietTeControleren(
                f"{certificate} op naam van {found.onderwerp}; een uitgever die u vertrouwt gaf het uit, maar die geeft ook "
                f"anderen een zegel. Of dit dat van {who} is, is te zien met het certificaat van het zegel zelf erbij"
            ) from None
        _check_clock(found, stuk.now)
        if not found.vertrouwd:
            raise broken(f"{certificate} is niet van {who}, of niet van een uitgever die u vertrouwt") from None
        raise broken(melding.melding) from None
    proof = f", op {held.bewezen_tijd:{KLOK}} UTC bewezen door een tijdstempel" if held.bewezen_tijd else ""
    moment = f"gezet op {held.tijd:{KLOK}} UTC volgens de ondertekenaar"
    lijst = f"; niet ingetrokken volgens de lijst van {held.lijst_van:{KLOK}} UTC" if held.lijst_van else ""
    return f"{certificate} van {who}, niveau {held.niveau}, {moment}{proof}{lijst}"


def _check_clock(found: PdfHandtekening, now: datetime) -> None:
    if now < found.van:
        raise broken(
            "het zegel is nog niet geldig: het begint later dan de klok van deze computer, die verkeerd kan staan"
        )
    if now > found.tot:
        raise broken("het zegel is verlopen, en niets bewijst dat de handtekening van daarvoor is")
    if not found.geldig_op:
        raise broken(
            "het zegel was niet geldig op het tijdstip van de handtekening, of dat tijdstip ontbreekt of ligt in de toekomst"
        )
