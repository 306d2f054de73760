# SPDX-License-Identifier: EUPL-1.2
"""A levering on paper -> its files for the printer, with the form on which the werkgever signs for them.

(1) what is printed was sealed after the same gate as what is sent, and stopped like it;
(2) each print is a record of the dossier before it leaves; (3) it leaves as the bestuurder's copies do: to a named queue, or as the one file that is sealed to CCV levering.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from weerbaar_docs import pakketnamen
from weerbaar_docs.adressering import functie
from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.bewaren import noted, overtaken
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold, insert, require_status
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, unpack
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.model import utc_text
from weerbaar_docs.ontvangstformulier import make_ontvangstformulier
from weerbaar_docs.redaction import hoofdstuk
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.leveringen import lock_sealing
from weerbaar_docs.store.tables import LEVERING
from weerbaar_docs.toestemmen.kanalen import print_all, require_queue
from weerbaar_docs.toestemmen.stand import choice_state, look_at_choice
from weerbaar_docs.toestemmen.stukken import new_record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from weerbaar_docs.toestemmen.plek import Verzegelplek, Werkbank
    from weerbaar_docs.toestemmen.stand import Keuzestand


@dataclass(frozen=True, slots=True, kw_only=True)
class Afgedrukt:
    """What left for the printer; `bestand` is the sealed file, None when it went to a queue."""

    dossier: str
    levering: str
    printer: str
    bestand: bytes | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {"dossier": self.dossier, "levering": self.levering, "printer": self.printer or None}


def print_levering(plek: Verzegelplek, kenmerk: str, *, printer: str = "", proef: bool = False) -> Afgedrukt:
    """Print the last levering on paper of a dossier, or give its sealed file.

    Raises ConsentError when there is none or it was stopped, DeliveryError when the printer does not take it.
    """
    opslag = plek.opslag
    stand = read(opslag, kenmerk)
    with plek.open(stand, "afgedrukt") as werkbank:
        with noted(opslag, "afgedrukt", stand.dossier):
            require_status(stand, "een levering afdrukken", "toestemming_verleend")
            if printer:
                require_queue(printer)
            keuzestand = look_at_choice(opslag, stand)
            with opslag.look() as connection:
                seen = _row(connection, keuzestand, opslag.now())
            files = _files(werkbank, seen)
            bestand = None if printer else werkbank.seal_to_print(werkbank.package(files, pakket="zending"))
        rows = [] if proef else [new_record(opslag, stand, "afdruk", opslag.now(), printer=printer)]
        with opslag.act("afgedrukt", object=stand.dossier, proef=proef) as act:
            hold(act, stand)
            require_role(act, "secretariaat")
            werkbank.require_same_registers(act)
            lock_sealing(act.connection)
            if _row(act.connection, choice_state(act, opslag, stand), act.now)["id"] != seen["id"]:
                raise overtaken(stand.laatste)
            insert(act, rows)
        if printer and not proef:
            print_all(werkbank, files, printer, naam=seen["id"][:11])
    return Afgedrukt(dossier=stand.dossier, levering=seen["id"], printer=printer, bestand=None if proef else bestand)


def _row(connection: Connection, keuzestand: Keuzestand, now: datetime) -> RowMapping:
    """Give the levering of the toestemming that stands, while it stands: what is printed cannot be stopped any more."""
    given = keuzestand.standing()
    query = select(LEVERING).where(
        LEVERING.c.toestemming == given.toestemming_id,
        LEVERING.c.route == "op_papier",
        LEVERING.c.status == "verzegeld",
    )
    found = connection.execute(query).mappings().first()
    if found is None or given.inhoud["verklaring"]["geldig_tot"] < utc_text(now):
        raise ConsentError.because(
            "R-TOES-2",
            "er is geen levering op papier die gereed staat",
            "Verzegel eerst (levering plan), na een toestemming met de route op_papier.",
        )
    return found


def _files(werkbank: Werkbank, row: RowMapping) -> dict[str, bytes]:
    """Open the package and add the form for receipt."""
    package, _ = werkbank.thuis.open_message(
        row["versleuteld"], signers=(werkbank.levering,), now=werkbank.plek.opslag.now()
    )
    parts = unpack(package, pakket="zending")
    del parts[MANIFEST], parts[MANIFEST_SIG]  # of the package without the form
    organisatie = werkbank.stand.gegevens["organisatie"]
    report, soort = hoofdstuk(parts)
    receipt = make_ontvangstformulier(
        voor="werkgever",
        kenmerk=row["id"][:11],
        naam=functie(organisatie),
        documentsoort=soort,
        exemplaar=1,
        sha256=sha256(parts[report]),
        kanaal="overhandigen",
        now=werkbank.plek.opslag.now(),
        huisstijl=werkbank.plek.wijze.huisstijl(organisatie["oin"]),
    )
    return {**parts, pakketnamen.ONTVANGST: receipt.pdf}
