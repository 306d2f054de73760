# SPDX-License-Identifier: EUPL-1.2
"""Rules on the adviesrapport before it goes to the BVA."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.kostenverdeling import kosteloos, voor_bestuurder
from weerbaar_docs.rules.regel import Bevinden, Regel, maatregelen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DOMEINEN = ("werk", "wonen", "informatie", "verplaatsen")
VERTROUWELIJK = ("vertrouwelijk", "confidentieel", "geheim", "zeer_geheim")
# A change of the report breaks what was decided and consented on it.
DIGESTS = ("R-BVA-1", "R-TOES-1")


def _volg_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    werkgever, bestuurder = gegevens.get("gesprek_werkgever"), gegevens.get("gesprek_bestuurder")
    if not werkgever and (bestuurder or "adviesrapport" in gegevens):
        yield Bevinden(
            pad="/gesprek_werkgever",
            melding="het gesprek met de werkgever ontbreekt",
            oplossing="Voer eerst het gesprek met de werkgever en leg het vast.",
        )
    if werkgever and bestuurder and werkgever["gehouden_op"] > bestuurder["gehouden_op"]:
        yield Bevinden(
            pad="/gesprek_bestuurder/gehouden_op",
            melding="het gesprek met de bestuurder ligt vóór het gesprek met de werkgever",
            oplossing="Controleer de datums van beide gesprekken.",
        )


def _inh_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    if "adviesrapport" not in gegevens:
        return
    besproken = gegevens.get("gesprek_bestuurder", {}).get("besproken_domeinen", ())
    ontbreekt = [d for d in _DOMEINEN if d not in besproken]
    if ontbreekt:
        yield Bevinden(
            pad="/gesprek_bestuurder/besproken_domeinen",
            melding=f"niet besproken: {', '.join(ontbreekt)}",
            oplossing="Bespreek alle vier domeinen met de bestuurder voordat u het rapport indient.",
        )


def _inh_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    rapport = gegevens.get("adviesrapport")
    if rapport is None:
        return
    aanwezig = {stuk["domein"] for stuk in (*rapport["bevindingen"], *rapport["maatregelen"])}
    for domein in _DOMEINEN:
        if domein not in aanwezig:
            yield Bevinden(
                pad="/adviesrapport/bevindingen",
                melding=f"domein {domein} heeft geen bevinding en geen maatregel",
                oplossing="Voeg een bevinding toe, desnoods dat er geen bijzonderheden zijn.",
            )


def _gem_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    rapport = gegevens.get("adviesrapport")
    if rapport is None or bool(rapport["maatregelen"]) != rapport.get("geen_maatregelen_nodig", False):
        return
    melding = (
        "er zijn maatregelen, maar geen_maatregelen_nodig staat op true"
        if rapport["maatregelen"]
        else "er zijn geen maatregelen en geen_maatregelen_nodig staat niet op true"
    )
    yield Bevinden(
        pad="/adviesrapport/maatregelen", melding=melding, oplossing="Herstel geen_maatregelen_nodig of de maatregelen."
    )


def _num_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    nummers = [int(m["nummer"][2:]) for _, m in maatregelen(gegevens)]
    if sorted(nummers) != list(range(1, len(nummers) + 1)):
        yield Bevinden(
            pad="/adviesrapport/maatregelen",
            melding="de maatregelnummers zijn niet uniek en doorlopend vanaf M-01",
            oplossing="Nummer de maatregelen opnieuw, en ook de verwijzingen ernaar.",
        )


def _ref_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        bekend = {b["id"] for b in gegevens["adviesrapport"]["bevindingen"]}
        for i, nummer in enumerate(maatregel["bevindingen"]):
            if nummer not in bekend:
                yield Bevinden(
                    pad=f"{pad}/bevindingen/{i}",
                    melding=f"bevinding {nummer} bestaat niet",
                    oplossing="Herstel het nummer of voeg de bevinding toe.",
                )


def _ref_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        domeinen = {b["id"]: b["domein"] for b in gegevens["adviesrapport"]["bevindingen"]}
        for i, nummer in enumerate(maatregel["bevindingen"]):
            if domeinen.get(nummer, maatregel["domein"]) != maatregel["domein"]:
                yield Bevinden(
                    pad=f"{pad}/bevindingen/{i}",
                    melding=f"{nummer} hoort bij een ander domein dan {maatregel['nummer']}",
                    oplossing="Controleer de verwijzing en het domein.",
                )


def _ref_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    bekend = {m["nummer"] for _, m in maatregelen(gegevens)}
    for pad, maatregel in maatregelen(gegevens):
        for i, nummer in enumerate(maatregel.get("afhankelijk_van", ())):
            if nummer not in bekend or nummer == maatregel["nummer"]:
                yield Bevinden(
                    pad=f"{pad}/afhankelijk_van/{i}",
                    melding=f"{maatregel['nummer']} hangt af van {nummer}, en dat is geen andere maatregel",
                    oplossing="Herstel het nummer of verwijder de verwijzing.",
                )


def _vers_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        eigen = kosteloos(maatregel) or voor_bestuurder(maatregel)
        if not eigen and maatregel["verstrekkingsvorm"] == "geen":
            yield Bevinden(
                pad=f"{pad}/verstrekkingsvorm",
                melding=f"{maatregel['nummer']} heeft kosten die niet voor de bestuurder zijn en geen verstrekkingsvorm",
                oplossing="Kies verstrekking of ter_beschikking_stelling.",
            )


def _grond_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        if maatregel["grondslag"] == "regeling_veilige_woonplek" and maatregel["domein"] != "wonen":
            yield Bevinden(
                pad=f"{pad}/grondslag",
                melding=f"{maatregel['nummer']} steunt op de veilige woonplek, maar hoort bij domein {maatregel['domein']}",
                oplossing="Kies een grondslag die bij het domein past.",
                ernst="waarschuwing" if maatregel["domein"] == "informatie" else "fout",
            )


def _vha_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    rapport = gegevens.get("adviesrapport")
    if rapport is not None and rapport["vertrouwelijkheidaanduiding"] not in VERTROUWELIJK:
        yield Bevinden(
            pad="/adviesrapport/vertrouwelijkheidaanduiding",
            melding="het rapport is minder dan vertrouwelijk",
            oplossing="Kies vertrouwelijk of hoger.",
        )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-VOLG-1",
        ernst="fout",
        moment="indienen",
        titel="Werkgever vóór bestuurder",
        uitleg="Het gesprek met de werkgever gaat vooraf aan het gesprek met de bestuurder.",
        bron="Werkwijze CCV",
        herstel="Controleer de datums van beide gesprekken; voer eerst het gesprek met de werkgever.",
        vind=_volg_1,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-INH-1",
        ernst="fout",
        moment="indienen",
        titel="Vier domeinen besproken",
        uitleg="Werk, wonen, informatie en verplaatsen zijn besproken, elk één keer.",
        bron="Werkwijze CCV",
        herstel="Vul besproken_domeinen aan; bespreek zo nodig alsnog wat ontbreekt.",
        vind=_inh_1,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-INH-2",
        ernst="waarschuwing",
        moment="indienen",
        titel="Elk domein heeft inhoud",
        uitleg="Elk domein heeft een bevinding of een maatregel.",
        bron="Werkwijze CCV",
        herstel="Voeg een bevinding of maatregel toe, of schrijf een bevinding dat er geen bijzonderheden zijn.",
        vind=_inh_2,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-GEM-1",
        ernst="fout",
        moment="indienen",
        titel="Geen maatregelen is een uitspraak",
        uitleg="Geen maatregelen alleen met geen_maatregelen_nodig, en die vlag alleen zonder maatregelen.",
        bron="Ontwerpkeuze van weerbaar_docs",
        herstel="Voeg een maatregel toe, of zet geen_maatregelen_nodig juist.",
        vind=_gem_1,
        impliceert=(*DIGESTS, "R-BET-1", "R-BVA-4", "R-KOST-2", "R-REF-4"),
    ),
    Regel(
        id="R-NUM-1",
        ernst="fout",
        moment="indienen",
        titel="Nummers lopen door",
        uitleg="Maatregelnummers zijn uniek en lopen door vanaf M-01.",
        bron="Ontwerpkeuze van weerbaar_docs",
        herstel="Nummer de maatregelen opnieuw: M-01, M-02, en zo verder.",
        vind=_num_1,
        impliceert=(*DIGESTS, "R-BET-1", "R-BVA-4", "R-REF-3", "R-REF-4"),
    ),
    Regel(
        id="R-REF-1",
        ernst="fout",
        moment="indienen",
        titel="Bevinding bestaat",
        uitleg="Elke bevinding waarnaar een maatregel verwijst bestaat.",
        bron="Ontwerpkeuze van weerbaar_docs",
        herstel="Herstel het nummer van de bevinding, of voeg de bevinding toe.",
        vind=_ref_1,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-REF-2",
        ernst="waarschuwing",
        moment="indienen",
        titel="Bevinding en maatregel in één domein",
        uitleg="Bevinding en maatregel horen bij hetzelfde domein.",
        bron="Ontwerpkeuze van weerbaar_docs",
        herstel="Controleer het domein van de maatregel en van de bevinding.",
        vind=_ref_2,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-REF-3",
        ernst="fout",
        moment="indienen",
        titel="Afhankelijkheid bestaat",
        uitleg="afhankelijk_van verwijst naar een bestaande maatregel.",
        bron="Ontwerpkeuze van weerbaar_docs",
        herstel="Herstel het nummer in afhankelijk_van; een maatregel hangt niet van zichzelf af.",
        vind=_ref_3,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-VERS-1",
        ernst="fout",
        moment="indienen",
        titel="Verstrekkingsvorm bij kosten",
        uitleg="Een maatregel met kosten die niet voor de bestuurder zijn heeft een verstrekkingsvorm.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 1 en 7",
        herstel="Kies verstrekking of ter_beschikking_stelling.",
        vind=_vers_1,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-GROND-1",
        ernst="fout",
        moment="indienen",
        titel="Grondslag past bij domein",
        uitleg="De grondslag veilige woonplek hoort niet bij werk of verplaatsen, en liever niet bij informatie.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 1",
        herstel="Kies de grondslag die bij het domein past, zoals arbo_werkplek, ict_voorziening of scholing.",
        vind=_grond_1,
        impliceert=(*DIGESTS, "R-BET-1"),
    ),
    Regel(
        id="R-VHA-1",
        ernst="fout",
        moment="indienen",
        titel="Minimaal vertrouwelijk",
        uitleg="Het rapport is minimaal vertrouwelijk.",
        bron="Ontwerpkeuze van weerbaar_docs (ondergrens vertrouwelijk)",
        herstel="Kies vertrouwelijk of hoger.",
        vind=_vha_1,
        impliceert=DIGESTS,
    ),
)
