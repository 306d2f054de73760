# SPDX-License-Identifier: EUPL-1.2
"""A document -> fictional data to try its template with: every kind of organisation, with and without a besluit.

The data are made by the same functions as in real work, so that a template that takes these takes those.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._resources import read_resource
from weerbaar_docs.afschrift import in_woorden
from weerbaar_docs.brief import brief_gegevens
from weerbaar_docs.documenten import documentsoort
from weerbaar_docs.dossiers.inzage import Gebruik, Verstrekking, Verwerking, inzage_gegevens
from weerbaar_docs.maatregelenoverzicht import maatregelenoverzicht
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.neutrale_brief import neutrale_gegevens
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.sjablonen import contract
from weerbaar_docs.sleutelblad import blad_gegevens
from weerbaar_docs.termijnen import dag
from weerbaar_docs.uitvoering.aanhouding import aanhouding
from weerbaar_docs.uitvoering.opdracht import opdracht_gegevens
from weerbaar_docs.uitvoering.stand import new_stand
from weerbaar_docs.uitvoering.voortgang import voortgang
from weerbaar_docs.uitvoeringsstatus import BEGONNEN, BRUIKLEEN
from weerbaar_docs.veiligheidspakket.gegevens import AMBTEN, contexten
from weerbaar_docs.veiligheidspakket.onderdelen import SJABLONEN
from weerbaar_docs.vergelijken import from_dossier, vergelijk
from weerbaar_docs.vergelijken.document import vergelijking_gegevens
from weerbaar_docs.verifieren.document import verificatie_gegevens
from weerbaar_docs.verifieren.uitslag import Feit, Oordeel, Schakel, Uitslag
from weerbaar_docs.vernietiging import NIET_BELOOFD
from weerbaar_docs.vernietiging.document import verklaring_gegevens
from weerbaar_docs.voorbeelddata import SOORTEN, maak
from weerbaar_docs.werkgeversversie import werkgeversversie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Voorbeelden = Iterator[tuple[str, dict[str, Any]]]

DATUM: Final = date(2026, 5, 18)
_ZADEN: Final = (0, 1)
_MOMENT: Final = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
_AFDRUK: Final = "A1B2C3D4E5F60718293A4B5C6D7E8F9001122334"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorbeeld:
    """A name that says which variant it is (`gemeente-0-concept`) and all that the template sees."""

    naam: str
    context: Mapping[str, Any] = field(repr=False)


def voorbeelden(document: str, *, huisstijl: Huisstijl = HUISSTIJL) -> tuple[Voorbeeld, ...]:
    """Give the sample data of a document; raises UsageError for an unknown document."""
    contract(document)
    return tuple(
        Voorbeeld(naam=naam, context={**data, "huisstijl": huisstijl.gegevens})
        for naam, data in _VOORBEELDEN[document]()
    )


def _dossiers(fase: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for soort in SOORTEN:
        for zaad in _ZADEN:
            yield f"{soort}-{zaad}", maak(soort, zaad, fase)


def _adviesrapport() -> Voorbeelden:
    for naam, dossier in _dossiers("concept"):
        yield f"{naam}-concept", {"rapportinhoud": rapportinhoud(dossier), "bva_besluit": None}
    for naam, dossier in _dossiers("vastgesteld"):
        besluit = dossier["bva_besluiten"][-1]
        yield f"{naam}-definitief", {"rapportinhoud": rapportinhoud(dossier), "bva_besluit": besluit}


def _werkgeversversie() -> Voorbeelden:
    for naam, dossier in _dossiers("vastgesteld"):
        inhoud, dag = rapportinhoud(dossier), DATUM.isoformat()
        yield (
            f"{naam}-voorvertoning",
            {"werkgeversversie": werkgeversversie(inhoud, None, datum=dag, voorvertoning=True)},
        )
        made = werkgeversversie(
            inhoud,
            dossier["bva_besluiten"][-1],
            uitgesloten_onderdelen=("dreigingsanalyse",) if naam.endswith("1") else (),
            vaststelling_sha256="0" * 64,
            datum=dag,
        )
        yield f"{naam}-definitief", {"werkgeversversie": made}


def _maatregelenoverzicht() -> Voorbeelden:
    for naam, dossier in _dossiers("vastgesteld"):
        made = werkgeversversie(
            rapportinhoud(dossier),
            dossier["bva_besluiten"][-1],
            vaststelling_sha256="0" * 64,
            datum=DATUM.isoformat(),
        )
        yield f"{naam}-definitief", {"maatregelenoverzicht": maatregelenoverzicht(made)}
        bare = maatregelenoverzicht({**made, "maatregelen": []})
        yield f"{naam}-zonder-maatregelen", {"maatregelenoverzicht": bare}


def _brief_werkgever(soort: str) -> Voorbeelden:
    for naam, dossier in _dossiers("vastgesteld"):
        if dossier["organisatie"]["type"] == soort:
            for bijlagen in (0, 2):
                made = brief_gegevens(dossier, kenmerk="CCV-2026-0417", aantal_bijlagen=bijlagen, datum=DATUM)
                yield f"{naam}-{bijlagen}-bijlagen", {"brief": made}


def _afspraak(naam: str) -> Voorbeelden:
    """Give what a letter about an afspraak sees, on the day of the aanmelding."""
    for begin, dossier in _dossiers("gepland"):
        day = date.fromisoformat(dag(dossier["aanmelding"]["aangemeld_op"]))
        yield begin, documentsoort(naam).gegevens(dossier, day)


def _intrekking(naam: str) -> Voorbeelden:
    """Give what a letter about a withdrawal sees: before anything was sent (to the bestuurder alone), and after."""
    for begin, dossier in _dossiers("toestemming_ingetrokken"):
        if naam == "brief_intrekking_bestuurder":
            day = date.fromisoformat(dag(dossier["toestemmingen"][-1]["ingetrokken_op"]))
            yield f"{begin}-niets-gestuurd", documentsoort(naam).gegevens(dossier, day)
    for begin, dossier in _sent():
        day = date.fromisoformat(dossier["werkgeversbrief"]["datum"]) + timedelta(days=7)
        withdrawn = {"status": "ingetrokken", "ingetrokken_op": f"{day}T12:00:00+02:00"}
        dossier["toestemmingen"][-1] |= withdrawn
        yield f"{begin}-gestuurd", documentsoort(naam).gegevens(dossier, day)


def _sent() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give dossiers in which the CCV sent something to the werkgever, which not every zaad does: two of each soort."""
    for soort in SOORTEN:
        made = ((f"{soort}-{zaad}", maak(soort, zaad, "in_uitvoering")) for zaad in count())
        yield from islice(((naam, dossier) for naam, dossier in made if "werkgeversbrief" in dossier), len(_ZADEN))


