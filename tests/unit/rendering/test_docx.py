# SPDX-License-Identifier: EUPL-1.2
"""The Word side: data come out as they are, the file is the same every time and names nobody."""

from __future__ import annotations

import io
import json
import re
import traceback
import zipfile
from datetime import date
from functools import cache, partial
from typing import Any

import docx as python_docx
import pytest
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree

from weerbaar_docs._resources import read_resource
from weerbaar_docs.afschrift import in_woorden
from weerbaar_docs.brief import render_brief
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.model import freeze, rapportinhoud, thaw
from weerbaar_docs.rendering import docx as subject
from weerbaar_docs.rendering import filters
from weerbaar_docs.rendering.huisstijl import GEGEVENS
from weerbaar_docs.sjablonen import documenten, lint
from weerbaar_docs.sjabloonvoorbeelden import voorbeelden
from weerbaar_docs.veiligheidspakket.onderdelen import SJABLONEN
from weerbaar_docs.voorbeelddata import maak

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAG = date(2026, 5, 18)
ALL = (
    "adviesrapport",
    "adviesrapport_werkgever",
    "afschrift_toestemming",
    "brief_afspraak_bestuurder",
    "brief_afspraak_werkgever",
    "brief_intrekking_bestuurder",
    "brief_intrekking_werkgever",
    "brief_regeling_gemeente",
    "brief_regeling_provincie",
    "brief_regeling_waterschap",
    "brief_vaststelling",
    "brief_vergoeding_2021",
    "vernietigingsverklaring",
    "informatieblad",
    "toetsingsblad",
    "uitvoeringsopdracht",
    "vangnetaanvraag",
    "voortgangsoverzicht",
    "brief_werkgever_gemeente",
    "brief_werkgever_provincie",
    "brief_werkgever_waterschap",
    "brief_contactgegevens",
    "inzage",
    "maatregelenoverzicht",
    "ontvangstformulier",
    "sleutelblad",
    "toestemmingsformulier",
    "vergelijking",
    "verificatie",
    *SJABLONEN,
)


def dossier() -> dict[str, Any]:
    return json.loads(read_resource("voorbeelden", "gemeente_burgemeester.json"))


def report_context(*, besluit: bool = True) -> dict[str, Any]:
    gegevens = dossier()
    return {
        "rapportinhoud": rapportinhoud(gegevens),
        "bva_besluit": gegevens["bva_besluiten"][0] if besluit else None,
        "huisstijl": thaw(GEGEVENS),
    }


def werkgever_context(*, voorvertoning: bool = False) -> dict[str, Any]:
    inhoud = rapportinhoud(dossier())
    rapport = inhoud["adviesrapport"]
    keys = ("nummer", "domein", "titel", "urgentie", "grondslag", "verstrekkingsvorm", "kosten")
    maatregelen = [
        {
            **{key: m[key] for key in keys},
            "omschrijving": m["tekst_voor_werkgever"]["omschrijving"],
            "motivering": m["tekst_voor_werkgever"].get("motivering"),
            "uitvoerder": m["uitvoerder"]["rol"],
            "norm": m.get("norm"),
            "uitvoeren_binnen_weken": m.get("uitvoeren_binnen_weken"),
            "betaler": "werkgever",
            "pkvw_voorwaarde": m["domein"] == "wonen",
            "oordeel": "vastgesteld",
        }
        for m in rapport["maatregelen"]
        if "tekst_voor_werkgever" in m
    ]
    versie = {
        "kenmerk": rapport["rapportnummer"],
        "versie": 1,
        "datum": "2026-05-22",
        "organisatie": {"type": "gemeente", "naam": inhoud["organisatie"]["naam"]},
        "ambt": "burgemeester",
        "beoordeling": rapport["beoordeling_voor_werkgever"],
        "niveau": "verhoogd",
        "bevindingen": [{"id": "B-01", "domein": "werk", "tekst": "Eén uitgang & geen noodknop."}],
        "maatregelen": maatregelen,
        "kosten_raming": rapport["kosten_raming"],
        "voorwaarden": {"pkvw": "geldig", "pkvw_geldig_tot": "2031-03-01", "einde_ambt_op": "2030-01-01"},
        "besluit": {"besluitnummer": "BVA-2026-0093", "besloten_op": "2026-05-18"},
        "vaststelling_sha256": "ab" * 32,
        "vertrouwelijkheidaanduiding": "confidentieel",
        "voorvertoning": voorvertoning,
    }
    return {"werkgeversversie": versie, "huisstijl": thaw(GEGEVENS)}


