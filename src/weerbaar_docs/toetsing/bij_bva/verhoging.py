# SPDX-License-Identifier: EUPL-1.2
"""A besluit whose report lacks proof -> Verhoogd: the same besluitpakket with a raised report, signed and sealed anew.

(1) only who took the besluit raises: the CCV believes one signer of all that is in a package;
(2) nothing changes but the proof behind the bytes of the report, and with it the manifest;
(3) the package of before stays, and the logboek names its report; the sealed file is written when the new one is in the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, pack, unpack
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.pades import check_raisable, raise_pdf
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.data_keys import lock_dossier
from weerbaar_docs.toetsing.afgifte import hand_over
from weerbaar_docs.toetsing.bij_bva.rijen import insert_raised, last_raise, raised
from weerbaar_docs.toetsing.bij_bva.stand import look, require_decided
from weerbaar_docs.toetsing.bij_bva.verzending import own_package, sealed_for_ccv
from weerbaar_docs.toetsing.vertrouwen import ring_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.pades import Niveau, Voorzieningen
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toetsing.bij_bva.stand import Toetsing, Zaakstand


@dataclass(frozen=True, slots=True, kw_only=True)
class Verhoogd:
    """A raised report: from which level to which, its digests, and the sealed file (none of a trial)."""

    indiening: str
    van: Niveau
    naar: Niveau
    oud_eind_sha256: str
    eind_sha256: str | None = None
    bestand: bytes | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        names = ("indiening", "van", "naar", "oud_eind_sha256", "eind_sha256")
        sealed = None if self.bestand is None else sha256(self.bestand)
        return {**{name: getattr(self, name) for name in names}, "sha256": sealed}


def raise_besluit(
    toetsing: Toetsing,
    kenmerk: str,
    *,
    home: Path,
    voorzieningen: Voorzieningen,
    write: Callable[[bytes], None],
    proef: bool = False,
) -> Verhoogd:
    """Give the report in the kept besluitpakket the proof that it lacks, and seal that package to the CCV again.

    Raises ValidationError (nothing was decided, or the report was sent back), StampingError (the level cannot be reached),
    VerificationError or EncryptionError (another toetser took the besluit, or no key of the CCV is pinned); then nothing was
    raised. With `proef` nothing is signed: whether the key that is there can sign, shows when it does.
    """
    opslag = toetsing.opslag
    stand, vertrouwen = look(toetsing, kenmerk, "dossier_gelezen")
    with noted(opslag, "verhoogd", kenmerk), ring_of(vertrouwen) as ring:
        require_decided(stand)
        toetser = vertrouwen.medewerkers.require(opslag.wie, "toetser", vertrouwen.op)
        thuis = EigenThuis(home=home, ring=ring)
        parts = _established(own_package(opslag, stand, toetser, thuis))
        found, package = _raisable(kenmerk, parts[pakketnamen.RAPPORT], voorzieningen, opslag.now()), None
        vertrouwen.pin("ccv_levering")
        if not proef:
            pdf = raise_pdf(parts[pakketnamen.RAPPORT], voorzieningen, now=opslag.now())
            package = pack(
                {**parts, pakketnamen.RAPPORT: pdf},
                pakket="besluitpakket",
                sign=lambda manifest: thuis.sign_detached(manifest, signer=toetser.vingerafdruk),
                sleutelbeheer=toetsing.sleutelbeheer,
            )
            sealed = sealed_for_ccv(package, toetser, thuis, vertrouwen)
            found = replace(found, eind_sha256=sha256(pdf), bestand=sealed)
    _keep(opslag, stand, found, package)
    if found.bestand is not None:
        hand_over(write, found.bestand, gedaan="Er is verhoogd", opnieuw="bva besluit --opnieuw")
    return found


def _established(package: bytes) -> dict[str, bytes]:
    """Give the files but the manifest of a package with an established report."""
    parts = unpack(package, pakket="besluitpakket")
    if pakketnamen.RAPPORT not in parts:
        raise ValidationError.because(
            "BVA-VERHOGEN",
            "het rapport is teruggestuurd: er is geen ondertekende PDF om te verhogen",
            "Kijk in bva lijst welke indiening is vastgesteld.",
        )
    return {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}}


def _raisable(kenmerk: str, pdf: bytes, voorzieningen: Voorzieningen, now: datetime) -> Verhoogd:
    found = check_raisable(pdf, voorzieningen, now=now)
    return Verhoogd(indiening=kenmerk, van=found.niveau, naar=voorzieningen.niveau, oud_eind_sha256=sha256(pdf))


def _keep(opslag: Opslag, stand: Zaakstand, found: Verhoogd, package: bytes | None) -> None:
    """Keep the raised package, with the report of before in the logboek; without one do the rest, and take it back."""
    kenmerk, dossier = stand.indiening, opslag.pseudonym(stand.ingediend.rapport.inhoud["dossiernummer"])
    row = None if package is None else _row(opslag, stand, dossier, found, package)
    before = opslag.object("rapport", found.oud_eind_sha256)
    with (
        opslag.act("verhoogd", object=kenmerk, proef=package is None) as act,
        opslag.act_in(act.connection, "verhoogd", object=before),
    ):
        lock_dossier(act.connection, dossier)
        require_role(act, "toetser")
        if row is not None:
            insert_raised(act, row)


def _row(opslag: Opslag, stand: Zaakstand, dossier: str, found: Verhoogd, package: bytes) -> dict[str, Any]:
    with opslag.look() as connection:
        last = last_raise(connection, stand.indiening)
    return raised(
        opslag,
        (stand.indiening, dossier, 1 if last is None else last["nummer"] + 1),
        package,
        stand.sleutel,
        niveau=found.naar,
        oud_eind_sha256=found.oud_eind_sha256,
        eind_sha256=str(found.eind_sha256),
    )