def _vaststelling() -> Voorbeelden:
    for begin, dossier in _dossiers("vastgesteld"):
        day = date.fromisoformat(dossier["bva_besluiten"][-1]["besloten_op"])
        yield begin, documentsoort("brief_vaststelling").gegevens(dossier, day)


def _vergoeding_2021() -> Voorbeelden:
    for soort in SOORTEN:
        for zaad in (7, 15, 23):  # one in eight of the dossiers that are done is of the regeling of 2021
            dossier = maak(soort, zaad, "afgerond")
            yield f"{soort}-{zaad}", documentsoort("brief_vergoeding_2021").gegevens(dossier, DATUM)


def _informatieblad() -> Voorbeelden:
    for begin, dossier in _dossiers("gepland"):
        yield begin, documentsoort("informatieblad").gegevens(dossier, DATUM)


def _toetsingsblad() -> Voorbeelden:
    """Give a blad that is still to be filled in, and one on which all is judged."""
    for naam, dossier in _dossiers("vastgesteld"):
        rapport, besluit = dossier["adviesrapport"], dossier["bva_besluiten"][-1]
        titels = {m["nummer"]: m["titel"] for m in rapport["maatregelen"]}
        blank = {
            "kenmerk": "WD-0123456789abcdef",
            "datum": DATUM.isoformat(),
            "vertrouwelijkheidaanduiding": rapport["vertrouwelijkheidaanduiding"],
            "rapportnummer": rapport["rapportnummer"],
            "rapport_versie": rapport["versie"],
            "rapport_sha256": "a1" * 32,
            "concept_sha256": "b2" * 32,
            "opsteller": "MW-0001",
            **dict.fromkeys(("toetser", "pkvw_akkoord", "uitkomst", "besluitnummer", "meelezer", "vorige_versie")),
            "criteria": [_judged(item["criterium"]) for item in besluit["toetsing"]],
            "maatregelen": [_judged(nummer, titel=titel) for nummer, titel in titels.items()],
            "pkvw_uitzondering": dossier["pkvw"]["status"] == "uitzondering",
            "vorige_ontvangen": False,
            "verschillen": [],
            "treffers": [],
            "ontbreekt": [f"maatregel {nummer}" for nummer in titels],
        }
        yield f"{naam}-open", {"toetsingsblad": blank}
        done = {
            "toetser": "MW-0004",
            "pkvw_akkoord": "akkoord",
            "criteria": [_judged(item["criterium"], item) for item in besluit["toetsing"]],
            "maatregelen": [_judged(item["nummer"], item, titels[item["nummer"]]) for item in besluit["per_maatregel"]],
            "vorige_versie": 1,
            "verschillen": [{"soort": "gewijzigd", "onderdeel": "omschrijving (fictief)"}],
            "treffers": [{"soort": "getal", "plaats": "/adviesrapport/beoordeling_voor_werkgever"}],
            **{name: besluit[name] for name in ("uitkomst", "besluitnummer")},
            "meelezer": "MW-0005",
            "ontbreekt": [],
        }
        yield f"{naam}-beoordeeld", {"toetsingsblad": blank | done}


