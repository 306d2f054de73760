# SPDX-License-Identifier: EUPL-1.2
"""Letters to an organisatie that are about no dossier (document 13): what a template sees is of the organisatie and a contactpunt alone.

(1) a NeutraleBrief is a guarded type: only the functions here make one, and sealing takes no other;
(2) its template is one of `NEUTRAAL`, of which the contract holds nothing else; an organisation's own template for it too;
(3) the contactpunt was checked in the last twelve months (R-CONT-1), and no word is of another kind of organisation (R-BRIEF-2).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._made import Made
from weerbaar_docs.adressering import address_lines, functie
from weerbaar_docs.brief import require_own_words
from weerbaar_docs.errors import EncryptionError, UsageError, ValidationError
from weerbaar_docs.model import ORGANISATIETYPEN, thaw
from weerbaar_docs.pades import Niveau, Zegel, seal_pdf
from weerbaar_docs.rendering import Document, neutral_kenmerk, render, title_of
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl, require_checked_contact
from weerbaar_docs.rules import Instellingen, evaluate
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

_CONTACTGEGEVENS: Final = "brief_contactgegevens"
_PER_SOORT: Final = {"brief_regeling": ORGANISATIETYPEN}
NEUTRAAL: Final = frozenset(
    {_CONTACTGEGEVENS, *(f"{naam}_{soort}" for naam, soorten in _PER_SOORT.items() for soort in soorten)}
)
SOORTEN: Final = (_CONTACTGEGEVENS, *_PER_SOORT)


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class NeutraleBrief:
    """A letter with fields of an organisatie and a contactpunt alone.

    `niveau` is the level of the CCV's seal, None without one; `uitval` says why it is lower than what was asked for, and is empty
    otherwise.
    """

    oin: str
    kenmerk: str
    document: Document
    pdf: bytes = field(repr=False)
    niveau: Niveau | None = None
    uitval: str = ""


_letters = Made(NeutraleBrief)


def write_contactbrief(
    organisatie: Mapping[str, Any],
    contactpunt: Mapping[str, Any],
    *,
    zegel: Zegel,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
) -> NeutraleBrief:
    """Write to an organisatie which contact data and key we have of it, under the CCV's seal.

    All that the letter says of anybody comes from these two closed entities, as the registers hold them; so does its
    kenmerk. The huisstijl is the sender's own. Raises as `write_neutral_letter` does.
    """
    brief = write_neutral_letter(
        _CONTACTGEGEVENS, organisatie, contactpunt, datum=nederlandse_dag(now), huisstijl=huisstijl
    )
    return sign_letter(brief, zegel=zegel, now=now)


def sign_letter(brief: NeutraleBrief, *, zegel: Zegel, now: datetime) -> NeutraleBrief:
    """Put the CCV's seal on a letter, as whoever opens a sealed message looks for; raises EncryptionError for another letter."""
    check_neutral_letter(brief, brief.oin)
    made = seal_pdf(brief.document.pdf, zegel, reden=f"Brief {brief.kenmerk}", now=now)
    return _letter(replace(brief, pdf=made.pdf, niveau=made.niveau, uitval=made.uitval))


def write_neutral_letter(
    soort: str,
    organisatie: Mapping[str, Any],
    contactpunt: Mapping[str, Any],
    *,
    datum: date,
    huisstijl: Huisstijl = HUISSTIJL,
) -> NeutraleBrief:
    """Write one of `SOORTEN` to an organisatie, without a seal: the same data give the same bytes.

    Raises UsageError for another soort, ValidationError for data that do not hold (R-CONT-1 too), and RenderingError, also for a
    word of another kind of organisation (R-BRIEF-2).
    """
    naam = document_of(soort, organisatie["type"])
    require_checked(contactpunt, datum)
    require_checked_contact(huisstijl, organisatie, datum)
    organisatie, contactpunt = thaw(organisatie), thaw(contactpunt)
    check_part("organisatie", organisatie)
    gegevens = neutrale_gegevens(soort, organisatie, contactpunt, datum=datum)
    kenmerk: str = gegevens["kenmerk"]
    document = render(naam, gegevens, huisstijl=huisstijl, datum=datum, titel=title_of(kenmerk))
    require_own_words(document, organisatie)
    return _letter(NeutraleBrief(oin=organisatie["oin"], kenmerk=kenmerk, document=document, pdf=document.pdf))


def document_of(soort: str, type_: str) -> str:
    """Give the document of a soort for a type of organisatie; raises UsageError for what is no neutral letter."""
    naam = f"{soort}_{type_}" if type_ in _PER_SOORT.get(soort, ()) else soort
    if soort not in SOORTEN:
        raise UsageError.because("BRIEF-SOORT", "dit is geen neutrale brief", f"Kies uit {', '.join(SOORTEN)}.")
    return naam


def require_checked(contactpunt: Mapping[str, Any], op: date) -> None:
    """Raise ValidationError for a contactpunt that is not whole, was not checked in time or has a known mistake (R-CONT-1)."""
    check_part("contactpunt", thaw(contactpunt))
    meldingen = evaluate(contactpunt, document="contactpunt", instellingen=Instellingen(peildatum=op))
    if meldingen:
        raise ValidationError(*meldingen)


def neutrale_gegevens(
    soort: str, organisatie: Mapping[str, Any], contactpunt: Mapping[str, Any], *, datum: date
) -> dict[str, Any]:
    """Give all that the template of one of `SOORTEN` sees, but for the huisstijl."""
    return {
        "organisatie": organisatie,
        "contactpunt": contactpunt,
        "adresregels": address_lines(organisatie),
        "aanhef": f"Geachte {functie(organisatie)},",
        "kenmerk": kenmerk_of(soort, organisatie, contactpunt, datum=datum),
        "datum": datum.isoformat(),
    }


def kenmerk_of(soort: str, organisatie: Mapping[str, Any], contactpunt: Mapping[str, Any], *, datum: date) -> str:
    """Give what a neutral letter is called: of the same soort and data always the same, and of another soort another."""
    return neutral_kenmerk([soort, thaw(organisatie), thaw(contactpunt), datum.isoformat()])


def check_neutral_letter(brief: NeutraleBrief, oin: str) -> None:
    """Raise EncryptionError unless this neutral letter was written here, for the organisatie with this OIN."""
    if not _letters.holds(brief) or not brief.pdf.startswith(brief.document.pdf) or brief.oin != oin:
        raise EncryptionError.because(
            "STAP-BRIEF",
            "dit is geen neutrale brief voor deze ontvanger",
            "Maak de brief opnieuw (write_neutral_letter).",
        )


def _letter(brief: NeutraleBrief) -> NeutraleBrief:
    _letters.add(brief)
    return brief
