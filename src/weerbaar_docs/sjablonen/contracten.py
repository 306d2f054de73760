# SPDX-License-Identifier: EUPL-1.2
"""What the template of each document may see: its contract, made of the published schemas.

(1) a report sees what its digest covers and the huisstijl, nothing else (docs/adr/0002);
(2) a letter sees its own closed object; (3) a test holds every sample against these contracts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import UsageError
from weerbaar_docs.model import BESTUURDER_WEG, DELEN, ORGANISATIE
from weerbaar_docs.sjablonen.vorm import Vorm, vorm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.sjablonen.vorm import Schema

TEKST: Final[Schema] = {"type": "string"}
GETAL: Final[Schema] = {"type": "integer"}
JA_NEE: Final[Schema] = {"type": "boolean"}
LEEG: Final[Schema] = {"type": "null"}
# The documents that get the stamp of the BVA, and so keep a box free for it.
GESTEMPELD: Final = frozenset({"adviesrapport"})
# The documents that get fields to fill in, and so links that mark their places.
INVULBAAR: Final = frozenset({"toestemmingsformulier"})
# The documents whose data a digest covers: a field outside it would be printed without having been established.
ONDER_DIGEST: Final = frozenset({"adviesrapport"})


def contract(document: str) -> Vorm:
    """Give the contract of a document; raises UsageError when there is no such document."""
    if document not in _CONTRACTEN:
        raise UsageError.because("SJABLOON-DOCUMENT", "dit document is er niet", f"Kies uit {', '.join(documenten())}.")
    return _contract(document)


def documenten() -> tuple[str, ...]:
    """Give the documents that have a template."""
    return tuple(sorted(_CONTRACTEN))


@cache
def dossier() -> Vorm:
    """Give the form of a whole dossier, of which a template sees a part."""
    return vorm([ref("dossier")])


def ref(name: str) -> Schema:
    """Give a reference to a published schema, or to a form of `gemeen`."""
    schema, _, form = name.partition("/")
    return {"$ref": f"urn:weerbaar-docs:schema:{schema}:1.0" + (f"#/$defs/{form}" if form else "")}


def object_(**velden: Schema) -> Schema:
    """Give the schema of a closed object."""
    return {"type": "object", "properties": velden, "additionalProperties": False}


def list_(item: Schema) -> Schema:
    """Give the schema of a list."""
    return {"type": "array", "items": item}


def maybe(schema: Schema) -> Schema:
    """Give the schema of a value that may be empty."""
    return {"anyOf": [schema, LEEG]}


@cache
def _contract(document: str) -> Vorm:
    return vorm([object_(**_CONTRACTEN[document](), huisstijl=ref("huisstijl"))])


def _part(name: str, only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Schema:
    fields = vorm([ref(name)])
    names = [n for n in fields.namen() if n not in without and (not only or n in only)]
    return object_(**{n: {"anyOf": list(found.schemas)} for n in names if (found := fields.veld(n)) is not None})


def _adviesrapport() -> dict[str, Schema]:
    inhoud = {
        "dossiernummer": ref("gemeen/dossiernummer"),
        "organisatie": _part("organisatie", only=ORGANISATIE),
        "bestuurder": _part("bestuurder", without=BESTUURDER_WEG),
        **{name: ref(name) for name in DELEN},
    }
    return {"rapportinhoud": object_(**inhoud), "bva_besluit": maybe(ref("bva_besluit"))}


def _werkgeversversie() -> dict[str, Schema]:
    return {
        "werkgeversversie": object_(
            kenmerk=TEKST,
            versie=GETAL,
            datum=ref("gemeen/datum"),
            organisatie=_part("organisatie", only=("type", "naam")),
            ambt=TEKST,
            beoordeling=maybe(TEKST),
            niveau=maybe(TEKST),
            bevindingen=list_(object_(id=ref("gemeen/bevindingnummer"), domein=ref("gemeen/domein"), tekst=TEKST)),
            maatregelen=list_(object_(**_maatregel(), motivering=maybe(TEKST), oordeel=TEKST)),
            kosten_raming=object_(**_KOSTEN),
            voorwaarden=_VOORWAARDEN,
            besluit=maybe(object_(besluitnummer=TEKST, besloten_op=ref("gemeen/datum"))),
            vaststelling_sha256=TEKST,
            vertrouwelijkheidaanduiding=ref("gemeen/vha"),
            voorvertoning=JA_NEE,
        )
    }


def _maatregelenoverzicht() -> dict[str, Schema]:
    betaler = object_(betaler=ref("gemeen/betaler"), aantal_maatregelen=GETAL, **_KOSTEN)
    return {
        "maatregelenoverzicht": object_(
            kenmerk=TEKST,
            versie=GETAL,
            datum=ref("gemeen/datum"),
            organisatie=_part("organisatie", only=("type", "naam")),
            ambt=TEKST,
            besluit=maybe(object_(besluitnummer=TEKST, besloten_op=ref("gemeen/datum"))),
            vaststelling_sha256=TEKST,
            vertrouwelijkheidaanduiding=ref("gemeen/vha"),
            voorwaarden=_VOORWAARDEN,
            maatregelen=list_(object_(**_maatregel())),
            kosten_raming=object_(**_KOSTEN),
            per_betaler=list_(betaler),
        )
    }


def _maatregel() -> dict[str, Schema]:
    """Give what every document for the werkgever sees of a maatregel."""
    maatregel = vorm([ref("adviesrapport")]).veld("maatregelen")
    assert maatregel is not None
    item = maatregel.item()
    names = ("nummer", "domein", "titel", "urgentie", "grondslag", "verstrekkingsvorm")
    return {
        **{name: {"anyOf": list(found.schemas)} for name in names if (found := item.veld(name)) is not None},
        "omschrijving": TEKST,
        "uitvoerder": TEKST,
        "norm": maybe(TEKST),
        "uitvoeren_binnen_weken": maybe(GETAL),
        "betaler": ref("gemeen/betaler"),
        "pkvw_voorwaarde": JA_NEE,
        "kosten": object_(**_KOSTEN, btw_percentage=GETAL),
    }


def _brief_werkgever() -> dict[str, Schema]:
    brief = _part("werkgeversbrief", without=("toestemming_id",))
    return {"brief": {**brief, "properties": {**brief["properties"], "adresregels": list_(TEKST)}}}


def _neutrale_brief() -> dict[str, Schema]:
    return {
        "organisatie": ref("organisatie"),
        "contactpunt": ref("contactpunt"),
        "adresregels": list_(TEKST),
        "aanhef": TEKST,
        "kenmerk": TEKST,
        "datum": ref("gemeen/datum"),
    }


def _dossierbrief() -> Schema:
    """Give what every letter of a dossier sees, but for what it is about."""
    return object_(
        **dict.fromkeys(("kenmerk", "betreft", "aanhef"), TEKST),
        datum=ref("gemeen/datum"),
        adresregels=list_(TEKST),
        bijlagen=list_(object_(titel=TEKST)),
        vertrouwelijkheidaanduiding=ref("gemeen/vha"),
    )


def _brief_afspraak() -> dict[str, Schema]:
    afspraak = object_(
        **dict.fromkeys(("soort", "vorm", "dag", "van"), TEKST),
        datum=ref("gemeen/datum"),
        tot=maybe(TEKST),
        gelijktijdig_pkvw_onderzoek=JA_NEE,
    )
    return {"brief": _dossierbrief(), "afspraak": afspraak}


def _brief_intrekking() -> dict[str, Schema]:
    intrekking = object_(
        ingetrokken_op=ref("gemeen/datum"),
        gegeven_op=ref("gemeen/datum"),
        route=ref("gemeen/route"),
        kenmerk_zending=maybe(TEKST),
        verzonden_op=maybe(ref("gemeen/datum")),
        lopende_opdrachten=GETAL,
    )
    return {"brief": _dossierbrief(), "intrekking": intrekking}


def _brief_vaststelling() -> dict[str, Schema]:
    texts = dict.fromkeys(("besluitnummer", "rapportnummer", "rapport_sha256", "uitkomst", "artikel"), TEKST)
    maatregel = object_(
        **dict.fromkeys(("nummer", "titel", "oordeel"), TEKST),
        motivering=maybe(TEKST),
        gewijzigde_omschrijving=maybe(TEKST),
    )
    besluit = object_(**texts, besloten_op=ref("gemeen/datum"), rapport_versie=GETAL, maatregelen=list_(maatregel))
    return {"brief": _dossierbrief(), "besluit": besluit}


def _brief_vergoeding() -> dict[str, Schema]:
    posten = vorm([ref("vergoeding_2021")]).veld("posten")
    assert posten is not None
    bedragen = dict.fromkeys(("kosten_incl_btw", "hoogstens_incl_btw", "vergoed_incl_btw"), ref("gemeen/bedrag"))
    return {"brief": _dossierbrief(), "vergoeding": object_(**bedragen, posten={"anyOf": list(posten.schemas)})}


def _vernietigingsverklaring() -> dict[str, Schema]:
    return {"verklaring": ref("vernietigingsverklaring"), "vernietigd_op": TEKST, "datum": ref("gemeen/datum")}


def _informatieblad() -> dict[str, Schema]:
    return {"brief": object_(kenmerk=TEKST, datum=ref("gemeen/datum"))}


def _toetsingsblad() -> dict[str, Schema]:
    toelichting = list_(object_(wat=TEKST, tekst=TEKST))
    item = object_(naam=TEKST, titel=TEKST, oordeel=maybe(TEKST), toelichting=toelichting)
    texts = dict.fromkeys(("kenmerk", "rapportnummer", "rapport_sha256", "concept_sha256", "opsteller"), TEKST)
    maybes = dict.fromkeys(("toetser", "pkvw_akkoord", "uitkomst", "besluitnummer", "meelezer"), maybe(TEKST))
    return {
        "toetsingsblad": object_(
            **texts,
            **maybes,
            datum=ref("gemeen/datum"),
            vertrouwelijkheidaanduiding=ref("gemeen/vha"),
            rapport_versie=GETAL,
            criteria=list_(item),
            maatregelen=list_(item),
            pkvw_uitzondering=JA_NEE,
            vorige_versie=maybe(GETAL),
            vorige_ontvangen=JA_NEE,
            verschillen=list_(object_(soort=TEKST, onderdeel=TEKST)),
            treffers=list_(object_(soort=TEKST, plaats=TEKST)),
            ontbreekt=list_(TEKST),
        )
    }


def _vangnetaanvraag() -> dict[str, Schema]:
    fields = _part("vangnetaanvraag")["properties"]
    bedragen = dict.fromkeys(("kosten_totaal", "kosten_pkvw"), ref("gemeen/bedrag"))
    vangnet = object_(**fields, **bedragen, promille=TEKST, datum=ref("gemeen/datum"))
    return {"brief": object_(kenmerk=TEKST), "vangnet": vangnet}


def _uitvoeringsopdracht() -> dict[str, Schema]:
    opdracht = object_(
        **dict.fromkeys(("soort", "titel", "specificatie"), TEKST),
        norm=maybe(TEKST),
        gereed_uiterlijk_op=ref("gemeen/datum"),
        uitvoeringsadres=list_(TEKST),
        bedrag_incl_btw=maybe(ref("gemeen/bedrag")),
        factuur=object_(adresregels=list_(TEKST), vermeld=TEKST),
    )
    return {"brief": _dossierbrief(), "opdracht": opdracht}


def _voortgangsoverzicht() -> dict[str, Schema]:
    dagen = ("opgedragen_op", "uiterlijk_op", "gereed_op", "terug_uiterlijk_op", "teruggenomen_op")
    maatregel = object_(
        nummer=ref("gemeen/maatregelnummer"),
        **dict.fromkeys(("titel", "status"), TEKST),
        **dict.fromkeys(dagen, maybe(ref("gemeen/datum"))),
        te_laat=JA_NEE,
        wacht=maybe(TEKST),
    )
    return {
        "voortgangsoverzicht": object_(
            kenmerk=TEKST,
            versie=GETAL,
            vertrouwelijkheidaanduiding=ref("gemeen/vha"),
            vaststelling_sha256=TEKST,
            organisatie=_part("organisatie", only=("type", "naam")),
            datum=ref("gemeen/datum"),
            maatregelen=list_(maatregel),
            aantallen=list_(object_(status=TEKST, aantal=GETAL)),
        )
    }


def _inzage() -> dict[str, Schema]:
    def texts(*names: str) -> Schema:
        return object_(**dict.fromkeys(names, TEKST))

    return {
        "inzage": object_(
            kenmerk=TEKST,
            datum=ref("gemeen/datum"),
            dossiernummer=ref("gemeen/dossiernummer"),
            verwerking=texts("grondslag", "duur", "startgebeurtenis", "termijn_grondslag", "doorgifte", "toezicht"),
            onderdelen=list_(object_(titel=TEKST, doel=TEKST, herkomst=TEKST, regels=list_(texts("label", "waarde")))),
            weggelaten=list_(texts("wat", "waarom")),
            verstrekkingen=list_(texts("wanneer", "aan", "wat")),
            gebruik=list_(texts("rol", "wat", "aantal", "wanneer")),
        )
    }


def _sleutelblad() -> dict[str, Schema]:
    return {"sleutelblad": ref("sleutelblad"), "regels": list_(object_(tekens=TEKST, woorden=TEKST))}


def _afschrift() -> dict[str, Schema]:
    texts = {"route": ref("gemeen/route"), **dict.fromkeys(("bewijs", "besloten_op", "van", "tot", "begin"), TEKST)}
    stuk = object_(documentsoort=ref("gemeen/documentsoort"), bytes=GETAL, begin=TEKST)
    woorden = object_(**texts, grondslag=maybe(TEKST), ontvanger=maybe(TEKST), stukken=list_(stuk))
    return {"afschrift": ref("afschrift"), "woorden": woorden}


def _ontvangstformulier() -> dict[str, Schema]:
    return {"ontvangst": ref("ontvangstformulier")}


def _toestemmingsformulier() -> dict[str, Schema]:
    return {"formulier": ref("toestemmingsformulier")}


def _vergelijking() -> dict[str, Schema]:
    def texts(*names: str) -> dict[str, Schema]:
        return dict.fromkeys(names, TEKST)

    stukken = list_(object_(**texts("soort", "tekst")))
    wijziging = object_(**texts("soort", "onderdeel"), stukken=stukken)
    alinea = object_(soort=TEKST, stukken=stukken)
    return {
        "vergelijking": object_(
            **texts("kenmerk", "vertrouwelijkheid"),
            datum=ref("gemeen/datum"),
            oud=object_(**texts("omschrijving", "sha256")),
            nieuw=object_(**texts("omschrijving", "sha256")),
            samenvatting=list_(TEKST),
            hoofdstukken=list_(object_(titel=TEKST, wijzigingen=list_(wijziging))),
            tekst=list_(object_(kop=TEKST, alineas=list_(alinea))),
            paginas=list_(TEKST),
        )
    }


def _verificatie() -> dict[str, Schema]:
    def texts(*names: str) -> dict[str, Schema]:
        return dict.fromkeys(names, TEKST)

    return {
        "verificatie": object_(
            **texts("kenmerk", "soort", "sha256", "slot"),
            datum=ref("gemeen/datum"),
            feiten=list_(object_(**texts("titel", "waarde"))),
            schakels=list_(object_(**texts("titel", "oordeel", "uitleg"))),
        )
    }


def _pakket() -> dict[str, Schema]:
    """Give what every part of a veiligheidspakket sees."""
    texts = dict.fromkeys(("werkgever", "secretaris", "orgaan", "vertegenwoordiging", "artikel"), TEKST)
    return {
        "pakket": object_(
            kenmerk=TEKST,
            datum=ref("gemeen/datum"),
            ambt=TEKST,
            organisatie=_part("organisatie", only=("type", "naam")),
            lezers=TEKST,
            woorden=object_(**texts),
            onderdelen=list_(object_(**_onderdeel())),
            vertrouwelijkheidaanduiding=ref("gemeen/vha"),
        )
    }


def _onderdeel() -> dict[str, Schema]:
    return {
        "nummer": GETAL,
        "titel": TEKST,
        "versie": ref("gemeen/versie"),
        "geverifieerd_op": maybe(ref("gemeen/datum")),
        "actueel": JA_NEE,
        "feiten_van": TEKST,
    }


def _pakketonderdeel() -> dict[str, Schema]:
    return {**_pakket(), "onderdeel": object_(**_onderdeel())}


def _steunpunten() -> dict[str, Schema]:
    return {**_pakket(), "contactpunten": list_(ref("contactpunt"))}


_PAKKETONDERDELEN: Final = (
    "ondersteuningsteam",
    "woningscan_veiligheidsgesprek",
    "zelfscan",
    "training",
    "aangifte_melden_schade",
    "stelsel_bewaken_beveiligen",
    "debriefing_nazorg",
    "sipa",
)
_KOSTEN: Final[dict[str, Schema]] = {
    name: ref("gemeen/bedrag") for name in ("eenmalig_excl_btw", "eenmalig_incl_btw", "jaarlijks_incl_btw")
}
_VOORWAARDEN: Final[Schema] = object_(
    pkvw=TEKST, pkvw_geldig_tot=maybe(ref("gemeen/datum")), einde_ambt_op=maybe(ref("gemeen/datum"))
)
_CONTRACTEN: Final[Mapping[str, Callable[[], dict[str, Schema]]]] = {
    "adviesrapport": _adviesrapport,
    "adviesrapport_werkgever": _werkgeversversie,
    "afschrift_toestemming": _afschrift,
    "brief_afspraak_bestuurder": _brief_afspraak,
    "brief_afspraak_werkgever": _brief_afspraak,
    "brief_contactgegevens": _neutrale_brief,
    "brief_intrekking_bestuurder": _brief_intrekking,
    "brief_intrekking_werkgever": _brief_intrekking,
    "brief_regeling_gemeente": _neutrale_brief,
    "brief_regeling_provincie": _neutrale_brief,
    "brief_regeling_waterschap": _neutrale_brief,
    "brief_vaststelling": _brief_vaststelling,
    "brief_vergoeding_2021": _brief_vergoeding,
    "brief_werkgever_gemeente": _brief_werkgever,
    "brief_werkgever_provincie": _brief_werkgever,
    "brief_werkgever_waterschap": _brief_werkgever,
    "informatieblad": _informatieblad,
    "inzage": _inzage,
    "maatregelenoverzicht": _maatregelenoverzicht,
    "ontvangstformulier": _ontvangstformulier,
    **{f"pakket_{code}": _pakketonderdeel for code in _PAKKETONDERDELEN},
    "pakket_steunpunten": _steunpunten,
    "pakket_voorwoord": _pakket,
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
