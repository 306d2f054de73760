# SPDX-License-Identifier: EUPL-1.2
"""The cases of abuse of the gate: what each is, and what shows that it is refused.

A case has proofs of its own (`@geval`), which run for every back end and leave no trace, or tests elsewhere that show it
(`ELDERS`), or both. `UIT` names for each control the proof that fails without it.
"""

from __future__ import annotations

import os
import secrets
import signal
from dataclasses import replace
from datetime import timedelta

from formulierbouw import ingevuld, klaargezet, leeg, onderteken
from poortbouw import MINUUT, Uit
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.consent import withdraw
from weerbaar_docs.delivery import deliver
from weerbaar_docs.encryption import Pin, seal_on_paper
from weerbaar_docs.keys import Medewerkersregister, Sleutel, Sleutelregister
from weerbaar_docs.model import Verklaring
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.stamping import stamp
from weerbaar_docs.toestemming import OpenpgpBewijs, PadesBewijs, withdrawal
from weerbaar_docs.zaaksysteem import Ontvangst

GEVALLEN = {
    1: "Toestemming voor andere stukken of een ander rapport",
    2: "Toestemming van een ander dossier",
    3: "Een gebruikte toestemming nog een keer gebruiken",
    4: "Een oude kopie van de opslag terugzetten",
    5: "Een toestemming die nog niet of niet meer geldt",
    6: "Een ingetrokken toestemming, ook als dat tijdens het verzegelen gebeurt",
    7: "Een andere sleutel of een andere werkgever dan die van de toestemming",
    8: "Twee sleutels in één bestand",
    9: "Een ontvanger die niet met een volledige vingerafdruk is genoemd",
    10: "Een sleutel die verlopen of ingetrokken is of niet kan versleutelen",
    11: "Een naam in een sleutel die iets anders wil zijn dan een naam",
    12: "Ondertekend met een sleutel die verlopen of ingetrokken is, of nu niet telt",
    13: "Meer dan één handtekening, of iets anders dan een losse handtekening",
    14: "Een verklaring van een andere soort",
    15: "Een verklaring die niet in haar ene vorm staat",
    16: "Iemand keurt zichzelf goed",
    17: "Vier ogen van één persoon",
    18: "Een plugin wil meer zien dan versleutelde bytes",
    19: "Een connector zegt dat iets bezorgd is",
    20: "Een leeg wachtwoord",
    21: "De ondertekenaar ontbreekt",
    22: "Een volle schijf",
    23: "Het proces wordt gedood",
    24: "Instellingen van buiten voor het programma dat versleutelt",
    25: "Een opdracht verstopt in een kenmerk",
    26: "Persoonsgegevens aan de buitenkant",
    27: "Persoonsgegevens in een logbestand",
    28: "Het einde van het logboek ontbreekt",
    29: "De klok is teruggezet",
    30: "Een bestand dat schade wil doen",
    31: "De werkgeversversie bevat meer dan zij toont",
    32: "Een ontvanger te veel",
    33: "Bij een fout zonder versleuteling verder",
}
ELDERS = {
    4: (
        "journeys/test_toestemming.py::test_a_store_of_before_the_sealing_seals_nothing_a_second_time",
        "journeys/test_back_up.py::test_a_back_up_comes_back_and_two_people_decide",
        "unit/audit/test_checkpoint.py::test_a_restored_copy_is_recognised_before_anything_else_is_done",
        "unit/store/test_registerstand.py::test_older_rows_stop_every_act",
    ),
    6: ("unit/store/test_nonce_register.py::test_a_use_and_a_withdrawal_at_once_come_one_after_the_other",),
    10: ("unit/encryption/test_vreemde_sleutels.py::test_a_key_that_is_no_good_is_never_encrypted_to",),
    11: ("unit/encryption/test_vreemde_sleutels.py::test_a_name_changes_no_verdict_about_a_signature",),
    12: ("unit/encryption/test_achterkanten.py::test_a_signature_of_a_key_that_is_no_good_any_more_is_refused",),
    18: (
        "unit/test_architecture.py::test_the_sealing_role_has_no_connector_in_memory",
        "unit/test_architecture.py::test_only_the_encryption_door_and_its_purposes_encrypt",
        "unit/test_architecture.py::test_imports_are_dynamic_only_where_names_are_fixed",
    ),
    20: ("unit/encryption/test_achterkanten.py::test_an_empty_password_eats_no_plaintext",),
    21: ("unit/encryption/test_achterkanten.py::test_who_has_no_secret_key_here_signs_nothing",),
    22: (
        "unit/encryption/test_storingen.py::test_a_full_disk_leaves_no_message",
        "unit/store/test_faults.py::test_a_transaction_past_the_limit_leaves_nothing",
        "unit/test_files.py::test_a_full_disk_leaves_none_of_the_new_files",
    ),
    23: (
        "unit/encryption/test_storingen.py::test_a_process_that_is_killed_leaves_only_whole_messages",
        "journeys/test_toestemming_kills.py::test_the_sealing_role_that_is_killed_before_its_commit_leaves_nothing",
    ),
    24: ("unit/test_gnupg_ring.py::test_configuration_outside_the_home_has_no_say",),
    26: ("journeys/test_whole_way.py::test_no_name_address_or_finding_in_file_names_metadata_or_the_outer_package",),
    27: (
        "journeys/test_nothing_left.py::test_no_library_logs_a_canary_even_in_a_host_that_logs_everything",
        "journeys/test_nothing_left.py::test_a_command_leaves_no_canary",
    ),
    28: (
        "unit/audit/test_checkpoint.py::test_checkpoints_that_contradict_each_other_show_a_log_that_was_rolled_back",
        "unit/audit/test_checkpoint.py::test_a_rewritten_chain_is_found_with_a_checkpoint_and_public_material_only",
    ),
    29: (
        "unit/store/test_opslag.py::test_a_clock_that_was_set_back_is_refused",
        "unit/logboek/test_aanvallen.py::test_clock_set_back",
    ),
    30: (
        "unit/test_bad_input.py::test_a_large_or_deep_file_takes_no_large_memory",
        "unit/test_slechte_pdfs.py::test_nothing_bad_is_sealed",
    ),
    31: (
        "journeys/test_whole_way.py::test_the_werkgeversversie_holds_only_what_is_meant_for_the_werkgever",
        "journeys/test_whole_way.py::test_a_new_field_of_the_dossier_stays_hidden",
    ),
    32: ("unit/test_gnupg_ring.py::test_gpg_that_adds_a_recipient_is_caught",),
}
PROEVEN = {}


