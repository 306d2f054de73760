# SPDX-License-Identifier: EUPL-1.2
"""A template + sample data -> Keuring: it is clean, it takes every sample, and this engine makes a PDF of each.

(1) a template with a fault is not approved; all faults come at once;
(2) the first engine that can set the template and every sample, typst before another; none: refused, naming why;
(3) what is kept is the template without names of people and machines;
(4) only `approve` makes a Keuring, and only a Keuring is registered.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._made import Made
from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.errors import Melding, RenderingError, WeerbaarDocsError
from weerbaar_docs.formuliervelden import add_fields
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import docx as filling
from weerbaar_docs.rendering.huisstijl import approved_sjabloon
from weerbaar_docs.sjablonen import lint
from weerbaar_docs.sjablonen.contracten import GESTEMPELD, INVULBAAR
from weerbaar_docs.sjablonen.gebrek import Plaats, gebrek
from weerbaar_docs.sjablonen.regels import LINT_VERSIE
from weerbaar_docs.stamping_pdf import stamp_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from weerbaar_docs.rendering.engine import PdfEngine
    from weerbaar_docs.rendering.huisstijl import Sjabloon
    from weerbaar_docs.sjablonen import Lintuitslag
    from weerbaar_docs.sjablonen.gebrek import Gebrek

DATUM: Final = date(2026, 1, 1)
TITEL: Final = "Bericht WD-00000000"
_PROEFSTEMPEL: Final = ("VASTGESTELD", "Besluit BVA-2026-000000", "01-01-2026, versie 1", "SHA-256 0123456789abcdef")
_PROEFCODE: Final = b"WD1 BVA-2026-000000 " + b" ".join([b"0123456789ABCDEF" * 4] * 2)


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class Keuring:
    """An approved template: its clean bytes, the engine that makes its PDF, and the samples that it took."""

    document: str
    docx: bytes = field(repr=False)
    motor: str
    motor_versie: str
    lint_versie: str
    voorbeelden: tuple[str, ...]
    uitslag: Lintuitslag

    @property
    def template_sha256(self) -> str:
        """The digest of the bytes that are kept."""
        return sha256(self.docx)

    def sjabloon(self) -> Sjabloon:
        """Give the template to render with; raises RenderingError when this Keuring was not made by `approve`."""
        check_keuring(self)
        return approved_sjabloon(self.document, self.docx, self.uitslag.velden, self.motor)


_keuringen = Made(Keuring)


def approve(
    docx: bytes,
    document: str,
    voorbeelden: Iterable[tuple[str, Mapping[str, Any]]],
    *,
    motoren: Sequence[PdfEngine],
) -> Keuring:
    """Approve a template with samples (name, all that the template sees), with the first engine that can make it.

    Raises RenderingError with every finding, or with what no engine can set.
    """
    samples = [(naam, thaw(context)) for naam, context in voorbeelden]
    if not samples:
        raise RenderingError.because("SJABLOON-KEURING", "keuren kan niet zonder voorbeelden", "Geef alle voorbeelden.")
    uitslag = lint(docx, document, motoren=motoren)
    uitslag.raise_for_faults()
    clean = filling.pack(filling.anonymise(docx) | filling.properties("Sjabloon", DATUM))
    filled, faults = fill_samples(clean, samples)
    if faults:
        raise RenderingError(*(fault.as_melding() for fault in faults))
    motor = _engine(clean, filled, motoren)
    _try_out(document, samples, filled, motor)
    keuring = Keuring(
        document=document,
        docx=clean,
        motor=motor.naam,
        motor_versie=motor.versie,
        lint_versie=LINT_VERSIE,
        voorbeelden=tuple(naam for naam, _ in samples),
        uitslag=uitslag,
    )
    _keuringen.add(keuring)
    return keuring


def check_keuring(keuring: Keuring) -> None:
    """Raise RenderingError unless this very Keuring was made by `approve`."""
    if not _keuringen.holds(keuring):
        raise RenderingError.because(
            "SJABLOON-KEURING", "dit sjabloon is hier niet gekeurd", "Keur het sjabloon (approve) en leg dat vast."
        )


def fill_samples(
    docx: bytes, samples: Iterable[tuple[str, Mapping[str, Any]]]
) -> tuple[list[tuple[str, bytes]], list[Gebrek]]:
    """Fill a template with every sample: give what came out by name, and each thing that went wrong once."""
    filled: list[tuple[str, bytes]] = []
    failed: dict[tuple[str, str], list[str]] = {}
    for naam, context in samples:
        try:
            filled.append((naam, filling.fill(docx, thaw(context), datum=DATUM, titel=TITEL)))
        except RenderingError as error:
            for m in error.meldingen:
                told = f"{m.melding} ({m.pad})" if m.pad else m.melding
                failed.setdefault((told, m.oplossing), []).append(naam)
    return filled, [_failed(names, *why) for why, names in failed.items()]


def _failed(names: Sequence[str], melding: str, oplossing: str) -> Gebrek:
    more = f" en nog {len(names) - 1}" if len(names) > 1 else ""
    return gebrek("SJABLOON-VULLEN", Plaats(deel=f"voorbeeld {names[0]}{more}"), melding, oplossing=oplossing)


def with_samples(uitslag: Lintuitslag, docx: bytes, samples: Iterable[tuple[str, Mapping[str, Any]]]) -> Lintuitslag:
    """Give what the lint found with what filling every sample finds more: what only shows with data."""
    _, faults = fill_samples(docx, samples)
    return replace(uitslag, gebreken=(*uitslag.gebreken, *faults))


def render_samples(
    docx: bytes, samples: Iterable[tuple[str, Mapping[str, Any]]], *, motoren: Sequence[PdfEngine]
) -> list[tuple[str, bytes, bytes]]:
    """Give name, DOCX and PDF of a template with every sample; raises RenderingError with all that went wrong."""
    filled, faults = fill_samples(docx, samples)
    if faults:
        raise RenderingError(*(fault.as_melding() for fault in faults))
    motor = _engine(docx, filled, motoren)
    return [(naam, made, motor.to_pdf(made, titel=TITEL, datum=DATUM)) for naam, made in filled]


def _engine(clean: bytes, filled: Sequence[tuple[str, bytes]], motoren: Sequence[PdfEngine]) -> PdfEngine:
    looked = [clean, *(made for _, made in filled)]
    reasons: list[Melding] = []
    for motor in motoren:
        faults = [melding for made in looked for melding in motor.examine(made) if melding.ernst == "fout"]
        if not faults:
            return motor
        reasons += faults
    raise RenderingError(*dict.fromkeys(reasons), _no_engine())


def _no_engine() -> Melding:
    return Melding(
        code="SJABLOON-MOTOR",
        ernst="fout",
        pad="",
        melding="geen van de motoren die er zijn kan dit sjabloon opmaken",
        oplossing="Haal weg wat de andere meldingen noemen, of installeer LibreOffice.",
    )


def _try_out(
    document: str,
    samples: Sequence[tuple[str, Mapping[str, Any]]],
    filled: Sequence[tuple[str, bytes]],
    motor: PdfEngine,
) -> None:
    """Make every PDF, stamp those that get a stamp and make fields where fields come; raises RenderingError naming the samples that fail."""
    contexts = dict(samples)
    faults: list[Melding] = []
    for naam, made in filled:
        try:
            data = {key: value for key, value in contexts[naam].items() if key != "huisstijl"}
            pdf = motor.to_pdf(made, titel=TITEL, datum=DATUM, gegevens=canonical_bytes(data))
            if document in GESTEMPELD:
                stamp_pdf(pdf, _PROEFSTEMPEL, code=_PROEFCODE)
            if document in INVULBAAR:
                add_fields(pdf)
        except WeerbaarDocsError as error:
            faults += [
                Melding(code=m.code, ernst="fout", pad=f"voorbeeld {naam}", melding=m.melding, oplossing=m.oplossing)
                for m in error.meldingen
            ]
    if faults:
        raise RenderingError(*faults)
