# SPDX-License-Identifier: EUPL-1.2
"""A dossier -> how the bestuurder's choice stands: what was given, chosen, asked, attested, and which toestemming there is.

(1) only what is about the report as it is now counts, the last choice and the last question;
(2) a toestemming stands while it is not withdrawn; whether it opens the gate is not said here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.errors import ConsentError, ValidationError
from weerbaar_docs.model import rapportinhoud, utc_moment, utc_text, vaststelling_digest
from weerbaar_docs.redaction import Keuze
from weerbaar_docs.rules.regel import geldend_besluit
from weerbaar_docs.store import open_sealed
from weerbaar_docs.store.leveringen import require_not_stopped
from weerbaar_docs.store.tables import INTREKKING, LEVERING, NONCE, TOESTEMMING
from weerbaar_docs.toestemmen.stukken import records
from weerbaar_docs.toestemming import Toestemmingsvraag, check_number

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.afschrift import Bewijssoort
    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.store import Act, Opslag


@dataclass(frozen=True, slots=True, kw_only=True)
class Vastgelegd:
    """A toestemming that was recorded: its statement and proof as they came, and what became of it."""

    toestemming_id: str
    inhoud: dict[str, Any] = field(repr=False)
    ingetrokken_op: str | None
    gebruikt_op: str | None
    levering: str | None
    gestaakt: bool

    @property
    def verklaring(self) -> bytes:
        """Give the bytes of the statement."""
        return canonical_bytes(self.inhoud["verklaring"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Keuzestand:
    """How the choice stands; lists are oldest first. `exemplaren` counts those of every version: numbers do not repeat."""

    exemplaren: int
    verstrekkingen: tuple[dict[str, Any], ...] = field(repr=False)
    ontvangsten: tuple[dict[str, Any], ...] = field(repr=False)
    afdrukken: tuple[dict[str, Any], ...] = field(repr=False)
    keuze: dict[str, Any] | None = field(repr=False)
    vraag: dict[str, Any] | None = field(repr=False)
    bewijsstukken: tuple[dict[str, Any], ...] = field(repr=False)
    weigeringen: tuple[dict[str, Any], ...] = field(repr=False)
    intrekkingen: tuple[dict[str, Any], ...] = field(repr=False)
    toestemmingen: tuple[Vastgelegd, ...] = field(repr=False)

    def chosen(self) -> Keuze:
        """Give the last choice; raises ConsentError when nothing was chosen yet."""
        if self.keuze is None:
            raise ConsentError.because(
                "KEUZE", "de bestuurder heeft nog niet gekozen", "Leg de keuze vast (toestemming keuze)."
            )
        return choice_of(self.keuze["keuze"])

    def asked(self) -> dict[str, Any]:
        """Give the question that is open; raises ConsentError when there is none."""
        answered = {t.toestemming_id for t in self.toestemmingen} | {w["toestemming_id"] for w in self.weigeringen}
        stale = self.vraag is not None and self.keuze is not None and self.vraag["keuze_id"] != self.keuze["id"]
        if self.vraag is None or stale or self.vraag["toestemming_id"] in answered:
            raise ConsentError.because(
                "TOES-VRAAG", "er is geen vraag die op antwoord wacht", "Maak eerst het formulier (toestemming vraag)."
            )
        return self.vraag

    def standing(self) -> Vastgelegd:
        """Give the toestemming that stands; raises ConsentError when there is none."""
        found = [t for t in self.toestemmingen if t.ingetrokken_op is None]
        if not found:
            raise ConsentError.because(
                "R-TOES-2",
                "er is geen getekende toestemming van de bestuurder",
                "Vraag de bestuurder om toestemming en leg het bewijs vast.",
            )
        return found[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Besluit:
    """The last thing that the bestuurder decided on a question, and how it was proven or told."""

    verklaring: bytes = field(repr=False)
    besluit: Literal["verleend", "geweigerd", "ingetrokken"]
    bewijs: Bewijssoort
    op: datetime


def last_decision(keuzestand: Keuzestand) -> Besluit:
    """Give the last decision on a question; raises ConsentError when there is none."""
    found = [
        Besluit(
            verklaring=t.verklaring,
            besluit="verleend",
            bewijs=t.inhoud["bewijs"]["soort"],
            op=utc_moment(t.inhoud["vastgelegd_op"]),
        )
        for t in keuzestand.toestemmingen
        if t.ingetrokken_op is None or any(i["toestemming_id"] == t.toestemming_id for i in keuzestand.intrekkingen)
    ]
    statements = {t.toestemming_id: t.verklaring for t in keuzestand.toestemmingen}
    if keuzestand.vraag is not None:
        statements[keuzestand.vraag["toestemming_id"]] = question_of(keuzestand.vraag).verklaring
    told: tuple[tuple[Literal["geweigerd", "ingetrokken"], tuple[dict[str, Any], ...]], ...] = (
        ("geweigerd", keuzestand.weigeringen),
        ("ingetrokken", keuzestand.intrekkingen),
    )
    for besluit, records_ in told:
        for r in records_:
            if r["toestemming_id"] in statements:
                verklaring = statements[r["toestemming_id"]]
                found.append(Besluit(verklaring=verklaring, besluit=besluit, bewijs=r["wijze"], op=utc_moment(r["op"])))
    if not found:
        raise ConsentError.because(
            "TOES-VRAAG", "de bestuurder heeft nog niets beslist op een formulier", "Leg eerst zijn antwoord vast."
        )
    return max(found, key=lambda b: b.op)


def choice_state(act: Act, opslag: Opslag, stand: Dossierstand) -> Keuzestand:
    """Give how the choice stands, within an act of the caller's."""
    current = vaststelling_of(stand)
    keuzes, vragen = (records(act, opslag, stand, soort) for soort in ("keuze", "vraag"))
    vraag = vragen[-1] if vragen else None
    kenmerk = None if vraag is None else vraag["toestemming_id"]
    return Keuzestand(
        exemplaren=len(records(act, opslag, stand, "verstrekking", alle=True)),
        verstrekkingen=tuple(records(act, opslag, stand, "verstrekking")),
        ontvangsten=tuple(records(act, opslag, stand, "ontvangst")),
        afdrukken=tuple(records(act, opslag, stand, "afdruk")),
        keuze=keuzes[-1] if keuzes else None,
        vraag=vraag,
        bewijsstukken=tuple(r for r in records(act, opslag, stand, "bewijsstuk") if r["toestemming_id"] == kenmerk),
        weigeringen=tuple(records(act, opslag, stand, "weigering")),
        intrekkingen=tuple(records(act, opslag, stand, "intrekking")),
        toestemmingen=tuple(
            t for t in _recorded(act, stand) if t.inhoud["verklaring"]["vaststelling_sha256"] == current
        ),
    )


