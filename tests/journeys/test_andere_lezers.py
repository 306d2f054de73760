# SPDX-License-Identifier: EUPL-1.2
"""A sealed message is read by the programs that a werkgever may have: the same bytes, the CCV's signature, and no other's."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from sleutelbouw import Smidse
from verifieerbouw import public, signer, zending
from weerbaar_docs import open_ring
from weerbaar_docs.encryption.achterkant import Achterkantnaam
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, pack

pytestmark = pytest.mark.lang

OPENPGPJS = Path(__file__).parents[1] / "npm" / "node_modules" / "openpgp"
SCRIPT = """
import * as openpgp from %r;
import fs from "node:fs";
const [message, secret, certificate, out] = process.argv.slice(2);
const read = await openpgp.decrypt({
  message: await openpgp.readMessage({ binaryMessage: fs.readFileSync(message) }),
  decryptionKeys: await openpgp.readPrivateKey({ armoredKey: fs.readFileSync(secret, "utf8") }),
  verificationKeys: await openpgp.readKey({ armoredKey: fs.readFileSync(certificate, "utf8") }),
  expectSigned: true,
  format: "binary",
});
fs.writeFileSync(out, read.data);
"""


@dataclass(frozen=True, kw_only=True)
class Post:
    """A folder with the message, the werkgever's secret key and the certificate of whom he takes for the CCV."""

    folder: Path

    def run(self, *command: str, name: str = "uit", **environment: str) -> bytes | None:
        """Give what a command wrote to the file `uit`; None when it failed."""
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C", **environment}
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, check=False, timeout=120)
        return (self.folder / name).read_bytes() if done.returncode == 0 else None


def gpg(post: Post) -> bytes | None:
    with Smidse() as thuis:
        for name in ("geheim.asc", "ccv.asc"):
            thuis.gpg("--import", data=(post.folder / name).read_bytes())
        return post.run("gpg", "--batch", "--output", "uit", "--decrypt", "bericht.pgp", GNUPGHOME=str(thuis.home))


def sq(post: Post) -> bytes | None:
    given = ("--recipient-key", "geheim.asc", "--signer-cert", "ccv.asc", "--signatures", "1", "--output", "uit")
    return post.run("sq", "decrypt", *given, "bericht.pgp")


def sqop(post: Post) -> bytes | None:
    command = "sqop decrypt --verify-with ccv.asc --verify-out=wie geheim.asc < bericht.pgp > uit && test -s wie"
    return post.run("sh", "-c", command)


def rnp(post: Post) -> bytes | None:
    (post.folder / "rnp").mkdir(mode=0o700)
    for name in ("geheim.asc", "ccv.asc"):
        post.run("rnpkeys", "--homedir", "rnp", "--import", name, name=name)
    command = "rnp --homedir rnp --decrypt --output uit bericht.pgp > gezegd 2>&1 && grep -q '^Good signature' gezegd"
    return post.run("sh", "-c", command)


def openpgpjs(post: Post) -> bytes | None:
    (post.folder / "lees.mjs").write_text(SCRIPT % str(OPENPGPJS / "dist" / "node" / "openpgp.mjs"))
    return post.run("node", "lees.mjs", "bericht.pgp", "geheim.asc", "ccv.asc", "uit")


LEZERS: dict[str, Callable[[Post], bytes | None]] = {
    "gpg": gpg,
    "sq": sq,
    "sqop": sqop,
    "rnp": rnp,
    "openpgp.js": openpgpjs,
}


@pytest.fixture(params=LEZERS)
def lezer(request):
    there = OPENPGPJS.is_dir() if request.param == "openpgp.js" else shutil.which(request.param)
    if not there:
        pytest.skip(f"{request.param} is not on this machine: whether it reads our messages is not known here")
    return LEZERS[request.param]


@pytest.fixture(
    scope="module", params=[(a, k) for a in get_args(Achterkantnaam) for k in ("cv25519", "rsa3072")], ids="-".join
)
def verzonden(request, keten):
    """Give a package, the message that holds it by either back end, and the secret key of the werkgever."""
    o, (achterkant, kind) = keten.o, request.param
    files = {name: data for name, data in zending(keten).items() if name not in {MANIFEST, MANIFEST_SIG}}
    inhoud = pack(files, pakket="zending", sign=signer(o, "ccv"))
    with Smidse() as smidse, open_ring(achterkant) as ring:
        sleutel = smidse.make(name="FICTIEF gemeente", algo="ed25519" if kind == "cv25519" else kind, sub=kind)
        ccv = ring.import_secret(o.ccv.ring.export_secret(o.ccv.vingerafdruk))
        ring.import_public(smidse.export(sleutel), vingerafdruk=sleutel, soort="werkgever")
        sealed = ring.sign_and_encrypt(inhoud, signer=ccv, recipients=[sleutel], doel="vrijgave")
        yield inhoud, sealed, smidse.export(sleutel, armor=True, secret=True)


@pytest.fixture
def post(verzonden, keten, tmp_path):
    _inhoud, sealed, geheim = verzonden
    (tmp_path / "bericht.pgp").write_bytes(sealed)
    (tmp_path / "geheim.asc").write_bytes(geheim)
    (tmp_path / "ccv.asc").write_bytes(armored(public(keten.o, keten.o.ccv.vingerafdruk)))
    return Post(folder=tmp_path)


def armored(certificate):
    return subprocess.run(["gpg", "--enarmor"], input=certificate, capture_output=True, check=True).stdout.replace(
        b"PGP ARMORED FILE", b"PGP PUBLIC KEY BLOCK"
    )


def test_it_reads_what_was_sealed_and_who_signed_it(lezer, post, verzonden):
    assert lezer(post) == verzonden[0]


def test_it_refuses_a_message_in_which_a_byte_was_changed(lezer, post):
    data = bytearray((post.folder / "bericht.pgp").read_bytes())
    data[len(data) // 2] ^= 1
    (post.folder / "bericht.pgp").write_bytes(data)
    assert lezer(post) is None


def test_it_does_not_take_the_signature_for_that_of_somebody_else(lezer, post, keten):
    other = next(iter(keten.o.medewerkers)).vingerafdruk
    (post.folder / "ccv.asc").write_bytes(armored(public(keten.o, other)))
    assert lezer(post) is None
