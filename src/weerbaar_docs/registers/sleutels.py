# SPDX-License-Identifier: EUPL-1.2
"""The pinned keys: whose they are, how and when somebody compared the fingerprint, and when they lapse.

(1) a sleutelbeheerder changes the register, and types the fingerprint that he compared: a file alone pins nothing;
(2) a holder has one key of a kind; another primary key of a werkgever comes in by a sleutelwissel alone, also after the
    old one was withdrawn (registers/sleutelwissel.py);
(3) the same primary key with new bytes is a renewal: toestemmingen stay;
(4) who was called back was called on a contactpunt of that very organisatie, checked and not stale (R-CONT-1);
(5) a key that lapses takes with it every toestemming that names it, in the same transaction, and leaves berichten;
(6) a row stays for good, for old acts name it, and a lapsed key does not come back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import select

from weerbaar_docs.errors import EncryptionError, ValidationError
from weerbaar_docs.expiry import warnings
from weerbaar_docs.keys import VERIFICATIE_MAANDEN, Sleutelregister
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.berichten import Bericht, add_bericht
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.registers.organisaties import set_openpgp
from weerbaar_docs.registers.sleutelcontrole import check_houder, require_compared, verified
from weerbaar_docs.registers.sleutelrijen import (
    Registersleutel,
    Verificatie,
    Wijze,
    hold,
    insert,
    keys,
    pinned_key,
    registersleutels,
    update,
)
from weerbaar_docs.store.leveringen import void_toestemmingen
from weerbaar_docs.store.tables import TOESTEMMING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy import Connection

    from weerbaar_docs.encryption.certificaat import Certificaat
    from weerbaar_docs.errors import Melding
    from weerbaar_docs.store.crypto import Datasleutel
    from weerbaar_docs.store.opslag import Act

Vervalreden = Literal["vervangen", "verlopen", "kwijt", "gelekt", "houder_weg", "onjuist"]


def put_key(
    act: Act,
    certificaat: Certificaat,
    *,
    houder: str,
    vingerafdruk: str,
    wijze: Wijze,
    contactpunt: str | None = None,
) -> tuple[Registersleutel, bool]:
    """Pin a key, or renew the certificate of the one that is pinned; say whether it is new.

    `houder` is an OIN, a dossier's pseudonym, a medewerker's number or CCV or BVA; `vingerafdruk` is what was compared.
    Raises EncryptionError, ValidationError or ConsentError.
    """
    require_role(act, "sleutelbeheerder")
    require_compared(certificaat, vingerafdruk)
    verificatie = verified(act, houder, certificaat.soort, wijze, contactpunt)
    hold(act, houder)
    check_houder(act, certificaat, houder)
    known = [rij for rij in keys(act) if (rij.houder, rij.soort) == (houder, certificaat.soort)]
    pinned = [rij for rij in known if rij.vervallen_op is None]
    if pinned and pinned[0].vingerafdruk == certificaat.vingerafdruk:
        return _renew(act, pinned[0], certificaat, verificatie), False
    if certificaat.soort == "werkgever" and known:
        raise EncryptionError.because(
            "SLEUTEL-WISSEL",
            "deze werkgever had al een andere sleutel",
            "Laat twee sleutelbeheerders een sleutelwissel ondertekenen (sleutel vervang).",
        )
    if pinned:
        raise EncryptionError.because(
            "SLEUTEL-BESTAAT", "deze houder heeft al een andere sleutel", "Trek die eerst in (sleutel trek-in)."
        )
    return insert(act, certificaat, houder, verificatie), True


def verify_key(act: Act, vingerafdruk: str, *, wijze: Wijze, contactpunt: str | None = None) -> Registersleutel:
    """Record that the fingerprint was compared again today (R-PGP-1)."""
    require_role(act, "sleutelbeheerder")
    rij = pinned_key(act, vingerafdruk)
    hold(act, rij.houder)
    made = replace(rij, verificaties=(*rij.verificaties, verified(act, rij.houder, rij.soort, wijze, contactpunt)))
    return update(act, made)


def withdraw_key(act: Act, vingerafdruk: str, *, reden: Vervalreden) -> list[Bericht]:
    """Let a key lapse; give who has to be told."""
    require_role(act, "sleutelbeheerder")
    if reden not in get_args(Vervalreden) or reden == "vervangen":
        raise ValidationError.because(
            "SLEUTEL-REDEN",
            "dit is geen reden om een sleutel in te trekken",
            "Kies verlopen, kwijt, gelekt, houder_weg of onjuist.",
        )
    rij = pinned_key(act, vingerafdruk)
    hold(act, rij.houder)
    berichten = lapse(act, rij, reden, openpgp=None)
    if rij.soort == "werkgever":
        set_openpgp(act, rij.houder, None)
    return berichten


def sleutelregister(connection: Connection, key: Datasleutel, moment: datetime) -> Sleutelregister:
    """Give the keys that count at a moment, as the gate and the sealing take them."""
    return Sleutelregister(tuple(s for rij in registersleutels(connection, key) if (s := rij.at(moment)) is not None))


def check_keys(
    connection: Connection, key: Datasleutel, op: date, *, maanden: int = VERIFICATIE_MAANDEN
) -> list[tuple[Registersleutel, tuple[Melding, ...]]]:
    """Give each pinned key with what has lapsed or lapses soon on a day."""
    found = [rij for rij in registersleutels(connection, key) if rij.vervallen_op is None]
    return [(rij, warnings(rij.sleutel, op, maanden=maanden)) for rij in found]


def lapse(act: Act, rij: Registersleutel, reden: Vervalreden, *, openpgp: Mapping[str, Any] | None) -> list[Bericht]:
    """Let a key lapse now, with every toestemming that names it; `openpgp` is the key that the old contact is told of."""
    update(act, replace(rij, vervallen_op=utc_text(act.now), vervallen_reden=reden))
    touched = sorted({row["dossier"] for row in _void(act, rij.id) if row["geldig_tot"] > utc_text(act.now)})
    berichten = [
        add_bericht(act, "sleutel_aan_bestuurder", sleutel=rij.id, dossier=dossier, gegevens={"reden": reden})
        for dossier in touched
    ]
    if rij.organisatie is None:
        return berichten
    contact = {**rij.organisatie, **({} if openpgp is None else {"openpgp": dict(openpgp)})}
    told = add_bericht(
        act, "sleutel_aan_werkgever", sleutel=rij.id, dossier=None, gegevens={"reden": reden, "organisatie": contact}
    )
    return [told, *berichten]


def _renew(act: Act, rij: Registersleutel, certificaat: Certificaat, verificatie: Verificatie) -> Registersleutel:
    made = replace(
        rij,
        certificaat=certificaat.inhoud,
        geldig_tot=certificaat.geldig_tot,
        verificaties=(*rij.verificaties, verificatie),
    )
    return update(act, made)


def _void(act: Act, id: str) -> list[Mapping[str, Any]]:  # noqa: A002
    """Withdraw every toestemming on a key, each under the lock that its use takes; give those that were not yet."""
    query = (
        select(TOESTEMMING.c.id, TOESTEMMING.c.dossier, TOESTEMMING.c.geldig_tot)
        .where(TOESTEMMING.c.sleutel_pseudoniem == id)
        .order_by(TOESTEMMING.c.id)
    )
    found: list[Mapping[str, Any]] = [dict(row) for row in act.connection.execute(query).mappings()]
    new = void_toestemmingen(act, TOESTEMMING.c.sleutel_pseudoniem == id)
    return [row for row in found if row["id"] in new]
