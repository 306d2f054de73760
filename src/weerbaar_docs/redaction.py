# SPDX-License-Identifier: EUPL-1.2
"""VastgesteldRapport + Keuze -> the werkgever's own documents, by a white list (R-RED-1, R-RED-3).

Rules: structured fields, titles and the texts written for the werkgever, and nothing else; only established
measures, in their established wording; a new field of the dossier stays hidden until it is named here.
The sealed bytes of `prepare` are made once: what the bestuurder sees, consent and package use those bytes. A draft
marked VOORVERTONING (`rapport maak --versie werkgever`) is a rendering of its own and never released.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.errors import ConsentError, WeerbaarDocsError
from weerbaar_docs.kostenverdeling import som, verdeel
from weerbaar_docs.model import thaw
from weerbaar_docs.pades import Zegel, sign_pdf, verify_pdf
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.stamping import VastgesteldRapport
from weerbaar_docs.stamping_pdf import attached_gegevens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

VASTGESTELD = ("vastgesteld", "gewijzigd_vastgesteld")
_BETALER_WERKGEVER = ("werkgever", "werkgever_facultatief", "aangehouden_pkvw")
_MAATREGEL = ("nummer", "domein", "titel", "urgentie", "grondslag", "verstrekkingsvorm")
_KOSTEN = ("eenmalig_excl_btw", "btw_percentage", "eenmalig_incl_btw", "jaarlijks_incl_btw")
_BESTANDSNAAM = {
    "adviesrapport_volledig": "rapport.pdf",
    "adviesrapport_werkgever": "werkgeversversie.pdf",
    "maatregelen_data": "maatregelen.json",
}
_OMVANG = {
    "volledig_rapport": ("adviesrapport_volledig",),
    "werkgeversversie": ("adviesrapport_werkgever", "maatregelen_data"),
}
_TOTALEN = ("eenmalig_excl_btw", "eenmalig_incl_btw", "jaarlijks_incl_btw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keuze:
    """What the bestuurder chose: the route, how much, and what is left out."""

    route: str
    omvang: str
    uitgesloten_onderdelen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuk:
    """One file for the werkgever and the digest that consent names."""

    documentsoort: str
    inhoud: bytes = field(repr=False)

    @property
    def bestandsnaam(self) -> str:
        """The name in the package; it follows from the documentsoort."""
        return _BESTANDSNAAM[self.documentsoort]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file."""
        return sha256(self.inhoud)

    def as_json(self) -> dict[str, Any]:
        """Give the entry of `stukken` in toestemming/v1."""
        return {"documentsoort": self.documentsoort, "sha256": self.sha256, "bytes": len(self.inhoud)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Werkgeverstukken:
    """The sealed files of one choice, made from one established report."""

    vastgesteld: VastgesteldRapport
    keuze: Keuze
    stukken: tuple[Stuk, ...]


def werkgeversversie(
    inhoud: Mapping[str, Any],
    bva_besluit: Mapping[str, Any] | None,
    *,
    uitgesloten_onderdelen: Sequence[str] = (),
    vaststelling_sha256: str = "",
    datum: str,
    voorvertoning: bool = False,
) -> dict[str, Any]:
    """Give all that the werkgever's version may contain, as the data of its template.

    Without a besluit it is a preview in which every measure counts as established.
    """
    rapport = inhoud["adviesrapport"]
    kosten = verdeel(inhoud, bva_besluit)
    payers = {line["maatregel"]: line["betaler"] for line in kosten["per_maatregel"]}
    maatregelen = [
        _maatregel(m, payers[m["nummer"]], oordeel)
        for m in rapport["maatregelen"]
        if (oordeel := _oordeel(m, bva_besluit)) is not None and _for_werkgever(m, payers[m["nummer"]])
    ]
    zonder_analyse = "dreigingsanalyse" in uitgesloten_onderdelen
    return {
        "kenmerk": rapport["rapportnummer"],
        "versie": rapport["versie"],
        "datum": datum,
        "organisatie": {"type": inhoud["organisatie"]["type"], "naam": inhoud["organisatie"]["naam"]},
        "ambt": inhoud["bestuurder"]["ambt"],
        "beoordeling": None if zonder_analyse else rapport["beoordeling_voor_werkgever"],
        "niveau": None if zonder_analyse else rapport["dreigingsanalyse"]["niveau"],
        "bevindingen": _bevindingen(rapport["bevindingen"], uitgesloten_onderdelen),
        "maatregelen": maatregelen,
        "kosten_raming": _totalen(maatregelen),
        "besluit": None
        if bva_besluit is None
        else {"besluitnummer": bva_besluit["besluitnummer"], "besloten_op": bva_besluit["besloten_op"]},
        "vaststelling_sha256": vaststelling_sha256,
        "vertrouwelijkheidaanduiding": rapport["vertrouwelijkheidaanduiding"],
        "voorvertoning": voorvertoning,
    }


def render_werkgeversversie(
    versie: Mapping[str, Any], *, datum: date, titel: str, huisstijl: Mapping[str, Any] = HUISSTIJL
) -> Document:
    """Render the werkgever's version from its white-listed data; the same data are attached as JSON."""
    return render(
        "adviesrapport_werkgever",
        {"werkgeversversie": versie, "huisstijl": huisstijl},
        datum=datum,
        titel=titel,
        gegevens=versie,
    )


def prepare(
    vastgesteld: VastgesteldRapport,
    keuze: Keuze,
    *,
    zegel: Zegel,
    now: datetime,
    huisstijl: Mapping[str, Any] = HUISSTIJL,
) -> Werkgeverstukken:
    """Make and seal the files of a choice: the werkgeversversie (PDF) with its data, or the whole established report.

    Raises ConsentError for a choice that cannot be made, RenderingError or StampingError otherwise.
    """
    if not isinstance(vastgesteld, VastgesteldRapport):
        raise ConsentError.because(
            "STAP-VASTGESTELD",
            "stukken voor de werkgever zijn er alleen van een vastgesteld rapport",
            "Laat de BVA het rapport eerst vaststellen en stempelen.",
        )
    definitief = vastgesteld.definitief
    if keuze.omvang == "volledig_rapport":
        return Werkgeverstukken(
            vastgesteld=vastgesteld,
            keuze=keuze,
            stukken=(Stuk(documentsoort="adviesrapport_volledig", inhoud=vastgesteld.pdf),),
        )
    if keuze.omvang == "alleen_maatregelenoverzicht":
        raise ConsentError.because(
            "OMVANG-NOG-NIET",
            "het losse maatregelenoverzicht kan deze versie nog niet maken",
            "Kies omvang werkgeversversie of volledig_rapport.",
        )
    versie = werkgeversversie(
        definitief.rapport.inhoud,
        definitief.bva_besluit,
        uitgesloten_onderdelen=keuze.uitgesloten_onderdelen,
        vaststelling_sha256=definitief.vaststelling_sha256,
        datum=now.date().isoformat(),
    )
    data = Stuk(documentsoort="maatregelen_data", inhoud=canonical_bytes(versie))
    document = render_werkgeversversie(
        versie, datum=now.date(), titel=neutral_title(definitief.vaststelling_sha256), huisstijl=huisstijl
    )
    besluit = definitief.bva_besluit["besluitnummer"]
    pdf = sign_pdf(document.pdf, zegel, reden=f"Besluit {besluit}, {definitief.vaststelling_sha256[:16]}", now=now)
    report = Stuk(documentsoort="adviesrapport_werkgever", inhoud=pdf)
    return Werkgeverstukken(vastgesteld=vastgesteld, keuze=keuze, stukken=(report, data))


def check_stukken(stukken: Werkgeverstukken, *, certificaten: Sequence[bytes], now: datetime) -> None:
    """Check that the files are those of the choice (R-TOES-5).

    That is the report itself, or a PDF under the CCV's seal made of data that are computed anew from the report (R-RED-1).

    `certificaten` are the trusted seals of the CCV (DER). Raises ConsentError or VerificationError.
    """
    keuze, definitief = stukken.keuze, stukken.vastgesteld.definitief
    if tuple(stuk.documentsoort for stuk in stukken.stukken) != _OMVANG.get(keuze.omvang):
        raise _not_within("de stukken vallen niet binnen de gekozen omvang")
    for stuk in stukken.stukken:
        if stuk.documentsoort == "adviesrapport_volledig" and stuk.inhoud != stukken.vastgesteld.pdf:
            raise _not_within("het volledige rapport is niet het vastgestelde rapport")
        if stuk.documentsoort == "adviesrapport_werkgever":
            verify_pdf(stuk.inhoud, vertrouwd=certificaten, now=now)
            if attached_gegevens(stuk.inhoud) != _data(stukken):
                raise _not_within("de werkgeversversie is van andere gegevens gemaakt")
        if stuk.documentsoort == "maatregelen_data":
            given = read_json(stuk.inhoud)
            expected = werkgeversversie(
                definitief.rapport.inhoud,
                definitief.bva_besluit,
                uitgesloten_onderdelen=keuze.uitgesloten_onderdelen,
                vaststelling_sha256=definitief.vaststelling_sha256,
                datum=str(given["datum"]) if isinstance(given, dict) and "datum" in given else "",
            )
            if canonical_bytes(expected) != stuk.inhoud:
                raise _not_within("de maatregelgegevens zijn niet die van het vastgestelde rapport")


def _data(stukken: Werkgeverstukken) -> bytes | None:
    """Give the maatregelgegevens that go along with the werkgeversversie."""
    return next((stuk.inhoud for stuk in stukken.stukken if stuk.documentsoort == "maatregelen_data"), None)


def _not_within(melding: str) -> WeerbaarDocsError:
    return ConsentError.because("R-TOES-5", melding, "Maak de stukken opnieuw (prepare) en vraag toestemming.")


def _oordeel(maatregel: Mapping[str, Any], bva_besluit: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if bva_besluit is None:
        return {"oordeel": "vastgesteld"}
    for line in bva_besluit["per_maatregel"]:
        if line["nummer"] == maatregel["nummer"]:
            return thaw(line) if line["oordeel"] in VASTGESTELD else None
    return None


def _for_werkgever(maatregel: Mapping[str, Any], betaler: str) -> bool:
    """R-RED-3: what the werkgever carries out or pays, and free measures of a leverancier."""
    rol = maatregel["uitvoerder"]["rol"]
    if rol == "werkgever" or betaler in _BETALER_WERKGEVER:
        return True
    return betaler == "geen_kosten" and rol == "leverancier"


def _maatregel(maatregel: Mapping[str, Any], betaler: str, oordeel: Mapping[str, Any]) -> dict[str, Any]:
    tekst = maatregel.get("tekst_voor_werkgever", {})
    gewijzigd = oordeel["oordeel"] == "gewijzigd_vastgesteld"
    return {
        **{key: maatregel[key] for key in _MAATREGEL},
        "omschrijving": oordeel["gewijzigde_omschrijving"] if gewijzigd else tekst.get("omschrijving", ""),
        "motivering": tekst.get("motivering"),
        "uitvoerder": maatregel["uitvoerder"]["rol"],
        "norm": maatregel.get("norm"),
        "uitvoeren_binnen_weken": maatregel.get("uitvoeren_binnen_weken"),
        "betaler": betaler,
        "oordeel": oordeel["oordeel"],
        "kosten": {key: maatregel["kosten"][key] for key in _KOSTEN},
    }


def _bevindingen(bevindingen: Sequence[Mapping[str, Any]], uitgesloten: Sequence[str]) -> list[dict[str, str]]:
    """R-RED-1: a text for the werkgever, or the text itself in domein werk; only where visible."""
    shown = []
    for b in bevindingen:
        if "werkgever" not in b["zichtbaar_voor"] or b["soort"] in ("incident", "persoonsomstandigheid"):
            continue
        if f"bevindingen_{b['domein']}" in uitgesloten:
            continue
        tekst = b.get("tekst_voor_werkgever") or (b["tekst"] if b["domein"] == "werk" else None)
        if tekst is not None:
            shown.append({"id": b["id"], "domein": b["domein"], "tekst": tekst})
    return shown


def _totalen(maatregelen: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {key: som(m["kosten"][key] for m in maatregelen) for key in _TOTALEN}
