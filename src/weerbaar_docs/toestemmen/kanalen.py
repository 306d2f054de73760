# SPDX-License-Identifier: EUPL-1.2
"""Files for the bestuurder -> out of the sealing role: printed, or as one sealed file, never readable on a disk.

(1) the bestuurder's own choice says how (voorkeurskanaal): printed copies for overhandigen and post_aangetekend, a message for the
    pinned key for e_mail_versleuteld and portaal;
(2) what is printed goes to a named queue of this computer, or into one file sealed to CCV levering for whoever prints there;
(3) names of print jobs and files say nothing of anybody (R-META-1); there is no zip with a password;
(4) nothing goes to a key for which one person alone vouches: it would be whoever's key that person chose.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

from weerbaar_docs import pakketnamen
from weerbaar_docs.dossiers.uitgeven import note_plaintext
from weerbaar_docs.encryption import Bestuurderszending, seal_for_bestuurder
from weerbaar_docs.errors import ConsentError, DeliveryError, EncryptionError, ValidationError
from weerbaar_docs.toestemmen.poort import adviseurs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.encryption import Pin
    from weerbaar_docs.toestemmen.plek import Werkbank

Kanaal = Literal["overhandigen", "post_aangetekend", "e_mail_versleuteld", "portaal"]
OP_PAPIER: Final[tuple[Kanaal, ...]] = ("overhandigen", "post_aangetekend")
_OP_PAPIER_KAN: Final = "Of kies --kanaal overhandigen of post_aangetekend."
_WACHT: Final = 60
_PATH: Final = "/usr/bin:/bin:/usr/local/bin"
LEESMIJ: Final = """Deze bestanden zijn voor u alleen. Bewaar ze op een plaats waar niemand anders bij kan.

1. Staat formulier.pdf erbij? Lees dat eerst. Het zegt wat uw werkgever krijgt als u toestemming geeft.
   De andere bestanden zijn precies wat uw werkgever dan krijgt. Zonder uw toestemming krijgt hij niets.
2. U beslist zelf. U mag nee zeggen, en u mag later altijd intrekken. Een telefoontje is genoeg.
3. Wij bellen u terug op het nummer dat u bij het huisbezoek gaf. Dan lezen wij het controlegetal voor.
   Belt een ander, of noemt iemand een ander getal? Geef dan geen toestemming en bel ons zelf.
4. Staat ontvangst.pdf erbij? Teken dat en stuur het terug. Zo weten wij dat uw exemplaar is aangekomen.
5. manifest.json noemt van elk bestand de SHA-256: die verandert als het bestand verandert. Een bestand opvulling.bin mag u verwijderen.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitgifte:
    """How files leave: `bestand` is the sealed file, None when they went to the printer `rij`."""

    kanaal: Kanaal
    bestand: bytes | None = field(default=None, repr=False)
    rij: str = ""


def require_channel(werkbank: Werkbank, kanaal: Kanaal | None, rij: str, *, portaal: bool) -> Kanaal:
    """Give the channel, that of the bestuurder unless another was named; raises before anything is made or recorded.

    `portaal` says that it will be put in a portal. Raises ValidationError for a printer or portal beside a channel that is
    another, EncryptionError without a key of the bestuurder, ConsentError for one that two people did not compare.
    """
    chosen: Kanaal = kanaal or werkbank.stand.gegevens["bestuurder"]["voorkeurskanaal"]
    if chosen not in get_args(Kanaal):
        raise ValidationError.because("KANAAL", "dit kanaal bestaat niet", f"Kies uit: {', '.join(get_args(Kanaal))}.")
    if portaal and chosen != "portaal":
        raise ValidationError.because(
            "KANAAL-UIT", f"bij het kanaal {chosen} hoort een bestand of een printer", "Geef --uit of --printer."
        )
    if chosen in OP_PAPIER:
        if rij:
            require_queue(rij)
        return chosen
    if rij:
        raise ValidationError.because(
            "KANAAL-PRINTER",
            f"bij het kanaal {chosen} wordt niets afgedrukt",
            "Laat --printer weg, of kies een ander kanaal.",
        )
    _pin_of_bestuurder(werkbank)
    return chosen


