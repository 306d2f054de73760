# SPDX-License-Identifier: EUPL-1.2
"""Sealed bytes open as what they are, for who holds a key, and as nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storebouw import DOSSIER_ID, HOUDER, NU
from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import EncryptionError, StoreError
from weerbaar_docs.store import (
    Houdersleutel,
    add_holder,
    create_data_key,
    data_key,
    new_holder_key,
    open_sealed,
    reading,
    remove_holder,
    seal,
    writing,
)
from weerbaar_docs.store.crypto import Datasleutel, is_sealed, new_data_key, unwrap, wrap
from weerbaar_docs.store.tables import DATASLEUTEL

STUKSLEUTEL = Datasleutel(bereik=DOSSIER_ID, sleutel=b"k" * 32)
STUK = seal(b"een adres", STUKSLEUTEL, soort="dossier")
ADVISEUR = new_holder_key("MW-0002")
VERVANGER = new_holder_key("MW-0003")


@given(inhoud=st.binary(max_size=300), soort=st.text(max_size=10))
def test_what_is_sealed_opens(inhoud, soort):
    stuk = seal(inhoud, STUKSLEUTEL, soort=soort)
    assert open_sealed(stuk.inhoud, STUKSLEUTEL, soort=soort, sha256=stuk.sha256) == inhoud
    assert is_sealed(stuk.inhoud)
    assert len(inhoud) < 8 or inhoud not in stuk.inhoud


def test_the_same_bytes_never_seal_alike():
    assert len({seal(b"gelijk", STUKSLEUTEL, soort="dossier").inhoud for _ in range(50)}) == 50


def test_nobody_can_guess_the_content_from_its_digest():
    digests = {seal(b"+31880000000", STUKSLEUTEL, soort="contactpunt").sha256 for _ in range(50)}
    assert len(digests) == 50
    assert sha256(b"+31880000000") not in digests


@pytest.mark.parametrize(
    "changed",
    [
        {"soort": "bijlage"},
        {"sha256": "0" * 64},
        {"sha256": ""},
        {"datasleutel": Datasleutel(bereik="D-" + "b" * 32, sleutel=STUKSLEUTEL.sleutel)},
        {"datasleutel": new_data_key(DOSSIER_ID)},
        {"verzegeld": b""},
        {"verzegeld": b"een adres"},
        {"verzegeld": b"WDV1"},
        {"verzegeld": b"WDV2" + STUK.inhoud[4:]},
        {"verzegeld": STUK.inhoud + b"\0"},
    ],
)
def test_nothing_else_opens_and_nothing_is_quoted(changed):
    given_ = {
        "verzegeld": STUK.inhoud,
        "datasleutel": STUKSLEUTEL,
        "soort": "dossier",
        "sha256": STUK.sha256,
        **changed,
    }
    with pytest.raises(EncryptionError, match="OPSLAG-ZEGEL") as caught:
        open_sealed(given_.pop("verzegeld"), given_.pop("datasleutel"), **given_)
    assert "adres" not in str(caught.value)
    assert DOSSIER_ID not in str(caught.value)


@given(place=st.integers(0, len(STUK.inhoud) - 1), bit=st.integers(0, 7))
def test_no_flipped_bit_opens(place, bit):
    broken = bytearray(STUK.inhoud)
    broken[place] ^= 1 << bit
    with pytest.raises(EncryptionError):
        open_sealed(bytes(broken), STUKSLEUTEL, soort="dossier", sha256=STUK.sha256)


@given(length=st.integers(0, len(STUK.inhoud) - 1))
def test_nothing_cut_off_opens(length):
    with pytest.raises(EncryptionError):
        open_sealed(STUK.inhoud[:length], STUKSLEUTEL, soort="dossier", sha256=STUK.sha256)


def test_a_wrap_is_of_one_holder_and_one_scope():
    omhulling = wrap(STUKSLEUTEL, ADVISEUR.houder, publiek=ADVISEUR.publiek)
    assert unwrap(omhulling, DOSSIER_ID, sleutel=ADVISEUR) == STUKSLEUTEL
    renamed = Houdersleutel(houder="MW-0009", prive=ADVISEUR.prive)
    for bereik, sleutel in ((DOSSIER_ID, VERVANGER), (DOSSIER_ID, renamed), ("D-" + "b" * 32, ADVISEUR)):
        with pytest.raises(EncryptionError, match="OPSLAG-ZEGEL"):
            unwrap(omhulling, bereik, sleutel=sleutel)


@given(data=st.binary(max_size=120))
def test_no_other_bytes_are_a_wrap(data):
    for omhulling in (data, b"WDV1" + data):
        with pytest.raises(EncryptionError, match="OPSLAG-ZEGEL"):
            unwrap(omhulling, DOSSIER_ID, sleutel=ADVISEUR)


def test_who_wraps_for_another_cannot_open_it():
    assert ADVISEUR.prive not in wrap(STUKSLEUTEL, ADVISEUR.houder, publiek=ADVISEUR.publiek)
    assert len({wrap(STUKSLEUTEL, ADVISEUR.houder, publiek=ADVISEUR.publiek) for _ in range(20)}) == 20


@pytest.mark.parametrize("publiek", [b"", b"x", b"x" * 33, bytes(32), b"\1" + bytes(31)])
def test_a_public_key_is_whole(publiek):
    with pytest.raises(EncryptionError, match="OPSLAG-HOUDERSLEUTEL"):
        wrap(STUKSLEUTEL, HOUDER, publiek=publiek)


def test_a_key_file_reads_back():
    assert Houdersleutel.from_bytes(ADVISEUR.as_bytes()) == ADVISEUR


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"soort":"houdersleutel/v1","houder":"MW-0001","prive":"geheim!"}',
        b'{"soort":"houdersleutel/v1","houder":"MW-0001","prive":"Z2VoZWlt"}',
        b'{"soort":"houdersleutel/v1","houder":"MW-0001","prive":7}',
        b'{"soort":"iets/v1","houder":"MW-0001","prive":"Z2VoZWlt"}',
    ],
)
def test_what_is_no_key_file_is_refused_and_not_quoted(data):
    with pytest.raises(EncryptionError, match="OPSLAG-HOUDERSLEUTEL") as caught:
        Houdersleutel.from_bytes(data)
    assert "geheim" not in str(caught.value).lower()
    assert caught.value.__cause__ is None


def test_no_key_is_in_a_repr():
    for thing in (STUKSLEUTEL, Houdersleutel(houder=HOUDER, prive=b"k" * 32), STUK):
        assert "kkk" not in repr(thing)
        assert "WDV1" not in repr(thing)


def test_every_holder_opens_with_the_own_wrap_until_it_is_taken_away(winkel):
    with writing(winkel.engine) as connection:
        made = create_data_key(connection, DOSSIER_ID, houders={ADVISEUR.houder: ADVISEUR.publiek}, now=NU)
        add_holder(connection, made, VERVANGER.houder, publiek=VERVANGER.publiek, now=NU)
    with reading(winkel.engine) as connection:
        for sleutel in (ADVISEUR, VERVANGER):
            assert data_key(connection, DOSSIER_ID, sleutel=sleutel) == made
    with writing(winkel.engine) as connection:
        remove_holder(connection, DOSSIER_ID, ADVISEUR.houder)
    with reading(winkel.engine) as connection:
        assert data_key(connection, DOSSIER_ID, sleutel=VERVANGER) == made
        with pytest.raises(EncryptionError, match="OPSLAG-DATASLEUTEL"):
            data_key(connection, DOSSIER_ID, sleutel=ADVISEUR)


def test_a_scope_has_one_data_key(winkel):
    winkel.begin()
    with pytest.raises(StoreError, match="OPSLAG-SLEUTEL"), writing(winkel.engine) as connection:
        create_data_key(connection, DOSSIER_ID, houders={}, now=NU)


def test_shredding_one_dossier_leaves_the_other(winkel):
    other = "D-" + "b" * 32
    for dossier in (DOSSIER_ID, other):
        winkel.begin(dossier)
    before = winkel.key(other)
    assert winkel.destroy_key() == 1
    assert winkel.destroy_key() == 0
    assert winkel.key(other) == before
    with pytest.raises(EncryptionError, match="OPSLAG-DATASLEUTEL"):
        winkel.key()


def test_a_shredded_wrap_is_in_no_byte_of_the_database(sqlite_winkel, tmp_path):
    sqlite_winkel.begin()
    wraps = [row["omhulling"] for row in sqlite_winkel.rows(DATASLEUTEL)]
    assert any(wrap_ in path.read_bytes() for wrap_ in wraps for path in (tmp_path / "opslag").glob("*"))
    sqlite_winkel.destroy_key()
    for path in (tmp_path / "opslag").glob("*"):
        if path.is_file():
            assert not any(wrap_[:24] in path.read_bytes() or wrap_[-24:] in path.read_bytes() for wrap_ in wraps)


def test_a_shredded_wrap_is_in_no_file_of_postgresql_while_its_neighbours_stay(postgresql_winkel, cluster):
    """VACUUM alone leaves the newest wrap in the free space of its page."""
    others = [f"D-{number:032x}" for number in range(20)]
    for dossier in (*others, DOSSIER_ID):
        postgresql_winkel.begin(dossier)
    (wrap_,) = (row["omhulling"] for row in postgresql_winkel.rows(DATASLEUTEL) if row["bereik"] == DOSSIER_ID)
    with postgresql_winkel.engine.connect() as connection:
        relative = connection.exec_driver_sql("SELECT pg_relation_filepath('datasleutel')").scalar_one()
    folder = (cluster.folder / "data" / relative).parent
    cluster.admin("CHECKPOINT")
    assert any(wrap_ in path.read_bytes() for path in folder.iterdir())
    postgresql_winkel.destroy_key()
    cluster.admin("CHECKPOINT")
    assert not any(wrap_[4:36] in path.read_bytes() for path in folder.iterdir())
    assert all(postgresql_winkel.key(dossier) for dossier in others)
