# SPDX-License-Identifier: EUPL-1.2
"""Schema-valid dossier -> its status, derived from the data and never trusted.

1. the furthest talk, appointment or contact counts until there is a report;
2. only a besluit on this very content establishes it, and only a toestemming for that vaststelling counts;
3. the last word of the bestuurder counts, and a letter only under a toestemming that it names and on a day of it;
4. maatregelen without costs never bring a dossier into uitvoering (R-NUL-1);
5. what the dossier does not record (handing in, giving the report, receipt, ...) is not guessed: `compare` accepts a
   recorded status that the table reaches from the derived one by such acts alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.errors import Melding
from weerbaar_docs.kostenverdeling import kosteloos
from weerbaar_docs.model import rapport_digest, rapportinhoud, vaststelling_digest
from weerbaar_docs.rules.regel import (
    besluiten,
    dag,
    einde_ambt,
    geldend_besluit,
    maatregelen,
    moment,
    rapportversie,
    versie,
)
from weerbaar_docs.status.overgangen import OVERGANGEN
from weerbaar_docs.status.stand import STATUSSEN
from weerbaar_docs.uitvoeringsstatus import BEGONNEN, KLAAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from weerbaar_docs.errors import Ernst
    from weerbaar_docs.status.stand import Status

# Acts of which a dossier keeps no trace; the rest of the table does show in the data.
SPOORLOOS: Final = frozenset(
    {
        "indienen",
        "verstrekken_aan_bestuurder",
        "verlopen",
        "heroverwegen",
        "ontvangst_bevestigen",
        "levering_ondanks_intrekking_melden",
        "sleutel_werkgever_vervangen",
        "aanmelding_intrekken",
        "verhuizen",
    }
)


def derive(gegevens: Mapping[str, Any], *, vandaag: date | None = None) -> Status:
    """Derive the status of a schema-valid dossier; without `vandaag` no time has passed.

    A dossier cannot show ter_toetsing, bij_bestuurder, ontvangst_bevestigd, aanmelding_ingetrokken, verhuisd or
    vernietigd: then this is the last status that it does show. A letter counts as sent; the proof is the ledger's.
    """
    einde = einde_ambt(gegevens)
    if vandaag is not None and einde is not None and vandaag.isoformat() > einde:
        return "einde_ambt"
    if "adviesrapport" not in gegevens:
        return _before_report(gegevens)
    besluit = geldend_besluit(gegevens)
    if besluit is None or besluit["rapport_sha256"] != rapport_digest(gegevens):
        terug = any(b["uitkomst"] == "teruggestuurd" for _, b in besluiten(gegevens))
        return "teruggestuurd" if terug and besluit is None else "concept"
    toestemming = _last_word(gegevens, vaststelling_digest(rapportinhoud(gegevens), besluit))
    return "vastgesteld" if toestemming is None else _after_word(gegevens, toestemming, besluit, vandaag)


def could_be(afgeleid: Status) -> frozenset[Status]:
    """Give the statuses that a dossier with this derived status may really have: through acts without a trace."""
    found: set[Status] = {afgeleid}
    todo = [afgeleid]
    while todo:
        here = todo.pop()
        for o in OVERGANGEN:
            if o.status == here and o.handeling in SPOORLOOS and o.naar not in found:
                found.add(o.naar)
                todo.append(o.naar)
    return frozenset(found)


def compare(gegevens: Mapping[str, Any], *, vandaag: date | None = None) -> Iterator[Melding]:
    """Compare a recorded `status` with the derived one; a dossier without it says nothing.

    A status that the data contradict is a fout; one that only time has overtaken is a waarschuwing.
    """
    vermeld = gegevens.get("status")
    if vermeld is None:
        return
    kan = could_be(derive(gegevens))
    if einde_ambt(gegevens) is not None:
        kan |= {"einde_ambt"}
    if vermeld not in kan:
        yield _differs("fout", vermeld, derive(gegevens), kan)
    elif vandaag is not None and vermeld not in (nu := could_be(derive(gegevens, vandaag=vandaag))):
        yield _differs("waarschuwing", vermeld, derive(gegevens, vandaag=vandaag), nu)


def _differs(ernst: Ernst, vermeld: Status, afgeleid: Status, kan: frozenset[Status]) -> Melding:
    return Melding(
        code="STATUS-AFGELEID",
        ernst=ernst,
        pad="/status",
        melding=f"de status is {vermeld}, maar uit de gegevens volgt {afgeleid}",
        oplossing=f"Laat de status weg of kies: {', '.join(s for s in STATUSSEN if s in kan)}.",
    )


def _before_report(gegevens: Mapping[str, Any]) -> Status:
    if "gesprek_bestuurder" in gegevens:
        return "gesprek_bestuurder"
    if "gesprek_werkgever" in gegevens:
        return "gesprek_werkgever"
    if any(a["soort"].startswith("gesprek_") for a in gegevens.get("planning", {}).get("afspraken", ())):
        return "gepland"
    return "contact_gelegd" if gegevens["aanmelding"].get("contact_gelegd_op") else "aangemeld"


def _last_word(gegevens: Mapping[str, Any], vaststelling_sha256: str) -> Mapping[str, Any] | None:
    found = [
        t
        for t in gegevens.get("toestemmingen", ())
        if versie(t) == rapportversie(gegevens)
        and t["vaststelling_sha256"] == vaststelling_sha256
        and (t["status"] != "verleend" or t["bewijs"]["soort"] not in ("e_mail", "mondeling"))
    ]
    return max(found, key=lambda t: moment(t["ingetrokken_op"] or t["gegeven_op"]), default=None)


def _after_word(
    gegevens: Mapping[str, Any], toestemming: Mapping[str, Any], besluit: Mapping[str, Any], vandaag: date | None
) -> Status:
    if toestemming["status"] == "geweigerd":
        return "toestemming_geweigerd"
    if toestemming["status"] == "ingetrokken":
        return "toestemming_ingetrokken"
    if toestemming["status"] == "verlopen":
        return "toestemming_verlopen"
    if toestemming["route"] == "via_bestuurder":
        return _progress(gegevens, besluit) or "door_bestuurder_zelf_verstrekt"
    if _letter_sent(gegevens, toestemming):
        return _progress(gegevens, besluit) or "verzonden"
    lapsed = vandaag is not None and vandaag.isoformat() > dag(toestemming["geldig_tot"])
    return "toestemming_verlopen" if lapsed else "toestemming_verleend"


def _letter_sent(gegevens: Mapping[str, Any], toestemming: Mapping[str, Any]) -> bool:
    brief = gegevens.get("werkgeversbrief")
    if brief is None or brief["toestemming_id"] != toestemming["toestemming_id"]:
        return False
    return dag(toestemming["gegeven_op"]) <= str(brief["datum"]) <= dag(toestemming["geldig_tot"])


def _progress(gegevens: Mapping[str, Any], besluit: Mapping[str, Any]) -> Status | None:
    stand = {regel["maatregel"]: regel["status"] for regel in gegevens.get("uitvoering", ())}
    afgewezen = {d["nummer"] for d in besluit["per_maatregel"] if d["oordeel"] == "niet_vastgesteld"}
    vastgesteld = [m for _, m in maatregelen(gegevens) if m["nummer"] not in afgewezen]
    if vastgesteld and all(stand.get(m["nummer"]) in KLAAR for m in vastgesteld):
        return "afgerond"
    if any(stand.get(m["nummer"]) in BEGONNEN and not kosteloos(m) for m in vastgesteld):
        return "in_uitvoering"
    return None
