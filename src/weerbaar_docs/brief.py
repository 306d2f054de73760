# SPDX-License-Identifier: EUPL-1.2
"""Letters: the one that goes with the werkgever's documents, and one that is about no dossier at all.

Neither holds report data; betreft, titles and attachments' titles are neutral (R-META-1). Both are guarded types: only
`write_brief` and `write_contactbrief` make one, and sealing takes no other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import ConsentError, EncryptionError, RenderingError
from weerbaar_docs.model import rapport_digest, thaw
from weerbaar_docs.pades import Zegel, sign_pdf
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.rules.brief import reveals
from weerbaar_docs.validation import check_part

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


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class NeutraleBrief:
    """A letter with fields of an organisatie and a contactpunt alone; only `write_contactbrief` makes one."""

    oin: str
    document: Document
    pdf: bytes = field(repr=False)


_written: WeakSet[Werkgeversbrief | NeutraleBrief] = WeakSet()


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


def write_contactbrief(
    organisatie: Mapping[str, Any],
    contactpunt: Mapping[str, Any],
    *,
    zegel: Zegel,
    now: datetime,
    huisstijl: Mapping[str, Any] = HUISSTIJL,
) -> NeutraleBrief:
    """Write to an organisatie which contact data and key we have of it, under the CCV's seal.

    All that the letter says comes from these two closed entities; so does its kenmerk. Raises ValidationError.
    """
    organisatie, contactpunt = thaw(organisatie), thaw(contactpunt)
    check_part("organisatie", organisatie)
    check_part("contactpunt", contactpunt)
    datum = now.date()
    kenmerk = f"WD-{digest([organisatie, contactpunt, datum.isoformat()])[:16]}"
    document = render(
        "brief_contactgegevens",
        {
            "organisatie": organisatie,
            "contactpunt": contactpunt,
            "adresregels": address_lines(organisatie),
            "aanhef": f"Geachte {functie(organisatie)},",
            "kenmerk": kenmerk,
            "datum": datum.isoformat(),
            "huisstijl": huisstijl,
        },
        datum=datum,
        titel=f"Bericht {kenmerk}",
    )
    brief = NeutraleBrief(
        oin=organisatie["oin"],
        document=document,
        pdf=sign_pdf(document.pdf, zegel, reden=f"Brief {kenmerk}", now=now),
    )
    _written.add(brief)
    return brief


def check_contactbrief(brief: NeutraleBrief, oin: str) -> None:
    """Raise EncryptionError unless this neutral letter was written here, for the organisatie with this OIN."""
    if (
        not isinstance(brief, NeutraleBrief)
        or brief not in _written
        or not brief.pdf.startswith(brief.document.pdf)
        or brief.oin != oin
    ):
        raise EncryptionError.because(
            "STAP-BRIEF",
            "dit is geen neutrale brief voor deze ontvanger",
            "Maak de brief opnieuw (write_contactbrief).",
        )


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
