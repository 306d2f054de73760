# SPDX-License-Identifier: EUPL-1.2
"""bytes of a dossier, of report data or of a report's PDF -> one side of a comparison, read strictly and held to the schemas.

(1) a PDF is read by the data that go with it (gegevens.json) and by the text of its pages; (2) everything is held to the
schemas, faults of both sides are said at once; the rules (R-...) are for `valideer`: a version that breaks one can be
compared too; (3) of a dossier and a report the report is compared, of two dossiers all that is in them; (4) what goes
with a PDF is what it prints, so other fields of a report may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.canonical import canonical_bytes, digest, read_json, sha256
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.migratie import migrate
from weerbaar_docs.model import BESTUURDER_WEG, DELEN, ORGANISATIE, rapportinhoud
from weerbaar_docs.rules.regel import geldend_besluit
from weerbaar_docs.validation import schema_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MAX_BYTES: Final = 25 * 1024 * 1024
Soort = Literal["dossier", "rapport"]
_MOET: Final = ("dossiernummer", "organisatie", "bestuurder", "adviesrapport")
_IN_RAPPORT: Final = (*_MOET[:3], *DELEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kant:
    """One side: its data (plain JSON), the report in it if there is one, and the text of its pages if it was a PDF."""

    soort: Soort
    bestand: Literal["json", "pdf", "opslag"]
    sha256: str
    gegevens: dict[str, Any] = field(repr=False)
    paginas: tuple[str, ...] | None = field(default=None, repr=False)

    @property
    def rapport(self) -> dict[str, Any] | None:
        """Give {rapportinhoud, bva_besluit}; the besluit only when it is about this very version."""
        if self.soort == "rapport":
            return self.gegevens
        if "adviesrapport" not in self.gegevens:
            return None
        inhoud, besluit = rapportinhoud(self.gegevens), geldend_besluit(self.gegevens)
        established = besluit is not None and besluit["rapport_sha256"] == digest(inhoud)
        return {"rapportinhoud": inhoud, "bva_besluit": besluit if established else None}


def read_kanten(oud: Callable[[], Kant], nieuw: Callable[[], Kant]) -> tuple[Kant, Kant]:
    """Read both sides; raises ValidationError with the faults of both, each with the side that it is in."""
    found, meldingen = list[Kant](), list[Melding]()
    for side, read in (("oud", oud), ("nieuw", nieuw)):
        try:
            found.append(read())
        except ValidationError as error:
            meldingen += [_below(side, m) for m in error.meldingen]
    if meldingen:
        raise ValidationError(*meldingen)
    return found[0], found[1]


def read_kant(data: bytes) -> Kant:
    """Read one side; raises ValidationError with all its faults."""
    if not data.startswith(b"%PDF-"):
        return _side(read_json(data), "json", sha256(data))
    from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud  # noqa: PLC0415 - pypdf is slow to load, and JSON needs none

    inhoud = read_inhoud(data)
    if inhoud.gegevens is None:
        raise _refused(
            "RAPPORT-ZONDER-GEGEVENS",
            "bij deze PDF zit geen gegevensbestand (gegevens.json)",
            "Kies de PDF die weerbaar-docs heeft gemaakt, of het dossier als JSON.",
        )
    return _side(read_json(inhoud.gegevens), "pdf", sha256(data), inhoud.paginas)


def from_dossier(gegevens: Mapping[str, Any]) -> Kant:
    """Make a side of a dossier that the store gave."""
    plain = dict(gegevens)
    return _side(plain, "opslag", sha256(canonical_bytes(plain)))


def _side(
    gegevens: Any, bestand: Literal["json", "pdf", "opslag"], sha: str, paginas: tuple[str, ...] | None = None
) -> Kant:
    soort: Soort = "dossier"
    if isinstance(gegevens, dict) and "rapportinhoud" in gegevens:
        soort, faults = "rapport", list(_rapport_faults(gegevens))
    elif isinstance(gegevens, dict) and "schema_versie" in gegevens:
        gegevens = migrate(gegevens)
        faults = schema_faults("dossier", gegevens)
    else:
        raise _refused(
            "RAPPORT-SOORT",
            "dit is geen dossier en zijn geen gegevens van een adviesrapport",
            "Kies een dossier (JSON), of het adviesrapport voor de bestuurder (PDF of zijn gegevens.json).",
        )
    if faults:
        raise ValidationError(*faults)
    return Kant(soort=soort, bestand=bestand, sha256=sha, gegevens=gegevens, paginas=paginas)


# --- report data ---------------------------------------------------------------------------------


def _rapport_faults(gegevens: dict[str, Any]) -> Iterator[Melding]:
    """Hold report data to the schemas of its parts: as a whole it is a part of a dossier, and has no schema."""
    yield from _object_faults(gegevens, ("rapportinhoud",), ("bva_besluit",))
    inhoud, besluit = gegevens["rapportinhoud"], gegevens.get("bva_besluit")
    for melding in _object_faults(inhoud, _MOET, DELEN):
        yield _below("rapportinhoud", melding)
    for name in _IN_RAPPORT if isinstance(inhoud, dict) else ():
        if name in inhoud:
            for melding in _part_faults(name, inhoud[name]):
                yield _below("rapportinhoud", _below(name, melding))
    for melding in [] if besluit is None else _form_faults("bva_besluit", besluit):
        yield _below("bva_besluit", melding)


def _part_faults(name: str, value: Any) -> Iterator[Melding]:
    if name == "dossiernummer":  # has no schema of its own
        found = schema_faults("dossier", {name: value})
        yield from (replace(m, pad="") for m in found if m.pad == f"/{name}")
    elif name == "organisatie":  # of which a report holds but a part
        yield from _object_faults(value, (), ORGANISATIE)
        yield from (m for m in _form_faults(name, value) if m.pad)
    else:
        yield from _form_faults(name, value)
        if name == "bestuurder" and isinstance(value, dict) and set(value) & set(BESTUURDER_WEG):
            yield _fault("hier staan contactgegevens, die niet in een rapport horen", "Vergelijk het dossier zelf.")


def _form_faults(name: str, value: Any) -> list[Melding]:
    return [m for m in schema_faults(name, value) if m.code != "SCHEMA-REQUIRED"]


def _object_faults(value: Any, needed: Sequence[str], other: Sequence[str] = ()) -> Iterator[Melding]:
    if not isinstance(value, dict):
        yield _fault("verwacht een object", "Herstel de vorm van deze waarde.")
        return
    for name in needed:
        if name not in value:
            yield _fault(f"het verplichte veld ‘{name}’ ontbreekt", f"Vul ‘{name}’ in.")
    if set(value) - {*needed, *other}:
        yield _fault("hier staat een onbekend veld", "Verwijder het veld dat niet in een rapport hoort.")


def _below(name: str, melding: Melding) -> Melding:
    return replace(melding, pad=f"/{name}{melding.pad}")


def _fault(melding: str, oplossing: str) -> Melding:
    return Melding(code="RAPPORT-GEGEVENS", ernst="fout", pad="", melding=melding, oplossing=oplossing)


def _refused(code: str, melding: str, oplossing: str) -> ValidationError:
    return ValidationError.because(code, melding, oplossing)
