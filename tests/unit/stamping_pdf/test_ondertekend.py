# SPDX-License-Identifier: EUPL-1.2
"""A file that somebody signed is not stamped: the stamp would change what he signed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from stempelbouw import changed, make, stamped
from weerbaar_docs.errors import StampingError
from weerbaar_docs.pades import Zegel, sign_pdf
from weerbaar_docs.throwaway import make_zegel

NU = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PDF = make()


def signed():
    bundle, _ = make_zegel("BVA", now=NU)
    return sign_pdf(PDF, Zegel.from_pkcs12(bundle, None), reden="Vaststelling", now=NU)


def form(writer):
    """Say that there is a signature, as a program does that took the signature itself away."""
    fields = {NameObject("/Fields"): ArrayObject(), NameObject("/SigFlags"): NumberObject(3)}
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(fields)


def hidden(writer):
    """Leave a signature where no form names it."""
    found = {NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in (0, 1, 2, 3)])}
    writer.pages[0][NameObject("/PieceInfo")] = DictionaryObject({NameObject("/X"): DictionaryObject(found)})


@pytest.mark.parametrize("pdf", [signed, lambda: changed(PDF, form), lambda: changed(PDF, hidden)])
def test_a_signed_file_is_not_stamped(pdf):
    with pytest.raises(StampingError, match="STEMPEL-ONDERTEKEND"):
        stamped(pdf())
