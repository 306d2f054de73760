# SPDX-License-Identifier: EUPL-1.2
"""The page about checkpoints says what works: its settings are valid, its commands run as they stand there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from weerbaar_docs.cli import root, run
from weerbaar_docs.config import load_config
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.home import Thuis

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "checkpoints.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
VINGERAFDRUK = "0123456789ABCDEF0123456789ABCDEF01234567"


def blocks(kind):
    return [text for name, text in BLOCKS if name == kind]


def ours(text):
    """The commands of ours in a text, each as its arguments."""
    return [shlex.split(found) for found in re.findall(r"weerbaar-docs (logboek [^\n]*)", text)]


def test_the_settings_are_valid_and_complete(tmp_path):
    [text] = blocks("toml")
    file = tmp_path / "weerbaar.toml"
    file.write_text(text)
    section = load_config(file, {}).section("logboek")
    assert section | tomllib.loads(text)["logboek"] == section
    assert section["plaatsen"] == ["map", "mail"]


@pytest.mark.parametrize("arguments", ours("\n".join(text for _, text in BLOCKS)), ids=" ".join)
def test_every_command_of_the_page_has_these_options(arguments):
    command = root
    context = click.Context(root)
    while isinstance(command, click.Group):
        command = command.get_command(context, arguments.pop(0))
    command.make_context("weerbaar-docs", arguments)


def test_the_line_for_cron_is_five_fields_and_a_command():
    [line] = blocks("cron")[0].splitlines()
    fields = line.split(None, 5)
    assert all(re.fullmatch(r"[0-9*,/-]+", part) for part in fields[:5])
    assert ours(fields[5])


def test_the_units_are_what_systemd_takes(tmp_path):
    service, timer = blocks("ini")
    assert "Type=oneshot" in service
    assert ours(service) == ours(blocks("cron")[0])
    program = shutil.which("systemd-analyze")
    if program is None:
        assert re.search(r"^OnCalendar=Mon\.\.Fri \d\d:\d\d Europe/Amsterdam$", timer, re.MULTILINE)
        return
    calendar = re.search(r"^OnCalendar=(.*)$", timer, re.MULTILINE)[1]
    subprocess.run([program, "calendar", calendar], check=True, capture_output=True)


def test_the_page_works_from_the_key_to_the_check(tmp_path, monkeypatch, capsys):
    with Thuis() as thuis, Sleutelring() as tester:
        folder = tmp_path / "werk"
        (folder / "checkpoints").mkdir(parents=True)
        for name, value in {"HOME": tmp_path, "XDG_DATA_HOME": tmp_path / "data", "GNUPGHOME": thuis.path}.items():
            monkeypatch.setenv(name, str(value))
        monkeypatch.chdir(folder)
        make, two_steps, export, check, without = (
            next(text for text in blocks("sh") if word in text)
            for word in ("--quick-gen-key", "--maak-verklaring", "exporteer", "verifieer --export", "sed -n 1p")
        )
        shell(make.replace("gpg --quick", "gpg --batch --passphrase '' --quick"))
        pin = tester.inspect_certificate((folder / "logboek.pgp").read_bytes()).vingerafdruk
        config = tmp_path / "weerbaar.toml"
        config.write_text(
            f'[logboek]\nsleutel = "{pin}"\nsleutelbestand = "{folder}/logboek.pgp"\nplaatsen = ["map"]\n'
            f'map = "{folder}/checkpoints"\n'
        )
        monkeypatch.setenv("WEERBAAR_CONFIG", str(config))
        assert run(["opslag", "init", "--id", "MW-0001", "--vingerafdruk", "A" * 40]) == 0
        for line in two_steps.splitlines():
            if line.startswith("gpg"):
                shell(line.replace("gpg ", "gpg --batch ", 1))
            else:
                assert run(shlex.split(line)[1:]) == 0, capsys.readouterr()
        assert run(shlex.split(export)[1:]) == 0
        monkeypatch.setenv("WEERBAAR_CONFIG", str(empty(tmp_path)))
        assert run(shlex.split(check.replace(VINGERAFDRUK, pin))[1:]) == 0, capsys.readouterr()
        [checkpoint] = (folder / "checkpoints").iterdir()
        shutil.copyfile(checkpoint, folder / "checkpoint.txt")
        shell(without)


def empty(folder):
    file = folder / "leeg.toml"
    file.write_text("")
    return file


def shell(text):
    done = subprocess.run(["sh", "-ec", text], capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr.decode()
    sys.stdout.flush()
