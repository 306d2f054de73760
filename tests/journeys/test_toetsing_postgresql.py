# SPDX-License-Identifier: EUPL-1.2
"""The way of a report between two organisations that each have a PostgreSQL database: sent back once, then established."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from canaries import Finder
from fasenbouw import new_version, send_back
from toetsbouw import ADVISEUR, BVA, CCV, TOETSER, Beide, Organisatie, furnish, last_json
from weerbaar_docs.store.tables import BESLUIT, INDIENING
from zandbak import Starter

pytestmark = pytest.mark.lang


@dataclass(kw_only=True)
class Apart(Beide):
    """Both organisations, where each command is a process of its own: it leaves its connections to the end of that."""

    starter: Starter

    def type(self, bij, *words, code=0):
        out = bij.home / "uit"
        got = self.starter.run([*words, "--json"], environment=bij.environment, folder=bij.home, out=out)
        said = out.read_text()
        assert got == code, said
        return last_json(said)


@pytest.fixture
def beide(tmp_path, kast, cluster):
    adressen = {naam: cluster.new() for naam in (CCV, BVA)}
    nummers = furnish(tmp_path, kast, adressen=adressen)
    ccv, bva = (
        Organisatie(naam=naam, home=tmp_path / naam, kast=kast, zit=wie, adres=adressen[naam])
        for naam, wie in ((CCV, ADVISEUR), (BVA, TOETSER))
    )
    with Starter() as starter:
        yield Apart(ccv=ccv, bva=bva, post=tmp_path / "post", nummers=nummers, starter=starter)


def rows(organisatie, table, column):
    opslag = organisatie.opslag()
    with opslag.look() as connection:
        found = sorted(str(row[column]) for row in connection.execute(table.select()).mappings())
    opslag.engine.dispose()
    return found


def test_the_whole_way_is_walked_between_two_databases_of_postgresql(beide):
    nummer = beide.nummers[0]
    indiening = beide.receive(beide.hand_in(nummer))
    terug = send_back(beide, indiening)
    assert beide.take_in(terug)["status"] == "teruggestuurd"
    new_version(beide, nummer)
    again = beide.receive(beide.hand_in(nummer, "opnieuw"))
    beide.judge(again, besluitnummer="BVA-2026-0002")
    assert beide.take_in(beide.decide(again))["status"] == "vastgesteld"

    replay = ("rapport", "neem-besluit-in", str(terug), *beide.home(CCV))
    assert beide.refused(beide.ccv, *replay, code=3) == "STATUS-OVERGANG"
    assert rows(beide.ccv, BESLUIT, "uitkomst") == ["teruggestuurd", "vastgesteld"]
    assert rows(beide.bva, INDIENING, "status") == ["besloten", "besloten"]
    for organisatie in (beide.ccv, beide.bva):
        assert [line for line in organisatie.lines() if line[1] == "besloten" and line[3] == "gelukt"]
        assert Finder().in_postgresql(organisatie.adres) == []
