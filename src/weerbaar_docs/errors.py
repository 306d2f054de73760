# SPDX-License-Identifier: EUPL-1.2
"""Errors that help: what is wrong, where, and what to do next; never a personal value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

Ernst = Literal["fout", "waarschuwing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Melding:
    """One finding for staff: a code, a severity, a JSON Pointer and two Dutch sentences.

    `melding` says what is wrong, `oplossing` what to do; neither quotes a name, address or free text.
    """

    code: str
    ernst: Ernst
    pad: str
    melding: str
    oplossing: str

    @classmethod
    def fout(cls, code: str, pad: str, melding: str, oplossing: str) -> Self:
        """Make a finding that blocks."""
        return cls(code=code, ernst="fout", pad=pad, melding=melding, oplossing=oplossing)

    def as_json(self) -> dict[str, str]:
        """Give the object that `--json` prints."""
        return {
            "code": self.code,
            "ernst": self.ernst,
            "pad": self.pad,
            "melding": self.melding,
            "oplossing": self.oplossing,
        }


class WeerbaarDocsError(Exception):
    """Base of every error of this library; holds meldingen and the exit code of its kind."""

    exit_code = 1

    def __init__(self, *meldingen: Melding) -> None:
        """Keep the meldingen; the text of the exception is their codes and sentences."""
        self.meldingen = meldingen
        super().__init__("; ".join(f"{m.code} {m.pad}: {m.melding}" for m in meldingen))

    def diagnostics(self) -> list[str]:
        """Give Dutch lines: what, where, what next."""
        return [f"{m.code} {m.pad or '/'}: {m.melding} {m.oplossing}".strip() for m in self.meldingen]

    @classmethod
    def because(cls, code: str, melding: str, oplossing: str, *, pad: str = "") -> Self:
        """Make an error of this class with one melding."""
        return cls(Melding.fout(code, pad, melding, oplossing))


class UsageError(WeerbaarDocsError):
    """The command or a call was given the wrong arguments."""

    exit_code = 2


class ConfigError(WeerbaarDocsError):
    """The configuration is not valid."""

    exit_code = 2


class ValidationError(WeerbaarDocsError):
    """The data are not valid."""

    exit_code = 3


class RenderingError(WeerbaarDocsError):
    """A template or document cannot be rendered."""

    exit_code = 3


class StampingError(WeerbaarDocsError):
    """A stamp or PDF signature cannot be set."""

    exit_code = 5


class ConsentError(WeerbaarDocsError):
    """There is no valid toestemming for what was asked."""

    exit_code = 4


class EncryptionError(WeerbaarDocsError):
    """A key or a cryptographic operation failed."""

    exit_code = 5


class DeliveryError(WeerbaarDocsError):
    """A delivery failed and can be tried again."""

    exit_code = 6


class PluginError(WeerbaarDocsError):
    """A plugin cannot be loaded or misbehaves."""

    exit_code = 2


class StoreError(WeerbaarDocsError):
    """The store refuses a change, or cannot do its work (full, busy, not set up).

    It shares code 2 with usage and configuration: the data are not wrong, and somebody has to change the call or the
    place where it is done before it can be tried again; 1 is for faults of our own.
    """

    exit_code = 2


class VerificationError(WeerbaarDocsError):
    """A digest, signature or statement does not hold."""

    exit_code = 8
