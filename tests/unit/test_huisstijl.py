# SPDX-License-Identifier: EUPL-1.2
"""A document is made with the template that the organisation registered, and with the engine of that template alone."""

from __future__ import annotations

import io
import json
import os
import shutil
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from pypdf import PdfReader

import verapdf
from sjabloonbouw import build, p, put
from storebouw import medewerker
from weerbaar_docs._resources import read_resource
from weerbaar_docs.brief import render_brief
from weerbaar_docs.canonical import sha256
from weerbaar_docs.cli import run
from weerbaar_docs.config import load_config
from weerbaar_docs.documenten import make_document
from weerbaar_docs.documenten.rapport import make_rapport
from weerbaar_docs.errors import ConfigError, PluginError, RenderingError, ValidationError
from weerbaar_docs.huisstijl import huisstijl_here
from weerbaar_docs.model import Dossier
from weerbaar_docs.neutrale_brief import write_neutral_letter
from weerbaar_docs.rendering import render, typst_engine
from weerbaar_docs.rendering.docx import plain_text
from weerbaar_docs.rendering.engine import PdfEngines, TypstEngine
from weerbaar_docs.rendering.huisstijl import GEGEVENS, Huisstijl, Sjabloon, require_checked_contact
from weerbaar_docs.sjablonen.keuren import approve
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.sleutelblad import render_sleutelblad
from weerbaar_docs.voorbeelddata import maak

AFDRUK = medewerker("MW-0001")["vingerafdruk"]
OIN = "00000001999900018000"
DATUM, TITEL = date(2026, 11, 22), "Bericht WD-00000000"
RUBY = (
    "<w:p><w:r><w:ruby><w:rt><w:r><w:t>boven</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>onder</w:t></w:r></w:rubyBase>"
    "</w:ruby></w:r></w:p>"
)


def blad(text: str) -> bytes:
    return build(document="sleutelblad", change={"word/document.xml": put("<w:sectPr>", text)})


