# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest

from weerbaar_docs.config import load_config
from weerbaar_docs.errors import ConfigError
from weerbaar_docs.zegelinstellingen import trusted_seals


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
