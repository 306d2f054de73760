# SPDX-License-Identifier: EUPL-1.2
"""How pyHanko is run here: in an event loop of its own, without its logs, and writing nothing of this machine."""

from __future__ import annotations

import asyncio
import functools
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

Result = TypeVar("Result")
_TALKERS: Final = (
    "pyhanko.sign.diff_analysis.policies",
    "pyhanko.sign.validation.ades",
    "pyhanko.sign.validation.dss",
    "pyhanko.sign.validation.generic_cms",
    "pyhanko.sign.validation.pdf_embedded",
    "pyhanko.sign.pkcs11",
    "pyhanko_certvalidator.revinfo.validate_crl",
    "pyhanko_certvalidator.revinfo.validate_ocsp",
    "pyhanko_certvalidator.validate",
)


def run(act: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run an asynchronous act to its end, also when the caller has an event loop running."""
    _quiet()
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(act())
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(act())).result()


def open_writer(pdf: bytes) -> QuietWriter:
    """Open a PDF to append to; raises PdfError or another of pyHanko's for a broken, encrypted or hybrid file."""
    # pyHanko starts its first object where the file ends; PDF/A wants a new line there.
    start = pdf if pdf.endswith((b"\n", b"\r")) else pdf + b"\n"
    writer = QuietWriter(io.BytesIO(start), strict=True)
    if writer.security_handler is not None:
        raise PdfError("encrypted")
    return writer


class QuietWriter(IncrementalPdfFileWriter):
    """An incremental writer that leaves Info and XMP alone: no clock, time zone or product of this machine in them."""

    def _update_meta(self) -> None:
        return


@functools.cache
def _quiet() -> None:
    # pyHanko logs a traceback with the certificate's subject when a check fails; the caller gets a reason without it
    for name in _TALKERS:
        logging.getLogger(name).addFilter(_no_log)


def _no_log(_record: logging.LogRecord) -> bool:
    return False
