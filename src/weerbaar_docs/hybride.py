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
_GEHEEL: Final = re.compile(b"/" + b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in _NAAM))
_EEN_NUMMER: Final = re.compile(b"#(?i:" + b"|".join(b"%02x" % letter for letter in _NAAM) + b")")
_LANGSTE: Final = len(b"/#00") * len(_NAAM)


def is_hybrid(pdf: bytes) -> bool:
    """Say whether a PDF has two places that say where its objects are."""
    if b"/" + _NAAM in pdf:
        return True
    numbers = (found.start() for found in _EEN_NUMMER.finditer(pdf))  # few, so that a large file takes no time
    return any(_GEHEEL.search(pdf, max(0, at - _LANGSTE), at + _LANGSTE) for at in numbers)
