# SPDX-License-Identifier: EUPL-1.2
"""bytes -> Dossier: strict reading, migration, JSON Schema, business rules.

- all schema faults are reported together; the rules run only when the schema passes;
- a melding never quotes a value: jsonschema's own messages do, so they are not used;
- the form that a text must have is said by `x-vorm` in the schema; `title` and `description` are for readers;
- this is the only module that imports jsonschema.

    dossier = validate(Path("dossier.json").read_bytes())
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaFault
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from weerbaar_docs._resources import list_resources, read_resource
from weerbaar_docs.canonical import canonical_bytes, digest, read_json, read_statement
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.migratie import migrate
from weerbaar_docs.model import Adviesrapport, Dossier, freeze, rapportinhoud
from weerbaar_docs.rules import Instellingen, evaluate
from weerbaar_docs.rules.regel import dag
from weerbaar_docs.status import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

_SUFFIX = ".schema.json"
_GEEN_DOCUMENT = frozenset({"dossier", "gemeen"})
_TYPES = {
    "object": "een object",
    "array": "een lijst",
    "string": "tekst tussen aanhalingstekens",
    "integer": "een geheel getal",
    "number": "een getal",
    "boolean": "true of false",
    "null": "null",
}
_FORMATS = {"date": "een bestaande datum (JJJJ-MM-DD)", "date-time": "een bestaand moment met tijdzone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitslag:
    """What `examine` found; `dossier` is there only when there is no fout."""

    dossier: Dossier | None = field(repr=False)
    meldingen: tuple[Melding, ...]

    @property
    def geldig(self) -> bool:
        """Say whether there is no fout; warnings do not count."""
        return not any(m.ernst == "fout" for m in self.meldingen)


def validate(data: bytes, *, instellingen: Instellingen | None = None) -> Dossier:
    """Read and check a dossier.

    Raises ValidationError with every melding when one of them is a fout; who wants the warnings too calls `examine`.
    """
    uitslag = examine(data, instellingen=instellingen)
    if uitslag.dossier is None:
        raise ValidationError(*uitslag.meldingen)
    return uitslag.dossier


def examine(data: bytes, *, peildatum: date | None = None, instellingen: Instellingen | None = None) -> Uitslag:
    """Read and check a dossier without raising: give all meldingen and, without fout, the Dossier.

    `instellingen` are those of the rules: the calendar of working days.
    """
    try:
        gegevens = migrate(read_json(data))
    except ValidationError as error:
        return Uitslag(dossier=None, meldingen=error.meldingen)
    faults = schema_faults("dossier", gegevens)
    if faults:
        return Uitslag(dossier=None, meldingen=tuple(faults))
    meldingen = (
        *evaluate(gegevens, instellingen=instellingen),
        *compare(gegevens, vandaag=peildatum),
        *_after(gegevens, peildatum),
    )
    if any(m.ernst == "fout" for m in meldingen):
        return Uitslag(dossier=None, meldingen=meldingen)
    return Uitslag(
        dossier=Dossier(dossiernummer=gegevens["dossiernummer"], gegevens=freeze(gegevens)), meldingen=meldingen
    )


def examine_document(data: bytes, soort: str, *, instellingen: Instellingen | None = None) -> tuple[Melding, ...]:
    """Check another document than a dossier, by the name of its schema; give all meldingen.

    Raises ValidationError for a kind that is not there, or the vangnet of 2016 while it is off.
    """
    instellingen = instellingen or Instellingen()
    kinds = sorted(set(_schemas()) - _GEEN_DOCUMENT)
    if soort not in kinds:
        raise ValidationError.because("SOORT-ONBEKEND", "deze soort is er niet", f"Kies uit: {', '.join(kinds)}.")
    if soort == "vangnetaanvraag" and not instellingen.vangnet:
        raise ValidationError.because(
            "VANGNET-UIT",
            "het financieel vangnet van 2016 staat uit",
            "Ga bij het ministerie na of de voorziening nog bestaat; zet dan vangnet.aan in de configuratie.",
        )
    try:
        gegevens = read_json(data)
    except ValidationError as error:
        return error.meldingen
    return tuple(schema_faults(soort, gegevens)) or tuple(evaluate(gegevens, document=soort, instellingen=instellingen))


def adviesrapport(dossier: Dossier) -> Adviesrapport:
    """Give the rapportinhoud of a dossier with its digest; raises ValidationError when there is no report."""
    if "adviesrapport" not in dossier.gegevens:
        raise ValidationError(
            Melding(
                code="RAPPORT-ONTBREEKT",
                ernst="fout",
                pad="/adviesrapport",
                melding="het dossier heeft nog geen adviesrapport",
                oplossing="Vul het adviesrapport in.",
            )
        )
    inhoud = rapportinhoud(dossier.gegevens)
    return Adviesrapport(inhoud=freeze(inhoud), rapport_sha256=digest(inhoud))


def check_statement(name: str, value: Any) -> None:
    """Check a statement against its closed schema: `vaststelling`, `toestemming` or `attest`.

    The full schema name (`toestemming_verklaring`) may be given too. Raises ValidationError.
    """
    check_part(name if name.endswith("_verklaring") else f"{name}_verklaring", value)


def check_herkomst(herkomst: Any) -> None:
    """Raise ValidationError unless this is a herkomst, as the closed schema of `vaststelling` has it."""
    example = {"soort": "vaststelling/v1", "besluitnummer": "-", "toetser": "MW-0000", "besloten_op": "2026-01-01"}
    sums = dict.fromkeys(("rapport_sha256", "vaststelling_sha256", "pdf_sha256"), "0" * 64)
    check_statement("vaststelling", {**example, **sums, "herkomst": herkomst})


def statement_bytes(name: str, value: Any) -> bytes:
    """Give the bytes to sign of a statement that keeps its closed schema; raises ValidationError."""
    check_statement(name, value)
    return canonical_bytes(value)


def checked_statement(name: str, data: bytes) -> dict[str, Any]:
    """Read the bytes of a statement: canonical and of its closed schema; raises ValidationError."""
    statement: dict[str, Any] = read_statement(data)
    check_statement(name, statement)
    return statement


def check_part(name: str, value: Any) -> None:
    """Check one entity (plain JSON) against schemas/<name>.schema.json; raises ValidationError with all faults."""
    faults = schema_faults(name, value)
    if faults:
        raise ValidationError(*faults)


def schema_faults(name: str, value: Any) -> list[Melding]:
    """Give all faults of a plain JSON value against schemas/<name>.schema.json, sorted by place."""
    leaves = [leaf for fault in _validator(name).iter_errors(value) for leaf in _leaves(fault)]
    patterned = {tuple(leaf.absolute_path) for leaf in leaves if leaf.validator == "pattern"}
    found: dict[tuple[str, str, str], Melding] = {}
    for leaf in leaves:
        if leaf.validator == "format" and tuple(leaf.absolute_path) in patterned:
            continue
        for melding in _meldingen(leaf):
            found.setdefault((melding.pad, melding.code, melding.melding), melding)
    return [found[key] for key in sorted(found, key=lambda key: (_place(key[0]), key))]


def _place(pad: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdecimal() else -1, part) for part in pad.split("/")]


# --- schemas ---------------------------------------------------------------------------------


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    names = [n for n in list_resources("schemas") if n.endswith(_SUFFIX)]
    found = {n.removesuffix(_SUFFIX): json.loads(read_resource("schemas", n)) for n in names}
    for schema in found.values():
        # With $schema in a referenced file, jsonschema would leave our stricter class there.
        schema.pop("$schema")
    return found


@cache
def _registry() -> Registry[Any]:
    return Registry().with_resources(
        [(schema["$id"], DRAFT202012.create_resource(schema)) for schema in _schemas().values()]
    )


@cache
def _validator(name: str) -> Draft202012Validator:
    strict: type[Draft202012Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    return strict(_schemas()[name], registry=_registry(), format_checker=Draft202012Validator.FORMAT_CHECKER)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[SchemaFault]:
    # In JSON Schema `$` is the end; in Python it also matches before a last line feed.
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield SchemaFault("pattern")


@cache
def _known_keys() -> frozenset[str]:
    found: set[str] = set()
    todo: list[Any] = list(_schemas().values())
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            found.update(item.get("properties", {}))
            todo.extend(item.values())
        elif isinstance(item, list):
            todo.extend(item)
    return frozenset(found)


# --- faults ----------------------------------------------------------------------------------


def _leaves(fault: SchemaFault) -> Iterator[SchemaFault]:
    """Follow anyOf into the alternative that was meant: the one of the right type."""
    if fault.validator not in ("anyOf", "oneOf") or not fault.context:
        yield fault
        return
    branches: dict[Any, list[SchemaFault]] = {}
    for part in fault.context:
        branches.setdefault(part.schema_path[0], []).append(part)
    fitting = [b for b in branches.values() if not any(p.validator == "type" and not p.relative_path for p in b)]
    if len(fitting) != 1:
        yield fault
        return
    for part in fitting[0]:
        yield from _leaves(part)


def _pointer(path: Iterable[str | int]) -> str:
    known = _known_keys()
    return "".join(f"/{part if isinstance(part, int) or part in known else '…'}" for part in path)


def _meldingen(fault: SchemaFault) -> Iterator[Melding]:
    keyword = str(fault.validator)
    pad = _pointer(fault.absolute_path)
    sentence = _SENTENCES.get(keyword, _other)
    for extra, melding, oplossing in sentence(fault):
        yield Melding(
            code=f"SCHEMA-{keyword.upper()}", ernst="fout", pad=pad + extra, melding=melding, oplossing=oplossing
        )


_Sentence = tuple[str, str, str]


def _value(fault: SchemaFault) -> Any:
    return fault.validator_value


def _instance(fault: SchemaFault) -> Any:
    return fault.instance


def _list(values: Iterable[Any]) -> str:
    return ", ".join("null" if v is None else json.dumps(v) if isinstance(v, bool) else str(v) for v in values)


def _required(fault: SchemaFault) -> Iterator[_Sentence]:
    for name in _value(fault):
        if name not in _instance(fault):
            yield "", f"het verplichte veld ‘{name}’ ontbreekt", f"Vul ‘{name}’ in."


def _enum(fault: SchemaFault) -> Iterator[_Sentence]:
    yield "", f"de waarde is niet toegestaan; toegestaan: {_list(_value(fault))}", "Kies een van deze waarden."


def _const(fault: SchemaFault) -> Iterator[_Sentence]:
    yield "", f"hier is alleen {_list([_value(fault)])} toegestaan", "Gebruik die waarde."


def _type(fault: SchemaFault) -> Iterator[_Sentence]:
    value = _value(fault)
    names = [value] if isinstance(value, str) else value
    yield "", f"verwacht {' of '.join(_TYPES[n] for n in names)}", "Herstel de vorm van deze waarde."


def _any_of(fault: SchemaFault) -> Iterator[_Sentence]:
    alternatives = _value(fault)
    if all("required" in part and "type" not in part for part in alternatives):
        wanted = [name for part in alternatives for name in part["required"]]
        yield "", f"een van deze velden is nodig: {_list(wanted)}", "Vul er minstens één in."
        return
    names = [_value(part) for part in fault.context or () if part.validator == "type"]
    forms = list(dict.fromkeys(_TYPES[n] for n in names if isinstance(n, str)))
    yield "", f"verwacht {' of '.join(forms) or 'een van de toegestane vormen'}", "Herstel de vorm van deze waarde."


def _pattern_form(fault: SchemaFault) -> Iterator[_Sentence]:
    schema = fault.schema if isinstance(fault.schema, dict) else {}
    form = schema.get("x-vorm", f"de vorm {_value(fault)}")
    if "propertyNames" in fault.absolute_schema_path:
        yield "", f"de naam van een veld heeft niet de verwachte vorm: {form}", "Hernoem dat veld."
    else:
        yield "", f"de waarde heeft niet de verwachte vorm: {form}", "Schrijf de waarde in die vorm."


def _format(fault: SchemaFault) -> Iterator[_Sentence]:
    schema = fault.schema if isinstance(fault.schema, dict) else {}
    form = _FORMATS.get(str(_value(fault))) or schema.get("x-vorm", _value(fault))
    yield "", f"de waarde heeft niet de verwachte vorm: {form}", "Schrijf de waarde in die vorm."


def _additional(fault: SchemaFault) -> Iterator[_Sentence]:
    allowed = list(fault.schema.get("properties", {})) if isinstance(fault.schema, dict) else []
    for key in _instance(fault):
        if key in allowed:
            continue
        # An unknown key can be personal data, so it is named only by what it resembles.
        near = difflib.get_close_matches(key, allowed, n=1, cutoff=0.75)
        if near:
            yield (
                "",
                f"een onbekend veld lijkt op ‘{near[0]}’",
                f"Bedoelt u ‘{near[0]}’? Verbeter de naam van het veld.",
            )
        else:
            yield "", "hier staat een onbekend veld", "Verwijder het veld dat niet in het schema staat."


def _not(fault: SchemaFault) -> Iterator[_Sentence]:
    names = _value(fault).get("required", []) if isinstance(_value(fault), dict) else []
    if names:
        yield (
            f"/{names[0]}",
            f"het veld ‘{names[0]}’ hoort hier niet",
            f"Verwijder ‘{names[0]}’ of kies een andere route.",
        )
    else:
        yield from _other(fault)


def _dependent(fault: SchemaFault) -> Iterator[_Sentence]:
    for given, names in _value(fault).items():
        for name in names:
            if given in _instance(fault) and name not in _instance(fault):
                yield "", f"bij ‘{given}’ hoort ook het veld ‘{name}’", f"Vul ‘{name}’ in of verwijder ‘{given}’."


def _bound(text: str, oplossing: str) -> Callable[[SchemaFault], Iterator[_Sentence]]:
    def sentence(fault: SchemaFault) -> Iterator[_Sentence]:
        yield "", text.format(_value(fault)), oplossing

    return sentence


def _other(_fault: SchemaFault) -> Iterator[_Sentence]:
    yield "", "de waarde voldoet niet aan het schema", "Vergelijk dit onderdeel met het schema en herstel het."


_SENTENCES: Mapping[str, Callable[[SchemaFault], Iterator[_Sentence]]] = {
    "required": _required,
    "enum": _enum,
    "const": _const,
    "type": _type,
    "anyOf": _any_of,
    "oneOf": _any_of,
    "pattern": _pattern_form,
    "format": _format,
    "additionalProperties": _additional,
    "dependentRequired": _dependent,
    "not": _not,
    "minLength": _bound("de tekst is korter dan {} tekens", "Vul de tekst aan."),
    "maxLength": _bound("de tekst is langer dan {} tekens", "Kort de tekst in."),
    "minimum": _bound("het getal is kleiner dan {}", "Controleer het getal."),
    "maximum": _bound("het getal is groter dan {}", "Controleer het getal."),
    "minItems": _bound("de lijst heeft minder dan {} onderdelen", "Vul de lijst aan."),
    "maxItems": _bound("de lijst heeft meer dan {} onderdelen", "Verwijder wat hier niet hoort."),
    "maxProperties": _bound("het object heeft meer dan {} velden", "Verwijder wat hier niet hoort."),
    "uniqueItems": _bound("een onderdeel van de lijst komt twee keer voor", "Verwijder het dubbele onderdeel."),
}


def _after(gegevens: Mapping[str, Any], peildatum: date | None) -> Iterator[Melding]:
    if peildatum is None:
        return
    for pad, day in _days(gegevens):
        if day > peildatum.isoformat():
            yield Melding(
                code="DATUM-TOEKOMST",
                ernst="waarschuwing",
                pad=pad,
                melding="deze datum ligt na de peildatum",
                oplossing="Controleer de datum.",
            )


def _days(gegevens: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "/aanmelding/aangemeld_op", dag(gegevens["aanmelding"]["aangemeld_op"])
    if "adviesrapport" in gegevens:
        yield "/adviesrapport/opgesteld_op", gegevens["adviesrapport"]["opgesteld_op"]
    for i, besluit in enumerate(gegevens.get("bva_besluiten", ())):
        yield f"/bva_besluiten/{i}/besloten_op", besluit["besloten_op"]
    for i, toestemming in enumerate(gegevens.get("toestemmingen", ())):
        yield f"/toestemmingen/{i}/gegeven_op", dag(toestemming["gegeven_op"])
    if gegevens.get("werkgeversbrief"):
        yield "/werkgeversbrief/datum", gegevens["werkgeversbrief"]["datum"]
