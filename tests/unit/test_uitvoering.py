# SPDX-License-Identifier: EUPL-1.2
"""The werkgever's side: with maatregelen.json alone he orders, holds, takes back and tells; and no order passes the PKVW."""

from __future__ import annotations

import copy
import csv
import errno
import fcntl
import io
import json
import os
import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verapdf
from failpoints import killed_at, moments
from weerbaar_docs import _files
from weerbaar_docs._resources import read_resource
from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.errors import ConsentError, UsageError, ValidationError
from weerbaar_docs.maatregelenlijst import harmless, maatregelenlijst
from weerbaar_docs.maatregelenoverzicht import maatregelenoverzicht
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.rendering import render
from weerbaar_docs.rendering.docx import plain_text
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.uitvoering import (
    aanhouding,
    allow_terugmelding,
    change_stand,
    make_opdracht,
    make_voortgang,
    new_stand,
    read_maatregelen,
    read_stand,
    set_pkvw,
    standbestand,
    terugmelding,
    voortgang,
)
from weerbaar_docs.uitvoering.stand import set_end_of_ambt, take_back
from weerbaar_docs.uitvoering.standbestand import change_in, order_in, stand_in
from weerbaar_docs.uitvoeringsstatus import BEGONNEN, BRUIKLEEN, KLAAR, LOPEND, STATUSSEN
from weerbaar_docs.voorbeelddata import SOORTEN, maak
from weerbaar_docs.werkgeversversie import werkgeversversie

DAG = date(2026, 6, 1)
VRAAG, GUNNING = json.loads(read_resource("schemas", "uitvoeringsopdracht.schema.json"))["examples"]
NEUTRAAL = {"titel": "Werk aan een deur (fictief)"}


def versie(soort: str = "gemeente", zaad: int = 1, **pkvw: Any) -> dict[str, Any]:
    dossier = maak(soort, zaad, "vastgesteld")
    return werkgeversversie(
        rapportinhoud(dossier) | ({"pkvw": pkvw} if pkvw else {}),
        dossier["bva_besluiten"][-1],
        vaststelling_sha256="0" * 64,
        datum="2026-05-21",
    )


def overzicht(**maatregel: Any) -> dict[str, Any]:
    """Give an overview with one maatregel of a woonplek, which the PKVW decides on."""
    made = json.loads(read_resource("schemas", "maatregelen.schema.json"))["examples"][0]
    made["maatregelen"][0] |= maatregel
    return maatregelenoverzicht(made)


