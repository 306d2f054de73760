# SPDX-License-Identifier: EUPL-1.2
"""Where dossiers live: state and pseudonymous ids in a database, everything else sealed.

(1) what the domain's statusmachine does not allow, the database refuses as well;
(2) content is AES-256-GCM with a data key per dossier: in the database, its log and the blobs there is no other;
(3) a commit is on the disk, and a process that dies leaves all of a change or nothing;
(4) engines and transactions are made here alone. Who works in a transaction (registers, dossiers, vernietiging, the audit
    log) writes its own SQLAlchemy queries on the tables of `tables`.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine

from weerbaar_docs.store.blobs import BlobStore, DatabaseBlobs, FolderBlobs, referenced
from weerbaar_docs.store.crypto import (
    REGISTER,
    Datasleutel,
    Houdersleutel,
    Verzegeld,
    new_holder_key,
    open_sealed,
    seal,
)
from weerbaar_docs.store.data_keys import add_holder, create_data_key, data_key, remove_holder
from weerbaar_docs.store.engine import beside, open_engine, reading, writing
from weerbaar_docs.store.nonce_register import StoreNonceRegister
from weerbaar_docs.store.opslag import Act, Opslag, begin_opslag, keep_secrets, open_opslag
from weerbaar_docs.store.schema import migrate
from weerbaar_docs.store.sealed_rows import open_row, sealed_row
from weerbaar_docs.store.version import schema_version

__all__ = [
    "REGISTER",
    "Act",
    "BlobStore",
    "Connection",
    "DatabaseBlobs",
    "Datasleutel",
    "Engine",
    "FolderBlobs",
    "Houdersleutel",
    "Opslag",
    "StoreNonceRegister",
    "Verzegeld",
    "add_holder",
    "begin_opslag",
    "beside",
    "create_data_key",
    "data_key",
    "keep_secrets",
    "migrate",
    "new_holder_key",
    "open_engine",
    "open_opslag",
    "open_row",
    "open_sealed",
    "reading",
    "referenced",
    "remove_holder",
    "schema_version",
    "seal",
    "sealed_row",
    "writing",
]
