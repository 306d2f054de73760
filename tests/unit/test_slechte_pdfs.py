# SPDX-License-Identifier: EUPL-1.2
"""A bad PDF or seal is refused by each command in Dutch: the input stays as it is, and there is no output."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from pdfs import PDF
from pki import Pki
from slechtepdfs import ACTIEF, SLECHT
from weerbaar_docs.cli import run
from weerbaar_docs.errors import StampingError, VerificationError, WeerbaarDocsError
from weerbaar_docs.hybride import is_hybrid
from weerbaar_docs.pades import raise_pdf, seal_pdf, verify_pdf

NOT_READ = {
    "encrypted": "versleuteld",
    "encrypted without a password": "versleuteld",
    "hybrid": "niet in elk programma hetzelfde",
    "hybrid in other letters": "niet in elk programma hetzelfde",
    "broken xref": "niet te lezen",
    "no xref": "niet te lezen",
    "half": "niet te lezen",
    "only a header": "niet te lezen",
    "noise": "niet te lezen",
}


@pytest.fixture(scope="module")
def pki():
    """A certificate authority of today, for a command reads the clock."""
    made = Pki(datetime.now(UTC).replace(microsecond=0))
    yield made
    made.close()


@pytest.fixture(scope="module")
def houder(pki):
    return pki.seal()


@pytest.fixture(scope="module")
def signed(pki, houder):
    return seal_pdf(PDF, pki.zegel(houder, "B-B"), reden="Vaststelling", now=pki.nu).pdf


@pytest.fixture
def folder(pki, tmp_path, monkeypatch):
    (tmp_path / "wortel.pem").write_bytes(pki.root.pem)
    (tmp_path / "tsa.der").write_bytes(pki.tsa_root.der)
    given = {
        "niveau": "B-LTA",
        "vertrouwd": [str(tmp_path / "wortel.pem")],
        "tsa_adres": f"{pki.adres}/tsa",
        "tsa_vertrouwd": [str(tmp_path / "tsa.der")],
        "servers": [pki.host],
    }
    lines = (f"{name} = {json.dumps(value)}\n" for name, value in given.items())
    (tmp_path / "config.toml").write_text("[zegel]\n" + "".join(lines))
    monkeypatch.setenv("WEERBAAR_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "post").mkdir()
    return tmp_path / "post"


def refused(folder, pdf, capsys, *command):
    """Run a command on a file in a folder of its own; give its exit code and what it says, and see that nothing changed."""
    path = folder / "oud.pdf"
    path.write_bytes(pdf)
    before = path.stat()
    code = run(
        [*command[:2], str(path), *command[2:]] if command[0] == "bva" else [command[0], str(path), *command[1:]]
    )
    said = capsys.readouterr()
    assert [found.name for found in folder.iterdir()] == ["oud.pdf"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (pdf, before.st_mtime_ns)
    assert "Traceback" not in said.err + said.out
    return code, said.err + said.out


@pytest.mark.parametrize("name", SLECHT)
@pytest.mark.parametrize("proef", [(), ("--proef",)], ids=["", "proef"])
def test_raising_refuses_a_bad_file_and_asks_nobody(pki, signed, folder, capsys, name, proef):
    pki.vragen.clear()
    given = ("bva", "verhoog", "--uit", str(folder / "nieuw.pdf"), *proef)
    code, said = refused(folder, SLECHT[name](signed), capsys, *given)
    assert code == 8
    assert "ZEGEL-CONTROLE" in said
    assert NOT_READ.get(name, "niet te") in said or name in ACTIEF
    assert pki.vragen == []


@pytest.mark.parametrize("name", ACTIEF)
@pytest.mark.parametrize("proef", [(), ("--proef",)], ids=["", "proef"])
def test_a_file_that_acts_is_not_raised_though_its_seal_holds(pki, houder, folder, capsys, name, proef):
    pki.vragen.clear()
    pdf = seal_pdf(ACTIEF[name](PDF), pki.zegel(houder, "B-B"), reden="x", now=pki.nu).pdf
    given = ("bva", "verhoog", "--uit", str(folder / "nieuw.pdf"), *proef)
    code, said = refused(folder, pdf, capsys, *given)
    assert code == StampingError.exit_code
    assert "ZEGEL-PDF" in said
    assert pki.vragen == []


def seals(pki):
    """Give seals that are out of time or of strangers: when they sign, and what is said of that now."""
    day = timedelta(days=1)
    return {
        "expired": (pki.seal(end=pki.nu - day), pki.nu - 2 * day, "niet meer geldig"),
        "not valid yet": (pki.seal(start=pki.nu + day), pki.nu + 2 * day, "nog niet geldig"),
        "signed tomorrow": (pki.seal(), pki.nu + day, "in de toekomst"),
        "unknown issuer": (pki.issue("zegel", pki.tsa_root), pki.nu, "uitgever die niet vertrouwd is"),
        "its own issuer": (pki.issue("zegel"), pki.nu, "niet gezet met een zegel dat nu vertrouwd"),
    }


@pytest.mark.parametrize("name", ["expired", "not valid yet", "signed tomorrow", "unknown issuer", "its own issuer"])
def test_raising_refuses_a_seal_that_does_not_hold_now(pki, folder, capsys, name):
    houder, moment, words = seals(pki)[name]
    pdf = seal_pdf(PDF, pki.zegel(houder, "B-B"), reden="x", now=moment).pdf
    code, said = refused(folder, pdf, capsys, "bva", "verhoog", "--uit", str(folder / "nieuw.pdf"))
    assert (code, "ZEGEL-CONTROLE" in said) == (8, True)
    assert words in said


@pytest.mark.lang
@pytest.mark.parametrize("name", SLECHT)
def test_verifying_says_what_is_wrong_with_a_bad_file(signed, folder, capsys, name):
    code, said = refused(folder, SLECHT[name](signed), capsys, "verifieer")
    assert code == 8
    assert "FOUT" in said


@pytest.mark.parametrize("name", NOT_READ)
def test_the_check_of_a_signature_names_what_it_cannot_read(pki, signed, name):
    with pytest.raises(VerificationError, match=NOT_READ[name]):
        verify_pdf(SLECHT[name](signed), vertrouwd=[pki.root.der], now=pki.nu)


@pytest.mark.parametrize("name", NOT_READ)
def test_nothing_bad_is_sealed(pki, houder, name):
    with pytest.raises(StampingError, match="ZEGEL-PDF"):
        seal_pdf(SLECHT[name](PDF), pki.zegel(houder, "B-B"), reden="x", now=pki.nu)


@pytest.mark.parametrize("data", [b"/XRefStm 9", b"/X#52ef#53tm 9", b"/#58RefStm", b"/XRefSt#6D", b"/XRefSt#6d"])
def test_a_hybrid_file_is_known_however_its_name_is_written(data):
    assert is_hybrid(b"trailer << " + data)
    assert not is_hybrid(b"trailer << /XRefStn 9 /XRef")
    assert not is_hybrid(PDF)


def test_whatever_is_raised_the_error_is_ours(pki, signed):
    for make in SLECHT.values():
        with contextlib.suppress(WeerbaarDocsError):
            raise_pdf(make(signed), pki.voorzieningen(), now=pki.nu)