def held(code: str, *args: Any, **kwargs: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        change_stand(*args, **kwargs)
    assert {m.code for m in caught.value.meldingen} == {code}


# --- what is read -------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(SOORTEN)), st.integers(min_value=0, max_value=40))
def test_maatregelen_of_every_omvang_are_read_and_counted_anew(soort: str, zaad: int) -> None:
    whole = versie(soort, zaad)
    for data in (whole, maatregelenoverzicht(whole)):
        assert read_maatregelen(canonical_bytes(data)) == maatregelenoverzicht(whole)


def test_a_preview_is_refused_with_its_place() -> None:
    with pytest.raises(ValidationError) as caught:
        read_maatregelen(canonical_bytes(versie() | {"voorvertoning": True}))
    assert [m.pad for m in caught.value.meldingen] == ["/voorvertoning"]


def test_a_stand_of_another_vaststelling_is_refused() -> None:
    data = overzicht()
    stand = new_stand(data) | {"vaststelling_sha256": "1" * 64}
    with pytest.raises(ValidationError, match="UITVOERING-STAND"):
        read_stand(canonical_bytes(stand), data)


def test_the_faults_of_a_stand_come_all_at_once() -> None:
    data = overzicht()
    rows = [{"maatregel": "M-77", "status": "opgedragen"}, {"maatregel": "M-03", "status": "uitgevoerd"}]
    with pytest.raises(ValidationError) as caught:
        read_stand(canonical_bytes(new_stand(data) | {"uitvoering": rows}), data)
    assert [m.code for m in caught.value.meldingen] == ["R-REF-4", "UITVOERING-DAG", "R-UITV-2"]


def test_a_maatregel_that_stands_twice_in_a_stand_is_refused() -> None:
    data = overzicht()
    rows = [{"maatregel": "M-03", "status": "niet_gestart"}] * 2
    with pytest.raises(ValidationError) as caught:
        read_stand(canonical_bytes(new_stand(data) | {"uitvoering": rows}), data)
    assert [m.code for m in caught.value.meldingen] == ["UITVOERING-DUBBEL"]


def test_the_statuses_are_those_of_the_schemas() -> None:
    schema = json.loads(read_resource("schemas", "uitvoering.schema.json"))
    assert tuple(schema["properties"]["status"]["enum"]) == STATUSSEN
    assert {*LOPEND, *BEGONNEN, *KLAAR} < set(STATUSSEN)
    gemeen = json.loads(read_resource("schemas", "gemeen.schema.json"))
    assert BRUIKLEEN in gemeen["$defs"]["verstrekkingsvorm"]["enum"]


# --- what waits (R-UITV-1, R-PKVW-3) ------------------------------------------------------------------------------


@pytest.mark.parametrize(("op", "free"), [("2031-03-01", True), ("2031-03-02", False)])
def test_the_pkvw_is_tested_again_on_the_day_of_the_order(op: str, free: bool) -> None:
    data = overzicht()
    data["voorwaarden"]["einde_ambt_op"] = None
    day = date.fromisoformat(op)
    assert (aanhouding(data["maatregelen"][0], data, new_stand(data), day) is None) is free
    regel = {"maatregel": "M-03", "status": "opgedragen", "opgedragen_op": op}
    if free:
        assert change_stand(new_stand(data), data, regel)["uitvoering"] == [regel]
    else:
        held("R-PKVW-3", new_stand(data), data, regel)


def test_a_certificate_that_came_later_counts_from_the_day_on_which_it_was_seen() -> None:
    data = overzicht(betaler="aangehouden_pkvw")
    data["voorwaarden"] |= {"pkvw": "niet_aanwezig", "pkvw_geldig_tot": None}
    stand = set_pkvw(new_stand(data), data, geldig_tot=date(2036, 5, 1), gezien_op=DAG)
    regel = {"maatregel": "M-03", "status": "opgedragen"}
    held("R-PKVW-3", stand, data, regel | {"opgedragen_op": "2026-05-31"})
    held("R-PKVW-3", new_stand(data), data, regel | {"opgedragen_op": "2026-06-01"})
    assert change_stand(stand, data, regel | {"opgedragen_op": "2026-06-01"})
    with pytest.raises(ValidationError, match="UITVOERING-DAG"):
        set_pkvw(stand, data, geldig_tot=date(2026, 5, 31), gezien_op=DAG)


def test_a_new_certificate_leaves_what_was_ordered_under_the_former_as_it_is() -> None:
    data = overzicht(betaler="aangehouden_pkvw")
    data["voorwaarden"] |= {"pkvw": "niet_aanwezig", "pkvw_geldig_tot": None}
    stand = set_pkvw(new_stand(data), data, geldig_tot=date(2026, 12, 31), gezien_op=date(2026, 5, 25))
    _, stand = make_opdracht(data, stand, "M-03", GUNNING, datum=DAG)
    stand = set_pkvw(stand, data, geldig_tot=date(2037, 1, 1), gezien_op=date(2027, 1, 10))
    assert read_stand(canonical_bytes(stand), data) == stand
    waits = {op: aanhouding(data["maatregelen"][0], data, stand, date.fromisoformat(op)) is not None for op in DAGEN}
    assert waits == DAGEN
    corrected = set_pkvw(stand, data, geldig_tot=date(2036, 1, 1), gezien_op=date(2027, 1, 10))
    assert [seen["geldig_tot"] for seen in corrected["pkvw"]] == ["2026-12-31", "2036-01-01"]


DAGEN = {"2026-05-24": True, "2026-12-31": False, "2027-01-09": True, "2027-01-10": False, "2037-01-02": True}


@pytest.mark.parametrize("voorwaarde", [True, False])
@pytest.mark.parametrize("betaler", ["onbepaald", "geen_aanspraak", "bestuurder"])
def test_what_nobody_pays_or_the_bestuurder_himself_is_never_ordered_with_a_certificate_or_without(
    betaler: str, voorwaarde: bool
) -> None:
    data = overzicht(betaler=betaler, pkvw_voorwaarde=voorwaarde)
    code = "UITVOERING-BETALER" if betaler == "bestuurder" else "R-UITV-1"
    held(code, new_stand(data), data, {"maatregel": "M-03", "status": "opgedragen", "opgedragen_op": "2026-06-01"})
    for noted in ({}, {"uitvoering": [{"maatregel": "M-03", "status": "wacht_op_pkvw"}]}):
        row = voortgang(data, new_stand(data) | noted, DAG)["maatregelen"][0]
        assert (row["status"], "PKVW" in row["wacht"]) == ("niet_gestart", False)


def test_the_payer_alone_holds_what_waits_for_the_pkvw() -> None:
    data = overzicht(betaler="aangehouden_pkvw", pkvw_voorwaarde=False)
    data["voorwaarden"] |= {"pkvw": "niet_aanwezig", "pkvw_geldig_tot": None}
    held(
        "R-PKVW-3", new_stand(data), data, {"maatregel": "M-03", "status": "opgedragen", "opgedragen_op": "2026-06-01"}
    )
    assert voortgang(data, new_stand(data), DAG)["maatregelen"][0]["status"] == "wacht_op_pkvw"


@pytest.mark.parametrize(
    ("voorwaarden", "maatregel", "pad"),
    [
        ({"pkvw": "niet_aanwezig"}, {}, "/voorwaarden/pkvw_geldig_tot"),
        ({"pkvw_geldig_tot": None}, {}, "/voorwaarden/pkvw_geldig_tot"),
        ({}, {"pkvw_voorwaarde": False, "betaler": "aangehouden_pkvw"}, "/maatregelen/0/pkvw_voorwaarde"),
    ],
)
def test_maatregelen_that_contradict_themselves_are_refused(
    voorwaarden: dict[str, Any], maatregel: dict[str, Any], pad: str
) -> None:
    data = overzicht(**maatregel)
    data["voorwaarden"] |= voorwaarden
    with pytest.raises(ValidationError) as caught:
        read_maatregelen(canonical_bytes(data))
    assert [(m.code, m.pad) for m in caught.value.meldingen] == [("UITVOERING-GEGEVENS", pad)]


def test_the_bva_may_agree_that_the_pkvw_is_no_condition() -> None:
    data = overzicht(pkvw_voorwaarde=False, betaler="werkgever")
    assert read_maatregelen(canonical_bytes(data))["maatregelen"][0]["pkvw_voorwaarde"] is False


def test_what_the_bestuurder_pays_can_be_carried_out_without_an_order() -> None:
    data = overzicht(betaler="bestuurder", pkvw_voorwaarde=False)
    assert change_stand(new_stand(data), data, {"maatregel": "M-03", "status": "uitgevoerd", "gereed_op": "2026-06-20"})


@pytest.mark.parametrize("op", ["1990-01-01", "2026-05-17", "2030-01-02"])
def test_nothing_is_ordered_before_the_besluit_or_after_the_end_of_the_ambt(op: str) -> None:
    data = overzicht()
    held("UITVOERING-DAG", new_stand(data), data, {"maatregel": "M-03", "status": "opgedragen", "opgedragen_op": op})


def test_the_end_of_the_ambt_can_be_noted_after_an_order_of_a_later_day() -> None:
    data = overzicht()
    _, stand = make_opdracht(data, new_stand(data), "M-03", GUNNING, datum=DAG)
    assert set_end_of_ambt(stand, data, date(2026, 5, 30))["einde_ambt_op"] == "2026-05-30"


@pytest.mark.parametrize("change", [{"betaler": "geen_kosten"}, {"verstrekkingsvorm": "ter_beschikking_stelling"}])
def test_what_costs_nothing_or_is_lent_waits_for_nothing(change: dict[str, str]) -> None:
    data = overzicht(pkvw_voorwaarde=False, **change)
    data["voorwaarden"] |= {"pkvw": "niet_aanwezig", "pkvw_geldig_tot": None}
    assert aanhouding(data["maatregelen"][0], data, new_stand(data), DAG) is None


def test_an_accepted_exception_opens_what_the_pkvw_would_hold() -> None:
    data = overzicht()
    data["voorwaarden"] |= {"pkvw": "uitzondering", "pkvw_geldig_tot": None}
    assert aanhouding(data["maatregelen"][0], data, new_stand(data), DAG) is None


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(SOORTEN)),
    st.integers(min_value=0, max_value=60),
    st.integers(min_value=-400, max_value=4000),
)
def test_on_the_day_of_the_besluit_waits_what_the_besluit_held_and_nothing_else(
    soort: str, zaad: int, days: int
) -> None:
    data = maatregelenoverzicht(versie(soort, zaad))
    besloten = date.fromisoformat(data["besluit"]["besloten_op"])
    for maatregel in data["maatregelen"]:
        wacht = aanhouding(maatregel, data, new_stand(data), besloten) is not None
        assert wacht is (maatregel["betaler"] in ("aangehouden_pkvw", "onbepaald", "geen_aanspraak", "bestuurder"))
        later = aanhouding(maatregel, data, new_stand(data), besloten + timedelta(days=days))
        tot = data["voorwaarden"]["pkvw_geldig_tot"]
        ended = maatregel["pkvw_voorwaarde"] and tot is not None and tot < (besloten + timedelta(days=days)).isoformat()
        assert (later is not None) is (wacht or ended)


