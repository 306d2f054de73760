# SPDX-License-Identifier: EUPL-1.2
"""The filters and tests of templates -> docs/reference/sjabloonfilters.md: what each does, with an example.

What an example gives is not written down but made, by the sandbox that fills templates and with the published sample data.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._resources import read_resource
from weerbaar_docs.model import rapportinhoud, thaw
from weerbaar_docs.rendering.docx.budget import BUDGET, Budget
from weerbaar_docs.rendering.docx.compiling import environment
from weerbaar_docs.rendering.docx.placing import PLACING, Placing

if TYPE_CHECKING:
    from collections.abc import Mapping

    Uitleg = Mapping[str, tuple[str, str]]

_KOP: Final = """# Filters en tests in een sjabloon

Dit bestand is gemaakt uit `weerbaar_docs.sjablonen.reference` (`python tools/make_reference.py`); wijzig dat, niet dit bestand.
Andere filters en tests zijn er niet: vullen, `sjabloon lint` en deze bladzijde gaan uit van dezelfde lijst. Wat er komt is
gemaakt met de voorbeeldgegevens in `voorbeelden/gemeente_burgemeester.json`.

Functies zijn er niet: een sjabloon vult velden in en roept niets aan. Opdrachten zijn `if`, `for`, `set` en `with`. In een
`for` geeft `loop` de stand: `loop.index` (vanaf 1), `loop.index0`, `loop.revindex`, `loop.revindex0`, `loop.length`,
`loop.depth`, `loop.first` en `loop.last`.
"""
_TABEL: Final = "| naam | wat | voorbeeld | er komt |\n|---|---|---|---|\n"
_FIGUUR: Final = re.compile(r'<wp:docPr [^<>]*descr="([^"]*)"')
_RAPPORT: Final = "rapportinhoud.adviesrapport"
_WOONPLEK: Final = "rapportinhoud.woonplek"
_ONDERDELEN: Final = "rapportinhoud.gesprek_werkgever.weerbaarheidsaanpak"

EIGEN: Final[Uitleg] = {
    "adresregel": ("een adres op één regel", f"{{{{ {_WOONPLEK}.adres | adresregel }}}}"),
    "artikel": ("het artikel van de Regeling bij een soort organisatie", "{{ rapportinhoud.organisatie.type | artikel }}"),
    "bedrag": ("een bedrag in euro's", f"{{{{ {_RAPPORT}.kosten_raming.eenmalig_incl_btw | bedrag }}}}"),
    "beoordeeld": (
        "de maatregelen zoals het besluit ze laat: met `oordeel`, `besluit_motivering` en `betaler`",
        "{{ (rapportinhoud | beoordeeld(bva_besluit) | first).betaler | woord }}",
    ),
    "datum": ("een datum (of de dag van een moment) in woorden", f"{{{{ {_RAPPORT}.opgesteld_op | datum }}}}"),
    "figuur_domeinen": (
        "een figuur: per domein hoeveel bevindingen en maatregelen, en hoeveel ernstig en dringend",
        "{{ rapportinhoud | figuur_domeinen }}",
    ),
    "figuur_kosten": (
        "een figuur: wat elke betaler betaalt, eenmalig en per jaar",
        "{{ rapportinhoud | figuur_kosten(bva_besluit, kleur='154273', breedte=150) }}",
    ),
    "figuur_voortgang": (
        "een figuur: hoe ver elke maatregel is, uit een lijst met `nummer`, `titel` en `status`",
        "{{ [{'nummer': 'M-01', 'titel': 'Slot', 'status': 'opgedragen'}] | figuur_voortgang }}",
    ),
    "ja_onderdelen": ("de namen van wat op ja staat", f"{{{{ {_ONDERDELEN} | ja_onderdelen | length }}}}"),
    "kosteloos": ("de maatregelen die niets kosten", f"{{{{ {_RAPPORT}.maatregelen | kosteloos | length }}}}"),
    "kostenverdeling": (
        "wie wat betaalt, naar rapport en besluit",
        "{{ (rapportinhoud | kostenverdeling(bva_besluit)).peildatum | datum }}",
    ),
    "naam": ("de naam zoals op een envelop", "{{ rapportinhoud.bestuurder | naam }}"),
    "opsomming": ("een lijst als a, b en c", f"{{{{ {_ONDERDELEN} | ja_onderdelen | map('woord_klein') | opsomming }}}}"),
    "orgaan": ("het orgaan dat over de kosten gaat", "{{ rapportinhoud.organisatie.type | orgaan }}"),
    "per_domein": (
        "van elk domein het aantal `bevindingen` en `maatregelen`, en hoeveel `ernstig` en `dringend`",
        "{{ (rapportinhoud | per_domein | first).ernstig }}",
    ),
    "woord": ("de leestekst van een keuze, met een hoofdletter", f"{{{{ {_WOONPLEK}.woningtype | woord }}}}"),
    "woord_klein": ("dezelfde leestekst, voor in een zin", f"{{{{ {_WOONPLEK}.woningtype | woord_klein }}}}"),
}  # fmt: skip
VAN_JINJA: Final[Uitleg] = {
    "abs": ("een getal zonder minteken", "{{ (1 - 3) | abs }}"),
    "capitalize": ("de eerste letter groot, de rest klein", "{{ 'GEMEENTE' | capitalize }}"),
    "count": ("hetzelfde als `length`", f"{{{{ {_WOONPLEK}.bewoners | count }}}}"),
    "d": ("hetzelfde als `default`", "{{ rapportinhoud.bestuurder.titels_na | d('geen titels') }}"),
    "default": ("een andere waarde als het veld er niet is", "{{ rapportinhoud.bestuurder.titels_na | default('geen titels') }}"),
    "first": ("het eerste van een lijst", f"{{{{ ({_RAPPORT}.maatregelen | first).nummer }}}}"),
    "float": ("een tekst als getal met cijfers achter de komma, om mee te rekenen", "{{ ('2.5' | float * 2) | int }}"),
    "int": ("een tekst als heel getal", "{{ '12' | int + 1 }}"),
    "join": ("een lijst als tekst, met wat u ertussen zet", f"{{{{ {_RAPPORT}.maatregelen | map(attribute='domein') | unique | join('; ') }}}}"),
    "last": ("het laatste van een lijst", f"{{{{ ({_RAPPORT}.maatregelen | last).nummer }}}}"),
    "length": ("hoeveel er in een lijst zitten, of hoeveel tekens een tekst heeft", f"{{{{ {_RAPPORT}.maatregelen | length }}}}"),
    "list": ("een lijst van wat een ander filter geeft", f"{{{{ {_RAPPORT}.maatregelen | selectattr('pkvw_niveau') | list | length }}}}"),
    "lower": ("kleine letters", "{{ 'BVA' | lower }}"),
    "map": ("van elk van een lijst één veld, of wat een filter ervan maakt", f"{{{{ {_RAPPORT}.maatregelen | map(attribute='urgentie') | unique | map('woord_klein') | opsomming }}}}"),
    "max": ("het grootste van een lijst", "{{ [3, 1, 2] | max }}"),
    "min": ("het kleinste van een lijst", "{{ [3, 1, 2] | min }}"),
    "reject": ("een lijst zonder wat aan een test voldoet", "{{ [1, 2, 3] | reject('odd') | list | length }}"),
    "rejectattr": ("een lijst zonder waarvan een veld aan een test voldoet", f"{{{{ {_RAPPORT}.maatregelen | rejectattr('domein', 'equalto', 'wonen') | list | length }}}}"),
    "select": ("van een lijst alleen wat aan een test voldoet", "{{ [1, 2, 3] | select('odd') | list | length }}"),
    "selectattr": ("van een lijst alleen waarvan een veld aan een test voldoet", f"{{{{ {_RAPPORT}.maatregelen | selectattr('domein', 'equalto', 'wonen') | list | length }}}}"),
    "sort": ("een lijst op volgorde", f"{{{{ ({_RAPPORT}.maatregelen | sort(attribute='titel') | first).nummer }}}}"),
    "sum": ("de som van een lijst getallen", "{{ [1, 2, 3] | sum }}"),
    "title": ("elk woord met een hoofdletter", "{{ 'concept van de bva' | title }}"),
    "trim": ("een tekst zonder spaties ervoor en erachter", "{{ ' tekst ' | trim }}"),
    "unique": ("een lijst met alles één keer", f"{{{{ {_RAPPORT}.maatregelen | map(attribute='domein') | unique | list | length }}}}"),
    "upper": ("hoofdletters", "{{ 'bva' | upper }}"),
    "wordcount": ("hoeveel woorden een tekst heeft", "{{ 'drie korte woorden' | wordcount }}"),
}  # fmt: skip
TESTEN: Final[Uitleg] = {
    **dict.fromkeys(("==", "eq", "equalto"), ("gelijk aan; zelf schrijft u `a == b`", "[1, 2] | select('{}', 2) | list | length")),
    **dict.fromkeys(("!=", "ne"), ("niet gelijk aan; zelf schrijft u `a != b`", "[1, 2] | select('{}', 2) | list | length")),
    **dict.fromkeys(("<", "lt", "lessthan"), ("kleiner dan; zelf schrijft u `a < b`", "[1, 2] | select('{}', 2) | list | length")),
    **dict.fromkeys(("<=", "le"), ("kleiner dan of gelijk aan; zelf schrijft u `a <= b`", "[1, 2] | select('{}', 2) | list | length")),
    **dict.fromkeys((">", "gt", "greaterthan"), ("groter dan; zelf schrijft u `a > b`", "[1, 2] | select('{}', 1) | list | length")),
    **dict.fromkeys((">=", "ge"), ("groter dan of gelijk aan; zelf schrijft u `a >= b`", "[1, 2] | select('{}', 1) | list | length")),
    "boolean": ("is ja of nee", f"'ja' if {_WOONPLEK}.vve is {{}}"),
    "defined": ("het veld is er", "'ja' if bva_besluit.besluitnummer is {}"),
    "divisibleby": ("deelbaar door", "'ja' if 9 is {}(3)"),
    "even": ("een even getal", "'ja' if 2 is {}"),
    "false": ("is nee", f"'ja' if {_WOONPLEK}.vve is {{}}"),
    "in": ("komt voor in; zelf schrijft u `a in b`", "'ja' if 2 is {}([1, 2])"),
    "integer": ("een heel getal", f"'ja' if {_RAPPORT}.versie is {{}}"),
    "iterable": ("iets waar een lus over kan", f"'ja' if {_RAPPORT}.maatregelen is {{}}"),
    "lower": ("alleen kleine letters", "'ja' if 'bva' is {}"),
    "mapping": ("een object met velden", "'ja' if rapportinhoud is {}"),
    "none": ("het veld is leeg", f"'ja' if {_WOONPLEK}.ontheffing_woonplaats is {{}}"),
    "number": ("een getal", f"'ja' if {_RAPPORT}.versie is {{}}"),
    "odd": ("een oneven getal", "'ja' if 1 is {}"),
    "sameas": ("precies dit: ja, nee of leeg", f"'ja' if {_WOONPLEK}.vve is {{}}(false)"),
    "sequence": ("een lijst of tekst", f"'ja' if {_RAPPORT}.maatregelen is {{}}"),
    "string": ("een tekst", f"'ja' if {_RAPPORT}.rapportnummer is {{}}"),
    "true": ("is ja", f"'ja' if {_RAPPORT}.toelichtingsgesprek_aangeboden is {{}}"),
    "undefined": ("het veld is er niet", "'ja' if rapportinhoud.bestuurder.titels_na is {}"),
    "upper": ("alleen hoofdletters", "'ja' if 'BVA' is {}"),
}  # fmt: skip


def make_reference() -> str:
    """Give the page as Markdown."""
    context = _context()
    tests = {naam: (wat, f"{{{{ {voorbeeld.format(naam)} }}}}") for naam, (wat, voorbeeld) in TESTEN.items()}
    parts = {"Filters voor deze documenten": EIGEN, "Filters van Jinja": VAN_JINJA, "Tests (`is …`)": tests}
    return _KOP + "".join(f"\n## {kop}\n{_TABEL}{_rows(part, context)}" for kop, part in parts.items())


def show(voorbeeld: str, context: Mapping[str, Any]) -> str:
    """Give what an example becomes in a document."""
    token, placing = BUDGET.set(Budget()), PLACING.set(Placing())
    try:
        shown = environment().from_string(voorbeeld).render(context)
    finally:
        BUDGET.reset(token)
        PLACING.reset(placing)
    figuur = _FIGUUR.search(shown)
    return f"een figuur met de beschrijving: {html.unescape(figuur[1])}" if figuur else shown


def _rows(part: Uitleg, context: Mapping[str, Any]) -> str:
    rows = ((f"`{naam}`", wat, f"`{voorbeeld}`", show(voorbeeld, context)) for naam, (wat, voorbeeld) in part.items())
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)


def _context() -> dict[str, Any]:
    dossier = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    return {"rapportinhoud": thaw(rapportinhoud(dossier)), "bva_besluit": dossier["bva_besluiten"][0]}
