# SPDX-License-Identifier: EUPL-1.2
"""Opslag + a medewerker -> who can open a dossier: a wrap of its data key added or taken away, as an act of its own.

(1) only who can open a dossier gives or takes access: in the concept phase (of a next version too) whoever treats dossiers,
    afterwards the secretariaat, unless nobody of it can open the dossier;
(2) the last one who can open it keeps that: without a wrap the content is gone for good, and that is destruction;
(3) access is for a medewerker who is in the register today and treats dossiers;
(4) a dossier that was destroyed gets no wrap back, also not from who was busy while it happened;
(5) with the vaststelling the concept phase ends: the whole secretariaat gets access, and nobody else keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from weerbaar_docs.dossiers.lezen import BEHANDELAARS, identify, living_row
from weerbaar_docs.errors import ConsentError, ValidationError
from weerbaar_docs.registers.medewerkers import medewerkers, public_key, require_role
from weerbaar_docs.status.overgangen import RAPPORT, VOORBEREIDING
from weerbaar_docs.store import REGISTER, add_holder, remove_holder
from weerbaar_docs.store.data_keys import holders, lock_dossier, lock_register
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from weerbaar_docs.store import Act, Opslag

_CONCEPTFASE: Final = frozenset({*VOORBEREIDING, *RAPPORT})


def grant(opslag: Opslag, kenmerk: str, medewerker: str, *, proef: bool = False) -> frozenset[str]:
    """Let a medewerker open a dossier; give who can now. Raises ValidationError, ConsentError or EncryptionError."""
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("toegang_gewijzigd", object=pseudoniem, proef=proef) as act:
        now = _begin(act, pseudoniem)
        if medewerker in now:
            return now
        register = act.register_key()
        found = medewerkers(act.connection, register).known(medewerker, nederlandse_dag(act.now))
        if not found.rollen & set(BEHANDELAARS):
            raise ConsentError.because(
                "TOEGANG-ROL", "deze medewerker behandelt geen dossiers", "Kies een adviseur of het secretariaat."
            )
        publiek = public_key(act.connection, register, medewerker)
        add_holder(act.connection, act.dossier_key(pseudoniem), medewerker, publiek=publiek, now=act.now)
        return holders(act.connection, pseudoniem)


def withdraw(opslag: Opslag, kenmerk: str, medewerker: str, *, proef: bool = False) -> frozenset[str]:
    """Take the access of a medewerker away; give who is left. Raises ValidationError when nobody would be."""
    pseudoniem = identify(opslag, kenmerk)
    with opslag.act("toegang_gewijzigd", object=pseudoniem, proef=proef) as act:
        now = _begin(act, pseudoniem)
        if medewerker not in now:
            raise ValidationError.because(
                "TOEGANG-GEEN", "deze medewerker kan het dossier al niet openen", "Controleer het nummer."
            )
        if now == {medewerker}:
            raise ValidationError.because(
                "TOEGANG-LAATSTE",
                "dit is de laatste die het dossier kan openen",
                "Geef eerst iemand anders toegang; vernietigen is een handeling van de beheerder.",
            )
        remove_holder(act.connection, pseudoniem, medewerker)
        return holders(act.connection, pseudoniem)


def end_concept_phase(opslag: Opslag, act: Act, pseudoniem: str, *, proef: bool) -> frozenset[str]:
    """Leave an established dossier to the secretariaat, all of it and nobody else; give who can open it.

    Without a secretariaat all keep their access: without a wrap the content is gone for good. A change is a line of its own. The
    caller has locked the registers and the dossier.
    """
    secretariaat, now = _secretariaat(act), holders(act.connection, pseudoniem)
    if not secretariaat or secretariaat == now:
        return now
    with opslag.act_in(act.connection, "toegang_gewijzigd", object=pseudoniem, proef=proef):
        key, register = act.dossier_key(pseudoniem), act.register_key()
        for medewerker in sorted(secretariaat - now):
            publiek = public_key(act.connection, register, medewerker)
            add_holder(act.connection, key, medewerker, publiek=publiek, now=act.now)
        for medewerker in sorted(now - secretariaat):
            remove_holder(act.connection, pseudoniem, medewerker)
    return secretariaat


def _secretariaat(act: Act) -> frozenset[str]:
    """Give who is of the secretariaat today and has a key to open a dossier with."""
    vandaag, keys = nederlandse_dag(act.now), holders(act.connection, REGISTER)
    register = medewerkers(act.connection, act.register_key())
    return frozenset(m.id for m in register if "secretariaat" in m.rollen and m.serves(vandaag) and m.id in keys)


def _begin(act: Act, pseudoniem: str) -> frozenset[str]:
    lock_register(act.connection)  # who is given access may not leave the service in the meantime
    lock_dossier(act.connection, pseudoniem)
    row, now = living_row(act.connection, pseudoniem), holders(act.connection, pseudoniem)
    secretariaat_decides = row["status"] not in _CONCEPTFASE and not now.isdisjoint(_secretariaat(act))
    require_role(act, *(["secretariaat"] if secretariaat_decides else BEHANDELAARS))
    act.dossier_key(pseudoniem)
    return now
