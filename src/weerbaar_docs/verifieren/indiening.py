# SPDX-License-Identifier: EUPL-1.2
"""The files of an indiening -> its links: which adviseur handed in which report, and whether the concept is that report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import read_statement, sha256
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.model import freeze
from weerbaar_docs.rendering.huisstijl import Huisstijl
from weerbaar_docs.validation import check_part
from weerbaar_docs.verifieren.namaken import same_concept
from weerbaar_docs.verifieren.pakket import KLOK, manifest_facts, manifest_links
from weerbaar_docs.verifieren.uitslag import Feit, NietTeControleren, Schakel, broken, link, require
from weerbaar_docs.verifieren.verklaringen import moment, part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.verifieren.pdf import Stuk
    from weerbaar_docs.verifieren.verklaringen import Controle

VERKLARING: Final = "indiening.json"
INHOUD: Final = "rapportinhoud.json"
_CONCEPT, _HERKOMST, _HUISSTIJL = "concept.pdf", "herkomst.json", "huisstijl.json"
_VELDEN: Final = {"template_sha256", "engine", "engine_versie", "fonts_sha256", "bibliotheek_versie", "datum"}


def indiening_links(
    parts: Mapping[str, bytes], _stukken: Mapping[str, Stuk], controle: Controle, huisstijl: Huisstijl
) -> list[Schakel]:
    """Give every link of an indiening."""
    return [
        *manifest_links(parts, controle, adviseur_key(parts, controle), "de adviseur", soort="indiening"),
        link("indiening", "indiening door de adviseur", lambda: handed_in(parts, controle)),
        link("inhoud", "rapportinhoud.json", lambda: report_digest(parts, controle)),
        link("concept", "concept.pdf", lambda: _concept(parts, controle)),
        link("gegevens", "concept.pdf: gegevens", lambda: _remade(parts, controle, huisstijl), vereist=False),
    ]


def indiening_facts(parts: Mapping[str, bytes], _stukken: Mapping[str, Stuk], controle: Controle) -> list[Feit]:
    """Give what an indiening says of itself."""
    facts = manifest_facts(parts)
    try:
        statement = controle.statement(parts, VERKLARING, "indiening")
    except WeerbaarDocsError:
        return facts
    return [
        *facts,
        Feit(
            titel="Ingediend", waarde=f"door {statement['medewerker']} op {statement['moment']} ({statement['soort']})"
        ),
        Feit(titel="Rapport", waarde=statement["rapport_sha256"]),
    ]


def adviseur_key(parts: Mapping[str, bytes], controle: Controle) -> tuple[str, ...]:
    """Give the fingerprint of who says that he handed this in; none when that is not to be read or not known."""
    try:
        who = controle.statement(parts, VERKLARING, "indiening")["medewerker"]
    except WeerbaarDocsError:
        return ()
    return controle.key_of(who)


def handed_in(parts: Mapping[str, bytes], controle: Controle) -> str:
    """Check the statement of the adviseur."""
    statement = controle.statement(parts, VERKLARING, "indiening")
    adviseur, made = controle.act(parts, VERKLARING, statement, "adviseur", moment(statement))
    return f"ondertekend door {adviseur.id} (adviseur) op {made:{KLOK}} UTC"


def report_digest(parts: Mapping[str, bytes], controle: Controle) -> str:
    """Hold the data of the report against the statement."""
    statement = controle.statement(parts, VERKLARING, "indiening")
    read_statement(part(parts, INHOUD))
    require(
        sha256(parts[INHOUD]) == statement["rapport_sha256"],
        "de gegevens zijn niet die van de verklaring van de adviseur",
    )
    return f"SHA-256 {statement['rapport_sha256']}, zoals de adviseur verklaart"


def _concept(parts: Mapping[str, bytes], controle: Controle) -> str:
    statement = controle.statement(parts, VERKLARING, "indiening")
    require(
        sha256(part(parts, _CONCEPT)) == statement["pdf_sha256"],
        "het concept is niet dat van de verklaring van de adviseur",
    )
    return f"SHA-256 {statement['pdf_sha256']}, zoals de adviseur verklaart"


def _remade(parts: Mapping[str, bytes], controle: Controle, huisstijl: Huisstijl) -> str:
    if not controle.namaken:
        raise NietTeControleren("niet nagemaakt, want daar is niet om gevraagd")
    herkomst, style = read_statement(part(parts, _HERKOMST)), read_statement(part(parts, _HUISSTIJL))
    inhoud: Any = read_statement(part(parts, INHOUD))
    if not isinstance(herkomst, dict) or set(herkomst) != _VELDEN or not isinstance(inhoud, dict):
        raise broken("herkomst.json of rapportinhoud.json heeft niet de juiste vorm")
    check_part("huisstijl", style)
    if herkomst["template_sha256"] != sha256(huisstijl.sjabloon("adviesrapport").docx):
        raise NietTeControleren("het concept is met een ander sjabloon gemaakt dan hier aanwezig is")
    sent = Huisstijl(gegevens=freeze(style), sjablonen=huisstijl.sjablonen, motoren=huisstijl.motoren)
    return same_concept(parts[_CONCEPT], inhoud, herkomst, sent)
