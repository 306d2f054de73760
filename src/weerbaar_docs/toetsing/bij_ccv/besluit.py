# SPDX-License-Identifier: EUPL-1.2
"""A besluitpakket from the BVA -> Vastgelegd: recorded in its dossier, held against what was handed in."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.dossiers import delen
from weerbaar_docs.dossiers.bewaren import insert_version, move_on, noted, prepare_version
from weerbaar_docs.dossiers.lezen import BEHANDELAARS, access, dossier_row, identify, open_dossier
from weerbaar_docs.dossiers.stukken import hold, insert, pieces, put, require_status
from weerbaar_docs.dossiers.toegang import end_concept_phase
from weerbaar_docs.encryption import Bewaarstuk, seal_for_store
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.model import rapport_digest
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store.data_keys import holders, lock_register
from weerbaar_docs.toetsing.bij_ccv.rijen import (
    INDIENING,
    PAKKET,
    RAPPORT,
    insert_besluit,
    other_version,
    report_in,
    sender_of,
)
from weerbaar_docs.toetsing.bij_ccv.verhoging import keep_raised, report_before, require_not_given_on
from weerbaar_docs.toetsing.ontvangen import read_indiening
from weerbaar_docs.toetsing.overnemen import Controle, Overgenomen, rapport_of, take_over
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.pades import Zegelvertrouwen
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.rules import Instellingen
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toetsing.ontvangen import Ingediend
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


@dataclass(frozen=True, slots=True, kw_only=True)
class Vastgelegd:
    """What a besluit made of a dossier, and who can open it since."""

    dossier: str
    dossiernummer: str
    versie: int
    status: Status
    toegang: frozenset[str]
    overgenomen: Overgenomen = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        besluit, established = self.overgenomen.bva_besluit, self.overgenomen.vastgesteld
        return {
            **{name: getattr(self, name) for name in ("dossier", "dossiernummer", "versie", "status")},
            **{name: besluit[name] for name in ("besluitnummer", "uitkomst", "besloten_op", "rapport_versie")},
            "rapport_sha256": besluit["rapport_sha256"],
            "vaststelling_sha256": self.overgenomen.vaststelling_sha256,
            "eind_sha256": None if established is None else established.eind_sha256,
            "toetser": self.overgenomen.toetser.id,
            "toegang": sorted(self.toegang),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Overname:
    """With what a besluitpakket is checked here: own templates, what is believed of the seals of the BVA, and two toetsers or one."""

    huisstijl: Callable[[str], Huisstijl] = field(repr=False)
    bva_zegels: Zegelvertrouwen
    meelezer: bool = False
    instellingen: Instellingen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Binnengekomen:
    """A package that was opened, nothing in it believed yet, with the dossier that it says it is about."""

    pakket: bytes = field(repr=False)
    afzender: str
    rapport_sha256: str
    stand: Dossierstand = field(repr=False)
    indieningen: tuple[bytes, ...] = field(repr=False)
    besluiten: tuple[bytes, ...] = field(repr=False)


def take_in_besluit(
    opslag: Opslag,
    data: bytes,
    *,
    home: Path,
    huisstijl: Callable[[str], Huisstijl],
    bva_zegels: Zegelvertrouwen,
    meelezer: bool = False,
    instellingen: Instellingen | None = None,
    proef: bool = False,
) -> Vastgelegd:
    """Record a besluitpakket in its dossier, or the same with a report that was given more proof; `home` has the key of CCV levering.

    Raises VerificationError, ValidationError, ConsentError or EncryptionError; then nothing is written but a line.
    """
    wijze = Overname(
        huisstijl=huisstijl,
        bva_zegels=bva_zegels,
        meelezer=meelezer,
        instellingen=instellingen,
    )
    vertrouwen = trusted(opslag)
    with ring_of(vertrouwen) as ring:
        thuis = EigenThuis(home=home, ring=ring)
        binnen = _opened(opslag, data, thuis, vertrouwen)
        stand = binnen.stand
        with noted(opslag, "besloten", stand.dossier):
            before = _before(opslag, binnen, thuis, vertrouwen)
            found = checked(opslag, binnen, thuis, vertrouwen, wijze)
            stukken = {} if proef else {PAKKET: data, RAPPORT: _for_store(found, binnen, thuis, vertrouwen)}
    rows = [put(opslag, stand, soort, inhoud) for soort, inhoud in stukken.items() if inhoud is not None]
    if before is not None:
        keep_raised(opslag, stand, found, before, rows, proef=proef)
        return _recorded(stand, found, stand.laatste, access(opslag, stand.dossiernummer))
    return _record(opslag, stand, found, rows, wijze, proef=proef)


def _opened(opslag: Opslag, data: bytes, thuis: EigenThuis, vertrouwen: Vertrouwen) -> Binnengekomen:
    """Open what came in, and the dossier that it is about; raises EncryptionError or ValidationError."""
    with noted(opslag, "besloten", "opslag"):
        package, afzender = thuis.open_message(data, signers=vertrouwen.signers("toetser"), now=opslag.now())
        nummer, rapport_sha256 = rapport_of(package)
        pseudoniem = identify(opslag, nummer)
        with opslag.look() as connection:
            dossier_row(connection, pseudoniem)  # or the logboek would name a dossier that there is not
    with opslag.act("dossier_gelezen", object=pseudoniem) as act:
        stand = open_dossier(act, opslag.blobs, pseudoniem)
        indieningen, besluiten = (tuple(pieces(act, opslag, stand, soort)) for soort in (INDIENING, PAKKET))
    return Binnengekomen(
        pakket=package,
        afzender=afzender,
        rapport_sha256=rapport_sha256,
        stand=stand,
        indieningen=indieningen,
        besluiten=besluiten,
    )


def _before(opslag: Opslag, binnen: Binnengekomen, thuis: EigenThuis, vertrouwen: Vertrouwen) -> bytes | None:
    """Give the recorded report that this package raises; None for a first besluit. Raises ValidationError at another status."""
    before = None
    if binnen.stand.status != "ter_toetsing":
        before = report_before(binnen.pakket, binnen.besluiten, thuis, vertrouwen, opslag)
    if before is None:
        require_status(binnen.stand, "het besluit overnemen", "ter_toetsing")
    else:
        require_not_given_on(binnen.stand)
    return before


def checked(
    opslag: Opslag, binnen: Binnengekomen, thuis: EigenThuis, vertrouwen: Vertrouwen, wijze: Overname
) -> Overgenomen:
    """Check every link of a besluitpakket, from what was handed in of the version that the dossier has now.

    Raises VerificationError, ValidationError, ConsentError or EncryptionError.
    """
    ingediend = _handed_in(opslag, binnen, thuis, vertrouwen, wijze)
    if ingediend.rapport.rapport_sha256 != rapport_digest(binnen.stand.gegevens):
        raise other_version()
    controle = Controle(
        medewerkers=vertrouwen.medewerkers,
        handtekeningen=thuis.ring,
        bva_zegels=wijze.bva_zegels,
        meelezer=wijze.meelezer,
    )
    return take_over(binnen.pakket, ingediend, afzender=binnen.afzender, controle=controle, now=opslag.now())


def _for_store(found: Overgenomen, binnen: Binnengekomen, thuis: EigenThuis, vertrouwen: Vertrouwen) -> bytes | None:
    """Seal an established report to CCV levering, and to the bestuurder's own key where two people vouch for it.

    Nothing is kept of a report that was sent back.
    """
    if found.vastgesteld is None:
        return None
    pin, bestuurder = vertrouwen.pin("ccv_levering"), None
    uitgesloten = {found.toetser.id, *(sender_of(package) for package in binnen.indieningen)}
    with contextlib.suppress(ConsentError):  # he gets his copy from the sealing role all the same
        bestuurder = vertrouwen.bestuurder(binnen.stand.dossier, uitgesloten=uitgesloten)
    if bestuurder is not None:
        sleutel = bestuurder.sleutels.lookup(bestuurder.vingerafdruk)
        thuis.ring.import_public(sleutel.certificaat, vingerafdruk=sleutel.vingerafdruk, soort=sleutel.soort)
    stuk = Bewaarstuk(inhoud=found.vastgesteld.pdf)
    return seal_for_store(stuk, ring=thuis, afzender=pin.vingerafdruk, ontvanger=pin, bestuurder=bestuurder)


def _handed_in(
    opslag: Opslag, binnen: Binnengekomen, thuis: EigenThuis, vertrouwen: Vertrouwen, wijze: Overname
) -> Ingediend:
    """Give what was handed in of the report that a besluit is about, checked as the BVA did."""
    same = (p for p in binnen.indieningen if sha256(canonical_bytes(report_in(p))) == binnen.rapport_sha256)
    package = next(same, None)
    if package is None:
        raise other_version()
    return read_indiening(
        package,
        afzender=vertrouwen.medewerkers.of(sender_of(package)).vingerafdruk,
        medewerkers=vertrouwen.medewerkers,
        controle=thuis.ring,
        huisstijl=wijze.huisstijl,
        now=opslag.now(),
    )


def _record(
    opslag: Opslag,
    stand: Dossierstand,
    found: Overgenomen,
    rows: list[dict[str, str]],
    wijze: Overname,
    *,
    proef: bool,
) -> Vastgelegd:
    with noted(opslag, "besloten", stand.dossier):
        done = delen.decide(stand.gegevens, found.bva_besluit, vandaag=stand.vandaag, instellingen=wijze.instellingen)
    nieuw = prepare_version(opslag, stand.dossier, stand.laatste + 1, done, stand.sleutel, proef=proef)
    status = _status(found)
    with opslag.act("besloten", object=stand.dossier, proef=proef) as act:
        lock_register(act.connection)  # who keeps access may not leave the service in the meantime
        hold(act, stand)
        require_role(act, *BEHANDELAARS)
        insert_version(act, stand.dossier, nieuw)
        insert_besluit(act, stand, nieuw.nummer, found)
        insert(act, rows)
        move_on(act, stand.dossier, nieuw.nummer, [status])
        if status == "vastgesteld":
            toegang = end_concept_phase(opslag, act, stand.dossier, proef=proef)
        else:
            toegang = holders(act.connection, stand.dossier)
    return _recorded(stand, found, nieuw.nummer, toegang)


def _recorded(stand: Dossierstand, found: Overgenomen, versie: int, toegang: frozenset[str]) -> Vastgelegd:
    return Vastgelegd(
        dossier=stand.dossier,
        dossiernummer=stand.dossiernummer,
        versie=versie,
        status=_status(found),
        toegang=toegang,
        overgenomen=found,
    )


def _status(found: Overgenomen) -> Status:
    return "teruggestuurd" if found.vastgesteld is None else "vastgesteld"
