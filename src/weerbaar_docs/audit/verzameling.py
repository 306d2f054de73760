# SPDX-License-Identifier: EUPL-1.2
"""Files -> the checkpoints among them that hold, and a melding for each that does not.

(1) one bad file keeps none of the others from being used;
(2) a key is good for what it signed since it was made, and several may be pinned: the one of now and former ones;
(3) without a register to hold them to, all checkpoints have to be of one and the same;
(4) a file is called by its name when that is a plain one, else by its place: names of files can hold anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from weerbaar_docs.audit.checkpoint import check_checkpoint, unpack_checkpoint
from weerbaar_docs.errors import Melding, WeerbaarDocsError
from weerbaar_docs.keys import SPELING_MOMENT
from weerbaar_docs.model import utc_moment
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from weerbaar_docs.audit.checkpoint import Checkpoint
    from weerbaar_docs.keys import Handtekeningcontrole

GROOTSTE_CHECKPOINT: Final = 20_000  # a statement of 300 bytes and a signature of at most a few thousand
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzameling:
    """The checkpoints of one register that hold, and what was wrong with other files."""

    register: str | None
    checkpoints: tuple[Checkpoint, ...]
    meldingen: tuple[Melding, ...]


def collect(
    files: Iterable[tuple[str, bytes]],
    *,
    signers: Mapping[str, datetime],
    controle: Handtekeningcontrole,
    now: datetime,
    register: str | None = None,
) -> Verzameling:
    """Check files of checkpoints; `signers` are the pinned fingerprints, each with the moment its key was made."""
    good: dict[tuple[str, int, str, datetime], Checkpoint] = {}
    meldingen: list[Melding] = []
    seen: set[bytes] = set()
    for plaats, (name, data) in enumerate(files, 1):
        if data in seen:
            continue  # from another place, as it should be
        seen.add(data)
        pad = name if _PLAIN.fullmatch(name) else f"bestand {plaats}"
        try:
            found = _check(data, list(signers.items()), controle, now)
        except WeerbaarDocsError as error:
            meldingen += [_fault(pad, m) for m in error.meldingen]
            continue
        if register is not None and found.register != register:
            meldingen.append(_other(pad))
        else:
            good[found.register, found.volgnummer, found.sha256, found.moment] = found
    registers = {c.register for c in good.values()}
    if len(registers) > 1:
        meldingen.append(_mixed())
        good.clear()
    only = next(iter(registers)) if len(registers) == 1 else None
    return Verzameling(register=register or only, checkpoints=tuple(good.values()), meldingen=tuple(meldingen))


def _check(
    data: bytes, signers: Sequence[tuple[str, datetime]], controle: Handtekeningcontrole, now: datetime
) -> Checkpoint:
    """Check one file against each pinned key; the reason of the last one is the one to tell."""
    statement = checked_statement("checkpoint", unpack_checkpoint(data).verklaring)
    if utc_moment(statement["moment"]) > now + SPELING_MOMENT:
        raise WeerbaarDocsError(_melding("AUDIT-TOEKOMST", "", "het checkpoint is van een moment dat nog moet komen"))
    for place, (signer, made) in enumerate(signers, 1):
        try:
            return check_checkpoint(
                data, register=statement["register"], signer=signer, controle=controle, not_before=made, now=now
            )
        except WeerbaarDocsError:
            if place == len(signers):
                raise
    raise WeerbaarDocsError(_melding("AUDIT-SLEUTEL", "", "er is geen logboeksleutel om het checkpoint mee te toetsen"))


def _fault(pad: str, melding: Melding) -> Melding:
    oplossing = "Bewaar het bestand zoals het is, en vraag bij een andere plaats hetzelfde checkpoint op."
    return Melding(code=melding.code, ernst="fout", pad=pad, melding=melding.melding, oplossing=oplossing)


def _other(pad: str) -> Melding:
    return Melding(
        code="AUDIT-REGISTER",
        ernst="waarschuwing",
        pad=pad,
        melding="dit checkpoint is van een ander logboek en is niet gebruikt",
        oplossing="Geef alleen de checkpoints van dit logboek.",
    )


def _mixed() -> Melding:
    return _melding("AUDIT-REGISTER", "", "de checkpoints zijn van verschillende logboeken; geen ervan is gebruikt")


def _melding(code: str, pad: str, melding: str) -> Melding:
    oplossing = "Noem het register dat u onderzoekt, en geef de checkpoints en de sleutel van dat register."
    return Melding(code=code, ernst="fout", pad=pad, melding=melding, oplossing=oplossing)