def give_out(werkbank: Werkbank, kanaal: Kanaal, parts: Mapping[str, bytes], *, rij: str, naam: str) -> Uitgifte:
    """Print the PDFs among these files, or seal all of them; `naam` is the neutral name of the print jobs.

    Raises DeliveryError when the printer does not take them, EncryptionError.
    """
    if kanaal in OP_PAPIER and rij:
        if parts:
            print_all(werkbank, parts, rij, naam=naam)
        return Uitgifte(kanaal=kanaal, rij=rij)
    package = werkbank.package({**parts, pakketnamen.LEESMIJ: LEESMIJ.encode()})
    if kanaal in OP_PAPIER:
        return Uitgifte(kanaal=kanaal, bestand=werkbank.seal_to_print(package))
    sealed = seal_for_bestuurder(
        Bestuurderszending(inhoud=package),
        ring=werkbank.thuis,
        afzender=werkbank.levering,
        ontvanger=_pin_of_bestuurder(werkbank),
    )
    return Uitgifte(kanaal=kanaal, bestand=sealed)


def print_all(werkbank: Werkbank, parts: Mapping[str, bytes], rij: str, *, naam: str) -> None:
    """Print the PDFs among these files, in the order of their names; raises DeliveryError at the first that is refused.

    The logboek has it first: a printing system keeps readable files on a disk until they are printed, or longer.
    """
    note_plaintext(werkbank.plek.opslag, werkbank.stand.dossier)
    for number, data in enumerate((d for n, d in sorted(parts.items()) if n.endswith(".pdf")), start=1):
        _print(data, rij, f"{naam}-{number}")


def _pin_of_bestuurder(werkbank: Werkbank) -> Pin:
    """Give the key of the bestuurder; the toetser is of the BVA, so that only the adviseurs are left out here."""
    adviseurs = adviseurs_of(werkbank.plek.opslag, werkbank.stand)
    try:
        found = werkbank.vertrouwen.bestuurder(werkbank.stand.dossier, uitgesloten=adviseurs)
    except ConsentError as error:
        [why] = error.meldingen
        raise ConsentError.because(why.code, why.melding, f"{why.oplossing} {_OP_PAPIER_KAN}") from None
    if found is None:
        raise EncryptionError.because(
            "SLEUTEL-BESTUURDER",
            "van deze bestuurder is geen geldige sleutel vastgelegd, dus versleuteld zenden kan niet",
            f"Leg de sleutel vast (sleutel voeg-toe --soort bestuurder). {_OP_PAPIER_KAN}",
        )
    return found


def require_queue(rij: str) -> None:
    """Raise DeliveryError unless this computer has a queue of this name that takes jobs."""
    found = _run([_program("lpstat"), "-a", rij], b"")
    if found is None or not found.strip():
        raise _no_printer()


def _print(data: bytes, rij: str, naam: str) -> None:
    if _run([_program("lp"), "-d", rij, "-t", naam, "-o", "job-sheets=none", "--", "-"], data) is None:
        raise _no_printer()


def _run(command: list[str], data: bytes) -> bytes | None:
    """Give what a program of the printing system said; None when it is not there or refused."""
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WACHT, check=False, env=_environment())
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _program(name: str) -> str:
    return shutil.which(name, path=_PATH) or name


def _environment() -> dict[str, str]:
    """Give what the printing system needs: whose lp is called is not for the PATH of a user to say."""
    kept = {name: os.environ[name] for name in ("HOME", "CUPS_SERVER") if name in os.environ}
    return {"PATH": _PATH, "LC_ALL": "C.UTF-8", **kept}


def _no_printer() -> DeliveryError:
    return DeliveryError.because(
        "KANAAL-PRINTER",
        "deze afdrukrij is er niet of neemt niets aan",
        "Kijk met lpstat -a welke rijen er zijn; zonder --printer komt er één versleuteld afdrukbestand.",
    )