def letter_context() -> dict[str, Any]:
    brief = dossier()["werkgeversbrief"]
    lines = ["gemeente Súd-Ooster & Waard", "t.a.v. gemeentesecretaris", "Postbus 101", "9001 AB  SÚD-OOSTER"]
    return {"brief": {**brief, "adresregels": lines}, "huisstijl": thaw(GEGEVENS)}


def contact_context() -> dict[str, Any]:
    contactpunt = {
        "naam": "het secretariaat",
        "telefoon": "+31880000000",
        "email": None,
        "openingstijden": "op werkdagen",
    }
    return {
        "organisatie": dossier()["organisatie"],
        "contactpunt": contactpunt,
        "adresregels": letter_context()["brief"]["adresregels"],
        "aanhef": "Geachte gemeentesecretaris,",
        "kenmerk": "WD-0001",
        "datum": "2026-05-18",
        "huisstijl": thaw(GEGEVENS),
    }


def inzage_context() -> Any:
    return {
        "inzage": {
            "kenmerk": "WD-0001",
            "datum": "2026-05-18",
            "dossiernummer": "WB-2026-000123",
            "verwerking": {
                "grondslag": "een taak van algemeen belang",
                "duur": "tien jaar",
                "startgebeurtenis": "einde van het ambt",
                "termijn_grondslag": "een voorbeeld",
                "doorgifte": "Wij geven niets door.",
                "toezicht": "de toezichthouder",
            },
            "onderdelen": [
                {
                    "titel": "Planning",
                    "doel": "Om te plannen.",
                    "herkomst": "Van u.",
                    "regels": [{"label": "Begin", "waarde": "morgen"}],
                }
            ],
            "weggelaten": [{"wat": "Organisatie: 1 gegeven", "waarom": "Techniek."}],
            "verstrekkingen": [{"wanneer": "gisteren", "aan": "uw werkgever", "wat": "het overzicht"}],
            "gebruik": [{"rol": "secretariaat", "wat": "dossier gelezen", "aantal": "2", "wanneer": "gisteren"}],
        },
        "huisstijl": thaw(GEGEVENS),
    }


def sleutelblad_context() -> dict[str, Any]:
    example = json.loads(read_resource("schemas", "sleutelblad.schema.json"))["examples"][0]
    regels = [{"tekens": "A1B2 C3D4", "woorden": "een twee drie vier"}]
    return {"sleutelblad": example, "regels": regels, "huisstijl": thaw(GEGEVENS)}


def afschrift_context() -> dict[str, Any]:
    example = json.loads(read_resource("schemas", "afschrift.schema.json"))["examples"][0]
    return {"afschrift": example, "woorden": in_woorden(example), "huisstijl": thaw(GEGEVENS)}


def ontvangst_context() -> dict[str, Any]:
    example = json.loads(read_resource("schemas", "ontvangstformulier.schema.json"))["examples"][0]
    return {"ontvangst": example, "huisstijl": thaw(GEGEVENS)}


def formulier_context() -> dict[str, Any]:
    example = json.loads(read_resource("schemas", "toestemmingsformulier.schema.json"))["examples"][0]
    return {"formulier": example, "huisstijl": thaw(GEGEVENS)}


