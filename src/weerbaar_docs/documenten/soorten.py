# SPDX-License-Identifier: EUPL-1.2
"""The documents of `document maak`: what each is called, for whom it is, and what its template sees.

All are made of a dossier, but one of a form of its own; the documents that other commands make stand in `lijst`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.brief import require_own_words
from weerbaar_docs.documenten import afspraak, intrekking, vangnet, vaststelling, vergoeding
from weerbaar_docs.documenten.lijst import opdracht_elders
from weerbaar_docs.documenten.weigering import untimely
from weerbaar_docs.errors import UsageError, ValidationError
from weerbaar_docs.rendering import Document, render, title_of
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl, require_checked_contact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from weerbaar_docs.errors import Melding


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentsoort:
    """A document: its name (which is that of its template), its title for staff, and who reads it.

    `gegevens` gives what the template sees of a dossier on a day, and raises ValidationError (DOCUMENT-MOMENT) when the
    document makes no sense then. `van` is the schema of what it is made of: a dossier, or a form of its own.
    `bijlage` names the document that goes with it. What names our loket is refused while nobody checked that (R-CONT-1), and
    what speaks to or of one organisation when it has words of another kind (R-BRIEF-2).
    """

    naam: str
    titel: str
    lezer: str
    gegevens: Callable[[Mapping[str, Any], date], dict[str, Any]]
    van: str = "dossier"
    bijlage: str | None = None
    noemt_loket: bool = True
    spreekt_organisatie_aan: bool = True


_SOORTEN: Final = (
    Documentsoort(
        naam="brief_afspraak_bestuurder",
        titel="Bevestiging van de afspraak, aan de bestuurder",
        lezer="bestuurder",
        gegevens=afspraak.afspraak_bestuurder,
        bijlage="informatieblad",
    ),
    Documentsoort(
        naam="brief_afspraak_werkgever",
        titel="Bevestiging van de afspraak, aan de werkgever",
        lezer="werkgever",
        gegevens=afspraak.afspraak_werkgever,
        bijlage="informatieblad",
    ),
    Documentsoort(
        naam="informatieblad",
        titel="De vier domeinen van het gesprek, bijlage bij de bevestiging",
        lezer="bestuurder en werkgever",
        gegevens=afspraak.informatieblad,
    ),
    Documentsoort(
        naam="brief_vaststelling",
        titel="Het besluit van de BVA over het advies, aan de bestuurder",
        lezer="bestuurder",
        gegevens=vaststelling.vaststelling,
    ),
    Documentsoort(
        naam="brief_intrekking_bestuurder",
        titel="Bevestiging van de intrekking, aan de bestuurder",
        lezer="bestuurder",
        gegevens=intrekking.intrekking_bestuurder,
    ),
    Documentsoort(
        naam="brief_intrekking_werkgever",
        titel="Verzoek om te vernietigen na een intrekking, aan de werkgever",
        lezer="werkgever",
        gegevens=intrekking.intrekking_werkgever,
    ),
    Documentsoort(
        naam="brief_vergoeding_2021",
        titel="Besluit over de vergoeding van de regeling 2021, aan de bestuurder",
        lezer="bestuurder",
        gegevens=vergoeding.vergoeding,
    ),
    Documentsoort(
        naam="vangnetaanvraag",
        titel="Aanvraag van het financieel vangnet van 2016, van een formulier",
        lezer="ministerie",
        gegevens=vangnet.vangnet,
        van="vangnetaanvraag",
        noemt_loket=False,  # the gemeente is the sender: nothing of our huisstijl is on it
        spreekt_organisatie_aan=False,  # the ministerie reads it, and who advised may be a provincie
    ),
)


def documentsoorten() -> tuple[Documentsoort, ...]:
    """Give the documents that `make_document` makes, in the order of the way of a dossier."""
    return _SOORTEN


def refusal(soort: Documentsoort, gegevens: Mapping[str, Any], datum: date) -> Melding | None:
    """Say why a document cannot be made of a dossier on this day; None when it can."""
    if soort.van != "dossier":
        return untimely("van een eigen formulier", f"Geef het formulier (schema {soort.van}).").meldingen[0]
    try:
        soort.gegevens(gegevens, datum)
    except ValidationError as error:
        return error.meldingen[0]
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemaakt:
    """A rendered document with its kenmerk, which says nothing of the dossier (R-META-1)."""

    kenmerk: str
    document: Document


def make_document(naam: str, gegevens: Mapping[str, Any], *, datum: date, huisstijl: Huisstijl = HUISSTIJL) -> Gemaakt:
    """Render a document of valid data: a dossier, or the form that it is of.

    Raises UsageError for an unknown name, ValidationError (DOCUMENT-MOMENT) when the document makes no sense on this
    day, and RenderingError, also for a loket that nobody checked (R-CONT-1) and words of another kind of organisation (R-BRIEF-2).
    """
    soort = documentsoort(naam)
    context = soort.gegevens(gegevens, datum)
    if soort.noemt_loket:
        require_checked_contact(huisstijl, gegevens["organisatie"], datum)
    kenmerk = context["brief"]["kenmerk"]
    document = render(naam, context, huisstijl=huisstijl, datum=datum, titel=title_of(kenmerk))
    if soort.spreekt_organisatie_aan:
        require_own_words(document, gegevens["organisatie"])
    return Gemaakt(kenmerk=kenmerk, document=document)


def documentsoort(naam: str) -> Documentsoort:
    """Give a document by its name; raises UsageError for an unknown one, or one that another command makes."""
    for soort in _SOORTEN:
        if soort.naam == naam:
            return soort
    opdracht = opdracht_elders(naam)
    if opdracht is not None:
        raise UsageError.because("DOCUMENT-NAAM", "dit document maakt een andere opdracht", f"Gebruik `{opdracht}`.")
    raise UsageError.because(
        "DOCUMENT-NAAM", "dit document is er niet", f"Kies uit {', '.join(soort.naam for soort in _SOORTEN)}."
    )
