# SPDX-License-Identifier: EUPL-1.2
"""Another primary key for a werkgever, by two sleutelbeheerders who each sign what was heard on the telephone.

(1) both sign `sleutelwissel/v1`: old key, new key, why, and the contactpunt of the register on which the werkgever was
    called back, with the day on which that number was checked;
(2) they are two people with two keys, both sleutelbeheerder on the day and with that key for long enough
    (sleutelbeheerders.py), and they say the same;
(3) in one transaction the new key comes in, the old one lapses with every toestemming that names it, the two statements
    are kept, and what has to be told is recorded: the old contact, and the bestuurder of each dossier;
(4) a number that was put in the register after the new key was heard of is worth nothing, so it must have stood there, and
    have been checked, before the day of the call.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import select

from weerbaar_docs.errors import EncryptionError, ValidationError, VerificationError
from weerbaar_docs.model import Verklaring, utc_moment, utc_text
from weerbaar_docs.registers.medewerkers import medewerkers, require_role
from weerbaar_docs.registers.organisaties import set_openpgp
from weerbaar_docs.registers.sleutelcontrole import check_houder, require_callable
from weerbaar_docs.registers.sleutelrijen import Registersleutel, Verificatie, hold, insert, keys, openpgp_of
from weerbaar_docs.registers.sleutels import lapse
from weerbaar_docs.sleutelbeheerders import check_two, require_sleutelbeheerder
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import SLEUTELWISSEL
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import checked_statement, statement_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from weerbaar_docs.encryption.certificaat import Certificaat
    from weerbaar_docs.keys import Handtekeningcontrole
    from weerbaar_docs.registers.berichten import Bericht
    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act

Wisselreden = Literal["verlopen", "kwijt", "gelekt", "houder_weg", "nieuwe_techniek"]
GELDIG: Final = timedelta(days=7)
_NAAM: Final = "sleutelwissel"
_EIGEN: Final = ("medewerker", "moment")
_PAAR: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wissel:
    """What came of it: the new key, the old one, and who has to be told."""

    nieuw: Registersleutel
    oud: Registersleutel
    medewerkers: tuple[str, str]
    berichten: tuple[Bericht, ...]


def sleutelwissel_statement(
    act: Act, certificaat: Certificaat, *, oin: str, contactpunt: str, reden: Wisselreden, medewerker: str
) -> bytes:
    """Make the bytes of `sleutelwissel/v1` for one sleutelbeheerder to sign today, after calling back.

    Raises ValidationError when the contactpunt is none to call on, EncryptionError when the werkgever has no old key,
    ConsentError when a signature of this medewerker would not count today.
    """
    today = nederlandse_dag(act.now)
    require_sleutelbeheerder(medewerkers(act.connection, act.register_key()), medewerker, today)
    punt = require_callable(act, oin, contactpunt, today)
    statement = {
        "soort": "sleutelwissel/v1",
        "oin": oin,
        "oud": _old(act, oin).vingerafdruk,
        "nieuw": certificaat.vingerafdruk,
        "reden": reden,
        "contactpunt": {"id": contactpunt, "geverifieerd_op": punt["contactpunt"]["geverifieerd_op"]},
        "teruggebeld_op": today.isoformat(),
        "medewerker": medewerker,
        "moment": utc_text(act.now),
    }
    return statement_bytes(_NAAM, statement)


def replace_key(
    act: Act, certificaat: Certificaat, verklaringen: Sequence[Verklaring], *, controle: Handtekeningcontrole
) -> Wissel:
    """Put a new primary key of a werkgever in the place of the old one; `controle` knows the keys of both signers.

    Raises VerificationError, ValidationError, ConsentError or EncryptionError; then nothing has changed.
    """
    require_role(act, "sleutelbeheerder")
    if certificaat.soort != "werkgever":
        raise _bad("een sleutelwissel is alleen voor de sleutel van een werkgever")
    statements = _agreed(verklaringen)
    said = statements[0]
    signers = check_two(
        verklaringen,
        statements,
        medewerkers=medewerkers(act.connection, act.register_key()),
        controle=controle,
        not_before=act.now - GELDIG,
        now=act.now,
    )
    hold(act, said["oin"])
    oud = _old(act, said["oin"])
    if (said["oud"], said["nieuw"]) != (oud.vingerafdruk, certificaat.vingerafdruk):
        raise _bad("de verklaringen gaan niet over deze oude en deze nieuwe sleutel")
    _check_call(act, said)
    check_houder(act, certificaat, said["oin"])
    verificatie = Verificatie(
        op=said["teruggebeld_op"],
        wijze="telefonisch_teruggebeld",
        door=signers[0].id,
        contactpunt=said["contactpunt"]["id"],
    )
    nieuw = insert(act, certificaat, said["oin"], verificatie)
    berichten = [] if oud.vervallen_op else lapse(act, oud, "vervangen", openpgp=openpgp_of(nieuw))
    set_openpgp(act, said["oin"], openpgp_of(nieuw))
    for verklaring, signer in zip(verklaringen, signers, strict=True):
        _keep(act, verklaring, signer.id, nieuw=nieuw.id, oud=oud.id)
    return Wissel(nieuw=nieuw, oud=oud, medewerkers=(signers[0].id, signers[1].id), berichten=tuple(berichten))


def wisselverklaringen(connection: Connection, key: Datasleutel, nieuw: str) -> list[Verklaring]:
    """Give the signed statements by which a key (its pseudonym) came in, for whoever checks afterwards."""
    query = select(SLEUTELWISSEL).where(SLEUTELWISSEL.c.nieuw == nieuw).order_by(SLEUTELWISSEL.c.medewerker)
    rows = connection.execute(query).mappings()
    values = [open_row(row, key, soort=_NAAM, id=f"{row['nieuw']}/{row['medewerker']}") for row in rows]
    return [Verklaring(**{name: base64.b64decode(value[name]) for name in Verklaring.__slots__}) for value in values]


def _agreed(verklaringen: Sequence[Verklaring]) -> list[dict[str, Any]]:
    if len(verklaringen) != _PAAR:
        raise _bad("er zijn precies twee ondertekende verklaringen nodig")
    statements = [checked_statement(_NAAM, item.verklaring) for item in verklaringen]
    een, ander = ({name: v for name, v in s.items() if name not in _EIGEN} for s in statements)
    if een != ander:
        raise _bad("de twee verklaringen zeggen niet hetzelfde")
    return statements


def _check_call(act: Act, said: Mapping[str, Any]) -> None:
    called = date.fromisoformat(said["teruggebeld_op"])
    today = nederlandse_dag(act.now)
    if not today - GELDIG <= called <= today:
        raise _bad("er is niet in de afgelopen zeven dagen teruggebeld")
    if called > _signed_on(said):
        raise _bad("er is ondertekend voordat er was teruggebeld")
    punt = require_callable(act, said["oin"], said["contactpunt"]["id"], today)
    checked = punt["contactpunt"]["geverifieerd_op"]
    if checked != said["contactpunt"]["geverifieerd_op"]:
        raise _bad("het contactpunt is na het terugbellen gewijzigd")
    if date.fromisoformat(max(punt["sinds"], checked)) >= called:
        raise ValidationError.because(
            "SLEUTEL-TERUGBELLEN",
            "het telefoonnummer staat pas sinds de dag van het terugbellen in het register, of is toen pas gecontroleerd",
            "Bel op een nummer dat al eerder in het register stond en was gecontroleerd.",
        )


def _signed_on(said: Mapping[str, Any]) -> date:
    return nederlandse_dag(_moment(said))


def _moment(said: Mapping[str, Any]) -> datetime:
    return utc_moment(said["moment"])


def _old(act: Act, oin: str) -> Registersleutel:
    """Give the key that counts now, or else the last that did."""
    known = [rij for rij in keys(act) if (rij.houder, rij.soort) == (oin, "werkgever")]
    if not known:
        raise EncryptionError.because(
            "SLEUTEL-ONBEKEND", "deze werkgever heeft nog geen sleutel", "Neem de eerste op (sleutel voeg-toe)."
        )
    return ([rij for rij in known if rij.vervallen_op is None] or known)[-1]


def _keep(act: Act, verklaring: Verklaring, medewerker: str, *, nieuw: str, oud: str) -> None:
    value = {name: base64.b64encode(getattr(verklaring, name)).decode() for name in Verklaring.__slots__}
    row = {"nieuw": nieuw, "medewerker": medewerker, "oud": oud, "vastgelegd_op": utc_text(act.now)}
    sealed = sealed_row(value, act.register_key(), soort=_NAAM, id=f"{nieuw}/{medewerker}")
    act.connection.execute(SLEUTELWISSEL.insert(), {**row, **sealed})


def _bad(melding: str) -> VerificationError:
    return VerificationError.because(
        "SLEUTEL-WISSEL",
        melding,
        "Laat twee sleutelbeheerders ieder een eigen verklaring over deze twee sleutels ondertekenen (sleutel vervang).",
    )
