# SPDX-License-Identifier: EUPL-1.2
"""A besluitpakket -> the sealed file for the CCV, for the first time or once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.encryption import Besluitpakket, seal_for_ccv
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.package import check_sender, unpack
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toetsing.afgifte import hand_over
from weerbaar_docs.toetsing.bij_bva.rijen import sent_package
from weerbaar_docs.toetsing.bij_bva.stand import look, require_decided
from weerbaar_docs.toetsing.vertrouwen import ring_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from weerbaar_docs.keys import Medewerker
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toetsing.bij_bva.stand import Toetsing, Zaakstand
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


def send_again(
    toetsing: Toetsing, kenmerk: str, *, home: Path, write: Callable[[bytes], None], proef: bool = False
) -> str | None:
    """Seal the besluitpakket once more, for a file that was lost on its way; give its digest, None with `proef`.

    Raises ValidationError when nothing was decided, EncryptionError for another toetser.
    """
    opslag = toetsing.opslag
    stand, vertrouwen = look(toetsing, kenmerk, "dossier_gelezen")
    with noted(opslag, "besloten", kenmerk), ring_of(vertrouwen) as ring:
        require_decided(stand)
        toetser = vertrouwen.medewerkers.require(opslag.wie, "toetser", vertrouwen.op)
        thuis = EigenThuis(home=home, ring=ring)
        package = own_package(opslag, stand, toetser, thuis)
        sealed = None if proef else sealed_for_ccv(package, toetser, thuis, vertrouwen)
    with opslag.act("besloten", object=kenmerk, proef=proef) as act:
        require_role(act, "toetser")
    if sealed is None:
        return None
    give_out(write, sealed)
    return sha256(sealed)


def own_package(opslag: Opslag, stand: Zaakstand, toetser: Medewerker, thuis: EigenThuis) -> bytes:
    """Give the kept package that this toetser signed; raises EncryptionError for another, or when his key is not here.

    The other side believes one signer: who seals it is who signed what is in it.
    """
    with opslag.look() as connection:
        package = sent_package(connection, opslag, stand.indiening, stand.sleutel)
    ring, who = thuis.ring, toetser.vingerafdruk
    begin = ring.inspect(who).aangemaakt
    check_sender(
        unpack(package, pakket="besluitpakket"), controle=ring, afzender=who, not_before=begin, now=opslag.now()
    )
    thuis.require_key(who)
    return package


def sealed_for_ccv(package: bytes, toetser: Medewerker, thuis: EigenThuis, vertrouwen: Vertrouwen) -> bytes:
    """Seal a package that this toetser signed to CCV levering."""
    return seal_for_ccv(
        Besluitpakket(inhoud=package),
        ring=thuis,
        afzender=toetser.vingerafdruk,
        ontvanger=vertrouwen.pin("ccv_levering"),
    )


def give_out(write: Callable[[bytes], None], sealed: bytes) -> None:
    """Write the file of a besluit that is in the store."""
    hand_over(write, sealed, gedaan="Er is besloten", opnieuw="bva besluit --opnieuw")
