# SPDX-License-Identifier: EUPL-1.2
"""werkgeversversie -> the data of the maatregelenoverzicht (document 8): what is done and who pays, and no word on why.

(1) a choice out of the white list of werkgeversversie.py, so that nothing reaches it that is not there; (2) no findings, no
assessment and no motivering: those say something of the bestuurder; (3) of its own data it gives the same data again, so that
whoever has maatregelen.json can make the overview and its table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.kostenverdeling import som

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_KOP: Final = ("kenmerk", "versie", "datum", "ambt", "vaststelling_sha256", "vertrouwelijkheidaanduiding")
_MAATREGEL: Final = (
    *("nummer", "domein", "titel", "omschrijving", "norm", "uitvoerder", "urgentie", "uitvoeren_binnen_weken"),
    *("verstrekkingsvorm", "grondslag", "betaler", "pkvw_voorwaarde"),
)
_VOORWAARDEN: Final = ("pkvw", "pkvw_geldig_tot", "einde_ambt_op")
_KOSTEN: Final = ("eenmalig_excl_btw", "btw_percentage", "eenmalig_incl_btw", "jaarlijks_incl_btw")
_TOTALEN: Final = ("eenmalig_excl_btw", "eenmalig_incl_btw", "jaarlijks_incl_btw")


def maatregelenoverzicht(versie: Mapping[str, Any]) -> dict[str, Any]:
    """Give all that the overview may contain, of a werkgeversversie or of an overview.

    Amounts are euros as text with two decimals. Raises KeyError or ArithmeticError for what is neither of the two.
    """
    besluit = versie["besluit"]
    maatregelen = [_maatregel(maatregel) for maatregel in versie["maatregelen"]]
    return {
        **{key: versie[key] for key in _KOP},
        "besluit": None if besluit is None else {key: besluit[key] for key in ("besluitnummer", "besloten_op")},
        "organisatie": {key: versie["organisatie"][key] for key in ("type", "naam")},
        "voorwaarden": {key: versie["voorwaarden"][key] for key in _VOORWAARDEN},
        "maatregelen": maatregelen,
        "kosten_raming": _totalen(maatregelen),
        "per_betaler": [
            {"betaler": wie, "aantal_maatregelen": len(paid), **_totalen(paid)}
            for wie in sorted({m["betaler"] for m in maatregelen})
            if (paid := [m for m in maatregelen if m["betaler"] == wie])
        ],
    }


def _maatregel(maatregel: Mapping[str, Any]) -> dict[str, Any]:
    kosten = {key: maatregel["kosten"][key] for key in _KOSTEN}
    return {**{key: maatregel[key] for key in _MAATREGEL}, "kosten": kosten}


def _totalen(maatregelen: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {key: som(m["kosten"][key] for m in maatregelen) for key in _TOTALEN}