def geval(nummer):
    """Make a function the proof of a case."""

    def add(proef):
        assert nummer in GEVALLEN
        PROEVEN[proef.__name__] = (nummer, proef)
        return proef

    return add


# --- what the toestemming is for -------------------------------------------------------------------------------------


@geval(1)
def other_files_of_the_same_report(p):
    vraag = p.vraag()
    again = prepare(p.keten.vastgesteld, p.keten.stukken.keuze, zegel=p.o.ccv_zegel, now=p.o.nu + MINUUT)
    assert again.stukken != p.keten.stukken.stukken
    bewijs = p.sleutel(vraag)
    with p.weigert("R-TOES-1"):
        p.geef_vrij(vraag.verklaring, bewijs, stukken=again)


@geval(1)
def the_report_stamped_anew(p):
    vraag = p.vraag()
    again = stamp(p.keten.definitief, zegel=p.o.bva_zegel, now=p.o.nu + MINUUT)
    bewijs = p.sleutel(vraag)
    with p.weigert("R-TOES-1"):
        p.geef_vrij(vraag.verklaring, bewijs, stukken=p.stukken(vastgesteld=again))


@geval(1)
def another_choice_than_was_consented_to(p):
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    for changed in ({"route": "via_bestuurder"}, {"uitgesloten_onderdelen": ("dreigingsanalyse",)}):
        keuze = Keuze(**{"route": "via_ccv", "omvang": "werkgeversversie", **changed})
        with p.weigert("R-TOES-5"):
            p.geef_vrij(vraag.verklaring, bewijs, stukken=p.stukken(keuze=keuze))


@geval(1)
def files_swapped_after_the_release(p):
    vrijgave = p.vrijgave()
    again = prepare(p.keten.vastgesteld, p.keten.stukken.keuze, zegel=p.o.ccv_zegel, now=p.o.nu + MINUUT)
    object.__setattr__(vrijgave, "stukken", again)
    with p.weigert("R-TOES-1"):
        p.verzegel(vrijgave)


@geval(1)
def a_vrijgave_that_nobody_gave(p):
    real = p.vrijgave()
    for forged in (replace(real), object()):
        with p.weigert("STAP-VRIJGAVE"):
            p.verzegel(forged)


@geval(2)
def the_toestemming_of_another_dossier(p):
    vraag = p.vraag(dossier="D-" + "0" * 32)
    bewijs = p.pen(vraag)
    with p.weigert("R-TOES-1"):
        p.geef_vrij(vraag.verklaring, bewijs)


@geval(3)
def a_toestemming_that_was_used(p):
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    p.verzegel(p.geef_vrij(vraag.verklaring, bewijs))
    with p.weigert("TOES-GEBRUIKT"):
        p.geef_vrij(vraag.verklaring, bewijs)


class Laat:
    """A register in which something lands just before the nonce is used, as a second process would have it."""

    def __init__(self, register, act):
        self._register, self._act = register, act

    def __getattr__(self, name):
        return getattr(self._register, name)

    def use(self, nonce, toestemming_id):
        self._act(self._register, nonce, toestemming_id)
        self._register.use(nonce, toestemming_id)


