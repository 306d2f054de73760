# SPDX-License-Identifier: EUPL-1.2
"""The BVA's report, the werkgever's documents and the letters take their level from the Zegel; no caller knows of it."""

from __future__ import annotations

import pytest

from pki import Pki
from weerbaar_docs.redaction import Keuze, check_stukken, prepare
from weerbaar_docs.stamping import check_stamped, stamp

pytestmark = pytest.mark.lang
KEUZE = Keuze(route="via_ccv", omvang="werkgeversversie")


@pytest.fixture(scope="module")
def pki(oefening):
    made = Pki(oefening.nu)
    yield made
    made.close()


def test_report_and_documents_are_signed_at_the_level_of_the_seal(pki, keten, oefening):
    houder, nu = pki.seal(), oefening.nu
    zegel = pki.zegel(houder, "B-LTA")
    vastgesteld = stamp(keten.definitief, zegel=zegel, now=nu)
    assert (vastgesteld.niveau, vastgesteld.uitval) == ("B-LTA", "")
    # Who pins the seal itself, as the gate does, and who trusts its issuer both find it good.
    for certificaten in ([houder.der], [pki.root.der]):
        check_stamped(vastgesteld, certificaten=certificaten, now=nu)
    assert pki.check(vastgesteld.pdf, now=nu).niveau == "B-LTA"
    stukken = prepare(vastgesteld, KEUZE, zegel=zegel, now=nu)
    check_stukken(stukken, certificaten=[houder.der], now=nu)
    assert pki.check(stukken.stukken[0].inhoud, now=nu).niveau == "B-LTA"


def test_an_outage_is_kept_with_the_established_report(pki, keten, oefening):
    zegel = pki.zegel(pki.seal(), "B-T")
    with pki.gedrag(tsa="weigert"):
        vastgesteld = stamp(keten.definitief, zegel=zegel, now=oefening.nu)
    assert (vastgesteld.niveau, vastgesteld.uitval) == ("B-B", "de server weigert het verzoek")
    check_stamped(vastgesteld, certificaten=[pki.root.der], now=oefening.nu)
