# SPDX-License-Identifier: EUPL-1.2
"""The files of a besluitpakket -> its links: what the BVA decided on which indiening, and the established report under it.

(1) the toetser of the besluit signed the manifest, is the one it prints as far as the register names him, and is another person
with another key than the adviseur; (2) every digest is computed anew from the data in the package, and the report is made again
of them with the huisstijl that went along, which is that of the concept that the adviseur signed; (3) a report that was sent back has no statement and no PDF: there the signature
under the manifest is the word of a toetser, who was one on the day of the besluit and of signing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import digest, read_statement, sha256
from weerbaar_docs.encryption.package import MANIFEST
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.establishing import stated
from weerbaar_docs.keys import require_distinct
from weerbaar_docs.pades import only_signed
from weerbaar_docs.pakketnamen import BESLUIT, DEFINITIEF, HUISSTIJL, INDIENING, INHOUD, MEELEZER, RAPPORT, VASTSTELLING
from weerbaar_docs.rendering.gedrukt import is_printed_of
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import check_part, check_statement
from weerbaar_docs.verifieren.indiening import (
    handed_in,
    indiening_facts,
    made_again,
    report_digest,
)
from weerbaar_docs.verifieren.namaken import as_document, same_huisstijl, sent_huisstijl, stamped_again
from weerbaar_docs.verifieren.pakket import KLOK, manifest_links
from weerbaar_docs.verifieren.pdf import pdf_links
from weerbaar_docs.verifieren.pdf_feiten import pdf_facts
from weerbaar_docs.verifieren.sleutelbeheer import custody_link
from weerbaar_docs.verifieren.uitslag import Feit, NietTeControleren, Schakel, broken, link, of_form, require
from weerbaar_docs.verifieren.verklaringen import VROEGSTE, moment, part
from weerbaar_docs.verifieren.zending import decision_facts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from weerbaar_docs.keys import Medewerker
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk
    from weerbaar_docs.verifieren.verklaringen import Verificatie

_VAN_DE_BVA: Final = (MANIFEST, VASTSTELLING, MEELEZER, RAPPORT)


def besluit_links(
    parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], verificatie: Verificatie, huisstijl: Huisstijl
) -> list[Schakel]:
    """Give every link of a besluitpakket."""
    custody = custody_link(parts, stukken, verificatie, bva=_VAN_DE_BVA, ccv=(INDIENING,))
    links = [
        *manifest_links(parts, verificatie, _toetsers(parts, verificatie), "de toetser", soort="besluitpakket"),
        link("indiening", "indiening door de adviseur", lambda: handed_in(parts, verificatie)),
        link("inhoud", INHOUD, lambda: report_digest(parts, verificatie)),
        link("besluit", BESLUIT, lambda: _about(parts)),
    ]
    if MEELEZER in parts:
        links.append(link("meelezer", "meelezen door een tweede toetser", lambda: _second(parts, verificatie)))
    if _sent_back(parts):
        links.append(link("teruggestuurd", "teruggestuurd", lambda: _nothing_established(parts, verificatie)))
        links.append(link("vierogen", "vier ogen", lambda: _four_eyes(parts, verificatie)))
        return [*links, custody]
    links += [
        link("vaststelling", "vaststelling door de BVA", lambda: _decision(parts, verificatie)),
        link("vierogen", "vier ogen", lambda: _four_eyes(parts, verificatie)),
        link("stempel", f"{RAPPORT}: stempel", lambda: _stamp(parts, verificatie)),
    ]
    return [*links, *_report(parts, stukken, verificatie, huisstijl), custody]


def besluit_facts(parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], verificatie: Verificatie) -> list[Feit]:
    """Give what a besluitpakket says of itself."""
    facts = indiening_facts(parts, stukken, verificatie)
    try:
        besluit = _besluit(parts)
        facts.append(Feit(titel="Besluit", waarde=f"{besluit['besluitnummer']}, {besluit['uitkomst']}"))
        facts += decision_facts(verificatie.statement(parts, VASTSTELLING, "vaststelling"))
        facts += pdf_facts(stukken[RAPPORT]) if RAPPORT in stukken else []
    except WeerbaarDocsError:
        pass  # the links say what is wrong
    return facts


def _toetsers(parts: Mapping[str, bytes], verificatie: Verificatie) -> tuple[str, ...]:
    """Give the keys that may have sent this: of the toetser of the statement; without one, of every toetser."""
    try:
        return verificatie.key_of(verificatie.statement(parts, VASTSTELLING, "vaststelling")["toetser"])
    except WeerbaarDocsError:
        people = [m.id for m in verificatie.vertrouwen.medewerkers if "toetser" in m.rollen]
        return tuple(key for person in people for key in verificatie.key_of(person))


def _besluit(parts: Mapping[str, bytes]) -> dict[str, Any]:
    besluit: dict[str, Any] = read_statement(part(parts, BESLUIT))
    check_part("bva_besluit", besluit)
    return besluit


def _inhoud(parts: Mapping[str, bytes]) -> dict[str, Any]:
    inhoud = read_statement(part(parts, INHOUD))
    if not isinstance(inhoud, dict) or not isinstance(inhoud.get("adviesrapport"), dict):
        raise broken("rapportinhoud.json is niet de inhoud van een rapport")
    return inhoud


def _about(parts: Mapping[str, bytes]) -> str:
    besluit, rapport = _besluit(parts), _inhoud(parts)["adviesrapport"]
    require(besluit["rapport_sha256"] == sha256(parts[INHOUD]), "het besluit gaat over een andere inhoud")
    require(
        (besluit["rapportnummer"], besluit["rapport_versie"]) == (rapport.get("rapportnummer"), rapport.get("versie")),
        "het besluit noemt een ander rapport of een andere versie",
    )
    return f"{besluit['uitkomst']}, over precies deze inhoud (versie {besluit['rapport_versie']})"


def _sent_back(parts: Mapping[str, bytes]) -> bool:
    try:
        return bool(_besluit(parts)["uitkomst"] == "teruggestuurd")
    except WeerbaarDocsError:
        return False


def _nothing_established(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    require(
        not {VASTSTELLING, f"{VASTSTELLING}.sig", DEFINITIEF, RAPPORT} & set(parts),
        "teruggestuurd, en toch zit er een vaststelling bij",
    )
    toetser, made = _sent_back_by(parts, verificatie)
    return f"er is niets vastgesteld; het manifest is het woord van {toetser.id} (toetser) op {made:{KLOK}} UTC"


def _sent_back_by(parts: Mapping[str, bytes], verificatie: Verificatie) -> tuple[Medewerker, datetime]:
    """Give the toetser whose signature under the manifest is all the word there is, on the day of the besluit and of signing."""
    key, made = verificatie.signed_by(parts, MANIFEST, _toetsers(parts, verificatie), VROEGSTE)
    besloten_op = date.fromisoformat(_besluit(parts)["besloten_op"])
    require(
        nederlandse_dag(made) - besloten_op >= timedelta(days=-1),
        "het manifest is ondertekend voor de dag van het besluit",
    )
    register = verificatie.vertrouwen.medewerkers
    toetser = next((m for m in register if m.vingerafdruk == key and "toetser" in m.rollen), None)
    if toetser is None:
        raise broken("het manifest is niet door een toetser ondertekend")
    for day in (besloten_op, nederlandse_dag(made)):
        register.require(toetser.id, "toetser", day)
    _require_printed(_besluit(parts), toetser)
    return toetser, made


def _require_printed(besluit: Mapping[str, Any], toetser: Medewerker) -> None:
    """Raise VerificationError when a besluit prints another toetser than the register has; it need not have a name of him."""
    require(
        not toetser.printed() or besluit["toetser"] == toetser.printed(),
        f"het besluit drukt van {toetser.id} een andere naam of functie af dan in medewerkers.json staat",
    )


def _decision(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    statement = verificatie.statement(parts, VASTSTELLING, "vaststelling")
    besluit = _besluit(parts)
    require(
        statement["herkomst"]["datum"] == besluit["besloten_op"],
        "het rapport is op een andere dag gemaakt dan besloten",
    )
    for name, value in stated(_inhoud(parts), besluit, part(parts, DEFINITIEF)).items():
        require(statement[name] == value, f"de verklaring noemt een ander gegeven dan het pakket heeft: {name}")
    toetser, made = verificatie.decision(parts, VASTSTELLING, statement)
    _require_printed(besluit, toetser)
    return f"besluit {besluit['besluitnummer']}, alle controlegetallen opnieuw berekend, ondertekend door {toetser.id} op {made:{KLOK}} UTC"


def _four_eyes(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    adviseur = verificatie.statement(parts, INDIENING, "indiening")["medewerker"]
    toetser = _decided_by(parts, verificatie)
    require(adviseur != toetser, "adviseur en toetser zijn dezelfde medewerker")
    if not list(verificatie.vertrouwen.medewerkers):
        raise NietTeControleren(
            "twee verschillende nummers; of het twee mensen met elk een sleutel zijn, zegt medewerkers.json"
        )
    require_distinct(verificatie.vertrouwen.medewerkers.of(adviseur), verificatie.vertrouwen.medewerkers.of(toetser))
    act = "stuurde terug" if _sent_back(parts) else "stelde vast"
    return f"{adviseur} diende in, {toetser} {act}, elk met een eigen sleutel"


def _decided_by(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    """Give the id of the toetser: the statement names him; what was sent back has none, but for the key under the manifest."""
    if _sent_back(parts):
        return _sent_back_by(parts, verificatie)[0].id
    toetser: str = verificatie.statement(parts, VASTSTELLING, "vaststelling")["toetser"]
    return toetser


def _second(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    statement: dict[str, Any] = read_statement(part(parts, MEELEZER))
    with of_form("de verklaring van de tweede toetser heeft niet de juiste vorm"):
        check_statement("meelezing", statement)
    besluit = _besluit(parts)
    require(
        (statement["rapport_sha256"], statement["besluit_sha256"]) == (besluit["rapport_sha256"], digest(besluit)),
        "de tweede toetser heeft een ander besluit gelezen",
    )
    reader, made = verificatie.act(parts, MEELEZER, statement, "toetser", moment(statement))
    others = {verificatie.statement(parts, INDIENING, "indiening")["medewerker"], _decided_by(parts, verificatie)}
    for other in others:
        require_distinct(reader, verificatie.vertrouwen.medewerkers.of(other))
    return f"dit besluit, ondertekend door {reader.id} (toetser) op {made:{KLOK}} UTC"


def _stamp(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    statement = verificatie.statement(parts, VASTSTELLING, "vaststelling")
    stamped = stamped_again(as_document(part(parts, DEFINITIEF), statement), _besluit(parts), statement)
    require(
        part(parts, RAPPORT).startswith(stamped),
        "het rapport is niet definitief.pdf met het stempel van dit besluit",
    )
    require(
        only_signed(stamped, parts[RAPPORT]),
        "na het stempel is er meer in het rapport gekomen dan de handtekening",
    )
    return "byte voor byte definitief.pdf met het stempel van dit besluit, en daaronder de handtekening"


def _report(
    parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], verificatie: Verificatie, huisstijl: Huisstijl
) -> list[Schakel]:
    try:
        statement = verificatie.statement(parts, VASTSTELLING, "vaststelling")
    except WeerbaarDocsError:
        return []  # the link of the vaststelling is broken already
    if RAPPORT not in stukken:
        return []  # the link of the stamp is
    stuk = stukken[RAPPORT]
    about = statement["besluitnummer"], statement["vaststelling_sha256"]
    links = pdf_links(stuk, besluit=about)
    carried = stuk.link("meegestuurd", "meegestuurde gegevens", lambda: _carried(parts, stuk))
    again = link(
        f"gegevens:{DEFINITIEF}",
        f"{DEFINITIEF}: gegevens",
        lambda: _definitief_again(parts, stukken, statement, verificatie, huisstijl),
        vereist=verificatie.namaken,
    )
    style = link(
        "huisstijl",
        HUISSTIJL,
        lambda: _huisstijl(parts, stukken, statement, verificatie, huisstijl),
        vereist=verificatie.namaken,
    )
    return [*links, carried, again, style]


def _definitief_again(
    parts: Mapping[str, bytes],
    stukken: Mapping[str, Pdfstuk],
    statement: Mapping[str, Any],
    verificatie: Verificatie,
    huisstijl: Huisstijl,
) -> str:
    part(parts, DEFINITIEF)
    return made_again(parts, stukken[DEFINITIEF], _besluit(parts), statement["herkomst"], verificatie, huisstijl)


def _huisstijl(
    parts: Mapping[str, bytes],
    stukken: Mapping[str, Pdfstuk],
    statement: Mapping[str, Any],
    verificatie: Verificatie,
    huisstijl: Huisstijl,
) -> str:
    """Hold the huisstijl against the concept that the adviseur signed: the BVA decides with what concept and report are both made."""
    if not verificatie.namaken:
        raise NietTeControleren("niet nagemaakt, want daar is niet om gevraagd")
    part(parts, DEFINITIEF)
    indiening = verificatie.statement(parts, INDIENING, "indiening")
    sent = sent_huisstijl(
        read_statement(part(parts, HUISSTIJL)),
        huisstijl,
        kaal=stukken[DEFINITIEF].gegevens is None,
    )
    herkomst = {**statement["herkomst"], "datum": nederlandse_dag(moment(indiening)).isoformat()}
    return same_huisstijl(indiening["pdf_sha256"], _inhoud(parts), herkomst, sent)


def _carried(parts: Mapping[str, bytes], stuk: Pdfstuk) -> str:
    if stuk.gegevens is None:
        return "er gaan geen gegevens met deze PDF mee"
    whole = {"rapportinhoud": _inhoud(parts), "bva_besluit": _besluit(parts)}
    require(is_printed_of(stuk.gegevens, whole), "met de PDF gaan andere gegevens mee dan zijn vastgesteld")
    return "niets anders dan wat is ingediend en besloten"
