# SPDX-License-Identifier: EUPL-1.2
"""What came back from the bestuurder -> a recorded toestemming with its proof, or a recorded refusal.

(1) a proof is checked here by the same verifiers as at the gate; who may attest and what an attest says, they decide;
(2) what was proven is recorded in one transaction: the row with statement and proof, the dossier's next version, the status;
(3) recorded is not released: the gate asks everything again, from bytes, when it is sealed;
(4) a refusal needs no proof and no reason; nothing is ever consented by an option.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.dossiers import delen
from weerbaar_docs.dossiers.bewaren import insert_version, move_on, noted, prepare_version
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold, insert, require_status, step
from weerbaar_docs.errors import ConsentError, WeerbaarDocsError
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.registers.sleutelrijen import key_pseudonym
from weerbaar_docs.store import StoreNonceRegister, seal
from weerbaar_docs.store.leveringen import lock_sealing, require_not_stopped
from weerbaar_docs.store.nonce_register import record_withdrawals
from weerbaar_docs.store.tables import TOESTEMMING
from weerbaar_docs.toestemmen.bewijzen import as_record
from weerbaar_docs.toestemmen.poort import adviseurs_of, gate_registers
from weerbaar_docs.toestemmen.stand import choice_state, look_at_choice, question_of, require_answerable, require_same
from weerbaar_docs.toestemmen.stukken import new_record
from weerbaar_docs.toestemmingsbewijs import verify
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.encryption.achterkant import Achterkant
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Act, Opslag
    from weerbaar_docs.toestemmen.intrekken import Wijze
    from weerbaar_docs.toestemmen.poort import Poortinstelling
    from weerbaar_docs.toestemmen.stand import Keuzestand
    from weerbaar_docs.toestemming import Bewijs
    from weerbaar_docs.toestemmingsbewijs import Bewezen
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


@dataclass(frozen=True, slots=True, kw_only=True)
class Antwoord:
    """What was recorded: the status of the dossier now, and from when the gate may open."""

    dossier: str
    dossiernummer: str
    status: Status
    toestemming_id: str | None
    bewijs: str
    opent_op: str | None = None
    nog_nodig: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


def record_proof(
    opslag: Opslag, kenmerk: str, bewijs: Bewijs, *, poort: Poortinstelling, proef: bool = False
) -> Antwoord:
    """Check a proof of the open question and record the toestemming; raises ConsentError when it does not hold."""
    stand = read(opslag, kenmerk)
    with noted(opslag, "toestemming_vastgelegd", stand.dossier):
        require_status(stand, "een toestemming vastleggen", "bij_bestuurder")
        keuzestand = look_at_choice(opslag, stand)
        vraag = keuzestand.asked()
        vertrouwen = trusted(opslag)
        with ring_of(vertrouwen, ook={stand.dossier}) as ring:
            bewezen = proven(opslag, stand, vraag, bewijs, vertrouwen=vertrouwen, ring=ring, poort=poort)
    return keep_proven(opslag, stand, keuzestand, bewijs, bewezen, rows=[], proef=proef)


def record_refusal(opslag: Opslag, kenmerk: str, *, wijze: Wijze, proef: bool = False) -> Antwoord:
    """Record that the bestuurder gives no toestemming, by whatever way he said so."""
    stand = read(opslag, kenmerk)
    with noted(opslag, "toestemming_vastgelegd", stand.dossier):
        require_status(stand, "een weigering vastleggen", "bij_bestuurder")
        keuzestand = look_at_choice(opslag, stand)
        vraag = keuzestand.vraag
    told = {"wijze": wijze, "toestemming_id": None if vraag is None else vraag["toestemming_id"]}
    rows = [] if proef else [new_record(opslag, stand, "weigering", opslag.now(), **told)]
    with opslag.act("toestemming_vastgelegd", object=stand.dossier, proef=proef) as act:
        hold(act, stand)
        require_role(act, "secretariaat", "adviseur")
        require_same(keuzestand, choice_state(act, opslag, stand))
        insert(act, rows)
        if vraag is not None:  # or a form that was signed before could still be brought in
            record_withdrawals(act.connection, [vraag["toestemming_id"]], now=act.now)
        step(act, stand, "toestemming_geweigerd")
    return _answer(stand, "toestemming_geweigerd", None, wijze)


def proven(
    opslag: Opslag,
    stand: Dossierstand,
    vraag: dict[str, Any],
    bewijs: Bewijs,
    *,
    vertrouwen: Vertrouwen,
    ring: Achterkant,
    poort: Poortinstelling,
) -> Bewezen:
    """Check a proof of a question as the gate will; raises ConsentError.

    Who the toetser is only the sealing role can read: that he did not attest, the gate alone asks.
    """
    adviseurs = adviseurs_of(opslag, stand)
    with opslag.act("dossier_gelezen", object=stand.dossier) as act:
        registers = gate_registers(
            act,
            opslag,
            stand,
            vertrouwen=vertrouwen,
            controle=ring,
            nonces=StoreNonceRegister(opslag.engine, clock=opslag.now),
            instelling=poort,
            vraag=vraag,
        )
    require_answerable(opslag, vraag)
    now = opslag.now()
    try:
        return verify(
            bewijs,
            verklaring=question_of(vraag).verklaring,
            uitgesloten=adviseurs,
            registers=registers,
            now=now,
        )
    except ConsentError:
        raise
    except WeerbaarDocsError as error:
        raise ConsentError(*error.meldingen) from None


def keep_proven(
    opslag: Opslag,
    stand: Dossierstand,
    keuzestand: Keuzestand,
    bewijs: Bewijs,
    bewezen: Bewezen,
    *,
    rows: list[dict[str, str]],
    proef: bool,
) -> Antwoord:
    """Record a proven toestemming with the pieces that came with it; refused when another question was put meanwhile."""
    vraag = keuzestand.asked()
    statement = vraag["verklaring"]
    status: Status = (
        "door_bestuurder_zelf_verstrekt" if statement["route"] == "via_bestuurder" else "toestemming_verleend"
    )
    with noted(opslag, "toestemming_vastgelegd", stand.dossier):
        part = _part(stand, vraag, as_record(bewijs)["soort"], opslag.now())
        done = delen.consent(stand.gegevens, part, vandaag=stand.vandaag)
    nieuw = prepare_version(opslag, stand.dossier, stand.laatste + 1, done, stand.sleutel, proef=proef)
    with opslag.act("toestemming_vastgelegd", object=stand.dossier, proef=proef) as act:
        hold(act, stand)
        require_role(act, "secretariaat")
        require_same(keuzestand, choice_state(act, opslag, stand))
        lock_sealing(act.connection)
        require_not_stopped(act.connection, statement["geldig_van"])
        insert(act, rows)
        act.connection.execute(TOESTEMMING.insert(), _row(act, stand, vraag, bewijs))
        insert_version(act, stand.dossier, nieuw)
        move_on(act, stand.dossier, nieuw.nummer, [status])
    return _answer(
        stand, status, statement["toestemming_id"], as_record(bewijs)["soort"], opent_op=utc_text(bewezen.opent_op)
    )


def _row(act: Act, stand: Dossierstand, vraag: dict[str, Any], bewijs: Bewijs) -> dict[str, Any]:
    statement = vraag["verklaring"]
    kenmerk = statement["toestemming_id"]
    inhoud = {
        "verklaring": statement,
        "bewijs": as_record(bewijs),
        "stukken": vraag["stukken"],
        "vastgelegd_op": utc_text(act.now),
        "afkoeltijd_uren": vraag["afkoeltijd_uren"],
    }
    sealed = seal(canonical_bytes(inhoud), stand.sleutel, soort=f"toestemming/{kenmerk}")
    vingerafdruk = statement.get("ontvanger", {}).get("sleutel_vingerafdruk")
    same = ("vaststelling_sha256", "eind_sha256", "route", "geldig_van", "geldig_tot", "nonce")
    return {
        "id": kenmerk,
        "dossier": stand.dossier,
        **{name: statement[name] for name in same},
        "sleutel_pseudoniem": None if vingerafdruk is None else key_pseudonym(act, vingerafdruk),
        "sha256": sealed.sha256,
        "inhoud": sealed.inhoud,
    }


def _part(stand: Dossierstand, vraag: dict[str, Any], soort: str, now: datetime) -> dict[str, Any]:
    """Give what the dossier tells of the toestemming."""
    statement, rapport = vraag["verklaring"], stand.gegevens["adviesrapport"]
    same = (
        *("toestemming_id", "route", "omvang", "uitgesloten_onderdelen", "vaststelling_sha256", "eind_sha256"),
        *("stukken", "geldig_van", "geldig_tot"),
    )
    return {
        **{name: statement[name] for name in same},
        "status": "verleend",
        "rapportnummer": rapport["rapportnummer"],
        "rapport_versie": rapport["versie"],
        "gegeven_op": utc_text(now),
        "bewijs": {"soort": soort, "formulier_sha256": statement["formulier_sha256"]},
        "ingetrokken_op": None,
        **({"ontvanger": statement["ontvanger"]} if "ontvanger" in statement else {}),
    }


def _answer(
    stand: Dossierstand, status: Status, kenmerk: str | None, bewijs: str, *, opent_op: str | None = None
) -> Antwoord:
    return Antwoord(
        dossier=stand.dossier,
        dossiernummer=stand.dossiernummer,
        status=status,
        toestemming_id=kenmerk,
        bewijs=bewijs,
        opent_op=opent_op,
    )
