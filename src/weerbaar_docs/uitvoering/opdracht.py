# SPDX-License-Identifier: EUPL-1.2
"""A maatregel and the data of an order -> the letter to the leverancier (document 9): what he must know to do it, and no more.

1. No threat, no ambt, no other maatregel: the specificatie is refused when it speaks of those (OPDRACHT-INHOUD).
2. The address of the work only when the order is given, never with a request for an offer (schema `uitvoeringsopdracht`).
3. An order is given only on a day on which the maatregel is free (R-UITV-1, R-PKVW-3); an offer may be asked for before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.rendering import Document, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.uitvoering.aanhouding import require_free
from weerbaar_docs.uitvoering.gegevens import maatregel
from weerbaar_docs.uitvoering.stand import BEGONNEN, change_stand, regel_of
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

_SJABLOON: Final = "uitvoeringsopdracht"
_VERRAADT: Final = re.compile(
    r"burgemeester|wethouder|commissaris van de koning|gedeputeerde|dijkgraaf|heemra|watergraaf|bestuurder|ambtsdrager"
    r"|dreig|intimid|aangifte|agressie|geweld|politie(?!keurmerk)|adviesrapport|beveiligingsadvies|veiligheidsadvies",
    re.IGNORECASE,
)
_ANDER_NUMMER: Final = re.compile(r"\bM-[0-9]{2,}\b")


def opdracht_gegevens(own: Mapping[str, Any], opdracht: Mapping[str, Any], *, datum: date) -> dict[str, Any]:
    """Give all that the template of the letter sees, but for the huisstijl; raises ValidationError."""
    check_part(_SJABLOON, opdracht)
    told = {
        "soort": opdracht["soort"],
        "titel": opdracht.get("titel", own["titel"]),
        "specificatie": opdracht.get("specificatie", own["omschrijving"]) or None,
        "norm": own["norm"],
        "gereed_uiterlijk_op": opdracht["gereed_uiterlijk_op"],
        "uitvoeringsadres": opdracht.get("uitvoeringsadres", []),
        "bedrag_incl_btw": opdracht.get("bedrag_incl_btw"),
        "factuur": opdracht["factuur"],
    }
    meldingen = list(_faults(told, opdracht, datum))
    if meldingen:
        raise ValidationError(*meldingen)
    count = opdracht.get("tekeningen", 0)
    wat = "Opdracht" if opdracht["soort"] == "gunning" else "Aanvraag van een offerte"
    brief = {
        "kenmerk": opdracht["kenmerk"],
        "datum": datum.isoformat(),
        "betreft": f"{wat} {opdracht['kenmerk']}",
        "adresregels": [opdracht["leverancier"]["naam"], *opdracht["leverancier"]["adresregels"]],
        "aanhef": "Geachte heer of mevrouw,",
        "bijlagen": [{"titel": f"Tekening {n}"} for n in range(1, count + 1)],
        "vertrouwelijkheidaanduiding": "vertrouwelijk",
    }
    return {"brief": brief, "opdracht": told}


def make_opdracht(
    overzicht: Mapping[str, Any],
    stand: Mapping[str, Any],
    nummer: str,
    opdracht: Mapping[str, Any],
    *,
    datum: date,
    huisstijl: Huisstijl = HUISSTIJL,
) -> tuple[Document, dict[str, Any]]:
    """Make the letter for one maatregel, and the stand after it: ordered on this day when the order is given.

    Raises UsageError, ValidationError or RenderingError.
    """
    own = maatregel(overzicht, nummer)
    gegevens = opdracht_gegevens(own, opdracht, datum=datum)
    after = dict(stand) if opdracht["soort"] == "offerteaanvraag" else _ordered(overzicht, stand, own, opdracht, datum)
    document = render(
        _SJABLOON,
        gegevens,
        huisstijl=of_opdrachtgever(huisstijl, opdracht["opdrachtgever"]),
        datum=datum,
        titel=f"Bericht WD-{digest(gegevens)[:8]}",
    )
    return document, after


def _ordered(
    overzicht: Mapping[str, Any],
    stand: Mapping[str, Any],
    own: Mapping[str, Any],
    opdracht: Mapping[str, Any],
    datum: date,
) -> dict[str, Any]:
    require_free(own, overzicht, stand, datum)
    ordered = {
        "opgedragen_op": datum.isoformat(),
        "leverancier": opdracht["leverancier"]["naam"],
        "offerte_incl_btw": opdracht["bedrag_incl_btw"],
    }
    row = regel_of(stand, own["nummer"])
    if row["status"] not in BEGONNEN:
        return change_stand(stand, overzicht, {"maatregel": own["nummer"], "status": "opgedragen", **ordered})
    if any(row.get(name) != value for name, value in ordered.items()):
        raise ValidationError.because(
            "OPDRACHT-DUBBEL",
            f"{own['nummer']} is al opgedragen",
            "Zet de status eerst op uitgesteld als die opdracht niet doorgaat.",
        )
    return dict(stand)  # the letter of the same order once more


def of_opdrachtgever(huisstijl: Huisstijl, opdrachtgever: Mapping[str, Any]) -> Huisstijl:
    """Give the huisstijl in which the opdrachtgever is the sender."""
    return replace(huisstijl, gegevens={**huisstijl.gegevens, **opdrachtgever})


def _faults(told: Mapping[str, Any], opdracht: Mapping[str, Any], datum: date) -> Iterator[Melding]:
    seen = (
        ("/titel", told["titel"], "Geef in de opdracht een eigen titel."),
        ("/specificatie", told["specificatie"] or "", "Geef in de opdracht een eigen specificatie."),
        ("/norm", told["norm"] or "", "Vraag het CCV om een norm zonder die woorden."),
        ("/kenmerk", opdracht["kenmerk"], "Kies een neutraal kenmerk."),
        ("/factuur/vermeld", opdracht["factuur"]["vermeld"], "Kies een neutrale vermelding."),
        ("/opdrachtgever/afdeling", opdracht["opdrachtgever"]["afdeling"], "Gebruik een neutrale naam."),
        (
            "/opdrachtgever/ondertekenaar/functie",
            opdracht["opdrachtgever"]["ondertekenaar"]["functie"],
            "Laat iemand anders ondertekenen.",
        ),
    )
    for pad, text, oplossing in seen:
        if _VERRAADT.search(text) or _ANDER_NUMMER.search(text):
            yield _fault(
                "OPDRACHT-INHOUD", pad, "deze tekst noemt een ambt, een dreiging of een andere maatregel", oplossing
            )
    if told["specificatie"] is None:
        yield _fault(
            "OPDRACHT-INHOUD",
            "/specificatie",
            "deze maatregel heeft geen omschrijving",
            "Schrijf in de opdracht wat de leverancier moet doen.",
        )
    if opdracht["gereed_uiterlijk_op"] < datum.isoformat():
        yield _fault(
            "OPDRACHT-DATUM", "/gereed_uiterlijk_op", "het werk moet klaar zijn vóór de brief", "Kies een latere dag."
        )


def _fault(code: str, pad: str, melding: str, oplossing: str) -> Melding:
    return Melding(code=code, ernst="fout", pad=pad, melding=melding, oplossing=oplossing)
