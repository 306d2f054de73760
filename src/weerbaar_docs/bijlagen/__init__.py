# SPDX-License-Identifier: EUPL-1.2
"""bytes of a photo, drawing or PDF -> Bijlage, made anew from what is to be seen and nothing else.

(1) what a file is, its bytes say and never its name, and no file name enters the result; (2) a picture is decoded and
drawn again from its pixels (`beeld`); (3) a PDF is read strictly, refused by name for anything that acts or hides, and
its pages are written into a new file (`pdf`); (4) the same input gives the same bytes for the same versions of Pillow,
pypdf and zlib; (5) whatever the bytes are, the only error is a ValidationError that quotes none of them.

What a page draws stays, also where a reader cannot see it: text in white, or under a black box, is still text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

from weerbaar_docs.bijlagen.beeld import draw_again
from weerbaar_docs.bijlagen.pdf import write_again
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    import builtins
    from collections.abc import Sequence

Soort = Literal["foto", "tekening", "document"]

MAX_BYTES: Final = 25 * 1024 * 1024
_MAX_TEKST: Final = 500
_DOELGROEPEN: Final = ("bestuurder", "bva", "werkgever")
_ID: Final = re.compile(r"F-[0-9]{2}")
_TEKST: Final = re.compile(r"[^\x00-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]+")
_PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bijlage:
    """A photo, drawing or document that can go with an adviesrapport: nothing in it but what it shows.

    `breedte` and `hoogte` are pixels of a picture, `paginas` is the length of a document; the other is None.
    """

    id: str
    soort: Soort
    mediatype: str
    inhoud: builtins.bytes = field(repr=False)
    sha256: str
    bytes: int
    doelgroep: tuple[str, ...]
    alternatieve_tekst: str = field(repr=False)
    breedte: int | None = None
    hoogte: int | None = None
    paginas: int | None = None


def read_bijlage(
    data: bytes,
    *,
    id: str,  # noqa: A002 - the key of the schema
    soort: str,
    doelgroep: Sequence[str],
    alternatieve_tekst: str,
) -> Bijlage:
    """Make a safe Bijlage of a file's bytes; `soort` is foto, tekening (both pictures) or document (a PDF).

    A foto becomes a JPEG, a tekening a PNG, both at most 3000 pixels long; metadata of people, places and devices are
    gone. Raises ValidationError, with a code that names the reason, for what is not safe, not whole or not known.
    """
    gekozen = _soort(soort)
    _check_id(id)
    _check_tekst(alternatieve_tekst)
    voor_wie = _doelgroep(doelgroep)
    breedte = hoogte = paginas = None
    if _sniff(data, gekozen) == _PDF:
        mediatype = _PDF
        inhoud, paginas = write_again(data)
    else:
        mediatype = "image/jpeg" if gekozen == "foto" else "image/png"
        inhoud, breedte, hoogte = draw_again(data, mediatype=mediatype)
    return Bijlage(
        id=id,
        soort=gekozen,
        mediatype=mediatype,
        inhoud=inhoud,
        sha256=sha256(inhoud),
        bytes=len(inhoud),
        doelgroep=voor_wie,
        alternatieve_tekst=alternatieve_tekst,
        breedte=breedte,
        hoogte=hoogte,
        paginas=paginas,
    )


def _sniff(data: bytes, soort: Soort) -> str:
    if not data:
        raise _refused("BIJLAGE-LEEG", "het bestand is leeg", "Kies het bestand opnieuw.", "/inhoud")
    if len(data) > MAX_BYTES:
        raise _refused("BIJLAGE-GROOT", "het bestand is groter dan 25 MiB", "Verklein of splits het.", "/inhoud")
    is_pdf = data.startswith(b"%PDF-")
    if is_pdf and soort != "document":
        raise _refused(
            "BIJLAGE-SOORT", "het bestand is een PDF, geen foto of tekening", "Kies de soort document.", "/soort"
        )
    if not is_pdf and soort == "document":
        raise _refused(
            "BIJLAGE-TYPE",
            "het bestand begint niet als een PDF",
            "Een document is een PDF; kies voor een beeld de soort foto of tekening.",
            "/inhoud",
        )
    return _PDF if is_pdf else "image"


def _soort(soort: str) -> Soort:
    for known in get_args(Soort):
        if soort == known:
            gekozen: Soort = known
            return gekozen
    raise _refused("BIJLAGE-SOORT", "de soort bijlage is onbekend", "Kies foto, tekening of document.", "/soort")


def _check_id(nummer: str) -> None:
    if not _ID.fullmatch(nummer):
        raise _refused("BIJLAGE-ID", "het nummer is geen F- met twee cijfers", "Geef een nummer zoals F-01.", "/id")


def _check_tekst(tekst: str) -> None:
    if not tekst.strip() or len(tekst) > _MAX_TEKST or not _TEKST.fullmatch(tekst):
        raise _refused(
            "BIJLAGE-TEKST",
            "de alternatieve tekst is leeg, langer dan 500 tekens of heeft stuurtekens",
            "Beschrijf in één of twee zinnen wat er te zien is.",
            "/alternatieve_tekst",
        )


def _doelgroep(doelgroep: Sequence[str]) -> tuple[str, ...]:
    gekozen = tuple(d for d in _DOELGROEPEN if d in doelgroep)
    if isinstance(doelgroep, str) or not gekozen or len(gekozen) != len(doelgroep):
        raise _refused(
            "BIJLAGE-DOELGROEP",
            "de doelgroep is leeg, dubbel of onbekend",
            "Kies uit bestuurder, bva en werkgever, ieder ten hoogste één keer.",
            "/doelgroep",
        )
    return gekozen


def _refused(code: str, melding: str, oplossing: str, pad: str) -> ValidationError:
    return ValidationError.because(code, melding, oplossing, pad=pad)
