# SPDX-License-Identifier: EUPL-1.2
"""Registered templates: a version each time, the organisation's before ours, and nothing put in or taken out unseen."""

from __future__ import annotations

import pytest

from sjabloonbouw import build, p, put
from storebouw import audit_lines, join
from weerbaar_docs.errors import ConsentError, EncryptionError, RenderingError, UsageError, VerificationError
from weerbaar_docs.registers.sjablonen import register_sjabloon, registered, sjablonen
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.sjablonen.keuren import Keuring, approve
from weerbaar_docs.sjablonen.nieuw import starter
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.store.loading import without_triggers
from weerbaar_docs.store.tables import SJABLOON

OIN = "00000001999900018000"


def approved(document: str = "sleutelblad", text: str = "") -> Keuring:
    docx = (
        build(document=document, change={"word/document.xml": put("<w:sectPr>", p(text))})
        if text
        else starter(document)
    )
    samples = [(v.naam, v.context) for v in voorbeelden(document)][:1]
    return approve(docx, document, samples, motoren=[TypstEngine()])


@pytest.fixture(scope="module")
def keuring():
    return approved()


@pytest.fixture(scope="module")
def nieuwe_keuring():
    return approved(text="Nieuw")


def found(opslag, document="sleutelblad", **given):
    with opslag.act("bevraagd", object="register") as act:
        return registered(act, document, **given)


def test_without_a_registered_template_ours_is_used(opslag):
    assert found(opslag) is None


def test_a_registered_template_comes_back_with_its_engine(opslag, keuring):
    made = register_sjabloon(opslag, keuring)
    kept = found(opslag)
    assert kept == made
    assert (kept.docx, kept.motor, kept.versie, kept.door) == (keuring.docx, "typst", 1, "MW-0001")
    assert kept.template_sha256 == keuring.template_sha256


def test_a_new_one_is_a_next_version_and_the_old_one_stays(opslag, keuring, nieuwe_keuring):
    register_sjabloon(opslag, keuring)
    register_sjabloon(opslag, nieuwe_keuring)
    assert found(opslag).docx == nieuwe_keuring.docx
    with opslag.act("bevraagd", object="register") as act:
        assert [s.versie for s in sjablonen(act)] == [1, 2]


def test_the_template_of_an_organisation_goes_before_the_standard_one(opslag, keuring, nieuwe_keuring):
    register_sjabloon(opslag, keuring)
    assert found(opslag, huisstijl=OIN).docx == keuring.docx
    register_sjabloon(opslag, nieuwe_keuring, huisstijl=OIN)
    assert found(opslag, huisstijl=OIN).docx == nieuwe_keuring.docx
    assert found(opslag).docx == keuring.docx


def test_each_registration_has_its_line_in_the_log(opslag, keuring):
    register_sjabloon(opslag, keuring)
    wie, handeling, object_, uitkomst = audit_lines(opslag)[-1]
    assert (wie, handeling, uitkomst) == ("MW-0001", "configuratie_gewijzigd", "gelukt")
    assert object_ == opslag.object("sjabloon", "standaard/sleutelblad")


def test_a_trial_keeps_nothing(opslag, keuring):
    assert register_sjabloon(opslag, keuring, proef=True).versie == 1
    assert found(opslag) is None


def test_who_is_no_beheerder_registers_nothing(opslag, keuring):
    other = join(opslag, "MW-0002", "adviseur")
    with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
        register_sjabloon(other, keuring)
    assert found(opslag) is None


def test_only_an_approved_template_is_registered(opslag, keuring):
    forged = Keuring(**{name: getattr(keuring, name) for name in Keuring.__dataclass_fields__})
    with pytest.raises(RenderingError, match="SJABLOON-KEURING"):
        register_sjabloon(opslag, forged)


@pytest.mark.parametrize(
    ("document", "huisstijl"), [("onzin", "standaard"), ("sleutelblad", "Gemeente X"), ("sleutelblad", "../a")]
)
def test_a_wrong_name_is_refused(opslag, document, huisstijl):
    with pytest.raises(UsageError):
        found(opslag, document, huisstijl=huisstijl)


def test_a_version_that_was_taken_out_shows(opslag, keuring, nieuwe_keuring):
    register_sjabloon(opslag, keuring)
    register_sjabloon(opslag, nieuwe_keuring)
    with opslag.engine.begin() as connection, without_triggers(connection):
        connection.execute(SJABLOON.delete().where(SJABLOON.c.versie == 2))
    with pytest.raises(VerificationError, match="SJABLOON-STAND"):
        found(opslag)
    with pytest.raises(VerificationError, match="SJABLOON-STAND"):
        register_sjabloon(opslag, keuring)


def test_a_row_that_was_moved_to_another_place_does_not_open(opslag, keuring, nieuwe_keuring):
    register_sjabloon(opslag, keuring)
    register_sjabloon(opslag, nieuwe_keuring, huisstijl=OIN)
    with opslag.engine.begin() as connection, without_triggers(connection):
        rows = {row["naam"]: dict(row) for row in connection.execute(SJABLOON.select()).mappings()}
        other = rows[f"{OIN}/sleutelblad"]
        connection.execute(
            SJABLOON.update().where(SJABLOON.c.naam == "standaard/sleutelblad"),
            {"inhoud": other["inhoud"], "sha256": other["sha256"]},
        )
    with pytest.raises(EncryptionError):
        found(opslag)
