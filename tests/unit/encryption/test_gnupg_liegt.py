# SPDX-License-Identifier: EUPL-1.2
"""A gpg that says one thing and does another: no answer is believed where its parts do not agree."""

from __future__ import annotations

import io
import shlex
from dataclasses import dataclass

import pytest

from achterkantbouw import VROEG, Geweigerd, nu, people
from sleutelbouw import Smidse
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.gnupg.examining import examine
from weerbaar_docs.encryption.gnupg.running import GPG

GNUPG = "/usr/bin/gpg"
DATA = b"fictieve inhoud " * 500
OTHER = "F" * 40


@dataclass(frozen=True, kw_only=True)
class Leugen:
    """What is changed of the answer of gpg, when it is called with an option: its status (as sed does), bytes and return code."""

    optie: str
    status: str = ""
    uit: str = "cat"
    code: int = 0

    def shim(self, folder):
        """Write a gpg that lies; give where."""
        file = folder / "gpg"
        status, uit, gezien = (shlex.quote(str(folder / name)) for name in ("status", "uit", "gezien"))
        file.write_text(
            "#!/bin/sh\n"
            f'case " $* " in *" {self.optie} "*) ;; *) exec {GNUPG} "$@";; esac\n'
            f'echo "$*" >> {gezien}\n'
            f'{GNUPG} "$@" > {uit} 2> {status}\n'
            "code=$?\n"
            f"sed {shlex.quote(self.status or 'n')} < {status} >&2\n"
            f"{self.uit} < {uit}\n"
            f"[ $code -ne 0 ] && exit $code\nexit {self.code}\n"
        )
        file.chmod(0o755)
        return str(file)


def gone(keyword):
    return f"/^\\[GNUPG:\\] {keyword}/d"


def twice(keyword):
    return f"/^\\[GNUPG:\\] {keyword}/p"


def added(line):
    return f"$a [GNUPG:] {line}"


def by_another(keyword):
    return f"s/^\\(\\[GNUPG:\\] {keyword} .*\\)[0-9A-F]\\{{40\\}}$/\\1{OTHER}/"


NOTHING = "cat > /dev/null; true"
HALF = "head -c 300"


@pytest.fixture(scope="module")
def mensen():
    made = people("gnupg")
    yield made
    made.ring.close()


@pytest.fixture
def lying(tmp_path, mensen):
    """Give a ring with both people in it, whose gpg tells a lie."""
    rings = []

    def make(leugen):
        ring = Sleutelring(binary=leugen.shim(tmp_path))
        rings.append(ring)
        for wie in (mensen.afzender, mensen.ontvanger):
            ring.import_secret(mensen.ring.export_secret(wie))
        return ring

    yield make
    for ring in rings:
        ring.close()


@pytest.mark.parametrize(
    "optie",
    [
        *("--detach-sign", "--encrypt", "--decrypt", "--verify", "show-only", "no-import-clean", "--list-keys"),
        *("--export", "--export-secret-keys", "--quick-gen-key", "--quick-add-key", "--check-sigs"),
    ],
)
def test_a_gpg_that_tells_no_lie_is_believed(tmp_path, mensen, optie):
    shim = Leugen(optie=optie).shim(tmp_path)
    with Sleutelring(binary=shim) as ring:
        key = ring.generate("Fictief")
        ring.import_secret(mensen.ring.export_secret(mensen.ontvanger))
        ring.import_public(mensen.ring.export_public(mensen.afzender), vingerafdruk=mensen.afzender)
        signature = ring.sign_detached(DATA, signer=key)
        ring.verify_detached(DATA, signature, signer=key, not_before=VROEG, now=nu())
        message = ring.sign_and_encrypt(DATA, signer=key, recipients=[mensen.ontvanger], doel="test")
        assert ring.decrypt_and_verify(message, signer=key, now=nu()) == DATA
        ring.export_secret(key)
        examine(ring.export_public(key), vingerafdruk=key, binary=shim)
    assert (tmp_path / "gezien").exists()


