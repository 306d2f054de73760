# SPDX-License-Identifier: EUPL-1.2
"""A besluit and the differences that it makes -> the lines of what somebody signs for; nothing of it is masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.toetsing.opmaken import wrapped
from weerbaar_docs.vergelijken.tekst import opmaak_in_woorden

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.toetsing.verschillen import Verschil, Verschillen
    from weerbaar_docs.vergelijken.tekst import Alineawijziging

# What a toetser writes with a judgement, and how it is called on his screen.
TOELICHTING: Final[Mapping[str, str]] = {
    "opmerking": "opmerking van de toetser",
    "motivering": "motivering van de toetser",
    "gewijzigde_omschrijving": "gewijzigde omschrijving",
}
_AKKOORD: Final = {True: "akkoord", False: "geen akkoord", None: "niet gevraagd"}
_BREED: Final = 90  # characters
_LEEG: Final = "(leeg)"


def besluit_lines(bva_besluit: Mapping[str, Any]) -> Iterator[str]:
    """Give the lines of all that a besluit says, whether the report prints it or not."""
    toetser = bva_besluit["toetser"]
    yield f"BESLUIT {bva_besluit['besluitnummer']}: {bva_besluit['uitkomst']}"
    yield f"  rapport {bva_besluit['rapportnummer']}, versie {bva_besluit['rapport_versie']}"
    yield f"  rapport_sha256: {bva_besluit['rapport_sha256']}"
    for name in ("kenmerk", "pkvw_blokkeert"):
        if name in bva_besluit:
            yield f"  {name}: {bva_besluit[name]}"
    yield f"  besloten op {bva_besluit['besloten_op']} door {toetser['naam']}, {toetser['functie']}"
    for name, lijst in (("criterium", "toetsing"), ("nummer", "per_maatregel")):
        for item in bva_besluit.get(lijst, ()):
            yield f"  {item[name]}: {item['oordeel']}"
            yield from toelichting_lines(item)
    yield f"  uitzondering op het PKVW: {_AKKOORD[bva_besluit.get('pkvw_uitzondering_akkoord')]}"
    confirmed = ", ".join(bva_besluit.get("redactie_bevestigd", ())) or "geen"
    yield from wrapped(f"bevestigde treffers: {confirmed}", 2)
    yield ""


def toelichting_lines(item: Mapping[str, Any]) -> Iterator[str]:
    """Give the lines of what the toetser wrote with one judgement."""
    for name, title in TOELICHTING.items():
        if item.get(name):
            yield from wrapped(f"{title}: {item[name]}", 6)


def difference_lines(verschillen: Verschillen) -> Iterator[str]:
    """Give the lines of what the definitief rapport says differently, in words, with the digest over them."""
    yield "VERSCHILLEN MET HET CONCEPT"
    place = ""
    for verschil in verschillen.lijst:
        here = f"{verschil.plaats}: {verschil.alinea.kop}".removesuffix(": ")
        if here != place:
            yield here
        place, sign = here, "-"
        for what, text in (*_pieces(verschil.alinea), *_looks(verschil)):
            yield f"  {sign} {what}: {text}"
            sign = " "
    many = len(verschillen.lijst)
    yield f"{many} {'verschil' if many == 1 else 'verschillen'} met het concept, controlegetal {verschillen.sha256}"


def _pieces(alinea: Alineawijziging) -> Iterator[tuple[str, str]]:
    """Give what is gone and new, after the words that say which line or row it is in."""
    for number, stuk in enumerate(alinea.stukken):
        text = " ".join(stuk.tekst.split())
        if alinea.soort == "verplaatst":
            yield alinea.soort, text or _LEEG
        elif stuk.soort != "gelijk":
            yield stuk.soort, text or _LEEG
        elif not number and text:
            yield ("opmaak van" if alinea.soort == "opmaak" else "in"), _shortened(text)


def _looks(verschil: Verschil) -> Iterator[tuple[str, str]]:
    """Give how a new, gone or moved paragraph looks; in our own template that is fixed, and says a toetser nothing.

    Other looks of a changed paragraph are a difference by themselves.
    """
    words = "" if verschil.alinea.soort == "gewijzigd" else opmaak_in_woorden(verschil.alinea.opmaak)
    if words and verschil.plaats in {"eigen_sjabloon", "vastgestelde_maatregel"}:
        yield "opmaak", words


def _shortened(text: str) -> str:
    """Keep the begin, that names a row, and the end, that stands before what changed."""
    return text if len(text) <= _BREED else f"{text[: _BREED // 2]} … {text[-_BREED // 2 :]}"
