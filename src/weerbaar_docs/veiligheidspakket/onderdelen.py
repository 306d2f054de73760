# SPDX-License-Identifier: EUPL-1.2
"""The parts of the veiligheidspakket that this program brings: version, and of which year the facts in it are.

(1) a new text of a part gets a new version here, and that of no other changes;
(2) a source without a year is said to have none: the reader then knows that nobody can tell how old the facts are;
(3) nothing here says that a part was verified: that day comes from the data of each pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

VOORWOORD: Final = "pakket_voorwoord"
STEUNPUNTEN: Final = "pakket_steunpunten"
_PAKKET: Final = "de webtekst over het veiligheidspakket"
_BRIEF_2016: Final = "de brief van de minister over veilige publieke taak"
_BRIEF_2023: Final = "de brief over de vernieuwde regeling"
_REGELING: Final = "de regeling zoals die in december 2025 gold"
_SCHEMA: Final = "de uitleg voor secretarissen over de regeling"
_EVALUATIE: Final = "het bericht over de evaluatie van de vorige regeling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bron:
    """Where facts come from, and the year of that; None when it does not say so itself."""

    titel: str
    jaar: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Onderdeel:
    """A part: its code in the data, its title for the reader, the version of our template, and where its facts come from."""

    code: str
    titel: str
    versie: str
    bronnen: tuple[Bron, ...]

    @property
    def sjabloon(self) -> str:
        """The name of its template."""
        return f"pakket_{self.code}"

    @property
    def feiten_van(self) -> str:
        """Say of which years the facts are, as a reader understands it."""
        jaren = sorted({bron.jaar for bron in self.bronnen if bron.jaar is not None})
        zonder = any(bron.jaar is None for bron in self.bronnen)
        woorden = [f"uit {jaar}" for jaar in jaren] + ["uit een tekst zonder jaartal"] * zonder
        *begin, last = woorden
        return f"{', '.join(begin)} en {last}" if begin else last


_WEB: Final = Bron(titel=_PAKKET, jaar=None)
_2016: Final = Bron(titel=_BRIEF_2016, jaar=2016)
ONDERDELEN: Final = (
    Onderdeel(
        code="ondersteuningsteam",
        titel="Het Ondersteuningsteam Weerbaar Bestuur",
        versie="2026.1",
        bronnen=(_WEB,),
    ),
    Onderdeel(
        code="woningscan_veiligheidsgesprek",
        titel="De woningscan en het veiligheidsgesprek",
        versie="2026.1",
        bronnen=(
            Bron(titel=_BRIEF_2023, jaar=2023),
            Bron(titel=_EVALUATIE, jaar=2023),
            Bron(titel=_SCHEMA, jaar=2024),
            Bron(titel=_REGELING, jaar=2025),
        ),
    ),
    Onderdeel(code="zelfscan", titel="De zelfscan", versie="2026.1", bronnen=(_WEB, _2016)),
    Onderdeel(
        code="training", titel="De training over intimidatie en bedreiging", versie="2026.1", bronnen=(_WEB, _2016)
    ),
    Onderdeel(
        code="aangifte_melden_schade", titel="Aangifte, melden en schade", versie="2026.1", bronnen=(_WEB, _2016)
    ),
    Onderdeel(
        code="stelsel_bewaken_beveiligen",
        titel="Het stelsel bewaken en beveiligen",
        versie="2026.1",
        bronnen=(_WEB, _2016, Bron(titel=_EVALUATIE, jaar=2023)),
    ),
    Onderdeel(code="debriefing_nazorg", titel="Debriefing en nazorg", versie="2026.1", bronnen=(_WEB, _2016)),
    Onderdeel(
        code="sipa",
        titel="Het Steunpunt Integriteitsonderzoek Politieke Ambtsdragers",
        versie="2026.1",
        bronnen=(_WEB,),
    ),
)
SJABLONEN: Final = (VOORWOORD, *(onderdeel.sjabloon for onderdeel in ONDERDELEN), STEUNPUNTEN)
