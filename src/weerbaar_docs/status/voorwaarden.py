# SPDX-License-Identifier: EUPL-1.2
"""The guards of the statusmachine as data: a name, Dutch sentences, the rule and a pure question.

A guard without its facts is false, except the two that say that something is not so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from weerbaar_docs.rules.toestemming import LANGSTE_DUUR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.status.stand import Gebeurtenis, Stand

# What may be ordered whatever the PKVW says (see procesregels.soort_opdracht).
ZONDER_PKVW: Final = ("kosteloos", "eigen_verantwoordelijkheid", "ter_beschikking_stelling", "andere_grondslag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorwaarde:
    """A named guard: what must be true, what to do when it is not, and the rule that it keeps."""

    naam: str
    tekst: str
    oplossing: str
    bron: str
    geldt: Callable[[Stand, Gebeurtenis], bool]


def _dit_rapport(stand: Stand, g: Gebeurtenis) -> bool:
    return g.rapport_sha256 is not None and (g.versie, g.rapport_sha256) == (stand.versie, stand.rapport_sha256)


def _vier_ogen(stand: Stand, g: Gebeurtenis) -> bool:
    toetser, opsteller = ((wie or "").strip().casefold() for wie in (g.door, stand.opsteller))
    return bool(toetser and opsteller) and toetser != opsteller


def _het_vastgestelde(stand: Stand, g: Gebeurtenis) -> bool:
    v = stand.vaststelling
    return v is not None and (g.versie, g.vaststelling_sha256) == (v.versie, v.vaststelling_sha256)


def _route_naar_werkgever(_stand: Stand, g: Gebeurtenis) -> bool:
    return g.route in ("via_ccv", "op_papier")


def _route_via_bestuurder(_stand: Stand, g: Gebeurtenis) -> bool:
    return g.route == "via_bestuurder"


def _sleutel_bij_route(_stand: Stand, g: Gebeurtenis) -> bool:
    return g.route is not None and (g.route == "via_ccv") == (g.sleutel_vingerafdruk is not None)


def _bewijs_ondertekend(_stand: Stand, g: Gebeurtenis) -> bool:
    return g.bewijs in ("openpgp", "pades", "natte_handtekening")


def _hoogstens_90_dagen(_stand: Stand, g: Gebeurtenis) -> bool:
    if g.geldig_van is None or g.geldig_tot is None or g.moment is None:
        return False
    duur = g.geldig_tot - g.geldig_van
    return timedelta(0) < duur <= LANGSTE_DUUR and g.geldig_van <= g.moment <= g.geldig_tot


def _volgens_toestemming(stand: Stand, g: Gebeurtenis) -> bool:
    t = stand.toestemming
    if t is None or not _het_vastgestelde(stand, g):
        return False
    return (g.versie, g.vaststelling_sha256, g.route) == (t.versie, t.vaststelling_sha256, t.route)


def _sleutel_van_toestemming(stand: Stand, g: Gebeurtenis) -> bool:
    return stand.toestemming is not None and g.sleutel_vingerafdruk == stand.toestemming.sleutel_vingerafdruk


def _nog_geldig(stand: Stand, g: Gebeurtenis) -> bool:
    t = stand.toestemming
    return t is not None and g.moment is not None and t.geldig_van <= g.moment <= t.geldig_tot


def _geldigheid_voorbij(stand: Stand, g: Gebeurtenis) -> bool:
    t = stand.toestemming
    return t is not None and g.moment is not None and g.moment > t.geldig_tot


def _nieuwe_hoofdsleutel(stand: Stand, g: Gebeurtenis) -> bool:
    t = stand.toestemming
    return t is not None and t.sleutel_vingerafdruk not in (None, g.sleutel_vingerafdruk)


def _geen_nieuwe_hoofdsleutel(stand: Stand, g: Gebeurtenis) -> bool:
    return not _nieuwe_hoofdsleutel(stand, g)


def _al_verstrekt(stand: Stand, _g: Gebeurtenis) -> bool:
    return stand.verstrekt


def _nog_niet_verstrekt(stand: Stand, _g: Gebeurtenis) -> bool:
    return not stand.verstrekt


def _pkvw_op_opdrachtdatum(_stand: Stand, g: Gebeurtenis) -> bool:
    return g.opdracht in ZONDER_PKVW or (g.opdracht == "woonplek" and g.pkvw_geldig)


def _niets_meer_open(_stand: Stand, g: Gebeurtenis) -> bool:
    return g.open_maatregelen == 0


def _grond_voor_vernietiging(_stand: Stand, g: Gebeurtenis) -> bool:
    return g.grond in ("bewaartermijn", "intrekking")


_ALLE: tuple[Voorwaarde, ...] = (
    Voorwaarde(
        naam="dit_rapport",
        tekst="het gaat om deze versie en deze inhoud van het rapport",
        oplossing="Gebruik de versie en de digest van het rapport dat nu in het dossier staat.",
        bron="R-BVA-1",
        geldt=_dit_rapport,
    ),
    Voorwaarde(
        naam="vier_ogen",
        tekst="de toetser is iemand anders dan wie het rapport heeft ingediend",
        oplossing="Laat iemand anders toetsen.",
        bron="R-BVA-5",
        geldt=_vier_ogen,
    ),
    Voorwaarde(
        naam="het_vastgestelde",
        tekst="het gaat om de versie en de inhoud die de BVA heeft vastgesteld",
        oplossing="Gebruik de vastgestelde versie en haar vaststelling_sha256.",
        bron="R-TOES-0, R-TOES-1",
        geldt=_het_vastgestelde,
    ),
    Voorwaarde(
        naam="route_naar_werkgever",
        tekst="de bestuurder koos de route via_ccv of op_papier",
        oplossing="Kies een route van de toestemming: via_bestuurder, via_ccv of op_papier.",
        bron="R-TOES-2",
        geldt=_route_naar_werkgever,
    ),
    Voorwaarde(
        naam="route_via_bestuurder",
        tekst="de bestuurder koos de route via_bestuurder",
        oplossing="Kies een route van de toestemming: via_bestuurder, via_ccv of op_papier.",
        bron="R-TOES-2",
        geldt=_route_via_bestuurder,
    ),
    Voorwaarde(
        naam="sleutel_bij_route",
        tekst="bij via_ccv noemt de toestemming de sleutel van de werkgever, bij een andere route geen sleutel",
        oplossing="Neem bij via_ccv de vastgelegde sleutel van de werkgever op, en anders geen.",
        bron="R-TOES-3, R-PGP-1",
        geldt=_sleutel_bij_route,
    ),
    Voorwaarde(
        naam="bewijs_ondertekend",
        tekst="het bewijs van de toestemming is ondertekend",
        oplossing="Laat de bestuurder het formulier ondertekenen; e-mail of mondeling volstaat niet.",
        bron="R-TOES-7",
        geldt=_bewijs_ondertekend,
    ),
    Voorwaarde(
        naam="hoogstens_90_dagen",
        tekst="de toestemming is gegeven binnen haar geldigheid, en die duurt hoogstens 90 dagen",
        oplossing="Kies een einde dat hoogstens 90 dagen na geldig_van ligt.",
        bron="R-TOES-8",
        geldt=_hoogstens_90_dagen,
    ),
    Voorwaarde(
        naam="volgens_toestemming",
        tekst="de zending is wat is vastgesteld, en heeft de versie, de inhoud en de route van de toestemming",
        oplossing="Verzend alleen waarvoor de bestuurder toestemming gaf, of vraag opnieuw toestemming.",
        bron="R-TOES-1, R-TOES-2",
        geldt=_volgens_toestemming,
    ),
    Voorwaarde(
        naam="sleutel_van_toestemming",
        tekst="de zending is voor de hoofdsleutel die in de toestemming staat",
        oplossing="Vraag opnieuw toestemming als de werkgever een nieuwe hoofdsleutel heeft.",
        bron="R-TOES-3, R-PGP-1",
        geldt=_sleutel_van_toestemming,
    ),
    Voorwaarde(
        naam="nog_geldig",
        tekst="de toestemming is op dit moment geldig",
        oplossing="Vraag de bestuurder om een nieuwe toestemming.",
        bron="R-TOES-4",
        geldt=_nog_geldig,
    ),
    Voorwaarde(
        naam="geldigheid_voorbij",
        tekst="de geldigheid van de toestemming is voorbij",
        oplossing="Wacht tot geldig_tot; eerder kan de bestuurder de toestemming intrekken.",
        bron="R-TOES-4",
        geldt=_geldigheid_voorbij,
    ),
    Voorwaarde(
        naam="nieuwe_hoofdsleutel",
        tekst="de hoofdsleutel is een andere dan die in de toestemming",
        oplossing="Vergelijk de vingerafdruk van de hoofdsleutel met die in de toestemming.",
        bron="R-TOES-3",
        geldt=_nieuwe_hoofdsleutel,
    ),
    Voorwaarde(
        naam="geen_nieuwe_hoofdsleutel",
        tekst="de hoofdsleutel is die van de toestemming (een nieuwe subsleutel telt niet), of er is geen toestemming voor een sleutel",
        oplossing="Vergelijk de vingerafdruk van de hoofdsleutel met die in de toestemming.",
        bron="R-TOES-3",
        geldt=_geen_nieuwe_hoofdsleutel,
    ),
    Voorwaarde(
        naam="al_verstrekt",
        tekst="de werkgever heeft een advies ontvangen",
        oplossing="Controleer in het leverregister wat de werkgever heeft.",
        bron="R-TOES-6",
        geldt=_al_verstrekt,
    ),
    Voorwaarde(
        naam="nog_niet_verstrekt",
        tekst="de werkgever heeft nog geen advies ontvangen",
        oplossing="Laat de bestuurder de toestemming intrekken, of maak een nieuwe versie.",
        bron="R-TOES-6",
        geldt=_nog_niet_verstrekt,
    ),
    Voorwaarde(
        naam="pkvw_op_opdrachtdatum",
        tekst="op de opdrachtdatum is het PKVW opnieuw getoetst en geldig, of de maatregel wacht niet op het PKVW",
        oplossing="Toets het certificaat op de opdrachtdatum; wacht met deze opdracht als het niet geldig is.",
        bron="R-PKVW-3, R-TBS-2, R-NUL-1",
        geldt=_pkvw_op_opdrachtdatum,
    ),
    Voorwaarde(
        naam="niets_meer_open",
        tekst="elke vastgestelde maatregel is uitgevoerd of vervallen",
        oplossing="Werk de uitvoering bij; rond af als er geen maatregel meer openstaat.",
        bron="Werkwijze CCV: uitvoering",
        geldt=_niets_meer_open,
    ),
    Voorwaarde(
        naam="grond_voor_vernietiging",
        tekst="de bewaartermijn is voorbij of de bestuurder heeft ingetrokken",
        oplossing="Noem de grond: bewaartermijn of intrekking.",
        bron="AVG, art. 17; bewaartermijn",
        geldt=_grond_voor_vernietiging,
    ),
)

VOORWAARDEN: Final[Mapping[str, Voorwaarde]] = {v.naam: v for v in _ALLE}
