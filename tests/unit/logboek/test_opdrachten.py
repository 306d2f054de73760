# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs logboek`: what a beheerder does with it, and what each command leaves behind."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from logboekbouw import Houder
from mailserver import GEBRUIKER, WACHTWOORD, mailserver, make_certificate
from weerbaar_docs.audit.chain import verify
from weerbaar_docs.audit.checkpoint import checkpoint_name
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.logboek.bestemmingen import spread
from weerbaar_docs.logboek.maken import finish, prepare
from weerbaar_docs.logboek.map import MapBestemming
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.werkplek import open_here


class Werkplek:
    """The computer of a beheerder: a home, a configuration, a folder for checkpoints, and the command."""

    def __init__(self, home: Path, houder: Houder, capsys: Any, environment: dict[str, str]):
        self.home, self.houder, self.capsys, self.environment = home, houder, capsys, environment
        self.map = home / "schijf"
        self.map.mkdir()
        self.config = home / "weerbaar.toml"
        (home / "logboek.pgp").write_bytes(houder.openbaar.certificaat)
        self.write('plaatsen = ["map"]')

    def write(self, more: str) -> None:
        self.config.write_text(
            f'[logboek]\nmap = "{self.map}"\nsleutel = "{self.houder.sleutel}"\n'
            f'sleutelbestand = "{self.home}/logboek.pgp"\n{more}\n'
        )

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def json(self, *arguments: str, code: int = 0) -> Any:
        found, out, err = self(*arguments, "--json")
        assert found == code, (out, err)
        return json.loads(out or err)

    def checkpoint(self, *more: str, code: int = 0) -> Any:
        return self.json("logboek", "checkpoint", "--gnupg-home", str(self.houder.ring.home), *more, code=code)

    def lines(self) -> list[dict[str, Any]]:
        value: list[dict[str, Any]] = self.json("logboek", "toon", "--laatste", "0")["regels"]
        return value


