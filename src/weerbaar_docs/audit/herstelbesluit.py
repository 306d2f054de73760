# SPDX-License-Identifier: EUPL-1.2
"""A store that was put back is older than its last checkpoint: two sleutelbeheerders decide that this copy counts.

(1) each of them signs `herstelbesluit/v1`: the head that was restored, and the last checkpoint, that is left behind;
(2) a decision is two such statements that say the same, of two people with two keys, both signed after that checkpoint, and
    both sleutelbeheerder with that key for long enough (sleutelbeheerders.py);
(3) it lets go of the checkpoints that were left behind: those beyond the restored head, up to the named one in number
    and moment. Every checkpoint set later binds as before, so that an old decision excuses no second roll-back;
(4) it holds for a log that has the restored head, and for no other.

Anyone can check it with the log, the checkpoints, the public keys and this module.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from weerbaar_docs.audit.checkpoint import Checkpoint, require_current
from weerbaar_docs.audit.regel import BEGIN, Kop, match_line
from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.model import Verklaring, utc_moment, utc_text
from weerbaar_docs.sleutelbeheerders import check_two
from weerbaar_docs.validation import checked_statement, statement_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from weerbaar_docs.audit.log import Auditlog
    from weerbaar_docs.keys import Handtekeningcontrole, Medewerkersregister

Herstelreden = Literal["schijf_stuk", "gegevens_beschadigd", "verkeerde_handeling", "inbraak", "oefening", "verhuizing"]
_NAAM = "herstelbesluit"
_EIGEN = ("medewerker", "moment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Herstelbesluit:
    """A checked decision: the log goes on from `kop`, the head of the copy, and `achtergelaten` no longer binds."""

    register: str
    kop: Kop
    achtergelaten: Checkpoint
    reden: str
    medewerkers: tuple[str, str]
    moment: datetime

    def leaves(self, checkpoint: Checkpoint) -> bool:
        """Say whether a checkpoint is of the part of the log that this decision left."""
        last = self.achtergelaten
        return (
            checkpoint.register == self.register
            and self.kop.volgnummer < checkpoint.volgnummer <= last.volgnummer
            and (checkpoint.volgnummer < last.volgnummer or checkpoint.sha256 == last.sha256)
            and checkpoint.moment <= last.moment
        )


def herstelbesluit_statement(
    kop: Kop, achtergelaten: Checkpoint, *, reden: Herstelreden, medewerker: str, now: datetime
) -> bytes:
    """Make the bytes of `herstelbesluit/v1` for one sleutelbeheerder to sign; raises ValidationError."""
    statement = {
        "soort": "herstelbesluit/v1",
        "register": achtergelaten.register,
        "hersteld": {"volgnummer": kop.volgnummer, "sha256": kop.sha256},
        "achtergelaten": {
            "volgnummer": achtergelaten.volgnummer,
            "sha256": achtergelaten.sha256,
            "moment": utc_text(achtergelaten.moment),
        },
        "reden": reden,
        "medewerker": medewerker,
        "moment": utc_text(now),
    }
    return statement_bytes(_NAAM, statement)


def check_herstelbesluit(
    verklaringen: Sequence[Verklaring],
    *,
    register: str,
    medewerkers: Medewerkersregister,
    controle: Handtekeningcontrole,
    now: datetime,
) -> Herstelbesluit:
    """Check the two signed statements of one decision, with public material only.

    Raises VerificationError, ValidationError, ConsentError (role, same person, not for long enough) or EncryptionError
    (signature).
    """
    if len(verklaringen) != len(("een", "ander")):
        raise _bad("er zijn precies twee ondertekende verklaringen nodig")
    statements = [checked_statement(_NAAM, verklaring.verklaring) for verklaring in verklaringen]
    if _shared(statements[0]) != _shared(statements[1]):
        raise _bad("de twee verklaringen besluiten niet hetzelfde")
    besluit = _decision(statements, register)
    check_two(
        verklaringen,
        statements,
        medewerkers=medewerkers,
        controle=controle,
        not_before=besluit.achtergelaten.moment,
        now=now,
    )
    return besluit


def subject(statement: Mapping[str, Any]) -> str:
    """Give the digest of what a statement decides, whoever says it and when: two that agree have the same."""
    return digest(_shared(statement))


def require_decided(
    log: Auditlog, checkpoint: Checkpoint, besluiten: Iterable[Herstelbesluit] = ()
) -> Herstelbesluit | None:
    """Raise VerificationError when a log is older than a checkpoint, unless two sleutelbeheerders decided so.

    Gives the decision that let it through, None when the log is simply current. Like `require_current` it reads a line
    per checkpoint: enough to keep a restored store shut, not a proof that the log is whole.
    """
    for besluit in sorted(besluiten, key=lambda found: found.moment, reverse=True):
        if besluit.leaves(checkpoint) and _has(log, besluit.kop):
            return besluit
    require_current(log, checkpoint)
    return None


def _has(log: Auditlog, kop: Kop) -> bool:
    """Say whether a log has this line."""
    if kop == BEGIN:
        return True
    with contextlib.closing(log.read(kop.volgnummer)) as lines:
        line = next(lines, None)
    found = match_line(line) if line is not None else None
    return found is not None and (int(found[4]), found[2].decode()) == kop


def _decision(statements: Sequence[dict[str, Any]], register: str) -> Herstelbesluit:
    shared = statements[0]
    if shared["register"] != register:
        raise _bad("het besluit is van een ander logboek")
    left = shared["achtergelaten"]
    besluit = Herstelbesluit(
        register=register,
        kop=Kop(shared["hersteld"]["volgnummer"], shared["hersteld"]["sha256"]),
        achtergelaten=Checkpoint(
            register=register,
            volgnummer=left["volgnummer"],
            sha256=left["sha256"],
            moment=utc_moment(left["moment"]),
        ),
        reden=shared["reden"],
        medewerkers=(statements[0]["medewerker"], statements[1]["medewerker"]),
        moment=max(utc_moment(statement["moment"]) for statement in statements),
    )
    if besluit.kop.volgnummer >= left["volgnummer"]:
        raise _bad("de herstelde kopie is niet ouder dan het checkpoint")
    return besluit


def _shared(statement: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in statement.items() if name not in _EIGEN}


def _bad(melding: str) -> VerificationError:
    return VerificationError.because(
        "AUDIT-HERSTELBESLUIT",
        melding,
        "Laat twee sleutelbeheerders ieder een eigen verklaring over deze opslag en dit checkpoint ondertekenen.",
    )
