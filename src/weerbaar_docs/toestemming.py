# SPDX-License-Identifier: EUPL-1.2
"""Werkgeverstukken -> Toestemmingsvraag: what is put before the bestuurder, and the proofs that come back.

Everything here makes bytes for somebody to sign; whether they open the gate is decided in consent.py alone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from weerbaar_docs import canonical
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import ConsentError, EncryptionError
from weerbaar_docs.model import Verklaring, utc_text
from weerbaar_docs.pseudoniem import pseudonym as pseudonym  # noqa: PLC0414 - its public home until the next version
from weerbaar_docs.redaction import Werkgeverstukken
from weerbaar_docs.rules.toestemming import LANGSTE_DUUR
from weerbaar_docs.validation import statement_bytes

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.keys import Sleutel

MAX_DAGEN = LANGSTE_DUUR.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Toestemmingsvraag:
    """The statement that is put before the bestuurder, and the check number that is read over the telephone."""

    verklaring: bytes = field(repr=False)
    controlegetal: str

    def statement(self) -> dict[str, Any]:
        """Give the statement as an object."""
        found: dict[str, Any] = canonical.read_statement(self.verklaring)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenpgpBewijs:
    """A detached OpenPGP signature by the bestuurder over the bytes of the statement."""

    handtekening: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InktBewijs:
    """A form signed in ink: its scan and two attests; one attester called the bestuurder back."""

    scan_sha256: str
    attesten: tuple[Verklaring, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PadesBewijs:
    """The form as PDF, filled in and signed by the bestuurder with an own certificate."""

    formulier: bytes = field(repr=False)


Bewijs = OpenpgpBewijs | InktBewijs | PadesBewijs


def ask(
    stukken: Werkgeverstukken,
    *,
    toestemming_id: str,
    dossier: str,
    ontvanger: Sleutel | None,
    functie: str = "",
    formulier_sha256: str,
    now: datetime,
    dagen: int = 30,
) -> Toestemmingsvraag:
    """Make the statement for one choice and its stored files; it has no legal effect until it is signed.

    `dossier` is the pseudonymous dossier id (D- and 32 hex); `ontvanger` is the pinned key of the werkgever for via_ccv, and None
    for via_bestuurder and op_papier. `functie` is who of the werkgever receives.
    Raises ConsentError when the period is longer than 90 days or the recipient does not fit the route, and EncryptionError when
    there is no key of the werkgever to seal for.
    """
    if not isinstance(stukken, Werkgeverstukken):
        raise ConsentError.because(
            "STAP-STUKKEN", "een toestemming gaat over gemaakte stukken", "Maak eerst de stukken (prepare)."
        )
    if not 0 < dagen <= MAX_DAGEN:
        raise ConsentError.because("R-TOES-8", "een toestemming geldt hoogstens 90 dagen", "Kies een kortere periode.")
    keuze = stukken.keuze
    if keuze.route == "via_ccv" and ontvanger is None:
        raise no_key()
    if (keuze.route == "via_ccv") != (ontvanger is not None):
        raise ConsentError.because(
            "R-TOES-3",
            "route en ontvanger passen niet bij elkaar",
            "Noem de sleutel van de werkgever bij via_ccv, en alleen dan.",
        )
    statement: dict[str, Any] = {
        "soort": "toestemming/v1",
        "toestemming_id": toestemming_id,
        "dossier": dossier,
        "vaststelling_sha256": stukken.vastgesteld.definitief.vaststelling_sha256,
        "eind_sha256": stukken.vastgesteld.eind_sha256,
        "route": keuze.route,
        "omvang": keuze.omvang,
        "uitgesloten_onderdelen": list(keuze.uitgesloten_onderdelen),
        "stukken": [stuk.as_json() for stuk in stukken.stukken],
        "geldig_van": utc_text(now),
        "geldig_tot": utc_text(now + timedelta(days=dagen)),
        "nonce": secrets.token_hex(16),
        "formulier_sha256": formulier_sha256,
    }
    if keuze.route != "via_bestuurder":
        statement["ontvanger"] = _receiver(stukken, ontvanger, functie)
    verklaring = statement_bytes("toestemming", statement)
    return Toestemmingsvraag(verklaring=verklaring, controlegetal=check_number(verklaring))


def _receiver(stukken: Werkgeverstukken, sleutel: Sleutel | None, functie: str) -> dict[str, str]:
    if sleutel is not None:
        return {"oin": sleutel.houder, "functie": functie, "sleutel_vingerafdruk": sleutel.vingerafdruk}
    return {"oin": stukken.vastgesteld.definitief.rapport.inhoud["organisatie"]["oin"], "functie": functie}


def no_key() -> EncryptionError:
    """Give the refusal for a werkgever without a key, with the three ways that there are."""
    return EncryptionError.because(
        "SLEUTEL-WERKGEVER",
        "van deze werkgever is geen sleutel vastgelegd, dus er is niets om voor te versleutelen",
        "Vraag de werkgever om een sleutel met het sleutelblad, of laat de bestuurder kiezen voor op_papier of via_bestuurder.",
    )


def check_number(verklaring: bytes) -> str:
    """Give the 20 characters (base32 of SHA-256) in groups of five that are read over the telephone."""
    return canonical.check_number(sha256(verklaring))


def attest(
    vraag: Toestemmingsvraag,
    *,
    scan_sha256: str,
    medewerker: str,
    teruggebeld: bool,
    now: datetime,
    spoed: bool = False,
) -> bytes:
    """Make the bytes of `attest/v1` for a medewerker to sign.

    With `spoed` in both attests of a form there is no cooling time; why it is spoed does not stand in them, because they
    travel to the werkgever.
    """
    statement = {
        "soort": "attest/v1",
        "verklaring_sha256": sha256(vraag.verklaring),
        "scan_sha256": scan_sha256,
        "medewerker": medewerker,
        "teruggebeld": teruggebeld,
        "controlegetal": vraag.controlegetal,
        "moment": utc_text(now),
        **({"spoed": True} if spoed else {}),
    }
    return statement_bytes("attest", statement)


def withdrawal(toestemming_id: str, *, medewerker: str, now: datetime) -> bytes:
    """Make the bytes of `intrekking/v1` for a medewerker to sign."""
    statement = {
        "soort": "intrekking/v1",
        "toestemming_id": toestemming_id,
        "medewerker": medewerker,
        "moment": utc_text(now),
    }
    return statement_bytes("intrekking", statement)
