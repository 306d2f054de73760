# SPDX-License-Identifier: EUPL-1.2
"""veiligheidspakket + contactpunten -> nothing, or a ValidationError with all that is wrong.

(1) both hold against their schemas, and each contactpunt was checked in the last twelve months, not in the future (R-CONT-1);
(2) there is at least one contactpunt: a pack that sends a person in danger nowhere is not made;
(3) a contactpunt speaks of no other kind of organisation than the reader's (R-BRIEF-2);
(4) a part stands there once, was not checked in the future, and in the version that would be printed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.rules import Instellingen, evaluate
from weerbaar_docs.rules.brief import woorden_van_ander_type
from weerbaar_docs.validation import schema_faults
from weerbaar_docs.veiligheidspakket.gegevens import gekozen, organisatietype

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

_RAND: Final = re.compile(r"^\W+|\W+$")
_SOORT: Final = re.compile(r"(?:gemeente|provincie|waterschap|hoogheemraadschap)\b", re.IGNORECASE)
_BEGIN: Final[Mapping[str, str | tuple[str, ...]]] = {
    "gemeente": "gemeente",
    "provincie": "provincie",
    "waterschap": ("waterschap", "hoogheemraadschap"),
}


def check_pakket(
    gegevens: Mapping[str, Any],
    contactpunten: Sequence[Mapping[str, Any]],
    *,
    datum: date,
    eigen: Collection[str] = (),
) -> None:
    """Raise ValidationError with all faults; `eigen` are the templates that an organisation registered itself."""
    faults = schema_faults("veiligheidspakket", gegevens)
    known = not faults
    for index, punt in enumerate(contactpunten):
        faults += _contactpunt(punt, f"/contactpunten/{index}", datum, gegevens if known else None)
    if not contactpunten:
        faults.append(
            Melding.fout(
                "VEILIGHEIDSPAKKET-STEUNPUNT",
                "/contactpunten",
                "er is geen contactpunt: de lezer zou nergens heen kunnen",
                "Geef --contactpunten, of leg contactpunten vast met `contact leg-vast`.",
            )
        )
    if known:
        faults += _ontvanger(gegevens)
        faults += _onderdelen(gegevens, datum, eigen)
    if faults:
        raise ValidationError(*faults)


def passend(contactpunt: Mapping[str, Any], gegevens: Mapping[str, Any]) -> bool:
    """Say whether a contactpunt is for the reader of this pack: it names no other kind of organisation."""
    said = f"{contactpunt['naam']} {contactpunt['doel']} {contactpunt['openingstijden'] or ''}"
    return not woorden_van_ander_type(said, organisatie_van(gegevens))


def organisatie_van(gegevens: Mapping[str, Any]) -> dict[str, Any]:
    """Give of the reader's organisation what R-BRIEF-2 looks at: its kind, and its name, which may say anything."""
    naam = gegevens["ontvanger"]["organisatie"]
    # The rule looks for whole words, and a name may end in a bracket.
    bare = _RAND.sub("", naam)
    return {"type": organisatietype(gegevens), "naam": bare, "postadres": {"woonplaats": bare}}


def _contactpunt(
    punt: Mapping[str, Any], pad: str, datum: date, gegevens: Mapping[str, Any] | None
) -> Iterator[Melding]:
    faults: list[Melding] = list(schema_faults("contactpunt", punt))
    if not faults:
        faults = list(evaluate(punt, document="contactpunt", instellingen=Instellingen(peildatum=datum)))
        if gegevens is not None and not passend(punt, gegevens):
            faults.append(
                Melding.fout(
                    "R-BRIEF-2",
                    "",
                    "dit contactpunt noemt een ander soort organisatie dan die van de lezer",
                    "Laat het weg, of maak de omschrijving neutraal.",
                )
            )
    yield from (replace(fault, pad=f"{pad}{fault.pad}") for fault in faults)


def _ontvanger(gegevens: Mapping[str, Any]) -> Iterator[Melding]:
    """Refuse an organisation whose name begins with another kind than that of the ambt: its own words would be wrong."""
    kind = _SOORT.match(gegevens["ontvanger"]["organisatie"])
    if kind is not None and not kind[0].lower().startswith(_BEGIN[organisatietype(gegevens)]):
        yield Melding.fout(
            "VEILIGHEIDSPAKKET-AMBT",
            "/ontvanger/organisatie",
            "dit ambt hoort niet bij dit soort organisatie",
            "Herstel het ambt of de organisatie.",
        )


def _onderdelen(gegevens: Mapping[str, Any], datum: date, eigen: Collection[str]) -> Iterator[Melding]:
    codes = [each["code"] for each in gegevens["onderdelen"]]
    for index, given in enumerate(gegevens["onderdelen"]):
        if given["code"] in codes[:index]:
            yield Melding.fout(
                "VEILIGHEIDSPAKKET-DUBBEL",
                f"/onderdelen/{index}/code",
                "dit onderdeel staat er al",
                "Noem elk onderdeel één keer.",
            )
        if (given["geverifieerd_op"] or "") > datum.isoformat():
            yield Melding.fout(
                "VEILIGHEIDSPAKKET-CONTROLE",
                f"/onderdelen/{index}/geverifieerd_op",
                "de controledatum is later dan de datum van het pakket",
                "Herstel de controledatum, of kies een latere peildatum.",
            )
    for onderdeel, given in gekozen(gegevens):
        if onderdeel.sjabloon not in eigen and given["versie"] != onderdeel.versie:
            yield Melding.fout(
                "VEILIGHEIDSPAKKET-VERSIE",
                f"/onderdelen/{codes.index(onderdeel.code)}/versie",
                f"van dit onderdeel is hier versie {onderdeel.versie}, en die zou gedrukt worden",
                "Noem die versie, of registreer uw eigen sjabloon van dit onderdeel.",
            )