@pytest.mark.parametrize(
    "leugen",
    [
        {"code": 2},
        {"status": added("INV_SGNR 0 x")},
        {"status": gone("SIG_CREATED")},
        {"status": twice("SIG_CREATED")},
        {"status": by_another("SIG_CREATED")},
        {"uit": NOTHING},
    ],
)
def test_a_signature_is_refused_when_parts_of_the_answer_disagree(lying, mensen, leugen):
    ring = lying(Leugen(optie="--detach-sign", **leugen))
    with Geweigerd("SLEUTEL-ONDERTEKENAAR"):
        ring.sign_detached(DATA, signer=mensen.afzender)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("leugen", "code"),
    [
        ({"code": 2}, "SLEUTEL-VERSLEUTELEN"),
        ({"status": added("FAILURE sign-encrypt 1")}, "SLEUTEL-VERSLEUTELEN"),
        ({"status": gone("END_ENCRYPTION")}, "SLEUTEL-VERSLEUTELEN"),
        ({"status": twice("END_ENCRYPTION")}, "SLEUTEL-VERSLEUTELEN"),
        ({"uit": NOTHING}, "SLEUTEL-VERSLEUTELEN"),
        ({"uit": HALF}, "SLEUTEL-VERSLEUTELEN"),
        ({"status": gone("SIG_CREATED")}, "SLEUTEL-ONDERTEKENAAR"),
        ({"status": twice("SIG_CREATED")}, "SLEUTEL-ONDERTEKENAAR"),
        ({"status": by_another("SIG_CREATED")}, "SLEUTEL-ONDERTEKENAAR"),
    ],
)
def test_a_message_is_refused_when_parts_of_the_answer_disagree(lying, mensen, tmp_path, leugen, code, stream):
    ring = lying(Leugen(optie="--encrypt", **leugen))
    source, target = tmp_path / "bron", tmp_path / "bericht"
    source.write_bytes(DATA)
    given = {"signer": mensen.afzender, "recipients": [mensen.ontvanger], "doel": "test"}
    with Geweigerd(code):
        if stream:
            with source.open("rb") as file:
                ring.sign_and_encrypt_stream(file, target, **given)
        else:
            ring.sign_and_encrypt(DATA, **given)
    assert not target.exists()


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (gone("DECRYPTION_OKAY"), "SLEUTEL-ONTCIJFEREN"),
        (twice("PLAINTEXT "), "SLEUTEL-ONTCIJFEREN"),
        (gone("VALIDSIG"), "SLEUTEL-HANDTEKENING"),
        (by_another("VALIDSIG"), "SLEUTEL-HANDTEKENING"),
    ],
)
def test_what_was_opened_is_refused_when_parts_of_the_answer_disagree(lying, mensen, tmp_path, status, code, stream):
    ring = lying(Leugen(optie="--decrypt", status=status))
    message = mensen.seal(DATA)
    source, target = tmp_path / "bericht", tmp_path / "inhoud"
    source.write_bytes(message)
    with Geweigerd(code):
        if stream:
            with source.open("rb") as file:
                ring.decrypt_and_verify_stream(file, target, signer=mensen.afzender, now=nu())
        else:
            ring.decrypt_and_verify(message, signer=mensen.afzender, now=nu())
    assert not target.exists()


@pytest.mark.parametrize("status", [gone("GOODSIG"), twice("NEWSIG"), by_another("VALIDSIG")])
def test_a_verified_signature_is_refused_when_parts_of_the_answer_disagree(lying, mensen, tmp_path, status):
    ring = lying(Leugen(optie="--verify", status=status))
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        ring.verify_detached(DATA, mensen.sign(DATA), signer=mensen.afzender, not_before=VROEG, now=nu())
    [called] = (tmp_path / "gezien").read_text().splitlines()
    assert f"--verify {ring.home}/" in called  # the signature lay in the home, which goes, and nowhere else


@pytest.mark.parametrize("status", [twice("PLAINTEXT "), gone("PLAINTEXT "), gone("GOODSIG"), by_another("VALIDSIG")])
def test_a_message_that_is_signed_only_is_refused_when_parts_of_the_answer_disagree(lying, mensen, status):
    honest = GPG(GNUPG, mensen.ring.home, 60.0)
    message = bytes(honest.run(["--sign", "--local-user", mensen.afzender], DATA).data)
    ring = lying(Leugen(optie="--decrypt"))
    assert ring.read_signed(message, signers=[mensen.afzender], now=nu()) == (DATA, mensen.afzender)
    ring = lying(Leugen(optie="--decrypt", status=status))
    with Geweigerd("SLEUTEL-HANDTEKENING"):
        ring.read_signed(message, signers=[mensen.afzender], now=nu())


