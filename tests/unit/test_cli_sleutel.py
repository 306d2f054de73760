# SPDX-License-Identifier: EUPL-1.2
"""The commands of the key register: what a sleutelbeheerder types, and what a wrong file or hand is told."""

from __future__ import annotations

import base64
import json
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest

from sleutelbouw import NAAM, Smidse
from sleutelregisterbouw import LOKET, OIN, PUNT, REGISTER
from storebouw import LANG_GENOEG, Klok, medewerker
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.registers.contactpunten import put_contactpunt
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.medewerkers import add_medewerker
from weerbaar_docs.registers.organisaties import import_organisaties
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.vingerafdruk import words
from weerbaar_docs.werkplek import configured_blobs, configured_engine, own_key

NUMMERS = ("MW-0001", "MW-0002")
ROLLEN = ["--rol", "beheerder", "--rol", "secretariaat", "--rol", "sleutelbeheerder"]


@pytest.fixture(scope="module")
def gemaakt():
    """Give real keys: of two sleutelbeheerders, and files of a werkgever's."""
    with Smidse() as smidse, Sleutelring() as ring:
        pins = {nummer: ring.generate(f"Fictief {nummer}") for nummer in NUMMERS}
        eigen = ring.generate("Fictief tweede van MW-0001")
        oud, nieuw, zwak = smidse.make(expires="2y"), smidse.make(), smidse.make(algo="rsa2048", sub=None)
        yield {
            "ring": ring,
            "pins": pins,
            "oud": oud,
            "nieuw": nieuw,
            "eigen": eigen,
            "eigen.pgp": ring.export_public(eigen),
            "oud.asc": smidse.export(oud, armor=True),
            "nieuw.asc": smidse.export(nieuw, armor=True),
            "zwak.asc": smidse.export(zwak, armor=True),
            "geheim.asc": smidse.export(oud, armor=True, secret=True),
            **{f"{nummer}.pgp": ring.export_public(pin) for nummer, pin in pins.items()},
        }


class Kantoor:
    """A home with a store, files, and two sleutelbeheerders who take turns at the computer."""

    def __init__(self, home, monkeypatch, capsys, gemaakt):
        self.home, self._patch, self._capsys, self.gemaakt = home, monkeypatch, capsys, gemaakt

    def path(self, name):
        return str(self.home / name)

    def sit_down(self, nummer):
        self._patch.setenv("WEERBAAR_OPSLAG_HOUDERSLEUTEL", f"file:{self.home}/{nummer}.json")

    def shown(self, *arguments, code=0):
        assert run([*arguments, "--json"]) == code
        return json.loads(self._capsys.readouterr().out)

    def printed(self, *arguments, code=0):
        assert run([*arguments]) == code
        return self._capsys.readouterr().out

    def refused(self, code, *arguments):
        assert run([*arguments]) == code
        captured = self._capsys.readouterr()
        assert not captured.out
        assert "Wat nu:" in captured.err
        assert "anarie" not in captured.err
        assert "Traceback" not in captured.err
        return captured.err

    def add(self, name="oud.asc", pin=None, *more, **changed):
        given = {
            "soort": "werkgever",
            "houder": OIN,
            "wijze": "telefonisch_teruggebeld",
            "contactpunt": PUNT,
            **changed,
        }
        options = [part for key, value in given.items() if value for part in (f"--{key}", value)]
        return ["sleutel", "voeg-toe", self.path(name), "--vingerafdruk", pin or self.gemaakt["oud"], *options, *more]

    def pinned(self):
        return [s["vingerafdruk"] for s in self.shown("sleutel", "toon")["sleutels"] if not s["vervallen_op"]]

    def declare(self, nummer):
        """Make and sign a statement; give both files."""
        self.sit_down(nummer)
        name, sig = self.path(f"wissel-{nummer}.json"), self.path(f"wissel-{nummer}.sig")
        self.shown(
            *("sleutel", "vervang", self.path("nieuw.asc"), "--oin", OIN, "--contactpunt", PUNT, "--reden", "kwijt"),
            *("--uit", name),
        )
        data = (self.home / f"wissel-{nummer}.json").read_bytes()
        made = self.gemaakt["ring"].sign_detached(data, signer=self.gemaakt["pins"][nummer])
        (self.home / f"wissel-{nummer}.sig").write_bytes(made)
        return ["--verklaring", name, sig]


@pytest.fixture
def kantoor(tmp_path, monkeypatch, capsys, gemaakt):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for name, data in gemaakt.items():
        if "." in name:
            (tmp_path / name).write_bytes(data)
    gisteren = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    (tmp_path / "punt.json").write_text(json.dumps({**LOKET, "geverifieerd_op": gisteren, "vervalt_op": None}))
    (tmp_path / "register.json").write_text(json.dumps(REGISTER))
    made = Kantoor(tmp_path, monkeypatch, capsys, gemaakt)
    een, ander = NUMMERS
    made.sit_down(ander)
    publiek = made.shown("medewerker", "maak-sleutel", ander)["publiek"]
    made.sit_down(een)
    set_up_before_today(made, publiek)
    return made


