# SPDX-License-Identifier: EUPL-1.2
"""The audit log in SQLite or PostgreSQL, in the transaction of the caller.

(1) a line is added after the last one or not at all: triggers refuse a used number, a wrong predecessor, UPDATE, DELETE,
    INSERT OR REPLACE, upsert and TRUNCATE;
(2) one writer at a time: on SQLite the caller begins with BEGIN IMMEDIATE, on PostgreSQL an advisory lock is held until
    the transaction ends; a writer that does without is refused by (1), it never forks the chain;
(3) triggers hinder only: who owns the tables or the file can drop them (`guard_faults` sees it as long as they are
    gone), and verify with checkpoints finds what was done.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from weerbaar_docs.audit.chain import append
from weerbaar_docs.audit.regel import BEGIN, GENESIS, REGISTERHANDELINGEN, SOORT, VORMEN, Kop
from weerbaar_docs.errors import Melding, VerificationError

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from sqlalchemy import Connection

    from weerbaar_docs.audit.regel import Auditregel, Handeling

_LOCK: Final = 0x5744_4155_4449_5431  # "WDAUDIT1"
_BATCH: Final = 1000
_DIALECTS: Final = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}
METADATA: Final = MetaData()
AUDITREGEL: Final = Table(
    "auditregel",
    METADATA,
    Column("volgnummer", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    *(Column(name, Text, nullable=False) for name in sorted(VORMEN)),
    Column("sha256", Text, nullable=False, unique=True),
    sqlite_strict=True,
)
# As literals: a database uses an index of some of the rows only for a query that says the same thing.
REGISTERREGELS: Final = "handeling IN ({}) AND uitkomst = 'gelukt'".format(
    ", ".join(f"'{handeling}'" for handeling in REGISTERHANDELINGEN)
)
_INDEX: Final = f"CREATE INDEX IF NOT EXISTS auditregel_registers ON auditregel (volgnummer) WHERE {REGISTERREGELS}"
_NAME: Final = re.compile(r"TRIGGER (?:IF NOT EXISTS )?(auditregel_[a-z]+)")
_TRIGGERS_SQLITE: Final = """SELECT name AS naam, sql AS tekst, 1 AS aan FROM sqlite_master
    WHERE type = 'trigger' AND tbl_name = 'auditregel'"""
_TRIGGERS_POSTGRESQL: Final = """SELECT t.tgname AS naam, p.prosrc AS tekst, t.tgenabled IN ('O', 'A') AS aan
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE t.tgrelid = to_regclass('auditregel') AND NOT t.tgisinternal"""
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

_SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS auditregel_toevoegen BEFORE INSERT ON auditregel BEGIN
    SELECT RAISE(ABORT, 'auditregel: bestaat al') WHERE EXISTS
      (SELECT 1 FROM auditregel WHERE volgnummer = NEW.volgnummer OR sha256 = NEW.sha256);
    SELECT RAISE(ABORT, 'auditregel: sluit niet aan') WHERE
      NEW.volgnummer IS NOT coalesce((SELECT max(volgnummer) FROM auditregel), 0) + 1 OR NEW.vorige_sha256 IS NOT
      coalesce((SELECT sha256 FROM auditregel ORDER BY volgnummer DESC LIMIT 1), '{GENESIS}');
    END""",  # noqa: S608 - constants only
    """CREATE TRIGGER IF NOT EXISTS auditregel_wijzigen BEFORE UPDATE ON auditregel BEGIN
    SELECT RAISE(ABORT, 'auditregel: alleen toevoegen'); END""",
    """CREATE TRIGGER IF NOT EXISTS auditregel_verwijderen BEFORE DELETE ON auditregel BEGIN
    SELECT RAISE(ABORT, 'auditregel: alleen toevoegen'); END""",
)
_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION auditregel_bewaak() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE laatste bigint; kop text;
    BEGIN
      IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'auditregel: alleen toevoegen' USING ERRCODE = '23000';
      END IF;
      PERFORM pg_advisory_xact_lock({_LOCK});
      EXECUTE format('SELECT volgnummer, sha256 FROM %I.%I ORDER BY volgnummer DESC LIMIT 1',
        TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO laatste, kop;
      IF NEW.volgnummer IS DISTINCT FROM coalesce(laatste, 0) + 1
        OR NEW.vorige_sha256 IS DISTINCT FROM coalesce(kop, '{GENESIS}') THEN
        RAISE EXCEPTION 'auditregel: sluit niet aan' USING ERRCODE = '23000';
      END IF;
      RETURN NEW;
    END $$""",  # noqa: S608 - constants only
    """CREATE OR REPLACE TRIGGER auditregel_rij BEFORE INSERT OR UPDATE OR DELETE ON auditregel
    FOR EACH ROW EXECUTE FUNCTION auditregel_bewaak()""",
    """CREATE OR REPLACE TRIGGER auditregel_tabel BEFORE TRUNCATE ON auditregel
    FOR EACH STATEMENT EXECUTE FUNCTION auditregel_bewaak()""",
)


def ddl(dialect: str) -> list[str]:
    """Give the statements that make the table and its triggers, for `exec_driver_sql`; a migration of the store holds them."""
    made = str(CreateTable(AUDITREGEL).compile(dialect=_DIALECTS[dialect]())).strip()
    if dialect == "sqlite":
        return [made, *_SQLITE, _INDEX]
    return [made, _INDEX, *(statement.replace("%", "%%") for statement in _POSTGRESQL)]


def guard_faults(connection: Connection) -> list[Melding]:
    """Name every trigger of the log that is gone, switched off or another one; it needs no more rights than reading."""
    postgresql = connection.dialect.name == "postgresql"
    rows = connection.execute(text(_TRIGGERS_POSTGRESQL if postgresql else _TRIGGERS_SQLITE))
    found = {row.naam: _plain(row.tekst) for row in rows if row.aan}
    expected = _POSTGRESQL if postgresql else _SQLITE
    names = {match.group(1): statement for statement in expected if (match := _NAME.search(statement))}
    return [
        Melding(
            code="AUDIT-BEWAKING",
            ernst="fout",
            pad=f"/{naam}",
            melding="deze trigger van het logboek is weg, staat uit of is veranderd",
            oplossing="Onderzoek het logboek eerst; laat de eigenaar van de database daarna de opslag herstellen.",
        )
        for naam, statement in names.items()
        if found.get(naam) != _plain(expected[0] if postgresql else statement)
    ]


def _plain(statement: str) -> str:
    """Give what a trigger does, however a database writes it down: of PostgreSQL the body of the function."""
    body = statement.partition("$$")[2].partition("$$")[0] if "$$" in statement else statement
    return " ".join(body.replace("IF NOT EXISTS ", "").split())


class SqlAuditlog:
    """An Auditlog over one open Connection; it begins, commits and closes nothing."""

    def __init__(self, connection: Connection) -> None:
        """Use this connection, and with it the transaction of the caller."""
        self._connection = connection

    def append(
        self,
        *,
        moment: datetime,
        wie: str,
        handeling: Handeling,
        object: str,  # noqa: A002 - the field of that name
        uitkomst: str,
        herkomst: str,
    ) -> Auditregel:
        """Add one line; raises VerificationError when another writer was first, and then the transaction is lost."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        regel = append(
            self.head(),
            moment=moment,
            wie=wie,
            handeling=handeling,
            object=object,
            uitkomst=uitkomst,
            herkomst=herkomst,
        )
        values = {key: value for key, value in regel.as_json().items() if key != "soort"}
        try:
            self._connection.execute(AUDITREGEL.insert().values(values))
        except IntegrityError as error:
            raise VerificationError.because(
                "AUDIT-VOLGORDE",
                "de auditregel sluit niet aan: een ander proces schreef tegelijk in het logboek",
                "Draai de transactie terug en begin opnieuw (met BEGIN IMMEDIATE op SQLite).",
            ) from error
        return regel

    def read(self, vanaf: int = 1) -> Generator[bytes]:
        """Give the lines from a number on as they stand in the table, a batch at a time."""
        query = select(AUDITREGEL).where(AUDITREGEL.c.volgnummer >= vanaf).order_by(AUDITREGEL.c.volgnummer)
        with self._connection.execute(query, execution_options={"yield_per": _BATCH}) as rows:
            for row in rows.mappings():
                # Not canonical_bytes: a number that somebody made too large must come out, for verify to name it.
                yield _ENCODER.encode({"soort": SOORT, **row}).encode()

    def head(self) -> Kop:
        """Give the last number and its digest."""
        query = select(AUDITREGEL.c.volgnummer, AUDITREGEL.c.sha256).order_by(AUDITREGEL.c.volgnummer.desc()).limit(1)
        row = self._connection.execute(query).first()
        return BEGIN if row is None else Kop(row.volgnummer, row.sha256)
