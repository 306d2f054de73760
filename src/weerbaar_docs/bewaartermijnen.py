# SPDX-License-Identifier: EUPL-1.2
"""what there is + the organisation's own terms -> what may be destroyed, and from which day (no I/O).

(1) a term is the organisation's decision: this library knows none, claims no legal ground, and without one nothing is
    ever listed (a waarschuwing says so for each kind);
(2) a term counts from its start event, in whole calendar days; a full term later comes one day more, so that no hour of
    the first day is missed: never too early;
(3) a dossier is listed only in a status after which it may be destroyed, and by the kind of that status;
(4) the program destroys dossiers and nothing else: of the other kinds a term is only written down, and a waarschuwing says so;
(5) what has no known start event is not listed but named.

    termijn_voorbij(feiten, read_termijnen(config.section("bewaartermijnen")), vandaag)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from weerbaar_docs.errors import ConfigError, Melding
from weerbaar_docs.termijnen import maanden_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from weerbaar_docs.status import Status

Soort = Literal[
    "aanmelding_zonder_advies",
    "dossier_afgerond",
    "dossier_zonder_toestemming",
    "dossier_verhuisd",
    "dossier_einde_ambt",
    "auditregels",
    "checkpoints",
    "back_ups",
    "logs",
]
# What a store knows without opening anything. After the step to a last status nothing of a dossier changes, so that its
# laatste_wijziging is that step.
Startgebeurtenis = Literal["eerste_vastlegging", "laatste_wijziging", "gemaakt"]
SOORTEN: Final[tuple[Soort, ...]] = get_args(Soort)
SOORT_VAN_STATUS: Final[Mapping[Status, Soort]] = {
    "aanmelding_ingetrokken": "aanmelding_zonder_advies",
    "afgerond": "dossier_afgerond",
    "toestemming_geweigerd": "dossier_zonder_toestemming",
    "toestemming_ingetrokken": "dossier_zonder_toestemming",
    "toestemming_verlopen": "dossier_zonder_toestemming",
    "verhuisd": "dossier_verhuisd",
    "einde_ambt": "dossier_einde_ambt",
}
ZELF: Final[frozenset[Soort]] = frozenset(SOORTEN) - frozenset(SOORT_VAN_STATUS.values())
_DUUR: Final = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?")
_MAANDEN: Final = 12
_DAG: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewaartermijn:
    """How long one kind is kept, from which event, and on which ground the organisation says so."""

    duur: str
    vanaf: Startgebeurtenis
    grondslag: str

    def voorbij_op(self, begin: date) -> date:
        """Give the first day on which the term is over."""
        years, months, weeks, days = _parts(self.duur)
        try:
            return maanden_later(begin, _MAANDEN * years + months) + timedelta(weeks=weeks, days=days) + _DAG
        except OverflowError:
            return date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewaarfeit:
    """One thing that is kept: its pseudonym or number, its kind, and the days of its start events as far as known."""

    object: str
    soort: Soort
    momenten: Mapping[Startgebeurtenis, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vernietigbaar:
    """One line of the list: this may be destroyed since that day, for this reason."""

    object: str
    soort: Soort
    reden: str
    vanaf: date

    def as_json(self) -> dict[str, str]:
        """Give the line as the list shows and digests it."""
        return {"object": self.object, "soort": self.soort, "reden": self.reden, "vanaf": self.vanaf.isoformat()}


def read_termijnen(sectie: Mapping[str, Mapping[str, Any]]) -> dict[Soort, Bewaartermijn]:
    """Read the section [bewaartermijnen] of the configuration; kinds without a term are left out.

    Raises ConfigError for a term without length; other faults the schema of the configuration finds.
    """
    found = {soort: Bewaartermijn(**sectie[soort]) for soort in SOORTEN if sectie.get(soort)}
    for soort, termijn in found.items():
        if not any(_parts(termijn.duur)):
            raise ConfigError.because(
                "BEWAARTERMIJN-DUUR",
                "deze bewaartermijn heeft geen lengte",
                "Schrijf een duur zoals P5Y (vijf jaar), P18M of P90D; laat de termijn weg om niets te vernietigen.",
                pad=f"/bewaartermijnen/{soort}/duur",
            )
    return found


def termijn_voorbij(
    feiten: Iterable[Bewaarfeit], termijnen: Mapping[Soort, Bewaartermijn], peildatum: date
) -> list[Vernietigbaar]:
    """Give what may be destroyed on a day, longest over first."""
    return sorted(_over(feiten, termijnen, peildatum), key=lambda item: (item.vanaf, item.object))


def waarschuwingen(feiten: Iterable[Bewaarfeit], termijnen: Mapping[Soort, Bewaartermijn]) -> list[Melding]:
    """Say of which kinds nothing is ever destroyed, and of which things no start event is known."""
    leeg = [
        _warning(*(("BEWAARTERMIJN-ZELF", soort, *_ZELF) if soort in ZELF else ("BEWAARTERMIJN-LEEG", soort, *_LEEG)))
        for soort in SOORTEN
        if soort in ZELF or soort not in termijnen
    ]
    zonder = {f.soort for f in feiten if f.soort in termijnen and termijnen[f.soort].vanaf not in f.momenten}
    return leeg + [_warning("BEWAARTERMIJN-BEGIN", soort, *_BEGIN) for soort in SOORTEN if soort in zonder]


def _over(
    feiten: Iterable[Bewaarfeit], termijnen: Mapping[Soort, Bewaartermijn], peildatum: date
) -> Iterator[Vernietigbaar]:
    for feit in feiten:
        termijn = termijnen.get(feit.soort)
        begin = feit.momenten.get(termijn.vanaf) if termijn else None
        if termijn is None or begin is None:
            continue
        vanaf = termijn.voorbij_op(begin)
        if vanaf <= peildatum:
            reden = f"{termijn.duur} na {termijn.vanaf} is voorbij; grondslag van de organisatie: {termijn.grondslag}"
            yield Vernietigbaar(object=feit.object, soort=feit.soort, reden=reden, vanaf=vanaf)


def _parts(duur: str) -> tuple[int, ...]:
    found = _DUUR.fullmatch(duur)
    return tuple(int(part or 0) for part in found.groups()) if found else ()


_ZELF: Final = (
    "deze soort komt nooit op de lijst: het programma vernietigt alleen dossiers, ook als hier een termijn is ingesteld",
    "Regel het bewaren en opruimen van deze soort zelf, buiten dit programma; een termijn hier legt alleen de afspraak vast.",
)
_LEEG: Final = (
    "voor deze soort is geen bewaartermijn ingesteld: er wordt niets van vernietigd",
    "Laat de organisatie een termijn met grondslag vaststellen; het systeem kent er geen en raadt niet.",
)
_BEGIN: Final = (
    "van een deel van deze soort is niet bekend wanneer de termijn begint: dat deel wordt niet vernietigd",
    "Kies een andere startgebeurtenis, of leg het moment alsnog vast.",
)


def _warning(code: str, soort: Soort, melding: str, oplossing: str) -> Melding:
    return Melding(
        code=code, ernst="waarschuwing", pad=f"/bewaartermijnen/{soort}", melding=melding, oplossing=oplossing
    )
