# SPDX-License-Identifier: EUPL-1.2
"""The page on which the cases of abuse and the controls of the gate stand, made from the tests; `make_reference.py` writes it."""

from __future__ import annotations

from pathlib import Path

from poortbouw import ACHTERKANTEN
from poortgevallen import ELDERS, GEVALLEN, PROEVEN, UIT

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "poort.md"
_BEGIN = """# De poort: wat er wordt geweigerd, en waardoor

Deze pagina is gemaakt uit de tests (`tests/poortgevallen.py`); een test houdt haar gelijk.

## Gevallen
Van elk geval staat hier welke test het laat zien. Een test zonder bestandsnaam staat in `tests/poortgevallen.py` en draait voor
elke achterkant ({achterkanten}): er komt een weigering met de genoemde code, er is geen bestand bij gekomen, en er is geen
sleutel van een werkgever gebruikt. Alleen wie een wedloop verliest (een tweede proces, of een intrekking tijdens het
verzegelen), heeft dan al versleuteld; dat bericht bestaat nergens anders dan in het geheugen en wordt niet afgegeven.
Dat een geweigerde opdracht precies één regel in het logboek is, en geen bestand en geen levering achterlaat, ziet
`tests/journeys/test_poort_opdrachten.py` na elke opdracht, in willekeurige volgorde getypt.

| nr | geval | tests |
|---|---|---|
"""
_CONTROLS = """
## Maatregelen
Elke maatregel is er een keer uit gehaald: de weg zelf is dan nog open, en de test van het geval faalt. Zo is te zien dat de
weigering door deze maatregel komt. `pytest tests/journeys/test_poort.py -m lang` doet het opnieuw.

| maatregel | waar | test die zonder haar faalt | geval |
|---|---|---|---|
"""


def make_page():
    """Give the page as Markdown."""
    lines = [_BEGIN.format(achterkanten=", ".join(ACHTERKANTEN))]
    for nummer, geval in GEVALLEN.items():
        own = [f"`{name}`" for name, (of, _) in PROEVEN.items() if of == nummer]
        lines.append(
            f"| {nummer} | {geval} | {', '.join((*own, *(f'`{test}`' for test in ELDERS.get(nummer, ()))))} |\n"
        )
    lines.append(_CONTROLS)
    for control in UIT:
        where = control.plaats.replace(":", ".")
        only = f" ({control.achterkant})" if control.achterkant else ""
        lines.append(f"| {control.naam}{only} | `{where}` | `{control.proef}` | {PROEVEN[control.proef][0]} |\n")
    return "".join(lines)
