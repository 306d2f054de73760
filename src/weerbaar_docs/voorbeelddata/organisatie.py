# SPDX-License-Identifier: EUPL-1.2
"""A werkgever that does not exist, with numbers that keep the rules and that nobody was given."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import sha256
from weerbaar_docs.voorbeelddata import namen
from weerbaar_docs.voorbeelddata.kans import kans, one_in

if TYPE_CHECKING:
    import random

    from weerbaar_docs.voorbeelddata.tijdlijn import Tijdlijn

_FUNCTIE = {
    "gemeente": "gemeentesecretaris",
    "provincie": "provinciesecretaris",
    "waterschap": "secretaris_directeur",
}
# TOOI numbers of real organisations stay far below these.
_TOOI = {"gemeente": ("gm", 9901, 9999), "provincie": ("pv", 90, 98), "waterschap": ("ws", 9901, 9999)}
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
# The last postcode that was handed out is 9999 XL, so that these have the right form and no address.
_POSTCODES = tuple(f"9999{a}{b}" for a in "XYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if a != "X" or b > "L")


def make_organisatie(soort: str, zaad: int, tijd: Tijdlijn) -> dict[str, Any]:
    """Give the organisatie of a dossier."""
    r = kans("organisatie", soort, zaad)
    zetel = r.choice(namen.ZETELS)
    naam, rsin = f"{soort.capitalize()} {r.choice(namen.ORGANISATIES[soort])}", _rsin(r)
    found: dict[str, Any] = {
        "type": soort,
        "naam": naam,
        "tooi_uri": _tooi_uri(soort, r),
        "rsin": rsin,
        "oin": f"00000001{rsin}000",
        "kvk_nummer": f"000{r.randrange(100_000):05d}",
        "fictief": True,
        "contactpersoon": _contactpersoon(soort, r),
        "postadres": _postadres(r, zetel),
        "plaats": zetel,
        "zaaksysteem": {"plugin": r.choice(("zgw", "map")), "configuratie": f"{soort}-oefening"},
    }
    if not one_in(r, 8):
        found["openpgp"] = make_openpgp(r, f"Postregistratie {naam} (fictief) <post@voorbeeld.nl>", tijd)
    if one_in(r, 15):
        found["geldig_tot"], found["opvolger"] = "2027-12-31", f"00000001{_rsin(r)}000"
    return found


def make_openpgp(r: random.Random, gebruikers_id: str, tijd: Tijdlijn) -> dict[str, Any]:
    """Give a key that is valid during the whole dossier; the fingerprint belongs to no key."""
    return {
        "vingerafdruk": sha256(f"{gebruikers_id}{r.random()}".encode()).upper()[: r.choice((40, 64))],
        "gebruikers_id": gebruikers_id,
        "geldig_tot": r.choice((None, f"{tijd.aangemeld.year + 3}-12-31")),
        "geverifieerd_op": (tijd.aangemeld - timedelta(days=r.randrange(30))).isoformat(),
        "geverifieerd_wijze": r.choice(
            ("telefonisch_teruggebeld", "fysiek_overhandigd", "wkd", "ondertekend_door_bekende_sleutel")
        ),
    }


def make_telefoon(r: random.Random) -> str:
    """Give a telephone number in the block that the samples use."""
    return f"+3188000{r.randrange(10_000):04d}"


def make_huisnummer(r: random.Random) -> dict[str, Any]:
    """Give a house number, one in four with a letter and an addition (12 a bis)."""
    if one_in(r, 4):
        return {"huisnummer": 12, "huisletter": "a", "huisnummertoevoeging": "bis"}
    return {"huisnummer": r.randrange(1, 400), "huisletter": r.choice((None, "B")), "huisnummertoevoeging": None}


def make_postcode(r: random.Random) -> str:
    """Give a postcode of the right form that belongs to no address."""
    return r.choice(_POSTCODES)


def _rsin(r: random.Random) -> str:
    """Give a number that passes the elfproef, in a range so low that it is nobody's (R-ORG-1)."""
    while True:
        digits = f"00000{r.randrange(1, 1000):03d}"
        check = sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11
        if check < 10:  # noqa: PLR2004 - the last digit is one digit
            return f"{digits}{check}"


def _tooi_uri(soort: str, r: random.Random) -> str:
    prefix, first, last = _TOOI[soort]
    return f"https://identifier.overheid.nl/tooi/id/{soort}/{prefix}{r.randrange(first, last)}"


def _contactpersoon(soort: str, r: random.Random) -> dict[str, Any]:
    found = {"functie": _FUNCTIE[soort], "email": "secretaris@voorbeeld.nl", "telefoon": make_telefoon(r)}
    if not one_in(r, 4):
        found["naam"] = r.choice(namen.SECRETARISSEN)[1]
    return found


def _postadres(r: random.Random, zetel: str) -> dict[str, Any]:
    gekozen = r.choice(("postbus", "antwoordnummer", "straat"))
    waar: dict[str, Any] = {"postcode": make_postcode(r), "woonplaats": zetel}
    if gekozen == "straat":
        return {"soort": gekozen, "straatnaam": r.choice(namen.KANTOORSTRATEN), **make_huisnummer(r), **waar}
    return {"soort": gekozen, f"{gekozen}nummer" if gekozen == "postbus" else gekozen: r.randrange(1, 9999), **waar}
