# SPDX-License-Identifier: EUPL-1.2
"""The work of a dossier from the aanmelding until the werkgever has the stukken."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.dossiers.zaak import CONTACT, STATUS, STREEF, Werk, Zaak
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.rules import evaluate
from weerbaar_docs.rules.regel import dag, datum, geldend_besluit
from weerbaar_docs.termijnen import contact_uiterlijk_op, werkdagen_later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_GESPREK: Final = {"gesprek_werkgever": "de werkgever", "gesprek_bestuurder": "de bestuurder"}


# --- up to the report --------------------------------------------------------------------------


def contact(zaak: Zaak) -> Iterator[Werk]:
    """Contact within three working days."""
    aanmelding = zaak.gegevens["aanmelding"]
    try:
        uiterlijk = contact_uiterlijk_op(aanmelding["aangemeld_op"], zaak.kalender)
    except ValidationError:
        uiterlijk = datum(aanmelding["contact_uiterlijk_op"])
    spoed = " Deze aanmelding heeft spoed." if aanmelding.get("spoed") else ""
    yield Werk(
        soort=CONTACT,
        wat=f"Neem contact op om de gesprekken te plannen en leg de datum vast.{spoed}",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond="R-TERM-1: binnen drie werkdagen na de aanmelding",
    )


def plan(zaak: Zaak) -> Iterator[Werk]:
    """Plan both talks."""
    aanmelding, dagen = zaak.gegevens["aanmelding"], zaak.streef.gesprekken_plannen
    gelegd = aanmelding.get("contact_gelegd_op")
    uiterlijk = None if dagen is None or gelegd is None else werkdagen_later(datum(gelegd), dagen, zaak.kalender)
    yield Werk(
        soort="gesprekken_plannen",
        wat="Plan het gesprek met de werkgever en daarna dat met de bestuurder thuis.",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond=STREEF if uiterlijk else STATUS,
        blokkades=_no_agreement(aanmelding),
    )


def _no_agreement(aanmelding: Mapping[str, Any]) -> tuple[str, ...]:
    if aanmelding["aangemeld_door"] == "werkgever" and not aanmelding.get("instemming_bestuurder_met_aanmelding"):
        return ("de werkgever meldde aan en de instemming van de bestuurder is nog niet vastgelegd",)
    return ()


def talks(zaak: Zaak) -> Iterator[Werk]:
    """Confirm and hold the talks, the werkgever first."""
    afspraken = {a["soort"]: a for a in zaak.gegevens.get("planning", {}).get("afspraken", ())}
    for soort, wie in _GESPREK.items():
        if soort in zaak.gegevens:
            continue
        afspraak = afspraken.get(soort)
        yield from _talk(zaak, soort, wie, afspraak)


def _talk(zaak: Zaak, soort: str, wie: str, afspraak: Mapping[str, Any] | None) -> Iterator[Werk]:
    if afspraak is None:
        yield Werk(
            soort="gesprekken_plannen", wat=f"Plan het gesprek met {wie}; er is nog geen afspraak.", wie="secretariaat"
        )
        return
    op = datum(dag(afspraak["begin"]))
    if not afspraak.get("bevestigd_per_e_mail_op") and op >= zaak.vandaag:
        yield Werk(
            soort="afspraak_bevestigen",
            wat=f"Bevestig de afspraak met {wie} per e-mail, zonder iets over de inhoud.",
            wie="secretariaat",
            uiterlijk_op=op,
            grond="dag van de afspraak",
        )
    eerst = soort == "gesprek_bestuurder" and "gesprek_werkgever" not in zaak.gegevens
    done = "Leg het verslag vast van" if op < zaak.vandaag else "Houd"
    yield Werk(
        soort="gesprek_houden",
        wat=f"{done} het gesprek met {wie}.",
        wie="adviseur",
        uiterlijk_op=op,
        grond="dag van de afspraak",
        blokkades=("het gesprek met de werkgever gaat vooraf (R-VOLG-1)",) if eerst else (),
    )


def write(zaak: Zaak) -> Iterator[Werk]:
    """Write the report."""
    gehouden = zaak.gegevens.get("gesprek_bestuurder", {}).get("gehouden_op")
    uiterlijk = zaak.streefdag(gehouden, zaak.streef.rapport)
    yield Werk(
        soort="rapport_opstellen",
        wat="Stel het adviesrapport op.",
        wie="adviseur",
        uiterlijk_op=uiterlijk,
        grond=STREEF if uiterlijk else STATUS,
        blokkades=() if "pkvw" in zaak.gegevens else ("de stand van het PKVW is nog niet vastgelegd",),
    )


def hand_in(zaak: Zaak) -> Iterator[Werk]:
    """Hand the report in, and what keeps it from that."""
    gehouden = zaak.gegevens.get("gesprek_bestuurder", {}).get("gehouden_op")
    uiterlijk = zaak.streefdag(gehouden, zaak.streef.rapport)
    faults = [m for m in evaluate(zaak.gegevens, momenten=("invoer", "indienen")) if m.ernst == "fout"]
    yield Werk(
        soort="rapport_indienen",
        wat="Rond het rapport af en dien het in bij de BVA.",
        wie="adviseur",
        uiterlijk_op=uiterlijk,
        grond=STREEF if uiterlijk else STATUS,
        blokkades=tuple(dict.fromkeys(f"{m.melding} ({m.code})" for m in faults)),
    )


# --- from the report to the werkgever ----------------------------------------------------------


def decision(zaak: Zaak) -> Iterator[Werk]:
    """Await the besluit."""
    uiterlijk = zaak.streefdag(zaak.gegevens.get("adviesrapport", {}).get("opgesteld_op"), zaak.streef.toetsing)
    yield Werk(
        soort="besluit_afwachten",
        wat="Het rapport ligt bij de BVA; wacht op het besluit.",
        wie="toetser",
        uiterlijk_op=uiterlijk,
        grond=STREEF if uiterlijk else STATUS,
    )


def again(_zaak: Zaak) -> Iterator[Werk]:
    """Make a new version of what was sent back."""
    yield Werk(
        soort="nieuwe_versie_maken",
        wat="De BVA stuurde het rapport terug; maak een nieuwe versie en dien die in.",
        wie="adviseur",
    )


def give(zaak: Zaak) -> Iterator[Werk]:
    """Give the established report to the bestuurder."""
    besluit = geldend_besluit(zaak.gegevens)
    uiterlijk = zaak.streefdag(None if besluit is None else besluit["besloten_op"], zaak.streef.verstrekken)
    yield Werk(
        soort="aan_bestuurder_geven",
        wat="Geef het vastgestelde rapport met het toestemmingsformulier aan de bestuurder.",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond=STREEF if uiterlijk else STATUS,
    )


def await_consent(zaak: Zaak) -> Iterator[Werk]:
    """Await the word of the bestuurder."""
    opnieuw = zaak.status != "bij_bestuurder"
    wat = (
        "Er is geen geldige toestemming; de bestuurder bepaalt zelf of hij er opnieuw over nadenkt."
        if opnieuw
        else "De keuze is aan de bestuurder; wacht op het ondertekende formulier."
    )
    yield Werk(
        soort="toestemming_afwachten",
        wat=wat,
        wie="bestuurder",
        blokkades=("zonder toestemming krijgt de werkgever niets (R-TOES-2)",),
    )


def send(zaak: Zaak) -> Iterator[Werk]:
    """Send, before the toestemming ends."""
    verleend = [t for t in zaak.gegevens.get("toestemmingen", ()) if t["status"] == "verleend"]
    tot = zaak.toestemming_geldig_tot or max((datum(dag(t["geldig_tot"])) for t in verleend), default=None)
    bijna = tot is not None and tot - zaak.vandaag <= timedelta(days=zaak.streef.waarschuwing_toestemming)
    via_ccv = not verleend or verleend[-1]["route"] == "via_ccv"
    geen_sleutel = via_ccv and "openpgp" not in zaak.gegevens["organisatie"]
    yield Werk(
        soort="toestemming_loopt_af" if bijna else "verzenden",
        wat="Verzend de stukken aan de werkgever; daarna is een nieuwe toestemming nodig."
        if bijna
        else "Verzend de stukken aan de werkgever.",
        wie="secretariaat",
        uiterlijk_op=tot,
        grond="einde van de toestemming (R-TOES-4)" if tot else STATUS,
        blokkades=("de werkgever heeft geen vastgelegde sleutel (R-PGP-1)",) if geen_sleutel else (),
    )


def call(zaak: Zaak) -> Iterator[Werk]:
    """Ask whether it was received."""
    brief = zaak.gegevens.get("werkgeversbrief") or {}
    uiterlijk = zaak.streefdag(brief.get("datum"), zaak.streef.ontvangst)
    yield Werk(
        soort="ontvangst_nabellen",
        wat="Bel de werkgever na en leg vast dat de stukken zijn ontvangen.",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond=STREEF if uiterlijk else STATUS,
    )
