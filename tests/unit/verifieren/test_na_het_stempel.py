# SPDX-License-Identifier: EUPL-1.2
"""Between the stamp and the seal nothing is added to a report but the signature itself, whoever holds the seal."""

from __future__ import annotations

import io

import pytest
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter

from verifieerbouw import besluitpakket, oordelen, packed, signer, verificatie, zending
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.pades import VELD, only_signed, sign_pdf
from weerbaar_docs.pades.running import open_writer
from weerbaar_docs.stamping import read_stamped
from weerbaar_docs.verifieren import verifieer, verifieer_delen


def page_of(writer):
    page = writer.find_page_for_modification(0)[0]
    writer.mark_update(page)
    return page.get_object()


def turned(writer):
    page_of(writer)[NameObject("/Rotate")] = NumberObject(90)


def painted_over(writer):
    stream = writer.add_object(StreamObject(stream_data=b"1 1 1 rg 0 0 600 900 re f"))
    page_of(writer)[NameObject("/Contents")] = ArrayObject([*page_of(writer)["/Contents"], stream])


def note(writer):
    entries = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/FreeText"),
        "/Rect": ArrayObject(map(NumberObject, (0, 0, 9, 9))),
    }
    made = writer.add_object(DictionaryObject({NameObject(key): value for key, value in entries.items()}))
    page_of(writer)[NameObject("/Annots")] = ArrayObject([made])


def opening(writer):
    writer.root[NameObject("/PageMode")] = NameObject("/UseAttachments")
    writer.update_root()


def nothing_seen(writer):
    writer.add_object(StreamObject(stream_data=b"x"))


CHANGES = [
    turned,
    *(pytest.param(change, marks=pytest.mark.lang) for change in (painted_over, note, opening, nothing_seen)),
]


def apart(keten, change, pdf, zegel):
    """Change a file, and seal what came of it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return sign_pdf(out.getvalue(), zegel, reden=reason(keten), now=keten.o.nu)


def at_once(keten, change, pdf, zegel):
    """Change a file while it is sealed, so that one revision has both."""
    writer = open_writer(pdf)
    change(writer)
    given = signers.PdfSignatureMetadata(
        field_name=VELD, reason=reason(keten), certify=True, docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256",
    )  # fmt: skip
    field = SigFieldSpec(VELD, box=None, readable_field_name=VELD)
    out = io.BytesIO()
    signers.PdfSigner(given, zegel._signer, new_field_spec=field).sign_pdf(writer, output=out)
    return out.getvalue()


def reason(keten):
    return f"Vaststelling {keten.definitief.bva_besluit['besluitnummer']}"


@pytest.mark.parametrize("way", [apart, at_once])
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_written_after_the_stamp_is_found_though_the_seal_is_over_it(keten, change, way):
    o, stamped = keten.o, keten.vastgesteld.gestempeld
    pdf = way(keten, change, stamped, o.bva_zegel)
    assert only_signed(stamped, keten.vastgesteld.pdf)
    assert not only_signed(stamped, pdf)
    with pytest.raises(VerificationError, match="STEMPEL-INHOUD"):
        read_stamped(keten.definitief, pdf, bva_zegels=o.registers.bva_zegels, now=o.nu)


def test_a_seal_without_more_is_only_signed_also_as_it_is_set_here(keten):
    stamped = keten.vastgesteld.gestempeld
    assert only_signed(stamped, at_once(keten, lambda _: None, stamped, keten.o.bva_zegel))


@pytest.mark.parametrize("way", [pytest.param(apart, marks=pytest.mark.lang), at_once])
def test_it_is_told_of_a_lone_report_and_of_one_in_its_package(keten, way):
    o = keten.o
    pdf = way(keten, turned, keten.vastgesteld.gestempeld, o.bva_zegel)
    alone = verifieer(pdf, verificatie=verificatie(o))
    assert {s.naam for s in alone.schakels if s.oordeel == "fout"} == {"stempel"}
    assert "meer in het rapport gekomen dan de handtekening" in alone.gebroken.uitleg
    made = packed({**besluitpakket(keten), "rapport.pdf": pdf}, "besluitpakket", signer(o, "MW-0004"))
    found = oordelen(verifieer_delen(made, verificatie=verificatie(o)))
    assert {naam for naam, oordeel in found.items() if oordeel == "fout"} == {"stempel", "stempel:rapport.pdf"}


@pytest.mark.lang
def test_it_is_told_of_what_the_ccv_seals_too(keten):
    o, name = keten.o, "werkgeversversie.pdf"
    parts = zending(keten)
    end = parts[name].index(b"%%EOF") + len(b"%%EOF\n")
    pdf = sign_pdf(parts[name][:end], o.ccv_zegel, reden="x", now=o.nu)
    assert only_signed(parts[name][:end], pdf)
    other = apart(keten, turned, parts[name][:end], o.ccv_zegel)
    made = packed({**parts, name: other}, "zending", signer(o, "ccv"))
    uitslag = verifieer_delen(made, verificatie=verificatie(o, namaken=True))
    [said] = [s for s in uitslag.schakels if s.naam == f"gegevens:{name}"]
    assert (said.oordeel, said.uitleg) == ("fout", "er is meer in het stuk gekomen dan de handtekening")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"x" * 99])
def test_what_is_no_signed_file_is_not_only_signed(keten, data):
    assert not only_signed(data, data)
    assert not only_signed(keten.vastgesteld.gestempeld, keten.vastgesteld.gestempeld + data)
