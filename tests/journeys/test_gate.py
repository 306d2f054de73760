# SPDX-License-Identifier: EUPL-1.2
"""Nobody gets through the gate without a toestemming for this very content."""

from __future__ import annotations

import base64
import copy
import io
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, timedelta
from typing import get_args

import pytest
from pypdf import PdfReader

from sjabloonbouw import build, p
from weerbaar_docs._resources import read_resource
from weerbaar_docs.brief import write_brief
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.consent import Registers, Vrijgave, withdraw
from weerbaar_docs.delivery import deliver_in_own_process
from weerbaar_docs.encryption import Pin, open_zending, seal_for_werkgever, seal_neutral_letter
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.encryption.package import LEESMIJ, Sleutelbeheer
from weerbaar_docs.encryption.signature_packet import read_signature
from weerbaar_docs.errors import (
    ConsentError,
    DeliveryError,
    EncryptionError,
    ValidationError,
    WeerbaarDocsError,
)
from weerbaar_docs.establishing import establish, submission
from weerbaar_docs.keys import Medewerkersregister, Sleutelregister
from weerbaar_docs.model import Verklaring, freeze, thaw
from weerbaar_docs.neutrale_brief import NeutraleBrief
from weerbaar_docs.nonces import FileNonceRegister
from weerbaar_docs.pades import sign_pdf
from weerbaar_docs.redaction import Keuze, Stuk, Werkgeverstukken, prepare
from weerbaar_docs.rendering import typst_engine
from weerbaar_docs.rendering.engine import TypstEngine
from weerbaar_docs.rendering.huisstijl import GEGEVENS, Huisstijl, Sjabloon
from weerbaar_docs.sjablonen.keuren import approve
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.stamping import stamp
from weerbaar_docs.stamping_pdf import attached_gegevens
from weerbaar_docs.toestemming import InktBewijs, OpenpgpBewijs, attest, withdrawal
from weerbaar_docs.validation import validate


def seal(keten, vrijgave, *, registers=None, now=None):
    given = {**keten.o.verzegelaar, **({"registers": registers} if registers else {})}
    return seal_for_werkgever(vrijgave, keten.brief, now=now or keten.o.na_bedenktijd, **given)


def codes(caught):
    return {m.code for m in caught.value.meldingen}


