# SPDX-License-Identifier: EUPL-1.2
"""An indiening -> what a toetser sees of it: what there is to judge, what was judged, what changed. Masked unless asked for."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import canonical_bytes, read_statement
from weerbaar_docs.model import thaw
from weerbaar_docs.toetsing.beoordelen import blocking
from weerbaar_docs.toetsing.besluit_tonen import TOELICHTING, toelichting_lines
from weerbaar_docs.toetsing.bij_bva.voorstel import kept_reading
from weerbaar_docs.toetsing.opmaken import hidden, wrapped
from weerbaar_docs.toetsing.treffers_tonen import hit_lines, hits_as_json
from weerbaar_docs.vergelijken import read_kant, vergelijk
from weerbaar_docs.vergelijken.tonen import regels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.toetsing.bij_bva import Zaakstand
    from weerbaar_docs.vergelijken import Vergelijking

_GEDRUKT: Final = ("titel", "omschrijving", "motivering")
_AKKOORD: Final = {True: "akkoord", False: "geen akkoord", None: "nog niet beoordeeld"}


def as_json(stand: Zaakstand, masker: str | None) -> dict[str, Any]:
    """Give the object that `bva toon --json` prints."""
    blad, beoordeling = stand.ingediend.toetsingsblad, stand.staat.beoordeling
    vergeleken = _compared(stand)
    return {
        "indiening": stand.indiening,
        "status": stand.status,
        "opsteller": stand.ingediend.opsteller.id,
        "toetser": stand.staat.toetser,
        "rapportnummer": blad["rapportnummer"],
        "rapport_versie": blad["rapport_versie"],
        "rapport_sha256": stand.ingediend.rapport.rapport_sha256,
        "concept_sha256": stand.ingediend.concept.document.pdf_sha256,
        "criteria": _judged(blad["criteria"], beoordeling, "toetsing", "criterium", masker),
        "maatregelen": _maatregelen(stand, masker),
        "pkvw_uitzondering": blad["pkvw_uitzondering"],
        "pkvw_uitzondering_akkoord": beoordeling.get("pkvw_uitzondering_akkoord"),
        "treffers": hits_as_json(stand, masker),
        "uitkomst": beoordeling.get("uitkomst"),
        "besluitnummer": beoordeling.get("besluitnummer"),
        "meegelezen": stand.staat.meelezing is not None,
        "meelezer": _reader(stand),
        "ontbreekt": [{"pad": item.pad, "wat": item.wat} for item in stand.ontbreekt],
        "vorige_ontvangen": None if vergeleken is None else stand.vorige_ontvangen,
        "verschil_met_vorige": None if vergeleken is None else vergeleken.as_json(masker),
    }


def lines(stand: Zaakstand, masker: str | None) -> Iterator[str]:
    """Give the lines of `bva toon`."""
    value = as_json(stand, masker)
    yield f"{value['indiening']}: {value['rapportnummer']} versie {value['rapport_versie']}, {value['status']}"
    treated = f"behandeld door {value['toetser']}" if value["toetser"] else "nog door niemand behandeld"
    yield f"ingediend door {value['opsteller']}, {treated}"
    yield f"rapport {value['rapport_sha256'][:16]}, concept {value['concept_sha256'][:16]}"
    yield from ("", "CRITERIA")
    for item in value["criteria"]:
        yield f"  {item['criterium']}: {item['oordeel'] or '-'}"
        yield from toelichting_lines(item["toelichting"])
    yield from ("", "MAATREGELEN")
    for item in value["maatregelen"]:
        yield from _maatregel_lines(item, masker)
    yield from ("", "UITZONDERING OP HET PKVW", *_pkvw_lines(stand, masker))
    yield from hit_lines(stand, value["treffers"], masker)
    yield from _previous_lines(stand, masker)
    yield from ("", "HET BESLUIT" if stand.status == "besloten" else "HET BESLUIT TOT NU TOE")
    yield f"  uitkomst: {value['uitkomst'] or 'nog niet gekozen'}"
    yield f"  besluitnummer: {value['besluitnummer'] or 'nog niet gegeven'}"
    yield f"  meegelezen door: {value['meelezer'] or 'nog niemand'}"
    yield from ("", "NOG TE DOEN")
    yield from (f"  {line}" for line in todo_lines(stand))
    if masker is not None:
        yield from ("", "Titels en teksten ziet u met --toon-persoonsgegevens, het hele rapport met --concept BESTAND.")


def todo_lines(stand: Zaakstand) -> Iterator[str]:
    """Give what there is still to do, the same kind of work in one line."""
    if stand.status == "besloten":
        yield "niets: er is besloten"
        return
    blocked = [t.sleutel for t in blocking(stand.ingediend, stand.staat.beoordeling)]
    for _, found in groupby(stand.ontbreekt, key=lambda item: item.wat.rpartition(" ")[0]):
        first, *rest = found
        yield from wrapped(", ".join((first.wat, *(item.wat.rpartition(" ")[2] for item in rest))), 0)
    if blocked:
        yield from wrapped(f"wijzig een omschrijving of stuur terug, wegens treffer {', '.join(blocked)}", 0)
    elif not stand.ontbreekt:
        yield f"besluit: bva besluit {stand.indiening} --uit BESTAND --toon-persoonsgegevens"


def _judged(
    names: Any, beoordeling: Mapping[str, Any], lijst: str, sleutel: str, masker: str | None
) -> list[dict[str, Any]]:
    """Give the judgement of each, with the toetser's own words under `toelichting`."""
    found = {item[sleutel]: item for item in beoordeling.get(lijst, ())}
    return [
        {
            sleutel: name,
            "oordeel": found.get(name, {}).get("oordeel"),
            "toelichting": {
                word: hidden(text, masker) for word, text in found.get(name, {}).items() if word in TOELICHTING
            },
        }
        for name in names
    ]


