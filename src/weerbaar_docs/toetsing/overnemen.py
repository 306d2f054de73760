# SPDX-License-Identifier: EUPL-1.2
"""The package `besluitpakket` + what the CCV handed in -> Overgenomen, with every link of it checked from bytes.

(1) it answers this very indiening: the same statement, signature, data, huisstijl and digest;
(2) the besluit keeps its schema and rules, and is of no day after today;
(3) who signed the manifest was a toetser on that day and on the day of the besluit, and is another person with another key than
    the opsteller (R-BVA-5), also when the report is sent back; it prints him as the own register does, when that has his name;
(4) a second toetser, when there is one or one is asked for, read this besluit;
(5) established: the definitief rapport made anew is the same, made with what the statement says, the statement is by that same
    toetser over these digests, and the stamped file is under the BVA's seal; sent back: nothing of all that is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes, read_statement
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, check_sender, unpack
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.establishing import DefinitiefRapport, stated
from weerbaar_docs.keys import SPELING_MOMENT, require_distinct
from weerbaar_docs.model import Verklaring, freeze, thaw
from weerbaar_docs.rendering import render_rapport
from weerbaar_docs.stamping import read_stamped
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toetsing.beoordelen import check_besluit
from weerbaar_docs.toetsing.meelezen import check_reading, require_reading
from weerbaar_docs.toetsing.ontvangen import require_same_herkomst
from weerbaar_docs.toetsing.pakket import possible, require_names
from weerbaar_docs.validation import checked_statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.keys import Handtekeningcontrole, Medewerker, Medewerkersregister
    from weerbaar_docs.pades import Zegelvertrouwen
    from weerbaar_docs.rendering import Document
    from weerbaar_docs.stamping import VastgesteldRapport
    from weerbaar_docs.toetsing.ontvangen import Ingediend


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """Whom the CCV believes: its registers, who checks signatures, what it believes of the seals of the BVA, and whether two toetsers read."""

    medewerkers: Medewerkersregister
    handtekeningen: Handtekeningcontrole
    bva_zegels: Zegelvertrouwen
    meelezer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overgenomen:
    """A besluit that holds; `vastgesteld` is None when the report was sent back."""

    bva_besluit: Mapping[str, Any] = field(repr=False)
    toetser: Medewerker
    vastgesteld: VastgesteldRapport | None
    vaststelling_sha256: str | None = None


def rapport_of(package: bytes) -> tuple[str, str]:
    """Give the dossiernummer and rapport_sha256 that a package says it is about: to look it up, nothing is believed yet."""
    parts = unpack(package, pakket="besluitpakket")
    require_names(parts, pakketnamen.IN_BESLUITPAKKET, also=parts)
    inhoud, besluit = (read_statement(parts[name]) for name in (pakketnamen.INHOUD, pakketnamen.BESLUIT))
    both = isinstance(inhoud, dict) and isinstance(besluit, dict)
    if not both or not isinstance(inhoud.get("dossiernummer"), str):
        raise _broken("BESLUIT-INHOUD", "het rapport of het besluit in het pakket heeft niet de juiste vorm")
    return inhoud["dossiernummer"], str(besluit.get("rapport_sha256"))


def take_over(package: bytes, ingediend: Ingediend, *, afzender: str, controle: Controle, now: datetime) -> Overgenomen:
    """Check a package that `afzender` (a fingerprint) sent against what was handed in.

    Raises VerificationError, ValidationError, ConsentError or EncryptionError, naming the first link that does not hold.
    """
    parts, signed = _parts(package, afzender, controle, now)
    _same_indiening(parts, ingediend)  # (1)
    besluit = read_statement(parts[pakketnamen.BESLUIT])
    check_besluit(ingediend.rapport.inhoud, besluit)  # (2)
    besloten_op = date.fromisoformat(besluit["besloten_op"])
    toetser = _toetser(afzender, controle.medewerkers, besloten_op, nederlandse_dag(signed))  # (3)
    require_distinct(ingediend.opsteller, toetser)
    _require_printed(besluit, toetser)
    _check_reading(parts, besluit, ingediend, toetser, controle, now)  # (4)
    if besluit["uitkomst"] == "teruggestuurd":
        require_names(parts, (*pakketnamen.IN_BESLUITPAKKET, MANIFEST, MANIFEST_SIG), also=pakketnamen.BIJ_MEELEZEN)
        return Overgenomen(bva_besluit=freeze(besluit), toetser=toetser, vastgesteld=None)
    vastgesteld = _established(parts, besluit, ingediend, toetser, controle, now)  # (5)
    return Overgenomen(
        bva_besluit=freeze(besluit),
        toetser=toetser,
        vastgesteld=vastgesteld,
        vaststelling_sha256=vastgesteld.definitief.vaststelling_sha256,
    )


def _parts(package: bytes, afzender: str, controle: Controle, now: datetime) -> tuple[dict[str, bytes], datetime]:
    """Give the files, and when this sender signed their manifest."""
    found = unpack(package, pakket="besluitpakket")
    also = (*pakketnamen.BIJ_VASTSTELLING, *pakketnamen.BIJ_MEELEZEN, MANIFEST, MANIFEST_SIG)
    require_names(found, pakketnamen.IN_BESLUITPAKKET, also=also)
    day = _day(read_statement(found[pakketnamen.BESLUIT]))
    if day > nederlandse_dag(now + SPELING_MOMENT):
        raise _broken("BESLUIT-DATUM", "het besluit is van een dag die nog moet komen")
    signed = check_sender(found, controle=controle.handtekeningen, afzender=afzender, not_before=_begin(day), now=now)
    return found, signed


def _day(besluit: Any) -> date:
    try:
        return date.fromisoformat(besluit["besloten_op"])
    except (KeyError, TypeError, ValueError):
        pass
    raise _broken("BESLUIT-DATUM", "het besluit heeft geen datum")


def _begin(day: date) -> datetime:
    """Give from when a signature of that day can be: it begins earlier here than in UTC."""
    return possible(datetime.combine(day, time(), UTC)) - timedelta(days=1)


def _same_indiening(parts: Mapping[str, bytes], ingediend: Ingediend) -> None:
    given = (parts[pakketnamen.INDIENING], parts[pakketnamen.INDIENING_SIG])
    if given != (ingediend.indiening.verklaring, ingediend.indiening.handtekening):
        raise _broken("BESLUIT-INDIENING", "het besluit gaat over een andere indiening dan de laatste van dit dossier")
    if parts[pakketnamen.INHOUD] != canonical_bytes(thaw(ingediend.rapport.inhoud)):
        raise _broken("BESLUIT-INHOUD", "het besluit gaat over een andere inhoud dan is ingediend")
    if parts[pakketnamen.HUISSTIJL] != canonical_bytes(thaw(ingediend.huisstijl.gegevens)):
        raise _broken("BESLUIT-HUISSTIJL", "in het pakket zit een andere huisstijl dan is ingediend")


def _toetser(vingerafdruk: str, medewerkers: Medewerkersregister, *days: date) -> Medewerker:
    for medewerker in medewerkers:
        if medewerker.vingerafdruk == vingerafdruk:
            for day in days:
                medewerkers.require(medewerker.id, "toetser", day)
            return medewerker
    raise _broken("BESLUIT-TOETSER", "wie het besluit ondertekende, staat niet als toetser in het register")


def _require_printed(besluit: Mapping[str, Any], toetser: Medewerker) -> None:
    if toetser.printed() and besluit["toetser"] != toetser.printed():
        raise VerificationError.because(
            "BESLUIT-TOETSERNAAM",
            f"het besluit drukt van {toetser.id} een andere naam of functie af dan in het register staat",
            "Neem het niet over. Vraag de BVA op een bekend nummer wie besloot, en wijzig zo nodig het register (medewerker wijzig).",
        )


def _check_reading(
    parts: Mapping[str, bytes],
    besluit: Mapping[str, Any],
    ingediend: Ingediend,
    toetser: Medewerker,
    controle: Controle,
    now: datetime,
) -> None:
    meelezing = None
    if any(name in parts for name in pakketnamen.BIJ_MEELEZEN):
        require_names(parts, pakketnamen.BIJ_MEELEZEN, also=parts)
        meelezing = Verklaring(verklaring=parts[pakketnamen.MEELEZER], handtekening=parts[pakketnamen.MEELEZER_SIG])
    if controle.meelezer:
        meelezing = require_reading(meelezing)
    if meelezing is not None:
        check_reading(
            meelezing,
            besluit,
            toetser=toetser,
            opsteller=ingediend.opsteller,
            medewerkers=controle.medewerkers,
            controle=controle.handtekeningen,
            now=now,
        )


def _established(
    parts: Mapping[str, bytes],
    besluit: Mapping[str, Any],
    ingediend: Ingediend,
    toetser: Medewerker,
    controle: Controle,
    now: datetime,
) -> VastgesteldRapport:
    require_names(parts, pakketnamen.BIJ_VASTSTELLING, also=parts)
    statement = checked_statement("vaststelling", parts[pakketnamen.VASTSTELLING])
    made = _made_anew(parts, statement, besluit, ingediend)
    facts = {**stated(ingediend.rapport.inhoud, besluit, made.pdf), "herkomst": made.herkomst.as_json()}
    if any(statement[name] != value for name, value in {**facts, "toetser": toetser.id}.items()):
        raise _broken("BESLUIT-VERKLARING", "de verklaring van de toetser gaat over iets anders dan dit besluit")
    definitief = DefinitiefRapport(
        rapport=ingediend.rapport,
        indiening=ingediend.indiening,
        bva_besluit=freeze(besluit),
        document=made,
        vaststelling_sha256=statement["vaststelling_sha256"],
        verklaring=parts[pakketnamen.VASTSTELLING],
        handtekening=parts[pakketnamen.VASTSTELLING_SIG],
    )
    _check_signature(definitief, toetser, controle, now)
    return read_stamped(definitief, parts[pakketnamen.RAPPORT], bva_zegels=controle.bva_zegels, now=now)


def _made_anew(
    parts: Mapping[str, bytes], statement: Mapping[str, Any], besluit: Mapping[str, Any], ingediend: Ingediend
) -> Document:
    """Give the definitief rapport; raises VerificationError unless that in the package is the same, and made with the same."""
    day = date.fromisoformat(besluit["besloten_op"])
    made = render_rapport(ingediend.rapport, besluit, datum=day, huisstijl=ingediend.huisstijl)
    require_same_herkomst(statement["herkomst"], made.herkomst.as_json(), code="BVA-HERKOMST")
    if made.pdf != parts[pakketnamen.DEFINITIEF]:
        raise _broken("BESLUIT-RAPPORT", "het definitieve rapport is niet van deze inhoud en dit besluit gemaakt")
    return made


def _check_signature(definitief: DefinitiefRapport, toetser: Medewerker, controle: Controle, now: datetime) -> None:
    day = date.fromisoformat(definitief.bva_besluit["besloten_op"])
    controle.handtekeningen.verify_detached(
        definitief.verklaring,
        definitief.handtekening,
        signer=toetser.vingerafdruk,
        not_before=_begin(day),
        now=now,
    )


def _broken(code: str, melding: str) -> VerificationError:
    return VerificationError.because(
        code, melding, "Neem het niet over; vraag de BVA om het pakket van de laatste indiening."
    )
