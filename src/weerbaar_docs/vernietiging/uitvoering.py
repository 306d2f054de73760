# SPDX-License-Identifier: EUPL-1.2
"""A Vernietigingslijst that a beheerder has seen -> its dossiers are destroyed: their data keys are gone, for everybody.

(1) the statusmachine decides (act `vernietigen`, by a beheerder, on a ground), and the ground is looked at again in the
    transaction that destroys, by the clock of the store: a dossier that changed, or whose day has not come, is left alone;
(2) the verklaring is kept, all wraps of the data key go, and the fingerprint and certificate of the bestuurder's own key are blanked in the register; rows stay, for the audit
    log and other rows refer to them: what is sealed in them is noise from then on;
(3) then the database's own files are cleared of the wraps and the sealed files are removed; who dies in between, or meets
    a reader that holds on to old pages, does this last part again (`clear_destroyed`);
(4) nothing is promised of what is not in reach: `NIET_BELOOFD` says so in every verklaring.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import select

from weerbaar_docs.errors import ConsentError, ValidationError, WeerbaarDocsError
from weerbaar_docs.logs import measured
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.registers.sleutelrijen import keys, update
from weerbaar_docs.status import Stand, step
from weerbaar_docs.store.backup_keys import forget, read_keys
from weerbaar_docs.store.blobs import blobs_of_destroyed
from weerbaar_docs.store.clearing import checkpoint
from weerbaar_docs.store.data_keys import delete_wraps, holders, lock_dossier
from weerbaar_docs.store.leveringen import stop_leveringen
from weerbaar_docs.store.tables import BESLUIT, DATASLEUTEL, DOSSIER, DOSSIER_VERSIE, LEVERING
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.vernietiging.lijst import list_destroyable, list_withdrawn
from weerbaar_docs.vernietiging.verklaring import SOORT, keep_verklaring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection

    from weerbaar_docs.bewaartermijnen import Bewaartermijn, Soort, Vernietigbaar
    from weerbaar_docs.status import Status
    from weerbaar_docs.store.opslag import Act, Opslag
    from weerbaar_docs.vernietiging.lijst import Grond, Kijk, Vernietigingslijst

VERNIETIGD: Final = "vernietigd"
GEEN: Final = "0" * 40  # the fingerprint of no key: a row needs one of that form
NIET_BELOOFD: Final = (
    "Back-ups en kopieën van vóór de vernietiging hebben de sleutel nog: vervang hun sleutelbestand of vernietig ze.",
    "In die back-ups staat ook een OpenPGP-sleutel van de bestuurder, als die er was: die gaat alleen met de back-up weg.",
    "WAL-archieven en replica's van PostgreSQL hebben de sleutel tot zij zelf zijn opgeruimd.",
    "Een SSD, of een bestandssysteem met versies, kan oude blokken nog hebben: versleutel de hele schijf.",
    "Wat is verstrekt aan bestuurder of werkgever, of is afgedrukt, ligt buiten bereik van dit systeem.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitkomst:
    """What became of a list: a verklaring per dossier that was destroyed, and what was left alone, with the reason.

    `rest` is why the files of the database or the sealed files are not cleared yet; doing it all again clears them.
    """

    verklaringen: tuple[dict[str, Any], ...]
    geweigerd: tuple[tuple[str, WeerbaarDocsError], ...]
    rest: WeerbaarDocsError | None = None


def destroy_all(
    opslag: Opslag,
    controlegetal: str,
    look: Kijk,
    *,
    proef: bool = False,
) -> Uitkomst:
    """Destroy every dossier of the list that `look` makes, when it still is the one with this check number.

    What cannot be destroyed is left alone and named. Raises ConsentError when the list is another by now.
    """
    with opslag.look() as connection:
        lijst = look(connection)
    if controlegetal.replace("-", "").upper() != lijst.controlegetal.replace("-", ""):
        raise ConsentError.because(
            "VERNIETIGING-LIJST",
            "dit controlegetal is niet dat van de lijst zoals die nu is",
            "Bekijk de lijst opnieuw (vernietiging lijst) en geef het controlegetal dat eronder staat.",
        )
    made, refused = [], []
    for regel in lijst.regels:
        try:
            made.append(destroy(opslag, regel, look, proef=proef))
        except WeerbaarDocsError as error:
            refused.append((regel.object, error))
    rest = None if proef else _cleared(opslag)
    return Uitkomst(verklaringen=tuple(made), geweigerd=tuple(refused), rest=rest)


def destroy(opslag: Opslag, regel: Vernietigbaar, look: Kijk, *, proef: bool = False) -> dict[str, Any]:
    """Destroy one dossier of a list; give the data of its vernietigingsverklaring. `clear_destroyed` has to follow.

    Raises ConsentError (not a beheerder), ValidationError (the statusmachine, or no longer on the list).
    """
    with (
        measured("vernietiging", dossier=regel.object),
        opslag.act("vernietigd", object=regel.object, proef=proef) as act,
    ):
        require_role(act, "beheerder")
        lock_dossier(act.connection, regel.object)
        grond = _require_listed(look(act.connection), regel, nederlandse_dag(act.now))
        dossier = act.connection.execute(select(DOSSIER).where(DOSSIER.c.id == regel.object)).mappings().one()
        step(Stand(status=cast("Status", dossier["status"])), "vernietigen", "beheerder", grond=grond)
        return _destroy(act, opslag, regel, grond)


def clear_destroyed(opslag: Opslag) -> int:
    """Clear the database's own files, and remove the sealed files of all destroyed dossiers; give how many there were.

    A wrap that came back, from a program of before or by hand, is deleted again; only a beheerder does that.
    """
    with opslag.look() as connection:
        names, returned = blobs_of_destroyed(connection), _returned(connection)
    for dossier in returned:
        with opslag.act("vernietigd", object=dossier) as act:
            require_role(act, "beheerder")
            lock_dossier(act.connection, dossier)
            delete_wraps(act.connection, dossier)
    checkpoint(opslag.engine)
    return sum(opslag.blobs.remove(name) for name in sorted(names))


def _returned(connection: Connection) -> list[str]:
    """Give the destroyed dossiers that somebody holds a wrap of."""
    query = select(DOSSIER.c.id).distinct().join(DATASLEUTEL, DATASLEUTEL.c.bereik == DOSSIER.c.id)
    return sorted(connection.execute(query.where(DOSSIER.c.status == VERNIETIGD)).scalars())


def _cleared(opslag: Opslag) -> WeerbaarDocsError | None:
    try:
        clear_destroyed(opslag)
    except WeerbaarDocsError as error:
        return error
    return None


def forget_in_back_up(opslag: Opslag, folder: Path, *, proef: bool = False) -> int:
    """Take the keys of all destroyed dossiers out of a back-up; give how many wraps there were.

    Raises ConsentError (not a beheerder), VerificationError (the back-up is not whole) or StoreError (the disk).
    """
    with opslag.act("vernietigd", object="opslag", proef=proef) as act:
        require_role(act, "beheerder")
        query = select(DOSSIER.c.id).where(DOSSIER.c.status == VERNIETIGD)
        gone = frozenset(act.connection.execute(query).scalars())
        if proef:
            return sum(row[0] in gone for row in read_keys(folder))
        return forget(folder, gone)


def by_term(termijnen: Mapping[Soort, Bewaartermijn], peildatum: date, dossier: str | None = None) -> Kijk:
    """Give how to look for what is past its term."""
    return lambda connection: list_destroyable(connection, termijnen, peildatum, dossier=dossier)


def by_withdrawal(dossier: str) -> Kijk:
    """Give how to look at the dossier of a bestuurder who withdrew."""
    return lambda connection: list_withdrawn(connection, dossier)


def _require_listed(now: Vernietigingslijst, regel: Vernietigbaar, today: date) -> Grond:
    if regel not in now.regels:
        raise ValidationError.because(
            "VERNIETIGING-GEWIJZIGD",
            "dit dossier is veranderd sinds de lijst is gemaakt en is niet vernietigd",
            "Bekijk de lijst opnieuw.",
        )
    if regel.vanaf > today:
        raise ValidationError.because(
            "VERNIETIGING-TE-VROEG",
            "de bewaartermijn van dit dossier is vandaag nog niet voorbij",
            "Wacht tot de dag die op de lijst staat.",
        )
    return now.grond


def _destroy(act: Act, opslag: Opslag, regel: Vernietigbaar, grond: Grond) -> dict[str, Any]:
    connection, id_ = act.connection, regel.object
    found = connection.execute(select(DOSSIER_VERSIE).where(DOSSIER_VERSIE.c.dossier == id_)).mappings().all()
    established = select(BESLUIT.c.vaststelling_sha256).where(
        BESLUIT.c.dossier == id_, BESLUIT.c.vaststelling_sha256.is_not(None)
    )
    verklaring = {
        "soort": SOORT,
        "register": opslag.register,
        "dossier": id_,
        "grond": grond,
        "reden": regel.reden,
        "vernietigd_op": utc_text(act.now),
        "door": act.wie,
        "versies": [{"nummer": row["nummer"], "sha256": row["sha256"]} for row in found],
        "vaststellingen": sorted(set(connection.execute(established).scalars())),
        "sleutels": len(holders(connection, id_)),
        "niet_beloofd": list(NIET_BELOOFD),
    }
    keep_verklaring(act, verklaring)
    changed = {"status": VERNIETIGD, "gewijzigd_op": utc_text(act.now)}
    connection.execute(DOSSIER.update().where(DOSSIER.c.id == id_), changed)
    stop_leveringen(act, LEVERING.c.dossier == id_)
    delete_wraps(connection, id_)
    _blank_key(act, id_)
    return verklaring


def _blank_key(act: Act, dossier: str) -> None:
    """Leave of the bestuurder's own key no more in the register than that there was one: its user id is a name."""
    for rij in keys(act):
        if rij.houder == dossier:
            lapsed = rij.vervallen_op or utc_text(act.now)
            reden = rij.vervallen_reden or "houder_weg"
            blank = replace(rij, vingerafdruk=GEEN, certificaat=b"", vervallen_op=lapsed, vervallen_reden=reden)
            update(act, blank)