def flip(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("way", ["ink", "openpgp"])
def test_a_proven_toestemming_reaches_the_werkgever_byte_for_byte(keten, tmp_path, way):
    o = keten.o
    vraag = keten.ask()
    bewijs = o.formulier_getekend(vraag) if way == "ink" else o.bestuurder_tekent(vraag)
    zending = seal(keten, keten.release(vraag.verklaring, bewijs))
    receipt = deliver_in_own_process(zending, "map", {"map": str(tmp_path)})
    delivered = (tmp_path / f"{receipt.identificatie}.pgp").read_bytes()
    opened = open_zending(delivered, ring=o.werkgever_plek.ring, afzender=o.ccv.vingerafdruk, now=o.na_bedenktijd)
    for stuk in keten.stukken.stukken:
        assert opened[stuk.bestandsnaam] == stuk.inhoud
    assert opened["brief.pdf"] == keten.brief.pdf
    assert opened["LEESMIJ.txt"] == LEESMIJ.encode()
    definitief = keten.stukken.vastgesteld.definitief
    stated = {
        "vaststelling.json": definitief.verklaring,
        "vaststelling.json.sig": definitief.handtekening,
        "toestemming.json": vraag.verklaring,
    }
    if way == "openpgp":
        stated["toestemming.json.sig"] = bewijs.handtekening
    else:
        for number, item in enumerate(bewijs.attesten, start=1):
            stated |= {f"attest-{number}.json": item.verklaring, f"attest-{number}.json.sig": item.handtekening}
    assert {name: data for name, data in opened.items() if "/" in name} == {
        f"verklaringen/{name}": data for name, data in stated.items()
    }


@pytest.mark.parametrize("vorm", get_args(Sleutelbeheer))
def test_the_manifest_says_of_the_keys_what_the_sender_claims(keten, vorm):
    o, vraag = keten.o, keten.ask()
    vrijgave = keten.release(vraag.verklaring, o.bestuurder_tekent(vraag))
    given = {**o.verzegelaar, "now": o.na_bedenktijd, "sleutelbeheer": vorm}
    made = seal_for_werkgever(vrijgave, keten.brief, **given)
    opened = open_zending(
        made.versleuteld, ring=o.werkgever_plek.ring, afzender=o.ccv.vingerafdruk, now=o.na_bedenktijd
    )
    assert read_json(opened["manifest.json"])["sleutelbeheer"] == vorm


def test_release_refuses_without_proof(keten):
    with pytest.raises(ConsentError) as caught:
        keten.release(keten.ask().verklaring, None)
    assert codes(caught) == {"R-TOES-2"}
    assert caught.value.exit_code == 4


def test_every_changed_byte_of_the_statement_is_refused(keten):
    vraag = keten.ask()
    bewijs = keten.o.bestuurder_tekent(vraag)
    for place in range(0, len(vraag.verklaring), 37):
        with pytest.raises(WeerbaarDocsError):
            keten.release(flip(vraag.verklaring, place), bewijs)


def changed_stukken(keten, kind):  # noqa: C901, PLR0911 - one branch per kind of change
    stukken = keten.stukken
    vast = stukken.vastgesteld
    definitief = vast.definitief
    if kind == "stuk":
        first = replace(stukken.stukken[0], inhoud=flip(stukken.stukken[0].inhoud, 500))
        return replace(stukken, stukken=(first, *stukken.stukken[1:]))
    if kind == "fewer":
        return replace(stukken, stukken=stukken.stukken[:1])
    if kind == "report":
        return replace(stukken, vastgesteld=replace(vast, pdf=flip(vast.pdf, 900)))
    if kind == "unstamped report":
        document = replace(definitief.document, pdf=flip(definitief.document.pdf, 900))
        return replace(stukken, vastgesteld=replace(vast, definitief=replace(definitief, document=document)))
    if kind == "decision":
        besluit = thaw(definitief.bva_besluit)
        besluit["besloten_op"] = "2026-01-01"
        other = replace(definitief, bva_besluit=freeze(besluit))
        return replace(stukken, vastgesteld=replace(vast, definitief=other))
    if kind == "decision statement":
        other = replace(definitief, verklaring=flip(definitief.verklaring, 30))
        return replace(stukken, vastgesteld=replace(vast, definitief=other))
    if kind == "decision signature":
        other = replace(
            definitief,
            handtekening=keten.o.ccv.ring.sign_detached(definitief.verklaring, signer=keten.o.ccv.vingerafdruk),
        )
        return replace(stukken, vastgesteld=replace(vast, definitief=other))
    inhoud = thaw(definitief.rapport.inhoud)
    if kind == "name":
        inhoud["bestuurder"]["achternaam"] = "Anders"
    if kind == "address":
        inhoud["woonplek"]["adres"]["huisnummer"] += 1
    if kind == "pkvw":
        inhoud["pkvw"]["status"] = "verlopen"
    rapport = replace(definitief.rapport, inhoud=freeze(inhoud))
    return replace(stukken, vastgesteld=replace(vast, definitief=replace(definitief, rapport=rapport)))


@pytest.mark.parametrize(
    "kind",
    [
        "stuk",
        "fewer",
        "report",
        "unstamped report",
        "decision",
        "decision statement",
        "decision signature",
        "name",
        "address",
        "pkvw",
    ],
)
def test_release_refuses_when_what_was_established_or_shown_has_changed(keten, kind):
    vraag = keten.ask()
    bewijs = keten.o.bestuurder_tekent(vraag)
    with pytest.raises(ConsentError):
        keten.release(vraag.verklaring, bewijs, stukken=changed_stukken(keten, kind))


@pytest.mark.parametrize("kind", ["stuk", "report", "name", "pkvw"])
def test_sealing_refuses_what_was_swapped_after_the_release(keten, kind):
    vraag = keten.ask()
    vrijgave = keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag))
    object.__setattr__(vrijgave, "stukken", changed_stukken(keten, kind))
    with pytest.raises(ConsentError):
        seal(keten, vrijgave)


def test_another_pinned_key_of_the_werkgever_is_refused(keten):
    o = keten.o
    vraag = keten.ask()
    bewijs = o.bestuurder_tekent(vraag)
    other = replace(o.werkgever, vingerafdruk=o.ccv.vingerafdruk)
    registers = replace(o.registers, sleutels=Sleutelregister(sleutels=(other, o.bestuurder)))
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, bewijs, registers=registers)
    assert codes(caught) == {"R-PGP-1"}


def test_of_a_werkgever_without_a_key_three_ways_are_named_and_nothing_is_sealed(keten):
    o = keten.o
    validate(o.dossier_json)  # it names no key, and is valid
    vraag = keten.ask()
    vrijgave = keten.release(vraag.verklaring, o.bestuurder_tekent(vraag))
    gone = replace(o.registers, sleutels=Sleutelregister(sleutels=(o.bestuurder,)))
    refusals = []
    for act in (
        lambda: keten.ask(ontvanger=None),
        lambda: keten.release(vraag.verklaring, o.bestuurder_tekent(vraag), registers=gone),
        lambda: seal(keten, vrijgave, registers=gone),
    ):
        with pytest.raises(EncryptionError, match="SLEUTEL-WERKGEVER") as caught:
            act()
        refusals.append(caught.value)
    assert {error.exit_code for error in refusals} == {5}
    assert all(way in refusals[0].meldingen[0].oplossing for way in ("sleutelblad", "op_papier", "via_bestuurder"))
    assert not o.registers.nonces.is_used(read_json(vraag.verklaring)["nonce"])


