# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs rapport dien-in DOSSIER` and `rapport neem-besluit-in BESTAND`: to the BVA, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.cli.toetsing import (
    HOME,
    UIT,
    VOOR,
    gnupg_home,
    home_of,
    open_store,
    own_style,
    refuse_beside_opnieuw,
    substitutes,
    tell_sent_again,
    writer,
    written,
)

if TYPE_CHECKING:
    from weerbaar_docs.toetsing.bij_ccv import Ingezonden

_ALLEEN: Final = "geef een vervanger toegang (dossier toegang): zonder deze ene sleutel is het dossier weg"


def register(group: click.Group) -> None:
    """Add these commands to the group of reports."""
    command(group, "dien-in", writes=True)(_dien_in)
    command(group, "neem-besluit-in", writes=True)(_neem_besluit_in)


@click.argument("dossier")
@UIT
@HOME
@VOOR
@click.option("--opnieuw", is_flag=True, help="Verzend wat al is ingediend nog eens, als het bestand verloren ging.")
@click.option("--overschrijf", is_flag=True, help="Vervang een bestand dat er al is.")
def _dien_in(
    uitvoer: Uitvoer,
    dossier: str,
    uit: Path,
    home: Path,
    voor: str | None,
    opnieuw: bool,  # noqa: FBT001
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
) -> None:
    """Dien de nieuwste versie van het rapport in bij de BVA: ondertekend met uw eigen sleutel, versleuteld voor de BVA."""
    from weerbaar_docs.toetsing.bij_ccv import hand_in_again, hand_in_dossier

    if opnieuw:
        refuse_beside_opnieuw({"--voor": voor})
    config, opslag = open_store()
    write = writer(uit, overwrite=overschrijf, proef=proef)
    check_interrupt()
    if opnieuw:
        digest = hand_in_again(opslag, dossier, home=home_of(home), write=write, proef=proef)
        tell_sent_again(uitvoer, {"dossier": dossier}, digest, uit, proef=proef)
        return
    made = hand_in_dossier(
        opslag,
        dossier,
        home=home_of(home),
        huisstijl=own_style(config, opslag),
        write=write,
        voor=voor,
        vervangingen=substitutes(config),
        instellingen=config.instellingen_van_regels(None),
        sleutelbeheer=config.get("sleutelbeheer.vorm"),
        proef=proef,
    )
    _tell(uitvoer, made, uit, proef=proef)


def _tell(uitvoer: Uitvoer, made: Ingezonden, uit: Path, *, proef: bool) -> None:
    uitvoer.data(
        {**made.as_json(), **written(uit, proef=proef)},
        [
            f"{made.dossiernummer}: versie {made.rapport_versie} {'zou worden' if proef else 'is'} ingediend bij de BVA",
            f"rapport {made.rapport_sha256[:16]}, concept {made.pdf_sha256[:16]}",
            f"{'zou schrijven' if proef else 'geschreven'}: {uit}",
        ],
    )


@click.argument("bestand", type=click.Path(path_type=Path))
@gnupg_home("de sleutel van CCV levering")
def _neem_besluit_in(uitvoer: Uitvoer, bestand: Path, home: Path, proef: bool) -> None:  # noqa: FBT001
    """Controleer het besluitpakket van de BVA en leg het vast in zijn dossier.

    Een vastgesteld dossier is van het secretariaat: wie daar niet bij hoort, opent het niet langer.
    """
    from weerbaar_docs.encryption.package import MAX_PAKKET
    from weerbaar_docs.toetsing.bij_ccv import take_in_besluit
    from weerbaar_docs.zegelinstellingen import believed_seals

    config, opslag = open_store()
    data = read_file(bestand, MAX_PAKKET)
    check_interrupt()
    made = take_in_besluit(
        opslag,
        data,
        home=home_of(home),
        huisstijl=own_style(config, opslag),
        bva_zegels=believed_seals(config, "bva"),
        meelezer=config.get("bva.meelezer"),
        instellingen=config.instellingen_van_regels(None),
        proef=proef,
    )
    value = {**made.as_json(), "proef": proef}
    uitvoer.data(
        value,
        [
            f"{made.dossiernummer}: besluit {value['besluitnummer']}, {value['uitkomst']}, door {value['toetser']}",
            f"status {'zou worden' if proef else 'is nu'} {made.status}, versie {made.versie} van het dossier",
            f"toegang {'zou zijn' if proef else 'is nu'} voor {', '.join(value['toegang'])}",
            *([_ALLEEN] if len(made.toegang) == 1 else []),
        ],
    )
