# SPDX-License-Identifier: EUPL-1.2
"""The registers of a store as they are now -> whom this organisation believes when it acts, and a ring with just those keys.

`vertrouwd` makes of the same what it takes to verify, with the seals of the configuration.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption import Pin
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.errors import EncryptionError
from weerbaar_docs.keys import Medewerkersregister, Rol, Sleutelregister
from weerbaar_docs.registers.medewerkers import medewerkers
from weerbaar_docs.registers.sleutelrijen import keys
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toestemmingsbewijs.vier_ogen import require_four_eyes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from weerbaar_docs.keys import Sleutel, Sleutelsoort
    from weerbaar_docs.store import Act, Opslag

_ONDERTEKENAARS: Final[frozenset[Rol]] = frozenset({"adviseur", "secretariaat", "toetser"})
_WIE: Final = {"bva": "de BVA", "ccv_levering": "CCV levering"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertrouwen:
    """The pinned keys and the medewerkers on a day."""

    sleutels: Sleutelregister
    medewerkers: Medewerkersregister
    op: date

    def pin(self, soort: Sleutelsoort) -> Pin:
        """Give the one key of a kind of which there is one; raises EncryptionError when it is not pinned."""
        found = [sleutel for sleutel in self.sleutels if sleutel.soort == soort]
        if len(found) != 1:
            raise EncryptionError.because(
                "SLEUTEL-ONBEKEND",
                f"in het sleutelregister staat niet precies één sleutel van {_WIE.get(soort, soort)}",
                "Laat de sleutelbeheerder die sleutel opnemen (sleutel voeg-toe), met controle van de vingerafdruk.",
            )
        return Pin(sleutels=self.sleutels, vingerafdruk=found[0].vingerafdruk, op=self.op)

    def bestuurder(self, dossier: str, *, uitgesloten: Collection[str]) -> Pin | None:
        """Give the key of the bestuurder of a dossier (by its pseudonym), or None when there is none that counts today.

        Raises ConsentError when two people do not vouch for it; `uitgesloten` (ids of medewerkers) never do.
        """
        sleutel = self.sleutels.for_holder(dossier, "bestuurder")
        if sleutel is None or not _counts(sleutel, self.op):
            return None
        require_four_eyes(sleutel.vergeleken_door, uitgesloten=uitgesloten, medewerkers=self.medewerkers, op=self.op)
        return Pin(sleutels=self.sleutels, vingerafdruk=sleutel.vingerafdruk, op=self.op)

    def signers(self, rol: Rol) -> tuple[str, ...]:
        """Give the fingerprints of who has a role and a pinned certificate."""
        pinned = {sleutel.vingerafdruk for sleutel in self.sleutels}
        return tuple(m.vingerafdruk for m in self.medewerkers if rol in m.rollen and m.vingerafdruk in pinned)


def _counts(sleutel: Sleutel, op: date) -> bool:
    try:
        sleutel.check(op)
    except EncryptionError:
        return False
    return True


def trusted(opslag: Opslag) -> Vertrouwen:
    """Give whom the registers name now; that they were asked for is a line in the logboek."""
    with opslag.act("bevraagd", object="register") as act:
        return trusted_in(act)


def trusted_in(act: Act) -> Vertrouwen:
    """Do the same within an act of the caller's."""
    pinned = [rij.sleutel for rij in keys(act) if rij.vervallen_op is None]
    return Vertrouwen(
        sleutels=Sleutelregister(tuple(pinned)),
        medewerkers=medewerkers(act.connection, act.register_key()),
        op=nederlandse_dag(act.now),
    )


@contextlib.contextmanager
def ring_of(vertrouwen: Vertrouwen, *, ook: Collection[str] = ()) -> Iterator[Sleutelring]:
    """Give a ring with the keys of both organisations, of who may hand in, decide or attest, and of the holders in `ook`."""
    staff = {m.vingerafdruk for m in vertrouwen.medewerkers if m.rollen & _ONDERTEKENAARS}
    with Sleutelring() as ring:
        for sleutel in vertrouwen.sleutels:
            signs = sleutel.soort == "medewerker" and sleutel.vingerafdruk in staff
            if signs or sleutel.soort in _WIE or sleutel.houder in ook:
                ring.import_public(sleutel.certificaat, vingerafdruk=sleutel.vingerafdruk, soort=sleutel.soort)
        yield ring
