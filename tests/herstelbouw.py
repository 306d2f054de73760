# SPDX-License-Identifier: EUPL-1.2
"""People with real keys around a store that is put back: sleutelbeheerders, and whoever holds the logboek key."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storebouw import HOUDER, LANG_GENOEG, SLEUTEL, Klok, medewerker
from weerbaar_docs.audit.checkpoint import checkpoint_name, checkpoint_statement, pack_checkpoint
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.model import Verklaring
from weerbaar_docs.registers.herstel import Ondertekend, restore_statement, with_last_checkpoint
from weerbaar_docs.registers.inrichting import set_up
from weerbaar_docs.registers.medewerkers import add_medewerker
from weerbaar_docs.store import FolderBlobs, Houdersleutel, Opslag, new_holder_key, open_engine, open_opslag

ROLLEN = {"MW-0001": ("beheerder", "sleutelbeheerder"), "MW-0002": ("sleutelbeheerder",), "MW-0003": ("adviseur",)}


@dataclass(frozen=True, kw_only=True)
class Mensen:
    """Their OpenPGP keys, and their keys of the store."""

    ring: Sleutelring
    sleutels: dict[str, str]
    houders: dict[str, Houdersleutel]

    @classmethod
    def make(cls, ring: Sleutelring) -> Mensen:
        namen = (*ROLLEN, "logboek")
        houders = {naam: SLEUTEL if naam == HOUDER else new_holder_key(naam) for naam in ROLLEN}
        sleutels = {naam: ring.generate(f"{naam} (fictief)") for naam in namen}
        return cls(ring=ring, sleutels=sleutels, houders=houders)

    def certificaat(self, wie: str) -> bytes:
        return self.ring.export_public(self.sleutels[wie])

    def sign(self, wie: str, verklaring: bytes) -> Verklaring:
        return Verklaring(
            verklaring=verklaring, handtekening=self.ring.sign_detached(verklaring, signer=self.sleutels[wie])
        )

    def set_up(self, url: str, blobs: FolderBlobs) -> Opslag:
        """Make a store with all of them in it, for so long that their signatures count today."""
        staf = {wie: medewerker(wie, *rollen, vingerafdruk=self.sleutels[wie]) for wie, rollen in ROLLEN.items()}
        klok = Klok(datetime.now(UTC) - LANG_GENOEG)
        opslag = set_up(open_engine(url), blobs, self.houders[HOUDER], staf.pop(HOUDER), clock=klok)
        for wie, gegevens in staf.items():
            with opslag.act("medewerker_gewijzigd", object=wie) as act:
                add_medewerker(act, gegevens, publiek=self.houders[wie].publiek)
        return replace(opslag, clock=None)

    def checkpoint(self, opslag: Opslag, folder: Path) -> bytes:
        """Set a checkpoint on the head of a store, in a folder outside it."""
        with opslag.look() as connection:
            kop = SqlAuditlog(connection).head()
        signed = self.sign("logboek", checkpoint_statement(kop, register=opslag.register, now=datetime.now(UTC)))
        folder.mkdir(exist_ok=True)
        data = pack_checkpoint(signed)
        (folder / checkpoint_name(data)).write_bytes(data)
        return data

    def open(self, url: str, blobs: FolderBlobs, folder: Path, wie: str = HOUDER) -> Opslag:
        """Open a store as a command does: with the checkpoints that are kept elsewhere, newest first."""
        opslag = open_opslag(open_engine(url), blobs, self.houders[wie], rol="opdrachtregel")
        files = (path.read_bytes() for path in sorted(folder.iterdir(), reverse=True))
        with closing(files):
            return with_last_checkpoint(
                opslag, files, vingerafdruk=self.sleutels["logboek"], certificaat=self.certificaat("logboek")
            )

    def besluit(self, opslag: Opslag, wie: str, *, by: str | None = None, **changed: Any) -> Ondertekend:
        """Let somebody sign that this copy counts."""
        mine = Opslag(
            **{
                **{name: getattr(opslag, name) for name in Opslag.__dataclass_fields__},
                "sleutel": self.houders[wie],
            }
        )
        verklaring = restore_statement(mine, **{"reden": "schijf_stuk", **changed})
        return Ondertekend(verklaring=self.sign(by or wie, verklaring), certificaat=self.certificaat(by or wie))

    def forge(self, opslag: Opslag, wie: str, *, by: str) -> Ondertekend:
        """Let somebody sign, without the program, what another would have signed about this copy."""
        said = json.loads(self.besluit(opslag, HOUDER).verklaring.verklaring)
        verklaring = canonical_bytes({**said, "medewerker": wie})
        return Ondertekend(verklaring=self.sign(by, verklaring), certificaat=self.certificaat(by))
