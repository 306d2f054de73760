# SPDX-License-Identifier: EUPL-1.2
"""What is inside a zending, indiening, besluitpakket or bestuurderszending: a zip of files under a manifest that its sender signed.

(1) the manifest names the digest of every file but itself and its signature, the other signatures too; (2) the same files
give the same zip, and any other zip is refused; (3) the signature has one canonical form; (4) the manifest says whether the
keys of BVA and CCV are held apart; (5) the zip is filled up with zeros to one of few sizes, because who sees only the
ciphertext could tell a long report from a short one. So there is no byte in a package that can be changed unnoticed.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import sha256
from weerbaar_docs.encryption.signature_form import canonical_signature, check_form
from weerbaar_docs.errors import ValidationError, VerificationError, WeerbaarDocsError
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs, PadesBewijs
from weerbaar_docs.validation import checked_statement, statement_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from weerbaar_docs.consent import Vrijgave
    from weerbaar_docs.keys import Handtekeningcontrole

Pakketsoort = Literal["indiening", "besluitpakket", "zending", "bestuurderszending"]
Sleutelbeheer = Literal["gescheiden", "alles-in-een"]
ALLES_IN_EEN: Final[Sleutelbeheer] = "alles-in-een"
MANIFEST: Final = "manifest.json"
MANIFEST_SIG: Final = f"{MANIFEST}.sig"
OPVULLING: Final = "opvulling.bin"
MAX_BYTES: Final = 200_000_000
MAX_PAKKET: Final = 220_000_000  # of such a package as it is sent, with its zeros and the encryption
# What zipfile raises for bytes that nobody packed (RuntimeError: an encrypted file).
_NO_PACKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
)
LEESMIJ = """Dit pakket is versleuteld voor uw organisatie en ondertekend door het CCV.

1. Open de stukken alleen op een werkplek die daarvoor bedoeld is.
2. manifest.json noemt van elk bestand de SHA-256; manifest.json.sig is de handtekening van het CCV daaronder.
   Klopt een waarde niet? Gebruik het bestand dan niet en neem contact op met de afzender.
3. brief.pdf is de begeleidende brief. Zit rapport.pdf of werkgeversversie.pdf erbij, dan is dat het stuk voor u.
   maatregelenoverzicht.pdf zegt welke maatregelen er zijn, wat ze kosten en wie betaalt. maatregelenoverzicht.xlsx is
   hetzelfde als tabel, zonder formules, en maatregelen.json zijn dezelfde gegevens voor uw eigen systeem. Bewaart u de tabel
   als CSV, open dat bestand dan als tekst: een rekenprogramma kan een tekst die met = begint anders als formule lezen.
4. Zet deze stukken niet in een openbaar systeem en noem ze niet in een openbare agenda.
5. Bevestig de ontvangst aan de afzender.
Een bestand opvulling.bin bevat alleen nullen: het verbergt hoe groot de stukken zijn. U mag het verwijderen.

Openen en controleren
Vergelijk eerst, langs een andere weg dan dit pakket, de vingerafdruk van de sleutel van het CCV. Pas dan zegt een
handtekening iets.
- Met weerbaar-docs: weerbaar-docs pakket open PAKKET.pgp --uit MAP --vertrouw SLEUTELS
  Dat ontsleutelt, controleert elke schakel en pakt uit.
- Met GnuPG: gpg --output pakket.zip --decrypt PAKKET.pgp
  Er moet staan dat de handtekening goed is, met de vingerafdruk van het CCV. Pak pakket.zip uit, en daarna:
  gpg --verify manifest.json.sig manifest.json
  sha256sum BESTAND (in Windows: certutil -hashfile BESTAND SHA256) geeft de waarde die in manifest.json hoort te staan.
- Met Kleopatra (Gpg4win): open PAKKET.pgp met Ontsleutelen en controleren, en bewaar het resultaat als pakket.zip. Het
  venster noemt wie ondertekende: vergelijk de vingerafdruk. Pak uit, en open manifest.json.sig op dezelfde manier.
  Deze stappen in Kleopatra en Windows hebben wij niet zelf nagelopen.