# --- bruikleen (R-TBS-1) ------------------------------------------------------------------------------------------


def lent() -> dict[str, Any]:
    return overzicht(verstrekkingsvorm="ter_beschikking_stelling", pkvw_voorwaarde=False)


DONE = {"maatregel": "M-03", "status": "uitgevoerd", "opgedragen_op": "2026-06-01", "gereed_op": "2026-06-20"}


def test_what_is_lent_gets_the_end_of_the_ambt_as_the_day_on_which_it_comes_back() -> None:
    data = lent()
    stand = change_stand(new_stand(data), data, DONE)
    assert stand["uitvoering"][0]["terugname"] == {"uiterlijk_op": "2030-01-01"}
    sooner = set_end_of_ambt(stand, data, date(2027, 3, 1))
    assert voortgang(data, sooner, DAG)["maatregelen"][0]["terug_uiterlijk_op"] == "2027-03-01"
    back = take_back(sooner, data, "M-03", date(2027, 2, 20))
    assert back["uitvoering"][0]["terugname"] == {"uiterlijk_op": "2027-03-01", "teruggenomen_op": "2027-02-20"}


def test_a_loan_that_ends_on_another_day_or_is_no_loan_is_refused() -> None:
    data = lent()
    held("R-TBS-1", new_stand(data), data, DONE | {"terugname": {"uiterlijk_op": "2031-01-01"}})
    held(
        "UITVOERING-BRUIKLEEN",
        new_stand(overzicht()),
        overzicht(),
        DONE | {"terugname": {"uiterlijk_op": "2030-01-01"}},
    )


