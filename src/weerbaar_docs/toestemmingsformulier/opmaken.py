# SPDX-License-Identifier: EUPL-1.2
"""Werkgeverstukken -> Formulier, the blank form; Formulier + Toestemmingsvraag -> what is put before the bestuurder.

(1) the blank form is the file whose digest the statement names (docs/adr/0017); nothing in it hangs on the statement;
(2) filling in only adds: the blank form stands whole in front; (3) form and statement must say the same, field by field;
(4) titles are neutral and no data ride along but the statement (R-META-1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import digest, sha256
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.formuliervelden.vakken import add_fields
from weerbaar_docs.model import freeze, thaw
from weerbaar_docs.rendering import neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toestemming import check_number
from weerbaar_docs.toestemmingsformulier.inhoud import (
    WACHTTIJD_UREN,
    Ontvanger,
    Periode,
    formulier_gegevens,
    verklaring_gegevens,
)
from weerbaar_docs.toestemmingsformulier.invullen import add_statement
from weerbaar_docs.validation import check_part, checked_statement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from weerbaar_docs.redaction import Werkgeverstukken
    from weerbaar_docs.toestemming import Toestemmingsvraag


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulier:
    """The blank form, and the fields of toestemming/v1 that a statement about it must have."""

    pdf: bytes = field(repr=False)
    gegevens: Mapping[str, Any] = field(repr=False)

    @property
    def sha256(self) -> str:
        """The digest that the statement names as `formulier_sha256`."""
        return sha256(self.pdf)


def make_formulier(
    stukken: Werkgeverstukken,
    *,
    ontvanger: Ontvanger | None,
    toestemming_id: str,
    periode: Periode,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
    telefoon: str | None = None,
    grondslag: str | None = None,
    wachttijd_uren: int = WACHTTIJD_UREN,
) -> Formulier:
    """Make the blank form of one choice: PDF/A-3a and PDF/UA-1, fillable, nothing ticked; the same input gives the same bytes.

    `telefoon` (E.164) is who to call with questions and `grondslag` the organisation's own text; both may be left out.
    Raises ConsentError (route, receiver, period), ValidationError (schema `toestemmingsformulier`) or RenderingError.
    """
    said = formulier_gegevens(
        stukken,
        ontvanger=ontvanger,
        toestemming_id=toestemming_id,
        periode=periode,
        now=now,
        telefoon=telefoon,
        grondslag=grondslag,
        wachttijd_uren=wachttijd_uren,
    )
    check_part("toestemmingsformulier", said)
    gegevens = verklaring_gegevens(stukken, ontvanger=ontvanger, toestemming_id=toestemming_id, periode=periode)
    document = render(
        "toestemmingsformulier",
        {"formulier": said},
        huisstijl=huisstijl,
        datum=nederlandse_dag(now),
        titel=neutral_title(digest([said, gegevens])),
    )
    return Formulier(pdf=add_fields(document.pdf), gegevens=freeze(gegevens))


def fill_in(formulier: Formulier, vraag: Toestemmingsvraag) -> bytes:
    """Give the form with the check number in it and the statement attached; the blank form stands whole in front.

    Raises ValidationError for a statement that is none, ConsentError when it says something else than the form.
    """
    verklaring = checked_statement("toestemming", vraag.verklaring)
    expected = {**thaw(formulier.gegevens), "formulier_sha256": formulier.sha256}
    given = {name: verklaring.get(name) for name in expected}
    if given["ontvanger"] is not None:
        given["ontvanger"] = {name: given["ontvanger"][name] for name in ("oin", "functie")}
    wrong = sorted(name for name, value in expected.items() if given[name] != value)
    if wrong:
        raise ConsentError.because(
            "FORMULIER-VERKLARING",
            f"formulier en verklaring zeggen niet hetzelfde: {', '.join(wrong)}",
            "Maak het formulier en de vraag opnieuw, met dezelfde keuze, ontvanger en periode.",
        )
    return add_statement(formulier.pdf, vraag.verklaring, check_number(vraag.verklaring))
