# SPDX-License-Identifier: EUPL-1.2
"""The file of a signed checkpoint -> places outside the database's machine -> Verspreiding.

(1) a place keeps the file whole under its own name, or says that it did not; the same file twice is no fault;
(2) a place that has another file under that name says so loudly: one of the two was made up;
(3) one place that fails keeps none of the others from getting it;
(4) nowhere at all is an error that may be tried again (DeliveryError), some of several is told with their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from weerbaar_docs.errors import DeliveryError, Melding, WeerbaarDocsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Bestemming(Protocol):
    """A place that keeps checkpoints."""

    @property
    def naam(self) -> str:
        """Give what the place is called in the configuration."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Keep a file there; raises DeliveryError (may be tried again), VerificationError, PluginError or ConfigError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Verspreiding:
    """Where a checkpoint was put, and where it could not be, with the reasons."""

    bestand: str
    gelukt: tuple[str, ...]
    mislukt: tuple[tuple[str, tuple[Melding, ...]], ...]

    @property
    def volledig(self) -> bool:
        """Say whether every place has it."""
        return not self.mislukt

    @property
    def meldingen(self) -> tuple[Melding, ...]:
        """Give why places failed, each with the name of its place."""
        return tuple(
            Melding(code=m.code, ernst=m.ernst, pad=naam, melding=m.melding, oplossing=m.oplossing)
            for naam, meldingen in self.mislukt
            for m in meldingen
        )

    def as_json(self) -> dict[str, Any]:
        """Give what a command prints."""
        return {
            "bestand": self.bestand,
            "gelukt": list(self.gelukt),
            "mislukt": [naam for naam, _ in self.mislukt],
            "meldingen": [melding.as_json() for melding in self.meldingen],
        }


def spread(name: str, data: bytes, bestemmingen: Sequence[Bestemming]) -> Verspreiding:
    """Put a checkpoint in every place; raises DeliveryError when there is no place, or none that took it."""
    if not bestemmingen:
        raise DeliveryError.because(
            "LOGBOEK-BESTEMMING",
            "er is geen plaats ingesteld waar checkpoints heen gaan",
            "Stel in [logboek] plaatsen in: map, mail of zaaksysteem.",
        )
    gelukt: list[str] = []
    mislukt: list[tuple[str, tuple[Melding, ...]]] = []
    for bestemming in bestemmingen:
        try:
            bestemming.put(name, data)
        except WeerbaarDocsError as error:
            mislukt.append((bestemming.naam, error.meldingen))
        else:
            gelukt.append(bestemming.naam)
    found = Verspreiding(bestand=name, gelukt=tuple(gelukt), mislukt=tuple(mislukt))
    if not gelukt:
        raise DeliveryError(*found.meldingen)
    return found
