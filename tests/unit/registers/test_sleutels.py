# SPDX-License-Identifier: EUPL-1.2
"""The register of keys over a real store, with real keys: who may, what is refused, and what a lapse takes with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from sleutelbouw import Smidse
from sleutelregisterbouw import (
    ANDER_OIN,
    ANDER_PUNT,
    OIN,
    PUNT,
    TWEEDE,
    both,
    consent,
    furnish,
    make_sleutels,
    pin,
    resigned,
    signed,
    statement,
)
from storebouw import HOUDER, audit_lines, join, medewerker
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.encryption.certificaat import read_certificaat
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.errors import ConsentError, EncryptionError, StoreError, ValidationError, VerificationError
from weerbaar_docs.model import Verklaring
from weerbaar_docs.registers.berichtbrief import notice_letter
from weerbaar_docs.registers.berichten import finish_bericht, open_berichten
from weerbaar_docs.registers.contactpunten import check_contactpunt, contactpunt, put_contactpunt
from weerbaar_docs.registers.medewerkers import add_medewerker, change_medewerker
from weerbaar_docs.registers.organisaties import organisatie, put_organisatie
from weerbaar_docs.registers.sleutelrijen import registersleutels
from weerbaar_docs.registers.sleutels import (
    check_keys,
    sleutelregister,
    verify_key,
    withdraw_key,
)
from weerbaar_docs.registers.sleutelwissel import replace_key, wisselverklaringen
from weerbaar_docs.store import StoreNonceRegister, new_holder_key, writing
from weerbaar_docs.store.tables import BERICHT, INTREKKING, SLEUTEL, SLEUTELWISSEL
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.vertrouwd import trusted_of


@pytest.fixture(scope="session")
def sleutels():
    with Smidse() as smidse, Sleutelring() as ring:
        yield make_sleutels(smidse, ring)


@pytest.fixture
def klok(klok):
    klok.nu = datetime.now(UTC) - timedelta(days=30)
    return klok


@pytest.fixture
def tweede(opslag, sleutels):
    return furnish(opslag, sleutels)


@pytest.fixture
def met_sleutel(opslag, sleutels, tweede):
    """Give the store with a werkgever's key in it."""
    pin(opslag, sleutels.certificaat(sleutels.oud))
    return opslag


def listed(opslag):
    with opslag.act("bevraagd", object="register") as act:
        return registersleutels(act.connection, act.register_key())


def counting(opslag, moment=None):
    with opslag.act("bevraagd", object="register") as act:
        return sleutelregister(act.connection, act.register_key(), moment or act.now)


def notices(opslag, **which):
    with opslag.act("bevraagd", object="register") as act:
        return open_berichten(act.connection, act.register_key(), **which)


def pinned_in_organisatie(opslag, oin=OIN):
    with opslag.act("bevraagd", object="register") as act:
        return organisatie(act.connection, act.register_key(), oin).get("openpgp", {}).get("vingerafdruk")


def withdraw(opslag, vingerafdruk, reden="kwijt"):
    with opslag.act("sleutel_gewijzigd", object=opslag.object("sleutel", vingerafdruk)) as act:
        return withdraw_key(act, vingerafdruk, reden=reden)


def switch(opslag, certificaat, verklaringen, sleutels):
    with opslag.act("sleutel_gewijzigd", object=opslag.object("sleutel", certificaat.vingerafdruk)) as act:
        return replace_key(act, certificaat, verklaringen, controle=sleutels.ring)


def voided(opslag):
    with opslag.look() as connection:
        return set(connection.execute(INTREKKING.select()).scalars())


# --- taking in --------------------------------------------------------------------------------