def set_up_before_today(kantoor, publiek):
    """Set the store up before today: neither a number nor a sleutelbeheerder of today counts."""
    een, ander = NUMMERS
    pins = kantoor.gemaakt["pins"]
    config = load_config(None, os.environ)
    engine = configured_engine(config, os.environ)
    klok = Klok(datetime.now(UTC) - LANG_GENOEG)
    rollen = ("beheerder", "secretariaat", "sleutelbeheerder")
    eerste = medewerker(een, *rollen, vingerafdruk=pins[een])
    opslag = set_up(engine, configured_blobs(config, engine), own_key(config, os.environ, een), eerste, clock=klok)
    with opslag.act("medewerker_gewijzigd", object=ander) as act:
        tweede = medewerker(ander, "sleutelbeheerder", vingerafdruk=pins[ander])
        add_medewerker(act, tweede, publiek=bytes.fromhex(publiek))
    klok.nu = datetime.now(UTC) - timedelta(days=2)
    with opslag.act("contact_gecontroleerd", object="register") as act:
        import_organisaties(act, REGISTER)
        put_contactpunt(act, PUNT, json.loads((kantoor.home / "punt.json").read_text()), oin=OIN)
    engine.dispose()


def test_a_key_is_added_shown_and_renewed(kantoor, gemaakt):
    assert "Er zijn geen sleutels" in kantoor.printed("sleutel", "toon")
    assert kantoor.shown(*kantoor.add(), "--proef")["proef"] is True
    assert kantoor.pinned() == []
    assert kantoor.shown(*kantoor.add())["uitkomst"] == "opgenomen"
    assert kantoor.shown(*kantoor.add())["uitkomst"] == "vernieuwd"
    assert kantoor.pinned() == [gemaakt["oud"]]
    shown = kantoor.printed("sleutel", "toon", gemaakt["oud"].lower())
    assert " ".join(words(gemaakt["oud"])) in shown
    assert gemaakt["oud"] in shown
    assert "anarie" not in shown
    assert OIN in kantoor.printed("sleutel", "toon")


def test_a_bad_file_is_refused_with_every_reason(kantoor, gemaakt):
    told = kantoor.refused(5, *kantoor.add("zwak.asc"))
    assert "SLEUTEL-ZWAK" in told
    assert "SLEUTEL-SUBSLEUTEL" in told
    assert "SLEUTEL-GEHEIM" in kantoor.refused(5, *kantoor.add("geheim.asc"))
    assert "SLEUTEL-GEEN" in kantoor.refused(5, *kantoor.add("punt.json"))
    assert "SLEUTEL-PIN" in kantoor.refused(5, *kantoor.add("nieuw.asc"))
    assert "SLEUTEL-VINGERAFDRUK" in kantoor.refused(5, *kantoor.add("oud.asc", gemaakt["oud"][-16:]))
    assert "SLEUTEL-TERUGBELLEN" in kantoor.refused(3, *kantoor.add(contactpunt=None))
    assert "BESTAND-LEZEN" in kantoor.refused(3, *kantoor.add("niets.asc"))
    assert kantoor.pinned() == []


def test_what_lapses_is_told_in_time_and_recorded_again(kantoor, gemaakt):
    kantoor.shown(*kantoor.add())
    assert "meer dan 60 dagen" in kantoor.printed("sleutel", "controleer")
    later = (datetime.now(UTC) + timedelta(days=330)).date().isoformat()
    [row] = kantoor.shown("sleutel", "controleer", "--peildatum", later)["sleutels"]
    assert [m["code"] for m in row["meldingen"]] == ["SLEUTEL-VERIFICATIE-60"]
    much_later = (datetime.now(UTC) + timedelta(days=800)).date().isoformat()
    [row] = kantoor.shown("sleutel", "controleer", "--peildatum", much_later, code=8)["sleutels"]
    assert [m["code"] for m in row["meldingen"]] == ["SLEUTEL-VERLOOPT-NU", "SLEUTEL-VERIFICATIE-NU"]
    again = ["sleutel", "controleer", gemaakt["oud"], "--wijze", "fysiek_overhandigd"]
    assert kantoor.shown(*again, "--proef")["proef"] is True
    assert len(kantoor.shown(*again)["sleutel"]["verificaties"]) == 2
    kantoor.refused(2, "sleutel", "controleer", gemaakt["oud"])
    kantoor.refused(2, "sleutel", "controleer", "--contactpunt", PUNT)
    kantoor.refused(5, "sleutel", "controleer", gemaakt["nieuw"], "--wijze", "fysiek_overhandigd")


