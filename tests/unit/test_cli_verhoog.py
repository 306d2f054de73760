# SPDX-License-Identifier: EUPL-1.2
"""`[zegel]` in the configuration, and `weerbaar-docs bva verhoog`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from pdfs import PDF
from pki import Pki
from weerbaar_docs.canonical import sha256
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.errors import ConfigError, StampingError
from weerbaar_docs.pades import seal_pdf, verify_pdf
from weerbaar_docs.zegelinstellingen import configured_voorzieningen, configured_zegel


@pytest.fixture(scope="module")
def pki():
    """A certificate authority of today, for a command reads the clock."""
    made = Pki(datetime.now(UTC).replace(microsecond=0))
    yield made
    made.close()


@pytest.fixture
def folder(pki, tmp_path):
    """The files of a seal, and a configuration that names them."""
    houder = pki.seal()
    secret(tmp_path / "zegel.p12", pki.pkcs12(houder, b"geheim"))
    secret(tmp_path / "sleutel.pem", houder.key_pem(b"geheim"))
    secret(tmp_path / "wachtwoord", b"geheim\n")
    (tmp_path / "keten.pem").write_bytes(houder.pem + pki.intermediate.pem)
    (tmp_path / "wortel.pem").write_bytes(pki.root.pem)
    (tmp_path / "tsa.der").write_bytes(pki.tsa_root.der)
    return tmp_path


def secret(path, data):
    path.write_bytes(data)
    path.chmod(0o600)


def settings(pki, folder, **extra):
    given = {
        "sleutel": f"file:{folder / 'zegel.p12'}",
        "wachtwoord": f"file:{folder / 'wachtwoord'}",
        "niveau": "B-LTA",
        "vertrouwd": [str(folder / "wortel.pem")],
        "tsa_adres": f"{pki.adres}/tsa",
        "tsa_vertrouwd": [str(folder / "tsa.der")],
        "servers": [pki.host],
        **extra,
    }
    file = folder / "config.toml"
    file.write_text("[zegel]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in given.items()))
    return load_config(file, {})


def pem(folder):
    return {"soort": "pem", "sleutel": f"file:{folder / 'sleutel.pem'}", "certificaten": str(folder / "keten.pem")}


@pytest.mark.parametrize("soort", ["pkcs12", "pem"])
def test_the_configured_seal_signs_at_the_configured_level(pki, folder, soort):
    config = settings(pki, folder, **(pem(folder) if soort == "pem" else {}))
    zegel = configured_zegel(config, {})
    assert seal_pdf(PDF, zegel, reden="x", now=pki.nu).niveau == "B-LTA"


def test_a_password_may_come_from_the_environment(pki, folder):
    config = settings(pki, folder, wachtwoord="env:ZEGEL")
    assert configured_zegel(config, {"ZEGEL": "geheim"}).voorzieningen.niveau == "B-LTA"
    with pytest.raises(ConfigError, match="GEHEIM"):
        configured_zegel(config, {})
    with pytest.raises(StampingError, match="ZEGEL-BESTAND") as caught:
        configured_zegel(config, {"ZEGEL": "kanarie"})
    assert "kanarie" not in str(caught.value)


@pytest.mark.parametrize(
    ("extra", "place"),
    [
        ({"sleutel": ""}, "/zegel/sleutel"),
        ({"soort": "pem", "certificaten": ""}, "/zegel/certificaten"),
        ({"soort": "pkcs11", "pkcs11_token": "wd"}, "/zegel/pkcs11_module"),
        ({"vertrouwd": ["/nergens/x.pem"]}, "/zegel/vertrouwd"),
        ({"tsa_vertrouwd": []}, ""),
        ({"tsa_adres": ""}, ""),
        ({"vertrouwd": []}, ""),
    ],
)
def test_a_setting_that_is_missing_is_named(pki, folder, extra, place):
    config = settings(pki, folder, **extra)
    with pytest.raises(ConfigError, match="ZEGEL-INSTELLING") as caught:
        configured_zegel(config, {})
    assert caught.value.meldingen[0].pad == place


@pytest.mark.parametrize(
    "extra",
    [
        {"niveau": "B-X"},
        {"tsa_adres": "ftp://tsa.voorbeeld.nl"},
        {"tsa_adres": "https://wie:wachtwoord@tsa.voorbeeld.nl"},
        {"wachtwoord": "geheim"},
        {"sleutel": "/pad/zonder/file"},
        {"servers": ["https://ocsp.voorbeeld.nl"]},
        {"wachttijd": 0},
    ],
)
def test_a_setting_of_another_form_is_refused_by_the_schema(pki, folder, extra):
    with pytest.raises(ConfigError):
        settings(pki, folder, **extra)


def test_a_file_that_holds_no_certificates_is_refused(pki, folder):
    (folder / "wortel.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(ConfigError, match="ZEGEL-INSTELLING"):
        configured_voorzieningen(settings(pki, folder), {})


def test_without_settings_a_signature_is_plain():
    assert configured_voorzieningen(load_config(None, {}), {}).niveau == "B-B"


# The command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def ready(pki, folder, monkeypatch):
    """A B-B file, as an outage leaves it, and the configuration in the environment."""
    zegel = configured_zegel(settings(pki, folder), {})
    with pki.gedrag(tsa="weigert"):
        made = seal_pdf(PDF, zegel, reden="Vaststelling", now=pki.nu)
    assert made.niveau == "B-B"
    (folder / "oud.pdf").write_bytes(made.pdf)
    monkeypatch.setenv("WEERBAAR_CONFIG", str(folder / "config.toml"))
    return folder


def verhoog(folder, *extra):
    return run(["bva", "verhoog", str(folder / "oud.pdf"), "--uit", str(folder / "nieuw.pdf"), *extra])


def test_the_command_raises_a_file_and_leaves_the_old_one(pki, ready, capsys):
    old = (ready / "oud.pdf").read_bytes()
    assert verhoog(ready, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    new = (ready / "nieuw.pdf").read_bytes()
    assert (ready / "oud.pdf").read_bytes() == old
    assert new.startswith(old)
    assert said == {
        "van": "B-B",
        "naar": "B-LTA",
        "sha256_oud": sha256(old),
        "bestand": str(ready / "nieuw.pdf"),
        "proef": False,
        "sha256": sha256(new),
    }
    trust = {"vertrouwd": [pki.root.der], "tsa_vertrouwd": [pki.tsa_root.der]}
    assert verify_pdf(new, now=pki.nu + timedelta(minutes=1), **trust).niveau == "B-LTA"
    assert (ready / "nieuw.pdf").stat().st_mode & 0o777 == 0o600


def test_the_level_may_be_given(ready, capsys):
    assert verhoog(ready, "--niveau", "B-T") == 0
    assert "van B-B naar B-T" in capsys.readouterr().out


def test_a_trial_writes_nothing_and_asks_nobody(pki, ready, capsys):
    pki.vragen.clear()
    assert verhoog(ready, "--proef") == 0
    assert "zou schrijven" in capsys.readouterr().out
    assert not (ready / "nieuw.pdf").exists()
    assert pki.vragen == []


def test_a_trial_refuses_what_the_raise_itself_would_refuse(ready, capsys):
    assert verhoog(ready, "--niveau", "B-T") == 0
    (ready / "nieuw.pdf").rename(ready / "oud.pdf")
    for words in (("--niveau", "B-T"), ("--niveau", "B-T", "--proef")):
        assert verhoog(ready, *words) != 0
        assert "ZEGEL-NIVEAU" in capsys.readouterr().err


def test_a_file_that_is_there_is_not_replaced_unasked(ready, capsys):
    (ready / "nieuw.pdf").write_bytes(b"mijn bestand")
    assert verhoog(ready) == 2
    assert "BESTAND-BESTAAT" in capsys.readouterr().err
    assert (ready / "nieuw.pdf").read_bytes() == b"mijn bestand"
    assert verhoog(ready, "--overschrijf") == 0


def test_a_place_where_no_file_can_come_is_refused_before_anybody_is_asked(pki, ready, capsys):
    (ready / "map").mkdir()
    pki.vragen.clear()
    for uit, code in (("map", "BESTAND-MAP"), ("oud.pdf/x/nieuw.pdf", "BESTAND-SCHRIJVEN")):
        assert verhoog(ready, "--uit", str(ready / uit), "--overschrijf") == 2
        assert code in capsys.readouterr().err
    assert pki.vragen == []
    assert list((ready / "map").iterdir()) == []


def test_the_old_file_is_never_the_new_one(pki, ready, capsys):
    old = (ready / "oud.pdf").read_bytes()
    (ready / "wijst.pdf").symlink_to(ready / "oud.pdf")
    pki.vragen.clear()
    for uit in ("oud.pdf", "./oud.pdf", "wijst.pdf"):
        for words in ((), ("--overschrijf",), ("--overschrijf", "--proef")):
            assert verhoog(ready, "--uit", f"{ready}/{uit}", *words) == 2
            assert "BESTAND-ZELF" in capsys.readouterr().err
    assert pki.vragen == []
    assert (ready / "oud.pdf").read_bytes() == old


@pytest.mark.parametrize("extra", [{"niveau": "B-B"}, {"niveau": "B-T", "vertrouwd": []}])
def test_who_did_not_set_what_raising_needs_is_told_each_setting_by_name(pki, ready, capsys, extra):
    settings(pki, ready, **extra)
    assert verhoog(ready) == 2
    said = capsys.readouterr().err
    assert "ZEGEL-INSTELLING" in said
    assert all(name in said for name in ("[zegel]", "niveau", "vertrouwd", "tsa_adres", "tsa_vertrouwd"))


def test_a_file_may_begin_as_a_kenmerk_does(ready, monkeypatch):
    monkeypatch.chdir(ready)
    (ready / "oud.pdf").rename(ready / "O-rapport.pdf")
    assert run(["bva", "verhoog", "O-rapport.pdf", "--uit", "nieuw.pdf", "--proef"]) == 0


@pytest.mark.parametrize(
    ("gedrag", "code"),
    [({"tsa": "weigert"}, "ZEGEL-TIJDSTEMPEL"), ({"intrekking": "weigert"}, "ZEGEL-INTREKKING")],
)
def test_during_an_outage_there_is_no_new_file(pki, ready, capsys, gedrag, code):
    with pki.gedrag(**gedrag):
        assert verhoog(ready) == 5
    assert code in capsys.readouterr().err
    assert sorted(path.name for path in ready.glob("*.pdf")) == ["oud.pdf"]


def test_a_changed_file_is_not_raised(ready, capsys):
    old = bytearray((ready / "oud.pdf").read_bytes())
    old[200] ^= 1
    (ready / "oud.pdf").write_bytes(old)
    assert verhoog(ready) == 8
    assert "ZEGEL-CONTROLE" in capsys.readouterr().err
    assert not (ready / "nieuw.pdf").exists()