def test_on_paper_the_gate_asks_for_no_key_and_everything_else(keten):
    o = keten.o
    stukken = replace(keten.stukken, keuze=replace(keten.stukken.keuze, route="op_papier"))
    vraag = keten.ask(stukken=stukken, ontvanger=None)
    without = replace(o.registers, sleutels=Sleutelregister(sleutels=(o.bestuurder,)))
    vrijgave = keten.release(vraag.verklaring, o.bestuurder_tekent(vraag), stukken=stukken, registers=without)
    with pytest.raises(ConsentError) as caught:
        seal(keten, vrijgave)
    assert codes(caught) == {"R-TOES-2"}
    statement = read_json(vraag.verklaring)
    data = canonical_bytes({**statement, "ontvanger": {**statement["ontvanger"], "oin": "00000001999900999000"}})
    signature = o.bestuurder_plek.ring.sign_detached(data, signer=o.bestuurder.vingerafdruk)
    with pytest.raises(ConsentError) as caught:
        keten.release(data, OpenpgpBewijs(handtekening=signature), stukken=stukken, registers=without)
    assert codes(caught) == {"R-TOES-3"}


def test_a_key_with_one_changed_byte_is_refused(keten):
    o = keten.o
    certificate = o.werkgever.certificaat
    with Sleutelring() as ring:
        for place in range(6, 60, 9):  # within the primary key packet, from which the fingerprint follows
            with pytest.raises(EncryptionError):
                ring.import_public(flip(certificate, place), vingerafdruk=o.werkgever.vingerafdruk)


def test_the_signature_of_somebody_else_is_refused(keten):
    o = keten.o
    vraag = keten.ask()
    by_ccv = OpenpgpBewijs(handtekening=o.ccv.ring.sign_detached(vraag.verklaring, signer=o.ccv.vingerafdruk))
    with pytest.raises(ConsentError):
        keten.release(vraag.verklaring, by_ccv)


def test_a_vaststelling_cannot_serve_as_toestemming(keten):
    definitief = keten.definitief
    with pytest.raises(ConsentError):
        keten.release(definitief.verklaring, OpenpgpBewijs(handtekening=definitief.handtekening))


def test_expired_and_not_yet_valid_are_refused(keten):
    vraag = keten.ask(dagen=2)
    bewijs = keten.o.bestuurder_tekent(vraag)
    for now in (keten.o.nu - timedelta(minutes=1), keten.o.nu + timedelta(days=2, seconds=1)):
        with pytest.raises(ConsentError) as caught:
            keten.release(vraag.verklaring, bewijs, now=now)
        assert codes(caught) == {"R-TOES-4"}


def test_more_than_ninety_days_cannot_be_asked(keten):
    with pytest.raises(ConsentError):
        keten.ask(dagen=91)


def test_a_toestemming_is_used_once(keten):
    vraag = keten.ask()
    bewijs = keten.o.bestuurder_tekent(vraag)
    first, second = keten.release(vraag.verklaring, bewijs), keten.release(vraag.verklaring, bewijs)
    seal(keten, first)
    for again in (lambda: seal(keten, second), lambda: keten.release(vraag.verklaring, bewijs)):
        with pytest.raises(ConsentError) as caught:
            again()
        assert codes(caught) == {"TOES-GEBRUIKT"}


def test_withdrawn_between_release_and_sealing_is_refused(keten):
    vraag = keten.ask(toestemming_id="TST-2026-0999")
    vrijgave = keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag))
    keten.o.registers.nonces.withdraw("TST-2026-0999")
    with pytest.raises(ConsentError) as caught:
        seal(keten, vrijgave)
    assert codes(caught) == {"R-TOES-6"}


def test_a_vrijgave_cannot_be_made_copied_or_pickled_by_others(keten):
    vraag = keten.ask()
    real = keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag))
    by_hand = Vrijgave(stukken=real.stukken, verklaring=real.verklaring, bewijs=real.bewijs)
    for forged in (by_hand, replace(real), copy.copy(real), object()):
        with pytest.raises(ConsentError) as caught:
            seal(keten, forged)
        assert codes(caught) == {"STAP-VRIJGAVE"}
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        pickle.dumps(real)


@pytest.mark.parametrize(
    ("medewerkers", "code"),
    [
        (("MW-0002",), "TOES-VIEROGEN"),
        (("MW-0002", "MW-0002"), "TOES-VIEROGEN"),
        (("MW-0002", "MW-0003", "MW-0003"), "TOES-VIEROGEN"),
    ],
)
def test_ink_needs_two_different_medewerkers(keten, medewerkers, code):
    vraag = keten.ask()
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, keten.o.formulier_getekend(vraag, medewerkers=medewerkers))
    assert codes(caught) == {code}


def test_the_adviseur_cannot_attest(keten):
    vraag = keten.ask()
    with pytest.raises(ConsentError):
        keten.release(vraag.verklaring, keten.o.formulier_getekend(vraag, medewerkers=("MW-0001", "MW-0002")))


def test_ink_waits_for_the_cooling_time(keten):
    vraag = keten.ask()
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, keten.o.formulier_getekend(vraag), now=keten.o.nu + timedelta(hours=23))
    assert codes(caught) == {"TOES-AFKOELTIJD"}