@pytest.mark.parametrize("change", [{"status": "vervallen"}, {"status": "in_uitvoering"}, {"status": "uitgesteld"}])
def test_the_end_of_the_ambt_can_be_noted_whatever_became_of_a_loan(change: dict[str, str]) -> None:
    data = lent()
    stand = change_stand(change_stand(new_stand(data), data, DONE), data, {"maatregel": "M-03", **change})
    row = set_end_of_ambt(stand, data, date(2029, 1, 1))["uitvoering"][0]
    assert row.get("terugname") == ({"uiterlijk_op": "2029-01-01"} if change["status"] == "vervallen" else None)


@pytest.mark.parametrize(
    ("status", "op"),
    [
        ("opgedragen", "2026-06-30"),
        ("in_uitvoering", "2026-06-30"),
        ("vervallen", "2026-06-30"),
        ("uitgevoerd", "0001-01-01"),
    ],
)
def test_nothing_comes_back_that_was_not_lent_by_then(status: str, op: str) -> None:
    data = lent()
    regel = DONE if status == "uitgevoerd" else {"maatregel": "M-03", "status": status}
    stand = change_stand(new_stand(data), data, regel)
    code = "UITVOERING-DAG" if status == "uitgevoerd" else "UITVOERING-BRUIKLEEN"
    with pytest.raises(ValidationError, match=code):
        take_back(stand, data, "M-03", date.fromisoformat(op))


def test_what_does_not_fit_a_new_status_goes_and_is_not_told_to_the_ccv() -> None:
    data = lent()
    stand = take_back(change_stand(new_stand(data), data, DONE), data, "M-03", date(2026, 7, 1))
    back = change_stand(stand, data, {"maatregel": "M-03", "status": "niet_gestart"})
    told = terugmelding(data, allow_terugmelding(back, DAG), op=DAG)
    assert told["uitvoering"] == [{"maatregel": "M-03", "status": "niet_gestart"}]
    held("UITVOERING-DAG", stand, data, {"maatregel": "M-03", "status": "opgedragen", "gereed_op": "2026-06-20"})


# --- the order to a leverancier (document 9) ----------------------------------------------------------------------