@pytest.mark.parametrize(
    "leugen",
    [
        {"code": 2},
        {"status": gone("IMPORT_OK")},
        {"status": by_another("IMPORT_OK")},
        {"status": added(f"IMPORT_OK 1 {OTHER}")},
        {"status": "s/^\\(\\[GNUPG:\\] IMPORT_OK [0-9]*\\) .*/\\1/"},
        {"status": added("IMPORT_RES 1 0 0 0 0 0 0 0 0 1 0 0 0 0 0")},  # that it took in a secret key
        {"status": added("IMPORT_RES 1 0 0 0 0 0 0 0 0 0 1 0 0 0 0")},
        {"status": added("IMPORT_RES 1 0 0 0 0 0 0 0 0 0 0 1 0 0 0")},
    ],
)
def test_a_certificate_is_refused_when_parts_of_the_answer_disagree(tmp_path, mensen, leugen):
    certificate = mensen.ring.export_public(mensen.ontvanger)
    with Sleutelring(binary=Leugen(optie="no-import-clean", **leugen).shim(tmp_path)) as ring:
        with Geweigerd("SLEUTEL-CERTIFICAAT"):
            ring.import_public(certificate, vingerafdruk=mensen.ontvanger)
        with Geweigerd("SLEUTEL-ONBEKEND"):
            ring.inspect(mensen.ontvanger)


@pytest.mark.parametrize("number", range(9, 15))
def test_of_the_counts_of_an_import_three_tell_of_secret_keys(tmp_path, mensen, number):
    counts = ["0"] * 15
    counts[number] = "1"
    leugen = Leugen(optie="no-import-clean", status=added(f"IMPORT_RES {' '.join(counts)}"))
    with Sleutelring(binary=leugen.shim(tmp_path)) as ring:
        given = (mensen.ring.export_public(mensen.ontvanger),)
        if number < 12:
            with Geweigerd("SLEUTEL-CERTIFICAAT"):
                ring.import_public(*given, vingerafdruk=mensen.ontvanger)
        else:
            ring.import_public(*given, vingerafdruk=mensen.ontvanger)


def test_a_secret_key_that_was_not_taken_in_is_refused(tmp_path, mensen):
    leugen = Leugen(
        optie="no-import-clean", status="s/^\\(\\[GNUPG:\\] IMPORT_RES\\).*/\\1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0/"
    )
    with Sleutelring(binary=leugen.shim(tmp_path)) as ring, Geweigerd("SLEUTEL-CERTIFICAAT"):
        ring.import_secret(mensen.ring.export_secret(mensen.ontvanger))


@pytest.mark.parametrize(
    "leugen",
    [{"code": 2}, {"uit": NOTHING}, {"uit": "sed -n 'H;${x;p;p}'"}, {"uit": f"sed 's/[0-9A-F]\\{{40\\}}/{OTHER}/'"}],
)
@pytest.mark.parametrize("optie", ["show-only", "--list-keys"])
def test_a_key_is_not_read_when_parts_of_the_answer_disagree(tmp_path, mensen, leugen, optie):
    shim = Leugen(optie=optie, **leugen).shim(tmp_path)
    with Sleutelring(binary=shim) as ring, Geweigerd("SLEUTEL-CERTIFICAAT", "SLEUTEL-PIN"):
        ring.import_public(mensen.ring.export_public(mensen.ontvanger), vingerafdruk=mensen.ontvanger)


@pytest.mark.parametrize("leugen", [{"code": 2}, {"uit": NOTHING}])
@pytest.mark.parametrize(("optie", "give"), [("--export", "export_public"), ("--export-secret-keys", "export_secret")])
def test_a_key_is_not_given_out_when_parts_of_the_answer_disagree(lying, mensen, leugen, optie, give):
    ring = lying(Leugen(optie=optie, **leugen))
    with Geweigerd("SLEUTEL-CERTIFICAAT"):
        getattr(ring, give)(mensen.afzender)


@pytest.mark.parametrize(
    "leugen",
    [
        {"optie": "--quick-gen-key", "code": 2},
        {"optie": "--quick-gen-key", "status": gone("KEY_CREATED")},
        {"optie": "--quick-gen-key", "status": twice("KEY_CREATED")},
        {"optie": "--quick-add-key", "code": 2},
    ],
)
def test_a_key_is_not_made_when_parts_of_the_answer_disagree(tmp_path, leugen):
    with Sleutelring(binary=Leugen(**leugen).shim(tmp_path)) as ring, Geweigerd("SLEUTEL-MAKEN"):
        ring.generate("Fictief")


