# SPDX-License-Identifier: EUPL-1.2
"""The registers of pinned OpenPGP keys and of medewerkers (no gpg, no I/O).

(1) a fingerprint stands in a register once; (2) a key counts on a date when it has not lapsed and was verified
recently (R-PGP-1); (3) a medewerker acts only in a role that was held on that date; (4) two people are two ids and two
primary keys.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, get_args

from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.errors import ConsentError, EncryptionError
from weerbaar_docs.model import utc_moment
from weerbaar_docs.termijnen import maanden_later, nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.model import Verklaring

Sleutelsoort = Literal["werkgever", "bestuurder", "medewerker", "ccv_levering", "bva"]
Rol = Literal["adviseur", "secretariaat", "toetser", "sleutelbeheerder", "beheerder"]

# For which purposes one may encrypt to a key of a kind; to that of a medewerker for none.
DOELEN: Final[Mapping[Sleutelsoort, frozenset[str]]] = {
    "werkgever": frozenset({"vrijgave", "neutrale_brief"}),
    "bestuurder": frozenset({"bestuurderszending", "bewaarstuk"}),
    "ccv_levering": frozenset({"bewaarstuk", "besluitpakket", "afdruk"}),
    "bva": frozenset({"indiening"}),
    "medewerker": frozenset(),
}
VERIFICATIE_MAANDEN: Final = 12
SPELING_MOMENT: Final = timedelta(hours=1)

_FINGERPRINT = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
_MEDEWERKER = re.compile(r"MW-[0-9]{4}")
_SINCE = "sleutelbeheerder_sinds"
_PRINTED = ("naam", "functie")
_OPTIONAL = {"tot", _SINCE, *_PRINTED}
_FIELDS = {"id", "rollen", "vingerafdruk", "van", *_OPTIONAL}


class Handtekeningcontrole(Protocol):
    """Who can check a detached OpenPGP signature against one pinned primary fingerprint."""

    def verify_detached(
        self, data: bytes, signature: bytes, *, signer: str, not_before: datetime, now: datetime
    ) -> datetime:
        """Give the signature's time; raise EncryptionError when it does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleutel:
    """A pinned public key; `houder` is an OIN or a pseudonymous person id, `geldig_tot` is the last day (None: never).

    `vergeleken_door` are the ids of the medewerkers who compared its fingerprint with the holder.
    """

    vingerafdruk: str
    houder: str
    soort: Sleutelsoort
    certificaat: bytes = field(repr=False)
    geverifieerd_op: date
    geverifieerd_wijze: str
    geldig_tot: date | None = None
    vergeleken_door: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _check_fingerprint(self.vingerafdruk)
        if self.soort not in get_args(Sleutelsoort) or not self.houder or not self.geverifieerd_wijze.strip():
            raise EncryptionError.because(
                "SLEUTEL-REGISTER",
                "een sleutel in het register mist een houder, een bekende soort of de wijze van verificatie",
                "Vul de sleutel aan in het sleutelregister.",
            )

    def check(self, op: date, *, maanden: int = VERIFICATIE_MAANDEN) -> None:
        """Raise EncryptionError unless the key is valid on a date and was verified in the months before it (R-PGP-1)."""
        if self.geldig_tot is not None and op > self.geldig_tot:
            raise EncryptionError.because(
                "R-PGP-1",
                "de sleutel is op deze datum verlopen",
                "Vraag de houder om een nieuwe sleutel en verifieer de vingerafdruk.",
            )
        if self.geverifieerd_op > op:
            raise EncryptionError.because(
                "R-PGP-1",
                "de sleutel was op deze datum nog niet geverifieerd",
                "Controleer de datum van verificatie in het sleutelregister.",
            )
        if op > maanden_later(self.geverifieerd_op, maanden):
            raise EncryptionError.because(
                "R-PGP-1",
                f"de vingerafdruk is langer dan {maanden} maanden geleden geverifieerd",
                "Bel de houder op een bekend nummer, vergelijk de vingerafdruk en leg de nieuwe datum vast.",
            )


