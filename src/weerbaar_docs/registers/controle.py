# SPDX-License-Identifier: EUPL-1.2
"""An opened store -> the points that only a holder can look at: what his keys open, and what the registers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.registers.contactpunten import contactpunten
from weerbaar_docs.registers.medewerkers import medewerkers, public_key
from weerbaar_docs.registers.organisaties import organisaties
from weerbaar_docs.registers.sleutelrijen import registersleutels
from weerbaar_docs.store.check import Punt
from weerbaar_docs.store.crypto import REGISTER
from weerbaar_docs.store.data_keys import data_key, scopes
from weerbaar_docs.store.tables import DOSSIER, HOUDER

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from weerbaar_docs.errors import Melding
    from weerbaar_docs.store.opslag import Act, Opslag

_STOP = "Stop; verander niets, en meld het bij de beheerder en de CISO."


def check_opslag(opslag: Opslag, *, map_weg: Melding | None = None) -> tuple[Punt, ...]:
    """Look at what this holder can open; the registers are an act with its line, so a shut store keeps them unseen.

    `map_weg` is why the configured folder of checkpoints cannot be read now.
    """
    kopie = _copy(opslag, map_weg)
    with opslag.look() as connection:
        keys = _keys(connection, opslag)
    if kopie.uitslag == "fout":
        text = "de registers zijn niet bekeken, want de opslag is dicht"
        registers = Punt(naam="registers", uitslag="let op", melding=text, oplossing=kopie.oplossing)
    else:
        registers = _registers(opslag)
    return kopie, keys, registers


def _copy(opslag: Opslag, map_weg: Melding | None) -> Punt:
    try:
        opslag.require_open()
    except WeerbaarDocsError as error:
        first = error.meldingen[0]
        return Punt(naam="kopie", uitslag="fout", melding=first.melding, oplossing=first.oplossing)
    if map_weg is not None:
        text = f"de map met checkpoints is er nu niet: een teruggezette kopie is niet te herkennen ({map_weg.code})"
        return Punt(naam="checkpointmap", uitslag="let op", melding=text, oplossing=map_weg.oplossing)
    if opslag.laatste is None:
        text = "er is geen checkpoint bekend: een teruggezette kopie is niet te herkennen"
        oplossing = "Stel [logboek] in en maak een checkpoint (logboek checkpoint --gnupg-home MAP)."
        return Punt(naam="kopie", uitslag="let op", melding=text, oplossing=oplossing)
    text = f"de opslag is niet ouder dan het laatste checkpoint (regel {opslag.laatste.volgnummer})"
    return Punt(naam="kopie", uitslag="ok", melding=text)


def _keys(connection: Connection, opslag: Opslag) -> Punt:
    held = scopes(connection, opslag.sleutel.houder)
    wrong = [bereik for bereik in sorted(held) if not _opens(connection, bereik, opslag)]
    if wrong:
        text = f"{len(wrong)} van uw {len(held)} sleutels gaan niet open, zoals die van {wrong[0]}"
        return Punt(naam="sleutels", uitslag="fout", melding=text, oplossing=_STOP)
    total = connection.execute(select(func.count()).select_from(DOSSIER)).scalar_one()
    text = f"uw sleutel opent {len(held - {REGISTER})} van de {total} dossiers"
    return Punt(naam="sleutels", uitslag="ok", melding=text)


def _opens(connection: Connection, bereik: str, opslag: Opslag) -> bool:
    try:
        data_key(connection, bereik, sleutel=opslag.sleutel)
    except WeerbaarDocsError:
        return False
    return True


def _registers(opslag: Opslag) -> Punt:
    try:
        with opslag.act("bevraagd", object="register") as act:
            count = _read_all(act)
    except WeerbaarDocsError as error:
        return Punt(
            naam="registers",
            uitslag="fout",
            melding=error.meldingen[0].melding,
            oplossing=error.meldingen[0].oplossing or _STOP,
        )
    return Punt(naam="registers", uitslag="ok", melding=f"de registers gaan open en kloppen ({count} regels)")


def _read_all(act: Act) -> int:
    """Open every row; reading compares the columns in clear with what is sealed."""
    key = act.register_key()
    houders = act.connection.execute(select(HOUDER.c.id)).scalars().all()
    for houder in houders:
        public_key(act.connection, key, houder)
    readers = (medewerkers, organisaties, contactpunten, registersleutels)
    return len(houders) + sum(len(list(read(act.connection, key))) for read in readers)
