# SPDX-License-Identifier: EUPL-1.2
"""Print what stamping and signing a report costs, against the same pypdf overlay and the same pyHanko call bare.

Bare: one drawing made beforehand is put on every page, nothing is looked at or refused, and pyHanko signs. Ours: every
report has another besluitnummer, so words and QR codes are drawn anew for each. Budget: at most 1.3 times.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from weerbaar_docs import Oefenomgeving, adviesrapport, establish, render_concept, stamp, validate
from weerbaar_docs.pades import sign_pdf
from weerbaar_docs.stamping_pdf import NAAM
from weerbaar_docs.throwaway import make_zegel

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs import DefinitiefRapport

BUDGET = 1.3
ROUNDS = 15


def main() -> None:
    """Stamp and sign one report after another both ways in turn, and print medians and their ratio."""
    with Oefenomgeving() as o:
        bundle, _ = make_zegel("BVA", now=o.nu)
        signer = SimpleSigner.load_pkcs12_data(bundle, other_certs=[], passphrase=None)
        concept = render_concept(adviesrapport(validate(o.dossier_json)), datum=o.vandaag)
        reports = [established(o, concept, number) for number in range(ROUNDS + 1)]
        first = stamp(reports.pop(), zegel=o.bva_zegel, now=o.nu)
        form = PdfReader(io.BytesIO(first.gestempeld)).pages[0]["/Resources"]["/XObject"].raw_get(NAAM)
        spent: dict[str, list[float]] = {name: [] for name in ("ours", "bare", "of which ours: sign", "bare: sign")}
        for report in reports:
            pdf = report.document.pdf
            spent["bare"].append(seconds(lambda pdf=pdf: bare_sign(overlay(pdf, form), signer)))
            spent["ours"].append(seconds(lambda report=report: stamp(report, zegel=o.bva_zegel, now=o.nu)))
            made = overlay(pdf, form)
            spent["of which ours: sign"].append(
                seconds(lambda made=made: sign_pdf(made, o.bva_zegel, reden="x", now=o.nu))
            )
            spent["bare: sign"].append(seconds(lambda made=made: bare_sign(made, signer)))
    show(spent, len(PdfReader(io.BytesIO(first.pdf)).pages))


def show(spent: dict[str, list[float]], pages: int) -> None:
    """Print the figures."""
    print(f"stamp and sign, report of {pages} pages")
    for name, found in spent.items():
        print(f"  {name:20} median {statistics.median(found) * 1000:6.0f} ms, min {min(found) * 1000:6.0f} ms")
    ratios = [act(spent["ours"]) / act(spent["bare"]) for act in (statistics.median, min)]
    print(f"  ratio                median {ratios[0]:6.2f},    min {ratios[1]:6.2f}    (budget {BUDGET})")


def established(o: Oefenomgeving, concept: object, number: int) -> DefinitiefRapport:
    """Give the report under a besluitnummer of its own."""
    besluit = o.besluit(concept, besluitnummer=f"BVA-2026-{number:04d}")
    return establish(concept, besluit, indiening=o.indiening(concept), **o.bva)


def overlay(pdf: bytes, form: object) -> bytes:
    """Put a form that was made before on every page with pypdf, as an artifact."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    mine = form.get_object().clone(writer).indirect_reference
    opening, closing = (
        writer._add_object(stream(text))  # noqa: SLF001
        for text in ("q\n", f"\nQ\n/Artifact BMC\nq\n{NAAM} Do\nQ\nEMC\n")
    )
    for page in writer.pages:
        held = page["/Resources"].setdefault(NameObject("/XObject"), DictionaryObject())
        held[NameObject(NAAM)] = mine
        page[NameObject("/Contents")] = ArrayObject([opening, page.raw_get("/Contents"), closing])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def stream(text: str) -> DecodedStreamObject:
    """Give a content stream."""
    made = DecodedStreamObject()
    made.set_data(text.encode())
    return made


def bare_sign(pdf: bytes, signer: SimpleSigner) -> bytes:
    """Sign with pyHanko as its manual says: PAdES B-B, certified, with a key that was loaded before."""
    metadata = PdfSignatureMetadata(
        field_name="Zegel",
        md_algorithm="sha256",
        reason="x",
        certify=True,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = SigFieldSpec("Zegel", box=None)
    return PdfSigner(metadata, signer=signer, new_field_spec=field).sign_pdf(writer).getvalue()


def seconds(act: Callable[[], object]) -> float:
    """Give the time that one call takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
