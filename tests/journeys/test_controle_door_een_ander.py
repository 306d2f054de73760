# SPDX-License-Identifier: EUPL-1.2
"""The page for who does not trust this program is run as it stands: it passes what holds, and stops at what does not."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, TextStringObject

from pdfs import PDF
from pki import NOW
from verifieerbouw import besluitpakket, packed, public, sent_back, signer, zending
from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.encryption.package import OPVULLING
from weerbaar_docs.pades import NIVEAUS, raise_pdf, seal_pdf

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "controle_door_een_ander.md"
# The blocks of each numbered part; in the parts that check archive files that is the last block.
PARTS = {
    int(number): re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for number, text in re.findall(
        r"^## (\d)\.(.*?)(?=^## )", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
}
BEGIN = [*PARTS[1], *PARTS[2]]
ZENDING = [*BEGIN, *PARTS[3]]
VASTGESTELD = [*BEGIN, *PARTS[4], *PARTS[5]]
TERUGGESTUURD = [*BEGIN, *PARTS[4], *PARTS[6]]
SQV = [*BEGIN, *PARTS[7]]
NODIG = ("gpg", "pdfsig", "openssl", "sha256sum", "sqv")
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


def lay(base, o, files):
    """Lay down the files of a package, and beside them what the receiver trusts."""
    for name, data in files.items():
        path = base / "pakket" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (base / "vertrouw").mkdir()
    (base / "vertrouw" / "ccv-zegel.der").write_bytes(o.ccv_certificaat)
    (base / "vertrouw" / "bva-zegel.der").write_bytes(o.bva_certificaat)
    (base / "vertrouw" / "ccv-levering.pgp").write_bytes(public(o, o.ccv.vingerafdruk))
    for m in o.medewerkers:
        (base / "vertrouw" / f"{m.id}.pgp").write_bytes(public(o, m.vingerafdruk))
    (base / "bin").mkdir()
    program = base / "bin" / "verapdf"
    program.write_text(VERAPDF.format(python=sys.executable, tests=str(ROOT / "tests")))
    program.chmod(0o700)
    return base


@pytest.fixture(scope="module")
def plek(keten, tmp_path_factory):
    """Give a zending with a werkgeversversie."""
    return lay(tmp_path_factory.mktemp("ander"), keten.o, {**zending(keten), OPVULLING: bytes(1000)})


@pytest.fixture(scope="module")
def besluit(keten, tmp_path_factory):
    """Give a besluitpakket of a report that was established."""
    made = packed(besluitpakket(keten), "besluitpakket", signer(keten.o, "MW-0004"))
    return lay(tmp_path_factory.mktemp("besluit"), keten.o, made)


def script(keten, blocks):
    """Give the page as one script, with the fingerprints filled in that a receiver knows from elsewhere."""
    o = keten.o
    known = {m.id: m.vingerafdruk for m in o.medewerkers}
    people = [known[f"MW-000{number}"] for number in (4, 2, 3, 1)]
    text = "".join(blocks)
    for number, value in enumerate((o.ccv.vingerafdruk, *people), start=1):
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
    done = follow(keten, plek / "pakket", ZENDING)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().count("PASS ") == 6


def test_the_page_passes_it_without_verapdf_too(keten, plek):
    done = follow(keten, plek / "pakket", ZENDING[:-1])
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.lang
@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "manifest.json.sig",
        "werkgeversversie.pdf",
        "maatregelenoverzicht.pdf",
        "maatregelenoverzicht.xlsx",
        "maatregelen.json",
        "LEESMIJ.txt",
        "verklaringen/vaststelling.json",
        "verklaringen/attest-2.json.sig",
    ],
)
def test_the_page_stops_at_one_changed_byte(keten, plek, tmp_path, name):
    for part in ("pakket", "vertrouw", "bin"):
        shutil.copytree(plek / part, tmp_path / part)
    path = tmp_path / "pakket" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert follow(keten, tmp_path / "pakket", ZENDING[:-1]).returncode != 0


@pytest.mark.parametrize(("name", "data"), [("extra.pdf", b"%PDF"), (OPVULLING, bytes(9) + b"%PDF")])
def test_the_page_stops_at_a_file_too_many(keten, plek, tmp_path, name, data):
    for part in ("pakket", "vertrouw", "bin"):
        shutil.copytree(plek / part, tmp_path / part)
    (tmp_path / "pakket" / name).write_bytes(data)
    done = follow(keten, tmp_path / "pakket", [*BEGIN, ZENDING[len(BEGIN)], "echo te ver\n"])
    assert done.returncode != 0
    assert not done.stdout


def attested(keten, plek, base, *, wie, **changed):
    """Follow the page to where the PDFs begin, for the same zending with another second attest."""
    parts = {
        path.relative_to(plek / "pakket").as_posix(): path.read_bytes()
        for path in (plek / "pakket").rglob("*")
        if path.is_file() and path.name != OPVULLING
    }
    name = "verklaringen/attest-2.json"
    signed = keten.o.medewerker_tekent(canonical_bytes({**read_json(parts[name]), **changed}), wie)
    parts |= {name: signed.verklaring, f"{name}.sig": signed.handtekening}
    lay(base, keten.o, packed(parts, "zending", signer(keten.o, "ccv")))
    second = "GETUIGE_2=$TOETSER\n" if wie == "MW-0004" else ""
    done = follow(keten, base / "pakket", [*BEGIN, second, *PARTS[3][:-2], "echo zover\n"])
    return (done.returncode, done.stdout) == (0, b"zover\n")


def test_the_page_stops_at_an_attest_of_another_scan_or_of_the_toetser(keten, plek, tmp_path):
    assert attested(keten, plek, tmp_path / "zelf", wie="MW-0003")
    assert not attested(keten, plek, tmp_path / "scan", wie="MW-0003", scan_sha256="0" * 64)
    assert not attested(keten, plek, tmp_path / "toetser", wie="MW-0004")


@pytest.mark.lang
def test_the_page_stops_at_a_seal_of_somebody_else(keten, plek, tmp_path):
    for part in ("pakket", "vertrouw", "bin"):
        shutil.copytree(plek / part, tmp_path / part)
    (tmp_path / "vertrouw" / "ccv-zegel.der").write_bytes(keten.o.bva_certificaat)
    assert follow(keten, tmp_path / "pakket", [*ZENDING[:-2], "echo zover\n"]).stdout == b"zover\n"
    assert follow(keten, tmp_path / "pakket", ZENDING[:-1]).returncode != 0


@pytest.mark.lang
def test_the_page_passes_a_zending_with_the_whole_report(keten, tmp_path):
    base = lay(tmp_path, keten.o, zending(keten, "volledig_rapport"))
    done = follow(keten, base / "pakket", ZENDING[:-1])
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.lang
def test_the_page_passes_a_besluitpakket_of_an_established_report(keten, besluit):
    done = follow(keten, besluit / "pakket", VASTGESTELD)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().count("PASS ") == 4
    assert follow(keten, besluit / "pakket", TERUGGESTUURD).returncode != 0


@pytest.mark.lang
def test_the_page_passes_a_besluitpakket_that_sends_a_report_back(keten, tmp_path):
    made = packed(sent_back(keten), "besluitpakket", signer(keten.o, "MW-0004"))
    base = lay(tmp_path, keten.o, made)
    done = follow(keten, base / "pakket", TERUGGESTUURD)
    assert done.returncode == 0, done.stderr.decode()
    assert follow(keten, base / "pakket", VASTGESTELD[:-1]).returncode != 0


@pytest.mark.lang
@pytest.mark.parametrize("name", ["rapportinhoud.json", "bva_besluit.json", "definitief.pdf", "rapport.pdf"])
def test_the_page_stops_at_a_besluitpakket_whose_parts_do_not_belong_together(keten, tmp_path, name):
    parts = besluitpakket(keten)
    parts[name] = parts[name].replace(b"1", b"2", 1) if name.endswith(".json") else parts[name] + b"\n"
    base = lay(tmp_path, keten.o, packed(parts, "besluitpakket", signer(keten.o, "MW-0004")))
    done = follow(keten, base / "pakket", [*VASTGESTELD[:-2], "echo zover\n", *VASTGESTELD[-2:-1]])
    assert done.returncode != 0


def test_the_page_stops_at_a_manifest_of_another_than_the_toetser(keten, tmp_path):
    made = packed(sent_back(keten), "besluitpakket", signer(keten.o, "MW-0002"))
    base = lay(tmp_path, keten.o, made)
    assert follow(keten, base / "pakket", TERUGGESTUURD).returncode != 0


@pytest.mark.lang
@pytest.mark.parametrize("name", ["manifest.json", "LEESMIJ.txt"])
def test_sequoia_says_the_same_of_the_manifest(keten, plek, tmp_path, name):
    for part in ("pakket", "vertrouw", "bin"):
        shutil.copytree(plek / part, tmp_path / part)
    assert follow(keten, tmp_path / "pakket", SQV).returncode == 0
    path = tmp_path / "pakket" / name
    path.write_bytes(path.read_bytes() + b" ")
    assert (follow(keten, tmp_path / "pakket", SQV).returncode == 0) == (name != "manifest.json")


# --- a signature with proof behind it --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def niveaus(pki, tmp_path_factory):
    """Give the same file at each level, and one of a lower level that was raised."""
    houder, base = pki.seal("rsa"), tmp_path_factory.mktemp("niveaus")
    made = {niveau: seal_pdf(PDF, pki.zegel(houder, niveau), reden="x", now=NOW).pdf for niveau in NIVEAUS}
    made["verhoogd"] = raise_pdf(made["B-B"], pki.voorzieningen(), now=NOW)
    made["B-B met een andere titel"] = made["B-B"] + update(made["B-B"], "/Titel (anders)")
    made["B-LT met een andere pagina"] = made["B-LT"] + update(made["B-LT"], "/DSS null", pages=True)
    for name, pdf in made.items():
        (base / f"{name}.pdf").write_bytes(pdf)
    (base / "vertrouw").mkdir()
    (base / "vertrouw" / "zegel.der").write_bytes(houder.der)
    (base / "vertrouw" / "vreemd.der").write_bytes(pki.seal("rsa").der)
    return base


def update(pdf, entry, *, pages=False):
    """Give bytes that change a signed file without touching what was there: another entry, or a picture over each page."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    key, _, value = entry.partition(" ")
    writer.root_object[NameObject(key)] = TextStringObject(value)
    for page in writer.pages if pages else ():
        cover = DecodedStreamObject()
        cover.set_data(b"1 0 0 rg 0 0 400 400 re f")
        page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(cover)])
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    return out.getvalue()[len(pdf) :]


def sealed(base, name, zegel):
    """Run the page's check of one file."""
    text = f'vertrouw=vertrouw\nwerk=$(mktemp -d)\n{PARTS[2][-1]}onder_zegel "{name}.pdf" {zegel}.der\nrm -r "$werk"\n'
    environment = {**os.environ, "TMPDIR": "/tmp"}
    done = subprocess.run(
        ["sh", "-euc", text], cwd=base, env=environment, capture_output=True, check=False, timeout=120
    )
    return done.returncode == 0


@pytest.mark.parametrize("name", [*NIVEAUS, "verhoogd"])
def test_the_check_of_one_file_passes_each_level_under_its_own_seal_alone(niveaus, name):
    assert sealed(niveaus, name, "zegel")
    assert not sealed(niveaus, name, "vreemd")


@pytest.mark.parametrize("name", ["B-B met een andere titel", "B-LT met een andere pagina"])
def test_the_check_of_one_file_stops_at_what_is_no_proof_behind_the_signature(niveaus, name):
    assert not sealed(niveaus, name, "zegel")
