# SPDX-License-Identifier: EUPL-1.2
"""A zaaksysteem that keeps checkpoints: through the connector, in a process of its own, as deliveries go.

Only a connector that says it keeps checkpoints is used (`zaaksysteem.Checkpointbewaarder`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.delivery import keep_checkpoint_in_own_process

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ZaaksysteemBestemming:
    """One configured zaaksysteem."""

    plugin: str
    config: Mapping[str, Any] = field(repr=False)
    naam: str = "zaaksysteem"

    def put(self, name: str, data: bytes) -> None:
        """Deliver the file and read it back; raises as `keep_checkpoint` does."""
        keep_checkpoint_in_own_process(name, data, self.plugin, self.config)