def vergelijking_context() -> dict[str, Any]:
    stukken = [{"soort": "weg", "tekst": "slot"}, {"soort": "nieuw", "tekst": "ketting"}]
    return {
        "vergelijking": {
            "kenmerk": "WD-0001",
            "datum": "2026-05-18",
            "vertrouwelijkheid": "Confidentieel",
            "oud": {"omschrijving": "rapport (PDF)", "sha256": "a" * 64},
            "nieuw": {"omschrijving": "rapport (PDF)", "sha256": "b" * 64},
            "samenvatting": ["1 wijziging in de gegevens, in 1 onderdeel."],
            "hoofdstukken": [
                {
                    "titel": "Maatregel M-03",
                    "wijzigingen": [{"soort": "anders", "onderdeel": "Titel", "stukken": stukken}],
                }
            ],
            "tekst": [{"kop": "Maatregelen", "alineas": [{"soort": "anders", "stukken": stukken}]}],
            "paginas": ["Anders: pagina 3."],
        },
        "huisstijl": thaw(GEGEVENS),
    }


def overzicht_context() -> dict[str, Any]:
    return {**voorbeelden("maatregelenoverzicht")[0].context, "huisstijl": thaw(GEGEVENS)}


def verificatie_context() -> dict[str, Any]:
    return {
        "verificatie": {
            "kenmerk": "WD-0001",
            "datum": "2026-05-18",
            "soort": "zending",
            "sha256": "a" * 64,
            "slot": "Alles klopt.",
            "feiten": [{"titel": "Pakket", "waarde": "zending, 11 bestanden"}],
            "schakels": [{"titel": "manifest", "oordeel": "goed", "uitleg": "alle bestanden zijn gelijk"}],
        },
        "huisstijl": thaw(GEGEVENS),
    }


def test_every_document_is_filled_here() -> None:
    assert sorted(ALL) == list(documenten())


def sample_context(name: str) -> dict[str, Any]:
    return thaw(voorbeelden(name)[0].context)


CONTEXTS = dict(
    zip(
        ALL,
        (
            report_context,
            werkgever_context,
            afschrift_context,
            *[partial(sample_context, name) for name in ALL[3 : ALL.index("brief_werkgever_gemeente")]],
            *[letter_context] * 3,
            contact_context,
            inzage_context,
            overzicht_context,
            ontvangst_context,
            sleutelblad_context,
            formulier_context,
            vergelijking_context,
            verificatie_context,
            *[partial(sample_context, name) for name in SJABLONEN],
        ),
        strict=True,
    )
)


def fill(name: str, context: Any, titel: str = "Bericht WD-0001") -> bytes:
    return subject.fill(read_resource("templates", f"{name}.docx"), context, datum=DAG, titel=titel)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def paragraphs(data: bytes, part: str = "word/document.xml") -> list[str]:
    root = etree.fromstring(parts(data)[part])
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return [
        "".join(marks.get(node.tag, node.text or "") for node in p.iter(f"{W}t", f"{W}br", f"{W}tab"))
        for p in root.iter(f"{W}p")
        if p.getparent().tag != f"{W}tabs"
    ]


@cache
def own_template(text: str) -> bytes:
    document = python_docx.Document()
    document.add_paragraph(text)
    document.core_properties.author = "Anneloes"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def fill_own(text: str, **context: Any) -> list[str]:
    return paragraphs(subject.fill(own_template(text), context, datum=DAG, titel="Bericht"))


# --- data come out as they are ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "Jansen & Zn",
        "< 3 minuten",
        "mail <piet@x.nl> nu",
        "</w:t></w:r></w:p><w:p><w:r><w:t>INGEVOEGD",
        "{{ niet_invullen }}",
        "{% raw %}",
        "{_{ x }_} {_% y %_}",
        "{%p if x %} {%tr endfor %} {# nee #}",
        "“”‘’–×±²≥≤≈«» \u00ad ÆÇÖØÚÛ ĳ",
        '=HYPERLINK("x")',
        "]]> &amp; &#123; <!-- -->",
        "x" * 10_000,
    ],
)
def test_data_come_out_literally(value: str) -> None:
    assert fill_own("[{{ x }}]", x=value) == [f"[{value}]"]


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_printable_text_comes_out_literally(value: str) -> None:
    assert fill_own("[{{ x }}]", x=value) == [f"[{value}]"]


@pytest.mark.parametrize(("value", "shown"), [("a\nb", "a\nb"), ("a\r\nb\rc", "a\nb\nc"), ("a\tb", "a b")])
def test_only_a_line_break_has_a_meaning(value: str, shown: str) -> None:
    assert fill_own("{{ x }}", x=value) == [shown]


