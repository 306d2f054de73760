# SPDX-License-Identifier: EUPL-1.2
"""What each filter that a template may use makes of the form of its input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.rendering.filters import FIGUREN
from weerbaar_docs.sjablonen.contracten import GETAL, TEKST, list_, object_, ref
from weerbaar_docs.sjablonen.vorm import Vorm, vorm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# These take a list and nothing else: a text would fall apart into letters.
OVER_LIJSTEN: Final = frozenset(
    [
        *(
            "join",
            "figuur_voortgang",
            "kosteloos",
            "list",
            "map",
            "max",
            "min",
            "opsomming",
            "reject",
            "rejectattr",
            "select",
            "selectattr",
        ),
        *("sort", "sum", "unique"),
    ]
)
# These say how many items a list has, and nothing of what they are.
TELT: Final = frozenset(["count", "length"])
# The first argument of these names a field of each item.
OVER_VELDEN: Final = frozenset(["selectattr", "rejectattr"])
# These take an object or a list and use all that is in it.
HEEL: Final = frozenset(["ja_onderdelen", "join", "opsomming"])
# What these read of their input and of their first argument, besides what is printed of their result.
_KOSTEN: Final = ("kosten.eenmalig_incl_btw", "kosten.jaarlijks_incl_btw")
_MAATREGEL: Final = ("nummer", "omschrijving", "pkvw_niveau", "grondslag", "verstrekkingsvorm", *_KOSTEN)
_INHOUD: Final = (
    *(f"adviesrapport.maatregelen[].{veld}" for veld in _MAATREGEL),
    "adviesrapport.opgesteld_op",
    *(f"pkvw.{veld}" for veld in ("status", "afgegeven_op", "geldig_tot")),
)
_BESLUIT: Final = (
    *("uitkomst", "besloten_op", "pkvw_blokkeert", "pkvw_uitzondering_akkoord"),
    *(f"per_maatregel[].{veld}" for veld in ("nummer", "oordeel", "motivering", "gewijzigde_omschrijving")),
)
_DOMEINEN: Final = (
    *(f"adviesrapport.bevindingen[].{veld}" for veld in ("domein", "ernst")),
    *(f"adviesrapport.maatregelen[].{veld}" for veld in ("domein", "urgentie")),
)
LEEST: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "adresregel": (("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats"),),
    "per_domein": (_DOMEINEN,),
    "naam": (("titels_voor", "voorletters", "voorvoegsel", "achternaam", "titels_na"),),
    "beoordeeld": (_INHOUD, _BESLUIT),
    "figuur_domeinen": (_DOMEINEN,),
    "figuur_kosten": (_INHOUD, _BESLUIT),
    "figuur_voortgang": (("[].nummer", "[].titel", "[].status"),),
    "kosteloos": (tuple(f"[].{veld}" for veld in _KOSTEN),),
    "kostenverdeling": (_INHOUD, _BESLUIT),
}
_ZELFDE: Final = frozenset(["kosteloos", "list", "reject", "rejectattr", "select", "selectattr", "sort", "unique"])
_TEKST: Final = vorm([TEKST])
_GETELD: Final = object_(
    domein=ref("gemeen/domein"), **dict.fromkeys(("bevindingen", "ernstig", "maatregelen", "dringend"), GETAL)
)
_BEOORDEELD: Final = object_(
    oordeel={"anyOf": [TEKST, {"type": "null"}]},
    besluit_motivering={"anyOf": [TEKST, {"type": "null"}]},
    betaler=ref("gemeen/betaler"),
)


def result(naam: str, invoer: Vorm) -> Vorm:
    """Give the form of what a filter gives for this input (`map` and `default` are seen to by who walks the tags)."""
    if naam in _ZELFDE:
        return invoer
    if naam in FIGUREN:
        return Vorm()
    if naam in _EIGEN:
        return _EIGEN[naam](invoer)
    return _TEKST


def _first(invoer: Vorm) -> Vorm:
    return invoer.item() if "lijst" in invoer.soorten else Vorm()


def _beoordeeld(invoer: Vorm) -> Vorm:
    rapport = invoer.veld("adviesrapport")
    maatregelen = rapport.veld("maatregelen") if rapport is not None else None
    if maatregelen is None or not maatregelen.bekend:
        return Vorm()
    item = {
        "type": "object",
        "properties": {
            name: found
            for schema in (*maatregelen.item().schemas, _BEOORDEELD)
            for name, found in schema["properties"].items()
        },
    }
    return Vorm(pad=maatregelen.pad, schemas=(list_(item),))


_EIGEN: Final[Mapping[str, Callable[[Vorm], Vorm]]] = {
    **dict.fromkeys(("first", "last", "max", "min"), _first),
    **dict.fromkeys(("abs", "count", "float", "int", "length", "sum", "wordcount"), lambda _: vorm([GETAL])),
    "ja_onderdelen": lambda invoer: Vorm(pad=invoer.pad, schemas=(list_(TEKST),)),
    "beoordeeld": _beoordeeld,
    "kostenverdeling": lambda _: vorm([ref("kostenverdeling")]),
    "per_domein": lambda _: vorm([list_(_GETELD)]),
}
