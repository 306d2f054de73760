# SPDX-License-Identifier: EUPL-1.2
"""The logs of a command, when `[logs] bestand` says so: begin, end, exit code and duration."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING, Any

import click

from weerbaar_docs.errors import ConfigError, WeerbaarDocsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_INTERRUPTED = 130


def run_logged(function: Callable[[], Any]) -> Any:
    """Run a command and log it where the configuration says; nothing at all when it says nothing."""
    settings = _settings(os.environ)
    if not settings.get("bestand"):
        return function()
    from weerbaar_docs.logs import listening
    from weerbaar_docs.logs.writing import opened

    opdracht = click.get_current_context().command_path.partition(" ")[2]
    with opened(settings["bestand"], niveau=settings["niveau"], opdracht=opdracht) as logger, listening(logger):
        return _told(function)


def _settings(environment: Mapping[str, str]) -> Mapping[str, Any]:
    """Give the section [logs]; a configuration that is not valid is for the command itself to complain about."""
    from weerbaar_docs.config import load_config

    with contextlib.suppress(ConfigError):
        return load_config(None, environment).section("logs")
    return {}


def _told(function: Callable[[], Any]) -> Any:
    from weerbaar_docs.logs import milliseconds, tell

    start = time.monotonic()
    tell("opdracht_begonnen")
    try:
        result = function()
    except BaseException as error:
        tell("opdracht_klaar", ms=milliseconds(start), afsluitcode=_exit_code(error), fout=error)
        raise
    tell("opdracht_klaar", ms=milliseconds(start), afsluitcode=result if isinstance(result, int) else 0)
    return result


def _exit_code(error: BaseException) -> int:
    if isinstance(error, WeerbaarDocsError):
        return error.exit_code
    if isinstance(error, click.ClickException):
        return error.exit_code
    return _INTERRUPTED if isinstance(error, (KeyboardInterrupt, click.Abort)) else 1
