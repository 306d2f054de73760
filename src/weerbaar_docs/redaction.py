# SPDX-License-Identifier: EUPL-1.2
"""VastgesteldRapport + Keuze -> the werkgever's own documents, from the white list of werkgeversversie.py.

(1) with every choice goes the maatregelenoverzicht, as PDF, as table and as data; what is more is the report or his version;
(2) the sealed bytes of `prepare` are made once: what the bestuurder sees, consent and package use those bytes; (3) the data are
of what goes along and no more: those of his version only with his version. A draft marked VOORVERTONING
(`rapport maak --versie werkgever`) is a rendering of its own and never released.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from weerbaar_docs import pakketnamen
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.errors import ConsentError, Melding, WeerbaarDocsError
from weerbaar_docs.maatregelenoverzicht import maatregelenoverzicht
from weerbaar_docs.maatregelentabel import maatregelentabel
from weerbaar_docs.pades import Niveau, Zegel, Zegelvertrouwen, seal_pdf, verify_seal
from weerbaar_docs.rendering import neutral_title
from weerbaar_docs.rendering.gedrukt import is_printed_of
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.stamping import VastgesteldRapport
from weerbaar_docs.stamping_pdf import attached_gegevens
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.treffers import open_treffers
from weerbaar_docs.werkgeverdocumenten import render_maatregelenoverzicht, render_werkgeversversie
from weerbaar_docs.werkgeversversie import Onderdeel, werkgeversversie

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from weerbaar_docs.rendering import Document

_BESTANDSNAAM = {
    "adviesrapport_volledig": pakketnamen.RAPPORT,
    "adviesrapport_werkgever": pakketnamen.WERKGEVERSVERSIE,
    "maatregelenoverzicht": pakketnamen.OVERZICHT,
    "maatregelenoverzicht_tabel": pakketnamen.TABEL,
    "maatregelen_data": pakketnamen.MAATREGELEN,
}
_OVERZICHT = ("maatregelenoverzicht", "maatregelenoverzicht_tabel", "maatregelen_data")
_OMVANG = {
    "volledig_rapport": ("adviesrapport_volledig", *_OVERZICHT),
    "werkgeversversie": ("adviesrapport_werkgever", *_OVERZICHT),
    "alleen_maatregelenoverzicht": _OVERZICHT,
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


def prepare(
    vastgesteld: VastgesteldRapport,
    keuze: Keuze,
    *,
    zegel: Zegel,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Werkgeverstukken:
    """Make and seal the files of a choice: the overview with its table and data, and the report or the werkgever's version.

    Raises ConsentError for a choice that cannot be made, RenderingError or StampingError otherwise.
    """
    if not isinstance(vastgesteld, VastgesteldRapport):
        raise ConsentError.because(
            "STAP-VASTGESTELD",
            "stukken voor de werkgever zijn er alleen van een vastgesteld rapport",
            "Laat de BVA het rapport eerst vaststellen en stempelen.",
        )
    definitief, dag = vastgesteld.definitief, nederlandse_dag(now)
    if keuze.omvang != "volledig_rapport":
        check_redactie(definitief.rapport.inhoud, definitief.bva_besluit)
    gegevens = _gegevens(vastgesteld, keuze, dag.isoformat())
    titel = neutral_title(definitief.vaststelling_sha256)

    def sealed(soort: str, render_it: Callable[..., Document], data: Mapping[str, Any]) -> Stuk:
        pdf = render_it(data, datum=dag, titel=titel, huisstijl=huisstijl).pdf
        reden = f"Besluit {definitief.bva_besluit['besluitnummer']}, {definitief.vaststelling_sha256[:16]}"
        made = seal_pdf(pdf, zegel, reden=reden, now=now)
        return Stuk(documentsoort=soort, inhoud=made.pdf, niveau=made.niveau, uitval=made.uitval)

    def make(soort: str) -> Stuk:
        if soort == "adviesrapport_volledig":
            return Stuk(
                documentsoort=soort, inhoud=vastgesteld.pdf, niveau=vastgesteld.niveau, uitval=vastgesteld.uitval
            )
        if soort == "adviesrapport_werkgever":
            return sealed(soort, render_werkgeversversie, gegevens.versie)
        if soort == "maatregelenoverzicht":
            return sealed(soort, render_maatregelenoverzicht, gegevens.overzicht)
        return Stuk(documentsoort=soort, inhoud=gegevens.exact(soort))

    stukken = tuple(make(soort) for soort in _OMVANG[keuze.omvang])
    return Werkgeverstukken(vastgesteld=vastgesteld, keuze=keuze, stukken=stukken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gegevens:
    """What the files of one choice are made of: of his version, of the overview, and what goes along as data."""

    versie: dict[str, Any] = field(repr=False)
    overzicht: dict[str, Any] = field(repr=False)
    data: dict[str, Any] = field(repr=False)

    def exact(self, soort: str) -> bytes:
        """Give the bytes of a file that is the same wherever it is made."""
        return maatregelentabel(self.overzicht) if soort == "maatregelenoverzicht_tabel" else canonical_bytes(self.data)


def _gegevens(vastgesteld: VastgesteldRapport, keuze: Keuze, datum: str) -> _Gegevens:
    """Compute from the established report what the files may contain (R-RED-1)."""
    definitief = vastgesteld.definitief
    versie = werkgeversversie(
        definitief.rapport.inhoud,
        definitief.bva_besluit,
        uitgesloten_onderdelen=keuze.uitgesloten_onderdelen,
        vaststelling_sha256=definitief.vaststelling_sha256,
        datum=datum,
    )
    overzicht = maatregelenoverzicht(versie)
    return _Gegevens(
        versie=versie, overzicht=overzicht, data=versie if keuze.omvang == "werkgeversversie" else overzicht
    )


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

    Each is the report itself, or is computed anew from it (R-RED-1): table and data to the byte, and of a PDF, under the CCV's
    seal, what it carries.

    Raises ConsentError or VerificationError.
    """
    keuze, vastgesteld = stukken.keuze, stukken.vastgesteld
    definitief = vastgesteld.definitief
    if tuple(stuk.documentsoort for stuk in stukken.stukken) != _OMVANG.get(keuze.omvang):
        raise _not_within("de stukken vallen niet binnen de gekozen omvang")
    if keuze.omvang != "volledig_rapport":
        check_redactie(definitief.rapport.inhoud, definitief.bva_besluit)
    files = {stuk.documentsoort: stuk.inhoud for stuk in stukken.stukken}
    gegevens = _gegevens(vastgesteld, keuze, _datum(read_json(files["maatregelen_data"])))
    carried = {
        "adviesrapport_werkgever": gegevens.versie,
        "maatregelenoverzicht": {"maatregelenoverzicht": gegevens.overzicht},
    }
    for soort in carried.keys() & files.keys():
        verify_seal(files[soort], ccv_zegels, now=now)
    for soort, inhoud in files.items():
        if soort == "adviesrapport_volledig":
            same = inhoud == vastgesteld.pdf
        else:
            same = _made_of(inhoud, carried[soort]) if soort in carried else inhoud == gegevens.exact(soort)
        if not same:
            raise _not_within(f"{_BESTANDSNAAM[soort]} is niet gemaakt van het vastgestelde rapport")


def _datum(given: Any) -> str:
    text = given.get("datum") if isinstance(given, dict) else None
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise _not_within("de maatregelgegevens hebben geen datum")
    return text


def hoofdstuk(namen: Collection[str]) -> tuple[str, str]:
    """Give name and documentsoort of the file that somebody signs for who gets these; there is one in every choice."""
    return next((naam, soort) for soort, naam in _BESTANDSNAAM.items() if naam in namen)


def _made_of(pdf: bytes, gegevens: Mapping[str, Any]) -> bool:
    """Say whether what a PDF carries is what it prints of these data."""
    carried = attached_gegevens(pdf)
    return carried is not None and is_printed_of(read_json(carried), gegevens)


def _not_within(melding: str) -> WeerbaarDocsError:
    return ConsentError.because("R-TOES-5", melding, "Maak de stukken opnieuw (prepare) en vraag toestemming.")
