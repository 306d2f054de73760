# SPDX-License-Identifier: EUPL-1.2
"""The bestuurder changes his mind -> a withdrawal that a medewerker signs: it only stops things, and cannot be undone.

(1) any medewerker may record one, by whatever way the bestuurder said it; nobody asks for a reason;
(2) the statement is signed first and recorded in the transaction in which the toestemming stops to stand;
(3) what was sealed and not yet sent is not sent; what was sent, staff ask back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from weerbaar_docs.consent import check_withdrawal
from weerbaar_docs.dossiers import delen
from weerbaar_docs.dossiers.bewaren import insert_version, move_on, noted, prepare_version
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold, insert
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.model import Verklaring, utc_text
from weerbaar_docs.store.leveringen import void_toestemmingen
from weerbaar_docs.store.tables import TOESTEMMING
from weerbaar_docs.toestemmen.stand import look_at_choice
from weerbaar_docs.toestemmen.stukken import new_record
from weerbaar_docs.toestemming import withdrawal
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Opslag

Wijze = Literal["natte_handtekening", "e_mail", "mondeling"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingetrokken:
    """A withdrawal that was recorded; `verzonden` says that the werkgever may have the files already."""

    dossier: str
    dossiernummer: str
    status: Status
    toestemming_id: str
    verzonden: bool

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


def record_withdrawal(opslag: Opslag, kenmerk: str, *, home: Path, wijze: Wijze, proef: bool = False) -> Ingetrokken:
    """Sign a withdrawal with the own key in `home` and record it.

    Raises ConsentError when there is nothing to withdraw, EncryptionError when the key does not sign.
    """
    stand = read(opslag, kenmerk)
    with noted(opslag, "ingetrokken", stand.dossier):
        keuzestand = look_at_choice(opslag, stand)
        standing = keuzestand.standing()
        now = opslag.now()
        signed = None if proef else _signed(opslag, standing.toestemming_id, home, now)
        done = delen.consent(stand.gegevens, withdrawn_part(stand, standing.toestemming_id, now), vandaag=stand.vandaag)
    nieuw = prepare_version(opslag, stand.dossier, stand.laatste + 1, done, stand.sleutel, proef=proef)
    rows = [] if signed is None else [_row(opslag, stand, standing.toestemming_id, signed, wijze)]
    with opslag.act("ingetrokken", object=stand.dossier, proef=proef) as act:
        hold(act, stand)
        void_toestemmingen(act, TOESTEMMING.c.id == standing.toestemming_id)
        insert(act, rows)
        insert_version(act, stand.dossier, nieuw)
        move_on(act, stand.dossier, nieuw.nummer, ["toestemming_ingetrokken"])
    return Ingetrokken(
        dossier=stand.dossier,
        dossiernummer=stand.dossiernummer,
        status="toestemming_ingetrokken",
        toestemming_id=standing.toestemming_id,
        verzonden=stand.status != "toestemming_verleend" or bool(keuzestand.afdrukken),
    )


def withdrawn_part(stand: Dossierstand, kenmerk: str, now: datetime) -> dict[str, Any]:
    """Give the part of the dossier that tells of the toestemming, as withdrawn."""
    part = next(t for t in stand.gegevens["toestemmingen"] if t["toestemming_id"] == kenmerk)
    return {**part, "status": "ingetrokken", "ingetrokken_op": utc_text(now)}


def _signed(opslag: Opslag, kenmerk: str, home: Path, now: datetime) -> Verklaring:
    """Sign the statement, and check it as the gate would: of a medewerker of today, with the pinned key."""
    vertrouwen = trusted(opslag)
    with ring_of(vertrouwen, ook={opslag.wie}) as ring:
        data = withdrawal(kenmerk, medewerker=opslag.wie, now=now)
        signer = vertrouwen.medewerkers.of(opslag.wie).vingerafdruk
        made = Verklaring(
            verklaring=data, handtekening=EigenThuis(home=home, ring=ring).sign_detached(data, signer=signer)
        )
        check_withdrawal(made, medewerkers=vertrouwen.medewerkers, controle=ring, now=opslag.now())
    return made


def _row(opslag: Opslag, stand: Dossierstand, kenmerk: str, signed: Verklaring, wijze: Wijze) -> dict[str, str]:
    return new_record(
        opslag,
        stand,
        "intrekking",
        opslag.now(),
        toestemming_id=kenmerk,
        wijze=wijze,
        verklaring=signed.verklaring.decode(),
        handtekening=signed.handtekening.hex(),
    )