def test_ink_needs_the_call_back(keten):
    o = keten.o
    vraag = keten.ask()
    signed = o.formulier_getekend(vraag)
    not_called = attest(vraag, scan_sha256=signed.scan_sha256, medewerker="MW-0002", teruggebeld=False, now=o.nu)
    fingerprint = next(m.vingerafdruk for m in o.medewerkers if m.id == "MW-0002")
    item = Verklaring(
        verklaring=not_called, handtekening=o._rings["medewerkers"].sign_detached(not_called, signer=fingerprint)
    )
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, InktBewijs(scan_sha256=signed.scan_sha256, attesten=(item, signed.attesten[1])))
    assert codes(caught) == {"TOES-TERUGBELLEN"}


def test_an_attest_for_another_statement_is_refused(keten):
    first, second = keten.ask(), keten.ask()
    with pytest.raises(ConsentError) as caught:
        keten.release(second.verklaring, keten.o.formulier_getekend(first))
    assert codes(caught) == {"TOES-ATTEST"}


def test_another_werkgever_or_route_is_refused(keten):
    o = keten.o
    vraag = keten.ask()
    other = {**read_json(vraag.verklaring)}
    other["ontvanger"] = {**other["ontvanger"], "oin": "00000001999900999000"}
    data = canonical_bytes(other)
    signature = o.bestuurder_plek.ring.sign_detached(data, signer=o.bestuurder.vingerafdruk)
    with pytest.raises(ConsentError) as caught:
        keten.release(data, OpenpgpBewijs(handtekening=signature))
    assert codes(caught) == {"R-TOES-3"}
    via_bestuurder = replace(keten.stukken, keuze=Keuze(route="via_bestuurder", omvang="werkgeversversie"))
    vraag = keten.ask(stukken=via_bestuurder, ontvanger=None)
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, o.bestuurder_tekent(vraag), stukken=via_bestuurder)
    assert codes(caught) == {"R-TOES-2"}


def test_the_opsteller_cannot_be_the_toetser_and_must_be_an_adviseur(keten):
    o = keten.o
    for medewerker in ("MW-0002", "MW-0004"):
        indiening = o.indiening(keten.concept, medewerker=medewerker)
        with pytest.raises(ConsentError) as caught:
            establish(keten.concept, o.besluit(keten.concept), indiening=indiening, **o.bva)
        assert codes(caught) == {"MEDEWERKER-ROL"}


def test_an_indiening_must_be_signed_by_its_adviseur_and_be_on_this_report(keten):
    o = keten.o
    good = o.indiening(keten.concept)
    by_other = replace(good, handtekening=o.medewerker_tekent(good.verklaring, "MW-0002").handtekening)
    of_other = {**read_json(good.verklaring), "rapport_sha256": "0" * 64}
    on_other = o.medewerker_tekent(canonical_bytes(of_other), "MW-0001")
    for indiening in (by_other, on_other):
        with pytest.raises(WeerbaarDocsError):
            establish(keten.concept, o.besluit(keten.concept), indiening=indiening, **o.bva)
        definitief = replace(keten.definitief, indiening=indiening)
        stukken = replace(keten.stukken, vastgesteld=replace(keten.vastgesteld, definitief=definitief))
        vraag = keten.ask()
        with pytest.raises(ConsentError):
            keten.release(vraag.verklaring, o.bestuurder_tekent(vraag), stukken=stukken)


def test_any_medewerker_can_withdraw_with_a_signed_statement_and_nobody_else(keten):
    o = keten.o
    data = withdrawal("TST-2026-0555", medewerker="MW-0001", now=o.nu)
    by_bestuurder = Verklaring(
        verklaring=data, handtekening=o.bestuurder_plek.ring.sign_detached(data, signer=o.bestuurder.vingerafdruk)
    )
    with pytest.raises(ConsentError):
        withdraw(by_bestuurder, registers=o.registers, now=o.nu)
    assert not o.registers.nonces.is_withdrawn("TST-2026-0555")
    withdraw(o.medewerker_tekent(data, "MW-0001"), registers=o.registers, now=o.nu)
    vraag = keten.ask(toestemming_id="TST-2026-0555")
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, o.bestuurder_tekent(vraag))
    assert codes(caught) == {"R-TOES-6"}


def full_report(keten, **changed):
    """The chain with omvang volledig_rapport, and the established report changed as asked."""
    vast = replace(keten.vastgesteld, **changed)
    vast = replace(vast, eind_sha256=sha256(vast.pdf))
    keuze = Keuze(route="via_ccv", omvang="volledig_rapport")
    return prepare(vast, keuze, zegel=keten.o.ccv_zegel, now=keten.o.nu)


def test_the_full_report_can_be_chosen(keten):
    stukken = full_report(keten)
    vraag = keten.ask(stukken=stukken)
    assert keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag), stukken=stukken)


@pytest.mark.parametrize("kind", ["concept", "unsigned", "another seal", "unstamped"])
def test_a_report_that_the_bva_did_not_stamp_and_sign_is_refused_even_with_consent(keten, kind):
    o = keten.o
    gestempeld = keten.vastgesteld.gestempeld
    changed = {
        "concept": {"pdf": keten.concept.document.pdf},
        "unsigned": {"pdf": gestempeld},
        "another seal": {"pdf": sign_pdf(gestempeld, o.ccv_zegel, reden="x", now=o.nu)},
        "unstamped": {
            "gestempeld": keten.definitief.document.pdf,
            "pdf": sign_pdf(keten.definitief.document.pdf, o.bva_zegel, reden="x", now=o.nu),
        },
    }[kind]
    stukken = full_report(keten, **changed)
    vraag = keten.ask(stukken=stukken)
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, o.bestuurder_tekent(vraag), stukken=stukken)
    assert codes(caught) & {"STEMPEL-INHOUD", "ZEGEL-CONTROLE"}


