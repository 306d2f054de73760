# SPDX-License-Identifier: EUPL-1.2
"""One practice environment and one chain for each file of tests: real GnuPG, real PDF, made once."""

from __future__ import annotations

import shutil
import signal
from dataclasses import dataclass

import pytest

from pki import Pki
from postgresql import Cluster
from storebouw import SLEUTEL, Klok
from weerbaar_docs.brief import Werkgeversbrief
from weerbaar_docs.consent import release
from weerbaar_docs.establishing import DefinitiefRapport, establish
from weerbaar_docs.model import Dossier
from weerbaar_docs.oefening import Oefenomgeving
from weerbaar_docs.redaction import Keuze, Werkgeverstukken, prepare
from weerbaar_docs.rendering import Conceptrapport, render_concept
from weerbaar_docs.stamping import VastgesteldRapport, stamp
from weerbaar_docs.store import FolderBlobs, open_engine, open_opslag
from weerbaar_docs.toestemming import ask
from weerbaar_docs.validation import adviesrapport, validate
from winkelkopie import Winkelkopieen


def pytest_configure():
    """Take signals as a terminal does: a suite in the background may have been started with SIGINT ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


@dataclass(frozen=True, kw_only=True)
class Keten:
    """The chain up to the files for the werkgever, and shortcuts for the rest of the way."""

    o: Oefenomgeving
    dossier: Dossier
    concept: Conceptrapport
    definitief: DefinitiefRapport
    vastgesteld: VastgesteldRapport
    stukken: Werkgeverstukken
    brief: Werkgeversbrief

    def ask(self, **changed):
        given = {**self.o.vraag, "ontvanger": self.o.werkgever, "now": self.o.nu}
        return ask(changed.pop("stukken", self.stukken), **{**given, **changed})

    def release(self, verklaring, bewijs, **changed):
        given = {**self.o.poort, "now": self.o.na_bedenktijd}
        return release(changed.pop("stukken", self.stukken), verklaring, bewijs, **{**given, **changed})


@pytest.fixture(scope="module")
def oefening():
    """Give a practice environment; its moment stands still, and a signature of much later would not be of that moment."""
    with Oefenomgeving() as o:
        yield o


@pytest.fixture(scope="module")
def keten(oefening):
    return make_keten(oefening)


def make_keten(o):
    """Walk from the dossier to the sealed files for the werkgever."""
    dossier = validate(o.dossier_json)
    concept = render_concept(adviesrapport(dossier), datum=o.vandaag)
    definitief = establish(concept, o.besluit(concept), indiening=o.indiening(concept), **o.bva)
    vastgesteld = stamp(definitief, zegel=o.bva_zegel, now=o.nu)
    stukken = prepare(vastgesteld, Keuze(route="via_ccv", omvang="werkgeversversie"), zegel=o.ccv_zegel, now=o.nu)
    brief = o.brief(dossier)
    return Keten(
        o=o,
        dossier=dossier,
        concept=concept,
        definitief=definitief,
        vastgesteld=vastgesteld,
        stukken=stukken,
        brief=brief,
    )


@pytest.fixture(scope="session")
def pki():
    """A certificate authority with its servers; who lets it misbehave or revoke puts that back."""
    made = Pki()
    yield made
    made.close()


@pytest.fixture(scope="session")
def cluster():
    """Give a real PostgreSQL server for this session."""
    made = Cluster()
    yield made
    made.stop()
    shutil.rmtree(made.folder)


@pytest.fixture
def sqlite_url(tmp_path):
    """Give the address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'opslag' / 'opslag.db'}"


@pytest.fixture(scope="session")
def winkelkopieen(tmp_path_factory, request):
    """Give the makers of copies of a store."""
    return Winkelkopieen(tmp_path_factory.mktemp("winkelkopieen"), lambda: request.getfixturevalue("cluster"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Give the address of a database of either kind: empty, or that of the `opslag` or `winkel` which the test asks for too."""
    postgresql = request.param == "postgresql"
    name = next((name for name in ("opslag", "winkel") if name in request.fixturenames), None)
    if name is None:
        return request.getfixturevalue("cluster").new() if postgresql else request.getfixturevalue("sqlite_url")
    winkelkopieen = request.getfixturevalue("winkelkopieen")
    return (
        winkelkopieen.postgresql(name) if postgresql else winkelkopieen.sqlite(name, tmp_path / "opslag" / "opslag.db")
    )


@pytest.fixture
def klok():
    """Give the clock of `opslag`."""
    return Klok()


@pytest.fixture
def opslag(url, tmp_path, klok):
    """Give a store that MW-0001 has set up, of either kind."""
    engine = open_engine(url)
    blobs = FolderBlobs(tmp_path / "opslag" / "stukken")
    yield open_opslag(engine, blobs, SLEUTEL, rol="opdrachtregel", clock=klok)
    engine.dispose()
