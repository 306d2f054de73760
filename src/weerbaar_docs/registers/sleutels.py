# SPDX-License-Identifier: EUPL-1.2
"""The pinned keys: whose they are, how and when somebody compared the fingerprint, and when they lapse.

(1) a sleutelbeheerder changes the register, and types the fingerprint that he compared: a file alone pins nothing;
(2) a holder has one key of a kind; another primary key of a werkgever comes in by a sleutelwissel alone, also after the
    old one was withdrawn (registers/sleutelwissel.py);
(3) the same primary key with new bytes is a renewal: toestemmingen stay;
(4) who was called back was called on a contactpunt of that very organisatie, checked and not stale (R-CONT-1);
(5) a key that lapses takes with it every toestemming that names it, in the same transaction, and leaves berichten;
(6) a row stays for good, for old acts name it, and a lapsed key does not come back.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sqlalchemy import select

from weerbaar_docs.errors import EncryptionError, ValidationError
from weerbaar_docs.expiry import warnings
from weerbaar_docs.keys import Sleutel, Sleutelregister
from weerbaar_docs.model import utc_moment, utc_text
from weerbaar_docs.registers.berichten import Bericht, add_bericht
from weerbaar_docs.registers.contactpunten import contactpunt, judge_contactpunt
from weerbaar_docs.registers.medewerkers import medewerkers, require_role
from weerbaar_docs.registers.organisaties import organisatie, set_openpgp
from weerbaar_docs.registers.vergelijking import require_equal
from weerbaar_docs.store.engine import lock
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import DOSSIER, INTREKKING, SLEUTEL, TOESTEMMING
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.vingerafdruk import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from weerbaar_docs.encryption.certificaat import Certificaat
    from weerbaar_docs.errors import Melding
    from weerbaar_docs.keys import Sleutelsoort
    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act

Wijze = Literal["telefonisch_teruggebeld", "fysiek_overhandigd", "wkd", "ondertekend_door_bekende_sleutel"]
Vervalreden = Literal["vervangen", "verlopen", "kwijt", "gelekt", "houder_weg", "onjuist"]
_SOORT: Final = "sleutel"
_DOSSIER = re.compile(r"D-[0-9a-f]{32}")
_EIGEN = re.compile(r"[A-Z]{2,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verificatie:
    """That somebody compared the fingerprint: when, how, who, and on which contactpunt the holder was called back."""

    op: str
    wijze: str
    door: str
    contactpunt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registersleutel:
    """A key as the register holds it: `id` is its pseudonym, the last verificatie is the one that counts now."""

    id: str
    vingerafdruk: str
    houder: str
    soort: Sleutelsoort
    certificaat: bytes = field(repr=False)
    geldig_tot: date | None
    opgenomen_op: str
    verificaties: tuple[Verificatie, ...]
    organisatie: Mapping[str, Any] | None = field(repr=False)
    vervallen_op: str | None = None
    vervallen_reden: str | None = None

    def at(self, moment: datetime) -> Sleutel | None:
        """Give the pinned key as it counted at a moment; None when it was not there yet, or had lapsed."""
        if utc_moment(self.opgenomen_op) > moment or (self.vervallen_op and utc_moment(self.vervallen_op) <= moment):
            return None
        known = [v for v in self.verificaties if v.op <= nederlandse_dag(moment).isoformat()]
        last = (known or self.verificaties)[-1]
        return Sleutel(
            vingerafdruk=self.vingerafdruk,
            houder=self.houder,
            soort=self.soort,
            certificaat=self.certificaat,
            geverifieerd_op=date.fromisoformat(last.op),
            geverifieerd_wijze=last.wijze,
            geldig_tot=self.geldig_tot,
        )

    def as_json(self) -> dict[str, Any]:
        """Give what a command prints: no certificate, for names are in it."""
        return {
            **{name: getattr(self, name) for name in ("vingerafdruk", "houder", "soort", "opgenomen_op")},
            "geldig_tot": None if self.geldig_tot is None else self.geldig_tot.isoformat(),
            "verificaties": [{name: getattr(v, name) for name in v.__slots__} for v in self.verificaties],
            "vervallen_op": self.vervallen_op,
            "vervallen_reden": self.vervallen_reden,
        }


def put_key(
    act: Act,
    certificaat: Certificaat,
    *,
    houder: str,
    vingerafdruk: str,
    wijze: Wijze,
    contactpunt: str | None = None,
) -> tuple[Registersleutel, bool]:
    """Pin a key, or renew the certificate of the one that is pinned; say whether it is new.

    `houder` is an OIN, a dossier's pseudonym, a medewerker's number or CCV or BVA; `vingerafdruk` is what was compared.
    Raises EncryptionError, ValidationError or ConsentError.
    """
    require_role(act, "sleutelbeheerder")
    require_compared(certificaat, vingerafdruk)
    verificatie = verified(act, houder, certificaat.soort, wijze, contactpunt)
    hold(act, houder)
    check_houder(act, certificaat, houder)
    known = [rij for rij in keys(act) if (rij.houder, rij.soort) == (houder, certificaat.soort)]
    pinned = [rij for rij in known if rij.vervallen_op is None]
    if pinned and pinned[0].vingerafdruk == certificaat.vingerafdruk:
        return _renew(act, pinned[0], certificaat, verificatie), False
    if certificaat.soort == "werkgever" and known:
        raise EncryptionError.because(
            "SLEUTEL-WISSEL",
            "deze werkgever had al een andere sleutel",
            "Laat twee sleutelbeheerders een sleutelwissel ondertekenen (sleutel vervang).",
        )
    if pinned:
        raise EncryptionError.because(
            "SLEUTEL-BESTAAT", "deze houder heeft al een andere sleutel", "Trek die eerst in (sleutel trek-in)."
        )
    return insert(act, certificaat, houder, verificatie), True


def verify_key(act: Act, vingerafdruk: str, *, wijze: Wijze, contactpunt: str | None = None) -> Registersleutel:
    """Record that the fingerprint was compared again today (R-PGP-1)."""
    require_role(act, "sleutelbeheerder")
    rij = pinned_key(act, vingerafdruk)
    hold(act, rij.houder)
    made = replace(rij, verificaties=(*rij.verificaties, verified(act, rij.houder, rij.soort, wijze, contactpunt)))
    return update(act, made)


def withdraw_key(act: Act, vingerafdruk: str, *, reden: Vervalreden) -> list[Bericht]:
    """Let a key lapse; give who has to be told."""
    require_role(act, "sleutelbeheerder")
    if reden not in get_args(Vervalreden) or reden == "vervangen":
        raise ValidationError.because(
            "SLEUTEL-REDEN",
            "dit is geen reden om een sleutel in te trekken",
            "Kies verlopen, kwijt, gelekt, houder_weg of onjuist.",
        )
    rij = pinned_key(act, vingerafdruk)
    hold(act, rij.houder)
    berichten = lapse(act, rij, reden, openpgp=None)
    if rij.soort == "werkgever":
        set_openpgp(act, rij.houder, None)
    return berichten


def registersleutels(connection: Connection, key: Datasleutel) -> list[Registersleutel]:
    """Give all keys, lapsed ones too, as they came in; raises StoreError when a row was changed outside the program."""
    query = select(SLEUTEL).order_by(SLEUTEL.c.opgenomen_op, SLEUTEL.c.id)
    return [_open(row, key) for row in connection.execute(query).mappings()]


def sleutelregister(connection: Connection, key: Datasleutel, moment: datetime) -> Sleutelregister:
    """Give the keys that count at a moment, as the gate and the sealing take them."""
    return Sleutelregister(tuple(s for rij in registersleutels(connection, key) if (s := rij.at(moment)) is not None))


def check_keys(
    connection: Connection, key: Datasleutel, op: date, *, maanden: int
) -> list[tuple[Registersleutel, tuple[Melding, ...]]]:
    """Give each pinned key with what has lapsed or lapses soon on a day."""
    found = [rij for rij in registersleutels(connection, key) if rij.vervallen_op is None]
    pairs = [(rij, rij.at(utc_moment(rij.opgenomen_op))) for rij in found]
    return [(rij, warnings(replace(s, **_last(rij)), op, maanden=maanden)) for rij, s in pairs if s is not None]


# --- for registers/sleutelwissel.py -----------------------------------------------------------


def keys(act: Act) -> list[Registersleutel]:
    """Give all keys in the transaction of an act."""
    return registersleutels(act.connection, act.register_key())


def pinned_key(act: Act, vingerafdruk: str) -> Registersleutel:
    """Give the key with this fingerprint that counts now; raises EncryptionError when there is none."""
    full = normalise(vingerafdruk)
    for rij in keys(act):
        if rij.vingerafdruk == full and rij.vervallen_op is None:
            return rij
    raise EncryptionError.because(
        "SLEUTEL-ONBEKEND", "deze sleutel staat niet in het sleutelregister, of is vervallen", "Neem de sleutel op."
    )


def require_compared(certificaat: Certificaat, vingerafdruk: str) -> None:
    """Raise EncryptionError unless the file holds the key whose fingerprint was compared."""
    if normalise(vingerafdruk) != certificaat.vingerafdruk:
        raise EncryptionError.because(
            "SLEUTEL-PIN",
            "de sleutel in het bestand heeft een andere vingerafdruk dan die u hebt vergeleken",
            "Gebruik dit bestand niet; bel de houder op een bekend nummer en vergelijk de vingerafdruk.",
        )


def verified(act: Act, houder: str, soort: str, wijze: str, punt: str | None) -> Verificatie:
    """Give the verificatie of today; raises ValidationError when the holder was not called on a number of the register."""
    if wijze not in get_args(Wijze):
        raise ValidationError.because(
            "SLEUTEL-WIJZE", "deze wijze van verificatie is niet bekend", f"Kies uit {', '.join(get_args(Wijze))}."
        )
    today = nederlandse_dag(act.now)
    if wijze == "telefonisch_teruggebeld" and soort == "werkgever":
        require_callable(act, houder, punt, today)
    return Verificatie(op=today.isoformat(), wijze=wijze, door=act.wie, contactpunt=punt)


def require_callable(act: Act, oin: str, punt: str | None, op: date) -> Mapping[str, Any]:
    """Give the contactpunt on which a werkgever may be called back; raises ValidationError."""
    if punt is None:
        raise _not_called("er is niet gezegd op welk contactpunt de werkgever is teruggebeld")
    found = contactpunt(act.connection, act.register_key(), punt)
    gegevens: Mapping[str, Any] = found["contactpunt"]
    if found["organisatie"] != oin or gegevens["telefoon"] is None:
        raise _not_called("dit contactpunt is niet een telefoonnummer van deze werkgever")
    if judge_contactpunt(gegevens, op):
        raise _not_called("het telefoonnummer in het register is te lang geleden gecontroleerd (R-CONT-1)")
    return gegevens


def check_houder(act: Act, certificaat: Certificaat, houder: str) -> None:
    """Raise ValidationError or EncryptionError unless this holder may have a key of this kind, and nobody else has it."""
    key, soort = act.register_key(), certificaat.soort
    register = medewerkers(act.connection, key)
    own = [m for m in register if m.vingerafdruk == certificaat.vingerafdruk]
    if soort == "werkgever":
        organisatie(act.connection, key, houder)
    elif soort == "medewerker":
        if register.known(houder, nederlandse_dag(act.now)) not in own:
            raise _other_holder("de medewerker heeft in het register een andere vingerafdruk")
    elif soort == "bestuurder":
        there = select(DOSSIER.c.id).where(DOSSIER.c.id == houder)
        if not _DOSSIER.fullmatch(houder) or act.connection.execute(there).first() is None:
            raise _other_holder("er is geen dossier met dit kenmerk")
    elif not _EIGEN.fullmatch(houder):
        raise _other_holder("de houder heeft geen geldig kenmerk")
    if own and soort != "medewerker":
        raise _other_holder("deze sleutel is van een medewerker")
    taken = [rij for rij in keys(act) if rij.vingerafdruk == certificaat.vingerafdruk]
    if any((rij.houder, rij.soort) != (houder, soort) or rij.vervallen_op for rij in taken):
        raise _other_holder("deze sleutel is al van een ander, of is vervallen en komt niet terug")


def insert(act: Act, certificaat: Certificaat, houder: str, verificatie: Verificatie) -> Registersleutel:
    """Add a key to the register, and let the organisatieregister say so for a werkgever."""
    owner = organisatie(act.connection, act.register_key(), houder) if certificaat.soort == "werkgever" else None
    made = Registersleutel(
        id=act.object(_SOORT, certificaat.vingerafdruk),
        vingerafdruk=certificaat.vingerafdruk,
        houder=houder,
        soort=certificaat.soort,
        certificaat=certificaat.inhoud,
        geldig_tot=certificaat.geldig_tot,
        opgenomen_op=utc_text(act.now),
        verificaties=(verificatie,),
        organisatie=None if owner is None else {name: v for name, v in owner.items() if name != "openpgp"},
    )
    clear = {"id": made.id, "houder": act.object("houder", houder), "soort": made.soort}
    act.connection.execute(SLEUTEL.insert(), {**clear, **_columns(made), **_sealed(made, act.register_key())})
    _tell_register(act, made)
    return made


def update(act: Act, made: Registersleutel) -> Registersleutel:
    """Replace what the register says of a key."""
    row = {**_columns(made), **_sealed(made, act.register_key())}
    act.connection.execute(SLEUTEL.update().where(SLEUTEL.c.id == made.id), row)
    if made.vervallen_op is None:
        _tell_register(act, made)
    return made


def lapse(act: Act, rij: Registersleutel, reden: Vervalreden, *, openpgp: Mapping[str, Any] | None) -> list[Bericht]:
    """Let a key lapse now, with every toestemming that names it; `openpgp` is the key that the old contact is told of."""
    update(act, replace(rij, vervallen_op=utc_text(act.now), vervallen_reden=reden))
    touched = sorted({row["dossier"] for row in _void(act, rij.id) if row["geldig_tot"] > utc_text(act.now)})
    berichten = [
        add_bericht(act, "sleutel_aan_bestuurder", sleutel=rij.id, dossier=dossier, gegevens={"reden": reden})
        for dossier in touched
    ]
    if rij.organisatie is None:
        return berichten
    contact = {**rij.organisatie, **({} if openpgp is None else {"openpgp": dict(openpgp)})}
    told = add_bericht(
        act, "sleutel_aan_werkgever", sleutel=rij.id, dossier=None, gegevens={"reden": reden, "organisatie": contact}
    )
    return [told, *berichten]


def openpgp_of(rij: Registersleutel) -> dict[str, Any]:
    """Give a key as the organisatieregister and letters name it."""
    last = rij.verificaties[-1]
    made = {"vingerafdruk": rij.vingerafdruk, "geverifieerd_op": last.op, "geverifieerd_wijze": last.wijze}
    return made if rij.geldig_tot is None else {**made, "geldig_tot": rij.geldig_tot.isoformat()}


def hold(act: Act, houder: str) -> None:
    """Let changes of one holder's keys happen one after the other."""
    lock(act.connection, f"sleutel:{act.object('houder', houder)}")


