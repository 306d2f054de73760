# SPDX-License-Identifier: EUPL-1.2
"""A dossier in the store of the CCV -> handed in at the BVA; its besluitpakket -> recorded in that dossier.

(1) what takes long (rendering, GnuPG) happens before the act, and is worth nothing when the dossier changed in between;
(2) the file is written as the last thing of the act: a process that dies leaves the old status, and maybe a sealed file;
(3) what was handed in is kept sealed, so that a besluit can be held against it; an established report is OpenPGP to CCV
    levering inside that seal;
(4) a refusal writes nothing but its line in the logboek.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.dossiers import delen
from weerbaar_docs.dossiers.bewaren import insert_version, move_on, noted, overtaken, prepare_version
from weerbaar_docs.dossiers.lezen import BEHANDELAARS, bijlage_id, dossier_row, identify, open_dossier
from weerbaar_docs.encryption import Bewaarstuk, Indiening, seal_for_bva, seal_for_store
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.package import unpack
from weerbaar_docs.errors import ValidationError, VerificationError
from weerbaar_docs.model import freeze, rapport_digest, thaw, utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.store import open_sealed, seal
from weerbaar_docs.store.data_keys import lock_dossier
from weerbaar_docs.store.tables import BESLUIT, BIJLAGE, DOSSIER
from weerbaar_docs.toetsing import indienen
from weerbaar_docs.toetsing.indienen import Vorige, hand_in
from weerbaar_docs.toetsing.ontvangen import Ingediend, read_indiening
from weerbaar_docs.toetsing.overnemen import Controle, Overgenomen, rapport_of, take_over
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted
from weerbaar_docs.toetsing.vervangen import Vervanging, acting_for, require_substitute
from weerbaar_docs.validation import adviesrapport, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.encryption.gnupg_door import Sleutelring
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.rules import Instellingen
    from weerbaar_docs.status import Status
    from weerbaar_docs.store import Act, Opslag
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen

_INDIENING: Final = "indiening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingezonden:
    """What was handed in: of which dossier and version, with which digests, and the sealed file for the BVA."""

    dossier: str
    dossiernummer: str
    rapport_versie: int
    rapport_sha256: str
    pdf_sha256: str
    bestand: bytes = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        names = ("dossier", "dossiernummer", "rapport_versie", "rapport_sha256", "pdf_sha256")
        return {**{name: getattr(self, name) for name in names}, "sha256": sha256(self.bestand)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vastgelegd:
    """What a besluit made of a dossier."""

    dossier: str
    dossiernummer: str
    versie: int
    status: Status
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
        }


# --- handing in --------------------------------------------------------------------------------


def hand_in_dossier(
    opslag: Opslag,
    kenmerk: str,
    *,
    home: Path,
    huisstijl: Callable[[str], Huisstijl],
    write: Callable[[bytes], None],
    voor: str | None = None,
    vervangingen: Iterable[Vervanging] = (),
    instellingen: Instellingen | None = None,
    proef: bool = False,
) -> Ingezonden:
    """Hand in the newest version of the report; `home` has the adviseur's own key, `write` keeps the sealed file.

    Raises ValidationError (the report is not ready), ConsentError (role, substitution) or EncryptionError.
    """
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("dossier_gelezen", object=pseudoniem) as act:
        stand = open_dossier(act, opslag.blobs, pseudoniem)
        vorige = _last(act, opslag, stand)
    vertrouwen = trusted(opslag)
    with noted(opslag, "ingediend", pseudoniem), ring_of(vertrouwen) as ring:
        made, sealed = _hand_in(
            opslag, stand, vorige, vertrouwen, EigenThuis(home=home, ring=ring), huisstijl, instellingen
        )
    row = _put(opslag, stand, _INDIENING, made.pakket, proef=proef)
    with opslag.act("ingediend", object=pseudoniem, proef=proef) as act, acting_for(opslag, act, "ingediend", voor):
        _hold(act, stand)
        require_role(act, "adviseur")
        if voor is not None:
            require_substitute(vervangingen, voor=voor, door=act.wie, op=stand.vandaag)
        _insert(act, [row])
        _step(act, stand, "ter_toetsing")
        if not proef:
            write(sealed)
    rapport = made.concept.rapport
    return Ingezonden(
        dossier=pseudoniem,
        dossiernummer=stand.dossiernummer,
        rapport_versie=rapport.inhoud["adviesrapport"]["versie"],
        rapport_sha256=rapport.rapport_sha256,
        pdf_sha256=made.concept.document.pdf_sha256,
        bestand=sealed,
    )


def hand_in_again(
    opslag: Opslag, kenmerk: str, *, home: Path, write: Callable[[bytes], None], proef: bool = False
) -> str:
    """Seal what was handed in once more, for a file that was lost on its way; give its digest.

    Raises ValidationError when nothing lies at the BVA, ConsentError or EncryptionError.
    """
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("dossier_gelezen", object=pseudoniem) as act:
        stand = open_dossier(act, opslag.blobs, pseudoniem)
        packages = _packages(act, opslag, stand)
    vertrouwen = trusted(opslag)
    with noted(opslag, "ingediend", pseudoniem), ring_of(vertrouwen) as ring:
        _require_status(stand, "ter_toetsing", "opnieuw verzenden")
        adviseur = vertrouwen.medewerkers.require(opslag.wie, "adviseur", vertrouwen.op)
        now = rapport_digest(stand.gegevens)
        package = next((p for p in packages if sha256(unpack(p, pakket="indiening")[indienen.INHOUD]) == now), None)
        if package is None or _sender(package) != adviseur.id:
            raise ValidationError.because(
                "INDIENING-ANDER",
                "deze versie is niet door u ingediend",
                "Laat de adviseur die haar indiende haar opnieuw verzenden.",
            )
        sealed = seal_for_bva(
            Indiening(inhoud=package),
            ring=EigenThuis(home=home, ring=ring),
            afzender=adviseur.vingerafdruk,
            ontvanger=vertrouwen.pin("bva"),
        )
    with opslag.act("ingediend", object=pseudoniem, proef=proef) as act:
        _hold(act, stand)
        require_role(act, "adviseur")
        if not proef:
            write(sealed)
    return sha256(sealed)


def _sender(package: bytes) -> str:
    return str(read_json(unpack(package, pakket="indiening")[indienen.VERKLARING])["medewerker"])


def _hand_in(
    opslag: Opslag,
    stand: Dossierstand,
    vorige: Vorige | None,
    vertrouwen: Vertrouwen,
    thuis: EigenThuis,
    huisstijl: Callable[[str], Huisstijl],
    instellingen: Instellingen | None,
) -> tuple[indienen.Indieningspakket, bytes]:
    _require_status(stand, "concept", "indienen")
    rapport = adviesrapport(validate(canonical_bytes(stand.gegevens), instellingen=instellingen))
    adviseur = vertrouwen.medewerkers.require(opslag.wie, "adviseur", vertrouwen.op)
    made = hand_in(
        rapport,
        medewerker=adviseur,
        sign=lambda data: thuis.sign_detached(data, signer=adviseur.vingerafdruk),
        controle=thuis.ring,
        now=opslag.now(),
        huisstijl=huisstijl(rapport.inhoud["organisatie"]["oin"]),
        vorige=vorige,
    )
    sealed = seal_for_bva(
        Indiening(inhoud=made.pakket), ring=thuis, afzender=adviseur.vingerafdruk, ontvanger=vertrouwen.pin("bva")
    )
    return made, sealed


def _last(act: Act, opslag: Opslag, stand: Dossierstand) -> Vorige | None:
    """Give the version that was handed in before this one, with the last besluit on it."""
    found = [as_report for package in _packages(act, opslag, stand) if (as_report := _rapport(package))]
    older = [r for r in found if r["adviesrapport"]["versie"] < stand.gegevens["adviesrapport"]["versie"]]
    if not older:
        return None
    last = max(older, key=lambda r: int(r["adviesrapport"]["versie"]))
    digest = sha256(canonical_bytes(last))
    besluiten = [b for b in stand.gegevens.get("bva_besluiten", ()) if b["rapport_sha256"] == digest]
    return Vorige(inhoud=freeze(last), bva_besluit=freeze(besluiten[-1]) if besluiten else None)


def _packages(act: Act, opslag: Opslag, stand: Dossierstand) -> list[bytes]:
    query = select(BIJLAGE).where(BIJLAGE.c.dossier == stand.dossier, BIJLAGE.c.soort == _INDIENING)
    return [
        open_sealed(
            opslag.blobs.get(row["blob_sha256"]), stand.sleutel, soort=f"bijlage/{row['id']}", sha256=row["sha256"]
        )
        for row in act.connection.execute(query).mappings()
    ]


def _rapport(package: bytes) -> dict[str, Any]:
    found: dict[str, Any] = read_json(unpack(package, pakket="indiening")[indienen.INHOUD])
    return found


# --- taking a besluit in -----------------------------------------------------------------------


def take_in_besluit(
    opslag: Opslag,
    data: bytes,
    *,
    home: Path,
    huisstijl: Callable[[str], Huisstijl],
    bva_zegels: tuple[bytes, ...],
    meelezer: bool = False,
    instellingen: Instellingen | None = None,
    proef: bool = False,
) -> Vastgelegd:
    """Record a besluitpakket in its dossier; `home` has the key of CCV levering.

    Raises VerificationError, ValidationError, ConsentError or EncryptionError; then nothing is written but a line.
    """
    vertrouwen = trusted(opslag)
    with ring_of(vertrouwen) as ring:
        thuis = EigenThuis(home=home, ring=ring)
        with noted(opslag, "besloten", "opslag"):
            now = opslag.now()
            package, afzender = thuis.open_message(data, signers=vertrouwen.signers("toetser"), now=now)
            nummer, rapport_sha256 = rapport_of(package)
            pseudoniem = identify(opslag, nummer)
            known = _known(opslag, pseudoniem)
        with opslag.act("dossier_gelezen", object=pseudoniem) as act:
            stand = open_dossier(act, opslag.blobs, known)
            packages = _packages(act, opslag, stand)
        with noted(opslag, "besloten", pseudoniem):
            _require_status(stand, "ter_toetsing", "het besluit overnemen")
            ingediend = _handed_in(packages, rapport_sha256, vertrouwen, ring, huisstijl, now)
            if ingediend.rapport.rapport_sha256 != rapport_digest(stand.gegevens):
                raise _other_version()
            controle = Controle(
                medewerkers=vertrouwen.medewerkers, handtekeningen=ring, bva_zegels=bva_zegels, meelezer=meelezer
            )
            found = take_over(package, ingediend, afzender=afzender, controle=controle, now=now)
            done = delen.decide(stand.gegevens, found.bva_besluit, vandaag=stand.vandaag, instellingen=instellingen)
            stuk = _for_store(found, thuis, vertrouwen)
    nieuw = prepare_version(opslag, pseudoniem, stand.laatste + 1, done, stand.sleutel, proef=proef)
    pieces = {"besluitpakket": data, **({} if stuk is None else {"rapport": stuk})}
    rows = [_put(opslag, stand, soort, inhoud, proef=proef) for soort, inhoud in pieces.items()]
    status: Status = "teruggestuurd" if found.vastgesteld is None else "vastgesteld"
    with opslag.act("besloten", object=pseudoniem, proef=proef) as act:
        _hold(act, stand)
        require_role(act, *BEHANDELAARS)
        insert_version(act, pseudoniem, nieuw)
        _insert_besluit(act, stand, nieuw.nummer, found)
        _insert(act, rows)
        move_on(act, pseudoniem, nieuw.nummer, [status])
    return Vastgelegd(dossier=pseudoniem, dossiernummer=nummer, versie=nieuw.nummer, status=status, overgenomen=found)


def _known(opslag: Opslag, pseudoniem: str) -> str:
    with opslag.look() as connection:
        dossier_row(connection, pseudoniem)
    return pseudoniem


def _handed_in(
    packages: list[bytes],
    rapport_sha256: str,
    vertrouwen: Vertrouwen,
    ring: Sleutelring,
    huisstijl: Callable[[str], Huisstijl],
    now: datetime,
) -> Ingediend:
    """Give what was handed in of the report that a besluit is about, checked as the BVA did."""
    for package in packages:
        parts = unpack(package, pakket="indiening")
        if sha256(parts[indienen.INHOUD]) == rapport_sha256:
            return read_indiening(
                package,
                afzender=vertrouwen.medewerkers.of(_sender(package)).vingerafdruk,
                medewerkers=vertrouwen.medewerkers,
                controle=ring,
                huisstijl=huisstijl,
                now=now,
            )
    raise _other_version()


def _for_store(found: Overgenomen, thuis: EigenThuis, vertrouwen: Vertrouwen) -> bytes | None:
    if found.vastgesteld is None:
        return None
    pin = vertrouwen.pin("ccv_levering")
    return seal_for_store(
        Bewaarstuk(inhoud=found.vastgesteld.pdf), ring=thuis, afzender=pin.vingerafdruk, ontvanger=pin
    )


def _insert_besluit(act: Act, stand: Dossierstand, nummer: int, found: Overgenomen) -> None:
    besluit = found.bva_besluit
    kenmerk = act.object("besluit", f"{stand.dossier}/{besluit['rapport_sha256']}/{besluit['besluitnummer']}")
    sealed = seal(canonical_bytes(thaw(besluit)), stand.sleutel, soort=f"besluit/{kenmerk}")
    row = {
        "id": kenmerk,
        "dossier": stand.dossier,
        "versie": nummer,
        "rapport_sha256": besluit["rapport_sha256"],
        "uitkomst": "teruggestuurd" if found.vastgesteld is None else "vastgesteld",
        "vaststelling_sha256": found.vaststelling_sha256,
        "eind_sha256": None if found.vastgesteld is None else found.vastgesteld.eind_sha256,
        "sha256": sealed.sha256,
        "inhoud": sealed.inhoud,
        "besloten_op": utc_text(act.now),
    }
    act.connection.execute(BESLUIT.insert(), row)


# --- the store ---------------------------------------------------------------------------------


def _hold(act: Act, stand: Dossierstand) -> None:
    """Let nobody else change the dossier, and refuse when somebody did since it was read."""
    lock_dossier(act.connection, stand.dossier)
    row = dossier_row(act.connection, stand.dossier)
    if (row["versie"], row["status"]) != (stand.laatste, stand.status):
        raise overtaken(row["versie"])


def _put(opslag: Opslag, stand: Dossierstand, soort: str, inhoud: bytes, *, proef: bool) -> dict[str, str]:
    """Seal a piece and put its blob, before the act; give its row."""
    naam = bijlage_id(opslag, stand.dossier, f"{soort}/{sha256(inhoud)}")
    made = seal(inhoud, stand.sleutel, soort=f"bijlage/{naam}")
    blob = sha256(made.inhoud) if proef else opslag.blobs.put(made.inhoud)
    return {"id": naam, "dossier": stand.dossier, "soort": soort, "sha256": made.sha256, "blob_sha256": blob}


def _insert(act: Act, rows: Iterable[dict[str, str]]) -> None:
    for row in rows:
        act.connection.execute(BIJLAGE.insert(), {**row, "gemaakt_op": utc_text(act.now)})


def _step(act: Act, stand: Dossierstand, naar: Status) -> None:
    where = DOSSIER.update().where(DOSSIER.c.id == stand.dossier)
    act.connection.execute(where, {"status": naar, "gewijzigd_op": utc_text(act.now)})


def _require_status(stand: Dossierstand, status: Status, what: str) -> None:
    if stand.status != status:
        raise ValidationError.because(
            "STATUS-OVERGANG",
            f"{what} kan niet bij de status {stand.status}",
            "Kijk wat er met dit dossier kan (dossier status).",
            pad="/status",
        )


def _other_version() -> VerificationError:
    return VerificationError.because(
        "BESLUIT-VERSIE",
        "het besluit gaat over een andere versie van het rapport dan nu bij de BVA ligt",
        "Vraag de BVA om het besluit op de laatst ingediende versie.",
    )
