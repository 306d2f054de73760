# SPDX-License-Identifier: EUPL-1.2
"""Whatever is done in whatever order: no ciphertext for a werkgever without a toestemming that was given for these very files.

What may happen is decided here by a model of its own, which reads no statement and asks nothing of the gate: it knows who
signed what, because it let them sign. The recorder of the ring says what did happen.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from formulierbouw import ingevuld, klaargezet, leeg, onderteken
from weerbaar_docs.canonical import sha256
from weerbaar_docs.consent import withdraw
from weerbaar_docs.encryption import open_zending, seal_for_werkgever
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.keys import Sleutelregister
from weerbaar_docs.nonces import FileNonceRegister
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs, PadesBewijs, attest, withdrawal

pytestmark = pytest.mark.lang
DAG, UUR = timedelta(days=1), timedelta(hours=1)
SPELING = timedelta(minutes=5)


@dataclass
class Gevraagd:
    """A question to the bestuurder, and what the model knows of it."""

    vraag: object
    stukken: object
    van: datetime
    tot: datetime
    sleutel: str
    id: str
    dossier: bool


@dataclass
class Gegeven:
    """A proof, and what the model knows of it: by whom, about which question, and from when it may open."""

    van: Gevraagd
    bewijs: object
    echt: bool
    vanaf: datetime
    gezet: datetime


@dataclass
class Model:
    """The registers as the model has them."""

    sleutel: str
    telt: bool = True
    ingetrokken: set = field(default_factory=set)
    gebruikt: set = field(default_factory=set)


class Poort(RuleBasedStateMachine):
    """The public steps with arguments that were swapped, while time moves and registers change."""

    keten = None
    verteld: list = []  # noqa: RUF012 - one for the chain that all runs share
    soorten: tuple = ()
    basis: Path
    stappen = 0

    gevraagd = Bundle("gevraagd")
    gegeven = Bundle("gegeven")
    vrijgaven = Bundle("vrijgaven")

    @initialize()
    def begin(self):
        self.o = self.keten.o
        self.now = self.o.nu
        self.map = self.basis / secrets.token_hex(8)
        self.nonces = FileNonceRegister.create(self.map / "nonces")
        self.registers = replace(self.o.registers, nonces=self.nonces)
        self.model = Model(sleutel=self.o.werkgever.vingerafdruk)
        self.oud = None

    def teardown(self):
        if hasattr(self, "map"):
            shutil.rmtree(self.map)

    def stap(self):
        type(self).stappen += 1

    # --- what honest and dishonest people do ---

    @rule(
        target=gevraagd,
        soort=st.integers(0, 1),
        dagen=st.sampled_from((1, 3, 90)),
        ander=st.booleans(),
        eerder=st.booleans(),
    )
    def vraag(self, soort, dagen, ander, eerder):
        self.stap()
        stukken = self.soorten[soort]
        van = self.now - 2 * DAG if eerder else self.now
        name = f"TST-{secrets.token_hex(6)}"
        other = not ander or soort == 0
        vraag = self.keten.ask(
            stukken=stukken,
            now=van,
            dagen=dagen,
            toestemming_id=name,
            formulier_sha256=sha256(leeg()),
            ontvanger=replace(self.o.werkgever, vingerafdruk=self.model.sleutel),
            dossier=self.o.pseudoniem if other else "D-" + "0" * 32,
        )
        return Gevraagd(
            vraag=vraag,
            stukken=stukken,
            van=van,
            tot=van + dagen * DAG,
            sleutel=self.model.sleutel,
            id=name,
            dossier=other,
        )

    @rule(target=gegeven, over=gevraagd, wie=st.sampled_from(("bestuurder", "ccv", "werkgever")))
    def met_sleutel(self, over, wie):
        self.stap()
        plek = {"bestuurder": self.o.bestuurder_plek, "ccv": self.o.ccv, "werkgever": self.o.werkgever_plek}[wie]
        made = plek.ring.sign_detached(over.vraag.verklaring, signer=plek.vingerafdruk)
        return Gegeven(
            van=over,
            bewijs=OpenpgpBewijs(handtekening=made),
            echt=wie == "bestuurder" and over.dossier,
            vanaf=over.van,
            gezet=self.o.nu,
        )

    @rule(
        target=gegeven,
        over=gevraagd,
        keuze=st.sampled_from(("verleen", "weiger", "terug", None)),
        eigen=st.booleans(),
    )
    def met_formulier(self, over, keuze, eigen):
        self.stap()
        zegel = self.o.bestuurder_zegel if eigen else self.o.ccv_zegel
        made = onderteken(ingevuld(klaargezet(leeg(), over.vraag), keuze), zegel, self.now)
        echt = keuze == "verleen" and eigen and over.dossier
        return Gegeven(van=over, bewijs=PadesBewijs(formulier=made), echt=echt, vanaf=over.van, gezet=self.now)

    @rule(
        target=gegeven,
        over=gevraagd,
        wie=st.sampled_from((("MW-0002", "MW-0003"), ("MW-0002", "MW-0002"), ("MW-0001", "MW-0002"), ("MW-0002",))),
        gebeld=st.booleans(),
        spoed=st.tuples(st.booleans(), st.booleans()),
    )
    def met_pen(self, over, wie, gebeld, spoed):
        self.stap()
        items = [
            self.o.medewerker_tekent(
                attest(
                    over.vraag, scan_sha256="0" * 64, medewerker=mw, teruggebeld=gebeld, now=self.o.nu, spoed=urgent
                ),
                mw,
            )
            for mw, urgent in zip(wie, spoed, strict=False)
        ]
        wait = timedelta() if len(wie) == 2 and all(spoed) else DAG
        return Gegeven(
            van=over,
            bewijs=InktBewijs(scan_sha256="0" * 64, attesten=tuple(items)),
            echt=wie == ("MW-0002", "MW-0003") and gebeld and over.dossier,
            vanaf=max(over.van, self.o.nu) + wait,
            gezet=self.o.nu,
        )

    @rule(target=gegeven, een=gegeven, ander=gevraagd)
    def voor_een_andere_vraag(self, een, ander):
        self.stap()
        return replace(een, van=ander, echt=een.echt and een.van is ander)

    # --- what changes meanwhile ---

    @rule(uren=st.sampled_from((-30, -1, 1, 12, 25, 60)))
    def tijd(self, uren):
        self.stap()
        moved = self.now + uren * UUR
        if abs(moved - self.o.nu) < timedelta(days=2, hours=12):  # as long as the throw-away certificates last
            self.now = moved

    @rule(over=gevraagd)
    def trek_in(self, over):
        self.stap()
        data = withdrawal(over.id, medewerker="MW-0001", now=self.o.nu)
        withdraw(self.o.medewerker_tekent(data, "MW-0001"), registers=self.registers, now=self.o.nu)
        self.model.ingetrokken.add(over.id)

    @rule(over=gevraagd)
    def trek_vals_in(self, over):
        self.stap()
        data = withdrawal(over.id, medewerker="MW-0002", now=self.o.nu)
        with pytest.raises(WeerbaarDocsError):
            withdraw(self.o.medewerker_tekent(data, "MW-0001"), registers=self.registers, now=self.o.nu)

    @rule(wat=st.sampled_from(("andere", "verlopen", "weg", "terug")))
    def sleutel_van_de_werkgever(self, wat):
        self.stap()
        pin = self.o.werkgever
        pins = {
            "andere": (replace(pin, vingerafdruk=self.o.ccv.vingerafdruk),),
            "verlopen": (replace(pin, geldig_tot=self.o.vandaag - 30 * DAG),),
            "weg": (),
            "terug": (pin,),
        }[wat]
        self.registers = replace(
            self.registers, sleutels=Sleutelregister(sleutels=(*pins, self.o.bestuurder)), nonces=self.nonces
        )
        self.model.sleutel = pins[0].vingerafdruk if pins else ""
        self.model.telt = wat in {"andere", "terug"}

    @rule()
    def bewaar_een_kopie(self):
        self.stap()
        self.oud = self.registers

    @rule()
    def zet_de_kopie_terug(self):
        """Put the keys of before back; who was withdrawn or used stays so, because that register is one for all."""
        self.stap()
        if self.oud is not None:
            pins = [s for s in self.oud.sleutels if s.soort == "werkgever"]
            self.registers = self.oud
            self.model.sleutel = pins[0].vingerafdruk if pins else ""
            self.model.telt = bool(pins) and pins[0].geldig_tot is None

    # --- the gate ---

    @rule(target=vrijgaven, proof=gegeven, soort=st.integers(-1, 1))
    def geef_vrij(self, proof, soort):
        self.stap()
        stukken = proof.van.stukken if soort < 0 else self.soorten[soort]
        told = len(self.verteld)
        try:
            made = self.keten.release(
                proof.van.vraag.verklaring, proof.bewijs, stukken=stukken, registers=self.registers, now=self.now
            )
        except WeerbaarDocsError:
            made = None
        assert self.mag(proof, stukken) or made is None
        assert len(self.verteld) == told
        return made, proof, stukken

    @rule(given=vrijgaven)
    def verzegel(self, given):
        self.stap()
        self._verzegel(*given)

    @rule(given=vrijgaven, proof=gegeven)
    def verzegel_met_iets_anders_erin(self, given, proof):
        self.stap()
        made, _, stukken = given
        if made is None:
            return
        kept = made.verklaring, made.bewijs
        object.__setattr__(made, "verklaring", proof.van.vraag.verklaring)
        object.__setattr__(made, "bewijs", proof.bewijs)
        try:
            self._verzegel(made, proof, stukken)
        finally:
            object.__setattr__(made, "verklaring", kept[0])
            object.__setattr__(made, "bewijs", kept[1])

    @rule(proof=gegeven)
    def verzegel_zonder_vrijgave(self, proof):
        self.stap()
        with pytest.raises(WeerbaarDocsError):
            self._seal(proof)

    def _verzegel(self, made, proof, stukken):
        told, may = len(self.verteld), made is not None and self.mag(proof, stukken)
        try:
            zending = self._seal(made)
        except WeerbaarDocsError:
            zending = None
        whom = {key for _, keys in self.verteld[told:] for key in keys}
        if not may:
            assert zending is None
            assert not whom
            return
        # A key that the ring cannot encrypt to may still be refused, but then nothing came out.
        if zending is None:
            assert self.model.sleutel != self.o.werkgever.vingerafdruk
            return
        assert whom == {proof.van.sleutel} == {self.o.werkgever.vingerafdruk}
        self.model.gebruikt.add(proof.van.id)
        opened = open_zending(
            zending.versleuteld,
            ring=self.o.werkgever_plek.ring,
            afzender=self.o.ccv.vingerafdruk,
            now=max(self.now, self.o.nu + UUR),
        )
        assert {stuk.inhoud for stuk in stukken.stukken} <= set(opened.values())

    def _seal(self, made):
        given = {**self.o.verzegelaar, "registers": self.registers}
        return seal_for_werkgever(made, self.keten.brief, now=self.now, **given)

    def mag(self, proof, stukken):
        """Say by the model alone whether these files may go now."""
        over = proof.van
        return (
            proof.echt
            and stukken is over.stukken
            and over.van <= self.now <= over.tot
            and self.now >= proof.vanaf
            and over.van - SPELING <= proof.gezet <= self.now + SPELING
            and over.id not in self.model.ingetrokken
            and over.id not in self.model.gebruikt
            and self.model.telt
            and over.sleutel == self.model.sleutel
        )


@pytest.fixture(scope="module")
def machine(keten, tmp_path_factory):
    """Give the machine with one chain, whose ring tells of every recipient."""
    o, verteld = keten.o, []
    o.ccv.ring._vast._recorder = lambda _doel, keys: verteld.append((_doel, tuple(keys)))
    narrow = Keuze(route="via_ccv", omvang="werkgeversversie", uitgesloten_onderdelen=("dreigingsanalyse",))
    soorten = (keten.stukken, prepare(keten.vastgesteld, narrow, zegel=o.ccv_zegel, now=o.nu))
    values = {"keten": keten, "verteld": verteld, "soorten": soorten, "basis": tmp_path_factory.mktemp("poort")}
    yield type("Machine", (Poort,), {**values, "stappen": 0})
    o.ccv.ring._vast._recorder = None


def walk(machine, examples, steps, least):
    machine.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    machine.TestCase().runTest()
    assert machine.stappen >= least
    assert any("vrijgave" in told for told in machine.verteld)  # the way is open for who may go


def test_no_order_of_steps_gives_a_ciphertext_without_a_toestemming(machine):
    walk(machine, examples=20, steps=50, least=500)


@pytest.mark.alles
def test_ten_thousand_steps_give_no_ciphertext_without_a_toestemming(machine):
    walk(machine, examples=220, steps=60, least=10_000)
