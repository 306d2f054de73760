# SPDX-License-Identifier: EUPL-1.2
"""One line of the audit log: the six fields of BIO2 8.15.01, its number, and the digest that ties it to the line before.

(1) who, what, when, on what, with what result, from where: nothing else, and no free text;
(2) every field has a closed form in which a name, an address or a text does not fit: pseudonyms, enums, numbers;
(3) `sha256` is over the RFC 8785 bytes of all the rest, `vorige_sha256` (the digest of the line before) included;
(4) as bytes a line has one form only, so that one expression both reads and judges it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from weerbaar_docs.canonical import canonical_bytes, digest
from weerbaar_docs.errors import ValidationError, WeerbaarDocsError
from weerbaar_docs.model import utc_moment

if TYPE_CHECKING:
    from collections.abc import Mapping

Handeling = Literal[
    "dossier_gelezen",
    "persoonsgegevens_getoond",
    "inzage_gegeven",
    "vastgelegd",
    "ingediend",
    "besloten",
    "verhoogd",
    "verstrekt",
    "afgedrukt",
    "keuze_vastgelegd",
    "toestemming_gevraagd",
    "toestemming_vastgelegd",
    "ingetrokken",
    "vrijgegeven",
    "verzegeld",
    "bezorgd",
    "gestaakt",
    "leesbaar_opgeslagen",
    "geexporteerd",
    "vernietigd",
    "sleutel_gewijzigd",
    "medewerker_gewijzigd",
    "organisatie_gewijzigd",
    "configuratie_gewijzigd",
    "opslag_ingericht",
    "opslag_gemigreerd",
    "back_up_gemaakt",
    "teruggezet",
    "bevraagd",
    "toegang_gewijzigd",
    "contact_gewijzigd",
    "contact_gecontroleerd",
    "logboek_gelezen",
    "checkpoint",
    "opgeruimd",
]
# The acts that change a register; no other act does, and after each of them the store keeps the stand of the registers anew
# (store/registerstand.py).
REGISTERHANDELINGEN: Final[tuple[Handeling, ...]] = (
    "opslag_ingericht",
    "opslag_gemigreerd",
    "medewerker_gewijzigd",
    "organisatie_gewijzigd",
    "contact_gewijzigd",
    "contact_gecontroleerd",
    "sleutel_gewijzigd",
    "vernietigd",
)
Procesrol = Literal["opdrachtregel", "bibliotheek", "verzegelaar", "bezorger", "bva", "beheer"]
# The kinds of refusal and failure, one per error class: what a code may say without quoting anything.
Reden = Literal[
    "GEBRUIK", "CONFIGURATIE", "GEGEVENS", "OPMAAK", "STEMPEL", "TOESTEMMING", "SLEUTEL", "BEZORGING", "PLUGIN", "OPSLAG",
    "CONTROLE", "ONBEKEND",
]  # fmt: skip
_REDENEN: Final[Mapping[str, Reden]] = {
    "UsageError": "GEBRUIK",
    "ConfigError": "CONFIGURATIE",
    "ValidationError": "GEGEVENS",
    "RenderingError": "OPMAAK",
    "StampingError": "STEMPEL",
    "ConsentError": "TOESTEMMING",
    "EncryptionError": "SLEUTEL",
    "DeliveryError": "BEZORGING",
    "StoreError": "OPSLAG",
    "PluginError": "PLUGIN",
    "VerificationError": "CONTROLE",
}
_GROEPEN = (
    "AMBT|AVG|BET|BRIEF|BVA|CONT|FISC|GEM|GROND|INH|KOST|META|NUL|NUM|ORG|OUD|OVG|PGP|PKVW|RED|REF|TBS|TERM|TOES|UITV|"
    "VANG|VERH|VERS|VHA|VOLG|WOON"
)
_REGEL_ID = rf"R-(?:{_GROEPEN})-[0-9]{{1,2}}"
_SHA256 = "[0-9a-f]{64}"

SOORT: Final = "auditregel/v1"
GENESIS: Final = "0" * 64
HOOGSTE_NUMMER: Final = 2**53 - 1
# The form of each field as a pattern; the schema has the same ones (a test compares them).
VORMEN: Final[Mapping[str, str]] = {
    "handeling": "|".join(get_args(Handeling)),
    "herkomst": f"(?:{'|'.join(get_args(Procesrol))})@M-[0-9a-f]{{8}}",
    "moment": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
    "object": "[DO]-[0-9a-f]{32}|WD-[0-9a-f]{32}|MW-[0-9]{4}|logboek|opslag|register",
    "uitkomst": f"gelukt|(?:geweigerd|mislukt):(?:{'|'.join(get_args(Reden))}|{_REGEL_ID})",
    "vorige_sha256": _SHA256,
    "wie": "MW-[0-9]{4}|systeem",
}
# The digest stands in the middle of a line: groups 1 and 3 are what it is over.
_LINE = re.compile(
    r'(\{{"handeling":"(?:{handeling})","herkomst":"(?:{herkomst})","moment":"(?:{moment})","object":"(?:{object})",)'
    r'"sha256":"({sha})",'
    r'("soort":"{soort}","uitkomst":"(?:{uitkomst})","volgnummer":([1-9][0-9]{{0,15}}),'
    r'"vorige_sha256":"({sha})","wie":"(?:{wie})"\}})\n?'.format(sha=_SHA256, soort=SOORT, **VORMEN).encode()
)
match_line = _LINE.fullmatch
_FORMS = {name: re.compile(form) for name, form in VORMEN.items()}


class Kop(NamedTuple):
    """The head of a chain: the number and the digest of a line on which the next one builds."""

    volgnummer: int
    sha256: str


BEGIN: Final = Kop(0, GENESIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditregel:
    """One line: who (wie), what (handeling), when (moment), on what (object), result (uitkomst), from where (herkomst).

    All are pseudonyms, enums or numbers. Making one checks every form; raises ValidationError that quotes no value.
    """

    volgnummer: int
    moment: str
    wie: str
    handeling: str
    object: str
    uitkomst: str
    herkomst: str
    vorige_sha256: str

    def __post_init__(self) -> None:
        for name, form in _FORMS.items():
            value = getattr(self, name)
            if not isinstance(value, str) or not form.fullmatch(value):
                raise _bad(name)
        if type(self.volgnummer) is not int or not 1 <= self.volgnummer <= HOOGSTE_NUMMER:
            raise _bad("volgnummer")
        _check_moment(self.moment)

    @property
    def sha256(self) -> str:
        """Give the digest over the RFC 8785 bytes of all other fields."""
        return digest(self._rest())

    @property
    def kop(self) -> Kop:
        """Give what the next line builds on."""
        return Kop(self.volgnummer, self.sha256)

    def as_json(self) -> dict[str, Any]:
        """Give the line as the schema `auditregel` describes it."""
        return {**self._rest(), "sha256": self.sha256}

    def as_bytes(self) -> bytes:
        """Give the line as it stands in an export: RFC 8785, without a line end."""
        return canonical_bytes(self.as_json())

    def _rest(self) -> dict[str, Any]:
        return {"soort": SOORT, "volgnummer": self.volgnummer, **{name: getattr(self, name) for name in VORMEN}}


def outcome(error: WeerbaarDocsError, *, geweigerd: bool) -> str:
    """Give the uitkomst of a refusal or a failure: the rule's id when there is one, else the kind of the error."""
    code = error.meldingen[0].code if error.meldingen else ""
    known = re.fullmatch(_REGEL_ID, code)
    kinds = [_REDENEN[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _REDENEN]
    reason = code if known else (kinds or ["ONBEKEND"])[0]
    return f"{'geweigerd' if geweigerd else 'mislukt'}:{reason}"


def origin(rol: Procesrol, machine: str) -> str:
    """Give the herkomst of a line: the role of the process and the pseudonym of the machine (M- and 8 hex)."""
    return f"{rol}@{machine}"


def _check_moment(text: str) -> None:
    try:
        utc_moment(text)
    except ValueError:
        exists = False
    else:
        exists = True
    if not exists:
        raise _bad("moment")


def _bad(name: str) -> ValidationError:
    return ValidationError.because(
        "AUDIT-VORM",
        f"het veld {name} van een auditregel heeft niet de voorgeschreven vorm",
        "Geef een pseudoniem, een bekende handeling of een bekende code; nooit een naam of vrije tekst.",
        pad=f"/{name}",
    )
