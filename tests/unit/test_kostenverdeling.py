# SPDX-License-Identifier: EUPL-1.2
"""The payer is total and follows the order of the Regeling."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import product
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
        "pkvw_blokkeert": st.sampled_from(["alleen_woonplek", "alle"]),
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


@given(MAATREGEL, BESLUIT, PKVW)
def test_every_maatregel_has_one_payer(maatregel: Any, besluit: Any, pkvw: Any) -> None:
    assert betaler(maatregel, besluit=besluit, pkvw=pkvw) in get_args(Betaler)


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


GRONDSLAGEN = (
    "regeling_veilige_woonplek", "eigen_verantwoordelijkheid", "arbo_werkplek", "ict_voorziening", "scholing",
    "stelsel_werkgeverskosten", "stelsel_rijk",
)  # fmt: skip
PKVW_GEVALLEN = (
    None,
    *({"status": s, "afgegeven_op": None, "geldig_tot": None} for s in ("in_aanvraag", "niet_aanwezig", "verlopen")),
    {"status": "uitzondering", "afgegeven_op": None, "geldig_tot": None},
    {"status": "geldig", "afgegeven_op": "2016-05-18", "geldig_tot": "2026-05-18"},
    {"status": "geldig", "afgegeven_op": "2016-05-17", "geldig_tot": "2026-05-17"},
    {"status": "geldig", "afgegeven_op": "2026-05-19", "geldig_tot": "2036-05-19"},
)
COMBINATIES = tuple(
    product(
        (("0.00", "0.00"), ("0.01", "0.00"), ("0.00", "12.00")),
        (True, False),
        GRONDSLAGEN,
        ("verstrekking", "ter_beschikking_stelling", "geen"),
        (None, "vastgesteld", "gewijzigd_vastgesteld", "niet_vastgesteld"),
        ("geen besluit", "teruggestuurd", "vastgesteld", "gedeeltelijk_vastgesteld"),
        PKVW_GEVALLEN,
        (None, False, True),
        (None, "alleen_woonplek", "alle"),
    )
)


def table(case: tuple[Any, ...]) -> str:
    """Who pays, as the nine steps of the Regeling put it, in their order: another reading than the code's."""
    (eens, jaar), pkvw_niveau, grondslag, vorm, oordeel, uitkomst, pkvw, akkoord, blokkeert = case
    beslist = uitkomst in ("vastgesteld", "gedeeltelijk_vastgesteld") and oordeel is not None
    op_besluitdag = pkvw is not None and pkvw["status"] == "geldig" and pkvw["geldig_tot"] == "2026-05-18"
    uitgezonderd = pkvw is not None and pkvw["status"] == "uitzondering" and akkoord is True
    steps = (
        (eens == jaar == "0.00", "geen_kosten"),
        (pkvw_niveau or grondslag == "eigen_verantwoordelijkheid", "bestuurder"),
        (grondslag == "stelsel_rijk", "rijk"),
        (not beslist, "onbepaald"),
        (vorm == "ter_beschikking_stelling" and oordeel == "niet_vastgesteld", "werkgever_facultatief"),
        (vorm == "ter_beschikking_stelling", "werkgever"),
        (oordeel == "niet_vastgesteld", "geen_aanspraak"),
        (grondslag != "regeling_veilige_woonplek" and blokkeert != "alle", "werkgever"),
        (op_besluitdag or uitgezonderd, "werkgever"),
        (True, "aangehouden_pkvw"),
    )
    return next(wie for geldt, wie in steps if geldt)


def test_every_combination_has_the_payer_of_the_table() -> None:
    seen = set()
    for case in COMBINATIES:
        (eens, jaar), pkvw_niveau, grondslag, vorm, oordeel, uitkomst, pkvw, akkoord, blokkeert = case
        m = {
            "nummer": "M-01",
            "pkvw_niveau": pkvw_niveau,
            "grondslag": grondslag,
            "verstrekkingsvorm": vorm,
            "kosten": {"eenmalig_incl_btw": eens, "jaarlijks_incl_btw": jaar},
        }
        b = {
            "uitkomst": uitkomst,
            "besloten_op": "2026-05-18",
            "pkvw_uitzondering_akkoord": akkoord,
            "per_maatregel": [] if oordeel is None else [{"nummer": "M-01", "oordeel": oordeel}],
            **({} if blokkeert is None else {"pkvw_blokkeert": blokkeert}),
        }
        wie = betaler(m, besluit=None if uitkomst == "geen besluit" else b, pkvw=pkvw)
        assert wie == table(case), case
        seen.add(wie)
    assert seen == set(get_args(Betaler))


def test_pkvw_blokkeert_alle() -> None:
    m = maatregel(grondslag="scholing")
    assert betaler(m, besluit=besluit(), pkvw=None) == "werkgever"
    alles = besluit(pkvw_blokkeert="alle")
    assert betaler(m, besluit=alles, pkvw=None) == "aangehouden_pkvw"
    assert betaler(m, besluit=alles, pkvw=GELDIG) == "werkgever"


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
