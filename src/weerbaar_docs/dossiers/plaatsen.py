# SPDX-License-Identifier: EUPL-1.2
"""One part + a dossier (plain JSON, a copy of its own) -> the dossier with that part in its place.

(1) a part has its own number (B-, M-, F-) or gets the next free one; the number of an existing one replaces it;
(2) a bevinding or bijlage that something else refers to is not removed, nor a maatregel;
(3) after a maatregel is removed the later ones move up, with every reference to them (R-NUM-1);
(4) the bytes of a bijlage are read and made anew (`bijlagen`); only its metadata go into the dossier.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.bijlagen import read_bijlage
from weerbaar_docs.dossiers.catalogus import from_catalogue, invented_price
from weerbaar_docs.errors import Melding, ValidationError
from weerbaar_docs.termijnen import moment
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


def take_away(werk: Werk, soort: str, sleutel: str) -> str:
    """Take a part away by its number or name and give its name; raises ValidationError when it is still referred to."""
    return _WEGNEMEN[soort](werk, soort, sleutel)


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
    maatregelen = werk.rapport["maatregelen"]
    if "code" not in deel:
        return _into(maatregelen, "nummer", "M", deel)
    nummer = _into(maatregelen, "nummer", "M", from_catalogue(deel, werk.catalogus, vandaag=werk.vandaag))
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


# --- taking away -------------------------------------------------------------------------------


def _drop_whole(werk: Werk, soort: str, _sleutel: str) -> str:
    if werk.gegevens.pop(soort, None) is None:
        raise _absent(soort)
    return soort


def _drop_appointment(werk: Werk, _soort: str, sleutel: str) -> str:
    afspraken = werk.gegevens.get("planning", {}).get("afspraken", [])
    _drop(afspraken, "soort", sleutel)
    return sleutel


def _drop_execution(werk: Werk, _soort: str, sleutel: str) -> str:
    _drop(werk.gegevens.get("uitvoering", []), "maatregel", sleutel)
    return sleutel


def _drop_finding(werk: Werk, _soort: str, sleutel: str) -> str:
    naar = [m["nummer"] for m in werk.rapport["maatregelen"] if sleutel in m["bevindingen"]]
    _check_free([*naar, *_attached(werk, sleutel)])
    _drop(werk.rapport["bevindingen"], "id", sleutel)
    return sleutel


def _drop_attachment(werk: Werk, _soort: str, sleutel: str) -> str:
    _drop(werk.rapport.get("bijlagen", []), "id", sleutel)
    return sleutel


def _drop_measure(werk: Werk, _soort: str, sleutel: str) -> str:
    maatregelen = werk.rapport["maatregelen"]
    naar = [m["nummer"] for m in maatregelen if sleutel in m.get("afhankelijk_van", ())]
    begun = ["uitvoering" for r in werk.gegevens.get("uitvoering", ()) if r["maatregel"] == sleutel]
    _check_free([*naar, *_attached(werk, sleutel), *begun])
    _drop(maatregelen, "nummer", sleutel)
    moved = {
        m["nummer"]: f"M-{i:02d}" for i, m in enumerate(sorted(maatregelen, key=lambda m: int(m["nummer"][2:])), 1)
    }
    _renumber(werk, {old: new for old, new in moved.items() if old != new})
    return sleutel


def _renumber(werk: Werk, moved: Mapping[str, str]) -> None:
    for maatregel in werk.rapport["maatregelen"]:
        maatregel["nummer"] = moved.get(maatregel["nummer"], maatregel["nummer"])
        if "afhankelijk_van" in maatregel:
            maatregel["afhankelijk_van"] = [moved.get(n, n) for n in maatregel["afhankelijk_van"]]
    for bijlage in werk.rapport.get("bijlagen", ()):
        bijlage["hoort_bij"] = moved.get(bijlage["hoort_bij"], bijlage["hoort_bij"])
    for regel in werk.gegevens.get("uitvoering", ()):
        regel["maatregel"] = moved.get(regel["maatregel"], regel["maatregel"])
    if moved:
        werk.meldingen.append(
            Melding(
                code="DOSSIER-HERNUMMERD",
                ernst="waarschuwing",
                pad="/adviesrapport/maatregelen",
                melding=f"hernummerd: {', '.join(f'{old} is nu {new}' for old, new in moved.items())}",
                oplossing="Gebruik voortaan de nieuwe nummers, ook in teksten die ernaar verwijzen.",
            )
        )


def _attached(werk: Werk, sleutel: str) -> list[str]:
    return [b["id"] for b in werk.rapport.get("bijlagen", ()) if b["hoort_bij"] == sleutel]


def _check_free(users: list[str]) -> None:
    if users:
        raise ValidationError.because(
            "DOSSIER-VERWIJZING",
            f"{', '.join(users)} verwijst naar dit onderdeel",
            "Verander of verwijder eerst wat ernaar verwijst.",
            pad="/adviesrapport",
        )


def _drop(items: list[dict[str, Any]], key: str, sleutel: str) -> None:
    found = [item for item in items if item[key] == sleutel]
    if not found:
        raise _absent(key)
    items.remove(found[0])


def _absent(what: str) -> ValidationError:
    return ValidationError.because(
        "DOSSIER-ONDERDEEL", f"dit onderdeel is er niet ({what})", "Controleer het nummer of de soort."
    )


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
    "einde_ambt": _end,
}
_WEGNEMEN: Final[Mapping[str, Callable[[Werk, str, str], str]]] = {
    "pkvw": _drop_whole,
    "afspraak": _drop_appointment,
    "bevinding": _drop_finding,
    "maatregel": _drop_measure,
    "bijlage": _drop_attachment,
    "uitvoering": _drop_execution,
}
SOORTEN: Final = tuple(_PLAATSEN)
VERWIJDERBAAR: Final = tuple(_WEGNEMEN)
