# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a key: from what its packets say, and from what GnuPG verified; each fault with what the holder has to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.achterkant import SPELING
from weerbaar_docs.encryption.packets import PRIMARY_TAGS, SECRET_TAGS
from weerbaar_docs.encryption.sleutelstaat import KLEINSTE_RSA
from weerbaar_docs.errors import Melding
from weerbaar_docs.keys import DOELEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from weerbaar_docs.encryption.gnupg import Onderzoek, Zelfhandtekening
    from weerbaar_docs.encryption.packets import Sleutelpakket
    from weerbaar_docs.encryption.sleutelstaat import Deelsleutel
    from weerbaar_docs.keys import Sleutelsoort

ONDERTEKENAARS: Final[frozenset[Sleutelsoort]] = frozenset({"medewerker", "ccv_levering", "bva"})
_KROMMEN = frozenset(
    {
        *("ed25519", "cv25519", "ed448", "x448", "nistp256", "nistp384", "nistp521"),
        *("brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"),
    }
)
_KORTE_KROMMEN = frozenset({"nistp192", "nistp224"})
_NIEUW = "Vraag de houder om een nieuwe sleutel; het sleutelblad zegt hoe (weerbaar-docs sleutel sleutelblad)."
EXPORT = "Vraag de houder om één openbare sleutel (gpg --armor --export VINGERAFDRUK, of Kleopatra: Exporteren)."
_VERLENGEN = "Vraag de houder om de sleutel te verlengen en opnieuw te sturen, of om een nieuwe sleutel."
_SUBSLEUTEL = (
    "Vraag de houder om een nieuwe subsleutel voor versleutelen en om de openbare sleutel daarna opnieuw te sturen."
)


# --- what the packets say, without GnuPG ------------------------------------------------------

ONLEESBAAR = frozenset({"SLEUTEL-MEERDERE", "SLEUTEL-GEHEIM", "SLEUTEL-VERSIE"})


def from_packets(found: tuple[Sleutelpakket, ...], now: datetime, *, names: bool) -> list[Melding]:
    """Give the faults that need no GnuPG; `names` says whether the user ids are clean."""
    return [*_shape(found), *_named(names=names), *_times(found, now)]


def _shape(found: tuple[Sleutelpakket, ...]) -> Iterator[Melding]:
    if sum(k.tag in PRIMARY_TAGS for k in found) > 1:
        yield fout("SLEUTEL-MEERDERE", "het bestand bevat meer dan één sleutel", EXPORT)
    if any(k.tag in SECRET_TAGS for k in found):
        yield fout(
            "SLEUTEL-GEHEIM",
            "het bestand bevat een geheime sleutel",
            "Verwijder het bestand overal. De sleutel geldt als gelekt: laat de houder hem intrekken, een nieuwe maken en"
            " alleen de openbare sleutel sturen.",
        )
    if any(k.versie != 4 for k in found):  # noqa: PLR2004
        yield fout(
            "SLEUTEL-VERSIE",
            "de sleutel heeft een versie die GnuPG hier niet kan lezen (alleen versie 4 kan)",
            "Vraag de houder om een sleutel van versie 4; Kleopatra en GnuPG maken die.",
        )


def _named(*, names: bool) -> Iterator[Melding]:
    if not names:
        yield fout(
            "SLEUTEL-NAAM",
            "een naam in de sleutel bevat stuurtekens of is geen UTF-8",
            "Vraag de houder om de naam te vervangen door een gewone naam, of om een nieuwe sleutel.",
        )


def _times(found: tuple[Sleutelpakket, ...], now: datetime) -> Iterator[Melding]:
    if any(k.aangemaakt > now + SPELING for k in found):
        yield fout(
            "SLEUTEL-TOEKOMST",
            "de sleutel is volgens zijn eigen datum in de toekomst gemaakt",
            "Vergelijk de klok van deze machine met die van de houder; laat de houder zo nodig een nieuwe sleutel maken.",
        )


def strength(used: Iterable[Sleutelpakket]) -> Iterator[Melding]:
    """Give how keys are too weak, each reason once."""
    reasons = {reason for k in used if (reason := _weakness(k))}
    for reason in sorted(reasons):
        yield fout("SLEUTEL-ZWAK", reason, _NIEUW)


def _weakness(key: Sleutelpakket) -> str:
    if key.algoritme == "RSA":
        return "" if key.bits >= KLEINSTE_RSA else f"de sleutel is te kort: RSA van minder dan {KLEINSTE_RSA} bits"
    if key.algoritme in {"DSA", "ElGamal"}:
        return "de sleutel gebruikt DSA of ElGamal; dat is verouderd"
    if key.kromme in _KORTE_KROMMEN:
        return "de sleutel gebruikt een kromme van minder dan 256 bits"
    return "" if key.kromme in _KROMMEN else "de sleutel gebruikt een algoritme of kromme die hier niet is toegestaan"


