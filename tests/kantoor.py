# SPDX-License-Identifier: EUPL-1.2
"""An office with a store, and what its people do between two commands: they sign, take turns, and lose a disk.

(1) each function here is a step of STORY (scenarios.py); what the calls after it need, it leaves in `words`;
(2) a number to call back on, a key and a term count only after some time, so BEGONNEN is how long ago this office began:
    it is the one place where time passes, by the clock that the library takes as an argument.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sleutelbouw import Smidse
from storebouw import medewerker
from weerbaar_docs.config import load_config
from weerbaar_docs.dossiers.bewaren import create
from weerbaar_docs.registers.contactpunten import put_contactpunt
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.medewerkers import add_medewerker
from weerbaar_docs.registers.organisaties import import_organisaties, put_organisatie
from weerbaar_docs.registers.sleutelloket import add_from_file
from weerbaar_docs.store import new_holder_key, writing
from weerbaar_docs.store.tables import DOSSIER
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.werkplek import configured_blobs, configured_engine
from zandbak import Sandbox

BEGONNEN = timedelta(days=60)
EEN, ANDER, LOGBOEK = "MW-0001", "MW-0002", "logboek"
NUMMER = "WB-2026-000778"
_ROLLEN = {EEN: ("adviseur", "beheerder", "secretariaat", "sleutelbeheerder"), ANDER: ("sleutelbeheerder",)}
_INSTELLINGEN = """
[bewaartermijnen]
aanmelding_zonder_advies = {{ duur = "P1W", vanaf = "laatste_wijziging", grondslag = "Besluit 1 (fictief)" }}
[logboek]
plaatsen = ["map"]
map = "{checkpoints}"
sleutel = "{sleutel}"
sleutelbestand = "{sleutelbestand}"
"""


@dataclass(frozen=True, kw_only=True)
class Mensen:
    """The OpenPGP keys of those who sign, in a home of GnuPG of their own."""

    smidse: Smidse
    sleutels: dict[str, str]

    @classmethod
    def make(cls, smidse, naam):
        """Make the keys, older than the office; `naam` gives the name that is in each."""
        at = datetime.now(UTC) - 2 * BEGONNEN
        wie = (EEN, ANDER, LOGBOEK)
        return cls(smidse=smidse, sleutels={w: smidse.make(name=naam(w), sub=None, at=at) for w in wie})

    def certificaat(self, wie):
        return self.smidse.export(self.sleutels[wie])

    def sign(self, wie, data):
        return self.smidse.gpg("--local-user", self.sleutels[wie], "--detach-sign", "--output", "-", data=data).stdout


@dataclass(frozen=True, kw_only=True)
class Kantoor(Sandbox):
    """A sandbox with a store; `new` gives the address of an empty database, `adressen` are those it had."""

    mensen: Mensen
    new: Callable[[], str]
    adressen: list[str] = field(default_factory=list)

    def move(self):
        """Go on in an empty database."""
        self.adressen.append(self.new())
        self.extra["WEERBAAR_OPSLAG_ADRES"] = self.adressen[-1]

    def sit_down(self, wie):
        self.extra["WEERBAAR_OPSLAG_HOUDERSLEUTEL"] = f"file:{self.path}/home/{wie}.json"

    def data(self, name):
        return json.loads((self.invoer / f"{name}.json").read_bytes())

    def sign(self, name):
        """Let both sign what each has had written, as NAME-1 and NAME-2."""
        for number, wie in enumerate((EEN, ANDER), 1):
            data = (self.path / f"{name.lower()}-{number}").read_bytes()
            (self.invoer / f"{name}-{number}-sig.sig").write_bytes(self.mensen.sign(wie, data))

    def note(self, word, find):
        """Let calls after this use what the last command said."""
        self.words[word] = find(json.loads(self.said.read_bytes()))


def begin_long_ago(kantoor):
    """Begin another store, BEGONNEN ago: two sleutelbeheerders, a number and a key of a werkgever, a withdrawn aanmelding."""
    _configure(kantoor)
    kantoor.move()
    config = load_config(None, kantoor.environment)
    engine = configured_engine(config, kantoor.environment)
    begin = (datetime.now(UTC) - BEGONNEN).replace(microsecond=0)
    dag = nederlandse_dag(begin)
    houders = {wie: new_holder_key(wie) for wie in _ROLLEN}
    staf = {
        wie: medewerker(wie, *rollen, vingerafdruk=kantoor.mensen.sleutels[wie], van=dag.isoformat())
        for wie, rollen in _ROLLEN.items()
    }
    for wie, sleutel in houders.items():
        file = kantoor.path / "home" / f"{wie}.json"
        file.touch(mode=0o600)
        file.write_bytes(sleutel.as_bytes())
    opslag = set_up(engine, configured_blobs(config, engine), houders[EEN], staf[EEN], clock=lambda: begin)
    punt = {**kantoor.data("contactpunt"), "geverifieerd_op": dag.isoformat(), "vervalt_op": None}
    with opslag.act("organisatie_gewijzigd", object="register") as act:
        add_medewerker(act, staf[ANDER], publiek=houders[ANDER].publiek)
        import_organisaties(act, kantoor.data("organisatieregister"))
        put_organisatie(act, kantoor.data("werkgever"))
        put_contactpunt(act, "balie", punt, oin=kantoor.words["OIN"])
    overhandigd = {"wijze": "fysiek_overhandigd"}
    for wie in _ROLLEN:
        add_from_file(
            opslag,
            kantoor.mensen.certificaat(wie),
            soort="medewerker",
            houder=wie,
            vingerafdruk=staf[wie]["vingerafdruk"],
            **overhandigd,
        )
    add_from_file(
        opslag,
        (kantoor.invoer / "sleutel.pgp").read_bytes(),
        soort="werkgever",
        houder=kantoor.words["OIN"],
        vingerafdruk=kantoor.words["PIN"],
        **overhandigd,
    )
    made = create(opslag, kantoor.data("aanvraag"), dossiernummer=NUMMER)
    with writing(engine) as connection:
        own = DOSSIER.update().where(DOSSIER.c.id == made.dossier)
        connection.execute(own, {"status": "aanmelding_ingetrokken"})
    engine.dispose()
    kantoor.sit_down(EEN)


def take_turns(kantoor):
    """Let the other sleutelbeheerder sit down at this computer."""
    at_work = kantoor.extra["WEERBAAR_OPSLAG_HOUDERSLEUTEL"]
    kantoor.sit_down(ANDER if EEN in at_work else EEN)


def sign_the_replacement(kantoor):
    kantoor.sign("WISSEL")


def sign_the_decision(kantoor):
    kantoor.sign("BESLUIT")


def note_the_message(kantoor):
    kantoor.note("BERICHT", lambda said: said["berichten"][0]["id"])


def note_the_check_number(kantoor):
    """Note the number of the list, and the dossier on it that is destroyed with it."""
    kantoor.note("CONTROLEGETAL", lambda said: said["controlegetal"])
    kantoor.note("VERNIETIGD", lambda said: said["regels"][0]["object"])


NEED_WHAT_WAS_SAID = (note_the_message, note_the_check_number)


def lose_the_database(kantoor):
    """Let the disk break: what comes next finds an empty database, and the checkpoints where they were."""
    kantoor.move()


def _configure(kantoor):
    """Name the logboek key and where its checkpoints go, outside the database, and a term for who withdrew."""
    checkpoints, file = kantoor.path / "checkpoints", kantoor.path / "weerbaar.toml"
    checkpoints.mkdir(mode=0o700)
    (kantoor.invoer / "logboek.pgp").write_bytes(kantoor.mensen.certificaat(LOGBOEK))
    text = _INSTELLINGEN.format(
        checkpoints=checkpoints, sleutel=kantoor.mensen.sleutels[LOGBOEK], sleutelbestand=kantoor.invoer / "logboek.pgp"
    )
    file.write_text(text)
    kantoor.extra["WEERBAAR_CONFIG"] = str(file)
    for wie in (EEN, ANDER):
        (kantoor.invoer / f"{wie}.pgp").write_bytes(kantoor.mensen.certificaat(wie))
    kantoor.words["GNUPG"] = str(kantoor.mensen.smidse.home)
