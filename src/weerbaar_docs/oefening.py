# SPDX-License-Identifier: EUPL-1.2
"""A practice environment: a fictional dossier and throw-away keys, one private GnuPG home per role.

Used by the demo, the README and the tests. All is gone when the environment is closed, the agents too.
"""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypedDict

from weerbaar_docs._resources import read_resource
from weerbaar_docs.brief import write_brief
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.consent import Registers
from weerbaar_docs.encryption.achterkant import STANDAARD, open_ring
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.home import Thuis
from weerbaar_docs.encryption.package import ALLES_IN_EEN
from weerbaar_docs.establishing import submission
from weerbaar_docs.keys import Medewerker, Medewerkersregister, Sleutel, Sleutelregister
from weerbaar_docs.model import Verklaring
from weerbaar_docs.neutrale_brief import write_contactbrief
from weerbaar_docs.nonces import FileNonceRegister
from weerbaar_docs.pades import Zegel, Zegelvertrouwen
from weerbaar_docs.pseudoniem import pseudonym
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs, Toestemmingsvraag, attest
from weerbaar_docs.toestemmingsformulier import Ontvanger, Periode
from weerbaar_docs.treffers import treffers
from weerbaar_docs.voorbeelddata.teksten import CRITERIA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from weerbaar_docs.brief import Werkgeversbrief
    from weerbaar_docs.encryption.achterkant import Achterkant, Achterkantnaam, Recorder
    from weerbaar_docs.encryption.package import Sleutelbeheer
    from weerbaar_docs.keys import Handtekeningcontrole, Rol, Sleutelsoort
    from weerbaar_docs.model import Dossier
    from weerbaar_docs.neutrale_brief import NeutraleBrief
    from weerbaar_docs.rendering import Conceptrapport

VOORBEELD = "gemeente_burgemeester.invoer.json"
KENMERK = "CCV-2026-0417-W1"
_ROLLEN: dict[str, tuple[Rol, ...]] = {
    "MW-0001": ("adviseur",),
    "MW-0002": ("secretariaat", "sleutelbeheerder"),
    "MW-0003": ("secretariaat", "sleutelbeheerder"),
    "MW-0004": ("toetser",),
}


class Vaststellers(TypedDict):
    """The keywords of `establish` that a practice environment fills in."""

    toetser: str
    medewerkers: Medewerkersregister
    controle: Handtekeningcontrole
    sign: Callable[[bytes], bytes]
    now: datetime


class Vraag(TypedDict):
    """The keywords of `ask` that a practice environment fills in."""

    toestemming_id: str
    dossier: str
    functie: str
    formulier_sha256: str


class Formulierwoorden(TypedDict):
    """The keywords of `make_formulier` that a practice environment fills in."""

    ontvanger: Ontvanger
    toestemming_id: str
    periode: Periode
    now: datetime


class Poort(TypedDict):
    """The keywords of `release` that a practice environment fills in."""

    registers: Registers


class Verzegelaar(TypedDict):
    """The keywords of `seal_for_werkgever` that a practice environment fills in."""

    ring: Achterkant
    afzender: str
    registers: Registers
    sleutelbeheer: Sleutelbeheer


@dataclass(frozen=True, slots=True, kw_only=True)
class Werkplek:
    """One role's own GnuPG home and the fingerprint of its key."""

    ring: Achterkant
    vingerafdruk: str


