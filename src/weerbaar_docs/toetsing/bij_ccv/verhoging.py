# SPDX-License-Identifier: EUPL-1.2
"""A besluitpakket whose report was given more proof -> recorded in the place of the one that was taken in before.

(1) besluit, statement and every other file are, byte for byte, those of a package that was recorded here; the new report begins
    with the bytes of the recorded one, and is checked whole like any other: what is behind them is proof and nothing else;
(2) only while the dossier is `vastgesteld`: after that others have the report, or its digest, in what they signed;
(3) what is no raise of a recorded package is a second besluit, and refused as such.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import sha256
from weerbaar_docs.dossiers.lezen import BEHANDELAARS
from weerbaar_docs.dossiers.stukken import hold, insert
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, unpack
from weerbaar_docs.errors import EncryptionError, ValidationError
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toetsing.bij_ccv.rijen import insert_besluit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.dossiers.lezen import Dossierstand
    from weerbaar_docs.encryption.eigen_thuis import EigenThuis
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toetsing.overnemen import Overgenomen
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen

_ANDERS = frozenset({pakketnamen.RAPPORT, MANIFEST, MANIFEST_SIG})


def report_before(
    package: bytes, recorded: tuple[bytes, ...], thuis: EigenThuis, vertrouwen: Vertrouwen, opslag: Opslag
) -> bytes | None:
    """Give the recorded report of which a package brings a raised one; None when it is no raise of what was recorded."""
    new = unpack(package, pakket="besluitpakket")
    found = []
    for sealed in recorded:
        with contextlib.suppress(EncryptionError):  # of who is trusted no more: then it raises nothing either
            opened, _ = thuis.open_message(sealed, signers=vertrouwen.signers("toetser"), now=opslag.now())
            found.append(unpack(opened, pakket="besluitpakket"))
    last = max((old[pakketnamen.RAPPORT] for old in found if _same(old, new)), key=len, default=None)
    if last is None or len(new[pakketnamen.RAPPORT]) <= len(last) or not new[pakketnamen.RAPPORT].startswith(last):
        return None
    return last


def require_not_given_on(stand: Dossierstand) -> None:
    """Raise ValidationError when the report went on."""
    if stand.status != "vastgesteld":
        raise ValidationError.because(
            "BESLUIT-VERHOGING",
            f"het rapport met meer bewijs komt te laat: de status is {stand.status}, en anderen hebben het vorige al",
            "Bewaar het bestand bij het dossier; het rapport dat is vastgelegd blijft gelden.",
            pad="/status",
        )


def keep_raised(
    opslag: Opslag, stand: Dossierstand, found: Overgenomen, before: bytes, rows: list[dict[str, str]], *, proef: bool
) -> None:
    """Record the raised report, which counts from now on; the logboek names the one before."""
    old = opslag.object("rapport", sha256(before))
    with (
        opslag.act("verhoogd", object=stand.dossier, proef=proef) as act,
        opslag.act_in(act.connection, "verhoogd", object=old),
    ):
        hold(act, stand)
        require_role(act, *BEHANDELAARS)
        insert_besluit(act, stand, stand.laatste, found)
        insert(act, rows)


def _same(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bool:
    both = pakketnamen.RAPPORT in old and pakketnamen.RAPPORT in new
    return both and all(old.get(n) == new.get(n) for n in {*old, *new} - _ANDERS)
