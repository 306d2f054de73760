# SPDX-License-Identifier: EUPL-1.2
"""What the commands of toetsing refuse, and that nothing has changed then but a line of the logboek."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fasenbouw import agreed, at_the_bva, of_dossier, report, sent_back, with_own_key
from toetsbouw import ADVISEUR, BVA, CCV, COLLEGA, TOETSER, TWEEDE
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.store.tables import INDIENING
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toetsing.bij_bva import judge
from weerbaar_docs.toetsing.indienen import Vorige

pytestmark = pytest.mark.lang


def indieningen(beide):
    """Give what the store of the BVA has of each indiening."""
    opslag = beide.bva.opslag()
    with opslag.look() as connection:
        found = connection.execute(INDIENING.select().order_by(INDIENING.c.id)).all()
    opslag.engine.dispose()
    return found


def next_version(beide):
    """Give the data of the first dossier as a version 2 with other words, and what was handed in as version 1."""
    gegevens = of_dossier(beide)
    inhoud = report(gegevens)
    gegevens["adviesrapport"]["versie"] = 2
    gegevens["adviesrapport"]["maatregelen"][0]["omschrijving"] = "Andere woorden dan in versie 1."
    return gegevens, inhoud


# --- receiving ---------------------------------------------------------------------------------


def receive(beide, file):
    """Let the BVA receive what it refuses; give the code and the words, after seeing that it has what it had."""
    before = indieningen(beide)
    told = beide.refusal(beide.bva, "bva", "ontvang", str(file), *beide.home(BVA), code=3)
    assert indieningen(beide) == before
    return told


def test_a_version_that_was_received_already_is_not_received_with_other_words(op):
    beide = op("ontvangen")
    gegevens = of_dossier(beide)
    gegevens["adviesrapport"]["maatregelen"][0]["omschrijving"] = "Andere woorden, dezelfde versie."
    code, melding = receive(beide, with_own_key(beide, gegevens, None, "ander"))
    assert (code, "deze versie of een latere" in melding) == ("INDIENING-VERSIE", True)


def test_a_next_version_brings_the_one_before_it_along(op):
    beide = op("ontvangen")
    gegevens, _ = next_version(beide)
    code, melding = receive(beide, with_own_key(beide, gegevens, None, "zonder"))
    assert (code, "niet die hier het laatst" in melding) == ("INDIENING-VORIGE", True)


def test_a_besluit_that_was_not_taken_here_does_not_come_with_the_version_before(op):
    beide = op("ontvangen")
    gegevens, inhoud = next_version(beide)
    file = with_own_key(beide, gegevens, Vorige(inhoud=inhoud, bva_besluit=sent_back(inhoud)), "besloten")
    code, melding = receive(beide, file)
    assert (code, "hier niet besloten" in melding) == ("INDIENING-VORIGE", True)


# --- judging and deciding ----------------------------------------------------------------------


def test_a_version_that_was_overtaken_is_not_decided_on(op, fasen):
    beide = op("beoordeeld")
    gegevens, inhoud = next_version(beide)
    beide.receive(with_own_key(beide, gegevens, Vorige(inhoud=inhoud), "later"))
    before = indieningen(beide)
    code, melding = beide.refusal(beide.bva, *agreed(beide, fasen.indiening, "x"), code=3)
    assert (code, "een latere versie" in melding) == ("INDIENING-INGEHAALD", True)
    assert indieningen(beide) == before
    assert not (beide.post / "x").exists()


def test_what_was_decided_is_not_judged_read_along_or_decided_again(op, fasen):
    beide = op("besloten")
    before = indieningen(beide)
    judged = ("bva", "beoordeel", fasen.indiening, "--besluitnummer", "BVA-2026-0009")
    assert beide.refused(beide.bva, *judged, code=3) == "INDIENING-BESLOTEN"
    assert beide.refused(beide.bva, *agreed(beide, fasen.indiening, "x"), code=3) == "INDIENING-BESLOTEN"
    beide.bva.zit = TWEEDE
    read = ("bva", "lees-mee", fasen.indiening, *beide.home(TWEEDE), "--toon-persoonsgegevens")
    assert beide.refused(beide.bva, *read, code=3) == "INDIENING-BESLOTEN"
    assert indieningen(beide) == before


def test_of_two_who_judge_at_once_one_is_told_and_nothing_is_lost(op, fasen):
    beide = op("ontvangen")
    said = []

    def meanwhile():
        said.append(beide.type(beide.bva, "bva", "beoordeel", fasen.indiening, "--maatregel", "M-01=vastgesteld"))

    toetsing, _ = at_the_bva(beide, meanwhile=meanwhile)
    with pytest.raises(ValidationError, match="INDIENING-INGEHAALD"):
        judge(toetsing, fasen.indiening, {"besluitnummer": "BVA-2026-0009"})
    toetsing.opslag.engine.dispose()
    assert said
    todo = [item["wat"] for item in beide.type(beide.bva, "bva", "toon", fasen.indiening)["ontbreekt"]]
    assert "geef besluitnummer" in todo
    assert "beoordeel maatregel M-01" not in todo
    again = beide.type(beide.bva, "bva", "beoordeel", fasen.indiening, "--besluitnummer", "BVA-2026-0009")
    assert [item["wat"] for item in again["ontbreekt"]] == [wat for wat in todo if wat != "geef besluitnummer"]


def test_a_judgement_of_what_was_not_handed_in_changes_nothing(op, fasen):
    beide = op("beoordeeld")
    before = indieningen(beide)
    judged = ("bva", "beoordeel", fasen.indiening, "--maatregel", "M-99=vastgesteld")
    assert beide.refused(beide.bva, *judged, code=3) == "BEOORDELING-ONBEKEND"
    assert indieningen(beide) == before


def test_an_indiening_is_found_by_its_own_name_only(op):
    beide = op("begonnen")
    assert beide.type(beide.bva, "bva", "toon", "x'--", code=3)["fout"][0]["code"] == "INDIENING-KENMERK"
    for fout in ("O-123", "O-" + "0" * 300):
        verhoog = ("bva", "verhoog", fout, "--uit", str(beide.post / "x"))
        assert beide.type(beide.bva, *verhoog, code=3)["fout"][0]["code"] == "INDIENING-KENMERK"
    assert beide.refused(beide.bva, "bva", "toon", "O-" + "0" * 32, code=3) == "INDIENING-ONBEKEND"


def test_what_was_not_decided_is_not_sent_again(op, fasen):
    beide = op("beoordeeld")
    again = ("bva", "besluit", fasen.indiening, "--opnieuw", "--uit", str(beide.post / "x"), *beide.home(TOETSER))
    assert beide.refused(beide.bva, *again, code=3) == "INDIENING-OPEN"
    assert not (beide.post / "x").exists()


# --- handing in --------------------------------------------------------------------------------


def substitution(from_day, to_day):
    today = nederlandse_dag(datetime.now(UTC))
    van, tot = ((today + timedelta(days=n)).isoformat() for n in (from_day, to_day))
    return f'{{voor = "{ADVISEUR}", door = "{COLLEGA}", van = "{van}", tot = "{tot}"}}'


def test_who_hands_in_for_another_is_his_substitute_today(op):
    beide = op("begonnen")
    nummer = beide.nummers[0]
    beide.ccv.zit = COLLEGA
    given = ("rapport", "dien-in", nummer, "--uit", str(beide.post / "x"), *beide.home(COLLEGA), "--voor", ADVISEUR)
    for vervangers in ("", substitution(-9, -2), substitution(2, 9)):
        beide.ccv.configure(vervangers=vervangers)
        assert beide.refused(beide.ccv, *given, code=4) == "VERVANGING"
        assert (beide.status(nummer), (beide.post / "x").exists()) == ("concept", False)
    beide.ccv.configure(vervangers=substitution(-1, 1))
    beide.type(beide.ccv, *given)
    assert [line[:2] for line in beide.ccv.lines() if line[1] == "ingediend" and line[3] == "gelukt"] == [
        (COLLEGA, "ingediend")
    ] * 2
    assert (COLLEGA, "ingediend", ADVISEUR, "gelukt") in beide.ccv.lines()


def test_another_adviseur_does_not_send_again_what_he_did_not_hand_in(op):
    beide = op("ingediend")
    nummer = beide.nummers[0]
    beide.ccv.zit = COLLEGA
    again = ("rapport", "dien-in", nummer, "--opnieuw", "--uit", str(beide.post / "x"), *beide.home(COLLEGA))
    assert beide.refused(beide.ccv, *again, code=3) == "INDIENING-ANDER"
    assert not (beide.post / "x").exists()
    first = ("rapport", "dien-in", beide.nummers[1], "--opnieuw", "--uit", str(beide.post / "x"), *beide.home(COLLEGA))
    assert beide.refused(beide.ccv, *first, code=3) == "STATUS-OVERGANG"


def test_a_besluit_is_not_taken_in_without_a_certificate_of_the_bva_that_can_be_read(op):
    beide = op("besloten")
    (beide.ccv.home / "bva_zegel.der").write_bytes(b"x")
    given = ("rapport", "neem-besluit-in", str(beide.post / "besluitpakket"), *beide.home(CCV))
    assert beide.type(beide.ccv, *given, code=2)["fout"][0]["code"] == "ZEGEL-INSTELLING"
    assert beide.status(beide.nummers[0]) == "ter_toetsing"
