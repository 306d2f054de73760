# SPDX-License-Identifier: EUPL-1.2
"""The adviesrapport of a dossier (document 2) and the preview of the werkgever's version (document 3), in one go (`rapport maak`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weerbaar_docs._files import refuse_existing, write_together
from weerbaar_docs.adressering import naam
from weerbaar_docs.canonical import canonical_bytes, sha256
from weerbaar_docs.errors import ValidationError
from weerbaar_docs.model import vaststelling_digest
from weerbaar_docs.rendering import neutral_title, render_rapport
from weerbaar_docs.rendering.huisstijl import HUISSTIJL, Huisstijl, require_checked_contact
from weerbaar_docs.rules.regel import geldend_besluit
from weerbaar_docs.validation import adviesrapport
from weerbaar_docs.werkgeverdocumenten import render_werkgeversversie
from weerbaar_docs.werkgeversversie import werkgeversversie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from weerbaar_docs.model import Adviesrapport, Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Documenten:
    """Rendered files by name, and the JSON with their digests."""

    bestanden: Mapping[str, bytes] = field(repr=False)
    digests: dict[str, Any]
    naam: str = field(repr=False)


def make_rapport(
    dossier: Dossier, *, versie: str, formats: Sequence[str], datum: date, huisstijl: Huisstijl = HUISSTIJL
) -> Documenten:
    """Render the report of a dossier for the bestuurder, or the preview of what the werkgever would get.

    Without a besluit the bestuurder's version is marked CONCEPT; the werkgever's is always a VOORVERTONING.
    Raises ValidationError when the dossier has no adviesrapport.
    """
    rapport = adviesrapport(dossier)
    require_checked_contact(huisstijl, dossier.gegevens["organisatie"], datum)
    besluit = _besluit(dossier, rapport)
    if versie == "werkgever":
        data = werkgeversversie(
            rapport.inhoud,
            besluit,
            datum=datum.isoformat(),
            voorvertoning=True,
            vaststelling_sha256="" if besluit is None else vaststelling_digest(rapport.inhoud, besluit),
        )
        document = render_werkgeversversie(
            data, datum=datum, titel=neutral_title(rapport.rapport_sha256), huisstijl=huisstijl
        )
    else:
        document = render_rapport(rapport, besluit, datum=datum, huisstijl=huisstijl)
    name = f"WD-{rapport.rapport_sha256[:8]}-{versie}"
    files = {f"{name}.{kind}": getattr(document, kind) for kind in ("docx", "pdf") if kind in formats}
    digests = {
        "versie": versie,
        "merking": _merking(versie, besluit),
        "rapport_sha256": rapport.rapport_sha256,
        "herkomst": document.herkomst.as_json(),
        "bestanden": [{"naam": n, "sha256": sha256(data), "bytes": len(data)} for n, data in files.items()],
    }
    files[f"{name}.json"] = canonical_bytes(digests)
    return Documenten(bestanden=files, digests=digests, naam=naam(rapport.inhoud["bestuurder"]))


def write_documents(made: Documenten, folder: Path, *, overwrite: bool) -> None:
    """Write all files or none; the JSON with the digests comes last."""
    refuse_existing((folder / name for name in made.bestanden), overwrite=overwrite)
    write_together({folder / name: data for name, data in made.bestanden.items()}, overwrite=overwrite)


def _merking(versie: str, besluit: Mapping[str, Any] | None) -> str:
    if versie == "werkgever":
        return "VOORVERTONING"
    return "CONCEPT" if besluit is None else "DEFINITIEF"


def _besluit(dossier: Dossier, rapport: Adviesrapport) -> Mapping[str, Any] | None:
    """Give the besluit that establishes this very version, if there is one."""
    besluit = geldend_besluit(dossier.gegevens)
    if besluit is not None and besluit["rapport_sha256"] != rapport.rapport_sha256:
        raise ValidationError.because(
            "R-BVA-1",
            "het besluit gaat over een ander rapport",
            "Dien deze versie in bij de BVA.",
            pad="/bva_besluiten",
        )
    return besluit
