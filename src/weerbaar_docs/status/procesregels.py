# SPDX-License-Identifier: EUPL-1.2
"""The rules on the process, each tied to the rows, voorwaarden and gevolgen of the table that keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.kostenverdeling import kosteloos, pkvw_blokkeert_alles, voor_bestuurder
from weerbaar_docs.status.overgangen import EIND, VOORBEREIDING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.status.stand import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Procesregel:
    """A rule (by its id in REGELS) that the table keeps: by these acts, voorwaarden and gevolgen."""

    id: str
    handelingen: tuple[str, ...]
    voorwaarden: tuple[str, ...] = ()
    gevolgen: tuple[str, ...] = ()


PROCESREGELS: Final[tuple[Procesregel, ...]] = (
    Procesregel(
        id="R-TBS-1",
        handelingen=("einde_ambt",),
        gevolgen=("tbs_terugnemen",),
    ),
    Procesregel(
        id="R-TBS-2",
        handelingen=("uitvoeren",),
        voorwaarden=("pkvw_op_opdrachtdatum",),
    ),
    Procesregel(
        id="R-VERH-1",
        handelingen=("verhuizen",),
        gevolgen=("toestemming_vervalt", "leveringen_stoppen", "leveringen_vervallen", "nieuw_dossier"),
    ),
    Procesregel(
        id="R-TOES-6",
        handelingen=("intrekken", "levering_ondanks_intrekking_melden"),
        voorwaarden=("al_verstrekt", "nog_niet_verstrekt"),
        gevolgen=("toestemming_vervalt", "leveringen_stoppen", "intrekkingsbrief", "vernietigingsverzoek"),
    ),
    Procesregel(
        id="R-NUL-1",
        handelingen=("uitvoeren",),
        voorwaarden=("pkvw_op_opdrachtdatum",),
    ),
)

_NOG_NIET_GEADVISEERD: Final = frozenset(VOORBEREIDING) - {"gesprek_bestuurder"}


def mag_kosteloos_starten(status: Status) -> bool:
    """Say whether the bestuurder may start what costs nothing (R-NUL-1): from the talk at home, unless it all ended.

    It gives the werkgever nothing: what he may know is for the toestemming alone.
    """
    return status not in _NOG_NIET_GEADVISEERD and status not in EIND


def soort_opdracht(maatregel: Mapping[str, Any], besluit: Mapping[str, Any] | None) -> str:
    """Give the `opdracht` of a maatregel for the act `uitvoeren`; only "woonplek" waits for the PKVW.

    Whether the BVA established the maatregel is not asked here, but by R-UITV-1.
    """
    if kosteloos(maatregel):
        return "kosteloos"
    if voor_bestuurder(maatregel):
        return "eigen_verantwoordelijkheid"
    if maatregel["verstrekkingsvorm"] == "ter_beschikking_stelling":
        return "ter_beschikking_stelling"
    if maatregel["grondslag"] == "stelsel_rijk":
        return "andere_grondslag"
    if maatregel["grondslag"] != "regeling_veilige_woonplek" and not pkvw_blokkeert_alles(besluit or {}):
        return "andere_grondslag"
    return "woonplek"
