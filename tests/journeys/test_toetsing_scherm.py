# SPDX-License-Identifier: EUPL-1.2
"""What a toetser sees and answers on a terminal before a besluit is taken."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
import warnings
from pathlib import Path

import pytest

import weerbaar_docs
from fasenbouw import changes
from toetsbouw import TOETSER, TOON

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


@pytest.mark.parametrize("answer", [b"n\n", b"\n", b"\x03"], ids=["n", "enter", "Ctrl-C"])
def test_who_does_not_agree_decides_nothing(op, fasen, answer):
    beide = op("beoordeeld")
    code, before, _ = on_a_screen(beide, besluit(beide, fasen, TOON), answer)
    assert VRAAG.search(before)
    assert code != 0
    assert [regel["status"] for regel in beide.type(beide.bva, "bva", "lijst")["indieningen"]] == ["ontvangen"]
    assert (changes(beide.bva, "besloten"), (beide.post / "x").exists()) == (0, False)


def test_who_agrees_has_seen_every_difference_and_decides(op, fasen):
    beide = op("beoordeeld")
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
