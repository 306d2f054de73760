# SPDX-License-Identifier: EUPL-1.2
"""Opslag + a new dossier, or a part of one -> the next version in the store, whole or not at all.

(1) the change is worked out on the newest version and kept only if it still is; who was overtaken is told so
    (`versie` given), or the change is worked out again;
(2) the sealed content is on the disk before the one transaction that adds the version, moves the status and writes the
    line of the logboek: a process that dies leaves the old version or the new one;
(3) the status moves along the table by the acts that the change is, each by a role that the table allows;
(4) a dossier from elsewhere is at most `concept` here: what was decided elsewhere is information, not a vaststelling;
(5) a refusal is a line in the logboek too.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, get_args

from sqlalchemy import select

from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.dossiers import delen
from weerbaar_docs.dossiers.lezen import BEHANDELAARS, bijlage_id, dossier_row, identify, open_dossier, version_kind
from weerbaar_docs.errors import Melding, ValidationError, WeerbaarDocsError
from weerbaar_docs.keys import Rol
from weerbaar_docs.model import rapport_digest, utc_text
from weerbaar_docs.registers.medewerkers import public_key, require_role
from weerbaar_docs.registers.organisaties import organisatie
from weerbaar_docs.status import OVERGANGEN, derive
from weerbaar_docs.store import Datasleutel, add_holder, seal
from weerbaar_docs.store.crypto import new_data_key
from weerbaar_docs.store.data_keys import holders, lock_dossier, lock_register
from weerbaar_docs.store.leveringen import void_toestemmingen
from weerbaar_docs.store.tables import BIJLAGE, DOSSIER, DOSSIER_VERSIE, TOESTEMMING
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.dossiers.delen import Vastlegging
    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.rules import Instellingen
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Act, Opslag

_POGINGEN: Final = 3
# How far a dossier from elsewhere can have come here: no step of these needs a besluit or a toestemming.
_WEG: Final[tuple[Status, ...]] = (
    "aangemeld",
    "contact_gelegd",
    "gepland",
    "gesprek_werkgever",
    "gesprek_bestuurder",
    "concept",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewaard:
    """What was kept: the dossier, its number of this version, its status here, and what there is to say about it."""

    dossier: str
    dossiernummer: str
    versie: int
    status: Status
    onderdeel: str
    handelingen: tuple[str, ...]
    meldingen: tuple[Melding, ...]
    houders: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {
            "dossier": self.dossier,
            "dossiernummer": self.dossiernummer,
            "versie": self.versie,
            "status": self.status,
            "onderdeel": self.onderdeel,
            "handelingen": list(self.handelingen),
            "meldingen": [m.as_json() for m in self.meldingen],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Nieuweversie:
    """A version that is ready to be kept: sealed, and with its blobs on the disk (unless this is a proef)."""

    nummer: int
    vastlegging: Vastlegging = field(repr=False)
    rij: dict[str, Any] = field(repr=False)
    bijlagen: tuple[dict[str, Any], ...] = field(repr=False)
    proef: bool


def create(
    opslag: Opslag,
    aanvraag: Mapping[str, Any],
    *,
    dossiernummer: str | None = None,
    houders: Iterable[str] = (),
    instellingen: Instellingen | None = None,
    proef: bool = False,
) -> Bewaard:
    """Begin a dossier: `aanvraag` has bestuurder, woonplek, aanmelding, and the `oin` of a werkgever in the register.

    Without a number the store picks a free one. `houders` can open it besides who acts. Raises ValidationError, ConsentError.
    """
    _check_object(aanvraag)
    with opslag.act("bevraagd", object="register") as act:
        werkgever = _employer(act, aanvraag)
        vandaag = nederlandse_dag(act.now)
        nummer = dossiernummer or _free_number(opslag, act, vandaag)
    with noted(opslag, "vastgelegd", opslag.pseudonym(nummer)):
        begun = delen.begin(
            nummer,
            organisatie=werkgever,
            **{name: aanvraag.get(name, {}) for name in ("bestuurder", "woonplek", "aanmelding")},
            vandaag=vandaag,
            instellingen=instellingen,
            fictief=bool(aanvraag.get("fictief")),
        )
    return _begin_in_store(opslag, begun, begun.handelingen, houders=houders, proef=proef)


def import_dossier(
    opslag: Opslag,
    gegevens: Mapping[str, Any],
    *,
    houders: Iterable[str] = (),
    instellingen: Instellingen | None = None,
    proef: bool = False,
) -> Bewaard:
    """Take in a whole dossier (schema `dossier`); its status here is at most `concept`, and a melding says why.

    Raises ValidationError with all faults, or when the store has this number already.
    """
    _check_object(gegevens)
    nummer = str(gegevens.get("dossiernummer", ""))
    with noted(opslag, "vastgelegd", opslag.pseudonym(nummer)):
        taken = delen.take_in(gegevens, vandaag=nederlandse_dag(opslag.now()), instellingen=instellingen)
    afgeleid = derive(taken.gegevens)
    steps = _WEG[: _WEG.index(afgeleid) + 1] if afgeleid in _WEG else _WEG
    acts = tuple(_act_between(van, naar) for van, naar in zip((None, *steps), steps, strict=False))
    return _begin_in_store(opslag, taken, acts, houders=houders, proef=proef, extra=_only_concept(gegevens, afgeleid))


def record(
    opslag: Opslag,
    kenmerk: str,
    soort: str,
    deel: Mapping[str, Any],
    *,
    versie: int | None = None,
    nieuwe_versie: bool = False,
    inhoud: bytes | None = None,
    catalogus: Mapping[str, Any] | None = None,
    instellingen: Instellingen | None = None,
    proef: bool = False,
) -> Bewaard:
    """Add or replace a part of a dossier, as `delen.record` does, and keep the next version.

    With `versie` it is refused when that is not the newest any more. Of an `organisatie` only the `oin` is taken: the
    rest, and its key above all, comes from the register. Raises ValidationError, ConsentError, EncryptionError.
    """
    if soort == "organisatie":
        _check_object(deel)
        with opslag.act("bevraagd", object="register") as act:
            deel = _employer(act, deel)

    def change(stand: Dossierstand) -> Vastlegging:
        return delen.record(
            stand.gegevens,
            soort,
            deel,
            vandaag=stand.vandaag,
            status=stand.status,
            nieuwe_versie=nieuwe_versie,
            inhoud=inhoud,
            catalogus=catalogus,
            instellingen=instellingen,
        )

    return _change(opslag, kenmerk, change, versie=versie, proef=proef)


def remove(
    opslag: Opslag,
    kenmerk: str,
    soort: str,
    sleutel: str,
    *,
    versie: int | None = None,
    nieuwe_versie: bool = False,
    instellingen: Instellingen | None = None,
    proef: bool = False,
) -> Bewaard:
    """Take a part of a dossier away, as `delen.remove` does, and keep the next version; raises as `record`."""

    def change(stand: Dossierstand) -> Vastlegging:
        return delen.remove(
            stand.gegevens,
            soort,
            sleutel,
            vandaag=stand.vandaag,
            status=stand.status,
            nieuwe_versie=nieuwe_versie,
            instellingen=instellingen,
        )

    return _change(opslag, kenmerk, change, versie=versie, proef=proef)


# --- a change ----------------------------------------------------------------------------------


def _change(
    opslag: Opslag,
    kenmerk: str,
    change: Callable[[Dossierstand], Vastlegging],
    *,
    versie: int | None,
    proef: bool,
) -> Bewaard:
    pseudoniem = identify(opslag, kenmerk)
    for last in (*[False] * (_POGINGEN - 1), True):
        with opslag.act("dossier_gelezen", object=pseudoniem) as act:
            stand = open_dossier(act, opslag.blobs, pseudoniem)
        with noted(opslag, "vastgelegd", pseudoniem):
            if versie is not None and versie != stand.laatste:
                raise overtaken(stand.laatste)
            done = change(stand)
        nieuw = prepare_version(opslag, pseudoniem, stand.laatste + 1, done, stand.sleutel, proef=proef)
        try:
            return _keep(opslag, pseudoniem, nieuw, status=stand.status)
        except ValidationError as error:
            if last or versie is not None or not any(m.code == "DOSSIER-INGEHAALD" for m in error.meldingen):
                raise
    raise AssertionError  # the last attempt returns or raises


def _keep(opslag: Opslag, pseudoniem: str, nieuw: Nieuweversie, *, status: Status) -> Bewaard:
    with opslag.act("vastgelegd", object=pseudoniem, proef=nieuw.proef) as act:
        lock_dossier(act.connection, pseudoniem)
        row = dossier_row(act.connection, pseudoniem)
        if (row["versie"], row["status"]) != (nieuw.nummer - 1, status):
            raise overtaken(row["versie"])
        _require_roles(act, nieuw.vastlegging.handelingen)
        steps = list(_steps(status, nieuw.vastlegging.handelingen))
        if _stops(status, nieuw.vastlegging.handelingen):
            void_toestemmingen(act, TOESTEMMING.c.dossier == pseudoniem)
        insert_version(act, pseudoniem, nieuw)
        move_on(act, pseudoniem, nieuw.nummer, steps)
        who = holders(act.connection, pseudoniem)
    return _kept(pseudoniem, nieuw, steps[-1] if steps else status, who)


def _begin_in_store(
    opslag: Opslag,
    begun: Vastlegging,
    handelingen: tuple[str, ...],
    *,
    houders: Iterable[str],
    proef: bool,
    extra: tuple[Melding, ...] = (),
) -> Bewaard:
    pseudoniem = opslag.pseudonym(begun.gegevens["dossiernummer"])
    key = new_data_key(pseudoniem)
    nieuw = prepare_version(opslag, pseudoniem, 1, begun, key, proef=proef)
    with opslag.act("vastgelegd", object=pseudoniem, proef=proef) as act:
        lock_register(act.connection)
        lock_dossier(act.connection, pseudoniem)
        if act.connection.execute(select(DOSSIER.c.id).where(DOSSIER.c.id == pseudoniem)).first():
            raise ValidationError.because(
                "DOSSIER-BESTAAT", "dit dossiernummer is er al", "Kies een ander nummer, of leg vast in dat dossier."
            )
        require_role(act, *BEHANDELAARS)
        first, *steps = _steps(None, handelingen)
        row = {"id": pseudoniem, "status": first, "gewijzigd_op": utc_text(act.now)}
        act.connection.execute(DOSSIER.insert(), row)
        register = act.register_key()
        for houder in sorted({act.sleutel.houder, *houders}):
            publiek = public_key(act.connection, register, houder)
            add_holder(act.connection, key, houder, publiek=publiek, now=act.now)
        insert_version(act, pseudoniem, nieuw)
        move_on(act, pseudoniem, 1, steps)
        who = holders(act.connection, pseudoniem)
    return _kept(pseudoniem, nieuw, [first, *steps][-1], who, extra=(*extra, *_only_one(who)))


def prepare_version(
    opslag: Opslag, pseudoniem: str, nummer: int, done: Vastlegging, key: Datasleutel, *, proef: bool
) -> Nieuweversie:
    """Seal a version and put its blobs; its rows come later, in the act."""

    def put(data: bytes, soort: str) -> dict[str, str]:
        made = seal(data, key, soort=soort)
        blob = sha256(made.inhoud) if proef else opslag.blobs.put(made.inhoud)
        return {"sha256": made.sha256, "blob_sha256": blob}

    rapport = rapport_digest(done.gegevens) if "adviesrapport" in done.gegevens else None
    rij = {"nummer": nummer, "rapport_sha256": rapport, **put(canonical_bytes(done.gegevens), version_kind(nummer))}
    named = {bijlage_id(opslag, pseudoniem, sha): data for sha, data in done.bijlagen.items()}
    bijlagen = tuple({"id": naam, "soort": "bijlage", **put(data, f"bijlage/{naam}")} for naam, data in named.items())
    return Nieuweversie(nummer=nummer, vastlegging=done, rij=rij, bijlagen=bijlagen, proef=proef)


def insert_version(act: Act, pseudoniem: str, nieuw: Nieuweversie) -> None:
    """Add the row of a version, and those of its bijlagen that are not there yet."""
    common = {"dossier": pseudoniem, "gemaakt_op": utc_text(act.now)}
    act.connection.execute(DOSSIER_VERSIE.insert(), {**nieuw.rij, **common})
    for rij in nieuw.bijlagen:
        if not act.connection.execute(select(BIJLAGE.c.id).where(BIJLAGE.c.id == rij["id"])).first():
            act.connection.execute(BIJLAGE.insert(), {**rij, **common})


def move_on(act: Act, pseudoniem: str, nummer: int, steps: Iterable[Status]) -> None:
    """Let a dossier point to a version and take its statuses one by one; raises ValidationError when somebody was earlier."""
    where = DOSSIER.update().where(DOSSIER.c.id == pseudoniem)
    newer = where.where(DOSSIER.c.versie == nummer - 1)
    if not act.connection.execute(newer, {"versie": nummer, "gewijzigd_op": utc_text(act.now)}).rowcount:
        raise overtaken(nummer)
    for status in steps:  # one by one: the database lets a status go along its table only
        act.connection.execute(where, {"status": status})


# --- statuses and roles ------------------------------------------------------------------------


def _steps(status: Status | None, handelingen: Iterable[str]) -> Iterator[Status]:
    for handeling in handelingen:
        naar = next(o.naar for o in OVERGANGEN if o.status == status and o.handeling == handeling)
        yield naar
        status = naar


def _stops(status: Status | None, handelingen: Iterable[str]) -> bool:
    """Say whether the table has one of these acts void the toestemming and stop the leveringen."""
    rows = [o for o in OVERGANGEN if o.handeling in set(handelingen)]
    return any("leveringen_stoppen" in o.gevolgen for o in rows if o.status == status)


def _act_between(van: Status | None, naar: Status) -> str:
    return next(o.handeling for o in OVERGANGEN if o.status == van and o.naar == naar)


def _require_roles(act: Act, handelingen: tuple[str, ...]) -> None:
    """Ask the roles of the table; what the bestuurder or werkgever does, a medewerker records for them."""
    for handeling in handelingen:
        wie = {w for o in OVERGANGEN if o.handeling == handeling for w in o.wie}
        require_role(act, *([rol for rol in get_args(Rol) if rol in wie] or BEHANDELAARS))
    if not handelingen:
        require_role(act, *BEHANDELAARS)


def _employer(act: Act, aanvraag: Mapping[str, Any]) -> Mapping[str, Any]:
    require_role(act, *BEHANDELAARS)
    return organisatie(act.connection, act.register_key(), str(aanvraag.get("oin", "")))


def _check_object(value: Any) -> None:
    if not isinstance(value, Mapping):
        raise ValidationError.because("SCHEMA-TYPE", "verwacht een object", "Geef een JSON-object.")


def _free_number(opslag: Opslag, act: Act, vandaag: date) -> str:
    while True:
        nummer = f"WB-{vandaag.year}-{secrets.randbelow(1_000_000):06d}"
        query = select(DOSSIER.c.id).where(DOSSIER.c.id == opslag.pseudonym(nummer))
        if not act.connection.execute(query).first():
            return nummer


# --- what is said about it ---------------------------------------------------------------------


@contextlib.contextmanager
def noted(opslag: Opslag, handeling: Handeling, pseudoniem: str) -> Iterator[None]:
    """Write a refusal that comes before the act itself to the logboek, as the act would have done."""
    try:
        yield
    except WeerbaarDocsError as error:
        with opslag.act(handeling, object=pseudoniem):
            raise error from None


def _kept(
    pseudoniem: str, nieuw: Nieuweversie, status: Status, who: frozenset[str], *, extra: tuple[Melding, ...] = ()
) -> Bewaard:
    done = nieuw.vastlegging
    return Bewaard(
        dossier=pseudoniem,
        dossiernummer=done.gegevens["dossiernummer"],
        versie=nieuw.nummer,
        status=status,
        onderdeel=done.onderdeel,
        handelingen=done.handelingen,
        meldingen=(*done.meldingen, *extra),
        houders=who,
    )


def overtaken(versie: int) -> ValidationError:
    """Say that somebody else changed the dossier in the meantime."""
    return ValidationError.because(
        "DOSSIER-INGEHAALD",
        f"iemand anders was eerder: het dossier heeft nu versie {versie}",
        "Bekijk wat er veranderd is (dossier toon) en leg het daarna opnieuw vast.",
    )


def _only_one(who: frozenset[str]) -> tuple[Melding, ...]:
    if len(who) > 1:
        return ()
    return (
        Melding(
            code="DOSSIER-VERVANGER",
            ernst="waarschuwing",
            pad="",
            melding="alleen u kunt dit dossier openen",
            oplossing="Geef een vervanger toegang (dossier toegang); zonder uw sleutel is het anders weg.",
        ),
    )


def _only_concept(gegevens: Mapping[str, Any], afgeleid: Status) -> tuple[Melding, ...]:
    vermeld = gegevens.get("status", afgeleid)
    if vermeld in _WEG:
        return ()
    return (
        Melding(
            code="DOSSIER-STATUS",
            ernst="waarschuwing",
            pad="/status",
            melding=f"het dossier vermeldt {vermeld}; hier is het concept, want besluit en toestemming zijn hier niet vastgelegd",
            oplossing="Laat de BVA het rapport hier vaststellen; wat elders besloten is, blijft als gegeven in het dossier.",
        ),
    )
