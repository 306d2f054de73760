# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from pki import Pki
from stappenbouw import code
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.pades import Zegelvertrouwen
from weerbaar_docs.toetsing.besluiten import decide
from weerbaar_docs.toetsing.overnemen import Controle

pytestmark = pytest.mark.lang


def test_a_besluit_under_a_revoked_seal_is_found_by_the_lists_of_the_ccv(stappen):
    with contextlib.closing(Pki(stappen.o.nu)) as pki:
        zegel = pki.seal(bron="")
        made = decide(stappen.voornemen(zegel=pki.zegel(zegel, "B-B")))
        pki.revoke(zegel, stappen.o.nu - timedelta(days=1))
        lijst = pki.crl(pki.intermediate)
        zegels = Zegelvertrouwen(certificaten=(zegel.der, pki.intermediate.der, pki.root.der))
        controle = Controle(medewerkers=stappen.o.medewerkers, handtekeningen=stappen.o.ccv.ring, bva_zegels=zegels)
    assert stappen.take_over(made.pakket, controle=controle).vastgesteld  # without the list nobody can know
    with pytest.raises(VerificationError) as caught:
        stappen.take_over(
            made.pakket, controle=replace(controle, bva_zegels=replace(zegels, intrekkingslijsten=(lijst,)))
        )
    assert (code(caught), "ingetrokken" in caught.value.meldingen[0].melding) == ("ZEGEL-CONTROLE", True)


def test_a_besluit_under_the_seal_of_another_customer_of_the_issuer_is_not_taken_over(stappen):
    with contextlib.closing(Pki(stappen.o.nu)) as pki:
        made = decide(stappen.voornemen(zegel=pki.zegel(pki.issue("bakker op de hoek", pki.intermediate), "B-B")))
        zegels = Zegelvertrouwen(certificaten=(pki.seal().der, pki.intermediate.der))
    controle = Controle(medewerkers=stappen.o.medewerkers, handtekeningen=stappen.o.ccv.ring, bva_zegels=zegels)
    with pytest.raises(VerificationError) as caught:
        stappen.take_over(made.pakket, controle=controle)
    assert code(caught) == "ZEGEL-VAN-ANDER"