@pytest.mark.parametrize(
    "kind", ["full report as version", "wider kind", "version as overview", "own table", "no table", "own data"]
)
def test_files_that_do_not_come_from_the_report_or_exceed_the_omvang_are_refused_even_with_consent(keten, kind):
    first, overview, table, data = keten.stukken.stukken
    whole = Stuk(documentsoort="adviesrapport_volledig", inhoud=keten.vastgesteld.pdf)
    changed = {
        "full report as version": (replace(first, inhoud=keten.vastgesteld.pdf), overview, table, data),
        "wider kind": (whole, overview, table, data),
        "version as overview": (first, replace(overview, inhoud=first.inhoud), table, data),
        "own table": (first, overview, replace(table, inhoud=flip(table.inhoud, 500)), data),
        "no table": (first, overview, data),
        "own data": (
            first,
            overview,
            table,
            replace(data, inhoud=canonical_bytes({**read_json(data.inhoud), "extra": "x"})),
        ),
    }[kind]
    stukken = replace(keten.stukken, stukken=changed)
    vraag = keten.ask(stukken=stukken)
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag), stukken=stukken)
    assert codes(caught) & {"R-TOES-5", "ZEGEL-CONTROLE"}


def test_a_toestemming_for_another_dossier_is_refused(keten):
    vraag = keten.ask(dossier="D-" + "0" * 32)
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag))
    assert codes(caught) == {"R-TOES-1"}


def test_only_a_letter_that_was_written_for_this_report_can_go_along(keten):
    vraag = keten.ask()
    vrijgave = keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag))
    other = keten.o.brief(validate(keten.o.dossier_met(dossiernummer="WB-2026-000999")))
    for letter in (other, replace(keten.brief, pdf=keten.vastgesteld.pdf), keten.vastgesteld.pdf, b""):
        with pytest.raises(ConsentError) as caught:
            seal_for_werkgever(vrijgave, letter, now=keten.o.na_bedenktijd, **keten.o.verzegelaar)
        assert codes(caught) == {"STAP-BRIEF"}


def test_a_sealed_werkgeversversie_of_other_data_is_refused(keten):
    o = keten.o
    wide = keten.stukken.stukken
    narrow = prepare(
        keten.vastgesteld,
        Keuze(route="via_ccv", omvang="werkgeversversie", uitgesloten_onderdelen=("dreigingsanalyse",)),
        zegel=o.ccv_zegel,
        now=o.nu,
    )
    mixed = replace(narrow, stukken=(wide[0], *narrow.stukken[1:]))
    bare = typst_engine.to_pdf(keten.brief.document.docx, titel="Bericht WD-00000000", datum=o.vandaag)
    sealed = replace(wide[0], inhoud=sign_pdf(bare, o.ccv_zegel, reden="x", now=o.nu))
    for stukken in (mixed, replace(narrow, stukken=(sealed, *narrow.stukken[1:]))):
        vraag = keten.ask(stukken=stukken)
        with pytest.raises(ConsentError) as caught:
            keten.release(vraag.verklaring, o.bestuurder_tekent(vraag), stukken=stukken)
        assert codes(caught) == {"R-TOES-5"}


def test_a_werkgeversversie_in_an_own_template_carries_no_more_than_that_prints(keten):
    o = keten.o
    tag = "{% if werkgeversversie.besluit %}{{ werkgeversversie.besluit.besluitnummer }}{% endif %}"
    short = build(p(tag), document="adviesrapport_werkgever")
    samples = [(voorbeeld.naam, voorbeeld.context) for voorbeeld in voorbeelden("adviesrapport_werkgever")]
    own = approve(short, "adviesrapport_werkgever", samples, motoren=[TypstEngine()]).sjabloon()
    stukken = prepare(
        keten.vastgesteld,
        keten.stukken.keuze,
        zegel=o.ccv_zegel,
        now=o.nu,
        huisstijl=Huisstijl(sjablonen=(own,)),
    )
    vraag = keten.ask(stukken=stukken)
    assert keten.release(vraag.verklaring, o.bestuurder_tekent(vraag), stukken=stukken)
    carried = read_json(attached_gegevens(stukken.stukken[0].inhoud))
    assert carried == {"besluit": {"besluitnummer": keten.vastgesteld.definitief.bva_besluit["besluitnummer"]}}
    assert len(read_json(stukken.stukken[-1].inhoud)) > 1


