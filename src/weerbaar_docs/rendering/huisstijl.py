# SPDX-License-Identifier: EUPL-1.2
"""The huisstijl that templates see when an organisation has not set its own; all contact data are fictional."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.model import freeze

if TYPE_CHECKING:
    from collections.abc import Mapping

# No telephone numbers: contact data go stale (R-CONT-1), so an organisation sets its own, verified ones.
HUISSTIJL: Mapping[str, Any] = freeze(
    {
        "organisatie": "Centrum voor Criminaliteitspreventie en Veiligheid",
        "afdeling": "Secretariaat veiligheidsadviezen",
        "retouradres": "Postbus 123, 1234 AB Voorbeeldstad (fictief)",
        "kleur": "154273",
        "contact": {
            "naam": "het secretariaat veiligheidsadviezen",
            "email": "secretariaat@ccv.example",
        },
        "ondertekenaar": {"naam": "", "functie": "hoofd secretariaat veiligheidsadviezen"},
        "steunpunten": [
            {
                "naam": "Netwerk Weerbaar Bestuur",
                "doel": "U heeft vragen over weerbaarheid, intimidatie of bedreiging.",
            },
            {
                "naam": "Ondersteuningsteam Weerbaar Bestuur",
                "doel": "U heeft een incident meegemaakt en wilt weten wat u nu kunt doen.",
            },
            {
                "naam": "Uw contactpersoon bij de politie",
                "doel": "U wilt een voorval melden of aangifte doen.",
            },
        ],
    }
)
