# SPDX-License-Identifier: EUPL-1.2
"""x-doelgroep says of the werkgever exactly what the white list of the werkgeversversie lets through (R-RED-1, R-RED-3).

Who may see a field: a field is open to someone only when every field above it is too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from planting import planted
from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.model import rapportinhoud
from weerbaar_docs.redaction import werkgeversversie

SUFFIX = ".schema.json"
SCHEMAS: dict[str, Any] = {
    schema["$id"]: schema
    for name in list_resources("schemas")
    if name.endswith(SUFFIX)
    for schema in [json.loads(read_resource("schemas", name))]
}
DOSSIER = SCHEMAS["urn:weerbaar-docs:schema:dossier:1.0"]
SAMPLE: dict[str, Any] = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
BESLUIT: dict[str, Any] = SAMPLE["bva_besluiten"][0]
# Every measure in other words: those come from the besluit instead of from the report.
CHANGED = {
    **BESLUIT,
    "per_maatregel": [
        {**line, "oordeel": "gewijzigd_vastgesteld", "motivering": "Anders.", "gewijzigde_omschrijving": "In het kort."}
        for line in BESLUIT["per_maatregel"]
    ],
}
# What an organisation knows of itself and what the letter tells it; the report is not in there.
OWN = {
    f"/organisatie/{name}"
    for name in (
        "type", "naam", "tooi_uri", "rsin", "oin", "kvk_nummer", "fictief", "plaats", "geldig_van", "geldig_tot",
        "opvolger", "doel/zaak_identificatie", "contactpersoon/functie", "contactpersoon/naam",
        "contactpersoon/email", "contactpersoon/telefoon",
    )
}  # fmt: skip
Way = tuple[str | int, ...]


def resolve(schema: dict[str, Any], root: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    if "$ref" not in schema:
        return schema, root
    address, _, fragment = schema["$ref"].partition("#")
    root = SCHEMAS[address] if address else root
    target = root
    for step in fragment.strip("/").split("/"):
        target = target[step] if step else target
    return resolve(target, root)


def open_to(wie: str, schema: dict[str, Any], root: dict[str, Any], pad: str = "") -> Iterator[str]:
    """The paths of the leaves that someone may see."""
    schema, root = resolve(schema, root)
    if "anyOf" in schema:
        for part in schema["anyOf"]:
            yield from open_to(wie, part, root, pad)
    elif schema.get("type") == "array":
        yield from open_to(wie, schema["items"], root, f"{pad}[]")
    elif "properties" in schema:
        for name, part in schema["properties"].items():
            if wie in part["x-doelgroep"]:
                yield from open_to(wie, part, root, f"{pad}/{name}")
    elif schema.get("type") != "null":
        yield pad


def leaves(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield way, value
        return
    for key, part in items:
        yield from leaves(part, (*way, key))


def path(way: Way) -> str:
    return "".join("[]" if isinstance(part, int) else f"/{part}" for part in way)


def others(value: Any) -> list[Any]:
    """Values that stand nowhere else, of a form with which the white list still works."""
    if isinstance(value, bool) or value is None:
        return []  # too few values to recognise; test_the_werkgeversversie_holds_no_yes_or_no looks at those
    if isinstance(value, int):
        return [424242]
    if re.fullmatch(r"[0-9]+\.[0-9]{2}", value):
        return ["777777.77"]
    return ["2031-02-03"] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else ["kanarie", "vastgesteld"]


def version(world: dict[str, Any]) -> dict[str, Any]:
    besluiten = world["bva_besluiten"]
    return werkgeversversie(world, besluiten[0] if besluiten else None, datum="2026-05-26")


def copied(*besluiten: dict[str, Any]) -> set[str]:
    """The paths of the leaves that turn up in the werkgeversversie: change one and look for it."""
    world = {**rapportinhoud(SAMPLE), "bva_besluiten": list(besluiten)}
    world["bestuurder"] = {**world["bestuurder"], "einde_ambt_op": "2030-01-01"}
    shown = [value for _, value in leaves(version(world))]
    found = set()
    for way, value in leaves(world):
        for other in others(value):
            after = [v for _, v in leaves(version(planted(world, way, other)))]
            if after.count(other) > shown.count(other):
                found.add(path(way))
    return found


def test_the_werkgever_may_see_of_the_report_exactly_what_the_white_list_copies() -> None:
    copies = copied() | copied(BESLUIT) | copied(CHANGED)
    parts = tuple(f"/{part}" for part in (*rapportinhoud(SAMPLE), "bva_besluiten"))
    annotated = {p for p in open_to("werkgever", DOSSIER, DOSSIER) if p.startswith(parts)}
    assert {p for p in copies if p.startswith("/organisatie/")} <= OWN
    assert {p for p in annotated if not p.startswith("/organisatie/")} == copies - OWN


def test_outside_the_report_the_werkgever_sees_itself_and_its_letter() -> None:
    annotated = set(open_to("werkgever", DOSSIER, DOSSIER))
    organisatie = {p for p in annotated if p.startswith("/organisatie/")}
    assert {p for p in organisatie if not p.startswith(("/organisatie/postadres/", "/organisatie/openpgp/"))} == OWN
    rest = {p.split("/")[1].split("[")[0] for p in annotated}
    assert rest == {"organisatie", "bestuurder", "pkvw", "adviesrapport", "bva_besluiten", "werkgeversbrief"}


def test_nothing_private_is_open_to_the_werkgever() -> None:
    annotated = set(open_to("werkgever", DOSSIER, DOSSIER))
    assert {p for p in annotated if p.startswith("/bestuurder/")} == {"/bestuurder/ambt", "/bestuurder/einde_ambt_op"}
    # He tests the PKVW again on the day of an order (lid 5), and takes back what was lent when the ambt ends (lid 7).
    assert {p for p in annotated if p.startswith("/pkvw")} == {"/pkvw/geldig_tot"}
    private = (
        "/woonplek", "/gesprek_bestuurder", "/gesprek_werkgever", "/planning", "/aanmelding", "/toestemmingen",
        "/adviesrapport/risicobeoordeling_woonplek", "/adviesrapport/dreigingsanalyse/samenvatting",
        "/adviesrapport/bijlagen", "/adviesrapport/maatregelen[]/motivering", "/organisatie/zaaksysteem",
        "/adviesrapport/maatregelen[]/omschrijving",
    )  # fmt: skip
    assert [p for p in annotated if p.startswith(private)] == []


def test_the_bestuurder_may_see_the_whole_report() -> None:
    for wie in ("bestuurder", "bva"):
        annotated = set(open_to(wie, DOSSIER, DOSSIER))
        inside = {path(way) for way, value in leaves(rapportinhoud(SAMPLE)) if value is not None}
        own_keys = re.compile("/(weerbaarheidsaanpak|werkplek|onderdelen)/")
        assert {p for p in inside if not own_keys.search(p)} <= annotated


def test_the_ccv_may_see_every_field() -> None:
    def every(schema: dict[str, Any], root: dict[str, Any], above: tuple[int, ...] = ()) -> Iterator[list[str]]:
        schema, root = resolve(schema, root)
        if id(schema) in above:  # any JSON value holds JSON values
            return
        above = (*above, id(schema))
        for part in (*schema.get("properties", {}).values(), *schema.get("anyOf", [])):
            if "x-doelgroep" in part:
                yield part["x-doelgroep"]
            yield from every(part, root, above)
        if isinstance(schema.get("items"), dict):
            yield from every(schema["items"], root, above)

    for schema in SCHEMAS.values():
        assert all("ccv" in audience for audience in every(schema, schema))


def test_the_werkgeversversie_holds_no_yes_or_no_of_the_report() -> None:
    for besluit in (BESLUIT, CHANGED):
        shown = version({**rapportinhoud(SAMPLE), "bva_besluiten": [besluit]})
        held = {path(way) for way, value in leaves(shown) if isinstance(value, bool)}
        # Whether the PKVW is a condition follows from grondslag, vorm and besluit: the werkgever has those already.
        assert held == {"/voorvertoning", "/maatregelen[]/pkvw_voorwaarde"}
