# SPDX-License-Identifier: EUPL-1.2
"""An export is the canonical JSON with MDTO beside it, in the order of its schema, that tells nothing of the content."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.dossiers.uitvoer import MDTO, Archiefinstelling, Uitvoer, export
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.voorbeelddata import maak, string_leaves

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
PSEUDONIEM = "D-0123456789abcdef0123456789abcdef"
# MDTO-XML 1.0.1: the elements of each type in order; a star may be absent, a plus may be repeated.
BEGRIP = ["begripLabel", "begripCode*", "begripBegrippenlijst"]
VERWIJZING = ["verwijzingNaam", "verwijzingIdentificatie*"]
IDENTIFICATIE = ["identificatieKenmerk", "identificatieBron"]
ORDER: dict[str, list[str]] = {
    "informatieobject": [
        "identificatie+", "naam", "aggregatieniveau*", "classificatie*", "trefwoord*", "omschrijving*",
        "raadpleeglocatie*", "dekkingInTijd*", "dekkingInRuimte*", "taal*", "event*", "waardering", "bewaartermijn*",
        "informatiecategorie*", "isOnderdeelVan*", "bevatOnderdeel*", "heeftRepresentatie*", "aanvullendeMetagegevens*",
        "gerelateerdInformatieobject*", "archiefvormer+", "betrokkene*", "activiteit*", "beperkingGebruik+",
    ],
    "bestand": [
        "identificatie+", "naam", "omvang", "bestandsformaat", "checksum+", "URLBestand*", "isRepresentatieVan",
    ],
    "checksum": ["checksumAlgoritme", "checksumWaarde", "checksumDatum"],
    "beperkingGebruik": [
        "beperkingGebruikType", "beperkingGebruikNadereBeschrijving*", "beperkingGebruikDocumentatie*",
        "beperkingGebruikTermijn*",
    ],
    "bewaartermijn": [
        "termijnTriggerStartLooptijd*", "termijnStartdatumLooptijd*", "termijnLooptijd*", "termijnEinddatum*",
    ],
    **dict.fromkeys(("identificatie", "verwijzingIdentificatie"), IDENTIFICATIE),
    **dict.fromkeys(
        ("aggregatieniveau", "classificatie", "waardering", "informatiecategorie", "bestandsformaat",
         "checksumAlgoritme", "beperkingGebruikType", "termijnTriggerStartLooptijd"), BEGRIP),
    **dict.fromkeys(
        ("begripBegrippenlijst", "heeftRepresentatie", "archiefvormer", "isRepresentatieVan"), VERWIJZING),
}  # fmt: skip
FULL = Archiefinstelling(
    archiefvormer_kenmerk=("00000001999900018000", "OIN"),
    classificatie=("B1", "Advies", "Eigen ordening"),
    waardering=("V", "Tijdelijk te bewaren"),
    bewaartermijn={"duur": "P520W", "startgebeurtenis": "einde van het ambt", "grondslag": "voorbeeld, niet nagegaan"},
    adres="https://archief.voorbeeld.nl/stukken/",
)


def made(fase: str = "verzonden", instelling: Archiefinstelling | None = None) -> tuple[dict[str, Any], Uitvoer]:
    gegevens = maak("gemeente", 6, fase)
    return gegevens, export(gegevens, pseudoniem=PSEUDONIEM, versie=3, now=NOW, instelling=instelling)


def parts(uitvoer: Uitvoer) -> tuple[bytes, Any, Any]:
    """The dossier, the MDTO of the informatieobject and that of the dossier's own file."""
    (name,) = [name for name in uitvoer.bestanden if name.endswith(".json")]
    whole, file = (uitvoer.bestanden[f"{n}.mdto.xml"] for n in (name.removesuffix(".json"), name))
    return uitvoer.bestanden[name], etree.fromstring(whole)[0], etree.fromstring(file)[0]


def assert_in_order(element: Any) -> None:
    name = element.tag.rpartition("}")[2]
    children = [child.tag.rpartition("}")[2] for child in element]
    if not children:
        assert (element.text or "").strip(), name
        return
    known = [part.rstrip("*+") for part in ORDER[name]]
    assert children == sorted(children, key=known.index), name
    once = {part for part in ORDER[name] if part[-1] not in "*+"}
    assert all(children.count(part) == 1 for part in once), name
    assert all(part[:-1] in children for part in ORDER[name] if part.endswith("+")), name
    for child in element:
        assert_in_order(child)


