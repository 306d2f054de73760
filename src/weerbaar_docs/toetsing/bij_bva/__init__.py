# SPDX-License-Identifier: EUPL-1.2
"""The store of the BVA: what was handed in is received, judged in steps, read along and decided.

(1) an indiening is kept sealed under a data key of its own, for the toetsers of that moment; each step reads it again and
    checks it again, so that nothing that changed on this machine in the meantime goes unnoticed;
(2) nothing is decided before `decide_indiening`; its sealed file is a whole besluit to who gets it, so it is written when the
    besluit is in the store, and not before: `send_again` makes one that was never written;
(3) who judges first treats the indiening; another toetser needs a substitution, and the logboek says for whom he acts;
(4) a version that was overtaken by a later one is not decided on any more, and what was decided on stays so;
(5) the version before, that a package brings along, is the last one that was received here; when nothing was, there is no
    besluit on it either, and whoever looks is told that nobody here has seen it;
(6) a trial (`proef`) checks all that can be checked before a signature, and makes none.

The way: ontvangst -> beoordeling -> voorstel -> meelezing -> besluit -> verzending (-> verhoging); `stand` is an indiening as it is now, `rijen`
are its rows.
"""

from __future__ import annotations

from weerbaar_docs.toetsing.bij_bva.beoordeling import judge
from weerbaar_docs.toetsing.bij_bva.besluit import Besloten, decide_indiening
from weerbaar_docs.toetsing.bij_bva.concept import give_concept
from weerbaar_docs.toetsing.bij_bva.meelezing import read_along
from weerbaar_docs.toetsing.bij_bva.ontvangst import Indieningsregel, list_indieningen, receive
from weerbaar_docs.toetsing.bij_bva.stand import Toetsing, Zaakstand, look_at
from weerbaar_docs.toetsing.bij_bva.verhoging import Verhoogd, raise_besluit
from weerbaar_docs.toetsing.bij_bva.verzending import send_again
from weerbaar_docs.toetsing.bij_bva.voorstel import Voorstel, propose

__all__ = [
    "Besloten",
    "Indieningsregel",
    "Toetsing",
    "Verhoogd",
    "Voorstel",
    "Zaakstand",
    "decide_indiening",
    "give_concept",
    "judge",
    "list_indieningen",
    "look_at",
    "propose",
    "raise_besluit",
    "read_along",
    "receive",
    "send_again",
]