def test_a_key_comes_in_with_how_when_and_by_whom_it_was_verified(opslag, sleutels, tweede):
    made, new = pin(opslag, sleutels.certificaat(sleutels.oud))
    assert new
    [rij] = listed(opslag)
    assert rij == made
    [verificatie] = rij.verificaties
    assert (verificatie.door, verificatie.wijze, verificatie.contactpunt) == (
        "MW-0001", "telefonisch_teruggebeld", PUNT,
    )  # fmt: skip
    found = counting(opslag).for_holder(OIN, "werkgever")
    assert found.vingerafdruk == sleutels.oud
    assert found.geldig_tot == nederlandse_dag(datetime.now(UTC) + timedelta(days=730)) - timedelta(days=1)
    found.check(nederlandse_dag(datetime.now(UTC)))
    assert pinned_in_organisatie(opslag) == sleutels.oud
    line = ("MW-0001", "sleutel_gewijzigd", opslag.object("sleutel", sleutels.oud), "gelukt")
    assert line in audit_lines(opslag)


def test_what_was_pinned_can_be_encrypted_to(met_sleutel, sleutels):
    found = counting(met_sleutel).lookup(sleutels.oud)
    with Sleutelring() as ring:
        ring.import_public(found.certificaat, vingerafdruk=found.vingerafdruk, soort="werkgever")


def test_the_compared_fingerprint_may_be_typed_as_it_was_read(opslag, sleutels, tweede):
    typed = " ".join(sleutels.oud[i : i + 4].lower() for i in range(0, 40, 4))
    assert pin(opslag, sleutels.certificaat(sleutels.oud), vingerafdruk=typed)[1]


def test_a_file_with_another_key_than_was_compared_is_refused(opslag, sleutels, tweede):
    with pytest.raises(EncryptionError, match="SLEUTEL-PIN"):
        pin(opslag, sleutels.certificaat(sleutels.nieuw), vingerafdruk=sleutels.oud)
    with pytest.raises(EncryptionError, match="kort sleutelnummer"):
        pin(opslag, sleutels.certificaat(sleutels.oud), vingerafdruk=sleutels.oud[-16:])
    assert listed(opslag) == []
    assert pinned_in_organisatie(opslag) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"contactpunt": None}, "SLEUTEL-TERUGBELLEN"),
        ({"contactpunt": ANDER_PUNT}, "SLEUTEL-TERUGBELLEN"),
        ({"contactpunt": "loket"}, "SLEUTEL-TERUGBELLEN"),
        ({"contactpunt": "onbekend"}, "CONTACT-ONBEKEND"),
        ({"houder": "0" * 20}, "SLEUTEL-TERUGBELLEN|ORGANISATIE-ONBEKEND"),
        ({"wijze": "gemaild"}, "SLEUTEL-WIJZE"),
    ],
)
def test_a_werkgever_is_called_back_on_his_own_number_of_the_register(opslag, sleutels, tweede, changed, code):
    with pytest.raises(ValidationError, match=code):
        pin(opslag, sleutels.certificaat(sleutels.oud), **changed)
    assert listed(opslag) == []


def test_a_number_that_went_stale_is_not_called(opslag, sleutels, tweede, klok):
    klok.nu += timedelta(days=3 * 365)
    with pytest.raises(ValidationError, match="R-CONT-1"):
        pin(opslag, sleutels.certificaat(sleutels.nieuw))


def test_only_a_sleutelbeheerder_changes_the_register(met_sleutel, sleutels):
    adviseur = join(met_sleutel, "MW-0003", "adviseur", "secretariaat")
    for act in (
        lambda: pin(adviseur, sleutels.certificaat(sleutels.oud)),
        lambda: withdraw(adviseur, sleutels.oud),
        lambda: switch(adviseur, sleutels.certificaat(sleutels.nieuw), [], sleutels),
    ):
        with pytest.raises(ConsentError, match="MEDEWERKER-ROL"):
            act()
    assert [line[3] for line in audit_lines(met_sleutel)[-3:]] == ["geweigerd:TOESTEMMING"] * 3
    assert len(counting(met_sleutel).sleutels) == 1


