# SPDX-License-Identifier: EUPL-1.2
"""What has to hold before a key is pinned: it was compared, on a number of the register, and it is this holder's alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import select

from weerbaar_docs.errors import EncryptionError, ValidationError
from weerbaar_docs.registers.contactpunten import contactpunt, judge_contactpunt
from weerbaar_docs.registers.medewerkers import medewerkers
from weerbaar_docs.registers.organisaties import organisatie
from weerbaar_docs.registers.sleutelrijen import Verificatie, Wijze, keys
from weerbaar_docs.store.tables import DOSSIER
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.vingerafdruk import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from weerbaar_docs.encryption.certificaat import Certificaat
    from weerbaar_docs.store.opslag import Act

_DOSSIER = re.compile(r"D-[0-9a-f]{32}")
_EIGEN = re.compile(r"[A-Z]{2,20}")


def require_compared(certificaat: Certificaat, vingerafdruk: str) -> None:
    """Raise EncryptionError unless the file holds the key whose fingerprint was compared."""
    if normalise(vingerafdruk) != certificaat.vingerafdruk:
        raise EncryptionError.because(
            "SLEUTEL-PIN",
            "de sleutel in het bestand heeft een andere vingerafdruk dan die u hebt vergeleken",
            "Gebruik dit bestand niet; bel de houder op een bekend nummer en vergelijk de vingerafdruk.",
        )


def verified(act: Act, houder: str, soort: str, wijze: str, punt: str | None) -> Verificatie:
    """Give the verificatie of today; raises ValidationError when the holder was not called on a number of the register."""
    if wijze not in get_args(Wijze):
        raise ValidationError.because(
            "SLEUTEL-WIJZE", "deze wijze van verificatie is niet bekend", f"Kies uit {', '.join(get_args(Wijze))}."
        )
    today = nederlandse_dag(act.now)
    if wijze == "telefonisch_teruggebeld" and soort == "werkgever":
        require_callable(act, houder, punt, today)
    return Verificatie(op=today.isoformat(), wijze=wijze, door=act.wie, contactpunt=punt)


def require_callable(act: Act, oin: str, punt: str | None, op: date) -> Mapping[str, Any]:
    """Give the contactpunt, as the register does, on which a werkgever may be called back; raises ValidationError."""
    if punt is None:
        raise _not_called("er is niet gezegd op welk contactpunt de werkgever is teruggebeld")
    found = contactpunt(act.connection, act.register_key(), punt)
    gegevens = found["contactpunt"]
    if found["organisatie"] != oin or gegevens["telefoon"] is None:
        raise _not_called("dit contactpunt is niet een telefoonnummer van deze werkgever")
    if judge_contactpunt(gegevens, op):
        raise _not_called("het telefoonnummer in het register is te lang geleden gecontroleerd (R-CONT-1)")
    return found


def check_houder(act: Act, certificaat: Certificaat, houder: str) -> None:
    """Raise ValidationError or EncryptionError unless this holder may have a key of this kind, and nobody else has it."""
    key, soort = act.register_key(), certificaat.soort
    register = medewerkers(act.connection, key)
    own = [m for m in register if m.vingerafdruk == certificaat.vingerafdruk]
    if soort == "werkgever":
        organisatie(act.connection, key, houder)
    elif soort == "medewerker":
        if register.known(houder, nederlandse_dag(act.now)) not in own:
            raise _other_holder("de medewerker heeft in het register een andere vingerafdruk")
    elif soort == "bestuurder":
        there = select(DOSSIER.c.id).where(DOSSIER.c.id == houder)
        if not _DOSSIER.fullmatch(houder) or act.connection.execute(there).first() is None:
            raise _other_holder("er is geen dossier met dit kenmerk")
    elif not _EIGEN.fullmatch(houder):
        raise _other_holder("de houder heeft geen geldig kenmerk")
    if own and soort != "medewerker":
        raise _other_holder("deze sleutel is van een medewerker")
    taken = [rij for rij in keys(act) if rij.vingerafdruk == certificaat.vingerafdruk]
    if any((rij.houder, rij.soort) != (houder, soort) or rij.vervallen_op for rij in taken):
        raise _other_holder("deze sleutel is al van een ander, of is vervallen en komt niet terug")


def _other_holder(melding: str) -> ValidationError:
    return ValidationError.because(
        "SLEUTEL-HOUDER", melding, "Controleer van wie de sleutel is en hoe die houder in de registers staat."
    )


def _not_called(melding: str) -> ValidationError:
    return ValidationError.because(
        "SLEUTEL-TERUGBELLEN",
        melding,
        "Bel op een nummer uit het register dat is gecontroleerd (contact controleer), nooit op een nummer uit een bericht.",
    )