def test_two_sleutelbeheerders_replace_a_key(kantoor, gemaakt):
    kantoor.shown(*kantoor.add())
    for nummer in NUMMERS:
        extra = {"soort": "medewerker", "houder": nummer, "wijze": "fysiek_overhandigd", "contactpunt": None}
        kantoor.shown(*kantoor.add(f"{nummer}.pgp", gemaakt["pins"][nummer], **extra))
    een, ander = (kantoor.declare(nummer) for nummer in NUMMERS)
    bestand = ["sleutel", "vervang", kantoor.path("nieuw.asc")]
    assert "precies twee" in kantoor.refused(8, *bestand, *een)
    assert "MEDEWERKER-ZELFDE" in kantoor.refused(4, *bestand, *een, *een)
    assert kantoor.shown(*bestand, *een, *ander, "--proef")["proef"] is True
    assert gemaakt["oud"] in kantoor.pinned()
    made = kantoor.shown(*bestand, *een, *ander)
    assert made["medewerkers"] == list(NUMMERS)
    assert made["oud"] == gemaakt["oud"]
    assert gemaakt["oud"] not in kantoor.pinned()
    assert gemaakt["nieuw"] in kantoor.pinned()
    [bericht] = kantoor.shown("sleutel", "toon")["berichten"]
    assert bericht["soort"] == "sleutel_aan_werkgever"
    assert "Te doen: Schrijf de werkgever" in kantoor.printed("sleutel", "toon")
    kantoor.sit_down(NUMMERS[0])
    kantoor.shown("sleutel", "meld-af", bericht["id"])
    assert kantoor.shown("sleutel", "toon")["berichten"] == []
    kantoor.refused(3, "sleutel", "meld-af", bericht["id"])


def test_one_beheerder_does_not_replace_a_key_alone(kantoor, gemaakt):
    """He gives the second sleutelbeheerder a key of his own, on the day itself, and signs for both."""
    kantoor.shown(*kantoor.add())
    een, ander = (kantoor.declare(nummer) for nummer in NUMMERS)
    kantoor.sit_down(NUMMERS[0])
    assert "telt" not in kantoor.printed("medewerker", "lijst")
    assert "telt mee vanaf" in kantoor.printed("medewerker", "wijzig", NUMMERS[1], "--vingerafdruk", gemaakt["eigen"])
    data = (kantoor.home / f"wissel-{NUMMERS[1]}.json").read_bytes()
    made = gemaakt["ring"].sign_detached(data, signer=gemaakt["eigen"])
    (kantoor.home / f"wissel-{NUMMERS[1]}.sig").write_bytes(made)
    extra = {"soort": "medewerker", "houder": NUMMERS[1], "wijze": "fysiek_overhandigd", "contactpunt": None}
    kantoor.shown(*kantoor.add("eigen.pgp", gemaakt["eigen"], **extra))
    extra["houder"] = NUMMERS[0]
    kantoor.shown(*kantoor.add(f"{NUMMERS[0]}.pgp", gemaakt["pins"][NUMMERS[0]], **extra))
    told = kantoor.refused(4, "sleutel", "vervang", kantoor.path("nieuw.asc"), *een, *ander)
    assert "SLEUTEL-WACHTTIJD" in told
    assert NUMMERS[1] in told
    assert gemaakt["oud"] in kantoor.pinned()
    again = ["--oin", OIN, "--contactpunt", PUNT, "--reden", "kwijt", "--uit", kantoor.path("nog-een.json")]
    kantoor.sit_down(NUMMERS[1])
    assert "SLEUTEL-WACHTTIJD" in kantoor.refused(4, "sleutel", "vervang", kantoor.path("nieuw.asc"), *again)
    assert not (kantoor.home / "nog-een.json").exists()


def test_who_waits_is_shown_until_it_counts(kantoor, gemaakt):
    kantoor.printed("medewerker", "wijzig", NUMMERS[1], "--vingerafdruk", gemaakt["eigen"])
    today = nederlandse_dag(datetime.now(UTC))
    first = today + timedelta(days=7)
    assert f"  sleutelbeheerder sinds {today}; telt mee vanaf {first}" in kantoor.printed("medewerker", "lijst")
    _, waits = kantoor.shown("medewerker", "lijst")["medewerkers"]
    assert waits["sleutelbeheerder_sinds"] == today.isoformat()
    told = f"{NUMMERS[1]} is sinds {today} sleutelbeheerder met een (andere) sleutel"
    assert told in kantoor.printed("dossier", "status")
    assert told not in kantoor.printed("dossier", "status", "--peildatum", str(first))


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--oin", OIN],
        ["--oin", OIN, "--verklaring", "a", "b"],
        ["--oin", OIN, "--contactpunt", PUNT, "--reden", "kwijt"],
    ],
)
def test_the_two_steps_of_a_replacement_are_not_mixed(kantoor, options):
    assert "twee stappen" in kantoor.refused(2, "sleutel", "vervang", kantoor.path("nieuw.asc"), *options)


