# SPDX-License-Identifier: EUPL-1.2
"""Every command as somebody uses it: what the search for canaries runs.

A new command belongs in SCENARIOS when it needs no store, else in STORY, where each call finds what those before it
left. Words in capitals are files of the sandbox (zandbak.py). A step of STORY that is a function is what people do
between two commands (kantoor.py).
"""

from __future__ import annotations

import itertools

from kantoor import (
    ANDER,
    EEN,
    NEED_WHAT_WAS_SAID,
    NUMMER,
    begin_long_ago,
    lose_the_database,
    note_the_check_number,
    note_the_message,
    sign_the_decision,
    sign_the_replacement,
    take_turns,
)
from zandbak import walk, writes

_AFSPRAAK = ("document", "maak", "brief_afspraak_bestuurder", "DOSSIER")
_OP_DE_DAG = ("--leesbaar-op-schijf", "--peildatum", "2026-06-01")
_PAKKET = ("veiligheidspakket", "maak", "VEILIGHEID", "--peildatum", "2026-05-18")
_NIEUW = (0, "sjabloon", "nieuw", "sleutelblad", "--uit", "SLEUTELBLAD.docx")

# Per command its calls, each after the exit code that it should have.
SCENARIOS = {
    ("bva", "verhoog"): [
        (0, "bva", "verhoog", "GETEKEND", "--uit", "LEESBAAR.pdf"),
        (2, "bva", "verhoog", "GETEKEND", "--uit", "LEESBAAR.pdf"),
        (8, "bva", "verhoog", "DOSSIER", "--uit", "BLAD.pdf"),
    ],
    ("config", "toon"): [(0, "config", "toon", "--herkomst")],
    ("demo",): [(0, "demo", "--proef")],  # what it makes is invented; test_whole_way.py searches that
    ("plugin", "lijst"): [(0, "plugin", "lijst")],
    ("document", "lijst"): [
        (0, "document", "lijst"),
        (0, "document", "lijst", "DOSSIER", "--json"),
    ],
    ("document", "maak"): [
        (3, "document", "maak", "brief_afspraak_bestuurder", "DOSSIER", "--uit", "MAP", "--leesbaar-op-schijf"),
        (0, *_AFSPRAAK, "--uit", "LEESBAAR", "--leesbaar-op-schijf", "--peildatum", "2026-03-25"),
        (2, *_AFSPRAAK, "--uit", "MAP"),
        (2, "document", "maak", "X", "DOSSIER", "--uit", "MAP", "--leesbaar-op-schijf"),
    ],
    ("rapport", "maak"): [
        (0, "rapport", "maak", "DOSSIER", "--uit", "LEESBAAR", "--leesbaar-op-schijf"),
        (0, "rapport", "maak", "DOSSIER", "--uit", "MAP", "--leesbaar-op-schijf", "--proef"),
        (2, "rapport", "maak", "DOSSIER", "--uit", "MAP"),
    ],
    ("rapport", "treffers"): [
        (0, "rapport", "treffers", "DOSSIER"),
        (0, "rapport", "treffers", "DOSSIER", "--json"),
    ],
    ("rapport", "vergelijk"): [
        (0, "rapport", "vergelijk", "DOSSIER", "ANDER", "--uit", "LEESBAAR.pdf", "--leesbaar-op-schijf"),
        (0, "rapport", "vergelijk", "DOSSIER", "ANDER", "--json"),
        (2, "rapport", "vergelijk", "DOSSIER", "ANDER", "--uit", "BLAD.pdf"),
        (3, "rapport", "vergelijk", "DOSSIER", "MAP"),
    ],
    ("regels",): [(0, "regels")],
    ("sjabloon", "contract"): [_NIEUW, (0, "sjabloon", "contract", "SLEUTELBLAD.docx")],
    ("sjabloon", "lint"): [_NIEUW, (0, "sjabloon", "lint", "SLEUTELBLAD.docx"), (2, "sjabloon", "lint", "DOSSIER")],
    ("sjabloon", "nieuw"): [_NIEUW, (2, *_NIEUW[1:])],
    ("sjabloon", "voorbeeld"): [_NIEUW, (0, "sjabloon", "voorbeeld", "SLEUTELBLAD.docx", "--uit", "MAP")],
    ("uitvoering", "akkoord"): [(0, "uitvoering", "akkoord", "MAATREGELEN", "--op", "2026-06-01")],
    ("uitvoering", "einde-ambt"): [(0, "uitvoering", "einde-ambt", "MAATREGELEN", "2027-01-01")],
    ("uitvoering", "keurmerk"): [(0, "uitvoering", "keurmerk", "MAATREGELEN", "--geldig-tot", "2031-01-01")],
    ("uitvoering", "opdracht"): [
        (0, "uitvoering", "opdracht", "MAATREGELEN", "M-01", "OPDRACHT", "--uit", "LEESBAAR", *_OP_DE_DAG),
        (2, "uitvoering", "opdracht", "MAATREGELEN", "M-01", "OPDRACHT", "--uit", "MAP"),
        (2, "uitvoering", "opdracht", "MAATREGELEN", "M-77", "OPDRACHT", "--uit", "MAP", *_OP_DE_DAG),
    ],
    ("uitvoering", "overzicht"): [
        (0, "uitvoering", "overzicht", "MAATREGELEN", "--uit", "LEESBAAR", "--leesbaar-op-schijf"),
        (3, "uitvoering", "overzicht", "DOSSIER", "--uit", "MAP", "--leesbaar-op-schijf"),
    ],
    ("uitvoering", "tabel"): [(0, "uitvoering", "tabel", "MAATREGELEN", "--uit", "LEESBAAR", "--leesbaar-op-schijf")],
    ("uitvoering", "terugmeld"): [
        (4, "uitvoering", "terugmeld", "MAATREGELEN", "--uit", "MAP", "--leesbaar-op-schijf"),
        (0, "uitvoering", "akkoord", "MAATREGELEN", "--op", "2026-06-01"),
        (0, "uitvoering", "terugmeld", "MAATREGELEN", "--uit", "LEESBAAR", "--leesbaar-op-schijf"),
    ],
    ("uitvoering", "toon"): [
        (0, "uitvoering", "toon", "MAATREGELEN"),
        (0, "uitvoering", "toon", "MAATREGELEN", "--json"),
    ],
    ("uitvoering", "werk-bij"): [
        (0, "uitvoering", "werk-bij", "MAATREGELEN", "M-01", "--status", "opgedragen"),
        (3, "uitvoering", "werk-bij", "MAATREGELEN", "M-01", "--status", "uitgevoerd"),
    ],
    ("uitleg",): [(0, "uitleg", "R-PKVW-4"), (0, "uitleg", "OPDRACHT-INHOUD"), (2, "uitleg", "R-X")],
    ("valideer",): [
        (0, "valideer", "DOSSIER"),
        (0, "valideer", "DOSSIER", "--json"),
        (3, "valideer", "DOSSIER", "--soort", "contactpunt"),
    ],
    ("veiligheidspakket", "maak"): [
        (0, *_PAKKET, "--contactpunten", "PUNTEN", "--uit", "LEESBAAR", "--leesbaar-op-schijf"),
        (0, *_PAKKET, "--contactpunten", "PUNTEN", "--uit", "MAP", "--leesbaar-op-schijf", "--proef", "--json"),
        (3, *_PAKKET, "--uit", "MAP", "--leesbaar-op-schijf"),
        (3, *_PAKKET, "--contactpunten", "VEILIGHEID", "--uit", "MAP", "--leesbaar-op-schijf"),
        (2, *_PAKKET, "--contactpunten", "PUNTEN", "--uit", "MAP"),
    ],
    ("voorbeeld",): [(0, "voorbeeld", "--uit", "MAP")],
}
_SERIE = ("--sjabloon", "brief_regeling", "--contactpunt", "steun")
_A, _B = "A" * 40, "B" * 40
_KEY = ("--soort", "werkgever", "--houder", "OIN", "--wijze", "fysiek_overhandigd")
_PUBLIEK = "09" + "00" * 31  # the base point of X25519: anybody's
_N = NUMMER
_ROLLEN = ("--rol", "beheerder", "--rol", "secretariaat", "--rol", "adviseur", "--rol", "sleutelbeheerder")
_VERVANG = ("sleutel", "vervang", "NIEUWESLEUTEL")
_NA_TERUGBELLEN = ("--oin", "OIN", "--contactpunt", "balie", "--reden", "kwijt")
_VERKLARINGEN = ("--verklaring", "WISSEL-1", "WISSEL-1-SIG", "--verklaring", "WISSEL-2", "WISSEL-2-SIG")
_BESLUITEN = ("--van", "BESLUIT-1", "BESLUIT-1-SIG", EEN, "--van", "BESLUIT-2", "BESLUIT-2-SIG", ANDER)
STORY = [
    (0, "opslag", "init", "--id", "MW-0001", "--vingerafdruk", _A, *_ROLLEN),
    (0, "opslag", "migreer"),
    (0, "medewerker", "maak-sleutel", "MW-0001"),
    (0, "medewerker", "voeg-toe", "MW-0002", "--rol", "adviseur", "--vingerafdruk", _B, "--publiek", _PUBLIEK),
    (0, "medewerker", "wijzig", "MW-0002", "--rol", "secretariaat"),
    (0, "medewerker", "lijst"),
    _NIEUW,
    (0, "sjabloon", "registreer", "SLEUTELBLAD.docx"),
    (0, "sjabloon", "lijst"),
    (0, "organisatie", "importeer", "ORGANISATIEREGISTER"),
    (0, "organisatie", "leg-vast", "WERKGEVER"),
    (0, "organisatie", "lijst"),
    (0, "organisatie", "toon", "OIN"),
    (0, "organisatie", "toon", "OIN", "--json"),
    (0, "contact", "leg-vast", "steun", "CONTACTPUNT"),
    (3, "contact", "leg-vast", "steun", "WERKGEVER"),
    (0, "contact", "lijst", "--json"),
    (0, "contact", "toon", "steun"),
    (0, "contact", "toon", "steun", "--json"),
    (0, "contact", "controleer", "steun", "--bron", "gebeld (fictief)"),
    (0, "contact", "controleer"),
    (0, "brief", "serie", "ORGANISATIEREGISTER", *_SERIE, "--uit", "LEESBAAR"),
    (2, "brief", "serie", "ORGANISATIEREGISTER", *_SERIE, "--uit", "LEESBAAR", "--versleutel", "--bundel"),
    (0, "sleutel", "voeg-toe", "SLEUTEL", "--vingerafdruk", "PIN", *_KEY),
    (0, "sleutel", "toon"),
    (0, "sleutel", "toon", "PIN", "--json"),
    (0, "sleutel", "controleer"),
    (0, "sleutel", "controleer", "PIN", "--wijze", "fysiek_overhandigd"),
    (0, "sleutel", "sleutelblad", "--oin", "OIN", "--uit", "BLAD.pdf"),
    (2, "sleutel", "vervang", "SLEUTEL", "--oin", "OIN"),
    (0, "sleutel", "trek-in", "PIN", "--reden", "kwijt"),
    (3, "sleutel", "meld-af", "X"),
    (0, "dossier", "importeer", "DOSSIER"),
    (0, "dossier", "nieuw", "AANVRAAG", "--nummer", _N),
    (0, "dossier", "leg-vast", _N, "bestuurder", "BESTUURDER"),
    (3, "dossier", "leg-vast", _N, "bestuurder", "AANVRAAG"),
    (3, "dossier", "nieuw", "DOSSIER"),
    (0, "dossier", "toegang", _N),
    (0, "dossier", "toegang", _N, "--geef", "MW-0002"),
    (0, "dossier", "lijst"),
    (0, "dossier", "toon", _N),
    (0, "dossier", "toon", "HEEL", "--json", "--geschiedenis"),
    (0, "rapport", "vergelijk", _N, "HEEL"),
    (0, "document", "lijst", "HEEL"),
    (0, "dossier", "status"),
    (0, "dossier", "status", "HEEL", "--json"),
    (0, "dossier", "catalogus"),
    (0, "dossier", "exporteer", "HEEL", "--uit", "LEESBAAR", "--leesbaar-op-schijf"),
    (2, "dossier", "exporteer", "HEEL", "--uit", "MAP"),
    (0, "dossier", "inzage", "HEEL", "--uit", "LEESBAAR", "--leesbaar-op-schijf"),
    # The way to the BVA and back is walked in journeys/test_toetsing.py; here nobody has the keys for it.
    (5, "rapport", "dien-in", "HEEL", "--uit", "NIEUW"),
    (5, "rapport", "neem-besluit-in", "SLEUTEL"),
    (5, "bva", "ontvang", "SLEUTEL"),
    (0, "bva", "lijst"),
    (3, "bva", "toon", "X"),
    (3, "bva", "beoordeel", "X", "--uitkomst", "vastgesteld"),
    (3, "bva", "lees-mee", "X"),
    (3, "bva", "besluit", "X", "--uit", "NIEUW"),
    (0, "opslag", "controleer"),
    (0, "opslag", "ruim-op"),
    (0, "opslag", "back-up", "MAP"),
    (2, "opslag", "herstel", "MAP"),  # into a store that is in use
    (0, "opslag", "herstel", "MAP", "--proef"),
    (2, "opslag", "verklaar-herstel", "NIEUW", "--reden", "oefening"),
    (2, "opslag", "besluit-herstel"),
    (0, "logboek", "toon"),
    (0, "logboek", "toon", "--json", "--laatste", "0"),
    (0, "logboek", "exporteer", "EXPORT"),
    (2, "logboek", "verifieer"),
    (2, "logboek", "checkpoint"),
    (0, "vernietiging", "lijst"),
    (4, "vernietiging", "voer-uit", "--controlegetal", "AAAAA-AAAAA-AAAAA-AAAAA"),
    (0, "vernietiging", "toon"),
    (3, "vernietiging", "verklaring", "HEEL", "--uit", "BLAD.docx"),
    (0, "vernietiging", "back-up", "MAP"),
    # Another office, that began long ago: what takes time, and more people than one.
    begin_long_ago,
    (0, *_VERVANG, *_NA_TERUGBELLEN, "--uit", "WISSEL-1"),
    take_turns,
    (0, *_VERVANG, *_NA_TERUGBELLEN, "--uit", "WISSEL-2"),
    sign_the_replacement,
    (0, *_VERVANG, *_VERKLARINGEN, "--proef"),
    (0, *_VERVANG, *_VERKLARINGEN),
    (0, "sleutel", "toon", "--json"),
    note_the_message,
    (0, "sleutel", "meld-af", "BERICHT"),
    take_turns,
    (0, "logboek", "checkpoint", "--gnupg-home", "GNUPG"),
    (0, "logboek", "verifieer"),
    (0, "opslag", "back-up", "BACK-UP"),
    (0, "vernietiging", "lijst", "--json"),
    note_the_check_number,
    (0, "vernietiging", "voer-uit", "--controlegetal", "CONTROLEGETAL"),
    (0, "vernietiging", "verklaring", "VERNIETIGD", "--uit", "BLAD.docx"),
    (0, "vernietiging", "back-up", "BACK-UP"),
    (0, "logboek", "checkpoint", "--gnupg-home", "GNUPG"),
    lose_the_database,
    (0, "opslag", "herstel", "BACK-UP"),
    (8, "dossier", "lijst"),
    (0, "opslag", "verklaar-herstel", "BESLUIT-1", "--reden", "oefening"),
    take_turns,
    (0, "opslag", "verklaar-herstel", "BESLUIT-2", "--reden", "oefening"),
    sign_the_decision,
    (8, "opslag", "besluit-herstel", *_BESLUITEN[:4]),
    (0, "opslag", "besluit-herstel", *_BESLUITEN),
    take_turns,
    (0, "dossier", "lijst"),
    (0, "logboek", "checkpoint", "--gnupg-home", "GNUPG"),
    (0, "opslag", "controleer"),
]
CALLS = [step for step in STORY if isinstance(step, tuple)]