@geval(3)
def a_second_process_that_seals_at_the_same_time(p):
    late = Laat(p.o.registers.nonces, lambda register, nonce, name: register.use(nonce, name))
    vrijgave = p.vrijgave()
    with p.weigert("TOES-GEBRUIKT", versleuteld=True), p.van_een_ander():
        p.verzegel(vrijgave, registers=p.registers(nonces=late))


@geval(5)
def before_and_after_the_period(p):
    vraag = p.vraag(dagen=2)
    bewijs = p.sleutel(vraag)
    for now in (p.o.nu - MINUUT, p.o.nu + timedelta(days=2, minutes=1)):
        with p.weigert("R-TOES-4"):
            p.geef_vrij(vraag.verklaring, bewijs, now=now)


@geval(5)
def a_period_that_is_too_long(p):
    statement = read_json(p.vraag(dagen=90).verklaring)
    year = str(int(statement["geldig_tot"][:4]) + 1)
    data = canonical_bytes({**statement, "geldig_tot": year + statement["geldig_tot"][4:]})
    bewijs = p.getekend(data)
    with p.weigert("R-TOES-8"):
        p.geef_vrij(data, bewijs)


@geval(5)
def a_form_in_ink_before_the_cooling_time_is_over(p):
    vraag = p.vraag()
    bewijs = p.pen(vraag)
    with p.weigert("TOES-AFKOELTIJD"):
        p.geef_vrij(vraag.verklaring, bewijs, now=p.o.nu + timedelta(hours=23))


@geval(6)
def a_toestemming_that_was_withdrawn(p):
    name = f"TST-{secrets.token_hex(8)}"
    vraag = p.vraag(toestemming_id=name)
    vrijgave = p.geef_vrij(vraag.verklaring, p.sleutel(vraag))
    data = withdrawal(name, medewerker="MW-0001", now=p.o.nu)
    withdraw(p.o.medewerker_tekent(data, "MW-0001"), registers=p.o.registers, now=p.o.nu)
    bewijs = p.sleutel(vraag)
    for act in (lambda: p.geef_vrij(vraag.verklaring, bewijs), lambda: p.verzegel(vrijgave)):
        with p.weigert("R-TOES-6"):
            act()


@geval(6)
def a_withdrawal_while_it_is_being_sealed(p):
    vraag = p.vraag(toestemming_id=f"TST-{secrets.token_hex(8)}")
    late = Laat(p.o.registers.nonces, lambda register, _nonce, name: register.withdraw(name))
    vrijgave = p.geef_vrij(vraag.verklaring, p.sleutel(vraag))
    with p.weigert("R-TOES-6", versleuteld=True), p.van_een_ander():
        p.verzegel(vrijgave, registers=p.registers(nonces=late))


@geval(6)
def a_withdrawal_that_no_medewerker_signed(p):
    data = withdrawal("TST-2026-0001", medewerker="MW-0001", now=p.o.nu)
    forged = Verklaring(verklaring=data, handtekening=p.getekend(data).handtekening)
    with p.weigert("SLEUTEL-HANDTEKENING"):
        withdraw(forged, registers=p.o.registers, now=p.o.nu)


# --- to whom ---------------------------------------------------------------------------------------------------------


@geval(7)
def another_key_of_the_werkgever(p):
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    other = replace(p.o.werkgever, vingerafdruk=p.o.ccv.vingerafdruk)
    registers = p.registers(sleutels=Sleutelregister(sleutels=(other, p.o.bestuurder)))
    with p.weigert("R-PGP-1"):
        p.geef_vrij(vraag.verklaring, bewijs, registers=registers)


@geval(7)
def a_key_of_the_werkgever_that_does_not_count_any_more(p):
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    old = replace(p.o.werkgever, geldig_tot=p.o.vandaag - timedelta(days=1))
    registers = p.registers(sleutels=Sleutelregister(sleutels=(old, p.o.bestuurder)))
    with p.weigert("R-PGP-1"):
        p.geef_vrij(vraag.verklaring, bewijs, registers=registers)


@geval(7)
def another_werkgever(p):
    other = replace(p.o.werkgever, houder="00000001999900999000")
    vraag = p.vraag(ontvanger=other)
    bewijs = p.sleutel(vraag)
    registers = p.registers(sleutels=Sleutelregister(sleutels=(other, p.o.bestuurder)))
    with p.weigert("R-TOES-3"):
        p.geef_vrij(vraag.verklaring, bewijs, registers=registers)


@geval(7)
def a_route_on_which_the_ccv_sends_nothing(p):
    stukken = p.stukken(keuze=Keuze(route="via_bestuurder", omvang="werkgeversversie"))
    vraag = p.vraag(stukken=stukken, ontvanger=None)
    bewijs = p.sleutel(vraag)
    with p.weigert("R-TOES-2"):
        p.geef_vrij(vraag.verklaring, bewijs, stukken=stukken)