@pytest.fixture
def plek(tmp_path, houder, capsys, monkeypatch):
    """A set up store on a computer of its own."""
    home = tmp_path / "thuis"
    home.mkdir()
    environment = {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "WEERBAAR_CONFIG": str(home / "weerbaar.toml"),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    made = Werkplek(home, houder, capsys, environment)
    assert made("opslag", "init", "--id", "MW-0001", "--vingerafdruk", "A" * 40)[0] == 0
    return made


def test_toon_shows_the_lines_at_eighty_characters_and_is_a_line_itself(plek):
    plek("organisatie", "lijst")
    plek("organisatie", "toon", "00000001999900018000")
    code, out, _ = plek("logboek", "toon")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert "opslag_ingericht" in out
    assert "gelukt" in out
    [refused] = [line for line in out.splitlines() if line.startswith("       ")]
    assert "geweigerd: " in refused
    assert [line["handeling"] for line in plek.lines()][-1] == "logboek_gelezen"


def test_toon_filters(plek):
    for _ in range(3):
        plek("organisatie", "lijst")
    today = nederlandse_dag(datetime.now(UTC))

    def asked(*arguments: str) -> list[str]:
        return [line["handeling"] for line in plek.json("logboek", "toon", *arguments)["regels"]]

    assert asked("--handeling", "bevraagd") == ["bevraagd"] * 3
    assert asked("--handeling", "bevraagd", "--laatste", "2") == ["bevraagd"] * 2
    assert set(asked("--object", "register")) == {"opslag_ingericht", "bevraagd"}
    assert asked("--wie", "MW-0002") == []
    assert asked("--vanaf", str(today + timedelta(days=2))) == []
    assert asked("--tot", str(today - timedelta(days=2))) == []
    assert (
        asked("--vanaf", str(today - timedelta(days=1)), "--tot", str(today + timedelta(days=1)))[0]
        == "opslag_ingericht"
    )
    assert asked("--object", "WB-2026-000123") == []
    for wrong in (("--wie", "CANARY"), ("--object", "CANARY"), ("--handeling", "CANARY"), ("--vanaf", "morgen")):
        code, out, err = plek("logboek", "toon", *wrong)
        assert (code, out) == (2, "")
        assert "CANARY" not in err


def test_what_somebody_put_in_the_table_is_shown_and_does_nothing_to_the_terminal(plek):
    database = plek.home / "data" / "weerbaar-docs" / "opslag.sqlite"
    plek("organisatie", "lijst")

    def change(number: int) -> None:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            connection.execute("DROP TRIGGER IF EXISTS auditregel_wijzigen")
            for name in ("moment", "object", "uitkomst", "wie", "handeling"):
                values = ("\x1b[2J\n" + "x" * 200, number)
                connection.execute(f"UPDATE auditregel SET {name} = ? WHERE volgnummer = ?", values)
            connection.commit()

    change(1)
    code, out, _ = plek("logboek", "toon")
    assert (code, "\x1b" in out) == (0, False)
    assert max(map(len, out.splitlines())) <= 100
    change(3)
    assert plek.json("logboek", "toon", code=8)["fout"][0]["code"] == "AUDIT-VORM"
    found = plek.json("logboek", "verifieer", code=8)["meldingen"]
    assert [m["pad"] for m in found if m["code"] == "AUDIT-VORM"] == ["/1", "/3"]


def test_an_export_goes_to_a_new_file_or_to_stdout_and_is_a_line(plek, tmp_path):
    file = tmp_path / "logboek.jsonl"
    assert plek.json("logboek", "exporteer", str(file))["regels"] == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert plek("logboek", "exporteer", str(file))[0] == 2
    code, out, _ = plek("logboek", "exporteer", "-")
    assert code == 0
    assert verify(out.encode().splitlines()).aantal == 2
    assert verify(out.encode().splitlines()).gaaf
    assert [line["handeling"] for line in plek.lines()] == ["opslag_ingericht", "logboek_gelezen", "logboek_gelezen"]


def test_a_trial_of_an_export_gives_nothing_of_the_log_but_reads_it_and_so_is_a_line(plek, tmp_path):
    file = tmp_path / "logboek.jsonl"
    assert plek.json("logboek", "exporteer", str(file), "--proef")["regels"] == 1
    assert not file.exists()
    assert plek.json("logboek", "exporteer", "-", "--proef")["regels"] == 2
    code, out, _ = plek("logboek", "exporteer", "-", "--proef")
    assert code == 0
    assert "3 regels" in out
    assert "sha256" not in out
    assert [line["handeling"] for line in plek.lines()][1:] == ["logboek_gelezen"] * 3


def test_a_checkpoint_is_made_put_in_its_places_and_told_in_the_log(plek):
    told = plek.checkpoint()
    assert told["gelukt"] == ["map"]
    [file] = plek.map.iterdir()
    assert file.name == told["bestand"]
    assert plek.lines()[-1]["handeling"] == "checkpoint"
    found = plek.json("logboek", "verifieer")
    assert found["in_orde"]
    assert found["gedekt_tot"] == told["volgnummer"] == 1
    assert found["meldingen"] == []
    plek.checkpoint()
    assert len(list(plek.map.iterdir())) == 2


def test_proef_makes_nothing_and_says_why_it_would(plek):
    before = len(plek.lines())
    told = plek.checkpoint("--proef")
    assert told["reden"] == "er is nog geen checkpoint van dit logboek gemaakt"
    assert list(plek.map.iterdir()) == []
    assert len(plek.lines()) == before + 1


def test_a_process_that_dies_between_the_places_and_the_line_does_no_harm(plek, tmp_path):
    opslag = open_here(os.environ)
    statement = prepare(opslag)
    signature = plek.houder.ring.sign_detached(statement, signer=plek.houder.sleutel)
    made = finish(opslag, statement, signature, sleutel=plek.houder.openbaar)
    spread(made.naam, made.inhoud, [MapBestemming(pad=plek.map)])  # and then it died
    opslag.engine.dispose()
    files = tmp_path / "verklaring", tmp_path / "handtekening"
    files[0].write_bytes(statement)  # of this same second, and signed anew
    gpg = ["gpg", "--homedir", plek.houder.ring.home, "--local-user", plek.houder.sleutel, "--digest-algo", "SHA384"]
    subprocess.run([*gpg, "--output", files[1], "--detach-sign", files[0]], capture_output=True, check=True)
    again = ["logboek", "checkpoint", "--verklaring", str(files[0]), "--handtekening", str(files[1])]
    assert plek.json(*again)["volgnummer"] == 1
    assert plek.checkpoint()["volgnummer"] == 2
    assert plek.json("logboek", "verifieer")["meldingen"] == []


def test_a_checkpoint_in_two_steps(plek, tmp_path):
    statement, signature = tmp_path / "verklaring", tmp_path / "handtekening"
    plek.json("logboek", "checkpoint", "--maak-verklaring", str(statement))
    gpg = ["gpg", "--homedir", plek.houder.ring.home, "--local-user", plek.houder.sleutel]
    done = subprocess.run(
        [*gpg, "--output", signature, "--detach-sign", statement],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    plek("organisatie", "lijst")
    given = ["logboek", "checkpoint", "--verklaring", str(statement), "--handtekening", str(signature)]
    assert plek.json(*given)["volgnummer"] == 1
    assert plek.json("logboek", "verifieer")["in_orde"]
    signature.write_bytes(plek.houder.ring.sign_detached(statement.read_bytes(), signer=plek.houder.ander))
    assert plek.json(*given, code=5)["fout"][0]["code"] == "SLEUTEL-HANDTEKENING"


@pytest.mark.parametrize("given", [[], ["--verklaring", "x"], ["--gnupg-home", "x", "--maak-verklaring", "y"]])
def test_how_it_is_signed_has_to_be_clear(plek, given):
    assert plek.json("logboek", "checkpoint", *given, code=2)["fout"][0]["code"] == "LOGBOEK-WIJZE"


def test_a_home_without_the_key_signs_nothing(plek, tmp_path):
    for home in (tmp_path / "leeg", tmp_path / "weg"):
        if home.name == "leeg":
            home.mkdir(mode=0o700)
        told = plek.json("logboek", "checkpoint", "--gnupg-home", str(home), code=5)
        assert told["fout"][0]["code"] == "SLEUTEL-THUIS-ELDERS"
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False, capture_output=True)
    assert list(plek.map.iterdir()) == []


def test_nowhere_is_code_6_with_a_line_that_says_so_and_some_places_is_code_7(plek, tmp_path):
    plek.write(
        'plaatsen = ["mail"]\nmail_server = "localhost"\nmail_poort = 1\nmail_afzender = "l@voorbeeld.nl"\n'
        'mail_ontvangers = ["ciso@voorbeeld.nl"]'
    )
    assert plek.checkpoint(code=6)["fout"][0]["pad"] == "mail"
    assert plek.lines()[-1]["uitkomst"] == "mislukt:BEZORGING"
    assert plek.json("logboek", "verifieer", code=8)["meldingen"][0]["code"] == "AUDIT-ONGEDEKT"
    plek.write(
        'plaatsen = ["mail", "map"]\nmail_server = "localhost"\nmail_poort = 1\nmail_afzender = "l@voorbeeld.nl"\n'
        'mail_ontvangers = ["ciso@voorbeeld.nl"]'
    )
    told = plek.checkpoint(code=7)
    assert (told["gelukt"], told["mislukt"]) == (["map"], ["mail"])
    assert plek.json("logboek", "verifieer")["in_orde"]


def test_mail_and_folder_get_the_same_file_and_nothing_secret(plek, tmp_path):
    certificate = make_certificate(tmp_path)
    (tmp_path / "wachtwoord").write_text(WACHTWOORD)
    (tmp_path / "wachtwoord").chmod(0o600)
    with mailserver(certificate) as bus:
        plek.write(f'''plaatsen = ["mail", "map"]
            mail_server = "localhost"
            mail_poort = {bus.poort}
            mail_afzender = "logboek@voorbeeld.nl"
            mail_ontvangers = ["ciso@voorbeeld.nl"]
            mail_gebruiker = "{GEBRUIKER}"
            mail_wachtwoord = "file:{tmp_path}/wachtwoord"
            mail_ca_bestand = "{certificate[0]}"''')
        assert plek.checkpoint()["gelukt"] == ["mail", "map"]
    [envelope] = bus.berichten
    [file] = plek.map.iterdir()
    for data in (envelope.content, file.read_bytes()):
        assert not [word for word in (WACHTWOORD, "MW-0001", "A" * 40, str(plek.home)) if word.encode() in data]


def copy_database(source: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)


def test_a_store_that_was_put_back_is_not_opened_and_gets_no_new_checkpoint(plek, tmp_path):
    database = plek.home / "data" / "weerbaar-docs" / "opslag.sqlite"
    plek.checkpoint()
    [older] = plek.map.iterdir()
    copy_database(database, tmp_path / "kopie")
    plek("organisatie", "lijst")
    plek.checkpoint()
    copy_database(tmp_path / "kopie", database)
    for arguments in (["organisatie", "lijst"], ["logboek", "toon"], ["medewerker", "lijst"]):
        assert plek.json(*arguments, code=8)["fout"][0]["code"] == "AUDIT-TERUGGEZET"
    forged = older.read_bytes()[:-8] + b"AAAAAAA\n"
    for fake in (older.read_bytes(), forged, b"x"):  # what nobody signed neither opens nor shuts a store
        older.with_name("checkpoint-9999999999999999-0123456789abcdef.txt").write_bytes(fake)
        assert plek.json("organisatie", "lijst", code=8)["fout"][0]["code"] == "AUDIT-TERUGGEZET"
    assert plek.checkpoint(code=8)["fout"][0]["code"] == "AUDIT-TERUGGEZET"
    assert len(list(plek.map.iterdir())) == 3


def test_the_passwords_of_a_database_are_not_taken_from_the_command_line(plek):
    told = plek.json("logboek", "verifieer", "--adres", "postgresql+psycopg://wd:CANARY@server/wd", code=2)
    assert told["fout"][0]["code"] == "LOGBOEK-ADRES"
    assert "CANARY" not in json.dumps(told)


def test_the_section_is_in_the_configuration(plek):
    assert load_config(None, plek.environment).get("logboek.plaatsen") == ["map"]


def test_opening_a_store_loads_neither_gnupg_nor_mail():
    code = (
        "import sys\n"
        "import weerbaar_docs.werkplek\n"
        "assert not {'gnupg', 'smtplib', 'pyhanko', 'pluggy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_file_by_nobody_shuts_no_store_and_a_folder_that_is_away_neither(plek):
    plek.checkpoint()
    statement = {"soort": "checkpoint/v1", "register": plek.json("logboek", "toon")["register"], "volgnummer": 999}
    statement |= {"sha256": "f" * 64, "aantal": 999, "moment": "2026-05-22T19:00:00Z"}
    data = canonical_bytes(statement) + b"\nAAAA\n"
    (plek.map / checkpoint_name(data)).write_bytes(data)
    plek.json("organisatie", "lijst")
    points = {punt["naam"]: punt["uitslag"] for punt in plek.json("opslag", "controleer")["punten"]}
    assert points["kopie"] == "ok"
    assert plek.json("logboek", "verifieer", code=8)["gedekt_tot"] == 1
    plek.map.rename(plek.map.with_name("elders"))
    plek.json("organisatie", "lijst")


def test_the_check_of_the_store_says_when_a_checkpoint_is_due(plek):
    def point() -> str:
        value = plek.json("opslag", "controleer")
        [found] = [f"{punt['uitslag']}: {punt['melding']}" for punt in value["punten"] if punt["naam"] == "checkpoint"]
        return found

    assert point() == "let op: er is nog geen checkpoint van dit logboek gemaakt"
    plek.checkpoint()
    assert point() == "ok: er is nu geen nieuw checkpoint nodig"
