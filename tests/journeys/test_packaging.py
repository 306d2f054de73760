# SPDX-License-Identifier: EUPL-1.2
"""schemas/, templates/ and voorbeelden/ are found in an editable install, a wheel, and a wheel made from the sdist."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
LOOK = (
    "from weerbaar_docs._resources import list_resources, read_resource; import weerbaar_docs\n"
    "print(weerbaar_docs.__file__)\n"
    "print(sorted((f, n, len(read_resource(f, n))) for f in ('schemas', 'templates', 'voorbeelden')"
    " for n in list_resources(f)))\n"
)


def run(*arguments, cwd=ROOT, path=""):
    environment = {**os.environ, "PYTHONPATH": path, "VIRTUAL_ENV": ""}
    done = subprocess.run(
        [str(a) for a in arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    run(UV, "build", "--quiet", "--wheel", "--out-dir", folder / "direct")
    run(UV, "build", "--quiet", "--sdist", "--out-dir", folder)
    (sdist,) = folder.glob("*.tar.gz")
    run(UV, "build", "--quiet", "--wheel", "--out-dir", folder / "via-sdist", sdist)
    return {kind: next((folder / kind).glob("*.whl")) for kind in ("direct", "via-sdist")}


def test_an_editable_install_finds_the_checkout(tmp_path):
    where, found = run(sys.executable, "-c", LOOK, cwd=tmp_path).splitlines()
    assert Path(where).is_relative_to(ROOT)
    assert "dossier.schema.json" in found


@pytest.mark.parametrize("kind", ["direct", "via-sdist"])
def test_a_wheel_carries_the_same_files(wheels, tmp_path, kind):
    with zipfile.ZipFile(wheels[kind]) as archive:
        archive.extractall(tmp_path / "lib")
    where, found = run(sys.executable, "-c", LOOK, cwd=tmp_path, path=str(tmp_path / "lib")).splitlines()
    assert Path(where).is_relative_to(tmp_path)
    assert found == run(sys.executable, "-c", LOOK, cwd=tmp_path).splitlines()[1]


def test_both_wheels_hold_the_same_files(wheels):
    names = [sorted(zipfile.ZipFile(wheel).namelist()) for wheel in wheels.values()]
    assert names[0] == names[1]
    assert "weerbaar_docs/py.typed" in names[0]
    assert "weerbaar_docs/rendering/typst_engine/document.typ" in names[0]
    assert "weerbaar_docs/rendering/typst_engine/stempel.typ" in names[0]
