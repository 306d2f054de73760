# SPDX-License-Identifier: EUPL-1.2
"""A dossier -> its canonical JSON and the MDTO metadata that an archive asks for (MDTO-XML 1.0.1, Nationaal Archief).

(1) the dossier itself (RFC 8785) and the files of its bijlagen, each with the MDTO of a bestand beside it, and the MDTO of
    the informatieobject that they are;
(2) the metadata say nothing of the content: a neutral name, a pseudonym, grounds and digests (R-META-1);
(3) what is not configured is not guessed: no bewaartermijn, and a waardering that says that none was given, with the
    reason in the result;
(4) the same dossier, settings and moment give the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.model import thaw, utc_text
from weerbaar_docs.rendering import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

MDTO: Final = "https://www.nationaalarchief.nl/mdto"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_XSD: Final = f"{MDTO} https://www.nationaalarchief.nl/mdto/MDTO-XML1.0.1.xsd"
_BRON: Final = "Pseudonieme nummering van dossiers"
_DUUR: Final = re.compile(r"P(?=\d)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,5}D)?|P\d{1,4}W")
# Woo, art. 5.1: what a dossier is closed for; in the words of the act, shortened.
WOO_GRONDEN: Final[Mapping[str, str]] = {
    "5.1.1d": "bijzondere en strafrechtelijke persoonsgegevens",
    "5.1.1e": "identificatienummers",
    "5.1.2e": "eerbiediging van de persoonlijke levenssfeer",
    "5.1.2h": "beveiliging van personen en bedrijven en voorkomen van sabotage",
}
# What a bestandsformaat is called, in which list, and its code there.
_Formaat = tuple[str, str, str]
_JSON: Final[_Formaat] = ("JSON Data Interchange Format", "PRONOM-register", "fmt/817")
STANDAARD_GRONDEN: Final = ("5.1.1d", "5.1.2e", "5.1.2h")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archiefinstelling:
    """What an organisation sets for its archive; without a bewaartermijn there is none in the metadata.

    `waardering` is (code, label), as (“V”, “Tijdelijk te bewaren”); `bewaartermijn` has duur (ISO 8601),
    startgebeurtenis and grondslag, as in the schema `documentmetadata`.
    """

    archiefvormer: str = "Centrum voor Criminaliteitspreventie en Veiligheid"
    archiefvormer_kenmerk: tuple[str, str] | None = None
    woo_gronden: tuple[str, ...] = STANDAARD_GRONDEN
    vertrouwelijkheidaanduiding: str = "confidentieel"
    classificatie: tuple[str, str, str] | None = None
    waardering: tuple[str, str] | None = None
    bewaartermijn: Mapping[str, str] = field(default_factory=dict)
    adres: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitvoer:
    """The files of an export by their neutral names, and what they leave open."""

    bestanden: Mapping[str, bytes] = field(repr=False)
    sha256: str
    meldingen: tuple[Melding, ...] = ()


def export(
    gegevens: Mapping[str, Any],
    *,
    pseudoniem: str,
    versie: int,
    now: datetime,
    instelling: Archiefinstelling | None = None,
    bijlagen: Mapping[str, bytes] | None = None,
) -> Uitvoer:
    """Give the canonical JSON of a dossier, its bijlagen and their MDTO metadata.

    `pseudoniem` is the id of the dossier in the store, `versie` the number of this version, `bijlagen` the files by
    their number (F-01). Raises ValidationError for a Woo-grond or a bewaartermijn that is not one.
    """
    instelling = instelling or Archiefinstelling()
    _check(instelling)
    data = canonical_bytes(thaw(gegevens))
    kenmerk = f"{pseudoniem}-v{versie}"
    naam = f"WD-{sha256(kenmerk.encode())[:8]}"
    stukken = {f"{naam}.json": (data, _JSON)} | dict(_attached(gegevens, naam, bijlagen or {}))
    bestanden = {f"{naam}.mdto.xml": _xml(_informatieobject(kenmerk, naam, list(stukken), instelling))}
    for stuk, (inhoud, formaat) in stukken.items():
        bestanden[stuk] = inhoud
        bestanden[f"{stuk}.mdto.xml"] = _xml(_bestand(kenmerk, naam, stuk, inhoud, formaat, instelling, now))
    return Uitvoer(bestanden=bestanden, sha256=sha256(data), meldingen=tuple(_open(instelling)))


def _attached(
    gegevens: Mapping[str, Any], naam: str, bijlagen: Mapping[str, bytes]
) -> Iterator[tuple[str, tuple[bytes, _Formaat]]]:
    for bijlage in gegevens.get("adviesrapport", {}).get("bijlagen", ()):
        if bijlage["id"] in bijlagen:
            ending = bijlage["bestandsnaam"].rpartition(".")[2]
            formaat = (bijlage["mediatype"], "IANA Media Types", bijlage["mediatype"])
            yield f"{naam}-{bijlage['id']}.{ending}", (bijlagen[bijlage["id"]], formaat)


def _informatieobject(kenmerk: str, naam: str, stukken: list[str], instelling: Archiefinstelling) -> etree._Element:
    root = etree.Element(f"{{{MDTO}}}informatieobject")
    _identificatie(root, "identificatie", kenmerk, _BRON)
    _add(root, "naam", title_of(naam))
    _begrip(root, "aggregatieniveau", "Dossier", "Begrippenlijst Aggregatieniveaus MDTO")
    if instelling.classificatie is not None:
        code, label, lijst = instelling.classificatie
        _begrip(root, "classificatie", label, lijst, code)
    _add(root, "taal", "nl")
    if instelling.waardering is None:
        _begrip(root, "waardering", "Nog niet gewaardeerd", "Instelling van de archiefvormer")
    else:
        code, label = instelling.waardering
        _begrip(root, "waardering", label, "Begrippenlijst Waarderingen MDTO", code)
    if instelling.bewaartermijn:
        _termijn(root, instelling.bewaartermijn)
    for stuk in stukken:
        _verwijzing(root, "heeftRepresentatie", stuk, (_stuk(kenmerk, naam, stuk), _BRON))
    _verwijzing(root, "archiefvormer", instelling.archiefvormer, instelling.archiefvormer_kenmerk)
    for grond in instelling.woo_gronden:
        beperking = _add(root, "beperkingGebruik")
        tekst = f"Woo, artikel {_artikel(grond)}: {WOO_GRONDEN[grond]}"
        _begrip(beperking, "beperkingGebruikType", tekst, "Wet open overheid, artikel 5.1", grond)
        _add(beperking, "beperkingGebruikNadereBeschrijving", "Openbaarmaking wordt per verzoek beoordeeld.")
    beperking = _add(root, "beperkingGebruik")
    vha = instelling.vertrouwelijkheidaanduiding
    _begrip(beperking, "beperkingGebruikType", vha, "Vertrouwelijkheidaanduiding (ZGW)", vha)
    return root


def _bestand(
    kenmerk: str,
    naam: str,
    stuk: str,
    data: bytes,
    formaat: _Formaat,
    instelling: Archiefinstelling,
    now: datetime,
) -> etree._Element:
    root = etree.Element(f"{{{MDTO}}}bestand")
    _identificatie(root, "identificatie", _stuk(kenmerk, naam, stuk), _BRON)
    _add(root, "naam", stuk)
    _add(root, "omvang", str(len(data)))
    _begrip(root, "bestandsformaat", *formaat)
    checksum = _add(root, "checksum")
    _begrip(checksum, "checksumAlgoritme", "SHA-256", "Begrippenlijst ChecksumAlgoritme MDTO")
    _add(checksum, "checksumWaarde", sha256(data))
    _add(checksum, "checksumDatum", utc_text(now))
    if instelling.adres is not None:
        _add(root, "URLBestand", f"{instelling.adres.rstrip('/')}/{stuk}")
    _verwijzing(root, "isRepresentatieVan", title_of(naam), (kenmerk, _BRON))
    return root


def _stuk(kenmerk: str, naam: str, stuk: str) -> str:
    """Give the identification of a file: that of the dossier and what its name adds."""
    return f"{kenmerk}{stuk.removeprefix(naam).replace('.', '-')}"


def _termijn(root: etree._Element, bewaartermijn: Mapping[str, str]) -> None:
    termijn = _add(root, "bewaartermijn")
    if "startgebeurtenis" in bewaartermijn:
        lijst = bewaartermijn.get("grondslag", "Instelling van de archiefvormer")
        _begrip(termijn, "termijnTriggerStartLooptijd", bewaartermijn["startgebeurtenis"], lijst)
    if "duur" in bewaartermijn:
        _add(termijn, "termijnLooptijd", _xsd_duration(bewaartermijn["duur"]))
    if "grondslag" in bewaartermijn:
        _begrip(root, "informatiecategorie", bewaartermijn["grondslag"], "Instelling van de archiefvormer")


def _xsd_duration(duur: str) -> str:
    # XML Schema has no weeks in a duration, ISO 8601 does.
    return f"P{int(duur[1:-1]) * 7}D" if duur.endswith("W") else duur


def _open(instelling: Archiefinstelling) -> list[Melding]:
    found = []
    if not instelling.bewaartermijn:
        found.append(
            _warning("MDTO-BEWAARTERMIJN", "er is geen bewaartermijn ingesteld en er wordt er geen geraden", "termijn")
        )
    if instelling.waardering is None:
        found.append(_warning("MDTO-WAARDERING", "er is geen waardering ingesteld", "waardering"))
    return found


def _warning(code: str, melding: str, wat: str) -> Melding:
    return Melding(
        code=code,
        ernst="waarschuwing",
        pad="",
        melding=melding,
        oplossing=f"Zoek de {wat} op in uw selectielijst en stel haar in.",
    )


def _check(instelling: Archiefinstelling) -> None:
    if any(grond not in WOO_GRONDEN for grond in instelling.woo_gronden):
        raise ValidationError.because(
            "MDTO-WOO", "een Woo-grond is onbekend", f"Kies uit: {', '.join(WOO_GRONDEN)}.", pad="/woo_grond"
        )
    duur = instelling.bewaartermijn.get("duur")
    if duur is not None and not _DUUR.fullmatch(duur):
        raise ValidationError.because(
            "MDTO-DUUR",
            "de bewaartermijn is geen tijdsduur volgens ISO 8601",
            "Schrijf haar als P10Y.",
            pad="/bewaartermijn/duur",
        )


def _artikel(grond: str) -> str:
    artikel, lid, onder = grond[:3], grond[4], grond[5]
    return f"{artikel} lid {lid} onder {onder}"


# --- XML ---------------------------------------------------------------------------------------


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{MDTO}}}{name}")
    child.text = text
    return child


def _identificatie(parent: etree._Element, name: str, kenmerk: str, bron: str) -> None:
    child = _add(parent, name)
    _add(child, "identificatieKenmerk", kenmerk)
    _add(child, "identificatieBron", bron)


def _verwijzing(parent: etree._Element, name: str, naam: str, kenmerk: tuple[str, str] | None = None) -> None:
    child = _add(parent, name)
    _add(child, "verwijzingNaam", naam)
    if kenmerk is not None:
        _identificatie(child, "verwijzingIdentificatie", *kenmerk)


def _begrip(parent: etree._Element, name: str, label: str, lijst: str, code: str | None = None) -> None:
    child = _add(parent, name)
    _add(child, "begripLabel", label)
    if code is not None:
        _add(child, "begripCode", code)
    _verwijzing(child, "begripBegrippenlijst", lijst)


def _xml(content: etree._Element) -> bytes:
    root = etree.Element(f"{{{MDTO}}}MDTO", nsmap={None: MDTO, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", _XSD)
    root.append(content)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xsi"])
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written
