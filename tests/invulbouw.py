# SPDX-License-Identifier: EUPL-1.2
"""A form and its statement without the chain in front of them, and what the programs of a bestuurder do with a form."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pypdfium2 as pdfium
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject
from pypdfium2 import raw

from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.establishing import DefinitiefRapport
from weerbaar_docs.formuliervelden import VELDEN
from weerbaar_docs.keys import Sleutel
from weerbaar_docs.model import Verklaring
from weerbaar_docs.redaction import Keuze, Stuk, Werkgeverstukken
from weerbaar_docs.rendering import Document, Herkomst
from weerbaar_docs.stamping import VastgesteldRapport
from weerbaar_docs.toestemming import ask
from weerbaar_docs.toestemmingsformulier import Ontvanger, Periode, fill_in, make_formulier
from weerbaar_docs.validation import adviesrapport, validate

PLAATS, DATUM = "Súd-Ooster (fictief)", "23 mei 2026"
NOW = datetime(2026, 5, 22, 7, 0, tzinfo=UTC)
PERIODE = Periode(van=NOW, tot=NOW + timedelta(days=30))
KENMERK = "TST-2026-0131"
OIN = "00000001999900018000"
ONTVANGER = Ontvanger(oin=OIN, functie="gemeentesecretaris", organisatie="gemeente Súd-Ooster & Waard (fictief)")
SLEUTEL = Sleutel(
    vingerafdruk="A1B2C3D4E5F60718293A4B5C6D7E8F9001122334",
    houder=OIN,
    soort="werkgever",
    certificaat=b"",
    geverifieerd_op=date(2026, 5, 1),
    geverifieerd_wijze="telefonisch_teruggebeld",
)


def blank_pdf(pages=1):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return written(writer)


def written(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def stukken(route="via_ccv", omvang="werkgeversversie", weggelaten=("incidenten",)):
    """Give files of a choice; the report in front of them was not really established."""
    report = blank_pdf(6)
    rapport = adviesrapport(validate(read_resource("voorbeelden", "gemeente_burgemeester.json")))
    herkomst = Herkomst(**dict.fromkeys(Herkomst.__slots__, "-"))
    definitief = DefinitiefRapport(
        rapport=rapport,
        indiening=Verklaring(verklaring=b"", handtekening=b""),
        bva_besluit={},
        document=Document(docx=b"", pdf=report, herkomst=herkomst),
        vaststelling_sha256="2" * 64,
        verklaring=b"",
        handtekening=b"",
    )
    vastgesteld = VastgesteldRapport(definitief=definitief, gestempeld=report, pdf=report, eind_sha256=sha256(report))
    made = {
        "volledig_rapport": (Stuk(documentsoort="adviesrapport_volledig", inhoud=report),),
        "werkgeversversie": (
            Stuk(documentsoort="adviesrapport_werkgever", inhoud=report),
            Stuk(documentsoort="maatregelen_data", inhoud=canonical_bytes({"maatregelen": []})),
        ),
    }
    weggelaten = () if omvang == "volledig_rapport" else weggelaten
    keuze = Keuze(route=route, omvang=omvang, uitgesloten_onderdelen=weggelaten)
    return Werkgeverstukken(vastgesteld=vastgesteld, keuze=keuze, stukken=made[omvang])


def form(given=None, **changed):
    given = given or stukken()
    ontvanger = None if given.keuze.route == "via_bestuurder" else ONTVANGER
    asked = {"ontvanger": ontvanger, "toestemming_id": KENMERK, "periode": PERIODE, "now": NOW}
    return make_formulier(given, **{**asked, **changed})


def question(made, given=None, **changed):
    given = given or stukken()
    route = given.keuze.route
    sleutel = SLEUTEL if route == "via_ccv" else None
    asked = {"toestemming_id": KENMERK, "dossier": f"D-{'0' * 32}", "ontvanger": sleutel, "now": NOW}
    asked |= {
        "functie": "" if route == "via_bestuurder" else "gemeentesecretaris",
        "formulier_sha256": made.sha256,
        "dagen": 30,
    }
    return ask(given, **{**asked, **changed})


def filled(given=None):
    made = form(given)
    return fill_in(made, question(made, given))


def chosen(pdf, keuze="verleen", *, plaats="Ald Terp (fictief)", datum="23 mei 2026", again=False, change=None):
    """Fill a form in as a program does: an addition to the file, or with `again` the file written anew.

    `change` does something else in the same section: pypdf cannot add a second one to its own.
    """
    reader = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter(clone_from=reader) if again else PdfWriter(reader, incremental=True)
    fields = {field.get_object()["/T"]: field.get_object() for field in writer._root_object["/AcroForm"]["/Fields"]}
    if keuze:
        fields["keuze"][NameObject("/V")] = NameObject(f"/{keuze}")
        for kid in fields["keuze"]["/Kids"]:
            states = kid.get_object()["/AP"]["/N"]
            kid.get_object()[NameObject("/AS")] = NameObject(f"/{keuze}" if f"/{keuze}" in states else "/Off")
    for page in writer.pages:
        writer.update_page_form_field_values(page, {"plaats": plaats, "datum": datum}, auto_regenerate=False)
    if change is not None:
        change(writer)
    return written(writer)


def signed(pdf, zegel):
    """Sign in the field of the form, as a bestuurder with a certificate does; what is seen of it is a drawing."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    line = RawContent(b"0 G 1 w 4 4 m 60 30 l 90 8 l S", box=BoxConstraints(width=200, height=40))
    metadata = PdfSignatureMetadata(field_name="handtekening", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(metadata, signer=zegel._signer, stamp_style=StaticStampStyle(background=line, border_width=0))
    return signer.sign_pdf(writer).getvalue()


def with_value(pdf, name, value):
    """Write another value into a field, in an addition."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf)), incremental=True)
    for field in writer._root_object["/AcroForm"]["/Fields"]:
        if field.get_object()["/T"] == name:
            field.get_object()[NameObject("/V")] = TextStringObject(value)
    return written(writer)


class Chrome:
    """The engine of Chrome: somebody clicks and types in it, and saves."""

    def __init__(self, pdf):
        self.document = pdfium.PdfDocument(pdf)
        self.document.init_forms()
        self.places = {}
        for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
            for widget in page.get("/Annots", []):
                self.places[widget.get_object()["/TU"]] = (number, [float(v) for v in widget.get_object()["/Rect"]])
        self.pages = [self.document[number] for number in range(len(self.document))]

    def click(self, name):
        number, (left, low, right, high) = self.places[VELDEN[name].tekst]
        where = (self.document.formenv.raw, self.pages[number].raw, 0, (left + right) / 2, (low + high) / 2)
        for act in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
            act(*where)
        return self.pages[number]

    def type(self, name, text):
        page = self.click(name)
        for letter in text:
            raw.FORM_OnChar(self.document.formenv.raw, page.raw, ord(letter), 0)

    def saved(self, *, anew=False):
        raw.FORM_ForceToKillFocus(self.document.formenv.raw)
        out = io.BytesIO()
        self.document.save(out, flags=raw.FPDF_NO_INCREMENTAL if anew else raw.FPDF_INCREMENTAL)
        return out.getvalue()


def filled_in_chrome(pdf, keuze):
    chrome = Chrome(pdf)
    chrome.click(f"keuze/{keuze}")
    chrome.type("plaats", PLAATS)
    chrome.type("datum", DATUM)
    return chrome
