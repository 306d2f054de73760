# SPDX-License-Identifier: EUPL-1.2
"""The bestuurder's choice on one computer of the CCV: handed over, chosen, asked, answered, sealed, withdrawn."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from toetsbouw import ANDERE_SECRETARIS, CCV, SECRETARIS
from weerbaar_docs.termijnen import nederlandse_dag

pytestmark = pytest.mark.lang
VANDAAG = nederlandse_dag(datetime.now(UTC)).isoformat()


class Weg:
    """The way of one dossier, typed at the CCV."""

    def __init__(self, beide):
        self.beide = beide
        self.nummer = beide.nummers[0]
        beide.ccv.zit = SECRETARIS

    def type(self, *words, code=0):
        return self.beide.type(self.beide.ccv, *words, code=code)

    def refused(self, *words, code):
        return self.beide.refused(self.beide.ccv, *words, code=code)

    def levering(self):
        return self.beide.home(CCV)

    def give(self, uit="exemplaar.pgp", *words):
        file = self.beide.post / uit
        return self.type("bestuurder", "verstrek", self.nummer, "--uit", str(file), *self.levering(), *words)

    def choose(self, route="via_ccv", omvang="werkgeversversie", *words):
        return self.type("toestemming", "keuze", self.nummer, "--route", route, "--omvang", omvang, *words)

    def ask(self, uit="vraag.pgp", *words):
        file = self.beide.post / uit
        return self.type("toestemming", "vraag", self.nummer, "--uit", str(file), *self.levering(), *words)

    def attest(self, who, controlegetal, *words, scan=b"%PDF fictieve scan", code=0):
        self.beide.ccv.zit = who
        file = self.beide.ccv.home / "scan.pdf"
        file.write_bytes(scan)
        given = ("--scan", str(file), "--controlegetal", controlegetal, *self.beide.home(who), *words)
        return self.type("toestemming", "leg-vast", self.nummer, *given, code=code)


@pytest.fixture
def weg(op):
    return Weg(op("vastgesteld"))


def test_the_whole_way_with_ink(weg):
    given = weg.give()
    assert (given["exemplaar"], given["status"], given["kanaal"]) == (1, "bij_bestuurder", "post_aangetekend")
    weg.type("bestuurder", "bevestig", weg.nummer, "1", "--op", VANDAAG)
    weg.choose()
    vraag = weg.ask()
    first = weg.attest(SECRETARIS, vraag["controlegetal"], "--teruggebeld")
    assert first["status"] == "bij_bestuurder"
    assert "tweede medewerker" in first["nog_nodig"]
    second = weg.attest(ANDERE_SECRETARIS, vraag["controlegetal"])
    assert (second["status"], second["bewijs"]) == ("toestemming_verleend", "natte_handtekening")
    assert weg.refused("levering", "plan", weg.nummer, *weg.levering(), code=4) == "TOES-AFKOELTIJD"
    shown = weg.type("toestemming", "toon", weg.nummer)
    assert [t["levering"] for t in shown["toestemmingen"]] == [None]
    assert json.dumps(shown).count(vraag["controlegetal"]) == 1
