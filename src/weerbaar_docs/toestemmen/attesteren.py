# SPDX-License-Identifier: EUPL-1.2
"""The scan of a form in ink + a medewerker's own signature -> an attest; with the second one the proof is complete.

(1) who attests names the check number that he read on the form, and gives the scan: both must be those of the question;
(2) the second medewerker looks at the same scan, byte for byte; a later attest takes the place of his own former one;
(3) the reason for spoed is kept here and nowhere else: attests travel to the werkgever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import read_statement, sha256
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold, insert, require_status
from weerbaar_docs.encryption import Bewaarstuk, seal_for_store
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import Verklaring
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toestemmen.bewijzen import attest_of
from weerbaar_docs.toestemmen.poort import require_no_adviseur
from weerbaar_docs.toestemmen.stand import choice_state, look_at_choice, question_of, require_answerable, require_same
from weerbaar_docs.toestemmen.stukken import new_file, new_record
from weerbaar_docs.toestemmen.vastleggen import Antwoord, keep_proven, proven
from weerbaar_docs.toestemming import InktBewijs, attest
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted

if TYPE_CHECKING:
    from pathlib import Path

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toestemmen.poort import Poortinstelling
    from weerbaar_docs.toestemmen.stand import Keuzestand
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


@dataclass(frozen=True, slots=True, kw_only=True)
class Waarneming:
    """What a medewerker saw and did: the scan, the check number on it, the call back, and why it is spoed (empty: it is not)."""

    scan: bytes = field(repr=False)
    controlegetal: str
    teruggebeld: bool
    spoed_reden: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plaats:
    """Where an attest is made."""

    opslag: Opslag
    stand: Dossierstand = field(repr=False)
    vraag: dict[str, Any] = field(repr=False)
    vertrouwen: Vertrouwen = field(repr=False)
    thuis: EigenThuis


def record_attest(
    opslag: Opslag, kenmerk: str, waarneming: Waarneming, *, home: Path, poort: Poortinstelling, proef: bool = False
) -> Antwoord:
    """Sign for a form with the own key in `home`; the second medewerker's attest records the toestemming.

    Raises ValidationError for another check number or scan, ConsentError when the proof does not hold, EncryptionError.
    """
    stand = read(opslag, kenmerk)
    keuzestand = look_at_choice(opslag, stand)
    vertrouwen = trusted(opslag)
    with ring_of(vertrouwen, ook={stand.dossier}) as ring, noted(opslag, "toestemming_vastgelegd", stand.dossier):
        require_status(stand, "een formulier attesteren", "bij_bestuurder")
        plaats = _Plaats(
            opslag=opslag,
            stand=stand,
            vraag=keuzestand.asked(),
            vertrouwen=vertrouwen,
            thuis=EigenThuis(home=home, ring=ring),
        )
        earlier = list({r["door"]: r for r in keuzestand.bewijsstukken if r["door"] != opslag.wie}.values())
        _require_seen(plaats, waarneming, earlier)
        require_answerable(opslag, plaats.vraag)
        vertrouwen.medewerkers.require(opslag.wie, "secretariaat", vertrouwen.op)
        require_no_adviseur(opslag, stand)  # else his attest would stand in the way of others
        signed = None if proef else _signed(plaats, waarneming)
        bewijs = _together(waarneming, signed, earlier)
        bewezen = (
            proven(opslag, stand, plaats.vraag, bewijs, vertrouwen=vertrouwen, ring=ring, poort=poort)
            if bewijs is not None
            else None
        )
        kept = {r["scan_sha256"] for r in keuzestand.bewijsstukken}
        rows = [] if signed is None else _rows(plaats, waarneming, signed, first=sha256(waarneming.scan) not in kept)
    if bewijs is None or bewezen is None:
        nodig = None if _fitting(waarneming, earlier) else _needed(alone=not earlier)
        return _keep(plaats, keuzestand, rows, nodig=nodig, proef=proef)
    return keep_proven(opslag, stand, keuzestand, bewijs, bewezen, rows=rows, proef=proef)


def _require_seen(plaats: _Plaats, waarneming: Waarneming, earlier: list[dict[str, Any]]) -> None:
    """Raise ValidationError unless the medewerker has this very form before him."""
    read_out = "".join(waarneming.controlegetal.upper().split()).replace("-", "")
    if read_out != question_of(plaats.vraag).controlegetal.replace("-", ""):
        raise ValidationError.because(
            "TOES-CONTROLEGETAL",
            "dit is niet het controlegetal van de vraag die open staat",
            "Lees het getal van het formulier zelf; is het een ouder formulier, vraag dan het nieuwe terug.",
        )
    if any(r["scan_sha256"] != sha256(waarneming.scan) for r in earlier):
        raise ValidationError.because(
            "TOES-SCAN",
            "uw collega tekende voor een andere scan",
            "Gebruik hetzelfde bestand, of laat uw collega opnieuw tekenen voor deze scan.",
        )


def _together(waarneming: Waarneming, signed: Verklaring | None, earlier: list[dict[str, Any]]) -> InktBewijs | None:
    """Give the proof that this attest makes with a colleague's, or None while somebody still has to attest or to call."""
    fitting = _fitting(waarneming, earlier)
    if signed is None or not fitting:
        return None
    return InktBewijs(scan_sha256=sha256(waarneming.scan), attesten=(attest_of(fitting[-1]), signed))


