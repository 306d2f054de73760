# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs verifieer BESTAND|PAKKET|MAP`: does every link of the chain hold, and who signed what."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weerbaar_docs.cli.app import root
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import MASKER, Uitvoer, command
from weerbaar_docs.cli.reading import read_file, read_folder, read_whole
from weerbaar_docs.errors import VerificationError

if TYPE_CHECKING:
    from datetime import date

    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.verifieren import Uitslag, Verificatie, Vertrouwenslijst
    from weerbaar_docs.vertrouwd import Hier


@click.argument("wat", metavar="BESTAND|PAKKET|MAP", type=click.Path(path_type=Path))
@click.option(
    "--vertrouw",
    type=click.Path(path_type=Path),
    default=None,
    help="Een map met wie u vertrouwt: zegels (bva-….pem, ccv-….pem, tijd-….pem), openbare sleutels (.asc) en medewerkers.json.",
)
@click.option(
    "--rapport",
    type=click.Path(path_type=Path),
    default=None,
    help="Schrijf in deze map een verslag voor het dossier: verificatie.html en verificatie.pdf.",
)
@click.option(
    "--ontvangstbewijs",
    type=click.Path(path_type=Path),
    default=None,
    help="Het ontvangstbewijs (JSON) van een bezorging; controleer daarmee het verzegelde bericht (.pgp).",
)
@click.option("--offline", is_flag=True, help="Gebruik geen netwerk; deze opdracht doet dat nooit.")
def _verifieer(
    uitvoer: Uitvoer,
    wat: Path,
    vertrouw: Path | None,
    rapport: Path | None,
    ontvangstbewijs: Path | None,
    offline: bool,  # noqa: ARG001, FBT001 - a promise that scripts may ask for
    proef: bool,  # noqa: FBT001
    peildatum: date | None,
) -> int:
    """Controleer een PDF, een pakket of een map met de uitgepakte stukken: wie ondertekende wat, en of elke schakel klopt."""
    from weerbaar_docs._files import refuse_existing, write_together
    from weerbaar_docs.verifieren import Verificatie, organisatie_of, trusted_ring
    from weerbaar_docs.verifieren.uitslag import one_line

    targets = [] if rapport is None else [rapport / name for name in ("verificatie.html", "verificatie.pdf")]
    refuse_existing(targets)
    now = datetime.now(UTC) if peildatum is None else datetime.combine(peildatum, time(12), UTC)
    hier = _here(vertrouw)
    vertrouwen = hier.vertrouwen
    given = _read(wat)
    with trusted_ring(vertrouwen) as openpgp:
        verificatie = Verificatie(vertrouwen=vertrouwen, openpgp=openpgp, now=now)
        bewijs = None if ontvangstbewijs is None else read_file(ontvangstbewijs)
        uitslag = _examined(given, verificatie, hier.huisstijl(organisatie_of(given)), bewijs)
    masker = None if uitvoer.toon_persoonsgegevens else MASKER
    if targets:
        made = _reports(given, uitslag, now, masker)
        if not proef:
            check_interrupt()
            write_together(dict(zip(targets, made, strict=True)))
    uitvoer.data(
        {"bestand": one_line(str(wat)), **uitslag.as_json(masker=masker)}, _lines(wat, uitslag, vertrouwen, masker)
    )
    return 0 if uitslag.oordeel == "goed" else VerificationError.exit_code


def _read(wat: Path) -> bytes | dict[str, bytes]:
    from weerbaar_docs.encryption.package import MAX_PAKKET

    if wat.is_dir() and not wat.is_symlink():
        return read_folder(wat, MAX_PAKKET)
    return read_whole(wat, MAX_PAKKET)


def _here(vertrouw: Path | None) -> Hier:
    """Give whom the given folder names; without one whom the store of this computer knows."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.rendering.huisstijl import HUISSTIJL
    from weerbaar_docs.verifieren import MAX_BYTES, read_vertrouwen
    from weerbaar_docs.vertrouwd import Hier, trusted_here

    if vertrouw is not None:
        return Hier(vertrouwen=read_vertrouwen(read_folder(vertrouw, MAX_BYTES)), huisstijl=lambda _: HUISSTIJL)
    return trusted_here(load_config(None, os.environ), os.environ)


def _examined(
    given: bytes | dict[str, bytes], verificatie: Verificatie, huisstijl: Huisstijl, bewijs: bytes | None
) -> Uitslag:
    from weerbaar_docs.verifieren import verifieer, verifieer_delen, verifieer_verzegeld, with_receipt

    if isinstance(given, dict):
        return with_receipt(verifieer_delen(given, verificatie=verificatie, huisstijl=huisstijl), bewijs)
    if bewijs is not None and not given.startswith((b"PK", b"%PDF")):
        return verifieer_verzegeld(given, bewijs)
    return with_receipt(verifieer(given, verificatie=verificatie, huisstijl=huisstijl), bewijs)


def _reports(
    given: bytes | dict[str, bytes], uitslag: Uitslag, now: datetime, masker: str | None
) -> tuple[bytes, bytes]:
    """Give the report as HTML and as PDF; a folder goes by the digest of its manifest."""
    from weerbaar_docs.canonical import sha256
    from weerbaar_docs.encryption.package import MANIFEST
    from weerbaar_docs.verifieren.document import render_verificatie
    from weerbaar_docs.verifieren.html import as_html

    digest = sha256(given if isinstance(given, bytes) else given.get(MANIFEST, b""))
    return (
        as_html(uitslag, sha256=digest, now=now, masker=masker),
        render_verificatie(uitslag, sha256=digest, now=now, masker=masker).pdf,
    )


def _lines(wat: Path, uitslag: Uitslag, vertrouwen: Vertrouwenslijst, masker: str | None) -> list[str]:
    from weerbaar_docs.verifieren.tonen import regels
    from weerbaar_docs.verifieren.uitslag import one_line

    return [one_line(f"{wat}: {uitslag.soort}"), *regels(uitslag, masker=masker, bekend=not vertrouwen.leeg)]


entry = command(root, "verifieer", writes=True, dated=True)(_verifieer)
