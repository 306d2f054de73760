# SPDX-License-Identifier: EUPL-1.2
"""Print what validating costs, as ratios to jsonschema in the same run, and that memory stays flat.

Budgets: schema and rules at most 1.3 times a compiled jsonschema validator alone, and at least 5 times faster than
naive `jsonschema.validate`; 1,000 dossiers with memory flat.
"""

from __future__ import annotations

import gc
import json
import resource
import time
from typing import TYPE_CHECKING, Any

import jsonschema
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.rules import evaluate
from weerbaar_docs.validation import examine, schema_faults
from weerbaar_docs.voorbeelddata import maak

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Time a dossier of 25 maatregelen, then 1,000 dossiers."""
    dossier = largest()
    data = json.dumps(dossier).encode()
    compiled = reference()
    bare, schema, rules, whole = fastest(
        lambda: list(compiled.iter_errors(dossier)),
        lambda: schema_faults("dossier", dossier),
        lambda: evaluate(dossier),
        lambda: examine(data),
    )
    (naive_time,) = fastest(lambda: naive(dossier), times=3)
    print(f"maatregelen                      {len(dossier['adviesrapport']['maatregelen']):8}")
    print(f"compiled jsonschema alone        {bare * 1000:8.1f} ms   1.00")
    print(f"our schema check                 {schema * 1000:8.1f} ms {schema / bare:6.2f}")
    print(f"our rules                        {rules * 1000:8.1f} ms {rules / bare:6.2f}")
    print(
        f"schema and rules                 {(schema + rules) * 1000:8.1f} ms {(schema + rules) / bare:6.2f}  (budget 1.3)"
    )
    print(f"examine, from bytes              {whole * 1000:8.1f} ms {whole / bare:6.2f}")
    print(
        f"naive jsonschema.validate        {naive_time * 1000:8.1f} ms; ours is {naive_time / (schema + rules):.1f} times faster (budget 5)"
    )
    memory()


def largest() -> dict[str, Any]:
    """Give the first generated dossier with 25 maatregelen and a besluit."""
    found: dict[str, Any] = {}
    for zaad in range(200):
        candidate = maak("gemeente", zaad, fase="in_uitvoering")
        count = len(candidate["adviesrapport"]["maatregelen"])
        if not found or count > len(found["adviesrapport"]["maatregelen"]):
            found = candidate
        if count >= 25:
            break
    return found


def schemas() -> dict[str, Any]:
    return {n: json.loads(read_resource("schemas", n)) for n in list_resources("schemas") if n.endswith(".schema.json")}


def reference() -> Any:
    found = schemas()
    registry = Registry().with_resources([(s["$id"], DRAFT202012.create_resource(s)) for s in found.values()])
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(found["dossier.schema.json"], registry=registry, format_checker=checker)


def naive(dossier: dict[str, Any]) -> None:
    """Validate as a first script does: read one bundled schema and call validate, which checks that schema too."""
    found = schemas()
    bundle = {**found.pop("dossier.schema.json"), "$defs": found}
    jsonschema.validate(dossier, bundle, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def memory() -> None:
    """Examine 1,000 dossiers and print the growth of the process after the first hundred."""
    start = 0
    for number in range(1000):
        if number == 100:
            gc.collect()
            start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        soort = ("gemeente", "provincie", "waterschap")[number % 3]
        examine(json.dumps(maak(soort, number, fase="in_uitvoering")).encode())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start
    print(f"1,000 dossiers: peak memory grew {grown / 1024:.1f} MiB after the first hundred")


def fastest(*acts: Callable[[], object], times: int = 25) -> list[float]:
    """Give the shortest time of each act; they take turns, so that a busy moment hits them all."""
    found = [float("inf")] * len(acts)
    for _ in range(times):
        for i, act in enumerate(acts):
            start = time.perf_counter()
            act()
            found[i] = min(found[i], time.perf_counter() - start)
    return found


if __name__ == "__main__":
    main()