def _fitting(waarneming: Waarneming, earlier: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the attests of colleagues that make this one complete: one of both called back."""
    return [r for r in earlier if waarneming.teruggebeld or _called(r)]


def _called(record: dict[str, Any]) -> bool:
    return bool(read_statement(attest_of(record).verklaring)["teruggebeld"])


def _signed(plaats: _Plaats, waarneming: Waarneming) -> Verklaring:
    wie = plaats.opslag.wie
    data = attest(
        question_of(plaats.vraag),
        scan_sha256=sha256(waarneming.scan),
        medewerker=wie,
        teruggebeld=waarneming.teruggebeld,
        spoed=bool(waarneming.spoed_reden),
        now=plaats.opslag.now(),
    )
    signer = plaats.vertrouwen.medewerkers.of(wie).vingerafdruk
    return Verklaring(verklaring=data, handtekening=plaats.thuis.sign_detached(data, signer=signer))


def _rows(plaats: _Plaats, waarneming: Waarneming, signed: Verklaring, *, first: bool) -> list[dict[str, str]]:
    """Keep the attest, and with the first one the scan, sealed to CCV levering: it is archived, no command opens it."""
    opslag, stand = plaats.opslag, plaats.stand
    attested = new_record(
        opslag,
        stand,
        "bewijsstuk",
        opslag.now(),
        toestemming_id=plaats.vraag["toestemming_id"],
        scan_sha256=sha256(waarneming.scan),
        verklaring=signed.verklaring.hex(),
        handtekening=signed.handtekening.hex(),
        spoed_reden=waarneming.spoed_reden,
    )
    if not first:
        return [attested]
    pin, signer = plaats.vertrouwen.pin("ccv_levering"), plaats.vertrouwen.medewerkers.of(opslag.wie).vingerafdruk
    sealed = seal_for_store(Bewaarstuk(inhoud=waarneming.scan), ring=plaats.thuis, afzender=signer, ontvanger=pin)
    return [attested, new_file(opslag, stand, "scan", sealed)]


def _needed(*, alone: bool) -> str:
    if alone:
        return "een tweede medewerker van het secretariaat moet tekenen voor dezelfde scan"
    return "een van u moet de bestuurder nog terugbellen en daarna opnieuw tekenen, met --teruggebeld"


def _keep(
    plaats: _Plaats, keuzestand: Keuzestand, rows: list[dict[str, str]], *, nodig: str | None, proef: bool
) -> Antwoord:
    """Record an attest that does not make the proof complete (or would, in a proef, that signs nothing)."""
    opslag, stand = plaats.opslag, plaats.stand
    with opslag.act("toestemming_vastgelegd", object=stand.dossier, proef=proef) as act:
        hold(act, stand)
        require_role(act, "secretariaat")
        require_same(keuzestand, choice_state(act, opslag, stand))
        insert(act, rows)
    return Antwoord(
        dossier=stand.dossier,
        dossiernummer=stand.dossiernummer,
        status=stand.status if nodig else "toestemming_verleend",
        toestemming_id=plaats.vraag["toestemming_id"],
        bewijs="natte_handtekening",
        nog_nodig=nodig,
    )