def test_one_sleutelbeheerder_does_not_put_in_another_key_of_a_werkgever(met_sleutel, sleutels):
    with pytest.raises(EncryptionError, match="SLEUTEL-WISSEL"):
        pin(met_sleutel, sleutels.certificaat(sleutels.nieuw))
    withdraw(met_sleutel, sleutels.oud)
    with pytest.raises(EncryptionError, match="SLEUTEL-WISSEL"):  # nor by way of withdrawing the old one
        pin(met_sleutel, sleutels.certificaat(sleutels.nieuw))
    with pytest.raises(ValidationError, match="komt niet terug"):
        pin(met_sleutel, sleutels.certificaat(sleutels.oud))


def test_a_key_is_of_one_holder(met_sleutel, sleutels):
    with pytest.raises(ValidationError, match="SLEUTEL-HOUDER"):
        pin(met_sleutel, sleutels.certificaat(sleutels.oud), houder=ANDER_OIN, contactpunt=ANDER_PUNT)
    bestuurder = sleutels.certificaat(sleutels.nieuw, "bestuurder")
    with pytest.raises(ValidationError, match="geen dossier"):
        pin(met_sleutel, bestuurder, houder="D-" + "0" * 32, contactpunt=None)
    dossier = consent(met_sleutel, sleutels.oud, 1)
    assert pin(met_sleutel, bestuurder, houder=dossier, wijze="fysiek_overhandigd", contactpunt=None)[1]
    assert counting(met_sleutel).for_holder(dossier, "bestuurder").vingerafdruk == sleutels.nieuw


def test_a_medewerkers_key_is_that_of_the_medewerkersregister_and_no_one_elses(opslag, sleutels, tweede):
    data = sleutels.ring.export_public(sleutels.beheerders[TWEEDE])

    own = read_certificaat(data, soort="medewerker", now=datetime.now(UTC))
    given = {"wijze": "fysiek_overhandigd", "contactpunt": None}
    with pytest.raises(ValidationError, match="andere vingerafdruk"):
        pin(opslag, own, houder="MW-0001", **given)
    with pytest.raises(ValidationError, match="van een medewerker"):
        pin(opslag, replace(own, soort="ccv_levering"), houder="CCV", **given)
    assert pin(opslag, own, houder=TWEEDE, **given)[1]


@pytest.mark.parametrize("brought", [None, "B" * 40])
def test_an_organisatie_that_is_taken_in_again_keeps_the_pinned_key(met_sleutel, sleutels, brought):
    with met_sleutel.act("organisatie_gewijzigd", object="register") as act:
        known = organisatie(act.connection, act.register_key(), OIN)
        openpgp = {**known.pop("openpgp"), "vingerafdruk": brought}
        item = {**known, "naam": "gemeente Anders (fictief)", **({"openpgp": openpgp} if brought else {})}
        put_organisatie(act, item)
    assert pinned_in_organisatie(met_sleutel) == sleutels.oud
    withdraw(met_sleutel, sleutels.oud)
    with met_sleutel.act("organisatie_gewijzigd", object="register") as act:
        put_organisatie(act, item)
    assert pinned_in_organisatie(met_sleutel) is None


# --- renewing and checking --------------------------------------------------------------------


def test_the_same_key_with_a_new_end_is_a_renewal_and_voids_nothing(met_sleutel, sleutels):
    consent(met_sleutel, sleutels.oud, 1)
    with Smidse() as ander:
        ander.gpg("--import", data=sleutels.smidse.export(sleutels.oud, secret=True))
        for which in ([], ["*"]):
            ander.gpg("--quick-set-expire", sleutels.oud, "5y", *which)

        [known] = listed(met_sleutel)
        renewed = read_certificaat(
            ander.export(sleutels.oud), soort="werkgever", now=datetime.now(UTC), eerder=known.certificaat
        )
    made, new = pin(met_sleutel, renewed)
    assert not new
    assert made.geldig_tot > known.geldig_tot + timedelta(days=1000)
    assert len(made.verificaties) == 2
    assert voided(met_sleutel) == set()
    assert notices(met_sleutel) == []
    assert [rij.geldig_tot for rij in listed(met_sleutel)] == [made.geldig_tot]


