# SPDX-License-Identifier: EUPL-1.2
"""A recorded toestemming -> the ciphertext of one levering: the gate, the nonce and the row in one transaction.

(1) report, files, letter and proof are read as bytes first; what they are worth is asked inside the transaction, where nobody can
    withdraw, replace a key or seal a second time meanwhile;
(2) the ciphertext is kept sealed with its row, for every attempt to deliver it;
(3) whatever refuses leaves no row, no file and an unused nonce.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weerbaar_docs.brief import write_brief
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.consent import release
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold
from weerbaar_docs.encryption import seal_for_werkgever, seal_on_paper
from weerbaar_docs.model import utc_text
from weerbaar_docs.redaction import Stuk, Werkgeverstukken
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.leveringen import lock_sealing, require_not_stopped
from weerbaar_docs.store.nonce_register import ActNonces
from weerbaar_docs.store.tables import LEVERING
from weerbaar_docs.toestemmen.bewijzen import from_record
from weerbaar_docs.toestemmen.stand import choice_of, look_at_choice
from weerbaar_docs.validation import validate

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.brief import Werkgeversbrief
    from weerbaar_docs.consent import Registers, Vrijgave
    from weerbaar_docs.encryption import Zending
    from weerbaar_docs.store import Act
    from weerbaar_docs.toestemmen.plek import Verzegelplek, Werkbank
    from weerbaar_docs.toestemmen.stand import Vastgelegd


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzegeld:
    """A levering that is ready to go: its neutral id, and the digest and size of its ciphertext."""

    dossier: str
    dossiernummer: str
    levering: str
    route: str
    sha256: str
    bytes: int

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


def seal_levering(plek: Verzegelplek, kenmerk: str, *, proef: bool = False) -> Verzegeld:
    """Seal what the standing toestemming of a dossier allows; raises ConsentError or EncryptionError, naming the reason.

    With `proef` everything is done and checked, and then taken back.
    """
    opslag = plek.opslag
    stand = read(opslag, kenmerk)
    with plek.open(stand, "verzegeld") as werkbank:
        with noted(opslag, "verzegeld", stand.dossier):
            given = look_at_choice(opslag, stand).standing()
            stukken = _files(werkbank, given)
            brief = _letter(werkbank, given, len(stukken.stukken))
            bewijs = from_record(given.inhoud["bewijs"])
            werkbank.unlock()
        with opslag.act("verzegeld", object=stand.dossier, proef=proef) as act:
            hold(act, stand)
            require_role(act, "secretariaat")
            lock_sealing(act.connection)
            require_not_stopped(act.connection, given.inhoud["verklaring"]["geldig_van"])
            registers = werkbank.registers(act, ActNonces(act.connection, now=act.now), given)
            with opslag.act_in(act.connection, "vrijgegeven", object=stand.dossier, proef=proef):
                vrijgave = release(stukken, given.verklaring, bewijs, registers=registers, now=act.now)
            zending = _sealed(werkbank, vrijgave, brief, registers, act.now)
            if not proef:
                _keep(act, werkbank, given, zending)
    return Verzegeld(
        dossier=stand.dossier,
        dossiernummer=stand.dossiernummer,
        levering=zending.identificatie,
        route=given.inhoud["verklaring"]["route"],
        sha256=zending.sha256,
        bytes=len(zending.versleuteld),
    )


def _sealed(
    werkbank: Werkbank, vrijgave: Vrijgave, brief: Werkgeversbrief, registers: Registers, now: datetime
) -> Zending:
    """Seal by the route of the toestemming: for the werkgever's key, or for the printer of the sealing role."""
    thuis, levering, vorm = werkbank.thuis, werkbank.levering, werkbank.plek.sleutelbeheer
    if vrijgave.stukken.keuze.route != "op_papier":
        return seal_for_werkgever(
            vrijgave, brief, ring=thuis, afzender=levering, registers=registers, now=now, sleutelbeheer=vorm
        )
    pin = werkbank.vertrouwen.pin("ccv_levering")
    return seal_on_paper(
        vrijgave, brief, ring=thuis, afzender=levering, registers=registers, now=now, ontvanger=pin, sleutelbeheer=vorm
    )


def _files(werkbank: Werkbank, given: Vastgelegd) -> Werkgeverstukken:
    """Give the kept files of a toestemming, as the bytes that they are, with the report that they were made from."""
    stukken = tuple(
        Stuk(
            documentsoort=item["documentsoort"],
            inhoud=werkbank.kept(item["stuk"]),
            niveau=item["niveau"],
            uitval=item["uitval"],
        )
        for item in given.inhoud["stukken"]
    )
    keuze = choice_of(given.inhoud["verklaring"])
    return Werkgeverstukken(vastgesteld=werkbank.established(), keuze=keuze, stukken=stukken)


def _letter(werkbank: Werkbank, given: Vastgelegd, aantal: int) -> Werkgeversbrief:
    gegevens = werkbank.stand.gegevens
    return write_brief(
        validate(canonical_bytes(gegevens)),
        kenmerk=given.toestemming_id,
        aantal_bijlagen=aantal,
        zegel=werkbank.plek.zegel,
        now=werkbank.plek.opslag.now(),
        huisstijl=werkbank.plek.wijze.huisstijl(gegevens["organisatie"]["oin"]),
    )


def _keep(act: Act, werkbank: Werkbank, given: Vastgelegd, zending: Zending) -> None:
    """Keep the ciphertext with its row: the same bytes for every attempt to deliver it."""
    statement = given.inhoud["verklaring"]
    row = {
        "id": zending.identificatie,
        "dossier": werkbank.stand.dossier,
        "toestemming": given.toestemming_id,
        **{name: statement[name] for name in ("vaststelling_sha256", "eind_sha256", "route")},
        "sha256": zending.sha256,
        "vertrouwelijkheidaanduiding": zending.vertrouwelijkheidaanduiding,
        "versleuteld": zending.versleuteld,
        "status": "verzegeld",
        "gemaakt_op": utc_text(act.now),
        "gewijzigd_op": utc_text(act.now),
    }
    act.connection.execute(LEVERING.insert(), row)
