# SPDX-License-Identifier: EUPL-1.2
"""What a toetser sees and answers on a terminal before a besluit is taken."""

from __future__ import annotations

import os
import pty
import re
import select
import stat
import sys
import time
import warnings
from pathlib import Path

import pytest

import weerbaar_docs
from fasenbouw import changes
from toetsbouw import TOETSER, TOON, TWEEDE
from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.canonical import sha256
from weerbaar_docs.rules.besluit import CRITERIA
from weerbaar_docs.stamping_pdf import attached_gegevens

pytestmark = pytest.mark.lang
VRAAG = re.compile(r"akkoord.*\? \[j/N\] ")
LIMIT = 60


def on_a_screen(beide, words, answer):
    """Type a command on a terminal and answer its question; give its exit code, the screen before and after."""
    environment = {
        **beide.bva.environment,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(weerbaar_docs.__file__).parents[1]),
    }
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # threads of others stay behind in the parent; the child becomes another program
        child, screen = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "-m", "weerbaar_docs.cli", *words], environment)
    before = _read(screen, VRAAG)
    if VRAAG.search(before):
        time.sleep(0.3)  # as nobody answers before Python listens; a signal before that waits for the next key
        os.write(screen, answer)
    after = _read(screen)
    os.close(screen)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), before, after


def _read(screen, until=None):
    """Give what comes on the screen, up to a question or the end."""
    found = b""
    while not (until and until.search(found.decode(errors="replace"))):
        assert select.select([screen], [], [], LIMIT)[0], found
        try:
            found += os.read(screen, 65536)
        except OSError:  # what Linux says at the end
            break
    return found.decode()


def besluit(beide, fasen, *words):
    return ("bva", "besluit", fasen.indiening, "--uit", str(beide.post / "x"), *beide.home(TOETSER), *words)


def test_who_reads_along_sees_the_whole_besluit_and_may_say_no(op, fasen):
    beide = op("ontvangen")
    criteria = [{"criterium": name, "oordeel": "voldoet"} for name in CRITERIA]
    criteria[0] |= {"oordeel": "voldoet_niet", "opmerking": "Onderbouw de dreiging beter."}
    beide.judge(fasen.indiening, uitkomst="teruggestuurd", toetsing=criteria)
    shown = "\n".join(lines_of(beide, fasen))
    assert "opmerking van de toetser: Onderbouw de dreiging beter." in shown
    beide.bva.zit = TWEEDE
    read = ("bva", "lees-mee", fasen.indiening, *beide.home(TWEEDE))
    assert beide.refused(beide.bva, *read, code=2) == "BVA-VERBORGEN"
    for answer, read_along in ((b"n\n", False), (b"j\n", True)):
        _, before, _ = on_a_screen(beide, (*read, TOON), answer)
        for words in (
            "teruggestuurd",
            CRITERIA[0],
            "opmerking van de toetser: Onderbouw de dreiging beter.",
            "T. Oetser",
        ):
            assert words in VRAAG.split(before)[0]
        assert beide.type(beide.bva, "bva", "toon", fasen.indiening)["meegelezen"] is read_along


def lines_of(beide, fasen):
    """Give what `bva toon` says on a screen."""
    return on_a_screen(beide, ("bva", "toon", fasen.indiening, TOON), b"")[1].splitlines()


@pytest.mark.parametrize("answer", [b"n\n", b"\n", b"\x03"], ids=["n", "enter", "Ctrl-C"])
def test_who_does_not_agree_decides_nothing(op, fasen, answer):
    beide = op("beoordeeld")
    code, before, _ = on_a_screen(beide, besluit(beide, fasen, TOON), answer)
    assert VRAAG.search(before)
    assert code != 0
    assert [regel["status"] for regel in beide.type(beide.bva, "bva", "lijst")["indieningen"]] == ["ontvangen"]
    assert (changes(beide.bva, "besloten"), (beide.post / "x").exists()) == (0, False)


def judgements_on(shown):
    """Give what somebody types who agrees with all that `bva toon` showed him."""
    for option, pattern, oordeel in (
        ("--treffer", "^    ([0-9a-f]{16}) .*weggelaten uit", "bevestigd"),
        ("--maatregel", "^  (M-[0-9]{2}) ", "vastgesteld"),
        ("--criterium", "^  ([a-z_]+): -\r?$", "voldoet"),
    ):
        for name in re.findall(pattern, shown, re.MULTILINE):
            yield f"{option}={name}={oordeel}"


