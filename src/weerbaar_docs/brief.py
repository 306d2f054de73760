# SPDX-License-Identifier: EUPL-1.2
"""The letter that goes with the werkgever's documents (document 7).

It holds no report data; betreft, titles and attachments' titles are neutral (R-META-1). It is a guarded type: only
`write_brief` makes one, and sealing takes no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs._made import Made
from weerbaar_docs.adressering import address_lines, functie
from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import ConsentError, RenderingError
from weerbaar_docs.model import Dossier, rapport_digest
from weerbaar_docs.pades import Niveau, Zegel, seal_pdf
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.docx import plain_text
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl, require_checked_contact
from weerbaar_docs.rules.brief import reveals, woorden_van_ander_type
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class Werkgeversbrief:
    """A letter that was written here for one werkgever and one report; only `write_brief` makes one.

    `niveau` is the level of the seal; `uitval` says why that is lower than what was asked for, and is empty otherwise.
    """

    oin: str
    rapport_sha256: str
    document: Document
    pdf: bytes = field(repr=False)
    niveau: Niveau = "B-B"
    uitval: str = ""


_letters = Made(Werkgeversbrief)
_KENMERK = re.compile(r"[A-Z0-9][A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+){1,6}")
_LANGSTE_KENMERK = 30


def render_brief(
    gegevens: Mapping[str, Any],
    *,
    kenmerk: str,
    aantal_bijlagen: int,
    datum: date,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Document:
    """Render the letter to the werkgever of a dossier; its title is made of the digest of the letter's own data.

    `kenmerk` is 3 to 30 characters: letters, digits and single - / . between them. Betreft and titles of bijlagen
    follow from it, so that no free text of a caller reaches the letter.
    Raises RenderingError for a kenmerk that tells too much, or a template with words of another kind of organisation.
    """
    organisatie = gegevens["organisatie"]
    require_checked_contact(huisstijl, organisatie, datum)
    if len(kenmerk) > _LANGSTE_KENMERK or not _KENMERK.fullmatch(kenmerk):
        raise RenderingError.because(
            "BRIEF-KENMERK",
            "het kenmerk heeft niet de vorm van een kenmerk",
            "Gebruik letters, cijfers en streepjes, zoals CCV-2026-0417.",
            pad="/werkgeversbrief/kenmerk",
        )
    if reveals(kenmerk, gegevens):
        raise RenderingError.because(
            "R-META-1",
            "het kenmerk verraadt een naam, adres of het onderwerp",
            "Gebruik een neutraal kenmerk.",
            pad="/werkgeversbrief/kenmerk",
        )
    brief = brief_gegevens(gegevens, kenmerk=kenmerk, aantal_bijlagen=aantal_bijlagen, datum=datum)
    document = render(
        f"brief_werkgever_{organisatie['type']}",
        {"brief": brief},
        huisstijl=huisstijl,
        datum=datum,
        titel=neutral_title(digest(brief)),
    )
    require_own_words(document, organisatie)
    return document


def require_own_words(document: Document, organisatie: Mapping[str, Any]) -> None:
    """Raise RenderingError when a document has words of another kind of organisation (R-BRIEF-2)."""
    if woorden_van_ander_type(plain_text(document.docx), organisatie):
        raise RenderingError.because(
            "R-BRIEF-2",
            "de brief bevat een woord dat bij een ander type organisatie hoort",
            "Herstel het sjabloon, of kies dat van het juiste type.",
        )


def brief_gegevens(gegevens: Mapping[str, Any], *, kenmerk: str, aantal_bijlagen: int, datum: date) -> dict[str, Any]:
    """Give all that the template of the letter to a werkgever sees, but for the huisstijl."""
    organisatie = gegevens["organisatie"]
    return {
        "kenmerk": kenmerk,
        "uw_kenmerk": None,
        "datum": datum.isoformat(),
        "betreft": f"Toezending met kenmerk {kenmerk}",
        "organisatietype": organisatie["type"],
        "aan": {"organisatie": organisatie["naam"], "ter_attentie_van": functie(organisatie)},
        "adresregels": address_lines(organisatie),
        "aanhef": f"Geachte {functie(organisatie)},",
        "bijlagen": [{"titel": f"Bijlage {number}"} for number in range(1, aantal_bijlagen + 1)],
        "vertrouwelijkheidaanduiding": gegevens["adviesrapport"]["vertrouwelijkheidaanduiding"],
    }


def write_brief(
    dossier: Dossier,
    *,
    kenmerk: str,
    aantal_bijlagen: int,
    zegel: Zegel,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Werkgeversbrief:
    """Render the letter for a dossier and sign it with the CCV's seal; raises as `render_brief` does."""
    gegevens = dossier.gegevens
    if "adviesrapport" not in gegevens:
        raise RenderingError.because(
            "RAPPORT-ONTBREEKT", "het dossier heeft nog geen adviesrapport", "Vul het adviesrapport in."
        )
    document = render_brief(
        gegevens, kenmerk=kenmerk, aantal_bijlagen=aantal_bijlagen, datum=nederlandse_dag(now), huisstijl=huisstijl
    )
    made = seal_pdf(document.pdf, zegel, reden=f"Brief {kenmerk}", now=now)
    brief = Werkgeversbrief(
        oin=gegevens["organisatie"]["oin"],
        rapport_sha256=rapport_digest(gegevens),
        document=document,
        pdf=made.pdf,
        niveau=made.niveau,
        uitval=made.uitval,
    )
    _letters.add(brief)
    return brief


def check_brief(brief: Werkgeversbrief, inhoud: Mapping[str, Any]) -> None:
    """Raise ConsentError unless this letter was written for the werkgever and report of this rapportinhoud."""
    if (
        not _letters.holds(brief)
        or not brief.pdf.startswith(brief.document.pdf)
        or (brief.oin, brief.rapport_sha256) != (inhoud["organisatie"]["oin"], rapport_digest(inhoud))
    ):
        raise ConsentError.because(
            "STAP-BRIEF", "deze brief hoort niet bij deze zending", "Maak de brief voor dit dossier (write_brief)."
        )
