# SPDX-License-Identifier: EUPL-1.2
"""Bytes of maatregelen.json -> the overview that the werkgever works with.

What the CCV made agrees with itself (kostenverdeling.py); data that do not were changed since, and nothing is ordered with them
(UITVOERING-GEGEVENS).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import read_json
from weerbaar_docs.errors import Melding, UsageError, ValidationError
from weerbaar_docs.maatregelenoverzicht import maatregelenoverzicht
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def read_maatregelen(data: bytes) -> dict[str, Any]:
    """Give the overview of maatregelen.json, totals counted anew; raises ValidationError with all its faults at once."""
    found = read_json(data)
    check_part("maatregelen", found)
    meldingen = list(_contradictions(found))
    if meldingen:
        raise ValidationError(*meldingen)
    return maatregelenoverzicht(found)


def maatregel(overzicht: Mapping[str, Any], nummer: str) -> Mapping[str, Any]:
    """Give a maatregel by its number; raises UsageError when it is not in these data (R-REF-4)."""
    for found in overzicht["maatregelen"]:
        if found["nummer"] == nummer:
            return dict(found)
    raise UsageError.because(
        "R-REF-4",
        "deze maatregel staat niet in maatregelen.json",
        f"Kies uit: {', '.join(m['nummer'] for m in overzicht['maatregelen']) or 'er zijn geen maatregelen'}.",
    )


def _contradictions(found: Mapping[str, Any]) -> Iterator[Melding]:
    voorwaarden = found["voorwaarden"]
    if (voorwaarden["pkvw"] == "geldig") != (voorwaarden["pkvw_geldig_tot"] is not None):
        yield _fault("/voorwaarden/pkvw_geldig_tot", "de dag van het certificaat past niet bij de stand van het PKVW")
    for i, m in enumerate(found["maatregelen"]):
        if m["betaler"] == "aangehouden_pkvw" and not m["pkvw_voorwaarde"]:
            yield _fault(f"/maatregelen/{i}/pkvw_voorwaarde", "voor deze maatregel is het PKVW wel een voorwaarde")


def _fault(pad: str, melding: str) -> Melding:
    return Melding(
        code="UITVOERING-GEGEVENS",
        ernst="fout",
        pad=pad,
        melding=melding,
        oplossing="Vraag het CCV om maatregelen.json opnieuw.",
    )