@geval(7)
def another_way_out_than_the_route_that_was_chosen(p):
    o = p.o
    levering = Sleutel(
        vingerafdruk=o.ccv.vingerafdruk,
        houder="CCV",
        soort="ccv_levering",
        certificaat=o.ccv.ring.export_public(o.ccv.vingerafdruk),
        geverifieerd_op=o.vandaag,
        geverifieerd_wijze="fysiek_overhandigd",
    )
    pin = Pin(sleutels=Sleutelregister(sleutels=(levering,)), vingerafdruk=levering.vingerafdruk, op=o.vandaag)
    vrijgave = p.vrijgave()
    with p.weigert("R-TOES-2"):
        seal_on_paper(vrijgave, p.keten.brief, ontvanger=pin, now=o.na_bedenktijd, **o.verzegelaar)


@geval(8)
def two_certificates_in_one_file(p):
    both = p.o.werkgever.certificaat + p.o.bestuurder.certificaat
    for pin in (p.o.werkgever.vingerafdruk, p.o.bestuurder.vingerafdruk):
        with p.weigert("SLEUTEL-CERTIFICAAT"):
            p.o.ccv.ring.import_public(both, vingerafdruk=pin, soort="werkgever")


@geval(9)
def a_recipient_by_part_of_a_name_or_number(p):
    fingerprint = p.o.werkgever.vingerafdruk
    for whom in ("werkgever", "werkgever@voorbeeld.nl", fingerprint[-16:], fingerprint.lower(), f"0x{fingerprint}"):
        with p.weigert("SLEUTEL-VINGERAFDRUK"):
            p.o.ccv.ring.sign_and_encrypt(b"x", signer=p.o.ccv.vingerafdruk, recipients=[whom], doel="vrijgave")


@geval(25)
def an_option_in_the_place_of_a_key(p):
    for word in ("--output", "-r", "--output=/tmp/x", ""):
        for given in ({"recipients": [word]}, {"recipients": [p.o.werkgever.vingerafdruk], "signer": word}):
            with p.weigert("SLEUTEL-VINGERAFDRUK"):
                p.o.ccv.ring.sign_and_encrypt(b"x", **{"signer": p.o.ccv.vingerafdruk, "doel": "vrijgave", **given})


@geval(21)
def a_signer_whose_key_is_not_here(p):
    for signer in (p.o.bestuurder.vingerafdruk, "0" * 40):
        with p.weigert("SLEUTEL-ONDERTEKENAAR", "SLEUTEL-ONBEKEND"):
            p.verzegel(p.vrijgave(), afzender=signer)


@geval(32)
def a_recipient_besides_the_werkgever(p):
    o = p.o
    whom = [o.werkgever.vingerafdruk, o.bestuurder.vingerafdruk]
    with p.weigert("SLEUTEL-DOEL"):
        o.ccv.ring.sign_and_encrypt(b"x", signer=o.ccv.vingerafdruk, recipients=whom, doel="vrijgave")


@geval(32)
def a_purpose_that_is_not_for_a_werkgever(p):
    o = p.o
    for doel in ("bewaarstuk", "bestuurderszending", "test"):
        with p.weigert("SLEUTEL-DOEL"):
            o.ccv.ring.sign_and_encrypt(
                b"x", signer=o.ccv.vingerafdruk, recipients=[o.werkgever.vingerafdruk], doel=doel
            )


# --- by whose word ---------------------------------------------------------------------------------------------------


@geval(12)
def a_key_of_the_bestuurder_that_does_not_count_now(p):
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    old = replace(p.o.bestuurder, geldig_tot=p.o.vandaag - timedelta(days=1))
    registers = p.registers(sleutels=Sleutelregister(sleutels=(p.o.werkgever, old)))
    with p.weigert("R-PGP-1"):
        p.geef_vrij(vraag.verklaring, bewijs, registers=registers)


@geval(12)
def the_signature_of_somebody_else(p):
    vraag = p.vraag()
    by_ccv = p.o.ccv.ring.sign_detached(vraag.verklaring, signer=p.o.ccv.vingerafdruk)
    with p.weigert("SLEUTEL-HANDTEKENING"):
        p.geef_vrij(vraag.verklaring, OpenpgpBewijs(handtekening=by_ccv))


@geval(13)
def two_signatures_or_something_else(p):
    vraag = p.vraag()
    good = p.sleutel(vraag).handtekening
    message = p.o.bestuurder_plek.ring.sign_and_encrypt(
        vraag.verklaring,
        signer=p.o.bestuurder.vingerafdruk,
        recipients=[p.o.bestuurder.vingerafdruk],
        doel="bestuurderszending",
    )
    for blob in (good + good, good + bytes([0xC0 | 60, 1]) + b"x", message, b"", good[:-1]):
        with p.weigert("SLEUTEL-HANDTEKENING"):
            p.geef_vrij(vraag.verklaring, OpenpgpBewijs(handtekening=blob))


