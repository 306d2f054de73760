# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs sjabloon lint|contract|voorbeeld|nieuw|registreer|lijst`: the Word templates of documents."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command, talk
from weerbaar_docs.cli.reading import read_file
from weerbaar_docs.errors import RenderingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.sjablonen import Lintuitslag

_LIMIET = 20_000_000
_FORMATEN = ("text", "json", "sarif")
_PAD = click.Path(path_type=Path)
_BESTAND = click.argument("bestand", type=_PAD)
_DOCUMENT = click.option(
    "--document", default=None, help="Voor welk document het sjabloon is; anders volgt dat uit de naam van het bestand."
)


@click.group()
def entry() -> None:
    """Controleer, maak en registreer de Word-sjablonen van documenten."""


@click.argument("bestanden", metavar="BESTAND...", nargs=-1, required=True, type=_PAD)
@_DOCUMENT
@click.option(
    "--formaat", type=click.Choice(_FORMATEN), default="text", help="Hoe de uitslag eruitziet.", show_default=True
)
def _lint(uitvoer: Uitvoer, bestanden: tuple[Path, ...], document: str | None, formaat: str) -> int:
    """Zoek alle fouten in sjablonen, met hun plaats. Afsluitcode 3 bij fouten, 0 bij alleen waarschuwingen."""
    from weerbaar_docs.sjablonen.uitvoer import as_json, as_sarif, as_text

    huisstijl = _huisstijl()
    results = [(str(path), _linted(path, _document(path, document), huisstijl)) for path in bestanden]
    value = as_sarif(results) if formaat == "sarif" else as_json(results)
    lines = [line for name, uitslag in results for line in as_text(name, uitslag)]
    uitvoer.data(value, lines if formaat == "text" else [json.dumps(value, ensure_ascii=False, indent=2)])
    return RenderingError.exit_code if any(uitslag.fouten for _, uitslag in results) else 0


command(entry, "lint")(_lint)


@_BESTAND
@_DOCUMENT
@click.option("--alles", is_flag=True, help="Toon ook de velden die het sjabloon niet gebruikt.")
def _contract(uitvoer: Uitvoer, bestand: Path, document: str | None, alles: bool) -> None:  # noqa: FBT001
    """Toon welke velden een sjabloon gebruikt, met hun soort en plaats."""
    from weerbaar_docs.sjablonen.contractlijst import used_fields

    name = _document(bestand, document)
    fields = used_fields(_read(bestand), name, alles=alles)
    lines = [f"{bestand}: {name}, {sum(1 for f in fields if f.plaatsen)} velden"]
    for f in fields:
        lines.append(f"{f.pad}  ({' of '.join(f.soorten)})")
        lines += [f"    {plaats}{f' ({number} keer)' if number > 1 else ''}" for plaats, number in f.plaatsen]
        lines += [] if f.plaatsen else ["    niet gebruikt"]
    uitvoer.data({"document": name, "velden": [f.as_json() for f in fields]}, lines)


command(entry, "contract")(_contract)


@_BESTAND
@_DOCUMENT
@click.option("--uit", "folder", type=_PAD, required=True, help="De map voor de voorbeelden.")
@click.option("--alleen", default=None, help="Alleen voorbeelden met dit in hun naam, zoals waterschap.")
@click.option("--overschrijf", is_flag=True, help="Vervang bestanden die er al zijn.")
def _voorbeeld(
    uitvoer: Uitvoer,
    bestand: Path,
    document: str | None,
    folder: Path,
    alleen: str | None,
    overschrijf: bool,  # noqa: FBT001
    proef: bool,  # noqa: FBT001
) -> None:
    """Vul een sjabloon met verzonnen gegevens: Word en PDF van elk voorbeeld."""
    from weerbaar_docs._files import refuse_existing, write_together

    name = _document(bestand, document)
    made = {
        folder / f"{name}-{voorbeeld}.{kind}": data
        for voorbeeld, docx, pdf in _rendered(_read(bestand), name, alleen or "")
        for kind, data in (("docx", docx), ("pdf", pdf))
    }
    if not made:
        raise UsageError.because("SJABLOON-VOORBEELD", "er is geen voorbeeld met deze naam", "Laat --alleen weg.")
    refuse_existing(made, overwrite=overschrijf)
    if not proef:
        check_interrupt()
        write_together(made, overwrite=overschrijf)
    files = [str(path) for path in made]
    uitvoer.data(
        {"bestanden": files, "proef": proef},
        [f"{'zou schrijven' if proef else 'geschreven'}: {path}" for path in files],
    )


command(entry, "voorbeeld", writes=True)(_voorbeeld)


