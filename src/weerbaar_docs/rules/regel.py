# SPDX-License-Identifier: EUPL-1.2
"""What a rule is, and the few questions that many rules ask of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from weerbaar_docs.errors import Ernst, Melding
from weerbaar_docs.kostenverdeling import vaststellend
from weerbaar_docs.termijnen import dag, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = [
    "Bevinden",
    "Moment",
    "Regel",
    "besluiten",
    "dag",
    "datum",
    "einde_ambt",
    "geldend_besluit",
    "maatregelen",
    "moment",
    "peildatum",
    "rapportversie",
    "vaststelling_van",
    "versie",
]

Moment = Literal["invoer", "indienen", "besluit", "toestemming", "levering", "uitvoering"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bevinden:
    """What a check finds: where, what is wrong and what to do; the rule gives it code and severity."""

    pad: str
    melding: str
    oplossing: str
    ernst: Ernst | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regel:
    """One business rule as data.

    `uitleg` says what it asks, `bron` where that comes from, `herstel` what to do about a breach; `document` is the
    schema of what it checks. `impliceert` names the rules that a breach of this one can break along with it.
    """

    id: str
    ernst: Ernst
    moment: Moment
    titel: str
    uitleg: str
    bron: str
    herstel: str
    vind: Callable[[Mapping[str, Any]], Iterable[Bevinden]]
    impliceert: tuple[str, ...] = ()
    document: str = "dossier"

    def as_json(self) -> dict[str, Any]:
        """Give all but the check, as `weerbaar-docs regels --json` prints it."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name in self.__slots__
            if name != "vind" and (value := getattr(self, name)) is not None
        }

    def check(self, gegevens: Mapping[str, Any]) -> Iterator[Melding]:
        """Give the meldingen of this rule for schema-valid data."""
        for b in self.vind(gegevens):
            yield Melding(
                code=self.id, ernst=b.ernst or self.ernst, pad=b.pad, melding=b.melding, oplossing=b.oplossing
            )


def maatregelen(gegevens: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give pointer and object of every maatregel; none without adviesrapport."""
    rapport = gegevens.get("adviesrapport")
    if rapport is not None:
        for i, maatregel in enumerate(rapport["maatregelen"]):
            yield f"/adviesrapport/maatregelen/{i}", maatregel


def uitvoeringen(gegevens: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any] | None]]:
    """Give pointer, uitvoering and its maatregel (None when that does not exist)."""
    bekend = {m["nummer"]: m for _, m in maatregelen(gegevens)}
    for i, regel in enumerate(gegevens.get("uitvoering", ())):
        yield f"/uitvoering/{i}", regel, bekend.get(regel["maatregel"])


def versie(stuk: Mapping[str, Any]) -> tuple[str, int]:
    """Give the report that a besluit or toestemming is about: number and version."""
    return stuk["rapportnummer"], stuk["rapport_versie"]


def rapportversie(gegevens: Mapping[str, Any]) -> tuple[str, int] | None:
    """Give number and version of the current adviesrapport."""
    rapport = gegevens.get("adviesrapport")
    return None if rapport is None else (rapport["rapportnummer"], rapport["versie"])


def besluiten(gegevens: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give pointer and object of every besluit on the current version of the report."""
    for i, besluit in enumerate(gegevens.get("bva_besluiten", ())):
        if versie(besluit) == rapportversie(gegevens):
            yield f"/bva_besluiten/{i}", besluit


def vaststelling_van(gegevens: Mapping[str, Any], nummer: tuple[str, int] | None) -> Mapping[str, Any] | None:
    """Give the last besluit that establishes a version, or None."""
    found = [b for b in gegevens.get("bva_besluiten", ()) if versie(b) == nummer]
    last = max(enumerate(found), key=lambda item: (item[1]["besloten_op"], item[0]), default=(0, None))[1]
    return vaststellend(last)


def geldend_besluit(gegevens: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the besluit in force on the current report; a returned report has none."""
    return vaststelling_van(gegevens, rapportversie(gegevens))


def einde_ambt(gegevens: Mapping[str, Any]) -> str | None:
    """Give the day on which the ambt ends (ISO), if it is known; a day that became known after the report counts first."""
    later: str | None = gegevens.get("ambt_beeindigd_op")
    planned: str | None = gegevens["bestuurder"]["einde_ambt_op"]
    return later or planned


def peildatum(gegevens: Mapping[str, Any]) -> str | None:
    """Give the date of the besluit, else of the report (ISO)."""
    besluit = geldend_besluit(gegevens)
    if besluit is not None:
        return str(besluit["besloten_op"])
    rapport = gegevens.get("adviesrapport")
    return None if rapport is None else str(rapport["opgesteld_op"])


def datum(text: str) -> date:
    """Read a schema-valid date."""
    return date.fromisoformat(text)


def elfproef(nummer: str) -> bool:
    """Say whether nine digits keep the eleven-test of BSN and RSIN."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return int(nummer) > 0 and sum(w * int(d) for w, d in zip(weights, nummer, strict=True)) % 11 == 0
