# SPDX-License-Identifier: EUPL-1.2
"""A dossier + one part -> the next dossier, checked as a whole; pure, so that any store can keep what comes out.

(1) a part is checked by its own schema, the whole by `examine`: all faults at once, a fout refuses, a waarschuwing
    goes along;
(2) what follows from other data is worked out again, and `status` is left out (`afleiden`);
(3) what the status allows is read from its table (`toegestaan`); the result names the acts that this was;
(4) a report that was decided on changes in a new version only, and only when asked (R-BVA-1): the vaststelling and
    the toestemming of the old one no longer hold then;
(5) while a report is being written, what is missing yet is a waarschuwing; `validate`, before handing in, refuses it.

    begun = begin("WB-2026-000123", organisatie=..., bestuurder=..., woonplek=..., aanmelding=..., vandaag=today)
    talked = record(begun.gegevens, "aanmelding", {..., "contact_gelegd_op": "2026-04-08"}, vandaag=today)
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.dossiers.afleiden import EERSTE_DAG_2024, derive_contact, derive_division, derive_values
from weerbaar_docs.dossiers.catalogus import shipped_catalogue
from weerbaar_docs.dossiers.plaatsen import SOORTEN, Werk, check_part_at, place
from weerbaar_docs.dossiers.toegestaan import acts_of
from weerbaar_docs.dossiers.wegnemen import VERWIJDERBAAR, take_away
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.migratie import SCHEMA_VERSIE, migrate
from weerbaar_docs.model import thaw
from weerbaar_docs.rules import Instellingen
from weerbaar_docs.rules.regel import dag, geldend_besluit
from weerbaar_docs.validation import examine, schema_faults

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from weerbaar_docs.status import Status

# What says that something is missing yet, not that what stands there is wrong; a fout again when handing in.
NOG_TE_DOEN: Final = frozenset({"R-GEM-1", "R-INH-1"})
# What was ordered under the former version has no payer until the new one is established.
_ONDER_VORIGE_VERSIE: Final = frozenset({"R-UITV-1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vastlegging:
    """A dossier after a part was recorded, and what there is to say about it.

    `onderdeel` is the number or name of the part, `handelingen` the acts of the status table that this was (none for a
    correction), `bijlagen` the bytes to keep by their SHA-256; `gegevens` is plain JSON without `status`.
    """

    gegevens: dict[str, Any] = field(repr=False)
    onderdeel: str
    handelingen: tuple[str, ...] = ()
    meldingen: tuple[Melding, ...] = ()
    bijlagen: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def begin(
    dossiernummer: str,
    *,
    organisatie: Mapping[str, Any],
    bestuurder: Mapping[str, Any],
    woonplek: Mapping[str, Any],
    aanmelding: Mapping[str, Any],
    vandaag: date,
    instellingen: Instellingen | None = None,
    fictief: bool = False,
) -> Vastlegging:
    """Begin a dossier from an aanmelding; `organisatie` is that of the register.

    The regeling follows from the day of the aanmelding (R-OVG-1). Raises ValidationError with all faults.
    """
    instellingen = instellingen or Instellingen()
    parts = {"organisatie": organisatie, "bestuurder": bestuurder, "woonplek": woonplek, "aanmelding": aanmelding}
    delen = {name: _object(part, f"/{name}") for name, part in parts.items()}
    derive_contact(delen["aanmelding"], instellingen.kalender)
    _check_parts(delen)
    gegevens = {
        "schema_versie": SCHEMA_VERSIE,
        **({"fictief": True} if fictief else {}),
        "dossiernummer": dossiernummer,
        "regeling": _regeling(delen["aanmelding"]["aangemeld_op"]),
        **delen,
    }
    meldingen = _finish(gegevens, vandaag, instellingen)
    gelegd = delen["aanmelding"].get("contact_gelegd_op")
    handelingen = ("aanmelden", "contact_leggen") if gelegd else ("aanmelden",)
    return Vastlegging(gegevens=gegevens, onderdeel=dossiernummer, handelingen=handelingen, meldingen=meldingen)


def record(
    gegevens: Mapping[str, Any],
    soort: str,
    deel: Mapping[str, Any],
    *,
    vandaag: date,
    instellingen: Instellingen | None = None,
    status: Status | None = None,
    nieuwe_versie: bool = False,
    inhoud: bytes | None = None,
    catalogus: Mapping[str, Any] | None = None,
) -> Vastlegging:
    """Add or replace one part (SOORTEN) of a dossier.

    `status` is the one of the store, if there is one; `inhoud` the bytes of a bijlage; `nieuwe_versie` begins the next
    version of the report with this change. Raises ValidationError with all faults, or when the status forbids it.
    """
    _check_soort(soort, SOORTEN)
    werk = _werk(gegevens, vandaag, nieuwe_versie=nieuwe_versie, inhoud=inhoud, catalogus=catalogus)
    onderdeel = place(werk, soort, _object(deel, f"/{soort}"))
    return _result(
        gegevens, werk, soort, onderdeel, instellingen=instellingen, status=status, nieuwe_versie=nieuwe_versie
    )


def remove(
    gegevens: Mapping[str, Any],
    soort: str,
    sleutel: str,
    *,
    vandaag: date,
    instellingen: Instellingen | None = None,
    status: Status | None = None,
    nieuwe_versie: bool = False,
) -> Vastlegging:
    """Take a part (VERWIJDERBAAR) away by its number, or by its soort for an afspraak and pkvw.

    Raises ValidationError when it is not there, when something refers to it, or when the status forbids it.
    """
    _check_soort(soort, VERWIJDERBAAR)
    werk = _werk(gegevens, vandaag, nieuwe_versie=nieuwe_versie)
    onderdeel = take_away(werk, soort, sleutel)
    return _result(
        gegevens, werk, soort, onderdeel, instellingen=instellingen, status=status, nieuwe_versie=nieuwe_versie
    )


def take_in(gegevens: Mapping[str, Any], *, vandaag: date, instellingen: Instellingen | None = None) -> Vastlegging:
    """Take a dossier from elsewhere in as it is: migrated, its status and other derived values worked out again.

    A fout refuses it, also one that `record` lets pass: what is handed over has to be whole.
    """
    plain = migrate(_object(gegevens, ""))
    instellingen = instellingen or Instellingen()
    faults = schema_faults("dossier", plain)
    if faults:
        raise ValidationError(*faults)
    derive_values(plain, instellingen)
    meldingen = _finish(plain, vandaag, instellingen, later=frozenset())
    return Vastlegging(gegevens=plain, onderdeel=plain["dossiernummer"], meldingen=meldingen)


def decide(
    gegevens: Mapping[str, Any],
    bva_besluit: Mapping[str, Any],
    *,
    vandaag: date,
    instellingen: Instellingen | None = None,
) -> Vastlegging:
    """Add the besluit of the BVA, that was checked as it came in, and work out who pays; raises ValidationError."""
    plain, besluit = thaw(gegevens), thaw(bva_besluit)
    plain["bva_besluiten"] = [*plain.get("bva_besluiten", ()), besluit]
    instellingen = instellingen or Instellingen()
    derive_values(plain, instellingen)
    faults = schema_faults("dossier", plain)
    if faults:
        raise ValidationError(*faults)
    act = "terugsturen" if besluit["uitkomst"] == "teruggestuurd" else "vaststellen"
    meldingen = _finish(plain, vandaag, instellingen)
    return Vastlegging(gegevens=plain, onderdeel=besluit["besluitnummer"], handelingen=(act,), meldingen=meldingen)


def consent(
    gegevens: Mapping[str, Any],
    toestemming: Mapping[str, Any],
    *,
    vandaag: date,
    instellingen: Instellingen | None = None,
) -> Vastlegging:
    """Add or replace what the dossier tells of a toestemming (schema `toestemming`); raises ValidationError.

    It is information: whether it was proven, the store has recorded before, and the gate asks again.
    """
    plain, part = thaw(gegevens), thaw(toestemming)
    kenmerk = part["toestemming_id"]
    others = [t for t in plain.get("toestemmingen", ()) if t["toestemming_id"] != kenmerk]
    plain["toestemmingen"] = [*others, part]
    instellingen = instellingen or Instellingen()
    faults = schema_faults("dossier", plain)
    if faults:
        raise ValidationError(*faults)
    meldingen = _finish(plain, vandaag, instellingen)
    return Vastlegging(gegevens=plain, onderdeel=kenmerk, meldingen=meldingen)


def _werk(
    gegevens: Mapping[str, Any],
    vandaag: date,
    *,
    nieuwe_versie: bool,
    inhoud: bytes | None = None,
    catalogus: Mapping[str, Any] | None = None,
) -> Werk:
    werk = Werk(
        gegevens=thaw(gegevens),
        vandaag=vandaag,
        inhoud=inhoud,
        catalogus=shipped_catalogue() if catalogus is None else catalogus,
    )
    if nieuwe_versie and "adviesrapport" in werk.gegevens:
        werk.meldingen.append(_next_version(werk.gegevens, vandaag))
    return werk


def _result(
    oud: Mapping[str, Any],
    werk: Werk,
    soort: str,
    onderdeel: str,
    *,
    instellingen: Instellingen | None,
    status: Status | None,
    nieuwe_versie: bool,
) -> Vastlegging:
    instellingen = instellingen or Instellingen()
    derive_values(werk.gegevens, instellingen)
    faults = schema_faults("dossier", werk.gegevens)
    if faults:
        raise ValidationError(*faults)
    acts = acts_of(soort, oud, werk.gegevens, vandaag=werk.vandaag, status=status, nieuwe_versie=nieuwe_versie)
    meldingen = _finish(werk.gegevens, werk.vandaag, instellingen)
    return Vastlegging(
        gegevens=werk.gegevens,
        onderdeel=onderdeel,
        handelingen=acts,
        meldingen=(*werk.meldingen, *meldingen),
        bijlagen=werk.bijlagen,
    )


def _finish(
    gegevens: dict[str, Any],
    vandaag: date,
    instellingen: Instellingen,
    *,
    later: frozenset[str] | None = None,
) -> tuple[Melding, ...]:
    """Derive who pays, check the whole and give the warnings; raises ValidationError with every melding."""
    derive_division(gegevens)
    data = json.dumps(gegevens, ensure_ascii=False).encode("utf-8", "surrogatepass")
    uitslag = examine(data, peildatum=vandaag, instellingen=instellingen)
    wait = _may_wait(gegevens) if later is None else later
    meldingen = tuple(_softened(m) if m.code in wait and m.ernst == "fout" else m for m in uitslag.meldingen)
    if any(m.ernst == "fout" for m in meldingen):
        raise ValidationError(*meldingen)
    return meldingen


def _may_wait(gegevens: Mapping[str, Any]) -> frozenset[str]:
    rapport = gegevens.get("adviesrapport")
    if not isinstance(rapport, dict) or geldend_besluit(gegevens) is not None:
        return frozenset()
    return NOG_TE_DOEN | (_ONDER_VORIGE_VERSIE if rapport.get("versie", 1) > 1 else frozenset())


def _softened(melding: Melding) -> Melding:
    return replace(melding, ernst="waarschuwing", oplossing=f"{melding.oplossing} Dit moet voor het indienen gebeuren.")


def _next_version(gegevens: dict[str, Any], vandaag: date) -> Melding:
    """Begin the next version: what was decided and consented on the former one stays, as history that no longer holds."""
    rapport = gegevens["adviesrapport"]
    rapport["versie"] += 1
    rapport["opgesteld_op"] = vandaag.isoformat()
    rapport.pop("wijzigingen_t_o_v_vorige_versie", None)
    for toestemming in gegevens.get("toestemmingen", ()):
        if toestemming["status"] == "verleend":
            toestemming["status"] = "verlopen"
    gegevens.pop("werkgeversbrief", None)
    return Melding(
        code="DOSSIER-NIEUWE-VERSIE",
        ernst="waarschuwing",
        pad="/adviesrapport/versie",
        melding=f"dit is nu versie {rapport['versie']} van het rapport; vaststelling en toestemming van de vorige gelden niet",
        oplossing="Dien deze versie in bij de BVA en vraag daarna opnieuw toestemming.",
    )


def _check_parts(delen: Mapping[str, dict[str, Any]]) -> None:
    meldingen: list[Melding] = []
    for name, deel in delen.items():
        try:
            check_part_at(name, deel, f"/{name}")
        except ValidationError as error:
            meldingen += error.meldingen
    if meldingen:
        raise ValidationError(*meldingen)


def _check_soort(soort: str, soorten: tuple[str, ...]) -> None:
    if soort not in soorten:
        raise ValidationError.because(
            "DOSSIER-SOORT", "deze soort onderdeel is er niet", f"Kies uit: {', '.join(soorten)}."
        )


def _object(deel: Any, pad: str) -> dict[str, Any]:
    plain = thaw(deel)
    if not isinstance(plain, dict):
        raise ValidationError.because("SCHEMA-TYPE", "verwacht een object", "Geef een JSON-object.", pad=pad)
    return plain


def _regeling(aangemeld_op: str) -> str:
    nieuw = dag(aangemeld_op) >= EERSTE_DAG_2024
    return "beveiligingsmaatregelen_2024" if nieuw else "preventieve_basismaatregelen_2021"
