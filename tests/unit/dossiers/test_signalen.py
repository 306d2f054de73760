# SPDX-License-Identifier: EUPL-1.2
"""What no dossier says is on the list too: who has to be told, which key lapses, that a checkpoint is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dossierbouw import begun
from sleutelbouw import Smidse
from sleutelregisterbouw import OIN, PUNT, furnish, make_sleutels
from weerbaar_docs.dossiers.lezen import work_in_store
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.registers.berichten import add_bericht, finish_bericht
from weerbaar_docs.registers.sleutelrijen import key_pseudonym
from weerbaar_docs.registers.sleutels import put_key
from weerbaar_docs.termijnen import nederlandse_dag


@pytest.fixture(scope="module")
def sleutels():
    with Smidse() as smidse, Sleutelring() as ring:
        yield make_sleutels(smidse, ring)


@pytest.fixture
def met_sleutel(opslag, klok, sleutels):
    """Give the store with a werkgever's key in it."""
    klok.nu = datetime.now(UTC).replace(microsecond=0)
    furnish(opslag, sleutels)
    how = {"houder": OIN, "vingerafdruk": sleutels.oud, "wijze": "telefonisch_teruggebeld", "contactpunt": PUNT}
    with opslag.act("sleutel_gewijzigd", object="register") as act:
        put_key(act, sleutels.certificaat(sleutels.oud), **how)
    return opslag


def tasks(opslag, **options):
    return {(taak.dossier, taak.soort): taak for taak in work_in_store(opslag, **options).taken}


def tell(opslag, sleutels, soort, dossier=None):
    with opslag.act("sleutel_gewijzigd", object="register") as act:
        return add_bericht(act, soort, sleutel=key_pseudonym(opslag, sleutels.oud), dossier=dossier, gegevens={})


def test_a_checkpoint_is_due_from_the_first_line_on(opslag):
    found = tasks(opslag)["logboek", "checkpoint_maken"]
    assert (found.wie, found.ernst) == ("beheerder", "vandaag")


def test_a_bericht_stands_with_its_dossier_until_it_was_told(met_sleutel, sleutels):
    opslag = met_sleutel
    kept, _ = begun(opslag)
    bericht = tell(opslag, sleutels, "sleutel_aan_bestuurder", kept.dossier)
    found = tasks(opslag)[kept.dossier, "sleutel_aan_bestuurder"]
    assert found.dossiernummer == kept.dossiernummer
    assert bericht.id in found.wat
    assert (kept.dossier, "sleutel_aan_bestuurder") in tasks(opslag, kenmerken=[kept.dossiernummer])
    with opslag.act("sleutel_gewijzigd", object="register") as act:
        finish_bericht(act, bericht.id)
    assert (kept.dossier, "sleutel_aan_bestuurder") not in tasks(opslag)


def test_what_belongs_to_no_dossier_stands_on_the_whole_list_alone(met_sleutel, sleutels):
    opslag = met_sleutel
    kept, _ = begun(opslag)
    tell(opslag, sleutels, "sleutel_aan_werkgever")
    assert ("register", "sleutel_aan_werkgever") in tasks(opslag)
    assert {dossier for dossier, _ in tasks(opslag, kenmerken=[kept.dossiernummer])} == {kept.dossier}


def test_a_key_that_lapses_is_work_for_a_sleutelbeheerder(met_sleutel, sleutels, klok):
    today = nederlandse_dag(klok.nu)
    assert not {soort for dossier, soort in tasks(met_sleutel) if dossier == OIN}
    found = tasks(met_sleutel, vandaag=today + timedelta(days=320))[OIN, "sleutel_vergelijken"]
    assert (found.wie, found.ernst) == ("sleutelbeheerder", "later")
    late = tasks(met_sleutel, vandaag=today + timedelta(days=730))
    assert late[OIN, "sleutel_vergelijken"].ernst == "te_laat"
    assert late[OIN, "sleutel_verloopt"].dagen == -1
    assert sleutels.oud not in late[OIN, "sleutel_verloopt"].wat