@pytest.mark.parametrize("character", ["\x00", "\a", "\x0b", "\f", "\x1b", "\x7f", "\ufffe", "\ud800"])
def test_control_characters_are_refused_with_their_place(character: str) -> None:
    with pytest.raises(RenderingError) as caught:
        fill_own("{{ x.y[0] }}", x={"y": [f"geheim{character}"]})
    assert caught.value.meldingen[0].code == "DOCX-TEKEN"
    assert caught.value.meldingen[0].pad == "/x/y/0"
    assert "geheim" not in str(caught.value)


def test_literal_braces_of_the_template_still_work() -> None:
    assert fill_own("{_{ naam }_} is {{ x }}", x="a{_{b") == ["{{ naam }} is a{_{b"]


# --- the sandbox and its errors --------------------------------------------------------------------------------------


def test_missing_field_is_named() -> None:
    with pytest.raises(RenderingError) as caught:
        fill_own("{{ x.ontbreekt }}", x={"geheim": "waarde"})
    assert caught.value.meldingen[0].code == "DOCX-VELD"
    assert "`ontbreekt`" in str(caught.value)


def test_name_that_comes_from_data_is_not_quoted() -> None:
    with pytest.raises(RenderingError) as caught:
        fill_own("{{ x[y] }}", x={}, y="Hoogh")
    assert "Hoogh" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ x.__init__.__globals__ }}",
        "{{ x.update({'a': 1}) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(10) }}",
        "{{ x | safe }}",
        "{{ x | tojson }}",
        "{{ x | bestaat_niet }}",
        "{% if x %}",
        "{{ x",
        "{{ x }}",
        "{{ y }}",
        "{{ z | bedrag }}",
        "{{ z | datum }}",
        "{%p if x %} en meer {%p endif %}",
    ],
)
def test_templates_that_cannot_or_may_not_are_refused_without_quoting_data(text: str) -> None:
    secret = "GE" + "HEIM"  # not in one piece, or the traceback would show it as source text
    with pytest.raises(RenderingError) as caught:
        fill_own(text, x={"a": secret}, y=None, z=secret)
    assert secret not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    assert caught.value.diagnostics()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", subject.pack({"a.xml": b"<a/>"})])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(RenderingError, match="DOCX-BESTAND"):
        subject.fill(data, {}, datum=DAG, titel="x")


def test_tracked_changes_are_refused() -> None:
    files = parts(own_template("x"))
    files["word/document.xml"] = files["word/document.xml"].replace(
        b"<w:p>", b'<w:p><w:ins w:id="1" w:author="Anneloes"/>', 1
    )
    with pytest.raises(RenderingError, match="DOCX-REVISIE"):
        subject.fill(subject.pack(files), {}, datum=DAG, titel="x")


def with_relation(kind: str, target: str) -> bytes:
    files = parts(own_template("x"))
    name = "word/_rels/document.xml.rels"
    relation = f'<Relationship Id="rId99" Type="http://x.example/{kind}" Target="{target}" TargetMode="External"/>'
    files[name] = files[name].replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    return subject.pack(files)


@pytest.mark.parametrize(
    ("kind", "target"),
    [("image", "https://x.example/a.png"), ("hyperlink", "file:///etc/passwd"), ("oleObject", "a.xls")],
)
def test_ways_out_of_the_file_are_refused(kind: str, target: str) -> None:
    with pytest.raises(RenderingError, match="DOCX-EXTERN"):
        subject.fill(with_relation(kind, target), {}, datum=DAG, titel="x")


def test_https_link_stays_and_the_path_of_a_word_template_goes() -> None:
    link = subject.fill(with_relation("hyperlink", "https://x.example/"), {}, datum=DAG, titel="x")
    assert b"https://x.example/" in parts(link)["word/_rels/document.xml.rels"]
    gone = subject.fill(
        with_relation("attachedTemplate", "file:///C:/Users/gebruiker/n.dotm"), {}, datum=DAG, titel="x"
    )
    assert b"anneloes" not in b"".join(parts(gone).values())


