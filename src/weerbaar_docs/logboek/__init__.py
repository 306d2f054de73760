# SPDX-License-Identifier: EUPL-1.2
"""The audit log among people: checkpoints that leave the machine, and an officer who needs nothing of ours.

The log itself is in `audit` (steps without I/O). Submodules: `bestemmingen` (where checkpoints go), with one file per
kind of place; `instellingen` (the section `[logboek]`); `ondertekenen` (who signs); `bronnen` (a database or an export
to read lines from); `verifieren` (an officer's files -> Onderzoek); `beurt` (when the next checkpoint is due).
"""