def test_an_offer_is_asked_for_without_the_address_and_changes_nothing() -> None:
    data = overzicht()
    document, after = make_opdracht(data, new_stand(data), "M-03", VRAAG, datum=DAG)
    assert after == new_stand(data)
    text = plain_text(document.docx)
    assert "Voorbeeldlaan" not in text
    assert VRAAG["opdrachtgever"]["organisatie"] in text
    assert "Centrum voor Criminaliteitspreventie" not in text


def test_an_order_holds_the_address_and_is_noted() -> None:
    data = overzicht()
    document, after = make_opdracht(data, new_stand(data), "M-03", GUNNING, datum=DAG)
    assert "Voorbeeldlaan 1" in plain_text(document.docx)
    assert after["uitvoering"] == [
        {
            "maatregel": "M-03",
            "status": "opgedragen",
            "opgedragen_op": "2026-06-01",
            "leverancier": "Voorbeeldbouw BV (fictief)",
            "offerte_incl_btw": "1210.00",
        }
    ]
    again, same = make_opdracht(data, new_stand(data), "M-03", GUNNING, datum=DAG)
    assert (again.pdf, same) == (document.pdf, after)


def test_an_order_on_a_day_on_which_the_certificate_has_ended_is_refused_and_an_offer_is_not() -> None:
    data, late = overzicht(), date(2031, 3, 2)
    with pytest.raises(ValidationError, match="R-PKVW-3"):
        make_opdracht(data, new_stand(data), "M-03", GUNNING | {"gereed_uiterlijk_op": "2031-08-01"}, datum=late)
    assert make_opdracht(data, new_stand(data), "M-03", VRAAG | {"gereed_uiterlijk_op": "2031-08-01"}, datum=late)


def test_an_offer_with_an_address_and_an_order_without_one_are_refused() -> None:
    data = overzicht()
    without = {name: value for name, value in GUNNING.items() if name != "uitvoeringsadres"}
    for bad in (VRAAG | {"uitvoeringsadres": ["Voorbeeldlaan 1"]}, without):
        with pytest.raises(ValidationError):
            make_opdracht(data, new_stand(data), "M-03", bad, datum=DAG)


@pytest.mark.parametrize(
    "text",
    ["Deur bij de burgemeester", "wegens bedreiging", "na aangifte", "zie ook M-04", "voor de wethouder", "dijkgraaf"],
)
def test_an_order_that_speaks_of_the_ambt_the_threat_or_another_maatregel_is_refused_in_every_field(text: str) -> None:
    data = overzicht()
    places = (
        {"titel": text},
        {"specificatie": text},
        {"kenmerk": text},
        {"factuur": {**VRAAG["factuur"], "vermeld": text}},
        {"opdrachtgever": {**VRAAG["opdrachtgever"], "afdeling": text}},
    )
    for change in places:
        with pytest.raises(ValidationError) as caught:
            make_opdracht(data, new_stand(data), "M-03", VRAAG | change, datum=DAG)
        assert [m.code for m in caught.value.meldingen] == ["OPDRACHT-INHOUD"]
        assert text not in str(caught.value)
    held_by_norm = overzicht(norm=text)
    with pytest.raises(ValidationError, match="OPDRACHT-INHOUD"):
        make_opdracht(held_by_norm, new_stand(held_by_norm), "M-03", VRAAG, datum=DAG)


def refused(opdracht: dict[str, Any]) -> list[tuple[str, str]]:
    data = overzicht()
    with pytest.raises(ValidationError) as caught:
        make_opdracht(data, new_stand(data), "M-03", opdracht, datum=DAG)
    return [(m.code, m.pad) for m in caught.value.meldingen]


def with_text(opdracht: dict[str, Any], pad: str, text: str) -> dict[str, Any]:
    made = copy.deepcopy(opdracht)
    *steps, last = (int(step) if step.isdigit() else step for step in pad.split("/")[1:])
    target: Any = made
    for step in steps:
        target = target[step]
    target[last] = text
    return made


@pytest.mark.parametrize(
    "pad",
    [
        "/opdrachtgever/contact/naam",
        "/opdrachtgever/contact/email",
        "/opdrachtgever/retouradres",
        "/opdrachtgever/ondertekenaar/naam",
        "/factuur/adresregels/0",
        "/leverancier/naam",
        "/uitvoeringsadres/0",
    ],
)
def test_no_text_of_the_letter_names_the_ambt(pad: str) -> None:
    assert refused(with_text(GUNNING, pad, "burgemeester@voorbeeld.nl")) == [("OPDRACHT-INHOUD", pad)]


