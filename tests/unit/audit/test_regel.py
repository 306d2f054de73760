# SPDX-License-Identifier: EUPL-1.2
"""A line has six fields in closed forms: nothing about a person fits in, and schema and code say the same."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import weerbaar_docs
from auditbouw import START, VELDEN, regels
from weerbaar_docs import errors
from weerbaar_docs._resources import read_resource
from weerbaar_docs.audit.chain import append
from weerbaar_docs.audit.regel import BEGIN, GENESIS, VORMEN, Auditregel, Handeling, match_line, origin, outcome
from weerbaar_docs.canonical import canonical_bytes, read_statement
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.pseudoniem import machine_pseudonym, object_pseudonym, pseudonym
from weerbaar_docs.validation import schema_faults

PATIENT = settings(deadline=None)  # a busy machine pauses
SCHEMA: dict[str, Any] = json.loads(read_resource("schemas", "auditregel.schema.json"))
LINE = regels(1)[0]
FREE = ("wie", "object", "uitkomst", "herkomst", "handeling")
KNOWN = re.compile("|".join(f"(?:{VORMEN[name]})" for name in FREE))


def test_a_line_keeps_its_schema_and_is_canonical() -> None:
    for regel in regels(25):
        assert schema_faults("auditregel", regel.as_json()) == []
        assert read_statement(regel.as_bytes()) == regel.as_json()
        assert match_line(regel.as_bytes())


def test_the_schema_has_the_forms_of_the_code() -> None:
    properties = SCHEMA["properties"]
    for name in ("wie", "object", "uitkomst", "herkomst"):
        assert properties[name]["pattern"] == f"^({VORMEN[name].replace('(?:', '(')})$"
    assert properties["handeling"]["enum"] == list(get_args(Handeling))
    assert set(properties) == set(LINE.as_json())


def test_the_first_line_builds_on_nothing_and_the_second_on_the_first() -> None:
    first, second = regels(2)
    assert (first.volgnummer, first.vorige_sha256) == (1, GENESIS)
    assert (second.volgnummer, second.vorige_sha256) == (2, first.sha256)


CANARIES = (
    "J. Voorbeeld", "Voorbeeld", "VOORBEELD", "Dorpsstraat 1, 1234 AB Voorbeelddam", "1234AB", "burgemeester@voorbeeld.nl",
    "+3188000", "MW-Jansen", "D-voorbeeld", "geweigerd:JANSEN", "geweigerd:R-JANSEN-1", "geweigerd:R-TOES-JANSEN",
    "opdrachtregel@laptop-jansen", "bezorger@M-jansen12", "GEM-2026-001", "gelukt\n", "MW-0001 ", "systeem:x", "",
    "MW-٠٠٠١", "O-" + "g" * 32, "WD-" + "A" * 32,
)  # fmt: skip


@pytest.mark.parametrize("text", CANARIES)
@pytest.mark.parametrize("name", FREE)
def test_no_field_takes_a_name_or_an_address(name: str, text: str) -> None:
    with pytest.raises(ValidationError) as error:
        append(BEGIN, **{**VELDEN, name: text})
    assert [(m.code, m.pad) for m in error.value.meldingen] == [("AUDIT-VORM", f"/{name}")]
    assert not text or text not in str(error.value)
    forged = canonical_bytes({**LINE.as_json(), name: text})
    assert match_line(forged) is None
    assert schema_faults("auditregel", {**LINE.as_json(), name: text})


@PATIENT
@given(st.sampled_from(FREE), st.text() | st.from_regex(r"[A-Z][a-z]+ [A-Z][a-z]+ ?[0-9]*"))
@example("wie", "Jan Jansen")
def test_no_field_takes_free_text(name: str, text: str) -> None:
    if KNOWN.fullmatch(text):
        return
    with pytest.raises(ValidationError, match="AUDIT-VORM"):
        append(BEGIN, **{**VELDEN, name: text})
    assert match_line(canonical_bytes({**LINE.as_json(), name: text})) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("volgnummer", 0), ("volgnummer", 2**53), ("volgnummer", True), ("moment", "2026-02-30T00:00:00Z"),
     ("moment", "2026-05-22T18:14:05+02:00"), ("vorige_sha256", "A" * 64), ("wie", None)],
)  # fmt: skip
def test_numbers_moments_and_digests_have_one_form(name: str, value: Any) -> None:
    fields = {k: v for k, v in LINE.as_json().items() if k not in ("soort", "sha256")}
    with pytest.raises(ValidationError) as error:
        Auditregel(**{**fields, name: value})
    assert error.value.meldingen[0].pad == f"/{name}"


def test_every_error_class_has_a_reason_and_every_code_fits() -> None:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.WeerbaarDocsError)]
    assert len(kinds) > 5
    told = set()
    for kind in kinds:
        melding = Melding(code="SLEUTEL-PIN", ernst="fout", pad="", melding="Jansen", oplossing="")
        told.add(outcome(kind(melding), geweigerd=True))
    assert len(told) == len(kinds)
    assert all(re.fullmatch(VORMEN["uitkomst"], text) for text in told)


def test_every_rule_id_in_the_source_can_be_the_reason() -> None:
    ids = set()
    for path in Path(weerbaar_docs.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                ids |= set(re.findall(r"\AR-[A-Z]+-[0-9]+\Z", node.value))
    assert len(ids) > 50
    for code in sorted(ids):
        melding = Melding(code=code, ernst="fout", pad="", melding="", oplossing="")
        assert outcome(ValidationError(melding), geweigerd=False) == f"mislukt:{code}"


def test_pseudonyms_fit_and_say_nothing_without_the_key() -> None:
    made = pseudonym("WD-2026-0001", b"een"), object_pseudonym("sleutel", "A" * 40, b"een")
    herkomst = origin("verzegelaar", machine_pseudonym("laptop", b"een"))
    for kenmerk in made:
        append(BEGIN, **{**VELDEN, "object": kenmerk, "herkomst": herkomst})
    assert pseudonym("WD-2026-0001", b"ander") != made[0]
    assert object_pseudonym("organisatie", "A" * 40, b"een") != made[1]
    assert append(BEGIN, **VELDEN).moment == START.strftime("%Y-%m-%dT%H:%M:%SZ")
