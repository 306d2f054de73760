# SPDX-License-Identifier: EUPL-1.2
"""Whatever is tried in whatever order, no levering is there without a vaststelling and a toestemming of the same sha."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dossierbouw import sample
from storebouw import MOMENT, NU, Klok, new_opslag, sha
from weerbaar_docs.dossiers.bewaren import import_dossier, record
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.status import STATUSSEN
from weerbaar_docs.store import FolderBlobs, open_engine, reading, seal, writing
from weerbaar_docs.store.tables import BESLUIT, DOSSIER, DOSSIER_VERSIE, INTREKKING, LEVERING, TOESTEMMING

DIGESTS = st.sampled_from([sha("een"), sha("twee")])
NAMEN = st.sampled_from(["T-1", "T-2"])
# Statuses that say that something was decided or given, and what must then be in the store.
BEWEZEN = {"vastgesteld", "toestemming_verleend", "door_bestuurder_zelf_verstrekt", "verzonden"}
ROUTES = st.sampled_from(["via_ccv", "via_bestuurder"])
FASEN = st.sampled_from(["gesprek_bestuurder", "concept", "vastgesteld", "toestemming_verleend", "verzonden"])


class Winkel(RuleBasedStateMachine):
    """One dossier in a real SQLite store; the library's calls and hands in the database take turns."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="wd-stand-"))
        self.engine = open_engine(f"sqlite:///{self.folder / 'opslag' / 'opslag.db'}")
        klok = Klok(nu=NU.replace(year=2027))
        self.opslag = new_opslag(self.engine, FolderBlobs(self.folder / "opslag" / "stukken"), klok)
        self.besluiten: set[tuple[str, str]] = set()
        self.gegeven: dict[str, tuple[str, str, str]] = {}
        self.ingetrokken: set[str] = set()
        self.nummer = 0

    def teardown(self) -> None:
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @initialize(fase=FASEN)
    def take_in(self, fase):
        self.vol = sample(fase)
        self.kept = import_dossier(self.opslag, self.vol)
        assert self.kept.status not in BEWEZEN

    def attempt(self, function) -> bool:
        try:
            function()
        except WeerbaarDocsError:
            return False
        return True

    def insert(self, table, **row) -> bool:
        def act():
            with writing(self.engine) as connection:
                connection.execute(table.insert(), row)

        return self.attempt(act)

    def sealed(self):
        made = seal(b"stuk", read(self.opslag, self.kept.dossier).sleutel, soort="stuk")
        return {"sha256": made.sha256, "inhoud": made.inhoud}

    @rule(
        soort=st.sampled_from(["bestuurder", "aanmelding", "pkvw", "uitvoering", "bevinding", "adviesrapport"]),
        nieuw=st.booleans(),
        wanneer=st.sampled_from([None, 1]),
    )
    def record_something(self, soort, nieuw, wanneer):
        deel = {
            "uitvoering": {"maatregel": "M-01", "status": "opgedragen", "opgedragen_op": "2026-12-01"},
            "bevinding": {
                **self.vol.get("adviesrapport", {}).get("bevindingen", [{}])[0],
                "tekst": f"Zin {self.nummer}.",
            },
            "adviesrapport": {"wijzigingen_t_o_v_vorige_versie": f"Zin {self.nummer}."},
        }.get(soort, self.vol.get(soort, {}))
        self.nummer += 1
        self.attempt(lambda: record(self.opslag, self.kept.dossier, soort, deel, nieuwe_versie=nieuw, versie=wanneer))

    @rule(vaststelling=DIGESTS, eind=DIGESTS, vreemd=st.booleans())
    def decide(self, vaststelling, eind, vreemd):
        with reading(self.engine) as connection:
            row = (
                connection.execute(DOSSIER_VERSIE.select().order_by(DOSSIER_VERSIE.c.nummer.desc())).mappings().first()
            )
        self.nummer += 1
        done = self.insert(
            BESLUIT,
            id=f"B-{self.nummer}",
            dossier=self.kept.dossier,
            versie=row["nummer"],
            rapport_sha256=sha("vreemd") if vreemd else row["rapport_sha256"] or sha("geen"),
            uitkomst="vastgesteld",
            vaststelling_sha256=vaststelling,
            eind_sha256=eind,
            besloten_op=MOMENT,
            **self.sealed(),
        )
        assert not (done and vreemd)
        if done:
            self.besluiten.add((vaststelling, eind))

    @rule(naam=NAMEN, vaststelling=DIGESTS, eind=DIGESTS, route=ROUTES)
    def consent(self, naam, vaststelling, eind, route):
        done = self.insert(
            TOESTEMMING,
            id=naam,
            dossier=self.kept.dossier,
            vaststelling_sha256=vaststelling,
            eind_sha256=eind,
            route=route,
            sleutel_pseudoniem=sha("sleutel") if route == "via_ccv" else None,
            geldig_van=MOMENT,
            geldig_tot="2027-12-01T00:00:00Z",
            nonce=sha(naam)[:32],
            **self.sealed(),
        )
        if done:
            assert (vaststelling, eind) in self.besluiten
            self.gegeven[naam] = (vaststelling, eind, route)

    @rule(naam=NAMEN)
    def withdraw(self, naam):
        if self.insert(INTREKKING, toestemming=naam, ingetrokken_op=MOMENT):
            self.ingetrokken.add(naam)

    @rule(naar=st.sampled_from(STATUSSEN))
    def push_the_status(self, naar):
        def act():
            with writing(self.engine) as connection:
                connection.execute(DOSSIER.update().where(DOSSIER.c.id == self.kept.dossier), {"status": naar})

        self.attempt(act)

    @rule(naam=NAMEN, vaststelling=DIGESTS, eind=DIGESTS)
    def deliver(self, naam, vaststelling, eind):
        self.nummer += 1
        done = self.insert(
            LEVERING,
            id=f"L-{self.nummer}",
            dossier=self.kept.dossier,
            toestemming=naam,
            vaststelling_sha256=vaststelling,
            eind_sha256=eind,
            route="via_ccv",
            sha256=sha("zending"),
            vertrouwelijkheidaanduiding="vertrouwelijk",
            versleuteld=b"zending",
            status="verzegeld",
            gemaakt_op=MOMENT,
            gewijzigd_op=MOMENT,
        )
        if done:
            assert (vaststelling, eind) in self.besluiten
            assert self.gegeven.get(naam) == (vaststelling, eind, "via_ccv")
            assert naam not in self.ingetrokken

    @invariant()
    def a_decided_status_has_its_proof(self):
        with reading(self.engine) as connection:
            rows = connection.execute(DOSSIER.select()).mappings().all()
        for row in rows:
            if row["status"] in BEWEZEN:
                assert self.besluiten
            if row["status"] in BEWEZEN - {"vastgesteld"}:
                assert self.gegeven

    @invariant()
    def the_newest_version_is_whole(self):
        if hasattr(self, "kept"):
            stand = read(self.opslag, self.kept.dossier)
            assert stand.gegevens["dossiernummer"] == self.vol["dossiernummer"]


TestStore = Winkel.TestCase
TestStore.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
TestStore.pytestmark = [pytest.mark.lang]
