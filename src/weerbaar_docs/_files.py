# SPDX-License-Identifier: EUPL-1.2
"""Write files whole or not at all: temporary file, fsync, its name last, mode 0600.

Of a set of files that belong together none gets its name before all are written, so that a full disk leaves nothing. A folder
is there with all its files or not at all, also for who is killed meanwhile.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from typing import TYPE_CHECKING, Final

from weerbaar_docs.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO


_NIEUW: Final = ".nieuw-"
_ANDERS: Final = "Kies een andere naam of map, of geef --overschrijf als deze opdracht dat kent."


def write_atomic(path: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write bytes to path so that a reader sees the old file, the whole new one, or none.

    Raises UsageError when the file exists and `overwrite` is false. The folder is made when absent (0700).
    """
    write_together({path: data}, overwrite=overwrite)


def write_together(files: Mapping[Path, bytes], *, overwrite: bool = False) -> None:
    """Write files that belong together, as `write_atomic` does; after a failure none of the new ones is there.

    With `overwrite` the old files are replaced one by one after all new ones were written whole, in the given order; what is
    no regular file is not replaced.
    """
    if not all(path.name for path in files):
        raise UsageError.because("BESTAND-NAAM", "het uitvoerbestand heeft geen naam", "Geef de naam van een bestand.")
    temporary = {path: path.with_name(new_name()) for path in files}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(temporary[path], data)
        _give_names(temporary, overwrite=overwrite)
        for folder in dict.fromkeys(path.parent for path in files):
            sync_folder(folder)
    except BaseException as error:
        _take_back(temporary)
        if isinstance(error, FileExistsError):
            raise _exists("het uitvoerbestand bestaat al") from None
        if isinstance(error, OSError):
            raise unwritable(error) from None
        raise
    finally:
        for new in temporary.values():
            _remove(new)


def read_regular(path: Path, limit: int) -> bytes:
    """Give the bytes of a regular file, at most one more than the limit; raises OSError.

    A symlink, FIFO or device is refused without waiting for it: the first may show another file, the others may never end.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        with os.fdopen(descriptor, "rb", closefd=False) as handle:
            return handle.read(limit + 1)
    finally:
        os.close(descriptor)


def new_name() -> str:
    """Give the name that a file has until it is whole: a hidden one that no other process has."""
    return f"{_NIEUW}{secrets.token_hex(8)}"


def sweep_unfinished(folder: Path) -> None:
    """Take away what a killed process left half; for who has the folder for itself. Raises OSError."""
    for left in folder.glob(f"{_NIEUW}*"):
        left.unlink(missing_ok=True)


@contextlib.contextmanager
def checked_file(path: Path) -> Iterator[BinaryIO]:
    """Give an open file without a name, to write and to read; it gets its name when the block ends without an error.

    Who is killed meanwhile leaves nothing, where the file system knows files without a name (Linux: ext4, xfs, tmpfs); elsewhere a
    hidden `.nieuw-...` can stay. Raises UsageError when the file exists or cannot be written; the folder is made when absent (0700).
    """
    refuse_existing([path])
    new = path.with_name(new_name())
    try:
        with _nameless(path.parent, new) as handle:
            yield handle
            _name(handle, new, path)
    finally:
        _remove(new)


def _nameless(folder: Path, new: Path) -> BinaryIO:
    """Open a file without a name, or the new one where the system has no such thing."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(AttributeError, OSError):
            return os.fdopen(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600), "w+b")
        return os.fdopen(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w+b")
    except OSError as error:
        raise unwritable(error) from None


def _name(handle: BinaryIO, new: Path, path: Path) -> None:
    try:
        handle.flush()
        os.fsync(handle.fileno())
        if new.exists():
            path.hardlink_to(new)
        else:
            folder = os.open(path.parent, os.O_RDONLY)
            try:  # with a folder given, Python follows the link in /proc; without, it would link that
                os.link(f"/proc/self/fd/{handle.fileno()}", path.name, src_dir_fd=folder, dst_dir_fd=folder)
            finally:
                os.close(folder)
        sync_folder(path.parent)
    except FileExistsError:
        raise _exists("het uitvoerbestand bestaat al") from None
    except OSError as error:
        raise unwritable(error) from None


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their names in a new or empty folder (0700), that gets its name when all of them are on the disk.

    Raises UsageError when something is in the folder, or when what a killed run left is still beside it.
    """
    refuse_full(folder)
    new = _unfinished(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new.mkdir(mode=0o700)
    except OSError as error:
        raise unwritable(error) from None
    try:
        write_together({new / name: data for name, data in files.items()})
        new.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise unwritable(error) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def refuse_full(folder: Path) -> None:
    """Raise UsageError unless `write_folder` can have this folder: a file of somebody else's would be among the new ones."""
    try:
        free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
        left = _unfinished(folder).exists()
    except OSError as error:
        raise unwritable(error) from None
    if not free:
        raise UsageError.because("BESTAND-MAP", "de map is er al en is niet leeg", "Geef de naam van een nieuwe map.")
    if left:
        raise UsageError.because(
            "BESTAND-AFGEBROKEN",
            f"naast de map staat {_unfinished(folder).name} van een keer die werd afgebroken",
            "Verwijder die map met wat erin staat, en geef de opdracht opnieuw.",
        )


def _unfinished(folder: Path) -> Path:
    if not folder.name:
        raise UsageError.because("BESTAND-MAP", "de map heeft geen naam", "Geef de naam van een nieuwe map.")
    return folder.with_name(f".{folder.name}.nieuw")


def refuse_existing(paths: Iterable[Path], *, overwrite: bool = False) -> None:
    """Raise UsageError when one of the files is there already, or cannot be, before the first is written.

    With `overwrite` a regular file may be there; a folder, symlink, FIFO or device never is replaced.
    """
    try:
        found = [mode for path in paths if (mode := _mode(path)) is not None]
    except OSError as error:
        raise unwritable(error) from None
    if any(map(stat.S_ISDIR, found)):
        raise UsageError.because("BESTAND-MAP", "het uitvoerbestand is een map", "Geef de naam van een bestand.")
    if not all(map(stat.S_ISREG, found)):
        raise UsageError.because(
            "BESTAND-BESTAAT",
            "waar het uitvoerbestand moet komen staat een symlink, pijp of apparaat; dat wordt nooit vervangen",
            "Kies een andere naam of map.",
        )
    if found and not overwrite:
        raise _exists("een uitvoerbestand bestaat al")


def _mode(path: Path) -> int | None:
    """Give what is at this name itself: a symlink that leads nowhere is there too."""
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _give_names(temporary: Mapping[Path, Path], *, overwrite: bool) -> None:
    if overwrite:
        refuse_existing(temporary, overwrite=True)
    for path, new in temporary.items():
        if overwrite:
            new.replace(path)
        else:
            path.hardlink_to(new)


def _take_back(temporary: Mapping[Path, Path]) -> None:
    for path, new in temporary.items():
        with contextlib.suppress(OSError):
            if path.samefile(new):  # a name of this run: as long as the temporary name is there, they are one file
                path.unlink()


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _exists(melding: str) -> UsageError:
    return UsageError.because("BESTAND-BESTAAT", melding, _ANDERS)


def unwritable(error: OSError) -> UsageError:
    """Give the error that says why a file could not be written, by the number of the system's own."""
    reason = errno.errorcode.get(error.errno or 0, "onbekend")
    return UsageError.because(
        "BESTAND-SCHRIJVEN", f"het uitvoerbestand is niet te schrijven ({reason})", "Controleer pad, rechten en ruimte."
    )


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
