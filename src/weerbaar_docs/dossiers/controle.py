# SPDX-License-Identifier: EUPL-1.2
"""Opslag -> what is wrong with its dossiers, as points; nothing of them is shown.

(1) every sealed thing that this holder has the key of opens, and says what its row says;
(2) every dossier is as far as the log says: as many versions as were recorded, and destroyed only when that was an act. Who
    writes in the database itself can put an older row back, or set a status; who does that without a line is found here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.canonical import read_json
from weerbaar_docs.dossiers.lezen import version_kind
from weerbaar_docs.errors import StoreError, WeerbaarDocsError
from weerbaar_docs.model import rapport_digest
from weerbaar_docs.store import open_sealed
from weerbaar_docs.store.check import Punt
from weerbaar_docs.store.data_keys import data_key, scopes
from weerbaar_docs.store.tables import BIJLAGE, DOSSIER, DOSSIER_VERSIE

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping, Select

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.store import Datasleutel, Opslag

_OBJECT: Final = AUDITREGEL.c.object
_VERSIONS: Final = select(DOSSIER_VERSIE.c.dossier, func.count()).group_by(DOSSIER_VERSIE.c.dossier)


def check_dossiers(opslag: Opslag) -> Punt:
    """Open every version and bijlage with the own keys, with one line in the audit log; raises VerificationError when it is shut."""
    with opslag.act("bevraagd", object="opslag"):
        pass  # the line first: the looking takes long, and an act would keep others waiting
    with opslag.look() as connection:
        wrong, count = set[str](), 0
        for bereik in sorted(scopes(connection, opslag.sleutel.houder)):
            found, opened = _dossier(connection, opslag, bereik)
            wrong, count = wrong | found, count + opened
    if wrong:
        text = f"in {len(wrong)} dossiers gaat iets niet open of klopt het niet met zijn rij, zoals in {min(wrong)}"
        oplossing = "Stop met dit dossier; laat de beheerder een back-up terugzetten."
        return Punt(naam="dossiers", uitslag="fout", melding=text, oplossing=oplossing)
    return Punt(naam="dossiers", uitslag="ok", melding=f"alle {count} verzegelde stukken van uw dossiers gaan open")


def check_course(opslag: Opslag) -> Punt:
    """Hold the versions and the destruction of every dossier against the lines of the log; no key is needed for it."""
    with opslag.look() as connection:
        recorded: dict[str, int] = dict(
            connection.execute(
                _lines("vastgelegd", "besloten").with_only_columns(_OBJECT, func.count()).group_by(_OBJECT)
            ).all()
        )
        destroyed = set(connection.execute(_lines("vernietigd").with_only_columns(_OBJECT).distinct()).scalars())
        versions: dict[str, int] = dict(connection.execute(_VERSIONS).all())
        rows = connection.execute(select(DOSSIER.c.id, DOSSIER.c.versie, DOSSIER.c.status)).all()
    wrong = {row.id for row in rows if not row.versie == versions.get(row.id, 0) == recorded.get(row.id, 0)}
    wrong |= {row.id for row in rows if (row.status == "vernietigd") != (row.id in destroyed)}
    wrong |= recorded.keys() - {row.id for row in rows}
    if wrong:
        text = f"{len(wrong)} dossiers zijn niet zo ver als het logboek zegt, zoals {min(wrong)}"
        oplossing = "Stop met deze dossiers; meld het bij de CISO en laat de beheerder een back-up terugzetten."
        return Punt(naam="verloop", uitslag="fout", melding=text, oplossing=oplossing)
    return Punt(naam="verloop", uitslag="ok", melding=f"alle {len(rows)} dossiers zijn zo ver als het logboek zegt")


def _lines(*handelingen: Handeling) -> Select[Any]:
    return select(AUDITREGEL).where(
        AUDITREGEL.c.handeling.in_(handelingen), AUDITREGEL.c.uitkomst == "gelukt", _OBJECT.like("D-%")
    )


def _dossier(connection: Connection, opslag: Opslag, bereik: str) -> tuple[set[str], int]:
    """Give the dossier when something is wrong in it, and how much was opened."""
    versions = connection.execute(select(DOSSIER_VERSIE).where(DOSSIER_VERSIE.c.dossier == bereik)).mappings().all()
    bijlagen = connection.execute(select(BIJLAGE).where(BIJLAGE.c.dossier == bereik)).mappings().all()
    try:
        key = data_key(connection, bereik, sleutel=opslag.sleutel)
        for row in versions:
            _version(opslag, row, key)
        for row in bijlagen:
            _open(opslag, row, key, f"bijlage/{row['id']}")
    except (WeerbaarDocsError, KeyError, TypeError):
        return {bereik}, 0
    return set(), len(versions) + len(bijlagen)


def _version(opslag: Opslag, row: RowMapping, key: Datasleutel) -> None:
    gegevens: dict[str, Any] = read_json(_open(opslag, row, key, version_kind(row["nummer"])))
    digest = rapport_digest(gegevens) if "adviesrapport" in gegevens else None
    if opslag.pseudonym(gegevens["dossiernummer"]) != row["dossier"] or digest != row["rapport_sha256"]:
        raise StoreError.because("OPSLAG-ONGELIJK", "een rij zegt iets anders dan wat erin is verzegeld", "Stop.")


def _open(opslag: Opslag, row: RowMapping, key: Datasleutel, soort: str) -> bytes:
    return open_sealed(opslag.blobs.get(row["blob_sha256"]), key, soort=soort, sha256=row["sha256"])
