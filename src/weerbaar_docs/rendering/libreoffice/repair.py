# SPDX-License-Identifier: EUPL-1.2
"""LibreOffice's PDF -> PDF/A-3a + PDF/UA-1, the same bytes every time, with the data attached.

1. Structure, marks and tab order are mended (structure.py).
2. XMP says PDF/A-3a and PDF/UA-1, with the extension schema that PDF/A wants for the second (6.6.2.3).
3. Whatever tells when or where the file was made goes: dates, identifier, checksum, the date in the colour profile,
   the order of the fonts (font_order.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.libreoffice.font_order import order_fonts
from weerbaar_docs.rendering.libreoffice.objects import PdfObjects, dictionary, stream
from weerbaar_docs.rendering.libreoffice.structure import mend_structure

if TYPE_CHECKING:
    from datetime import date

BIJLAGE = "gegevens.json"
TAAL = "nl-NL"
_ICC_DATE = slice(24, 36)
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{titel}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{taal}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{datum}</xmp:CreateDate><xmp:ModifyDate>{datum}</xmp:ModifyDate>
<pdf:Producer>{maker}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def repair(pdf: bytes, *, titel: str, datum: date, gegevens: bytes | None) -> bytes:
    """Mend the PDF that LibreOffice made; raises RenderingError."""
    try:
        return _repaired(PdfObjects(pdf), titel, datum, gegevens)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        kind = type(error).__name__
    raise RenderingError.because(
        "PDF-REPARATIE",
        f"de PDF van LibreOffice is niet te verbeteren tot PDF/A-3a en PDF/UA-1 ({kind})",
        "Meld dit met het sjabloon en de versie van LibreOffice erbij.",
    )


def _repaired(pdf: PdfObjects, titel: str, datum: date, gegevens: bytes | None) -> bytes:
    mend_structure(pdf)
    order_fonts(pdf)
    _mend_catalog(pdf)
    _mend_colour_profile(pdf)
    xmp = _XMP.format(titel=escape(titel), taal=TAAL, datum=f"{datum}T00:00:00Z", maker=escape(pdf.producer))
    kinds = {"/Type": NameObject("/Metadata"), "/Subtype": NameObject("/XML")}
    pdf.put(pdf.root.raw_get("/Metadata").idnum, stream(xmp.encode(), kinds, packed=False))
    if gegevens is not None:
        _attach(pdf, gegevens, datum)
    moment = TextStringObject(_moment(datum))
    return pdf.to_bytes(
        dictionary(
            {
                "/Title": TextStringObject(titel),
                "/Producer": TextStringObject(pdf.producer),
                "/CreationDate": moment,
                "/ModDate": moment,
            }
        )
    )


def _moment(datum: date) -> str:
    return f"D:{datum:%Y%m%d}000000Z"


def _mend_catalog(pdf: PdfObjects) -> None:
    root = pdf.root
    root[NameObject("/Lang")] = TextStringObject(TAAL)
    root[NameObject("/MarkInfo")] = dictionary({"/Marked": BooleanObject(True)})  # noqa: FBT003
    root[NameObject("/ViewerPreferences")] = dictionary({"/DisplayDocTitle": BooleanObject(True)})  # noqa: FBT003
    root.pop("/OpenAction", None)


def _mend_colour_profile(pdf: PdfObjects) -> None:
    intents: Any = pdf.root["/OutputIntents"]
    for intent in intents:
        number = intent.get_object().raw_get("/DestOutputProfile").idnum
        profile = pdf.get(number)
        data = bytearray(profile.get_data())
        data[_ICC_DATE] = bytes.fromhex("07d0 0001 0001 0000 0000 0000")
        pdf.put(number, stream(bytes(data), {"/N": profile["/N"]}))


def _attach(pdf: PdfObjects, gegevens: bytes, datum: date) -> None:
    moment = TextStringObject(_moment(datum))
    params = dictionary({"/Size": NumberObject(len(gegevens)), "/ModDate": moment})
    kinds = {"/Type": NameObject("/EmbeddedFile"), "/Subtype": NameObject("/application/json"), "/Params": params}
    held = pdf.add(stream(gegevens, kinds))
    name = TextStringObject(BIJLAGE)
    file: DictionaryObject = dictionary(
        {
            "/Type": NameObject("/Filespec"),
            "/F": name,
            "/UF": name,
            "/Desc": TextStringObject("De afgedrukte gegevens"),
            "/AFRelationship": NameObject("/Data"),
            "/EF": dictionary({"/F": held, "/UF": held}),
        }
    )
    reference = pdf.add(file)
    root: Any = pdf.root
    root[NameObject("/AF")] = ArrayObject([reference])
    names = root.setdefault(NameObject("/Names"), DictionaryObject()).get_object()
    names[NameObject("/EmbeddedFiles")] = dictionary({"/Names": ArrayObject([name, reference])})