# --- what GnuPG verified ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Beoordeling:
    """What gpg found, beside what the packets say, for one kind of key at one moment."""

    onderzoek: Onderzoek
    packets: Mapping[str, Sleutelpakket]
    soort: Sleutelsoort
    now: datetime

    @property
    def primair(self) -> Deelsleutel:
        """Give the primary key."""
        return self.onderzoek.staat.primair

    @property
    def encrypts(self) -> list[Deelsleutel]:
        """Give the keys that were meant to be encrypted to."""
        return self._able("e")

    @property
    def signs(self) -> list[Deelsleutel]:
        """Give the keys that were meant to sign."""
        return self._able("s")

    def faults(self) -> Iterator[Melding]:
        """Give every fault of this key for its kind."""
        yield from self._primary()
        if DOELEN[self.soort]:
            yield from self._to_encrypt()
        if self.soort in ONDERTEKENAARS and not self.usable(self.signs):
            yield fout("SLEUTEL-ONDERTEKENEN", "met deze sleutel kan nu niet worden ondertekend", _NIEUW)
        used = [self.primair, *self._used()]
        yield from strength(self.packets[k.vingerafdruk] for k in used)
        if any(_is_forgeable(self.onderzoek.handtekeningen, k.vingerafdruk) for k in used):
            yield fout(
                "SLEUTEL-ZWAK-GEBONDEN",
                "de sleutel of zijn subsleutel is gebonden met een handtekening met SHA-1 of MD5",
                "Vraag de houder om een nieuwe sleutel; alleen verlengen houdt de oude soort handtekening in stand.",
            )

    def _primary(self) -> Iterator[Melding]:
        if self.primair.ingetrokken:
            yield fout("SLEUTEL-INGETROKKEN", "de sleutel is ingetrokken", _NIEUW)
        if self._expired(self.primair):
            yield fout("SLEUTEL-VERLOPEN", "de sleutel is verlopen", _VERLENGEN)
        if self.primair.geldigheid in {"i", "d", "n"}:
            yield fout("SLEUTEL-ONGELDIG", "GnuPG noemt de sleutel ongeldig", _NIEUW)

    def _to_encrypt(self) -> Iterator[Melding]:
        if not self.encrypts:
            yield fout("SLEUTEL-SUBSLEUTEL", "de sleutel heeft geen subsleutel om mee te versleutelen", _SUBSLEUTEL)
        elif self.usable(self.encrypts) or self.primair.ingetrokken:
            return
        elif all(k.ingetrokken for k in self.encrypts):
            yield fout(
                "SLEUTEL-SUBSLEUTEL-INGETROKKEN", "elke subsleutel om mee te versleutelen is ingetrokken", _SUBSLEUTEL
            )
        elif not self._expired(self.primair):
            yield fout(
                "SLEUTEL-SUBSLEUTEL-VERLOPEN",
                "elke subsleutel om mee te versleutelen is verlopen, ingetrokken of ongeldig",
                _SUBSLEUTEL,
            )

    def _able(self, what: str) -> list[Deelsleutel]:
        return [k for k in (self.primair, *self.onderzoek.staat.subsleutels) if what in k.mogelijkheden]

    def _used(self) -> list[Deelsleutel]:
        """Give the keys that would be used, or else those that were meant to be."""
        encrypts = (self.usable(self.encrypts) or self.encrypts) if DOELEN[self.soort] else []
        signs = (self.usable(self.signs) or self.signs) if self.soort in ONDERTEKENAARS else []
        return [k for k in dict.fromkeys([*encrypts, *signs]) if k != self.primair]

    def usable(self, parts: list[Deelsleutel]) -> list[Deelsleutel]:
        """Give those of these keys that can be used now."""
        return [k for k in parts if k.geldigheid not in {"r", "i", "d", "n"} and not self._expired(k)]

    def _expired(self, key: Deelsleutel) -> bool:
        return key.verloopt is not None and key.verloopt <= self.now


def _is_forgeable(signatures: tuple[Zelfhandtekening, ...], fingerprint: str) -> bool:
    """Judge the newest binding, for that is the one that programs go by."""
    own = [s for s in signatures if s.voor == fingerprint]
    newest = max((s.gezet for s in own), default=None)
    return any(s.zwak for s in own if s.gezet == newest)


def fout(code: str, melding: str, oplossing: str) -> Melding:
    """Give one fault of a key."""
    return Melding(code=code, ernst="fout", pad="", melding=melding, oplossing=oplossing)
