# SPDX-License-Identifier: EUPL-1.2
"""An established report -> a numbered copy for the bestuurder, recorded before it leaves.

(1) the first copy lets the dossier go to `bij_bestuurder`; every copy has a number of its own, and on paper a form to sign for it;
(2) recorded is what went (digests), how, by whom and when; later also that it arrived, or that it never did;
(3) after a toestemming via_bestuurder the werkgever's files are such a copy too: the bestuurder's own, to give or not to give;
(4) a record without a copy shows up (nobody signed for it), a copy without a record would not: so the record is first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs import pakketnamen
from weerbaar_docs.adressering import naam as name_of
from weerbaar_docs.afschrift import make_afschrift
from weerbaar_docs.canonical import read_statement, sha256
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import hold, insert, require_status, step
from weerbaar_docs.errors import ConsentError, ValidationError, VerificationError
from weerbaar_docs.ontvangstformulier import make_ontvangstformulier
from weerbaar_docs.redaction import hoofdstuk
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toestemmen.kanalen import give_out, require_channel
from weerbaar_docs.toestemmen.stand import choice_state, last_decision, look_at_choice, require_same
from weerbaar_docs.toestemmen.stukken import new_record
from weerbaar_docs.toestemmen.vragen import receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toestemmen.kanalen import Kanaal, Uitgifte
    from weerbaar_docs.toestemmen.plek import Verzegelplek, Werkbank
    from weerbaar_docs.toestemmen.stand import Keuzestand

Afloop = Literal["ontvangen", "niet_ontvangen"]
Wat = Literal["rapport", "werkgeverstukken", "afschrift"]
# While a report stands, the bestuurder can have a copy of it; the first one is given at `vastgesteld`.
VERSTREKBAAR: Final[tuple[Status, ...]] = (
    "vastgesteld",
    "bij_bestuurder",
    "toestemming_verleend",
    "verzonden",
    "ontvangst_bevestigd",
    "in_uitvoering",
    "afgerond",
    "door_bestuurder_zelf_verstrekt",
    "toestemming_geweigerd",
    "toestemming_ingetrokken",
    "toestemming_verlopen",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verstrekt:
    """A copy that was given: its number, the digests of what was in it, and how it leaves."""

    dossier: str
    exemplaar: int
    status: Status
    stukken: Mapping[str, str]
    uitgifte: Uitgifte

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {
            "dossier": self.dossier,
            "exemplaar": self.exemplaar,
            "status": self.status,
            "kanaal": self.uitgifte.kanaal,
            "printer": self.uitgifte.rij or None,
            "stukken": [{"naam": naam, "sha256": digest} for naam, digest in sorted(self.stukken.items())],
        }


def give_copy(
    plek: Verzegelplek,
    kenmerk: str,
    *,
    kanaal: Kanaal | None = None,
    printer: str = "",
    portaal: bool = False,
    wat: Wat = "rapport",
    proef: bool = False,
) -> Verstrekt:
    """Give the bestuurder a numbered copy: of the report, of the files for the werkgever, or of what he decided.

    Raises ValidationError, ConsentError, EncryptionError or DeliveryError; then nothing leaves.
    """
    opslag = plek.opslag
    stand = read(opslag, kenmerk)
    keuzestand = look_at_choice(opslag, stand)
    nummer = 1 + keuzestand.exemplaren
    with plek.open(stand, "verstrekt") as werkbank:
        with noted(opslag, "verstrekt", stand.dossier):
            require_status(stand, "aan de bestuurder verstrekken", *VERSTREKBAAR)
            chosen = require_channel(werkbank, kanaal, printer, portaal=portaal)
            files = _MAKEN[wat](werkbank, keuzestand)
            stukken = {naam: sha256(data) for naam, data in files.items()}
            parts = {**files, **_to_sign_for(werkbank, nummer, chosen, stukken, wat)}
            naam = f"WD-{nummer}"
            sealed = None if printer else give_out(werkbank, chosen, parts, rij="", naam=naam)
        rows = [] if proef else [_row(opslag, werkbank, nummer, chosen, printer, stukken)]
        with opslag.act("verstrekt", object=stand.dossier, proef=proef) as act:
            hold(act, stand)
            require_role(act, "secretariaat")
            werkbank.require_same_registers(act)
            require_same(keuzestand, choice_state(act, opslag, stand))
            insert(act, rows)
            if stand.status == "vastgesteld":
                step(act, stand, "bij_bestuurder")
        # After the act: what was not printed is made again, as the next copy.
        uitgifte = sealed or give_out(werkbank, chosen, {} if proef else parts, rij=printer, naam=naam)
    status: Status = "bij_bestuurder" if stand.status == "vastgesteld" else stand.status
    return Verstrekt(dossier=stand.dossier, exemplaar=nummer, status=status, stukken=stukken, uitgifte=uitgifte)


def confirm_copy(
    opslag: Opslag, kenmerk: str, exemplaar: int, afloop: Afloop, *, op: date, proef: bool = False
) -> dict[str, Any]:
    """Record that the bestuurder signed for a copy on a day, or that it never came to him.

    Raises ValidationError for a copy that there is not, or that was told of before.
    """
    stand = read(opslag, kenmerk)
    keuzestand = look_at_choice(opslag, stand)
    with noted(opslag, "vastgelegd", stand.dossier):
        given = {v["nummer"]: v for v in keuzestand.verstrekkingen}
        if exemplaar not in given:
            raise ValidationError.because(
                "EXEMPLAAR", "dit exemplaar is niet verstrekt", "Kijk welke exemplaren er zijn (toestemming toon)."
            )
        if any(o["nummer"] == exemplaar for o in keuzestand.ontvangsten):
            raise ValidationError.because(
                "EXEMPLAAR", "van dit exemplaar is al vastgelegd hoe het afliep", "Bekijk het met toestemming toon."
            )
        if not given[exemplaar]["op"][:10] <= op.isoformat() <= stand.vandaag.isoformat():
            raise ValidationError.because(
                "EXEMPLAAR-DAG", "op deze dag kan dit exemplaar niet zijn ontvangen", "Geef de dag van ontvangst."
            )
    told = {"nummer": exemplaar, "afloop": afloop, "dag": op.isoformat()}
    rows = [] if proef else [new_record(opslag, stand, "ontvangst", opslag.now(), **told)]
    with opslag.act("vastgelegd", object=stand.dossier, proef=proef) as act:
        hold(act, stand)
        require_role(act, "secretariaat")
        require_same(keuzestand, choice_state(act, opslag, stand))
        insert(act, rows)
    return {"dossier": stand.dossier, "exemplaar": exemplaar, "afloop": afloop, "dag": op.isoformat()}


def _of_report(werkbank: Werkbank, _keuzestand: Keuzestand) -> dict[str, bytes]:
    return {pakketnamen.RAPPORT: werkbank.established().pdf}


def _of_werkgever(werkbank: Werkbank, keuzestand: Keuzestand) -> dict[str, bytes]:
    """Give the very files of a toestemming via_bestuurder; raises ConsentError when there is none that stands."""
    given = keuzestand.standing().inhoud
    if given["verklaring"]["route"] != "via_bestuurder":
        raise ConsentError.because(
            "R-TOES-2",
            "de bestuurder koos niet om de stukken zelf te geven",
            "Volg de route van de toestemming, of vraag een nieuwe keuze (toestemming keuze).",
        )
    files = {item["naam"]: werkbank.kept(item["stuk"]) for item in given["stukken"]}
    if sorted(map(sha256, files.values())) != sorted(stuk["sha256"] for stuk in given["verklaring"]["stukken"]):
        raise VerificationError.because(
            "TOES-STUK",
            "de bewaarde stukken zijn niet die van de toestemming",
            "Stop; laat de beheerder de opslag controleren.",
        )
    return files


def _of_decision(werkbank: Werkbank, keuzestand: Keuzestand) -> dict[str, bytes]:
    """Give the afschrift of the last decision on a question; raises ConsentError when nothing was decided."""
    decision = last_decision(keuzestand)
    organisatie = werkbank.stand.gegevens["organisatie"]
    made = make_afschrift(
        decision.verklaring,
        besluit=decision.besluit,
        bewijs=decision.bewijs,
        besloten_op=decision.op,
        ontvanger=receiver(organisatie) if "ontvanger" in read_statement(decision.verklaring) else None,
        now=werkbank.plek.opslag.now(),
        huisstijl=werkbank.plek.wijze.huisstijl(organisatie["oin"]),
        grondslag=werkbank.plek.grondslag or None,
    )
    return {pakketnamen.AFSCHRIFT: made.document.pdf, pakketnamen.AFSCHRIFT_JSON: made.json}


_MAKEN: Final[Mapping[Wat, Callable[[Werkbank, Keuzestand], dict[str, bytes]]]] = {
    "rapport": _of_report,
    "werkgeverstukken": _of_werkgever,
    "afschrift": _of_decision,
}


def _to_sign_for(
    werkbank: Werkbank, nummer: int, kanaal: Kanaal, stukken: Mapping[str, str], wat: Wat
) -> dict[str, bytes]:
    """Give the form for receipt that goes with a copy on paper; an afschrift needs none."""
    if kanaal == "e_mail_versleuteld" or kanaal == "portaal" or wat == "afschrift":  # noqa: PLR1714 - mypy narrows on these
        return {}
    gegevens = werkbank.stand.gegevens
    first, soort = hoofdstuk(stukken)
    made = make_ontvangstformulier(
        voor="bestuurder",
        kenmerk=f"WD-{werkbank.stand.dossier[2:10].upper()}-{nummer}",
        naam=name_of(gegevens["bestuurder"]),
        documentsoort=soort,
        exemplaar=nummer,
        sha256=stukken[first],
        kanaal=kanaal,
        now=werkbank.plek.opslag.now(),
        huisstijl=werkbank.plek.wijze.huisstijl(gegevens["organisatie"]["oin"]),
    )
    return {pakketnamen.ONTVANGST: made.pdf}


def _row(
    opslag: Opslag, werkbank: Werkbank, nummer: int, kanaal: Kanaal, printer: str, stukken: Mapping[str, str]
) -> dict[str, str]:
    return new_record(
        opslag,
        werkbank.stand,
        "verstrekking",
        opslag.now(),
        nummer=nummer,
        kanaal=kanaal,
        printer=printer,
        stukken=dict(stukken),
    )
