# SPDX-License-Identifier: EUPL-1.2
"""Zending + one chosen connector -> Ontvangstbewijs: the delivery role.

Rules: look before writing; read back what was written; exactly one, with the digest of the sealed bytes.
A checkpoint of the audit log goes the same way (`keep_checkpoint`): public, but no less to be read back.
`deliver_in_own_process` runs this in a child with an emptied environment, so that a connector meets ciphertext, an
opaque id and its own configuration; no key and no dossier data. Every field of a Zending is held to its form before a
connector hears of it, because a connector may put it down in plain sight, and what is not framed as an encrypted
OpenPGP message is refused; that it was sealed after a toestemming is for the sealing to prove.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.encryption import Zending
from weerbaar_docs.encryption.framing import is_encrypted_message
from weerbaar_docs.errors import DeliveryError, Melding, PluginError, VerificationError, WeerbaarDocsError
from weerbaar_docs.logs import measured
from weerbaar_docs.plugins import load_plugins
from weerbaar_docs.rules.rapport import VERTROUWELIJK
from weerbaar_docs.zaaksysteem import Bestuurdersportaal, Checkpointbewaarder, Ontvangstbewijs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.zaaksysteem import Connector

TIMEOUT = 120
_IDENTIFICATIE = re.compile("WD-[0-9a-f]{32}")
_OIN = re.compile("[0-9]{20}")
_KINDS = {VerificationError.exit_code: VerificationError, PluginError.exit_code: PluginError}
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL")


def deliver(zending: Zending, connector: Connector) -> Ontvangstbewijs:
    """Deliver through one connector and verify by reading back.

    Raises DeliveryError (try again), PluginError, or VerificationError (the target holds something else).
    """
    _check(zending)
    with measured("bezorging", zending=zending.identificatie, bytes=len(zending.versleuteld)):
        return _deliver(zending, connector)


def _deliver(zending: Zending, connector: Connector) -> Ontvangstbewijs:
    connector.controleer()
    found = connector.zoek(zending.identificatie)
    ontvangst = found[0] if found else connector.lever(zending)
    delivered = connector.verifieer(ontvangst)
    if sha256(delivered) != zending.sha256:
        raise VerificationError.because(
            "LEVERING-INHOUD",
            "bij de ontvanger staat iets anders dan verzonden is",
            "Meld dit aan de beheerder; verzend niet opnieuw.",
        )
    if len(connector.zoek(zending.identificatie)) != 1:
        raise VerificationError.because(
            "LEVERING-DUBBEL",
            "de zending staat niet precies één keer bij de ontvanger",
            "Laat de beheerder van het doel dit nakijken; verzend niet opnieuw.",
        )
    return _receipt(zending.identificatie, delivered, connector, ontvangst.plaats)


def _receipt(naam: str, data: bytes, connector: Connector, plaats: str) -> Ontvangstbewijs:
    return Ontvangstbewijs(
        identificatie=naam, plugin=connector.naam, sha256=sha256(data), bytes=len(data), plaats=plaats
    )


def _check(zending: Zending) -> None:
    """Raise DeliveryError for what is not a sealed Zending, without quoting a field of it."""
    if not isinstance(zending, Zending) or not _is_sealed(zending):
        raise _fault(
            "STAP-ZENDING",
            "bezorgen kan alleen een verzegelde zending",
            "Verzegel eerst de vrijgave (seal_for_werkgever).",
        )


def _is_sealed(zending: Zending) -> bool:
    texts = (zending.identificatie, zending.ontvanger_oin, zending.sha256, zending.vertrouwelijkheidaanduiding)
    return (
        all(type(text) is str for text in texts)
        and type(zending.versleuteld) is bytes
        and _IDENTIFICATIE.fullmatch(zending.identificatie) is not None
        and _OIN.fullmatch(zending.ontvanger_oin) is not None
        and zending.vertrouwelijkheidaanduiding in VERTROUWELIJK
        and is_encrypted_message(zending.versleuteld)
        and sha256(zending.versleuteld) == zending.sha256
    )


def deliver_in_own_process(zending: Zending, plugin: str, config: Mapping[str, Any]) -> Ontvangstbewijs:
    """Run the delivery role in a child process with an emptied environment; raises as `deliver` does."""
    _check(zending)
    with measured("bezorging", zending=zending.identificatie, bytes=len(zending.versleuteld)):
        return _deliver_in_child(zending, plugin, config)


def _deliver_in_child(zending: Zending, plugin: str, config: Mapping[str, Any]) -> Ontvangstbewijs:
    job = {
        "plugin": plugin,
        "config": dict(config),
        "zending": {
            **{name: getattr(zending, name) for name in Zending.__slots__ if name != "versleuteld"},
            "versleuteld": base64.b64encode(zending.versleuteld).decode(),
        },
    }
    return Ontvangstbewijs(**_ask(job))


def keep_checkpoint(naam: str, inhoud: bytes, connector: Connector) -> Ontvangstbewijs:
    """Put a checkpoint of the audit log at a target that keeps those, and verify by reading back.

    Raises DeliveryError (try again), PluginError (this connector keeps none), or VerificationError (it holds another).
    """
    if not isinstance(connector, Checkpointbewaarder):
        raise PluginError.because(
            "LEVERING-CHECKPOINT",
            "deze connector bewaart geen checkpoints",
            "Kies een connector die dat kan, of een andere plaats voor de checkpoints.",
        )
    connector.controleer()
    ontvangst = connector.bewaar_checkpoint(naam, inhoud)
    if connector.lees_checkpoint(naam) != inhoud:
        raise VerificationError.because(
            "LOGBOEK-ANDER",
            "in het zaaksysteem staat onder deze naam een ander checkpoint",
            "Overschrijf niets; vergelijk beide bestanden en meld het bij de CISO.",
        )
    return _receipt(naam, inhoud, connector, ontvangst.plaats)


def keep_checkpoint_in_own_process(naam: str, inhoud: bytes, plugin: str, config: Mapping[str, Any]) -> Ontvangstbewijs:
    """Run `keep_checkpoint` in a child process with an emptied environment; raises as it does."""
    checkpoint = {"naam": naam, "inhoud": base64.b64encode(inhoud).decode()}
    return Ontvangstbewijs(**_ask({"plugin": plugin, "config": dict(config), "checkpoint": checkpoint}))


def place_in_portal(naam: str, versleuteld: bytes, connector: Connector) -> Ontvangstbewijs:
    """Put a message for the bestuurder, sealed to his own key, in a portal, and verify by reading back.

    Raises DeliveryError (not sealed, or try again), PluginError (this connector is no portal), or VerificationError.
    """
    if not is_encrypted_message(versleuteld) or not _IDENTIFICATIE.fullmatch(naam):
        raise _fault("STAP-ZENDING", "in een portaal komt alleen een verzegeld bericht", "Verzegel het eerst.")
    if not isinstance(connector, Bestuurdersportaal):
        raise PluginError.because(
            "LEVERING-PORTAAL",
            "deze connector is geen portaal voor bestuurders",
            "Kies in [portaal] een connector die dat is, of een ander kanaal.",
        )
    connector.controleer()
    ontvangst = connector.zet_klaar(naam, versleuteld)
    if connector.lees_klaar(naam) != versleuteld:
        raise VerificationError.because(
            "LEVERING-INHOUD",
            "in het portaal staat iets anders dan er is klaargezet",
            "Meld dit aan de beheerder van het portaal.",
        )
    return _receipt(naam, versleuteld, connector, ontvangst.plaats)


def place_in_portal_in_own_process(
    naam: str, versleuteld: bytes, plugin: str, config: Mapping[str, Any]
) -> Ontvangstbewijs:
    """Run `place_in_portal` in a child process with an emptied environment; raises as it does."""
    bericht = {"naam": naam, "inhoud": base64.b64encode(versleuteld).decode()}
    return Ontvangstbewijs(**_ask({"plugin": plugin, "config": dict(config), "bericht": bericht}))


def _ask(job: Mapping[str, Any]) -> dict[str, Any]:
    """Give the receipt that a child process made of a job; raises what went wrong there."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "weerbaar_docs.delivery"],
            input=json.dumps(job).encode(),
            capture_output=True,
            env=environment,
            timeout=TIMEOUT,
            check=False,
        )
        answer = read_json(done.stdout)
    except (subprocess.TimeoutExpired, WeerbaarDocsError):
        raise _fault(
            "LEVERING-PROCES",
            "het bezorgproces gaf geen antwoord",
            "Probeer het opnieuw; houdt het aan, meld het dan aan de maker van de plugin.",
        ) from None
    if "bewijs" in answer:
        bewijs: dict[str, Any] = answer["bewijs"]
        return bewijs
    raise _KINDS.get(answer["exit_code"], DeliveryError)(*(Melding(**melding) for melding in answer["meldingen"]))


