# SPDX-License-Identifier: EUPL-1.2
"""All filters and tests that templates may use; the Dutch ones are made here.

Dates, amounts, names, addresses and reading text for enumerations. docs/reference/sjabloonfilters.md explains each.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.adressering import hoofdletter, naam, straatregel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from weerbaar_docs.rendering.figuren import Figuren

_NBSP = "\u00a0"
_DUTCH = str.maketrans(",.", ".,")
_MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)

# One table for all enumerations: a value that stands in several of them reads the same in each.
WOORDEN: dict[str, str] = {
    # organisatie, functie, ambt
    "gemeente": "Gemeente",
    "provincie": "Provincie",
    "waterschap": "Waterschap",
    "gemeentesecretaris": "Gemeentesecretaris",
    "provinciesecretaris": "Provinciesecretaris",
    "secretaris_directeur": "Secretaris-directeur",
    "burgemeester": "Burgemeester",
    "wethouder": "Wethouder",
    "commissaris_van_de_koning": "Commissaris van de Koning",
    "gedeputeerde": "Gedeputeerde",
    "voorzitter_waterschap": "Voorzitter van het waterschap",
    "lid_dagelijks_bestuur": "Lid van het dagelijks bestuur",
    # domein, doelgroep, uitvoerder, deelnemer
    "werk": "Werk",
    "wonen": "Wonen",
    "informatie": "Informatie",
    "verplaatsen": "Verplaatsen",
    "bestuurder": "Bestuurder",
    "bva": "BVA",
    "werkgever": "Werkgever",
    "leverancier": "Leverancier",
    "pkvw_bedrijf": "PKVW-bedrijf",
    "politie": "Politie",
    "adviseur_openbare_orde_en_veiligheid": "Adviseur openbare orde en veiligheid",
    "ccv_veiligheidsadviseur": "Veiligheidsadviseur van het CCV",
    # woonplek
    "vrijstaand": "Vrijstaande woning",
    "twee_onder_een_kap": "Twee-onder-een-kapwoning",
    "hoekwoning": "Hoekwoning",
    "tussenwoning": "Tussenwoning",
    "appartement": "Appartement",
    "boerderij": "Boerderij",
    "woonboot": "Woonboot",
    "koop": "Koopwoning",
    "huur": "Huurwoning",
    "ambtswoning": "Ambtswoning",
    "ter_beschikking_gesteld": "Ter beschikking gesteld",
    "gemeentelijk": "Gemeentelijk monument",
    "provinciaal": "Provinciaal monument",
    "rijks": "Rijksmonument",
    "beschermd_gezicht": "Beschermd stads- of dorpsgezicht",
    "partner": "Partner",
    "kind": "Kind",
    "ouder": "Ouder",
    "mantelzorgontvanger": "Ontvanger van mantelzorg",
    "jonger_dan_12": "Jonger dan 12 jaar",
    "12_tot_18": "12 tot 18 jaar",
    "volwassene": "Volwassene",
    # gesprekken
    "digitaal": "Digitaal",
    "thuis": "Thuis",
    "op_locatie": "Op locatie",
    "telefonisch": "Telefonisch",
    "gesprek_werkgever": "Gesprek met uw werkgever",
    "gesprek_bestuurder": "Gesprek met u",
    "toelichting_op_rapport": "Toelichting op het rapport",
    "openbare_bronnen": "Openbare bronnen",
    "overig": "Overig",
    "inkijk_en_zichtlijnen": "Inkijk en zichtlijnen",
    "hang_en_sluitwerk": "Hang- en sluitwerk",
    "verlichting": "Verlichting",
    "brandveiligheid": "Brandveiligheid",
    "brievenbus": "Brievenbus",
    "naambord": "Naambord",
    "elektronische_beveiliging": "Elektronische beveiliging",
    "netwerk_en_apparaten": "Netwerk en apparaten",
    "online_vindbaarheid": "Online vindbaarheid",
    "reisbewegingen": "Reisbewegingen",
    "agressieprotocol": "Agressieprotocol",
    "meldpunt_incidenten": "Meldpunt voor incidenten",
    "contactpersoon_politie": "Contactpersoon bij de politie",
    "beveiligingsbeleid_publieksgebouw": "Beveiligingsbeleid voor het publieksgebouw",
    "gemeentehuis": "Gemeentehuis",
    "provinciehuis": "Provinciehuis",
    "waterschapshuis": "Waterschapshuis",
    # vergoeding 2021
    "brievenbusbeveiliging": "Beveiliging van de brievenbus",
    "versteviging_ruiten": "Versteviging van ruiten",
    "deurspion_of_video_intercom": "Deurspion of video-intercom",
    "basisinstallatie": "Basisinstallatie",
    "brand_en_inbraakwerende_kluis": "Brand- en inbraakwerende kluis",
    # PKVW
    "geldig": "Geldig",
    "in_aanvraag": "In aanvraag",
    "niet_aanwezig": "Niet aanwezig",
    "verlopen": "Verlopen",
    "uitzondering": "Uitzondering",
    "beveiligde_woning": "Beveiligde Woning",
    "veilig_complex": "Veilig Complex",
    "nieuwbouw": "Nieuwbouw",
    "onbekend": "Onbekend",
    "huur_medewerking_geweigerd": "De verhuurder werkt niet mee",
    "vve_medewerking_geweigerd": "De vereniging van eigenaren werkt niet mee",
    "gemeenschappelijke_delen": "Het gaat om gemeenschappelijke delen van het gebouw",
    "monument_vergunning": "De woning is een monument en een vergunning is niet haalbaar",
    "bouwtechnisch_onmogelijk": "Het kan bouwtechnisch niet",
    "tijdelijke_woonruimte": "Het is tijdelijke woonruimte",
    "acute_dreiging": "Er is acute dreiging",
    "anders": "Anders",
    # bevinding en maatregel
    "kwetsbaarheid": "Kwetsbaarheid",
    "incident": "Incident",
    "sterk_punt": "Sterk punt",
    "persoonsomstandigheid": "Persoonlijke omstandigheid",
    "bouwkundig": "Bouwkundig",
    "elektronisch": "Elektronisch",
    "online": "Online",
    "gedrag": "Gedrag",
    "organisatorisch": "Organisatorisch",
    "laag": "Laag",
    "middel": "Middel",
    "normaal": "Normaal",
    "verhoogd": "Verhoogd",
    "hoog": "Hoog",
    "direct": "Direct",
    "verstrekking": "Verstrekking",
    "ter_beschikking_stelling": "Bruikleen tijdens het ambt",
    "geen": "Geen",
    "regeling_veilige_woonplek": "Regeling veilige woonplek",
    "eigen_verantwoordelijkheid": "Eigen verantwoordelijkheid",
    "arbo_werkplek": "Arbo en werkplek",
    "ict_voorziening": "ICT-voorziening",
    "scholing": "Scholing",
    "stelsel_werkgeverskosten": "Stelsel bewaken en beveiligen, werkgeverskosten",
    "stelsel_rijk": "Stelsel bewaken en beveiligen, Rijk",
    "nihil": "Geen kosten",
    "raming": "Raming",
    "offerte": "Offerte",
    "factuur": "Factuur",
    # betaler
    "geen_kosten": "Geen kosten",
    "rijk": "Rijk",
    "onbepaald": "Nog niet bepaald",
    "werkgever_facultatief": "Werkgever, als hij dat wil",
    "geen_aanspraak": "Geen aanspraak",
    "aangehouden_pkvw": "Aangehouden tot het PKVW in orde is",
    # uitvoering
    "wacht_op_pkvw": "Wacht op het keurmerk",
    # besluit
    "vastgesteld": "Vastgesteld",
    "gedeeltelijk_vastgesteld": "Gedeeltelijk vastgesteld",
    "gewijzigd_vastgesteld": "Gewijzigd vastgesteld",
    "niet_vastgesteld": "Niet vastgesteld",
    "teruggestuurd": "Teruggestuurd",
    "akkoord": "Akkoord",
    "geen_akkoord": "Geen akkoord",
    "voldoet": "Voldoet",
    "voldoet_deels": "Voldoet deels",
    "voldoet_niet": "Voldoet niet",
    "niet_van_toepassing": "Niet van toepassing",
    "dreigingsanalyse_aanwezig": "De dreigingsanalyse is aanwezig",
    "risicobeoordeling_woonplek_aanwezig": "De risicobeoordeling van de woonplek is aanwezig",
    "maatregelen_passend_bij_risico": "De maatregelen passen bij het risico",
    "maatregelen_proportioneel": "De maatregelen zijn proportioneel",
    "pkvw_status_onderbouwd": "De status van het PKVW is onderbouwd",
    "kosten_onderbouwd": "De kosten zijn onderbouwd",
    "geen_overlap_met_stelsel_bewaken_en_beveiligen": "Er is geen overlap met het stelsel bewaken en beveiligen",
    "geen_onnodige_persoonsgegevens": "Er staan geen onnodige persoonsgegevens in",
    # documentsoort, uitgesloten onderdeel
    "adviesrapport_volledig": "Het hele adviesrapport",
    "adviesrapport_werkgever": "Rapport voor uw werkgever",
    "maatregelenoverzicht": "Overzicht van de maatregelen",
    "maatregelenoverzicht_tabel": "Dezelfde maatregelen, als tabel",
    "maatregelen_data": "Dezelfde maatregelen, als gegevens voor een computer",
    "incidenten": "Incidenten",
    "gezinssituatie": "Gezinssituatie",
    "bevindingen_werk": "Bevindingen over werk",
    "bevindingen_wonen": "Bevindingen over wonen",
    "bevindingen_informatie": "Bevindingen over informatie",
    "bevindingen_verplaatsen": "Bevindingen over verplaatsen",
    "dreigingsanalyse": "Dreigingsanalyse",
    # bewijs van een toestemming
    "openpgp": "Een digitale handtekening (OpenPGP)",
    "pades": "Een digitale handtekening op het formulier",
    "natte_handtekening": "Uw handtekening met pen op het formulier",
    "e_mail": "Een e-mail",
    "mondeling": "Een gesprek",
    # vertrouwelijkheidaanduiding
    "openbaar": "Openbaar",
    "beperkt_openbaar": "Beperkt openbaar",
    "intern": "Intern",
    "zaakvertrouwelijk": "Zaakvertrouwelijk",
    "vertrouwelijk": "Vertrouwelijk",
    "confidentieel": "Confidentieel",
    "geheim": "Geheim",
    "zeer_geheim": "Zeer geheim",
}
_MET_HOOFDLETTER = {waarde: hoofdletter(tekst) for waarde, tekst in WOORDEN.items()}

_ARTIKEL = {"provincie": "2.9", "gemeente": "3.9", "waterschap": "4.9"}
_ORGAAN = {
    "provincie": "gedeputeerde staten",
    "gemeente": "het college van burgemeester en wethouders",
    "waterschap": "het dagelijks bestuur",
}


def datum(value: str) -> str:
    """Write '2026-05-18' (or the day of a moment) as '18 mei 2026'."""
    day = date.fromisoformat(value[:10])
    return f"{day.day} {_MAANDEN[day.month - 1]} {day.year}"


def bedrag(value: str) -> str:
    """Write '1249.50' as '€ 1.249,50', with a no-break space."""
    cents = Decimal(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"€{_NBSP}" + f"{cents:,.2f}".translate(_DUTCH)


def adresregel(adres: Mapping[str, Any]) -> str:
    """Write an address as 'Ûnderdyk 12 a bis, 9012 CD Ald Terp'."""
    return f"{straatregel(adres)}, {adres['postcode'][:4]} {adres['postcode'][4:].strip()} {adres['woonplaats']}"


def woord(value: str) -> str:
    """Give the reading text of an enumeration value, beginning with a capital."""
    return _MET_HOOFDLETTER.get(value) or hoofdletter(value.replace("_", " "))


def woord_klein(value: str) -> str:
    """Give the same reading text for inside a sentence; abbreviations keep their capitals."""
    text = woord(value)
    return text if text[1:2].isupper() and not text.startswith("IJ") else text[:1].lower() + text[1:]


def opsomming(values: Iterable[str]) -> str:
    """Write values as 'a, b en c'."""
    *begin, last = list(values) or [""]
    return f"{', '.join(begin)} en {last}" if begin else last


def ja_onderdelen(onderdelen: Mapping[str, Any]) -> list[str]:
    """Give the keys whose value is true, sorted: the order of keys says nothing, and no digest covers it."""
    return sorted(key for key, value in onderdelen.items() if value is True)


def kosteloos(maatregelen: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Keep the maatregelen that cost nothing, once nor yearly (R-NUL-1)."""
    return [m for m in maatregelen if not any(Decimal(m["kosten"][key]) for key in _BEDRAGEN)]


