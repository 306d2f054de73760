# SPDX-License-Identifier: EUPL-1.2
"""Figures: the same bytes everywhere, bars as long as their numbers, and sentences that say all that is shown."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageDraw, ImageFont

from weerbaar_docs.rendering.figuren import (
    Vlak,
    Woorden,
    as_png,
    as_svg,
    figuur_domeinen,
    figuur_kosten,
    figuur_voortgang,
)
from weerbaar_docs.rendering.figuren.letters import letters, shortened, width, wrapped
from weerbaar_docs.rendering.figuren.tekening import LETTER, Tekening, _contrast, readable
from weerbaar_docs.rendering.figuren.voortgang import RIJEN, STANDEN
from weerbaar_docs.rendering.filters import bedrag
from weerbaar_docs.rendering.fonts import codepoints, standard_font

DOMEINEN = ("werk", "wonen", "informatie", "verplaatsen")
FORBIDDEN = re.compile(rb"<(?!/?(svg|g|path|rect)\b)|href|url\(|font|style=|script|<!|<\?", re.IGNORECASE)


def maatregel(nummer="M-01", eenmalig="0.00", jaarlijks="0.00", **more):
    kosten = {"eenmalig_incl_btw": eenmalig, "jaarlijks_incl_btw": jaarlijks}
    return {
        "nummer": nummer, "domein": "wonen", "urgentie": "normaal", "titel": "Slot", "omschrijving": "Een slot.",
        "pkvw_niveau": False, "grondslag": "arbo_werkplek", "verstrekkingsvorm": "verstrekking", "kosten": kosten, **more,
    }  # fmt: skip


def inhoud(*maatregelen, bevindingen=()):
    rapport = {"maatregelen": list(maatregelen), "bevindingen": list(bevindingen), "opgesteld_op": "2026-05-07"}
    return {"adviesrapport": rapport, "pkvw": None}


def besluit(*nummers, uitkomst="vastgesteld"):
    per_maatregel = [{"nummer": nummer, "oordeel": "vastgesteld"} for nummer in nummers]
    return {
        "uitkomst": uitkomst, "besloten_op": "2026-05-18", "per_maatregel": per_maatregel,
        "pkvw_uitzondering_akkoord": None,
    }  # fmt: skip


def only(figuren):
    (figuur,) = figuren.figuren
    return figuur


def words(figuur):
    return [vorm.tekst for vorm in figuur.tekening.vormen if isinstance(vorm, Woorden)]


def bars(figuur, vulling, height):
    return [
        vorm.breedte
        for vorm in figuur.tekening.vormen
        if isinstance(vorm, Vlak) and vorm.vulling == vulling and vorm.hoogte == height
    ]


def assert_on_the_sheet(figuur):
    sheet = figuur.tekening
    for vorm in sheet.vormen:
        if isinstance(vorm, Vlak):
            left, right, top, bottom = vorm.x, vorm.x + vorm.breedte, vorm.y, vorm.y + vorm.hoogte
        else:
            long = width(vorm.tekst, vorm.grootte)
            left, right, top, bottom = vorm.x, vorm.x + long, vorm.y - vorm.grootte, vorm.y + vorm.grootte // 4
        assert 0 <= left <= right <= sheet.breedte
        assert 0 <= top <= bottom <= sheet.hoogte


def assert_plain(figuur):
    """It is XML of rectangles and paths alone, and the PNG beside it can be read and has its proportions."""
    made = as_svg(figuur.tekening)
    assert not FORBIDDEN.search(made)
    root = etree.fromstring(made)
    assert root.get("viewBox") == f"0 0 {figuur.tekening.breedte} {figuur.tekening.hoogte}"
    with Image.open(io.BytesIO(as_png(figuur.tekening))) as image:
        image.load()
        assert image.info["dpi"] == pytest.approx((203.2, 203.2), abs=0.1)
        assert image.width / image.height == pytest.approx(figuur.tekening.breedte / figuur.tekening.hoogte, rel=0.02)
        colours = image.convert("RGB").getcolors()
    assert colours is not None
    assert len(colours) <= 16


def voorbeelden():
    beide = inhoud(
        maatregel("M-01", "1249.50", "12.00", domein="werk", urgentie="direct"), maatregel("M-02", "10.00", pkvw_niveau=True),
        bevindingen=[{"domein": "werk", "ernst": "hoog"}, {"domein": "informatie"}],
    )  # fmt: skip
    rijen = [{"nummer": f"M-{n:02}", "titel": "Slot", "status": status} for n, status in enumerate(STANDEN, start=1)]
    return (figuur_domeinen(beide), figuur_kosten(beide, besluit("M-01")), figuur_voortgang(rijen))


def digest():
    total = hashlib.sha256()
    for figuren in voorbeelden():
        for figuur in figuren.figuren:
            total.update(as_svg(figuur.tekening) + as_png(figuur.tekening) + figuur.alt.encode())
    return total.hexdigest()


def test_a_figure_has_the_same_bytes_in_every_process():
    code = "import test_figuren; print(test_figuren.digest())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
            check=True, capture_output=True, text=True,
        ).stdout.strip()
        for seed in ("0", "1", "4242")
    }  # fmt: skip
    assert found == {digest()}


def test_every_figure_is_plain_and_on_its_sheet():
    for figuren in voorbeelden():
        assert_plain(only(figuren))
        assert_on_the_sheet(only(figuren))


# --- domeinen ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [99, 150, 5000])
def test_the_numbers_of_many_maatregelen_stay_on_the_sheet(number):
    many = [maatregel(f"M-{n}", urgentie="direct") for n in range(number)]
    figuur = only(figuur_domeinen(inhoud(*many)))
    assert f"{number}, waarvan {number} dringend" in words(figuur)
    assert_on_the_sheet(figuur)
    Image.open(io.BytesIO(as_png(figuur.tekening))).load()


def test_words_that_do_not_fit_make_no_line_longer_than_the_picture():
    sheet = Tekening(breedte=1000, hoogte=500, kleur="000000", vormen=(Woorden(800, 400, "M" * 20),))
    Image.open(io.BytesIO(as_png(sheet))).load()


def test_the_domeinen_say_in_words_what_the_bars_show():
    figuur = only(voorbeelden()[0])
    assert figuur.alt == (
        "Staafdiagram van de bevindingen en maatregelen per domein. Werk: 1 bevinding (1 ernstig) en 1 maatregel"
        " (1 dringend). Wonen: geen bevindingen en 1 maatregel. Informatie: 1 bevinding en geen maatregelen."
        " Verplaatsen: geen bevindingen en geen maatregelen."
    )
    assert [tekst for tekst in words(figuur) if "waarvan" in tekst] == ["1, waarvan 1 ernstig", "1, waarvan 1 dringend"]
    assert words(figuur).count("geen") == 4


@given(st.lists(st.tuples(st.sampled_from(DOMEINEN), st.sampled_from(["laag", "middel", "hoog", None])), max_size=99))
def test_the_bars_of_the_domeinen_are_as_long_as_their_numbers(found):
    bevindingen = [{"domein": d, "ernst": e} if e else {"domein": d} for d, e in found]
    figuur = only(figuur_domeinen(inhoud(bevindingen=bevindingen)))
    assert_on_the_sheet(figuur)
    totals = [sum(d == domein for d, _ in found) for domein in DOMEINEN]
    heavy = [sum(d == domein and e == "hoog" for d, e in found) for domein in DOMEINEN]
    most = max(1, *totals)
    longest = 3500
    assert bars(figuur, "vol", 420) == [n * longest // most for n in heavy if n]
    light = [(t * longest // most) - (h * longest // most) for t, h in zip(totals, heavy, strict=True)]
    assert bars(figuur, "streep", 420) == [n for n in light if n]


# --- kosten -----------------------------------------------------------------------------------------------------------


def test_the_kosten_say_in_words_what_the_bars_show():
    figuur = only(voorbeelden()[1])
    assert figuur.alt == (
        "Staafdiagram van de kosten per betaler, inclusief btw. Bestuurder: €\u00a010,00 eenmalig en €\u00a00,00 per jaar."
        " Werkgever: €\u00a01.249,50 eenmalig en €\u00a012,00 per jaar."
    )
    assert [tekst for tekst in words(figuur) if "€" in tekst] == [
        "€\u00a010,00", "€\u00a00,00", "€\u00a01.249,50", "€\u00a012,00",
    ]  # fmt: skip


def test_without_a_besluit_no_payer_is_named():
    eigen, rijk = maatregel("M-01", "100.00", pkvw_niveau=True), maatregel("M-02", "50.00", grondslag="stelsel_rijk")
    figuur = only(figuur_kosten(inhoud(eigen, rijk, maatregel("M-03", "1.00"), maatregel("M-04")), None))
    assert figuur.alt.endswith("inclusief btw. Nog niet bepaald: €\u00a0151,00 eenmalig en €\u00a00,00 per jaar.")
    assert not {"Bestuurder", "Rijk", "Werkgever"} & set(words(figuur))


def test_what_costs_nothing_has_no_bar_but_is_said_when_it_is_all_there_is():
    figuur = only(figuur_kosten(inhoud(maatregel()), besluit("M-01")))
    assert figuur.alt.endswith("Geen kosten: €\u00a00,00 eenmalig en €\u00a00,00 per jaar.")
    assert bars(figuur, "vol", 360) == bars(figuur, "streep", 360) == []
    assert_plain(figuur)


def test_without_maatregelen_there_is_still_a_figure_that_can_be_drawn():
    assert_plain(only(figuur_kosten(inhoud(), None)))


def test_one_huge_amount_stays_on_the_sheet_and_a_small_one_beside_it_keeps_its_number():
    huge = [maatregel(f"M-{n:02}", "99999999.99", "99999999.99") for n in range(1, 100)]
    figuur = only(
        figuur_kosten(
            inhoud(*huge, maatregel("M-100", "0.01", pkvw_niveau=True)), besluit(*(m["nummer"] for m in huge))
        )
    )
    assert "€\u00a09.899.999.999,01" in words(figuur)
    assert "€\u00a00,01" in words(figuur)
    assert_on_the_sheet(figuur)
    assert_plain(figuur)


@given(
    st.lists(st.tuples(st.integers(0, 10**10), st.integers(0, 10**10)), min_size=1, max_size=1), st.integers(0, 10**10)
)
def test_the_bars_of_the_kosten_are_as_long_as_their_amounts(werkgever, eigen):
    ((once, yearly),) = werkgever
    euros = [f"{Decimal(cents) / 100:.2f}" for cents in (once, yearly, eigen)]
    rapport = inhoud(maatregel("M-01", euros[0], euros[1]), maatregel("M-02", euros[2], pkvw_niveau=True))
    figuur = only(figuur_kosten(rapport, besluit("M-01")))
    assert_on_the_sheet(figuur)
    most = max(once, yearly, eigen)
    expected = {"vol": [eigen, once], "streep": [yearly]}
    for vulling, amounts in expected.items():
        assert bars(figuur, vulling, 360) == [a * 8200 // most for a in amounts if most and a * 8200 // most]
    assert all(bedrag(amount) in figuur.alt for amount in euros if Decimal(amount))


# --- voortgang --------------------------------------------------------------------------------------------------------


def rijen(number, titel="Slot", status="opgedragen"):
    return [{"nummer": f"M-{n:02}", "titel": titel, "status": status} for n in range(1, number + 1)]


def test_the_voortgang_says_in_words_where_each_maatregel_stands():
    figuur = only(voorbeelden()[2])
    assert figuur.alt == (
        "Voortgang van 7 maatregelen. Uitgevoerd: M-01. In uitvoering: M-02. Opgedragen: M-03. Wacht op het keurmerk: M-04."
        " Niet gestart: M-05. Uitgesteld: M-06. Vervallen: M-07."
    )
    assert {naam for naam, _ in STANDEN.values()} <= set(words(figuur))


def test_every_stand_looks_different_without_colour():
    looks = set()
    for status in STANDEN:
        figuur = only(figuur_voortgang(rijen(1, status=status)))
        looks.add(tuple((v.x, v.y, v.vulling) for v in figuur.tekening.vormen if isinstance(v, Vlak)))
    assert len(looks) == len(STANDEN)


@pytest.mark.parametrize("number", [1, 24, 25, 26, 50, 99])
def test_the_voortgang_is_split_so_that_each_figure_fits_a_page(number):
    figuren = figuur_voortgang(rijen(number)).figuren
    assert len(figuren) == -(-number // RIJEN)
    shown = [tekst for figuur in figuren for tekst in words(figuur) if re.fullmatch(r"M-\d\d", tekst)]
    assert shown == [rij["nummer"] for rij in rijen(number)]
    assert all(figuur.hoogte_mm < 170 for figuur in figuren)
    if len(figuren) > 1:
        assert [f"deel {n} van {len(figuren)}" in f.alt for n, f in enumerate(figuren, start=1)] == [True] * len(
            figuren
        )
    for figuur in figuren:
        assert_on_the_sheet(figuur)


def test_without_maatregelen_there_is_no_figure():
    assert figuur_voortgang([]).figuren == ()


@pytest.mark.parametrize(
    "titel", ["a & b < c > d \"e\" 'f'", "W" * 200, "x", "<script>alert(1)</script>", "regel\neen\ttwee", ""]
)
def test_a_title_is_drawn_and_never_written_into_the_svg(titel):
    figuur = only(figuur_voortgang(rijen(1, titel)))
    assert_plain(figuur)
    assert_on_the_sheet(figuur)


def test_an_unknown_status_is_refused():
    with pytest.raises(KeyError):
        figuur_voortgang(rijen(1, status="klaar"))


# --- the sheet --------------------------------------------------------------------------------------------------------


@given(st.from_regex(r"[0-9A-Fa-f]{6}", fullmatch=True))
def test_a_colour_can_always_be_read_on_white(kleur):
    parts = [int(readable(kleur)[at : at + 2], 16) for at in (0, 2, 4)]
    assert _contrast(parts) >= 4.5


def test_a_dark_colour_stays_as_it_is():
    assert readable("154273") == "154273"


@pytest.mark.parametrize("given_", [{"kleur": "rood"}, {"kleur": "12345"}, {"breedte": 20}, {"breedte": 5000}])
def test_a_colour_or_width_that_is_none_is_refused(given_):
    with pytest.raises(ValueError):
        figuur_voortgang(rijen(1), **given_)


def test_a_narrower_figure_keeps_its_proportions():
    wide, narrow = (only(figuur_voortgang(rijen(2), breedte=breedte)) for breedte in (165, 110))
    assert wide.tekening == narrow.tekening
    assert narrow.hoogte_mm == pytest.approx(wide.hoogte_mm * 110 / 165)


def test_every_letter_of_the_standard_font_has_an_outline_or_is_a_space():
    blank = [
        chr(code)
        for code in codepoints()
        if code < 0x2100 and not [x for _, x in letters(f"x{chr(code)}")][-1].omtrekken
    ]
    assert not [char for char in blank if char.isalnum()]


def test_the_outlines_are_those_that_pillow_draws():
    """Our reader of letters and another program's agree, letter by letter."""
    font = ImageFont.truetype(io.BytesIO(standard_font()), 160, layout_engine=ImageFont.Layout.BASIC)
    for char in "aegBRSQ&@€ëçÅŵœ§8":
        sheet = Tekening(breedte=3000, hoogte=3000, kleur="000000", vormen=(Woorden(400, 2200, char, grootte=2000),))
        with Image.open(io.BytesIO(as_png(sheet))) as image:
            ours = image.convert("L")
        theirs = Image.new("L", ours.size, 255)
        ImageDraw.Draw(theirs).text((32, 176), char, fill=0, font=font, anchor="ls")
        differ = sum(abs(a - b) > 128 for a, b in zip(ours.tobytes(), theirs.tobytes(), strict=True))
        dark = sum(byte < 128 for byte in theirs.tobytes())
        assert dark > 1000
        assert differ < dark * 0.1, char  # Pillow draws them hinted


def test_words_are_wrapped_and_shortened_to_their_room():
    assert shortened("kort", LETTER, 10_000) == "kort"
    cut = shortened("een heel erg lange naam van een maatregel", LETTER, 2000)
    assert cut.endswith("…")
    assert width(cut, LETTER) <= 2000
    assert wrapped("Aangehouden tot het PKVW in orde is", LETTER, 4500) == (
        "Aangehouden tot het PKVW in orde",
        "is",
    ) or all(width(line, LETTER) <= 4500 for line in wrapped("Aangehouden tot het PKVW in orde is", LETTER, 4500))


def test_the_png_is_small_and_its_data_are_whole():
    data = as_png(only(voorbeelden()[0]).tekening)
    assert len(data) < 30_000
    at = data.index(b"IDAT")
    (size,) = (int.from_bytes(data[at - 4 : at], "big"),)
    with Image.open(io.BytesIO(data)) as image:
        assert len(zlib.decompress(data[at + 4 : at + 4 + size])) == image.height * (image.width // 2 + 1)
