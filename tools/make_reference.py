# SPDX-License-Identifier: EUPL-1.2
"""Write what is made from the code and the templates: pages of docs/reference/, and templates/velden.json; tests compare.

.venv/bin/python tools/make_reference.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from weerbaar_docs.documenten import reference as documenten
from weerbaar_docs.rules import reference as regels
from weerbaar_docs.sjablonen import velden_json
from weerbaar_docs.sjablonen import reference as sjabloonfilters
from weerbaar_docs.status import reference as statussen

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))
REFERENCE = ROOT / "docs" / "reference"

if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    (REFERENCE / "documenten.md").write_text(documenten.make_reference(), encoding="utf-8")
    (REFERENCE / "regels.md").write_text(regels.make_reference(), encoding="utf-8")
    (REFERENCE / "statussen.md").write_text(statussen.make_reference(), encoding="utf-8")
    import poorttabel

    poorttabel.PAGE.write_text(poorttabel.make_page(), encoding="utf-8")
    (ROOT / "templates" / "velden.json").write_bytes(velden_json())
    (REFERENCE / "sjabloonfilters.md").write_text(sjabloonfilters.make_reference(), encoding="utf-8")
