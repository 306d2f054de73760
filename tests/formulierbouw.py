# SPDX-License-Identifier: EUPL-1.2
"""A small consent form as PDF, filled in and signed as a viewer does: for the tests of its verifier."""

from __future__ import annotations

import io
from functools import cache

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from weerbaar_docs.pades.running import run

BIJLAGE = "toestemming.json"
KEUZES = ("verleen", "weiger", "terug")


def naam(text):
    return pdf_name(f"/{text}")


def dictionary(**values):
    return generic.DictionaryObject({naam(key): value for key, value in values.items()})


def array(*values):
    return generic.ArrayObject(values)


def numbers(*values):
    return array(*(generic.NumberObject(value) for value in values))


def drawing(writer, text="q Q"):
    made = dictionary(Type=naam("XObject"), Subtype=naam("Form"), BBox=numbers(0, 0, 20, 20))
    return writer.add_object(generic.StreamObject(made, stream_data=text.encode()))


def embed(writer, name, data):
    """Give the reference of a file specification of an attachment."""
    stream = generic.StreamObject(dictionary(Type=naam("EmbeddedFile")), stream_data=data)
    spec = dictionary(
        Type=naam("Filespec"),
        F=generic.pdf_string(name),
        UF=generic.pdf_string(name),
        AFRelationship=naam("Data"),
        EF=dictionary(F=writer.add_object(stream)),
    )
    return writer.add_object(spec)


@cache
def leeg(tekst="Ik geef toestemming / Ik geef geen toestemming / Ik wil iets anders", *, alternatief=False):
    """Give the blank form, the same each time; `alternatief` has its lists as objects of their own, and no attachment yet."""
    w = PdfFileWriter(stream_xrefs=False)
    root, pages = w.root, w.root["/Pages"]
    content = w.add_object(generic.StreamObject(stream_data=f"BT /F 9 Tf 20 20 Td ({tekst}) Tj ET".encode()))
    page = dictionary(
        Type=naam("Page"), Parent=root.raw_get("/Pages"), MediaBox=numbers(0, 0, 300, 300), Contents=content
    )
    page_ref = w.add_object(page)
    boxes = []
    field = dictionary(FT=naam("Btn"), T=generic.pdf_string("keuze"), Ff=generic.NumberObject(49152))
    field_ref = w.add_object(field)
    for row, keuze in enumerate(KEUZES):
        states = generic.DictionaryObject({naam(keuze): drawing(w, "0 0 20 20 re f"), naam("Off"): drawing(w)})
        boxes.append(
            w.add_object(
                dictionary(
                    Type=naam("Annot"),
                    Subtype=naam("Widget"),
                    Parent=field_ref,
                    P=page_ref,
                    AS=naam("Off"),
                    AP=dictionary(N=states),
                    Rect=numbers(20, 200 + 30 * row, 40, 220 + 30 * row),
                )
            )
        )
    field["/Kids"] = array(*boxes)
    fields = [field_ref]
    for row, (name, kind) in enumerate(
        (("plaats", "Tx"), ("datum", "Tx"), ("controlegetal", "Tx"), ("handtekening", "Sig"))
    ):
        widget = dictionary(
            Type=naam("Annot"),
            Subtype=naam("Widget"),
            FT=naam(kind),
            T=generic.pdf_string(name),
            P=page_ref,
            Rect=numbers(20, 40 + 30 * row, 200, 60 + 30 * row),
        )
        if kind == "Tx":
            widget["/AP"] = dictionary(N=drawing(w))
        fields.append(w.add_object(widget))
    page["/Annots"] = array(*boxes, *fields[1:])
    pages["/Kids"].append(page_ref)
    pages["/Count"] = generic.NumberObject(1)
    form = dictionary(Fields=array(*fields))
    root["/AcroForm"] = w.add_object(form) if alternatief else form
    if alternatief:
        root["/AF"] = w.add_object(array())
        root["/Names"] = w.add_object(dictionary(EmbeddedFiles=w.add_object(dictionary(Names=array()))))
    else:
        spec = embed(w, "gegevens.json", b"{}")
        root["/Names"] = dictionary(EmbeddedFiles=dictionary(Names=array(generic.pdf_string("gegevens.json"), spec)))
        root["/AF"] = array(spec)
    out = io.BytesIO()
    w.write(out)
    return out.getvalue()


def bewerk(pdf, change):
    """Append one update in which `change` edits objects through a writer."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def field(writer, name):
    """Give a field of the form, marked as changed."""
    for found in writer.root["/AcroForm"]["/Fields"]:
        if found.get_object()["/T"] == name:
            writer.mark_update(found.reference if hasattr(found, "reference") else found.container_ref)
            return found.get_object()
    raise KeyError(name)


def attach(writer, data, name=BIJLAGE):
    spec = embed(writer, name, data)
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    files.extend((generic.pdf_string(name), spec))
    writer.update_container(files)
    writer.root["/AF"].append(spec)
    writer.update_container(writer.root["/AF"])


def write_text(writer, name, text):
    found = field(writer, name)
    found["/V"] = generic.pdf_string(text)
    found["/AP"] = dictionary(N=drawing(writer, "BT ET"))


def tick(writer, keuze, *, shown=None):
    """Choose as a viewer does: the value of the field, and the state of each box; `shown` shows another."""
    found = field(writer, "keuze")
    found["/V"] = naam(keuze)
    for box in found["/Kids"]:
        box = box.get_object()  # noqa: PLW2901 - the same box
        state = shown or keuze
        box["/AS"] = naam(state if f"/{state}" in box["/AP"]["/N"] else "Off")
        writer.update_container(box)


def klaargezet(leeg, vraag):
    """Give the form as it goes to the bestuurder: with check number and statement."""

    def change(writer):
        write_text(writer, "controlegetal", vraag.controlegetal)
        attach(writer, vraag.verklaring)

    return bewerk(leeg, change)


def ingevuld(pdf, keuze="verleen"):
    def change(writer):
        if keuze is not None:
            tick(writer, keuze)
        write_text(writer, "plaats", "Voorbeeldstad")
        write_text(writer, "datum", "1 januari 2026")

    return bewerk(pdf, change)


class _At(PdfSigner):
    def init_signing_session(self, *args, **kwargs):
        made = super().init_signing_session(*args, **kwargs)
        (made[0] if isinstance(made, tuple) else made).system_time = self.moment
        return made


def onderteken(pdf, zegel, now, *, veld="handtekening", subfilter=SigSeedSubFilter.PADES):
    """Sign the form in its own field, as a viewer does."""
    metadata = PdfSignatureMetadata(field_name=veld, md_algorithm="sha256", subfilter=subfilter)
    signer = _At(metadata, signer=zegel._signer)
    signer.moment = now
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True)
    return bytes(run(lambda: signer.async_sign_pdf(writer)).getvalue())


def velden(pdf):
    """Give the values of the fields, to see what a form says."""
    fields = PdfFileReader(io.BytesIO(pdf)).root["/AcroForm"]["/Fields"]
    return {str(f["/T"]): f.get("/V") for f in fields}
