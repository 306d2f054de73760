# SPDX-License-Identifier: EUPL-1.2
"""A store with werkgevers, a number to call back on, and two sleutelbeheerders with real keys."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sleutelbouw import Smidse
from storebouw import DOSSIER_ID, HOUDER, LANG_GENOEG, Winkel, join, sha
from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.encryption.certificaat import Certificaat, read_certificaat
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.model import Verklaring, utc_text
from weerbaar_docs.registers.contactpunten import put_contactpunt
from weerbaar_docs.registers.medewerkers import change_medewerker
from weerbaar_docs.registers.organisaties import import_organisaties
from weerbaar_docs.registers.sleutels import put_key
from weerbaar_docs.registers.sleutelwissel import sleutelwissel_statement
from weerbaar_docs.store import Opslag, create_data_key, data_key, reading, writing
from weerbaar_docs.store.tables import DOSSIER, INTREKKING

REGISTER = json.loads(read_resource("schemas", "organisatieregister.schema.json"))["examples"][0]
LOKET = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"][0]
OIN, ANDER_OIN = (o["oin"] for o in REGISTER["organisaties"][:2])
PUNT, ANDER_PUNT = "balie", "andere-balie"
TWEEDE = "MW-0002"


@dataclass(frozen=True, kw_only=True)
class Sleutels:
    """Keys that are made once for a whole session: of two sleutelbeheerders, and two of a werkgever."""

    smidse: Smidse
    ring: Sleutelring
    beheerders: dict[str, str]
    oud: str
    nieuw: str
    gelezen: dict[tuple[str, str], Certificaat] = field(default_factory=dict)

    def certificaat(self, vingerafdruk: str, soort: str = "werkgever") -> Certificaat:
        """Give a key as it was judged; once, for GnuPG takes its time."""
        if (vingerafdruk, soort) not in self.gelezen:
            data = self.smidse.export(vingerafdruk)
            self.gelezen[vingerafdruk, soort] = read_certificaat(data, soort=soort, now=datetime.now(UTC))
        return self.gelezen[vingerafdruk, soort]


def make_sleutels(smidse: Smidse, ring: Sleutelring) -> Sleutels:
    beheerders = {nummer: ring.generate(f"Fictief {nummer}") for nummer in (HOUDER, TWEEDE)}
    return Sleutels(smidse=smidse, ring=ring, beheerders=beheerders, oud=smidse.make(expires="2y"), nieuw=smidse.make())


def furnish(opslag: Opslag, sleutels: Sleutels) -> Opslag:
    """Fill the registers before today, so that numbers and signatures count; give the store as the second one opens it."""
    now = datetime.now(UTC).replace(microsecond=0)
    opslag.clock.nu = now - LANG_GENOEG
    tweede = join(opslag, TWEEDE, "sleutelbeheerder", "secretariaat")
    with opslag.act("medewerker_gewijzigd", object="register") as act:
        for nummer, vingerafdruk in sleutels.beheerders.items():
            change_medewerker(act, nummer, {"vingerafdruk": vingerafdruk})
    opslag.clock.nu = now - timedelta(days=3)
    gisteren = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    punt = {**LOKET, "geverifieerd_op": gisteren, "vervalt_op": None}
    with opslag.act("medewerker_gewijzigd", object="register") as act:
        import_organisaties(act, {**REGISTER, "organisaties": [_bare(o) for o in REGISTER["organisaties"]]})
        put_contactpunt(act, PUNT, punt, oin=OIN)
        put_contactpunt(act, ANDER_PUNT, punt, oin=ANDER_OIN)
        put_contactpunt(act, "loket", punt)
    opslag.clock.nu = now
    return tweede


def _bare(organisatie: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in organisatie.items() if name != "openpgp"}


def pin(opslag: Opslag, certificaat: Certificaat, **changed: Any):
    """Pin the key of the werkgever as one does after calling back."""
    given = {"houder": OIN, "vingerafdruk": certificaat.vingerafdruk, "wijze": "telefonisch_teruggebeld"}
    with opslag.act("sleutel_gewijzigd", object=opslag.object("sleutel", certificaat.vingerafdruk)) as act:
        return put_key(act, certificaat, **{**given, "contactpunt": PUNT, **changed})


def statement(opslag: Opslag, certificaat: Certificaat, nummer: str, **changed: Any) -> bytes:
    given = {"oin": OIN, "contactpunt": PUNT, "reden": "kwijt", "medewerker": nummer}
    with opslag.act("bevraagd", object="register") as act:
        return sleutelwissel_statement(act, certificaat, **{**given, **changed})


def signed(sleutels: Sleutels, data: bytes, nummer: str) -> Verklaring:
    handtekening = sleutels.ring.sign_detached(data, signer=sleutels.beheerders[nummer])
    return Verklaring(verklaring=data, handtekening=handtekening)


def both(opslag: Opslag, sleutels: Sleutels, certificaat: Certificaat, **changed: Any) -> list[Verklaring]:
    """Give the statements of both sleutelbeheerders."""
    return [
        signed(sleutels, statement(opslag, certificaat, nummer, **changed), nummer) for nummer in sleutels.beheerders
    ]


def consent(opslag: Opslag, vingerafdruk: str, nummer: int, *, dagen: int = 30, ingetrokken: bool = False) -> str:
    """Make a dossier with a toestemming that names a key; give the dossier's pseudonym."""
    dossier = f"D-{nummer:032x}"
    nu = datetime.now(UTC)
    winkel = _Winkel(engine=opslag.engine, blobs=opslag.blobs, url="", sleutel=opslag.sleutel)
    with writing(opslag.engine) as connection:
        connection.execute(DOSSIER.insert(), {"id": dossier, "status": "aangemeld", "gewijzigd_op": utc_text(nu)})
        create_data_key(connection, dossier, houders={opslag.sleutel.houder: opslag.sleutel.publiek}, now=nu)
    winkel.version(1, b"inhoud", dossier, rapport=sha("rapport"))
    winkel.besluit(id=f"B-{nummer}", dossier=dossier)
    winkel.toestemming(
        dossier=dossier,
        id=f"T-{nummer}",
        nonce=f"n-{nummer}",
        sleutel_pseudoniem=opslag.object("sleutel", vingerafdruk),
        geldig_van=utc_text(nu - timedelta(days=80)),
        geldig_tot=utc_text(nu + timedelta(days=dagen)),
    )
    if ingetrokken:
        winkel.insert(INTREKKING, toestemming=f"T-{nummer}", ingetrokken_op=utc_text(nu))
    return dossier


@dataclass(frozen=True, kw_only=True)
class _Winkel(Winkel):
    sleutel: Any

    def key(self, dossier: str = DOSSIER_ID):
        with reading(self.engine) as connection:
            return data_key(connection, dossier, sleutel=self.sleutel)


def resigned(sleutels: Sleutels, verklaring: Verklaring, nummer: str, **changed: Any) -> Verklaring:
    """Give a statement with other content, well signed."""
    data = canonical_bytes({**json.loads(verklaring.verklaring), **changed})
    return replace(signed(sleutels, data, nummer), verklaring=data)
