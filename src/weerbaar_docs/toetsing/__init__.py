# SPDX-License-Identifier: EUPL-1.2
"""The way of a report between two organisations: handed in by the CCV, judged and decided at the BVA, taken over by the CCV.

indienen: dossier -> Indiening; ontvangen: its package -> Ingediend; beoordelen: Ingediend + judgements -> bva_besluit; verschillen: what
the besluit changes in the text; besluiten: that besluit -> Besluitpakket; overnemen: its package -> Overgenomen. The
packages `bij_bva` and `bij_ccv` do the same in a store, each step an act; afgifte: the sealed file after it.
"""