def vaststelling_of(stand: Dossierstand) -> str | None:
    """Give the digest of what is established of the version of now, as the dossier tells it; None when nothing is."""
    besluit = geldend_besluit(stand.gegevens)
    return None if besluit is None else vaststelling_digest(rapportinhoud(stand.gegevens), besluit)


def look_at_choice(opslag: Opslag, stand: Dossierstand) -> Keuzestand:
    """Do the same in an act of its own."""
    with opslag.act("dossier_gelezen", object=stand.dossier) as act:
        return choice_state(act, opslag, stand)


def require_same(seen: Keuzestand, now: Keuzestand) -> None:
    """Raise ValidationError when somebody recorded anything about the choice since this one was read."""

    def ids(state: Keuzestand) -> tuple[Any, ...]:
        last = tuple(None if r is None else r["id"] for r in (state.keuze, state.vraag))
        told = (state.ontvangsten, state.bewijsstukken, state.weigeringen, state.toestemmingen)
        return (*last, state.exemplaren, *map(len, told))

    if ids(seen) != ids(now):
        raise ValidationError.because(
            "DOSSIER-INGEHAALD",
            "iemand anders was eerder: de keuze, de vraag, een antwoord of de exemplaren van dit dossier zijn veranderd",
            "Bekijk hoe het nu staat (toestemming toon) en doe het daarna opnieuw.",
        )


def require_answerable(opslag: Opslag, vraag: dict[str, Any]) -> None:
    """Raise ConsentError for a question of which the period is over, or that was stopped with all others."""
    statement = vraag["verklaring"]
    with opslag.look() as connection:
        require_not_stopped(connection, statement["geldig_van"])
    if not statement["geldig_van"] <= utc_text(opslag.now()) <= statement["geldig_tot"]:
        raise ConsentError.because(
            "R-TOES-4", "de periode van deze vraag is voorbij", "Vraag de bestuurder opnieuw (toestemming vraag)."
        )


def choice_of(value: dict[str, Any]) -> Keuze:
    """Give the Keuze of a record; raises ConsentError for a word that is no choice."""
    return Keuze(
        route=value["route"],
        omvang=value["omvang"],
        uitgesloten_onderdelen=tuple(value["uitgesloten_onderdelen"]),
    )


def question_of(vraag: dict[str, Any]) -> Toestemmingsvraag:
    """Give the statement that was put before the bestuurder, with its check number."""
    verklaring = canonical_bytes(vraag["verklaring"])
    return Toestemmingsvraag(verklaring=verklaring, controlegetal=check_number(verklaring))


def _recorded(act: Act, stand: Dossierstand) -> list[Vastgelegd]:
    query = (
        select(
            TOESTEMMING,
            INTREKKING.c.ingetrokken_op,
            NONCE.c.gebruikt_op,
            LEVERING.c.id.label("levering"),
            LEVERING.c.status.label("levering_status"),
        )
        .outerjoin(INTREKKING, INTREKKING.c.toestemming == TOESTEMMING.c.id)
        .outerjoin(NONCE, NONCE.c.nonce == TOESTEMMING.c.nonce)
        .outerjoin(LEVERING, LEVERING.c.toestemming == TOESTEMMING.c.id)
        .where(TOESTEMMING.c.dossier == stand.dossier)
        .order_by(TOESTEMMING.c.geldig_van, TOESTEMMING.c.id)
    )
    return [
        Vastgelegd(
            toestemming_id=row["id"],
            inhoud=read_json(
                open_sealed(row["inhoud"], stand.sleutel, soort=f"toestemming/{row['id']}", sha256=row["sha256"])
            ),
            ingetrokken_op=row["ingetrokken_op"],
            gebruikt_op=row["gebruikt_op"],
            levering=row["levering"],
            gestaakt=row["levering_status"] == "gestaakt",
        )
        for row in act.connection.execute(query).mappings()
    ]
