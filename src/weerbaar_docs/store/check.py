# SPDX-License-Identifier: EUPL-1.2
"""A store -> points, each ok, `let op` or `fout`, with what to do: nothing is changed, and nothing of content is told.

(1) every point is looked at, also after one that is wrong: a broken table does not hide a missing blob;
(2) triggers and tables are held against those that this package makes: who dropped or changed one is named;
(3) blobs are read whole and held against their name; those that no row refers to are counted;
(4) the chain of the audit log is verified; who has checkpoints verifies against them (`logboek verifieer`).
"""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.audit.chain import verify
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.store.blobs import referenced
from weerbaar_docs.store.engine import reading
from weerbaar_docs.store.installed import differences, unsound
from weerbaar_docs.store.version import version_in, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection, Engine

    from weerbaar_docs.store.blobs import BlobStore

Uitslag = Literal["ok", "let op", "fout"]
GROOT_LOGBESTAND: Final = 64 * 2**20
WEINIG_RUIMTE: Final = 2**30
_HERSTEL: Final = "Stop; zet een back-up terug in een nieuwe database (opslag herstel)."
_MEEST_GENOEMD: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Punt:
    """One point that was looked at."""

    naam: str
    uitslag: Uitslag
    melding: str
    oplossing: str = ""

    def as_json(self) -> dict[str, str]:
        """Give the object that `--json` prints."""
        return {"naam": self.naam, "uitslag": self.uitslag, "melding": self.melding, "oplossing": self.oplossing}


def check_store(engine: Engine, blobs: BlobStore) -> tuple[Punt, ...]:
    """Look at a store as it is; never raises for what is wrong with it."""
    points: list[tuple[str, Callable[[], Iterable[Punt]]]] = [
        ("database", lambda: _look(engine, _database)),
        ("schema", lambda: _look(engine, _schema)),
        ("bewaking", lambda: _look(engine, _guards)),
        ("stukken", lambda: _look(engine, lambda connection: _blobs(connection, blobs))),
        ("logboek", lambda: _look(engine, _log)),
    ]
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database)).absolute()
        points += [
            ("instellingen", lambda: _look(engine, _settings)),
            ("rechten", lambda: _modes(path)),
            ("logbestand", lambda: _wal(path)),
            ("ruimte", lambda: _space(path)),
        ]
    return tuple(punt for naam, look in points for punt in safely(naam, look))


def safely(naam: str, look: Callable[[], Iterable[Punt]]) -> list[Punt]:
    """Give the points of one look; what keeps it from looking is a point too."""
    try:
        return list(look())
    except WeerbaarDocsError as error:
        first = error.meldingen[0]
        return [Punt(naam=naam, uitslag="fout", melding=first.melding, oplossing=first.oplossing)]
    except (OSError, ValueError):
        return [Punt(naam=naam, uitslag="fout", melding="dit was niet te controleren", oplossing=_HERSTEL)]


def _look(engine: Engine, look: Callable[[Connection], Iterable[Punt]]) -> list[Punt]:
    with reading(engine) as connection:
        return list(look(connection))


def _database(connection: Connection) -> Iterator[Punt]:
    wrong = unsound(connection)
    yield _named("database", wrong, "de database is heel", "de database is beschadigd of mist verbanden", _HERSTEL)


def _schema(connection: Connection) -> Iterator[Punt]:
    version, known = version_in(connection), versions()
    if version == known[0]:
        yield Punt(naam="schema", uitslag="ok", melding=f"de opslag heeft versie {version}")
    elif version in known:
        text = f"de opslag heeft versie {version}, dit programma {known[0]}"
        yield Punt(
            naam="schema", uitslag="let op", melding=text, oplossing="Maak een back-up en voer opslag migreer uit."
        )
    else:
        text = "de opslag is leeg of van een nieuwere versie"
        oplossing = "Voer opslag init uit, of installeer de nieuwere versie van weerbaar-docs."
        yield Punt(naam="schema", uitslag="fout", melding=text, oplossing=oplossing)


