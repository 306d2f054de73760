# SPDX-License-Identifier: EUPL-1.2
"""Files that somebody trusts -> Vertrouwenslijst: whose seals and OpenPGP keys count, and which medewerker held which role.

(1) the name of a file says whose it is: bva..., ccv..., tijd... (a time-stamping service), bestuurder..., werkgever...; (2) the key of a medewerker is known by
its fingerprint in medewerkers.json, whatever its file is called; (3) a file that fits nowhere is refused, never skipped: who
thinks that a key or a list counts has to know that it does. Who gives no files takes the registers of a store (`vertrouwd`).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.packets import keys, read_packets
from weerbaar_docs.errors import StampingError, ValidationError, VerificationError
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.pades import Zegelvertrouwen, is_list_of, read_certificates, read_crls
from weerbaar_docs.verifieren.uitslag import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.encryption.packets import Sleutelpakket
    from weerbaar_docs.keys import Sleutelsoort

MEDEWERKERS: Final = "medewerkers.json"
_X509: Final = (".pem", ".der", ".crt", ".cer")
_CRL: Final = ".crl"
_OPENPGP: Final = (".asc", ".pgp", ".gpg")
_HOUDERS: Final[Mapping[str, Sleutelsoort]] = {
    "bva": "bva",
    "ccv": "ccv_levering",
    "bestuurder": "bestuurder",
    "werkgever": "werkgever",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertrouwde:
    """One OpenPGP key that counts, by its full fingerprint."""

    vingerafdruk: str
    soort: Sleutelsoort
    certificaat: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertrouwenslijst:
    """What who verifies holds for true; empty is: nobody."""

    bva_zegels: tuple[bytes, ...] = ()
    ccv_zegels: tuple[bytes, ...] = ()
    bestuurder_zegels: tuple[bytes, ...] = ()
    tsa_vertrouwd: tuple[bytes, ...] = ()
    intrekkingslijsten: tuple[bytes, ...] = ()
    sleutels: tuple[Vertrouwde, ...] = ()
    medewerkers: Medewerkersregister = field(default_factory=Medewerkersregister)

    def fingerprints(self, soort: Sleutelsoort) -> tuple[str, ...]:
        """Give the fingerprints of the keys of a kind."""
        return tuple(s.vingerafdruk for s in self.sleutels if s.soort == soort)

    def seals(self, wie: Literal["BVA", "CCV", "bestuurder"]) -> Zegelvertrouwen:
        """Give what is believed of the seals of the BVA or the CCV, or of the certificate of the bestuurder."""
        return Zegelvertrouwen(
            certificaten={"BVA": self.bva_zegels, "CCV": self.ccv_zegels, "bestuurder": self.bestuurder_zegels}[wie],
            tsa_vertrouwd=self.tsa_vertrouwd,
            intrekkingslijsten=self.intrekkingslijsten,
        )

    @property
    def leeg(self) -> bool:
        """Say whether nobody is trusted."""
        return not (self.bva_zegels or self.ccv_zegels or self.bestuurder_zegels or self.sleutels)


def read_vertrouwen(files: Mapping[str, bytes]) -> Vertrouwenslijst:
    """Read the files of a folder by name; raises ValidationError (naming the file), ConsentError or EncryptionError."""
    register = Medewerkersregister.from_json(files[MEDEWERKERS]) if MEDEWERKERS in files else Medewerkersregister()
    zegels: dict[str, list[bytes]] = {"bva": [], "ccv": [], "bestuurder": [], "tijd": []}
    lijsten: dict[str, tuple[bytes, ...]] = {}
    sleutels: dict[str, Vertrouwde] = {}
    for name, data in sorted(files.items()):
        small = name.lower()
        if small.endswith(_X509):
            who = next((prefix for prefix in zegels if small.startswith(prefix)), None)
            if who is None:
                raise _unknown(
                    name, "begint niet met bva, ccv, bestuurder of tijd, dus het is niet te zien van wie dit zegel is"
                )
            zegels[who] += _certificates(name, data)
        elif small.endswith(_CRL):
            lijsten[name] = _crls(name, data)
        elif small.endswith(_OPENPGP):
            found = _key(name, data, register)
            sleutels.setdefault(found.vingerafdruk, found)
        elif name != MEDEWERKERS:
            raise _unknown(name, "is geen certificaat, intrekkingslijst, OpenPGP-sleutel of medewerkers.json")
    _require_issuers(lijsten, (*zegels["bva"], *zegels["ccv"], *zegels["bestuurder"]))
    return Vertrouwenslijst(
        bva_zegels=tuple(zegels["bva"]),
        ccv_zegels=tuple(zegels["ccv"]),
        bestuurder_zegels=tuple(zegels["bestuurder"]),
        tsa_vertrouwd=tuple(zegels["tijd"]),
        intrekkingslijsten=tuple(lijst for found in lijsten.values() for lijst in found),
        sleutels=tuple(sleutels.values()),
        medewerkers=register,
    )


@contextlib.contextmanager
def trusted_ring(vertrouwen: Vertrouwenslijst) -> Iterator[Sleutelring | None]:
    """Give who checks OpenPGP signatures by the trusted keys and by no other; None when there are none."""
    if not vertrouwen.sleutels:
        yield None
        return
    with Sleutelring() as ring:
        for sleutel in vertrouwen.sleutels:
            ring.import_public(sleutel.certificaat, vingerafdruk=sleutel.vingerafdruk)
        yield ring


def _certificates(name: str, data: bytes) -> tuple[bytes, ...]:
    try:
        return tuple(certificate.dump() for certificate in read_certificates(data))
    except StampingError:
        raise _unknown(name, "is geen leesbaar X.509-certificaat") from None


def _crls(name: str, data: bytes) -> tuple[bytes, ...]:
    try:
        return read_crls(data)
    except VerificationError:
        raise _unknown(name, "is geen leesbare, volledige intrekkingslijst (CRL) van één uitgever") from None


def _require_issuers(lijsten: Mapping[str, tuple[bytes, ...]], certificaten: tuple[bytes, ...]) -> None:
    """Refuse a list that says nothing about any seal: who gives it thinks that it does."""
    for name, found in lijsten.items():
        if not all(is_list_of(lijst, certificaten) for lijst in found):
            raise _unknown(
                name,
                "is niet ondertekend door een uitgever die u opgeeft: leg zijn certificaat erbij als bva-….pem, ccv-….pem of bestuurder-….pem",
            )


def _key(name: str, data: bytes, register: Medewerkersregister) -> Vertrouwde:
    packets = read_packets(data)
    found: tuple[Sleutelpakket, ...] = ()
    with contextlib.suppress(ValueError):
        found = keys(packets)
    if not found or not found[0].vingerafdruk:
        raise _unknown(name, "is geen leesbare openbare OpenPGP-sleutel")
    vingerafdruk = found[0].vingerafdruk
    prefix = next((soort for begin, soort in _HOUDERS.items() if name.lower().startswith(begin)), None)
    known = any(m.vingerafdruk == vingerafdruk for m in register)
    if prefix is None and not known:
        raise _unknown(
            name, "is een sleutel van niemand: hij staat niet in medewerkers.json en de naam zegt niet van wie"
        )
    return Vertrouwde(vingerafdruk=vingerafdruk, soort=prefix or "medewerker", certificaat=data)


def _unknown(name: str, melding: str) -> ValidationError:
    return ValidationError.because(
        "VERTROUW-BESTAND",
        f"{one_line(name)} {melding}",
        "Zet in de map alleen zegels (bva-….pem, ccv-….pem), het certificaat van de bestuurder (bestuurder-….pem), certificaten van een tijdstempeldienst (tijd-….pem), "
        "intrekkingslijsten (.crl), openbare sleutels (.asc, .pgp) en medewerkers.json.",
    )
