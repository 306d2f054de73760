# SPDX-License-Identifier: EUPL-1.2
"""An indiening + some more judgements -> the same with those kept; and whose it is to judge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from weerbaar_docs.dossiers.bewaren import noted
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.registers.medewerkers import medewerkers, require_role
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toetsing.beoordelen import check_known, merge
from weerbaar_docs.toetsing.bij_bva.rijen import update
from weerbaar_docs.toetsing.bij_bva.stand import look_at, require_open
from weerbaar_docs.toetsing.vervangen import acting_for, require_substitute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.store import Act
    from weerbaar_docs.toetsing.bij_bva.stand import Toetsing, Zaakstand


def judge(
    toetsing: Toetsing, kenmerk: str, deel: Mapping[str, Any], *, voor: str | None = None, proef: bool = False
) -> Zaakstand:
    """Keep some more judgements (schema `beoordeling`); nothing is decided. Raises ValidationError or ConsentError."""
    opslag = toetsing.opslag
    stand = look_at(toetsing, kenmerk)
    with noted(opslag, "vastgelegd", kenmerk):
        require_open(stand)
        beoordeling = merge(stand.staat.beoordeling, deel)
        check_known(stand.ingediend, beoordeling, deel)
    # What was read along was another besluit.
    staat = stand.staat._replace(beoordeling=beoordeling, meelezing=None)
    with opslag.act("vastgelegd", object=kenmerk, proef=proef) as act, acting_for(opslag, act, "vastgelegd", voor):
        staat = staat._replace(toetser=treats(toetsing, act, stand, voor), beslisser=act.wie)
        update(act, stand.gezien, staat, stand.sleutel)
    return replace(stand, staat=staat)


def treats(toetsing: Toetsing, act: Act, stand: Zaakstand, voor: str | None) -> str:
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
