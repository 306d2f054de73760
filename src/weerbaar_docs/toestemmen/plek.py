# SPDX-License-Identifier: EUPL-1.2
"""Where the sealing role works: a store, the GnuPG home of CCV levering, the seal of the CCV, and whom it believes.

(1) whoever opens an established report, makes files for the werkgever or seals them is handed a Verzegelplek; nothing else has one;
(2) the ring holds the keys that this dossier needs and no other, each for the purposes of its kind;
(3) a file of a dossier that only the sealing role may read is sealed to CCV levering before it is kept.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.encryption import Afdruk, Bewaarstuk, seal_for_print, seal_for_store
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.package import ALLES_IN_EEN, pack
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.toestemmen.poort import gate_registers
from weerbaar_docs.toestemmen.stukken import file_of
from weerbaar_docs.toetsing.bij_ccv.vastgesteld import established_report
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted, trusted_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.consent import Registers
    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.encryption.package import Pakketsoort, Sleutelbeheer
    from weerbaar_docs.nonces import NonceRegister
    from weerbaar_docs.pades import Zegel
    from weerbaar_docs.stamping import VastgesteldRapport
    from weerbaar_docs.store import Act, Opslag
    from weerbaar_docs.toestemmen.poort import Poortinstelling
    from weerbaar_docs.toestemmen.stand import Vastgelegd
    from weerbaar_docs.toetsing.bij_ccv.besluit import Overname
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzegelplek:
    """What the sealing role has: `home` is the GnuPG home with the key of CCV levering.

    `telefoon` and `grondslag` are what the form says of whom to call and of the legal ground; both may be empty.
    """

    opslag: Opslag
    home: Path
    zegel: Zegel = field(repr=False)
    wijze: Overname = field(repr=False)
    poort: Poortinstelling
    telefoon: str = ""
    grondslag: str = ""
    sleutelbeheer: Sleutelbeheer = ALLES_IN_EEN

    @contextlib.contextmanager
    def open(self, stand: Dossierstand, handeling: Handeling) -> Iterator[Werkbank]:
        """Give the keys for one dossier and one act, which a refusal is a line of.

        Raises EncryptionError when the key of CCV levering is not pinned or not here.
        """
        with contextlib.ExitStack() as stack:
            with noted(self.opslag, handeling, stand.dossier):
                vertrouwen = trusted(self.opslag)
                ook = {stand.gegevens["organisatie"]["oin"], stand.dossier}
                ring = stack.enter_context(ring_of(vertrouwen, ook=ook))
                thuis = EigenThuis(home=self.home, ring=ring)
                thuis.require_key(vertrouwen.pin("ccv_levering").vingerafdruk)
            yield Werkbank(plek=self, stand=stand, thuis=thuis, vertrouwen=vertrouwen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Werkbank:
    """The sealing role at work on one dossier."""

    plek: Verzegelplek
    stand: Dossierstand = field(repr=False)
    thuis: EigenThuis
    vertrouwen: Vertrouwen = field(repr=False)

    @property
    def levering(self) -> str:
        """Give the fingerprint of CCV levering."""
        return self.vertrouwen.pin("ccv_levering").vingerafdruk

    def established(self) -> VastgesteldRapport:
        """Open the established report, every link checked anew; raises as `established_report` does."""
        return established_report(
            self.plek.opslag, self.stand, thuis=self.thuis, vertrouwen=self.vertrouwen, wijze=self.plek.wijze
        )

    def unlock(self) -> None:
        """Let GnuPG ask for the password of CCV levering now: asked within an act, it would hold up all others."""
        self.thuis.sign_detached(b"", signer=self.levering)

    def seal_to_print(self, package: bytes) -> bytes:
        """Seal a package to CCV levering, for whoever prints there."""
        pin = self.vertrouwen.pin("ccv_levering")
        return seal_for_print(Afdruk(inhoud=package), ring=self.thuis, afzender=self.levering, ontvanger=pin)

    def seal(self, inhoud: bytes) -> bytes:
        """Seal a file to CCV levering, to be kept."""
        pin = self.vertrouwen.pin("ccv_levering")
        return seal_for_store(Bewaarstuk(inhoud=inhoud), ring=self.thuis, afzender=pin.vingerafdruk, ontvanger=pin)

    def kept(self, kenmerk: str) -> bytes:
        """Open a kept file; raises EncryptionError when it is not one that this role sealed."""
        opslag = self.plek.opslag
        with opslag.act("dossier_gelezen", object=self.stand.dossier) as act:
            sealed = file_of(act, opslag, self.stand, kenmerk)
        found, _ = self.thuis.open_message(sealed, signers=(self.levering,), now=opslag.now())
        return found

    def package(self, parts: Mapping[str, bytes], *, pakket: Pakketsoort = "bestuurderszending") -> bytes:
        """Put files under a manifest that CCV levering signs."""
        return pack(
            parts,
            pakket=pakket,
            sign=lambda manifest: self.thuis.sign_detached(manifest, signer=self.levering),
            sleutelbeheer=self.plek.sleutelbeheer,
        )

    def require_same_registers(self, act: Act) -> None:
        """Raise ValidationError when keys or medewerkers changed since: what was sealed before the act is for the keys of then."""
        if trusted_in(act) != self.vertrouwen:
            raise ValidationError.because(
                "DOSSIER-INGEHAALD",
                "de registers van sleutels of medewerkers zijn zojuist veranderd",
                "Doe het opnieuw, met de registers zoals die nu zijn.",
            )

    def registers(self, act: Act, nonces: NonceRegister, given: Vastgelegd) -> Registers:
        """Give what the gate trusts, in the transaction in which is sealed and with its nonces.

        Raises ValidationError as `require_same_registers` does.
        """
        self.require_same_registers(act)
        return gate_registers(
            act,
            self.plek.opslag,
            self.stand,
            vertrouwen=self.vertrouwen,
            controle=self.thuis.ring,
            nonces=nonces,
            instelling=self.plek.poort,
            vraag=given.inhoud,
        )
