# SPDX-License-Identifier: EUPL-1.2
"""A store in SQLite and in a real PostgreSQL."""

from __future__ import annotations

import os
import resource
import subprocess

import pytest

from storebouw import Winkel
from weerbaar_docs.store import FolderBlobs, open_engine


def _opened(url, tmp_path):
    engine = open_engine(url)
    yield Winkel(engine=engine, blobs=FolderBlobs(tmp_path / "opslag" / "stukken"), url=url)
    engine.dispose()


@pytest.fixture
def winkel(url, tmp_path):
    """Give a migrated store of either kind, with a folder of blobs."""
    yield from _opened(url, tmp_path)


@pytest.fixture
def sqlite_winkel(winkelkopieen, tmp_path):
    """Give a migrated SQLite store."""
    yield from _opened(winkelkopieen.sqlite("winkel", tmp_path / "opslag" / "opslag.db"), tmp_path)


@pytest.fixture
def postgresql_winkel(winkelkopieen, tmp_path):
    """Give a migrated PostgreSQL store."""
    yield from _opened(winkelkopieen.postgresql("winkel"), tmp_path)


@pytest.fixture
def little_disk(tmp_path):
    """Give a folder on a disk of four megabytes: a real one when root may mount, else a limit on every file."""
    folder = tmp_path / "schijf"
    folder.mkdir(mode=0o700)
    command = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", str(folder)]
    if os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0:
        yield folder
        subprocess.run(["umount", "-l", str(folder)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 2**20, hard))
    yield folder
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
