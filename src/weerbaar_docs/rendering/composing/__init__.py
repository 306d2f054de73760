# SPDX-License-Identifier: EUPL-1.2
"""Filled Word files -> one Word file: the first gives the page, headers, footers and styles, each next one begins on a new page.

1. A style that the first file has by name looks as it does there; another style comes along, with those it is based on.
2. Lists of a part begin anew; pictures and links come along; headers and footers of a part do not, by design.
3. What cannot come along unchanged (sections, notes, another paper) is refused by the name of the part (`checking`),
   all refusals at once: nothing is dropped silently.

Our own and not docxcompose: that brings headers, sections and numbering of any Word file along as well as it can, where
here a part that does not fit has to be refused by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.composing.checking import refusals
from weerbaar_docs.rendering.composing.joining import Basis
from weerbaar_docs.rendering.package import read_package

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weerbaar_docs.errors import Melding


def compose(delen: Sequence[tuple[str, bytes]]) -> bytes:
    """Give one Word file of named, filled ones, byte for byte the same for the same arguments.

    Raises RenderingError with all that cannot be composed; `pad` is the name of the part.
    """
    (_, first), *rest = delen
    basis = Basis(read_package(first))
    faults: list[Melding] = []
    for naam, docx in rest:
        package = read_package(docx)
        found = list(refusals(naam, package, basis))
        faults += found
        if not found:
            basis.add(package)
    if faults:
        raise RenderingError(*faults)
    return basis.packed()
