# SPDX-License-Identifier: EUPL-1.2
"""An empty or older database -> this version's tables, triggers and statuses, in one transaction.

(1) the migrations are in the package (store/migrations) and hold their own SQL, so that an old one never changes;
(2) `status` and `overgang` are made equal to the domain's table after every migration;
(3) a database of a newer version is refused; nobody downgrades into a loss: the first migration goes back only when
    there is no dossier.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from weerbaar_docs.audit.sql import ddl as audit_ddl
from weerbaar_docs.errors import StoreError
from weerbaar_docs.logs import measured
from weerbaar_docs.status import OVERGANGEN, STATUSSEN
from weerbaar_docs.store.engine import lock, writing
from weerbaar_docs.store.tables import METADATA, OVERGANG, STATUS
from weerbaar_docs.store.triggers import VASTE_TABELLEN, trigger_sql
from weerbaar_docs.store.version import MIGRATIE, version_in, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from alembic.script import ScriptDirectory
    from sqlalchemy import Connection, Engine, Table

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_DIALECTS: Final = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}


def migrate(engine: Engine, *, to: str = "head") -> str | None:
    """Bring the database to a schema version (`head`, a number, or `base`); give the version it then has.

    Raises StoreError when the database is newer than this package, or a step back would lose dossiers.
    """
    with measured("opslag_gemigreerd", database=engine.dialect.name), writing(engine) as connection:
        return migrate_in(connection, to=to)


def migrate_in(connection: Connection, *, to: str = "head") -> str | None:
    """Do the same in a transaction of the caller."""
    scripts = _scripts()
    lock(connection, MIGRATIE)
    current = version_in(connection)
    if current is not None and current not in versions():
        raise StoreError.because(
            "OPSLAG-NIEUWER", "de opslag is van een nieuwere versie", "Installeer die versie van weerbaar-docs."
        )
    _run(scripts, connection, to, back=_is_back(current, to))
    if inspect(connection).has_table(STATUS.name):
        _fill_statuses(connection)
    return version_in(connection)


def tables_of(version: str) -> frozenset[str]:
    """Give the names of the tables of a schema version: what its migrations make in an empty database."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            migrate_in(connection, to=version)
            return frozenset(inspect(connection).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def ddl(dialect: str, tables: Iterable[Table] | None = None) -> list[str]:
    """Give the statements that make these tables (default: all) and their triggers, as a migration holds them."""
    chosen = list(METADATA.sorted_tables if tables is None else tables)
    made = [str(CreateTable(table).compile(dialect=_DIALECTS[dialect]())).strip() for table in chosen]
    return made + [statement for table in chosen for statement in trigger_sql(table, dialect)]


def shipped(dialect: str) -> list[str]:
    """Give the statements that make all of this version, the audit log included."""
    return [*ddl(dialect), *audit_ddl(dialect)]


def execute(connection: Connection, statements: Iterable[str]) -> None:
    """Run statements of `ddl`; `@schema@` in them is the schema that the tables are in."""
    schema = ""
    if connection.dialect.name == "postgresql":
        name = connection.execute(text("SELECT current_schema()")).scalar_one()
        schema = connection.dialect.identifier_preparer.quote_identifier(name)
    for statement in statements:
        connection.exec_driver_sql(statement.replace("@schema@", schema))


def _scripts() -> ScriptDirectory:
    from alembic.config import Config  # noqa: PLC0415 - every opening of a store would wait for it, and few migrate
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _is_back(current: str | None, to: str) -> bool:
    newest_first = [*versions(), "base"]
    if to not in ("head", *newest_first):
        raise StoreError.because("OPSLAG-MIGRATIE", "deze versie van de opslag bestaat niet", "Kies een bestaande.")
    wanted = 0 if to == "head" else newest_first.index(to)
    return wanted > newest_first.index(current or "base")


def _run(scripts: ScriptDirectory, connection: Connection, to: str, *, back: bool) -> None:
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    steps: Callable[[str, str], object] = scripts._downgrade_revs if back else scripts._upgrade_revs  # noqa: SLF001 - as alembic.command does
    environment = EnvironmentContext(
        Config(), scripts, fn=lambda revision, _context: steps(to, revision), destination_rev=to
    )
    environment.configure(connection=connection, transactional_ddl=False)  # the transaction is ours, also in SQLite
    try:
        with environment:
            environment.run_migrations()
    except CommandError:
        raise StoreError.because(
            "OPSLAG-MIGRATIE", "de opslag kan niet naar deze versie", "Controleer de versie van weerbaar-docs."
        ) from None


def _fill_statuses(connection: Connection) -> None:
    """Make both tables equal to the domain's; their triggers, which refuse every change, go and come back."""
    first = {o.naar for o in OVERGANGEN if o.status is None}
    steps = {(o.status, o.naar) for o in OVERGANGEN if o.status is not None}
    _thaw(connection)
    connection.execute(OVERGANG.delete())
    there = set(connection.execute(STATUS.select().with_only_columns(STATUS.c.naam)).scalars())
    connection.execute(STATUS.delete().where(STATUS.c.naam.not_in(STATUSSEN)))
    for naam in STATUSSEN:
        row = {"naam": naam, "begin": int(naam in first)}
        connection.execute(STATUS.update().where(STATUS.c.naam == naam) if naam in there else STATUS.insert(), row)
    connection.execute(OVERGANG.insert(), [{"van": van, "naar": naar} for van, naar in sorted(steps)])
    for table in VASTE_TABELLEN:
        execute(connection, trigger_sql(table, connection.dialect.name))


def _thaw(connection: Connection) -> None:
    for table in VASTE_TABELLEN:
        for act in ("insert", "update", "delete"):
            name = f"wd_{table.name}_vast_{act}"
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
            else:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
