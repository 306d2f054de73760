# SPDX-License-Identifier: EUPL-1.2
"""The letter with the vaststellingsbesluit (document 5): what the BVA decided of each maatregel, and why not of some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.documenten.brieven import to_bestuurder
from weerbaar_docs.documenten.weigering import untimely
from weerbaar_docs.rendering.filters import artikel
from weerbaar_docs.rules.regel import geldend_besluit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def vaststelling(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the letter sees; raises ValidationError while the BVA has not established this version of the report."""
    besluit = geldend_besluit(gegevens)
    if besluit is None or besluit["besloten_op"] > datum.isoformat():
        raise untimely(
            "de BVA heeft deze versie van het rapport nog niet vastgesteld",
            "Wacht op het besluit van de BVA, en neem het in.",
            "/bva_besluiten",
        )
    titels = {m["nummer"]: m["titel"] for m in gegevens["adviesrapport"]["maatregelen"]}
    told = {
        **{name: besluit[name] for name in ("besluitnummer", "besloten_op", "rapportnummer", "rapport_versie")},
        "rapport_sha256": besluit["rapport_sha256"],
        "uitkomst": besluit["uitkomst"],
        "artikel": artikel(gegevens["organisatie"]["type"]),
        "maatregelen": [
            {
                "nummer": deel["nummer"],
                "titel": titels[deel["nummer"]],
                "oordeel": deel["oordeel"],
                "motivering": deel.get("motivering"),
                "gewijzigde_omschrijving": deel.get("gewijzigde_omschrijving"),
            }
            for deel in besluit["per_maatregel"]
        ],
    }
    brief = to_bestuurder(gegevens, betreft="Besluit over uw advies", datum=datum, over=told)
    marking = gegevens["adviesrapport"]["vertrouwelijkheidaanduiding"]  # it names the maatregelen, as the report does
    return {"brief": brief | {"vertrouwelijkheidaanduiding": marking}, "besluit": told}