def test_who_judges_what_is_shown_and_agrees_has_seen_every_difference_and_decides(op, fasen):
    beide = op("ontvangen")
    _, shown, _ = on_a_screen(beide, ("bva", "toon", fasen.indiening, TOON), b"")
    whole = ("--uitkomst", "vastgesteld", "--besluitnummer", "BVA-2026-0001")
    judged = beide.type(beide.bva, "bva", "beoordeel", fasen.indiening, *judgements_on(shown), *whole)
    assert judged["ontbreekt"] == []
    code, before, after = on_a_screen(beide, besluit(beide, fasen, TOON), b"j\n")
    assert code == 0, before + after
    for shown in ("CONCEPT", "BVA-2026-0001"):
        assert shown in VRAAG.split(before)[0]
    assert [regel["status"] for regel in beide.type(beide.bva, "bva", "lijst")["indieningen"]] == ["besloten"]
    assert beide.take_in(beide.post / "x")["status"] == "vastgesteld"


def test_who_does_not_get_to_see_the_differences_is_not_asked(op, fasen):
    beide = op("beoordeeld")
    code, before, _ = on_a_screen(beide, besluit(beide, fasen), b"j\n")
    assert (code, VRAAG.search(before)) == (2, None)
    assert "BVA-VERBORGEN" in before
    assert changes(beide.bva, "besloten") == 0


@pytest.mark.parametrize("fase", ["ontvangen", "beoordeeld"])
def test_a_toetser_gets_the_blad_with_what_is_judged_and_what_is_open(fase, op, fasen):
    beide = op(fase)
    uit = beide.post / "blad.pdf"
    words = ("bva", "blad", fasen.indiening, "--uit", str(uit), "--peildatum", "2026-06-01")
    assert beide.type(beide.bva, *words, code=2)["fout"][0]["code"] == "LEESBAAR-OP-SCHIJF"
    beide.type(beide.bva, *words, "--leesbaar-op-schijf", "--proef")
    assert (uit.exists(), changes(beide.bva, "leesbaar_opgeslagen")) == (False, 0)
    said = beide.type(beide.bva, *words, "--leesbaar-op-schijf")
    assert said["pdf_sha256"] == sha256(uit.read_bytes())
    assert changes(beide.bva, "leesbaar_opgeslagen") == 1
    shown = beide.type(beide.bva, "bva", "toon", fasen.indiening, "--toon-persoonsgegevens")
    text = " ".join("\n".join(read_inhoud(uit.read_bytes()).paginas).split())
    for word in (shown["rapportnummer"], *(m["titel"] for m in shown["maatregelen"])):
        assert word in text
    assert ("Vastgesteld" in text) is (fase == "beoordeeld")
    assert "toestemming" not in text.lower()
    assert attached_gegevens(uit.read_bytes()) is None
    assert stat.S_IMODE(uit.stat().st_mode) == 0o600


def test_a_toetser_gets_the_concept_that_was_handed_in_as_a_file_and_the_logboek_says_so(op, fasen):
    beide = op("ontvangen")
    uit = beide.post / "concept.pdf"
    words = ("bva", "toon", fasen.indiening, "--concept", str(uit), "--leesbaar-op-schijf")
    begin = len(beide.bva.lines())
    assert beide.type(beide.bva, *words, "--proef")["concept"]["proef"] is True
    assert (uit.exists(), changes(beide.bva, "leesbaar_opgeslagen")) == (False, 0)
    said = beide.type(beide.bva, *words)
    assert said["concept"]["sha256"] == said["concept_sha256"] == sha256(uit.read_bytes())
    assert attached_gegevens(uit.read_bytes()) is not None
    assert stat.S_IMODE(uit.stat().st_mode) == 0o600
    told = [line for line in beide.bva.lines()[begin:] if line[2] == fasen.indiening]
    acts = ("dossier_gelezen", "dossier_gelezen", "leesbaar_opgeslagen")
    assert told == [(TOETSER, act, fasen.indiening, "gelukt") for act in acts]
    before = uit.stat().st_ino
    assert beide.type(beide.bva, *words, code=2)["fout"][0]["code"] == "BESTAND-BESTAAT"
    assert uit.stat().st_ino == before
    beide.type(beide.bva, *words, "--overschrijf")
    assert uit.stat().st_ino != before