@pytest.mark.parametrize("instelling", [None, FULL])
def test_both_mdto_files_have_their_elements_in_the_order_of_the_schema(instelling: Archiefinstelling | None):
    _, informatie, bestand = parts(made(instelling=instelling)[1])
    assert informatie.tag == f"{{{MDTO}}}informatieobject"
    assert_in_order(informatie)
    assert_in_order(bestand)


def test_the_json_is_canonical_and_its_metadata_name_its_size_and_digest():
    gegevens, uitvoer = made()
    data, _, bestand = parts(uitvoer)
    assert data == canonical_bytes(gegevens)
    assert bestand.findtext(f"{{{MDTO}}}omvang") == str(len(data))
    assert bestand.findtext(f".//{{{MDTO}}}checksumWaarde") == hashlib.sha256(data).hexdigest() == uitvoer.sha256
    assert bestand.findtext(f".//{{{MDTO}}}checksumDatum") == "2026-06-01T09:30:00Z"


def test_metadata_and_names_tell_nothing_of_the_dossier():
    gegevens, uitvoer = made(instelling=FULL)
    seen = "".join(uitvoer.bestanden) + "".join(d.decode() for n, d in uitvoer.bestanden.items() if n.endswith("xml"))
    told = {text for _, text in string_leaves(gegevens) if len(text) > 5} - {
        "confidentieel",
        "informatie",  # a domein, and half of “informatieobject”
        Archiefinstelling().archiefvormer,
    }
    assert not [text for text in told if text in seen and text != "00000001999900018000"]
    assert gegevens["dossiernummer"] not in seen
    assert "eveilig" not in "".join(uitvoer.bestanden)


def test_what_is_not_configured_is_left_out_and_said():
    _, uitvoer = made()
    _, informatie, _ = parts(uitvoer)
    assert informatie.find(f"{{{MDTO}}}bewaartermijn") is None
    assert [m.code for m in uitvoer.meldingen] == ["MDTO-BEWAARTERMIJN", "MDTO-WAARDERING"]
    assert made(instelling=FULL)[1].meldingen == ()


def test_a_configured_term_is_written_as_xml_schema_writes_it():
    _, informatie, _ = parts(made(instelling=FULL)[1])
    assert informatie.findtext(f".//{{{MDTO}}}termijnLooptijd") == "P3640D"


def test_every_woo_ground_is_a_restriction_and_an_unknown_one_is_refused():
    _, informatie, _ = parts(made()[1])
    assert len(informatie.findall(f"{{{MDTO}}}beperkingGebruik")) == 4  # three grounds and the aanduiding
    with pytest.raises(ValidationError, match="Woo-grond"):
        made(instelling=Archiefinstelling(woo_gronden=("5.1.9z",)))
    with pytest.raises(ValidationError, match="ISO 8601"):
        made(instelling=Archiefinstelling(bewaartermijn={"duur": "tien jaar"}))


def test_the_same_input_gives_the_same_bytes():
    assert made()[1].bestanden == made()[1].bestanden


def test_nothing_personal_is_in_a_repr():
    gegevens, uitvoer = made()
    assert gegevens["bestuurder"]["achternaam"] not in repr(uitvoer)
    assert json.loads(parts(uitvoer)[0])["dossiernummer"] == gegevens["dossiernummer"]


def test_the_files_of_bijlagen_go_along_with_metadata_of_their_own():
    gegevens = maak("gemeente", 6, "verzonden")
    gegevens["adviesrapport"]["bijlagen"] = [
        {"id": "F-01", "bestandsnaam": "F-01.jpg", "mediatype": "image/jpeg"},
        {"id": "F-02", "bestandsnaam": "F-02.pdf", "mediatype": "application/pdf"},
    ]
    uitvoer = export(gegevens, pseudoniem=PSEUDONIEM, versie=3, now=NOW, bijlagen={"F-01": b"foto"})
    (photo,) = [name for name in uitvoer.bestanden if name.endswith("-F-01.jpg")]
    assert uitvoer.bestanden[photo] == b"foto"
    bestand = etree.fromstring(uitvoer.bestanden[f"{photo}.mdto.xml"])[0]
    assert_in_order(bestand)
    assert bestand.findtext(f"{{{MDTO}}}omvang") == "4"
    assert not [name for name in uitvoer.bestanden if "F-02" in name]
    _, informatie, _ = parts(uitvoer)
    named = [e.findtext(f"{{{MDTO}}}verwijzingNaam") for e in informatie.findall(f"{{{MDTO}}}heeftRepresentatie")]
    assert photo in named
