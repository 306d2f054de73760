# SPDX-License-Identifier: EUPL-1.2
"""An officer on another machine, with public files only, finds every manipulation; what is in those files is nobody's."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import canonical_bytes, digest
from weerbaar_docs.encryption.gnupg import Sleutelring

PROGRAM = [sys.executable, "-P", "-m", "weerbaar_docs.cli"]
CANARY = "CANARIEGEEL"
Lines = list[bytes]


@dataclass(kw_only=True)
class Machine:
    """A computer: a home with nothing of another one in it."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str) -> tuple[int, Any]:
        search = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], **search, **self.settings}
        command = [*PROGRAM, *arguments, "--json"]
        done = subprocess.run(command, env=environment, cwd=self.home, capture_output=True, timeout=120, check=False)
        return done.returncode, json.loads(done.stdout or done.stderr)

    def done(self, *arguments: str) -> Any:
        code, value = self(*arguments)
        assert code == 0, value
        return value


@dataclass(frozen=True, kw_only=True)
class Nalatenschap:
    """What left the office: an export, checkpoints, the public key; and a database to look into."""

    folder: Path
    lines: Lines
    sleutel: str
    register: str
    database: Path


@pytest.fixture(scope="module")
def nalatenschap(tmp_path_factory: Any) -> Iterator[Nalatenschap]:
    """An office at work for a while, with two checkpoints on the way."""
    kantoor, buiten = tmp_path_factory.mktemp("kantoor"), tmp_path_factory.mktemp("buiten")
    (buiten / "checkpoints").mkdir()
    with Sleutelring() as ring:
        sleutel = ring.generate("Logboek (fictief)")
        (buiten / "logboek.pgp").write_bytes(ring.export_public(sleutel))
        register = json.loads(read_resource("schemas", "organisatieregister.schema.json"))["examples"][0]
        register["organisaties"][0]["contactpersoon"]["naam"] = f"J. {CANARY}"
        (kantoor / "organisaties.json").write_text(json.dumps(register))
        config = kantoor / "weerbaar.toml"
        config.write_text(
            f'[logboek]\nplaatsen = ["map"]\nmap = "{buiten}/checkpoints"\nsleutel = "{sleutel}"\n'
            f'sleutelbestand = "{buiten}/logboek.pgp"\n'
        )
        office = Machine(home=kantoor, settings={"WEERBAAR_CONFIG": str(config)})
        made = office.done("opslag", "init", "--id", "MW-0001", "--vingerafdruk", "A" * 40)
        office.done("organisatie", "importeer", "organisaties.json")
        for _ in range(2):
            office.done("organisatie", "lijst", "--toon-persoonsgegevens")
            office.done("logboek", "checkpoint", "--gnupg-home", str(ring.home))
        office.done("logboek", "exporteer", str(buiten / "logboek.jsonl"))
        database = kantoor / ".local" / "share" / "weerbaar-docs" / "opslag.sqlite"
        yield Nalatenschap(
            folder=buiten,
            lines=(buiten / "logboek.jsonl").read_bytes().splitlines(),
            sleutel=sleutel,
            register=made["register"],
            database=database,
        )


@dataclass(frozen=True, kw_only=True)
class Officier:
    """Somebody with public files, on a machine where nothing is set up."""

    machine: Machine
    zaak: Nalatenschap

    def look(self, lines: Lines | None = None, *, folder: Path | None = None, adres: str = "") -> tuple[int, set[str]]:
        export = self.machine.home / "logboek.jsonl"
        export.write_bytes(b"".join(line + b"\n" for line in (self.zaak.lines if lines is None else lines)))
        code, value = self.machine(
            *("logboek", "verifieer", *(["--adres", adres] if adres else ["--export", str(export)])),
            *("--checkpoints", str(folder or self.zaak.folder / "checkpoints")),
            *("--sleutel", str(self.zaak.folder / "logboek.pgp"), "--vingerafdruk", self.zaak.sleutel),
            *("--register", self.zaak.register),
        )
        return code, {f"{m['code']} {m['pad']}" for m in value["meldingen"]} if "meldingen" in value else set()


