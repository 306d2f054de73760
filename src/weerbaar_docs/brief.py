# SPDX-License-Identifier: EUPL-1.2
"""The letter that goes with the werkgever's documents: no report data, neutral betreft and titles (R-META-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.rules.brief import reveals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_POSTBUS = {"postbus": "Postbus {postbusnummer}", "antwoordnummer": "Antwoordnummer {antwoordnummer}"}
_FUNCTIE = {"secretaris_directeur": "secretaris-directeur"}


def address_lines(organisatie: Mapping[str, Any]) -> list[str]:
    """Give the lines of the address block: name, t.a.v., street or postbus, postcode and PLAATS."""
    post = organisatie["postadres"]
    if post["soort"] == "straat":
        number = f"{post['huisnummer']}{post.get('huisletter') or ''} {post.get('huisnummertoevoeging') or ''}".strip()
        street = f"{post['straatnaam']} {number}"
    else:
        street = _POSTBUS[post["soort"]].format(**post)
    plaats = f"{post['postcode'][:4]} {post['postcode'][4:]}  {post['woonplaats'].upper()}"
    return [organisatie["naam"], f"t.a.v. {functie(organisatie)}", street, plaats]


def functie(organisatie: Mapping[str, Any]) -> str:
    """Give the secretary's function as one writes it."""
    value: str = organisatie["contactpersoon"]["functie"]
    return _FUNCTIE.get(value, value)


def render_brief(
    gegevens: Mapping[str, Any],
    *,
    kenmerk: str,
    betreft: str,
    bijlagen: Sequence[str],
    datum: date,
    huisstijl: Mapping[str, Any] = HUISSTIJL,
) -> Document:
    """Render the gemeente's letter for a dossier; its title is made of the digest of the letter's own data.

    Raises RenderingError for another kind of organisation (not made yet) or a betreft or title that tells too much.
    """
    organisatie = gegevens["organisatie"]
    if organisatie["type"] != "gemeente":
        raise RenderingError.because(
            "BRIEF-TYPE", "deze versie heeft alleen een brief voor een gemeente", "Gebruik een eigen sjabloon."
        )
    if any(reveals(text, gegevens) for text in (betreft, *bijlagen)):
        raise RenderingError.because(
            "R-META-1",
            "betreft of een bijlagetitel verraadt een naam, adres of het onderwerp",
            "Gebruik een neutrale tekst met alleen het kenmerk.",
            pad="/werkgeversbrief/betreft",
        )
    brief = {
        "kenmerk": kenmerk,
        "uw_kenmerk": None,
        "datum": datum.isoformat(),
        "betreft": betreft,
        "organisatietype": organisatie["type"],
        "aan": {"organisatie": organisatie["naam"], "ter_attentie_van": functie(organisatie)},
        "adresregels": address_lines(organisatie),
        "aanhef": f"Geachte {functie(organisatie)},",
        "bijlagen": [{"titel": titel} for titel in bijlagen],
        "vertrouwelijkheidaanduiding": gegevens["adviesrapport"]["vertrouwelijkheidaanduiding"],
    }
    return render(
        "brief_werkgever_gemeente",
        {"brief": brief, "huisstijl": huisstijl},
        datum=datum,
        titel=neutral_title(digest(brief)),
    )
