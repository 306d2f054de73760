# SPDX-License-Identifier: EUPL-1.2
"""The store of the BVA: what was handed in is received, judged in steps, read along and decided.

(1) an indiening is kept sealed under a data key of its own, for the toetsers of that moment; each step reads it again and
    checks it again, so that nothing that changed on this machine in the meantime goes unnoticed;
(2) nothing is decided before `decide_indiening`; its sealed file is a whole besluit to who gets it, so it is written when the
    besluit is in the store, and not before: `send_again` makes one that was never written;
(3) who judges first treats the indiening; another toetser needs a substitution, and the logboek says for whom he acts;
(4) a version that was overtaken by a later one is not decided on any more, and what was decided on stays so;
(5) the version before, that a package brings along, is the last one that was received here; when nothing was, there is no
    besluit on it either, and whoever looks is told that nobody here has seen it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select

from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.canonical import digest, sha256
from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.encryption import Besluitpakket, seal_for_ccv
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.package import check_sender, unpack
from weerbaar_docs.errors import ConsentError, ValidationError, VerificationError, WeerbaarDocsError
from weerbaar_docs.keys import require_distinct
from weerbaar_docs.model import Verklaring, thaw, utc_text
from weerbaar_docs.registers.medewerkers import medewerkers, public_key, require_role
from weerbaar_docs.store import open_sealed, seal
from weerbaar_docs.store.crypto import REGISTER, new_data_key
from weerbaar_docs.store.data_keys import add_holder, holders, lock_dossier, lock_register
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.tables import INDIENING, TOETSSTUK
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toetsing.beoordelen import Beoordeling, Ontbreekt, check_known, make_besluit, merge, missing
from weerbaar_docs.toetsing.besluiten import Beslissers, decide, preview
from weerbaar_docs.toetsing.meelezen import check_reading, reading, require_reading
from weerbaar_docs.toetsing.ontvangen import Ingediend, read_indiening
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted
from weerbaar_docs.toetsing.vervangen import Vervanging, acting_for, require_substitute

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.encryption.gnupg_door import Sleutelring
    from weerbaar_docs.pades import Zegel
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.store import Act, Datasleutel, Opslag
    from weerbaar_docs.toetsing.besluiten import Besluitstukken
    from weerbaar_docs.toetsing.indienen import Vorige
    from weerbaar_docs.toetsing.verschillen import Verschillen
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen

_SOORT: Final = "indiening"
_PAKKET: Final = "besluitpakket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indieningsregel:
    """An indiening in the list: no content."""

    indiening: str
    status: str
    versie: int
    rapport_sha256: str
    ontvangen_op: str
    gewijzigd_op: str

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


class _Staat(NamedTuple):
    """What is known of an indiening besides its package: who sent it, who treats it, and what he says of it."""

    afzender: str
    toetser: str | None
    beoordeling: Beoordeling
    meelezing: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zaakstand:
    """An indiening as the store has it, checked again from its bytes."""

    indiening: str
    status: str
    gewijzigd_op: str
    vorige_ontvangen: bool
    staat: _Staat = field(repr=False)
    ingediend: Ingediend = field(repr=False)
    sleutel: Datasleutel = field(repr=False)

    @property
    def ontbreekt(self) -> tuple[Ontbreekt, ...]:
        """Give what is still to be judged."""
        return missing(self.ingediend, self.staat.beoordeling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorstel:
    """The besluit as it would be taken now, and what it changes in the report."""

    stand: Zaakstand
    bva_besluit: Mapping[str, Any] = field(repr=False)
    verschillen: Verschillen


@dataclass(frozen=True, slots=True, kw_only=True)
class Besloten:
    """A besluit that was taken, with the sealed file for the CCV."""

    indiening: str
    stukken: Besluitstukken = field(repr=False)
    bestand: bytes = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        besluit, established = self.stukken.bva_besluit, self.stukken.vastgesteld
        return {
            "indiening": self.indiening,
            **{name: besluit[name] for name in ("besluitnummer", "uitkomst", "besloten_op", "rapport_sha256")},
            "vaststelling_sha256": None if established is None else established.definitief.vaststelling_sha256,
            "eind_sha256": None if established is None else established.eind_sha256,
            "sha256": sha256(self.bestand),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Toetsing:
    """A store of the BVA with the templates of this computer, and who may act for whom."""

    opslag: Opslag
    huisstijl: Callable[[str], Huisstijl] = field(repr=False)
    vervangingen: tuple[Vervanging, ...] = ()


# --- receiving ---------------------------------------------------------------------------------


def receive(toetsing: Toetsing, data: bytes, *, home: Path, proef: bool = False) -> str:
    """Open and check what came in, and keep it sealed; `home` has the key of the BVA. Give its id here.

    Raises VerificationError, ValidationError, ConsentError or EncryptionError; then nothing is kept but a line.
    """
    opslag = toetsing.opslag
    vertrouwen = trusted(opslag)
    with noted(opslag, "vastgelegd", "opslag"), ring_of(vertrouwen) as ring:
        now = opslag.now()
        thuis = EigenThuis(home=home, ring=ring)
        package, afzender = thuis.open_message(data, signers=vertrouwen.signers("adviseur"), now=now)
        ingediend = _read(toetsing, package, afzender, vertrouwen, ring)
        dossier = opslag.pseudonym(ingediend.rapport.inhoud["dossiernummer"])
    kenmerk = opslag.object(_SOORT, sha256(ingediend.indiening.verklaring))
    key = new_data_key(kenmerk)
    row = _piece(opslag, kenmerk, dossier, _SOORT, package, key, proef=proef)
    staat = _Staat(afzender, None, {}, None)
    with opslag.act("vastgelegd", object=kenmerk, proef=proef) as act:
        lock_register(act.connection)
        lock_dossier(act.connection, dossier)
        require_role(act, "toetser")
        _refuse_known(act, kenmerk, dossier, ingediend)
        moment = utc_text(act.now)
        values = {
            "id": kenmerk,
            "dossier": dossier,
            "versie": ingediend.toetsingsblad["rapport_versie"],
            "rapport_sha256": ingediend.rapport.rapport_sha256,
            "status": "ontvangen",
            "ontvangen_op": moment,
            "gewijzigd_op": moment,
            **_sealed(kenmerk, staat, key),
        }
        act.connection.execute(INDIENING.insert(), values)
        act.connection.execute(TOETSSTUK.insert(), {**row, "gemaakt_op": moment})
        for houder, publiek in _readers(act).items():
            add_holder(act.connection, key, houder, publiek=publiek, now=act.now)
    return kenmerk


def list_indieningen(opslag: Opslag) -> list[Indieningsregel]:
    """Give every indiening, the last changed first; no content."""
    with opslag.act("bevraagd", object="opslag") as act:
        require_role(act, "toetser", "secretariaat")
        names = Indieningsregel.__slots__[1:]
        rows = act.connection.execute(select(INDIENING)).mappings().all()
    found = [Indieningsregel(indiening=row["id"], **{name: row[name] for name in names}) for row in rows]
    return sorted(found, key=lambda regel: (regel.gewijzigd_op, regel.indiening), reverse=True)


def look_at(toetsing: Toetsing, kenmerk: str, *, handeling: Handeling = "dossier_gelezen") -> Zaakstand:
    """Give an indiening, checked again; raises ValidationError when it is not there, EncryptionError for who has no key."""
    stand, _ = _look(toetsing, kenmerk, handeling)
    return stand


# --- judging -----------------------------------------------------------------------------------


def judge(
    toetsing: Toetsing, kenmerk: str, deel: Mapping[str, Any], *, voor: str | None = None, proef: bool = False
) -> Zaakstand:
    """Keep some more judgements (schema `beoordeling`); nothing is decided. Raises ValidationError or ConsentError."""
    opslag = toetsing.opslag
    stand = look_at(toetsing, kenmerk)
    with noted(opslag, "vastgelegd", kenmerk):
        _require_open(stand)
        beoordeling = merge(stand.staat.beoordeling, deel)
        check_known(stand.ingediend, beoordeling, deel)
    # What was read along was another besluit.
    staat = stand.staat._replace(beoordeling=beoordeling, meelezing=None)
    with opslag.act("vastgelegd", object=kenmerk, proef=proef) as act, acting_for(opslag, act, "vastgelegd", voor):
        own = _treats(toetsing, act, stand, voor)
        staat = staat._replace(toetser=stand.staat.toetser or own)
        moment = _update(act, stand, staat)
    return replace(stand, staat=staat, gewijzigd_op=moment)


def propose(toetsing: Toetsing, kenmerk: str, *, handeling: Handeling = "dossier_gelezen") -> Voorstel:
    """Give the besluit as it would be now, with all that it changes; raises ValidationError with what is missing."""
    stand = look_at(toetsing, kenmerk, handeling=handeling)
    with noted(toetsing.opslag, "besloten", kenmerk):
        return _propose(toetsing, stand)


def read_along(
    toetsing: Toetsing,
    kenmerk: str,
    *,
    home: Path,
    show: Callable[[Voorstel], None],
    handeling: Handeling = "dossier_gelezen",
    proef: bool = False,
) -> Voorstel:
    """Sign, as a second toetser, for the besluit as it is now; it is then kept as it was read.

    `show` shows what he signs for, before he does; when it raises, nothing is signed. Raises ConsentError (the same person,
    no toetser), ValidationError or EncryptionError.
    """
    opslag = toetsing.opslag
    stand, vertrouwen = _look(toetsing, kenmerk, handeling)
    with noted(opslag, "vastgelegd", kenmerk), ring_of(vertrouwen) as ring:
        _require_open(stand)
        voorstel = _propose(toetsing, replace(stand, staat=stand.staat._replace(meelezing=None)))
        reader = vertrouwen.medewerkers.require(opslag.wie, "toetser", vertrouwen.op)
        if stand.staat.toetser is None:
            raise _nobody_judged()
        toetser = vertrouwen.medewerkers.of(stand.staat.toetser)
        require_distinct(reader, toetser)
        show(voorstel)
        verklaring = reading(voorstel.bva_besluit, medewerker=reader.id, now=opslag.now())
        thuis = EigenThuis(home=home, ring=ring)
        made = Verklaring(
            verklaring=verklaring, handtekening=thuis.sign_detached(verklaring, signer=reader.vingerafdruk)
        )
        check_reading(
            made,
            voorstel.bva_besluit,
            toetser=toetser,
            opsteller=stand.ingediend.opsteller,
            medewerkers=vertrouwen.medewerkers,
            controle=ring,
            now=opslag.now(),
        )
    kept = {
        "bva_besluit": thaw(voorstel.bva_besluit),
        "verklaring": base64.b64encode(made.verklaring).decode(),
        "handtekening": base64.b64encode(made.handtekening).decode(),
    }
    with opslag.act("vastgelegd", object=kenmerk, proef=proef) as act:
        require_role(act, "toetser")
        _update(act, stand, stand.staat._replace(meelezing=kept))
    return voorstel


# --- deciding ----------------------------------------------------------------------------------


def decide_indiening(
    toetsing: Toetsing,
    kenmerk: str,
    *,
    akkoord: str,
    home: Path,
    zegel: Zegel | None,
    write: Callable[[bytes], None],
    meelezer: bool = False,
    voor: str | None = None,
    proef: bool = False,
) -> Besloten:
    """Take the besluit and seal its package to the CCV; `home` has the toetser's own key, `write` keeps the sealed file.

    `akkoord` is the digest of the differences that were shown. Raises ConsentError, ValidationError, VerificationError,
    StampingError or EncryptionError; then nothing is decided. What `write` raises comes after the besluit: it stands.
    """
    opslag = toetsing.opslag
    stand, vertrouwen = _look(toetsing, kenmerk, "dossier_gelezen")
    with noted(opslag, "besloten", kenmerk), ring_of(vertrouwen) as ring:
        _require_open(stand)
        voorstel = _propose(toetsing, stand)
        thuis = EigenThuis(home=home, ring=ring)
        toetser = vertrouwen.medewerkers.require(opslag.wie, "toetser", vertrouwen.op)
        meelezing = _reading(stand)
        stukken = decide(
            stand.ingediend,
            voorstel.bva_besluit,
            akkoord=akkoord,
            beslissers=Beslissers(
                toetser=toetser,
                medewerkers=vertrouwen.medewerkers,
                controle=ring,
                sign=lambda data: thuis.sign_detached(data, signer=toetser.vingerafdruk),
            ),
            zegel=zegel,
            now=opslag.now(),
            meelezing=require_reading(meelezing) if meelezer else meelezing,
        )
        sealed = seal_for_ccv(
            Besluitpakket(inhoud=stukken.pakket),
            ring=thuis,
            afzender=toetser.vingerafdruk,
            ontvanger=vertrouwen.pin("ccv_levering"),
        )
    dossier = opslag.pseudonym(stand.ingediend.rapport.inhoud["dossiernummer"])
    row = _piece(opslag, kenmerk, dossier, _PAKKET, stukken.pakket, stand.sleutel, proef=proef)
    with opslag.act("besloten", object=kenmerk, proef=proef) as act, acting_for(opslag, act, "besloten", voor):
        lock_dossier(act.connection, dossier)
        own = _treats(toetsing, act, stand, voor)
        _refuse_overtaken(act, stand, dossier)
        _refuse_decided(act, stand)
        act.connection.execute(TOETSSTUK.insert(), {**row, "gemaakt_op": utc_text(act.now)})
        _update(act, stand, stand.staat._replace(toetser=stand.staat.toetser or own), status="besloten")
    if not proef:
        _write(write, sealed)
    return Besloten(indiening=kenmerk, stukken=stukken, bestand=sealed)


def send_again(
    toetsing: Toetsing, kenmerk: str, *, home: Path, write: Callable[[bytes], None], proef: bool = False
) -> str:
    """Seal the besluitpakket once more, for a file that was lost on its way; give its digest.

    Raises ValidationError when nothing was decided, ConsentError for another toetser, EncryptionError.
    """
    opslag = toetsing.opslag
    stand, vertrouwen = _look(toetsing, kenmerk, "dossier_gelezen")
    with noted(opslag, "besloten", kenmerk), ring_of(vertrouwen) as ring, opslag.look() as connection:
        if stand.status != "besloten":
            raise ValidationError.because(
                "INDIENING-OPEN", "over deze indiening is nog niet besloten", "Beoordeel haar en besluit (bva besluit)."
            )
        toetser = vertrouwen.medewerkers.require(opslag.wie, "toetser", vertrouwen.op)
        package = _package(connection, opslag, kenmerk, stand.sleutel, soort=_PAKKET)
        # The other side believes one signer: who sealed it is who signed what is in it.
        unpacked = unpack(package, pakket="besluitpakket")
        check_sender(
            unpacked,
            controle=ring,
            afzender=toetser.vingerafdruk,
            not_before=ring.inspect(toetser.vingerafdruk).aangemaakt,
            now=opslag.now(),
        )
        sealed = seal_for_ccv(
            Besluitpakket(inhoud=package),
            ring=EigenThuis(home=home, ring=ring),
            afzender=toetser.vingerafdruk,
            ontvanger=vertrouwen.pin("ccv_levering"),
        )
    with opslag.act("besloten", object=kenmerk, proef=proef) as act:
        require_role(act, "toetser")
    if not proef:
        _write(write, sealed)
    return sha256(sealed)


def _write(write: Callable[[bytes], None], sealed: bytes) -> None:
    """Write the file of a besluit that was taken; what goes wrong now does not undo it, and the error says so."""
    try:
        write(sealed)
    except WeerbaarDocsError as error:
        how = "Er is besloten, en dat blijft zo; maak het bestand daarna met bva besluit --opnieuw."
        raise type(error)(*(replace(m, oplossing=f"{m.oplossing} {how}") for m in error.meldingen)) from None


def _propose(toetsing: Toetsing, stand: Zaakstand) -> Voorstel:
    if stand.staat.meelezing is not None:
        besluit = stand.staat.meelezing["bva_besluit"]
    else:
        today = nederlandse_dag(toetsing.opslag.now())
        besluit = make_besluit(stand.ingediend, stand.staat.beoordeling, besloten_op=today)
    return Voorstel(stand=stand, bva_besluit=besluit, verschillen=preview(stand.ingediend, besluit))


def _reading(stand: Zaakstand) -> Verklaring | None:
    kept = stand.staat.meelezing
    if kept is None:
        return None
    return Verklaring(
        verklaring=base64.b64decode(kept["verklaring"]), handtekening=base64.b64decode(kept["handtekening"])
    )


# --- the store ---------------------------------------------------------------------------------


def _look(toetsing: Toetsing, kenmerk: str, handeling: Handeling) -> tuple[Zaakstand, Vertrouwen]:
    opslag = toetsing.opslag
    vertrouwen = trusted(opslag)
    with opslag.act(handeling, object=_known_form(kenmerk)) as act:
        row = _row(act.connection, kenmerk)
        require_role(act, "toetser")
        key = act.dossier_key(kenmerk)
        staat = _Staat(**open_row(row, key, soort=_SOORT, id=kenmerk))
        package = _package(act.connection, opslag, kenmerk, key)
        received = _received(act.connection, row["dossier"])
    with noted(opslag, handeling, kenmerk), ring_of(vertrouwen) as ring:
        ingediend = _read(toetsing, package, staat.afzender, vertrouwen, ring)
    vorige = ingediend.vorige
    return (
        Zaakstand(
            indiening=kenmerk,
            status=row["status"],
            gewijzigd_op=row["gewijzigd_op"],
            vorige_ontvangen=vorige is not None
            and any(_is(vorige, r) for r in received if r["versie"] < row["versie"]),
            staat=staat,
            ingediend=ingediend,
            sleutel=key,
        ),
        vertrouwen,
    )


def _read(toetsing: Toetsing, package: bytes, afzender: str, vertrouwen: Vertrouwen, ring: Sleutelring) -> Ingediend:
    return read_indiening(
        package,
        afzender=afzender,
        medewerkers=vertrouwen.medewerkers,
        controle=ring,
        huisstijl=toetsing.huisstijl,
        now=toetsing.opslag.now(),
    )


def _known_form(kenmerk: str) -> str:
    if len(kenmerk) == len("O-") + 32 and kenmerk.startswith("O-") and set(kenmerk[2:]) <= set("0123456789abcdef"):
        return kenmerk
    raise ValidationError.because(
        "INDIENING-KENMERK", "dit is geen kenmerk van een indiening", "Neem het kenmerk over uit bva lijst."
    )


def _row(connection: Connection, kenmerk: str) -> RowMapping:
    row = connection.execute(select(INDIENING).where(INDIENING.c.id == kenmerk)).mappings().first()
    if row is None:
        raise ValidationError.because(
            "INDIENING-ONBEKEND", "deze indiening staat niet in de opslag", "Neem het kenmerk over uit bva lijst."
        )
    return row


def _package(connection: Connection, opslag: Opslag, kenmerk: str, key: Datasleutel, *, soort: str = _SOORT) -> bytes:
    query = select(TOETSSTUK).where(TOETSSTUK.c.indiening == kenmerk, TOETSSTUK.c.soort == soort)
    row = connection.execute(query).mappings().one()
    return open_sealed(opslag.blobs.get(row["blob_sha256"]), key, soort=f"toetsstuk/{soort}", sha256=row["sha256"])


def _piece(
    opslag: Opslag, kenmerk: str, dossier: str, soort: str, inhoud: bytes, key: Datasleutel, *, proef: bool
) -> dict[str, str]:
    """Seal a piece and put its blob, before the act; give its row."""
    made = seal(inhoud, key, soort=f"toetsstuk/{soort}")
    blob = sha256(made.inhoud) if proef else opslag.blobs.put(made.inhoud)
    return {"indiening": kenmerk, "dossier": dossier, "soort": soort, "sha256": made.sha256, "blob_sha256": blob}


def _sealed(kenmerk: str, staat: _Staat, key: Datasleutel) -> dict[str, Any]:
    return sealed_row(staat._asdict(), key, soort=_SOORT, id=kenmerk)


def _update(act: Act, stand: Zaakstand, staat: _Staat, *, status: str = "ontvangen") -> str:
    """Keep what is known now; raises ValidationError when somebody else changed it since it was read."""
    moment = utc_text(act.now)
    seen = _row(act.connection, stand.indiening)
    if seen["status"] != "ontvangen" or open_row(seen, stand.sleutel, soort=_SOORT, id=stand.indiening) != thaw(
        stand.staat._asdict()
    ):
        raise ValidationError.because(
            "INDIENING-INGEHAALD",
            "iemand anders heeft deze indiening in de tussentijd veranderd of er over besloten",
            "Bekijk haar opnieuw (bva toon) en doe het daarna nog eens.",
        )
    values = {"gewijzigd_op": moment, "status": status, **_sealed(stand.indiening, staat, stand.sleutel)}
    act.connection.execute(INDIENING.update().where(INDIENING.c.id == stand.indiening), values)
    return moment


def _readers(act: Act) -> dict[str, bytes]:
    """Give the toetsers who can open this store, with their public keys."""
    register = act.register_key()
    inside = holders(act.connection, REGISTER)
    staff = sorted(m.id for m in medewerkers(act.connection, register) if "toetser" in m.rollen and m.id in inside)
    return {houder: public_key(act.connection, register, houder) for houder in staff}


def _treats(toetsing: Toetsing, act: Act, stand: Zaakstand, voor: str | None) -> str:
    """Give in whose name this toetser acts; raises ConsentError when another treats it and he is no substitute."""
    require_role(act, "toetser")
    today = nederlandse_dag(act.now)
    if voor is not None:
        medewerkers(act.connection, act.register_key()).require(voor, "toetser", today)
        require_substitute(toetsing.vervangingen, voor=voor, door=act.wie, op=today)
    own = voor or act.wie
    if stand.staat.toetser not in {None, own}:
        raise ConsentError.because(
            "INDIENING-TOETSER",
            f"deze indiening wordt behandeld door {stand.staat.toetser}",
            "Laat die toetser het doen, of doe het als zijn vervanger (--voor).",
        )
    return own


def _refuse_known(act: Act, kenmerk: str, dossier: str, ingediend: Ingediend) -> None:
    rows = _received(act.connection, dossier)
    if any(row["id"] == kenmerk for row in rows):
        raise ValidationError.because(
            "INDIENING-BEKEND", "deze indiening is al ontvangen", "Kijk in bva lijst; er hoeft niets te gebeuren."
        )
    last = max(rows, key=lambda row: int(row["versie"]), default=None)
    vorige = ingediend.vorige
    if last is None:
        if vorige is not None and vorige.bva_besluit is not None:
            raise _other_previous(
                "hier is nog nooit over dit rapport besloten, en in het pakket zit een besluit daarover"
            )
        return
    if ingediend.toetsingsblad["rapport_versie"] <= last["versie"]:
        raise ValidationError.because(
            "INDIENING-VERSIE",
            "van dit rapport is deze versie of een latere al ontvangen",
            "Laat de adviseur een nieuwe versie maken en indienen.",
        )
    if vorige is None or not _is(vorige, last):
        raise _other_previous("de vorige versie in het pakket is niet die hier het laatst is ontvangen")
    if vorige.bva_besluit is not None and last["status"] != "besloten":
        raise _other_previous("over de vorige versie is hier niet besloten, en in het pakket zit een besluit daarover")


def _received(connection: Connection, dossier: str) -> Sequence[RowMapping]:
    return connection.execute(select(INDIENING).where(INDIENING.c.dossier == dossier)).mappings().all()


def _is(vorige: Vorige, row: RowMapping) -> bool:
    return digest(thaw(vorige.inhoud)) == str(row["rapport_sha256"])


def _other_previous(melding: str) -> ValidationError:
    return ValidationError.because(
        "INDIENING-VORIGE",
        melding,
        "Vraag de adviseur om opnieuw in te dienen, met de versie die hij hiervoor indiende erbij.",
    )


def _refuse_overtaken(act: Act, stand: Zaakstand, dossier: str) -> None:
    query = select(INDIENING.c.versie).where(INDIENING.c.dossier == dossier)
    if max(act.connection.execute(query).scalars()) > stand.ingediend.toetsingsblad["rapport_versie"]:
        raise ValidationError.because(
            "INDIENING-INGEHAALD",
            "van dit rapport is een latere versie ontvangen",
            "Beoordeel en besluit over de laatste versie.",
        )


def _refuse_decided(act: Act, stand: Zaakstand) -> None:
    """Raise VerificationError when the logboek knows of a besluit that the store forgot: a status can be put back by hand."""
    taken = select(AUDITREGEL.c.volgnummer).where(
        AUDITREGEL.c.handeling == "besloten",
        AUDITREGEL.c.object == stand.indiening,
        AUDITREGEL.c.uitkomst == "gelukt",
    )
    if act.connection.execute(taken.limit(1)).first() is not None:
        raise VerificationError.because(
            "INDIENING-LOGBOEK",
            "volgens het logboek is over deze indiening al besloten, en volgens de opslag niet",
            "Besluit niet; laat de opslag onderzoeken (opslag controleer) en vraag het CCV wat het heeft ontvangen.",
        )


def _require_open(stand: Zaakstand) -> None:
    if stand.status != "ontvangen":
        raise ValidationError.because(
            "INDIENING-BESLOTEN", "over deze indiening is al besloten", "Wacht op een nieuwe versie van het rapport."
        )


def _nobody_judged() -> ConsentError:
    error = ConsentError.because(
        "MEELEZING", "nog niemand heeft deze indiening beoordeeld", "Laat eerst een toetser beoordelen (bva beoordeel)."
    )
    assert isinstance(error, ConsentError)
    return error
