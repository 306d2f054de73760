# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs dossier lijst|toon|status|catalogus`: what there is, what is in it, what must happen, what to choose from."""

from __future__ import annotations

import os
import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.output import MASKER, Uitvoer, command

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.dossiers.lezen import Dossierstand, Voorraad
    from weerbaar_docs.dossiers.werkvoorraad import Taak
    from weerbaar_docs.dossiers.zaak import Streefdagen

_BREEDSTE, _SMALSTE = 100, 60
_KOPPEN = {
    "contact": "EERST: CONTACT BINNEN DRIE WERKDAGEN",
    "te_laat": "TE LAAT",
    "vandaag": "VANDAAG",
    "binnenkort": "BINNENKORT",
    "later": "LATER",
    "zonder_dag": "ZONDER VASTE DAG",
}


def register(group: click.Group) -> None:
    """Add these commands to the group of dossiers."""
    command(group, "lijst")(_lijst)
    command(group, "toon")(_toon)
    command(group, "status", dated=True)(_status)
    command(group, "catalogus")(_catalogus)


def _lijst(uitvoer: Uitvoer) -> None:
    """Toon alle dossiers; het nummer alleen van wat u kunt openen."""
    from weerbaar_docs.dossiers.lezen import list_dossiers
    from weerbaar_docs.werkplek import open_here

    found = list_dossiers(open_here(os.environ))
    lines = [
        f"{regel.dossiernummer or 'geen toegang':<15} {regel.status:<22} v{regel.versie:<4} {regel.gewijzigd_op[:10]}  {regel.dossier[:10]}…"
        for regel in found
    ]
    uitvoer.data(
        {"dossiers": [regel.as_json() for regel in found]},
        lines or ["Er zijn nog geen dossiers: dossier nieuw BESTAND."],
    )


@click.argument("dossier")
@click.option("--versie", type=click.IntRange(1, 10**9), default=None, help="Deze versie in plaats van de nieuwste.")
@click.option("--geschiedenis", is_flag=True, help="Toon ook welke versies er zijn.")
def _toon(uitvoer: Uitvoer, dossier: str, versie: int | None, geschiedenis: bool) -> None:  # noqa: FBT001
    """Toon één dossier; namen, adressen en teksten alleen met --toon-persoonsgegevens."""
    from weerbaar_docs.dossiers.lezen import access, history, read
    from weerbaar_docs.dossiers.zicht import masked
    from weerbaar_docs.werkplek import open_here

    opslag = open_here(os.environ)
    shown = uitvoer.toon_persoonsgegevens
    stand = read(opslag, dossier, versie=versie, handeling="persoonsgegevens_getoond" if shown else "dossier_gelezen")
    versies = history(opslag, dossier) if geschiedenis else []
    toegang = sorted(access(opslag, dossier))
    value = {
        "dossier": stand.dossier,
        "dossiernummer": stand.dossiernummer,
        "status": stand.status,
        "versie": stand.versie,
        "laatste": stand.laatste,
        "gewijzigd_op": stand.gewijzigd_op,
        "toegang": toegang,
        "versies": [v.as_json() for v in versies],
        "gegevens": stand.gegevens if shown else masked(stand.gegevens, MASKER),
    }
    lines = [*_shown(uitvoer, stand), f"  toegang      {', '.join(toegang)}"]
    lines += [f"  versie {v.nummer:<5} {v.gemaakt_op}  rapport {(v.rapport_sha256 or '–')[:16]}" for v in versies]
    uitvoer.data(value, lines)


