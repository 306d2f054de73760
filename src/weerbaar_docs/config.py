# SPDX-License-Identifier: EUPL-1.2
"""One configuration: defaults, then a TOML file, then WEERBAAR_<SECTIE>_<SLEUTEL>; checked by a JSON Schema.

Every value remembers where it came from (`config toon --herkomst`).
"""

from __future__ import annotations

import contextlib
import difflib
import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weerbaar_docs._resources import read_resource
from weerbaar_docs.errors import ConfigError, Melding, ValidationError
from weerbaar_docs.rules import Instellingen
from weerbaar_docs.termijnen import Kalender
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREFIX = "WEERBAAR_"
_LOCATION = "WEERBAAR_CONFIG"
_WACHTWOORD = re.compile(r"(://[^/@:]*:)[^/]*@")
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Instelling:
    """One setting: its value and where that came from."""

    waarde: Any
    herkomst: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuratie:
    """All settings by `sectie.sleutel`, and the configured connectors by name."""

    instellingen: Mapping[str, Instelling]
    zaaksystemen: Mapping[str, Mapping[str, Any]]

    def get(self, naam: str) -> Any:
        """Give the value of `sectie.sleutel`."""
        return self.instellingen[naam].waarde

    def shown(self, naam: str) -> Any:
        """Give the value of `sectie.sleutel` as it may be shown: without the password in an address."""
        waarde = self.get(naam)
        return _WACHTWOORD.sub(r"\1[verborgen]@", waarde) if isinstance(waarde, str) else waarde

    def instellingen_van_regels(self, peildatum: date | None) -> Instellingen:
        """Give what the rules take from outside a document."""
        extra = tuple(date.fromisoformat(day) for day in self.get("termijnen.extra_vrije_dagen"))
        return Instellingen(
            kalender=Kalender(goede_vrijdag=self.get("termijnen.goede_vrijdag"), extra_vrije_dagen=extra),
            peildatum=peildatum,
            vangnet=self.get("vangnet.aan"),
        )

    def section(self, sectie: str) -> dict[str, Any]:
        """Give all values of one section."""
        return {
            naam.partition(".")[2]: item.waarde
            for naam, item in self.instellingen.items()
            if naam.startswith(f"{sectie}.")
        }


def load_config(path: Path | None, environment: Mapping[str, str]) -> Configuratie:
    """Read the configuration; raises ConfigError with every unknown key and wrong value at once."""
    schema = json.loads(read_resource("schemas", "configuratie.schema.json"))
    instellingen = {
        f"{sectie}.{sleutel}": Instelling(waarde=spec["default"], herkomst="standaard")
        for sectie, sleutel, spec in _settings(schema)
    }
    file = _find(path, environment)
    data = {} if file is None else _read_toml(file)
    zaaksystemen = data.pop("zaaksystemen", {})
    meldingen: list[Melding] = []
    for naam, waarde in _from_file(data):
        if naam not in instellingen:
            meldingen.append(_unknown(naam, instellingen, str(file)))
            continue
        instellingen[naam] = Instelling(waarde=waarde, herkomst=str(file))
    by_variable = {PREFIX + naam.replace(".", "_").upper(): naam for naam in instellingen}
    for variable in sorted(v for v in environment if v.startswith(PREFIX) and v != _LOCATION):
        if variable not in by_variable:
            meldingen.append(_unknown(variable, by_variable, "omgeving"))
            continue
        naam = by_variable[variable]
        instellingen[naam] = Instelling(
            waarde=_typed(environment[variable], instellingen[naam].waarde), herkomst=variable
        )
    meldingen += _schema_faults(instellingen, zaaksystemen)
    if meldingen:
        raise ConfigError(*meldingen)
    return Configuratie(instellingen=instellingen, zaaksystemen=zaaksystemen)


def _settings(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for sectie, spec in schema["properties"].items():
        if sectie != "zaaksystemen":
            for sleutel, item in spec["properties"].items():
                yield sectie, sleutel, item


def _find(path: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = path or (Path(environment[_LOCATION]) if environment.get(_LOCATION) else None)
    if named is not None:
        return named
    candidates = (folder / "weerbaar-docs" / "config.toml" for folder in _folders())
    return next((candidate for candidate in candidates if _is_there(candidate)), None)


def _folders() -> Iterator[Path]:
    with contextlib.suppress(RuntimeError):  # a user without a home, as many containers have
        yield Path.home() / ".config"
    yield Path("/etc")


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        # Settings that may be there but cannot be seen are no reason to go on without them.
        raise _unreadable(file, "niet te zeggen is of het bestand er is") from None


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(file).decode())
    except UnicodeDecodeError:
        reason = "het bestand is geen UTF-8"
    except (ValueError, RecursionError):  # not only TOMLDecodeError: also a number or a nesting past every measure
        reason = "het bestand is geen geldige TOML"
    raise _unreadable(file, reason)


def _read(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise _unreadable(file, "het bestand is er niet, of is geen gewoon bestand")
        with file.open("rb") as handle:
            data = handle.read(_MAX_BYTES + 1)
    except OSError:
        raise _unreadable(file, "het bestand is niet te lezen") from None
    if len(data) > _MAX_BYTES:
        raise _unreadable(file, "het bestand is groter dan 1 MB")
    return data


def _unreadable(file: Path, reason: str) -> ConfigError:
    return ConfigError.because("CONFIG-BESTAND", reason, "Controleer pad, rechten en inhoud.", pad=str(file))


def _from_file(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for sectie, values in data.items():
        if isinstance(values, dict):
            yield from ((f"{sectie}.{sleutel}", waarde) for sleutel, waarde in values.items())
        else:
            yield sectie, values


def _typed(text: str, like: Any) -> Any:
    if isinstance(like, bool):
        return {"ja": True, "true": True, "1": True, "nee": False, "false": False, "0": False}.get(text.lower(), text)
    if isinstance(like, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(like, int):
        return int(text) if text.removeprefix("-").isdigit() else text
    return text


def _unknown(naam: str, known: Mapping[str, Any], where: str) -> Melding:
    near = difflib.get_close_matches(naam, known, n=1)
    advice = f"Bedoelt u {near[0]}?" if near else "Verwijder de sleutel; zie config toon voor alle sleutels."
    return Melding(
        code="CONFIG-SLEUTEL", ernst="fout", pad=where, melding=f"onbekende instelling {naam}", oplossing=advice
    )


def _schema_faults(instellingen: Mapping[str, Instelling], zaaksystemen: Any) -> list[Melding]:
    document: dict[str, Any] = {"zaaksystemen": zaaksystemen}
    for naam, item in instellingen.items():
        sectie, _, sleutel = naam.partition(".")
        document.setdefault(sectie, {})[sleutel] = item.waarde
    try:
        check_part("configuratie", document)
    except ValidationError as error:
        return list(error.meldingen)
    return []
