# SPDX-License-Identifier: EUPL-1.2
"""A bestuurder and a woonplek that do not exist."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from weerbaar_docs.voorbeelddata import namen
from weerbaar_docs.voorbeelddata.kans import kans, one_in
from weerbaar_docs.voorbeelddata.organisatie import make_huisnummer, make_openpgp, make_postcode, make_telefoon

if TYPE_CHECKING:
    import random
    from datetime import date

    from weerbaar_docs.voorbeelddata.tijdlijn import Tijdlijn

_AMBTEN = {
    "gemeente": (("burgemeester", ("burgemeester",)), ("wethouder", ("wethouder", "wethouder & locoburgemeester"))),
    "provincie": (
        ("commissaris_van_de_koning", ("commissaris van de Koning",)),
        ("gedeputeerde", ("gedeputeerde",)),
    ),
    "waterschap": (
        ("voorzitter_waterschap", ("dijkgraaf", "watergraaf")),
        ("lid_dagelijks_bestuur", ("heemraad", "hoogheemraad")),
    ),
}
_AANLEIDINGEN = ("voor_aantreden", "aantreden", "incident", "verhuizing", "periodiek", "anders")
# Who may exempt from living in the area; a commissaris cannot be exempted (R-WOON-2).
_ONTHEFFER = {
    "burgemeester": "de commissaris van de Koning",
    "wethouder": "de gemeenteraad",
    "gedeputeerde": "provinciale staten",
}
_BUITEN = {"gemeentecode": "9900", "provinciecode": "99"}


def make_aanleiding(soort: str, zaad: int) -> str:
    """Give why the bestuurder was reported; several parts of a dossier follow from it."""
    return kans("aanleiding", soort, zaad).choice(_AANLEIDINGEN)


def make_bestuurder(soort: str, zaad: int, tijd: Tijdlijn, *, vertrekt: bool) -> dict[str, Any]:
    """Give the bestuurder; with `vertrekt` the end of the ambt is known."""
    r = kans("bestuurder", soort, zaad)
    ambt, benamingen = r.choice(_AMBTEN[soort])
    voorletters, voornaam, aanspreekvorm = r.choice(namen.VOORNAMEN)
    voorvoegsel, achternaam = r.choice(namen.ACHTERNAMEN)
    benoemd, aangetreden = _begin(r, tijd, make_aanleiding(soort, zaad))
    einde = one_in(r, 10) or vertrekt
    found: dict[str, Any] = {
        "aanspreekvorm": aanspreekvorm,
        "voorletters": voorletters,
        "voornaam": voornaam,
        "voorvoegsel": voorvoegsel,
        "achternaam": achternaam,
        "titels_voor": r.choice(namen.TITELS_VOOR),
        "titels_na": r.choice(namen.TITELS_NA),
        "ambt": ambt,
        "functiebenaming": r.choice(benamingen),
        "waarnemend": one_in(r, 6),
        "benoemd_op": benoemd.isoformat(),
        "aangetreden_op": None if aangetreden is None else aangetreden.isoformat(),
        "einde_ambt_op": tijd.einde_ambt.isoformat() if einde else None,
        "email": f"bestuurder.{zaad % 10_000}@voorbeeld.nl",
        "telefoon": make_telefoon(r),
        "voorkeurskanaal": r.choice(("e_mail_versleuteld", "post_aangetekend", "overhandigen", "portaal")),
    }
    if one_in(r, 2):
        found["openpgp"] = make_openpgp(r, f"{voornaam} (fictief) <bestuurder@voorbeeld.nl>", tijd)
    return found


def make_woonplek(soort: str, zaad: int, organisatie: dict[str, Any], ambt: str, tijd: Tijdlijn) -> dict[str, Any]:
    """Give the woonplek, now and then outside the area: with an ontheffing where the Regeling asks one (lid 2)."""
    r = kans("woonplek", soort, zaad)
    elders = one_in(r, 4) and (ambt in _ONTHEFFER or soort == "waterschap")
    woningtype, eigendom = r.choice(_WONINGTYPEN), r.choice(_EIGENDOM)
    found: dict[str, Any] = {
        "adres": {
            "straatnaam": r.choice(namen.STRATEN),
            **make_huisnummer(r),
            "postcode": make_postcode(r),
            "woonplaats": r.choice(namen.WOONPLAATSEN),
            **_codes(organisatie, elders=elders),
        },
        "woningtype": woningtype,
        "eigendom": eigendom,
        "vve": eigendom == "koop" and woningtype == "appartement",
        "monument": r.choice(("geen", "geen", "gemeentelijk", "provinciaal", "rijks", "beschermd_gezicht")),
        "ontheffing_woonplaats": _ontheffing(r, ambt, tijd) if elders and ambt in _ONTHEFFER else None,
        "bewoners": _bewoners(r),
    }
    if make_aanleiding(soort, zaad) == "verhuizing":
        found["voorgaand_dossier"] = f"WB-{tijd.aangemeld.year - 2}-{r.randrange(1_000_000):06d}"
    return found


_WONINGTYPEN = (
    "vrijstaand",
    "twee_onder_een_kap",
    "hoekwoning",
    "tussenwoning",
    "appartement",
    "boerderij",
    "woonboot",
    "anders",
)
_EIGENDOM = ("koop", "koop", "koop", "huur", "ambtswoning", "ter_beschikking_gesteld")


def _begin(r: random.Random, tijd: Tijdlijn, aanleiding: str) -> tuple[date, date | None]:
    """Give when the ambt was certain and when it began: before the aanmelding, by what led to it (lid 5 onder a)."""
    if aanleiding == "voor_aantreden":
        benoemd = tijd.aangemeld - timedelta(days=r.randrange(20))
        return benoemd, r.choice((None, tijd.aangemeld + timedelta(days=r.randrange(20, 60))))
    if aanleiding == "aantreden":
        benoemd = tijd.aangemeld - timedelta(days=r.randrange(40, 90))
        return benoemd, benoemd + timedelta(days=30)
    if one_in(r, 4):
        leap = tijd.aangemeld.replace(year=tijd.aangemeld.year // 4 * 4 - 4, month=2, day=29)
        return leap, leap + timedelta(days=1)
    benoemd = tijd.aangemeld - timedelta(days=r.randrange(200, 2000))
    return benoemd, benoemd + timedelta(days=r.randrange(60))


def _codes(organisatie: dict[str, Any], *, elders: bool) -> dict[str, str]:
    code = organisatie["tooi_uri"].rsplit("/", 1)[1][2:]
    if elders:
        return dict(_BUITEN)
    if organisatie["type"] == "gemeente":
        return {"gemeentecode": code, "provinciecode": "98"}
    return {"gemeentecode": "9950", "provinciecode": code if organisatie["type"] == "provincie" else "98"}


def _ontheffing(r: random.Random, ambt: str, tijd: Tijdlijn) -> dict[str, Any]:
    end = r.choice((None, (tijd.aangemeld + timedelta(days=300)).isoformat()))
    verleend = tijd.aangemeld - timedelta(days=r.randrange(1, 20))
    return {"verleend_op": verleend.isoformat(), "verleend_door": _ONTHEFFER[ambt], "geldig_tot": end}


def _bewoners(r: random.Random) -> list[dict[str, str]]:
    anderen = ("partner", "kind", "kind", "ouder", "mantelzorgontvanger", "overig")
    return [
        {"relatie": "bestuurder", "leeftijdscategorie": "volwassene"},
        *(
            {
                "relatie": relatie,
                "leeftijdscategorie": r.choice(("jonger_dan_12", "12_tot_18")) if relatie == "kind" else "volwassene",
            }
            for relatie in r.sample(anderen, r.randrange(5))
        ),
    ]
