# SPDX-License-Identifier: EUPL-1.2
"""A report goes from the CCV to the BVA and back: two homes, two stores, two users, and files in between."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from canaries import Finder
from dossierbouw import sample
from fasenbouw import at_the_bva, new_version, of_dossier, report, send_back, sent_back, with_own_key
from toetsbouw import ADVISEUR, AFDRUK, BVA, CCV, COLLEGA, SECRETARIS, TOETSER, TOON, TWEEDE, blind
from weerbaar_docs.cli.toetsing import own_style
from weerbaar_docs.config import load_config
from weerbaar_docs.errors import UsageError
from weerbaar_docs.store.tables import BESLUIT, BIJLAGE, DOSSIER_VERSIE, INDIENING, TOETSSTUK
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toetsing.bij_bva import decide_indiening, list_indieningen, look_at, propose
from weerbaar_docs.toetsing.bij_ccv import hand_in_dossier
from weerbaar_docs.toetsing.indienen import Vorige
from weerbaar_docs.toetsing.tonen import as_json, lines

pytestmark = pytest.mark.lang


def rows(organisatie, *tables):
    opslag = organisatie.opslag()
    with opslag.look() as connection:
        found = [len(connection.execute(table.select()).all()) for table in tables]
    opslag.engine.dispose()
    return found


# --- the ways that end well --------------------------------------------------------------------


def test_an_established_report_is_recorded_with_its_file_and_its_package(op):
    beide = op("besloten")
    said = beide.take_in(beide.post / "besluitpakket")
    nummer = beide.nummers[0]
    assert (said["status"], said["toetser"], said["uitkomst"]) == ("vastgesteld", TOETSER, "vastgesteld")
    assert beide.status(nummer) == "vastgesteld"
    assert rows(beide.ccv, BESLUIT) == [1]
    assert beide.ccv.refusals() == beide.bva.refusals()[1:] == []  # the first time nobody agreed with the differences
    told = [line for line in beide.ccv.lines() if line[1] in {"ingediend", "besloten"}]
    assert [(wie, handeling) for wie, handeling, _, _ in told] == [(ADVISEUR, "ingediend"), (SECRETARIS, "besloten")]
    shown = beide.type(beide.ccv, "dossier", "toon", nummer, "--toon-persoonsgegevens")
    assert "BVA-2026-0001" in json.dumps(shown)
    assert [p["uitslag"] for p in beide.type(beide.ccv, "opslag", "controleer")["punten"]].count("fout") == 0


def test_a_partly_established_report_says_so_in_both_organisations(op, fasen):
    beide = op("ontvangen")
    shown = beide.type(beide.bva, "bva", "toon", fasen.indiening)
    eerste, tweede, *rest = [m["nummer"] for m in shown["maatregelen"]]
    oordelen = [
        {"nummer": eerste, "oordeel": "niet_vastgesteld", "motivering": "Niet nodig."},
        {
            "nummer": tweede,
            "oordeel": "gewijzigd_vastgesteld",
            "motivering": "Soberder.",
            "gewijzigde_omschrijving": "Laat dit in overleg uitvoeren.",
        },
        *({"nummer": nummer, "oordeel": "vastgesteld"} for nummer in rest),
    ]
    beide.judge(fasen.indiening, uitkomst="gedeeltelijk_vastgesteld", per_maatregel=oordelen)
    said = beide.take_in(beide.decide(fasen.indiening))
    assert (said["status"], said["uitkomst"]) == ("vastgesteld", "gedeeltelijk_vastgesteld")


def test_a_report_that_was_sent_back_comes_again_with_its_differences_and_is_established(op, fasen):
    beide = op("ontvangen")
    nummer = beide.nummers[0]
    terug = send_back(beide, fasen.indiening)
    said = beide.take_in(terug)
    assert (said["status"], said["eind_sha256"], said["vaststelling_sha256"]) == ("teruggestuurd", None, None)
    raising = ("bva", "verhoog", fasen.indiening, "--uit", str(beide.post / "x"), *beide.home(TOETSER))
    assert beide.refused(beide.bva, *raising, code=3) == "BVA-VERHOGEN"
    new_version(beide, nummer)
    again = beide.receive(beide.hand_in(nummer, "opnieuw"))
    shown = beide.type(beide.bva, "bva", "toon", again)
    assert (shown["rapport_versie"], shown["vorige_ontvangen"]) == (2, True)
    assert [w["pad"] for w in shown["verschil_met_vorige"]["gegevens"]]
    assert "Aangevuld" not in json.dumps(shown)
    beide.judge(again, besluitnummer="BVA-2026-0002")
    assert beide.take_in(beide.decide(again))["status"] == "vastgesteld"

    # What was decided on the version before is of no use any more.
    assert (
        beide.refused(beide.ccv, "rapport", "neem-besluit-in", str(terug), *beide.home(CCV), code=3)
        == "STATUS-OVERGANG"
    )


def test_a_second_toetser_reads_along_and_the_ccv_can_ask_for_it(op, fasen):
    beide = op("beoordeeld")
    beide.bva.configure(meelezer=True)
    given = ("bva", "besluit", fasen.indiening, "--uit", str(beide.post / "x"), *beide.home(TOETSER), TOON)
    agreed = (*given, "--akkoord-met-verschillen", beide.digest(given))
    assert beide.refused(beide.bva, *agreed, code=4) == "MEELEZING"
    same = ("bva", "lees-mee", fasen.indiening, *beide.home(TOETSER))
    assert beide.refused(beide.bva, *same, code=4) == "MEDEWERKER-ZELFDE"
    beide.bva.zit = TWEEDE
    read = ("bva", "lees-mee", fasen.indiening, *beide.home(TWEEDE))
    assert beide.refused(beide.bva, *read, code=2) == "BVA-VERBORGEN"
    assert not beide.type(beide.bva, "bva", "toon", fasen.indiening)["meegelezen"]
    seen = beide.digest((*read, TOON))
    assert seen == agreed[-1]
    assert beide.refused(beide.bva, *read, TOON, agreed[-2], "0" * 64, code=4) == "BVA-AKKOORD"
    assert not beide.type(beide.bva, "bva", "toon", fasen.indiening)["meegelezen"]
    beide.type(beide.bva, *read, TOON, agreed[-2], seen)
    # What was read along prints who judged: nobody else takes that besluit, not even as his substitute.
    assert beide.refused(beide.bva, *given[:5], *beide.home(TWEEDE), TOON, "--voor", TOETSER, code=4) == "MEELEZING"
    beide.bva.zit = TOETSER
    beide.type(beide.bva, *agreed)
    beide.ccv.configure(meelezer=True)
    assert beide.take_in(beide.post / "x")["status"] == "vastgesteld"


def test_a_package_that_nobody_read_along_is_refused_where_that_is_asked_for(op):
    beide = op("besloten")
    beide.ccv.configure(meelezer=True)
    given = ("rapport", "neem-besluit-in", str(beide.post / "besluitpakket"), *beide.home(CCV))
    assert beide.refused(beide.ccv, *given, code=4) == "MEELEZING"


def test_a_substitute_acts_only_when_and_for_whom_that_was_configured(op, fasen):
    beide = op("beoordeeld")
    beide.bva.zit = TWEEDE
    judge = ("bva", "beoordeel", fasen.indiening, "--besluitnummer", "BVA-2026-0009")
    assert beide.refused(beide.bva, *judge, code=4) == "INDIENING-TOETSER"
    assert beide.refused(beide.bva, *judge, "--voor", TOETSER, code=4) == "VERVANGING"
    today = nederlandse_dag(datetime.now(UTC))
    van, tot = (today - timedelta(days=1)).isoformat(), (today + timedelta(days=1)).isoformat()
    beide.bva.configure(vervangers=f'{{voor = "{TOETSER}", door = "{TWEEDE}", van = "{van}", tot = "{tot}"}}')
    beide.type(beide.bva, *judge, "--voor", TOETSER)
    toetsing, _ = at_the_bva(beide)
    assert propose(toetsing, fasen.indiening).bva_besluit["toetser"] == AFDRUK[TWEEDE]
    toetsing.opslag.engine.dispose()
    told = [line[:3] for line in beide.bva.lines() if line[1] == "vastgelegd" and line[3] == "gelukt"]
    assert told[-2:] == [(TWEEDE, "vastgelegd", TOETSER), (TWEEDE, "vastgelegd", fasen.indiening)]


def test_a_file_that_was_lost_on_its_way_is_sent_once_more(op, fasen):
    beide = op("besloten")
    for lost in ("indiening", "besluitpakket"):
        (beide.post / lost).unlink()
    again = ("bva", "besluit", fasen.indiening, "--opnieuw", "--uit", str(beide.post / "b"), *beide.home(TOETSER))
    beide.type(beide.bva, *again)
    resent = (
        "rapport",
        "dien-in",
        beide.nummers[0],
        "--opnieuw",
        "--uit",
        str(beide.post / "i"),
        *beide.home(ADVISEUR),
    )
    beide.type(beide.ccv, *resent)
    receive = ("bva", "ontvang", str(beide.post / "i"), *beide.home(BVA))
    assert beide.refused(beide.bva, *receive, code=3) == "INDIENING-BEKEND"
    assert beide.take_in(beide.post / "b")["status"] == "vastgesteld"


def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(op, fasen):
    beide = op("beoordeeld")
    (beide.post / "vol").write_text("")
    nowhere = str(beide.post / "vol" / "x")
    given = ("bva", "besluit", fasen.indiening, "--uit", nowhere, *beide.home(TOETSER), TOON)
    assert beide.type(beide.bva, *given, code=2)["fout"][0]["code"].startswith("BESTAND-")
    lijst = beide.type(beide.bva, "bva", "lijst")["indieningen"]
    assert [regel["status"] for regel in lijst] == ["ontvangen"]
    other = ("rapport", "dien-in", beide.nummers[1], "--uit", nowhere, *beide.home(ADVISEUR))
    assert beide.type(beide.ccv, *other, code=2)["fout"][0]["code"].startswith("BESTAND-")
    assert beide.status(beide.nummers[1]) == "concept"


def test_a_besluit_is_in_the_store_before_anybody_can_have_its_file(op, fasen):
    beide = op("beoordeeld")
    toetsing, zegel = at_the_bva(beide)
    found = []

    def write(_data):
        found.extend(regel.status for regel in list_indieningen(toetsing.opslag))
        raise UsageError.because("BESTAND-SCHRIJVEN", "het uitvoerbestand is niet te schrijven", "Maak ruimte.")

    with pytest.raises(UsageError, match="BESTAND-SCHRIJVEN") as caught:
        decide_indiening(
            toetsing,
            fasen.indiening,
            akkoord=propose(toetsing, fasen.indiening).verschillen.sha256,
            home=beide.bva.kast.thuis[TOETSER].home,
            zegel=zegel,
            write=write,
        )
    toetsing.opslag.engine.dispose()
    assert found == ["besloten"]
    assert "--opnieuw" in caught.value.meldingen[0].oplossing
    again = ("bva", "besluit", fasen.indiening, "--opnieuw", "--uit", str(beide.post / "b"), *beide.home(TOETSER))
    beide.type(beide.bva, *again)
    assert beide.take_in(beide.post / "b")["status"] == "vastgesteld"


def test_a_report_is_handed_in_before_anybody_can_have_its_file(op):
    beide = op("begonnen")
    nummer, config = beide.nummers[0], load_config(None, beide.ccv.environment)
    opslag = beide.ccv.opslag()
    found = []

    def write(_data):
        found.append(beide.status(nummer))
        raise UsageError.because("BESTAND-SCHRIJVEN", "het uitvoerbestand is niet te schrijven", "Maak ruimte.")

    home = beide.ccv.kast.thuis[ADVISEUR].home
    with pytest.raises(UsageError, match="BESTAND-SCHRIJVEN") as caught:
        hand_in_dossier(opslag, nummer, home=home, huisstijl=own_style(config, opslag), write=write)
    opslag.engine.dispose()
    assert found == ["ter_toetsing"]
    assert "Er is ingediend" in caught.value.meldingen[0].oplossing
    beide.post.mkdir()
    again = ("rapport", "dien-in", nummer, "--opnieuw", "--uit", str(beide.post / "i"), *beide.home(ADVISEUR))
    assert caught.value.meldingen[0].oplossing.endswith("rapport dien-in --opnieuw.")
    beide.type(beide.ccv, *again)
    assert beide.receive(beide.post / "i")


def test_a_trial_checks_all_but_signs_nothing(op, fasen):
    beide = op("beoordeeld")
    kast, uit = beide.ccv.kast, ("--uit", str(beide.post / "x"))
    before = rows(beide.ccv, DOSSIER_VERSIE, BIJLAGE), rows(beide.bva, INDIENING, TOETSSTUK)
    dien_in = ("rapport", "dien-in", beide.nummers[1], *uit)
    besluit = ("bva", "besluit", fasen.indiening, *uit, TOON)
    besluit = (*besluit, "--akkoord-met-verschillen", beide.digest((*besluit, *beide.home(TOETSER))))
    lees_mee = ("bva", "lees-mee", fasen.indiening, TOON, *besluit[-2:])
    for organisatie, wie, words in (
        (beide.ccv, ADVISEUR, dien_in),
        (beide.bva, TWEEDE, lees_mee),
        (beide.bva, TOETSER, besluit),
    ):
        organisatie.zit = wie
        with blind(kast.thuis[wie]) as nothing_to_sign_with:
            said = beide.type(organisatie, *words, *nothing_to_sign_with, "--proef")
            assert (said["proef"], said.get("sha256")) == (True, None)
            assert beide.refused(organisatie, *words, *nothing_to_sign_with, code=5) == "SLEUTEL-THUIS-ELDERS"
        elsewhere = (*words, *beide.home(COLLEGA), "--proef")
        assert beide.refused(organisatie, *elsewhere, code=5) == "SLEUTEL-THUIS-ELDERS"
    assert (rows(beide.ccv, DOSSIER_VERSIE, BIJLAGE), rows(beide.bva, INDIENING, TOETSSTUK)) == before
    assert not beide.type(beide.bva, "bva", "toon", fasen.indiening)["meegelezen"]
    assert not (beide.post / "x").exists()


# --- what is refused ---------------------------------------------------------------------------


def test_who_did_not_see_the_differences_establishes_nothing(op, fasen):
    beide = op("beoordeeld")
    given = ("bva", "besluit", fasen.indiening, "--uit", str(beide.post / "x"), *beide.home(TOETSER))
    masked = beide.type(beide.bva, *given, code=2)["fout"][0]
    assert masked["code"] == "BVA-VERBORGEN"
    digest = beide.digest((*given, TOON))
    assert digest not in json.dumps(masked)
    blind = beide.type(beide.bva, *given, "--akkoord-met-verschillen", digest, code=2)
    assert blind["fout"][0]["code"] == "BVA-VERBORGEN"
    shown = [line[:2] for line in beide.bva.lines() if line[1] == "persoonsgegevens_getoond"]
    assert shown == [(TOETSER, "persoonsgegevens_getoond")]
    assert beide.refused(beide.bva, *given, TOON, "--akkoord-met-verschillen", "0" * 64, code=4) == "BVA-AKKOORD"
    assert not (beide.post / "x").exists()


def test_a_besluit_that_the_store_was_made_to_forget_is_not_taken_again(op, fasen):
    beide = op("besloten")
    opslag = beide.bva.opslag()
    with opslag.engine.connect() as connection:
        tables = "type = 'trigger' AND tbl_name IN ('indiening', 'toetsstuk')"
        guards = connection.exec_driver_sql(f"SELECT name, sql FROM sqlite_master WHERE {tables}").all()
        for name, _ in guards:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("UPDATE indiening SET status = 'ontvangen'")
        connection.exec_driver_sql("DELETE FROM toetsstuk WHERE soort = 'besluitpakket'")
        for _, made in guards:
            connection.exec_driver_sql(made)
        connection.commit()
    opslag.engine.dispose()
    given = ("bva", "besluit", fasen.indiening, "--uit", str(beide.post / "x"), *beide.home(TOETSER), TOON)
    agreed = (*given, "--akkoord-met-verschillen", beide.digest(given))
    assert beide.refused(beide.bva, *agreed, code=8) == "INDIENING-LOGBOEK"
    assert not (beide.post / "x").exists()


def test_unfinished_judgements_say_what_is_missing(op, fasen):
    beide = op("ontvangen")
    said = beide.type(beide.bva, "bva", "beoordeel", fasen.indiening, "--maatregel", "M-01=vastgesteld")
    assert "beoordeel maatregel M-02" in [item["wat"] for item in said["ontbreekt"]]
    assert "beoordeel maatregel M-01" not in [item["wat"] for item in said["ontbreekt"]]
    given = ("bva", "besluit", fasen.indiening, "--uit", str(beide.post / "x"), *beide.home(TOETSER))
    assert beide.refused(beide.bva, *given, code=3) == "BEOORDELING-ONVOLLEDIG"


@pytest.mark.parametrize(
    ("bij", "file", "words", "wie"),
    [
        ("bva", "indiening", ("bva", "ontvang"), CCV),
        ("ccv", "besluitpakket", ("rapport", "neem-besluit-in"), BVA),
    ],
)
def test_a_package_opens_for_its_recipient_only(op, bij, file, words, wie):
    beide = op("besloten")
    given = (*words, str(beide.post / file), *beide.home(wie))
    assert beide.refused(getattr(beide, bij), *given, code=5) == "SLEUTEL-ONTCIJFEREN"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.999])
def test_a_changed_byte_is_found_on_both_sides(op, part):
    beide = op("besloten")
    before = rows(beide.ccv, DOSSIER_VERSIE, BESLUIT, BIJLAGE), rows(beide.bva, INDIENING)
    for organisatie, file, words, wie in (
        (beide.bva, "indiening", ("bva", "ontvang"), BVA),
        (beide.ccv, "besluitpakket", ("rapport", "neem-besluit-in"), CCV),
    ):
        path = beide.post / file
        data = bytearray(path.read_bytes())
        data[int(len(data) * part)] ^= 1
        path.write_bytes(data)
        beide.refused(organisatie, *words, str(path), *beide.home(wie), code=5)
    assert (rows(beide.ccv, DOSSIER_VERSIE, BESLUIT, BIJLAGE), rows(beide.bva, INDIENING)) == before


def test_what_was_received_or_recorded_once_is_not_taken_twice(op):
    beide = op("besloten")
    again = ("bva", "ontvang", str(beide.post / "indiening"), *beide.home(BVA))
    assert beide.refused(beide.bva, *again, code=3) == "INDIENING-BEKEND"
    beide.take_in(beide.post / "besluitpakket")
    replay = ("rapport", "neem-besluit-in", str(beide.post / "besluitpakket"), *beide.home(CCV))
    assert beide.refused(beide.ccv, *replay, code=3) == "STATUS-OVERGANG"


def test_the_besluit_of_another_dossier_or_version_is_of_no_use(op, fasen):
    beide = op("ontvangen")
    nummer = beide.nummers[0]
    beide.take_in(send_back(beide, fasen.indiening))
    oud = beide.post / "terug"
    new_version(beide, nummer)
    beide.hand_in(nummer, "opnieuw")
    given = ("rapport", "neem-besluit-in", str(oud), *beide.home(CCV))
    assert beide.refused(beide.ccv, *given, code=8) == "BESLUIT-VERSIE"
    assert beide.status(nummer) == "ter_toetsing"


def made_up(beide, *, decided=False):
    """Give what an adviseur can send with his own key: a version 2 beside a version 1 that he made up to be nearly the same."""
    gegevens = of_dossier(beide)
    gegevens["adviesrapport"]["versie"] = 2
    gegevens["adviesrapport"]["maatregelen"][0]["omschrijving"] = "Heel iets anders dan in versie 1 stond."
    verzonnen = report(gegevens)
    verzonnen["adviesrapport"]["versie"] = 1
    vorige = Vorige(inhoud=verzonnen, bva_besluit=sent_back(verzonnen) if decided else None)
    return with_own_key(beide, gegevens, vorige, f"verzonnen-{decided}")


def test_a_version_before_that_was_made_up_is_refused_where_the_real_one_was_received(op):
    beide = op("ontvangen")
    given = ("bva", "ontvang", str(made_up(beide)), *beide.home(BVA))
    assert beide.refused(beide.bva, *given, code=3) == "INDIENING-VORIGE"
    assert len(beide.type(beide.bva, "bva", "lijst")["indieningen"]) == 1


def test_a_version_before_that_nobody_here_has_seen_is_shown_as_such_and_has_no_besluit(op):
    beide = op("begonnen")
    claims = ("bva", "ontvang", str(made_up(beide, decided=True)), *beide.home(BVA))
    assert beide.refused(beide.bva, *claims, code=3) == "INDIENING-VORIGE"
    toetsing, _ = at_the_bva(beide)
    stand = look_at(toetsing, beide.receive(made_up(beide)))
    toetsing.opslag.engine.dispose()
    assert "NIET TE CONTROLEREN" in "".join(lines(stand, "-"))
    assert as_json(stand, "-")["vorige_ontvangen"] is False


def test_a_besluit_on_what_this_store_never_handed_in_is_refused(op, fasen, tmp_path):
    beide = op("besloten")
    (tmp_path / "ander").mkdir()
    other = fasen.at("begonnen", tmp_path / "ander")
    given = ("rapport", "neem-besluit-in", str(beide.post / "besluitpakket"), *beide.home(CCV))
    assert other.refused(other.ccv, *given, code=3) == "STATUS-OVERGANG"


def test_only_who_may_hands_in_and_decides(op, fasen):
    beide = op("begonnen")
    (beide.post).mkdir(exist_ok=True)
    wrong_key = ("rapport", "dien-in", beide.nummers[0], "--uit", str(beide.post / "x"), *beide.home(COLLEGA))
    assert beide.refused(beide.ccv, *wrong_key, code=5) == "SLEUTEL-THUIS-ELDERS"
    assert beide.status(beide.nummers[0]) == "concept"
    assert not (beide.post / "x").exists()


def test_no_plaintext_is_on_a_disk_of_either_organisation_or_on_its_screen(op, fasen):
    beide = op("ingediend")
    indiening = beide.receive(beide.post / "indiening")
    beide.type(beide.bva, "bva", "toon", indiening)
    beide.judge(indiening)
    beide.decide(indiening)
    beide.take_in(beide.post / "besluitpakket")
    gegevens = sample("concept", 3)
    vinder = Finder(
        {
            gegevens["bestuurder"]["achternaam"]: "naam",
            gegevens["woonplek"]["adres"]["straatnaam"]: "straat",
            gegevens["adviesrapport"]["dreigingsanalyse"]["samenvatting"][:40]: "dreiging",
        }
    )
    for home in (beide.ccv.home, beide.bva.home, beide.post):
        assert vinder.in_folder(home, except_for=(beide.bva.home / "oordelen.json",)) == []
        assert not [path for path in home.rglob("*") if path.is_file() and b"%PDF-" in path.read_bytes()]
    assert beide.gezegd
    assert vinder.in_bytes("".join(beide.gezegd).encode(), "wat er werd gezegd") == []