def _judged(naam: str, item: Mapping[str, Any] | None = None, titel: str = "") -> dict[str, Any]:
    told = [{"wat": wat, "tekst": item[wat]} for wat in ("opmerking", "motivering") if item and item.get(wat)]
    return {"naam": naam, "titel": titel, "oordeel": item and item["oordeel"], "toelichting": told}


def _vangnetaanvraag() -> Voorbeelden:
    sample = json.loads(read_resource("schemas", "vangnetaanvraag.schema.json"))["examples"][0]
    own = {**sample["kosten"][0], "omschrijving": "hang- en sluitwerk (fictief)", "pkvw_niveau": True}
    for ambt in ("burgemeester", "wethouder", "raadslid"):
        given = {**sample, "ambt": ambt, "kosten": [*sample["kosten"], own]}
        yield ambt, documentsoort("vangnetaanvraag").gegevens(given, DATUM)


def _overzichten() -> Voorbeelden:
    for naam, dossier in _dossiers("vastgesteld"):
        versie = werkgeversversie(
            rapportinhoud(dossier), dossier["bva_besluiten"][-1], vaststelling_sha256="0" * 64, datum=DATUM.isoformat()
        )
        yield naam, maatregelenoverzicht(versie)


def _uitvoeringsopdracht() -> Voorbeelden:
    """Give what a leverancier reads: a request for an offer with words of one's own, and an order in those of the besluit."""
    vraag, gunning = json.loads(read_resource("schemas", "uitvoeringsopdracht.schema.json"))["examples"]
    for naam, overzicht in _overzichten():
        own = overzicht["maatregelen"][0]
        eigen = {
            **vraag,
            "titel": "Werk aan een deur (fictief)",
            "specificatie": "Vervang de deur en het slot (fictief).",
        }
        yield f"{naam}-offerte", opdracht_gegevens(own, eigen, datum=DATUM)
        yield f"{naam}-gunning", opdracht_gegevens(own, {**gunning, "titel": eigen["titel"]}, datum=DATUM)


def _voortgangsoverzicht() -> Voorbeelden:
    for naam, overzicht in _overzichten():
        stand = new_stand(overzicht)
        yield f"{naam}-begin", {"voortgangsoverzicht": voortgang(overzicht, stand, DATUM)}
        statussen = ("opgedragen", "in_uitvoering", "uitgevoerd", "uitgesteld", "vervallen", "niet_gestart")
        stand["uitvoering"] = [
            _regel(maatregel, statussen[i % len(statussen)], overzicht["voorwaarden"]["einde_ambt_op"])
            for i, maatregel in enumerate(overzicht["maatregelen"])
            if aanhouding(maatregel, overzicht, stand, DATUM) is None
        ]
        later = DATUM + timedelta(weeks=20)
        yield f"{naam}-onderweg", {"voortgangsoverzicht": voortgang(overzicht, stand, later)}


def _regel(maatregel: Mapping[str, Any], status: str, einde: str | None) -> dict[str, Any]:
    regel = {"maatregel": maatregel["nummer"], "status": status}
    if status in BEGONNEN:
        regel["opgedragen_op"] = DATUM.isoformat()
    if status == "uitgevoerd":
        regel["gereed_op"] = (DATUM + timedelta(weeks=3)).isoformat()
        if maatregel["verstrekkingsvorm"] == BRUIKLEEN and einde is not None:
            regel["terugname"] = {"uiterlijk_op": einde}
    return regel


def _vernietigingsverklaring() -> Voorbeelden:
    one = json.loads(read_resource("schemas", "vernietigingsverklaring.schema.json"))["examples"][0]
    many = {
        **one,
        "grond": "intrekking",
        "reden": "de bestuurder trok de toestemming in en vroeg erom",
        "versies": [{"nummer": n, "sha256": f"{n:064x}"} for n in range(1, 41)],
        "vaststellingen": [],
        "niet_beloofd": list(NIET_BELOOFD),
    }
    for naam, verklaring in (("bewaartermijn", one), ("intrekking", many)):
        yield naam, verklaring_gegevens(verklaring, datum=date(2026, 5, 26))


