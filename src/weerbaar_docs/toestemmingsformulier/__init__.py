# SPDX-License-Identifier: EUPL-1.2
"""Werkgeverstukken -> Formulier -> what the bestuurder filled in: the form on which he decides (document 6), on paper and as a PDF.

1. `make_formulier`: the blank form of one choice; its digest goes into the statement as `formulier_sha256`.
2. `toestemming.ask` makes the statement, with the same period, receiver and `toestemming_id`.
3. `fill_in`: the check number on it and the statement attached, in a section after the blank form.
4. `read_formulier`: what came back, as information. It opens nothing: what counts is a proof, and consent.py judges it.

    formulier = make_formulier(stukken, ontvanger=ontvanger, toestemming_id="TST-2026-0131", periode=periode, now=now)
    vraag = ask(stukken, formulier_sha256=formulier.sha256, now=periode.van, ...)
    pdf = fill_in(formulier, vraag)
"""

from __future__ import annotations

from weerbaar_docs.toestemmingsformulier.inhoud import Ontvanger, Periode
from weerbaar_docs.toestemmingsformulier.lezen import Gelezen, read_formulier
from weerbaar_docs.toestemmingsformulier.opmaken import Formulier, fill_in, make_formulier

__all__ = ["Formulier", "Gelezen", "Ontvanger", "Periode", "fill_in", "make_formulier", "read_formulier"]
