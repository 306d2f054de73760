# SPDX-License-Identifier: EUPL-1.2
r"""Kop -> signed checkpoint -> Checkpoint: the head of the audit log, in a file that leaves the machine.

(1) the statement `checkpoint/v1` is signed with the logboek key, which the application does not hold;
(2) a checkpoint counts only for its own register, with one good signature by the pinned key, set when it says it was;
(3) checking takes the file, the public key and this module: a log that is shorter than a checkpoint, or has another line
    at its number, is named as cut, rolled back or rewritten.

A file is two lines, so that other tools can check it too: the statement as it was signed, and the signature in base64.

    sed -n 1p FILE | tr -d '\n' > statement; sed -n 2p FILE | base64 -d > signature; gpg --verify signature statement
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weerbaar_docs.audit.chain import Bevindingen, verify
from weerbaar_docs.audit.reading import OPLOSSING
from weerbaar_docs.audit.regel import BEGIN, Kop, match_line
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import Melding, VerificationError
from weerbaar_docs.keys import SPELING_MOMENT, Handtekeningcontrole
from weerbaar_docs.model import Verklaring, utc_moment, utc_text
from weerbaar_docs.validation import checked_statement, statement_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from weerbaar_docs.audit.log import Auditlog


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checked checkpoint: so far the log of this register had come at this moment."""

    register: str
    volgnummer: int
    sha256: str
    moment: datetime

    @property
    def kop(self) -> Kop:
        """Give the head that it vouches for."""
        return Kop(self.volgnummer, self.sha256)


def checkpoint_statement(kop: Kop, *, register: str, now: datetime) -> bytes:
    """Make the bytes of `checkpoint/v1` to sign with the logboek key; raises ValidationError for an empty log."""
    statement = {
        "soort": "checkpoint/v1",
        "register": register,
        "volgnummer": kop.volgnummer,
        "sha256": kop.sha256,
        "aantal": kop.volgnummer,
        "moment": utc_text(now),
    }
    return statement_bytes("checkpoint", statement)


def pack_checkpoint(checkpoint: Verklaring) -> bytes:
    """Give the file of a signed checkpoint: two lines, the statement and the signature in base64."""
    return checkpoint.verklaring + b"\n" + base64.b64encode(checkpoint.handtekening) + b"\n"


def unpack_checkpoint(data: bytes) -> Verklaring:
    """Read the file of a signed checkpoint, unchecked; raises VerificationError unless it is exactly two such lines."""
    statement, _, rest = data.partition(b"\n")
    try:
        found = Verklaring(verklaring=statement, handtekening=base64.b64decode(rest.rstrip(b"\n"), validate=True))
    except binascii.Error:
        found = None
    if found is None or not found.handtekening or pack_checkpoint(found) != data:
        raise _bad("het bestand is geen checkpoint: een verklaring en een handtekening, elk op een regel")
    return found


def checkpoint_name(data: bytes) -> str:
    """Give the name of a checkpoint's file: its number, so that files sort, and the start of the file's digest.

    Two statements about one head have two names, for each was true at its own moment; so have two signatures over one
    statement, for a signature made again, even within the second, is other bytes. Raises VerificationError.
    """
    statement = checked_statement("checkpoint", unpack_checkpoint(data).verklaring)
    return f"checkpoint-{statement['volgnummer']:016}-{sha256(data)[:16]}.txt"


def check_checkpoint(
    data: bytes,
    *,
    register: str,
    signer: str,
    controle: Handtekeningcontrole,
    not_before: datetime,
    now: datetime,
) -> Checkpoint:
    """Check the file of a checkpoint of this register against the pinned logboek key, with public material only.

    Raises VerificationError, ValidationError or EncryptionError.
    """
    signed = unpack_checkpoint(data)
    statement = checked_statement("checkpoint", signed.verklaring)
    moment = _require(statement, register)
    made = controle.verify_detached(
        signed.verklaring, signed.handtekening, signer=signer, not_before=not_before, now=now
    )
    if abs(made - moment) > SPELING_MOMENT:
        raise _bad("het moment van het checkpoint is niet dat van de handtekening")
    return Checkpoint(register=register, volgnummer=statement["volgnummer"], sha256=statement["sha256"], moment=moment)


def verify_against(lines: Iterable[bytes], checkpoints: Iterable[Checkpoint], *, na: Kop = BEGIN) -> Bevindingen:
    """Verify lines and that they are the ones that the checkpoints of one register vouch for."""
    known = sorted(checkpoints, key=lambda c: (c.moment, c.volgnummer))
    if len({c.register for c in known}) > 1:
        raise _bad("de checkpoints zijn van verschillende logboeken")
    ankers: dict[int, str] = {}
    for checkpoint in known:
        ankers.setdefault(checkpoint.volgnummer, checkpoint.sha256)
    found = verify(lines, na=na, ankers=ankers)
    meldingen = (*found.meldingen, *_contradictions(known))
    return Bevindingen(aantal=found.aantal, kop=found.kop, meldingen=meldingen)


def require_current(log: Auditlog, checkpoint: Checkpoint) -> None:
    """Raise VerificationError when a log is older than a checkpoint (a restored copy) or has another line there.

    It reads one line only: enough to keep a restored database shut, not a proof that the log is whole.
    """
    with contextlib.closing(log.read(checkpoint.volgnummer)) as lines:
        line = next(lines, None)
    found = match_line(line) if line is not None else None
    if found is None or (int(found[4]), found[2].decode()) != checkpoint.kop:
        raise VerificationError(
            Melding(
                code="AUDIT-TERUGGEZET",
                ernst="fout",
                pad=f"/{checkpoint.volgnummer}",
                melding="dit logboek is ouder dan het laatste checkpoint of is een ander: er is een kopie teruggezet",
                oplossing="Ga niet verder; laat twee sleutelbeheerders beslissen welke kopie geldt.",
            )
        )


def _require(statement: dict[str, Any], register: str) -> datetime:
    if statement["register"] != register:
        raise _bad("het checkpoint is van een ander logboek")
    if statement["aantal"] != statement["volgnummer"]:
        raise _bad("aantal en volgnummer van het checkpoint zijn niet gelijk")
    return utc_moment(statement["moment"])


def _contradictions(known: Sequence[Checkpoint]) -> list[Melding]:
    """Find checkpoints that cannot all be true of one log that only grows; they come in order of moment."""
    found = []
    highest = Kop(0, "")
    for checkpoint in known:
        same = checkpoint.volgnummer == highest.volgnummer and checkpoint.sha256 != highest.sha256
        if same or checkpoint.volgnummer < highest.volgnummer:
            text = (
                f"een later checkpoint (regel {checkpoint.volgnummer}) spreekt een eerder (regel {highest.volgnummer}) "
                "tegen: tussen beide is een oudere kopie van het logboek teruggezet"
            )
            pad = f"/{checkpoint.volgnummer}"
            found.append(Melding(code="AUDIT-TERUGGEZET", ernst="fout", pad=pad, melding=text, oplossing=OPLOSSING))
        else:
            highest = checkpoint.kop
    return found


def _bad(melding: str) -> VerificationError:
    return VerificationError.because(
        "AUDIT-CHECKPOINT", melding, "Gebruik het bestand zoals het is bewaard, en het register waar het bij hoort."
    )
