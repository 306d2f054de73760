# SPDX-License-Identifier: EUPL-1.2
"""Rules on what comes in: ambt, organisatie and woonplek."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.kostenverdeling import kosteloos, voor_bestuurder
from weerbaar_docs.rules.regel import Bevinden, Regel, dag, einde_ambt, elfproef, maatregelen
from weerbaar_docs.uitvoeringsstatus import BRUIKLEEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AMBTEN = {
    "burgemeester": "gemeente",
    "wethouder": "gemeente",
    "commissaris_van_de_koning": "provincie",
    "gedeputeerde": "provincie",
    "voorzitter_waterschap": "waterschap",
    "lid_dagelijks_bestuur": "waterschap",
}


def _ambt_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    if _AMBTEN[gegevens["bestuurder"]["ambt"]] != gegevens["organisatie"]["type"]:
        yield Bevinden(
            pad="/bestuurder/ambt",
            melding="dit ambt bestaat niet bij dit type organisatie",
            oplossing="Herstel het ambt of het type van de organisatie.",
        )


def _ambt_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    if "aanmelding" not in gegevens:
        return
    day, bestuurder = dag(gegevens["aanmelding"]["aangemeld_op"]), gegevens["bestuurder"]
    if day < bestuurder["benoemd_op"]:
        yield Bevinden(
            pad="/aanmelding/aangemeld_op",
            melding="de aanmelding ligt vóór de datum waarop de benoeming vaststaat",
            oplossing="Controleer benoemd_op, of wacht met de aanmelding tot de benoeming vaststaat.",
        )
    einde = einde_ambt(gegevens)
    if einde is not None and day > einde:
        yield Bevinden(
            pad="/aanmelding/aangemeld_op",
            melding="de aanmelding ligt na het einde van het ambt",
            oplossing="Controleer einde_ambt_op; na het ambt geldt de regeling niet meer.",
        )


def _org_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    rsin = gegevens["organisatie"].get("rsin")
    if rsin is not None and not elfproef(rsin):
        yield Bevinden(
            pad="/organisatie/rsin",
            melding="het RSIN voldoet niet aan de elfproef",
            oplossing="Neem het RSIN over uit het Handelsregister.",
        )


def _org_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    organisatie = gegevens["organisatie"]
    if "rsin" in organisatie and organisatie["oin"] != f"00000001{organisatie['rsin']}000":
        yield Bevinden(
            pad="/organisatie/oin",
            melding="het OIN is niet 00000001 + RSIN + 000",
            oplossing="Vergelijk het OIN met het OIN-register van Logius.",
        )


def _elders(gegevens: Mapping[str, Any]) -> str | None:
    """Give the field that shows that the woonplek is outside the own area, if it can be told."""
    organisatie, adres = gegevens["organisatie"], gegevens["woonplek"]["adres"]
    uri = organisatie.get("tooi_uri")
    if uri is None or organisatie["type"] == "waterschap":
        return None
    field, width = ("gemeentecode", 4) if organisatie["type"] == "gemeente" else ("provinciecode", 2)
    code = uri.rsplit("/", 1)[1][2:]
    if field not in adres or adres[field].zfill(width) == code.zfill(width):
        return None
    return f"/woonplek/adres/{field}"


def _alles_bruikleen(gegevens: Mapping[str, Any]) -> bool:
    """Say whether all that is given is lent: then lid 7 sets the demand on the woonplek aside."""
    verstrekt = [
        m["verstrekkingsvorm"] for _, m in maatregelen(gegevens) if not kosteloos(m) and not voor_bestuurder(m)
    ]
    return bool(verstrekt) and set(verstrekt) == {BRUIKLEEN}


def _woon_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    pad = _elders(gegevens)
    if pad is not None and gegevens["woonplek"]["ontheffing_woonplaats"] is None and not _alles_bruikleen(gegevens):
        yield Bevinden(
            pad=pad,
            melding="de woonplek ligt buiten het ambtsgebied en er is geen ontheffing",
            oplossing="Controleer de code, of vul ontheffing_woonplaats in.",
        )


def _woon_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    if (
        gegevens["bestuurder"]["ambt"] == "commissaris_van_de_koning"
        and gegevens["woonplek"]["ontheffing_woonplaats"] is not None
    ):
        yield Bevinden(
            pad="/woonplek/ontheffing_woonplaats",
            melding="een commissaris van de Koning kan geen beroep doen op een ontheffing",
            oplossing="Verwijder de ontheffing en controleer de woonplek.",
        )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-AMBT-1",
        ernst="fout",
        moment="invoer",
        titel="Ambt past bij organisatie",
        uitleg="Het ambt past bij het type organisatie.",
        bron="Regeling, art. 2.9, 3.9 en 4.9",
        herstel="Herstel het ambt, of het type van de organisatie.",
        vind=_ambt_1,
        impliceert=("R-WOON-2",),
    ),
    Regel(
        id="R-AMBT-2",
        ernst="fout",
        moment="invoer",
        titel="Aanmelding tijdens het ambt",
        uitleg="De aanmelding valt tussen de benoeming en het einde van het ambt.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 5 onder a",
        herstel="Vergelijk de aanmelding met benoemd_op en einde_ambt_op, en herstel de datum die niet klopt.",
        vind=_ambt_2,
    ),
    Regel(
        id="R-ORG-1",
        ernst="fout",
        moment="invoer",
        titel="RSIN klopt",
        uitleg="Het RSIN voldoet aan de elfproef.",
        bron="Handelsregister",
        herstel="Neem het RSIN over uit het Handelsregister.",
        vind=_org_1,
        impliceert=("R-ORG-2",),
    ),
    Regel(
        id="R-ORG-2",
        ernst="waarschuwing",
        moment="invoer",
        titel="OIN hoort bij RSIN",
        uitleg="Het OIN is 00000001 + RSIN + 000.",
        bron="Logius, OIN-stelsel",
        herstel="Vergelijk het OIN met het OIN-register van Logius; een sub-OIN mag afwijken.",
        vind=_org_2,
        impliceert=("R-TOES-3",),
    ),
    Regel(
        id="R-WOON-1",
        ernst="fout",
        moment="invoer",
        titel="Woonplek in het ambtsgebied",
        uitleg="Een woonplek buiten het ambtsgebied heeft een ontheffing; niet bij een waterschap, en niet als alles bruikleen is (lid 7).",
        bron="Regeling, art. 2.9 en 3.9, lid 2",
        herstel="Controleer de gemeentecode of provinciecode van het adres, of vul ontheffing_woonplaats in.",
        vind=_woon_1,
    ),
    Regel(
        id="R-WOON-2",
        ernst="fout",
        moment="invoer",
        titel="Geen ontheffing voor de commissaris",
        uitleg="Een commissaris van de Koning kan geen beroep doen op de ontheffing.",
        bron="Regeling, art. 2.9, lid 2 onder b",
        herstel="Verwijder de ontheffing en controleer het adres.",
        vind=_woon_2,
    ),
)
