# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest

from pki import Pki
from weerbaar_docs.config import load_config
from weerbaar_docs.errors import ConfigError, VerificationError
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.zegelinstellingen import believed_seals, configured_crls, configured_voorzieningen, trusted_seals


@pytest.mark.parametrize("wie", ["bva", "ccv"])
@pytest.mark.parametrize("content", [None, b"geen certificaat", b"-----BEGIN CERTIFICATE-----\nx\n"])
def test_a_certificate_that_cannot_be_read_is_named_by_its_setting(tmp_path, wie, content):
    if content is not None:
        (tmp_path / "zegel.der").write_bytes(content)
    file = tmp_path / "config.toml"
    file.write_text(f'[{wie}]\nzegelcertificaten = ["{tmp_path}/zegel.der"]\n')
    with pytest.raises(ConfigError) as caught:
        trusted_seals(load_config(file, {}), wie)
    fault = caught.value.meldingen[0]
    assert (fault.code, fault.pad) == ("ZEGEL-INSTELLING", f"/{wie}/zegelcertificaten")


@pytest.mark.lang
def test_a_list_of_which_no_issuer_is_given_is_refused_by_its_setting(tmp_path):
    with contextlib.closing(Pki()) as pki:
        files = {"zegel": pki.seal().der, "tussen": pki.intermediate.der, "crl": pki.crl(pki.intermediate)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    file = tmp_path / "config.toml"
    lines = f'[zegel]\nintrekkingslijsten = ["{tmp_path}/crl"]\n[ccv]\nzegelcertificaten = ["{tmp_path}/zegel"%s]\n'
    file.write_text(lines % f', "{tmp_path}/tussen"')
    assert configured_crls(load_config(file, {})) == (files["crl"],)
    file.write_text(lines % "")
    with pytest.raises(ConfigError) as caught:
        configured_crls(load_config(file, {}))
    fault = caught.value.meldingen[0]
    assert (fault.code, fault.pad) == ("ZEGEL-INSTELLING", "/zegel/intrekkingslijsten")


def test_what_is_no_list_is_refused(tmp_path):
    (tmp_path / "crl").write_bytes(b"geen lijst")
    file = tmp_path / "config.toml"
    file.write_text(f'[zegel]\nintrekkingslijsten = ["{tmp_path}/crl"]\n')
    with pytest.raises(VerificationError, match=r"^ZEGEL-INTREKKINGSLIJST "):
        configured_crls(load_config(file, {}))


def test_what_is_believed_of_seals_is_read_without_the_password_of_the_time_stamping_service(tmp_path):
    _, certificate = make_zegel("BVA", now=datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    (tmp_path / "zegel.der").write_bytes(certificate)
    file = tmp_path / "config.toml"
    file.write_text(
        f'[zegel]\ntsa_gebruiker = "u"\ntsa_wachtwoord = "env:NERGENS"\ntsa_vertrouwd = ["{tmp_path}/zegel.der"]\n'
        f'[bva]\nzegelcertificaten = ["{tmp_path}/zegel.der"]\n'
    )
    config = load_config(file, {})
    found = believed_seals(config, "bva")
    assert (found.certificaten, found.tsa_vertrouwd) == ((certificate,), (certificate,))
    assert believed_seals(config, "ccv").certificaten == ()
    with pytest.raises(ConfigError, match=r"^GEHEIM "):
        configured_voorzieningen(config, {}, niveau="B-B")
