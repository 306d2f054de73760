# SPDX-License-Identifier: EUPL-1.2
"""Werkgeverstukken + a proven toestemming -> Vrijgave: the gate.

The gate reads the statement `toestemming/v1` and its proof, never the status in a dossier's JSON. `release` checks,
and `recheck` (called by the sealing) checks once more from bytes:

1. the statement is canonical, closed and of the right kind;
2. the moment lies in the period, and the period is at most 90 days (R-TOES-4, R-TOES-8);
3. the toestemming is not withdrawn and its nonce not used (R-TOES-6);
4. route, omvang, exclusions and every stuk are the ones of the statement and within the omvang; data are those of
   the established report, a werkgeversversie is under the CCV's seal (R-TOES-1, R-TOES-5, R-RED-1);
5. the vaststelling is signed by a toetser who is not the opsteller, on this dossier, report, besluit and unstamped
   file, and the report is that file with the stamp and the BVA's seal (R-TOES-0, R-BVA-1, R-BVA-5);
6. the recipient is the werkgever of the report, by OIN, and by pinned key unless it goes on paper (R-TOES-3, R-PGP-1);
7. the proof holds (toestemmingsbewijs/): OpenPGP or a form signed with PAdES by the bestuurder of this dossier, or ink
   attested by two medewerkers who are neither the adviseur nor the toetser, with a call back and a cooling time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from weerbaar_docs._made import Made
from weerbaar_docs.canonical import read_statement, sha256
from weerbaar_docs.errors import ConsentError, WeerbaarDocsError
from weerbaar_docs.establishing import DefinitiefRapport, check_indiening
from weerbaar_docs.keys import check_act, require_distinct
from weerbaar_docs.model import Adviesrapport, Verklaring, rapport_digest, utc_moment, utc_text, vaststelling_digest
from weerbaar_docs.nonces import NonceRegister, used, withdrawn
from weerbaar_docs.pseudoniem import pseudonym
from weerbaar_docs.redaction import Keuze, Stuk, Werkgeverstukken, check_stukken
from weerbaar_docs.rendering import Document
from weerbaar_docs.stamping import VastgesteldRapport, check_stamped
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toestemming import MAX_DAGEN, Bewijs, InktBewijs, OpenpgpBewijs, PadesBewijs, no_key
from weerbaar_docs.toestemmingsbewijs import verify
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from weerbaar_docs.keys import Handtekeningcontrole, Medewerkersregister, Sleutelregister
    from weerbaar_docs.pades import Zegelvertrouwen

T = TypeVar("T")
AFKOELTIJD = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """What the gate trusts: pinned keys, medewerkers, used and withdrawn toestemmingen, and who checks signatures.

    `bva_zegels` and `ccv_zegels` say which seals are theirs; `geheim` is the key of the dossiers' pseudonyms, under which
    the key of a bestuurder is pinned as well. `bestuurder_zegels` says per dossier (by its pseudonym) which certificate is the
    bestuurder's, for a form that is signed with PAdES, and `bestuurder_zegels_door` who compared it (ids). `afkoeltijd` is how long the gate stays shut after a form in ink.
    """

    sleutels: Sleutelregister
    medewerkers: Medewerkersregister
    nonces: NonceRegister
    controle: Handtekeningcontrole
    bva_zegels: Zegelvertrouwen
    ccv_zegels: Zegelvertrouwen
    geheim: bytes = field(repr=False)
    bestuurder_zegels: Mapping[str, Zegelvertrouwen] = field(default_factory=dict, repr=False)
    bestuurder_zegels_door: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    afkoeltijd: timedelta = AFKOELTIJD

    def __post_init__(self) -> None:
        if self.afkoeltijd < timedelta(0):
            raise ConsentError.because(
                "TOES-AFKOELTIJD", "de bedenktijd is korter dan niets", "Stel een bedenktijd van nul of meer in."
            )


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class Vrijgave:
    """The proof that these very files may go to this werkgever; only `release` makes one."""

    stukken: Werkgeverstukken
    verklaring: bytes = field(repr=False)
    bewijs: Bewijs = field(repr=False)


_released = Made(Vrijgave)


def withdraw(intrekking: Verklaring, *, registers: Registers, now: datetime) -> None:
    """Record a withdrawal that any medewerker signed; it only stops things and cannot be undone.

    Raises ConsentError when the statement or its signature does not hold.
    """
    statement = check_withdrawal(intrekking, medewerkers=registers.medewerkers, controle=registers.controle, now=now)
    registers.nonces.withdraw(statement["toestemming_id"])


def check_withdrawal(
    intrekking: Verklaring, *, medewerkers: Medewerkersregister, controle: Handtekeningcontrole, now: datetime
) -> dict[str, Any]:
    """Check that any medewerker signed this withdrawal, at the moment that it names; give the statement.

    Raises ConsentError.
    """
    statement = _read(intrekking.verklaring, "intrekking")
    not_before = utc_moment(statement["moment"])
    _guard(
        lambda: check_act(
            intrekking, statement, None, medewerkers=medewerkers, controle=controle, not_before=not_before, now=now
        )
    )
    return statement


def release(
    stukken: Werkgeverstukken,
    verklaring: bytes,
    bewijs: Bewijs | None,
    *,
    registers: Registers,
    now: datetime,
) -> Vrijgave:
    """Open the gate for these files, or raise ConsentError (EncryptionError: the pinned key is gone or has lapsed) with the reason."""
    if type(stukken) is not Werkgeverstukken:
        raise _refusal("STAP-STUKKEN", "vrijgeven kan alleen met gemaakte stukken", "Maak eerst de stukken (prepare).")
    if bewijs is None:
        raise _refusal(
            "R-TOES-2",
            "er is geen getekende toestemming van de bestuurder",
            "Vraag de bestuurder om toestemming en leg het bewijs vast.",
        )
    vrijgave = Vrijgave(stukken=stukken, verklaring=verklaring, bewijs=bewijs)
    _check(vrijgave, registers=registers, now=now)
    _released.add(vrijgave)
    return vrijgave


def recheck(vrijgave: Vrijgave, *, registers: Registers, now: datetime) -> dict[str, Any]:
    """Check a Vrijgave once more from its bytes, just before sealing; give the statement.

    Raises ConsentError when it was not made by `release` or no longer holds.
    """
    if not _released.holds(vrijgave):
        raise _refusal(
            "STAP-VRIJGAVE", "er is geen vrijgave", "Geef de stukken eerst vrij met een toestemming (release)."
        )
    return _check(vrijgave, registers=registers, now=now)


def _check(vrijgave: Vrijgave, *, registers: Registers, now: datetime) -> dict[str, Any]:
    _require_exact(vrijgave)
    statement = _read(vrijgave.verklaring, "toestemming")  # (1)
    _check_period(statement, now)  # (2)
    if registers.nonces.is_withdrawn(statement["toestemming_id"]):  # (3)
        raise withdrawn()
    if registers.nonces.is_used(statement["nonce"]):
        raise used()
    _check_stukken(vrijgave.stukken, statement, registers=registers, now=now)  # (4)
    _check_vaststelling(vrijgave, statement, registers=registers, now=now)  # (5)
    _check_ontvanger(vrijgave.stukken, statement, registers=registers, now=now)  # (6)
    _check_bewijs(vrijgave, registers=registers, now=now)  # (7)
    return statement


def _require_exact(vrijgave: Vrijgave) -> None:
    """Refuse look-alikes: what is checked has to be what is packed, so every part is of exactly its own frozen type."""
    for given, kind in _parts(vrijgave):
        if type(given) is not kind:
            raise _refusal(
                "STAP-VORM",
                "een onderdeel van de vrijgave heeft niet zijn eigen vorm",
                "Gebruik de stappen van de keten.",
            )


def _parts(vrijgave: Vrijgave) -> Iterator[tuple[object, type]]:
    bewijs, stukken = vrijgave.bewijs, vrijgave.stukken
    yield from ((vrijgave.verklaring, bytes), (stukken, Werkgeverstukken))
    yield from ((stukken.keuze, Keuze), (stukken.stukken, tuple), (stukken.vastgesteld, VastgesteldRapport))
    for stuk in stukken.stukken:
        yield from ((stuk, Stuk), (stuk.documentsoort, str), (stuk.inhoud, bytes))
    yield from ((stukken.vastgesteld.pdf, bytes), (stukken.vastgesteld.definitief, DefinitiefRapport))
    definitief = stukken.vastgesteld.definitief
    yield from ((definitief.rapport, Adviesrapport), (definitief.document, Document), (definitief.document.pdf, bytes))
    yield from ((definitief.verklaring, bytes), (definitief.handtekening, bytes), (definitief.indiening, Verklaring))
    if type(bewijs) is OpenpgpBewijs:
        yield bewijs.handtekening, bytes
        return
    if type(bewijs) is PadesBewijs:
        yield bewijs.formulier, bytes
        return
    yield bewijs, InktBewijs
    assert isinstance(bewijs, InktBewijs)
    yield from ((bewijs.scan_sha256, str), (bewijs.attesten, tuple))
    for item in bewijs.attesten:
        yield from ((item, Verklaring), (item.verklaring, bytes), (item.handtekening, bytes))


def _read(verklaring: bytes, soort: str) -> dict[str, Any]:
    return _guard(lambda: checked_statement(soort, verklaring))


def _check_stukken(
    stukken: Werkgeverstukken, statement: dict[str, Any], *, registers: Registers, now: datetime
) -> None:
    keuze = stukken.keuze
    if (statement["route"], statement["omvang"], tuple(statement["uitgesloten_onderdelen"])) != (
        keuze.route,
        keuze.omvang,
        keuze.uitgesloten_onderdelen,
    ):
        raise _refusal(
            "R-TOES-5", "de toestemming is voor een andere keuze gegeven", "Vraag toestemming voor deze keuze."
        )
    if statement["stukken"] != [stuk.as_json() for stuk in stukken.stukken]:
        raise _refusal(
            "R-TOES-1", "de stukken zijn andere dan in de toestemming", "Gebruik de bewaarde stukken, of vraag opnieuw."
        )
    _guard(lambda: check_stukken(stukken, ccv_zegels=registers.ccv_zegels, now=now))


def _check_vaststelling(vrijgave: Vrijgave, statement: dict[str, Any], *, registers: Registers, now: datetime) -> None:
    vastgesteld = vrijgave.stukken.vastgesteld
    definitief = vastgesteld.definitief
    decision = _read(definitief.verklaring, "vaststelling")
    facts = {
        "rapport_sha256": rapport_digest(definitief.rapport.inhoud),
        "vaststelling_sha256": vaststelling_digest(definitief.rapport.inhoud, definitief.bva_besluit),
        "pdf_sha256": sha256(definitief.document.pdf),
        "besluitnummer": definitief.bva_besluit["besluitnummer"],
    }
    if any(decision[key] != value for key, value in facts.items()) or (
        definitief.bva_besluit["rapport_sha256"] != facts["rapport_sha256"]
    ):
        raise _refusal(
            "R-TOES-0", "rapport en vaststelling horen niet bij elkaar", "Laat de BVA deze versie vaststellen."
        )
    eind = sha256(vastgesteld.pdf)
    if (statement["vaststelling_sha256"], statement["eind_sha256"]) != (facts["vaststelling_sha256"], eind):
        raise _refusal(
            "R-TOES-1", "de toestemming is voor een ander rapport gegeven", "Vraag toestemming voor deze versie."
        )
    pseudoniem = pseudonym(definitief.rapport.inhoud["dossiernummer"], registers.geheim)
    if statement["dossier"] != pseudoniem:
        raise _refusal(
            "R-TOES-1", "de toestemming is voor een ander dossier gegeven", "Vraag toestemming voor dit dossier."
        )
    besloten_op = date.fromisoformat(decision["besloten_op"])
    toetser = registers.medewerkers.require(decision["toetser"], "toetser", besloten_op)
    opsteller = _guard(
        lambda: check_indiening(
            definitief.indiening,
            definitief.rapport.rapport_sha256,
            medewerkers=registers.medewerkers,
            controle=registers.controle,
            now=now,
        )
    )
    require_distinct(opsteller, toetser)
    _guard(lambda: check_stamped(vastgesteld, bva_zegels=registers.bva_zegels, now=now))
    not_before = datetime.fromisoformat(decision["besloten_op"]).replace(tzinfo=UTC) - timedelta(days=1)
    signed = _verify(registers, definitief.verklaring, definitief.handtekening, toetser.vingerafdruk, not_before, now)
    registers.medewerkers.require(toetser.id, "toetser", nederlandse_dag(signed))


def _check_ontvanger(
    stukken: Werkgeverstukken, statement: dict[str, Any], *, registers: Registers, now: datetime
) -> None:
    ontvanger = statement.get("ontvanger")
    if statement["route"] == "via_bestuurder" or ontvanger is None:
        raise _refusal(
            "R-TOES-2",
            "deze route geeft niets vrij voor verzending door het CCV",
            "Volg de gekozen route van de bestuurder.",
        )
    if ontvanger["oin"] != stukken.vastgesteld.definitief.rapport.inhoud["organisatie"]["oin"]:
        raise _refusal(
            "R-TOES-3",
            "de ontvanger is niet de werkgever van deze bestuurder",
            "Vraag toestemming voor de juiste werkgever.",
        )
    if statement["route"] == "op_papier":
        return  # no key: the sealing role prints, and there is nothing to encrypt to a werkgever
    pinned = registers.sleutels.for_holder(ontvanger["oin"], "werkgever")
    if pinned is None:
        raise no_key()
    if pinned.vingerafdruk != ontvanger["sleutel_vingerafdruk"]:
        raise _refusal(
            "R-PGP-1",
            "de sleutel van de werkgever is niet die van de toestemming",
            "Controleer de sleutel en vraag opnieuw toestemming.",
        )
    pinned.check(nederlandse_dag(now))


def _check_period(statement: dict[str, Any], now: datetime) -> None:
    van, tot = (utc_moment(statement[key]) for key in ("geldig_van", "geldig_tot"))
    if tot - van > timedelta(days=MAX_DAGEN) or tot <= van:
        raise _refusal(
            "R-TOES-8",
            "de periode van de toestemming is niet toegestaan",
            "Vraag een toestemming van hoogstens 90 dagen.",
        )
    if not van <= now <= tot:
        raise _refusal("R-TOES-4", "de toestemming is nu niet geldig", "Vraag de bestuurder om een nieuwe toestemming.")


def _check_bewijs(vrijgave: Vrijgave, *, registers: Registers, now: datetime) -> None:
    definitief = vrijgave.stukken.vastgesteld.definitief
    uitgesloten = {
        read_statement(definitief.indiening.verklaring)["medewerker"],
        read_statement(definitief.verklaring)["toetser"],
    }
    bewezen = _guard(
        lambda: verify(
            vrijgave.bewijs, verklaring=vrijgave.verklaring, uitgesloten=uitgesloten, registers=registers, now=now
        )
    )
    if now < bewezen.opent_op:
        raise _refusal(
            "TOES-AFKOELTIJD",
            f"de bedenktijd is nog niet voorbij: zij loopt tot {utc_text(bewezen.opent_op)}",
            "Wacht tot de bedenktijd voorbij is.",
        )


def _verify(
    registers: Registers, data: bytes, signature: bytes, signer: str, not_before: datetime, now: datetime
) -> datetime:
    return _guard(
        lambda: registers.controle.verify_detached(data, signature, signer=signer, not_before=not_before, now=now)
    )


def _guard(check: Callable[[], T]) -> T:
    """Run a check of another step; its refusal is a refusal of the gate."""
    try:
        return check()
    except WeerbaarDocsError as error:
        raise ConsentError(*error.meldingen) from None


def _refusal(code: str, melding: str, oplossing: str) -> WeerbaarDocsError:
    return ConsentError.because(code, melding, oplossing)
