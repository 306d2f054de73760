# SPDX-License-Identifier: EUPL-1.2
"""Opslag + a dossier -> what leaves the store in plain text: the export and the bestuurder's own copy.

(1) giving it is an act of its own in the logboek, and so is putting it on a disk (`note_plaintext`, before the first byte);
    who still has to write it says so when that was done (`note_given`): a copy that never came is not told of as given;
(2) who looked and who received is taken from the logboek and the leveringen, medewerkers by their role.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import select

from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.dossiers.inzage import Gebruik, Inzage, Verstrekking, Verwerking, copy_for_bestuurder
from weerbaar_docs.dossiers.lezen import identify, open_bijlagen, open_dossier
from weerbaar_docs.dossiers.uitvoer import Archiefinstelling, Uitvoer, export
from weerbaar_docs.model import utc_moment
from weerbaar_docs.registers.medewerkers import medewerkers
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.store.tables import LEVERING
from weerbaar_docs.termijnen import NEDERLAND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import RowMapping

    from weerbaar_docs.store import Act, Opslag

_ROLLEN: Final[Mapping[str, str]] = {
    "adviseur": "veiligheidsadviseur",
    "secretariaat": "secretariaat",
    "toetser": "toetser",
    "sleutelbeheerder": "sleutelbeheerder",
    "beheerder": "beheerder",
}
# What the logboek tells of giving something away: to whom, and what.
_GEGEVEN: Final[Mapping[str, tuple[str, str]]] = {
    "ingediend": ("de beveiligingsautoriteit (BVA)", "het adviesrapport, om vast te stellen"),
    "verstrekt": ("uzelf", "een exemplaar van het rapport of van de stukken"),
    "afgedrukt": ("uw werkgever", "de stukken uit uw toestemming, op papier"),
    "inzage_gegeven": ("uzelf", "een kopie van uw gegevens"),
}


def export_dossier(
    opslag: Opslag,
    kenmerk: str,
    *,
    versie: int | None = None,
    instelling: Archiefinstelling | None = None,
    gegeven: bool = True,
) -> Uitvoer:
    """Give the files of an export, as `uitvoer.export` does; raises as `lezen.read`. Without `gegeven` this is only a look."""
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("geexporteerd" if gegeven else "dossier_gelezen", object=pseudoniem) as act:
        stand = open_dossier(act, opslag.blobs, pseudoniem, versie=versie)
        return export(
            stand.gegevens,
            pseudoniem=pseudoniem,
            versie=stand.versie,
            now=act.now,
            instelling=instelling,
            bijlagen=open_bijlagen(act, opslag, stand),
        )


def copy_of_dossier(
    opslag: Opslag,
    kenmerk: str,
    *,
    verwerking: Verwerking | None = None,
    huisstijl: Huisstijl = HUISSTIJL,
    gegeven: bool = True,
) -> Inzage:
    """Make the copy for the bestuurder of the newest version; raises as `lezen.read`. Without `gegeven` this is only a look."""
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("inzage_gegeven" if gegeven else "dossier_gelezen", object=pseudoniem) as act:
        stand = open_dossier(act, opslag.blobs, pseudoniem)
        lines = list(_lines(act, pseudoniem))
        return copy_for_bestuurder(
            stand.gegevens,
            pseudoniem=pseudoniem,
            now=act.now,
            verwerking=verwerking,
            verstrekkingen=[*_given(stand.gegevens, lines), *_delivered(act, pseudoniem, stand.gegevens)],
            gebruik=_used(act, lines),
            bijlagen=open_bijlagen(act, opslag, stand),
            huisstijl=huisstijl,
        )


def note_plaintext(opslag: Opslag, kenmerk: str) -> None:
    """Write to the logboek that this dossier is about to be on a disk in plain text."""
    with opslag.act("leesbaar_opgeslagen", object=identify(opslag, kenmerk)):
        pass


def note_given(opslag: Opslag, kenmerk: str, handeling: Literal["geexporteerd", "inzage_gegeven"]) -> None:
    """Write to the logboek that what was made has been given."""
    with opslag.act(handeling, object=identify(opslag, kenmerk)):
        pass


def _lines(act: Act, pseudoniem: str) -> Iterator[RowMapping]:
    query = (
        select(AUDITREGEL)
        .where(AUDITREGEL.c.object == pseudoniem, AUDITREGEL.c.uitkomst == "gelukt")
        .order_by(AUDITREGEL.c.volgnummer)
    )
    yield from act.connection.execute(query).mappings()


def _used(act: Act, lines: list[RowMapping]) -> Iterator[Gebruik]:
    known = {m.id: m.rollen for m in medewerkers(act.connection, act.register_key())}
    for row in lines:
        rollen = [_ROLLEN[rol] for rol in _ROLLEN if rol in known.get(row["wie"], frozenset())]
        rol = rollen[0] if rollen else "het systeem" if row["wie"] == "systeem" else "medewerker"
        yield Gebruik(moment=utc_moment(row["moment"]), rol=rol, handeling=row["handeling"])


def _given(gegevens: Mapping[str, Any], lines: list[RowMapping]) -> Iterator[Verstrekking]:
    for row in lines:
        if row["handeling"] in _GEGEVEN:
            aan, wat = _GEGEVEN[row["handeling"]]
            yield Verstrekking(moment=utc_moment(row["moment"]), aan=aan, wat=wat)
    brief = gegevens.get("werkgeversbrief")
    if brief is not None:
        noon = datetime.combine(datetime.fromisoformat(brief["datum"]), time(12), NEDERLAND).astimezone(UTC)
        wat = f"een brief met {len(brief['bijlagen'])} bijlagen, volgens het dossier"
        yield Verstrekking(moment=noon, aan=_employer(gegevens), wat=wat)


def _delivered(act: Act, pseudoniem: str, gegevens: Mapping[str, Any]) -> Iterator[Verstrekking]:
    for row in act.connection.execute(
        select(LEVERING).where(LEVERING.c.dossier == pseudoniem, LEVERING.c.status != "gestaakt")
    ).mappings():
        yield Verstrekking(
            moment=utc_moment(row["gemaakt_op"]),
            aan=_employer(gegevens),
            wat="de stukken uit uw toestemming, versleuteld en klaar om te bezorgen",
        )


def _employer(gegevens: Mapping[str, Any]) -> str:
    functie = gegevens["organisatie"]["contactpersoon"]["functie"].replace("_", "-")
    return f"uw werkgever ({functie})"
