# SPDX-License-Identifier: EUPL-1.2
"""One PDF -> its links: it can be read and does nothing, its seal is whole and trusted, its data are what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.hybride import HYBRIDE, is_hybrid
from weerbaar_docs.verifieren.namaken import same_overzicht, same_report, same_text, same_werkgeversversie
from weerbaar_docs.verifieren.pdf_besluit import about_besluit, stamped_for
from weerbaar_docs.verifieren.pdf_zegel import trusted_seal
from weerbaar_docs.verifieren.uitslag import NietTeControleren, Schakel, require

if TYPE_CHECKING:
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk


def pdf_links(stuk: Pdfstuk, *, besluit: tuple[str, str] | None = None) -> list[Schakel]:
    """Give the links of one PDF but for its data; `besluit` is besluitnummer and vaststelling_sha256 that it has to be about."""
    links = [
        stuk.link("pdf", "bestand", lambda: _readable(stuk)),
        stuk.link("heel", "handtekening", lambda: _whole(stuk)),
        stuk.link("zegel", "zegel", lambda: trusted_seal(stuk)),
    ]
    if stuk.soort != "brief":
        links.append(stuk.link("besluit", "besluit", lambda: about_besluit(stuk, besluit)))
    if stuk.soort == "adviesrapport":
        links.append(stuk.link("stempel", "stempel", lambda: stamped_for(stuk, besluit)))
    return links


def data_links(stuk: Pdfstuk, huisstijl: Huisstijl, decision: dict[str, Any] | None = None) -> list[Schakel]:
    """Give the link of what a PDF carries against what it prints; `decision` is the statement of the BVA, where it is at hand."""
    if stuk.soort == "brief":
        return []
    if stuk.soort == "adviesrapport" and decision is not None:
        return [stuk.link("gegevens", "gegevens en stempel", lambda: _report(stuk, decision, huisstijl), vereist=False)]
    return [stuk.link("gegevens", "gegevens", lambda: _data(stuk, huisstijl), vereist=False)]


def _readable(stuk: Pdfstuk) -> str:
    pages = len(stuk.inhoud.paginas)
    require(not is_hybrid(stuk.pdf), HYBRIDE)
    return f"te lezen, {pages} pagina’s, zonder versleuteling, scripts of acties"


def _whole(stuk: Pdfstuk) -> str:
    found = stuk.handtekening
    require(found.heel, "de PDF is veranderd na het ondertekenen")
    require(found.later != "inhoud", "na het ondertekenen is er iets toegevoegd")
    extra = ", met later bewijs over de handtekening zelf" if found.later == "bewijs" else ""
    return f"dekt het hele bestand{extra}"


def _data(stuk: Pdfstuk, huisstijl: Huisstijl) -> str:
    _require_worth_it(stuk)
    if stuk.soort == "adviesrapport":
        return same_text(stuk.gegevens, stuk.paginas, huisstijl=huisstijl)
    if stuk.soort == "maatregelenoverzicht":
        return same_overzicht(stuk.pdf, stuk.gegevens, stuk.paginas, huisstijl=huisstijl)
    return same_werkgeversversie(stuk.pdf, stuk.gegevens, stuk.paginas, huisstijl=huisstijl)


def _report(stuk: Pdfstuk, decision: dict[str, Any], huisstijl: Huisstijl) -> str:
    _require_worth_it(stuk)
    return same_report(stuk.pdf, stuk.gegevens, stuk.paginas, decision, huisstijl=huisstijl)


def _require_worth_it(stuk: Pdfstuk) -> None:
    if stuk.gegevens is None:
        raise NietTeControleren("er gaan geen gegevens met deze PDF mee")
    if not stuk.namaken:
        raise NietTeControleren("niet nagemaakt, want daar is niet om gevraagd")
    if not stuk.handtekening.heel:
        raise NietTeControleren("de handtekening is niet heel, dus de gegevens zijn van niemand")
