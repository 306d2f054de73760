# SPDX-License-Identifier: EUPL-1.2
"""The copy for the bestuurder holds everything that he may see, says what it leaves out, and names no other person."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

import verapdf
from pdftext import body_text, squeeze
from weerbaar_docs.dossiers.inzage import Gebruik, Inzage, Verstrekking, Verwerking, copy_for_bestuurder
from weerbaar_docs.dossiers.zicht import lines, visible
from weerbaar_docs.rules.brief import reveals
from weerbaar_docs.voorbeelddata import FASEN, maak, string_leaves

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
PSEUDONIEM = "D-0123456789abcdef0123456789abcdef"
Gegevens = dict[str, Any]


def full() -> Gegevens:
    return maak("gemeente", 6, "in_uitvoering")


@cache
def made() -> Inzage:
    return copy_for_bestuurder(
        full(),
        pseudoniem=PSEUDONIEM,
        now=NOW,
        verwerking=Verwerking(
            grondslag="een taak van algemeen belang (voorbeeld)",
            bewaartermijn={"duur": "tien jaar", "startgebeurtenis": "einde van het ambt"},
        ),
        verstrekkingen=[Verstrekking(moment=NOW, aan="uw werkgever (gemeentesecretaris)", wat="maatregelenoverzicht")],
        gebruik=[
            *(
                Gebruik(moment=NOW - timedelta(days=n), rol="veiligheidsadviseur", handeling="dossier_gelezen")
                for n in range(3)
            ),
            Gebruik(moment=NOW, rol="secretariaat", handeling="inzage_gegeven"),
        ],
    )


@pytest.mark.lang
def test_the_copy_passes_verapdf():
    (verdict,) = verapdf.check([made().document.pdf])
    assert verdict.passed
    assert verdict.failed == {"3a": {}, "ua1": {}}


def test_every_text_that_the_bestuurder_may_see_is_in_the_pdf():
    seen = body_text(made().document.pdf)
    free = [t for _, t in string_leaves(visible(full(), "bestuurder").gegevens) if " " in t and len(t) > 20]
    assert free
    missing = [t for t in free if squeeze(t) not in seen]
    assert not missing


def test_the_data_file_holds_the_same_and_keeps_its_digests():
    data = json.loads(made().gegevens)
    assert data["gegevens"]["woonplek"] == full()["woonplek"]
    assert data["gegevens"]["bva_besluiten"][-1]["rapport_sha256"]
    labels = {regel["label"] for onderdeel in data["inzage"]["onderdelen"] for regel in onderdeel["regels"]}
    assert {"Achternaam", "Adres", "Maatregel M-01"} <= labels


def test_names_of_other_people_are_left_out_and_counted():
    gegevens = full()
    others = [
        gegevens["adviesrapport"]["opgesteld_door"]["naam"],
        gegevens["bva_besluiten"][-1]["toetser"]["naam"],
        *(d["naam"] for d in gegevens["gesprek_werkgever"]["deelnemers"] if "naam" in d),
    ]
    seen = body_text(made().document.pdf) + made().gegevens.decode()
    assert not [name for name in others if squeeze(name) in seen or name in seen]
    wat = json.loads(made().gegevens)["inzage"]["weggelaten"]
    assert any("naam van iemand anders" in w["waarom"] for w in wat)


def test_technique_of_the_organisation_is_left_out_and_said():
    gegevens = full()
    seen = visible(gegevens, "bestuurder")
    assert "zaaksysteem" not in seen.gegevens["organisatie"]
    assert ("organisatie", "andere doelgroep") in seen.weggelaten


def test_a_finding_for_others_alone_is_left_out_and_explained():
    gegevens = full()
    gegevens["adviesrapport"]["bevindingen"][0] |= {"tekst": "Kanarie in de toets.", "zichtbaar_voor": ["bva"]}
    inzage = copy_for_bestuurder(gegevens, pseudoniem=PSEUDONIEM, now=NOW)
    assert squeeze("Kanarie in de toets") not in body_text(inzage.document.pdf)
    assert b"Kanarie in de toets" not in inzage.gegevens
    assert any("beveiligingsautoriteit" in w["waarom"] for w in json.loads(inzage.gegevens)["inzage"]["weggelaten"])


def test_who_looked_is_told_by_role_with_how_often_and_when():
    gebruik = json.loads(made().gegevens)["inzage"]["gebruik"]
    assert gebruik[0] == {
        "rol": "veiligheidsadviseur",
        "wat": "dossier gelezen",
        "aantal": "3",
        "wanneer": "30 mei 2026 tot en met 1 juni 2026",
    }
    assert squeeze("uw werkgever (gemeentesecretaris)") in body_text(made().document.pdf)


def test_title_and_name_are_neutral():
    gegevens = full()
    assert not reveals(made().naam, gegevens)
    assert gegevens["dossiernummer"] not in made().naam


def test_what_was_not_set_is_not_made_up():
    inzage = copy_for_bestuurder(maak("waterschap", 1, "aangemeld"), pseudoniem=PSEUDONIEM, now=NOW)
    assert {m.pad for m in inzage.meldingen} == {"/grondslag", "/bewaartermijn", "/doorgifte"}
    text = body_text(inzage.document.pdf)
    assert squeeze("nog geen bewaartermijn vastgesteld") in text
    assert squeeze("niemand buiten onze organisatie") in text


def test_an_item_longer_than_a_page_is_printed_whole():
    gegevens = full()
    zinnen = [f"Zin {n} over de inrichting van het gebouw." for n in range(200)]
    gegevens["adviesrapport"]["bevindingen"][0]["tekst"] = " ".join(zinnen)
    text = body_text(copy_for_bestuurder(gegevens, pseudoniem=PSEUDONIEM, now=NOW).document.pdf)
    assert squeeze(zinnen[0]) in text
    assert squeeze(zinnen[-1]) in text


@pytest.mark.parametrize("fase", FASEN)
@pytest.mark.parametrize("soort", ["gemeente", "provincie", "waterschap"])
def test_every_part_of_every_sample_has_a_title_and_readable_lines(soort: str, fase: str):
    gegevens = maak(soort, 7, fase)
    before = copy.deepcopy(gegevens)
    for deel, value in visible(gegevens, "bestuurder").gegevens.items():
        for regel in lines(deel, value):
            assert regel.waarde.strip()
            assert "{" not in regel.label
    assert gegevens == before
