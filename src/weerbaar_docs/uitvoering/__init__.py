# SPDX-License-Identifier: EUPL-1.2
"""maatregelen.json -> opdrachten, their stand and the voortgangsoverzicht: the werkgever's side, which has no dossier.

1. `gegevens` reads maatregelen.json; `stand` keeps how far each maatregel is, in a file of the werkgever's own, and `judging` says
   what is wrong with it.
2. `aanhouding` says which maatregel waits and why, on the day that counts; no opdracht passes it.
3. `opdracht` makes the letter to a leverancier, `voortgang` the overview, and `terugmelding` what the CCV gets of it.
"""

from weerbaar_docs.uitvoering.aanhouding import aanhouding, require_free
from weerbaar_docs.uitvoering.gegevens import read_maatregelen
from weerbaar_docs.uitvoering.opdracht import make_opdracht
from weerbaar_docs.uitvoering.stand import change_stand, new_stand, read_stand, set_pkvw
from weerbaar_docs.uitvoering.terugmelding import allow_terugmelding, terugmelding
from weerbaar_docs.uitvoering.voortgang import make_voortgang, voortgang

__all__ = [
    "aanhouding",
    "allow_terugmelding",
    "change_stand",
    "make_opdracht",
    "make_voortgang",
    "new_stand",
    "read_maatregelen",
    "read_stand",
    "require_free",
    "set_pkvw",
    "terugmelding",
    "voortgang",
]
