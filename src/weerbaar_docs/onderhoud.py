# SPDX-License-Identifier: EUPL-1.2
"""The configured store -> a back-up of it, a store from a back-up, or what is wrong with it.

(1) a back-up and a restore are acts with a line in the audit log, where there is a log to write in: not in a store that is
    still of an older version, and not in one that is shut;
(2) a restored store that is older than its last checkpoint is whole but shut, and one of an older version has to be migrated; that is
    told, and is no failure;
(3) what no row refers to is removed by a beheerder when it is a day old: by then no act is still about to refer to it;
(4) a check looks further the more the user can open, and never raises for what is wrong.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from weerbaar_docs.config import load_config
from weerbaar_docs.dossiers.controle import check_course, check_dossiers
from weerbaar_docs.errors import ConfigError, EncryptionError, StoreError, VerificationError, WeerbaarDocsError
from weerbaar_docs.logboek.beurt import due
from weerbaar_docs.registers.controle import check_opslag
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.backup import back_up
from weerbaar_docs.store.blobs import referenced
from weerbaar_docs.store.check import Punt, Uitslag, check_store, safely
from weerbaar_docs.store.restore import examine_back_up, restore
from weerbaar_docs.store.version import newest_version, schema_version
from weerbaar_docs.vernietiging.uitvoering import clear_destroyed
from weerbaar_docs.werkplek import checkpoints_away, configured_blobs, configured_engine, open_configured

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from weerbaar_docs.errors import Melding
    from weerbaar_docs.store.backup import Backup
    from weerbaar_docs.store.opslag import Opslag

_GEKNOEI: Final = ("OPSLAG-ONGELIJK", "OPSLAG-ZEGEL", "OPSLAG-HOUDER-ANDER")  # not that the user lacks something
_JONG: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Herstel:
    """What was put back, and why it cannot be used yet, if so."""

    backup: Backup
    dicht: Melding | None


def back_up_here(environment: Mapping[str, str], folder: Path) -> Backup:
    """Back the configured store up to a new folder; raises UsageError, StoreError, ConsentError, and VerificationError when it is shut."""
    config = load_config(None, environment)
    engine = configured_engine(config, environment)
    blobs = configured_blobs(config, engine)
    if schema_version(engine) != newest_version():  # the back-up before a migration, for which there is no other moment
        return back_up(engine, blobs, folder, now=datetime.now(UTC))
    opslag = open_configured(config, environment)
    opslag.require_open()
    made = back_up(engine, blobs, folder, now=opslag.now())
    try:
        with opslag.act("back_up_gemaakt", object="opslag") as act:
            require_role(act, "beheerder")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # no copy of everything that the log does not know of
        raise
    return made


def restore_here(environment: Mapping[str, str], folder: Path, *, proef: bool = False) -> Herstel:
    """Put a back-up back in the configured, empty database; with `proef` only read and check it."""
    config = load_config(None, environment)
    if proef:
        return Herstel(backup=examine_back_up(folder), dicht=None)
    engine = configured_engine(config, environment)
    found = restore(engine, configured_blobs(config, engine), folder)
    try:
        with open_configured(config, environment).act("teruggezet", object="opslag"):
            pass
    except (VerificationError, EncryptionError, ConfigError, StoreError) as error:
        return Herstel(backup=found, dicht=error.meldingen[0])
    return Herstel(backup=found, dicht=None)


def clear_here(environment: Mapping[str, str], *, proef: bool = False) -> int:
    """Remove sealed files of more than a day old that no row refers to, and what is left of destroyed dossiers; give how many files.

    With `proef` only the first are counted.

    Raises ConsentError for who is no beheerder, StoreError.
    """
    opslag = open_configured(load_config(None, environment), environment)
    with opslag.act("opgeruimd", object="opslag", proef=proef) as act:
        require_role(act, "beheerder")
        keep = referenced(act.connection)
        found = opslag.blobs.collect(keep, before=act.now - _JONG, within=act.connection, proef=proef)
    return found if proef else found + clear_destroyed(opslag)


def check_here(environment: Mapping[str, str]) -> tuple[Punt, ...]:
    """Look at the configured store as far as the user of this computer can; raises ConfigError for a wrong address."""
    config = load_config(None, environment)
    engine = configured_engine(config, environment)
    points = check_store(engine, configured_blobs(config, engine))
    try:
        opslag = open_configured(config, environment)
    except WeerbaarDocsError as error:
        first = error.meldingen[0]
        uitslag: Uitslag = "fout" if first.code in _GEKNOEI else "let op"
        return (*points, Punt(naam="openen", uitslag=uitslag, melding=first.melding, oplossing=first.oplossing))
    own = check_opslag(opslag, map_weg=checkpoints_away(config))
    looks = [("checkpoint", lambda: [_checkpoint_point(opslag)])]
    if not any(punt.naam == "kopie" and punt.uitslag == "fout" for punt in own):
        looks = [("dossiers", lambda: [check_dossiers(opslag)]), ("verloop", lambda: [check_course(opslag)]), *looks]
    return (*points, *own, *(punt for naam, look in looks for punt in safely(naam, look)))


def _checkpoint_point(opslag: Opslag) -> Punt:
    reason = due(opslag)
    if reason is None:
        return Punt(naam="checkpoint", uitslag="ok", melding="er is nu geen nieuw checkpoint nodig")
    oplossing = "Laat wie de logboeksleutel heeft een checkpoint maken (logboek checkpoint --gnupg-home MAP)."
    return Punt(naam="checkpoint", uitslag="let op", melding=reason, oplossing=oplossing)
