# SPDX-License-Identifier: EUPL-1.2
"""maatregelen.json of a zending -> its links: of this vaststelling, what the PDFs print of it, and the table made of it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import read_json
from weerbaar_docs.maatregelenoverzicht import maatregelenoverzicht
from weerbaar_docs.maatregelentabel import maatregelentabel
from weerbaar_docs.pakketnamen import MAATREGELEN, OVERZICHT, TABEL, WERKGEVERSVERSIE
from weerbaar_docs.rendering.gedrukt import is_printed_of
from weerbaar_docs.verifieren.uitslag import NietTeControleren, broken, link, require
from weerbaar_docs.verifieren.verklaringen import part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk
    from weerbaar_docs.verifieren.uitslag import Schakel

_OTHER_FORM: Final = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def measures_links(
    parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], vaststelling_sha256: Callable[[], str]
) -> Iterator[Schakel]:
    """Give the links of the maatregelgegevens and of the table, as far as they are in the package."""
    if MAATREGELEN in parts:
        yield link("maatregelen", MAATREGELEN, lambda: _measures(parts, stukken, vaststelling_sha256()))
    if TABEL in parts:
        yield link("tabel", TABEL, lambda: _table(parts))


def _measures(parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], vaststelling_sha256: str) -> str:
    given = read_json(parts[MAATREGELEN])
    require(
        isinstance(given, dict) and given.get("vaststelling_sha256") == vaststelling_sha256,
        "maatregelen.json is van een andere vaststelling gemaakt",
    )
    told = []
    for name, expected in ((WERKGEVERSVERSIE, lambda: given), (OVERZICHT, lambda: _overview(given))):
        stuk = stukken.get(name)
        if stuk is not None and stuk.gegevens is not None:
            require(is_printed_of(stuk.gegevens, expected()), f"{name} drukt iets anders dan in maatregelen.json staat")
            told.append(name)
    if not told:
        raise NietTeControleren("er is geen PDF met gegevens om het mee te vergelijken")
    return f"wat er gedrukt is in {' en '.join(told)}, staat er precies zo in"


def _table(parts: Mapping[str, bytes]) -> str:
    overview = _overview(read_json(part(parts, MAATREGELEN)))
    try:
        made = maatregelentabel(overview["maatregelenoverzicht"])
    except _OTHER_FORM:
        raise broken(_NO_OVERVIEW) from None
    require(made == parts[TABEL], "de tabel is niet die van maatregelen.json")
    return "opnieuw gemaakt van maatregelen.json: byte voor byte dezelfde"


def _overview(given: Any) -> dict[str, Any]:
    """Give what an overview of these data may carry."""
    try:
        return {"maatregelenoverzicht": maatregelenoverzicht(given)}
    except _OTHER_FORM:
        raise broken(_NO_OVERVIEW) from None


_NO_OVERVIEW: Final = "van maatregelen.json is geen overzicht te maken: er ontbreken gegevens"