def test_an_older_file_does_not_bring_a_revoked_subkey_back():

    with Smidse() as smidse:
        fingerprint = smidse.make()
        older = smidse.export(fingerprint)
        smidse.edit(fingerprint, "key 1", "revkey", "y", "0", "", "y")
        smidse.gpg("--quick-add-key", fingerprint, "cv25519", "encr", "never")
        pinned = read_certificaat(smidse.export(fingerprint), soort="werkgever", now=datetime.now(UTC))
        assert len(pinned.subsleutels) == 1
        now = datetime.now(UTC)
        alone = read_certificaat(older, soort="werkgever", now=now)
        merged = read_certificaat(older, soort="werkgever", now=now, eerder=pinned.inhoud)
    assert alone.subsleutels != pinned.subsleutels
    assert merged.subsleutels == pinned.subsleutels


def test_a_new_verification_gives_the_key_another_year(met_sleutel, sleutels, klok):
    klok.nu += timedelta(days=400)
    today = nederlandse_dag(klok.nu)
    with met_sleutel.act("bevraagd", object="register") as act:
        [(_, meldingen)] = check_keys(act.connection, act.register_key(), today, maanden=12)
    assert [m.code for m in meldingen] == ["SLEUTEL-VERIFICATIE-NU"]
    with met_sleutel.act("sleutel_gewijzigd", object="register") as act:
        with pytest.raises(ValidationError, match="SLEUTEL-TERUGBELLEN"):
            verify_key(act, sleutels.oud, wijze="telefonisch_teruggebeld")
        verify_key(act, sleutels.oud, wijze="fysiek_overhandigd")
        [(rij, meldingen)] = check_keys(act.connection, act.register_key(), today, maanden=12)
    assert meldingen == ()
    assert [v.op for v in rij.verificaties][-1] == today.isoformat()
    counting(met_sleutel).lookup(sleutels.oud).check(today)


def test_the_register_of_a_moment_is_what_counted_then(met_sleutel, sleutels, klok):
    before = klok.nu - timedelta(seconds=1)
    klok.nu += timedelta(hours=2)
    withdraw(met_sleutel, sleutels.oud)
    assert counting(met_sleutel).sleutels == ()
    assert counting(met_sleutel, before).sleutels == ()
    assert [s.vingerafdruk for s in counting(met_sleutel, klok.nu - timedelta(hours=1))] == [sleutels.oud]


# --- withdrawing ------------------------------------------------------------------------------


def test_withdrawing_voids_every_toestemming_on_the_key_and_says_whom_to_tell(met_sleutel, sleutels):
    touched = consent(met_sleutel, sleutels.oud, 1)
    consent(met_sleutel, sleutels.nieuw, 2)
    consent(met_sleutel, sleutels.oud, 3, dagen=-1)
    consent(met_sleutel, sleutels.oud, 4, ingetrokken=True)
    made = withdraw(met_sleutel, sleutels.oud)
    assert voided(met_sleutel) == {"T-1", "T-3", "T-4"}
    assert [(b.soort, b.dossier) for b in made] == [
        ("sleutel_aan_werkgever", None),
        ("sleutel_aan_bestuurder", touched),
    ]
    assert sorted(b.id for b in notices(met_sleutel)) == sorted(b.id for b in made)
    assert [b.dossier for b in notices(met_sleutel, dossier=touched)] == [touched]
    register = StoreNonceRegister(met_sleutel.engine, clock=lambda: datetime.now(UTC))
    with pytest.raises(ConsentError):
        register.use("n-1", "T-1")
    register.use("n-2", "T-2")
    assert pinned_in_organisatie(met_sleutel) is None
    with pytest.raises(EncryptionError, match="SLEUTEL-ONBEKEND"):
        withdraw(met_sleutel, sleutels.oud)


def test_a_bericht_is_open_until_somebody_says_it_was_told(met_sleutel, sleutels):
    [bericht] = withdraw(met_sleutel, sleutels.oud)
    assert bericht.taak
    with met_sleutel.act("vastgelegd", object="register") as act:
        finish_bericht(act, bericht.id)
    assert notices(met_sleutel) == []
    with (
        pytest.raises(ValidationError, match="BERICHT-ONBEKEND"),
        met_sleutel.act("vastgelegd", object="register") as act,
    ):
        finish_bericht(act, bericht.id)


