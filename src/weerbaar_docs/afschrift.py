# SPDX-License-Identifier: EUPL-1.2
"""A statement + what was decided on it -> Afschrift: what the bestuurder keeps, as JSON and on paper.

(1) it is made from the bytes that were put before him and from what it is given: it proves nothing by itself and checks
no signature; (2) names of fields are those of ISO/IEC TS 27560 (a consent record, after Kantara's receipt) where that has
one, as the guide of the W3C's DPVCG lists them; the rest is ours; (3) it names no person: the dossier's pseudonym does;
(4) giving needs a signature, refusing and withdrawing do not (R-TOES-7); (5) the same input gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.canonical import canonical_bytes, digest, sha256
from weerbaar_docs.errors import ConsentError
from weerbaar_docs.model import utc_moment, utc_text
from weerbaar_docs.rendering import Document, neutral_title, render
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.toestemming import check_number
from weerbaar_docs.toestemmingsformulier.inhoud import begin, moment_in_woorden
from weerbaar_docs.validation import check_part, checked_statement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from weerbaar_docs.toestemmingsformulier import Ontvanger

Besluit = Literal["verleend", "geweigerd", "ingetrokken", "terug"]
Bewijssoort = Literal["openpgp", "pades", "natte_handtekening", "e_mail", "mondeling"]

_STAND: Final[Mapping[Besluit, str]] = {
    "verleend": "given",
    "geweigerd": "refused",
    "ingetrokken": "withdrawn",
    "terug": "returned",
}
_DOEL: Final = "De werkgever kan besluiten over maatregelen uit het advies en ze betalen en uitvoeren."
_INTREKKEN: Final = "Elk moment, op elke manier, ook per telefoon."


@dataclass(frozen=True, slots=True, kw_only=True)
class Afschrift:
    """The receipt: its JSON (RFC 8785), which also goes with the PDF, and the document."""

    json: bytes = field(repr=False)
    document: Document


def make_afschrift(
    verklaring: bytes,
    *,
    besluit: Besluit,
    bewijs: Bewijssoort,
    besloten_op: datetime,
    ontvanger: Ontvanger | None,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
    grondslag: str | None = None,
) -> Afschrift:
    """Make the receipt of a decision on a statement (toestemming/v1); `ontvanger` as on the form, None for via_bestuurder.

    Raises ValidationError for a statement that is none, or a proof that cannot carry the decision; ConsentError when the
    receiver is not that of the statement.
    """
    gegevens = afschrift_gegevens(
        verklaring,
        besluit=besluit,
        bewijs=bewijs,
        besloten_op=besloten_op,
        ontvanger=ontvanger,
        now=now,
        huisstijl=huisstijl,
        grondslag=grondslag,
    )
    document = render(
        "afschrift_toestemming",
        {"afschrift": gegevens, "woorden": in_woorden(gegevens)},
        huisstijl=huisstijl,
        datum=nederlandse_dag(now),
        titel=neutral_title(digest(gegevens)),
        gegevens=gegevens,
    )
    return Afschrift(json=canonical_bytes(gegevens), document=document)


def afschrift_gegevens(
    verklaring: bytes,
    *,
    besluit: Besluit,
    bewijs: Bewijssoort,
    besloten_op: datetime,
    ontvanger: Ontvanger | None,
    now: datetime,
    huisstijl: Huisstijl = HUISSTIJL,
    grondslag: str | None = None,
) -> dict[str, Any]:
    """Give the receipt as JSON data (schema `afschrift`); raises as `make_afschrift` does."""
    said = checked_statement("toestemming", verklaring)
    _check_ontvanger(said, ontvanger)
    duration = (utc_moment(said["geldig_tot"]) - utc_moment(said["geldig_van"])).days
    gegevens = {
        "schema_version": "afschrift/v1",
        "record_id": said["toestemming_id"],
        "pii_principal_id": said["dossier"],
        "language": "nl",
        "purposes": [_purpose(said, bewijs=bewijs, grondslag=grondslag, ontvanger=ontvanger)],
        "parties": _parties(ontvanger, huisstijl),
        "events": [
            {
                "event_time": utc_text(besloten_op),
                "validity_duration": f"P{duration}D" if besluit == "verleend" else None,
                "entity_id": said["dossier"],
                "event_type": "explicit",
                "event_state": _STAND.get(besluit, ""),
            }
        ],
        "besluit": besluit,
        "verklaring_sha256": sha256(verklaring),
        "controlegetal": check_number(verklaring),
        **{name: said[name] for name in ("omvang", "uitgesloten_onderdelen", "geldig_van", "geldig_tot")},
        "opgemaakt_op": nederlandse_dag(now).isoformat(),
    }
    check_part("afschrift", gegevens)
    return gegevens


def in_woorden(gegevens: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the template shows of moments and digests, in words and groups."""
    [purpose], [event] = gegevens["purposes"], gegevens["events"]
    parties = {party["party_id"]: party for party in gegevens["parties"]}
    return {
        "route": purpose["processing_method"],
        "bewijs": purpose["collection_method"],
        "grondslag": purpose["lawful_basis"],
        "ontvanger": parties["ontvanger"]["party_name"] if "ontvanger" in parties else None,
        "besloten_op": moment_in_woorden(utc_moment(event["event_time"])),
        "van": moment_in_woorden(utc_moment(gegevens["geldig_van"])),
        "tot": moment_in_woorden(utc_moment(gegevens["geldig_tot"])),
        "begin": begin(gegevens["verklaring_sha256"]),
        "stukken": [
            {"documentsoort": stuk["documentsoort"], "bytes": stuk["bytes"], "begin": begin(stuk["sha256"])}
            for stuk in purpose["pii_information"]
        ],
    }


def _purpose(
    said: Mapping[str, Any], *, bewijs: Bewijssoort, grondslag: str | None, ontvanger: Ontvanger | None
) -> dict[str, Any]:
    return {
        "purpose": _DOEL,
        "purpose_type": "verstrekking",
        "lawful_basis": grondslag,
        "pii_information": said["stukken"],
        "pii_controllers": ["verstrekker"],
        "collection_method": bewijs,
        "processing_method": said["route"],
        "recipient_third_parties": [] if ontvanger is None else ["ontvanger"],
        "withdrawal_method": _INTREKKEN,
        "jurisdiction": "NL",
    }


def _parties(ontvanger: Ontvanger | None, huisstijl: Huisstijl) -> list[dict[str, Any]]:
    own = {
        "party_id": "verstrekker",
        "party_name": huisstijl.gegevens["organisatie"],
        "party_role": "pii_controller",
        "party_contact": huisstijl.gegevens["contact"]["email"],
    }
    if ontvanger is None:
        return [own]
    return [
        own,
        {
            "party_id": "ontvanger",
            "party_name": f"{ontvanger.functie} van {ontvanger.organisatie}",
            "party_role": "recipient_third_party",
            "party_contact": None,
        },
    ]


def _check_ontvanger(said: Mapping[str, Any], ontvanger: Ontvanger | None) -> None:
    named = said.get("ontvanger")
    known = None if named is None else (named["oin"], named["functie"])
    if known != (None if ontvanger is None else (ontvanger.oin, ontvanger.functie)):
        raise ConsentError.because(
            "R-TOES-3",
            "de ontvanger is niet die van de verklaring",
            "Noem de ontvanger die op het formulier staat; bij via_bestuurder is er geen.",
        )
