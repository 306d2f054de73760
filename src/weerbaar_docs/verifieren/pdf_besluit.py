# SPDX-License-Identifier: EUPL-1.2
"""One PDF -> which besluit it is about: by its data, the reason under its signature and its stamp, which all say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.pades import only_signed
from weerbaar_docs.stamping import read_stamp, restamped, unstamped
from weerbaar_docs.verifieren.pdfstuk import OP_REDEN, at
from weerbaar_docs.verifieren.uitslag import NietTeControleren, broken, require

if TYPE_CHECKING:
    from weerbaar_docs.stamping import Stempel
    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk

_BESLUITNUMMER: Final = 40  # characters, as the schema of bva_besluit has it


def about_besluit(stuk: Pdfstuk, besluit: tuple[str, str] | None) -> str:
    """Hold the reason under the signature against the besluit in the data, and both against the statement of the BVA."""
    given = at(stuk.gegevens, stuk.soort) if stuk.soort == "maatregelenoverzicht" else stuk.gegevens
    bva = stuk.soort == "adviesrapport"
    if given is None:
        return _about_by_reason(stuk, besluit)
    printed = at(given, "bva_besluit", "besluitnummer") if bva else at(given, "besluit", "besluitnummer")
    require(bool(printed), "het stuk noemt geen besluit: het is een concept of een voorvertoning")
    require(_is_besluitnummer(printed), "het stuk noemt iets wat geen besluitnummer kan zijn")
    reason = f"Vaststelling {printed}" if bva else f"Besluit {printed}, {str(at(given, 'vaststelling_sha256'))[:16]}"
    require(stuk.handtekening.reden == reason, "de handtekening is voor een ander besluit gezet dan het stuk noemt")
    if besluit is None:
        return f"besluit {printed}, ook onder de handtekening genoemd"
    require(printed == besluit[0], "het stuk noemt een ander besluit dan de verklaring van de BVA")
    if not bva:
        require(at(given, "vaststelling_sha256") == besluit[1], "het stuk is van een andere vaststelling gemaakt")
    return f"besluit {printed}, hetzelfde als in de verklaring van de BVA"


def _about_by_reason(stuk: Pdfstuk, besluit: tuple[str, str] | None) -> str:
    """Hold the reason under the signature of a file without data against the statement of the BVA."""
    reason = stuk.handtekening.reden
    van = "adviesrapport" if stuk.soort == "adviesrapport" else "werkgeversversie"
    begin = next((begin for begin, soort in OP_REDEN.items() if soort == van), "")
    number = reason.removeprefix(begin)
    if stuk.soort != "adviesrapport":
        number = number.rpartition(", ")[0]
    require(reason.startswith(begin) and bool(number), "de handtekening noemt geen besluit")
    require(_is_besluitnummer(number), "de handtekening noemt iets wat geen besluitnummer kan zijn")
    if besluit is None:
        return f"besluit {number}, onder de handtekening genoemd; er gaan geen gegevens mee om dat tegen te houden"
    said = besluit[0] if stuk.soort == "adviesrapport" else f"{besluit[0]}, {besluit[1][:16]}"
    require(reason == begin + said, "de handtekening noemt een ander besluit dan de verklaring van de BVA")
    return f"besluit {number}, hetzelfde als in de verklaring van de BVA"


def _is_besluitnummer(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _BESLUITNUMMER and value.isprintable()


def stamped_for(stuk: Pdfstuk, besluit: tuple[str, str] | None) -> str:
    """Hold the stamp against the data, and the file against what stamping adds to the report that the stamp names."""
    stempel = read_stamp(stuk.pdf)
    if stempel is None:
        raise broken("de PDF heeft geen stempel van de BVA")
    _require_stamp_of(stempel, stuk)
    if besluit is not None:
        require(stempel.vaststelling_sha256 == besluit[1], "het stempel is van een andere vaststelling")
    original = unstamped(stuk.pdf, stempel)
    if original is None:
        raise broken(
            "het rapport dat het stempel noemt, staat niet in dit bestand: het is na het stempelen herschreven"
        )
    again = restamped(original, stempel)
    if not stuk.pdf.startswith(again):
        require(not stempel.nagetekend, "er is meer aan het rapport veranderd dan dat er een stempel op kwam")
        raise NietTeControleren("het stempel is met een andere versie getekend; zijn code klopt met de gegevens")
    require(only_signed(again, stuk.pdf), "na het stempel is er meer in het rapport gekomen dan de handtekening")
    short = stempel.vaststelling_sha256[:16]
    return f"op alle {stempel.paginas} pagina’s, vaststelling {short}; verder is er niets aan het rapport toegevoegd"


def _require_stamp_of(stempel: Stempel, stuk: Pdfstuk) -> None:
    """Hold the stamp against the data; without these against the reason under the signature."""
    if stuk.gegevens is None:
        require(
            stuk.handtekening.reden == f"Vaststelling {stempel.besluitnummer}",
            "het stempel noemt een ander besluit dan de handtekening",
        )
        return
    given = at(stuk.gegevens, "bva_besluit")
    said = stempel.besluitnummer, stempel.besloten_op.isoformat(), stempel.versie
    require(
        said == tuple(at(given, name) for name in ("besluitnummer", "besloten_op", "rapport_versie")),
        "het stempel noemt een ander besluit, een andere datum of een andere versie dan de gegevens",
    )
