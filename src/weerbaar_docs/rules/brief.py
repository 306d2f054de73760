# SPDX-License-Identifier: EUPL-1.2
"""Rules on the letter to the werkgever, and on what its outside may not reveal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from weerbaar_docs.keys import VERIFICATIE_MAANDEN
from weerbaar_docs.rules.rapport import DIGESTS
from weerbaar_docs.rules.regel import Bevinden, Regel, dag, datum, moment
from weerbaar_docs.termijnen import maanden_later
from weerbaar_docs.woorden import vlak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OVERZICHT = ("maatregelenoverzicht", "maatregelenoverzicht_tabel", "maatregelen_data")
_OMVANG = {
    "volledig_rapport": (
        "adviesrapport_volledig",
        "adviesrapport_werkgever",
        *_OVERZICHT,
    ),
    "werkgeversversie": ("adviesrapport_werkgever", *_OVERZICHT),
    "alleen_maatregelenoverzicht": _OVERZICHT,
}
_WOORDEN = {
    "gemeente": r"\bgemeente|\bcollege\b|\bburgemeester\b|\bwethouder",
    "provincie": r"\bprovinci|\bgedeputeerde|\bcommissaris van de koning",
    "waterschap": r"\bwaterschap|\bdagelijks bestuur\b|\bsecretaris-directeur\b|\bhoogheemraad",
}
# Words of names and streets that say nothing by themselves.
_GEWOON = frozenset(
    {"van", "der", "den", "het", "ter", "ten", "aan", "bij", "onder", "over", "uit", "voor", "sint", "fictief"}
)
_SHORTEST = 3
# From this length a part is also found inside a longer word, as in a file name.
_TELLING = 5


def reveals(text: str, gegevens: Mapping[str, Any]) -> bool:
    """Say whether a text names the bestuurder, the address or the subject (R-META-1).

    For everything that is seen from outside: subject lines, titles, file names, metadata. `gegevens`
    is a dossier or its rapportinhoud.
    """
    plain = vlak(text)
    words = set(re.findall(r"[^\W\d_]+", plain))
    if "beveiliging" in plain or _postcode(gegevens) in re.sub(r"[\W_]", "", plain):
        return True
    return any(part in words or (len(part) >= _TELLING and part in plain) for part in _parts(gegevens))


def _postcode(gegevens: Mapping[str, Any]) -> str:
    return vlak(gegevens["woonplek"]["adres"]["postcode"])


def _parts(gegevens: Mapping[str, Any]) -> Iterator[str]:
    bestuurder, adres = gegevens["bestuurder"], gegevens["woonplek"]["adres"]
    values = (bestuurder["achternaam"], bestuurder.get("voornaam"), adres["straatnaam"], adres["woonplaats"])
    for value in values:
        for part in re.findall(r"[^\W\d_]+", vlak(value or "")):
            if len(part) >= _SHORTEST and part not in _GEWOON:
                yield part


def _met_toestemming(gegevens: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any] | None] | None:
    """Give the letter and the toestemming that it names; None without a letter."""
    brief = gegevens.get("werkgeversbrief")
    if brief is None:
        return None
    wanted = brief["toestemming_id"]
    named = [t for t in gegevens.get("toestemmingen", ()) if t["toestemming_id"] == wanted]
    return brief, named[0] if len(named) == 1 else None  # an id that stands there twice names nothing


def _later_nee(gegevens: Mapping[str, Any], toestemming: Mapping[str, Any], brief: Mapping[str, Any]) -> bool:
    """Say whether the bestuurder refused or withdrew in a later word, before the letter."""
    return any(
        ander["status"] in ("geweigerd", "ingetrokken")
        and moment(ander["gegeven_op"]) > moment(toestemming["gegeven_op"])
        and dag(ander["gegeven_op"]) <= brief["datum"]
        for ander in gegevens.get("toestemmingen", ())
    )


def _toes_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    paar = _met_toestemming(gegevens)
    if paar is None:
        return
    toestemming = paar[1]
    if (
        toestemming is None
        or toestemming["status"] == "geweigerd"
        or toestemming["route"] not in ("via_ccv", "op_papier")
        or _later_nee(gegevens, toestemming, paar[0])
    ):
        yield Bevinden(
            pad="/werkgeversbrief/toestemming_id",
            melding="de brief steunt niet op een toestemming via_ccv of op_papier",
            oplossing="Verzend niets; vraag de bestuurder om toestemming.",
        )


def _toes_4(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    brief, toestemming = _met_toestemming(gegevens) or (None, None)
    if brief is not None and toestemming is not None and brief["datum"] > dag(toestemming["geldig_tot"]):
        yield Bevinden(
            pad="/werkgeversbrief/datum",
            melding="de toestemming is verlopen op de datum van de brief",
            oplossing="Vraag opnieuw toestemming, of herstel de datum.",
        )


def _toes_5(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for i, toestemming in enumerate(gegevens.get("toestemmingen", ())):
        for j, stuk in enumerate(toestemming["stukken"]):
            if stuk["documentsoort"] not in _OMVANG[toestemming["omvang"]]:
                yield _buiten(f"/toestemmingen/{i}/stukken/{j}/documentsoort", "het stuk valt")
    brief, toestemming = _met_toestemming(gegevens) or (None, None)
    if brief is None or toestemming is None:
        return
    stukken = {stuk["documentsoort"] for stuk in toestemming["stukken"]}
    for j, bijlage in enumerate(brief["bijlagen"]):
        if bijlage["documentsoort"] not in stukken.intersection(_OMVANG[toestemming["omvang"]]):
            yield _buiten(f"/werkgeversbrief/bijlagen/{j}/documentsoort", "de bijlage is geen stuk van, of valt")


def _buiten(pad: str, wat: str) -> Bevinden:
    return Bevinden(
        pad=pad,
        melding=f"{wat} buiten de omvang van de toestemming",
        oplossing="Verwijder het stuk, of vraag toestemming voor een grotere omvang.",
    )


def _volg_4(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    brief, toestemming = _met_toestemming(gegevens) or (None, None)
    if brief is not None and toestemming is not None and brief["datum"] < dag(toestemming["gegeven_op"]):
        yield Bevinden(
            pad="/werkgeversbrief/datum",
            melding="de brief is van vóór de toestemming",
            oplossing="Controleer de datums van toestemming en brief.",
        )


def _brief_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    brief = gegevens.get("werkgeversbrief")
    if brief is not None and brief["organisatietype"] != gegevens["organisatie"]["type"]:
        yield Bevinden(
            pad="/werkgeversbrief/organisatietype",
            melding="de variant van de brief hoort bij een ander type organisatie",
            oplossing="Kies de variant van het type van de werkgever.",
        )


def woorden_van_ander_type(tekst: str, organisatie: Mapping[str, Any]) -> bool:
    """Say whether a letter speaks to another type of organisation than this one, names left aside (R-BRIEF-2)."""
    plain = vlak(tekst)
    for naam in (organisatie["naam"], organisatie.get("plaats"), organisatie["postadres"]["woonplaats"]):
        plain = re.sub(rf"\b{re.escape(vlak(naam))}\b", " ", plain) if naam else plain
    return any(re.search(words, plain) for soort, words in _WOORDEN.items() if soort != organisatie["type"])


def _brief_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    brief = gegevens.get("werkgeversbrief")
    if brief is None:
        return
    seen = [("/werkgeversbrief/betreft", brief["betreft"]), ("/werkgeversbrief/aanhef", brief["aanhef"])]
    seen += [(f"/werkgeversbrief/bijlagen/{i}/titel", b["titel"]) for i, b in enumerate(brief["bijlagen"])]
    for pad, text in seen:
        if woorden_van_ander_type(text, gegevens["organisatie"]):
            yield Bevinden(
                pad=pad,
                melding="deze tekst spreekt een ander type organisatie aan",
                oplossing="Gebruik de woorden die bij de werkgever horen, of een neutrale tekst.",
            )


def _meta_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    brief = gegevens.get("werkgeversbrief") or {}
    seen = [("/werkgeversbrief/betreft", brief["betreft"])] if brief else []
    seen += [(f"/werkgeversbrief/bijlagen/{i}/titel", b["titel"]) for i, b in enumerate(brief.get("bijlagen", ()))]
    bijlagen = gegevens.get("adviesrapport", {}).get("bijlagen", ())
    seen += [(f"/adviesrapport/bijlagen/{i}/bestandsnaam", b["bestandsnaam"]) for i, b in enumerate(bijlagen)]
    for pad, text in seen:
        if reveals(text, gegevens):
            yield Bevinden(
                pad=pad,
                melding="deze tekst verraadt een naam, een adres of het onderwerp",
                oplossing="Gebruik een neutrale tekst, zoals ‘Bijlage 1’ of een kenmerk.",
            )


def _pgp_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    brief, toestemming = _met_toestemming(gegevens) or (None, None)
    if brief is None or toestemming is None or toestemming["route"] != "via_ccv":
        return
    sleutel = gegevens["organisatie"].get("openpgp")
    if sleutel is None:
        yield _sleutel("/organisatie", "de werkgever heeft geen sleutel")
        return
    end = sleutel.get("geldig_tot")
    if sleutel["geverifieerd_op"] > brief["datum"] or (end is not None and end < brief["datum"]):
        yield _sleutel("/organisatie/openpgp", "de sleutel van de werkgever is niet geldig op de datum van de brief")
    elif datum(brief["datum"]) > maanden_later(datum(sleutel["geverifieerd_op"]), VERIFICATIE_MAANDEN):
        yield _sleutel(
            "/organisatie/openpgp/geverifieerd_op",
            f"de sleutel is meer dan {VERIFICATIE_MAANDEN} maanden vóór de brief geverifieerd",
        )
    if toestemming.get("ontvanger", {}).get("sleutel_vingerafdruk", sleutel["vingerafdruk"]) != sleutel["vingerafdruk"]:
        yield _sleutel("/organisatie/openpgp/vingerafdruk", "de toestemming noemt een andere sleutel van de werkgever")


def _sleutel(pad: str, melding: str) -> Bevinden:
    return Bevinden(
        pad=pad,
        melding=melding,
        oplossing="Vraag de sleutel op, bel terug om hem te controleren en vraag zo nodig opnieuw toestemming.",
    )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-TOES-2",
        ernst="fout",
        moment="levering",
        titel="Brief steunt op toestemming",
        uitleg="Een brief van het CCV vereist een verleende toestemming via_ccv of op_papier; of die op de dag van de brief nog gold, zeggen R-TOES-4 en R-TOES-6.",
        bron="Werkwijze CCV: via het CCV met toestemming van de bestuurder",
        herstel="Verzend niets; vraag de bestuurder om toestemming.",
        vind=_toes_2,
        impliceert=("R-UITV-3",),
    ),
    Regel(
        id="R-TOES-4",
        ernst="fout",
        moment="levering",
        titel="Toestemming niet verlopen",
        uitleg="De toestemming is niet verlopen op de datum van de brief.",
        bron="Ontwerpkeuze van weerbaar_docs (toestemming heeft een einddatum)",
        herstel="Vraag opnieuw toestemming, of herstel de datum van de brief.",
        vind=_toes_4,
        impliceert=("R-PGP-1",),
    ),
    Regel(
        id="R-TOES-5",
        ernst="fout",
        moment="levering",
        titel="Bijlagen binnen de omvang",
        uitleg="De bijlagen van de brief zijn stukken van de toestemming en vallen, net als die, binnen de omvang.",
        bron="Ontwerpkeuze van weerbaar_docs (niet meer dan waarvoor toestemming is)",
        herstel="Verwijder het stuk, of vraag toestemming voor een grotere omvang.",
        vind=_toes_5,
    ),
    Regel(
        id="R-VOLG-4",
        ernst="fout",
        moment="levering",
        titel="Brief na toestemming",
        uitleg="De brief is niet van vóór de toestemming.",
        bron="Werkwijze CCV: eerst toestemming, dan verzenden",
        herstel="Controleer de datums van toestemming en brief.",
        vind=_volg_4,
        impliceert=("R-PGP-1",),
    ),
    Regel(
        id="R-BRIEF-1",
        ernst="fout",
        moment="levering",
        titel="Briefvariant past bij werkgever",
        uitleg="De briefvariant past bij het type organisatie.",
        bron="Regeling, art. 2.9, 3.9 en 4.9 (per type organisatie)",
        herstel="Kies de variant van het type van de werkgever.",
        vind=_brief_1,
    ),
    Regel(
        id="R-BRIEF-2",
        ernst="fout",
        moment="levering",
        titel="Brief spreekt de juiste organisatie aan",
        uitleg="De brief bevat geen woord dat bij een ander type organisatie hoort, behalve in een eigennaam.",
        bron="In een gepubliceerde brief stond ‘uw gemeente’ boven een brief aan een waterschap",
        herstel="Kies het sjabloon van het juiste type, of maak de tekst neutraal.",
        vind=_brief_2,
    ),
    Regel(
        id="R-META-1",
        ernst="fout",
        moment="levering",
        titel="Buitenkant verraadt niets",
        uitleg="Betreft, bijlagetitels en bestandsnamen verraden geen naam, adres of onderwerp.",
        bron="Ontwerpkeuze van weerbaar_docs (de buitenkant verraadt niets)",
        herstel="Gebruik een neutrale tekst, zoals ‘Bijlage 1’ of een kenmerk.",
        vind=_meta_1,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-PGP-1",
        ernst="fout",
        moment="levering",
        titel="Werkgever heeft een geldige sleutel",
        uitleg="Bij een brief via_ccv heeft de werkgever een sleutel die op de datum van de brief geldig is.",
        bron="Ontwerpkeuze van weerbaar_docs (versleuteling met een gecontroleerde sleutel)",
        herstel="Vraag de sleutel op, bel terug om hem te controleren en vraag zo nodig opnieuw toestemming.",
        vind=_pgp_1,
    ),
)
