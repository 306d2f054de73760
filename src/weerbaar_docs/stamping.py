# SPDX-License-Identifier: EUPL-1.2
"""DefinitiefRapport -> VastgesteldRapport: the stamp on every page, then the BVA's PAdES signature; and reading a stamp.

1. Only a report that its own besluit and statement establish is stamped; one that was sent back never.
2. The stamp names besluit, date, version and digest; its QR code holds `WD1`, besluitnummer, vaststelling_sha256 and the
   digest of the unstamped file, and nothing else: no dossiernummer, no address to go to.
3. Nothing rewrites the file after signing; `eind_sha256` is taken after the last byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from weerbaar_docs.canonical import read_statement, sha256
from weerbaar_docs.errors import StampingError, VerificationError
from weerbaar_docs.establishing import DefinitiefRapport
from weerbaar_docs.model import vaststelling_digest
from weerbaar_docs.pades import Niveau, Zegel, Zegelvertrouwen, only_signed, seal_pdf, verify_seal
from weerbaar_docs.stamping_pdf import read_drawn, stamp_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weerbaar_docs.stamping_pdf import Afdruk

_CODE: Final = re.compile(r"WD1 (?P<besluitnummer>.+) (?P<vaststelling>[0-9A-F]{64}) (?P<pdf>[0-9A-F]{64})")
_EINDE: Final = re.compile(rb"%%EOF[\r\n]{0,2}")
_DATUM: Final = re.compile(r"(?P<datum>\d\d-\d\d-\d{4}), versie (?P<versie>[1-9]\d{0,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class VastgesteldRapport:
    """The established report as it leaves the BVA; `eind_sha256` is the digest of `pdf`.

    `niveau` is the level of the signature; `uitval` says why that is lower than what was asked for, and is empty otherwise.
    """

    definitief: DefinitiefRapport
    gestempeld: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    eind_sha256: str
    niveau: Niveau = "B-B"
    uitval: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stempel:
    """What the stamp of a file says; `pdf_sha256` is the digest of the file before it was stamped.

    `nagetekend`: drawn anew here, every byte of it came out the same. It is False for a stamp of another version of
    Typst or of the fonts: then its QR code was compared, and its printed lines were not.
    """

    besluitnummer: str
    besloten_op: date
    versie: int
    vaststelling_sha256: str
    pdf_sha256: str
    paginas: int
    nagetekend: bool


def stamp(definitief: DefinitiefRapport, *, zegel: Zegel, now: datetime) -> VastgesteldRapport:
    """Stamp and sign the report with the BVA's seal; raises StampingError."""
    _check_established(definitief)
    gestempeld = stamped(definitief)
    made = seal_pdf(gestempeld, zegel, reden=f"Vaststelling {definitief.bva_besluit['besluitnummer']}", now=now)
    return VastgesteldRapport(
        definitief=definitief,
        gestempeld=gestempeld,
        pdf=made.pdf,
        eind_sha256=sha256(made.pdf),
        niveau=made.niveau,
        uitval=made.uitval,
    )


def check_stamped(rapport: VastgesteldRapport, *, bva_zegels: Zegelvertrouwen, now: datetime) -> None:
    """Check from bytes that the file is the stamped definitief rapport, signed whole by the BVA's seal.

    Raises VerificationError, or StampingError for a report that is not established.
    """
    found = read_stamped(rapport.definitief, rapport.pdf, bva_zegels=bva_zegels, now=now)
    if rapport.gestempeld != found.gestempeld:
        raise _other_file()


def read_stamped(
    definitief: DefinitiefRapport, pdf: bytes, *, bva_zegels: Zegelvertrouwen, now: datetime
) -> VastgesteldRapport:
    """Give the established report of a file that came from elsewhere; raises as `check_stamped` does."""
    _check_established(definitief)
    gestempeld = stamped(definitief)
    if not only_signed(gestempeld, pdf):
        raise _other_file()
    niveau = verify_seal(pdf, bva_zegels, now=now).niveau
    return VastgesteldRapport(
        definitief=definitief, gestempeld=gestempeld, pdf=pdf, eind_sha256=sha256(pdf), niveau=niveau
    )


def read_stamp(pdf: bytes) -> Stempel | None:
    """Give what the stamp of a file says, checked by drawing it again; None when the file has none.

    Raises VerificationError when there is a stamp that is not on every page, lies under something else, contradicts
    itself or does not come out the same. Whether the digests are those of the besluit is for the caller to compare, and
    `unstamped` and `restamped` tell whether anything but the stamp was added.
    """
    afdruk = read_drawn(pdf)
    if afdruk is None:
        return None
    code, datum = _CODE.fullmatch(afdruk.code), _DATUM.fullmatch(afdruk.regels[2] if len(afdruk.regels) > 2 else "")  # noqa: PLR2004
    if code is None or datum is None:
        raise _contradicts()
    stempel = Stempel(
        besluitnummer=code["besluitnummer"],
        besloten_op=_date(datum["datum"]),
        versie=int(datum["versie"]),
        vaststelling_sha256=code["vaststelling"].lower(),
        pdf_sha256=code["pdf"].lower(),
        paginas=afdruk.paginas,
        nagetekend=afdruk.nagetekend,
    )
    if not _agrees(stempel, afdruk):
        raise _contradicts()
    return stempel