class Oefenomgeving:
    """Throw-away keys, registers and seals for one walk; use it as a context manager."""

    def __init__(
        self,
        *,
        now: datetime | None = None,
        achterkant: Achterkantnaam = STANDAARD,
        recorder: Recorder | None = None,
    ) -> None:
        """Fix the moment of the walk; nothing is made until the environment is entered.

        `achterkant` is the OpenPGP back end of every role; `recorder` is told every recipient with its purpose.
        """
        self._achterkant, self._recorder = achterkant, recorder
        self.nu = (now or datetime.now(UTC)).replace(microsecond=0)
        self.vandaag = nederlandse_dag(self.nu)
        self.na_bedenktijd = self.nu + timedelta(hours=25)
        self.geheim = secrets.token_bytes(32)
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Make homes, keys, registers and seals."""
        with contextlib.ExitStack() as stack:
            self._make(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Destroy all of it, agents included."""
        self._stack.close()

    def _make(self, stack: contextlib.ExitStack) -> None:
        thuis = stack.enter_context(Thuis())
        self._rings = {
            name: stack.enter_context(open_ring(self._achterkant, recorder=self._recorder))
            for name in ("ccv_levering", "bva", "bestuurder", "werkgever", "medewerkers")
        }
        self.ccv = self._role("ccv_levering")
        self.bva_plek = self._role("bva")
        self.bestuurder_plek = self._role("bestuurder")
        self.werkgever_plek = self._role("werkgever")
        staff = {mw: self._rings["medewerkers"].generate(f"{mw} (fictief)") for mw in ("MW-0001", "MW-0002", "MW-0003")}
        staff["MW-0004"] = self.bva_plek.vingerafdruk
        self.medewerkers = Medewerkersregister(
            medewerkers=tuple(
                Medewerker(
                    id=mw,
                    rollen=frozenset(_ROLLEN[mw]),
                    vingerafdruk=fingerprint,
                    van=self.vandaag - timedelta(days=365),
                    tot=None,
                    sleutelbeheerder_sinds=self.vandaag - timedelta(days=365)
                    if "sleutelbeheerder" in _ROLLEN[mw]
                    else None,
                )
                for mw, fingerprint in staff.items()
            )
        )
        self.adviseur = self.medewerkers.require("MW-0001", "adviseur", self.vandaag)
        self.toetser = self.medewerkers.require("MW-0004", "toetser", self.vandaag)
        self.bva_zegel, self.bva_certificaat = self._zegel("BVA")
        self.ccv_zegel, self.ccv_certificaat = self._zegel("CCV")
        self.bestuurder_zegel, self.bestuurder_certificaat = self._zegel("bestuurder")
        self.dossier_json = read_resource("voorbeelden", VOORBEELD)
        dossier = read_json(self.dossier_json)
        oin = dossier["organisatie"]["oin"]
        self.pseudoniem = pseudonym(dossier["dossiernummer"], self.geheim)
        self.werkgever = self._pin(self.werkgever_plek, oin, "werkgever")
        self.bestuurder = self._pin(self.bestuurder_plek, self.pseudoniem, "bestuurder")
        self.registers = Registers(
            sleutels=Sleutelregister(sleutels=(self.werkgever, self.bestuurder)),
            medewerkers=self.medewerkers,
            nonces=FileNonceRegister.create(thuis.path / "nonces"),
            controle=self.ccv.ring,
            bva_zegels=Zegelvertrouwen(certificaten=(self.bva_certificaat,)),
            ccv_zegels=Zegelvertrouwen(certificaten=(self.ccv_certificaat,)),
            geheim=self.geheim,
            bestuurder_zegels={self.pseudoniem: Zegelvertrouwen(certificaten=(self.bestuurder_certificaat,))},
            bestuurder_zegels_door={self.pseudoniem: frozenset({"MW-0002", "MW-0003"})},
        )
        self._import_public_keys(staff)

    @property
    def bva(self) -> Vaststellers:
        """Who establishes: the toetser, the toetser's key, and what the BVA trusts."""
        return {
            "toetser": self.toetser.id,
            "medewerkers": self.medewerkers,
            "controle": self.bva_plek.ring,
            "sign": self.bva_tekent,
            "now": self.nu,
        }

    @property
    def vraag(self) -> Vraag:
        """What the question to the bestuurder names besides the files."""
        return {
            "toestemming_id": "TST-2026-0131",
            "dossier": self.pseudoniem,
            "functie": "gemeentesecretaris",
            "formulier_sha256": sha256(b"fictief formulier"),
        }

    @property
    def formulier(self) -> Formulierwoorden:
        """What the form says besides the files; it holds for as long as the statement."""
        organisatie = read_json(self.dossier_json)["organisatie"]
        return {
            "ontvanger": Ontvanger(
                oin=organisatie["oin"], functie=self.vraag["functie"], organisatie=organisatie["naam"]
            ),
            "toestemming_id": self.vraag["toestemming_id"],
            "periode": Periode(van=self.nu, tot=self.nu + timedelta(days=30)),
            "now": self.nu,
        }

    @property
    def poort(self) -> Poort:
        """What the gate trusts."""
        return {"registers": self.registers}

    @property
    def verzegelaar(self) -> Verzegelaar:
        """What the sealing role holds: CCV levering's home and key, and the registers."""
        return {
            "ring": self.ccv.ring,
            "afzender": self.ccv.vingerafdruk,
            "registers": self.registers,
            "sleutelbeheer": ALLES_IN_EEN,
        }

    def brief(self, dossier: Dossier, *, zegel: Zegel | None = None) -> Werkgeversbrief:
        """Give the letter to the werkgever, with the CCV's seal unless another is given."""
        return write_brief(
            dossier,
            kenmerk=KENMERK,
            aantal_bijlagen=2,
            zegel=zegel or self.ccv_zegel,
            now=self.nu,
        )

    def contactbrief(self, organisatie: Mapping[str, Any], *, zegel: Zegel | None = None) -> NeutraleBrief:
        """Give the letter that asks an organisatie whether its contact data still hold, with the CCV's seal or another."""
        contactpunt = {
            "naam": "het secretariaat veiligheidsadviezen",
            "doel": "wijzigingen van contactgegevens en sleutels (fictief)",
            "telefoon": "+31880000000",
            "email": "secretariaat@voorbeeld.nl",
            "url": None,
            "openingstijden": "op werkdagen van 9.00 tot 17.00 uur",
            "bron": "oefenomgeving",
            "geverifieerd_op": self.vandaag.isoformat(),
            "vervalt_op": None,
        }
        return write_contactbrief(organisatie, contactpunt, zegel=zegel or self.ccv_zegel, now=self.nu)

    def besluit(self, concept: Conceptrapport, *, besluitnummer: str = "BVA-2026-0093") -> dict[str, Any]:
        """Give a bva_besluit of today that establishes every measure of this concept."""
        rapport = concept.rapport.inhoud["adviesrapport"]
        besluit = {
            "besluitnummer": besluitnummer,
            "rapportnummer": rapport["rapportnummer"],
            "rapport_versie": rapport["versie"],
            "rapport_sha256": concept.rapport.rapport_sha256,
            "uitkomst": "vastgesteld",
            "besloten_op": self.vandaag.isoformat(),
            "toetser": {"naam": "Toetser (fictief)", "functie": "toetser beveiligingsautoriteit"},
            "toetsing": [{"criterium": name, "oordeel": "voldoet"} for name in CRITERIA],
            "per_maatregel": [{"nummer": m["nummer"], "oordeel": "vastgesteld"} for m in rapport["maatregelen"]],
            "pkvw_uitzondering_akkoord": None,
        }
        hits = treffers(concept.rapport.inhoud, besluit)
        return {**besluit, "redactie_bevestigd": [t.sleutel for t in hits if t.ernst == "waarschuwing"]}

    def indiening(self, concept: Conceptrapport, *, medewerker: str = "MW-0001") -> Verklaring:
        """Hand in a concept as the adviseur does."""
        return self.medewerker_tekent(submission(concept, medewerker=medewerker, now=self.nu), medewerker)

    def medewerker_tekent(self, verklaring: bytes, medewerker: str) -> Verklaring:
        """Sign a statement with a medewerker's own key."""
        fingerprint = next(m.vingerafdruk for m in self.medewerkers if m.id == medewerker)
        ring = self._rings["bva" if medewerker == self.toetser.id else "medewerkers"]
        return Verklaring(verklaring=verklaring, handtekening=ring.sign_detached(verklaring, signer=fingerprint))

    def bva_tekent(self, verklaring: bytes) -> bytes:
        """Sign a statement with the toetser's key, in the BVA's own home."""
        return self.bva_plek.ring.sign_detached(verklaring, signer=self.bva_plek.vingerafdruk)

    def bestuurder_tekent(self, vraag: Toestemmingsvraag) -> OpenpgpBewijs:
        """Sign the statement with the bestuurder's key."""
        ring = self.bestuurder_plek.ring
        return OpenpgpBewijs(handtekening=ring.sign_detached(vraag.verklaring, signer=self.bestuurder.vingerafdruk))

    def formulier_getekend(
        self, vraag: Toestemmingsvraag, *, medewerkers: Sequence[str] = ("MW-0002", "MW-0003"), spoed: bool = False
    ) -> InktBewijs:
        """Attest a form signed in ink by two medewerkers; the first one called the bestuurder back."""
        scan = sha256(b"fictieve scan van een getekend formulier")
        attesten = []
        for number, mw in enumerate(medewerkers):
            verklaring = attest(
                vraag, scan_sha256=scan, medewerker=mw, teruggebeld=number == 0, now=self.nu, spoed=spoed
            )
            attesten.append(self.medewerker_tekent(verklaring, mw))
        return InktBewijs(scan_sha256=scan, attesten=tuple(attesten))

    def homes(self) -> list[Path]:
        """Give the private GnuPG homes, to see that they are gone afterwards."""
        return [ring.home for ring in self._rings.values() if isinstance(ring, Sleutelring)]

    def dossier_met(self, **delen: Any) -> bytes:
        """Give the sample dossier with parts replaced."""
        return canonical_bytes({**read_json(self.dossier_json), **delen})

    def _role(self, name: str) -> Werkplek:
        ring = self._rings[name]
        return Werkplek(ring=ring, vingerafdruk=ring.generate(f"{name} (fictief)"))

    def _pin(self, rol: Werkplek, houder: str, soort: Sleutelsoort) -> Sleutel:
        return Sleutel(
            vingerafdruk=rol.vingerafdruk,
            houder=houder,
            soort=soort,
            certificaat=rol.ring.export_public(rol.vingerafdruk),
            geverifieerd_op=self.vandaag,
            geverifieerd_wijze="fysiek_overhandigd",
            geldig_tot=None,
            vergeleken_door=frozenset({"MW-0002", "MW-0003"}),
        )

    def _import_public_keys(self, staff: dict[str, str]) -> None:
        soorten: tuple[tuple[Werkplek, Sleutelsoort], ...] = (
            (self.bva_plek, "bva"),
            (self.bestuurder_plek, "bestuurder"),
            (self.werkgever_plek, "werkgever"),
        )
        for rol, soort in soorten:
            public = rol.ring.export_public(rol.vingerafdruk)
            self.ccv.ring.import_public(public, vingerafdruk=rol.vingerafdruk, soort=soort)
        for mw in ("MW-0001", "MW-0002", "MW-0003"):
            public = self._rings["medewerkers"].export_public(staff[mw])
            for ring in (self.ccv.ring, self.bva_plek.ring):
                ring.import_public(public, vingerafdruk=staff[mw])
        sender = self.ccv.ring.export_public(self.ccv.vingerafdruk)
        self.werkgever_plek.ring.import_public(sender, vingerafdruk=self.ccv.vingerafdruk)

    def _zegel(self, name: str) -> tuple[Zegel, bytes]:
        pkcs12, certificate = make_zegel(name)
        return Zegel.from_pkcs12(pkcs12, None), certificate
