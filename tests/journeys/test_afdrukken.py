# SPDX-License-Identifier: EUPL-1.2
"""Copies for a bestuurder, and for a werkgever without a key, leave through a real printing system."""

from __future__ import annotations

import os

import pytest

from canaries import Finder
from printer import RIJ, Afdruksysteem
from toetsbouw import CCV
from weerbaar_docs.canonical import sha256

pytestmark = pytest.mark.lang


@pytest.fixture
def cups(monkeypatch):
    with Afdruksysteem() as made:
        monkeypatch.setenv("CUPS_SERVER", made.adres)
        yield made


def printing(weg):
    return (*weg.levering(), "--printer", RIJ, "--leesbaar-op-schijf")


def test_a_copy_is_printed_with_its_form_and_the_jobs_say_nothing_of_anybody(weg_op, cups):
    weg = weg_op("vastgesteld")
    giving = ("bestuurder", "verstrek", weg.nummer, *printing(weg))
    tried = weg.type(*giving, "--proef")
    said = weg.type(*giving)
    assert tried == {**said, "proef": True}
    form, report = cups.jobs(2)
    assert [{"naam": "rapport.pdf", "sha256": sha256(report)}] == said["stukken"]
    assert form.startswith(b"%PDF-")
    titles = cups.titles("WD-1-2")
    assert "WD-1-1" in titles
    assert Finder().in_bytes(titles.encode(), "opdrachten") == []
    told = [line[1] for line in weg.beide.ccv.lines()]
    assert told.index("leesbaar_opgeslagen") > told.index("verstrekt")  # recorded, then printed


def test_the_environment_of_who_gives_does_not_say_what_prints(weg_op, cups, tmp_path, monkeypatch):
    for fake in ("lp", "lpstat"):
        (tmp_path / fake).write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
        (tmp_path / fake).chmod(0o755)
    (tmp_path / "libcups.so.2").touch()  # what the linker would load in the library's stead, and fail on
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    weg = weg_op("vastgesteld")
    weg.type("bestuurder", "verstrek", weg.nummer, *printing(weg))
    assert len(cups.jobs(2)) == 2


def test_a_levering_on_paper_is_printed_with_the_form_for_the_werkgever(weg_op, cups):
    weg = weg_op("bij_bestuurder")
    weg.to_paper()
    weg.type("levering", "afdruk", weg.nummer, *printing(weg))
    printed = cups.jobs(4)  # letter, overview, version and the form; in no order of size
    assert [job[:5] for job in printed] == [b"%PDF-"] * 4
    [record] = weg.type("toestemming", "toon", weg.nummer)["afdrukken"]
    assert record["printer"] == RIJ
    assert "werkgeversversie.pdf" in weg.open(CCV, weg.ciphertext())
