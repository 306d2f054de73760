# SPDX-License-Identifier: EUPL-1.2
"""two versions of a dossier or report -> what differs, in data, in text and in pages (the second look of the BVA).

(1) every part of the data that changed and nothing else (`gegevens`), of a report that of what it prints; (2) the text is that of the report made anew from
both data with one template, so that only a change of data is a change of text (`tekst`); (3) pages are those of the
PDFs that were given (`paginas`); (4) names of staff come from the schemas, and without leave texts are masked (`benoemen`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import canonical_bytes, digest, read_json
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.rendering import docx, neutral_title, render
from weerbaar_docs.rendering.gedrukt import printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.vergelijken.benoemen import benoem
from weerbaar_docs.vergelijken.gegevens import wijzigingen
from weerbaar_docs.vergelijken.lezen import MAX_BYTES, Kant, from_dossier, read_kant, read_kanten
from weerbaar_docs.vergelijken.paginas import vergelijk_paginas
from weerbaar_docs.vergelijken.tekst import aantal, vergelijk_alineas

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from weerbaar_docs.rendering.docx import Tekstalinea
    from weerbaar_docs.vergelijken.benoemen import Benoemd
    from weerbaar_docs.vergelijken.gegevens import Wijziging
    from weerbaar_docs.vergelijken.paginas import Paginas
    from weerbaar_docs.vergelijken.tekst import Alineawijziging

__all__ = ["MAX_BYTES", "Kant", "Vergelijking", "from_dossier", "read_kant", "read_kanten", "vergelijk"]

VERSIE: Final = "vergelijking/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vergelijking:
    """What differs; `tekst` is None when a side has no report, `paginas` when a side is no PDF."""

    oud: Kant
    nieuw: Kant
    gegevens: tuple[Wijziging, ...]
    tekst: tuple[Alineawijziging, ...] | None
    paginas: Paginas | None

    def benoemd(self, masker: str | None = None) -> tuple[Benoemd, ...]:
        """Give the changes of data with their names; with a masker texts that may be personal are masked."""
        titels = {m.get("nummer", ""): m.get("titel") for kant in (self.oud, self.nieuw) for m in _maatregelen(kant)}
        return tuple(benoem(wijziging, masker=masker, titels=titels) for wijziging in self.gegevens)

    def as_json(self, masker: str | None = None) -> dict[str, Any]:
        """Give the object that `--json` prints (schema `vergelijking`)."""
        return {
            "versie": VERSIE,
            "oud": _side(self.oud),
            "nieuw": _side(self.nieuw),
            "gegevens": [found.as_json() for found in self.benoemd(masker)],
            "tekst": None if self.tekst is None else [_paragraph(alinea, masker) for alinea in self.tekst],
            "paginas": None if self.paginas is None else self.paginas.as_json(),
        }


def vergelijk(oud: Kant, nieuw: Kant, *, datum: date, huisstijl: Huisstijl = HUISSTIJL) -> Vergelijking:
    """Compare two sides; raises ValidationError when one has a report and the other, a dossier, has none.

    Raises RenderingError when a report cannot be made of one of them.
    """
    a, b = oud.rapport, nieuw.rapport
    together = oud.soort == nieuw.soort == "dossier"
    if not together and (a is None or b is None):
        raise ValidationError.because(
            "RAPPORT-ONTBREEKT",
            "het dossier heeft nog geen adviesrapport om te vergelijken",
            "Vergelijk twee dossiers, of kies een dossier met een adviesrapport.",
            pad="/oud" if a is None else "/nieuw",
        )
    tekst = None
    if a is not None and b is not None:
        velden = huisstijl.sjabloon("adviesrapport").velden
        a, b = (side if together else printed(side, velden) for side in (a, b))
        tekst = vergelijk_alineas(*(_alineas(rapport, datum, huisstijl) for rapport in (a, b)))
    paginas = None
    if oud.paginas is not None and nieuw.paginas is not None:
        paginas = vergelijk_paginas(oud.paginas, nieuw.paginas)
    values = (oud.gegevens, nieuw.gegevens) if together else (a, b)
    return Vergelijking(oud=oud, nieuw=nieuw, gegevens=wijzigingen(*values), tekst=tekst, paginas=paginas)


def _maatregelen(kant: Kant) -> list[dict[str, Any]]:
    rapport = kant.rapport
    found: list[dict[str, Any]] = (
        [] if rapport is None else rapport["rapportinhoud"]["adviesrapport"].get("maatregelen", [])
    )
    return found


def _alineas(rapport: Mapping[str, Any], datum: date, huisstijl: Huisstijl) -> tuple[Tekstalinea, ...]:
    # Templates list what is in the data in its order; that order is no difference.
    rapport = read_json(canonical_bytes(rapport))
    titel = neutral_title(digest(rapport["rapportinhoud"]))
    made = render(
        "adviesrapport",
        {"bva_besluit": None, **rapport},
        datum=datum,
        titel=titel,
        huisstijl=huisstijl,
        pdf=False,
    )
    return docx.alineas(made.docx)


def _side(kant: Kant) -> dict[str, Any]:
    rapport = kant.rapport
    return {
        "soort": kant.soort,
        "bestand": kant.bestand,
        "sha256": kant.sha256,
        "rapport_sha256": _rapport_sha256(kant),
        "stand": None if rapport is None else "concept" if rapport.get("bva_besluit") is None else "vastgesteld",
    }


def _rapport_sha256(kant: Kant) -> str | None:
    """Give the digest of the report; of what is printed only the besluit knows it."""
    rapport = kant.rapport
    if rapport is None or kant.soort == "dossier":
        return None if rapport is None else digest(rapport["rapportinhoud"])
    return (rapport.get("bva_besluit") or {}).get("rapport_sha256")


def _paragraph(alinea: Alineawijziging, masker: str | None) -> dict[str, Any]:
    return {
        "soort": alinea.soort,
        "kop": (alinea.kop or None) if masker is None else masker,
        "woorden_weg": aantal(alinea.stukken, "weg"),
        "woorden_nieuw": aantal(alinea.stukken, "nieuw"),
        "stukken": [
            {"soort": stuk.soort, "tekst": stuk.tekst if masker is None else masker} for stuk in alinea.stukken
        ],
    }
