# SPDX-License-Identifier: EUPL-1.2
"""A dossier and who used it -> the copy for the bestuurder: a readable PDF and the same as data (AVG, art. 15).

(1) every field that the schemas open to the bestuurder, with what it is for and from whom it came;
(2) what was left out is counted and explained, never passed over in silence;
(3) who received or looked at what, and when: staff as a role, never as a person;
(4) a term or ground that the organisation did not set is not invented: the copy says so;
(5) titles and names of files are neutral (R-META-1); nothing here decides whether a request must be granted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.dossiers.zicht import DOELGROEP, LEZERS, NAAM, day_and_hour, lines, titel, visible
from weerbaar_docs.errors import Melding
from weerbaar_docs.rendering import Document, render, title_of
from weerbaar_docs.rendering.filters import datum
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl
from weerbaar_docs.termijnen import nederlandse_dag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from weerbaar_docs.dossiers.zicht import Zicht

_LOS: Final = ("schema_versie", "fictief", "dossiernummer", "regeling", "ambt_beeindigd_op", "status")
# Per part: what it is for, and from whom it came.
_UITLEG: Final[Mapping[str, tuple[str, str]]] = {
    "organisatie": ("Om te weten wie uw werkgever is en hoe wij hem veilig bereiken.", "Van uw werkgever."),
    "bestuurder": ("Om te weten over wie het advies gaat en hoe wij u bereiken.", "Van uzelf of van uw werkgever."),
    "woonplek": ("Om de woning te beoordelen waarop het advies ziet.", "Van uzelf, en gezien tijdens het bezoek."),
    "aanmelding": ("Om uw aanmelding te behandelen en op tijd contact op te nemen.", ""),
    "planning": ("Om de gesprekken te plannen.", "Van uzelf, van uw werkgever en van ons."),
    "gesprek_werkgever": ("Om de risico’s in en om uw werk te kennen.", "Van uw werkgever."),
    "gesprek_bestuurder": ("Om uw situatie thuis te kennen.", "Van uzelf, en gezien tijdens het bezoek."),
    "pkvw": ("Om te bepalen wanneer uw werkgever maatregelen betaalt.", "Van uzelf of van het PKVW-bedrijf."),
    "adviesrapport": (
        "Om u te adviseren over uw veiligheid.",
        "Van de veiligheidsadviseur, op basis van de gesprekken en de bronnen die in het rapport staan.",
    ),
    "kostenverdeling": ("Om te bepalen wie wat betaalt.", "Berekend uit het advies en het besluit."),
    "bva_besluiten": ("Om het advies vast te stellen.", "Van de beveiligingsautoriteit (BVA)."),
    "toestemmingen": ("Om te weten wat uw werkgever van u mag krijgen.", "Van uzelf."),
    "werkgeversbrief": ("Om de stukken aan uw werkgever te sturen.", "Van ons."),
    "uitvoering": ("Om te volgen of de maatregelen worden uitgevoerd.", "Van uzelf en van uw werkgever."),
    "vergoeding_2021": ("Om de vergoeding volgens de eerdere regeling te bepalen.", "Van uzelf."),
}
_AANGEMELD: Final = {"bestuurder": "Van uzelf.", "werkgever": "Van uw werkgever, die u aanmeldde."}
_WAAROM: Final[Mapping[str, str]] = {
    NAAM: "Dit is de naam van iemand anders. U ziet wel de functie of de rol.",
    DOELGROEP: "Dit gaat over de techniek of de veilige werkwijze en niet over u.",
    LEZERS: "Dit gaat over de veiligheid van anderen of over de werkwijze van de beveiligingsautoriteit.",
}
_GEKEKEN: Final[Mapping[str, str]] = {
    "dossier_gelezen": "dossier gelezen",
    "persoonsgegevens_getoond": "namen en adressen bekeken",
    "inzage_gegeven": "deze kopie gemaakt",
    "vastgelegd": "iets vastgelegd",
    "ingediend": "rapport ingediend bij de BVA",
    "besloten": "besluit vastgelegd",
    "verhoogd": "bewijs bij het vastgestelde rapport aangevuld",
    "verstrekt": "een exemplaar aan u gegeven",
    "afgedrukt": "de stukken voor uw werkgever afgedrukt",
    "keuze_vastgelegd": "uw keuze vastgelegd",
    "toestemming_gevraagd": "u om toestemming gevraagd",
    "toestemming_vastgelegd": "uw antwoord vastgelegd",
    "ingetrokken": "uw intrekking vastgelegd",
    "vrijgegeven": "stukken vrijgegeven",
    "verzegeld": "stukken versleuteld",
    "bezorgd": "stukken bezorgd",
    "gestaakt": "levering gestopt",
    "leesbaar_opgeslagen": "leesbare kopie opgeslagen",
    "geexporteerd": "gegevens geëxporteerd",
    "vernietigd": "gegevens vernietigd",
    "toegang_gewijzigd": "toegang van een medewerker gewijzigd",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verwerking:
    """What the organisation says of its processing; what it leaves out, the copy does not make up."""

    grondslag: str | None = None
    bewaartermijn: Mapping[str, str] = field(default_factory=dict)
    doorgifte: str | None = None
    toezicht: str = "de Autoriteit Persoonsgegevens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verstrekking:
    """Something that was given to somebody: when, to which role or organisation, and what."""

    moment: datetime
    aan: str
    wat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gebruik:
    """One line of the logboek on this dossier: when, in which role, and which handeling."""

    moment: datetime
    rol: str
    handeling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inzage:
    """The copy: the document, the same as canonical JSON, a neutral name for both, and what is still to be set.

    `bijlagen` are the files that go with it, by their neutral names.
    """

    document: Document
    gegevens: bytes = field(repr=False)
    naam: str
    bijlagen: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    meldingen: tuple[Melding, ...] = ()


def copy_for_bestuurder(
    gegevens: Mapping[str, Any],
    *,
    pseudoniem: str,
    now: datetime,
    verwerking: Verwerking | None = None,
    verstrekkingen: Iterable[Verstrekking] = (),
    gebruik: Iterable[Gebruik] = (),
    bijlagen: Mapping[str, bytes] | None = None,
    huisstijl: Huisstijl = HUISSTIJL,
) -> Inzage:
    """Make the copy of all that a dossier holds on its bestuurder; raises RenderingError as `render` does.

    `bijlagen` are files by their number (F-01); those that are for the bestuurder too go with the copy.
    """
    verwerking = verwerking or Verwerking()
    zicht = visible(gegevens, "bestuurder")
    dag = nederlandse_dag(now)
    naam = f"WD-{sha256(f'{pseudoniem} {dag.isoformat()}'.encode())[:8]}"
    inzage = _inzage(gegevens, zicht, naam, dag, verwerking, verstrekkingen, gebruik)
    document = render(
        "inzage",
        {"inzage": inzage},
        huisstijl=huisstijl,
        datum=dag,
        titel=title_of(naam),
        gegevens={"inzage": inzage, "gegevens": zicht.gegevens},
    )
    return Inzage(
        document=document,
        gegevens=canonical_bytes({"inzage": inzage, "gegevens": zicht.gegevens}),
        naam=naam,
        bijlagen=dict(_files(zicht, naam, bijlagen or {})),
        meldingen=tuple(_to_set(verwerking)),
    )


def inzage_gegevens(
    gegevens: Mapping[str, Any],
    *,
    dag: date,
    verwerking: Verwerking | None = None,
    verstrekkingen: Iterable[Verstrekking] = (),
    gebruik: Iterable[Gebruik] = (),
) -> dict[str, Any]:
    """Give all that the template of the copy sees, but for the huisstijl, with a neutral kenmerk."""
    zicht, naam = visible(gegevens, "bestuurder"), "WD-00000000"
    return {"inzage": _inzage(gegevens, zicht, naam, dag, verwerking or Verwerking(), verstrekkingen, gebruik)}


def _inzage(
    gegevens: Mapping[str, Any],
    zicht: Zicht,
    naam: str,
    dag: date,
    verwerking: Verwerking,
    verstrekkingen: Iterable[Verstrekking],
    gebruik: Iterable[Gebruik],
) -> dict[str, Any]:
    return {
        "kenmerk": naam,
        "datum": dag.isoformat(),
        "dossiernummer": gegevens["dossiernummer"],
        "verwerking": _processing(verwerking),
        "onderdelen": _parts(zicht),
        "weggelaten": _left_out(zicht),
        "verstrekkingen": [
            {"wanneer": day_and_hour(v.moment), "aan": v.aan, "wat": v.wat}
            for v in sorted(verstrekkingen, key=lambda v: v.moment)
        ],
        "gebruik": _used(gebruik),
    }


def _parts(zicht: Zicht) -> list[dict[str, Any]]:
    found = []
    for deel, value in zicht.gegevens.items():
        regels = [] if deel in _LOS or value is None else [regel.as_json() for regel in lines(deel, value)]
        if regels:
            doel, herkomst = _UITLEG[deel]
            if deel == "aanmelding":
                herkomst = _AANGEMELD[value["aangemeld_door"]]
            found.append({"titel": titel(deel), "doel": doel, "herkomst": herkomst, "regels": regels})
    return found


def _files(zicht: Zicht, naam: str, bijlagen: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for bijlage in zicht.gegevens.get("adviesrapport", {}).get("bijlagen", ()):
        if bijlage["id"] in bijlagen:
            yield f"{naam}-{bijlage['id']}.{bijlage['bestandsnaam'].rpartition('.')[2]}", bijlagen[bijlage["id"]]


def _left_out(zicht: Zicht) -> list[dict[str, str]]:
    return [
        {"wat": f"{titel(deel)}: {aantal} {'gegeven' if aantal == 1 else 'gegevens'}", "waarom": _WAAROM[reden]}
        for (deel, reden), aantal in zicht.weggelaten.items()
    ]


def _used(gebruik: Iterable[Gebruik]) -> list[dict[str, str]]:
    """Give per role and handeling how often, and when first and last: who it was, does not follow from it."""
    per: dict[tuple[str, str], list[datetime]] = {}
    for g in gebruik:
        per.setdefault((g.rol, g.handeling), []).append(g.moment)
    found = []
    for (rol, handeling), momenten in sorted(per.items(), key=lambda item: (min(item[1]), item[0])):
        eerst, laatst = _day(min(momenten)), _day(max(momenten))
        found.append(
            {
                "rol": rol,
                "wat": _GEKEKEN.get(handeling, handeling.replace("_", " ")),
                "aantal": str(len(momenten)),
                "wanneer": eerst if eerst == laatst else f"{eerst} tot en met {laatst}",
            }
        )
    return found


def _processing(verwerking: Verwerking) -> dict[str, str]:
    termijn = verwerking.bewaartermijn
    return {
        "grondslag": verwerking.grondslag or "",
        "duur": termijn.get("duur", ""),
        "startgebeurtenis": termijn.get("startgebeurtenis", ""),
        "termijn_grondslag": termijn.get("grondslag", ""),
        "doorgifte": verwerking.doorgifte or "",
        "toezicht": verwerking.toezicht,
    }


def _to_set(verwerking: Verwerking) -> list[Melding]:
    empty = {
        "grondslag": verwerking.grondslag,
        "bewaartermijn": verwerking.bewaartermijn,
        "doorgifte": verwerking.doorgifte,
    }
    return [
        Melding(
            code="INZAGE-INSTELLING",
            ernst="waarschuwing",
            pad=f"/{name}",
            melding=f"de kopie noemt geen {name}, want die is niet ingesteld",
            oplossing="Stel haar in, of licht haar toe in de brief bij de kopie.",
        )
        for name, value in empty.items()
        if not value
    ]


def _day(moment: datetime) -> str:
    return datum(nederlandse_dag(moment).isoformat())
