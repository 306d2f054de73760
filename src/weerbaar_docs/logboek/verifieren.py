# SPDX-License-Identifier: EUPL-1.2
"""lines + files of checkpoints + public keys -> Onderzoek: what an officer does, with public material only.

    onderzoek = verify_log(export_lines(Path("logboek.jsonl")), read_folder(Path("checkpoints")), sleutels=[sleutel],
                           now=datetime.now(UTC))
    onderzoek.require()

No master key, no configuration, no database is needed. What does not hold is named; nothing is left out in silence.
From a database (`examine`) the triggers of the log are looked at too. A log that went on from a restored copy is explained
by the decision of two sleutelbeheerders: their signed statements, their public keys and the register of medewerkers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypedDict

from weerbaar_docs.audit.herstelbesluit import subject
from weerbaar_docs.audit.onderzoek import HOOGSTENS_DAGEN, Onderzoek, investigate
from weerbaar_docs.audit.verzameling import collect
from weerbaar_docs.errors import Melding
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.logboek.bronnen import checkpoint_files, export_lines, store_lines
from weerbaar_docs.logboek.ondertekenen import pinned
from weerbaar_docs.registers.herstel import check_signed, read_signed
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.audit.onderzoek import Herstel
    from weerbaar_docs.logboek.plaats import Logboeksleutel
    from weerbaar_docs.registers.herstel import Ondertekend

_ZONDER: Final = "zonder checkpoint is niet te zien of het logboek is afgekapt of in zijn geheel herschreven"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vraag:
    """What an officer has: an export or the address of a database, places of checkpoints, and the pinned public keys."""

    export: Path | None
    adres: str
    checkpoints: tuple[Path, ...]
    sleutels: tuple[Logboeksleutel, ...]
    register: str | None = None
    hoogstens_dagen: int = HOOGSTENS_DAGEN
    besluiten: tuple[Ondertekend, ...] = ()
    staf: Medewerkersregister = field(default_factory=Medewerkersregister)


def examine(vraag: Vraag, *, now: datetime) -> Onderzoek:
    """Read what was given and check it; raises what reading raises, and as `check_signed` for a decision that does not hold."""
    herstel = check_decisions(vraag.besluiten, vraag.staf, now=now)
    given: Gegeven = {
        "sleutels": vraag.sleutels,
        "now": now,
        "register": vraag.register,
        "herstel": herstel,
        "hoogstens_dagen": vraag.hoogstens_dagen,
    }
    files = checkpoint_files(vraag.checkpoints)
    if vraag.export is not None:
        return verify_log(export_lines(vraag.export), files, **given)
    with store_lines(vraag.adres) as (lines, guard):
        found = verify_log(lines, files, **given)
        return replace(found, meldingen=(*found.meldingen, *guard()))


def with_decisions(vraag: Vraag, files: Iterable[Sequence[bytes]], medewerkers: bytes) -> Vraag:
    """Add decisions to a question: of each statement its bytes, its signature and the public key of who signed it.

    Raises ConsentError for a register that is none, and EncryptionError.
    """
    besluiten = tuple(read_signed(*three) for three in files)
    return replace(vraag, besluiten=besluiten, staf=Medewerkersregister.from_json(medewerkers))


def check_decisions(
    ondertekend: Sequence[Ondertekend], staf: Medewerkersregister, *, now: datetime
) -> tuple[Herstel, ...]:
    """Check signed statements, two of each decision; raises as `check_signed` when one of them does not hold."""
    together: dict[str, list[Ondertekend]] = {}
    registers: dict[str, str] = {}
    for stuk in ondertekend:
        statement = checked_statement("herstelbesluit", stuk.verklaring.verklaring)
        together.setdefault(subject(statement), []).append(stuk)
        registers[subject(statement)] = statement["register"]
    return tuple(check_signed(found, staf, register=registers[about], now=now) for about, found in together.items())


class Gegeven(TypedDict):
    """What `examine` hands on."""

    sleutels: Sequence[Logboeksleutel]
    now: datetime
    register: str | None
    herstel: Sequence[Herstel]
    hoogstens_dagen: int


def verify_log(
    lines: Iterable[bytes],
    files: Iterable[tuple[str, bytes]],
    *,
    sleutels: Sequence[Logboeksleutel],
    now: datetime,
    register: str | None = None,
    herstel: Sequence[Herstel] = (),
    hoogstens_dagen: int = HOOGSTENS_DAGEN,
) -> Onderzoek:
    """Check every file, then read the lines once against those that hold; raises EncryptionError for a wrong key."""
    with pinned(sleutels) as (controle, made):
        found = collect(files, signers=made, controle=controle, now=now, register=register)
    onderzoek = investigate(lines, found.checkpoints, now=now, herstel=herstel, hoogstens_dagen=hoogstens_dagen)
    none = () if found.checkpoints else (_none(),)
    return replace(onderzoek, meldingen=(*found.meldingen, *none, *onderzoek.meldingen))


def _none() -> Melding:
    return Melding(
        code="AUDIT-ONGEDEKT",
        ernst="fout",
        pad="",
        melding=f"er is geen enkel checkpoint dat geldt; {_ZONDER}",
        oplossing="Vraag de checkpoints op bij wie ze buiten de database bewaart.",
    )