@pytest.mark.parametrize(
    "text",
    [
        "com\u00admissaris van\u00a0de  Ko\u200bning",
        "\u2060burgem\u00e9ester",
        "wege\u0301ns stalking",
        "voor een lid van het college",
        "zie maatregel 4",
        "zie m-04",
        "zie M\u201104",
    ],
)
def test_no_way_of_writing_hides_what_a_leverancier_may_not_know(text: str) -> None:
    assert refused(with_text(VRAAG, "/specificatie", text)) == [("OPDRACHT-INHOUD", "/specificatie")]


def test_a_street_may_be_named_after_an_office_and_an_organisation_after_a_waterschap() -> None:
    data, change = overzicht(), ["Burgemeester van Voorbeeldlaan 3, 9001 AB Súd-Ooster"]
    order = with_text(GUNNING, "/opdrachtgever/retouradres", change[0]) | {"uitvoeringsadres": change}
    order["opdrachtgever"]["organisatie"] = "Hoogheemraadschap Voorbeeld (fictief)"
    assert make_opdracht(data, new_stand(data), "M-03", order, datum=DAG)


@pytest.mark.parametrize("text", ["Deur in 1234 AB", "1234\u00a0\u00a0ab", "12\u00ad34AB", "aan de voorbeeldlaan 12a"])
@pytest.mark.parametrize("pad", ["/titel", "/specificatie", "/factuur/vermeld", "/opdrachtgever/afdeling"])
def test_no_text_of_a_request_for_an_offer_holds_an_address(pad: str, text: str) -> None:
    assert refused(with_text(VRAAG, pad, text)) == [("OPDRACHT-ADRES", pad)]
    data = overzicht()
    assert make_opdracht(data, new_stand(data), "M-03", with_text(GUNNING, pad, text), datum=DAG)


def test_the_omschrijving_of_the_ccv_is_no_way_for_an_address_either() -> None:
    data = overzicht(omschrijving="Vervang de deur van Voorbeeldlaan 1.")
    with pytest.raises(ValidationError, match="OPDRACHT-ADRES /specificatie"):
        make_opdracht(data, new_stand(data), "M-03", VRAAG, datum=DAG)


def test_a_size_a_year_and_a_norm_are_no_address() -> None:
    text = "Deur 930 x 2315 mm volgens NEN-EN 1627 RC 3 met M10-bouten; tuinpad 20 m, in 2026 of 2027, 1500 kg."
    data = overzicht()
    assert make_opdracht(data, new_stand(data), "M-03", VRAAG | {"specificatie": text}, datum=DAG)


def test_nothing_but_the_one_maatregel_reaches_a_leverancier() -> None:
    whole = versie("gemeente", 1)
    for key in ("beoordeling", "niveau"):
        whole[key] = "zqkanarie"
    for maatregel in whole["maatregelen"]:
        maatregel |= {
            "titel": f"zqtitel {maatregel['nummer'][2:]}",
            "omschrijving": "zqander",
            "motivering": "zqkanarie",
        }
    data = maatregelenoverzicht(whole)
    document, _ = make_opdracht(
        data, new_stand(data), data["maatregelen"][0]["nummer"], VRAAG | NEUTRAAL | {"specificatie": "Deur"}, datum=DAG
    )
    text = plain_text(document.docx) + "\n".join(read_inhoud(document.pdf).paginas)
    for word in ("zqkanarie", "zqander", "zqtitel", data["kenmerk"], data["ambt"], data["vaststelling_sha256"]):
        assert word not in text


def test_an_unknown_maatregel_is_refused_with_those_there_are() -> None:
    data = overzicht()
    with pytest.raises(UsageError, match="R-REF-4") as caught:
        make_opdracht(data, new_stand(data), "M-99", VRAAG, datum=DAG)
    assert "M-03" in caught.value.meldingen[0].oplossing


def test_a_maatregel_is_not_ordered_twice_but_its_letter_can_be_made_again() -> None:
    data = overzicht()
    first, stand = make_opdracht(data, new_stand(data), "M-03", GUNNING, datum=DAG)
    again, same = make_opdracht(data, stand, "M-03", GUNNING, datum=DAG)
    assert (again.pdf, same) == (first.pdf, stand)
    for change, day in (({"bedrag_incl_btw": "1.00"}, DAG), ({}, DAG + timedelta(days=1))):
        with pytest.raises(ValidationError, match="OPDRACHT-DUBBEL"):
            make_opdracht(data, stand, "M-03", GUNNING | change, datum=day)


