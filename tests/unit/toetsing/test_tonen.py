# SPDX-License-Identifier: EUPL-1.2
"""What a toetser reads of an indiening: all that he judges, in the words of the report, and nothing personal unless asked for."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dossierbouw import sample
from stappenbouw import judged
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.keys import Medewerker
from weerbaar_docs.model import Adviesrapport, Verklaring, freeze, rapport_digest, rapportinhoud, utc_moment
from weerbaar_docs.rendering import Conceptrapport, Document, Herkomst
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.store.crypto import new_data_key
from weerbaar_docs.toetsing.beoordelen import check_known
from weerbaar_docs.toetsing.besluit_tonen import besluit_lines
from weerbaar_docs.toetsing.bij_bva import Zaakstand
from weerbaar_docs.toetsing.bij_bva.rijen import Staat
from weerbaar_docs.toetsing.indienen import toetsingsblad
from weerbaar_docs.toetsing.meelezen import reading
from weerbaar_docs.toetsing.ontvangen import Ingediend
from weerbaar_docs.toetsing.plaatsen import find_plaats
from weerbaar_docs.toetsing.tonen import as_json, lines, todo_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

MASKER = "[verborgen]"
MOTIVERING = "De eigenaar van deze huurwoning werkt niet mee; de maatregelen beveiligen de woning ook zonder keurmerk."


def received(inhoud: Any, **staat: Any) -> Zaakstand:
    """Give an indiening as the store of the BVA has it, with a concept that nobody rendered."""
    rapport = Adviesrapport(inhoud=freeze(inhoud), rapport_sha256=rapport_digest(inhoud))
    herkomst = Herkomst(**dict.fromkeys(Herkomst.__slots__, "-"))
    ingediend = Ingediend(
        concept=Conceptrapport(rapport=rapport, document=Document(docx=b"", pdf=b"%PDF-", herkomst=herkomst)),
        indiening=Verklaring(verklaring=b"", handtekening=b""),
        opsteller=Medewerker(id="MW-0001", rollen=frozenset({"adviseur"}), vingerafdruk="A" * 40, van=date(2026, 1, 1)),
        toetsingsblad=freeze(toetsingsblad(inhoud, None)),
        vorige=None,
        huisstijl=HUISSTIJL,
    )
    known = {"afzender": "A" * 40, "toetser": "MW-9001", "beoordeling": {}, "meelezing": None, **staat}
    return Zaakstand(
        indiening="O-" + "0" * 32,
        status="ontvangen",
        vorige_ontvangen=False,
        staat=Staat(**known),
        ingediend=ingediend,
        sleutel=new_data_key("O-" + "0" * 32),
    )


@pytest.fixture
def inhoud() -> Any:
    return rapportinhoud(sample("concept", 3))


def shown(stand: Zaakstand, masker: str | None = None) -> str:
    return " ".join(" ".join(lines(stand, masker)).split())


def test_every_text_that_is_judged_is_shown_and_masked_unless_asked_for(inhoud):
    inhoud["pkvw"] |= {"status": "uitzondering", "uitzondering": {"motivering": MOTIVERING, "gronden": ["anders"]}}
    stand = received(inhoud)
    texts = [
        m[name] for m in inhoud["adviesrapport"]["maatregelen"] for name in ("titel", "omschrijving", "motivering")
    ]
    whole, masked = shown(stand), shown(stand, MASKER) + json.dumps(as_json(stand, MASKER), ensure_ascii=False)
    assert [text for text in (*texts, MOTIVERING) if text not in whole] == []
    assert [text for text in (*texts, MOTIVERING) if text in masked] == []


def test_a_treffer_is_shown_under_its_place_with_the_text_of_that_place(inhoud):
    maatregel = inhoud["adviesrapport"]["maatregelen"][3]
    maatregel["omschrijving"] = "Zet de krukas van de hefbrug vast."
    maatregel["tekst_voor_werkgever"]["omschrijving"] = "Let op de krukas."
    stand = received(inhoud)
    [treffer] = [t for t in as_json(stand, None)["treffers"] if t["tekst"] == "krukas"]
    place = f"{maatregel['nummer']}, tekst voor de werkgever, omschrijving voor de werkgever"
    source = f"{maatregel['nummer']}, omschrijving"
    assert (treffer["plaats"], treffer["weggelaten_uit"]) == (place, source)
    assert treffer["pad"] == "/adviesrapport/maatregelen/3/tekst_voor_werkgever/omschrijving"
    found, masked = shown(stand), shown(stand, MASKER)
    assert f"{place}: Let op de krukas." in found
    assert f"{treffer['sleutel']} zeldzaam woord “krukas”, weggelaten uit {source}: te beoordelen" in found
    assert "bevestigd: de werkgever mag dit lezen" in found
    assert "krukas" not in masked
    assert "/adviesrapport" not in masked + found


def test_what_may_never_come_back_is_not_asked_to_be_confirmed(inhoud):
    inhoud["adviesrapport"]["beoordeling_voor_werkgever"] += f" Zie {inhoud['woonplek']['adres']['straatnaam']}."
    stand = received(inhoud)
    [adres] = [t for t in as_json(stand, None)["treffers"] if t["ernst"] == "fout"]
    found = shown(stand)
    assert f"{adres['sleutel']} adres" in found
    assert f"weggelaten uit {adres['weggelaten_uit']}: mag nooit blijven staan" in found
    assert adres["weggelaten_uit"].startswith("woonplek")
    told = list(todo_lines(stand))
    assert [line for line in told if adres["sleutel"] in line] == told[-1:]
    assert told[-1].startswith("wijzig een omschrijving of stuur terug")


def test_every_pointer_of_a_treffer_has_words_in_which_no_text_is(inhoud):
    oordelen = {
        "besluitnummer": "BVA-1",
        "per_maatregel": [
            {"nummer": "M-01", "oordeel": "gewijzigd_vastgesteld", "gewijzigde_omschrijving": "Doe het samen."}
        ],
    }
    for pad, expected in (
        (
            "/bva_besluit/per_maatregel/M-01/gewijzigde_omschrijving",
            ("M-01, gewijzigde omschrijving", "Doe het samen."),
        ),
        ("/bva_besluit/besluitnummer", ("besluitnummer", "BVA-1")),
        ("/adviesrapport/rapportnummer", ("rapportnummer", inhoud["adviesrapport"]["rapportnummer"])),
    ):
        assert find_plaats(pad, inhoud, oordelen) == expected
    for i, bevinding in enumerate(inhoud["adviesrapport"]["bevindingen"]):
        found = find_plaats(f"/adviesrapport/bevindingen/{i}/tekst", inhoud, {})
        assert found == (f"{bevinding['id']}, tekst", bevinding["tekst"])
    inhoud["gesprek_werkgever"]["deelnemers"][0]["naam"] = "Geheim (fictief)"
    deelnemer = find_plaats("/gesprek_werkgever/deelnemers/0/naam", inhoud, {})
    assert deelnemer == ("gesprek met de werkgever, deelnemers 1, naam", "Geheim (fictief)")


def leaves(value: Any, pad: str = "") -> Iterator[tuple[str, str]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from leaves(item, f"{pad}/{key}")
    if isinstance(value, str):
        yield pad, value


@pytest.mark.parametrize("soort", ["gemeente", "provincie", "waterschap"])
def test_every_text_of_a_report_has_a_place_with_a_name(soort):
    found = rapportinhoud(sample("concept", 5, soort))
    for pad, tekst in leaves(found):
        plaats = find_plaats(pad, found, {})
        assert plaats.tekst == tekst
        assert plaats.naam


def test_what_was_judged_so_far_is_shown(inhoud):
    inhoud["pkvw"] |= {"status": "uitzondering", "uitzondering": {"motivering": MOTIVERING, "gronden": ["anders"]}}
    fresh = shown(received(inhoud, toetser=None))
    for said in ("nog door niemand behandeld", "PKVW nog niet beoordeeld", "uitkomst: nog niet gekozen"):
        assert said in fresh
    assert "meegelezen door: nog niemand" in fresh
    besluit = {"rapport_sha256": "0" * 64}
    verklaring = reading(besluit, medewerker="MW-9002", now=utc_moment("2026-06-01T10:00:00Z"))
    kept = {"bva_besluit": besluit, "verklaring": base64.b64encode(verklaring).decode(), "handtekening": ""}
    oordelen = {"uitkomst": "vastgesteld", "besluitnummer": "BVA-1", "pkvw_uitzondering_akkoord": False}
    stand = received(inhoud, beoordeling=oordelen, meelezing=kept)
    later = shown(stand)
    for said in ("behandeld door MW-9001", "PKVW geen akkoord", "uitkomst: vastgesteld", "besluitnummer: BVA-1"):
        assert said in later
    assert "meegelezen door: MW-9002" in later
    assert as_json(stand, MASKER)["meelezer"] == "MW-9002"


def test_what_is_left_to_do_names_each_thing_once(inhoud):
    stand = received(inhoud)
    told = " ".join(" ".join(todo_lines(stand)).split())
    assert "geef uitkomst, besluitnummer" in told
    for item in stand.ontbreekt:
        assert told.count(item.wat.rpartition(" ")[2]) == 1
    assert told.count("beoordeel maatregel") == 1


def test_who_judged_all_is_told_how_to_decide_and_who_decided_that_it_is_done(inhoud):
    stand = received(inhoud)
    oordelen = judged(stand.ingediend)
    assert [line.split(":")[0] for line in todo_lines(received(inhoud, beoordeling=oordelen))] == ["besluit"]
    oordelen["treffers"][0]["oordeel"] = "afgewezen"
    rejected = oordelen["treffers"][0]["sleutel"]
    [told] = todo_lines(received(inhoud, beoordeling=oordelen))
    assert told.startswith("wijzig een omschrijving of stuur terug")
    assert told.endswith(rejected)
    done = replace(received(inhoud, beoordeling=oordelen), status="besloten")
    assert list(todo_lines(done)) == ["niets: er is besloten"]


@pytest.mark.parametrize(
    ("deel", "known"),
    [
        ({"per_maatregel": [{"nummer": "M-99", "oordeel": "vastgesteld"}]}, "M-01"),
        ({"toetsing": [{"criterium": "onzin", "oordeel": "voldoet"}]}, "kosten_onderbouwd"),
        ({"treffers": [{"sleutel": "0" * 16, "oordeel": "bevestigd"}]}, None),
    ],
)
def test_a_judgement_on_what_is_not_there_is_answered_with_what_is(inhoud, deel, known):
    stand = received(inhoud)
    with pytest.raises(ValidationError, match="BEOORDELING-ONBEKEND") as caught:
        check_known(stand.ingediend, {}, deel)
    expected = known or stand.ingediend.toetsingsblad["treffers"][0]["sleutel"]
    assert expected in caught.value.meldingen[0].oplossing


def test_of_very_many_treffers_some_are_named_and_the_rest_counted(inhoud):
    words = " ".join(f"Xq{chr(97 + n // 26)}{chr(97 + n % 26)}zlom" for n in range(60))
    inhoud["adviesrapport"]["maatregelen"][0]["omschrijving"] = words
    inhoud["adviesrapport"]["maatregelen"][0]["tekst_voor_werkgever"]["omschrijving"] = ". ".join(words.split())
    stand = received(inhoud)
    known = len(stand.ingediend.toetsingsblad["treffers"])
    with pytest.raises(ValidationError, match="BEOORDELING-ONBEKEND") as caught:
        check_known(stand.ingediend, {}, {"treffers": [{"sleutel": "0" * 16, "oordeel": "bevestigd"}]})
    assert known > 60
    assert f"en nog {known - 40} (bva toon)" in caught.value.meldingen[0].oplossing


def test_who_agrees_sees_every_value_of_the_besluit(inhoud):
    [besluit] = sample("vastgesteld", 3)["bva_besluiten"][:1]
    besluit |= {"kenmerk": "K-FICTIEF", "pkvw_blokkeert": "alle", "redactie_bevestigd": ["0123456789abcdef"]}
    besluit["toetsing"][0] |= {"opmerking": "Een opmerking."}
    besluit["per_maatregel"][0] |= {"motivering": "Een reden.", "gewijzigde_omschrijving": "Een andere tekst."}
    said = " ".join(" ".join(besluit_lines(besluit)).split())
    assert [text for _, text in leaves(besluit) if " ".join(text.split()) not in said] == []
