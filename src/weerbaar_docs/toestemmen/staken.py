# SPDX-License-Identifier: EUPL-1.2
"""A suspected leak -> everything stops: what was sealed and not gone, and every toestemming with which more could be sealed.

(1) anybody who treats dossiers may stop: it only stops things, and the bestuurder can always be asked again;
(2) it is one transaction: afterwards no ciphertext is left to send, no toestemming stands, and no form that is under way counts;
(3) no dossier has to be opened for it, so that it also works where only one of many can be opened;
(4) what it gives is the list of whom to tell: pseudonyms, for `dossier toon` and the runbook. A form that is still out is in no
    table, so its dossier is not among them: whoever brings it in is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, true

from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.leveringen import ALLES, lock_sealing, void_toestemmingen
from weerbaar_docs.store.tables import DOSSIER, LEVERING, TOESTEMMING

if TYPE_CHECKING:
    from sqlalchemy import Table

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
    with opslag.act("gestaakt", object=ALLES, proef=proef) as act:
        require_role(act, "secretariaat", "adviseur", "beheerder", "sleutelbeheerder")
        lock_sealing(act.connection)
        ready = _ready(act)
        stopped = _dossiers(act, LEVERING, ready)
        void = sorted(void_toestemmingen(act, true()))
        moved = set(act.connection.execute(select(DOSSIER.c.id).where(DOSSIER.c.status.in_(_TERUG))).scalars())
        touched = sorted(stopped | moved | _dossiers(act, TOESTEMMING, void))
        for status, naar in _TERUG.items():
            where = DOSSIER.update().where(DOSSIER.c.status == status)
            act.connection.execute(where, {"status": naar, "gewijzigd_op": utc_text(act.now)})
    return Gestaakt(leveringen=tuple(ready), toestemmingen=tuple(void), dossiers=tuple(touched))


def _ready(act: Act) -> list[str]:
    return sorted(act.connection.execute(select(LEVERING.c.id).where(LEVERING.c.status == "verzegeld")).scalars())


def _dossiers(act: Act, table: Table, kenmerken: list[str]) -> set[str]:
    """Give the dossiers that these rows belong to."""
    return set(act.connection.execute(select(table.c.dossier).where(table.c.id.in_(kenmerken))).scalars())