_BEDRAGEN = ("eenmalig_incl_btw", "jaarlijks_incl_btw")


def artikel(organisatietype: str) -> str:
    """Give the article of the Regeling for a type of organisation."""
    return _ARTIKEL[organisatietype]


def orgaan(organisatietype: str) -> str:
    """Give the body that is competent for the costs (art. 2.9, 3.9 and 4.9, lid 3)."""
    return _ORGAAN[organisatietype]


def kostenverdeling(inhoud: Mapping[str, Any], besluit: Mapping[str, Any] | None) -> dict[str, Any]:
    """Derive who pays what from rapportinhoud and the besluit (R-BET-1)."""
    from weerbaar_docs.kostenverdeling import verdeel  # noqa: PLC0415 - keeps the filters importable on their own

    return verdeel(inhoud, besluit)


def beoordeeld(inhoud: Mapping[str, Any], besluit: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Give every maatregel as the besluit leaves it.

    Adds `oordeel`, `besluit_motivering` and `betaler`; a changed omschrijving replaces the advised one.
    Without a besluit the oordeel is None and every payer `onbepaald`, unless nothing has to be paid.
    """
    betalers = {regel["maatregel"]: regel["betaler"] for regel in kostenverdeling(inhoud, besluit)["per_maatregel"]}
    oordelen = {regel["nummer"]: regel for regel in besluit["per_maatregel"]} if besluit else {}
    return [
        _beoordeeld(m, oordelen.get(m["nummer"], {}), _getoonde_betaler(betalers[m["nummer"]], besluit))
        for m in inhoud["adviesrapport"]["maatregelen"]
    ]


def _beoordeeld(maatregel: Mapping[str, Any], regel: Mapping[str, Any], betaler: str) -> dict[str, Any]:
    return {
        **maatregel,
        "omschrijving": regel.get("gewijzigde_omschrijving", maatregel["omschrijving"]),
        "oordeel": regel.get("oordeel"),
        "besluit_motivering": regel.get("motivering"),
        "betaler": betaler,
    }


def _getoonde_betaler(betaler: str, besluit: Mapping[str, Any] | None) -> str:
    return betaler if besluit or betaler == "geen_kosten" else "onbepaald"


def per_domein(inhoud: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Count per domein the bevindingen and maatregelen, and those that weigh most: ernst hoog, urgentie direct or hoog.

    It counts what the report names, also a maatregel that the besluit did not establish: the report prints that one too.
    """
    found = {domein: dict.fromkeys(_GETELD, 0) for domein in _DOMEINEN}
    for bevinding in inhoud["adviesrapport"]["bevindingen"]:
        regel = found[bevinding["domein"]]
        regel["bevindingen"] += 1
        regel["ernstig"] += bevinding.get("ernst") == "hoog"
    for maatregel in inhoud["adviesrapport"]["maatregelen"]:
        regel = found[maatregel["domein"]]
        regel["maatregelen"] += 1
        regel["dringend"] += maatregel["urgentie"] in _DRINGEND
    return [{"domein": domein, **regel} for domein, regel in found.items()]


_DOMEINEN = ("werk", "wonen", "informatie", "verplaatsen")
_GETELD = ("bevindingen", "ernstig", "maatregelen", "dringend")
_DRINGEND = frozenset({"direct", "hoog"})


def betaald(inhoud: Mapping[str, Any], besluit: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """Give what each payer pays, as far as a document may say it: without a besluit nobody is named yet."""
    regels: list[Mapping[str, Any]] = kostenverdeling(inhoud, besluit)["per_betaler"]
    if besluit:
        return regels
    known = [regel for regel in regels if regel["betaler"] == "geen_kosten"]
    open_ = [regel for regel in regels if regel["betaler"] != "geen_kosten"]
    sums = {naam: str(sum(Decimal(regel[naam]) for regel in open_)) for naam in _BEDRAGEN}
    return [*known, {"betaler": "onbepaald", **sums}] if open_ else known


def figuur_domeinen(inhoud: Mapping[str, Any], kleur: str | None = None, breedte: int | None = None) -> Figuren:
    """Draw the bevindingen and maatregelen of each domein."""
    from weerbaar_docs.rendering import figuren  # noqa: PLC0415 - figures write with these filters

    return figuren.figuur_domeinen(inhoud, **_chosen(kleur, breedte))


def figuur_kosten(
    inhoud: Mapping[str, Any],
    besluit: Mapping[str, Any] | None,
    kleur: str | None = None,
    breedte: int | None = None,
) -> Figuren:
    """Draw what each payer pays."""
    from weerbaar_docs.rendering import figuren  # noqa: PLC0415 - figures write with these filters

    return figuren.figuur_kosten(inhoud, besluit, **_chosen(kleur, breedte))


def figuur_voortgang(
    maatregelen: Iterable[Mapping[str, Any]], kleur: str | None = None, breedte: int | None = None
) -> Figuren:
    """Draw how far each maatregel is."""
    from weerbaar_docs.rendering import figuren  # noqa: PLC0415 - figures write with these filters

    return figuren.figuur_voortgang(maatregelen, **_chosen(kleur, breedte))


def _chosen(kleur: str | None, breedte: int | None) -> dict[str, Any]:
    return {naam: value for naam, value in (("kleur", kleur), ("breedte", breedte)) if value is not None}


FILTERS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        adresregel,
        artikel,
        bedrag,
        beoordeeld,
        datum,
        figuur_domeinen,
        figuur_kosten,
        figuur_voortgang,
        ja_onderdelen,
        kosteloos,
        kostenverdeling,
        naam,
        opsomming,
        orgaan,
        per_domein,
        woord,
        woord_klein,
    )
}
# What a template may use of Jinja itself; whoever fills or checks a template goes by these names.
JINJA_FILTERS: Final = (
    "abs", "capitalize", "count", "d", "default", "first", "float", "int", "join", "last", "length", "list", "lower",
    "map", "max", "min", "reject", "rejectattr", "select", "selectattr", "sort", "sum", "title", "trim", "unique",
    "upper", "wordcount",
)  # fmt: skip
TESTS: Final = (
    "!=", "<", "<=", "==", ">", ">=", "boolean", "defined", "divisibleby", "eq", "equalto", "even", "ge", "greaterthan",
    "gt", "in", "integer", "iterable", "le", "lessthan", "lower", "lt", "mapping", "ne", "none", "number", "odd", "sameas",
    "sequence", "string", "true", "false", "undefined", "upper",
)  # fmt: skip
# These give a picture, which stands in a paragraph of its own.
FIGUREN: Final = frozenset(naam for naam in FILTERS if naam.startswith("figuur_"))
NAMEN: Final = frozenset(JINJA_FILTERS) | FILTERS.keys()