# --- the voortgangsoverzicht (document 10) and what the CCV hears -------------------------------------------------


def test_the_term_counts_from_the_order_and_what_is_late_is_said() -> None:
    data = overzicht()
    stand = change_stand(
        new_stand(data), data, {"maatregel": "M-03", "status": "opgedragen", "opgedragen_op": "2026-06-01"}
    )
    for op, late in (("2026-07-13", False), ("2026-07-14", True)):
        row = voortgang(data, stand, date.fromisoformat(op))["maatregelen"][0]
        assert (row["uiterlijk_op"], row["te_laat"]) == ("2026-07-13", late)


def test_it_says_what_waits_and_why_and_no_finding() -> None:
    whole = versie("gemeente", 1)
    whole |= {"beoordeling": "zqkanarie", "niveau": "hoog"}
    for maatregel in whole["maatregelen"]:
        maatregel |= {"omschrijving": "zqkanarie", "motivering": "zqkanarie", "pkvw_voorwaarde": True}
    whole["voorwaarden"] |= {"pkvw": "niet_aanwezig", "pkvw_geldig_tot": None}
    data = maatregelenoverzicht(whole)
    made = make_voortgang(data, new_stand(data), op=DAG)
    text = plain_text(made.docx)
    assert "zqkanarie" not in text
    assert text.count("er is geen certificaat") == len(data["maatregelen"])


def test_the_ccv_hears_nothing_until_the_bestuurder_agrees_and_then_no_more_than_status_and_days() -> None:
    data = overzicht()
    _, stand = make_opdracht(data, new_stand(data), "M-03", GUNNING, datum=DAG)
    stand = change_stand(stand, data, {"maatregel": "M-03", "opmerking": "zqkanarie", "factuur_incl_btw": "1.00"})
    later = allow_terugmelding(stand, date(2026, 6, 2))
    for refused in (stand, later, allow_terugmelding(later, None)):
        with pytest.raises(ConsentError, match="UITVOERING-AKKOORD"):
            terugmelding(data, refused, op=DAG)
    told = terugmelding(data, later, op=date(2026, 6, 2))
    assert told["uitvoering"] == [{"maatregel": "M-03", "status": "opgedragen", "opgedragen_op": "2026-06-01"}]
    assert "zqkanarie" not in json.dumps(told)


@pytest.mark.lang
def test_both_documents_conform_in_every_variant() -> None:
    for naam in ("uitvoeringsopdracht", "voortgangsoverzicht"):
        made = [
            render(
                naam, {k: v for k, v in sample.context.items() if k != "huisstijl"}, datum=DAG, titel="Bericht X"
            ).pdf
            for sample in voorbeelden(naam)
        ]
        for verdict in verapdf.check(made):
            assert verdict.failed == {"3a": {}, "ua1": {}}
            assert verdict.passed


# --- the file of the stand ----------------------------------------------------------------------------------------


def test_a_change_that_is_refused_leaves_the_file_as_it_was(tmp_path) -> None:
    data, file = overzicht(), tmp_path / "uitvoering.json"
    change_in(file, data, lambda stand: change_stand(stand, data, {"maatregel": "M-03", "opmerking": "eerst"}))
    before = file.read_bytes()
    with pytest.raises(ValidationError):
        change_in(file, data, lambda stand: change_stand(stand, data, {"maatregel": "M-03", "status": "uitgevoerd"}))
    change_in(file, data, lambda stand: change_stand(stand, data, {"maatregel": "M-03", "opmerking": "x"}), proef=True)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["uitvoering.json"]


def test_two_people_who_note_something_at_once_both_get_it_in(tmp_path) -> None:
    whole = overzicht()
    numbers = [f"M-{n:02}" for n in range(1, 9)]
    one = whole["maatregelen"][0] | {"pkvw_voorwaarde": False}
    data = maatregelenoverzicht(whole | {"maatregelen": [copy.deepcopy(one) | {"nummer": n} for n in numbers]})
    file = tmp_path / "uitvoering.json"

    def note(nummer: str) -> None:
        change_in(file, data, lambda stand: change_stand(stand, data, {"maatregel": nummer, "status": "uitgesteld"}))

    people = [threading.Thread(target=note, args=(n,)) for n in numbers]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert [row["maatregel"] for row in stand_in(file, data)["uitvoering"]] == numbers


def a_stand_in(folder: Path, kind: str) -> Path:
    """Make what is no stand."""
    file = folder / "uitvoering.json"
    if kind == "fifo":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    else:
        file.symlink_to(folder / "elders.json" if kind == "link" else kind)
    return file


