# SPDX-License-Identifier: EUPL-1.2
"""A store + the organisation's terms -> the list of dossiers that may be destroyed; nothing is opened or changed.

(1) what is asked of a dossier stands in clear: its status and moments, so that nobody reads what he destroys;
(2) a list has a check number over all its lines: who carries it out names the list that he has seen;
(3) ground `intrekking` is for one dossier whose bestuurder withdrew; only a person can know that he asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from sqlalchemy import func, select

from weerbaar_docs.bewaartermijnen import (
    SOORT_VAN_STATUS,
    Bewaarfeit,
    Vernietigbaar,
    termijn_voorbij,
    waarschuwingen,
)
from weerbaar_docs.canonical import check_number, digest
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.store.tables import DOSSIER, DOSSIER_VERSIE
from weerbaar_docs.termijnen import dag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, RowMapping

    from weerbaar_docs.bewaartermijnen import Bewaartermijn, Soort, Startgebeurtenis
    from weerbaar_docs.errors import Melding

Grond = Literal["bewaartermijn", "intrekking"]
Kijk: TypeAlias = "Callable[[Connection], Vernietigingslijst]"  # how to make the list, again if need be
INGETROKKEN: Final = frozenset({"toestemming_ingetrokken", "aanmelding_ingetrokken"})
SOORT: Final = "vernietigingslijst/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vernietigingslijst:
    """What may be destroyed on a ground, and what there is to say about it."""

    grond: Grond
    regels: tuple[Vernietigbaar, ...]
    meldingen: tuple[Melding, ...] = ()

    @property
    def sha256(self) -> str:
        """Give the digest over the ground and all lines."""
        return digest({"soort": SOORT, "grond": self.grond, "regels": [regel.as_json() for regel in self.regels]})

    @property
    def controlegetal(self) -> str:
        """Give what a person types to say that he has seen this list: twenty characters in groups of five."""
        return check_number(self.sha256)

    def as_json(self) -> dict[str, Any]:
        """Give the list as `--json` prints it."""
        return {
            "soort": SOORT,
            "grond": self.grond,
            "regels": [regel.as_json() for regel in self.regels],
            "meldingen": [melding.as_json() for melding in self.meldingen],
            "sha256": self.sha256,
            "controlegetal": self.controlegetal,
        }


def list_destroyable(
    connection: Connection, termijnen: Mapping[Soort, Bewaartermijn], peildatum: date, *, dossier: str | None = None
) -> Vernietigingslijst:
    """List the dossiers whose term is over on a day: all of them, or the one that is asked for."""
    feiten = list(_facts(connection, dossier))
    return Vernietigingslijst(
        grond="bewaartermijn",
        regels=tuple(termijn_voorbij(feiten, termijnen, peildatum)),
        meldingen=tuple(waarschuwingen(feiten, termijnen)),
    )


def list_withdrawn(connection: Connection, dossier: str) -> Vernietigingslijst:
    """List one dossier whose bestuurder withdrew; raises ValidationError when its status does not say so."""
    status = connection.execute(select(DOSSIER.c.status).where(DOSSIER.c.id == dossier)).scalar()
    if status not in INGETROKKEN:
        raise ValidationError.because(
            "VERNIETIGING-GROND",
            "dit dossier is er niet, of de bestuurder heeft niet ingetrokken",
            "Leg eerst de intrekking vast, of wacht op de bewaartermijn (--grond bewaartermijn).",
            pad="/status",
        )
    (feit,) = _facts(connection, dossier)
    regel = Vernietigbaar(
        object=dossier,
        soort=feit.soort,
        reden="de bestuurder heeft ingetrokken",
        vanaf=feit.momenten["laatste_wijziging"],
    )
    return Vernietigingslijst(grond="intrekking", regels=(regel,))


def _facts(connection: Connection, dossier: str | None) -> list[Bewaarfeit]:
    version = DOSSIER_VERSIE.c
    query = (
        select(DOSSIER, func.min(version.gemaakt_op).label("eerste"), func.max(version.gemaakt_op).label("laatste"))
        .outerjoin(DOSSIER_VERSIE, version.dossier == DOSSIER.c.id)
        .where(DOSSIER.c.status.in_(SOORT_VAN_STATUS))
        .group_by(*DOSSIER.c)
        .order_by(DOSSIER.c.id)
    )
    if dossier is not None:
        query = query.where(DOSSIER.c.id == dossier)
    return [_fact(row) for row in connection.execute(query).mappings()]


def _fact(row: RowMapping) -> Bewaarfeit:
    momenten: dict[Startgebeurtenis, date] = {
        "laatste_wijziging": _day(max(row["gewijzigd_op"], row["laatste"] or "")),
    }
    if row["eerste"] is not None:
        momenten["eerste_vastlegging"] = _day(row["eerste"])
    return Bewaarfeit(object=row["id"], soort=SOORT_VAN_STATUS[row["status"]], momenten=momenten)


def _day(moment: str) -> date:
    return date.fromisoformat(dag(moment))
