# SPDX-License-Identifier: EUPL-1.2
"""A dossier in the store of the CCV -> handed in at the BVA; its besluitpakket -> recorded in that dossier.

(1) what takes long (rendering, GnuPG) happens before the act, and is worth nothing when the dossier changed in between;
(2) the sealed file is written after the act: when that fails the report was handed in, and `hand_in_again` makes the file;
(3) what was handed in is kept sealed, so that a besluit can be held against it; an established report is OpenPGP to CCV
    levering inside that seal;
(4) a refusal writes nothing but its line in the logboek;
(5) a trial (`proef`) checks all that can be checked before a signature, and makes none.

indiening: what goes to the BVA; besluit: what comes back; verhoging: what comes back once more, with more proof; rijen: the rows.
"""

from __future__ import annotations

from weerbaar_docs.toetsing.bij_ccv.besluit import Vastgelegd, take_in_besluit
from weerbaar_docs.toetsing.bij_ccv.indiening import Ingezonden, hand_in_again, hand_in_dossier

__all__ = ["Ingezonden", "Vastgelegd", "hand_in_again", "hand_in_dossier", "take_in_besluit"]
