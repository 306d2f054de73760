# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs demo`: the whole way once, with a fictional dossier."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from weerbaar_docs.cli.app import root
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.errors import UsageError


@click.option(
    "--uit", "folder", type=click.Path(path_type=Path), default=None, help="Een nieuwe map voor de resultaten."
)
def _demo(uitvoer: Uitvoer, folder: Path | None, proef: bool) -> None:  # noqa: FBT001
    """Loop de hele weg met een verzonnen dossier en wegwerpsleutels."""
    from weerbaar_docs.config import load_config
    from weerbaar_docs.demo import walk

    if proef:
        plan = ["valideren", "opmaken", "vaststellen", "stempelen", "weigeren", "toestemming", "verzegelen", "bezorgen"]
        uitvoer.data({"proef": True, "stappen": plan}, [f"zou doen: {stap}" for stap in plan])
        return
    if folder is not None and not _is_free(folder):
        raise UsageError.because(
            "MAP-NIET-LEEG", "de map voor de resultaten is niet leeg of niet te gebruiken", "Kies een nieuwe map."
        )
    achterkant = load_config(None, os.environ).get("openpgp.achterkant")
    target = folder or Path(tempfile.mkdtemp(prefix="weerbaar-demo-"))
    result = walk(target, uitvoer.progress, achterkant=achterkant)
    uitvoer.data(result, [f"De resultaten staan in {target}"])


def _is_free(folder: Path) -> bool:
    try:
        return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except OSError:
        return False


entry = command(root, "demo", writes=True)(_demo)
