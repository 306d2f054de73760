# SPDX-License-Identifier: EUPL-1.2
"""A Zending that nobody sealed reaches no connector: every field is held to its form first."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from weerbaar_docs.canonical import sha256
from weerbaar_docs.delivery import deliver, deliver_in_own_process
from weerbaar_docs.encryption import Zending
from weerbaar_docs.errors import DeliveryError
from weerbaar_docs.zaaksysteem import Ontvangst

SEALED = b"\x84\x0b\x03" + b"k" * 10 + b"\xd2\x0b\x01" + b"d" * 10
ZENDING = Zending(
    identificatie="WD-" + "ab" * 16,
    ontvanger_oin="00000001999900018000",
    versleuteld=SEALED,
    sha256=sha256(SEALED),
    vertrouwelijkheidaanduiding="confidentieel",
)


class Geheugen:
    """A connector that keeps what it is told."""

    naam = "geheugen"
    api_versie = 1
    config_schema = MappingProxyType({})

    def __init__(self, config=None):
        self.asked = 0
        self.held = {}

    def controleer(self):
        self.asked += 1

    def zoek(self, identificatie):
        found = identificatie in self.held
        return (Ontvangst(identificatie=identificatie, plaats=identificatie),) if found else ()

    def lever(self, zending):
        self.held[zending.identificatie] = zending.versleuteld
        return Ontvangst(identificatie=zending.identificatie, plaats=zending.identificatie)

    def verifieer(self, ontvangst):
        return self.held[ontvangst.identificatie]


@pytest.mark.parametrize("vertrouwelijk", ["vertrouwelijk", "confidentieel", "geheim", "zeer_geheim"])
def test_a_sealed_zending_is_delivered(vertrouwelijk):
    connector = Geheugen()
    receipt = deliver(replace(ZENDING, vertrouwelijkheidaanduiding=vertrouwelijk), connector)
    assert receipt.sha256 == sha256(connector.held[receipt.plaats])


PLAIN = b"\x84 het adres van CANARY"


@pytest.mark.parametrize(
    "changed",
    [
        {"ontvanger_oin": "CANARY, Lindelaan 1"},
        {"ontvanger_oin": "0" * 19},
        {"ontvanger_oin": "0" * 20 + "\n"},
        {"ontvanger_oin": "٠" * 20},
        {"ontvanger_oin": 10**19},
        {"ontvanger_oin": None},
        {"vertrouwelijkheidaanduiding": "CANARY"},
        {"vertrouwelijkheidaanduiding": "openbaar"},
        {"vertrouwelijkheidaanduiding": "zaakvertrouwelijk"},
        {"vertrouwelijkheidaanduiding": ["geheim"]},
        {"identificatie": "WD-CANARY"},
        {"identificatie": "WD-" + "AB" * 16},
        {"identificatie": "WD-" + "ab" * 16 + "\n"},
        {"sha256": "0" * 64},
        {"sha256": None},
        {"versleuteld": PLAIN, "sha256": sha256(PLAIN)},
        {"versleuteld": bytearray(SEALED)},
    ],
)
def test_a_zending_with_a_field_out_of_form_reaches_no_connector(changed):
    zending, connector = replace(ZENDING, **changed), Geheugen()
    with pytest.raises(DeliveryError) as caught:
        deliver(zending, connector)
    assert connector.asked == 0
    assert "CANARY" not in str(caught.value)
    with pytest.raises(DeliveryError, match="STAP-ZENDING"):
        deliver_in_own_process(zending, "map", {"map": "/bestaat/niet"})