def _renew(act: Act, rij: Registersleutel, certificaat: Certificaat, verificatie: Verificatie) -> Registersleutel:
    made = replace(
        rij,
        certificaat=certificaat.inhoud,
        geldig_tot=certificaat.geldig_tot,
        verificaties=(*rij.verificaties, verificatie),
    )
    return update(act, made)


def _void(act: Act, id: str) -> list[Mapping[str, Any]]:  # noqa: A002
    """Withdraw every toestemming on a key, each under the lock that its use takes; give those that were not yet."""
    query = (
        select(TOESTEMMING.c.id, TOESTEMMING.c.dossier, TOESTEMMING.c.geldig_tot)
        .where(TOESTEMMING.c.sleutel_pseudoniem == id)
        .order_by(TOESTEMMING.c.id)
    )
    found: list[Mapping[str, Any]] = [dict(row) for row in act.connection.execute(query).mappings()]
    for row in found:
        lock(act.connection, f"toestemming:{row['id']}")
    gone = set(act.connection.execute(select(INTREKKING.c.toestemming)).scalars())
    voided = [row for row in found if row["id"] not in gone]
    for row in voided:
        act.connection.execute(INTREKKING.insert(), {"toestemming": row["id"], "ingetrokken_op": utc_text(act.now)})
    return voided


