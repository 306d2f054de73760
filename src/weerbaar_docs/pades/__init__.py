# SPDX-License-Identifier: EUPL-1.2
"""The only door to pyHanko: PDF bytes + Zegel -> signed bytes, their check, and what proves the moment afterwards.

(1) `sign_pdf` and `seal_pdf` append one certification signature of the level that the Zegel carries: B-B, B-T, B-LT or B-LTA;
(2) a time-stamping service that fails lowers the level to B-B, and the result says so; no other failure is passed over;
(3) `raise_pdf` appends to a signed file what a higher level needs, and touches none of the bytes that are there;
(4) `verify_pdf` is offline: what it trusts is given, and after the signature it allows nothing but the additions of (3);
(5) `verify_seal` says moreover that it is one of the seals that are trusted; `only_signed` says whether a signature is all that was added to a file that one has, and `read_ingevuld` what somebody filled in on a form; (6) the net is used for (1) and (3) alone, and only for servers that the configuration names.
"""

from __future__ import annotations

from weerbaar_docs.pades.aanvulling import only_signed
from weerbaar_docs.pades.checking import Handtekening, verify_pdf
from weerbaar_docs.pades.eigen_lijsten import is_list_of, read_crls
from weerbaar_docs.pades.formulier import Ingevuld, blank_form, read_ingevuld
from weerbaar_docs.pades.niveau import NIVEAUS, Niveau, Voorzieningen
from weerbaar_docs.pades.raising import check_raisable, raise_pdf
from weerbaar_docs.pades.signing import VELD, Ondertekend, seal_pdf, sign_pdf
from weerbaar_docs.pades.vertrouwd_zegel import Zegelvertrouwen, verify_seal
from weerbaar_docs.pades.zegel import Zegel, read_certificates

__all__ = [
    "NIVEAUS",
    "VELD",
    "Handtekening",
    "Ingevuld",
    "Niveau",
    "Ondertekend",
    "Voorzieningen",
    "Zegel",
    "Zegelvertrouwen",
    "blank_form",
    "check_raisable",
    "is_list_of",
    "only_signed",
    "raise_pdf",
    "read_certificates",
    "read_crls",
    "read_ingevuld",
    "seal_pdf",
    "sign_pdf",
    "verify_pdf",
    "verify_seal",
]
