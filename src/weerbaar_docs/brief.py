# SPDX-License-Identifier: EUPL-1.2
"""The letter that goes with the werkgever's documents: no report data, neutral betreft and titles (R-META-1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import ConsentError, RenderingError
from weerbaar_docs.model import rapport_digest
from weerbaar_docs.pades import Zegel, sign_pdf
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.rules.brief import reveals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

_POSTBUS = {"postbus": "Postbus {postbusnummer}", "antwoordnummer": "Antwoordnummer {antwoordnummer}"}
_FUNCTIE = {"secretaris_directeur": "secretaris-directeur"}


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class Werkgeversbrief:
    """A letter that was written here for one werkgever and one report; only `write_brief` makes one."""

    oin: str
    rapport_sha256: str
    document: Document
    pdf: bytes = field(repr=False)


_written: WeakSet[Werkgeversbrief] = WeakSet()


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
    if any(reveals(text, gegevens) for text in (kenmerk, betreft, *bijlagen)):
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


def write_brief(
    gegevens: Mapping[str, Any],
    *,
    kenmerk: str,
    betreft: str,
    bijlagen: Sequence[str],
    zegel: Zegel,
    now: datetime,
    huisstijl: Mapping[str, Any] = HUISSTIJL,
) -> Werkgeversbrief:
    """Render the letter for a dossier and sign it with the CCV's seal; raises as `render_brief` does."""
    document = render_brief(
        gegevens, kenmerk=kenmerk, betreft=betreft, bijlagen=bijlagen, datum=now.date(), huisstijl=huisstijl
    )
    brief = Werkgeversbrief(
        oin=gegevens["organisatie"]["oin"],
        rapport_sha256=rapport_digest(gegevens),
        document=document,
        pdf=sign_pdf(document.pdf, zegel, reden=f"Brief {kenmerk}", now=now),
    )
    _written.add(brief)
    return brief


def check_brief(brief: Werkgeversbrief, inhoud: Mapping[str, Any]) -> None:
    """Raise ConsentError unless this letter was written for the werkgever and report of this rapportinhoud."""
    if (
        not isinstance(brief, Werkgeversbrief)
        or brief not in _written
        or not brief.pdf.startswith(brief.document.pdf)
        or (brief.oin, brief.rapport_sha256) != (inhoud["organisatie"]["oin"], rapport_digest(inhoud))
    ):
        raise ConsentError.because(
            "STAP-BRIEF", "deze brief hoort niet bij deze zending", "Maak de brief voor dit dossier (write_brief)."
        )
