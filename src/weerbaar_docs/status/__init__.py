# SPDX-License-Identifier: EUPL-1.2
"""The statusmachine of a dossier: Stand + one act -> Stand, read from ONE table.

1. `OVERGANGEN` is the table: status, act, who, voorwaarden, next status, gevolgen; all strings;
2. what the table does not have cannot happen (`step` raises ConsentError or ValidationError);
3. `verzonden` is reached only from a toestemming for the very vaststelling, version, route and key that is sent;
4. withdrawal, lapse, a new version, a move house, the end of the ambt and a new primary key of the werkgever void the
   toestemming; a new encryption subkey does not;
5. the status of a dossier is derived from its data (`derive`) and never trusted (`compare`).

>>> from weerbaar_docs.status import Stand, step
>>> step(Stand(), "aanmelden", "bestuurder").status
'aangemeld'
"""

from __future__ import annotations

from weerbaar_docs.status.afleiding import compare, could_be, derive
from weerbaar_docs.status.gevolgen import GEVOLGEN, Gevolg
from weerbaar_docs.status.overgangen import EIND, HANDELINGEN, OVERGANGEN, Handeling, Overgang
from weerbaar_docs.status.procesregels import PROCESREGELS, Procesregel, mag_kosteloos_starten, soort_opdracht
from weerbaar_docs.status.stand import STATUSSEN, Gebeurtenis, Stand, Status, Toestemming, Vaststelling, Wie
from weerbaar_docs.status.stepping import apply, choose, possible_acts, step
from weerbaar_docs.status.voorwaarden import VOORWAARDEN, Voorwaarde

__all__ = [
    "EIND",
    "GEVOLGEN",
    "HANDELINGEN",
    "OVERGANGEN",
    "PROCESREGELS",
    "STATUSSEN",
    "VOORWAARDEN",
    "Gebeurtenis",
    "Gevolg",
    "Handeling",
    "Overgang",
    "Procesregel",
    "Stand",
    "Status",
    "Toestemming",
    "Vaststelling",
    "Voorwaarde",
    "Wie",
    "apply",
    "choose",
    "compare",
    "could_be",
    "derive",
    "mag_kosteloos_starten",
    "possible_acts",
    "soort_opdracht",
    "step",
]
