# SPDX-License-Identifier: EUPL-1.2
"""One part + a dossier (plain JSON, a copy of its own) -> the dossier with that part in its place.

(1) a part has its own number (B-, M-, F-) or gets the next free one; the number of an existing one replaces it;
(2) the bytes of a bijlage are read and made anew (`bijlagen`); only its metadata go into the dossier.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.bijlagen import read_bijlage
from weerbaar_docs.dossiers.catalogus import from_catalogue, invented_price
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.model import rapportinhoud, vaststelling_digest
from weerbaar_docs.rules.regel import geldend_besluit, maatregelen
from weerbaar_docs.termijnen import moment
from weerbaar_docs.uitvoeringsstatus import BRUIKLEEN
from weerbaar_docs.validation import schema_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

_EXTENSIE: Final = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
_HELE_DELEN: Final = (
    "aanmelding",
    "bestuurder",
    "woonplek",
    "pkvw",
    "gesprek_werkgever",
    "gesprek_bestuurder",
    "organisatie",
)
_EIGEN_LIJSTEN: Final = ("bevindingen", "maatregelen", "bijlagen")


@dataclass(slots=True, kw_only=True)
class Werk:
    """What placing a part works on and with; `gegevens` may be changed, `bijlagen` and `meldingen` are filled."""

    gegevens: dict[str, Any] = field(repr=False)
    vandaag: date
    catalogus: Mapping[str, Any] = field(repr=False)
    inhoud: bytes | None = field(default=None, repr=False)
    bijlagen: dict[str, bytes] = field(default_factory=dict, repr=False)
    meldingen: list[Melding] = field(default_factory=list)

    @property
    def rapport(self) -> dict[str, Any]:
        """Give the adviesrapport; raises ValidationError when there is none yet."""
        if "adviesrapport" not in self.gegevens:
            raise ValidationError.because(
                "RAPPORT-ONTBREEKT",
                "het dossier heeft nog geen adviesrapport",
                "Leg eerst de kop van het adviesrapport vast, met de eerste bevinding.",
                pad="/adviesrapport",
            )
        rapport: dict[str, Any] = self.gegevens["adviesrapport"]
        return rapport


def place(werk: Werk, soort: str, deel: dict[str, Any]) -> str:
    """Put a part in its place and give its name; raises ValidationError."""
    return _PLAATSEN[soort](werk, soort, deel)


def check_part_at(schema: str, deel: Any, pad: str, *, strip: str = "") -> None:
    """Check a part against its own schema, with the place that it will have; raises ValidationError."""
    faults = schema_faults(schema, deel)
    if faults:
        raise ValidationError(*(replace(m, pad=pad + m.pad.removeprefix(strip)) for m in faults))


# --- placing -----------------------------------------------------------------------------------


def _whole(werk: Werk, soort: str, deel: dict[str, Any]) -> str:
    if soort == "aanmelding":
        deel = {"contact_uiterlijk_op": werk.gegevens["aanmelding"]["contact_uiterlijk_op"], **deel}
    check_part_at(soort, deel, f"/{soort}")
    werk.gegevens[soort] = deel
    return soort


def _end(werk: Werk, soort: str, deel: dict[str, Any]) -> str:
    if set(deel) != {"ambt_beeindigd_op"}:
        raise _wrong("/ambt_beeindigd_op", "verwacht alleen het veld ‘ambt_beeindigd_op’", "Geef die ene datum.")
    werk.gegevens.update(deel)
    loans = {m["nummer"] for _, m in maatregelen(werk.gegevens) if m["verstrekkingsvorm"] == BRUIKLEEN}
    for regel in werk.gegevens.get("uitvoering", ()):
        if regel["maatregel"] in loans and ("terugname" in regel or regel["status"] == "uitgevoerd"):
            # A loan ends with the ambt (Regeling, lid 7): that day follows, whatever was planned (R-TBS-1).
            regel["terugname"] = {**regel.get("terugname", {}), "uiterlijk_op": deel["ambt_beeindigd_op"]}
    return soort


def _appointment(werk: Werk, _soort: str, deel: dict[str, Any]) -> str:
    check_part_at("planning", {"afspraken": [deel]}, "/planning/afspraken", strip="/afspraken/0")
    planning = werk.gegevens.setdefault("planning", {"afspraken": []})
    keep = [a for a in planning["afspraken"] if a["soort"] != deel["soort"]]
    planning["afspraken"] = sorted([*keep, deel], key=lambda a: (moment(a["begin"]), a["soort"]))
    return str(deel["soort"])


def _head(werk: Werk, _soort: str, deel: dict[str, Any]) -> str:
    lists = [name for name in _EIGEN_LIJSTEN if name in deel]
    had = werk.gegevens.get("adviesrapport")
    if had is not None and lists:
        raise _wrong(
            f"/adviesrapport/{lists[0]}",
            f"de lijst ‘{lists[0]}’ verandert per onderdeel",
            "Leg elk onderdeel apart vast, als bevinding, maatregel of bijlage.",
        )
    if had is not None and deel.get("versie", had["versie"]) != had["versie"]:
        raise _wrong(
            "/adviesrapport/versie",
            "de versie van het rapport verandert alleen met een nieuwe versie",
            "Laat versie weg, of begin uitdrukkelijk een nieuwe versie (--nieuwe-versie).",
        )
    empty = {"versie": 1, "opgesteld_op": werk.vandaag.isoformat(), "bevindingen": [], "maatregelen": []}
    werk.gegevens["adviesrapport"] = {**(had or empty), **deel}
    for i, bevinding in enumerate(werk.gegevens["adviesrapport"]["bevindingen"]):
        if isinstance(bevinding, dict):
            bevinding.setdefault("id", f"B-{i + 1:02d}")
    return "adviesrapport"


def _finding(werk: Werk, _soort: str, deel: dict[str, Any]) -> str:
    return _into(werk.rapport["bevindingen"], "id", "B", deel)


def _measure(werk: Werk, _soort: str, deel: dict[str, Any]) -> str:
    there = werk.rapport["maatregelen"]
    if "code" not in deel:
        return _into(there, "nummer", "M", deel)
    nummer = _into(there, "nummer", "M", from_catalogue(deel, werk.catalogus, vandaag=werk.vandaag))
    verzonnen = invented_price(deel, werk.catalogus, nummer)
    if verzonnen is not None:
        werk.meldingen.append(verzonnen)
    return nummer


def _attachment(werk: Werk, _soort: str, deel: dict[str, Any]) -> str:
    bijlagen = werk.rapport.setdefault("bijlagen", [])
    nummer = deel.get("id") or _next(bijlagen, "id", "F")
    old = next((b for b in bijlagen if b["id"] == nummer), None)
    if werk.inhoud is None and old is None:
        raise _wrong("/adviesrapport/bijlagen", "het bestand van de bijlage ontbreekt", "Geef het bestand mee.")
    hoort_bij = deel.get("hoort_bij") or (old or {}).get("hoort_bij")
    known = {b.get("id") for b in werk.rapport["bevindingen"]} | {m.get("nummer") for m in werk.rapport["maatregelen"]}
    if hoort_bij not in known:
        raise _wrong(
            "/adviesrapport/bijlagen/hoort_bij",
            "de bijlage hoort bij een bevinding of maatregel die er niet is",
            "Noem een bestaand nummer, zoals B-01 of M-01.",
        )
    made = {**(old or {}), **deel}
    if werk.inhoud is not None:
        made = _read(werk, werk.inhoud, nummer, made)
    return _into(bijlagen, "id", "F", {**made, "id": nummer, "hoort_bij": hoort_bij})


def _read(werk: Werk, inhoud: bytes, nummer: str, deel: Mapping[str, Any]) -> dict[str, Any]:
    bijlage = read_bijlage(
        inhoud,
        id=nummer,
        soort=str(deel.get("soort", "")),
        doelgroep=deel.get("doelgroep") or (),
        alternatieve_tekst=str(deel.get("alternatieve_tekst", "")),
    )
    werk.bijlagen[bijlage.sha256] = bijlage.inhoud
    return {
        "soort": bijlage.soort,
        # Never the name that the file had: that can be anybody's address (R-META-1).
        "bestandsnaam": f"{nummer}.{_EXTENSIE[bijlage.mediatype]}",
        "mediatype": bijlage.mediatype,
        "sha256": bijlage.sha256,
        "bytes": bijlage.bytes,
        "doelgroep": list(bijlage.doelgroep),
        "alternatieve_tekst": bijlage.alternatieve_tekst,
    }


def _execution(werk: Werk, _soort: str, deel: dict[str, Any]) -> str:
    check_part_at("uitvoering", deel, "/uitvoering")
    return _into(werk.gegevens.setdefault("uitvoering", []), "maatregel", "", deel)


def _reported(werk: Werk, soort: str, deel: dict[str, Any]) -> str:
    """Take over what the werkgever reported of this very vaststelling; what is known beside it stays."""
    check_part_at(soort, deel, f"/{soort}")
    besluit = geldend_besluit(werk.gegevens)
    if besluit is None or deel["vaststelling_sha256"] != vaststelling_digest(rapportinhoud(werk.gegevens), besluit):
        raise _wrong(
            f"/{soort}/vaststelling_sha256",
            "deze terugmelding gaat over een andere vaststelling",
            "Vraag de werkgever om de terugmelding over dit rapport.",
        )
    rows = werk.gegevens.setdefault("uitvoering", [])
    known = {row["maatregel"]: row for row in rows}
    for row in deel["uitvoering"]:
        _into(rows, "maatregel", "", {**known.get(row["maatregel"], {}), **row})
    return soort


def _into(items: list[dict[str, Any]], key: str, letter: str, deel: dict[str, Any]) -> str:
    """Replace the item with this key, or add it (with the next number when it has none); give its number."""
    nummer = deel.get(key) or _next(items, key, letter)
    new = {key: nummer, **deel}
    for i, item in enumerate(items):
        if item.get(key) == nummer:
            items[i] = new
            return str(nummer)
    items.append(new)
    return str(nummer)


def _next(items: list[dict[str, Any]], key: str, letter: str) -> str:
    used = [int(item[key][2:]) for item in items if str(item.get(key, ""))[2:].isdecimal()]
    return f"{letter}-{max(used, default=0) + 1:02d}"


def _wrong(pad: str, melding: str, oplossing: str) -> ValidationError:
    return ValidationError.because("DOSSIER-DEEL", melding, oplossing, pad=pad)


_PLAATSEN: Final[Mapping[str, Callable[[Werk, str, dict[str, Any]], str]]] = {
    **dict.fromkeys(_HELE_DELEN, _whole),
    "afspraak": _appointment,
    "adviesrapport": _head,
    "bevinding": _finding,
    "maatregel": _measure,
    "bijlage": _attachment,
    "uitvoering": _execution,
    "terugmelding": _reported,
    "einde_ambt": _end,
}
SOORTEN: Final = tuple(_PLAATSEN)
