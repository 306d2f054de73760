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

import contextlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from weerbaar_docs.encryption.gnupg import examine
from weerbaar_docs.encryption.keuring import EXPORT, ONLEESBAAR, Beoordeling, fout, from_packets, strength
from weerbaar_docs.encryption.packets import Pakket, Sleutelpakket, keys, names_are_clean, read_packets, write_packets
from weerbaar_docs.errors import EncryptionError, Melding
from weerbaar_docs.keys import DOELEN
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from weerbaar_docs.encryption.sleutelstaat import Deelsleutel
    from weerbaar_docs.keys import Sleutelsoort

GROOTSTE_BESTAND: Final = 256 * 1024
_DAG = timedelta(days=1)


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
    packets, found = _read(data)
    faults = from_packets(found, now, names=names_are_clean(packets))
    if any(f.code in ONLEESBAAR for f in faults):
        raise EncryptionError(*faults, *strength(found[:1]))
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
        raise _unreadable(error, [*faults, *strength(found[:1])]) from None
    every = {k.vingerafdruk: k for k in (*known, *found)}
    beoordeling = Beoordeling(onderzoek=onderzoek, packets=every, soort=soort, now=now)
    faults += beoordeling.faults()
    if faults:
        raise EncryptionError(*faults)
    return _certificaat(beoordeling)


def _read(data: bytes) -> tuple[tuple[Pakket, ...], tuple[Sleutelpakket, ...]]:
    if len(data) > GROOTSTE_BESTAND:
        raise EncryptionError(
            fout("SLEUTEL-GROOTTE", f"het bestand is groter dan {GROOTSTE_BESTAND // 1024} kB", EXPORT)
        )
    packets = read_packets(data)
    with contextlib.suppress(ValueError):
        if packets:
            return packets, keys(packets)
    raise EncryptionError(fout("SLEUTEL-GEEN", "het bestand is geen leesbare OpenPGP-sleutel", EXPORT))


def _same_key(eerder: bytes, vingerafdruk: str) -> tuple[Sleutelpakket, ...]:
    known = keys(read_packets(eerder))
    return known if known and known[0].vingerafdruk == vingerafdruk else ()


def _certificaat(beoordeling: Beoordeling) -> Certificaat:
    primair = beoordeling.primair
    packet = beoordeling.packets[primair.vingerafdruk]
    usable = beoordeling.usable(beoordeling.encrypts)
    return Certificaat(
        vingerafdruk=primair.vingerafdruk,
        soort=beoordeling.soort,
        algoritme=packet.algoritme,
        bits=packet.bits,
        kromme=packet.kromme,
        aangemaakt=primair.aangemaakt,
        verloopt=_day(primair.verloopt),
        subsleutels=tuple(_subkey(k, beoordeling.packets[k.vingerafdruk]) for k in usable),
        kan_ondertekenen=bool(beoordeling.usable(beoordeling.signs)),
        inhoud=beoordeling.onderzoek.certificaat,
    )


def _subkey(key: Deelsleutel, packet: Sleutelpakket) -> Subsleutel:
    return Subsleutel(
        vingerafdruk=key.vingerafdruk,
        algoritme=packet.algoritme,
        bits=packet.bits,
        kromme=packet.kromme,
        aangemaakt=key.aangemaakt,
        verloopt=_day(key.verloopt),
    )


def _unreadable(error: EncryptionError, faults: list[Melding]) -> EncryptionError:
    if error.meldingen[0].code != "SLEUTEL-CERTIFICAAT":
        return error
    return EncryptionError(
        *faults,
        fout(
            "SLEUTEL-ONGELDIG",
            "GnuPG neemt de sleutel niet aan: hij heeft geen naam, of geen naam die hij zelf heeft ondertekend",
            EXPORT,
        ),
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else nederlandse_dag(moment)