def unstamped(pdf: bytes, stempel: Stempel) -> bytes | None:
    """Give the file as it was before it was stamped: the bytes in front whose digest the stamp names; None if not there.

    They are there in what `stamp` makes, and gone from a file that another program has written anew.
    """
    ends = (found.end() for found in _EINDE.finditer(pdf))
    return next((pdf[:end] for end in ends if sha256(pdf[:end]) == stempel.pdf_sha256), None)


def restamped(original: bytes, stempel: Stempel) -> bytes:
    """Stamp the unstamped file anew with what a stamp says; with the same versions the stamped file begins with this.

    So whoever has the file alone can see that the stamp is all that was added. Raises StampingError.
    """
    return _with_stamp(
        original, stempel.besluitnummer, stempel.besloten_op, stempel.versie, stempel.vaststelling_sha256
    )


def _agrees(stempel: Stempel, afdruk: Afdruk) -> bool:
    """Say whether the printed lines say what the code says."""
    lines = _regels(stempel.besluitnummer, stempel.besloten_op, stempel.versie, stempel.vaststelling_sha256)
    blad = _bladregels(lines, stempel.vaststelling_sha256, stempel.pdf_sha256)
    return list(afdruk.regels) == lines and list(afdruk.bladregels) in ([], blad)


def _date(text: str) -> date:
    try:
        return datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        raise _contradicts() from None


def _check_established(definitief: DefinitiefRapport) -> None:
    """Refuse what its own besluit and statement do not establish, however the object was made."""
    if not isinstance(definitief, DefinitiefRapport):
        raise StampingError.because(
            "STAP-DEFINITIEF",
            "stempelen kan alleen een definitief rapport dat de BVA heeft vastgesteld",
            "Laat de BVA het rapport eerst vaststellen (establish).",
        )
    besluit, said = definitief.bva_besluit, read_statement(definitief.verklaring)
    if besluit["uitkomst"] == "teruggestuurd":
        raise StampingError.because(
            "STEMPEL-TERUGGESTUURD",
            "een teruggestuurd rapport krijgt geen stempel",
            "Maak een nieuwe versie van het rapport en dien die opnieuw in.",
        )
    digest = vaststelling_digest(definitief.rapport.inhoud, besluit)
    belongs = {
        "soort": "vaststelling/v1",
        "besluitnummer": besluit["besluitnummer"],
        "rapport_sha256": definitief.rapport.rapport_sha256,
        "vaststelling_sha256": digest,
        "pdf_sha256": definitief.document.pdf_sha256,
    }
    if definitief.vaststelling_sha256 != digest or any(said.get(key) != value for key, value in belongs.items()):
        raise StampingError.because(
            "STEMPEL-VERKLARING",
            "besluit, verklaring en PDF van het rapport horen niet bij elkaar",
            "Laat de BVA het rapport opnieuw vaststellen (establish).",
        )


def stamped(definitief: DefinitiefRapport) -> bytes:
    """Give the file that `stamp` signs: the definitief rapport with its stamp; raises StampingError."""
    besluit = definitief.bva_besluit
    return _with_stamp(
        definitief.document.pdf,
        besluit["besluitnummer"],
        date.fromisoformat(besluit["besloten_op"]),
        besluit["rapport_versie"],
        definitief.vaststelling_sha256,
    )


def _with_stamp(pdf: bytes, besluitnummer: str, besloten_op: date, versie: int, vaststelling_sha256: str) -> bytes:
    lines, pdf_sha256 = _regels(besluitnummer, besloten_op, versie, vaststelling_sha256), sha256(pdf)
    return stamp_pdf(
        pdf,
        lines,
        code=f"WD1 {besluitnummer} {vaststelling_sha256.upper()} {pdf_sha256.upper()}".encode(),
        bladregels=_bladregels(lines, vaststelling_sha256, pdf_sha256),
    )


def _regels(besluitnummer: str, besloten_op: date, versie: int, vaststelling_sha256: str) -> list[str]:
    return [
        "VASTGESTELD",
        f"Besluit {besluitnummer}",
        f"{besloten_op:%d-%m-%Y}, versie {versie}",
        f"SHA-256 {vaststelling_sha256[:16]}",
    ]


def _bladregels(regels: Sequence[str], vaststelling_sha256: str, pdf_sha256: str) -> list[str]:
    return [
        *regels[:3],
        "Controlegetal van de vaststelling (SHA-256):",
        vaststelling_sha256,
        "Controlegetal van de PDF zonder stempel en handtekening (SHA-256):",
        pdf_sha256,
    ]


def _other_file() -> VerificationError:
    return VerificationError.because(
        "STEMPEL-INHOUD",
        "het bestand is niet het gestempelde rapport dat de BVA heeft vastgesteld",
        "Vraag de BVA om het vastgestelde bestand.",
    )


def _contradicts() -> VerificationError:
    return VerificationError.because(
        "STEMPEL-CONTROLE",
        "het stempel spreekt zichzelf tegen",
        "Gebruik het bestand niet; vraag de afzender om het origineel.",
    )