"""


def package_parts(vrijgave: Vrijgave, brief: bytes) -> dict[str, bytes]:
    """Give the files of a zending by name: stukken, letter, statements with their proofs, LEESMIJ."""
    definitief = vrijgave.stukken.vastgesteld.definitief
    return {
        **{stuk.bestandsnaam: stuk.inhoud for stuk in vrijgave.stukken.stukken},
        pakketnamen.BRIEF: brief,
        pakketnamen.LEESMIJ: LEESMIJ.encode(),
        pakketnamen.ZENDING_VASTSTELLING: definitief.verklaring,
        f"{pakketnamen.ZENDING_VASTSTELLING}.sig": definitief.handtekening,
        pakketnamen.ZENDING_TOESTEMMING: vrijgave.verklaring,
        **_proof_parts(vrijgave),
    }


def pack(
    parts: Mapping[str, bytes],
    *,
    pakket: Pakketsoort,
    sign: Callable[[bytes], bytes],
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN,
) -> bytes:
    """Make the zip with its manifest; `sign` makes the sender's detached OpenPGP signature over the manifest.

    `sleutelbeheer` is what the sender claims of who holds which key: whoever was not told that they are apart claims nothing.
    Raises ValidationError for a name that no package may hold, VerificationError for a signature of another form.
    """
    manifest = statement_bytes(
        "manifest",
        {"soort": "manifest/v1", "pakket": pakket, "sleutelbeheer": sleutelbeheer, "bestanden": _listed(parts)},
    )
    return _zipped({**parts, MANIFEST: manifest, MANIFEST_SIG: canonical_signature(sign(manifest))})


def unpack(package: bytes, *, pakket: Pakketsoort) -> dict[str, bytes]:
    """Read the zip and hold every file against the manifest, and the zip against what `pack` makes of them.

    Gives the files by name, the manifest and its signature among them: who sent it, `check_sender` says. Raises
    VerificationError, naming the first fault.
    """
    parts = read_zip(package)
    check_parts(parts, pakket=pakket)
    return parts


def read_zip(package: bytes) -> dict[str, bytes]:
    """Read the files of a package as `pack` zips them; raises VerificationError for any other zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            members = archive.infolist()
            if sum(info.file_size for info in members if info.filename != OPVULLING) > MAX_BYTES:
                raise _broken("het pakket is te groot")
            if any(info.compress_type != zipfile.ZIP_STORED for info in members):
                raise _broken("het pakket is geen pakket van weerbaar-docs")
            parts = {info.filename: archive.read(info) for info in members if info.filename != OPVULLING}
            same = _zipped(parts) == package
    except _NO_PACKAGE:
        raise _broken("het pakket is geen pakket van weerbaar-docs") from None
    if not same:
        raise _broken("het pakket is niet precies het zipbestand van zijn bestanden")
    return parts


def check_parts(parts: Mapping[str, bytes], *, pakket: Pakketsoort | None = None) -> dict[str, Any]:
    """Hold the files against the manifest among them, of this kind of package or of any; give the manifest.

    Raises VerificationError, naming the first fault.
    """
    for name, what in ((MANIFEST, "het manifest"), (MANIFEST_SIG, "de handtekening onder het manifest")):
        if name not in parts:
            raise _broken(f"{what} ontbreekt ({name})")
    try:
        manifest = checked_statement("manifest", parts[MANIFEST])
    except ValidationError:
        raise _broken("het manifest is niet te lezen of heeft niet de juiste vorm") from None
    if pakket not in {None, manifest["pakket"]}:
        raise _broken(f"dit is geen {pakket}")
    check_form(parts[MANIFEST_SIG], parts[MANIFEST])
    found = _listed(parts)
    if found != manifest["bestanden"]:
        raise _broken(_first_difference(found, manifest["bestanden"]))
    return manifest


def check_sender(
    parts: Mapping[str, bytes], *, controle: Handtekeningcontrole, afzender: str, not_before: datetime, now: datetime
) -> datetime:
    """Check the signature of this sender (a fingerprint) under the manifest; give its moment. Raises EncryptionError."""
    return controle.verify_detached(
        parts[MANIFEST], parts[MANIFEST_SIG], signer=afzender, not_before=not_before, now=now
    )


def _listed(parts: Mapping[str, bytes]) -> list[dict[str, Any]]:
    return [
        {"naam": name, "sha256": sha256(data), "bytes": len(data)}
        for name, data in sorted(parts.items())
        if name not in {MANIFEST, MANIFEST_SIG}
    ]


def _first_difference(found: list[dict[str, Any]], listed: list[dict[str, Any]]) -> str:
    """Say which file is not as listed; only names of the signed manifest are told, others may say anything."""
    here = {item["naam"]: item for item in found}
    for item in listed:
        if item["naam"] not in here:
            return f"{item['naam']} staat in het manifest en ontbreekt"
        if here[item["naam"]] != item:
            return f"{item['naam']} is niet wat het manifest noemt"
    return "er is een bestand dat het manifest niet noemt"


def without_padding(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the files but those zeros, as somebody who unpacked the zip with another program has them."""
    return {name: data for name, data in parts.items() if name != OPVULLING or data.strip(b"\0")}


def padded_size(size: int) -> int:
    """Give the next of the few sizes that there are, in bytes: of a report at most 6 % more.

    This is Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files", PoPETs 2019, section 4).
    """
    exponent = size.bit_length() - 1
    step = 1 << max(0, exponent - exponent.bit_length())
    return -(-size // step) * step


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    bare = len(_stored({**parts, OPVULLING: b""}))
    return _stored({**parts, OPVULLING: bytes(padded_size(bare) - bare)})


def _stored(parts: Mapping[str, bytes]) -> bytes:
    """Zip without squeezing: what deflate makes of the same bytes differs per machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(parts.items()):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # or the system where it is made
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def _proof_parts(vrijgave: Vrijgave) -> dict[str, bytes]:
    bewijs = vrijgave.bewijs
    if isinstance(bewijs, OpenpgpBewijs):
        return {f"{pakketnamen.ZENDING_TOESTEMMING}.sig": bewijs.handtekening}
    if isinstance(bewijs, PadesBewijs):
        return {pakketnamen.ZENDING_FORMULIER: bewijs.formulier}
    assert isinstance(bewijs, InktBewijs)
    parts = {}
    for number, item in enumerate(bewijs.attesten, start=1):
        name = pakketnamen.ZENDING_ATTEST.format(number)
        parts[name] = item.verklaring
        parts[f"{name}.sig"] = item.handtekening
    return parts


def _broken(melding: str) -> WeerbaarDocsError:
    return VerificationError.because("PAKKET", melding, "Gebruik het niet en neem contact op met de afzender.")
