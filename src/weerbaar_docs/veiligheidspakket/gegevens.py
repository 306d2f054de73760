# SPDX-License-Identifier: EUPL-1.2
"""veiligheidspakket (JSON) + contactpunten -> what the templates of the parts see, but for the huisstijl."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.rendering import neutral_kenmerk
from weerbaar_docs.rendering.filters import artikel, opsomming, orgaan
from weerbaar_docs.rules.contact import MAANDEN
from weerbaar_docs.termijnen import maanden_later
from weerbaar_docs.veiligheidspakket.onderdelen import ONDERDELEN, STEUNPUNTEN, VOORWOORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from weerbaar_docs.veiligheidspakket.onderdelen import Onderdeel

AMBTEN: Final[Mapping[str, tuple[str, str]]] = {
    "burgemeester": ("burgemeester", "gemeente"),
    "wethouder": ("wethouder", "gemeente"),
    "commissaris_van_de_koning": ("commissaris van de Koning", "provincie"),
    "gedeputeerde": ("gedeputeerde", "provincie"),
    "voorzitter_waterschap": ("voorzitter van het waterschap", "waterschap"),
    "lid_dagelijks_bestuur": ("lid van het dagelijks bestuur", "waterschap"),
}
# How each kind of organisation calls its own: a part says these, its orgaan and its artikel, and no word of another kind (R-BRIEF-2).
_WOORDEN: Final[Mapping[str, Mapping[str, str]]] = {
    "gemeente": {
        "werkgever": "gemeente",
        "secretaris": "gemeentesecretaris",
        "vertegenwoordiging": "de gemeenteraad",
    },
    "provincie": {
        "werkgever": "provincie",
        "secretaris": "provinciesecretaris",
        "vertegenwoordiging": "provinciale staten",
    },
    "waterschap": {
        "werkgever": "waterschap",
        "secretaris": "secretaris-directeur",
        "vertegenwoordiging": "het algemeen bestuur",
    },
}
_LEZERS: Final = {"startende_bestuurder": "uzelf", "partner": "uw partner", "collega": "uw collega’s"}


def organisatietype(gegevens: Mapping[str, Any]) -> str:
    """Give the kind of organisation that the ambt of the reader belongs to."""
    return AMBTEN[gegevens["ontvanger"]["ambt"]][1]


def gekozen(gegevens: Mapping[str, Any]) -> list[tuple[Onderdeel, Mapping[str, Any]]]:
    """Give the parts of a pack with what the data say of each, always in the same order."""
    given = {each["code"]: each for each in gegevens["onderdelen"]}
    return [(onderdeel, given[onderdeel.code]) for onderdeel in ONDERDELEN if onderdeel.code in given]


def contexten(
    gegevens: Mapping[str, Any], contactpunten: Sequence[Mapping[str, Any]], *, datum: date
) -> list[tuple[str, dict[str, Any]]]:
    """Give for each template of the pack, in order, what it sees; the data hold already."""
    delen = [
        _onderdeel(nummer, onderdeel, given, datum)
        for nummer, (onderdeel, given) in enumerate(gekozen(gegevens), start=1)
    ]
    pakket = _pakket(gegevens, delen, contactpunten, datum)
    return [
        (VOORWOORD, {"pakket": pakket}),
        *(
            (onderdeel.sjabloon, {"pakket": pakket, "onderdeel": deel})
            for (onderdeel, _), deel in zip(gekozen(gegevens), delen, strict=True)
        ),
        (STEUNPUNTEN, {"pakket": pakket, "contactpunten": list(contactpunten)}),
    ]


def _pakket(
    gegevens: Mapping[str, Any],
    delen: list[dict[str, Any]],
    contactpunten: Sequence[Mapping[str, Any]],
    datum: date,
) -> dict[str, Any]:
    ontvanger, soort = gegevens["ontvanger"], organisatietype(gegevens)
    found = {
        "datum": datum.isoformat(),
        "ambt": AMBTEN[ontvanger["ambt"]][0],
        "organisatie": {"type": soort, "naam": ontvanger["organisatie"]},
        "lezers": opsomming([woord for code, woord in _LEZERS.items() if code in gegevens["doelgroep"]]),
        "woorden": {**_WOORDEN[soort], "orgaan": orgaan(soort), "artikel": artikel(soort)},
        "onderdelen": delen,
        "vertrouwelijkheidaanduiding": "intern",
    }
    return {"kenmerk": neutral_kenmerk([found, list(contactpunten)]), **found}


def _onderdeel(nummer: int, onderdeel: Onderdeel, given: Mapping[str, Any], datum: date) -> dict[str, Any]:
    op = given["geverifieerd_op"]
    return {
        "nummer": nummer,
        "titel": onderdeel.titel,
        "versie": given["versie"],
        "geverifieerd_op": op,
        "actueel": op is not None and datum <= maanden_later(date.fromisoformat(op), MAANDEN),
        "feiten_van": onderdeel.feiten_van,
    }
