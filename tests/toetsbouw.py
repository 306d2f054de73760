# SPDX-License-Identifier: EUPL-1.2
"""Two organisations on two machines: each with a home, a store, registers and GnuPG homes of its own people.

(1) nothing goes from one to the other but files, and before that the public keys that they compared;
(2) the keys are made once, the stores too; each test works in a copy of both homes.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from canaries import plant
from dossierbouw import know_employer, sample
from pki import Pki
from sleutelbouw import Smidse
from storebouw import LANG_GENOEG, audit_lines, medewerker
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.dossiers.bewaren import import_dossier
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.medewerkers import add_medewerker
from weerbaar_docs.registers.sleutelloket import add_from_file
from weerbaar_docs.store import Opslag, new_holder_key
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.werkplek import configured_blobs, configured_engine, open_configured

ADVISEUR, COLLEGA, TOETSER, TWEEDE = "MW-0001", "MW-0002", "MW-9001", "MW-9002"
SECRETARIS, ANDERE_SECRETARIS = "MW-0003", "MW-0004"
WERKGEVER, BESTUURDER = "WERKGEVER", "BESTUURDER"
CCV, BVA = "CCV", "BVA"
TOON = "--toon-persoonsgegevens"
ROLLEN = {
    ADVISEUR: ("adviseur", "beheerder", "sleutelbeheerder"),
    COLLEGA: ("adviseur", "sleutelbeheerder"),
    SECRETARIS: ("secretariaat",),
    ANDERE_SECRETARIS: ("secretariaat", "sleutelbeheerder"),
    TOETSER: ("toetser", "beheerder", "sleutelbeheerder"),
    TWEEDE: ("toetser",),
}
VERDER = 3  # the dossier that goes the whole way
AFDRUK = {
    TOETSER: {"naam": "T. Oetser (fictief)", "functie": "toetser"},
    TWEEDE: {"naam": "M. Eelezer (fictief)", "functie": "toetser"},
}
EIGEN = {CCV: (ADVISEUR, COLLEGA, SECRETARIS, ANDERE_SECRETARIS), BVA: (TOETSER, TWEEDE)}
VANUIT = {**{wie: naam for naam, staf in EIGEN.items() for wie in staf}, CCV: CCV, BVA: BVA}
ONTVANGERS = (WERKGEVER, BESTUURDER)
_CONFIG = """
[zegel]
sleutel = "file:{home}/zegel.p12"
{zegel}
[ccv]
zegelcertificaten = ["{home}/ccv_zegel.der"]
[bva]
zegelcertificaten = ["{home}/bva_zegel.der"]
meelezer = {meelezer}
[vervanging]
plaatsvervangers = [{vervangers}]
"""


@dataclass(frozen=True, kw_only=True)
class Sleutelkast:
    """The GnuPG homes: of each person, of CCV levering and of the BVA."""

    thuis: dict[str, Smidse]
    vingerafdruk: dict[str, str]

    @classmethod
    def make(cls, stack: Any) -> Sleutelkast:
        thuis = {wie: stack.enter_context(Smidse()) for wie in (*VANUIT, *ONTVANGERS)}
        made = {
            wie: smidse.make(name=f"FICTIEF {wie}", sub="cv25519" if wie in (*EIGEN, *ONTVANGERS) else None)
            for wie, smidse in thuis.items()
        }
        return cls(thuis=thuis, vingerafdruk=made)

    def certificaat(self, wie: str) -> bytes:
        return self.thuis[wie].export(self.vingerafdruk[wie])


@contextlib.contextmanager
def blind(smidse: Smidse) -> Iterator[tuple[str, str]]:
    """Give the option for a copy of a GnuPG home that lists its secret key, and in which nothing can be signed with it."""
    with Smidse() as copied:
        shutil.copy(smidse.home / "pubring.kbx", copied.home)
        keys = copied.home / "private-keys-v1.d"
        shutil.copytree(smidse.home / keys.name, keys, dirs_exist_ok=True)
        for key in keys.iterdir():
            key.write_text("Key: (dit is geen sleutel)\n")
        yield "--gnupg-home", str(copied.home)


@dataclass(kw_only=True)
class Organisatie:
    """One organisation at its own computer; `zit` is who sits there."""

    naam: str
    home: Path
    kast: Sleutelkast = field(repr=False)
    zit: str
    adres: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "WEERBAAR_CONFIG": str(self.home / "config.toml"),
            "WEERBAAR_OPSLAG_ADRES": self.adres or f"sqlite:///{self.home}/opslag.sqlite",
            "WEERBAAR_OPSLAG_HOUDERSLEUTEL": f"file:{self.home}/{self.zit}.json",
        }

    def configure(self, *, meelezer: bool = False, vervangers: str = "", zegel: str = "") -> None:
        text = _CONFIG.format(home=self.home, meelezer=str(meelezer).lower(), vervangers=vervangers, zegel=zegel)
        (self.home / "config.toml").write_text(text)

    def opslag(self) -> Opslag:
        return open_configured(load_config(None, self.environment), self.environment)

    def lines(self) -> list[tuple[str, ...]]:
        """Give who did what on what with which result, as the logboek has it."""
        opslag = self.opslag()
        found = audit_lines(opslag)
        opslag.engine.dispose()
        return found

    def refusals(self) -> list[tuple[str, ...]]:
        return [line for line in self.lines() if line[3] != "gelukt"]


def last_json(said: str) -> dict[str, Any]:
    """Give the object at the end of what a command said."""
    found: dict[str, Any] = json.loads(said[said.rindex("\n{\n") + 1 if "\n{\n" in said else said.index("{\n") :])
    return found


@dataclass(kw_only=True)
class Beide:
    """Both organisations, and the desk at which somebody types."""

    ccv: Organisatie
    bva: Organisatie
    post: Path
    nummers: list[str]
    gezegd: list[str] = field(default_factory=list)

    def type(self, bij: Organisatie, *words: str, code: int = 0) -> dict[str, Any]:
        """Type a command at an organisation's computer; give what it says as JSON (its complaint when it refuses)."""
        got, said = self.typed(bij, *words)
        assert got == code, said
        return said

    def typed(self, bij: Organisatie, *words: str) -> tuple[int, dict[str, Any]]:
        """Do the same, whatever comes of it; give the exit code too."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in bij.environment.items():
                patch.setenv(name, value)
            patch.delenv("XDG_DATA_HOME", raising=False)
            patch.setattr("sys.stdin", io.StringIO())  # nobody is there to ask
            code = run([*words, "--json"])
        if "--toon-persoonsgegevens" not in words:
            self.gezegd.append(out.getvalue() + err.getvalue())
        return code, last_json(out.getvalue() if code == 0 else err.getvalue())

    def refused(self, bij: Organisatie, *words: str, code: int) -> str:
        """Type a command that is refused; give the first code, after seeing that just that was written to the logboek."""
        return self.refusal(bij, *words, code=code)[0]

    def refusal(self, bij: Organisatie, *words: str, code: int) -> tuple[str, str]:
        """Do the same; give the first code and what was said of it."""
        before = bij.lines()
        said = self.type(bij, *words, code=code)
        told = [line for line in bij.lines()[len(before) :] if line[3] != "gelukt"]
        assert len(told) == 1, told
        return said["fout"][0]["code"], said["fout"][0]["melding"]

    def home(self, wie: str) -> tuple[str, str]:
        return "--gnupg-home", str(self.ccv.kast.thuis[wie].home)

    def hand_in(self, nummer: str, uit: str = "indiening", **opties: Any) -> Path:
        file = self.post / uit
        self.type(self.ccv, "rapport", "dien-in", nummer, "--uit", str(file), *self.home(self.ccv.zit), **opties)
        return file

    def receive(self, file: Path, **opties: Any) -> str:
        said = self.type(self.bva, "bva", "ontvang", str(file), *self.home(BVA), **opties)
        return said.get("indiening", "")

    def judge(self, indiening: str, **changed: Any) -> dict[str, Any]:
        """Judge everything, as a file; what is not named is established."""
        shown = self.type(self.bva, "bva", "toon", indiening)
        oordelen = {
            "uitkomst": "vastgesteld",
            "besluitnummer": "BVA-2026-0001",
            "toetsing": [{"criterium": c["criterium"], "oordeel": "voldoet"} for c in shown["criteria"]],
            "per_maatregel": [{"nummer": m["nummer"], "oordeel": "vastgesteld"} for m in shown["maatregelen"]],
            "treffers": [
                {"sleutel": t["sleutel"], "oordeel": "bevestigd"} for t in shown["treffers"] if t["ernst"] != "fout"
            ],
            **({"pkvw_uitzondering_akkoord": True} if shown["pkvw_uitzondering"] else {}),
            **changed,
        }
        return self._judge(indiening, oordelen)

    def _judge(self, indiening: str, oordelen: dict[str, Any]) -> dict[str, Any]:
        file = self.bva.home / "oordelen.json"
        file.write_text(json.dumps(oordelen))
        return self.type(self.bva, "bva", "beoordeel", indiening, "--bestand", str(file))

    def decide(self, indiening: str, uit: str = "besluitpakket", *words: str) -> Path:
        """See the differences, agree with exactly those, and decide."""
        file = self.post / uit
        given = ("bva", "besluit", indiening, "--uit", str(file), *self.home(self.bva.zit), TOON, *words)
        self.type(self.bva, *given, "--akkoord-met-verschillen", self.digest(given))
        return file

    def digest(self, given: tuple[str, ...]) -> str:
        """See the differences of a besluit; give the digest of that list."""
        refused = self.type(self.bva, *given, code=2)
        assert refused["fout"][0]["code"] == "BVA-AKKOORD"
        return str(refused["fout"][0]["melding"].rsplit(" ", 1)[1])

    def take_in(self, file: Path, **opties: Any) -> dict[str, Any]:
        """Let a secretaris take a besluit in, who goes on with a report that was established; another is for who sat there."""
        before, self.ccv.zit = self.ccv.zit, SECRETARIS
        said = self.type(self.ccv, "rapport", "neem-besluit-in", str(file), *self.home(CCV), **opties)
        if said.get("status") == "teruggestuurd":
            self.ccv.zit = before
        return said

    def status(self, nummer: str) -> str:
        lijst = self.type(self.ccv, "dossier", "lijst")["dossiers"]
        return str(next(d["status"] for d in lijst if d["dossiernummer"] == nummer))


def furnish(map_: Path, kast: Sleutelkast, *, adressen: Mapping[str, str] | None = None) -> list[str]:
    """Set both stores up in a folder; give the numbers of the dossiers that are ready to be handed in.

    `adressen` are those of empty databases; without them each has an SQLite file.
    """
    adressen = adressen or {}
    now = datetime.now(UTC)
    zegels = {naam: make_zegel(naam, now=now) for naam in EIGEN}
    for naam, staf in EIGEN.items():
        home = map_ / naam
        home.mkdir(mode=0o700)
        for ander, (_, der) in zegels.items():
            (home / f"{ander.lower()}_zegel.der").write_bytes(der)
        (home / "zegel.p12").touch(mode=0o600)
        (home / "zegel.p12").write_bytes(zegels[naam][0])
        org = Organisatie(naam=naam, home=home, kast=kast, zit=staf[0], adres=adressen.get(naam, ""))
        org.configure()
        _set_up(org, staf)
    ccv = Organisatie(naam=CCV, home=map_ / CCV, kast=kast, zit=ADVISEUR, adres=adressen.get(CCV, ""))
    return _dossiers(ccv)


def _set_up(org: Organisatie, staf: tuple[str, ...]) -> None:
    config = load_config(None, org.environment)
    engine = configured_engine(config, org.environment)
    begonnen = datetime.now(UTC) - LANG_GENOEG  # so that a sleutelbeheerder counts
    van = nederlandse_dag(begonnen).isoformat()
    houders = {wie: new_holder_key(wie) for wie in staf}
    for wie, sleutel in houders.items():
        file = org.home / f"{wie}.json"
        file.touch(mode=0o600)
        file.write_bytes(sleutel.as_bytes())
    people = {
        wie: medewerker(wie, *rollen, vingerafdruk=org.kast.vingerafdruk[wie], van=van, **AFDRUK.get(wie, {}))
        for wie, rollen in ROLLEN.items()
    }
    eerste = staf[0]
    opslag = set_up(engine, configured_blobs(config, engine), houders[eerste], people[eerste], clock=lambda: begonnen)
    with opslag.act("medewerker_gewijzigd", object="register") as act:
        for wie, gegevens in people.items():
            if wie != eerste:
                add_medewerker(act, gegevens, publiek=houders[wie].publiek if wie in houders else None)
    engine.dispose()
    opslag = org.opslag()  # today: no key is older than that
    for wie in VANUIT:
        soort = {CCV: "ccv_levering", BVA: "bva"}.get(wie, "medewerker")
        add_from_file(
            opslag,
            org.kast.certificaat(wie),
            soort=soort,
            houder=wie,
            vingerafdruk=org.kast.vingerafdruk[wie],
            wijze="fysiek_overhandigd",
        )
    opslag.engine.dispose()


def _dossiers(ccv: Organisatie) -> list[str]:
    opslag = ccv.opslag()
    nummers = []
    for zaad in (VERDER, 4):
        gegevens = plant(sample("concept", zaad), openbaar="/adviesrapport/rapportnummer", start=1000 * zaad).gegevens
        oin = know_employer(opslag, gegevens)
        made = import_dossier(opslag, gegevens, houders=EIGEN[CCV][1:])
        nummers.append(made.dossiernummer)
        if zaad == VERDER:
            _pin_receivers(ccv, opslag, {WERKGEVER: oin, BESTUURDER: made.dossier})
    opslag.engine.dispose()
    return nummers


def _pin_receivers(ccv: Organisatie, opslag: Opslag, houders: Mapping[str, str]) -> None:
    for wie, houder in houders.items():
        add_from_file(
            opslag,
            ccv.kast.certificaat(wie),
            soort=wie.lower(),
            houder=houder,
            vingerafdruk=ccv.kast.vingerafdruk[wie],
            wijze="fysiek_overhandigd",
        )


def seal_with(beide: Beide, pki: Pki, niveau: str) -> None:
    """Give the BVA a seal of the test PKI that signs at a level, and let the CCV trust that seal."""
    zegel = pki.seal()
    (beide.bva.home / "zegel.p12").write_bytes(pki.pkcs12(zegel))
    for org in (beide.ccv, beide.bva):
        (org.home / "bva_zegel.der").write_bytes(zegel.der)
    (beide.bva.home / "wortel.pem").write_bytes(pki.root.pem)
    (beide.bva.home / "tijd.pem").write_bytes(pki.tsa_root.pem)
    beide.bva.configure(
        zegel=f"""niveau = "{niveau}"
tsa_adres = "{pki.adres}/tsa"
tsa_vertrouwd = ["{beide.bva.home}/tijd.pem"]
vertrouwd = ["{beide.bva.home}/wortel.pem"]
servers = ["{pki.host}"]"""
    )


def copy_of(map_: Path, naar: Path, kast: Sleutelkast, nummers: list[str]) -> Beide:
    """Give a copy of both homes, and of what is in the post, to work in."""
    gc.collect()  # a connection of before that is closed halfway moves its log into the file while that is copied
    found = {}
    for naam, staf in EIGEN.items():
        shutil.copytree(map_ / naam, naar / naam)
        found[naam] = Organisatie(naam=naam, home=naar / naam, kast=kast, zit=staf[0])
        found[naam].configure()
    if (map_ / "post").exists():
        shutil.copytree(map_ / "post", naar / "post")
    return Beide(ccv=found[CCV], bva=found[BVA], post=naar / "post", nummers=nummers)