@pytest.mark.parametrize("kind", ["fifo", "folder", "link", "/dev/zero"])
def test_a_stand_that_is_no_file_is_refused_at_once(tmp_path, kind: str) -> None:
    data, file = overzicht(), a_stand_in(tmp_path, kind)
    for act in (stand_in, partial(change_in, change=dict), partial(order_in, order=lambda stand: ({}, stand))):
        with pytest.raises(UsageError, match="BESTAND-LEZEN"):
            act(file, data)


def test_who_holds_a_stand_for_long_makes_others_stop_with_a_word(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(standbestand, "_GEDULD", 0.1)
    holder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    with pytest.raises(UsageError, match="STAND-BEZET"):
        change_in(tmp_path / "uitvoering.json", overzicht(), dict)
    os.close(holder)


def ordering(folder: Path) -> tuple[Path, list[Path], Callable[[], list[Path]]]:
    data, file, letters = overzicht(), folder / "uitvoering.json", [folder / "uit" / "a.docx", folder / "uit" / "a.pdf"]

    def order(stand: dict[str, Any]) -> tuple[dict[Path, bytes], dict[str, Any]]:
        regel = {"maatregel": "M-03", "status": "opgedragen", "opgedragen_op": "2026-06-01"}
        return dict.fromkeys(letters, b"brief"), change_stand(stand, data, regel)

    return file, letters, partial(order_in, file, data, order)


def test_whoever_is_killed_leaves_no_letter_that_the_stand_does_not_know_of(tmp_path) -> None:
    (tmp_path / "telling").mkdir()
    for n in range(moments(ordering(tmp_path / "telling")[2])):
        (tmp_path / str(n)).mkdir()
        file, letters, act = ordering(tmp_path / str(n))
        assert killed_at(n, act)
        assert file.exists() or not any(letter.exists() for letter in letters)
        assert act() == letters
        assert [letter.read_bytes() for letter in letters] == [b"brief", b"brief"]


def test_a_stand_that_cannot_be_written_orders_nothing(tmp_path, monkeypatch) -> None:
    file, _, act = ordering(tmp_path)

    def full(path: Path, data: bytes) -> None:
        if path.parent == tmp_path:
            raise OSError(errno.ENOSPC, "full")
        path.write_bytes(data)

    monkeypatch.setattr(_files, "_write", full)
    with pytest.raises(UsageError, match="BESTAND-SCHRIJVEN"):
        act()
    assert list(tmp_path.rglob("*")) == []
    assert not file.exists()


def test_a_letter_that_is_there_is_accepted_with_the_same_bytes_alone(tmp_path) -> None:
    file, letters, act = ordering(tmp_path)
    act()
    file.unlink()
    assert act() == letters
    assert file.exists()
    letters[0].write_bytes(b"anders")
    with pytest.raises(UsageError, match="BESTAND-BESTAAT"):
        act()


# --- the CSV ------------------------------------------------------------------------------------------------------


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_csv_opens_as_a_table_in_a_dutch_spreadsheet() -> None:
    data = maatregelenoverzicht(versie())
    text = maatregelenlijst(data)
    assert text.startswith(b"\xef\xbb\xbfNummer;Domein;Maatregel;")
    head, *rows = read_csv(text)
    assert [row[0] for row in rows] == [m["nummer"] for m in data["maatregelen"]]
    amounts = [row[head.index("Eenmalig incl. btw")] for row in rows]
    assert amounts == [m["kosten"]["eenmalig_incl_btw"].replace(".", ",") for m in data["maatregelen"]]
    assert text == maatregelenlijst(data)


FORMULES = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "|calc",
    "%0A=1",
    "＝1",
    '=HYPERLINK("x")',
]


@pytest.mark.parametrize("formule", FORMULES)
def test_no_cell_of_the_csv_is_a_formula(formule: str) -> None:
    rows = read_csv(maatregelenlijst(overzicht(titel=formule, omschrijving=formule, norm=formule)))
    for cell in (cell for row in rows for cell in row):
        assert cell.lstrip(" \u00a0\t\r\n")[:1] not in set("=+-@|%＝＋－＠")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_harmless_text_keeps_its_words(text: str) -> None:
    assert harmless(text) in (text, f"'{text}")
    assert read_csv(maatregelenlijst(overzicht(norm=text)))[1][4] == harmless(text) or "\r" in text or "\x00" in text
