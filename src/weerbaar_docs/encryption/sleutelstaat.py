# SPDX-License-Identifier: EUPL-1.2
"""What a back end knows of one certificate, without its user ids, and whether one may encrypt to it.

(1) not revoked, not expired, not invalid: the primary key, and at least one key to encrypt to; (2) RSA of at least 3072
bits, and no DSA or ElGamal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

KLEINSTE_RSA: Final = 3072
_OUD: Final = frozenset({"DSA", "ElGamal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deelsleutel:
    """One key packet of a certificate: the primary key or a subkey."""

    vingerafdruk: str
    algoritme: str
    lengte: int
    aangemaakt: datetime
    verloopt: datetime | None
    geldigheid: str
    mogelijkheden: str

    @property
    def ingetrokken(self) -> bool:
        """Say whether the key is revoked."""
        return self.geldigheid == "r"

    @property
    def verlopen(self) -> bool:
        """Say whether the key is expired."""
        return self.geldigheid == "e"

    @property
    def bruikbaar(self) -> bool:
        """Say whether the key may be used at all."""
        return self.geldigheid not in {"r", "e", "i", "d", "n"}

    @property
    def versleutelt(self) -> bool:
        """Say whether the key itself can encrypt."""
        return "e" in self.mogelijkheden

    @property
    def zwak(self) -> bool:
        """Say whether the key is too short (NCSC: RSA of at least 3072 bits)."""
        return self.algoritme in {"RSA", *_OUD} and self.lengte < KLEINSTE_RSA

    @property
    def verouderd(self) -> bool:
        """Say whether the key is of a kind that is not used any more."""
        return self.algoritme in _OUD


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleutelstaat:
    """What a back end knows of one certificate, without its user ids."""

    primair: Deelsleutel
    subsleutels: tuple[Deelsleutel, ...] = field(default=())
    geheim: bool = False

    @property
    def vingerafdruk(self) -> str:
        """Give the fingerprint of the primary key."""
        return self.primair.vingerafdruk

    @property
    def algoritme(self) -> str:
        """Give the algorithm of the primary key."""
        return self.primair.algoritme

    @property
    def lengte(self) -> int:
        """Give the length of the primary key in bits."""
        return self.primair.lengte

    @property
    def aangemaakt(self) -> datetime:
        """Give the moment at which the primary key was made."""
        return self.primair.aangemaakt

    @property
    def verloopt(self) -> datetime | None:
        """Give the moment at which the primary key expires; None is never."""
        return self.primair.verloopt

    @property
    def verlopen(self) -> bool:
        """Say whether the primary key is expired."""
        return self.primair.verlopen

    @property
    def ingetrokken(self) -> bool:
        """Say whether the primary key is revoked."""
        return self.primair.ingetrokken

    @property
    def versleutelsubsleutels(self) -> tuple[str, ...]:
        """Give the fingerprints of the keys to which can be encrypted now."""
        return tuple(k.vingerafdruk for k in self._encryption_keys() if k.bruikbaar)

    @property
    def kan_versleutelen(self) -> bool:
        """Say whether anything can be encrypted to this certificate now."""
        return self.primair.bruikbaar and bool(self.versleutelsubsleutels)

    @property
    def alle_vingerafdrukken(self) -> frozenset[str]:
        """Give the fingerprints of the primary key and all subkeys."""
        return frozenset(k.vingerafdruk for k in self.delen)

    @property
    def delen(self) -> tuple[Deelsleutel, ...]:
        """Give the primary key and all subkeys."""
        return (self.primair, *self.subsleutels)

    def _encryption_keys(self) -> tuple[Deelsleutel, ...]:
        return tuple(k for k in self.delen if k.versleutelt)

    def weigering(self) -> tuple[str, str] | None:
        """Say why nothing may be encrypted to this key: a code and a Dutch sentence, or None."""
        keys = self._encryption_keys()
        usable = [k for k in keys if k.bruikbaar]
        kind = "ingetrokken" if all(k.ingetrokken for k in keys) else "verlopen of ongeldig"
        reasons = (
            (self.ingetrokken, "INGETROKKEN", "is ingetrokken"),
            (self.verlopen, "VERLOPEN", "is verlopen"),
            (not self.primair.bruikbaar, "ONGELDIG", "is niet geldig"),
            (not keys, "SUBSLEUTEL", "heeft geen subsleutel om mee te versleutelen"),
            (not usable, "SUBSLEUTEL", f"heeft alleen een versleutelsubsleutel die {kind} is"),
            (self.primair.zwak or any(k.zwak for k in usable), "ZWAK", f"is te kort (minder dan {KLEINSTE_RSA} bits)"),
            (self.primair.verouderd or any(k.verouderd for k in usable), "ZWAK", "gebruikt DSA of ElGamal"),
        )
        for applies, code, text in reasons:
            if applies:
                return f"SLEUTEL-{code}", f"de sleutel van een ontvanger {text}"
        return None
