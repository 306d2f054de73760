# SPDX-License-Identifier: EUPL-1.2
"""Whatever file is named as the configuration, it is read within bounds or refused in one clear line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from weerbaar_docs.config import load_config
from weerbaar_docs.errors import ConfigError


@pytest.mark.parametrize(
    "text", ["a=" + "[" * 100_000, "a=" + "{b=" * 100_000, "a = " + "1" * 5000, "a = 1\na = 2", "a = \x00"]
)
def test_toml_past_every_measure_is_no_toml(tmp_path, text):
    file = tmp_path / "c.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match="geen geldige TOML"):
        load_config(file, {})


def test_a_password_in_an_address_is_not_shown(tmp_path):
    config = load_config(None, {"WEERBAAR_OPSLAG_ADRES": "postgresql+psycopg://wd:kanarie@server/db"})
    assert "kanarie" in config.get("opslag.adres")
    assert config.shown("opslag.adres") == "postgresql+psycopg://wd:[verborgen]@server/db"
    assert config.shown("toestemming.dagen") == 30


def test_bytes_that_are_no_text_are_refused(tmp_path):
    file = tmp_path / "c.toml"
    file.write_bytes(b"a = '\xff'")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_config(None, {"WEERBAAR_CONFIG": str(file)})


def test_only_a_regular_file_is_read(tmp_path):
    os.mkfifo(tmp_path / "pijp")
    for path in ("/dev/full", "/dev/zero", str(tmp_path), str(tmp_path / "pijp"), str(tmp_path / "weg"), "x" * 300):
        with pytest.raises(ConfigError, match="CONFIG-BESTAND"):
            load_config(None, {"WEERBAAR_CONFIG": path})


def test_a_file_past_1_mb_is_refused(tmp_path):
    file = tmp_path / "c.toml"
    file.write_bytes(b"#" * 1_000_000)
    assert load_config(file, {}).get("toestemming.dagen")
    file.write_bytes(b"#" * 1_000_001)
    with pytest.raises(ConfigError, match="groter dan 1 MB"):
        load_config(file, {})


def as_somebody_else(home, check):
    """Load the configuration in a process of a user without rights here and without an entry in passwd."""
    code = (
        "import os\n"
        "from weerbaar_docs.config import load_config\n"
        "from weerbaar_docs.errors import ConfigError\n"
        "from weerbaar_docs import config, validation\n"
        "validation.schema_faults('configuratie', {})\n"
        "schema = config.read_resource('schemas', 'configuratie.schema.json')\n"
        "config.read_resource = lambda *_: schema\n"  # the checkout may be closed to that user
        "if os.getuid() == 0: os.setuid(54321)\n"
        f"{check}"
    )
    environment = {name: value for name, value in os.environ.items() if name != "HOME"}
    if home is not None:
        environment["HOME"] = str(home)
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    ).stdout.strip()


def test_a_user_without_a_home_has_the_defaults():
    assert as_somebody_else(None, "print(load_config(None, {}).get('toestemming.dagen'))") == "30"


def test_settings_that_cannot_be_seen_are_not_passed_over(tmp_path):
    (tmp_path / ".config").mkdir(mode=0)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("pytest-", "test_")):
            folder.chmod(0o755)
    check = "try: load_config(None, {})\nexcept ConfigError as error: print(error.meldingen[0].melding)\n"
    assert "niet te zeggen" in as_somebody_else(tmp_path, check)


def test_the_settings_of_the_user_are_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = Path(tmp_path / ".config" / "weerbaar-docs")
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("[toestemming]\ndagen = 14\n")
    assert load_config(None, {}).get("toestemming.dagen") == 14