def test_part_that_is_no_xml_is_refused() -> None:
    files = parts(own_template("x")) | {"word/document.xml": b"<w:document>"}
    with pytest.raises(RenderingError, match="DOCX-XML"):
        subject.fill(subject.pack(files), {}, datum=DAG, titel="x")


# --- the same bytes, and nobody's name -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_two_fills_give_equal_bytes(name: str) -> None:
    first = fill(name, CONTEXTS[name]())
    subject._templates.cache_clear()
    assert first == fill(name, freeze(CONTEXTS[name]()))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_no_metadata_of_people_or_machines() -> None:
    files = parts(subject.fill(own_template("{{ x }}"), {"x": "1"}, datum=DAG, titel="Bericht <&> WD"))
    everything = b"".join(files.values())
    assert not any(
        word in everything for word in (b"Anneloes", b"python-docx", b"Macintosh", b"w:rsid", b"Normal.dotm")
    )
    assert not any(name.startswith("customXml") or "thumbnail" in name for name in files)
    core = python_docx.Document(io.BytesIO(subject.pack(files))).core_properties
    assert (core.author, core.last_modified_by, core.revision) == ("weerbaar-docs", "weerbaar-docs", 1)
    assert (core.title, core.language) == ("Bericht <&> WD", "nl-NL")
    assert core.created == core.modified
    assert core.created.date() == DAG


@pytest.mark.parametrize("name", ALL)
def test_every_part_is_announced_once_and_exists(name: str) -> None:
    files = parts(fill(name, CONTEXTS[name]()))
    types = etree.fromstring(files["[Content_Types].xml"])
    announced = [node.get("PartName")[1:] for node in types if node.get("PartName")]
    assert len(announced) == len(set(announced))
    assert set(announced) <= set(files)
    python_docx.Document(io.BytesIO(subject.pack(files)))


def test_result_equals_docxtpl_own_rendering() -> None:
    template = read_resource("templates", "adviesrapport.docx")
    context = report_context()
    oracle = DocxTemplate(io.BytesIO(template))
    # docxtpl itself turns `{_{` and line breaks in data into something else, so the oracle gets plain data; and it has no figures
    oracle.render(thaw(context), plain_environment(), autoescape=True)
    target = io.BytesIO()
    oracle.save(target)
    assert paragraphs(target.getvalue()) == paragraphs(fill("adviesrapport", context))


def plain_environment() -> Environment:
    environment = Environment(autoescape=True)
    environment.filters |= filters.FILTERS | dict.fromkeys(filters.FIGUREN, lambda *_: "")
    return environment


# --- the shipped templates -------------------------------------------------------------------------------------------


