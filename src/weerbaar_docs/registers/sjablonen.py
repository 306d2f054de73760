# SPDX-License-Identifier: EUPL-1.2
"""The templates of organisations: Keuring -> Sjabloonregistratie, by huisstijl and document.

(1) a beheerder registers an approved template; a new one is a next version, and nothing is ever changed or deleted;
(2) a row is sealed for its own huisstijl, document and version, so that nobody without the key can put a template in;
(3) each version has its line in the audit log, and as many versions as lines: a row that was taken out shows;
(4) the engine stands with the template: it is chosen when the template is registered, never per document;
(5) a template of the organisation goes before the standard one of this store, and that before the one of this program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from weerbaar_docs.audit.sql import AUDITREGEL
from weerbaar_docs.canonical import canonical_bytes, read_json, sha256
from weerbaar_docs.errors import UsageError, VerificationError
from weerbaar_docs.model import utc_text
from weerbaar_docs.registers.medewerkers import require_role
from weerbaar_docs.rendering.huisstijl import approved_sjabloon
from weerbaar_docs.sjablonen import documenten
from weerbaar_docs.sjablonen.keuren import check_keuring
from weerbaar_docs.store.crypto import open_sealed, seal
from weerbaar_docs.store.tables import SJABLOON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.audit.regel import Handeling
    from weerbaar_docs.rendering.huisstijl import Sjabloon
    from weerbaar_docs.sjablonen.keuren import Keuring
    from weerbaar_docs.store.opslag import Act, Opslag

STANDAARD: Final = "standaard"
_HANDELING: Final[Handeling] = "configuratie_gewijzigd"
_SOORT: Final = "sjabloonregistratie/v1"
_HUISSTIJL: Final = re.compile("[a-z0-9][a-z0-9-]{0,39}")
_KOP: Final = ("document", "huisstijl", "versie", "motor", "motor_versie", "lint_versie", "template_sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sjabloonregistratie:
    """One registered version of a template; `huisstijl` is an OIN, a name, or `standaard`."""

    document: str
    huisstijl: str
    versie: int
    motor: str
    motor_versie: str
    lint_versie: str
    velden: tuple[str, ...] = field(repr=False)
    docx: bytes = field(repr=False)
    door: str
    gemaakt_op: str

    @property
    def template_sha256(self) -> str:
        """The digest of the template, as herkomst names it."""
        return sha256(self.docx)

    def as_json(self) -> dict[str, Any]:
        """Give all but the template itself."""
        return {**{name: getattr(self, name) for name in _KOP}, "door": self.door, "gemaakt_op": self.gemaakt_op}


def register_sjabloon(
    opslag: Opslag, keuring: Keuring, *, huisstijl: str = STANDAARD, proef: bool = False
) -> Sjabloonregistratie:
    """Register an approved template as the next version for a huisstijl.

    Raises RenderingError for what was not approved, ConsentError for who is no beheerder, VerificationError.
    """
    check_keuring(keuring)
    naam = _naam(keuring.document, huisstijl)
    with opslag.act(_HANDELING, object=opslag.object("sjabloon", naam), proef=proef) as act:
        wie = require_role(act, "beheerder").id
        made = Sjabloonregistratie(
            document=keuring.document,
            huisstijl=huisstijl,
            versie=_last(act, naam) + 1,
            motor=keuring.motor,
            motor_versie=keuring.motor_versie,
            lint_versie=keuring.lint_versie,
            velden=keuring.uitslag.velden,
            docx=keuring.docx,
            door=wie,
            gemaakt_op=utc_text(act.now),
        )
        act.connection.execute(SJABLOON.insert(), _row(act, naam, made))
    return made


def registered(act: Act, document: str, *, huisstijl: str = STANDAARD) -> Sjabloonregistratie | None:
    """Give the template to use for a document of this huisstijl, or None for the one of this program.

    Raises UsageError for an unknown document, VerificationError or EncryptionError when a row is not as it was made.
    """
    for style in dict.fromkeys((huisstijl, STANDAARD)):
        naam = _naam(document, style)
        last = _last(act, naam)
        if last:
            return _open(act, naam, last)
    return None


def huisstijl_sjablonen(act: Act, *, huisstijl: str = STANDAARD) -> tuple[Sjabloon, ...]:
    """Give the templates with which to render the documents of a huisstijl; raises as `registered` does."""
    found = (registered(act, document, huisstijl=huisstijl) for document in documenten())
    return tuple(
        approved_sjabloon(made.document, made.docx, made.velden, made.motor) for made in found if made is not None
    )


def sjablonen(act: Act) -> tuple[Sjabloonregistratie, ...]:
    """Give every version of every template, by huisstijl and document."""
    rows = act.connection.execute(
        select(SJABLOON.c.naam, SJABLOON.c.versie).order_by(SJABLOON.c.naam, SJABLOON.c.versie)
    )
    found = [(naam, versie) for naam, versie in rows]
    for naam in dict.fromkeys(naam for naam, _ in found):
        _last(act, naam)
    return tuple(_open(act, naam, versie) for naam, versie in found)


def _naam(document: str, huisstijl: str) -> str:
    if document not in documenten():
        raise UsageError.because("SJABLOON-DOCUMENT", "dit document is er niet", f"Kies uit {', '.join(documenten())}.")
    if not _HUISSTIJL.fullmatch(huisstijl):
        raise UsageError.because(
            "SJABLOON-HUISSTIJL",
            "dit is geen naam van een huisstijl",
            "Geef het OIN van een organisatie, of een naam van kleine letters, cijfers en streepjes.",
        )
    return f"{huisstijl}/{document}"


def _last(act: Act, naam: str) -> int:
    """Give the number of the last version; raises VerificationError unless the audit log has a line for each."""
    rows = list(act.connection.execute(select(SJABLOON.c.versie).where(SJABLOON.c.naam == naam)).scalars())
    lines = act.connection.execute(
        select(func.count()).where(
            AUDITREGEL.c.handeling == _HANDELING,
            AUDITREGEL.c.object == act.object("sjabloon", naam),
            AUDITREGEL.c.uitkomst == "gelukt",
        )
    ).scalar_one()
    if sorted(rows) != list(range(1, lines + 1)):
        raise VerificationError.because(
            "SJABLOON-STAND",
            "de geregistreerde sjablonen zijn niet die van het logboek: een versie is weggehaald of toegevoegd",
            "Stop; meld het bij de beheerder en de CISO.",
        )
    return int(lines)


def _row(act: Act, naam: str, made: Sjabloonregistratie) -> dict[str, Any]:
    head = canonical_bytes({"soort": _SOORT, **made.as_json(), "velden": list(made.velden)})
    sealed = seal(head + b"\n" + made.docx, act.register_key(), soort=f"sjabloon/{naam}/{made.versie}")
    return {
        "naam": naam,
        "versie": made.versie,
        "sha256": sealed.sha256,
        "inhoud": sealed.inhoud,
        "gemaakt_op": made.gemaakt_op,
    }


def _open(act: Act, naam: str, versie: int) -> Sjabloonregistratie:
    query = select(SJABLOON).where(SJABLOON.c.naam == naam, SJABLOON.c.versie == versie)
    row = act.connection.execute(query).mappings().one()
    soort = f"sjabloon/{naam}/{versie}"
    head, _, docx = open_sealed(row["inhoud"], act.register_key(), soort=soort, sha256=row["sha256"]).partition(b"\n")
    value: Mapping[str, Any] = read_json(head)
    made = Sjabloonregistratie(
        docx=docx,
        velden=tuple(value["velden"]),
        **{name: item for name, item in value.items() if name not in {"soort", "template_sha256", "velden"}},
    )
    if value["soort"] != _SOORT or (made.template_sha256, _naam(made.document, made.huisstijl), made.versie) != (
        value["template_sha256"],
        naam,
        versie,
    ):
        raise VerificationError.because(
            "SJABLOON-STAND",
            "een geregistreerd sjabloon is niet zoals het is vastgelegd",
            "Stop; meld het bij de CISO.",
        )
    return made
