# SPDX-License-Identifier: EUPL-1.2
"""The id of an indiening -> Zaakstand: what the store has of it, checked again from its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.canonical import digest
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.encryption.package import ALLES_IN_EEN
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import thaw
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toetsing.beoordelen import Ontbreekt, missing
from weerbaar_docs.toetsing.bij_bva.rijen import package_of, received, row_of, staat_of
from weerbaar_docs.toetsing.ontvangen import read_indiening
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import RowMapping

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.encryption.gnupg import Sleutelring
    from weerbaar_docs.encryption.package import Sleutelbeheer
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.store import Datasleutel, Opslag
    from weerbaar_docs.toetsing.bij_bva.rijen import Staat
    from weerbaar_docs.toetsing.indienen import Vorige
    from weerbaar_docs.toetsing.ontvangen import Ingediend
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen
    from weerbaar_docs.toetsing.vervangen import Vervanging


@dataclass(frozen=True, slots=True, kw_only=True)
class Toetsing:
    """A store of the BVA with the templates of this computer, who may act for whom, and how keys are held."""

    opslag: Opslag
    huisstijl: Callable[[str], Huisstijl] = field(repr=False)
    vervangingen: tuple[Vervanging, ...] = ()
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Zaakstand:
    """An indiening as the store has it, checked again from its bytes."""

    indiening: str
    status: str
    vorige_ontvangen: bool
    staat: Staat = field(repr=False)
    ingediend: Ingediend = field(repr=False)
    sleutel: Datasleutel = field(repr=False)

    @property
    def ontbreekt(self) -> tuple[Ontbreekt, ...]:
        """Give what is still to be judged."""
        return missing(self.ingediend, self.staat.beoordeling)

    @property
    def gezien(self) -> tuple[str, Staat]:
        """Give what was read: who keeps a change says so."""
        return self.indiening, self.staat


def look_at(toetsing: Toetsing, kenmerk: str, *, handeling: Handeling = "dossier_gelezen") -> Zaakstand:
    """Give an indiening, checked again; raises ValidationError when it is not there, EncryptionError for who has no key."""
    stand, _ = look(toetsing, kenmerk, handeling)
    return stand


def look(toetsing: Toetsing, kenmerk: str, handeling: Handeling) -> tuple[Zaakstand, Vertrouwen]:
    """Give the same, with whom the registers name now."""
    opslag = toetsing.opslag
    vertrouwen = trusted(opslag)
    with opslag.act(handeling, object=_known_form(kenmerk)) as act:
        row = row_of(act.connection, kenmerk)
        require_role(act, "toetser")
        key = act.dossier_key(kenmerk)
        staat = staat_of(row, key)
        package = package_of(act.connection, opslag, kenmerk, key)
        before = [r for r in received(act.connection, row["dossier"]) if r["versie"] < row["versie"]]
    with noted(opslag, handeling, kenmerk), ring_of(vertrouwen) as ring:
        ingediend = read_package(toetsing, package, staat.afzender, vertrouwen, ring)
    vorige = ingediend.vorige
    stand = Zaakstand(
        indiening=kenmerk,
        status=row["status"],
        vorige_ontvangen=vorige is not None and any(is_previous(vorige, r) for r in before),
        staat=staat,
        ingediend=ingediend,
        sleutel=key,
    )
    return stand, vertrouwen


def read_package(
    toetsing: Toetsing, package: bytes, afzender: str, vertrouwen: Vertrouwen, ring: Sleutelring
) -> Ingediend:
    """Check the package of an indiening from its bytes."""
    return read_indiening(
        package,
        afzender=afzender,
        medewerkers=vertrouwen.medewerkers,
        controle=ring,
        huisstijl=toetsing.huisstijl,
        now=toetsing.opslag.now(),
    )


def is_previous(vorige: Vorige, row: RowMapping) -> bool:
    """Say whether the version that a package brings along is the one of a row."""
    return digest(thaw(vorige.inhoud)) == str(row["rapport_sha256"])


def require_open(stand: Zaakstand) -> None:
    """Raise ValidationError when the BVA decided on it."""
    if stand.status != "ontvangen":
        raise ValidationError.because(
            "INDIENING-BESLOTEN", "over deze indiening is al besloten", "Wacht op een nieuwe versie van het rapport."
        )


def require_decided(stand: Zaakstand) -> None:
    """Raise ValidationError unless the BVA decided on it."""
    if stand.status != "besloten":
        raise ValidationError.because(
            "INDIENING-OPEN", "over deze indiening is nog niet besloten", "Beoordeel haar en besluit (bva besluit)."
        )


def _known_form(kenmerk: str) -> str:
    if len(kenmerk) == len("O-") + 32 and kenmerk.startswith("O-") and set(kenmerk[2:]) <= set("0123456789abcdef"):
        return kenmerk
    raise ValidationError.because(
        "INDIENING-KENMERK", "dit is geen kenmerk van een indiening", "Neem het kenmerk over uit bva lijst."
    )
