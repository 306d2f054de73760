# SPDX-License-Identifier: EUPL-1.2
"""Signed heads outside the database: what triggers cannot prevent and the lines alone cannot show is found with them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditbouw import engine_at, fill, lines, regels, stored
from weerbaar_docs.audit.checkpoint import (
    Checkpoint,
    check_checkpoint,
    checkpoint_name,
    checkpoint_statement,
    pack_checkpoint,
    require_current,
    unpack_checkpoint,
    verify_against,
)
from weerbaar_docs.audit.regel import BEGIN, Kop
from weerbaar_docs.audit.sql import SqlAuditlog
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.errors import EncryptionError, ValidationError, VerificationError, WeerbaarDocsError
from weerbaar_docs.model import Verklaring

REGISTER = "REG-" + "0" * 32
NU = datetime.now(UTC)
EARLY = NU - timedelta(days=1)
CHAIN = regels(30)


@pytest.fixture(scope="module")
def logboek() -> Iterator[Any]:
    """The ring of whoever holds the logboek key: not the application."""
    with Sleutelring() as ring:
        yield ring, ring.generate("Logboek (fictief)"), ring.generate("Iemand anders (fictief)")


@pytest.fixture(scope="module")
def auditor(logboek: Any) -> Iterator[Sleutelring]:
    """The ring of anyone: public keys only."""
    ring, *keys = logboek
    with Sleutelring() as public:
        for key in keys:
            public.import_public(ring.export_public(key), vingerafdruk=key)
        yield public


def signed(logboek: Any, kop: Kop, *, by: int = 1, **changed: Any) -> bytes:
    statement = checkpoint_statement(kop, **{"register": REGISTER, "now": datetime.now(UTC), **changed})
    return pack_checkpoint(
        Verklaring(verklaring=statement, handtekening=logboek[0].sign_detached(statement, signer=logboek[by]))
    )


def check(data: bytes, logboek: Any, auditor: Sleutelring, **changed: Any) -> Checkpoint:
    given = {"register": REGISTER, "signer": logboek[1], "controle": auditor, "not_before": EARLY}
    return check_checkpoint(data, **{**given, "now": datetime.now(UTC), **changed})


def at(number: int, minutes: int = 0, **changed: Any) -> Checkpoint:
    fields = {"sha256": CHAIN[number - 1].sha256, "register": REGISTER, "volgnummer": number, **changed}
    return Checkpoint(moment=NU + timedelta(minutes=minutes), **fields)


def codes(changed: list[bytes], *checkpoints: Checkpoint, **more: Any) -> list[tuple[str, str]]:
    return [(m.code, m.pad) for m in verify_against(changed, checkpoints, **more).meldingen]


def test_a_rewritten_chain_is_found_with_a_checkpoint_and_public_material_only(
    logboek: Any, auditor: Sleutelring
) -> None:
    checkpoint = check(signed(logboek, CHAIN[19].kop), logboek, auditor)
    assert checkpoint.kop == CHAIN[19].kop
    assert codes(lines(30), checkpoint) == []
    again = lines(30, wie="MW-0666")
    assert codes(again) == []
    assert codes(again, checkpoint) == [("AUDIT-HERSCHREVEN", "/20")]
    assert codes(lines(30)[:15], checkpoint) == [("AUDIT-AFGEKAPT", "/16")]


def test_other_tools_can_check_the_file(logboek: Any, tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.txt"
    file.write_bytes(signed(logboek, CHAIN[3].kop))
    script = "sed -n 1p $1 | tr -d '\\n' > s; sed -n 2p $1 | base64 -d > h; gpg --homedir $2 --verify h s"
    command = ["sh", "-ec", script, "-", str(file), str(logboek[0].home)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_checkpoint_by_another_key_is_refused(logboek: Any, auditor: Sleutelring) -> None:
    with pytest.raises(EncryptionError, match="SLEUTEL-HANDTEKENING"):
        check(signed(logboek, CHAIN[3].kop, by=2), logboek, auditor)


def test_a_changed_checkpoint_is_refused_or_says_the_same(logboek: Any, auditor: Sleutelring) -> None:
    data = signed(logboek, CHAIN[3].kop)
    whole, statement = check(data, logboek, auditor), data.index(b"\n")
    accepted = set()
    for place in range(0, len(data), 5):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        try:
            assert check(changed, logboek, auditor) == whole
        except WeerbaarDocsError:
            continue
        accepted.add(place)
    # A signature has a part that nothing signs (RFC 9580, 5.2.3): a hint for finding the key. The statement has not.
    assert all(place > statement for place in accepted)


@pytest.mark.parametrize("moment", [NU - timedelta(hours=2), NU + timedelta(hours=2)])
def test_a_checkpoint_is_of_the_moment_of_its_signature(logboek: Any, auditor: Sleutelring, moment: datetime) -> None:
    with pytest.raises(VerificationError, match="moment"):
        check(signed(logboek, CHAIN[3].kop, now=moment), logboek, auditor)


def test_a_checkpoint_of_another_register_is_refused(logboek: Any, auditor: Sleutelring) -> None:
    with pytest.raises(VerificationError, match="ander logboek"):
        check(signed(logboek, CHAIN[3].kop, register="REG-" + "1" * 32), logboek, auditor)
    with pytest.raises(VerificationError, match="verschillende logboeken"):
        verify_against(lines(3), [at(1), at(2, register="REG-" + "1" * 32)])


def test_an_empty_log_has_no_checkpoint() -> None:
    with pytest.raises(ValidationError):
        checkpoint_statement(BEGIN, register=REGISTER, now=NU)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"{}\n\n", b"{}\nAAAA", b"{}\nAAAA\n\n", b"{}\nAA A\n", b"{}\nAAAB\nAAAA\n", b"{}\r\nAA\n", b"{}\n\xff\n"],
)  # fmt: skip
def test_a_file_is_exactly_two_lines(data: bytes) -> None:
    with pytest.raises(VerificationError, match="AUDIT-CHECKPOINT"):
        unpack_checkpoint(data)


def test_count_and_number_agree(logboek: Any, auditor: Sleutelring) -> None:
    statement = checkpoint_statement(CHAIN[3].kop, register=REGISTER, now=datetime.now(UTC))
    statement = statement.replace(b'"aantal":4', b'"aantal":5')
    data = pack_checkpoint(
        Verklaring(verklaring=statement, handtekening=logboek[0].sign_detached(statement, signer=logboek[1]))
    )
    with pytest.raises(VerificationError, match="aantal"):
        check(data, logboek, auditor)


def test_file_names_sort_by_number_and_differ_by_digest() -> None:
    def name(number: int, digest: str = "a", signature: bytes = b"s") -> str:
        statement = checkpoint_statement(Kop(number, digest * 64), register=REGISTER, now=NU)
        return checkpoint_name(pack_checkpoint(Verklaring(verklaring=statement, handtekening=signature)))

    names = [name(9), name(10), name(2**40)]
    assert names == sorted(names)
    assert len({name(9), name(9, "b"), name(9, signature=b"made a second later")}) == 3


def test_checkpoints_that_contradict_each_other_show_a_log_that_was_rolled_back() -> None:
    assert codes(lines(30), at(10), at(20, 1)) == []
    assert codes(lines(30), at(20), at(10, 1)) == [("AUDIT-TERUGGEZET", "/10")]
    assert codes(lines(30), at(10), at(10, 1)) == []
    assert codes(lines(30), at(10), at(10, 1, sha256="f" * 64)) == [("AUDIT-TERUGGEZET", "/10")]


def test_the_order_in_which_checkpoints_are_given_does_not_matter() -> None:
    assert codes(lines(30)[:15], at(20, 1), at(10)) == [("AUDIT-AFGEKAPT", "/16")]


def test_verifying_from_a_checkpoint_on_is_enough_for_what_came_after() -> None:
    assert codes(lines(30)[10:], at(10), at(20, 1), na=at(10).kop) == []
    assert codes([*lines(30)[10:12], *lines(30)[13:]], at(10), na=at(10).kop) == [("AUDIT-VERWIJDERD", "/13")]


def test_a_restored_copy_is_recognised_before_anything_else_is_done(tmp_path: Path) -> None:
    engine = engine_at(f"sqlite:///{tmp_path / 'logboek.db'}")
    fill(engine, 12)
    chain = stored(engine)
    with engine.connect() as connection:
        log = SqlAuditlog(connection)
        newest = Checkpoint(register=REGISTER, volgnummer=12, sha256=log.head().sha256, moment=NU)
        require_current(log, newest)
        for older in (
            Checkpoint(register=REGISTER, volgnummer=13, sha256="f" * 64, moment=NU),
            Checkpoint(register=REGISTER, volgnummer=7, sha256="f" * 64, moment=NU),
        ):
            with pytest.raises(VerificationError, match="AUDIT-TERUGGEZET"):
                require_current(log, older)
    assert codes(chain, newest) == []
    engine.dispose()
