# SPDX-License-Identifier: EUPL-1.2
"""The files of a zending -> its links: what the CCV sent to a werkgever, and by whose word it was allowed to.

In the order in which they come: manifest and sender; the decision of the BVA; the toestemming, that it names these files,
and its proof; each PDF; who holds the keys. The gate has checked all this before; here it is checked from the files alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.bijlagen.pdf_inhoud import read_inhoud
from weerbaar_docs.canonical import check_number, sha256
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.keys import require_distinct
from weerbaar_docs.model import utc_moment
from weerbaar_docs.pades.onderzoek import pdf_handtekening
from weerbaar_docs.pakketnamen import (
    BRIEF,
    LEESMIJ,
    ONTVANGST,
    OVERZICHT,
    RAPPORT,
    WERKGEVERSVERSIE,
    ZENDING_ATTESTEN,
    ZENDING_FORMULIER,
    ZENDING_TOESTEMMING,
    ZENDING_VASTSTELLING,
    ZENDING_VERKLARINGEN,
)
from weerbaar_docs.redaction import Stuk, hoofdstuk
from weerbaar_docs.toestemmingsbewijs.pades import check_formulier
from weerbaar_docs.verifieren.maatregelen import measures_links
from weerbaar_docs.verifieren.pakket import KLOK, manifest_facts, manifest_links
from weerbaar_docs.verifieren.pdf import data_links, pdf_links
from weerbaar_docs.verifieren.pdf_feiten import pdf_facts
from weerbaar_docs.verifieren.sleutelbeheer import custody_link
from weerbaar_docs.verifieren.uitslag import Feit, NietTeControleren, Schakel, link, require
from weerbaar_docs.verifieren.verklaringen import VROEGSTE, part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from weerbaar_docs.keys import Medewerker
    from weerbaar_docs.rendering.huisstijl import Huisstijl
    from weerbaar_docs.verifieren.pdfstuk import Pdfstuk
    from weerbaar_docs.verifieren.verklaringen import Verificatie

_LOS: Final = frozenset({BRIEF, LEESMIJ, MANIFEST, MANIFEST_SIG})
_GROOTSTE_FORMULIER: Final = 100_000
_VAN_HET_CCV: Final = (MANIFEST, BRIEF, WERKGEVERSVERSIE, OVERZICHT)


def zending_links(
    parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], verificatie: Verificatie, huisstijl: Huisstijl
) -> list[Schakel]:
    """Give every link of a zending."""
    levering = verificatie.vertrouwen.fingerprints("ccv_levering")
    custody = custody_link(parts, stukken, verificatie, bva=(ZENDING_VASTSTELLING, RAPPORT), ccv=_VAN_HET_CCV)
    links = manifest_links(parts, verificatie, levering, "CCV levering", soort="zending")
    if ZENDING_VASTSTELLING not in parts and ZENDING_TOESTEMMING not in parts and set(parts) <= _LOS:
        return [*links, *_pdfs(stukken, huisstijl, None), custody]  # a letter that is about no dossier
    links.append(link("vaststelling", "vaststelling door de BVA", lambda: _decision(parts, verificatie)))
    links.append(link("toestemming", "toestemming: deze stukken", lambda: _consent(parts, verificatie)))
    links.append(link("bewijs", "toestemming: bewijs", lambda: _proof(parts, verificatie)))
    if ONTVANGST in parts:
        links.append(link("ontvangst", "formulier voor ontvangst", lambda: _receipt(parts)))
    links.append(link("periode", "toestemming: periode", lambda: _in_time(parts, verificatie, levering)))
    links += _pdfs(stukken, huisstijl, _besluit(parts, verificatie))
    links += measures_links(parts, stukken, lambda: _established(parts, verificatie))
    return [*links, custody]


def zending_facts(parts: Mapping[str, bytes], stukken: Mapping[str, Pdfstuk], verificatie: Verificatie) -> list[Feit]:
    """Give what a zending says of itself, as far as it can be read."""
    facts = manifest_facts(parts)
    for name, soort, tell in (
        (ZENDING_VASTSTELLING, "vaststelling", decision_facts),
        (ZENDING_TOESTEMMING, "toestemming", _consent_facts),
    ):
        try:
            facts += tell(verificatie.statement(parts, name, soort))
        except WeerbaarDocsError:
            continue
    for stuk in stukken.values():
        try:
            facts += pdf_facts(stuk)
        except WeerbaarDocsError:
            continue
    return facts


def decision_facts(statement: Mapping[str, Any]) -> list[Feit]:
    """Give who established, when, what, and made of which template."""
    herkomst = statement["herkomst"]
    made = f"sjabloon {herkomst['template_sha256'][:16]}, {herkomst['engine']} {herkomst['engine_versie']}"
    return [
        Feit(
            titel="Vastgesteld",
            waarde=f"besluit {statement['besluitnummer']} door {statement['toetser']} op {statement['besloten_op']}",
        ),
        Feit(titel="Vaststelling", waarde=statement["vaststelling_sha256"]),
        Feit(titel="Gemaakt met", waarde=f"{made}, weerbaar-docs {herkomst['bibliotheek_versie']}"),
        Feit(titel="Schema van de verklaring", waarde=statement["soort"]),
    ]


def _consent_facts(statement: Mapping[str, Any]) -> list[Feit]:
    excluded = ", ".join(statement["uitgesloten_onderdelen"]) or "niets"
    facts = [
        Feit(
            titel="Toestemming",
            waarde=f"{statement['toestemming_id']}, {statement['omvang']}, {statement['route']}, weggelaten: {excluded}",
        ),
        Feit(titel="Geldig", waarde=f"{statement['geldig_van']} tot {statement['geldig_tot']} ({statement['soort']})"),
    ]
    ontvanger = statement.get("ontvanger")
    if ontvanger is not None:
        key = f"sleutel {ontvanger['sleutel_vingerafdruk']}" if "sleutel_vingerafdruk" in ontvanger else "op papier"
        facts.append(Feit(titel="Ontvanger", waarde=f"OIN {ontvanger['oin']}, {ontvanger['functie']}, {key}"))
    return facts


def _decision(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    statement = verificatie.statement(parts, ZENDING_VASTSTELLING, "vaststelling")
    toetser, made = verificatie.decision(parts, ZENDING_VASTSTELLING, statement)
    return f"besluit {statement['besluitnummer']}, ondertekend door {toetser.id} (toetser) op {made:{KLOK}} UTC"


def _receipt(parts: Mapping[str, bytes]) -> str:
    """See that the form for receipt is no more than that: one small page that names the file that it is for."""
    form = parts[ONTVANGST]
    said = read_inhoud(form, stil=True, hoogstens=_GROOTSTE_FORMULIER)
    name, _ = hoofdstuk(parts)
    digits = "".join("".join(said.paginas).split())
    require(
        len(said.paginas) == 1 and said.gegevens is None and sha256(parts[name]) in digits,
        "dit is niet het formulier voor ontvangst van dit stuk",
    )
    return f"één pagina, voor {name}"


def _consent(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    statement = verificatie.statement(parts, ZENDING_TOESTEMMING, "toestemming")
    decision = verificatie.statement(parts, ZENDING_VASTSTELLING, "vaststelling")
    require(
        statement["vaststelling_sha256"] == decision["vaststelling_sha256"],
        "de toestemming is voor een andere vaststelling gegeven",
    )
    names = []
    for item in statement["stukken"]:
        name = Stuk(documentsoort=item["documentsoort"], inhoud=b"").bestandsnaam
        data = part(parts, name)
        require(
            (sha256(data), len(data)) == (item["sha256"], item["bytes"]), f"{name} is niet het stuk van de toestemming"
        )
        names.append(name)
    loose = {*_LOS, ONTVANGST} if statement["route"] == "op_papier" else _LOS  # who gets it on paper signs for it
    others = {name for name in parts if name not in ZENDING_VERKLARINGEN} - loose - set(names)
    require(not others, "er zit een stuk bij waarvoor geen toestemming is gegeven")
    if RAPPORT in names:
        require(statement["eind_sha256"] == sha256(parts[RAPPORT]), "het rapport is niet dat van de toestemming")
    return f"{statement['toestemming_id']} noemt precies deze stukken: {', '.join(names)}"


def _proof(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    statement = verificatie.statement(parts, ZENDING_TOESTEMMING, "toestemming")
    van, tot = (utc_moment(statement[key]) for key in ("geldig_van", "geldig_tot"))
    with_key, on_form = f"{ZENDING_TOESTEMMING}.sig" in parts, ZENDING_FORMULIER in parts
    require(
        with_key + on_form + bool(set(ZENDING_ATTESTEN) & set(parts)) <= 1,
        "er zijn twee bewijzen waar er een hoort te zijn: een handtekening, een formulier of attesten daarvan",
    )
    if on_form:
        return _form(parts, verificatie, tot)
    if with_key:
        signers = verificatie.vertrouwen.fingerprints("bestuurder")
        signer, made = verificatie.signed_by(parts, ZENDING_TOESTEMMING, signers, van)
        require(made <= tot, "de handtekening is van na de periode van de toestemming")
        return (
            f"ondertekend op {made:{KLOK}} UTC met sleutel {signer}, die u als die van een bestuurder vertrouwt; "
            "ga na of dat de bestuurder van dit dossier is"
        )
    return _ink(parts, verificatie, van)


def _in_time(parts: Mapping[str, bytes], verificatie: Verificatie, levering: tuple[str, ...]) -> str:
    """Hold the moment at which the CCV made the zending against the period of the toestemming."""
    statement = verificatie.statement(parts, ZENDING_TOESTEMMING, "toestemming")
    van, tot = (utc_moment(statement[key]) for key in ("geldig_van", "geldig_tot"))
    _signer, made = verificatie.signed_by(parts, MANIFEST, levering, VROEGSTE)
    require(van <= made, "de zending is gemaakt voordat de toestemming inging")
    require(made <= tot, "de zending is gemaakt nadat de toestemming was verlopen")
    return f"de zending is daarin gemaakt, op {made:{KLOK}} UTC"


def _ink(parts: Mapping[str, bytes], verificatie: Verificatie, van: Any) -> str:
    """Two medewerkers who are not the toetser attest one form, and one of them called the bestuurder back."""
    digest = sha256(part(parts, ZENDING_TOESTEMMING))
    attests = [verificatie.statement(parts, name, "attest") for name in ZENDING_ATTESTEN]
    for statement in attests:
        require(
            (statement["verklaring_sha256"], statement["controlegetal"]) == (digest, check_number(digest)),
            "een attest gaat over een andere toestemming",
        )
    require(attests[0]["scan_sha256"] == attests[1]["scan_sha256"], "de attesten gaan over twee verschillende scans")
    require(any(statement["teruggebeld"] for statement in attests), "de bestuurder is niet teruggebeld")
    people: list[Medewerker] = [
        verificatie.act(parts, name, statement, "secretariaat", van)[0]
        for name, statement in zip(ZENDING_ATTESTEN, attests, strict=True)
    ]
    require_distinct(*people)
    spoed = all(statement.get("spoed", False) for statement in attests)
    toetser = verificatie.statement(parts, ZENDING_VASTSTELLING, "vaststelling")["toetser"]
    require(toetser not in {p.id for p in people}, "de toetser heeft zelf het formulier geattesteerd")
    who = f"getekend formulier, geattesteerd door {people[0].id} en {people[1].id}, de bestuurder is teruggebeld"
    return f"{who}; beiden tekenden voor spoed, dus zonder bedenktijd" if spoed else who


def _form(parts: Mapping[str, bytes], verificatie: Verificatie, tot: datetime) -> str:
    """Check a form that the bestuurder signed; whose certificate it is has to be known, as of a key."""
    form, trusted = parts[ZENDING_FORMULIER], verificatie.vertrouwen.seals("bestuurder")
    if not trusted.certificaten:
        seen = pdf_handtekening(form, vertrouwd=(), now=verificatie.now).certificaat_sha256
        raise NietTeControleren(f"ondertekend met certificaat {seen}; van wie dat is, is hier niet bekend")
    made = check_formulier(form, part(parts, ZENDING_TOESTEMMING), trusted, now=verificatie.now)
    require(made <= tot, "de handtekening is van na de periode van de toestemming")
    return (
        f"formulier ondertekend op {made:{KLOK}} UTC met een certificaat dat u als dat van een bestuurder vertrouwt; "
        "ga na of dat de bestuurder van dit dossier is"
    )


def _established(parts: Mapping[str, bytes], verificatie: Verificatie) -> str:
    """Give the digest of the vaststelling that the statement of the BVA names."""
    digest: str = verificatie.statement(parts, ZENDING_VASTSTELLING, "vaststelling")["vaststelling_sha256"]
    return digest


def _pdfs(stukken: Mapping[str, Pdfstuk], huisstijl: Huisstijl, decision: dict[str, Any] | None) -> Iterator[Schakel]:
    about = None if decision is None else (decision["besluitnummer"], decision["vaststelling_sha256"])
    for name, stuk in stukken.items():
        yield from pdf_links(stuk, besluit=about)
        yield from data_links(stuk, huisstijl, decision if name == RAPPORT else None)


def _besluit(parts: Mapping[str, bytes], verificatie: Verificatie) -> dict[str, Any] | None:
    try:
        return verificatie.statement(parts, ZENDING_VASTSTELLING, "vaststelling")
    except WeerbaarDocsError:
        return None
