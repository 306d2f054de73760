# SPDX-License-Identifier: EUPL-1.2
"""Each command between the two organisations dies at any moment: it was done, or it was not, and it can be finished.

(1) killed with all that it started, later and later, and (failpoints.py) where it writes: before its commit, and between that
    and its file;
(2) what a store has changes with its line in the logboek or not at all, and the chain of that logboek holds;
(3) what was sent has its name when it is whole; no canary of the dossier is readable anywhere but in what the user has.
"""

from __future__ import annotations

import shutil

import pytest

from canaries import Finder
from failpoints import killed_on
from fasenbouw import Fasen, agreed, changes, with_agreement
from moordbouw import UIT, Moord, Stap, await_watchers
from scenarios import TUSSEN_ORGANISATIES
from toetsbouw import ADVISEUR, BVA, CCV, SECRETARIS, TOETSER, TOON, TWEEDE, Beide
from weerbaar_docs.canonical import sha256
from zandbak import BY_KILL, Sandbox, Starter

pytestmark = pytest.mark.lang
# In seconds; at the last of these a command renders or waits for GnuPG.
MOMENTS = (0.02, 0.07, 0.2)


def _judgement(beide: Beide, fasen: Fasen) -> tuple[str, ...]:
    shown = beide.type(beide.bva, "bva", "toon", fasen.indiening)
    found = [f"--maatregel={m['nummer']}=vastgesteld" for m in shown["maatregelen"]]
    found += [f"--criterium={c['criterium']}=voldoet" for c in shown["criteria"]]
    return ("bva", "beoordeel", fasen.indiening, *found)


def _unjudged(beide: Beide, fasen: Fasen) -> list[str]:
    shown = beide.type(beide.bva, "bva", "toon", fasen.indiening)
    return [item["wat"] for item in shown["ontbreekt"] if "beoordeel" in item["wat"] and "treffer" not in item["wat"]]


STAPPEN = {
    "rapport dien-in": Stap(
        fase="begonnen",
        bij="ccv",
        zit=ADVISEUR,
        handeling="ingediend",
        words=lambda b, _: ("rapport", "dien-in", b.nummers[0], "--uit", str(b.post / UIT), *b.home(ADVISEUR)),
        done=lambda b, _: bool(b.receive(b.post / UIT)),
        nothing_yet=("UPDATE dossier", "commit"),
        in_between=("UPDATE dossier", "commit", "link"),
    ),
    "bva ontvang": Stap(
        fase="ingediend",
        bij="bva",
        zit=TOETSER,
        handeling="vastgelegd",
        words=lambda b, _: ("bva", "ontvang", str(b.post / "indiening"), *b.home(BVA)),
        done=lambda b, _: len(b.type(b.bva, "bva", "lijst")["indieningen"]) == 1,
        nothing_yet=("INSERT INTO indiening", "commit"),
    ),
    "bva beoordeel": Stap(
        fase="ontvangen",
        bij="bva",
        zit=TOETSER,
        handeling="vastgelegd",
        words=_judgement,
        done=lambda b, f: not _unjudged(b, f),
        nothing_yet=("UPDATE indiening", "commit"),
    ),
    "bva lees-mee": Stap(
        fase="beoordeeld",
        bij="bva",
        zit=TWEEDE,
        handeling="vastgelegd",
        words=lambda b, f: with_agreement(b, ("bva", "lees-mee", f.indiening, *b.home(TWEEDE), TOON)),
        done=lambda b, f: b.type(b.bva, "bva", "toon", f.indiening)["meegelezen"],
        nothing_yet=("UPDATE indiening", "commit"),
    ),
    "bva besluit": Stap(
        fase="beoordeeld",
        bij="bva",
        zit=TOETSER,
        handeling="besloten",
        words=lambda b, f: agreed(b, f.indiening, UIT),
        done=lambda b, _: b.take_in(b.post / UIT)["status"] == "vastgesteld",
        nothing_yet=("UPDATE indiening", "commit"),
        in_between=("UPDATE indiening", "commit", "link"),
    ),
    "rapport neem-besluit-in": Stap(
        fase="besloten",
        bij="ccv",
        zit=SECRETARIS,
        handeling="besloten",
        words=lambda b, _: ("rapport", "neem-besluit-in", str(b.post / "besluitpakket"), *b.home(CCV)),
        done=lambda b, _: b.status(b.nummers[0]) == "vastgesteld",
        nothing_yet=("INSERT INTO besluit", "commit"),
    ),
}


@pytest.fixture(scope="module")
def starter():
    with Starter() as made:
        yield made


@pytest.fixture(scope="module")
def vinder():
    return Finder()


@pytest.fixture(params=STAPPEN)
def moord(request, fasen, op):
    stap = STAPPEN[request.param]
    beide = op(stap.fase)
    beide.post.mkdir(exist_ok=True)
    getattr(beide, stap.bij).zit = stap.zit
    return Moord(stap=stap, beide=beide, words=stap.words(beide, fasen))


@pytest.fixture
def sandbox(tmp_path, starter, moord):
    made = Sandbox(tmp_path, starter, moord.organisatie.environment)
    made.prepare({})
    yield made
    shutil.rmtree(made.run)


def test_every_command_between_two_organisations_that_writes_is_killed():
    assert {tuple(name.split()) for name in (*STAPPEN, "bva toon", "bva blad")} == TUSSEN_ORGANISATIES


@pytest.mark.parametrize("what", ["toon", "blad"])
def test_a_readable_file_that_is_killed_is_whole_or_not_there_and_is_never_there_unsaid(what, op, fasen, vinder):
    beide = op("ontvangen")
    leesbaar = beide.post / "leesbaar"
    uit = leesbaar / f"{what}.pdf"
    option = {"toon": "--concept", "blad": "--uit"}[what]
    words = ("bva", what, fasen.indiening, option, str(uit), "--leesbaar-op-schijf")
    for way, said in ((("link",), 0), (("link", "link"), 1)):  # the first is of the trial of the folder
        assert killed_on(way, lambda: beide.type(beide.bva, *words))
        assert (uit.exists(), changes(beide.bva, "leesbaar_opgeslagen")) == (False, said)
    shown = beide.type(beide.bva, *words)
    assert sha256(uit.read_bytes()) == (shown["concept"]["sha256"] if what == "toon" else shown["pdf_sha256"])
    for home in (beide.ccv.home, beide.bva.home):
        assert vinder.in_folder(home) == []


def test_a_command_that_is_killed_at_any_moment_was_done_or_not_and_can_be_finished(
    moord, sandbox, vinder, fasen, monkeypatch
):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(sandbox.run))
    begin = now = moord.state()
    moord.die_on(moord.stap.nothing_yet)
    assert moord.check(now) == begin
    assert not (moord.beide.post / UIT).exists()
    for moment in MOMENTS:
        assert sandbox.call(moord.words, after=moment) == BY_KILL
        await_watchers(sandbox)
        assert sandbox.left(vinder) == [], moment
        now = moord.check(now)
    assert now == begin
    if moord.stap.in_between:
        moord.die_on(moord.stap.in_between)
        now = moord.check(now)
        assert (now == begin) == (moord.beide.post / UIT).exists()  # one of both is there
    moord.finish()
    assert sandbox.left(vinder) == []
    assert moord.stap.done(moord.beide, fasen)
