# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import json

import pytest

from weerbaar_docs.canonical import sha256
from weerbaar_docs.delivery import deliver, deliver_in_own_process, place_in_portal
from weerbaar_docs.encryption import Zending
from weerbaar_docs.errors import DeliveryError, PluginError, VerificationError
from weerbaar_docs.zaaksysteem import Bestuurdersportaal, Connector
from weerbaar_docs_map import MapConnector

# The framing of an OpenPGP message with nothing in it: a session key (tag 1) and encrypted data (tag 18).
DATA = b"\xc1\x02\x03x\xd2\x10\x01als een bericht"
ZENDING = Zending(
    identificatie="WD-" + "ab" * 16,
    ontvanger_oin="00000001999900018000",
    versleuteld=DATA,
    sha256=sha256(DATA),
    vertrouwelijkheidaanduiding="confidentieel",
)


def test_it_is_a_connector(tmp_path):
    assert isinstance(MapConnector({"map": str(tmp_path)}), Connector)


def test_a_delivery_is_whole_private_and_described(tmp_path):
    receipt = deliver(ZENDING, MapConnector({"map": str(tmp_path)}))
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        f"{ZENDING.identificatie}.json",
        f"{ZENDING.identificatie}.pgp",
    ]
    assert (tmp_path / receipt.plaats).read_bytes() == DATA
    assert (tmp_path / receipt.plaats).stat().st_mode & 0o777 == 0o600
    sidecar = json.loads((tmp_path / f"{ZENDING.identificatie}.json").read_text())
    assert sidecar["sha256"] == receipt.sha256 == ZENDING.sha256
    assert sidecar["titel"] == "Bericht WD-abababab"


def test_a_second_delivery_of_the_same_zending_changes_nothing(tmp_path):
    connector = MapConnector({"map": str(tmp_path)})
    assert deliver(ZENDING, connector) == deliver(ZENDING, connector)
    assert len(list(tmp_path.iterdir())) == 2


def test_other_content_under_the_same_name_is_found(tmp_path):
    (tmp_path / f"{ZENDING.identificatie}.pgp").write_bytes(b"anders")
    with pytest.raises(VerificationError):
        deliver(ZENDING, MapConnector({"map": str(tmp_path)}))


def test_a_missing_folder_can_be_tried_again(tmp_path):
    with pytest.raises(DeliveryError) as caught:
        deliver_in_own_process(ZENDING, "map", {"map": str(tmp_path / "weg")})
    assert caught.value.exit_code == 6


@pytest.mark.parametrize("config", [{}, {"map": 1}, {"map": "/x", "anders": 1}])
def test_a_wrong_configuration_is_refused(config):
    with pytest.raises(PluginError):
        MapConnector(config)


def test_an_unknown_connector_is_a_clear_error(tmp_path):
    with pytest.raises(PluginError):
        deliver_in_own_process(ZENDING, "bestaat_niet", {"map": str(tmp_path)})


def test_a_message_for_a_bestuurder_stands_ready_apart_and_stays(tmp_path):
    portal = MapConnector({"map": str(tmp_path)})
    assert isinstance(portal, Bestuurdersportaal)
    for data in (b"verzegeld", b"anders"):
        assert portal.zet_klaar(ZENDING.identificatie, data).plaats == f"klaar/{ZENDING.identificatie}.pgp"
    assert portal.lees_klaar(ZENDING.identificatie) == b"verzegeld"
    with pytest.raises(PluginError):
        portal.zet_klaar("../elders", b"verzegeld")
    with pytest.raises(DeliveryError):
        place_in_portal(ZENDING.identificatie, b"leesbaar", portal)
