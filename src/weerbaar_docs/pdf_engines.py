# SPDX-License-Identifier: EUPL-1.2
"""The PDF engines there are: our own, LibreOffice where it is installed, and those of plugins that the configuration pins.

(1) a plugin that sees content is loaded only when its distribution, version and RECORD stand in the configuration;
(2) the files of the distribution are held against that RECORD before any of its code runs;
(3) what does not fit is not loaded and said so; it never takes the name of an engine that is there already.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from importlib.metadata import distributions
from typing import TYPE_CHECKING, Any, Final

import pluggy

from weerbaar_docs import hookspecs
from weerbaar_docs.errors import PluginError
from weerbaar_docs.rendering.engine import PdfEngine, PdfEngines, TypstEngine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.metadata import Distribution, EntryPoint
    from pathlib import Path

_PIN: Final = re.compile(r"([A-Za-z0-9._-]+)==(\S+) sha256:([0-9a-f]{64})")
_NAAM: Final = re.compile("[a-z][a-z0-9-]{0,39}")
_DIGEST: Final = re.compile("[0-9a-f]{64}")


def load_pdf_engines(
    vastgezet: Sequence[str], *, fontmappen: tuple[Path, ...] = (), installed: Iterable[Distribution] | None = None
) -> PdfEngines:
    """Give our own engines and the pinned ones (`naam==versie sha256:hash`, as `pin_of` writes them)."""
    motoren: list[PdfEngine] = [TypstEngine(fontmappen=fontmappen)]
    if shutil.which("soffice"):
        from weerbaar_docs.rendering.libreoffice.engine import LibreofficeEngine  # noqa: PLC0415 - its repairs load pypdf

        motoren.append(LibreofficeEngine())
    fouten: list[PluginError] = []
    found = {_normal(dist.name): dist for dist in (distributions() if installed is None else installed)}
    for pin in vastgezet:
        try:
            for motor in _pinned(pin, found):
                if any(motor.naam == other.naam for other in motoren):
                    raise _fault(motor.naam, "deze motor is er al", "Verwijder een van beide plugins.")
                motoren.append(motor)
        except PluginError as error:
            fouten.append(error)
    return PdfEngines(motoren=tuple(motoren), fouten=tuple(fouten))


def pin_of(distribution: Distribution) -> str:
    """Give the line with which the configuration pins a distribution."""
    record = hashlib.sha256((distribution.read_text("RECORD") or "").encode()).hexdigest()
    return f"{_normal(distribution.name)}=={distribution.version} sha256:{record}"


def _pinned(pin: str, found: dict[str, Distribution]) -> list[PdfEngine]:
    parsed = _PIN.fullmatch(pin)
    if parsed is None:
        raise _fault("plugins.inhoud", "een regel heeft niet de vorm naam==versie sha256:hash", "Herstel de regel.")
    distribution = found.get(_normal(parsed[1]))
    if distribution is None:
        raise _fault(parsed[1], "deze plugin is niet geïnstalleerd", "Installeer hem, of haal de regel weg.")
    if pin_of(distribution) != f"{_normal(parsed[1])}=={parsed[2]} sha256:{parsed[3]}" or not _whole(distribution):
        raise _fault(
            parsed[1],
            "de geïnstalleerde plugin is niet die van de configuratie",
            "Laat de beheerder de plugin nakijken en opnieuw vastzetten; hij is niet geladen.",
        )
    entries = [entry for entry in distribution.entry_points if entry.group == hookspecs.INHOUD]
    if not entries:
        raise _fault(parsed[1], "deze plugin biedt geen motor aan", f"Zie de ingang {hookspecs.INHOUD}.")
    return [motor for entry in entries for motor in _announced(entry, parsed[1])]


def _whole(distribution: Distribution) -> bool:
    """Say whether every file is as RECORD says, and every module is in it."""
    for file in distribution.files or ():
        path = distribution.locate_file(file)
        if file.hash is None:
            if file.suffix in {".py", ".so", ".pyd"}:
                return False
            continue
        try:
            digest = hashlib.new(file.hash.mode, path.read_bytes()).digest()  # type: ignore[attr-defined]
        except (OSError, ValueError):
            return False
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            return False
    return bool(distribution.files)


def _announced(entry: EntryPoint, distribution: str) -> list[PdfEngine]:
    try:
        found = _hooked(entry)
    except Exception as error:  # noqa: BLE001 - a plugin may fail in any way; the rest must still work
        kind = type(error).__name__
    else:
        for motor in found:
            check_engine(motor)
        return found
    raise _fault(distribution, f"de plugin laadt niet ({kind})", "Installeer een passende versie.")


def _hooked(entry: EntryPoint) -> list[Any]:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(entry.load(), name=entry.name)
    manager.check_pending()
    return [motor for announced in manager.hook.register_pdf_engines() for motor in announced]


def check_engine(motor: object) -> None:
    """Raise PluginError unless an object is a PdfEngine with a proper name, version and digest of fonts."""
    if (
        not isinstance(motor, PdfEngine)
        or not isinstance(motor.naam, str)
        or not _NAAM.fullmatch(motor.naam)
        or not isinstance(motor.versie, str)
        or not motor.versie
        or not isinstance(motor.fonts_sha256, str)
        or not _DIGEST.fullmatch(motor.fonts_sha256)
    ):
        raise _fault(type(motor).__name__, "dit is geen motor", "Bied alles aan wat PdfEngine noemt.")


def _normal(naam: str) -> str:
    return re.sub(r"[-_.]+", "-", naam).lower()


def _fault(naam: str, melding: str, oplossing: str) -> PluginError:
    return PluginError.because("PLUGIN-MOTOR", f"{naam}: {melding}", oplossing)
