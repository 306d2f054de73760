# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a key file as a werkgever, bestuurder or medewerker sends it -> Certificaat, or every reason why not.

(1) one certificate of version 4, whole, of a reasonable size, without a secret key;
(2) names that are text and nothing else: they are not read further, and come into no error, repr or log;
(3) not made in the future, not revoked, not expired: the primary key, and the subkey that would be used;
(4) strong: RSA of at least 3072 bits or a known curve, and bound by signatures that nobody can forge;
(5) fit for its kind: to encrypt to (keys.DOELEN), or to sign with;
(6) faults are reported together, each with what the holder has to do.

    certificaat = read_certificaat(data, soort="werkgever", now=datetime.now(UTC))
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.gnupg_door import KLEINSTE_RSA, SPELING, examine
from weerbaar_docs.encryption.packets import (
    PRIMARY_TAGS,
    SECRET_TAGS,
    Sleutelpakket,
    keys,
    names_are_clean,
    read_packets,
    write_packets,
)
from weerbaar_docs.errors import EncryptionError, Melding
from weerbaar_docs.keys import DOELEN
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from weerbaar_docs.encryption.gnupg_door import Deelsleutel, Onderzoek, Zelfhandtekening
    from weerbaar_docs.keys import Sleutelsoort

GROOTSTE_BESTAND: Final = 256 * 1024
ONDERTEKENAARS: Final[frozenset[Sleutelsoort]] = frozenset({"medewerker", "ccv_levering", "bva"})
_KROMMEN = frozenset(
    {
        *("ed25519", "cv25519", "ed448", "x448", "nistp256", "nistp384", "nistp521"),
        *("brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"),
    }
)
_KORTE_KROMMEN = frozenset({"nistp192", "nistp224"})
_DAG = timedelta(days=1)
_NIEUW = "Vraag de houder om een nieuwe sleutel; het sleutelblad zegt hoe (weerbaar-docs sleutel sleutelblad)."
_EXPORT = "Vraag de houder om één openbare sleutel (gpg --armor --export VINGERAFDRUK, of Kleopatra: Exporteren)."
_VERLENGEN = "Vraag de houder om de sleutel te verlengen en opnieuw te sturen, of om een nieuwe sleutel."
_SUBSLEUTEL = (
    "Vraag de houder om een nieuwe subsleutel voor versleutelen en om de openbare sleutel daarna opnieuw te sturen."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsleutel:
    """A key to which can be encrypted: `verloopt` is the day on which it ends, None is never."""

    vingerafdruk: str
    algoritme: str
    bits: int
    kromme: str
    aangemaakt: datetime
    verloopt: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificaat:
    """One public key that may be pinned for its kind; `inhoud` is the certificate as binary OpenPGP, without pictures."""

    vingerafdruk: str
    soort: Sleutelsoort
    algoritme: str
    bits: int
    kromme: str
    aangemaakt: datetime
    verloopt: date | None
    subsleutels: tuple[Subsleutel, ...]
    kan_ondertekenen: bool
    inhoud: bytes = field(repr=False)

    @property
    def doelen(self) -> frozenset[str]:
        """Give the purposes for which one may encrypt to this key."""
        return DOELEN[self.soort]

    @property
    def geldig_tot(self) -> date | None:
        """Give the last whole day on which the key does what it is for; None is that there is no end."""
        ends = [self.verloopt] if self.verloopt else []
        if self.doelen and all(s.verloopt for s in self.subsleutels):
            ends.append(max(s.verloopt for s in self.subsleutels if s.verloopt))
        return min(ends) - _DAG if ends else None


def read_certificaat(
    data: bytes,
    *,
    soort: Sleutelsoort,
    now: datetime,
    eerder: bytes = b"",
    binary: str | None = None,
    basis: Path | None = None,
) -> Certificaat:
    """Read and judge a key file for a kind of key at a moment; raises EncryptionError with every fault at once.

    `eerder` is a certificate that is pinned already: when it is of the same key, what was revoked in it stays revoked,
    also when an older file comes in.
    """
    if len(data) > GROOTSTE_BESTAND:
        raise EncryptionError(
            _fout("SLEUTEL-GROOTTE", f"het bestand is groter dan {GROOTSTE_BESTAND // 1024} kB", _EXPORT)
        )
    packets = read_packets(data)
    try:
        found = keys(packets)
    except ValueError:
        found = ()
    if not found:
        raise EncryptionError(_fout("SLEUTEL-GEEN", "het bestand is geen leesbare OpenPGP-sleutel", _EXPORT))
    faults = [*_shape(found), *_named(names=names_are_clean(packets)), *_times(found, now)]
    if any(f.code in _ONLEESBAAR for f in faults):
        raise EncryptionError(*faults, *_strength(found[:1]))
    known = _same_key(eerder, found[0].vingerafdruk)
    try:
        onderzoek = examine(
            write_packets(packets),
            vingerafdruk=found[0].vingerafdruk,
            eerder=eerder if known else b"",
            binary=binary,
            basis=basis,
        )
    except EncryptionError as error:
        raise _unreadable(error, [*faults, *_strength(found[:1])]) from None
    keyring = _Beoordeling(onderzoek, {k.vingerafdruk: k for k in (*known, *found)}, soort, now)
    faults += keyring.faults()
    if faults:
        raise EncryptionError(*faults)
    return keyring.certificaat()


def _same_key(eerder: bytes, vingerafdruk: str) -> tuple[Sleutelpakket, ...]:
    known = keys(read_packets(eerder)) if eerder else ()
    return known if known and known[0].vingerafdruk == vingerafdruk else ()


# --- what the packets say, without GnuPG ------------------------------------------------------

_ONLEESBAAR = frozenset({"SLEUTEL-MEERDERE", "SLEUTEL-GEHEIM", "SLEUTEL-VERSIE"})


def _shape(found: tuple[Sleutelpakket, ...]) -> Iterator[Melding]:
    if sum(k.tag in PRIMARY_TAGS for k in found) > 1:
        yield _fout("SLEUTEL-MEERDERE", "het bestand bevat meer dan één sleutel", _EXPORT)
    if any(k.tag in SECRET_TAGS for k in found):
        yield _fout(
            "SLEUTEL-GEHEIM",
            "het bestand bevat een geheime sleutel",
            "Verwijder het bestand overal. De sleutel geldt als gelekt: laat de houder hem intrekken, een nieuwe maken en"
            " alleen de openbare sleutel sturen.",
        )
    if any(k.versie != 4 for k in found):  # noqa: PLR2004
        yield _fout(
            "SLEUTEL-VERSIE",
            "de sleutel heeft een versie die GnuPG hier niet kan lezen (alleen versie 4 kan)",
            "Vraag de houder om een sleutel van versie 4; Kleopatra en GnuPG maken die.",
        )


def _named(*, names: bool) -> Iterator[Melding]:
    if not names:
        yield _fout(
            "SLEUTEL-NAAM",
            "een naam in de sleutel bevat stuurtekens of is geen UTF-8",
            "Vraag de houder om de naam te vervangen door een gewone naam, of om een nieuwe sleutel.",
        )


def _times(found: tuple[Sleutelpakket, ...], now: datetime) -> Iterator[Melding]:
    if any(k.aangemaakt > now + SPELING for k in found):
        yield _fout(
            "SLEUTEL-TOEKOMST",
            "de sleutel is volgens zijn eigen datum in de toekomst gemaakt",
            "Vergelijk de klok van deze machine met die van de houder; laat de houder zo nodig een nieuwe sleutel maken.",
        )


def _strength(used: Iterable[Sleutelpakket]) -> Iterator[Melding]:
    reasons = {reason for k in used if (reason := _weakness(k))}
    for reason in sorted(reasons):
        yield _fout("SLEUTEL-ZWAK", reason, _NIEUW)


def _weakness(key: Sleutelpakket) -> str:
    if key.algoritme == "RSA":
        return "" if key.bits >= KLEINSTE_RSA else f"de sleutel is te kort: RSA van minder dan {KLEINSTE_RSA} bits"
    if key.algoritme in {"DSA", "ElGamal"}:
        return "de sleutel gebruikt DSA of ElGamal; dat is verouderd"
    if key.kromme in _KORTE_KROMMEN:
        return "de sleutel gebruikt een kromme van minder dan 256 bits"
    return "" if key.kromme in _KROMMEN else "de sleutel gebruikt een algoritme of kromme die hier niet is toegestaan"


# --- what GnuPG verified ----------------------------------------------------------------------


class _Beoordeling:
    """What gpg found, beside what the packets say, for one kind of key at one moment."""

    def __init__(
        self, onderzoek: Onderzoek, packets: dict[str, Sleutelpakket], soort: Sleutelsoort, now: datetime
    ) -> None:
        self.onderzoek, self.packets, self.soort, self.now = onderzoek, packets, soort, now
        self.primair = onderzoek.staat.primair
        parts = (self.primair, *onderzoek.staat.subsleutels)
        self.encrypts = [k for k in parts if "e" in k.mogelijkheden]
        self.signs = [k for k in parts if "s" in k.mogelijkheden]

    def faults(self) -> Iterator[Melding]:
        yield from self._primary()
        if DOELEN[self.soort]:
            yield from self._to_encrypt()
        if self.soort in ONDERTEKENAARS and not self._usable(self.signs):
            yield _fout("SLEUTEL-ONDERTEKENEN", "met deze sleutel kan nu niet worden ondertekend", _NIEUW)
        used = [self.primair, *self._used()]
        yield from _strength(self.packets[k.vingerafdruk] for k in used)
        if any(_is_forgeable(self.onderzoek.handtekeningen, k.vingerafdruk) for k in used):
            yield _fout(
                "SLEUTEL-ZWAK-GEBONDEN",
                "de sleutel of zijn subsleutel is gebonden met een handtekening met SHA-1 of MD5",
                "Vraag de houder om een nieuwe sleutel; alleen verlengen houdt de oude soort handtekening in stand.",
            )

    def certificaat(self) -> Certificaat:
        packet = self.packets[self.primair.vingerafdruk]
        return Certificaat(
            vingerafdruk=self.primair.vingerafdruk,
            soort=self.soort,
            algoritme=packet.algoritme,
            bits=packet.bits,
            kromme=packet.kromme,
            aangemaakt=self.primair.aangemaakt,
            verloopt=_day(self.primair.verloopt),
            subsleutels=tuple(self._subkey(k) for k in self._usable(self.encrypts)),
            kan_ondertekenen=bool(self._usable(self.signs)),
            inhoud=self.onderzoek.certificaat,
        )

    def _primary(self) -> Iterator[Melding]:
        if self.primair.ingetrokken:
            yield _fout("SLEUTEL-INGETROKKEN", "de sleutel is ingetrokken", _NIEUW)
        if self._expired(self.primair):
            yield _fout("SLEUTEL-VERLOPEN", "de sleutel is verlopen", _VERLENGEN)
        if self.primair.geldigheid in {"i", "d", "n"}:
            yield _fout("SLEUTEL-ONGELDIG", "GnuPG noemt de sleutel ongeldig", _NIEUW)

    def _to_encrypt(self) -> Iterator[Melding]:
        if not self.encrypts:
            yield _fout("SLEUTEL-SUBSLEUTEL", "de sleutel heeft geen subsleutel om mee te versleutelen", _SUBSLEUTEL)
        elif self._usable(self.encrypts) or self.primair.ingetrokken:
            return
        elif all(k.ingetrokken for k in self.encrypts):
            yield _fout(
                "SLEUTEL-SUBSLEUTEL-INGETROKKEN", "elke subsleutel om mee te versleutelen is ingetrokken", _SUBSLEUTEL
            )
        elif not self._expired(self.primair):
            yield _fout(
                "SLEUTEL-SUBSLEUTEL-VERLOPEN",
                "elke subsleutel om mee te versleutelen is verlopen, ingetrokken of ongeldig",
                _SUBSLEUTEL,
            )

    def _used(self) -> list[Deelsleutel]:
        """Give the keys that would be used, or else those that were meant to be."""
        encrypts = (self._usable(self.encrypts) or self.encrypts) if DOELEN[self.soort] else []
        signs = (self._usable(self.signs) or self.signs) if self.soort in ONDERTEKENAARS else []
        return [k for k in dict.fromkeys([*encrypts, *signs]) if k != self.primair]

    def _usable(self, parts: list[Deelsleutel]) -> list[Deelsleutel]:
        return [k for k in parts if k.geldigheid not in {"r", "i", "d", "n"} and not self._expired(k)]

    def _expired(self, key: Deelsleutel) -> bool:
        return key.verloopt is not None and key.verloopt <= self.now

    def _subkey(self, key: Deelsleutel) -> Subsleutel:
        packet = self.packets[key.vingerafdruk]
        return Subsleutel(
            vingerafdruk=key.vingerafdruk,
            algoritme=packet.algoritme,
            bits=packet.bits,
            kromme=packet.kromme,
            aangemaakt=key.aangemaakt,
            verloopt=_day(key.verloopt),
        )


def _is_forgeable(signatures: tuple[Zelfhandtekening, ...], fingerprint: str) -> bool:
    """Judge the newest binding, for that is the one that programs go by."""
    own = [s for s in signatures if s.voor == fingerprint]
    newest = max((s.gezet for s in own), default=None)
    return any(s.zwak for s in own if s.gezet == newest)


def _unreadable(error: EncryptionError, faults: list[Melding]) -> EncryptionError:
    if error.meldingen[0].code != "SLEUTEL-CERTIFICAAT":
        return error
    return EncryptionError(
        *faults,
        _fout(
            "SLEUTEL-ONGELDIG",
            "GnuPG neemt de sleutel niet aan: hij heeft geen naam, of geen naam die hij zelf heeft ondertekend",
            _EXPORT,
        ),
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else nederlandse_dag(moment)


def _fout(code: str, melding: str, oplossing: str) -> Melding:
    return Melding(code=code, ernst="fout", pad="", melding=melding, oplossing=oplossing)
