# SPDX-License-Identifier: EUPL-1.2
"""Voorstel + a second toetser who sees it -> his signed statement, kept with the besluit as he read it."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.keys import require_distinct
from weerbaar_docs.model import Verklaring, thaw
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.toetsing.besluiten import require_agreement
from weerbaar_docs.toetsing.bij_bva.rijen import update
from weerbaar_docs.toetsing.bij_bva.stand import look, require_open
from weerbaar_docs.toetsing.bij_bva.voorstel import proposal
from weerbaar_docs.toetsing.meelezen import check_reading, reading
from weerbaar_docs.toetsing.vertrouwen import ring_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.keys import Medewerker
    from weerbaar_docs.toetsing.bij_bva.stand import Toetsing, Zaakstand
    from weerbaar_docs.toetsing.bij_bva.voorstel import Voorstel
    from weerbaar_docs.toetsing.vertrouwen import Vertrouwen


def read_along(
    toetsing: Toetsing,
    kenmerk: str,
    *,
    home: Path,
    agree: Callable[[Voorstel], str],
    handeling: Handeling = "dossier_gelezen",
    proef: bool = False,
) -> Voorstel:
    """Sign, as a second toetser, for the besluit as it is now; it is then kept as it was read.

    `agree` shows what he signs for, before he does, and gives the digest that he agreed with; when it raises, nothing is
    signed, and neither with `proef`. Raises ConsentError (the same person, no toetser, another digest), ValidationError or
    EncryptionError.
    """
    opslag = toetsing.opslag
    stand, vertrouwen = look(toetsing, kenmerk, handeling)
    with noted(opslag, "vastgelegd", kenmerk), ring_of(vertrouwen) as ring:
        require_open(stand)
        reader, toetser = _readers(stand, vertrouwen, opslag.wie)
        voorstel = proposal(toetsing, replace(stand, staat=stand.staat._replace(meelezing=None)), toetser)
        thuis = EigenThuis(home=home, ring=ring)
        thuis.require_key(reader.vingerafdruk)
        require_agreement(voorstel.verschillen, agree(voorstel))
        kept = None if proef else _signed(voorstel, reader, toetser, thuis, vertrouwen, opslag.now())
    with opslag.act("vastgelegd", object=kenmerk, proef=proef) as act:
        require_role(act, "toetser")
        update(act, stand.gezien, stand.staat._replace(meelezing=kept), stand.sleutel)
    return voorstel


def _readers(stand: Zaakstand, vertrouwen: Vertrouwen, wie: str) -> tuple[Medewerker, Medewerker]:
    """Give who reads along and who judged last, and so decides; raises ConsentError unless these two and the opsteller are three people."""
    reader = vertrouwen.medewerkers.require(wie, "toetser", vertrouwen.op)
    wiens = stand.staat.beslisser or stand.staat.toetser
    if wiens is None:
        raise ConsentError.because(
            "MEELEZING",
            "nog niemand heeft deze indiening beoordeeld",
            "Laat eerst een toetser beoordelen (bva beoordeel).",
        )
    toetser = vertrouwen.medewerkers.of(wiens)
    require_distinct(reader, toetser)
    require_distinct(reader, stand.ingediend.opsteller)
    return reader, toetser


def _signed(
    voorstel: Voorstel,
    reader: Medewerker,
    toetser: Medewerker,
    thuis: EigenThuis,
    vertrouwen: Vertrouwen,
    now: datetime,
) -> dict[str, Any]:
    verklaring = reading(voorstel.bva_besluit, medewerker=reader.id, now=now)
    made = Verklaring(verklaring=verklaring, handtekening=thuis.sign_detached(verklaring, signer=reader.vingerafdruk))
    check_reading(
        made,
        voorstel.bva_besluit,
        toetser=toetser,
        opsteller=voorstel.stand.ingediend.opsteller,
        medewerkers=vertrouwen.medewerkers,
        controle=thuis.ring,
        now=now,
    )
    return {
        "bva_besluit": thaw(voorstel.bva_besluit),
        "verklaring": base64.b64encode(made.verklaring).decode(),
        "handtekening": base64.b64encode(made.handtekening).decode(),
    }
