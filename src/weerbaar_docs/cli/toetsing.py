# SPDX-License-Identifier: EUPL-1.2
"""What the commands of both organisations share: the store and templates of this computer, and a sealed file as the last thing."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.cli.output import Uitvoer
    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toetsing.bij_bva import Toetsing
    from weerbaar_docs.toetsing.vervangen import Vervanging


def gnupg_home(sleutel: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give the option for the GnuPG home that has this key."""
    return click.option(
        "--gnupg-home",
        "home",
        type=click.Path(path_type=Path),
        default=Path("~/.gnupg"),
        help=f"De GnuPG-map met {sleutel}. [~/.gnupg]",
    )


HOME = gnupg_home("uw eigen sleutel")
INDIENING = click.argument("indiening", metavar="O-...")
VOOR = click.option("--voor", default=None, metavar="MW-0000", help="Wie u vervangt, als dat zo is ingesteld.")
UIT = click.option("--uit", type=click.Path(path_type=Path), required=True, help="Het versleutelde bestand.")


def open_store() -> tuple[Configuratie, Opslag]:
    """Open the configured store."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.werkplek import open_configured

    config = load_config(None, os.environ)
    return config, open_configured(config, os.environ)


def own_style(config: Configuratie, opslag: Opslag) -> Callable[[str], Huisstijl]:
    """Give who gives the templates of this computer for an OIN."""
    from weerbaar_docs.huisstijl import huisstijl_of

    return lambda oin: huisstijl_of(config, opslag, voor=oin)


def substitutes(config: Configuratie) -> tuple[Vervanging, ...]:
    """Give who may act for whom."""
    from weerbaar_docs.toetsing.vervangen import Vervanging

    return tuple(Vervanging.from_json(item) for item in config.get("vervanging.plaatsvervangers"))


def open_toetsing() -> tuple[Configuratie, Toetsing]:
    """Open the store of the BVA on this computer."""
    from weerbaar_docs.toetsing.bij_bva import Toetsing

    config, opslag = open_store()
    return config, Toetsing(
        opslag=opslag,
        huisstijl=own_style(config, opslag),
        vervangingen=substitutes(config),
        sleutelbeheer=config.get("sleutelbeheer.vorm"),
    )


def writer(uit: Path, *, overwrite: bool, proef: bool) -> Callable[[bytes], None]:
    """Give who writes the file; refuses now what would be refused then.

    An empty file with a name of its own (`.proef-...`) is written beside it first and taken away, for the act before it cannot
    be undone when the folder turns out not to be writable; not with `proef`, which leaves the disk alone.
    """
    from weerbaar_docs._files import refuse_existing, write_atomic

    if str(uit) == "-":
        raise UsageError.because(
            "BESTAND-NAAM", "dit bestand kan niet naar de standaarduitvoer", "Geef de naam van een bestand."
        )
    refuse_existing([uit], overwrite=overwrite)
    if not proef:
        empty = uit.parent / f".proef-{secrets.token_hex(8)}"
        write_atomic(empty, b"")
        empty.unlink()

    def write(data: bytes) -> None:
        check_interrupt()
        write_atomic(uit, data, overwrite=overwrite)

    return write


def written(uit: Path, *, proef: bool) -> dict[str, Any]:
    """Give what `--json` says of the file."""
    return {"bestand": str(uit), "proef": proef}


def home_of(home: Path) -> Path:
    """Give the folder that was named, a ~ as the user's home."""
    from weerbaar_docs.verwijzing import home_path

    return home_path(str(home))


def looking(uitvoer: Uitvoer) -> Handeling:
    """Give the act that the logboek has of what is shown."""
    return "persoonsgegevens_getoond" if uitvoer.toon_persoonsgegevens else "dossier_gelezen"


def refuse_beside_opnieuw(opties: Mapping[str, str | None]) -> None:
    """Raise UsageError when an option was given that means nothing for a file that is made once more."""
    given = [name for name, value in opties.items() if value is not None]
    if given:
        raise UsageError.because(
            "GEBRUIK",
            f"--opnieuw maakt alleen het bestand nog eens, en daar hoort {' of '.join(given)} niet bij",
            f"Laat {' en '.join(given)} weg, of laat --opnieuw weg.",
        )


def tell_sent_again(
    uitvoer: Uitvoer, waarvan: Mapping[str, str], digest: str | None, uit: Path, *, proef: bool
) -> None:
    """Say that the file was made once more."""
    lines = [f"{'zou schrijven' if proef else 'geschreven'}: {uit}"]
    uitvoer.data({**waarvan, "sha256": digest, **written(uit, proef=proef)}, lines)
