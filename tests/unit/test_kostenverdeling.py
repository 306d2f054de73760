# SPDX-License-Identifier: EUPL-1.2
"""The payer is total and follows domein.md 3.1 in order."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar_docs._resources import read_resource
from weerbaar_docs.kostenverdeling import Betaler, betaler, inclusief, pkvw_geldig, verdeel
from weerbaar_docs.model import freeze, rapportinhoud
from weerbaar_docs.validation import schema_faults

SAMPLE: dict[str, Any] = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
BEDRAG = st.one_of(
    st.just("0.00"),
    st.decimals(min_value="0.00", max_value="99999999.99", places=2).map(str),
)
DATUM = st.dates().map(lambda d: d.isoformat())
GRONDSLAG = st.sampled_from(
    [
        "regeling_veilige_woonplek",
        "eigen_verantwoordelijkheid",
        "arbo_werkplek",
        "ict_voorziening",
        "scholing",
        "stelsel_werkgeverskosten",
        "stelsel_rijk",
    ]
)
MAATREGEL = st.fixed_dictionaries(
    {
        "nummer": st.integers(1, 20).map(lambda n: f"M-{n:02d}"),
        "pkvw_niveau": st.booleans(),
        "grondslag": GRONDSLAG,
        "verstrekkingsvorm": st.sampled_from(["verstrekking", "ter_beschikking_stelling", "geen"]),
        "kosten": st.fixed_dictionaries({"eenmalig_incl_btw": BEDRAG, "jaarlijks_incl_btw": BEDRAG}),
    }
)
BESLUIT = st.none() | st.fixed_dictionaries(
    {
        "uitkomst": st.sampled_from(["vastgesteld", "gedeeltelijk_vastgesteld", "teruggestuurd"]),
        "besloten_op": DATUM,
        "pkvw_uitzondering_akkoord": st.none() | st.booleans(),
        "per_maatregel": st.lists(
            st.fixed_dictionaries(
                {
                    "nummer": st.integers(1, 20).map(lambda n: f"M-{n:02d}"),
                    "oordeel": st.sampled_from(["vastgesteld", "gewijzigd_vastgesteld", "niet_vastgesteld"]),
                }
            )
        ),
    }
)
PKVW = st.none() | st.fixed_dictionaries(
    {
        "status": st.sampled_from(["geldig", "in_aanvraag", "niet_aanwezig", "verlopen", "uitzondering"]),
        "afgegeven_op": st.none() | DATUM,
        "geldig_tot": st.none() | DATUM,
    }
)


@given(MAATREGEL, BESLUIT, PKVW, st.sampled_from(["alleen_woonplek", "alle"]))
def test_every_maatregel_has_one_payer(maatregel: Any, besluit: Any, pkvw: Any, blokkeert: Any) -> None:
    assert betaler(maatregel, besluit=besluit, pkvw=pkvw, pkvw_blokkeert=blokkeert) in get_args(Betaler)


@given(st.lists(MAATREGEL, max_size=4), BESLUIT, PKVW)
def test_totals_are_conserved(maatregelen: Any, besluit: Any, pkvw: Any) -> None:
    inhoud = {"adviesrapport": {"opgesteld_op": "2026-05-07", "maatregelen": maatregelen}, "pkvw": pkvw}
    verdeling = verdeel(freeze(inhoud), besluit)
    for veld in ("eenmalig_incl_btw", "jaarlijks_incl_btw"):
        assert sum(Decimal(b[veld]) for b in verdeling["per_betaler"]) == sum(
            Decimal(m["kosten"][veld]) for m in maatregelen
        )
    assert sum(b["aantal_maatregelen"] for b in verdeling["per_betaler"]) == len(maatregelen)
    names = [b["betaler"] for b in verdeling["per_betaler"]]
    assert names == sorted(set(names))


def test_the_sample() -> None:
    verdeling = verdeel(rapportinhoud(SAMPLE), SAMPLE["bva_besluiten"][0])
    assert verdeling == SAMPLE["kostenverdeling"]
    assert schema_faults("kostenverdeling", verdeling) == []


def test_without_besluit_the_report_date_counts() -> None:
    verdeling = verdeel(rapportinhoud(SAMPLE), None)
    assert verdeling["peildatum"] == "2026-05-07"
    assert {b["betaler"] for b in verdeling["per_betaler"]} == {"bestuurder", "geen_kosten", "onbepaald"}


def test_a_returned_report_has_no_besluit_yet() -> None:
    besluit = {**SAMPLE["bva_besluiten"][0], "uitkomst": "teruggestuurd"}
    assert verdeel(rapportinhoud(SAMPLE), besluit) == verdeel(rapportinhoud(SAMPLE), None)


def maatregel(**changes: Any) -> dict[str, Any]:
    return {
        "nummer": "M-01",
        "pkvw_niveau": False,
        "grondslag": "regeling_veilige_woonplek",
        "verstrekkingsvorm": "verstrekking",
        "kosten": {"eenmalig_incl_btw": "121.00", "jaarlijks_incl_btw": "0.00"},
        **changes,
    }


def besluit(oordeel: str = "vastgesteld", **changes: Any) -> dict[str, Any]:
    return {
        "uitkomst": "gedeeltelijk_vastgesteld",
        "besloten_op": "2026-05-18",
        "pkvw_uitzondering_akkoord": None,
        "per_maatregel": [{"nummer": "M-01", "oordeel": oordeel}],
        **changes,
    }


GELDIG = {"status": "geldig", "afgegeven_op": "2026-05-06", "geldig_tot": "2036-05-06"}
UITZONDERING = {"status": "uitzondering", "afgegeven_op": None, "geldig_tot": None}
GRATIS = {"eenmalig_incl_btw": "0.00", "jaarlijks_incl_btw": "0.00"}
NIET = besluit("niet_vastgesteld")
TBS = "ter_beschikking_stelling"


@pytest.mark.parametrize(
    ("m", "b", "pkvw", "wie"),
    [
        (maatregel(kosten=GRATIS, pkvw_niveau=True), None, None, "geen_kosten"),
        (maatregel(kosten={**GRATIS, "jaarlijks_incl_btw": "0.01"}), None, None, "onbepaald"),
        (maatregel(pkvw_niveau=True), NIET, None, "bestuurder"),
        (maatregel(grondslag="eigen_verantwoordelijkheid"), besluit(), GELDIG, "bestuurder"),
        (maatregel(grondslag="stelsel_rijk"), None, None, "rijk"),
        (maatregel(), None, GELDIG, "onbepaald"),
        (maatregel(), besluit(per_maatregel=[]), GELDIG, "onbepaald"),
        (maatregel(verstrekkingsvorm=TBS), besluit(), None, "werkgever"),
        (maatregel(verstrekkingsvorm=TBS), NIET, GELDIG, "werkgever_facultatief"),
        (maatregel(grondslag="scholing"), NIET, GELDIG, "geen_aanspraak"),
        (maatregel(grondslag="scholing"), besluit(), None, "werkgever"),
        (maatregel(), besluit(), GELDIG, "werkgever"),
        (maatregel(), besluit("gewijzigd_vastgesteld"), GELDIG, "werkgever"),
        (maatregel(), besluit(besloten_op="2026-05-05"), GELDIG, "aangehouden_pkvw"),
        (maatregel(), besluit(pkvw_uitzondering_akkoord=True), UITZONDERING, "werkgever"),
        (maatregel(), besluit(), UITZONDERING, "aangehouden_pkvw"),
        (maatregel(), besluit(), None, "aangehouden_pkvw"),
    ],
)
def test_the_order_of_the_rules(m: Any, b: Any, pkvw: Any, wie: str) -> None:
    assert betaler(m, besluit=b, pkvw=pkvw) == wie


def test_pkvw_blokkeert_alle() -> None:
    m = maatregel(grondslag="scholing")
    assert betaler(m, besluit=besluit(), pkvw=None, pkvw_blokkeert="alle") == "aangehouden_pkvw"
    assert betaler(m, besluit=besluit(), pkvw=GELDIG, pkvw_blokkeert="alle") == "werkgever"


def test_first_and_last_day_of_the_certificate_count() -> None:
    days = ("2026-05-05", "2026-05-06", "2036-05-06", "2036-05-07")
    assert [pkvw_geldig(GELDIG, day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("excl", "btw", "incl"),
    [
        ("297.52", 21, "360.00"),
        ("0.50", 9, "0.55"),
        ("0.50", 21, "0.61"),
        ("0.00", 21, "0.00"),
        ("99999999.99", 0, "99999999.99"),
        ("1180.00", 21, "1427.80"),
    ],
)
def test_inclusief_rounds_half_up(excl: str, btw: int, incl: str) -> None:
    assert inclusief(excl, btw) == incl