@geval(14)
def a_decision_as_toestemming(p):
    definitief = p.keten.definitief
    with p.weigert("SCHEMA-CONST", "SCHEMA-REQUIRED", "SCHEMA-ADDITIONALPROPERTIES"):
        p.geef_vrij(definitief.verklaring, OpenpgpBewijs(handtekening=definitief.handtekening))


@geval(14)
def an_attest_of_another_kind(p):
    vraag = p.vraag()
    bewijs = p.attesten(vraag, "MW-0002", "MW-0003", soort="indiening/v1")
    with p.weigert("SCHEMA-CONST"):
        p.geef_vrij(vraag.verklaring, bewijs)


@geval(15)
def a_statement_that_is_not_in_its_one_form(p):
    good = p.vraag().verklaring
    for data in (good + b"\n", good.replace(b'":"', b'": "', 1), b" " + good):
        bewijs = p.getekend(data)
        with p.weigert("VERKLARING-VORM"):
            p.geef_vrij(data, bewijs)
    double = good.replace(b'{"', b'{"route":"via_ccv","', 1)
    bewijs = p.getekend(double)
    with p.weigert("JSON-DUBBEL", "VERKLARING-VORM"):
        p.geef_vrij(double, bewijs)


def _with_roles(p, wie, *rollen, **changed):
    found = tuple(replace(m, rollen=m.rollen | set(rollen), **changed) if m.id == wie else m for m in p.o.medewerkers)
    return p.registers(medewerkers=Medewerkersregister(medewerkers=found))


@geval(16)
def the_adviseur_or_the_toetser_attests(p):
    vraag = p.vraag()
    for wie in ("MW-0001", "MW-0004"):
        bewijs = p.attesten(vraag, wie, "MW-0002")
        with p.weigert("TOES-VIEROGEN"):
            p.geef_vrij(vraag.verklaring, bewijs, registers=_with_roles(p, wie, "secretariaat"))


@geval(16)
def somebody_without_the_role_attests(p):
    vraag = p.vraag()
    bewijs = p.attesten(vraag, "MW-0002", "MW-0003")
    others = tuple(replace(m, rollen=m.rollen - {"secretariaat"}) if m.id == "MW-0003" else m for m in p.o.medewerkers)
    with p.weigert("MEDEWERKER-ROL"):
        p.geef_vrij(
            vraag.verklaring, bewijs, registers=p.registers(medewerkers=Medewerkersregister(medewerkers=others))
        )


@geval(16)
def the_key_of_the_bestuurder_is_that_of_a_medewerker(p):
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    with p.weigert("TOES-ROL"):
        p.geef_vrij(
            vraag.verklaring,
            bewijs,
            registers=_with_roles(p, "MW-0003", vingerafdruk=p.o.bestuurder.vingerafdruk),
        )


@geval(16)
def the_toetser_wrote_the_report(p):
    registers = _with_roles(p, "MW-0004", "adviseur")
    own = p.definitief(indiening=p.o.indiening(p.keten.concept, medewerker="MW-0004"))
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    with p.weigert("MEDEWERKER-ZELFDE"):
        p.geef_vrij(vraag.verklaring, bewijs, stukken=own, registers=registers)


def vouched(p, *door, **changed):
    """Give the registers in which these people compared the key and the certificate of the bestuurder."""
    key = replace(p.o.bestuurder, vergeleken_door=frozenset(door))
    return p.registers(
        sleutels=Sleutelregister(sleutels=(p.o.werkgever, key)),
        bestuurder_zegels_door={p.o.pseudoniem: frozenset(door)},
        **changed,
    )


def not_vouched_for(p, registers):
    vraag = p.vraag(formulier_sha256=sha256(leeg()))
    form = onderteken(ingevuld(klaargezet(leeg(), vraag)), p.o.bestuurder_zegel, p.o.nu)
    for bewijs in (p.sleutel(vraag), PadesBewijs(formulier=form)):
        assert p.geef_vrij(vraag.verklaring, bewijs)
        with p.weigert("TOES-VIEROGEN"):
            p.geef_vrij(vraag.verklaring, bewijs, registers=registers)


@geval(17)
def a_key_or_certificate_of_the_bestuurder_that_one_medewerker_compared(p):
    for door in ((), ("MW-0002",)):
        not_vouched_for(p, vouched(p, *door))


@geval(16)
def the_adviseur_vouches_for_the_key_of_the_bestuurder(p):
    staff = [with_since(m, 365) if m.id in {"MW-0001", "MW-0004"} else m for m in p.o.medewerkers]
    for other in ("MW-0001", "MW-0004"):
        not_vouched_for(p, vouched(p, "MW-0002", other, medewerkers=Medewerkersregister(medewerkers=tuple(staff))))


