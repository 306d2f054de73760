# SPDX-License-Identifier: EUPL-1.2
"""A maatregel and the data of an order -> the letter to the leverancier (document 9): what he must know to do it, and no more.

1. No threat, no ambt, no other maatregel: no text of the letter may speak of those, however it is written (OPDRACHT-INHOUD, docs/adr/0024).
2. The address of the work only when the order is given, never with a request for an offer: no field for it (schema
   `uitvoeringsopdracht`), and no text in which one seems to stand (OPDRACHT-ADRES).
3. An order is given only on a day on which the maatregel is free (R-UITV-1, R-PKVW-3, UITVOERING-BETALER); an offer may be asked for before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.adresvermelding import STRAATSOORT, noemt_adres
from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.uitvoering.aanhouding import require_free
from weerbaar_docs.uitvoering.gegevens import maatregel
from weerbaar_docs.uitvoering.stand import change_stand, regel_of
from weerbaar_docs.uitvoeringsstatus import BEGONNEN
from weerbaar_docs.validation import check_part
from weerbaar_docs.woorden import vlak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

_SJABLOON: Final = "uitvoeringsopdracht"
_VERRAADT: Final = re.compile(
    r"burgemeester|wethouder|commissaris van de[nr]? koning|\bcvdk\b|gedeputeerde|dijkgraaf|heemra(?!adschap)|watergraaf"
    r"|bestuurder|ambtsdrager|\bcollege\b|dagelijks bestuur|(?:college|bestuurs|raads|staten)lid"
    r"|\blid van (?:het bestuur|de (?:gemeente)?raad|(?:provinciale|gedeputeerde) staten)"
    r"|dreig|intimid|aangifte|agressie|geweld|stalk|belaag|belag(?:er|ing)|politie(?!keurmerk)"
    r"|adviesrapport|beveiligingsadvies|veiligheidsadvies"
)
_ANDER_NUMMER: Final = re.compile(
    r"\bm ?- ?[0-9]{2,}\b|\bmaatregel(?:en|nummer)? ?(?:nr\.? ?|no\.? ?|nummer )?(?:m ?-? ?)?[0-9]{1,3}\b"
)
# Many a street is named after an office: that of a town hall says nothing of who lives elsewhere.
_AMBTSSTRAAT: Final = re.compile(
    rf"(?:^|, )(?:burgemeester|wethouder|gedeputeerde|dijkgraaf|heemraad|politie)[\w.' -]*{STRAATSOORT}\.? [1-9]"
)
_ADRESSEN: Final = (
    "/opdrachtgever/retouradres",
    "/leverancier/adresregels",
    "/factuur/adresregels",
    "/uitvoeringsadres",
)
_OPLOSSINGEN: Final = {
    "/titel": "Geef in de opdracht een eigen titel.",
    "/specificatie": "Geef in de opdracht een eigen specificatie.",
    "/norm": "Vraag het CCV om een andere norm.",
    "/kenmerk": "Kies een neutraal kenmerk.",
    "/factuur/vermeld": "Kies een neutrale vermelding.",
    "/opdrachtgever/ondertekenaar/functie": "Laat iemand anders ondertekenen.",
}


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
        titel=neutral_title(digest(gegevens)),
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
    for pad, text in _texts({**opdracht, **{name: told[name] for name in ("titel", "specificatie", "norm")}}):
        yield from _faults_of_text(pad, text, offerte=opdracht["soort"] == "offerteaanvraag")
    if told["specificatie"] is None:
        yield Melding.fout(
            "OPDRACHT-INHOUD",
            "/specificatie",
            "deze maatregel heeft geen omschrijving",
            "Schrijf in de opdracht wat de leverancier moet doen.",
        )
    if opdracht["gereed_uiterlijk_op"] < datum.isoformat():
        yield Melding.fout(
            "OPDRACHT-DATUM", "/gereed_uiterlijk_op", "het werk moet klaar zijn vóór de brief", "Kies een latere dag."
        )


def _texts(value: Any, pad: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of the letter with its place."""
    if isinstance(value, str):
        yield pad, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, f"{pad}/{name}")
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _texts(part, f"{pad}/{i}")


def _faults_of_text(pad: str, text: str, *, offerte: bool) -> Iterator[Melding]:
    adres, plain = pad.startswith(_ADRESSEN), vlak(text)
    oplossing = _OPLOSSINGEN.get(pad, "Gebruik neutrale woorden.")
    if adres:
        plain = _AMBTSSTRAAT.sub(" ", plain)
    if _VERRAADT.search(plain) or _ANDER_NUMMER.search(plain):
        melding = "deze tekst noemt een ambt, een dreiging of een andere maatregel"
        yield Melding.fout("OPDRACHT-INHOUD", pad, melding, oplossing)
    if offerte and not adres and noemt_adres(text):
        melding = "in deze tekst lijkt een adres te staan; dat krijgt de leverancier pas bij de opdracht"
        yield Melding.fout("OPDRACHT-ADRES", pad, melding, oplossing)
