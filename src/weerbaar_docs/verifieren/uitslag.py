# SPDX-License-Identifier: EUPL-1.2
"""What verifying gives: facts, and for each link of the chain whether it holds.

(1) a link is goed, fout, or niet te controleren with the reason; (2) the whole is goed only when nothing is fout and every
link that has to be checked was; (3) sentences quote nothing of a document but numbers of medewerkers, besluiten and digests, and of a strange seal the name
on its certificate; (4) whatever they hold, a fact or a link is one printable line: a document of anyone writes nothing on a
screen but where its words belong.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.errors import Melding, ValidationError, VerificationError, WeerbaarDocsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Oordeel = Literal["goed", "fout", "niet_te_controleren"]
WOORD: Final = {"goed": "goed", "fout": "FOUT", "niet_te_controleren": "niet te controleren"}


_VERVANGEN: Final = "\N{REPLACEMENT CHARACTER}"


def one_line(text: str) -> str:
    """Give a text as one line that does nothing on a screen: no control characters, and nothing that turns the order."""
    return "".join(c if c.isprintable() else " " if c.isspace() else _VERVANGEN for c in text)


class NietTeControleren(Exception):  # noqa: N818 - it is no error: it is one of three answers
    """A link cannot be checked here; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schakel:
    """One link of the chain; `vereist` is whether the whole can be goed without it."""

    naam: str
    titel: str
    oordeel: Oordeel
    uitleg: str
    vereist: bool = True

    def __post_init__(self) -> None:
        """Keep its words to one line, also when they come out of a document."""
        _keep_to_one_line(self, ("naam", "titel", "uitleg"))

    def as_json(self) -> dict[str, Any]:
        """Give the object that `--json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feit:
    """Something that the document says of itself; `persoonlijk` is masked on a screen."""

    titel: str
    waarde: str
    persoonlijk: bool = False

    def __post_init__(self) -> None:
        """Keep its words to one line: they come out of a document."""
        _keep_to_one_line(self, ("titel", "waarde"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitslag:
    """All that was found of one file, package or folder."""

    soort: str
    feiten: tuple[Feit, ...]
    schakels: tuple[Schakel, ...]

    @property
    def oordeel(self) -> Oordeel:
        """Say whether the chain holds."""
        if any(s.oordeel == "fout" for s in self.schakels):
            return "fout"
        open_links = any(s.oordeel != "goed" and s.vereist for s in self.schakels)
        return "niet_te_controleren" if open_links or not self.schakels else "goed"

    @property
    def gebroken(self) -> Schakel | None:
        """Give the first link that is broken; else the first that has to be checked and cannot be."""
        for wanted in ("fout", "niet_te_controleren"):
            for schakel in self.schakels:
                if schakel.oordeel == wanted and (schakel.vereist or wanted == "fout"):
                    return schakel
        return None

    def require(self) -> None:
        """Raise VerificationError unless the chain holds, with the first link that does not."""
        schakel = self.gebroken
        if schakel is not None:
            raise VerificationError(
                Melding(
                    code=f"VERIFIEER-{schakel.naam.partition(':')[0].upper()}",
                    ernst="fout",
                    pad="",
                    melding=f"{schakel.titel}: {schakel.uitleg}",
                    oplossing="Gebruik dit niet zolang deze schakel niet goed is; vraag de afzender om het origineel.",
                )
            )

    def as_json(self, *, masker: str | None = None) -> dict[str, Any]:
        """Give the object that `--json` prints; a masker hides what is personal."""
        first = self.gebroken
        return {
            "soort": self.soort,
            "oordeel": self.oordeel,
            "eerste_gebroken": None if first is None else first.naam,
            "feiten": [{"titel": f.titel, "waarde": masked(f, masker)} for f in self.feiten],
            "schakels": [s.as_json() for s in self.schakels],
        }


def _keep_to_one_line(made: Schakel | Feit, names: tuple[str, ...]) -> None:
    for name in names:
        object.__setattr__(made, name, one_line(getattr(made, name)))


def masked(feit: Feit, masker: str | None) -> str:
    """Give the value of a fact, or the masker when it is personal and there is one."""
    return masker if masker is not None and feit.persoonlijk else feit.waarde


def link(naam: str, titel: str, check: Callable[[], str], *, vereist: bool = True) -> Schakel:
    """Run a check: what it returns is why the link is goed, what it raises is why it is not."""
    oordeel: Oordeel = "goed"
    try:
        uitleg = check()
    except NietTeControleren as reason:
        oordeel, uitleg = "niet_te_controleren", str(reason)
    except WeerbaarDocsError as error:
        oordeel, uitleg = "fout", "; ".join(dict.fromkeys(m.melding for m in error.meldingen[:3]))
    return Schakel(naam=naam, titel=titel, oordeel=oordeel, uitleg=uitleg, vereist=vereist)


def broken(melding: str) -> VerificationError:
    """Make the error of a check that does not hold."""
    return VerificationError.because("VERIFIEER", melding, "Gebruik dit niet; vraag de afzender om het origineel.")


def require(holds: bool, melding: str) -> None:  # noqa: FBT001 - reads as an assertion
    """Raise unless it holds."""
    if not holds:
        raise broken(melding)


@contextlib.contextmanager
def of_form(melding: str) -> Iterator[None]:
    """Say in one sentence that what is checked here against its schema does not keep it."""
    try:
        yield
    except ValidationError:
        raise broken(melding) from None
