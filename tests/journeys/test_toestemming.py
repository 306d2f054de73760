# SPDX-License-Identifier: EUPL-1.2
"""The bestuurder's choice on one computer of the CCV: handed over, chosen, asked, answered, sealed, withdrawn."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from toetsbouw import ANDERE_SECRETARIS, CCV, SECRETARIS, WERKGEVER
from weerbaar_docs.canonical import read_json, sha256
from weerbaar_docs.store.tables import LEVERING
from weerbaar_docs.termijnen import nederlandse_dag

pytestmark = pytest.mark.lang
VANDAAG = nederlandse_dag(datetime.now(UTC)).isoformat()


def ciphertext_of(weg):
    """Write the ciphertext of the last levering, as the delivery role has it, to a file."""
    file = weg.beide.post / "zending.pgp"
    file.write_bytes(leveringen(weg)[-1]["versleuteld"])
    return file


def leveringen(weg):
    opslag = weg.beide.ccv.opslag()
    with opslag.look() as connection:
        found = connection.execute(select(LEVERING).order_by(LEVERING.c.gemaakt_op)).mappings().all()
    opslag.engine.dispose()
    return found


def open_as(beide, wie, file):
    """Open a file as its receiver, who compared the key of CCV levering; give its files."""
    folder, trusted = beide.post / f"open-{wie}-{file.name}", beide.post / "vertrouwd"
    trusted.mkdir(exist_ok=True)
    (trusted / "ccv-levering.asc").write_bytes(beide.ccv.kast.certificaat(CCV))
    words = ("pakket", "open", str(file), "--uit", str(folder), "--vertrouw", str(trusted), *beide.home(wie))
    said = beide.type(beide.ccv, *words)
    assert [link for link in said["controle"]["schakels"] if link["oordeel"] == "fout"] == []
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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


def consented(weg, *, spoed="--spoed=acute situatie (fictief)"):
    """Walk to a toestemming with ink; give the question."""
    weg.give()
    weg.choose()
    vraag = weg.ask()
    extra = (spoed,) if spoed else ()
    weg.attest(SECRETARIS, vraag["controlegetal"], "--teruggebeld", *extra)
    assert weg.attest(ANDERE_SECRETARIS, vraag["controlegetal"], *extra)["status"] == "toestemming_verleend"
    return vraag


def test_what_the_bestuurder_saw_is_what_the_werkgever_opens(weg):
    vraag = consented(weg)
    seen = open_as(weg.beide, CCV, weg.beide.post / "vraag.pgp")
    tried = weg.type("levering", "plan", weg.nummer, *weg.levering(), "--proef")
    assert weg.type("toestemming", "toon", weg.nummer)["toestemmingen"][0]["gebruikt_op"] is None
    sealed = weg.type("levering", "plan", weg.nummer, *weg.levering())
    assert tried["levering"] != sealed["levering"]
    shown = weg.type("toestemming", "toon", weg.nummer)
    assert shown["toestemmingen"][0]["levering"] == sealed["levering"]
    opened = open_as(weg.beide, WERKGEVER, ciphertext_of(weg))
    for name in ("werkgeversversie.pdf", "maatregelen.json"):
        assert opened[name] == seen[name]
    digests = {item["naam"]: item["sha256"] for item in shown["vraag"]["stukken"]}
    assert digests == {name: sha256(opened[name]) for name in digests}
    assert read_json(opened["verklaringen/toestemming.json"])["toestemming_id"] == vraag["toestemming_id"]
    assert weg.refused("levering", "plan", weg.nummer, *weg.levering(), code=4) == "TOES-GEBRUIKT"
