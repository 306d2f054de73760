# SPDX-License-Identifier: EUPL-1.2
"""The jobs of the sealing role, with what the configuration of this computer gives it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.config import load_config
from weerbaar_docs.huisstijl import huisstijl_of
from weerbaar_docs.toestemmen.afdrukken import print_levering
from weerbaar_docs.toestemmen.plek import Verzegelplek
from weerbaar_docs.toestemmen.poort import gate_settings
from weerbaar_docs.toestemmen.verstrekken import give_copy
from weerbaar_docs.toestemmen.verzegelen import seal_levering
from weerbaar_docs.toestemmen.vragen import put_question
from weerbaar_docs.toetsing.bij_ccv.besluit import Overname
from weerbaar_docs.verzegelaar import Gedaan
from weerbaar_docs.werkplek import open_configured
from weerbaar_docs.zegelinstellingen import configured_zegel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.config import Configuratie


def do(taak: str, kenmerk: str, home: str, opties: Mapping[str, Any], environment: Mapping[str, str]) -> Gedaan:
    """Do a job; raises what it raises, and ConfigError for a computer that is not set up to seal."""
    config = load_config(None, environment)
    return _TAKEN[taak](sealing_place(config, Path(home), environment), kenmerk, opties)


def sealing_place(config: Configuratie, home: Path, environment: Mapping[str, str]) -> Verzegelplek:
    """Give the place of the sealing role on this computer."""
    opslag = open_configured(config, environment, rol="verzegelaar")
    poort = gate_settings(config)
    return Verzegelplek(
        opslag=opslag,
        home=home,
        zegel=configured_zegel(config, environment),
        wijze=Overname(
            huisstijl=lambda oin: huisstijl_of(config, opslag, voor=oin),
            bva_zegels=poort.bva_zegels,
            meelezer=config.get("bva.meelezer"),
            instellingen=config.instellingen_van_regels(None),
        ),
        poort=poort,
        telefoon=config.get("toestemming.telefoon"),
        grondslag=config.get("toestemming.grondslag"),
        sleutelbeheer=config.get("sleutelbeheer.vorm"),
    )


def _verstrek(plek: Verzegelplek, kenmerk: str, opties: Mapping[str, Any]) -> Gedaan:
    made = give_copy(plek, kenmerk, **opties)
    return Gedaan(waarde=made.as_json(), bestand=made.uitgifte.bestand)


def _vraag(plek: Verzegelplek, kenmerk: str, opties: Mapping[str, Any]) -> Gedaan:
    made = put_question(plek, kenmerk, **opties)
    return Gedaan(waarde=made.as_json(), bestand=made.uitgifte.bestand)


def _verzegel(plek: Verzegelplek, kenmerk: str, opties: Mapping[str, Any]) -> Gedaan:
    return Gedaan(waarde=seal_levering(plek, kenmerk, **opties).as_json())


def _afdruk(plek: Verzegelplek, kenmerk: str, opties: Mapping[str, Any]) -> Gedaan:
    made = print_levering(plek, kenmerk, **opties)
    return Gedaan(waarde=made.as_json(), bestand=made.bestand)


_TAKEN: Final[Mapping[str, Callable[[Verzegelplek, str, Mapping[str, Any]], Gedaan]]] = {
    "verstrek": _verstrek,
    "vraag": _vraag,
    "verzegel": _verzegel,
    "afdruk": _afdruk,
}
