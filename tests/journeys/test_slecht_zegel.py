# SPDX-License-Identifier: EUPL-1.2
"""A seal of the BVA that cannot be used establishes nothing: a clear error, no file, and the indiening waits as it did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pki import Pki
from toetsbouw import TOETSER, TOON

pytestmark = pytest.mark.lang
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def pki():
    """A certificate authority of today, for a command reads the clock."""
    made = Pki(datetime.now(UTC).replace(microsecond=0))
    yield made
    made.close()


def unusable(pki):
    """Give for each seal its bytes and the code and words of the refusal."""
    return {
        "wrong password": (pki.pkcs12(pki.seal(), b"geheim"), "ZEGEL-BESTAND", ""),
        "expired": (pki.pkcs12(pki.seal(end=pki.nu - DAY)), "ZEGEL-GELDIG", "niet meer geldig"),
        "unknown issuer": (pki.pkcs12(pki.issue("zegel", pki.tsa_root)), "ZEGEL-UITGEVER", ""),
    }


def with_level(bva, pki):
    """Let the BVA sign at B-LT, which asks who issued the seal."""
    (bva.home / "wortel.der").write_bytes(pki.root.der)
    (bva.home / "tsa.der").write_bytes(pki.tsa_root.der)
    config = bva.home / "config.toml"
    extra = (
        f'[zegel]\nniveau = "B-LT"\nvertrouwd = ["{bva.home}/wortel.der"]\ntsa_adres = "{pki.adres}/tsa"\n'
        f'tsa_vertrouwd = ["{bva.home}/tsa.der"]\nservers = ["{pki.host}"]\n'
    )
    text = config.read_text()
    assert "[zegel]\n" in text
    config.write_text(text.replace("[zegel]\n", extra))


def test_a_seal_that_cannot_be_used_establishes_nothing(pki, op, fasen):
    beide = op("beoordeeld")
    seal = beide.bva.home / "zegel.p12"
    out = beide.post / "besluit"
    given = ("bva", "besluit", fasen.indiening, "--uit", str(out), *beide.home(TOETSER), TOON)
    agreed = (*given, "--akkoord-met-verschillen", beide.digest(given))
    for name, (data, code, words) in unusable(pki).items():
        seal.write_bytes(data)
        if name == "unknown issuer":
            with_level(beide.bva, pki)
        fault = beide.type(beide.bva, *agreed, code=5)["fout"][0]
        assert (name, fault["code"]) == (name, code)
        assert words in fault["melding"]
        assert not out.exists()
    assert [r["status"] for r in beide.type(beide.bva, "bva", "lijst")["indieningen"]] == ["ontvangen"]
