# SPDX-License-Identifier: EUPL-1.2
"""A dossier -> one of its documents, when it is at the point where that document makes sense.

1. `soorten` knows the documents: for whom each is, and what its template sees.
2. Each module says of its own documents when they can be made, and why not (DOCUMENT-MOMENT).
3. `rapport` makes the adviesrapport and its preview for the werkgever.
"""

from weerbaar_docs.documenten.soorten import Documentsoort, documentsoort, documentsoorten, make_document, refusal

__all__ = ["Documentsoort", "documentsoort", "documentsoorten", "make_document", "refusal"]
