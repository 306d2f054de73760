# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import json
import re
from pathlib import Path

from weerbaar_docs.rules.besluit import CRITERIA
from weerbaar_docs.toetsing.beoordelen import merge
from zandbak import command_at

PAGINA = Path(__file__).parents[3] / "docs" / "how-to" / "toetsing.md"
# What the page types: inline or in a block, with a command of either organisation.
OPDRACHT = re.compile(r"`\s*(?:weerbaar-docs )?((?:bva|rapport) [a-z][a-z-]*)\b([^`]*)`")


def test_every_option_on_the_page_is_one_of_its_command():
    page = PAGINA.read_text(encoding="utf-8").replace("```sh", "`").replace("```", "`")
    typed = [(tuple(name.split()), set(re.findall("--[a-z-]+", rest))) for name, rest in OPDRACHT.findall(page)]
    assert {"--concept", "--leesbaar-op-schijf"} in [options for path, options in typed if path == ("bva", "toon")]
    for path, options in typed:
        known = {name for param in command_at(path).params for name in param.opts}
        assert options - {"--help"} <= known, path


def test_the_judgements_on_the_page_are_judgements():
    [block] = re.findall(r"```json\n(.*?)```", PAGINA.read_text(encoding="utf-8"), re.DOTALL)
    oordelen = json.loads(block)
    assert merge({}, oordelen) == oordelen
    assert {item["criterium"] for item in oordelen["toetsing"]} <= set(CRITERIA)
