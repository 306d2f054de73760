# SPDX-License-Identifier: EUPL-1.2
"""Rules on which regeling holds, on the vergoeding of 2021, and on a move house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.kostenverdeling import vergoeding_2021
from weerbaar_docs.rules.regel import Bevinden, Regel, dag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BEGIN_2024 = "2024-01-01"
_NIEUW, _OUD = "beveiligingsmaatregelen_2024", "preventieve_basismaatregelen_2021"


def _ovg_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    goed = _NIEUW if dag(gegevens["aanmelding"]["aangemeld_op"]) >= _BEGIN_2024 else _OUD
    if gegevens["regeling"] != goed:
        yield Bevinden(
            pad="/regeling",
            melding="de regeling past niet bij de dag van aanmelding",
            oplossing=f"Vanaf 1 januari 2024 geldt {_NIEUW}, daarvoor {_OUD}.",
        )
    if gegevens["regeling"] == _NIEUW and "vergoeding_2021" in gegevens:
        yield Bevinden(
            pad="/vergoeding_2021",
            melding="een vergoeding van de regeling 2021 hoort niet bij een dossier van de regeling 2024",
            oplossing="Verwijder de vergoeding, of herstel de regeling.",
        )
    if gegevens.get("vergoeding_2021", {}).get("aangemeld_op", "") >= _BEGIN_2024:
        yield Bevinden(
            pad="/vergoeding_2021/aangemeld_op",
            melding="deze aanmelding valt onder de regeling 2024",
            oplossing="Verwijder de vergoeding, of herstel de datum.",
        )
    for i, post in enumerate(gegevens.get("vergoeding_2021", {}).get("posten", ())):
        if post["kosten_gemaakt_op"] >= _BEGIN_2024:
            yield Bevinden(
                pad=f"/vergoeding_2021/posten/{i}/kosten_gemaakt_op",
                melding="deze kosten zijn na 31 december 2023 gemaakt; de regeling 2021 vergoedt ze niet",
                oplossing="Verwijder de post; meld de bestuurder aan voor een advies van de regeling 2024.",
            )


def _oud_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    vergoeding = gegevens.get("vergoeding_2021", {})
    if "vergoed_incl_btw" in vergoeding and vergoeding["vergoed_incl_btw"] != vergoeding_2021(vergoeding):
        yield Bevinden(
            pad="/vergoeding_2021/vergoed_incl_btw",
            melding="het vergoede bedrag is niet de som van de posten, met een maximum van 2.400 euro",
            oplossing="Herstel het bedrag, of verwijder het; het wordt opnieuw afgeleid.",
        )


def _oud_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    seen: set[str] = set()
    for i, post in enumerate(gegevens.get("vergoeding_2021", {}).get("posten", ())):
        pad = f"/vergoeding_2021/posten/{i}"
        if post["post"] in seen:
            yield Bevinden(
                pad=f"{pad}/post", melding="deze post komt twee keer voor", oplossing="Voeg de bedragen samen."
            )
        seen.add(post["post"])
        if not post["bewijsstuk"].strip():
            yield Bevinden(
                pad=f"{pad}/bewijsstuk",
                melding="bij deze post ontbreekt het bewijsstuk",
                oplossing="Noem het bewijsstuk.",
            )


def _oud_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    vergoeding = gegevens.get("vergoeding_2021")
    if vergoeding is not None and vergoeding["woning_postcode"] != gegevens["woonplek"]["adres"]["postcode"]:
        yield Bevinden(
            pad="/vergoeding_2021/woning_postcode",
            melding="de vergoeding is voor een andere woning dan die van dit dossier",
            oplossing="Na een verhuizing ontstaat de aanspraak opnieuw: maak een nieuw dossier.",
        )


def _verh_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    voorgaand = gegevens["woonplek"].get("voorgaand_dossier")
    verhuisd = gegevens["aanmelding"].get("aanleiding") == "verhuizing"
    if verhuisd and voorgaand is None:
        yield Bevinden(
            pad="/woonplek",
            melding="na een verhuizing hoort het voorgaande dossier genoemd te zijn",
            oplossing="Vul voorgaand_dossier in; het oude advies en de oude toestemming gelden niet voor dit adres.",
        )
    if voorgaand == gegevens["dossiernummer"]:
        yield Bevinden(
            pad="/woonplek/voorgaand_dossier",
            melding="een nieuw adres vraagt een nieuw dossier met een eigen nummer",
            oplossing="Geef dit dossier een eigen nummer en vraag een nieuw advies.",
        )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-OVG-1",
        ernst="fout",
        moment="invoer",
        titel="De regeling past bij de datum",
        uitleg="Een aanmelding vanaf 1 januari 2024 valt onder de regeling 2024; kosten tot en met 31 december 2023 onder die van 2021.",
        bron="Stcrt. 2023, 28233 (in werking op 1 januari 2024)",
        herstel="Kies de regeling die op de dag van aanmelding gold.",
        vind=_ovg_1,
    ),
    Regel(
        id="R-OUD-1",
        ernst="fout",
        moment="invoer",
        titel="Vergoed bedrag van 2021",
        uitleg="Vergoed wordt de som van de werkelijke kosten inclusief btw, tot ten hoogste 2.400 euro.",
        bron="Regeling 2021 (Stcrt. 2020, 49908)",
        herstel="Verwijder het bedrag; weerbaar-docs leidt het opnieuw af.",
        vind=_oud_1,
    ),
    Regel(
        id="R-OUD-2",
        ernst="fout",
        moment="invoer",
        titel="Vijf posten met bewijs",
        uitleg="Alleen de vijf posten van de regeling 2021 worden vergoed, elk één keer en met een bewijsstuk.",
        bron="Regeling 2021 (Stcrt. 2020, 49908), art. 1.2",
        herstel="Voeg dubbele posten samen en noem bij elke post het bewijsstuk.",
        vind=_oud_2,
    ),
    Regel(
        id="R-OUD-3",
        ernst="fout",
        moment="invoer",
        titel="Eén keer per woning",
        uitleg="De vergoeding van 2021 is er één keer per woning; na een verhuizing ontstaat de aanspraak opnieuw.",
        bron="Regeling 2021 (Stcrt. 2020, 49908)",
        herstel="Maak voor een andere woning een nieuw dossier.",
        vind=_oud_3,
    ),
    Regel(
        id="R-VERH-1",
        ernst="fout",
        moment="invoer",
        titel="Nieuw adres, nieuw advies",
        uitleg="Na een verhuizing is er een nieuw advies in een nieuw dossier; oude toestemming en leveringen gelden niet.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 6",
        herstel="Maak een nieuw dossier en noem daarin het voorgaande.",
        vind=_verh_1,
    ),
)
