# SPDX-License-Identifier: EUPL-1.2
"""The tables: pseudonymous ids, statuses, digests and moments in clear; everything else as sealed bytes.

(1) text, integers and bytes only (SQLite STRICT); a moment is UTC text as `utc_text` writes it;
(2) a column of sealed bytes takes nothing that `crypto.seal` did not make: the database checks its first bytes;
(3) a levering refers to a besluit AND a toestemming of the same dossier, vaststelling and file;
(4) nothing in clear leads from a dossier to its organisatie: the key of a toestemming is a keyed pseudonym here, and
    the `sha256` beside sealed bytes is that of `crypto.seal`, which nobody can guess the content from;
(5) no table has a rowid: by naming one, INSERT OR REPLACE removes a row that no trigger looks for.
"""

from __future__ import annotations

from typing import Any, Final, get_args

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from weerbaar_docs.keys import Rol, Sleutelsoort
from weerbaar_docs.store.crypto import MERK

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _table(name: str, *parts: Any) -> Table:
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=False)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True, nullable=False)


def _text(name: str, *parts: Any) -> Column[str]:
    return Column(name, Text, *parts, nullable=False)


def _maybe(name: str) -> Column[str]:
    return Column(name, Text)


def _number(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, nullable=False, **options)


def _sealed(name: str) -> tuple[Column[bytes], CheckConstraint, CheckConstraint]:
    mark = MERK.hex()
    return (
        Column(name, LargeBinary, nullable=False),
        CheckConstraint(f"lower(hex(substr({name}, 1, 4))) = '{mark}'", name=f"{name}_verzegeld").ddl_if(
            dialect="sqlite"
        ),
        CheckConstraint(f"encode(substr({name}, 1, 4), 'hex') = '{mark}'", name=f"{name}_verzegeld").ddl_if(
            dialect="postgresql"
        ),
    )


def _digest(name: str, *, required: bool = True) -> tuple[Column[str], CheckConstraint]:
    return Column(name, Text, nullable=not required), CheckConstraint(f"length({name}) = 64", name=name)


def _one_of(name: str, words: tuple[str, ...]) -> tuple[Column[str], CheckConstraint]:
    listed = ", ".join(f"'{word}'" for word in words)
    return _text(name), CheckConstraint(f"{name} IN ({listed})", name=name)


