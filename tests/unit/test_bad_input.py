# SPDX-License-Identifier: EUPL-1.2
"""Whatever file a person names: one clear Dutch error, exit 3, no traceback, no blow-up, nothing of the file quoted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from weerbaar_docs._resources import read_resource
from weerbaar_docs.cli import run

SAMPLE = read_resource("voorbeelden", "gemeente_burgemeester.invoer.json")
MONEY = json.dumps(json.loads(SAMPLE)).replace('"0.00"', "0.07", 1).encode()
FILES = {
    "utf-16": SAMPLE.decode().encode("utf-16"),
    "latin-1": '{"naam": "Çelik"}'.encode("latin-1"),
    "bom": b"\xef\xbb\xbf" + SAMPLE,
    "empty": b"",
    "binary": bytes(range(256)),
    "duplicate keys": b'{"a": "CANARY", "a": 1}',
    "nan": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "money as a float": MONEY,
    "50 MB": b'{"a": "' + b"CANARY" * 8_400_000 + b'"}',
    "deep nesting": b'{"a":' * 100_000,
    "deep lists in a value": b'{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "huge number": b'{"a": ' + b"9" * 100_000 + b"}",
    "lone surrogate": b'{"a": "\\ud800"}',
    "nul": b'{"a": "\\u0000"}',
    "a list": b"[]",
    "a word": b'"CANARY"',
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_clear_errors_and_exit_3(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dossier.json"
    path.write_bytes(FILES[name])
    assert run(["valideer", str(path)]) == 3
    told = capsys.readouterr()
    assert "fout" in told.out
    assert "Wat nu:" in told.out
    assert "CANARY" not in told.out + told.err
    assert "Traceback" not in told.out + told.err


def test_a_link_a_folder_a_pipe_and_nothing_at_all_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real = tmp_path / "echt.json"
    real.write_bytes(SAMPLE)
    link, dangling, loop, pipe = (tmp_path / name for name in ("link", "los", "rond", "pijp"))
    link.symlink_to(real)
    dangling.symlink_to(tmp_path / "niets")
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    assert run(["valideer", str(real)]) == 0
    for path in (link, dangling, loop, pipe, tmp_path, tmp_path / "niets", Path("/dev/zero")):
        assert run(["valideer", str(path)]) == 3, path
        assert "BESTAND-LEZEN" in capsys.readouterr().out


def test_a_file_without_read_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dossier.json"
    path.write_bytes(SAMPLE)
    path.chmod(0)
    # Root reads everything, so another user asks, from within the folder.
    code = (
        "import os\n"
        "from pathlib import Path\n"
        "from weerbaar_docs.cli.reading import read_file\n"
        "from weerbaar_docs.errors import ValidationError\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try: read_file(Path('dossier.json'))\n"
        "except ValidationError as error: print(error.meldingen[0].code)\n"
    )
    tmp_path.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "BESTAND-LEZEN"


def test_a_large_or_deep_file_takes_no_large_memory(tmp_path: Path) -> None:
    measure = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'weerbaar_docs.cli', 'valideer', 'dossier.json'], capture_output=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    for name in ("50 MB", "deep nesting", "deep lists in a value"):
        (tmp_path / "dossier.json").write_bytes(FILES[name])
        command = [sys.executable, "-c", measure]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert int(done.stdout) < 200 * 1024, name
