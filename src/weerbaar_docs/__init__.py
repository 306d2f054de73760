# SPDX-License-Identifier: EUPL-1.2
"""From a dossier in JSON to an encrypted package at the werkgever, and only after the bestuurder's toestemming.

| step | from | to |
|---|---|---|
| validate, adviesrapport | JSON | Dossier, Adviesrapport |
| read_bijlage | bytes of a photo, drawing or PDF | Bijlage |
| render_concept | Adviesrapport | Conceptrapport |
| establish | Conceptrapport + bva_besluit | DefinitiefRapport |
| stamp | DefinitiefRapport | VastgesteldRapport |
| prepare | VastgesteldRapport + Keuze | Werkgeverstukken |
| make_formulier, ask, fill_in | Werkgeverstukken | Toestemmingsvraag, and the form that shows it |
| release | Werkgeverstukken + toestemming | Vrijgave |
| write_brief | Dossier | Werkgeversbrief |
| seal_for_werkgever, seal_on_paper | Vrijgave + Werkgeversbrief | Zending |
| write_neutral_letter, write_contactbrief, seal_neutral_letter | organisatie + contactpunt | NeutraleBrief, Zending |
| deliver | Zending | Ontvangstbewijs |
| read_stamp, verifieer | any of these files, of anyone | Stempel, Uitslag |

Names are loaded when first used, so that importing this package is cheap and starts nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weerbaar_docs.afschrift import make_afschrift
    from weerbaar_docs.bijlagen import Bijlage, read_bijlage
    from weerbaar_docs.brief import Werkgeversbrief, write_brief
    from weerbaar_docs.consent import Registers, Vrijgave, release, withdraw
    from weerbaar_docs.delivery import deliver, deliver_in_own_process
    from weerbaar_docs.encryption import (
        Pin,
        Zending,
        open_zending,
        seal_for_werkgever,
        seal_neutral_letter,
        seal_on_paper,
    )
    from weerbaar_docs.encryption.achterkant import Achterkant, open_ring
    from weerbaar_docs.encryption.gnupg import Sleutelring
    from weerbaar_docs.encryption.signature_packet import read_signature
    from weerbaar_docs.errors import Melding, WeerbaarDocsError
    from weerbaar_docs.establishing import DefinitiefRapport, establish, submission
    from weerbaar_docs.keys import Medewerker, Medewerkersregister, Sleutel, Sleutelregister
    from weerbaar_docs.model import Adviesrapport, Dossier, Verklaring
    from weerbaar_docs.neutrale_brief import NeutraleBrief, write_contactbrief, write_neutral_letter
    from weerbaar_docs.nonces import FileNonceRegister, NonceRegister
    from weerbaar_docs.oefening import Oefenomgeving
    from weerbaar_docs.pades import Zegel
    from weerbaar_docs.redaction import Keuze, Werkgeverstukken, prepare
    from weerbaar_docs.rendering import Conceptrapport, render_concept
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.rules import Instellingen
    from weerbaar_docs.sjablonen.keuren import approve
    from weerbaar_docs.stamping import Stempel, VastgesteldRapport, read_stamp, stamp
    from weerbaar_docs.termijnen import Kalender, contact_uiterlijk_op
    from weerbaar_docs.toestemming import (
        InktBewijs,
        OpenpgpBewijs,
        PadesBewijs,
        Toestemmingsvraag,
        ask,
        attest,
        pseudonym,
        withdrawal,
    )
    from weerbaar_docs.toestemmingsformulier import (
        Formulier,
        Ontvanger,
        Periode,
        fill_in,
        make_formulier,
        read_formulier,
    )
    from weerbaar_docs.treffers import treffers
    from weerbaar_docs.validation import adviesrapport, examine, validate
    from weerbaar_docs.vergelijken import read_kant, vergelijk
    from weerbaar_docs.verifieren import verifieer
    from weerbaar_docs.zaaksysteem import Ontvangstbewijs

_HOMES = {
    "Achterkant": "encryption.achterkant",
    "Adviesrapport": "model",
    "Bijlage": "bijlagen",
    "Conceptrapport": "rendering",
    "DefinitiefRapport": "establishing",
    "Dossier": "model",
    "FileNonceRegister": "nonces",
    "Formulier": "toestemmingsformulier",
    "Huisstijl": "rendering.huisstijl",
    "InktBewijs": "toestemming",
    "Instellingen": "rules",
    "Kalender": "termijnen",
    "Keuze": "redaction",
    "Medewerker": "keys",
    "Medewerkersregister": "keys",
    "Melding": "errors",
    "NeutraleBrief": "neutrale_brief",
    "NonceRegister": "nonces",
    "Oefenomgeving": "oefening",
    "Ontvanger": "toestemmingsformulier",
    "Ontvangstbewijs": "zaaksysteem",
    "OpenpgpBewijs": "toestemming",
    "PadesBewijs": "toestemming",
    "Periode": "toestemmingsformulier",
    "Pin": "encryption",
    "Registers": "consent",
    "Sleutel": "keys",
    "Sleutelregister": "keys",
    "Sleutelring": "encryption.gnupg",
    "Stempel": "stamping",
    "Toestemmingsvraag": "toestemming",
    "VastgesteldRapport": "stamping",
    "Verklaring": "model",
    "Vrijgave": "consent",
    "WeerbaarDocsError": "errors",
    "Werkgeversbrief": "brief",
    "Werkgeverstukken": "redaction",
    "Zegel": "pades",
    "Zending": "encryption",
    "adviesrapport": "validation",
    "approve": "sjablonen.keuren",
    "ask": "toestemming",
    "attest": "toestemming",
    "contact_uiterlijk_op": "termijnen",
    "deliver": "delivery",
    "deliver_in_own_process": "delivery",
    "establish": "establishing",
    "examine": "validation",
    "fill_in": "toestemmingsformulier",
    "make_afschrift": "afschrift",
    "make_formulier": "toestemmingsformulier",
    "open_ring": "encryption.achterkant",
    "open_zending": "encryption",
    "prepare": "redaction",
    "pseudonym": "toestemming",
    "read_bijlage": "bijlagen",
    "read_formulier": "toestemmingsformulier",
    "read_kant": "vergelijken",
    "read_signature": "encryption.signature_packet",
    "read_stamp": "stamping",
    "release": "consent",
    "render_concept": "rendering",
    "seal_for_werkgever": "encryption",
    "seal_neutral_letter": "encryption",
    "seal_on_paper": "encryption",
    "stamp": "stamping",
    "submission": "establishing",
    "treffers": "treffers",
    "validate": "validation",
    "vergelijk": "vergelijken",
    "verifieer": "verifieren",
    "withdraw": "consent",
    "withdrawal": "toestemming",
    "write_brief": "brief",
    "write_contactbrief": "neutrale_brief",
    "write_neutral_letter": "neutrale_brief",
}

__all__ = [
    "Achterkant",
    "Adviesrapport",
    "Bijlage",
    "Conceptrapport",
    "DefinitiefRapport",
    "Dossier",
    "FileNonceRegister",
    "Formulier",
    "Huisstijl",
    "InktBewijs",
    "Instellingen",
    "Kalender",
    "Keuze",
    "Medewerker",
    "Medewerkersregister",
    "Melding",
    "NeutraleBrief",
    "NonceRegister",
    "Oefenomgeving",
    "Ontvanger",
    "Ontvangstbewijs",
    "OpenpgpBewijs",
    "PadesBewijs",
    "Periode",
    "Pin",
    "Registers",
    "Sleutel",
    "Sleutelregister",
    "Sleutelring",
    "Stempel",
    "Toestemmingsvraag",
    "VastgesteldRapport",
    "Verklaring",
    "Vrijgave",
    "WeerbaarDocsError",
    "Werkgeversbrief",
    "Werkgeverstukken",
    "Zegel",
    "Zending",
    "adviesrapport",
    "approve",
    "ask",
    "attest",
    "contact_uiterlijk_op",
    "deliver",
    "deliver_in_own_process",
    "establish",
    "examine",
    "fill_in",
    "make_afschrift",
    "make_formulier",
    "open_ring",
    "open_zending",
    "prepare",
    "pseudonym",
    "read_bijlage",
    "read_formulier",
    "read_kant",
    "read_signature",
    "read_stamp",
    "release",
    "render_concept",
    "seal_for_werkgever",
    "seal_neutral_letter",
    "seal_on_paper",
    "stamp",
    "submission",
    "treffers",
    "validate",
    "vergelijk",
    "verifieer",
    "withdraw",
    "withdrawal",
    "write_brief",
    "write_contactbrief",
    "write_neutral_letter",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
