# SPDX-License-Identifier: EUPL-1.2
"""The request for the financieel vangnet of 2016 (document 11), by a gemeente to the ministerie; off by default.

It names an ambt and never a person: a text in which an address, a number or a name of somebody seems to stand is refused,
however it is written. A name that nothing announces (no title, no initials) is not seen; people read the letter as well
(docs/adr/0024).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.adresvermelding import noemt_adres
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.kostenverdeling import som
from weerbaar_docs.rendering import neutral_kenmerk
from weerbaar_docs.woorden import vlak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

_TUSSENVOEGSEL: Final = r"(?:(?i:van|de|den|der|het|ter|ten|te|el|al|'t|'s) )*"
_PERSOON: Final = re.compile(
    r"@|(?:\+31|\b0031|\b0(?=[1-9]))(?:[ ().-]{0,2}[0-9]){8}"
    r"|(?i:rapport|\b(?:de heer|mevrouw|meneer|mevr|dhr)\b)"
    r"|\b(?:(?i:mw|hr|fam|drs|dr|ir|ing|mr)\.?|(?i:heer|familie|burgemeester|wethouder|raadslid)) "
    + _TUSSENVOEGSEL
    + "[A-Z]"
    r"|\b(?:[A-Z]\.)+ ?[A-Z]"
)


def vangnet(gegevens: Mapping[str, Any], datum: date) -> dict[str, Any]:
    """Give what the template sees of a vangnetaanvraag; raises ValidationError for a text that seems to name a person."""
    texts = [(f"/kosten/{i}/omschrijving", post["omschrijving"]) for i, post in enumerate(gegevens["kosten"])]
    texts += [("/onevenredigheid_toelichting", gegevens["onevenredigheid_toelichting"])]
    texts += [("/advies/instantie", gegevens["advies"]["instantie"])]
    texts += [("/organisatie/naam", gegevens["organisatie"]["naam"]), ("/aanvraagnummer", gegevens["aanvraagnummer"])]
    meldingen = list(_faults(texts))
    if meldingen:
        raise ValidationError(*meldingen)
    kosten = gegevens["kosten"]
    return {
        "brief": {"kenmerk": neutral_kenmerk([gegevens, datum.isoformat()])},
        "vangnet": {
            **gegevens,
            "datum": datum.isoformat(),
            "kosten_totaal": som(post["bedrag_incl_btw"] for post in kosten),
            "kosten_pkvw": som(post["bedrag_incl_btw"] for post in kosten if post["pkvw_niveau"]),
            "promille": _per_mille(gegevens["kosten_werkgever_boven_pkvw"], gegevens["gemeentebegroting_totaal"]),
        },
    }


def _per_mille(deel: str, geheel: str) -> str:
    """Give how many per mille of the budget the costs are, with two decimals and a comma; `-` for an empty budget."""
    if Decimal(geheel) == 0:
        return "-"
    return f"{Decimal(deel) / Decimal(geheel) * 1000:.2f}".replace(".", ",")


def _faults(texts: list[tuple[str, str]]) -> Iterator[Melding]:
    for pad, text in texts:
        if _PERSOON.search(vlak(text, hoofdletters=True)) or noemt_adres(text):
            yield Melding(
                code="VANGNET-INHOUD",
                ernst="fout",
                pad=pad,
                melding="hier lijkt een naam, een adres, een nummer of het rapport te staan",
                oplossing="Schrijf de tekst zo dat niemand eruit kan opmaken om wie het gaat.",
            )
