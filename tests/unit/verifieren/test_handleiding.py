# SPDX-License-Identifier: EUPL-1.2
"""The page tells which links say what of a lone file and of a package: exactly those that the command gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verifieerbouw import besluitpakket, signer, verificatie, zending
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, pack
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.verifieren import read_vertrouwen, verifieer

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "verifieren.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| [^|]+\?((?: \|[^|]+){3}) \|$", re.MULTILINE)


def told(column):
    """Give the names of links in a column of the table."""
    cells = [row.split("|")[column] for row in _ROW.findall(PAGE)]
    assert len(cells) > 8
    return {name for cell in cells for name in re.findall(r"`([a-z]+)`", cell)}


def given(keten, data):
    return {s.naam.partition(":")[0] for s in verifieer(data, verificatie=verificatie(keten.o)).schakels}


def zipped(keten, parts, soort, who):
    plain = {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}}
    return pack(plain, pakket=soort, sign=signer(keten.o, who))


@pytest.mark.lang
def test_the_table_names_the_links_of_each_kind_and_no_other(keten):
    made = zipped(keten, besluitpakket(keten, meelezer=True), "besluitpakket", "MW-0004")
    sent = zipped(keten, zending(keten), "zending", "ccv")
    assert (told(1), told(2), told(3)) == (given(keten, keten.vastgesteld.pdf), given(keten, made), given(keten, sent))


def test_every_name_of_a_file_on_the_page_is_one_that_a_folder_may_have(keten):
    public = keten.o.ccv.ring.export_public(keten.o.ccv.vingerafdruk)
    named = re.findall(r"`((?:bva|ccv|tijd|bestuurder|werkgever)-…\.[a-z]+)`", PAGE)
    assert len(named) > 5
    for name in named:
        data = public if name.endswith(".asc") else keten.o.ccv_certificaat
        for ending in (".asc", ".pgp", ".gpg") if name.endswith(".asc") else (".pem", ".der", ".crt", ".cer"):
            assert not read_vertrouwen({f"{name.partition('-')[0]}-x{ending}": data}).leeg or "tijd" in name


def test_a_key_of_nobody_is_refused_and_the_same_key_under_a_name_counts(keten):
    ccv = keten.o.ccv
    key = ccv.ring.export_public(ccv.vingerafdruk)
    assert read_vertrouwen({"ccv.asc": key}).fingerprints("ccv_levering") == (ccv.vingerafdruk,)
    with pytest.raises(ValidationError, match=r"^VERTROUW-BESTAND .* sleutel van niemand"):
        read_vertrouwen({"sleutel.asc": key})
