# SPDX-License-Identifier: EUPL-1.2
"""A lot of recipients -> their letters, in a process of its own that renders and, if asked, seals; it writes nothing.

(1) it sets up its own huisstijl and engine, and refuses a template that is not the one that the series began with;
(2) a lot has a ring of its own with the keys of its recipients, so that the hundredth takes no longer than the first;
(3) one letter that fails is told with its reason, and the others are made; (4) it ends with the process that it works for.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weerbaar_docs.encryption import Pin, seal_neutral_letter
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.keys import Sleutelregister
from weerbaar_docs.neutrale_brief import document_of, sign_letter, write_neutral_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weerbaar_docs.encryption.package import Sleutelbeheer
    from weerbaar_docs.keys import Sleutel
    from weerbaar_docs.neutrale_brief import NeutraleBrief
    from weerbaar_docs.pades import Zegel
    from weerbaar_docs.rendering.huisstijl import Huisstijl


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzegeling:
    """With what letters are sealed: the GnuPG home of CCV levering, its key, and the key of each recipient by OIN."""

    home: str
    levering: Sleutel
    sleutels: Mapping[str, Sleutel] = field(repr=False)
    sleutelbeheer: Sleutelbeheer


@dataclass(frozen=True, slots=True, kw_only=True)
class Partij:
    """A lot: whom to write, about what, on which day, and with what to seal (None: readable)."""

    soort: str
    datum: str
    contactpunt: Mapping[str, Any]
    sjablonen: Mapping[str, str]
    huisstijl_sha256: str
    ontvangers: Sequence[Mapping[str, Any]]
    verzegeling: Verzegeling | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefuitkomst:
    """What came of one recipient: the bytes of the file, or the code and the sentence of what went wrong."""

    oin: str
    inhoud: bytes = field(default=b"", repr=False)
    code: str = ""
    reden: str = ""


def begin(omgeving: Mapping[str, str]) -> None:
    """Set up a process of the pool: an interrupt is for the process that it works for, and it ends with that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(omgeving)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def make_partij(partij: Partij) -> list[Briefuitkomst]:
    """Make the letters of a lot, in its order."""
    with contextlib.ExitStack() as stack:
        seal = None if partij.verzegeling is None else stack.enter_context(_sealer(partij))
        return [_made(partij, ontvanger, seal) for ontvanger in partij.ontvangers]


def _made(partij: Partij, ontvanger: Mapping[str, Any], seal: _Sealer | None) -> Briefuitkomst:
    oin = ontvanger["oin"]
    try:
        brief = write_neutral_letter(
            partij.soort,
            ontvanger,
            partij.contactpunt,
            datum=date.fromisoformat(partij.datum),
            huisstijl=_huisstijl(),
        )
        _require_same(partij, ontvanger, brief)
        return Briefuitkomst(oin=oin, inhoud=brief.pdf if seal is None else seal.seal(brief))
    except WeerbaarDocsError as error:
        first = error.meldingen[0]
        return Briefuitkomst(oin=oin, code=first.code, reden=f"{first.melding}. {first.oplossing}")


def _require_same(partij: Partij, ontvanger: Mapping[str, Any], brief: NeutraleBrief) -> None:
    naam = document_of(partij.soort, ontvanger["type"])
    same = partij.sjablonen.get(naam) == brief.document.herkomst.template_sha256
    if not same or partij.huisstijl_sha256 != _huisstijl_sha256():
        raise WeerbaarDocsError.because(
            "SJABLOON-KEURING",
            "het sjabloon of de huisstijl is veranderd sinds de serie begon",
            "Begin de serie opnieuw in een nieuwe map.",
        )


@cache
def _huisstijl() -> Huisstijl:
    """Give the huisstijl of this computer: a series has one, whoever the letters are for."""
    from weerbaar_docs.config import load_config  # noqa: PLC0415 - once per process, and never in the one that it works for
    from weerbaar_docs.huisstijl import huisstijl_here  # noqa: PLC0415

    return huisstijl_here(load_config(None, os.environ), os.environ)


@cache
def _huisstijl_sha256() -> str:
    return _huisstijl().gegevens_sha256


@cache
def _zegel() -> Zegel:
    from weerbaar_docs.config import load_config  # noqa: PLC0415
    from weerbaar_docs.zegelinstellingen import configured_zegel  # noqa: PLC0415

    return configured_zegel(load_config(None, os.environ), os.environ)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealer:
    thuis: EigenThuis
    verzegeling: Verzegeling
    op: date

    def seal(self, brief: NeutraleBrief) -> bytes:
        """Sign a letter with the CCV's seal and encrypt it to the key of its recipient."""
        signed = sign_letter(brief, zegel=_zegel(), now=datetime.now(UTC))
        sleutel = self.verzegeling.sleutels[brief.oin]
        pin = Pin(sleutels=Sleutelregister((sleutel,)), vingerafdruk=sleutel.vingerafdruk, op=self.op)
        return seal_neutral_letter(
            signed,
            ring=self.thuis,
            afzender=self.verzegeling.levering.vingerafdruk,
            ontvanger=pin,
            sleutelbeheer=self.verzegeling.sleutelbeheer,
        ).versleuteld


@contextlib.contextmanager
def _sealer(partij: Partij) -> Iterator[_Sealer]:
    assert partij.verzegeling is not None
    verzegeling = partij.verzegeling
    with Sleutelring() as ring:
        wanted = [verzegeling.sleutels[o["oin"]] for o in partij.ontvangers]
        for sleutel in (verzegeling.levering, *wanted):
            ring.import_public(sleutel.certificaat, vingerafdruk=sleutel.vingerafdruk, soort=sleutel.soort)
        thuis = EigenThuis(home=Path(verzegeling.home), ring=ring)
        yield _Sealer(thuis=thuis, verzegeling=verzegeling, op=date.fromisoformat(partij.datum))
