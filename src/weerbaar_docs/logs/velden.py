# SPDX-License-Identifier: EUPL-1.2
"""event and fields -> what of them may be told: the closed list of the logs.

(1) numbers, words of fixed lists, digests and pseudonyms of fixed forms; a text of a person fits in none of them;
(2) what does not fit is left out and counted in `weggelaten`, so that the mistake shows without its value;
(3) of an exception: the class when it is one that a module defines, the code when its first word is one of ours, and
    the last line of ours that it passed.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from weerbaar_docs.errors import WeerbaarDocsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Gebeurtenis = Literal[
    "opdracht_begonnen",
    "opdracht_klaar",
    "opslag_geopend",
    "opslag_gemigreerd",
    "back_up",
    "teruggezet",
    "checkpoint",
    "gpg",
    "tijdstempel_gemist",
    "bezorging",
    "weigering",
    "vernietiging",
]
ONBEKEND: Final = "onbekende_gebeurtenis"
STAPPEN: Final = {
    "--verify": "controleren",
    "--encrypt": "verzegelen",
    "--decrypt": "openen",
    "--import": "inlezen",
    "--list-keys": "opzoeken",
    "--check-sigs": "onderzoeken",
    "--detach-sign": "ondertekenen",
    "--quick-gen-key": "maken",
    "--quick-add-key": "maken",
    "--export": "uitgeven",
    "--export-secret-keys": "uitgeven",
}
# The first words of our codes (a test compares them with the source); a plugin may not say more than these.
CODES: Final = frozenset({
    "ADRES", "AUDIT", "BACKUP", "BEOORDELING", "BERICHT", "BESLUIT", "BESTAND", "BEWAARTERMIJN", "BIJLAGE", "BRIEF", "BUNDEL", "BVA", "CATALOGUS",
    "CCV", "CONFIG", "CONTACT", "DATUM", "DEMO", "DOCUMENT", "DOCX", "DOSSIER", "FORMAAT", "FORMULIER", "GEBRUIK", "GEHEIM", "HANDTEKENING", "HERSTEL", "LETTERTYPE",
    "EXEMPLAAR", "HOUDER", "INDIENING", "INZAGE", "JSON", "KANAAL", "KEUZE", "KLOK", "LEESBAAR", "LEG", "LEVERING", "LOGBOEK", "LOGS",
    "MAP", "MDTO", "MEDEWERKER", "MEELEZING", "MIGRATIE", "OMVANG", "ONVERWACHT", "OPDRACHT", "OPSLAG", "ORGANISATIE", "PAKKET", "PDF",
    "PLUGIN", "R", "RAPPORT", "REGEL", "REGISTER", "ROUTE", "SCHEMA", "SJABLOON", "SLEUTEL", "SOORT", "STAP", "STATUS", "STEMPEL",
    "STAND", "TERMIJN", "TOEGANG", "TOES", "UITVOER", "UITVOERING", "VANGNET", "VEILIGHEIDSPAKKET", "VERIFIEER", "VERKLARING", "VERNIETIGING", "VERTROUW", "VERVANGING", "VERZEGELAAR", "VOORBEELD", "ZEGEL",
})  # fmt: skip
_LARGEST: Final = 2**53
_CODE: Final = re.compile(r"([A-Z]+)(?:-[A-Z0-9]+)*")
_MODULE: Final = re.compile(r"weerbaar_docs(?:_[a-z]+)?(?:\.[a-z_0-9]+)*")


def _number(value: Any) -> bool:
    return type(value) is int and 0 <= value < _LARGEST


def _form(pattern: str) -> Callable[[Any], bool]:
    form = re.compile(pattern)
    return lambda value: type(value) is str and form.fullmatch(value) is not None


def _one_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: type(value) is str and value in words


VELDEN: Final[Mapping[str, Callable[[Any], bool]]] = {
    "aantal": _number,
    "afsluitcode": _number,
    "bytes": _number,
    "ms": _number,
    "database": _one_of("sqlite", "postgresql"),
    "niveau": _one_of("B-T", "B-LT", "B-LTA"),
    "stap": _one_of(*STAPPEN.values()),
    "dossier": _form(r"D-[0-9a-f]{32}"),
    "medewerker": _form(r"MW-[0-9]{4}"),
    "zending": _form(r"WD-[0-9a-f]{32}"),
    "sha256": _form(r"[0-9a-f]{64}"),
    "versie": _form(r"[0-9]{4}"),
}


def closed(gebeurtenis: str, velden: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the event and the fields that may be told, with a count of what was left out."""
    known = gebeurtenis in get_args(Gebeurtenis)
    fields = {name: value for name, value in velden.items() if name in VELDEN and VELDEN[name](value)}
    fout = velden.get("fout")
    weggelaten = len(velden) - len(fields) - isinstance(fout, BaseException) + (not known)
    if isinstance(fout, BaseException):
        fields |= _told(fout)
    if weggelaten:
        fields["weggelaten"] = weggelaten
    return gebeurtenis if known else ONBEKEND, fields


def _told(error: BaseException) -> dict[str, Any]:
    found = {"soort": _class(type(error))}
    if isinstance(error, WeerbaarDocsError) and error.meldingen:
        code = _CODE.fullmatch(error.meldingen[0].code)
        if code and code[1] in CODES:
            found["code"] = code[0]
    places = list(_places(error))
    return {**found, "plaats": places[-1]} if places else found


def _class(kind: type) -> str:
    """Give the name of a class that a module defines; one that was made in passing could be called anything."""
    module = sys.modules.get(kind.__module__)
    return kind.__name__ if getattr(module, kind.__name__, None) is kind else "anders"


def _places(error: BaseException) -> Iterator[str]:
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if type(name) is str and _MODULE.fullmatch(name):
            yield f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
