# SPDX-License-Identifier: EUPL-1.2
"""One dossier on a day -> the work that its status and its data ask for; each kind of work is one small function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.dossiers import taken_rapport, taken_uitvoering
from weerbaar_docs.dossiers.zaak import UITVOERING
from weerbaar_docs.status import EIND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from weerbaar_docs.dossiers.zaak import Werk, Zaak

_MET_PKVW: Final = frozenset(
    {"gesprek_bestuurder", "concept", "ter_toetsing", "teruggestuurd", "vastgesteld", "bij_bestuurder"}
    | {"toestemming_verleend", "verzonden", *UITVOERING}
)
_VOOR_VERZENDING: Final = ("concept", "ter_toetsing", "vastgesteld", "bij_bestuurder", "toestemming_verleend")


def work(zaak: Zaak) -> Iterator[Werk]:
    """Give all work of one dossier."""
    found = _PER_STATUS.get(zaak.status)
    if found is not None:
        yield from found(zaak)
    if zaak.status in _MET_PKVW:
        yield from taken_uitvoering.certificate(zaak)
    if zaak.status in _VOOR_VERZENDING:
        yield from taken_uitvoering.key(zaak)
    if zaak.status == "einde_ambt" or zaak.status not in EIND:
        yield from taken_uitvoering.loan(zaak)


_PER_STATUS: Final[Mapping[str, Callable[[Zaak], Iterator[Werk]]]] = {
    "aangemeld": taken_rapport.contact,
    "contact_gelegd": taken_rapport.plan,
    "gepland": taken_rapport.talks,
    "gesprek_werkgever": taken_rapport.talks,
    "gesprek_bestuurder": taken_rapport.write,
    "concept": taken_rapport.hand_in,
    "ter_toetsing": taken_rapport.decision,
    "teruggestuurd": taken_rapport.again,
    "vastgesteld": taken_rapport.give,
    **dict.fromkeys(
        ("bij_bestuurder", "toestemming_geweigerd", "toestemming_ingetrokken", "toestemming_verlopen"),
        taken_rapport.await_consent,
    ),
    "toestemming_verleend": taken_rapport.send,
    "verzonden": taken_rapport.call,
    **dict.fromkeys(UITVOERING, taken_uitvoering.carry_out),
}
