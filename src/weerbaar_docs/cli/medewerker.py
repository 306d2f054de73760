# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs medewerker maak-sleutel|voeg-toe|wijzig|lijst`: who may act, and who may open dossiers."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import DATUM, Uitvoer, command
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.vingerafdruk import VINGERAFDRUK
from weerbaar_docs.errors import UsageError, ValidationError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.keys import Medewerker


@click.group()
def entry() -> None:
    """Beheer wie mag handelen en dossiers mag openen."""


_NUMMER = click.argument("nummer", metavar="MW-0000")
_NAAM = click.option("--naam", default=None, help="De naam van een toetser, zoals een besluit die afdrukt.")
_FUNCTIE = click.option("--functie", default=None, help="De functie van een toetser, zoals een besluit die afdrukt.")


@_NUMMER
def _maak_sleutel(uitvoer: Uitvoer, nummer: str, proef: bool) -> None:  # noqa: FBT001
    """Maak uw eigen houdersleutel en toon het openbare deel, voor de beheerder."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.werkplek import own_key

    config = load_config(None, os.environ)
    verwijzing = config.get("opslag.houdersleutel")
    if proef:
        uitvoer.data({"houdersleutel": verwijzing, "proef": True}, [f"zou een houdersleutel maken in {verwijzing}"])
        return
    check_interrupt()
    sleutel = own_key(config, os.environ, nummer)
    value = {"medewerker": nummer, "publiek": sleutel.publiek.hex(), "houdersleutel": verwijzing, "proef": False}
    uitvoer.data(
        value,
        [
            f"Uw houdersleutel staat in {verwijzing}: bewaar er een kopie van buiten deze computer.",
            f"Geef de beheerder, in persoon of aan de telefoon: {sleutel.publiek.hex()}",
        ],
    )


command(entry, "maak-sleutel", writes=True)(_maak_sleutel)


@_NUMMER
@click.option(
    "--vingerafdruk", type=VINGERAFDRUK, required=True, help="De volledige vingerafdruk van de OpenPGP-sleutel."
)
@click.option("--publiek", default=None, help="Het openbare deel van de houdersleutel (64 tekens).")
@click.option(
    "--elders", is_flag=True, help="In plaats van --publiek: iemand van een andere organisatie, die hier niets opent."
)
@click.option("--rol", "rollen", multiple=True, required=True, help="Een rol; herhaal voor meer rollen.")
@_NAAM
@_FUNCTIE
def _voeg_toe(
    uitvoer: Uitvoer,
    *,
    nummer: str,
    vingerafdruk: str,
    publiek: str | None,
    elders: bool,
    rollen: tuple[str, ...],
    naam: str | None,
    functie: str | None,
    proef: bool,
    peildatum: date | None,
) -> None:
    """Neem een medewerker op, met zijn rollen en sleutels."""
    from weerbaar_docs.registers.medewerkers import add_medewerker
    from weerbaar_docs.termijnen import nederlandse_dag
    from weerbaar_docs.werkplek import open_here

    if elders == (publiek is not None):
        raise UsageError.because(
            "GEBRUIK",
            "geef precies één van --publiek en --elders",
            "Vraag de medewerker om het openbare deel (medewerker maak-sleutel), of zeg dat hij elders werkt.",
        )
    today = day_or_today(None)
    van = peildatum or today
    if van < today:
        raise UsageError.because(
            "MEDEWERKER-VAN",
            "een medewerker begint niet in het verleden",
            "Laat --peildatum weg, of geef een dag die komt.",
        )
    gegevens = {
        "id": nummer,
        "rollen": sorted(set(rollen)),
        "vingerafdruk": vingerafdruk,
        "van": van.isoformat(),
        **_given({"naam": naam, "functie": functie}),
    }
    with open_here(os.environ).act("medewerker_gewijzigd", object=_object(nummer), proef=proef) as act:
        made = add_medewerker(act, gegevens, publiek=None if publiek is None else _hex(publiek))
        waits = _waits(made, nederlandse_dag(act.now))
        check_interrupt()
    uitvoer.data(
        {"medewerker": _shown(uitvoer, made), "proef": proef},
        [f"{'zou opnemen' if proef else 'opgenomen'}: {nummer}", *waits],
    )


command(entry, "voeg-toe", writes=True, dated=True)(_voeg_toe)


@_NUMMER
@click.option("--vingerafdruk", type=VINGERAFDRUK, default=None, help="De vingerafdruk van een nieuwe OpenPGP-sleutel.")
@click.option("--rol", "rollen", multiple=True, help="De rollen zoals ze worden; herhaal voor meer rollen.")
@_NAAM
@_FUNCTIE
@click.option(
    "--tot",
    type=DATUM,
    default=None,
    help="De laatste dag (JJJJ-MM-DD); daarna opent het programma de opslag niet meer voor deze medewerker. Geef haar na "
    "die dag nog eens: dan gaan ook de sleutels weg.",
)
def _wijzig(
    uitvoer: Uitvoer,
    nummer: str,
    vingerafdruk: str | None,
    rollen: tuple[str, ...],
    naam: str | None,
    functie: str | None,
    tot: date | None,
    proef: bool,  # noqa: FBT001
) -> None:
    """Wijzig rollen, sleutel, laatste dag of wat een besluit van een toetser afdrukt. Met een andere sleutel telt een sleutelbeheerder pas na zeven dagen mee."""
    from weerbaar_docs.registers.medewerkers import change_medewerker, medewerkers
    from weerbaar_docs.termijnen import nederlandse_dag
    from weerbaar_docs.werkplek import open_here

    last = None if tot is None else tot.isoformat()
    changes: dict[str, Any] = {"vingerafdruk": vingerafdruk, "rollen": sorted(set(rollen)) or None, "tot": last}
    given = _given({**changes, "naam": naam, "functie": functie})
    if not given:
        raise UsageError.because(
            "GEBRUIK", "er is niets te wijzigen genoemd", "Geef --rol, --vingerafdruk, --naam, --functie of --tot."
        )
    with open_here(os.environ).act("medewerker_gewijzigd", object=_object(nummer), proef=proef) as act:
        if tot is not None:
            _require_order(medewerkers(act.connection, act.register_key()).of(nummer), tot)
        made = change_medewerker(act, nummer, given)
        waits = _waits(made, nederlandse_dag(act.now))
        check_interrupt()
    uitvoer.data(
        {"medewerker": _shown(uitvoer, made), "proef": proef},
        [f"{'zou wijzigen' if proef else 'gewijzigd'}: {nummer}", *waits],
    )


command(entry, "wijzig", writes=True)(_wijzig)


def _lijst(uitvoer: Uitvoer) -> None:
    """Toon alle medewerkers: nummer, rollen en periode, en van wie de handtekening als sleutelbeheerder nog niet meetelt."""
    from weerbaar_docs.registers.medewerkers import medewerkers
    from weerbaar_docs.termijnen import nederlandse_dag
    from weerbaar_docs.werkplek import open_here

    looking: Handeling = "persoonsgegevens_getoond" if uitvoer.toon_persoonsgegevens else "bevraagd"
    with open_here(os.environ).act(looking, object="register") as act:
        found = list(medewerkers(act.connection, act.register_key()))
        today = nederlandse_dag(act.now)
    lines = [line for m in found for line in (_line(m), *_printed(uitvoer, m), *_waits(m, today))]
    uitvoer.data({"medewerkers": [_shown(uitvoer, m) for m in found]}, lines)


command(entry, "lijst")(_lijst)


def _line(medewerker: Medewerker) -> str:
    m = medewerker.as_json()
    return f"{m['id']}  {m['van']} - {m['tot'] or '...':<10}  {', '.join(m['rollen'])}"


def _printed(uitvoer: Uitvoer, medewerker: Medewerker) -> list[str]:
    printed = medewerker.printed()
    return [f"  in een besluit: {', '.join(uitvoer.personal(text) for text in printed.values())}"] if printed else []


def _shown(uitvoer: Uitvoer, medewerker: Medewerker) -> dict[str, Any]:
    """Give what `--json` prints: a name only to who asked for it, and no mask, for `verifieer` reads this list."""
    hidden = () if uitvoer.toon_persoonsgegevens else medewerker.printed()
    return {name: value for name, value in medewerker.as_json().items() if name not in hidden}


def _given(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if value is not None}


def _waits(medewerker: Medewerker, op: date) -> list[str]:
    from weerbaar_docs.sleutelbeheerders import explain, waiting

    return [f"  {explain(waits)}" for waits in waiting([medewerker], op)]


def _object(nummer: str) -> str:
    """Give what the audit log may name: the number when it has the form of one."""
    return nummer if re.fullmatch("MW-[0-9]{4}", nummer) else "register"


def _require_order(medewerker: Medewerker, tot: date) -> None:
    if tot < medewerker.van:
        raise ValidationError.because(
            "MEDEWERKER-TOT",
            f"de laatste dag ligt voor de eerste dag van deze medewerker ({medewerker.van.isoformat()})",
            "Geef een laatste dag op of na de eerste dag.",
        )


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise UsageError.because(
            "GEBRUIK", "het openbare deel bestaat niet uit hexadecimale tekens", "Neem over wat maak-sleutel toont."
        ) from None
