# SPDX-License-Identifier: EUPL-1.2
"""One dossier on a day -> the work that its status and its data ask for; each kind of work is one small function.

The texts name parts by their numbers (M-01) and rules by their ids, never a person, a place or a free text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.kostenverdeling import kosteloos, pkvw_geldig
from weerbaar_docs.rules import evaluate
from weerbaar_docs.rules.regel import dag, datum, einde_ambt, geldend_besluit, maatregelen, uitvoeringen
from weerbaar_docs.status import EIND, soort_opdracht
from weerbaar_docs.termijnen import contact_uiterlijk_op, werkdagen_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from weerbaar_docs.status import Status
    from weerbaar_docs.termijnen import Kalender

CONTACT: Final = "contact_leggen"
# In this order when the day is the same.
SOORTEN: Final = (
    CONTACT,
    "gesprekken_plannen",
    "afspraak_bevestigen",
    "gesprek_houden",
    "rapport_opstellen",
    "rapport_indienen",
    "besluit_afwachten",
    "nieuwe_versie_maken",
    "aan_bestuurder_geven",
    "toestemming_afwachten",
    "toestemming_loopt_af",
    "verzenden",
    "ontvangst_nabellen",
    "sleutel_verloopt",
    "pkvw",
    "uitvoering_starten",
    "uitvoering_volgen",
    "uitvoering_afronden",
    "bruikleen_terugnemen",
    "contactpunt_controleren",
)
_STREEF: Final = "streefdag van uw organisatie; geen wettelijke termijn"
_STATUS: Final = "volgt uit de status"
_KLAAR: Final = ("uitgevoerd", "vervallen")
_UITVOERING: Final = ("ontvangst_bevestigd", "door_bestuurder_zelf_verstrekt", "in_uitvoering")
_MET_PKVW: Final = frozenset(
    {"gesprek_bestuurder", "concept", "ter_toetsing", "teruggestuurd", "vastgesteld", "bij_bestuurder"}
    | {"toestemming_verleend", "verzonden", *_UITVOERING}
)
_VOOR_VERZENDING: Final = ("concept", "ter_toetsing", "vastgesteld", "bij_bestuurder", "toestemming_verleend")
_GESPREK: Final = {"gesprek_werkgever": "de werkgever", "gesprek_bestuurder": "de bestuurder"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Streefdagen:
    """Days that an organisation sets for itself; None means no day. None of them is a legal term.

    The first counts working days, the others calendar days; `waarschuwing_*` say how long before an end it is shown.
    """

    gesprekken_plannen: int | None = None
    rapport: int | None = None
    toetsing: int | None = None
    verstrekken: int | None = None
    ontvangst: int | None = None
    waarschuwing_toestemming: int = 14
    waarschuwing_certificaat: int = 60
    binnenkort: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Zaak:
    """What the functions here look at: one dossier, its status and the day."""

    gegevens: Mapping[str, Any] = field(repr=False)
    status: Status
    vandaag: date
    kalender: Kalender
    streef: Streefdagen
    toestemming_geldig_tot: date | None = None

    def streefdag(self, start: str | None, dagen: int | None) -> date | None:
        """Give the day so many days after another one, if both are known."""
        return None if start is None or dagen is None else datum(dag_of(start)) + timedelta(days=dagen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Werk:
    """One thing to do in a dossier."""

    soort: str
    wat: str
    wie: str
    uiterlijk_op: date | None = None
    grond: str = _STATUS
    blokkades: tuple[str, ...] = ()


def work(zaak: Zaak) -> Iterator[Werk]:
    """Give all work of one dossier."""
    found = _PER_STATUS.get(zaak.status)
    if found is not None:
        yield from found(zaak)
    if zaak.status in _MET_PKVW:
        yield from _pkvw(zaak)
    if zaak.status in _VOOR_VERZENDING:
        yield from _key(zaak)
    if zaak.status == "einde_ambt" or zaak.status not in EIND:
        yield from _loan(zaak)


def dag_of(text: str) -> str:
    """Give the day of a date or a moment."""
    return dag(text) if "T" in text else text


# --- up to the report --------------------------------------------------------------------------


def _contact(zaak: Zaak) -> Iterator[Werk]:
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


def _plan(zaak: Zaak) -> Iterator[Werk]:
    aanmelding, dagen = zaak.gegevens["aanmelding"], zaak.streef.gesprekken_plannen
    gelegd = aanmelding.get("contact_gelegd_op")
    uiterlijk = None if dagen is None or gelegd is None else werkdagen_later(datum(gelegd), dagen, zaak.kalender)
    yield Werk(
        soort="gesprekken_plannen",
        wat="Plan het gesprek met de werkgever en daarna dat met de bestuurder thuis.",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond=_STREEF if uiterlijk else _STATUS,
        blokkades=_no_agreement(aanmelding),
    )


def _no_agreement(aanmelding: Mapping[str, Any]) -> tuple[str, ...]:
    if aanmelding["aangemeld_door"] == "werkgever" and not aanmelding.get("instemming_bestuurder_met_aanmelding"):
        return ("de werkgever meldde aan en de instemming van de bestuurder is nog niet vastgelegd",)
    return ()


def _talks(zaak: Zaak) -> Iterator[Werk]:
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


def _write(zaak: Zaak) -> Iterator[Werk]:
    gehouden = zaak.gegevens.get("gesprek_bestuurder", {}).get("gehouden_op")
    uiterlijk = zaak.streefdag(gehouden, zaak.streef.rapport)
    yield Werk(
        soort="rapport_opstellen",
        wat="Stel het adviesrapport op.",
        wie="adviseur",
        uiterlijk_op=uiterlijk,
        grond=_STREEF if uiterlijk else _STATUS,
        blokkades=() if "pkvw" in zaak.gegevens else ("de stand van het PKVW is nog niet vastgelegd",),
    )


def _hand_in(zaak: Zaak) -> Iterator[Werk]:
    gehouden = zaak.gegevens.get("gesprek_bestuurder", {}).get("gehouden_op")
    uiterlijk = zaak.streefdag(gehouden, zaak.streef.rapport)
    faults = [m for m in evaluate(zaak.gegevens, momenten=("invoer", "indienen")) if m.ernst == "fout"]
    yield Werk(
        soort="rapport_indienen",
        wat="Rond het rapport af en dien het in bij de BVA.",
        wie="adviseur",
        uiterlijk_op=uiterlijk,
        grond=_STREEF if uiterlijk else _STATUS,
        blokkades=tuple(dict.fromkeys(f"{m.melding} ({m.code})" for m in faults)),
    )


# --- from the report to the werkgever ----------------------------------------------------------


def _decision(zaak: Zaak) -> Iterator[Werk]:
    uiterlijk = zaak.streefdag(zaak.gegevens.get("adviesrapport", {}).get("opgesteld_op"), zaak.streef.toetsing)
    yield Werk(
        soort="besluit_afwachten",
        wat="Het rapport ligt bij de BVA; wacht op het besluit.",
        wie="toetser",
        uiterlijk_op=uiterlijk,
        grond=_STREEF if uiterlijk else _STATUS,
    )


def _again(_zaak: Zaak) -> Iterator[Werk]:
    yield Werk(
        soort="nieuwe_versie_maken",
        wat="De BVA stuurde het rapport terug; maak een nieuwe versie en dien die in.",
        wie="adviseur",
    )


def _give(zaak: Zaak) -> Iterator[Werk]:
    besluit = geldend_besluit(zaak.gegevens)
    uiterlijk = zaak.streefdag(None if besluit is None else besluit["besloten_op"], zaak.streef.verstrekken)
    yield Werk(
        soort="aan_bestuurder_geven",
        wat="Geef het vastgestelde rapport met het toestemmingsformulier aan de bestuurder.",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond=_STREEF if uiterlijk else _STATUS,
    )


def _await_consent(zaak: Zaak) -> Iterator[Werk]:
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


def _send(zaak: Zaak) -> Iterator[Werk]:
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
        grond="einde van de toestemming (R-TOES-4)" if tot else _STATUS,
        blokkades=("de werkgever heeft geen vastgelegde sleutel (R-PGP-1)",) if geen_sleutel else (),
    )


def _call(zaak: Zaak) -> Iterator[Werk]:
    brief = zaak.gegevens.get("werkgeversbrief") or {}
    uiterlijk = zaak.streefdag(brief.get("datum"), zaak.streef.ontvangst)
    yield Werk(
        soort="ontvangst_nabellen",
        wat="Bel de werkgever na en leg vast dat de stukken zijn ontvangen.",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond=_STREEF if uiterlijk else _STATUS,
    )


# --- uitvoering --------------------------------------------------------------------------------


def _carry_out(zaak: Zaak) -> Iterator[Werk]:
    regels = {regel["maatregel"]: regel for regel in zaak.gegevens.get("uitvoering", ())}
    nodig = list(_established(zaak))
    yield from _not_started([m["nummer"] for m in nodig if _waiting(regels.get(m["nummer"]))])
    for maatregel in nodig:
        regel = regels.get(maatregel["nummer"])
        if regel is not None and not _waiting(regel) and regel["status"] not in _KLAAR:
            yield _follow(maatregel, regel)
    if nodig and all(regels.get(m["nummer"], {}).get("status") in _KLAAR for m in nodig):
        yield Werk(
            soort="uitvoering_afronden",
            wat="Elke vastgestelde maatregel is uitgevoerd of vervallen; rond het dossier af.",
            wie="secretariaat",
        )


def _waiting(regel: Mapping[str, Any] | None) -> bool:
    return regel is None or regel["status"] == "niet_gestart"


def _not_started(nummers: list[str]) -> Iterator[Werk]:
    if nummers:
        yield Werk(
            soort="uitvoering_starten",
            wat=f"Vraag de werkgever en de bestuurder naar de start van {', '.join(nummers)}.",
            wie="secretariaat",
        )


def _follow(maatregel: Mapping[str, Any], regel: Mapping[str, Any]) -> Werk:
    weken, begin = maatregel.get("uitvoeren_binnen_weken"), regel.get("opgedragen_op")
    uiterlijk = datum(begin) + timedelta(weeks=weken) if weken is not None and begin else None
    return Werk(
        soort="uitvoering_volgen",
        wat=f"Vraag naar de voortgang van {maatregel['nummer']} ({regel['status'].replace('_', ' ')}).",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond="aantal weken in het advies, na de opdracht; geen wettelijke termijn" if uiterlijk else _STATUS,
        blokkades=("wacht op het PKVW (R-PKVW-1)",) if regel["status"] == "wacht_op_pkvw" else (),
    )


def _established(zaak: Zaak) -> Iterator[Mapping[str, Any]]:
    besluit = geldend_besluit(zaak.gegevens)
    if besluit is not None:
        weg = {d["nummer"] for d in besluit["per_maatregel"] if d["oordeel"] == "niet_vastgesteld"}
        yield from (m for _, m in maatregelen(zaak.gegevens) if m["nummer"] not in weg)


def _pkvw(zaak: Zaak) -> Iterator[Werk]:
    pkvw, besluit = zaak.gegevens.get("pkvw"), geldend_besluit(zaak.gegevens)
    if pkvw_geldig(pkvw, zaak.vandaag.isoformat()):
        yield from _certificate_ends(zaak, pkvw or {})
        return
    if (pkvw or {}).get("status") == "uitzondering" and (besluit or {}).get("pkvw_uitzondering_akkoord") is True:
        return
    wacht = [
        m["nummer"]
        for _, m in maatregelen(zaak.gegevens)
        if not kosteloos(m) and soort_opdracht(m, besluit) == "woonplek"
    ]
    if wacht:
        uitzondering = (pkvw or {}).get("status") == "uitzondering"
        wat = (
            "De BVA beslist over de uitzondering op het PKVW."
            if uitzondering
            else "Het PKVW is nog niet geldig; vraag de bestuurder naar het certificaat."
        )
        yield Werk(
            soort="pkvw",
            wat=wat,
            wie="toetser" if uitzondering else "bestuurder",
            grond="Regeling, lid 5 onder b (R-PKVW-1)",
            blokkades=(f"de werkgever betaalt {', '.join(wacht)} pas bij een geldig certificaat of uitzondering",),
        )


def _certificate_ends(zaak: Zaak, pkvw: Mapping[str, Any]) -> Iterator[Werk]:
    tot = datum(pkvw["geldig_tot"])
    if tot - zaak.vandaag <= timedelta(days=zaak.streef.waarschuwing_certificaat):
        yield Werk(
            soort="pkvw",
            wat="Het PKVW-certificaat verloopt; op de opdrachtdatum moet het geldig zijn.",
            wie="bestuurder",
            uiterlijk_op=tot,
            grond="einde van het certificaat (R-PKVW-3)",
        )


def _key(zaak: Zaak) -> Iterator[Werk]:
    tot = zaak.gegevens["organisatie"].get("openpgp", {}).get("geldig_tot")
    if tot is not None and datum(tot) - zaak.vandaag <= timedelta(days=zaak.streef.waarschuwing_certificaat):
        yield Werk(
            soort="sleutel_verloopt",
            wat="De sleutel van de werkgever verloopt; vraag om een verlenging en controleer die.",
            wie="sleutelbeheerder",
            uiterlijk_op=datum(tot),
            grond="einde van de sleutel (R-PGP-1)",
        )


def _loan(zaak: Zaak) -> Iterator[Werk]:
    einde = einde_ambt(zaak.gegevens)
    for _, regel, maatregel in uitvoeringen(zaak.gegevens):
        if maatregel is None or maatregel["verstrekkingsvorm"] != "ter_beschikking_stelling":
            continue
        uiterlijk = _return_by(regel, einde)
        if uiterlijk is None:
            continue
        yield Werk(
            soort="bruikleen_terugnemen",
            wat=f"Spreek de terugname van {maatregel['nummer']} af en leg haar vast.",
            wie="werkgever",
            uiterlijk_op=datum(uiterlijk),
            grond="einde van het ambt (Regeling, lid 7; R-TBS-1)",
        )


def _return_by(regel: Mapping[str, Any], einde: str | None) -> str | None:
    """Give the day on which a loan goes back; None when it did, when nothing was lent or the end is not known."""
    terugname = regel.get("terugname")
    if terugname is None:
        return einde if regel["status"] == "uitgevoerd" else None
    return None if terugname.get("teruggenomen_op") else str(terugname["uiterlijk_op"])


_PER_STATUS: Final[Mapping[str, Callable[[Zaak], Iterator[Werk]]]] = {
    "aangemeld": _contact,
    "contact_gelegd": _plan,
    "gepland": _talks,
    "gesprek_werkgever": _talks,
    "gesprek_bestuurder": _write,
    "concept": _hand_in,
    "ter_toetsing": _decision,
    "teruggestuurd": _again,
    "vastgesteld": _give,
    **dict.fromkeys(
        ("bij_bestuurder", "toestemming_geweigerd", "toestemming_ingetrokken", "toestemming_verlopen"), _await_consent
    ),
    "toestemming_verleend": _send,
    "verzonden": _call,
    **dict.fromkeys(_UITVOERING, _carry_out),
}
