# SPDX-License-Identifier: EUPL-1.2
"""A folder that keeps checkpoints: a mounted share of another machine, or a disk that is taken away.

Whole or not at all; what is there is never overwritten, and the file can be read by its owner and, if so set, its group.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from weerbaar_docs._files import new_name
from weerbaar_docs.audit.checkpoint import checkpoint_name
from weerbaar_docs.audit.verzameling import GROOTSTE_CHECKPOINT
from weerbaar_docs.errors import DeliveryError, VerificationError, WeerbaarDocsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEESTE_BESTANDEN: Final = 100_000
_EIGEN, _GROEP = 0o600, 0o640


@dataclass(frozen=True, slots=True, kw_only=True)
class MapBestemming:
    """A folder that is there already: a missing one is a share that is not mounted, and is not made."""

    pad: Path
    groep: bool = False
    naam: str = "map"

    def put(self, name: str, data: bytes) -> None:
        """Write the file under its name; raises DeliveryError, or VerificationError when another file has it."""
        try:
            self._write(name, data)
        except FileExistsError:
            self._require_same(name, data)
        except OSError as error:
            raise _failed("schrijven", error) from None

    def _write(self, name: str, data: bytes) -> None:
        folder = os.open(self.pad, os.O_RDONLY | os.O_DIRECTORY)
        temporary = new_name()
        try:
            mode = _GROEP if self.groep else _EIGEN
            file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode, dir_fd=folder)
            with os.fdopen(file, "wb") as handle:
                os.fchmod(handle.fileno(), mode)  # whatever the umask is
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            _name_it(folder, temporary, name)
            os.fsync(folder)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            os.close(folder)

    def _require_same(self, name: str, data: bytes) -> None:
        found = read_file_of(self.pad, name)
        if found != data:
            raise VerificationError.because(
                "LOGBOEK-ANDER",
                "in de map staat onder deze naam al een ander checkpoint",
                "Overschrijf niets; vergelijk beide bestanden en meld het bij de CISO.",
            )


def newest_first(pad: Path) -> Iterator[bytes]:
    """Give the files that are called as their statement says, that of the highest number first; raises DeliveryError.

    A file under another's name could put an old checkpoint in front of the last one.
    """
    for name in reversed(_names(pad)):
        # One entry that cannot be read must not hide the others.
        with contextlib.suppress(WeerbaarDocsError):
            data = read_file_of(pad, name)
            if name == checkpoint_name(data):
                yield data


def read_folder(pad: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file of a folder that is called as a checkpoint is, by name; raises DeliveryError."""
    return ((name, read_file_of(pad, name)) for name in _names(pad)[:MEESTE_BESTANDEN])


def _names(pad: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(pad) if name.startswith("checkpoint-"))  # noqa: PTH208
    except OSError as error:
        raise _failed("lezen", error) from None


def read_file_of(pad: Path, name: str) -> bytes:
    """Give a file of a folder, at most one byte more than a checkpoint can have; raises DeliveryError."""
    try:
        file = os.open(pad / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(file, "rb") as handle:
            if stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
                return handle.read(GROOTSTE_CHECKPOINT + 1)
    except OSError as error:
        raise _failed("lezen", error) from None
    return b""  # a pipe or a folder of that name: no checkpoint


def _name_it(folder: int, temporary: str, name: str) -> None:
    """Give the file its name unless that is taken; some shares know no hard links, and there a look comes first."""
    try:
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        _rename_if_free(folder, temporary, name)


def _rename_if_free(folder: int, temporary: str, name: str) -> None:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        raise FileExistsError(errno.EEXIST, "")


def _failed(act: str, error: OSError) -> DeliveryError:
    reason = errno.errorcode.get(error.errno or 0, "onbekend")
    return DeliveryError.because(
        "LOGBOEK-MAP",
        f"{act} in de map van de checkpoints lukt niet ({reason})",
        "Controleer of de netwerkschijf er is, en de rechten en de ruimte.",
    )
