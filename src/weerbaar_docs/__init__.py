# SPDX-License-Identifier: EUPL-1.2
"""From a dossier in JSON to an encrypted package at the werkgever, and only after the bestuurder's toestemming.

| step | from | to |
|---|---|---|
| validate, adviesrapport | JSON | Dossier, Adviesrapport |
| render_concept | Adviesrapport | Conceptrapport |
| establish | Conceptrapport + bva_besluit | DefinitiefRapport |
| stamp | DefinitiefRapport | VastgesteldRapport |
| prepare | VastgesteldRapport + Keuze | Werkgeverstukken |
| ask, release | Werkgeverstukken + toestemming | Vrijgave |
| write_brief | Dossier | Werkgeversbrief |
| seal_for_werkgever | Vrijgave + Werkgeversbrief | Zending |
| deliver | Zending | Ontvangstbewijs |

Names are loaded when first used, so that importing this package is cheap and starts nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weerbaar_docs.brief import write_brief
    from weerbaar_docs.consent import (
        FileNonceRegister,
        NonceRegister,
        Registers,
        Toestemmingsvraag,
        Vrijgave,
        ask,
        release,
    )
    from weerbaar_docs.delivery import deliver, deliver_in_own_process
    from weerbaar_docs.encryption import Zending, open_zending, seal_for_werkgever
    from weerbaar_docs.errors import Melding, WeerbaarDocsError
    from weerbaar_docs.establishing import DefinitiefRapport, establish
    from weerbaar_docs.model import Adviesrapport, Dossier
    from weerbaar_docs.oefening import Oefenomgeving
    from weerbaar_docs.redaction import Keuze, Werkgeverstukken, prepare
    from weerbaar_docs.rendering import Conceptrapport, render_concept
    from weerbaar_docs.stamping import VastgesteldRapport, stamp
    from weerbaar_docs.validation import adviesrapport, examine, validate
    from weerbaar_docs.zaaksysteem import Ontvangstbewijs

_HOMES = {
    "Adviesrapport": "model",
    "Conceptrapport": "rendering",
    "DefinitiefRapport": "establishing",
    "Dossier": "model",
    "FileNonceRegister": "consent",
    "Keuze": "redaction",
    "Melding": "errors",
    "NonceRegister": "consent",
    "Oefenomgeving": "oefening",
    "Ontvangstbewijs": "zaaksysteem",
    "Registers": "consent",
    "Toestemmingsvraag": "consent",
    "VastgesteldRapport": "stamping",
    "Vrijgave": "consent",
    "WeerbaarDocsError": "errors",
    "Werkgeverstukken": "redaction",
    "Zending": "encryption",
    "adviesrapport": "validation",
    "ask": "consent",
    "deliver": "delivery",
    "deliver_in_own_process": "delivery",
    "establish": "establishing",
    "examine": "validation",
    "open_zending": "encryption",
    "prepare": "redaction",
    "release": "consent",
    "render_concept": "rendering",
    "seal_for_werkgever": "encryption",
    "stamp": "stamping",
    "validate": "validation",
    "write_brief": "brief",
}

__all__ = [
    "Adviesrapport",
    "Conceptrapport",
    "DefinitiefRapport",
    "Dossier",
    "FileNonceRegister",
    "Keuze",
    "Melding",
    "NonceRegister",
    "Oefenomgeving",
    "Ontvangstbewijs",
    "Registers",
    "Toestemmingsvraag",
    "VastgesteldRapport",
    "Vrijgave",
    "WeerbaarDocsError",
    "Werkgeverstukken",
    "Zending",
    "adviesrapport",
    "ask",
    "deliver",
    "deliver_in_own_process",
    "establish",
    "examine",
    "open_zending",
    "prepare",
    "release",
    "render_concept",
    "seal_for_werkgever",
    "stamp",
    "validate",
    "write_brief",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