@pytest.mark.parametrize("reden", ["vervangen", "geen zin", ""])
def test_a_withdrawal_has_a_reason_of_the_list(met_sleutel, sleutels, reden):
    with pytest.raises(ValidationError, match="SLEUTEL-REDEN"):
        withdraw(met_sleutel, sleutels.oud, reden)


# --- another key of a werkgever ---------------------------------------------------------------


def test_two_sleutelbeheerders_replace_a_key_and_all_that_hangs_on_it(met_sleutel, sleutels, oefening):
    touched = [consent(met_sleutel, sleutels.oud, n) for n in (1, 2)]
    nieuw = sleutels.certificaat(sleutels.nieuw)
    wissel = switch(met_sleutel, nieuw, both(met_sleutel, sleutels, nieuw), sleutels)
    assert wissel.medewerkers == ("MW-0001", TWEEDE)
    assert counting(met_sleutel).for_holder(OIN, "werkgever").vingerafdruk == sleutels.nieuw
    assert {rij.vingerafdruk: rij.vervallen_reden for rij in listed(met_sleutel)} == {
        sleutels.oud: "vervangen", sleutels.nieuw: None,
    }  # fmt: skip
    assert voided(met_sleutel) == {"T-1", "T-2"}
    assert [b.dossier for b in wissel.berichten] == [None, *touched]
    assert pinned_in_organisatie(met_sleutel) == sleutels.nieuw
    with met_sleutel.act("bevraagd", object="register") as act:
        kept = wisselverklaringen(act.connection, act.register_key(), wissel.nieuw.id)
        letter = notice_letter(act, wissel.berichten[0].id, loket="loket", zegel=oefening.ccv_zegel)
        with pytest.raises(ValidationError, match="BERICHT-SOORT"):
            notice_letter(act, wissel.berichten[1].id, loket="loket", zegel=oefening.ccv_zegel)
    assert len(kept) == 2
    assert letter.oin == OIN
    assert letter.pdf.startswith(b"%PDF")


def test_a_key_that_was_withdrawn_is_replaced_in_the_same_way(met_sleutel, sleutels):
    withdraw(met_sleutel, sleutels.oud, "gelekt")
    nieuw = sleutels.certificaat(sleutels.nieuw)
    assert switch(met_sleutel, nieuw, both(met_sleutel, sleutels, nieuw), sleutels).berichten == ()
    assert counting(met_sleutel).for_holder(OIN, "werkgever").vingerafdruk == sleutels.nieuw


