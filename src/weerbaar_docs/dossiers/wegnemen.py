# SPDX-License-Identifier: EUPL-1.2
"""A part of a dossier (plain JSON, a copy of its own) -> the dossier without it.

(1) what something else refers to is not removed;
(2) after a maatregel is removed the later ones move up, with every reference to them (R-NUM-1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import Melding, ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from weerbaar_docs.dossiers.plaatsen import Werk


def take_away(werk: Werk, soort: str, sleutel: str) -> str:
    """Take a part away by its number or name and give its name; raises ValidationError when it is still referred to."""
    return _WEGNEMEN[soort](werk, soort, sleutel)


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


_WEGNEMEN: Final[Mapping[str, Callable[[Werk, str, str], str]]] = {
    "pkvw": _drop_whole,
    "afspraak": _drop_appointment,
    "bevinding": _drop_finding,
    "maatregel": _drop_measure,
    "bijlage": _drop_attachment,
    "uitvoering": _drop_execution,
}
VERWIJDERBAAR: Final = tuple(_WEGNEMEN)