@geval(17)
def somebody_who_is_sleutelbeheerder_since_yesterday_vouches_for_a_key(p):
    staff = [with_since(m, 1) if m.id == "MW-0003" else m for m in p.o.medewerkers]
    not_vouched_for(p, vouched(p, "MW-0002", "MW-0003", medewerkers=Medewerkersregister(medewerkers=tuple(staff))))


def with_since(medewerker, dagen):
    """Give a medewerker who has been sleutelbeheerder for so many days."""
    since = medewerker.van + timedelta(days=365 - dagen)
    return replace(medewerker, rollen=medewerker.rollen | {"sleutelbeheerder"}, sleutelbeheerder_sinds=since)


@geval(17)
def one_medewerker_for_two(p):
    vraag = p.vraag()
    for who in (("MW-0002",), ("MW-0002", "MW-0002"), ("MW-0002", "MW-0003", "MW-0003")):
        bewijs = p.attesten(vraag, *who)
        with p.weigert("TOES-VIEROGEN"):
            p.geef_vrij(vraag.verklaring, bewijs)


@geval(17)
def nobody_called_back(p):
    vraag = p.vraag()
    bewijs = p.attesten(vraag, "MW-0002", "MW-0003", teruggebeld=False)
    with p.weigert("TOES-TERUGBELLEN"):
        p.geef_vrij(vraag.verklaring, bewijs)


@geval(17)
def an_attest_for_another_form(p):
    first, second = p.vraag(), p.vraag()
    bewijs = p.attesten(first, "MW-0002", "MW-0003")
    with p.weigert("TOES-ATTEST"):
        p.geef_vrij(second.verklaring, bewijs)


@geval(14)
def a_report_that_was_not_established(p):
    definitief = p.keten.definitief
    forged = p.o.ccv.ring.sign_detached(definitief.verklaring, signer=p.o.ccv.vingerafdruk)
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    with p.weigert("SLEUTEL-HANDTEKENING"):
        p.geef_vrij(vraag.verklaring, bewijs, stukken=p.definitief(handtekening=forged))


# --- delivering ------------------------------------------------------------------------------------------------------


class Connector:
    """A connector that says that it delivered; what it holds is whatever it was told to hold."""

    naam, api_versie, config_schema = "leugenaar", 1, {}

    def __init__(self, houdt, keren=1):
        self._houdt, self._keren, self.geleverd = houdt, keren, 0

    def controleer(self):
        return None

    def zoek(self, identificatie):
        return tuple(Ontvangst(identificatie=identificatie, plaats="x") for _ in range(self._keren * self.geleverd))

    def lever(self, zending):
        self.geleverd = 1
        return Ontvangst(identificatie=zending.identificatie, plaats="x")

    def verifieer(self, _ontvangst):
        return self._houdt


@geval(19)
def a_connector_that_holds_something_else_or_twice(p):
    zending = p.verzegel(p.vrijgave())
    for connector, code in (
        (Connector(b"something else"), "LEVERING-INHOUD"),
        (Connector(zending.versleuteld, keren=2), "LEVERING-DUBBEL"),
        (Connector(zending.versleuteld, keren=0), "LEVERING-DUBBEL"),
    ):
        with p.weigert(code):
            deliver(zending, connector)


@geval(33)
def bytes_that_are_not_encrypted(p):
    zending = p.verzegel(p.vrijgave())
    plain = p.keten.stukken.stukken[0].inhoud
    connector = Connector(plain)
    with p.weigert("STAP-ZENDING"):
        deliver(replace(zending, versleuteld=plain, sha256=p.keten.stukken.stukken[0].sha256), connector)
    assert not connector.geleverd


@geval(33)
def a_back_end_that_fails(p):
    vrijgave = p.vrijgave()
    with p.weigert("SLEUTEL-ONBEKEND"):
        p.verzegel(vrijgave, ring=p.o.bestuurder_plek.ring, afzender=p.o.bestuurder.vingerafdruk)
    assert p.verzegel(vrijgave).versleuteld  # and the toestemming can still be used


