# SPDX-License-Identifier: EUPL-1.2
"""Nothing that the werkgever may not see reaches the data of the werkgever's version (R-RED-1, R-RED-3)."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar_docs.kostenverdeling import verdeel
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.voorbeelddata import SOORTEN, maak
from weerbaar_docs.werkgeversversie import werkgeversversie

# Written out on purpose, beside the annotations of the schemas: what the werkgever may read in free words.
OPEN = re.compile(
    r"/organisatie/(type|naam)|/bestuurder/ambt"
    r"|/adviesrapport/(rapportnummer|opgesteld_op|beoordeling_voor_werkgever|vertrouwelijkheidaanduiding)"
    r"|/adviesrapport/dreigingsanalyse/niveau"
    r"|/adviesrapport/bevindingen/\d+/(id|domein|tekst|tekst_voor_werkgever)"
    r"|/adviesrapport/maatregelen/\d+/(nummer|domein|titel|urgentie|verstrekkingsvorm|grondslag|norm)"
    r"|/adviesrapport/maatregelen/\d+/(tekst_voor_werkgever/(omschrijving|motivering)|uitvoerder/rol|kosten/\w+)"
)
EXCLUSIONS = (
    "incidenten", "gezinssituatie", "bevindingen_werk", "bevindingen_wonen", "bevindingen_informatie",
    "bevindingen_verplaatsen", "dreigingsanalyse",
)  # fmt: skip
cases = st.tuples(st.sampled_from(SOORTEN), st.integers(0, 400))


def canaried(value: Any, pad: str = "") -> Any:
    """Put a canary with its own place in every string that is not of a fixed form, so that a leak says where from."""
    if isinstance(value, str):
        return (
            value if re.fullmatch(r"[a-z_0-9]+|[A-Z]-\d+|[\d.]+|\d{4}-\d\d-\d\d.*", value) else f"{value} CANARY<{pad}>"
        )
    if isinstance(value, dict):
        return {key: canaried(item, f"{pad}/{key}") for key, item in value.items()}
    if isinstance(value, list):
        return [canaried(item, f"{pad}/{i}") for i, item in enumerate(value)]
    return value


def besluit_van(gegevens: dict[str, Any]) -> dict[str, Any] | None:
    return next((b for b in reversed(gegevens.get("bva_besluiten", [])) if b["uitkomst"] != "teruggestuurd"), None)


def bijlage(gegevens: dict[str, Any]) -> None:
    gegevens["adviesrapport"]["bijlagen"] = [
        {
            "id": "F-01",
            "bestandsnaam": "F-01.jpg",
            "mediatype": "image/jpeg",
            "sha256": "0" * 64,
            "bytes": 1,
            "doelgroep": ["bestuurder", "bva", "werkgever"],
            "hoort_bij": "B-01",
            "alternatieve_tekst": "Foto van de achterdeur (fictief)",
        }
    ]


@settings(max_examples=40, deadline=None)
@given(cases, st.sets(st.sampled_from(EXCLUSIONS)))
def test_no_private_text_reaches_the_werkgever(case: tuple[str, int], uitgesloten: set[str]) -> None:
    gegevens = maak(*case, fase="in_uitvoering")
    bijlage(gegevens)
    besluit = besluit_van(gegevens)
    inhoud = canaried(rapportinhoud(gegevens))
    versie = werkgeversversie(inhoud, besluit, uitgesloten_onderdelen=tuple(uitgesloten), datum="2026-11-22")
    seen = set(re.findall(r"CANARY<([^>]*)>", json.dumps(versie, ensure_ascii=False)))
    assert seen
    assert {pad for pad in seen if not OPEN.fullmatch(pad)} == set()
    texts = json.dumps(versie, ensure_ascii=False)
    for i, b in enumerate(inhoud["adviesrapport"]["bevindingen"]):
        hidden = "werkgever" not in b["zichtbaar_voor"] or b["soort"] in ("incident", "persoonsomstandigheid")
        own = b["domein"] == "werk" and "tekst_voor_werkgever" not in b
        if hidden or not own or f"bevindingen_{b['domein']}" in uitgesloten:
            assert f"CANARY</adviesrapport/bevindingen/{i}/tekst>" not in texts


@settings(max_examples=40, deadline=None)
@given(cases)
def test_the_werkgever_sees_what_he_does_or_pays_and_nothing_else(case: tuple[str, int]) -> None:
    gegevens = maak(*case, fase="in_uitvoering")
    besluit = besluit_van(gegevens)
    inhoud = rapportinhoud(gegevens)
    versie = werkgeversversie(inhoud, besluit, datum="2026-11-22")
    payers = {line["maatregel"]: line["betaler"] for line in verdeel(inhoud, besluit)["per_maatregel"]}
    oordelen = {line["nummer"]: line["oordeel"] for line in besluit["per_maatregel"]} if besluit else {}
    shown = {m["nummer"] for m in versie["maatregelen"]}
    for m in inhoud["adviesrapport"]["maatregelen"]:
        rol, betaler = m["uitvoerder"]["rol"], payers[m["nummer"]]
        own = m["pkvw_niveau"] or m["grondslag"] == "eigen_verantwoordelijkheid"
        mine = rol == "werkgever" or betaler in ("werkgever", "werkgever_facultatief", "aangehouden_pkvw")
        mine = mine or (rol == "leverancier" and betaler == "geen_kosten" and not own)
        established = oordelen.get(m["nummer"]) in ("vastgesteld", "gewijzigd_vastgesteld")
        assert (m["nummer"] in shown) == (mine and established)
    amounts = [m["kosten"]["eenmalig_incl_btw"] for m in versie["maatregelen"]]
    cents = sum(int(amount.replace(".", "")) for amount in amounts)
    assert versie["kosten_raming"]["eenmalig_incl_btw"] == f"{cents // 100}.{cents % 100:02d}"


def test_a_changed_wording_replaces_the_old_one() -> None:
    gegevens = maak("gemeente", 0, fase="vastgesteld")
    besluit = copy.deepcopy(besluit_van(gegevens))
    assert besluit
    inhoud = rapportinhoud(gegevens)
    first = werkgeversversie(inhoud, besluit, datum="")["maatregelen"][0]
    line = next(line for line in besluit["per_maatregel"] if line["nummer"] == first["nummer"])
    line.update(oordeel="gewijzigd_vastgesteld", gewijzigde_omschrijving="Anders (fictief).")
    assert werkgeversversie(inhoud, besluit, datum="")["maatregelen"][0]["omschrijving"] == "Anders (fictief)."
    line.update(oordeel="niet_vastgesteld", motivering="Nee.")
    again = werkgeversversie(inhoud, besluit, datum="")["maatregelen"]
    assert first["nummer"] not in {m["nummer"] for m in again}


@pytest.mark.parametrize("new", ["geheim_veld"])
def test_a_new_field_stays_hidden(new: str) -> None:
    inhoud = rapportinhoud(maak("gemeente", 1, fase="vastgesteld"))
    besluit = besluit_van(maak("gemeente", 1, fase="vastgesteld"))

    def grow(value: Any) -> Any:
        if isinstance(value, dict):
            return {**{key: grow(item) for key, item in value.items()}, new: "CANARY"}
        return [grow(item) for item in value] if isinstance(value, list) else value

    grown = grow(inhoud)
    versie = werkgeversversie(grown, besluit, datum="")
    assert "CANARY" not in json.dumps(versie)
