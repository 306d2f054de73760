# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the gate share: one chain per back end, what a refusal leaves behind, and a control taken out.

A refusal is proven by three things at once: the named code, no file that was not there before, and no key of a werkgever
told to the recorder. A control is taken out by giving its function the same code but for one piece; without that piece in
the source the test fails, so that the table follows the code.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import textwrap
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from weerbaar_docs.encryption import seal_for_werkgever
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs, attest

ACHTERKANTEN = ("gnupg", "sequoia")
# What GnuPG itself writes beside its keys; everything else that appears is a trace.
EIGEN_VAN_GNUPG = ("random_seed", "trustdb.gpg", "pubring.kbx", "pubring.kbx~", ".lock", "tofu.db")
MINUUT = timedelta(minutes=1)


def run_at_random(machine, *, examples, steps, least):
    """Let a state machine do its steps, so often and so far, and see that it did at least so many (`stappen`)."""
    machine.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    machine.TestCase().runTest()
    assert machine.stappen >= least


@dataclass
class Proef:
    """One chain, the folder in which all of its files land, and what the recorder was told."""

    keten: object
    map: Path
    verteld: list = field(default_factory=list)

    @property
    def o(self):
        return self.keten.o

    def vraag(self, **changed):
        return self.keten.ask(**changed)

    def pen(self, vraag, **changed):
        return self.o.formulier_getekend(vraag, **changed)

    def sleutel(self, vraag):
        return self.o.bestuurder_tekent(vraag)

    def getekend(self, data):
        """Let the bestuurder sign any bytes."""
        plek = self.o.bestuurder_plek
        return OpenpgpBewijs(handtekening=plek.ring.sign_detached(data, signer=plek.vingerafdruk))

    def geef_vrij(self, verklaring, bewijs, **changed):
        return self.keten.release(verklaring, bewijs, **changed)

    def vrijgave(self):
        vraag = self.vraag()
        return self.geef_vrij(vraag.verklaring, self.sleutel(vraag))

    def verzegel(self, vrijgave, **changed):
        given = {**self.o.verzegelaar, "now": self.o.na_bedenktijd, **changed}
        return seal_for_werkgever(vrijgave, self.keten.brief, **given)

    def registers(self, **changed):
        return replace(self.o.registers, **changed)

    def stukken(self, **changed):
        return replace(self.keten.stukken, **changed)

    def definitief(self, **changed):
        """Give the files with another decision in them."""
        vast = self.keten.vastgesteld
        return self.stukken(vastgesteld=replace(vast, definitief=replace(vast.definitief, **changed)))

    def attesten(self, vraag, *medewerkers, teruggebeld=True, soort=None):
        """Give the proof in ink of these medewerkers; `soort` lets their statements be of another kind."""
        items = []
        for mw in medewerkers:
            data = attest(vraag, scan_sha256="0" * 64, medewerker=mw, teruggebeld=teruggebeld, now=self.o.nu)
            data = data if soort is None else data.replace(b'"soort":"attest/v1"', f'"soort":"{soort}"'.encode())
            items.append(self.o.medewerker_tekent(data, mw))
        return InktBewijs(scan_sha256="0" * 64, attesten=tuple(items))

    def gaat(self):
        """Show that the way itself is open: who takes a control out has not broken everything."""
        assert self.geef_vrij((vraag := self.vraag()).verklaring, self.pen(vraag))
        assert self.verzegel(self.vrijgave()).versleuteld

    @contextlib.contextmanager
    def weigert(self, *codes, versleuteld=False):
        """Demand a refusal by one of these codes, without a trace; `versleuteld`: the race was lost after encrypting."""
        before, told = self.bestanden(), len(self.verteld)
        with pytest.raises(WeerbaarDocsError) as caught:
            yield
        assert {m.code for m in caught.value.meldingen} <= set(codes)
        assert self.bestanden() == before
        assert versleuteld or not [r for r in self.verteld[told:] if self.o.werkgever.vingerafdruk in r[1]]

    @contextlib.contextmanager
    def van_een_ander(self):
        """Take away the files that come meanwhile: what is played here would have been left by another process."""
        before = self.bestanden()
        try:
            yield
        finally:
            for name in self.bestanden() - before:
                Path(name).unlink()

    def bestanden(self):
        """Give every regular file in the folder, but for what GnuPG keeps for itself."""
        return {
            str(p)
            for p in self.map.rglob("*")
            if p.is_file() and not p.name.endswith(EIGEN_VAN_GNUPG) and not p.name.startswith(".#lk")
        }


@dataclass(frozen=True)
class Uit:
    """A control: the function that holds it, the piece of its source, and what is put there to take it out."""

    naam: str
    plaats: str
    stuk: str
    zonder: str
    proef: str
    achterkant: str | None = None


@contextlib.contextmanager
def zonder(control):
    """Take a control out of the function that holds it."""
    function = _function(control.plaats)
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(control.stuk) == 1, f"{control.plaats} has no longer exactly one {control.stuk!r}"
    changed = {}
    head = "from __future__ import annotations\n"
    exec(compile(head + source.replace(control.stuk, control.zonder), control.plaats, "exec"), vars(_module(control.plaats)).copy(), changed)  # fmt: skip
    made = changed[function.__name__]
    kept, function.__code__ = function.__code__, getattr(made, "__func__", made).__code__
    try:
        yield
    finally:
        function.__code__ = kept


def _module(plaats):
    return importlib.import_module(f"weerbaar_docs.{plaats.partition(':')[0]}")


def _function(plaats):
    found = _module(plaats)
    for part in plaats.partition(":")[2].split("."):
        found = getattr(found, part)
    return getattr(found, "__func__", found)
