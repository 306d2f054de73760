# SPDX-License-Identifier: EUPL-1.2
"""PDF + Zegel -> the signed PDF: one certification signature in an invisible field, of the level that the Zegel carries.

(1) a certificate that is not valid now, or at B-LT and B-LTA was revoked or is of an unknown issuer, signs nothing;
(2) a time-stamping service that fails gives a B-B signature, with the reason in the result; `raise_pdf` makes up for it;
(3) every other failure is an error, and there is no file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import x509
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from weerbaar_docs.errors import StampingError, WeerbaarDocsError
from weerbaar_docs.logs import tell
from weerbaar_docs.pades.intrekking import collect
from weerbaar_docs.pades.niveau import Niveau, reaches
from weerbaar_docs.pades.raising import add_levels
from weerbaar_docs.pades.running import open_writer, run
from weerbaar_docs.pades.tijdstempel import Tijdstempelaar, TsaUitvalError

if TYPE_CHECKING:
    from datetime import datetime

    from weerbaar_docs.pades.zegel import Zegel

VELD: Final = "Zegel"
# What a reader of ISO 32000-1, on which PDF/A-3 rests, still calls unchanged: with NO_CHANGES it would not accept the
# field of a document time stamp that a raise adds later. `verify_pdf` accepts that and a DSS, and no filled form.
_TOEGESTAAN: Final = MDPPerm.FILL_FORMS
# The signature itself (512 bytes for RSA 4096, 2048 for 16384), the signed attributes and the issuer's name once more.
_ROOM_BESIDE_CERTIFICATES: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Ondertekend:
    """A signed file, the level that it has, the level that was asked for, and in `uitval` why these differ (else empty)."""

    pdf: bytes = field(repr=False)
    niveau: Niveau
    gevraagd: Niveau
    uitval: str = ""


def sign_pdf(pdf: bytes, zegel: Zegel, *, reden: str, now: datetime) -> bytes:
    """Give the bytes of `seal_pdf`: for who does not need to know the level."""
    return seal_pdf(pdf, zegel, reden=reden, now=now).pdf


def seal_pdf(pdf: bytes, zegel: Zegel, *, reden: str, now: datetime) -> Ondertekend:
    """Append a PAdES certification signature at the level of the Zegel; raises StampingError.

    `reden` is readable for everyone who has the file. Neither place nor machine is put into it.
    """
    zegel.require_valid(now)
    gevraagd = zegel.voorzieningen.niveau
    if gevraagd == "B-B":
        return Ondertekend(pdf=run(lambda: _sign(pdf, zegel, reden, now, None)), niveau="B-B", gevraagd="B-B")
    made = run(lambda: _sign_with_time(pdf, zegel, reden, now))
    if made.uitval:
        tell("tijdstempel_gemist", niveau=gevraagd)
    return made


async def _sign_with_time(pdf: bytes, zegel: Zegel, reden: str, now: datetime) -> Ondertekend:
    v = zegel.voorzieningen
    bewijs = None
    if reaches(v.niveau, "B-LT"):
        bewijs = await collect(
            x509.Certificate.load(zegel.certificaat),
            zegel._signer.cert_registry,  # noqa: SLF001
            v.vertrouwd,
            wie="het zegel",
            voorzieningen=v,
            now=now,
        )
    tijdstempelaar = Tijdstempelaar(v, now)
    try:
        signed = await _sign(pdf, zegel, reden, now, tijdstempelaar)
        if bewijs is not None:
            signed = await add_levels(signed, [bewijs], tijdstempelaar, voorzieningen=v, now=now)
    except TsaUitvalError as error:
        uitval = str(error)
    else:
        return Ondertekend(pdf=signed, niveau=v.niveau, gevraagd=v.niveau)
    plain = await _sign(pdf, zegel, reden, now, None)
    return Ondertekend(pdf=plain, niveau="B-B", gevraagd=v.niveau, uitval=uitval)


async def _sign(pdf: bytes, zegel: Zegel, reden: str, now: datetime, tijdstempelaar: Tijdstempelaar | None) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=VELD,
        md_algorithm="sha256",
        reason=reden,
        certify=True,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=_TOEGESTAAN,
    )
    try:
        writer = open_writer(pdf)
        field_spec = SigFieldSpec(VELD, box=None, readable_field_name=VELD)
        signer = _SignerAt(metadata, signer=zegel._signer, timestamper=tijdstempelaar, new_field_spec=field_spec)  # noqa: SLF001
        signer.moment = now.astimezone(UTC)
        room = _room(zegel) if tijdstempelaar is None else None
        return bytes((await signer.async_sign_pdf(writer, bytes_reserved=room)).getvalue())
    except (TsaUitvalError, WeerbaarDocsError):
        raise
    except Exception as error:  # noqa: BLE001
        kind, of_token = type(error).__name__, type(error).__module__.startswith("pkcs11")
    if of_token:
        raise StampingError.because(
            "ZEGEL-TOKEN",
            f"het token met de sleutel ondertekent niet ({kind})",
            "Controleer of het token is aangesloten, en probeer het opnieuw.",
        )
    raise StampingError.because(
        "ZEGEL-PDF",
        f"de PDF is niet te ondertekenen ({kind})",
        "Onderteken alleen een PDF die weerbaar-docs heeft gemaakt en die nog geen handtekening heeft.",
    )


def _room(zegel: Zegel) -> int:
    """Give the characters to keep free for a signature without a time stamp: pyHanko would sign twice to find out."""
    signer = zegel._signer  # noqa: SLF001
    certificates = {certificate.dump() for certificate in (signer.signing_cert, *signer.cert_registry)}
    return 2 * (_ROOM_BESIDE_CERTIFICATES + sum(map(len, certificates)))


class _SignerAt(PdfSigner):
    """A PdfSigner that writes the given moment instead of the machine's local time."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        result = super().init_signing_session(*args, **kwargs)
        session = result[0] if isinstance(result, tuple) else result
        session.system_time = self.moment
        return result
