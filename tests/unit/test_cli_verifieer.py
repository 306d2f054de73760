# SPDX-License-Identifier: EUPL-1.2
"""`verifieer` reads, says what it found, and leaves everything as it was."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from pki import Pki
from verapdf import check
from verifieerbouw import public, signer, verificatie, zending
from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.cli import run
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, MAX_PAKKET, OPVULLING, pack
from weerbaar_docs.pades import Zegel, seal_pdf, sign_pdf
from weerbaar_docs.rendering import neutral_title, render
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.verifieren import verifieer
from weerbaar_docs.verifieren.tonen import regels
from weerbaar_docs.verifieren.uitslag import Feit, Schakel, Uitslag


@pytest.fixture(scope="module")
def plek(keten, tmp_path_factory):
    """Give a folder with a zending as files, as a zip, one of its PDFs, and whom one trusts."""
    o, base = keten.o, tmp_path_factory.mktemp("verifieer")
    parts = zending(keten)
    for name, data in parts.items():
        path = base / "zending" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    plain = {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}}
    (base / "zending.zip").write_bytes(pack(plain, pakket="zending", sign=signer(o, "ccv")))
    trust = base / "vertrouw"
    trust.mkdir()
    (trust / "bva-zegel.der").write_bytes(o.bva_certificaat)
    (trust / "ccv-zegel.der").write_bytes(o.ccv_certificaat)
    (trust / "ccv-levering.pgp").write_bytes(public(o, o.ccv.vingerafdruk))
    (trust / "medewerkers.json").write_bytes(o.medewerkers.to_json())
    for m in o.medewerkers:
        (trust / f"{m.id}.pgp").write_bytes(public(o, m.vingerafdruk))
    return base


def contents(folder):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_it_says_of_a_folder_and_of_a_zip_that_all_holds_and_writes_nothing(plek, capsys):
    before = contents(plek)
    for name in ("zending", "zending.zip"):
        assert run(["verifieer", str(plek / name), "--vertrouw", str(plek / "vertrouw"), "--offline"]) == 0
        assert capsys.readouterr().out.rstrip().endswith("Alles klopt.")
    assert contents(plek) == before


def test_zeros_that_fill_a_package_up_may_be_in_its_folder_and_nothing_else_may(plek, tmp_path, capsys):
    shutil.copytree(plek / "zending", tmp_path / "zending")
    for data, code in ((bytes(5000), 0), (bytes(5000) + b"x", 8)):
        (tmp_path / "zending" / OPVULLING).write_bytes(data)
        assert run(["verifieer", str(tmp_path / "zending"), "--vertrouw", str(plek / "vertrouw")]) == code
    assert "bestand" in capsys.readouterr().out.splitlines()[-1]


def test_its_json_names_the_first_link_that_does_not_hold(plek, tmp_path, capsys):
    assert run(["verifieer", str(plek / "zending"), "--json"]) == 8
    found = json.loads(capsys.readouterr().out)
    assert (found["oordeel"], found["eerste_gebroken"]) == ("niet_te_controleren", "afzender")
    changed = tmp_path / "brief.pdf"
    changed.write_bytes((plek / "zending" / "brief.pdf").read_bytes() + b"x")
    assert run(["verifieer", str(changed), "--json", "--vertrouw", str(plek / "vertrouw")]) == 8
    found = json.loads(capsys.readouterr().out)
    assert (found["soort"], found["oordeel"]) == ("brief of ander stuk zonder gegevens", "fout")


def test_what_is_no_such_file_is_said_with_code_3(plek, tmp_path, capsys):
    text = tmp_path / "tekst.txt"
    text.write_text("geen PDF")
    link = tmp_path / "verwijzing"
    link.symlink_to(plek / "zending.zip")
    for path in (text, tmp_path / "er-is-niets", link):
        assert run(["verifieer", str(path)]) == 3
        assert capsys.readouterr().out == ""


def test_a_file_that_no_package_can_be_is_refused_by_its_size(plek, tmp_path, capsys):
    with (tmp_path / "groot.pgp").open("wb") as handle:
        handle.truncate(MAX_PAKKET + 1)
    assert run(["verifieer", str(tmp_path / "groot.pgp"), "--vertrouw", str(plek / "vertrouw")]) == 3
    assert capsys.readouterr().err.startswith("BESTAND-GROOT: het bestand is groter dan 220 MB")


def test_a_key_of_nobody_is_refused_by_name_and_not_skipped(plek, keten, tmp_path, capsys):
    for name, data in (
        ("iemand.pgp", public(keten.o, keten.o.werkgever.vingerafdruk)),
        ("zegel.der", keten.o.ccv_certificaat),
        ("bva-zegel.pem", b"geen certificaat"),
        ("ccv.asc", b"geen sleutel"),
        ("aantekening.txt", b"x"),
    ):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (folder / name).write_bytes(data)
        assert run(["verifieer", str(plek / "zending"), "--vertrouw", str(folder)]) == 3
        assert name in capsys.readouterr().err


def test_a_date_before_the_certificate_is_told(keten, plek, capsys):
    day = (keten.o.nu - timedelta(days=20)).date().isoformat()
    path = plek / "zending" / "brief.pdf"
    assert run(["verifieer", str(path), "--vertrouw", str(plek / "vertrouw"), "--peildatum", day]) == 8
    assert "begint later dan de klok" in capsys.readouterr().out


@pytest.mark.lang
def test_without_a_folder_the_registers_of_this_computer_say_who_is_known(keten, plek, tmp_path, monkeypatch, capsys):
    for name, value in {"HOME": tmp_path, "XDG_DATA_HOME": tmp_path / "data"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{tmp_path}/sleutel.json")
    assert run(["opslag", "init", "--id", "MW-0001", "--vingerafdruk", keten.o.adviseur.vingerafdruk]) == 0
    capsys.readouterr()
    assert run(["verifieer", str(plek / "zending"), "--json"]) == 8
    found = json.loads(capsys.readouterr().out)
    assert found["eerste_gebroken"] == "afzender"
    assert run(["verifieer", str(plek / "zending"), "--vertrouw", str(plek / "vertrouw")]) == 0


def test_a_receipt_is_held_against_the_sealed_message(keten, plek, tmp_path, capsys):
    o = keten.o
    sealed = o.ccv.ring.sign_and_encrypt(
        b"x", signer=o.ccv.vingerafdruk, recipients=[o.werkgever.vingerafdruk], doel="vrijgave"
    )
    (tmp_path / "zending.pgp").write_bytes(sealed)
    receipt = {"identificatie": "WD-1", "plugin": "map", "sha256": sha256(sealed), "bytes": len(sealed), "plaats": "x"}
    path = tmp_path / "ontvangstbewijs.json"
    path.write_bytes(canonical_bytes(receipt))
    command = ["verifieer", str(tmp_path / "zending.pgp"), "--ontvangstbewijs", str(path)]
    assert run(command) == 0
    with_package = ["verifieer", str(plek / "zending.zip"), "--vertrouw", str(plek / "vertrouw")]
    assert run([*with_package, "--ontvangstbewijs", str(path)]) == 0
    assert "geef dat bestand (.pgp)" in capsys.readouterr().out
    for wrong in (canonical_bytes({**receipt, "bytes": 1}), canonical_bytes({"sha256": sha256(sealed)}), b"[]"):
        path.write_bytes(wrong)
        assert run(command) == 8
    (tmp_path / "zending.pgp").write_bytes(sealed[:-1])
    path.write_bytes(canonical_bytes(receipt))
    assert run(command) == 8


STUURT = "BVA-1\x1b[2J\x1b[H\x9b2J\u202egoed\n\r\u2028Alles klopt."


def test_what_a_document_says_writes_nothing_else_on_the_screen(keten):
    gegevens = {"rapportinhoud": {}, "bva_besluit": {"besluitnummer": STUURT}}
    pdf = sealed_by_anyone(keten, gegevens, reden=f"Vaststelling {STUURT}")
    uitslag = verifieer(pdf, verificatie=verificatie(keten.o))
    assert {s.naam: s.oordeel for s in uitslag.schakels}["besluit"] == "fout"
    assert all(line.isprintable() for line in regels(uitslag, masker=None, bekend=True))
    assert "BVA-1" not in json.dumps(uitslag.as_json())


@pytest.mark.parametrize("shown", [lambda u: regels(u, masker=None, bekend=True), lambda u: strings(u.as_json())])
def test_a_fact_or_a_link_is_one_printable_line_wherever_it_is_shown(shown):
    uitslag = Uitslag(
        soort="zending",
        feiten=(Feit(titel=STUURT, waarde=STUURT),),
        schakels=(Schakel(naam=STUURT, titel=STUURT, oordeel="fout", uitleg=STUURT),),
    )
    assert all(text.isprintable() for text in shown(uitslag))


def test_a_name_of_a_file_in_a_folder_forges_no_line(plek, tmp_path, capsys):
    folder = tmp_path / "map\x1b[2J\nAlles klopt."
    shutil.copytree(plek / "zending", folder)
    (folder / "x\x1b[2J\nAlles klopt.pdf").write_bytes(b"%PDF-1.7")
    for extra in ((), ("--json",)):
        assert run(["verifieer", str(folder), "--vertrouw", str(plek / "vertrouw"), *extra]) == 8
        lines = capsys.readouterr().out.split("\n")
        assert all(line.isprintable() for line in lines)
        assert not any(line.startswith("Alles klopt.") for line in lines)


def sealed_by_anyone(keten, gegevens, *, reden):
    """Give a report with data of one's own, under a seal that one made oneself."""
    given = {"rapportinhoud": keten.definitief.rapport.inhoud, "bva_besluit": keten.definitief.bva_besluit}
    made = render("adviesrapport", given, datum=keten.o.vandaag, titel=neutral_title("0" * 64), gegevens=gegevens)
    return sign_pdf(made.pdf, Zegel.from_pkcs12(make_zegel("BVA")[0]), reden=reden, now=keten.o.nu)


