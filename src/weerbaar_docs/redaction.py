# SPDX-License-Identifier: EUPL-1.2
"""VastgesteldRapport + Keuze -> the werkgever's own documents, from the white list of werkgeversversie.py.

The sealed bytes of `prepare` are made once: what the bestuurder sees, consent and package use those bytes. A draft
marked VOORVERTONING (`rapport maak --versie werkgever`) is a rendering of its own and never released.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.errors import ConsentError, Melding, WeerbaarDocsError
from weerbaar_docs.pades import Niveau, Zegel, Zegelvertrouwen, seal_pdf, verify_seal
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.gedrukt import is_printed_of, printed
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.stamping import VastgesteldRapport
from weerbaar_docs.stamping_pdf import attached_gegevens
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.treffers import open_treffers
from weerbaar_docs.werkgeversversie import Onderdeel, werkgeversversie

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

_BESTANDSNAAM = {
    "adviesrapport_volledig": pakketnamen.RAPPORT,
    "adviesrapport_werkgever": pakketnamen.WERKGEVERSVERSIE,
    "maatregelen_data": pakketnamen.MAATREGELEN,
}
_OMVANG = {
    "volledig_rapport": ("adviesrapport_volledig",),
    "werkgeversversie": ("adviesrapport_werkgever", "maatregelen_data"),
}


Route = Literal["via_ccv", "via_bestuurder", "op_papier"]
Omvang = Literal["volledig_rapport", "werkgeversversie", "alleen_maatregelenoverzicht"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keuze:
    """What the bestuurder chose: the route, how much, and what is left out."""

    route: Route
    omvang: Omvang
    uitgesloten_onderdelen: tuple[Onderdeel, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no choice: a word with a typing error would leave out nothing."""
        if (
            self.route not in get_args(Route)
            or self.omvang not in get_args(Omvang)
            or not set(self.uitgesloten_onderdelen) <= set(get_args(Onderdeel))
        ):
            raise ConsentError.because(
                "KEUZE", "deze keuze bestaat niet", "Kies route, omvang en onderdelen uit de lijst van het schema."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuk:
    """One file for the werkgever and the digest that consent names.

    Of a signed file `niveau` is the level; `uitval` says why that is lower than what was asked for, and is empty otherwise.
    """

    documentsoort: str
    inhoud: bytes = field(repr=False)
    niveau: Niveau | None = None
    uitval: str = ""

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


def render_werkgeversversie(
    versie: Mapping[str, Any], *, datum: date, titel: str, huisstijl: Huisstijl = HUISSTIJL
) -> Document:
    """Render the werkgever's version from its white-listed data; what it prints of them is attached as JSON."""
    context = {"werkgeversversie": versie}
    velden = huisstijl.sjabloon("adviesrapport_werkgever").velden
    return render(
        "adviesrapport_werkgever",
        context,
        huisstijl=huisstijl,
        datum=datum,
        titel=titel,
        gegevens=printed(context, velden).get("werkgeversversie", {}),
    )


def prepare(
    vastgesteld: VastgesteldRapport,
    keuze: Keuze,
    *,
    zegel: Zegel,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
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
            stukken=(
                Stuk(
                    documentsoort="adviesrapport_volledig",
                    inhoud=vastgesteld.pdf,
                    niveau=vastgesteld.niveau,
                    uitval=vastgesteld.uitval,
                ),
            ),
        )
    if keuze.omvang == "alleen_maatregelenoverzicht":
        raise ConsentError.because(
            "OMVANG-NOG-NIET",
            "het losse maatregelenoverzicht kan deze versie nog niet maken",
            "Kies omvang werkgeversversie of volledig_rapport.",
        )
    check_redactie(definitief.rapport.inhoud, definitief.bva_besluit)
    versie = werkgeversversie(
        definitief.rapport.inhoud,
        definitief.bva_besluit,
        uitgesloten_onderdelen=keuze.uitgesloten_onderdelen,
        vaststelling_sha256=definitief.vaststelling_sha256,
        datum=nederlandse_dag(now).isoformat(),
    )
    data = Stuk(documentsoort="maatregelen_data", inhoud=canonical_bytes(versie))
    document = render_werkgeversversie(
        versie, datum=nederlandse_dag(now), titel=neutral_title(definitief.vaststelling_sha256), huisstijl=huisstijl
    )
    besluit = definitief.bva_besluit["besluitnummer"]
    reden = f"Besluit {besluit}, {definitief.vaststelling_sha256[:16]}"
    made = seal_pdf(document.pdf, zegel, reden=reden, now=now)
    report = Stuk(documentsoort="adviesrapport_werkgever", inhoud=made.pdf, niveau=made.niveau, uitval=made.uitval)
    return Werkgeverstukken(vastgesteld=vastgesteld, keuze=keuze, stukken=(report, data))


def check_redactie(inhoud: Mapping[str, Any], bva_besluit: Mapping[str, Any]) -> None:
    """Raise ConsentError while something that was left out comes back and the besluit does not confirm it (R-RED-2)."""
    found = open_treffers(inhoud, bva_besluit)
    if found:
        raise ConsentError(
            *(
                Melding(
                    code="R-RED-2",
                    ernst="fout",
                    pad=treffer.pad,
                    melding=f"wat in {treffer.bron} is weggelaten, komt hier terug (treffer {treffer.sleutel})",
                    oplossing="Herschrijf de tekst; anders bevestigt de BVA de treffer in een nieuw besluit.",
                )
                for treffer in found
            )
        )


def check_stukken(stukken: Werkgeverstukken, *, ccv_zegels: Zegelvertrouwen, now: datetime) -> None:
    """Check that the files are those of the choice (R-TOES-5).

    That is the report itself, or a PDF under the CCV's seal made of data that are computed anew from the report (R-RED-1).

    Raises ConsentError or VerificationError.
    """
    keuze, definitief = stukken.keuze, stukken.vastgesteld.definitief
    if tuple(stuk.documentsoort for stuk in stukken.stukken) != _OMVANG.get(keuze.omvang):
        raise _not_within("de stukken vallen niet binnen de gekozen omvang")
    if keuze.omvang != "volledig_rapport":
        check_redactie(definitief.rapport.inhoud, definitief.bva_besluit)
    for stuk in stukken.stukken:
        if stuk.documentsoort == "adviesrapport_volledig" and stuk.inhoud != stukken.vastgesteld.pdf:
            raise _not_within("het volledige rapport is niet het vastgestelde rapport")
        if stuk.documentsoort == "adviesrapport_werkgever":
            verify_seal(stuk.inhoud, ccv_zegels, now=now)
            if not _made_of(stuk.inhoud, _data(stukken)):
                raise _not_within("de werkgeversversie is van andere gegevens gemaakt")
        if stuk.documentsoort == "maatregelen_data":
            given = read_json(stuk.inhoud)
            expected = werkgeversversie(
                definitief.rapport.inhoud,
                definitief.bva_besluit,
                uitgesloten_onderdelen=keuze.uitgesloten_onderdelen,
                vaststelling_sha256=definitief.vaststelling_sha256,
                datum=_datum(given),
            )
            if canonical_bytes(expected) != stuk.inhoud:
                raise _not_within("de maatregelgegevens zijn niet die van het vastgestelde rapport")


def _datum(given: Any) -> str:
    text = given.get("datum") if isinstance(given, dict) else None
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise _not_within("de maatregelgegevens hebben geen datum")
    return text


def _made_of(pdf: bytes, data: bytes | None) -> bool:
    """Say whether what a PDF carries is what it prints of these maatregelgegevens."""
    carried = attached_gegevens(pdf)
    return carried is not None and data is not None and is_printed_of(read_json(carried), read_json(data))


def _data(stukken: Werkgeverstukken) -> bytes | None:
    """Give the maatregelgegevens that go along with the werkgeversversie."""
    return next((stuk.inhoud for stuk in stukken.stukken if stuk.documentsoort == "maatregelen_data"), None)


def _not_within(melding: str) -> WeerbaarDocsError:
    return ConsentError.because("R-TOES-5", melding, "Maak de stukken opnieuw (prepare) en vraag toestemming.")
