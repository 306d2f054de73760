# SPDX-License-Identifier: EUPL-1.2
"""After the report: besluiten of the BVA, toestemmingen, the letter and the uitvoering; digests are computed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from weerbaar_docs.canonical import sha256
from weerbaar_docs.kostenverdeling import inclusief, kosteloos, verdeel
from weerbaar_docs.model import rapport_digest, rapportinhoud, vaststelling_digest
from weerbaar_docs.treffers import treffers
from weerbaar_docs.uitvoeringsstatus import BEGONNEN, BRUIKLEEN
from weerbaar_docs.voorbeelddata import namen, teksten
from weerbaar_docs.voorbeelddata.kans import kans, one_in
from weerbaar_docs.voorbeelddata.tijdlijn import Tijdlijn, moment
from weerbaar_docs.werkgeversversie import Onderdeel

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

Gegevens = dict[str, Any]
_OVERZICHT = ("maatregelenoverzicht", "maatregelenoverzicht_tabel", "maatregelen_data")
_STUKKEN = {
    "volledig_rapport": ("adviesrapport_volledig", *_OVERZICHT),
    "werkgeversversie": ("adviesrapport_werkgever", *_OVERZICHT),
    "alleen_maatregelenoverzicht": _OVERZICHT,
}
_ONDERDELEN = get_args(Onderdeel)
ROUTES = ("via_ccv", "op_papier", "via_bestuurder")
_BEWIJS = ("openpgp", "pades", "natte_handtekening")
_WACHT = {"aangehouden_pkvw": "wacht_op_pkvw", "geen_aanspraak": "vervallen"}
_LOPEND = ("niet_gestart", "opgedragen", "in_uitvoering", "uitgevoerd", "uitgevoerd", "uitgesteld")
_AFGEROND = ("uitgevoerd",) * 9 + ("vervallen",)
_POSTEN = (
    "brievenbusbeveiliging",
    "versteviging_ruiten",
    "deurspion_of_video_intercom",
    "basisinstallatie",
    "brand_en_inbraakwerende_kluis",
)


def make_besluit(soort: str, zaad: int, tijd: Tijdlijn, gegevens: Gegevens, *, terug: bool) -> Gegevens:
    """Give the besluit on the report that the dossier has now; with `terug` it sends the report back."""
    r = kans("besluit", soort, zaad, terug)
    rapport = gegevens["adviesrapport"]
    zeker = _certain(rapport["maatregelen"])
    oordelen = [] if terug else [_oordeel(r, m, zeker=m["nummer"] == zeker) for m in rapport["maatregelen"]]
    deels = any(o["oordeel"] == "niet_vastgesteld" for o in oordelen)
    uitzondering = gegevens["pkvw"]["status"] == "uitzondering"
    geldig = gegevens["pkvw"]["status"] == "geldig"
    blokkeert = r.choice((None, "alleen_woonplek", "alle" if geldig else "alleen_woonplek"))
    besluit = {
        "besluitnummer": f"BVA-{tijd.aangemeld.year}-{zaad % 10_000:04d}{'-T' if terug else ''}",
        "kenmerk": f"{tijd.aangemeld.year}-{r.randrange(10**9, 10**10)}",
        "rapportnummer": rapport["rapportnummer"],
        "rapport_versie": rapport["versie"],
        "rapport_sha256": rapport_digest(gegevens),
        "uitkomst": "teruggestuurd" if terug else "gedeeltelijk_vastgesteld" if deels else "vastgesteld",
        "besloten_op": (tijd.teruggestuurd if terug else tijd.besluit).isoformat(),
        "toetser": {"naam": f"{r.choice(namen.TOETSERS)} (fictief)", "functie": "toetser beveiligingsautoriteit BZK"},
        "toetsing": _toetsing(r, terug=terug),
        "per_maatregel": oordelen,
        "pkvw_uitzondering_akkoord": not terug if uitzondering else None,
        **({} if blokkeert is None else {"pkvw_blokkeert": blokkeert}),
    }
    if not terug:
        hits = treffers(rapportinhoud(gegevens), besluit)
        besluit["redactie_bevestigd"] = [t.sleutel for t in hits if t.ernst == "waarschuwing"]
    return besluit


def _certain(maatregelen: Sequence[Mapping[str, Any]]) -> str:
    """Give the measure that is always established and begun: with costs, or there would be no uitvoering to speak of."""
    nummers = (m["nummer"] for m in maatregelen if m["grondslag"] != "regeling_veilige_woonplek" and not kosteloos(m))
    return str(next(nummers))


def _oordeel(r: random.Random, maatregel: Mapping[str, Any], *, zeker: bool) -> Gegevens:
    oordeel = r.choice(("vastgesteld",) * 10 + ("gewijzigd_vastgesteld", "niet_vastgesteld"))
    if zeker:
        oordeel = "vastgesteld"
    found = {"nummer": maatregel["nummer"], "oordeel": oordeel}
    if oordeel == "niet_vastgesteld":
        found["motivering"] = r.choice(teksten.NIET_VASTGESTELD)
    if oordeel == "gewijzigd_vastgesteld":
        tekst = maatregel.get("tekst_voor_werkgever", {"omschrijving": maatregel["titel"] + "."})["omschrijving"]
        found["motivering"] = "Een soberder uitvoering volstaat bij dit risico."
        found["gewijzigde_omschrijving"] = f"{tekst} {teksten.GEWIJZIGD}"
    return found


def _toetsing(r: random.Random, *, terug: bool) -> list[Gegevens]:
    lijst = [
        {"criterium": c, "oordeel": r.choice(("voldoet",) * 8 + ("voldoet_deels", "niet_van_toepassing"))}
        for c in teksten.CRITERIA
    ]
    if terug:
        r.choice(lijst).update(oordeel="voldoet_niet", opmerking=teksten.OPMERKING)
    return lijst


def make_kostenverdeling(gegevens: Gegevens) -> Gegevens:
    """Give who pays what, derived from the report and the last besluit on it."""
    versie = gegevens["adviesrapport"]["versie"]
    geldend = [b for b in gegevens.get("bva_besluiten", ()) if b["rapport_versie"] == versie]
    return verdeel(rapportinhoud(gegevens), geldend[-1] if geldend else None)


def make_toestemmingen(
    soort: str, zaad: int, tijd: Tijdlijn, gegevens: Gegevens, *, status: str, routes: Sequence[str]
) -> list[Gegevens]:
    """Give the last toestemming with this status and one of these routes, now and then after an earlier refusal."""
    r = kans("toestemming", soort, zaad, status)
    found = [_toestemming(r, tijd, gegevens, status=status, route=_route(soort, zaad, gegevens, routes))]
    if status == "verleend" and one_in(r, 4):
        eerder = _toestemming(r, tijd, gegevens, status="geweigerd", route="via_bestuurder")
        # Earlier on the same day: the last word of the bestuurder counts.
        found.insert(0, {**eerder, "gegeven_op": moment(tijd.toestemming, 8)})
    for nummer, toestemming in enumerate(found, 1):
        toestemming["toestemming_id"] = f"TST-{tijd.aangemeld.year}-{zaad % 10_000:04d}-{nummer}"
    return found


def _route(soort: str, zaad: int, gegevens: Gegevens, routes: Sequence[str]) -> str:
    """Give the first route of this case that the fase allows; without a key of the werkgever not via_ccv (R-PGP-1)."""
    mogelijk = [r for r in routes if r != "via_ccv" or "openpgp" in gegevens["organisatie"]]
    volgorde = kans("route", soort, zaad).sample(ROUTES, len(ROUTES))
    return next(route for route in volgorde if route in mogelijk)


def _toestemming(r: random.Random, tijd: Tijdlijn, gegevens: Gegevens, *, status: str, route: str) -> Gegevens:
    omvang = r.choice(("werkgeversversie", "werkgeversversie", "volledig_rapport", "alleen_maatregelenoverzicht"))
    licht = ("e_mail", "mondeling") if status in ("geweigerd", "ingetrokken") else ()
    bewijs: Gegevens = {"soort": r.choice((*_BEWIJS, *licht))}
    if bewijs["soort"] == "natte_handtekening":
        bewijs["formulier_sha256"] = sha256(f"formulier {r.random()}".encode())
    rapport, besluit = gegevens["adviesrapport"], gegevens["bva_besluiten"][-1]
    found: Gegevens = {
        "toestemming_id": "",
        "status": status,
        "route": route,
        "omvang": omvang,
        "uitgesloten_onderdelen": [] if omvang == "volledig_rapport" else r.sample(_ONDERDELEN, r.randrange(4)),
        "rapportnummer": rapport["rapportnummer"],
        "rapport_versie": rapport["versie"],
        "vaststelling_sha256": vaststelling_digest(rapportinhoud(gegevens), besluit),
        "eind_sha256": sha256(f"eind {besluit['besluitnummer']}".encode()),
        "stukken": [] if status == "geweigerd" and one_in(r, 2) else _stukken(r, omvang),
        "gegeven_op": moment(tijd.toestemming, r.randrange(9, 22), r.randrange(60)),
        "geldig_van": moment(tijd.toestemming, 0),
        "geldig_tot": moment(tijd.toestemming + timedelta(days=r.choice((30, 60, 89))), 0),
        "bewijs": bewijs,
        "ingetrokken_op": moment(tijd.brief + timedelta(days=2), 9, 5) if status == "ingetrokken" else None,
    }
    if route != "via_bestuurder":
        found["ontvanger"] = _ontvanger(gegevens["organisatie"], route)
    return found


def _ontvanger(organisatie: Mapping[str, Any], route: str) -> dict[str, str]:
    found = {"oin": organisatie["oin"], "functie": organisatie["contactpersoon"]["functie"]}
    if route == "via_ccv":
        found["sleutel_vingerafdruk"] = organisatie["openpgp"]["vingerafdruk"]
    return found


def _stukken(r: random.Random, omvang: str) -> list[Gegevens]:
    return [
        {
            "documentsoort": soort,
            "sha256": sha256(f"{soort} {r.random()}".encode()),
            "bytes": r.randrange(9_000, 900_000),
        }
        for soort in _STUKKEN[omvang]
    ]


def make_brief(zaad: int, tijd: Tijdlijn, gegevens: Gegevens) -> Gegevens:
    """Give the letter to the werkgever; its outside names no person, address or subject (R-META-1)."""
    organisatie, toestemming = gegevens["organisatie"], gegevens["toestemmingen"][-1]
    r = kans("brief", organisatie["type"], zaad)
    functie = {"secretaris_directeur": "secretaris-directeur"}.get(
        organisatie["contactpersoon"]["functie"], organisatie["contactpersoon"]["functie"]
    )
    naam = organisatie["contactpersoon"].get("naam")
    aanhef = next((f"{aan} {kort}" for aan, lang, kort in namen.SECRETARISSEN if lang == naam), functie)
    kenmerk = f"CCV-{tijd.aangemeld.year}-{zaad % 10_000:04d}"
    return {
        "kenmerk": f"{kenmerk}-W1",
        "uw_kenmerk": r.choice((None, "Z-26-000<17> & 18")),
        "datum": tijd.brief.isoformat(),
        "betreft": f"Toezending advies met kenmerk {kenmerk}",
        "organisatietype": organisatie["type"],
        "aan": {"organisatie": organisatie["naam"], "ter_attentie_van": functie},
        "aanhef": f"Geachte {aanhef},",
        "bijlagen": [
            {"titel": f"Bijlage {i}", "documentsoort": stuk["documentsoort"]}
            for i, stuk in enumerate(toestemming["stukken"], 1)
        ],
        "vertrouwelijkheidaanduiding": gegevens["adviesrapport"]["vertrouwelijkheidaanduiding"],
        "toestemming_id": toestemming["toestemming_id"],
    }


def make_uitvoering(zaad: int, tijd: Tijdlijn, gegevens: Gegevens, *, klaar: bool, gratis: bool) -> list[Gegevens]:
    """Give the stand of every maatregel; with `klaar` nothing is left to do, with `gratis` only what is free."""
    betalers = {lijn["maatregel"]: lijn["betaler"] for lijn in gegevens["kostenverdeling"]["per_maatregel"]}
    maatregelen = gegevens["adviesrapport"]["maatregelen"]
    zeker, geval = _certain(maatregelen), ("uitvoering", gegevens["organisatie"]["type"], zaad, klaar)
    found = []
    for m in maatregelen:
        nummer, betaler = m["nummer"], betalers[m["nummer"]]
        r = kans(*geval, nummer)
        if not gratis or betaler == "geen_kosten":
            stand = _stand(r, tijd, m, betaler, _status(r, betaler, klaar=klaar, zeker=nummer == zeker))
            found.append(stand | _terugname(stand, m, gegevens["bestuurder"]["einde_ambt_op"]))
    return found


def _terugname(stand: Gegevens, maatregel: Gegevens, einde: str | None) -> Gegevens:
    """Give when a measure that was lent goes back: on the day on which the ambt ends (R-TBS-1)."""
    geleend = maatregel["verstrekkingsvorm"] == BRUIKLEEN and stand["status"] == "uitgevoerd"
    return {"terugname": {"uiterlijk_op": einde}} if geleend and einde is not None else {}


def _status(r: random.Random, betaler: str, *, klaar: bool, zeker: bool) -> str:
    if klaar:
        return "vervallen" if betaler in _WACHT else r.choice(_AFGEROND)
    return "in_uitvoering" if zeker else _WACHT.get(betaler) or r.choice(_LOPEND)


def _stand(r: random.Random, tijd: Tijdlijn, maatregel: Gegevens, betaler: str, status: str) -> Gegevens:
    vrij = betaler == "geen_kosten"
    found: Gegevens = {"maatregel": maatregel["nummer"], "status": status}
    if status in BEGONNEN:
        found["opgedragen_op"] = (tijd.besluit if vrij else tijd.opdracht).isoformat()
        if maatregel["uitvoerder"]["rol"] == "leverancier":
            found["leverancier"] = f"{r.choice(namen.LEVERANCIERS)} (fictief)"
            found["offerte_incl_btw"] = maatregel["kosten"]["eenmalig_incl_btw"]
    if status == "uitgevoerd":
        found["gereed_op"] = (tijd.toestemming if vrij else tijd.gereed).isoformat()
        if "offerte_incl_btw" in found:
            found["factuur_incl_btw"] = found["offerte_incl_btw"]
    if status in ("uitgesteld", "vervallen", "wacht_op_pkvw"):
        found["opmerking"] = "Besproken met de bestuurder; volgende stand over ± 4 weken."
    return found


def make_vergoeding_2021(soort: str, zaad: int, tijd: Tijdlijn, postcode: str) -> Gegevens:
    """Give the vergoeding of the older regeling: items with a receipt, together below or above its limit."""
    r = kans("vergoeding", soort, zaad)
    gemaakt = min(tijd.gereed, date(2023, 12, 31)).isoformat()
    return {
        "regeling": "preventieve_basismaatregelen_2021",
        "woning_postcode": postcode,
        "certificaat_geldig": True,
        "posten": [
            {
                "post": post,
                "bedrag_incl_btw": inclusief(f"{r.randrange(90, 900)}.{r.randrange(100):02d}", 21),
                "kosten_gemaakt_op": gemaakt,
                "bewijsstuk": f"Factuur {r.randrange(1000):03d} van {r.choice(namen.LEVERANCIERS)} (fictief)",
            }
            for post in r.sample(_POSTEN, r.randrange(1, len(_POSTEN) + 1))
        ],
    }
