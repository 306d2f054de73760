# SPDX-License-Identifier: EUPL-1.2
"""A PDF with links to reserved addresses -> a fillable one, that a screen reader can follow: PDF/A-3a and PDF/UA-1 stay.

The template says where a field is and how large: what is linked to `NAAMRUIMTE` and a name of `VELDEN` becomes that field.
What was there stays whole in front. Approving a template tries this out; filling in and reading back is done elsewhere.
"""

from __future__ import annotations

from weerbaar_docs.formuliervelden.vakken import add_fields, identifiers
from weerbaar_docs.formuliervelden.velden import NAAMRUIMTE, VELDEN, Keuze, Veld

__all__ = ["NAAMRUIMTE", "VELDEN", "Keuze", "Veld", "add_fields", "identifiers"]
