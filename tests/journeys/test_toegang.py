# SPDX-License-Identifier: EUPL-1.2
"""Who opens an established dossier: the secretariaat, and whom it lets in."""

from __future__ import annotations

import pytest

from toetsbouw import ADVISEUR, ANDERE_SECRETARIS, CCV, COLLEGA, SECRETARIS

pytestmark = pytest.mark.lang


def test_an_adviseur_opens_an_established_dossier_only_when_the_secretariaat_lets_him(fasen, tmp_path):
    beide = fasen.at("besloten", tmp_path)
    looking, [nummer, *_] = ("dossier", "toon"), beide.nummers
    assert beide.type(beide.ccv, *looking, nummer)["toegang"] == [ADVISEUR, COLLEGA, SECRETARIS, ANDERE_SECRETARIS]
    beide.take_in(beide.post / "besluitpakket")
    assert beide.type(beide.ccv, *looking, nummer)["toegang"] == [SECRETARIS, ANDERE_SECRETARIS]
    for wie in (ADVISEUR, COLLEGA):
        beide.ccv.zit = wie
        assert beide.type(beide.ccv, *looking, nummer, code=5)["fout"][0]["code"] == "OPSLAG-DATASLEUTEL"
    beide.ccv.zit = SECRETARIS
    beide.type(beide.ccv, "dossier", "toegang", nummer, "--geef", ADVISEUR)
    beide.ccv.zit = ADVISEUR
    assert beide.type(beide.ccv, *looking, nummer)["status"] == "vastgesteld"


def test_the_secretariaat_gets_an_established_dossier_that_an_adviseur_kept_from_it(fasen, tmp_path):
    beide = fasen.at("besloten", tmp_path)
    nummer, access = beide.nummers[0], ("dossier", "toegang", beide.nummers[0])
    for wie in (SECRETARIS, ANDERE_SECRETARIS):
        beide.type(beide.ccv, *access, "--neem", wie)
    taking = ("rapport", "neem-besluit-in", str(beide.post / "besluitpakket"), *beide.home(CCV))
    assert beide.type(beide.ccv, *taking, "--proef")["toegang"] == [SECRETARIS, ANDERE_SECRETARIS]
    assert beide.type(beide.ccv, "dossier", "toon", nummer)["toegang"] == [ADVISEUR, COLLEGA]
    assert beide.type(beide.ccv, *taking)["toegang"] == [SECRETARIS, ANDERE_SECRETARIS]
    assert [line[1] for line in beide.ccv.lines()[-2:]] == ["toegang_gewijzigd", "besloten"]
    beide.ccv.zit = SECRETARIS
    assert beide.type(beide.ccv, "dossier", "toon", nummer)["toegang"] == [SECRETARIS, ANDERE_SECRETARIS]


def test_who_was_let_in_to_an_established_dossier_lets_nobody_in_or_out(weg_op):
    weg = weg_op("vastgesteld")  # the adviseur and his colleague were let in
    weg.beide.ccv.zit = ADVISEUR
    access = ("dossier", "toegang", weg.nummer)
    for words in (("--neem", SECRETARIS), ("--neem", COLLEGA), ("--geef", COLLEGA)):
        assert weg.refused(*access, *words, code=4) == "MEDEWERKER-ROL"
    weg.beide.ccv.zit = SECRETARIS
    weg.type(*access, "--neem", ADVISEUR)


def test_a_dossier_stays_with_who_has_it_while_there_is_no_secretariaat(fasen, tmp_path):
    beide = fasen.at("besloten", tmp_path)
    for wie in (SECRETARIS, ANDERE_SECRETARIS):
        beide.type(beide.ccv, "medewerker", "wijzig", wie, "--rol", "adviseur")
    taking = ("rapport", "neem-besluit-in", str(beide.post / "besluitpakket"), *beide.home(CCV))
    everybody = [ADVISEUR, COLLEGA, SECRETARIS, ANDERE_SECRETARIS]
    assert beide.type(beide.ccv, *taking)["toegang"] == everybody
    assert beide.ccv.lines()[-1][1] == "besloten"
    beide.type(beide.ccv, "dossier", "toegang", beide.nummers[0], "--neem", SECRETARIS)
