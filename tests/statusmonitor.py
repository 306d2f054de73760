# SPDX-License-Identifier: EUPL-1.2
"""An own record of a dossier's way, kept from the accepted events alone, that says what must never happen.

It shares no code with the statusmachine: it never reads a Stand, a voorwaarde or a row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

VOIDING = {"intrekken", "verlopen", "nieuwe_versie", "verhuizen", "einde_ambt", "vernietigen"}


class Breach(AssertionError):  # noqa: N818 - it is what a test looks for
    """Something happened that must not happen."""


def must(holds, what):
    if not holds:
        raise Breach(what)


@dataclass(frozen=True)
class Monitor:
    gesproken_met_werkgever: bool = False
    versie: int = 0
    inhoud: str | None = None
    ingediend: tuple | None = None
    opsteller: str | None = None
    vastgesteld: tuple | None = None
    toestemming: tuple | None = None
    sleutel: str | None = None
    geldig: tuple | None = None
    bij_werkgever: bool = False

    def saw(self, event, before, after, gevolgen):
        """Check an event that was accepted, with the statuses around it and what it set going; give the next record."""
        if after == "verzonden" != before:
            must(event.handeling == "verzenden", "verzonden without an act of sending")
        if after == "vastgesteld" != before:
            must(event.handeling == "vaststellen", "vastgesteld without a besluit")
        if after == "toestemming_verleend" != before:
            must(event.handeling == "toestemming_verlenen", "toestemming without an act of the bestuurder")
        check = getattr(self, f"_{event.handeling}", None)
        new = check(event, before, after, gevolgen) if check else self
        return replace(new, toestemming=None, sleutel=None, geldig=None) if event.handeling in VOIDING else new

    def _gesprek_werkgever_houden(self, *_):
        return replace(self, gesproken_met_werkgever=True)

    def _gesprek_bestuurder_houden(self, *_):
        must(self.gesproken_met_werkgever, "R-VOLG-1")
        return self

    def _rapport_opstellen(self, event, *_):
        return replace(self, versie=self.versie or 1, inhoud=event.rapport_sha256)

    def _indienen(self, event, *_):
        must((event.versie, event.rapport_sha256) == (self.versie, self.inhoud), "another report is handed in")
        return replace(self, ingediend=(event.versie, event.rapport_sha256), opsteller=event.door)

    def _terugsturen(self, event, *_):
        must(self.ingediend == (event.versie, event.rapport_sha256), "R-BVA-1")
        must(event.door != self.opsteller, "R-BVA-5")
        return replace(self, ingediend=None)

    def _vaststellen(self, event, *_):
        self._terugsturen(event)
        return replace(self, vastgesteld=(event.versie, event.vaststelling_sha256))

    def _nieuwe_versie(self, event, *_):
        return replace(
            self, versie=self.versie + 1, inhoud=event.rapport_sha256, ingediend=None, opsteller=None, vastgesteld=None
        )

    def _verstrekken_aan_bestuurder(self, event, *_):
        must(self.vastgesteld == (event.versie, event.vaststelling_sha256), "the bestuurder is given something else")
        return self

    def _toestemming_verlenen(self, event, _before, after, _gevolgen):
        what = (event.versie, event.vaststelling_sha256)
        must(self.vastgesteld == what, "R-TOES-0 or R-TOES-1")
        must(event.bewijs not in ("e_mail", "mondeling", None), "R-TOES-7")
        must(event.geldig_tot - event.geldig_van <= timedelta(days=90), "R-TOES-8: too long")
        must(event.geldig_van <= event.moment <= event.geldig_tot, "R-TOES-8: given outside its period")
        must((event.sleutel_vingerafdruk is None) == (event.route != "via_ccv"), "a key with the wrong route")
        zelf = event.route == "via_bestuurder"
        must((after == "door_bestuurder_zelf_verstrekt") == zelf, "the route leads to the wrong status")
        return replace(
            self,
            toestemming=(*what, event.route),
            sleutel=event.sleutel_vingerafdruk,
            geldig=(event.geldig_van, event.geldig_tot),
            bij_werkgever=self.bij_werkgever or zelf,
        )

    def _verlopen(self, event, *_):
        must(event.moment > self.geldig[1], "a toestemming lapsed before its time")
        return self

    def _verzenden(self, event, *_):
        what = (event.versie, event.vaststelling_sha256)
        must(self.vastgesteld == what, "sent without vaststelling of this content and version")
        must(self.toestemming is not None, "sent without toestemming")
        must(self.toestemming == (*what, event.route), "sent outside the toestemming")
        must(event.route in ("via_ccv", "op_papier"), "sent by the CCV where the bestuurder gives it")
        must(self.sleutel == event.sleutel_vingerafdruk, "sealed for another key")
        must(self.geldig[0] <= event.moment <= self.geldig[1], "sent outside the period")
        return replace(self, bij_werkgever=True)

    def _sleutel_werkgever_vervangen(self, event, before, after, _gevolgen):
        if self.sleutel in (None, event.sleutel_vingerafdruk):
            must(after == before, "an encryption subkey voided the toestemming")
            return self
        must(after not in ("toestemming_verleend", "verzonden"), "a new primary key left the toestemming")
        return replace(self, toestemming=None, sleutel=None, geldig=None)

    def _intrekken(self, _event, _before, after, gevolgen):
        must(after == "toestemming_ingetrokken", "a withdrawal did not stop")
        must({"leveringen_stoppen", "intrekkingsbrief"} <= set(gevolgen), "R-TOES-6")
        must(("vernietigingsverzoek" in gevolgen) == self.bij_werkgever, "R-TOES-6: asked to destroy")
        return self

    def _levering_ondanks_intrekking_melden(self, _event, _before, _after, gevolgen):
        must("vernietigingsverzoek" in gevolgen, "R-TOES-6")
        return replace(self, bij_werkgever=True)

    def _aanmelding_intrekken(self, *_):
        must(not self.bij_werkgever, "an aanmelding cannot be taken back when the werkgever has the advice")
        return self

    def _uitvoeren(self, event, *_):
        must(event.opdracht != "woonplek" or event.pkvw_geldig, "R-PKVW-3")
        must(self.bij_werkgever, "carried out by a werkgever who has no advice")
        return self

    def _afronden(self, event, *_):
        must(event.open_maatregelen == 0, "finished with open maatregelen")
        return self

    def _vernietigen(self, event, *_):
        must(event.grond in ("bewaartermijn", "intrekking"), "destroyed without a ground")
        return Monitor()
