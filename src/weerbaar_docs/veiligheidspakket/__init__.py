# SPDX-License-Identifier: EUPL-1.2
"""veiligheidspakket (JSON) + contactpunten -> one printable document for a starting bestuurder (document 12).

1. `onderdelen` says in which version each part is here, and of which year its facts are; which parts there are, the schema, the
   contracts of the templates and their design say as well, and a test holds the four together;
2. `controleren` refuses stale contactpunten (R-CONT-1) and a version that is not the one that would be printed;
3. each part is a template of its own, so that one can be renewed alone; `rendering.bundel` makes one document of them;
4. the name of the bestuurder is not printed: who finds the pack knows the ambt and the organisation, not the person.

>>> make_pakket(gegevens, contactpunten, datum=date(2026, 1, 12)).document.pdf  # doctest: +SKIP
"""

from weerbaar_docs.veiligheidspakket.controleren import passend
from weerbaar_docs.veiligheidspakket.maken import Veiligheidspakket, make_pakket
from weerbaar_docs.veiligheidspakket.onderdelen import ONDERDELEN, Onderdeel

__all__ = ["ONDERDELEN", "Onderdeel", "Veiligheidspakket", "make_pakket", "passend"]