@pytest.fixture
def officier(tmp_path: Path, nalatenschap: Nalatenschap) -> Officier:
    """An officer of the audit service."""
    (tmp_path / "officier").mkdir()
    return Officier(machine=Machine(home=tmp_path / "officier"), zaak=nalatenschap)


def test_an_honest_log_is_in_order_on_a_machine_with_nothing_on_it(officier):
    assert officier.look() == (0, set())
    assert [path.name for path in officier.machine.home.iterdir()] == ["logboek.jsonl"]


def rewritten(lines: Lines, start: int, **fields: str) -> Lines:
    """The same log with other fields from a line on, and digests that all fit."""
    found, before = list(lines), json.loads(lines[start - 1])["sha256"] if start else "0" * 64
    for number in range(start, len(found)):
        value = {**json.loads(found[number]), **fields, "vorige_sha256": before}
        del value["sha256"]
        before = digest(value)
        found[number] = canonical_bytes({**value, "sha256": before})
    return found


# One of each kind that the unit tests know more of.
MANIPULATIONS: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "tail cut off": (lambda lines: lines[:3], "AUDIT-AFGEKAPT /4"),
    "changed": (lambda x: [*x[:1], x[1].replace(b"MW-0001", b"MW-0002"), *x[2:]], "AUDIT-GEWIJZIGD /2"),
    "swapped": (lambda x: [x[0], x[2], x[1], *x[3:]], "AUDIT-VERWISSELD /2"),
    "removed": (lambda x: [*x[:1], *x[2:]], "AUDIT-VERWIJDERD /2"),
    "rewritten whole": (lambda x: rewritten(x, 0, wie="MW-0002"), "AUDIT-HERSCHREVEN /3"),
    "rolled back and filled again": (lambda x: rewritten(x, 3, handeling="bevraagd"), "AUDIT-HERSCHREVEN /5"),
}


@pytest.mark.parametrize("name", MANIPULATIONS)
def test_every_manipulation_of_the_log_is_found_at_its_place(officier, name):
    change, expected = MANIPULATIONS[name]
    code, found = officier.look(change(officier.zaak.lines))
    assert code == 8
    assert expected in found


@pytest.mark.lang
def test_what_is_done_to_the_checkpoints_is_found(officier, tmp_path):
    folder = tmp_path / "checkpoints"
    shutil.copytree(officier.zaak.folder / "checkpoints", folder)
    first, second = sorted(folder.iterdir())
    data = second.read_bytes()
    second.unlink()
    assert officier.look(folder=folder) == (0, {"AUDIT-CHECKPOINT-WEG /6"})
    second.write_bytes(data.replace(b'"volgnummer":5', b'"volgnummer":4').replace(b'"aantal":5', b'"aantal":4'))
    code, found = officier.look(folder=folder)
    assert code == 8
    assert {item.partition(" ")[2] for item in found} >= {second.name}
    for file in (first, second):
        file.unlink()
    assert "AUDIT-ONGEDEKT " in officier.look(folder=folder)[1]


def test_a_copy_of_the_database_is_looked_into_without_a_key(officier, tmp_path):
    copy = tmp_path / "kopie.sqlite"
    database = sqlite3.connect(officier.zaak.database)
    with contextlib.closing(database) as old, contextlib.closing(sqlite3.connect(copy)) as new:
        old.backup(new)
        assert officier.look(adres=f"sqlite:///{copy}") == (0, set())
        new.execute("DROP TRIGGER auditregel_verwijderen")
        new.execute("DELETE FROM auditregel WHERE volgnummer = 2")
        new.commit()
    code, found = officier.look(adres=f"sqlite:///{copy}")
    assert code == 8
    assert found == {"AUDIT-VERWIJDERD /2", "AUDIT-BEWAKING /auditregel_verwijderen"}


def test_nothing_that_leaves_is_about_anybody(nalatenschap):
    for path in nalatenschap.folder.rglob("*"):
        if path.is_file() and path.suffix != ".pgp":
            data = path.read_bytes()
            assert CANARY.encode() not in data
            assert not re.search(rb"@[a-z]+\.|kantoor|/tmp|/home", data), path.name
