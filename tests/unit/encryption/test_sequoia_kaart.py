# SPDX-License-Identifier: EUPL-1.2
"""The state of a certificate at a moment, and which key of it Sequoia gets to see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from achterkantbouw import Geweigerd, nu
from pgpbouw import BEELD, GEMAAKT, Sleutelmaker, expires_after, flags, key_lasts, made_at
from weerbaar_docs.encryption.achterkant import SPELING
from weerbaar_docs.encryption.packets import KEY_TAGS, Pakket, read_packets, write_packets
from weerbaar_docs.encryption.sequoia import Sequoiaring
from weerbaar_docs.encryption.sequoia.kaart import read_kaart

DAG = timedelta(days=1)
NU = GEMAAKT + 100 * DAG


@pytest.fixture
def m():
    return Sleutelmaker()


def certificate(m, *subs, lasts=None, extra=()):
    key, name = m.primary(), m.name()
    told = [made_at(m.op), flags(0x03), *([key_lasts(lasts)] if lasts else [])]
    packets = [key, *extra, name, m.sign(0x13, [key, name], *told)]
    for sub, *said in subs:
        packets += [sub, m.sign(0x18, [key, sub], *(said or (made_at(m.op), flags(0x0C))))]
    return write_packets(tuple(packets))


def state(data, now=NU):
    return read_kaart(data).staat(now)


def test_a_certificate_is_read_with_its_parts(m):
    sub = m.subkey(GEMAAKT + DAG)
    found = state(certificate(m, (sub, made_at(GEMAAKT + DAG), flags(0x0C)), lasts=200 * DAG))
    assert (found.primair.algoritme, found.primair.geldigheid, found.primair.mogelijkheden) == ("EdDSA", "-", "cs")
    assert (found.primair.aangemaakt, found.verloopt) == (GEMAAKT, GEMAAKT + 200 * DAG)
    [part] = found.subsleutels
    assert (part.algoritme, part.mogelijkheden, part.verloopt, part.geldigheid) == ("ECDH", "e", None, "-")
    assert found.kan_versleutelen
    assert not found.geheim


@pytest.mark.parametrize(("after", "validity"), [(DAG, "-"), (99 * DAG, "-"), (100 * DAG, "e"), (101 * DAG, "e")])
def test_a_key_ends_at_the_moment_that_it_says(m, after, validity):
    moment = GEMAAKT + after
    found = state(certificate(m, (m.subkey(),), lasts=100 * DAG), moment)
    assert (found.primair.geldigheid, found.subsleutels[0].geldigheid) == (validity, validity)
    sub = certificate(m, (m.subkey(), made_at(m.op), flags(0x0C), key_lasts(100 * DAG)))
    assert [k.geldigheid for k in state(sub, moment).delen] == ["-", validity]


def test_a_key_ends_at_the_sooner_of_what_it_says_in_two_places(m):
    key, name = m.primary(), m.name()

    def ends(direct, of_name):
        told = (made_at(m.op), flags(0x03))
        packets = (key, m.sign(0x1F, [key], *told, key_lasts(direct)), name)
        return state(write_packets((*packets, m.sign(0x13, [key, name], *told, key_lasts(of_name))))).verloopt

    assert ends(300 * DAG, 200 * DAG) == ends(200 * DAG, 300 * DAG) == GEMAAKT + 200 * DAG


@pytest.mark.parametrize(("early", "validity"), [(timedelta(minutes=5), "-"), (timedelta(minutes=5, seconds=1), "i")])
def test_a_key_of_the_future_is_no_key_yet(m, early, validity):
    found = state(certificate(m, (m.subkey(),)), GEMAAKT - early)
    assert [k.geldigheid for k in found.delen] == [validity, validity]
    sub = m.subkey(NU + early)
    assert state(certificate(m, (sub, made_at(GEMAAKT), flags(0x0C)))).subsleutels[0].geldigheid == validity


def test_the_newest_binding_counts_and_one_of_the_future_or_that_ended_does_not(m):
    sub, key = m.subkey(), m.primary()
    old, new = (made_at(GEMAAKT), flags(0x0C)), (made_at(GEMAAKT + DAG), flags(0x02))
    later, ended = (made_at(NU + DAG), flags(0x01)), (made_at(GEMAAKT + 2 * DAG), flags(0x01), expires_after(DAG))

    def able(*bound):
        signed = b"".join(write_packets((m.sign(0x18, [key, sub], *said),)) for said in bound)
        return state(certificate(m) + write_packets((sub,)) + signed).subsleutels[0]

    assert able(old, new).mogelijkheden == able(new, old).mogelijkheden == "s"
    assert able(old, new, later, ended).mogelijkheden == "s"
    assert (able(ended).geldigheid, able(ended).mogelijkheden) == ("i", "c")
    assert (able(later).geldigheid, able(later).mogelijkheden) == ("i", "c")
    assert able(later, (made_at(NU + 2 * DAG), flags(0x02))).mogelijkheden == "s"
    assert able((made_at(NU + timedelta(minutes=5)), flags(0x02))).geldigheid == "-"
    assert able((made_at(NU + timedelta(minutes=5, seconds=1)), flags(0x02))).geldigheid == "i"
    assert able((made_at(GEMAAKT), flags(0x02), expires_after(100 * DAG))).geldigheid == "i"  # ended just now
    assert able((made_at(GEMAAKT + DAG),), old).mogelijkheden == "e"
    assert able((made_at(GEMAAKT + DAG),)).mogelijkheden == ""
    silent = (made_at(GEMAAKT + 3 * DAG),)
    assert able(silent, old, new).mogelijkheden == able(silent, new, old).mogelijkheden == "s"


def test_what_is_wrong_with_the_primary_key_is_wrong_with_its_subkeys(m):
    sub, key = m.subkey(), m.primary()
    gone = state(certificate(m, (sub,), extra=(m.sign(0x20, [key]),)))
    assert [k.geldigheid for k in gone.delen] == ["r", "r"]
    assert [k.geldigheid for k in state(certificate(m, (sub,)), GEMAAKT - DAG).delen] == ["i", "i"]
    lapsed = certificate(m, (sub, made_at(m.op), flags(0x0C), key_lasts(DAG)), extra=(m.sign(0x20, [key]),))
    assert [k.geldigheid for k in state(lapsed).delen] == ["r", "r"]
    revoked_sub = certificate(m, (sub,), lasts=DAG) + write_packets((m.sign(0x28, [key, sub]),))
    assert [k.geldigheid for k in state(revoked_sub).delen] == ["e", "r"]


def test_of_the_keys_that_can_the_newest_is_chosen_and_a_subkey_before_the_primary(m):
    old, new, dead, signs = m.subkey(), m.subkey(GEMAAKT + DAG), m.subkey(GEMAAKT + 2 * DAG), m.subkey(signs=True)
    key = m.primary()
    kaart = read_kaart(
        certificate(m, (old,), (new,), (signs, made_at(m.op), flags(0x02)), (dead,))
        + write_packets((m.sign(0x28, [key, dead]),))
    )
    fingerprints = [part.sleutel.vingerafdruk for part in kaart.delen]
    assert kaart.chosen("e", NU).vingerafdruk == fingerprints[2]
    assert kaart.chosen("s", NU) is None  # there is no secret key
    assert read_kaart(certificate(m)).chosen("e", NU) is None
    assert read_kaart(certificate(m)).chosen("c", NU).vingerafdruk == fingerprints[0]
    kept = read_kaart(bytes(kaart.public_with(kaart.chosen("e", NU))))
    assert [part.sleutel.vingerafdruk for part in kept.delen] == [fingerprints[0], fingerprints[2]]


def test_sequoia_gets_no_picture_and_nothing_that_was_signed_over_it(m):
    key, name, sub = m.primary(), m.name(), m.subkey()
    picture = Pakket(17, bytes([len(BEELD) + 1, 1]) + BEELD)
    told = made_at(m.op), flags(0x03)
    packets = (key, picture, m.sign(0x13, [key, picture], *told), name, m.sign(0x13, [key, name], *told))
    kaart = read_kaart(write_packets((*packets, sub, m.sign(0x18, [key, sub], made_at(m.op), flags(0x0C)))))
    given = read_packets(bytes(kaart.public_with(kaart.chosen("e", NU))))
    assert [packet.tag for packet in given] == [6, 13, 2, 14, 2]


def test_a_secret_key_without_a_subkey_opens_nothing_that_was_for_it():
    with Sequoiaring() as ring:
        key = ring.generate("Fictief")
        message = ring.sign_and_encrypt(b"x", signer=key, recipients=[key], doel="test")
        public, secret = ring.export_public(key), read_packets(ring.export_secret(key))
    numbers = [number for number, packet in enumerate(secret) if packet.tag in KEY_TAGS]
    with Sequoiaring() as other:
        other.import_secret(write_packets(secret[: numbers[1]]))
        other.import_public(public, vingerafdruk=key)
        with Geweigerd("SLEUTEL-ONTCIJFEREN"):
            other.decrypt_and_verify(message, signer=key, now=nu())


def test_sequoia_judges_no_sender_at_a_moment_of_before():
    at = nu()
    with Sequoiaring(klok=lambda: at) as ring:
        key = ring.generate("Fictief")
        message = ring.sign_and_encrypt(b"x", signer=key, recipients=[key], doel="test")
        assert ring.decrypt_and_verify(message, signer=key, now=at - SPELING) == b"x"
        with Geweigerd("SLEUTEL-ACHTERKANT"):
            ring.decrypt_and_verify(message, signer=key, now=at - SPELING - timedelta(seconds=1))


def test_a_file_with_no_key_two_keys_or_another_version_is_refused(m):
    good, other = certificate(m), certificate(Sleutelmaker())
    subkeys_first = write_packets((m.subkey(),)) + good
    six = write_packets((Pakket(6, b"\x06" + m.primary().inhoud[1:]),))
    key, mixed = m.primary(), Pakket(14, b"\x05" + m.subkey().inhoud[1:])
    for data, why in (
        (b"", "geen leesbare"),
        (good + write_packets((mixed, m.sign(0x18, [key, mixed]))), "versie"),
        (write_packets((Pakket(6, b"\x04\x00"),)), "geen leesbare"),
        (subkeys_first, "geen leesbare"),
        (good + other, "meer dan één"),
        (six, "versie"),
    ):
        with Geweigerd("SLEUTEL-CERTIFICAAT") as caught:
            read_kaart(data)
        assert why in str(caught.value)
