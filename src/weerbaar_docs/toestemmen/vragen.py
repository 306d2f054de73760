# SPDX-License-Identifier: EUPL-1.2
"""The bestuurder's choice -> the files for it, the form, and one statement to be signed: the second round.

(1) the files are made once and kept sealed: what the bestuurder sees, what he signs for and what is sent are the same bytes;
(2) the form shows one choice, those files and one check number, and can only be given, refused or sent back;
(3) it leaves with the files themselves, so that he decides on what he has seen;
(4) a new question takes the place of the one before; what was attested on that one counts for nothing any more.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs import pakketnamen
from weerbaar_docs.adressering import functie
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold, insert, require_status
from weerbaar_docs.redaction import prepare
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toestemmen.kanalen import give_out, require_channel
from weerbaar_docs.toestemmen.kiezen import choice_json
from weerbaar_docs.toestemmen.stand import choice_state, look_at_choice, require_same
from weerbaar_docs.toestemmen.stukken import new_file, new_record
from weerbaar_docs.toestemming import ask, no_key
from weerbaar_docs.toestemmingsformulier import Ontvanger, Periode, fill_in, make_formulier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from weerbaar_docs.keys import Sleutel
    from weerbaar_docs.redaction import Keuze, Werkgeverstukken
    from weerbaar_docs.status import Status
    from weerbaar_docs.toestemmen.kanalen import Kanaal, Uitgifte
    from weerbaar_docs.toestemmen.plek import Verzegelplek, Werkbank
    from weerbaar_docs.toestemmen.stand import Keuzestand
    from weerbaar_docs.toestemming import Toestemmingsvraag

DAGEN: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Gevraagd:
    """A question that was put: its number, the check number for the telephone, and how form and files leave."""

    dossier: str
    dossiernummer: str
    status: Status
    toestemming_id: str
    controlegetal: str
    geldig_tot: str
    keuze: Keuze
    uitgifte: Uitgifte

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        names = ("dossier", "dossiernummer", "status", "toestemming_id", "controlegetal", "geldig_tot")
        return {
            **{name: getattr(self, name) for name in names},
            **choice_json(self.keuze),
            "kanaal": self.uitgifte.kanaal,
            "printer": self.uitgifte.rij or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gemaakt:
    """The files of a choice, the statement over them, and the form that shows both."""

    stukken: Werkgeverstukken
    vraag: Toestemmingsvraag
    formulier: bytes


def put_question(
    plek: Verzegelplek,
    kenmerk: str,
    *,
    dagen: int = DAGEN,
    kanaal: Kanaal | None = None,
    printer: str = "",
    portaal: bool = False,
    proef: bool = False,
) -> Gevraagd:
    """Make and keep the files of the last choice, and the form; they leave by the bestuurder's channel.

    Raises ValidationError, ConsentError, EncryptionError (also without a key of the werkgever for via_ccv) or DeliveryError.
    """
    opslag = plek.opslag
    stand = read(opslag, kenmerk)
    keuzestand = look_at_choice(opslag, stand)
    with plek.open(stand, "toestemming_gevraagd") as werkbank:
        with noted(opslag, "toestemming_gevraagd", stand.dossier):
            require_status(stand, "om toestemming vragen", "bij_bestuurder")
            keuze = keuzestand.chosen()
            chosen = require_channel(werkbank, kanaal, printer, portaal=portaal)
            gemaakt = _make(werkbank, keuze, dagen, opslag.now())
            parts = {s.bestandsnaam: s.inhoud for s in gemaakt.stukken.stukken}
            parts[pakketnamen.FORMULIER] = gemaakt.formulier
            sealed = None if printer else give_out(werkbank, chosen, parts, rij="", naam="")
        rows = [] if proef else _rows(werkbank, gemaakt, keuzestand)
        with opslag.act("toestemming_gevraagd", object=stand.dossier, proef=proef) as act:
            hold(act, stand)
            require_role(act, "secretariaat")
            werkbank.require_same_registers(act)
            require_same(keuzestand, choice_state(act, opslag, stand))
            insert(act, rows)
        uitgifte = sealed or give_out(
            werkbank, chosen, {} if proef else parts, rij=printer, naam=gemaakt.vraag.statement()["toestemming_id"][:8]
        )
    statement = gemaakt.vraag.statement()
    return Gevraagd(
        dossier=stand.dossier,
        dossiernummer=stand.dossiernummer,
        status=stand.status,
        toestemming_id=statement["toestemming_id"],
        controlegetal=gemaakt.vraag.controlegetal,
        geldig_tot=statement["geldig_tot"],
        keuze=keuze,
        uitgifte=uitgifte,
    )


def _make(werkbank: Werkbank, keuze: Keuze, dagen: int, now: datetime) -> _Gemaakt:
    plek, organisatie = werkbank.plek, werkbank.stand.gegevens["organisatie"]
    sleutel = _key_of_werkgever(werkbank, keuze, organisatie["oin"])
    huisstijl = plek.wijze.huisstijl(organisatie["oin"])
    stukken = prepare(werkbank.established(), keuze, zegel=plek.zegel, now=now, huisstijl=huisstijl)
    kenmerk = f"TST-{secrets.token_hex(8).upper()}"
    formulier = make_formulier(
        stukken,
        ontvanger=receiver(organisatie) if keuze.route != "via_bestuurder" else None,
        toestemming_id=kenmerk,
        periode=Periode(van=now, tot=now + timedelta(days=dagen)),
        now=now,
        huisstijl=huisstijl,
        telefoon=plek.telefoon or None,
        grondslag=plek.grondslag or None,
        wachttijd_uren=int(plek.poort.afkoeltijd / timedelta(hours=1)),
    )
    vraag = ask(
        stukken,
        toestemming_id=kenmerk,
        dossier=werkbank.stand.dossier,
        ontvanger=sleutel,
        functie=functie(organisatie),
        formulier_sha256=formulier.sha256,
        now=now,
        dagen=dagen,
    )
    return _Gemaakt(stukken=stukken, vraag=vraag, formulier=fill_in(formulier, vraag))


def receiver(organisatie: Mapping[str, Any]) -> Ontvanger:
    """Give the werkgever as form and afschrift name it."""
    return Ontvanger(oin=organisatie["oin"], functie=functie(organisatie), organisatie=organisatie["naam"])


def _key_of_werkgever(werkbank: Werkbank, keuze: Keuze, oin: str) -> Sleutel | None:
    """Give the key that the toestemming will name; raises EncryptionError, with the ways that there are, when there is none."""
    if keuze.route != "via_ccv":
        return None
    found = werkbank.vertrouwen.sleutels.for_holder(oin, "werkgever")
    if found is None:
        raise no_key()
    return found


def _rows(werkbank: Werkbank, gemaakt: _Gemaakt, keuzestand: Keuzestand) -> list[dict[str, str]]:
    """Keep files and form sealed to CCV levering, and the record that names them."""
    opslag, stand = werkbank.plek.opslag, werkbank.stand
    files = [new_file(opslag, stand, "werkgeverstuk", werkbank.seal(s.inhoud)) for s in gemaakt.stukken.stukken]
    form = new_file(opslag, stand, "formulier", werkbank.seal(gemaakt.formulier))
    statement = gemaakt.vraag.statement()
    named = [
        {
            "documentsoort": s.documentsoort,
            "naam": s.bestandsnaam,
            "stuk": row["id"],
            "niveau": s.niveau,
            "uitval": s.uitval,
        }
        for s, row in zip(gemaakt.stukken.stukken, files, strict=True)
    ]
    record = new_record(
        opslag,
        stand,
        "vraag",
        opslag.now(),
        toestemming_id=statement["toestemming_id"],
        verklaring=statement,
        keuze=choice_json(gemaakt.stukken.keuze),
        keuze_id=None if keuzestand.keuze is None else keuzestand.keuze["id"],
        afkoeltijd_uren=int(werkbank.plek.poort.afkoeltijd / timedelta(hours=1)),
        stukken=named,
        formulier=form["id"],
    )
    return [*files, form, record]
