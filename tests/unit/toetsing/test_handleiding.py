# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import json
import re
from pathlib import Path

from weerbaar_docs.rules.besluit import CRITERIA
from weerbaar_docs.toetsing.beoordelen import merge

PAGINA = Path(__file__).parents[3] / "docs" / "how-to" / "toetsing.md"


def test_the_judgements_on_the_page_are_judgements():
    [block] = re.findall(r"```json\n(.*?)```", PAGINA.read_text(encoding="utf-8"), re.DOTALL)
    oordelen = json.loads(block)
    assert merge({}, oordelen) == oordelen
    assert {item["criterium"] for item in oordelen["toetsing"]} <= set(CRITERIA)
