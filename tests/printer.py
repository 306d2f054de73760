# SPDX-License-Identifier: EUPL-1.2
"""A real printing system (CUPS) of this test alone, with one queue; what it was given stays in its spool to be looked at."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

RIJ = "kantoor"
_CUPSD = """Listen {map}/cups.sock
MaxLogSize 0
DefaultAuthType None
WebInterface No
Browsing No
PreserveJobFiles Yes
DirtyCleanInterval 0
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_FILES = """FileDevice Yes
SystemGroup root
RequestRoot {map}/spool
ServerRoot {map}
StateDir {map}/state
CacheDir {map}/cache
AccessLog {map}/log/access
ErrorLog {map}/log/error
PageLog {map}/log/page
User lp
Group lp
Sandboxing relaxed
"""


class Afdruksysteem:
    """A CUPS server with the queue RIJ; use it in a `with`."""

    def __init__(self) -> None:
        self._temp = tempfile.TemporaryDirectory(prefix="wdcups-", dir="/tmp")
        self.map = Path(self._temp.name)
        self.map.chmod(0o755)

    def __enter__(self) -> Self:
        for name in ("spool", "state", "cache", "log", "ppd"):
            (self.map / name).mkdir(mode=0o777)
            (self.map / name).chmod(0o777)
        for name, text in (("cupsd.conf", _CUPSD), ("cups-files.conf", _FILES)):
            (self.map / name).write_text(text.format(map=self.map))
        given = ["-f", "-c", str(self.map / "cupsd.conf"), "-s", str(self.map / "cups-files.conf")]
        self._server = subprocess.Popen(
            ["/usr/sbin/cupsd", *given], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._call("lpadmin", "-p", RIJ, "-E", "-v", f"file://{os.devnull}", "-m", "raw")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(20)
        self._temp.cleanup()

    @property
    def adres(self) -> str:
        return str(self.map / "cups.sock")

    def jobs(self, wanted: int) -> list[bytes]:
        """Give what was printed, in the order in which it came, once there are so many jobs."""
        end = time.monotonic() + 20
        while len(found := sorted((self.map / "spool").glob("d*-001"))) < wanted and time.monotonic() < end:
            time.sleep(0.1)
        return [file.read_bytes() for file in found]

    def titles(self, wanted: str) -> str:
        """Give all that the control files of the jobs say, once they name this one."""
        end = time.monotonic() + 40
        while wanted not in (found := self._told()) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def _told(self) -> str:
        return "".join(f.read_bytes().decode("latin-1") for f in sorted((self.map / "spool").glob("c*")))

    def _call(self, *words: str) -> None:
        end = time.monotonic() + 20
        while True:
            done = subprocess.run(
                words, env={**os.environ, "CUPS_SERVER": self.adres}, capture_output=True, check=False
            )
            if done.returncode == 0:
                return
            assert time.monotonic() < end, done.stderr
            time.sleep(0.2)