@pytest.mark.parametrize(
    "leugen",
    [{"optie": "--check-sigs", "code": 2}, {"optie": "--export", "code": 2}, {"optie": "--export", "uit": NOTHING}],
)
def test_a_certificate_is_not_examined_when_parts_of_the_answer_disagree(tmp_path, mensen, leugen):
    certificate = mensen.ring.export_public(mensen.ontvanger)
    with Geweigerd("SLEUTEL-CERTIFICAAT"):
        examine(certificate, vingerafdruk=mensen.ontvanger, binary=Leugen(**leugen).shim(tmp_path))


@pytest.mark.parametrize(
    "change",
    [
        "s/^sig:!/sig:-/",
        f"s/^\\(sig:!:[^:]*:[^:]*:\\)[0-9A-F]*/\\1{OTHER[:16]}/",
        "s/^\\(sig:!:.*:\\)1[38]x:/\\130x:/",
    ],
)
def test_only_a_good_binding_by_the_key_itself_is_examined(tmp_path, mensen, change):
    def examined(said):
        shim = Leugen(optie="--check-sigs", uit=f"sed '{said}'").shim(tmp_path)
        return examine(mensen.ring.export_public(mensen.ontvanger), vingerafdruk=mensen.ontvanger, binary=shim)

    assert len(examined("n").handtekeningen) == 2
    assert examined(change).handtekeningen == ()
    assert len(examined("s/^uid:/\\xff\\n&/").handtekeningen) == 2  # what is no text is no record


def test_a_key_of_a_later_version_is_named_as_what_it_may_be(mensen):
    for pin, told in (("A" * 64, True), ("A" * 40, False)):
        with Geweigerd("SLEUTEL-CERTIFICAAT") as caught:
            mensen.ring.import_public(b"geen sleutel", vingerafdruk=pin)
        assert ("van een versie die GnuPG hier niet kent" in str(caught.value)) is told
    with Geweigerd("SLEUTEL-CERTIFICAAT") as caught:
        mensen.ring.inspect_certificate(b"geen sleutel")
    assert "versie" not in str(caught.value)


def test_a_secret_key_is_not_examined_as_a_certificate(mensen):
    with Geweigerd("SLEUTEL-GEHEIM"):
        examine(mensen.ring.export_secret(mensen.ontvanger), vingerafdruk=mensen.ontvanger)


def test_what_was_revoked_in_an_earlier_copy_stays_so():
    with Smidse() as smidse:
        key = smidse.make()
        before = smidse.export(key)
        smidse.revoke(key)
        assert examine(before, vingerafdruk=key).staat.ingetrokken is False
        assert examine(before, vingerafdruk=key, eerder=smidse.export(key)).staat.ingetrokken is True


def run_stream(tmp_path, script, source):
    """Run a program in the place of gpg from a source to a file; give the answer and what it wrote."""
    (tmp_path / "gpg").write_text(f'#!/bin/sh\ncase "$*" in *--encrypt*) ;; *) exec {GNUPG} "$@";; esac\n{script}\n')
    (tmp_path / "gpg").chmod(0o755)
    with Sleutelring() as ring, (tmp_path / "uit").open("w+b") as target:
        try:
            return GPG(str(tmp_path / "gpg"), ring.home, 60.0).run_stream(["--encrypt"], source, target)
        finally:
            target.seek(0)
            (tmp_path / "geschreven").write_bytes(target.read())


def test_a_gpg_that_stops_reading_did_not_succeed_whatever_it_says(tmp_path):
    result = run_stream(tmp_path, "exit 0", io.BytesIO(bytes(10_000_000)))
    assert result.returncode == 1


def test_a_status_that_comes_late_is_waited_for(tmp_path):
    late = "cat > /dev/null; (sleep 0.5; echo '[GNUPG:] END_ENCRYPTION' >&2) > /dev/null &"
    assert [name for name, _ in run_stream(tmp_path, late, io.BytesIO(b"x")).statuses] == ["END_ENCRYPTION"]


def test_a_gpg_that_was_given_half_a_file_does_not_end_it(tmp_path):
    class Half(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise OSError("halfway")
            return super().read(10)

    with pytest.raises(OSError, match="halfway"):
        run_stream(tmp_path, "cat; sleep 1; echo the end", Half(bytes(100)))
    assert b"the end" not in (tmp_path / "geschreven").read_bytes()
