# SPDX-License-Identifier: EUPL-1.2
"""A dossier, or a form of its own -> a document, when it is at the point where that document makes sense.

1. `lijst` is the table of every document there is, also of those that are made elsewhere.
2. `soorten` knows those that are made here: for whom each is, and what its template sees. All are of a dossier but the
   vangnetaanvraag, which is of a form.
3. Each module says of its own documents when they can be made, and why not (DOCUMENT-MOMENT).
4. `rapport` makes the adviesrapport and its preview for the werkgever (`rapport maak`).
"""

from weerbaar_docs.documenten.lijst import DOCUMENTEN, Documentregel, elders
from weerbaar_docs.documenten.soorten import Documentsoort, documentsoort, documentsoorten, make_document, refusal

__all__ = [
    "DOCUMENTEN",
    "Documentregel",
    "Documentsoort",
    "documentsoort",
    "documentsoorten",
    "elders",
    "make_document",
    "refusal",
]
