# SPDX-License-Identifier: EUPL-1.2
"""What a command does with a key file in one go: read and judge it with GnuPG first, and only then begin the act.

GnuPG takes its time, and in SQLite an act holds the one lock that there is.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from weerbaar_docs.encryption.certificaat import read_certificaat
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.registers.organisaties import organisatie
from weerbaar_docs.registers.sleutelrijen import key_pseudonym, registersleutels
from weerbaar_docs.registers.sleutels import put_key
from weerbaar_docs.registers.sleutelwissel import replace_key, sleutelwissel_statement
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.sleutelblad import render_sleutelblad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from weerbaar_docs.encryption.certificaat import Certificaat
    from weerbaar_docs.keys import Sleutelsoort
    from weerbaar_docs.model import Verklaring
    from weerbaar_docs.registers.sleutelrijen import Registersleutel, Wijze
    from weerbaar_docs.registers.sleutelwissel import Wissel, Wisselreden
    from weerbaar_docs.rendering import Document
    from weerbaar_docs.store import Opslag


def add_from_file(
    opslag: Opslag,
    data: bytes,
    *,
    soort: Sleutelsoort,
    houder: str,
    vingerafdruk: str,
    wijze: Wijze,
    contactpunt: str | None = None,
    proef: bool = False,
    before_commit: Callable[[], None] = lambda: None,
) -> tuple[Registersleutel, bool]:
    """Pin or renew the key in a file; raises as `read_certificaat` and `put_key` do."""
    certificaat = _read(opslag, data, soort, _pinned(opslag, houder, soort))
    with opslag.act("sleutel_gewijzigd", object=key_pseudonym(opslag, certificaat.vingerafdruk), proef=proef) as act:
        made = put_key(act, certificaat, houder=houder, vingerafdruk=vingerafdruk, wijze=wijze, contactpunt=contactpunt)
        before_commit()
    return made


def statement_for_file(opslag: Opslag, data: bytes, *, oin: str, contactpunt: str, reden: Wisselreden) -> bytes:
    """Make the statement of whoever opened the store on the key in a file, to be signed with his own key."""
    certificaat = _read(opslag, data, "werkgever", None)
    with opslag.act("bevraagd", object="register") as act:
        return sleutelwissel_statement(
            act, certificaat, oin=oin, contactpunt=contactpunt, reden=reden, medewerker=opslag.wie
        )


def replace_from_file(
    opslag: Opslag,
    data: bytes,
    verklaringen: Sequence[Verklaring],
    *,
    proef: bool = False,
    before_commit: Callable[[], None] = lambda: None,
) -> Wissel:
    """Replace a werkgever's key by that in a file; the signatures are checked with the medewerkers' keys of the register."""
    certificaat = _read(opslag, data, "werkgever", None)
    with (
        _signers(_listed(opslag)) as controle,
        opslag.act("sleutel_gewijzigd", object=key_pseudonym(opslag, certificaat.vingerafdruk), proef=proef) as act,
    ):
        made = replace_key(act, certificaat, verklaringen, controle=controle)
        before_commit()
    return made


def sleutelblad_for(
    opslag: Opslag, oin: str, *, vingerafdruk: str | None, datum: date, huisstijl: Huisstijl = HUISSTIJL
) -> Document:
    """Render the sleutelblad of a werkgever of the register, with this fingerprint or else that of the pinned key."""
    with opslag.act("bevraagd", object="register") as act:
        found = organisatie(act.connection, act.register_key(), oin)
    pinned = _pinned(opslag, oin, "werkgever")
    shown = vingerafdruk or (pinned.vingerafdruk if pinned else None)
    return render_sleutelblad(datum=datum, organisatie=found, vingerafdruk=shown, huisstijl=huisstijl)


def _read(opslag: Opslag, data: bytes, soort: Sleutelsoort, known: Registersleutel | None) -> Certificaat:
    return read_certificaat(data, soort=soort, now=opslag.now(), eerder=known.certificaat if known else b"")


def _listed(opslag: Opslag) -> list[Registersleutel]:
    with opslag.act("bevraagd", object="register") as act:
        return [rij for rij in registersleutels(act.connection, act.register_key()) if rij.vervallen_op is None]


def _pinned(opslag: Opslag, houder: str, soort: Sleutelsoort) -> Registersleutel | None:
    found = [rij for rij in _listed(opslag) if (rij.houder, rij.soort) == (houder, soort)]
    return found[0] if found else None


@contextlib.contextmanager
def _signers(rijen: Iterable[Registersleutel]) -> Iterator[Sleutelring]:
    with Sleutelring() as ring:
        for rij in rijen:
            if rij.soort == "medewerker":
                ring.import_public(rij.certificaat, vingerafdruk=rij.vingerafdruk)
        yield ring