def strings(value):
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in strings(item)] if isinstance(value, list) else [str(value)]


class _Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.names, self.text = set(), set(), ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


@pytest.mark.lang
def test_the_report_for_the_dossier_is_a_still_page_and_an_accessible_pdf(plek, tmp_path, capsys):
    given = [
        "verifieer",
        str(plek / "zending.zip"),
        "--vertrouw",
        str(plek / "vertrouw"),
        "--rapport",
        str(tmp_path / "r"),
    ]
    assert run([*given, "--proef"]) == 0
    assert not (tmp_path / "r").exists()
    assert run(given) == 0
    seen = _Seen()
    seen.feed((tmp_path / "r" / "verificatie.html").read_text(encoding="utf-8"))
    assert not {"script", "img", "link", "iframe", "a", "form"} & seen.tags
    assert not {"src", "href", "onclick", "onload"} & seen.names
    assert "Alles klopt." in seen.text
    assert check([tmp_path / "r" / "verificatie.pdf"])[0].passed
    assert run(given) == 2  # a report that is there is not overwritten


def test_what_a_document_says_is_no_mark_up_in_the_report(keten):
    from weerbaar_docs.verifieren.html import as_html  # noqa: PLC0415

    uitslag = Uitslag(
        soort="<b>",
        feiten=(Feit(titel="Opgesteld door", waarde="<script>alert(1)</script>", persoonlijk=True),),
        schakels=(Schakel(naam="x", titel="&", oordeel="fout", uitleg="\"'<i>"),),
    )
    shown = as_html(uitslag, sha256="ab", now=keten.o.nu).decode()
    assert "<script" not in shown
    assert "<i>" not in shown
    assert "alert" not in as_html(uitslag, sha256="ab", now=keten.o.nu, masker="[verborgen]").decode()


