# SPDX-License-Identifier: EUPL-1.2
"""Judgements of a toetser, in steps -> what is still missing, and a bva_besluit when nothing is.

(1) a judgement on what was not handed in is refused, and two at once on the same thing; a later one takes the place of the earlier;
(2) nothing is decided here: the besluit is made of judgements that are complete, and keeps the rules of moment `besluit`;
(3) a treffer of R-RED-2 is confirmed or rejected one by one; what was rejected, or may never come back, is not established;
(4) who is printed as the toetser is what the register says of him, and nothing that somebody types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from weerbaar_docs.canonical import digest
from weerbaar_docs.errors import ConsentError, Melding, ValidationError
from weerbaar_docs.model import thaw
from weerbaar_docs.rules import evaluate
from weerbaar_docs.treffers import treffers
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from weerbaar_docs.keys import Medewerker
    from weerbaar_docs.toetsing.ontvangen import Ingediend
    from weerbaar_docs.treffers import Treffer

Beoordeling = dict[str, Any]
# The lists of a beoordeling, and the field by which each judgement says what it is on.
LIJSTEN: Final[Mapping[str, str]] = {"toetsing": "criterium", "per_maatregel": "nummer", "treffers": "sleutel"}
_WAT: Final = {"toetsing": "een criterium dat", "per_maatregel": "een maatregel die", "treffers": "een treffer die"}
_NAAM: Final = re.compile(r"M-[0-9]+|[a-z_]+|[0-9a-f]{16}")  # of a maatregel, criterium or treffer
_MEEST: Final = 40  # of a long report not every treffer
_ENKEL: Final = ("uitkomst", "besluitnummer", "kenmerk", "pkvw_uitzondering_akkoord", "pkvw_blokkeert")
_NODIG: Final = ("uitkomst", "besluitnummer")


class Ontbreekt(NamedTuple):
    """One thing that has not been judged yet: where, and what to do."""

    pad: str
    wat: str


def merge(beoordeling: Mapping[str, Any], deel: Mapping[str, Any]) -> Beoordeling:
    """Give the judgements with some more (schema `beoordeling`); raises ValidationError."""
    check_part("beoordeling", deel)
    merged: Beoordeling = thaw(beoordeling)
    for name in _ENKEL:
        if name in deel:
            merged[name] = thaw(deel[name])
    for name, sleutel in LIJSTEN.items():
        _refuse_twice(name, [item[sleutel] for item in deel.get(name, ())])
        known = {item[sleutel]: item for item in merged.get(name, [])}
        known.update({item[sleutel]: item for item in thaw(deel.get(name, []))})
        if known:
            merged[name] = [known[key] for key in sorted(known)]
    return merged


def twice(keys: Sequence[str]) -> tuple[int, str] | None:
    """Give where something is judged for the second time, and its name; free text is not told."""
    for i, key in enumerate(keys):
        if key in keys[:i]:
            return i, key if _NAAM.fullmatch(key) else "hetzelfde"
    return None


def check_known(ingediend: Ingediend, beoordeling: Mapping[str, Any], deel: Mapping[str, Any]) -> None:
    """Raise ValidationError when `deel` judges what was not handed in; a treffer may have come or gone with a changed text."""
    blad = ingediend.toetsingsblad
    there: dict[str, list[str]] = {
        "toetsing": list(blad["criteria"]),
        "per_maatregel": list(blad["maatregelen"]),
        "treffers": [t.sleutel for judged in ({}, beoordeling) for t in hits(ingediend, judged)],
    }
    for name, sleutel in LIJSTEN.items():
        for i, item in enumerate(deel.get(name, ())):
            if item[sleutel] not in there[name]:
                raise _unknown(name, f"/{name}/{i}/{sleutel}", list(dict.fromkeys(there[name])))


def hits(ingediend: Ingediend, beoordeling: Mapping[str, Any]) -> list[Treffer]:
    """Give the treffers of R-RED-2 as they are with the texts that the toetser changed."""
    return treffers(thaw(ingediend.rapport.inhoud), _shape(ingediend, beoordeling))


def blocking(ingediend: Ingediend, beoordeling: Mapping[str, Any]) -> list[Treffer]:
    """Give the treffers with which nothing is established: what may never come back, and what was rejected."""
    if beoordeling.get("uitkomst") == "teruggestuurd":
        return []
    judged = _judged_hits(beoordeling)
    found = hits(ingediend, beoordeling)
    return [t for t in found if t.ernst == "fout" or judged.get(t.sleutel) == "afgewezen"]


def missing(ingediend: Ingediend, beoordeling: Mapping[str, Any]) -> tuple[Ontbreekt, ...]:
    """Give what is still to be judged before a besluit can be taken."""
    found = [Ontbreekt(f"/{name}", f"geef {name}") for name in _NODIG if name not in beoordeling]
    found += _open("toetsing", ingediend.toetsingsblad["criteria"], beoordeling, "beoordeel criterium")
    if beoordeling.get("uitkomst") == "teruggestuurd":
        return tuple(found)
    found += _open("per_maatregel", ingediend.toetsingsblad["maatregelen"], beoordeling, "beoordeel maatregel")
    open_hits = [t.sleutel for t in hits(ingediend, beoordeling) if t.ernst == "waarschuwing"]
    found += _open("treffers", open_hits, beoordeling, "beoordeel treffer")
    if ingediend.toetsingsblad["pkvw_uitzondering"] and "pkvw_uitzondering_akkoord" not in beoordeling:
        found.append(Ontbreekt("/pkvw_uitzondering_akkoord", "beslis over de uitzondering op het PKVW"))
    return tuple(found)


def make_besluit(
    ingediend: Ingediend, beoordeling: Mapping[str, Any], *, toetser: Medewerker, besloten_op: date
) -> dict[str, Any]:
    """Give the bva_besluit of complete judgements, as `toetser` takes it.

    Raises ValidationError with what is missing or which rules break, ConsentError when he cannot be printed.
    """
    todo = missing(ingediend, beoordeling)
    if todo:
        raise ValidationError(*(_todo(item) for item in todo))
    blad = ingediend.toetsingsblad
    besluit: dict[str, Any] = {
        **{name: thaw(beoordeling[name]) for name in ("besluitnummer", "uitkomst", "toetsing")},
        **{name: beoordeling[name] for name in ("kenmerk", "pkvw_blokkeert") if name in beoordeling},
        "toetser": printed_toetser(toetser),
        "rapportnummer": blad["rapportnummer"],
        "rapport_versie": blad["rapport_versie"],
        "rapport_sha256": ingediend.rapport.rapport_sha256,
        "besloten_op": besloten_op.isoformat(),
        "per_maatregel": thaw(beoordeling.get("per_maatregel", [])),
        "pkvw_uitzondering_akkoord": beoordeling.get("pkvw_uitzondering_akkoord"),
        "redactie_bevestigd": _confirmed(ingediend, beoordeling),
    }
    check_besluit(ingediend.rapport.inhoud, besluit)
    return besluit


def printed_toetser(toetser: Medewerker) -> dict[str, str]:
    """Give the toetser as a besluit prints him; raises ConsentError when the register does not say how."""
    found = toetser.printed()
    if not found:
        raise ConsentError.because(
            "BVA-TOETSER",
            f"van {toetser.id} staan geen naam en functie in het register, en een besluit drukt die af",
            f"Laat de beheerder ze opnemen: medewerker wijzig {toetser.id} --naam NAAM --functie FUNCTIE.",
        )
    return found


def check_besluit(inhoud: Mapping[str, Any], besluit: Mapping[str, Any]) -> None:
    """Raise ValidationError unless a besluit keeps its schema, and with the report the rules of moment `besluit`."""
    check_part("bva_besluit", besluit)
    faults = [
        m
        for m in evaluate({**thaw(inhoud), "bva_besluiten": [thaw(besluit)]}, momenten=("besluit",))
        if m.ernst == "fout" and not (m.code == "R-RED-2" and besluit["uitkomst"] == "teruggestuurd")
    ]
    if faults:
        raise ValidationError(*faults)


def besluit_digest(besluit: Mapping[str, Any]) -> str:
    """Give the digest of a besluit: what a second toetser signs for."""
    return digest(thaw(besluit))


def _refuse_twice(lijst: str, keys: Sequence[str]) -> None:
    if (found := twice(keys)) is not None:
        raise ValidationError.because(
            "BEOORDELING-TWEEMAAL",
            f"over {found[1]} staan er twee oordelen in",
            "Laat er één staan.",
            pad=f"/{lijst}/{found[0]}/{LIJSTEN[lijst]}",
        )


def _unknown(lijst: str, pad: str, known: list[str]) -> ValidationError:
    """Say what there is to judge: numbers, names of criteria and keys, which are no personal data."""
    more = f" en nog {len(known) - _MEEST} (bva toon)" if len(known) > _MEEST else ""
    choose = f"Kies uit {', '.join(known[:_MEEST])}{more}." if known else "Laat dit oordeel weg."
    return ValidationError.because(
        "BEOORDELING-ONBEKEND",
        f"dit oordeel gaat over {_WAT[lijst]} in de indiening niet voorkomt",
        choose,
        pad=pad,
    )


def _confirmed(ingediend: Ingediend, beoordeling: Mapping[str, Any]) -> list[str]:
    blocked = blocking(ingediend, beoordeling)
    if blocked:
        raise ValidationError.because(
            "R-RED-2",
            "wat de werkgever niet mag lezen komt terug in zijn versie, en een treffer daarvan is niet aanvaard",
            "Wijzig de omschrijving van de maatregel, of stuur het rapport terug.",
            pad=blocked[0].pad,
        )
    now = {t.sleutel for t in hits(ingediend, beoordeling)}
    confirmed = {key for key, oordeel in _judged_hits(beoordeling).items() if oordeel == "bevestigd"}
    return sorted(confirmed & now)


def _judged_hits(beoordeling: Mapping[str, Any]) -> dict[str, str]:
    return {item["sleutel"]: item["oordeel"] for item in beoordeling.get("treffers", ())}


def _shape(ingediend: Ingediend, beoordeling: Mapping[str, Any]) -> dict[str, Any]:
    """Give the besluit as far as a treffer depends on it: a measure that is not judged yet counts as established."""
    judged = {item["nummer"]: thaw(item) for item in beoordeling.get("per_maatregel", ())}
    rapport = ingediend.rapport.inhoud["adviesrapport"]
    return {
        "uitkomst": "vastgesteld",
        "besluitnummer": beoordeling.get("besluitnummer", ""),
        "besloten_op": rapport["opgesteld_op"],
        "per_maatregel": [
            judged.get(nummer, {"nummer": nummer, "oordeel": "vastgesteld"})
            for nummer in ingediend.toetsingsblad["maatregelen"]
        ],
        "pkvw_uitzondering_akkoord": beoordeling.get("pkvw_uitzondering_akkoord"),
    }


def _open(name: str, wanted: Any, beoordeling: Mapping[str, Any], wat: str) -> Iterator[Ontbreekt]:
    there = {item[LIJSTEN[name]] for item in beoordeling.get(name, ())}
    return (Ontbreekt(f"/{name}", f"{wat} {key}") for key in wanted if key not in there)


def _todo(item: Ontbreekt) -> Melding:
    return Melding(
        code="BEOORDELING-ONVOLLEDIG",
        ernst="fout",
        pad=item.pad,
        melding=f"de beoordeling is niet af: {item.wat}",
        oplossing="Vul de beoordeling aan (bva beoordeel) en besluit daarna.",
    )