@geval(23)
def the_process_that_seals_is_killed(p):
    vraag = p.vraag()
    bewijs = p.sleutel(vraag)
    before = p.bestanden()
    vrijgave = p.geef_vrij(vraag.verklaring, bewijs)
    child = os.fork()
    if child == 0:
        killed = Laat(p.o.registers.nonces, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        p.verzegel(vrijgave, registers=p.registers(nonces=killed))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert p.bestanden() == before
    assert not p.o.registers.nonces.is_used(read_json(vraag.verklaring)["nonce"])
    assert p.verzegel(vrijgave).versleuteld


UIT = (
    Uit("de stukken zijn die van de toestemming", "consent:_check_stukken",
        'statement["stukken"] != [stuk.as_json() for stuk in stukken.stukken]', "False", "other_files_of_the_same_report"),
    Uit("het rapport is dat van de toestemming", "consent:_check_vaststelling",
        '(statement["vaststelling_sha256"], statement["eind_sha256"]) != (facts["vaststelling_sha256"], eind)', "False",
        "the_report_stamped_anew"),
    Uit("de keuze is die van de toestemming", "consent:_check_stukken",
        """if (statement["route"], statement["omvang"], tuple(statement["uitgesloten_onderdelen"])) != (
        keuze.route,
        keuze.omvang,
        keuze.uitgesloten_onderdelen,
    ):""", "if False:", "another_choice_than_was_consented_to"),
    Uit("alles opnieuw gecontroleerd bij het verzegelen", "consent:recheck",
        "return _check(vrijgave, registers=registers, now=now)",
        'return _read(vrijgave.verklaring, "toestemming")', "files_swapped_after_the_release"),
    Uit("een vrijgave komt alleen uit de poort", "consent:recheck", "if not _released.holds(vrijgave):", "if False:",
        "a_vrijgave_that_nobody_gave"),
    Uit("het dossier is dat van de toestemming", "consent:_check_vaststelling",
        'statement["dossier"] != pseudoniem', "False", "the_toestemming_of_another_dossier"),
    Uit("een toestemming geldt één keer", "consent:_check", 'registers.nonces.is_used(statement["nonce"])', "False",
        "a_toestemming_that_was_used"),
    Uit("een toestemming geldt één keer, ook tegelijk", "encryption:_used",
        'registers.nonces.use(statement["nonce"], statement["toestemming_id"])', "pass",
        "a_second_process_that_seals_at_the_same_time"),
    Uit("de toestemming geldt nu", "consent:_check_period", "if not van <= now <= tot:", "if False:",
        "before_and_after_the_period"),
    Uit("een periode is hoogstens 90 dagen", "consent:_check_period", "tot - van > timedelta(days=MAX_DAGEN) or", "",
        "a_period_that_is_too_long"),
    Uit("de bedenktijd is voorbij", "consent:_check_bewijs", "now < bewezen.opent_op", "False",
        "a_form_in_ink_before_the_cooling_time_is_over"),
    Uit("een ingetrokken toestemming opent niets", "consent:_check",
        'registers.nonces.is_withdrawn(statement["toestemming_id"])', "False", "a_toestemming_that_was_withdrawn"),
    Uit("intrekken wint ook tijdens het verzegelen", "nonces:FileNonceRegister.use",
        'self._path("intrekking", toestemming_id).exists()', "False", "a_withdrawal_while_it_is_being_sealed"),
    Uit("een intrekking is ondertekend", "consent:withdraw",
        "check_withdrawal(intrekking, medewerkers=registers.medewerkers, controle=registers.controle, now=now)", '_read(intrekking.verklaring, "intrekking")',
        "a_withdrawal_that_no_medewerker_signed"),
    Uit("de sleutel is die van de toestemming", "consent:_check_ontvanger",
        'pinned.vingerafdruk != ontvanger["sleutel_vingerafdruk"]', "False", "another_key_of_the_werkgever"),
    Uit("de sleutel van de werkgever telt nu", "consent:_check_ontvanger", "pinned.check(nederlandse_dag(now))", "pass",
        "a_key_of_the_werkgever_that_does_not_count_any_more"),
    Uit("de ontvanger is de werkgever van het rapport", "consent:_check_ontvanger",
        'ontvanger["oin"] != stukken.vastgesteld.definitief.rapport.inhoud["organisatie"]["oin"]', "False",
        "another_werkgever"),
    Uit("alleen de route via het CCV verzendt", "consent:_check_ontvanger",
        'statement["route"] == "via_bestuurder" or ontvanger is None', "False", "a_route_on_which_the_ccv_sends_nothing"),
    Uit("elke weg naar buiten is voor haar eigen route", "encryption:_released_package", 'statement["route"] != route',
        "False", "another_way_out_than_the_route_that_was_chosen"),
    Uit("één sleutel per bestand", "encryption.gnupg.sessie:Sessie.read_certificate", "len(states) != 1", "False",
        "two_certificates_in_one_file", achterkant="gnupg"),
    Uit("alleen volledige vingerafdrukken", "encryption.achterkant:full_fingerprint",
        "not _FINGERPRINT.fullmatch(vingerafdruk)", "False", "a_recipient_by_part_of_a_name_or_number"),
    Uit("alleen volledige vingerafdrukken, ook van de ondertekenaar", "encryption.achterkant:full_fingerprint",
        "not _FINGERPRINT.fullmatch(vingerafdruk)", "False", "an_option_in_the_place_of_a_key"),
    Uit("elke sleutel heeft zijn doelen", "encryption.vastgelegd:Vastgelegd.recipients",
        "any(doel not in self._doelen.get(r, (doel,)) for r in wanted)", "False", "a_purpose_that_is_not_for_a_werkgever"),
    Uit("geen ontvanger naast de werkgever", "encryption.vastgelegd:Vastgelegd.recipients",
        "any(doel not in self._doelen.get(r, (doel,)) for r in wanted)", "False", "a_recipient_besides_the_werkgever"),
    Uit("de sleutel van de bestuurder telt nu", "toestemmingsbewijs.openpgp:verify_openpgp",
        "sleutel.check(nederlandse_dag(now))", "pass", "a_key_of_the_bestuurder_that_does_not_count_now"),
    Uit("twee mensen staan in voor de sleutel van de bestuurder", "toestemmingsbewijs.vier_ogen:require_four_eyes",
        "len({m.id for m in people}) < VIER_OGEN or len({m.vingerafdruk for m in people}) < VIER_OGEN", "False",
        "a_key_or_certificate_of_the_bestuurder_that_one_medewerker_compared"),
    Uit("de adviseur en de toetser staan er niet voor in", "toestemmingsbewijs.vier_ogen:require_four_eyes",
        " - set(uitgesloten)", "", "the_adviseur_vouches_for_the_key_of_the_bestuurder"),
    Uit("wie pas sleutelbeheerder is, telt niet", "toestemmingsbewijs.vier_ogen:require_four_eyes",
        " and counts(m, op)", "", "somebody_who_is_sleutelbeheerder_since_yesterday_vouches_for_a_key"),
    Uit("de bestuurder ondertekende", "toestemmingsbewijs.openpgp:verify_openpgp",
        """registers.controle.verify_detached(  # (4)
        verklaring, bewijs.handtekening, signer=sleutel.vingerafdruk, not_before=van, now=now
    )""", "van", "the_signature_of_somebody_else"),
    Uit("precies één handtekening", "toestemmingsbewijs.openpgp:verify_openpgp",
        """registers.controle.verify_detached(  # (4)
        verklaring, bewijs.handtekening, signer=sleutel.vingerafdruk, not_before=van, now=now
    )""", "van", "two_signatures_or_something_else"),
    Uit("elke verklaring is van haar soort", "consent:_read", "checked_statement(soort, verklaring)",
        "read_statement(verklaring)", "a_decision_as_toestemming"),
    Uit("elk attest is een attest", "toestemmingsbewijs.inkt:verify_ink", 'checked_statement("attest", item.verklaring)',
        '__import__("weerbaar_docs.canonical").canonical.read_statement(item.verklaring)', "an_attest_of_another_kind"),
    Uit("een verklaring heeft één vorm", "canonical:read_statement", "_canonical_or_none(value) != data or", "",
        "a_statement_that_is_not_in_its_one_form"),
    Uit("adviseur en toetser attesteren niet", "toestemmingsbewijs.inkt:verify_ink", " or ids & set(uitgesloten)", "",
        "the_adviseur_or_the_toetser_attests"),
    Uit("wie attesteert heeft de rol", "keys:Medewerkersregister.require", "rol not in medewerker.rollen", "False",
        "somebody_without_the_role_attests"),
    Uit("de bestuurder is geen medewerker", "toestemmingsbewijs.openpgp:verify_openpgp",
        "any(m.vingerafdruk == sleutel.vingerafdruk for m in registers.medewerkers)", "False",
        "the_key_of_the_bestuurder_is_that_of_a_medewerker"),
    Uit("opsteller en toetser zijn twee mensen", "consent:_check_vaststelling", "require_distinct(opsteller, toetser)",
        "pass", "the_toetser_wrote_the_report"),
    Uit("twee attesten van twee mensen", "toestemmingsbewijs.inkt:verify_ink",
        "{len(bewijs.attesten), len(ids), len(fingerprints)} != {VIER_OGEN} or", "", "one_medewerker_for_two"),
    Uit("de bestuurder is teruggebeld", "toestemmingsbewijs.inkt:verify_ink",
        'not any(statement["teruggebeld"] for statement in attests)', "False", "nobody_called_back"),
    Uit("een attest gaat over dit formulier", "toestemmingsbewijs.inkt:_require_this_form",
        "about != (sha256(verklaring), scan_sha256, check_number(verklaring))", "False", "an_attest_for_another_form"),
    Uit("de toetser ondertekende de vaststelling", "consent:_check_vaststelling",
        "_verify(registers, definitief.verklaring, definitief.handtekening, toetser.vingerafdruk, not_before, now)", "now",
        "a_report_that_was_not_established"),
    Uit("bezorgd is wat teruggelezen is", "delivery:_deliver", "sha256(delivered) != zending.sha256", "False",
        "a_connector_that_holds_something_else_or_twice"),
    Uit("precies één keer bezorgd", "delivery:_deliver", "len(connector.zoek(zending.identificatie)) != 1", "False",
        "a_connector_that_holds_something_else_or_twice"),
    Uit("alleen versleutelde bytes worden bezorgd", "delivery:_is_sealed",
        "and is_encrypted_message(zending.versleuteld)", "", "bytes_that_are_not_encrypted"),
)  # fmt: skip
