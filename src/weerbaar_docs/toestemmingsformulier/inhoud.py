# SPDX-License-Identifier: EUPL-1.2
"""Werkgeverstukken + receiver + period -> what the form says (schema `toestemmingsformulier`), and what the statement must say.

(1) one choice and exactly its files; (2) what is printed comes from the established report and the stored files, so that
no caller can print another name or digest; (3) moments are shown as they are lived, in the Netherlands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.adressering import naam
from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.model import utc_text
from weerbaar_docs.redaction import Werkgeverstukken
from weerbaar_docs.rendering.filters import datum as datum_in_woorden
from weerbaar_docs.rendering.filters import woord_klein
from weerbaar_docs.rules.toestemming import LANGSTE_DUUR
from weerbaar_docs.termijnen import NEDERLAND, nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from weerbaar_docs.redaction import Stuk

WACHTTIJD_UREN: Final = 24
_PDF: Final = b"%PDF-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvanger:
    """Who gets the files: the function and the organisation as one writes them, and its OIN."""

    oin: str
    functie: str
    organisatie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Periode:
    """From when until when a toestemming holds, in aware moments; at most 90 days."""

    van: datetime
    tot: datetime

    def __post_init__(self) -> None:
        """Refuse a period that is empty or too long, as `toestemming.ask` does."""
        if not timedelta(0) < self.tot - self.van <= LANGSTE_DUUR:
            raise ConsentError.because(
                "R-TOES-8", "een toestemming geldt hoogstens 90 dagen", "Kies een kortere periode."
            )


def formulier_gegevens(
    stukken: Werkgeverstukken,
    *,
    ontvanger: Ontvanger | None,
    toestemming_id: str,
    periode: Periode,
    now: datetime,
    telefoon: str | None = None,
    grondslag: str | None = None,
    wachttijd_uren: int = WACHTTIJD_UREN,
) -> dict[str, Any]:
    """Give all that the template of the form sees, but for the huisstijl.

    Raises ConsentError when there are no made files, or the receiver does not fit the route.
    """
    if not isinstance(stukken, Werkgeverstukken):
        raise ConsentError.because(
            "STAP-STUKKEN", "een toestemming gaat over gemaakte stukken", "Maak eerst de stukken (prepare)."
        )
    keuze = stukken.keuze
    if (keuze.route == "via_bestuurder") != (ontvanger is None):
        raise ConsentError.because(
            "R-TOES-3",
            "route en ontvanger passen niet bij elkaar",
            "Noem de werkgever, of kies via_bestuurder zonder ontvanger.",
        )
    inhoud = stukken.vastgesteld.definitief.rapport.inhoud
    bestuurder = inhoud["bestuurder"]
    return {
        "kenmerk": toestemming_id,
        "datum": nederlandse_dag(now).isoformat(),
        "naam": naam(bestuurder),
        "ambt": bestuurder.get("functiebenaming") or woord_klein(bestuurder["ambt"]),
        "organisatie": inhoud["organisatie"]["naam"],
        "route": keuze.route,
        "omvang": keuze.omvang,
        "uitgesloten_onderdelen": list(keuze.uitgesloten_onderdelen),
        "ontvanger": None
        if ontvanger is None
        else {"functie": ontvanger.functie, "organisatie": inhoud["organisatie"]["naam"]},
        "stukken": [_shown(stuk) for stuk in stukken.stukken],
        "van": moment_in_woorden(periode.van),
        "tot": moment_in_woorden(periode.tot),
        "telefoon": telefoon,
        "grondslag": grondslag,
        "wachttijd_uren": wachttijd_uren,
    }


def verklaring_gegevens(
    stukken: Werkgeverstukken, *, ontvanger: Ontvanger | None, toestemming_id: str, periode: Periode
) -> dict[str, Any]:
    """Give the fields of toestemming/v1 that must say what the form says."""
    vastgesteld, keuze = stukken.vastgesteld, stukken.keuze
    return {
        "soort": "toestemming/v1",
        "toestemming_id": toestemming_id,
        "vaststelling_sha256": vastgesteld.definitief.vaststelling_sha256,
        "eind_sha256": vastgesteld.eind_sha256,
        "route": keuze.route,
        "omvang": keuze.omvang,
        "uitgesloten_onderdelen": list(keuze.uitgesloten_onderdelen),
        "stukken": [stuk.as_json() for stuk in stukken.stukken],
        "geldig_van": utc_text(periode.van),
        "geldig_tot": utc_text(periode.tot),
        "ontvanger": None if ontvanger is None else {"oin": ontvanger.oin, "functie": ontvanger.functie},
    }


def moment_in_woorden(moment: datetime) -> str:
    """Write an aware moment as ‘22 mei 2026 om 09.00 uur’, in Dutch time."""
    here = moment.astimezone(NEDERLAND)
    return f"{datum_in_woorden(here.isoformat())} om {here:%H.%M} uur"


def begin(sha256: str) -> str:
    """Give the first four groups of four characters of a digest: what people compare."""
    return " ".join(sha256[start : start + 4] for start in range(0, 16, 4))


def _shown(stuk: Stuk) -> Mapping[str, Any]:
    return {
        "documentsoort": stuk.documentsoort,
        "paginas": len(read_inhoud(stuk.inhoud, tekst=False).paginas) if stuk.inhoud.startswith(_PDF) else None,
        "bytes": len(stuk.inhoud),
        "begin": begin(stuk.sha256),
    }
