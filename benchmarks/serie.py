# SPDX-License-Identifier: EUPL-1.2
"""Letters to 342 organisations, PDF and encrypted, beside the naive way; and the memory of a series of many.

    python benchmarks/serie.py [letters] [readable]

The naive way, per letter: docxtpl, `soffice --convert-to pdf`, gpg --sign --encrypt; no conformance, no seal, no check. Budget: at least 20
times faster per letter, on all cores; and a series of 10,000 (`serie.py 10000 readable`) may take no more memory than one of 342.
"""

from __future__ import annotations

import copy
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from docxtpl import DocxTemplate
from jinja2 import Environment

from sleutelbouw import Smidse
from weerbaar_docs._resources import read_resource
from weerbaar_docs.encryption.package import ALLES_IN_EEN
from weerbaar_docs.keys import Sleutel
from weerbaar_docs.model import thaw
from weerbaar_docs.neutrale_brief import neutrale_gegevens
from weerbaar_docs.rendering.filters import FILTERS
from weerbaar_docs.rendering.huisstijl import GEGEVENS, HUISSTIJL
from weerbaar_docs.serie import Serie, run_serie
from weerbaar_docs.serie.serie import templates_of
from weerbaar_docs.serie.werker import Verzegeling
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.voorbeelddata import SOORTEN, maak

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = 342
NAIVE = 8
BUDGET = 20.0
DAG = date(2026, 6, 1)
PUNT = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"][0]


def main(count: int, *, sealed: bool) -> None:
    """Make the letters both ways and print the ratio and the memory."""
    with tempfile.TemporaryDirectory() as name, Smidse() as smidse:
        place = Path(name)
        # Keys as in practice: each recipient has one; here all have the same.
        levering, werkgever = smidse.make(name="CCV levering (fictief)"), smidse.make(name="Werkgever (fictief)")
        _configure(place)
        seal = _verzegeling(smidse, levering, werkgever, count) if sealed else None
        ours, peak = _ours(count, place, seal)
        print(f"{count} letters: {ours * 1000:.0f} ms per letter, peak memory of all processes {peak:.0f} MiB")
        if sealed:
            naive = _naive(place, smidse, levering, werkgever)
            print(f"naive: {naive * 1000:.0f} ms per letter; {naive / ours:.1f} times faster (budget {BUDGET})")


def organisaties(count: int) -> list[dict[str, Any]]:
    """Give so many fictional organisaties, of each kind in turn."""
    base = [maak(soort, 0, "aangemeld")["organisatie"] for soort in SOORTEN]
    for organisatie in base:
        for key in ("openpgp", "rsin", "tooi_uri", "kvk_nummer"):
            organisatie.pop(key, None)
    return [
        copy.deepcopy(base[n % 3]) | {"oin": f"00000001{900000000 + n:09}000", "naam": f"{base[n % 3]['naam']} {n}"}
        for n in range(count)
    ]


def _ours(count: int, place: Path, seal: Verzegeling | None) -> tuple[float, float]:
    found = organisaties(count)
    serie = Serie(
        soort="brief_regeling",
        ontvangers=found,
        contactpunt=PUNT,
        datum=DAG,
        sjablonen=templates_of("brief_regeling", found, HUISSTIJL),
        huisstijl_sha256=HUISSTIJL.gegevens_sha256,
        verzegeling=seal,
    )
    peaks = [0.0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(peaks, done))
    watcher.start()
    started = time.perf_counter()
    outcome = run_serie(serie, place / "uit")
    spent = (time.perf_counter() - started) / count
    done.set()
    watcher.join()
    assert outcome.gemaakt == count, outcome.uitval[:3]
    return spent, peaks[0]


def _watch(peaks: list[float], done: threading.Event) -> None:
    while not done.wait(0.2):
        peaks[0] = max(peaks[0], sum(_resident(pid) for pid in _family(os.getpid())))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield from _family(child)


def _resident(pid: int) -> float:
    """Give the memory of a process in MiB, shared parts counted once over all who share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _naive(place: Path, smidse: Smidse, levering: str, werkgever: str) -> float:
    template = place / "brief.docx"
    started = time.perf_counter()
    for n, organisatie in enumerate(organisaties(NAIVE)):
        template.write_bytes(read_resource("templates", f"brief_regeling_{organisatie['type']}.docx"))
        document = DocxTemplate(io.BytesIO(template.read_bytes()))
        environment = _environment()
        context = neutrale_gegevens("brief_regeling", organisatie, PUNT, datum=DAG) | {"huisstijl": thaw(GEGEVENS)}
        document.render(context, environment)
        document.save(place / f"{n}.docx")
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(place), str(place / f"{n}.docx")],
            check=True,
            capture_output=True,
            env={**os.environ, "HOME": str(place)},
        )
        smidse.gpg(
            *("--sign", "--encrypt", "--trust-model", "always", "-u", levering, "-r", werkgever),
            data=(place / f"{n}.pdf").read_bytes(),
        )
    return (time.perf_counter() - started) / NAIVE


def _environment() -> Any:
    environment = Environment(autoescape=True)
    environment.filters.update(FILTERS)
    return environment


def _configure(place: Path) -> None:
    bundle, _ = make_zegel("CCV", now=datetime.now(UTC))
    (place / "zegel.p12").write_bytes(bundle)
    (place / "zegel.p12").chmod(0o600)
    os.environ |= {"HOME": str(place), "WEERBAAR_ZEGEL_SLEUTEL": f"file:{place / 'zegel.p12'}"}
    os.environ.pop("XDG_DATA_HOME", None)


def _verzegeling(smidse: Smidse, levering: str, werkgever: str, count: int) -> Verzegeling:
    def pinned(fingerprint: str, houder: str, soort: Any) -> Sleutel:
        return Sleutel(
            vingerafdruk=fingerprint,
            houder=houder,
            soort=soort,
            certificaat=smidse.export(fingerprint),
            geverifieerd_op=DAG,
            geverifieerd_wijze="fysiek_overhandigd",
        )

    one = pinned(werkgever, "-", "werkgever")
    return Verzegeling(
        home=str(smidse.home),
        levering=pinned(levering, "CCV", "ccv_levering"),
        sleutels={o["oin"]: replace(one, houder=o["oin"]) for o in organisaties(count)},
        sleutelbeheer=ALLES_IN_EEN,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS, sealed="readable" not in sys.argv)
