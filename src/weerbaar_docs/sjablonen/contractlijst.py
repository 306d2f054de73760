# SPDX-License-Identifier: EUPL-1.2
"""A template -> the fields of its contract that it uses, each with what it is and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weerbaar_docs.sjablonen.contracten import contract
from weerbaar_docs.sjablonen.docxtpl_deur import read_tags
from weerbaar_docs.sjablonen.pakket import read_pakket
from weerbaar_docs.sjablonen.velden import places, read_fields, unused

if TYPE_CHECKING:
    from weerbaar_docs.sjablonen.vorm import Vorm


@dataclass(frozen=True, slots=True, kw_only=True)
class Veld:
    """One field of the contract and the places where a template uses it, with how often."""

    pad: str
    soorten: tuple[str, ...]
    plaatsen: tuple[tuple[str, int], ...]

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {
            "pad": self.pad,
            "soorten": list(self.soorten),
            "plaatsen": [{"plaats": plaats, "aantal": number} for plaats, number in self.plaatsen],
        }


def used_fields(docx: bytes, document: str, *, alles: bool = False) -> tuple[Veld, ...]:
    """Give the fields that a template uses, by path; with `alles` those that it leaves out too.

    Raises RenderingError when the file cannot be read, UsageError for an unknown document.
    """
    forms: dict[str, Vorm] = {blad.pad: blad for blad in contract(document).bladeren()}
    gebruik, _ = read_fields(read_tags(read_pakket(docx)), document)
    kinds = {g.pad: tuple(sorted(g.soorten)) for g in gebruik}
    found = [Veld(pad=pad, soorten=kinds[pad], plaatsen=tuple(where.items())) for pad, where in places(gebruik).items()]
    if alles:
        found += [
            Veld(pad=pad, soorten=tuple(sorted(forms[pad].soorten)), plaatsen=()) for pad in unused(document, gebruik)
        ]
    return tuple(sorted(found, key=lambda veld: veld.pad))
