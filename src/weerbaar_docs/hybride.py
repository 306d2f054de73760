# SPDX-License-Identifier: EUPL-1.2
"""bytes of a PDF -> whether two programs may see other objects in it: one reads its table, the other its stream of objects.

No program that we use writes such a file, and a signature over it says nothing of what a reader sees. The name that makes
one is looked for in the bytes themselves, also when its letters are written as numbers: readers differ in where they look.
"""

from __future__ import annotations

import re
from typing import Final

HYBRIDE: Final = "de PDF toont niet in elk programma hetzelfde (hybride kruisverwijzingen)"
_NAAM: Final = b"XRefStm"
_NUMMERS: Final = {form % letter for letter in _NAAM for form in (b"#%02x", b"#%02X")}
_ZO_OF_ZO: Final = re.compile(b"/" + b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in _NAAM))


def is_hybrid(pdf: bytes) -> bool:
    """Say whether a PDF has two places that say where its objects are."""
    if not any(number in pdf for number in _NUMMERS):  # nearly every file, and many times as fast
        return b"/" + _NAAM in pdf
    return _ZO_OF_ZO.search(pdf) is not None