@pytest.mark.parametrize(
    ("bad", "error", "match"),
    [
        ("one", VerificationError, "precies twee"),
        ("three", VerificationError, "precies twee"),
        ("same person", ConsentError, "MEDEWERKER-ZELFDE"),
        ("other words", VerificationError, "niet hetzelfde"),
        ("other key", VerificationError, "niet over deze"),
        ("other old key", VerificationError, "niet over deze"),
        ("signed by another", EncryptionError, "SLEUTEL-HANDTEKENING"),
        ("changed after signing", EncryptionError, "SLEUTEL-HANDTEKENING"),
        ("no role", ConsentError, "MEDEWERKER-ROL"),
        ("called long ago", VerificationError, "zeven dagen"),
        ("called tomorrow", VerificationError, "zeven dagen"),
        ("number of another", ValidationError, "SLEUTEL-TERUGBELLEN"),
        ("number checked at another time", VerificationError, "gewijzigd"),
        ("extra field", ValidationError, "SCHEMA"),
        ("other kind", VerificationError, "werkgever"),
    ],
)
def test_a_replacement_that_is_not_in_order_changes_nothing(met_sleutel, sleutels, bad, error, match):
    consent(met_sleutel, sleutels.oud, 1)
    nieuw = sleutels.certificaat(sleutels.nieuw)
    een, ander = both(met_sleutel, sleutels, nieuw)
    nummers = tuple(sleutels.beheerders)

    def said(**changed):
        return [resigned(sleutels, v, n, **changed) for v, n in zip((een, ander), nummers, strict=True)]

    today = datetime.now(UTC)
    given = {
        "one": lambda: [een],
        "three": lambda: [een, ander, ander],
        "same person": lambda: [een, een],
        "other words": lambda: [een, resigned(sleutels, ander, TWEEDE, reden="gelekt")],
        "other key": lambda: said(nieuw="B" * 40),
        "other old key": lambda: said(oud="B" * 40),
        "signed by another": lambda: [een, signed(sleutels, ander.verklaring, nummers[0])],
        "changed after signing": lambda: [een, replace(ander, handtekening=een.handtekening)],
        "no role": lambda: [een, ander],
        "called long ago": lambda: said(teruggebeld_op=(today - timedelta(days=9)).date().isoformat()),
        "called tomorrow": lambda: said(teruggebeld_op=(today + timedelta(days=2)).date().isoformat()),
        "number of another": lambda: said(contactpunt={"id": ANDER_PUNT, "geverifieerd_op": "2026-01-01"}),
        "number checked at another time": lambda: said(contactpunt={"id": PUNT, "geverifieerd_op": "2026-01-01"}),
        "extra field": lambda: said(vrij="tekst"),
        "other kind": lambda: [een, ander],
    }[bad]()
    if bad == "no role":
        with met_sleutel.act("medewerker_gewijzigd", object=TWEEDE) as act:
            change_medewerker(act, TWEEDE, {"rollen": ["secretariaat"]})
    certificaat = sleutels.certificaat(sleutels.nieuw, "bva" if bad == "other kind" else "werkgever")
    with pytest.raises(error, match=match):
        switch(met_sleutel, certificaat, given, sleutels)
    assert [rij.vingerafdruk for rij in listed(met_sleutel)] == [sleutels.oud]
    assert voided(met_sleutel) == set()
    assert notices(met_sleutel) == []
    assert pinned_in_organisatie(met_sleutel) == sleutels.oud


def test_a_number_that_was_checked_on_the_day_of_the_call_is_not_enough(met_sleutel, sleutels, klok):
    with met_sleutel.act("contact_gecontroleerd", object="register") as act:
        check_contactpunt(act, PUNT, bron="uit de mail")
    nieuw = sleutels.certificaat(sleutels.nieuw)
    with pytest.raises(ValidationError, match="SLEUTEL-TERUGBELLEN"):
        switch(met_sleutel, nieuw, both(met_sleutel, sleutels, nieuw), sleutels)


def test_a_number_that_came_into_the_register_today_is_not_called_whatever_is_said_of_it(met_sleutel, sleutels):
    with met_sleutel.act("contact_gecontroleerd", object="register") as act:
        found = contactpunt(act.connection, act.register_key(), PUNT)["contactpunt"]
        put_contactpunt(act, PUNT, {**found, "telefoon": "+31880000009"}, oin=OIN)
    nieuw = sleutels.certificaat(sleutels.nieuw)
    with pytest.raises(ValidationError, match="SLEUTEL-TERUGBELLEN"):
        switch(met_sleutel, nieuw, both(met_sleutel, sleutels, nieuw), sleutels)


def test_a_replacement_happens_once(met_sleutel, sleutels):
    nieuw = sleutels.certificaat(sleutels.nieuw)
    verklaringen = both(met_sleutel, sleutels, nieuw)
    switch(met_sleutel, nieuw, verklaringen, sleutels)
    with pytest.raises(VerificationError, match="SLEUTEL-WISSEL"):
        switch(met_sleutel, nieuw, verklaringen, sleutels)


