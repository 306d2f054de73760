# SPDX-License-Identifier: EUPL-1.2
"""Rules on the Politiekeurmerk Veilig Wonen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.kostenverdeling import betaler, pkvw_geldig, pkvw_voorwaarde
from weerbaar_docs.rules.rapport import DIGESTS
from weerbaar_docs.rules.regel import (
    Bevinden,
    Regel,
    besluiten,
    datum,
    geldend_besluit,
    maatregelen,
    peildatum,
    uitvoeringen,
)
from weerbaar_docs.termijnen import maanden_later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _pkvw_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    afgeleid = {
        m["nummer"]: betaler(m, besluit=geldend_besluit(gegevens), pkvw=gegevens.get("pkvw"))
        for _, m in maatregelen(gegevens)
    }
    for i, regel in enumerate(gegevens.get("kostenverdeling", {}).get("per_maatregel", ())):
        if regel["betaler"] == "werkgever" and afgeleid.get(regel["maatregel"]) == "aangehouden_pkvw":
            yield Bevinden(
                pad=f"/kostenverdeling/per_maatregel/{i}/betaler",
                melding=f"{regel['maatregel']} komt voor de werkgever zonder geldig PKVW of aanvaarde uitzondering",
                oplossing="Laat de kostenverdeling opnieuw afleiden, of vul het certificaat in.",
            )


def _pkvw_2(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    pkvw = gegevens.get("pkvw") or {}
    begin, end = pkvw.get("afgegeven_op"), pkvw.get("geldig_tot")
    if begin is not None and end is not None and end != maanden_later(datum(begin), 120).isoformat():
        yield Bevinden(
            pad="/pkvw/geldig_tot",
            melding="geldig_tot is niet de datum van afgifte plus tien jaar",
            oplossing="Vergelijk beide datums met het certificaat.",
        )


def _pkvw_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    pkvw, dag = gegevens.get("pkvw"), peildatum(gegevens)
    if pkvw is None or dag is None or pkvw["status"] != "geldig":
        return
    for pad, regel, maatregel in uitvoeringen(gegevens):
        op = regel.get("opgedragen_op")
        hangt_af = maatregel is not None and pkvw_voorwaarde(maatregel, geldend_besluit(gegevens))
        if op is not None and hangt_af and pkvw_geldig(pkvw, dag) and not pkvw_geldig(pkvw, op):
            yield Bevinden(
                pad=f"{pad}/opgedragen_op",
                melding=f"het certificaat is niet geldig op de dag waarop {regel['maatregel']} is opgedragen",
                oplossing="Wacht met de opdracht tot het certificaat weer geldig is, of herstel de datum.",
            )
    if not pkvw_geldig(pkvw, dag):
        yield Bevinden(
            pad="/pkvw/geldig_tot",
            melding="het certificaat is niet geldig op de peildatum (datum besluit, anders datum rapport)",
            oplossing="Herstel de datums of de status van het PKVW.",
        )


def _pkvw_4(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    pkvw = gegevens.get("pkvw")
    if pkvw is None or pkvw["status"] != "uitzondering":
        return
    for pad, besluit in besluiten(gegevens):
        if besluit["uitkomst"] != "teruggestuurd" and besluit["pkvw_uitzondering_akkoord"] is not True:
            yield Bevinden(
                pad=f"{pad}/pkvw_uitzondering_akkoord",
                melding="het besluit stelt vast zonder akkoord op de PKVW-uitzondering",
                oplossing="Laat de BVA in hetzelfde besluit over de uitzondering beslissen.",
            )


def _pkvw_5(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, maatregel in maatregelen(gegevens):
        if not maatregel["pkvw_niveau"]:
            continue
        for veld, goed in (("domein", "wonen"), ("grondslag", "eigen_verantwoordelijkheid")):
            if maatregel[veld] != goed:
                yield Bevinden(
                    pad=f"{pad}/{veld}",
                    melding=f"{maatregel['nummer']} is van PKVW-niveau; {veld} is dan {goed}",
                    oplossing=f"Herstel {veld} of pkvw_niveau.",
                )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-PKVW-1",
        ernst="fout",
        moment="besluit",
        titel="Werkgever betaalt pas bij PKVW",
        uitleg="Een woonplekmaatregel komt alleen voor de werkgever bij een geldig certificaat of aanvaarde uitzondering.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 5 onder b",
        herstel="Vul een geldig certificaat in, of laat de BVA akkoord gaan met een gemotiveerde uitzondering.",
        vind=_pkvw_1,
        impliceert=("R-BET-1",),
    ),
    Regel(
        id="R-PKVW-2",
        ernst="waarschuwing",
        moment="invoer",
        titel="Certificaat geldt tien jaar",
        uitleg="geldig_tot is de datum van afgifte plus tien jaar; 29 februari wordt 1 maart.",
        bron="Politiekeurmerk Veilig Wonen: een certificaat is tien jaar geldig",
        herstel="Vergelijk beide datums met het certificaat.",
        vind=_pkvw_2,
        impliceert=DIGESTS,
    ),
    Regel(
        id="R-PKVW-3",
        ernst="fout",
        moment="besluit",
        titel="Certificaat geldig op de peildatum",
        uitleg="Het certificaat is geldig op de datum van het besluit (anders van het rapport), en opnieuw op de dag van de opdracht.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 5 onder b",
        herstel="Herstel de datums of de status van het PKVW; vraag zo nodig een nieuw certificaat aan.",
        vind=_pkvw_3,
        impliceert=(*DIGESTS, "R-BET-1", "R-PKVW-1", "R-PKVW-2", "R-UITV-1"),
    ),
    Regel(
        id="R-PKVW-4",
        ernst="fout",
        moment="besluit",
        titel="Akkoord op de uitzondering",
        uitleg="Vaststelling bij een PKVW-uitzondering vereist akkoord in hetzelfde besluit.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 5 onder b",
        herstel="Laat de BVA in hetzelfde besluit vastleggen of de uitzondering is aanvaard.",
        vind=_pkvw_4,
        impliceert=(*DIGESTS, "R-BET-1", "R-PKVW-1", "R-UITV-1"),
    ),
    Regel(
        id="R-PKVW-5",
        ernst="fout",
        moment="indienen",
        titel="PKVW-niveau is voor de bestuurder",
        uitleg="PKVW-niveau hoort bij domein wonen en eigen verantwoordelijkheid.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 5 onder b",
        herstel="Zet het domein op wonen en de grondslag op eigen_verantwoordelijkheid, of zet pkvw_niveau uit.",
        vind=_pkvw_5,
        impliceert=(*DIGESTS, "R-BET-1", "R-REF-2"),
    ),
)
