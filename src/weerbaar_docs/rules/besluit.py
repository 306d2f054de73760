# SPDX-License-Identifier: EUPL-1.2
"""Rules on the besluit of the BVA."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.model import rapport_digest
from weerbaar_docs.rules.regel import Bevinden, Regel, besluiten, rapportversie, versie

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# On what the BVA judges a report; the words of templates know each of them.
CRITERIA: Final = (
    "dreigingsanalyse_aanwezig",
    "risicobeoordeling_woonplek_aanwezig",
    "maatregelen_passend_bij_risico",
    "maatregelen_proportioneel",
    "pkvw_status_onderbouwd",
    "kosten_onderbouwd",
    "geen_overlap_met_stelsel_bewaken_en_beveiligen",
    "geen_onnodige_persoonsgegevens",
)


def _bva_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    rapport = rapportversie(gegevens)
    for i, besluit in enumerate(gegevens.get("bva_besluiten", ())):
        nummer, van_versie = versie(besluit)
        if rapport is None or nummer != rapport[0] or van_versie > rapport[1]:
            yield Bevinden(
                pad=f"/bva_besluiten/{i}/rapportnummer",
                melding="het besluit gaat over een rapport of versie die het dossier niet heeft",
                oplossing="Herstel rapportnummer en rapport_versie, of voeg het rapport toe.",
            )
        elif van_versie == rapport[1] and besluit["rapport_sha256"] != rapport_digest(gegevens):
            yield Bevinden(
                pad=f"/bva_besluiten/{i}/rapport_sha256",
                melding="het besluit gaat over een andere inhoud dan dit rapport",
                oplossing="Leg dit rapport als nieuwe versie voor aan de BVA, of herstel de inhoud.",
            )


def _bva_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, besluit in besluiten(gegevens):
        if besluit["uitkomst"] == "vastgesteld" and any(
            deel["oordeel"] == "niet_vastgesteld" for deel in besluit["per_maatregel"]
        ):
            yield Bevinden(
                pad=f"{pad}/uitkomst",
                melding="de uitkomst is vastgesteld, maar een maatregel is niet vastgesteld",
                oplossing="Kies gedeeltelijk_vastgesteld of herstel het oordeel.",
            )
        if besluit["uitkomst"] == "gedeeltelijk_vastgesteld" and all(
            deel["oordeel"] == "vastgesteld" for deel in besluit["per_maatregel"]
        ):
            yield Bevinden(
                pad=f"{pad}/uitkomst",
                melding="de uitkomst is gedeeltelijk vastgesteld, maar elke maatregel is ongewijzigd vastgesteld",
                oplossing="Kies vastgesteld of herstel het oordeel per maatregel.",
            )


def _bva_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, besluit in besluiten(gegevens):
        if besluit["uitkomst"] == "teruggestuurd" and all(
            toets["oordeel"] != "voldoet_niet" for toets in besluit["toetsing"]
        ):
            yield Bevinden(
                pad=f"{pad}/toetsing",
                melding="het rapport is teruggestuurd zonder criterium dat niet voldoet",
                oplossing="Geef bij het criterium dat de reden is het oordeel voldoet_niet.",
            )


def _bva_4(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, besluit in besluiten(gegevens):
        if besluit["uitkomst"] == "teruggestuurd":
            continue
        beoordeeld = sorted(deel["nummer"] for deel in besluit["per_maatregel"])
        nodig = sorted(m["nummer"] for m in gegevens["adviesrapport"]["maatregelen"])
        if beoordeeld != nodig:
            anders = ", ".join(sorted(set(nodig) ^ set(beoordeeld))) or "een nummer staat er twee keer"
            yield Bevinden(
                pad=f"{pad}/per_maatregel",
                melding=f"niet elke maatregel van het rapport is precies één keer beoordeeld: {anders}",
                oplossing="Neem elke maatregel één keer op.",
            )


def _bva_5(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, besluit in besluiten(gegevens):
        opsteller = gegevens["adviesrapport"]["opgesteld_door"]["naam"]
        if _same(besluit["toetser"]["naam"]) == _same(opsteller):
            yield Bevinden(
                pad=f"{pad}/toetser/naam",
                melding="opsteller en toetser zijn dezelfde persoon",
                oplossing="Laat iemand anders toetsen.",
            )


def _same(naam: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", naam).casefold().split())


def _volg_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, besluit in besluiten(gegevens):
        if besluit["besloten_op"] < gegevens["adviesrapport"]["opgesteld_op"]:
            yield Bevinden(
                pad=f"{pad}/besloten_op",
                melding="het besluit is van vóór het rapport",
                oplossing="Controleer de datums van rapport en besluit.",
            )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-BVA-1",
        ernst="fout",
        moment="besluit",
        titel="Besluit gaat over dit rapport",
        uitleg="rapport_sha256 van het besluit is de digest van rapportinhoud.",
        bron="Ontwerpkeuze van weerbaar_docs (het besluit hoort bij één inhoud)",
        herstel="Laat de BVA besluiten over de inhoud zoals die nu is; verander een vastgesteld rapport niet.",
        vind=_bva_1,
        impliceert=("R-TOES-0", "R-TOES-1", "R-BET-1", "R-PKVW-3", "R-UITV-1"),
    ),
    Regel(
        id="R-BVA-2",
        ernst="fout",
        moment="besluit",
        titel="Uitkomst past bij de oordelen",
        uitleg="De uitkomst is vastgesteld als elke maatregel is vastgesteld (gewijzigd of niet), en gedeeltelijk als er één niet of gewijzigd is vastgesteld.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 4",
        herstel="Kies gedeeltelijk_vastgesteld, of herstel het oordeel per maatregel.",
        vind=_bva_2,
        impliceert=("R-BET-1", "R-TOES-1", "R-UITV-1"),
    ),
    Regel(
        id="R-BVA-3",
        ernst="fout",
        moment="besluit",
        titel="Terugsturen heeft een reden",
        uitleg="Bij teruggestuurd voldoet ten minste één criterium niet.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 4",
        herstel="Geef bij ten minste één criterium het oordeel voldoet_niet, met een opmerking.",
        vind=_bva_3,
        impliceert=("R-BET-1", "R-TOES-0", "R-UITV-1", "R-PKVW-3"),
    ),
    Regel(
        id="R-BVA-4",
        ernst="fout",
        moment="besluit",
        titel="Elke maatregel beoordeeld",
        uitleg="Bij vaststelling is elke maatregel beoordeeld.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 4",
        herstel="Vul het oordeel aan voor elke maatregel, elk één keer.",
        vind=_bva_4,
        impliceert=("R-BET-1", "R-TOES-1", "R-UITV-1"),
    ),
    Regel(
        id="R-BVA-5",
        ernst="fout",
        moment="besluit",
        titel="Vier ogen",
        uitleg="Opsteller en toetser zijn verschillende personen.",
        bron="Onafhankelijke toetsing door de BVA; functiescheiding",
        herstel="Laat iemand anders dan de opsteller toetsen.",
        vind=_bva_5,
        impliceert=("R-BVA-1", "R-TOES-1"),
    ),
    Regel(
        id="R-VOLG-2",
        ernst="fout",
        moment="besluit",
        titel="Besluit na rapport",
        uitleg="Het besluit is niet van vóór het rapport.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 4",
        herstel="Controleer de datums van rapport en besluit.",
        vind=_volg_2,
        impliceert=("R-BVA-1", "R-TOES-1", "R-BET-1", "R-PKVW-3", "R-UITV-1"),
    ),
)
