# SPDX-License-Identifier: EUPL-1.2
"""What was left out does not come back in other words (R-RED-2)."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar_docs._resources import read_resource
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.treffers import Treffer, gewone_woorden, open_treffers, treffers

SAMPLE: dict[str, Any] = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
BESLUIT = SAMPLE["bva_besluiten"][0]
PAD = "/adviesrapport/maatregelen/0/tekst_voor_werkgever/motivering"
GETOOND = PAD


def met(tekst: str, **changes: str) -> list[Treffer]:
    """Give the new hits when the werkgever reads this text, with other texts of the report changed first."""
    inhoud = copy.deepcopy(rapportinhoud(SAMPLE))
    for pad, value in changes.items():
        *way, last = pad.split("__")
        item: Any = inhoud["adviesrapport"]
        for part in way:
            item = item[int(part)] if part.isdecimal() else item[part]
        item[last] = value
    inhoud["adviesrapport"]["maatregelen"][0]["tekst_voor_werkgever"]["motivering"] = tekst
    return [t for t in treffers(inhoud, BESLUIT) if t.pad == GETOOND]


def soorten(tekst: str, **changes: str) -> set[str]:
    return {t.soort for t in met(tekst, **changes)}


ZORG = {"bevindingen__3__tekst": "De bewoner krijgt thuiszorg en slaapt beneden. Aangifte op 11-03-2026 (fictief)."}


def test_what_a_person_needs_does_not_come_back_through_the_reason_of_a_maatregel() -> None:
    found = met("Dat is nodig in verband met thuiszorg.", **ZORG)
    assert {(t.soort, t.tekst, t.bron) for t in found} == {
        ("zeldzaam_woord", "thuiszorg", "/adviesrapport/bevindingen/3/tekst")
    }
    assert found[0].ernst == "waarschuwing"


@pytest.mark.parametrize(
    ("tekst", "soort"),
    [
        ("Bewoners en bezoekers naderen de woning.", "woordgroep"),
        ("Dit is 34 meter lang.", "getal"),
        ("Denk aan de KLEP.", "zeldzaam_woord"),
        ("Denk aan de k\u00adlep.", "zeldzaam_woord"),
        ("Kijk ook bij Strava eens.", "eigennaam"),
    ],
)
def test_word_groups_numbers_names_and_rare_words_are_warned_about(tekst: str, soort: str) -> None:
    found = [t for t in met(tekst) if t.soort == soort]
    assert found
    assert {t.ernst for t in found} == {"waarschuwing"}


@pytest.mark.parametrize(
    ("tekst", "soort"),
    [
        ("Bij het Underdyk staat een lamp.", "adres"),
        ("Postcode 9012CD.", "adres"),
        ("Postcode 9012 cd!", "adres"),
        ("Voor mevrouw De Hoogh-Çelik.", "naam"),
        ("Op 11 maart gebeurde het.", "incidentdatum"),
        ("Zie 2026-03-11.", "incidentdatum"),
        ("Zie 11/3.", "incidentdatum"),
        ("Op 11 mrt. dus.", "incidentdatum"),
        ("Op elf maart dus.", "incidentdatum"),
    ],
)
def test_address_name_and_date_of_an_incident_are_never_allowed(tekst: str, soort: str) -> None:
    gegevens = rapportinhoud(SAMPLE)
    tekst = tekst.replace("Underdyk", gegevens["woonplek"]["adres"]["straatnaam"])
    tekst = tekst.replace("De Hoogh-Çelik", gegevens["bestuurder"]["achternaam"])
    postcode = gegevens["woonplek"]["adres"]["postcode"]
    tekst = tekst.replace("9012CD", postcode).replace("9012 cd", f"{postcode[:4]} {postcode[4:].lower()}")
    found = [t for t in met(tekst, **ZORG) if t.soort == soort]
    assert found
    assert {t.ernst for t in found} == {"fout"}


@pytest.mark.parametrize(
    "tekst",
    [
        "Zo is altijd bekend wie er in het gebouw is.",
        "De burgemeester werkt bij de gemeente Súd-Ooster & Waard.",
        "Dit is goed voor de veiligheid.",
        "",
    ],
)
def test_ordinary_words_and_the_werkgevers_own_name_are_no_hit(tekst: str) -> None:
    assert met(tekst) == []


def test_a_confirmed_treffer_is_no_longer_open_and_another_text_needs_another_confirmation() -> None:
    inhoud = rapportinhoud(SAMPLE)
    found = treffers(inhoud, BESLUIT)
    assert found
    assert open_treffers(inhoud, BESLUIT) == found
    confirmed = {**BESLUIT, "redactie_bevestigd": [t.sleutel for t in found]}
    assert open_treffers(inhoud, confirmed) == []
    changed = copy.deepcopy(inhoud)
    changed["adviesrapport"]["maatregelen"][0]["tekst_voor_werkgever"]["motivering"] = "Denk aan de klep."
    still = open_treffers(changed, confirmed)
    assert {t.tekst for t in still} >= {"klep"}
    assert len(still) > 1


def test_the_key_of_a_treffer_says_nothing_to_who_does_not_have_the_report() -> None:
    found = treffers(rapportinhoud(SAMPLE), BESLUIT)
    assert all(re.fullmatch(r"[0-9a-f]{16}", t.sleutel) for t in found)
    assert len({t.sleutel for t in found}) == len(found)
    guessed = {hashlib.sha256(f"{t.soort}|{t.pad}|{t.tekst}".encode()).hexdigest()[:16] for t in found}
    assert not guessed & {t.sleutel for t in found}


def test_in_a_changed_report_every_treffer_has_another_key() -> None:
    inhoud = rapportinhoud(SAMPLE)
    changed = copy.deepcopy(inhoud)
    changed["adviesrapport"]["versie"] += 1
    before, after = (treffers(i, BESLUIT) for i in (inhoud, changed))
    assert [(t.soort, t.pad, t.tekst) for t in before] == [(t.soort, t.pad, t.tekst) for t in after]
    assert not {t.sleutel for t in before} & {t.sleutel for t in after}
    assert open_treffers(changed, {**BESLUIT, "redactie_bevestigd": [t.sleutel for t in before]}) == after


def test_what_nobody_may_confirm_stays_open() -> None:
    inhoud = copy.deepcopy(rapportinhoud(SAMPLE))
    straat = inhoud["woonplek"]["adres"]["straatnaam"]
    inhoud["adviesrapport"]["maatregelen"][0]["tekst_voor_werkgever"]["motivering"] = f"Bij {straat}."
    found = treffers(inhoud, BESLUIT)
    confirmed = {**BESLUIT, "redactie_bevestigd": [t.sleutel for t in found]}
    assert {t.soort for t in open_treffers(inhoud, confirmed)} == {"adres"}


def test_the_text_of_a_treffer_is_not_in_its_repr() -> None:
    assert "thuiszorg" not in repr(met("Dat is nodig in verband met thuiszorg.", **ZORG))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="bcdfghjklmnpqrstvwxz", min_size=6, max_size=12), st.sampled_from(["voor", "na", "alleen"]))
def test_any_rare_word_that_was_left_out_is_found_wherever_it_comes_back(woord: str, plaats: str) -> None:
    if woord in gewone_woorden():
        return
    hidden = {"bevindingen__2__tekst": f"Er is een {woord} gezien (fictief)."}
    tekst = {"voor": f"{woord} is goed.", "na": f"Goed is {woord}!", "alleen": woord.upper()}[plaats]
    assert "zeldzaam_woord" in soorten(tekst, **hidden)


def verborgen(tekst: str, *, straat: str = "Kerkstraat", naam: str = "Jansen", postcode: str = "9999XA") -> set[str]:
    """Give the kinds of hits when the werkgever reads a text, for another name and address."""
    inhoud = copy.deepcopy(rapportinhoud(SAMPLE))
    inhoud["woonplek"]["adres"].update(straatnaam=straat, postcode=postcode)
    inhoud["bestuurder"]["achternaam"] = naam
    inhoud["adviesrapport"]["maatregelen"][0]["tekst_voor_werkgever"]["motivering"] = tekst
    return {t.soort for t in treffers(inhoud, BESLUIT) if t.pad == PAD}


@pytest.mark.parametrize(
    "tekst",
    [
        "J\u200bansen", "Jans\u0435n", "JANSEN", "Jansens woning", "Jansen’s", "J.a.n.s.e.n", "zie Jansen-woning", "Ｊａｎｓｅｎ",
    ],
)  # fmt: skip
def test_no_spelling_hides_the_name(tekst: str) -> None:
    assert "naam" in verborgen(f"Dit is {tekst} dus.")


@pytest.mark.parametrize(
    "tekst",
    [
        "Kerk\u200bstraat", "Kerkstraat12", "Kerkstraat,12", "Kerkstraat.12a", "Kerkstraat's", "Kerk-\nstraat", "Kerk straat",
        "Kerkstr. 12", "Κerkstraat", "9999 xa", "9999\u0425\u0410", "٩٩٩٩XA",
    ],
)  # fmt: skip
def test_no_spelling_hides_the_address(tekst: str) -> None:
    assert "adres" in verborgen(f"Dit is {tekst} dus.")


def test_inside_another_word_a_person_judges() -> None:
    assert verborgen("De Jansenfamilie.") == {"eigennaam"}
    assert verborgen("De kerkstraatwoning.") >= {"eigennaam"}


def test_letters_with_strokes_and_umlauts_are_known_by_both_spellings() -> None:
    assert "naam" in verborgen("Voor Mueller.", naam="Müller")
    assert "naam" in verborgen("Voor Soborg.", naam="Søborg")
    assert "naam" in verborgen("Voor mevrouw Jansen.", naam="Jansen-de Vries")


def test_a_surname_that_is_a_common_word_is_a_name_where_it_is_written_so() -> None:
    assert verborgen("Plaats een groot slot.", naam="Groot") == set()
    assert "naam" in verborgen("Voor mevrouw Groot.", naam="Groot")
    assert verborgen("Dreiging: Groot en meer.", naam="Groot") >= {"eigennaam"}


@pytest.mark.parametrize(
    "bron",
    ["Op 14 maart 2026 gebeurde het.", "Op 14-03-2026 gebeurde het.", "Op veertien maart gebeurde het."],
)
@pytest.mark.parametrize(
    "tekst",
    [
        "20260314", "14032026", "2026.03.14", "2026/03/14", "14maart", "14 mrt 2026", "14e van maart", "maart 14", "14  maart",
        "14\nmaart", "14-mrt", "14 03 2026", "14 - 03 - 2026", "14–03–2026", "veertiende maart", "14 MAART",
    ],
)  # fmt: skip
def test_no_writing_hides_the_date_of_an_incident(bron: str, tekst: str) -> None:
    assert "incidentdatum" in soorten(f"Zie {tekst}.", bevindingen__3__tekst=bron)


def test_a_copy_of_a_hidden_text_is_found_however_it_is_glued() -> None:
    inhoud = rapportinhoud(SAMPLE)
    hidden = inhoud["adviesrapport"]["bevindingen"][3]["tekst"]
    for tekst in (hidden, hidden.upper(), ",".join(hidden.split()), ".".join(hidden.split())):
        changed = copy.deepcopy(inhoud)
        changed["adviesrapport"]["beoordeling_voor_werkgever"] = tekst
        found = {t.soort for t in treffers(changed, BESLUIT) if t.pad.endswith("beoordeling_voor_werkgever")}
        assert {"woordgroep", "incidentdatum"} <= found, tekst


def test_a_hidden_text_of_one_word_counts_and_so_does_a_number_of_the_report() -> None:
    assert "zeldzaam_woord" in soorten("Denk aan epilepsie.", bevindingen__3__tekst="epilepsie")
    inhoud = copy.deepcopy(rapportinhoud(SAMPLE))
    inhoud["adviesrapport"]["rapportnummer"] = f"CCV {inhoud['woonplek']['adres']['postcode']}"
    assert ("adres", "/adviesrapport/rapportnummer") in {(t.soort, t.pad) for t in treffers(inhoud, BESLUIT)}


def test_what_the_bestuurder_may_still_exclude_counts_as_left_out() -> None:
    inhoud = copy.deepcopy(rapportinhoud(SAMPLE))
    werk = inhoud["adviesrapport"]["bevindingen"][0]
    werk["tekst"] = "De zwamvlok hangt scheef (fictief)."
    inhoud["adviesrapport"]["maatregelen"][0]["tekst_voor_werkgever"]["motivering"] = "Vervang de zwamvlok."
    found = [t for t in treffers(inhoud, BESLUIT) if t.tekst == "zwamvlok"]
    assert [(t.pad, t.bron) for t in found] == [(GETOOND, "/adviesrapport/bevindingen/0/tekst")]


def test_the_word_list_is_sorted_plain_and_says_nothing_private() -> None:
    words = gewone_woorden()
    assert 3000 < len(words) < 6000
    private = {"kind", "kinderen", "partner", "zorg", "mantelzorg", "ziekte", "kerk", "moskee", "rolstoel", "zolder"}
    assert not private & words
