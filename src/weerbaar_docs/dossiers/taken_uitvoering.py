# SPDX-License-Identifier: EUPL-1.2
"""The work of a dossier in uitvoering, and what runs beside it: certificate, key and bruikleen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from weerbaar_docs.dossiers.zaak import STATUS, Werk, Zaak
from weerbaar_docs.kostenverdeling import kosteloos, pkvw_geldig
from weerbaar_docs.rules.regel import datum, einde_ambt, geldend_besluit, maatregelen, uitvoeringen
from weerbaar_docs.status import soort_opdracht
from weerbaar_docs.uitvoeringsstatus import BRUIKLEEN, KLAAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


# --- uitvoering --------------------------------------------------------------------------------


def carry_out(zaak: Zaak) -> Iterator[Werk]:
    """Follow the uitvoering of what was established."""
    regels = {regel["maatregel"]: regel for regel in zaak.gegevens.get("uitvoering", ())}
    nodig = list(_established(zaak))
    yield from _not_started([m["nummer"] for m in nodig if _waiting(regels.get(m["nummer"]))])
    for maatregel in nodig:
        regel = regels.get(maatregel["nummer"])
        if regel is not None and not _waiting(regel) and regel["status"] not in KLAAR:
            yield _follow(maatregel, regel)
    if nodig and all(regels.get(m["nummer"], {}).get("status") in KLAAR for m in nodig):
        yield Werk(
            soort="uitvoering_afronden",
            wat="Elke vastgestelde maatregel is uitgevoerd of vervallen; rond het dossier af.",
            wie="secretariaat",
        )


def _waiting(regel: Mapping[str, Any] | None) -> bool:
    return regel is None or regel["status"] == "niet_gestart"


def _not_started(nummers: list[str]) -> Iterator[Werk]:
    if nummers:
        yield Werk(
            soort="uitvoering_starten",
            wat=f"Vraag de werkgever en de bestuurder naar de start van {', '.join(nummers)}.",
            wie="secretariaat",
        )


def _follow(maatregel: Mapping[str, Any], regel: Mapping[str, Any]) -> Werk:
    weken, begin = maatregel.get("uitvoeren_binnen_weken"), regel.get("opgedragen_op")
    uiterlijk = datum(begin) + timedelta(weeks=weken) if weken is not None and begin else None
    return Werk(
        soort="uitvoering_volgen",
        wat=f"Vraag naar de voortgang van {maatregel['nummer']} ({regel['status'].replace('_', ' ')}).",
        wie="secretariaat",
        uiterlijk_op=uiterlijk,
        grond="aantal weken in het advies, na de opdracht; geen wettelijke termijn" if uiterlijk else STATUS,
        blokkades=("wacht op het PKVW (R-PKVW-1)",) if regel["status"] == "wacht_op_pkvw" else (),
    )


def _established(zaak: Zaak) -> Iterator[Mapping[str, Any]]:
    besluit = geldend_besluit(zaak.gegevens)
    if besluit is not None:
        weg = {d["nummer"] for d in besluit["per_maatregel"] if d["oordeel"] == "niet_vastgesteld"}
        yield from (m for _, m in maatregelen(zaak.gegevens) if m["nummer"] not in weg)


def certificate(zaak: Zaak) -> Iterator[Werk]:
    """Name what a missing PKVW blocks, or that the certificate ends."""
    pkvw, besluit = zaak.gegevens.get("pkvw"), geldend_besluit(zaak.gegevens)
    if pkvw_geldig(pkvw, zaak.vandaag.isoformat()):
        yield from _certificate_ends(zaak, pkvw or {})
        return
    if (pkvw or {}).get("status") == "uitzondering" and (besluit or {}).get("pkvw_uitzondering_akkoord") is True:
        return
    wacht = [
        m["nummer"]
        for _, m in maatregelen(zaak.gegevens)
        if not kosteloos(m) and soort_opdracht(m, besluit) == "woonplek"
    ]
    if wacht:
        uitzondering = (pkvw or {}).get("status") == "uitzondering"
        wat = (
            "De BVA beslist over de uitzondering op het PKVW."
            if uitzondering
            else "Het PKVW is nog niet geldig; vraag de bestuurder naar het certificaat."
        )
        yield Werk(
            soort="pkvw",
            wat=wat,
            wie="toetser" if uitzondering else "bestuurder",
            grond="Regeling, lid 5 onder b (R-PKVW-1)",
            blokkades=(f"de werkgever betaalt {', '.join(wacht)} pas bij een geldig certificaat of uitzondering",),
        )


def _certificate_ends(zaak: Zaak, pkvw: Mapping[str, Any]) -> Iterator[Werk]:
    tot = datum(pkvw["geldig_tot"])
    if tot - zaak.vandaag <= timedelta(days=zaak.streef.waarschuwing_certificaat):
        yield Werk(
            soort="pkvw",
            wat="Het PKVW-certificaat verloopt; op de opdrachtdatum moet het geldig zijn.",
            wie="bestuurder",
            uiterlijk_op=tot,
            grond="einde van het certificaat (R-PKVW-3)",
        )


def key(zaak: Zaak) -> Iterator[Werk]:
    """Name a key of the werkgever that expires."""
    tot = zaak.gegevens["organisatie"].get("openpgp", {}).get("geldig_tot")
    if tot is not None and datum(tot) - zaak.vandaag <= timedelta(days=zaak.streef.waarschuwing_certificaat):
        yield Werk(
            soort="sleutel_verloopt",
            wat="De sleutel van de werkgever verloopt; vraag om een verlenging en controleer die.",
            wie="sleutelbeheerder",
            uiterlijk_op=datum(tot),
            grond="einde van de sleutel (R-PGP-1)",
        )


def loan(zaak: Zaak) -> Iterator[Werk]:
    """Take a bruikleen back at the end of the ambt."""
    einde = einde_ambt(zaak.gegevens)
    for _, regel, maatregel in uitvoeringen(zaak.gegevens):
        if maatregel is None or maatregel["verstrekkingsvorm"] != BRUIKLEEN:
            continue
        uiterlijk = _return_by(regel, einde)
        if uiterlijk is None:
            continue
        yield Werk(
            soort="bruikleen_terugnemen",
            wat=f"Spreek de terugname van {maatregel['nummer']} af en leg haar vast.",
            wie="werkgever",
            uiterlijk_op=datum(uiterlijk),
            grond="einde van het ambt (Regeling, lid 7; R-TBS-1)",
        )


def _return_by(regel: Mapping[str, Any], einde: str | None) -> str | None:
    """Give the day on which a loan goes back; None when it did, when nothing was lent or the end is not known."""
    terugname = regel.get("terugname")
    if terugname is None:
        return einde if regel["status"] == "uitgevoerd" else None
    return None if terugname.get("teruggenomen_op") else str(terugname["uiterlijk_op"])
