# SPDX-License-Identifier: EUPL-1.2
"""For each rule: one planted fault raises it and only what it implies; the valid neighbour raises none."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.kostenverdeling import som, verdeel
from weerbaar_docs.model import rapport_digest, rapportinhoud, vaststelling_digest
from weerbaar_docs.rules import REGELS, evaluate, termijn
from weerbaar_docs.rules.brief import reveals
from weerbaar_docs.rules.regel import dag, moment
from weerbaar_docs.termijnen import Kalender
from weerbaar_docs.treffers import treffers
from weerbaar_docs.validation import schema_faults

Gegevens = dict[str, Any]
SAMPLE: Gegevens = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
BY_ID = {regel.id: regel for regel in REGELS}
MOTIVERING = (
    "De verhuurder heeft na drie verzoeken schriftelijk geweigerd mee te werken aan het certificaat voor deze woning."
)


def bevestig(g: Gegevens) -> Gegevens:
    """Let the BVA confirm every treffer that may be confirmed (R-RED-2)."""
    if "adviesrapport" in g and g.get("bva_besluiten"):
        besluit = g["bva_besluiten"][0]
        hits = treffers(rapportinhoud(g), besluit) if besluit["uitkomst"] != "teruggestuurd" else []
        besluit["redactie_bevestigd"] = [t.sleutel for t in hits if t.ernst == "waarschuwing"]
    return g


def settle(g: Gegevens, *, kosten: bool = True) -> Gegevens:
    """Recompute what follows from the report: totals, confirmed treffers, digests, kostenverdeling."""
    rapport = g["adviesrapport"]
    for veld in rapport["kosten_raming"]:
        rapport["kosten_raming"][veld] = som(m["kosten"][veld] for m in rapport["maatregelen"])
    bevestig(g)
    return settle_digests(g, kosten=kosten)


def settle_digests(g: Gegevens, *, kosten: bool = True) -> Gegevens:
    besluit = g["bva_besluiten"][0] if g.get("bva_besluiten") else None
    if besluit:
        besluit["rapport_sha256"] = rapport_digest(g)
        for toestemming in g.get("toestemmingen", []):
            toestemming["vaststelling_sha256"] = vaststelling_digest(rapportinhoud(g), besluit)
    if kosten and "kostenverdeling" in g:
        g["kostenverdeling"] = verdeel(rapportinhoud(g), besluit)
    return g


def at(g: Gegevens, pad: str, value: Any) -> Gegevens:
    *way, last = pad.split(".")
    item: Any = g
    for part in way:
        item = item[int(part)] if part.isdecimal() else item[part]
    if isinstance(item, list):
        item[int(last)] = value
    else:
        item[last] = value
    return g


def without(g: Gegevens, *keys: str) -> Gegevens:
    for key in keys:
        del g[key]
    return g


def put(
    *pairs: tuple[str, Any], then: Callable[[Gegevens], Gegevens] | None = settle
) -> Callable[[Gegevens], Gegevens]:
    def change(g: Gegevens) -> Gegevens:
        for pad, value in pairs:
            at(g, pad, value)
        return then(g) if then else g

    return change


def uitzondering(akkoord: bool | None) -> Callable[[Gegevens], Gegevens]:
    return put(
        ("pkvw.status", "uitzondering"),
        ("pkvw.uitzondering", {"motivering": MOTIVERING, "gronden": ["huur_medewerking_geweigerd"]}),
        ("bva_besluiten.0.pkvw_uitzondering_akkoord", akkoord),
        ("uitvoering", []),
    )


def commissaris(ontheffing: Any, provincie: str = "99") -> Callable[[Gegevens], Gegevens]:
    return put(
        ("organisatie.type", "provincie"),
        ("organisatie.tooi_uri", "https://identifier.overheid.nl/tooi/id/provincie/pv99"),
        ("organisatie.contactpersoon.functie", "provinciesecretaris"),
        ("werkgeversbrief.organisatietype", "provincie"),
        ("bestuurder.ambt", "commissaris_van_de_koning"),
        ("woonplek.adres.provinciecode", provincie),
        ("woonplek.ontheffing_woonplaats", ontheffing),
    )


SAMPLE = settle_digests(bevestig(SAMPLE))


def oud(**changes: Any) -> Callable[[Gegevens], Gegevens]:
    """A dossier of the regeling of 2021, with a vergoeding."""
    vergoeding: Gegevens = {
        "regeling": "preventieve_basismaatregelen_2021",
        "woning_postcode": SAMPLE["woonplek"]["adres"]["postcode"],
        "certificaat_geldig": True,
        "posten": [
            {
                "post": "versteviging_ruiten",
                "bedrag_incl_btw": "1500.00",
                "kosten_gemaakt_op": "2023-12-31",
                "bewijsstuk": "factuur 12",
            }
        ],
    }
    post = changes.pop("post", {})
    return put(
        ("regeling", "preventieve_basismaatregelen_2021"),
        ("aanmelding.aangemeld_op", "2023-12-29T10:00:00+01:00"),
        ("aanmelding.contact_uiterlijk_op", "2024-01-04"),
        ("aanmelding.contact_gelegd_op", None),
        ("bestuurder.benoemd_op", "2023-01-01"),
        ("vergoeding_2021", {**vergoeding, "posten": [{**vergoeding["posten"][0], **post}], **changes}),
    )


def zonder(pad: str, key: str) -> Callable[[Gegevens], Gegevens]:
    def change(g: Gegevens) -> Gegevens:
        item: Any = g
        for part in pad.split("."):
            item = item[int(part)] if part.isdecimal() else item[part]
        del item[key]
        return settle(g)

    return change


def fiscaal(grondslag: str, bijdrage: str) -> Callable[[Gegevens], Gegevens]:
    return put((f"{M}.1.fiscaal", {"grondslag": grondslag, "eigen_bijdrage": bijdrage}))


def bruikleen(
    einde: str | None, terugname: Gegevens | None, status: str = "uitgevoerd"
) -> Callable[[Gegevens], Gegevens]:
    regel: Gegevens = {"maatregel": "M-02", "status": status}
    if status == "uitgevoerd":
        regel["gereed_op"] = "2026-07-01"
    if terugname:
        regel["terugname"] = terugname
    return put(
        (f"{M}.1.verstrekkingsvorm", "ter_beschikking_stelling"),
        ("bestuurder.einde_ambt_op", einde),
        ("uitvoering", [regel]),
    )


def met_bijlage(bestandsnaam: str) -> Callable[[Gegevens], Gegevens]:
    bijlage = {
        "id": "F-01",
        "bestandsnaam": bestandsnaam,
        "mediatype": "image/jpeg",
        "sha256": "0" * 64,
        "bytes": 1,
        "doelgroep": ["bestuurder"],
        "hoort_bij": "B-01",
        "alternatieve_tekst": "Foto (fictief)",
    }
    return put(("adviesrapport.bijlagen", [bijlage]))


ONTHEFFING = {"verleend_op": "2026-01-12", "verleend_door": "de raad"}
TERUG = (("bva_besluiten.0.uitkomst", "teruggestuurd"), ("bva_besluiten.0.per_maatregel", []))
M = "adviesrapport.maatregelen"
T = "toestemmingen.0"


def terug(oordeel: str) -> Callable[[Gegevens], Gegevens]:
    return put(
        *TERUG,
        ("bva_besluiten.0.toetsing.0.oordeel", oordeel),
        ("toestemmingen", []),
        ("werkgeversbrief", None),
        ("uitvoering", []),
    )


def empty_report(flag: bool) -> Callable[[Gegevens], Gegevens]:
    return put(
        (M, []),
        ("adviesrapport.geen_maatregelen_nodig", flag),
        ("bva_besluiten.0.per_maatregel", []),
        ("uitvoering", []),
    )


def _niets(g: Gegevens) -> Gegevens:
    return g


# rule, planted fault, valid neighbour
CASES: list[tuple[str, Callable[[Gegevens], Gegevens], Callable[[Gegevens], Gegevens]]] = [
    ("R-AMBT-1", put(("bestuurder.ambt", "gedeputeerde")), put(("bestuurder.ambt", "wethouder"))),
    ("R-AMBT-2", put(("bestuurder.benoemd_op", "2026-04-03")), put(("bestuurder.benoemd_op", "2026-04-02"))),
    ("R-AMBT-2", put(("bestuurder.einde_ambt_op", "2026-04-01")), put(("bestuurder.einde_ambt_op", "2026-04-02"))),
    ("R-ORG-1", put(("organisatie.rsin", "999900019")), put(("organisatie.rsin", "999900018"))),
    (
        "R-ORG-2",
        put(("organisatie.oin", "00000003999900018000"), (f"{T}.ontvanger.oin", "00000003999900018000")),
        _niets,
    ),
    (
        "R-TERM-1",
        put(("aanmelding.contact_uiterlijk_op", "2026-04-08")),
        put(("aanmelding.aangemeld_op", "2026-04-06T23:59:59+02:00")),
    ),
    (
        "R-TERM-1",
        put(("aanmelding.aangemeld_op", "2026-04-06T22:00:00Z")),
        put(("aanmelding.aangemeld_op", "2026-04-06T21:59:59Z")),
    ),
    (
        "R-TERM-1",
        put(("aanmelding.aangemeld_op", "2026-04-01T16:52:00+02:00")),
        put(
            ("aanmelding.aangemeld_op", "2026-04-01T16:52:00+02:00"),
            ("aanmelding.contact_uiterlijk_op", "2026-04-08"),
        ),
    ),
    ("R-TERM-1", put(("aanmelding.aangemeld_op", "9999-12-31T23:59:59Z")), _niets),
    (
        "R-TERM-2",
        put(("aanmelding.contact_gelegd_op", "2026-04-10")),
        put(("aanmelding.contact_gelegd_op", "2026-04-09")),
    ),
    (
        "R-TERM-2",
        put(("aanmelding.contact_gelegd_op", "2027-01-01")),
        put(("aanmelding.contact_gelegd_op", None)),
    ),
    ("R-WOON-1", put(("woonplek.adres.gemeentecode", "9902")), put(("woonplek.ontheffing_woonplaats", ONTHEFFING))),
    ("R-WOON-1", commissaris(None, "98"), commissaris(None)),
    ("R-WOON-2", commissaris(ONTHEFFING, "98"), commissaris(None)),
    ("R-PKVW-2", put(("pkvw.geldig_tot", "2036-05-05")), put(("pkvw.geldig_tot", "2036-05-06"))),
    (
        "R-PKVW-2",
        put(("pkvw.afgegeven_op", "2024-02-29"), ("pkvw.geldig_tot", "2034-02-28")),
        put(("pkvw.afgegeven_op", "2024-02-29"), ("pkvw.geldig_tot", "2034-03-01")),
    ),
    (
        "R-VOLG-1",
        put(("gesprek_werkgever.gehouden_op", "2026-04-22")),
        put(("gesprek_werkgever.gehouden_op", "2026-04-21")),
    ),
    (
        "R-INH-1",
        put(("gesprek_bestuurder.besproken_domeinen", ["werk", "wonen", "informatie"])),
        put(("gesprek_bestuurder.besproken_domeinen", ["wonen", "werk", "informatie", "verplaatsen"])),
    ),
    ("R-GEM-1", empty_report(flag=False), empty_report(flag=True)),
    (
        "R-GEM-1",
        put(("adviesrapport.geen_maatregelen_nodig", True)),
        put(("adviesrapport.geen_maatregelen_nodig", False)),
    ),
    ("R-NUM-1", put((f"{M}.15.nummer", "M-18"), ("bva_besluiten.0.per_maatregel.15.nummer", "M-18")), _niets),
    (
        "R-KOST-1",
        put((f"{M}.7.kosten.eenmalig_incl_btw", "359.99")),
        put((f"{M}.7.kosten.eenmalig_incl_btw", "360.00"), (f"{M}.7.kosten.eenmalig_excl_btw", "297.52")),
    ),
    (
        "R-KOST-2",
        put(("adviesrapport.kosten_raming.eenmalig_incl_btw", "1.00"), then=lambda g: settle_digests(bevestig(g))),
        _niets,
    ),
    ("R-KOST-3", put((f"{M}.0.kosten.basis", "raming")), put((f"{M}.0.kosten.basis", "nihil"))),
    ("R-KOST-3", put((f"{M}.1.kosten.basis", "nihil")), put((f"{M}.1.kosten.basis", "offerte"))),
    ("R-KOST-4", put((f"{M}.1.soort", "gedrag")), put((f"{M}.0.soort", "gedrag"))),
    ("R-REF-1", put((f"{M}.0.bevindingen.0", "B-99")), _niets),
    ("R-REF-2", put((f"{M}.0.bevindingen.0", "B-03")), put((f"{M}.0.bevindingen.0", "B-02"))),
    ("R-REF-3", put((f"{M}.0.afhankelijk_van", ["M-99"])), put((f"{M}.0.afhankelijk_van", ["M-02"]))),
    ("R-REF-3", put((f"{M}.0.afhankelijk_van", ["M-01"])), put((f"{M}.0.afhankelijk_van", ["M-02"]))),
    ("R-PKVW-5", put((f"{M}.8.grondslag", "regeling_veilige_woonplek")), _niets),
    (
        "R-VERS-1",
        put((f"{M}.1.verstrekkingsvorm", "geen")),
        put((f"{M}.1.verstrekkingsvorm", "ter_beschikking_stelling")),
    ),
    ("R-GROND-1", put((f"{M}.1.grondslag", "regeling_veilige_woonplek")), put((f"{M}.1.grondslag", "ict_voorziening"))),
    (
        "R-VHA-1",
        put(("adviesrapport.vertrouwelijkheidaanduiding", "zaakvertrouwelijk")),
        put(("adviesrapport.vertrouwelijkheidaanduiding", "vertrouwelijk")),
    ),
    (
        "R-BVA-1",
        put(("adviesrapport.versie", 1), ("adviesrapport.rapportnummer", "CCV-ADV-2026-0418"), then=None),
        _niets,
    ),
    ("R-BVA-1", put(("bva_besluiten.0.rapport_sha256", "0" * 64), then=None), _niets),
    ("R-BVA-1", put(("bva_besluiten.0.rapport_versie", 2), then=None), _niets),
    (
        "R-BVA-2",
        put(
            (
                ("bva_besluiten.0.per_maatregel.1"),
                {"nummer": "M-02", "oordeel": "niet_vastgesteld", "motivering": "Nee."},
            )
        ),
        put(
            (
                ("bva_besluiten.0.per_maatregel.1"),
                {"nummer": "M-02", "oordeel": "niet_vastgesteld", "motivering": "Nee."},
            ),
            ("bva_besluiten.0.uitkomst", "gedeeltelijk_vastgesteld"),
        ),
    ),
    ("R-BVA-3", terug("voldoet_deels"), terug("voldoet_niet")),
    ("R-BVA-4", put(("bva_besluiten.0.per_maatregel", SAMPLE["bva_besluiten"][0]["per_maatregel"][:-1])), _niets),
    (
        "R-BVA-4",
        put(
            (
                "bva_besluiten.0.per_maatregel",
                [{"nummer": "M-17", "oordeel": "vastgesteld"}, *SAMPLE["bva_besluiten"][0]["per_maatregel"]],
            )
        ),
        _niets,
    ),
    (
        "R-BVA-5",
        put(("bva_besluiten.0.toetser.naam", " a. (anneloes) Vuijk-Hânema  (FICTIEF)")),
        put(("bva_besluiten.0.toetser.naam", "mr. B. Ander (fictief)")),
    ),
    (
        "R-VOLG-2",
        put(("bva_besluiten.0.besloten_op", "2026-05-06")),
        put(("bva_besluiten.0.besloten_op", "2026-05-07")),
    ),
    (
        "R-PKVW-3",
        put(("pkvw.afgegeven_op", "2016-05-17"), ("pkvw.geldig_tot", "2026-05-17"), ("uitvoering", [])),
        put(("pkvw.afgegeven_op", "2016-05-18"), ("pkvw.geldig_tot", "2026-05-18"), ("uitvoering", [])),
    ),
    ("R-PKVW-4", uitzondering(akkoord=None), uitzondering(akkoord=True)),
    ("R-PKVW-4", uitzondering(akkoord=False), uitzondering(akkoord=True)),
    (
        "R-PKVW-1",
        lambda g: settle(put(("pkvw.status", "in_aanvraag"), ("uitvoering", []), then=None)(g), kosten=False),
        put(("pkvw.status", "in_aanvraag"), ("uitvoering", [])),
    ),
    ("R-BET-1", put(("kostenverdeling.per_maatregel.0.betaler", "werkgever"), then=None), _niets),
    ("R-BET-1", put(("kostenverdeling.peildatum", "2026-05-07"), then=None), _niets),
    ("R-BET-1", put(("kostenverdeling.per_betaler.0.eenmalig_incl_btw", "827.01"), then=None), _niets),
    (
        "R-TOES-0",
        lambda g: settle(at(g, "bva_besluiten", [])),
        put(("bva_besluiten", []), ("toestemmingen", []), ("werkgeversbrief", None), ("uitvoering", [])),
    ),
    ("R-TOES-0", put((f"{T}.rapport_versie", 2), then=None), _niets),
    ("R-TOES-1", put((f"{T}.vaststelling_sha256", "0" * 64), then=None), _niets),
    ("R-TOES-3", put((f"{T}.ontvanger.oin", "00000001999900019000")), _niets),
    ("R-TOES-7", put((f"{T}.bewijs", {"soort": "e_mail"})), put((f"{T}.bewijs", {"soort": "pades"}))),
    (
        "R-TOES-7",
        put((f"{T}.bewijs", {"soort": "mondeling"})),
        put(
            (f"{T}.bewijs", {"soort": "mondeling"}),
            (f"{T}.status", "geweigerd"),
            ("werkgeversbrief", None),
            ("uitvoering", []),
        ),
    ),
    (
        "R-TOES-8",
        put((f"{T}.geldig_tot", "2026-08-20T09:00:01+02:00")),
        put((f"{T}.geldig_tot", "2026-08-20T09:00:00+02:00")),
    ),
    (
        "R-TOES-8",
        put((f"{T}.geldig_van", "2026-05-22T20:14:06+02:00")),
        put((f"{T}.geldig_van", "2026-05-22T20:14:05+02:00")),
    ),
    (
        "R-VOLG-3",
        put((f"{T}.gegeven_op", "2026-05-17T21:59:59Z"), (f"{T}.geldig_van", "2026-05-17T00:00:00Z")),
        put((f"{T}.gegeven_op", "2026-05-17T22:00:00Z"), (f"{T}.geldig_van", "2026-05-17T00:00:00Z")),
    ),
    (
        "R-TOES-2",
        put((f"{T}.status", "geweigerd"), ("uitvoering", [])),
        put((f"{T}.status", "verlopen"), ("uitvoering", [])),
    ),
    ("R-TOES-2", put(("werkgeversbrief.toestemming_id", "TST-2026-9999")), _niets),
    (
        "R-TOES-2",
        lambda g: (g["toestemmingen"][0].pop("ontvanger"), at(g, f"{T}.route", "via_bestuurder"))[1],
        put((f"{T}.route", "op_papier")),
    ),
    ("R-TOES-4", put(("werkgeversbrief.datum", "2026-06-22")), put(("werkgeversbrief.datum", "2026-06-21"))),
    (
        "R-TOES-5",
        put(("werkgeversbrief.bijlagen.0.documentsoort", "adviesrapport_volledig")),
        put(("werkgeversbrief.bijlagen.0.documentsoort", "maatregelen_data")),
    ),
    (
        "R-TOES-5",
        put((f"{T}.omvang", "alleen_maatregelenoverzicht")),
        put((f"{T}.omvang", "volledig_rapport")),
    ),
    ("R-VOLG-4", put(("werkgeversbrief.datum", "2026-05-21")), put(("werkgeversbrief.datum", "2026-05-22"))),
    ("R-BRIEF-1", put(("werkgeversbrief.organisatietype", "provincie")), _niets),
    ("R-META-1", put(("werkgeversbrief.betreft", "Advies mevrouw HOOGH")), put(("werkgeversbrief.betreft", "Advies"))),
    ("R-META-1", put(("werkgeversbrief.bijlagen.0.titel", "Beveiligingsadvies")), _niets),
    ("R-META-1", met_bijlage("voordeur Underdyk.jpg"), met_bijlage("F-01.jpg")),
    ("R-PGP-1", lambda g: (g["organisatie"].pop("openpgp"), g)[1], put((f"{T}.route", "op_papier"))),
    (
        "R-PGP-1",
        put(("organisatie.openpgp.geldig_tot", "2026-05-25")),
        put(("organisatie.openpgp.geldig_tot", "2026-05-26")),
    ),
    ("R-PGP-1", put(("organisatie.openpgp.vingerafdruk", "F" * 40)), _niets),
    ("R-REF-4", put(("uitvoering.0.maatregel", "M-99")), _niets),
    (
        "R-UITV-1",
        put(("pkvw.status", "in_aanvraag")),
        put(
            ("pkvw.status", "in_aanvraag"),
            ("uitvoering.0.status", "wacht_op_pkvw"),
            ("uitvoering.1.status", "wacht_op_pkvw"),
        ),
    ),
    (
        "R-UITV-2",
        put(("uitvoering.2", {"maatregel": "M-11", "status": "uitgevoerd"})),
        put(("uitvoering.2", {"maatregel": "M-11", "status": "uitgesteld"})),
    ),
    (
        "R-UITV-3",
        put(("toestemmingen", []), ("werkgeversbrief", None)),
        put(("toestemmingen", []), ("werkgeversbrief", None), ("uitvoering", [])),
    ),
]


KERN = "adviesrapport.bevindingen"
CASES += [
    (
        "R-OVG-1",
        put(("regeling", "preventieve_basismaatregelen_2021")),
        oud(),
    ),
    ("R-OVG-1", oud(post={"kosten_gemaakt_op": "2024-01-01"}), oud(post={"kosten_gemaakt_op": "2023-12-31"})),
    ("R-OUD-1", oud(vergoed_incl_btw="1499.99"), oud(vergoed_incl_btw="1500.00")),
    (
        "R-OUD-1",
        oud(vergoed_incl_btw="2400.01", post={"bedrag_incl_btw": "2400.01"}),
        oud(vergoed_incl_btw="2400.00", post={"bedrag_incl_btw": "2400.01"}),
    ),
    ("R-OUD-2", oud(post={"bewijsstuk": " "}), oud()),
    ("R-OUD-3", oud(woning_postcode="1234AB"), oud()),
    (
        "R-VERH-1",
        put(("aanmelding.aanleiding", "verhuizing")),
        put(("aanmelding.aanleiding", "verhuizing"), ("woonplek.voorgaand_dossier", "WB-2025-000001")),
    ),
    (
        "R-VERH-1",
        put(("woonplek.voorgaand_dossier", SAMPLE["dossiernummer"])),
        put(("woonplek.voorgaand_dossier", "WB-2025-000001")),
    ),
    (
        "R-AVG-1",
        put(("uitvoering.0.opmerking", "Het BSN is 111222333.")),
        put(("uitvoering.0.opmerking", "Nummer 111222334 en klant 12345678.")),
    ),
    ("R-AVG-1", put(("uitvoering.0.opmerking", "kenteken 12-ABC-3")), put(("uitvoering.0.opmerking", "EN 12-34-56"))),
    (
        "R-AVG-1",
        put(("uitvoering.0.opmerking", "betaald van NL91 ABNA 0417 1643 00 op tijd")),
        put(("uitvoering.0.opmerking", "betaald van NL92 ABNA 0417 1643 00 op tijd")),
    ),
    (
        "R-AVG-1",
        put(("uitvoering.0.opmerking", "De buurman is geboren op 3-4-1960.")),
        put(("uitvoering.0.opmerking", "Geplaatst op 3-4-2026.")),
    ),
    ("R-FISC-1", fiscaal("gerichte_vrijstelling_arbo", "0.01"), fiscaal("gerichte_vrijstelling_arbo", "0.00")),
    ("R-FISC-2", fiscaal("scholing", "0.00"), fiscaal("gerichte_vrijstelling_arbo", "0.00")),
    (
        "R-RED-1",
        put((f"{KERN}.3.tekst_voor_werkgever", "Zie M-05.")),
        put((f"{KERN}.1.tekst_voor_werkgever", "Zie M-03.")),
    ),
    (
        "R-RED-2",
        put(
            (f"{M}.0.tekst_voor_werkgever.motivering", "Aan weerszijden is begrensd door een haag."),
            then=settle_digests,
        ),
        put((f"{M}.0.tekst_voor_werkgever.motivering", "Aan weerszijden is begrensd door een haag.")),
    ),
    ("R-RED-3", put((f"{M}.10.tekst_voor_werkgever", {"omschrijving": "Geen."})), _niets),
    ("R-RED-3", zonder(f"{M}.0", "tekst_voor_werkgever"), _niets),
    (
        "R-TOES-6",
        put(
            (f"{T}.status", "ingetrokken"),
            (f"{T}.ingetrokken_op", "2026-05-25T10:00:00Z"),
            ("uitvoering", []),
        ),
        put(
            (f"{T}.status", "ingetrokken"),
            (f"{T}.ingetrokken_op", "2026-05-25T10:00:00Z"),
            ("werkgeversbrief", None),
            ("uitvoering", []),
        ),
    ),
    (
        "R-BRIEF-2",
        put(("werkgeversbrief.betreft", "Toezending aan uw provincie")),
        put(("werkgeversbrief.betreft", "Toezending aan uw gemeente")),
    ),
    ("R-NUL-1", put(("uitvoering.0", {"maatregel": "M-01", "status": "wacht_op_pkvw"})), _niets),
    (
        "R-TBS-1",
        bruikleen("2026-12-31", None),
        bruikleen("2026-12-31", {"uiterlijk_op": "2026-12-31"}),
    ),
    (
        "R-TBS-1",
        lambda g: at(bruikleen(None, {"uiterlijk_op": "2026-12-31"})(g), "ambt_beeindigd_op", "2026-12-30"),
        lambda g: at(bruikleen(None, {"uiterlijk_op": "2026-12-31"})(g), "ambt_beeindigd_op", "2026-12-31"),
    ),
    (
        "R-TBS-1",
        bruikleen("2026-12-31", {"uiterlijk_op": "2027-01-01"}),
        bruikleen(None, None),
    ),
    ("R-TBS-2", bruikleen(None, None, "wacht_op_pkvw"), bruikleen(None, None, "opgedragen")),
]


def later_nee(g: Gegevens, gegeven_op: str) -> Gegevens:
    return {
        **g["toestemmingen"][0],
        "toestemming_id": "TST-2026-0998",
        "status": "geweigerd",
        "gegeven_op": gegeven_op,
        "geldig_van": "2026-05-22T00:00:00Z",
    }


ANDERE_VERSIE = {**SAMPLE["toestemmingen"][0], "rapport_versie": 2, "toestemming_id": "TST-2026-0999"}
CASES += [
    ("R-GROND-1", put((f"{M}.1.grondslag", "regeling_veilige_woonplek")), put((f"{M}.1.grondslag", "scholing"))),
    (
        "R-UITV-1",
        put(
            ("bva_besluiten.0.uitkomst", "gedeeltelijk_vastgesteld"),
            (
                "bva_besluiten.0.per_maatregel.1",
                {"nummer": "M-02", "oordeel": "niet_vastgesteld", "motivering": "Nee."},
            ),
            ("uitvoering", [{"maatregel": "M-02", "status": "opgedragen"}]),
        ),
        put(("uitvoering", [{"maatregel": "M-02", "status": "opgedragen"}])),
    ),
    (
        "R-UITV-1",
        lambda g: settle(
            put(
                ("bva_besluiten", []),
                ("toestemmingen", []),
                ("werkgeversbrief", None),
                ("uitvoering", [{"maatregel": "M-02", "status": "opgedragen"}]),
                then=None,
            )(g)
        ),
        put(("uitvoering", [{"maatregel": "M-02", "status": "opgedragen"}])),
    ),
    (
        "R-UITV-3",
        put(
            ("toestemmingen", []),
            ("werkgeversbrief", None),
            ("uitvoering", [{"maatregel": "M-01", "status": "opgedragen"}]),
        ),
        put(
            ("toestemmingen", []),
            ("werkgeversbrief", None),
            ("uitvoering", [{"maatregel": "M-12", "status": "opgedragen"}]),
        ),
    ),
    (
        "R-TOES-6",
        put(
            (f"{T}.status", "ingetrokken"),
            (f"{T}.ingetrokken_op", "2026-05-25T21:59:59Z"),
            ("uitvoering", []),
        ),
        put(
            (f"{T}.status", "ingetrokken"),
            (f"{T}.ingetrokken_op", "2026-05-25T22:00:00Z"),
            ("uitvoering", []),
        ),
    ),
    (
        "R-PGP-1",
        put(("organisatie.openpgp.geverifieerd_op", "2026-05-27")),
        put(("organisatie.openpgp.geverifieerd_op", "2026-05-26")),
    ),
    (
        "R-PGP-1",
        put(("organisatie.openpgp.geverifieerd_op", "2025-05-25")),
        put(("organisatie.openpgp.geverifieerd_op", "2025-05-26")),
    ),
    (
        "R-RED-1",
        put((f"{KERN}.1.soort", "persoonsomstandigheid"), (f"{KERN}.1.tekst_voor_werkgever", "Zie M-03.")),
        put((f"{KERN}.1.tekst_voor_werkgever", "Zie M-03.")),
    ),
    (
        "R-RED-1",
        put((f"{KERN}.1.zichtbaar_voor", ["bestuurder"]), (f"{KERN}.1.tekst_voor_werkgever", "Zie M-03.")),
        put((f"{KERN}.1.tekst_voor_werkgever", "Zie M-03.")),
    ),
    (
        "R-OUD-2",
        oud(
            posten=[
                {
                    "post": "versteviging_ruiten",
                    "bedrag_incl_btw": bedrag,
                    "kosten_gemaakt_op": "2023-06-01",
                    "bewijsstuk": "factuur",
                }
                for bedrag in ("1.00", "2.00")
            ]
        ),
        oud(),
    ),
    (
        "R-OVG-1",
        lambda g: at(g, "vergoeding_2021", oud()(copy.deepcopy(SAMPLE))["vergoeding_2021"]),
        oud(),
    ),
    ("R-OVG-1", oud(aangemeld_op="2024-01-01"), oud(aangemeld_op="2023-12-31")),
    (
        "R-PKVW-3",
        put(
            ("pkvw.afgegeven_op", "2016-06-09"),
            ("pkvw.geldig_tot", "2026-06-09"),
            ("uitvoering", [{"maatregel": "M-05", "status": "opgedragen", "opgedragen_op": "2026-06-10"}]),
        ),
        put(
            ("pkvw.afgegeven_op", "2016-06-10"),
            ("pkvw.geldig_tot", "2026-06-10"),
            ("uitvoering", [{"maatregel": "M-05", "status": "opgedragen", "opgedragen_op": "2026-06-10"}]),
        ),
    ),
    (
        "R-TOES-1",
        lambda g: {**g, "toestemmingen": [*g["toestemmingen"], {**ANDERE_VERSIE, "status": "verleend"}]},
        _niets,
    ),
    ("R-TOES-2", lambda g: {**g, "toestemmingen": [g["toestemmingen"][0], g["toestemmingen"][0]]}, _niets),
    (
        "R-TOES-2",
        lambda g: {**g, "toestemmingen": [*g["toestemmingen"], later_nee(g, "2026-05-26T10:00:00Z")]},
        lambda g: {**g, "toestemmingen": [*g["toestemmingen"], later_nee(g, "2026-05-27T10:00:00Z")]},
    ),
    ("R-VOLG-1", lambda g: without(g, "gesprek_werkgever"), _niets),
    ("R-BVA-2", put(("bva_besluiten.0.uitkomst", "gedeeltelijk_vastgesteld")), _niets),
    (
        "R-AMBT-2",
        lambda g: at(g, "ambt_beeindigd_op", "2026-04-01"),
        lambda g: at(g, "ambt_beeindigd_op", "2026-04-02"),
    ),
    (
        "R-TBS-2",
        put(
            (f"{M}.1.verstrekkingsvorm", "ter_beschikking_stelling"),
            ("uitvoering", [{"maatregel": "M-02", "status": "wacht_op_pkvw"}]),
        ),
        put(
            (f"{M}.0.verstrekkingsvorm", "ter_beschikking_stelling"),
            ("uitvoering", [{"maatregel": "M-02", "status": "wacht_op_pkvw"}]),
        ),
    ),
]


def codes(g: Gegevens) -> set[str]:
    assert schema_faults("dossier", g) == []
    return {
        m.code
        for m in evaluate(g)
        if not (m.code == "R-GROND-1" and m.pad.startswith("/adviesrapport/maatregelen/12/"))
    }


ACCEPTED = "/adviesrapport/maatregelen/12/grondslag"


def pointer_exists(g: Any, pad: str) -> bool:
    """Whether a pointer leads to a value, or to a field that its object lacks (and that is the fault)."""
    item = g
    parts = pad.split("/")[1:]
    for i, part in enumerate(parts):
        if isinstance(item, list):
            if int(part) >= len(item):
                return False
            item = item[int(part)]
        elif part in item:
            item = item[part]
        else:
            return i == len(parts) - 1
    return True


@pytest.mark.parametrize(("rule", "fault", "neighbour"), CASES, ids=[f"{i:02d}-{c[0]}" for i, c in enumerate(CASES)])
def test_planted_fault_raises_only_its_rule(rule: str, fault: Any, neighbour: Any) -> None:
    found = codes(fault(copy.deepcopy(SAMPLE)))
    assert rule in found
    assert found <= {rule, *BY_ID[rule].impliceert}
    told = [m for m in evaluate(fault(copy.deepcopy(SAMPLE))) if m.code == rule and m.pad != ACCEPTED]
    assert {m.ernst for m in told} == {BY_ID[rule].ernst}
    assert all(pointer_exists(fault(copy.deepcopy(SAMPLE)), m.pad) for m in told)
    assert codes(neighbour(copy.deepcopy(SAMPLE))) == set()


def test_an_address_that_comes_back_is_a_fout_and_another_word_a_warning() -> None:
    straat = SAMPLE["woonplek"]["adres"]["straatnaam"]
    for tekst, ernst in ((f"Bij {straat}.", "fout"), ("Let op de klep.", "waarschuwing")):
        g = put((f"{M}.0.tekst_voor_werkgever.motivering", tekst), then=settle_digests)(copy.deepcopy(SAMPLE))
        told = [m for m in evaluate(g) if m.code == "R-RED-2"]
        assert min(m.ernst for m in told) == ernst
        assert "/adviesrapport/maatregelen/0/tekst_voor_werkgever/motivering" in {
            m.pad for m in told if m.ernst == ernst
        }


def test_of_a_besluit_on_another_report_only_what_never_may_come_back_is_told() -> None:
    straat = SAMPLE["woonplek"]["adres"]["straatnaam"]
    for tekst, ernsten in ((f"Bij {straat}, let op de klep.", ["fout"]), ("Let op de klep.", [])):
        g = put((f"{M}.0.tekst_voor_werkgever.motivering", tekst), then=None)(copy.deepcopy(SAMPLE))
        assert [m.ernst for m in evaluate(g) if m.code == "R-RED-2"] == ernsten
        assert "R-BVA-1" in codes(g)


def test_a_measure_of_the_bestuurder_may_have_an_own_contribution() -> None:
    own = next(
        i
        for i, m in enumerate(SAMPLE["adviesrapport"]["maatregelen"])
        if m["grondslag"] == "eigen_verantwoordelijkheid" and m["kosten"]["basis"] != "nihil"
    )
    g = put((f"{M}.{own}.fiscaal", {"grondslag": "geen", "eigen_bijdrage": "827.00"}))(copy.deepcopy(SAMPLE))
    assert codes(g) == set()


def test_a_returned_report_needs_no_judgement_on_the_exception() -> None:
    assert codes(terug("voldoet_niet")(uitzondering(akkoord=None)(copy.deepcopy(SAMPLE)))) == set()


def test_an_older_toestemming_that_was_not_given_is_history() -> None:
    g = copy.deepcopy(SAMPLE)
    old = {**ANDERE_VERSIE, "status": "geweigerd", "rapport_versie": 1, "rapportnummer": "CCV-ADV-2026-0001"}
    g["toestemmingen"].insert(0, old)
    assert "R-TOES-1" not in codes(g)


def test_what_is_all_lent_needs_no_ontheffing() -> None:
    g = copy.deepcopy(SAMPLE)
    for m in g["adviesrapport"]["maatregelen"]:
        if m["kosten"]["basis"] != "nihil" and m["grondslag"] != "eigen_verantwoordelijkheid":
            m["verstrekkingsvorm"] = "ter_beschikking_stelling"
    assert codes(put(("woonplek.adres.gemeentecode", "9902"))(copy.deepcopy(g))) == set()
    g["adviesrapport"]["maatregelen"][1]["verstrekkingsvorm"] = "verstrekking"
    assert codes(put(("woonplek.adres.gemeentecode", "9902"))(g)) == {"R-WOON-1"}


def test_inh_2_warns_on_an_empty_domein() -> None:
    g = copy.deepcopy(SAMPLE)
    rapport = g["adviesrapport"]
    rapport["bevindingen"] = [b for b in rapport["bevindingen"] if b["domein"] != "verplaatsen"]
    rapport["maatregelen"] = [m for m in rapport["maatregelen"] if m["domein"] != "verplaatsen"]
    nummers = {m["nummer"] for m in rapport["maatregelen"]}
    besluit = g["bva_besluiten"][0]
    besluit["per_maatregel"] = [d for d in besluit["per_maatregel"] if d["nummer"] in nummers]
    assert codes(settle(g)) == {"R-INH-2"}


def test_every_rule_has_a_case() -> None:
    elsewhere = {"R-INH-2"} | {r.id for r in REGELS if r.document != "dossier"}
    assert {case[0] for case in CASES} | elsewhere == set(BY_ID)


def test_ids_are_unique_and_implied_rules_exist() -> None:
    assert len(BY_ID) == len(REGELS)
    assert all(other in BY_ID for regel in REGELS for other in regel.impliceert)


def test_momenten_select() -> None:
    g = at(at(copy.deepcopy(SAMPLE), "organisatie.rsin", "999900019"), "uitvoering.0.maatregel", "M-99")
    assert {m.code for m in evaluate(g, momenten=("uitvoering",))} == {"R-REF-4"}
    assert evaluate(g, momenten=()) == []


def test_half_a_dossier_never_crashes() -> None:
    parts = (
        "planning", "gesprek_werkgever", "gesprek_bestuurder", "pkvw", "adviesrapport", "kostenverdeling",
        "bva_besluiten", "toestemmingen", "werkgeversbrief", "uitvoering",
    )  # fmt: skip
    for part in parts:
        g = without(copy.deepcopy(SAMPLE), part)
        assert schema_faults("dossier", g) == []
        evaluate(g)
    assert evaluate(without(copy.deepcopy(SAMPLE), *parts)) == []


def test_rules_run_on_rapportinhoud_and_besluit_alone() -> None:
    besluit = SAMPLE["bva_besluiten"][0]
    assert evaluate({**rapportinhoud(SAMPLE), "bva_besluiten": [besluit]}, momenten=("besluit",)) == []


def test_amounts_are_shown_but_names_are_not() -> None:
    g = put((f"{M}.7.kosten.eenmalig_incl_btw", "359.99"), (f"{M}.7.kosten.eenmalig_excl_btw", "297.52"))(
        copy.deepcopy(SAMPLE)
    )
    [melding] = [m for m in evaluate(g) if m.code == "R-KOST-1"]
    assert melding.melding == "M-08: 297,52 × 1,21 = 360,00, er staat 359,99"
    assert melding.pad == "/adviesrapport/maatregelen/7/kosten/eenmalig_incl_btw"


def test_the_uiterste_dag_follows_the_kalender_that_is_given() -> None:
    g = put(("aanmelding.contact_uiterlijk_op", "2026-04-08"))(copy.deepcopy(SAMPLE))
    term_1, _ = termijn.regels(Kalender(goede_vrijdag=False))
    assert list(term_1.check(g)) == []
    [melding] = list(term_1.check(SAMPLE))
    assert melding.pad == "/aanmelding/contact_uiterlijk_op"
    assert melding.oplossing == "Vul 2026-04-08 in, of controleer aangemeld_op."


def test_contact_is_late_by_the_derived_day_and_not_by_the_day_that_was_entered() -> None:
    g = put(("aanmelding.contact_uiterlijk_op", "2026-12-31"), ("aanmelding.contact_gelegd_op", "2026-04-10"))(
        copy.deepcopy(SAMPLE)
    )
    assert codes(g) == {"R-TERM-1", "R-TERM-2"}


def test_an_aanmelding_beyond_the_known_holidays_is_one_clear_melding() -> None:
    for year in ("1900", "2101", "9999"):
        g = put(("aanmelding.aangemeld_op", f"{year}-12-31T23:59:59Z"))(copy.deepcopy(SAMPLE))
        [melding] = [m for m in evaluate(g, momenten=("invoer",)) if m.code.startswith("R-TERM")]
        assert (melding.code, melding.pad) == ("R-TERM-1", "/aanmelding/aangemeld_op")
        assert "de jaren 2014 tot en met 2100" in melding.melding


@pytest.mark.parametrize(
    "text",
    [
        "advies_HOOGH.pdf",
        "Celik",
        "ÇELIK-2026",
        "noelle",
        "Underdyk 12",
        "9012 cd",
        "x9012CDx",
        "ald terp",
        "e-Beveiliging",
        "AdviesUnderdykDef",
    ],
)
def test_reveals(text: str) -> None:
    assert reveals(text, SAMPLE)
    assert reveals(text, rapportinhoud(SAMPLE))


@pytest.mark.parametrize(
    "text", ["", "Bijlage 1", "Toezending advies met kenmerk CCV-2026-0417", "van het aldaar fictief 12 a bis"]
)
def test_neutral_text_reveals_nothing(text: str) -> None:
    assert not reveals(text, SAMPLE)


def test_moments() -> None:
    assert dag("2026-04-02T23:30:00Z") == "2026-04-03"
    assert moment("2016-12-31T23:59:60Z").second == 59
    assert dag("9999-12-31T23:59:59Z") == "9999-12-31"
