# SPDX-License-Identifier: EUPL-1.2
"""A sample adviesrapport: themes of the catalogue, numbered, with amounts that add up (R-KOST-1, R-KOST-2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import sha256
from weerbaar_docs.kostenverdeling import fiscale_grondslag, inclusief, leest_werkgever, som, voor_bestuurder
from weerbaar_docs.voorbeelddata import namen, teksten
from weerbaar_docs.voorbeelddata.kans import kans, one_in, rondom
from weerbaar_docs.voorbeelddata.themas_informatie import INFORMATIE
from weerbaar_docs.voorbeelddata.themas_verplaatsen import VERPLAATSEN
from weerbaar_docs.voorbeelddata.themas_werk import WERK
from weerbaar_docs.voorbeelddata.themas_wonen import WONEN

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence

    from weerbaar_docs.voorbeelddata.thema import Standaardmaatregel, Thema
    from weerbaar_docs.voorbeelddata.tijdlijn import Tijdlijn

# Per domein: its themes and how many of them a report has, at least and at most.
_CATALOGUS: tuple[tuple[str, Sequence[Thema], int, int], ...] = (
    ("werk", WERK, 2, 5),
    ("wonen", WONEN, 4, 9),
    ("informatie", INFORMATIE, 1, 5),
    ("verplaatsen", VERPLAATSEN, 1, 4),
)
_AANTAL = range(5, 26)
_NIVEAUS = ("laag", "normaal", "verhoogd", "hoog")
_WEKEN = {"direct": 2, "hoog": 6, "normaal": 12, "laag": 26}
_BRONNEN = ("openbare_bronnen", "politie", "overig")
_MEDIATYPEN = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
_SOORTEN = {"image/jpeg": "foto", "image/png": "tekening", "application/pdf": "document"}
_BEDRAGEN = ("eenmalig_excl_btw", "eenmalig_incl_btw", "jaarlijks_incl_btw")
_LONGEST_PART = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keuze:
    """A theme in a domein, with those of its measures that this report has."""

    domein: str
    thema: Thema
    maatregelen: tuple[Standaardmaatregel, ...]


def make_rapport(
    soort: str, zaad: int, tijd: Tijdlijn, *, woonplek: Mapping[str, Any], pkvw_geldig: bool, versie: int
) -> dict[str, Any]:
    """Give version 1 (the first one) or 2 of the adviesrapport; both have the same findings and measures."""
    r = kans("rapport", soort, zaad)
    keuzes = _choose(r, woonplek)
    bevindingen = list(_bevindingen(r, keuzes, soort))
    _add_difficult_text(bevindingen, zaad)
    maatregelen = _maatregelen(r, keuzes, soort, pkvw_geldig=pkvw_geldig)
    found: dict[str, Any] = {
        "rapportnummer": f"CCV-ADV-{tijd.aangemeld.year}-{zaad % 10_000:04d}",
        "versie": versie,
        "opgesteld_door": {
            "naam": f"{r.choice(namen.ADVISEURS)} (fictief)",
            "functie": "veiligheidsadviseur",
            "organisatie": "Centrum voor Criminaliteitspreventie en Veiligheid",
        },
        "opgesteld_op": (tijd.rapport if versie > 1 else tijd.eerste_rapport).isoformat(),
        **_beoordeling(r, soort, keuzes),
        "bevindingen": bevindingen,
        "maatregelen": maatregelen,
        "bijlagen": _bijlagen(r, bevindingen, maatregelen),
        "kosten_raming": {veld: som(m["kosten"][veld] for m in maatregelen) for veld in _BEDRAGEN},
        "toelichtingsgesprek_aangeboden": True,
        "vertrouwelijkheidaanduiding": r.choice(
            ("confidentieel", "confidentieel", "confidentieel", "vertrouwelijk", "geheim", "zeer_geheim")
        ),
    }
    if versie > 1:
        found["wijzigingen_t_o_v_vorige_versie"] = r.choice(teksten.WIJZIGINGEN)
    return found


def _choose(r: random.Random, woonplek: Mapping[str, Any]) -> list[_Keuze]:
    while True:
        keuzes = [
            _Keuze(domein=domein, thema=thema, maatregelen=_some(r, thema.maatregelen))
            for domein, themas, least, most in _CATALOGUS
            for thema in r.sample(_fitting(themas, woonplek), r.randint(least, most))
        ]
        gekozen = [m for keuze in keuzes for m in keuze.maatregelen]
        if len(gekozen) in _AANTAL and any(_paid_anyhow(m) for m in gekozen):
            return keuzes


def _paid_anyhow(maatregel: Standaardmaatregel) -> bool:
    kost = (maatregel.excl, maatregel.jaarlijks) != ("0.00", "0.00")
    return kost and maatregel.grondslag != "regeling_veilige_woonplek"


def _fitting(themas: Sequence[Thema], woonplek: Mapping[str, Any]) -> list[Thema]:
    relaties = {bewoner["relatie"] for bewoner in woonplek["bewoners"]}
    return [t for t in themas if t.bewoner in {None, *relaties} and woonplek["woningtype"] not in t.niet_bij]


def _some(r: random.Random, maatregelen: tuple[Standaardmaatregel, ...]) -> tuple[Standaardmaatregel, ...]:
    kept = tuple(m for m in maatregelen if not one_in(r, 4))
    return kept or maatregelen[:1]


def _bevindingen(r: random.Random, keuzes: Sequence[_Keuze], soort: str) -> Iterator[dict[str, Any]]:
    for i, keuze in enumerate(keuzes, 1):
        thema = keuze.thema
        found: dict[str, Any] = {
            "id": f"B-{i:02d}",
            "domein": keuze.domein,
            "soort": thema.soort,
            "tekst": teksten.fill(thema.tekst, soort),
        }
        if thema.voor_werkgever is not None:
            found["tekst_voor_werkgever"] = teksten.fill(thema.voor_werkgever, soort)
        if thema.ernst is not None:
            found["ernst"] = thema.ernst
        found["zichtbaar_voor"] = r.sample(thema.zichtbaar_voor, len(thema.zichtbaar_voor))
        yield found


def _add_difficult_text(bevindingen: list[dict[str, Any]], zaad: int) -> None:
    """Put text that breaks naive software where only bestuurder and BVA read it; two kinds per dossier, all in turn."""
    besloten = [b for b in bevindingen if "werkgever" not in b["zichtbaar_voor"]]
    for i, bevinding in enumerate(besloten[:2]):
        bevinding["tekst"] += " " + teksten.LASTIG[(2 * zaad + i) % len(teksten.LASTIG)]
    if zaad % _LONGEST_PART == _LONGEST_PART - 1 and besloten:
        besloten[-1]["tekst"] = teksten.LANGSTE_WOORD


def _maatregelen(r: random.Random, keuzes: Sequence[_Keuze], soort: str, *, pkvw_geldig: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for i, keuze in enumerate(keuzes, 1):
        eerste = len(found) + 1
        for standaard in keuze.maatregelen:
            nummer = len(found) + 1
            maatregel = _maatregel(r, standaard, soort, pkvw_geldig=pkvw_geldig)
            gelijk = [f"B-{n:02d}" for n, k in enumerate(keuzes, 1) if k.domein == keuze.domein and n != i]
            extra = [r.choice(gelijk)] if gelijk and one_in(r, 5) else []
            vast = {"nummer": f"M-{nummer:02d}", "domein": keuze.domein, "bevindingen": [f"B-{i:02d}", *extra]}
            afhankelijk = {"afhankelijk_van": [f"M-{eerste:02d}"]} if nummer > eerste and one_in(r, 2) else {}
            found.append({**vast, **maatregel, **afhankelijk})
    return found


def _maatregel(r: random.Random, standaard: Standaardmaatregel, soort: str, *, pkvw_geldig: bool) -> dict[str, Any]:
    betaald = standaard.pkvw_niveau and pkvw_geldig
    found: dict[str, Any] = {
        "soort": standaard.soort,
        "titel": standaard.titel,
        "omschrijving": teksten.fill(standaard.omschrijving, soort) + (teksten.AL_GEDAAN if betaald else ""),
        "motivering": teksten.fill(standaard.motivering, soort),
        "pkvw_niveau": standaard.pkvw_niveau,
        "urgentie": standaard.urgentie,
        "uitvoerder": _uitvoerder(r, standaard.rol),
        "kosten": _kosten(r, standaard, betaald=betaald),
        "verstrekkingsvorm": standaard.vorm,
        "grondslag": standaard.grondslag,
        "uitvoeren_binnen_weken": _WEKEN[standaard.urgentie] + r.randrange(3),
    }
    if leest_werkgever(found):
        geschreven = standaard.voor_werkgever or (f"{standaard.titel}.", teksten.IN_OVERLEG)
        omschrijving, motivering = (teksten.fill(tekst, soort) for tekst in geschreven)
        found["tekst_voor_werkgever"] = {"omschrijving": omschrijving, "motivering": motivering}
    if standaard.norm is not None:
        found["norm"] = standaard.norm
    if one_in(r, 3):
        eigen = found["kosten"]["eenmalig_incl_btw"] if voor_bestuurder(found) else "0.00"
        found["fiscaal"] = {"grondslag": fiscale_grondslag(found), "eigen_bijdrage": eigen}
    return found


def _uitvoerder(r: random.Random, rol: str) -> dict[str, str]:
    if rol == "leverancier" and one_in(r, 3):
        return {"rol": rol, "naam": f"{r.choice(namen.LEVERANCIERS)} (fictief)"}
    return {"rol": rol}


def _kosten(r: random.Random, standaard: Standaardmaatregel, *, betaald: bool) -> dict[str, Any]:
    excl, jaarlijks = rondom(r, standaard.excl), rondom(r, standaard.jaarlijks)
    gratis = excl == jaarlijks == "0.00"
    basis = "nihil" if gratis else "factuur" if betaald else r.choice(("raming", "raming", "offerte"))
    return {
        "basis": basis,
        "eenmalig_excl_btw": excl,
        "btw_percentage": standaard.btw,
        "eenmalig_incl_btw": inclusief(excl, standaard.btw),
        "jaarlijks_incl_btw": jaarlijks,
    }


def _beoordeling(r: random.Random, soort: str, keuzes: Sequence[_Keuze]) -> dict[str, Any]:
    """Give both assessments; their levels follow from what was found."""
    stelsel = any(k.thema.stelsel for k in keuzes)
    gebeurd = stelsel or any(k.thema.soort == "incident" for k in keuzes)
    niveau = r.choice(("verhoogd", "hoog") if gebeurd else ("laag", "normaal", "normaal", "verhoogd"))
    ernstig = sum(k.domein == "wonen" and k.thema.ernst == "hoog" for k in keuzes)
    bronnen = ["gesprek_werkgever", "gesprek_bestuurder", *r.sample(_BRONNEN, r.randrange(3))]
    dreiging = r.sample(teksten.DREIGING, r.randrange(1, 4))
    woonplek = r.sample(teksten.RISICO_WOONPLEK, r.randrange(1, 3))
    voor_werkgever = r.sample(teksten.VOOR_WERKGEVER, 3)
    return {
        "dreigingsanalyse": {
            "bronnen": bronnen,
            "samenvatting": teksten.fill("\n".join(dreiging), soort),
            "niveau": niveau,
            "stelsel_bewaken_en_beveiligen": {"van_toepassing": stelsel, "toelichting": teksten.STELSEL[stelsel]},
        },
        "risicobeoordeling_woonplek": {
            "samenvatting": " ".join(woonplek),
            "niveau": _NIVEAUS[min(ernstig // 2, len(_NIVEAUS) - 1)],
        },
        "beoordeling_voor_werkgever": "\n".join(
            [f"Het algemene niveau is beoordeeld als {niveau}.", *(teksten.fill(t, soort) for t in voor_werkgever)]
        ),
    }


def _bijlagen(
    r: random.Random, bevindingen: list[dict[str, Any]], maatregelen: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give up to three attachments; their digests are of no file."""
    stukken = [(b["id"], b["zichtbaar_voor"]) for b in bevindingen]
    stukken += [(m["nummer"], ["bestuurder", "bva", "werkgever"]) for m in maatregelen]
    gekozen = r.sample(stukken, r.randrange(4))
    found = []
    for i, (hoort_bij, doelgroep) in enumerate(gekozen, 1):
        mediatype = r.choice(tuple(_MEDIATYPEN))
        soort = {"soort": _SOORTEN[mediatype]} if one_in(r, 2) else {}
        found.append(
            {
                "id": f"F-{i:02d}",
                **soort,
                "bestandsnaam": f"bijlage {i:02d} & schets.{_MEDIATYPEN[mediatype]}",
                "mediatype": mediatype,
                "sha256": sha256(f"{mediatype} {i} (fictief)".encode()),
                "bytes": r.randrange(20_000, 4_000_000),
                "doelgroep": list(doelgroep),
                "hoort_bij": hoort_bij,
                "alternatieve_tekst": f"Schets met maten (± 5 cm) bij {hoort_bij}.",
            }
        )
    return found
