# SPDX-License-Identifier: EUPL-1.2
"""bestuurder, organisatie -> how a Dutch letter names and addresses them; all of it derived, nothing entered.

- a voorvoegsel begins with a capital where the name begins: ‘Geachte heer Ten Böhmer,’ but ‘Geachte A. ten Böhmer,’;
- ’t, ’s and d’ stay small everywhere, and what was entered with a capital keeps it;
- IJ is one letter: ‘IJsbrandy’, ‘IJSSELSTEIN’;
- apostrophes in names are curled, so that the letter and the report write a name the same way;
- the last line is ‘1234 AB’, two spaces and the place in capitals, as the post asks for window envelopes;
- an address abroad is refused: it needs another order of lines.

    aanhef({"aanspreekvorm": "heer", "voorletters": "A.", "voorvoegsel": "ten", "achternaam": "Böhmer"})
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from weerbaar_docs.errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_POSTBUS = {"postbus": "Postbus {postbusnummer}", "antwoordnummer": "Antwoordnummer {antwoordnummer}"}
_FUNCTIE = {"secretaris_directeur": "secretaris-directeur"}
_NAAMREGEL = {"heer": "De heer", "mevrouw": "Mevrouw", "geen": ""}
_NEDERLAND = frozenset({"nederland", "nl"})
_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})")
_BLIJFT_KLEIN = re.compile(r"[dl]?’")
_APOSTROF = str.maketrans("'‘", "’’")


def aanhef(bestuurder: Mapping[str, Any]) -> str:
    """Give the salutation: by aanspreekvorm and surname, or by initials and surname for `geen`."""
    vorm = bestuurder["aanspreekvorm"]
    if vorm == "geen":
        return f"Geachte {_regel(bestuurder['voorletters'])} {_achternaam(bestuurder)},"
    return f"Geachte {vorm} {_begin(_achternaam(bestuurder))},"


def naamregel(bestuurder: Mapping[str, Any]) -> str:
    """Give the first line of an address: ‘Mevrouw drs. N.A. van ’t Hoogh-Çelik’."""
    return f"{_NAAMREGEL[bestuurder['aanspreekvorm']]} {naam(bestuurder)}".strip()


def naam(persoon: Mapping[str, Any]) -> str:
    """Write a bestuurder as 'drs. N.A. van ’t Hoogh-Çelik'."""
    voor = (_regel(persoon.get(key)).translate(_APOSTROF) for key in ("titels_voor", "voorletters"))
    return " ".join(deel for deel in (*voor, _achternaam(persoon), _regel(persoon.get("titels_na"))) if deel)


def functie(organisatie: Mapping[str, Any]) -> str:
    """Give the secretary's function as one writes it."""
    value: str = organisatie["contactpersoon"]["functie"]
    return _FUNCTIE.get(value, value)


def address_lines(organisatie: Mapping[str, Any]) -> list[str]:
    """Give the lines of the address block: name, t.a.v., street or postbus, postcode and PLAATS.

    Raises ValidationError for an address outside the Netherlands.
    """
    post = organisatie["postadres"]
    street = straatregel(post) if post["soort"] == "straat" else _POSTBUS[post["soort"]].format(**post)
    plaats = _plaatsregel(post, "/organisatie/postadres")
    return [_regel(organisatie["naam"]), f"t.a.v. {functie(organisatie)}", street, plaats]


def home_address_lines(bestuurder: Mapping[str, Any], adres: Mapping[str, Any]) -> list[str]:
    """Give the lines for a letter to the bestuurder at home (`woonplek.adres`): name, street, postcode and PLAATS.

    Raises ValidationError for an address outside the Netherlands.
    """
    return [naamregel(bestuurder), straatregel(adres), _plaatsregel(adres, "/woonplek/adres")]


def straatregel(adres: Mapping[str, Any]) -> str:
    """Write street and number as 'Ûnderdyk 12 a bis'."""
    keys = ("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging")
    return " ".join(deel for deel in (_regel(adres.get(key)) for key in keys) if deel)


def hoofdletter(text: str) -> str:
    """Begin a Dutch text with a capital; IJ is one letter, and what follows stays as it is."""
    head = 2 if text[:2].lower() == "ij" else 1
    return text[:head].upper() + text[head:]


def _begin(achternaam: str) -> str:
    return achternaam if _BLIJFT_KLEIN.match(achternaam) else hoofdletter(achternaam)


def _achternaam(persoon: Mapping[str, Any]) -> str:
    voorvoegsel, achternaam = (_regel(persoon.get(key)).translate(_APOSTROF) for key in ("voorvoegsel", "achternaam"))
    glue = "" if not voorvoegsel or voorvoegsel.endswith("’") else " "
    return f"{voorvoegsel}{glue}{achternaam}"


def _plaatsregel(adres: Mapping[str, Any], pad: str) -> str:
    land, postcode = adres.get("land"), _POSTCODE.fullmatch(adres["postcode"])
    if land is not None and _regel(land).casefold() not in _NEDERLAND:
        raise _buitenland(f"{pad}/land")
    if postcode is None:
        raise _buitenland(f"{pad}/postcode")
    return f"{postcode[1]} {postcode[2]}  {_regel(adres['woonplaats']).upper()}"


def _buitenland(pad: str) -> ValidationError:
    return ValidationError.because(
        "ADRES-BUITENLAND",
        "dit is geen adres in Nederland, en een brief naar het buitenland kan deze versie niet adresseren",
        "Vul een Nederlands adres in met een postcode als 1234AB, of overhandig het stuk.",
        pad=pad,
    )


def _regel(value: object) -> str:
    """Give one line of text; the schema allows line breaks in names, an envelope does not."""
    return "" if value is None else " ".join(str(value).split())