def _maatregelen(stand: Zaakstand, masker: str | None) -> list[dict[str, Any]]:
    blad, beoordeling = stand.ingediend.toetsingsblad, stand.staat.beoordeling
    judged = _judged(blad["maatregelen"], beoordeling, "per_maatregel", "nummer", masker)
    printed = stand.ingediend.rapport.inhoud["adviesrapport"]["maatregelen"]
    return [
        {**item, **{name: hidden(maatregel[name], masker) for name in _GEDRUKT}}
        for item, maatregel in zip(judged, printed, strict=True)
    ]


def _maatregel_lines(item: Mapping[str, Any], masker: str | None) -> Iterator[str]:
    yield f"  {item['nummer']} {item['titel']}: {item['oordeel'] or '-'}"
    if masker is None:
        for name in ("omschrijving", "motivering"):
            yield from wrapped(f"{name}: {item[name]}", 6)
    yield from toelichting_lines(item["toelichting"])


def _pkvw_lines(stand: Zaakstand, masker: str | None) -> Iterator[str]:
    if not stand.ingediend.toetsingsblad["pkvw_uitzondering"]:
        yield "  niet gevraagd"
        return
    yield f"  {_AKKOORD[stand.staat.beoordeling.get('pkvw_uitzondering_akkoord')]}"
    motivering = stand.ingediend.rapport.inhoud["pkvw"]["uitzondering"]["motivering"]
    yield from wrapped(f"motivering: {hidden(motivering, masker)}", 6)


def _previous_lines(stand: Zaakstand, masker: str | None) -> Iterator[str]:
    vergeleken = _compared(stand)
    if vergeleken is not None:
        yield from ("", "VERSCHIL MET DE VORIGE VERSIE")
        if not stand.vorige_ontvangen:
            yield "  NIET TE CONTROLEREN: die versie is hier nooit ontvangen, zij is zoals de adviseur haar meestuurde"
        yield from regels(vergeleken, masker=masker)


def _reader(stand: Zaakstand) -> str | None:
    kept = kept_reading(stand)
    return None if kept is None else str(read_statement(kept.verklaring)["medewerker"])


def _compared(stand: Zaakstand) -> Vergelijking | None:
    """Compare with the version before, both without a besluit."""
    vorige = stand.ingediend.vorige
    if vorige is None:
        return None
    kanten = [
        read_kant(canonical_bytes({"rapportinhoud": thaw(inhoud), "bva_besluit": None}))
        for inhoud in (vorige.inhoud, stand.ingediend.rapport.inhoud)
    ]
    datum = date.fromisoformat(stand.ingediend.concept.document.herkomst.datum)
    return vergelijk(*kanten, datum=datum, huisstijl=stand.ingediend.huisstijl)
