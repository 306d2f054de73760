# SPDX-License-Identifier: EUPL-1.2
"""The names of the files in an indiening, besluitpakket and zending, for who makes, takes in or verifies one.

They are in packages that other organisations keep: a name here stands for ever. The manifest and the signature under it,
which every package has, are those of `encryption.package`.
"""

from __future__ import annotations

from typing import Final

INDIENING: Final = "indiening.json"
INDIENING_SIG: Final = "indiening.json.sig"
INHOUD: Final = "rapportinhoud.json"
CONCEPT: Final = "concept.pdf"
HERKOMST: Final = "herkomst.json"
HUISSTIJL: Final = "huisstijl.json"
TOETSINGSBLAD: Final = "toetsingsblad.json"
VORIGE_INHOUD: Final = "vorige/rapportinhoud.json"
VORIG_BESLUIT: Final = "vorige/bva_besluit.json"
IN_INDIENING: Final = (INDIENING, INDIENING_SIG, INHOUD, CONCEPT, HERKOMST, HUISSTIJL, TOETSINGSBLAD)
VAN_VORIGE: Final = (VORIGE_INHOUD, VORIG_BESLUIT)

BESLUIT: Final = "bva_besluit.json"
VASTSTELLING: Final = "vaststelling.json"
VASTSTELLING_SIG: Final = "vaststelling.json.sig"
DEFINITIEF: Final = "definitief.pdf"
RAPPORT: Final = "rapport.pdf"
MEELEZER: Final = "meelezer.json"
MEELEZER_SIG: Final = "meelezer.json.sig"
IN_BESLUITPAKKET: Final = (BESLUIT, INHOUD, HUISSTIJL, INDIENING, INDIENING_SIG)
BIJ_VASTSTELLING: Final = (VASTSTELLING, VASTSTELLING_SIG, DEFINITIEF, RAPPORT)
BIJ_MEELEZEN: Final = (MEELEZER, MEELEZER_SIG)

BRIEF: Final = "brief.pdf"
LEESMIJ: Final = "LEESMIJ.txt"
ONTVANGST: Final = "ontvangst.pdf"
FORMULIER: Final = "formulier.pdf"
AFSCHRIFT: Final = "afschrift.pdf"
AFSCHRIFT_JSON: Final = "afschrift.json"
VOOR_BESTUURDER: Final = (FORMULIER, ONTVANGST, AFSCHRIFT)
WERKGEVERSVERSIE: Final = "werkgeversversie.pdf"
OVERZICHT: Final = "maatregelenoverzicht.pdf"
TABEL: Final = "maatregelenoverzicht.xlsx"
MAATREGELEN: Final = "maatregelen.json"
VOOR_WERKGEVER: Final = (RAPPORT, WERKGEVERSVERSIE, OVERZICHT, TABEL, MAATREGELEN)
ZENDING_VASTSTELLING: Final = "verklaringen/vaststelling.json"
ZENDING_TOESTEMMING: Final = "verklaringen/toestemming.json"
ZENDING_ATTEST: Final = "verklaringen/attest-{}.json"
ZENDING_ATTESTEN: Final = tuple(ZENDING_ATTEST.format(number) for number in (1, 2))
ZENDING_FORMULIER: Final = "verklaringen/toestemmingsformulier.pdf"
ZENDING_VERKLARINGEN: Final = (
    *(
        f"{name}{end}"
        for name in (ZENDING_VASTSTELLING, ZENDING_TOESTEMMING, *ZENDING_ATTESTEN)
        for end in ("", ".sig")
    ),
    ZENDING_FORMULIER,
)