@dataclass(frozen=True, slots=True)
class Sleutelregister:
    """The pinned keys; every fingerprint once."""

    sleutels: tuple[Sleutel, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sleutels", tuple(self.sleutels))
        _refuse_twice(
            [s.vingerafdruk for s in self.sleutels], "een vingerafdruk staat twee keer in het sleutelregister"
        )

    def __iter__(self) -> Iterator[Sleutel]:
        return iter(self.sleutels)

    def lookup(self, vingerafdruk: str) -> Sleutel:
        """Give the key with this fingerprint; raises EncryptionError if it is not pinned."""
        _check_fingerprint(vingerafdruk)
        for sleutel in self.sleutels:
            if sleutel.vingerafdruk == vingerafdruk:
                return sleutel
        raise EncryptionError.because(
            "SLEUTEL-ONBEKEND",
            "deze sleutel staat niet in het sleutelregister",
            "Neem de sleutel op, met controle van de vingerafdruk door een tweede medewerker.",
        )

    def for_holder(self, houder: str, soort: Sleutelsoort) -> Sleutel | None:
        """Give the one key of a holder, or None; raises EncryptionError if there are several."""
        found = [s for s in self.sleutels if s.houder == houder and s.soort == soort]
        if len(found) > 1:
            raise EncryptionError.because(
                "SLEUTEL-MEERDERE",
                "deze houder heeft meer dan één sleutel van dezelfde soort",
                "Laat de sleutelbeheerder de oude sleutel uit het register halen.",
            )
        return found[0] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Medewerker:
    """A member of staff by pseudonymous id, with roles, primary key and the first and last day.

    `sleutelbeheerder_sinds` is the day from which the register has had him in that role with this very key: None when he
    has not the role, or when it is not known (see sleutelbeheerders.py). The register says it, never who gives the rest.
    `naam` and `functie` are how a toetser is printed in a besluit; of others there are none.
    """

    id: str
    rollen: frozenset[Rol]
    vingerafdruk: str
    van: date
    tot: date | None = None
    sleutelbeheerder_sinds: date | None = None
    naam: str | None = field(default=None, repr=False)
    functie: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rollen", frozenset(self.rollen))
        _check_fingerprint(self.vingerafdruk)
        ordered = self.tot is None or self.van <= self.tot
        if (
            not _MEDEWERKER.fullmatch(self.id)
            or not self.rollen
            or not self.rollen <= set(get_args(Rol))
            or not ordered
        ):
            raise _bad_register("een medewerker heeft geen geldig id (MW-0000), rol of periode")
        if self.sleutelbeheerder_sinds is not None and "sleutelbeheerder" not in self.rollen:
            raise _bad_register("een medewerker zonder de rol sleutelbeheerder heeft een dag waarop die begon")
        if (self.naam is None) != (self.functie is None):
            raise _bad_register("van een medewerker staat alleen de naam of alleen de functie in het register")

    @classmethod
    def from_json(cls, item: Any) -> Medewerker:
        """Read {id, rollen, vingerafdruk, van, tot?, sleutelbeheerder_sinds?, naam?, functie?}; raises EncryptionError."""
        if not isinstance(item, dict) or not _FIELDS - _OPTIONAL <= set(item) <= _FIELDS:
            raise _bad_register("een medewerker mist een veld of heeft een onbekend veld")
        texts = [item["id"], item["vingerafdruk"], item["van"], *(item[name] for name in _PRINTED if name in item)]
        if not all(isinstance(t, str) for t in texts) or not isinstance(item["rollen"], list):
            raise _bad_register("een veld van een medewerker heeft niet de juiste vorm")
        if not all(isinstance(rol, str) for rol in item["rollen"]) or len(set(item["rollen"])) != len(item["rollen"]):
            raise _bad_register("de rollen van een medewerker zijn geen lijst van verschillende rollen")
        return cls(
            id=item["id"],
            rollen=frozenset(item["rollen"]),
            vingerafdruk=item["vingerafdruk"],
            van=_read_date(item["van"]),
            tot=None if item.get("tot") is None else _read_date(item["tot"]),
            sleutelbeheerder_sinds=None if item.get(_SINCE) is None else _read_date(item[_SINCE]),
            naam=item.get("naam"),
            functie=item.get("functie"),
        )

    def as_json(self) -> dict[str, Any]:
        """Give what the register keeps: the object of the schema `medewerker`, and since when he is sleutelbeheerder."""
        since = self.sleutelbeheerder_sinds
        return {**self.given(), _SINCE: None if since is None else since.isoformat()}

    def given(self) -> dict[str, Any]:
        """Give the object of the schema `medewerker`: what a beheerder decides."""
        return {
            "id": self.id,
            "rollen": sorted(self.rollen),
            "vingerafdruk": self.vingerafdruk,
            "van": self.van.isoformat(),
            "tot": None if self.tot is None else self.tot.isoformat(),
            **self.printed(),
        }

    def serves(self, op: date) -> bool:
        """Say whether this was a medewerker on a date."""
        return self.van <= op and (self.tot is None or op <= self.tot)

    def printed(self) -> dict[str, str]:
        """Give the naam and functie that a besluit prints; nothing when the register does not have them."""
        return {} if self.naam is None or self.functie is None else {"naam": self.naam, "functie": self.functie}


@dataclass(frozen=True, slots=True)
class Medewerkersregister:
    """The medewerkers; every id and every fingerprint once."""

    medewerkers: tuple[Medewerker, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "medewerkers", tuple(self.medewerkers))
        _refuse_twice([m.id for m in self.medewerkers], "een id staat twee keer in het medewerkersregister")
        _refuse_twice(
            [m.vingerafdruk for m in self.medewerkers], "twee medewerkers hebben dezelfde sleutel in het register"
        )

    def __iter__(self) -> Iterator[Medewerker]:
        return iter(self.medewerkers)

    @classmethod
    def from_json(cls, data: bytes) -> Medewerkersregister:
        """Read the register: {"medewerkers": [...]}, each as `Medewerker.from_json` reads it."""
        value = read_json(data)
        if not isinstance(value, dict) or set(value) != {"medewerkers"} or not isinstance(value["medewerkers"], list):
            raise _bad_register("het medewerkersregister heeft niet de vorm {medewerkers: [...]}")
        return cls(tuple(Medewerker.from_json(item) for item in value["medewerkers"]))

    def to_json(self) -> bytes:
        """Give the register as RFC 8785 bytes."""
        return canonical_bytes({"medewerkers": [m.as_json() for m in self.medewerkers]})

    def require(self, id: str, rol: Rol, op: date) -> Medewerker:  # noqa: A002
        """Give the medewerker who held this role on this date; raises ConsentError."""
        medewerker = self.known(id, op)
        if rol not in medewerker.rollen:
            raise _not_allowed(f"de medewerker heeft niet de rol {rol}")
        return medewerker

    def of(self, id: str) -> Medewerker:  # noqa: A002
        """Give the medewerker with this id, whenever it was one; raises ConsentError."""
        for medewerker in self.medewerkers:
            if medewerker.id == id:
                return medewerker
        raise _not_allowed("de medewerker staat niet in het medewerkersregister")

    def known(self, id: str, op: date) -> Medewerker:  # noqa: A002
        """Give the medewerker, in any role, who was one on this date; raises ConsentError."""
        medewerker = self.of(id)
        if not medewerker.serves(op):
            raise _not_allowed("de persoon was niet op deze datum medewerker")
        return medewerker


def require_distinct(een: Medewerker, ander: Medewerker) -> None:
    """Raise ConsentError unless these are two people with two primary keys (four eyes)."""
    if een.id == ander.id or een.vingerafdruk == ander.vingerafdruk:
        raise ConsentError.because(
            "MEDEWERKER-ZELFDE",
            "dezelfde medewerker of dezelfde sleutel is twee keer gebruikt waar twee personen nodig zijn",
            "Laat een tweede medewerker met een eigen sleutel deze stap doen.",
        )


def check_act(
    act: Verklaring,
    statement: Mapping[str, Any],
    rol: Rol | None,
    *,
    medewerkers: Medewerkersregister,
    controle: Handtekeningcontrole,
    not_before: datetime,
    now: datetime,
) -> tuple[Medewerker, datetime]:
    """Check who signed an act that names `medewerker` and `moment`; give that medewerker and the signature's time.

    The role (None: any) has to hold on both days, and the two moments may differ by an hour, so that nobody signs for a
    day on which they still had it. Raises ConsentError or EncryptionError.
    """
    moment = utc_moment(statement["moment"])
    medewerker = _holder(medewerkers, statement["medewerker"], rol, nederlandse_dag(moment))
    signed = controle.verify_detached(
        act.verklaring, act.handtekening, signer=medewerker.vingerafdruk, not_before=not_before, now=now
    )
    if abs(signed - moment) > SPELING_MOMENT or moment < not_before - SPELING_MOMENT:
        raise _not_allowed("het moment van de verklaring is niet dat van de handtekening")
    _holder(medewerkers, medewerker.id, rol, nederlandse_dag(signed))
    return medewerker, signed


def _holder(medewerkers: Medewerkersregister, id: str, rol: Rol | None, op: date) -> Medewerker:  # noqa: A002
    return medewerkers.known(id, op) if rol is None else medewerkers.require(id, rol, op)


def _read_date(text: Any) -> date:
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise _bad_register("een datum heeft niet de vorm JJJJ-MM-DD")


def _check_fingerprint(vingerafdruk: str) -> None:
    if not _FINGERPRINT.fullmatch(vingerafdruk):
        raise EncryptionError.because(
            "SLEUTEL-VINGERAFDRUK",
            "een sleutel is niet aangeduid met een volledige vingerafdruk",
            "Geef de hele vingerafdruk: 40 (of 64) hexadecimale tekens, hoofdletters, zonder spaties.",
        )


def _refuse_twice(values: list[str], melding: str) -> None:
    if any(count > 1 for count in Counter(values).values()):
        raise EncryptionError.because("SLEUTEL-DUBBEL", melding, "Verwijder de dubbele regel uit het register.")


def _bad_register(melding: str) -> EncryptionError:
    return EncryptionError.because("MEDEWERKER-REGISTER", melding, "Herstel het medewerkersregister.")


def _not_allowed(melding: str) -> ConsentError:
    return ConsentError.because(
        "MEDEWERKER-ROL", melding, "Laat een medewerker met deze rol het doen of vraag de beheerder."
    )
