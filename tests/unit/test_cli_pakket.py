# SPDX-License-Identifier: EUPL-1.2
"""A werkgever opens what the CCV sealed: all of it, after every check, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from sleutelbouw import Smidse
from verifieerbouw import public, signer, zending
from weerbaar_docs.canonical import sha256
from weerbaar_docs.cli import run
from weerbaar_docs.encryption.package import LEESMIJ, MANIFEST, MANIFEST_SIG, pack

pytestmark = pytest.mark.lang


@pytest.fixture(scope="module")
def werkgever(keten, tmp_path_factory):
    """Give the GnuPG home of a werkgever, whom it trusts, and `send`: what the CCV seals to its key."""
    o, base = keten.o, tmp_path_factory.mktemp("werkgever")
    files = {name: data for name, data in zending(keten).items() if name not in {MANIFEST, MANIFEST_SIG}}
    with Smidse() as smidse:
        sleutel = smidse.make(name="FICTIEF gemeente")
        o.ccv.ring.import_public(smidse.export(sleutel), vingerafdruk=sleutel, soort="werkgever")

        def send(pakket="zending", sender="ccv", **changed):
            inhoud = pack({**files, **changed}, pakket=pakket, sign=signer(o, sender))
            sealed = o.ccv.ring.sign_and_encrypt(
                inhoud, signer=o.ccv.vingerafdruk, recipients=[sleutel], doel="vrijgave"
            )
            (base / "pakket.pgp").write_bytes(sealed)
            return str(base / "pakket.pgp")

        alles = base / "alles"
        alles.mkdir()
        (alles / "bva-zegel.der").write_bytes(o.bva_certificaat)
        (alles / "ccv-zegel.der").write_bytes(o.ccv_certificaat)
        (alles / "medewerkers.json").write_bytes(o.medewerkers.to_json())
        for m in o.medewerkers:
            (alles / f"{m.id}.pgp").write_bytes(public(o, m.vingerafdruk))
        alleen_ccv = base / "alleen_ccv"
        alleen_ccv.mkdir()
        for folder in (alles, alleen_ccv):
            (folder / "ccv-levering.pgp").write_bytes(public(o, o.ccv.vingerafdruk))
        yield SimpleNamespace(send=send, files=files, home=smidse.home, alles=alles, alleen_ccv=alleen_ccv, base=base)


def opened(werkgever, pakket, uit, *words, vertrouw=None):
    """Type the command as the werkgever does; give its exit code."""
    given = ("--uit", str(uit), "--vertrouw", str(vertrouw or werkgever.alles), "--gnupg-home", str(werkgever.home))
    return run(["pakket", "open", pakket, *given, *words])


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_comes_out_as_it_was_sealed_for_the_owner_alone(werkgever, tmp_path, capsys):
    uit = tmp_path / "nieuw" / "map"
    assert opened(werkgever, werkgever.send(), uit) == 0
    said = capsys.readouterr().out
    assert "Alles klopt." in said
    assert f"geschreven: {len(werkgever.files) + 2} bestanden in {uit};" in said  # with the manifest and its signature
    found = contents(uit)
    assert {name: data for name, data in found.items() if name not in {MANIFEST, MANIFEST_SIG}} == werkgever.files
    assert {stat.S_IMODE(path.stat().st_mode) for path in uit.rglob("*") if path.is_file()} == {0o600}
    assert stat.S_IMODE(uit.stat().st_mode) == 0o700
    assert run(["verifieer", str(uit), "--vertrouw", str(werkgever.alles)]) == 0
    capsys.readouterr()
    assert opened(werkgever, werkgever.send(), uit) == 2
    assert "BESTAND-MAP" in capsys.readouterr().err
    assert contents(uit) == found


def test_who_trusts_the_ccv_alone_gets_the_files_and_hears_what_was_not_checked(werkgever, tmp_path, capsys):
    uit = tmp_path / "leeg"
    uit.mkdir()
    assert opened(werkgever, werkgever.send(), uit, "--json", vertrouw=werkgever.alleen_ccv) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["controle"]["oordeel"], said["controle"]["eerste_gebroken"]) == ("niet_te_controleren", "vaststelling")
    assert said["bestanden"] == sorted(contents(uit))


def test_a_trial_checks_everything_and_writes_nothing(werkgever, tmp_path, capsys):
    assert opened(werkgever, werkgever.send(), tmp_path / "uit", "--proef") == 0
    assert "zou schrijven" in capsys.readouterr().out
    assert not (tmp_path / "uit").exists()


def refused(capsys, werkgever, pakket, uit, *words, **given):
    """Give the exit code and the words of a refusal that left everything as it was."""
    before = contents(uit.parent)
    code = opened(werkgever, str(pakket), uit, *words, **given)
    said = capsys.readouterr()
    assert said.out == ""
    assert contents(uit.parent) == before
    return code, said.err


@pytest.mark.parametrize(
    ("sent", "melding"),
    [
        ({"pakket": "indiening"}, "PAKKET"),
        ({"sender": "MW-0001"}, "VERIFIEER-AFZENDER"),
        ({"brief.pdf": b"%PDF-1.7\n%%EOF\n"}, "VERIFIEER-"),
        ({"cadeau.exe": b"x"}, "VERIFIEER-BESTANDEN"),
    ],
    ids=["another kind", "manifest of another", "letter without a seal", "one file more"],
)
def test_a_package_in_which_a_link_is_broken_gives_nothing(werkgever, tmp_path, capsys, sent, melding):
    code, said = refused(capsys, werkgever, werkgever.send(**sent), tmp_path / "uit")
    assert (code, melding in said) == (8, True), said


@pytest.mark.parametrize("change", [lambda d: b"geen bericht", lambda d: d[:-1], lambda d: d[:900] + b"x" + d[901:]])
def test_a_message_that_was_changed_gives_nothing(werkgever, tmp_path, capsys, change):
    changed = tmp_path / "pakket.pgp"
    changed.write_bytes(change(Path(werkgever.send()).read_bytes()))
    code, said = refused(capsys, werkgever, changed, tmp_path / "uit")
    assert (code, "SLEUTEL-ONTCIJFEREN" in said) == (5, True), said


def test_a_trial_refuses_what_does_not_hold_too(werkgever, tmp_path, capsys):
    broken = werkgever.send(**{"brief.pdf": b"%PDF-1.7\n%%EOF\n"})
    code, said = refused(capsys, werkgever, broken, tmp_path / "uit", "--proef")
    assert (code, "VERIFIEER-" in said) == (8, True), said
    changed = tmp_path / "pakket.pgp"
    changed.write_bytes(Path(werkgever.send()).read_bytes()[:-1])
    code, said = refused(capsys, werkgever, changed, tmp_path / "uit", "--proef")
    assert (code, "SLEUTEL-ONTCIJFEREN" in said) == (5, True), said


def test_only_the_ccv_whom_the_reader_trusts_may_have_sent_it(werkgever, keten, tmp_path, capsys):
    pakket, vertrouw = werkgever.send(), tmp_path / "vertrouw"
    vertrouw.mkdir()
    code, said = refused(capsys, werkgever, pakket, tmp_path / "uit", vertrouw=vertrouw)
    assert (code, "VERTROUW-CCV" in said) == (3, True), said
    other = next(iter(keten.o.medewerkers)).vingerafdruk
    (vertrouw / "ccv-levering.pgp").write_bytes(public(keten.o, other))
    code, said = refused(capsys, werkgever, pakket, tmp_path / "uit", vertrouw=vertrouw)
    assert (code, "SLEUTEL-HANDTEKENING" in said) == (5, True), said


def test_where_it_cannot_be_opened_or_written_nothing_is(werkgever, tmp_path, capsys):
    pakket, uit = werkgever.send(), tmp_path / "uit"
    with Smidse() as other:
        shutil.copy(werkgever.home / "pubring.kbx", other.home)
        (other.home / "private-keys-v1.d").mkdir()
        for key in (werkgever.home / "private-keys-v1.d").iterdir():
            (other.home / "private-keys-v1.d" / key.name).write_bytes(b"een sleutel die het niet doet")
        said = refused(capsys, SimpleNamespace(home=other.home, alles=werkgever.alles), pakket, uit)[1]
        assert ("SLEUTEL-ONTCIJFEREN" in said, "pincode" in said) == (True, True), said
    for home in (tmp_path / "er-is-niets", werkgever.alles):
        before = sorted(werkgever.alles.iterdir())
        said = refused(capsys, SimpleNamespace(home=home, alles=werkgever.alles), pakket, uit)[1]
        assert ("SLEUTEL-THUIS-ELDERS" in said, "Alleen als u ondertekent" in said) == (True, True), said
        assert sorted(werkgever.alles.iterdir()) == before
    assert "BESTAND-LEZEN" in refused(capsys, werkgever, tmp_path / "er-is-niets", uit)[1]
    uit.write_text("van iemand anders")
    assert "BESTAND-MAP" in refused(capsys, werkgever, pakket, uit)[1]


def test_who_follows_the_leesmij_with_gnupg_alone_gets_the_same_files(werkgever, keten, tmp_path):
    decrypt, verify = (f"gpg {line.partition('gpg ')[2]}" for line in LEESMIJ.splitlines() if "gpg --" in line)
    shutil.copy(werkgever.send(), tmp_path / "PAKKET.pgp")
    with Smidse() as reader:
        shutil.copytree(werkgever.home / "private-keys-v1.d", reader.home / "private-keys-v1.d", dirs_exist_ok=True)
        shutil.copy(werkgever.home / "pubring.kbx", reader.home)
        reader.gpg("--import", data=public(keten.o, keten.o.ccv.vingerafdruk))
        env = {"PATH": os.environ["PATH"], "GNUPGHOME": str(reader.home), "LC_ALL": "C"}
        for step in (decrypt, verify):
            done = subprocess.run(step.split(), cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert "Good signature" in done.stderr
            assert keten.o.ccv.vingerafdruk in done.stderr.replace(" ", "")
            zipfile.ZipFile(tmp_path / "pakket.zip").extractall(tmp_path)
    listed = {b["naam"]: b["sha256"] for b in json.loads((tmp_path / MANIFEST).read_text())["bestanden"]}
    found = {name: data for name, data in contents(tmp_path).items() if name in listed}
    assert {name: sha256(data) for name, data in found.items()} == listed
    assert found == werkgever.files
