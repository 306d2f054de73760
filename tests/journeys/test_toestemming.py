# SPDX-License-Identifier: EUPL-1.2
"""The bestuurder's choice on one computer of the CCV: handed over, chosen, asked, answered, sealed, withdrawn."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from canaries import Finder
from fasenbouw import new_version
from invulbouw import chosen, signed
from sleutelbouw import Smidse
from toetsbouw import ADVISEUR, ANDERE_SECRETARIS, BESTUURDER, CCV, COLLEGA, SECRETARIS, WERKGEVER, blind
from weerbaar_docs.canonical import read_json, sha256
from weerbaar_docs.config import load_config
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.dossiers.stukken import pieces
from weerbaar_docs.errors import ConsentError, ValidationError
from weerbaar_docs.pades import Zegel
from weerbaar_docs.pakketnamen import ZENDING_FORMULIER
from weerbaar_docs.redaction import Keuze
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.toestemmen import kanalen
from weerbaar_docs.toestemmen.kiezen import record_choice
from weerbaar_docs.toestemmen.stand import look_at_choice, require_same
from weerbaar_docs.toestemmen.verstrekken import give_copy
from weerbaar_docs.toestemmen.vragen import put_question
from weerbaar_docs.toestemmingsformulier import read_formulier
from weerbaar_docs.verzegelaar.taken import sealing_place
from wegbouw import SCAN, SPOED, Weg

pytestmark = pytest.mark.lang
VANDAAG = nederlandse_dag(datetime.now(UTC)).isoformat()
SAMEN = ("werkgeversversie.pdf", "maatregelenoverzicht.pdf", "maatregelenoverzicht.xlsx", "maatregelen.json")


def plan(weg, *words):
    return ("levering", "plan", weg.nummer, *weg.levering(), *words)


def withdraw(weg):
    return ("toestemming", "trek-in", weg.nummer, "--wijze", "mondeling", *weg.beide.home(weg.beide.ccv.zit))


# --- the ways that end well --------------------------------------------------------------------


def test_a_copy_is_numbered_recorded_and_signed_for(weg_op):
    weg = weg_op("bij_bestuurder")
    opened = weg.open(CCV, weg.beide.post / "exemplaar.pgp")
    assert {"rapport.pdf", "ontvangst.pdf", "LEESMIJ.txt"} <= set(opened)
    [copy] = weg.type("toestemming", "toon", weg.nummer)["exemplaren"]
    assert (copy["nummer"], copy["kanaal"], copy["door"]) == (1, "post_aangetekend", SECRETARIS)
    assert copy["stukken"] == {"rapport.pdf": sha256(opened["rapport.pdf"])}
    confirming = ("bestuurder", "bevestig", weg.nummer)
    assert weg.refused(*confirming, "2", "--op", VANDAAG, code=3) == "EXEMPLAAR"
    assert weg.refused(*confirming, "1", "--op", "2020-01-01", code=3) == "EXEMPLAAR-DAG"
    weg.type(*confirming, "1", "--op", VANDAAG)
    assert weg.refused(*confirming, "1", "--op", VANDAAG, code=3) == "EXEMPLAAR"
    mailing = ("bestuurder", "verstrek", weg.nummer, *weg.levering(), *to(weg), "--kanaal", "e_mail_versleuteld")
    assert weg.refused(*mailing, code=4) == "TOES-VIEROGEN"  # only the adviseur compared his key
    weg.vouch()
    again = weg.give("tweede.pgp", "--kanaal", "e_mail_versleuteld")
    assert (again["exemplaar"], again["status"]) == (2, "bij_bestuurder")
    assert weg.open(BESTUURDER, weg.beide.post / "tweede.pgp")["rapport.pdf"] == opened["rapport.pdf"]


def test_with_ink_two_medewerkers_sign_one_calls_back_and_the_gate_waits(weg_op):
    weg = weg_op("gevraagd")
    getal = weg.vraag["controlegetal"]
    first = weg.attest(SECRETARIS, getal, "--teruggebeld")
    assert (first["status"], "tweede medewerker" in first["nog_nodig"]) == ("bij_bestuurder", True)
    second = weg.attest(ANDERE_SECRETARIS, getal)
    assert (second["status"], second["bewijs"]) == ("toestemming_verleend", "natte_handtekening")
    assert weg.refused(*plan(weg), code=4) == "TOES-AFKOELTIJD"
    shown = weg.type("toestemming", "toon", weg.nummer)
    assert [t["levering"] for t in shown["toestemmingen"]] == [None]
    assert weg.leveringen() == []


def test_what_the_bestuurder_saw_is_what_the_werkgever_opens(weg_op):
    weg = weg_op("toegestaan")
    seen = weg.open(CCV, weg.beide.post / "vraag.pgp")
    tried = weg.type(*plan(weg, "--proef"))
    assert weg.type("toestemming", "toon", weg.nummer)["toestemmingen"][0]["gebruikt_op"] is None
    sealed = weg.type(*plan(weg))
    assert tried["levering"] != sealed["levering"]
    shown = weg.type("toestemming", "toon", weg.nummer)
    assert shown["toestemmingen"][0]["levering"] == sealed["levering"]
    opened = weg.open(WERKGEVER, weg.ciphertext())
    assert {name: opened[name] for name in SAMEN} == {name: seen[name] for name in SAMEN}
    assert {s["naam"]: s["sha256"] for s in shown["vraag"]["stukken"]} == {n: sha256(opened[n]) for n in SAMEN}
    statement = read_json(opened["verklaringen/toestemming.json"])
    assert statement["toestemming_id"] == weg.vraag["toestemming_id"]
    assert statement == json.loads(read_formulier(seen["formulier.pdf"]).verklaring)
    assert weg.refused(*plan(weg), code=4) == "TOES-GEBRUIKT"


def test_a_werkgever_gets_nothing_from_us_when_the_bestuurder_gives_it_himself(weg_op):
    weg = weg_op("bij_bestuurder")
    weg.choose("via_bestuurder")
    vraag = weg.ask()
    for who in (SECRETARIS, ANDERE_SECRETARIS):
        said = weg.attest(who, vraag["controlegetal"], "--teruggebeld", SPOED)
    assert said["status"] == "door_bestuurder_zelf_verstrekt"
    assert weg.refused(*plan(weg), code=4) == "R-TOES-2"
    assert weg.leveringen() == []
    weg.vouch()
    weg.give("eigen.pgp", "--wat", "werkgeverstukken", "--kanaal", "e_mail_versleuteld")
    opened, seen = (weg.open(wie, weg.beide.post / uit) for wie, uit in ((BESTUURDER, "eigen.pgp"), (CCV, "vraag.pgp")))
    assert {name: opened[name] for name in SAMEN} == {name: seen[name] for name in SAMEN}
    stopped = weg.type("levering", "staak", "--alles")  # whoever gave the files himself is told as well
    dossier = weg.type("toestemming", "toon", weg.nummer)["dossier"]
    assert (stopped["toestemmingen"], stopped["dossiers"]) == ([vraag["toestemming_id"]], [dossier])


def test_on_paper_goes_through_the_same_gate_and_no_key_of_the_werkgever_is_needed(weg_op):
    weg = weg_op("bij_bestuurder")
    weg.choose("op_papier", "volledig_rapport")
    vraag = weg.ask()
    weg.attest(SECRETARIS, vraag["controlegetal"], "--teruggebeld", SPOED)
    assert weg.refused(*plan(weg), code=4) == "R-TOES-2"
    weg.attest(ANDERE_SECRETARIS, vraag["controlegetal"], SPOED)
    paper = weg.beide.post / "papier.pgp"
    printing = ("levering", "afdruk", weg.nummer, *weg.levering(), "--uit", str(paper))
    assert weg.refused(*printing, code=4) == "R-TOES-2"
    weg.type(*plan(weg))
    weg.type(*printing)
    opened = weg.open(CCV, paper)
    assert {"rapport.pdf", "brief.pdf", "ontvangst.pdf", "verklaringen/toestemming.json"} <= set(opened)
    assert "sleutel_vingerafdruk" not in read_json(opened["verklaringen/toestemming.json"])["ontvanger"]
    with blind(weg.beide.ccv.kast.thuis[CCV]) as without_key:  # a refusal before anything is recorded
        shut = ("levering", "afdruk", weg.nummer, *without_key, "--uit", str(weg.beide.post / "dicht.pgp"))
        for words in (shut, (*shut, "--proef")):
            assert weg.refused(*words, code=5) == "SLEUTEL-ONTCIJFEREN"
    assert len(weg.type("toestemming", "toon", weg.nummer)["afdrukken"]) == 1
    words = ("pakket", "open", str(paper), "--uit", str(weg.beide.post / "x"))
    own = ("--vertrouw", str(weg.beide.post / "vertrouwd"), *weg.beide.home(WERKGEVER))
    assert weg.type(*words, *own, code=5)["fout"][0]["code"] == "SLEUTEL-ONTCIJFEREN"
    weg.type(*withdraw(weg))
    assert weg.refused(*printing, "--overschrijf", code=3) == "STATUS-OVERGANG"


def test_the_key_of_the_bestuurder_is_a_proof(weg_op):
    weg = weg_op("gevraagd")
    statement = read_formulier(weg.open(CCV, weg.beide.post / "vraag.pgp")["formulier.pdf"]).verklaring
    signature = weg.beide.post / "handtekening.sig"
    kast = weg.beide.ccv.kast
    signature.write_bytes(kast.thuis[BESTUURDER].gpg("--detach-sign", data=statement).stdout)
    recording = ("toestemming", "leg-vast", weg.nummer, "--ondertekend", str(signature))
    assert weg.refused(*recording, code=4) == "TOES-VIEROGEN"  # the adviseur alone compared it
    weg.vouch()
    signature.write_bytes(kast.thuis[WERKGEVER].gpg("--detach-sign", data=statement).stdout)
    assert weg.refused(*recording, code=4) == "SLEUTEL-HANDTEKENING"
    signature.write_bytes(kast.thuis[BESTUURDER].gpg("--detach-sign", data=statement).stdout)
    said = weg.type(*recording)
    assert (said["status"], said["bewijs"]) == ("toestemming_verleend", "openpgp")
    weg.type(*plan(weg))
    assert "verklaringen/toestemming.json.sig" in weg.open(WERKGEVER, weg.ciphertext())


def test_the_signed_form_of_the_bestuurder_is_a_proof(weg_op):
    weg = weg_op("bij_bestuurder")
    p12, own = make_zegel("Bestuurder")
    back, certificate = weg.beide.post / "terug.pdf", weg.beide.post / "bestuurder.der"
    certificate.write_bytes(own)
    pinning = ("bestuurder", "certificaat", weg.nummer, str(certificate), "--vingerafdruk")
    assert weg.refused(*pinning, sha256(own), code=4) == "MEDEWERKER-ROL"
    weg.beide.ccv.zit = ADVISEUR
    assert weg.refused(*pinning, sha256(own), code=4) == "TOES-ROL"  # it is his own advice
    weg.beide.ccv.zit = ANDERE_SECRETARIS
    assert weg.refused(*pinning, sha256(b"een ander"), code=5) == "SLEUTEL-VINGERAFDRUK"
    assert weg.type(*pinning, sha256(own))["nog_nodig"]
    assert weg.type(*pinning, sha256(own))["nog_nodig"]  # twice the same person
    weg.beide.ccv.zit = COLLEGA
    assert weg.type(*pinning, sha256(own))["nog_nodig"] is None
    time.sleep(1)  # pinned before the question, to the second
    weg.beide.ccv.zit = SECRETARIS
    weg.choose()
    weg.ask()
    form = weg.open(CCV, weg.beide.post / "vraag.pgp")["formulier.pdf"]
    zegel = Zegel.from_pkcs12(p12, None)
    back.write_bytes(signed(chosen(form), zegel))
    read = weg.type("toestemming", "lees", str(back), "--dossier", weg.nummer)
    seen = ("keuze", "ondertekend", "open_vraag", "alleen_ingevuld")
    assert tuple(read[name] for name in seen) == ("verleen", True, True, True)
    recording = ("toestemming", "leg-vast", weg.nummer, "--ondertekend", str(back))
    back.write_bytes(signed(chosen(form, "weiger"), zegel))
    assert weg.refused(*recording, code=4) == "TOES-KEUZE"
    back.write_bytes(signed(chosen(form), zegel))
    assert weg.type(*recording)["bewijs"] == "pades"
    weg.type(*plan(weg))
    assert ZENDING_FORMULIER in weg.open(WERKGEVER, weg.ciphertext())


def test_an_old_certificate_wants_two_people_again_and_one_can_retire_any(weg_op):
    weg = weg_op("bij_bestuurder")
    ders = [make_zegel("Bestuurder")[1] for _ in range(2)]
    files = [weg.beide.post / f"{n}.der" for n in range(2)]
    for file, der in zip(files, ders, strict=True):
        file.write_bytes(der)

    def pin(wie, nummer, *words):
        weg.beide.ccv.zit = wie
        given = (str(files[nummer]), "--vingerafdruk", sha256(ders[nummer]), *words)
        time.sleep(1.1)  # records have whole seconds
        return weg.type("bestuurder", "certificaat", weg.nummer, *given)["telt"]

    assert [pin(wie, 0) for wie in (ANDERE_SECRETARIS, COLLEGA)] == [False, True]
    assert [pin(wie, 1) for wie in (ANDERE_SECRETARIS, COLLEGA)] == [False, True]
    assert pin(COLLEGA, 0) is False  # what was replaced is not back with one
    assert pin(COLLEGA, 1) is True
    assert pin(ANDERE_SECRETARIS, 1, "--vervallen") is False
    assert [pin(wie, 1) for wie in (COLLEGA, ANDERE_SECRETARIS)] == [False, True]
    assert pin(ANDERE_SECRETARIS, 0) is False  # nor with one of before and one of now


def test_a_certificate_that_is_retired_proves_nothing_also_on_a_form_that_is_out(weg_op):
    weg = weg_op("bij_bestuurder")
    p12, own = make_zegel("Bestuurder")
    back, file = weg.beide.post / "terug.pdf", weg.beide.post / "bestuurder.der"
    file.write_bytes(own)
    pinning = ("bestuurder", "certificaat", weg.nummer, str(file), "--vingerafdruk", sha256(own))
    for wie in (ANDERE_SECRETARIS, COLLEGA):
        weg.beide.ccv.zit = wie
        weg.type(*pinning)
    time.sleep(1)
    weg.beide.ccv.zit = SECRETARIS
    weg.choose()
    weg.ask()
    form = weg.open(CCV, weg.beide.post / "vraag.pgp")["formulier.pdf"]
    back.write_bytes(signed(chosen(form), Zegel.from_pkcs12(p12, None)))
    recording = ("toestemming", "leg-vast", weg.nummer, "--ondertekend", str(back))
    weg.type(*recording, "--proef")
    weg.beide.ccv.zit = COLLEGA
    weg.type(*pinning, "--vervallen")
    weg.beide.ccv.zit = SECRETARIS
    assert weg.refused(*recording, code=4) == "TOES-SLEUTEL"


@pytest.mark.parametrize("voor", [0, 1])
def test_a_certificate_that_two_people_did_not_pin_before_the_question_proves_nothing(weg_op, voor):
    weg = weg_op("bij_bestuurder")
    p12, own = make_zegel("Bestuurder")
    back, certificate = weg.beide.post / "terug.pdf", weg.beide.post / "bestuurder.der"
    certificate.write_bytes(own)
    people = (ANDERE_SECRETARIS, COLLEGA)
    for wie in people[:voor]:
        weg.beide.ccv.zit = wie
        weg.type("bestuurder", "certificaat", weg.nummer, str(certificate), "--vingerafdruk", sha256(own))
        time.sleep(1)
    weg.beide.ccv.zit = SECRETARIS
    weg.choose()
    weg.ask()
    for wie in people[voor:]:
        weg.beide.ccv.zit = wie
        weg.type("bestuurder", "certificaat", weg.nummer, str(certificate), "--vingerafdruk", sha256(own))
    weg.beide.ccv.zit = SECRETARIS
    form = weg.open(CCV, weg.beide.post / "vraag.pgp")["formulier.pdf"]
    back.write_bytes(signed(chosen(form), Zegel.from_pkcs12(p12, None)))
    assert weg.refused("toestemming", "leg-vast", weg.nummer, "--ondertekend", str(back), code=4) == "TOES-SLEUTEL"


def test_a_refusal_is_recorded_without_proof_and_the_bestuurder_gets_a_receipt(weg_op):
    weg = weg_op("gevraagd")
    assert weg.refused(
        "bestuurder", "verstrek", weg.nummer, "--wat", "afschrift", *weg.levering(), *to(weg), code=4
    ) == ("TOES-VRAAG")
    form = weg.beide.post / "formulier.pdf"
    form.write_bytes(weg.open(CCV, weg.beide.post / "vraag.pgp")["formulier.pdf"])
    reading = ("toestemming", "lees", str(form), "--dossier", weg.nummer)
    assert weg.type(*reading)["open_vraag"] is True
    said = weg.type("toestemming", "leg-vast", weg.nummer, "--geweigerd", "mondeling")
    assert said["status"] == "toestemming_geweigerd"
    assert weg.type(*reading)["open_vraag"] is False
    [told] = weg.type("toestemming", "toon", weg.nummer)["weigeringen"]
    assert (told["wijze"], told["door"]) == ("mondeling", SECRETARIS)
    assert weg.refused(*plan(weg), code=4) == "R-TOES-2"
    weg.give("afschrift.pgp", "--wat", "afschrift")
    opened = weg.open(CCV, weg.beide.post / "afschrift.pgp")
    assert (read_json(opened["afschrift.json"])["besluit"], opened["afschrift.pdf"][:5]) == ("geweigerd", b"%PDF-")
    weg.choose()  # he may think again
    assert weg.type("toestemming", "toon", weg.nummer)["status"] == "bij_bestuurder"


def test_a_withdrawal_stops_what_is_ready_and_deletes_it(weg_op):
    weg = weg_op("verzegeld")
    assert [(r["status"], r["versleuteld"] is None) for r in weg.leveringen()] == [("verzegeld", False)]
    weg.type(*withdraw(weg), "--proef")
    assert weg.type("toestemming", "toon", weg.nummer)["toestemmingen"][0]["ingetrokken_op"] is None
    said = weg.type(*withdraw(weg))
    assert (said["status"], said["verzonden"]) == ("toestemming_ingetrokken", False)
    assert [(r["status"], r["versleuteld"]) for r in weg.leveringen()] == [("gestaakt", None)]
    assert weg.refused(*plan(weg), code=4) == "R-TOES-2"
    assert weg.refused(*withdraw(weg), code=4) == "R-TOES-2"


def test_a_toestemming_that_lapsed_unused_can_be_asked_for_again(weg_op):
    weg = weg_op("toegestaan")
    keuze = Keuze(route="op_papier", omvang="werkgeversversie")
    opslag = weg.beide.ccv.opslag()
    with pytest.raises(ValidationError, match="STATUS-OVERGANG"):
        record_choice(opslag, weg.nummer, keuze)
    later = replace(opslag, clock=lambda: datetime.now(UTC) + timedelta(days=31))
    assert record_choice(later, weg.nummer, keuze).status == "bij_bestuurder"
    with pytest.raises(ConsentError, match="TOES-VRAAG"):
        look_at_choice(later, read(later, weg.nummer)).asked()
    opslag.engine.dispose()


def test_everything_can_be_stopped_at_once(weg_op):
    weg = weg_op("verzegeld")
    tried = weg.type("levering", "staak", "--alles", "--proef")
    assert weg.leveringen()[0]["status"] == "verzegeld"
    said = weg.type("levering", "staak", "--alles")
    assert [len(said[name]) for name in ("leveringen", "toestemmingen", "dossiers")] == [1, 1, 1]
    assert tried == {**said, "proef": True}
    assert [(r["status"], r["versleuteld"]) for r in weg.leveringen()] == [("gestaakt", None)]
    assert weg.beide.status(weg.nummer) == "toestemming_ingetrokken"
    assert weg.refused(*plan(weg), code=4) == "R-TOES-2"
    assert weg.type("levering", "staak", "--alles")["leveringen"] == []


def test_a_portal_gets_what_only_the_bestuurder_opens(weg_op):
    weg = weg_op("vastgesteld")
    folder = weg.beide.post / "portaal"
    folder.mkdir(parents=True)
    config = weg.beide.ccv.home / "config.toml"
    config.write_text(
        f'{config.read_text()}\n[portaal]\nzaaksysteem = "klaar"\n[zaaksystemen.klaar]\nplugin = "map"\nmap = "{folder}"\n'
    )
    giving = ("bestuurder", "verstrek", weg.nummer, *weg.levering())
    assert weg.refused(*giving, code=3) == "KANAAL-UIT"  # he prefers another way
    weg.vouch()
    weg.type(*giving, "--kanaal", "portaal", "--proef")
    assert list(folder.iterdir()) == []
    weg.type(*giving, "--kanaal", "portaal")
    [message] = (folder / "klaar").iterdir()
    assert "rapport.pdf" in weg.open(BESTUURDER, message)
    said = weg.type("toestemming", "toon", weg.nummer)
    assert [(c["nummer"], c["kanaal"]) for c in said["exemplaren"]] == [(1, "portaal")]


@pytest.mark.parametrize("vouched", [True, False])
def test_an_established_report_rests_for_the_ccv_and_a_key_of_the_bestuurder_that_two_people_compared(
    fasen, tmp_path, vouched
):
    beide = fasen.at("besloten", tmp_path)
    kast = beide.ccv.kast
    if vouched:
        Weg(beide).vouch()
    beide.take_in(beide.post / "besluitpakket")
    opslag = beide.ccv.opslag()
    stand = read(opslag, beide.nummers[0])
    with opslag.act("dossier_gelezen", object=stand.dossier) as act:
        [sealed] = pieces(act, opslag, stand, "rapport")
    opslag.engine.dispose()
    opened = {wie: kast.thuis[wie].gpg("--decrypt", data=sealed, check=False) for wie in (CCV, BESTUURDER, WERKGEVER)}
    assert [done.stdout[:5] for done in opened.values()] == [b"%PDF-", b"%PDF-" if vouched else b"", b""]


@pytest.mark.parametrize("give", [give_copy, put_question])
def test_what_was_sealed_for_a_key_that_was_withdrawn_meanwhile_does_not_leave(weg_op, monkeypatch, give):
    weg = weg_op("bij_bestuurder")
    weg.vouch()
    weg.choose()
    withdrawing = ("sleutel", "trek-in", weg.beide.ccv.kast.vingerafdruk[BESTUURDER], "--reden", "gelekt")
    environment, home = weg.beide.ccv.environment, weg.beide.ccv.kast.thuis[CCV].home
    plek = sealing_place(load_config(None, environment), home, environment)
    honest = kanalen.seal_for_bestuurder

    def seal(*given, **named):
        made = honest(*given, **named)
        weg.beide.ccv.zit = ADVISEUR
        weg.type(*withdrawing)
        return made

    monkeypatch.setattr(kanalen, "seal_for_bestuurder", seal)
    before = weg.type("toestemming", "toon", weg.nummer)
    with pytest.raises(ValidationError, match="DOSSIER-INGEHAALD"):
        give(plek, weg.nummer, kanaal="e_mail_versleuteld")
    plek.opslag.engine.dispose()
    weg.beide.ccv.zit = SECRETARIS
    after = weg.type("toestemming", "toon", weg.nummer)
    assert after == before


def test_after_a_leak_everything_stops_and_goes_on_with_another_key_as_the_page_says(weg_op):
    weg = weg_op("verzegeld")
    weg.type("levering", "staak", "--alles")
    old = weg.beide.ccv.kast.vingerafdruk[CCV]
    weg.beide.ccv.zit = ADVISEUR
    weg.type("sleutel", "trek-in", old, "--reden", "gelekt")
    weg.beide.ccv.zit = SECRETARIS
    weg.choose()
    asking = ("toestemming", "vraag", weg.nummer, *to(weg))
    assert weg.refused(*asking, *weg.levering(), code=5) == "SLEUTEL-ONBEKEND"
    with Smidse() as thuis:  # the old secret key stays where reports from before have to be opened
        thuis.gpg("--import", data=weg.beide.ccv.kast.thuis[CCV].export(old, secret=True))
        new = thuis.make(name="FICTIEF CCV levering", sub="cv25519")
        certificate = weg.beide.ccv.home / "nieuw.asc"
        certificate.write_bytes(thuis.export(new))
        weg.beide.ccv.zit = ADVISEUR
        pinning = ("--soort", "ccv_levering", "--houder", "CCV", "--wijze", "fysiek_overhandigd")
        weg.type("sleutel", "voeg-toe", str(certificate), "--vingerafdruk", new, *pinning)
        weg.beide.ccv.zit = SECRETARIS
        weg.type(*asking, "--gnupg-home", str(thuis.home))
    assert weg.type("logboek", "toon", "--laatste", "5")
    assert Finder().in_folder(weg.beide.ccv.home) == []


# --- what is refused ---------------------------------------------------------------------------


def to(weg):
    return ("--uit", str(weg.beide.post / "x.pgp"))


def lose_the_key(weg):
    """Withdraw the pinned key of the werkgever."""
    weg.beide.ccv.zit = ADVISEUR
    weg.type("sleutel", "trek-in", weg.beide.ccv.kast.vingerafdruk[WERKGEVER], "--reden", "kwijt")
    weg.beide.ccv.zit = SECRETARIS


def test_of_a_werkgever_without_a_key_the_question_names_three_ways(weg_op):
    weg = weg_op("bij_bestuurder")
    weg.choose()
    lose_the_key(weg)
    said = weg.type("toestemming", "vraag", weg.nummer, *to(weg), *weg.levering(), code=5)["fout"][0]
    assert said["code"] == "SLEUTEL-WERKGEVER"
    assert all(way in said["oplossing"] for way in ("sleutelblad", "op_papier", "via_bestuurder"))
    weg.choose("op_papier")
    weg.ask("y.pgp")


def test_a_toestemming_goes_with_the_key_that_it_names(weg_op):
    weg = weg_op("toegestaan")
    lose_the_key(weg)
    assert weg.refused(*plan(weg), code=4) == "R-TOES-2"
    assert weg.leveringen() == []


def test_who_attests_has_the_right_form_the_same_scan_and_the_right_to(weg_op):
    weg = weg_op("gevraagd")
    getal = weg.vraag["controlegetal"]
    wrong = weg.attest(SECRETARIS, "AAAAA-AAAAA-AAAAA-AAAAA", "--teruggebeld", code=3)
    assert wrong["fout"][0]["code"] == "TOES-CONTROLEGETAL"
    assert weg.attest(COLLEGA, getal, "--teruggebeld", code=4)["fout"][0]["code"] == "MEDEWERKER-ROL"
    weg.beide.ccv.zit = ADVISEUR
    roles = ("secretariaat", "adviseur", "beheerder")
    weg.type("medewerker", "wijzig", ADVISEUR, *(word for rol in roles for word in ("--rol", rol)))
    assert weg.attest(ADVISEUR, getal, "--teruggebeld", code=4)["fout"][0]["code"] == "TOES-ROL"  # his own advice
    weg.attest(SECRETARIS, getal.lower().replace("-", " "))
    assert "terugbellen" in weg.attest(ANDERE_SECRETARIS, getal)["nog_nodig"]
    other = weg.attest(ANDERE_SECRETARIS, getal, "--teruggebeld", scan=SCAN + b"2", code=3)
    assert other["fout"][0]["code"] == "TOES-SCAN"
    assert weg.attest(SECRETARIS, getal, "--teruggebeld")["status"] == "toestemming_verleend"


def test_a_question_that_was_refused_replaced_or_stopped_is_answered_by_nobody(weg_op, tmp_path, stappen):
    for nummer, (act, code) in enumerate(
        (
            (
                lambda w: (
                    w.type("toestemming", "leg-vast", w.nummer, "--geweigerd", "mondeling"),
                    w.choose("op_papier"),
                ),
                "TOES-VRAAG",
            ),
            (lambda w: w.choose("op_papier"), "TOES-VRAAG"),
            (lambda w: w.type("levering", "staak", "--alles"), "TOES-GESTAAKT"),
        )
    ):
        weg = stappen.at("gevraagd", tmp_path / str(nummer))
        getal = weg.vraag["controlegetal"]
        weg.attest(SECRETARIS, getal, "--teruggebeld", SPOED)
        act(weg)
        said = weg.attest(ANDERE_SECRETARIS, getal, SPOED, code=4)
        assert said["fout"][0]["code"] == code
        assert weg.refused(*plan(weg), code=4) == "R-TOES-2"


def test_the_cooling_time_is_what_the_form_said(weg_op, monkeypatch):
    weg = weg_op("gevraagd")
    for who in (SECRETARIS, ANDERE_SECRETARIS):
        weg.attest(who, weg.vraag["controlegetal"], "--teruggebeld")
    monkeypatch.setenv("WEERBAAR_TOESTEMMING_AFKOELTIJD_UREN", "0")
    assert weg.refused(*plan(weg), code=4) == "TOES-AFKOELTIJD"


def test_what_is_sealed_for_a_key_that_lapses_is_deleted_and_the_bestuurder_is_asked_again(weg_op):
    weg = weg_op("verzegeld")
    lose_the_key(weg)
    assert [(r["status"], r["versleuteld"]) for r in weg.leveringen()] == [("gestaakt", None)]
    weg.choose("op_papier")
    assert weg.type("toestemming", "toon", weg.nummer)["status"] == "bij_bestuurder"


def test_a_new_version_stops_what_was_sealed_and_is_not_printed(weg_op):
    weg = weg_op("bij_bestuurder")
    weg.to_paper()
    weg.beide.ccv.zit = ADVISEUR
    new_version(weg.beide, weg.nummer)
    weg.beide.ccv.zit = SECRETARIS
    assert [(r["status"], r["versleuteld"]) for r in weg.leveringen()] == [("gestaakt", None)]
    assert weg.refused("levering", "afdruk", weg.nummer, *weg.levering(), *to(weg), code=3) == "STATUS-OVERGANG"


def test_no_step_can_be_skipped(weg_op):
    weg = weg_op("vastgesteld")
    asking = ("toestemming", "vraag", weg.nummer, *to(weg), *weg.levering())
    choosing = ("toestemming", "keuze", weg.nummer, "--route", "via_ccv", "--omvang", "werkgeversversie")
    assert weg.refused(*asking, code=3) == "STATUS-OVERGANG"
    assert weg.refused(*choosing, code=3) == "STATUS-OVERGANG"
    assert weg.refused(*plan(weg), code=4) == "R-TOES-2"
    giving = ("bestuurder", "verstrek", weg.nummer, *weg.levering())
    assert weg.type(*giving, *to(weg), "--printer", "x", code=2)["fout"][0]["code"] == "GEBRUIK"
    for meaningless in ((*to(weg), "--leesbaar-op-schijf"), ("--printer", "x", "--overschrijf")):
        assert weg.type(*giving, *meaningless, code=2)["fout"][0]["code"] == "GEBRUIK"
    assert weg.type(*giving, "--printer", "geen-rij", code=2)["fout"][0]["code"] == "LEESBAAR-OP-SCHIJF"
    assert weg.refused(*giving, "--printer", "geen-rij", "--leesbaar-op-schijf", code=6) == "KANAAL-PRINTER"
    weg.beide.ccv.zit = COLLEGA
    assert weg.refused(*giving, *to(weg), code=4) == "MEDEWERKER-ROL"
    assert not (weg.beide.post / "x.pgp").exists()
    assert weg.type("dossier", "toon", weg.nummer)["status"] == "vastgesteld"


@pytest.mark.parametrize("wat", ["bewijsstukken", "ontvangsten", "weigeringen", "toestemmingen"])
def test_whatever_somebody_else_recorded_meanwhile_is_seen(weg_op, wat):
    weg = weg_op("gevraagd")
    opslag = weg.beide.ccv.opslag()
    seen = look_at_choice(opslag, read(opslag, weg.nummer))
    require_same(seen, seen)
    with pytest.raises(ValidationError, match="DOSSIER-INGEHAALD"):
        require_same(seen, replace(seen, **{wat: (*getattr(seen, wat), {})}))


def test_a_store_of_before_the_sealing_seals_nothing_a_second_time(weg_op):
    weg = weg_op("toegestaan")
    home, store = weg.beide.ccv.home, weg.beide.ccv.home / "opslag.sqlite"
    with Smidse() as logboek:
        pin = logboek.make(sub=None)
        (home / "checkpoints").mkdir(mode=0o700)
        (home / "logboek.pgp").write_bytes(logboek.export(pin))
        where = f'plaatsen = ["map"]\nmap = "{home}/checkpoints"\nsleutelbestand = "{home}/logboek.pgp"'
        with (home / "config.toml").open("a") as config:
            config.write(f'[logboek]\n{where}\nsleutel = "{pin}"\n')
        before = store.read_bytes()
        weg.type(*plan(weg))
        weg.type("logboek", "checkpoint", "--gnupg-home", str(logboek.home))
    store.write_bytes(before)
    for path in home.glob("opslag.sqlite-*"):
        path.unlink()
    said = weg.type(*plan(weg), code=8)
    assert said["fout"][0]["code"] == "AUDIT-TERUGGEZET"
    assert weg.leveringen() == []


def test_without_a_choice_or_a_question_there_is_nothing_to_answer(weg_op):
    weg = weg_op("bij_bestuurder")
    assert weg.refused("toestemming", "vraag", weg.nummer, *to(weg), *weg.levering(), code=4) == "KEUZE"
    said = weg.attest(SECRETARIS, "AAAAA-AAAAA-AAAAA-AAAAA", code=4)
    assert said["fout"][0]["code"] == "TOES-VRAAG"


def test_what_the_way_leaves_on_the_disk_and_says_is_readable_for_nobody(weg_op):
    weg = weg_op("verzegeld")
    weg.give("y.pgp")
    weg.type("toestemming", "toon", weg.nummer)
    vinder = Finder()
    for folder in (weg.beide.ccv.home, weg.beide.post):
        assert vinder.in_folder(folder) == []
    for said in weg.beide.gezegd:
        assert vinder.in_bytes(said.encode(), "uitvoer") == []