@pytest.fixture
def thuis(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run(["opslag", "init", "--id", "MW-0001", "--vingerafdruk", AFDRUK]) == 0
    return tmp_path


def register(document: str, docx: bytes, **options: str) -> None:
    Path("eigen.docx").write_bytes(docx)
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    assert run(["sjabloon", "registreer", "eigen.docx", "--document", document, *given]) == 0


def here(voor: str = "standaard", **settings: str) -> Huisstijl:
    return huisstijl_here(load_config(None, settings), {}, voor=voor)


def rapport(*more: str) -> list[str]:
    return ["rapport", "maak", "dossier.json", "--uit", "uit", "--leesbaar-op-schijf", "--json", *more]


def test_a_report_is_made_with_the_registered_template(thuis, capsys):
    docx = build(
        p("Van ons {{ rapportinhoud.adviesrapport.rapportnummer }}")
        + p("{{ bva_besluit.besluitnummer if bva_besluit else 'concept' }}")
    )
    Path("dossier.json").write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    register("adviesrapport", docx)
    capsys.readouterr()
    assert run(rapport()) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["herkomst"]["template_sha256"] == sha256(here().sjabloon("adviesrapport").docx)
    assert "Van ons" in plain_text(next(Path("uit").glob("*.docx")).read_bytes())


def test_who_cannot_open_the_store_does_not_get_the_standard_template(thuis, capsys):
    Path("dossier.json").write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    for key in thuis.rglob("*houdersleutel*"):
        key.unlink()
    assert run(rapport()) != 0
    assert "OPSLAG-HOUDERSLEUTEL" in capsys.readouterr().err
    assert not Path("uit").exists()


def test_a_template_of_the_organisation_goes_before_the_standard_one(thuis):
    register("sleutelblad", blad(p("Voor allen")))
    register("sleutelblad", blad(p("Voor Meierdam")), huisstijl=OIN)
    made = {voor: here(voor) for voor in ("standaard", OIN, "elders")}
    texts = {voor: plain_text(render_sleutelblad(datum=DATUM, huisstijl=h).docx) for voor, h in made.items()}
    assert {voor: "Voor allen" in text for voor, text in texts.items()} == {
        "standaard": True,
        OIN: False,
        "elders": True,
    }
    assert "Voor Meierdam" in texts[OIN]


@pytest.mark.lang
def test_what_only_libreoffice_can_set_is_set_by_it_and_by_nothing_else(thuis, capsys, monkeypatch):
    register("sleutelblad", blad(RUBY))
    capsys.readouterr()
    assert run(["sleutel", "sleutelblad", "--uit", "blad.pdf"]) == 0
    pdf = Path("blad.pdf").read_bytes()
    assert "onder" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    made = render_sleutelblad(datum=DATUM, huisstijl=here())
    assert made.herkomst.engine == "libreoffice"
    assert made.herkomst.fonts_sha256 != TypstEngine().fonts_sha256
    assert [verdict.passed for verdict in verapdf.check([pdf])] == [True]

    monkeypatch.setenv("PATH", str(thuis))
    capsys.readouterr()
    assert run(["sleutel", "sleutelblad", "--uit", "later.pdf"]) == PluginError.exit_code
    assert "libreoffice: deze PDF-motor is er niet" in capsys.readouterr().err
    assert not Path("later.pdf").exists()


def test_documents_are_set_in_the_organisations_own_fonts(thuis):
    spec = find_spec("font_caladea")
    source = Path(spec.origin).parent / "files"
    Path("letters").mkdir()
    shutil.copy(next(source.glob("*.ttf")), Path("letters"))
    made = render_sleutelblad(datum=DATUM, huisstijl=here(WEERBAAR_PDF_LETTERTYPEN=str(thuis / "letters")))
    assert made.herkomst.fonts_sha256 != TypstEngine().fonts_sha256


def test_a_document_without_its_data_carries_none():
    context = voorbeelden("inzage")[0].context
    for without, attached in ((), True), (("inzage",), False), (("adviesrapport",), True):
        huisstijl = Huisstijl(zonder_gegevens=frozenset(without))
        made = render("inzage", context, datum=DATUM, titel=TITEL, gegevens={"a": 1}, huisstijl=huisstijl)
        assert bool(PdfReader(io.BytesIO(made.pdf)).attachments) is attached


def test_only_a_template_that_was_approved_for_this_document_is_used():
    samples = [(v.naam, v.context) for v in voorbeelden("sleutelblad")][:1]
    keuring = approve(blad(p("Gekeurd")), "sleutelblad", samples, motoren=[TypstEngine()])
    good = keuring.sjabloon()
    assert "Gekeurd" in plain_text(render_sleutelblad(datum=DATUM, huisstijl=Huisstijl(sjablonen=(good,))).docx)
    bad = Sjabloon(document="sleutelblad", docx=good.docx)
    with pytest.raises(RenderingError, match="SJABLOON-KEURING"):
        render_sleutelblad(datum=DATUM, huisstijl=Huisstijl(sjablonen=(bad,)))
    with pytest.raises(RenderingError, match="SJABLOON-KEURING"):
        approve(blad(p("Zonder")), "sleutelblad", [], motoren=[TypstEngine()])
    other = Huisstijl(sjablonen=(good,)).sjabloon("brief_contactgegevens")
    assert other.docx == read_resource("templates", "brief_contactgegevens.docx")
    assert other.motor == typst_engine.ENGINE


class Nagemaakt(Huisstijl):
    def sjabloon(self, document):
        return Sjabloon(document=document, docx=build(p("Eigen tekst"), document=document))


class Andermans(TypstEngine):
    def to_pdf(self, docx, **given):
        return b"%PDF-1.7"


@pytest.mark.parametrize("huisstijl", [Nagemaakt(), Huisstijl(motoren=PdfEngines(motoren=(Andermans(),)))])
def test_nothing_passes_for_a_huisstijl_or_for_our_own_engine(huisstijl):
    with pytest.raises(RenderingError, match="SJABLOON-KEURING"):
        render_sleutelblad(datum=DATUM, huisstijl=huisstijl)


def test_a_look_without_a_store_leaves_none_behind(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run(["sjabloon", "lijst"]) != 0
    Path("dossier.json").write_bytes(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    assert run(rapport()) == 0


def test_a_report_is_made_with_the_template_of_its_own_organisation(thuis, capsys):
    dossier = json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))
    Path("dossier.json").write_text(json.dumps(dossier), encoding="utf-8")
    register("adviesrapport", build(p("Voor u alleen")), huisstijl=dossier["organisatie"]["oin"])
    assert run(rapport()) == 0
    assert "Voor u alleen" in plain_text(next(Path("uit").glob("*.docx")).read_bytes())


# --- who sends, and at which loket (R-CONT-1) -----------------------------------------------------

LOKET = json.loads(read_resource("schemas", "contactpunt.schema.json"))["examples"][0]
ECHT = {"type": "gemeente", "naam": "Gemeente Verzonnen", "oin": OIN}


def keep(kenmerk: str, **changed: object) -> None:
    Path("punt.json").write_text(json.dumps(LOKET | changed))
    assert run(["contact", "leg-vast", kenmerk, "punt.json"]) == 0


def style(**settings: str) -> Huisstijl:
    names = {f"WEERBAAR_HUISSTIJL_{name.upper()}": value for name, value in settings.items()}
    environment = {**os.environ, **names}
    return huisstijl_here(load_config(None, environment), environment)


def test_sender_colour_and_who_signs_are_configuration():
    found = style(
        organisatie="Ministerie Verzonnen",
        retouradres="Postbus 1, 1234 AB Voorbeeldstad",
        ondertekenaar="V. Verzonnen",
        functie="directeur",
        namens="De minister van Verzinsels",
    ).gegevens
    assert (found["organisatie"], found["retouradres"]) == ("Ministerie Verzonnen", "Postbus 1, 1234 AB Voorbeeldstad")
    signs = {"naam": "V. Verzonnen", "functie": "directeur", "namens": "De minister van Verzinsels"}
    assert found["ondertekenaar"] == signs
    assert "namens" not in style().gegevens["ondertekenaar"]


def test_the_loket_and_the_steunpunten_are_those_of_the_register(thuis):
    keep("loket", geverifieerd_op="2026-11-01", vervalt_op=None)
    keep("steun", naam="Steunpunt Verzonnen")
    found = style(loket="loket", steunpunten="steun").gegevens
    assert found["contact"] == {"naam": LOKET["naam"], "email": LOKET["email"], "geverifieerd_op": "2026-11-01"}
    assert found["steunpunten"] == [{"naam": "Steunpunt Verzonnen", "doel": LOKET["doel"]}]


def test_a_loket_that_is_not_in_the_register_or_has_no_mail_is_refused(thuis):
    with pytest.raises(ConfigError, match="CONTACT-HUISSTIJL"):
        style(loket="weg")
    with pytest.raises(ConfigError, match="CONTACT-HUISSTIJL"):
        style(steunpunten="weg")
    keep("telefoon", email=None)
    with pytest.raises(ConfigError, match="CONTACT-HUISSTIJL"):
        style(loket="telefoon")


def test_no_loket_is_named_to_a_real_organisatie_that_was_not_checked_in_time(thuis):
    keep("loket", geverifieerd_op="2026-11-01", vervalt_op=None)
    checked, unchecked = style(loket="loket"), style()
    require_checked_contact(checked, ECHT, date(2027, 11, 1))
    require_checked_contact(unchecked, {**ECHT, "fictief": True}, DATUM)
    for bad, day in ((checked, date(2027, 11, 2)), (unchecked, DATUM), (Huisstijl(), DATUM)):
        with pytest.raises(RenderingError, match="R-CONT-1"):
            require_checked_contact(bad, ECHT, day)
    with_typo = Huisstijl(
        gegevens={**GEGEVENS, "contact": {**checked.gegevens["contact"], "email": "x@politiekeamtsdragers.example"}}
    )
    with pytest.raises(RenderingError, match="R-CONT-1"):
        require_checked_contact(with_typo, ECHT, DATUM)


@pytest.mark.parametrize("naam", ["brief_vaststelling", "brief_werkgever", "brief_regeling", "rapport"])
def test_every_way_to_a_letter_asks_for_a_checked_loket(naam):
    gegevens = maak("gemeente", 0, "vastgesteld")
    gegevens["organisatie"]["fictief"] = False
    day = date.fromisoformat(gegevens["bva_besluiten"][-1]["besloten_op"])
    ways = {
        "brief_vaststelling": lambda: make_document(naam, gegevens, datum=day),
        "brief_werkgever": lambda: render_brief(gegevens, kenmerk="CCV-2026-1", aantal_bijlagen=1, datum=day),
        "brief_regeling": lambda: write_neutral_letter(naam, gegevens["organisatie"], LOKET, datum=DATUM),
        "rapport": lambda: make_rapport(
            Dossier(dossiernummer=gegevens["dossiernummer"], gegevens=gegevens),
            versie="bestuurder",
            formats=(),
            datum=day,
        ),
    }
    with pytest.raises((RenderingError, ValidationError), match="R-CONT-1"):
        ways[naam]()
