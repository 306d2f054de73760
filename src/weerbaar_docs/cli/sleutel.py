# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs sleutel toon|voeg-toe|controleer|vervang|trek-in|meld-af|sleutelblad`: the register of pinned keys."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.peildatum import day_or_today
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.registers.berichten import Bericht
    from weerbaar_docs.registers.sleutelrijen import Registersleutel

_SOORTEN = ("werkgever", "bestuurder", "medewerker", "ccv_levering", "bva")
_WIJZEN = ("telefonisch_teruggebeld", "fysiek_overhandigd", "wkd", "ondertekend_door_bekende_sleutel")
_INTREKREDENEN = ("verlopen", "kwijt", "gelekt", "houder_weg", "onjuist")
_WISSELREDENEN = ("verlopen", "kwijt", "gelekt", "houder_weg", "nieuwe_techniek")


@click.group()
def entry() -> None:
    """Beheer de sleutels waarvoor stukken worden versleuteld."""


_BESTAND = click.argument("bestand", metavar="BESTAND|-", type=click.Path(path_type=Path, allow_dash=True))
_CONTACTPUNT = click.option(
    "--contactpunt", default=None, help="Het contactpunt uit het register waarop u hebt teruggebeld."
)
_WIJZE = "Hoe u de vingerafdruk met de houder hebt vergeleken."


@click.argument("vingerafdruk", required=False)
def _toon(uitvoer: Uitvoer, vingerafdruk: str | None) -> None:
    """Toon de sleutels en wie er nog iets moet horen; met VINGERAFDRUK één sleutel, ook in woorden.

    De oude contactgegevens bij een bericht ziet u alleen met --toon-persoonsgegevens.
    """
    from weerbaar_docs.registers.berichten import open_berichten
    from weerbaar_docs.registers.sleutelrijen import registersleutels
    from weerbaar_docs.vingerafdruk import groups, normalise, words
    from weerbaar_docs.werkplek import open_here

    wanted = None if vingerafdruk is None else normalise(vingerafdruk)
    handeling: Handeling = "persoonsgegevens_getoond" if uitvoer.toon_persoonsgegevens else "bevraagd"
    with open_here(os.environ).act(handeling, object="register") as act:
        found = registersleutels(act.connection, act.register_key())
        berichten = open_berichten(act.connection, act.register_key())
    rows = [rij.as_json() for rij in found if wanted in (None, rij.vingerafdruk)]
    lines = [_line(rij) for rij in found if wanted in (None, rij.vingerafdruk)]
    value: dict[str, Any] = {"sleutels": rows, "berichten": [_addressed(uitvoer, b) for b in berichten]}
    if wanted is not None and rows:
        value["woorden"] = list(words(wanted))
        lines += [f"  {' '.join(groups(wanted))}", f"  {' '.join(words(wanted))}"]
    lines += [] if wanted else [line for b in berichten for line in (*_told([b]), *_address(uitvoer, b))]
    uitvoer.data(value, lines or ["Er zijn geen sleutels: sleutel voeg-toe BESTAND."])


command(entry, "toon")(_toon)


@_BESTAND
@click.option("--soort", type=click.Choice(_SOORTEN), required=True, help="Van wat voor houder de sleutel is.")
@click.option(
    "--houder", required=True, help="OIN, kenmerk van het dossier (D-...), medewerkernummer, of een naam als CCV."
)
@click.option("--vingerafdruk", required=True, help="De vingerafdruk die u met de houder hebt vergeleken.")
@click.option("--wijze", type=click.Choice(_WIJZEN), required=True, help=_WIJZE)
@_CONTACTPUNT
def _voeg_toe(uitvoer: Uitvoer, bestand: Path, proef: bool, **given: Any) -> None:  # noqa: FBT001
    """Neem een openbare sleutel op, of vernieuw dezelfde sleutel met een later einde."""
    from weerbaar_docs.registers.sleutelloket import add_from_file
    from weerbaar_docs.werkplek import open_here

    made, new = add_from_file(
        open_here(os.environ), read_file(bestand), proef=proef, before_commit=check_interrupt, **given
    )
    word = "opgenomen" if new else "vernieuwd"
    uitvoer.data(
        {"uitkomst": word, "sleutel": made.as_json(), "proef": proef},
        [f"{'zou worden ' if proef else ''}{word}: {_line(made)}"],
    )