def test_a_neutral_letter_goes_sealed_to_the_organisation_that_it_was_written_for(keten):
    o = keten.o
    told = []
    pin = Pin(sleutels=o.registers.sleutels, vingerafdruk=o.werkgever.vingerafdruk, op=o.vandaag)
    letter = o.contactbrief(keten.dossier.gegevens["organisatie"])
    zending = seal_neutral_letter(letter, ring=o.ccv.ring, afzender=o.ccv.vingerafdruk, ontvanger=pin)
    opened = open_zending(
        zending.versleuteld, ring=o.werkgever_plek.ring, afzender=o.ccv.vingerafdruk, now=o.na_bedenktijd
    )
    assert opened.keys() - {"brief.pdf"} == {"manifest.json", "manifest.json.sig"}
    assert opened["brief.pdf"] == letter.pdf
    assert zending.ontvanger_oin == letter.oin
    to_bestuurder = replace(pin, vingerafdruk=o.bestuurder.vingerafdruk)
    for forged, to in (
        (replace(letter, pdf=keten.vastgesteld.pdf), pin),
        (replace(letter), pin),
        (NeutraleBrief(oin=letter.oin, kenmerk=letter.kenmerk, document=letter.document, pdf=letter.pdf), pin),
        (keten.brief, pin),
        (keten.vastgesteld.pdf, pin),
        (o.contactbrief({**keten.dossier.gegevens["organisatie"], "oin": "00000001123456789000"}), pin),
        (letter, to_bestuurder),
    ):
        with pytest.raises(EncryptionError):
            told.append(seal_neutral_letter(forged, ring=o.ccv.ring, afzender=o.ccv.vingerafdruk, ontvanger=to))
    assert told == []


def test_the_neutral_letter_holds_nothing_of_a_dossier(keten):
    letter = keten.o.contactbrief(keten.dossier.gegevens["organisatie"])
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(letter.pdf)).pages)
    gegevens = keten.dossier.gegevens
    for private in (
        gegevens["bestuurder"]["achternaam"],
        gegevens["woonplek"]["adres"]["straatnaam"],
        gegevens["dossiernummer"],
        gegevens["adviesrapport"]["rapportnummer"],
        "bestuurder",
        "beveiliging",
    ):
        assert private not in text
    assert gegevens["organisatie"]["naam"] in text


def test_a_look_alike_of_a_letter_that_says_it_is_equal_is_refused(keten):
    o = keten.o
    real = o.contactbrief(keten.dossier.gegevens["organisatie"])

    class Twin(NeutraleBrief):
        __eq__ = lambda self, other: True  # noqa: E731
        __hash__ = lambda self: hash(real)  # noqa: E731

    document = replace(real.document, pdf=keten.vastgesteld.pdf)
    twin = Twin(oin=real.oin, kenmerk=real.kenmerk, document=document, pdf=keten.vastgesteld.pdf)
    pin = Pin(sleutels=o.registers.sleutels, vingerafdruk=o.werkgever.vingerafdruk, op=o.vandaag)
    with pytest.raises(EncryptionError) as caught:
        seal_neutral_letter(twin, ring=o.ccv.ring, afzender=o.ccv.vingerafdruk, ontvanger=pin)
    assert codes(caught) == {"STAP-BRIEF"}


EIGEN_BRIEF = Sjabloon(
    document="brief_werkgever_gemeente", docx=read_resource("templates", "brief_werkgever_gemeente.docx")
)


@pytest.mark.parametrize(
    "changed",
    [
        {"kenmerk": "De achterdeur heeft geen slot"},
        {"kenmerk": "HOOGH-2026"},
        {"kenmerk": "CCV-" + "2" * 30},
        {"huisstijl": Huisstijl(gegevens={**GEGEVENS, "afdeling": "x" * 121})},
        {"huisstijl": Huisstijl(gegevens={**GEGEVENS, "opmerking": "x"})},
        {"huisstijl": Huisstijl(sjablonen=(EIGEN_BRIEF,))},
    ],
)
def test_nobody_writes_free_text_in_a_letter(keten, changed):
    given = {"kenmerk": "CCV-2026-0417", "aantal_bijlagen": 2, "zegel": keten.o.ccv_zegel, "now": keten.o.nu}
    with pytest.raises(WeerbaarDocsError):
        write_brief(keten.dossier, **{**given, **changed})


def test_what_is_checked_is_what_is_packed(keten):
    vraag = keten.ask()
    bewijs = keten.o.bestuurder_tekent(vraag)

    class Shifting(Werkgeverstukken):
        pass

    plain = {name: getattr(keten.stukken, name) for name in ("vastgesteld", "keuze", "stukken")}
    for stukken in (Shifting(**plain), replace(keten.stukken, stukken=list(keten.stukken.stukken))):
        with pytest.raises(ConsentError) as caught:
            keten.release(vraag.verklaring, bewijs, stukken=stukken)
        assert codes(caught) <= {"STAP-VORM", "STAP-STUKKEN"}
    for verklaring, proof in ((bytearray(vraag.verklaring), bewijs), (vraag.verklaring, "ja"), (None, bewijs)):
        with pytest.raises(ConsentError) as caught:
            keten.release(verklaring, proof)
        assert codes(caught) == {"STAP-VORM"}


