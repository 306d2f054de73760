# SPDX-License-Identifier: EUPL-1.2
"""A small fictional PDF that conforms to PDF/A-3a and PDF/UA-1, to sign."""

from __future__ import annotations

import typst

_SOURCE = b"""#set document(title: "Bericht WD-1", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "nl", region: "NL")
= Kop
Fictieve tekst.
"""
PDF = typst.compile(_SOURCE, pdf_standards=["a-3a", "ua-1"])
