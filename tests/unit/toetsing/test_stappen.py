# SPDX-License-Identifier: EUPL-1.2
"""The pure steps from dossier to besluitpakket and back: what somebody with a genuine key changes is found all the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from slechtepdfs import SLECHT
from stappenbouw import code, edit, judged, opened, printed
from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.encryption.package import pack
from weerbaar_docs.errors import ConsentError, ValidationError, WeerbaarDocsError
from weerbaar_docs.keys import Medewerker, Medewerkersregister
from weerbaar_docs.model import Verklaring, thaw
from weerbaar_docs.oefening import Oefenomgeving
from weerbaar_docs.pades import Zegelvertrouwen
from weerbaar_docs.toetsing import besluiten
from weerbaar_docs.toetsing.beoordelen import LIJSTEN, make_besluit, merge, missing
from weerbaar_docs.toetsing.besluiten import check_decision, decide
from weerbaar_docs.toetsing.indienen import hand_in
from weerbaar_docs.toetsing.meelezen import reading
from weerbaar_docs.toetsing.overnemen import Controle
from weerbaar_docs.validation import adviesrapport, validate


def other_report(data: bytes) -> bytes:
    inhoud = read_json(data)
    inhoud["adviesrapport"]["maatregelen"][0]["omschrijving"] += " Anders."
    return canonical_bytes(inhoud)


HERKOMST = {"template_sha256": "0" * 64, "engine_versie": "0.0.1", "bibliotheek_versie": "0.0.1"}


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("rapportinhoud.json", other_report, "INDIENING-RAPPORT"),
        ("rapportinhoud.json", lambda d: d + b" ", "VERKLARING-VORM"),
        ("concept.pdf", lambda d: d + b"\n", "INDIENING-CONCEPT"),
        ("toetsingsblad.json", lambda d: edit(d, treffers=[]), "INDIENING-TOETSINGSBLAD"),
        ("huisstijl.json", lambda d: edit(d, organisatie="Een ander"), "INDIENING-CONCEPT"),
        *(("herkomst.json", lambda d, n=name: edit(d, **{n: HERKOMST[n]}), "INDIENING-HERKOMST") for name in HERKOMST),
        ("indiening.json", lambda d: edit(d, moment="0001-01-01T00:00:00Z"), "PAKKET-MOMENT"),
        ("indiening.json", lambda d: edit(d, moment="0001-01-01T01:02:00Z"), "PAKKET-MOMENT"),
        ("indiening.json", lambda d: edit(d, moment="9999-12-31T23:59:59Z"), "SLEUTEL-ONDERTEKENTIJD"),
        ("herkomst.json", lambda d: edit(d, datum="0001-01-01"), "INDIENING-CONCEPT"),
        ("herkomst.json", lambda d: edit(d, datum="9999-12-31"), "INDIENING-CONCEPT"),
        ("vorige/rapportinhoud.json", lambda _: b"{}", "RAPPORT-GEGEVENS"),
        ("extra.txt", lambda _: b"x", "PAKKET-DELEN"),
    ],
)
def test_what_an_adviseur_changed_himself_is_found_at_the_bva(stappen, name, change, expected):
    parts = opened(stappen.gemaakt.pakket, "indiening")
    parts[name] = change(parts.get(name, b""))
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.receive(pack(parts, pakket="indiening", sign=stappen.adviseur_signs))
    assert code(caught) == expected


def test_the_adviseur_signs_for_the_very_concept_that_he_sends(stappen):
    parts = opened(stappen.gemaakt.pakket, "indiening")
    statement = edit(parts["indiening.json"], pdf_sha256="0" * 64)
    parts |= {"indiening.json": statement, "indiening.json.sig": stappen.adviseur_signs(statement)}
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.receive(pack(parts, pakket="indiening", sign=stappen.adviseur_signs))
    assert code(caught) == "INDIENING-CONCEPT"


def test_a_difference_in_template_or_engine_is_named(stappen):
    parts = opened(stappen.gemaakt.pakket, "indiening")
    parts["herkomst.json"] = edit(parts["herkomst.json"], engine="ander", fonts_sha256="0" * 64)
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.receive(pack(parts, pakket="indiening", sign=stappen.adviseur_signs))
    assert "engine, fonts_sha256" in caught.value.meldingen[0].melding


def test_the_word_of_the_toetser_is_his_signature_under_this_statement(stappen):
    parts = opened(stappen.stukken.pakket, "besluitpakket")
    for other in (stappen.o.bva_tekent(b"{}"), stappen.adviseur_signs(parts["vaststelling.json"]), b""):
        package = pack({**parts, "vaststelling.json.sig": other}, pakket="besluitpakket", sign=stappen.o.bva_tekent)
        with pytest.raises(WeerbaarDocsError) as caught:
            stappen.take_over(package)
        assert code(caught) == "SLEUTEL-HANDTEKENING"


def test_the_sender_is_the_adviseur_who_hands_in(stappen):
    parts = opened(stappen.gemaakt.pakket, "indiening")
    package = pack(parts, pakket="indiening", sign=stappen.o.bva_tekent)
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.receive(package, afzender=stappen.o.toetser.vingerafdruk)
    assert code(caught) == "INDIENING-AFZENDER"
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.receive(package)
    assert code(caught) == "SLEUTEL-HANDTEKENING"


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("bva_besluit.json", lambda d: edit(d, besluitnummer="BVA-2026-0094"), "BESLUIT-RAPPORT"),
        ("bva_besluit.json", lambda d: edit(d, rapport_sha256="0" * 64), "R-BVA-1"),
        ("bva_besluit.json", lambda d: edit(d, uitkomst="teruggestuurd"), "R-BVA-3"),
        ("bva_besluit.json", lambda d: edit(d, besloten_op="2999-01-01"), "BESLUIT-DATUM"),
        ("bva_besluit.json", lambda d: edit(d, besloten_op="0001-01-01"), "PAKKET-MOMENT"),
        ("bva_besluit.json", lambda d: edit(d, besloten_op="0001-01-02"), "PAKKET-MOMENT"),
        ("rapportinhoud.json", other_report, "BESLUIT-INHOUD"),
        ("indiening.json", lambda d: edit(d, moment="2026-01-01T00:00:00Z"), "BESLUIT-INDIENING"),
        ("vaststelling.json", lambda d: edit(d, pdf_sha256="0" * 64), "BESLUIT-VERKLARING"),
        ("vaststelling.json", lambda d: edit(d, toetser="MW-0002"), "BESLUIT-VERKLARING"),
        ("definitief.pdf", lambda d: d + b"\n", "BESLUIT-RAPPORT"),
        ("rapport.pdf", lambda d: d + b"\n", "ZEGEL"),
        ("meelezer.json", lambda _: b"{}", "PAKKET-DELEN"),
    ],
)
def test_what_a_toetser_changed_himself_is_found_at_the_ccv(stappen, name, change, expected):
    parts = opened(stappen.stukken.pakket, "besluitpakket")
    parts[name] = change(parts.get(name, b""))
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.take_over(pack(parts, pakket="besluitpakket", sign=stappen.o.bva_tekent))
    assert code(caught).startswith(expected)


@pytest.mark.lang
@pytest.mark.parametrize("bad", SLECHT)
def test_a_bad_pdf_in_a_package_that_the_toetser_signed_is_refused(stappen, bad):
    parts = opened(stappen.stukken.pakket, "besluitpakket")
    parts["rapport.pdf"] = SLECHT[bad](parts["rapport.pdf"])
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.take_over(pack(parts, pakket="besluitpakket", sign=stappen.o.bva_tekent))
    assert code(caught) == "STEMPEL-INHOUD"


def test_a_report_that_was_sent_back_has_no_statement_and_no_file(stappen):
    criteria = [{"criterium": n, "oordeel": "voldoet_niet"} for n in stappen.ingediend.toetsingsblad["criteria"]]
    beoordeling = judged(stappen.ingediend, uitkomst="teruggestuurd", toetsing=criteria)
    besluit = make_besluit(stappen.ingediend, beoordeling, toetser=printed(stappen.o), besloten_op=stappen.o.vandaag)
    voornemen = stappen.voornemen(bva_besluit=besluit, zegel=None)
    made = decide(voornemen)
    with pytest.raises(ConsentError, match="BVA-AKKOORD"):
        decide(replace(voornemen, akkoord="0" * 64))
    criteria[0]["opmerking"] = "Dit zag niemand."
    unseen = make_besluit(
        stappen.ingediend,
        {**beoordeling, "toetsing": criteria},
        toetser=printed(stappen.o),
        besloten_op=stappen.o.vandaag,
    )
    for act in (decide, check_decision):
        with pytest.raises(ConsentError, match="BVA-AKKOORD"):
            act(replace(voornemen, bva_besluit=unseen))
    parts = opened(made.pakket, "besluitpakket")
    assert set(parts) == set(pakketnamen.IN_BESLUITPAKKET)
    assert stappen.take_over(made.pakket).vastgesteld is None
    full = {**opened(stappen.stukken.pakket, "besluitpakket"), **parts}
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.take_over(pack(full, pakket="besluitpakket", sign=stappen.o.bva_tekent))
    assert code(caught) == "PAKKET-DELEN"


def test_who_was_no_toetser_any_more_when_he_signed_sends_nothing_back(stappen):
    o, before = stappen.o, stappen.o.vandaag - timedelta(days=3)
    criteria = [{"criterium": n, "oordeel": "voldoet_niet"} for n in stappen.ingediend.toetsingsblad["criteria"]]
    beoordeling = judged(stappen.ingediend, uitkomst="teruggestuurd", toetsing=criteria)
    besluit = make_besluit(stappen.ingediend, beoordeling, toetser=printed(stappen.o), besloten_op=before)
    made = decide(stappen.voornemen(bva_besluit=besluit, zegel=None))

    def judged_by(tot: date) -> Controle:
        register = tuple(replace(m, tot=tot) if m.id == o.toetser.id else m for m in o.medewerkers)
        return Controle(
            medewerkers=Medewerkersregister(register), handtekeningen=o.ccv.ring, bva_zegels=Zegelvertrouwen()
        )

    assert stappen.take_over(made.pakket, controle=judged_by(o.vandaag + timedelta(days=1))).vastgesteld is None
    with pytest.raises(ConsentError):
        stappen.take_over(made.pakket, controle=judged_by(before))


def as_toetser(o: Oefenomgeving, wie: str) -> Medewerkersregister:
    """Give the register in which somebody else is a toetser as well."""
    return Medewerkersregister(
        tuple(replace(m, rollen=m.rollen | {"toetser"}) if m.id == wie else m for m in o.medewerkers)
    )


def test_the_adviseur_does_not_decide_on_his_own_report_on_either_machine(stappen):
    register = as_toetser(stappen.o, "MW-0001")
    same = register.require("MW-0001", "toetser", stappen.o.vandaag)
    deciders = stappen.deciders(toetser=same, medewerkers=register, sign=stappen.adviseur_signs)
    with pytest.raises(ConsentError) as caught:
        decide(stappen.voornemen(beslissers=deciders))
    assert code(caught) == "MEDEWERKER-ZELFDE"
    parts = opened(stappen.stukken.pakket, "besluitpakket")
    package = pack(parts, pakket="besluitpakket", sign=stappen.adviseur_signs)
    controle = Controle(
        medewerkers=register,
        handtekeningen=stappen.o.ccv.ring,
        bva_zegels=Zegelvertrouwen(certificaten=(stappen.o.bva_certificaat,)),
    )
    with pytest.raises(ConsentError) as caught:
        stappen.take_over(package, afzender=same.vingerafdruk, controle=controle)
    assert code(caught) == "MEDEWERKER-ZELFDE"


def test_who_is_no_toetser_decides_nothing_at_the_ccv(stappen):
    secretaris: Medewerker = stappen.o.medewerkers.of("MW-0002")
    parts = opened(stappen.stukken.pakket, "besluitpakket")
    package = pack(parts, pakket="besluitpakket", sign=lambda d: stappen.o.medewerker_tekent(d, "MW-0002").handtekening)
    with pytest.raises(ConsentError) as caught:
        stappen.take_over(package, afzender=secretaris.vingerafdruk)
    assert code(caught) == "MEDEWERKER-ROL"


def test_a_second_reading_of_the_year_one_is_refused_as_any_other(stappen):
    early = edit(reading(stappen.besluit, medewerker="MW-0002", now=stappen.o.nu), moment="0001-01-01T00:00:00Z")
    with pytest.raises(WeerbaarDocsError) as caught:
        decide(
            stappen.voornemen(
                beslissers=stappen.deciders(medewerkers=as_toetser(stappen.o, "MW-0002")),
                meelezing=stappen.o.medewerker_tekent(early, "MW-0002"),
            )
        )
    assert code(caught) == "PAKKET-MOMENT"


@pytest.mark.lang
def test_a_second_reading_is_of_this_besluit_and_of_somebody_else(stappen):
    register = as_toetser(stappen.o, "MW-0002")
    signed = stappen.o.medewerker_tekent(reading(stappen.besluit, medewerker="MW-0002", now=stappen.o.nu), "MW-0002")
    voornemen = stappen.voornemen(beslissers=stappen.deciders(medewerkers=register), meelezing=signed)
    made = decide(voornemen)
    controle = Controle(
        medewerkers=register,
        handtekeningen=stappen.o.ccv.ring,
        bva_zegels=Zegelvertrouwen(certificaten=(stappen.o.bva_certificaat,)),
        meelezer=True,
    )
    assert stappen.take_over(made.pakket, controle=controle).vastgesteld is not None
    with pytest.raises(ConsentError) as caught:
        stappen.take_over(stappen.stukken.pakket, controle=controle)
    assert code(caught) == "MEELEZING"
    elsewhere = {**stappen.besluit, "besluitnummer": "BVA-2026-0094"}
    other = stappen.o.medewerker_tekent(reading(elsewhere, medewerker="MW-0002", now=stappen.o.nu), "MW-0002")
    with pytest.raises(WeerbaarDocsError) as caught2:
        decide(replace(voornemen, meelezing=other))
    assert code(caught2) == "MEELEZING"


# --- judging -----------------------------------------------------------------------------------


def test_everything_is_missing_at_first_and_nothing_when_all_was_judged(stappen):
    blad = stappen.ingediend.toetsingsblad
    todo = missing(stappen.ingediend, {})
    assert len(todo) >= 3 + len(blad["criteria"]) + len(blad["maatregelen"])
    assert missing(stappen.ingediend, judged(stappen.ingediend)) == ()


def test_a_later_judgement_takes_the_place_of_the_earlier():
    one = merge({}, {"per_maatregel": [{"nummer": "M-01", "oordeel": "vastgesteld"}]})
    two = merge(one, {"per_maatregel": [{"nummer": "M-01", "oordeel": "niet_vastgesteld", "motivering": "Nee."}]})
    assert [item["oordeel"] for item in two["per_maatregel"]] == ["niet_vastgesteld"]
    assert [item["oordeel"] for item in one["per_maatregel"]] == ["vastgesteld"]


@pytest.mark.parametrize(
    ("lijst", "first", "second", "named"),
    [
        ("toetsing", "voldoet", "voldoet_niet", "kosten_onderbouwd"),
        ("toetsing", "voldoet", "voldoet_niet", "Een zin."),
        ("per_maatregel", "vastgesteld", "vastgesteld", "M-01"),
        ("treffers", "bevestigd", "afgewezen", "0123456789abcdef"),
    ],
)
def test_two_judgements_at_once_on_the_same_thing_are_refused(lijst, first, second, named):
    deel = {lijst: [{LIJSTEN[lijst]: named, "oordeel": oordeel} for oordeel in (first, second)]}
    with pytest.raises(ValidationError, match="BEOORDELING-TWEEMAAL") as caught:
        merge({}, deel)
    [melding] = caught.value.meldingen
    assert melding.pad == f"/{lijst}/1/{LIJSTEN[lijst]}"
    assert (named in melding.melding) == (" " not in named)


def test_a_rejected_treffer_is_not_established(stappen):
    beoordeling = judged(stappen.ingediend)
    if not beoordeling.get("treffers"):
        changed = {"nummer": stappen.ingediend.toetsingsblad["maatregelen"][0], "oordeel": "gewijzigd_vastgesteld"}
        naam = stappen.ingediend.rapport.inhoud["adviesrapport"]["dreigingsanalyse"]["samenvatting"][:200]
        changed |= {"motivering": "Anders.", "gewijzigde_omschrijving": naam}
        rest = [m for m in beoordeling["per_maatregel"] if m["nummer"] != changed["nummer"]]
        beoordeling = judged(stappen.ingediend, uitkomst="gedeeltelijk_vastgesteld", per_maatregel=[changed, *rest])
    assert beoordeling["treffers"]
    beoordeling["treffers"][0]["oordeel"] = "afgewezen"
    with pytest.raises(ValidationError) as caught:
        make_besluit(stappen.ingediend, beoordeling, toetser=printed(stappen.o), besloten_op=stappen.o.vandaag)
    assert code(caught) == "R-RED-2"


def test_a_besluit_of_complete_judgements_keeps_the_rules(stappen):
    beoordeling = judged(stappen.ingediend, uitkomst="gedeeltelijk_vastgesteld")
    with pytest.raises(ValidationError) as caught:
        make_besluit(stappen.ingediend, beoordeling, toetser=printed(stappen.o), besloten_op=stappen.o.vandaag)
    assert code(caught) == "R-BVA-2"
    before = stappen.o.vandaag - timedelta(days=4000)
    with pytest.raises(ValidationError):
        make_besluit(stappen.ingediend, judged(stappen.ingediend), toetser=printed(stappen.o), besloten_op=before)


def test_nothing_personal_is_in_a_repr(stappen):
    shown = repr((stappen.ingediend, stappen.stukken, stappen.gemaakt))
    inhoud = thaw(stappen.ingediend.rapport.inhoud)
    assert inhoud["bestuurder"]["achternaam"] not in shown
    assert inhoud["woonplek"]["adres"]["straatnaam"] not in shown
    assert json.dumps(stappen.besluit["toetser"]["naam"]) not in shown


def test_a_signature_that_is_not_the_adviseurs_is_not_handed_in(stappen):
    rapport = adviesrapport(validate(stappen.o.dossier_json))
    with pytest.raises(WeerbaarDocsError) as caught:
        hand_in(
            rapport,
            medewerker=stappen.o.adviseur,
            sign=stappen.o.bva_tekent,
            controle=stappen.o.bva_plek.ring,
            now=stappen.o.nu,
        )
    assert code(caught) == "SLEUTEL-HANDTEKENING"
    assert isinstance(stappen.gemaakt.indiening, Verklaring)


@pytest.mark.lang
def test_all_but_the_signatures_is_checked_without_making_one(stappen):
    def refuse_to_sign(_: bytes) -> bytes:
        raise AssertionError

    voornemen = stappen.voornemen(
        beslissers=stappen.deciders(sign=refuse_to_sign), zegel=replace(stappen.o.bva_zegel, _signer=None)
    )
    besluiten.check_decision(voornemen)
    for wrong, expected in (
        ({"akkoord": "0" * 64}, "BVA-AKKOORD"),
        ({"zegel": None}, "BVA-ZEGEL"),
        ({"now": stappen.o.nu + timedelta(days=36500)}, "ZEGEL-GELDIG"),
        ({"beslissers": stappen.deciders(toetser=stappen.o.adviseur)}, "MEDEWERKER-ZELFDE"),
    ):
        for act in (besluiten.check_decision, decide):
            with pytest.raises(WeerbaarDocsError) as caught:
                act(replace(voornemen, **wrong))
            assert code(caught) == expected


def test_who_is_not_in_the_register_by_name_decides_nothing(stappen):
    with pytest.raises(ConsentError) as caught:
        make_besluit(
            stappen.ingediend, judged(stappen.ingediend), toetser=stappen.o.toetser, besloten_op=stappen.o.vandaag
        )
    assert code(caught) == "BVA-TOETSER"
    assert "medewerker wijzig MW-0004 --naam" in caught.value.meldingen[0].oplossing
    assert stappen.besluit["toetser"] == printed(stappen.o).printed()
    with pytest.raises(ValidationError, match="SCHEMA"):
        judged(stappen.ingediend, toetser={"naam": "Iemand anders (fictief)", "functie": "toetser"})


def test_the_toetser_who_is_printed_is_who_the_register_of_the_ccv_says(stappen):
    def known_as(**afdruk: str) -> Controle:
        staff = [replace(m, **afdruk) if m.id == stappen.o.toetser.id else m for m in stappen.o.medewerkers]
        return Controle(
            medewerkers=Medewerkersregister(tuple(staff)),
            handtekeningen=stappen.o.ccv.ring,
            bva_zegels=Zegelvertrouwen(certificaten=(stappen.o.bva_certificaat,)),
        )

    same = printed(stappen.o).printed()
    assert stappen.take_over(stappen.stukken.pakket, controle=known_as(**same)).vastgesteld
    for other in ({"naam": "Iemand anders (fictief)"}, {"functie": "hoofd toetsing"}):
        with pytest.raises(WeerbaarDocsError) as caught:
            stappen.take_over(stappen.stukken.pakket, controle=known_as(**{**same, **other}))
        assert code(caught) == "BESLUIT-TOETSERNAAM"
