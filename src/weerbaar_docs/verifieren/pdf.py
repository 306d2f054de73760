# SPDX-License-Identifier: EUPL-1.2
"""One PDF -> its links: it can be read and does nothing, its seal is whole and trusted, its data are what it prints.

(1) a report is sealed by the BVA, everything else by the CCV: a good seal of the wrong one is no good seal; (2) an issuer
gives seals to others too: a seal is the one that is trusted when its own certificate is, and its issuer tells of revocation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.bijlagen.pdf_inhoud import Pdfinhoud, read_inhoud
from weerbaar_docs.canonical import read_json, sha256
from weerbaar_docs.errors import ValidationError, VerificationError
from weerbaar_docs.pades import verify_pdf
from weerbaar_docs.pades.checking import UITGEVER_ONBEKEND
from weerbaar_docs.pades.onderzoek import PdfHandtekening, pdf_handtekening
from weerbaar_docs.stamping import read_stamp, restamped, unstamped
from weerbaar_docs.verifieren.namaken import same_report, same_text, same_werkgeversversie
from weerbaar_docs.verifieren.uitslag import Feit, NietTeControleren, Schakel, broken, link, require

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from weerbaar_docs.pades import Handtekening
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.stamping import Stempel
    from weerbaar_docs.verifieren.verklaringen import Controle
    from weerbaar_docs.verifieren.vertrouwen import Vertrouwen

Pdfsoort = Literal["adviesrapport", "werkgeversversie", "brief"]
NAAM: Final = {
    "adviesrapport": "adviesrapport",
    "werkgeversversie": "werkgeversversie",
    "brief": "brief of ander stuk zonder gegevens",
}
_OP_NAAM: Final[Mapping[str, Pdfsoort]] = {
    "rapport.pdf": "adviesrapport",
    "werkgeversversie.pdf": "werkgeversversie",
}
_OP_REDEN: Final[Mapping[str, Pdfsoort]] = {"Vaststelling ": "adviesrapport", "Besluit ": "werkgeversversie"}
_ZEGEL: Final = {"adviesrapport": "BVA", "werkgeversversie": "CCV", "brief": "CCV"}
_HYBRIDE: Final = b"/XRefStm"
_BESLUITNUMMER: Final = 40  # characters, as the schema of bva_besluit has it
_KLOK: Final = "%d-%m-%Y %H:%M"


@dataclass(frozen=True, kw_only=True)
class Stuk:
    """One PDF with what is read of it once; every property raises as what it reads."""

    naam: str
    pdf: bytes = field(repr=False)
    vertrouwen: Vertrouwen
    now: datetime
    namaken: bool = True

    @cached_property
    def inhoud(self) -> Pdfinhoud:
        """Give its text and data; raises ValidationError for a file that is not whole, encrypted, or that acts."""
        return read_inhoud(self.pdf, stil=True, tekst=False)

    @cached_property
    def paginas(self) -> tuple[str, ...]:
        """Give the text of its pages."""
        return read_inhoud(self.pdf).paginas

    @cached_property
    def gegevens(self) -> Any:
        """Give the data that go with it, or None."""
        found = self.inhoud.gegevens
        return None if found is None else read_json(found)

    @cached_property
    def soort(self) -> Pdfsoort:
        """Say what it is by its data, else by its name or the reason under its signature; what cannot be read is a letter."""
        try:
            given = self.gegevens
        except ValidationError:
            return "brief"
        if isinstance(given, dict):
            return "adviesrapport" if "rapportinhoud" in given else "werkgeversversie"
        if self.naam or given is not None:
            return _OP_NAAM.get(self.naam, "brief")
        return next((soort for begin, soort in _OP_REDEN.items() if self.reden.startswith(begin)), "brief")

    @cached_property
    def reden(self) -> str:
        """Give the reason under its signature, whoever made it, or an empty text."""
        try:
            return pdf_handtekening(self.pdf, vertrouwd=(), now=self.now).reden
        except VerificationError:
            return ""

    @cached_property
    def handtekening(self) -> PdfHandtekening:
        """Give its signature; raises VerificationError."""
        bva = self.soort == "adviesrapport"
        vertrouwd = self.vertrouwen.bva_zegels if bva else self.vertrouwen.ccv_zegels
        return pdf_handtekening(self.pdf, vertrouwd=vertrouwd, now=self.now)

    def link(self, naam: str, titel: str, check: Callable[[], str], *, vereist: bool = True) -> Schakel:
        """Make a link of this file, named after it when it is one of several."""
        of = f":{self.naam}" if self.naam else ""
        return link(f"{naam}{of}", f"{self.naam}: {titel}" if self.naam else titel, check, vereist=vereist)


def stukken_of(parts: Mapping[str, bytes], controle: Controle) -> dict[str, Stuk]:
    """Give the PDFs of a package by name, each to be read once."""
    return {name: one_pdf(data, controle, naam=name) for name, data in sorted(parts.items()) if name.endswith(".pdf")}


def one_pdf(data: bytes, controle: Controle, *, naam: str = "") -> Stuk:
    """Give one PDF to look at."""
    return Stuk(naam=naam, pdf=data, vertrouwen=controle.vertrouwen, now=controle.now, namaken=controle.namaken)


def pdf_links(stuk: Stuk, *, besluit: tuple[str, str] | None = None) -> list[Schakel]:
    """Give the links of one PDF but for its data; `besluit` is besluitnummer and vaststelling_sha256 that it has to be about."""
    links = [
        stuk.link("pdf", "bestand", lambda: _readable(stuk)),
        stuk.link("heel", "handtekening", lambda: _whole(stuk)),
        stuk.link("zegel", "zegel", lambda: _trusted(stuk)),
    ]
    if stuk.soort != "brief":
        links.append(stuk.link("besluit", "besluit", lambda: _about(stuk, besluit)))
    if stuk.soort == "adviesrapport":
        links.append(stuk.link("stempel", "stempel", lambda: _stamp(stuk, besluit)))
    return links


def data_links(stuk: Stuk, huisstijl: Huisstijl, decision: dict[str, Any] | None = None) -> list[Schakel]:
    """Give the link of what a PDF carries against what it prints; `decision` is the statement of the BVA, where it is at hand."""
    if stuk.soort == "brief":
        return []
    if stuk.soort == "adviesrapport" and decision is not None:
        return [stuk.link("gegevens", "gegevens en stempel", lambda: _report(stuk, decision, huisstijl), vereist=False)]
    return [stuk.link("gegevens", "gegevens", lambda: _data(stuk, huisstijl), vereist=False)]


def pdf_facts(stuk: Stuk) -> list[Feit]:
    """Give what a PDF says of itself, as far as it can be read."""
    facts = [Feit(titel="Bestand", waarde=f"{NAAM[stuk.soort]}, SHA-256 {sha256(stuk.pdf)}")]
    given = stuk.gegevens if stuk.soort != "brief" else {}
    if stuk.soort == "adviesrapport":
        rapport = _at(given, "rapportinhoud", "adviesrapport")
        facts += _told("Rapport en versie", _at(given, "bva_besluit", "rapportnummer"), _at(rapport, "versie"))
        facts += _told("Opgesteld op", _at(rapport, "opgesteld_op"))
        facts += _told("Opgesteld door", _at(rapport, "opgesteld_door", "naam"), persoonlijk=True)
        facts += _told("Besluit", _at(given, "bva_besluit", "besluitnummer"), _at(given, "bva_besluit", "besloten_op"))
        facts += _told("Toetser", _at(given, "bva_besluit", "toetser", "naam"), persoonlijk=True)
    if stuk.soort == "werkgeversversie":
        facts += _told("Rapport en versie", _at(given, "kenmerk"), _at(given, "versie"))
        facts += _told("Besluit", _at(given, "besluit", "besluitnummer"), _at(given, "besluit", "besloten_op"))
    return facts


def _readable(stuk: Stuk) -> str:
    pages = len(stuk.inhoud.paginas)
    require(_HYBRIDE not in stuk.pdf, "de PDF toont niet in elk programma hetzelfde (hybride kruisverwijzingen)")
    return f"te lezen, {pages} pagina’s, zonder versleuteling, scripts of acties"


def _whole(stuk: Stuk) -> str:
    found = stuk.handtekening
    require(found.heel, "de PDF is veranderd na het ondertekenen")
    require(found.later != "inhoud", "na het ondertekenen is er iets toegevoegd")
    extra = ", met later bewijs over de handtekening zelf" if found.later == "bewijs" else ""
    return f"dekt het hele bestand{extra}"


def _trusted(stuk: Stuk) -> str:
    found, who = stuk.handtekening, _ZEGEL[stuk.soort]
    certificate = f"zegel met SHA-256 {found.certificaat_sha256[:16]}"
    trusted = stuk.vertrouwen.bva_zegels if who == "BVA" else stuk.vertrouwen.ccv_zegels
    if not trusted:
        _check_clock(found, stuk.now)
        raise NietTeControleren(
            f"{certificate}; van wie dat is, is onbekend: er is geen vertrouwd zegel van {who} opgegeven"
        )
    try:
        held = _held(stuk, trusted, found.certificaat_sha256)
    except VerificationError as error:
        _check_clock(found, stuk.now)
        if not found.vertrouwd:
            raise broken(f"{certificate} is niet van {who}, of niet van een uitgever die u vertrouwt") from None
        raise broken(error.meldingen[0].melding) from None
    if found.certificaat_sha256 not in {sha256(der) for der in trusted}:
        raise NietTeControleren(
            f"{certificate} op naam van {found.onderwerp}; een uitgever die u vertrouwt gaf het uit, maar die geeft ook "
            f"anderen een zegel. Of dit dat van {who} is, is te zien met het certificaat van het zegel zelf erbij"
        )
    proof = f", op {held.bewezen_tijd:{_KLOK}} UTC bewezen door een tijdstempel" if held.bewezen_tijd else ""
    moment = f"gezet op {held.tijd:{_KLOK}} UTC volgens de ondertekenaar"
    lijst = f"; niet ingetrokken volgens de lijst van {held.lijst_van:{_KLOK}} UTC" if held.lijst_van else ""
    return f"{certificate} van {who}, niveau {held.niveau}, {moment}{proof}{lijst}"


def _held(stuk: Stuk, trusted: tuple[bytes, ...], seal: str) -> Handtekening:
    """Check the signature by the issuers that are trusted: a seal that is trusted itself is never seen to be revoked."""
    issuers = tuple(der for der in trusted if sha256(der) != seal)
    try:
        return _verified(stuk, issuers or trusted)
    except VerificationError as error:
        if not issuers or len(issuers) == len(trusted) or error.meldingen[0].melding != UITGEVER_ONBEKEND:
            raise
    return _verified(stuk, trusted)


def _verified(stuk: Stuk, trusted: tuple[bytes, ...]) -> Handtekening:
    return verify_pdf(
        stuk.pdf,
        vertrouwd=trusted,
        now=stuk.now,
        tijd_vertrouwd=stuk.vertrouwen.tijd_zegels,
        intrekkingslijsten=stuk.vertrouwen.intrekkingslijsten,
    )


def _check_clock(found: PdfHandtekening, now: datetime) -> None:
    if now < found.van:
        raise broken(
            "het zegel is nog niet geldig: het begint later dan de klok van deze computer, die verkeerd kan staan"
        )
    if now > found.tot:
        raise broken("het zegel is verlopen, en niets bewijst dat de handtekening van daarvoor is")
    if not found.geldig_op:
        raise broken(
            "het zegel was niet geldig op het tijdstip van de handtekening, of dat tijdstip ontbreekt of ligt in de toekomst"
        )


def _about(stuk: Stuk, besluit: tuple[str, str] | None) -> str:
    """Hold the reason under the signature against the besluit in the data, and both against the statement of the BVA."""
    given = stuk.gegevens
    bva = stuk.soort == "adviesrapport"
    if given is None:
        return _about_by_reason(stuk, besluit)
    printed = _at(given, "bva_besluit", "besluitnummer") if bva else _at(given, "besluit", "besluitnummer")
    require(bool(printed), "het stuk noemt geen besluit: het is een concept of een voorvertoning")
    require(_is_besluitnummer(printed), "het stuk noemt iets wat geen besluitnummer kan zijn")
    reason = f"Vaststelling {printed}" if bva else f"Besluit {printed}, {str(_at(given, 'vaststelling_sha256'))[:16]}"
    require(stuk.handtekening.reden == reason, "de handtekening is voor een ander besluit gezet dan het stuk noemt")
    if besluit is None:
        return f"besluit {printed}, ook onder de handtekening genoemd"
    require(printed == besluit[0], "het stuk noemt een ander besluit dan de verklaring van de BVA")
    if not bva:
        require(_at(given, "vaststelling_sha256") == besluit[1], "het stuk is van een andere vaststelling gemaakt")
    return f"besluit {printed}, hetzelfde als in de verklaring van de BVA"


def _about_by_reason(stuk: Stuk, besluit: tuple[str, str] | None) -> str:
    """Hold the reason under the signature of a file without data against the statement of the BVA."""
    reason = stuk.handtekening.reden
    begin = next((begin for begin, soort in _OP_REDEN.items() if soort == stuk.soort), "")
    number = reason.removeprefix(begin)
    if stuk.soort == "werkgeversversie":
        number = number.rpartition(", ")[0]
    require(reason.startswith(begin) and bool(number), "de handtekening noemt geen besluit")
    require(_is_besluitnummer(number), "de handtekening noemt iets wat geen besluitnummer kan zijn")
    if besluit is None:
        return f"besluit {number}, onder de handtekening genoemd; er gaan geen gegevens mee om dat tegen te houden"
    said = besluit[0] if stuk.soort == "adviesrapport" else f"{besluit[0]}, {besluit[1][:16]}"
    require(reason == begin + said, "de handtekening noemt een ander besluit dan de verklaring van de BVA")
    return f"besluit {number}, hetzelfde als in de verklaring van de BVA"


def _is_besluitnummer(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _BESLUITNUMMER and value.isprintable()


def _stamp(stuk: Stuk, besluit: tuple[str, str] | None) -> str:
    """Hold the stamp against the data, and the file against what stamping adds to the report that the stamp names."""
    stempel = read_stamp(stuk.pdf)
    if stempel is None:
        raise broken("de PDF heeft geen stempel van de BVA")
    _require_stamp_of(stempel, stuk)
    if besluit is not None:
        require(stempel.vaststelling_sha256 == besluit[1], "het stempel is van een andere vaststelling")
    original = unstamped(stuk.pdf, stempel)
    if original is None:
        raise broken(
            "het rapport dat het stempel noemt, staat niet in dit bestand: het is na het stempelen herschreven"
        )
    if not stuk.pdf.startswith(restamped(original, stempel)):
        require(not stempel.nagetekend, "er is meer aan het rapport veranderd dan dat er een stempel op kwam")
        raise NietTeControleren("het stempel is met een andere versie getekend; zijn code klopt met de gegevens")
    short = stempel.vaststelling_sha256[:16]
    return f"op alle {stempel.paginas} pagina’s, vaststelling {short}; verder is er niets aan het rapport toegevoegd"


def _require_stamp_of(stempel: Stempel, stuk: Stuk) -> None:
    """Hold the stamp against the data; without these against the reason under the signature."""
    if stuk.gegevens is None:
        require(
            stuk.handtekening.reden == f"Vaststelling {stempel.besluitnummer}",
            "het stempel noemt een ander besluit dan de handtekening",
        )
        return
    given = _at(stuk.gegevens, "bva_besluit")
    said = stempel.besluitnummer, stempel.besloten_op.isoformat(), stempel.versie
    require(
        said == tuple(_at(given, name) for name in ("besluitnummer", "besloten_op", "rapport_versie")),
        "het stempel noemt een ander besluit, een andere datum of een andere versie dan de gegevens",
    )


def _data(stuk: Stuk, huisstijl: Huisstijl) -> str:
    _require_worth_it(stuk)
    if stuk.soort == "adviesrapport":
        return same_text(stuk.gegevens, stuk.paginas, huisstijl=huisstijl)
    return same_werkgeversversie(stuk.pdf, stuk.gegevens, stuk.paginas, huisstijl=huisstijl)


def _report(stuk: Stuk, decision: dict[str, Any], huisstijl: Huisstijl) -> str:
    _require_worth_it(stuk)
    return same_report(stuk.pdf, stuk.gegevens, stuk.paginas, decision, huisstijl=huisstijl)


def _require_worth_it(stuk: Stuk) -> None:
    if stuk.gegevens is None:
        raise NietTeControleren("er gaan geen gegevens met deze PDF mee")
    if not stuk.namaken:
        raise NietTeControleren("niet nagemaakt, want daar is niet om gevraagd")
    if not stuk.handtekening.heel:
        raise NietTeControleren("de handtekening is niet heel, dus de gegevens zijn van niemand")


def _told(titel: str, *values: Any, persoonlijk: bool = False) -> list[Feit]:
    known = [
        str(value) for value in values if isinstance(value, (str, int)) and str(value) and str(value).isprintable()
    ]
    return [Feit(titel=titel, waarde=", ".join(known), persoonlijk=persoonlijk)] if known else []


def _at(value: Any, *path: str) -> Any:
    """Give what stands in data of anyone at a place, or an empty text."""
    for name in path:
        value = value.get(name, "") if isinstance(value, dict) else ""
    return value if isinstance(value, (str, int, dict)) else ""
