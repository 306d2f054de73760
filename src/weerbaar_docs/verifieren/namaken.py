# SPDX-License-Identifier: EUPL-1.2
"""The data that go with a PDF -> that PDF made again here: the same bytes show that it prints these data and nothing else.

(1) the same bytes prove it; (2) a package of BVA or adviseur has the huisstijl of its maker: then other bytes that are made
with the same herkomst are a fault, and with another herkomst they prove nothing; (3) without that huisstijl other bytes
prove nothing either: every longer text of the data has to stand on the pages, or the file carries other data than it
prints; (4) data are never code: they go through the same sandbox as any report.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.canonical import digest, sha256
from weerbaar_docs.errors import PluginError, RenderingError, ValidationError
from weerbaar_docs.establishing import DefinitiefRapport
from weerbaar_docs.model import Adviesrapport, Verklaring, freeze
from weerbaar_docs.pades import only_signed
from weerbaar_docs.rendering import Document, Herkomst, neutral_title, render
from weerbaar_docs.rendering.gedrukt import printed
from weerbaar_docs.rendering.huisstijl import Huisstijl
from weerbaar_docs.stamping import stamped
from weerbaar_docs.validation import check_part
from weerbaar_docs.verifieren.pdfstuk import at
from weerbaar_docs.verifieren.uitslag import NietTeControleren, broken, require
from weerbaar_docs.werkgeverdocumenten import render_maatregelenoverzicht, render_werkgeversversie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_REFUSED: Final = (RenderingError, PluginError, ValidationError, LookupError, TypeError, ValueError, AttributeError)
_GEEN_RAPPORT: Final = "de gegevens in de PDF zijn niet die van een vastgesteld rapport"
_ANDERS: Final = (
    "hier komt er een andere PDF uit (een ander sjabloon, een andere huisstijl of versie); "
    "elke langere tekst van de gegevens staat wel in de PDF"
)
_HERKOMST: Final = {
    "template_sha256": "het sjabloon",
    "engine": "de motor",
    "engine_versie": "de versie van de motor",
    "fonts_sha256": "de lettertypen",
    "bibliotheek_versie": "de versie van weerbaar-docs",
}
_LANG: Final = 8  # words
_VENSTER: Final = 3
_NIETS: Final = re.compile(r"[\s\u00ad\u2010\u2011-]+")


def same_report(
    pdf: bytes, gegevens: Any, paginas: Sequence[str], decision: Mapping[str, Any], *, huisstijl: Huisstijl
) -> str:
    """Make the established report again of the data that it carries, stamp it, and find it under the signature.

    Raises VerificationError when it is another file, NietTeControleren when that cannot be said here.
    """
    require(_is_report(gegevens), _GEEN_RAPPORT)
    require_printed(gegevens, paginas)
    made = tried(lambda: remake_report(gegevens, decision["herkomst"], decision["rapport_sha256"], huisstijl))
    if sha256(made.pdf) != decision["pdf_sha256"]:
        raise NietTeControleren(_ANDERS)
    stamped = stamped_again(made, gegevens["bva_besluit"], decision)
    require(only_signed(stamped, pdf), "het bestand is niet het vastgestelde rapport met het stempel van dit besluit")
    return "opnieuw gemaakt van de gegevens: byte voor byte het vastgestelde rapport, met het stempel van dit besluit"


def same_text(gegevens: Any, paginas: Sequence[str], *, huisstijl: Huisstijl) -> str:
    """Make a report again without the statement on it, and compare what its pages say; raises NietTeControleren."""
    require(_is_report(gegevens), _GEEN_RAPPORT)
    require_printed(gegevens, paginas)
    besluit = gegevens["bva_besluit"]
    made = tried(
        lambda: remake_report(gegevens, {"datum": besluit["besloten_op"]}, besluit["rapport_sha256"], huisstijl)
    )
    if _texts(made.pdf) != [page.strip() for page in paginas]:
        raise NietTeControleren(_ANDERS)
    return "opnieuw gemaakt van de gegevens in de PDF: dezelfde tekst op elke pagina"


def same_werkgeversversie(pdf: bytes, gegevens: Any, paginas: Sequence[str], *, huisstijl: Huisstijl) -> str:
    """Make the werkgeversversie again of its data and find it under the signature; raises as `same_report`."""
    return _same_sealed(pdf, gegevens, paginas, render_werkgeversversie, huisstijl)


def same_overzicht(pdf: bytes, gegevens: Any, paginas: Sequence[str], *, huisstijl: Huisstijl) -> str:
    """Make the maatregelenoverzicht again of its data and find it under the signature; raises as `same_report`."""
    return _same_sealed(pdf, at(gegevens, "maatregelenoverzicht"), paginas, render_maatregelenoverzicht, huisstijl)


def _same_sealed(
    pdf: bytes, gegevens: Any, paginas: Sequence[str], render_it: Callable[..., Document], huisstijl: Huisstijl
) -> str:
    require_printed(gegevens, paginas)
    made = tried(
        lambda: render_it(
            gegevens,
            datum=date.fromisoformat(gegevens["datum"]),
            titel=neutral_title(gegevens["vaststelling_sha256"]),
            huisstijl=huisstijl,
        )
    )
    if not pdf.startswith(made.pdf):
        raise NietTeControleren(_ANDERS)
    require(only_signed(made.pdf, pdf), "er is meer in het stuk gekomen dan de handtekening")
    return "opnieuw gemaakt van de gegevens in de PDF: byte voor byte dezelfde"


def same_rapport(
    pdf: bytes,
    context: Mapping[str, Any],
    herkomst: Mapping[str, str],
    huisstijl: Huisstijl,
) -> str:
    """Make a report again of all its data with the huisstijl that went along; with the same herkomst other bytes are a fault."""
    _same_bytes(
        sha256(pdf),
        context,
        herkomst,
        huisstijl,
        fout="de PDF drukt iets anders dan haar gegevens: hier komt er met dezelfde middelen een andere uit",
    )
    return "opnieuw gemaakt van de gegevens in het pakket: byte voor byte hetzelfde"


def same_huisstijl(
    concept_sha256: str, inhoud: Mapping[str, Any], herkomst: Mapping[str, str], huisstijl: Huisstijl
) -> str:
    """Make the concept again with the huisstijl in a besluitpakket: the adviseur signed the digest of what his own makes."""
    _same_bytes(
        concept_sha256,
        {"rapportinhoud": inhoud, "bva_besluit": None},
        herkomst,
        huisstijl,
        fout="dit is niet de huisstijl van de adviseur: hier komt er een ander concept uit dan hij ondertekende",
    )
    return "het concept is er opnieuw mee gemaakt: byte voor byte wat de adviseur ondertekende"


def _same_bytes(
    pdf_sha256: str, context: Mapping[str, Any], herkomst: Mapping[str, str], huisstijl: Huisstijl, *, fout: str
) -> None:
    velden = huisstijl.sjabloon("adviesrapport").velden
    made = tried(
        lambda: render(
            "adviesrapport",
            context,
            huisstijl=huisstijl,
            datum=date.fromisoformat(herkomst["datum"]),
            titel=neutral_title(digest(context["rapportinhoud"])),
            gegevens=printed(context, velden),
        )
    )
    if made.pdf_sha256 == pdf_sha256:
        return
    here = made.herkomst.as_json()
    other = [woord for name, woord in _HERKOMST.items() if here[name] != herkomst[name]]
    require(bool(other), fout)
    raise NietTeControleren(
        f"hier is niet hetzelfde aanwezig om haar opnieuw mee te maken; anders is: {', '.join(other)}"
    )


def sent_huisstijl(gegevens: Any, huisstijl: Huisstijl, *, kaal: bool) -> Huisstijl:
    """Give the own templates with the huisstijl that went along; `kaal` is whether the report carries no data.

    Raises ValidationError for what is no huisstijl.
    """
    check_part("huisstijl", gegevens)
    without = frozenset({"adviesrapport"}) if kaal else frozenset()
    return Huisstijl(
        gegevens=freeze(gegevens), sjablonen=huisstijl.sjablonen, motoren=huisstijl.motoren, zonder_gegevens=without
    )


def require_printed(gegevens: Any, paginas: Sequence[str]) -> None:
    """Raise VerificationError unless every longer text of the data stands on the pages, whatever the template.

    A page break takes a few words out of a text, so half of its runs of three words is enough; another text has none.
    """
    page = _bare("".join(paginas))
    for text in _texts_of(gegevens):
        words = text.split()
        runs = [_bare("".join(words[n : n + _VENSTER])) for n in range(len(words) - _VENSTER + 1)]
        if len(words) >= _LANG and 2 * sum(run in page for run in runs) < len(runs):
            raise broken("in de gegevens van de PDF staat een tekst die niet op de pagina’s staat")


def remake_report(
    gegevens: Mapping[str, Any], herkomst: Mapping[str, str], rapport_sha256: str, huisstijl: Huisstijl
) -> Document:
    """Render a report of what it carries, as it was rendered on the day of its herkomst."""
    return render(
        "adviesrapport",
        {name: gegevens[name] for name in ("rapportinhoud", "bva_besluit")},
        huisstijl=huisstijl,
        datum=date.fromisoformat(herkomst["datum"]),
        titel=neutral_title(rapport_sha256),
        gegevens=gegevens,
    )


def stamped_again(document: Document, bva_besluit: Mapping[str, Any], decision: Mapping[str, Any]) -> bytes:
    """Stamp an unstamped report as the BVA did; raises StampingError or NietTeControleren."""
    definitief = DefinitiefRapport(
        rapport=Adviesrapport(inhoud={}, rapport_sha256=decision["rapport_sha256"]),
        indiening=Verklaring(verklaring=b"", handtekening=b""),
        bva_besluit=bva_besluit,
        document=document,
        vaststelling_sha256=decision["vaststelling_sha256"],
        verklaring=b"",
        handtekening=b"",
    )
    try:
        return stamped(definitief)
    except (KeyError, TypeError, ValueError):
        raise NietTeControleren("de gegevens noemen niet alles wat in het stempel staat") from None


def as_document(pdf: bytes, decision: Mapping[str, Any]) -> Document:
    """Give a file as the Document of a statement."""
    return Document(docx=b"", pdf=pdf, herkomst=Herkomst(**decision["herkomst"]))


def tried(render_it: Callable[[], Document]) -> Document:
    """Render data of anyone; raises NietTeControleren for what no document can be made of."""
    try:
        return render_it()
    except _REFUSED:
        raise NietTeControleren("van deze gegevens is hier geen document te maken") from None


def _texts(pdf: bytes) -> list[str]:
    return [page.strip() for page in read_inhoud(pdf).paginas]


def _bare(text: str) -> str:
    return _NIETS.sub("", text)


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts_of(item)


def _is_report(gegevens: Any) -> bool:
    return isinstance(gegevens, dict) and all(
        isinstance(gegevens.get(name), dict) for name in ("rapportinhoud", "bva_besluit")
    )