def test_a_key_is_withdrawn_with_a_reason(kantoor, gemaakt):
    kantoor.shown(*kantoor.add())
    assert kantoor.shown("sleutel", "trek-in", gemaakt["oud"], "--reden", "kwijt", "--proef")["proef"] is True
    assert kantoor.pinned() == [gemaakt["oud"]]
    made = kantoor.shown("sleutel", "trek-in", f"0x{gemaakt['oud']}", "--reden", "gelekt")
    assert [b["soort"] for b in made["berichten"]] == ["sleutel_aan_werkgever"]
    assert "vervallen (gelekt)" in kantoor.printed("sleutel", "toon")
    assert run(["sleutel", "trek-in", gemaakt["oud"], "--reden", "zomaar"]) == 2


def test_the_old_contact_is_shown_only_on_request_as_it_was_when_the_key_was_verified(kantoor, gemaakt):
    old = REGISTER["organisaties"][0]["contactpersoon"]
    kantoor.shown(*kantoor.add())
    changed = {**REGISTER["organisaties"][0], "contactpersoon": {**old, "email": "ander@voorbeeld.nl"}}
    (kantoor.home / "org.json").write_text(json.dumps(changed))
    kantoor.shown("organisatie", "leg-vast", kantoor.path("org.json"))
    kantoor.shown("sleutel", "trek-in", gemaakt["oud"], "--reden", "kwijt")
    for how in ([], ["--json"]):
        masked = kantoor.printed("sleutel", "toon", *how)
        assert not [value for value in old.values() if value in masked]
        whole = kantoor.printed("sleutel", "toon", "--toon-persoonsgegevens", *how)
        assert not [value for value in old.values() if value not in whole]
        assert REGISTER["organisaties"][0]["postadres"]["postcode"] in whole
        assert "ander@voorbeeld.nl" not in whole
    acts = [line["handeling"] for line in kantoor.shown("logboek", "toon")["regels"]]
    assert acts[-2:] == ["bevraagd", "persoonsgegevens_getoond"]


def test_neither_the_name_in_a_key_nor_its_fingerprint_stays_behind_in_clear(kantoor, gemaakt):
    kantoor.shown(*kantoor.add())
    kantoor.refused(5, *kantoor.add("zwak.asc"))
    kantoor.shown("sleutel", "trek-in", gemaakt["oud"], "--reden", "kwijt")
    files = [path for path in (kantoor.home / ".local").rglob("*") if path.is_file()]
    assert files
    left = b"".join(path.read_bytes() for path in files)
    for canary in (
        b"anarievogel",
        b"anarie@",
        gemaakt["oud"].encode(),
        bytes.fromhex(gemaakt["oud"]),
        gemaakt["oud"][-16:].encode(),
    ):
        assert canary not in left
    assert NAAM.encode() in base64.b64decode(b"".join(gemaakt["oud.asc"].split(b"\n\n")[1].split(b"\n=")[0].split()))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_sleutelblad_is_made_for_a_werkgever_or_to_fill_in(kantoor, gemaakt, kind):
    uit = kantoor.home / f"blad.{kind}"
    command = ["sleutel", "sleutelblad", "--uit", str(uit)]
    assert kantoor.shown(*command, "--proef")["proef"] is True
    assert not uit.exists()
    kantoor.shown(*command)
    leeg = uit.read_bytes()
    assert leeg.startswith(b"%PDF" if kind == "pdf" else b"PK")
    assert stat.S_IMODE(uit.stat().st_mode) == 0o600
    kantoor.refused(2, *command)
    kantoor.shown(*kantoor.add())
    kantoor.shown(*command, "--oin", OIN, "--overschrijf")
    with_key = uit.read_bytes()
    kantoor.shown(*command, "--oin", OIN, "--overschrijf", "--vingerafdruk", gemaakt["nieuw"])
    assert len({leeg, with_key, uit.read_bytes()}) == 3
    kantoor.refused(2, "sleutel", "sleutelblad", "--uit", str(kantoor.home / "blad.txt"))
    kantoor.refused(3, *command, "--oin", "1", "--overschrijf")


def test_an_empty_sleutelblad_needs_no_store(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run(["sleutel", "sleutelblad", "--uit", str(tmp_path / "blad.pdf")]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["blad.pdf"]
