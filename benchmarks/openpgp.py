# SPDX-License-Identifier: EUPL-1.2
"""Seal 300 kB with either back end beside bare gpg, on the same keys, in turns; and a file of 200 MB in flat memory.

The budgets are ratios of the medians: gnupg at most 2 (ECC) of gpg that does not compress either, sequoia at most 0.3 (ECC)
and 0.5 (RSA of 4096 bits) of gpg as it comes; both ratios are printed. Taking keys in is printed apart. The file of 200 MB may
add 60 MiB to the memory.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from sleutelbouw import Smidse
from weerbaar_docs import open_ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from weerbaar_docs import Achterkant

ROUNDS = 25
SIZE = 300_000
PLAIN, USUAL = "gpg, no compression", "gpg as it comes"
# The back end, the kind of key, and the gpg beside which it is held.
BUDGETS = {("gnupg", "ECC", PLAIN): 2.0, ("sequoia", "ECC", USUAL): 0.3, ("sequoia", "RSA", USUAL): 0.5}
KINDS = {"ECC": {}, "RSA": {"algo": "rsa4096", "sub": "rsa4096"}}
LARGE = 200_000_000
GROWTH = 60.0
# Seals one large file in a process of its own, after a small one; prints by how many kB its memory grew.
STREAM = """
import resource, sys
from pathlib import Path
from weerbaar_docs import open_ring

folder = Path(sys.argv[2])
with open_ring(sys.argv[1]) as ring:
    one, other = ring.generate("Fictief a"), ring.generate("Fictief b")
    for name in ("klein", "groot"):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with (folder / name).open("rb") as source:
            ring.sign_and_encrypt_stream(source, folder / f"{name}.pgp", signer=one, recipients=[other], doel="meting")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def main() -> int:
    """Print every figure; 1 when a budget is broken."""
    broken = 0
    with Smidse() as smidse, tempfile.TemporaryDirectory() as folder:
        for kind, options in KINDS.items():
            keys = [smidse.make(name=f"Fictief {n}", **options) for n in "ab"]
            broken += sealing(smidse, kind, keys)
        broken += sum(streaming(name, Path(folder)) for name in ("gnupg", "sequoia"))
    return int(broken > 0)


def sealing(smidse: Smidse, kind: str, keys: list[str]) -> int:
    """Seal with both back ends and bare gpg in turns; give how many budgets were broken."""
    data, (signer, recipient) = os.urandom(SIZE), keys
    secret, public = smidse.export(signer, secret=True), smidse.export(recipient)
    with open_ring("gnupg") as gnupg, open_ring("sequoia") as sequoia:
        rings: dict[str, Achterkant] = {"gnupg": gnupg, "sequoia": sequoia}
        for name, ring in rings.items():
            start = time.perf_counter()
            ring.import_secret(secret, vingerafdruk=signer)
            ring.import_public(public, vingerafdruk=recipient)
            print(f"{kind} {name + ': taking in two keys':32} {(time.perf_counter() - start) * 1000:8.1f} ms")
        given = {"signer": signer, "recipients": [recipient], "doel": "meting"}
        acts = {name: lambda ring=ring: ring.sign_and_encrypt(data, **given) for name, ring in rings.items()}
        beside = {
            PLAIN: bare(smidse, data, signer, recipient, "--compress-algo", "none"),
            USUAL: bare(smidse, data, signer, recipient),
        }
        spent = medians({**beside, **acts})
    for name, seconds in spent.items():
        print(f"{kind} {name:32} {seconds * 1000:8.1f} ms")
    return sum(compared(name, kind, reference, spent) for name in acts for reference in beside)


def compared(name: str, kind: str, reference: str, spent: dict[str, float]) -> bool:
    """Print a ratio; say whether it breaks a budget."""
    ratio, budget = spent[name] / spent[reference], BUDGETS.get((name, kind, reference))
    told = f"(budget at most {budget})" if budget else ""
    print(f"{kind} {f'{name} / {reference}':32} {ratio:8.2f} {told}")
    return budget is not None and ratio > budget


def bare(smidse: Smidse, data: bytes, signer: str, recipient: str, *extra: str) -> Callable[[], object]:
    """Give the same act as one would write it down with gpg."""
    options = ("--no-options", "--batch", "--no-tty", "--trust-model", "always", *extra)
    act = ("--local-user", signer, "--recipient", recipient, "--sign", "--encrypt")
    command = ["gpg", "--homedir", str(smidse.home), *options, *act]
    return lambda: subprocess.run(command, input=data, capture_output=True, check=True)


def streaming(name: str, folder: Path) -> int:
    """Print by how much a file of 200 MB made memory grow; give 1 when that is too much."""
    for file, size in (("klein", SIZE), ("groot", LARGE)):
        with (folder / file).open("wb") as handle:
            for _ in range(max(1, size // 1_000_000)):
                handle.write(os.urandom(min(size, 1_000_000)))
        (folder / f"{file}.pgp").unlink(missing_ok=True)
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", STREAM, name, str(folder)], check=True, capture_output=True)
    grown = int(done.stdout) / 1024
    print(f"200 MB {name:28} {time.perf_counter() - start:8.1f} s  {grown:6.1f} MiB (budget at most {GROWTH})")
    return int(grown > GROWTH)


def medians(acts: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Give the median seconds of each, measured in turns so that a busy machine slows them alike."""
    found: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(ROUNDS + 2):
        for name, act in acts.items():
            start = time.perf_counter()
            act()
            if number > 1:  # the first rounds warm up
                found[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in found.items()}


if __name__ == "__main__":
    sys.exit(main())
