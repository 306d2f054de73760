# SPDX-License-Identifier: EUPL-1.2
"""Dossiers: from aanmelding to uitvoering, part by part; what must happen today; export and the bestuurder's own copy.

1. `delen`: a dossier + one part -> the next dossier, checked as a whole (pure);
2. `werkvoorraad`: the facts of dossiers -> what must happen, what blocks and why (pure);
3. `uitvoer`: a dossier -> canonical JSON with MDTO metadata;
4. `inzage`: a dossier -> all that it holds on the bestuurder, readable (AVG, art. 15).
"""
