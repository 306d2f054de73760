# SPDX-License-Identifier: EUPL-1.2
"""Connector `map`: an atomic drop into a folder that any DMS can import, with a JSON sidecar."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from weerbaar_docs.errors import DeliveryError, PluginError
from weerbaar_docs.hookspecs import hookimpl
from weerbaar_docs.zaaksysteem import Ontvangst

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.encryption import Zending
    from weerbaar_docs.zaaksysteem import Connector

__all__ = ["MapConnector", "weerbaar_zaaksystemen"]

_BERICHT = re.compile(r"WD-[0-9a-f]{32}")
_CHECKPOINT = re.compile(r"checkpoint-[0-9]{16}-[0-9a-f]{16}\.txt")


class MapConnector:
    """Put `<identificatie>.pgp` and `<identificatie>.json` in the configured folder, whole or not at all."""

    naam: ClassVar[str] = "map"
    api_versie: ClassVar[int] = 1
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "required": ["map"],
        "properties": {"map": {"type": "string", "title": "Map waarin de zendingen komen"}},
        "additionalProperties": False,
    }

    def __init__(self, config: Mapping[str, Any]) -> None:
        """Use the folder of the configuration; raises PluginError when it is not named."""
        if set(config) != {"map"} or not isinstance(config["map"], str) or not config["map"].strip():
            raise PluginError.because(
                "MAP-CONFIG", "de connector map heeft één instelling: map", "Geef het pad van een bestaande map."
            )
        self._folder = Path(config["map"])

    def controleer(self) -> None:
        """Check that the folder is there and can be written."""
        if not self._folder.is_dir() or not os.access(self._folder, os.W_OK | os.X_OK):
            raise DeliveryError.because(
                "MAP-BEREIK", "de map van het doel is niet bereikbaar", "Controleer de netwerkschijf en de rechten."
            )

    def zoek(self, identificatie: str) -> tuple[Ontvangst, ...]:
        """Look for the delivered file."""
        path = self._path(identificatie)
        return (Ontvangst(identificatie=identificatie, plaats=path.name),) if path.is_file() else ()

    def lever(self, zending: Zending) -> Ontvangst:
        """Write the sidecar first and the ciphertext last: who sees the .pgp sees a whole delivery."""
        sidecar = {
            "identificatie": zending.identificatie,
            "titel": f"Bericht {zending.identificatie[:11]}",
            "bestandsnaam": f"{zending.identificatie}.pgp",
            "formaat": "application/pgp-encrypted",
            "sha256": zending.sha256,
            "bytes": len(zending.versleuteld),
            "ontvanger_oin": zending.ontvanger_oin,
            "vertrouwelijkheidaanduiding": zending.vertrouwelijkheidaanduiding,
        }
        data = json.dumps(sidecar, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
        self._write(self._folder / f"{zending.identificatie}.json", data)
        target = self._path(zending.identificatie)
        self._write(target, zending.versleuteld)
        return Ontvangst(identificatie=zending.identificatie, plaats=target.name)

    def verifieer(self, ontvangst: Ontvangst) -> bytes:
        """Read the ciphertext back from the folder."""
        return self._read(self._path(ontvangst.identificatie))

    def bewaar_checkpoint(self, naam: str, inhoud: bytes) -> Ontvangst:
        """Write a checkpoint in the subfolder `checkpoints`, apart from the deliveries; one that is there stays."""
        path = self._checkpoint(naam)
        self._keep(path, inhoud)
        return Ontvangst(identificatie=naam, plaats=f"{path.parent.name}/{path.name}")

    def lees_checkpoint(self, naam: str) -> bytes:
        """Read a checkpoint back from the folder."""
        return self._read(self._checkpoint(naam))

    def zet_klaar(self, naam: str, versleuteld: bytes) -> Ontvangst:
        """Write a sealed message for a bestuurder in the subfolder `klaar`, which a portal reads; one that is there stays."""
        path = self._message(naam)
        self._keep(path, versleuteld)
        return Ontvangst(identificatie=naam, plaats=f"{path.parent.name}/{path.name}")

    def lees_klaar(self, naam: str) -> bytes:
        """Read a message back from the folder."""
        return self._read(self._message(naam))

    def _message(self, naam: str) -> Path:
        if not _BERICHT.fullmatch(naam):
            raise PluginError.because(
                "MAP-NAAM", "dit is geen naam van een bericht", "Gebruik de naam die het bericht heeft."
            )
        return self._folder / "klaar" / f"{naam}.pgp"

    def _keep(self, path: Path, data: bytes) -> None:
        """Write a file of a subfolder, unless it is there."""
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            there = path.is_file()
        except OSError as error:
            raise _unwritable(error) from None
        if not there:
            self._write(path, data)

    def _checkpoint(self, naam: str) -> Path:
        if not _CHECKPOINT.fullmatch(naam):
            raise PluginError.because(
                "MAP-NAAM", "dit is geen naam van een checkpoint", "Gebruik de naam die het checkpoint meekrijgt."
            )
        return self._folder / "checkpoints" / naam

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError:
            raise DeliveryError.because(
                "MAP-LEZEN", "de zending is niet terug te lezen", "Controleer de netwerkschijf."
            ) from None

    def _path(self, identificatie: str) -> Path:
        return self._folder / f"{identificatie}.pgp"

    def _write(self, path: Path, data: bytes) -> None:
        name = ""
        try:
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".nieuw-")
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            Path(name).replace(path)
            folder = os.open(path.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
        except OSError as error:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise _unwritable(error) from None


def _unwritable(error: OSError) -> DeliveryError:
    return DeliveryError.because(
        "MAP-SCHRIJVEN",
        f"schrijven in de map lukt niet (fout {error.errno})",
        "Controleer ruimte en rechten; probeer het opnieuw.",
    )


@hookimpl
def weerbaar_zaaksystemen() -> dict[str, type[Connector]]:
    """Announce the connector."""
    return {"map": MapConnector}