def texts_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() if key != "tekst_voor_werkgever" for text in texts_of(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    return [value] if isinstance(value, str) and " " in value.strip() else []


def test_report_holds_every_text_of_the_sample() -> None:
    context = report_context()
    rapport = context["rapportinhoud"]["adviesrapport"]
    shown = "\n".join(paragraphs(fill("adviesrapport", context)))
    wanted = [
        *texts_of(
            [rapport[key] for key in ("dreigingsanalyse", "risicobeoordeling_woonplek", "bevindingen", "maatregelen")]
        ),
        *texts_of(context["rapportinhoud"]["gesprek_werkgever"]),
    ]
    assert len(wanted) > 50
    assert [text for text in wanted if text not in shown] == []


def test_definitief_report_ends_with_the_vaststellingsblad() -> None:
    shown = paragraphs(fill("adviesrapport", report_context()))
    heads = [text for text in shown if re.match(r"\d+ [A-Z]|Samenvatting|Steunpunten", text)]
    assert heads[0] == "Samenvatting"
    assert heads[-2:] == ["Steunpunten", "10 Vaststelling BVA"]
    assert "€\u00a018.065,74" in shown
    assert "Nog niet bepaald" not in shown


@pytest.mark.parametrize(
    ("name", "context", "mark"),
    [
        ("adviesrapport", report_context(besluit=False), "CONCEPT"),
        ("adviesrapport", report_context(), None),
        ("adviesrapport_werkgever", werkgever_context(voorvertoning=True), "VOORVERTONING"),
        ("adviesrapport_werkgever", werkgever_context(), None),
        *((f"brief_werkgever_{soort}", letter_context(), None) for soort in ("gemeente", "provincie", "waterschap")),
    ],
)
def test_watermark_and_marking_on_every_page(name: str, context: Any, mark: str | None) -> None:
    files = parts(fill(name, context))
    headers = [data.decode() for part, data in files.items() if part.startswith("word/header")]
    assert len(headers) == 2
    for header in headers:
        assert re.findall(r'string="(\w+)"', header) == ([mark] if mark else [])
        assert ("PowerPlusWaterMarkObject" in header) == bool(mark)
        assert "CONFIDENTIEEL" in header


def test_the_neutral_letter_can_see_an_organisatie_and_a_contactpunt_and_no_dossier() -> None:
    uitslag = lint(read_resource("templates", "brief_contactgegevens.docx"), "brief_contactgegevens")
    assert not uitslag.fouten
    roots = {re.split(r"[.\[]", gebruik.pad)[0] for gebruik in uitslag.gebruik}
    assert "organisatie" in roots
    assert roots <= {"organisatie", "contactpunt", "adresregels", "aanhef", "kenmerk", "datum", "huisstijl"}


def test_concept_does_not_say_who_pays() -> None:
    shown = paragraphs(fill("adviesrapport", report_context(besluit=False)))
    assert shown.count("Nog niet bepaald") == 10
    assert not {"10 Vaststelling BVA", "Totaal per betaler"} & set(shown)


def test_changed_and_refused_maatregelen_follow_the_besluit() -> None:
    context = report_context()
    lines = context["bva_besluit"]["per_maatregel"]
    lines[1] |= {
        "oordeel": "gewijzigd_vastgesteld",
        "motivering": "Reden een.",
        "gewijzigde_omschrijving": "Anders & beter.",
    }
    lines[5] |= {"oordeel": "niet_vastgesteld", "motivering": "Reden twee."}
    lines[10] |= {"oordeel": "niet_vastgesteld", "motivering": "Reden drie."}
    shown = paragraphs(fill("adviesrapport", context))
    assert "Anders & beter." in shown
    assert "Gewijzigd vastgesteld door de BVA. Reden: Reden een." in shown
    assert "Niet vastgesteld door de BVA. Reden: Reden twee." in shown
    assert "Gelaagd letselveilig glas straatzijde (niet vastgesteld)" in shown
    assert not any("spreekkamer C1.07" in text for text in shown)
    assert not any(text.startswith("Reservesleutel en pakketafspraken (M-11).") for text in shown)


def test_report_without_maatregelen_or_optional_parts() -> None:
    context = report_context(besluit=False)
    rapport = context["rapportinhoud"]["adviesrapport"]
    rapport |= {"maatregelen": [], "geen_maatregelen_nodig": True, "wijzigingen_t_o_v_vorige_versie": "Alles is nieuw."}
    for name in ("gesprek_werkgever", "gesprek_bestuurder", "pkvw", "woonplek"):
        del context["rapportinhoud"][name]
    shown = paragraphs(fill("adviesrapport", context))
    assert "Er zijn nu geen maatregelen nodig." in shown
    assert "Alles is nieuw." in shown


def test_pkvw_exception_and_shortcomings_are_shown() -> None:
    context = report_context()
    context["rapportinhoud"]["pkvw"] |= {
        "status": "uitzondering",
        "certificaatnummer": None,
        "afgegeven_op": None,
        "geldig_tot": None,
        "pkvw_bedrijf": None,
        "uitzondering": {"motivering": "Het kan niet.", "gronden": ["acute_dreiging"]},
        "tekorten": [{"omschrijving": "Slot", "raming_incl_btw": "10.00"}, {"omschrijving": "Raam"}],
    }
    context["bva_besluit"]["pkvw_uitzondering_akkoord"] = True
    shown = paragraphs(fill("adviesrapport", context))
    assert {"Het kan niet.", "Er is acute dreiging", "Slot (ongeveer €\u00a010,00)", "Raam", "Akkoord"} <= set(shown)


# What the letter to a werkgever of each kind says of who decides and pays, and words that belong to another kind.
BRIEVEN = {
    "gemeente": (
        (
            "Het college van burgemeester en wethouders is bevoegd om de maatregelen te verstrekken."
            " De kosten komen ten laste van de gemeente. Dat staat in artikel 3.9, derde lid,"
        ),
        r"provincie|gedeputeerde|waterschap|dagelijks bestuur",
    ),
    "provincie": (
        (
            "Gedeputeerde staten zijn bevoegd om de maatregelen te verstrekken."
            " De kosten komen ten laste van de provincie. Dat staat in artikel 2.9, derde lid,"
        ),
        r"gemeente|college|wethouder|waterschap|dagelijks bestuur",
    ),
    "waterschap": (
        (
            "Het dagelijks bestuur is bevoegd om de maatregelen te verstrekken."
            " De kosten komen ten laste van het waterschap. Dat staat in artikel 4.9, derde lid,"
        ),
        r"gemeente|college|wethouder|provincie|gedeputeerde",
    ),
}


@pytest.mark.parametrize("soort", BRIEVEN)
def test_letter_names_no_other_kind_of_organisation_and_no_content(soort: str) -> None:
    said, foreign = BRIEVEN[soort]
    gegevens = maak(soort, 0, "vastgesteld")
    data = render_brief(gegevens, kenmerk="CCV-2026-0417", aantal_bijlagen=2, datum=date(2026, 5, 26)).docx
    text = "\n".join(
        text
        for part in parts(data)
        if re.match(r"word/(document|header|footer)", part)
        for text in paragraphs(data, part)
    )
    assert said in text
    own = text.replace(gegevens["organisatie"]["naam"], "")
    assert not re.search(rf"{foreign}|None|\{{\{{", own, re.IGNORECASE)
    assert not any(m["titel"] in text or m["nummer"] in text for m in gegevens["adviesrapport"]["maatregelen"])
    assert gegevens["woonplek"]["adres"]["straatnaam"] not in text
    assert {"Toezending", "Ontvangst bevestigen", "2. Bijlage 2"} <= set(text.split("\n"))
    assert re.search(r"^\s*Datum\s*26 mei 2026$", text, re.MULTILINE)


def test_werkgeversversie_has_the_headings_of_document_3() -> None:
    shown = paragraphs(fill("adviesrapport_werkgever", werkgever_context()))
    heads = [text for text in shown if re.match(r"\d [A-Z]", text)]
    assert heads == [
        "1 Doel en vertrouwelijkheid",
        "2 Beoordeling op hoofdlijnen",
        "3 Maatregelen voor de werkgever",
        "4 Verdeling",
        "5 Uitvoering en planning",
        "6 Grondslag en fiscaal",
        "7 Contact",
    ]
    assert any("het college van burgemeester en wethouders (artikel 3.9, derde lid" in text for text in shown)


def test_werkgeversversie_of_a_preview_without_besluit_or_analysis() -> None:
    context = werkgever_context(voorvertoning=True)
    context["werkgeversversie"] |= {
        "besluit": None,
        "beoordeling": None,
        "niveau": None,
        "vaststelling_sha256": "",
        "bevindingen": [],
        "maatregelen": [],
    }
    shown = paragraphs(fill("adviesrapport_werkgever", context))
    assert "Deze versie bevat geen beoordeling op hoofdlijnen." in shown
    assert not any("None" in text for text in shown)


@pytest.mark.parametrize("name", ALL)
def test_templates_keep_to_the_rules_of_the_pdf_engine(name: str) -> None:
    files = parts(read_resource("templates", f"{name}.docx"))
    root = etree.fromstring(files["word/document.xml"])
    for table in root.iter(f"{W}tbl"):
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert sum(widths) == 9355
        if table.find(f"{W}tblPr/{W}tblBorders/{W}top").get(f"{W}val") == "single":
            assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    assert b'w:val="nl-NL"' in files["word/styles.xml"]
    assert "•" in files["word/numbering.xml"].decode()
    for part in ("word/header1.xml", "word/header2.xml"):  # nothing where the stamp comes: right of 128 mm
        assert b"<w:jc" not in files[part]
    assert re.search(rb'w:styleId="Header".*?<w:ind w:right="3628"/>', files["word/styles.xml"], re.DOTALL)


# --- filters ---------------------------------------------------------------------------------------------------------


def test_dates_and_amounts() -> None:
    assert filters.datum("2026-05-18") == "18 mei 2026"
    assert filters.datum("2026-02-01T23:30:00+01:00") == "1 februari 2026"
    assert [filters.bedrag(x) for x in ("1249.50", "0.00", "1234567.80")] == [
        "€\u00a01.249,50",
        "€\u00a00,00",
        "€\u00a01.234.567,80",
    ]


@pytest.mark.parametrize(
    ("persoon", "shown"),
    [
        (
            {"titels_voor": "drs.", "voorletters": "N.A.", "voorvoegsel": "van 't", "achternaam": "Hoogh-Çelik"},
            "drs. N.A. van ’t Hoogh-Çelik",
        ),
        ({"voorletters": "Z.", "voorvoegsel": None, "achternaam": "IJsbrandy", "titels_na": "MSc"}, "Z. IJsbrandy MSc"),
        ({"voorletters": "P.", "voorvoegsel": "d'", "achternaam": "Hooghe"}, "P. d’Hooghe"),
    ],
)
def test_names(persoon: dict[str, Any], shown: str) -> None:
    assert filters.naam(persoon) == shown


def test_addresses() -> None:
    adres = dossier()["woonplek"]["adres"]
    assert filters.adresregel(adres) == "Ûnderdyk 12 a bis, 9012 CD Ald Terp (fictief)"
    assert filters.adresregel({**adres, "huisletter": None, "huisnummertoevoeging": None}).startswith("Ûnderdyk 12, ")


def test_words() -> None:
    assert filters.woord("regeling_veilige_woonplek") == "Regeling veilige woonplek"
    assert filters.woord("ijsbaan_buiten") == "IJsbaan buiten"
    assert filters.woord_klein("ict_voorziening") == "ICT-voorziening"
    assert filters.woord_klein("gesprek_bestuurder") == "gesprek met u"
    assert [filters.opsomming(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a en b", "a, b en c"]


@pytest.mark.parametrize(
    ("soort", "artikel", "orgaan"),
    [("provincie", "2.9", "staten"), ("gemeente", "3.9", "college"), ("waterschap", "4.9", "bestuur")],
)
def test_competent_bodies(soort: str, artikel: str, orgaan: str) -> None:
    assert filters.artikel(soort) == artikel
    assert orgaan in filters.orgaan(soort)


# --- what a filled document says, in paragraphs ----------------------------------------------------------------------


def test_paragraphs_are_told_in_order_with_headings_and_a_row_as_one() -> None:
    document = python_docx.Document()
    document.add_heading("1 Kop", level=1)
    document.add_paragraph("Eerst\tdan\nverder")
    row = document.add_table(rows=1, cols=2).rows[0].cells
    row[0].text, row[1].text = "M-01", "Slot"
    row[1].add_paragraph("en ketting")
    document.add_paragraph("Slot")
    target = io.BytesIO()
    document.save(target)
    found = [(a.tekst, a.kop) for a in subject.alineas(target.getvalue())]
    assert found == [("1 Kop", True), ("Eerst\tdan\nverder", False), ("M-01 · Slot en ketting", False), ("Slot", False)]


def test_text_of_a_note_and_of_a_text_box_is_told_once() -> None:
    box = "<w:r><w:t>buiten</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>binnen</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    files = parts(own_template("weg"))
    files["word/document.xml"] = re.sub(rb"<w:r>.*?</w:r>", box.encode(), files["word/document.xml"], count=1)
    space = f'xmlns:w="{W[1:-1]}"'
    files["word/footnotes.xml"] = (
        f"<w:footnotes {space}><w:footnote><w:p><w:r><w:t>noot</w:t></w:r></w:p></w:footnote></w:footnotes>".encode()
    )
    assert [a.tekst for a in subject.alineas(subject.pack(files)) if a.tekst] == ["buiten[tekstvak]", "binnen", "noot"]
