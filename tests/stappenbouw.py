# SPDX-License-Identifier: EUPL-1.2
"""The pure steps of toetsing, walked once, and what a test changes in the packages between them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from weerbaar_docs.canonical import canonical_bytes, read_json
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, unpack
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.keys import Medewerker
from weerbaar_docs.oefening import Oefenomgeving
from weerbaar_docs.pades import Zegelvertrouwen
from weerbaar_docs.rendering.huisstijl import HUISSTIJL
from weerbaar_docs.toetsing.beoordelen import hits, make_besluit, merge
from weerbaar_docs.toetsing.besluiten import Beslissers, Besluitstukken, Voornemen, decide, preview
from weerbaar_docs.toetsing.indienen import Indieningspakket, hand_in
from weerbaar_docs.toetsing.ontvangen import Ingediend, read_indiening
from weerbaar_docs.toetsing.overnemen import Controle, take_over
from weerbaar_docs.validation import adviesrapport, validate


def printed(o: Oefenomgeving) -> Medewerker:
    """Give the toetser as a register that prints him has him."""
    return replace(o.toetser, naam="T. Oetser (fictief)", functie="toetser")


def judged(ingediend: Ingediend, **changed: Any) -> dict[str, Any]:
    blad = ingediend.toetsingsblad
    found = merge(
        {},
        {
            "uitkomst": "vastgesteld",
            "besluitnummer": "BVA-2026-0093",
            "toetsing": [{"criterium": name, "oordeel": "voldoet"} for name in blad["criteria"]],
            "per_maatregel": [{"nummer": nummer, "oordeel": "vastgesteld"} for nummer in blad["maatregelen"]],
            **changed,
        },
    )
    open_hits = [t.sleutel for t in hits(ingediend, found) if t.ernst == "waarschuwing"]
    return merge(found, {"treffers": [{"sleutel": key, "oordeel": "bevestigd"} for key in open_hits]})


@dataclass(frozen=True, kw_only=True)
class Stappen:
    """One way, and shortcuts to walk a part of it again."""

    o: Oefenomgeving
    gemaakt: Indieningspakket
    ingediend: Ingediend
    besluit: dict[str, Any]
    stukken: Besluitstukken

    def adviseur_signs(self, data: bytes) -> bytes:
        return self.o.medewerker_tekent(data, "MW-0001").handtekening

    def receive(self, package: bytes, **changed: Any) -> Ingediend:
        given: dict[str, Any] = {
            "afzender": self.o.adviseur.vingerafdruk,
            "medewerkers": self.o.medewerkers,
            "controle": self.o.bva_plek.ring,
            "huisstijl": lambda _: HUISSTIJL,
            "now": self.o.nu,
        }
        return read_indiening(package, **{**given, **changed})

    def take_over(self, package: bytes, **changed: Any) -> Any:
        controle = Controle(
            medewerkers=self.o.medewerkers,
            handtekeningen=self.o.ccv.ring,
            bva_zegels=Zegelvertrouwen(certificaten=(self.o.bva_certificaat,)),
        )
        given: dict[str, Any] = {"afzender": self.o.toetser.vingerafdruk, "controle": controle, "now": self.o.nu}
        return take_over(package, changed.pop("ingediend", self.ingediend), **{**given, **changed})

    def deciders(self, **changed: Any) -> Beslissers:
        given = {"toetser": self.o.toetser, "medewerkers": self.o.medewerkers, "controle": self.o.bva_plek.ring}
        return Beslissers(**{**given, "sign": self.o.bva_tekent, **changed})

    def voornemen(self, **changed: Any) -> Voornemen:
        """Give what is about to be decided; without another `akkoord` with every difference that it makes."""
        given = {"ingediend": self.ingediend, "bva_besluit": self.besluit, "beslissers": self.deciders()}
        given |= {"zegel": self.o.bva_zegel, "now": self.o.nu, **changed}
        if "akkoord" not in given:
            given["akkoord"] = preview(given["ingediend"], given["bva_besluit"]).sha256
        return Voornemen(**given)


@contextlib.contextmanager
def stepped() -> Iterator[Stappen]:
    """Hand in, receive, judge and decide once."""
    with contextlib.ExitStack() as stack:
        o = stack.enter_context(Oefenomgeving())
        rapport = adviesrapport(validate(o.dossier_json))
        begin: Any = Stappen(o=o, gemaakt=None, ingediend=None, besluit={}, stukken=None)  # type: ignore[arg-type]
        gemaakt = hand_in(rapport, medewerker=o.adviseur, sign=begin.adviseur_signs, controle=o.bva_plek.ring, now=o.nu)
        ingediend = begin.receive(gemaakt.pakket)
        besluit = make_besluit(ingediend, judged(ingediend), toetser=printed(o), besloten_op=o.vandaag)
        stukken = decide(begin.voornemen(ingediend=ingediend, bva_besluit=besluit))
        yield Stappen(o=o, gemaakt=gemaakt, ingediend=ingediend, besluit=besluit, stukken=stukken)


def opened(package: bytes, pakket: str) -> dict[str, bytes]:
    parts = unpack(package, pakket=pakket)
    return {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}}


def edit(data: bytes, **changed: Any) -> bytes:
    return canonical_bytes({**read_json(data), **changed})


def code(caught: pytest.ExceptionInfo[WeerbaarDocsError]) -> str:
    return str(caught.value.meldingen[0].code)
