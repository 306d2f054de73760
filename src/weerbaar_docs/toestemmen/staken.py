# SPDX-License-Identifier: EUPL-1.2
"""A suspected leak -> everything stops: what was sealed and not gone, and every toestemming with which more could be sealed.

(1) anybody who treats dossiers may stop: it only stops things, and the bestuurder can always be asked again;
(2) it is one transaction: afterwards no ciphertext is left to send, and no toestemming that stands;
(3) no dossier has to be opened for it, so that it also works where only one of many can be opened;
(4) what it gives is the list of whom to tell: pseudonyms, for `dossier toon` and the runbook.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, true

from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.leveringen import stop_leveringen
from weerbaar_docs.store.nonce_register import record_withdrawals
from weerbaar_docs.store.tables import DOSSIER, LEVERING, TOESTEMMING

if TYPE_CHECKING:
    from weerbaar_docs.store import Act, Opslag

# The bestuurders of these have a toestemming that can still be used; what was sent stays what it is.
_TERUG: Final = {"toestemming_verleend": "toestemming_ingetrokken"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gestaakt:
    """What was stopped: leveringen and toestemmingen by their ids, and the dossiers that they were of."""

    leveringen: tuple[str, ...]
    toestemmingen: tuple[str, ...]
    dossiers: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: list(getattr(self, name)) for name in self.__slots__}


def stop_all(opslag: Opslag, *, proef: bool = False) -> Gestaakt:
    """Stop every levering that is ready, and void every toestemming; raises ConsentError for who treats no dossiers."""
    with opslag.act("gestaakt", object="opslag", proef=proef) as act:
        require_role(act, "secretariaat", "adviseur", "beheerder", "sleutelbeheerder")
        touched = _dossiers(act)
        stopped = stop_leveringen(act, true())
        names = act.connection.execute(select(TOESTEMMING.c.id)).scalars().all()
        void = sorted(record_withdrawals(act.connection, names, now=act.now))
        for status, naar in _TERUG.items():
            where = DOSSIER.update().where(DOSSIER.c.status == status)
            act.connection.execute(where, {"status": naar, "gewijzigd_op": utc_text(act.now)})
    return Gestaakt(leveringen=tuple(stopped), toestemmingen=tuple(void), dossiers=tuple(touched))


def _dossiers(act: Act) -> list[str]:
    """Give the dossiers with a levering that is ready or a toestemming that was not used."""
    ready = select(LEVERING.c.dossier).where(LEVERING.c.status == "verzegeld")
    unused = select(DOSSIER.c.id).where(DOSSIER.c.status.in_(_TERUG))
    return sorted(set(act.connection.execute(ready.union(unused)).scalars()))
