# SPDX-License-Identifier: EUPL-1.2
"""Sample dossiers are valid, always the same, clearly invented, and together show all that a dossier can hold."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import UsageError
from weerbaar_docs.kostenverdeling import vaststellend
from weerbaar_docs.model import rapport_digest, rapportinhoud
from weerbaar_docs.oefening import CRITERIA
from weerbaar_docs.redaction import werkgeversversie
from weerbaar_docs.rules.brief import reveals
from weerbaar_docs.termijnen import Kalender, werkdagen_later
from weerbaar_docs.validation import examine
from weerbaar_docs.voorbeelddata import FASEN, SOORTEN, maak, string_leaves, teksten

Dossier = dict[str, Any]
# 22 fases and 3 soorten share no factor, so that the first 66 cases are every pair once.
CASES = [(SOORTEN[i % 3], i // 3, FASEN[i % len(FASEN)]) for i in range(500)]
PAIRS = CASES[: len(FASEN) * len(SOORTEN)]
VALIDATED = PAIRS + CASES[len(PAIRS) :: 8]
# What a reader of these dossiers is rightly warned about: late contact, opschoning on the woonplek, work without consent.
WARNINGS = {"R-GROND-1", "R-RED-1", "R-TERM-2", "R-UITV-3"}
MAIN_WAY = ("aangemeld", "contact_gelegd", "gepland", "gesprek_werkgever", "gesprek_bestuurder", "concept",
            "ter_toetsing", "vastgesteld", "bij_bestuurder", "toestemming_verleend", "verzonden",
            "ontvangst_bevestigd", "in_uitvoering")  # fmt: skip


@cache
def dossiers() -> list[Dossier]:
    return [maak(*case) for case in CASES]


def faults(dossier: Dossier) -> list[str]:
    uitslag = examine(json.dumps(dossier, ensure_ascii=False).encode())
    return [f"{m.code} {m.pad}: {m.melding}" for m in uitslag.meldingen if m.ernst == "fout"]


# --- valid ------------------------------------------------------------------------------------


@pytest.mark.lang
def test_every_fase_of_every_soort_and_many_more_are_valid():
    assert {(soort, fase) for soort, _, fase in PAIRS} == {(s, f) for s in SOORTEN for f in FASEN}
    for case in VALIDATED:
        uitslag = examine(json.dumps(maak(*case), ensure_ascii=False).encode())
        assert uitslag.geldig, (case, uitslag.meldingen)
        assert {m.code for m in uitslag.meldingen} <= WARNINGS, case


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(SOORTEN), st.integers(min_value=-(10**30), max_value=10**30), st.sampled_from(FASEN))
def test_any_number_gives_a_valid_dossier(soort, zaad, fase):
    assert faults(maak(soort, zaad, fase)) == []


def test_a_valid_dossier_does_not_pass_by_luck():
    dossier = maak(fase="vastgesteld")
    dossier["adviesrapport"]["maatregelen"][0]["titel"] += "!"
    assert any("R-BVA-1" in fault for fault in faults(dossier))


@pytest.mark.parametrize(
    ("soort", "fase"), [("ministerie", "concept"), ("gemeente", "klaar"), ("", ""), ("gemeente", "vernietigd")]
)
def test_another_soort_or_fase_is_refused(soort, fase):
    with pytest.raises(UsageError):
        maak(soort, 1, fase)


# --- always the same --------------------------------------------------------------------------


def test_the_same_arguments_give_the_same_dossier_that_belongs_to_the_caller():
    for case in PAIRS:
        first = maak(*case)
        again = maak(*case)
        assert first == again
        first["organisatie"]["naam"] = "veranderd"
        first["bestuurder"].clear()
        assert maak(*case) == again


def test_other_numbers_give_other_dossiers():
    texts = {json.dumps(maak("gemeente", zaad)) for zaad in range(40)}
    numbers = {maak(soort, zaad, "aangemeld")["dossiernummer"] for soort in SOORTEN for zaad in range(40)}
    assert len(texts) == 40
    assert len(numbers) == 120


def test_another_process_and_hash_seed_give_the_same_dossiers():
    code = (
        "import json, sys\n"
        "from weerbaar_docs.canonical import sha256\n"
        "from weerbaar_docs.voorbeelddata import FASEN, SOORTEN, maak\n"
        "made = [maak(s, z, f) for s in SOORTEN for z, f in enumerate(FASEN)]\n"
        "print(sha256(json.dumps(made).encode()))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("12345", "Pacific/Kiritimati"))
    }  # fmt: skip
    assert len(printed) == 1


def test_the_global_generator_is_left_alone():
    before = random.getstate()
    maak("provincie", 3)
    assert random.getstate() == before


@pytest.mark.parametrize("soort", SOORTEN)
def test_a_later_fase_is_the_same_case_further_on(soort):
    for zaad in range(6):
        earlier: Dossier = {}
        for fase in MAIN_WAY:
            now = maak(soort, zaad, fase)
            # The route that this case takes of itself can be via_bestuurder, without a letter.
            assert set(earlier) - {"werkgeversbrief"} <= set(now)
            for part in ("dossiernummer", "organisatie", "bestuurder", "woonplek", "pkvw", "gesprek_bestuurder"):
                assert earlier.get(part, now.get(part)) == now.get(part), (zaad, fase, part)
            done = {line["maatregel"]: line for line in now.get("uitvoering", ())}
            assert all(done[line["maatregel"]] == line for line in earlier.get("uitvoering", ()))
            earlier = now


def test_a_report_that_came_back_has_a_second_version_and_the_first_besluit_is_about_the_first():
    revised = [d for d in dossiers() if d.get("adviesrapport", {}).get("versie") == 2]
    assert revised
    for (soort, zaad, _), dossier in zip(CASES, dossiers(), strict=True):
        if dossier in revised and dossier["status"] != "einde_ambt":
            back, last = dossier["bva_besluiten"]
            assert (back["uitkomst"], back["rapport_versie"]) == ("teruggestuurd", 1)
            assert back["rapport_sha256"] == rapport_digest(maak(soort, zaad, "ter_toetsing"))
            assert last["rapport_versie"] == 2
            assert dossier["adviesrapport"]["wijzigingen_t_o_v_vorige_versie"]


def test_the_status_is_the_fase_and_the_data_bear_it_out():
    for (_, _, fase), dossier in zip(CASES, dossiers(), strict=True):
        if dossier["regeling"] == "preventieve_basismaatregelen_2021":
            assert fase == "afgerond"
            assert "status" not in dossier
            continue
        assert dossier["status"] == fase
        toestemmingen = dossier.get("toestemmingen", [])
        moments = [t["gegeven_op"] for t in toestemmingen]
        assert moments == sorted(moments)
        last = toestemmingen[-1]["status"] if toestemmingen else None
        assert last == {
            "toestemming_geweigerd": "geweigerd",
            "toestemming_ingetrokken": "ingetrokken",
            "toestemming_verlopen": "verlopen",
        }.get(fase, last and "verleend")
        stand = {u["maatregel"]: u["status"] for u in dossier.get("uitvoering", ())}
        if fase == "afgerond":
            assert set(stand.values()) <= {"uitgevoerd", "vervallen"}
        if fase == "in_uitvoering":
            betalers = {b["maatregel"]: b["betaler"] for b in dossier["kostenverdeling"]["per_maatregel"]}
            assert any(s == "in_uitvoering" and betalers[m] != "geen_kosten" for m, s in stand.items())


# --- clearly invented -------------------------------------------------------------------------


def test_nothing_points_at_a_real_person_or_place():
    for dossier in dossiers():
        organisatie = dossier["organisatie"]
        assert dossier["fictief"] is True
        assert organisatie["fictief"] is True
        assert organisatie["rsin"].startswith("00000")
        assert re.search(r"/(gm99|ws99|pv9)\d+$", organisatie["tooi_uri"])
        for pad, text in string_leaves(dossier):
            if pad.endswith("/email"):
                assert text.endswith("@voorbeeld.nl")
            if pad.endswith("/telefoon"):
                assert re.fullmatch(r"\+3188000\d{4}", text)
            if pad.endswith("postcode"):
                assert "9999XL" < text <= "9999ZZ"
        assert not reveals(organisatie["naam"], dossier)


def test_string_leaves_finds_every_string_with_its_pointer():
    dossier = maak("waterschap", 5)
    leaves = dict(string_leaves(dossier))
    assert leaves["/bestuurder/achternaam"] == dossier["bestuurder"]["achternaam"]
    assert leaves["/adviesrapport/bevindingen/0/id"] == "B-01"
    assert json.dumps(sorted(leaves.values())) == json.dumps(sorted(strings(dossier)))


def strings(value: Any) -> Iterator[str]:
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, str):
            yield item
        elif isinstance(item, (dict, list)):
            yield from strings(item)


# --- all that can occur does occur ------------------------------------------------------------

# Values that no valid sample has, and why.
NEVER = {
    ("/status", "vernietigd"): "a destroyed dossier holds nothing any more",
    **{
        (f"/{part}/vertrouwelijkheidaanduiding", low): "a report is at least vertrouwelijk (R-VHA-1), and so its letter"
        for part in ("adviesrapport", "werkgeversbrief")
        for low in ("openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk")
    },
}


@cache
def schema(name: str) -> Dossier:
    found: Dossier = json.loads(read_resource("schemas", f"{name}.schema.json"))
    return found


def resolve(name: str, ref: str) -> tuple[str, Any]:
    address, _, fragment = ref.partition("#")
    name = address.split(":")[3] if address else name
    part: Any = schema(name)
    for step in fragment.split("/")[1:]:
        part = part[step]
    return name, part


def enumerations(name: str, part: Dossier, pad: str = "") -> Iterator[tuple[str, Any]]:
    for value in part.get("enum", ()):
        yield pad, value
    if "$ref" in part:
        yield from enumerations(*resolve(name, part["$ref"]), pad)
    for key, item in part.get("properties", {}).items():
        yield from enumerations(name, item, f"{pad}/{key}")
    if "items" in part:
        yield from enumerations(name, part["items"], f"{pad}/*")
    for item in part.get("anyOf", ()):
        yield from enumerations(name, item, pad)


def scalars(value: Any, pad: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from scalars(item, f"{pad}/{key}")
    elif isinstance(value, list):
        for item in value:
            yield from scalars(item, f"{pad}/*")
    else:
        yield pad, value


def test_every_enumeration_value_of_the_schemas_occurs_at_its_own_place():
    expected = set(enumerations("dossier", schema("dossier")))
    assert len(expected) > 250
    assert set(NEVER) <= expected
    seen = {leaf for dossier in dossiers() for leaf in scalars(dossier)}
    assert expected - seen == set(NEVER)


def step(maatregel: Dossier, besluit: Dossier | None, pkvw: Dossier) -> tuple[str, str]:  # noqa: C901, PLR0911 - one line per step
    """Domein.md 3.1 once more, as it is written there: the step that decides, and the payer."""
    kosten = maatregel["kosten"]
    if Decimal(kosten["eenmalig_incl_btw"]) + Decimal(kosten["jaarlijks_incl_btw"]) == 0:
        return "1", "geen_kosten"
    if maatregel["pkvw_niveau"]:
        return "2 pkvw_niveau", "bestuurder"
    if maatregel["grondslag"] == "eigen_verantwoordelijkheid":
        return "2 eigen_verantwoordelijkheid", "bestuurder"
    if maatregel["grondslag"] == "stelsel_rijk":
        return "3", "rijk"
    if besluit is None:
        return "4", "onbepaald"
    vast = {d["nummer"]: d["oordeel"] for d in besluit["per_maatregel"]}[maatregel["nummer"]] != "niet_vastgesteld"
    if maatregel["verstrekkingsvorm"] == "ter_beschikking_stelling":
        return ("5 vastgesteld", "werkgever") if vast else ("5 niet vastgesteld", "werkgever_facultatief")
    if not vast:
        return "6", "geen_aanspraak"
    if maatregel["grondslag"] != "regeling_veilige_woonplek":
        return "7", "werkgever"
    if pkvw["status"] == "geldig" and pkvw["afgegeven_op"] <= besluit["besloten_op"] <= pkvw["geldig_tot"]:
        return "8 certificaat", "werkgever"
    if pkvw["status"] == "uitzondering" and besluit["pkvw_uitzondering_akkoord"]:
        return "8 uitzondering", "werkgever"
    return "9", "aangehouden_pkvw"


def test_every_step_of_the_kostenverdeling_decides_somewhere_and_names_the_same_payer():
    steps: set[str] = set()
    for dossier in dossiers():
        if "kostenverdeling" not in dossier:
            continue
        besluit = vaststellend((dossier.get("bva_besluiten") or [None])[-1])
        betalers = {lijn["maatregel"]: lijn["betaler"] for lijn in dossier["kostenverdeling"]["per_maatregel"]}
        for maatregel in dossier["adviesrapport"]["maatregelen"]:
            number, betaler = step(maatregel, besluit, dossier["pkvw"])
            assert betalers[maatregel["nummer"]] == betaler
            steps.add(number)
    assert steps == {
        "1", "2 pkvw_niveau", "2 eigen_verantwoordelijkheid", "3", "4", "5 vastgesteld", "5 niet vastgesteld",
        "6", "7", "8 certificaat", "8 uitzondering", "9",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [" & ", "<", ">", "{{ niet invullen }}", "{% raw %}", "?q=slot&soort=<anker>&x=1", "“", "”", "‘", "’", "–", "×", "±",
     "²", "≥", "≤", "≈", "«", "»", "\u00ad", *"ÆÇÖØÚÛâäåçèéëóöøúı", "van 't", "d'", "’t Sluisje", "IJ", "\u0132", "\u0133"],
)  # fmt: skip
def test_text_that_breaks_naive_software_occurs(text):
    assert any(text in leaf for dossier in dossiers()[:200] for _, leaf in string_leaves(dossier))


def test_values_that_are_easily_forgotten_occur():
    reports = [d["adviesrapport"] for d in dossiers() if "adviesrapport" in d]
    leaves = [leaf for d in dossiers() for _, leaf in string_leaves(d)]
    kosten = [m["kosten"] for r in reports for m in r["maatregelen"]]
    adres = [d["woonplek"]["adres"] for d in dossiers()]
    assert any(len(leaf) > 1000 and " " in leaf for leaf in leaves)
    assert max(len(word) for leaf in leaves for word in leaf.split()) > 7900
    assert any(leaf.endswith("-02-29") for leaf in leaves)
    assert any(leaf.endswith("-03-01") for leaf in leaves)
    assert any((a["huisnummer"], a["huisletter"], a["huisnummertoevoeging"]) == (12, "a", "bis") for a in adres)
    assert any(k["eenmalig_excl_btw"] == "0.00" != k["jaarlijks_incl_btw"] for k in kosten)
    assert any(d["woonplek"]["ontheffing_woonplaats"] for d in dossiers())
    assert any(d["aanmelding"]["aangemeld_op"].endswith("Z") for d in dossiers())
    assert any("openpgp" not in d["organisatie"] for d in dossiers())


def test_a_report_reads_like_one():
    for dossier in dossiers():
        if "adviesrapport" not in dossier:
            continue
        rapport = dossier["adviesrapport"]
        assert 5 <= len(rapport["maatregelen"]) <= 25
        assert {b["domein"] for b in rapport["bevindingen"]} == {"werk", "wonen", "informatie", "verplaatsen"}
        assert len({b["tekst"] for b in rapport["bevindingen"]}) == len(rapport["bevindingen"])
        assert len({m["titel"] for m in rapport["maatregelen"]}) == len(rapport["maatregelen"])


def test_findings_fit_the_home_and_the_household():
    told = 0
    for dossier in dossiers():
        woonplek = dossier["woonplek"]
        relaties = {b["relatie"] for b in woonplek["bewoners"]}
        texts = " ".join(b["tekst"] for b in dossier.get("adviesrapport", {}).get("bevindingen", ()))
        for words, fits in (
            ("De kinderen", "kind" in relaties),
            ("De partner", "partner" in relaties),
            ("inwonende ouder", "ouder" in relaties),
            ("oprijlaan", woonplek["woningtype"] not in ("appartement", "woonboot")),
        ):
            assert fits or words not in texts
            told += words in texts
    assert told > 40


def test_an_exception_to_the_pkvw_has_grounds_that_fit_the_home():
    grounds = set()
    for dossier in dossiers():
        woonplek, pkvw = dossier["woonplek"], dossier.get("pkvw")
        if pkvw is None or pkvw["status"] != "uitzondering":
            continue
        gronden = set(pkvw["uitzondering"]["gronden"])
        grounds |= gronden
        assert "huur_medewerking_geweigerd" not in gronden or woonplek["eigendom"] == "huur"
        assert "vve_medewerking_geweigerd" not in gronden or woonplek["vve"]
        assert "monument_vergunning" not in gronden or woonplek["monument"] != "geen"
    assert len(grounds) == 8


@pytest.mark.parametrize("soort", SOORTEN)
def test_no_word_of_another_soort_and_no_placeholder_is_left_in_the_report(soort):
    others = {teksten.WOORDEN[s][key] for s in SOORTEN if s != soort for key in ("gebouw", "raad", "bestuur")}
    for dossier in dossiers():
        if dossier["organisatie"]["type"] == soort and "adviesrapport" in dossier:
            for pad, leaf in string_leaves(dossier["adviesrapport"]):
                assert not re.search(r"\$[a-z]", leaf), pad
                assert not any(re.search(rf"\b{word}\b", leaf) for word in others), (pad, leaf)


def test_every_established_report_gives_a_werkgeversversie_without_address_or_name():
    made = 0
    for dossier in dossiers():
        besluit = vaststellend((dossier.get("bva_besluiten") or [None])[-1])
        if besluit is None:
            continue
        versie = werkgeversversie(rapportinhoud(dossier), besluit, datum=besluit["besloten_op"])
        made += 1
        adres, bestuurder = dossier["woonplek"]["adres"], dossier["bestuurder"]
        for text in dict(string_leaves(versie)).values():
            assert adres["straatnaam"] not in text
            assert adres["woonplaats"] not in text
            assert bestuurder["achternaam"] not in text
        assert all(m["omschrijving"] for m in versie["maatregelen"])
    assert made > 200


# --- days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end"), [("2026-04-02", "2026-04-09"), ("2026-04-24", "2026-04-30"), ("2026-05-11", "2026-05-15")]
)
def test_three_working_days_skip_the_holidays(begin, end):
    assert werkdagen_later(date.fromisoformat(begin), 3, Kalender()) == date.fromisoformat(end)


def test_holidays_of_two_years():
    days = [date(2025, 1, 1) + timedelta(days=i) for i in range(730)]
    assert [f"{d:%Y-%m-%d}" for d in days if d.weekday() < 5 and not Kalender().is_werkdag(d)] == [
        "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-29", "2025-06-09", "2025-12-25", "2025-12-26",
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14", "2026-05-25", "2026-12-25",
    ]  # fmt: skip


def test_a_late_evening_in_utc_is_the_next_day_in_the_term():
    late = [d["aanmelding"] for d in dossiers() if d["aanmelding"]["aangemeld_op"].endswith("Z")]
    for aanmelding in late:
        next_day = date.fromisoformat(aanmelding["aangemeld_op"][:10]) + timedelta(days=1)
        assert aanmelding["contact_uiterlijk_op"] == werkdagen_later(next_day, 3, Kalender()).isoformat()


def test_the_criteria_are_those_of_the_practice():
    assert teksten.CRITERIA == CRITERIA
