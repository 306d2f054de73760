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
    for pad, toestemming in _toestemmingen(gegevens):
        if versie(toestemming) != rapportversie(gegevens):
            if toestemming["status"] == "verleend":
                yield Bevinden(
                    pad=f"{pad}/rapport_versie",
                    melding="de toestemming is verleend voor een andere versie van het rapport",
                    oplossing="Vraag toestemming voor de vastgestelde versie; de oude geldt niet meer.",
                )
        elif besluit is not None and toestemming["vaststelling_sha256"] != _vaststelling(gegevens, besluit):
            yield Bevinden(
                pad=f"{pad}/vaststelling_sha256",
                melding="de toestemming betreft een andere inhoud of een ander besluit dan is vastgesteld",
                oplossing="Vraag opnieuw toestemming voor wat is vastgesteld.",
            )


def _vaststelling(gegevens: Mapping[str, Any], besluit: Mapping[str, Any]) -> str:
    return vaststelling_digest(rapportinhoud(gegevens), besluit)


def _toes_3(gegevens: Mapping[str, Any]) -> Iterator[Bevinden]:
    for pad, toestemming in _toestemmingen(gegevens):
        ontvanger = toestemming.get("ontvanger")
        if ontvanger is not None and ontvanger["oin"] != gegevens["organisatie"]["oin"]:
            yield Bevinden(
                pad=f"{pad}/ontvanger/oin",
                melding="de ontvanger van de toestemming is niet de werkgever",
                oplossing="Vraag toestemming voor het OIN van de werkgever.",
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
        bron="domein.md 3.3",
        vind=_toes_0,
        impliceert=("R-TOES-1", "R-BET-1", "R-UITV-1"),
    ),
    Regel(
        id="R-TOES-1",
        ernst="fout",
        moment="toestemming",
        titel="Toestemming voor wat is vastgesteld",
        uitleg="De toestemming betreft de vastgestelde inhoud, het besluit en de versie.",
        bron="ontwerp.md 2",
        vind=_toes_1,
        impliceert=("R-TOES-0",),
    ),
    Regel(
        id="R-TOES-3",
        ernst="fout",
        moment="toestemming",
        titel="Ontvanger is de werkgever",
        uitleg="De ontvanger is de werkgever (OIN) en ontbreekt bij via_bestuurder.",
        bron="ontwerp.md 2",
        vind=_toes_3,
    ),
    Regel(
        id="R-TOES-7",
        ernst="fout",
        moment="toestemming",
        titel="Bewijs is ondertekend",
        uitleg="Bewijs per e-mail of mondeling alleen bij geweigerd of ingetrokken.",
        bron="ontwerp.md 2",
        vind=_toes_7,
    ),
    Regel(
        id="R-TOES-8",
        ernst="fout",
        moment="toestemming",
        titel="Hoogstens 90 dagen",
        uitleg="geldig_tot ligt hoogstens 90 dagen na geldig_van en gegeven_op valt daarbinnen.",
        bron="ontwerp.md 2",
        vind=_toes_8,
        impliceert=("R-TOES-4", "R-VOLG-3", "R-VOLG-4"),
    ),
    Regel(
        id="R-VOLG-3",
        ernst="fout",
        moment="toestemming",
        titel="Toestemming na vaststelling",
        uitleg="De toestemming is niet van vóór de vaststelling.",
        bron="domein.md 3.3",
        vind=_volg_3,
        impliceert=("R-TOES-1", "R-TOES-8"),
    ),
)
