# SPDX-License-Identifier: EUPL-1.2
"""Rules on the toestemming of the bestuurder as the dossier tells it; the proof is the signed verklaring."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from weerbaar_docs.model import rapportinhoud, vaststelling_digest
from weerbaar_docs.rules.regel import (
    Bevinden,
    Regel,
    dag,
    geldend_besluit,
    moment,
    rapportversie,
    vaststelling_van,
    versie,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGSTE_DUUR = timedelta(days=90)


def _toestemmingen(gegevens: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for i, toestemming in enumerate(gegevens.get("toestemmingen", ())):
        yield f"/toestemmingen/{i}", toestemming


def _toes_0(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, toestemming in _toestemmingen(gegevens):
        if vaststelling_van(gegevens, versie(toestemming)) is None:
            yield Bevinden(
                pad=f"{pad}/rapport_versie",
                melding="er is geen vaststelling van de versie waarop de toestemming ziet",
                oplossing="Vraag pas na de vaststelling door de BVA om toestemming.",
            )


def _toes_1(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    besluit = geldend_besluit(gegevens)
    nummer = rapportversie(gegevens)
    digest = None
    if besluit is not None and any(versie(t) == nummer for _, t in _toestemmingen(gegevens)):
        digest = vaststelling_digest(rapportinhoud(gegevens), besluit)
    for pad, toestemming in _toestemmingen(gegevens):
        if versie(toestemming) != nummer:
            if toestemming["status"] == "verleend":
                yield Bevinden(
                    pad=f"{pad}/rapport_versie",
                    melding="de toestemming is verleend voor een andere versie van het rapport",
                    oplossing="Vraag toestemming voor de vastgestelde versie; de oude geldt niet meer.",
                )
        elif digest is not None and toestemming["vaststelling_sha256"] != digest:
            yield Bevinden(
                pad=f"{pad}/vaststelling_sha256",
                melding="de toestemming betreft een andere inhoud of een ander besluit dan is vastgesteld",
                oplossing="Vraag opnieuw toestemming voor wat is vastgesteld.",
            )


def _toes_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, toestemming in _toestemmingen(gegevens):
        ontvanger = toestemming.get("ontvanger")
        if ontvanger is not None and ontvanger["oin"] != gegevens["organisatie"]["oin"]:
            yield Bevinden(
                pad=f"{pad}/ontvanger/oin",
                melding="de ontvanger van de toestemming is niet de werkgever",
                oplossing="Vraag toestemming voor het OIN van de werkgever.",
            )


def _toes_6(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for _, toestemming in _toestemmingen(gegevens):
        op = toestemming["ingetrokken_op"]
        brief = gegevens.get("werkgeversbrief")
        if op is None or brief is None or brief["toestemming_id"] != toestemming["toestemming_id"]:
            continue
        if brief["datum"] > dag(op):
            yield Bevinden(
                pad="/werkgeversbrief/datum",
                melding="na de intrekking van de toestemming is er geen levering meer",
                oplossing="Verzend niets; maak de intrekkingsbrief en het verzoek om vernietiging.",
            )


def _toes_7(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, toestemming in _toestemmingen(gegevens):
        licht = toestemming["bewijs"]["soort"] in ("e_mail", "mondeling")
        if licht and toestemming["status"] not in ("geweigerd", "ingetrokken"):
            yield Bevinden(
                pad=f"{pad}/bewijs/soort",
                melding="bewijs per e-mail of mondeling volstaat alleen om te weigeren of in te trekken",
                oplossing="Laat de bestuurder het formulier ondertekenen.",
            )


def _toes_8(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, toestemming in _toestemmingen(gegevens):
        begin, end = moment(toestemming["geldig_van"]), moment(toestemming["geldig_tot"])
        if not timedelta(0) < end - begin <= LANGSTE_DUUR:
            yield Bevinden(
                pad=f"{pad}/geldig_tot",
                melding="geldig_tot ligt niet tussen geldig_van en 90 dagen daarna",
                oplossing="Kies een einde dat hoogstens 90 dagen na geldig_van ligt.",
            )
        elif not begin <= moment(toestemming["gegeven_op"]) <= end:
            yield Bevinden(
                pad=f"{pad}/gegeven_op",
                melding="de toestemming is niet gegeven tussen geldig_van en geldig_tot",
                oplossing="Controleer de momenten van de toestemming.",
            )


def _volg_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, toestemming in _toestemmingen(gegevens):
        besluit = vaststelling_van(gegevens, versie(toestemming))
        if besluit is not None and dag(toestemming["gegeven_op"]) < besluit["besloten_op"]:
            yield Bevinden(
                pad=f"{pad}/gegeven_op",
                melding="de toestemming is van vóór de vaststelling",
                oplossing="Controleer de datums van besluit en toestemming.",
            )


REGELS: tuple[Regel, ...] = (
    Regel(
        id="R-TOES-0",
        ernst="fout",
        moment="toestemming",
        titel="Geen toestemming zonder vaststelling",
        uitleg="Er is een vaststelling van de versie waarop de toestemming ziet.",
        bron="Regeling, art. 2.9, 3.9 en 4.9, lid 4",
        herstel="Vraag pas toestemming na de vaststelling van deze versie.",
        vind=_toes_0,
        impliceert=("R-TOES-1", "R-BET-1", "R-UITV-1"),
    ),
    Regel(
        id="R-TOES-1",
        ernst="fout",
        moment="toestemming",
        titel="Toestemming voor wat is vastgesteld",
        uitleg="De toestemming betreft de vastgestelde inhoud, het besluit en de versie.",
        bron="Werkwijze CCV: de werkgever ontvangt het rapport na toestemming",
        herstel="Vraag toestemming voor de vastgestelde inhoud van nu.",
        vind=_toes_1,
        impliceert=("R-TOES-0",),
    ),
    Regel(
        id="R-TOES-3",
        ernst="fout",
        moment="toestemming",
        titel="Ontvanger is de werkgever",
        uitleg="De ontvanger is de werkgever (OIN) en ontbreekt bij via_bestuurder.",
        bron="Werkwijze CCV: de werkgever van de bestuurder ontvangt",
        herstel="Noem de werkgever als ontvanger; bij via_bestuurder is er geen ontvanger.",
        vind=_toes_3,
    ),
    Regel(
        id="R-TOES-6",
        ernst="fout",
        moment="levering",
        titel="Intrekken stopt leveringen",
        uitleg=(
            "Een intrekking stopt nieuwe leveringen en leidt tot een intrekkingsbrief en een verzoek om vernietiging;"
            " wat al geleverd is wordt niet ongedaan gemeld."
        ),
        bron="Ontwerpkeuze van weerbaar_docs (toestemming is altijd in te trekken)",
        herstel="Verzend niets; leg het moment van intrekking vast en maak de intrekkingsbrief.",
        vind=_toes_6,
        impliceert=("R-TOES-2",),
    ),
    Regel(
        id="R-TOES-7",
        ernst="fout",
        moment="toestemming",
        titel="Bewijs is ondertekend",
        uitleg="Bewijs per e-mail of mondeling alleen bij geweigerd of ingetrokken.",
        bron="Ontwerpkeuze van weerbaar_docs (bewijs met handtekening)",
        herstel="Laat de bestuurder een formulier ondertekenen, of gebruik OpenPGP.",
        vind=_toes_7,
    ),
    Regel(
        id="R-TOES-8",
        ernst="fout",
        moment="toestemming",
        titel="Hoogstens 90 dagen",
        uitleg="geldig_tot ligt hoogstens 90 dagen na geldig_van en gegeven_op valt daarbinnen.",
        bron="Ontwerpkeuze van weerbaar_docs (hoogstens 90 dagen)",
        herstel="Kies een kortere periode die de dag van toestemming omvat.",
        vind=_toes_8,
        impliceert=("R-TOES-4", "R-VOLG-3", "R-VOLG-4"),
    ),
    Regel(
        id="R-VOLG-3",
        ernst="fout",
        moment="toestemming",
        titel="Toestemming na vaststelling",
        uitleg="De toestemming is niet van vóór de vaststelling.",
        bron="Werkwijze CCV: eerst vaststellen, dan toestemming",
        herstel="Controleer de datums van besluit en toestemming.",
        vind=_volg_3,
        impliceert=("R-TOES-1", "R-TOES-8"),
    ),
)