def _serve(data: bytes) -> dict[str, Any]:
    job = json.loads(data)
    try:
        connector = load_plugins().connector(job["plugin"])(job["config"])
        return {"bewijs": _do(job, connector).as_json()}
    except WeerbaarDocsError as error:
        return {"exit_code": error.exit_code, "meldingen": [m.as_json() for m in error.meldingen]}
    except Exception as error:  # noqa: BLE001 - a connector may fail in any way; its text may quote data
        melding = _fault(
            "LEVERING-PLUGIN", f"de connector faalde ({type(error).__name__})", "Meld dit aan de maker van de plugin."
        )
        return {"exit_code": melding.exit_code, "meldingen": [m.as_json() for m in melding.meldingen]}


def _do(job: Mapping[str, Any], connector: Connector) -> Ontvangstbewijs:
    if "checkpoint" in job:
        return keep_checkpoint(job["checkpoint"]["naam"], base64.b64decode(job["checkpoint"]["inhoud"]), connector)
    if "bericht" in job:
        return place_in_portal(job["bericht"]["naam"], base64.b64decode(job["bericht"]["inhoud"]), connector)
    fields = job["zending"]
    return deliver(Zending(**{**fields, "versleuteld": base64.b64decode(fields["versleuteld"])}), connector)


def _fault(code: str, melding: str, oplossing: str) -> WeerbaarDocsError:
    return DeliveryError.because(code, melding, oplossing)


if __name__ == "__main__":
    sys.stdout.buffer.write(canonical_bytes(_serve(sys.stdin.buffer.read())))