@click.argument("dossiers", metavar="[DOSSIER...]", nargs=-1)
def _status(uitvoer: Uitvoer, dossiers: tuple[str, ...], peildatum: date | None) -> None:
    """Wat moet er vandaag, wat blokkeert en waarom; contact binnen drie werkdagen eerst."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.dossiers.lezen import work_in_store
    from weerbaar_docs.werkplek import open_configured

    config = load_config(None, os.environ)
    found = work_in_store(
        open_configured(config, os.environ),
        kenmerken=dossiers,
        kalender=config.instellingen_van_regels(None).kalender,
        streefdagen=_streefdagen(config),
        vandaag=peildatum,
    )
    value = {
        "peildatum": found.vandaag.isoformat(),
        "dossiers": found.dossiers,
        "gesloten": found.gesloten,
        "taken": [taak.as_json() for taak in found.taken],
    }
    width = max(_SMALSTE, min(_BREEDSTE, shutil.get_terminal_size((80, 24)).columns))
    uitvoer.data(value, list(_worklist(found, width)))


def _catalogus(uitvoer: Uitvoer) -> None:
    """Toon de standaardmaatregelen met hun code, voor dossier leg-vast ... maatregel."""
    from weerbaar_docs.dossiers.catalogus import shipped_catalogue
    from weerbaar_docs.rendering.filters import bedrag

    found = shipped_catalogue()
    lines = [
        f"{m['code']}  {m['titel'][:50]:<50}  {bedrag(m['kosten']['eenmalig_incl_btw']):>12}"
        for m in found["maatregelen"]
    ]
    note = ["De prijzen zijn verzonnen voorbeelden; vervang ze door een raming of een offerte."]
    uitvoer.data(found, [*lines, *(note if found.get("fictief") else [])])


def _streefdagen(config: Configuratie) -> Streefdagen:
    from weerbaar_docs.dossiers.zaak import Streefdagen

    values: dict[str, Any] = config.section("werkvoorraad")
    for name in ("gesprekken_plannen", "rapport", "toetsing", "verstrekken", "ontvangst"):
        values[name] = values[name] or None  # 0: the organisation set none
    return Streefdagen(**values)


# --- lines -------------------------------------------------------------------------------------


def _worklist(found: Voorraad, width: int) -> Iterable[str]:
    from weerbaar_docs.rendering.filters import datum

    yield f"Werkvoorraad op {datum(found.vandaag.isoformat())}: {_count(found.dossiers)}, {len(found.taken)} taken"
    if found.gesloten:
        yield f"({_count(found.gesloten)} kunt u niet openen)"
    kop = ""
    for taak in found.taken:
        now = "contact" if taak.soort == "contact_leggen" else taak.ernst
        if now != kop:
            kop = now
            yield ""
            yield _KOPPEN[kop]
        yield from _task(taak, width)
    if not found.taken:
        yield "Er is vandaag niets te doen."


def _count(number: int) -> str:
    return f"{number} {'dossier' if number == 1 else 'dossiers'}"


def _task(taak: Taak, width: int) -> Iterable[str]:
    head = f"  {taak.dossiernummer or taak.dossier:<15} {_when(taak):<36} {taak.wie}"
    yield head.rstrip()
    yield from _wrapped(taak.wat, width)
    for blokkade in taak.blokkades:
        yield from _wrapped(f"Blokkeert: {blokkade}", width)
    if taak.uiterlijk_op is not None:
        yield from _wrapped(f"Grond: {taak.grond}", width)


def _when(taak: Taak) -> str:
    from weerbaar_docs.rendering.filters import datum

    if taak.uiterlijk_op is None or taak.dagen is None:
        return taak.status.replace("_", " ")
    day = datum(taak.uiterlijk_op.isoformat())
    days = "dag" if abs(taak.dagen) == 1 else "dagen"
    if taak.dagen < 0:
        return f"{-taak.dagen} {days} te laat ({day})"
    return f"vandaag ({day})" if taak.dagen == 0 else f"over {taak.dagen} {days} ({day})"


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent="      ", subsequent_indent="        ")


def _shown(uitvoer: Uitvoer, stand: Dossierstand) -> list[str]:
    from weerbaar_docs.adressering import naam
    from weerbaar_docs.rendering.filters import adresregel, woord_klein

    g = stand.gegevens
    werkgever, pkvw = g["organisatie"]["naam"], g.get("pkvw")
    return [
        f"{stand.dossiernummer} ({stand.dossier})",
        f"  status       {stand.status}, versie {stand.versie} van {stand.laatste}, gewijzigd {stand.gewijzigd_op}",
        f"  bestuurder   {uitvoer.personal(naam(g['bestuurder']))}, {woord_klein(g['bestuurder']['ambt'])}",
        f"  werkgever    {uitvoer.personal(werkgever)}",
        f"  woonplek     {uitvoer.personal(adresregel(g['woonplek']['adres']))}",
        f"  aanmelding   {_registration(g['aanmelding'])}",
        f"  gesprekken   {_talks(g)}",
        f"  PKVW         {woord_klein(pkvw['status']) if pkvw else 'nog niet vastgelegd'}",
        f"  rapport      {_report(g.get('adviesrapport'))}",
        f"  uitvoering   {len(g.get('uitvoering', ()))} maatregelen in gang",
    ]


def _registration(aanmelding: Mapping[str, Any]) -> str:
    from weerbaar_docs.rendering.filters import datum

    gelegd = aanmelding.get("contact_gelegd_op")
    contact = f"contact {datum(gelegd)}" if gelegd else f"contact uiterlijk {datum(aanmelding['contact_uiterlijk_op'])}"
    return f"{datum(aanmelding['aangemeld_op'])} door de {aanmelding['aangemeld_door']}, {contact}"


def _talks(gegevens: Mapping[str, Any]) -> str:
    from weerbaar_docs.rendering.filters import datum

    names = (("gesprek_werkgever", "werkgever"), ("gesprek_bestuurder", "bestuurder"))
    held = [f"{wie} {datum(gegevens[soort]['gehouden_op'])}" for soort, wie in names if soort in gegevens]
    return ", ".join(held) or "nog niet gehouden"


def _report(rapport: Mapping[str, Any] | None) -> str:
    from weerbaar_docs.rendering.filters import bedrag

    if rapport is None:
        return "nog niet opgesteld"
    raming = bedrag(rapport["kosten_raming"]["eenmalig_incl_btw"])
    return (
        f"versie {rapport['versie']}: {len(rapport['bevindingen'])} bevindingen,"
        f" {len(rapport['maatregelen'])} maatregelen, {raming} eenmalig"
    )
