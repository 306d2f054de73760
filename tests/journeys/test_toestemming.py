# SPDX-License-Identifier: EUPL-1.2
"""The bestuurder's choice on one computer of the CCV: handed over, chosen, asked, answered, sealed, withdrawn."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from canaries import Finder
from invulbouw import chosen, signed
from toetsbouw import ADVISEUR, ANDERE_SECRETARIS, BESTUURDER, CCV, COLLEGA, SECRETARIS, WERKGEVER
from weerbaar_docs.canonical import read_json, sha256
from weerbaar_docs.pades import Zegel
from weerbaar_docs.store.tables import LEVERING
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.toestemmingsformulier import read_formulier

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


def test_a_werkgever_gets_nothing_from_us_when_the_bestuurder_gives_it_himself(weg):
    weg.give()
    weg.choose("via_bestuurder")
    vraag = weg.ask()
    weg.attest(SECRETARIS, vraag["controlegetal"], "--teruggebeld")
    said = weg.attest(ANDERE_SECRETARIS, vraag["controlegetal"])
    assert said["status"] == "door_bestuurder_zelf_verstrekt"
    assert weg.refused("levering", "plan", weg.nummer, *weg.levering(), code=4) == "R-TOES-2"
    assert leveringen(weg) == []
    own = weg.give("eigen.pgp", "--wat", "werkgeverstukken", "--kanaal", "e_mail_versleuteld")
    assert (own["exemplaar"], own["kanaal"]) == (2, "e_mail_versleuteld")
    opened, seen = (
        open_as(weg.beide, wie, weg.beide.post / uit) for wie, uit in ((BESTUURDER, "eigen.pgp"), (CCV, "vraag.pgp"))
    )
    for name in ("werkgeversversie.pdf", "maatregelen.json"):
        assert opened[name] == seen[name]


def test_on_paper_goes_through_the_same_gate_and_no_key_of_the_werkgever_is_needed(weg):
    weg.give()
    weg.choose("op_papier", "volledig_rapport")
    vraag = weg.ask()
    weg.attest(SECRETARIS, vraag["controlegetal"], "--teruggebeld", "--spoed=fictief")
    assert weg.refused("levering", "plan", weg.nummer, *weg.levering(), code=4) == "R-TOES-2"
    weg.attest(ANDERE_SECRETARIS, vraag["controlegetal"], "--spoed=fictief")
    paper = weg.beide.post / "papier.pgp"
    printing = ("levering", "afdruk", weg.nummer, *weg.levering(), "--uit", str(paper))
    assert weg.refused(*printing, code=4) == "R-TOES-2"
    weg.type("levering", "plan", weg.nummer, *weg.levering())
    weg.type(*printing)
    opened = open_as(weg.beide, CCV, paper)
    assert {"rapport.pdf", "brief.pdf", "verklaringen/toestemming.json"} <= set(opened)
    assert "sleutel_vingerafdruk" not in read_json(opened["verklaringen/toestemming.json"])["ontvanger"]
    words = (
        "pakket",
        "open",
        str(paper),
        "--uit",
        str(weg.beide.post / "x"),
        "--vertrouw",
        str(weg.beide.post / "vertrouwd"),
    )
    assert weg.type(*words, *weg.beide.home(WERKGEVER), code=5)["fout"][0]["code"] == "SLEUTEL-ONTCIJFEREN"


@pytest.mark.parametrize("route", ["via_ccv", "op_papier"])
def test_a_withdrawal_stops_what_is_ready_and_deletes_it(weg, route):
    weg.give()
    weg.choose(route)
    vraag = weg.ask()
    for who in (SECRETARIS, ANDERE_SECRETARIS):
        weg.attest(who, vraag["controlegetal"], "--teruggebeld", "--spoed=fictief")
    weg.type("levering", "plan", weg.nummer, *weg.levering())
    assert [(r["status"], r["versleuteld"] is None) for r in leveringen(weg)] == [("verzegeld", False)]
    withdrawing = ("toestemming", "trek-in", weg.nummer, "--wijze", "mondeling", *weg.beide.home(ANDERE_SECRETARIS))
    weg.type(*withdrawing, "--proef")
    assert weg.type("toestemming", "toon", weg.nummer)["toestemmingen"][0]["ingetrokken_op"] is None
    said = weg.type(*withdrawing)
    assert (said["status"], said["verzonden"]) == ("toestemming_ingetrokken", False)
    [row] = leveringen(weg)
    assert (row["status"], row["versleuteld"]) == ("gestaakt", None)
    assert weg.refused("levering", "plan", weg.nummer, *weg.levering(), code=4) == "R-TOES-2"
    assert weg.refused(*withdrawing, code=4) == "R-TOES-2"
    weg.choose("via_bestuurder")  # he may choose again
    assert weg.type("toestemming", "toon", weg.nummer)["status"] == "bij_bestuurder"


def test_a_refusal_is_recorded_without_proof_and_the_bestuurder_keeps_a_receipt(weg):
    weg.give()
    weg.choose()
    weg.ask()
    said = weg.type("toestemming", "leg-vast", weg.nummer, "--geweigerd", "mondeling")
    assert said["status"] == "toestemming_geweigerd"
    assert weg.refused("levering", "plan", weg.nummer, *weg.levering(), code=4) == "R-TOES-2"
    weg.give("afschrift.pgp", "--wat", "afschrift")
    opened = open_as(weg.beide, CCV, weg.beide.post / "afschrift.pgp")
    assert (read_json(opened["afschrift.json"])["besluit"], opened["afschrift.pdf"][:5]) == ("geweigerd", b"%PDF-")


def test_the_key_of_the_bestuurder_is_a_proof(weg):
    weg.give()
    weg.choose()
    vraag = weg.ask("vraag.pgp", "--kanaal", "e_mail_versleuteld")
    opened = open_as(weg.beide, BESTUURDER, weg.beide.post / "vraag.pgp")
    statement = read_formulier(opened["formulier.pdf"]).verklaring
    smidse = weg.beide.ccv.kast.thuis[BESTUURDER]
    signature = weg.beide.post / "handtekening.sig"
    signature.write_bytes(smidse.gpg("--detach-sign", data=statement).stdout)
    said = weg.type("toestemming", "leg-vast", weg.nummer, "--ondertekend", str(signature))
    assert (said["status"], said["bewijs"], said["toestemming_id"]) == (
        "toestemming_verleend",
        "openpgp",
        vraag["toestemming_id"],
    )
    weg.type("levering", "plan", weg.nummer, *weg.levering())
    assert "verklaringen/toestemming.json.sig" in open_as(weg.beide, WERKGEVER, ciphertext_of(weg))


def test_the_signed_form_of_the_bestuurder_is_a_proof(weg):
    weg.give()
    weg.choose()
    vraag = weg.ask()
    form = open_as(weg.beide, CCV, weg.beide.post / "vraag.pgp")["formulier.pdf"]
    p12, own = make_zegel("Bestuurder")
    back = weg.beide.post / "terug.pdf"
    back.write_bytes(signed(chosen(form), Zegel.from_pkcs12(p12, None)))
    read = weg.type("toestemming", "lees", str(back), "--dossier", weg.nummer)
    assert (read["keuze"], read["ondertekend"], read["open_vraag"], read["alleen_ingevuld"]) == (
        "verleen",
        True,
        True,
        True,
    )
    recording = ("toestemming", "leg-vast", weg.nummer, "--ondertekend", str(back))
    assert weg.refused(*recording, code=4) == "TOES-SLEUTEL"
    certificate = weg.beide.post / "bestuurder.der"
    certificate.write_bytes(own)
    pinning = ("bestuurder", "certificaat", weg.nummer, str(certificate), "--vingerafdruk", sha256(own))
    assert weg.refused(*pinning, code=4) == "MEDEWERKER-ROL"
    weg.beide.ccv.zit = ADVISEUR
    assert weg.refused(*pinning[:-1], sha256(b"een ander"), code=5) == "SLEUTEL-VINGERAFDRUK"
    weg.type(*pinning)
    weg.beide.ccv.zit = SECRETARIS
    said = weg.type(*recording)
    assert (said["bewijs"], said["toestemming_id"]) == ("pades", vraag["toestemming_id"])
    weg.type("levering", "plan", weg.nummer, *weg.levering())


def test_everything_can_be_stopped_at_once(weg):
    consented(weg)
    weg.type("levering", "plan", weg.nummer, *weg.levering())
    said = weg.type("levering", "staak", "--alles")
    assert (len(said["leveringen"]), len(said["toestemmingen"]), len(said["dossiers"])) == (1, 1, 1)
    [row] = leveringen(weg)
    assert (row["status"], row["versleuteld"]) == ("gestaakt", None)
    assert weg.beide.status(weg.nummer) == "toestemming_ingetrokken"
    assert weg.refused("levering", "plan", weg.nummer, *weg.levering(), code=4) == "R-TOES-2"
    assert weg.type("levering", "staak", "--alles")["leveringen"] == []


# --- what is refused ---------------------------------------------------------------------------


def test_of_a_werkgever_without_a_key_the_question_names_three_ways(weg):
    weg.give()
    weg.choose()
    weg.beide.ccv.zit = ADVISEUR
    fingerprint = weg.beide.ccv.kast.vingerafdruk[WERKGEVER]
    weg.type("sleutel", "trek-in", fingerprint, "--reden", "kwijt")
    weg.beide.ccv.zit = SECRETARIS
    uit = ("--uit", str(weg.beide.post / "x.pgp"))
    assert weg.refused("toestemming", "vraag", weg.nummer, *uit, *weg.levering(), code=5) == "SLEUTEL-WERKGEVER"
    weg.choose("op_papier")
    weg.ask("y.pgp")


def test_who_attests_has_the_right_form_the_same_scan_and_the_right_to(weg):
    weg.give()
    weg.choose()
    vraag = weg.ask()
    getal = vraag["controlegetal"]
    for words, scan, who, code in (
        (("AAAAA-AAAAA-AAAAA-AAAAA",), b"%PDF scan", SECRETARIS, "TOES-CONTROLEGETAL"),
        ((getal,), b"%PDF scan", COLLEGA, "MEDEWERKER-ROL"),
    ):
        said = weg.attest(who, *words, "--teruggebeld", scan=scan, code=3 if code == "TOES-CONTROLEGETAL" else 4)
        assert said["fout"][0]["code"] == code
    weg.attest(SECRETARIS, getal.lower().replace("-", " "), scan=b"%PDF scan")
    assert "terugbellen" in weg.attest(ANDERE_SECRETARIS, getal, scan=b"%PDF scan")["nog_nodig"]
    other = weg.attest(ANDERE_SECRETARIS, getal, "--teruggebeld", scan=b"%PDF andere scan", code=3)
    assert other["fout"][0]["code"] == "TOES-SCAN"
    assert weg.attest(SECRETARIS, getal, "--teruggebeld", scan=b"%PDF scan")["status"] == "toestemming_verleend"


def test_no_step_can_be_skipped(weg):
    uit = ("--uit", str(weg.beide.post / "x.pgp"))
    asking = ("toestemming", "vraag", weg.nummer, *uit, *weg.levering())
    choosing = ("toestemming", "keuze", weg.nummer, "--route", "via_ccv", "--omvang", "werkgeversversie")
    assert weg.refused(*asking, code=3) == "STATUS-OVERGANG"
    assert weg.refused(*choosing, code=3) == "STATUS-OVERGANG"
    assert weg.refused("levering", "plan", weg.nummer, *weg.levering(), code=4) == "R-TOES-2"
    weg.give()
    assert weg.refused(*asking, code=4) == "KEUZE"
    refusal = weg.attest(SECRETARIS, "AAAAA-AAAAA-AAAAA-AAAAA", code=4)
    assert refusal["fout"][0]["code"] == "TOES-VRAAG"
    weg.beide.ccv.zit = COLLEGA
    giving = ("bestuurder", "verstrek", weg.nummer, *uit, *weg.levering())
    assert weg.refused(*giving, code=4) == "MEDEWERKER-ROL"
    assert not (weg.beide.post / "x.pgp").exists()
    weg.beide.ccv.zit = SECRETARIS
    assert weg.type(*giving, "--printer", "x", code=2)["fout"][0]["code"] == "GEBRUIK"
    other = ("bestuurder", "verstrek", weg.nummer, *weg.levering(), "--printer", "geen-rij")
    assert weg.refused(*other, code=6) == "KANAAL-PRINTER"


def test_what_the_way_leaves_on_the_disk_is_readable_for_nobody(weg):
    consented(weg)
    weg.type("levering", "plan", weg.nummer, *weg.levering())
    weg.type("bestuurder", "verstrek", weg.nummer, "--uit", str(weg.beide.post / "x.pgp"), *weg.levering())
    vinder = Finder()
    for folder in (weg.beide.ccv.home, weg.beide.post):
        assert vinder.in_folder(folder) == []
    for said in weg.beide.gezegd:
        assert vinder.in_bytes(said.encode(), "uitvoer") == []
