# SPDX-License-Identifier: EUPL-1.2
"""Whether the sentences of a template are short enough for B1, where the template says that it is written so.

It says so with the key word taal-b1 (Bestand, Info, Labels) or with a comment {# taal-b1 #} in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from weerbaar_docs.sjablonen.gebrek import BESTAND, Gebrek, Plaats, gebrek
from weerbaar_docs.sjablonen.pakket import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weerbaar_docs.sjablonen.pakket import Pakket

MERK: Final = "taal-b1"
GEMIDDELD: Final = 15
HOOGSTENS: Final = 25
_VEEL: Final = 5  # fewer sentences have no average worth a word
_OPMERKING: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}")
_VELD: Final = re.compile(r"\{\{.*?\}\}")
_EINDE: Final = re.compile(r"(?<=[.!?:;])\s+")
_WOORD: Final = re.compile(r"\w[\w’'-]*")


def check_sentences(pakket: Pakket) -> Iterator[Gebrek]:
    """Report sentences of more than 25 words, and an average of more than 15; a field counts as one word."""
    texts = list(_texts(pakket))
    if not _claims(pakket, texts):
        return
    lengths = [(plaats, len(_WOORD.findall(zin))) for plaats, text in texts for zin in _sentences(text)]
    counted = [(plaats, number) for plaats, number in lengths if number]
    for plaats, number in counted:
        if number > HOOGSTENS:
            yield gebrek(
                "SJABLOON-ZINNEN", plaats, f"deze zin heeft {number} woorden; voor B1 zijn dat er hoogstens {HOOGSTENS}"
            )
    average = sum(number for _, number in counted) / max(len(counted), 1)
    if len(counted) >= _VEEL and average > GEMIDDELD:
        yield gebrek(
            "SJABLOON-ZINNEN",
            BESTAND,
            f"een zin heeft gemiddeld {average:.1f} woorden; voor B1 hoogstens {GEMIDDELD}".replace(".", ",", 1),
            oplossing="Maak de zinnen korter.",
        )


def _texts(pakket: Pakket) -> Iterator[tuple[Plaats, str]]:
    for paragraph, plaats in pakket.elements(f"{W}p"):
        text = "".join(
            node.text or "" if node.tag == f"{W}t" else " " for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab")
        )
        yield plaats, text


def _claims(pakket: Pakket, texts: list[tuple[Plaats, str]]) -> bool:
    core = pakket.bomen.get("docProps/core.xml")
    words = "".join(node.text or "" for node in core.iter("{*}keywords")) if core is not None else ""
    return MERK in words.lower() or any(
        MERK in tag.lower() for _, text in texts for tag in re.findall(r"\{#.*?#\}", text)
    )


def _sentences(text: str) -> list[str]:
    plain = _VELD.sub("veld", _OPMERKING.sub(" ", text))
    return [zin for zin in _EINDE.split(plain) if zin.strip()]
