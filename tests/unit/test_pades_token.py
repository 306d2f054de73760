# SPDX-License-Identifier: EUPL-1.2
"""A key on a token (SoftHSM2): it signs at every level, never leaves the token, and what is wrong is said clearly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pkcs11
import pytest
from asn1crypto import x509
from pkcs11 import Attribute, ObjectClass

from pdfs import PDF
from pki import NOW
from weerbaar_docs.errors import StampingError
from weerbaar_docs.pades import Zegel, seal_pdf

MODULES = [Path("/usr/lib") / part / "softhsm/libsofthsm2.so" for part in ("", "x86_64-linux-gnu", "aarch64-linux-gnu")]
TOKEN, PIN = "wd", b"1234"


@pytest.fixture(scope="session")
def module():
    found = next((path for path in (*MODULES, Path("/usr/lib64/softhsm/libsofthsm2.so")) if path.exists()), None)
    assert found, "SoftHSM2 is needed: run tools/setup.sh tests"
    return found


@pytest.fixture(scope="session")
def houders(pki, module, tmp_path_factory):
    """A token with keys `ec` and `rsa` and their certificates, and `kaal`, a key without."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)  # read once by the library, in this process
    util("--init-token", "--free", "--label", TOKEN, "--pin", PIN.decode(), "--so-pin", "9999")
    util("--init-token", "--free", "--label", "dicht", "--pin", PIN.decode(), "--so-pin", "9999")
    made = {"ec": pki.seal("ec"), "rsa": pki.seal("rsa"), "kaal": pki.seal("ec")}
    for number, (label, houder) in enumerate(made.items(), 1):
        file = folder / "key.pem"
        file.write_bytes(houder.key_pem())
        util("--import", str(file), "--token", TOKEN, "--label", label, "--id", f"0{number}", "--pin", PIN.decode())
        file.unlink()
    with pkcs11.lib(str(module)).get_token(token_label=TOKEN).open(user_pin=PIN.decode(), rw=True) as session:
        for label in ("ec", "rsa"):
            store_certificate(session, label, made[label])
    return made


def util(*arguments):
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True, timeout=60)


def store_certificate(session, label, houder):
    parsed = x509.Certificate.load(houder.der)
    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.LABEL: label,
            Attribute.SUBJECT: parsed.subject.dump(),
            Attribute.ISSUER: parsed.issuer.dump(),
            Attribute.SERIAL_NUMBER: parsed["tbs_certificate"]["serial_number"].dump(),
            Attribute.VALUE: houder.der,
        }
    )


def opened(module, sleutel, **extra):
    return Zegel.from_pkcs11(**{"module": module, "token": TOKEN, "sleutel": sleutel, "pin": PIN, **extra})


@pytest.mark.parametrize("sleutel", ["ec", "rsa"])
def test_a_key_on_a_token_signs(pki, module, houders, sleutel):
    seal = opened(module, sleutel, certificaten=houders[sleutel].pem + pki.intermediate.pem)
    made = seal_pdf(PDF, seal.with_voorzieningen(pki.voorzieningen("B-LT")), reden="x", now=NOW)
    assert pki.check(made.pdf).niveau == "B-LT"


def test_the_certificate_may_be_on_the_token(pki, module, houders):
    made = seal_pdf(PDF, opened(module, "ec"), reden="x", now=NOW)
    found = pki.check(made.pdf, vertrouwd=[houders["ec"].der])
    assert found.ondertekenaar_sha256 == opened(module, "ec").vingerafdruk


def test_a_certificate_of_another_key_is_found_out_before_there_is_a_file(module, houders):
    seal = opened(module, "kaal", certificaten=houders["ec"].pem)
    with pytest.raises(StampingError, match="ZEGEL-PAAR"):
        seal_pdf(PDF, seal, reden="x", now=NOW)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"token": "dicht", "pin": b"4321"}, "pincode"),
        ({"token": "dicht", "pin": b"\xff"}, "pincode"),
        ({"token": "elders"}, "geen token met deze naam"),
        ({"sleutel": "elders"}, "staat er niet op"),
        ({"sleutel": "kaal"}, "staat er niet op"),
        ({"module": Path("/nergens/lib.so")}, "geeft een fout"),
    ],
)
def test_what_is_wrong_with_a_token_is_said(module, houders, wrong, words):
    given = {"module": module, "sleutel": "ec", **wrong}
    with pytest.raises(StampingError, match="ZEGEL-TOKEN") as caught:
        opened(**given)
    assert words in str(caught.value)
    assert "4321" not in str(caught.value)
    assert "elders" not in str(caught.value)


def test_without_the_extra_the_rest_works_and_a_token_is_refused_clearly():
    code = (
        "import sys; sys.modules['pkcs11'] = None\n"
        "from pathlib import Path\n"
        "from weerbaar_docs.errors import StampingError\n"
        "from weerbaar_docs.pades import Zegel\n"
        "try: Zegel.from_pkcs11(module=Path('/x'), token='t', sleutel='s', pin=b'')\n"
        "except StampingError as error: print(error.diagnostics()[0])\n"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "ZEGEL-PKCS11" in said
    assert "weerbaar-docs[pkcs11]" in said
