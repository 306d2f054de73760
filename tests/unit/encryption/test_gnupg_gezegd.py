# SPDX-License-Identifier: EUPL-1.2
"""What gpg says, line by line: which lines together are a good answer, and that any other is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from weerbaar_docs.encryption.gnupg.judging import is_decrypted, signature_time, signer_of
from weerbaar_docs.encryption.gnupg.status import BAD_RESULT, moment, read_colons, status_lines, succeeded
from weerbaar_docs.errors import EncryptionError

PRIMARY, SUBKEY = "A" * 40, "B" * 40
MADE = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATER = MADE + timedelta(minutes=1)
SIGNED = (
    ("NEWSIG", []),
    ("GOODSIG", [SUBKEY[-16:], "FICTIEF"]),
    ("VALIDSIG", [SUBKEY, "2026-03-02", str(int(MADE.timestamp())), "0", "4", "0", "22", "10", "00", PRIMARY]),
)
OPENED = (
    ("ENC_TO", [SUBKEY[-16:], "18", "0"]),
    ("BEGIN_DECRYPTION", []),
    ("DECRYPTION_INFO", ["2", "9", "0"]),
    ("PLAINTEXT", ["62", "0", ""]),
    *SIGNED,
    ("DECRYPTION_OKAY", []),
    ("GOODMDC", []),
    ("END_DECRYPTION", []),
)


@dataclass(frozen=True, kw_only=True)
class Gezegd:
    """An answer of gpg."""

    statuses: tuple[tuple[str, list[str]], ...]
    returncode: int = 0

    def without(self, *keywords):
        return replace(self, statuses=tuple(line for line in self.statuses if line[0] not in keywords))

    def with_line(self, keyword, *fields):
        return replace(self, statuses=(*self.statuses, (keyword, list(fields))))

    def changed(self, keyword, place, value):
        def fields(old):
            return [*old[:place], *value, *old[place + 1 :]]

        lines = ((key, fields(old) if key == keyword else old) for key, old in self.statuses)
        return replace(self, statuses=tuple(lines))


def refusal_of(gezegd, signer=PRIMARY):
    with pytest.raises(EncryptionError) as caught:
        signature_time(gezegd, signer, MADE - timedelta(days=1), LATER)
    [melding] = caught.value.meldingen
    assert melding.code == "SLEUTEL-HANDTEKENING"
    return melding.melding


# --- a message that was opened -----------------------------------------------------------------


@pytest.mark.parametrize("code", [0, 1, 2])
def test_one_whole_message_is_opened(code):
    assert is_decrypted(Gezegd(statuses=OPENED, returncode=code)) is True


@pytest.mark.parametrize("code", [3, 4, -9])
def test_no_message_is_opened_by_a_gpg_that_ended_otherwise(code):
    assert not is_decrypted(Gezegd(statuses=OPENED, returncode=code))


@pytest.mark.parametrize(
    "keyword", ["BEGIN_DECRYPTION", "DECRYPTION_INFO", "PLAINTEXT", "DECRYPTION_OKAY", "END_DECRYPTION"]
)
def test_what_is_said_of_one_message_is_said_once(keyword):
    whole = Gezegd(statuses=OPENED)
    [fields] = (fields for key, fields in OPENED if key == keyword)
    assert not is_decrypted(whole.without(keyword))
    assert not is_decrypted(whole.with_line(keyword, *fields))


@pytest.mark.parametrize(
    ("info", "good"),
    [
        (["2", "9", "0"], True),  # a modification detection code
        (["0", "9", "2"], True),  # OCB
        (["0", "9"], False),
        (["0", "9", "0"], False),
        (["0"], False),
    ],
)
def test_a_message_without_protection_of_its_integrity_is_not_opened(info, good):
    gezegd = Gezegd(statuses=OPENED).without("DECRYPTION_INFO")
    lines = [*gezegd.statuses[:2], ("DECRYPTION_INFO", info), *gezegd.statuses[2:]]
    assert is_decrypted(replace(gezegd, statuses=tuple(lines))) is good


@pytest.mark.parametrize("keyword", ["PLAINTEXT", "NEWSIG"])
@pytest.mark.parametrize("before", [True, False])
def test_text_and_signature_stand_inside_what_was_encrypted(keyword, before):
    gezegd = Gezegd(statuses=OPENED)
    [line] = (line for line in OPENED if line[0] == keyword)
    rest = gezegd.without(keyword).statuses
    assert not is_decrypted(Gezegd(statuses=(line, *rest) if before else (*rest, line)))


# --- a signature -------------------------------------------------------------------------------


def test_a_signature_of_a_subkey_counts_as_of_its_primary_key():
    assert signature_time(Gezegd(statuses=SIGNED), PRIMARY, MADE, MADE) == MADE
    assert refusal_of(Gezegd(statuses=SIGNED), signer=SUBKEY) == (
        "de handtekening is van een andere sleutel dan is vastgelegd"
    )
    short = Gezegd(statuses=SIGNED).changed("VALIDSIG", 9, [])
    assert "andere sleutel" in refusal_of(short)


@pytest.mark.parametrize("keyword", ["NEWSIG", "GOODSIG", "VALIDSIG"])
def test_what_is_said_of_one_signature_is_said_once(keyword):
    [fields] = (fields for key, fields in SIGNED if key == keyword)
    assert refusal_of(Gezegd(statuses=SIGNED).without(keyword)) == "er staat geen geldige handtekening"
    assert refusal_of(Gezegd(statuses=SIGNED).with_line(keyword, *fields)) == (
        "er staat meer dan één handtekening" if keyword == "NEWSIG" else "er staat geen geldige handtekening"
    )


@pytest.mark.parametrize(
    ("keyword", "why"),
    [
        ("REVKEYSIG", "de handtekening is gezet met een ingetrokken sleutel"),
        ("EXPKEYSIG", "de handtekening is gezet met een sleutel die verlopen is"),
        ("EXPSIG", "de handtekening is verlopen"),
        ("BADSIG", "de handtekening hoort niet bij deze gegevens"),
        ("ERRSIG", "de handtekening is niet te controleren of van een onbekende sleutel"),
        *((key, "er staat geen geldige handtekening") for key in ("NODATA", "NO_PUBKEY", "UNEXPECTED", *BAD_RESULT)),
    ],
)
def test_a_complaint_beside_a_good_signature_is_heard(keyword, why):
    assert refusal_of(Gezegd(statuses=SIGNED).with_line(keyword, "x")) == why


def test_the_return_code_is_heard():
    assert refusal_of(Gezegd(statuses=SIGNED, returncode=1)) == "er staat geen geldige handtekening"


@pytest.mark.parametrize("code", ["8", "9", "10", "12", "14"])
def test_strong_digests_are_good(code):
    assert signature_time(Gezegd(statuses=SIGNED).changed("VALIDSIG", 7, [code]), PRIMARY, MADE, MADE) == MADE


@pytest.mark.parametrize(("place", "value"), [(7, "2"), (7, "11"), (7, "1"), (8, "01"), (8, "10")])
def test_a_weak_digest_or_another_kind_of_signature_is_refused(place, value):
    gezegd = Gezegd(statuses=SIGNED).changed("VALIDSIG", place, [value])
    assert refusal_of(gezegd) == "de handtekening gebruikt een verouderde of ongewone vorm"


def test_the_time_of_a_signature_is_held_against_the_pin():
    for not_before, now in ((MADE + timedelta(days=1), MADE + timedelta(days=2)), (MADE, MADE - timedelta(days=1))):
        with pytest.raises(EncryptionError, match="SLEUTEL-ONDERTEKENTIJD"):
            signature_time(Gezegd(statuses=SIGNED), PRIMARY, not_before, now)


def test_who_signed_is_asked_of_a_message_that_is_signed_and_nothing_else():
    signed = Gezegd(statuses=SIGNED)
    assert signer_of(signed) == PRIMARY
    assert signer_of(signed.without("VALIDSIG")) is None
    assert signer_of(signed.with_line("VALIDSIG", *SIGNED[2][1])) is None
    assert signer_of(signed.changed("VALIDSIG", 9, [])) is None
    for keyword in ("BEGIN_DECRYPTION", "ENC_TO"):
        assert signer_of(signed.with_line(keyword)) is None


# --- lines and records -------------------------------------------------------------------------


def test_status_lines_end_at_newlines_only_and_other_lines_are_none():
    raw = b"[GNUPG:] GOODSIG AB x\x0b\r[GNUPG:] BADSIG \xff\ngpg: [GNUPG:] EXPSIG\n[GNUPG:] PLAINTEXT 62 0 \n"
    assert status_lines(raw) == [
        ("GOODSIG", ["AB", "x\x0b\r[GNUPG:]", "BADSIG", "\\xff"]),
        ("PLAINTEXT", ["62", "0", ""]),
    ]


@pytest.mark.parametrize("keyword", sorted(BAD_RESULT))
def test_gpg_succeeded_when_it_complained_of_nothing(keyword):
    assert {"INV_RECP", "INV_SGNR", "NO_RECP", "NO_SGNR", "FAILURE", "ERROR"} == BAD_RESULT
    assert succeeded(Gezegd(statuses=SIGNED)) is True
    assert succeeded(Gezegd(statuses=SIGNED).with_line(keyword)) is False
    assert succeeded(Gezegd(statuses=SIGNED, returncode=2)) is False


def record(kind, algorithm, *, until="", ability="sc"):
    return f"{kind}:{'u' * 2}:255:{algorithm}:{'0' * 16}:1000000000:{until}::-:::{ability}::::::\n"


def fingerprint(value):
    return f"fpr:::::::::{value}:\n"


def test_records_are_read_as_certificates():
    data = (
        fingerprint("F" * 40)  # of nothing
        + record("sub", 18)
        + fingerprint("E" * 40)  # of a subkey without a certificate
        + record("pub", 22, ability="scE")
        + fingerprint(PRIMARY)
        + fingerprint("F" * 40)  # a second one of the same record
        + "uid:u::::1000000000::0::een : naam \udcff\n"
        + record("sub", 18, until="2000000000", ability="e")
        + fingerprint(SUBKEY)
        + record("sec", 1)
        + fingerprint("C" * 40)
        + record("pub", 99)
        + fingerprint("D" * 40)
        + record("ssb", 16)
        + fingerprint("E" * 40)
    )
    first, second, third = read_colons(data.encode(errors="surrogateescape"))
    assert (first.vingerafdruk, [key.vingerafdruk for key in first.subsleutels], first.geheim) == (
        PRIMARY,
        [SUBKEY],
        False,
    )
    assert (first.primair.algoritme, first.primair.lengte, first.primair.geldigheid) == ("EdDSA", 255, "u")
    assert (first.primair.aangemaakt, first.primair.verloopt) == (datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC), None)
    assert (first.primair.mogelijkheden, first.subsleutels[0].mogelijkheden) == ("scE", "e")
    assert first.subsleutels[0].verloopt == moment("2000000000") == datetime(2033, 5, 18, 3, 33, 20, tzinfo=UTC)
    assert (second.geheim, second.primair.algoritme, second.subsleutels) == (True, "RSA", ())
    assert (third.geheim, third.primair.algoritme, third.subsleutels[0].algoritme) == (True, "algoritme 99", "ElGamal")


@pytest.mark.parametrize(
    ("number", "name"),
    [(1, "RSA"), (2, "RSA"), (3, "RSA"), (16, "ElGamal"), (17, "DSA"), (18, "ECDH"), (19, "ECDSA"), (22, "EdDSA")],
)
def test_algorithms_have_their_names(number, name):
    [state] = read_colons((record("pub", number) + fingerprint(PRIMARY)).encode())
    assert state.primair.algoritme == name