STATUS: Final = _table("status", _key("naam"), _number("begin"))
OVERGANG: Final = _table(
    "overgang",
    Column("van", Text, ForeignKey("status.naam"), primary_key=True),
    Column("naar", Text, ForeignKey("status.naam"), primary_key=True),
)
DOSSIER: Final = _table(
    "dossier",
    _key("id"),
    _text("status", ForeignKey("status.naam")),
    _number("versie", server_default="0"),
    _text("gewijzigd_op"),
    CheckConstraint("length(id) = 34 AND id LIKE 'D-%'", name="id"),
)
DOSSIER_VERSIE: Final = _table(
    "dossier_versie",
    Column("dossier", Text, ForeignKey("dossier.id"), primary_key=True),
    Column("nummer", Integer, primary_key=True, autoincrement=False),
    *_digest("sha256"),
    *_digest("rapport_sha256", required=False),
    *_digest("blob_sha256"),
    _text("gemaakt_op"),
    CheckConstraint("nummer > 0", name="nummer"),
    UniqueConstraint("dossier", "nummer", "rapport_sha256"),
)
BESLUIT: Final = _table(
    "besluit",
    _key("id"),
    _text("dossier"),
    _number("versie"),
    *_digest("rapport_sha256"),
    *_one_of("uitkomst", ("vastgesteld", "teruggestuurd")),
    *_digest("vaststelling_sha256", required=False),
    *_digest("eind_sha256", required=False),
    *_digest("sha256"),
    *_sealed("inhoud"),
    _text("besloten_op"),
    CheckConstraint(
        "(uitkomst = 'vastgesteld') = (vaststelling_sha256 IS NOT NULL AND eind_sha256 IS NOT NULL)",
        name="uitkomst_sha256",
    ),
    UniqueConstraint("dossier", "vaststelling_sha256", "eind_sha256"),
    ForeignKeyConstraint(
        ["dossier", "versie", "rapport_sha256"],
        ["dossier_versie.dossier", "dossier_versie.nummer", "dossier_versie.rapport_sha256"],
    ),
)
TOESTEMMING: Final = _table(
    "toestemming",
    _key("id"),
    _text("dossier"),
    *_digest("vaststelling_sha256"),
    *_digest("eind_sha256"),
    *_one_of("route", ("via_ccv", "via_bestuurder", "op_papier")),
    _maybe("sleutel_pseudoniem"),
    _text("geldig_van"),
    _text("geldig_tot"),
    _text("nonce"),
    *_digest("sha256"),
    *_sealed("inhoud"),
    CheckConstraint("(route = 'via_ccv') = (sleutel_pseudoniem IS NOT NULL)", name="ontvanger"),
    CheckConstraint("geldig_van < geldig_tot", name="periode"),
    UniqueConstraint("nonce"),
    UniqueConstraint("id", "dossier", "vaststelling_sha256", "eind_sha256", "route"),
    ForeignKeyConstraint(
        ["dossier", "vaststelling_sha256", "eind_sha256"],
        ["besluit.dossier", "besluit.vaststelling_sha256", "besluit.eind_sha256"],
    ),
)
NONCE: Final = _table("nonce", _key("nonce"), _text("toestemming"), _text("gebruikt_op"))
# No foreign key: a withdrawal counts before the toestemming itself has come in.
INTREKKING: Final = _table("intrekking", _key("toestemming"), _text("ingetrokken_op"))
# A key and its holder are keyed pseudonyms: a fingerprint leads to a person, and beside a dossier's it would tell whose.
SLEUTEL: Final = _table(
    "sleutel",
    _key("id"),
    _text("houder"),
    *_one_of("soort", get_args(Sleutelsoort)),
    _text("opgenomen_op"),
    _text("geverifieerd_op"),
    _maybe("geldig_tot"),
    _maybe("vervallen_op"),
    *_digest("sha256"),
    *_sealed("gegevens"),
    CheckConstraint("length(id) = 34 AND id LIKE 'O-%'", name="id"),
    CheckConstraint("length(houder) = 34 AND houder LIKE 'O-%'", name="houder"),
)
# The two signed statements by which one key of a werkgever took the place of another.
SLEUTELWISSEL: Final = _table(
    "sleutelwissel",
    Column("nieuw", Text, ForeignKey("sleutel.id"), primary_key=True),
    Column("medewerker", Text, ForeignKey("medewerker.id"), primary_key=True),
    _text("oud", ForeignKey("sleutel.id")),
    _text("vastgelegd_op"),
    *_digest("sha256"),
    *_sealed("gegevens"),
    CheckConstraint("oud <> nieuw", name="anders"),
)
# What somebody still has to be told since a key lapsed.
BERICHT: Final = _table(
    "bericht",
    _key("id"),
    *_one_of("soort", ("sleutel_aan_werkgever", "sleutel_aan_bestuurder")),
    _text("sleutel", ForeignKey("sleutel.id")),
    Column("dossier", Text, ForeignKey("dossier.id")),
    _text("gemaakt_op"),
    _maybe("gedaan_op"),
    *_digest("sha256"),
    *_sealed("gegevens"),
    CheckConstraint("(soort = 'sleutel_aan_bestuurder') = (dossier IS NOT NULL)", name="aan"),
)
MEDEWERKER: Final = _table(
    "medewerker",
    _key("id"),
    _text("vingerafdruk"),
    _text("van"),
    _maybe("tot"),
    *_digest("sha256"),
    *_sealed("gegevens"),
    CheckConstraint("length(id) = 7 AND id LIKE 'MW-%'", name="id"),
    UniqueConstraint("vingerafdruk"),
)
MEDEWERKER_ROL: Final = _table(
    "medewerker_rol",
    Column("medewerker", Text, ForeignKey("medewerker.id"), primary_key=True),
    Column("rol", Text, primary_key=True),
    CheckConstraint("rol IN ({})".format(", ".join(f"'{rol}'" for rol in get_args(Rol))), name="rol"),
)
ORGANISATIE: Final = _table("organisatie", _key("oin"), _text("type"), *_digest("sha256"), *_sealed("gegevens"))
CONTACTPUNT: Final = _table(
    "contactpunt",
    _key("id"),
    Column("organisatie", Text, ForeignKey("organisatie.oin")),
    _text("geverifieerd_op"),
    _maybe("vervalt_op"),
    *_digest("sha256"),
    *_sealed("gegevens"),
)
SJABLOON: Final = _table(
    "sjabloon",
    _key("naam"),
    Column("versie", Integer, primary_key=True, autoincrement=False),
    *_digest("sha256"),
    Column("inhoud", LargeBinary, nullable=False),
    _text("gemaakt_op"),
)
BIJLAGE: Final = _table(
    "bijlage",
    _key("id"),
    _text("dossier", ForeignKey("dossier.id")),
    _text("soort"),
    *_digest("sha256"),
    *_digest("blob_sha256"),
    _text("gemaakt_op"),
)
# What an adviseur handed in, in the store of the BVA, which keeps no dossiers: `dossier` is the pseudonym that it has here.
INDIENING: Final = _table(
    "indiening",
    _key("id"),
    _text("dossier"),
    _number("versie"),
    *_digest("rapport_sha256"),
    *_one_of("status", ("ontvangen", "besloten")),
    _text("ontvangen_op"),
    _text("gewijzigd_op"),
    *_digest("sha256"),
    *_sealed("gegevens"),
    CheckConstraint("length(id) = 34 AND id LIKE 'O-%'", name="id"),
    CheckConstraint("length(dossier) = 34 AND dossier LIKE 'D-%'", name="dossier"),
)
TOETSSTUK: Final = _table(
    "toetsstuk",
    Column("indiening", Text, ForeignKey("indiening.id"), primary_key=True),
    Column("soort", Text, primary_key=True),
    _text("dossier"),
    *_digest("sha256"),
    *_digest("blob_sha256"),
    _text("gemaakt_op"),
    CheckConstraint("soort IN ('indiening', 'besluitpakket')", name="soort"),
)
# The besluitpakket once more, with a report whose signature was given more proof; what was sent before stays in `toetsstuk`.
VERHOGING: Final = _table(
    "verhoging",
    Column("indiening", Text, ForeignKey("indiening.id"), primary_key=True),
    Column("nummer", Integer, primary_key=True, autoincrement=False),
    _text("dossier"),
    *_digest("sha256"),
    *_digest("blob_sha256"),
    *_sealed("gegevens"),
    _text("gemaakt_op"),
    CheckConstraint("nummer > 0", name="nummer"),
)
DATASLEUTEL: Final = _table(
    "datasleutel",
    _key("bereik"),
    _key("houder"),
    *_sealed("omhulling"),
    _text("gemaakt_op"),
)
# Who may open data keys, with their public key in the sealed part, or a thief of the database could put in his own.
HOUDER: Final = _table("houder", _key("id"), *_digest("sha256"), *_sealed("gegevens"))
GEHEIM: Final = _table("geheim", _key("naam"), *_digest("sha256"), *_sealed("inhoud"))
# The signed statements of two sleutelbeheerders, with their public keys: those hold names, so they are sealed.
HERSTELBESLUIT: Final = _table(
    "herstelbesluit",
    _key("besluit"),
    Column("medewerker", Text, ForeignKey("medewerker.id"), primary_key=True),
    *_digest("sha256"),
    *_sealed("gegevens"),
    _text("vastgelegd_op"),
    CheckConstraint("length(besluit) = 64", name="besluit"),
)
# How the registers stand: which line of the audit log they belong to, and a keyed digest over their rows.
REGISTERSTAND: Final = _table(
    "registerstand",
    _key("naam"),
    Column("volgnummer", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    *_digest("mac"),
    CheckConstraint("naam = 'register'", name="naam"),
)
# What was destroyed and why; sealed with the key of the registers, for that of the dossier is gone. One that somebody forged keeps nobody
# from destroying: the genuine one stands beside it.
VERNIETIGINGSVERKLARING: Final = _table(
    "vernietigingsverklaring",
    Column("dossier", Text, ForeignKey("dossier.id"), primary_key=True),
    Column("sha256", Text, CheckConstraint("length(sha256) = 64", name="sha256"), primary_key=True),
    _text("gemaakt_op"),
    *_sealed("gegevens"),
)
BLOB: Final = _table("blob", _key("sha256"), *_sealed("inhoud"), _text("gemaakt_op"))
# What was sealed after a toestemming, with its ciphertext: the same bytes for every attempt, and gone when it is stopped.
LEVERING: Final = _table(
    "levering",
    _key("id"),
    _text("dossier"),
    _text("toestemming"),
    *_digest("vaststelling_sha256"),
    *_digest("eind_sha256"),
    *_one_of("route", ("via_ccv", "op_papier")),
    *_digest("sha256"),
    _text("vertrouwelijkheidaanduiding"),
    Column("versleuteld", LargeBinary),
    *_one_of("status", ("verzegeld", "gestaakt")),
    _text("gemaakt_op"),
    _text("gewijzigd_op"),
    CheckConstraint("(status = 'gestaakt') = (versleuteld IS NULL)", name="gestaakt"),
    ForeignKeyConstraint(
        ["dossier", "vaststelling_sha256", "eind_sha256"],
        ["besluit.dossier", "besluit.vaststelling_sha256", "besluit.eind_sha256"],
    ),
    ForeignKeyConstraint(
        ["toestemming", "dossier", "vaststelling_sha256", "eind_sha256", "route"],
        [f"toestemming.{name}" for name in ("id", "dossier", "vaststelling_sha256", "eind_sha256", "route")],
    ),
)
