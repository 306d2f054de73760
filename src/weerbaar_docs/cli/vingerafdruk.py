# SPDX-License-Identifier: EUPL-1.2
"""A fingerprint as an option of a command, as people paste it: with spaces, in small letters, with 0x in front, or as the words of a sleutelblad."""

from __future__ import annotations

from typing import Any

import click


class _Vingerafdruk(click.ParamType[str]):
    name = "vingerafdruk"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's
        from weerbaar_docs.vingerafdruk import read

        return read(value)


VINGERAFDRUK = _Vingerafdruk()
