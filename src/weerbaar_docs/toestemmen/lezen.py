# SPDX-License-Identifier: EUPL-1.2
"""A form that came back -> what it says, beside the question that is open: information, that opens and records nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import read_statement
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.toestemmen.stand import look_at_choice, question_of, require_answerable

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toestemmingsformulier import Gelezen

_KEUZE: Final = {
    "verleen": "de bestuurder geeft toestemming",
    "weiger": "de bestuurder geeft geen toestemming",
    "terug": "de bestuurder wil iets anders",
    None: "er is niets aangekruist",
}
_DAARNA: Final = {
    "verleen": "Leg het vast met toestemming leg-vast: --ondertekend voor dit bestand, of --scan voor het formulier met pen.",
    "weiger": "Leg het vast met toestemming leg-vast --geweigerd.",
    "terug": "Bespreek de keuze opnieuw (toestemming keuze).",
    None: "Vraag de bestuurder om te kiezen.",
}


def form_shown(
    gelezen: Gelezen, opslag: Opslag | None, kenmerk: str | None, *, personal: Callable[[str], str]
) -> dict[str, Any]:
    """Give what `--json` prints; `personal` masks what the bestuurder wrote. With a dossier it says whether this is the open question."""
    statement = None if gelezen.verklaring is None else read_statement(gelezen.verklaring)
    return {
        "keuze": gelezen.keuze,
        "controlegetal": gelezen.controlegetal,
        "toestemming_id": None if statement is None else statement["toestemming_id"],
        "geldig_tot": None if statement is None else statement["geldig_tot"],
        "plaats": personal(gelezen.plaats),
        "datum": personal(gelezen.datum),
        "ondertekend": gelezen.ondertekend,
        "ons_formulier": gelezen.herkend,
        "alleen_ingevuld": gelezen.alleen_ingevuld,
        "open_vraag": None if opslag is None or kenmerk is None else _is_open(gelezen, opslag, kenmerk),
        "meldingen": [m.as_json() for m in gelezen.meldingen],
    }


def form_lines(shown: dict[str, Any]) -> list[str]:
    """Give the same for a terminal."""
    signed = (
        "met een digitale handtekening (nog niet gecontroleerd)"
        if shown["ondertekend"]
        else "zonder digitale handtekening"
    )
    lines = [
        f"{_KEUZE[shown['keuze']]}, {signed}",
        f"formulier {shown['toestemming_id'] or 'onbekend'}, geldig tot {shown['geldig_tot'] or 'onbekend'}",
    ]
    if shown["open_vraag"] is not None:
        lines.append(
            "dit is de vraag die open staat" if shown["open_vraag"] else "LET OP: dit is niet de vraag die open staat"
        )
    lines += [f"LET OP {m['code']}: {m['melding']}\n  Wat nu: {m['oplossing']}" for m in shown["meldingen"]]
    return [*lines, _DAARNA[shown["keuze"]]]


def _is_open(gelezen: Gelezen, opslag: Opslag, kenmerk: str) -> bool:
    """Say whether this is the question that waits for an answer; one that was answered or overtaken is not."""
    found = look_at_choice(opslag, read(opslag, kenmerk))
    try:
        vraag = found.asked()
        require_answerable(opslag, vraag)
    except ConsentError:
        return False
    return question_of(vraag).verklaring == gelezen.verklaring