def _brief_contactgegevens() -> Voorbeelden:
    punt = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"][0]
    bare = {**punt, **{name: None for name in ("email", "openingstijden") if name in punt}}
    for naam, dossier in _dossiers("aangemeld"):
        organisatie = dossier["organisatie"]
        yield naam, neutrale_gegevens("brief_contactgegevens", organisatie, punt, datum=DATUM)
        without = {name: value for name, value in organisatie.items() if name != "openpgp"}
        yield f"{naam}-zonder-sleutel", neutrale_gegevens("brief_contactgegevens", without, bare, datum=DATUM)


def _brief_regeling(soort: str) -> Voorbeelden:
    punt = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"][0]
    for naam, dossier in _dossiers("aangemeld"):
        if dossier["organisatie"]["type"] == soort:
            yield naam, neutrale_gegevens("brief_regeling", dossier["organisatie"], punt, datum=DATUM)


def _inzage() -> Voorbeelden:
    verwerking = Verwerking(
        grondslag="Voorbeeld: taak van algemeen belang",
        bewaartermijn={"duur": "P5Y", "startgebeurtenis": "einde ambt", "grondslag": "Voorbeeld: selectielijst"},
        doorgifte="Er gaan geen gegevens naar een land buiten de Europese Unie.",
    )
    verstrekking = Verstrekking(moment=_MOMENT, aan="werkgever", wat="werkgeversversie")
    gebruik = Gebruik(moment=_MOMENT, rol="adviseur", handeling="dossier_gelezen")
    for naam, dossier in _dossiers("aangemeld"):
        yield f"{naam}-begin", inzage_gegevens(dossier, dag=DATUM)
    for naam, dossier in _dossiers("in_uitvoering"):
        given = inzage_gegevens(
            dossier, dag=DATUM, verwerking=verwerking, verstrekkingen=[verstrekking], gebruik=[gebruik]
        )
        yield f"{naam}-heel", given


def _sleutelblad() -> Voorbeelden:
    yield "leeg", blad_gegevens(datum=DATUM)
    for naam, dossier in _dossiers("aangemeld"):
        yield naam, blad_gegevens(datum=DATUM, organisatie=dossier["organisatie"], vingerafdruk=_AFDRUK)


def _afschrift() -> Voorbeelden:
    sample = json.loads(read_resource("schemas", "afschrift.schema.json"))["examples"][0]
    purpose, event = sample["purposes"][0], {**sample["events"][0], "validity_duration": None}
    alone = {**purpose, "processing_method": "via_bestuurder", "recipient_third_parties": []}
    for naam, gegevens in (
        ("verleend", sample),
        (
            "geweigerd",
            {
                **sample,
                "besluit": "geweigerd",
                "purposes": [{**alone, "collection_method": "e_mail", "lawful_basis": "Voorbeeldtekst."}],
                "parties": sample["parties"][:1],
                "events": [{**event, "event_state": "refused"}],
            },
        ),
        ("ingetrokken", {**sample, "besluit": "ingetrokken", "events": [{**event, "event_state": "withdrawn"}]}),
        ("terug", {**sample, "besluit": "terug", "events": [{**event, "event_state": "returned"}]}),
    ):
        yield naam, {"afschrift": gegevens, "woorden": in_woorden(gegevens)}


def _ontvangstformulier() -> Voorbeelden:
    sample = json.loads(read_resource("schemas", "ontvangstformulier.schema.json"))["examples"][0]
    for kanaal in ("overhandigen", "post_aangetekend"):
        yield kanaal, {"ontvangst": {**sample, "kanaal": kanaal}}
    yield "werkgever", {"ontvangst": {**sample, "voor": "werkgever", "naam": "de gemeentesecretaris (fictief)"}}


def _toestemmingsformulier() -> Voorbeelden:
    sample = json.loads(read_resource("schemas", "toestemmingsformulier.schema.json"))["examples"][0]
    whole = {**sample, "omvang": "volledig_rapport", "uitgesloten_onderdelen": []}
    whole["stukken"] = [{**sample["stukken"][0], "documentsoort": "adviesrapport_volledig"}]
    for naam, gegevens in (
        ("via_ccv", sample),
        ("via_bestuurder", {**whole, "route": "via_bestuurder", "ontvanger": None}),
        ("op_papier", {**sample, "route": "op_papier", "telefoon": "+31880000000", "grondslag": "Voorbeeldtekst."}),
    ):
        yield naam, {"formulier": gegevens}


