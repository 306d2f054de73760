# SPDX-License-Identifier: EUPL-1.2
"""Which toestemmingen were used or withdrawn: a Protocol, and a register in a folder that several processes share."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING, Protocol

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import ConsentError, WeerbaarDocsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCK = "register"


class NonceRegister(Protocol):
    """Which toestemmingen were used or withdrawn; kept where every sealing process sees it."""

    def is_used(self, nonce: str) -> bool:
        """Tell whether a toestemming with this nonce was sealed before."""
        ...

    def use(self, nonce: str, toestemming_id: str) -> None:
        """Record the use; raise ConsentError when it was used or withdrawn before. Atomic over processes."""
        ...

    def is_withdrawn(self, toestemming_id: str) -> bool:
        """Tell whether this toestemming was withdrawn."""
        ...

    def withdraw(self, toestemming_id: str) -> None:
        """Record a withdrawal; it cannot be undone."""
        ...


class FileNonceRegister:
    """A NonceRegister in a folder: one file per nonce or withdrawal, made under a lock with O_EXCL and fsynced.

    The lock file is made once, by `create`; a folder without it is no register, and everything is refused.
    """

    def __init__(self, folder: Path) -> None:
        """Use the register in this folder."""
        self._folder = folder

    @classmethod
    def create(cls, folder: Path) -> FileNonceRegister:
        """Make a new, empty register; raises ConsentError when the folder exists."""
        try:
            folder.mkdir(parents=True, mode=0o700)
        except FileExistsError:
            exists = True
        else:
            exists = False
            (folder / _LOCK).touch(mode=0o600)
        if exists:
            raise ConsentError.because(
                "TOES-REGISTER", "op deze plaats is al een nonceregister", "Gebruik dat, of kies een andere map."
            )
        return cls(folder)

    def is_used(self, nonce: str) -> bool:
        """Tell whether this nonce was used."""
        with self._locked():
            return self._path("nonce", nonce).exists()

    def use(self, nonce: str, toestemming_id: str) -> None:
        """Use a nonce, once, unless its toestemming was withdrawn."""
        with self._locked():
            if self._path("intrekking", toestemming_id).exists():
                raise withdrawn()
            if not self._create("nonce", nonce):
                raise used()

    def is_withdrawn(self, toestemming_id: str) -> bool:
        """Tell whether this toestemming was withdrawn."""
        with self._locked():
            return self._path("intrekking", toestemming_id).exists()

    def withdraw(self, toestemming_id: str) -> None:
        """Record a withdrawal."""
        with self._locked():
            self._create("intrekking", toestemming_id)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            descriptor = os.open(self._folder / _LOCK, os.O_RDWR)
        except OSError:
            descriptor = -1
        if descriptor < 0:
            raise ConsentError.because(
                "TOES-REGISTER", "het nonceregister is er niet", "Stop; laat de beheerder het register herstellen."
            )
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _path(self, kind: str, name: str) -> Path:
        return self._folder / f"{kind}-{sha256(name.encode())}"

    def _create(self, kind: str, name: str) -> bool:
        try:
            descriptor = os.open(self._path(kind, name), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return False
        os.fsync(descriptor)
        os.close(descriptor)
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return True


def used() -> WeerbaarDocsError:
    """Give the refusal of a toestemming that was sealed before."""
    return ConsentError.because(
        "TOES-GEBRUIKT", "deze toestemming is al een keer gebruikt", "Vraag de bestuurder om een nieuwe."
    )


def withdrawn() -> WeerbaarDocsError:
    """Give the refusal of a toestemming that was withdrawn."""
    return ConsentError.because(
        "R-TOES-6", "de toestemming is ingetrokken", "Stop; vraag de bestuurder wat er moet gebeuren."
    )
