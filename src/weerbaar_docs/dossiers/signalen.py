# SPDX-License-Identifier: EUPL-1.2
"""The registers and the logboek -> Signalen: work that follows from no dossier's data, but that the secretariaat has to see.

(1) who has to be told that a key lapsed (berichten), with the dossier that it touches or on its own;
(2) keys that lapse or have to be compared again; (3) who has left and still has keys of dossiers;
(4) a checkpoint of the logboek that is due; (5) who is sleutelbeheerder with a key that does not count yet: everybody sees
that, for whom a beheerder put another in the place of may have no role left to see it by.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from weerbaar_docs.dossiers.werkvoorraad import Signaal
from weerbaar_docs.keys import VERIFICATIE_MAANDEN
from weerbaar_docs.logboek.beurt import checkpoint_due
from weerbaar_docs.registers.berichten import open_berichten
from weerbaar_docs.registers.medewerkers import left_with_keys, medewerkers
from weerbaar_docs.registers.sleutels import check_keys
from weerbaar_docs.sleutelbeheerders import counts_from, waiting
from weerbaar_docs.store.log_queries import read_stand
from weerbaar_docs.termijnen import maanden_later

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from weerbaar_docs.keys import Medewerker, Sleutel
    from weerbaar_docs.registers.berichten import Bericht
    from weerbaar_docs.store import Act

_VOORAF: Final = timedelta(days=60)


def signals(act: Act, vandaag: date) -> Iterator[tuple[str, Signaal]]:
    """Give (pseudonymous dossier, holder of a key, or `logboek`; what there is to do)."""
    key = act.register_key()
    for bericht in open_berichten(act.connection, key):
        yield bericht.dossier or "register", _notice(bericht)
    for rij, meldingen in check_keys(act.connection, key, vandaag):
        if meldingen:
            yield from ((rij.houder, signaal) for signaal in _lapsing(rij.sleutel, vandaag))
    for medewerker in left_with_keys(act.connection, key, vandaag):
        wat = f"Neem de sleutels weg van wie is vertrokken: medewerker wijzig {medewerker.id} --tot {medewerker.tot}."
        yield medewerker.id, Signaal(soort="toegang_wegnemen", wat=wat, wie="beheerder", uiterlijk_op=vandaag)
    for medewerker in waiting(medewerkers(act.connection, key), vandaag):
        yield medewerker.id, _new_sleutelbeheerder(medewerker, vandaag)
    stand = read_stand(act.connection)
    due = checkpoint_due(stand.laatste, stand.regels_sinds, vandaag, leveringen_sinds=stand.leveringen_sinds)
    if due is not None:
        wat = f"Maak een checkpoint van het logboek: {due}."
        yield "logboek", Signaal(soort="checkpoint_maken", wat=wat, wie="beheerder", uiterlijk_op=vandaag)


def _new_sleutelbeheerder(medewerker: Medewerker, vandaag: date) -> Signaal:
    first, wie = counts_from(medewerker), medewerker.id
    if first is None:
        wat = f"Leg de rollen van {wie} opnieuw vast: niet bekend is sinds wanneer deze sleutelbeheerder is."
        return Signaal(soort="sleutelbeheerder_nieuw", wat=wat, wie="beheerder", uiterlijk_op=vandaag)
    wat = (
        f"{wie} is sinds {medewerker.sleutelbeheerder_sinds} sleutelbeheerder met een (andere) sleutel; klopt dat niet, meld het "
        f"dan vóór {first} bij de CISO."
    )
    last = first - timedelta(days=1)
    return Signaal(soort="sleutelbeheerder_nieuw", wat=wat, wie="sleutelbeheerder of beheerder", uiterlijk_op=last)


def _notice(bericht: Bericht) -> Signaal:
    return Signaal(soort=bericht.soort, wat=f"{bericht.taak} Daarna: sleutel meld-af {bericht.id}.")


def _lapsing(sleutel: Sleutel, vandaag: date) -> Iterator[Signaal]:
    soon = vandaag + _VOORAF
    if sleutel.geldig_tot is not None and sleutel.geldig_tot <= soon:
        wat = "Vraag de houder om de sleutel te verlengen of om een nieuwe, en bel terug."
        yield Signaal(soort="sleutel_verloopt", wat=wat, wie="sleutelbeheerder", uiterlijk_op=sleutel.geldig_tot)
    opnieuw = maanden_later(sleutel.geverifieerd_op, VERIFICATIE_MAANDEN)
    if opnieuw <= soon:
        wat = "Bel de houder op een bekend nummer en vergelijk de vingerafdruk van de sleutel opnieuw (R-PGP-1)."
        yield Signaal(soort="sleutel_vergelijken", wat=wat, wie="sleutelbeheerder", uiterlijk_op=opnieuw)
