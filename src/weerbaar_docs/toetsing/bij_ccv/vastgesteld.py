# SPDX-License-Identifier: EUPL-1.2
"""A dossier with a recorded besluit -> its VastgesteldRapport, from the besluitpakket that is kept, with every link checked anew.

(1) what the rows say is where to look, never what is believed: the package is opened and checked as when it came in;
(2) of a report that was given more proof the last one counts, which begins with the bytes of those before it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import read_statement
from weerbaar_docs.dossiers.stukken import pieces
from weerbaar_docs.encryption.package import unpack
from weerbaar_docs.errors import ConsentError, EncryptionError
from weerbaar_docs.model import rapport_digest
from weerbaar_docs.toetsing.bij_ccv.besluit import Binnengekomen, checked
from weerbaar_docs.toetsing.bij_ccv.rijen import INDIENING, PAKKET
from weerbaar_docs.toetsing.overnemen import rapport_of

if TYPE_CHECKING:
    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.encryption.eigen_thuis import EigenThuis
    from weerbaar_docs.stamping import VastgesteldRapport
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toetsing.bij_ccv.besluit import Overname
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


def established_report(
    opslag: Opslag, stand: Dossierstand, *, thuis: EigenThuis, vertrouwen: Vertrouwen, wijze: Overname
) -> VastgesteldRapport:
    """Open the established report of the version that the dossier has now; the home of `thuis` has the key of CCV levering.

    Raises ConsentError when nothing is established of this version, and as `take_over` does.
    """
    with opslag.act("dossier_gelezen", object=stand.dossier) as act:
        indieningen, besluiten = (tuple(pieces(act, opslag, stand, soort)) for soort in (INDIENING, PAKKET))
    last = _last(opslag, stand, besluiten, thuis, vertrouwen)
    binnen = Binnengekomen(
        pakket=last[0],
        afzender=last[1],
        rapport_sha256=rapport_of(last[0])[1],
        stand=stand,
        indieningen=indieningen,
        besluiten=besluiten,
    )
    found = checked(opslag, binnen, thuis, vertrouwen, wijze).vastgesteld
    if found is None:
        raise _not_established()
    return found


def _last(
    opslag: Opslag, stand: Dossierstand, besluiten: tuple[bytes, ...], thuis: EigenThuis, vertrouwen: Vertrouwen
) -> tuple[bytes, str]:
    """Give the package, and who sent it, with the longest report on the version of now."""
    wanted = rapport_digest(stand.gegevens) if "adviesrapport" in stand.gegevens else ""
    found: list[tuple[int, bytes, str]] = []
    for sealed in besluiten:
        with contextlib.suppress(EncryptionError):  # of a toetser who is trusted no more: it establishes nothing either
            package, afzender = thuis.open_message(sealed, signers=vertrouwen.signers("toetser"), now=opslag.now())
            parts = unpack(package, pakket="besluitpakket")
            besluit = read_statement(parts[pakketnamen.BESLUIT])
            if besluit["rapport_sha256"] == wanted and pakketnamen.RAPPORT in parts:
                found.append((len(parts[pakketnamen.RAPPORT]), package, afzender))
    if not found:
        raise _not_established()
    _, package, afzender = max(found)
    return package, afzender


def _not_established() -> ConsentError:
    return ConsentError.because(
        "R-TOES-0",
        "van deze versie van het rapport is geen vaststelling te openen",
        "Controleer de GnuPG-map van CCV levering; laat anders de BVA deze versie vaststellen.",
    )
