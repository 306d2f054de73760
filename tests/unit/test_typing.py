# SPDX-License-Identifier: EUPL-1.2
"""A skipped step is a type error (mypy) and a run-time error."""

from __future__ import annotations

import subprocess
import sys

import pytest

from weerbaar_docs.encryption import (
    Bestuurderszending,
    Bewaarstuk,
    Indiening,
    Pin,
    seal_for_bestuurder,
    seal_for_bva,
    seal_for_store,
    seal_for_werkgever,
)
from weerbaar_docs.errors import EncryptionError, WeerbaarDocsError
from weerbaar_docs.establishing import establish
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.stamping import stamp

SKIPPED = """
from datetime import datetime
from typing import Any
from weerbaar_docs import *

def walk(dossier: Dossier, rapport: Adviesrapport, concept: Conceptrapport, definitief: DefinitiefRapport,
         vastgesteld: VastgesteldRapport, stukken: Werkgeverstukken, now: datetime, a: Any) -> None:
    {line}
"""
STEPS = {
    "concept of a dossier": "render_concept(dossier, datum=now.date())",
    "stamp a concept": "stamp(concept, zegel=a, now=now)",
    "prepare an unstamped report": "prepare(definitief, a, zegel=a, now=now)",
    "ask for a report": "ask(vastgesteld, toestemming_id='', dossier='', ontvanger=None, formulier_sha256='', now=now)",
    "seal without a release": "seal_for_werkgever(stukken, a, ring=a, afzender='', registers=a, now=now)",
    "deliver without sealing": "deliver(stukken, a)",
}


def mypy(tmp_path, line):
    file = tmp_path / "skipped.py"
    file.write_text(SKIPPED.replace("{line}", line))
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--no-error-summary",
            f"--cache-dir={tmp_path.parent}/mypy",
            str(file),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    ).stdout


def test_skipped_steps_are_type_errors(tmp_path):
    out = mypy(tmp_path, "\n    ".join(STEPS.values()))
    assert out.count("[arg-type]") == len(STEPS), out


def test_the_whole_way_is_well_typed(tmp_path):
    assert "error" not in mypy(tmp_path, "stamp(definitief, zegel=a, now=now)")


def test_skipped_steps_are_run_time_errors(keten):
    o = keten.o
    attempts = [
        lambda: establish(keten.definitief, o.besluit(keten.concept), indiening=o.indiening(keten.concept), **o.bva),
        lambda: stamp(keten.concept, zegel=o.bva_zegel, now=o.nu),
        lambda: prepare(
            keten.definitief, Keuze(route="via_ccv", omvang="werkgeversversie"), zegel=o.ccv_zegel, now=o.nu
        ),
        lambda: keten.ask(stukken=keten.vastgesteld),
        lambda: keten.release(b"", None, stukken=keten.vastgesteld),
        lambda: seal_for_werkgever(keten.stukken, keten.brief, now=o.nu, **o.verzegelaar),
    ]
    for attempt in attempts:
        with pytest.raises(WeerbaarDocsError) as caught:
            attempt()
        assert caught.value.meldingen[0].code.startswith("STAP-")


def test_each_purpose_takes_its_own_sealed_type_and_a_registered_key(keten):
    o = keten.o

    def pin(vingerafdruk):
        return Pin(sleutels=o.registers.sleutels, vingerafdruk=vingerafdruk, op=o.vandaag)

    sender = {"ring": o.ccv.ring, "afzender": o.ccv.vingerafdruk}
    for attempt in (
        lambda: seal_for_bva(Bewaarstuk(inhoud=b"x"), ontvanger=pin(o.werkgever.vingerafdruk), **sender),
        lambda: seal_for_store(Bewaarstuk(inhoud=b"x"), ontvanger=pin(o.werkgever.vingerafdruk), **sender),
        lambda: seal_for_bva(Indiening(inhoud=b"x"), ontvanger=pin(o.bva_plek.vingerafdruk), **sender),
        lambda: seal_for_bestuurder(Bestuurderszending(inhoud=b"x"), ontvanger=pin(o.werkgever.vingerafdruk), **sender),
    ):
        with pytest.raises(EncryptionError):
            attempt()
    to_bestuurder = pin(o.bestuurder.vingerafdruk)
    o.ccv.ring.inspect(o.bestuurder.vingerafdruk)
    assert seal_for_bestuurder(Bestuurderszending(inhoud=b"x"), ontvanger=to_bestuurder, **sender)
