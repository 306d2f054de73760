# SPDX-License-Identifier: EUPL-1.2
"""What follows from other data of a dossier, worked out again whenever a part changes; never taken over.

(1) contact_uiterlijk_op, amounts with btw, kosten_raming, kostenverdeling and the flag that no maatregel is needed;
(2) `status` is left out: it follows from the data and, in the store, from the acts;
(3) data that are not well-formed get a harmless value: the schema, asked afterwards, says what is wrong with them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ValidationError
from weerbaar_docs.kostenverdeling import inclusief, som, verdeel
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.rules.regel import geldend_besluit
from weerbaar_docs.termijnen import Kalender, contact_uiterlijk_op

if TYPE_CHECKING:
    from weerbaar_docs.rules import Instellingen

BEDRAGEN: Final = ("eenmalig_excl_btw", "eenmalig_incl_btw", "jaarlijks_incl_btw")
EERSTE_DAG_2024: Final = "2024-01-01"
_BEDRAG: Final = re.compile(r"(0|[1-9][0-9]{0,7})\.[0-9]{2}")
_NIETS: Final = "0.00"


def derive_values(gegevens: dict[str, Any], instellingen: Instellingen) -> None:
    """Work out every derived value of a dossier (plain JSON) in place."""
    gegevens.pop("status", None)
    derive_contact(gegevens["aanmelding"], instellingen.kalender)
    rapport = gegevens.get("adviesrapport")
    if isinstance(rapport, dict) and isinstance(rapport.get("maatregelen"), list):
        _amounts(rapport)
        if rapport["maatregelen"]:
            rapport.pop("geen_maatregelen_nodig", None)


def derive_division(gegevens: dict[str, Any]) -> None:
    """Work out who pays, where a besluit is in force; asked only of data that keep the schema."""
    gegevens.pop("kostenverdeling", None)
    besluit = geldend_besluit(gegevens)
    if besluit is not None:
        gegevens["kostenverdeling"] = verdeel(rapportinhoud(gegevens), besluit)


def derive_contact(aanmelding: dict[str, Any], kalender: Kalender) -> None:
    """Set the last day for contact (R-TERM-1) from the moment of the aanmelding."""
    try:
        aanmelding["contact_uiterlijk_op"] = contact_uiterlijk_op(aanmelding["aangemeld_op"], kalender).isoformat()
    except (KeyError, TypeError, ValidationError):
        aanmelding["contact_uiterlijk_op"] = EERSTE_DAG_2024


def _amounts(rapport: dict[str, Any]) -> None:
    kosten = [m["kosten"] for m in rapport["maatregelen"] if isinstance(m, dict) and isinstance(m.get("kosten"), dict)]
    for regel in kosten:
        regel.setdefault("jaarlijks_incl_btw", _NIETS)
        regel["eenmalig_incl_btw"] = _with_btw(regel)
        if all(regel.get(veld) == _NIETS for veld in BEDRAGEN):
            regel["basis"] = "nihil"
    rapport["kosten_raming"] = {veld: som(_amount(regel.get(veld)) for regel in kosten) for veld in BEDRAGEN}


def _with_btw(kosten: dict[str, Any]) -> str:
    btw = kosten.get("btw_percentage")
    return inclusief(_amount(kosten.get("eenmalig_excl_btw")), btw) if type(btw) is int else _NIETS


def _amount(value: Any) -> str:
    return value if isinstance(value, str) and _BEDRAG.fullmatch(value) else _NIETS