def _guards(connection: Connection) -> Iterator[Punt]:
    found = differences(connection)
    yield _named(
        "bewaking",
        found,
        "tabellen en triggers zijn die van dit programma",
        "tabellen of triggers zijn niet die van dit programma",
        "Meld dit bij de beheerder en de CISO; zet een back-up terug in een nieuwe database, die de juiste heeft.",
    )


def _blobs(connection: Connection, blobs: BlobStore) -> Iterator[Punt]:
    keep = referenced(connection)
    wrong = [name[:16] for name in sorted(keep) if not _is_whole(blobs, name)]
    yield _named(
        "stukken",
        wrong,
        f"alle {len(keep)} stukken zijn er, en heel",
        "er ontbreken stukken of zij zijn stuk",
        _HERSTEL,
    )
    orphans = sum(1 for name in blobs.names() if name not in keep)
    if orphans:
        text = f"bij {orphans} stukken hoort geen rij (meer): restanten van afgebroken handelingen"
        oplossing = "Zij zijn verzegeld; opslag ruim-op haalt weg wat ouder is dan een dag."
        yield Punt(naam="wezen", uitslag="let op", melding=text, oplossing=oplossing)


def _is_whole(blobs: BlobStore, name: str) -> bool:
    try:
        blobs.get(name)
    except WeerbaarDocsError:
        return False
    return True


def _log(connection: Connection) -> Iterator[Punt]:
    found = verify(SqlAuditlog(connection).read())
    if found.gaaf:
        yield Punt(naam="logboek", uitslag="ok", melding=f"de keten van {found.aantal} regels klopt")
        return
    for melding in found.meldingen[:_MEEST_GENOEMD]:
        yield Punt(naam="logboek", uitslag="fout", melding=melding.melding, oplossing=melding.oplossing)


def _settings(connection: Connection) -> Iterator[Punt]:
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    wrong = [] if mode == "wal" else [f"journal_mode={mode}"]
    yield _named(
        "instellingen",
        wrong,
        "de database schrijft met een logbestand (WAL) en wacht op de schijf",
        "de database schrijft niet met een logbestand",
        "Sluit andere programma's die de database open hebben en probeer het opnieuw.",
    )


def _modes(path: Path) -> Iterator[Punt]:
    places = [path, path.parent, *(Path(f"{path}{tail}") for tail in ("-wal", "-shm"))]
    shared = [place.name for place in places if place.exists() and _others(place)]
    yield _named(
        "rechten",
        shared,
        "alleen de eigenaar kan bij de database",
        "anderen kunnen bij",
        "Zet de map op 0700 en de bestanden op 0600.",
    )


def _wal(path: Path) -> Iterator[Punt]:
    log = Path(f"{path}-wal")
    size = log.stat().st_size if log.exists() else 0
    text = f"het logbestand van de database is {size // 2**20} MB"
    if size > GROOT_LOGBESTAND:
        yield Punt(
            naam="logbestand", uitslag="let op", melding=text, oplossing="Sluit langlopende lezers en doe het opnieuw."
        )
    else:
        yield Punt(naam="logbestand", uitslag="ok", melding=text)


def _space(path: Path) -> Iterator[Punt]:
    free = shutil.disk_usage(path.parent).free
    text = f"er is {free // 2**20} MB vrij op de schijf van de database"
    if free < WEINIG_RUIMTE:
        yield Punt(naam="ruimte", uitslag="let op", melding=text, oplossing="Maak ruimte, of verplaats de opslag.")
    else:
        yield Punt(naam="ruimte", uitslag="ok", melding=text)


def _others(path: Path) -> bool:
    return bool(os.lstat(path).st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _named(naam: str, wrong: list[Any], good: str, bad: str, oplossing: str) -> Punt:
    if not wrong:
        return Punt(naam=naam, uitslag="ok", melding=good)
    told = ", ".join(str(item) for item in wrong[:_MEEST_GENOEMD])
    more = f" en nog {len(wrong) - _MEEST_GENOEMD}" if len(wrong) > _MEEST_GENOEMD else ""
    return Punt(naam=naam, uitslag="fout", melding=f"{bad}: {told}{more}", oplossing=oplossing)
