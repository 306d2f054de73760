# SPDX-License-Identifier: EUPL-1.2
"""The section `[logboek]` of the configuration -> places, the pinned key.

A place that is named but not filled in is an error when checkpoints are made, not when they should have been there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import ConfigError, Melding, UsageError
from weerbaar_docs.logboek.mail import MailBestemming
from weerbaar_docs.logboek.map import MapBestemming
from weerbaar_docs.logboek.plaats import Logboeksleutel, own_key, setting_fault
from weerbaar_docs.logboek.verifieren import Vraag
from weerbaar_docs.logboek.zaaksysteem import ZaaksysteemBestemming
from weerbaar_docs.verwijzing import read_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.logboek.bestemmingen import Bestemming

_NODIG: Final[Mapping[str, tuple[str, ...]]] = {
    "map": ("map",),
    "mail": ("mail_server", "mail_afzender", "mail_ontvangers"),
    "zaaksysteem": ("zaaksysteem",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logboekinstellingen:
    """What the configuration says of the log."""

    sleutel: Logboeksleutel
    bestemmingen: tuple[Bestemming, ...]
    hoogstens_dagen: int


def read_settings(config: Configuratie) -> Logboekinstellingen:
    """Read the section; raises ConfigError with everything that is missing at once."""
    section = config.section("logboek")
    needed = ["sleutel", "sleutelbestand", *(n for plaats in section["plaatsen"] for n in _NODIG[plaats])]
    missing = [_missing(naam) for naam in needed if not section[naam]]
    chosen = section["zaaksysteem"]
    if "zaaksysteem" in section["plaatsen"] and chosen and chosen not in config.zaaksystemen:
        missing.append(setting_fault("zaaksysteem", "dit zaaksysteem staat niet in [zaaksystemen]"))
    if missing:
        raise ConfigError(*missing)
    makers: dict[str, Callable[[], Bestemming]] = {
        "map": lambda: MapBestemming(pad=Path(section["map"]), groep=section["map_groep"]),
        "mail": lambda: _mail(section),
        "zaaksysteem": lambda: _zaaksysteem(config.zaaksystemen[chosen]),
    }
    return Logboekinstellingen(
        sleutel=own_key(section),
        bestemmingen=tuple(makers[plaats]() for plaats in section["plaatsen"]),
        hoogstens_dagen=section["hoogstens_dagen"],
    )


def read_question(
    config: Configuratie,
    *,
    export: Path | None,
    adres: str,
    checkpoints: tuple[Path, ...],
    sleutels: Sequence[tuple[bytes, str]],
    register: str | None,
    dagen: int | None,
) -> Vraag:
    """Fill in from the configuration what an officer did not give; raises UsageError or ConfigError.

    `sleutels` are certificates, each with the fingerprint that the officer knows from elsewhere.
    """
    section = config.section("logboek")
    pinned = [Logboeksleutel(vingerafdruk=pin, certificaat=data) for data, pin in sleutels]
    if not pinned and section["sleutel"] and section["sleutelbestand"]:
        pinned = [own_key(section)]
    if not pinned:
        raise UsageError.because(
            "LOGBOEK-SLEUTEL",
            "er is geen logboeksleutel om mee te controleren",
            "Geef --sleutel BESTAND en --vingerafdruk VINGERAFDRUK; de vingerafdruk weet u van een andere kant.",
        )
    if "@" in adres and ":" in adres.partition("://")[2].partition("@")[0]:
        raise UsageError.because(
            "LOGBOEK-ADRES", "in het adres staat een wachtwoord", "Laat het weg, en zet het in ~/.pgpass."
        )
    return Vraag(
        export=export,
        adres=adres,
        checkpoints=checkpoints or ((Path(section["map"]),) if section["map"] else ()),
        sleutels=tuple(pinned),
        register=register or section["register"] or None,
        hoogstens_dagen=dagen or section["hoogstens_dagen"],
    )


def _mail(section: Mapping[str, Any]) -> MailBestemming:
    reference = section["mail_wachtwoord"]
    ca_bestand = section["mail_ca_bestand"]
    return MailBestemming(
        server=section["mail_server"],
        poort=section["mail_poort"],
        beveiliging=section["mail_beveiliging"],
        afzender=section["mail_afzender"],
        ontvangers=tuple(section["mail_ontvangers"]),
        gebruiker=section["mail_gebruiker"],
        wachtwoord=(lambda: _password(reference)) if reference else None,
        ca_bestand=Path(ca_bestand) if ca_bestand else None,
        now=lambda: datetime.now(UTC),
    )


def _password(reference: str) -> str:
    return read_secret(reference, os.environ).decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _zaaksysteem(chosen: Mapping[str, Any]) -> ZaaksysteemBestemming:
    return ZaaksysteemBestemming(
        plugin=chosen["plugin"], config={name: value for name, value in chosen.items() if name != "plugin"}
    )


def _missing(naam: str) -> Melding:
    return setting_fault(naam, "deze instelling is nodig en is niet ingevuld")
