# SPDX-License-Identifier: EUPL-1.2
"""The audit log among people: checkpoints that leave the machine, and an officer who needs nothing of ours.

The log itself is in `audit` (steps without I/O). Submodules: `bestemmingen` (where checkpoints go), with one file per
kind of place; `instellingen` and `plaats` (the section `[logboek]`); `beurt` (when the next checkpoint is due), `maken`
and `ondertekenen` (a new one, and who signs it); `tonen` (lines for people); `bronnen` (a database or an export to read
lines from) and `verifieren` (an officer's files -> Onderzoek).
"""
