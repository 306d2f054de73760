# SPDX-License-Identifier: EUPL-1.2
"""The effects of the statusmachine as data: what is kept in the Stand, and what others must do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from weerbaar_docs.status.stand import Stand, Toestemming, Vaststelling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.status.stand import Gebeurtenis


def _unchanged(stand: Stand, _g: Gebeurtenis) -> Stand:
    return stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Gevolg:
    """A named effect; `verwerk` gives the Stand after it, which only some effects change."""

    naam: str
    tekst: str
    verwerk: Callable[[Stand, Gebeurtenis], Stand] = _unchanged


def _rapport(stand: Stand, g: Gebeurtenis) -> Stand:
    return replace(stand, versie=max(stand.versie, 1), rapport_sha256=g.rapport_sha256)


def _indiening(stand: Stand, g: Gebeurtenis) -> Stand:
    return replace(stand, opsteller=g.door)


def _nieuwe_versie(stand: Stand, g: Gebeurtenis) -> Stand:
    return replace(stand, versie=stand.versie + 1, rapport_sha256=g.rapport_sha256, opsteller=None)


def _vaststelling(stand: Stand, g: Gebeurtenis) -> Stand:
    assert g.vaststelling_sha256 is not None
    return replace(stand, vaststelling=Vaststelling(versie=stand.versie, vaststelling_sha256=g.vaststelling_sha256))


def _geen_vaststelling(stand: Stand, _g: Gebeurtenis) -> Stand:
    return replace(stand, vaststelling=None)


def _toestemming(stand: Stand, g: Gebeurtenis) -> Stand:
    assert g.versie is not None
    assert g.vaststelling_sha256 is not None
    assert g.route is not None
    assert g.geldig_van is not None
    assert g.geldig_tot is not None
    gegeven = Toestemming(
        versie=g.versie,
        vaststelling_sha256=g.vaststelling_sha256,
        route=g.route,
        sleutel_vingerafdruk=g.sleutel_vingerafdruk,
        geldig_van=g.geldig_van,
        geldig_tot=g.geldig_tot,
    )
    return replace(stand, toestemming=gegeven)


def _geen_toestemming(stand: Stand, _g: Gebeurtenis) -> Stand:
    return replace(stand, toestemming=None)


def _verstrekt(stand: Stand, _g: Gebeurtenis) -> Stand:
    return replace(stand, verstrekt=True)


def _vernietigd(stand: Stand, _g: Gebeurtenis) -> Stand:
    return Stand(status=stand.status)


_ALLE: tuple[Gevolg, ...] = (
    Gevolg(naam="rapport_vastleggen", tekst="de inhoud van deze versie is vastgelegd", verwerk=_rapport),
    Gevolg(naam="indiening_vastleggen", tekst="vastgelegd is wie deze versie heeft ingediend", verwerk=_indiening),
    Gevolg(naam="nieuwe_versie_vastleggen", tekst="het rapport heeft een nieuwe versie", verwerk=_nieuwe_versie),
    Gevolg(naam="vaststelling_vastleggen", tekst="de vaststelling bindt deze versie", verwerk=_vaststelling),
    Gevolg(naam="vaststelling_vervalt", tekst="de vaststelling geldt niet meer", verwerk=_geen_vaststelling),
    Gevolg(naam="toestemming_vastleggen", tekst="de toestemming is vastgelegd", verwerk=_toestemming),
    Gevolg(naam="toestemming_vervalt", tekst="de toestemming geldt niet meer", verwerk=_geen_toestemming),
    Gevolg(naam="verstrekking_vastleggen", tekst="de werkgever heeft het advies", verwerk=_verstrekt),
    Gevolg(naam="gegevens_vernietigen", tekst="alle inhoud van het dossier wordt vernietigd", verwerk=_vernietigd),
    Gevolg(naam="bevestigingsbrief", tekst="bestuurder en werkgever krijgen elk een bevestiging van de afspraak"),
    Gevolg(naam="toestemmingsformulier", tekst="de bestuurder krijgt het rapport en het toestemmingsformulier"),
    Gevolg(naam="toestemming_vragen", tekst="de bestuurder wordt opnieuw om toestemming gevraagd"),
    Gevolg(naam="leveringen_stoppen", tekst="er begint geen nieuwe levering; wat nog niet onderweg is wordt gestaakt"),
    Gevolg(naam="leveringen_vervallen", tekst="wat al is geleverd geldt niet meer; het wordt niet ongedaan gemeld"),
    Gevolg(
        naam="intrekkingsbrief",
        tekst="de bestuurder krijgt een bevestiging, en de werkgever alleen een melding als hij het advies heeft",
    ),
    Gevolg(naam="vernietigingsverzoek", tekst="de werkgever wordt gevraagd te vernietigen wat hij heeft"),
    Gevolg(naam="vernietigingsverklaring", tekst="er komt een vernietigingsverklaring"),
    Gevolg(
        naam="nieuw_dossier",
        tekst="voor het nieuwe adres komt een nieuw dossier, dat dit dossier noemt en de bruikleen ervan overneemt",
    ),
    Gevolg(naam="tbs_terugnemen", tekst="de bruikleen eindigt en de werkgever neemt haar terug"),
)

GEVOLGEN: Final[Mapping[str, Gevolg]] = {g.naam: g for g in _ALLE}