command(entry, "voeg-toe", writes=True)(_voeg_toe)


@click.argument("vingerafdruk", required=False)
@click.option("--wijze", type=click.Choice(_WIJZEN), default=None, help=_WIJZE)
@_CONTACTPUNT
def _controleer(
    uitvoer: Uitvoer,
    vingerafdruk: str | None,
    wijze: str | None,
    contactpunt: str | None,
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> int:
    """Toon wat verloopt (60, 30 en 7 dagen vooraf); met VINGERAFDRUK en --wijze legt u vast dat u opnieuw vergeleek."""
    if (vingerafdruk is None) != (wijze is None) or (wijze is None and contactpunt is not None):
        raise UsageError.because(
            "GEBRUIK", "een vergeleken sleutel vraagt VINGERAFDRUK en --wijze", "Geef beide of geen."
        )
    if vingerafdruk is not None:
        return _record(uitvoer, vingerafdruk, wijze, contactpunt, proef=proef)
    return _lapsing(uitvoer, peildatum)


command(entry, "controleer", writes=True, dated=True)(_controleer)


def _record(uitvoer: Uitvoer, vingerafdruk: str, wijze: Any, contactpunt: str | None, *, proef: bool) -> int:
    from weerbaar_docs.registers.sleutelrijen import key_pseudonym
    from weerbaar_docs.registers.sleutels import verify_key
    from weerbaar_docs.vingerafdruk import normalise
    from weerbaar_docs.werkplek import open_here

    opslag, full = open_here(os.environ), normalise(vingerafdruk)
    with opslag.act("sleutel_gewijzigd", object=key_pseudonym(opslag, full), proef=proef) as act:
        made = verify_key(act, full, wijze=wijze, contactpunt=contactpunt)
        check_interrupt()
    uitvoer.data(
        {"sleutel": made.as_json(), "proef": proef}, [f"{'zou vastleggen' if proef else 'vastgelegd'}: {_line(made)}"]
    )
    return 0


def _lapsing(uitvoer: Uitvoer, peildatum: date | None) -> int:
    from weerbaar_docs.registers.sleutels import check_keys
    from weerbaar_docs.werkplek import open_here

    op = day_or_today(peildatum)
    with open_here(os.environ).act("bevraagd", object="register") as act:
        found = check_keys(act.connection, act.register_key(), op)
    rows = [{**rij.as_json(), "meldingen": [m.as_json() for m in meldingen]} for rij, meldingen in found]
    lines = [
        f"{_line(rij)}\n  {m.ernst}: {m.melding}\n  Wat nu: {m.oplossing}"
        for rij, meldingen in found
        for m in meldingen
    ]
    uitvoer.data({"sleutels": rows}, lines or [f"Alle {len(rows)} sleutels gelden nog meer dan 60 dagen."])
    bad = any(m.ernst == "fout" for _, meldingen in found for m in meldingen)
    return VerificationError.exit_code if bad else 0


@_BESTAND
@click.option("--oin", default=None, help="De werkgever, voor een nieuwe verklaring.")
@_CONTACTPUNT
@click.option("--reden", type=click.Choice(_WISSELREDENEN), default=None, help="Waarom de werkgever wisselt.")
@click.option("--uit", "uit", type=click.Path(path_type=Path), default=None, help="Waar uw verklaring komt te staan.")
@click.option(
    "--verklaring",
    "paren",
    nargs=2,
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="VERKLARING HANDTEKENING",
    help="Een verklaring met haar handtekening; geef er twee, van twee sleutelbeheerders.",
)
def _vervang(
    uitvoer: Uitvoer,
    bestand: Path,
    oin: str | None,
    contactpunt: str | None,
    reden: str | None,
    uit: Path | None,
    paren: tuple[tuple[Path, Path], ...],
    proef: bool,  # noqa: FBT001
) -> None:
    """Vervang de sleutel van een werkgever. Eerst, na het terugbellen, elk een verklaring (--oin, --contactpunt, --reden, --uit); dan met beide."""
    given = (oin, contactpunt, reden, uit)
    if paren and not any(given):
        _replace(uitvoer, bestand, paren, proef=proef)
    elif oin and contactpunt and reden and uit and not paren:
        _declare(uitvoer, bestand, oin, contactpunt, reden, uit, proef=proef)
    else:
        raise UsageError.because(
            "GEBRUIK",
            "een verklaring maken en een sleutel vervangen zijn twee stappen",
            "Geef --oin, --contactpunt, --reden en --uit, of twee keer --verklaring.",
        )


command(entry, "vervang", writes=True)(_vervang)


def _declare(
    uitvoer: Uitvoer, bestand: Path, oin: str, contactpunt: str, reden: Any, uit: Path, *, proef: bool
) -> None:
    from weerbaar_docs._files import write_atomic
    from weerbaar_docs.registers.sleutelloket import statement_for_file
    from weerbaar_docs.werkplek import open_here

    made = statement_for_file(open_here(os.environ), read_file(bestand), oin=oin, contactpunt=contactpunt, reden=reden)
    check_interrupt()
    if not proef:
        write_atomic(uit, made)
    uitvoer.data(
        {"verklaring": str(uit), "proef": proef},
        [
            f"{'zou schrijven' if proef else 'geschreven'}: {uit}",
            f"Onderteken met uw eigen sleutel: gpg --detach-sign {uit}",
        ],
    )


def _replace(uitvoer: Uitvoer, bestand: Path, paren: tuple[tuple[Path, Path], ...], *, proef: bool) -> None:
    from weerbaar_docs.encryption.signature_packet import read_signature
    from weerbaar_docs.model import Verklaring
    from weerbaar_docs.registers.sleutelloket import replace_from_file
    from weerbaar_docs.werkplek import open_here

    verklaringen = [
        Verklaring(verklaring=read_file(een), handtekening=read_signature(read_file(ander))) for een, ander in paren
    ]
    made = replace_from_file(
        open_here(os.environ), read_file(bestand), verklaringen, proef=proef, before_commit=check_interrupt
    )
    uitvoer.data(
        {
            "sleutel": made.nieuw.as_json(),
            "oud": made.oud.vingerafdruk,
            "medewerkers": list(made.medewerkers),
            "berichten": [b.as_json() for b in made.berichten],
            "proef": proef,
        },
        [f"{'zou vervangen' if proef else 'vervangen'}: {_line(made.nieuw)}", *_told(made.berichten)],
    )


@click.argument("vingerafdruk")
@click.option("--reden", type=click.Choice(_INTREKREDENEN), required=True, help="Waarom de sleutel niet meer geldt.")
def _trek_in(uitvoer: Uitvoer, vingerafdruk: str, reden: Any, proef: bool) -> None:  # noqa: FBT001
    """Trek een sleutel in; toestemmingen die hem noemen vervallen."""
    from weerbaar_docs.registers.sleutelrijen import key_pseudonym
    from weerbaar_docs.registers.sleutels import withdraw_key
    from weerbaar_docs.vingerafdruk import normalise
    from weerbaar_docs.werkplek import open_here

    opslag, full = open_here(os.environ), normalise(vingerafdruk)
    with opslag.act("sleutel_gewijzigd", object=key_pseudonym(opslag, full), proef=proef) as act:
        berichten = withdraw_key(act, full, reden=reden)
        check_interrupt()
    uitvoer.data(
        {"vingerafdruk": full, "berichten": [b.as_json() for b in berichten], "proef": proef},
        [f"{'zou intrekken' if proef else 'ingetrokken'}: {full}", *_told(berichten)],
    )


command(entry, "trek-in", writes=True)(_trek_in)


@click.argument("bericht")
def _meld_af(uitvoer: Uitvoer, bericht: str, proef: bool) -> None:  # noqa: FBT001
    """Leg vast dat een bericht over een sleutel is verteld."""
    from weerbaar_docs.registers.berichten import finish_bericht
    from weerbaar_docs.werkplek import open_here

    with open_here(os.environ).act("sleutel_gewijzigd", object="register", proef=proef) as act:
        finish_bericht(act, bericht)
        check_interrupt()
    uitvoer.data({"bericht": bericht, "proef": proef}, [f"{'zou afmelden' if proef else 'afgemeld'}: {bericht}"])


command(entry, "meld-af", writes=True)(_meld_af)


@click.option("--oin", default=None, help="De werkgever; zonder OIN krijgt u een blad om in te vullen.")
@click.option("--vingerafdruk", default=None, help="De vingerafdruk op het blad; anders die uit het register.")
@click.option("--uit", "uit", type=click.Path(path_type=Path), required=True, help="Het bestand: .pdf of .docx.")
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _sleutelblad(
    uitvoer: Uitvoer,
    oin: str | None,
    vingerafdruk: str | None,
    uit: Path,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> None:
    """Maak het blad dat een werkgever zegt hoe hij een sleutel maakt en hoe u terugbelt."""
    from weerbaar_docs._files import write_atomic
    from weerbaar_docs.config import load_config
    from weerbaar_docs.huisstijl import huisstijl_here, huisstijl_of
    from weerbaar_docs.registers.sleutelloket import sleutelblad_for
    from weerbaar_docs.sleutelblad import render_sleutelblad
    from weerbaar_docs.vingerafdruk import normalise
    from weerbaar_docs.werkplek import open_configured

    kind = uit.suffix.removeprefix(".")
    if kind not in {"pdf", "docx"}:
        raise UsageError.because("FORMAAT", "dit formaat is er niet", "Laat de naam eindigen op .pdf of .docx.")
    config = load_config(None, os.environ)
    datum = day_or_today(peildatum)
    shown = None if vingerafdruk is None else normalise(vingerafdruk)
    if oin is None:
        style = huisstijl_here(config, os.environ)
        made = render_sleutelblad(datum=datum, vingerafdruk=shown, huisstijl=style)
    else:
        opslag = open_configured(config, os.environ)
        style = huisstijl_of(config, opslag, voor=oin)
        made = sleutelblad_for(opslag, oin, vingerafdruk=shown, datum=datum, huisstijl=style)
    check_interrupt()
    if not proef:
        write_atomic(uit, getattr(made, kind), overwrite=overschrijf)
    uitvoer.data({"bestand": str(uit), "proef": proef}, [f"{'zou schrijven' if proef else 'geschreven'}: {uit}"])


command(entry, "sleutelblad", writes=True, dated=True)(_sleutelblad)


def _line(rij: Registersleutel) -> str:
    end = f"vervallen ({rij.vervallen_reden})" if rij.vervallen_op else f"tot {rij.geldig_tot or 'geen einde'}"
    return f"{rij.vingerafdruk}  {rij.soort:<12}  {rij.houder:<20}  {end}"


def _told(berichten: list[Bericht] | tuple[Bericht, ...]) -> list[str]:
    return [
        f"Te doen: {b.taak}{f' Dossier {b.dossier}.' if b.dossier else ''} (sleutel meld-af {b.id})" for b in berichten
    ]


def _addressed(uitvoer: Uitvoer, bericht: Bericht) -> dict[str, Any]:
    shown = {name: _shown(uitvoer, value) for name, value in bericht.adressering.items()}
    return {**bericht.as_json(), **({"contactgegevens": shown} if shown else {})}


def _shown(uitvoer: Uitvoer, value: Any) -> Any:
    """Mask a text, or each text of an address."""
    if isinstance(value, dict):
        return {name: uitvoer.personal(str(text)) for name, text in value.items()}
    return uitvoer.personal(value)


def _address(uitvoer: Uitvoer, bericht: Bericht) -> list[str]:
    shown = _addressed(uitvoer, bericht).get("contactgegevens", {})
    if not uitvoer.toon_persoonsgegevens:
        return ["  De oude contactgegevens ziet u met --toon-persoonsgegevens."] if shown else []
    flat = {name: ", ".join(value.values()) if isinstance(value, dict) else value for name, value in shown.items()}
    return [f"  {name}: {value}" for name, value in flat.items()]
