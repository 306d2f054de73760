# SPDX-License-Identifier: EUPL-1.2
"""Print what verifying 100,000 audit lines costs, as a ratio to merely reading them in the same run (budget 5).

Once the lines alone, and once as an officer does: against a checkpoint a day, with every warning looked for.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from weerbaar_docs.audit.chain import append, verify
from weerbaar_docs.audit.checkpoint import Checkpoint
from weerbaar_docs.audit.onderzoek import investigate
from weerbaar_docs.audit.regel import BEGIN
from weerbaar_docs.model import utc_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AANTAL = 100_000
BUDGET = 5.0
NU = datetime(2026, 5, 22, tzinfo=UTC)


def main() -> int:
    """Time reading and verifying in turns; give 1 when the budget is not kept."""
    lines = list(chain(AANTAL))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    known = checkpoints(lines)
    reading, verifying, examining = fastest(
        lambda: read(lines), lambda: verify(lines).require(), lambda: investigate(lines, known, now=NU).require()
    )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    size = sum(map(len, lines)) / 1e6
    print(f"lines                            {AANTAL:8} ({size:.1f} MB)")
    print(f"json.loads per line              {reading * 1000:8.0f} ms   1.00")
    print(f"verify                           {verifying * 1000:8.0f} ms {verifying / reading:6.2f}  (budget {BUDGET})")
    print(
        f"investigate, {len(known)} checkpoints    {examining * 1000:8.0f} ms {examining / reading:6.2f}  (budget {BUDGET})"
    )
    print(f"peak memory grew                 {grown / 1024:8.1f} MiB")
    return int(max(verifying, examining) > BUDGET * reading)


def chain(aantal: int) -> Iterator[bytes]:
    """Give the lines of a chain, each about another dossier."""
    kop, moment = BEGIN, datetime(2026, 5, 22, tzinfo=UTC)
    for number in range(aantal):
        regel = append(
            kop,
            moment=moment,
            wie=f"MW-{number % 40:04}",
            handeling="dossier_gelezen",
            object=f"D-{number:032x}",
            uitkomst="gelukt" if number % 9 else "geweigerd:R-TOES-6",
            herkomst="opdrachtregel@M-00000000",
        )
        kop = regel.kop
        yield regel.as_bytes()


def checkpoints(lines: list[bytes]) -> list[Checkpoint]:
    """Give a checkpoint per 300 lines, as if each were of the moment of its line."""
    found = []
    for line in lines[299::300]:
        value = json.loads(line)
        fields = {"volgnummer": value["volgnummer"], "sha256": value["sha256"]}
        found.append(Checkpoint(register="REG-" + "0" * 32, moment=utc_moment(value["moment"]), **fields))
    return found


def read(lines: list[bytes]) -> None:
    """Read every line, and keep nothing."""
    for line in lines:
        json.loads(line)


def fastest(*acts: Callable[[], object], times: int = 7) -> list[float]:
    """Give the shortest time of each act; they take turns, so that a busy moment hits them all."""
    found = [float("inf")] * len(acts)
    for _ in range(times):
        for i, act in enumerate(acts):
            start = time.perf_counter()
            act()
            found[i] = min(found[i], time.perf_counter() - start)
    return found


if __name__ == "__main__":
    sys.exit(main())
