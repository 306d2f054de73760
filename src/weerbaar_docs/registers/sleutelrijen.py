# SPDX-License-Identifier: EUPL-1.2
"""The rows of the register of keys: what a row says is sealed, and its columns are compared with it when it is read."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import select

from weerbaar_docs.errors import EncryptionError
from weerbaar_docs.keys import VERIFICATIE_MAANDEN, Sleutel
from weerbaar_docs.model import utc_moment, utc_text
from weerbaar_docs.registers.organisaties import organisatie, set_openpgp
from weerbaar_docs.registers.vergelijking import require_equal
from weerbaar_docs.store.engine import lock
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import SLEUTEL
from weerbaar_docs.termijnen import maanden_later, nederlandse_dag
from weerbaar_docs.vingerafdruk import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from weerbaar_docs.encryption.certificaat import Certificaat
    from weerbaar_docs.keys import Sleutelsoort
    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act, Opslag

Wijze = Literal["telefonisch_teruggebeld", "fysiek_overhandigd", "wkd", "ondertekend_door_bekende_sleutel"]
PERSOONLIJK: Final[tuple[Wijze, ...]] = ("telefonisch_teruggebeld", "fysiek_overhandigd")
_SOORT: Final = "sleutel"
_PLAIN: Final = ("vingerafdruk", "houder", "soort", "opgenomen_op", "organisatie", "vervallen_op", "vervallen_reden")


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

    @property
    def sleutel(self) -> Sleutel:
        """Give the pinned key with its last verificatie, whether it counts or not."""
        return self._verified(self.verificaties)

    def at(self, moment: datetime) -> Sleutel | None:
        """Give the pinned key as it counted at a moment; None when it was not there yet, or had lapsed."""
        if utc_moment(self.opgenomen_op) > moment or (self.vervallen_op and utc_moment(self.vervallen_op) <= moment):
            return None
        known = tuple(v for v in self.verificaties if v.op <= nederlandse_dag(moment).isoformat())
        return self._verified(known or self.verificaties)

    def as_json(self) -> dict[str, Any]:
        """Give what a command prints: no certificate, for names are in it."""
        return {
            **{name: getattr(self, name) for name in ("vingerafdruk", "houder", "soort", "opgenomen_op")},
            "geldig_tot": None if self.geldig_tot is None else self.geldig_tot.isoformat(),
            "verificaties": [{name: getattr(v, name) for name in v.__slots__} for v in self.verificaties],
            "vervallen_op": self.vervallen_op,
            "vervallen_reden": self.vervallen_reden,
        }

    def _verified(self, verificaties: tuple[Verificatie, ...]) -> Sleutel:
        return Sleutel(
            vingerafdruk=self.vingerafdruk,
            houder=self.houder,
            soort=self.soort,
            certificaat=self.certificaat,
            geverifieerd_op=date.fromisoformat(verificaties[-1].op),
            geverifieerd_wijze=verificaties[-1].wijze,
            geldig_tot=self.geldig_tot,
            vergeleken_door=frozenset(v.door for v in verificaties if _vouches(v, verificaties[-1])),
        )


def _vouches(verificatie: Verificatie, laatste: Verificatie) -> bool:
    """Say whether a comparison was made with the holder himself, and is not too old beside the last one."""
    oldest = date.fromisoformat(verificatie.op)
    return verificatie.wijze in PERSOONLIJK and date.fromisoformat(laatste.op) <= maanden_later(
        oldest, VERIFICATIE_MAANDEN
    )


def key_pseudonym(van: Act | Opslag, vingerafdruk: str) -> str:
    """Give the pseudonym of a key: its `id` here, and what a toestemming that names it has as `sleutel_pseudoniem`."""
    return van.object(_SOORT, normalise(vingerafdruk))


def registersleutels(connection: Connection, key: Datasleutel) -> list[Registersleutel]:
    """Give all keys, lapsed ones too, as they came in; raises StoreError when a row was changed outside the program."""
    query = select(SLEUTEL).order_by(SLEUTEL.c.opgenomen_op, SLEUTEL.c.id)
    return [_open(row, key) for row in connection.execute(query).mappings()]


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


def insert(act: Act, certificaat: Certificaat, houder: str, verificatie: Verificatie) -> Registersleutel:
    """Add a key to the register, and let the organisatieregister say so for a werkgever."""
    owner = organisatie(act.connection, act.register_key(), houder) if certificaat.soort == "werkgever" else None
    made = Registersleutel(
        id=key_pseudonym(act, certificaat.vingerafdruk),
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


def openpgp_of(rij: Registersleutel) -> dict[str, Any]:
    """Give a key as the organisatieregister and letters name it."""
    last = rij.verificaties[-1]
    made = {"vingerafdruk": rij.vingerafdruk, "geverifieerd_op": last.op, "geverifieerd_wijze": last.wijze}
    return made if rij.geldig_tot is None else {**made, "geldig_tot": rij.geldig_tot.isoformat()}


def hold(act: Act, houder: str) -> None:
    """Let changes of one holder's keys happen one after the other."""
    lock(act.connection, f"sleutel:{act.object('houder', houder)}")


def _tell_register(act: Act, made: Registersleutel) -> None:
    if made.soort == "werkgever":
        set_openpgp(act, made.houder, openpgp_of(made))


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
