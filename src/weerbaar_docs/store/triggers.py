# SPDX-License-Identifier: EUPL-1.2
"""The rules that the database itself keeps, for SQLite and PostgreSQL, as SQL made from the tables.

(1) a dossier begins at a first status, without a version, keeps its id and is never deleted (destruction is deleting keys);
(2) its status moves only along `overgang`; its version exists and never goes back;
(3) `vastgesteld` needs the besluit on the report of its version, and the statuses of toestemming and levering need the row that
    says so, of that same report, not withdrawn;
(4) versions, besluiten, toestemmingen, nonces, withdrawals, herstelbesluiten, sleutelwissels, sjablonen, vernietigingsverklaringen
    and the store's secrets are never changed or deleted;
(5) `status` and `overgang` are written by `migrate` alone;
(6) a key and a bericht keep who they are about, what lapsed or was done stays so, and neither is deleted;
(7) a levering is not made on a toestemming that was withdrawn, and keeps what it refers to;
(8) a wrapped data key never changes, and the last one of a scope goes only when its dossier is destroyed, which needs the
    vernietigingsverklaring;
(9) the stand of the registers only goes on;
(10) an indiening keeps what it is about, and changes no more once it was decided on; a verhoging of its package is a row of its
    own that stays.

Triggers hinder; an owner of the file or the tables can drop them. On PostgreSQL the application's role owns no table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint

from weerbaar_docs.store.tables import (
    BERICHT,
    BESLUIT,
    DATASLEUTEL,
    DOSSIER,
    DOSSIER_VERSIE,
    GEHEIM,
    HERSTELBESLUIT,
    INDIENING,
    INTREKKING,
    LEVERING,
    NONCE,
    OVERGANG,
    REGISTERSTAND,
    SJABLOON,
    SLEUTEL,
    SLEUTELWISSEL,
    STATUS,
    TOESTEMMING,
    TOETSSTUK,
    VERHOGING,
    VERNIETIGINGSVERKLARING,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Table

VASTE_TABELLEN: Final = (STATUS, OVERGANG)
_BLIJVEND: Final = (
    DOSSIER_VERSIE,
    BESLUIT,
    TOESTEMMING,
    NONCE,
    INTREKKING,
    GEHEIM,
    HERSTELBESLUIT,
    SLEUTELWISSEL,
    SJABLOON,
    TOETSSTUK,
    VERHOGING,
    VERNIETIGINGSVERKLARING,
)
_NOOIT_WEG: Final = (DOSSIER, INDIENING, LEVERING, SLEUTEL, BERICHT, REGISTERSTAND, *_BLIJVEND)
_LEVERING_VAST: Final = (
    *("id", "dossier", "toestemming", "vaststelling_sha256", "eind_sha256", "route"),
    *("sha256", "vertrouwelijkheidaanduiding", "gemaakt_op"),
)

_JUMP = "NEW.status <> OLD.status AND NOT EXISTS (SELECT 1 FROM overgang WHERE van = OLD.status AND naar = NEW.status)"
_BACK = (
    "NEW.versie < OLD.versie OR (NEW.versie > OLD.versie AND NOT EXISTS "
    "(SELECT 1 FROM dossier_versie WHERE dossier = NEW.id AND nummer = NEW.versie))"
)
_NO_START = "NEW.versie <> 0 OR NOT EXISTS (SELECT 1 FROM status WHERE naam = NEW.status AND begin = 1)"
_ESTABLISHED = (
    "SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256{} "
    "WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld'{}"
)
_CONSENTED = (
    " JOIN toestemming AS t ON t.dossier = b.dossier AND t.vaststelling_sha256 = b.vaststelling_sha256"
    " AND t.eind_sha256 = b.eind_sha256"
)
_STANDING = " AND NOT EXISTS (SELECT 1 FROM intrekking AS i WHERE i.toestemming = t.id)"
# What the table must hold before a dossier may get a status.
_EVIDENCE: Final = {
    "vastgesteld": _ESTABLISHED.format("", ""),
    "toestemming_verleend": _ESTABLISHED.format(_CONSENTED, f"{_STANDING} AND t.route <> 'via_bestuurder'"),
    "door_bestuurder_zelf_verstrekt": _ESTABLISHED.format(_CONSENTED, f"{_STANDING} AND t.route = 'via_bestuurder'"),
    "verzonden": _ESTABLISHED.format(f"{_CONSENTED} JOIN levering AS l ON l.toestemming = t.id", _STANDING),
}
_UNPROVEN = "NEW.status <> OLD.status AND ({})".format(
    " OR ".join(f"(NEW.status = '{status}' AND NOT EXISTS ({query}))" for status, query in _EVIDENCE.items())
)
_OTHER_KEY = (
    "NEW.id <> OLD.id OR NEW.houder <> OLD.houder OR NEW.soort <> OLD.soort OR NEW.opgenomen_op <> OLD.opgenomen_op OR "
    "(OLD.vervallen_op IS NOT NULL AND (NEW.vervallen_op IS NULL OR NEW.vervallen_op <> OLD.vervallen_op))"
)
_OTHER_BERICHT = (
    "NEW.id <> OLD.id OR NEW.soort <> OLD.soort OR NEW.sleutel <> OLD.sleutel OR NEW.gemaakt_op <> OLD.gemaakt_op OR "
    "coalesce(NEW.dossier, '') <> coalesce(OLD.dossier, '') OR NEW.sha256 <> OLD.sha256 OR NEW.gegevens <> OLD.gegevens OR "
    "(OLD.gedaan_op IS NOT NULL AND (NEW.gedaan_op IS NULL OR NEW.gedaan_op <> OLD.gedaan_op))"
)
_WITHDRAWN = "EXISTS (SELECT 1 FROM intrekking WHERE toestemming = NEW.toestemming)"
_UNDECLARED = (
    "NEW.status = 'vernietigd' AND OLD.status <> NEW.status AND NOT EXISTS "
    "(SELECT 1 FROM vernietigingsverklaring WHERE dossier = NEW.id)"
)
_LAST_WRAP = (
    "NOT EXISTS (SELECT 1 FROM datasleutel WHERE bereik = OLD.bereik AND houder <> OLD.houder) "
    "AND NOT EXISTS (SELECT 1 FROM dossier WHERE id = OLD.bereik AND status = 'vernietigd')"
)
_INDIENING_VAST: Final = ("id", "dossier", "versie", "rapport_sha256", "ontvangen_op")
_DECIDED = " OR ".join(("OLD.status = 'besloten'", *(f"NEW.{name} <> OLD.{name}" for name in _INDIENING_VAST)))
# A levering that was stopped stays so, and its ciphertext can go but never become another.
_MOVED = " OR ".join(
    (
        *(f"NEW.{name} <> OLD.{name}" for name in _LEVERING_VAST),
        "(OLD.status = 'gestaakt' AND NEW.status <> OLD.status)",
        "(NEW.versleuteld IS NOT NULL AND (OLD.versleuteld IS NULL OR NEW.versleuteld <> OLD.versleuteld))",
    )
)

# What of a row that changes stays as it is.
_KEPT: Final[Mapping[Table, tuple[str, str]]] = {
    INDIENING: ("OPSLAG-INDIENING", _DECIDED),
    SLEUTEL: ("OPSLAG-PIN", _OTHER_KEY),
    BERICHT: ("OPSLAG-BERICHT", _OTHER_BERICHT),
}


def trigger_sql(table: Table, dialect: str) -> list[str]:
    """Give the statements that make a table's triggers in `sqlite` or `postgresql`."""
    rules = list(_rules(table))
    if dialect == "sqlite":
        return [_sqlite(table, *rule) for rule in (*_replacing(table), *rules)]
    return [statement for rule in rules for statement in _postgresql(table, *rule)]


