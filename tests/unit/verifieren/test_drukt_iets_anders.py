# SPDX-License-Identifier: EUPL-1.2
"""A BVA that prints something else than it decided, and signs all of it properly, is found by whoever has the package."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from sjabloonbouw import parts_of
from verifieerbouw import oordelen, packed, signer, verificatie
from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, pack, unpack
from weerbaar_docs.errors import VerificationError
from weerbaar_docs.establishing import stated as stated_of
from weerbaar_docs.model import freeze, thaw
from weerbaar_docs.oefening import Oefenomgeving
from weerbaar_docs.pades import Zegelvertrouwen
from weerbaar_docs.rendering import neutral_title, render
from weerbaar_docs.rendering.docx import pack as pack_docx
from weerbaar_docs.rendering.gedrukt import printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl, approved_sjabloon
from weerbaar_docs.stamping import stamp
from weerbaar_docs.toetsing.besluiten import Beslissers, Voornemen, decide, preview
from weerbaar_docs.toetsing.indienen import hand_in
from weerbaar_docs.toetsing.ontvangen import Ingediend, read_indiening
from weerbaar_docs.toetsing.overnemen import Controle, take_over
from weerbaar_docs.validation import adviesrapport, validate
from weerbaar_docs.verifieren import verifieer_delen

pytestmark = pytest.mark.lang

OURS = HUISSTIJL.sjabloon("adviesrapport")


@dataclass(frozen=True, kw_only=True)
class Weg:
    """What was handed in and decided, by the steps that both sides use."""

    o: Oefenomgeving
    ingediend: Ingediend
    parts: dict[str, bytes]
    definitief: Any

    def signed(self, parts: dict[str, bytes]) -> dict[str, bytes]:
        """Give the files under a manifest that the toetser signed."""
        return packed(parts, "besluitpakket", signer(self.o, "MW-0004"))

    def taken_over(self, parts: dict[str, bytes]) -> Any:
        """Take a package in at the CCV."""
        o = self.o
        given = Controle(
            medewerkers=o.medewerkers,
            handtekeningen=o.ccv.ring,
            bva_zegels=Zegelvertrouwen(certificaten=(o.bva_certificaat,)),
        )
        plain = {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}}
        package = pack(plain, pakket="besluitpakket", sign=o.bva_tekent)
        return take_over(package, self.ingediend, afzender=o.toetser.vingerafdruk, controle=given, now=o.nu)

    def styled(self, style: dict[str, Any], **stated: str) -> dict[str, bytes]:
        """Give the package with another huisstijl, and a report that was really made with it."""
        o, d = self.o, self.definitief
        said = {"rapportinhoud": thaw(d.rapport.inhoud), "bva_besluit": thaw(d.bva_besluit)}
        made = render(
            "adviesrapport",
            said,
            datum=o.vandaag,
            titel=neutral_title(d.rapport.rapport_sha256),
            gegevens=printed(said, OURS.velden),
            huisstijl=Huisstijl(gegevens=freeze(style)),
        )
        statement = read_json(d.verklaring) | stated_of(said["rapportinhoud"], said["bva_besluit"], made.pdf)
        statement |= {"herkomst": {**made.herkomst.as_json(), **stated}}
        verklaring = canonical_bytes(statement)
        forged = replace(
            d,
            document=made,
            vaststelling_sha256=statement["vaststelling_sha256"],
            verklaring=verklaring,
            handtekening=o.bva_tekent(verklaring),
        )
        return {
            **self.parts,
            "huisstijl.json": canonical_bytes(style),
            "vaststelling.json": forged.verklaring,
            "vaststelling.json.sig": forged.handtekening,
            "definitief.pdf": made.pdf,
            "rapport.pdf": stamp(forged, zegel=o.bva_zegel, now=o.nu).pdf,
        }

    def printing(self, inhoud: Any, sjabloon: Any = OURS, **stated: str) -> dict[str, bytes]:
        """Give the package with a report that prints this, and says of itself what the besluit is about."""
        o, d = self.o, self.definitief
        said = {"rapportinhoud": thaw(d.rapport.inhoud), "bva_besluit": thaw(d.bva_besluit)}
        made = render(
            "adviesrapport",
            {**said, "rapportinhoud": inhoud},
            datum=o.vandaag,
            titel=neutral_title(d.rapport.rapport_sha256),
            gegevens=printed(said, OURS.velden),
            huisstijl=Huisstijl(sjablonen=() if sjabloon is OURS else (sjabloon,)),
        )
        statement = read_json(d.verklaring)
        statement |= {"pdf_sha256": made.pdf_sha256, "herkomst": {**statement["herkomst"], **stated}}
        verklaring = canonical_bytes(statement)
        forged = replace(d, document=made, verklaring=verklaring, handtekening=o.bva_tekent(verklaring))
        return {
            **self.parts,
            "vaststelling.json": forged.verklaring,
            "vaststelling.json.sig": forged.handtekening,
            "definitief.pdf": made.pdf,
            "rapport.pdf": stamp(forged, zegel=o.bva_zegel, now=o.nu).pdf,
        }

    def inhoud(self) -> Any:
        return thaw(self.definitief.rapport.inhoud)


@pytest.fixture(scope="module")
def weg(oefening):
    o = oefening
    rapport = adviesrapport(validate(o.dossier_json))
    made = hand_in(
        rapport,
        medewerker=o.adviseur,
        sign=lambda data: o.medewerker_tekent(data, "MW-0001").handtekening,
        controle=o.bva_plek.ring,
        now=o.nu,
    )
    ingediend = read_indiening(
        made.pakket,
        afzender=o.adviseur.vingerafdruk,
        medewerkers=o.medewerkers,
        controle=o.bva_plek.ring,
        huisstijl=lambda _: HUISSTIJL,
        now=o.nu,
    )
    besluit = o.besluit(ingediend.concept)
    voornemen = Voornemen(
        ingediend=ingediend,
        bva_besluit=besluit,
        akkoord=preview(ingediend, besluit).sha256,
        beslissers=Beslissers(
            toetser=o.toetser, medewerkers=o.medewerkers, controle=o.bva_plek.ring, sign=o.bva_tekent
        ),
        zegel=o.bva_zegel,
        now=o.nu,
    )
    stukken = decide(voornemen)
    return Weg(
        o=o,
        ingediend=ingediend,
        parts=unpack(stukken.pakket, pakket="besluitpakket"),
        definitief=stukken.vastgesteld.definitief,
    )


def other_word(inhoud):
    """Change one short word of a text: what a reader acts on, and what no count of words shows."""
    measure = inhoud["adviesrapport"]["maatregelen"][0]
    measure["titel"] = f"{measure['titel']} (vervalt)"
    return inhoud


def other_template():
    """Give our template with another word in it, approved as if it were one."""
    parts = parts_of(OURS.docx)
    text = parts["word/document.xml"]
    assert text.count(b"Samenvatting") > 0
    changed = pack_docx({**parts, "word/document.xml": text.replace(b"Samenvatting", b"Niets te doen")})
    return approved_sjabloon("adviesrapport", changed, OURS.velden, OURS.motor)


def test_what_the_bva_really_makes_holds_on_both_sides(weg):
    uitslag = verifieer_delen(weg.parts, verificatie=verificatie(weg.o, namaken=True))
    assert uitslag.oordeel == "goed"
    assert oordelen(uitslag)["gegevens:definitief.pdf"] == "goed"
    assert oordelen(uitslag)["huisstijl"] == "goed"
    assert weg.taken_over(weg.parts).vastgesteld is not None


@pytest.mark.parametrize(
    "forge",
    [
        lambda w: w.printing(other_word(w.inhoud())),
        lambda w: w.printing(w.inhoud(), other_template()),
    ],
    ids=["other data", "other text in the template"],
)
def test_a_report_that_prints_something_else_is_found_though_everything_is_signed_for(weg, forge):
    parts = weg.signed(forge(weg))
    uitslag = verifieer_delen(parts, verificatie=verificatie(weg.o, namaken=True))
    found = oordelen(uitslag)
    assert [naam for naam, oordeel in found.items() if oordeel == "fout"] == ["gegevens:definitief.pdf"]
    with pytest.raises(VerificationError) as caught:
        weg.taken_over(parts)
    assert caught.value.meldingen[0].code == "BESLUIT-RAPPORT"


def test_another_way_of_making_it_is_named_and_is_no_proof_of_either(weg):
    parts = weg.signed(weg.printing(other_word(weg.inhoud()), bibliotheek_versie="0.0.1", fonts_sha256="0" * 64))
    uitslag = verifieer_delen(parts, verificatie=verificatie(weg.o, namaken=True))
    assert (uitslag.oordeel, uitslag.gebroken.naam) == ("niet_te_controleren", "gegevens:definitief.pdf")
    assert "anders is: de lettertypen, de versie van weerbaar-docs" in uitslag.gebroken.uitleg


def test_another_huisstijl_than_was_handed_in_is_found_on_both_sides(weg):
    style = {**read_json(weg.parts["huisstijl.json"]), "organisatie": "Een ander"}
    parts = weg.signed({**weg.parts, "huisstijl.json": canonical_bytes(style)})
    uitslag = verifieer_delen(parts, verificatie=verificatie(weg.o, namaken=True))
    assert (uitslag.oordeel, uitslag.gebroken.naam) == ("fout", "gegevens:definitief.pdf")
    with pytest.raises(VerificationError) as caught:
        weg.taken_over(parts)
    assert caught.value.meldingen[0].code == "BESLUIT-HUISSTIJL"


@pytest.mark.parametrize(("stated", "oordeel"), [({}, "fout"), ({"fonts_sha256": "0" * 64}, "niet_te_controleren")])
def test_a_report_that_was_really_made_with_another_huisstijl_is_not_what_the_adviseur_signed_for(weg, stated, oordeel):
    style = {**read_json(weg.parts["huisstijl.json"]), "contact": {"naam": "Een ander", "email": "ander@voorbeeld.nl"}}
    parts = weg.signed(weg.styled(style, **stated))
    uitslag = verifieer_delen(parts, verificatie=verificatie(weg.o, namaken=True))
    assert oordelen(uitslag)["gegevens:definitief.pdf"] == "goed"
    assert (uitslag.oordeel, uitslag.gebroken.naam) == (oordeel, "huisstijl")
    with pytest.raises(VerificationError) as caught:
        weg.taken_over(parts)
    assert caught.value.meldingen[0].code == "BESLUIT-HUISSTIJL"
    unasked = verifieer_delen(parts, verificatie=verificatie(weg.o))
    assert (unasked.oordeel, oordelen(unasked)["huisstijl"]) == ("goed", "niet_te_controleren")


@pytest.mark.parametrize("style", [b"{}", b"[]", b"x"])
def test_what_is_no_huisstijl_is_broken_there(weg, style):
    parts = weg.signed({**weg.parts, "huisstijl.json": style})
    uitslag = verifieer_delen(parts, verificatie=verificatie(weg.o, namaken=True))
    assert (uitslag.oordeel, uitslag.gebroken.naam) == ("fout", "gegevens:definitief.pdf")


def test_who_does_not_ask_for_it_gets_no_word_about_it(weg):
    found = verifieer_delen(weg.parts, verificatie=verificatie(weg.o))
    assert oordelen(found)["gegevens:definitief.pdf"] == "niet_te_controleren"
    assert found.oordeel == "goed"
