# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import contextlib

import pytest

from pki import Pki
from weerbaar_docs.config import load_config
from weerbaar_docs.errors import ConfigError
from weerbaar_docs.zegelinstellingen import configured_crls, trusted_seals


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