def _vergelijking() -> Voorbeelden:
    for soort, naam, oud, nieuw in (
        ("gemeente", "ander-rapport", (0, "vastgesteld"), (1, "vastgesteld")),
        ("provincie", "besluit", (0, "concept"), (0, "vastgesteld")),
        ("waterschap", "gelijk", (0, "concept"), (0, "concept")),
    ):
        kanten = (from_dossier(maak(soort, *welke)) for welke in (oud, nieuw))
        yield f"{soort}-{naam}", vergelijking_gegevens(vergelijk(*kanten, datum=DATUM), datum=DATUM)


def _verificatie() -> Voorbeelden:
    feiten = (Feit(titel="Vastgesteld", waarde="besluit BVA-2026-0093 door MW-0004 op 2026-05-18"),)
    cases: tuple[tuple[str, Oordeel, str], ...] = (
        ("goed", "goed", "alle 11 bestanden zijn precies wat het manifest noemt"),
        ("fout", "fout", "brief.pdf is niet wat het manifest noemt"),
        ("onbekend", "niet_te_controleren", "van wie deze sleutel is, is hier niet bekend"),
    )
    for naam, oordeel, uitleg in cases:
        schakel = Schakel(naam="manifest", titel="manifest", oordeel=oordeel, uitleg=uitleg)
        uitslag = Uitslag(soort="zending", feiten=feiten, schakels=(schakel,))
        yield naam, verificatie_gegevens(uitslag, sha256="a1" * 32, now=_MOMENT)
    yield "leeg", verificatie_gegevens(Uitslag(soort="pakket", feiten=(), schakels=()), sha256="b2" * 32, now=_MOMENT)


def _pakket(document: str) -> Voorbeelden:
    """Give what a part of the veiligheidspakket sees for each ambt: verified, too long ago or never, and for one ambt all three."""
    sample = json.loads(read_resource("schemas", "veiligheidspakket.schema.json"))["examples"][0]
    punten = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"]
    staten = list({"nagekeken": "2026-01-05", "verouderd": "2024-02-29", "te-verifieren": None}.items())
    for nummer, (ambt, (_, soort)) in enumerate(AMBTEN.items()):
        for staat, op in staten if nummer == 0 else staten[nummer % 3 :][:1]:
            ontvanger = {**sample["ontvanger"], "ambt": ambt, "organisatie": f"{soort} Súd-Ooster & Waard (fictief)"}
            onderdelen = [{**each, "geverifieerd_op": op} for each in sample["onderdelen"]]
            gegevens = {**sample, "ontvanger": ontvanger, "onderdelen": onderdelen}
            yield f"{ambt}-{staat}", dict(contexten(gegevens, punten, datum=DATUM))[document]


_VOORBEELDEN: Final[Mapping[str, Callable[[], Voorbeelden]]] = {
    "adviesrapport": _adviesrapport,
    "adviesrapport_werkgever": _werkgeversversie,
    "afschrift_toestemming": _afschrift,
    "brief_afspraak_bestuurder": partial(_afspraak, "brief_afspraak_bestuurder"),
    "brief_afspraak_werkgever": partial(_afspraak, "brief_afspraak_werkgever"),
    "brief_contactgegevens": _brief_contactgegevens,
    "brief_intrekking_bestuurder": partial(_intrekking, "brief_intrekking_bestuurder"),
    "brief_intrekking_werkgever": partial(_intrekking, "brief_intrekking_werkgever"),
    **{f"brief_regeling_{soort}": partial(_brief_regeling, soort) for soort in SOORTEN},
    "brief_vaststelling": _vaststelling,
    "brief_vergoeding_2021": _vergoeding_2021,
    "brief_werkgever_gemeente": partial(_brief_werkgever, "gemeente"),
    "brief_werkgever_provincie": partial(_brief_werkgever, "provincie"),
    "brief_werkgever_waterschap": partial(_brief_werkgever, "waterschap"),
    "informatieblad": _informatieblad,
    "inzage": _inzage,
    "maatregelenoverzicht": _maatregelenoverzicht,
    "ontvangstformulier": _ontvangstformulier,
    **{document: partial(_pakket, document) for document in SJABLONEN},
    "sleutelblad": _sleutelblad,
    "toestemmingsformulier": _toestemmingsformulier,
    "toetsingsblad": _toetsingsblad,
    "uitvoeringsopdracht": _uitvoeringsopdracht,
    "vangnetaanvraag": _vangnetaanvraag,
    "vergelijking": _vergelijking,
    "verificatie": _verificatie,
    "vernietigingsverklaring": _vernietigingsverklaring,
    "voortgangsoverzicht": _voortgangsoverzicht,
}
