# SPDX-License-Identifier: EUPL-1.2
"""Paths of the configuration -> the certificates of the BVA's seals, whose signature on a report is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from weerbaar_docs.errors import ConfigError
from weerbaar_docs.verwijzing import home_path

if TYPE_CHECKING:
    from collections.abc import Iterable

_LARGEST: Final = 100_000


def trusted_seals(paths: Iterable[str]) -> tuple[bytes, ...]:
    """Give the certificates (DER) in files of PEM or DER; raises ConfigError for one that cannot be read."""
    return tuple(der for path in paths for der in _read(path))


def _read(path: str) -> list[bytes]:
    try:
        with home_path(path).open("rb") as handle:
            data = handle.read(_LARGEST)
        if data.lstrip().startswith(b"-----BEGIN"):
            return [found.public_bytes(Encoding.DER) for found in x509.load_pem_x509_certificates(data)]
        return [x509.load_der_x509_certificate(data).public_bytes(Encoding.DER)]
    except (OSError, ValueError):
        pass
    raise ConfigError.because(
        "CONFIG-ZEGEL",
        "een certificaat van het zegel van de BVA is er niet of is niet te lezen",
        "Controleer de bestanden in bva.zegelcertificaten (PEM of DER).",
    )
