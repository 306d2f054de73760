# SPDX-License-Identifier: EUPL-1.2
"""One way of a report between two organisations, with a copy of both homes at each step of it.

(1) the way is walked once; a test begins where it wants, in a copy of its own;
(2) the dossiers are full of canaries (canaries.py), so that any test can look for what was left readable.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dossierbouw import sample
from toetsbouw import ADVISEUR, SECRETARIS, TOETSER, Beide, Organisatie, Sleutelkast, copy_of, furnish
from weerbaar_docs.canonical import canonical_bytes, digest
from weerbaar_docs.cli.toetsing import own_style
from weerbaar_docs.config import load_config
from weerbaar_docs.dossiers.lezen import identify, open_dossier
from weerbaar_docs.encryption import Indiening, seal_for_bva
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.model import rapport_digest, thaw
from weerbaar_docs.rendering.huisstijl import Huisstijl
from weerbaar_docs.rules.besluit import CRITERIA
from weerbaar_docs.toetsing.bij_bva import Toetsing
from weerbaar_docs.toetsing.indienen import Vorige, hand_in
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted
from weerbaar_docs.validation import adviesrapport, validate
from weerbaar_docs.zegelinstellingen import configured_zegel


@dataclass(frozen=True, kw_only=True)
class Fasen:
    """Both organisations as they were at each step of one way: begonnen, ingediend, ontvangen, beoordeeld, besloten, vastgesteld."""

    map_: Path
    kast: Sleutelkast
    nummers: list[str]
    indiening: str

    def at(self, fase: str, naar: Path) -> Beide:
        beide = copy_of(self.map_ / fase, naar, self.kast, self.nummers)
        if fase == "vastgesteld":
            beide.ccv.zit = SECRETARIS  # the adviseur opens it no longer
        return beide


@contextlib.contextmanager
def keys() -> Iterator[Sleutelkast]:
    """Make the keys of everybody."""
    with contextlib.ExitStack() as stack:
        yield Sleutelkast.make(stack)


def walk(map_: Path, weg: Path, kast: Sleutelkast) -> Fasen:
    """Walk the way once, in the folder `weg`, and keep a copy of everything at each step in `map_`."""
    (map_ / "begonnen").mkdir()
    nummers = furnish(map_ / "begonnen", kast)
    beide = copy_of(map_ / "begonnen", weg, kast, nummers)

    def keep(fase: str) -> None:
        (map_ / fase).mkdir()
        copy_of(beide.ccv.home.parent, map_ / fase, kast, nummers)

    file = beide.hand_in(nummers[0])
    keep("ingediend")
    indiening = beide.receive(file)
    keep("ontvangen")
    assert beide.judge(indiening)["ontbreekt"] == []
    keep("beoordeeld")
    beide.decide(indiening)
    keep("besloten")
    beide.take_in(beide.post / "besluitpakket")
    keep("vastgesteld")
    return Fasen(map_=map_, kast=kast, nummers=nummers, indiening=indiening)


def send_back(beide: Beide, indiening: str, **changed: Any) -> Path:
    """Judge that the report does not do, and decide so."""
    criteria = [{"criterium": name, "oordeel": "voldoet"} for name in CRITERIA]
    criteria[0] |= {"oordeel": "voldoet_niet", "opmerking": "Onderbouw dit."}
    beide.judge(indiening, uitkomst="teruggestuurd", toetsing=criteria, **changed)
    return beide.decide(indiening, "terug")


def new_version(beide: Beide, nummer: str) -> None:
    """Make the next version of a report that was sent back."""
    file = beide.ccv.home / "maatregel.json"
    maatregel = sample("concept", 3)["adviesrapport"]["maatregelen"][0]
    maatregel["omschrijving"] += " Aangevuld na de toetsing."
    file.write_text(json.dumps(maatregel))
    beide.type(beide.ccv, "dossier", "leg-vast", nummer, "maatregel", str(file), "--nieuwe-versie")


def of_dossier(beide: Beide) -> dict[str, Any]:
    """Give the data of the first dossier of the CCV."""
    opslag = beide.ccv.opslag()
    dossier = identify(opslag, beide.nummers[0])
    with opslag.act("dossier_gelezen", object=dossier) as act:
        found: dict[str, Any] = thaw(open_dossier(act, opslag.blobs, dossier).gegevens)
    opslag.engine.dispose()
    return found


def with_own_key(beide: Beide, gegevens: dict[str, Any], vorige: Vorige | None, uit: str) -> Path:
    """Write what an adviseur can send with his own key and without any store: these data, with this version before it."""
    rapport = adviesrapport(validate(canonical_bytes(gegevens)))
    opslag = beide.ccv.opslag()
    vertrouwen = trusted(opslag)
    with ring_of(vertrouwen) as ring:
        thuis = EigenThuis(home=beide.ccv.kast.thuis[ADVISEUR].home, ring=ring)
        adviseur = vertrouwen.medewerkers.require(ADVISEUR, "adviseur", vertrouwen.op)
        made = hand_in(
            rapport,
            medewerker=adviseur,
            sign=lambda data: thuis.sign_detached(data, signer=adviseur.vingerafdruk),
            controle=ring,
            now=opslag.now(),
            huisstijl=own_style(load_config(None, beide.ccv.environment), opslag)(gegevens["organisatie"]["oin"]),
            vorige=vorige,
        )
        sealed = seal_for_bva(
            Indiening(inhoud=made.pakket), ring=thuis, afzender=adviseur.vingerafdruk, ontvanger=vertrouwen.pin("bva")
        )
    opslag.engine.dispose()
    beide.post.mkdir(exist_ok=True)
    file = beide.post / uit
    file.write_bytes(sealed)
    return file


def report(gegevens: dict[str, Any]) -> dict[str, Any]:
    """Give what of these data is handed in."""
    found: dict[str, Any] = thaw(adviesrapport(validate(canonical_bytes(gegevens))).inhoud)
    assert digest(found) == rapport_digest(gegevens)
    return found


def sent_back(inhoud: dict[str, Any]) -> dict[str, Any]:
    """Give a besluit that sends this report back."""
    return {
        "besluitnummer": "BVA-2026-0001",
        "rapportnummer": inhoud["adviesrapport"]["rapportnummer"],
        "rapport_versie": inhoud["adviesrapport"]["versie"],
        "rapport_sha256": digest(inhoud),
        "uitkomst": "teruggestuurd",
        "besloten_op": "2026-12-01",
        "toetser": {"naam": "T. Oetser (fictief)", "functie": "toetser"},
        "toetsing": [{"criterium": name, "oordeel": "voldoet_niet", "opmerking": "Nee."} for name in CRITERIA],
        "per_maatregel": [],
        "pkvw_uitzondering_akkoord": None,
        "redactie_bevestigd": [],
    }


def agreed(beide: Beide, indiening: str, uit: str, *words: str) -> tuple[str, ...]:
    """Give the words of `bva besluit` by the toetser who saw the differences, without typing them."""
    given = (
        "bva",
        "besluit",
        indiening,
        "--uit",
        str(beide.post / uit),
        *beide.home(TOETSER),
        "--toon-persoonsgegevens",
    )
    return with_agreement(beide, (*given, *words))


def with_agreement(beide: Beide, given: tuple[str, ...]) -> tuple[str, ...]:
    """Give the words of a command by somebody who saw the besluit and its differences."""
    return (*given, "--akkoord-met-verschillen", beide.digest(given))


def changes(organisatie: Organisatie, handeling: str) -> int:
    """Say how many lines of the logboek tell of an act that was done, after checking its chain."""
    return sum(line[1] == handeling and line[3] == "gelukt" for line in organisatie.lines())


def at_the_bva(beide: Beide, *, meanwhile: Callable[[], object] = lambda: None) -> tuple[Toetsing, Any]:
    """Give the store of the BVA as a command has it, and its seal; `meanwhile` happens when an indiening is first read."""
    config = load_config(None, beide.bva.environment)
    opslag = beide.bva.opslag()
    own, waiting = own_style(config, opslag), [meanwhile]

    def huisstijl(oin: str) -> Huisstijl:
        if waiting:
            waiting.pop()()
        return own(oin)

    return Toetsing(opslag=opslag, huisstijl=huisstijl), configured_zegel(config, beide.bva.environment)
