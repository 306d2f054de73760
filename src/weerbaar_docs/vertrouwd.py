# SPDX-License-Identifier: EUPL-1.2
"""Configuratie + Opslag -> whom this computer trusts when it verifies, and with which huisstijl it makes documents again.

(1) keys and medewerkers are those of the registers; a key that was withdrawn or replaced counts no more; (2) the seals of the
BVA, the CCV and time-stamping services are those of the configuration, and so are the CRLs; (3) a computer without a store trusts nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from weerbaar_docs.huisstijl import huisstijl_of
from weerbaar_docs.registers.sjablonen import STANDAARD
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.toetsing.vertrouwen import trusted
from weerbaar_docs.verifieren.vertrouwen import Vertrouwde, Vertrouwenslijst
from weerbaar_docs.werkplek import existing_engine, open_configured
from weerbaar_docs.zegelinstellingen import believed_seals, trusted_seals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.store import Opslag


@dataclass(frozen=True, slots=True, kw_only=True)
class Hier:
    """What verifying takes from this computer; `huisstijl` gives the templates for an OIN (none: those of every organisation)."""

    vertrouwen: Vertrouwenslijst
    huisstijl: Callable[[str], Huisstijl]


def trusted_here(config: Configuratie, environment: Mapping[str, str]) -> Hier:
    """Give what the store of this computer holds, if there is one; raises as `open_configured` does."""
    if existing_engine(config, environment) is None:
        return Hier(vertrouwen=Vertrouwenslijst(), huisstijl=lambda _: HUISSTIJL)
    opslag = open_configured(config, environment)
    bva = believed_seals(config, "bva")
    vertrouwen = replace(
        trusted_of(opslag),
        bva_zegels=bva.certificaten,
        ccv_zegels=trusted_seals(config, "ccv"),
        tsa_vertrouwd=bva.tsa_vertrouwd,
        intrekkingslijsten=bva.intrekkingslijsten,
    )
    return Hier(vertrouwen=vertrouwen, huisstijl=lambda oin: huisstijl_of(config, opslag, voor=oin or STANDAARD))


def trusted_of(opslag: Opslag) -> Vertrouwenslijst:
    """Give the keys and medewerkers that `toetsing.vertrouwen` reads, as who verifies takes them."""
    register = trusted(opslag)
    return Vertrouwenslijst(
        sleutels=tuple(
            Vertrouwde(vingerafdruk=s.vingerafdruk, soort=s.soort, certificaat=s.certificaat) for s in register.sleutels
        ),
        medewerkers=register.medewerkers,
    )