def test_no_part_of_what_was_established_is_a_look_alike(keten):
    definitief = keten.definitief
    vraag = keten.ask()
    bewijs = keten.o.bestuurder_tekent(vraag)

    def twin(value):
        """Give the same value as a type of its own, that may say one thing now and another later."""
        made = type("Twin", (type(value),), {})
        if isinstance(value, bytes):
            return made(value)
        return made(**{name: getattr(value, name) for name in value.__dataclass_fields__})

    document = replace(definitief.document, pdf=twin(definitief.document.pdf))
    parts = ("rapport", "document", "verklaring", "handtekening", "indiening")
    changes = [{"definitief": twin(definitief)}, {"pdf": twin(keten.vastgesteld.pdf)}]
    changes += [{"definitief": replace(definitief, **{name: twin(getattr(definitief, name))})} for name in parts]
    changes += [{"definitief": replace(definitief, document=document)}]
    vasts = [twin(keten.vastgesteld), *(replace(keten.vastgesteld, **changed) for changed in changes)]
    stuk = keten.stukken.stukken[0]
    stukken = [replace(keten.stukken, vastgesteld=vast) for vast in vasts]
    stukken += [replace(keten.stukken, keuze=twin(keten.stukken.keuze))]
    for other in (
        twin(stuk),
        replace(stuk, inhoud=twin(stuk.inhoud)),
        replace(stuk, documentsoort=Text(stuk.documentsoort)),
    ):
        stukken.append(replace(keten.stukken, stukken=(other, *keten.stukken.stukken[1:])))
    for given in stukken:
        with pytest.raises(ConsentError) as caught:
            keten.release(vraag.verklaring, bewijs, stukken=given)
        assert codes(caught) == {"STAP-VORM"}
    ink = keten.o.formulier_getekend(vraag)
    first = ink.attesten[0]
    for attests in (
        list(ink.attesten),
        (twin(first), ink.attesten[1]),
        (replace(first, verklaring=twin(first.verklaring)), ink.attesten[1]),
        (replace(first, handtekening=twin(first.handtekening)), ink.attesten[1]),
    ):
        with pytest.raises(ConsentError) as caught:
            keten.release(vraag.verklaring, replace(ink, attesten=attests))
        assert codes(caught) == {"STAP-VORM"}
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, replace(ink, scan_sha256=Text(ink.scan_sha256)))
    assert codes(caught) == {"STAP-VORM"}


class Text(str):
    """A text of a type of its own."""

    __slots__ = ()


def test_a_decision_of_just_after_midnight_was_signed_on_the_day_before_in_utc(keten):
    o = keten.o
    tomorrow = (o.nu.astimezone(UTC).date() + timedelta(days=1)).isoformat()
    besluit = {**o.besluit(keten.concept), "besloten_op": tomorrow}
    definitief = establish(keten.concept, besluit, indiening=o.indiening(keten.concept), **o.bva)
    vast = stamp(definitief, zegel=o.bva_zegel, now=o.nu)
    stukken = prepare(vast, keten.stukken.keuze, zegel=o.ccv_zegel, now=o.nu)
    vraag = keten.ask(stukken=stukken)
    assert keten.release(vraag.verklaring, o.bestuurder_tekent(vraag), stukken=stukken)


def test_who_has_left_cannot_attest_for_a_day_before(keten):
    o = keten.o
    left = Medewerkersregister(
        medewerkers=tuple(
            replace(m, tot=o.vandaag - timedelta(days=10)) if m.id == "MW-0003" else m for m in o.medewerkers
        )
    )
    vraag = keten.ask(now=o.nu - timedelta(days=31), dagen=60)
    items = [
        o.medewerker_tekent(attest(vraag, scan_sha256="0" * 64, medewerker=mw, teruggebeld=True, now=moment), mw)
        for mw, moment in (("MW-0002", o.nu), ("MW-0003", o.nu - timedelta(days=30)))
    ]
    bewijs = InktBewijs(scan_sha256="0" * 64, attesten=tuple(items))
    with pytest.raises(ConsentError) as caught:
        keten.release(vraag.verklaring, bewijs, registers=replace(o.registers, medewerkers=left))
    assert codes(caught) == {"MEDEWERKER-ROL"}
    handed_in = o.medewerker_tekent(
        submission(keten.concept, medewerker="MW-0001", now=o.nu - timedelta(days=30)), "MW-0001"
    )
    with pytest.raises(ConsentError):
        establish(keten.concept, o.besluit(keten.concept), indiening=handed_in, **o.bva)


def test_a_signature_brings_nothing_else_along(keten):
    vraag = keten.ask()
    clean = keten.o.bestuurder_tekent(vraag).handtekening
    body = base64.b64encode(clean)
    armored = b"-----BEGIN PGP SIGNATURE-----\nComment: CANARY\n\n" + body + b"\n-----END PGP SIGNATURE-----\nCANARY"
    assert read_signature(armored) == clean
    for dirty in (armored, clean + bytes([0xC0 | 60, 6]) + b"CANARY", clean + clean, b"", b"\xc2", b"\x8b" + clean[1:]):
        with pytest.raises(ConsentError) as caught:
            keten.release(vraag.verklaring, OpenpgpBewijs(handtekening=dirty))
        assert codes(caught) == {"SLEUTEL-HANDTEKENING"}


