# SPDX-License-Identifier: EUPL-1.2
"""Whatever is done in whatever order: no ciphertext for a werkgever without a toestemming that was given for these very files.

What may happen is decided here by a model of its own, which reads no statement and asks nothing of the gate: it knows who
signed what, because it let them sign. The recorder of the ring says what did happen.
"""

from __future__ import annotations

import secrets
import shutil
import time
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule

from formulierbouw import ingevuld, klaargezet, leeg, onderteken
from poortbouw import ACHTERKANTEN, run_at_random
from weerbaar_docs.canonical import sha256
from weerbaar_docs.consent import withdraw
from weerbaar_docs.encryption import open_zending, seal_for_werkgever
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.keys import Sleutelregister
from weerbaar_docs.nonces import FileNonceRegister
from weerbaar_docs.oefening import Oefenomgeving
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs, PadesBewijs, attest, withdrawal

pytestmark = pytest.mark.lang
DAG, UUR = timedelta(days=1), timedelta(hours=1)
SPELING = timedelta(minutes=5)
MEEGAAN = 120  # seconds: a signature may be five minutes from the moment of its chain


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

    basis: Path
    stappen = verzegeld = 0

    gevraagd = Bundle("gevraagd")
    gegeven = Bundle("gegeven")
    vrijgaven = Bundle("vrijgaven")

    @initialize()
    def begin(self):
        type(self).vers(type(self))
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
        soort=st.integers(0, 2),
        dagen=st.sampled_from((1, 3, 90)),
        ander=st.booleans(),
        eerder=st.booleans(),
    )
    def vraag(self, soort, dagen, ander, eerder):
        self.stap()
        stukken = self.soorten[soort]
        van = self.now - 2 * DAG if eerder else self.now
        name = f"TST-{secrets.token_hex(6)}"
        own = not ander or soort == 0
        sleutel = self.model.sleutel or self.o.werkgever.vingerafdruk
        vraag = self.keten.ask(
            stukken=stukken,
            now=van,
            dagen=dagen,
            toestemming_id=name,
            formulier_sha256=sha256(leeg()),
            ontvanger=replace(self.o.werkgever, vingerafdruk=sleutel),
            dossier=self.o.pseudoniem if own else "D-" + "0" * 32,
        )
        return Gevraagd(
            vraag=vraag,
            stukken=stukken,
            van=van,
            tot=van + dagen * DAG,
            sleutel=sleutel,
            id=name,
            dossier=own,
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

    @rule(target=gegeven, over=gevraagd)
    def zoals_het_hoort(self, over):
        """Let the bestuurder sign: among so many ways to do it wrong, chance alone would seldom do it right."""
        return self.met_sleutel(over=over, wie="bestuurder")

    @rule(target=vrijgaven)
    def de_hele_weg_tot_het_verzegelen(self):
        over = self.vraag(soort=0, dagen=90, ander=False, eerder=True)
        return self.geef_vrij(proof=self.met_sleutel(over=over, wie="bestuurder"), soort=-1)

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

    @rule(target=vrijgaven, proof=gegeven, soort=st.sampled_from((-1, -1, -1, 0, 1, 2)))
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
        return multiple() if made is None else (made, proof, stukken)

    @rule(given=vrijgaven)
    def verzegel(self, given):
        self.stap()
        self._verzegel(*given)

    @rule(given=vrijgaven, proof=gegeven)
    def verzegel_met_iets_anders_erin(self, given, proof):
        self.stap()
        made, _, stukken = given
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
        told, may = len(self.verteld), self.mag(proof, stukken)
        try:
            zending = self._seal(made)
        except WeerbaarDocsError:
            zending = None
        whom = {key for _, keys in self.verteld[told:] for key in keys}
        if not may:
            assert zending is None
            assert not whom
            return
        if zending is None:  # the gate may be stricter than the model, to the second
            return
        assert whom == {proof.van.sleutel}
        self.model.gebruikt.add(proof.van.id)
        type(self).verzegeld += 1
        if proof.van.sleutel == self.o.werkgever.vingerafdruk:
            self._open(zending, stukken)

    def _open(self, zending, stukken):
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


class Keten:
    """The chain of a back end, made anew before its signatures are too old for its moment."""

    def __init__(self, achterkant, make):
        self.achterkant, self.make = achterkant, make
        self.o, self.until = None, 0.0

    def fresh(self, machine):
        if self.o is not None and time.monotonic() < self.until:
            return
        self.close()
        told = []
        self.o = Oefenomgeving(
            achterkant=self.achterkant, recorder=lambda doel, keys: told.append((doel, tuple(keys)))
        ).__enter__()
        self.until = time.monotonic() + MEEGAAN
        keten = self.make(self.o)
        narrow = Keuze(route="via_ccv", omvang="werkgeversversie", uitgesloten_onderdelen=("dreigingsanalyse",))
        other = prepare(keten.vastgesteld, narrow, zegel=self.o.ccv_zegel, now=self.o.nu)
        again = prepare(keten.vastgesteld, keten.stukken.keuze, zegel=self.o.ccv_zegel, now=self.o.nu + UUR)
        machine.keten, machine.verteld, machine.soorten = keten, told, (keten.stukken, other, again)

    def close(self):
        if self.o is not None:
            self.o.__exit__(None, None, None)


@pytest.fixture
def walk(request, tmp_path):
    """Give who walks: a back end, how often and how far, and the least number of steps."""
    conftest = request.config.pluginmanager.getplugin(str(Path(__file__).parents[1] / "conftest.py"))
    open_chains = []

    def walk(achterkant, *, examples, steps, least):
        keten = Keten(achterkant, conftest.make_keten)
        open_chains.append(keten)
        machine = type("Machine", (Poort,), {"vers": keten.fresh, "basis": tmp_path, "stappen": 0, "verzegeld": 0})
        run_at_random(machine, examples=examples, steps=steps, least=least)
        assert machine.verzegeld  # the way is open for who may go

    yield walk
    for keten in open_chains:
        keten.close()


def test_no_order_of_steps_gives_a_ciphertext_without_a_toestemming(walk):
    walk("sequoia", examples=60, steps=60, least=1_000)


@pytest.mark.alles
@pytest.mark.parametrize("achterkant", ACHTERKANTEN)
def test_ten_thousand_steps_give_no_ciphertext_without_a_toestemming(walk, achterkant):
    walk(achterkant, examples=400, steps=50, least=10_000)
