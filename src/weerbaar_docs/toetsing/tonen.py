# SPDX-License-Identifier: EUPL-1.2
"""An indiening -> what a toetser sees of it: what there is to judge, what was judged, what changed. Masked unless asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.model import thaw
from weerbaar_docs.toetsing.beoordelen import hits
from weerbaar_docs.vergelijken import read_kant, vergelijk
from weerbaar_docs.vergelijken.tekst import opmaak_in_woorden
from weerbaar_docs.vergelijken.tonen import regels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weerbaar_docs.toetsing.bij_bva import Zaakstand
    from weerbaar_docs.toetsing.verschillen import Verschil, Verschillen
    from weerbaar_docs.vergelijken import Vergelijking
    from weerbaar_docs.vergelijken.tekst import Alineawijziging

_BREED: Final = 90  # characters
_LEEG: Final = "(leeg)"


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
        "criteria": _judged(blad["criteria"], beoordeling, "toetsing", "criterium"),
        "maatregelen": [
            {**item, "titel": _hidden(titel, masker)}
            for item, titel in zip(
                _judged(blad["maatregelen"], beoordeling, "per_maatregel", "nummer"), _titels(stand), strict=True
            )
        ],
        "pkvw_uitzondering": blad["pkvw_uitzondering"],
        "pkvw_uitzondering_akkoord": beoordeling.get("pkvw_uitzondering_akkoord"),
        "treffers": list(_hits(stand, masker)),
        "uitkomst": beoordeling.get("uitkomst"),
        "meegelezen": stand.staat.meelezing is not None,
        "ontbreekt": [{"pad": item.pad, "wat": item.wat} for item in stand.ontbreekt],
        "vorige_ontvangen": None if vergeleken is None else stand.vorige_ontvangen,
        "verschil_met_vorige": None if vergeleken is None else vergeleken.as_json(masker),
    }


def lines(stand: Zaakstand, masker: str | None) -> Iterator[str]:
    """Give the lines of `bva toon`."""
    value = as_json(stand, masker)
    yield f"{value['indiening']}: {value['rapportnummer']} versie {value['rapport_versie']}, {value['status']}"
    yield f"ingediend door {value['opsteller']}, rapport {value['rapport_sha256'][:16]}"
    yield from ("", "CRITERIA")
    yield from (f"  {item['criterium']}: {item['oordeel'] or '-'}" for item in value["criteria"])
    yield from ("", "MAATREGELEN")
    yield from (f"  {item['nummer']} {item['titel']}: {item['oordeel'] or '-'}" for item in value["maatregelen"])
    if value["pkvw_uitzondering"]:
        agreed = {True: "akkoord", False: "geen akkoord", None: "-"}[value["pkvw_uitzondering_akkoord"]]
        yield from ("", f"UITZONDERING OP HET PKVW: {agreed}")
    if value["treffers"]:
        yield from ("", "TREFFERS (R-RED-2)")
        for item in value["treffers"]:
            yield f"  {item['sleutel']} {item['soort']}: {item['tekst']} ({item['oordeel'] or item['ernst']})"
            yield f"      in {item['pad']}, weggelaten in {item['bron']}"
    vergeleken = _compared(stand)
    if vergeleken is not None:
        yield from ("", "VERSCHIL MET DE VORIGE VERSIE")
        if not stand.vorige_ontvangen:
            yield "  NIET TE CONTROLEREN: die versie is hier nooit ontvangen, zij is zoals de adviseur haar meestuurde"
        yield from regels(vergeleken, masker=masker)
    if value["ontbreekt"]:
        yield from ("", "NOG TE DOEN", *(f"  {item['wat']}" for item in value["ontbreekt"]))


def difference_lines(verschillen: Verschillen) -> Iterator[str]:
    """Give the lines of what the definitief rapport says differently, in words, with the digest over them."""
    place = ""
    for verschil in verschillen.lijst:
        here = f"{verschil.plaats}: {verschil.alinea.kop}".removesuffix(": ")
        if here != place:
            yield here
        place, sign = here, "-"
        for what, text in (*_pieces(verschil.alinea), *_looks(verschil)):
            yield f"  {sign} {what}: {text}"
            sign = " "
    yield f"{len(verschillen.lijst)} verschillen met het concept, controlegetal {verschillen.sha256}"


def _pieces(alinea: Alineawijziging) -> Iterator[tuple[str, str]]:
    """Give what is gone and new, after the words that say which line or row it is in."""
    for number, stuk in enumerate(alinea.stukken):
        text = " ".join(stuk.tekst.split())
        if alinea.soort == "verplaatst":
            yield alinea.soort, text or _LEEG
        elif stuk.soort != "gelijk":
            yield stuk.soort, text or _LEEG
        elif not number and text:
            yield ("opmaak van" if alinea.soort == "opmaak" else "in"), _shortened(text)


def _looks(verschil: Verschil) -> Iterator[tuple[str, str]]:
    """Give how a new, gone or moved paragraph looks; in our own template that is fixed, and says a toetser nothing.

    Other looks of a changed paragraph are a difference by themselves.
    """
    words = "" if verschil.alinea.soort == "gewijzigd" else opmaak_in_woorden(verschil.alinea.opmaak)
    if words and verschil.plaats in {"eigen_sjabloon", "vastgestelde_maatregel"}:
        yield "opmaak", words


def _shortened(text: str) -> str:
    """Keep the begin, that names a row, and the end, that stands before what changed."""
    return text if len(text) <= _BREED else f"{text[: _BREED // 2]} … {text[-_BREED // 2 :]}"


def _judged(names: Any, beoordeling: Mapping[str, Any], lijst: str, sleutel: str) -> list[dict[str, Any]]:
    found = {item[sleutel]: item["oordeel"] for item in beoordeling.get(lijst, ())}
    return [{sleutel: name, "oordeel": found.get(name)} for name in names]


def _titels(stand: Zaakstand) -> list[str]:
    return [m["titel"] for m in stand.ingediend.rapport.inhoud["adviesrapport"]["maatregelen"]]


def _hits(stand: Zaakstand, masker: str | None) -> Iterator[dict[str, Any]]:
    judged = {item["sleutel"]: item["oordeel"] for item in stand.staat.beoordeling.get("treffers", ())}
    for t in hits(stand.ingediend, stand.staat.beoordeling):
        yield {
            **{name: getattr(t, name) for name in ("sleutel", "soort", "ernst", "pad", "bron")},
            "tekst": _hidden(t.tekst, masker),
            "oordeel": judged.get(t.sleutel),
        }


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


def _hidden(text: str, masker: str | None) -> str:
    return text if masker is None else masker
