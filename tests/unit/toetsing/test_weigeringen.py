# SPDX-License-Identifier: EUPL-1.2
"""What the steps of toetsing refuse of somebody who has a genuine key, signs what he changed, and names it consistently."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from stappenbouw import code, edit, judged, opened, printed
from weerbaar_docs.canonical import canonical_bytes, digest, read_json
from weerbaar_docs.encryption.package import pack
from weerbaar_docs.errors import ConsentError, ValidationError, VerificationError, WeerbaarDocsError
from weerbaar_docs.establishing import establish
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.model import freeze, thaw
from weerbaar_docs.oefening import Oefenomgeving
from weerbaar_docs.pades import Zegelvertrouwen
from weerbaar_docs.toetsing.beoordelen import check_known, make_besluit
from weerbaar_docs.toetsing.besluiten import decide, preview
from weerbaar_docs.toetsing.indienen import Vorige, hand_in
from weerbaar_docs.toetsing.overnemen import Controle, rapport_of
from weerbaar_docs.validation import adviesrapport, validate

# What a document is made with, and another of each.
HERKOMST = {
    **dict.fromkeys(("template_sha256", "fonts_sha256"), "0" * 64),
    **dict.fromkeys(("engine", "engine_versie", "bibliotheek_versie"), "0"),
}

EACH = [name if name == "engine" else pytest.param(name, marks=pytest.mark.lang) for name in HERKOMST]


def refused(stappen: Any, name: str, change: Any) -> str:
    """Take over a besluitpakket of which the toetser himself changed one file; give the code of the refusal."""
    parts = opened(stappen.stukken.pakket, "besluitpakket")
    parts[name] = change(parts[name])
    with pytest.raises(WeerbaarDocsError) as caught:
        stappen.take_over(pack(parts, pakket="besluitpakket", sign=stappen.o.bva_tekent))
    return code(caught)


def sent_back_on(stappen: Any, day: Any) -> tuple[dict[str, Any], bytes]:
    """Give a besluit of a day that sends the report back, and its package of today."""
    criteria = [{"criterium": n, "oordeel": "voldoet_niet"} for n in stappen.ingediend.toetsingsblad["criteria"]]
    beoordeling = judged(stappen.ingediend, uitkomst="teruggestuurd", toetsing=criteria)
    besluit = make_besluit(stappen.ingediend, beoordeling, toetser=printed(stappen.o), besloten_op=day)
    return besluit, decide(stappen.voornemen(bva_besluit=besluit, zegel=None)).pakket


# --- at the BVA --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EACH)
def test_what_is_made_otherwise_than_the_concept_was_is_not_established(stappen, name):
    document = stappen.ingediend.concept.document
    other = replace(document, herkomst=replace(document.herkomst, **{name: HERKOMST[name]}))
    ingediend = replace(stappen.ingediend, concept=replace(stappen.ingediend.concept, document=other))
    with pytest.raises(VerificationError) as caught:
        preview(ingediend, stappen.besluit)
    assert code(caught) == "BVA-HERKOMST"
    assert caught.value.meldingen[0].melding.endswith(f": {name}")


@pytest.mark.lang
def test_the_day_on_which_a_concept_was_made_may_be_another(stappen):
    document = stappen.ingediend.concept.document
    earlier = replace(document, herkomst=replace(document.herkomst, datum="2026-01-01"))
    ingediend = replace(stappen.ingediend, concept=replace(stappen.ingediend.concept, document=earlier))
    assert preview(ingediend, stappen.besluit).sha256 == preview(stappen.ingediend, stappen.besluit).sha256


@pytest.mark.parametrize(
    ("lijst", "oordeel"),
    [
        ("per_maatregel", {"nummer": "M-99", "oordeel": "vastgesteld"}),
        ("toetsing", {"criterium": "voldoende_onderbouwd_door_wie_ook", "oordeel": "voldoet"}),
        ("treffers", {"sleutel": "0" * 64, "oordeel": "bevestigd"}),
    ],
)
def test_what_was_not_handed_in_is_not_judged(stappen, lijst, oordeel):
    with pytest.raises(ValidationError) as caught:
        check_known(stappen.ingediend, {}, {lijst: [oordeel]})
    assert (code(caught), caught.value.meldingen[0].pad.split("/")[1]) == ("BEOORDELING-ONBEKEND", lijst)
    check_known(stappen.ingediend, {}, judged(stappen.ingediend))


@pytest.mark.lang
def test_nothing_is_established_without_the_seal_of_the_bva(stappen):
    with pytest.raises(ConsentError) as caught:
        decide(stappen.voornemen(zegel=None))
    assert code(caught) == "BVA-ZEGEL"


def test_a_report_that_was_sent_back_is_not_established(stappen):
    besluit, _ = sent_back_on(stappen, stappen.o.vandaag)
    given = {"indiening": stappen.ingediend.indiening, **stappen.o.bva}
    with pytest.raises(ValidationError) as caught:
        establish(stappen.ingediend.concept, besluit, **given)
    assert code(caught) == "BVA-TERUGGESTUURD"
    with pytest.raises(ValidationError) as caught:
        establish(stappen.stukken.vastgesteld.definitief, stappen.besluit, **given)
    assert code(caught) == "STAP-CONCEPT"


def second_version(o: Oefenomgeving) -> dict[str, Any]:
    gegevens: dict[str, Any] = read_json(o.dossier_json)
    gegevens["adviesrapport"]["versie"] = 2
    return gegevens


def previous(o: Oefenomgeving, **changed: Any) -> dict[str, Any]:
    """Give the first version of that report, with something else in its place."""
    inhoud: dict[str, Any] = thaw(adviesrapport(validate(o.dossier_json)).inhoud)
    inhoud["adviesrapport"].update({name: value for name, value in changed.items() if name in inhoud["adviesrapport"]})
    return {**inhoud, **{name: value for name, value in changed.items() if name in inhoud}}


OTHERS = {
    "another report": {"rapportnummer": "CCV-ADV-2026-0999"},
    "another dossier": {"dossiernummer": "WB-2026-000999"},
    "a version that did not come before": {"versie": 2},
}


def with_previous(stappen: Any, vorige: Vorige) -> bytes:
    o = stappen.o
    made = hand_in(
        adviesrapport(validate(canonical_bytes(second_version(o)))),
        medewerker=o.adviseur,
        sign=stappen.adviseur_signs,
        controle=o.bva_plek.ring,
        now=o.nu,
        vorige=vorige,
    )
    return made.pakket


@pytest.mark.lang
@pytest.mark.parametrize("other", OTHERS)
def test_a_version_before_that_is_of_something_else_is_refused(stappen, other):
    vorige = Vorige(inhoud=freeze(previous(stappen.o, **OTHERS[other])))
    with pytest.raises(VerificationError) as caught:
        stappen.receive(with_previous(stappen, vorige))
    assert code(caught) == "INDIENING-VORIGE"


@pytest.mark.lang
def test_a_besluit_is_on_the_version_that_it_comes_with(stappen):
    besluit, _ = sent_back_on(stappen, stappen.o.vandaag)
    inhoud = previous(stappen.o)
    fits = {**besluit, "rapport_sha256": digest(inhoud)}
    package = with_previous(stappen, Vorige(inhoud=freeze(inhoud), bva_besluit=freeze(fits)))
    assert stappen.receive(package).vorige.bva_besluit["rapport_sha256"] == digest(inhoud)
    other = {**besluit, "rapport_sha256": "0" * 64}
    with pytest.raises(VerificationError) as caught:
        stappen.receive(with_previous(stappen, Vorige(inhoud=freeze(inhoud), bva_besluit=freeze(other))))
    assert code(caught) == "INDIENING-VORIGE"
    parts = opened(package, "indiening")
    del parts["vorige/rapportinhoud.json"]
    with pytest.raises(VerificationError) as caught:
        stappen.receive(pack(parts, pakket="indiening", sign=stappen.adviseur_signs))
    assert code(caught) == "INDIENING-VORIGE"


def test_data_that_are_no_report_at_all_are_refused(stappen):
    parts = {**opened(stappen.gemaakt.pakket, "indiening"), "rapportinhoud.json": b"[]"}
    with pytest.raises(VerificationError) as caught:
        stappen.receive(pack(parts, pakket="indiening", sign=stappen.adviseur_signs))
    assert code(caught) == "INDIENING-INHOUD"


# --- at the CCV --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EACH)
def test_a_besluit_of_a_bva_that_makes_reports_otherwise_is_not_taken_over(stappen, name):
    def change(data: bytes) -> bytes:
        return edit(data, herkomst={**read_json(data)["herkomst"], name: HERKOMST[name]})

    assert refused(stappen, "vaststelling.json", change) == "BVA-HERKOMST"


@pytest.mark.parametrize("day", [None, "morgen", "2026-13-01", 20260101])
def test_a_besluit_without_a_day_is_not_taken_over(stappen, day):
    assert refused(stappen, "bva_besluit.json", lambda data: edit(data, besloten_op=day)) == "BESLUIT-DATUM"


def test_what_is_no_besluit_has_no_day_either(stappen):
    assert refused(stappen, "bva_besluit.json", lambda _: b"[]") == "BESLUIT-DATUM"


def test_a_besluit_of_a_day_that_has_to_come_is_not_taken_over(stappen):
    _, package = sent_back_on(stappen, stappen.o.vandaag + timedelta(days=2))
    with pytest.raises(VerificationError) as caught:
        stappen.take_over(package)
    assert code(caught) == "BESLUIT-DATUM"


@pytest.mark.parametrize(("besluit", "found"), [(b"[]", None), (b"{}", "None")])
def test_a_package_whose_besluit_is_about_no_report_is_looked_up_nowhere(stappen, besluit, found):
    parts = {**opened(stappen.stukken.pakket, "besluitpakket"), "bva_besluit.json": besluit}
    package = pack(parts, pakket="besluitpakket", sign=stappen.o.bva_tekent)
    if found is not None:
        assert rapport_of(package)[1] == found
        return
    with pytest.raises(VerificationError) as caught:
        rapport_of(package)
    assert code(caught) == "BESLUIT-INHOUD"


def test_who_is_in_no_register_decides_nothing(stappen):
    others = tuple(m for m in stappen.o.medewerkers if m.id != stappen.o.toetser.id)
    controle = Controle(
        medewerkers=Medewerkersregister(others),
        handtekeningen=stappen.o.ccv.ring,
        bva_zegels=Zegelvertrouwen(certificaten=(stappen.o.bva_certificaat,)),
    )
    with pytest.raises(VerificationError) as caught:
        stappen.take_over(stappen.stukken.pakket, controle=controle)
    assert code(caught) == "BESLUIT-TOETSER"


@pytest.mark.parametrize("only_on", ["the day of the besluit", "the day of the signature"])
def test_who_decides_is_a_toetser_on_the_day_of_the_besluit_and_when_he_signs(stappen, only_on):
    o, day = stappen.o, stappen.o.vandaag - timedelta(days=3)
    _, package = sent_back_on(stappen, day)
    days = {"tot": o.vandaag - timedelta(days=1)} if "besluit" in only_on else {"van": o.vandaag - timedelta(days=1)}
    register = tuple(replace(m, **days) if m.id == o.toetser.id else m for m in o.medewerkers)
    controle = Controle(
        medewerkers=Medewerkersregister(register), handtekeningen=o.ccv.ring, bva_zegels=Zegelvertrouwen()
    )
    with pytest.raises(ConsentError) as caught:
        stappen.take_over(package, controle=controle)
    assert code(caught) == "MEDEWERKER-ROL"
    assert stappen.take_over(package).bva_besluit["besloten_op"] == day.isoformat()
