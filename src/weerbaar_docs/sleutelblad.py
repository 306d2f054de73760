# SPDX-License-Identifier: EUPL-1.2
"""A werkgever, with or without a key -> the one page that says how to make a key and how it is checked (Document).

(1) it fits on one A4 and holds nothing of any dossier, and no telephone number: who is called back is called on the
    number in the organisatieregister, never on one from a message or a paper;
(2) a known key is printed in groups of four and in words, four bytes to a line, so that both sides can tick off;
    without a key the lines are there to be filled in;
(3) the same werkgever, key and day give the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import digest
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.validation import check_part
from weerbaar_docs.vingerafdruk import groups, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

PER_REGEL: Final = 4
_LEEG = tuple({"tekens": "", "woorden": ""} for _ in range(5))


def render_sleutelblad(
    *,
    datum: date,
    organisatie: Mapping[str, Any] | None = None,
    vingerafdruk: str | None = None,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Document:
    """Render the sleutelblad, for an organisatie of the register or to be filled in.

    The key is sent to the address of the huisstijl's contact. Raises ValidationError (schema `sleutelblad`).
    """
    gegevens = blad_gegevens(datum=datum, organisatie=organisatie, vingerafdruk=vingerafdruk, huisstijl=huisstijl)
    return render(
        "sleutelblad",
        gegevens,
        huisstijl=huisstijl,
        datum=datum,
        titel=neutral_title(digest(gegevens["sleutelblad"])),
    )


def blad_gegevens(
    *,
    datum: date,
    organisatie: Mapping[str, Any] | None = None,
    vingerafdruk: str | None = None,
    huisstijl: Huisstijl = HUISSTIJL,
) -> dict[str, Any]:
    """Give all that the template of the sleutelblad sees, but for the huisstijl; raises ValidationError."""
    blad = {
        "datum": datum.isoformat(),
        "organisatie": None if organisatie is None else {key: organisatie[key] for key in ("naam", "oin")},
        "stuur_naar": huisstijl.gegevens["contact"].get("email"),
        "vingerafdruk": vingerafdruk,
    }
    check_part("sleutelblad", thaw(blad))
    return {"sleutelblad": blad, "regels": _LEEG if vingerafdruk is None else lines(vingerafdruk)}


def lines(vingerafdruk: str) -> tuple[dict[str, str], ...]:
    """Give a fingerprint as lines of two groups of four and their four words."""
    fours, said = groups(vingerafdruk), words(vingerafdruk)
    return tuple(
        {"tekens": " ".join(fours[i // 2 : i // 2 + 2]), "woorden": " ".join(said[i : i + PER_REGEL])}
        for i in range(0, len(said), PER_REGEL)
    )