def test_a_statement_before_any_key_or_on_a_strange_number_is_not_made(opslag, sleutels, tweede):
    nieuw = sleutels.certificaat(sleutels.nieuw)
    with pytest.raises(EncryptionError, match="SLEUTEL-ONBEKEND"):
        statement(opslag, nieuw, "MW-0001")
    pin(opslag, sleutels.certificaat(sleutels.oud))
    with pytest.raises(ValidationError, match="SLEUTEL-TERUGBELLEN"):
        statement(opslag, nieuw, "MW-0001", contactpunt="loket")


# --- one beheerder who wants to sign for two --------------------------------------------------


def change(opslag, nummer, **changes):
    with opslag.act("medewerker_gewijzigd", object=nummer) as act:
        change_medewerker(act, nummer, changes)


def give_the_second_one_another_key(opslag, pin):
    change(opslag, TWEEDE, vingerafdruk=pin, van="2020-01-01")
    return TWEEDE


def take_the_role_and_give_it_with_another_key(opslag, pin):
    change(opslag, TWEEDE, rollen=["secretariaat"], vingerafdruk=pin)
    change(opslag, TWEEDE, rollen=["sleutelbeheerder"])
    return TWEEDE


def appoint_nobody(opslag, pin):
    gegevens = medewerker("MW-0004", "sleutelbeheerder", vingerafdruk=pin, van="2020-01-01")
    with opslag.act("medewerker_gewijzigd", object="MW-0004") as act:
        add_medewerker(act, gegevens, publiek=new_holder_key("MW-0004").publiek)
    return "MW-0004"


def give_the_role_to_a_secretariaat(opslag, pin):
    join(opslag, "MW-0004", "secretariaat")
    change(opslag, "MW-0004", vingerafdruk=pin, rollen=["secretariaat", "sleutelbeheerder"], van="2020-01-01")
    return "MW-0004"


@pytest.fixture(scope="session")
def eigen(sleutels):
    """Give a key that the beheerder made, next to his own."""
    return sleutels.ring.generate("Fictief MW-0000")


@pytest.mark.parametrize("days", [0, 7])
@pytest.mark.parametrize(
    "way",
    [
        give_the_second_one_another_key,
        take_the_role_and_give_it_with_another_key,
        appoint_nobody,
        give_the_role_to_a_secretariaat,
    ],
)
def test_one_beheerder_does_not_sign_for_two(met_sleutel, sleutels, eigen, klok, way, days):
    nieuw = sleutels.certificaat(sleutels.nieuw)
    een, _ = both(met_sleutel, sleutels, nieuw)
    nummer = way(met_sleutel, eigen)
    said = canonical_bytes({**json.loads(een.verklaring), "medewerker": nummer})
    ander = Verklaring(verklaring=said, handtekening=sleutels.ring.sign_detached(said, signer=eigen))
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD"):
        statement(met_sleutel, nieuw, nummer)
    klok.nu += timedelta(days=days)  # what was signed too early does not count later
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD") as caught:
        switch(met_sleutel, nieuw, [een, ander], sleutels)
    assert nummer in str(caught.value)
    assert [rij.vingerafdruk for rij in listed(met_sleutel)] == [sleutels.oud]
    assert pinned_in_organisatie(met_sleutel) == sleutels.oud


def test_a_key_that_the_beheerder_moves_to_another_number_counts_for_neither(met_sleutel, sleutels, eigen):
    """His own old key goes to the second one, who has been there for long, and he takes a new one himself."""
    nieuw = sleutels.certificaat(sleutels.nieuw)
    een, ander = both(met_sleutel, sleutels, nieuw)
    change(met_sleutel, HOUDER, vingerafdruk=eigen)
    change(met_sleutel, TWEEDE, vingerafdruk=sleutels.beheerders[HOUDER])
    made = [
        replace(een, handtekening=sleutels.ring.sign_detached(een.verklaring, signer=eigen)),
        signed(sleutels, ander.verklaring, HOUDER),
    ]
    with pytest.raises(ConsentError, match="SLEUTEL-WACHTTIJD"):
        switch(met_sleutel, nieuw, made, sleutels)