def _tell_register(act: Act, made: Registersleutel) -> None:
    if made.soort == "werkgever":
        set_openpgp(act, made.houder, openpgp_of(made))


def _last(rij: Registersleutel) -> dict[str, Any]:
    return {"geverifieerd_op": date.fromisoformat(rij.verificaties[-1].op)}


def _columns(made: Registersleutel) -> dict[str, Any]:
    return {
        "opgenomen_op": made.opgenomen_op,
        "geverifieerd_op": made.verificaties[-1].op,
        "geldig_tot": None if made.geldig_tot is None else made.geldig_tot.isoformat(),
        "vervallen_op": made.vervallen_op,
    }


def _sealed(made: Registersleutel, key: Datasleutel) -> dict[str, Any]:
    value = {
        **made.as_json(),
        "certificaat": base64.b64encode(made.certificaat).decode(),
        "organisatie": made.organisatie,
    }
    return sealed_row(value, key, soort=_SOORT, id=made.id)


def _open(row: Any, key: Datasleutel) -> Registersleutel:
    value = open_row(row, key, soort=_SOORT, id=row["id"])
    made = Registersleutel(
        id=row["id"],
        **{name: value[name] for name in _PLAIN},
        certificaat=base64.b64decode(value["certificaat"]),
        geldig_tot=None if value["geldig_tot"] is None else date.fromisoformat(value["geldig_tot"]),
        verificaties=tuple(Verificatie(**v) for v in value["verificaties"]),
    )
    require_equal({"soort": made.soort, **_columns(made)}, row)
    return made


_PLAIN = ("vingerafdruk", "houder", "soort", "opgenomen_op", "organisatie", "vervallen_op", "vervallen_reden")


def _other_holder(melding: str) -> ValidationError:
    return ValidationError.because(
        "SLEUTEL-HOUDER", melding, "Controleer van wie de sleutel is en hoe die houder in de registers staat."
    )


def _not_called(melding: str) -> ValidationError:
    return ValidationError.because(
        "SLEUTEL-TERUGBELLEN",
        melding,
        "Bel op een nummer uit het register dat is gecontroleerd (contact controleer), nooit op een nummer uit een bericht.",
    )
