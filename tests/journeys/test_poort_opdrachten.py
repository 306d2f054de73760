# SPDX-License-Identifier: EUPL-1.2
"""Whatever is typed in whatever order by whomever: no levering without a toestemming that was given for these very files.

What may happen is decided here by a model of its own (as in test_poort_toestanden.py): it knows who signed what, and which
question was open then. What did happen, the store's leveringen and the recipients in their bytes say.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
from dataclasses import dataclass, field

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from poortbouw import run_at_random
from toetsbouw import ADVISEUR, ANDERE_SECRETARIS, BESTUURDER, CCV, COLLEGA, SECRETARIS, WERKGEVER
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.toestemmen.stand import look_at_choice
from wegbouw import SCAN, SPOED

pytestmark = pytest.mark.lang
SECRETARIAAT = (SECRETARIS, ANDERE_SECRETARIS)
WIE = st.sampled_from((SECRETARIS, SECRETARIS, ANDERE_SECRETARIS, COLLEGA, ADVISEUR))
ZELDEN = st.integers(0, 9).map(lambda n: n == 0)
PROEF = ("--proef",)


@dataclass
class Vraag:
    """A question, and what the model knows of the answers to it."""

    id: str
    getal: str
    route: str
    verklaring: bytes = field(repr=False)
    attesten: set = field(default_factory=set)
    met_sleutel: bool = False
    open: bool = True
    vervallen: bool = False
    gebruikt: bool = False

    def bewezen(self):
        """Say whether two people attested the same scan for spoed, one of whom called back, or the bestuurder signed."""
        pairs = ((a, b) for a in self.attesten for b in self.attesten if a.wie != b.wie and a.scan == b.scan)
        return self.met_sleutel or any(a.spoed and b.spoed and (a.gebeld or b.gebeld) for a, b in pairs)


@dataclass(frozen=True)
class Attest:
    wie: str
    scan: bytes
    gebeld: bool
    spoed: bool


class Opdrachten(RuleBasedStateMachine):
    """The commands at one computer of the CCV, by people with and without the role for them."""

    stappen = verzegeld = 0

    @initialize()
    def begin(self):
        self.map = self.basis / secrets.token_hex(8)
        self.map.mkdir()
        self.weg = self.van_af.at("bij_bestuurder", self.map)
        self.beide, self.nummer = self.weg.beide, self.weg.nummer
        self.kast = self.beide.ccv.kast
        self.vragen: list[Vraag] = []
        self.vergeleken: set[str] = set()
        self.leveringen: list[str] = []

    def teardown(self):
        if hasattr(self, "map"):
            shutil.rmtree(self.map)

    # --- what people type ---

    @rule(
        wie=WIE,
        route=st.sampled_from(("via_ccv", "via_ccv", "op_papier", "via_bestuurder")),
        omvang=st.sampled_from(("werkgeversversie", "volledig_rapport", "alleen_maatregelenoverzicht")),
    )
    def keuze(self, wie, route, omvang):
        code, _ = self.typ(wie, "toestemming", "keuze", self.nummer, "--route", route, "--omvang", omvang)
        if code == 0:
            self.sluit()

    @rule(wie=WIE, proef=ZELDEN)
    def vraag(self, wie, proef):
        uit = ("--uit", str(self.beide.post / f"{secrets.token_hex(4)}.pgp"), *self.weg.levering())
        code, said = self.typ(wie, "toestemming", "vraag", self.nummer, *uit, *(PROEF if proef else ()))
        if code == 0 and not proef:
            self.sluit()
            verklaring = canonical_bytes(self.keuzestand().vraag["verklaring"])
            made = Vraag(said["toestemming_id"], said["controlegetal"], said["route"], verklaring)
            self.vragen.append(made)

    @precondition(lambda self: self.vragen)
    @rule(
        wie=WIE,
        welke=st.sampled_from((-1, -1, -1, 0)),
        scan=st.sampled_from((SCAN, SCAN, b"%PDF een andere scan")),
        gebeld=st.booleans(),
        spoed=st.booleans(),
        proef=ZELDEN,
    )
    def attesteer(self, wie, welke, scan, gebeld, spoed, proef):
        self._attest(wie, self.vragen[welke], Attest(wie, scan, gebeld, spoed), proef=proef)

    @precondition(lambda self: self.vragen)
    @rule(van=st.sampled_from((BESTUURDER, BESTUURDER, WERKGEVER)), over=st.sampled_from((-1, -1, 0)))
    def onderteken(self, van, over):
        vraag, file = self.vragen[over], self.beide.post / "toestemming.json.sig"
        file.write_bytes(self.kast.thuis[van].gpg("--detach-sign", data=vraag.verklaring).stdout)
        code, _ = self.typ(SECRETARIS, "toestemming", "leg-vast", self.nummer, "--ondertekend", str(file))
        if code == 0:
            assert van == BESTUURDER
            assert vraag.open
            assert len(self.vergeleken - {ADVISEUR}) >= 2
            vraag.met_sleutel = True
            self.sluit()

    @rule(wie=WIE)
    def weiger(self, wie):
        code, _ = self.typ(wie, "toestemming", "leg-vast", self.nummer, "--geweigerd", "mondeling")
        if code == 0:
            for vraag in self.vragen[-1:]:
                vraag.vervallen = True
            self.sluit()

    @rule(wie=WIE, proef=ZELDEN)
    def trek_in(self, wie, proef):
        words = ("toestemming", "trek-in", self.nummer, "--wijze", "mondeling", *self.beide.home(wie))
        code, said = self.typ(wie, *words, *(PROEF if proef else ()))
        if code == 0 and not proef:
            self.met(said["toestemming_id"]).vervallen = True

    @rule(wie=WIE)
    def vergelijk(self, wie):
        pin = self.kast.vingerafdruk[BESTUURDER]
        code, _ = self.typ(wie, "sleutel", "controleer", pin, "--wijze", "fysiek_overhandigd")
        if code == 0:
            self.vergeleken.add(wie)

    @rule(wie=WIE, doen=ZELDEN)
    def staak(self, wie, doen):
        code, _ = self.typ(wie, "levering", "staak", "--alles", *(() if doen else PROEF))
        if code == 0 and doen:
            for vraag in self.vragen:
                vraag.vervallen = True

    @rule(doen=ZELDEN)
    def trek_de_sleutel_van_de_werkgever_in(self, doen):
        words = ("sleutel", "trek-in", self.kast.vingerafdruk[WERKGEVER], "--reden", "gelekt")
        code, _ = self.typ(ANDERE_SECRETARIS, *words, *(() if doen else PROEF))
        if code == 0 and doen:
            for vraag in self.vragen:
                vraag.vervallen = vraag.vervallen or vraag.route == "via_ccv"

    @precondition(lambda self: self.vragen)
    @rule(wie=WIE, wat=st.sampled_from(("rapport", "werkgeverstukken", "afschrift")), proef=st.booleans())
    def verstrek(self, wie, wat, proef):
        uit = ("--uit", str(self.beide.post / f"{secrets.token_hex(4)}.pgp"), *self.weg.levering())
        self.typ(wie, "bestuurder", "verstrek", self.nummer, "--wat", wat, *uit, *(PROEF if proef else ()))

    @precondition(lambda self: self.leveringen)
    @rule(wie=WIE)
    def druk_af(self, wie):
        uit = ("--uit", str(self.beide.post / f"{secrets.token_hex(4)}.pgp"), *self.weg.levering())
        code, said = self.typ(wie, "levering", "afdruk", self.nummer, *uit)
        if code == 0:
            assert said["levering"] in self.leveringen

    @rule(wie=WIE, bij=st.sampled_from((CCV, CCV, CCV, SECRETARIS)), proef=ZELDEN)
    def verzegel(self, wie, bij, proef):
        words = ("levering", "plan", self.nummer, *self.beide.home(bij), *(PROEF if proef else ()))
        code, said = self.typ(wie, *words, nieuw=not proef)
        if code == 0:
            assert wie in SECRETARIAAT
            assert bij == CCV
            self.mag_weg(said, proef=proef)

    @rule(route=st.sampled_from(("via_ccv", "op_papier")), tot_het_eind=st.booleans())
    def zoals_het_hoort(self, route, tot_het_eind):
        """Do it all as it should be: among so many ways to do it wrong, chance alone would seldom do it right."""
        self.keuze(SECRETARIS, route, "werkgeversversie")
        before = len(self.vragen)
        self.vraag(SECRETARIS, proef=False)
        if len(self.vragen) > before:
            for wie in SECRETARIAAT:
                self._attest(wie, self.vragen[-1], Attest(wie, SCAN, gebeld=True, spoed=True), proef=False)
        if tot_het_eind:
            self.verzegel(SECRETARIS, CCV, proef=False)

    # --- what the model says, and what happened ---

    def mag_weg(self, said, *, proef):
        """Hold a sealing against the model; with `proef` nothing was kept."""
        [vraag] = [v for v in self.vragen if v.bewezen() and not v.vervallen and not v.gebruikt]
        assert vraag.route == said["route"] != "via_bestuurder"
        if proef:
            return
        row = self.weg.leveringen()[-1]
        assert (row["id"], row["toestemming"]) == (said["levering"], vraag.id)
        assert self.recipients(row["versleuteld"]) == {self.subkey(WERKGEVER if vraag.route == "via_ccv" else CCV)}
        vraag.gebruikt = True
        type(self).verzegeld += 1

    def typ(self, wie, *words, nieuw=False):
        """Type a command; see that a refusal is one line and nothing else, and that only a sealing adds a levering."""
        type(self).stappen += 1
        self.beide.ccv.zit = wie
        refused, files = len(self.beide.ccv.refusals()), self.files()
        code, said = self.beide.typed(self.beide.ccv, *words)
        assert code in {0, 2, 3, 4, 5}, said
        assert len(self.beide.ccv.refusals()) - refused == (code in {3, 4, 5}), said
        found = [row["id"] for row in self.weg.leveringen()]
        more = [row for row in found if row not in self.leveringen]
        assert len(more) == (code == 0 and nieuw)
        assert {*self.leveringen, *more} == set(found)
        self.leveringen += more
        if code:
            assert self.files() == files
        for file in self.files() - files:  # nothing that leaves by a file is for a werkgever
            assert self.subkey(WERKGEVER) not in self.recipients(file.read_bytes())
        return code, said

    def _attest(self, wie, vraag, attest, *, proef):
        scan = self.map / "scan.pdf"
        scan.write_bytes(attest.scan)
        reden = self.map / "reden.txt"
        reden.write_text("acute situatie (fictief)")
        given = ("--scan", str(scan), "--controlegetal", vraag.getal, *self.beide.home(wie))
        given += ("--teruggebeld",) if attest.gebeld else ()
        given += (SPOED.replace("REDEN", str(reden)),) if attest.spoed else ()
        code, said = self.typ(wie, "toestemming", "leg-vast", self.nummer, *given, *(PROEF if proef else ()))
        if code == 0:
            assert vraag.open
            assert wie in SECRETARIAAT
            if not proef:
                vraag.attesten.add(attest)
                if said["nog_nodig"] is None:
                    self.sluit()

    def sluit(self):
        """Let no question be open any more."""
        for vraag in self.vragen:
            vraag.open = False

    def met(self, kenmerk):
        return next(v for v in self.vragen if v.id == kenmerk)

    def keuzestand(self):
        opslag = self.beide.ccv.opslag()
        found = look_at_choice(opslag, read(opslag, self.nummer))
        opslag.engine.dispose()
        return found

    def files(self):
        return {path for path in self.beide.post.rglob("*") if path.suffix == ".pgp"}

    def subkey(self, wie):
        if wie not in self.subkeys:
            listed = self.kast.thuis[wie].gpg("--with-colons", "--list-keys").stdout.decode()
            [self.subkeys[wie]] = [line.split(":")[4] for line in listed.splitlines() if line.startswith("sub:")]
        return self.subkeys[wie]

    def recipients(self, data):
        """Give the ids of the keys that a message can be opened with, as gpg lists its packets."""
        command = ["gpg", "--homedir", str(self.kast.thuis[WERKGEVER].home), "--list-packets", "--list-only"]
        said = subprocess.run(command, input=data, capture_output=True, check=False).stdout.decode()
        return {line.split()[-1] for line in said.splitlines() if line.startswith(":pubkey enc packet")}


@pytest.fixture
def typ(stappen, tmp_path):
    """Give who types at random, so often and so far, and the least number of commands; he gives how often was sealed."""

    def typ(*, examples, steps, least):
        given = {"van_af": stappen, "basis": tmp_path, "subkeys": {}, "stappen": 0, "verzegeld": 0}
        machine = type("Machine", (Opdrachten,), given)
        run_at_random(machine, examples=examples, steps=steps, least=least)
        return machine.verzegeld

    return typ


def test_no_order_of_commands_gives_a_levering_without_a_toestemming(typ):
    typ(examples=4, steps=25, least=50)


@pytest.mark.alles
def test_a_thousand_commands_give_no_levering_without_a_toestemming(typ):
    assert typ(examples=40, steps=40, least=1_000)  # the way is open for who may go
