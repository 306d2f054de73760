# SPDX-License-Identifier: EUPL-1.2
"""bytes of a PDF or a package + whom one trusts -> Uitslag: whether each link of the chain holds, without network or store.

(1) the checks of a link are made from bytes, never from what a status says; (2) a link that cannot be checked is not goed;
(3) nothing is written, and no error but ValidationError for what is no such file.

    with trusted_ring(vertrouwen) as openpgp:
        uitslag = verifieer(data, verificatie=Verificatie(vertrouwen=vertrouwen, openpgp=openpgp, now=now))
    uitslag.require()
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from weerbaar_docs.canonical import read_json
from weerbaar_docs.encryption.framing import is_encrypted_message
from weerbaar_docs.encryption.package import MAX_BYTES, check_parts, read_zip, without_padding
from weerbaar_docs.errors import ValidationError, WeerbaarDocsError
from weerbaar_docs.pakketnamen import INHOUD
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.verifieren.besluitpakket import besluit_facts, besluit_links
from weerbaar_docs.verifieren.bestuurderszending import copy_facts, copy_links
from weerbaar_docs.verifieren.indiening import indiening_facts, indiening_links
from weerbaar_docs.verifieren.ontvangst import receipt_link, verifieer_verzegeld
from weerbaar_docs.verifieren.pakket import NAMEN, pakketsoort
from weerbaar_docs.verifieren.pdf import data_links, pdf_links
from weerbaar_docs.verifieren.pdf_feiten import pdf_facts
from weerbaar_docs.verifieren.pdfstuk import NAAM, at, one_pdf, stukken_of
from weerbaar_docs.verifieren.uitslag import Feit, Schakel, Uitslag, link
from weerbaar_docs.verifieren.verklaringen import Verificatie
from weerbaar_docs.verifieren.vertrouwen import Vertrouwenslijst, read_vertrouwen, trusted_ring
from weerbaar_docs.verifieren.zending import zending_facts, zending_links

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MAX_BYTES",
    "Feit",
    "Schakel",
    "Uitslag",
    "Verificatie",
    "Vertrouwenslijst",
    "organisatie_of",
    "read_vertrouwen",
    "trusted_ring",
    "verifieer",
    "verifieer_delen",
    "verifieer_verzegeld",
    "with_receipt",
]

_OIN: Final = re.compile(r"[0-9]{20}")
_KINDS: Final = {
    "zending": (zending_facts, zending_links),
    "besluitpakket": (besluit_facts, besluit_links),
    "indiening": (indiening_facts, indiening_links),
    "bestuurderszending": (copy_facts, copy_links),
}


def verifieer(data: bytes, *, verificatie: Verificatie, huisstijl: Huisstijl = HUISSTIJL) -> Uitslag:
    """Verify a PDF or a package (zip); raises ValidationError when it is neither."""
    if data.startswith(b"PK\x03\x04"):
        return _package(data, verificatie, huisstijl)
    if b"%PDF-" in data[:1024]:
        return _pdf(data, verificatie, huisstijl)
    if is_encrypted_message(data):
        raise ValidationError.because(
            "VERIFIEER-VERSLEUTELD",
            "dit is een versleuteld bericht",
            "Ontsleutel het eerst met de sleutel van de ontvanger, en controleer wat eruit komt.",
        )
    raise ValidationError.because(
        "VERIFIEER-SOORT",
        "dit is geen PDF en geen pakket",
        "Kies een PDF, een uitgepakt pakket (map) of het zipbestand.",
    )


def verifieer_delen(
    parts: Mapping[str, bytes], *, verificatie: Verificatie, huisstijl: Huisstijl = HUISSTIJL
) -> Uitslag:
    """Verify the files of a package by name, as they are in a folder after unpacking; zeros that fill it up say nothing."""
    parts = without_padding(parts)
    soort = pakketsoort(parts)
    facts, links = _KINDS[soort]
    stukken = stukken_of({name: data for name, data in parts.items() if name in NAMEN[soort]}, verificatie)
    return Uitslag(
        soort=soort,
        feiten=tuple(facts(parts, stukken, verificatie)),
        schakels=tuple(links(parts, stukken, verificatie, huisstijl)),
    )


def organisatie_of(given: bytes | Mapping[str, bytes]) -> str:
    """Give the OIN of the organisation that a package says its report is about, to make it again with the right template.

    Nothing is believed of it; empty for anything that says no such thing.
    """
    try:
        parts = read_zip(given) if isinstance(given, bytes) else given
        found = read_json(parts.get(INHOUD, b""))
    except WeerbaarDocsError:
        return ""
    oin = at(found, "organisatie", "oin")
    return oin if isinstance(oin, str) and _OIN.fullmatch(oin) else ""


def with_receipt(uitslag: Uitslag, bewijs: bytes | None) -> Uitslag:
    """Add the link of a receipt, if there is one, to what was found of the content of a message."""
    if bewijs is None:
        return uitslag
    return replace(uitslag, schakels=(*uitslag.schakels, receipt_link(bewijs, None)))


def _package(data: bytes, verificatie: Verificatie, huisstijl: Huisstijl) -> Uitslag:
    parts: dict[str, bytes] = {}

    def read() -> str:
        parts.update(read_zip(data))
        check_parts(parts)
        return "precies het zipbestand van zijn bestanden"

    first = link("pakket", "pakket", read)
    if not parts:
        return Uitslag(soort="pakket", feiten=(), schakels=(first,))
    rest = verifieer_delen(parts, verificatie=verificatie, huisstijl=huisstijl)
    return Uitslag(soort=rest.soort, feiten=rest.feiten, schakels=(first, *rest.schakels))


def _pdf(data: bytes, verificatie: Verificatie, huisstijl: Huisstijl) -> Uitslag:
    stuk = one_pdf(data, verificatie)
    try:
        feiten = tuple(pdf_facts(stuk))
    except WeerbaarDocsError:
        feiten = ()
    return Uitslag(soort=NAAM[stuk.soort], feiten=feiten, schakels=(*pdf_links(stuk), *data_links(stuk, huisstijl)))
