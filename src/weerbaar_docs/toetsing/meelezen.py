# SPDX-License-Identifier: EUPL-1.2
"""The second pair of eyes: another toetser signs `meelezing/v1` over the report and the besluit before it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import ConsentError, VerificationError
from weerbaar_docs.keys import check_act, require_distinct
from weerbaar_docs.model import utc_moment, utc_text
from weerbaar_docs.toetsing.beoordelen import besluit_digest
from weerbaar_docs.toetsing.pakket import possible
from weerbaar_docs.validation import checked_statement, statement_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from weerbaar_docs.keys import Handtekeningcontrole, Medewerker, Medewerkersregister
    from weerbaar_docs.model import Verklaring


def reading(bva_besluit: Mapping[str, Any], *, medewerker: str, now: datetime) -> bytes:
    """Make the bytes of `meelezing/v1` for the second toetser to sign."""
    statement = {
        "soort": "meelezing/v1",
        "rapport_sha256": bva_besluit["rapport_sha256"],
        "besluit_sha256": besluit_digest(bva_besluit),
        "medewerker": medewerker,
        "moment": utc_text(now),
    }
    return statement_bytes("meelezing", statement)


def check_reading(
    meelezing: Verklaring,
    bva_besluit: Mapping[str, Any],
    *,
    toetser: Medewerker,
    opsteller: Medewerker,
    medewerkers: Medewerkersregister,
    controle: Handtekeningcontrole,
    now: datetime,
) -> Medewerker:
    """Check that another toetser read this very besluit; give him. Raises VerificationError, ConsentError or EncryptionError."""
    statement = checked_statement("meelezing", meelezing.verklaring)
    if (statement["rapport_sha256"], statement["besluit_sha256"]) != (
        bva_besluit["rapport_sha256"],
        besluit_digest(bva_besluit),
    ):
        raise VerificationError.because(
            "MEELEZING",
            "de tweede toetser heeft een ander besluit gelezen",
            "Laat de tweede toetser dit besluit lezen (bva lees-mee).",
        )
    reader, _ = check_act(
        meelezing,
        statement,
        "toetser",
        medewerkers=medewerkers,
        controle=controle,
        not_before=possible(utc_moment(statement["moment"])),
        now=now,
    )
    require_distinct(reader, toetser)
    require_distinct(reader, opsteller)
    return reader


def require_reading(meelezing: Verklaring | None) -> Verklaring:
    """Give the statement of the second toetser; raises ConsentError when there is none."""
    if meelezing is None:
        raise ConsentError.because(
            "MEELEZING",
            "een tweede toetser heeft dit besluit nog niet gelezen",
            "Laat een andere toetser meelezen en ondertekenen (bva lees-mee).",
        )
    return meelezing
