# SPDX-License-Identifier: EUPL-1.2
"""Looks go to Typst once and by number, and paragraphs are set like an earlier one: nothing is lost by either."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from weerbaar_docs.rendering.sharing import to_json
from weerbaar_docs.rendering.walk import paragraphs, walk

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NAMES = ["woord_rapport", "woord_tabs_punten", "woord_voetnoten", "woord_lijsten", "woord_samengevoegd", "woord_inhoud",
         "woord_jpg", "woord_koppelingen", "woord_styleref", "writer_brief", "writer_kader_tabel"]  # fmt: skip
# What says where a block stood in Word, or is used up while walking.
USED_UP = {"before", "after", "ctx", "newpage", "nohyphen", "parts"}


def put_back(value, shared):
    """Give a tree in which each number is its look again."""
    if isinstance(value, list):
        return [put_back(item, shared) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: put_back(item, shared) for key, item in value.items() if key != "tab"}
    if isinstance(found.get("l"), int):
        found |= shared["cells" if "x" in found else "looks"][found.pop("l")]
    if isinstance(found.get("r"), int):
        links = {key: found.pop(key) for key in ("url", "to") if key in found and found["t"] not in {"mark", "pageref"}}
        found["r"] = {**shared["runs"][found["r"]], **links}
    if isinstance(found.get("href"), int):
        found["href"] = shared["hrefs"][found["href"]]
    return found


def needed(value):
    """Give a tree without what is used up."""
    if isinstance(value, list):
        return [needed(item) for item in value]
    return {k: needed(v) for k, v in value.items() if k not in USED_UP} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", NAMES)
def test_every_look_comes_back_from_its_number(name):
    tree = walk((CORPUS / f"{name}.docx").read_bytes())
    made = json.loads(to_json(tree))
    shared = {key: made.pop(key) for key in ("runs", "looks", "cells", "hrefs")}
    made.pop("tab"), tree.pop("tab")
    assert needed(put_back(made, shared)) == needed(json.loads(json.dumps(tree)))
    assert all(len({json.dumps(each) for each in values}) == len(values) for values in shared.values())


def test_equal_looks_are_one():
    made = json.loads(to_json(walk((CORPUS / "woord_koprijen.docx").read_bytes())))
    (table,) = [block for block in made["sections"][0]["blocks"] if block["t"] == "table"]
    assert len(table["cells"]) > 3 * len(made["cells"])


@pytest.mark.parametrize("name", NAMES)
def test_a_paragraph_that_is_set_like_another_is_as_if_it_were_worked_out_itself(name, monkeypatch):
    data = (CORPUS / f"{name}.docx").read_bytes()
    quick = walk(data)
    monkeypatch.setattr(paragraphs, "remember", lambda *_: None)
    assert walk(data) == quick
