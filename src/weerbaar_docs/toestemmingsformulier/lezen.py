# SPDX-License-Identifier: EUPL-1.2
"""bytes that came back -> Gelezen: what was chosen, as information; it never opens the gate.

(1) read strictly and within limits, whatever the bytes are; (2) only known fields are read, and a field that says two
things says nothing; (3) the blank form is known again by its digest, which the attached statement names: a file that was
saved anew has lost it, and then what it says is hearsay; (4) no value of it is quoted in a melding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pypdf import apply_configuration
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, TextStringObject

from weerbaar_docs.bijlagen.pdf import quietly
from weerbaar_docs.bijlagen.pdf_inhoud import MAX_BYTES, attached
from weerbaar_docs.bijlagen.pdf_reading import BROKEN, open_pdf, root_of
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.formuliervelden.velden import (
    CONTROLEGETAL,
    DATUM,
    HANDTEKENING,
    KEUZE,
    KEUZES,
    PLAATS,
    Keuze,
)
from weerbaar_docs.hybride import is_hybrid
from weerbaar_docs.pades import blank_form
from weerbaar_docs.toestemming import check_number
from weerbaar_docs.toestemmingsformulier.invullen import BIJLAGE
from weerbaar_docs.toestemmingsformulier.vergelijken import only_filled_in
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.bijlagen.pdf_reading import Lezer

_MAX_VELDEN: Final = 200
_MAX_TEKST: Final = 200
_UIT: Final = ("", "/Off")
_MAX_UITGEPAKT: Final = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Gelezen:
    """What a form says that came back.

    `herkend`: the blank form that the statement names stands whole in front. `alleen_ingevuld`: after it nothing was
    changed but fields, so that what is seen is what was made. The statement is the one in the file: whoever has kept the question holds it against that. `ondertekend` says that there is a digital signature, not
    whose, nor that it holds; a melding says when something came after it. `verklaring` are the attached bytes, if they are a toestemming/v1.
    """

    verklaring: bytes | None = field(repr=False)
    keuze: Keuze | None
    plaats: str = field(repr=False)
    datum: str = field(repr=False)
    controlegetal: str = field(repr=False)
    ondertekend: bool
    herkend: bool
    alleen_ingevuld: bool
    meldingen: tuple[Melding, ...] = ()


def read_formulier(pdf: bytes) -> Gelezen:
    """Read a form that came back; raises ValidationError (FORMULIER-LEZEN) for a file that cannot be read."""
    reason = "te groot"
    if len(pdf) <= MAX_BYTES:
        try:
            with quietly(), apply_configuration(zlib_maximum_output_length=_MAX_UITGEPAKT):
                return _read(pdf)
        except ValidationError as error:
            reason = error.meldingen[0].code
        except BROKEN as error:
            reason = type(error).__name__
    raise ValidationError.because(
        "FORMULIER-LEZEN",
        f"dit formulier is niet te lezen ({reason})",
        "Vraag het bestand opnieuw, of neem over wat op het papieren formulier staat.",
    )


def _read(pdf: bytes) -> Gelezen:
    lezer = open_pdf(pdf)
    velden = _fields(lezer)
    verklaring, genoemd = _statement(lezer)
    front = blank_form(pdf, genoemd)
    keuze, twice = _choice(lezer, velden)
    getal = _text(lezer, velden, CONTROLEGETAL)
    filled = front is not None and not is_hybrid(pdf) and only_filled_in(front, lezer)
    meldingen = [
        *_about_choice(keuze, twice=twice),
        *_about_statement(verklaring, herkend=front is not None, alleen_ingevuld=filled),
    ]
    if verklaring is not None and getal != check_number(verklaring):
        meldingen.append(
            _warning("FORMULIER-GETAL", "het controlegetal op het formulier hoort niet bij de verklaring", _VRAAG)
        )
    handtekening = _signature(lezer, velden)
    if handtekening is not None and not _covers(lezer, handtekening, len(pdf)):
        meldingen.append(
            _warning(
                "FORMULIER-TOEGEVOEGD",
                "na de handtekening is nog iets aan het bestand toegevoegd",
                "Laat de handtekening controleren: de keuze kan erna zijn veranderd.",
            )
        )
    return Gelezen(
        verklaring=verklaring,
        keuze=keuze,
        plaats=_text(lezer, velden, PLAATS),
        datum=_text(lezer, velden, DATUM),
        controlegetal=getal,
        ondertekend=handtekening is not None,
        herkend=front is not None,
        alleen_ingevuld=filled,
        meldingen=tuple(meldingen),
    )


def _fields(lezer: Lezer) -> Mapping[str, list[DictionaryObject]]:
    """Give the fields at the top by name; a form of ours has no others."""
    form = lezer.entry(root_of(lezer), "/AcroForm")
    listed = lezer.entry(form, "/Fields") if isinstance(form, DictionaryObject) else None
    found: dict[str, list[DictionaryObject]] = {}
    for item in list.__iter__(listed) if isinstance(listed, ArrayObject) else ():
        veld = lezer.resolve(item)
        if isinstance(veld, DictionaryObject):
            found.setdefault(_plain(lezer.entry(veld, "/T")), []).append(veld)
        if len(found) > _MAX_VELDEN:
            break
    return found


def _one(velden: Mapping[str, list[DictionaryObject]], naam: str) -> DictionaryObject | None:
    found = velden.get(naam, [])
    return found[0] if len(found) == 1 else None


def _text(lezer: Lezer, velden: Mapping[str, list[DictionaryObject]], naam: str) -> str:
    veld = _one(velden, naam)
    return "" if veld is None else _plain(lezer.entry(veld, "/V"))


def _plain(value: object) -> str:
    """Give a text of a field, without what turns or splits it."""
    if isinstance(value, ByteStringObject):
        value = bytes(value).decode("latin-1")
    if not isinstance(value, (str, TextStringObject)) or isinstance(value, NameObject):
        return ""
    return "".join(char for char in str(value)[:_MAX_TEKST] if char.isprintable()).strip()


def _choice(lezer: Lezer, velden: Mapping[str, list[DictionaryObject]]) -> tuple[Keuze | None, bool]:
    """Give the value that is chosen, and whether the form says two things: then nothing is chosen."""
    groups = velden.get(KEUZE, [])
    said = {lezer.name(group, "/V") for group in groups}
    shown = {name for group in groups for name in _states(lezer, group) if name not in _UIT}
    chosen = {name for name in said if name not in _UIT}
    if len(groups) > 1 or len(chosen) > 1 or shown != chosen:
        return None, bool(chosen or shown)
    return next((value for value in KEUZES if chosen == {f"/{value}"}), None), False


def _states(lezer: Lezer, group: DictionaryObject) -> Iterator[str]:
    """Give what each box shows."""
    kids = lezer.entry(group, "/Kids")
    for kid in list.__iter__(kids) if isinstance(kids, ArrayObject) else ():
        box = lezer.resolve(kid)
        if isinstance(box, DictionaryObject):
            yield lezer.name(box, "/AS")


def _signature(lezer: Lezer, velden: Mapping[str, list[DictionaryObject]]) -> DictionaryObject | None:
    veld = _one(velden, HANDTEKENING)
    value = lezer.entry(veld, "/V") if veld is not None else None
    if isinstance(value, DictionaryObject) and "/ByteRange" in value and "/Contents" in value:
        return value
    return None


def _covers(lezer: Lezer, handtekening: DictionaryObject, size: int) -> bool:
    """Say whether a signature says that it goes to the end of the file."""
    listed = lezer.entry(handtekening, "/ByteRange")
    numbers = [lezer.resolve(item) for item in list.__iter__(listed)] if isinstance(listed, ArrayObject) else []
    ends = [int(number) for number in numbers[2:] if isinstance(number, int)]
    return len(ends) == 2 and sum(ends) == size  # noqa: PLR2004 - where the last part begins, and how long it is


def _statement(lezer: Lezer) -> tuple[bytes | None, str]:
    """Give the attached statement and the digest of the blank form that it names."""
    try:
        found = attached(lezer, BIJLAGE)
        if found is not None:
            return found, str(checked_statement("toestemming", found)["formulier_sha256"])
    except ValidationError:
        pass
    return None, ""


_VRAAG: Final = "Gebruik het formulier niet als bewijs; vraag de bestuurder om een nieuw."


def _about_choice(keuze: Keuze | None, *, twice: bool) -> Iterator[Melding]:
    if twice:
        yield _warning("FORMULIER-KEUZE", "het formulier zegt meer dan één ding: er is geen keuze gelezen", _VRAAG)
    elif keuze is None:
        yield _warning(
            "FORMULIER-KEUZE", "er is niets gekozen", "Kijk of de keuze met pen is gezet, of bel de bestuurder."
        )


def _about_statement(verklaring: bytes | None, *, herkend: bool, alleen_ingevuld: bool) -> Iterator[Melding]:
    if verklaring is None:
        yield _warning("FORMULIER-VERKLARING", "bij het formulier zit geen verklaring (meer)", _VRAAG)
    elif not herkend:
        yield _warning(
            "FORMULIER-HERSCHREVEN",
            "het lege formulier is er niet meer in te herkennen: een programma heeft het bestand opnieuw geschreven",
            "Wat het zegt is informatie. Vraag om het bestand zoals het is ingevuld, of om een handtekening op papier.",
        )
    elif not alleen_ingevuld:
        yield _warning("FORMULIER-GEWIJZIGD", "aan het formulier is meer veranderd dan de velden", _VRAAG)


def _warning(code: str, melding: str, oplossing: str) -> Melding:
    return Melding(code=code, ernst="waarschuwing", pad="", melding=melding, oplossing=oplossing)