def test_the_ring_itself_encrypts_to_the_werkgever_for_two_purposes_only(keten):
    o = keten.o
    for doel in ("bestuurderszending", "bewaarstuk", "test"):
        with pytest.raises(EncryptionError) as caught:
            o.ccv.ring.sign_and_encrypt(
                b"x", signer=o.ccv.vingerafdruk, recipients=[o.werkgever.vingerafdruk], doel=doel
            )
        assert codes(caught) == {"SLEUTEL-DOEL"}


def test_back_dated_attests_do_not_shorten_the_cooling_time(keten):
    o = keten.o
    vraag = keten.ask(now=o.nu - timedelta(days=2))
    scan = "0" * 64
    items = []
    for mw in ("MW-0002", "MW-0003"):
        data = attest(vraag, scan_sha256=scan, medewerker=mw, teruggebeld=True, now=o.nu - timedelta(days=2))
        fingerprint = next(m.vingerafdruk for m in o.medewerkers if m.id == mw)
        items.append(
            Verklaring(verklaring=data, handtekening=o._rings["medewerkers"].sign_detached(data, signer=fingerprint))
        )
    with pytest.raises(ConsentError) as caught:
        keten.release(
            vraag.verklaring, InktBewijs(scan_sha256=scan, attesten=tuple(items)), now=o.nu + timedelta(hours=1)
        )
    assert codes(caught) == {"MEDEWERKER-ROL"}


class WithdrawnLate:
    """A register in which the withdrawal lands just before the nonce is used."""

    def __init__(self, register):
        self._register = register

    def __getattr__(self, name):
        return getattr(self._register, name)

    def use(self, nonce, toestemming_id):
        self._register.withdraw(toestemming_id)
        self._register.use(nonce, toestemming_id)


def test_a_withdrawal_during_the_sealing_wins(keten):
    vraag = keten.ask(toestemming_id="TST-2026-0777")
    registers = replace(keten.o.registers, nonces=WithdrawnLate(keten.o.registers.nonces))
    vrijgave = keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag))
    with pytest.raises(ConsentError) as caught:
        seal(keten, vrijgave, registers=registers)
    assert codes(caught) == {"R-TOES-6"}


def test_a_register_that_is_gone_refuses_everything(keten, tmp_path):
    register = FileNonceRegister.create(tmp_path / "register")
    (tmp_path / "register" / "register").unlink()
    for act in (
        lambda: register.is_withdrawn("TST-1"),
        lambda: register.is_used("ab"),
        lambda: register.use("ab", "TST-1"),
        lambda: register.withdraw("TST-1"),
        lambda: FileNonceRegister.create(tmp_path / "register"),
    ):
        with pytest.raises(ConsentError) as caught:
            act()
        assert codes(caught) == {"TOES-REGISTER"}


@pytest.mark.parametrize("fault", ["rapport_sha256", "teruggestuurd", "missing"])
def test_establish_refuses_a_besluit_on_another_report_or_one_that_sends_it_back(keten, fault):
    besluit = keten.o.besluit(keten.concept)
    if fault == "rapport_sha256":
        besluit["rapport_sha256"] = "0" * 64
    if fault == "teruggestuurd":
        besluit["uitkomst"] = "teruggestuurd"
        besluit["toetsing"][0]["oordeel"] = "voldoet_niet"
    if fault == "missing":
        del besluit["besloten_op"]
    with pytest.raises(ValidationError):
        establish(keten.concept, besluit, indiening=keten.o.indiening(keten.concept), **keten.o.bva)


def test_eight_processes_use_a_nonce_once(tmp_path):
    code = (
        "import sys, pathlib\n"
        "from weerbaar_docs.nonces import FileNonceRegister\n"
        "from weerbaar_docs.errors import ConsentError\n"
        "try:\n    FileNonceRegister(pathlib.Path(sys.argv[1])).use('ab' * 16, 'TST-1')\n"
        "except ConsentError:\n    sys.exit(4)\n"
    )
    FileNonceRegister.create(tmp_path / "n")
    workers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "n")]) for _ in range(8)]
    assert sorted(worker.wait(timeout=60) for worker in workers) == [0] + [4] * 7


def test_delivery_takes_only_a_whole_zending(keten, tmp_path):
    vraag = keten.ask()
    zending = seal(keten, keten.release(vraag.verklaring, keten.o.bestuurder_tekent(vraag)))
    for wrong in (keten.stukken, replace(zending, versleuteld=flip(zending.versleuteld, 9))):
        with pytest.raises(DeliveryError):
            deliver_in_own_process(wrong, "map", {"map": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_a_changed_ciphertext_does_not_open(keten):
    o = keten.o
    vraag = keten.ask()
    zending = seal(keten, keten.release(vraag.verklaring, o.bestuurder_tekent(vraag)))
    data = zending.versleuteld
    for place in (40, len(data) // 2, len(data) - 30):
        with pytest.raises(EncryptionError):
            open_zending(
                flip(data, place), ring=o.werkgever_plek.ring, afzender=o.ccv.vingerafdruk, now=o.na_bedenktijd
            )


def test_registers_need_a_nonce_register():
    with pytest.raises(TypeError):
        Registers(sleutels=Sleutelregister(), medewerkers=(), controle=None)