@click.argument("document")
@click.option("--uit", "bestand", type=_PAD, required=True, help="Het Word-bestand om te maken.")
@click.option("--overschrijf", is_flag=True, help="Vervang het bestand als het er al is.")
def _nieuw(uitvoer: Uitvoer, document: str, bestand: Path, overschrijf: bool, proef: bool) -> None:  # noqa: FBT001
    """Maak een eerste sjabloon voor een document, om in Word verder te bewerken."""
    from weerbaar_docs._files import write_atomic
    from weerbaar_docs.sjablonen.nieuw import starter

    made = starter(document)
    if not proef:
        check_interrupt()
        write_atomic(bestand, made, overwrite=overschrijf)
    lines = [
        f"{'zou schrijven' if proef else 'geschreven'}: {bestand}",
        f"Bewerk het in Word en controleer het: sjabloon lint {bestand} --document {document}",
    ]
    uitvoer.data({"bestand": str(bestand), "document": document, "proef": proef}, lines)


command(entry, "nieuw", writes=True)(_nieuw)


@_BESTAND
@_DOCUMENT
@click.option(
    "--huisstijl",
    default="standaard",
    help="Het OIN van de werkgever voor wie het sjabloon is; standaard geldt voor alle andere.",
    show_default=True,
)
def _registreer(uitvoer: Uitvoer, bestand: Path, document: str | None, huisstijl: str, proef: bool) -> None:  # noqa: FBT001
    """Keur een sjabloon met alle voorbeelden en leg het vast; een vorige versie blijft bewaard."""
    from weerbaar_docs.registers.sjablonen import register_sjabloon
    from weerbaar_docs.sjablonen.keuren import approve
    from weerbaar_docs.werkplek import open_here

    name = _document(bestand, document)
    opslag = open_here(os.environ)
    talk("Alle voorbeelden worden gemaakt; dat kan een halve minuut duren.")
    style = _huisstijl()
    keuring = approve(_read(bestand), name, _samples(name, style), motoren=style.motoren.motoren)
    check_interrupt()
    made = register_sjabloon(opslag, keuring, huisstijl=huisstijl, proef=proef)
    for found in keuring.uitslag.waarschuwingen:
        talk(f"{found.ernst} {found.code} ({found.plaats}): {found.melding}")
    value = {**made.as_json(), "voorbeelden": list(keuring.voorbeelden), "proef": proef}
    lines = [
        f"{'zou vastleggen' if proef else 'vastgelegd'}: {name} voor {huisstijl}, versie {made.versie}",
        f"  motor {made.motor} {made.motor_versie}, {len(keuring.voorbeelden)} voorbeelden gemaakt",
        f"  sha256 {made.template_sha256}",
    ]
    uitvoer.data(value, lines)


command(entry, "registreer", writes=True)(_registreer)


def _lijst(uitvoer: Uitvoer) -> None:
    """Toon de geregistreerde sjablonen, met al hun versies."""
    from weerbaar_docs.registers.sjablonen import sjablonen
    from weerbaar_docs.werkplek import open_here

    with open_here(os.environ).act("bevraagd", object="register") as act:
        found = sjablonen(act)
    lines = [
        f"{s.huisstijl:<20}  {s.document:<24}  versie {s.versie}  {s.motor}  {s.gemaakt_op[:10]}  {s.template_sha256[:16]}"
        for s in found
    ]
    uitvoer.data(
        {"sjablonen": [s.as_json() for s in found]},
        lines or ["Er zijn geen eigen sjablonen; die van dit programma gelden."],
    )


command(entry, "lijst")(_lijst)


def _linted(path: Path, document: str, huisstijl: Huisstijl) -> Lintuitslag:
    from weerbaar_docs.sjablonen import lint
    from weerbaar_docs.sjablonen.keuren import with_samples

    docx = _read(path)
    uitslag = lint(docx, document, motoren=huisstijl.motoren.motoren)
    return uitslag if uitslag.fouten else with_samples(uitslag, docx, _samples(document, huisstijl))


def _read(path: Path) -> bytes:
    return read_file(path, _LIMIET)


def _document(path: Path, given: str | None) -> str:
    from weerbaar_docs.sjablonen import contract, documenten

    if given is not None:
        contract(given)
        return given
    found = next((name for name in sorted(documenten(), key=len, reverse=True) if path.stem.startswith(name)), "")
    if not found:
        raise UsageError.because(
            "SJABLOON-DOCUMENT",
            "niet duidelijk is voor welk document dit sjabloon is",
            f"Geef --document met een van: {', '.join(documenten())}.",
        )
    return found


def _samples(document: str, huisstijl: Huisstijl) -> list[tuple[str, Mapping[str, Any]]]:
    from weerbaar_docs.sjabloonvoorbeelden import voorbeelden

    return [(v.naam, v.context) for v in voorbeelden(document, huisstijl=huisstijl)]


def _rendered(docx: bytes, document: str, alleen: str) -> list[tuple[str, bytes, bytes]]:
    from weerbaar_docs.sjablonen.keuren import render_samples

    huisstijl = _huisstijl()
    samples = [(naam, context) for naam, context in _samples(document, huisstijl) if alleen in naam]
    return render_samples(docx, samples, motoren=huisstijl.motoren.motoren)


def _huisstijl() -> Huisstijl:
    """Give what this computer makes documents with, but for registered templates; tell which plugins were not loaded."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.huisstijl import huisstijl_of

    found = huisstijl_of(load_config(None, os.environ), None)
    for fout in found.motoren.fouten:
        for line in fout.diagnostics():
            talk(line)
    return found
