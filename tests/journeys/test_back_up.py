# SPDX-License-Identifier: EUPL-1.2
"""A disk breaks and a back-up comes back: the store is shut until two people decide, and an outsider can see all of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from failpoints import fork
from storebouw import LANG_GENOEG, Klok, medewerker
from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.cli import run
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.logboek.map import read_folder
from weerbaar_docs.logboek.plaats import Logboeksleutel
from weerbaar_docs.logboek.verifieren import verify_log
from weerbaar_docs.registers.herstel import check_signed, read_signed
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.medewerkers import add_medewerker
from weerbaar_docs.store import FolderBlobs, Houdersleutel, open_engine

CANARIE = "Kanariegeel"


def as_process(arguments, settings, folder):
    """Run a command in a process of its own, which ends with whatever it holds open; give code, stdout and stderr."""
    told = [folder / "out", folder / "err"]
    child = fork()
    if child == 0:
        code = 99
        try:
            os.environ.update(settings)
            with told[0].open("w") as sys.stdout, told[1].open("w") as sys.stderr:
                code = run(arguments)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), *(path.read_text() for path in told)


@dataclass(frozen=True, kw_only=True)
class Kantoor:
    """An office: a disk with the store, a share with checkpoints and back-ups, and two people with keys of their own."""

    map: Path
    ring: Sleutelring
    sleutels: dict[str, str]
    adres: str

    @property
    def buiten(self) -> Path:
        return self.map / "buiten"

    def run(self, wie: str, *arguments: str, adres: str = "") -> tuple[int, Any]:
        home = self.map / wie
        settings = {
            "HOME": str(home),
            "WEERBAAR_CONFIG": str(self.map / "weerbaar.toml"),
            "WEERBAAR_OPSLAG_ADRES": adres or self.adres,
            "WEERBAAR_OPSLAG_HOUDERSLEUTEL": f"file:{home}/sleutel.json",
        }
        code, out, err = as_process([*arguments, "--json"], settings, self.map / "uitvoer")
        assert CANARIE not in out + err
        return code, json.loads(out or err)

    def done(self, wie: str, *arguments: str, **more: str) -> Any:
        code, value = self.run(wie, *arguments, **more)
        assert code == 0, value
        return value

    def set_up(self, geleden: timedelta) -> None:
        """Begin a store with two sleutelbeheerders, some time ago; what the commands would do today the library did then."""
        houders = {}
        for wie in ("MW-0001", "MW-0002"):
            self.done(wie, "medewerker", "maak-sleutel", wie)
            houders[wie] = Houdersleutel.from_bytes((self.map / wie / "sleutel.json").read_bytes())
        klok = Klok(datetime.now(UTC) - geleden)
        engine = open_engine(self.adres)
        rollen = ("beheerder", "secretariaat", "sleutelbeheerder")
        eerste = medewerker("MW-0001", *rollen, vingerafdruk=self.sleutels["MW-0001"])
        blobs = FolderBlobs(self.map / "stukken")
        opslag = set_up(engine, blobs, houders["MW-0001"], eerste, clock=klok)
        with opslag.act("medewerker_gewijzigd", object="MW-0002") as act:
            tweede = medewerker("MW-0002", "sleutelbeheerder", vingerafdruk=self.sleutels["MW-0002"])
            add_medewerker(act, tweede, publiek=houders["MW-0002"].publiek)
        engine.dispose()

    def checkpoint(self) -> None:
        self.done("MW-0001", "logboek", "checkpoint", "--gnupg-home", str(self.ring.home))

    def work(self, wie: str = "MW-0001") -> None:
        self.done(wie, "organisatie", "lijst")

    def sign(self, wie: str, *, statement: str | None = None, reden: str = "schijf_stuk") -> list[str]:
        """Let somebody make and sign the statement; give the three files."""
        file = self.map / wie / (statement or "besluit.json")
        if not file.exists():
            self.done(wie, "opslag", "verklaar-herstel", str(file), "--reden", reden)
        signature, key = file.with_suffix(".sig"), file.with_suffix(".pgp")
        signature.write_bytes(self.ring.sign_detached(file.read_bytes(), signer=self.sleutels[wie]))
        key.write_bytes(self.ring.export_public(self.sleutels[wie]))
        return [str(file), str(signature), str(key)]

    def decide(self, *files: list[str], proef: bool = False) -> tuple[int, Any]:
        given = [part for three in files for part in ("--van", *three)]
        return self.run("MW-0001", "opslag", "besluit-herstel", *given, *(["--proef"] if proef else []))


@pytest.fixture(params=["sqlite", "postgresql"])
def kantoor(request, tmp_path, monkeypatch):
    cluster = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tijdelijk"))
    for name in ("MW-0001", "MW-0002", "buiten", "buiten/checkpoints", "tijdelijk", "uitvoer"):
        (tmp_path / name).mkdir(mode=0o700)
    with Sleutelring() as ring:
        sleutels = {wie: ring.generate(f"{wie} (fictief)") for wie in ("MW-0001", "MW-0002", "logboek")}
        (tmp_path / "logboek.pgp").write_bytes(ring.export_public(sleutels["logboek"]))
        (tmp_path / "weerbaar.toml").write_text(
            f'[opslag]\nstukken = "{tmp_path}/stukken"\n[logboek]\nplaatsen = ["map"]\n'
            f'map = "{tmp_path}/buiten/checkpoints"\nsleutel = "{sleutels["logboek"]}"\n'
            f'sleutelbestand = "{tmp_path}/logboek.pgp"\n'
        )
        adres = f"sqlite:///{tmp_path}/schijf/opslag.db"
        if cluster is not None:
            adres = cluster.new()
        made = Kantoor(map=tmp_path, ring=ring, sleutels=sleutels, adres=adres)
        made.set_up(LANG_GENOEG)
        register = json.loads(read_resource("schemas", "organisatieregister.schema.json"))["examples"][0]
        register["organisaties"][0]["contactpersoon"]["naam"] = f"J. {CANARIE}"
        (tmp_path / "organisaties.json").write_text(json.dumps(register))
        made.done("MW-0001", "organisatie", "importeer", str(tmp_path / "organisaties.json"))
        (tmp_path / "organisaties.json").unlink()
        yield made


def lose(kantoor, new):
    """Lose the database; give a kantoor with an empty one."""
    if kantoor.adres.startswith("sqlite"):
        shutil.rmtree(kantoor.map / "schijf")
    return Kantoor(**{**{n: getattr(kantoor, n) for n in Kantoor.__dataclass_fields__}, "adres": new()})


@pytest.mark.lang
def test_a_back_up_comes_back_and_two_people_decide(kantoor, request):
    new = request.getfixturevalue("cluster").new if kantoor.adres.startswith("postgresql") else lambda: kantoor.adres
    back_up = kantoor.buiten / "back-up"
    kantoor.work()
    kantoor.checkpoint()
    assert kantoor.done("MW-0001", "opslag", "back-up", str(back_up), "--proef")["proef"] is True
    assert not back_up.exists()
    made = kantoor.done("MW-0001", "opslag", "back-up", str(back_up))
    kantoor.work()
    kantoor.checkpoint()
    kantoor.done("MW-0001", "logboek", "exporteer", str(kantoor.buiten / "voor.jsonl"))

    kantoor = lose(kantoor, new)
    assert kantoor.done("MW-0001", "opslag", "herstel", str(back_up), "--proef")["dicht"] is None
    told = kantoor.done("MW-0001", "opslag", "herstel", str(back_up))
    assert told["dicht"]["code"] == "AUDIT-TERUGGEZET"
    assert told["logboek"] == made["logboek"]

    # Shut: for everything, for everybody, with exit code 8 and what to do.
    for wie, command in (("MW-0001", ["organisatie", "lijst"]), ("MW-0002", ["medewerker", "lijst"])):
        code, value = kantoor.run(wie, *command)
        assert code == 8
        assert value["fout"][0]["code"] == "AUDIT-TERUGGEZET"
        assert "twee sleutelbeheerders" in value["fout"][0]["oplossing"]
    code, value = kantoor.run("MW-0001", "opslag", "back-up", str(kantoor.buiten / "tweede"))
    assert (code, (kantoor.buiten / "tweede").exists()) == (8, False)
    code, value = kantoor.run("MW-0001", "opslag", "controleer")
    points = {punt["naam"]: punt["uitslag"] for punt in value["punten"]}
    assert (code, points["kopie"], points["database"]) == (8, "fout", "ok")

    # One is not enough, nor the same person twice, nor two who do not say the same.
    een, ander = kantoor.sign("MW-0001"), kantoor.sign("MW-0002")
    twice = kantoor.sign("MW-0001", statement="nog-een.json")
    other = kantoor.sign("MW-0002", statement="anders.json", reden="inbraak")
    assert kantoor.decide(een)[0] == 8
    assert kantoor.decide(een, twice)[0] == 4
    assert kantoor.decide(een, other)[0] == 8
    assert kantoor.run("MW-0001", "organisatie", "lijst")[0] == 8

    # Two decide.
    assert kantoor.decide(een, ander, proef=True)[1]["proef"] is True
    assert kantoor.run("MW-0001", "organisatie", "lijst")[0] == 8
    code, value = kantoor.decide(een, ander)
    assert (code, value["medewerkers"]) == (0, ["MW-0001", "MW-0002"])
    kantoor.work("MW-0002")
    kantoor.work()
    kantoor.checkpoint()
    kantoor.work()
    lines = kantoor.done("MW-0001", "logboek", "toon", "--laatste", "0")["regels"]
    assert [line["handeling"] for line in lines if line["volgnummer"] == told["logboek"]["volgnummer"] + 1] == [
        "teruggezet"
    ]
    code, value = kantoor.run("MW-0001", "opslag", "controleer")
    assert code == 0, value
    assert kantoor.decide(een, ander)[0] == 2  # there is nothing left to decide

    outsider(kantoor, een, ander)
    no_canary(kantoor)
    if kantoor.adres.startswith("postgresql"):
        no_canary_in_postgresql(kantoor, request.getfixturevalue("cluster"))


@pytest.mark.parametrize("kantoor", ["sqlite"], indirect=True)
@pytest.mark.lang
def test_one_beheerder_with_two_keys_does_not_open_a_copy(kantoor):
    """He gave the second one another key the day before; the copy knows that, and does not take it yet."""
    back_up = str(kantoor.buiten / "back-up")
    eigen = kantoor.sleutels["logboek"]
    kantoor.done("MW-0001", "medewerker", "wijzig", "MW-0002", "--vingerafdruk", eigen)
    kantoor.done("MW-0001", "opslag", "back-up", back_up)
    kantoor.work()
    kantoor.checkpoint()
    kantoor = lose(kantoor, lambda: kantoor.adres)
    kantoor.done("MW-0001", "opslag", "herstel", back_up)
    code, value = kantoor.run("MW-0002", "opslag", "verklaar-herstel", str(kantoor.map / "a"), "--reden", "oefening")
    assert (code, value["fout"][0]["code"]) == (4, "SLEUTEL-WACHTTIJD")
    een = kantoor.sign("MW-0001")
    said = json.loads(Path(een[0]).read_bytes())
    ander = kantoor.map / "MW-0002" / "besluit.json"
    ander.write_bytes(canonical_bytes({**said, "medewerker": "MW-0002"}))
    kantoor.sleutels["MW-0002"] = eigen
    code, value = kantoor.decide(een, kantoor.sign("MW-0002"))
    assert (code, value["fout"][0]["code"]) == (4, "SLEUTEL-WACHTTIJD")
    assert kantoor.run("MW-0001", "organisatie", "lijst")[0] == 8


def outsider(kantoor, een, ander):
    """Whoever has the export, the checkpoints and the public keys sees the fork, and accepts it with the decision alone."""
    kantoor.done("MW-0001", "logboek", "exporteer", str(kantoor.buiten / "na.jsonl"))
    lines = (kantoor.buiten / "na.jsonl").read_bytes().splitlines()
    checkpoints = list(read_folder(kantoor.buiten / "checkpoints"))
    staf = json.dumps(kantoor.done("MW-0001", "medewerker", "lijst")).encode()
    logboek = Logboeksleutel(
        vingerafdruk=kantoor.sleutels["logboek"], certificaat=(kantoor.map / "logboek.pgp").read_bytes()
    )
    now = datetime.now(UTC)
    without = verify_log(lines, checkpoints, sleutels=[logboek], now=now)
    assert {m.code for m in without.meldingen if m.ernst == "fout"} & {"AUDIT-TERUGGEZET", "AUDIT-HERSCHREVEN"}
    signed = [read_signed(*(Path(file).read_bytes() for file in files)) for files in (een, ander)]
    register = json.loads(signed[0].verklaring.verklaring)["register"]
    besluit = check_signed(signed, Medewerkersregister.from_json(staf), register=register, now=now)
    found = verify_log(lines, checkpoints, sleutels=[logboek], now=now, herstel=[besluit])
    assert [m.code for m in found.meldingen if m.ernst == "fout"] == []
    assert "AUDIT-HERSTELD" in {m.code for m in found.meldingen}
    (kantoor.map / "MW-0002" / "staf.json").write_bytes(staf)
    given = ["--export", kantoor.buiten / "na.jsonl", "--medewerkers", kantoor.map / "MW-0002" / "staf.json"]
    decided = [part for three in (een, ander) for part in ("--herstelbesluit", *three)]
    assert kantoor.run("MW-0002", "logboek", "verifieer", *map(str, given))[0] == 8
    told = kantoor.done("MW-0002", "logboek", "verifieer", *map(str, given), *decided)
    assert {melding["code"] for melding in told["meldingen"]} == {"AUDIT-HERSTELD"}
    # The decision excuses this fork and no other: the lost branch is not the log.
    lost = (kantoor.buiten / "voor.jsonl").read_bytes().splitlines()
    assert not verify_log(lost, checkpoints, sleutels=[logboek], now=now, herstel=[besluit]).in_orde


def no_canary(kantoor):
    """The planted name is in no file of the store, its log, the back-up, the share or the temporary folder."""
    files = [path for path in kantoor.map.rglob("*") if path.is_file()]
    assert any(path.parent.name == "back-up" for path in files)
    for path in files:
        data = path.read_bytes()
        for form in (CANARIE.encode(), CANARIE.encode("utf-16-le"), CANARIE.encode().hex().encode()):
            assert form not in data, path.name
    assert list((kantoor.map / "tijdelijk").iterdir()) == []


def no_canary_in_postgresql(kantoor, cluster):
    """Nor in a dump of every table of every schema, nor in a file of the server."""
    cluster.admin("CHECKPOINT")
    with psycopg.connect(kantoor.adres.replace("+psycopg", "")) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname <> 'pg_catalog'"
        ).fetchall()
        assert ("public.organisatie",) in tables
        for (table,) in tables:
            with connection.cursor().copy(f"COPY {table} TO STDOUT") as dump:
                data = b"".join(bytes(part) for part in dump)
            assert CANARIE.encode() not in data
            assert CANARIE.encode().hex().encode() not in data
    for path in (cluster.folder / "data").rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # a running server renames and removes files of its own
            assert not path.is_file() or CANARIE.encode() not in path.read_bytes()
