# SPDX-License-Identifier: EUPL-1.2
"""How the documents of an organisation look: what they say of the sender, their templates and the engines of those.

(1) a document without a template of its own gets that of this program, set with typst;
(2) an own template was approved for that document and is set with the engine that it was approved with, and no other:
    what a letter without consent prints is decided when its template is approved, not when it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs._made import Made
from weerbaar_docs._resources import read_resource
from weerbaar_docs.canonical import digest, read_json
from weerbaar_docs.errors import RenderingError
from weerbaar_docs.model import freeze, thaw
from weerbaar_docs.rendering.engine import TYPST, PdfEngines, TypstEngine
from weerbaar_docs.rules.contact import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from weerbaar_docs.rendering.engine import PdfEngine

# What templates see when an organisation has not set its own; all contact data are fictional.
# No telephone numbers: contact data go stale (R-CONT-1), so an organisation sets its own, verified ones.
GEGEVENS: Final[Mapping[str, Any]] = freeze(
    {
        "organisatie": "Centrum voor Criminaliteitspreventie en Veiligheid",
        "afdeling": "Secretariaat veiligheidsadviezen",
        "retouradres": "Postbus 123, 1234 AB Voorbeeldstad (fictief)",
        "kleur": "154273",
        "contact": {
            "naam": "het secretariaat veiligheidsadviezen",
            "email": "secretariaat@ccv.example",
        },
        "ondertekenaar": {"naam": "", "functie": "hoofd secretariaat veiligheidsadviezen"},
        "steunpunten": [
            {
                "naam": "Netwerk Weerbaar Bestuur",
                "doel": "U heeft vragen over weerbaarheid, intimidatie of bedreiging.",
            },
            {
                "naam": "Ondersteuningsteam Weerbaar Bestuur",
                "doel": "U heeft een incident meegemaakt en wilt weten wat u nu kunt doen.",
            },
            {
                "naam": "Uw contactpersoon bij de politie",
                "doel": "U wilt een voorval melden of aangifte doen.",
            },
        ],
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class Sjabloon:
    """A Word template of ours or approved for one document, the fields that it prints, and the engine that makes its PDF."""

    document: str
    docx: bytes = field(repr=False)
    velden: frozenset[str] = frozenset()
    motor: str = TYPST


_sjablonen = Made(Sjabloon)


def approved_sjabloon(document: str, docx: bytes, velden: Iterable[str], motor: str) -> Sjabloon:
    """Make a Sjabloon; for the modules that approve and register templates, and for no other."""
    made = Sjabloon(document=document, docx=docx, velden=frozenset(velden), motor=motor)
    _sjablonen.add(made)
    return made


@cache
def _ours(document: str) -> Sjabloon:
    """Read a template of this program: once, for a batch of letters asks for the same one each time."""
    velden = read_json(read_resource("templates", "velden.json")).get(document, ())
    return Sjabloon(document=document, docx=read_resource("templates", f"{document}.docx"), velden=frozenset(velden))


@dataclass(frozen=True, slots=True, kw_only=True)
class Huisstijl:
    """What templates see as `huisstijl` (schema `huisstijl`), the organisation's own templates, and the engines there are.

    The PDF of a document in `zonder_gegevens` does not carry its data as JSON.
    """

    gegevens: Mapping[str, Any] = field(default_factory=lambda: GEGEVENS)
    sjablonen: tuple[Sjabloon, ...] = ()
    motoren: PdfEngines = field(default_factory=PdfEngines)
    zonder_gegevens: frozenset[str] = frozenset()

    def sjabloon(self, document: str) -> Sjabloon:
        """Give the template of a document: the organisation's own, else that of this program.

        Raises RenderingError for a template that was not approved here.
        """
        for sjabloon in self.sjablonen:
            if sjabloon.document == document:
                if _sjablonen.holds(sjabloon):
                    return sjabloon
                raise RenderingError.because(
                    "SJABLOON-KEURING",
                    "dit sjabloon is hier niet gekeurd",
                    "Registreer het met `sjabloon registreer`, of keur het (approve).",
                )
        return _ours(document)

    @property
    def gegevens_sha256(self) -> str:
        """Give the digest of what templates see as `huisstijl`."""
        return digest(thaw(self.gegevens))

    def motor(self, sjabloon: Sjabloon) -> PdfEngine:
        """Give the engine of a template; raises PluginError when it is not there."""
        return self.motoren.motor(sjabloon.motor)


def check_huisstijl(huisstijl: Huisstijl) -> None:
    """Raise RenderingError for an object that only looks like a Huisstijl, or calls another engine typst."""
    own = [motor for motor in huisstijl.motoren.motoren if motor.naam == TYPST and type(motor) is not TypstEngine]
    if type(huisstijl) is not Huisstijl or type(huisstijl.motoren) is not PdfEngines or own:
        raise RenderingError.because(
            "SJABLOON-KEURING",
            "dit is geen huisstijl van dit programma",
            "Maak een Huisstijl van goedgekeurde sjablonen.",
        )


def require_checked_contact(huisstijl: Huisstijl, organisatie: Mapping[str, Any], op: date) -> None:
    """Raise RenderingError when a document for a real organisatie would name a loket that nobody checked in time (R-CONT-1).

    For an organisatie that is marked `fictief` any loket will do: it is practice.
    """
    contact = huisstijl.gegevens["contact"]
    loket = {
        "email": contact["email"],
        "url": None,
        "geverifieerd_op": contact.get("geverifieerd_op"),
        "vervalt_op": None,
    }
    found = () if organisatie.get("fictief") is True else judge(loket, op)
    if found:
        raise RenderingError.because(
            "R-CONT-1",
            f"het loket in de huisstijl: {found[0].melding}",
            "Leg het loket vast en controleer het (contact leg-vast, contact controleer), en noem het in huisstijl.loket.",
            pad="/huisstijl/contact",
        )


HUISSTIJL: Final = Huisstijl()
