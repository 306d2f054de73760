# SPDX-License-Identifier: EUPL-1.2
"""How the bestuurder's choice stands -> what somebody may see of it: no text of the report, nobody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs.canonical import read_statement
from weerbaar_docs.dossiers.lezen import read
from weerbaar_docs.toestemmen.bewijzen import attest_of
from weerbaar_docs.toestemmen.stand import look_at_choice, question_of

if TYPE_CHECKING:
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toestemmen.stand import Keuzestand


def choice_shown(opslag: Opslag, kenmerk: str) -> dict[str, Any]:
    """Give what was given, chosen, asked and answered on the report as it is now, as `--json` prints it."""
    stand = read(opslag, kenmerk)
    found = look_at_choice(opslag, stand)
    ontvangsten = {o["nummer"]: o for o in found.ontvangsten}
    return {
        "dossier": stand.dossier,
        "dossiernummer": stand.dossiernummer,
        "status": stand.status,
        "exemplaren": [_copy(v, ontvangsten.get(v["nummer"])) for v in found.verstrekkingen],
        "keuze": None if found.keuze is None else {**found.keuze["keuze"], "op": found.keuze["op"]},
        "vraag": None if found.vraag is None else _question(found),
        "weigeringen": [
            {name: w[name] for name in ("op", "door", "wijze", "toestemming_id")} for w in found.weigeringen
        ],
        "afdrukken": [{name: a[name] for name in ("op", "door", "printer")} for a in found.afdrukken],
        "toestemmingen": [
            {
                "toestemming_id": t.toestemming_id,
                "route": t.inhoud["verklaring"]["route"],
                "geldig_tot": t.inhoud["verklaring"]["geldig_tot"],
                "bewijs": t.inhoud["bewijs"]["soort"],
                "ingetrokken_op": t.ingetrokken_op,
                "intrekking": next(
                    (i["wijze"] for i in found.intrekkingen if i["toestemming_id"] == t.toestemming_id), None
                ),
                "gebruikt_op": t.gebruikt_op,
                "levering": t.levering,
                "gestaakt": t.gestaakt,
            }
            for t in found.toestemmingen
        ],
    }


def choice_lines(shown: dict[str, Any]) -> list[str]:
    """Give the same for a terminal."""
    lines = [f"{shown['dossiernummer']}: {shown['status']}"]
    for copy in shown["exemplaren"]:
        afloop = copy["ontvangst"]
        told = "nog niet bevestigd" if afloop is None else f"{afloop['afloop'].replace('_', ' ')} op {afloop['dag']}"
        lines.append(f"exemplaar {copy['nummer']}: {copy['kanaal']} op {copy['op'][:10]} door {copy['door']}, {told}")
    keuze, vraag = shown["keuze"], shown["vraag"]
    if keuze is None:
        lines.append("keuze: nog niet vastgelegd (toestemming keuze)")
    else:
        weg = ", ".join(keuze["uitgesloten_onderdelen"]) or "niets"
        lines.append(f"keuze van {keuze['op'][:10]}: {keuze['route']}, {keuze['omvang']}, weggelaten: {weg}")
    if vraag is not None:
        lines.append(
            f"vraag {vraag['toestemming_id']}: controlegetal {vraag['controlegetal']}, geldig tot {vraag['geldig_tot']}"
        )
        lines += [f"  {stuk['naam']}: {stuk['sha256'][:16]}, {stuk['bytes']} bytes" for stuk in vraag["stukken"]]
        lines += [
            f"  attest van {a['medewerker']} op {a['moment']}{', teruggebeld' if a['teruggebeld'] else ''}"
            for a in vraag["attesten"]
        ]
    lines += [f"geweigerd op {w['op'][:10]}: {w['wijze']}" for w in shown["weigeringen"]]
    lines += [_given_line(given) for given in shown["toestemmingen"]]
    return [*lines, *(f"afgedrukt voor de werkgever op {a['op'][:10]} door {a['door']}" for a in shown["afdrukken"])]


def _given_line(given: dict[str, Any]) -> str:
    end = f"geldig tot {given['geldig_tot']}"
    if given["ingetrokken_op"]:
        how = f" ({given['intrekking']})" if given["intrekking"] else ""
        end = f"ingetrokken op {given['ingetrokken_op']}{how}"
    elif given["levering"]:
        end = f"verzegeld op {given['gebruikt_op']}: {given['levering']}"
    if given["gestaakt"]:
        end += ", levering gestaakt"
    return f"toestemming {given['toestemming_id']}: {given['route']}, bewijs {given['bewijs']}, {end}"


def _copy(copy: dict[str, Any], ontvangst: dict[str, Any] | None) -> dict[str, Any]:
    told = None if ontvangst is None else {name: ontvangst[name] for name in ("afloop", "dag", "door")}
    return {
        **{name: copy[name] for name in ("nummer", "kanaal", "printer", "op", "door", "stukken")},
        "ontvangst": told,
    }


def _question(found: Keuzestand) -> dict[str, Any]:
    assert found.vraag is not None
    statement = found.vraag["verklaring"]
    names = {item["documentsoort"]: item["naam"] for item in found.vraag["stukken"]}
    attesten = [read_statement(attest_of(record).verklaring) for record in found.bewijsstukken]
    return {
        "toestemming_id": statement["toestemming_id"],
        "controlegetal": question_of(found.vraag).controlegetal,
        "geldig_tot": statement["geldig_tot"],
        "stukken": [
            {"naam": names[s["documentsoort"]], "sha256": s["sha256"], "bytes": s["bytes"]}
            for s in statement["stukken"]
        ],
        "attesten": [{name: a[name] for name in ("medewerker", "moment", "teruggebeld")} for a in attesten],
    }
