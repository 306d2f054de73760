# SPDX-License-Identifier: EUPL-1.2
"""A zending is made while the toestemming in it holds, not before and not after, whoever signs for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from verifieerbouw import niemand, oordelen, packed, signer, signing_at, verificatie, zending
from weerbaar_docs.canonical import read_json
from weerbaar_docs.model import utc_moment
from weerbaar_docs.verifieren import verifieer_delen


def allowed(keten, dagen=1):
    """Give the files of a zending that the bestuurder allowed for some days, and until when."""
    o = keten.o
    vraag = keten.ask(dagen=dagen)
    parts = zending(keten, pen=False)
    parts |= {
        "verklaringen/toestemming.json": vraag.verklaring,
        "verklaringen/toestemming.json.sig": o.bestuurder_tekent(vraag).handtekening,
    }
    return parts, utc_moment(read_json(vraag.verklaring)["geldig_tot"])


@pytest.mark.parametrize("late", [timedelta(hours=36), timedelta(seconds=1), timedelta(minutes=-1)])
def test_a_zending_that_is_made_after_the_toestemming_ended_is_found(keten, late):
    parts, tot = allowed(keten)
    made = packed(parts, "zending", signing_at(keten.o, tot + late))
    uitslag = verifieer_delen(made, verificatie=verificatie(keten.o, now=tot + late + timedelta(minutes=5)))
    in_time = late < timedelta(0)
    assert uitslag.oordeel == ("goed" if in_time else "fout")
    assert (uitslag.gebroken is None) if in_time else (uitslag.gebroken.naam == "periode")


def test_a_zending_that_is_made_before_the_toestemming_began_is_found(keten):
    o = keten.o
    vraag = keten.ask(now=o.nu + timedelta(hours=2))
    parts = {**zending(keten, pen=False), "verklaringen/toestemming.json": vraag.verklaring}
    made = packed(parts, "zending", signer(o, "ccv"))
    assert oordelen(verifieer_delen(made, verificatie=verificatie(o)))["periode"] == "fout"


def test_when_a_zending_was_made_is_unknown_when_its_sender_is(keten):
    uitslag = verifieer_delen(zending(keten), verificatie=niemand(keten.o))
    assert oordelen(uitslag)["periode"] == "niet_te_controleren"