@pytest.mark.lang
def test_the_seals_of_the_configuration_are_those_of_this_computer(keten, plek, tmp_path, monkeypatch, capsys):
    pki = Pki(keten.o.nu)
    try:
        seal = pki.seal(bron="")
        good = seal_pdf(keten.brief.document.pdf, pki.zegel(seal, "B-B"), reden="Brief", now=keten.o.nu).pdf
        pki.revoke(seal, keten.o.nu - timedelta(hours=1))
        lists = {"leeg": pki.crl(pki.root), "ingetrokken": pki.crl(pki.intermediate)}
    finally:
        pki.close()
    files = {"ccv.der": seal.der, "tussen.der": pki.intermediate.der, "wortel.der": pki.root.der, "brief.pdf": good}
    for name, data in {**files, **lists}.items():
        (tmp_path / name).write_bytes(data)
    for name, value in {"HOME": tmp_path, "XDG_DATA_HOME": tmp_path / "data"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{tmp_path}/sleutel.json")
    assert run(["opslag", "init", "--id", "MW-0001", "--vingerafdruk", keten.o.adviseur.vingerafdruk]) == 0
    letter = ["verifieer", str(tmp_path / "brief.pdf")]
    assert run(letter) == 8  # nobody's seal is known
    monkeypatch.setenv("WEERBAAR_CCV_ZEGELCERTIFICATEN", f"{tmp_path}/ccv.der,{tmp_path}/wortel.der")
    assert run(letter) == 0
    monkeypatch.setenv("WEERBAAR_ZEGEL_INTREKKINGSLIJSTEN", f"{tmp_path}/leeg")
    assert run(letter) == 0
    capsys.readouterr()
    monkeypatch.setenv("WEERBAAR_ZEGEL_INTREKKINGSLIJSTEN", f"{tmp_path}/leeg,{tmp_path}/ingetrokken")
    assert run(letter) == 2  # nobody that is given signed that list
    assert "[zegel]" in capsys.readouterr().err
    certificates = ",".join(f"{tmp_path}/{name}.der" for name in ("ccv", "tussen", "wortel"))
    monkeypatch.setenv("WEERBAAR_CCV_ZEGELCERTIFICATEN", certificates)
    assert run(letter) == 8
    assert "het zegel is ingetrokken" in capsys.readouterr().out
    monkeypatch.setenv("WEERBAAR_CCV_ZEGELCERTIFICATEN", f"{tmp_path}/er-is-niets.der")
    assert run(letter) == 2
    assert "[ccv]" in capsys.readouterr().err