def test_a_change_of_something_else_makes_nobody_wait(met_sleutel, sleutels):
    change(met_sleutel, TWEEDE, rollen=["adviseur", "sleutelbeheerder"], tot="2099-12-31")
    nieuw = sleutels.certificaat(sleutels.nieuw)
    switch(met_sleutel, nieuw, both(met_sleutel, sleutels, nieuw), sleutels)
    assert pinned_in_organisatie(met_sleutel) == sleutels.nieuw


# --- the database keeps it too ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("UPDATE sleutel SET houder = 'O-' || '0123456789abcdef0123456789abcdef'", "OPSLAG-PIN"),
        ("UPDATE sleutel SET soort = 'bva'", "OPSLAG-PIN"),
        ("UPDATE sleutel SET vervallen_op = NULL", "OPSLAG-PIN"),
        ("DELETE FROM sleutel", "OPSLAG-BLIJVEND"),
        ("DELETE FROM bericht", "OPSLAG-BLIJVEND"),
        ("DELETE FROM sleutelwissel", "OPSLAG-BLIJVEND"),
        ("UPDATE sleutelwissel SET oud = nieuw", "OPSLAG-BLIJVEND"),
        ("UPDATE bericht SET soort = 'sleutel_aan_werkgever'", "OPSLAG-BERICHT"),
        ("UPDATE bericht SET dossier = NULL", "OPSLAG-BERICHT"),
    ],
)
def test_the_database_refuses_what_the_register_never_does(met_sleutel, sleutels, query, code):
    consent(met_sleutel, sleutels.oud, 1)
    nieuw = sleutels.certificaat(sleutels.nieuw)
    switch(met_sleutel, nieuw, both(met_sleutel, sleutels, nieuw), sleutels)
    with pytest.raises(StoreError, match=code), writing(met_sleutel.engine) as connection:
        connection.execute(text(query))


@pytest.mark.parametrize(
    "column",
    [
        "geldig_tot = '2099-01-01'",
        "geverifieerd_op = '2099-01-01'",
        "opgenomen_op = opgenomen_op, vervallen_op = '2026-01-01T00:00:00Z'",
    ],
)
def test_a_column_that_says_something_else_than_the_seal_is_found(met_sleutel, column):
    with writing(met_sleutel.engine) as connection:
        connection.execute(text(f"UPDATE sleutel SET {column}"))
    with pytest.raises(StoreError, match="OPSLAG-ONGELIJK"):
        listed(met_sleutel)


def test_no_fingerprint_holder_or_name_is_in_clear_in_the_tables(met_sleutel, sleutels):
    consent(met_sleutel, sleutels.oud, 1)
    nieuw = sleutels.certificaat(sleutels.nieuw)
    switch(met_sleutel, nieuw, both(met_sleutel, sleutels, nieuw), sleutels)
    with met_sleutel.look() as connection:
        rows = [row for t in (SLEUTEL, SLEUTELWISSEL, BERICHT) for row in connection.execute(t.select()).all()]
    assert len(rows) == 6
    shown = repr(rows)
    for canary in (sleutels.oud, sleutels.nieuw, OIN, "anarie", PUNT):
        assert canary not in shown


def test_a_trial_leaves_nothing(met_sleutel, sleutels):
    nieuw = sleutels.certificaat(sleutels.nieuw)
    verklaringen = both(met_sleutel, sleutels, nieuw)
    with met_sleutel.act("sleutel_gewijzigd", object="register", proef=True) as act:
        replace_key(act, nieuw, verklaringen, controle=sleutels.ring)
    assert [rij.vingerafdruk for rij in listed(met_sleutel)] == [sleutels.oud]


def test_who_verifies_with_this_store_trusts_the_keys_that_count_and_those_of_no_others(met_sleutel, sleutels):
    found = trusted_of(met_sleutel)
    assert [(s.vingerafdruk, s.soort) for s in found.sleutels] == [(sleutels.oud, "werkgever")]
    assert HOUDER in {m.id for m in found.medewerkers}
    withdraw(met_sleutel, sleutels.oud)
    assert trusted_of(met_sleutel).sleutels == ()
