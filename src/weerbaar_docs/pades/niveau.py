# SPDX-License-Identifier: EUPL-1.2
"""The levels of a signature, and what those above B-B need: a time-stamping service, trusted roots, servers to ask.

B-B is the signature alone; B-T proves when it was there; B-LT carries all that a later check needs; B-LTA proves when
that was there, so that it outlives the certificates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from weerbaar_docs.errors import ConfigError

Niveau = Literal["B-B", "B-T", "B-LT", "B-LTA"]
NIVEAUS: Final[tuple[Niveau, ...]] = ("B-B", "B-T", "B-LT", "B-LTA")
WACHTTIJD: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorzieningen:
    """The wished level and what it needs.

    `vertrouwd` and `tsa_vertrouwd` are trusted certificates (DER) of the seal and of the time-stamping service;
    `servers` are the hosts (`naam` or `naam:poort`) that may be asked whether a certificate was revoked.
    """

    niveau: Niveau = "B-B"
    tsa_adres: str = ""
    tsa_aanmelding: tuple[str, str] | None = field(default=None, repr=False)
    tsa_vertrouwd: tuple[bytes, ...] = field(default=(), repr=False)
    vertrouwd: tuple[bytes, ...] = field(default=(), repr=False)
    servers: frozenset[str] = frozenset()
    wachttijd: float = WACHTTIJD

    def __post_init__(self) -> None:
        """Refuse a level that these settings can never reach."""
        if self.niveau not in NIVEAUS:
            raise _unfit("dit niveau bestaat niet", f"Kies uit {', '.join(NIVEAUS)}.")
        if self.niveau != "B-B" and not (_is_web(self.tsa_adres) and self.tsa_vertrouwd):
            raise _unfit(
                f"voor niveau {self.niveau} is een tijdstempeldienst nodig, met het certificaat dat haar vertrouwt",
                "Geef in [zegel] tsa_adres (http of https) en tsa_vertrouwd.",
            )
        if reaches(self.niveau, "B-LT") and not self.vertrouwd:
            raise _unfit(
                f"voor niveau {self.niveau} is nodig met welke certificaten het zegel wordt gecontroleerd",
                "Zet in [zegel] bij vertrouwd het pad van het certificaat van de uitgever van het zegel.",
            )


def reaches(niveau: Niveau, wanted: Niveau) -> bool:
    """Say whether a level is at least the wanted one."""
    return NIVEAUS.index(niveau) >= NIVEAUS.index(wanted)


def _is_web(address: str) -> bool:
    try:
        found = urlsplit(address)
        return found.scheme in {"http", "https"} and bool(found.hostname) and found.port != 0
    except ValueError:
        return False


def _unfit(melding: str, oplossing: str) -> ConfigError:
    return ConfigError.because("ZEGEL-INSTELLING", melding, oplossing)
