# SPDX-License-Identifier: EUPL-1.2
"""The files of an indiening -> its links: which adviseur handed in which report, and whether the concept is that report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import read_statement, sha256
from weerbaar_docs.encryption.package import MANIFEST
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.pakketnamen import CONCEPT, HERKOMST, HUISSTIJL, INDIENING, INHOUD
from weerbaar_docs.validation import check_herkomst
from weerbaar_docs.verifieren.namaken import require_printed, same_rapport, sent_huisstijl
from weerbaar_docs.verifieren.pakket import KLOK, manifest_facts, manifest_links
from weerbaar_docs.verifieren.sleutelbeheer import custody_link
from weerbaar_docs.verifieren.uitslag import Feit, NietTeControleren, Schakel, link, of_form, require
from weerbaar_docs.verifieren.verklaringen import moment, part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk
    from weerbaar_docs.verifieren.verklaringen import Verificatie


def indiening_links(
    parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], verificatie: Verificatie, huisstijl: Huisstijl
) -> list[Schakel]:
    """Give every link of an indiening."""
    return [
        *manifest_links(parts, verificatie, adviseur_key(parts, verificatie), "de adviseur", soort="indiening"),
        link("indiening", "indiening door de adviseur", lambda: handed_in(parts, verificatie)),
        link("inhoud", INHOUD, lambda: report_digest(parts, verificatie)),
        link("concept", CONCEPT, lambda: _concept(parts, verificatie)),
        link(
            "gegevens",
            f"{CONCEPT}: gegevens",
            lambda: _concept_again(parts, stukken, verificatie, huisstijl),
            vereist=verificatie.namaken,
        ),
        custody_link(parts, stukken, verificatie, bva=(), ccv=(MANIFEST, INDIENING)),
    ]


def indiening_facts(
    parts: Mapping[str, bytes], _stukken: Mapping[str, Pdfstuk], verificatie: Verificatie
) -> list[Feit]:
    """Give what an indiening says of itself."""
    facts = manifest_facts(parts)
    try:
        statement = verificatie.statement(parts, INDIENING, "indiening")
    except WeerbaarDocsError:
        return facts
    return [
        *facts,
        Feit(
            titel="Ingediend", waarde=f"door {statement['medewerker']} op {statement['moment']} ({statement['soort']})"
        ),
        Feit(titel="Rapport", waarde=statement["rapport_sha256"]),
    ]


def adviseur_key(parts: Mapping[str, bytes], verificatie: Verificatie) -> tuple[str, ...]:
    """Give the fingerprint of who says that he handed this in; none when that is not to be read or not known."""
    try:
        who = verificatie.statement(parts, INDIENING, "indiening")["medewerker"]
    except WeerbaarDocsError:
        return ()
    return verificatie.key_of(who)


def handed_in(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    """Check the statement of the adviseur."""
    statement = verificatie.statement(parts, INDIENING, "indiening")
    adviseur, made = verificatie.act(parts, INDIENING, statement, "adviseur", moment(statement))
    return f"ondertekend door {adviseur.id} (adviseur) op {made:{KLOK}} UTC"


def report_digest(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    """Hold the data of the report against the statement."""
    statement = verificatie.statement(parts, INDIENING, "indiening")
    read_statement(part(parts, INHOUD))
    require(
        sha256(parts[INHOUD]) == statement["rapport_sha256"],
        "de gegevens zijn niet die van de verklaring van de adviseur",
    )
    return f"SHA-256 {statement['rapport_sha256']}, zoals de adviseur verklaart"


def _concept(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    statement = verificatie.statement(parts, INDIENING, "indiening")
    require(
        sha256(part(parts, CONCEPT)) == statement["pdf_sha256"],
        "het concept is niet dat van de verklaring van de adviseur",
    )
    return f"SHA-256 {statement['pdf_sha256']}, zoals de adviseur verklaart"


def _concept_again(
    parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], verificatie: Verificatie, huisstijl: Huisstijl
) -> str:
    herkomst: Any = read_statement(part(parts, HERKOMST))
    with of_form("herkomst.json heeft niet de juiste vorm"):
        check_herkomst(herkomst)
    part(parts, CONCEPT)
    return made_again(parts, stukken[CONCEPT], None, herkomst, verificatie, huisstijl)


def made_again(
    parts: Mapping[str, bytes],
    stuk: Pdfstuk,
    besluit: Mapping[str, Any] | None,
    herkomst: Mapping[str, str],
    verificatie: Verificatie,
    huisstijl: Huisstijl,
) -> str:
    """Make a report (a concept: without besluit) again of what is in its package, and hold it against the file there."""
    if not verificatie.namaken:
        raise NietTeControleren("niet nagemaakt, want daar is niet om gevraagd")
    inhoud: Any = read_statement(part(parts, INHOUD))
    require(isinstance(inhoud, dict), "rapportinhoud.json is niet de inhoud van een rapport")
    sent = sent_huisstijl(read_statement(part(parts, HUISSTIJL)), huisstijl, kaal=stuk.gegevens is None)
    try:
        return same_rapport(stuk.pdf, {"rapportinhoud": inhoud, "bva_besluit": besluit}, herkomst, sent)
    except NietTeControleren:
        if stuk.gegevens is not None:
            require_printed(stuk.gegevens, stuk.paginas)
        raise
