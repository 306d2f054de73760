# SPDX-License-Identifier: EUPL-1.2
"""Templates + what each sees -> one Document: filled apart, composed as Word, and set in one run of one engine.

(1) own templates were approved with one engine, and the whole is set with that; two engines are refused by name;
    a template of this program goes along with any, as it is tried with each;
(2) the data that go with the PDF are those that the parts print, and no other;
(3) herkomst names one digest over all templates in their order.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes, digest, sha256
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.model import thaw
from weerbaar_docs.rendering import Document, Herkomst, docx
from weerbaar_docs.rendering.composing import compose
from weerbaar_docs.rendering.gedrukt import printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl, check_huisstijl
from weerbaar_docs.validation import check_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from weerbaar_docs.rendering.engine import PdfEngine
    from weerbaar_docs.rendering.huisstijl import Sjabloon


def render_bundel(
    naam: str,
    delen: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    datum: date,
    titel: str,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Document:
    """Fill the template of each part (its document and context), make them one, and make its PDF.

    The data go along as JSON, unless the huisstijl says no for `naam`. A name of a context is the same thing in each part
    that has it, but for those that differ, of which the PDF carries one for each part.
    Raises ValidationError (huisstijl), PluginError, or RenderingError, with the part as `pad`.
    """
    check_huisstijl(huisstijl)
    style = thaw(huisstijl.gegevens)
    check_part("huisstijl", style)
    sjablonen = [huisstijl.sjabloon(document) for document, _ in delen]
    motor = _motor(sjablonen, huisstijl)
    filled = [
        (sjabloon.document, _fill(sjabloon, {**thaw(context), "huisstijl": style}, datum=datum, titel=titel))
        for sjabloon, (_, context) in zip(sjablonen, delen, strict=True)
    ]
    whole = compose(filled)
    bare = naam in huisstijl.zonder_gegevens
    attached = None if bare else canonical_bytes(printed_of(delen, sjablonen))
    return Document(
        docx=whole,
        pdf=motor.to_pdf(whole, titel=titel, datum=datum, gegevens=attached),
        herkomst=Herkomst(
            template_sha256=digest([[sjabloon.document, sha256(sjabloon.docx)] for sjabloon in sjablonen]),
            engine=motor.naam,
            engine_versie=motor.versie,
            fonts_sha256=motor.fonts_sha256,
            bibliotheek_versie=version("weerbaar-docs"),
            datum=datum.isoformat(),
        ),
    )


def printed_of(delen: Sequence[tuple[str, Mapping[str, Any]]], sjablonen: Sequence[Sjabloon]) -> dict[str, Any]:
    """Give what the parts print of their data: what all share once, what is of one part under its name."""
    contexts = [thaw(context) for _, context in delen]
    every = [name for name in contexts[0] if all(context.get(name) == contexts[0][name] for context in contexts)]
    fields = frozenset(veld for sjabloon in sjablonen for veld in sjabloon.velden)
    found = printed({name: contexts[0][name] for name in every}, fields)
    own = {
        sjabloon.document: printed({n: v for n, v in context.items() if n not in every}, sjabloon.velden)
        for sjabloon, context in zip(sjablonen, contexts, strict=True)
    }
    return {**found, "delen": {naam: gegevens for naam, gegevens in own.items() if gegevens}}


def _fill(sjabloon: Sjabloon, context: Mapping[str, Any], *, datum: date, titel: str) -> bytes:
    """Fill one part; what is wrong with it is said with its name, as a reader of ten parts asks which."""
    try:
        return docx.fill(sjabloon.docx, context, datum=datum, titel=titel)
    except RenderingError as error:
        meldingen = error.meldingen
    raise RenderingError(*(replace(m, pad=f"{sjabloon.document} {m.pad}".strip()) for m in meldingen))


def _motor(sjablonen: Sequence[Sjabloon], huisstijl: Huisstijl) -> PdfEngine:
    own = [sjabloon for sjabloon in sjablonen if sjabloon in huisstijl.sjablonen]
    motoren = {sjabloon.motor for sjabloon in own} or {sjablonen[0].motor}
    if len(motoren) > 1:
        raise RenderingError.because(
            "BUNDEL-MOTOR",
            "de eigen sjablonen van dit document zijn goedgekeurd voor verschillende PDF-motoren: "
            + ", ".join(f"{sjabloon.document} voor {sjabloon.motor}" for sjabloon in own),
            "Registreer ze zo dat ze alle dezelfde motor hebben.",
        )
    return huisstijl.motor(next(sjabloon for sjabloon in own or sjablonen))
