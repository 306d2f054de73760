# SPDX-License-Identifier: EUPL-1.2
"""Find schemas/, templates/ and voorbeelden/ in an installed package or in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).parent
    if (package / "schemas").is_dir():
        return package
    checkout = package.parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "schemas").is_dir():
        return checkout
    raise FileNotFoundError("weerbaar_docs is niet volledig geïnstalleerd: schemas/ ontbreekt")


def read_resource(folder: str, name: str) -> bytes:
    """Give the bytes of a file in schemas/, templates/ or voorbeelden/."""
    return (_root() / folder / name).read_bytes()


def list_resources(folder: str) -> list[str]:
    """Give the sorted file names in schemas/, templates/ or voorbeelden/."""
    return sorted(p.name for p in (_root() / folder).iterdir() if p.is_file())