def _rules(table: Table) -> Iterator[tuple[str, str, str]]:
    """Give (code, the act that it refuses, when)."""
    if table is DOSSIER:
        yield "OPSLAG-BEGINSTATUS", "INSERT", _NO_START
        yield "OPSLAG-OVERGANG", "UPDATE", _JUMP
        yield "OPSLAG-BEWIJS", "UPDATE", _UNPROVEN
        yield "OPSLAG-VERSIE", "UPDATE", _BACK
        yield "OPSLAG-ID", "UPDATE", "NEW.id <> OLD.id"
        yield "OPSLAG-VERKLARING", "UPDATE", _UNDECLARED
    elif table is DATASLEUTEL:
        yield "OPSLAG-OMHULLING", "UPDATE", ""
        yield "OPSLAG-LAATSTE", "DELETE", _LAST_WRAP
    elif table is REGISTERSTAND:
        yield "OPSLAG-STAND", "UPDATE", "NEW.naam <> OLD.naam OR NEW.volgnummer <= OLD.volgnummer"
    elif table is LEVERING:
        yield "OPSLAG-INGETROKKEN", "INSERT", _WITHDRAWN
        yield "OPSLAG-LEVERING", "UPDATE", _MOVED
    elif table in _KEPT:
        code, when = _KEPT[table]
        yield code, "UPDATE", when
    elif table in _BLIJVEND:
        yield "OPSLAG-BLIJVEND", "UPDATE", ""
    elif table in VASTE_TABELLEN:
        yield "OPSLAG-VAST", "INSERT", ""
        yield "OPSLAG-VAST", "UPDATE", ""
        yield "OPSLAG-VAST", "DELETE", ""
    if table in _NOOIT_WEG:
        yield "OPSLAG-BLIJVEND", "DELETE", ""


def _replacing(table: Table) -> Iterator[tuple[str, str, str]]:
    """Refuse a second row on any unique key, which INSERT OR REPLACE would put in the place of the first."""
    if table not in _NOOIT_WEG:
        return
    kinds = (PrimaryKeyConstraint, UniqueConstraint)
    keys = sorted(tuple(c.columns.keys()) for c in table.constraints if isinstance(c, kinds))
    taken = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)
    yield "OPSLAG-DUBBEL", "INSERT", f"EXISTS (SELECT 1 FROM {table.name} WHERE {taken})"  # noqa: S608 - names of our own tables


def _name(table: Table, code: str, act: str) -> str:
    return f"wd_{table.name}_{code.removeprefix('OPSLAG-').lower()}_{act.lower()}"


def _sqlite(table: Table, code: str, act: str, when: str) -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER {_name(table, code, act)} BEFORE {act} ON {table.name} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{code}'); END"
    )


def _postgresql(table: Table, code: str, act: str, when: str) -> Iterator[str]:
    """Give function and trigger; the function's search path ends in pg_temp, or a temporary `overgang` would be believed."""
    name = _name(table, code, act)
    raising = f"RAISE EXCEPTION '{code}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF {when} THEN {raising} END IF;" if when else raising
    last = "OLD" if act == "DELETE" else "NEW"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ "
        f"BEGIN {body} RETURN {last}; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE {act} ON {table.name} FOR EACH ROW EXECUTE FUNCTION {name}()"
    if act == "DELETE":
        yield (
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table.name} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
