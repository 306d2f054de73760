# SPDX-License-Identifier: EUPL-1.2
"""A file of recipients, a letter and a contactpunt -> the Serie, with all that can be wrong found before anything is made.

(1) recipients and contactpunt come from what a person gave, or from the register when there is a store;
(2) the contactpunt, and the loket of the huisstijl for a real organisatie, were checked in time (R-CONT-1);
(3) with a GnuPG home every recipient has a key that counts on the day of the letter and today, and all who have none are named;
(4) a series that goes on is of the day on which it began, unless a person says another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import read_json
from weerbaar_docs.encryption.external_home import require_key_in_home
from weerbaar_docs.errors import EncryptionError, Melding, UsageError
from weerbaar_docs.huisstijl import huisstijl_of
from weerbaar_docs.neutrale_brief import require_checked
from weerbaar_docs.registers.contactpunten import contactpunt as registered
from weerbaar_docs.registers.organisaties import organisaties
from weerbaar_docs.rendering.huisstijl import require_checked_contact
from weerbaar_docs.serie.journaal import begun_on
from weerbaar_docs.serie.ontvangers import read_ontvangers
from weerbaar_docs.serie.serie import Serie, templates_of
from weerbaar_docs.serie.werker import Verzegeling
from weerbaar_docs.toetsing.vertrouwen import trusted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.keys import Sleutel
    from weerbaar_docs.store import Opslag


def prepare_serie(
    ontvangers: bytes,
    vorm: str,
    *,
    soort: str,
    contactpunt: str | bytes,
    peildatum: date | None,
    vandaag: date,
    config: Configuratie,
    opslag: Opslag | None,
    home: Path | None = None,
    hervat: Path | None = None,
) -> Serie:
    """Read and check all that a series needs; raises with every fault before anything is made.

    `vorm` is that of the recipients (json, csv or xlsx), `contactpunt` a name in the register or the bytes of its JSON, and
    `home` the GnuPG home of CCV levering when the letters are to be sealed. `hervat` is the folder of a series that goes on.
    """
    op = peildatum or (begun_on(hervat) if hervat else None) or vandaag
    found = read_ontvangers(ontvangers, vorm, op=op, bekend=_known(opslag))
    punt = _contactpunt(contactpunt, opslag)
    require_checked(punt, op)
    style = huisstijl_of(config, opslag)
    for ontvanger in found:
        require_checked_contact(style, ontvanger, op)
    return Serie(
        soort=soort,
        ontvangers=found,
        contactpunt=punt,
        datum=op,
        sjablonen=templates_of(soort, found, style),
        huisstijl_sha256=style.gegevens_sha256,
        verzegeling=None if home is None else _verzegeling(config, opslag, home, found, (op, vandaag)),
    )


def _known(opslag: Opslag | None) -> dict[str, dict[str, Any]]:
    if opslag is None:
        return {}
    with opslag.act("bevraagd", object="register") as act:
        return {row["oin"]: row for row in organisaties(act.connection, act.register_key())}


def _contactpunt(given: str | bytes, opslag: Opslag | None) -> dict[str, Any]:
    if isinstance(given, bytes):
        found: dict[str, Any] = read_json(given)
        return found
    if opslag is None:
        raise UsageError.because(
            "BRIEF-CONTACTPUNT",
            "zonder opslag is er geen register van contactpunten",
            "Geef een bestand met het contactpunt (.json), of richt de opslag in.",
        )
    with opslag.act("bevraagd", object="register") as act:
        punt: dict[str, Any] = registered(act.connection, act.register_key(), given)["contactpunt"]
        return punt


def _verzegeling(
    config: Configuratie,
    opslag: Opslag | None,
    home: Path,
    ontvangers: Sequence[Mapping[str, Any]],
    dagen: tuple[date, ...],
) -> Verzegeling:
    """Give the pinned key of every recipient; raises EncryptionError with every one that has none that counts."""
    if opslag is None:
        raise UsageError.because(
            "BRIEF-SLEUTELS",
            "zonder opslag zijn er geen sleutels",
            "Richt de opslag in, of schrijf zonder --versleutel.",
        )
    vertrouwen = trusted(opslag)
    levering = vertrouwen.sleutels.lookup(vertrouwen.pin("ccv_levering").vingerafdruk)
    require_key_in_home(home, levering.vingerafdruk)
    sleutels, meldingen = {}, []
    for ontvanger in ontvangers:
        oin = ontvanger["oin"]
        sleutel = vertrouwen.sleutels.for_holder(oin, "werkgever")
        why = _unusable(sleutel, dagen)
        if why is None and sleutel is not None:
            sleutels[oin] = sleutel
        else:
            meldingen.append(
                Melding.fout(
                    "BRIEF-SLEUTEL",
                    f"/ontvangers/{oin}",
                    why or "",
                    "Neem de sleutel op en controleer hem (sleutel voeg-toe), of schrijf deze op papier.",
                )
            )
    if meldingen:
        raise EncryptionError(*meldingen)
    return Verzegeling(
        home=str(home), levering=levering, sleutels=sleutels, sleutelbeheer=config.get("sleutelbeheer.vorm")
    )


def _unusable(sleutel: Sleutel | None, dagen: tuple[date, ...]) -> str | None:
    if sleutel is None:
        return "van deze organisatie is geen sleutel bekend"
    try:
        for dag in dagen:
            sleutel.check(dag)
    except EncryptionError as error:
        return error.meldingen[0].melding
    return None
