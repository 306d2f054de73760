# SPDX-License-Identifier: EUPL-1.2
"""For each rule: one planted fault raises it and only what it implies; the valid neighbour raises none."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.kostenverdeling import som, verdeel
from weerbaar_docs.model import rapport_digest, rapportinhoud, vaststelling_digest
from weerbaar_docs.rules import REGELS, evaluate
from weerbaar_docs.rules.brief import reveals
from weerbaar_docs.rules.regel import dag, moment
from weerbaar_docs.validation import schema_faults

Gegevens = dict[str, Any]
SAMPLE: Gegevens = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
BY_ID = {regel.id: regel for regel in REGELS}
MOTIVERING = (
    "De verhuurder heeft na drie verzoeken schriftelijk geweigerd mee te werken aan het certificaat voor deze woning."
)


def settle(g: Gegevens, *, kosten: bool = True) -> Gegevens:
    """Recompute what follows from the report: totals, digests, kostenverdeling."""
    rapport = g["adviesrapport"]
    for veld in rapport["kosten_raming"]:
        rapport["kosten_raming"][veld] = som(m["kosten"][veld] for m in rapport["maatregelen"])
    return settle_digests(g, kosten=kosten)


def settle_digests(g: Gegevens, *, kosten: bool = True) -> Gegevens:
    besluit = g["bva_besluiten"][0] if g.get("bva_besluiten") else None
    if besluit:
        besluit["rapport_sha256"] = rapport_digest(g)
        for toestemming in g.get("toestemmingen", []):
            toestemming["vaststelling_sha256"] = vaststelling_digest(rapportinhoud(g), besluit)
    if kosten and "kostenverdeling" in g:
        g["kostenverdeling"] = verdeel(rapportinhoud(g), besluit)
    return g


def at(g: Gegevens, pad: str, value: Any) -> Gegevens:
    *way, last = pad.split(".")
    item: Any = g
    for part in way:
        item = item[int(part)] if part.isdecimal() else item[part]
    if isinstance(item, list):
        item[int(last)] = value
    else:
        item[last] = value
    return g


def without(g: Gegevens, *keys: str) -> Gegevens:
    for key in keys:
        del g[key]
    return g


def put(
    *pairs: tuple[str, Any], then: Callable[[Gegevens], Gegevens] | None = settle
) -> Callable[[Gegevens], Gegevens]:
    def change(g: Gegevens) -> Gegevens:
        for pad, value in pairs:
            at(g, pad, value)
        return then(g) if then else g

    return change


def uitzondering(akkoord: bool | None) -> Callable[[Gegevens], Gegevens]:
    return put(
        ("pkvw.status", "uitzondering"),
        ("pkvw.uitzondering", {"motivering": MOTIVERING, "gronden": ["huur_medewerking_geweigerd"]}),
        ("bva_besluiten.0.pkvw_uitzondering_akkoord", akkoord),
        ("uitvoering", []),
    )


def commissaris(ontheffing: Any, provincie: str = "99") -> Callable[[Gegevens], Gegevens]:
    return put(
        ("organisatie.type", "provincie"),
        ("organisatie.tooi_uri", "https://identifier.overheid.nl/tooi/id/provincie/pv99"),
        ("organisatie.contactpersoon.functie", "provinciesecretaris"),
        ("werkgeversbrief.organisatietype", "provincie"),
        ("bestuurder.ambt", "commissaris_van_de_koning"),
        ("woonplek.adres.provinciecode", provincie),
        ("woonplek.ontheffing_woonplaats", ontheffing),
    )


ONTHEFFING = {"verleend_op": "2026-01-12", "verleend_door": "de raad"}
TERUG = (("bva_besluiten.0.uitkomst", "teruggestuurd"), ("bva_besluiten.0.per_maatregel", []))
M = "adviesrapport.maatregelen"
T = "toestemmingen.0"


def terug(oordeel: str) -> Callable[[Gegevens], Gegevens]:
    return put(
        *TERUG,
        ("bva_besluiten.0.toetsing.0.oordeel", oordeel),
        ("toestemmingen", []),
        ("werkgeversbrief", None),
        ("uitvoering", []),
    )


def empty_report(flag: bool) -> Callable[[Gegevens], Gegevens]:
    return put(
        (M, []),
        ("adviesrapport.geen_maatregelen_nodig", flag),
        ("bva_besluiten.0.per_maatregel", []),
        ("uitvoering", []),
    )


def _niets(g: Gegevens) -> Gegevens:
    return g


# rule, planted fault, valid neighbour
CASES: list[tuple[str, Callable[[Gegevens], Gegevens], Callable[[Gegevens], Gegevens]]] = [
    ("R-AMBT-1", put(("bestuurder.ambt", "gedeputeerde")), put(("bestuurder.ambt", "wethouder"))),
    ("R-AMBT-2", put(("bestuurder.benoemd_op", "2026-04-03")), put(("bestuurder.benoemd_op", "2026-04-02"))),
    ("R-AMBT-2", put(("bestuurder.einde_ambt_op", "2026-04-01")), put(("bestuurder.einde_ambt_op", "2026-04-02"))),
    ("R-ORG-1", put(("organisatie.rsin", "999900019")), put(("organisatie.rsin", "999900018"))),
    (
        "R-ORG-2",
        put(("organisatie.oin", "00000003999900018000"), (f"{T}.ontvanger.oin", "00000003999900018000")),
        _niets,
    ),
    ("R-WOON-1", put(("woonplek.adres.gemeentecode", "9902")), put(("woonplek.ontheffing_woonplaats", ONTHEFFING))),
    ("R-WOON-1", commissaris(None, "98"), commissaris(None)),
    ("R-WOON-2", commissaris(ONTHEFFING, "98"), commissaris(None)),
    ("R-PKVW-2", put(("pkvw.geldig_tot", "2036-05-05")), put(("pkvw.geldig_tot", "2036-05-06"))),
    (
        "R-PKVW-2",
        put(("pkvw.afgegeven_op", "2024-02-29"), ("pkvw.geldig_tot", "2034-02-28")),
        put(("pkvw.afgegeven_op", "2024-02-29"), ("pkvw.geldig_tot", "2034-03-01")),
    ),
    (
        "R-VOLG-1",
        put(("gesprek_werkgever.gehouden_op", "2026-04-22")),
        put(("gesprek_werkgever.gehouden_op", "2026-04-21")),
    ),
    (
        "R-INH-1",
        put(("gesprek_bestuurder.besproken_domeinen", ["werk", "wonen", "informatie"])),
        put(("gesprek_bestuurder.besproken_domeinen", ["wonen", "werk", "informatie", "verplaatsen"])),
    ),
    ("R-GEM-1", empty_report(flag=False), empty_report(flag=True)),
    (
        "R-GEM-1",
        put(("adviesrapport.geen_maatregelen_nodig", True)),
        put(("adviesrapport.geen_maatregelen_nodig", False)),
    ),
    ("R-NUM-1", put((f"{M}.15.nummer", "M-18"), ("bva_besluiten.0.per_maatregel.15.nummer", "M-18")), _niets),
    (
        "R-KOST-1",
        put((f"{M}.7.kosten.eenmalig_incl_btw", "359.99")),
        put((f"{M}.7.kosten.eenmalig_incl_btw", "360.00"), (f"{M}.7.kosten.eenmalig_excl_btw", "297.52")),
    ),
    ("R-KOST-2", put(("adviesrapport.kosten_raming.eenmalig_incl_btw", "1.00"), then=settle_digests), _niets),
    ("R-KOST-3", put((f"{M}.0.kosten.basis", "raming")), put((f"{M}.0.kosten.basis", "nihil"))),
    ("R-KOST-3", put((f"{M}.1.kosten.basis", "nihil")), put((f"{M}.1.kosten.basis", "offerte"))),
    ("R-KOST-4", put((f"{M}.1.soort", "gedrag")), put((f"{M}.0.soort", "gedrag"))),
    ("R-REF-1", put((f"{M}.0.bevindingen.0", "B-99")), _niets),
    ("R-REF-2", put((f"{M}.0.bevindingen.0", "B-03")), put((f"{M}.0.bevindingen.0", "B-02"))),
    ("R-REF-3", put((f"{M}.0.afhankelijk_van", ["M-99"])), put((f"{M}.0.afhankelijk_van", ["M-02"]))),
    ("R-REF-3", put((f"{M}.0.afhankelijk_van", ["M-01"])), put((f"{M}.0.afhankelijk_van", ["M-02"]))),
    ("R-PKVW-5", put((f"{M}.8.grondslag", "regeling_veilige_woonplek")), _niets),
    (
        "R-VERS-1",
        put((f"{M}.1.verstrekkingsvorm", "geen")),
        put((f"{M}.1.verstrekkingsvorm", "ter_beschikking_stelling")),
    ),
    ("R-GROND-1", put((f"{M}.1.grondslag", "regeling_veilige_woonplek")), put((f"{M}.1.grondslag", "ict_voorziening"))),
    (
        "R-VHA-1",
        put(("adviesrapport.vertrouwelijkheidaanduiding", "zaakvertrouwelijk")),
        put(("adviesrapport.vertrouwelijkheidaanduiding", "vertrouwelijk")),
    ),
    (
        "R-BVA-1",
        put(("adviesrapport.versie", 1), ("adviesrapport.rapportnummer", "CCV-ADV-2026-0418"), then=None),
        _niets,
    ),
    ("R-BVA-1", put(("bva_besluiten.0.rapport_sha256", "0" * 64), then=None), _niets),
    ("R-BVA-1", put(("bva_besluiten.0.rapport_versie", 2), then=None), _niets),
    (
        "R-BVA-2",
        put(
            (
                ("bva_besluiten.0.per_maatregel.1"),
                {"nummer": "M-02", "oordeel": "niet_vastgesteld", "motivering": "Nee."},
            )
        ),
        put(
            (
                ("bva_besluiten.0.per_maatregel.1"),
                {"nummer": "M-02", "oordeel": "niet_vastgesteld", "motivering": "Nee."},
            ),
            ("bva_besluiten.0.uitkomst", "gedeeltelijk_vastgesteld"),
        ),
    ),
    ("R-BVA-3", terug("voldoet_deels"), terug("voldoet_niet")),
    ("R-BVA-4", put(("bva_besluiten.0.per_maatregel", SAMPLE["bva_besluiten"][0]["per_maatregel"][:-1])), _niets),
    (
        "R-BVA-4",
        put(
            (
                "bva_besluiten.0.per_maatregel",
                [{"nummer": "M-17", "oordeel": "vastgesteld"}, *SAMPLE["bva_besluiten"][0]["per_maatregel"]],
            )
        ),
        _niets,
    ),
    (
        "R-BVA-5",
        put(("bva_besluiten.0.toetser.naam", " a. (anneloes) Vuijk-Hânema  (FICTIEF)")),
        put(("bva_besluiten.0.toetser.naam", "mr. B. Ander (fictief)")),
    ),
    (
        "R-VOLG-2",
        put(("bva_besluiten.0.besloten_op", "2026-05-06")),
        put(("bva_besluiten.0.besloten_op", "2026-05-07")),
    ),
    (
        "R-PKVW-3",
        put(("pkvw.afgegeven_op", "2016-05-17"), ("pkvw.geldig_tot", "2026-05-17"), ("uitvoering", [])),
        put(("pkvw.afgegeven_op", "2016-05-18"), ("pkvw.geldig_tot", "2026-05-18"), ("uitvoering", [])),
    ),
    ("R-PKVW-4", uitzondering(akkoord=None), uitzondering(akkoord=True)),
    ("R-PKVW-4", uitzondering(akkoord=False), uitzondering(akkoord=True)),
    (
        "R-PKVW-1",
        lambda g: settle(put(("pkvw.status", "in_aanvraag"), ("uitvoering", []), then=None)(g), kosten=False),
        put(("pkvw.status", "in_aanvraag"), ("uitvoering", [])),
    ),
    ("R-BET-1", put(("kostenverdeling.per_maatregel.0.betaler", "werkgever"), then=None), _niets),
    ("R-BET-1", put(("kostenverdeling.peildatum", "2026-05-07"), then=None), _niets),
    ("R-BET-1", put(("kostenverdeling.per_betaler.0.eenmalig_incl_btw", "827.01"), then=None), _niets),
    (
        "R-TOES-0",
        lambda g: settle(at(g, "bva_besluiten", [])),
        put(("bva_besluiten", []), ("toestemmingen", []), ("werkgeversbrief", None), ("uitvoering", [])),
    ),
    ("R-TOES-0", put((f"{T}.rapport_versie", 2), then=None), _niets),
    ("R-TOES-1", put((f"{T}.vaststelling_sha256", "0" * 64), then=None), _niets),
    ("R-TOES-3", put((f"{T}.ontvanger.oin", "00000001999900019000")), _niets),
    ("R-TOES-7", put((f"{T}.bewijs", {"soort": "e_mail"})), put((f"{T}.bewijs", {"soort": "pades"}))),
    (
        "R-TOES-7",
        put((f"{T}.bewijs", {"soort": "mondeling"})),
        put(
            (f"{T}.bewijs", {"soort": "mondeling"}),
            (f"{T}.status", "geweigerd"),
            ("werkgeversbrief", None),
            ("uitvoering", []),
        ),
    ),
    (
        "R-TOES-8",
        put((f"{T}.geldig_tot", "2026-08-20T09:00:01+02:00")),
        put((f"{T}.geldig_tot", "2026-08-20T09:00:00+02:00")),
    ),
    (
        "R-TOES-8",
        put((f"{T}.geldig_van", "2026-05-22T20:14:06+02:00")),
        put((f"{T}.geldig_van", "2026-05-22T20:14:05+02:00")),
    ),
    (
        "R-VOLG-3",
        put((f"{T}.gegeven_op", "2026-05-17T21:59:59Z"), (f"{T}.geldig_van", "2026-05-17T00:00:00Z")),
        put((f"{T}.gegeven_op", "2026-05-17T22:00:00Z"), (f"{T}.geldig_van", "2026-05-17T00:00:00Z")),
    ),
    (
        "R-TOES-2",
        put((f"{T}.status", "verlopen"), ("uitvoering", [])),
        put((f"{T}.status", "verlopen"), ("uitvoering", []), ("werkgeversbrief", None)),
    ),
    ("R-TOES-2", put(("werkgeversbrief.toestemming_id", "TST-2026-9999")), _niets),
    (
        "R-TOES-2",
        lambda g: (g["toestemmingen"][0].pop("ontvanger"), at(g, f"{T}.route", "via_bestuurder"))[1],
        put((f"{T}.route", "op_papier")),
    ),
    ("R-TOES-4", put(("werkgeversbrief.datum", "2026-06-22")), put(("werkgeversbrief.datum", "2026-06-21"))),
    (
        "R-TOES-5",
        put(("werkgeversbrief.bijlagen.0.documentsoort", "adviesrapport_volledig")),
        put(("werkgeversbrief.bijlagen.0.documentsoort", "maatregelen_data")),
    ),
    (
        "R-TOES-5",
        put((f"{T}.omvang", "alleen_maatregelenoverzicht")),
        put((f"{T}.omvang", "volledig_rapport")),
    ),
    ("R-VOLG-4", put(("werkgeversbrief.datum", "2026-05-21")), put(("werkgeversbrief.datum", "2026-05-22"))),
    ("R-BRIEF-1", put(("werkgeversbrief.organisatietype", "provincie")), _niets),
    ("R-META-1", put(("werkgeversbrief.betreft", "Advies mevrouw HOOGH")), put(("werkgeversbrief.betreft", "Advies"))),
    ("R-META-1", put(("werkgeversbrief.bijlagen.0.titel", "Beveiligingsadvies")), _niets),
    ("R-PGP-1", lambda g: (g["organisatie"].pop("openpgp"), g)[1], put((f"{T}.route", "op_papier"))),
    (
        "R-PGP-1",
        put(("organisatie.openpgp.geldig_tot", "2026-05-25")),
        put(("organisatie.openpgp.geldig_tot", "2026-05-26")),
    ),
    ("R-PGP-1", put(("organisatie.openpgp.vingerafdruk", "F" * 40)), _niets),
    ("R-REF-4", put(("uitvoering.0.maatregel", "M-99")), _niets),
    (
        "R-UITV-1",
        put(("pkvw.status", "in_aanvraag")),
        put(
            ("pkvw.status", "in_aanvraag"),
            ("uitvoering.0.status", "wacht_op_pkvw"),
            ("uitvoering.1.status", "wacht_op_pkvw"),
        ),
    ),
    (
        "R-UITV-2",
        put(("uitvoering.2", {"maatregel": "M-11", "status": "uitgevoerd"})),
        put(("uitvoering.2", {"maatregel": "M-11", "status": "uitgesteld"})),
    ),
    (
        "R-UITV-3",
        put(("toestemmingen", []), ("werkgeversbrief", None)),
        put(("toestemmingen", []), ("werkgeversbrief", None), ("uitvoering", [])),
    ),
]


def codes(g: Gegevens) -> set[str]:
    assert schema_faults("dossier", g) == []
    return {
        m.code
        for m in evaluate(g)
        if not (m.code == "R-GROND-1" and m.pad.startswith("/adviesrapport/maatregelen/12/"))
    }


@pytest.mark.parametrize(("rule", "fault", "neighbour"), CASES, ids=[f"{i:02d}-{c[0]}" for i, c in enumerate(CASES)])
def test_planted_fault_raises_only_its_rule(rule: str, fault: Any, neighbour: Any) -> None:
    found = codes(fault(copy.deepcopy(SAMPLE)))
    assert rule in found
    assert found <= {rule, *BY_ID[rule].impliceert}
    assert codes(neighbour(copy.deepcopy(SAMPLE))) == set()


def test_inh_2_warns_on_an_empty_domein() -> None:
    g = copy.deepcopy(SAMPLE)
    rapport = g["adviesrapport"]
    rapport["bevindingen"] = [b for b in rapport["bevindingen"] if b["domein"] != "verplaatsen"]
    rapport["maatregelen"] = [m for m in rapport["maatregelen"] if m["domein"] != "verplaatsen"]
    nummers = {m["nummer"] for m in rapport["maatregelen"]}
    besluit = g["bva_besluiten"][0]
    besluit["per_maatregel"] = [d for d in besluit["per_maatregel"] if d["nummer"] in nummers]
    assert codes(settle(g)) == {"R-INH-2"}


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} | {"R-INH-2"} == set(BY_ID)


def test_ids_are_unique_and_implied_rules_exist() -> None:
    assert len(BY_ID) == len(REGELS)
    assert all(other in BY_ID for regel in REGELS for other in regel.impliceert)


def test_momenten_select() -> None:
    g = at(at(copy.deepcopy(SAMPLE), "organisatie.rsin", "999900019"), "uitvoering.0.maatregel", "M-99")
    assert {m.code for m in evaluate(g, momenten=("uitvoering",))} == {"R-REF-4"}
    assert evaluate(g, momenten=()) == []


def test_half_a_dossier_never_crashes() -> None:
    parts = (
        "planning", "gesprek_werkgever", "gesprek_bestuurder", "pkvw", "adviesrapport", "kostenverdeling",
        "bva_besluiten", "toestemmingen", "werkgeversbrief", "uitvoering",
    )  # fmt: skip
    for part in parts:
        g = without(copy.deepcopy(SAMPLE), part)
        assert schema_faults("dossier", g) == []
        evaluate(g)
    assert evaluate(without(copy.deepcopy(SAMPLE), *parts)) == []


def test_rules_run_on_rapportinhoud_and_besluit_alone() -> None:
    besluit = SAMPLE["bva_besluiten"][0]
    assert evaluate({**rapportinhoud(SAMPLE), "bva_besluiten": [besluit]}, momenten=("besluit",)) == []


def test_amounts_are_shown_but_names_are_not() -> None:
    g = put((f"{M}.7.kosten.eenmalig_incl_btw", "359.99"), (f"{M}.7.kosten.eenmalig_excl_btw", "297.52"))(
        copy.deepcopy(SAMPLE)
    )
    [melding] = [m for m in evaluate(g) if m.code == "R-KOST-1"]
    assert melding.melding == "M-08: 297,52 × 1,21 = 360,00, er staat 359,99"
    assert melding.pad == "/adviesrapport/maatregelen/7/kosten/eenmalig_incl_btw"


@pytest.mark.parametrize(
    "text",
    [
        "advies_HOOGH.pdf",
        "Celik",
        "ÇELIK-2026",
        "noelle",
        "Underdyk 12",
        "9012 cd",
        "x9012CDx",
        "ald terp",
        "e-Beveiliging",
        "AdviesUnderdykDef",
    ],
)
def test_reveals(text: str) -> None:
    assert reveals(text, SAMPLE)
    assert reveals(text, rapportinhoud(SAMPLE))


@pytest.mark.parametrize(
    "text", ["", "Bijlage 1", "Toezending advies met kenmerk CCV-2026-0417", "van het aldaar fictief 12 a bis"]
)
def test_neutral_text_reveals_nothing(text: str) -> None:
    assert not reveals(text, SAMPLE)


def test_moments() -> None:
    assert dag("2026-04-02T23:30:00Z") == "2026-04-03"
    assert moment("2016-12-31T23:59:60Z").second == 59
    assert dag("9999-12-31T23:59:59Z") == "9999-12-31"
