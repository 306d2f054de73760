# SPDX-License-Identifier: EUPL-1.2
"""What every zaaksysteem connector must offer, and the receipt that proves a delivery.

A connector sees a Zending (ciphertext, digest, opaque id), its own configuration and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.encryption import Zending

API_VERSIE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvangst:
    """Where the target put the delivery, as the connector found it."""

    identificatie: str
    plaats: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvangstbewijs:
    """Proof of a delivery: read back from the target, exactly one, with the digest of the sealed bytes."""

    identificatie: str
    plugin: str
    sha256: str
    bytes: int
    plaats: str

    def as_json(self) -> dict[str, Any]:
        """Give the receipt as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@runtime_checkable
class Connector(Protocol):
    """One target's wire: look before writing, write, read back.

    Raise DeliveryError for what may be tried again and PluginError for what needs a person.
    """

    naam: ClassVar[str]
    api_versie: ClassVar[int]
    config_schema: ClassVar[Mapping[str, Any]]

    def __init__(self, config: Mapping[str, Any]) -> None: ...

    def controleer(self) -> None:
        """Check reach and rights, without writing anything that stays."""
        ...

    def zoek(self, identificatie: str) -> tuple[Ontvangst, ...]:
        """Give what the target holds under this identificatie: nothing, one, or a fault of several."""
        ...

    def lever(self, zending: Zending) -> Ontvangst:
        """Put the ciphertext at the target under its identificatie."""
        ...

    def verifieer(self, ontvangst: Ontvangst) -> bytes:
        """Read the delivered bytes back from the target."""
        ...


@runtime_checkable
class Checkpointbewaarder(Protocol):
    """A connector that keeps checkpoints of the audit log too; offering it is the connector's own choice.

    A checkpoint is public: digests, numbers and a signature, of no dossier. It is no Zending, for it is not encrypted and
    is for no werkgever, so a connector keeps it apart from deliveries, as a document of the organisation's own.
    """

    def bewaar_checkpoint(self, naam: str, inhoud: bytes) -> Ontvangst:
        """Keep the bytes under this name; what is there under it already stays as it is, and is not a fault."""
        ...

    def lees_checkpoint(self, naam: str) -> bytes:
        """Give the bytes that the target holds under this name; raise DeliveryError when there are none."""
        ...


@runtime_checkable
class Bestuurdersportaal(Protocol):
    """A connector that puts a message where the bestuurder logs in; offering it is the connector's own choice.

    The message is sealed to the bestuurder's own key: a portal keeps it, and opens nothing.
    """

    def zet_klaar(self, naam: str, versleuteld: bytes) -> Ontvangst:
        """Keep the sealed bytes under this opaque name, for the one whose key they are for."""
        ...

    def lees_klaar(self, naam: str) -> bytes:
        """Give the bytes that the portal holds under this name; raise DeliveryError when there are none."""
        ...