# Their own input holds nothing of a dossier, so that there is nothing to kill them for.
WITHOUT_DOSSIER = {
    ("brief", "serie"),
    *(("config", "toon"), ("demo",), ("plugin", "lijst"), ("regels",), ("uitleg",), ("voorbeeld",)),
    *(("sjabloon", what) for what in ("contract", "lint", "nieuw", "registreer", "voorbeeld")),
}
# These need two organisations, or what another one signed: tests/journeys/test_toetsing.py and tests/unit/test_cli_verifieer.py
# walk them to success and search what they leave and say; tests/journeys/test_toetsing_kills.py kills those that write.
TUSSEN_ORGANISATIES = {
    *(("bva", what) for what in ("beoordeel", "besluit", "blad", "lees-mee", "ontvang", "toon")),
    *(("rapport", what) for what in ("dien-in", "neem-besluit-in")),
}
# These need an established report: tests/journeys/test_toestemming.py and test_toestemming_kills.py do the same for them.
NA_VASTSTELLING = {
    *(("bestuurder", what) for what in ("verstrek", "bevestig", "certificaat")),
    *(("toestemming", what) for what in ("keuze", "vraag", "leg-vast", "trek-in")),
    *(("levering", what) for what in ("plan", "afdruk", "staak")),
}
KILLED_ELDERS = TUSSEN_ORGANISATIES | NA_VASTSTELLING
# These need no store: tests/unit/test_cli_pakket.py and test_cli_verifieer.py walk them, test_files.py kills what they write with.
WITHOUT_STORE = {("pakket", "open"), ("verifieer",)}
ELDERS = KILLED_ELDERS | WITHOUT_STORE | {("toestemming", "lees"), ("toestemming", "toon")}
FEWEST = 2


def command_of(arguments):
    """Give the path of the command in a call."""
    return max((path for path in walk() if tuple(arguments[: len(path)]) == path), key=len)


# Every other command that writes, and those that get a dossier as a file, are killed at `moments`: FEWEST or more of them.
KILLED = {path for path in walk() if writes(path) or path in SCENARIOS} - WITHOUT_DOSSIER - ELDERS


def moments():
    """Give how many seconds after its start a command is killed: later and later, until it is done before that."""
    return (0.004 * 2.4**number for number in range(13))


def story_of_kills():
    """Give the steps of STORY that change something, or that a function needs: each with whether it is killed first.

    Every way to use a command, as its options say, is killed once.
    """
    ways = set()
    for step, after in itertools.zip_longest(STORY, STORY[1:]):
        if callable(step):
            yield step, False
            continue
        code, *arguments = step
        path = command_of(arguments)
        way = (path, *(word for word in arguments if word.startswith("--")))
        if code == 0 and (path in KILLED or after in NEED_WHAT_WAS_SAID):
            yield step, path in KILLED and way not in ways
            ways.add(way)
